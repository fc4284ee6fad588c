"""The engines that answer: rdflib, which is always there, and Oxigraph, which is much faster.

Both give equal answers: rows sorted unless the query orders them, columns of `SELECT *` in the
order in which the query names them, numbers in their shortest form. To how many digits a sum or an
average of decimals is rounded is the engine's own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from kg.ask.query.answers import Answer, Row, Term
from kg.ask.query.questions import Question, one_line, prepare, without_comments
from kg.errors import QueryError, extra
from kg.files import open_regular

if TYPE_CHECKING:
    from rdflib.term import Node

_XSD = "http://www.w3.org/2001/XMLSchema#"
#: The word and what may stand behind it: an address, a variable, a comment, a prefixed name. A run
#: of characters up to its colon is looked through once, however often it says the word.
_SERVICE = re.compile(
    r"service\s*(?:silent\s*)?[<?$#]"
    r"|(?<![^\s:])(?>[^\s:]*?service)[^\s:]*:"
    r"|service(?:silent)?\s+(?:silent\s*)?[^\s:]*:",
    re.IGNORECASE,
)
_NUMBERS = (f"{_XSD}decimal", f"{_XSD}integer")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?", re.ASCII)
_TRIPLE = ("subject", "predicate", "object")


class Engine(Protocol):
    """A graph that is open: `prefixes` need no declaration, `answer` never changes it."""

    @property
    def prefixes(self) -> Mapping[str, str]: ...

    def answer(self, question: Question, limit: int | None = None) -> Answer:
        """Raises QueryError if it cannot be evaluated, or has more than `limit` rows."""
        ...


def open_graph(path: Path, engine: str = "auto") -> Engine:
    """Open `path`, Turtle, with an engine of `ENGINES`; "auto" is Oxigraph where it is installed.

    Raises QueryError if there is no such file, engine or package, or it is not Turtle.
    """
    if engine == "auto":
        engine = "oxigraph" if find_spec("pyoxigraph") else "rdflib"
    if engine not in ENGINES:
        raise QueryError(f"unknown engine {engine!r}; choose auto, {', '.join(ENGINES)}")
    if engine == "oxigraph" and not find_spec("pyoxigraph"):
        raise QueryError(f"Oxigraph is not installed; get it with: {extra('oxigraph')}")
    try:
        open_regular(path).close()
    except (FileNotFoundError, NotADirectoryError) as error:
        raise QueryError(
            f"no graph at {path}; write one with: kg build INPUT -o {path.parent}"
        ) from error
    except OSError as error:
        raise QueryError(
            f"cannot read {path}: {error.strerror or error}; make it a file that can be read, or "
            f"write one with: kg build INPUT -o {path.parent}"
        ) from error
    return ENGINES[engine](path)


def _damaged(path: Path, error: Exception) -> QueryError:
    return QueryError(f"{path} is not Turtle as kg writes it: {one_line(error)}; build it again")


def _cannot(error: Exception) -> QueryError:
    return QueryError(
        f"the query cannot be evaluated: {one_line(error)}; simplify the part it names"
    )


# rdflib


class RdflibGraph:
    """The graph in rdflib's memory store."""

    def __init__(self, path: Path) -> None:
        from rdflib import Graph

        self._graph = Graph(bind_namespaces="none")
        try:
            with path.open("rb") as file, _literals_as_written():
                self._graph.parse(file, format="turtle", publicID=path.absolute().as_uri())
        except MemoryError:
            raise
        except Exception as error:  # rdflib raises whatever it stumbles over
            raise _damaged(path, error) from error
        self.prefixes = {prefix: str(iri) for prefix, iri in self._graph.namespaces()}

    def answer(self, question: Question, limit: int | None = None) -> Answer:
        prepared = prepare(question, dict(self._graph.namespaces()))
        try:
            return self._answer(question, prepared, limit)
        except (QueryError, MemoryError):
            raise
        except Exception as error:  # rdflib raises plain Exception for what it cannot evaluate
            raise _cannot(error) from error

    def _answer(self, question: Question, prepared: Any, limit: int | None) -> Answer:
        result = self._graph.query(prepared)
        if result.type == "ASK":
            return _yes_or_no(bool(result.askAnswer))
        if result.type != "SELECT":
            triples: Iterable[Any] = result
            rows = (tuple(map(_rdflib_term, triple)) for triple in triples)
            return _triples(_limited(rows, limit))
        columns = [str(name) for name in result.vars or ()]
        found = ({str(name): node for name, node in row.items()} for row in result.bindings)
        return _table(question, columns, _limited(found, limit), _rdflib_term)


@contextmanager
def _literals_as_written() -> Iterator[None]:
    """Keep rdflib from rewriting the literals that it reads ("+5" as "5")."""
    import rdflib

    before = rdflib.NORMALIZE_LITERALS
    rdflib.NORMALIZE_LITERALS = False
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = before


