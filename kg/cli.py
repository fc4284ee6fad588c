"""The command line: arguments in, one library call, text out.

Nothing heavy is imported before a command runs, so `kg --help` is instant.
"""

from __future__ import annotations

import json
import logging
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.errors import KgError, QueryError, ReadError
from kg.model import Claim, Document, Record, Settings

if TYPE_CHECKING:
    from kg.model import Build

app = typer.Typer(
    name="kg",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turn text into a knowledge graph in which every edge quotes the words that state it.",
)

DEFAULTS = Settings()

Inputs = Annotated[
    list[str], typer.Argument(help="Files, folders, or - for standard input.", metavar="INPUT...")
]
Output = Annotated[Path, typer.Argument(help="Folder that kg build wrote.", metavar="OUTPUT")]
Model = Annotated[str, typer.Option(help="Installed spaCy pipeline to read with.")]
Date = Annotated[
    str | None, typer.Option(help="Date of documents that carry none (2019-09-18, 2019-09, 2019).")
]
Workers = Annotated[
    int | None, typer.Option(min=1, help="Processes that read documents; default: as fits.")
]
MinConfidence = Annotated[
    float, typer.Option(min=0.0, max=1.0, help="Leave out claims less sure than this.")
]

#: Below this much text a second process costs more than it saves.
PARALLEL_CHARACTERS = 400_000


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Say more on stderr.")] = False,
) -> None:
    logging.basicConfig(
        level=logging.INFO if verbose else logging.WARNING, format="kg: %(message)s"
    )
    if version:
        from importlib.metadata import version as version_of

        typer.echo(f"kg {version_of('kg')}")
        raise typer.Exit


@app.command(
    epilog="Examples:  kg build article.txt   |   kg build reports/ -o graph/   |   "
    "cat minutes.txt | kg build - --date 2024-05-06"
)
def build(
    inputs: Inputs,
    output: Annotated[Path, typer.Option("-o", "--output", help="Folder to write.")] = Path(
        "output"
    ),
    model: Model = DEFAULTS.model,
    date: Date = None,
    base_iri: Annotated[str, typer.Option(help="What entity IRIs begin with.")] = (
        DEFAULTS.base_iri
    ),
    min_confidence: MinConfidence = 0.0,
    workers: Workers = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the result as JSON.")] = False,
) -> None:
    """Read documents and write their knowledge graph into a folder."""
    from kg.build import assemble, make_records, read_documents, write_outputs

    settings = _settings(model=model, date=date, base_iri=base_iri, min_confidence=min_confidence)
    failed: list[ReadError] = []
    documents = read_documents(inputs, date=date, failed=failed)
    for error in failed:
        _complain(error)
    if not documents:
        raise typer.Exit(1)
    records = make_records(documents, settings, workers=workers or _workers(documents))
    result = assemble(list(_progress(records, documents)), settings)
    write_outputs(result, output)
    _report(result, output, as_json=as_json)
    if failed:
        raise typer.Exit(1)


@app.command(
    epilog="Examples:  kg extract article.txt --format tsv   |   "
    "kg extract --lines sentences.txt --format tsv"
)
def extract(
    inputs: Inputs,
    format: Annotated[str, typer.Option(help="jsonl or tsv.")] = "jsonl",
    lines: Annotated[bool, typer.Option("--lines", help="Every line is a document.")] = False,
    model: Model = DEFAULTS.model,
    date: Date = None,
    min_confidence: MinConfidence = 0.0,
    workers: Workers = None,
) -> None:
    """Print the claims of documents, without building a graph.

    tsv has the columns document, sentence number, subject, predicate, object, in the words of the
    text; claims without an object, and those that grammar implies without a word for the relation
    (possessions, titles, appositions), are only in jsonl, which has every claim and field.
    """
    from kg.build import make_records, read_documents

    if format not in ("jsonl", "tsv"):
        raise typer.BadParameter(f"unknown format {format!r}; choose jsonl or tsv")
    settings = _settings(model=model, date=date, min_confidence=min_confidence)
    failed: list[ReadError] = []
    documents = read_documents(inputs, date=date, lines=lines, failed=failed)
    records = make_records(documents, settings, workers=workers or _workers(documents))
    write = _tsv if format == "tsv" else _jsonl
    for record in _progress(records, documents):
        for row in write(record, settings):
            sys.stdout.write(row + "\n")
    for error in failed:
        _complain(error)
    if failed:
        raise typer.Exit(1)


