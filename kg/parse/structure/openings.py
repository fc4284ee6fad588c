"""What stands before the first sentence of a paragraph and is no part of it: datelines, speakers.

    TOKYO, May 6 (Coast Wire) -- The minister ...    where and when a report was filed
    MS. BERG: My company ...                         who speaks, in a transcript

A parser takes both for the beginning of the sentence, so they become blocks of their own: the
dateline `boilerplate`, the speaker a `speaker`, to whom what follows can be attributed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import combinations

from kg.english.lexicon import ADDRESS
from kg.parse.structure.block import Block, BlockKind, part
from kg.parse.structure.chat import NO_SPEAKERS, lines_of
from kg.read.dates import written_date

_MONTH = (
    r"(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|"
    r"Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?|JAN(?:UARY)?|FEB(?:RUARY)?|"
    r"MAR(?:CH)?|APR(?:IL)?|MAY|JUNE?|JULY?|AUG(?:UST)?|SEPT?(?:EMBER)?|OCT(?:OBER)?|"
    r"NOV(?:EMBER)?|DEC(?:EMBER)?)\.?"
)
_DATE = rf"(?:(?:\d{{1,2}} )?{_MONTH}(?: \d{{1,2}})?(?:,? \d{{4}})?)"
_DAY = rf"(?:\d{{1,2}} {_MONTH},? \d{{4}}|{_MONTH} \d{{1,2}},? \d{{4}})"
_AGENCY = r"\([^()]{2,40}\)"
_CAPITALS = r"[A-ZÀ-Þ][A-ZÀ-Þ'.-]+(?:[ /][A-ZÀ-Þ][A-ZÀ-Þ'.-]*){0,3}"
_PLACE = r"[A-Z][\w'.-]+(?: [A-Z][\w'.-]+){0,2}"
_DASH = r"\s*(?:—|–|--|-(?=\s))\s*(?=[\"'(]?[A-Z])"
#: Associated Press Stylebook, "datelines": a place in capitals; others write it as usual, but name
#: the agency or the whole day behind it.
_DATELINE = re.compile(
    rf"(?:{_CAPITALS}(?:, {_PLACE})?(?:,? (?:and|&) {_CAPITALS}(?:, {_PLACE})?)?"
    rf"(?:[,|]? ?\|? ?{_DATE})?(?: ?{_AGENCY})?"
    rf"|{_PLACE}(?:, {_PLACE})?(?:,? {_DATE})? ?{_AGENCY}"
    rf"|{_PLACE}(?:, {_PLACE}){{0,2}}(?: ?[,|])? {_DAY}(?: ?{_AGENCY})?"
    rf"|\({_PLACE}(?:, {_PLACE})?(?:,? {_DATE})?\)){_DASH}(?:{_DATE}{_DASH})?"
)

#: What Markdown puts around a dateline.
_MARKUP = re.compile(r"[*_]+")
_CLOCK = r"[\[(]?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?[\])]?"
_NAME = r"(?:[A-Z][\w&'’.-]*|(?:de|van|von|der|la|the|of)(?= ))"
_SPEAKER = re.compile(
    rf"(?:{_CLOCK} )?(?:>> ?)?{_NAME}(?: {_NAME}){{0,4}}(?: {_CLOCK}| ?\([^()]{{1,30}}\))?"
    r" ?: ?(?=\S)"
)
_QUESTION = re.compile(r"[QA][.:] (?=[\"'(]?[A-Z])")
#: What no term of a list of terms looks like: "MS. BERG:", "[00:12:45] Anna:", "Q:".
_MARKED = re.compile(r"[A-Z]{3}|^[QA][.:]|\d:\d\d|>>")
#: So many paragraphs that begin with a name and a colon make a transcript.
_TURNS = 3
#: So many are looked at for a name that is part of another.
_FEW = 40


def cut_openings(blocks: Sequence[Block]) -> Iterator[Block]:
    """The blocks, datelines and names of speakers apart from the sentence behind them."""
    transcript = _is_transcript([found[0] for block in blocks if (found := _speaker(block))])
    for block in blocks:
        dateline = _DATELINE.match(block.text) if block.kind == "paragraph" else None
        speaker = _speaker(block) if transcript else None
        if dateline:
            yield from _cut(block, dateline.end(), "boilerplate")
        elif speaker:
            yield from _cut(block, speaker.end(), "speaker")
        else:
            yield block


@lru_cache(maxsize=4)
def find_datelines(text: str) -> tuple[tuple[int, str], ...]:
    """Where paragraphs with a day in their dateline begin, and that day, in text order.

    >>> find_datelines("LINZ, Austria, 6 May 2024 – The mill burned yesterday.")
    ((0, '2024-05-06'),)
    """
    found = []
    for start, _, line in lines_of(text):
        dateline = _DATELINE.match(_MARKUP.sub("", line))
        if dateline and (day := written_date(dateline[0])):
            found.append((start, day))
    return tuple(found)


def _is_transcript(openings: Sequence[str]) -> bool:
    """Whether somebody speaks twice, or is called in capitals, by the clock or as Q and A.

    A list of terms and what they mean has each but once, and written as names are.
    """
    names = [opening.partition("(")[0].rstrip(" :").casefold() for opening in openings]
    marked = any(_MARKED.search(opening.partition("(")[0]) for opening in openings)
    words = [frozenset(name.replace(".", "").split()) for name in names[:_FEW]]
    again = len(set(names)) < len(names)
    # "Ms Ada Holt", "Ms Holt", but not "Cell", "Cell Wall" of a list of terms
    again = again or any(a & ADDRESS and (a <= b or b <= a) for a, b in combinations(words, 2))
    return len(openings) >= _TURNS and (again or marked)


def _speaker(block: Block) -> re.Match[str] | None:
    if block.kind not in ("paragraph", "quote"):
        return None
    found = _SPEAKER.match(block.text)
    if found and found[0].rstrip(" :").casefold() in NO_SPEAKERS:
        return None  # "Note: ..."
    return _QUESTION.match(block.text) or found


def _cut(block: Block, end: int, kind: BlockKind) -> Iterator[Block]:
    if end < len(block.text):
        yield replace(part(block, 0, len(block.text[:end].rstrip())), kind=kind)
        yield part(block, end, len(block.text))
    else:
        yield block
