"""Inputs → Documents: files, folders and standard input.

    find.py         arguments → sources, one per real file, each with an id
    file.py         a file, the user's options, and what a reader gives: extracts
    formats.py      which reader reads which file: by suffix, checked by signatures.py
    packed.py       archives: readers of the files inside
    text.py rows.py mail.py subtitles.py ...    one reader, or one family of them, each
    blocks.py       how stated structure is kept in an extracted text
    decode.py dates.py                          bytes to text, dates

Plain text and Markdown are kept exactly as they are. What other formats hold is extracted: a pure
function of the file's bytes and the options, so that spans can be checked against the source again.
A bad input gives one `ReadError` in its place and the others are still read.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import PurePosixPath

from kg.errors import ReadError
from kg.model import Document
from kg.read.dates import check_date, name_date
from kg.read.decode import decode
from kg.read.file import TOO_MUCH_MEMORY, Extract, FileReader, ReadOptions, one_line, problem
from kg.read.find import Found, Source, find_sources, listed
from kg.read.formats import FORMATS, read_file
from kg.read.packed import ARCHIVES
from kg.read.text import front_matter, split_lines

__all__ = [
    "READERS",
    "TOO_MUCH_MEMORY",
    "Extract",
    "Found",
    "ReadOptions",
    "Source",
    "check_date",
    "decode",
    "extracts_of",
    "front_matter",
    "listed",
    "read_inputs",
    "read_source",
    "sources_of",
]

logger = logging.getLogger(__name__)

#: Readers by suffix. A folder is searched for these; an own reader is one more entry.
READERS: dict[str, FileReader] = {**FORMATS, **ARCHIVES}

#: Says what each of some files holds, in their order.
Extractor = Callable[
    [Sequence[Source], ReadOptions],
    Iterable[tuple[Source, Iterator[Extract | ReadError]]],
]


def read_inputs(
    inputs: Sequence[str],
    *,
    date: str | None = None,
    lines: bool = False,
    options: ReadOptions | None = None,
    extract: Extractor | None = None,
    notes: list[str] | None = None,
) -> Iterator[Document | ReadError]:
    """Read files, folders and standard input (`-`), sorted by document id.

    A folder is searched for files whose suffix is in `READERS`, hidden and excluded ones left
    out; a file named explicitly may have any suffix. The same file given twice is one document.
    An input that cannot be read yields a `ReadError`, not raised, so that the others still come:

        for item in read_inputs(["news/", "extra.pdf"]):
            if isinstance(item, ReadError): ...

    `date` (ISO 8601 day, month or year) stands in where neither the document nor the file name
    has one. With `lines`, every line is a document of its own, `name:000123`, the empty too.
    `extract` says what files hold; left out, they are read here, without limits of time and memory
    (`kg.corpus.extracts.elsewhere` has such). What is empty, left out on purpose or of a kind that
    no reader is for is named in `notes`, or in the log where that is None.

    Raises ValueError if `date` is no ISO 8601 date, ReadError if `options.exclude` is no pattern.
    """
    checked = None if date is None else check_date(date)
    options = options or ReadOptions()
    found = sources_of(inputs, options)
    for note in found.notes:
        _note(note, notes)
    if found.unread:
        _note(f"not read: {listed(found.unread)}", notes)
    documents = (
        item
        for source, extracts in (extract or _extract_here)(found.sources, options)
        for item in read_source(source, extracts, date=checked, lines=lines, notes=notes)
    )
    return chain(found.failed, documents)


def _extract_here(
    sources: Sequence[Source], options: ReadOptions
) -> Iterator[tuple[Source, Iterator[Extract | ReadError]]]:
    return ((source, extracts_of(source, options)) for source in sources)


def sources_of(inputs: Sequence[str], options: ReadOptions) -> Found:
    """The files that inputs stand for, sorted by id, and what is not found or not read.

    Raises ReadError if `options.exclude` is no pattern.
    """
    return find_sources(inputs, suffixes=READERS, exclude=options.exclude)


def read_source(
    source: Source,
    extracts: Iterable[Extract | ReadError],
    *,
    date: str | None = None,
    lines: bool = False,
    notes: list[str] | None = None,
) -> Iterator[Document | ReadError]:
    """The documents of one file, and an error for each part of it that cannot be read.

    A pure function of what the file holds, its id and place, and the other arguments. What is
    empty is named in `notes`, or in the log where that is None.
    """
    nothing = True
    for item in extracts:
        nothing = False
        if isinstance(item, ReadError):
            yield item
            continue
        if not item.text.strip():
            _note(f"{source.name}{item.part}{_EMPTY}", notes)
        if lines:
            yield from _lines(source, item, date=date)
        else:
            yield _document(source, item, date=date)
    if nothing:
        _note(source.name + _EMPTY, notes)


_EMPTY = " holds no text: it is empty"


def _note(note: str, notes: list[str] | None) -> None:
    if notes is None:
        logger.warning("%s", note)
    else:
        notes.append(note)


def extracts_of(source: Source, options: ReadOptions) -> Iterator[Extract | ReadError]:
    """What one file holds: a pure function of its bytes and name and the options."""
    try:
        yield from read_file(source.file(), options, readers=READERS)
    except ReadError as error:
        yield error
    except OSError as error:
        yield ReadError(problem(source.name, error))
    except MemoryError:
        yield ReadError(f"{source.name} is left out: it {TOO_MUCH_MEMORY}")
    except RecursionError:
        yield ReadError(f"{source.name} is nested too deeply; save it as plain text")
    except Exception as error:  # a library that gives up on one file must not stop the others
        logger.info("%s: %s", source.name, error, exc_info=True)
        reason = one_line(f"{type(error).__name__}: {error}")[:200]
        yield ReadError(f"{source.name} cannot be read ({reason}); check it or save it anew")


def _document(source: Source, extract: Extract, *, date: str | None) -> Document:
    member = extract.part.partition(":")[0]
    name = PurePosixPath(member or source.parts[-1])
    stem = None if source.path is None else name.stem
    return Document(
        id=source.id + extract.part,
        source=source.place,
        part=extract.part,
        text=extract.text,
        title=extract.title or stem,
        date=extract.date or name_date(name.name) or date,
        sha256=_sha256(extract.text),
        encoding=extract.encoding,
        media_type=extract.media_type,
        url=extract.url,
        pages=extract.pages,
    )


def _lines(source: Source, extract: Extract, *, date: str | None) -> Iterator[Document]:
    dated = name_date(source.parts[-1]) or date
    for number, line in enumerate(split_lines(extract.text), start=1):
        part = f"{extract.part}:{number:06}"
        yield Document(
            id=source.id + part,
            source=source.place,
            part=part,
            text=line,
            date=dated,
            sha256=_sha256(line),
            encoding=extract.encoding,
        )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
