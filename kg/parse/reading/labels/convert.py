"""A tree of Universal Dependencies to one that the rules read, construction by construction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from kg.parse.reading.labels.clauses import (
    commas,
    complements,
    completing,
    datives,
    inverted,
    modifying,
    reports,
    subjects,
)
from kg.parse.reading.labels.copulas import copulas, free_relatives, relatives, worth, worth_doing
from kg.parse.reading.labels.names import coarse_tag, label_of
from kg.parse.reading.labels.prepositions import (
    coordinations,
    directions,
    marks,
    participles,
    prepositions,
)
from kg.parse.reading.labels.runs import amounts, dates, names, pairs, set_phrases
from kg.parse.reading.labels.slips import (
    acronyms,
    adjectives,
    bare_titles,
    first_objects,
    headlines,
    listed,
    past_forms,
    split_names,
)
from kg.parse.reading.labels.tree import Tree


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
    tree = Tree(words, heads, relations, upos, tags, lemmas)
    for construction in CONSTRUCTIONS:
        construction(tree)
    labels = [label_of(tree, i) for i in range(len(words))]
    pos = [coarse_tag(tree, i, label) for i, label in enumerate(labels)]
    return Converted(tuple(tree.heads), tuple(labels), tuple(pos), tuple(tree.tags))


CONSTRUCTIONS: tuple[Callable[[Tree], None], ...] = (
    acronyms,
    past_forms,
    first_objects,
    split_names,
    bare_titles,
    listed,
    adjectives,
    headlines,
    names,
    dates,
    amounts,
    set_phrases,
    pairs,
    worth,
    worth_doing,
    free_relatives,
    relatives,
    copulas,
    participles,
    prepositions,
    directions,
    marks,
    coordinations,
    inverted,
    reports,
    complements,
    subjects,
    modifying,
    completing,
    datives,
    commas,
)
