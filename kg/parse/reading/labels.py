"""Universal Dependencies → the labels that the rules read.

The rules read trees in the scheme of ClearNLP and spaCy's English models: "be" governs its
complement, a preposition its noun, the last word of a name the words before it, and every conjunct
the next. Universal Dependencies attach the little words to the big ones instead. Neither scheme
says more than the other about most constructions, so a tree of the one is made into one of the
other by moving words, one construction after the next, in the order of `CONSTRUCTIONS`.

Every move keeps a tree a tree: a word changes places with one of its children, or goes to a word
that is not below it. So whatever tree comes in, wrong ones too, a tree goes out.

Sources: Universal Dependencies, version 2 (universaldependencies.org; de Marneffe, Manning, Nivre
and Zeman, "Universal Dependencies", Computational Linguistics 47, 2021); Choi and Palmer,
"Guidelines for the CLEAR Style Constituent to Dependency Conversion", 2012.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Callable, Sequence
from typing import NamedTuple

from kg.english import lexicon
from kg.english.lemmas import ONLY_PAST


class Converted(NamedTuple):
    """One sentence: a head, a label, a coarse and a fine tag per word; the root heads itself."""

    heads: tuple[int, ...]
    labels: tuple[str, ...]
    pos: tuple[str, ...]
    tags: tuple[str, ...]


def convert(
    words: Sequence[str],
    heads: Sequence[int],
    relations: Sequence[str],
    upos: Sequence[str],
    tags: Sequence[str],
    lemmas: Sequence[str],
) -> Converted:
    """The tree of one sentence in the scheme that the rules read.

    `heads` are indices into the sentence, the word itself at the root; `relations` those of
    Universal Dependencies with their subtypes, `upos` its coarse tags, `tags` those of the Penn
    Treebank. What is no tree becomes one first. Nothing given is changed.

    >>> tree = convert(
    ...     ["She", "is", "in", "Rome"], [3, 3, 3, 3], ["nsubj", "cop", "case", "root"],
    ...     ["PRON", "AUX", "ADP", "PROPN"], ["PRP", "VBZ", "IN", "NNP"],
    ...     ["she", "be", "in", "Rome"],
    ... )
    >>> tree.heads, tree.labels
    ((1, 1, 1, 2), ('nsubj', 'ROOT', 'prep', 'pobj'))
    """
    tree = _Tree(words, heads, relations, upos, tags, lemmas)
    for construction in CONSTRUCTIONS:
        construction(tree)
    labels = [_label(tree, i) for i in range(len(words))]
    pos = [_pos(tree, i, label) for i, label in enumerate(labels)]
    return Converted(tuple(tree.heads), tuple(labels), tuple(pos), tuple(tree.tags))


#: What a second root is.
OTHERWISE = {"root": "parataxis", "ROOT": "parataxis"}


class _Tree:
    """A tree under conversion; `rels` go over from the one scheme to the other."""

    __slots__ = ("below", "heads", "lemmas", "lower", "rels", "tags", "upos")

    def __init__(
        self,
        words: Sequence[str],
        heads: Sequence[int],
        relations: Sequence[str],
        upos: Sequence[str],
        tags: Sequence[str],
        lemmas: Sequence[str],
    ) -> None:
        self.lower = [word.lower() for word in words]
        self.lemmas = [lemma.lower() for lemma in lemmas]
        self.upos, self.tags = list(upos), list(tags)
        self.heads = _rooted(heads, upos)
        self.rels = [
            "root" if i == head else "punct" if upos[i] == "PUNCT" else OTHERWISE.get(rel, rel)
            for i, (head, rel) in enumerate(zip(self.heads, relations, strict=True))
        ]
        self.below: list[list[int]] = [[] for _ in words]
        for i, head in enumerate(self.heads):
            if i != head:
                self.below[head].append(i)

    def having(self, i: int, *rels: str) -> list[int]:
        """The children with one of these relations, in text order."""
        below = self.below[i]
        return [child for child in below if self.rels[child] in rels] if below else []

    def move(self, i: int, head: int, rel: str | None = None) -> None:
        """Put a word, and all below it, under another that is not below it."""
        if self.heads[i] != i:
            self.below[self.heads[i]].remove(i)
        if head != i:
            insort(self.below[head], i)
        self.heads[i] = head
        if rel is not None:
            self.rels[i] = rel

    def lift(self, i: int, over: int, rel: str, lower: str) -> None:
        """Put a word below `over` in its place, as `rel`, and `over` under the word, as `lower`."""
        head = self.heads[over]
        self.move(i, i if head == over else head, "root" if head == over else rel)
        self.move(over, i, lower)

    def first(self, i: int) -> int:
        """The first word of all that is below a word, and of the word itself."""
        while self.below[i] and self.below[i][0] < i:
            i = self.below[i][0]
        return i

    def last(self, i: int) -> int:
        """The last word of all that is below a word, and of the word itself."""
        while self.below[i] and self.below[i][-1] > i:
            i = self.below[i][-1]
        return i

    def is_verbal(self, i: int) -> bool:
        """A verb, or a predicate with a "be" of its own."""
        return self.upos[i] in ("VERB", "AUX") or bool(self.having(i, "cop"))

    def is_infinitive(self, i: int) -> bool:
        """ "to leave": with its "to", which is no preposition."""
        return any(self.is_to(mark) for mark in self.having(i, "mark"))

    def is_to(self, i: int) -> bool:
        """The "to" of an infinitive, and the "na" of "gonna"."""
        return self.tags[i] == "TO" or (self.lower[i] == "to" and self.tags[i] != "IN")

    def is_gerund(self, i: int) -> bool:
        """ "leaving", "having left", "being late"."""
        return self.tags[i] == "VBG" or any(
            self.tags[a] == "VBG" for a in self.having(i, "aux", "aux:pass", "cop")
        )


def _rooted(heads: Sequence[int], upos: Sequence[str]) -> list[int]:
    """Heads that form a tree with one root, which is a word where there is one."""
    n = len(heads)
    made = [head if 0 <= head < n else i for i, head in enumerate(heads)]
    words = [i for i in range(n) if upos[i] != "PUNCT"]
    roots = [i for i in range(n) if made[i] == i]
    root = next((i for i in roots if upos[i] != "PUNCT"), None)
    if root is None and n:
        under = [i for i in words if made[i] in roots] or words or roots or [0]
        root = under[0]
    for i in roots:
        made[i] = root if root is not None else i
    if root is not None:
        made[root] = root
        _break_circles(made, root)
    return made


def _break_circles(heads: list[int], root: int) -> None:
    """Hang the words from which no way leads to the root on the root."""
    known = [False] * len(heads)
    known[root] = True
    for start in range(len(heads)):
        path, i = [], start
        while not known[i]:
            known[i] = True
            path.append(i)
            i = heads[i]
        if i in path:
            heads[i] = root


# Slips of readers that the tree itself gives away

#: Pronouns that with an article are the names of something ("the WHO").
ASKED = ("WP", "WDT")


def _acronyms(tree: _Tree) -> None:
    """ "the WHO": what has an article is no pronoun."""
    for i in range(len(tree.heads)):
        if tree.tags[i] in ASKED and tree.having(i, "det"):
            tree.tags[i], tree.upos[i] = "NNP", "PROPN"


def _past_forms(tree: _Tree) -> None:
    """ "Revenue rose": a form that is no participle is no passive either."""
    for i in range(len(tree.heads)):
        if tree.tags[i] == "VBN" and tree.lower[i] in ONLY_PAST:
            tree.tags[i] = "VBD"
            for subject in tree.having(i, "nsubj:pass"):
                tree.rels[subject] = "nsubj"


def _listed(tree: _Tree) -> None:
    """ "plants, growing children, and animals": what an adjective has behind it is its noun."""
    for i in range(len(tree.heads)):
        head, objects = tree.heads[i], tree.having(i, "obj")
        if tree.rels[i] == "amod" and head < i and len(objects) == 1 and objects[0] > i:
            tree.move(objects[0], head, "conj")
            tree.move(i, objects[0])


def _first_objects(tree: _Tree) -> None:
    """ "Anna sings songs", read as two objects: the one before a finite verb is its subject."""
    for verb in range(len(tree.heads)):
        if tree.tags[verb] not in ("VBZ", "VBD", "VBP") or tree.having(verb, *SUBJECTS):
            continue
        before = [i for i in tree.having(verb, "obj") if i < verb and tree.tags[i][:1] != "W"]
        behind = [i for i in tree.having(verb, "obj", "ccomp", "xcomp") if i > verb]
        if len(before) == 1 and behind and tree.rels[verb] == "root":
            tree.rels[before[0]] = "nsubj"


def _split_names(tree: _Tree) -> None:
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


def _bare_titles(tree: _Tree) -> None:
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


def _adjectives(tree: _Tree) -> None:
    """ "who has been candid": an adjective has no passive, so "be" links it."""
    for i in range(len(tree.heads)):
        helps = [a for a in tree.having(i, "aux:pass") if tree.lemmas[a] == "be"]
        plain = tree.upos[i] == "ADJ" and tree.tags[i][:2] == "JJ"
        if not helps or not plain or tree.having(i, "cop", "obl:agent"):
            continue
        tree.rels[helps[-1]] = "cop"
        for subject in tree.having(i, "nsubj:pass"):
            tree.rels[subject] = "nsubj"


def _headlines(tree: _Tree) -> None:
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


def _acts(tree: _Tree, noun: int) -> bool:
    """Whether a noun without an article is somebody, or has a name."""
    lemma = tree.lemmas[noun]
    acting = lemma in lexicon.ORGANIZATION_NOUNS | lexicon.PEOPLE_NOUNS or lexicon.is_role(lemma)
    return tree.upos[noun] == "PROPN" or (acting and not tree.having(noun, "det", "nmod:poss"))


# Names, dates, amounts and set phrases

#: What follows a name without being its last word.
AFTER_NAMES = re.compile(r"jr\.?|sr\.?|[ivx]+|\W+|[^\d\n]*\d.*")
MONTHS = frozenset(
    "january february march april may june july august september october november december jan"
    " feb mar apr jun jul aug sep sept oct nov dec".split()
)
#: What stands behind an hour or a year.
ERAS = frozenset("am pm a.m p.m ad bc ce bce".split())


def _names(tree: _Tree) -> None:
    """ "Ada Lovelace": a name's last word governs it; "season 2", "Figure 1": the first one."""
    for first in range(len(tree.heads)):
        if tree.rels[first] == "flat" or not tree.having(first, "flat"):
            continue
        run = _run(tree, first)
        last = max([first, *(i for i in run if not AFTER_NAMES.fullmatch(tree.lower[i]))])
        if last > first:
            rest = [i for i in tree.below[first] if i not in run]
            tree.lift(last, first, tree.rels[first], "compound")
            for i in rest:
                tree.move(i, last)
        for i in run:
            if i != last:
                number = tree.tags[i] == "CD" or tree.upos[i] == "NUM"
                tree.move(i, last, "nummod" if number else "compound")


