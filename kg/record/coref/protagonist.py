"""Whose life a text tells: "he" and "she" in a biography mean its hero before anybody named aside.

What follows a sentence is mostly about its subject (Grosz, Joshi and Weinstein, "Centering",
Computational Linguistics 21, 1995), and in a life about whom it tells: parents, wives and teachers
are named in passing. Where somebody else is the subject of this sentence or the last, the ranker
alone decides.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from kg.parse.tokens import Token
from kg.record.coref.attributes import CLASS, ROLE, Table
from kg.record.coref.chains import Chains
from kg.record.coref.nodes import Node
from kg.record.mentions import Reference

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float32]

#: The log-odds that the hero of a life has over others, as an antecedent of a subject.
BONUS = 2.0
#: So many sentences of running text begin a life.
OPENING = 2
#: What the opening says of its hero: who he was, or his birth or death.
BEING, LIVING = ("be",), ("bear", "die")
SUBJECTS = ("nsubj", "nsubjpass")
PERSONAL = [CLASS["he"], CLASS["she"]]
#: Names and offices of people.
PEOPLE = [n for name, n in CLASS.items() if name == "Person" or name.startswith("role-")]
#: Nouns that say no more of a person than a pronoun does.
PLAIN = {"boy": "m", "man": "m", "girl": "f", "woman": "f"}
#: How many times as often as the other a pronoun of a life stands in it that means the hero.
MOST = 3
#: How sure it is that these pronouns mean the hero.
TRUSTED = 0.9


def protagonist(chains: Chains) -> Reference | None:
    """The person whose life a text tells: the subject of its opening, whom that says to be
    somebody, or to have been born or to have died, by the full name; or whom the heading names,
    where the opening says that of "he" or "she".

    Of "Ada Holt (1901-1970) was a painter." Ada Holt; nobody of a text that reports a deed. Whom a
    heading names with the years of a life is told of whatever the opening says.
    """
    begun: set[int] = set()
    headed: Reference | None = None
    for reference in chains.references:
        sentence = reference.sentence
        if sentence.kind == "heading":
            headed = headed or (reference if _is_heading(reference, chains) else None)
            if headed is reference and _has_years(reference):
                return headed
            continue
        begun.add(sentence.index)
        if len(begun) > OPENING:
            return None
        if reference.kind == "name" and _is_told_of(reference, chains):
            return reference
        told = reference.kind == "pronoun" and reference.head.lower in ("he", "she")
        if headed is not None and told and _lives(reference.head):
            return headed
    return None


def _is_heading(name: Reference, chains: Chains) -> bool:
    """Whether a heading is somebody's full name and no more, but for dates in brackets."""
    behind = name.sentence.tokens[name.last.i + 1 :]
    whole = name.kind == "name" and name.first.i == 0 and name.first is not name.last
    return whole and chains.type_of(name) == "Person" and (not behind or behind[0].text == "(")


def _has_years(name: Reference) -> bool:
    """ "Ada Holt (1901-1970)", "Ada Holt (b. 1901)"."""
    behind = "".join(token.text for token in name.sentence.tokens[name.last.i + 1 :])
    return bool(_YEARS.fullmatch(behind))


#: The years of a life in brackets, the blanks between them left out.
_YEARS = re.compile(r"\((?:(?:b|born|d|died)[.]?)?\d{4}(?:[-–—](?:\d{4})?)?\)")


def _lives(head: Token) -> bool:
    """Whether the main clause says of its subject what it was, or that it was born or died."""
    verb = head.head
    if head.dep not in SUBJECTS or verb.dep != "ROOT":
        return False
    is_somebody = verb.lemma in BEING and any(t.pos == "NOUN" for t in verb.having("attr"))
    return is_somebody or verb.lemma in LIVING


def _is_told_of(name: Reference, chains: Chains) -> bool:
    whole = name.first is not name.head and chains.type_of(name) == "Person"
    return whole and _lives(name.head)


