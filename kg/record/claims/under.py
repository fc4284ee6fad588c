"""What a clause inherits from the words above it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.parse.tokens import Token
from kg.record.claims.clause import Clause
from kg.record.claims.links import Governor
from kg.record.claims.stated import Stated


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """What a clause inherits: standing, subjects, governing words, kind, the verb it follows."""

    stated: Stated
    subjects: Sequence[Token] = ()
    before: Sequence[Token] = ()
    kind: str = "main"
    like: Clause | None = None


def governor(clause: Clause) -> Governor:
    """The verb of a clause as what another clause hangs on."""
    return Governor(
        word=clause.verb, part="verb", stated=clause.stated, subjects=clause.subjects,
        objects=clause.objects or clause.receivers, agents=clause.agents, passive=clause.passive,
    )  # fmt: skip
