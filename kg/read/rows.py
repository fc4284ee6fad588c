"""Tables and JSON lines: every row is a document, its text one of the fields.

Rows that cannot be read are refused by kind, in one line for all of a file, however many they are.
"""

from __future__ import annotations

import csv
import io
import json
import logging
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from kg.controls import spelled_inline
from kg.errors import NoTextError, ReadError
from kg.read.dates import stated_date
from kg.read.decode import encoding_of
from kg.read.file import LONGEST, Extract, File, ReadOptions, one_line, storable, web_address

logger = logging.getLogger(__name__)

_SAMPLE = 1_000_000
_LONGEST_ID = 200
#: What a table may have; a line may be as long as a document and what is written around it.
MOST_ROWS, MOST_COLUMNS, LONGEST_LINE = 1_000_000, 10_000, 30_000_000
Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bad:
    """A row that is refused: what to say of it alone, and of many, after their number."""

    kind: str
    alone: str
    many: str


csv.field_size_limit(min(LONGEST, 2**31 - 1))  # a field may be a long text; the default is 128 KiB


def read_csv(file: File, options: ReadOptions) -> Iterator[Extract | ReadError]:
    """Rows below a line of column names; commas, semicolons, tabs or bars between the fields."""
    lines, encoding = _lines(file)
    try:
        header = next(lines, "")
        if not header.strip() and not any(line.strip() for line in lines):
            return  # nothing at all: no column is missing
        if header.count(_delimiter(header)) > MOST_COLUMNS:
            raise ReadError(f"{file.name} has more than {MOST_COLUMNS:,} columns; check the file")
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


def _objects(lines: Iterable[str], file: File) -> Iterator[tuple[int, Row | _Bad]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield number, _not_json(number, one_line(str(error)), file)
            continue
        yield number, row if isinstance(row, dict) else _no_object(number, file)


def _counted(rows: Iterable[Row], *, start: int) -> Iterator[tuple[int, Row | _Bad]]:
    yield from enumerate(rows, start=start)


def _lines(file: File) -> tuple[Iterator[str], str]:
    """The lines of a file with their ends, read as they are asked for, and its encoding."""
    encoding = encoding_of(file.head(_SAMPLE), name=file.name)
    return _stream(file, encoding), encoding


def _stream(file: File, encoding: str) -> Iterator[str]:
    with io.TextIOWrapper(file.open(), encoding=encoding, newline="") as stream:
        while line := stream.readline(LONGEST_LINE):
            if len(line) == LONGEST_LINE:
                raise ReadError(
                    f"{file.name} has a line of over {LONGEST_LINE:,} characters; split it"
                )
            yield line


def _delimiter(header: str) -> str:
    """The mark that most often stands between column names; a comma where none does."""
    return max(",;\t|", key=header.count)


def _check_columns(names: list[str], file: File, options: ReadOptions) -> None:
    known = ", ".join(map(repr, names[:20])) or "none"
    for name, flag, error in (
        (options.text_field or "text", "text", NoTextError),
        (options.id_field, "id", ReadError),
        (options.date_field, "date", ReadError),
    ):
        if name is not None and name not in names:
            raise error(
                f"{file.name} has no column {name!r}; name one of {known} with --{flag}-field"
            )


def _extracts(
    rows: Iterable[tuple[int, Row | _Bad]], file: File, options: ReadOptions, encoding: str
) -> Iterator[Extract | ReadError]:
    first: dict[str, _Bad] = {}
    count: Counter[str] = Counter()
    try:
        for item in _good_or_bad(rows, file, options, encoding):
            if isinstance(item, Extract):
                yield item
                count["read"] += 1
            else:
                first.setdefault(item.kind, item)
                count[item.kind] += 1
    except (csv.Error, UnicodeDecodeError, ReadError):
        yield from _refused(first, count, file)
        raise
    yield from _refused(first, count, file, NoTextError if set(count) == {"text"} else ReadError)


def _refused(
    first: Mapping[str, _Bad],
    count: Counter[str],
    file: File,
    error: type[ReadError] = ReadError,
) -> Iterator[ReadError]:
    for kind, bad in first.items():
        one = count[kind] == 1
        yield error(bad.alone if one else f"{file.name}: {count[kind]:,} {bad.many}")


def _good_or_bad(
    rows: Iterable[tuple[int, Row | _Bad]], file: File, options: ReadOptions, encoding: str
) -> Iterator[Extract | _Bad]:
    empty, used = 0, set[str]()
    for number, row in rows:
        if number > MOST_ROWS:
            raise ReadError(f"{file.name} has more than {MOST_ROWS:,} rows; split it")
        if isinstance(row, _Bad):
            yield row
            continue
        text = _field(row, options.text_field or "text")
        if text is None:
            yield _without_text(row, number, file, options)
        elif not text.strip():
            empty += 1
        elif (part := _part(row, number, options)) in used:
            yield _taken(part[1:], number, file)
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
    shown = spelled_inline(one_line(name))[:_LONGEST_ID] if name else ""
    return ":" + (shown or f"{number:06}")


def _without_text(row: Row, number: int, file: File, options: ReadOptions) -> _Bad:
    field = options.text_field or "text"
    known = ", ".join(repr(name) for name in list(row)[:20] if isinstance(name, str)) or "none"
    advice = f"name one of {known} with --text-field"
    return _Bad(
        kind="text",
        alone=f"{file.name}, row {number} has no field {field!r}; {advice}",
        many=f"rows have no field {field!r} (the first is row {number}); {advice}",
    )


def _taken(id: str, number: int, file: File) -> _Bad:
    advice = "leave out --id-field or make ids unique"
    return _Bad(
        kind="id",
        alone=f"{file.name}, row {number}: id {id!r} is taken by an earlier row; {advice}",
        many=f"rows have the id of an earlier row (the first is row {number}, {id!r}); {advice}",
    )


def _not_json(number: int, reason: str, file: File) -> _Bad:
    return _Bad(
        kind="JSON",
        alone=f"{file.name}, line {number} is no JSON: {reason}; repair it",
        many=f"lines are no JSON (the first is line {number}: {reason}); repair them",
    )


def _no_object(number: int, file: File) -> _Bad:
    return _Bad(
        kind="object",
        alone=f"{file.name}, line {number} is no JSON object; wrap it in {{}}",
        many=f"lines are no JSON objects (the first is line {number}); wrap them in {{}}",
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
