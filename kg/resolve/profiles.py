"""Records → Profiles: what each document knows of each thing it speaks of."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from kg.lexicon import GOVERNS
from kg.link import Entry
from kg.model import Argument, Claim, Mention, Record, Span
from kg.record import CONCEPT, COUNTRY, LOCAL, NAME, UNRESOLVED

#: Which of several kinds a group is, best first.
KIND_ORDER = {COUNTRY: 0, NAME: 1, CONCEPT: 2, LOCAL: 3}


@dataclass(slots=True)
class Profile:
    """One chain of one document. `key` is local to the document, see `kg.record.entity_key`.

    `entry` is the known thing that it means, `governs` whether it acts as only governments do.
    """

    document: str
    key: str
    mentions: list[Mention] = field(default_factory=list)
    names: Counter[str] = field(default_factory=Counter)
    labels: Counter[str] = field(default_factory=Counter)
    types: Counter[str] = field(default_factory=Counter)
    entry: Entry | None = None
    governs: bool = False

    @property
    def kind(self) -> str:
        return self.key[0]


def collect_profiles(records: Sequence[Record]) -> list[Profile]:
    """All profiles, sorted by document and key; unresolved pronouns are none."""
    profiles: list[Profile] = []
    for record in records:
        local: dict[str, Profile] = {}
        for mention in record.mentions:
            if mention.entity[0] != UNRESOLVED:
                key = mention.entity
                _add(local.setdefault(key, Profile(record.document.id, key)), mention)
        for claim in record.claims:
            for argument in arguments(claim):
                if argument.entity in local:
                    local[argument.entity].labels[argument.label] += 1
            if claim.source is not None and claim.source.entity in local:
                local[claim.source.entity].labels[claim.source.label] += 1
                local[claim.source.entity].governs = True
            if claim.subject.entity in local and claim.predicate.lemma.partition(" ")[0] in GOVERNS:
                local[claim.subject.entity].governs = True
        profiles += (local[key] for key in sorted(local))
    return profiles


def _add(profile: Profile, mention: Mention) -> None:
    profile.mentions.append(mention)
    if mention.type != "Concept":
        profile.types[mention.type] += 1
    if mention.kind == "name":
        profile.names[" ".join(mention.span.text.split())] += 1


def arguments(claim: Claim) -> list[Argument]:
    """The arguments of a claim that are entities."""
    found = [claim.subject, *(q.argument for q in claim.qualifiers)]
    found += [a for a in (claim.object, claim.place) if a is not None]
    return [a for a in found if a.entity is not None]


class Sentences:
    """Finds the sentence of a mention; all sentences of a record have a claim or are `missed`."""

    def __init__(self, records: Iterable[Record]) -> None:
        self._records = {r.document.id: r for r in records}
        self._found: dict[str, tuple[list[int], list[Span]]] = {}

    @cached_property
    def sha256(self) -> dict[str, str]:
        """The hash of each document's text."""
        return {name: r.document.sha256 for name, r in self._records.items()}

    def of(self, mention: Mention) -> Span:
        """The sentence; the mention itself where none is known."""
        starts, spans = self._of(mention.document)
        at = bisect_right(starts, mention.span.start) - 1
        inside = at >= 0 and mention.span.end <= spans[at].end
        return spans[at] if inside else mention.span

    def _of(self, document: str) -> tuple[list[int], list[Span]]:
        if document not in self._found:
            record = self._records[document]
            spans = {c.sentence.start: c.sentence for c in record.claims}
            spans |= {span.start: span for span, _ in record.missed}
            ordered = [spans[start] for start in sorted(spans)]
            self._found[document] = [s.start for s in ordered], ordered
        return self._found[document]
