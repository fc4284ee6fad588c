"""Profiles → groups: who is who across documents.

A name alone is not identity. Profiles of one name are compared by what surrounds them
(`kg.resolve.evidence`); a name that few bear joins its profiles unless something speaks against, a
name that many bear only those that something speaks for. The rest stays apart and is reported as
open. What texts state and links say goes first, what names look like last. Everything is decided
in an order that depends on contents alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import combinations, pairwise

from kg.english.lexicon import KEPT_TITLES, MADAM, TITLES, is_post
from kg.resolve.background import is_common
from kg.resolve.evidence import Evidence, Seen
from kg.resolve.variants import join_linked, join_stated, join_variants
from kg.resolve.within import join_within
from kg.resolve.work import ENOUGH, ENOUGH_AGAINST, TIED, Doubt, Identifier, Identity, Work

#: What offices and forms of address are made of, besides roles.
CALLS = TITLES | KEPT_TITLES | MADAM
#: Above this many profiles of one name not all pairs are compared.
ALL_PAIRS = 40


def identify(
    identifier: Identifier,
    *,
    same: Sequence[Sequence[Sequence[int]]] = (),
    different: Sequence[Sequence[Sequence[int]]] = (),
) -> Identity:
    """Group all profiles; what decisions call the same or different goes before all evidence."""
    work = Work(identifier, same=same, different=different)
    join_stated(work)
    join_linked(work)
    join_within(work)
    for key in sorted(identifier.blocks):
        _join_block(work, identifier.blocks[key])
    join_variants(work)
    work.result.groups = list(work.groups.all())
    return work.result


# Profiles of one name


def _join_block(work: Work, block: Sequence[int]) -> None:
    if len(block) < 2:
        return
    seen = [work.by.seen[at] for at in block]
    key, person = seen[0].key, sum(s.person for s in seen) * 2 > len(seen)
    if all(word in CALLS or is_post(word) for word in key.split()):
        return  # "Prime Minister", "Professor": an office, not the name of one thing
    told = any(s.context.namesake for s in seen)
    common = told or is_common(key, person=person, weights=work.by.weights)
    pairs = list(_pairs(block, seen))
    ranked = sorted(((work.by.compare(a, b), a, b) for a, b in pairs), key=_rank)
    clash = any(e.against for e, _, _ in ranked)
    for evidence, a, b in ranked:
        if evidence.never:
            work.groups.part(a, b)
    torn = _torn(ranked, block) if clash else frozenset[int]()
    for evidence, a, b in ranked:
        needed = ENOUGH_AGAINST if evidence.against else ENOUGH
        if evidence.score >= needed and not evidence.never | evidence.either and not {a, b} & torn:
            work.join(a, b, "same name, same surroundings", reasons=evidence.reasons)
    if not common:
        _join_rest(work, ranked, torn, block)
    _note_doubts(work, block)


def _pairs(block: Sequence[int], seen: Sequence[Seen]) -> Iterable[tuple[int, int]]:
    """Pairs to compare: all, or in a large block those that share something, each with the next."""
    if len(block) <= ALL_PAIRS:
        return combinations(block, 2)
    having: dict[str, list[int]] = {}
    for at, one in zip(block, seen, strict=True):
        for feature in (*one.context.names, *one.context.roles):
            having.setdefault(feature, []).append(at)
    chains = (pair for found in having.values() for pair in pairwise(found))
    return sorted({*chains, *pairwise(block)})


def _rank(item: tuple[Evidence, int, int]) -> tuple[float, int, int]:
    return (-round(item[0].score, 6), item[1], item[2])


def _torn(ranked: Sequence[tuple[Evidence, int, int]], block: Sequence[int]) -> frozenset[int]:
    """Profiles that fit two others which exclude each other nearly equally well."""
    apart = {frozenset((a, b)) for e, a, b in ranked if e.against}
    fits: dict[int, list[tuple[float, int]]] = {at: [] for at in block}
    for evidence, a, b in ranked:
        if not evidence.against and evidence.score >= ENOUGH:
            fits[a].append((evidence.score, b))
            fits[b].append((evidence.score, a))
    torn = set()
    for at, others in fits.items():
        best = max(others, default=(0.0, at))
        if any(
            score >= TIED * best[0] and frozenset((best[1], other)) in apart
            for score, other in others
        ):
            torn.add(at)
    return frozenset(torn)


def _join_rest(
    work: Work,
    ranked: Sequence[tuple[Evidence, int, int]],
    torn: frozenset[int],
    block: Sequence[int],
) -> None:
    """A name that few bear: all are one, as far as nothing speaks against."""
    against: Counter[int] = Counter()
    for evidence, a, b in ranked:
        if evidence.against and (evidence.never or evidence.score < ENOUGH):
            against.update((a, b))
    clear = [at for at in block if at not in torn and not against[at]]
    groups = {work.groups.root(at) for at in block if against[at]}
    for a, b in pairwise(clear):
        evidence = work.by.compare(a, b)
        work.join(a, b, "same uncommon name", reasons=evidence.reasons)
    if len(groups) == 1 and clear:
        work.join(clear[0], next(iter(groups)), "same uncommon name")


def _note_doubts(work: Work, block: Sequence[int]) -> None:
    """The groups of a name that stay apart, each against the largest."""
    by_root: dict[int, list[int]] = {}
    for at in block:
        by_root.setdefault(work.groups.root(at), []).append(at)
    ordered = sorted(by_root.values(), key=lambda g: (-len(g), g[0]))
    for group in ordered[1:]:
        evidence = work.by.compare(ordered[0][0], group[0])
        if not evidence.never and not work.groups.apart(ordered[0][0], group[0]):
            against = evidence.against or ("many bear this name and little is shared",)
            work.result.doubts.append(
                Doubt(a=ordered[0][0], b=group[0], reasons=evidence.reasons, against=against)
            )
