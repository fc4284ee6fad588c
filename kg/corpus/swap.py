"""New outputs in place of old ones: all of them, or none.

    OUTPUT/.kg/next/files/…    the new files, written where nobody looks
    OUTPUT/.kg/next/complete   names the old files to delete; there only when all are written

Once `complete` is there, the swap will be finished: by this process or, if it is killed in
between, by the next one that opens the folder (`finish_swap`). Before, nothing has happened.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kg.errors import ExportError
from kg.files import write_bytes

HIDDEN = ".kg"
MANIFEST = "manifest.json"


@contextmanager
def replacing(output: Path) -> Iterator[Path]:
    """A folder to write the new outputs into; they take their place when the block ends.

    Files of the last build that are not written again are deleted; files of other names stay.
    What is written below `.kg/` goes below `OUTPUT/.kg/`, last.

    Raises:
        ExportError: the folder cannot be written.
    """
    if output.exists() and not output.is_dir():
        raise ExportError(f"{output} is a file; choose another folder with -o")
    next_folder = output / HIDDEN / "next"
    files = next_folder / "files"
    try:
        finish_swap(output)
        shutil.rmtree(next_folder, ignore_errors=True)  # of a build that did not get this far
        files.mkdir(parents=True)
        yield files
        stale = sorted(_listed(output / MANIFEST) - _listed(files / MANIFEST))
        write_bytes(next_folder / "complete", json.dumps(stale).encode())
        finish_swap(output)
    except OSError as error:
        raise ExportError(
            f"cannot write {output}: {error.strerror or error}; "
            "choose a folder that is writable and has space left"
        ) from error
    finally:
        shutil.rmtree(next_folder, ignore_errors=True)
        with suppress(OSError):
            (output / HIDDEN).rmdir()  # where no records are kept


def finish_swap(output: Path) -> None:
    """Finish a swap that was interrupted; otherwise do nothing."""
    next_folder = output / HIDDEN / "next"
    try:
        stale = json.loads((next_folder / "complete").read_bytes())
    except FileNotFoundError:
        return
    for name in stale:
        (output / name).unlink(missing_ok=True)
    files = next_folder / "files"
    for path in sorted((p for p in files.rglob("*") if p.is_file()), key=_turn):
        target = output / path.relative_to(files)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
    shutil.rmtree(next_folder, ignore_errors=True)


def _turn(path: Path) -> tuple[bool, bool, str]:
    """The manifest describes files that are in place; what `.kg` notes is about all of them."""
    return (HIDDEN in path.parts[-2:-1], path.name == MANIFEST, path.as_posix())


def _listed(manifest: Path) -> set[str]:
    try:
        names = json.loads(manifest.read_text("utf-8"))["outputs"]
    except (OSError, ValueError, KeyError, TypeError):
        return set()
    # A manifest that somebody has edited must not make us delete anything outside.
    return {name for name in names if not Path(name).is_absolute() and ".." not in name.split("/")}
