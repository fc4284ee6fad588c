"""Names, dates, amounts and set phrases: words that are one."""

from __future__ import annotations

import re

from kg.parse.reading.labels.tree import Tree

#: What follows a name without being its last word.
AFTER_NAMES = re.compile(r"jr\.?|sr\.?|[ivx]+|\W+|[^\d\n]*\d.*")


MONTHS = frozenset(
    "january february march april may june july august september october november december jan"
    " feb mar apr jun jul aug sep sept oct nov dec".split()
)


#: What stands behind an hour or a year.
ERAS = frozenset("am pm a.m p.m ad bc ce bce".split())


def names(tree: Tree) -> None:
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


def _run(tree: Tree, first: int) -> list[int]:
    """The flat words below a word, with those that are flat below them."""
    run = tree.having(first, "flat")
    for i in run:
        run += tree.having(i, "flat")
    return run


def dates(tree: Tree) -> None:
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


def amounts(tree: Tree) -> None:
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


def set_phrases(tree: Tree) -> None:
    """ "as well", "of course": the last word governs; before a number all belong to it.

    Of set phrases that lead to something ("because of", "so that") `prepositions` and `marks`
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


def pairs(tree: Tree) -> None:
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
