"""Slips of readers that the tree itself gives away."""

from __future__ import annotations

from kg.english import lexicon
from kg.english.lemmas import ONLY_PAST
from kg.parse.reading.labels.tree import SUBJECTS, Tree

#: Pronouns that with an article are the names of something ("the WHO").
ASKED = ("WP", "WDT")


def acronyms(tree: Tree) -> None:
    """ "the WHO": what has an article is no pronoun."""
    for i in range(len(tree.heads)):
        if tree.tags[i] in ASKED and tree.having(i, "det"):
            tree.tags[i], tree.upos[i] = "NNP", "PROPN"


def past_forms(tree: Tree) -> None:
    """ "Revenue rose": a form that is no participle is no passive either."""
    for i in range(len(tree.heads)):
        if tree.tags[i] == "VBN" and tree.lower[i] in ONLY_PAST:
            tree.tags[i] = "VBD"
            for subject in tree.having(i, "nsubj:pass"):
                tree.rels[subject] = "nsubj"


def listed(tree: Tree) -> None:
    """ "plants, growing children, and animals": what an adjective has behind it is its noun."""
    for i in range(len(tree.heads)):
        head, objects = tree.heads[i], tree.having(i, "obj")
        if tree.rels[i] == "amod" and head < i and len(objects) == 1 and objects[0] > i:
            tree.move(objects[0], head, "conj")
            tree.move(i, objects[0])


def first_objects(tree: Tree) -> None:
    """ "Anna sings songs", read as two objects: the one before a finite verb is its subject."""
    for verb in range(len(tree.heads)):
        if tree.tags[verb] not in ("VBZ", "VBD", "VBP") or tree.having(verb, *SUBJECTS):
            continue
        before = [i for i in tree.having(verb, "obj") if i < verb and tree.tags[i][:1] != "W"]
        behind = [i for i in tree.having(verb, "obj", "ccomp", "xcomp") if i > verb]
        if len(before) == 1 and behind and tree.rels[verb] == "root":
            tree.rels[before[0]] = "nsubj"


def split_names(tree: Tree) -> None:
    """ "Highways England", read as two subjects: one name, since a verb has one subject."""
    for i in range(1, len(tree.heads)):
        alike = tree.rels[i] == tree.rels[i - 1] and tree.heads[i] == tree.heads[i - 1]
        names = tree.upos[i] == tree.upos[i - 1] == "PROPN"
        if alike and names and tree.rels[i] in ONCE and not tree.having(i, "case", "det"):
            tree.move(i, i - 1, "flat")


#: What a verb has once.
ONCE = ("nsubj", "nsubj:pass", "obj", "obl:unmarked", "obl:agent", "vocative")


#: What says of a noun before a name who or what it is, and goes with it under the name.
WITH_NOUN = ("amod", "compound", "nummod", "advmod", "nmod:unmarked")


def bare_titles(tree: Tree) -> None:
    """ "American congressman William Jones": a noun without an article, right before a name, is its
    title; "the novelist Anna Moe" stays a novelist who is called so."""
    for name in range(len(tree.heads)):
        noun = tree.heads[name]
        if tree.rels[name] != "appos" or tree.upos[name] != "PROPN" or tree.upos[noun] != "NOUN":
            continue
        near = tree.first(name) == noun + 1 and tree.upos[noun + 1] != "PUNCT"
        if not near or tree.having(noun, "det", "nmod:poss"):
            continue
        tree.lift(name, noun, tree.rels[noun], "nmod:desc")
        for other in list(tree.below[noun]):
            if tree.rels[other] not in WITH_NOUN:
                tree.move(other, name)


def adjectives(tree: Tree) -> None:
    """ "who has been candid": an adjective has no passive, so "be" links it."""
    for i in range(len(tree.heads)):
        helps = [a for a in tree.having(i, "aux:pass") if tree.lemmas[a] == "be"]
        plain = tree.upos[i] == "ADJ" and tree.tags[i][:2] == "JJ"
        if not helps or not plain or tree.having(i, "cop", "obl:agent"):
            continue
        tree.rels[helps[-1]] = "cop"
        for subject in tree.having(i, "nsubj:pass"):
            tree.rels[subject] = "nsubj"


def headlines(tree: Tree) -> None:
    """ "Harbour Bridge to close in May": an infinitive behind a name that is all of the sentence
    says what it will do."""
    for name in range(len(tree.heads)):
        verbs = [i for i in tree.having(name, "acl") if tree.is_infinitive(i)]
        if tree.rels[name] != "root" or len(verbs) != 1 or not _acts(tree, name):
            continue
        verb = verbs[0]
        behind = [i for i in tree.below[name] if i > tree.first(verb) and i != verb]
        other = any(tree.rels[i] != "punct" for i in behind)
        if other or tree.having(verb, "nsubj", "nsubj:pass", "cop"):
            continue
        tree.lift(verb, name, "root", "nsubj:pass" if tree.having(verb, "aux:pass") else "nsubj")
        for i in behind:
            tree.move(i, verb)


def _acts(tree: Tree, noun: int) -> bool:
    """Whether a noun without an article is somebody, or has a name."""
    lemma = tree.lemmas[noun]
    acting = lemma in lexicon.ORGANIZATION_NOUNS | lexicon.PEOPLE_NOUNS or lexicon.is_role(lemma)
    return tree.upos[noun] == "PROPN" or (acting and not tree.having(noun, "det", "nmod:poss"))
