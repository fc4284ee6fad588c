"""CSV as RFC 4180 has it: LF line ends, every text in quotes, nothing at all for null.

So an empty text (`""`) and an unknown one stay apart for readers that tell them apart.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.export.files import encodable
from kg.export.propertygraph import Columns, Value
from kg.folder.layout import one_line_json

Items = tuple[str, ...] | tuple[int, ...]


def quoted(text: str) -> str:
    """Put a text in quotes, those inside doubled.

    >>> print(quoted('say "no" twice'))
    "say ""no"" twice"
    """
    return '"' + text.replace('"', '""') + '"'


def json_list(items: Items) -> str:
    """Write a list as JSON."""
    return one_line_json(list(items))


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """What differs between readers of CSV: which texts they can hold, how lists are written."""

    clean: Callable[[str], str] = encodable
    join: Callable[[Items], str] = json_list


def csv_cell(value: Value | None, dialect: Dialect = Dialect()) -> str:
    """Write one value.

    >>> csv_cell(True), csv_cell(None), csv_cell(""), csv_cell((1, 2))
    ('true', '', '""', '"[1, 2]"')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, date):
        return value.isoformat()
    return quoted(dialect.clean(value if isinstance(value, str) else dialect.join(value)))


def csv_rows(
    rows: Iterable[tuple[Sequence[str], Mapping[str, Value]]],
    columns: Columns,
    dialect: Dialect = Dialect(),
) -> Iterator[str]:
    """Yield rows: first the given keys as texts, then the values in the order of `columns`."""
    for keys, values in rows:
        cells = [quoted(dialect.clean(key)) for key in keys]
        cells += [csv_cell(values.get(name), dialect) for name in columns]
        yield ",".join(cells) + "\n"
