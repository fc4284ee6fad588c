"""An output folder → the `Build` that was written there, equal in every field.

Read are `manifest.json` (settings), `documents.jsonl`, `entities.jsonl`, `claims.jsonl`,
`facts.jsonl`, `ontology.json`, `missed.jsonl`, `merges.jsonl` and `review.jsonl`, all laid out by
`kg.folder.layout`; facts that are not typed, and the graph, follow from them as in a build.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from kg.folder.layout import claim_shape, entity_shape, fact_shape, missed_shape, pair_shape
from kg.folder.lines import Manifest, damaged, read_lines, read_manifest
from kg.folder.ours import MANIFEST
from kg.graph.multigraph import build_graph, visible
from kg.model import (
    Build,
    Claim,
    Document,
    Entity,
    Merge,
    Ontology,
    OpenCase,
    Settings,
    Software,
    Span,
    TypedFact,
)
from kg.ontology.short import own
from kg.relate.only import ends_of, facts_of_typed
from kg.resolve import entities_of, facts_of

_Json = dict[str, Any]
_Made = TypeVar("_Made")


def restore(output: Path) -> Build:
    """Make the build of an output folder again.

    Raises:
        DamageError: a file is missing, or not as kg wrote it; file and line are named.
        ExportError, StoreError: as `kg.folder.lines.read_manifest`.

    Example::

        result = restore(Path("output"))
        result.graph  # as kg.build.build returned it
    """
    manifest = read_manifest(output)
    settings, software = _settings(output, manifest), _software(manifest)

    def lines(name: str, type: type[_Made], shape: Callable[[_Json], Any]) -> Iterator[_Made]:
        return read_lines(output, name, type, shape, manifest=manifest)

    documents = tuple(lines("documents.jsonl", Document, lambda line: line))
    texts = {document.id: document.text for document in documents}
    entities = tuple(lines("entities.jsonl", Entity, lambda line: entity_shape(line, texts)))
    known = {entity.iri for entity in entities}
    claims = tuple(lines("claims.jsonl", Claim, lambda line: claim_shape(line, texts)))
    _refuse_strangers(output, claims, known)
    typed: tuple[TypedFact, ...] = ()
    if "facts.jsonl" in manifest.outputs:  # a folder of before there were any has none
        typed = tuple(lines("facts.jsonl", TypedFact, lambda line: fact_shape(line, texts)))
        _refuse_strange_facts(output, typed, known, {claim.id for claim in claims})
    missed = tuple(lines("missed.jsonl", tuple[str, Span, str], missed_shape))
    shown = {iri for claim in claims if claim.shown for iri in entities_of(claim)}
    sha256s = {document.id: document.sha256 for document in documents}
    ontology = _ontology(output, manifest, settings)
    if settings.only_ontology:
        facts = facts_of_typed(typed, sha256s, ontology)
        nodes = list(ends_of(entities, facts))
    else:
        facts = facts_of(claims, sha256s)
        nodes = list(visible(entities, shown))
    return Build(
        documents=documents,
        entities=entities,
        claims=claims,
        facts=facts,
        typed=typed,
        ontology=ontology,
        graph=build_graph(nodes, facts),
        settings=settings,
        missed=missed,
        merges=tuple(lines("merges.jsonl", Merge, lambda line: pair_shape(line, texts))),
        review=tuple(lines("review.jsonl", OpenCase, lambda line: pair_shape(line, texts))),
        unmatched=tuple(manifest.unmatched),
        software=software,
        left_out=tuple(sorted(manifest.reader.left_out.items())),
    )


def _settings(output: Path, manifest: Manifest) -> Settings:
    known = {field.name for field in fields(Settings)}
    reader = {
        "reader": manifest.reader.name,
        "reader_options": sorted(manifest.reader.options.items()),
    }
    given = {**manifest.settings, **reader, "model": manifest.pipeline.name}
    try:
        return msgspec.convert({k: v for k, v in given.items() if k in known}, Settings)
    except msgspec.ValidationError as error:
        raise damaged(output, MANIFEST, f"settings: {error}") from error


def kept_ontology(output: Path) -> Ontology | None:
    """The user's ontology of the last build; None where it had none. Raises as `restore`."""
    return _of_the_user(output, read_manifest(output))


def _ontology(output: Path, manifest: Manifest, settings: Settings) -> Ontology:
    return _of_the_user(output, manifest) or own(settings.vocab)


def _of_the_user(output: Path, manifest: Manifest) -> Ontology | None:
    if "ontology.json" not in manifest.outputs:
        return None
    found = list(read_lines(output, "ontology.json", Ontology, manifest=manifest))
    if len(found) != 1:
        raise damaged(output, "ontology.json", f"it has {len(found)} lines, not one")
    return found[0]


def _software(manifest: Manifest) -> Software:
    pipeline = manifest.pipeline
    return Software(
        kg=manifest.kg,
        spacy=pipeline.spacy,
        model=pipeline.model,
        model_version=pipeline.version,
        reader="" if manifest.reader.name == "kg" else manifest.reader.version,
    )


def _refuse_strangers(output: Path, claims: Iterable[Claim], known: set[str]) -> None:
    """Claims relate entities that are there; so they do not where one of two files was swapped."""
    for number, claim in enumerate(claims, 1):
        strangers = entities_of(claim) - known
        if strangers:
            where = f"claims.jsonl line {number}"
            raise damaged(output, where, f"no entity {min(strangers)} in entities.jsonl")


def _refuse_strange_facts(
    output: Path, typed: Iterable[TypedFact], known: set[str], claims: set[str]
) -> None:
    """Typed facts relate entities that are there, and rest on claims that are."""
    for number, fact in enumerate(typed, 1):
        where = f"facts.jsonl line {number}"
        strangers = {fact.subject, fact.object or fact.subject} - known
        if strangers:
            raise damaged(output, where, f"no entity {min(strangers)} in entities.jsonl")
        if not claims.issuperset(fact.claims):
            raise damaged(output, where, "no such claim in claims.jsonl")
