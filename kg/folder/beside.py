"""Something new, made in a hidden place beside what it will replace, and put there in one step.

    .kg-HASH-RANDOM/mark    kind "unfinished": for which target; locked while its process lives
    .kg-HASH-RANDOM/made    what is made
    .kg-HASH-RANDOM/old     what it replaces, for a moment, where two things cannot be exchanged

A process that is killed leaves such a place; the next one that makes the same thing clears it.
"""

from __future__ import annotations

import ctypes
import errno
import os
import secrets
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import IO

from kg.files import sync, sync_tree
from kg.folder.marks import opened, signed

_MARK, _MADE, _OLD = "mark", "made", "old"

#: Seconds after which a place that has no mark yet is one that will never have it.
_UNMARKED = 60


@contextmanager
def beside(target: Path) -> Iterator[Path]:
    """A new empty folder on the same file system as `target`; it is gone when the block ends.

    Missing parents of `target` are made. What killed processes left for the same target is cleared
    first.

    Raises OSError if the place cannot be made; BlockingIOError if a process makes `target` now.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    start = f".kg-{sha256(os.fsencode(target.name)).hexdigest()[:12]}-"
    for left in sorted(target.parent.glob(f"{start}*")):
        _clear_left(left, target)
    place = target.with_name(start + secrets.token_hex(4))
    place.mkdir(mode=0o700)
    try:
        with (place / _MARK).open("w", encoding="utf-8") as mark:
            _lock(mark)
            mark.write(signed({"kind": "unfinished", "target": target.name}))
            mark.flush()
            made = place / _MADE
            made.mkdir()
            yield made
    finally:
        _clear(place, target)


def put_in_place(fresh: Path, target: Path) -> None:
    """Put `fresh`, made `beside` the target, in the place of `target`: at every moment, and after
    a loss of power, all of the old or all of the new is there.

    Where the system cannot exchange two folders in one step, for a moment none is there.
    """
    if fresh.is_dir():
        sync_tree(fresh)
    else:
        sync(fresh)
    if not target.is_dir() or target.is_symlink():
        fresh.replace(target)
    elif not _exchange(fresh, target):
        target.rename(fresh.parent.parent / _OLD)
        fresh.rename(target)
    sync(target.parent)


def _clear_left(place: Path, target: Path) -> None:
    """Clear a place that a killed process left for `target`, and nothing that is not one.

    Raises BlockingIOError if its process lives.
    """
    mark, fields = place / _MARK, None
    if place.is_symlink() or not place.is_dir() or mark.is_symlink():
        return
    with suppress(FileNotFoundError, PermissionError), mark.open("r+", encoding="utf-8") as file:
        if not _lock(file):
            return
        fields = opened(file.read(), kind="unfinished")
    if fields is not None and fields.get("target") == target.name:
        _clear(place, target)
    elif time.time() - place.stat().st_mtime > _UNMARKED:
        with suppress(OSError):  # it was killed before it had a mark, or is somebody else's
            if mark.is_file() and mark.stat().st_size == 0:
                mark.unlink()
            place.rmdir()


def _clear(place: Path, target: Path) -> None:
    old = place / _OLD
    if old.exists() and not target.exists():
        old.rename(target)
    for part in (place / _MADE, old):
        shutil.rmtree(part, ignore_errors=True)
    if not (place / _MADE).exists() and not old.exists():
        shutil.rmtree(place, ignore_errors=True)  # the mark last: what stays can be known again


def _lock(file: IO[str]) -> bool:
    """Lock a file as long as it is open; False where the system or the file system cannot.

    Raises BlockingIOError if another process has it.
    """
    try:
        import fcntl
    except ImportError:
        return False
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise BlockingIOError(errno.EAGAIN, "another kg is writing it now") from error
    except OSError:
        return False
    return True


#: What systems and file systems answer that cannot exchange two paths (renameat2).
_NO_EXCHANGE = (errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        rename = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):  # another C library
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE
    if rename(here, os.fsencode(one), here, os.fsencode(other), exchange) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NO_EXCHANGE:
        return False
    raise OSError(number, os.strerror(number), str(other))
