"""Element trees (HTML, XHTML, ODF) → blocks: which tag is a heading, an item, a row of a table."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from kg.errors import ReadError
from kg.read.blocks import Part, PartKind

#: An element of lxml or of the standard library: both have `tag`, `text`, `tail` and children.
Element = Any
#: A cell longer than this is running text in a layout, not an entry of a table.
_LONGEST_CELL = 400

#: What the tags of HTML are; those that are not named stand inside a line.
HTML: dict[str, str] = {
    **{f"h{level}": "heading" for level in range(1, 7)},
    **dict.fromkeys(("p", "div", "section", "article", "main", "dt", "dd", "figcaption"), "block"),
    **dict.fromkeys(("header", "footer", "address", "details", "summary", "figure"), "block"),
    **dict.fromkeys(("body", "html", "caption", "fieldset", "legend", "center", "hr"), "block"),
    **dict.fromkeys(("ul", "ol", "dl", "menu"), "list"),
    **dict.fromkeys(("td", "th"), "cell"),
    **dict.fromkeys(("head", "script", "style", "template", "noscript", "svg", "math"), "skip"),
    **dict.fromkeys(("button", "select", "textarea", "iframe", "object", "audio"), "skip"),
    **dict.fromkeys(("video", "canvas", "map", "nav", "rp", "rt"), "skip"),
    "li": "item",
    "blockquote": "quote",
    "pre": "code",
    "a": "link",
    "br": "break",
    "table": "table",
    "tr": "row",
}

_OPS = "{http://www.idpf.org/2007/ops}type"
_BREAK = "\v"
#: A line break inside a sentence: what follows begins like the middle of one.
_SOFT_BREAK = re.compile(r"(?<![.!?:;\s])(?=[^\S\v]*\v)\s+(?=[a-z])")


class _Place(NamedTuple):
    """What text found here belongs to."""

    kind: PartKind = "paragraph"
    level: int = 0
    lists: int = -1


def find_parts(
    root: Element, roles: Mapping[str, str], *, level_of: Callable[[Element], int] | None = None
) -> list[Part]:
    """The blocks of a tree, in order. `roles` says what each tag, lower case, stands for.

    `level_of` gives the level of a heading; left out, it is the digit at the end of its tag.
    Raises ReadError if the elements are nested too deeply.
    """
    return [part for part, _ in find_linked_parts(root, roles, level_of=level_of)]


def find_linked_parts(
    root: Element, roles: Mapping[str, str], *, level_of: Callable[[Element], int] | None = None
) -> list[tuple[Part, float]]:
    """The blocks as `find_parts` gives them, each with the share of its text in links."""
    walk = _Walk(roles, level_of or _level)
    try:
        walk.enter(root, _Place())
    except RecursionError as error:
        raise ReadError("its elements are nested too deeply; save it as plain text") from error
    walk.end(_Place())
    return walk.parts


def tag_of(element: Element) -> str:
    """The tag without its namespace, lower case; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2].lower() if isinstance(tag, str) else ""


def _level(element: Element) -> int:
    tag = tag_of(element)
    return int(tag[-1]) if tag[-1:].isdigit() else 1


