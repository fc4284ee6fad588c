"""What the noun phrases of a sentence stand under: who says so, and whether their clause is so."""

from __future__ import annotations

from collections.abc import Sequence

from kg.english.nouns import is_deed
from kg.parse.analyze import Sentence
from kg.parse.tokens import Token
from kg.record.claims.clause import Clause
from kg.record.claims.stated import Stated

#: What brings a deed about: where it is denied or planned, the deed is not done.
DOING = frozenset(
    "approve authorise authorize order make conduct launch agree arrange plan propose permit allow"
    " complete conclude".split()
)
#: Why "sale to Peru" makes no claim in "denied that it had approved the sale to Peru".
UNDONE = "its clause is denied, or not said to be so"


def standing_in(sentence: Sentence, clauses: Sequence[Clause]) -> dict[int, Stated]:
    """Each token's clause standing: that of the nearest verb above it.

    A phrase inside a clause is attributed like the clause, but "did not meet Japan's minister"
    leaves Japan's minister in office: only what stands outside the verb counts.
    """
    by_verb = {clause.verb.i: clause.outer for clause in clauses}
    plain = {
        clause.verb.i for clause in clauses
        if clause.stated.polarity == "positive" and clause.stated.modality == "actual"
    }  # fmt: skip
    found: dict[int, Stated] = {}
    for token in sentence.tokens:
        at, steps = token, 0
        while at.i not in by_verb and at.head is not at and steps < 100:
            at, steps = at.head, steps + 1
        outer = by_verb.get(at.i, Stated())
        if outer.source is not None and is_under(token, outer.source):
            outer = Stated()  # "according to her diary" does not say that she has one
        done = token.dep == "dobj" and token.head is at and at.lemma.lower() in DOING
        doubtful = done and is_deed(token.lemma.lower()) and at.i not in plain
        found[token.i] = Stated(
            source=outer.source, source_cue=outer.source_cue, open=UNDONE if doubtful else ""
        )
    return found


def is_under(token: Token, top: Token) -> bool:
    """Whether a token hangs on another, or is it."""
    while token is not top and token.head is not token:
        token = token.head
    return token is top
