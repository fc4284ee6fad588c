"""Where to load, and what came of it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from kg.errors import LoadError
from kg.export.propertygraph import EdgeTypes

#: Hears how many rows are loaded, of how many.
Progress = Callable[[int, int], None]


def without_secrets(uri: str) -> str:
    """An address for messages: without user and password, and without what a query may carry.

    All before the last `@` goes, so that a password is not shown where the address is mistyped.

    >>> without_secrets("blot://me:pass/word@db.example:7687/kg?key=1")
    'blot://***@db.example:7687/kg?***'
    """
    scheme = re.match(r"[A-Za-z][A-Za-z0-9+.-]*://|", uri)[0]  # type: ignore[index]
    _, hidden, rest = uri[len(scheme) :].rpartition("@")
    rest = re.sub(r"[?#].*", "?***", rest, flags=re.DOTALL)
    return f"{scheme}{'***@' if hidden else ''}{rest}"


#: Schemes that may leave out the machine: it is this one.
_LOCAL = ("falkordb", "redis", "rediss")


@dataclass(frozen=True, slots=True, kw_only=True, repr=False)
class Target:
    """A database and how to load it.

    `database` is one of several at the same address, for an RDF store the IRI of a named graph;
    `batch` rows are loaded at a time, `replace` removes what earlier loads left and this graph
    does not have. `types` are those of relationships between entities, in property graphs.
    """

    uri: str
    user: str | None = None
    password: str | None = None
    database: str | None = None
    batch: int = 2000
    replace: bool = False
    types: EdgeTypes = "typed"

    def __repr__(self) -> str:
        return f"Target({self.shown!r}, database={self.database!r}, replace={self.replace})"

    @property
    def address(self) -> SplitResult:
        """The parts of the address. Raises LoadError where it is not one of a machine."""
        try:
            found = urlsplit(self.uri)
            host, _ = found.hostname, found.port  # both raise ValueError where they are wrong
            self.uri.encode("utf-8")
            if host:
                host.encode("idna")
        except ValueError:
            raise self._wrong("it cannot be read") from None
        if not host and found.scheme not in _LOCAL:
            raise self._wrong("it names no machine")
        if re.search(r"[\x00-\x20\x7f]", self.uri):
            raise self._wrong("it holds blanks or control characters")
        return found

    @property
    def credentials(self) -> tuple[str, str] | None:
        """User and password, from the options or else from the address."""
        user = self.user or self.address.username
        if user is None:
            return None
        return unquote(user), self.password or unquote(self.address.password or "")

    @property
    def bare(self) -> str:
        """The address without user and password, to connect to."""
        address = self.address
        return address._replace(netloc=address.netloc.rpartition("@")[2]).geturl()

    @property
    def shown(self) -> str:
        """The address as messages may show it."""
        return self.uri if self.uri.startswith("ladybug:") else without_secrets(self.uri)

    def _wrong(self, why: str) -> LoadError:
        return LoadError(
            f"cannot load into {self.shown!r}: {why}; write SCHEME://HOST:PORT/NAME, the user and "
            "password with --user and KG_PASSWORD, or %-encoded in the address"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """Rows of the graph, how many of them an interrupted load had brought before, and leftovers.

    `stale` rows are there from an earlier graph and not in this one; `removed` ones were.
    """

    rows: int
    resumed: int = 0
    stale: int = 0
    removed: int = 0
