"""docs/claims.md says what the program does: its commands run, its frames and reasons are real."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from kg.claims import caution, statements
from kg.english.frames import FRAMES
from kg.resolve import repetition

PAGE = (Path(__file__).parent.parent / "docs" / "claims.md").read_text("utf-8")
TEXT = re.findall(r"```text\n((?:.*\n)*?)```", PAGE)[0]
CONSOLE = re.findall(r"```console\n\$ (.+)\n((?:.*\n)*?)```", PAGE)
FIGURE = re.compile(r"^(  (?:confidence|worth) +)[\d.]+$", re.MULTILINE)


def without_figures(text: str) -> str:
    """What a trained model says of a claim is not what the page is about."""
    return FIGURE.sub(r"\1", text)


def run(command: str, cwd: Path) -> str:
    program, *arguments = shlex.split(command)
    assert program == "kg"
    environment = {k: v for k, v in os.environ.items() if k != "COLUMNS"} | {"NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        capture_output=True, text=True, cwd=cwd, env=environment, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


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
        statements.REPEATED, statements.WITHIN, statements.CIRCULAR, repetition.REPEATED,
        repetition.OWNED, caution.UNSURE, "what “it” stands for is not sure enough",
    ],
)  # fmt: skip
def test_each_reason_to_keep_a_claim_back_is_on_the_page(reason: str) -> None:
    assert f"| {reason}" in PAGE