def _run(tree: _Tree, first: int) -> list[int]:
    """The flat words below a word, with those that are flat below them."""
    run = tree.having(first, "flat")
    for i in run:
        run += tree.having(i, "flat")
    return run


def _dates(tree: _Tree) -> None:
    """ "May 5, 2012", "5 May 2012", "5 pm": the month governs day and year, "pm" the hour."""
    for day in range(len(tree.heads)):
        if tree.upos[day] != "NUM" and not tree.lower[day][:1].isdigit():
            continue
        for month in tree.having(day, "nmod:unmarked", "compound", "nmod:desc", "advmod", "nmod"):
            word = tree.lower[month].rstrip(".")
            dated = word in MONTHS or (word in ERAS and month > day)
            if dated and not tree.having(month, "case"):
                rest = [i for i in tree.below[day] if i != month]
                tree.lift(month, day, tree.rels[day], "nummod")
                for i in rest:
                    tree.move(i, month)
                break


def _amounts(tree: _Tree) -> None:
    """ "$ 5 million": the number governs its currency."""
    for sign in range(len(tree.heads)):
        if tree.tags[sign] != "$":
            continue
        numbers = [i for i in tree.having(sign, "nummod", "compound") if i > sign]
        if numbers:
            rest = [i for i in tree.below[sign] if i != numbers[-1]]
            tree.lift(numbers[-1], sign, tree.rels[sign], "quantmod")
            for i in rest:
                tree.move(i, numbers[-1])


