"""Records kept between builds: found again by content, whole or not there, forgotten when unused.

    OUTPUT/.kg/
      records/HASH.zip   the records of one shard, one member `KEY.json` each
      extracts/          what files of other formats than text hold (`kg.corpus.extracts`)
      answers/NAME/      what reader NAME keeps of texts, in folders of their hashes (`kg.readers`)
      mark.json          says that all this is kg's (`kg.folder.ours`)
      build.json         the last finished build: its inputs, its documents with their keys
      next/              outputs on their way into OUTPUT (`kg.folder.swap`)
      lock               held by the one build that may write here

The key of a record is a hash of everything that it depends on: the document's text and date, and
the fingerprint of the reader. So a record found under its key is right, as its checksum says; a
text under two names is read once; a renamed file is not read again. A shard file appears under its
name complete or not at all, hence any number of processes may write here, and may be killed.
"""

from __future__ import annotations

import hashlib
import io
import json
import logging
import lzma
import re
import shutil
import struct
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, fields, replace
from functools import lru_cache
from pathlib import Path
from typing import Final

import filelock
import msgspec

from kg.errors import StoreError
from kg.files import open_regular, read_bytes, write_bytes
from kg.folder.ours import check_ours, make_hidden
from kg.model import Document, Record, Settings
from kg.read import ReadOptions
from kg.readers import ONTOLOGY_HASH, Choice, reader_of
from kg.readers.own import code_hashes
from kg.record.claims import claim_id

logger = logging.getLogger(__name__)

#: What a document is called and where it lies; a record depends on everything else.
NAMING = frozenset({"id", "source", "title", "encoding", "text", "part", "url"})

#: What reading a file raises that was cut short or altered.
DAMAGE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, LookupError, OSError,
    ValueError, OverflowError, RuntimeError, msgspec.DecodeError,
)  # fmt: skip

#: Bytes of `build.json`: some hundreds for each document.
LONGEST = 1 << 30

#: `s3://bucket`, as `Path` has it; a drive has one letter.
_ADDRESS = re.compile(r"[a-z][a-z0-9+.-]+:/", re.IGNORECASE)

_DECODER = msgspec.json.Decoder(Record)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A document, without its text, and the key of its record."""

    key: str
    document: Document

    @classmethod
    def of(cls, document: Document, key: str) -> Entry:
        return cls(key=key, document=replace(document, text=""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Sources:
    """Where documents come from: the inputs (files, folders, `-`) and how they are read."""

    inputs: tuple[str, ...]
    options: ReadOptions = field(default_factory=ReadOptions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The last finished build of an output folder.

    The paths of `sources` are absolute; document sources are relative to `folder`, where the
    build was started. `decisions` is the hash of that file. `failed` has one line for every input
    that could not be read, `dropped` those of them about a document that was found, after its id;
    `notes` has one for what is empty or left out on purpose. `unread` is the number of files of
    each suffix that no reader is for, `foreign` that of sentences that are not English, of each
    document that has any. `waiting` are the hashes of the texts that were found and have no record
    yet, sorted. `ontology` is the hash of what was in the file of the user's ontology, empty where
    there was none. `entries` are sorted by document id.
    """

    folder: str
    sources: Sources
    settings: Settings
    fingerprint: str
    decisions: str
    entries: tuple[Entry, ...]
    failed: tuple[str, ...] = ()
    dropped: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[tuple[str, int], ...] = ()
    foreign: tuple[tuple[str, int], ...] = ()
    waiting: tuple[str, ...] = ()
    ontology: str = ""

    @property
    def documents(self) -> tuple[Document, ...]:
        return tuple(entry.document for entry in self.entries)

    @property
    def ontology_file(self) -> Path:
        """Where the file of the user's ontology lies."""
        return Path(self.folder) / (self.settings.ontology or "")

    @property
    def reader(self) -> Choice:
        """How the documents would be read now; by the ontology as it was, where its file is gone.

        Raises OntologyError where the file is there and cannot be read.
        """
        settings = self.settings
        if settings.ontology is None:
            return Choice.of(settings)
        file = self.ontology_file
        was = "" if file.exists() else self.ontology
        return Choice.of(replace(settings, ontology=str(file)), sha256=was)


