"""Arguments → sources: the files that folders and paths stand for, each with the id it gets.

Ids come from the set of inputs alone, so the order of the arguments changes nothing. What of a
folder cannot be read costs only itself, and nothing is left out in silence: `Found` says what is.
"""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pathspec import GitIgnoreSpec

from kg.errors import ReadError
from kg.files import read_bytes
from kg.folder.ours import is_ours, own_names
from kg.read.file import LONGEST, File, file_at, file_of, one_line, printable, problem, shown

#: A file of this name says what of its folder is not read, in gitignore syntax.
IGNORE_FILE = ".kgignore"
#: More bytes than any such file has.
_LONGEST_IGNORE = 1_000_000
#: A longer "suffix" is part of a name with a dot in it, no kind of file.
_LONGEST_SUFFIX = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One file to read, or standard input where `path` is None.

    `parts` is its absolute path in steps, `depth` how many of them make the id. `data` is what
    standard input gave, where that has been read.
    """

    path: Path | None
    parts: tuple[str, ...]
    depth: int
    data: bytes | None = None

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
            return len(self.data or b"") if self.path is None else self.path.stat().st_size
        except OSError:
            return 0

    def file(self) -> File:
        if self.path is None:
            return file_of(self.held().data or b"", name=self.name)
        return file_at(self.path)

    def held(self) -> Source:
        """Itself, standard input with all its bytes, so that another process can read it."""
        if self.path is not None or self.data is not None:
            return self
        return replace(self, data=sys.stdin.buffer.read(LONGEST + 1))

    def deeper(self) -> Source:
        return replace(self, depth=min(self.depth + 1, len(self.parts)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What arguments stand for.

    `sources` are sorted by id. `failed` is what cannot be found or read, `notes` what is left out
    on purpose, one line each, both sorted. `unread` counts the files of folders that no reader is
    for, by suffix, the most frequent first; hidden and excluded ones are nobody's concern.
    """

    sources: tuple[Source, ...] = ()
    failed: tuple[ReadError, ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[tuple[str, int], ...] = ()


def find_sources(
    inputs: Sequence[str], *, suffixes: Collection[str], exclude: Sequence[str] = ()
) -> Found:
    """All files that the arguments stand for, and what of them is not read.

    A folder is searched for files of the `suffixes`, hidden ones and those that `exclude` or a
    `.kgignore` names left out; a file named explicitly is always taken.

    Raises ReadError if `exclude` is no gitignore syntax.
    """
    search = _Search(suffixes=suffixes, spec=ignore_spec(exclude))
    for name in inputs:
        try:
            search.argument(name)
        except ReadError as error:
            search.fail(error)
    files = _files(search.found)
    twins = _twins(files)
    for source in twins:
        search.fail(ReadError(f"{source.name} has the name of another file; rename one of both"))
    sources = _distinct(source for source in files if source not in twins)
    return Found(
        sources=tuple(sorted(sources, key=lambda source: source.id)),
        failed=tuple(search.failed[message] for message in sorted(search.failed)),
        notes=tuple(sorted(search.notes)),
        unread=in_order(search.unread),
    )


def in_order(kinds: Counter[str]) -> tuple[tuple[str, int], ...]:
    """Kinds of files with their number, the most frequent first."""
    return tuple(sorted(kinds.items(), key=lambda kind: (-kind[1], kind[0])))


def listed(kinds: Iterable[tuple[str, int]], most: int = 20) -> str:
    """Kinds of files in a few words.

    >>> listed([(".jpg", 14), (".rtf", 2)])
    '.jpg 14, .rtf 2'
    """
    parts = [f"{suffix} {count:,}" for suffix, count in kinds]
    more = [f"and {len(parts) - most:,} kinds more"] if len(parts) > most else []
    return ", ".join(parts[:most] + more)


def ignore_spec(patterns: Iterable[str], *, name: str = "--exclude") -> GitIgnoreSpec:
    """Compile gitignore patterns. Raises ReadError."""
    try:
        return GitIgnoreSpec.from_lines(patterns)
    except (ValueError, re.error) as error:
        raise ReadError(f"{name} is no gitignore pattern: {one_line(str(error))}") from error


#: A folder, and the patterns that hold for what lies below it.
_Rule = tuple[Path, GitIgnoreSpec]


class _Search:
    """Goes through the arguments, one by one, and collects what it finds and what it leaves out."""

    def __init__(self, *, suffixes: Collection[str], spec: GitIgnoreSpec) -> None:
        self.suffixes = suffixes
        self.spec = spec
        self.found: list[Source] = []
        self.failed: dict[str, ReadError] = {}
        self.notes: set[str] = set()
        self.unread: Counter[str] = Counter()
        self._counted: set[str] = set()

    def fail(self, error: ReadError) -> None:
        self.failed[str(error)] = error

    def argument(self, name: str) -> None:
        """All files that one argument stands for. Raises ReadError if there is none."""
        if name == "-":
            self.found.append(Source(path=None, parts=("stdin",), depth=1))
            return
        path = Path(name)
        try:
            path.stat()
        except (OSError, ValueError) as error:
            raise _not_there(name, error) from error
        if path.is_dir():
            self._folder(path)
        else:
            self.found.append(_source(path))

    def _folder(self, folder: Path) -> None:
        walk = _Walk(self, folder)
        base, before = len(_steps(folder)), len(self.failed)
        found = [_source(file) for file in walk]
        self.found += [replace(source, depth=len(source.parts) - base) for source in found]
        if not found and len(self.failed) == before:
            known = " ".join(sorted(suffix for suffix in self.suffixes if suffix))
            left = f"; it reads {known}"
            if walk.own:
                left = " but what kg wrote; give what it was built from"
            elif walk.unread:
                left += f" and found {listed(in_order(walk.unread))}"
            elif walk.excluded:
                left = "; the patterns exclude all of it"
            raise ReadError(f"no text in folder {shown(folder)}{left}, or name a file")

    def count(self, folder: Path, kinds: Counter[str]) -> None:
        """Files of a folder that are not read; a folder that is searched twice counts once."""
        real = os.path.realpath(folder) if kinds else ""
        if kinds and real not in self._counted:
            self._counted.add(real)
            self.unread += kinds


def _not_there(name: str, error: OSError | ValueError) -> ReadError:
    if "://" in name:
        return ReadError(f"{printable(name)} is an address; download it and give kg the file")
    if os.path.islink(name):
        return _broken(Path(name))
    if isinstance(error, FileNotFoundError | NotADirectoryError | ValueError):
        return ReadError(f"no such file or folder: {printable(name)}; check the path")
    return ReadError(problem(printable(name), error))


def _broken(path: Path) -> ReadError:
    return ReadError(f"{shown(path)} is a link that leads nowhere; mend or remove it")


def _source(path: Path) -> Source:
    return Source(path=path, parts=tuple(map(printable, _steps(path))), depth=1)


def _steps(path: Path) -> tuple[str, ...]:
    return Path(os.path.abspath(path)).parts


class _Walk:
    """The files below a folder that are read; links to folders are not followed, so no loop."""

    def __init__(self, search: _Search, folder: Path) -> None:
        self.search = search
        self.folder = folder
        self.unread: Counter[str] = Counter()
        self.excluded = 0
        self.own = own_names(folder)
        if self.own:
            search.notes.add(f"{shown(folder)} holds what kg wrote there; that is not read")

    def __iter__(self) -> Iterator[Path]:
        waiting: list[tuple[Path, tuple[_Rule, ...]]] = [(self.folder, ())]
        while waiting:  # no recursion: a folder may be deeper than Python's stack
            here, rules = waiting.pop()
            kinds: Counter[str] = Counter()
            entries = self._entries(here)
            if any(entry.name == IGNORE_FILE for entry in entries):
                rules = ((here, _ignore_file(here / IGNORE_FILE, self.search)), *rules)
            for entry in entries:
                path = here / entry.name
                if entry.name.startswith("."):
                    continue
                if _is_folder(entry):
                    if not self._ignored(path, rules, folder=True) and self._enters(path):
                        waiting.append((path, rules))
                elif not self._ignored(path, rules) and self._takes(path, kinds):
                    yield path
            self.unread += kinds
            self.search.count(here, kinds)

    def _entries(self, folder: Path) -> list[os.DirEntry[str]]:
        try:
            with os.scandir(folder) as entries:
                return sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            self.search.fail(ReadError(problem(shown(folder), error)))
            return []

    def _enters(self, path: Path) -> bool:
        if os.path.islink(path):
            self.search.notes.add(f"{shown(path)} links to a folder; not followed")
            return False
        if is_ours(path):
            if any(not entry.name.startswith(".") for entry in self._entries(path)):
                self.search.notes.add(f"{shown(path)}/ is a graph that kg wrote; not read")
            return False
        return True

    def _takes(self, path: Path, kinds: Counter[str]) -> bool:
        suffix = path.suffix.lower()
        if path.relative_to(self.folder).as_posix() in self.own:
            return False
        if os.path.islink(path) and not os.path.exists(path):
            self.search.fail(_broken(path))
        elif suffix in self.search.suffixes:
            return True
        else:
            kinds[printable(suffix) if len(suffix) <= _LONGEST_SUFFIX else "others"] += 1
        return False

    def _ignored(self, path: Path, rules: tuple[_Rule, ...], *, folder: bool = False) -> bool:
        """Does a pattern leave this out? The argument has the last word, then the nearest file."""
        for base, spec in ((self.folder, self.search.spec), *rules):
            name = path.relative_to(base).as_posix() + ("/" if folder else "")
            include = spec.check_file(name).include
            if include is not None:
                self.excluded += include
                return include
        return False


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a loop of links, or a file that nobody may ask about
        return False


def _ignore_file(path: Path, search: _Search) -> GitIgnoreSpec:
    """The patterns of a file. A line that is none leaves nothing out, and is named."""
    try:
        data = read_bytes(path, _LONGEST_IGNORE)
    except OSError as error:
        search.fail(ReadError(f"{problem(shown(path), error)}: until then it leaves nothing out"))
        return GitIgnoreSpec([])
    lines = data.removeprefix(b"\xef\xbb\xbf").splitlines()
    good, bad = list[str](), list[str]()
    for number, line in enumerate(lines, start=1):
        try:
            pattern = line.decode("utf-8")
            ignore_spec([pattern])
            good.append(pattern)
        except (UnicodeDecodeError, ReadError):
            bad.append(f"{number:,}")
    if bad:
        which = ", ".join(bad[:10]) + (", ..." if len(bad) > 10 else "")
        search.fail(
            ReadError(
                f"{shown(path)}: no gitignore pattern in UTF-8 in line {which}; such a line leaves "
                "nothing out: mend it"
            )
        )
    return ignore_spec(good)


def _twins(sources: Iterable[Source]) -> list[Source]:
    """Files whose paths differ from that of another only in bytes that are written out alike."""
    first: dict[tuple[str, ...], Source] = {}
    return [item for item in sources if first.setdefault(item.parts, item) is not item]


def _files(found: Iterable[Source]) -> list[Source]:
    """One source per real file, sorted by path."""
    files: dict[str, Source] = {}
    for item in found:
        key = "-" if item.path is None else os.path.realpath(item.path)
        known = files.setdefault(key, item)
        files[key] = min(known, item, key=lambda i: (-i.depth, i.id, i.parts))
    return sorted(files.values(), key=lambda item: (item.parts, str(item.path)))


def _distinct(sources: Iterable[Source]) -> list[Source]:
    """The same with ids that differ: clashing ones grow by their parent folder."""
    items = list(sources)
    while True:
        count = Counter(item.id for item in items)
        grown = [item if count[item.id] == 1 else item.deeper() for item in items]
        if grown == items:
            return items
        items = grown
