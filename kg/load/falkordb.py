"""Loading into FalkorDB with its client (the extra `falkordb`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from kg.errors import LoadError, extra
from kg.export.databases.cypher import schema
from kg.export.files import Cleaner
from kg.export.propertygraph import PropertyGraph, Value, property_graph
from kg.load.cypher import Statement, load_graph
from kg.load.target import Loaded, Progress, Target
from kg.model import Build


def load(build: Build, target: Target, progress: Progress) -> Loaded:
    """Load into the graph that the address names, `kg` if none; see `kg.load.load`."""
    clean = Cleaner("FalkorDB", "\x00")
    graph = property_graph(build, target.types)
    with _client(target) as client:
        name = target.database or target.address.path.strip("/") or "kg"
        connection = _Falkor(client.select_graph(name), clean)
        connection.index(graph)
        loaded = load_graph(graph, connection, target, build.settings.base_iri, progress)
    clean.warn()
    return loaded


class _Falkor:
    """A graph of FalkorDB as `kg.load.cypher` needs it; it has transactions of one query."""

    def __init__(self, graph: Any, clean: Cleaner) -> None:
        self._graph = graph
        self._clean = clean

    def index(self, graph: PropertyGraph) -> None:
        """Index the keys, unless an earlier load has."""
        indexed = {row[0] for row in self.read("CALL db.indexes() YIELD label RETURN label", {})}
        for table, statement in zip(
            sorted({table.labels[0] for table in graph.nodes}),
            schema(graph, "falkordb"),
            strict=True,
        ):
            if table not in indexed:
                self._graph.query(statement)

    def read(self, query: str, parameters: Mapping[str, Any]) -> list[Sequence[Any]]:
        return list(self._graph.query(query, _sendable(parameters)).result_set)

    def write(self, statements: Sequence[Statement]) -> None:
        for query, parameters in statements:
            self._graph.query(query, _sendable(parameters))

    def value(self, value: Value) -> Any:
        return self._clean.value(value)


def _sendable(parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The client knows lists, no tuples."""
    return {k: list(v) if isinstance(v, tuple) else v for k, v in parameters.items()}


@contextmanager
def _client(target: Target) -> Iterator[Any]:
    try:
        import redis
        from falkordb import FalkorDB
    except ImportError as error:
        raise LoadError(
            f"FalkorDB needs its client; install it with: {extra('falkordb')}"
        ) from error
    address = target.address
    user, password = target.credentials or (None, target.password)
    try:
        client = FalkorDB(
            host=address.hostname or "127.0.0.1",
            port=address.port or 6379,
            username=user,
            password=password,
            ssl=address.scheme == "rediss",
        )
        yield client
    except redis.exceptions.AuthenticationError as error:
        raise LoadError(
            f"{target.shown} refuses the user or password; give them with --user and KG_PASSWORD"
        ) from error
    except redis.exceptions.RedisError as error:
        said = " ".join(str(error).split())
        raise LoadError(
            f"{target.shown}: {said}; what is loaded stays, run the same command to go on"
        ) from error
