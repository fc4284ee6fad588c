"""What somebody says that something is: the words behind the verb, as they can be read alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.english.lexicon import CONTRAST, FEMALE, MALE, OWNING, THIRD
from kg.model import Argument
from kg.parse.tokens import Token
from kg.record.claims.ends import Ends, is_whole
from kg.record.claims.heads import after_comma
from kg.record.coref.chains import sex_of
from kg.record.mentions import Reference
from kg.record.quotes import CLOSING, EITHER, OPENING

#: What opens words that are given as they were said.
QUOTES = frozenset((*OPENING, *EITHER, "‘", "'", "``"))
#: What points at what was said before, where no noun follows.
DEMONSTRATIVES = frozenset("this that these those".split())
#: Who writes, in words that others are said to have said: "told me that I'd written it".
FIRST = frozenset("i me my mine".split())


def said_in(said: Token) -> list[Token]:
    """The words of the clause below a verb of saying; none of a question or half a clause."""
    part = [t for t in said.subtree() if t.dep != "mark" or t.head is not said]
    while part and part[0].pos == "PUNCT":
        part.pop(0)
    part = _without_end(_without_contrast(part, said))
    asked = part and part[0].tag in ("WRB", "WP", "WDT", "WP$")
    told = said.having("nsubj", "nsubjpass", "expl")
    return part if is_whole(part) and not asked and told else []


def is_elliptic(said: Token) -> bool:
    """ "She says she isn't", "everyone did", she told them: what, was said before."""
    bare = said.lemma in ("be", "do", "have") or said.tag == "MD"
    return bare and all(
        t.dep in ("nsubj", "neg", "punct", "mark", "aux", "cc", "conj") or t.lower in ECHOING
        for t in said.children
    )


#: Adverbs that say no more than that it is so again.
ECHOING = frozenset("too so either also still".split())


def reported(part: Sequence[Token], ends: Ends) -> Argument:
    """What is said, in its words, with a name for "he" where it is known whom it means.

    Its chance is that of the least sure of them: none where the words name another one before it
    that may be meant ("Lang said that Craig, and not his uncle, had paid"). A pronoun for what the
    words themselves name stays as it is.
    """
    plain = ends.literal(part)
    if part[0].i and ends.sentence.tokens[part[0].i - 1].text in QUOTES:
        return plain
    text, at, chance = "", part[0].start, 1.0
    named: list[Reference] = []
    for token in part:
        reference = ends.reader.by_head.get(id(token))
        if reference is not None and reference.kind != "pronoun":
            named.append(reference)
        if (
            token.tag == "DT"
            and token.dep in ("nsubj", "nsubjpass")
            and token.lower in DEMONSTRATIVES
        ):
            chance = 0.0  # "showed that this was not the case"
        if token.lower == "such" and token.dep in ("amod", "predet", "det") and not token.children:
            chance = 0.0  # "said that she had no such interest"
        if reference is None or reference.kind != "pronoun" or token.lower not in THIRD | FIRST:
            continue
        name, known = _name_of(reference, token), reference.trust
        if reference.label.casefold() == token.lower:
            unknown = token.dep in ("nsubj", "nsubjpass") or token.lower in FIRST
            chance = min(chance, 0.0 if unknown else 1.0)
            continue
        if any(one.entity == reference.entity for one in named):
            chance = min(chance, known)
            continue
        if any(_may_mean(token, one) for one in named):
            chance = 0.0
        text += ends.reader.document.text[at : token.start] + name
        at, chance = token.end, min(chance, known)
        if (help := ends.sentence.tokens[token.i + 1 : token.i + 2]) and help[0].start == at:
            text += _in_full(help[0])  # "he'd sold it": "Otto Lund had sold it"
            at = help[0].end
    text = " ".join((text + ends.reader.document.text[at : part[-1].end]).split())
    return replace(plain, label=text, literal=text, chance=chance if chance < 1 else None)


def _in_full(help: Token) -> str:
    """A helping verb that is written together with a pronoun, as it stands behind a name."""
    short = help.lower.replace("’", "'")
    if short == "'s":
        return " has" if help.lemma == "have" else " is"
    if short == "'d":
        return " would" if help.tag == "MD" else " had"
    return FULL.get(short, help.text)


#: Helping verbs in short, and in full behind the name of one.
FULL = {"'ll": " will", "'ve": " has", "'re": " are", "'m": " is"}


def _name_of(pronoun: Reference, token: Token) -> str:
    """Whom a pronoun stands for, as its place in the sentence has it: "Anna Holt's"."""
    return f"{pronoun.label}'s" if token.dep == "poss" or token.lower in OWNING else pronoun.label


def _may_mean(pronoun: Token, name: Reference) -> bool:
    """Whether a pronoun may stand for a name, by what it is: "his" for Craig, not for Clara."""
    sex = "m" if pronoun.lower in MALE else "f" if pronoun.lower in FEMALE else ""
    if name.kind != "name" or not name.type:
        return False
    if sex:
        return name.type == "Person" and sex_of(name) in ("", sex)
    return name.type != "Person" and pronoun.lower in ("it", "its")


def _without_contrast(part: list[Token], said: Token) -> list[Token]:
    """ "found that the lime was bad, although the press blamed him": who writes sets it against."""
    for clause in said.having("advcl"):
        marks = clause.having("mark", "advmod")
        first = clause.subtree()[0]
        if any(m.lower == "while" for m in marks) and not after_comma(clause):
            continue  # "they stay while there are threats"
        if first.i > said.i and any(m.lower in CONTRAST and m.i < clause.i for m in marks):
            part = [t for t in part if t.i < first.i]
    return part


def _without_end(part: list[Token]) -> list[Token]:
    """Without the marks behind it, but for a closing one of what is opened inside."""
    end = len(part)
    while end and part[end - 1].pos == "PUNCT":
        end -= 1
    marks = "".join(t.text for t in part[:end])
    opened = sum(map(marks.count, OPENING)) - sum(map(marks.count, CLOSING))
    closing = CLOSING if opened > 0 else EITHER if marks.count(EITHER) % 2 else ""
    shut = next((n for n in range(end, len(part)) if part[n].text in tuple(closing)), None)
    return part[:end] if shut is None else part[: shut + 1]
