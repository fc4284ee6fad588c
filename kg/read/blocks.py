"""Blocks ↔ text: how structure that a format states is kept in the extracted text.

Formats other than plain text and Markdown say themselves what is a heading, an item, a cell. Their
text is written with one block a line, blank lines between, and a mark before all but paragraphs:

    # Heading            one to six marks
    - Item               two spaces deeper for each level
    > Quotation
    | cell | cell |      a row of a table
        code             four spaces

Nothing is escaped and nothing else is markup: whatever follows the mark stands there as it is, so
that a quotation of this text reads as in the source. `kg.parse.structure.extracted` reads it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Literal, NamedTuple

PartKind = Literal["heading", "paragraph", "item", "quote", "row", "code"]

_SPACES = re.compile(r"[^\S\n]+|\s*\n\s*")
_TIGHT = frozenset({"item", "row", "code"})


class Part(NamedTuple):
    """One block; `level` is that of a heading, from 1, or the depth of an item, from 0.

    The cells of a row are parted by tabs. `turns` are `(page, offset in the text)` for each page
    that the block has text on, the text being free of needless white space where there are any.
    """

    kind: PartKind
    text: str
    level: int = 0
    turns: tuple[tuple[int, int], ...] = ()


def written(parts: Iterable[Part]) -> tuple[str, dict[int, int]]:
    """The text of blocks, and the offset in it at which each of their pages begins.

    >>> written([Part("heading", "Agenda", 2), Part("item", "Budget"), Part("item", "Dates")])[0]
    '## Agenda\\n\\n- Budget\\n- Dates\\n'
    """
    lines: list[str] = []
    pages: dict[int, int] = {}
    length, before = 0, None
    for part in parts:
        line = _line(part)
        if not line.strip():
            continue
        if before is not None and not (part.kind == before and before in _TIGHT):
            lines.append("\n")
            length += 1
        mark = len(line) - len(part.text) if part.turns else 0
        for page, offset in part.turns:
            pages.setdefault(page, length + (offset + mark if offset else 0))
        lines.append(line + "\n")
        length += len(line) + 1
        before = part.kind
    return "".join(lines), pages


def _line(part: Part) -> str:
    if part.kind == "row":
        cells = [" ".join(cell.split()) for cell in part.text.split("\t")]
        return f"| {' | '.join(cells)} |" if any(cells) else ""
    if part.kind == "code":
        return "\n".join("    " + line for line in part.text.splitlines() if line.strip())
    text = " ".join(part.text.split())
    if not text:
        return ""
    mark = {
        "heading": "#" * max(1, min(part.level, 6)) + " ",
        "item": "  " * part.level + "- ",
        "quote": "> ",
    }.get(part.kind, "")
    return mark + text


def find_title(parts: Sequence[Part], *, stated: str | None = None) -> str | None:
    """The title: what the properties of a file state where its beginning says so too, else the
    first heading of the highest level there. Properties alone are often left from a template.
    """
    head = parts[:20]
    shown = " ".join(" ".join(part.text.split()) for part in head).lower()
    if stated and len(stated) > 3 and stated.lower() in shown:
        return stated
    headings = [part for part in head if part.kind == "heading"]
    return min(headings, key=lambda part: part.level).text if headings else None
