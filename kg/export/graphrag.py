"""GraphRAG's "bring your own graph": the Parquet tables that its pipeline would have written.

Columns and their order are those of `graphrag.data_model.schemas` (graphrag 3); text units have
`document_ids` behind, which version 2 reads. Relationships are what is asserted; whatever a
document says, with how it says it, is in `covariates`. Descriptions and reports are quotes and
nothing else: no language model has written any of this. Communities have one level.

Source: https://microsoft.github.io/graphrag/index/byog/ and .../index/outputs/.
"""

from __future__ import annotations

import hashlib
import json
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.export.files import Cleaner
from kg.export.parquet import write_typed
from kg.export.rdf.minting import Names
from kg.graph.communities import Community, communities
from kg.graph.evidence import evidence_of, stated, surest
from kg.graph.wording import worded
from kg.model import Build, Claim, Document, Fact
from kg.retrieve.sentences import Sentence, sentences_of

#: Words of a text unit, about; a sentence is never cut.
UNIT = 300
#: Quotes in the description of an entity, and of a relationship.
QUOTES = 5

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Unit:
    """Sentences of one document that follow each other."""

    id: str
    document: Document
    sentences: tuple[Sentence, ...]

    @property
    def text(self) -> str:
        return self.document.text[self.sentences[0].span.start : self.sentences[-1].span.end]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Pair:
    """All that is asserted from one entity to another."""

    id: str
    source: str
    target: str
    facts: tuple[Fact, ...]


def write_graphrag(build: Build, folder: Path) -> None:
    """Write the tables into `folder`.

    Raises ExportError if a file cannot be written or pyarrow is not installed.
    """
    clean = Cleaner("Parquet")
    for name, rows in generate_graphrag(build).items():
        cleaned = [_cleaned(row, clean) for row in rows]
        write_typed(cleaned, folder / f"{name}.parquet", schema=partial(_schema, COLUMNS[name]))
    clean.warn()


def generate_graphrag(build: Build) -> dict[str, list[Row]]:
    """The rows of each table by its name, in the order of the table."""
    tables = _Tables(build)
    return {
        "documents": _numbered(tables.documents()),
        "text_units": _numbered(tables.text_units()),
        "entities": _numbered(tables.entities()),
        "relationships": _numbered(tables.relationships()),
        "covariates": _numbered(tables.covariates()),
        "communities": list(tables.communities()),
        "community_reports": list(tables.reports()),
    }


