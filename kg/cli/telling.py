"""Commands that answer in plain words, with proof: ask, brief."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, echo
from kg.cli.showing import SHORT, Folder, Json, quoted, wrapped

if TYPE_CHECKING:
    from kg.ask import Answer, Answers, Question


@app.command(
    add_help_option=False,
    epilog='Examples:  kg ask   |   kg ask who-met-whom   |   kg ask who-paid-whom "Orbis Bank" '
    "-o graph/   |   kg ask what-happened between 2019-03 and 2020   |   kg ask when --help",
)
def ask(
    context: typer.Context,
    words: Annotated[
        list[str] | None,
        typer.Argument(metavar="[QUESTION] [ARGUMENT]...", help="A name, and what it asks about."),
    ] = None,
    output: Folder = Path("output"),
    sparql: Annotated[
        bool, typer.Option("--sparql", help="Print the query instead of the answers.")
    ] = False,
    engine: Annotated[
        str, typer.Option(help="auto, rdflib, or oxigraph: faster, needs the extra oxigraph.")
    ] = "auto",
    as_json: Json = False,
    help: Annotated[
        bool, typer.Option("--help", "-h", help="Show this, or the help of the question named.")
    ] = False,
) -> None:
    """Ask a question by its name: who paid whom, who denies what, what happened when.

    Without a name, the questions are listed. Every answer comes with its status, who says so, the
    sentence and its document. What is denied, planned or only possible is never among the facts.
    """
    from kg.ask import ask as answer
    from kg.ask.table import question_of, questions

    name, *given = words or [""]
    if help:
        echo("\n".join(_help(question_of(name))) if name else context.get_help())
    elif not name:
        for line in _listed(questions()):
            echo(line)
    elif engine not in ("auto", "rdflib", "oxigraph"):
        raise typer.BadParameter(f"unknown engine {engine!r}; choose auto, rdflib or oxigraph")
    elif sparql:
        echo(_query(output, name, given), nl=False)
    else:
        _answer(answer(output, name, given, engine=engine), as_json=as_json)


def _listed(questions: tuple[Question, ...]) -> Iterator[str]:
    width = max(len(question.usage) for question in questions)
    yield from (f"{question.usage:<{width}}  {question.help}" for question in questions)


def _help(question: Question) -> Iterator[str]:
    yield f"kg ask {question.usage}"
    yield question.help
    yield f"Example:  kg ask {question.example}"


def _query(output: Path, name: str, given: list[str]) -> str:
    from kg.ask.named import sparql_of
    from kg.ask.table import arguments, question_of, written
    from kg.restore import restore

    question = question_of(name)
    terms = arguments(question, given)
    return sparql_of(question, terms, restore(output))[0] if terms else written(question, {})


def _answer(found: Answers, *, as_json: bool) -> None:
    from kg.ask.named import fields

    if as_json:
        echo(json.dumps(fields(found), ensure_ascii=False, indent=2))
        return
    for line in _printed(found.facts):
        echo(line)
    if any(not row.repeats for row in found.statements) and not found.question.statements:
        echo("not stated as facts")
    for line in _printed(found.statements):
        echo(line)
    if found.ending:
        echo(found.ending)


def _printed(rows: Iterable[Answer]) -> Iterator[str]:
    """ "2021-03  Mara Lindt met Tom Reed.  (reported) [2f3ffa8d]", and the sentence of the text."""
    for row in rows:
        if row.repeats:
            continue
        name, value = row.cells[0]
        lead = f"{value:<10}  " if name == "when" else ""
        status = f"  ({row.status})" if row.status != "asserted" else ""
        id = f" [{row.claim[:SHORT]}]" if row.claim else ""
        yield from wrapped(f"{lead}{row.sentence}{status}{id}", "", "    ")
        yield from quoted(f"{row.document}, {row.place.text}", " ".join(row.quote.split()))


@app.command(
    epilog='Examples:  kg brief -o brief.html   |   kg brief "Mara Lindt" "Orbis Bank" graph/ '
    "-o lindt.docx   |   kg brief graph/ > brief.md",
)
def brief(
    names: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[ENTITY]... [GRAPH]",
            help="Labels, aliases or IRIs; then the folder that kg build wrote. [output]",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", help="File to write: .html, .docx or .md; else Markdown."),
    ] = None,
    title: Annotated[str, typer.Option(help="Title; default: the names.")] = "",
    everything: Annotated[bool, typer.Option("--all", help="Cut no long section.")] = False,
) -> None:
    """Write what the graph says as a brief in plain sentences, each with its proof as a footnote.

    Who is who, relations, chronology, money, what is denied or planned, contradictions and gaps.
    The sources are opened again: each footnote says whether its quote still stands there.
    """
    from kg.ask.brief import as_markdown, check_suffix, write_brief
    from kg.ask.brief import brief as briefing
    from kg.corpus.shards import Reading
    from kg.corpus.workers import in_processes

    about, folder = _parted(names or [])
    if output is not None and output.is_dir():
        raise typer.BadParameter(f"{output} is a folder; give the graph as the last argument")
    if output is not None:
        check_suffix(output)
    made = briefing(
        folder, about, title=title, everything=everything, reading=Reading(run=in_processes())
    )
    if output is None:
        echo(as_markdown(made), nl=False)
        return
    write_brief(made, output)
    echo(f"{output}: {made.stamp}")


def _parted(names: list[str]) -> tuple[list[str], Path]:
    """The names of entities, and the folder of the graph: the first or last name, if it is one."""
    from kg.folder.ours import is_ours

    for place in (-1, 0):
        if names and (names[place].endswith("/") or is_ours(Path(names[place]))):
            return [name for name in names if name != names[place]], Path(names[place])
    return names, Path("output")