class _Walk:
    """Collects the text of a block until the next one begins."""

    def __init__(self, roles: Mapping[str, str], level_of: Callable[[Element], int]) -> None:
        self.roles = roles
        self.level_of = level_of
        self.parts: list[tuple[Part, float]] = []
        self._text: list[str] = []
        self._size = self._links = 0  # characters of the text, and of those the ones in links

    def enter(self, element: Element, place: _Place) -> None:
        role = self.roles.get(tag_of(element), "") if tag_of(element) else "skip"
        if role == "skip":
            return
        if role == "table":
            self.end(place)
            self.parts.extend(self._table(element, place))
            return
        if role in ("break", "space"):
            self._add(_BREAK if role == "break" else " ")
            return
        if role == "link":
            before = self._size
            self._content(element, place)
            self._links += max(0, self._size - before)
            return
        inner = self._place(element, role, place)
        if role:
            self.end(place)
        self._content(element, inner)
        if role:
            self.end(inner)

    def _content(self, element: Element, place: _Place) -> None:
        self._add(element.text or "")
        for child in element:
            self.enter(child, place)
            self._add(child.tail or "")

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._size += len(text)

    def end(self, place: _Place) -> None:
        """The block that was being collected is complete."""
        text = "".join(self._text)
        linked = min(1.0, self._links / max(len(text.strip()), 1))
        self._text, self._size, self._links = [], 0, 0
        if place.kind == "code":
            lines = [text.replace(_BREAK, "\n")]
        else:
            lines = [" ".join(line.split()) for line in _SOFT_BREAK.sub(" ", text).split(_BREAK)]
        parts = (Part(place.kind, line, place.level) for line in lines if line.strip())
        self.parts.extend((part, linked) for part in parts)

    def _place(self, element: Element, role: str, place: _Place) -> _Place:
        match role:
            case "heading":
                return place._replace(kind="heading", level=self.level_of(element))
            case "list":
                return place._replace(lists=place.lists + 1)
            case "item":
                return place._replace(kind="item", level=max(place.lists, 0))
            case "quote" | "code":
                return place._replace(kind=role, level=0)
            case _:
                return place

    def _table(self, table: Element, place: _Place) -> Iterator[tuple[Part, float]]:
        """Rows of short cells; cells of running text one below the other."""
        rows = [[self._cell(cell) for cell in row] for row in self._rows(table)]
        cells = [cell for row in rows for cell in row]
        short = all(len(c) <= 1 and sum(len(p.text) for p, _ in c) <= _LONGEST_CELL for c in cells)
        if not short or not any(len(row) > 1 for row in rows):
            yield from (part for cell in cells for part in cell)
            return
        for row in rows:
            texts = [" ".join(cell[0][0].text.split()) if cell else "" for cell in row]
            linked = sum(cell[0][1] * len(cell[0][0].text) for cell in row if cell)
            yield Part("row", "\t".join(texts)), linked / max(sum(map(len, texts)), 1)

    def _rows(self, element: Element) -> Iterator[list[Element]]:
        for child in element:
            role = self.roles.get(tag_of(child), "")
            if role == "row":
                yield [cell for cell in child if self.roles.get(tag_of(cell)) == "cell"]
            elif role not in ("skip", "table"):
                if role == "block":  # a caption
                    yield [child]
                else:
                    yield from self._rows(child)

    def _cell(self, cell: Element) -> list[tuple[Part, float]]:
        inner = _Walk(self.roles, self.level_of)
        inner._content(cell, _Place())
        inner.end(_Place())
        return inner.parts


def is_note_mark(element: Element) -> bool:
    """A link that is the sign of a footnote, a way back from it, or an anchor beside a heading.

    Its sign stands in the page like a letter and would run into the sentence.
    """
    if tag_of(element) != "a" or "#" not in (element.get("href") or ""):
        return False
    sign = "".join(element.itertext()).strip()
    if not any(map(str.isalnum, sign)):
        return len(sign) <= 2
    kind = f"{element.get(_OPS) or element.get('epub:type') or ''} {element.get('role') or ''}"
    raised = tag_of(element.getparent()) == "sup" or element.find("sup") is not None
    short = re.fullmatch(r"[\[(]?(?:\d{1,3}|[a-z]{1,2}|note \d{1,2})[\])]?", sign)
    return "noteref" in kind or "backlink" in kind or bool(raised and short)


def without(root: Element, unwanted: Callable[[Element], bool]) -> None:
    """Take elements out of an lxml tree; the text that follows them stays."""
    for element in [e for e in root.iter() if isinstance(e.tag, str) and unwanted(e)]:
        if element.getparent() is not None:
            element.drop_tree()
