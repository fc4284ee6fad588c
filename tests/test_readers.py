"""Readers are exchangeable: by entry point, by name, each claim with its reader, none believed."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from typing import Any

import commands
import numpy as np
import pytest
from conftest import document_of, line_of

from kg.ask.diff import compare
from kg.ask.diff.render import as_text
from kg.ask.verify import verify
from kg.build import build
from kg.corpus.store import fingerprint, key_maker
from kg.errors import ReaderError, ReadError, RecordError
from kg.model import Argument, Claim, Document, Mention, Pair, Predicate, Record, Settings, Span
from kg.readers import GROUP, OWN, Choice, Given, checked, reader_of, refuse_options
from kg.readers.own import OwnReader
from kg.readers.together import _with_keys, joined
from kg.record.pairs import packed
from kg.record.pairs.network import WIDTH, load
from kg.restore import restore

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "readers.md").read_text("utf-8")
NOTES = "Colin -> knows -> Doris\nWhat follows is a lie.\nDoris -> owns -> The Red Lion\n"


def installed(folder: Path) -> Path:
    """The reader of docs/readers.md as pip would install it."""
    (code,) = re.findall(r"```python\n# arrows\.py\n(.*?)```", PAGE, re.DOTALL)
    (project,) = re.findall(r"```toml\n# pyproject\.toml\n(.*?)```", PAGE, re.DOTALL)
    said = tomllib.loads(project)["project"]
    folder.mkdir()
    (folder / "arrows.py").write_text(code, "utf-8")
    info = folder / f"{said['name'].replace('-', '_')}-{said['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(
        f"Metadata-Version: 2.1\nName: {said['name']}\nVersion: {said['version']}\n", "utf-8"
    )
    points = "".join(f"{k} = {v}\n" for k, v in said["entry-points"][GROUP].items())
    (info / "entry_points.txt").write_text(f"[{GROUP}]\n{points}", "utf-8")
    assert len(code.splitlines()) <= 36
    return folder


@pytest.fixture
def arrows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The stranger's reader, installed for this process and those that it starts."""
    folder = installed(tmp_path / "site")
    monkeypatch.syspath_prepend(folder)
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(folder), os.environ["PYTHONPATH"]]))
    monkeypatch.delitem(sys.modules, "arrows", raising=False)
    return folder


def kg(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        capture_output=True, text=True, check=False, cwd=cwd,
    )  # fmt: skip


def test_the_readers_of_kg_are_entry_points_like_any_other() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert project["entry-points"][GROUP] == OWN
    assert project["optional-dependencies"]["llm"] == []  # the standard library asks


def test_the_reader_of_a_stranger_plugs_in_as_the_page_says(arrows: Path, tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text(NOTES, "utf-8")
    (command,) = re.findall(r"\n(kg build notes.*)\n", PAGE)
    done = kg(*command.split()[1:], "-o", "out", "--workers", "2", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "out/claims.jsonl").read_text("utf-8").splitlines()
    claims = [json.loads(line) for line in lines]
    said = {(c["subject"]["label"], c["predicate"]["lemma"], c["object"]["label"]) for c in claims}
    assert said == {("Colin", "knows", "Doris"), ("Doris", "owns", "The Red Lion")}
    assert {(c["reader"], c["rule"], c["shown"]) for c in claims} == {("arrows", "arrow", True)}
    manifest = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert manifest["reader"] == {
        "name": "arrows", "version": "1.0", "options": {"type": "Person"}, "left_out": {},
    }  # fmt: skip
    turtle = (tmp_path / "out/graph.ttl").read_text("utf-8")
    assert turtle.count('kg:reader "arrows"') == 2
    assert "ent:Doris a schema:Person" in turtle
    found = restore(tmp_path / "out")
    assert found.settings.reader_options == (("type", "Person"),)
    assert found.software is not None
    assert found.software.reader == "1.0"
    assert verify(tmp_path / "out").problems == ()


def test_a_reader_makes_the_same_graph_here_and_in_other_processes(
    arrows: Path, write: Callable[..., Path]
) -> None:
    path = write("notes.txt", NOTES)
    settings = Settings(reader="arrows")
    one, two = build([path], settings=settings), build([path], settings=settings, workers=2)
    assert one.claims == two.claims
    assert one.facts == two.facts
    assert [line_of(c) for c in one.claims if c.reader == "arrows"]


def test_another_reader_and_another_option_are_other_records(arrows: Path) -> None:
    document = document_of(NOTES)
    settings = [
        Settings(),
        Settings(reader="arrows"),
        Settings(reader="arrows", reader_options=(("type", "Person"),)),
    ]
    # Its fingerprint does not tell options apart, so it has one record for both.
    keys = [key_maker(Choice.of(one))(document) for one in settings]
    assert keys[0] != keys[1] == keys[2]
    assert fingerprint(Choice.of(Settings())) == OwnReader(Given()).fingerprint


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--reader", "nobody"], "no reader 'nobody'; installed are kg, llm"),
        (["--reader-option", "type=Person"], "reader 'kg' has no option 'type'; it has none"),
        (["--reader", "llm"], "reader 'llm' needs a model: name one with --llm-model"),
        (
            ["--reader-option", "pairs=all"],
            "--reader-option pairs is not for you to set; pairs are "
            "read wherever there is an --ontology",
        ),
        (
            ["--reader-option", "pipeline=x"],
            "--reader-option pipeline is not for you to set; choose a pipeline with --model",
        ),
        (
            ["--reader-option", "ontology=x.ttl"],
            "--reader-option ontology is not for you to set; give a file with --ontology",
        ),
    ],
)
def test_what_cannot_read_is_one_line(
    options: list[str], line: str, write: Callable[..., Path], tmp_path: Path
) -> None:
    write("a.txt")
    done = commands.kg("build", "a.txt", *options, folder=tmp_path)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == f"kg: {line}\n"
    assert not (tmp_path / "output" / "manifest.json").exists()


