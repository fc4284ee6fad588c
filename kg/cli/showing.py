"""Commands that show one entity or two: show, why, path."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.app import app

if TYPE_CHECKING:
    from kg.model import Build

Folder = Annotated[Path, typer.Option("-o", "--output", help="Folder that kg build wrote.")]
Name = Annotated[str, typer.Argument(help='Label, alias, IRI, or "LABEL in DOCUMENT".')]
Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]

#: Claims on a card before "and N more".
SHOWN = 25


def load(output: Path) -> Build:
    from kg.restore import restore

    return restore(output)


@app.command(epilog='Examples:  kg show "Shinzo Abe"   |   kg show Japan -o graph/ --json')
def show(
    entity: Name,
    output: Folder = Path("output"),
    all_claims: Annotated[bool, typer.Option("--all", help="Every claim, however many.")] = False,
    as_json: Json = False,
) -> None:
    """Print what the graph knows of an entity: names, links, roles, claims by date, documents."""
    from kg import show as showing

    build = load(output)
    found = showing.card(build, showing.find_entity(build, entity))
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in _card(found, len(found["claims"]) if all_claims else SHOWN):
        typer.echo(line)


@app.command(
    epilog='Examples:  kg why Abe "Shinzo Abe"   |   '
    'kg why "Michael Jordan in nba.txt" "Michael Jordan in lab.txt" -o graph/'
)
def why(a: Name, b: Name, output: Folder = Path("output"), as_json: Json = False) -> None:
    """Say why two names are one entity, or what keeps them two, with the sentences."""
    from kg import show as showing

    found = showing.why(load(output), a, b)
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in _same(found, a, b) if found["same"] else _apart(found, a, b):
        typer.echo(line)


@app.command(epilog='Example:  kg path "Shinzo Abe" China -o graph/')
def path(a: Name, b: Name, output: Folder = Path("output"), as_json: Json = False) -> None:
    """Print the shortest way between two entities over what the documents state."""
    from kg import show as showing

    steps = showing.path(load(output), a, b)
    if as_json:
        typer.echo(json.dumps(steps, ensure_ascii=False, indent=2))
        return
    for step in steps:
        stated = f"  ({step['stated']})" if step["stated"] else ""
        typer.echo(f"{step['subject']} — {step['predicate']} → {step['object']}{stated}")
        for line in _quoted(step["document"], step["sentence"]):
            typer.echo(line)


def _card(found: dict[str, Any], shown: int) -> Iterator[str]:
    code = f"  {found['code']}" if found["code"] else ""
    yield f"{found['label']}  [{found['type']}]{code}"
    yield f"  {found['iri']}"
    rows = {
        "aliases": ", ".join(found["aliases"]),
        "links": "  ".join(found["links"]),
        "metonym": found["metonym"] and f"stands for the government of {found['metonym']}",
        "roles": ", ".join(found["roles"]),
    }
    for name, value in rows.items():
        if value:
            yield from _wrapped(f"{name:<8} {value}", "  ", " " * 11)
    if found["claims"]:
        yield f"claims ({len(found['claims'])})"
    for claim in found["claims"][:shown]:
        stated = f"  ({claim['stated']})" if claim["stated"] else ""
        line = f"{claim['subject']} {claim['predicate']} {claim['object'] or ''}".rstrip()
        yield from _wrapped(f"{claim['date'] or '':<11}{line}{stated}", "  ", " " * 13)
    if len(found["claims"]) > shown:
        yield f"  and {len(found['claims']) - shown} more; --all shows them"
    yield "documents"
    for row in found["documents"]:
        times = "time" if row["mentions"] == 1 else "times"
        yield f"  {row['date'] or '':<11}{row['document']}, {row['mentions']} {times}"
    for case in found["open_cases"]:
        yield f"not decided: {case['iri']} in {case['other']}? {'; '.join(case['against'])}"


def _same(found: dict[str, Any], a: str, b: str) -> Iterator[str]:
    yield f"{a} and {b} are one: {found['label']} <{found['iri']}>"
    if found["document"] is not None:
        yield f"{found['document']} uses both names for it"
    for step in found["steps"]:
        reasons = "; ".join(step["reasons"])
        two = " = ".join(f"“{side['label']}”" for side in step["sides"]) + ", "
        yield from _wrapped(
            f"{two if found['document'] else ''}{step['rule']}{': ' + reasons if reasons else ''}",
            "", "  ",
        )  # fmt: skip
        for document, sentence in dict.fromkeys(
            (side["document"], side["sentence"]) for side in step["sides"]
        ):
            yield from _quoted(document, sentence)
    if not found["steps"] and found["document"] is None:
        linked = f", both are {' and '.join(found['links'])}" if found["links"] else ""
        yield f"the same words or one chain of a document{linked}"


def _apart(found: dict[str, Any], a: str, b: str) -> Iterator[str]:
    yield f"{a} and {b} are two: {', '.join(found['first'])} and {', '.join(found['second'])}"
    for case in found["cases"]:
        yield f"for one:  {'; '.join(case['reasons']) or 'nothing but the name'}"
        yield f"for two:  {'; '.join(case['against'])}"
        for side in case["sides"]:
            yield from _quoted(side["document"], side["sentence"])
    yield f'kg merge "{a}" "{b}" makes them one' if not found["cases"] else "kg review decides it"


def _quoted(document: str, sentence: str) -> Iterator[str]:
    yield from _wrapped(f"{document}: “{sentence}”", "    ", "      ")


def _wrapped(text: str, first: str, rest: str) -> list[str]:
    width = min(shutil.get_terminal_size().columns, 100)
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