def _set_phrases(tree: _Tree) -> None:
    """ "as well", "of course": the last word governs; before a number all belong to it.

    Of set phrases that lead to something ("because of", "so that") `_prepositions` and `_marks`
    take care.
    """
    for first in range(len(tree.heads)):
        rest = [i for i in tree.having(first, "fixed") if i > first]
        if not rest or tree.rels[first] in ("case", "mark"):
            continue
        head = tree.heads[first]
        if tree.upos[head] == "NUM" and tree.rels[first] in ("advmod", "case"):
            for i in rest:
                tree.move(i, head, "quantmod")
            tree.rels[first] = {"JJR": "amod", "IN": "quantmod"}.get(tree.tags[first], "advmod")
            continue
        last, others = rest[-1], [i for i in tree.below[first] if i != rest[-1]]
        tree.lift(last, first, tree.rels[first], "det" if tree.upos[first] == "DET" else "fixed")
        for i in others:
            tree.move(i, last)
        for i in (first, *rest):
            if tree.rels[last] == "advmod" and tree.tags[i] == "IN":
                tree.tags[i], tree.upos[i] = "RB", "ADV"  # "kind of"


def _pairs(tree: _Tree) -> None:
    """ "not only cheap but also tasty": the adverbs go with the conjunctions."""
    for i in range(1, len(tree.heads)):
        head, before = tree.heads[i], i - 1
        if tree.rels[i] != "advmod" or not tree.heads[before] == head != i:
            continue
        if tree.lower[i] == "also" and tree.rels[before] == "cc":
            tree.move(i, before)
        elif tree.lower[i] in ONLY and tree.lower[before] == "not" and i < head:
            if tree.upos[head] in ("VERB", "AUX") or not tree.having(head, "conj"):
                continue  # "she not only sings"
            tree.move(i, before)
            tree.rels[before] = "cc:preconj"


