"""Entities and Facts → networkx graph. The attributes are documented at `kg.model.Build`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import networkx as nx
import numpy as np

from kg.model import Entity, Fact

DAMPING = 0.85
ROUNDS = 50


def visible(entities: Iterable[Entity], shown: Set[str]) -> Iterator[Entity]:
    """The entities that have a name or are among `shown`, which shown claims refer to.

    What only a hidden claim speaks of would be a node that nothing leads to.
    """
    return (entity for entity in entities if entity.kind == "named" or entity.iri in shown)


def build_graph(entities: Iterable[Entity], facts: Iterable[Fact]) -> nx.MultiDiGraph[str]:
    """One node per entity, one edge per fact that relates two entities, in sorted order.

    Of the entities of a build, `visible` are those to give.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for entity in sorted(entities, key=lambda e: e.iri):
        graph.add_node(
            entity.iri,
            label=entity.label,
            type=entity.type,
            kind=entity.kind,
            aliases=list(entity.aliases),
            links=list(entity.links),
            documents=sorted({m.document for m in entity.mentions}),
            mentions=len(entity.mentions),
            importance=0.0,
        )
    for fact in sorted(facts, key=lambda f: f.id):
        if fact.object is not None:
            graph.add_edge(
                fact.subject,
                fact.object,
                key=fact.id,
                predicate=fact.predicate,
                label=fact.label,
                asserted=fact.asserted,
                status=fact.status,
                support=fact.support,
                confidence=fact.confidence,
                claims=list(fact.claims),
            )
    for node, value in _importance(graph).items():
        graph.nodes[node]["importance"] = value
    return graph


def _importance(graph: nx.MultiDiGraph[str]) -> dict[str, float]:
    """PageRank over the edges taken both ways, rounded so that it reads well.

    Source: Page, Brin, Motwani and Winograd, "The PageRank Citation Ranking", 1999.
    """
    nodes = list(graph)
    if not nodes:
        return {}
    place = {node: i for i, node in enumerate(nodes)}
    ends = np.array([(place[s], place[o]) for s, o in graph.edges()], dtype=np.int64)
    ends = ends.reshape(-1, 2)
    tails = np.concatenate([ends[:, 0], ends[:, 1]])
    heads = np.concatenate([ends[:, 1], ends[:, 0]])
    degree = np.bincount(tails, minlength=len(nodes)).astype(float)
    rank = np.full(len(nodes), 1 / len(nodes))
    for _ in range(ROUNDS):
        share = np.divide(rank, degree, out=np.zeros_like(rank), where=degree > 0)
        flow = np.bincount(heads, weights=share[tails], minlength=len(nodes))
        loose = rank[degree == 0].sum()
        rank = (1 - DAMPING) / len(nodes) + DAMPING * (flow + loose / len(nodes))
    return {node: round(float(rank[i]), 6) for node, i in place.items()}
