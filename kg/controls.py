"""Control characters, written out: no document and no file name can act on a terminal."""

from __future__ import annotations

import re

#: Those of ASCII but tab and line end, those of Latin-1, line separators, what turns the direction
#: of writing (https://www.unicode.org/reports/tr9/), and halves of surrogate pairs.
_CONTROL = re.compile(
    "\r(?!\n)|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069"
    "\ud800-\udfff]"
)
_INLINE = re.compile(rf"{_CONTROL.pattern}|[\t\n\r]")


def spelled(text: str) -> str:
    r"""Text with its control characters written out; tabs and line ends stay.

    Those beyond ASCII are written as JSON writes them, so that JSON stays JSON.

    >>> print(spelled("Abe\x1b[31m met\x9b \u202eKim"))
    Abe\x1b[31m met\u009b \u202eKim
    """
    return _CONTROL.sub(_code, text)


def spelled_inline(text: str) -> str:
    r"""The same for what has to stay on one line and in one column: no tab or line end is left.

    >>> print(spelled_inline("a\tb\nc.txt"))
    a\x09b\x0ac.txt
    """
    return _INLINE.sub(_code, text)


def _code(found: re.Match[str]) -> str:
    number = ord(found[0])
    return f"\\x{number:02x}" if number < 0x7F else f"\\u{number:04x}"
