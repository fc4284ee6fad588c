"""SPARQL text → a question that only reads the graph, or an error that says what is wrong with it.

Everything is checked before any graph is opened, by rdflib's parser whichever engine answers, so
that the messages are the same and nothing is refused too late.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kg.errors import QueryError

if TYPE_CHECKING:
    from rdflib.plugins.sparql.sparql import Query


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A SPARQL query that is known to read nothing but the graph; engines are given its `text`.

    `parsed` is what rdflib's parser made of it. `ordered`: it says in which order rows come;
    `chosen`: it names its columns (no `SELECT *`).
    """

    text: str
    parsed: Any
    ordered: bool
    chosen: bool


def read_question(sparql: str) -> Question:
    """Read a SPARQL 1.1 query.

    Raises QueryError, naming the line, if it is not one, or would change the graph, read another
    file or ask another machine.
    """
    from pyparsing import ParseBaseException
    from rdflib.plugins.sparql.parser import parseQuery

    sparql = _settled(sparql)
    _refuse_updates(sparql)
    try:
        parsed = parseQuery(sparql)
        _refuse_outside(sparql, parsed)
    except ParseBaseException as error:
        raise QueryError(_syntax_message(sparql, error.lineno, error.col)) from error
    except RecursionError as error:
        raise QueryError("the query is nested too deeply; use fewer brackets") from error
    form = parsed[1]
    return Question(
        text=sparql, parsed=parsed, ordered="orderby" in form, chosen="projection" in form
    )


def _settled(sparql: str) -> str:
    """The text as every parser reads it: one kind of line end, no escaped characters.

    Parsers differ in where a comment ends (at a lone carriage return or not) and in which escapes
    they undo first; whatever one of them hides from the check, another would carry out.
    """
    sparql = sparql.replace("\r\n", "\n").replace("\r", "\n")
    while (undone := _ESCAPED.sub(_character, sparql)) != sparql:
        sparql = undone
    return sparql


_ESCAPED = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U(00[0-9A-Fa-f]{6})")


def _character(match: re.Match[str]) -> str:
    number = int(match[1] or match[2], 16)
    if number > 0x10FFFF or 0xD800 <= number <= 0xDFFF:
        raise QueryError(f"the query has {match[0]}, which is no character; leave it out")
    return "\n" if number == 0x0D else chr(number)


def prepare(question: Question, prefixes: Mapping[str, Any]) -> Query:
    """Resolve the prefixes of a question. Raises QueryError for unknown ones."""
    from rdflib.plugins.sparql.algebra import translateQuery

    try:
        return translateQuery(question.parsed, initNs=prefixes)
    except Exception as error:  # rdflib raises plain Exception, an unknown prefix included
        unknown = re.search(r"Unknown namespace prefix : (\S+)", str(error))
        if unknown is None:
            raise QueryError(
                f"the query is not valid SPARQL: {one_line(error)}; correct the part it names"
            ) from error
        name = unknown[1]
        line = _line_of(question.text, re.escape(name) + ":")
        raise QueryError(
            f"SPARQL line {line}: unknown prefix {name}:; "
            f"known are {', '.join(f'{prefix}:' for prefix in sorted(prefixes))}; "
            f"use one of them or declare it with PREFIX {name}: <...>"
        ) from error


_UPDATE = "INSERT|DELETE|LOAD|CLEAR|CREATE|DROP|COPY|MOVE|ADD|WITH"


def _refuse_updates(sparql: str) -> None:
    bare = without_comments(sparql)
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


def without_comments(sparql: str) -> str:
    """Blank out comments and keep the lines; `#` inside an IRI or a string starts none."""
    kept = r"<[^<>\"{}|^`\\\s]*>|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'"
    return re.sub(f"({kept})|#[^\n]*", lambda match: match[1] or "", sparql)


def _line_of(sparql: str, pattern: str) -> int:
    bare = without_comments(sparql)
    match = re.search(rf"(?<![\w?$:<]){pattern}", bare, re.IGNORECASE)
    return bare.count("\n", 0, match.start()) + 1 if match else 1


def one_line(error: Exception) -> str:
    return _shown(" ".join(str(error).split())) or type(error).__name__


def _shown(text: str) -> str:
    return text if len(text) <= 120 else f"{text[:117]}..."
