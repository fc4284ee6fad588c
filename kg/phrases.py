"""What to call a noun phrase: its compact extent and its label.

"the two former athletes from Seoul that Abe met" is drawn as "the two former athletes" and called
"two former athletes"; "the art of forensic science" keeps its complement, since "art" alone would
be another thing.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.analyze import Sentence
from kg.lexicon import (
    ALLOW_NOUNS,
    DESIRE_NOUNS,
    PARTITIVES,
    PLAN_NOUNS,
    REFUSE_NOUNS,
    REQUIRE_NOUNS,
    WAY_NOUNS,
    is_role,
)
from kg.tokens import AMOUNTS, TIMES, Token

DASHES = {"–", "—"}
#: How many words a complement may add to the label of a noun.
MOST_WORDS = 6
#: Nouns that only the clause behind them fills ("ability to fly", "way people ride").
HOLLOW = ALLOW_NOUNS | PLAN_NOUNS | DESIRE_NOUNS | REQUIRE_NOUNS | REFUSE_NOUNS | WAY_NOUNS
#: Prepositions that do not say which thing is meant.
NO_COMPLEMENT = {"including", "like", "as", "than", "such", "by", "per", "via", "during"}
#: Prepositions that behind an object mostly belong to its verb.
OF_VERBS = {"from", "with", "into", "at", "onto", "through", "after", "before", "until", "without"}
#: How many, left open: "various factors" are factors.
QUANTIFIERS = {"various", "many", "several", "numerous", "countless", "multiple", "such", "certain"}
#: What may stand left of a noun inside its phrase.
BEFORE = {
    "det", "amod", "compound", "nummod", "poss", "nmod", "predet", "quantmod", "advmod", "case",
    "punct", "npadvmod", "neg", "cc", "conj", "aux", "dep",
}  # fmt: skip


def phrase(sentence: Sentence, head: Token) -> list[Token]:
    """The compact noun phrase of a head: what stands before it, without what follows it.

    "the two former athletes from Seoul" → "the two former athletes".
    """
    last = _complement_end(head)
    first = head.i
    lefts = [child for child in head.children if child.i < head.i]
    for child in reversed(lefts):
        part = child.subtree()
        if child.dep not in BEFORE or part[-1].i != first - 1 or _clausal(part):
            break
        if any(t.text in DASHES and t.i and t.start > sentence.tokens[t.i - 1].end for t in part):
            break
        first = part[0].i
    tokens = sentence.tokens
    while first < head.i and (
        tokens[first].pos in ("PUNCT", "CCONJ") and tokens[first].text != "$"
    ):
        first += 1
    return tokens[first : last + 1]


def number_behind(head: Token) -> list[Token]:
    """The number that tells "factor 1" from "factor 4", none or one token."""
    return [
        t for t in head.having("nummod")
        if t.i == head.i + 1 and t.text.isdigit() and t.entity not in TIMES | {"MONEY", "PERCENT"}
    ]  # fmt: skip


def complement_label(sentence: Sentence, head: Token, room: int) -> str:
    """ " of forensic science": without it "the art" would be another thing.

    At most `room` words, whole phrases only. Offices are left short ("leader"): where they are
    held is a claim of its own.
    """
    if is_role(head.lemma.lower()):
        return ""
    label, end = "", head
    for _ in range(MOST_WORDS):
        prep = next((p for p in end.having("prep") if p.i == end.i + 1), None)
        if end is head and prep is None:
            prep = _shared(sentence, head)
        if prep is None or prep.lower in NO_COMPLEMENT:
            break
        if head.dep == "dobj" and end is head and prep.lower in OF_VERBS:
            break  # "learned the trade from her father": the verb's
        part, last = _complement(sentence, prep)
        if last is None or len(label.split()) + len(part.split()) > room:
            break
        label, end = label + part, last
    part = _clause_label(sentence, head, end)
    return label + part if len(label.split()) + len(part.split()) <= room else label


def _clause_label(sentence: Sentence, head: Token, end: Token) -> str:
    """ "ability [to fly]", "way [people ride bikes]": such nouns say nothing by themselves."""
    if head.lemma.lower() not in HOLLOW:
        return ""
    for verb in head.having("acl", "relcl"):
        part = verb.subtree()
        infinitive = part[0].lower == "to" and part[0] in verb.having("aux")
        bare = verb.dep == "relcl" and part[0].tag not in ("WDT", "WP", "WRB", "IN")
        if part[0].i != end.i + 1 or not (infinitive or bare):
            continue
        kept = sentence.tokens[end.i + 1 : _clause_end(verb, part[-1].i + 1)]
        if verb in kept:
            return " " + words_of([t for t in kept if t.tag not in ("DT", "PRP$")])
    return ""


def _clause_end(verb: Token, end: int) -> int:
    """Where what is told beside a clause, or joined to it or to its object, begins."""
    more = [t for t in verb.children if t.dep in ("advcl", "punct", "ccomp", "cc", "conj")]
    for thing in verb.having("dobj"):
        more += thing.having("cc", "punct", "relcl", "acl")
    return min([end, *(t.subtree()[0].i for t in more if t.i > verb.i)])


def _shared(sentence: Sentence, head: Token) -> Token | None:
    """The "of" that two joined nouns have in common: "the rise and fall of Rome"."""
    tokens = sentence.tokens
    pair = [t for t in tokens[max(head.i - 2, 0) : head.i + 3] if t is head or _joined(t, head)]
    if len(pair) != 2 or pair[1].i - pair[0].i != 2 or tokens[pair[0].i + 1].dep != "cc":
        return None
    behind = [p for noun in pair for p in noun.having("prep") if p.i == pair[1].i + 1]
    return next((p for p in behind if p.lower == "of"), None)


def _joined(token: Token, head: Token) -> bool:
    return (token.dep == "conj" and token.head is head) or (
        head.dep == "conj" and head.head is token
    )


def _complement(sentence: Sentence, prep: Token) -> tuple[str, Token | None]:
    """What one preposition adds to a label, and the last token of it that others may follow."""
    for verb in prep.having("pcomp"):
        if prep.lower in ("of", "for") and verb.tag == "VBG" and verb.i == prep.i + 1:
            made = [o for o in verb.having("dobj") if o.subtree()[0].i == verb.i + 1]
            thing = " " + label_of(phrase(sentence, made[0]), made[0]) if made else ""
            return f" {prep.lower} {verb.lower}{thing}", made[0] if made else verb
    for target in prep.having("pobj"):
        if target.pos not in ("NOUN", "PROPN") or target.entity in TIMES:
            continue
        if prep.lower != "of" and (target.pos == "PROPN" or target.entity):
            continue  # "riots in Paris": what has a name has an edge of its own
        run = phrase(sentence, target)
        if run[0].i != prep.i + 1:
            continue
        text, last = f" {prep.lower} {label_of(run, target)}", run[-1]
        for other in _chain(target):
            more = phrase(sentence, other)
            between = sentence.tokens[last.i + 1 : more[0].i]
            if other.pos not in ("NOUN", "PROPN") or any(
                t.dep not in ("cc", "punct") for t in between
            ):
                return "", None
            joint = "".join(f" {t.text}" if t.dep == "cc" else t.text for t in between)
            text, last = f"{text}{joint} {label_of(more, other)}", more[-1]
        return text, last
    return "", None


def _chain(head: Token) -> Iterator[Token]:
    """What is conjoined with a noun, in text order."""
    for other in head.having("conj"):
        yield other
        yield from _chain(other)


def _complement_end(head: Token) -> int:
    """Where the phrase ends: "part [of the drills]" and "secretary [of state]" go on.

    What only measures names nothing without its "of", and an office is one term with its own.
    """
    if is_gerund_subject(head):
        part = head.subtree()
        objects = [o for o in head.having("dobj", "acomp") if o.i > head.i]
        whole = part[0] is head and part[-1].i - head.i + 1 == len(part) <= MOST_WORDS
        if whole and not head.having("conj"):
            return part[-1].i
        close = [o.i for o in objects if o.i - head.i <= MOST_WORDS]
        return close[0] if close else head.i
    if number := number_behind(head):
        return number[0].i
    lemma = head.lemma.lower()
    role = is_role(lemma)
    if not role and lemma not in PARTITIVES and head.pos != "NUM":
        return head.i
    for prep in head.having("prep"):
        for target in prep.having("pobj"):
            bare = target.pos in ("NOUN", "PROPN") and not target.children and not target.entity
            near = prep.lower == "of" and prep.i == head.i + 1
            if near and (target.i == prep.i + 1 if role else True) and (bare or not role):
                part = [t for t in target.subtree() if t.i <= target.i]
                simple = part[0].i == prep.i + 1 and not _clausal(part)
                return target.i if simple else head.i
    return head.i


def _clausal(part: list[Token]) -> bool:
    return any(token.dep in ("nsubj", "relcl", "advcl", "ccomp") for token in part)


def _is_kind(owner: Token) -> bool:
    """ "teachers'", "children's": a plural noun that nothing but an article stands with."""
    return owner.tag == "NNS" and all(
        c.dep == "case" or c.lower in ("the", "a", "an") for c in owner.children
    )


def label_of(run: list[Token], head: Token) -> str:
    """What to call a noun phrase: without articles, owners, quotes and loose quantity.

    Owners of a kind stay, since they say what it is: "the teachers' union".

    A capital that only opens the sentence is taken back.
    """
    kept = list(run)
    owners = [t.i for owner in head.having("poss") if not _is_kind(owner) for t in owner.subtree()]
    while (
        len(kept) > 1
        and kept[0] is not head
        and (
            kept[0].pos in ("DET", "PRON", "PUNCT")
            or kept[0].tag in ("PRP$", "DT", "PDT", "POS")
            or kept[0].i in owners
            or kept[0].lower in QUANTIFIERS
        )
    ):
        kept.pop(0)
    text = words_of([t for t in kept if t.pos != "DET" or t.i < head.i])
    plain = kept[0].pos != "PROPN" and kept[0].entity in ("", *AMOUNTS, *TIMES)
    opening = kept[0].i == 0 and plain and kept[0].text.istitle()
    return text[0].lower() + text[1:] if opening else text


def label_of_one(run: list[Token], head: Token) -> str:
    """ "one of the most important aspects" is an important aspect.

    Not with a superlative: "one of the largest cities" is not the largest city.
    """
    if head.lower != "one" or len(run) < 3 or run[1].lower != "of" or run[-1].tag != "NNS":
        return ""
    kept = [t for t in run[2:-1] if t.tag not in ("DT", "PRP$", "RBS")]
    if any(t.tag in ("JJS", "POS", "CC") for t in kept):
        return ""
    return words_of([*kept, run[-1]])[: -len(run[-1].text)] + run[-1].lemma


def is_gerund_subject(token: Token) -> bool:
    first = token.head if token.dep == "conj" else token
    return token.tag == "VBG" and first.tag == "VBG" and first.dep in ("csubj", "csubjpass")


def words_of(run: list[Token]) -> str:
    """The words of a run as one line: single spaces where the document has any white space."""
    parts = [run[0].text]
    for before, token in pairwise(run):
        parts.append((" " if token.start > before.end else "") + token.text)
    return "".join(parts)
