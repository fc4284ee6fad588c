"""One block: its clean text, and the way back to the characters of the document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

BlockKind = Literal[
    "heading",
    "paragraph",
    "item",
    "quote",
    "cell",
    "name",
    "address",
    "speaker",
    "boilerplate",
    "code",
]

#: A longer block is cut: parsers take time and memory by length.
LONGEST = 20_000

#: Soft hyphen, zero-width and direction marks: nothing that a reader would see.
INVISIBLE = (
    "\u00ad\u180e\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
    "\u2060\u2061\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
_CURLY = tuple(zip("‘’‚“”„", "'''\"\"\"", strict=True))
#: What is typed for an apostrophe within a word: "didn`t", "O´Neill".
_APOSTROPHE = re.compile(r"(?<=[^\W\d_])[`\u00b4\u02b9\u02bc\u02bb\u2032\uff07](?=[^\W\d_])")
_UNTIDY = re.compile(rf"\s[\s{INVISIBLE}]+|[{INVISIBLE}]+[\s{INVISIBLE}]*")
_SPACE = re.compile(r"\s")
_LEGIBLE = re.compile(r"[^\W_]")
_SENTENCE_END = re.compile(r"[.!?…][\"')\]]*\s")

Stretch = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A stretch of running text. `text` is what a parser sees.

    Each character of `text` is the one at its original position, except that white space of any
    length has become one space, curly quotes straight ones, and what is typed for an apostrophe
    within a word one; invisible characters, markup, marks of notes and the hyphen of a word broken
    at the line end are gone.

    `offsets[i]` is the position of `text[i]` in the document, strictly increasing; None says
    `start + i`. `start` and `end` are the extent of the block in the document.
    """

    kind: BlockKind
    text: str
    offsets: tuple[int, ...] | None
    start: int
    end: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """The place in the document of `text[start:end]`, half-open like it.

        An empty span has an empty place. Raises IndexError if the span is not within the text.
        """
        if not 0 <= start <= end <= len(self.text):
            raise IndexError(f"[{start}, {end}) is not within the {len(self.text)} characters")
        if self.offsets is None:
            return self.start + start, self.start + end
        begin = self.offsets[start] if start < len(self.offsets) else self.end
        return begin, self.offsets[end - 1] + 1 if start < end else begin


def make_block(kind: BlockKind, text: str, stretches: Sequence[Stretch]) -> Block | None:
    """Make a block of the stretches of `text` that are kept, in order, as if nothing lay between.

    Where two stretches are to stay apart, one of them includes white space. Returns None if no
    letter or digit is kept.
    """
    if not any(_LEGIBLE.search(text, start, end) for start, end in stretches):
        return None
    if len(stretches) == 1:
        start, end = _stripped(text, *stretches[0])
        raw = text[start:end]
        clean = " ".join(raw.split())
        # The same length: no run of white space was longer than one character.
        if len(clean) == len(raw) and (raw.isascii() or not any(c in raw for c in INVISIBLE)):
            clean = _straight(clean)
            return Block(kind=kind, text=clean, offsets=None, start=start, end=end)
    raw = "".join(text[start:end] for start, end in stretches)
    offsets = list(chain.from_iterable(range(start, end) for start, end in stretches))
    kept = list(_tidy(raw))
    clean = "".join(raw[start:end] for start, end in kept)
    offsets = list(chain.from_iterable(offsets[start:end] for start, end in kept))
    return _block(kind, _straight(_SPACE.sub(" ", clean)), offsets)


def split_long(block: Block) -> Iterator[Block]:
    """Cut a block longer than `LONGEST` at sentence ends, else at white space, else anywhere."""
    begin, length = 0, len(block.text)
    while length - begin > LONGEST:
        cut = _cut(block.text, begin, begin + LONGEST)
        yield part(block, begin, cut)
        begin = cut + block.text.startswith(" ", cut)
    if begin < length:
        yield part(block, begin, length)


def part(block: Block, start: int, end: int) -> Block:
    """The block that holds `text[start:end]` alone; it must not be empty."""
    if end - start == len(block.text):
        return block
    first, last = block.original(start, end)
    offsets = block.offsets and block.offsets[start:end]
    return replace(block, text=block.text[start:end], offsets=offsets, start=first, end=last)


def leave_out(block: Block, stretches: Sequence[Stretch]) -> Block:
    """The block without some stretches of its text, given in order, of which none is all of it."""
    kept: list[int] = []
    at = 0
    for start, end in [*stretches, (len(block.text), len(block.text))]:
        kept += range(at, start)
        at = end
    places = block.offsets or range(block.start, block.start + len(block.text))
    text = "".join(block.text[i] for i in kept)
    return _block(block.kind, text, [places[i] for i in kept])


def _block(kind: BlockKind, clean: str, offsets: Sequence[int]) -> Block:
    start, end = offsets[0], offsets[-1] + 1
    same = end - start == len(offsets)
    return Block(
        kind=kind, text=clean, offsets=None if same else tuple(offsets), start=start, end=end
    )


def _straight(text: str) -> str:
    if not text.isascii():
        for curly, straight in _CURLY:
            text = text.replace(curly, straight)
    return _APOSTROPHE.sub("'", text)


def _stripped(text: str, start: int, end: int) -> Stretch:
    while start < end and (text[start].isspace() or text[start] in INVISIBLE):
        start += 1
    while start < end and (text[end - 1].isspace() or text[end - 1] in INVISIBLE):
        end -= 1
    return start, end


def _tidy(raw: str) -> Iterator[Stretch]:
    """What is left of `raw` without its invisible characters and all but the first of spaces."""
    begin, length = _stripped(raw, 0, len(raw))
    for untidy in _UNTIDY.finditer(raw, begin, length):
        yield begin, untidy.start()
        space = _SPACE.search(raw, *untidy.span())
        if space:
            yield space.span()
        begin = untidy.end()
    yield begin, length


def _cut(text: str, begin: int, limit: int) -> int:
    """Where to end a part that starts at `begin`: after it comes a space, or there was none."""
    ends = [m.end() for m in _SENTENCE_END.finditer(text, max(begin, limit - LONGEST // 2), limit)]
    if ends:
        return ends[-1] - 1
    space = text.rfind(" ", begin + 1, limit)
    return space if space > begin else limit


def drop_empty(blocks: Iterable[Block | None]) -> list[Block]:
    return [block for block in blocks if block is not None]