class _Tables:
    """What several tables need, made once."""

    def __init__(self, build: Build) -> None:
        self.build = build
        self.units = tuple(_units(build))
        self.claims = {claim.id: claim for claim in build.claims if claim.shown}
        self.evidence = evidence_of(build)
        self.facts = {fact.id: fact for fact in build.facts}
        self.names = Names(build)
        self.labels = {entity.iri: entity.label for entity in build.entities}
        self.titles = titles_of(build)
        self.pairs = tuple(_pairs(build, self.titles))
        self.unit_of = _places(self.units)
        self.units_of: dict[str, list[str]] = defaultdict(list)
        for unit in self.units:
            for iri in sorted({iri for s in unit.sentences for iri in s.entities}):
                self.units_of[iri].append(unit.id)
        self.degree = Counter(end for pair in self.pairs for end in {pair.source, pair.target})
        self.found = communities(build)

    def documents(self) -> Iterator[Row]:
        of: dict[str, list[str]] = defaultdict(list)
        for unit in self.units:
            of[unit.document.id].append(unit.id)
        for document in self.build.documents:
            yield {
                "id": self.names.document(document.id),
                "title": document.title or document.id,
                "text": document.text,
                "text_unit_ids": of[document.id],
                "creation_date": document.date or "",
                "raw_data": json.dumps({"source": document.source, "sha256": document.sha256}),
            }

    def text_units(self) -> Iterator[Row]:
        beside: dict[str, list[str]] = defaultdict(list)
        for pair in self.pairs:
            for id in self._units_of_pair(pair):
                beside[id].append(pair.id)
        told: dict[str, list[str]] = defaultdict(list)
        for claim in self.claims.values():
            told[self._unit(claim)].append(claim.id)
        for unit in self.units:
            document = self.names.document(unit.document.id)
            mentioned = {iri for s in unit.sentences for iri in s.entities}
            yield {
                "id": unit.id,
                "text": unit.text,
                "n_tokens": len(unit.text.split()),
                "document_id": document,
                "entity_ids": sorted(mentioned & self.titles.keys()),
                "relationship_ids": beside[unit.id],
                "covariate_ids": sorted(told[unit.id]),
                "document_ids": [document],
            }

    def entities(self) -> Iterator[Row]:
        said: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims.values():
            ends = [claim.subject.entity, claim.object.entity if claim.object else None]
            for iri in dict.fromkeys(ends):
                if iri is not None:
                    said[iri].append(claim)
        about = self.build.graph.nodes
        for iri, title in self.titles.items():
            yield {
                "id": iri,
                "title": title,
                "type": about[iri]["type"],
                "description": _quotes(said[iri]) or title,
                "text_unit_ids": self.units_of[iri],
                "frequency": len(self.units_of[iri]),
                "degree": self.degree[iri],
            }

    def relationships(self) -> Iterator[Row]:
        for pair in self.pairs:
            claims = [claim for fact in pair.facts for claim in self.evidence(fact)]
            yield {
                "id": pair.id,
                "source": self.titles[pair.source],
                "target": self.titles[pair.target],
                "description": _quotes(claims),
                "weight": float(sum(fact.support for fact in pair.facts)),
                "combined_degree": self.degree[pair.source] + self.degree[pair.target],
                "text_unit_ids": self._units_of_pair(pair),
            }

    def covariates(self) -> Iterator[Row]:
        for claim in sorted(self.claims.values(), key=lambda c: c.id):
            object_ = claim.object
            titles = self.titles
            time = claim.time.value if claim.time and claim.time.value else ""
            yield {
                "id": claim.id,
                "covariate_type": "claim",
                "type": claim.predicate.lemma,
                "description": _statement(claim),
                "subject_id": titles.get(claim.subject.entity or "", claim.subject.label),
                "object_id": titles.get(object_.entity or "", object_.label) if object_ else "NONE",
                "status": _status(claim),
                "start_date": time,
                "end_date": time,
                "source_text": claim.sentence.text,
                "text_unit_id": self._unit(claim),
            }

    def communities(self) -> Iterator[Row]:
        for community in self.found:
            yield {**self._head(community), **self._members(community), **self._tail(community)}

    def reports(self) -> Iterator[Row]:
        most = max((self._weight(c) for c in self.found), default=0.0) or 1.0
        for community in self.found:
            told = self._told(community)
            findings = [
                {"summary": _statement(told[t.document, t.sentence.start]),
                 "explanation": _said(t.sentence.text, t.document)} for t in community.sentences
            ]  # fmt: skip
            names = [self.titles[iri] for iri in community.entities]
            summary = f"{community.name}: {', '.join(names[:10])}"
            parts = [f"## {one['summary']}\n\n{one['explanation']}" for one in findings]
            report = {
                "title": community.name,
                "summary": summary,
                "rating": round(10 * self._weight(community) / most, 1),
                "rating_explanation": "How important its entities are in the documents.",
                "findings": findings,
            }
            yield {
                **self._head(community),
                "summary": summary,
                "full_content": "\n\n".join([f"# {community.name}", summary, *parts]),
                "rank": report["rating"],
                "rating_explanation": report["rating_explanation"],
                "findings": findings,
                "full_content_json": json.dumps(report, ensure_ascii=False),
                **self._tail(community),
            }

    def _told(self, community: Community) -> dict[tuple[str, int], Claim]:
        """The surest claim of each sentence that states a fact of a community, by its place."""
        facts = (self.facts[id] for id in community.facts)
        claims = sorted((c for fact in facts for c in self.evidence(fact)), key=surest)
        return {(c.document, c.sentence.start): c for c in reversed(claims)}

    def _head(self, community: Community) -> Row:
        key = "\n".join(sorted(community.entities))
        return {
            "id": _digest("community", key),
            "human_readable_id": community.number,
            "community": community.number,
            "level": 0,
            "parent": -1,
            "children": [],
            "title": community.name,
        }

    def _members(self, community: Community) -> Row:
        inside = set(community.entities)
        units = {unit for iri in inside for unit in self.units_of[iri]}
        pairs = [p.id for p in self.pairs if p.source in inside and p.target in inside]
        return {
            "entity_ids": list(community.entities),
            "relationship_ids": pairs,
            "text_unit_ids": sorted(units),
        }

    def _tail(self, community: Community) -> Row:
        dates = [document.date for document in self.build.documents if document.date]
        return {"period": max(dates, default=""), "size": len(community.entities)}

    def _weight(self, community: Community) -> float:
        return sum(float(self.build.graph.nodes[iri]["importance"]) for iri in community.entities)

    def _units_of_pair(self, pair: _Pair) -> list[str]:
        claims = [claim for fact in pair.facts for claim in self.evidence(fact)]
        return sorted({self._unit(claim) for claim in claims})

    def _unit(self, claim: Claim) -> str:
        starts, units = self.unit_of[claim.document]
        return units[bisect_right(starts, claim.sentence.start) - 1]


