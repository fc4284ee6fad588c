"""What documents and file names hold cannot act on the terminal of who looks at a graph."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.cli import main
from kg.controls import spelled, spelled_inline
from kg.corpus.shards import Reading
from kg.corpus.store import Sources
from kg.errors import ReadError
from kg.model import Settings
from kg.upkeep import update

#: What a terminal obeys, and what turns the direction of writing.
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
RED, BELL, OVERRIDE, CSI = "\x1b[31m", "\x07", "\u202e", "\x9b"
Kg = Callable[..., str]


@given(text=st.text())
def test_nothing_but_tabs_and_line_ends_is_left_of_controls(text: str) -> None:
    assert not CONTROL.search(spelled(text).replace("\r\n", "\n"))
    assert not CONTROL.search(spelled_inline(text)) and not set(spelled_inline(text)) & set("\t\n")


@given(value=st.text())
def test_json_stays_json(value: str) -> None:
    text = json.dumps(value, ensure_ascii=False)
    assert json.loads(spelled(text)) == value


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two graphs of documents, file names and links full of controls."""
    here = tmp_path_factory.mktemp("hostile")
    (here / "f").mkdir()
    text = (
        f"Abe{RED} Shinzo met Kim{BELL} Jong in Rome{CSI}. {OVERRIDE}Kim Jong signed the\r treaty. "
        f"Shinzo{RED} did not leave. Kim{RED}{BELL}.\n"
    )
    (here / f"f/a{RED}.txt").write_text(text, encoding="utf-8")
    (here / "f/b.txt").write_text("Kim Jong left Rome.", encoding="utf-8")
    (here / f"f/broken{BELL}{OVERRIDE}\nname.pdf").write_text("no PDF")
    (here / f"f/x.{RED}").touch()
    (here / f"f/up{RED}").symlink_to("..")
    gone = here / f"f/gone{RED}.txt"
    gone.write_text("Shinzo Abe robbed the bank in Lima.", encoding="utf-8")
    for output, inputs in (("out", "f"), ("old", "f/b.txt")):
        failed: list[ReadError] = []
        update(
            Sources(inputs=(str(here / inputs),)),
            here / output,
            settings=Settings(min_confidence=0, min_worth=0),
            reading=Reading(),
            failed=failed,
        )
    gone.unlink()
    return here


@pytest.fixture
def kg(hostile: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Kg:
    """Runs a command in this process, which ends with `code`: all that it prints."""
    monkeypatch.chdir(hostile)

    def run(*arguments: str, code: int = 0) -> str:
        monkeypatch.setattr(sys, "argv", ["kg", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert (ended.value.code or 0) == code, said.err
        return said.out + said.err

    return run


LABELS = "SELECT ?label WHERE { ?thing rdfs:label ?label }"


@pytest.mark.parametrize(
    "command",
    [
        "status out", "documents out", "documents out --json", "stats out",
        "stats out --json", "stats out --missed", "verify out", "diff old out",
        "diff old out --format json", "diff old out --format html", "review -o out --json",
    ],
)  # fmt: skip
def test_no_command_lets_a_document_act_on_the_terminal(kg: Kg, command: str) -> None:
    printed = kg(*command.split(), code=1 if command == "verify out" else 0)
    assert "31m" in printed and not CONTROL.search(printed)


def test_what_quotes_no_document_is_plain_too(kg: Kg) -> None:
    printed = kg("validate", "out")
    assert "no problem in out" in printed and not CONTROL.search(printed)


@pytest.mark.parametrize("format", ["table", "csv", "tsv", "json"])
def test_no_answer_to_a_query_acts_on_the_terminal(kg: Kg, format: str) -> None:
    printed = kg("query", "out", LABELS, "--format", format)
    assert "31m" in printed and not CONTROL.search(printed)


@pytest.mark.parametrize("command", ["show", "path", "why", "why claim", "extract"])
def test_nothing_that_quotes_a_document_acts_on_the_terminal(kg: Kg, command: str) -> None:
    text = Path("out/claims.jsonl").read_text("utf-8")
    claims = [json.loads(line) for line in text.splitlines()]
    claim = next(c for c in claims if RED in c["sentence"]["text"] and c["object"])
    subject = claim["subject"]["label"]
    told = {
        "show": ["show", subject, "-o", "out", "--all"],
        "path": ["path", subject, claim["object"]["label"], "-o", "out"],
        "why": ["why", f"Kim{RED}{BELL}", "Rome", "-o", "out"],
        "why claim": ["why", claim["id"], "-o", "out"],
        "extract": ["extract", "f", "--format", "tsv", "--workers", "1"],
    }
    printed = kg(*told[command], code=1 if command == "extract" else 0)  # one file is no PDF
    assert "31m" in printed and not CONTROL.search(printed)
    if command == "extract":
        rows = [line for line in printed.splitlines() if line.startswith(("a", "b"))]
        assert rows and {row.count("\t") for row in rows} == {4}


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["build", f"gone{RED}\n.txt"], 1),
        (["show", f"nobody{RED}", "-o", "out"], 1),
        (["status", f"gone{RED}"], 1),
        (["remove", "out", f"gone{OVERRIDE}{RED}"], 1),
        (["query", "out", f"SELECT {RED}"], 1),
        (["build", "f", f"--{RED}"], 2),
        (["query", "out", LABELS, "--format", RED], 2),
    ],
)
def test_no_error_acts_on_the_terminal(kg: Kg, arguments: list[str], code: int) -> None:
    printed = kg(*arguments, code=code)
    assert "31m" in printed
    assert ("202e" in printed) == any(OVERRIDE in argument for argument in arguments)
    assert not CONTROL.search(printed)


def test_commands_print_in_one_way_only() -> None:
    folder = Path(main.__code__.co_filename).parent
    for path in sorted(folder.glob("*.py")):
        text = path.read_text("utf-8")
        assert path.name == "app.py" or "typer.echo" not in text, f"{path.name}: use echo of app.py"
