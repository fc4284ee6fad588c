"""PDF: the text layer, page by page, in reading order.

PDFium (https://pdfium.googlesource.com, through pypdfium2) gives characters and their boxes;
`kg.read.layout` makes lines, columns and paragraphs of them.
"""

from __future__ import annotations

import ctypes
import logging
import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from kg.errors import ReadError
from kg.read.blocks import find_title, written
from kg.read.file import Extract, File, ReadOptions, needs, one_line, storable
from kg.read.layout import Line, Page, Word, layout

logger = logging.getLogger(__name__)

#: What a file may have: pages, characters on one of them (a poster has some thousands), in all.
MOST_PAGES = 20_000
MOST_ON_PAGE = 300_000
MOST_CHARACTERS = 8_000_000
#: What stands for a hyphen at the end of a line in PDFium's text.
_BREAKS = "\ufffe\x02\u00ad"
_BOLD = re.compile(rb"bold|black|heavy|demi", re.I)
_LIGATURES = {
    0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "st",
    0xFB06: "st", 0xF0B7: "•", 0xF0A7: "▪", 0x00A0: " ",
}  # fmt: skip


class _Char(NamedTuple):
    text: str
    left: float
    right: float
    top: float
    bottom: float
    bold: bool


def read_pdf(file: File, options: ReadOptions) -> Iterator[Extract]:
    """One document with the offsets of its pages; running heads and page numbers left out.

    Raises ReadError for encrypted and broken files and for those without a text layer.
    """
    pages, stated = _pages(file)
    if not any(page.lines for page in pages):
        raise ReadError(
            f"{file.name} has no text layer, only images; run text recognition (OCR) on it first"
        )
    empty = sum(not page.lines for page in pages)
    if empty:
        logger.info("%s: %d of %d pages have no text layer", file.name, empty, len(pages))
    parts = layout(pages)
    text, begins = written(parts)
    yield Extract(
        text=storable(text),
        media_type="application/pdf",
        title=find_title([p for p in parts if p.turns[0][0] == 1], stated=stated),
        pages=_offsets(begins, count=len(pages), end=len(text)),
    )


def _pages(file: File) -> tuple[list[Page], str]:
    """All pages with their lines, and the title that the file states."""
    try:
        import pypdfium2
    except ImportError as error:
        raise needs("pypdfium2", "pdf", name=file.name) from error
    data = file.load()
    try:
        with pypdfium2.PdfDocument(data) as document:
            if len(document) > MOST_PAGES:
                raise ReadError(f"{file.name} has more than {MOST_PAGES:,} pages; split it")
            stated = one_line(document.get_metadata_value("Title"))
            return list(_read_pages(document, file)), stated
    except pypdfium2.PdfiumError as error:
        reason = one_line(str(error))
        if "assword" in reason:
            advice = "is encrypted; save it without its password first"
        else:
            advice = f"is broken or cut off ({reason.rstrip('.')}); get the file again"
        raise ReadError(f"{file.name} {advice}") from error


def _read_pages(document: Any, file: File) -> Iterator[Page]:
    left = MOST_CHARACTERS
    for number in range(len(document)):
        page, count = _page(document, number, file)
        left -= count
        if left < 0:
            raise ReadError(f"{file.name} has more than {MOST_CHARACTERS:,} characters; split it")
        yield page


def _page(document: Any, number: int, file: File) -> tuple[Page, int]:
    """A page, and how many characters PDFium finds on it."""
    page = document[number]
    try:
        text_page = page.get_textpage()
        try:
            count = text_page.count_chars()
            if count > MOST_ON_PAGE:
                raise ReadError(
                    f"{file.name} has more than {MOST_ON_PAGE:,} characters on page {number + 1}; "
                    "split it"
                )
            chars = _upright(_chars(text_page))
        finally:
            text_page.close()
    finally:
        page.close()
    return Page(number=number + 1, lines=_lines(chars)), count


def _chars(text_page: Any) -> list[tuple[_Char | None, int]]:
    """Characters in the order of the file, with their angles in quarter turns.

    None is a line end; a space that PDFium found between words has no box.
    """
    from pypdfium2 import raw

    box = raw.FS_RECTF()
    pointer = ctypes.byref(box)
    names = ctypes.create_string_buffer(64)
    flags = ctypes.c_int()
    found: list[tuple[_Char | None, int]] = []
    bold, turns, begins = False, 0, True
    for i in range(text_page.count_chars()):
        code = raw.FPDFText_GetUnicode(text_page, i)
        if code in (10, 13):
            found.append((None, 0))
            begins = True
            continue
        raw.FPDFText_GetLooseCharBox(text_page, i, pointer)
        if begins:  # font and angle change between words: asking once for each saves time
            raw.FPDFText_GetFontInfo(text_page, i, names, 64, flags)
            heavy = raw.FPDFText_GetFontWeight(text_page, i) >= 600
            bold = heavy or bool(_BOLD.search(names.value))
            turns = round(raw.FPDFText_GetCharAngle(text_page, i) / (math.pi / 2)) % 4
        begins = code == 32
        text = _LIGATURES.get(code) or chr(code)
        found.append((_Char(text, box.left, box.right, box.top, box.bottom, bold), turns))
    return found


