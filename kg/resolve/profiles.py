"""Records → Profiles: what each document knows of each thing it speaks of."""

from __future__ import annotations

import re
import sys
from array import array
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.english.hyphens import one_line
from kg.english.lexicon import GOVERNS
from kg.link import Entry
from kg.model import Argument, Claim, Mention, Record, Span
from kg.record.keys import CONCEPT, COUNTRY, LOCAL, NAME, is_open
from kg.record.names import in_order

#: Which of several kinds a group is, best first.
KIND_ORDER = {COUNTRY: 0, NAME: 1, CONCEPT: 2, LOCAL: 3}


@dataclass(slots=True)
class Profile:
    """One chain of one document. `key` is local to the document, see `kg.record.make.entity_key`.

    `called` are the labels that claims give it, `entry` is the known thing that it means, or only
    one that is `close` to it,
    `governs` whether it acts as only governments do, `former` its names that the text says it has
    no more, `maiden` what else somebody with a maiden name was called. There are as many as chains
    in all documents, so what can be counted from the mentions is counted when it is asked for.
    """

    document: str
    key: str
    mentions: list[Mention] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    entry: Entry | None = None
    governs: bool = False
    former: frozenset[str] = frozenset()
    maiden: frozenset[str] = frozenset()
    close: bool = False

    @property
    def kind(self) -> str:
        return self.key[0]

    @property
    def names(self) -> Counter[str]:
        return Counter(_named(m) for m in self.mentions if m.kind == "name")

    @property
    def types(self) -> Counter[str]:
        return Counter(m.type for m in self.mentions if m.type != "Concept")

    @property
    def labels(self) -> Counter[str]:
        return Counter(self.called)


def collect_profiles(records: Iterable[Record]) -> list[Profile]:
    """All profiles, sorted by document and key; unresolved pronouns are none."""
    profiles: list[Profile] = []
    for record in records:
        local: dict[str, Profile] = {}
        for mention in record.mentions:
            if not is_open(mention.entity):
                key = mention.entity
                profile = local.setdefault(key, Profile(record.document.id, key))
                profile.mentions.append(_shared(mention, profile))
        for claim in record.claims:
            _call(local, claim)
        former, born = _former(record)
        for profile in local.values() if former else ():
            profile.former = frozenset(former & profile.names.keys())
            profile.maiden = _maiden(profile.names, born)
        profiles += (local[key] for key in sorted(local))
    return profiles


#: What stands before a name that is no more, and before the one that took its place.
_WAS = re.compile(
    r"(?:\b(?:formerly|previously|originally)(?: (?:known as|called|named|styled))?|\bn[ée]e"
    r"|[,(] ?born(?: as)?|\bonce (?:known as|called|named)) (?:the )?[“\"‘']?$",
    re.IGNORECASE,
)
_IS = re.compile(
    r"(?:\b(?:now|today|since)(?: (?:known as|called|named))?|\brenamed(?: itself)?(?: to| as)?"
    r"|\bchanged its name to|\brebranded(?: itself)?(?: as| to)?) (?:the )?[“\"‘']?$",
    re.IGNORECASE,
)


def _former(record: Record) -> tuple[set[str], set[str]]:
    """The names that a text says are old ("Tarn Corp, formerly Foss Inc."), and of these the
    surnames that people were born with."""
    text = record.document.text
    names = sorted((m.span.start, _named(m)) for m in record.mentions if m.kind == "name")
    found: set[str] = set()
    born: set[str] = set()
    for at, (start, name) in enumerate(names):
        before = text[max(0, start - 40) : start]
        if _WAS.search(before):
            found.add(name)
            if re.search(r"n[ée]e |born ", before[-8:]):
                # "Helen Tarrant (née Foss)" was "Helen Foss"
                found |= {other for _, other in names if other.split()[-1] == name.split()[-1]}
                born.add(name)
        elif at and _IS.search(before) and names[at - 1][1] != name:
            found.add(names[at - 1][1])
    return found, born


def _maiden(names: Iterable[str], born: set[str]) -> frozenset[str]:
    """ "Helen Foss", of names of which "Helen Tarrant" and the "Foss" that she was born are two."""
    known = sorted(names)
    surnames = [name.removeprefix("née ") for name in known if name in born]
    first = {name.split()[0] for name in known if len(name.split()) > 1 and name not in born}
    found = {f"{given} {name}" for name in surnames if " " not in name for given in first}
    return frozenset(found - set(known))


def _named(mention: Mention) -> str:
    name = one_line(mention.span.text)
    return in_order(name) if mention.type == "Person" and ", " in name else name


def _call(local: dict[str, Profile], claim: Claim) -> None:
    for argument in arguments(claim):
        if argument.entity in local:
            local[argument.entity].called.append(sys.intern(argument.label))
    if claim.source is not None and claim.source.entity in local:
        local[claim.source.entity].called.append(sys.intern(claim.source.label))
        local[claim.source.entity].governs = True
    if claim.subject.entity in local and claim.predicate.lemma.partition(" ")[0] in GOVERNS:
        local[claim.subject.entity].governs = True


def _shared(mention: Mention, profile: Profile) -> Mention:
    """The mention with strings that many share: decoded from a record, each has its own."""
    span = mention.span
    return Mention(
        document=profile.document,
        span=Span(start=span.start, end=span.end, text=sys.intern(span.text)),
        kind=mention.kind,
        type=sys.intern(mention.type),
        entity=profile.key,
    )


def arguments(claim: Claim) -> list[Argument]:
    """The arguments of a claim that are entities."""
    found = [claim.subject, *(q.argument for q in claim.qualifiers)]
    found += [a for a in (claim.object, claim.place) if a is not None]
    return [a for a in found if a.entity is not None]


class Sentences:
    """Finds the sentence of a mention; all sentences of a record have a claim or are `missed`.

    `sha256` has the hash of each document's text.
    """

    def __init__(self) -> None:
        self.sha256: dict[str, str] = {}
        self._found: dict[str, tuple[str, array[int], array[int]]] = {}

    def add(self, record: Record) -> None:
        document = record.document
        ends = {c.sentence.start: c.sentence.end for c in record.claims}
        ends |= {span.start: span.end for span, _ in record.missed}
        starts = sorted(ends)
        self._found[document.id] = (
            document.text, array("q", starts), array("q", (ends[start] for start in starts))
        )  # fmt: skip
        self.sha256[document.id] = document.sha256

    def of(self, mention: Mention) -> Span:
        """The sentence; the mention itself where none is known."""
        text, starts, ends = self._found[mention.document]
        at = bisect_right(starts, mention.span.start) - 1
        if at < 0 or mention.span.end > ends[at]:
            return mention.span
        return Span(start=starts[at], end=ends[at], text=text[starts[at] : ends[at]])
