"""Clauses without a verb of their own, and "be"."""

from __future__ import annotations

from kg.parse.reading.labels.prepositions import PREPOSITIONS
from kg.parse.reading.labels.tree import Tree


def worth(tree: Tree) -> None:
    """ "a deal worth 2 euros", "it is worth the trip": a preposition, as "like" is."""
    for worth in range(len(tree.heads)):
        if tree.lower[worth] != "worth":
            continue
        things = [i for i in tree.having(worth, *MEASURED) if i > worth]
        things = [i for i in things if not tree.having(i, "case", "mark")]
        if not things or tree.upos[things[0]] not in ("NOUN", "PROPN", "PRON", "NUM", "SYM"):
            continue
        thing, rel = things[0], tree.rels[worth]
        rest = [i for i in tree.below[worth] if i != thing]
        tree.lift(thing, worth, WORTH.get(rel, rel), "case")
        for i in rest:
            tree.move(i, thing)
        tree.upos[worth], tree.tags[worth] = "ADP", "IN"


def worth_doing(tree: Tree) -> None:
    """ "it is worth seeing": what completes the adjective is not its subject."""
    for verb in range(len(tree.heads)):
        head = tree.heads[verb]
        if tree.lower[head] == "worth" and verb > head and tree.tags[verb] == "VBG":
            tree.rels[verb] = "xcomp"


#: How what something is worth hangs on the adjective.
MEASURED = ("obj", "obl:unmarked", "obl:npmod", "nmod:unmarked", "obl", "nmod")


#: What a preposition and its noun are where an adjective and its noun were.
WORTH = {"acl": "nmod", "amod": "nmod", "acl:relcl": "nmod", "advcl": "obl", "xcomp": "obl"}


def free_relatives(tree: Tree) -> None:
    """ "what he said", "how to swim": the verb governs, and the question word belongs to it."""
    for word in range(len(tree.heads)):
        if tree.tags[word] not in ("WP", "WDT", "WRB"):
            continue
        clauses = tree.having(word, "acl:relcl", "advcl:relcl", "acl")
        if not clauses or tree.first(clauses[0]) != word + 1:
            continue  # "who that we know did it"
        verb, rel = clauses[0], tree.rels[word]
        before = [i for i in tree.below[word] if i != verb and (i < word or i > verb)]
        tree.lift(verb, word, CLAUSES.get(rel, rel), _role(tree, word, verb))
        if tree.rels[verb] == "ccomp" and tree.is_infinitive(verb):
            tree.rels[verb] = "xcomp"
        for i in before:
            tree.move(i, verb)


#: What a clause is in the place of a noun or an adverb.
CLAUSES = {
    "obj": "ccomp",
    "nsubj": "csubj",
    "nsubj:pass": "csubj:pass",
    "advmod": "advcl",
    "obl:unmarked": "advcl",
}


def relatives(tree: Tree) -> None:
    """ "the way that Acme builds pumps": where the verb has its object, "that" is none."""
    for that in range(len(tree.heads)):
        verb = tree.heads[that]
        if tree.rels[that] == "obj" and that < verb and tree.tags[that] in ("WDT", "WP"):
            things = [i for i in tree.having(verb, "obj") if i > verb]
            if things and tree.rels[verb] == "acl:relcl":
                tree.rels[that] = "advmod"


def _role(tree: Tree, word: int, verb: int) -> str:
    if tree.tags[word] == "WRB":
        return "advmod"
    if not tree.having(verb, "nsubj", "nsubj:pass", "expl") and not tree.is_infinitive(verb):
        return "nsubj:pass" if tree.having(verb, "aux:pass") else "nsubj"
    return "advmod" if tree.having(verb, "obj") else "obj"


def copulas(tree: Tree) -> None:
    """ "is a nurse", "is in Rome", "is that he left": "be" governs subject and complement."""
    for be in range(len(tree.heads)):
        if tree.rels[be] != "cop":
            continue
        told = tree.heads[be]
        clausal = _is_clausal(tree, told, be)
        if clausal:
            until = _told_from(tree, told, be)
            moved = [i for i in tree.below[told] if i != be and (i < until or _ends(tree, i))]
            bare = tree.tags[told] == "VB" and not tree.having(told, "nsubj", "aux")
            open_ = bare or tree.is_infinitive(told) or tree.is_gerund(told)
            rel = "xcomp" if open_ else "ccomp"
        else:
            moved = [i for i in tree.below[told] if i != be and _is_of_clause(tree, i, told, be)]
            rel = _told(tree, told)
        tree.lift(be, told, tree.rels[told], rel)
        for i in moved:
            tree.move(i, be, "aux" if tree.rels[i] == "cop" else None)


