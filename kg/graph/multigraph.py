"""Entities and Facts → networkx graph. The attributes are documented at `kg.model.Build`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

import networkx as nx

from kg.graph.importance import importance
from kg.model import Entity, Fact


def visible(entities: Iterable[Entity], shown: Set[str]) -> Iterator[Entity]:
    """The entities that have a name or are among `shown`, which shown claims refer to.

    What only a hidden claim speaks of would be a node that nothing leads to.
    """
    return (entity for entity in entities if entity.kind == "named" or entity.iri in shown)


def build_graph(entities: Iterable[Entity], facts: Iterable[Fact]) -> nx.MultiDiGraph[str]:
    """One node per entity, one edge per fact that relates two entities, in sorted order.

    Of the entities of a build, `visible` are those to give.
    """
    entities, facts = list(entities), list(facts)
    weight = importance(entities, facts)
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
            importance=weight[entity.iri],
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
    return graph