ONLY = ("only", "just", "merely", "simply")


# Clauses without a verb of their own, and "be"


def _worth(tree: _Tree) -> None:
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


def _worth_doing(tree: _Tree) -> None:
    """ "it is worth seeing": what completes the adjective is not its subject."""
    for verb in range(len(tree.heads)):
        head = tree.heads[verb]
        if tree.lower[head] == "worth" and verb > head and tree.tags[verb] == "VBG":
            tree.rels[verb] = "xcomp"


#: How what something is worth hangs on the adjective.
MEASURED = ("obj", "obl:unmarked", "obl:npmod", "nmod:unmarked", "obl", "nmod")
#: What a preposition and its noun are where an adjective and its noun were.
WORTH = {"acl": "nmod", "amod": "nmod", "acl:relcl": "nmod", "advcl": "obl", "xcomp": "obl"}


def _free_relatives(tree: _Tree) -> None:
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


def _relatives(tree: _Tree) -> None:
    """ "the way that Acme builds pumps": where the verb has its object, "that" is none."""
    for that in range(len(tree.heads)):
        verb = tree.heads[that]
        if tree.rels[that] == "obj" and that < verb and tree.tags[that] in ("WDT", "WP"):
            things = [i for i in tree.having(verb, "obj") if i > verb]
            if things and tree.rels[verb] == "acl:relcl":
                tree.rels[that] = "advmod"


def _role(tree: _Tree, word: int, verb: int) -> str:
    if tree.tags[word] == "WRB":
        return "advmod"
    if not tree.having(verb, "nsubj", "nsubj:pass", "expl") and not tree.is_infinitive(verb):
        return "nsubj:pass" if tree.having(verb, "aux:pass") else "nsubj"
    return "advmod" if tree.having(verb, "obj") else "obj"


def _copulas(tree: _Tree) -> None:
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


def _told(tree: _Tree, told: int) -> str:
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


def _is_clausal(tree: _Tree, told: int, be: int) -> bool:
    """Whether "be" links its subject with a whole clause ("the plan is to leave")."""
    if tree.having(told, "nsubj:outer", "csubj:outer"):
        return True
    subjects = [i > be for i in tree.having(told, "nsubj", "nsubj:pass")]
    if any(i > be for i in tree.having(told, "mark")) or (len(subjects) > 1 and any(subjects)):
        return True
    return tree.upos[told] == "VERB" and tree.tags[told] != "VBN" and not any(subjects)


def _told_from(tree: _Tree, told: int, be: int) -> int:
    """Where the clause that "be" tells begins: behind "be", or its subject in a question."""
    subjects = tree.having(told, "nsubj", "nsubj:pass", "nsubj:outer")
    return subjects[0] + 1 if len(subjects) > 1 and subjects[0] > be else be


def _ends(tree: _Tree, i: int) -> bool:
    """The full stop, and a clause that is joined to the whole."""
    return tree.tags[i] == "." or tree.rels[i] in ("parataxis", "discourse")


def _is_of_clause(tree: _Tree, i: int, told: int, be: int) -> bool:
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


def _is_of_be(tree: _Tree, i: int, told: int, be: int) -> bool:
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


def _is_complement(tree: _Tree, verb: int) -> bool:
    """ "easy to see", "good at cooking", "taller than he was"."""
    marks = [tree.lower[m] for m in tree.having(verb, "mark", "case")]
    if "than" in marks or "as" in marks or (len(marks) == 1 and tree.is_infinitive(verb)):
        return True
    return bool(marks) and marks[0] in PREPOSITIONS and tree.is_gerund(verb)


# Prepositions

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


def _participles(tree: _Tree) -> None:
    """ "given the rain": the same as "because of the rain"."""
    for i in range(len(tree.heads)):
        if tree.lower[i] in PARTICIPLES and tree.rels[i] in ("advcl", "acl"):
            things = tree.having(i, "obj")
            if things and not tree.having(i, "nsubj", "nsubj:pass", "aux", "aux:pass"):
                tree.rels[i] = "prep"
                for thing in things:
                    tree.rels[thing] = "pobj"


