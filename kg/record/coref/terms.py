"""What the text itself says a thing is called: aliases, abbreviations, the terms of a contract.

    Eva Munk, better known as Lux, ...                  alias
    Tarn Corp (formerly Foss Inc.) ...                 alias
    chronic renal failure (CRF) ...                       abbreviation
    Alba Inc. ("Alba" or the "Company") ...             defined terms

A defined term is written with a capital; "the company" of the same text may be another.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg.english.lexicon import TITLES
from kg.parse.analyze import Sentence
from kg.parse.tokens import Token
from kg.record.coref.chains import Chains
from kg.record.coref.joins import has_address, name_key
from kg.record.coref.types import type_of_noun
from kg.record.mentions import Reference

_OFTEN = (
    "also|better|best|otherwise|formerly|previously|originally|once|now|professionally|commonly"
    "|popularly|widely|today|later|then|locally|simply|sometimes"
)
_OFF, _BE = r"[,(–—-] ?", r"(?:(?:who|which) )?(?:(?:is|was) )?"
#: What stands between two names of one thing, spaces put in order.
ALIAS = re.compile(
    "(?:"
    rf"(?:{_OFF})?{_BE}(?:(?:{_OFTEN}) )*known (?:\w+ly )?(?:as|by the name(?: of)?)"
    rf"|(?:{_OFF})?{_BE}(?:(?:{_OFTEN}) )+(?:called|named|styled|titled)"
    rf"|(?:{_OFF}|(?:is|was) )(?:nicknamed|dubbed|called)"
    rf"|(?:{_OFF})?(?:a\.?k\.?a\.?|alias)"
    rf"|{_OFF}(?:née|nee|born(?: as)?|formerly|previously|originally)"
    r")(?: the)?(?: [“\"‘'])?",
    re.IGNORECASE,
)
#: Of these, what goes only between names of things of one type.
SAME_TYPE = re.compile(r"(?:née|nee|born(?: as)?|formerly|previously|originally)$", re.IGNORECASE)
#: A bracket and what it holds.
BRACKET = re.compile(r"[(\[]([^()\[\]]{2,160})[)\]]")
TERM = re.compile(r"""["“„]\s*(?:[Tt]he\s+)?([A-Z][^"“”„]{0,40}?)(?<!\s)\s*,?["”“]""")
#: What a bracket that defines a term says before the term.
LEAD = re.compile(
    r"""\s*(?:(?:hereinafter|hereafter|together|collectively|or|also|each|as\ defined|in\ short)\b
    [^"“”„]{0,80})?(?:,?\s*the\s+)?""",
    re.IGNORECASE | re.VERBOSE,
)
#: What it says between two terms, and behind the last.
LINK = re.compile(
    r"\s*(?:,\s*)?(?:(?:or|and|and/or|respectively|as applicable)\s*)?(?:the\s+)?", re.IGNORECASE
)
SHORT = re.compile(r"[A-Z][A-Za-z0-9&/-]{0,7}[A-Z0-9]s?")
#: Relations that lead from a word up to the noun of its phrase.
WITHIN = frozenset("compound nummod nmod amod npadvmod appos punct det quantmod".split())
SMALL = frozenset("of the and for in on to a an at by de la du with".split())


def join_terms(chains: Chains, sentences: list[Sentence]) -> None:
    """Join what is called by a term, an abbreviation or another name to what it stands for."""
    by_sentence: dict[int, list[Reference]] = {}
    for reference in chains.references:
        by_sentence.setdefault(reference.sentence.index, []).append(reference)
    for sentence in sentences:
        found = by_sentence.get(sentence.index, [])
        _join_aliases(chains, [r for r in found if r.kind == "name"])
        if "(" in sentence.text or "[" in sentence.text:
            for bracket in BRACKET.finditer(sentence.text):
                _join_bracket(chains, sentence, bracket, found)


# Aliases


def _join_aliases(chains: Chains, names: list[Reference]) -> None:
    for one, other in pairwise(names):
        text, start = one.sentence.text, one.sentence.start
        between = " ".join(text[one.last.end - start : other.first.start - start].split())
        if not ALIAS.fullmatch(between) or not _stands_alone(other):
            continue
        if SAME_TYPE.search(between) and not _same_type(one, other):
            continue
        if one.type:
            for name in _of_key(chains, other):
                name.type = one.type
        chains.join(one, other, "alias")


def _stands_alone(name: Reference) -> bool:
    """ "Kolb, now Orbis chief", "was called Berg's heir": the name is part of what follows."""
    head = name.head
    tokens = name.sentence.tokens
    after = tokens[name.last.i + 1] if name.last.i + 1 < len(tokens) else None
    if after is not None and (after.tag == "POS" or after.pos in ("NOUN", "PROPN")):
        return False
    return head.dep not in ("compound", "poss", "amod") or head.head in name.tokens


def _same_type(one: Reference, other: Reference) -> bool:
    return (
        one.type == other.type
        or "" in (one.type, other.type)
        or (one.type in PLACES and other.type in PLACES)
    )


def _of_key(chains: Chains, name: Reference) -> list[Reference]:
    key = name_key(name.label)
    return [m for m in chains.members(name) if m.kind == "name" and name_key(m.label) == key]


# Brackets


