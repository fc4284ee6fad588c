"""Lines on pages → blocks in reading order: columns, running heads, paragraphs, headings, tables.

    lines of pages  →  without running heads  →  cells  →  columns  →  blocks, joined over pages

Everything is read off the places of words. Units are points, y grows downwards.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Literal, NamedTuple

from kg.english.hyphens import Words, is_broken
from kg.read.blocks import Part, PartKind

_HYPHENS = tuple("-\u2010\u2011\u00ad")


class Word(NamedTuple):
    text: str
    left: float
    right: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Words on one line; `size` is the height of their font."""

    words: tuple[Word, ...]
    top: float
    bottom: float
    size: float
    bold: bool = False

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    @property
    def text(self) -> str:
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """`number` counts from 1."""

    number: int
    lines: list[Line]


@dataclass(slots=True, kw_only=True)
class _Block:
    """Lines that make one block, each with its page."""

    kind: PartKind | Literal["note"]
    lines: list[tuple[int, Line]] = field(default_factory=list)
    right: float = 0.0

    @property
    def last(self) -> Line:
        return self.lines[-1][1]


def layout(pages: Sequence[Page]) -> list[Part]:
    """The blocks of all pages, in reading order."""
    pages = without_furniture(pages)
    words = Words("\n".join(line.text for page in pages for line in page.lines))
    body = _body_size(pages)
    blocks: list[_Block] = []
    for page in pages:
        for column in _columns(_split_cells(page.lines)):
            _append(blocks, list(_blocks(column, page.number, body=body)))
    levels = _levels(blocks, body)
    return [_part(block, levels, words) for block in blocks]