@pytest.mark.parametrize(
    ("options", "line"),
    [
        (["--reader-option", "type"], "'type' must look like NAME=VALUE"),
        (["--endpoint", "http://127.0.0.1:1/v1"], "--endpoint is an option of --reader llm"),
        (["--llm-price", "1,2"], "--llm-price is an option of --reader llm"),
    ],
)
def test_options_of_another_reader_are_wrong_usage(
    options: list[str], line: str, write: Callable[..., Path], tmp_path: Path
) -> None:
    write("a.txt")
    done = commands.kg("build", "a.txt", *options, folder=tmp_path)
    assert done.returncode == 2
    assert line in " ".join(done.stderr.replace("│", " ").split())


def test_a_reader_that_cannot_be_loaded_says_why(arrows: Path) -> None:
    (arrows / "arrows.py").write_text("import no_such_thing\n", "utf-8")
    with pytest.raises(ReaderError, match=r"'arrows' cannot be loaded \(ModuleNotFoundError: .*"):
        reader_of(Choice(name="arrows"))


def test_a_reader_names_the_options_that_it_has() -> None:
    with pytest.raises(ReaderError, match="has no option 'colour'; it has size, type"):
        refuse_options(Given(options={"colour": "red"}), ("type", "size"), reader="x")


# Two readers at once


def test_two_readers_read_one_document_together(arrows: Path, write: Callable[..., Path]) -> None:
    said = "Doris Hale met Colin Reed in Lima. Colin Reed knows Doris Hale."
    path = write("notes.txt", f"Colin Reed -> knows -> Doris Hale\n\n{said}\n")
    type = (("type", "Person"),)
    alone = build([path])
    both = build([path], settings=Settings(reader="kg+arrows", reader_options=type))
    lines = {(line_of(c), c.reader) for c in both.claims}
    assert {(line_of(c), "kg") for c in alone.claims} <= lines
    assert ("Colin Reed | knows | Doris Hale", "arrows") in lines
    labels = [e.label for e in both.entities if e.kind == "named"]
    assert sorted(labels) == ["Colin Reed", "Doris Hale", "Lima"]  # the same for both
    again = build([path], settings=Settings(reader="kg+arrows", reader_options=type), workers=2)
    assert again.claims == both.claims
    assert both.software is not None
    assert both.software.reader.endswith(", arrows 1.0")


def test_a_pipeline_runs_in_one_thread_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = [], [0]

    def slowly(document: Document, *arguments: Any, **options: Any) -> Record:
        running.append(document)
        most[0] = max(most[0], len(running))
        time.sleep(0.05)
        running.remove(document)
        return Record(document=document, mentions=(), claims=())

    monkeypatch.setattr("kg.readers.own.make_record", slowly)
    reader = OwnReader(Given())
    with ThreadPoolExecutor(4) as threads:
        list(threads.map(reader.read, [document_of(f"Text {n}.") for n in range(4)]))
    assert most == [1]


