"""SPARQL over the `graph.ttl` of an output folder, read only and without a network.

The prefixes of `graph.ttl` (`ent: rel: claim: doc: span: kg: rdf: rdfs: ...`) need no declaration.
What would read another file or ask another machine (`FROM`, `SERVICE`) or change anything
(`INSERT`, `LOAD`, ...) is refused. Rows come in the order that `ORDER BY` asks for, else sorted,
so equal graphs give equal answers.
"""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from kg.errors import QueryError

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.plugins.sparql.sparql import Query
    from rdflib.query import Result
    from rdflib.term import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One cell of an answer: an IRI, a blank node, or a literal with its datatype or language."""

    kind: Literal["uri", "literal", "bnode"]
    value: str
    datatype: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a query found; a cell is None where the query left it unbound.

    ASK gives the one column `answer` and sets `boolean`; CONSTRUCT and DESCRIBE give the columns
    `subject predicate object`. `prefixes` are (prefix, IRI) pairs, for shorter tables.
    """

    columns: tuple[str, ...]
    rows: tuple[tuple[Term | None, ...], ...]
    boolean: bool | None = None
    prefixes: tuple[tuple[str, str], ...] = ()


def query(output: Path, sparql: str) -> Answer:
    """Answer a SPARQL 1.1 query over `output`, a folder with `graph.ttl` in it or a Turtle file.

    Raises QueryError, naming the line, if the query is wrong or asks for more than reading the
    graph, and if there is no graph.
    """
    path = output / "graph.ttl" if output.is_dir() else output
    parsed = _parse(sparql)  # before the graph, which takes longer
    graph = _load(path)
    prepared = _prepare(sparql, parsed, dict(graph.namespaces()))
    try:
        answer = _answer(graph.query(prepared), sparql, parsed[1])
    except Exception as error:  # rdflib raises plain Exception for what it cannot evaluate
        raise QueryError(
            f"the query cannot be evaluated: {_one_line(error)}; simplify the part it names"
        ) from error
    prefixes = sorted((prefix, str(iri)) for prefix, iri in graph.namespaces())
    return replace(answer, prefixes=tuple(prefixes))


def _load(path: Path) -> Graph:
    from rdflib import Graph
    from rdflib.exceptions import ParserError
    from rdflib.plugins.parsers.notation3 import BadSyntax

    if not path.is_file():
        raise QueryError(f"no graph at {path}; write one with: kg build INPUT -o {path.parent}")
    graph = Graph(bind_namespaces="none")
    try:
        return graph.parse(path, format="turtle")
    except (BadSyntax, ParserError, UnicodeDecodeError) as error:
        raise QueryError(
            f"{path} is not Turtle as kg writes it: {_one_line(error)}; build it again"
        ) from error


def _parse(sparql: str) -> Any:
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    _refuse_updates(sparql)
    try:
        parsed = parseQuery(sparql)
    except ParseBaseException as error:
        raise QueryError(_syntax_message(sparql, error.lineno, error.col)) from error
    except RecursionError as error:
        raise QueryError("the query is nested too deeply; use fewer brackets") from error
    _refuse_outside(sparql, parsed)
    return parsed


def _prepare(sparql: str, parsed: Any, prefixes: Mapping[str, Any]) -> Query:
    from rdflib.plugins.sparql.algebra import translateQuery

    try:
        return translateQuery(parsed, initNs=prefixes)
    except Exception as error:  # rdflib raises plain Exception, an unknown prefix included
        unknown = re.search(r"Unknown namespace prefix : (\S+)", str(error))
        if unknown is None:
            raise QueryError(
                f"the query is not valid SPARQL: {_one_line(error)}; correct the part it names"
            ) from error
        name = unknown[1]
        raise QueryError(
            f"SPARQL line {_line_of(sparql, re.escape(name) + ':')}: unknown prefix {name}:; "
            f"known are {', '.join(f'{prefix}:' for prefix in sorted(prefixes))}; "
            f"use one of them or declare it with PREFIX {name}: <...>"
        ) from error