def _body_size(pages: Iterable[Page]) -> float:
    """The size of most characters."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], -size)) if sizes else 1.0


# Running heads and page numbers.

_EDGE = 3  # lines at the top and at the bottom of a page that may be furniture
_BARE_NUMBER = re.compile(
    r"\W*(?:(?:page|p\.|seite)\W*)?(?:\d{1,4}|[ivxlc]{1,6})"
    r"(?:\W*|\W*(?:of|von)\W*\d{1,4}\W*|(?=[^\w/]*/)\W+\d{1,4}\W*)$",
    re.I,
)


def without_furniture(pages: Sequence[Page]) -> list[Page]:
    """Pages without what stands at the same place of several: running heads, page numbers."""
    edges = [_edges(page) for page in pages]
    counts: Counter[tuple[str, int]] = Counter()
    offsets: Counter[tuple[int, int]] = Counter()
    for page, found in zip(pages, edges, strict=True):
        counts.update({_key(line) for line in found})
        offsets.update({(_height(line), _number(line) - page.number) for line in found})
    cleaned = []
    for page, found in zip(pages, edges, strict=True):
        dropped = {
            id(line)
            for line in found
            if _repeats(line, counts, len(pages)) or _counts(line, page, offsets, len(pages))
        }
        kept = [line for line in page.lines if id(line) not in dropped]
        cleaned.append(replace(page, lines=kept))
    return cleaned


def _edges(page: Page) -> list[Line]:
    """The outermost lines of a page, and all lines beside them."""
    ordered = sorted(page.lines, key=lambda line: line.top)
    if len(ordered) <= 2 * _EDGE:
        return ordered
    tops = sorted({round(line.top) for line in ordered})
    limits = tops[min(_EDGE, len(tops)) - 1], tops[-min(_EDGE, len(tops))]
    return [line for line in ordered if not limits[0] < round(line.top) < limits[1]]


def _height(line: Line) -> int:
    return round(line.top / 4)


def _key(line: Line) -> tuple[str, int]:
    text = re.sub(r"\d+|\b[ivxlc]+\b", "#", line.text.lower())
    return text, _height(line)


def _number(line: Line) -> int:
    """The number that ends a line, far from that of any page where none does.

    One that begins a line may count headings; in a running head the text behind it repeats.
    """
    last = line.words[-1].text.strip("-–—.|()")
    return int(last) if re.fullmatch(r"[0-9]{1,5}", last) else -1_000_000


def _repeats(line: Line, counts: Counter[tuple[str, int]], pages: int) -> bool:
    """Does the same text, numbers aside, stand at this height of other pages too?"""
    text, height = _key(line)
    times = sum(counts[(text, height + step)] for step in (-1, 0, 1))
    return times >= 2 and (times >= 3 or pages <= 4) and len(line.text) <= 150


def _counts(line: Line, page: Page, offsets: Counter[tuple[int, int]], pages: int) -> bool:
    """Does a number in this line grow with the pages, at the same height?"""
    if pages == 1:
        return bool(_BARE_NUMBER.match(line.text)) and line.text.strip("- ") == "1"
    height, number = _height(line), _number(line)
    times = sum(offsets[(height + step, number - page.number)] for step in (-1, 0, 1))
    return number >= 0 and times >= max(2, min(3, pages // 2)) and len(line.text) <= 100


# Cells and columns.


def _split_cells(lines: Sequence[Line]) -> list[Line]:
    """Lines divided at gaps that the lines above or below them have too."""
    ends = Counter(round(line.right) for line in lines)
    flush = [sum(ends[round(line.right) + step] for step in (-1, 0, 1)) > 3 for line in lines]
    gaps = [list(_gaps(line, flush=f)) for line, f in zip(lines, flush, strict=True)]
    found: list[Line] = []
    for number, line in enumerate(lines):
        near = [
            others
            for other, others in zip(lines, gaps, strict=True)
            if other is not line and abs(other.top - line.top) < 4 * line.size
        ]
        cuts = [gap.at for gap in gaps[number] if _shared(gap, near, line.size)]
        begin = 0
        for cut in [*cuts, len(line.words)]:
            found.append(replace(line, words=line.words[begin:cut]))
            begin = cut
    return found


class _Gap(NamedTuple):
    """White space between two words, `at` the number of the second."""

    at: int
    before: Word
    after: Word


_FIGURE = re.compile(r"[-+(]?[$€£¥]?\d[\d.,]*%?\)?$")


def _gaps(line: Line, *, flush: bool) -> Iterator[_Gap]:
    """Gaps between words that are wide, but not those of a justified line.

    `flush` says that it ends where many lines do.
    """
    widths = [b.left - a.right for a, b in pairwise(line.words)]
    if flush and len(widths) > 1 and min(widths) > 0.75 * max(widths):
        return
    usual = median(widths) if len(widths) > 3 else 0.0
    for at, (a, b) in enumerate(pairwise(line.words), start=1):
        if b.left - a.right > max(0.9 * line.size, 2.5 * usual):
            yield _Gap(at, a, b)


def _shared(gap: _Gap, lines: Iterable[Sequence[_Gap]], size: float) -> bool:
    """Does a line have a gap at the same place, the words after it or before it aligned?"""
    return any(_aligned(gap, other, 0.25 * size) for line in lines for other in line)


def _aligned(gap: _Gap, other: _Gap, most: float) -> bool:
    left, right = max(gap.before.right, other.before.right), min(gap.after.left, other.after.left)
    if right - left < 2 * most:
        return False
    figures = _FIGURE.match(gap.after.text) and _FIGURE.match(other.after.text)
    return (
        abs(gap.after.left - other.after.left) < most
        or abs(gap.before.right - other.before.right) < most
        or bool(figures and abs(gap.after.right - other.after.right) < most)
    )


def _columns(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines in reading order, one list for each column and for what lies across columns."""
    gutter = _gutter(lines)
    if gutter is None:
        if lines:
            yield sorted(lines, key=lambda line: line.top)
        return
    across = sorted(
        (line for line in lines if line.left < gutter < line.right), key=lambda line: line.top
    )
    beside = [line for line in lines if not line.left < gutter < line.right]
    for band in _bands(across, beside):
        if band and band[0].left < gutter < band[0].right:
            yield band
        else:
            yield from _columns([line for line in band if line.right <= gutter])
            yield from _columns([line for line in band if line.left >= gutter])


def _bands(across: Sequence[Line], beside: Sequence[Line]) -> Iterator[list[Line]]:
    """From top to bottom, in turn: what stands beside each other, what lies across."""
    waiting = list(across)
    begin = float("-inf")
    while True:
        end = waiting[0].top if waiting else float("inf")
        yield [line for line in beside if begin <= line.top < end]
        if not waiting:
            return
        following = min((line.top for line in beside if line.top >= end), default=float("inf"))
        yield [line for line in waiting if line.top <= following]
        waiting = [line for line in waiting if line.top > following]
        begin = end


def _gutter(lines: Sequence[Line]) -> float | None:
    """The middle of the white strip between two columns of running text, if there are any."""
    if len(lines) < 6:
        return None
    size = median(line.size for line in lines)
    best: tuple[float, float, float] | None = None
    for edge in sorted({line.right for line in lines}):
        middle = edge + 0.3 * size
        left = [line for line in lines if line.right <= middle]
        right = [line for line in lines if line.left >= middle]
        across = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) < 3 or across > 0.5 * len(lines):
            continue
        begin, end = max(line.right for line in left), min(line.left for line in right)
        found = (min(len(left), len(right)) - across, end - begin, (begin + end) / 2)
        if end - begin >= 0.6 * size and _are_columns(left, right) and (not best or found > best):
            best = found
    return best[2] if best else None


