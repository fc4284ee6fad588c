"""What input files hold, read in processes that a bad file may bring down, and kept between builds.

    OUTPUT/.kg/extracts/KEY.jsonl          what one file of another format than text holds
    OUTPUT/.kg/extracts/KEY.failed.jsonl   the same and what could not be read: tried again
    OUTPUT/.kg/reading/                    what text files hold, until the build has read it

A line is an extract, or a string: what could not be read; in a list, why a table has no document.
Of what is kept, the last line is a checksum of the key and all lines before it; without it, a file
counts as not there.

The key is a hash of everything that extracts depend on: the bytes and suffixes of the file, the
options, the code that reads and its libraries. So an unchanged file is never extracted twice, and
a file that brings down PDFium or lxml costs a process of its own, named in one line.
"""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import asdict
from functools import lru_cache
from importlib import metadata
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import msgspec

from kg.corpus.limits import limited
from kg.corpus.shards import (
    Reading,
    Shard,
    Step,
    Written,
    blamed,
    cut,
    every,
    limits_of,
    run_here,
)
from kg.errors import NoTextError, ReadError, StoreError
from kg.files import sha256_of
from kg.read import TOO_MUCH_MEMORY, Extract, Extractor, ReadOptions, Source, extracts_of
from kg.readers.own import code_hashes

#: Suffixes whose files are text already: what they hold is not kept.
TEXT = frozenset({"", *".txt .md .markdown .csv .tsv .jsonl .ndjson .srt .vtt".split()})
#: The libraries whose version may change an extract.
LIBRARIES = (
    "pypdfium2", "lxml", "trafilatura", "mammoth", "defusedxml", "lxml_html_clean",
    "charset-normalizer", "pysubs2", "markdown-it-py",
)  # fmt: skip
#: What a file costs besides its bytes, in bytes: a shard of tiny files is not a thousand of them.
EACH = 1_000

_Item = Extract | str | tuple[str]
_ITEM = msgspec.json.Decoder(_Item)
_KEYED = msgspec.json.Decoder(tuple[str, _Item])