def _upright(chars: list[tuple[_Char | None, int]]) -> list[_Char | None]:
    """The characters that stand as most do, y growing downwards; others are stamps and marks."""
    turns = Counter(turn for char, turn in chars if char and char.text.strip())
    if not turns:
        return []
    most = turns.most_common(1)[0][0]
    return [_turned(c, most) if c else None for c, turn in chars if c is None or _as(c, turn, most)]


def _as(char: _Char, turn: int, most: int) -> bool:
    return turn == most or not char.text.strip()


def _turned(c: _Char, turns: int) -> _Char:
    """PDF's y grows upwards; a page turned by quarters is read along its lines."""
    match turns:
        case 1:
            return c._replace(left=c.bottom, right=c.top, top=c.left, bottom=c.right)
        case 2:
            return c._replace(left=-c.right, right=-c.left, top=c.bottom, bottom=c.top)
        case 3:
            return c._replace(left=-c.top, right=-c.bottom, top=-c.right, bottom=-c.left)
        case _:
            return c._replace(top=-c.top, bottom=-c.bottom)


def _lines(chars: list[_Char | None]) -> list[Line]:
    """Characters in a row: until a line end of the file, or a jump of place.

    A row that is a mark of a footnote is left out, and one that goes on after a mark is joined.
    """
    found: list[Line] = []
    marked = False
    for row in _rows(chars):
        line, ends_in_mark = _line(row)
        if line is None or _is_mark(line, found):
            marked = True
            continue
        if marked and found and _goes_on(found[-1], line):
            found[-1] = replace(found[-1], words=found[-1].words + line.words)
        else:
            found.append(line)
        marked = ends_in_mark
    return found


def _rows(chars: list[_Char | None]) -> Iterator[list[_Char]]:
    row: list[_Char] = []
    for char in chars:
        if char is None or (row and _jumps(row, char)):
            if row:
                yield row
            row = []
        if char is not None and (row or char.text.strip()):
            row.append(char)
    if row:
        yield row


def _is_mark(line: Line, before: list[Line]) -> bool:
    """Is this a number or sign alone, raised beside the end of the line before?"""
    if not before or not re.fullmatch(r"[\d*†‡§,]{1,3}", line.text):
        return False
    large = before[-1]
    high = large.top - 0.5 * large.size < line.top and line.bottom < large.bottom - 0.1 * large.size
    beside = abs(line.left - large.right) < large.size
    return line.size < 0.8 * large.size and high and beside


def _goes_on(line: Line, following: Line) -> bool:
    return abs(line.bottom - following.bottom) < 1 and line.right < following.left


def _jumps(row: list[_Char], char: _Char) -> bool:
    if not char.text.strip():
        return False  # the box of a space says nothing
    last = next((c for c in reversed(row) if c.text.strip()), row[-1])
    height = max(last.bottom - last.top, char.bottom - char.top, 1.0)
    middle = (last.top + last.bottom - char.top - char.bottom) / 2
    return abs(middle) > 0.6 * height or char.left < last.left - height


def _line(row: list[_Char]) -> tuple[Line | None, bool]:
    """The words of a row without marks of footnotes, and whether it ended in such a mark."""
    seen = [c for c in row if c.text.strip()]
    heights = Counter(round(c.bottom - c.top, 1) for c in seen)
    height = max(heights, key=lambda h: (heights[h], h))
    base = [c for c in seen if round(c.bottom - c.top, 1) == height]
    marks = {n for n in range(len(row)) if _is_note_mark(row, n, height, base[0])}
    words = tuple(_words([c for n, c in enumerate(row) if n not in marks]))
    last = max(n for n, c in enumerate(row) if c.text.strip())
    if not words:
        return None, True
    line = Line(
        words=words,
        top=min(c.top for c in base),
        bottom=max(c.bottom for c in base),
        size=height,
        bold=sum(c.bold for c in seen) > 0.8 * len(seen),
    )
    return line, last in marks


def _is_note_mark(row: list[_Char], at: int, height: float, base: _Char) -> bool:
    """Is this raised small sign the mark of a footnote, after a word or at the line's start?"""
    char = row[at]
    small = char.bottom - char.top < 0.8 * height
    if not small or char.bottom > base.bottom - 0.15 * height:
        return False
    if not re.match(r"[\d*†‡§,]", char.text):
        return False
    before = "".join(c.text for c in row[:at] if c.bottom - c.top >= 0.8 * height)[-4:]
    return not before.strip() or bool(re.search(r"[^\W\d]{3}$|[.,;:!?\"'”’)\]]\s?$", before))


def _words(row: list[_Char]) -> Iterator[Word]:
    text, left, right = "", 0.0, 0.0
    for char in row:
        if not char.text.strip():
            if text:
                yield Word(text, left, right)
            text = ""
            continue
        shown = "-" if char.text in _BREAKS else char.text
        if not shown.isprintable() and len(shown) == 1 and not 0xD800 <= ord(shown) <= 0xDFFF:
            continue
        if not text:
            left = char.left
        text += shown
        right = char.right
    if text:
        yield Word(text, left, right)


def _offsets(begins: dict[int, int], *, count: int, end: int) -> tuple[int, ...]:
    """Where each page begins; one without text where the next one does."""
    offsets = [end] * count
    following = end
    for number in range(count, 0, -1):
        following = min(begins.get(number, following), following)
        offsets[number - 1] = following
    return (0, *offsets[1:]) if offsets else ()