def _units(build: Build) -> Iterator[_Unit]:
    """The sentences of each document in stretches of about `UNIT` words."""
    documents = {document.id: document for document in build.documents}
    waiting: list[Sentence] = []
    words = 0
    for sentence in sentences_of(build):
        length = len(sentence.span.text.split())
        if waiting and (sentence.document != waiting[0].document or words + length > UNIT):
            yield _unit(documents, waiting)
            waiting, words = [], 0
        waiting.append(sentence)
        words += length
    if waiting:
        yield _unit(documents, waiting)


def _unit(documents: Mapping[str, Document], sentences: Sequence[Sentence]) -> _Unit:
    document = documents[sentences[0].document]
    start, end = sentences[0].span.start, sentences[-1].span.end
    return _Unit(
        id=_digest("unit", document.id, document.sha256, str(start), str(end)),
        document=document,
        sentences=tuple(sentences),
    )


def _places(units: Iterable[_Unit]) -> dict[str, tuple[list[int], list[str]]]:
    """For each document where its units begin, and their ids."""
    found: dict[str, tuple[list[int], list[str]]] = defaultdict(lambda: ([], []))
    for unit in units:
        starts, ids = found[unit.document.id]
        starts.append(unit.sentences[0].span.start)
        ids.append(unit.id)
    return found


def titles_of(build: Build) -> dict[str, str]:
    """A name of each entity of the graph that no other has: relationships know them by it."""
    labels = {iri: str(data["label"]) for iri, data in sorted(build.graph.nodes.items())}
    shared = Counter(labels.values())
    return {
        iri: label if shared[label] == 1 else f"{label} ({iri.rpartition('/')[2]})"
        for iri, label in labels.items()
    }


def _pairs(build: Build, titles: Mapping[str, str]) -> Iterator[_Pair]:
    found: dict[tuple[str, str], list[Fact]] = defaultdict(list)
    for fact in build.facts:
        if fact.asserted and fact.object is not None and {fact.subject, fact.object} <= {*titles}:
            found[fact.subject, fact.object].append(fact)
    for (source, target), facts in sorted(found.items()):
        id = _digest("relationship", source, target)
        yield _Pair(id=id, source=source, target=target, facts=tuple(facts))


def _quotes(claims: Iterable[Claim]) -> str:
    """What the surest claims say and the sentences that they stand in, each sentence once."""
    found: dict[tuple[str, int], str] = {}
    for claim in sorted(claims, key=surest):
        place = (claim.document, claim.sentence.start)
        if len(found) < QUOTES and place not in found:
            found[place] = f"{_statement(claim)}: {_said(claim.sentence.text, claim.document)}"
    return "\n".join(found.values())


