"""Files of other formats than text: extracted once, in processes that may die."""

import os
import signal
import zipfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from file_makers import column, docx, pdf, w_p, zipped
from test_build import contents

from kg.corpus.extracts import extract_shard
from kg.corpus.shards import Outcome, Reading, Shard, Written, run_here
from kg.corpus.store import Sources
from kg.corpus.workers import in_processes
from kg.errors import ReadError, StoreError
from kg.model import Settings
from kg.read import ReadOptions
from kg.upkeep import remove, status, update


class Folder:
    """Inputs and their graph; `extracted` are the files that the last build extracted."""

    def __init__(self, folder: Path) -> None:
        self.inputs, self.output = folder / "in", folder / "out"
        self.extracted: list[str] = []
        self.inputs.mkdir()
        self.write("a.pdf", pdf([column("Anna Berg met Kim in Rome.", x=50, y=700)]))
        self.write("b.docx", docx(w_p("Bo Lund left Oslo.")))
        self.write("c.zip", zipped({"in.txt": "Kim signed the treaty."}))
        self.write("d.txt", b"Olga Vik slept.")

    def write(self, name: str, data: bytes) -> None:
        (self.inputs / name).write_bytes(data)

    def engine(
        self, function: Callable[[Shard], Written], shards: Iterable[Shard]
    ) -> Iterator[Outcome]:
        shards = list(shards)
        if function is extract_shard:  # texts are read each time
            self.extracted += [s.parts[-1] for shard in shards for _, s in shard.files]
        return run_here(function, shards)

    def build(self, **options: str) -> list[str]:
        self.extracted = []
        failed: list[ReadError] = []
        sources = Sources(inputs=(str(self.inputs),), options=ReadOptions(**options))  # type: ignore[arg-type]
        reading = Reading(files=self.engine)
        update(sources, self.output, settings=Settings(), reading=reading, failed=failed)
        return [str(error).replace(f"{self.inputs.as_posix()}/", "") for error in failed]

    def kept(self) -> list[Path]:
        return sorted((self.output / ".kg" / "extracts").iterdir())


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_an_unchanged_file_is_extracted_once(folder: Folder) -> None:
    assert folder.build() == []
    assert sorted(folder.extracted) == ["a.pdf", "b.docx", "c.zip"]
    first = contents(folder.output)
    assert folder.build() == [] and folder.extracted == []
    assert contents(folder.output) == first
    found = status(folder.output, reading=Reading(files=folder.engine))
    assert found.current and folder.extracted == []


def test_what_changed_is_extracted_again_and_what_is_gone_leaves_nothing(folder: Folder) -> None:
    folder.build()
    kept = folder.kept()
    (folder.inputs / "a.pdf").rename(folder.inputs / "z.pdf")  # the same bytes
    folder.write("b.docx", docx(w_p("Bo Lund left Bergen.")))
    (folder.inputs / "c.zip").unlink()
    assert folder.build() == []
    assert folder.extracted == ["b.docx"]
    assert len(folder.kept()) == 2 and len(set(folder.kept()) & set(kept)) == 1
    assert not any(b"Oslo" in path.read_bytes() for path in folder.kept())


def test_other_options_extract_again(folder: Folder) -> None:
    folder.build()
    folder.build(text_field="body")
    assert sorted(folder.extracted) == ["a.pdf", "b.docx", "c.zip"]


def test_removing_a_document_removes_its_extract(folder: Folder) -> None:
    folder.build()
    remove(["a.pdf"], folder.output)
    assert len(folder.kept()) == 2
    assert not any(b"Anna" in path.read_bytes() for path in folder.kept())


def test_what_cannot_be_read_is_tried_again_each_time(folder: Folder) -> None:
    folder.write("e.pdf", b"%PDF-1.7 cut off")
    first = folder.build()
    assert len(first) == 1 and first[0].startswith("e.pdf")
    assert folder.build() == first and folder.extracted == ["e.pdf"]
    assert len(folder.kept()) == 3


@pytest.mark.parametrize("damage", ["cut off", "altered", "another's", "empty"])
def test_a_damaged_extract_counts_as_not_there(folder: Folder, damage: str) -> None:
    folder.build()
    whole = contents(folder.output)
    path, other, _ = folder.kept()
    data = path.read_bytes()
    path.write_bytes(
        {
            "cut off": data[: len(data) // 2],
            "altered": data.replace(b" ", b"_", 1),
            "another's": other.read_bytes(),
            "empty": b"",
        }[damage]
    )
    assert folder.build() == [] and len(folder.extracted) == 1
    assert contents(folder.output) == whole
    assert folder.build() == [] and folder.extracted == []


@pytest.mark.parametrize("damage", ["altered", "another's"])
def test_a_record_that_is_not_as_it_was_written_is_not_believed(
    folder: Folder, damage: str
) -> None:
    folder.build()
    whole = contents(folder.output)
    (path,) = (folder.output / ".kg" / "records").glob("*.zip")
    with zipfile.ZipFile(path) as shard:
        members = {name: shard.read(name) for name in shard.namelist()}
    one, other = [name for name, data in members.items() if b"Oslo" in data or b"Kim" in data][:2]
    members[one] = {"altered": members[one].replace(b"left", b"sold").replace(b"Kim", b"Bob"),
                    "another's": members[other]}[damage]  # fmt: skip
    path.write_bytes(zipped(members))
    with pytest.raises(StoreError, match="was damaged and is deleted; run the same command again"):
        folder.build()
    assert folder.build() == []
    assert contents(folder.output) == whole


def deadly(shard: Shard) -> Written:
    for _, source in shard.files:
        if source.parts[-1] == "kill.pdf":
            os.kill(os.getpid(), signal.SIGSEGV)
    return extract_shard(shard)


def test_a_file_that_kills_the_process_that_extracts_it_costs_only_itself(folder: Folder) -> None:
    folder.build()
    whole = contents(folder.output)
    folder.output = folder.output.with_name("other")
    folder.write("kill.pdf", pdf([column("Kim left.", x=50, y=700)]))
    engine = in_processes(2)

    def run(function: Callable[[Shard], Written], shards: Iterable[Shard]) -> Iterator[Outcome]:
        return engine(deadly if function is extract_shard else function, shards)

    folder.engine = run  # type: ignore[method-assign, assignment]
    (failed,) = folder.build()
    assert failed == ("kill.pdf is left out: it ended the process that read it (killed by SIGSEGV)")
    assert contents(folder.output) == whole
