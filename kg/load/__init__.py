"""A finished graph → a running database, chosen by the scheme of its address.

    bolt:// bolt+s:// neo4j:// neo4j+s://   Neo4j, Memgraph, ArcadeDB and others that speak Bolt
    falkordb://HOST:PORT/GRAPH              FalkorDB (redis:// and rediss:// too)
    ladybug:PATH                            a database file of Ladybug
    http:// https://                        an RDF store, by the SPARQL Graph Store protocol

Loading merges by key: again, or after an interruption, it gives the same graph. What an earlier
load left there and this graph no longer has is counted, and removed with `replace`, which touches
nothing else. No message shows a password, and none is sent anywhere but to the address given.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from kg.errors import LoadError
from kg.load.target import Loaded, Progress, Target
from kg.model import Build

__all__ = ["Loaded", "Progress", "Target", "load"]

Loader = Callable[[Build, Target, Progress], Loaded]

_MODULES: Mapping[str, str] = {
    **dict.fromkeys(
        ["bolt", "bolt+s", "bolt+ssc", "neo4j", "neo4j+s", "neo4j+ssc"], "kg.load.bolt"
    ),
    **dict.fromkeys(["falkordb", "redis", "rediss"], "kg.load.falkordb"),
    "ladybug": "kg.load.ladybug",
    **dict.fromkeys(["http", "https"], "kg.load.sparql"),
}


def load(build: Build, target: Target, progress: Progress = lambda done, total: None) -> Loaded:
    """Load `build` into the database at `target`; `progress` hears of rows done, of all rows.

    Raises LoadError if the address is not understood, a package is missing, or the database
    cannot be reached or refuses; what was loaded until then stays and need not be loaded again.

    Example::

        load(restore(Path("output")), Target(uri="bolt://127.0.0.1:7687", user="neo4j"))
    """
    scheme, colon, _ = target.uri.partition(":")
    if not colon or scheme not in _MODULES:
        raise LoadError(
            f"cannot load into {target.shown!r}; use one of "
            "bolt://HOST, neo4j://HOST, falkordb://HOST/GRAPH, ladybug:PATH, http://HOST/STORE"
        )
    if scheme != "ladybug":
        _ = target.address  # raises where it is wrong
    loader: Loader = import_module(_MODULES[scheme]).load
    return loader(build, target, progress)
