"""The text of formats that state their structure → blocks: one a line, as `kg.read.blocks` writes.

The inverse of `kg.read.blocks.written`: the mark before a line says what it is, the rest of the
line is the block, unaltered but for the number of a heading or an item.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.parse.structure.block import Block, BlockKind, drop_empty, make_block

_LINE = re.compile(r"[^\n]+")
_MARK = re.compile(
    r"(?P<heading>#{1,6} (?:\d+(?:\.\d+)*\.? (?=\D))?)"
    r"|(?P<item> *- (?:(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)] |\((?:\d{1,3}|[A-Za-z]|[ivx]{1,5})\) )?)"
    r"|(?P<quote>> )|(?P<row>\| )|(?P<code> {4})"
)
_ROW_END = " |"


def extracted_blocks(text: str) -> list[Block]:
    """The blocks of an extracted text, in order; the cells of a row are one block each."""
    return drop_empty(_blocks(text))


def _blocks(text: str) -> Iterator[Block | None]:
    for line in _LINE.finditer(text):
        start, end = line.span()
        mark = _MARK.match(text, start, end)
        kind = mark.lastgroup if mark else None
        if mark is None or kind is None:
            yield make_block("paragraph", text, [(start, end)])
        elif kind == "row":
            yield from _cells(text, mark.end(), end)
        else:
            yield make_block(_KINDS[kind], text, [(mark.end(), end)])


_KINDS: dict[str, BlockKind] = {
    "heading": "heading",
    "item": "item",
    "quote": "quote",
    "code": "code",
}


def _cells(text: str, start: int, end: int) -> Iterator[Block | None]:
    end -= len(_ROW_END) if text.endswith(_ROW_END, start, end) else 0
    while start < end:
        bar = text.find(" | ", start, end)
        stop = end if bar < 0 else bar
        yield make_block("cell", text, [(start, stop)])
        start = stop + len(" | ")
