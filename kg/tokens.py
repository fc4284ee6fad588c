"""The words of a sentence, and repairs of slips that the small parsers make.

A repair holds where the parse contradicts itself or English ("a tornado forms" is no noun phrase),
whatever the text is about.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

#: spaCy's entity labels (OntoNotes 5) of what is no thing but a literal.
AMOUNTS = frozenset({"MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
TIMES = frozenset({"DATE", "TIME"})


class Token:
    """One token of a sentence: word, analysis, place in the document, place in the tree.

    `i` counts from 0 within the sentence; `head` is the token itself at the root; `children` are
    in text order; `entity` is the spaCy entity label, and `begins` marks an entity's first token.
    Tokens compare by identity.
    """

    __slots__ = (
        "begins",
        "children",
        "dep",
        "end",
        "entity",
        "head",
        "i",
        "joined",
        "lemma",
        "lower",
        "pos",
        "row",
        "start",
        "tag",
        "text",
    )

    head: Token

    def __init__(self, i: int, text: str, start: int, end: int) -> None:
        self.i = i
        self.text = text
        self.lower = text.lower()
        self.start = start
        self.end = end
        self.children: list[Token] = []
        self.lemma = self.tag = self.pos = self.dep = self.entity = ""
        self.begins = False
        self.joined: Token | None = None  # the hyphenated word that this token became part of
        self.row = 0  # its row in `Sentence.vectors`

    def __repr__(self) -> str:
        return f"{self.text}/{self.tag}/{self.dep}"

    def having(self, *deps: str) -> list[Token]:
        """The children with one of these dependency labels, in text order."""
        return [child for child in self.children if child.dep in deps]

    def subtree(self) -> list[Token]:
        """The token and everything below it, in text order."""
        found, waiting = [], [self]
        while waiting:
            token = waiting.pop()
            found.append(token)
            waiting.extend(token.children)
        return sorted(found, key=lambda token: token.i)


def mend(tokens: Sequence[Token]) -> None:
    """Repair the parse of a sentence whose tokens know their heads but not yet their children."""
    for token in tokens:
        if token.dep in ("nsubjpass", "auxpass") and token.head.pos in ("ADJ", "NOUN"):
            token.head.pos, token.head.tag = "VERB", "VBN"
        elif token.dep == "nsubj" and token.head.tag == "NNS":
            token.head.pos, token.head.tag = "VERB", "VBZ"  # "as the storm tightens"
        elif token.dep == "pcomp" and token.tag == "IN" and token.head.pos == "ADJ":
            token.dep = "prep"  # "due to a strike"
        elif token.dep == "npadvmod" and token.head.tag == "VB" and _ordered(tokens, token):
            token.dep = "nsubj"  # "Tom to call the insurer", in minutes
        elif token.dep == "csubj" and token.tag == "VB":
            _mend_subject(tokens, token)
        elif token.tag == "NNS" and token.dep in ("advcl", "ccomp", "relcl"):
            _mend_verb(tokens, token)
        elif token.dep == "dobj" and token.head.tag == "NNS" and token.head.dep == "conj":
            _mend_conjunct(token.head)
    _mend_subjects(tokens)
    _mend_participles(tokens)
    _mend_worth(tokens)
    _mend_citations(tokens)


def _ordered(tokens: Sequence[Token], noun: Token) -> bool:
    """Whether a noun stands right before the "to" of the verb that a sentence begins with."""
    if noun.i > noun.head.i:
        return False
    to = tokens[noun.i + 1]
    named = noun.pos in ("NOUN", "PROPN") and noun.entity not in AMOUNTS | TIMES
    return named and to.tag == "TO" and to.head is noun.head and noun.head.head is noun.head


def _mend_subject(tokens: Sequence[Token], first: Token) -> None:
    """ "Grid modernization is costly", read as an order: a bare infinitive is no subject."""
    below = [t for t in tokens if t.head is first and t is not first]
    things = [t for t in below if t.dep == "dobj"]
    if len(things) != 1 or any(t.dep not in ("dobj", "punct") or t.i < first.i for t in below):
        return
    noun = things[0]
    if any(t.pos not in ("NOUN", "PROPN", "ADJ") for t in tokens[first.i + 1 : noun.i + 1]):
        return
    noun.head, noun.dep = first.head, "nsubj"
    first.head, first.dep, first.pos, first.tag = noun, "compound", "NOUN", "NN"


def _mend_subjects(tokens: Sequence[Token]) -> None:
    """ "Born in Dundee, the daughter of a baker, she ...": of two subjects with a comma between,
    the one beside the verb is it, and the other says who she is."""
    before: dict[int, Token] = {}
    for token in tokens:
        if token.dep not in ("nsubj", "nsubjpass") or token.i > token.head.i:
            continue
        first = before.get(token.head.i)
        set_off = first is not None and any(t.text == "," for t in tokens[first.i : token.i])
        if first is not None and set_off and first.pos == "NOUN" and token.pos in NAMING:
            first.head, first.dep = token, "appos"
        beside = first is not None and all(t.head is token for t in tokens[first.i + 1 : token.i])
        if first is not None and beside and first.pos == "NOUN" and token.pos == "PROPN":
            token.head, token.dep = first, "appos"  # "its freighter Koit ran aground"
            continue
        before[token.head.i] = token


NAMING = ("PRON", "PROPN")


def _mend_verb(tokens: Sequence[Token], verb: Token) -> None:
    """ "once a tornado forms", read as a noun phrase: "a" takes no plural."""
    articles = [t for t in tokens[: verb.i] if t.head is verb and t.lower in ("a", "an")]
    nouns = [t for t in tokens[: verb.i] if t.head is verb and t.dep == "compound"]
    if not articles or not nouns or nouns[-1].i != verb.i - 1:
        return
    for other in tokens[articles[0].i : verb.i]:
        if other.head is verb:
            other.head = nouns[-1]
    nouns[-1].head, nouns[-1].dep = verb, "nsubj"
    verb.pos, verb.tag = "VERB", "VBZ"


def _mend_conjunct(noun: Token) -> None:
    """ "brews its own beer and hosts live music": a noun has no object, so it is a verb, and goes
    with the verb before it."""
    verb = noun.head
    while verb.pos not in ("VERB", "AUX") and verb.head is not verb:
        verb = verb.head
    if verb.tag == "VBZ" and verb.i < noun.i:
        noun.head, noun.pos, noun.tag = verb, "VERB", "VBZ"


def _mend_participles(tokens: Sequence[Token]) -> None:
    """ "made progress, revolutionizing medicine and improving lives", read as one noun phrase."""
    for before, token in pairwise(tokens):
        noun = token.head
        if not (before.text == "," and token.tag == "VBG" and token.dep == "amod"):
            continue
        verb = noun.head
        while verb.pos not in ("VERB", "AUX") and verb.head is not verb:
            verb = verb.head
        bare = all(t.tag not in ("DT", "PRP$") for t in tokens[token.i : noun.i])
        listed = any(t.head is noun and t.dep == "conj" and t.tag != "VBG" for t in tokens)
        beside = noun.dep in ("appos", "conj") and not listed
        if beside and verb.pos == "VERB" and verb.i < token.i < noun.i and bare:
            token.head, token.dep, token.pos = verb, "advcl", "VERB"
            noun.head, noun.dep = token, "dobj"
            for other in tokens[noun.i :]:
                if other.head is noun and other.tag == "VBG" and other.dep == "conj":
                    other.head = token


def _mend_worth(tokens: Sequence[Token]) -> None:
    """ "a deal worth 2.3 billion euros", "it is worth the trip": a preposition, in effect."""
    for before, token in pairwise(tokens):
        if token.lower != "worth" or token.dep == "compound":
            continue
        head = before if before.pos in ("NOUN", "PROPN") else token.head
        for amount in tokens[token.i :]:
            if amount.head is token and amount.dep == "npadvmod" and head is not token:
                amount.dep = "pobj"
                token.head, token.dep, token.pos, token.tag = head, "prep", "ADP", "IN"


def _mend_citations(tokens: Sequence[Token]) -> None:
    """ "carbon (Schuur et al., 2015)", "Hu et al. (2012)": a reference in brackets is no part of
    the sentence, whatever the parser makes of it, and its year is no time."""
    for i, token in enumerate(tokens):
        if token.text not in ("(", "["):
            continue
        close = next((t.i for t in tokens[i + 1 :] if t.text in (")", "]")), i)
        inside = tokens[i + 1 : close]
        years = [t for t in inside if YEAR.fullmatch(t.text)]
        others = any(b.lower == "al" and a.lower == "et" for a, b in pairwise(inside))
        behind = len(inside) == 1 and "al" in [t.lower for t in tokens[max(0, i - 2) : i]]
        if years and (others or behind):
            for part in inside:
                if not i < part.head.i < close:
                    part.dep = "dep"
            for year in years:
                year.entity = ""


#: A year, as references give it: "2015a".
YEAR = re.compile(r"(1[89]|20)\d\d[a-z]?")
