"""Loading into a database file of Ladybug (the extra `ladybug`)."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

from kg.errors import LoadError
from kg.export.databases.ladybug import write_ladybug
from kg.export.propertygraph import property_graph
from kg.load.target import Loaded, Progress, Target
from kg.model import Build


def load(build: Build, target: Target, progress: Progress) -> Loaded:
    """Make the database file that the address names; it appears when it is whole.

    An existing one is another database, or this one of an earlier day: it takes `replace` to
    put the new one in its place.
    """
    try:
        import ladybug
    except ImportError as error:
        raise LoadError(
            "Ladybug needs its package; install it with: pip install 'kg[ladybug]'"
        ) from error
    path = Path(target.uri.partition(":")[2].removeprefix("//"))
    if path.exists() and not target.replace:
        raise LoadError(f"{path} exists; add --replace to put this graph in its place")
    graph = property_graph(build)
    rows = sum(len(nodes.rows) for nodes in graph.nodes)
    rows += sum(len(table.rows) for table in graph.relationships)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}-") as name:
            files, fresh = Path(name) / "import", Path(name) / path.name
            write_ladybug(graph, files)
            # One checkpoint at the end: one after each table takes four times as long.
            with (
                ladybug.Database(str(fresh), auto_checkpoint=False) as database,
                ladybug.Connection(database) as connection,
            ):
                connection.execute(f"IMPORT DATABASE '{files}'")
            _replace(path, fresh)
    except (OSError, RuntimeError) as error:
        raise LoadError(f"cannot write {path}: {error}; choose another place") from error
    progress(rows, rows)
    return Loaded(rows=rows)


def _replace(path: Path, fresh: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    fresh.replace(path)
