"""What files of other formats than text hold, kept between builds and made in other processes.

    OUTPUT/.kg/extracts/KEY.json          the extracts of one file
    OUTPUT/.kg/extracts/KEY.failed.json   those and what could not be read: tried again each time

The key is a hash of everything that they depend on: the bytes and suffixes of the file, the
options, the code that reads and its libraries. So an unchanged file is never extracted twice, and
a file that brings down PDFium or lxml costs a process of its own, named in one line.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from functools import lru_cache
from importlib import metadata
from pathlib import Path, PurePosixPath

import msgspec

from kg.corpus.shards import Reading, Shard, Step, Written, cut, run_here, time_limit
from kg.corpus.store import code_hashes
from kg.errors import ReadError, StoreError
from kg.files import sha256_of, write_bytes
from kg.read import Extract, ReadOptions, Source, extracts_of

#: Suffixes whose files are text already: they are read where the build runs.
TEXT = frozenset({"", *".txt .md .markdown .csv .tsv .jsonl .ndjson .srt .vtt".split()})
#: The libraries whose version may change an extract.
LIBRARIES = (
    "pypdfium2", "lxml", "trafilatura", "mammoth", "defusedxml", "lxml_html_clean",
    "charset-normalizer", "pysubs2", "markdown-it-py",
)  # fmt: skip

_DECODER = msgspec.json.Decoder(list[Extract | str])


class Extracts:
    """The extracts of some sources, made where there are none yet."""

    def __init__(self, folder: Path, options: ReadOptions) -> None:
        self.folder = folder / "extracts"
        self.options = options
        self._keys: dict[Source, str] = {}
        self._died: dict[str, ReadError] = {}

    def make(self, sources: Iterable[Source], how: Reading) -> None:
        """Extract what is new, in the processes of `how`; errors come when they are asked for.

        Raises StoreError if nothing can be written.
        """
        missing: dict[str, Source] = {}
        for source in sources:
            if source.path is not None and source.path.suffix.lower() not in TEXT:
                try:
                    key = key_of(source, self.options)
                except OSError:  # reading it will say why
                    continue
                self._keys[source] = key
                if not (self.folder / f"{key}.json").exists():
                    missing[key] = source
        if missing:
            for step in _progress(self._steps(missing, how), [*missing.values()], how):
                for key, reason in step.failed.items():
                    self._died[key] = ReadError(f"{missing[key].name} is left out: it {reason}")

    def of(self, source: Source) -> Iterator[Extract | ReadError] | None:
        """What the file holds; None where it is text, or cannot be opened."""
        key = self._keys.get(source)
        if key is None:
            return None
        if key in self._died:
            return iter([self._died[key]])
        for name in (f"{key}.json", f"{key}.failed.json"):
            path = self.folder / name
            if path.exists():
                items = _load(path)
                return (ReadError(i) if isinstance(i, str) else i for i in items)
        return None

    def keep(self) -> None:
        """Forget the extracts of all files but these: nothing that was removed stays."""
        wanted = {f"{key}.json" for key in self._keys.values()}
        for path in self.folder.glob("*"):
            if path.name not in wanted:
                path.unlink(missing_ok=True)

    def _steps(self, missing: Mapping[str, Source], how: Reading) -> Iterator[Step]:
        run = how.files or how.run
        shards = _shards(missing, self.folder, self.options, how)
        suspects: list[Shard] = []
        for outcome in run(extract_shard, shards):
            if outcome.written is None:
                suspects += [replace(outcome.shard, files=(f,)) for f in outcome.shard.files]
            else:
                yield Step(characters=outcome.shard.characters)
        for outcome in run(extract_shard, suspects) if suspects else ():
            died = {}
            if outcome.written is None:
                key, _ = outcome.shard.files[0]
                died[key] = f"ended the process that read it ({outcome.died})"
            yield Step(characters=outcome.shard.characters, failed=died)


def forget_extracts(folder: Path, texts: Collection[str]) -> None:
    """Delete the extracts of files that hold any text whose hash is not among `texts`."""
    for path in (folder / "extracts").glob("*"):
        items = _load(path)
        held = (i.text.encode("utf-8", "replace") for i in items if isinstance(i, Extract))
        if not {hashlib.sha256(text).hexdigest() for text in held} <= set(texts):
            path.unlink(missing_ok=True)


def _load(path: Path) -> list[Extract | str]:
    try:
        return _DECODER.decode(path.read_bytes())
    except (OSError, msgspec.DecodeError) as error:
        path.unlink(missing_ok=True)
        raise StoreError(
            f"{path} was damaged and is deleted; run the same command again"
        ) from error


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


def extract_shard(shard: Shard) -> Written:
    """Extract the files of a shard, each into a file of its own. Raises StoreError."""
    for key, source in shard.files:
        with time_limit(shard.seconds):
            found = extracts_of(source, shard.options)
            items = [str(item) if isinstance(item, ReadError) else item for item in found]
        failed = ".failed" if any(isinstance(item, str) for item in items) else ""
        try:
            path = shard.folder / f"{key}{failed}.json"
            write_bytes(path, msgspec.json.encode(items))
        except OSError as error:
            raise StoreError(
                f"cannot write to {shard.folder}: {error.strerror or error}; what is read so far "
                "is kept: make room and run the same command again"
            ) from error
    return Written(name="")


def _shards(
    missing: Mapping[str, Source], folder: Path, options: ReadOptions, how: Reading
) -> list[Shard]:
    seconds = None if (how.files or how.run) is run_here else how.seconds
    return [
        Shard(files=part, model="", folder=folder, options=options, seconds=seconds)
        for part in cut(missing.items(), how.shard, length=Source.size)
    ]


def _progress(steps: Iterable[Step], sources: Collection[Source], how: Reading) -> Iterable[Step]:
    if how.progress is None:
        return steps
    return how.progress(steps, sum(map(Source.size, sources)))