def _prepositions(tree: _Tree) -> None:
    """ "in Rome", "because of rain", "from behind the wall": a preposition governs its noun."""
    for noun in range(len(tree.heads)):
        cases = [i for i in tree.having(noun, "case") if not _is_possessive(tree, i)]
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


def _is_degree(tree: _Tree, noun: int) -> bool:
    """ "at least", "at all", which no noun follows."""
    word = tree.lower[noun]
    return word in ("least", "most") or (word == "all" and len(tree.below[noun]) == 1)


def _is_possessive(tree: _Tree, i: int) -> bool:
    return tree.tags[i] == "POS" or tree.lower[i] in ("'s", "’s")


def _object(tree: _Tree, noun: int, prep: int) -> str:
    """What the word is under its preposition."""
    if tree.upos[noun] in ("ADV", "VERB", "AUX") and tree.tags[noun] not in ("NN", "NNS"):
        return "pcomp"
    bare = tree.tags[noun] == "JJ" and noun == prep + 1 and not tree.having(noun, "det")
    return "amod" if bare and tree.rels[noun] in ("obl", "advcl") else "pobj"  # "in general"


def _govern(tree: _Tree, preps: list[int], noun: int, rel: str) -> None:
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


def _complex(tree: _Tree, first: int, noun: int) -> None:
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


def _directions(tree: _Tree) -> None:
    """ "dates back to 1900", "moved away from Rome": the adverb governs the preposition."""
    for prep in range(1, len(tree.heads)):
        adverb = prep - 1
        together = tree.heads[adverb] == tree.heads[prep] and not tree.below[adverb]
        directed = tree.lower[prep] in DIRECTIONS.get(tree.lower[adverb], ())
        if directed and together and (tree.rels[adverb], tree.rels[prep]) == ("advmod", "prep"):
            tree.move(prep, adverb)


def _marks(tree: _Tree) -> None:
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


def _leads(tree: _Tree, mark: int, verb: int) -> bool:
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


# Coordination


def _coordinations(tree: _Tree) -> None:
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


# Clauses


def _inverted(tree: _Tree) -> None:
    """ "“...,” insists the chef": a finite verb behind what is said has a subject."""
    for verb in range(len(tree.heads)):
        if tree.tags[verb] not in ("VBD", "VBZ", "VBP") or tree.having(verb, *SUBJECTS):
            continue
        above = [tree.heads[verb]] if tree.rels[verb] == "parataxis" else []
        said = [i for i in [*above, *tree.having(verb, "ccomp")] if i < verb]
        objects = [i for i in tree.having(verb, *BEHIND) if i > verb]
        for clause in said[-1:]:
            subjects = tree.having(clause, "nsubj", "nsubj:pass")
            between = [i for i in subjects if clause < i < verb]
            if between and subjects[0] < clause:
                tree.move(between[-1], verb, "nsubj")  # "..., a spokesman said"
            elif len(objects) == 1:
                tree.rels[objects[0]] = "nsubj"


#: What the subject behind a verb is taken for.
BEHIND = ("obj", "iobj", "obl:unmarked", "vocative")
#: Relations of subjects, and of what stands in their place.
SUBJECTS = ("nsubj", "nsubj:pass", "nsubj:outer", "csubj", "csubj:pass", "expl")
#: Verbs that tell by the way what is said: "..., the court ordered".
DECIDING = lexicon.KNOW | lexicon.DOUBT | lexicon.REQUIRE
QUOTES = frozenset("\"”'’»")


def _reports(tree: _Tree) -> None:
    """ "Prices rose, he said": the verb of saying governs what is said."""
    for verb in range(len(tree.heads)):
        if tree.rels[verb] != "parataxis" or not _says(tree, verb):
            continue
        if not tree.having(verb, "nsubj") or tree.having(verb, "obj", "ccomp", "mark", "xcomp"):
            continue
        said = tree.heads[verb]
        if tree.rels[said] in ("root", "conj", "ccomp", "parataxis") and verb > said:
            stops = [i for i in tree.having(said, "punct") if i > verb]
            tree.lift(verb, said, tree.rels[said], "ccomp")
            for i in stops:
                tree.move(i, verb)


def _says(tree: _Tree, verb: int) -> bool:
    """A verb of saying; behind a closing quote any verb, behind a comma what tells by the way."""
    lemma = tree.lemmas[verb]
    begin = min([verb, *(tree.first(i) for i in tree.below[verb] if tree.rels[i] != "punct")])
    before = tree.lower[begin - 1] if begin else ""
    if lemma in lexicon.SAY | lexicon.SPEAK:
        return True
    closed = before in QUOTES or (before == "," and lemma in DECIDING)
    return tree.tags[verb] in ("VBD", "VBZ", "VBP") and closed