def _are_columns(left: Sequence[Line], right: Sequence[Line]) -> bool:
    """Do both sides hold running text, side by side?"""
    top = max(min(line.top for line in left), min(line.top for line in right))
    bottom = min(max(line.bottom for line in left), max(line.bottom for line in right))
    if bottom - top < 2.5 * left[0].size:
        return False
    return all(map(_runs, (left, right)))


def _runs(side: Sequence[Line]) -> bool:
    """Is this running text: rows that fill the width, of some words, often within a sentence?"""
    rows: dict[int, list[Line]] = {}
    for line in side:
        rows.setdefault(round(line.bottom / 3), []).append(line)
    width = max(line.right for line in side) - min(line.left for line in side)
    filled = median(
        max(line.right for line in row) - min(line.left for line in row) for row in rows.values()
    )
    words = median(len(line.words) for line in side)
    inside = sum(line.text[:1].islower() for line in side)
    return filled >= 0.55 * width and words >= 3 and inside >= 0.2 * len(side)


# Blocks.

_BULLET = re.compile(r"[•‣◦▪▫●○■□∙·–—*-]$")
_MARKER = re.compile(r"(?:[•‣◦▪▫●○■□∙]\S*|[–—*·-]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)])$")
_FINAL = re.compile(r"[.!?…:;][\"'”’»)\]]*$")
_ENDED = re.compile(r"[.!?…][\"'”’»)\]]*$")
_LONGEST_HEADING = 250


def _blocks(lines: Sequence[Line], page: int, *, body: float) -> Iterator[_Block]:
    """The blocks of one column."""
    rows = list(_rows(lines))
    tops = [row[0].top for row in rows]
    steps = [b - a for a, b in pairwise(tops) if b > a]
    column = _Column(
        left=min(line.left for line in lines),
        right=_margin(lines),
        leading=median(steps) if steps else 1.2 * body,
        body=body,
    )
    notes = _first_note(rows, column)
    current: _Block | None = None
    for number, row in enumerate(rows):
        if len(row) > 1:
            if current is not None:
                yield current
            current = None
            yield _Block(kind="row", lines=[(page, line) for line in row], right=column.right)
            continue
        line = row[0]
        if current is None or number == notes or column.begins(current, line):
            if current is not None:
                yield current
            kind: PartKind | Literal["note"] = "note" if number >= notes else "paragraph"
            current = _Block(kind=kind, right=column.right)
        current.lines.append((page, line))
    if current is not None:
        yield current


def _margin(lines: Sequence[Line]) -> float:
    """Where lines end; one that is longer than all others is no margin."""
    rights = sorted(line.right for line in lines)
    return rights[-2] if len(rights) > 3 else rights[-1]


def _rows(lines: Sequence[Line]) -> Iterator[list[Line]]:
    """Lines at one height as one row, its cells from left to right; a marker joins its text."""
    row: list[Line] = []
    for line in lines:
        if row and abs(line.bottom - row[-1].bottom) > 0.4 * line.size:
            yield _joined(row)
            row = []
        row.append(line)
    if row:
        yield _joined(row)


def _joined(row: list[Line]) -> list[Line]:
    row = sorted(row, key=lambda line: line.left)
    if len(row) > 1 and (_MARKER.match(row[0].text) or _close(row)):
        words = tuple(word for line in row for word in line.words)
        bold = all(line.bold for line in row)
        return [replace(max(row, key=lambda line: len(line.text)), words=words, bold=bold)]
    return row


def _close(row: Sequence[Line]) -> bool:
    """Are these parts of one line that the file happens to write apart?"""
    return all(b.left - a.right < 1.1 * b.size for a, b in pairwise(row))


def _first_note(rows: Sequence[list[Line]], column: _Column) -> int:
    """The number of the row at which the footnotes of a column begin; past its end if none do."""
    first = len(rows)
    while first > 0 and max(line.size for line in rows[first - 1]) < 0.93 * column.body:
        first -= 1
    return first if first > 0 else len(rows)


