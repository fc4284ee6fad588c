"""Prepositions, marks and coordination."""

from __future__ import annotations

from kg.parse.reading.labels.tree import Tree

#: Words before a gerund that govern it as they would govern a noun.
PREPOSITIONS = frozenset(
    "about after against around as at before besides between beyond by despite down due during for"
    " from in instead into like of off on onto out over prior rather regarding since through"
    " throughout to toward towards under until upon via with without within according such because"
    " than up depending including".split()
)


#: Of these, the ones that more often open a clause with a participle.
OPENING = frozenset("as than because like".split())


#: Participles that lead to a noun as a preposition does.
PARTICIPLES = frozenset("given including excluding regarding concerning".split())


def participles(tree: Tree) -> None:
    """ "given the rain": the same as "because of the rain"."""
    for i in range(len(tree.heads)):
        if tree.lower[i] in PARTICIPLES and tree.rels[i] in ("advcl", "acl"):
            things = tree.having(i, "obj")
            if things and not tree.having(i, "nsubj", "nsubj:pass", "aux", "aux:pass"):
                tree.rels[i] = "prep"
                for thing in things:
                    tree.rels[thing] = "pobj"


def prepositions(tree: Tree) -> None:
    """ "in Rome", "because of rain", "from behind the wall": a preposition governs its noun."""
    for noun in range(len(tree.heads)):
        cases = [i for i in tree.having(noun, "case") if not is_possessive(tree, i)]
        cases = [i for i in cases if tree.lower[i][:1].isalpha()]  # "5 - 10"
        if not tree.is_verbal(noun):  # "than in Rome", "as with others"
            marks = [i for i in tree.having(noun, "mark") if tree.lower[i] in PREPOSITIONS]
            marks = [i for i in marks if not tree.is_to(i)]
            cases = sorted(cases + marks)
        if not cases:
            continue
        subjects = [i for i in tree.having(noun, "nsubj") if cases[-1] < i < noun]
        if subjects and not tree.is_verbal(noun):
            tree.lift(subjects[0], noun, tree.rels[noun], "acl")  # "with her hair wet"
            for i in cases:
                tree.move(i, subjects[0])
            _govern(tree, cases, subjects[0], "pobj")
        elif tree.rels[noun] == "nummod":
            for i in cases:
                tree.rels[i] = "quantmod"
        elif tree.lower[cases[0]] == "at" and _is_degree(tree, noun):
            tree.rels[noun], tree.rels[cases[0]] = "advmod", "fixed"
        else:
            _govern(tree, cases, noun, _object(tree, noun, cases[-1]))


def _is_degree(tree: Tree, noun: int) -> bool:
    """ "at least", "at all", which no noun follows."""
    word = tree.lower[noun]
    return word in ("least", "most") or (word == "all" and len(tree.below[noun]) == 1)


def is_possessive(tree: Tree, i: int) -> bool:
    return tree.tags[i] == "POS" or tree.lower[i] in ("'s", "’s")


def _object(tree: Tree, noun: int, prep: int) -> str:
    """What the word is under its preposition."""
    if tree.upos[noun] in ("ADV", "VERB", "AUX") and tree.tags[noun] not in ("NN", "NNS"):
        return "pcomp"
    bare = tree.tags[noun] == "JJ" and noun == prep + 1 and not tree.having(noun, "det")
    return "amod" if bare and tree.rels[noun] in ("obl", "advcl") else "pobj"  # "in general"


def _govern(tree: Tree, preps: list[int], noun: int, rel: str) -> None:
    """Put prepositions above the word that they lead to."""
    head, old, top = tree.heads[noun], tree.rels[noun], preps[0]
    before = [i for i in tree.below[noun] if i < top and tree.rels[i] in BEFORE]
    upper = "prep"
    if old == "conj":
        upper = "conj"
        if tree.rels[head] == rel and tree.heads[head] != head and _has(tree.rels, head):
            head = tree.heads[head]
    elif old == "obl:agent" and tree.lower[top] == "by":
        upper = "agent"
    tree.lift(top, noun, upper, rel)
    if tree.rels[top] == "conj":
        tree.move(top, head)
    for prep in preps[1:]:
        tree.move(prep, top, "prep")
        tree.move(noun, prep)
        top = prep
    for i in before:
        tree.move(i, preps[0])
    for prep in preps:
        _complex(tree, prep, noun)


