"""Answers as text: a table for people, the W3C's result formats for programs."""

from __future__ import annotations

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from kg.ask.query.answers import Answer, Row, Term
from kg.errors import QueryError


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


def shortened(cell: Term, answer: Answer) -> str:
    """One cell as `format_table` writes it."""
    return _cell(cell, {space: prefix for prefix, space in answer.prefixes})


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


def _binding(columns: tuple[str, ...], row: Row) -> dict[str, Any]:
    return {
        name: _json_term(cell) for name, cell in zip(columns, row, strict=True) if cell is not None
    }


def format_tsv(answer: Answer) -> str:
    """Format as SPARQL 1.1 Query Results TSV: terms as Turtle writes them."""
    lines = [tuple(f"?{name}" for name in answer.columns)]
    lines += [tuple(_turtle_term(cell) if cell else "" for cell in row) for row in answer.rows]
    return "".join("\t".join(line) + "\n" for line in lines)


def format_ntriples(answer: Answer) -> str:
    """Format the triples of CONSTRUCT and DESCRIBE as N-Triples, which is Turtle too.

    Raises QueryError for the answer of a SELECT or ASK.
    """
    if not answer.triples:
        raise QueryError("only CONSTRUCT and DESCRIBE give triples; choose another format")
    rows = (" ".join(_turtle_term(cell) for cell in row if cell) for row in answer.rows)
    return "".join(f"{row} .\n" for row in rows)


def in_rdf(answer: Answer, format: str) -> str:
    """Format triples as rdflib's `format` ("xml", "json-ld"). Raises QueryError where it cannot."""
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    for prefix, space in answer.prefixes:
        graph.bind(prefix, space)
    graph.parse(data=format_ntriples(answer), format="nt")
    try:
        return graph.serialize(format=format)
    except ValueError as error:
        raise QueryError(f"the triples cannot be written so: {error}; take Turtle") from error


def _turtle_term(cell: Term) -> str:
    if cell.kind != "literal":
        return f"<{cell.value}>" if cell.kind == "uri" else f"_:{cell.value}"
    text = "".join(_ESCAPES.get(char, char) for char in cell.value)
    if cell.language:
        return f'"{text}"@{cell.language}'
    return f'"{text}"^^<{cell.datatype}>' if cell.datatype else f'"{text}"'


_ESCAPES = {
    char: f"\\u{ord(char):04X}"
    for char in map(chr, [*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029])
} | {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def format_xml(answer: Answer) -> str:
    """Format as SPARQL Query Results XML (https://www.w3.org/TR/rdf-sparql-XMLres/).

    Control characters, which XML 1.0 cannot hold, become U+FFFD.
    """
    names = "" if answer.boolean is not None else answer.columns
    head = "".join(f"<variable name={quoteattr(name)}/>" for name in names)
    if answer.boolean is not None:
        body = f"<boolean>{str(answer.boolean).lower()}</boolean>"
    else:
        rows = (_xml_row(answer.columns, row) for row in answer.rows)
        body = "<results>\n" + "".join(rows) + "</results>"
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<sparql xmlns="http://www.w3.org/2005/sparql-results#">\n'
        f"<head>{head}</head>\n{body}\n</sparql>\n"
    )


def _xml_row(columns: tuple[str, ...], row: Row) -> str:
    cells = (
        f"<binding name={quoteattr(name)}>{_xml_term(cell)}</binding>"
        for name, cell in zip(columns, row, strict=True)
        if cell is not None
    )
    return f"<result>{''.join(cells)}</result>\n"


def _xml_term(cell: Term) -> str:
    text = escape(_NOT_XML.sub("\ufffd", cell.value), {"\r": "&#13;"})
    text = _OUTER_SPACE.sub(lambda found: f"&#{ord(found[0])};", text)
    attribute = ""
    if cell.language:
        attribute = f" xml:lang={quoteattr(cell.language)}"
    elif cell.datatype:
        attribute = f" datatype={quoteattr(cell.datatype)}"
    return f"<{cell.kind}{attribute}>{text}</{cell.kind}>"


# Some readers strip what they take for indentation.
_OUTER_SPACE = re.compile(r"\A\s|\s\Z")
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


def _json_term(cell: Term) -> dict[str, str]:
    term = {"type": cell.kind, "value": cell.value}
    if cell.language:
        term["xml:lang"] = cell.language
    elif cell.datatype:
        term["datatype"] = cell.datatype
    return term


#: The formats by name; `table` is for people, the others for programs.
FORMATS: Mapping[str, Callable[[Answer], str]] = {
    "table": format_table,
    "csv": format_csv,
    "tsv": format_tsv,
    "json": format_json,
    "xml": format_xml,
    "ntriples": format_ntriples,
}
