"""Joins and doubts → merges and open cases, told by the mentions and sentences behind them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from kg.model import Merge, OpenCase, Witness
from kg.resolve.facts import Called
from kg.resolve.profiles import Profile, Sentences
from kg.resolve.work import Doubt, Join


def merges_of(
    joins: Sequence[Join],
    profiles: Sequence[Profile],
    *,
    called: Mapping[int, Called],
    sentences: Sentences,
) -> tuple[Merge, ...]:
    """The joins of the entities that stay, sorted; `called` has the entity of each profile."""
    merges = [
        Merge(
            entity=called[join.a].iri,
            rule=join.rule,
            reasons=join.reasons,
            first=_witness(profiles[join.a], called[join.a].iri, sentences),
            second=_witness(profiles[join.b], called[join.b].iri, sentences),
        )
        for join in joins
        if join.a in called
    ]
    return tuple(sorted(merges, key=lambda m: (m.entity, _order(m.first), _order(m.second))))


def cases_of(
    doubts: Sequence[Doubt],
    profiles: Sequence[Profile],
    *,
    called: Mapping[int, Called],
    sentences: Sentences,
) -> tuple[OpenCase, ...]:
    """The doubts about entities that stay and are two, sorted by label."""
    cases = []
    for doubt in doubts:
        a, b = called.get(doubt.a), called.get(doubt.b)
        if a is not None and b is not None and a.iri != b.iri:
            cases.append(
                OpenCase(
                    label=a.label,
                    reasons=doubt.reasons,
                    against=doubt.against,
                    first=_witness(profiles[doubt.a], a.iri, sentences),
                    second=_witness(profiles[doubt.b], b.iri, sentences),
                )
            )
    return tuple(sorted(cases, key=lambda c: (c.label, _order(c.first), _order(c.second))))


def _witness(profile: Profile, iri: str, sentences: Sentences) -> Witness:
    mention = min(profile.mentions, key=lambda m: (m.kind != "name", m.span.start, m.span.end))
    return Witness(
        label=max(profile.names, key=lambda n: (len(n), n), default=mention.span.text),
        mention=replace(mention, entity=iri),
        sentence=sentences.of(mention),
    )


def _order(witness: Witness) -> tuple[str, int, int]:
    return witness.mention.document, witness.mention.span.start, witness.mention.span.end
