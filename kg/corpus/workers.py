"""The local engine: processes that read shards, any of which may die.

One pipe per process, so that a process which is killed takes nothing with it but its shard: pools
whose workers share a queue deadlock when one dies while it holds the lock (`ProcessPoolExecutor`
blames every shard that waits, pebble hangs: its issue 163).
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from kg.corpus.shards import Engine, Outcome, Shard, Written
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
    process: BaseProcess
    pipe: Connection
    shard: Shard | None = None
    since: float = 0.0
    served: int = 0
    ready: bool = False


def in_processes(workers: int | None = None) -> Engine:
    """An engine of `workers` processes, each of which loads the pipeline once.

    None means as many as pay: one more for every `PAYS` characters, up to all processors.

    They are spawned, not forked: a program that calls this needs `if __name__ == "__main__":`.
    """

    def run(function: Function, shards: Iterable[Shard]) -> Iterator[Outcome]:
        shards = list(shards)
        characters = sum(shard.characters for shard in shards)
        size = workers or min(processors(), 1 + characters // PAYS)
        waiting: Iterator[Shard] = iter(shards)
        crew: list[_Worker] = []
        unborn = 0
        try:
            while True:
                _hand_out(crew, waiting, function, size)
                if not any(w.shard for w in crew):
                    return
                busy = {w.pipe: w for w in crew if w.shard is not None}
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
        finally:
            for worker in crew:
                _end(worker)

    return run


def processors() -> int:
    """How many processors this process may use."""
    # Only Linux says so; elsewhere all are counted.
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed is not None else os.cpu_count() or 1


def _hand_out(crew: list[_Worker], waiting: Iterator[Shard], function: Function, size: int) -> None:
    """Give every process without a shard one; start processes while there are shards."""
    idle = [w for w in crew if w.shard is None]
    while idle or len(crew) < size:
        shard = next(waiting, None)
        if shard is None:
            return
        worker = idle.pop() if idle else _start(function)
        if worker not in crew:
            crew.append(worker)
        worker.shard, worker.since = shard, time.monotonic()
        with suppress(OSError):  # it died while idle: the end of its pipe will say so
            worker.pipe.send(shard)


def _answer(worker: _Worker, crew: list[_Worker]) -> Outcome | None:
    """What a process says of its shard, or how it died; None where it says that it is ready."""
    shard = worker.shard
    assert shard is not None
    try:
        if not worker.ready:
            worker.ready = worker.pipe.recv()
            return None
        good, value = worker.pipe.recv()
    except (EOFError, OSError):
        crew.remove(worker)
        took = time.monotonic() - worker.since
        return Outcome(shard=shard, died=_death(worker.process, shard, took))
    worker.shard = None
    worker.served += 1
    if worker.served >= LIFETIME:
        crew.remove(worker)
        _end(worker)
    if not good:
        raise value
    return Outcome(shard=shard, written=value)


def _death(process: BaseProcess, shard: Shard, took: float) -> str:
    process.join(10)
    if shard.seconds is not None and took >= shard.seconds:
        return f"took longer than {shard.seconds:g} seconds"
    code = process.exitcode
    if code is not None and code < 0:
        return f"killed by {signal.Signals(-code).name}"
    return f"exit code {code}"


def _start(function: Function) -> _Worker:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    process = context.Process(target=_serve, args=(there, function), daemon=True)
    process.start()
    there.close()
    return _Worker(process, here)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.kill()
    worker.process.join()


def _serve(pipe: Connection, function: Function) -> None:
    """What a process does: one shard after the other, until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which ends us
    threading.Thread(target=_die_with_parent, daemon=True).start()
    pipe.send(True)
    while True:
        try:
            shard = pipe.recv()
        except EOFError:
            return
        try:
            answer: tuple[bool, object] = (True, function(shard))
        except Exception as error:
            answer = (False, error)
        pipe.send(answer)


def _die_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(1)