@app.command(
    epilog='Examples:  kg query output "SELECT ?who ?whom WHERE { ?who rel:meet ?whom }"   |   '
    "kg query output -f question.rq --format csv"
)
def query(
    output: Output,
    sparql: Annotated[str | None, typer.Argument(help="SPARQL; common prefixes are known.")] = None,
    file: Annotated[
        Path | None, typer.Option("-f", "--file", help="Read the query from a file.")
    ] = None,
    format: Annotated[str, typer.Option(help="table, csv or json.")] = "table",
) -> None:
    """Ask the graph a question in SPARQL."""
    from kg import query as queries

    if (sparql is None) == (file is None):
        raise typer.BadParameter("give the query as text or with -f FILE, one of the two")
    formats = {
        "table": queries.format_table,
        "csv": queries.format_csv,
        "json": queries.format_json,
    }
    if format not in formats:
        raise typer.BadParameter(f"unknown format {format!r}; choose {', '.join(formats)}")
    if file is not None:
        sparql = _read_query(file)
    typer.echo(formats[format](queries.query(output, sparql or "")).rstrip("\n"))


@app.command(epilog="Examples:  kg stats output   |   kg stats output --missed")
def stats(
    output: Output,
    missed: Annotated[
        bool, typer.Option("--missed", help="List sentences that yielded no claim, and why.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Say what a graph holds: how many of what, and how it is stated."""
    from kg.stats import missed_sentences, statistics

    if missed:
        for row in missed_sentences(output):
            typer.echo(json.dumps(row, ensure_ascii=False) if as_json else _missed_line(row))
        return
    found = statistics(output)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for name, value in found.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {count}" for key, count in value.items())
        typer.echo(f"{name + ':':<14} {value}")


def main() -> None:
    """Entry point: errors of kg become one line on stderr and exit code 1."""
    try:
        app()
    except KgError as error:
        _complain(error)
        raise SystemExit(1) from error
    except BrokenPipeError:
        # The reader of our output has gone ("kg extract ... | head").
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(1) from None
    except KeyboardInterrupt:
        typer.echo("kg: interrupted; nothing was overwritten", err=True)
        raise SystemExit(130) from None


# Helpers


def _settings(*, date: str | None, base_iri: str = DEFAULTS.base_iri, **rest: Any) -> Settings:
    from kg.read import check_date

    if not base_iri.endswith(("/", "#")) or "://" not in base_iri or set(base_iri) & set(' <>"{}'):
        raise typer.BadParameter(
            f"base IRI {base_iri!r} must look like https://example.org/graph/ and end in / or #"
        )
    try:
        return Settings(date=check_date(date) if date else None, base_iri=base_iri, **rest)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def _workers(documents: Sequence[Document]) -> int:
    if sum(len(d.text) for d in documents) < PARALLEL_CHARACTERS:
        return 1
    # Only Linux says how many processors this process may use; elsewhere all are counted.
    allowed = getattr(os, "sched_getaffinity", None)
    processors = len(allowed(0)) if allowed is not None else os.cpu_count() or 1
    return min(processors, len(documents))


def _progress(records: Iterable[Record], documents: Sequence[Document]) -> Iterator[Record]:
    """Show how far reading has come, by characters, where stderr is a terminal."""
    from tqdm import tqdm

    total = sum(len(d.text) for d in documents)
    with tqdm(
        total=total, unit="char", unit_scale=True, disable=None, desc="reading", leave=False
    ) as bar:
        for record in records:
            yield record
            bar.update(len(record.document.text))


def _complain(error: Exception) -> None:
    text = " ".join(str(error).split())
    typer.echo(f"kg: {text}", err=True)


def _report(result: Build, output: Path, *, as_json: bool) -> None:
    counts = {
        "documents": len(result.documents),
        "entities": len(result.entities),
        "facts": len(result.facts),
        "claims": len(result.claims),
    }
    if as_json:
        typer.echo(json.dumps({"output": str(output), **counts}))
        return
    summary = ", ".join(f"{count:,} {name}" for name, count in counts.items())
    typer.echo(f"{summary}\nopen {output / 'graph.html'}")


def _tsv(record: Record, settings: Settings) -> Iterator[str]:
    from kg.claims import IMPLIED, surface

    numbers = {start: n for n, start in enumerate(_sentence_starts(record), 1)}
    for claim in record.claims:
        unsaid = claim.object is None or claim.rule in IMPLIED
        if unsaid or claim.confidence < settings.min_confidence:
            continue
        parts = [" ".join(part.split()) for part in surface(claim)]
        yield "\t".join([record.document.id, str(numbers[claim.sentence.start]), *parts])


def _sentence_starts(record: Record) -> list[int]:
    starts = {c.sentence.start for c in record.claims} | {span.start for span, _ in record.missed}
    return sorted(starts)


def _jsonl(record: Record, settings: Settings) -> Iterator[str]:
    from kg.build import assemble
    from kg.export.lines import claim_fields

    claims: list[Claim] = sorted(
        assemble([record], settings).claims, key=lambda c: (c.sentence.start, c.id)
    )
    for claim in claims:
        yield json.dumps(claim_fields(claim), ensure_ascii=False)


def _read_query(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise QueryError(f"cannot read query file {file}; check the path") from error


def _missed_line(row: dict[str, Any]) -> str:
    return f"{row['document']}\t{row['reason']}\t{' '.join(row['text'].split())}"
