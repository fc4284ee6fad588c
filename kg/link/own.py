"""The user's own gazetteer: a CSV or SKOS Turtle file of names, looked up without loading it.

A file is read once into an SQLite table in the user's cache folder, under the hash of its content;
after that a lookup costs microseconds, whatever the number of entries. A table that is damaged, of
another user or not whole is made again; where the folder cannot be written, one that nobody else
sees does, for the time of the build.
"""

from __future__ import annotations

import csv
import io
import os
import sqlite3
import stat
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from kg.errors import ReadError
from kg.files import open_regular, sha256_of
from kg.iri import is_absolute
from kg.link.gazetteer import fold

#: Part of the cache's file names: another layout must not find an old file.
LAYOUT = 2
RDF_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
SKOS = "http://www.w3.org/2004/02/skos/core#"
#: What names a thing, and whether that is its first name.
NAMES = {
    f"{SKOS}prefLabel": True,
    "http://www.w3.org/2000/01/rdf-schema#label": True,
    f"{SKOS}altLabel": False,
    f"{SKOS}hiddenLabel": False,
}
TURTLE = (".ttl", ".turtle", ".nt")

_Row = tuple[str, str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnEntry:
    """One thing of the user's: `type` is one of `kg.model.TYPES`, or empty."""

    iri: str
    label: str
    type: str


class OwnGazetteer:
    """Looks names up in the files, in their order.

    Raises:
        ReadError: a file is missing or not laid out as `docs/identity.md` describes.
    """

    def __init__(self, files: Sequence[str | Path], *, types: Sequence[str]) -> None:
        self._tables = [_Table(Path(file), frozenset(types)) for file in files]
        self._known: dict[str, tuple[OwnEntry, ...]] = {}

    def find(self, name: str) -> tuple[OwnEntry, ...]:
        """Everything of this name in the first file that has it, by IRI."""
        key = fold(name)
        if key not in self._known:
            self._known[key] = next(filter(None, (t.find(key) for t in self._tables)), ())
        return self._known[key]


class _Table:
    """The names of one file, in a table of the cache, or where that fails in a passing one."""

    def __init__(self, file: Path, types: frozenset[str]) -> None:
        self.file, self.types = file, types
        try:
            self._digest = sha256_of(file)
        except OSError as error:
            reason = error.strerror or str(error)
            raise ReadError(f"cannot read gazetteer {file}: {reason}; check --gazetteer") from error
        self._table = self._cached() or self._passing()

    def find(self, key: str) -> tuple[OwnEntry, ...]:
        try:
            rows = self._rows_of(key)
        except sqlite3.Error:  # the cache is damaged where nothing had been looked at before
            self._table.close()
            self._table = self._passing()
            rows = self._rows_of(key)
        return tuple(OwnEntry(iri=iri, label=label, type=type) for iri, label, type in rows)

    def _rows_of(self, key: str) -> list[tuple[str, str, str]]:
        found = self._table.execute(
            "SELECT iri, label, type FROM names WHERE key = ? ORDER BY iri", (key,)
        )
        return found.fetchall()

    def _cached(self) -> sqlite3.Connection | None:
        """The table in the user's cache, made where there is none; None where that fails."""
        try:
            path = _cache_folder() / f"gazetteer-{LAYOUT}-{self._digest[:32]}.sqlite"
            if not _is_whole(path, self._digest):
                path.parent.mkdir(parents=True, exist_ok=True)
                _make(path, self._read(), self._digest)
            return _opened(path)
        except (OSError, RuntimeError, sqlite3.Error):  # RuntimeError: there is no home
            return None

    def _passing(self) -> sqlite3.Connection:
        """A table of SQLite's own that has no name and goes with the connection."""
        table = sqlite3.connect("")
        try:
            _fill(table, self._read(), self._digest)
        except sqlite3.Error as error:
            raise ReadError(
                f"cannot keep the names of gazetteer {self.file}: {error}; make room in "
                f"{tempfile.gettempdir()} or set XDG_CACHE_HOME"
            ) from error
        return table

    def _read(self) -> Iterator[_Row]:
        turtle = self.file.suffix in TURTLE
        return _turtle(self.file, self.types) if turtle else _csv(self.file, self.types)


def _cache_folder() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or Path("~/.cache").expanduser()) / "kg"


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)


def _is_whole(path: Path, digest: str) -> bool:
    """A plain file that only this user can change, with all names of that file of the user's."""
    with suppress(OSError, sqlite3.Error):
        found = path.lstat()
        owned = not hasattr(os, "getuid") or found.st_uid == os.getuid()
        if stat.S_ISREG(found.st_mode) and owned and not found.st_mode & 0o022:
            table = _opened(path)
            try:
                made = table.execute("SELECT digest, count FROM made").fetchall()
                count = table.execute("SELECT count(*) FROM names").fetchone()
            finally:
                table.close()
            return bool(made == [(digest, *count)])
    return False


