"""Text as N-Triples and Turtle write it, and IRIs that they accept."""

from __future__ import annotations

import re

from kg.errors import ExportError
from kg.iri import is_absolute

# Escaped although Turtle would allow some of them raw: nothing in a string may look like a line
# end to any reader, nor act on a terminal. Half surrogate pairs cannot be written at all.
_SPECIAL = re.compile('[\\x00-\\x1f"\\\\\\x7f-\\x9f\u2028\u2029\ufeff\ud800-\udfff]')
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}


def checked(iri: str) -> str:
    """Return `iri` if it is an absolute one. Raises ExportError if not."""
    if not is_absolute(iri):
        raise ExportError(
            f'{iri!r} is no absolute IRI (letters and a colon first, no blanks or <>"{{}}|\\^`); '
            "correct the base IRI or the link that it comes from"
        )
    return iri


def quoted(text: str) -> str:
    """Write `text` as a string on one line; half surrogate pairs become U+FFFD.

    >>> print(quoted('say "no"'))
    "say \\"no\\""
    """
    return f'"{_SPECIAL.sub(_escape, text)}"'


def escaped(text: str) -> str:
    """Write `text` as a remark on one line: blanks for white space, escapes for controls."""
    return _SPECIAL.sub(_escape, " ".join(text.split())).replace('\\"', '"')


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _ESCAPES.get(char) or f"\\u{ord(char):04X}"
