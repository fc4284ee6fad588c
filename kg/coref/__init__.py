"""References → chains: who is who inside one document.

Sieves from sure to unsure, after Raghunathan et al. (EMNLP 2010) and Lee et al. (Computational
Linguistics 39, 2013): names, appositions, roles, definite nominals, pronouns. A sieve that finds
no clear antecedent abstains: the reference stays alone, and an unresolved pronoun gives no edge.
The text is never rewritten.
"""

from __future__ import annotations

from kg.analyze import Sentence
from kg.coref.chains import Chains
from kg.coref.names import join_names, name_key
from kg.coref.nominals import find_appositions, join_nominals, join_places
from kg.coref.pronouns import join_pronouns
from kg.mentions import Reference
from kg.quotes import Quote

__all__ = ["Chains", "find_appositions", "name_key", "resolve_references"]


def resolve_references(
    references: list[Reference], sentences: list[Sentence], quotes: list[Quote]
) -> Chains:
    """Group the references of one document; fills in `entity` of each, returns the chains."""
    chains = Chains(references)
    join_names(chains)
    bonds = list(find_appositions(references, sentences))
    for name, role in bonds:
        chains.join(name, role, "apposition")
    join_places(chains)
    join_nominals(chains)
    join_pronouns(chains, quotes)
    for reference in references:
        first = min(chains.members(reference), key=lambda r: r.order)
        reference.entity = f"#{first.first.start}-{first.last.end}"
    return chains
