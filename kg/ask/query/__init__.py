"""SPARQL over the `graph.ttl` of an output folder, read only and without a network.

The prefixes of `graph.ttl` (`ent: rel: claim: doc: span: kg: rdf: rdfs: ...`) need no declaration.
What would read another file or ask another machine (`FROM`, `SERVICE`) or change anything
(`INSERT`, `LOAD`, ...) is refused. Rows come in the order that `ORDER BY` asks for, else sorted,
so equal graphs give equal answers, whichever engine finds them.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from kg.ask.query.answers import Answer, Term
from kg.ask.query.engines import ENGINES, open_graph, with_prefixes
from kg.ask.query.formats import FORMATS, format_csv, format_json, format_table
from kg.ask.query.questions import read_question
from kg.ask.query.suggest import hints
from kg.errors import QueryError
from kg.files import sha256_of
from kg.folder.ours import manifest_of
from kg.folder.swap import settle

#: The file that is asked.
GRAPH = "graph.ttl"

__all__ = [
    "ENGINES", "FORMATS", "Answer", "Term", "asking", "format_csv", "format_json",
    "format_table", "graph_of", "query",
]  # fmt: skip


def query(output: Path, sparql: str, *, engine: str = "auto") -> Answer:
    """Answer a SPARQL 1.1 query over `output`, a folder with `graph.ttl` in it or a Turtle file.

    `engine` is "rdflib", "oxigraph" (an extra) or "auto": Oxigraph where it is there.

    Raises QueryError, naming the line, if the query is wrong or asks for more than reading the
    graph, and if there is no graph.
    """
    question = read_question(sparql)  # before the graph, which takes longer
    graph = open_graph(graph_of(output), engine)
    answer = with_prefixes(graph.answer(question), graph)
    return answer if answer.rows else replace(answer, hints=tuple(hints(sparql, graph)))


def asking(output: Path, *, engine: str = "auto") -> Callable[[str], Answer]:
    """What answers queries over `output` as `query` does, without hints; it is opened once."""
    graph = open_graph(graph_of(output), engine)
    return lambda sparql: with_prefixes(graph.answer(read_question(sparql)), graph)


def graph_of(output: Path) -> Path:
    """The Turtle file of an output folder, none that a kill left half new; a file is itself.

    Raises QueryError if it is not the one that the folder's manifest lists: half a graph would give
    half an answer.
    """
    if not os.path.isdir(output):  # noqa: PTH112  a name that is too long is none, and no error
        return output
    settle(output)
    path = output / GRAPH
    listed = (manifest_of(output) or {}).get("outputs", {}).get(GRAPH)
    if listed is not None:
        with suppress(OSError):  # opening it will say why
            if sha256_of(path) != listed:
                raise QueryError(f"{path} is not as kg wrote it; build it again")
    return path