def _statement(claim: Claim) -> str:
    """ "Anna Berg will meet Kim (planned)"."""
    parts = [claim.subject.label, worded(claim), claim.object.label if claim.object else ""]
    how = f" ({stated(claim)})" if stated(claim) else ""
    return " ".join(part for part in parts if part) + how


def _said(text: str, document: str) -> str:
    return f"“{' '.join(text.split())}” ({document})"


def _status(claim: Claim) -> str:
    """GraphRAG's TRUE, FALSE or SUSPECTED: stated as a fact, denied, or anything between."""
    if claim.modality != "actual" or claim.source is not None:
        return "SUSPECTED"
    return "TRUE" if claim.polarity == "positive" else "FALSE"


def _digest(*parts: str) -> str:
    key = "\n".join(parts)
    return hashlib.sha256(key.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _numbered(rows: Iterable[Row]) -> list[Row]:
    return [{**row, "human_readable_id": number} for number, row in enumerate(rows)]


def _cleaned(value: Any, clean: Cleaner) -> Any:
    if isinstance(value, dict):
        return {name: _cleaned(part, clean) for name, part in value.items()}
    if isinstance(value, list):
        return [_cleaned(part, clean) for part in value]
    return clean(value) if isinstance(value, str) else value


#: The columns of each table in their order, and what they hold.
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "documents": {
        "id": "text", "human_readable_id": "int", "title": "text", "text": "text",
        "text_unit_ids": "texts", "creation_date": "text", "raw_data": "text",
    },
    "text_units": {
        "id": "text", "human_readable_id": "int", "text": "text", "n_tokens": "int",
        "document_id": "text", "entity_ids": "texts", "relationship_ids": "texts",
        "covariate_ids": "texts", "document_ids": "texts",
    },
    "entities": {
        "id": "text", "human_readable_id": "int", "title": "text", "type": "text",
        "description": "text", "text_unit_ids": "texts", "frequency": "int", "degree": "int",
    },
    "relationships": {
        "id": "text", "human_readable_id": "int", "source": "text", "target": "text",
        "description": "text", "weight": "float", "combined_degree": "int",
        "text_unit_ids": "texts",
    },
    "covariates": {
        "id": "text", "human_readable_id": "int", "covariate_type": "text", "type": "text",
        "description": "text", "subject_id": "text", "object_id": "text", "status": "text",
        "start_date": "text", "end_date": "text", "source_text": "text", "text_unit_id": "text",
    },
    "communities": {
        "id": "text", "human_readable_id": "int", "community": "int", "level": "int",
        "parent": "int", "children": "ints", "title": "text", "entity_ids": "texts",
        "relationship_ids": "texts", "text_unit_ids": "texts", "period": "text", "size": "int",
    },
    "community_reports": {
        "id": "text", "human_readable_id": "int", "community": "int", "level": "int",
        "parent": "int", "children": "ints", "title": "text", "summary": "text",
        "full_content": "text", "rank": "float", "rating_explanation": "text",
        "findings": "findings", "full_content_json": "text", "period": "text", "size": "int",
    },
}  # fmt: skip


def _schema(columns: Mapping[str, str], pyarrow: ModuleType) -> Any:
    types = _types(pyarrow)
    return pyarrow.schema([(column, types[kind]) for column, kind in columns.items()])


def _types(pyarrow: ModuleType) -> dict[str, Any]:
    text = pyarrow.string()
    return {
        "text": text,
        "int": pyarrow.int64(),
        "float": pyarrow.float64(),
        "texts": pyarrow.list_(text),
        "ints": pyarrow.list_(pyarrow.int64()),
        "findings": pyarrow.list_(pyarrow.struct([("summary", text), ("explanation", text)])),
    }


__all__ = ["COLUMNS", "generate_graphrag", "titles_of", "write_graphrag"]