def _rdflib_term(node: Node) -> Term:
    from rdflib.term import Literal, URIRef

    if isinstance(node, Literal):
        datatype = str(node.datatype) if node.datatype else None
        return _literal(str(node), datatype, node.language)
    return Term(kind="uri" if isinstance(node, URIRef) else "bnode", value=str(node))


# Oxigraph


class OxigraphGraph:
    """The graph in an Oxigraph store, in memory."""

    def __init__(self, path: Path) -> None:
        import pyoxigraph

        self._store = pyoxigraph.Store()
        turtle = pyoxigraph.RdfFormat.TURTLE
        try:
            with path.open("rb") as file:
                head = pyoxigraph.parse(file, format=turtle)
                next(head, None)  # prefixes are known once a triple is
                self.prefixes = dict(head.prefixes)
            with path.open("rb") as file:
                self._store.bulk_load(file, format=turtle)
        except (SyntaxError, ValueError, OSError) as error:
            raise _damaged(path, error) from error

    def answer(self, question: Question, limit: int | None = None) -> Answer:
        prepare(question, self.prefixes)
        if _SERVICE.search(question.text):
            # The check of `read_question` is by another parser; this one needs no parser to agree.
            raise QueryError(
                "SERVICE may not be in a query to Oxigraph, not even in a comment or a string; "
                "leave it out, or use --engine rdflib"
            )
        try:
            return self._answer(question, limit)
        except (QueryError, MemoryError):
            raise
        except Exception as error:  # a SyntaxError or whatever a function of SPARQL gives
            raise _cannot(error) from error

    def _answer(self, question: Question, limit: int | None) -> Answer:
        import pyoxigraph

        result = self._store.query(question.text, prefixes=dict(self.prefixes))
        if isinstance(result, pyoxigraph.QueryBoolean):
            return _yes_or_no(bool(result))
        if isinstance(result, pyoxigraph.QueryTriples):
            rows = (
                (_oxigraph_term(t.subject), _oxigraph_term(t.predicate), _oxigraph_term(t.object))
                for t in result
            )
            return _triples(_limited(rows, limit))
        columns = [variable.value for variable in result.variables]
        found = (dict(zip(columns, solution, strict=True)) for solution in result)
        return _table(question, list(columns), _limited(found, limit), _oxigraph_term)


def _oxigraph_term(term: Any) -> Term:
    import pyoxigraph

    if isinstance(term, pyoxigraph.Literal):
        return _literal(term.value, term.datatype.value, term.language)
    named = isinstance(term, pyoxigraph.NamedNode)
    return Term(kind="uri" if named else "bnode", value=term.value)


ENGINES: Mapping[str, Callable[[Path], Engine]] = {
    "oxigraph": OxigraphGraph,
    "rdflib": RdflibGraph,
}


# Answers


def _literal(value: str, datatype: str | None, language: str | None) -> Term:
    if language or datatype == f"{_XSD}string":
        datatype = None
    if datatype in _NUMBERS and _NUMBER.fullmatch(value):
        value = format(Decimal(value).normalize(), "f")  # Oxigraph keeps the number, not its digits
        value = "0" if value == "-0" else value
    return Term(kind="literal", value=value, datatype=datatype, language=language)


def _yes_or_no(value: bool) -> Answer:
    cell = Term(kind="literal", value=str(value).lower(), datatype=f"{_XSD}boolean")
    return Answer(columns=("answer",), rows=((cell,),), boolean=value)


_Found = TypeVar("_Found")


def _limited(found: Iterable[_Found], limit: int | None) -> Iterator[_Found]:
    for number, row in enumerate(found):
        if limit is not None and number >= limit:
            raise QueryError(f"the answer has more than {limit:,} rows; ask for fewer with LIMIT")
        yield row


def _triples(rows: Iterable[Row]) -> Answer:
    return Answer(columns=_TRIPLE, rows=tuple(sorted(set(rows), key=_row_key)), triples=True)


def _table(
    question: Question,
    columns: list[str],
    found: Iterable[Mapping[str, Any]],
    term: Callable[[Any], Term],
) -> Answer:
    if not question.chosen:  # SELECT *: engines leave the order of the columns to chance
        columns.sort(key=lambda name: (_place_of(question.text, name), name))
    rows = [
        tuple(None if (node := row.get(name)) is None else term(node) for name in columns)
        for row in found
    ]
    if not question.ordered:
        rows.sort(key=_row_key)
    return Answer(columns=tuple(columns), rows=tuple(rows))


def _place_of(sparql: str, name: str) -> int:
    bare = without_comments(sparql)
    match = re.search(rf"[?$]{re.escape(name)}\b", bare)
    return match.start() if match else len(bare)


def _row_key(row: Row) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (cell.kind, cell.value, cell.datatype or "", cell.language or "") if cell else ()
        for cell in row
    )


def with_prefixes(answer: Answer, engine: Engine) -> Answer:
    return replace(answer, prefixes=tuple(sorted(engine.prefixes.items())))
