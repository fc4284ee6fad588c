"""What one document may cost: its time and its memory, held by the process that reads it."""

from __future__ import annotations

import faulthandler
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

#: Told the key of each document before it is read; `kg.corpus.workers` puts a better one here.
announce: Callable[[str], None] = lambda key: None  # noqa: E731


@contextmanager
def limited(key: str, *, seconds: float | None, memory: int | None) -> Iterator[None]:
    """Read one document, known by its key, within `seconds` and `memory` (MiB); None is no limit.

    When its time is up, this process ends. Raises MemoryError where a document asks for more than
    `memory` beyond what the process holds when it begins, which Linux alone can tell.
    """
    announce(key)
    with time_limit(seconds), memory_limit(memory):
        yield


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


@contextmanager
def memory_limit(mebibytes: int | None) -> Iterator[None]:
    """Let this process map no more than so much on top of what it has mapped."""
    mapped = _mapped()
    if mebibytes is None or mapped is None:
        yield
        return
    import resource  # not on Windows, which has no /proc either

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = mapped + mebibytes * 1024 * 1024
    allowed = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    resource.setrlimit(resource.RLIMIT_AS, (min([most, *allowed]), hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


def _mapped() -> int | None:
    """The bytes that this process has mapped; None where the system does not say."""
    try:
        pages = Path("/proc/self/statm").read_text("ascii").split()[0]
    except OSError:
        return None
    return int(pages) * os.sysconf("SC_PAGE_SIZE")
