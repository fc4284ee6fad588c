"""Where somebody or something has its seat, in one word: "the London-based retailer Orbis"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.parse.tokens import Token
from kg.record.claims.arguments import Arguments
from kg.record.claims.nominal.made import Nominal
from kg.record.claims.rules import rule
from kg.record.claims.stated import Stated
from kg.record.mentions import Reference

BASED = "-based"


@rule("based", "The London-based retailer Orbis sold the mill.", "Orbis | be based in | London")
def based(name: Reference, what: Reference, reader: Arguments, stated: Stated) -> Iterator[Nominal]:
    """The seat of what is named, from the words before its name, or from what it is said to be."""
    for token in _before(name) if what is name else what.head.having("amod", "compound"):
        if not token.lower.endswith(BASED):
            continue
        place = reader.place(token.start, token.end - len(BASED))
        if place is not None and place.entity != name.entity:
            yield Nominal(
                head=token, subject=reader.of_reference(name), object=place, words=(token,),
                lemma="be based in", rule="based", stated=stated,
            )  # fmt: skip


def _before(name: Reference) -> Iterator[Token]:
    """The words right before a name that belong to its phrase, and none beyond a mark."""
    for token in reversed(name.sentence.tokens[: name.first.i]):
        mark = token.pos in ("PUNCT", "CCONJ", "ADP", "VERB") and not token.lower.endswith(BASED)
        if mark or name.first.i - token.i > FAR:
            return
        above = token
        while above.head is not above and above not in name.tokens:
            above = above.head
        if above in name.tokens:
            yield token


#: So many words may stand between: "the London-based fashion retailer".
FAR = 6
