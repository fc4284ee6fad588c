"""What a query found, in plain values: the same whichever engine found it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One cell of an answer: an IRI, a blank node, or a literal with its datatype or language.

    A plain string has no datatype here, whether or not the graph writes `xsd:string` at it.
    """

    kind: Literal["uri", "literal", "bnode"]
    value: str
    datatype: str | None = None
    language: str | None = None


Row = tuple[Term | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a query found; a cell is None where the query left it unbound.

    ASK gives the one column `answer` and sets `boolean`; CONSTRUCT and DESCRIBE give the columns
    `subject predicate object` and set `triples`. `prefixes` are (prefix, IRI) pairs, for shorter
    tables. `hints` say, of an answer without rows, which relations of the query the graph lacks.
    """

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    boolean: bool | None = None
    triples: bool = False
    prefixes: tuple[tuple[str, str], ...] = ()
    hints: tuple[str, ...] = ()
