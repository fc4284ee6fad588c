"""What a finished graph knows of one entity, of two, of a claim, and why.

Everything comes back as plain dicts and lists, ready for JSON; `kg.cli.showing` makes text of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import Any

import networkx as nx

from kg.errors import QueryError
from kg.graph.evidence import evidence_of, stated
from kg.graph.wording import worded
from kg.link import bundled
from kg.model import Build, Claim, Entity, Fact, Merge, Witness
from kg.parse.reading import OWN

#: Candidates named where a name fits several entities.
NAMED = 5
#: The fewest characters of a claim's id that stand for it.
SHORTEST = 4


def find_entities(build: Build, name: str, among: Sequence[Entity] | None = None) -> list[Entity]:
    """The entities of an IRI, the last part of one, a label or an alias; the surest kind only.

    The most important one is the first. "Michael Jordan in nba.txt" finds what that document calls
    so.
    """
    words, document = _parted(build, name)
    if document is not None:
        there = [e for e in build.entities if any(m.document == document for m in e.mentions)]
        return find_entities(build, words, there)
    among = build.entities if among is None else among
    folded = " ".join(name.split()).casefold()
    tests: tuple[Callable[[Entity], bool], ...] = (
        lambda e: name in (e.iri, e.iri.rpartition("/")[2]),
        lambda e: e.label == name,
        lambda e: e.label.casefold() == folded,
        lambda e: folded in {alias.casefold() for alias in e.aliases},
    )
    for index, test in enumerate(tests):
        found = [e for e in among if test(e)]
        if index == 0 and found and any(e.label == name for e in among):
            continue  # the plain IRI of a name that several bear says nothing
        if found:
            return _ranked(build, found)
    return []


def _ranked(build: Build, entities: Sequence[Entity]) -> list[Entity]:
    """The most important first."""
    return sorted(entities, key=lambda e: (-_importance(build, e), e.iri))


def _importance(build: Build, entity: Entity) -> float:
    return float(build.graph.nodes.get(entity.iri, {}).get("importance", 0.0))


def find_entity(build: Build, name: str) -> Entity:
    """The one entity of this name.

    Raises:
        QueryError: none or several are called so; the message names them.
    """
    found = find_entities(build, name)
    if not found:
        alike = [e for e in build.entities if name.casefold() in e.label.casefold()]
        near = [e.label for e in _ranked(build, alike)]
        hint = f"; did you mean {', '.join(near[:NAMED])}?" if near else ""
        raise QueryError(f"no entity is called {name!r}{hint}")
    if len(found) > 1:
        told = (
            f"{e.iri} ({', '.join(sorted({m.document for m in e.mentions})[:2])})" for e in found
        )
        names = "; ".join(list(told)[:NAMED])
        raise QueryError(
            f"{len(found)} entities are called {name!r}; give one of the IRIs: {names}"
        )
    return found[0]


# One entity


def card(build: Build, entity: Entity) -> dict[str, Any]:
    """Type, aliases, links, roles, claims by date, documents of one entity.

    `claims` are those that are shown; `kept_back` the others, each with the reason in `because`.
    """
    documents = {d.id: d for d in build.documents}
    found = [c for c in build.claims if entity.iri in _parts(c)]
    claims = [c for c in found if c.shown]
    counts: dict[str, int] = {}
    for mention in entity.mentions:
        counts[mention.document] = counts.get(mention.document, 0) + 1
    return {
        "iri": entity.iri,
        "label": entity.label,
        "type": entity.type,
        "aliases": list(entity.aliases),
        "links": list(entity.links),
        "code": _code(entity),
        "metonym": entity.metonym,
        "importance": _importance(build, entity),
        "roles": sorted(set(_roles(entity, claims))),
        "claims": [_claim(claim) for claim in sorted(claims, key=_by_date)],
        "kept_back": [
            {**_claim(claim), "because": claim.hidden_because}
            for claim in sorted(found, key=_by_date)
            if not claim.shown
        ],
        "documents": [
            {"document": name, "date": documents[name].date, "mentions": count}
            for name, count in sorted(counts.items())
        ],
        "open_cases": [
            {
                "other": other.mention.document,
                "iri": other.mention.entity,
                "against": list(c.against),
            }
            for c in build.review
            for mine, other in ((c.first, c.second), (c.second, c.first))
            if mine.mention.entity == entity.iri
        ],
    }


def _parts(claim: Claim) -> set[str | None]:
    found = {claim.subject.entity, claim.object.entity if claim.object else None}
    return found | {q.argument.entity for q in claim.qualifiers}


def _roles(entity: Entity, claims: Sequence[Claim]) -> Iterator[str]:
    for claim in claims:
        called = claim.predicate.lemma == "be" and claim.subject.entity == entity.iri
        if called and claim.actual and claim.object is not None and claim.object.entity:
            yield claim.object.label


def _code(entity: Entity) -> str | None:
    for entry in bundled().find(entity.label):
        if entry.code and set(entry.links) & set(entity.links):
            return entry.code
    return None


def _by_date(claim: Claim) -> tuple[bool, str, str, str]:
    date = claim.time.value if claim.time and claim.time.value else ""
    return (not date, date, claim.document, claim.id)


def _claim(claim: Claim) -> dict[str, Any]:
    return {
        "id": claim.id,
        "date": (claim.time.value if claim.time else None) or None,
        "subject": claim.subject.label,
        "predicate": claim.predicate.lemma,
        "words": worded(claim),
        "object": claim.object.label if claim.object else None,
        "stated": stated(claim),
        "document": claim.document,
        "sentence": " ".join(claim.sentence.text.split()),
    }


# One claim


def find_claim(build: Build, name: str) -> Claim:
    """The claim of an id, of its first characters or of its IRI.

    Raises:
        QueryError: no claim or several have it; the message says where ids are listed.
    """
    wanted = name.removeprefix("claim:").rpartition("/")[2]
    exact = [claim for claim in build.claims if claim.id == wanted]
    some = len(wanted) >= SHORTEST
    found = exact or [claim for claim in build.claims if some and claim.id.startswith(wanted)]
    if not found:
        raise QueryError(
            f"no claim has the id {name!r}; kg show and claims.jsonl list ids, and "
            "kg why A B takes two names"
        )
    if len(found) > 1:
        ids = ", ".join(claim.id for claim in found[:NAMED])
        raise QueryError(f"{len(found)} ids of claims begin with {wanted!r}: {ids}")
    return found[0]


def same_event(build: Build, claim: Claim) -> list[dict[str, Any]]:
    """The other claims of the event of a claim, in the order of the text, shown or not."""
    if not claim.event:
        return []
    found = [
        other
        for other in build.claims
        if other.event == claim.event and other.document == claim.document and other.id != claim.id
    ]
    found.sort(key=lambda c: (min((s.start for s in c.predicate.spans), default=0), c.id))
    return [{**_claim(other), "because": other.hidden_because or None} for other in found]


# Two entities


def why(build: Build, a: str, b: str, *, model: str = OWN) -> dict[str, Any]:
    """Why two names are one entity, step by step, or what keeps them two.

    `steps` has one entry per merge on the way from a document that says `a` to one that says `b`,
    or, where one document says both, per link that coreference made there: that document is read
    again, with the pipeline of the build. A name may be any words that stand for an entity ("the
    secretary").

    A pipeline is code, and a folder from elsewhere may name any: `model` is the one that may be
    loaded, kg's own where nothing is said.

    Raises:
        QueryError: a name fits nothing, or the build was read with another pipeline than `model`.
    """
    one, other = find_entities(build, a), find_entities(build, b)
    both = _both(one, other)
    if not both:
        both = _both([*one, *_called(build, a)], [*other, *_called(build, b)])
    if not both and not (one and other):
        find_entity(build, b if one else a)
    if both:
        entity = both[0]
        document = _shared_document(build, entity, a, b)
        return {
            "same": True,
            "iri": entity.iri,
            "label": entity.label,
            "links": list(entity.links),
            "steps": _inside(build, entity, document, a, b, model=model)
            if document is not None
            else [_step(m) for m in _chain(build, entity, a, b)],
            "document": document,
        }
    cases = [
        {"reasons": list(c.reasons), "against": list(c.against), "sides": _sides(c.first, c.second)}
        for c in build.review
        if {c.first.mention.entity, c.second.mention.entity} <= {e.iri for e in (*one, *other)}
    ]
    return {
        "same": False,
        "first": [e.iri for e in one],
        "second": [e.iri for e in other],
        "cases": cases,
    }


def _both(one: Sequence[Entity], other: Sequence[Entity]) -> list[Entity]:
    known = {entity.iri for entity in other}
    return [entity for entity in one if entity.iri in known]


def _called(build: Build, name: str) -> list[Entity]:
    """The entities that any mention calls so, though it is no name of theirs ("the secretary")."""
    words, document = _parted(build, name)
    folded = _folded(words)
    return [
        e for e in build.entities
        if any(_folded(m.span.text) == folded and document in (None, m.document)
               for m in e.mentions)
    ]  # fmt: skip


def _folded(words: str) -> str:
    """Words for comparison: lower case, single spaces, no article in front."""
    return " ".join(words.split()).casefold().removeprefix("the ")


def _parted(build: Build, name: str) -> tuple[str, str | None]:
    """A name and the document that it is looked for in, if it says one."""
    head, inside, tail = name.rpartition(" in ")
    known = inside and any(d.id == tail for d in build.documents)
    return (head, tail) if known else (name, None)


def _inside(
    build: Build, entity: Entity, document: str, a: str, b: str, *, model: str
) -> list[dict[str, Any]]:
    """The links that coreference made between two names within one document."""
    if build.settings.model != model:
        raise QueryError(
            f"{document} was read with the pipeline {build.settings.model!r}, and reading it again "
            "runs that one's code; if you trust it, name it with --model"
        )
    from kg.parse.analyze import analyze, load_pipeline
    from kg.parse.structure.layout import find_layout
    from kg.readers import PIPELINE_LOCK
    from kg.record.coref.reasons import find_links, way

    def places(name: str) -> list[tuple[int, int]]:
        folded = _folded(_parted(build, name)[0])
        return [(m.span.start, m.span.end) for m in entity.mentions
                if m.document == document and _folded(m.span.text) == folded]  # fmt: skip

    [text] = [d for d in build.documents if d.id == document]
    messages = find_layout(text.text).messages
    with PIPELINE_LOCK:
        sentences = analyze(text, load_pipeline(model))
    links = find_links(sentences, messages)
    return [
        {
            "rule": link.rule,
            "reasons": list(link.reasons),
            "sides": [
                {"label": " ".join(text.text[slice(*extent)].split()), "iri": entity.iri,
                 "document": document, "sentence": " ".join(sentence.split())}
                for extent, sentence in zip((link.first, link.second), link.sentences, strict=True)
            ],
        }
        for link in way(links, places(a), places(b))
    ]  # fmt: skip


def _chain(build: Build, entity: Entity, a: str, b: str) -> list[Merge]:
    """The merges on a shortest way between documents that use the two names; all for one name."""
    merges = [m for m in build.merges if m.entity == entity.iri]
    graph: nx.Graph[str] = nx.Graph()
    graph.add_nodes_from(m.document for m in entity.mentions)
    for merge in merges:
        graph.add_edge(merge.first.mention.document, merge.second.mention.document, merge=merge)
    starts, ends = _saying(entity, a), _saying(entity, b)
    if starts == ends:
        return merges
    ways = [nx.shortest_path(graph, s, e) for s in starts for e in ends if nx.has_path(graph, s, e)]
    way = min(ways, key=lambda w: (len(w), w), default=[])
    return [graph.edges[x, y]["merge"] for x, y in pairwise(way)]


def _saying(entity: Entity, name: str) -> list[str]:
    """The documents that use a name for an entity; all that mention it if none does."""
    folded = name.casefold()
    found = {m.document for m in entity.mentions if m.span.text.casefold() == folded}
    return sorted(found or {m.document for m in entity.mentions})[:20]


def _shared_document(build: Build, entity: Entity, a: str, b: str) -> str | None:
    """The first document that uses both names for an entity, where coreference made them one."""
    (one, inside), (other, there) = _parted(build, a), _parted(build, b)
    used: dict[str, set[str]] = {_folded(one): set(), _folded(other): set()}
    if len(used) == 1:
        return None
    for mention in entity.mentions:
        used.get(_folded(mention.span.text), set()).add(mention.document)
    both = set.intersection(*used.values(), *({d} for d in (inside, there) if d is not None))
    return min(both, default=None)


def _step(merge: Merge) -> dict[str, Any]:
    return {
        "rule": merge.rule,
        "reasons": list(merge.reasons),
        "sides": _sides(merge.first, merge.second),
    }


def _sides(*witnesses: Witness) -> list[dict[str, Any]]:
    return [
        {
            "label": witness.label,
            "iri": witness.mention.entity,
            "document": witness.mention.document,
            "sentence": " ".join(witness.sentence.text.split()),
        }
        for witness in witnesses
    ]


def path(build: Build, a: str, b: str) -> list[dict[str, Any]]:
    """The shortest way between two entities over facts, asserted ones where there are such.

    `id` of a step is empty where no claim says it, only the relation model.

    Raises:
        QueryError: an entity is unknown, or nothing joins the two.
    """
    return [
        {**_claim(claim), "status": fact.status, "support": fact.support}
        for fact, claim in steps_between(build, a, b)
    ]


def steps_between(build: Build, a: str, b: str) -> list[tuple[Fact, Claim]]:
    """The facts on that way, each with the claim that states it most surely. Raises as `path`."""
    one, other = find_entity(build, a), find_entity(build, b)
    graph: nx.Graph[str] = nx.Graph()
    for fact in build.facts:
        if fact.object is not None:
            weight = 1.0 if fact.asserted else 1.5
            known = graph.get_edge_data(fact.subject, fact.object)
            if known is None or (weight, fact.id) < (known["weight"], known["fact"].id):
                graph.add_edge(fact.subject, fact.object, weight=weight, fact=fact)
    try:
        nodes = nx.shortest_path(graph, one.iri, other.iri, weight="weight")
    except (nx.NetworkXNoPath, nx.NodeNotFound) as error:
        raise QueryError(f"no facts join {one.label} and {other.label}") from error
    evidence = evidence_of(build)
    facts = [graph.edges[x, y]["fact"] for x, y in pairwise(nodes)]
    return [(fact, evidence(fact)[0]) for fact in facts]


__all__ = [
    "card",
    "find_claim",
    "find_entities",
    "find_entity",
    "path",
    "same_event",
    "steps_between",
    "why",
]
