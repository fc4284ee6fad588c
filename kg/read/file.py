"""What a reader is given and what it gives: a file, the user's options, an extract."""

from __future__ import annotations

import io
import os
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from kg.controls import spelled_inline
from kg.errors import ReadError, extra
from kg.files import KindError, open_regular

#: The longest file that is read as one document, in bytes; tables and archives may be longer.
LONGEST = 100_000_000
#: What is said of a document that needs more memory than it may have or than there is.
TOO_MUCH_MEMORY = "takes more memory than one document may; split it, or raise --max-memory"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """How inputs are found and read.

    `text_field`, `id_field` and `date_field` name the fields of CSV and JSON lines files; None
    stands for `text`, `id` and `date`, the last two where there are any. A dot leads into nested
    objects. `exclude` are patterns in gitignore syntax, against paths below the folder read.
    """

    text_field: str | None = None
    id_field: str | None = None
    date_field: str | None = None
    exclude: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """Bytes that can be opened, any number of times, and what messages call them."""

    name: str
    opener: Callable[[], BinaryIO]

    @property
    def suffix(self) -> str:
        """The last suffix of the name in lower case, `.txt`."""
        return PurePosixPath(self.name).suffix.lower()

    def open(self) -> BinaryIO:
        """Open the bytes from the beginning. Raises ReadError."""
        try:
            return self.opener()
        except OSError as error:
            raise ReadError(problem(self.name, error)) from error

    def head(self, size: int) -> bytes:
        """The first `size` bytes, or all. Raises ReadError."""
        with self.open() as stream:
            return stream.read(size)

    def load(self, longest: int | None = None) -> bytes:
        """All bytes. Raises ReadError if they are more than `longest`, `LONGEST` where None."""
        most = LONGEST if longest is None else longest
        with self.open() as stream:
            size = stream.seek(0, io.SEEK_END) if stream.seekable() else 0
            if size <= most:
                if size:
                    stream.seek(0)
                data = stream.read(most + 1)
                if len(data) <= most:
                    return data
        megabytes = most // 1_000_000
        raise ReadError(
            f"{self.name} is larger than {megabytes} MB, too long for one document; split it"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Extract:
    """The text of one document and what its file states about it.

    `part` tells the document from others of its file, separator included: `/chapter.txt` in an
    archive, `:000012` in a table; empty where the file is one document.
    `pages` are the offsets at which the pages of the text begin.
    """

    text: str
    media_type: str
    encoding: str = "utf-8"
    title: str | None = None
    date: str | None = None
    url: str | None = None
    pages: tuple[int, ...] = ()
    part: str = ""


#: Reads one file: yields its documents, and an error for each part of it that cannot be read.
#: Raises ReadError where nothing of the file can.
FileReader = Callable[[File, ReadOptions], Iterable[Extract | ReadError]]


def file_at(path: Path) -> File:
    return File(name=shown(path), opener=lambda: open_regular(path))


def file_of(data: bytes, *, name: str) -> File:
    return File(name=name, opener=lambda: io.BytesIO(data))


def problem(name: str, error: OSError) -> str:
    """One line about a file that the system does not give."""
    if isinstance(error, KindError):
        return f"{name} {error.strerror}"
    reason = (error.strerror or str(error) or type(error).__name__).lower()
    return f"cannot read {name}: {reason}; check the file and its permissions"


def shown(path: Path) -> str:
    return printable(path.as_posix())


def printable(name: str) -> str:
    """A file name on one line: bytes that are no UTF-8 and control characters become `\\xff`."""
    return spelled_inline(os.fsencode(name).decode("utf-8", "backslashreplace"))


def storable(text: str) -> str:
    """Halves of surrogate pairs, which JSON can spell and UTF-8 cannot, become U+FFFD."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def web_address(value: str | None) -> str | None:
    """`value` if it is an address on the web that can be written as an IRI, else None."""
    address = (value or "").strip()
    good = re.fullmatch(r"https?://[^\s<>\"{}|^`\\/?#@]+(?:[/?#][^\s<>\"{}|^`\\]*)?", address)
    return address if good else None


def one_line(text: str) -> str:
    return " ".join(text.split())


def needs(library: str, of: str, *, name: str) -> ReadError:
    """The error for a file that a library is missing for."""
    return ReadError(f"{name} needs {library}: {extra(of)}")