class Store:
    """The records below one folder, by key.

    A file that is cut short is deleted and counts as not there.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder.absolute()  # other machines are started elsewhere
        self.records = self.folder / "records"
        self.answers = self.folder / "answers"
        self._files: dict[str, str] = {}
        self.refresh()

    def refresh(self) -> None:
        """Look again at what is there, written by whomever."""
        known = set(self._files.values())
        there = {path.name for path in self.records.glob("*.zip")}
        self._files = {key: name for key, name in self._files.items() if name in there}
        for name in sorted(there - known):
            self.found(name)

    def found(self, name: str) -> None:
        """Take in one shard file that a worker has written."""
        for key in self._keys(name):
            self._files.setdefault(key, name)

    def __contains__(self, key: str) -> bool:
        return key in self._files

    def __len__(self) -> int:
        return len(self._files)

    def load(self, entries: Iterable[Entry]) -> Iterator[Record]:
        """The records of these documents, under the names that the entries give them.

        Records come in the order of their files, which is no order that anything may rely on.

        Raises:
            StoreError: a file is damaged; it is deleted, so that the next build reads its
                documents again.
        """
        by_file: dict[str, list[Entry]] = {}
        for entry in entries:
            by_file.setdefault(self.file_of(entry.key), []).append(entry)
        for name in sorted(by_file):
            with self.open(name) as shard:
                yield from (self.record(entry, shard) for entry in by_file[name])

    def file_of(self, key: str) -> str:
        """The name of the shard file that has a record. Raises StoreError if it is lost."""
        if key not in self._files:
            raise StoreError(
                f"a record in {self.records} is lost; run kg build again, which reads its document "
                "again"
            )
        return self._files[key]

    def open(self, name: str) -> zipfile.ZipFile:
        """Open a shard file. Raises StoreError as `load` does."""
        try:
            return opened(self.records / name)
        except DAMAGE as error:
            raise self._damaged(name) from error

    def record(self, entry: Entry, shard: zipfile.ZipFile) -> Record:
        """The record of a document, from the file that has it. Raises StoreError as `load` does."""
        try:
            record = read_record(shard, entry.key)
        except DAMAGE as error:
            raise self._damaged(self._files[entry.key]) from error
        return renamed(record, entry.document)

    def _damaged(self, name: str) -> StoreError:
        self._forget(name)
        return StoreError(
            f"{self.records / name} was damaged and is deleted; run the same command again"
        )

    def _members(self, name: str, keys: Collection[str]) -> dict[str, bytes]:
        try:
            with self.open(name) as shard:
                return {key: shard.read(f"{key}.json") for key in sorted(keys)}
        except DAMAGE as error:
            raise self._damaged(name) from error

    def keep(self, keys: Collection[str]) -> None:
        """Forget every record but these: nothing that was removed stays on the disk."""
        wanted = set(keys)
        # Also those whose records all have copies elsewhere, of a process that died.
        shards = {path.name for path in self.records.glob("*.zip")}
        for name in sorted(shards | set(self._files.values())):
            held = self._keys(name)
            kept = [k for k in held if k in wanted and self._files.get(k) == name]
            if len(kept) == len(held):
                continue
            if kept:
                write_shard(self.records, self._members(name, kept))
            (self.records / name).unlink(missing_ok=True)
        for partial in self.records.glob(".*.part"):
            partial.unlink()  # of a worker that was killed
        self.refresh()

    def forget_texts(self, kept: Collection[str]) -> None:
        """Forget what readers keep of every text whose hash is not among `kept`."""
        for path in self.answers.glob("*/*"):
            if path.name not in kept:
                shutil.rmtree(path, ignore_errors=True)

    def _keys(self, name: str) -> list[str]:
        path = self.records / name
        try:
            with opened(path) as shard:
                return [member.removesuffix(".json") for member in shard.namelist()]
        except DAMAGE:
            logger.warning("%s is damaged; its documents are read again", path)
            self._forget(name)
            return []

    def _forget(self, name: str) -> None:
        with suppress(OSError):  # a folder of that name, or one that cannot be changed
            (self.records / name).unlink()


class Held:
    """The records of one build that keeps none, by key: in memory, encoded, until they are wanted.

    `records` is the folder that they are not in, see `Store`.
    """

    records: Final = None

    def __init__(self) -> None:
        self._members: dict[str, bytes] = {}

    def take(self, members: Iterable[tuple[str, bytes]]) -> None:
        """Take in what a worker hands back."""
        self._members.update(members)

    def __contains__(self, key: str) -> bool:
        return key in self._members

    def load(self, entry: Entry) -> Record:
        """The record of a document, under the name that the entry gives it."""
        record = _DECODER.decode(_unsealed(entry.key, self._members[entry.key]))
        return renamed(record, entry.document)


def opened(path: Path) -> zipfile.ZipFile:
    """A shard file to read. Raises one of `DAMAGE`, and never waits for a pipe."""
    open_regular(path).close()
    return zipfile.ZipFile(path)


def read_record(shard: zipfile.ZipFile, key: str) -> Record:
    """One record of a shard file. Raises one of `DAMAGE`."""
    return _DECODER.decode(_unsealed(key, shard.read(f"{key}.json")))


def damaged_records(output: Path, entries: Iterable[Entry]) -> Iterator[tuple[str, str]]:
    """The shard files that cannot be read and the documents without a record, each with why.

    Nothing is deleted, other than when a build opens them.
    """
    wanted = {entry.key: entry.document.id for entry in entries}
    folder = output / ".kg" / "records"
    for path in sorted(folder.glob("*.zip")):
        try:
            with opened(path) as shard:
                held = {member.removesuffix(".json") for member in shard.namelist()}
                for key in sorted(wanted.keys() & held):
                    read_record(shard, key)
                    del wanted[key]
        except DAMAGE:
            yield path.relative_to(output).as_posix(), "damaged; kg build reads its documents again"
    for document in sorted(wanted.values()):
        yield document, "its record is lost; kg build reads it again"


def finished_build(output: Path) -> Finished | None:
    """The last finished build; None where there is no note of it that this version can read."""
    try:
        data = read_bytes(output / ".kg" / "build.json", LONGEST)
        return msgspec.json.decode(data, type=Finished)
    except (OSError, RecursionError, msgspec.DecodeError):
        return None


@contextmanager
def open_store(output: Path, *, create: bool = True, wait: float = 0) -> Iterator[Store]:
    """The store of an output folder, for one process at a time.

    Without `create`, a folder that no build has written is left alone. `wait` is for how many
    seconds another process may still be at it.

    Raises:
        StoreError: another build of the same folder is running, or it cannot be written.
        ExportError: what lies in `OUTPUT/.kg` is not kg's (`kg.folder.ours`).
    """
    folder = output / ".kg"
    if not create and not folder.is_dir():
        raise StoreError(f"{output} has no records of a build; run kg build -o {output} first")
    if output.exists() and not output.is_dir():
        raise StoreError(f"{output} is a file; choose another folder with -o")
    if _ADDRESS.match(str(output)):
        raise StoreError(
            f"{output} is an address, and kg writes into folders; mount it as one, or build into a "
            "folder and copy that there"
        )
    lock = filelock.FileLock(folder / "lock", timeout=wait)
    try:
        check_ours(output, (f"{folder.name}/lock", f"{folder.name}/build.json"))
        make_hidden(output)
        (folder / "records").mkdir(exist_ok=True)
        lock.acquire()
    except filelock.Timeout as error:
        raise StoreError(
            f"another kg is writing {output}; wait for it, or choose another folder with -o"
        ) from error
    except OSError as error:
        raise StoreError(
            f"cannot write {output}: {error.strerror or error}; "
            "choose a folder that is writable and has space left"
        ) from error
    try:
        store = Store(folder)
        yield store
        used = any(room.exists() and any(room.iterdir()) for room in (store.records, store.answers))
        if not used and finished_build(output) is None:  # nothing came of it
            shutil.rmtree(folder, ignore_errors=True)
            with suppress(OSError):
                output.rmdir()
    finally:
        lock.release()


def write_shard(folder: Path, members: Mapping[str, bytes]) -> str:
    """Write records, encoded, sealed and by key, as one file; returns its name.

    The name is a hash of the keys, so that whoever writes the same records writes the same file.
    """
    keys = sorted(members)
    name = hashlib.sha256("\n".join(keys).encode()).hexdigest()[:32] + ".zip"
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as shard:
        for key in keys:
            shard.writestr(zipfile.ZipInfo(f"{key}.json"), members[key], zipfile.ZIP_DEFLATED, 1)
    write_bytes(folder / name, buffer.getvalue())
    return name


def encode(value: Record | Finished) -> bytes:
    return msgspec.json.encode(value)


def sealed(key: str, record: bytes) -> bytes:
    """A record as it is kept: behind a checksum of its key and itself, on a line."""
    return _checksum(key, record) + b"\n" + record


def _unsealed(key: str, data: bytes) -> bytes:
    """The record. Raises ValueError, which is `DAMAGE`, if it is not what was kept for the key."""
    checksum, _, record = data.partition(b"\n")
    if checksum != _checksum(key, record):
        raise ValueError(f"{key} is not as it was written")
    return record


def _checksum(key: str, record: bytes) -> bytes:
    return hashlib.sha256(key.encode() + record).hexdigest().encode()


def renamed(record: Record, document: Document) -> Record:
    """The record of the same text under the name of another document."""
    document = replace(document, text=record.document.text)
    if document.id == record.document.id:
        return replace(record, document=document)
    claims = (replace(claim, document=document.id) for claim in record.claims)
    return replace(
        record,
        document=document,
        mentions=tuple(replace(mention, document=document.id) for mention in record.mentions),
        claims=tuple(replace(claim, id=claim_id(claim)) for claim in claims),
    )


# Keys


def key_maker(choice: Choice) -> Callable[[Document], str]:
    """Document → the key of its record by this reader."""
    start = hashlib.sha256(fingerprint(choice).encode())
    relevant = [f.name for f in fields(Document) if f.name not in NAMING]

    def key(document: Document) -> str:
        content = start.copy()
        content.update(msgspec.json.encode([getattr(document, name) for name in relevant]))
        return content.hexdigest()[:40]

    return key


@lru_cache(maxsize=4)
def fingerprint(choice: Choice) -> str:
    """A hash of everything that a record depends on besides its document.

    Raises:
        PipelineError, ReaderError: there is no such model or reader.
    """
    reader = reader_of(choice)
    if choice.name == "kg":
        return reader.fingerprint
    ontology = dict(choice.options).get(ONTOLOGY_HASH, "")
    parts = [choice.name, reader.version, reader.fingerprint, code_hashes(("model",)), ontology]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
