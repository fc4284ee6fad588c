"""No pattern takes longer than in proportion to the text, whatever the text is."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from pumping import Use, apply, attacks, seconds, unseen, uses

from kg.model import Document
from kg.parse.structure import find_blocks
from kg.read import read_inputs

#: Characters of an attack, and how many times as many the longer one has.
SIZE, FACTOR = 2_000, 4
#: What is faster needs no second look: at this size a square would take longer.
QUICK = 0.001
#: What is given a few characters only must be as quick as this.
MOST = 0.03
#: Four times the text takes four times as long, a square sixteen times.
GROWTH = 8

#: How the patterns of tables are applied, where the name of the table does not show it.
APPLIED = {
    "kg.parse.structure.boilerplate:_SHAPES": {"match"},
    "kg.parse.structure.chat:_SAID": {"match"},
    "kg.english.times:RULES": {"match"},
}
#: Patterns that are given no more than so many characters, and where that is seen to.
SHORT = {
    "kg.record.claims.nominal.lives:BIRTH": 200,  # `LONGEST`
    "kg.record.claims.nominal.lives:DEATH": 200,
    "kg.record.claims.nominal.lives:SPAN": 200,
    "kg.parse.structure.boilerplate:_SHAPES": 300,  # `_LONGEST`
    "kg.english.times:_MODIFIER": 80,  # `_REACH`
}
#: Functions that make a pattern from what they are given: from names of the source itself, or from
#: one word of a file, taken as it stands.
MADE_FROM_NAMES = {
    "kg.export.files:__init__",
    "kg.ontology.short:_patterns",
    "kg.ask.query.engines:_place_of",
    "kg.ask.query.questions:_line_of",
    "kg.ask.query.questions:_refuse_updates",
    "kg.ask.query.questions:without_comments",
    "kg.parse.structure.markdown:find",
    "kg.english.times.readers:_compiled",
    "kg.english.times:datatype",
}


#: Of the attacks that are not quick, so many are looked at again, the slowest ones.
WORST = 4


def slow(use: Use, method: str) -> str:
    """The attack under which a pattern takes more than its share; empty where none does."""
    size = SHORT.get(use.name, SIZE)
    taken: list[tuple[float, int]] = []
    for number, text in enumerate(attacks(use.pattern, size)):
        time = taking(use.pattern, method, text, limit=0.1)
        if time > QUICK:
            taken.append((time, number))
        if time == float("inf") or len(taken) > 10 * WORST:
            break
    for _, number in sorted(taken, reverse=True)[:WORST]:
        if grows(use.pattern, method, number, size=size):
            text = next(islice(attacks(use.pattern, size), number, None))
            return f"{use.name} ({method}): {text[:60]!r} ... {text[-3:]!r}"
    return ""


def grows(pattern: re.Pattern[Any], method: str, number: int, *, size: int) -> bool:
    """Whether one attack grows faster than its length, each time that both lengths are tried.

    One time of five is enough for what grows no faster: a busy machine may be slow at any moment.
    What is given no more than `size` characters must only be quick at that size.
    """
    short, long = (
        next(islice(attacks(pattern, length), number, None)) for length in (size, FACTOR * size)
    )
    for _ in range(5):
        before = taking(pattern, method, short, limit=0.3)
        if before < QUICK or size < SIZE:
            grown = before > MOST
        else:
            limit = min(2 * GROWTH * before, 3)
            grown = before > 0.3 or taking(pattern, method, long, limit=limit) > GROWTH * before
        if not grown:
            return False
    return True


def taking(pattern: re.Pattern[Any], method: str, text: Any, *, limit: float) -> float:
    return seconds(lambda: apply(pattern, method, text), limit=limit)


def test_no_pattern_is_worse_than_linear() -> None:
    found = []
    for use in uses():
        methods = APPLIED.get(use.name, use.methods)
        plain = {m if m in ("match", "fullmatch") else "search" for m in methods}
        found += [line for method in sorted(plain) if (line := slow(use, method))]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("pattern", [r"\s*,?\s*x", r"(?:a|[a-z])+!", r"<v(?:\.[\w.-]+)*>", r"\w+@"])
def test_a_pattern_that_blows_up_is_found(pattern: str) -> None:
    use = Use("made up", re.compile(pattern), frozenset({"search"}))
    assert slow(use, "search")


def test_every_pattern_is_seen() -> None:
    assert unseen() == MADE_FROM_NAMES
    assert SHORT.keys() | APPLIED.keys() <= {use.name for use in uses()}


CUE = "1\n00:00:01,000 --> 00:00:02,000\n{}\n\n2\n00:00:03,000 --> 00:00:04,000\nAda slept.\n"
#: Files that once took hours: a name, what it holds, and a stretch of what is read in it.
HUNG = {
    "front matter without an end": ("a.txt", "---\r\n" + "a: b\r\n" * 150 + "Ada slept."),
    "front matter closed by dots": ("a.txt", "---\n" + "a: b\r\n" * 40 + "...\nAda slept."),
    "comments": ("a.html", "<!--a-->" * 400 + "<html><body><p>Ada slept.</p></body></html>"),
    "comments in a text": ("a.txt", "<!--a-->" * 200 + " Ada slept."),
    "voices": ("a.vtt", "WEBVTT\n\n" + CUE.replace(",", ".").format("<v" + ".a" * 100)),
    "a heading": ("a.md", "# a" + " " * 3_000 + "b\n\nAda slept."),
    "blanks in front": ("a.txt", " " * 8_000 + "Ada slept."),
    "sharps": ("a.srt", CUE.format("#" * 20_000 + "x")),
    "a published line": ("a.txt", "Published " + "am " * 80 + "!\n\nAda slept."),
    "fields of a mail without an end": ("a.txt", "Ada slept.\n\n" + "From: a@b.c\n" * 20_000),
}


@pytest.mark.parametrize("name, text", HUNG.values(), ids=HUNG)
def test_what_once_hung_is_read(name: str, text: str, write: Callable[..., Path]) -> None:
    found: list[Document] = []

    def read() -> None:
        items = read_inputs([str(write(name, text))], notes=[])
        found.extend(item for item in items if isinstance(item, Document))
        for document in found:
            find_blocks(document)

    assert seconds(read, limit=10) < 10
    assert "Ada slept." in found[0].text
