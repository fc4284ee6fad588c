"""Processes that hold the graph and answer questions, each ended when a question goes too far."""

from __future__ import annotations

import multiprocessing
import queue
import threading
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kg.ask.query import Answer
from kg.ask.query.engines import open_graph, with_prefixes
from kg.ask.query.questions import read_question
from kg.corpus.limits import memory_limit
from kg.errors import BusyError, QueryError
from kg.files import stamp_of

#: How long a process may take to read its graph, in seconds.
LOADING = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one question may cost: `seconds` of time, `rows` of answer, `size` of text in bytes,
    `memory` in MiB beyond the graph (where the system can limit it)."""

    seconds: float = 10.0
    rows: int = 10_000
    size: int = 64 * 1024
    memory: int = 2048


class Pool:
    """`workers` processes that answer questions about one Turtle file, which may change.

    Each has a place in the queue. A place whose process has died, is missing or has read an earlier
    graph gets a new one when its turn comes.
    """

    def __init__(self, path: Path, *, engine: str, limits: Limits, workers: int = 2) -> None:
        self.limits = limits
        self._path, self._engine = path, engine
        self._context = multiprocessing.get_context("spawn")
        self._idle: queue.Queue[_Worker | None] = queue.Queue()
        self._all: set[_Worker] = set()
        self._closed = False
        for _ in range(workers):
            self._idle.put(self._start())

    def wait(self) -> None:
        """Until the graph is read. Raises QueryError if it cannot be."""
        worker = self._idle.get()
        try:
            if worker is not None:
                worker.loaded()
        finally:
            self._idle.put(worker)

    def ask(self, sparql: str) -> Answer:
        """Answer a question. Raises BusyError, or QueryError if the question is wrong."""
        try:
            worker = self._idle.get(timeout=self.limits.seconds)
        except queue.Empty:
            raise BusyError("all are busy with other questions; try again") from None
        try:
            worker = self._fit(worker)
            if not worker.begin(sparql):  # it died a moment ago, before it could hear of this
                worker = self._fit(worker)
                worker.begin(sparql)
            answer = worker.answer()
        except BusyError:
            self._end(worker)
            # In a thread of its own: reading a large graph takes longer than an answer may.
            threading.Thread(target=self._replace, daemon=True).start()
            raise
        except BaseException:
            self._idle.put(worker)
            raise
        self._idle.put(worker)
        return answer

    def close(self) -> None:
        """End all processes."""
        self._closed = True
        for worker in list(self._all):
            self._end(worker)

    def _fit(self, worker: _Worker | None) -> _Worker:
        """This process if it lives and has read the graph as it is now, else another one."""
        if worker is not None and worker.alive and worker.stamp == stamp_of(self._path):
            return worker
        self._end(worker)
        return self._start()

    def _start(self) -> _Worker:
        try:
            worker = _Worker(self._context, self._path, self._engine, self.limits)
        except OSError as error:
            raise BusyError(f"no process can be started: {error.strerror}; try again") from error
        self._all.add(worker)
        return worker

    def _end(self, worker: _Worker | None) -> None:
        if worker is not None:
            self._all.discard(worker)
            worker.end()

    def _replace(self) -> None:
        """Put a process into the place of one that is ended; the place stays if none starts."""
        worker = None
        with suppress(BusyError):
            worker = None if self._closed else self._start()
        self._idle.put(worker)


class _Worker:
    """One process and our end of the line to it."""

    def __init__(self, context: Any, path: Path, engine: str, limits: Limits) -> None:
        self.stamp = stamp_of(path)
        self._limits, self._ready = limits, False
        self._line, theirs = context.Pipe()
        self._process = context.Process(
            target=_work, args=(theirs, path, engine, limits), daemon=True, name="kg-serve"
        )
        self._process.start()
        theirs.close()

    def loaded(self) -> None:
        if not self._ready:
            self._receive(LOADING)
            self._ready = True

    @property
    def alive(self) -> bool:
        return bool(self._process.is_alive())

    def begin(self, sparql: str) -> bool:
        """Hand over a question; False where the process has died and nobody has taken it."""
        self.loaded()
        try:
            self._line.send(sparql)
            if self._line.poll(self._limits.seconds):
                self._line.recv()
                return True
        except (EOFError, OSError):
            return False
        raise BusyError(f"no process ready within {self._limits.seconds:g} seconds; try again")

    def answer(self) -> Answer:
        found = self._receive(self._limits.seconds)
        assert isinstance(found, Answer)
        return found

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._line.close()

    def _receive(self, seconds: float) -> object:
        try:
            if not self._line.poll(seconds):
                raise BusyError(f"no answer within {seconds:g} seconds; ask for less, or LIMIT it")
            found = self._line.recv()
        except (EOFError, OSError) as error:
            if not self._ready:
                raise QueryError("the graph cannot be read; build it again") from error
            raise BusyError(
                f"the answer takes more than {self._limits.memory} MiB of memory; ask for less"
            ) from error
        if isinstance(found, QueryError):
            raise found
        return found


def _work(line: Connection, path: Path, engine: str, limits: Limits) -> None:
    """The life of a process: read the graph, then answer until nobody asks any more."""
    with suppress(KeyboardInterrupt, EOFError, OSError):
        try:
            graph = open_graph(path, engine)
        except QueryError as error:
            line.send(error)
            return
        with memory_limit(limits.memory):
            line.send(None)
            while True:
                sparql = line.recv()
                line.send(None)  # from here on, dying is the fault of the question
                try:
                    answer = graph.answer(read_question(sparql), limits.rows)
                    line.send(with_prefixes(answer, graph))
                except QueryError as error:
                    line.send(QueryError(str(error)))
                except MemoryError:
                    return
