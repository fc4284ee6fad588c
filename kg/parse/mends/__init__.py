"""Repairs of slips that parsers make, before anything else reads the tree.

A repair holds where the parse contradicts itself or English ("hosts live music" is no noun phrase),
whatever the text is about. What it leaves is a tree again: `tests/test_mends.py` holds that.

`nouns`, `verbs`, `clauses` and `small` have the repairs, `MENDS` their order; each has a tree in
`tests/files/mends.txt` that it puts right.
"""

from __future__ import annotations

from collections.abc import Sequence

from kg.parse.mends.clauses import (
    mend_after,
    mend_agreement,
    mend_closed,
    mend_conditions,
    mend_contents,
    mend_done,
    mend_founded,
    mend_nearest,
    mend_nor,
    mend_of_which,
    mend_only_if,
    mend_opened,
    mend_put_beside,
    mend_put_between,
    mend_put_in,
    mend_related,
    mend_relatives,
    mend_said_apart,
    mend_said_between,
    mend_said_if,
    mend_said_in,
    mend_set_off,
    mend_told_and_did,
    mend_which,
    mend_whose,
)
from kg.parse.mends.nouns import (
    mend_areas,
    mend_behind,
    mend_behind_colons,
    mend_beside,
    mend_beside_kin,
    mend_beside_places,
    mend_both,
    mend_called,
    mend_dated,
    mend_held,
    mend_in_front,
    mend_last,
    mend_late_subjects,
    mend_listed,
    mend_managing,
    mend_of_nobody,
    mend_of_whole,
    mend_parted,
    mend_parted_of,
    mend_parties,
    mend_posts,
    mend_roles,
    mend_set_between,
    mend_spent,
    mend_subjects,
    mend_titles,
)
from kg.parse.mends.small import (
    mend_absolute,
    mend_below,
    mend_between,
    mend_bracketed,
    mend_citations,
    mend_compared,
    mend_contrary,
    mend_earlier,
    mend_from_to,
    mend_last_of_list,
    mend_measures,
    mend_nots,
    mend_numbered,
    mend_paid,
    mend_parts,
    mend_percent,
    mend_plus,
    mend_rates,
    mend_semicolons,
    mend_shades,
    mend_signs,
    mend_slashes,
    mend_then,
    mend_times_over,
    mend_worse,
    mend_years,
    mend_years_ended,
)
from kg.parse.mends.verbs import (
    mend_aged,
    mend_all_but,
    mend_backshifted,
    mend_bare_objects,
    mend_bases,
    mend_colons,
    mend_conjuncts,
    mend_counted,
    mend_deeds,
    mend_due,
    mend_found_so,
    mend_found_when,
    mend_governing,
    mend_headlines,
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
from kg.parse.tokens import Token

#: The repairs in their order: what one leaves, the next ones see.
MENDS = (
    mend_behind, mend_conjuncts, mend_both,
    mend_subjects, mend_particles, mend_joined, mend_parted, mend_bases, mend_roles, mend_titles,
    mend_colons, mend_citations, mend_conditions, mend_related, mend_set_off, mend_states,
    mend_shades, mend_signs, mend_measures, mend_bracketed, mend_rates, mend_earlier, mend_worse,
    mend_percent,
    mend_plus, mend_paid,
    mend_called, mend_posts, mend_closed, mend_parties, mend_last, mend_reduced,
    mend_higher, mend_backshifted, mend_receivers, mend_beside_places, mend_late_subjects,
    mend_said_between, mend_put_in, mend_bare_objects, mend_put_beside, mend_relatives,
    mend_only_if, mend_contents, mend_said_apart, mend_said_in, mend_opened, mend_agreement,
    mend_put_between,
    mend_compared,
    mend_contrary,
    mend_years, mend_found_so, mend_to_do, mend_slashes, mend_then, mend_listed, mend_said_with,
    mend_nots, mend_governing, mend_nearer, mend_counted, mend_beside_kin, mend_of_whole,
    mend_below, mend_said_if, mend_perfect, mend_whose, mend_founded, mend_deeds,
    mend_found_when, mend_parts, mend_times_over, mend_last_of_list,
    mend_behind_colons, mend_of_which, mend_nor, mend_of_nobody, mend_headlines, mend_all_but,
    mend_absolute, mend_beside, mend_in_front, mend_between, mend_due, mend_aged,
    mend_parted_of, mend_dated, mend_held, mend_spent, mend_set_between, mend_years_ended,
    mend_semicolons, mend_told_and_did, mend_nearest, mend_numbered,
    mend_after, mend_which, mend_done, mend_managing, mend_areas, mend_from_to,
)  # fmt: skip


def mend(tokens: Sequence[Token]) -> None:
    """Repair the parse of a sentence whose tokens know their heads but not yet their children."""
    for repair in MENDS:
        repair(tokens)
