"""Tables and JSON lines: every row is a document, its text one of the fields."""

from __future__ import annotations

import csv
import io
import json
import logging
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.errors import ReadError
from kg.read.dates import stated_date
from kg.read.decode import encoding_of
from kg.read.file import LONGEST, Extract, File, ReadOptions, one_line, storable, web_address

logger = logging.getLogger(__name__)

_SAMPLE = 1_000_000
_LONGEST_ID = 200
Row = Mapping[str, Any]

csv.field_size_limit(min(LONGEST, 2**31 - 1))  # a field may be a long text; the default is 128 KiB


def read_csv(file: File, options: ReadOptions) -> Iterator[Extract | ReadError]:
    """Rows below a line of column names; commas, semicolons, tabs or bars between the fields."""
    lines, encoding = _lines(file)
    try:
        header = next(lines, "")
        names = next(csv.reader([header], delimiter=_delimiter(header)), [])
        _check_columns(names, file, options)
        table = csv.DictReader(lines, fieldnames=names, delimiter=_delimiter(header))
        yield from _extracts(_counted(table, start=1), file, options, encoding)
    except (csv.Error, UnicodeDecodeError) as error:
        raise ReadError(f"{file.name} is broken CSV: {one_line(str(error))}; repair it") from error


def read_json_lines(file: File, options: ReadOptions) -> Iterator[Extract | ReadError]:
    """One JSON object a line; blank lines count as lines and are no rows."""
    lines, encoding = _lines(file)
    try:
        yield from _extracts(_objects(lines, file), file, options, encoding)
    except UnicodeDecodeError as error:
        raise ReadError(f"{file.name} is not {encoding} all through; save it as UTF-8") from error


def _objects(lines: Iterable[str], file: File) -> Iterator[tuple[int, Row | ReadError]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            reason = one_line(str(error))
            yield number, ReadError(f"{file.name}, line {number} is no JSON: {reason}; repair it")
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            yield (
                number,
                ReadError(f"{file.name}, line {number} is no JSON object; wrap it in {{}}"),
            )


def _counted(rows: Iterable[Row], *, start: int) -> Iterator[tuple[int, Row | ReadError]]:
    yield from enumerate(rows, start=start)


def _lines(file: File) -> tuple[Iterator[str], str]:
    """The lines of a file with their ends, read as they are asked for, and its encoding."""
    encoding = encoding_of(file.head(_SAMPLE), name=file.name)
    return _stream(file, encoding), encoding


def _stream(file: File, encoding: str) -> Iterator[str]:
    with io.TextIOWrapper(file.open(), encoding=encoding, newline="") as stream:
        while line := stream.readline(LONGEST):
            if len(line) == LONGEST:
                raise ReadError(f"{file.name} has a line of over {LONGEST:,} characters; split it")
            yield line


def _delimiter(header: str) -> str:
    """The mark that most often stands between column names; a comma where none does."""
    return max(",;\t|", key=header.count)


def _check_columns(names: list[str], file: File, options: ReadOptions) -> None:
    wanted = [options.text_field or "text", options.id_field, options.date_field]
    for name, flag in zip(wanted, ("text", "id", "date"), strict=True):
        if name is not None and name not in names:
            known = ", ".join(map(repr, names[:20])) or "none"
            raise ReadError(
                f"{file.name} has no column {name!r}; name one of {known} with --{flag}-field"
            )


def _extracts(
    rows: Iterable[tuple[int, Row | ReadError]], file: File, options: ReadOptions, encoding: str
) -> Iterator[Extract | ReadError]:
    empty, used = 0, set[str]()
    for number, row in rows:
        if isinstance(row, ReadError):
            yield row
            continue
        text = _field(row, options.text_field or "text")
        if text is None:
            yield _without_text(row, number, file, options)
        elif not text.strip():
            empty += 1
        elif (part := _part(row, number, options)) in used:
            yield ReadError(
                f"{file.name}, row {number}: id {part[1:]!r} is taken by an earlier row; "
                "leave out --id-field or make ids unique"
            )
        else:
            used.add(part)
            yield _extract(row, file, options, text=text, part=part, encoding=encoding)
    if empty:
        logger.warning("%s: %d rows without text left out", file.name, empty)


def _extract(
    row: Row, file: File, options: ReadOptions, *, text: str, part: str, encoding: str
) -> Extract:
    title = _field(row, "title")
    return Extract(
        text=text,
        media_type="text/plain",
        encoding=encoding,
        title=(one_line(title) or None) if title else None,
        date=stated_date(_field(row, options.date_field or "date"), name=file.name + part),
        url=web_address(_field(row, "url")),
        part=part,
    )


def _part(row: Row, number: int, options: ReadOptions) -> str:
    name = _field(row, options.id_field or "id")
    shown = one_line(name)[:_LONGEST_ID] if name else ""
    return ":" + (shown or f"{number:06}")


def _without_text(row: Row, number: int, file: File, options: ReadOptions) -> ReadError:
    field = options.text_field or "text"
    known = ", ".join(repr(name) for name in list(row)[:20] if isinstance(name, str)) or "none"
    return ReadError(
        f"{file.name}, row {number} has no field {field!r}; name one of {known} with --text-field"
    )


def _field(row: Row, name: str) -> str | None:
    """The text of a field, a number written out; a dot leads into a nested object."""
    value: Any = row.get(name)
    if value is None and "." in name:
        value = row
        for step in name.split("."):
            value = value.get(step) if isinstance(value, Mapping) else None
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    return storable(str(value))