#: Verbs whose object is the subject of the infinitive below them; others keep it as their own.
RAISING_TO_OBJECT = frozenset(
    "let make have get help see hear watch feel want need like love hate prefer allow cause expect"
    " consider find believe think know imagine wish notice observe intend mean".split()
)
#: Verbs that say with a noun or an adjective what becomes of their object.
NAMING = frozenset(
    "call name elect appoint dub entitle title keep paint declare label rename crown choose turn"
    " nickname pronounce designate term brand style christen vote color colour set hold drive"
    " render leave have get".split()
)


def _complements(tree: _Tree) -> None:
    """ "became a nurse", "made him angry", "wants him to go", "called him a liar"."""
    for i in range(len(tree.heads)):
        if tree.rels[i] != "xcomp":
            continue
        verb = tree.heads[i]
        _give_back(tree, i)
        objects = [o for o in tree.having(verb, "obj", "iobj", "expl") if verb < o < i]
        if _is_state(tree, i, verb):
            tree.upos[i], tree.tags[i] = "ADJ", "JJ"
        verbal = tree.is_verbal(i)
        if not verbal and (not objects or tree.lemmas[verb] in NAMING):
            tree.rels[i] = _predicate(tree, i, verb, named=bool(objects))
        elif objects and (not verbal or _raises(tree, verb, i)):
            _small_clause(tree, i, objects[-1])


#: Verbs behind which a participle tells a state.
LINKING = frozenset("become seem remain stay look feel appear sound".split())


def _is_state(tree: _Tree, participle: int, verb: int) -> bool:
    """ "became used to it", "looks tired"."""
    bare = not tree.having(participle, "mark", "aux", "aux:pass", "cop")
    return tree.tags[participle] == "VBN" and bare and tree.lemmas[verb] in LINKING


def _give_back(tree: _Tree, verb: int) -> None:
    """ "allows us to go", read as one clause: what stands before the "to" belongs above it."""
    marks = [i for i in tree.having(verb, "mark") if tree.is_to(i)]
    for thing in tree.having(verb, "obj", "iobj", "nsubj"):
        if marks and tree.heads[verb] < thing < marks[0] and tree.tags[thing][:1] != "W":
            tree.move(thing, tree.heads[verb], "obj")


def _raises(tree: _Tree, verb: int, told: int) -> bool:
    """ "wants him to go", "helped him find it", and not "helped him to find it"."""
    helps = tree.lemmas[verb] == "help" and tree.is_infinitive(told)
    return tree.lemmas[verb] in RAISING_TO_OBJECT and not helps


def _predicate(tree: _Tree, i: int, verb: int, *, named: bool) -> str:
    if tree.upos[i] == "ADV" and not named:
        return "advmod"
    if tree.upos[verb] not in ("VERB", "AUX"):
        return "xcomp"
    passive = bool(tree.having(verb, "aux:pass")) and tree.tags[verb] == "VBN"
    if named or passive or tree.lemmas[verb] in NAMING | {"seem"} - {"get", "turn"}:
        return "oprd"
    return "acomp" if tree.upos[i] in ("ADJ", "VERB") else "attr"


def _small_clause(tree: _Tree, told: int, subject: int) -> None:
    """Make the object of a verb the subject of what is said of it."""
    tree.move(subject, told, "nsubj:pass" if tree.having(told, "aux:pass") else "nsubj")
    tree.rels[told] = "ccomp"


def _subjects(tree: _Tree) -> None:
    """ "There is a house", "it is clear that ...": what stands for the subject, and what for it."""
    for verb in range(len(tree.heads)):
        for expletive in tree.having(verb, "expl"):
            if tree.lower[expletive] == "there":
                for i in tree.having(verb, "nsubj", "nsubj:pass"):
                    if i > expletive and tree.tags[i] != "PRP":
                        tree.rels[i] = "attr"
            elif tree.upos[expletive] == "PRON":
                passive = bool(tree.having(verb, "aux:pass"))
                tree.rels[expletive] = "nsubj:pass" if passive else "nsubj"
        pronouns = any(tree.lower[i] == "it" for i in tree.having(verb, "nsubj", "nsubj:pass"))
        for clause in tree.having(verb, "csubj", "csubj:pass"):
            if clause > verb and (pronouns or not tree.having(verb, "attr")):
                tree.rels[clause] = "xcomp" if _is_bare(tree, clause) else "ccomp"


