"""Figures about a build, read from its output folder."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from kg.folder.lines import Manifest, read_lines, read_manifest
from kg.graph.importance import is_key
from kg.model import Ontology
from kg.relate.coverage import NAMED, coverage

#: Entities named as what a graph is about.
KEY_ENTITIES = 10


class Start(msgspec.Struct, frozen=True):
    start: int


class Named(msgspec.Struct, frozen=True):
    """A predicate: its lemma in a claim, its IRI in a typed fact."""

    lemma: str = ""
    iri: str = ""


class ClaimLine(msgspec.Struct, frozen=True):
    """What is counted of a claim."""

    id: str
    predicate: Named
    document: str
    sentence: Start
    polarity: str
    modality: str
    rule: str
    source: dict[str, Any] | None
    time: dict[str, Any] | None
    hidden_because: str | None = None
    reader: str = "kg"


class Where(msgspec.Struct, frozen=True):
    document: str


class EntityLine(msgspec.Struct, frozen=True):
    """What is counted of an entity; a folder of former times says nothing of importance."""

    iri: str
    label: str
    type: str
    kind: str
    mentions: tuple[Where, ...]
    importance: float = 0.0

    @property
    def is_key(self) -> bool:
        """Whether it may be named as what the graph is about."""
        documents = len({mention.document for mention in self.mentions})
        return self.importance > 0 and is_key(self.kind, self.importance, documents)


class FactLine(msgspec.Struct, frozen=True):
    """What is counted of a typed fact."""

    predicate: Named
    claims: tuple[str, ...]


class Missed(msgspec.Struct, frozen=True):
    """A sentence that yielded no claim."""

    document: str
    start: int
    end: int
    text: str
    reason: str


def statistics(output: Path) -> dict[str, Any]:
    """Counts of documents, entities by type, and claims by how they are stated, by rule and by
    reader.

    "key entities" are the labels of the most important ones, each with its importance. Claims are
    those that are shown; "kept back" and "because" count the others. With an ontology of the user's
    "relations" counts its facts, "without facts" are the labels of its other relations, and "of no
    relation" counts the shown claims that none of them fits, by predicate, the most frequent ones.

    Raises:
        DamageError: a file is missing, or not as kg wrote it.
        ExportError, StoreError: as `kg.folder.lines.read_manifest`.
    """
    manifest = read_manifest(output)
    everything = list(read_lines(output, "claims.jsonl", ClaimLine, manifest=manifest))
    claims = [c for c in everything if not c.hidden_because]
    entities = list(read_lines(output, "entities.jsonl", EntityLine, manifest=manifest))
    read = {(s["document"], s["start"]) for s in missed_sentences(output)}
    read |= {(c.document, c.sentence.start) for c in everything}
    return {
        "documents": manifest.counts.documents,
        "sentences": len(read),
        "with claims": len({(c.document, c.sentence.start) for c in claims}),
        "entities": len(entities),
        "types": _counts(e.type for e in entities),
        "key entities": _key_entities(entities),
        "facts": manifest.counts.facts,
        "claims": len(claims),
        "polarity": _counts(c.polarity for c in claims),
        "modality": _counts(c.modality for c in claims),
        "with source": sum(c.source is not None for c in claims),
        "with time": sum(c.time is not None for c in claims),
        "rules": _counts(c.rule for c in claims),
        "readers": _counts(c.reader for c in claims),
        "kept back": len(everything) - len(claims),
        "because": _counts(reason_of(c.hidden_because) for c in everything if c.hidden_because),
        **_ontology(output, manifest, claims),
    }


def _ontology(output: Path, manifest: Manifest, claims: list[ClaimLine]) -> dict[str, Any]:
    """How far the user's ontology covers what the documents state; nothing without one."""
    if "ontology.json" not in manifest.outputs:
        return {}
    (ontology,) = read_lines(output, "ontology.json", Ontology, manifest=manifest)
    facts = read_lines(output, "facts.jsonl", FactLine, manifest=manifest)
    found = coverage(
        ontology,
        ((fact.predicate.iri, fact.claims) for fact in facts),
        ((claim.id, claim.predicate.lemma) for claim in claims),
    )
    return {
        "ontology": ontology.title,
        "relations": dict(found.facts),
        "without facts": list(found.nothing),
        "of no relation": dict(found.unfit[:NAMED]),
    }


def _key_entities(entities: list[EntityLine]) -> dict[str, float]:
    """The most important entities, the first before the others; of one label the first."""
    ranked = sorted((e for e in entities if e.is_key), key=lambda e: (-e.importance, e.iri))
    first = dict[str, float]()
    for entity in ranked:
        first.setdefault(entity.label, round(entity.importance, 2))
    return dict(list(first.items())[:KEY_ENTITIES])


def reason_of(hidden_because: str) -> str:
    """Why a claim is kept back, without its own figure or words: "confidence is below 0.5"."""
    return re.sub("“[^“”]*”", "“...”", re.sub(r" [0-9.]+ is below ", " is below ", hidden_because))


def missed_sentences(output: Path) -> Iterator[dict[str, Any]]:
    """The sentences that yielded no claim: document, start, end, text, reason.

    Raises what `statistics` raises.
    """
    manifest = read_manifest(output)
    for line in read_lines(output, "missed.jsonl", Missed, manifest=manifest):
        yield msgspec.structs.asdict(line)


def _counts(values: Any) -> dict[str, int]:
    counter = Counter(values)
    return {name: counter[name] for name in sorted(counter, key=lambda n: (-counter[n], n))}
