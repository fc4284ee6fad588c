"""Entities that hang together: communities of the graph, with a name and what tells most of them.

Louvain's method (Blondel et al. 2008) divides the graph of entities, where two are the nearer the
more facts relate them; a group that only others hold together is divided further. The seed is
fixed and nodes are numbers, so that the same graph is always divided the same way. The page draws
the same communities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import networkx as nx

from kg.graph.evidence import evidence_of
from kg.graph.importance import is_key
from kg.model import Build, Claim, Fact, Span

SEED = 7
#: Fewer entities are no community.
SMALLEST = 3
#: Telling sentences of a community.
SENTENCES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """A sentence that says much about a community: where it stands and what it states there.

    `claims` are ids, sorted; none where only the relation model reads the sentence.
    """

    document: str
    sentence: Span
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Community:
    """A group of entities. `number` 0 is the largest.

    `entities` are IRIs, the most important first; `facts` are the ids of the facts that relate two
    of them, sorted; `sentences` are the most telling ones, the best first, no two from one place.
    """

    number: int
    name: str
    entities: tuple[str, ...]
    facts: tuple[str, ...]
    sentences: tuple[Telling, ...]


def communities(build: Build) -> tuple[Community, ...]:
    """The communities of at least `SMALLEST` entities, the largest first.

    Example::

        for community in communities(restore(Path("output"))):
            print(community.name, len(community.entities))
    """
    iris = sorted(build.graph.nodes)
    number = {iri: index for index, iri in enumerate(iris)}
    edges = [f for f in build.facts if f.subject in number and f.object in number]
    weights: dict[tuple[int, int], float] = defaultdict(float)
    for fact in edges:
        a, b = sorted((number[fact.subject], number[str(fact.object)]))
        if a != b:
            weights[a, b] += 1.0
    graph = weighted(range(len(iris)), [(a, b, w) for (a, b), w in sorted(weights.items())])
    groups = [
        group
        for part in sorted(map(sorted, nx.connected_components(graph)))
        for group in divided(graph, part)
        if len(group) >= SMALLEST
    ]
    groups.sort(key=lambda group: (-len(group), group[0]))
    home = {iris[node]: index for index, group in enumerate(groups) for node in group}
    return tuple(_communities(build, home, edges))


def _communities(build: Build, home: dict[str, int], edges: Iterable[Fact]) -> Iterator[Community]:
    members: dict[int, list[str]] = defaultdict(list)
    for iri in sorted(home, key=lambda iri: (-build.graph.nodes[iri]["importance"], iri)):
        members[home[iri]].append(iri)
    inside: dict[int, list[Fact]] = defaultdict(list)
    for fact in edges:
        if fact.subject in home and home[fact.subject] == home.get(str(fact.object)):
            inside[home[fact.subject]].append(fact)
    evidence = evidence_of(build)
    for index in sorted(members):
        told = [claim for fact in inside[index] for claim in evidence(fact)]
        yield Community(
            number=index,
            name=named(build, members[index]),
            entities=tuple(members[index]),
            facts=tuple(sorted(fact.id for fact in inside[index])),
            sentences=tuple(_telling(build, told)),
        )


def _telling(build: Build, claims: Iterable[Claim]) -> list[Telling]:
    """The sentences whose claims relate the most important entities, most surely and most worth."""
    found: dict[tuple[str, int, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.document, claim.sentence.start, claim.sentence.end].append(claim)

    def weight(claim: Claim) -> float:
        ends = [claim.subject.entity, claim.object.entity if claim.object else None]
        important = sum(float(build.graph.nodes[e]["importance"]) for e in ends if e is not None)
        return important * claim.confidence * claim.worth * (1.0 if claim.actual else 0.5)

    ranked = sorted(found, key=lambda at: (-round(sum(map(weight, found[at])), 9), at))
    return [
        Telling(
            document=at[0],
            sentence=found[at][0].sentence,
            claims=tuple(sorted({claim.id for claim in found[at] if claim.id})),
        )
        for at in ranked[:SENTENCES]
    ]


def named(build: Build, members: Iterable[str]) -> str:
    """The most important key entity, and the second where it is at least half as important."""
    about = build.graph.nodes

    def key(iri: str) -> bool:
        data = about[iri]
        return is_key(str(data["kind"]), float(data["importance"]), len(data["documents"]))

    ranked = sorted(members, key=lambda iri: (
        not key(iri), -float(about[iri]["importance"]), iri
    ))[:2]  # fmt: skip
    first, *more = ranked
    close = [iri for iri in more if key(iri) == key(first)
             and about[iri]["importance"] * 2 >= about[first]["importance"]]  # fmt: skip
    return " & ".join(str(about[iri]["label"]) for iri in (first, *close))


def divided(graph: nx.Graph[int], nodes: Sequence[int]) -> list[list[int]]:
    """Divide what hangs together into its communities, the largest first."""
    if len(nodes) < 4:
        return [list(nodes)]
    inside = within(graph, nodes)
    found = nx.community.louvain_communities(inside, seed=SEED)
    # Louvain may join what hangs together only through others; each group must hold by itself.
    parts = (part for group in found for part in nx.connected_components(inside.subgraph(group)))
    return sorted((sorted(part) for part in parts), key=lambda part: (-len(part), part[0]))


def weighted(nodes: Iterable[int], pairs: Iterable[tuple[int, int, float]]) -> nx.Graph[int]:
    """A graph with its nodes and edges in sorted order, without loops."""
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(nodes)
    graph.add_weighted_edges_from(sorted(pair for pair in pairs if pair[0] != pair[1]))
    return graph


def within(graph: nx.Graph[int], nodes: Sequence[int]) -> nx.Graph[int]:
    """Copy the part of `graph` on `nodes`, its nodes and edges in sorted order."""
    chosen = set(nodes)
    edges = (
        (a, b, graph[a][b]["weight"]) for a in nodes for b in graph[a] if a < b and b in chosen
    )
    return weighted(nodes, edges)


__all__ = ["Community", "Telling", "communities", "divided", "named", "weighted", "within"]
