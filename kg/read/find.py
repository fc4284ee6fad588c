"""Arguments → sources: the files that folders and paths stand for, each with the id it gets.

Ids come from the set of inputs alone, so the order of the arguments changes nothing.
"""

from __future__ import annotations

import logging
import os
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pathspec import GitIgnoreSpec

from kg.errors import ReadError
from kg.read.file import File, file_at, file_of, printable, problem, shown

logger = logging.getLogger(__name__)

#: A file of this name says what of its folder is not read, in gitignore syntax.
IGNORE_FILE = ".kgignore"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file to read, or standard input where `path` is None.

    `parts` is its absolute path in steps, `depth` how many of them make the id.
    """

    path: Path | None
    parts: tuple[str, ...]
    depth: int

    @property
    def id(self) -> str:
        return "/".join(self.parts[-self.depth :])

    @property
    def place(self) -> str:
        """The path from the current folder, with `/` between its steps on every system."""
        if self.path is None:
            return "-"
        try:
            relative = os.path.relpath(self.path)
        except ValueError:  # another drive: there is no relative path
            relative = os.path.abspath(self.path)
        return printable(Path(relative).as_posix())

    @property
    def name(self) -> str:
        """What messages call it: the path as the user gave it."""
        return "standard input" if self.path is None else shown(self.path)

    def size(self) -> int:
        """In bytes; 0 where that cannot be known."""
        try:
            return 0 if self.path is None else self.path.stat().st_size
        except OSError:
            return 0

    def file(self) -> File:
        if self.path is None:
            return file_of(sys.stdin.buffer.read(), name=self.name)
        return file_at(self.path)

    def deeper(self) -> Source:
        return replace(self, depth=min(self.depth + 1, len(self.parts)))


def find_sources(
    inputs: Sequence[str], *, suffixes: Collection[str], exclude: Sequence[str] = ()
) -> tuple[list[Source], list[ReadError]]:
    """All files that the arguments stand for, sorted by id, and what cannot be found, sorted.

    A folder is searched for files of the `suffixes`, hidden ones and those that `exclude` or a
    `.kgignore` names left out; a file named explicitly is always taken.

    Raises ReadError if `exclude` is no gitignore syntax.
    """
    spec = ignore_spec(exclude)
    found: list[Source] = []
    failed: dict[str, ReadError] = {}
    for name in inputs:
        try:
            found.extend(_find(name, suffixes=suffixes, spec=spec))
        except ReadError as error:
            failed[str(error)] = error
    sources = sorted(_distinct(found), key=lambda source: source.id)
    return sources, [failed[message] for message in sorted(failed)]


def ignore_spec(patterns: Iterable[str], *, name: str = "--exclude") -> GitIgnoreSpec:
    """Compile gitignore patterns. Raises ReadError."""
    try:
        return GitIgnoreSpec.from_lines(patterns)
    except (ValueError, re.error) as error:
        reason = " ".join(str(error).split())
        raise ReadError(f"{name} is no gitignore pattern: {reason}") from error


def _find(name: str, *, suffixes: Collection[str], spec: GitIgnoreSpec) -> list[Source]:
    """All files that one argument stands for."""
    if name == "-":
        return [Source(path=None, parts=("stdin",), depth=1)]
    path = Path(name)
    if "://" in name and not path.exists():
        raise ReadError(f"{printable(name)} is an address; download it and give kg the file")
    if not path.exists():
        raise ReadError(f"no such file or folder: {shown(path)}; check the path")
    if not path.is_dir():
        return [_source(path)]
    base = len(_steps(path))
    walked = _Walk(path, suffixes=suffixes, spec=spec)
    found = [_source(file) for file in walked]
    if not found:
        known = " ".join(sorted(suffix for suffix in suffixes if suffix))
        left = "; the patterns exclude all of it" if walked.excluded else f"; it reads {known}"
        raise ReadError(f"no text in folder {shown(path)}{left}, or name a file")
    return [replace(source, depth=len(source.parts) - base) for source in found]


def _source(path: Path) -> Source:
    return Source(path=path, parts=tuple(map(printable, _steps(path))), depth=1)


def _steps(path: Path) -> tuple[str, ...]:
    return Path(os.path.abspath(path)).parts


class _Walk:
    """The files below a folder that are read; links to folders are not followed, so no loop."""

    def __init__(self, folder: Path, *, suffixes: Collection[str], spec: GitIgnoreSpec) -> None:
        self.folder = folder
        self.suffixes = suffixes
        self.spec = spec
        self.files: list[tuple[Path, GitIgnoreSpec]] = []
        self.excluded = 0

    def __iter__(self) -> Iterator[Path]:
        for root, folders, files in os.walk(self.folder, onerror=self._fail):
            here = Path(root)
            if IGNORE_FILE in files:
                self.files.append((here, _ignore_file(here / IGNORE_FILE)))
            folders[:] = [name for name in sorted(folders) if self._enters(here / name)]
            for name in sorted(files):
                if not name.startswith(".") and self._takes(here / name):
                    yield here / name

    def _fail(self, error: OSError) -> None:
        raise ReadError(problem(printable(str(error.filename or self.folder)), error)) from error

    def _enters(self, path: Path) -> bool:
        if path.name.startswith("."):
            return False
        if path.is_symlink():
            logger.warning("%s links to a folder; not followed", shown(path))
        return not self._ignored(path, folder=True)

    def _takes(self, path: Path) -> bool:
        if path.suffix.lower() not in self.suffixes:
            logger.info("%s skipped: its suffix is not read", shown(path))
            return False
        return not self._ignored(path)

    def _ignored(self, path: Path, *, folder: bool = False) -> bool:
        """Does a pattern leave this out? The argument has the last word, then the nearest file."""
        for base, spec in [(self.folder, self.spec), *reversed(self.files)]:
            if base in path.parents:
                name = path.relative_to(base).as_posix() + ("/" if folder else "")
                include = spec.check_file(name).include
                if include is not None:
                    self.excluded += include
                    return include
        return False


def _ignore_file(path: Path) -> GitIgnoreSpec:
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise ReadError(f"cannot read {shown(path)}; save it as UTF-8 or remove it") from error
    return ignore_spec(lines, name=shown(path))


def _distinct(found: Iterable[Source]) -> list[Source]:
    """One source per real file, with ids that differ: clashing ids grow by their parent folder."""
    files: dict[str, Source] = {}
    for item in found:
        key = "-" if item.path is None else os.path.realpath(item.path)
        known = files.setdefault(key, item)
        files[key] = min(known, item, key=lambda i: (-i.depth, i.id, i.parts))
    items = list(files.values())
    while True:
        count = Counter(item.id for item in items)
        grown = [item if count[item.id] == 1 else item.deeper() for item in items]
        if grown == items:
            return items
        items = grown
