"""Repairs of slips that parsers make, before anything else reads the tree.

A repair holds where the parse contradicts itself or English ("hosts live music" is no noun phrase),
whatever the text is about. What it leaves is a tree again: `tests/test_mends.py` holds that.

`nouns`, `verbs`, `clauses` and `small` have the repairs, `mend` their order.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.mends.clauses import (
    mend_agreement,
    mend_closed,
    mend_conditions,
    mend_contents,
    mend_opened,
    mend_put_beside,
    mend_put_between,
    mend_put_in,
    mend_related,
    mend_relatives,
    mend_said_between,
    mend_said_if,
    mend_set_off,
)
from kg.mends.nouns import (
    mend_beside_kin,
    mend_beside_places,
    mend_last,
    mend_late_subjects,
    mend_listed,
    mend_of_whole,
    mend_parted,
    mend_parties,
    mend_roles,
    mend_subjects,
    mend_titles,
)
from kg.mends.small import (
    mend_below,
    mend_citations,
    mend_compared,
    mend_contrary,
    mend_measures,
    mend_nots,
    mend_shades,
    mend_signs,
    mend_slashes,
    mend_then,
    mend_years,
)
from kg.mends.verbs import (
    governs,
    mend_backshifted,
    mend_bare_objects,
    mend_bases,
    mend_colons,
    mend_conjunct,
    mend_counted,
    mend_found_so,
    mend_governing,
    mend_higher,
    mend_joined,
    mend_nearer,
    mend_particles,
    mend_perfect,
    mend_receivers,
    mend_reduced,
    mend_said_with,
    mend_states,
    mend_to_do,
)
from kg.tokens import Token


def mend(tokens: Sequence[Token]) -> None:
    """Repair the parse of a sentence whose tokens know their heads but not yet their children."""
    for token in tokens:
        behind = token.dep == "compound" and token.i > token.head.i
        if behind and token.pos == "PROPN" and token.head.pos == "NOUN":
            token.dep = "appos"  # "the maker Orbis": a compound stands in front of its noun
    for token in tokens:
        if (
            token.head.tag == "NNS"
            and token.head.dep == "conj"
            and governs(token.head, token, tokens)
        ):
            mend_conjunct(token.head, token)
    mend_subjects(tokens)
    mend_particles(tokens)
    mend_joined(tokens)
    mend_parted(tokens)
    mend_bases(tokens)
    mend_roles(tokens)
    mend_titles(tokens)
    mend_colons(tokens)
    mend_citations(tokens)
    mend_conditions(tokens)
    mend_related(tokens)
    mend_set_off(tokens)
    mend_states(tokens)
    mend_shades(tokens)
    mend_signs(tokens)
    mend_measures(tokens)
    mend_closed(tokens)
    mend_parties(tokens)
    mend_last(tokens)
    mend_reduced(tokens)
    mend_higher(tokens)
    mend_backshifted(tokens)
    mend_receivers(tokens)
    mend_beside_places(tokens)
    mend_late_subjects(tokens)
    mend_said_between(tokens)
    mend_put_in(tokens)
    mend_bare_objects(tokens)
    mend_put_beside(tokens)
    mend_relatives(tokens)
    mend_contents(tokens)
    mend_opened(tokens)
    mend_agreement(tokens)
    mend_put_between(tokens)
    mend_compared(tokens)
    mend_contrary(tokens)
    mend_years(tokens)
    mend_found_so(tokens)
    mend_to_do(tokens)
    mend_slashes(tokens)
    mend_then(tokens)
    mend_listed(tokens)
    mend_said_with(tokens)
    mend_nots(tokens)
    mend_governing(tokens)
    mend_nearer(tokens)
    mend_counted(tokens)
    mend_beside_kin(tokens)
    mend_of_whole(tokens)
    mend_below(tokens)
    mend_said_if(tokens)
    mend_perfect(tokens)
