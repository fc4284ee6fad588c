"""Where in a document a quote stands, as a reader finds it: page, or heading and line."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from kg.model import Document

#: Kinds of files whose text was extracted, one block a line.
BLOCKS = frozenset((
    "text/html", "application/xhtml+xml", "multipart/related", "application/epub+zip",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "application/vnd.oasis.opendocument.text",
))  # fmt: skip
#: A heading is cut to so many characters.
LONGEST = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stretch of a document, and in words where it is; offsets are code points."""

    start: int
    end: int
    text: str = ""


def place_of(document: Document | None, start: int, end: int) -> Place:
    """The page of what has pages; else the heading above, where there is one, and the line.

    Of a file whose text was extracted block by block (`BLOCKS`) it is the paragraph, not the line.

    >>> text = "# Tides\\n\\nThe tide is high."
    >>> tides = Document(id="a.md", source="a.md", text=text, sha256="")
    >>> place_of(tides, 9, 26).text
    '“Tides”, line 3'
    """
    if document is None:
        return Place(start=start, end=end)
    if document.pages:
        words = f"page {bisect_right(document.pages, start)}"
    else:
        before = document.text[:start]
        blocks = document.media_type in BLOCKS
        number = 1 + sum(map(bool, before.split("\n")[:-1])) if blocks else before.count("\n") + 1
        words = f"paragraph {number}" if blocks else f"line {number}"
        heading = _heading(document.text, start)
        words = f"“{heading}”, {words}" if heading and heading != document.title else words
    return Place(start=start, end=end, text=words)


def _heading(text: str, start: int) -> str:
    """The last line above that begins with number signs, without them."""
    at = start
    while (at := text.rfind("\n#", 0, at)) >= 0 or text.startswith("#"):
        begin = max(at + 1, 0)
        line = text[begin : text.find("\n", begin) if "\n" in text[begin:] else len(text)]
        name = line.lstrip("#")
        if name.startswith(" ") and begin < start:
            return _cut(name.strip())
        if at < 0:
            break
    return ""


def _cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1].rstrip()}…"
