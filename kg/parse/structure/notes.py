"""Marks of notes, which stand in a sentence and are no part of it.

"The treaty was signed in Vienna.4 Austria ratified it in 1991.12 Three states refused." The numbers
are printed small and high; in plain text only their place tells: right behind a word or a stop,
where no number of the sentence itself can stand, and before a space.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.parse.structure.block import Block, Stretch, leave_out

_HIGH = "\u00b9\u00b2\u00b3\u2070\u2074-\u2079"
#: "4", "3,4", "5-7", "12, 13" of numbers set small and high.
_NUMBERS = r"\d{1,3}(?:[,–-]\d{1,3})*"
_SHORT = (
    r"(?<!\b[Nn]o)(?<!\b[Nn]os)(?<!\b[Vv]ol)(?<!\bpp)(?<!\b[Ff]ig)(?<!\b[Ff]igs)(?<!\b[Ss]ec)"
    r"(?<!\b[Aa]rt)(?<!\b[Cc]h)(?<!\b[Cc]hap)(?<!\b[Vv]er)(?<!\b[Nn]r)(?<!\b[Tt]ab)(?<!\b[Ee]q)"
    r"(?<!\b[Rr]ef)(?<!\b[Aa]pp)(?<!\b[Cc]l)(?<!\b[Pp]ar)(?<!\b[Pp]ara)(?<!\bJan)(?<!\bFeb)"
    r"(?<!\bMar)(?<!\bApr)(?<!\bJun)(?<!\bJul)(?<!\bAug)(?<!\bSep)(?<!\bSept)(?<!\bOct)(?<!\bNov)"
    r"(?<!\bDec)(?<!\bapprox)(?<!\bca)(?<!\best)"
)
#: Where a sentence begins, or the text ends.
_NEXT = r"(?=\s+[\"'(\[]?[A-Z]|\s*\Z)"
_MARKS = re.compile(
    # "Vienna.4 Austria", "Vienna.”4 Austria", "in NASA.4 The"
    rf"(?:(?<=[a-z]{{2}})|(?<=[A-Z]{{3}})|(?<=[a-z][\"')\]%])|(?<=\d[%)])){_SHORT}"
    rf"[.!?][\"')\]]{{0,2}}(?P<stop>{_NUMBERS}){_NEXT}"
    # "in 1991.12 Three"
    r"|\b(?:[Ii]n|[Ss]ince|[Uu]ntil|[Dd]uring|[Bb]efore|[Aa]fter|[Ee]arly|[Ll]ate|January|February"
    r"|March|April|May|June|July|August|September|October|November|December|\d,)\s+"
    rf"(?:1[5-9]|20)\d\d(?:\.(?P<year>{_NUMBERS}){_NEXT}|,(?P<later>\d{{1,2}})(?=\s+[a-z]))"
    # "Linz,3 and Kolb;4 who"
    r"|(?<=[a-z]{2})[,;:][\"']?(?P<comma>\d{1,2}(?:[,–-]\d{1,2})*)(?=\s+[\"'(]?[A-Za-z])"
    # "1993,² and", "Vienna.⁴", "Vienna⁴"; no power ("km²", "10³")
    r"|(?:(?<=[.,;:!?\"')\]])|(?<=[A-Za-z][a-z]{3})|(?<=\b1[5-9]\d\d)|(?<=\b20\d\d))(?<!metre)"
    rf"(?<!meter)(?<!metres)(?<!meters)(?P<high>[{_HIGH}]{{1,20}}(?:[,⁻˒–-][{_HIGH}]{{1,20}}){{0,20}})(?![\w⁺])"
    # "Slovenia* followed", "Slovenia† followed"
    r"|(?<=[A-Za-z]{3})[.,;:\"')\]]{0,2}(?P<star>\*{1,3}|[†‡¶]{1,3}|[§]{1,2})(?=[\s.,;:)]|\Z)"
    # "Vienna.[4] Austria", "Vienna[4] is", "Vienna[note 4]"
    r"|(?<=[A-Za-z.,;:!?\"'%)\]])"
    r"(?P<bracket>(?:\[(?:(?:note |nb |n )?\d{1,3}(?:[,–-]\s?\d{1,3})*|\^[\w-]{1,12})\]){1,20})"
    r"(?=[\s.,;:!?)]|\Z)"
)
_OPENED = re.compile(r"(?<![\w*])\*{1,3}(?=\w)")


def without_marks(block: Block) -> Block:
    """The block without the marks of notes; what is left knows where it stood.

    >>> from kg.parse.structure.block import make_block
    >>> text = "It met in Vienna.4 Austria* left in 1993,² too."
    >>> without_marks(make_block("paragraph", text, [(0, len(text))])).text
    'It met in Vienna. Austria left in 1993, too.'
    """
    if block.kind == "code":
        return block
    marks = list(_marks(block.text))
    return leave_out(block, marks) if marks else block


def _marks(text: str) -> Iterator[Stretch]:
    starred = False
    for found in _MARKS.finditer(text):
        kind = found.lastgroup or ""
        if kind == "star" and found[kind][0] == "*":
            # "*Emma* is a novel": emphasis, and no note
            starred = starred or _OPENED.search(text, 0, found.start()) is not None
            if starred:
                continue
        yield found.span(kind)
