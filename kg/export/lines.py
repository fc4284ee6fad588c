"""`claims.jsonl`, `entities.jsonl`, `documents.jsonl`: one JSON object a line, in a fixed layout.

Other programs read these files, so keys are only ever added; `kg.restore` makes a build of them
again, so nothing of a build may be missing from them. Every span is `start`, `end` (code
points, half-open) and the `text` between them.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.corpus.kept import by_id
from kg.export.files import write_text
from kg.folder.marks import escaped
from kg.model import (
    Argument,
    Build,
    Claim,
    Entity,
    Evidence,
    Merge,
    OpenCase,
    Source,
    Span,
    Time,
    TypedFact,
    Witness,
)

if TYPE_CHECKING:
    from kg.queue import Case

_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def write_claims(build: Build, path: Path) -> None:
    """Write the claims to `path`. Raises ExportError if the file cannot be written."""
    write_text(path, generate_claims(build))


def write_entities(build: Build, path: Path) -> None:
    """Write the entities to `path`. Raises ExportError if the file cannot be written."""
    write_text(path, generate_entities(build))


def write_facts(build: Build, path: Path) -> None:
    """Write the typed facts to `path`. Raises ExportError if the file cannot be written."""
    write_text(path, generate_facts(build))


def write_ontology(build: Build, path: Path) -> None:
    """Write the ontology of a build on one line. Raises ExportError if it cannot be written."""
    if build.ontology is not None:
        write_text(path, [one_line_json(asdict(build.ontology)) + "\n"])


def write_documents(build: Build, path: Path) -> None:
    """Write the documents to `path`. Raises ExportError if the file cannot be written."""
    write_text(path, generate_documents(build))


def write_missed(build: Build, path: Path) -> None:
    """Write `missed.jsonl`, as `generate_missed` makes it."""
    write_text(path, generate_missed(build))


def write_merges(build: Build, path: Path) -> None:
    """Write `merges.jsonl`, as `generate_merges` makes it."""
    write_text(path, generate_merges(build))


def write_review(build: Build, path: Path) -> None:
    """Write `review.jsonl`, as `generate_review` makes it."""
    write_text(path, generate_review(build))


def generate_claims(build: Build) -> Iterator[str]:
    """Yield one line of JSON per claim, sorted by id."""
    pages = {document.id: document.pages for document in build.documents if document.pages}
    for claim in by_id(build.claims):
        yield one_line_json(claim_fields(claim, pages.get(claim.document, ()))) + "\n"


def generate_entities(build: Build) -> Iterator[str]:
    """Yield one line of JSON per entity, sorted by IRI; what is not in the graph weighs nothing."""
    nodes = build.graph.nodes
    for entity in sorted(build.entities, key=lambda entity: entity.iri):
        weight = nodes[entity.iri]["importance"] if entity.iri in nodes else 0.0
        yield one_line_json(entity_fields(entity, weight)) + "\n"


def generate_facts(build: Build) -> Iterator[str]:
    """Yield one line of JSON per typed fact, sorted by id."""
    for fact in sorted(build.typed, key=lambda fact: fact.id):
        yield one_line_json(fact_fields(fact)) + "\n"


def generate_documents(build: Build) -> Iterator[str]:
    """Yield one line of JSON per document, its text exactly as read included, sorted by id."""
    for document in sorted(build.documents, key=lambda document: document.id):
        yield one_line_json(asdict(document)) + "\n"


def generate_missed(build: Build) -> Iterator[str]:
    """One line per sentence that yielded no claim: document, start, end, text, reason."""
    for document, span, reason in build.missed:
        yield one_line_json({"document": document, **_quote(span), "reason": reason}) + "\n"


def generate_merges(build: Build) -> Iterator[str]:
    """One line per merge: entity, rule, reasons, and on both sides a mention with its sentence."""
    for merge in build.merges:
        row = {"entity": merge.entity, "rule": merge.rule, "reasons": list(merge.reasons)}
        yield one_line_json({**row, **sides(merge)}) + "\n"


def generate_review(build: Build) -> Iterator[str]:
    """One line per open case of identity: label, reasons for and against, both sides."""
    for case in build.review:
        row = {"label": case.label, "reasons": list(case.reasons), "against": list(case.against)}
        yield one_line_json({**row, **sides(case)}) + "\n"


def sides(pair: Merge | OpenCase | Case) -> dict[str, Any]:
    """Both sides of a case or a merge, as its line has them."""
    return {"first": _witness(pair.first), "second": _witness(pair.second)}


def _witness(witness: Witness) -> dict[str, Any]:
    mention = witness.mention
    return {
        "entity": mention.entity,
        "label": witness.label,
        "document": mention.document,
        **_quote(mention.span),
        "kind": mention.kind,
        "type": mention.type,
        "sentence": _sentence(witness.sentence),
    }


def one_line_json(value: object) -> str:
    """Write `value` as JSON that no reader takes for two lines and UTF-8 can always carry.

    Raises TypeError or ValueError for what JSON cannot hold, NaN and infinity included.

    >>> one_line_json({"text": "São\\u2028Paulo"})
    '{"text": "São\\\\u2028Paulo"}'
    """
    return escaped(_ENCODE(value))


def claim_fields(claim: Claim, pages: Sequence[int] = ()) -> dict[str, Any]:
    """Lay out one claim as `claims.jsonl` does, keys in that order.

    `pages` are those of its document; where there are any, the sentence has a `page`, from 1.
    """
    page = {"page": bisect_right(pages, claim.sentence.start)} if pages else {}
    return {
        "id": claim.id,
        "document": claim.document,
        "sentence": {**_sentence(claim.sentence), **page},
        "subject": _argument(claim.subject),
        "predicate": {
            "iri": claim.predicate.iri,
            "lemma": claim.predicate.lemma,
            "text": claim.predicate.text,
            "spans": [[span.start, span.end] for span in claim.predicate.spans],
        },
        "object": _argument(claim.object) if claim.object else None,
        "polarity": claim.polarity,
        "modality": claim.modality,
        "source": _source(claim.source) if claim.source else None,
        "time": _time(claim.time) if claim.time else None,
        "place": _argument(claim.place) if claim.place else None,
        "qualifiers": [
            {"role": qualifier.role, **_argument(qualifier.argument)}
            for qualifier in claim.qualifiers
        ],
        "cues": [_quote(cue) for cue in claim.cues],
        "confidence": claim.confidence,
        "rule": claim.rule,
        "worth": claim.worth,
        "event": claim.event or None,
        "rules": list(claim.rules),
        "steps": [{"rule": step.rule, **_sentence(step.span)} for step in claim.steps],
        "shown": claim.shown,
        "hidden_because": claim.hidden_because or None,
        "confirmed_by": claim.confirmed_by or None,
    }


def entity_fields(entity: Entity, importance: float) -> dict[str, Any]:
    """Lay out one entity as `entities.jsonl` does, keys in that order."""
    return {
        "iri": entity.iri,
        "label": entity.label,
        "type": entity.type,
        "kind": entity.kind,
        "aliases": list(entity.aliases),
        "links": list(entity.links),
        "close": list(entity.close),
        "metonym": entity.metonym,
        "importance": importance,
        "mentions": [
            {
                "document": mention.document,
                "start": mention.span.start,
                "end": mention.span.end,
                "text": mention.span.text,
                "kind": mention.kind,
                "type": mention.type,
            }
            for mention in entity.mentions
        ],
    }


def fact_fields(fact: TypedFact) -> dict[str, Any]:
    """Lay out one typed fact as `facts.jsonl` does, keys in that order."""
    if fact.object is not None:
        end: dict[str, Any] = {"entity": fact.object}
    else:
        unit = {"unit": fact.unit} if fact.unit else {}
        end = {"literal": fact.literal, "datatype": fact.datatype, **unit}
    return {
        "id": fact.id,
        "subject": {"entity": fact.subject, "label": fact.subject_label},
        "predicate": {"iri": fact.predicate, "label": fact.label},
        "object": {**end, "label": fact.object_label},
        "status": fact.status,
        "confidence": fact.confidence,
        "times": list(fact.times),
        "claims": list(fact.claims),
        "evidence": [_evidence(found) for found in fact.evidence],
    }


def _evidence(found: Evidence) -> dict[str, Any]:
    return {
        "document": found.document,
        "sentence": _sentence(found.sentence),
        "subject": _quote(found.subject),
        "object": _quote(found.object),
    }


def _sentence(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _quote(span: Span) -> dict[str, Any]:
    return {"text": span.text, "start": span.start, "end": span.end}


def _argument(argument: Argument) -> dict[str, Any]:
    if argument.entity is not None:
        value: dict[str, Any] = {"entity": argument.entity}
    else:
        value = {"literal": argument.literal, "datatype": argument.datatype}
    chance = {} if argument.chance is None else {"chance": argument.chance}
    return {**value, "label": argument.label, **_quote(argument.span), **chance}


def _source(source: Source) -> dict[str, Any]:
    return {
        "entity": source.entity,
        "label": source.label,
        **_quote(source.span),
        "cue": _quote(source.cue),
    }


def _time(time: Time) -> dict[str, Any]:
    return {"value": time.value, **_quote(time.span)}
