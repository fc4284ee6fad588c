"""Records → what must be known of all of them at once to say who is who: one pass over them.

A record is not kept: of a corpus that is larger than the memory, profiles and what surrounds them
are still small.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from kg.link import OwnGazetteer
from kg.model import Document, Mention, Record, Span
from kg.record.keys import NAME
from kg.resolve.context import Context, contexts_of
from kg.resolve.linking import link_profiles
from kg.resolve.profiles import Profile, Sentences, collect_profiles

#: What stands between two names when a sentence says that they are one thing's.
_STATED = re.compile(
    r"\s*(?:[,(]\s*)?(?:"
    r"(?:which (?:is|was) )?(?:formerly|previously|once|originally|now|today|later|since)"
    r" (?:known as|called|named|renamed)?"
    r"|(?:is |was )?(?:also|better) known as|a\.?k\.?a\.?"
    r"|(?:was |were |has been )?renamed(?: itself)?(?: to| as)?"
    r"|(?:has |had )?changed its name(?: from [^,.;]{1,40})? to"
    r"|(?:has |had |was )?(?:been )?rebranded(?: itself)?(?: as| to)?|(?:was )?born(?: as)?|née"
    r")\s+(?:the )?[“\"‘']?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """Two profiles, by number, that the text itself makes one, and its words."""

    a: int
    b: int
    words: str


@dataclass(slots=True)
class Known:
    """Profiles sorted by document and key; contexts and statements refer to them by number.

    `lemmas` are the predicates of all claims; `documents` and `missed` as in `kg.model.Build`.
    """

    documents: list[Document] = field(default_factory=list)
    missed: list[tuple[str, Span, str]] = field(default_factory=list)
    profiles: list[Profile] = field(default_factory=list)
    contexts: dict[int, Context] = field(default_factory=dict)
    stated: list[Stated] = field(default_factory=list)
    lemmas: set[str] = field(default_factory=set)
    sentences: Sentences = field(default_factory=Sentences)


def gather(records: Iterable[Record], own: OwnGazetteer | None = None) -> Known:
    """Look at each record once; they come sorted by document id."""
    known = Known()
    for record in records:
        known.documents.append(record.document)
        known.missed += ((record.document.id, span, why) for span, why in record.missed)
        profiles = collect_profiles([record])
        link_profiles([record], profiles, own)
        contexts = contexts_of(record, profiles)
        numbers = {p.key: at for at, p in enumerate(profiles, len(known.profiles))}
        known.profiles += profiles
        known.contexts |= {at: contexts[key] for key, at in numbers.items() if key in contexts}
        known.stated += _stated(record, numbers)
        known.lemmas.update(claim.predicate.lemma for claim in record.claims)
        known.sentences.add(record)
    return known


def _stated(record: Record, numbers: dict[str, int]) -> Iterator[Stated]:
    """ "Facebook, now called Meta": two names that the text itself makes one."""
    text = record.document.text
    for one, other in pairwise(_names(record)):
        between = text[one.span.end : other.span.start]
        behind = text[other.span.end : other.span.end + 1]
        if (len(between) < 70 and _STATED.fullmatch(between)) or (
            behind == ")" and _in_bracket(between, one, other)
        ):
            a, b = numbers.get(one.entity), numbers.get(other.entity)
            if a is not None and b is not None and a != b:
                words = " ".join(text[one.span.start : other.span.end].split())
                yield Stated(a=a, b=b, words=words)


#: What stands between a name and its other name in brackets: "John of Islay (or John MacDonald".
_OR = re.compile(r"\s*\((?:or|alias|aka)\s+", re.IGNORECASE)


def _in_bracket(between: str, one: Mention, other: Mention) -> bool:
    """ "John of Islay (or John MacDonald)", "LKAB (Luossavaara-Kiirunavaara Aktiebolag)"."""
    if _OR.fullmatch(between):
        return one.type == other.type
    short, long = one.span.text, other.span.text
    if between.strip() != "(" or not (short.isupper() and short.isalpha() and " " in long):
        return False
    letters, words = iter(long.casefold()), long.replace("-", " ").split()
    written = all(letter in letters for letter in short.casefold())
    initials = [word[0].casefold() for word in words if word[0].isupper()]
    return (
        written
        and len(initials) > 1
        and initials[: len(short)] == [*short.casefold()][: len(initials)]
    )


def _names(record: Record) -> list[Mention]:
    found = [m for m in record.mentions if m.kind == "name" and m.entity[0] == NAME]
    return sorted(found, key=lambda m: (m.span.start, m.span.end))
