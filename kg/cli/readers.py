"""The options of readers, from the command line: what records depend on, and what they do not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from kg.cli.app import echo

if TYPE_CHECKING:
    from kg.corpus.shards import Reading
    from kg.model import Build, Settings


def reader_options(given: Iterable[str] | None, model: str | None) -> dict[str, str]:
    """NAME=VALUE as a table, the language model among them.

    Raises typer.BadParameter for what is not of that form.
    """
    options: dict[str, str] = {}
    for item in given or ():
        name, equals, value = item.partition("=")
        if not equals or not name.strip():
            raise typer.BadParameter(f"--reader-option {item!r} must look like NAME=VALUE")
        options[name.strip()] = value.strip()
    return options if model is None else {**options, "model": model}


def parted(reader: str, options: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
    """The options that records depend on, and those that only say how it is done."""
    if "llm" not in reader.split("+"):
        return dict(options), {}
    from kg.readers.llm import HOW

    how = {name: value for name, value in options.items() if name in HOW}
    return {name: value for name, value in options.items() if name not in HOW}, how


def how_read(
    settings: Settings, reading: Reading, how: Mapping[str, str], **given: object
) -> Reading:
    """How the reader goes about it. Raises typer.BadParameter for what it knows nothing of."""
    said = {name: str(value) for name, value in given.items() if value is not None}
    asks = "llm" in settings.reader.split("+")
    if said and not asks:
        name = min(said).replace("_", "-").replace("price", "llm-price")
        raise typer.BadParameter(f"--{name} is an option of --reader llm")
    if asks:
        said = {"at_once": str(reading.at_once), **how, **said}
    return replace(reading, how=tuple(sorted(said.items())))


def say_what_was_asked(
    settings: Settings, reading: Reading, output: Path, result: Build | None
) -> None:
    """What the reader asked somebody else, and what of the answers was left out."""
    if settings.reader == "kg":
        return
    from kg.readers import Choice, reader_of

    folder = (output / ".kg").absolute() / "answers" / settings.reader
    reader = reader_of(Choice.of(settings), how=reading.how, folder=folder)
    if report := getattr(reader, "report", ""):
        echo(f"kg: {settings.reader}: {report}", err=True)
    left_out = result.left_out if result is not None else ()
    if left_out:
        total = sum(count for _, count in left_out)
        most = sorted(left_out, key=lambda row: (-row[1], row[0]))
        why = ", ".join(f"{count:,} {reason}" for reason, count in most)
        echo(f"kg: {settings.reader}: {total:,} left out: {why}", err=True)
