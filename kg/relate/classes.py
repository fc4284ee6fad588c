"""The open predicates in some fifty coarse classes: "found", "co-found" and "be author of" MAKE.

The classes are kg's own; their words are in `kg/data/predicates.tsv`: verbs, and whole predicates
that say something else than their verb ("lead to"). A passive with "by" is of the class of its verb
the other way round.

| predicate              | class   | predicate     | class        |
|------------------------|---------|---------------|--------------|
| build                  | MAKE    | be built by   | MAKE, turned |
| lead                   | LEAD    | lead to       | CAUSE        |
| play important role in | HELP    | be brother of | FAMILY       |
| be lawyer at           | WORK    | be city in    | LOCATED      |
| be known as            | IS      | be large      | IS           |
| dawdle                 | DO      | in            | LOCATED      |
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources

from kg.english.nouns import is_kin, is_person
from kg.lexicon import PLACE_NOUNS, PREPOSITIONS
from kg.relate.tree import above

#: The class of what no word of the table is in.
OTHER = "DO"
#: Behind these a noun, an adjective or a participle says what somebody or something is.
_BEING = frozenset(("be", "become", "remain", "get", "stay"))
#: Verbs whose participles are not made by rule.
_IRREGULAR = dict(
    pair.split("/")
    for pair in (
        "build/built make/made find/found hold/held lead/led tell/told say/said teach/taught"
        " buy/bought sell/sold bring/brought send/sent spend/spent win/won lose/lost keep/kept"
        " leave/left meet/met pay/paid read/read hit/hit put/put set/set cut/cut write/written"
        " give/given take/taken see/seen know/known draw/drawn drive/driven steal/stolen"
        " break/broken choose/chosen eat/eaten fall/fallen wear/worn bear/borne sing/sung"
        " sink/sunk begin/begun strike/struck shoot/shot catch/caught think/thought grow/grown"
        " throw/thrown show/shown understand/understood lay/laid feed/fed bind/bound run/run"
        " beat/beaten forbid/forbidden forgive/forgiven overthrow/overthrown sew/sewn weave/woven"
        " hear/heard feel/felt lend/lent hang/hung sweep/swept rewrite/rewritten"
    ).split()
)


@dataclass(frozen=True, slots=True)
class Coarse:
    """A class of predicates; `turned` where the object of the text is who does it ("by")."""

    name: str
    turned: bool = False


@lru_cache(maxsize=65_536)
def coarse(lemma: str) -> Coarse:
    """The class of an open predicate.

    >>> coarse("lead to"), coarse("be founded by")
    (Coarse(name='CAUSE', turned=False), Coarse(name='MAKE', turned=True))
    """
    table = classes()
    name = next((table.phrases[step] for step in _steps(lemma) if step in table.phrases), "")
    words = lemma.split()
    if not name and len(words) > 1 and words[0] in _BEING:
        return _being(words[1:])
    if not name and words:
        name = table.verbs.get(words[0], table.phrases.get(words[-1], OTHER))
        name = table.verbs.get(words[0].rpartition("-")[2], name) if name == OTHER else name
    return Coarse(name or OTHER)


def _steps(lemma: str) -> Iterator[str]:
    """A predicate, and those above it that say what it is with its preposition."""
    yield lemma
    words = lemma.split()
    if len(words) > 3:
        yield " ".join((words[0], *words[-2:]))  # "play great role in"
    while " " in (lemma := above(lemma)):
        yield lemma


def _being(rest: list[str]) -> Coarse:
    """What stands behind "be": "founded by", "capital of", "large"."""
    table = classes()
    verb = table.participles.get(rest[0])
    if verb is not None and (len(rest) == 1 or rest[-1] in PREPOSITIONS):
        return Coarse(verb, turned=rest[-1] == "by")
    noun = rest[-2] if len(rest) > 1 and rest[-1] in PREPOSITIONS else ""
    if is_kin(noun):
        return Coarse("FAMILY")
    if noun in PLACE_NOUNS:
        return Coarse("LOCATED")
    return Coarse("WORK" if noun and is_person(noun) else "IS")


@dataclass(frozen=True, slots=True)
class Table:
    """Labels by class; classes by verb, by the participle of a verb, by whole predicate."""

    labels: dict[str, str]
    examples: dict[str, str]
    verbs: dict[str, str]
    participles: dict[str, str]
    phrases: dict[str, str]


@lru_cache(maxsize=1)
def classes() -> Table:
    """The table of `kg/data/predicates.tsv`."""
    text = (resources.files("kg") / "data" / "predicates.tsv").read_text("utf-8")
    rows = list(csv.DictReader(text.splitlines(), delimiter="\t"))
    verbs = {verb: row["class"] for row in rows for verb in row["verbs"].split()}
    return Table(
        labels={**{row["class"]: row["label"] for row in rows}, OTHER: "does"},
        examples={row["class"]: row["example"] for row in rows},
        verbs=verbs,
        participles={made: name for verb, name in verbs.items() for made in _participles(verb)},
        phrases={p.strip(): row["class"] for row in rows for p in row["phrases"].split(";") if p},
    )


def _participles(verb: str) -> Iterator[str]:
    if verb in _IRREGULAR:
        yield _IRREGULAR[verb]
    elif verb.endswith("e"):
        yield f"{verb}d"
    elif verb.endswith("y") and verb[-2:-1] not in "aeiou":
        yield f"{verb[:-1]}ied"
    else:
        yield f"{verb}ed"
        yield f"{verb}{verb[-1]}ed"


def counted(lemmas: Iterable[str]) -> list[tuple[str, str, int]]:
    """The classes of predicates, the commonest first: name, label, how many predicates."""
    found = Counter(coarse(lemma).name for lemma in lemmas)
    labels = classes().labels
    return sorted(
        ((name, labels[name], count) for name, count in found.items()),
        key=lambda row: (-row[2], row[0]),
    )
