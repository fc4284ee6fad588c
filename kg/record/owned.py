"""What is called by whose it is: "his teachers" are "Frank Oda's teachers"."""

from __future__ import annotations

from kg.parse.tokens import Token
from kg.record.coref import Chains
from kg.record.coref.trust import LEAST, first_named
from kg.record.mentions import Reference

#: A label of more words is not made longer by whose it is, nor by an owner of more.
MOST_OWNED, MOST_OWNING = 8, 3


def own_labels(references: list[Reference], chains: Chains) -> None:
    """ "His teachers" are "Frank Oda's teachers", "his condition" "victim's condition": whose they
    are tells them from others.

    Only where the owner is sure enough, and what is owned has no name.
    """
    by_head = {id(r.head): r for r in references}
    for reference in references:
        if reference.kind != "nominal":
            continue
        if chains.hero and [t.lower for t in reference.tokens] == ["the", "family"]:
            # "When he was six the family left": in a life it is the hero's
            reference.label = f"{_said_aloud(chains.hero[0], chains)}'s family"
        for owner in _owners(reference.head):
            if owner.head is not reference.head and owner.head.text not in reference.label:
                continue
            whose = owner.lower == "whose"
            pronoun = by_head.get(id(_antecedent(owner) if whose else owner))
            if pronoun is None:
                continue
            if pronoun.kind != "pronoun" and not whose:
                continue
            named = first_named(pronoun, chains)
            short = named.kind == "nominal" and len(named.label.split()) <= MOST_OWNING
            # "the firm pays its debts"
            short = short and (whose or named.sentence is not reference.sentence)
            if pronoun.trust < LEAST or not (named.kind == "name" or short):
                continue
            if chains.parts(pronoun) or {"'", "’"} & set(named.label if short else ""):
                continue
            if len(reference.label.split()) > MOST_OWNED:
                continue
            name = _said_aloud(named, chains)
            if name.casefold() not in reference.label.casefold():
                mark = "'" if name.endswith("s") and reference.head.tag == "NNS" else "'s"
                before, rest = _split_at(reference, owner)
                reference.label = f"{before}{name}{mark} {rest}"
                reference.trust = min(reference.trust, pronoun.trust)


def _owners(noun: Token) -> list[Token]:
    """Whose it is, or what it is of: "[her] plates", "most of [her] plates"."""
    inner = [t for p in noun.having("prep") if p.lower == "of" for t in p.having("pobj")]
    owners = [t for t in noun.having("poss") if t.i < noun.i]
    return owners + [t for one in inner for t in one.having("poss") if t.i < one.i]


def _split_at(reference: Reference, owner: Token) -> tuple[str, str]:
    """A label before and from where its owner stands."""
    label = reference.label
    at = label.find(owner.head.text)
    if owner.head is reference.head:
        return "", label
    first = label.rfind(" of ", 0, at) + len(" of ")
    return label[:first], label[first:]


def _antecedent(whose: Token) -> Token:
    """ "Garside, whose church is old": the noun that the clause hangs on."""
    verb = whose.head
    while verb.dep != "relcl" and verb.head is not verb:
        verb = verb.head
    return verb.head


def _said_aloud(name: Reference, chains: Chains) -> str:
    """ "ADA LUND" of a heading as the text writes it elsewhere: "Ada Lund"."""
    alike = (m.label for m in chains.members(name) if m.label.casefold() == name.label.casefold())
    return next((label for label in alike if not label.isupper()), name.label)


def antecedent_label(pronoun: Reference, chains: Chains) -> str:
    """What a pronoun stands for is called, or the pronoun itself where that is unknown."""
    return first_named(pronoun, chains).label
