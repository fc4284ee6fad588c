"""What the lines of a text say by where they stand: mails, chats, minutes, tables, bylines.

`find_layout` is a pure function of the text. Its `owned` stretches become blocks of their own, its
`hidden` ones none, and the claims that it makes are those of `kg.record.claims.lines`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from kg.english.lexicon import is_post
from kg.parse.structure.block import Block, BlockKind, Stretch, make_block
from kg.parse.structure.chat import Line, Minutes, Turn, find_minutes, find_turns, lines_of
from kg.parse.structure.mail import Message, find_messages, partings, subject_of
from kg.parse.structure.tables import Row, find_rows
from kg.read import front_matter
from kg.read.dates import written_date

_NAME = r"(?:[A-Z][\w'’.-]*|(?:de|da|van|von|der|den|la|al|bin)(?= ))"
_NAMES = rf"{_NAME}(?: {_NAME}){{1,3}}"
_BYLINE = re.compile(
    rf"(?:[*_]{{0,2}})(?:[Bb]y|BY|Written by|Words by|Reporting by|Text by|Author:|Story by):? "
    rf"(?P<names>{_NAMES}(?:(?:, | and | & ){_NAMES}){{0,3}})"
    r"(?: in [A-Z][\w'-]+)?(?P<rest>(?:\s*[,|·–—-]\s*[^\n]{1,70})?)[*_]{0,2}$"
)
_FENCED = re.compile(r"(?ms)^ {0,3}(```++|~~~++)[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)")
_NAME_ALONE = re.compile(rf"(?<![\w'’.-]){_NAMES}")
#: Two to five words with capitals, a number behind them perhaps: no cell that says something else.
_NAME_LIKE = re.compile(rf"{_NAME}(?: (?:{_NAME}|of|and|&)){{0,3}} (?:{_NAME}|\d{{1,4}})")
_PUBLISHED = re.compile(
    r"(?:(?:First )?[Pp]ublished|Posted)\b|[^a-z]{0,12}[A-Z]?[a-z]{2,8}\W?[^a-z]*$"
)
_NO_AUTHORS = frozenset(
    "january february march april may june july august september october november december monday "
    "tuesday wednesday thursday friday saturday sunday our staff the a an".split()
)


NONE = Minutes()


@dataclass(frozen=True, slots=True, kw_only=True)
class Byline:
    """Who wrote the text below a title, and when."""

    names: tuple[Stretch, ...]
    label: Stretch
    line: Stretch
    title: Stretch
    dated: Stretch | None = None
    sent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """What stands on lines of their own in one text; see the classes of each."""

    messages: tuple[Message, ...] = ()
    turns: tuple[Turn, ...] = ()
    minutes: Minutes = NONE
    rows: tuple[Row, ...] = ()
    bylines: tuple[Byline, ...] = ()
    owned: tuple[tuple[BlockKind, Stretch], ...] = ()
    hidden: tuple[Stretch, ...] = ()

    def dated(self, at: int) -> str | None:
        """The day that relative dates at a place count from, where it is not the document's."""
        for message in reversed(self.messages):
            if message.sent and any(start <= at < end for start, end in message.bodies):
                return message.sent
        turn = bisect_left(self.turns, at + 1, key=lambda one: one.label[0]) - 1
        return self.turns[turn].sent if turn >= 0 else self.minutes.held


@lru_cache(maxsize=4)
def find_layout(text: str) -> Layout:
    """The layout of a text; one without any is empty. Code and front matter have none."""
    text = _prose(text)
    messages = find_messages(text)
    turns = () if messages else find_turns(text)
    minutes = NONE if messages or turns else find_minutes(text)
    rows = find_rows(text)
    taken = [*(m.header for m in messages), *(t.label for t in turns), *minutes.lines]
    taken += [stretch for message in messages for stretch in message.silent]
    taken.sort()
    rows = tuple(row for row in rows if _is_free(row.lines, taken))
    lists = sorted(row.lines for row in rows)
    bylines = tuple(byline for byline in _bylines(text) if _is_free(byline.line, lists))
    owned = [*_of_messages(text, messages), *_of_turns(turns), *_of_minutes(text, minutes),
             *_of_rows(text, rows)]  # fmt: skip
    owned += [("address", name) for byline in bylines for name in byline.names]
    hidden = [*(m.header for m in messages), *(s for m in messages for s in m.silent)]
    hidden += partings(text) if messages else []
    hidden += [s for t in turns for s in (t.label, t.body)]
    hidden += [*minutes.lines, *(row.lines for row in rows)]
    hidden += [row.header for row in rows if row.header is not None]
    hidden += [row.thing for row in rows]
    hidden += [byline.line for byline in bylines]
    return Layout(
        messages=messages, turns=turns, minutes=minutes, rows=rows, bylines=bylines,
        owned=tuple(_apart(owned)), hidden=tuple(hidden),
    )  # fmt: skip


