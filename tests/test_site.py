"""The docs as a site: every page is in it, every link and anchor leads somewhere."""

from __future__ import annotations

import html.parser
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PARTS = ("docs", "examples", "benchmarks", "kg", "tests", "training")
TEXTS = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "pyproject.toml", "mkdocs.yml")


def built(root: Path, site: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir", str(site)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "site"
    done = built(ROOT, folder)
    assert done.returncode == 0, done.stderr
    return folder


class Links(html.parser.HTMLParser):
    def __init__(self, page: Path) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page.read_text("utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        name = {"a": "href", "img": "src"}.get(tag)
        self.found += [value for key, value in attrs if key == name and value]


def test_every_page_of_the_docs_is_a_page_of_the_site(site: Path) -> None:
    docs = {p.relative_to(ROOT / "docs").with_suffix(".html") for p in ROOT.glob("docs/**/*.md")}
    assert len(docs) > 25
    assert docs <= {page.relative_to(site) for page in site.rglob("*.html")}


def test_every_link_leads_to_a_file_of_the_site(site: Path) -> None:
    links = 0
    for page in site.rglob("*.html"):
        if page.name == "404.html":
            continue  # served at any address
        for link in Links(page).found:
            path = link.partition("#")[0]
            if path and "//" not in path:
                assert (page.parent / path).exists(), f"{page.name}: {link}"
                links += 1
    assert links > 500


def test_a_link_that_leads_nowhere_fails(tmp_path: Path) -> None:
    for name in TEXTS:
        shutil.copy(ROOT / name, tmp_path / name)
    for part in PARTS[1:]:
        (tmp_path / part).symlink_to(ROOT / part)
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    page = tmp_path / "docs" / "ask.md"
    page.write_text(page.read_text("utf-8") + "\nSee [nothing](page.md#no-such-place).\n", "utf-8")
    done = built(tmp_path, tmp_path / "site")
    assert done.returncode != 0 and "no-such-place" in done.stderr