_UPDATE = "INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH"


def _refuse_updates(sparql: str) -> None:
    bare = _without_comments(sparql)
    prologue = r"(?:\s*(?:PREFIX\s+[^\s:]*:\s*<[^>]*>|BASE\s*<[^>]*>))*\s*"
    match = re.match(f"{prologue}({_UPDATE})\\b", bare, re.IGNORECASE)
    if match:
        raise QueryError(
            f"SPARQL line {bare.count(chr(10), 0, match.start(1)) + 1}: {match[1].upper()} would "
            "change the graph; kg only reads it: use SELECT, ASK, CONSTRUCT or DESCRIBE"
        )


def _refuse_outside(sparql: str, parsed: Any) -> None:
    reasons = {"SERVICE": "ask another machine", "FROM": "read another file"}
    for word in sorted(_outside(parsed)):
        raise QueryError(
            f"SPARQL line {_line_of(sparql, word)}: {word} would {reasons[word]}; "
            f"kg only reads its own graph: leave {word} out"
        )


def _outside(part: Any) -> Iterator[str]:
    """Yield the words in a parsed query that lead out of the graph."""
    from pyparsing import ParseResults
    from rdflib.plugins.sparql.parserutils import CompValue

    if isinstance(part, CompValue):
        if part.name == "ServiceGraphPattern":
            yield "SERVICE"
        if part.name == "DatasetClause":
            yield "FROM"
    if isinstance(part, Mapping) and not isinstance(part, ParseResults):
        part = part.values()  # of ParseResults, these would be the named ones alone
    elif not isinstance(part, list | tuple | ParseResults):
        return
    for inner in part:
        yield from _outside(inner)


def _syntax_message(sparql: str, line: int, column: int) -> str:
    lines = sparql.split("\n")
    rest = lines[line - 1][column - 1 :].strip() if line <= len(lines) else ""
    where = f"SPARQL line {line}, column {column}"
    if not sparql.strip():
        return "the query is empty; write for example: SELECT * { ?s ?p ?o } LIMIT 10"
    return (
        f"{where}: cannot read on from {_shown(rest) or 'the end'!r}; allowed are SELECT, ASK, "
        "CONSTRUCT and DESCRIBE queries: look for a missing bracket, full stop or quote near there"
    )


def _without_comments(sparql: str) -> str:
    """Blank out comments and keep the lines; `#` inside an IRI or a string starts none."""
    kept = r"<[^<>\"{}|^`\\\s]*>|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    return re.sub(f"({kept})|#[^\n]*", lambda match: match[1] or "", sparql)


def _line_of(sparql: str, pattern: str) -> int:
    bare = _without_comments(sparql)
    match = re.search(rf"(?<![\w?$:<]){pattern}", bare, re.IGNORECASE)
    return bare.count("\n", 0, match.start()) + 1 if match else 1


def _one_line(error: Exception) -> str:
    return _shown(" ".join(str(error).split())) or type(error).__name__


def _shown(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}..."


def _answer(result: Result, sparql: str, form: Mapping[str, Any]) -> Answer:
    """Turn what rdflib found into rows; `form` is the parsed query, to see what it asks for."""
    if result.type == "ASK":
        return _yes_or_no(bool(result.askAnswer))
    if result.type != "SELECT":
        triples: Iterable[Any] = result
        rows = sorted((_terms(triple) for triple in triples), key=_row_key)
        return Answer(columns=("subject", "predicate", "object"), rows=tuple(rows))
    columns = [str(name) for name in result.vars or ()]
    if "projection" not in form:  # SELECT *: rdflib leaves the order of the columns to chance
        columns.sort(key=lambda name: (_place_of(sparql, name), name))
    rows = [_terms(map(binding.get, columns)) for binding in _bindings(result)]
    if "orderby" not in form:
        rows.sort(key=_row_key)
    return Answer(columns=tuple(columns), rows=tuple(rows))


