"""New outputs in place of old ones: all of them, or none.

    OUTPUT/.kg/next/files/…    the new files, written where nobody looks
    OUTPUT/.kg/next/complete   lists them and what they replace; there only when all are written

Once `complete` is there, the swap will be finished: by this process or, if it is killed in
between, by the next one that opens the folder (`finish_swap`). Before, nothing has happened.
Each step is on the disk before the next one begins, so the same holds when the power goes.

`complete` is a mark (`kg.folder.marks`). One that is empty, damaged or of somebody else's making
moves and deletes nothing.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import filelock

from kg.errors import StoreError
from kg.files import sha256_of, sync, sync_tree, write_bytes
from kg.folder.marks import is_inside, own_paths
from kg.folder.ours import (
    DECISIONS,
    HIDDEN,
    JOURNAL,
    MANIFEST,
    MARK,
    cannot_write,
    check_ours,
    journal_of,
    journal_text,
    make_hidden,
    manifest_of,
    mark_text,
    written,
)

#: For how many seconds a reader waits for a swap that is going on.
PATIENCE = 10


@contextmanager
def replacing(output: Path, names: Iterable[str] = ()) -> Iterator[Path]:
    """A folder to write the new outputs into; they take their place when the block ends.

    Files of the last build that are not written again are deleted, save those that somebody has
    changed since; files of other names stay. What is written below `.kg/` goes below
    `OUTPUT/.kg/`, last. `names` are the files to come, as far as they are known before.

    Raises:
        ExportError: the folder cannot be written, or something in the way is not kg's.
    """
    check_ours(output, names)
    next_folder = output / HIDDEN / "next"
    files = next_folder / "files"
    try:
        finish_swap(output)
        make_hidden(output)
        shutil.rmtree(next_folder, ignore_errors=True)  # of a build that did not get this far
        files.mkdir(parents=True)
        yield files
        _note_all(output, files)
        finish_swap(output)
    except OSError as error:
        raise cannot_write(output, error) from error
    finally:
        if journal_of(output) is None:
            shutil.rmtree(next_folder, ignore_errors=True)
            _leave_no_trace(output / HIDDEN)


def finish_swap(output: Path) -> None:
    """Finish a swap that was interrupted; otherwise do nothing.

    Raises:
        ExportError: the folder cannot be written, or something in the way is not kg's.
    """
    journal = journal_of(output)
    if journal is None:
        return
    files = output / HIDDEN / "next" / "files"
    names = sorted(filter(is_inside, journal["files"]), key=_turn)
    waiting = [path.relative_to(files).as_posix() for path in own_paths(files, names)]
    check_ours(output, (name for name in waiting if name != DECISIONS))
    try:
        _delete_stale(output, journal["stale"])
        for name in waiting:
            _move(files / name, output / name)
        for folder in {(output / name).parent for name in waiting}:
            sync(folder)
        (output / JOURNAL).unlink(missing_ok=True)
        shutil.rmtree(output / HIDDEN / "next", ignore_errors=True)
    except OSError as error:
        raise cannot_write(output, error) from error


def settle(output: Path) -> None:
    """Finish a swap for those who only want to read, or wait for one that is going on.

    Where there is none, nothing is written. Raises as `finish_swap`, and StoreError.
    """
    if journal_of(output) is None:
        return
    try:
        with filelock.FileLock(output / HIDDEN / "lock", timeout=PATIENCE):
            finish_swap(output)
    except filelock.Timeout as error:
        raise StoreError(f"another kg is writing {output}; wait for it") from error
    except OSError as error:
        raise cannot_write(output, error) from error


def _note_all(output: Path, files: Path) -> None:
    """Write down what is there and what it replaces: from here on the swap will be finished."""
    manifest = files / MANIFEST
    outputs = {**(manifest_of(files) or {})["outputs"], MANIFEST: sha256_of(manifest)}
    write_bytes(files / MARK, mark_text(outputs).encode())
    sync_tree(files)
    names = sorted(p.relative_to(files).as_posix() for p in files.rglob("*") if p.is_file())
    stale = sorted(written(output).keys() - outputs.keys())
    write_bytes(output / JOURNAL, journal_text(names, stale).encode())


def _delete_stale(output: Path, names: Iterable[str]) -> None:
    """Delete what the last build wrote, unless it has been changed since."""
    known = written(output)
    for path in own_paths(output, names):
        if sha256_of(path) == known.get(path.relative_to(output).as_posix()):
            path.unlink(missing_ok=True)


def _move(path: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileNotFoundError):  # another process has moved it
        if target.name != DECISIONS:
            path.replace(target)
        elif not os.path.lexists(target):
            path.rename(target)


def _leave_no_trace(hidden: Path) -> None:
    """Take the mark away where it would be alone: no records are kept."""
    with suppress(OSError):
        if {path.name for path in hidden.iterdir()} <= {Path(MARK).name, ".gitignore"}:
            shutil.rmtree(hidden)


def _turn(name: str) -> tuple[bool, bool, str]:
    """The manifest describes files that are in place; what `.kg` notes is about all of them."""
    return (name.startswith(f"{HIDDEN}/"), name == MANIFEST, name)
