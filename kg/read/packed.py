"""Archives: `.gz` one file, `.zip` many; unpacked in memory, never onto the disk.

What is declared about sizes is not believed: bytes are counted as they come out.
"""

from __future__ import annotations

import gzip
import io
import logging
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import IO, BinaryIO

from kg.errors import ReadError
from kg.read.file import Extract, File, Reader, ReadOptions, one_line, printable
from kg.read.find import ignore_spec
from kg.read.formats import FORMATS, read_file

logger = logging.getLogger(__name__)

#: What may come out of one archive, in bytes, in members, and for each byte that went in.
MOST_BYTES = 2_000_000_000
MOST_MEMBERS = 100_000
MOST_RATIO = 200
#: A ratio tells nothing about less than this: a page of blanks packs well.
_SMALL = 10_000_000

_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, gzip.BadGzipFile, NotImplementedError)


class Unpacked(io.RawIOBase):
    """A stream that ends in a ReadError where too much comes out of it, or it is broken."""

    def __init__(self, *streams: IO[bytes] | gzip.GzipFile, name: str, packed: int) -> None:
        """Read the first stream; all are closed with it."""
        self._streams = streams
        self._name = name
        self._packed = packed
        self._count = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        try:
            data = self._streams[0].read(len(buffer))
        except _BROKEN as error:
            raise ReadError(broken(self._name, error)) from error
        self._count += len(data)
        ratio = self._count > max(_SMALL, MOST_RATIO * self._packed)
        if ratio or self._count > MOST_BYTES:
            raise ReadError(
                f"{self._name} unpacks to more than {self._count // 1_000_000:,} MB from "
                f"{self._packed:,} bytes, as an archive made to do harm would; unpack it yourself"
            )
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        for stream in self._streams:
            stream.close()
        super().close()


def broken(name: str, error: Exception) -> str:
    reason = one_line(str(error)).rstrip(".").lower() or type(error).__name__
    return f"{name} is broken or cut off ({reason}); get the file again"


def read_gzip(file: File, options: ReadOptions) -> Iterable[Extract | ReadError]:
    """The file inside, named like the archive without `.gz`."""
    with file.open() as stream:
        packed = stream.seek(0, io.SEEK_END)

    def opener() -> BinaryIO:
        outer = file.open()
        inner = gzip.GzipFile(fileobj=outer)
        return io.BufferedReader(Unpacked(inner, outer, name=file.name, packed=packed))

    name = file.name[: -len(".gz")] if file.suffix == ".gz" else file.name
    return read_file(File(name=name, opener=opener), options)


def read_zip(file: File, options: ReadOptions) -> Iterator[Extract | ReadError]:
    """The members that a folder would be searched for, in the order of their names."""
    with file.open() as stream:
        archive = open_zip(stream, name=file.name)
        with archive:
            found = False
            for item in _members(archive, file, options):
                found = True
                yield item
    if not found:
        raise ReadError(f"no text in archive {file.name}; unpack it to see what it holds")


def open_zip(stream: BinaryIO, *, name: str) -> zipfile.ZipFile:
    """Open an archive. Raises ReadError if it is none or has too many members."""
    try:
        archive = zipfile.ZipFile(stream)
    except (*_BROKEN, ValueError, OSError) as error:
        raise ReadError(broken(name, error)) from error
    count = len(archive.infolist())
    if count > MOST_MEMBERS:
        raise ReadError(
            f"{name} has {count:,} members, more than {MOST_MEMBERS:,}; unpack it first"
        )
    return archive


def member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, *, name: str) -> File:
    """One member as a file called `name`."""

    def opener() -> BinaryIO:
        if info.flag_bits & 1:
            raise ReadError(f"{name} is encrypted; unpack it with its password first")
        try:
            inner = archive.open(info)
        except (*_BROKEN, RuntimeError) as error:
            raise ReadError(broken(name, error)) from error
        return io.BufferedReader(Unpacked(inner, name=name, packed=info.compress_size))

    return File(name=name, opener=opener)


def _members(
    archive: zipfile.ZipFile, file: File, options: ReadOptions
) -> Iterator[Extract | ReadError]:
    spec = ignore_spec(options.exclude)
    seen: set[str] = set()
    left = MOST_BYTES
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        path = info.filename
        refused = _refused(info, seen)
        if refused:
            yield ReadError(f"{file.name}: member {printable(path)!r} {refused}; left out")
            continue
        if not _wanted(info) or spec.match_file(path):
            continue
        left -= info.file_size
        if left < 0:
            yield ReadError(
                f"{file.name} unpacks to more than {MOST_BYTES // 1_000_000:,} MB; split it"
            )
            return
        yield from _read_member(archive, info, file, options)


def _read_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: File, options: ReadOptions
) -> Iterator[Extract | ReadError]:
    path = printable(info.filename)
    inner = member(archive, info, name=f"{file.name}/{path}")
    try:
        for item in read_file(inner, options):
            yield replace(item, part=f"/{path}{item.part}") if isinstance(item, Extract) else item
    except ReadError as error:
        yield error


def _refused(info: zipfile.ZipInfo, seen: set[str]) -> str | None:
    """Why a member is not read although it may look like text."""
    path = info.filename
    steps = path.replace("\\", "/").split("/")
    if path.startswith(("/", "\\")) or ".." in steps or (len(path) > 1 and path[1] == ":"):
        return "points outside the archive"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "is a link"
    if path in seen:
        return "is there twice"
    seen.add(path)
    return None


def _wanted(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    hidden = any(step.startswith((".", "__MACOSX")) for step in path.parts)
    return not info.is_dir() and not hidden and path.suffix.lower() in FORMATS


#: Readers of archives, by suffix.
ARCHIVES: dict[str, Reader] = {".gz": read_gzip, ".zip": read_zip}