def _has(rels: list[str], head: int) -> bool:
    return rels[head] in ("pobj", "pcomp")


#: What may stand before a preposition and belongs to it ("shortly after", "two days before").
BEFORE = frozenset("advmod cc cc:preconj punct mark discourse obl:unmarked nmod:unmarked".split())


def _complex(tree: Tree, first: int, noun: int) -> None:
    """ "out of", "according to": the second word stands under the first and governs the noun;
    "because of": beside the noun; "such as": above the first."""
    rest = tree.having(first, "fixed")
    if not rest or tree.heads[noun] != first:
        return
    last = rest[-1]
    if tree.lower[first] in ("such", "rather") or len(rest) > 1:
        tree.lift(
            last, first, tree.rels[first], "amod" if tree.lower[first] == "such" else "advmod"
        )
        for i in [*tree.below[first], *rest[:-1]]:
            if i != last and tree.heads[i] != last:
                tree.move(i, last, "advmod" if tree.rels[i] == "fixed" else None)
    elif tree.lower[first] in ("because", "instead"):
        tree.rels[last] = "pcomp"
    else:
        tree.rels[last] = "prep"
        tree.move(noun, last)
        if tree.tags[first] == "JJ":
            tree.tags[first] = "IN"


#: Adverbs of direction, and the prepositions that belong to them.
DIRECTIONS = {
    "ahead": ("of",),
    "apart": ("from",),
    "aside": ("from",),
    "away": ("from",),
    "back": ("to", "into", "from"),
    "close": ("to",),
    "far": ("from",),
}


def directions(tree: Tree) -> None:
    """ "dates back to 1900", "moved away from Rome": the adverb governs the preposition."""
    for prep in range(1, len(tree.heads)):
        adverb = prep - 1
        together = tree.heads[adverb] == tree.heads[prep] and not tree.below[adverb]
        directed = tree.lower[prep] in DIRECTIONS.get(tree.lower[adverb], ())
        if directed and together and (tree.rels[adverb], tree.rels[prep]) == ("advmod", "prep"):
            tree.move(prep, adverb)


def marks(tree: Tree) -> None:
    """ "by leaving", "about how he left": a preposition governs its clause, as "in order" does."""
    for verb in range(len(tree.heads)):
        marks = tree.having(verb, "mark")
        if not marks:
            continue
        first = marks[0]
        rest = tree.having(first, "fixed")
        if tree.lower[first] == "in" and [tree.lower[i] for i in rest] == ["order"]:
            tree.lift(first, verb, "prep", "acl")
            tree.move(rest[0], first, "pobj")
            tree.move(verb, rest[0])
        elif _leads(tree, first, verb):
            _govern(tree, [first], verb, "pcomp")
        else:
            for i in rest:
                tree.move(i, verb, "mark")


def _leads(tree: Tree, mark: int, verb: int) -> bool:
    """Whether a mark is a preposition before a clause, and no conjunction."""
    if tree.lower[mark] not in PREPOSITIONS or tree.tags[mark] == "TO":
        return False
    after = mark + 1 if mark + 1 < len(tree.tags) else mark
    asked = tree.tags[after][:1] == "W" or tree.lower[after] == "whether"
    if tree.rels[verb] == "csubj" or tree.is_infinitive(verb):
        return asked
    if tree.lower[mark] in OPENING:
        return tree.is_gerund(verb) and not tree.having(verb, "nsubj") and mark == verb - 1
    return asked or tree.is_gerund(verb) or tree.lower[mark] == "including"


def coordinations(tree: Tree) -> None:
    """ "a, b and c": each conjunct hangs on the one before it, with the "and" and the comma."""
    for first in range(len(tree.heads)):
        before = first
        for conjunct in tree.having(first, "conj"):
            if conjunct < first:
                continue
            for i in tree.having(conjunct, "cc", "punct"):
                if i < conjunct:
                    tree.move(i, before)
            tree.move(conjunct, before)
            before = conjunct