def _make(cached: Path, rows: Iterable[_Row], digest: str) -> None:
    """Write the table beside its place and move it there, so that no half of one is ever found."""
    handle, name = tempfile.mkstemp(dir=cached.parent, suffix=".new")
    os.close(handle)
    fresh = Path(name)
    try:
        table = sqlite3.connect(fresh)
        try:
            _fill(table, rows, digest)
        finally:
            table.close()
        fresh.replace(cached)
    finally:
        fresh.unlink(missing_ok=True)


def _fill(table: sqlite3.Connection, rows: Iterable[_Row], digest: str) -> None:
    table.execute("PRAGMA journal_mode = OFF")
    table.execute("PRAGMA synchronous = OFF")
    table.execute("CREATE TABLE names (key TEXT, iri TEXT, label TEXT, type TEXT)")
    table.executemany("INSERT INTO names VALUES (?, ?, ?, ?)", rows)
    table.execute("CREATE INDEX by_key ON names (key)")
    table.execute("CREATE TABLE made (digest TEXT, count INTEGER)")
    table.execute("INSERT INTO made SELECT ?, count(*) FROM names", (digest,))
    table.commit()


def _csv(file: Path, types: frozenset[str]) -> Iterator[_Row]:
    try:
        with io.TextIOWrapper(open_regular(file), encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            names = set(reader.fieldnames or ())
            if not {"label", "iri"} <= names:
                raise ReadError(
                    f"gazetteer {file} needs columns label and iri (and may have aliases, type); "
                    f"it has {', '.join(sorted(names)) or 'none'}"
                )
            for row in reader:
                yield from _rows(row, types, f"{file} line {reader.line_num}")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise ReadError(f"gazetteer {file} is no UTF-8 CSV file: {error}") from error


def _rows(row: dict[str, str], types: frozenset[str], where: str) -> Iterator[_Row]:
    iri, label, type = (row.get(name) or "" for name in ("iri", "label", "type"))
    if not is_absolute(iri) or not label.strip():
        raise ReadError(f"gazetteer {where}: needs a label and an absolute IRI, has {iri!r}")
    if type and type not in types:
        allowed = ", ".join(sorted(types))
        raise ReadError(f"gazetteer {where}: unknown type {type!r}; allowed are {allowed}")
    aliases = (row.get("aliases") or "").split(";")
    for key in dict.fromkeys(fold(n) for n in (label, *aliases) if n.strip()):
        yield key, iri, label, type


def _turtle(file: Path, types: frozenset[str]) -> Iterator[_Row]:
    """SKOS concepts and anything else with labels; English ones and those without a language."""
    found: dict[str, tuple[dict[str, bool], list[str]]] = {}
    for iri, predicate, value, language in _triples(file):
        names, kinds = found.setdefault(iri, ({}, []))
        if predicate == RDF_TYPE:
            kinds.append(value.rpartition("/")[2].rpartition("#")[2])
        elif predicate in NAMES and (language or "en").startswith("en"):
            names[value] = names.get(value, False) or NAMES[predicate]
    for iri, (names, kinds) in found.items():
        if names and is_absolute(iri):
            label = min(names, key=lambda n: (not names[n], n))
            type = next((k for k in sorted(kinds) if k in types), "")
            for key in dict.fromkeys(fold(name) for name in names):
                yield key, iri, label, type


def _triples(file: Path) -> Iterator[tuple[str, str, str, str | None]]:
    """Subject, predicate, object and its language; pyoxigraph, where it is there, is faster."""
    try:
        if find_spec("pyoxigraph") is not None:
            from pyoxigraph import Literal, RdfFormat, Triple, parse

            kind = RdfFormat.N_TRIPLES if file.suffix == ".nt" else RdfFormat.TURTLE
            for t in parse(path=str(file), format=kind):
                if not isinstance(t.subject, Triple) and not isinstance(t.object, Triple):
                    language = t.object.language if isinstance(t.object, Literal) else None
                    yield t.subject.value, t.predicate.value, t.object.value, language
            return
        import rdflib

        for s, p, o in rdflib.Graph().parse(file, format="nt" if file.suffix == ".nt" else "ttl"):
            yield str(s), str(p), str(o), o.language if isinstance(o, rdflib.Literal) else None
    except Exception as error:  # rdflib raises whatever it stumbles over
        said = " ".join(str(error).split())[:200] or type(error).__name__
        raise ReadError(f"gazetteer {file} is no Turtle file: {said}") from error
