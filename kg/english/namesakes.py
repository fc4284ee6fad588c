"""How a text says that two people bear one name, and that a family is meant and nobody of it."""

from __future__ import annotations

import re

#: Nouns that a surname before them makes a family.
FAMILY_NOUNS = frozenset("family household clan dynasty".split())
#: The same in the plural: "the Kolb brothers", where "Kolb's brothers" are his.
SIBLING_NOUNS = frozenset("brother sister sibling twin".split())

_APART = (
    r"(?:not\s+to\s+be\s+(?:confused|mistaken)\s+(?:with|for)|(?:not\s+related|no\s+relation|unrelated)"
    r"\s+(?:to|of)|(?:a|the|his|her)?\s*namesake(?:\s+of)?)"
)
#: What may stand between such words and the name: "the surveyor".
_TITLE = r"\s*,?\s*(?:(?:the|a|an)\s+)?(?:[a-z]+\s+){0,2}"
_BEFORE_APART = re.compile(rf"\b{_APART}{_TITLE}$")
_BEFORE_OTHER = re.compile(
    r"\b(?:another|(?:an?|the)\s+(?:other|second|different)|not\s+the)\s+$", re.IGNORECASE
)
_BEHIND_APART = re.compile(
    rf"[\s,(–—-]*(?:(?:who|he|she)\s+)?(?:is\s+|was\s+|has\s+)?{_APART}{_TITLE}(?P<rest>[^.;)]*)"
)
_SEVERAL = r"\b(?:two|three|four|several|both)\s+"
_CALLED = r"(?:[a-z]+\s+){1,2}?(?:called|named|of\s+the\s+name(?:\s+of)?)\s+"


def is_other(before: str) -> bool:
    """Whether a name behind these words is that of another who bears it.

    >>> is_other("Daniel Roe, not to be confused with "), is_other("Another "), is_other("Young ")
    (True, True, False)
    """
    return bool(_BEFORE_OTHER.search(before) or _BEFORE_APART.search(before))


def has_namesake(name: str, behind: str) -> bool:
    """Whether the words behind a name say that somebody else bears it.

    >>> has_namesake("Ann Roe", ", no relation to the surveyor, left.")
    True
    >>> has_namesake("Ann Roe", ", no relation to Tom Kolb, left.")
    False
    """
    found = _BEHIND_APART.match(behind)
    if found is None:
        return False
    return found["rest"].startswith(name) or not found["rest"][:1].isupper()


def several_bear(name: str, text: str) -> bool:
    """Whether a text speaks of several of one name: "two men called Ann Roe", "two Ann Roes".

    >>> several_bear("Ann Roe", "Two men called Ann Roe left.")
    True
    >>> several_bear("Ann Roe", "Two saw Ann Roe.")
    False
    """
    words = r"\s+".join(map(re.escape, name.split()))
    pattern = rf"{_SEVERAL}(?:{_CALLED}{words}\b|{words}(?:s|es)\b)"
    return re.search(pattern, text, re.IGNORECASE) is not None
