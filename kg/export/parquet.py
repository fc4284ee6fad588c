"""Parquet, by pyarrow (the extra `parquet`): rows as tables with types, lists and dates as such."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from types import ModuleType
from typing import Any

from kg.errors import ExportError, extra
from kg.export.files import Cleaner
from kg.export.propertygraph import Columns, Kind, Value

Rows = Iterable[tuple[Sequence[str], Mapping[str, Value]]]


def write_rows(
    rows: Rows, path: Path, *, keys: Sequence[str], columns: Columns, clean: Cleaner
) -> None:
    """Write one file: first the columns `keys`, never null, then `columns`.

    Raises ExportError if the file cannot be written or pyarrow is not installed.
    """
    found = list(rows)
    kinds: dict[str, Kind] = {**dict.fromkeys(keys, "string"), **columns}
    data: dict[str, list[Any]] = {name: [] for name in kinds}
    for texts, values in found:
        for name, text in zip(keys, texts, strict=True):
            data[name].append(clean(text))
        for name in columns:
            data[name].append(clean.value(values.get(name)))
    write_typed(
        data,
        path,
        schema=lambda pyarrow: pyarrow.schema(
            [(name, _type(pyarrow, kind)) for name, kind in kinds.items()]
        ),
    )


def write_typed(
    rows: Mapping[str, list[Any]] | list[dict[str, Any]],
    path: Path,
    *,
    schema: Callable[[ModuleType], Any],
) -> None:
    """Write one file: columns by name, or rows, of the types that `schema` makes with pyarrow.

    Raises ExportError if the file cannot be written or pyarrow is not installed.
    """
    pyarrow, parquet = _pyarrow()
    make = pyarrow.Table.from_pylist if isinstance(rows, list) else pyarrow.table
    partial = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        parquet.write_table(make(rows, schema=schema(pyarrow)), partial)
        partial.replace(path)
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise ExportError(
            f"cannot write {path}: {error.strerror or error}; "
            "choose a folder that is writable and has space left"
        ) from error


def _pyarrow() -> tuple[ModuleType, ModuleType]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise ExportError(f"Parquet needs pyarrow; install it with: {extra('parquet')}") from error
    return pyarrow, parquet


def _type(pyarrow: Any, kind: Kind) -> Any:
    types = {
        "string": pyarrow.string(),
        "int": pyarrow.int64(),
        "float": pyarrow.float64(),
        "boolean": pyarrow.bool_(),
        "date": pyarrow.date32(),
        "string[]": pyarrow.list_(pyarrow.string()),
        "int[]": pyarrow.list_(pyarrow.int64()),
    }
    return types[kind]
