"""What belongs to a kind: "weapons such as catapults", "three members: Ada, Ben and Cyd"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.english.nouns import is_kin, is_relational
from kg.model import Argument
from kg.parse.analyze import Sentence
from kg.parse.tokens import Token
from kg.record.claims.arguments import Arguments
from kg.record.claims.heads import conjuncts, prepositional
from kg.record.claims.nominal.made import Nominal, has_name, plain
from kg.record.claims.rules import rule
from kg.record.claims.stated import Stated
from kg.record.keys import GROUP
from kg.record.mentions import Reference

PLURAL = ("NNS", "NNPS")
#: Verbs of which the subject has what is listed behind the object.
HOLDING = frozenset("have comprise contain include feature own".split())
#: Those that do so with "of".
CONSISTING = frozenset(("consist", "compose"))


@rule("example", "Fruits such as apples contain sugar.", "fruits | include | apples")
def examples(
    sentence: Sentence, reference: Reference, reader: Arguments, stated: Stated
) -> Iterator[Nominal]:
    """ "siege weapons such as catapults", "animals, including mice", "three parts: a, b and c",
    "two directors, Mark Evans and Chloe Dubois".

    Where something has what is listed, that is told and not that members include Ada: "the band
    has three members: Ada ...", "Anna's two brothers, Max and Tom".
    """
    head = reference.head
    # "Two parents, Ada Lund and Bo Vik, left": they stand for who is listed
    stands = reference.entity.startswith(GROUP)
    holders = list(_holders(reference, reader)) if head.tag in PLURAL else []
    for token, words in _listed(sentence, head, reader):
        found = reader.argument(sentence, token)
        if found is None or found.entity is None or not _is_kind(head, token, words):
            continue
        for holder, lemma in holders:
            yield Nominal(
                head=head, subject=holder, object=found, words=words, lemma=lemma,
                rule="example", stated=stated,
            )  # fmt: skip
        if not (holders or stands):
            yield Nominal(
                head=head, subject=reader.of_reference(reference), object=found,
                words=words, lemma="include", rule="example", stated=stated,
            )  # fmt: skip


def _is_kind(head: Token, token: Token, words: tuple[Token, ...]) -> bool:
    """ "animals including mice"; but of "a decision, including costs", parsers lose the noun."""
    if head.tag in PLURAL:
        return True
    return token.tag not in PLURAL and words[-1].lower != "including"


def _listed(
    sentence: Sentence, head: Token, reader: Arguments
) -> list[tuple[Token, tuple[Token, ...]]]:
    """The heads of what is listed behind a noun, each with the words that lead to it."""
    listed = [
        (t, adjunct.words)
        for prep in head.having("prep") if _exemplifies(prep) and not _is_open(sentence, head, prep)
        for adjunct in prepositional(prep, examples=True) for t in (adjunct.object,)
    ]  # fmt: skip
    colon = next((t for t in sentence.tokens[head.i + 1 :] if t.text == ":"), None)
    if colon is not None and head.tag in PLURAL:
        first = [a for a in head.having("appos") if a.i > colon.i]
        listed += [(t, (colon,)) for a in first for t in conjuncts(a) if _is_list(a)]
    counted = head.having("nummod", "poss") or any(t.lower in BOTH for t in head.having("det"))
    if head.tag == "NNS" and not listed and counted:
        listed += [
            (t, (t,)) for a in head.having("appos") for t in _named(a, reader)
            if not _calls(sentence, head, a)
        ]  # fmt: skip
    return listed


def _is_list(first: Token) -> bool:
    """ "a lid and a box" are two; "a review and meta-analysis", of one article, is one paper."""
    single = any(t.lower in ("a", "an") for t in first.having("det"))
    others = first.having("conj")
    return bool(others) and not (single and not any(t.having("det", "nummod") for t in others))


def _holders(reference: Reference, reader: Arguments) -> Iterator[tuple[Argument, str]]:
    """Who has what a plural names, and the predicate that says so."""
    head, lemma = reference.head, reference.head.lemma.lower()
    verb, predicate = _held(head)
    if verb is not None and plain(verb):
        for subject in verb.having("nsubj", "nsubjpass"):
            holder = reader.by_head.get(id(subject))
            if holder is not None:
                yield reader.of_reference(holder), predicate
    elif is_relational(lemma):
        for owner in head.having("poss"):
            whose = reader.by_head.get(id(owner))
            argument = reader.of_reference(whose) if whose is not None else None
            if argument is not None and (has_name(argument) or not is_kin(lemma)):
                yield argument, f"have {lemma}"


def _held(head: Token) -> tuple[Token | None, str]:
    """The verb of holding that a plural is the object of, and the predicate it makes."""
    verb = head.head
    if head.dep == "dobj" and verb.lemma in HOLDING:
        had = verb.lemma in ("have", "own")
        return verb, f"have {head.lemma.lower()}" if had else verb.lemma
    if head.dep == "pobj" and verb.lower == "of" and verb.head.lemma in CONSISTING:
        passive = verb.head.lemma == "compose"
        return verb.head, "be composed of" if passive else "consist of"
    return None, ""


def _calls(sentence: Sentence, head: Token, name: Token) -> bool:
    """ "the brothers Aksel and Viggo Lund": no comma; they are the brothers."""
    return all(t.head is name for t in sentence.tokens[head.i + 1 : name.i])


def _named(first: Token, reader: Arguments) -> list[Token]:
    """ "two directors, Mark Evans and Chloe Dubois": several names that a plural is about."""
    found = [reader.by_head.get(id(t)) for t in conjuncts(first)]
    named = all(r is not None and r.kind == "name" for r in found)
    return conjuncts(first) if named and len(found) > 1 else []


def _is_open(sentence: Sentence, head: Token, prep: Token) -> bool:
    """Whether it is open of what something is an example: "studies of methods, such as ..."."""
    first = min([prep, *prep.children], key=lambda t: t.i).i
    between = sentence.tokens[head.i + 1 : first]
    if any(t.tag in PLURAL or t.pos == "VERB" for t in between):
        return True
    inner = head.dep == "pobj" and head.head.head.pos in ("NOUN", "PROPN")
    apart = bool(between) and between[-1].pos == "PUNCT"
    if head.tag not in PLURAL:
        return inner or apart or bool(head.having("det"))
    return inner and apart and head.head.head.tag in PLURAL


#: What says that all are listed: "both directors, Ada and Max".
BOTH = frozenset(("the", "both", "these", "those"))


def _exemplifies(prep: Token) -> bool:
    such = prep.lower in ("as", "like") and any(c.lower == "such" for c in prep.children)
    return such or prep.lower == "including"
