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

from kg.english.lemmas import participles
from kg.english.lexicon import PLACE_NOUNS, PREPOSITIONS
from kg.english.nouns import is_kin, is_person
from kg.relate.passives import BEING, is_passive
from kg.relate.tree import above

#: The class of what no word of the table is in.
OTHER = "DO"


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
    if not name and len(words) > 1 and words[0] in BEING:
        return _being(words[1:], passive=is_passive(lemma))
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


def _being(rest: list[str], *, passive: bool) -> Coarse:
    """What stands behind "be": "founded by", "capital of", "large"."""
    verb = classes().participles.get(rest[0].rpartition("-")[2], OTHER) if passive else OTHER
    turned = passive and rest[-1] == "by"
    if turned or verb != OTHER:
        return Coarse(verb, turned=turned)
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
        participles={made: name for verb, name in verbs.items() for made in participles(verb)},
        phrases={p.strip(): row["class"] for row in rows for p in row["phrases"].split(";") if p},
    )


def counted(lemmas: Iterable[str]) -> list[tuple[str, str, int]]:
    """The classes of predicates, the commonest first: name, label, how many predicates."""
    found = Counter(coarse(lemma).name for lemma in lemmas)
    labels = classes().labels
    return sorted(
        ((name, labels[name], count) for name, count in found.items()),
        key=lambda row: (-row[2], row[0]),
    )
