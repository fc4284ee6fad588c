"""Where things with a name are: "the Halvor Museum in Tulsa, Oklahoma", "Nokia (Espoo)"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.english.lexicon import ORGANIZATION_NOUNS, PLACE_NOUNS
from kg.english.nouns import BUILDING_NOUNS
from kg.parse.tokens import Token
from kg.record.claims.arguments import Arguments
from kg.record.claims.nominal.made import Nominal, is_place
from kg.record.claims.rules import rule
from kg.record.claims.stated import Stated
from kg.record.mentions import Reference

#: Prepositions that say where a thing stands.
STANDING = frozenset(("in", "at", "near", "on", "outside"))


@rule("located", "The statue stands in the Halvor Museum in Tulsa.", "Halvor Museum | in | Tulsa")
def located(name: Reference, reader: Arguments, stated: Stated) -> Iterator[Nominal]:
    """Where a named thing is, as the words right behind its name say."""
    if name.head not in name.tokens:
        return
    found = [*_standing(name), *_beside(name, reader), *_bracketed(name, reader)]
    for lemma, word, target in found:
        place = reader.by_head.get(id(target))
        if place is None or not is_place(place) or place is name:
            continue
        yield Nominal(
            head=name.head, subject=reader.of_reference(name), object=reader.of_reference(place),
            words=(word,), lemma=lemma, rule="noun-prep", stated=stated,
        )  # fmt: skip


def _standing(name: Reference) -> Iterator[tuple[str, Token, Token]]:
    """ "the Halvor Museum in Tulsa": only of what stands somewhere, not of "talks with Acme in"."""
    tokens = name.sentence.tokens
    if not _stands(name):
        return
    for prep in name.head.having("prep"):
        between = [t.text for t in tokens[name.last.i + 1 : prep.i]]
        if prep.i > name.last.i and between in ([], [","]) and prep.lower in STANDING:
            yield from ((prep.lower, prep, t) for t in prep.having("pobj") if not t.having("conj"))


def _stands(name: Reference) -> bool:
    """Whether a name is that of a place or says so ("Halvor Museum", "Kelm Institute")."""
    words = {t.lower for t in name.tokens}
    return name.type == "Place" or bool(words & (PLACE_NOUNS | ORGANIZATION_NOUNS | BUILDING_NOUNS))


def _beside(name: Reference, reader: Arguments) -> Iterator[tuple[str, Token, Token]]:
    """ "Tulsa, Oklahoma": a place behind a comma is what the one before it lies in."""
    tokens = name.sentence.tokens
    if not _stands(name) or name.last.i + 2 >= len(tokens):
        return
    comma = tokens[name.last.i + 1]
    for target in name.head.having("appos"):
        place = reader.by_head.get(id(target))
        if place is None or comma.text != "," or place.first.i != comma.i + 1:
            continue
        listed = target.having("conj", "det", "appos") or name.head.having("conj")
        if not listed and (name.head.dep != "appos" or place.country is not None):
            yield "in", comma, target


def _bracketed(name: Reference, reader: Arguments) -> Iterator[tuple[str, Token, Token]]:
    """ "Nokia (Espoo)", "Kolb (Austria)": a place alone in the brackets behind a name."""
    tokens = name.sentence.tokens[name.last.i + 1 :]
    if len(tokens) < 3 or tokens[0].text != "(":
        return
    close = next((n for n, t in enumerate(tokens) if t.text == ")"), 0)
    inside = [r for t in tokens[1:close] if is_place(r := reader.by_head.get(id(t)))]
    if len(inside) != 1 or inside[0] is None or len(inside[0].tokens) != close - 1:
        return
    if name.type == "Person" and inside[0].country is not None:
        yield "from", tokens[0], inside[0].head
    elif name.type in ("Organization", "Place"):
        yield "in", tokens[0], inside[0].head
