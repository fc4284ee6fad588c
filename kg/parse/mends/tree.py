"""What the mends ask of a tree whose tokens know their heads but not yet their children."""

from __future__ import annotations

from kg.parse.tokens import Token

SUBJECTS = ("nsubj", "nsubjpass")
#: Tags of verbs that have a tense.
FINITE = ("VBD", "VBZ", "VBP")


def is_below(token: Token, head: Token) -> bool:
    """Whether a token hangs on another, or is it."""
    while token is not head and token.head is not token:
        token = token.head
    return token is head


def hang(token: Token, head: Token, dep: str = "") -> None:
    """Hang a token on another, as `dep` or as what it was; the root on itself.

    Not where that would make a circle: the token then stays where it is.
    """
    if head is not token and is_below(head, token):
        return
    token.head, token.dep = head, dep or token.dep
