"""References → chains: who is who inside one document.

From sure to unsure, after the sieves of Raghunathan et al. (EMNLP 2010) and Lee et al.
(Computational Linguistics 39, 2013): names, appositions, "the city of X" by rule; then a trained
ranker (`kg.record.coref.ranker`) for pronouns and nominals on top of what the rules joined. What
finds no clear antecedent stays alone, and an unresolved pronoun gives no edge. The text is never
rewritten.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.parse.analyze import Sentence
from kg.record.coref import ranker
from kg.record.coref.attributes import Table
from kg.record.coref.chains import Chains
from kg.record.coref.clusters import decode, without_appositions
from kg.record.coref.contradictions import Facts, facts_of
from kg.record.coref.groups import join_called_together, join_only, join_pairs
from kg.record.coref.joins import join_names, name_key
from kg.record.coref.nodes import Node, find_nodes
from kg.record.coref.nominals import find_appositions, join_called, join_places, join_roles
from kg.record.coref.owners import join_owners
from kg.record.coref.pairs import find_pairs
from kg.record.coref.parties import join_initials, join_parties
from kg.record.coref.protagonist import trust_hero, with_hero
from kg.record.coref.speakers import join_speakers, join_voice
from kg.record.coref.terms import join_terms
from kg.record.coref.topics import join_ship, join_topics
from kg.record.coref.trust import weigh
from kg.record.coref.types import settle_types
from kg.record.mentions import Reference
from kg.record.names import is_office
from kg.record.quotes import Quote

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float32]

__all__ = [
    "Chains",
    "decode",
    "find_appositions",
    "find_chains",
    "join_names_and_roles",
    "name_key",
    "resolve_references",
    "without_appositions",
]


#: The rule of merges that the ranker makes.
RANKER = "ranker"


def resolve_references(
    references: list[Reference], sentences: list[Sentence], quotes: list[Quote]
) -> Chains:
    """Group the references of one document; sets their `chance`, `rival` and `trust`."""
    return find_chains(references, sentences, quotes)[0]


def find_chains(
    references: list[Reference], sentences: list[Sentence], quotes: list[Quote]
) -> tuple[Chains, list[list[Node]]]:
    """The chains of references, and the clusters of whole phrases that they come from."""
    chains = join_names_and_roles(references, sentences, quotes)
    join_pairs(chains)
    join_called_together(chains)
    table, pairs, scores = find_scored(chains, sentences, quotes)
    facts = facts_of(table)
    clusters = decode(table, pairs, scores, facts=facts)
    for cluster in clusters:
        joined = [node.reference for node in cluster if node.reference is not None]
        for reference in joined[1:]:
            chains.join(joined[0], reference, RANKER)
        whole = next((node for node in cluster if node.members), None)
        if joined and whole is not None and all(r.kind == "pronoun" for r in joined):
            parts = [n.reference for n in whole.members if n.reference is not None]
            chains.stand_for(joined, parts)
    done = len(chains.merges)
    join_only(chains)
    weigh(chains)
    trust_hero(chains)
    chains.told = _told(chains, table, facts)
    return chains, _merged(clusters, [(a, b) for a, b, _ in chains.merges[done:]])


def _told(chains: Chains, table: Table, facts: list[Facts]) -> dict[int, Facts]:
    """What the common nouns of each chain say of it, by its root."""
    told: dict[int, Facts] = {}
    for node, known in zip(table.nodes, facts, strict=True):
        one = node.reference
        if one is not None and one.kind == "nominal" and not (node.spare or node.members):
            apart = {key: value for key, value in known.items() if key[0] != "form"}
            told[chains.root(one)] = apart | told.get(chains.root(one), {})
    return told


def _merged(clusters: list[list[Node]], joined: list[tuple[int, int]]) -> list[list[Node]]:
    """The clusters, with those put together whose references have been joined since."""
    of: dict[int, list[Node]] = {}
    for cluster in clusters:
        for node in cluster:
            if node.reference is not None and not node.spare:
                of[node.reference.order] = cluster
    for a, b in joined:
        first, second = of.get(a), of.get(b)
        if first is not None and second is not None and first is not second:
            first += second
            of |= {n.reference.order: first for n in second if n.reference is not None}
            second.clear()
    return [sorted(cluster, key=lambda node: node.order) for cluster in clusters if cluster]


def find_scored(
    chains: Chains, sentences: list[Sentence], quotes: list[Quote]
) -> tuple[Table, tuple[Ints, Ints], tuple[Floats, Floats]]:
    """All phrases, the pairs of them that may mean the same, and what the ranker says of each."""
    table = Table(find_nodes(chains.references, sentences), chains, quotes)
    pairs, given = with_hero(table, find_pairs(table), chains)
    vectors = sentences[0].vectors if sentences else None
    likely, nothing = ranker.scores(table, pairs, vectors)
    return table, pairs, (likely + given, nothing)


def join_names_and_roles(
    references: list[Reference], sentences: list[Sentence], quotes: list[Quote]
) -> Chains:
    """The rules over names and roles; what the ranker is trained on top of."""
    chains = Chains(references)
    join_names(chains)
    join_terms(chains, sentences)
    for name, role in find_appositions(references, sentences):
        named = (m for m in chains.members(role) if m.kind == "name" and not is_office(m.tokens))
        if not any(named):  # no defined term, say
            chains.join(name, role, "apposition")
    join_places(chains)
    settle_types(chains)
    join_roles(chains)
    join_called(chains)
    join_topics(chains)
    join_ship(chains)
    join_speakers(chains, sentences, quotes)
    join_parties(chains, quotes)
    join_initials(chains)
    join_voice(chains, sentences, quotes)
    join_owners(chains)
    return chains
