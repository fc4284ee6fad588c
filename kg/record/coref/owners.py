""" "China's expansion and its debt": one owner of several things that stand side by side."""

from __future__ import annotations

from kg.parse.tokens import Token
from kg.record.coref.chains import Chains
from kg.record.mentions import Reference

ITS = "its"


def join_owners(chains: Chains) -> None:
    """Join "its" to who owns the thing that its own thing is set beside."""
    by_head = {id(r.head): r for r in chains.references}
    for pronoun in chains.references:
        if pronoun.head.lower == ITS and pronoun.head.dep == "poss":
            owner = _owner(pronoun.head, by_head)
            if owner is not None and _thing(owner, chains):
                chains.join(owner, pronoun, "owner")


def _owner(pronoun: Token, by_head: dict[int, Reference]) -> Reference | None:
    """Who owns the nearest noun above, over conjunctions and appositions."""
    thing = pronoun.head
    while thing.dep in ("conj", "appos") and thing.head is not thing:
        thing = thing.head
        for child in thing.having("poss"):
            if child.lower != ITS:
                return by_head.get(id(child))
    return None


def _thing(owner: Reference, chains: Chains) -> bool:
    """Whether "its" can mean it: one thing, nobody and no several."""
    other = owner.head.tag in ("NNS", "NNPS") or owner.kind == "pronoun"
    return not other and chains.type_of(owner) != "Person"
