"""The files of an output folder as typed values: what is damaged is one error that says what to do.

Everything that makes values of `manifest.json` or a `.jsonl` file of an output goes through here.
Each value is checked against its type, each file against the hash in the manifest, so a file that
was cut short, swapped or edited is named and never half believed. Only what the manifest lists is
read elsewhere too: by `kg.ask.verify`, which names every file that is not as listed, and by
`kg.folder.ours`, to which a manifest that is not as kg wrote it is none.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, TypeVar

import msgspec

from kg.errors import DamageError
from kg.files import open_regular
from kg.folder.marks import opened, opened_before
from kg.folder.ours import MANIFEST
from kg.folder.swap import settle

#: Bytes of a manifest, and of a line: the text of the longest document, every character escaped.
LONGEST = 1 << 29

_Made = TypeVar("_Made")


class Pipeline(msgspec.Struct, frozen=True):
    """What documents were read with: `name` as the user gives it, `model` as it calls itself."""

    name: str
    model: str
    version: str
    spacy: str


class ReadBy(msgspec.Struct, frozen=True):
    """The reader of the documents; `left_out` counts by reason what it does not believe."""

    name: str = "kg"
    version: str = ""
    options: dict[str, str] = {}
    left_out: dict[str, int] = {}


class Counts(msgspec.Struct, frozen=True):
    documents: int
    facts: int


class Manifest(msgspec.Struct, frozen=True):
    """`manifest.json`. `outputs` has the SHA-256 of each file by its name in the folder."""

    kg: str
    pipeline: Pipeline
    settings: dict[str, Any]
    outputs: dict[str, str]
    unmatched: list[str]
    counts: Counts
    reader: ReadBy = ReadBy()


def read_manifest(output: Path) -> Manifest:
    """The manifest of an output folder, once a swap that was interrupted there is finished.

    Raises:
        DamageError: it is missing, or not as kg wrote it.
        ExportError, StoreError: a swap cannot be finished, or another process is still at one.
    """
    settle(output)
    with _open(output, MANIFEST) as file:
        data = file.read(LONGEST)
    manifest = _made(output, MANIFEST, data, Manifest, lambda value: value)
    if not (opened(data, kind="graph") or opened_before(data)):
        raise damaged(output, MANIFEST, "its hash is not that of what it says")
    return manifest


def read_lines(
    output: Path,
    name: str,
    type: type[_Made],
    shape: Callable[[Any], Any] = lambda value: value,
    *,
    manifest: Manifest,
) -> Iterator[_Made]:
    """The values of a file with one JSON object a line, in its order.

    `shape` turns what a line holds into the fields of `type`. The hash of the file is compared
    when its last line has been read.

    Raises:
        DamageError: the file is missing, or not as kg wrote it; the line is named.
    """
    digest = hashlib.sha256()
    with _open(output, name) as file:
        number = 0
        while line := file.readline(LONGEST):
            number += 1
            digest.update(line)
            if line != b"\n":
                yield _made(output, f"{name} line {number}", line, type, shape)
    if manifest.outputs.get(name) != digest.hexdigest():
        raise damaged(output, name, "its hash is not that of manifest.json")


def damaged(output: Path, name: str, reason: str) -> DamageError:
    """The error for a file, or a line of it, that is not as kg wrote it."""
    return DamageError(f"{output / name} is not as kg wrote it ({reason}); build it again")


def _open(output: Path, name: str) -> BinaryIO:
    try:
        return open_regular(output / name)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise DamageError(
            f"no {name} in {output} to restore a graph from; write it with: "
            f"kg build INPUT -o {output}; a graph that lies elsewhere is named with -o"
        ) from error
    except OSError as error:
        raise DamageError(
            f"cannot read {output / name}: {error.strerror or error}; make it readable, or build "
            "it again"
        ) from error


def _made(
    output: Path, where: str, data: bytes, type: type[_Made], shape: Callable[[Any], Any]
) -> _Made:
    try:
        return msgspec.convert(shape(_parsed(data)), type)
    except RecursionError as error:
        raise damaged(output, where, "it is nested too deeply") from error
    except KeyError as error:
        raise damaged(output, where, f"no field {error}") from error
    except (ValueError, TypeError, AttributeError, msgspec.ValidationError) as error:
        raise damaged(output, where, _reason(error)) from error


def _parsed(data: bytes) -> Any:
    """JSON; halves of surrogate pairs are read too, which a faster reader knows nothing of."""
    try:
        return msgspec.json.decode(data)
    except msgspec.DecodeError:
        return _DECODE(data.decode("utf-8"))


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")


_DECODE = json.JSONDecoder(parse_constant=_no_number).decode
_MISSING = re.compile("Object missing required field `([^`]*)`")


def _reason(error: Exception) -> str:
    """What is wrong in a few words, without the text of the file, however long that is."""
    text = " ".join(str(error).split())
    text = _MISSING.sub(lambda found: f"no field {found[1]!r}", text)
    return text if len(text) <= 120 else f"{text[:117]}..."