def _told(tree: Tree, told: int) -> str:
    """What the complement of "be" is to it; "the best" is as good as a noun."""
    if tree.having(told, "case"):
        return "obl"
    return "attr" if tree.having(told, "det") else COMPLEMENTS.get(tree.upos[told], "attr")


COMPLEMENTS = {"ADJ": "acomp", "ADV": "advmod", "ADP": "prep", "VERB": "acomp"}


#: What belongs to a whole clause, and so to the "be" that governs it.
OF_CLAUSE = frozenset(
    "nsubj nsubj:pass nsubj:outer csubj csubj:pass csubj:outer expl aux aux:pass cop mark discourse"
    " vocative parataxis dislocated orphan obj iobj".split()
)


#: Adverbs that say how far an adjective or a noun applies, or which one.
DEGREES = frozenset(
    "very so more most too as quite pretty extremely super less least enough completely fully"
    " really just even only almost nearly mainly primarily strongly particularly especially highly"
    " rather somewhat slightly about much far entirely totally absolutely how all".split()
)


def _is_clausal(tree: Tree, told: int, be: int) -> bool:
    """Whether "be" links its subject with a whole clause ("the plan is to leave")."""
    if tree.having(told, "nsubj:outer", "csubj:outer"):
        return True
    subjects = [i > be for i in tree.having(told, "nsubj", "nsubj:pass")]
    if any(i > be for i in tree.having(told, "mark")) or (len(subjects) > 1 and any(subjects)):
        return True
    return tree.upos[told] == "VERB" and tree.tags[told] != "VBN" and not any(subjects)


def _told_from(tree: Tree, told: int, be: int) -> int:
    """Where the clause that "be" tells begins: behind "be", or its subject in a question."""
    subjects = tree.having(told, "nsubj", "nsubj:pass", "nsubj:outer")
    return subjects[0] + 1 if len(subjects) > 1 and subjects[0] > be else be


def _ends(tree: Tree, i: int) -> bool:
    """The full stop, and a clause that is joined to the whole."""
    return tree.tags[i] == "." or tree.rels[i] in ("parataxis", "discourse")


def _is_of_clause(tree: Tree, i: int, told: int, be: int) -> bool:
    """Whether a child of the complement is said of the whole clause."""
    rel, adjective = tree.rels[i], tree.upos[told] in ("ADJ", "ADV", "VERB")
    if rel in OF_CLAUSE:
        return True
    if rel == "conj":
        return tree.is_verbal(i) or bool(tree.having(i, "nsubj", "nsubj:pass"))
    if rel in ("cc", "punct"):
        return i < be or i > told
    if rel == "advmod":
        return _is_of_be(tree, i, told, be)
    if rel.startswith("obl"):
        return i < min(be, told) or (not adjective) or (i > told and rel == "obl:unmarked")
    if rel in ("xcomp", "ccomp"):
        return not adjective
    if rel.startswith("advcl"):
        return i < told or not adjective or not _is_complement(tree, i)
    return False


def _is_of_be(tree: Tree, i: int, told: int, be: int) -> bool:
    """ "is now ill", "is often a success", and not "is very ill"."""
    if i < min(be, told) and not told < be:
        return True
    if tree.lower[i] in DEGREES or tree.tags[i] == "WRB":
        return False
    if i > told or tree.upos[told] != "ADJ":
        return True
    return not (tree.lower[i].endswith("ly") and i == told - 1) or tree.lower[i] in SENTENTIAL


#: Of the adverbs in -ly, those that seldom say to which degree.
SENTENTIAL = frozenset(
    "probably usually currently finally ultimately normally actually certainly clearly obviously"
    " possibly likely recently previously already initially basically essentially simply suddenly"
    " apparently allegedly reportedly only early generally".split()
)


def _is_complement(tree: Tree, verb: int) -> bool:
    """ "easy to see", "good at cooking", "taller than he was"."""
    marks = [tree.lower[m] for m in tree.having(verb, "mark", "case")]
    if "than" in marks or "as" in marks or (len(marks) == 1 and tree.is_infinitive(verb)):
        return True
    return bool(marks) and marks[0] in PREPOSITIONS and tree.is_gerund(verb)
