"""Who says so outside the verb: "according to Kim", "as reported by Kim", "in the novel"."""

from __future__ import annotations

from collections.abc import Iterator

from kg.english import lexicon
from kg.parse.tokens import Token
from kg.record.claims.heads import (
    is_relative,
)
from kg.record.claims.links import (
    can_speak,
)
from kg.record.claims.rules import reading
from kg.record.claims.stated import (
    Stated,
    attribute,
    noted,
)

_according = reading(
    "according-to", "According to Lang, the mill lost the letters.",
    "mill | lose | letters; says Lang",
)  # fmt: skip


def source_of(verb: Token, outer: Stated) -> Stated:
    """ "according to a senior official", "in the words of Kim", "as reported by Kim"."""
    for cue, source in _sources(verb) if _according() else ():
        return noted(attribute(outer, source, cue), "according-to", cue)
    return outer


def is_aside(said: Token) -> bool:
    """ "The seal, he said, was wrong": who says so, put in between."""
    bare = not said.having("dobj", "ccomp", "xcomp", "prep", "neg", "advmod")
    spoken = said.lemma.lower() in lexicon.SAY and said.tag in ("VBD", "VBZ", "VBP")
    return said.dep == "parataxis" and bare and spoken and bool(said.having("nsubj"))


def _tells_of(verb: Token) -> bool:
    """Whether a verb tells of the work itself or its makers: "stars in the film", "is set in"."""
    present = verb.tag in ("VBZ", "VBP") and not verb.having("auxpass")
    return not present or verb.lemma.lower() in lexicon.PLAYING | {
        "be",
        "appear",
        "feature",
        "have",
    }


def seen_by(words: Token) -> list[Token]:
    """Who says or sees it so: "in [Kim's] view", "in the words of [Kim]"."""
    if words.lower not in lexicon.VIEWS or words.head.lower != "in" or words.having("amod"):
        return []
    named = words.having("det")  # "in view of the risk" is no view
    of = [o for p in words.having("prep") if p.lower == "of" and named for o in p.having("pobj")]
    owners = [t for t in words.having("poss") if t.lower not in ("my", "our", "your")]
    return [t for t in (*of, *owners) if can_speak(t)]


def _sources(verb: Token) -> Iterator[tuple[Token, Token]]:
    for prep in verb.having("prep"):
        if prep.lower == "according":
            for to in prep.having("prep"):
                yield from ((prep, source) for source in to.having("pobj"))
        for words in prep.having("pobj"):
            yield from ((words, source) for source in seen_by(words))
    for prep in verb.having("prep"):
        for work in prep.having("pobj") if prep.lower == "in" else ():
            if work.lemma.lower() in lexicon.FICTION and not _tells_of(verb):
                yield prep, work  # "In the novel, the mayor kills his wife"
    for said in verb.having("parataxis"):
        if is_aside(said):
            yield from ((said, source) for source in said.having("nsubj") if can_speak(source))
    for said in verb.having("advcl") if not verb.having("neg") else ():
        marked = any(m.lower == "as" for m in said.having("mark", "advmod"))
        beside = said.having("dobj", "prt", "npadvmod", "dative")
        more = [t for t in beside if t.lower != "it"]  # "as Orbis held off Tarn"; "as Kim put it"
        if marked and not more and said.lemma.lower() in lexicon.SAY | lexicon.KNOW:
            by = [
                o for a in said.having("agent", "prep") if a.lower == "by" for o in a.having("pobj")
            ]
            told = [s for s in said.having("nsubj") if not is_relative(s) and s.lower != "you"]
            yield from ((said, source) for source in (*by, *told) if can_speak(source))
