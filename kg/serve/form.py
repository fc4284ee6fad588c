"""The form as HTML, without scripts: a question, its answer as a table, examples to start from."""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib import resources
from urllib.parse import quote

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.ask.query import Answer, Term
from kg.ask.query.formats import shortened

#: Rows that are shown; the other formats give all.
SHOWN = 1000

EXAMPLES = {
    "Who met whom, in which words": """\
SELECT ?who ?whom ?sentence WHERE {
  ?claim rdf:predicate rel:meet ; rdf:subject ?who ; rdf:object ?whom ;
         kg:polarity "positive" ; kg:modality "actual" ; kg:shown true ;
         kg:sentence/oa:exact ?sentence .
}""",
    "What is denied, and by whom": """\
SELECT ?subject ?relation ?object ?source WHERE {
  ?claim kg:polarity "negative" ; kg:shown true ; rdf:subject ?subject ;
         rdf:predicate ?relation .
  OPTIONAL { ?claim rdf:object ?object }
  OPTIONAL { ?claim kg:sourceLabel ?source }
}""",
    "What is planned, possible, wished, required": """\
SELECT ?modality ?subject ?relation ?object WHERE {
  ?claim kg:modality ?modality ; kg:shown true ; rdf:subject ?subject ;
         rdf:predicate ?relation ; rdf:object ?object .
  FILTER (?modality != "actual")
} ORDER BY ?modality ?subject ?relation ?object""",
    "What happened when": """\
SELECT ?time ?subject ?relation ?object WHERE {
  ?claim kg:time ?time ; kg:shown true ; rdf:subject ?subject ; rdf:predicate ?relation .
  OPTIONAL { ?claim rdf:object ?object }
} ORDER BY ?time ?subject ?relation ?object""",
    "What is kept back, and why": """\
SELECT ?why ?sentence WHERE {
  ?claim kg:hiddenBecause ?why ; kg:sentence/oa:exact ?sentence .
} ORDER BY ?why ?sentence""",
    "Who is in the middle": """\
SELECT ?entity (COUNT(DISTINCT ?other) AS ?others) WHERE {
  ?relation a kg:Relation .
  { ?entity ?relation ?other } UNION { ?other ?relation ?entity }
  FILTER (isIRI(?other) && isIRI(?entity) && ?entity != ?other)
} GROUP BY ?entity ORDER BY DESC(?others) ?entity LIMIT 20""",
    "Relations, the commonest first": """\
SELECT ?relation (COUNT(?claim) AS ?claims)
WHERE { ?claim rdf:predicate ?relation ; kg:shown true }
GROUP BY ?relation ORDER BY DESC(?claims) ?relation LIMIT 50""",
}


def page(*, query: str, answer: Answer | None, error: str | None) -> str:
    """The page with the form, the question in it, and what came of it."""
    template = environment().get_template("form.html.j2")
    return template.render(
        query=query or next(iter(EXAMPLES.values())),
        asked=bool(answer or error),
        answer=answer,
        rows=[[_cell(cell, answer) for cell in row] for row in answer.rows[:SHOWN]]
        if answer
        else [],
        error=error,
        links={name: query_link(text) for name, text in EXAMPLES.items()},
        formats={
            name: f"/sparql?format={name}&query={quote(query)}"
            for name in (("turtle", "json", "xml") if answer and answer.triples else _TABLES)
        },
        style=Markup(style()),
    )


def query_link(sparql: str) -> str:
    """Where the form stands with a question in it."""
    return f"/?query={quote(sparql)}"


_TABLES = ("csv", "tsv", "json", "xml")


def _cell(cell: Term | None, answer: Answer) -> dict[str, str]:
    """What a cell shows and, for an IRI, the question that describes it."""
    if cell is None:
        return {"text": "", "link": ""}
    text = shortened(cell, answer)
    describe = f"DESCRIBE <{cell.value}>" if cell.kind == "uri" else ""
    return {"text": text, "link": f"/sparql?query={quote(describe)}" if describe else ""}


def style_hash() -> str:
    digest = hashlib.sha256(style().encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def style() -> str:
    return resources.files(__name__.rpartition(".")[0]).joinpath("form.css").read_text("utf-8")


@cache
def environment() -> Environment:
    return Environment(
        loader=PackageLoader("kg.serve", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


_DESCRIPTION = """\
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix formats: <http://www.w3.org/ns/formats/> .

<{url}> a sd:Service ;
    sd:endpoint <{url}> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:resultFormat formats:SPARQL_Results_JSON, formats:SPARQL_Results_XML,
        formats:SPARQL_Results_CSV, formats:SPARQL_Results_TSV, formats:Turtle,
        formats:N-Triples, formats:RDF_XML, formats:JSON-LD .
"""


def description(url: str) -> str:
    """What the endpoint says of itself (https://www.w3.org/TR/sparql11-service-description/)."""
    return _DESCRIPTION.format(url=url)