def _is_bare(tree: _Tree, verb: int) -> bool:
    """An infinitive or a gerund without a subject of its own."""
    no_subject = not tree.having(verb, "nsubj", "nsubj:pass")
    return no_subject and (tree.is_infinitive(verb) or tree.is_gerund(verb))


#: Nouns that an infinitive completes ("the decision to leave"); other nouns have a role in it.
COMPLETED = (
    lexicon.PLAN_NOUNS
    | lexicon.DESIRE_NOUNS
    | lexicon.ALLOW_NOUNS
    | lexicon.REQUIRE_NOUNS
    | lexicon.REFUSE_NOUNS
    | lexicon.CLAIM_NOUNS
    | lexicon.OPINION_NOUNS
)

#: Verbs below which "how" and "why" ask for what is known or told.
ASKING = lexicon.SAY | lexicon.KNOW | frozenset("ask wonder understand decide see".split())


def _modifying(tree: _Tree) -> None:
    """Clauses below nouns, and clauses that a "which" opens."""
    for verb in range(len(tree.heads)):
        rel, head = tree.rels[verb], tree.heads[verb]
        if rel == "acl" and verb < head and tree.rels[head] in ("nsubj", "nsubj:pass"):
            tree.move(verb, tree.heads[head], "advcl")  # "Born in Rome, the king ..."
        elif rel == "acl" and tree.is_infinitive(verb) and tree.upos[head] in ("NOUN", "PROPN"):
            tree.rels[verb] = "acl" if tree.lemmas[head] in COMPLETED else "relcl"
        elif rel == "advcl:relcl":
            nominal = tree.upos[head] in ("NOUN", "PROPN", "PRON")
            tree.rels[verb] = "relcl" if nominal else "advcl"


def _completing(tree: _Tree) -> None:
    """Clauses behind verbs and adjectives that say what, and not when or what for."""
    for verb in range(len(tree.heads)):
        rel, head = tree.rels[verb], tree.heads[verb]
        if (
            rel in ("acl", "relcl")
            and tree.rels[head] in ("obj", "dobj")
            and tree.lemmas[tree.heads[head]] == "use"
        ):
            if tree.is_infinitive(verb):
                tree.move(verb, tree.heads[head], "xcomp")  # "uses [force to win]"
            continue
        if rel not in ("advcl", "ccomp") or verb < head:
            continue
        if rel == "ccomp":
            tree.rels[verb] = "xcomp" if _is_bare(tree, verb) else rel
        elif _is_completing(tree, verb, head):
            tree.rels[verb] = "xcomp"
        elif _is_asked(tree, verb, head):
            tree.rels[verb] = "ccomp"


#: How long something takes.
UNITS = frozenset("time second minute hour day week month year decade century while age".split())
#: Verbs of which the infinitive says to what somebody is brought, and no purpose.
PERSUADING = frozenset(
    "ask tell order force allow permit enable persuade urge encourage invite require instruct"
    " advise warn teach cause compel command authorize forbid inspire motivate convince beg tempt"
    " oblige elect appoint entitle".split()
)


def _is_completing(tree: _Tree, verb: int, head: int) -> bool:
    """ "easy to see", "uses force to win", "asks him to go", "took years to build": no purpose."""
    marks = tree.having(verb, "mark")
    if len(marks) != 1 or not tree.is_infinitive(verb) or tree.having(verb, "nsubj"):
        return False
    if tree.upos[head] in ("ADJ", "ADV") or tree.lemmas[head] == "use":
        return True
    if tree.lemmas[head] in PERSUADING:
        return bool(tree.having(head, "obj", "iobj", "aux:pass"))
    extent = tree.having(head, "obj", "obl:unmarked", "obl:npmod")
    return tree.lemmas[head] == "take" and any(tree.lemmas[i] in UNITS for i in extent)


def _is_asked(tree: _Tree, verb: int, head: int) -> bool:
    """ "saw how it went", "decided whether it will go"; not "goes whether or not it rains"."""
    first = tree.lower[tree.below[verb][0]] if tree.below[verb] else ""
    if first in ("how", "why", "where"):
        return tree.lemmas[head] in ASKING and not _is_bare(tree, verb)
    whether = first == "whether" and len(tree.having(verb, "mark")) == 1
    return whether and not tree.having(head, "obj", "ccomp", "xcomp")


def _datives(tree: _Tree) -> None:
    """ "told him": whoever is told is the object, unless something else is."""
    for i in range(len(tree.heads)):
        verb = tree.heads[i]
        if tree.rels[i] == "iobj" and not tree.having(verb, "obj"):
            tree.rels[i] = "obj"
        elif tree.rels[i] == "prep" and tree.lower[i] == "to" and tree.lemmas[verb] in GIVING:
            tree.rels[i] = "dative" if tree.having(verb, "obj", "nsubj:pass") else "prep"


