"""What the readers of noun phrases hand on, and what they share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.english import lexicon
from kg.model import Argument, Qualifier, Time
from kg.parse.tokens import Token
from kg.record.claims.arguments import Arguments
from kg.record.claims.stated import Stated
from kg.record.keys import COUNTRY, GROUP, NAME
from kg.record.mentions import Reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominal:
    """A claim made by a noun phrase: head token, arguments, predicate words and lemma.

    `time` is when it holds or happened, where the phrase or its clause says so.
    """

    head: Token
    subject: Argument
    object: Argument
    words: tuple[Token, ...]
    lemma: str
    rule: str
    stated: Stated
    time: Time | None = None
    qualifiers: tuple[Qualifier, ...] = ()


def has_name(argument: Argument) -> bool:
    """Whether an argument is a country or something with a name, and not merely a concept."""
    return argument.entity is not None and argument.entity[0] in (COUNTRY, NAME, GROUP)


def is_place(reference: Reference | None) -> bool:
    """Whether a reference is the name of a place."""
    named = reference is not None and reference.kind == "name"
    return named and reference is not None and reference.type in ("Place", "Country")


def plain(verb: Token) -> bool:
    """Whether a main clause says without reserve that it is so: no "not", "may", "if" or "?".

    What stands below another verb is left to the clauses, which know what it stands under.
    """
    joined = verb.dep == "conj" and verb.head is not verb and plain(verb.head)
    if not (verb.dep == "ROOT" or joined) or verb.having("neg", "expl") or verb.tag == "VB":
        return False
    reserves = lexicon.POSSIBLE_WORDS | lexicon.NEGATIVE_WORDS
    if any(t.lower in reserves for t in verb.having("advmod")):
        return False
    if any(t.lemma not in ("be", "have", "do") for t in verb.having("aux")):
        return False
    conditions = {m.lower for c in verb.having("advcl") for m in c.having("mark")}
    return not conditions & lexicon.CONDITIONALS and not any(
        t.text == "?" for t in verb.having("punct")
    )


def time_of(verb: Token, sentence_of: Reference, reader: Arguments) -> Time | None:
    """When a clause says that something happened ("became mayor [in 1990]")."""
    heads: Iterable[Token] = (
        *verb.having("npadvmod"),
        *(o for p in verb.having("prep") for o in p.having("pobj")),
    )
    found = (reader.time(sentence_of.sentence, head) for head in heads)
    return next((time for time in found if time is not None), None)
