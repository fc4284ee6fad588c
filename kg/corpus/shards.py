"""Shards: a few documents read by one process into one file of records.

The contract that resume, upkeep and any number of machines rest on: `read_shard` is a pure
function of its shard; it writes one file, whose name follows from the documents, complete or not
at all. So whoever runs it (`kg.corpus.workers`, a cluster) only has to run it at least once: a
second run writes the same file again, and after a crash only what has no file is left to do.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol, TypedDict, TypeVar, runtime_checkable

from kg.corpus.limits import limited
from kg.corpus.store import Held, Store, encode, sealed, write_shard
from kg.errors import ReaderError, RecordError, StoreError
from kg.model import Document
from kg.read import TOO_MUCH_MEMORY, ReadOptions, Source
from kg.readers import Choice, Reader, reader_of, record_by, waits

logger = logging.getLogger(__name__)

Item = TypeVar("Item")

#: MiB that one document may take on top of what the process that reads it has loaded.
MEMORY = 2048
#: Bytes on top of that for each character; English takes about one thousand.
FOR_EACH = 2048
#: Times that a single document is read again whose process dies before it says that it reads it.
TRIES = 3
#: Characters in a shard: some five seconds of work, which is what a crash may cost.
SHARD = 128_000
#: Those in a shard for a reader that waits for others: what it reads at once are shards.
WAITING = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Documents to read, each with the key of its record, and the folder for the result.

    Without a `folder`, which only documents may be, the records are handed back (`Written`).
    Or `files` to extract, each with the key of its extracts, see `kg.corpus.extracts`. `how` is
    told the `reader`, and changes no record.
    `seconds` is the time for one document or file, after which the process that reads it ends
    itself, and `memory` how many MiB it may take on top of what the process has; None where that
    process is the user's own. `again` counts how often processes have died over a single document.
    """

    documents: tuple[tuple[str, Document], ...] = ()
    files: tuple[tuple[str, Source], ...] = ()
    options: ReadOptions = field(default_factory=ReadOptions)
    reader: Choice = field(default_factory=Choice)
    how: tuple[tuple[str, str], ...] = ()
    folder: Path | None
    seconds: float | None = None
    memory: int | None = None
    again: int = 0

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the documents or files, in their order."""
        return tuple(key for key, _ in (*self.documents, *self.files))

    def only(self, keys: Set[str]) -> Shard:
        """The same with no other documents or files than these."""
        documents = tuple(item for item in self.documents if item[0] in keys)
        return replace(
            self, documents=documents, files=tuple(f for f in self.files if f[0] in keys)
        )

    @property
    def characters(self) -> int:
        """About how much there is to read: characters of documents, bytes of files."""
        read = sum(len(document.text) for _, document in self.documents)
        return read + sum(source.size() for _, source in self.files)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What became of a shard: its file, and the documents that failed, by key, with the reason.

    `name` is empty where every document failed, and where there was no folder: `members` are then
    the records, as a file would have them, by key.
    """

    name: str = ""
    members: tuple[tuple[str, bytes], ...] = ()
    failed: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What an engine says of one shard: what was written, or how its process died.

    `at` is the key of the document that was being read when it died, where that is known, and
    `sure` says that it is to blame.
    """

    shard: Shard
    written: Written | None = None
    died: str = ""
    at: str = ""
    sure: bool = False


#: Runs a function on every shard, anywhere, at least once; outcomes come in any order. What the
#: function raises, the engine raises.
Engine = Callable[[Callable[[Shard], Written], Iterable[Shard]], Iterator[Outcome]]


def run_here(function: Callable[[Shard], Written], shards: Iterable[Shard]) -> Iterator[Outcome]:
    """The engine of small builds: this process."""
    for shard in shards:
        yield Outcome(shard=shard, written=function(shard))


class Threads:
    """An engine, see `in_threads`."""

    def __init__(self, threads: int) -> None:
        self._threads = threads

    def __call__(
        self, function: Callable[[Shard], Written], shards: Iterable[Shard]
    ) -> Iterator[Outcome]:
        """Run a function on every shard; what it raises ends the others where they are."""
        waiting: SimpleQueue[Shard | None] = SimpleQueue()
        done: SimpleQueue[Outcome | Exception] = SimpleQueue()
        given = list(shards)
        for shard in given:
            waiting.put(shard)
        threads = min(self._threads, len(given))
        for _ in range(threads):
            waiting.put(None)
            # A daemon: Ctrl-C does not wait for an answer that may take minutes.
            Thread(target=_serve, args=(function, waiting, done), daemon=True).start()
        try:
            for _ in given:
                outcome = done.get()
                if isinstance(outcome, Exception):
                    raise outcome
                yield outcome
        finally:
            with suppress(Empty):
                while True:  # what nobody wants any more
                    waiting.get_nowait()
            for _ in range(threads):
                waiting.put(None)


def in_threads(threads: int) -> Threads:
    """The engine of readers that mostly wait for an answer: threads of this process."""
    return Threads(threads)


def _serve(
    function: Callable[[Shard], Written],
    waiting: SimpleQueue[Shard | None],
    done: SimpleQueue[Outcome | Exception],
) -> None:
    while (shard := waiting.get()) is not None:
        try:
            done.put(Outcome(shard=shard, written=function(shard)))
        except Exception as error:
            done.put(error)


def read_shard(shard: Shard) -> Written:
    """Read the documents of a shard into one file of records, or hand them back.

    A document that raises is left out and named. Raises StoreError if the file cannot be written,
    and ReaderError where the reader cannot read any.
    """
    reader = _reader(shard)
    members, failed = {}, []
    for key, document in shard.documents:
        try:
            with limited(key, seconds=shard.seconds, memory=_memory(shard, document)):
                members[key] = sealed(key, encode(record_by(reader, document)))
        except MemoryError:
            logger.info("%s takes too much memory", document.id, exc_info=True)
            failed.append((key, TOO_MUCH_MEMORY))
        except RecordError as error:
            failed.append((key, str(error)))
        except ReaderError:
            raise  # it can read no other document either
        except Exception as error:  # whatever it is, the other documents are not to blame
            logger.info("%s failed", document.id, exc_info=True)
            failed.append((key, f"raises {type(error).__name__}: {error}"))
    if shard.folder is None:
        return Written(members=tuple(members.items()), failed=tuple(failed))
    try:
        name = write_shard(shard.folder, members) if members else ""
    except OSError as error:
        raise StoreError(
            f"cannot write to {shard.folder}: {error.strerror or error}; what is read so far is "
            "kept: make room and run the same command again"
        ) from error
    return Written(name=name, failed=tuple(failed))


def _reader(shard: Shard) -> Reader:
    kept = shard.folder
    folder = None if kept is None else kept.parent / "answers" / shard.reader.name
    return reader_of(shard.reader, how=shard.how, folder=folder)


def _memory(shard: Shard, document: Document) -> int | None:
    """What a document may take, in MiB: more the longer it is."""
    if shard.memory is None:
        return None
    return shard.memory + len(document.text) * FOR_EACH // 2**20


# From documents to records in the store


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """How far reading has come since the last step: characters done, failures by key."""

    characters: int
    failed: dict[str, str] = field(default_factory=dict)


class Limits(TypedDict):
    """What one document may cost, as a shard has it."""

    seconds: float | None
    memory: int | None


#: Wraps the steps of reading to show how far it has come; gets the number of all characters.
Progress = Callable[[Iterable[Step], int], Iterable[Step]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How documents are read: where, and what one of them may cost.

    `files` are extracted by an engine of their own, or by `run` where that is None.
    `characters`, `seconds` and `memory` (MiB) are limits for one document, the last two only where
    another process reads it: this one is the user's. `memory` grows by `FOR_EACH` bytes for each
    character. `shard` is the number of characters that one file of records stands for.

    `how` is told the reader (`kg.readers.Given`). One that waits for others is called in `at_once`
    threads of this process, without those limits, unless `run` is `run_here`.
    """

    run: Engine = run_here
    files: Engine | None = None
    characters: int = 20_000_000
    seconds: float = 900.0
    memory: int = MEMORY
    shard: int = SHARD
    how: tuple[tuple[str, str], ...] = ()
    at_once: int = 4
    progress: Progress | None = None

    def close(self) -> None:
        """End the processes that engines keep for more to come."""
        engines: tuple[object, ...] = (self.run, self.files)
        for engine in engines:
            if isinstance(engine, Closing):
                engine.close()


