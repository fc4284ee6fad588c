"""Sentences → the parts of a document that are asked about one by one.

A part ends where a section does, if it is long enough by then, and always between two sentences.
So a change in one section leaves the parts of the others as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from kg.parse.analyze import Sentence

#: Characters of a part, and of what stands before it and is shown to understand it.
SIZE, OVERLAP = 6_000, 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """The characters `[start, end)` of a document; `before` is where what is shown begins."""

    start: int
    end: int
    before: int


def parts_of(
    sentences: Sequence[Sentence], text: str, *, size: int = SIZE, overlap: int = OVERLAP
) -> list[Part]:
    """The parts of a document, in order, all of it; none without a sentence."""
    if not sentences:
        return []
    cuts = [0, *(_line(text, at) for at in _cuts(sentences, size)), len(text)]
    starts = [sentence.start for sentence in sentences]
    return [
        Part(start=start, end=end, before=_before(starts, start, overlap))
        for start, end in pairwise(cuts)
    ]


def _cuts(sentences: Sequence[Sentence], size: int) -> Iterator[int]:
    """Where a new part begins: at the start of sentences."""
    begun, last = 0, sentences[0]
    for sentence in sentences[1:]:
        opens = sentence.kind == "heading" and last.kind != "heading"
        enough = sentence.start - begun >= size // 2
        if (opens and enough) or sentence.end - begun > size:
            yield sentence.start
            begun = sentence.start
        last = sentence


def _line(text: str, start: int) -> int:
    """Where the line begins, if nothing but marks stand before a place: the "# " of a heading."""
    line = text.rfind("\n", 0, start) + 1
    return start if any(map(str.isalnum, text[line:start])) else line


def _before(starts: Sequence[int], start: int, overlap: int) -> int:
    """Where the sentences begin that stand closely before a place."""
    return min((at for at in starts if start - overlap <= at < start), default=start)
