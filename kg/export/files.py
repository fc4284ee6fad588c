"""Files that are whole or not there, and text that every format can hold."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from kg.errors import ExportError
from kg.files import whole

logger = logging.getLogger(__name__)

_SURROGATE = re.compile("[\ud800-\udfff]")


def write_text(path: Path, chunks: Iterable[str]) -> None:
    """Write `chunks` to `path` as UTF-8 with LF line ends; on any failure `path` stays as it was.

    The text goes to a neighbour of `path` that takes its place at the very end. Folders that are
    missing are made.

    Raises ExportError if the file cannot be written.
    """
    try:
        with whole(path) as partial, partial.open("w", encoding="utf-8", newline="\n") as file:
            file.writelines(chunks)
    except OSError as error:
        raise ExportError(
            f"cannot write {path}: {error.strerror or error}; "
            "choose a folder that is writable and has space left"
        ) from error


def write_script(path: Path, chunks: Iterable[str]) -> None:
    """Write a script as `write_text` does, and let those run it whom the umask of the user lets.

    Raises ExportError if the file cannot be written.
    """
    write_text(path, chunks)
    mask = os.umask(0o077)
    os.umask(mask)
    path.chmod(path.stat().st_mode | (0o111 & ~mask))


def encodable(text: str) -> str:
    """Replace what UTF-8 cannot carry (half a surrogate pair) with U+FFFD.

    >>> encodable("a\\ud800b") == "a\\ufffdb"
    True
    """
    return text if text.isascii() else _SURROGATE.sub("\ufffd", text)


class Cleaner:
    """Makes texts hold nothing that a format cannot, and says once how many it had to change.

    What `forbidden` matches becomes U+FFFD. Half surrogate pairs always do: UTF-8 has none.

    >>> Cleaner("GraphML", "[\\x00-\\x08]")("a\\x00b")
    'a\ufffdb'
    """

    def __init__(self, format: str, forbidden: str = "") -> None:
        self._format = format
        self._pattern = re.compile(f"{forbidden}|{_SURROGATE.pattern}".lstrip("|"))
        self.changed = 0

    def __call__(self, text: str) -> str:
        cleaned = self._pattern.sub("\ufffd", text)
        self.changed += cleaned != text
        return cleaned

    def value(self, value: Any) -> Any:
        """The value of a property with its texts cleaned; a tuple becomes a list."""
        if isinstance(value, tuple):
            return [self.value(item) for item in value]
        return self(value) if isinstance(value, str) else value

    def warn(self) -> None:
        """Log one warning if any text was changed."""
        if self.changed:
            logger.warning(
                "%d values hold characters that %s cannot hold; they are written as U+FFFD "
                "(docs/exports.md)",
                self.changed,
                self._format,
            )
