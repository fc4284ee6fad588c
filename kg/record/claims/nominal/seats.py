"""Where something has its seat, or somebody was born, in one word.

"the London-based retailer Orbis", "the Lund-born painter Ada Holm".
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.link import bundled
from kg.model import Argument
from kg.parse.tokens import Token
from kg.record.claims.arguments import Arguments
from kg.record.claims.nominal.made import Nominal
from kg.record.claims.rules import rule
from kg.record.claims.stated import Stated
from kg.record.mentions import Reference

BASED = "-based"
BORN = "-born"
#: A child of no place of that name.
NEW = "new-born"


@rule("based", "The London-based retailer Orbis sold the mill.", "Orbis | be based in | London")
def based(name: Reference, what: Reference, reader: Arguments, stated: Stated) -> Iterator[Nominal]:
    """The seat of what is named, from the words before its name, or from what it is said to be."""
    for token, place in _places(name, what, reader, BASED):
        yield Nominal(
            head=token, subject=reader.of_reference(name), object=place, words=(token,),
            lemma="be based in", rule="based", stated=stated,
        )  # fmt: skip


@rule("born", "The Lund-born painter Ada Holm sold the mill.", "Ada Holm | be born in | Lund")
def born(name: Reference, what: Reference, reader: Arguments, stated: Stated) -> Iterator[Nominal]:
    """Where a person was born, from the words before the name, or from what it is said to be."""
    if name.type not in ("Person", ""):
        return
    for token, place in _places(name, what, reader, BORN):
        yield Nominal(
            head=token, subject=reader.of_reference(name), object=place, words=(token,),
            lemma="be born in", rule="born", stated=stated,
        )  # fmt: skip


def _places(
    name: Reference, what: Reference, reader: Arguments, ending: str
) -> Iterator[tuple[Token, Argument]]:
    """The words of a phrase that end so, each with the place that it names."""
    for token in _before(name) if what is name else what.head.having("amod", "compound"):
        if token.lower.endswith(ending) and token.lower != NEW:
            before, end = name.sentence.tokens[max(token.i - 1, 0)], token.end - len(ending)
            # "New York-born" is not of York.
            joined = before.tag == "NNP" and bundled().find(
                reader.document.text[before.start : end]
            )
            place = reader.place((before if joined else token).start, end)
            if place is not None and place.entity != name.entity:
                yield token, place


def _before(name: Reference) -> Iterator[Token]:
    """The words right before a name that belong to its phrase, and none beyond a mark."""
    for token in reversed(name.sentence.tokens[: name.first.i]):
        mark = token.pos in ("PUNCT", "CCONJ", "ADP", "VERB") and not token.lower.endswith(
            (BASED, BORN)
        )
        if mark or name.first.i - token.i > FAR:
            return
        above = token
        while above.head is not above and above not in name.tokens:
            above = above.head
        if above in name.tokens:
            yield token


#: So many words may stand between: "the London-based fashion retailer".
FAR = 6