#: Verbs whose receiver may stand behind "to".
GIVING = frozenset("give send offer show sell hand teach grant lend award pay bring".split())

#: Marks that stand between two phrases and belong to neither.
BETWEEN = frozenset(", ; : - -- – —".split())


def _commas(tree: _Tree) -> None:
    """ "In Rome, he ...": a comma at the edge of a phrase belongs to what governs the phrase."""
    for comma in range(len(tree.heads)):
        if tree.rels[comma] != "punct" or tree.lower[comma] not in BETWEEN:
            continue
        head = tree.heads[comma]
        while tree.heads[head] != head and comma in (tree.first(head), tree.last(head)):
            head = tree.heads[head]
            tree.move(comma, head)


CONSTRUCTIONS: tuple[Callable[[_Tree], None], ...] = (
    _acronyms,
    _past_forms,
    _first_objects,
    _split_names,
    _bare_titles,
    _listed,
    _adjectives,
    _headlines,
    _names,
    _dates,
    _amounts,
    _set_phrases,
    _pairs,
    _worth,
    _worth_doing,
    _free_relatives,
    _relatives,
    _copulas,
    _participles,
    _prepositions,
    _directions,
    _marks,
    _coordinations,
    _inverted,
    _reports,
    _complements,
    _subjects,
    _modifying,
    _completing,
    _datives,
    _commas,
)

# Labels

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


def _label(tree: _Tree, i: int) -> str:
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


def _adverb(tree: _Tree, i: int) -> str:
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


def _oblique(tree: _Tree, i: int) -> str:
    """A noun, adverb or preposition that stands alone where a phrase is expected."""
    if tree.upos[i] == "ADP":
        return "prep"
    return "advmod" if tree.upos[i] == "ADV" else "npadvmod"


def _unmarked(tree: _Tree, i: int) -> str:
    """ "January 2019", "Belle (2013)", "Paris, France", "5 dollars a share"."""
    head = tree.heads[i]
    if tree.upos[i] == "NUM":
        dated = tree.lower[head].rstrip(".") in MONTHS or i == head + 1
        return "nummod" if dated or i < head else "appos"
    if tree.upos[i] == "PROPN" and i > head:
        return "appos"
    return "nummod" if tree.tags[i] == "CD" else "npadvmod"


def _mark(tree: _Tree, i: int) -> str:
    return "aux" if tree.is_to(i) else "mark"


def _determiner(tree: _Tree, i: int) -> str:
    if tree.tags[i] == "PRP$":
        return "poss"
    if tree.tags[i] == "PDT":
        return "predet"
    return "quantmod" if tree.upos[tree.heads[i]] == "NUM" and i < tree.heads[i] else "det"


def _apposed(tree: _Tree, i: int) -> str:
    """A noun beside a noun names the same thing; a clause beside a clause stands for itself."""
    names = ("NOUN", "PROPN", "NUM", "SYM", "X")
    nominal = tree.upos[i] in names and tree.upos[tree.heads[i]] in names
    return "appos" if nominal and not tree.having(i, "nsubj", "cop") else "parataxis"


def _case(tree: _Tree, i: int) -> str:
    if _is_possessive(tree, i):
        return "case"
    return "prep" if tree.lower[i][:1].isalpha() else "punct"


def _interjection(tree: _Tree, i: int) -> str:
    return "punct" if tree.tags[i] == "NFP" else "intj"


def _modifier(tree: _Tree, i: int) -> str:
    """ "a 5 $ note", "a two - year term"."""
    head = tree.heads[i]
    if tree.upos[i] in ("NUM", "SYM"):
        if tree.upos[head] == "NUM":
            return "compound"
        return "nmod" if tree.upos[i] == "SYM" or tree.having(i, "quantmod") else "nummod"
    if tree.tags[i] in ("JJ", "JJR", "JJS") and tree.upos[i] == "ADJ":
        return "amod"
    return "npadvmod" if tree.upos[i] == "NOUN" and tree.tags[head] in ("JJ", "VBN") else "compound"


def _attributive(tree: _Tree, i: int) -> str:
    """Adjectives inside names are parts of the name ("the United States")."""
    return "compound" if tree.tags[i] in ("NNP", "NNPS") else "amod"


SPECIAL: dict[str, Callable[[_Tree, int], str]] = {
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

# Coarse tags

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


def _pos(tree: _Tree, i: int, label: str) -> str:
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
