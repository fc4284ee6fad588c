"""What the page knows: a build as plain lists and numbers, ready to become JSON.

Entities, relations, documents, facts and claims refer to each other by their index. Facts and
claims are tables of columns: each field's name stands once, not once a row. All offsets stay code
points; the page turns them into UTF-16 units.
"""

from __future__ import annotations

import math
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, get_args

from kg.export.html.by_status import apart
from kg.export.html.choice import Part, chosen_part
from kg.export.html.conflicts import conflict_table
from kg.export.html.layout import Layout
from kg.export.html.periods import period
from kg.export.html.places import Places
from kg.export.html.rows import Rows, told
from kg.export.html.words import Words
from kg.export.rdf.terms import CLASSES, prefixes_of
from kg.graph.communities import named
from kg.graph.importance import is_key
from kg.model import (
    TYPES,
    Argument,
    Build,
    Claim,
    Fact,
    Settings,
    Source,
    Span,
    Status,
    Time,
    Witness,
)

#: How an edge is drawn, by the status of its facts: solid, long dashes, dots, a crossed line.
STROKES = ("asserted", "reported", "open", "negative")
#: Facts between one pair that are stated differently lie side by side: curves for the 1st to 4th.
_CURVES = (("curvedCW", 0.14), ("curvedCCW", 0.14), ("curvedCW", 0.36), ("curvedCCW", 0.36))
#: The prefixes that a query copied from the page needs.
_PREFIXES = frozenset(("rdf", "prov", "dcterms", "schema", "skos", "oa", "kg"))

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageData:
    """`nodes` and `edges` as vis-network takes them, `rest` for everything else on the page."""

    title: str
    nodes: list[Json]
    edges: list[Json]
    rest: Json


def page_data(build: Build, *, places: Places | None = None, desk: Json | None = None) -> PageData:
    """Collect what the page shows: the chosen entities of `build.graph` and the facts between them.

    Facts whose subject or object is not a node of the graph are left out, so a part of a graph
    makes a page of that part. `places` keeps entities where they stood before; `desk` is what a
    page that corrects needs to know. What is stated in several ways is a fact for each
    (`kg.export.html.by_status`).
    """
    build = replace(build, facts=apart(build))
    part = chosen_part(build)
    iris, facts = part.iris, part.facts
    index = {iri: number for number, iri in enumerate(iris)}
    document = {d.id: number for number, d in enumerate(build.documents)}
    bundles = _bundles(facts, index)
    layout = (places or Places()).layout(iris, _widths(build, iris), _pairs(bundles))
    title = _title(build)
    types = _types(build, iris)
    words = Words(facts)
    rows = Rows(facts)
    claims = _claim_table(rows.noting(words.noting(told(build, facts))), index, document)
    said = words.of_facts()
    return PageData(
        title=title,
        nodes=_nodes(build, iris, layout, types, document),
        edges=_edges(bundles),
        rest={
            "title": title,
            "prefix": _prefix(build),
            "part": _part(part),
            "about": _about(build),
            "types": types,
            "classes": [CLASSES.get(name) for name in types],
            "prefixes": {
                name: iri for name, iri in prefixes_of(build.settings).items() if name in _PREFIXES
            },
            "statuses": list(get_args(Status)),
            "relations": _relations(facts, words),
            "words": sorted(set(said)),
            "documents": _documents(build),
            "facts": _fact_table(facts, said, index, rows),
            "claims": claims,
            "communities": _communities(build, iris, layout),
            "merges": _merges(build, index, document),
            "typed": _typed(build, index, rows),
            "conflicts": conflict_table(build, index, document, rows),
            "desk": desk,
        },
    )


def _part(part: Part) -> Json:
    return {"entities": part.entities, "facts": part.all_facts,
            "leftOut": list(part.left_out), "unknown": part.unknown}  # fmt: skip