def _join_bracket(
    chains: Chains, sentence: Sentence, bracket: re.Match[str], found: list[Reference]
) -> None:
    """What a bracket behind a phrase calls it."""
    inside = bracket[1]
    start, end = sentence.start + bracket.start(), sentence.start + bracket.end()
    letters = inside.strip(" \"“”'")
    if SHORT.fullmatch(letters):
        whole = _whole_before(sentence, start, found, None)
        words = expands(letters, sentence.text[: bracket.start()].split())
        if whole is None or words is None or not _covers(whole, words):
            return
        for short in found:
            if start < short.first.start and short.last.end < end:
                _join_short(chains, whole, short)
        return
    for term in _terms(inside):
        whole = _whole_before(sentence, start, found, term)
        if whole is not None:
            _join_term(chains, whole, term, after=start)


def _covers(whole: Reference, words: str) -> bool:
    """Whether a phrase is what is abbreviated, not the "Fujita" of "the Enhanced Fujita scale"."""
    if whole.kind == "nominal":
        return whole.head.text in words.split()
    return set(name_key(words).split()) <= set(name_key(whole.label).split())


def _join_short(chains: Chains, whole: Reference, short: Reference) -> None:
    if whole.kind == "nominal":
        for name in _of_key(chains, short):
            name.type = ""  # a guess from the looks of capitals
    chains.join(whole, short, "acronym in parentheses")


def _terms(inside: str) -> list[str]:
    """The terms that a bracket defines: “Orbis” or the “Company”."""
    lead = LEAD.match(inside)
    at, found = lead.end() if lead else 0, []
    while (term := TERM.match(inside, at)) is not None:
        found.append(term[1])
        link = LINK.match(inside, term.end())
        at = link.end() if link else term.end()
    return found if at >= len(inside.rstrip()) - 1 else found[:1] * (at > len(inside) / 2)


def _join_term(chains: Chains, whole: Reference, term: str, *, after: int) -> None:
    """Join all mentions of a term, in its spelling, from its definition on."""
    for reference in chains.references:
        if reference.kind == "pronoun" or reference.first.start < after:
            continue
        if _bare(reference) == term and not _other_name(chains, whole, reference):
            chains.join(whole, reference, "defined in parentheses")


def _bare(reference: Reference) -> str:
    words = [t.text for t in reference.tokens]
    if words and words[0].lower() in ("the", "such", "said", "this"):
        words = words[1:]
    return " ".join(w for w in words if w not in ('"', "“", "”", "``", "''"))


def _other_name(chains: Chains, whole: Reference, term: Reference) -> bool:
    """Whether a term stands for another named thing already."""
    if chains.same(whole, term):
        return True
    own = name_key(term.label)
    return any(m.kind == "name" and name_key(m.label) != own for m in chains.members(term))


def _whole_before(
    sentence: Sentence, start: int, found: Iterable[Reference], term: str | None
) -> Reference | None:
    """The phrase that ends where a bracket begins: the one whose noun is the term's, if any."""
    before = [t for t in sentence.tokens if t.end <= start]
    while before and before[-1].text in (",", "”", '"', "’", ")"):
        closing = before.pop().text == ")"
        while closing and before:  # "Lindholm AB (publ) (the "Group")"
            closing = before.pop().text != "("
    if not before:
        return None
    at = {id(r.head): r for r in found if r.kind != "pronoun"}
    within = {id(t): r for r in found if r.kind == "name" for t in r.tokens}
    chain = list(_upwards(before[-1], at, within))
    names = [r for r in found if r.kind == "name"]
    if term is not None and chain and names and has_address(names[0], chain[0]):
        return names[0]
    if term is not None:
        word = term.split()[-1].casefold()
        for reference in chain:
            if word in (reference.head.lower, reference.head.lemma.lower()):
                return reference
        if type_of_noun(word) != "Place":
            # "Volga Cement, a company in Kazan (the "Borrower")" is not about Kazan
            parties = [r for r in chain if r.kind == "name" and r.type not in PLACES]
            if chain and chain[0].type in PLACES:
                return parties[0] if parties else None
    return chain[0] if chain else None


PLACES = ("Place", "Country")


def _upwards(
    token: Token, at: dict[int, Reference], within: dict[int, Reference]
) -> Iterator[Reference]:
    """The phrases that end in a token, the innermost first."""
    for _ in range(12):
        reference = within.get(id(token)) or at.get(id(token))
        if reference is not None:
            yield reference
            token = reference.head
        if token.head is token:
            return
        if token.dep in WITHIN or (token.dep in ("pobj", "prep", "pcomp", "acl")):
            token = token.head
        else:
            return
        if token.pos in ("VERB", "AUX") and token.dep != "acl":
            return


def expands(short: str, words: list[str]) -> str | None:
    """The last words of a text whose initials are an abbreviation, small words left out or not.

    >>> expands("WHO", "of the World Health Organization".split())
    'World Health Organization'
    """
    letters = "".join(c for c in short.removesuffix("s") if c.isalpha()).casefold()
    plain = [w.strip("\"“”',.") for w in words]
    for length in range(2, min(len(plain), 2 * len(letters)) + 1):
        run = [part for w in plain[-length:] for part in w.split("-") if part]
        full = "".join(w[0] for w in run).casefold()
        content = "".join(w[0] for w in run if w.casefold() not in SMALL).casefold()
        first = plain[-length].casefold()
        if letters in (full, content) and first not in SMALL and first not in TITLES:
            return " ".join(words[-length:])
    return None
