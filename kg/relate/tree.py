"""The open predicates as a tree: whole phrase, verb and preposition, verb.

| predicate                    | above it         |
|------------------------------|------------------|
| withdraw from                | withdraw         |
| play role in                 | play in, play    |
| be former senior member of   | be member of     |
| be born in                   | be born          |
| be member of, withdraw       |                  |
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.english.lexicon import PREPOSITIONS
from kg.relate.passives import is_passive


def above(lemma: str) -> str:
    """The predicate one step up the tree; empty for one that has none.

    >>> above("play role in"), above("play in"), above("be former senior member of")
    ('play in', 'play', 'be member of')
    """
    words = lemma.split(" ")
    if len(words) < 2 or words[-1] not in PREPOSITIONS:
        return ""
    if words[0] != "be":
        return f"{words[0]} {words[-1]}" if len(words) > 2 else words[0]
    if len(words) > 3:
        return f"be {words[-2]} {words[-1]}"
    return f"be {words[1]}" if is_passive(lemma) else ""


def roots(lemmas: Iterable[str]) -> dict[str, list[str]]:
    """The predicates at the top, each with all those below it, sorted."""
    found: dict[str, list[str]] = {}
    for lemma in sorted(set(lemmas)):
        top = lemma
        while above(top):
            top = above(top)
        found.setdefault(top, []).append(lemma)
    return found
