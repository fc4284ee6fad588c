"""The local engine: processes that read shards, any of which may die.

One pipe per process, so that a process which is killed takes nothing with it but its shard: pools
whose workers share a queue deadlock when one dies while it holds the lock (`ProcessPoolExecutor`
blames every shard that waits, pebble hangs: its issue 163).
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
import weakref
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import chain
from logging.handlers import QueueHandler
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any, cast

from kg.corpus import limits
from kg.corpus.shards import Outcome, Shard, Written
from kg.errors import EngineError

#: Shards after which a process is replaced, so that nothing it leaks can add up.
LIFETIME = 250

#: Below this many characters another process costs more than it saves.
PAYS = 400_000

#: What to do where no process starts.
START = 'a program that calls kg with several workers needs `if __name__ == "__main__":`'
#: Processes in a row that may die before they are ready: no document can be to blame for that.
UNBORN = 3

Function = Callable[[Shard], Written]


@dataclass(slots=True, eq=False)
class _Worker:
    """A process; `at` is the key of the document that it reads, `since` when it began that."""

    process: BaseProcess
    pipe: Connection
    shard: Shard | None = None
    at: str = ""
    since: float = 0.0
    served: int = 0
    ready: bool = False


def in_processes(workers: int | None = None) -> Processes:
    """An engine of `workers` processes, each of which loads the pipeline once.

    None means as many as pay: one more for every `PAYS` characters, up to all processors.

    They are spawned, not forked: a program that calls this needs `if __name__ == "__main__":`.
    """
    return Processes(workers)


class Processes:
    """An engine, see `in_processes`; its processes wait for more until it is closed."""

    def __init__(self, workers: int | None) -> None:
        self._workers = workers
        self._idle: list[_Worker] = []
        weakref.finalize(self, _end_all, self._idle)

    def __call__(self, function: Function, shards: Iterable[Shard]) -> Iterator[Outcome]:
        """Run a function on every shard; see `kg.corpus.shards.Engine`."""
        shards = list(shards)
        characters = sum(shard.characters for shard in shards)
        size = self._workers or min(processors(), 1 + characters // PAYS)
        crew = self._idle[:]
        self._idle.clear()
        try:
            yield from _run(function, iter(shards), crew, size)
        finally:
            self._idle += [worker for worker in crew if worker.shard is None]
            _end_all([worker for worker in crew if worker.shard is not None])

    def close(self) -> None:
        """End the processes that wait."""
        _end_all(self._idle)


def _run(
    function: Function, waiting: Iterator[Shard], crew: list[_Worker], size: int
) -> Iterator[Outcome]:
    unborn = 0
    while True:
        _hand_out(crew, waiting, function, size)
        busy = {w.pipe: w for w in crew if w.shard is not None}
        if not busy:
            return
        for pipe in wait(list(busy)):
            worker = busy[pipe]  # type: ignore[index]
            outcome = _answer(worker, crew)
            if worker.ready:
                unborn = 0
            elif (unborn := unborn + 1) == UNBORN:
                raise EngineError(f"processes that read documents do not start; {START}")
            if outcome is None:
                continue
            if worker.ready:
                yield outcome
            else:  # it never saw the shard
                waiting = chain([outcome.shard], waiting)


def processors() -> int:
    """How many processors this process may use."""
    # Only Linux says so; elsewhere all are counted.
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def _hand_out(crew: list[_Worker], waiting: Iterator[Shard], function: Function, size: int) -> None:
    """Give every process without a shard one; start processes while there are shards."""
    for worker in [w for w in crew if w.shard is None and not w.process.is_alive()]:
        crew.remove(worker)
        _end(worker)
    idle = [w for w in crew if w.shard is None]
    while idle or len(crew) < size:
        shard = next(waiting, None)
        if shard is None:
            return
        worker = idle.pop() if idle else _start()
        if worker not in crew:
            crew.append(worker)
        worker.shard, worker.at, worker.since = shard, "", time.monotonic()
        with suppress(OSError):  # it died just now: the end of its pipe will say so
            worker.pipe.send((function, shard))


def _answer(worker: _Worker, crew: list[_Worker]) -> Outcome | None:
    """What a process says of its shard, or how it died; None where it says something else."""
    shard = worker.shard
    assert shard is not None
    try:
        what, value = worker.pipe.recv()
    except (EOFError, OSError):
        crew.remove(worker)
        worker.process.join(10)
        if shard.seconds is not None and time.monotonic() - worker.since >= shard.seconds:
            died = f"took longer than {shard.seconds:g} seconds"
            return Outcome(shard=shard, died=died, at=worker.at, sure=bool(worker.at))
        return Outcome(shard=shard, died=_death(worker.process), at=worker.at)
    match what:
        case "ready":
            worker.ready = True
        case "reads":
            worker.at, worker.since = value
        case "says":
            logging.getLogger(value.name).handle(value)
        case "done":
            _rest(worker, crew)
            return Outcome(shard=shard, written=value)
        case _:
            _rest(worker, crew)
            raise value
    return None


def _rest(worker: _Worker, crew: list[_Worker]) -> None:
    """The shard is done; after some of them, so is the process."""
    worker.shard = None
    worker.served += 1
    if worker.served >= LIFETIME:
        crew.remove(worker)
        _end(worker)


def _death(process: BaseProcess) -> str:
    code = process.exitcode
    if code is not None and code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"


def _start() -> _Worker:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    level = logging.getLogger().getEffectiveLevel()
    process = context.Process(target=_serve, args=(there, level), daemon=True)
    with uninterrupted():
        process.start()
    there.close()
    return _Worker(process, here)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Ctrl-C waits for the end; what is started meanwhile never hears it, not in its first second.

    A process takes over which signals are held back; there are none on Windows.
    """
    hold = getattr(signal, "pthread_sigmask", None)
    if hold is None:
        yield
        return
    before = hold(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        hold(signal.SIG_SETMASK, before)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _end_all(workers: list[_Worker]) -> None:
    while workers:
        _end(workers.pop())


# Inside the process.


class _Messenger(QueueHandler):
    """Hands what is logged to the parent, which alone knows where that goes."""

    queue: Any

    def enqueue(self, record: logging.LogRecord) -> None:
        self.queue.send(("says", record))


def _serve(pipe: Connection, level: int) -> None:
    """What a process does: one shard after the other, until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    threading.Thread(target=_die_with_parent, daemon=True).start()
    messenger = _Messenger(cast(Any, pipe))
    logging.basicConfig(level=level, format="%(message)s", handlers=[messenger], force=True)
    limits.announce = lambda key: pipe.send(("reads", (key, time.monotonic())))
    pipe.send(("ready", None))
    while True:
        try:
            function, shard = pipe.recv()
            answer: tuple[str, object] = ("done", function(shard))
        except EOFError:
            return
        except Exception as error:
            answer = ("failed", error)
        pipe.send(answer)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
