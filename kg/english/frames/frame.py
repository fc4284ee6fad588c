"""What a frame says, and how the tables write one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Outcome = Literal[
    "holds", "fails", "given", "possible", "planned", "desired", "required", "doubted", "barred",
    "abstain",
]  # fmt: skip
Part = Literal["verb", "adjective", "noun"]
#: Who does what the clause below tells, where it has no subject of its own: "agent" is the
#: governor's subject, and of a passive the one behind "by".
Doer = Literal["subject", "object", "agent", "nobody"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What a clause below certain words in a certain form comes to.

    `said` and `denied` are outcomes for the governor as said and under a negation; `says` marks
    that the governor's subject (of a passive: its agent; of a noun: its owner) is who says so.
    `first` is the first of the words, by which the frame is called. `example` is a sentence,
    `gives` the claim of the lower clause: "subject | verb | object" and, where it is not plain
    fact, "; " and what differs.
    """

    part: Part
    links: tuple[str, ...]
    first: str
    words: frozenset[str]
    said: Outcome
    denied: Outcome
    doer: Doer = "subject"
    says: bool = False
    example: str = ""
    gives: str = ""

    @property
    def name(self) -> str:
        """A name that tells frames apart: "fail to: fails", by the first word of its list."""
        kind = "" if self.part == "verb" else f" ({self.part})"
        return f"{self.first}{kind} {self.links[0]}: {self.said}"


def of_verbs(
    links: str, words: str, said: Outcome, denied: Outcome, doer: Doer = "subject",
    *, says: bool = False, example: str, gives: str,
) -> Frame:  # fmt: skip
    return _frame("verb", links, words, said, denied, doer, says, example, gives)


def of_adjectives(
    links: str, words: str, said: Outcome, denied: Outcome, doer: Doer = "subject",
    *, says: bool = False, example: str, gives: str,
) -> Frame:  # fmt: skip
    return _frame("adjective", links, words, said, denied, doer, says, example, gives)


def of_nouns(
    links: str, words: str, said: Outcome, denied: Outcome, doer: Doer = "subject",
    *, says: bool = False, example: str, gives: str,
) -> Frame:  # fmt: skip
    return _frame("noun", links, words, said, denied, doer, says, example, gives)


def _frame(
    part: Part, links: str, words: str, said: Outcome, denied: Outcome, doer: Doer, says: bool,
    example: str, gives: str,
) -> Frame:  # fmt: skip
    return Frame(
        part=part, links=tuple(links.split()), first=words.split()[0],
        words=frozenset(words.split()), said=said, denied=denied, doer=doer, says=says,
        example=example, gives=gives,
    )  # fmt: skip
