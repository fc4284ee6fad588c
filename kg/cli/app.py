"""The command line application and what its commands share: options, messages."""

from __future__ import annotations

import logging
import re
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from kg.controls import spelled, spelled_inline
from kg.errors import DISTRIBUTION
from kg.folder.ours import MANIFEST
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

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[Any, Any, list[str]]:
        """The folder of a graph may be given as an argument or with `-o`, to any command."""
        name, command, rest = super().resolve_command(ctx, args)
        return name, command, rest if command is None else with_folder(command, rest)


#: What commands say of the folder of a graph that they read.
FOLDER = "Folder that kg build wrote"
FLAGS = ("-o", "--output")


def with_folder(command: Any, args: list[str]) -> list[str]:
    """The arguments of a command with the folder of its graph where the command declares it.

    `kg query -o graph "..."` and `kg query "..." graph` are `kg query graph "..."`, and
    `kg show Ada graph` is `kg show Ada -o graph` where `graph` is a folder that kg wrote.
    """
    places = [p for p in command.params if p.name == "output" and (p.help or "").startswith(FOLDER)]
    if not places:
        return args
    if places[0].param_type_name == "argument":
        if any({*FLAGS} & {*p.opts} for p in command.params):
            return args  # `-o` is where it writes
        arguments = [p for p in command.params if p.param_type_name == "argument"]
        return _as_argument(args, first=arguments[0] is places[0])
    return args if any(a.split("=")[0] in FLAGS for a in args) else _as_option(command, args)


def _as_argument(args: list[str], *, first: bool) -> list[str]:
    for at, given in enumerate(args):
        flag, is_whole, value = given.partition("=")
        if flag not in FLAGS or (not is_whole and at + 1 == len(args)):
            continue
        rest = [*args[:at], *args[at + (1 if is_whole else 2) :]]
        folder = value if is_whole else args[at + 1]
        return [folder, *rest] if first else [*rest, folder]
    folders = [given for given in args if _is_graph(given)]
    if first and len(folders) == 1 and not args[0].startswith("-"):
        return [folders[0], *(given for given in args if given is not folders[0])]
    return args


def _is_graph(given: str) -> bool:
    return not given.startswith("-") and (Path(given) / MANIFEST).is_file()


def _as_option(command: Any, args: list[str]) -> list[str]:
    taking = {o for p in command.params if not getattr(p, "is_flag", True) for o in p.opts}
    for at, given in enumerate(args):
        valued = at > 0 and args[at - 1] in taking
        if not valued and _is_graph(given):
            return [*args[:at], *args[at + 1 :], "-o", given]
    return args


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
    from kg.parse.reading import find_model
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
