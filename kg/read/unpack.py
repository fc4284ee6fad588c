"""What comes out of archives, counted as it comes: sizes that are declared are not believed."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
import zlib
from typing import IO, BinaryIO

from kg.errors import ReadError
from kg.read.file import File, one_line

#: What may come out of one archive, in bytes, in members, and for each byte that went in.
MOST_BYTES = 2_000_000_000
MOST_MEMBERS = 100_000
MOST_RATIO = 100
#: A ratio tells nothing about less than this: a page of blanks packs well.
_SMALL = 10_000_000

#: The longest XML or HTML that is made a tree of, in bytes, and the most elements and attributes
#: in it: of a page, which libraries copy several times, and of XML. Each takes a kilobyte or two.
LONGEST_TREE = 30_000_000
MOST_NODES = 300_000
MOST_XML_NODES = 800_000
#: Attributes of one element: parsers compare each with all before it.
MOST_ATTRIBUTES = 1_000
_TAG = re.compile(rb"""<(?:[A-Za-z_:](?:[^"'>]+|"[^"]*"|'[^']*'|["'])*|[!?])""")

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
        if self._count > min(MOST_BYTES, most_from(self._packed)):
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


def most_from(packed: int) -> int:
    """How many bytes may come out of so many."""
    return max(_SMALL, MOST_RATIO * packed)


def check_tree(data: bytes, *, name: str, most: int = MOST_NODES) -> None:
    """Count what a page or XML would be parsed into. Raises ReadError if that is too much."""
    if len(data) > LONGEST_TREE:
        megabytes = LONGEST_TREE // 1_000_000
        raise ReadError(f"{name} is larger than {megabytes} MB, too long for one page; split it")
    if b"\0" in data[:1_000]:  # UTF-16
        data = data.replace(b"\0", b"")
    nodes = 0
    for tag in _TAG.finditer(data):
        words = len(tag[0].split())
        nodes += words
        if words > MOST_ATTRIBUTES:
            raise ReadError(
                f"{name} has an element with over {MOST_ATTRIBUTES:,} attributes; save it as text"
            )
        if nodes > most:
            raise ReadError(
                f"{name} has more than {most:,} elements and attributes; split it, or save it as "
                "text"
            )


def broken(name: str, error: Exception) -> str:
    reason = one_line(str(error)).rstrip(".").lower() or type(error).__name__
    return f"{name} is broken or cut off ({reason}); get the file again"


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


def load_member(archive: zipfile.ZipFile, name: str, archive_name: str) -> bytes:
    """All bytes of a member that is to become a tree, which takes many times its size in memory.

    Raises ReadError if it is broken, encrypted or larger than `LONGEST_TREE`.
    """
    info = archive.getinfo(name)
    return member(archive, info, name=f"{archive_name}/{name}").load(LONGEST_TREE)
