"""Files that are whole or not there."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


@contextmanager
def whole(path: Path) -> Iterator[Path]:
    """A neighbour of `path` to write to, which takes its place if all goes well.

    On any failure `path` stays as it was. Missing folders are made. Two processes that write the
    same file at once do not disturb each other: the last one stays.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        yield partial
        partial.replace(path)
    finally:
        with suppress(OSError):
            partial.unlink()  # still there only after a failure


def write_bytes(path: Path, data: bytes) -> None:
    """Write a small file whole. Raises OSError if it cannot be written."""
    with whole(path) as partial:
        partial.write_bytes(data)


def sha256_of(path: Path) -> str:
    """The hash of a file, read piece by piece. Raises OSError if it cannot be read."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