@runtime_checkable
class Closing(Protocol):
    """What keeps something until it is closed."""

    def close(self) -> None: ...


def read_missing(
    documents: Mapping[str, Document], store: Store | Held, *, reader: Choice, how: Reading
) -> Iterator[Step]:
    """Read documents, given by key, into the store.

    A document that ends the process which reads it is named and left out, see `every`; the others
    of its shard lose a few seconds.
    """
    if documents and waits(reader_of(reader)):
        run = run_here if how.run is run_here else in_threads(how.at_once)
        how = replace(how, run=run, shard=min(how.shard, WAITING))
    steps: Iterable[Step] = _steps(documents, store, reader, how)
    if how.progress is not None:
        steps = how.progress(steps, sum(len(d.text) for d in documents.values()))
    yield from steps


def _steps(
    documents: Mapping[str, Document], store: Store | Held, reader: Choice, how: Reading
) -> Iterator[Step]:
    small = {k: d for k, d in documents.items() if len(d.text) <= how.characters}
    for key in documents.keys() - small.keys():
        length = len(documents[key].text)
        reason = f"has {length:,} characters, more than {how.characters:,}: split it"
        yield Step(characters=length, failed={key: reason})
    shards = [
        Shard(
            documents=part,
            reader=reader,
            how=how.how,
            folder=store.records,
            **limits_of(how, how.run),
        )
        for part in cut(small.items(), how.shard, length=lambda d: len(d.text))
    ]
    for outcome in every(how.run, read_shard, shards):
        if outcome.written is None:
            yield blamed(outcome)
        else:
            yield _done(outcome.shard, outcome.written, store)


