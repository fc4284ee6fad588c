"""Passive predicates: "be founded by" says what is done to its subject, "be founder of" not."""

from __future__ import annotations

from kg.english.lemmas import PARTICIPLES, is_participle, participles
from kg.english.lexicon import PARTICLES, PREPOSITIONS

#: Behind these a noun, an adjective or a participle says what somebody or something is.
BEING = frozenset(("be", "become", "remain", "get", "stay"))
#: Verbs that keep a noun in the passive: what the subject becomes ("be elected mayor of") or gets
#: ("be given map by").
_KEEPING = (
    "appoint call consider crown declare designate dub elect make name nominate proclaim"
    " award give grant issue lend offer send show teach tell"
).split()
_KEPT = frozenset(made for verb in _KEEPING for made in participles(verb))
#: What follows a participle and is no noun; "due" is a part of "due to".
_LINKS = PREPOSITIONS | PARTICLES | {"due"}


def is_passive(lemma: str) -> bool:
    """Whether the subject of a predicate is affected; who does it is the object of "by".

    A participle in front of a noun says which one ("set designer"), but for verbs that keep a noun;
    one that looks like its verb is a noun in front of "of".

    >>> [is_passive(lemma) for lemma in ("be born", "be founded by", "be elected mayor of")]
    [True, True, True]
    >>> [is_passive(lemma) for lemma in ("be set designer at", "be set of", "be founder of")]
    [False, False, False]
    """
    first, made, following, *_ = (*lemma.split(), "", "", "")
    if first not in BEING or not is_participle(made):
        return False
    if following == "of" and made in PARTICIPLES:
        return False
    return not following or following in _LINKS or made in _KEPT
