"""README and examples say what the program does: every command runs, every shown result is real."""

from __future__ import annotations

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from commands import answer

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")
CONSOLE = re.findall(r"```console\n\$ (.+)\n((?:.*\n)*?)```", README)
SHELL = "\n".join(re.findall(r"```sh\n((?:.*\n)*?)```", README))


def run(command: list[str], cwd: Path = ROOT) -> str:
    environment = {**os.environ, "NO_COLOR": "1"}
    done = subprocess.run(
        command, capture_output=True, text=True, cwd=cwd, env=environment, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("command", "shown"), CONSOLE, ids=[c for c, _ in CONSOLE])
def test_console_block_shows_the_real_answer(command: str, shown: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "kg"
    assert answer(*arguments, folder=ROOT) == shown


def test_shell_commands_of_the_readme_exist() -> None:
    targets = set(re.findall(r"^make (\w+)", SHELL, re.MULTILINE))
    assert targets == {"demo", "test"}
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert all(re.search(rf"^{target}:", makefile, re.MULTILINE) for target in targets)
    commands = set(re.findall(r"^kg (\w+)", SHELL, re.MULTILINE)) | set(
        re.findall(r"`kg ([a-z]+)", README)
    )
    help_text = answer("--help")
    assert commands
    assert all(re.search(rf"^  {command} ", help_text, re.MULTILINE) for command in commands)


def test_every_command_has_help_with_an_example() -> None:
    help_text = answer("--help")
    commands = re.findall(r"^  (\w+) ", help_text.split("Commands:")[1], re.MULTILINE)
    assert {"build", "extract", "query", "stats"} <= set(commands)
    for command in commands:
        assert f"kg {command}" in answer(command, "--help")


def test_linked_files_exist() -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", README):
        assert (ROOT / target).exists(), target


def test_python_example_runs() -> None:
    printed = run([sys.executable, "examples/graph_in_python.py"])
    assert "Shinzo Abe met Kim Jong-un (asserted)" in printed
    assert "denied: US troops | withdraw from (kept back: confidence 0.77 is below" in printed


def test_a_denial_that_is_kept_back_says_so() -> None:
    query = ["query", "output", "-f", "examples/not-so.rq", "--format", "json"]
    found = json.loads(answer(*query, folder=ROOT))["results"]["bindings"]
    claims = map(json.loads, (ROOT / "output" / "claims.jsonl").read_text("utf-8").splitlines())
    denied = {c["subject"]["label"]: c["hidden_because"] for c in claims
              if c["polarity"] == "negative"}  # fmt: skip
    told = {row["subject"]["value"]: row.get("kept_back", {}).get("value", "") for row in found}
    assert told == denied
