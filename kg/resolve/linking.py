"""Profiles → links: which known thing each name means in its document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.link import Entry, OwnGazetteer, Surroundings, bundled, choose
from kg.model import Mention, Record
from kg.record.keys import CONCEPT, COUNTRY, NAME
from kg.resolve.entities import type_of
from kg.resolve.meant import fits_text, is_close, nouns_of
from kg.resolve.profiles import Profile

#: What stands between a place and what it lies in: "Paris, Texas", "Athens (Georgia)".
_ATTACHES = re.compile(r"\s*[,(]\s*")
#: A name counts as the largest city of that name when the document is looked over.
WELL_KNOWN = 100_000


@dataclass(slots=True)
class _Places:
    """What a document names that could be a place, by folded name."""

    countries: set[str] = field(default_factory=set)
    parts: dict[str, set[str]] = field(default_factory=dict)
    cities: dict[str, Entry] = field(default_factory=dict)


def link_profiles(
    records: Iterable[Record], profiles: Iterable[Profile], own: OwnGazetteer | None = None
) -> None:
    """Set `entry` of the profiles whose names mean a known thing in their document.

    What the user's own gazetteer has goes before the bundled one.
    """
    by_document: dict[str, list[Profile]] = {}
    for profile in profiles:
        by_document.setdefault(profile.document, []).append(profile)
    for record in records:
        _link(record, by_document.get(record.document.id, ()))
    if own is not None:
        for found in by_document.values():
            for profile in found:
                _link_own(profile, own)


def _link_own(profile: Profile, own: OwnGazetteer) -> None:
    """The one entry that a profile's names mean, by its type where several share them."""
    if profile.kind not in (NAME, COUNTRY, CONCEPT):
        return
    names = profile.names or profile.labels or {m.span.text: 1 for m in profile.mentions}
    type = type_of(profile.kind, names=profile.names, labels=profile.labels, types=profile.types)
    fitting = {
        entry.iri: entry
        for name in sorted(names)
        for entry in own.find(name)
        if not entry.type or type in (entry.type, "Concept")
    }
    typed = {iri: e for iri, e in fitting.items() if e.type == type}
    found = fitting if len(fitting) == 1 else typed
    if len(found) == 1:
        (entry,) = found.values()
        known = None if profile.close else profile.entry
        profile.close = False  # it is what the user says, whatever the bundled one is close to
        profile.entry = Entry(
            label=entry.label,
            type=entry.type or (known.type if known else type),
            kind=known.kind if known else "own",
            code=known.code if known else "",
            within=known.within if known else "",
            links=(entry.iri, *(known.links if known else ())),
            capital=known.capital if known else "",
        )


def _link(record: Record, profiles: Sequence[Profile]) -> None:
    places = _places(profiles)
    attached = _attached(record)
    for profile in profiles:
        if profile.kind == COUNTRY:
            profile.entry = bundled().by_country.get(profile.key[1:])
        if profile.kind != NAME:
            continue
        type = type_of(NAME, names=profile.names, labels=profile.labels, types=profile.types)
        if type == "Person" or not any(map(bundled().find, profile.names)):
            continue
        names = set(profile.names)
        around = Surroundings(
            countries=frozenset(places.countries),
            parts=frozenset(
                c for n, codes in places.parts.items() if n not in names for c in codes
            ),
            cities=frozenset(c for n, c in places.cities.items() if n not in names),
        )
        follow = {name for m in profile.mentions for name in attached.get(m.span.end, ())}
        called = frozenset(nouns_of(profile, record))
        entry = choose(sorted(names), type, around, attached=sorted(follow), called=called)
        if entry is not None and fits_text(entry, profile, record):
            profile.entry = entry
            profile.close = is_close(entry, profile, record)


def _places(profiles: Sequence[Profile]) -> _Places:
    found = _Places()
    for profile in profiles:
        if profile.kind == COUNTRY:
            found.countries.add(profile.key[1:])
        for name in profile.names:
            entries = bundled().find(name)
            parts = {e.within for e in entries if e.kind == "subdivision"}
            cities = [e for e in entries if e.kind == "city" and e.population >= WELL_KNOWN]
            if parts:
                found.parts[name] = parts
            if cities and profile.types.get("Person", 0) == 0:
                found.cities[name] = max(cities, key=lambda e: (e.population, e.links))
    return found


def _attached(record: Record) -> dict[int, list[str]]:
    """Where a name ends → the names that follow it behind a comma or an opening parenthesis."""
    text = record.document.text
    names = sorted((m for m in record.mentions if m.kind == "name"), key=_place)
    found: dict[int, list[str]] = {}
    for at, name in enumerate(names[:-1]):
        for after in names[at + 1 : at + 3]:
            between = text[name.span.end : after.span.start]
            if len(between) <= 4 and _ATTACHES.fullmatch(between):
                found.setdefault(name.span.end, []).append(" ".join(after.span.text.split()))
    return found


def _place(mention: Mention) -> tuple[int, int]:
    return mention.span.start, mention.span.end
