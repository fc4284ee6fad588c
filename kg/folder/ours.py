"""Whose an output folder is: what kg wrote there, and what stands in its way.

Only what a mark lists (`kg.folder.marks`) is ever replaced or deleted. A file of one of our names
that no mark lists is somebody else's, and so is whatever lies behind a link.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from kg.errors import ExportError
from kg.files import read_bytes, write_bytes
from kg.folder.marks import is_inside, is_plain, opened, opened_before, signed

HIDDEN = ".kg"
MANIFEST = "manifest.json"
MARK = f"{HIDDEN}/mark.json"
JOURNAL = f"{HIDDEN}/next/complete"
EXPORT_MARK = ".kg-export"
#: The user's from the moment it is there: never replaced.
DECISIONS = "decisions.yaml"

#: The folders below `.kg`, where files come and go: none of them may be a link.
ROOMS = (
    HIDDEN,
    *(
        f"{HIDDEN}/{name}"
        for name in ("records", "extracts", "answers", "reading", "next", "next/files")
    ),
)
#: What may lie in `.kg` before its mark does.
_FIRST = {".gitignore", "lock"}
#: A mark is not looked for in a larger file, in bytes.
_MOST = 256 * 2**20


def is_ours(folder: Path) -> bool:
    """Did kg write this folder: a graph, be it finished or not, or an export?

    Never raises; what cannot be read is not ours.
    """
    return manifest_of(folder) is not None or any(
        _mark(folder, name, kind) is not None
        for name, kind in ((MARK, "records"), (JOURNAL, "swap"), (EXPORT_MARK, "export"))
    )


def own_names(folder: Path) -> set[str]:
    """The names of all files there are in a folder that kg wrote; none if it is not ours."""
    if not is_ours(folder):
        return set()
    export = _mark(folder, EXPORT_MARK, "export") or {}
    journal = journal_of(folder) or {}
    listed = (written(folder), journal.get("files"), export.get("files"), [DECISIONS])
    names = [name for said in listed if isinstance(said, list | dict) for name in said]
    return {name for name in names if is_inside(name) and os.path.lexists(folder / name)}


def manifest_of(output: Path) -> dict[str, Any] | None:
    """What the manifest says; None where there is none, or one that is not as kg wrote it."""
    text = _read(output, MANIFEST)
    return opened(text, kind="graph") or opened_before(text)


def journal_of(output: Path) -> dict[str, Any] | None:
    """`files`, new ones waiting in `.kg/next`, and `stale`, old ones to delete; None otherwise."""
    fields = _mark(output, JOURNAL, "swap")
    lists = [fields.get("files"), fields.get("stale")] if fields is not None else []
    sound = lists and all(isinstance(names, list) for names in lists)
    return fields if sound else None


def journal_text(files: Sequence[str], stale: Sequence[str]) -> str:
    """The mark that says that all new files are there; see `journal_of`."""
    return signed({"kind": "swap", "files": list(files), "stale": list(stale)})


def written(output: Path) -> dict[str, str]:
    """The files that kg wrote into `output`, by name, each with its SHA-256 of then.

    The manifest lists them, and so does the mark in `.kg`, for the case that one of both is lost.
    Names that lead out of the folder are left out.
    """
    known: dict[str, Any] = {}
    manifest = manifest_of(output)
    for fields in (_mark(output, MARK, "records"), manifest):
        listed = (fields or {}).get("outputs")
        known |= listed if isinstance(listed, dict) else {}
    if manifest is not None:
        known.setdefault(MANIFEST, "")
    return {name: str(sha256) for name, sha256 in known.items() if is_inside(name)}


def check_ours(output: Path, names: Iterable[str]) -> None:
    """See that kg may write files of these names into a folder; changes nothing.

    Raises:
        ExportError: something that kg did not write stands in the way, or a link leads away.
    """
    try:
        _check_ours(output, tuple(names))
    except OSError as error:
        raise cannot_write(output, error) from error


def cannot_write(output: Path, error: OSError) -> ExportError:
    """What to say where the system refuses."""
    return ExportError(
        f"cannot write {output}: {error.strerror or error}; "
        "choose a folder that is writable and has space left"
    )


def _check_ours(output: Path, names: Sequence[str]) -> None:
    for path in (output, *output.parents):
        if path.exists() and not path.is_dir():
            raise ExportError(f"{path} is a file; choose another folder with -o")
    for name in (*ROOMS, *names):
        if not is_plain(output, name):
            raise ExportError(
                f"{output / name} is a link or behind one, and kg writes through none; "
                "remove the link, or choose another folder with -o"
            )
    foreign = [*_foreign(output, names), *_foreign_hidden(output)]
    if foreign:
        more = f" and {len(foreign) - 1} more" if foreign[1:] else ""
        raise ExportError(
            f"{output} holds {foreign[0]}{more}, which kg did not write there (no manifest of "
            "kg's lists it); choose another folder with -o, or move it away"
        )


def make_hidden(output: Path) -> None:
    """Make `OUTPUT/.kg` with its mark, where it is not there yet. Raises OSError."""
    (output / HIDDEN).mkdir(parents=True, exist_ok=True)
    if _mark(output, MARK, "records") is None:
        write_bytes(output / MARK, mark_text(written(output)).encode())
    if not (output / HIDDEN / ".gitignore").exists():
        # So that nobody commits the records along with the outputs.
        write_bytes(output / HIDDEN / ".gitignore", b"*\n")


def mark_text(outputs: dict[str, str]) -> str:
    """The mark of `.kg` beside these outputs."""
    return signed({"kind": "records", "outputs": outputs})


def _foreign(output: Path, names: Iterable[str]) -> Iterator[str]:
    """What stands where kg would write, and is not what it wrote."""
    files = (journal_of(output) or {}).get("files", ())
    waiting = output / HIDDEN / "next" / "files"
    moved = {name for name in files if is_inside(name) and not (waiting / name).exists()}
    known = written(output).keys() | moved
    for name in (name for name in names if not name.startswith(f"{HIDDEN}/")):
        steps = name.split("/")
        for parent in ("/".join(steps[:n]) for n in range(1, len(steps))):
            if os.path.lexists(output / parent) and not (output / parent).is_dir():
                yield parent
        if os.path.lexists(output / name) and (name not in known or (output / name).is_dir()):
            yield name


def _foreign_hidden(output: Path) -> Iterator[str]:
    """What lies in a folder `.kg` that is not kg's."""
    hidden = output / HIDDEN
    if is_ours(output) or not os.path.lexists(hidden):
        return
    for name in sorted(path.name for path in hidden.iterdir()) if hidden.is_dir() else [""]:
        if name not in _FIRST and not (name.startswith(".") and name.endswith(".part")):
            yield f"{HIDDEN}/{name}".rstrip("/")


def _mark(folder: Path, name: str, kind: str) -> dict[str, Any] | None:
    return opened(_read(folder, name), kind=kind)


def _read(folder: Path, name: str) -> bytes:
    """The bytes of a mark; nothing where there is no such file, or a link, a pipe, a huge file."""
    try:
        return read_bytes(folder / name, _MOST) if is_plain(folder, name) else b""
    except (OSError, ValueError):
        return b""
