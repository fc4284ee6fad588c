"""The part of a graph that its page shows, and the words that say so."""

from __future__ import annotations

import difflib
import logging
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kg.errors import ExportError
from kg.model import Build, Fact

logger = logging.getLogger(__name__)

#: More entities than this make a page that opens too slowly; it then shows the most important.
MOST_ENTITIES = 50_000
#: More claims than this make a page that takes minutes to open; it then shows fewer entities.
MOST_CLAIMS = 200_000
#: How many facts away from its centre a page around one entity reaches.
STEPS = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """`iris` sorted and the `facts` between them; `left_out` says why there are not more.

    `entities` and `all_facts` count the whole graph; `left_out` is empty when nothing is missing.
    `unknown` says that there is no entity of the name that the settings ask for, or is empty.
    """

    iris: tuple[str, ...]
    facts: tuple[Fact, ...]
    entities: int
    all_facts: int
    left_out: tuple[str, ...] = ()
    unknown: str = ""


def chosen_part(build: Build) -> Part:
    """What the page of `build` shows, by the `html_` settings and as far as there is room.

    Facts whose subject or object is no node of `build.graph` are left out.
    """
    settings = build.settings
    nodes = set(build.graph)
    facts = [f for f in build.facts if _ends(f) <= nodes]
    whole, reasons = len(facts), []
    if settings.html_min_confidence:
        kept = [f for f in facts if f.confidence >= settings.html_min_confidence]
        nodes -= _used(facts) - _used(kept)
        facts = kept
        reasons.append(f"facts of at least {settings.html_min_confidence:.0%} confidence")
    centre, unknown = _centre(build)
    if centre is not None:
        nodes &= _around(centre, facts)
        reasons.append(f"within {STEPS} steps of {build.graph.nodes[centre]['label']}")
    nodes, cut = _most_important(build, nodes, facts)
    reasons += cut
    return Part(
        iris=tuple(sorted(nodes)),
        facts=tuple(f for f in facts if _ends(f) <= nodes),
        entities=len(build.graph),
        all_facts=whole,
        left_out=tuple(reasons),
        unknown=unknown,
    )


def _centre(build: Build) -> tuple[str | None, str]:
    """The entity to show the surroundings of; if there is none of that name, a sentence says so.

    A misspelt name, or one that vanished with a removed document, must not stop a build.
    """
    name = build.settings.html_around
    if name is None:
        return None, ""
    try:
        return entity_named(build, name), ""
    except ExportError as error:
        logger.warning("%s; graph.html shows the whole graph", error)
        return None, f"{error}; this page shows the whole graph."


def entity_named(build: Build, name: str) -> str:
    """The IRI of the entity with this IRI, name or other name; of several, the most important.

    Raises ExportError, with similar names, if there is none.
    """
    if name in build.graph:
        return name
    wanted = _folded(name)
    about = build.graph.nodes
    for field in (lambda n: [n["label"]], lambda n: n["aliases"]):
        found = [iri for iri in about if wanted in map(_folded, field(about[iri]))]
        if found:
            return min(found, key=lambda iri: (-float(about[iri]["importance"]), iri))
    labels = {_folded(about[iri]["label"]): str(about[iri]["label"]) for iri in sorted(about)}
    near = [labels[key] for key in difflib.get_close_matches(wanted, sorted(labels), n=3)]
    hint = f"did you mean {' or '.join(near)}" if near else "entities.jsonl lists the names"
    raise ExportError(f"no entity is called {name!r}; {hint}")


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _ends(fact: Fact) -> set[str]:
    return {fact.subject, fact.object or fact.subject}


def _used(facts: Iterable[Fact]) -> set[str]:
    return {end for fact in facts for end in _ends(fact)}


def _around(centre: str, facts: Sequence[Fact]) -> set[str]:
    found = {centre}
    for _ in range(STEPS):
        found |= _used(f for f in facts if _ends(f) & found)
    return found


def _most_important(
    build: Build, nodes: set[str], facts: Iterable[Fact]
) -> tuple[set[str], list[str]]:
    """As many as the page has room for, and with the claims between them."""
    about = build.graph.nodes
    ranked = sorted(nodes, key=lambda iri: (-float(about[iri]["importance"]), iri))
    limit = min(
        build.settings.html_top or MOST_ENTITIES, MOST_ENTITIES, _within(MOST_CLAIMS, ranked, facts)
    )
    if len(nodes) <= limit:
        return nodes, []
    return set(ranked[:limit]), [f"the {limit:,} most important entities"]


def _within(claims: int, ranked: Sequence[str], facts: Iterable[Fact]) -> int:
    """How many of the ranked entities have no more than so many claims between them."""
    rank = {iri: number for number, iri in enumerate(ranked)}
    more = [0] * len(ranked)
    for fact in facts:
        if _ends(fact) <= rank.keys():
            more[max(rank[end] for end in _ends(fact))] += len(fact.claims)
    return bisect_right(list(accumulate(more)), claims)
