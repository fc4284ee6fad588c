"""Document → blocks: the stretches of running text that a parser can be fed.

    block.py        one block, its clean text and its way back to the original characters
    plain.py        lines → headings, paragraphs, items, cells, quotes
    markdown.py     the same for Markdown, markup removed
    extracted.py    the same for formats that state their structure
    openings.py     datelines and speakers, apart from the sentence behind them
    layout.py       what lines say by where they stand: mail.py, chat.py (and minutes), tables.py
    boilerplate.py  what a web page leaves behind, recognised by form

A block never runs from a heading into the paragraph below it, nor from one list item into the
next. Its text is the original but for what `Block` lists; every character knows where it stood.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.parse.structure.block import Block, BlockKind, split_long
from kg.parse.structure.boilerplate import mark_boilerplate
from kg.parse.structure.extracted import extracted_blocks
from kg.parse.structure.layout import find_layout, masked, owned_blocks
from kg.parse.structure.markdown import markdown_blocks
from kg.parse.structure.openings import cut_openings
from kg.parse.structure.plain import plain_blocks
from kg.read import front_matter

if TYPE_CHECKING:
    from kg.model import Document

#: Types of text that has only the form of its lines to tell its structure.
PLAIN = frozenset({"text/plain", "message/rfc822"})

__all__ = ["Block", "BlockKind", "find_blocks"]


def find_blocks(document: Document) -> list[Block]:
    """Cut a document into blocks, in text order, none overlapping another.

    Front matter, Markdown syntax, list markers and lines without a letter or digit belong to no
    block. Text of any kind has blocks: nothing raises.

    >>> from kg.model import Document
    >>> text = "Agenda\\n\\n- Budget\\n- Dates"
    >>> [(b.kind, b.text) for b in find_blocks(Document(id="d", source="d", text=text, sha256=""))]
    [('heading', 'Agenda'), ('item', 'Budget'), ('item', 'Dates')]
    """
    layout = find_layout(document.text)
    rest = replace(document, text=masked(document.text, layout))
    blocks = mark_boilerplate(_blocks(rest), rest.text, headings=document.media_type in PLAIN)
    blocks = [*cut_openings(blocks), *owned_blocks(document.text, layout)]
    return [part for block in _in_order(blocks) for part in split_long(block)]


def _in_order(blocks: list[Block]) -> Iterator[Block]:
    """The blocks in text order, without one that begins inside another."""
    end = 0
    for block in sorted(blocks, key=lambda block: block.start):
        if block.start >= end:
            yield block
            end = block.end


def _blocks(document: Document) -> list[Block]:
    if document.media_type not in PLAIN and document.media_type != "text/markdown":
        return extracted_blocks(document.text)
    _, start = front_matter(document.text)
    find = plain_blocks if document.media_type in PLAIN else markdown_blocks
    return find(document.text, start=start)
