"""The command line application and what its commands share: options, messages."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.model import Settings

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
    float, typer.Option(min=0.0, max=1.0, help="Leave out claims less sure than this.")
]
HtmlTop = Annotated[
    int | None, typer.Option(min=1, help="Show only the N most important entities on the page.")
]
HtmlAround = Annotated[
    str | None, typer.Option(help="Show only what lies within two steps of this entity.")
]
HtmlMinConfidence = Annotated[
    float, typer.Option(min=0.0, max=1.0, help="Show only facts at least this sure on the page.")
]


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


def settings_of(*, date: str | None, **rest: Any) -> Settings:
    from kg.iri import is_absolute
    from kg.read import check_date

    for name in ("base_iri", "vocab"):
        iri = rest.get(name, getattr(DEFAULTS, name))
        if not iri.endswith(("/", "#")) or "://" not in iri or not is_absolute(iri):
            raise typer.BadParameter(
                f"--{name.replace('_', '-')} {iri!r} must look like https://example.org/graph/ "
                "and end in / or #"
            )
    license = rest.get("license")
    if license and not is_absolute(license) and not re.fullmatch(r"[A-Za-z0-9.+-]+", license):
        raise typer.BadParameter(
            f"license {license!r} must be an SPDX identifier such as CC-BY-4.0, or an IRI"
        )
    try:
        return Settings(date=check_date(date) if date else None, **rest)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def complain(error: Exception) -> None:
    text = " ".join(str(error).split())
    typer.echo(f"kg: {text}", err=True)
