"""The files of the folder follow the decisions: written by a process of its own, behind the page.

It runs what `kg merge` runs (`kg.upkeep.decide`), so in the end the files are those of a clean
build. While it writes it holds the lock of the folder, and lets it go only when the desk says so;
until then the desk may edit `decisions.yaml`, for nobody else can. If the desk dies, it finishes
what it has begun and ends.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from kg.corpus.store import Store, open_store
from kg.corpus.workers import uninterrupted
from kg.errors import KgError
from kg.upkeep import decide_in

logger = logging.getLogger(__name__)

#: Seconds without a decision after which the files are written.
QUIET = 1.0
#: Seconds for which the process waits until another kg has done with the folder.
PATIENCE = 3600.0


class Behind:
    """Writes the files when they are `wanted`. `turn` is held by whoever changes decisions.

    `up_to_date` says, under `turn`, whether the files say what is decided.
    """

    def __init__(self, output: Path, turn: Any, up_to_date: Callable[[], bool]) -> None:
        self._output, self._turn, self._up_to_date = output, turn, up_to_date
        self._wanted = self._closed = self._left = self._busy = self._locked = False
        self._failed = ""
        self._process: Any = None
        self._change = threading.Condition(turn)
        self._thread = threading.Thread(target=self._live, name="kg-behind", daemon=True)

    def start(self) -> None:
        """From here on the files follow."""
        self._thread.start()

    @property
    def holds(self) -> bool:
        """Whether our process lives and keeps others out of the folder.

        Asked under `turn` it stays so, for the process lets go only when it is told to.
        """
        process = self._process
        return self._locked and process is not None and bool(process.is_alive())

    def wanted(self) -> None:
        """The files are to say what is decided now, soon."""
        with self._change:
            self._wanted, self._failed = True, ""
            self._change.notify_all()

    def state(self) -> dict[str, Any]:
        """Whether files are being written or about to be, and why they could not be."""
        return {"writing": self._wanted or self._busy, "failed": self._failed}

    def close(self) -> None:
        """Write what is wanted, then end."""
        with self._change:
            self._closed = True
            self._change.notify_all()
        self._thread.join()

    def leave(self) -> None:
        """End at once; what is not written follows when the desk is opened again."""
        with self._change:
            self._closed = self._left = True
            if self._process is not None:
                self._process.kill()
            self._change.notify_all()
        self._thread.join()

    def _live(self) -> None:
        while self._next():
            self._write()

    def _next(self) -> bool:
        """Wait until the files are wanted and nobody has decided anything for a moment."""
        with self._change:
            while not self._wanted and not self._closed:
                self._change.wait()
            while self._wanted and not self._closed:
                self._wanted, self._busy = False, True
                self._change.wait(QUIET)  # a decision in the meantime starts it again
            started = (self._busy or self._wanted) and not self._left
            self._wanted, self._busy = False, started
            return started

    def _write(self) -> None:
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe()
        process = context.Process(
            target=_work, args=(theirs, self._output), name="kg-behind", daemon=True
        )
        with self._turn:
            if self._left:
                return
            with uninterrupted():  # Ctrl-C ends the desk, which waits for this
                process.start()
            self._process = process
        theirs.close()
        with suppress(EOFError, OSError):
            while True:
                self._hear(ours, *ours.recv())
        process.join()
        ours.close()
        with self._turn:
            self._process, self._locked, self._busy = None, False, False
            if not self._failed and not self._wanted and not self._left and not self._safe():
                self._failed = "the process that writes them ended early; run kg build again"

    def _hear(self, line: Connection, word: str, reason: str = "") -> None:
        """Answer the process, as the one whose turn it is.

        That it has the lock is noted at once: whoever has the turn may be waiting for that lock.
        """
        if word == "locked":
            self._locked = True
            return
        with self._turn:
            if word == "written":
                done = self._safe()
                self._locked = not done
                self._wanted = self._wanted and not done
                self._failed = "" if done else self._failed
                line.send("end" if done else "again")
            else:
                self._locked, self._failed = False, reason
                logger.warning("the files are not written: %s", reason)
                line.send("end")

    def _safe(self) -> bool:
        """Whether the files are right; a file of decisions that cannot be read makes none."""
        with suppress(KgError):
            return self._up_to_date()
        return True


def _work(line: Connection, output: Path) -> None:
    """The life of the process: take the lock, write until the desk is content."""
    with suppress(AttributeError, OSError):
        os.nice(10)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C ends the desk, which waits for this
    with suppress(EOFError, OSError):
        try:
            with open_store(output, create=False, wait=PATIENCE) as store:
                line.send(("locked",))
                _write_all(line, store, output)
        except KgError as error:
            line.send(("failed", str(error)))


def _write_all(line: Connection, store: Store, output: Path) -> None:
    """Write until the desk says that this is the end; until then the lock is kept."""
    answer = "again"
    while answer == "again":
        try:
            decide_in(store, output)
            line.send(("written",))
        except KgError as error:
            line.send(("failed", str(error)))
        answer = line.recv()