def limits_of(how: Reading, run: Engine) -> Limits:
    """The limits for the documents of a shard: none where they are read in this process."""
    if run is run_here or isinstance(run, Threads):
        return {"seconds": None, "memory": None}
    return {"seconds": how.seconds, "memory": how.memory}


def every(
    run: Engine, function: Callable[[Shard], Written], shards: Iterable[Shard]
) -> Iterator[Outcome]:
    """What became of every shard, however many processes die over them.

    Where a process died, the document that is to blame is an outcome by itself, without anything
    written, and the others are read again. Which one that is, a limit of time says; else each is
    read once more, alone, and the one over which a process dies again is to blame.
    """
    waiting = list(shards)
    while waiting:
        again: list[Shard] = []
        for outcome in run(function, waiting):
            shard = outcome.shard
            twice = shard.again and (outcome.at or shard.again == TRIES)
            if outcome.written is not None or twice:
                yield outcome
            elif outcome.sure:
                yield replace(outcome, shard=shard.only({outcome.at}))
                others = shard.only({key for key in shard.keys if key != outcome.at})
                again += [others] if others.keys else []
            else:
                again += [replace(shard.only({k}), again=shard.again + 1) for k in shard.keys]
        waiting = again


def blamed(outcome: Outcome) -> Step:
    """The step for a document that ended the process which read it."""
    (key,) = outcome.shard.keys
    reason = f"ended the process that read it ({outcome.died})"
    return Step(characters=outcome.shard.characters, failed={key: reason})


def _done(shard: Shard, written: Written, store: Store | Held) -> Step:
    if isinstance(store, Held):
        store.take(written.members)
    elif written.name:
        if not (store.records / written.name).exists():
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