def test_what_one_reader_passes_over_and_the_other_reads_is_not_missed() -> None:
    document = document_of(TEXT)
    one = checked_of(claim())
    other = Record(
        document=document, mentions=(), claims=(),
        missed=((span("Colin knows Doris."), "lost"), (span("Doris owns a pub."), "lost")),
        left_out=(("why", 1),),
    )  # fmt: skip
    for made in (joined(one, other), joined(other, one)):
        assert [s.text for s, _ in made.missed] == ["Doris owns a pub."]
        assert [c.reader for c in made.claims] == ["x"]
        assert made.left_out == (("why", 1),)


def test_a_name_that_two_readers_see_in_one_place_is_one_entity() -> None:
    first = checked_of(claim())
    keys = {"#0-5": "#100-105", "#12-17": "#19-24"}
    second = checked(_with_keys(first, keys), first.document, reader="y")
    made = joined(first, second)
    assert {m.entity for m in made.mentions} == {"#0-5", "#12-17"}
    assert [c.reader for c in made.claims] == ["x", "y"]
    assert len({c.subject.entity for c in made.claims}) == 1
    assert len({c.id for c in made.claims}) == 2


def pair(**fields: object) -> Pair:
    given: dict[str, object] = {
        "sentence": span("Colin knows Doris."), "vector": packed(np.zeros(WIDTH, dtype=np.float32)),
        "subject": Argument(span=span("Colin"), label="Colin", entity="#0-5"),
        "object": Argument(span=span("Doris"), label="Doris", entity="#12-17"),
    }  # fmt: skip
    return Pair(**{**given, **fields})  # type: ignore[arg-type]


def test_pairs_of_either_reader_are_kept_with_the_keys_of_the_first() -> None:
    first = checked_of(claim())
    keys = {"#0-5": "#100-105", "#12-17": "#19-24"}
    with_pairs = replace(first, pairs=(pair(),))
    second = checked(_with_keys(with_pairs, keys), first.document, reader="y")
    assert [p.subject.entity for p in second.pairs] == ["#100-105"]
    for made in (joined(first, second), joined(with_pairs, second), joined(with_pairs, first)):
        assert made.pairs == (pair(),)


def test_pairs_of_a_reader_are_checked() -> None:
    given = checked_of(claim())
    vague = Argument(span=span("pub"), label="pub", entity="~pub")
    some = replace(given, pairs=(pair(), pair(object=vague)))
    assert checked(some, given.document, reader="y").pairs == (pair(),)
    elsewhere = Argument(span=span("Colin", 3), label="Colin", entity="#0-5")
    for wrong, line in (
        (pair(subject=elsewhere), "'Colin' does not stand at 3"),
        (pair(vector="AAAA"), "the vector of a pair about 'Colin' is none"),
        (pair(vector="é"), "the vector of a pair about 'Colin' is none"),
    ):
        with pytest.raises(RecordError, match=line):
            checked(replace(given, pairs=(wrong,)), given.document, reader="y")


def test_a_vector_is_as_long_as_the_model_makes_it() -> None:
    sizes = {name: load()[name].shape[1] for name in ("out_w", "lx_w", "ly_w")}
    assert sizes["out_w"] + sizes["lx_w"] + 2 * sizes["ly_w"] == WIDTH


def test_readers_together_are_different_ones() -> None:
    for name in ("kg+kg", "kg+", "+"):
        with pytest.raises(ReaderError, match="must name different readers, such as kg"):
            reader_of(Choice(name=name))


def test_a_diff_of_two_readers_counts_what_both_found(
    arrows: Path, write: Callable[..., Path]
) -> None:
    path = write("notes.txt", "Colin Reed -> know -> Doris Hale\n\nColin Reed knows Doris Hale.\n")
    arrow = Settings(reader="arrows", reader_options=(("type", "Person"),))
    old, new = build([path]), build([path], settings=arrow)
    found = compare(old, new)
    assert dict(found.readers) == {"kg and arrows": 1, "kg": len(old.facts) - 1, "arrows": 0}
    assert as_text(found).startswith("facts of kg and arrows: 1\nfacts of kg: ")
    assert compare(new, new).readers == {}
    added = compare(build([write("other.txt", "Kim left.")]), new).facts["added"]
    assert [line.how for line in added] == ["stated, read by arrows"]


# Nothing that a reader gives is believed

