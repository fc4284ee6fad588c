"""Patterns of claims: which claims state a relation, and which part of a claim is which end.

| pattern                         | claim                                    | from → to      |
|---------------------------------|------------------------------------------|----------------|
| `work for`                      | (Ann, work for, Orbis)                   | Ann → Orbis    |
| `employ (object, subject)`      | (Orbis, employ, Ann)                     | Ann → Orbis    |
| `be member of`                  | (Ann, be former senior member of, Orbis) | Ann → Orbis    |
| `=be director of`               | (Ann, be new director of, Orbis)         | Ann → Orbis    |
| `be * in`                       | (Graz, be second-largest city in, Styria)| Graz → Styria  |
| `found (object, time)`          | (Ann, found, Orbis), in 1971             | Orbis → 1971   |
| `hold degree (subject, from)`   | (Ann, hold, "law degree"), from Yale     | Ann → Yale     |
| `be (subject, people)`          | (Ann, be, "Danish lawyer")               | Ann → Denmark  |
| `be native (subject, inside)`   | (Ann, be, "Graz native")                 | Ann → Graz     |
| `be (subject, role)`            | (Ann, be, "Danish lawyer")               | Ann → "lawyer" |
| `join (subject, object) as`     | (Ann, join, Orbis), as clerk             | Ann → Orbis    |

Behind "be", "become" and "serve as", words before the noun of a pattern do no harm unless they take
it back ("alleged member of") or make another thing of it ("deputy director of"). Behind a `=` only
such words may that leave an office what it is ("former", "new"), not those that narrow it ("finance
director of").
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.model import Claim
from kg.ontology import Relation
from kg.ontology.labels import base_form
from kg.ontology.stated import Pattern, pattern

#: Behind these a noun says what somebody or something is.
BEING = ("be", "become", "remain", "serve as", "act as", "work as")
#: In front of a noun these make another thing of it, or leave open whether it is one.
UNLIKE = frozenset(
    "vice deputy assistant associate acting interim would-be alleged supposed self-styled fake"
    " self-proclaimed false potential possible prospective aspiring honorary step foster fictional"
    " virtual rumored rumoured presumptive future so-called nominal pretended purported accused"
    " suspected likely non-member ex-officio unofficial shadow anti pro student junior".split()
)
#: Words before an office that make it no other one.
ORDINARY = frozenset(
    "former new current present then first second third last next founding outgoing incoming"
    " longtime long-time longest-serving late old young previously formerly once lately"
    " latterly".split()
)
#: Beginning, going on or ending to do something, one does it.
PHASES = frozenset(("begin", "start", "continue", "resume", "keep", "stop"))
_PERCENT = re.compile(r"\d\s?%|\d\sper\s?cent\b|\bper cent of\b", re.IGNORECASE)
_NOUN_END = re.compile(r" (?:of|in|for|from|at|to|on|with|by|who|that|which|and)\b|[,(]")


@dataclass(frozen=True, slots=True)
class Match:
    """A relation that a claim may state, and by which pattern."""

    relation: Relation
    pattern: Pattern


class Table:
    """The patterns of all relations, by what they look for."""

    def __init__(self, relations: Iterable[Relation]) -> None:
        self._exact: dict[str, list[Match]] = {}
        self._any: dict[tuple[str, str], list[Match]] = {}
        for relation in relations:
            for text in relation.stated_by or spoken(relation):
                made = pattern(text)
                first, star, last = made.words.partition(" * ")
                match = Match(relation, made)
                if star:
                    self._any.setdefault((first, last), []).append(match)
                else:
                    self._exact.setdefault(made.words, []).append(match)

    def of(self, claim: Claim) -> Iterator[Match]:
        """What a claim may state, by its predicate and by the noun that is its object."""
        seen: set[tuple[str, str, str]] = set()
        for match in self._found(claim):
            place = (match.relation.iri, match.pattern.start, match.pattern.end)
            if place not in seen:
                seen.add(place)
                yield match

    def _found(self, claim: Claim) -> Iterator[Match]:
        lemma = claim.predicate.lemma.lower()
        done = claim.rule.startswith("passive")  # "is made in Graz": it need not be there
        found = self._said(lemma)
        yield from (match for match in found if not (done and "*" in match.pattern.words))
        first, _, rest = lemma.partition(" ")
        if first in PHASES and rest:
            yield from self._said(rest)
        if claim.object is not None and _PERCENT.search(claim.object.label):
            yield from self._said(f"{lemma} share")  # "owns 62% of Orbis"
        if claim.object is not None and claim.object.entity is not None:
            # "holds a law degree": not what ends at the degree itself
            for match in self._said(f"{lemma} {head(claim.object.label)}"):
                if "object" not in (match.pattern.start, match.pattern.end):
                    yield match

    def _said(self, lemma: str) -> Iterator[Match]:
        yield from self._exact.get(lemma, ())
        for begin in BEING:
            if lemma.startswith(f"{begin} "):
                yield from self._being(begin, lemma[len(begin) + 1 :].split(" "))
        words = lemma.split(" ")
        if not lemma.startswith("be ") and len(words) > 2:  # "hold law degree"
            yield from self._exact.get(f"{words[0]} {words[-1]}", ())

    def _being(self, begin: str, words: list[str]) -> Iterator[Match]:
        for at in range(len(words)):
            if not UNLIKE.isdisjoint(words[:at]) or (at and at + 1 == len(words)):
                break  # "be made in": it was made there, and is not said to be
            same = ORDINARY.issuperset(words[:at])
            for verb in dict.fromkeys((begin, "be")):
                found = self._exact.get(f"{verb} {' '.join(words[at:])}", ())
                yield from (match for match in found if same or not match.pattern.alone)
        participle = len(words) > 1 and words[-2].endswith("ed")  # "be headquartered in"
        if len(words) > 1 and UNLIKE.isdisjoint(words) and not participle:
            yield from self._any.get((begin, words[-1]), ())


def head(label: str) -> str:
    """The noun of a phrase with the words before it, in small letters.

    >>> head("Masters Degree in Electrical Engineering")
    'masters degree'
    """
    end = _NOUN_END.search(label)
    return (label[: end.start()] if end else label).strip().lower()


def spoken(relation: Relation) -> Iterator[str]:
    """The patterns that the label and the aliases of a relation give.

    "works for" is a verb; "founder" names the end of a relation, "member of" its beginning;
    "located in" is said with "be".

    >>> list(spoken(Relation(iri="x:a", label="founder")))
    ['be founder of (object, subject)', 'founder']
    """
    for name in dict.fromkeys((relation.label, *relation.aliases)):
        words = re.sub(r"[^\w\s-]", " ", name.lower()).split()
        if not words or len(words) > 6:
            continue
        said = " ".join(words)
        if words[-1] in ("of", "in", "for", "at", "to", "from", "with", "on", "by", "after"):
            yield from _behind(words)
        else:
            yield f"be {said} of (object, subject)"
        yield from (" ".join([verb, *words[1:]]) for verb in _lemmas(words[0]))


def _behind(words: list[str]) -> Iterator[str]:
    """ "member of", "located in", "founded by"."""
    said = " ".join(words)
    yield f"be {said}"
    if words[-1] == "by" and words[0].endswith("ed"):
        for verb in (words[0][:-2], words[0][:-1]):
            yield f"{verb} (object, subject)"


def _lemmas(verb: str) -> Iterator[str]:
    """ "works" and what "founded" and "invited" may be of; a noun stays as it is."""
    yield base_form(verb)
    if verb.endswith("ed") and len(verb) > 4:
        yield from (verb[:-2], verb[:-1])
