"""Files that are whole or not there, and stay so when the power goes."""

from __future__ import annotations

import errno
import hashlib
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import BufferedReader
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A neighbour of `path` to write to, which takes its place if all goes well.

    On any failure `path` stays as it was; when this returns, the new file is on the disk and not
    only on its way there. Missing folders are made. Two processes that write the same file at once
    do not disturb each other: the last one stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield partial
        with suppress(OSError):
            shutil.copymode(path, partial)  # who may read it stays as it was
        sync(partial)
        partial.replace(path)
        sync(path.parent)
    finally:
        with suppress(OSError):
            partial.unlink()  # still there only after a failure


#: By what a change of a file is seen without reading it: time, size, number on the disk.
Stamp = tuple[int, int, int]


def stamp_of(path: Path) -> Stamp | None:
    """The stamp of a file; None where it cannot be looked at."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def write_bytes(path: Path, data: bytes) -> None:
    """Write a small file whole. Raises OSError if it cannot be written."""
    with whole(path) as partial:
        partial.write_bytes(data)


#: What systems and file systems answer that cannot bring a folder to the disk by itself.
_NO_SUCH_SYNC = {errno.EINVAL, errno.ENOTSUP, errno.EBADF, errno.EACCES, errno.EISDIR}


def sync(path: Path) -> None:
    """Bring a file, or the list of names of a folder, from memory to the disk.

    Raises OSError if the file cannot be written; a folder is left to the system where that knows
    no better.
    """
    folder = path.is_dir()
    try:
        number = os.open(path, os.O_RDONLY if folder or os.name == "posix" else os.O_RDWR)
        try:
            os.fsync(number)
        finally:
            os.close(number)
    except OSError as error:
        if not folder or error.errno not in _NO_SUCH_SYNC:
            raise


def sync_tree(folder: Path) -> None:
    """Bring all files below a folder to the disk, then the folders. Raises OSError as `sync`."""
    for root, _, names in os.walk(folder, topdown=False):
        for name in names:
            path = Path(root, name)
            if path.is_file() and not path.is_symlink():  # links and pipes are the user's
                sync(path)
        sync(Path(root))


def sha256_of(path: Path) -> str:
    """The hash of a file, read piece by piece. Raises OSError if it cannot be read."""
    with open_regular(path) as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


# Files of the user, which may be anything


class KindError(OSError):
    """What lies at a path is no file that can be read to its end; `strerror` says what to do."""


def open_regular(path: Path) -> BufferedReader:
    """Open a file to read, never waiting for one that somebody else has yet to write.

    Raises KindError for a pipe, a device, a socket, a folder, and what only looks like a file (of
    `/proc`, without a size but not empty); OSError as `open` does.
    """
    _refuse_irregular(path.stat().st_mode)  # a device may do something when it is opened
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    number = os.open(path, flags | getattr(os, "O_CLOEXEC", 0))
    try:
        found = os.fstat(number)
        _refuse_irregular(found.st_mode)
        if found.st_size == 0:
            _refuse_endless(number)
        return os.fdopen(number, "rb")
    except BaseException:
        os.close(number)
        raise


def read_bytes(path: Path, longest: int) -> bytes:
    """All bytes of a file. Raises as `open_regular`, and KindError for more than `longest`."""
    with open_regular(path) as file:
        data = file.read(longest + 1)
    if len(data) > longest:
        raise KindError(errno.EFBIG, f"is larger than {longest // 1_000_000:,} MB; make it smaller")
    return data


#: What a path may lead to that is no file, by what `stat` says.
_KINDS = {
    stat.S_IFIFO: "a pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
    stat.S_IFDIR: "a folder",
}


def _refuse_irregular(mode: int) -> None:
    kind = _KINDS.get(stat.S_IFMT(mode))
    if kind is not None:
        raise KindError(errno.EINVAL, f"is {kind}, not a file; copy what it holds into a file")


def _refuse_endless(number: int) -> None:
    """Of a file that is empty nothing can be read; some that say so have no end."""
    try:
        empty = not os.read(number, 1)
    except BlockingIOError:
        empty = False
    if not empty:
        raise KindError(errno.EINVAL, "does not say how long it is; copy what it holds into a file")
