"""The page's scripts outside a browser, and the page in a second browser."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pytest
from page_browser import missing

JS = Path(__file__).parent / "js"
SCRIPTS = Path(str(resources.files("kg.export.html")))


@pytest.fixture(scope="module")
def npm() -> str:
    program = shutil.which("npm")
    if program is None or not (JS / "node_modules").is_dir():
        missing("npm, or what it installs,", "it with `npm ci --prefix tests/page/js`")
    return str(program)


def run(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, cwd=JS, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_every_script_has_its_tests_and_no_line_of_more_than_120_characters() -> None:
    scripts = sorted(SCRIPTS.glob("*.js"))
    assert [script.stem for script in scripts] == [
        test.name.partition(".")[0] for test in sorted(JS.glob("*.test.mjs"))
    ]
    for script in scripts:
        lines = script.read_text(encoding="utf-8").splitlines()
        assert max(map(len, lines)) <= 120, script.name


def test_scripts_are_free_of_lint(npm: str) -> None:
    run([npm, "run", "-s", "lint"])


def test_what_the_scripts_compute_is_right(npm: str) -> None:
    assert "fail 0" in run([npm, "test", "-s"])


def test_page_opens_and_shows_evidence_in_firefox(
    npm: str, written: Callable[[str], Path], tmp_path: Path
) -> None:
    firefox = shutil.which("firefox-esr") or shutil.which("firefox")
    if firefox is None:
        missing("Firefox", "the system package firefox-esr")
    picture = tmp_path / "firefox.png"
    page = written("story").as_uri()
    seen = json.loads(run(["node", "firefox.mjs", str(firefox), page, str(picture)]))
    assert seen["faults"] == []
    assert seen["counts"] == ["23 entities · 32 facts · 1 document"]
    assert seen["shown"]["nodes"] == 23 and len(seen["shown"]["labels"]) == 23
    assert seen["title"] == ["Lars Holm"] and seen["marks"] == ["Nordlys"]
    assert seen["address"].endswith("#between=Lars_Holm&between=Nordlys_Energy")
    assert seen["drawn"][0] == "svg"
    assert {"Nordlys buys Halvard Shipping", "Lars Holm", "Negated"} <= {*seen["drawn"]}
    assert picture.stat().st_size > 20_000
