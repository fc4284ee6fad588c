"""Pages say what the program does: commands run, frames, reasons, rooms and calls are real."""

from __future__ import annotations

import re
import shlex
from pathlib import Path
from pkgutil import resolve_name
from typing import Any

import pytest
from builds import small_build
from commands import answer
from test_imports import LAYERS

from kg.english.frames import FRAMES
from kg.read.file import ReadOptions, file_of
from kg.readers import Given
from kg.record.claims import caution, hidden
from kg.resolve import repetition

ROOT = Path(__file__).parent.parent
MAINTAINING = (ROOT / "docs" / "maintaining.md").read_text("utf-8")
PAGE = (ROOT / "docs" / "claims.md").read_text("utf-8")
TEXT = re.findall(r"```text\n((?:.*\n)*?)```", PAGE)[0]
CONSOLE = re.findall(r"```console\n\$ (.+)\n((?:.*\n)*?)```", PAGE)
FIGURE = re.compile(r"^(  (?:confidence|worth) +)[\d.]+$", re.MULTILINE)


def without_figures(text: str) -> str:
    """What a trained model says of a claim is not what the page is about."""
    return FIGURE.sub(r"\1", text)


def run(command: str, cwd: Path) -> str:
    program, *arguments = shlex.split(command)
    assert program == "kg"
    return answer(*arguments, folder=cwd)


def test_each_command_of_the_page_answers_as_shown(tmp_path: Path) -> None:
    (tmp_path / "mill.txt").write_text(TEXT, encoding="utf-8")
    assert len(CONSOLE) == 3
    for command, shown in CONSOLE:
        assert without_figures(run(command, tmp_path)) == without_figures(shown), command


def test_each_frame_of_the_page_is_in_the_table() -> None:
    rows = re.findall(r"^\| (Ruth Abel .+?|The guard .+?) \| (.+?) \|$", PAGE, re.MULTILINE)
    assert len(rows) == 8
    known = {(frame.example, frame.gives.replace(" | ", ", ")) for frame in FRAMES}
    assert set(rows) <= known


@pytest.mark.parametrize(
    "reason",
    [
        hidden.REPEATED, hidden.WITHIN, hidden.CIRCULAR, hidden.CONDITION, hidden.COMPARED,
        hidden.ANSWERED, hidden.UNTOLD, hidden.POINTING, hidden.BARE, hidden.HALF, caution.SUCH,
        repetition.REPEATED, repetition.OWNED, caution.UNSURE,
        "what “it” stands for is not sure enough",
    ],
)  # fmt: skip
def test_each_reason_to_keep_a_claim_back_is_on_the_page(reason: str) -> None:
    assert f"| {reason}" in PAGE


def test_the_map_has_every_room_at_its_layer() -> None:
    rows = re.findall(r"^\| (\d+) \| `(\w+)` \| .+ \|$", MAINTAINING, re.MULTILINE)
    assert len(rows) == len({room for _, room in rows})
    assert {(int(layer), room) for layer, room in rows} == {
        (number, room) for number, layer in enumerate(LAYERS, 1) for room in layer
    }


def test_each_call_on_the_way_of_a_sentence_is_there() -> None:
    way = MAINTAINING.partition("\n## The way of one sentence\n")[2].partition("\n## ")[0]
    calls = re.findall(r"`(kg\.[\w.]+)`", way)
    assert len(calls) > 30
    for call in calls:
        assert resolve_name(call) is not None, call


def test_the_worked_examples_that_are_whole_files_run() -> None:
    codes = [c for c in re.findall(r"```python\n(.*?)```", MAINTAINING, re.DOTALL) if c[0] == '"']
    names: dict[str, Any] = {"__name__": "example"}
    for code in codes:
        exec(compile(code, "maintaining.md", "exec"), names)
    assert len(list(names["generate_edges"](small_build()))) > 1
    assert names["SaidReader"](Given()).fingerprint.startswith("said1+")
    (extract,) = names["read_org"](file_of(b"* A\nb\nc\n- d\n", name="a.org"), ReadOptions())
    assert extract.text == "# A\n\nb c\n\n- d\n"


@pytest.mark.parametrize("page", ["docs/maintaining.md", "CONTRIBUTING.md"])
def test_what_a_page_links_to_is_there(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", text):
        assert (ROOT / page).parent.joinpath(target).exists(), target