class Extracts:
    """The extracts of some sources, made where there are none yet."""

    def __init__(self, folder: Path, options: ReadOptions) -> None:
        self.folder = folder / "extracts"
        self.passing = folder / "reading"
        self.options = options
        self._keys: dict[Source, str] = {}
        self._texts: dict[Source, str] = {}
        self._files: dict[str, str] = {}
        self._read: tuple[str, dict[str, list[_Item]]] = ("", {})
        self._died: dict[str, ReadError] = {}
        self._made: dict[str, Source] = {}

    def make(self, sources: Iterable[Source], how: Reading) -> None:
        """Extract what is new, in the processes of `how`; errors come when they are asked for.

        Text is read there too, where there are other processes than this one.

        Raises StoreError if nothing can be written.
        """
        shutil.rmtree(self.passing, ignore_errors=True)  # of a build that was killed
        missing: dict[str, Source] = {}
        texts: dict[str, Source] = {}
        for source in sources:
            if source.path is None or source.path.suffix.lower() in TEXT:
                self._texts[source] = key = f"{len(texts):08}"
                texts[key] = source
                continue
            try:
                key = key_of(source, self.options)
            except OSError:  # reading it will say why
                continue
            self._keys[source] = key
            if not _is_whole(self.folder / f"{key}.jsonl", key):
                missing.setdefault(key, source)
        self._made = missing
        self._make(missing, extract_shard, self.folder, how)
        if (how.files or how.run) is not run_here:
            self._make(texts, pass_shard, self.passing, how)

    def of(self, source: Source) -> Iterator[Extract | ReadError] | None:
        """What the file holds; None where this process has to read it."""
        key = self._keys.get(source) or self._texts.get(source, "")
        # What could not be read of a file holds for any other of the same bytes, by its own name.
        names = self._made.get(key, source).name, source.name
        if key in self._died:
            return iter([_told(str(self._died[key]), *names)])
        if key in self._files:
            return (_told(item, *names) for item in self._passed(key))
        for name in (f"{key}.jsonl", f"{key}.failed.jsonl"):
            path = self.folder / name
            if source in self._keys and path.exists():
                return (_told(item, *names) for item in _kept(path))
        return None

    def close(self) -> None:
        """Forget what text files hold: all of it has been read."""
        self._read = ("", {})
        shutil.rmtree(self.passing, ignore_errors=True)

    def keep(self) -> None:
        """Forget the extracts of all files but these: nothing that was removed stays."""
        wanted = {f"{key}.jsonl" for key in self._keys.values()}
        for path in self.folder.glob("*"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def _make(
        self,
        files: Mapping[str, Source],
        function: Callable[[Shard], Written],
        folder: Path,
        how: Reading,
    ) -> None:
        if not files:
            return
        steps: Iterable[Step] = self._steps(files, function, folder, how)
        if how.progress is not None:
            steps = how.progress(steps, sum(map(Source.size, files.values())))
        for step in steps:
            for key, reason in step.failed.items():
                self._died[key] = ReadError(f"{files[key].name} is left out: it {reason}")

    def _steps(
        self,
        files: Mapping[str, Source],
        function: Callable[[Shard], Written],
        folder: Path,
        how: Reading,
    ) -> Iterator[Step]:
        run = how.files or how.run
        shards = [
            Shard(files=part, folder=folder, options=self.options, **limits_of(how, run))
            for part in cut(_given(files), how.shard, length=lambda s: s.size() + EACH)
        ]
        for outcome in every(run, function, shards):
            if outcome.written is None:
                yield blamed(outcome)
                continue
            if outcome.written.name:
                self._files |= dict.fromkeys(outcome.shard.keys, outcome.written.name)
            yield Step(characters=outcome.shard.characters)

    def _passed(self, key: str) -> list[_Item]:
        """What a text file holds; its shard is kept in memory for the next one."""
        name = self._files[key]
        if self._read[0] != name:
            found: dict[str, list[_Item]] = {}
            with (self.passing / name).open("rb") as file:
                for line in file:
                    of, item = _KEYED.decode(line)
                    found.setdefault(of, []).append(item)
            self._read = (name, found)
        return self._read[1].get(key, [])


def elsewhere(reading: Reading) -> Extractor:
    """What files hold, for `kg.read.read_inputs`: made by the engine of `reading`, nothing kept."""

    def extract(
        sources: Sequence[Source], options: ReadOptions
    ) -> Iterator[tuple[Source, Iterator[Extract | ReadError]]]:
        with tempfile.TemporaryDirectory(prefix="kg-") as folder:
            extracts = Extracts(Path(folder), options)
            extracts.make(sources, reading)
            for source in sources:
                yield source, extracts.of(source) or extracts_of(source, options)

    return extract


def _given(files: Mapping[str, Source]) -> Iterator[tuple[str, Source]]:
    """Sources that another process can read: of standard input, the bytes."""
    return ((key, source.held()) for key, source in files.items())


def _told(item: _Item, read: str, name: str) -> Extract | ReadError:
    """What a line says: what could not be read names the file that was `read`."""
    if isinstance(item, Extract):
        return item
    error, line = (ReadError, item) if isinstance(item, str) else (NoTextError, item[0])
    return error(line.replace(read, name, 1))


def forget_extracts(folder: Path, texts: Collection[str]) -> None:
    """Delete the extracts of files that hold any text whose hash is not among `texts`."""
    for path in (folder / "extracts").glob("*"):
        try:
            items = list(_kept(path))
        except StoreError:  # it is deleted
            continue
        held = (i.text.encode("utf-8", "replace") for i in items if isinstance(i, Extract))
        if not {hashlib.sha256(text).hexdigest() for text in held} <= set(texts):
            path.unlink(missing_ok=True)


def key_of(source: Source, options: ReadOptions) -> str:
    """The key of what a file holds. Raises OSError if it cannot be read."""
    assert source.path is not None
    # The last two suffixes: `.pdf.gz` is read as a PDF. Folders and stems play no part.
    suffixes = [suffix.lower() for suffix in PurePosixPath(source.parts[-1]).suffixes[-2:]]
    parts = [sha256_of(source.path), suffixes, asdict(options), _code()]
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:40]


