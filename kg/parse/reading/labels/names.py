"""The labels of a tree that is done, and its coarse tags."""

from __future__ import annotations

from collections.abc import Callable

from kg.parse.reading.labels.prepositions import is_possessive
from kg.parse.reading.labels.runs import MONTHS
from kg.parse.reading.labels.tree import Tree

#: Relations that have one counterpart each.
LABELS = {
    "root": "ROOT",
    "obj": "dobj",
    "iobj": "dative",
    "nsubj:pass": "nsubjpass",
    "nsubj:outer": "nsubj",
    "csubj:pass": "csubjpass",
    "csubj:outer": "csubj",
    "aux:pass": "auxpass",
    "cop": "aux",
    "acl:relcl": "relcl",
    "nmod:poss": "poss",
    "nmod:desc": "compound",
    "compound:prt": "prt",
    "cc:preconj": "preconj",
    "det:predet": "predet",
    "obl:agent": "agent",
    "obl:unmarked": "npadvmod",
    "obl:npmod": "npadvmod",
    "obl:tmod": "npadvmod",
    "nmod:tmod": "npadvmod",
    "nmod:npmod": "npadvmod",
    "nmod:unmarked": "npadvmod",
    "vocative": "npadvmod",
    "discourse": "intj",
    "flat": "compound",
    "fixed": "advmod",
    "list": "appos",
    "dislocated": "dep",
    "orphan": "dep",
    "goeswith": "dep",
    "reparandum": "dep",
    "clf": "dep",
}


#: Labels that go out as they are.
KEPT = frozenset(
    "acl acomp advcl advmod agent amod appos attr aux case cc ccomp compound conj csubj dative dep"
    " det expl mark meta neg nsubj nummod oprd parataxis pcomp pobj prep punct quantmod relcl"
    " xcomp".split()
)


NEGATIONS = frozenset("not n't n’t nt never".split())


#: Adverbs that behind a verb make one word with it ("look up").
PARTICLES = frozenset("up out off down in on over".split())


def label_of(tree: Tree, i: int) -> str:
    """The label of a word that has found its place."""
    rel = tree.rels[i]
    special = SPECIAL.get(rel)
    if special is not None:
        return special(tree, i)
    return LABELS.get(rel) or (rel if rel in KEPT else _general(rel))


def _general(rel: str) -> str:
    """A subtype that is not known counts as its relation."""
    general = rel.partition(":")[0]
    return LABELS.get(general) or (general if general in KEPT else "dep")


def _adverb(tree: Tree, i: int) -> str:
    if tree.lower[i] in NEGATIONS or (tree.lower[i] == "no" and tree.tags[i] in ("RB", "DT")):
        return "neg"
    if tree.tags[i] == "RP" or (
        tree.lower[i] in PARTICLES
        and tree.upos[tree.heads[i]] == "VERB"
        and i > tree.heads[i]
        and not tree.below[i]
    ):
        return "prt"
    if tree.tags[i] == "IN" and tree.upos[i] == "ADP":
        return "quantmod" if tree.upos[tree.heads[i]] == "NUM" else "prep"
    return "advmod"


def _oblique(tree: Tree, i: int) -> str:
    """A noun, adverb or preposition that stands alone where a phrase is expected."""
    if tree.upos[i] == "ADP":
        return "prep"
    return "advmod" if tree.upos[i] == "ADV" else "npadvmod"


def _unmarked(tree: Tree, i: int) -> str:
    """ "January 2019", "Belle (2013)", "Paris, France", "5 dollars a share"."""
    head = tree.heads[i]
    if tree.upos[i] == "NUM":
        dated = tree.lower[head].rstrip(".") in MONTHS or i == head + 1
        return "nummod" if dated or i < head else "appos"
    if tree.upos[i] == "PROPN" and i > head:
        return "appos"
    return "nummod" if tree.tags[i] == "CD" else "npadvmod"


def _mark(tree: Tree, i: int) -> str:
    return "aux" if tree.is_to(i) else "mark"


def _determiner(tree: Tree, i: int) -> str:
    if tree.tags[i] == "PRP$":
        return "poss"
    if tree.tags[i] == "PDT":
        return "predet"
    return "quantmod" if tree.upos[tree.heads[i]] == "NUM" and i < tree.heads[i] else "det"


def _apposed(tree: Tree, i: int) -> str:
    """A noun beside a noun names the same thing; a clause beside a clause stands for itself."""
    names = ("NOUN", "PROPN", "NUM", "SYM", "X")
    nominal = tree.upos[i] in names and tree.upos[tree.heads[i]] in names
    return "appos" if nominal and not tree.having(i, "nsubj", "cop") else "parataxis"


def _case(tree: Tree, i: int) -> str:
    if is_possessive(tree, i):
        return "case"
    return "prep" if tree.lower[i][:1].isalpha() else "punct"


def _interjection(tree: Tree, i: int) -> str:
    return "punct" if tree.tags[i] == "NFP" else "intj"


def _modifier(tree: Tree, i: int) -> str:
    """ "a 5 $ note", "a two - year term"."""
    head = tree.heads[i]
    if tree.upos[i] in ("NUM", "SYM"):
        if tree.upos[head] == "NUM":
            return "compound"
        return "nmod" if tree.upos[i] == "SYM" or tree.having(i, "quantmod") else "nummod"
    if tree.tags[i] in ("JJ", "JJR", "JJS") and tree.upos[i] == "ADJ":
        return "amod"
    return "npadvmod" if tree.upos[i] == "NOUN" and tree.tags[head] in ("JJ", "VBN") else "compound"


def _attributive(tree: Tree, i: int) -> str:
    """Adjectives inside names are parts of the name ("the United States")."""
    return "compound" if tree.tags[i] in ("NNP", "NNPS") else "amod"


SPECIAL: dict[str, Callable[[Tree, int], str]] = {
    "advmod": _adverb,
    "obl": _oblique,
    "nmod": _oblique,
    "nmod:unmarked": _unmarked,
    "mark": _mark,
    "det": _determiner,
    "parataxis": _apposed,
    "case": _case,
    "discourse": _interjection,
    "compound": _modifier,
    "amod": _attributive,
}


#: Coarse tags that spaCy's English pipelines give by the fine tag alone.
COARSE = {
    "NNP": "PROPN",
    "NNPS": "PROPN",
    "WRB": "SCONJ",
    "TO": "PART",
    "MD": "AUX",
    "PRP$": "PRON",
    "WP$": "DET",
    "ADD": "X",
    "FW": "X",
    "LS": "X",
}


def coarse_tag(tree: Tree, i: int, label: str) -> str:
    """The coarse tag as spaCy's English pipelines give it."""
    tag = tree.tags[i]
    if tag[:2] == "VB":
        helps = label in ("aux", "auxpass")
        return "AUX" if helps or tree.lemmas[i] == "be" else "VERB"
    if tag == "IN" and tree.upos[i] in ("ADP", "SCONJ", "ADJ", "ADV"):
        return "SCONJ" if label == "mark" or tree.lower[i] == "because" else "ADP"
    if tag == "DT":
        return "DET" if label in ("det", "predet", "quantmod", "preconj") else "PRON"
    if tag == "NN" and tree.upos[i] in ("SYM", "X"):
        return "NOUN"
    return COARSE.get(tag) or tree.upos[i]
