"""Where to load, and what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

#: Hears how many rows are loaded, of how many.
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A database and how to load it.

    `database` is one of several at the same address, for an RDF store the IRI of a named graph;
    `batch` rows are loaded at a time, `replace` removes what earlier loads left and this graph
    does not have.
    """

    uri: str
    user: str | None = None
    password: str | None = None
    database: str | None = None
    batch: int = 2000
    replace: bool = False

    @property
    def address(self) -> SplitResult:
        return urlsplit(self.uri)

    @property
    def credentials(self) -> tuple[str, str] | None:
        """User and password, from the options or else from the address."""
        user = self.user or self.address.username
        if user is None:
            return None
        return unquote(user), self.password or unquote(self.address.password or "")

    @property
    def bare(self) -> str:
        """The address without user and password, good for messages."""
        address = self.address
        return address._replace(netloc=address.netloc.rpartition("@")[2]).geturl()


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Rows of the graph, how many of them an interrupted load had brought before, and leftovers.

    `stale` rows are there from an earlier graph and not in this one; `removed` ones were.
    """

    rows: int
    resumed: int = 0
    stale: int = 0
    removed: int = 0
