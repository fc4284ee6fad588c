"""What somebody says that something is: the words behind the verb, as they can be read alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.claims.ends import Ends, is_whole
from kg.claims.heads import after_comma
from kg.mentions import Reference
from kg.model import Argument
from kg.tokens import Token

#: What opens words that are given as they were said.
QUOTES = frozenset(('"', "“", "‘", "'", "``"))
#: Pronouns of what is spoken of.
THIRD = frozenset("he him his she her hers they them their theirs it its".split())
#: What opens a clause that is set against what is said before it.
CONTRAST = frozenset("although though whereas while even".split())


def said_in(said: Token) -> list[Token]:
    """The words of the clause below a verb of saying; none of a question or half a clause."""
    part = [t for t in said.subtree() if t.dep != "mark" or t.head is not said]
    while part and part[0].pos == "PUNCT":
        part.pop(0)
    while part and part[-1].pos == "PUNCT":
        part.pop()
    part = _without_contrast(part, said)
    asked = part and part[0].tag in ("WRB", "WP", "WDT")
    told = said.having("nsubj", "nsubjpass", "expl")
    return part if is_whole(part) and not asked and told else []


def reported(part: Sequence[Token], ends: Ends) -> Argument:
    """What is said, in its words, with a name for "he" where it is known whom it means.

    Its chance is that of the least sure of them.
    """
    plain = ends.literal(part)
    if part[0].i and ends.sentence.tokens[part[0].i - 1].text in QUOTES:
        return plain
    text, at, chance = "", part[0].start, 1.0
    for token in part:
        reference = ends.reader.by_head.get(id(token))
        if reference is None or reference.kind != "pronoun" or token.lower not in THIRD:
            continue
        name, known = _name_of(reference, token), reference.trust
        if reference.label.casefold() == token.lower:
            chance = min(chance, 0.0 if token.dep in ("nsubj", "nsubjpass") else 1.0)
            continue
        text += ends.reader.document.text[at : token.start] + name
        at, chance = token.end, min(chance, known)
    text = " ".join((text + ends.reader.document.text[at : part[-1].end]).split())
    return replace(plain, label=text, literal=text, chance=chance if chance < 1 else None)


def _name_of(pronoun: Reference, token: Token) -> str:
    """Whom a pronoun stands for, as its place in the sentence has it: "Anna Holt's"."""
    return f"{pronoun.label}'s" if token.dep == "poss" else pronoun.label


def _without_contrast(part: list[Token], said: Token) -> list[Token]:
    """ "found that the lime was bad, although the press blamed him": who writes sets it against."""
    for clause in said.having("advcl"):
        marks = clause.having("mark", "advmod")
        first = clause.subtree()[0]
        if any(m.lower == "while" for m in marks) and not after_comma(clause):
            continue  # "they stay while there are threats"
        if first.i > said.i and any(m.lower in CONTRAST and m.i < clause.i for m in marks):
            part = [t for t in part if t.i < first.i]
    while part and part[-1].pos == "PUNCT":
        part = part[:-1]
    return part
