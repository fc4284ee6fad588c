"""What a page puts between the lines of a sentence: numbers of pages, running titles.

"... met Mr. Voss,", then "14" and "THE GAZETTE", then "who owns the mill": the sentence goes on
below. Nothing is taken away but between a line that has not ended and one that goes on.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.parse.structure.plain import Line

    Lines = list[Line]

_NUMBER = re.compile(
    r"[-–—\[(]?\s*(?:(?:page|pg?\.|seite)\s*)?(?:\d{1,4}|[ivxl]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?"
    r"\s*[-–—\])]?",
    re.IGNORECASE,
)
_NUMBERED = re.compile(
    r"(?:\d{1,4}\s\D.*|\D.*?(?:\||(?<!\s)\s\s|\s[-–—])\s*(?:page\s*)?\d{1,4})",
    re.IGNORECASE,
)
#: Characters and words of a running title at most; blanks that show that it is set in the middle.
_LONGEST, _MOST_WORDS, _CENTRED = 70, 10, 6
#: Lines of all that stands between two pages at most.
_MOST_LINES = 5
_ENDED = re.compile(r"[.!?:…][\"'”’)\]]*$")
#: What cannot end a sentence: it goes on whatever follows.
_GOING_ON = re.compile(
    r"(?:[,;(-]|\b(?:a|an|the|of|and|or|to|in|on|at|by|for|with|from|as|that|which|who|whose|is|are"
    r"|was|were|has|have|had|will|would|his|her|its|their|Mr\.|Mrs\.|Ms\.|Dr\.|Prof\.))$"
)


def join_pages(groups: Sequence[Lines], text: str) -> list[Lines]:
    """Groups of lines, those that one sentence runs through made one, without what lay between."""
    is_title = _titles(groups)
    joined: list[Lines] = []
    at = 0
    while at < len(groups):
        group = _within(groups[at], is_title)
        end, line = _break_end(groups, at, is_title, text) if joined else (0, 0)
        if end or line:
            joined[-1] = [*joined[-1], *_within(groups[end][line:], is_title)]
            at = end
        else:
            joined.append(group)
        at += 1
    return joined


def _titles(groups: Sequence[Lines]) -> Callable[[Line], bool]:
    """What tells whether a line may be a running title."""
    seen = Counter(_plain(line) for group in groups for line in group)

    def is_title(line: Line) -> bool:
        words = line.text.split()
        if len(line.text) > _LONGEST or len(words) > _MOST_WORDS or _ENDED.search(line.text):
            return False
        often = seen[_plain(line)] > 1 and len(_plain(line)) > 3
        numbered = _NUMBERED.fullmatch(line.text) is not None
        return often or numbered or line.indent >= _CENTRED or _is_capital(line)

    return is_title


def _is_capital(line: Line) -> bool:
    """Title Case or ALL CAPS."""
    words = [word for word in re.findall(r"[^\W\d_]+", line.text) if len(word) > 3]
    return bool(words) and all(word[0].isupper() for word in words)


def _plain(line: Line) -> str:
    """A line without its numbers, which count pages."""
    return re.sub(r"[\d\s|–—-]+", " ", line.text).strip().casefold()


def _is_number(line: Line) -> bool:
    return bool(_NUMBER.fullmatch(line.text))


def _is_break(lines: Sequence[Line], is_title: Callable[[Line], bool], *, paged: bool) -> bool:
    """Whether lines are all numbers of pages and running titles, a number among them
    or nothing but capitals."""
    if not 0 < len(lines) <= _MOST_LINES:
        return False
    paged = paged or all(line.text.isupper() and len(line.text) > 3 for line in lines)
    numbered = any(_is_number(x) or _NUMBERED.fullmatch(x.text) for x in lines)
    return (numbered or paged) and all(_is_number(line) or is_title(line) for line in lines)


def _goes_on(before: Line, after: Line) -> bool:
    """Whether a sentence that one line has not ended goes on in another."""
    if _ENDED.search(before.text) and not _GOING_ON.search(before.text):
        return False
    if not after.text[0].isalpha():
        return False  # "1-", "1 B", "1": rows of numbers
    if after.text[0].islower():
        return len(before.text.split()) > 3 or _GOING_ON.search(before.text) is not None
    return _GOING_ON.search(before.text) is not None and not after.text.isupper()


def _break_end(
    groups: Sequence[Lines], at: int, is_title: Callable[[Line], bool], text: str
) -> tuple[int, int]:
    """Where the sentence of the group before `at` goes on, behind the end of a page: group and
    line in it; (0, 0) if it does not."""
    before = groups[at - 1][-1]
    between: Lines = []
    for end in range(at, min(at + _MOST_LINES, len(groups))):
        paged = _PAGED.search(text, before.end, groups[end][0].start) is not None
        for line, after in enumerate(groups[end][:_MOST_LINES]):
            inner = [*between, *groups[end][:line]]
            broken = _is_break(inner, is_title, paged=paged) if inner else paged and end == at
            furniture = is_title(after) or _is_number(after)
            if broken and _goes_on(before, after) and (inner or not furniture):
                return end, line
        between += groups[end]
        if len(between) > _MOST_LINES:
            break
    return 0, 0


#: The sign for a new page, or its number between dashes, on a line of its own.
_PAGED = re.compile(r"\f|\n[ \t]*[-–—]\s*\d{1,4}\s*[-–—][ \t]*\r?\n")


def _within(group: Lines, is_title: Callable[[Line], bool]) -> Lines:
    """The lines of a group without the numbers and titles between two of them."""
    if len(group) < 3 or not any(_is_break([line], is_title, paged=False) for line in group):
        return group
    kept = [group[0]]
    at = 1
    while at < len(group):
        for end in range(min(len(group) - 1, at + _MOST_LINES), at, -1):
            found = _is_break(group[at:end], is_title, paged=False)
            if found and _goes_on(kept[-1], group[end]):
                at = end
                break
        kept.append(group[at])
        at += 1
    return kept
