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

__all__ = [
    "Chains",
    "find_appositions",
    "join_all_but_pronouns",
    "name_key",
    "resolve_references",
]


def resolve_references(
    references: list[Reference], sentences: list[Sentence], quotes: list[Quote]
) -> Chains:
    """Group the references of one document; they stay unchanged, the chains tell."""
    chains = join_all_but_pronouns(references, sentences)
    join_pronouns(chains, quotes)
    return chains


def join_all_but_pronouns(references: list[Reference], sentences: list[Sentence]) -> Chains:
    """The sieves over names and nominals; what the pronoun ranker is trained on top of."""
    chains = Chains(references)
    join_names(chains)
    for name, role in find_appositions(references, sentences):
        chains.join(name, role, "apposition")
    join_places(chains)
    join_nominals(chains)
    return chains