def with_hero(
    table: Table, pairs: tuple[Ints, Ints], chains: Chains
) -> tuple[tuple[Ints, Ints], Floats]:
    """The pairs, with one of each "he" or "she" and the last mention of the hero before it; and
    what each pair is given beyond what the ranker says: `BONUS` for the hero, 0 for others.

    Notes in `chains` who the hero is, and the pronouns.
    """
    hero = protagonist(chains)
    if hero is None:
        return pairs, np.zeros(len(pairs[0]), dtype=np.float32)
    root = chains.root(hero)
    ours = np.flatnonzero(table["chain"] == root)
    free = _pronouns(table, root, chains.gender(hero))
    last = ours[np.searchsorted(ours, free) - 1]
    own = free.astype(np.int64) * table.size + last
    keys = np.unique(np.concatenate([pairs[1].astype(np.int64) * table.size + pairs[0], own]))
    second, first = (side.astype(np.int32) for side in np.divmod(keys, table.size))
    given = np.isin(second, free) & (table["chain"][first] == root)
    nodes = (table.nodes[n].reference for n in free.tolist())
    chains.hero = [hero, *(one for one in nodes if one is not None)]
    return (first, second), np.where(given, np.float32(BONUS), np.float32(0))


def trust_hero(chains: Chains) -> None:
    """Raise the trust in the pronouns that mean the hero, and were joined with the name."""
    for pronoun in chains.hero[1:]:
        if chains.same(pronoun, chains.hero[0]):
            pronoun.trust = max(pronoun.trust, TRUSTED)


def _pronouns(table: Table, root: int, sex: str) -> NDArray[np.intp]:
    """The nodes that mean the hero of a life where nobody else is spoken of.

    Of 209 in GUM's 14 lives and two interviews (training and development part) 202 do.
    """
    spoken = table["quote"] > 0
    sex = _told_most(table["class"][~spoken]) or sex
    kinds = [CLASS["he"]] if sex == "m" else [CLASS["she"]] if sex == "f" else PERSONAL
    acting = np.isin(table["role"], [ROLE[name] for name in SUBJECTS])
    opening = np.array([node.first == 0 for node in table.nodes], dtype=bool)
    free = np.isin(table["class"], kinds) & (acting | opening)
    free |= np.array([_is_plain(node, sex) for node in table.nodes], dtype=bool)
    free &= ~spoken & ~_rivalled(table, root)
    free[: np.flatnonzero(table["chain"] == root)[0] + 1] = False
    return np.flatnonzero(free)


def _is_plain(node: Node, sex: str) -> bool:
    """ "The boy", "the young woman": no more than a pronoun says."""
    said = PLAIN.get(node.head.lemma.lower())
    words = [t.lower for t in node.tokens]
    bare = words[:1] == ["the"] and all(w in ("the", "young", "old") for w in words[:-1])
    behind = node.head.having("prep", "relcl", "acl", "appos")
    return said is not None and sex in (said, "") and node.head.tag == "NN" and bare and not behind


def _told_most(kinds: Ints) -> str:
    """ "m" or "f" where nearly all pronouns of a life are "he" or "she"; else ""."""
    he, she = (int((kinds == kind).sum()) for kind in PERSONAL)
    return "m" if he > MOST * she else "f" if she > MOST * he else ""


def _rivalled(table: Table, root: int) -> NDArray[np.bool_]:
    """Where somebody else who may be meant is the subject of this sentence, or of the last."""
    person = np.isin(table["class"], PEOPLE)
    acting = person & np.isin(table["role"], [ROLE[name] for name in SUBJECTS])
    sentence, place, gender = table["sentence"], table["position"], table["gender"]
    found = np.zeros(table.size, dtype=bool)
    for n in np.flatnonzero(acting & (table["chain"] != root)).tolist():
        steps = sentence - sentence[n]
        other = (gender > 0) & (gender[n] > 0) & (gender != gender[n])
        found |= ~other & ((steps == 1) | ((steps == 0) & (place > place[n])))
    return found