def _prose(text: str) -> str:
    """The text with blanks for code between fences and for front matter."""
    _, start = front_matter(text)
    fenced = [found.span() for found in _FENCED.finditer(text, start)]
    return _blanked(text, [(0, start), *fenced])


def masked(text: str, layout: Layout) -> str:
    """The text with blanks where the layout owns it; all offsets stay."""
    return _blanked(text, layout.hidden)


def _blanked(text: str, stretches: Sequence[Stretch]) -> str:
    pieces, at = [], 0
    for start, end in sorted(stretches):
        start = max(start, at)
        if start < end:
            pieces += [text[at:start], re.sub(r"[^\r\n]", " ", text[start:end])]
            at = end
    return "".join([*pieces, text[at:]])


def owned_blocks(text: str, layout: Layout) -> Iterator[Block]:
    """The blocks that the layout makes."""
    for kind, stretch in layout.owned:
        if block := make_block(kind, text, [stretch]):
            yield block


def _is_free(stretch: Stretch, taken: Sequence[Stretch]) -> bool:
    """Whether a stretch meets none of those taken, which are sorted and apart."""
    at = bisect_left(taken, stretch[1], key=lambda one: one[0])
    return at == 0 or taken[at - 1][1] <= stretch[0]


def _apart(owned: Sequence[tuple[BlockKind, Stretch]]) -> Iterator[tuple[BlockKind, Stretch]]:
    """In text order, without what overlaps something before it."""
    end = -1
    for kind, stretch in sorted(owned, key=lambda one: one[1]):
        if stretch[0] >= end and stretch[0] < stretch[1]:
            yield kind, stretch
            end = stretch[1]


def _of_messages(text: str, messages: Sequence[Message]) -> Iterator[tuple[BlockKind, Stretch]]:
    for message in messages:
        if message.sender:
            yield "address", message.sender
        yield from (("address", person) for person, _ in (*message.receivers, *message.copied))
        if message.subject:
            yield "heading", subject_of(text, message.subject)


def _of_turns(turns: Sequence[Turn]) -> Iterator[tuple[BlockKind, Stretch]]:
    for turn in turns:
        yield "speaker", turn.name
        yield "paragraph", turn.body


def _of_minutes(text: str, minutes: Minutes) -> Iterator[tuple[BlockKind, Stretch]]:
    for attendee in minutes.attendees:
        yield "address", attendee.name
        if attendee.role and attendee.role != attendee.label:
            yield "cell", attendee.role
    for action in minutes.actions:
        for who in action.who:
            role = is_post(text[slice(*who)].casefold().split()[-1])
            yield "cell" if role else "address", who
        yield "paragraph", action.task


def _of_rows(text: str, rows: Sequence[Row]) -> Iterator[tuple[BlockKind, Stretch]]:
    for row in rows:
        for part in row.parts:
            yield "name" if _NAME_LIKE.fullmatch(text, *part) else "cell", part


def _bylines(text: str) -> Iterator[Byline]:
    """The line "By Jane Roe, 3 May 2021" right below a title, near the beginning."""
    lines = [line for line in lines_of(text[:5000]) if line[2]][:6]
    for number, (before, line) in enumerate(pairwise(lines), start=2):
        found = _BYLINE.match(line[2])
        above = before
        if _is_day(above[2]) and number > 2:
            before = lines[number - 3]  # the day stands between a title and who wrote it
        if found is None or not _is_title(before):
            continue
        names = list(_NAME_ALONE.finditer(found["names"]))
        words = {w.casefold().strip(".,") for m in names for w in m[0].split()}
        if not names or words & _NO_AUTHORS:
            continue
        start = line[0]
        base = start + found.start("names")
        sent = written_date(found["rest"])
        dated = (start + found.start("rest"), start + found.end("rest")) if sent else None
        below = lines[number] if number < len(lines) else None
        for beside in (above, below) if sent is None else ():
            if beside is not None and (_is_day(beside[2]) or _PUBLISHED.match(beside[2])):
                sent, dated = written_date(beside[2]), beside[:2]
        mark = re.match(r"#{1,6}\s+|\*{1,2}", before[2])
        yield Byline(
            names=tuple((base + m.start(), base + m.end()) for m in names),
            label=(start, start + found.start("names")),
            line=(start, line[1]),
            title=(before[0] + (mark.end() if mark else 0), before[1]),
            dated=dated,
            sent=sent,
        )
        return


def _is_day(text: str) -> bool:
    """A line that is a date and no more: "Friday 8 November 2024"."""
    return len(text.split()) <= 5 and written_date(text) is not None


def _is_title(line: Line) -> bool:
    text = line[2].lstrip("#* ")
    return len(text) < 150 and text[:1].isupper() and text[-1:] not in ".,;:" and " " in text