def _yes_or_no(value: bool) -> Answer:
    datatype = "http://www.w3.org/2001/XMLSchema#boolean"
    cell = Term(kind="literal", value=str(value).lower(), datatype=datatype)
    return Answer(columns=("answer",), rows=((cell,),), boolean=value)


def _bindings(result: Result) -> Iterator[dict[str, Node]]:
    for binding in result.bindings:
        yield {str(name): node for name, node in binding.items()}


def _place_of(sparql: str, name: str) -> int:
    match = re.search(rf"[?$]{re.escape(name)}\b", _without_comments(sparql))
    return match.start() if match else len(sparql)


def _terms(nodes: Iterable[Node | None]) -> tuple[Term | None, ...]:
    return tuple(_term(node) for node in nodes)


def _term(node: Node | None) -> Term | None:
    from rdflib.term import Literal as RdfLiteral
    from rdflib.term import URIRef

    if node is None:
        return None
    if isinstance(node, RdfLiteral):
        datatype = str(node.datatype) if node.datatype else None
        return Term(kind="literal", value=str(node), datatype=datatype, language=node.language)
    return Term(kind="uri" if isinstance(node, URIRef) else "bnode", value=str(node))


def _row_key(row: tuple[Term | None, ...]) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (cell.kind, cell.value, cell.datatype or "", cell.language or "") if cell else ()
        for cell in row
    )


def format_table(answer: Answer) -> str:
    """Format for reading in a terminal: aligned columns, IRIs as prefixed names.

    Control characters are written as escapes, so that no document can act on the terminal.
    """
    spaces = {space: prefix for prefix, space in answer.prefixes}
    rows = [tuple(_cell(cell, spaces) for cell in row) for row in answer.rows]
    columns = list(zip(answer.columns, *rows, strict=True))
    widths = [max(map(_width, column)) for column in columns]
    rule = tuple("-" * width for width in widths)
    return "".join(_aligned(row, widths) for row in [answer.columns, rule, *rows])


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    cells = (text + " " * (width - _width(text)) for text, width in zip(row, widths, strict=True))
    return "  ".join(cells).rstrip() + "\n"


def _cell(cell: Term | None, spaces: Mapping[str, str]) -> str:
    if cell is None:
        return ""
    value = cell.value
    if cell.kind == "uri":
        cut = max(value.rfind("/"), value.rfind("#")) + 1
        prefix = spaces.get(value[:cut])
        value = f"{prefix}:{value[cut:]}" if prefix is not None and value[cut:] else f"<{value}>"
    return "".join(
        char.encode("unicode_escape").decode() if unicodedata.category(char) in _UNSEEN else char
        for char in value
    )


#: Controls, invisible format characters (right-to-left overrides), line and paragraph separators.
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_char_width, text))


def _char_width(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def format_csv(answer: Answer) -> str:
    """Format as SPARQL 1.1 Query Results CSV, with LF line ends: values without their types."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(answer.columns)
    writer.writerows([cell.value if cell else "" for cell in row] for row in answer.rows)
    return text.getvalue()


def format_json(answer: Answer) -> str:
    """Format as SPARQL 1.1 Query Results JSON (https://www.w3.org/TR/sparql11-results-json/)."""
    if answer.boolean is not None:
        document: dict[str, Any] = {"head": {}, "boolean": answer.boolean}
    else:
        bindings = [_binding(answer.columns, row) for row in answer.rows]
        document = {"head": {"vars": list(answer.columns)}, "results": {"bindings": bindings}}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _binding(columns: tuple[str, ...], row: tuple[Term | None, ...]) -> dict[str, Any]:
    return {
        name: _json_term(cell) for name, cell in zip(columns, row, strict=True) if cell is not None
    }


def _json_term(cell: Term) -> dict[str, str]:
    term = {"type": cell.kind, "value": cell.value}
    if cell.language:
        term["xml:lang"] = cell.language
    elif cell.datatype:
        term["datatype"] = cell.datatype
    return term
