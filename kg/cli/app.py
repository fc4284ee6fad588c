"""The command line application and what its commands share: options, messages."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kg.controls import spelled, spelled_inline
from kg.errors import DISTRIBUTION
from kg.model import Settings

if TYPE_CHECKING:
    from kg.model import Build

#: The files of this folder in the order in which `kg --help` lists their commands.
KINDS = (
    "building upkeep showing telling asking retrieving deciding ruling checking exporting"
    " serving".split()
)


class ByKind(TyperGroup):
    """Commands in the order in which a newcomer needs them, not in that of imports."""

    def list_commands(self, ctx: Any) -> list[str]:
        def place(name: str) -> int:
            return KINDS.index(self.commands[name].callback.__module__.rpartition(".")[2])

        return sorted(super().list_commands(ctx), key=place)


app = typer.Typer(
    name="kg",
    cls=ByKind,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Turn text into a knowledge graph in which every edge quotes the words that state it.",
)

DEFAULTS = Settings()


@app.callback(invoke_without_command=True)
def _root(
    version: Annotated[bool, typer.Option("--version", help="Print the version and exit.")] = False,
    verbose: Annotated[bool, typer.Option("--verbose", help="Say more on stderr.")] = False,
) -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLine("kg: %(message)s"))
    logging.basicConfig(level=logging.INFO if verbose else logging.WARNING, handlers=[handler])
    if version:
        from importlib.metadata import version as version_of

        echo(f"kg {version_of(DISTRIBUTION)}")
        raise typer.Exit


def settings_of(*, date: str | None, **rest: Any) -> Settings:
    from kg.iri import is_absolute
    from kg.parse import find_model
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
    model = rest.get("model", DEFAULTS.model)
    if model != DEFAULTS.model and find_model(model):
        echo(
            f"kg: confidence says less with {model}: it was learnt from claims of {DEFAULTS.model}",
            err=True,
        )
    try:
        return Settings(date=check_date(date) if date else None, **rest)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from error


def counts(result: Build) -> dict[str, int]:
    """How much a build holds; the claims are those that are shown and those kept back."""
    return {
        "documents": len(result.documents),
        "entities": len(result.entities),
        "facts": len(result.facts),
        "claims": len(result.claims),
        "shown": result.shown,
        "kept_back": len(result.claims) - result.shown,
    }


def summary(result: Build) -> str:
    """ "2 documents, 30 entities, 40 facts, 50 claims (45 shown, 5 kept back)"."""
    *found, shown, hidden = (
        f"{count:,} {name.replace('_', ' ')}" for name, count in counts(result).items()
    )
    return f"{', '.join(found)} ({shown}, {hidden})"


def echo(text: str, *, err: bool = False, nl: bool = True) -> None:
    """Print text for a terminal: whatever documents and names hold, it controls nothing there."""
    typer.echo(spelled(text), err=err, nl=nl)


#: Lines of one kind that are printed before "and N more".
SHOWN = 20


def shortened(lines: Sequence[str], *, prefix: str = "", more: str) -> Iterator[str]:
    """The first lines, each after `prefix`, and in one how many more there are and where."""
    yield from (prefix + line for line in lines[:SHOWN])
    if len(lines) > SHOWN:
        yield f"{prefix}and {len(lines) - SHOWN:,} more; {more}"


def foreign_line(foreign: Collection[tuple[str, int]]) -> str:
    """ "sentences that are not English: 12 in 2 documents (de.txt 9, mixed.txt 3)"."""
    total = sum(count for _, count in foreign)
    some = ", ".join(f"{document} {count:,}" for document, count in [*foreign][:5])
    more = ", ..." if len(foreign) > 5 else ""
    return f"sentences that are not English: {total:,} in {len(foreign):,} documents ({some}{more})"


def complain_all(errors: Sequence[Exception], *, more: str) -> None:
    """Complain of each error, and of a flood of them in a few lines."""
    for line in shortened([one_line(error) for error in errors], prefix="kg: ", more=more):
        echo(line, err=True)


def complain(error: Exception) -> None:
    echo(f"kg: {one_line(error)}", err=True)


def one_line(error: Exception) -> str:
    return spelled_inline(" ".join(str(error).split()))


class _OneLine(logging.Formatter):
    """What the library logs holds names of files and words of documents."""

    def format(self, record: logging.LogRecord) -> str:
        return spelled(super().format(record))