TEXT = "Colin knows Doris. Doris owns a pub."


def span(words: str, start: int | None = None) -> Span:
    at = TEXT.index(words) if start is None else start
    return Span(start=at, end=at + len(words), text=words)


def mention(words: str, key: str, **fields: str) -> Mention:
    given = {"kind": "name", "type": "Person", **fields}
    return Mention(document="d", span=span(words), entity=key, **given)  # type: ignore[arg-type]


def claim(**fields: object) -> Claim:
    given: dict[str, object] = {
        "id": "", "document": "other", "sentence": span("Colin knows Doris."), "confidence": 0.9,
        "subject": Argument(span=span("Colin"), label="Colin", entity="#0-5"),
        "predicate": Predicate(lemma="know", spans=(span("knows"),)),
        "object": Argument(span=span("Doris"), label="Doris", entity="#12-17"), "rule": "r",
    }  # fmt: skip
    return Claim(**{**given, **fields})  # type: ignore[arg-type]


MENTIONS = (mention("Colin", "#0-5"), mention("Doris", "#12-17"))


def checked_of(*claims: Claim, mentions: tuple[Mention, ...] = MENTIONS) -> Record:
    document = document_of(TEXT)
    record = Record(document=document, mentions=mentions, claims=claims)
    return checked(record, document, reader="x")


def test_claims_get_their_document_their_reader_and_an_id_of_their_own() -> None:
    made = checked_of(claim(), claim()).claims
    assert [(c.document, c.reader) for c in made] == [("d", "x")]
    assert made == checked_of(*made).claims
    record = Record(document=document_of(TEXT), mentions=MENTIONS, claims=(claim(),))
    (other,) = checked(record, record.document, reader="y").claims
    assert other.id != made[0].id
    assert replace(other, id=made[0].id, reader="x") == made[0]


@pytest.mark.parametrize(
    ("wrong", "mentions", "line"),
    [
        ({"sentence": span("Colin knows Doris!", 0)}, MENTIONS, "'Colin knows Doris!' does not"),
        ({"subject": Argument(span=span("Colin"), label="Colin", entity="#1-5")}, MENTIONS,
         "no mention is of the entity '#1-5'"),
        ({"predicate": Predicate(lemma="know", spans=())}, MENTIONS, "no words for its predicate"),
        ({"confidence": 1.5}, MENTIONS, "is not between 0 and 1"),
        ({}, (*MENTIONS, mention("pub", "pub")), "the key 'pub' begins with none of"),
        ({}, (*MENTIONS, mention("pub", "~pub", type="Pub")), "'Pub' is no type; choose one of"),
    ],
)  # fmt: skip
def test_a_record_that_does_not_fit_its_document_is_refused(
    wrong: dict[str, object], mentions: tuple[Mention, ...], line: str
) -> None:
    with pytest.raises(RecordError, match=re.escape(line)) as refused:
        checked_of(claim(**wrong), mentions=mentions)
    assert str(refused.value).startswith("was read wrongly by reader 'x': ")


class Odd:
    """A reader that reads one document wrongly, cannot read another, and reads the third."""

    name, version, fingerprint = "odd", "1", "1"

    def __init__(self, given: Given) -> None:
        pass

    def read(self, document: Document) -> Record:
        if "empty" in document.text:
            raise RecordError("has nothing to read")
        if "broken" in document.text:
            raise ReaderError("the odd reader is broken; mend it")
        wrong = Span(start=0, end=3, text="abc")
        missed = ((wrong, "lost"),) if "wrong" in document.text else ()
        return Record(document=document, mentions=(), claims=(), missed=missed)


def test_a_document_that_cannot_be_read_is_left_out_and_named(
    write: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(OWN, "odd", f"{__name__}:Odd")
    paths = [write(f"{name}.txt", f"It is {name}.") for name in ("empty", "fine", "wrong")]
    failed: list[ReadError] = []
    made = build(paths, settings=Settings(reader="odd"), failed=failed)
    assert [d.id for d in made.documents] == ["fine.txt"]
    assert [str(error) for error in failed] == [
        "empty.txt is left out: it has nothing to read",
        "wrong.txt is left out: it was read wrongly by reader 'odd': 'abc' does not stand at 0",
    ]
    with pytest.raises(ReaderError, match="the odd reader is broken; mend it"):
        build([write("b.txt", "It is broken.")], settings=Settings(reader="odd"), failed=[])
