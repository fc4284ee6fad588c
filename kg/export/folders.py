"""Exports in place of earlier ones: what is kg's is replaced, what is the user's stays.

The mark `.kg-export` in a folder says which format is there and lists its files with their hashes,
signed (`kg.folder.marks`). Only these files are replaced or removed, and of those that the new
export does not write only the ones that nobody has changed.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Container, Iterator, Mapping
from pathlib import Path

from kg.errors import ExportError
from kg.export.rdf.jsonld import CONTEXT, check_context
from kg.files import sha256_of
from kg.folder.beside import put_in_place
from kg.folder.marks import is_plain, opened, own_paths, signed

#: Lies in every exported folder.
MARK = ".kg-export"


def check_target(path: Path, format: str, *, is_folder: bool) -> None:
    """Raise ExportError if `path` is something that an export to `format` may not replace."""
    if not is_folder:
        if path.is_dir():
            raise ExportError(f"{path} is a folder, {format} is one file; name a file with -o")
        if path.exists() and not path.is_file():
            raise ExportError(f"{path} is no plain file; name one with -o, or - to print")
    elif path.is_dir():
        if any(path.iterdir()) and _listed(path, format) is None:
            raise ExportError(
                f"{path} holds files that no export to {format} wrote; "
                "name an empty or new folder with -o"
            )
    elif path.exists():
        raise ExportError(f"{path} is a file, {format} is a folder; name a folder with -o")


def replace_file(path: Path, fresh: Path) -> None:
    """Put a file in its place, and before it the context that JSON-LD writes beside."""
    context = fresh.with_name(CONTEXT)
    if context.is_file() and context != fresh:
        check_context(path.with_name(CONTEXT))
        put_in_place(context, path.with_name(CONTEXT))
    put_in_place(fresh, path)


def replace_folder(path: Path, fresh: Path, format: str) -> None:
    """Put a folder in its place, with all that is in `path` and not from an earlier export.

    Raises ExportError if a file of the user's has a name that the export needs.
    """
    files = {name: sha256_of(fresh / name) for name in _files(fresh)}
    mark = signed({"kind": "export", "to": format, "files": files})
    (fresh / MARK).write_text(mark, encoding="utf-8", newline="\n")
    if path.is_dir():
        ours = set(_ours(path, _listed(path, format) or {}, new=files))
        _check_free(path, files, ours)
        _carry(path, fresh, {*ours, MARK})
    put_in_place(fresh, path)


def _listed(path: Path, format: str) -> Mapping[str, str] | None:
    """The files of an export to `format` with their hashes; None where `path` is no such export."""
    for mark in own_paths(path, [MARK]):
        fields = opened(mark.read_bytes(), kind="export")
        files = fields.get("files") if fields and fields.get("to") == format else None
        if isinstance(files, dict):
            return files
    return None


def _ours(path: Path, listed: Mapping[str, str], new: Container[str]) -> Iterator[str]:
    """Names of what the last export wrote: as it wrote it, or about to be written again."""
    for file in own_paths(path, listed):
        name = file.relative_to(path).as_posix()
        if name in new or sha256_of(file) == listed[name]:
            yield name


def _check_free(path: Path, names: Mapping[str, str], ours: Container[str]) -> None:
    for name in names:
        taken = os.path.lexists(path / name) and name not in ours
        steps = Path(name).parents[:-1]
        if taken or not is_plain(path, name) or any((path / step).is_file() for step in steps):
            raise ExportError(
                f"{path / name} is not from an export and would be overwritten; move it away, or "
                "name another folder with -o"
            )


def _carry(path: Path, fresh: Path, left: Container[str]) -> None:
    """Let all that is in `path`, but what is named in `left`, be in `fresh` as well."""
    shutil.copymode(path, fresh)
    for root, folders, names in os.walk(path, onerror=_refuse):
        links = [name for name in folders if Path(root, name).is_symlink()]
        kept = [
            Path(root, name).relative_to(path)
            for name in [*names, *links]
            if Path(root, name).relative_to(path).as_posix() not in left
        ]
        here = fresh / Path(root).relative_to(path)
        if kept or not (folders or names):
            here.mkdir(parents=True, exist_ok=True)
            shutil.copymode(root, here)
        for name in kept:
            _link(path / name, fresh / name)


def _refuse(error: OSError) -> None:
    """What cannot be listed cannot be carried: nothing is exchanged then."""
    raise error


def _link(file: Path, other: Path) -> None:
    try:
        os.link(file, other, follow_symlinks=False)
    except OSError:  # this file system has no hard links
        shutil.copy2(file, other, follow_symlinks=False)


def _files(folder: Path) -> Iterator[str]:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix()
