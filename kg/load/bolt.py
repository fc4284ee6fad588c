"""Loading over Bolt with the official driver (the extra `neo4j`): Neo4j, Memgraph, ArcadeDB, ..."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from kg.errors import LoadError, extra
from kg.export.databases.cypher import schema
from kg.export.files import Cleaner
from kg.export.propertygraph import Value, property_graph
from kg.load.cypher import Statement, load_graph
from kg.load.target import Loaded, Progress, Target
from kg.model import Build

if TYPE_CHECKING:
    from neo4j import Driver, ManagedTransaction, Session


def load(build: Build, target: Target, progress: Progress) -> Loaded:
    """Load over Bolt; see `kg.load.load`."""
    clean = Cleaner("Bolt")
    graph = property_graph(build, target.types)
    with _driver(target) as driver, driver.session(database=target.database) as session:
        for statement in schema(graph, _dialect(driver)):
            session.run(statement).consume()
        connection = _Bolt(session, clean)
        loaded = load_graph(graph, connection, target, build.settings.base_iri, progress)
    clean.warn()
    return loaded


class _Bolt:
    """A session as `kg.load.cypher` needs it."""

    def __init__(self, session: Session, clean: Cleaner) -> None:
        self._session = session
        self._clean = clean

    def read(self, query: str, parameters: Mapping[str, Any]) -> list[Sequence[Any]]:
        return [record.values() for record in self._session.run(query, dict(parameters))]

    def write(self, statements: Sequence[Statement]) -> None:
        def run(transaction: ManagedTransaction) -> None:
            for query, parameters in statements:
                transaction.run(query, dict(parameters)).consume()

        self._session.execute_write(run)

    def value(self, value: Value) -> Any:
        return self._clean.value(value)


@contextmanager
def _driver(target: Target) -> Iterator[Driver]:
    try:
        import neo4j
        from neo4j.exceptions import AuthError, DriverError, Neo4jError
    except ImportError as error:
        raise LoadError(
            f"Bolt needs the neo4j driver; install it with: {extra('neo4j')}"
        ) from error
    try:
        with neo4j.GraphDatabase.driver(target.bare, auth=target.credentials) as driver:
            driver.verify_connectivity()
            yield driver
    except AuthError as error:
        raise LoadError(
            f"{target.shown} refuses the user or password; give them with --user and KG_PASSWORD"
        ) from error
    except (DriverError, Neo4jError) as error:
        said = " ".join(str(error).split())
        raise LoadError(
            f"{target.shown}: {said}; what is loaded stays, run the same command to go on"
        ) from error


def _dialect(driver: Driver) -> str:
    return "memgraph" if "memgraph" in driver.get_server_info().agent.lower() else "neo4j"
