"""SPARQL over the `graph.ttl` of an output folder, read only and without a network.

The prefixes of `graph.ttl` (`ent: rel: claim: doc: span: kg: rdf: rdfs: ...`) need no declaration.
What would read another file or ask another machine (`FROM`, `SERVICE`) or change anything
(`INSERT`, `LOAD`, ...) is refused. Rows come in the order that `ORDER BY` asks for, else sorted,
so equal graphs give equal answers, whichever engine finds them.
"""

from __future__ import annotations

from pathlib import Path

from kg.query.answers import Answer, Term
from kg.query.engines import ENGINES, open_graph, with_prefixes
from kg.query.formats import FORMATS, format_csv, format_json, format_table
from kg.query.questions import read_question

__all__ = [
    "ENGINES", "FORMATS", "Answer", "Term", "format_csv", "format_json", "format_table",
    "graph_of", "query",
]  # fmt: skip


def query(output: Path, sparql: str, *, engine: str = "auto") -> Answer:
    """Answer a SPARQL 1.1 query over `output`, a folder with `graph.ttl` in it or a Turtle file.

    `engine` is "rdflib", "oxigraph" (needs `kg[oxigraph]`) or "auto": Oxigraph where it is there.

    Raises QueryError, naming the line, if the query is wrong or asks for more than reading the
    graph, and if there is no graph.
    """
    question = read_question(sparql)  # before the graph, which takes longer
    graph = open_graph(graph_of(output), engine)
    return with_prefixes(graph.answer(question), graph)


def graph_of(output: Path) -> Path:
    """The Turtle file of an output folder; a file stands for itself."""
    return output / "graph.ttl" if output.is_dir() else output