class _Column(NamedTuple):
    """Margins and usual line distance of a column."""

    left: float
    right: float
    leading: float
    body: float

    def begins(self, block: _Block, line: Line) -> bool:
        """Does a new block begin with `line`, which follows the last line of `block`?"""
        last = block.last
        step = line.top - last.top
        if abs(last.size - line.size) > 0.08 * line.size or last.bold != line.bold:
            return True
        if step <= 0 or step > max(1.28 * self.leading, 1.05 * line.size):
            return True
        if line.size > 1.12 * self.body:
            return False  # the lines of a title, however they are set
        if self._marks(block, line):
            return True
        first = block.lines[0][1]
        if _marker(first):
            outside = line.left < first.left - 0.5 * line.size
            return outside or (self._short(last, line) and bool(_ENDED.search(last.text)))
        indented = line.left > last.left + 0.7 * line.size
        at_margin = last.left < self.left + 0.5 * line.size
        if indented and at_margin and _FINAL.search(last.text):
            return True
        return self._short(last, line)

    def _marks(self, block: _Block, line: Line) -> bool:
        """Is this a list marker, and no number that a line of text happens to begin with?"""
        if not _marker(line):
            return False
        bullet = bool(_BULLET.match(line.words[0].text))
        return bullet or bool(_marker(block.lines[0][1])) or bool(_FINAL.search(block.last.text))

    def _short(self, last: Line, line: Line) -> bool:
        """Would the first word of `line` have fitted on the line before, which ends something?"""
        word = line.words[0]
        free = self.right - last.right
        if free < word.right - word.left + 1.3 * line.size:
            return False
        return bool(_ENDED.search(last.text)) or free > 0.45 * (self.right - self.left)


def _marker(line: Line) -> bool:
    return len(line.words) > 1 and bool(_MARKER.match(line.words[0].text))


def _append(blocks: list[_Block], new: list[_Block]) -> None:
    """Add the blocks of the next column; the first may go on with the last paragraph.

    Footnotes come before the paragraph that they interrupt.
    """
    at = len(blocks) - 1
    while at >= 0 and blocks[at].kind == "note":
        at -= 1
    if at >= 0 and new and _continues(blocks[at], new[0]):
        block = blocks.pop(at)
        block.lines.extend(new[0].lines)
        blocks.append(block)
        new = new[1:]
    blocks.extend(new)


def _continues(block: _Block, following: _Block) -> bool:
    """Does a paragraph go on at the top of the next column or page?"""
    last, first = block.last, following.lines[0][1]
    kinds = {block.kind, following.kind}
    if kinds != {"paragraph"} or _marker(first) or last.bold != first.bold:
        return False
    if abs(last.size - first.size) > 0.08 * first.size or _ENDED.search(last.text):
        return False
    full = last.right > block.right - 2 * last.size
    return first.text[:1].islower() or full


# Parts.


def _levels(blocks: Sequence[_Block], body: float) -> dict[float, int]:
    """The level of a heading by the size of its font, the largest first."""
    sizes = {b.lines[0][1].size for b in blocks if b.lines[0][1].size > 1.12 * body}
    return {size: min(level, 5) for level, size in enumerate(sorted(sizes, reverse=True), start=1)}


def _part(block: _Block, levels: dict[float, int], words: Words) -> Part:
    first = block.lines[0][1]
    if block.kind == "row":
        text = "\t".join(line.text for _, line in block.lines)
        return Part("row", text, turns=((block.lines[0][0], 0),))
    text, turns = _text(block.lines, words)
    large, bold = first.size in levels, all(line.bold for _, line in block.lines)
    heading = len(text) <= _LONGEST_HEADING and not re.search(r"[.,;]$", text)
    if block.kind == "paragraph" and heading and (large or bold) and re.search(r"[^\W\d_]", text):
        return Part("heading", text, levels.get(first.size, len(levels) + 1), turns=turns)
    if block.kind == "paragraph" and _marker(first):
        if _BULLET.match(first.words[0].text):
            cut = len(first.words[0].text) + 1
            turns = tuple((page, max(0, offset - cut)) for page, offset in turns)
            text = text[cut:]
        return Part("item", text, turns=turns)
    return Part("paragraph", text, turns=turns)


def _text(
    lines: Sequence[tuple[int, Line]], words: Words
) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Lines as running text, hyphens of line breaks taken out, and where its pages begin."""
    text = lines[0][1].text
    turns = [(lines[0][0], 0)]
    for (before, _), (page, line) in pairwise(lines):
        if text[-1:] in _HYPHENS and text[-2:-1].isalpha() and line.text[:1].isalpha():
            if is_broken(text, line.text, words, typeset=True):
                text = text[:-1]
        elif text[-1:] not in "/" or not line.text[:1].isalpha():
            text += " "
        if page != before:
            turns.append((page, len(text)))
        text += line.text
    return text, tuple(turns)
