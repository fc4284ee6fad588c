"""Readers: what makes a Record of a Document, by name; everything behind the record is the same.

kg's own reader is one (`own`), a language model that is asked another (`llm`); any installed
package may bring more, as entry points of the group `kg.readers` (docs/readers.md). An entry point
is called with a `Given` and answers with a `Reader`.

Nothing that a reader gives is believed: `checked` holds every span against the document.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass, replace
from functools import lru_cache, partial
from importlib import import_module, metadata
from pathlib import Path
from threading import Lock, RLock
from typing import Any, Protocol

from kg.errors import ReaderError, RecordError
from kg.model import TYPES, Claim, Document, Pair, Record, Settings, Span
from kg.ontology.files import hash_of
from kg.record.claims import claim_id
from kg.record.keys import CONCEPT, COUNTRY, LOCAL, NAME, UNRESOLVED

#: The group of entry points.
GROUP = "kg.readers"
#: The readers of kg itself, found without asking what is installed; `pyproject.toml` has them too.
OWN = {"kg": "kg.readers.own:OwnReader", "llm": "kg.readers.llm:LanguageModelReader"}
#: The options that all readers are given: the installed spaCy pipeline that the user chose, and
#: the file of the user's ontology, where there is one. kg's own reader needs none of that file: it
#: is told to read pairs of mentions too, whatever the ontology.
PIPELINE, ONTOLOGY, PAIRS = "pipeline", "ontology", "pairs"
#: The hash of what is in that file: records depend on that, wherever the file lies.
ONTOLOGY_HASH = "ontology_sha256"
_SHARED = (PIPELINE, ONTOLOGY, ONTOLOGY_HASH, PAIRS)
#: What to do in place of setting these.
_INSTEAD = {
    PIPELINE: "choose a pipeline with --model",
    ONTOLOGY: "give a file with --ontology",
    ONTOLOGY_HASH: "give a file with --ontology",
    PAIRS: "pairs are read wherever there is an --ontology",
}
#: What stands between the names of several readers of one build.
SIGN = "+"
#: Held by whoever runs a pipeline: it is for one thread at a time, whichever reader it belongs to.
PIPELINE_LOCK = Lock()
#: What keys of entities begin with, see `kg.record.make.entity_key`.
_KEYS = (COUNTRY, NAME, CONCEPT, LOCAL, UNRESOLVED)


class Reader(Protocol):
    """What makes a record of a document.

    `fingerprint` changes whenever a record might: it stands for the code, the model and the options
    of the reader, and is part of the key of each record. `read` is a pure function of the document
    and of that; documents come in any order, in several processes. A reader that mostly waits for
    somebody else says so by an attribute `waits = True`: it is then called from several threads.

    `read` raises RecordError, "has no text" say, for a document that cannot be read, and
    ReaderError where none can.
    """

    @property
    def name(self) -> str: ...
    @property
    def version(self) -> str: ...
    @property
    def fingerprint(self) -> str: ...
    def read(self, document: Document) -> Record: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a reader is made from.

    `options` are what the user chose and records depend on. `how` is only how it is done: an
    address, a limit, and changes no record. `folder` is the reader's own, to keep there between
    builds what it does not want to ask again; what is kept of a document lies in a folder of its
    `sha256` below it, which is deleted when no document of the graph has that text any more.
    """

    options: Mapping[str, str] = field(default_factory=dict)
    how: Mapping[str, str] = field(default_factory=dict)
    folder: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which reader reads, and its options, sorted by name."""

    name: str = "kg"
    options: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, settings: Settings, *, sha256: str = "") -> Choice:
        """The choice of the user, the spaCy pipeline and the ontology among its options.

        `sha256` is that of the ontology, where it is known. Raises OntologyError if it is not, and
        the file cannot be read, and ReaderError for an option that has a name of these.
        """
        for name, instead in _INSTEAD.items():
            if name in dict(settings.reader_options):
                raise ReaderError(f"--reader-option {name} is not for you to set; {instead}")
        options = {**dict(settings.reader_options), PIPELINE: settings.model}
        if settings.ontology is not None and settings.reader != "kg":
            file = Path(settings.ontology).absolute()
            options |= {ONTOLOGY: str(file), ONTOLOGY_HASH: sha256 or hash_of(file)}
        if settings.ontology is not None and "kg" in settings.reader.split(SIGN):
            options[PAIRS] = "all"
        return cls(name=settings.reader, options=tuple(sorted(options.items())))


def reader_of(
    choice: Choice, *, how: tuple[tuple[str, str], ...] = (), folder: Path | None = None
) -> Reader:
    """Make the reader of a name; the same one for the same arguments, in all threads.

    Raises:
        ReaderError: there is none of that name, or it cannot be used.
    """
    with _MAKING:
        return _made(choice, how, folder)


_MAKING = RLock()


@lru_cache(maxsize=4)
def _made(choice: Choice, how: tuple[tuple[str, str], ...], folder: Path | None) -> Reader:
    make = _found(choice.name)
    reader: Reader = make(Given(options=dict(choice.options), how=dict(how), folder=folder))
    return reader


def forget_readers() -> None:
    """Make readers anew when they are asked for: limits and counts begin again."""
    _made.cache_clear()


def waits(reader: Reader) -> bool:
    """Whether a reader mostly waits for somebody else, so that threads are enough."""
    return bool(getattr(reader, "waits", False))


def _found(name: str) -> Callable[[Given], Any]:
    if SIGN in name:
        from kg.readers.together import Together

        return partial(Together, name)
    if name in OWN:
        module, _, made = OWN[name].partition(":")
        own: Callable[[Given], Any] = getattr(import_module(module), made)
        return own
    points = metadata.entry_points(group=GROUP)
    if name not in points.names:
        known = ", ".join(sorted({*OWN, *points.names}))
        raise ReaderError(f"no reader {name!r}; installed are {known}")
    try:
        loaded: Callable[[Given], Any] = points[name].load()
    except Exception as error:
        raise ReaderError(
            f"reader {name!r} cannot be loaded ({type(error).__name__}: {error}); install what it "
            "needs, or leave out --reader"
        ) from error
    return loaded


def refuse_options(given: Given, known: Iterable[str], *, reader: str) -> None:
    """Raises ReaderError for an option that a reader does not know."""
    allowed = sorted(known)
    for name in sorted(given.options.keys() - {*allowed, *_SHARED}):
        some = f"it has {', '.join(allowed)}" if allowed else "it has none"
        raise ReaderError(f"reader {reader!r} has no option {name!r}; {some}")


# What readers give, before it is kept


def record_by(reader: Reader, document: Document) -> Record:
    """The record of a document, checked where it comes from elsewhere. Raises as `Reader.read`."""
    record = reader.read(document)
    own = reader.name == "kg" or SIGN in reader.name
    return record if own else checked(record, document, reader=reader.name)


def checked(record: Record, document: Document, *, reader: str) -> Record:
    """The record, its claims in text order and marked with the name of the reader.

    Raises RecordError where it does not fit the document: words that do not stand there, entities
    that no mention is of, claims without words for their predicate.
    """
    claims: dict[str, Claim] = {}
    for claim in sorted(record.claims, key=lambda c: (c.sentence.start, c.sentence.end)):
        made = replace(claim, document=document.id, reader=reader)
        made = replace(made, id=claim_id(made))
        claims.setdefault(made.id, made)
    mentions = tuple(replace(mention, document=document.id) for mention in record.mentions)
    found = replace(
        record,
        document=document,
        mentions=mentions,
        claims=tuple(claims.values()),
        pairs=_joining(record.pairs, {mention.entity for mention in mentions}),
    )
    for wrong in _wrong(found):
        raise RecordError(f"was read wrongly by reader {reader!r}: {wrong}")
    return found


def _joining(pairs: Iterable[Pair], known: Container[str]) -> tuple[Pair, ...]:
    """The pairs whose ends some mention is of, or values; nothing is made of others."""
    return tuple(
        pair for pair in pairs
        if all(end.entity is None or end.entity in known for end in (pair.subject, pair.object))
    )  # fmt: skip


def _wrong(record: Record) -> Iterator[str]:
    """What does not hold of a record, in words."""
    text = record.document.text
    for span in spans_of((record.mentions, record.claims, record.missed, record.pairs)):
        if text[span.start : span.end] != span.text:
            yield f"{span.text[:40]!r} does not stand at {span.start}"
    known = set()
    for mention in record.mentions:
        known.add(mention.entity)
        if mention.entity[:1] not in _KEYS or not mention.entity:
            yield f"the key {mention.entity!r} begins with none of {''.join(_KEYS)}"
        if mention.type not in TYPES:
            yield f"{mention.type!r} is no type; choose one of {', '.join(TYPES)}"
    for claim in record.claims:
        arguments = (claim.subject, claim.object, claim.place, claim.source,
                     *(q.argument for q in claim.qualifiers))  # fmt: skip
        for entity in (a.entity for a in arguments if a is not None):
            if entity is not None and entity not in known:
                yield f"no mention is of the entity {entity!r} of a claim"
        if not claim.predicate.spans or not claim.predicate.lemma.strip():
            yield f"a claim about {claim.subject.label!r} has no words for its predicate"
        if not (0 <= claim.confidence <= 1 and 0 <= claim.worth <= 1):
            yield f"a figure of a claim about {claim.subject.label!r} is not between 0 and 1"
    for pair in record.pairs:
        if not _is_vector(pair.vector):
            yield f"the vector of a pair about {pair.subject.label!r} is none of the relation model"


def _is_vector(text: str) -> bool:
    from kg.record.pairs.network import WIDTH

    try:
        return len(base64.b64decode(text, validate=True)) == WIDTH
    except ValueError:
        return False


def spans_of(value: object) -> Iterator[Span]:
    """Every span inside a value of `kg.model`, however deep."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from spans_of(item)
    elif is_dataclass(value):
        for one in fields(value):
            yield from spans_of(getattr(value, one.name))
