"""How a text says that two people bear one name, and that a family is meant and nobody of it."""

from __future__ import annotations

import re

#: Nouns that a surname before them makes a family.
FAMILY_NOUNS = frozenset("family household clan dynasty".split())
#: The same in the plural: "the Kolb brothers", where "Kolb's brothers" are his.
SIBLING_NOUNS = frozenset("brother sister sibling twin".split())
#: How many bear a name, and how they are said to.
COUNTS = frozenset("two three four several both".split())
CALLED = ("called", "named", "of the name", "of the name of")

_APART = (
    r"(?:not to be (?:confused|mistaken) (?:with|for)"
    r"|(?:not related|no relation|unrelated) (?:to|of)|namesake(?: of)?)"
)
#: What may stand between such words and the name: "the surveyor".
_TITLE = r" ?,? ?(?:(?:the|a|an) )?(?:[a-z]+ ){0,2}"
_BEFORE_APART = re.compile(rf"\b{_APART}{_TITLE}$")
_BEFORE_OTHER = re.compile(
    r"\b(?:another|(?:an?|the) (?:other|second|different)|not the) $", re.IGNORECASE
)
_BEHIND_APART = re.compile(
    rf"[ ,(–—-]*(?:(?:who|he|she) )?(?:is |was |has )?(?:(?:a|the|his|her) )?{_APART}{_TITLE}"
)
#: Words that are looked at before a name.
NEAR = 12


def is_other(before: str) -> bool:
    """Whether a name behind these words is that of another who bears it.

    >>> is_other("Daniel Roe, not to be confused with "), is_other("Another "), is_other("Young ")
    (True, True, False)
    """
    near = " ".join(before.split()[-NEAR:]) + " "
    return bool(_BEFORE_OTHER.search(near) or _BEFORE_APART.search(near))


def has_namesake(name: str, behind: str) -> bool:
    """Whether the words behind a name say that somebody else bears it.

    >>> has_namesake("Ann Roe", ", no relation to the surveyor, left.")
    True
    >>> has_namesake("Ann Roe", ", no relation to Tom Kolb, left.")
    False
    """
    said = " ".join(behind.split())
    found = _BEHIND_APART.match(said)
    if found is None:
        return False
    rest = said[found.end() :]
    return rest.startswith(name) or not rest[:1].isupper()


def several_bear(name: str, text: str) -> bool:
    """Whether a text speaks of several of one name: "two men called Ann Roe", "two Ann Roes".

    >>> several_bear("Ann Roe", "Two men called Ann Roe left.")
    True
    >>> several_bear("Ann Roe", "Two saw Ann Roe.")
    False
    """
    said, name = (" ".join(words.split()).casefold() for words in (text, name))
    if any(f"{count} {name}{ending}" in said for count in COUNTS for ending in ("s", "es")):
        return True
    parts = (said.partition(f" {how} {name}") for how in CALLED)
    return any(found and COUNTS & set(before.split()[-2:]) for before, found, _ in parts)
