"""Archives: `.gz` one file, `.zip` many; unpacked in memory, never onto the disk."""

from __future__ import annotations

import gzip
import io
import logging
import stat
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import PurePosixPath
from typing import BinaryIO

from kg.errors import ReadError
from kg.read.file import Extract, File, FileReader, ReadOptions, printable
from kg.read.find import ignore_spec
from kg.read.formats import FORMATS, read_file
from kg.read.unpack import MOST_BYTES, Unpacked, member, most_from, open_zip

logger = logging.getLogger(__name__)


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


def _members(
    archive: zipfile.ZipFile, file: File, options: ReadOptions
) -> Iterator[Extract | ReadError]:
    spec = ignore_spec(options.exclude)
    seen: set[str] = set()
    with file.open() as stream:
        most = left = min(MOST_BYTES, most_from(stream.seek(0, io.SEEK_END)))
    for info in sorted(archive.infolist(), key=lambda info: info.filename):
        path = info.filename
        refused = _refused(info, seen)
        if refused:
            yield ReadError(f"{file.name}: member {printable(path)!r} {refused}; left out")
            continue
        if not _wanted(info) or spec.match_file(path):
            continue
        if info.file_size <= most_from(info.compress_size):  # else it is refused when it is read
            left -= info.file_size
        if left < 0:
            yield ReadError(f"{file.name} unpacks to more than {most // 1_000_000:,} MB; split it")
            return
        yield from _read_member(archive, info, file, options)


def _read_member(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: File, options: ReadOptions
) -> Iterator[Extract | ReadError]:
    path = printable(info.filename)
    inner = member(archive, info, name=f"{file.name}/{path}")
    nothing = True
    try:
        for item in read_file(inner, options):
            nothing = False
            yield replace(item, part=f"/{path}{item.part}") if isinstance(item, Extract) else item
        if nothing:  # a table without rows: a text without words, which is named as such
            yield Extract(text="", media_type="text/plain", part=f"/{path}")
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
ARCHIVES: dict[str, FileReader] = {".gz": read_gzip, ".zip": read_zip}
