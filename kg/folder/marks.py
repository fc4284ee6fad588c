"""Marks: how kg knows again what it has written, by more than the name of a file.

    OUTPUT/manifest.json        kind "graph": a finished graph, with the files that make it
    OUTPUT/.kg/mark.json        kind "records": the hidden folder, with the same list of files
    OUTPUT/.kg/next/complete    kind "swap": new files that are all there (`kg.folder.swap`)
    EXPORT/.kg-export           kind "export": what `kg export` wrote

A mark is a JSON object that names its maker, its kind and the version of its layout, and carries
the SHA-256 of all else that it says. This proves that the file is whole and of kg's own making; it
is no secret, so what a mark lists is looked at again before anything is done to it (`own_paths`).
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import Any

#: Who signs, and the version of how a mark is laid out.
MAKER, FORMAT = "kg", 1

# Line ends for some readers although not for JSON; halves of surrogate pairs have no UTF-8.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff]")


def signed(fields: Mapping[str, object]) -> str:
    """The text of a mark that says `fields`: JSON with sorted keys, and a line end.

    `made_by`, `format` and `sha256` are added.

    Example::

        >>> opened(signed({"kind": "export", "files": {}}))["kind"]
        'export'
    """
    said = {k: v for k, v in fields.items() if k != "sha256"}
    said |= {"made_by": MAKER, "format": FORMAT}
    whole = {**said, "sha256": _digest(said)}
    return escaped(json.dumps(whole, indent=2, ensure_ascii=False, sort_keys=True)) + "\n"


def opened(text: str | bytes, *, kind: str = "") -> dict[str, Any] | None:
    """What a mark says; None where the text is no mark of kg's, or not as kg wrote it.

    With `kind`, only a mark of that kind counts. Whatever the text is, nothing is raised.
    """
    fields = _signed_fields(text)
    if fields is None or (fields.get("made_by"), fields.get("format")) != (MAKER, FORMAT):
        return None
    return fields if kind in ("", fields.get("kind")) else None


def opened_before(text: str | bytes) -> dict[str, Any] | None:
    """What a manifest says that was signed before manifests named their maker and kind."""
    fields = _signed_fields(text)
    known = fields is not None and {"kg", "pipeline", "inputs", "outputs"} <= fields.keys()
    return fields if known and "made_by" not in (fields or {}) else None


def own_paths(folder: Path, names: Iterable[str]) -> Iterator[Path]:
    """The paths of those names that are plain files inside `folder`, in their order.

    Names are relative, with `/` between their steps. Left out are absolute ones, those with `..`
    or an empty step, what is not there, and whatever is a link or is reached through one.
    """
    for name in names:
        if is_inside(name) and is_plain(folder, name) and (folder / name).is_file():
            yield folder / name


def is_inside(name: object) -> bool:
    """Is this a relative name that stays inside its folder, however the system reads it?"""
    if not isinstance(name, str) or "\x00" in name or "\\" in name or name[1:2] == ":":
        return False
    return not {"", ".", ".."} & set(name.split("/"))


def is_plain(folder: Path, name: str) -> bool:
    """Does no step from `folder` to `name` go through a link? What is not there is plain."""
    steps = PurePosixPath(name).parts
    return not any(folder.joinpath(*steps[: n + 1]).is_symlink() for n in range(len(steps)))


def escaped(text: str) -> str:
    """JSON text in which nothing is left that ends a line for some reader, or has no UTF-8."""
    return text if text.isascii() else _UNSAFE.sub(_escape, text)


def _escape(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _digest(said: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _signed_fields(text: str | bytes) -> dict[str, Any] | None:
    """The fields of a JSON object that carries its own hash."""
    try:
        fields = json.loads(text)
        if not isinstance(fields, dict):
            return None
        digest = fields.get("sha256")
        said = {k: v for k, v in fields.items() if k != "sha256"}
        return fields if digest == _digest(said) else None
    except (ValueError, RecursionError):
        return None
