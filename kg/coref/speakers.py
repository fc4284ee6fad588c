"""Quoted speech: "I" is who speaks."""

from __future__ import annotations

from kg.coref.chains import Chains
from kg.quotes import Quote, quote_at

FIRST_SINGULAR = frozenset("i me my mine myself".split())


def join_speakers(chains: Chains, quotes: list[Quote]) -> None:
    """Join "I" in a quote to the speaker that the sentence names, before or after it."""
    by_head = {id(r.head): r for r in chains.references}
    for pronoun in chains.references:
        if pronoun.kind != "pronoun" or pronoun.head.lower not in FIRST_SINGULAR:
            continue
        quote = quote_at(quotes, pronoun.first.start)
        if quote is not None and quote.speaker is not None:
            speaker = by_head.get(id(quote.speaker))
            if speaker is not None:
                chains.join(speaker, pronoun, "speaker")
