"""The lines of an output folder, laid out both ways: a value of `kg.model` to JSON and back.

Other programs read these files, so keys are only ever added; `kg.restore` makes a build of them
again, so nothing of a build may be missing from them. Every span is `start`, `end` (code points,
half-open) and the `text` between them. `x_fields` lays a value out; `x_shape` brings a line back
into the shape of the value, for `kg.folder.lines.read_lines`, and lets further fields be; what
names a document is checked against `texts`, the text of each by its id.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from kg.folder.marks import escaped
from kg.model import (
    Argument,
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

_Json = dict[str, Any]
_ENCODE = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def one_line_json(value: object) -> str:
    """Write `value` as JSON that no reader takes for two lines and UTF-8 can always carry.

    Raises TypeError or ValueError for what JSON cannot hold, NaN and infinity included.

    >>> one_line_json({"text": "São\\u2028Paulo"})
    '{"text": "São\\\\u2028Paulo"}'
    """
    return escaped(_ENCODE(value))


def claim_fields(claim: Claim, pages: Sequence[int] = ()) -> _Json:
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
        "reader": claim.reader,
    }


def claim_shape(line: _Json, texts: Mapping[str, str]) -> _Json:
    _known(line, texts)
    return {
        **line,
        "subject": _spanned(line["subject"]),
        "predicate": _predicate(line["predicate"], texts[line["document"]]),
        "object": _spanned(line["object"]),
        "source": _spanned(line["source"]),
        "time": _spanned(line["time"]),
        "place": _spanned(line["place"]),
        "qualifiers": [{**q, "argument": _spanned(q)} for q in line["qualifiers"]],
        # What claims did not say of themselves once: a folder of then has none of it.
        "event": line.get("event") or "",
        "hidden_because": line.get("hidden_because") or "",
        "confirmed_by": line.get("confirmed_by") or "",
        "steps": [_spanned(step) for step in line.get("steps", ())],
    }


def entity_fields(entity: Entity, importance: float) -> _Json:
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


def entity_shape(line: _Json, texts: Mapping[str, str]) -> _Json:
    mentions = [
        {**mention, "span": mention, "entity": line["iri"]}
        for mention in line["mentions"]
        if _known(mention, texts)
    ]
    return {**line, "mentions": mentions}


def fact_fields(fact: TypedFact) -> _Json:
    """Lay out one typed fact as `facts.jsonl` does, keys in that order."""
    if fact.object is not None:
        end: _Json = {"entity": fact.object}
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


def fact_shape(line: _Json, texts: Mapping[str, str]) -> _Json:
    for found in line["evidence"]:
        _known(found, texts)
    subject, predicate, object = line["subject"], line["predicate"], line["object"]
    return {
        **line,
        "subject": subject["entity"],
        "subject_label": subject["label"],
        "predicate": predicate["iri"],
        "label": predicate["label"],
        "object": object.get("entity"),
        "literal": object.get("literal"),
        "datatype": object.get("datatype"),
        "unit": object.get("unit", ""),
        "object_label": object["label"],
    }


def missed_fields(missed: tuple[str, Span, str]) -> _Json:
    """Lay out one line of `missed.jsonl`: document, start, end, text, reason."""
    document, span, reason = missed
    return {"document": document, **_quote(span), "reason": reason}


def missed_shape(line: _Json) -> tuple[str, _Json, str]:
    return line["document"], line, line["reason"]


class Pair(Protocol):
    """Two sides: a merge, an open case, a case of the queue."""

    @property
    def first(self) -> Witness: ...
    @property
    def second(self) -> Witness: ...


def merge_fields(merge: Merge) -> _Json:
    """Lay out one merge as `merges.jsonl` does, keys in that order."""
    row = {"entity": merge.entity, "rule": merge.rule, "reasons": list(merge.reasons)}
    return {**row, **sides(merge)}


def case_fields(case: OpenCase) -> _Json:
    """Lay out one open case as `review.jsonl` does, keys in that order."""
    row = {"label": case.label, "reasons": list(case.reasons), "against": list(case.against)}
    return {**row, **sides(case)}


def sides(pair: Pair) -> _Json:
    """Both sides of a case or a merge, as its line has them."""
    return {"first": _witness(pair.first), "second": _witness(pair.second)}


def pair_shape(line: _Json, texts: Mapping[str, str]) -> _Json:
    """A merge or an open case: two sides."""
    return {**line, **{side: _witness_shape(line[side], texts) for side in ("first", "second")}}


# Parts of several


def _witness(witness: Witness) -> _Json:
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


def _witness_shape(value: _Json, texts: Mapping[str, str]) -> _Json:
    _known(value, texts)
    return {**value, "mention": {**value, "span": value}}


def _evidence(found: Evidence) -> _Json:
    return {
        "document": found.document,
        "sentence": _sentence(found.sentence),
        "subject": _quote(found.subject),
        "object": _quote(found.object),
    }


def _sentence(span: Span) -> _Json:
    return {"start": span.start, "end": span.end, "text": span.text}


def _quote(span: Span) -> _Json:
    return {"text": span.text, "start": span.start, "end": span.end}


def _argument(argument: Argument) -> _Json:
    if argument.entity is not None:
        value: _Json = {"entity": argument.entity}
    else:
        value = {"literal": argument.literal, "datatype": argument.datatype}
    chance = {} if argument.chance is None else {"chance": argument.chance}
    return {**value, "label": argument.label, **_quote(argument.span), **chance}


def _source(source: Source) -> _Json:
    return {
        "entity": source.entity,
        "label": source.label,
        **_quote(source.span),
        "cue": _quote(source.cue),
    }


def _time(time: Time) -> _Json:
    return {"value": time.value, **_quote(time.span)}


def _spanned(value: _Json | None) -> _Json | None:
    """Something with the words that say it: they lie beside its other fields."""
    return None if value is None else {**value, "span": value}


def _predicate(value: _Json, text: str) -> _Json:
    spans = [{"start": start, "end": end, "text": text[start:end]} for start, end in value["spans"]]
    return {**value, "spans": spans}


def _known(value: _Json, texts: Mapping[str, str]) -> bool:
    """Raises ValueError for words of a document that is not there."""
    if value["document"] not in texts:
        raise ValueError(f"no document {value['document']!r} in documents.jsonl")
    return True
