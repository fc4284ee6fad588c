"""Arguments and options of commands, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Inputs = Annotated[
    list[str], typer.Argument(help="Files, folders, or - for standard input.", metavar="INPUT...")
]
Output = Annotated[Path, typer.Argument(help="Folder that kg build wrote.", metavar="OUTPUT")]
OutputOption = Annotated[Path, typer.Option("-o", "--output", help="Folder to write.")]
Model = Annotated[str, typer.Option(help="Installed spaCy pipeline to read with.")]
Date = Annotated[
    str | None, typer.Option(help="Date of documents that carry none (2019-09-18, 2019-09, 2019).")
]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes that read documents; default: as fits.")
]
ReaderName = Annotated[
    str, typer.Option("--reader", help="What reads the documents: kg, llm, or an installed one.")
]
ReaderOption = Annotated[
    list[str] | None,
    typer.Option(metavar="NAME=VALUE", help="An option of the reader; may be repeated."),
]
Endpoint = Annotated[
    str | None,
    typer.Option(help="Of --reader llm: an OpenAI-compatible server. [http://127.0.0.1:11434/v1]"),
]
LlmModel = Annotated[
    str | None, typer.Option(help="Of --reader llm: the language model, as the server names it.")
]
LlmPrice = Annotated[
    str | None,
    typer.Option(
        metavar="QUESTION,ANSWER", help="Of --reader llm: what a million tokens cost (0.15,0.60)."
    ),
]
MaxTokens = Annotated[
    int | None, typer.Option(min=1, help="Of --reader llm: stop asking after so many tokens.")
]
MaxCost = Annotated[
    float | None, typer.Option(min=0, help="Of --reader llm: stop asking at this cost.")
]
TextField = Annotated[
    str | None, typer.Option(help="Field of CSV and JSON lines that holds the text. [text]")
]
IdField = Annotated[
    str | None, typer.Option(help="Field that names a row; default: id, else its number.")
]
DateField = Annotated[str | None, typer.Option(help="Field with the date of a row. [date]")]
Exclude = Annotated[
    list[str] | None,
    typer.Option(help="Leave out files of folders, in gitignore syntax; may be repeated."),
]
MinConfidence = Annotated[
    float,
    typer.Option(
        min=0.0,
        max=1.0,
        help="Show only claims at least this likely to be right; claims.jsonl keeps the others.",
    ),
]
MinWorth = Annotated[
    float,
    typer.Option(
        min=0.0,
        max=1.0,
        help="Show only claims at least this likely to tell something; as --min-confidence.",
    ),
]
LeastConfidence = Annotated[
    float | None,
    typer.Option(
        "--min-confidence",
        min=0.0,
        max=1.0,
        help="Print only claims at least this likely to be right; jsonl marks the others.",
    ),
]
LeastWorth = Annotated[
    float | None,
    typer.Option(
        "--min-worth",
        min=0.0,
        max=1.0,
        help="Print only claims at least this likely to tell something; as --min-confidence.",
    ),
]
Title = Annotated[str | None, typer.Option(help="What the page of the graph is called.")]
HtmlTop = Annotated[
    int | None, typer.Option(min=1, help="Show only the N most important entities on the page.")
]
HtmlAround = Annotated[
    str | None, typer.Option(help="Show only what lies within two steps of this entity.")
]
HtmlMinConfidence = Annotated[
    float, typer.Option(min=0.0, max=1.0, help="Show only facts at least this sure on the page.")
]
BaseIri = Annotated[str, typer.Option(help="What entity IRIs begin with.")]
Vocab = Annotated[str, typer.Option(help="Namespace of kg's own terms in RDF.")]
License = Annotated[
    str | None, typer.Option(help="Terms of use of the graph: CC-BY-4.0 (SPDX), or an IRI.")
]
Gazetteer = Annotated[
    list[Path] | None,
    typer.Option(help="Your own names for things, CSV or SKOS Turtle; may be repeated."),
]
OntologyFile = Annotated[
    Path | None,
    typer.Option(
        "--ontology",
        help="Your relations: OWL, RDFS, SHACL, LinkML, Text2KGBench JSON, or a short YAML.",
    ),
]
OnlyOntology = Annotated[
    bool, typer.Option("--only-ontology", help="Only facts of the ontology make the graph.")
]
ShapesFile = Annotated[
    Path | None, typer.Option(help="SHACL shapes that the graph is checked against, too.")
]
EngineName = Annotated[
    str, typer.Option(help="Where documents are read: local, or ray for a cluster.")
]
MaxSeconds = Annotated[
    float, typer.Option(min=1, help="Leave out a document that takes longer than this.")
]
MaxMemory = Annotated[
    int,
    typer.Option(min=64, metavar="MIB", help="Leave out a document that takes more (on Linux)."),
]
Add = Annotated[
    bool, typer.Option("--add", help="Add these inputs to those of the graph in the folder.")
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Replace the graph of other inputs in the folder.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