def _about(build: Build) -> Json:
    """What the page says of itself: what made it, how much there is, and the user's settings."""
    settings, software = build.settings, build.software
    return {
        "claims": build.shown,
        "least": max(settings.min_confidence, settings.html_min_confidence),
        "keptBack": len(build.claims) - build.shown,
        "characters": sum(len(d.text) for d in build.documents),
        "software": None if software is None else {
            "kg": software.kg, "spaCy": software.spacy, software.model: software.model_version,
        },
        "settings": {
            "Pipeline": settings.model,
            "Base IRI": settings.base_iri,
            "Date": settings.date and f"{settings.date}, for documents that have none",
            "Kept back": _least(settings),
            "Licence": settings.license,
            "Gazetteers": ", ".join(name.replace("\\", "/").rsplit("/", 1)[-1]
                                         for name in settings.gazetteers) or None,
        },
    }  # fmt: skip


def _least(settings: Settings) -> str | None:
    """Which claims the settings keep back, in words; None where they keep back none."""
    figures = {"confidence": settings.min_confidence, "worth": settings.min_worth}
    given = [f"{least:.0%} {name}" for name, least in figures.items() if least]
    return f"claims below {' or '.join(given)}" if given else None


def _communities(build: Build, iris: Sequence[str], layout: Layout) -> Json:
    """Each community's name, its size and its circle: columns, the largest community first."""
    members: dict[int, list[str]] = defaultdict(list)
    for number, iri in zip(layout.communities, iris, strict=True):
        members[number].append(iri)
    return {
        "name": [named(build, members[number]) for number in sorted(members)],
        "size": [len(members[number]) for number in sorted(members)],
        "circle": [list(circle) for circle in layout.groups],
    }


def _is_key(about: Mapping[str, Any]) -> bool:
    return is_key(str(about["kind"]), float(about["importance"]), len(about["documents"]))


def _title(build: Build) -> str:
    """The user's title, else that of the only document, else how many there are."""
    if build.settings.title:
        return build.settings.title
    if len(build.documents) == 1:
        only = build.documents[0]
        return only.title or only.source.replace("\\", "/").rsplit("/", 1)[-1]
    return f"{len(build.documents)} documents"


def _prefix(build: Build) -> str:
    return build.settings.base_iri + "entity/"


def _types(build: Build, iris: Iterable[str]) -> list[str]:
    """The entity types in use: those of the model in its order, then all others by name."""
    used = {str(build.graph.nodes[iri]["type"]) for iri in iris}
    return [*(t for t in TYPES if t in used), *sorted(used - set(TYPES))]


def _widths(build: Build, iris: Iterable[str]) -> list[float]:
    """About how wide each label is on the page, in pixels; labels are cut at 26 characters."""
    return [max(44.0, 6.6 * min(len(build.graph.nodes[iri]["label"]), 26) + 10) for iri in iris]


