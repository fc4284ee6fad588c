"""What becomes of a clause below a word: one table, governor x link.

"Kim managed to sell the boat" says that it was sold, "failed to sell" that it was not, "was accused
of selling" leaves it open. A `Frame` says this for a set of governing words and one *link*, the
form in which the clause hangs on its governor:

| link       | example                             | link      | example                         |
|------------|-------------------------------------|-----------|---------------------------------|
| `that`     | said (that) Kim left                | `ing`     | began selling boats             |
| `should`   | asked that Kim leave (subjunctive)  | `np-ing`  | saw Kim leaving                 |
| `to`       | managed to leave                    | `of-ing`  | accused Kim of leaving          |
| `np-to`    | forced Kim to leave                 | `for-ing` | (any preposition)               |
| `bare`     | helped build it                     | `small`   | considers Kim guilty            |
| `np-bare`  | let Kim leave                       | `as`      | described Kim as guilty         |

Each frame has an outcome for the governor said and one for the governor denied:

| outcome    | the clause below                                                                 |
|------------|----------------------------------------------------------------------------------|
| `holds`    | is so, as surely as the governor is: keeps its modality                           |
| `fails`    | is not so, as surely as the governor is                                           |
| `given`    | is so whatever becomes of the governor (a presupposition)                         |
| `possible` | is put under this modality, as under `planned`, `desired` and `required`; a      |
|            | denial of the governor goes down with it                                         |
| `doubted`  | is possible at most, and held to be false                                         |
| `barred`   | must not be                                                                       |
| `abstain`  | is left open: no claim is made of it                                              |

The classes follow the literature on implicatives, factives and factuality: Kiparsky and Kiparsky,
"Fact" (1970); Karttunen, "Implicative verbs" (1971); Nairn, Condoravdi and Karttunen, "Computing
relative polarity for textual inference" (2006); Saurí and Pustejovsky, "FactBank" (2009); Lotan,
Stern and Dagan, "TruthTeller" (2013). What no frame knows has the outcome that `UNKNOWN` gives its
link, mostly `abstain`.

Each frame carries an example and what it says of the clause below; a test reads them all.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from kg.english.frames.adjectives import ADJECTIVES
from kg.english.frames.frame import Doer, Frame, Outcome, Part
from kg.english.frames.nouns import NOUNS
from kg.english.frames.verbs import VERBS

__all__ = [
    "FRAMES",
    "OFF",
    "SPOKEN",
    "UNKNOWN",
    "Doer",
    "Frame",
    "Outcome",
    "Part",
    "doubles",
    "frame_of",
    "unknown",
]

#: What becomes of a clause that hangs on an unknown word: by part of speech and link.
UNKNOWN: dict[tuple[Part, str], Outcome] = {
    ("verb", "that"): "possible",  # "texted that ...": somebody says so
    ("verb", "should"): "desired",
    ("verb", "to"): "desired",  # an aim: "ran to catch the bus"
    ("verb", "by-ing"): "holds",
    ("verb", "after-ing"): "holds",
    ("verb", "since-ing"): "holds",
    ("verb", "upon-ing"): "holds",
    ("verb", "while-ing"): "holds",
    ("verb", "when-ing"): "holds",
    ("verb", "despite-ing"): "holds",
    ("verb", "besides-ing"): "holds",
    ("verb", "through-ing"): "holds",
    ("verb", "without-ing"): "fails",
}
#: Links whose clause, below an unknown verb, is said by the verb's subject.
SPOKEN = frozenset({"that", "should"})

FRAMES: tuple[Frame, ...] = (*VERBS, *ADJECTIVES, *NOUNS)


@lru_cache(maxsize=1)
def _table() -> dict[tuple[Part, str, str], Frame]:
    """(part of speech, word, link) → its frame."""
    table: dict[tuple[Part, str, str], Frame] = {}
    for frame in FRAMES:
        for link in frame.links:
            for word in frame.words:
                table.setdefault((frame.part, word, link), frame)
    return table


#: Frames that are switched off, by name: for tests that ask what each of them does.
OFF: set[str] = set()


def frame_of(part: Part, word: str, link: str) -> Frame | None:
    """The frame of a governing word (a lemma) and a link; None where no frame knows the pair.

    Example::

        frame_of("verb", "fail", "to").said  # "fails"
    """
    frame = _table().get((part, word, link))
    return None if frame is None or frame.name in OFF else frame


def unknown(part: Part, link: str) -> Outcome:
    """What becomes of the clause below a word that no frame knows."""
    return UNKNOWN.get((part, link), "abstain")


def doubles() -> Iterator[tuple[Part, str, str]]:
    """(part, word, link) that more than one frame claims: there should be none."""
    seen: set[tuple[Part, str, str]] = set()
    for frame in FRAMES:
        for link in frame.links:
            for word in sorted(frame.words):
                key = (frame.part, word, link)
                if key in seen:
                    yield key
                seen.add(key)
