"""What kg tells a user to install is kg's own, and there."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

from kg.errors import DISTRIBUTION, extra

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
EXTRAS = PROJECT["optional-dependencies"]
#: Everything that a user may read, but the history.
FILES = [
    *(ROOT / "kg").rglob("*.py"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "examples").glob("*"),
    *(ROOT / "benchmarks").glob("*.py"), *(ROOT / "training").glob("*.py"),
    ROOT / "README.md", ROOT / "Makefile", ROOT / "pyproject.toml", ROOT / "constraints.txt",
]  # fmt: skip
TEXTS = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8") for path in FILES if path.is_file()
}


def test_the_package_and_its_metadata_have_one_name() -> None:
    assert PROJECT["name"] == DISTRIBUTION != "kg"
    assert metadata.version(DISTRIBUTION) == PROJECT["version"]
    assert PROJECT["scripts"] == {"kg": "kg.cli:main"}


def test_nobody_is_sent_to_the_stranger_who_has_our_name_on_the_index() -> None:
    for name, text in TEXTS.items():
        assert not re.search(r"(?<![\w-])kg\[", text), f"{name}: another project is called kg"
        assert not re.search(r"pip install\s+(?:-\S+\s+)*[\"']?kg(?![\w-])", text), name


def test_every_extra_in_a_hint_exists() -> None:
    patterns = (
        rf"{DISTRIBUTION}\[([\w,]+)\]", r"[\"' ]\.\[([\w,]+)\]", r"extra\([\"'](\w+)[\"']\)",
        r"extra `(\w+)`",
    )  # fmt: skip
    named = {
        (name, of)
        for name, text in TEXTS.items()
        for pattern in patterns
        for found in re.findall(pattern, text)
        for of in found.split(",")
    }
    assert len(named) > 20
    assert {of for _, of in named} <= set(EXTRAS), named


def test_hints_are_made_in_one_place() -> None:
    made = {name for name, text in TEXTS.items() if name.startswith("kg/") and DISTRIBUTION in text}
    assert made == {"kg/errors.py"}


def test_a_hint_takes_the_copy_that_is_installed() -> None:
    words = shlex.split(extra("pdf"))
    assert words[:2] == ["pip", "install"]
    done = subprocess.run(
        [sys.executable, "-m", *words, "--dry-run", "--no-deps", "--no-index"],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert f"Requirement already satisfied: {DISTRIBUTION}[pdf]" in done.stdout
