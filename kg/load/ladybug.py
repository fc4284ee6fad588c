"""Loading into a database file of Ladybug (the extra `ladybug`).

A database that kg made says so in the comment of its first table, signed, with the number of rows
of every table. One that says nothing, or has got or lost rows or tables since, is never replaced.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.errors import LoadError, extra
from kg.export.databases.cypher import literal, name
from kg.export.databases.ladybug import write_ladybug
from kg.export.propertygraph import property_graph
from kg.folder.beside import beside, put_in_place
from kg.folder.marks import opened, signed
from kg.load.target import Loaded, Progress, Target
from kg.model import Build

if TYPE_CHECKING:
    from ladybug import Connection


def load(build: Build, target: Target, progress: Progress) -> Loaded:
    """Make the database file that the address names; it appears when it is whole.

    One of an earlier load takes `replace` to put the new one in its place.

    Raises LoadError if the file cannot be written, is there already, or is not of kg's making.
    """
    _check_installed()
    path = Path(target.uri.partition(":")[2].removeprefix("//"))
    graph = property_graph(build, target.types)
    rows = sum(len(nodes.rows) for nodes in graph.nodes)
    rows += sum(len(table.rows) for table in graph.relationships)
    try:
        path = path.resolve()  # what a link leads to is replaced, not the link
        _check_free(path, replace=target.replace)
        with beside(path) as place:
            files, fresh = place / "import", place / "database"
            write_ladybug(graph, files)
            # One checkpoint at the end: one after each table takes four times as long.
            with _opened(fresh, auto_checkpoint=False) as connection:
                connection.execute(f"IMPORT DATABASE {literal(str(files), str)}")
                _sign(connection)
            _check_free(path, replace=target.replace)  # it may have changed meanwhile
            put_in_place(fresh, path)
    except (OSError, RuntimeError, ValueError) as error:  # links in a circle, NUL in the name
        said = error.strerror if isinstance(error, OSError) and error.strerror else error
        raise LoadError(f"cannot write {path}: {said}; choose another place") from error
    progress(rows, rows)
    return Loaded(rows=rows)


def _check_installed() -> None:
    try:
        import ladybug  # noqa: F401
    except ImportError as error:
        raise LoadError(
            f"Ladybug needs its package; install it with: {extra('ladybug')}"
        ) from error


@contextmanager
def _opened(path: Path, **options: Any) -> Iterator[Connection]:
    import ladybug

    with (
        ladybug.Database(str(path), **options) as database,
        ladybug.Connection(database) as connection,
    ):
        yield connection


def _check_free(path: Path, *, replace: bool) -> None:
    """Raise LoadError unless nothing is there, or what kg may replace and is asked to."""
    wal = path.with_name(f"{path.name}.wal")  # what was written and is not in the database yet
    if wal.exists():
        raise LoadError(f"{wal} says that {path} is in use; close it first, or name another file")
    if not path.exists():
        return
    if not path.is_file() or path.stat().st_size == 0 or not _is_ours(path):
        raise LoadError(
            f"{path} is no database as kg load left it, and stays as it is; name another file"
        )
    if not replace:
        raise LoadError(f"{path} exists; add --replace to put this graph in its place")


def _is_ours(path: Path) -> bool:
    """Did kg load make this database, and has nothing come or gone since?"""
    try:
        with _opened(path, read_only=True) as connection:
            comments = _tables(connection)
            marks = [opened(comment, kind="load") for comment in comments.values()]
            counts = _counts(connection, comments)
    except RuntimeError:  # no database, or one of another version
        return False
    return not comments or any(mark and mark.get("rows") == counts for mark in marks)


def _sign(connection: Connection) -> None:
    tables = _tables(connection)
    mark = signed({"kind": "load", "rows": _counts(connection, tables)})
    for table in sorted(tables)[:1]:
        connection.execute(f"COMMENT ON TABLE {name(table)} IS {literal(mark, str)}")


def _tables(connection: Connection) -> dict[str, str]:
    """All tables with their comments."""
    return dict(_rows(connection, "CALL show_tables() RETURN name, comment"))


def _counts(connection: Connection, tables: Iterable[str]) -> dict[str, int]:
    nodes = _rows(connection, "CALL show_tables() WHERE type = 'NODE' RETURN name")
    counts = {}
    for table in sorted(tables):
        pattern = f"(n:{name(table)})" if [table] in nodes else f"()-[n:{name(table)}]->()"
        counts[table] = _rows(connection, f"MATCH {pattern} RETURN count(*)")[0][0]
    return counts


def _rows(connection: Connection, query: str) -> list[list[Any]]:
    found: Any = connection.execute(query)
    rows: list[list[Any]] = found.get_all()
    return rows