def _nodes(
    build: Build,
    iris: Sequence[str],
    layout: Layout,
    types: Sequence[str],
    document: Mapping[str, int],
) -> list[Json]:
    prefix = _prefix(build)
    mentions = {entity.iri: entity.mentions for entity in build.entities}
    shares = sorted(float(build.graph.nodes[iri]["importance"]) for iri in iris)
    top = (shares[-1] if shares else 0.0) or 1.0
    # Where all are about equally important, none is drawn large.
    largest = max(top, 4 * shares[len(shares) // 2] if len(shares) > 2 else top)
    nodes = []
    for number, iri in enumerate(iris):
        about = build.graph.nodes[iri]
        share = float(about["importance"]) / top
        spots = ((document[m.document], m.span.start, m.span.end)
                 for m in mentions.get(iri, ()) if m.document in document)  # fmt: skip
        nodes.append({
            "id": number,
            "label": about["label"],
            "shape": "custom",
            "group": types.index(about["type"]),
            "x": layout.positions[number][0],
            "y": layout.positions[number][1],
            "size": round(5.5 + 16.5 * math.sqrt(max(share, 0.0) * top / largest), 1),
            "importance": round(share, 5),
            "community": layout.communities[number],
            "key": iri.removeprefix(prefix),
            "concept": int(about["kind"] == "concept"),
            "leads": int(_is_key(about)),
            "aliases": [alias for alias in about["aliases"] if alias != about["label"]],
            "links": list(about["links"]),
            "documents": sorted(document[d] for d in about["documents"] if d in document),
            "count": int(about["mentions"]),
            "mentions": [list(spot) for spot in sorted(spots)],
        })  # fmt: skip
    return nodes


def _stroke(status: str) -> int:
    return STROKES.index(status) if status in STROKES else STROKES.index("open")


Bundle = tuple[tuple[int, int, int], list[int]]


def _bundles(facts: Sequence[Fact], index: Mapping[str, int]) -> list[Bundle]:
    """Facts between the same two entities, either way, that are drawn with the same stroke."""
    found: dict[tuple[int, int, int], list[int]] = defaultdict(list)
    for number, fact in enumerate(facts):
        if fact.object is not None:
            a, b = sorted((index[fact.subject], index[fact.object]))
            found[a, b, _stroke(fact.status)].append(number)
    return sorted(found.items())


def _pairs(bundles: Iterable[Bundle]) -> list[tuple[int, int, float]]:
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for (a, b, _), facts in bundles:
        weights[a, b] += len(facts)
    return [(a, b, weight) for (a, b), weight in sorted(weights.items())]


def _edges(bundles: Sequence[Bundle]) -> list[Json]:
    """One edge per bundle; bundles of one pair curve away from each other."""
    lanes: dict[tuple[int, int], int] = defaultdict(int)
    for (a, b, _), _facts in bundles:
        lanes[a, b] += 1
    seen: dict[tuple[int, int], int] = defaultdict(int)
    edges = []
    for number, ((a, b, stroke), facts) in enumerate(bundles):
        lane, seen[a, b] = seen[a, b], seen[a, b] + 1
        edge: Json = {"id": number, "from": a, "to": b, "stroke": stroke, "facts": facts}
        if a != b and lanes[a, b] > 1:
            kind, bend = _CURVES[lane]
            edge["smooth"] = {"enabled": True, "type": kind, "roundness": bend}
        elif a == b:
            edge["lane"] = lane
        edges.append(edge)
    return edges


def _relations(facts: Iterable[Fact], words: Words) -> list[Json]:
    """Each relation's IRI, its lemma, which addresses hold, and its words, which a reader sees."""
    labels = {fact.predicate: fact.label for fact in facts}
    return [
        {"iri": iri, "label": labels[iri], "words": words.of_relation(iri)}
        for iri in sorted(labels)
    ]


def _documents(build: Build) -> list[Json]:
    return [
        {"id": d.id, "title": d.title or d.id, "source": d.source, "date": d.date, "text": d.text}
        for d in build.documents
    ]


def _fact_table(
    facts: Sequence[Fact],
    said: Sequence[str],
    index: Mapping[str, int],
    rows: Rows,
) -> dict[str, list[Any]]:
    relation = {iri: number for number, iri in enumerate(sorted({f.predicate for f in facts}))}
    place = {words: number for number, words in enumerate(sorted(set(said)))}
    statuses = get_args(Status)
    return {
        "id": [f.id for f in facts],
        "subject": [index[f.subject] for f in facts],
        "relation": [relation[f.predicate] for f in facts],
        "words": [place[words] for words in said],
        "object": [None if f.object is None else index[f.object] for f in facts],
        "literal": [f.literal for f in facts],
        "datatype": [f.datatype for f in facts],
        "status": [statuses.index(f.status) for f in facts],
        "support": [f.support for f in facts],
        "confidence": [round(f.confidence, 3) for f in facts],
        "claims": [rows.of(f) for f in facts],
    }


def _claim_table(
    claims: Iterable[Claim], index: Mapping[str, int], document: Mapping[str, int]
) -> dict[str, list[Any]]:
    """The columns, filled claim by claim: there may be more than the memory holds as such."""
    columns: dict[str, list[Any]] = {name: [] for name in _CLAIM}
    for claim in claims:
        for column, value in zip(columns.values(), _claim(claim, index, document), strict=True):
            column.append(value)
    return columns


_CLAIM = (
    "id", "document", "sentence", "subject", "predicate", "object", "polarity", "modality",
    "source", "time", "place", "qualifiers", "cues", "confidence", "worth", "rules",
)  # fmt: skip


def _claim(c: Claim, index: Mapping[str, int], document: Mapping[str, int]) -> tuple[Any, ...]:
    return (
        c.id,
        document[c.document],
        _ends(c.sentence),
        _ends(c.subject.span),
        [_ends(span) for span in c.predicate.spans],
        None if c.object is None else _ends(c.object.span),
        c.polarity,
        c.modality,
        _source(c.source, index),
        _time(c.time),
        None if c.place is None else _argument(c.place, index),
        [{"role": q.role, **_argument(q.argument, index)} for q in c.qualifiers],
        [_ends(span) for span in c.cues],
        round(c.confidence, 3),
        round(c.worth, 3),
        list(map(sys.intern, c.rules)),
    )


def _typed(build: Build, index: Mapping[str, int], rows: Rows) -> dict[str, list[Any]]:
    """The facts of an ontology whose sentences the page has, as columns."""
    statuses = get_args(Status)
    there = [
        fact for fact in build.typed
        if fact.subject in index and rows.of(fact)
        and (fact.object is None or fact.object in index)
    ]  # fmt: skip
    return {
        "id": [fact.id for fact in there],
        "subject": [index[fact.subject] for fact in there],
        "words": [fact.label for fact in there],
        "object": [None if fact.object is None else index[fact.object] for fact in there],
        "value": [f"{fact.object_label} {fact.unit}".strip() for fact in there],
        "status": [statuses.index(fact.status) for fact in there],
        "confidence": [round(fact.confidence, 3) for fact in there],
        "times": [list(fact.times) for fact in there],
        "claims": [rows.of(fact) for fact in there],
    }


def _merges(
    build: Build, index: Mapping[str, int], document: Mapping[str, int]
) -> dict[str, list[Any]]:
    """Why mentions are one entity, as columns; each side a label and where it stands."""
    there = [
        merge for merge in build.merges
        if merge.entity in index
        and all(side.mention.document in document for side in (merge.first, merge.second))
    ]  # fmt: skip
    return {
        "entity": [index[merge.entity] for merge in there],
        "rule": [merge.rule for merge in there],
        "reasons": [list(merge.reasons) for merge in there],
        "first": [_side(merge.first, document) for merge in there],
        "second": [_side(merge.second, document) for merge in there],
    }


def _side(side: Witness, document: Mapping[str, int]) -> list[Any]:
    mention, sentence = side.mention, side.sentence
    return [side.label, document[mention.document], *_ends(mention.span), *_ends(sentence)]


def _ends(span: Span) -> list[int]:
    return [span.start, span.end]


def _argument(argument: Argument, index: Mapping[str, int]) -> Json:
    entity = None if argument.entity is None else index.get(argument.entity)
    return {"label": argument.label, "entity": entity, "span": _ends(argument.span)}


def _source(source: Source | None, index: Mapping[str, int]) -> Json | None:
    if source is None:
        return None
    entity = None if source.entity is None else index.get(source.entity)
    return {"label": source.label, "entity": entity, "span": _ends(source.span),
            "cue": source.cue.text, "cueSpan": _ends(source.cue)}  # fmt: skip


def _time(time: Time | None) -> Json | None:
    if time is None:
        return None
    days = period(time.value)
    return {"value": time.value, "text": time.span.text, "span": _ends(time.span),
            "days": None if days is None else list(days)}  # fmt: skip