@lru_cache(maxsize=1)
def _code() -> dict[str, str]:
    """The code that reads files, and the versions of the libraries below it that there are."""
    here = {d.name.lower().replace("_", "-"): d.version for d in metadata.distributions() if d.name}
    names = (name.replace("_", "-") for name in LIBRARIES)
    return code_hashes() | {name: here.get(name, "") for name in names}


# In the process that reads


def extract_shard(shard: Shard) -> Written:
    """Extract the files of a shard, each into a file of its own. Raises StoreError."""
    assert shard.folder is not None
    for key, source in shard.files:
        with _writing(shard.folder) as (file, partial):
            digest, failed = hashlib.sha256(key.encode()), ""
            for item in _items(key, source, shard):
                line = msgspec.json.encode(item) + b"\n"
                digest.update(line)
                file.write(line)
                failed = failed or (".failed" if isinstance(item, str) else "")
            file.write(digest.hexdigest().encode("ascii") + b"\n")
            file.close()
            partial.replace(shard.folder / f"{key}{failed}.jsonl")
    return Written()


def pass_shard(shard: Shard) -> Written:
    """Extract the files of a shard into one file, for the parent alone. Raises StoreError."""
    assert shard.folder is not None
    with _writing(shard.folder) as (file, partial):
        for key, source in shard.files:
            for item in _items(key, source, shard):
                file.write(msgspec.json.encode((key, item)) + b"\n")
        file.close()
        name = f"{shard.keys[0]}.jsonl"
        partial.replace(shard.folder / name)
    return Written(name=name)


def _items(key: str, source: Source, shard: Shard) -> Iterator[_Item]:
    """What a file holds, within the limits of the shard."""
    try:
        with limited(key, seconds=shard.seconds, memory=shard.memory):
            for item in extracts_of(source, shard.options):
                yield _line(item)
    except MemoryError:  # while what it holds is written
        yield f"{source.name} is left out: it {TOO_MUCH_MEMORY}"


def _line(item: Extract | ReadError) -> _Item:
    if isinstance(item, Extract):
        return item
    return (str(item),) if isinstance(item, NoTextError) else str(item)


@contextmanager
def _writing(folder: Path) -> Iterator[tuple[BinaryIO, Path]]:
    """A file to write and to rename when it is whole. Raises StoreError where that fails.

    Nothing waits for the disk: a checksum tells what did not get there when the power went.
    """
    partial = folder / f".{secrets.token_hex(8)}.part"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with partial.open("wb") as file:
            yield file, partial
    except OSError as error:
        raise StoreError(
            f"cannot write to {folder}: {error.strerror or error}; what is read so far "
            "is kept: make room and run the same command again"
        ) from error
    finally:
        with suppress(OSError):
            partial.unlink()  # still there only after a failure


# What is kept


def damaged_extracts(output: Path) -> Iterator[str]:
    """The names in the output folder of files of extracts that are not as they were written."""
    for path in sorted((output / ".kg" / "extracts").glob("[!.]*")):
        if not _is_whole(path, path.name.partition(".")[0], delete=False):
            yield path.relative_to(output).as_posix()


def _is_whole(path: Path, key: str, *, delete: bool = True) -> bool:
    """Whether a file of extracts is as it was written, for this key; others are deleted."""
    digest, last = hashlib.sha256(key.encode()), b""
    try:
        with path.open("rb") as file:
            for line in file:
                digest.update(last)
                last = line
    except OSError:
        return False
    if last.strip() == digest.hexdigest().encode("ascii"):
        return True
    if delete:
        path.unlink(missing_ok=True)
    return False


def _kept(path: Path) -> Iterator[_Item]:
    """The items of a file of extracts, one by one. Raises StoreError if it is damaged."""
    try:
        with path.open("rb") as file:
            before = b""
            for line in file:
                if before:
                    yield _ITEM.decode(before)
                before = line
    except (OSError, msgspec.DecodeError) as error:
        path.unlink(missing_ok=True)
        raise StoreError(
            f"{path} was damaged and is deleted; run the same command again"
        ) from error
