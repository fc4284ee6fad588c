"""Answers kept between builds, so that nobody is asked twice.

    FOLDER/SHA256-OF-THE-TEXT/REQUEST.json

REQUEST is a hash of everything that an answer depends on. A file has a checksum on its first line;
one that was cut short counts as not there. No key and no address is in it.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from kg.errors import ReaderError
from kg.files import read_bytes, write_bytes
from kg.readers.llm.server import LONGEST_ANSWER, Reply


def request_key(*parts: Any) -> str:
    """A hash of what is asked, of whom, and how."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:40]


def find_reply(folder: Path | None, sha256: str, key: str) -> Reply | None:
    """The answer to a request, that of this text or one of another text with the same part."""
    if folder is None:
        return None
    own = folder / sha256 / f"{key}.json"
    found = _read(own)
    if found is not None:
        return found
    for path in sorted(folder.glob(f"*/{key}.json")):
        found = _read(path)
        if found is not None:
            keep_reply(folder, sha256, key, found)
            return found
    return None


def keep_reply(folder: Path | None, sha256: str, key: str, reply: Reply) -> None:
    """Write an answer down, whole or not at all. Raises ReaderError where there is no room."""
    if folder is None:
        return
    data = json.dumps(asdict(reply), sort_keys=True).encode("ascii")
    check = hashlib.sha256(key.encode() + data).hexdigest().encode()
    try:
        write_bytes(folder / sha256 / f"{key}.json", check + b"\n" + data)
    except OSError as error:
        raise ReaderError(
            f"cannot write to {folder}: {error.strerror or error}; what is answered so far is "
            "kept: make room and run the same command again"
        ) from error


def _read(path: Path) -> Reply | None:
    try:
        check, _, data = read_bytes(path, 4 * LONGEST_ANSWER).partition(b"\n")
        key = path.stem.encode()
        if hashlib.sha256(key + data).hexdigest().encode() != check:
            return None
        return Reply(**json.loads(data))
    except (OSError, ValueError, TypeError):
        return None
