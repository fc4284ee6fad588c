"""Two readers of each document: `--reader kg+llm` reads with both, and each claim says whose it is.

A fact that both state has claims of both. What has a name is one entity for both where they see the
name in one place; entities go by the keys of the reader that is named first.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from kg.errors import ReaderError
from kg.model import Argument, Claim, Document, Mention, Pair, Qualifier, Record
from kg.readers import (
    PAIRS,
    PIPELINE,
    SIGN,
    Choice,
    Given,
    Reader,
    checked,
    reader_of,
    waits,
)


class Together:
    """The readers of a name such as `kg+llm`, in that order; options go to all but `kg`."""

    def __init__(self, name: str, given: Given) -> None:
        names = name.split(SIGN)
        if len(set(names)) != len(names) or not all(names):
            raise ReaderError(f"--reader {name!r} must name different readers, such as kg{SIGN}llm")
        self.name = name
        self.readers = [_part(part, given) for part in names]
        self.version = ", ".join(f"{one.name} {one.version}" for one in self.readers)
        self.waits = any(map(waits, self.readers))

    @property
    def fingerprint(self) -> str:
        parts = [(one.name, one.version, one.fingerprint) for one in self.readers]
        return hashlib.sha256(json.dumps(parts).encode()).hexdigest()

    @property
    def report(self) -> str:
        """What the readers say of their work."""
        return "; ".join(filter(None, (getattr(one, "report", "") for one in self.readers)))

    def read(self, document: Document) -> Record:
        """The records of all readers as one, each checked. Raises what they raise."""
        first, *others = (
            checked(one.read(document), document, reader=one.name) for one in self.readers
        )
        for other in others:
            first = joined(first, other)
        return first


def _part(name: str, given: Given) -> Reader:
    shared = {PIPELINE, PAIRS} if name == "kg" else {*given.options} - {PAIRS}
    options = {key: value for key, value in given.options.items() if key in shared}
    folder = given.folder.parent / name if given.folder is not None else None
    how = tuple(sorted(given.how.items()))
    return reader_of(
        Choice(name=name, options=tuple(sorted(options.items()))), how=how, folder=folder
    )


def joined(first: Record, second: Record) -> Record:
    """Two records of one document as one; what only one of them passes over is not missed."""
    second = _with_keys(second, _same(first, second))
    mentions = {(m.span.start, m.span.end, m.entity): m for m in second.mentions}
    mentions |= {(m.span.start, m.span.end, m.entity): m for m in first.mentions}
    claims = sorted((*first.claims, *second.claims), key=lambda c: (c.sentence.start, c.reader))
    told = {claim.sentence.start for claim in claims if claim.shown}
    missed = {span.start: (span, why) for span, why in (*second.missed, *first.missed)}
    left_out = Counter(dict(first.left_out)) + Counter(dict(second.left_out))
    return replace(
        first,
        mentions=tuple(mentions[key] for key in sorted(mentions)),
        claims=tuple(claims),
        missed=tuple(missed[start] for start in sorted(missed.keys() - told)),
        pairs=tuple(sorted({*first.pairs, *second.pairs}, key=_order)),
        left_out=tuple(sorted(left_out.items())),
    )


def _order(pair: Pair) -> tuple[int | str, ...]:
    ends = (pair.subject, pair.object)
    places = [at for end in ends for at in (end.span.start, end.span.end)]
    return (pair.sentence.start, *places, *(end.entity or "" for end in ends), pair.vector)


def _same(first: Record, second: Record) -> dict[str, str]:
    """The keys of the second record that are those of other names in the first."""
    known = {_place(m): m.entity for m in first.mentions if m.kind == "name"}
    return {
        mention.entity: known[_place(mention)]
        for mention in second.mentions
        if mention.kind == "name" and _place(mention) in known
    }


def _place(mention: Mention) -> tuple[int, int]:
    return mention.span.start, mention.span.end


def _with_keys(record: Record, keys: Mapping[str, str]) -> Record:
    """The record with other keys for entities."""

    def named(argument: Argument | None) -> Argument | None:
        if argument is None or argument.entity is None:
            return argument
        return replace(argument, entity=keys.get(argument.entity, argument.entity))

    def claim(one: Claim) -> Claim:
        source = one.source
        if source is not None and source.entity is not None:
            source = replace(source, entity=keys.get(source.entity, source.entity))
        qualifiers = [
            Qualifier(role=q.role, argument=a)
            for q in one.qualifiers
            if (a := named(q.argument)) is not None
        ]
        return replace(
            one, subject=named(one.subject) or one.subject, object=named(one.object),
            place=named(one.place), source=source, qualifiers=tuple(qualifiers),
        )  # fmt: skip

    moved = replace(
        record,
        mentions=tuple(replace(m, entity=keys.get(m.entity, m.entity)) for m in record.mentions),
        claims=tuple(map(claim, record.claims)),
        pairs=tuple(
            replace(
                pair,
                subject=named(pair.subject) or pair.subject,
                object=named(pair.object) or pair.object,
            )
            for pair in record.pairs
        ),
    )
    return _renumbered(moved)


def _renumbered(record: Record) -> Record:
    """Ids of claims follow from what they say, keys of entities among it."""
    readers = {claim.reader for claim in record.claims}
    return checked(record, record.document, reader=readers.pop()) if readers else record
