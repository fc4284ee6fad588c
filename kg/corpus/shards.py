"""Shards: a few documents read by one process into one file of records.

The contract that resume, upkeep and any number of machines rest on: `read_shard` is a pure
function of its shard; it writes one file, whose name follows from the documents, complete or not
at all. So whoever runs it (`kg.corpus.workers`, a cluster) only has to run it at least once: a
second run writes the same file again, and after a crash only what has no file is left to do.
"""

from __future__ import annotations

import faulthandler
import logging
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from kg.analyze import load_pipeline
from kg.corpus.store import Store, encode, write_shard
from kg.errors import StoreError
from kg.model import Document
from kg.read import ReadOptions, Source
from kg.record import make_record

logger = logging.getLogger(__name__)

Item = TypeVar("Item")

#: Characters in a shard: some five seconds of work, which is what a crash may cost.
SHARD = 128_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Documents to read, each with the key of its record, and the folder for the result.

    Or `files` to extract, each with the key of its extracts, see `kg.corpus.extracts`.
    `seconds` is the time for one document or file, after which the process that reads it ends
    itself; None where that process is the user's own.
    """

    documents: tuple[tuple[str, Document], ...] = ()
    files: tuple[tuple[str, Source], ...] = ()
    options: ReadOptions = field(default_factory=ReadOptions)
    model: str
    folder: Path
    seconds: float | None = None

    @property
    def characters(self) -> int:
        """About how much there is to read: characters of documents, bytes of files."""
        read = sum(len(document.text) for _, document in self.documents)
        return read + sum(source.size() for _, source in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a shard: its file, and the documents that failed, by key, with the reason.

    `name` is empty where every document failed.
    """

    name: str
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an engine says of one shard: what was written, or how its process died."""

    shard: Shard
    written: Written | None = None
    died: str = ""


#: Runs a function on every shard, anywhere, at least once; outcomes come in any order. What the
#: function raises, the engine raises.
Engine = Callable[[Callable[[Shard], Written], Iterable[Shard]], Iterator[Outcome]]


def run_here(function: Callable[[Shard], Written], shards: Iterable[Shard]) -> Iterator[Outcome]:
    """The engine of small builds: this process."""
    for shard in shards:
        yield Outcome(shard=shard, written=function(shard))


def read_shard(shard: Shard) -> Written:
    """Read the documents of a shard into one file of records.

    A document that raises is left out and named. Raises StoreError if the file cannot be written.
    """
    nlp = load_pipeline(shard.model)
    members, failed = {}, []
    for key, document in shard.documents:
        try:
            with time_limit(shard.seconds):
                members[key] = encode(make_record(document, nlp))
        except Exception as error:  # whatever it is, the other documents are not to blame
            logger.info("%s failed", document.id, exc_info=True)
            failed.append((key, f"raises {type(error).__name__}: {error}"))
    try:
        name = write_shard(shard.folder, members) if members else ""
    except OSError as error:
        raise StoreError(
            f"cannot write to {shard.folder}: {error.strerror or error}; what is read so far is "
            "kept: make room and run the same command again"
        ) from error
    return Written(name=name, failed=tuple(failed))


# From documents to records in the store


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far reading has come since the last step: characters done, failures by key."""

    characters: int
    failed: dict[str, str] = field(default_factory=dict)


#: Wraps the steps of reading to show how far it has come; gets the number of all characters.
Progress = Callable[[Iterable[Step], int], Iterable[Step]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How documents are read: where, and what one of them may cost.

    `files` are extracted by an engine of their own, or by `run` where that is None.
    `characters` and `seconds` are limits for one document, the second one only where another
    process reads it; `shard` is the number of characters that one file of records stands for.
    """

    run: Engine = run_here
    files: Engine | None = None
    characters: int = 20_000_000
    seconds: float = 900.0
    shard: int = SHARD
    progress: Progress | None = None


def read_missing(
    documents: Mapping[str, Document], store: Store, *, model: str, how: Reading
) -> Iterator[Step]:
    """Read documents, given by key, into the store.

    A shard whose process died is read again one document at a time: the one that dies once more,
    alone, is named and left out, the others lose a few seconds.
    """
    steps: Iterable[Step] = _steps(documents, store, model, how)
    if how.progress is not None:
        steps = how.progress(steps, sum(len(d.text) for d in documents.values()))
    yield from steps


def _steps(
    documents: Mapping[str, Document], store: Store, model: str, how: Reading
) -> Iterator[Step]:
    small = {k: d for k, d in documents.items() if len(d.text) <= how.characters}
    for key in documents.keys() - small.keys():
        length = len(documents[key].text)
        reason = f"has {length:,} characters, more than {how.characters:,}: split it"
        yield Step(characters=length, failed={key: reason})
    seconds = None if how.run is run_here else how.seconds
    shards = [
        Shard(documents=part, model=model, folder=store.records, seconds=seconds)
        for part in cut(small.items(), how.shard, length=lambda d: len(d.text))
    ]
    suspects: list[Shard] = []
    for outcome in how.run(read_shard, shards) if shards else ():
        if outcome.written is None:
            suspects += [replace(outcome.shard, documents=(d,)) for d in outcome.shard.documents]
        else:
            yield _done(outcome.shard, outcome.written, store)
    for outcome in how.run(read_shard, suspects) if suspects else ():
        if outcome.written is None:
            key, _ = outcome.shard.documents[0]
            reason = f"ended the process that read it ({outcome.died})"
            yield Step(characters=outcome.shard.characters, failed={key: reason})
        else:
            yield _done(outcome.shard, outcome.written, store)


def _done(shard: Shard, written: Written, store: Store) -> Step:
    if written.name:
        if not (shard.folder / written.name).exists():
            raise StoreError(
                f"{written.name} was written where this machine does not see it; put the output on "
                "a folder that all machines share"
            )
        store.found(written.name)
    return Step(characters=shard.characters, failed=dict(written.failed))


def cut(
    items: Iterable[tuple[str, Item]], size: int, *, length: Callable[[Item], int]
) -> Iterator[tuple[tuple[str, Item], ...]]:
    """Parts of about `size` in length: what a shard takes depends on its text, not its number."""
    part: list[tuple[str, Item]] = []
    whole = 0
    for key, item in items:
        if part and whole + length(item) > size:
            yield tuple(part)
            part, whole = [], 0
        part.append((key, item))
        whole += length(item)
    if part:
        yield tuple(part)


@contextmanager
def time_limit(seconds: float | None) -> Iterator[None]:
    """End this process when its time is up, even inside C code that holds the interpreter."""
    if seconds is None:
        yield
        return
    with Path(os.devnull).open("w") as nowhere:
        faulthandler.dump_traceback_later(seconds, exit=True, file=nowhere)
        try:
            yield
        finally:
            faulthandler.cancel_dump_traceback_later()
