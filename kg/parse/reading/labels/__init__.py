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

from kg.parse.reading.labels.convert import Converted, convert

__all__ = ["Converted", "convert"]
