"""Phrases that mean the only one or the only two of a kind: "the company", "the two countries"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.english.lexicon import ORGANIZATION_NOUNS, is_role
from kg.link import bundled
from kg.parse.tokens import Token
from kg.record.coref.chains import Chains
from kg.record.coref.kinds import is_firm
from kg.record.mentions import Reference

#: Sentences looked back for the two.
WINDOW = 3
PAIRS = {"pair", "couple", "duo"}
#: What two of a kind are called, by the type of each; roles are people.
COMPANIES = {"company", "firm", "corporation", "manufacturer", "startup", "airline"}
COUNTS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "2": 2, "3": 3, "4": 4}
KINDS = {"country": "Country", "nation": "Country", "city": "Place", "town": "Place"}


def join_pairs(chains: Chains) -> None:
    """Let phrases that mean two stand for the only two of that kind named near them.

    The sentence itself is looked at first, then one more before it at a time. Where more than two
    come into question nothing is decided.
    """
    by_sentence = _names(chains)
    for reference in chains.references:
        kind = _kind(reference)
        if kind is None or len(chains.members(reference)) > 1:
            continue
        named: list[Reference] = []
        for back in range(WINDOW + 1):
            named += by_sentence.get(reference.sentence.index - back, ())
            two = _distinct(
                (n for n in named if chains.type_of(n) == kind and not _within(reference, n)),
                chains,
            )
            if len(two) >= 2:
                break
        if len(two) == 2:
            chains.stand_for([reference], two)


def join_called_together(chains: Chains) -> None:
    """Let "the brothers" of "the brothers Aksel and Viggo Lund" stand for both of them.

    So "two directors" of "two directors, Ada Lund and Bo Vik,".
    """
    by_head = {id(r.head): r for r in chains.references}
    for reference in chains.references:
        head = reference.head
        if reference.kind != "nominal" or head.tag not in ("NNS", "NNPS"):
            continue
        counted = [COUNTS.get(t.lower, 0) for t in head.having("nummod", "det")]
        for first in head.having("appos"):
            found = [by_head.get(id(t)) for t in (first, *_joined(first))]
            named = [r for r in found if r is not None and r.kind == "name"]
            right_behind = bool(named) and named[0].first.i == head.i + 1
            if (right_behind or len(named) in counted) and len(named) == len(found) > 1:
                chains.stand_for([reference], named)
                chains.called.add(reference.order)


def _joined(first: Token) -> Iterator[Token]:
    for other in first.having("conj"):
        yield other
        yield from _joined(other)


def _within(reference: Reference, name: Reference) -> bool:
    """ "IG Metall, which represents the workers of the two firms", is none of the two."""
    token = reference.head
    while token.head is not token and token is not name.head:
        token = token.head
    return token is name.head


def join_only(chains: Chains) -> None:
    """ "The company" to the only company named in its sentence and the two before it.

    Where none is named there, it is the only one that the headings above name: whom a text is
    about it need not name again. Phrases that mean one thing vote.
    """
    by_sentence = _names(chains)
    votes: dict[int, dict[int, list[tuple[Reference, Reference, str]]]] = {}
    for reference in chains.references:
        kind = _kind_of_one(reference)
        if kind is None or any(m.kind == "name" for m in chains.members(reference)):
            continue
        before = [
            name
            for back in range(3)
            for name in by_sentence.get(reference.sentence.index - back, ())
            if name.order < reference.order
            and chains.type_of(name) == kind
            and not (kind == "Organization" and _is_other(name, chains))
            and not (kind == "Place" and _is_no_town(name))
        ]
        rule = "only one of its kind" if before else "only one in the headings"
        only = _distinct(before or _in_headings(reference, kind, chains), chains)
        if len(only) == 1:
            mine = votes.setdefault(chains.root(reference), {})
            mine.setdefault(chains.root(only[0]), []).append((only[0], reference, rule))
    for one in votes.values():
        most = max(one.values(), key=len)
        if 2 * len(most) > sum(map(len, one.values())):
            chains.join(*most[0])


def _is_other(name: Reference, chains: Chains) -> bool:
    """Whether the text calls something a name for what it is, and it is no organization."""
    nouns = {m.head.lemma.lower() for m in chains.members(name) if m.kind == "nominal"}
    if is_firm(name) is False:
        return True  # "the company" is no union
    return bool(nouns) and not nouns & (ORGANIZATION_NOUNS | COMPANIES)


def _is_no_town(name: Reference) -> bool:
    """Whether a place is known, and no city: New England."""
    known = bundled().find(name.label)
    return bool(known) and not any(entry.kind == "city" for entry in known)


def _in_headings(reference: Reference, kind: str, chains: Chains) -> list[Reference]:
    return [
        name
        for name in chains.references[: reference.order]
        if name.kind == "name" and name.sentence.kind == "heading" and chains.type_of(name) == kind
    ]


def _kind_of_one(reference: Reference) -> str | None:
    words = [t.lower for t in reference.tokens]
    definite = len(words) == 2 and words[0] in ("the", "this") and reference.head.tag == "NN"
    if not definite or reference.head.having("prep", "relcl", "acl", "appos"):
        return None
    lemma = reference.head.lemma.lower()
    return "Organization" if lemma in COMPANIES else KINDS.get(lemma)


def _kind(reference: Reference) -> str | None:
    """The type of the two things that a phrase means, None if it does not mean two."""
    head = reference.head
    lemma, words = head.lemma.lower(), [t.lower for t in reference.tokens]
    if head.having("prep", "relcl", "acl", "poss", "appos"):
        return None  # "the two countries in the south" says itself which
    if lemma in PAIRS:
        return "Person" if words[:1] == ["the"] and len(words) == 2 else None
    two = words[:2] in (["the", "two"], ["these", "two"]) or words[:1] == ["both"]
    if not two or head.tag not in ("NNS", "NNPS") or len(words) > (2 if words[0] == "both" else 3):
        return None
    if lemma in ORGANIZATION_NOUNS:
        return "Organization"
    return KINDS.get(lemma) or ("Person" if is_role(lemma) else None)


def _names(chains: Chains) -> dict[int, list[Reference]]:
    found: dict[int, list[Reference]] = {}
    for reference in chains.references:
        if reference.kind == "name":
            found.setdefault(reference.sentence.index, []).append(reference)
    return found


def _distinct(references: Iterable[Reference], chains: Chains) -> list[Reference]:
    """One reference of each chain; countries are the same by their code."""
    found: dict[object, Reference] = {}
    for reference in references:
        country = reference.country
        found.setdefault(country.code if country else chains.root(reference), reference)
    return list(found.values())
