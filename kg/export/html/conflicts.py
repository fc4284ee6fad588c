"""What does not go together (`kg.relate.conflicts`), as the page shows it: both sides, quoted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, get_args

from kg.export.html.rows import Rows
from kg.model import Build, Evidence, Status, TypedFact
from kg.relate.conflicts import conflicts_of

#: Sentences of each side that the page quotes.
QUOTES = 3


def conflict_table(
    build: Build, index: Mapping[str, int], document: Mapping[str, int], rows: Rows
) -> dict[str, list[Any]]:
    """The conflicts about entities that the page has, as columns: why, about whom, both sides."""
    found = [one for one in conflicts_of(build) if one.first.subject in index]
    return {
        "kind": [one.kind for one in found],
        "subject": [index[one.first.subject] for one in found],
        "sides": [
            [_side(fact, index, document, rows) for fact in (one.first, one.second)]
            for one in found
        ],
    }


def _side(
    fact: TypedFact,
    index: Mapping[str, int],
    document: Mapping[str, int],
    rows: Rows,
) -> dict[str, Any]:
    return {
        "words": fact.label,
        "object": None if fact.object is None else index.get(fact.object),
        "value": f"{fact.object_label} {fact.unit}".strip(),
        "status": get_args(Status).index(fact.status),
        "times": list(fact.times),
        "quotes": _quotes(fact.evidence, document)[:QUOTES],
        "claims": rows.of(fact),
    }


def _quotes(evidence: Iterable[Evidence], document: Mapping[str, int]) -> list[list[int]]:
    """Document, sentence, subject and object, each by its offsets; every sentence once."""
    places: dict[tuple[int, int], list[int]] = {}
    for found in evidence:
        if found.document in document:
            spans = (found.sentence, found.subject, found.object)
            ends = [end for span in spans for end in (span.start, span.end)]
            places.setdefault(
                (document[found.document], ends[0]), [document[found.document], *ends]
            )
    return list(places.values())
