"""Plain text → blocks, by the form of its lines.

    text  →  groups of lines between blank lines  →  units (kind, lines)  →  blocks

The hard question is whether a line break inside a group is a soft wrap of running text or the end
of a line that stands alone (headline lists, addresses, verse, one sentence per line). The answer
is read off the right margin: a wrapped line is one that the next word would not have fitted on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from kg.english.hyphens import Words, is_broken
from kg.parse.structure.block import Block, BlockKind, Stretch, drop_empty, make_block
from kg.parse.structure.furniture import join_pages


class Line(NamedTuple):
    """A line without the white space around it; `indent` counts what stood before it.

    `ruled` says that a line of mere `-` or `=` stands below it.
    """

    start: int
    end: int
    text: str
    indent: int
    ruled: bool = False

    @property
    def right(self) -> int:
        return self.indent + len(self.text)

    def after(self, length: int) -> Line:
        """What follows the first `length` characters, a marker say."""
        rest = self.text[length:].lstrip()
        start = self.end - len(rest)
        return Line(start, self.end, rest, self.indent + start - self.start)


class Unit(NamedTuple):
    """Lines that make one block."""

    kind: BlockKind
    lines: list[Line]


#: A paragraph line this long was not wrapped by a text editor: one line is one paragraph.
_UNWRAPPED = 200
_NARROW = 40
_HEADING_CHARS, _HEADING_WORDS = 120, 16
_LIST_WORDS = 3.5  # a list of words has fewer words a line, running text more

_VISIBLE = re.compile(r"[^\W_]")
_FINAL = re.compile(r"[.!?…。！？]['\"’”»)\]]*(?:\s*\[[\w,–-]+\])*$")
_INNER_END = re.compile(r"[^\W\d_]{4}[.!?][\"'”’)]*\s+[\"'“‘(]?[A-Z]")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:Mr|Mrs|Ms|Dr|Prof|Gen|Sen|Rep|Gov|Lt|Col|St|No|vs|cf|e\.g|i\.e|[A-Z])\.$"
)
_OPEN = "\"'“‘„«([¿¡"
_HANGING = frozenset(
    "a an the of and or nor to in on at by for with from as that which who whose whom is are was "
    "were be been has have had will would can could may might must its his her their our your my "
    "this these those but not into than if when while because between under over about".split()
)
_DOTS = "•‣◦▪▫●○■□►▶➤☐☑☒✓✔"
_BULLET = re.compile(rf"[-*+·–—]\s+|[{_DOTS}]\s*")
_NUMBER = re.compile(
    r"(?:\d{1,3}[.)]|\((?:\d{1,3}|[A-Za-z]|[ivx]{1,5})\)|(?:[A-Za-z]|[ivx]{1,5})\)"
    r"|(?:[a-h]|i{1,3}|iv|vi{1,3}|ix)\.)\s+"
)
_BOX = re.compile(r"\[[ xX✓]\]\s+")
#: The rule below a heading, or below the names of columns; the number of a page.
_RULE = re.compile(r"[-=~_*]{3,}$")
_COLUMNS = re.compile(r"[-=]{2,}(?:\s+[-=]{2,})+$")
_PAGE_NUMBER = re.compile(r"[-–—]\s*\d{1,4}\s*[-–—]$")
_HEADING_NUMBER = re.compile(
    r"(?:\d{1,2}(?:\.\d{1,2})+\.?|\d{1,2}[.)]|[IVX]{1,5}\.|[A-Z]\.(?=\s+[A-Z]{3}))\s+"
    r"(?=[\"'“‘]?[A-Z])(?![MBT]illion|Thousand|Per ?cent)"
)
_HEADING_MARK = re.compile(r"#{1,6}\s+|={2,6}\s*(?=\S.*?={2,6}$)")
_FIELD = re.compile(r"[A-Z][\w /-]{0,24}:\s+\S")
_QUOTED = re.compile(r"(?:>\s?)+")


def plain_blocks(text: str, *, start: int = 0) -> list[Block]:
    """The blocks of `text[start:]`, in order."""
    words = Words(text)
    blocks: list[Block | None] = []
    groups = join_pages(list(_groups(text, start)), text)
    for number, group in enumerate(groups):
        last = number == len(groups) - 1
        numbered = len(group) == 1 and _beside_numbered(groups, number)
        for unit in _units(group, first=number == 0, last=last, numbered=numbered):
            blocks.append(make_block(unit.kind, text, stretches(unit.lines, words)))
    return drop_empty(blocks)


def stretches(lines: Sequence[Line], words: Words) -> list[Stretch]:
    """What to keep of wrapped lines: all of it, one white space for a line break between words."""
    kept: list[Stretch] = []
    for line, following in pairwise(lines):
        if not _hyphenated(line, following):
            _keep(kept, line.start, line.end + 1)
        elif is_broken(line.text, following.text, words, typeset=words.typeset):
            _keep(kept, line.start, line.end - 1)
        else:
            _keep(kept, line.start, line.end)
    _keep(kept, lines[-1].start, lines[-1].end)
    return kept


def _keep(kept: list[Stretch], start: int, end: int) -> None:
    if kept and kept[-1][1] == start:
        start = kept.pop()[0]
    kept.append((start, end))


def _hyphenated(line: Line, following: Line) -> bool:
    """Does a word go on over the line end?"""
    text = line.text
    return text[-1] in "-\u2010\u00ad" and text[-2:-1].isalpha() and following.text[0].isalpha()


# Lines to groups.


def _groups(text: str, start: int) -> Iterator[list[Line]]:
    """Runs of lines without a blank one between them; a line of mere ornament counts as blank."""
    group: list[Line] = []
    at = start
    for raw in (text[start:] if start else text).splitlines(keepends=True):
        bare = raw.strip()
        if bare and _VISIBLE.search(bare) and not _PAGE_NUMBER.match(bare):
            indent = len(raw) - len(raw.lstrip())
            group.append(Line(at + indent, at + indent + len(bare), bare, indent))
        elif group:
            if _RULE.match(bare):
                group[-1] = group[-1]._replace(ruled=True)
            if not _COLUMNS.match(bare):
                yield group
                group = []
        at += len(raw)
        if group and raw[-1] == "\u2029":
            yield group
            group = []
    if group:
        yield group


def _beside_numbered(groups: Sequence[list[Line]], number: int) -> bool:
    """Is a group before or after numbered too, so that this one is an item, not a heading?"""
    near = (groups[n][0].text for n in (number - 1, number + 1) if 0 <= n < len(groups))
    digit = groups[number][0].text[0].isdigit()
    return any(_NUMBER.match(text) and text[0].isdigit() == digit for text in near)


# Groups to units.


class _Group:
    """The lines between two blank ones, and what is asked about all of them together."""

    def __init__(self, lines: list[Line]) -> None:
        self.lines = lines
        self.markers = [_marker(line) for line in lines]
        self.right = max(line.right for line in lines)
        marked = [line.text[0].isdigit() for line, n in zip(lines, self.markers, strict=True) if n]
        self._listed = {digit for digit in marked if marked.count(digit) > 1} if marked else set()

    def special(self, at: int) -> bool:
        """Does something other than running text begin at a line?"""
        return self.is_item(at) or self.quote_end(at) > at or self.table_end(at) > at

    def is_item(self, at: int) -> bool:
        """Does an item begin here, and not a line of text that happens to start with "12. "?"""
        if not self.markers[at]:
            return False
        first = self.lines[at].text[0]
        after_colon = at > 0 and self.lines[at - 1].text[-1] == ":"
        return at == 0 or after_colon or first in _DOTS or first.isdigit() in self._listed

    def item_end(self, at: int) -> int:
        """The end of the item that begins at `at`: its marker line and those that go on with it."""
        end = at + 1
        while end < len(self.lines) and not self.special(end):
            before, line = self.lines[end - 1], self.lines[end]
            hanging = line.indent > self.lines[at].indent or _lower(line)
            if not hanging and (self.right <= _NARROW or not _full(before, line, self.right)):
                break
            end += 1
        return end

    def quote_end(self, at: int) -> int:
        """The end of the quoted lines that begin at `at`; `at` if none do."""
        while at < len(self.lines) and self.lines[at].text[0] == ">":
            at += 1
        return at

    def table_end(self, at: int) -> int:
        """The end of the table that begins at `at`; `at` if none does."""
        first = self.lines[at]
        separator = _separator(first)
        if separator is None:
            return at
        width = len(_split_row(first)) if separator == "|" else 0
        end = at + 1
        while end < len(self.lines) and separator in self.lines[end].text:
            if width and len(_split_row(self.lines[end])) != width:
                break
            end += 1
        return end if (end - at > 1 and width != 1) or _framed(first) else at


def _units(lines: list[Line], *, first: bool, last: bool, numbered: bool) -> list[Unit]:
    if len(lines) == 1:
        return _single(lines[0], last=last, numbered=numbered)
    group = _Group(lines)
    units: list[Unit] = []
    at = 0
    while at < len(lines):
        found, at = _next_units(group, at)
        units.extend(found)
    return _headings(units, first=first, last=last)


def _single(line: Line, *, last: bool, numbered: bool) -> list[Unit]:
    if line.text[0] == ">":
        return _quotes([line])
    if line.text.count("\t") > 1 or _framed(line):
        return _cells([line])
    heading = None if (last or numbered) and not line.ruled else _heading(line)
    if heading:
        return [Unit("heading", [heading])]
    marker = _marker(line)
    return [Unit("item", [line.after(marker)]) if marker else Unit("paragraph", [line])]


def _next_units(group: _Group, at: int) -> tuple[list[Unit], int]:
    """The units of the stretch of like lines that begins at `at`, and where it ends."""
    if (end := group.quote_end(at)) > at:
        return _quotes(group.lines[at:end]), end
    if (end := group.table_end(at)) > at:
        return _cells(group.lines[at:end]), end
    if group.is_item(at):
        end = group.item_end(at)
        first = group.lines[at].after(group.markers[at])
        return [Unit("item", [first, *group.lines[at + 1 : end]])], end
    end = at + 1
    while end < len(group.lines) and not group.special(end):
        end += 1
    return list(_running(group.lines[at:end])), end


def _marker(line: Line) -> int:
    """The length of the list marker that a line begins with, 0 if none with text after it."""
    if line.text[0].isalpha() and line.text[1:2] not in (")", ".") and line.text[0] not in "ivx":
        return 0
    found = _BULLET.match(line.text) or _NUMBER.match(line.text)
    if not found or found.end() == len(line.text):
        return 0
    box = _BOX.match(line.text, found.end())
    return box.end() if box and box.end() < len(line.text) else found.end()


def _quotes(lines: Sequence[Line]) -> list[Unit]:
    """Quoted lines without their marks, joined like any running text."""
    inner = [line.after(mark.end()) for line in lines if (mark := _QUOTED.match(line.text))]
    return [Unit("quote", part) for part in _paragraphs([line for line in inner if line.text])]


def _separator(line: Line) -> str | None:
    """What keeps the cells of a table row apart, if this is one."""
    return next((mark for mark in ("|", "\t", "   ") if mark in line.text), None)


def _framed(line: Line) -> bool:
    return len(line.text) > 2 and line.text[0] == line.text[-1] == "|"


def _split_row(line: Line) -> list[Line]:
    """The cells of a table row; those between bars may be empty."""
    separator = _separator(line) or "|"
    cells: list[Line] = []
    at = 0
    for raw in line.text.split(separator):
        bare = raw.strip()
        start = line.start + at + (raw.find(bare) if bare else 0)
        cells.append(Line(start, start + len(bare), bare, 0))
        at += len(raw) + len(separator)
    return cells[1:-1] if separator == "|" and _framed(line) else cells


def _cells(lines: Sequence[Line]) -> list[Unit]:
    return [Unit("cell", [cell]) for line in lines for cell in _split_row(line) if cell.text]


# Running text: soft wraps or lines that stand alone.


def _running(lines: list[Line]) -> Iterator[Unit]:
    fields = len(lines) > 1 and all(_FIELD.match(line.text) for line in lines)
    for part in [[line] for line in lines] if fields else _paragraphs(lines):
        cell = fields and not _final(part[0])
        yield Unit("cell" if cell else "paragraph", part)


def _paragraphs(lines: list[Line]) -> list[list[Line]]:
    """Wrapped lines joined, lines that stand alone apart."""
    if len(lines) == 1:
        return [lines]
    margins = sorted(line.right for line in lines)
    right = margins[-2] if len(lines) > 3 else margins[-1]  # one overlong line is no margin
    prose = _wrapped(lines, right)
    parts = [[lines[0]]]
    for before, line in pairwise(lines):
        if _soft(before, line, right=right, prose=prose):
            parts[-1].append(line)
        else:
            parts.append([line])
    return parts


def _wrapped(lines: list[Line], right: int) -> bool:
    """Is this running text with soft wraps, as a whole?"""
    pairs = list(pairwise(lines))
    words = sum(line.text.count(" ") + 1 for line in lines) / len(lines)
    if any(_lower(line) for _, line in pairs):
        return words >= _LIST_WORDS or any(_final(line) for line in lines)
    if right < _NARROW or not _final(lines[-1]):
        return False
    full = sum(_full(before, line, right) for before, line in pairs)
    return full >= 0.8 * len(pairs) and not _titled(lines[0])


def _soft(before: Line, line: Line, *, right: int, prose: bool) -> bool:
    """Is the break between two lines one that a text editor made?"""
    ended = _final(before)
    if ended and line.indent >= before.indent + 2:
        return False  # a new paragraph, shown by its indent
    if right > _UNWRAPPED:
        return not ended and (_lower(line) or _hangs(before))
    if not prose:
        return _hangs(before) and not ended
    if _full(before, line, right):
        return True
    if ended:
        return False
    ragged = before.right > 0.75 * right and not _titled(before)
    return _lower(line) or _hangs(before) or before.text[-1] in ",;-" or ragged


def _full(before: Line, line: Line, right: int) -> bool:
    """Would the first word of `line` not have fitted on the line before?"""
    word = line.text.find(" ")
    return before.right + 1 + (word if word > 0 else len(line.text)) > right


def _final(line: Line) -> bool:
    return bool(_FINAL.search(line.text[-60:])) and not _ABBREVIATED.search(line.text[-60:])


def _lower(line: Line) -> bool:
    return line.text.lstrip(_OPEN)[:1].islower()


def _hangs(line: Line) -> bool:
    """Does a line end in a word that cannot end a sentence?"""
    return line.text[line.text.rfind(" ") + 1 :] in _HANGING


# Headings.


def _headings(units: list[Unit], *, first: bool, last: bool) -> list[Unit]:
    """Name the units of a group that are headings: above running text, or a title and subtitle."""
    found: list[Unit] = []
    titles = len(units) == 1 or (len(units) == 2 and not last)
    for number, unit in enumerate(units):
        following = units[number + 1] if number + 1 < len(units) else None
        above = following is not None and _carries(following)
        place = above or (first and number == 0 and following) or (titles and not last)
        heading = _heading(unit.lines[0]) if place and len(unit.lines) == 1 else None
        if unit.kind == "paragraph" and heading:
            unit = Unit("heading", [heading])
        found.append(unit)
    return found


def _carries(unit: Unit) -> bool:
    """Is this what a heading stands above: running text or a list?"""
    if unit.kind == "paragraph":
        return len(unit.lines) > 1 or _final(unit.lines[0]) or len(unit.lines[0].text) > 80
    return unit.kind in ("item", "quote")


def _heading(line: Line) -> Line | None:
    """The text of a line that has the form of a heading, None if it has not.

    Short, without final punctuation, beginning with a capital or a digit. A colon may end it
    when nothing but a name stands before.
    """
    if len(line.text) > _HEADING_CHARS:
        return None
    mark = _HEADING_MARK.match(line.text)
    if mark:
        bare = line.text.rstrip("# =\t")
        line = Line(line.start, line.start + len(bare), bare, line.indent).after(mark.end())
    number = _HEADING_NUMBER.match(line.text)
    title = line.after(number.end()) if number else line
    text = title.text.lstrip(_OPEN)
    if mark and text:
        return title
    if not text or not (text[0].isupper() or text[0].isdigit()):
        return None
    words = text.split()
    if (
        len(words) > _HEADING_WORDS
        or _final(line)
        or text[-1] in ",;-–—"
        or _INNER_END.search(text)
    ):
        return None
    if text[-1] == ":" and len(words) > 4:
        return None
    return title


def _titled(line: Line) -> bool:
    """Title Case or ALL CAPS: most of the longer words begin with a capital."""
    words = [word for word in re.findall(r"[^\W\d_]+", line.text) if len(word) > 3]
    capitals = sum(word[0].isupper() for word in words)
    return bool(words) and capitals >= 0.8 * len(words) and not _final(line)
