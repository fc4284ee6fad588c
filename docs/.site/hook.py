"""What the site has beside the pages of this folder, and where links out of it lead.

README, CONTRIBUTING and CHANGELOG are pages of the site. What else of the repository a page links
to is a plain file of it, below `source/`.
"""

from __future__ import annotations

import re
from os.path import normpath
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

ROOT = Path(__file__).resolve().parent.parent.parent
PAGES = {"README.md": "index.md", "CONTRIBUTING.md": "contributing.md",
         "CHANGELOG.md": "changelog.md"}  # fmt: skip
#: The target of a link, without its anchor.
LINK = re.compile(r"(?<=\]\()(?!https?:|mailto:|#)([^)#\s]+)")


#: Tables of these docs have sentences in their cells.
STYLE = """.wy-nav-content { max-width: 68rem }
.rst-content .section table.docutils td, .wy-table-responsive table td { white-space: normal }
"""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    files.append(File.generated(config, "site.css", content=STYLE))
    for source, name in PAGES.items():
        files.append(File.generated(config, name, abs_src_path=str(ROOT / source)))
    for path in sorted(_linked()):
        uri = _source(path)
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    home = _home(page.file.src_uri)
    depth = page.file.src_uri.count("/")

    def led(match: re.Match[str]) -> str:
        target = Path(normpath(home / match[1]))
        return "../" * depth + _uri(target) if target.exists() else match[1]

    return LINK.sub(led, markdown)


def _home(uri: str) -> Path:
    """The folder that the links of a page are relative to."""
    return ROOT if uri in PAGES.values() else (ROOT / "docs" / uri).parent


def _uri(target: Path) -> str:
    """Where a file of the repository is in the site."""
    name = target.relative_to(ROOT).as_posix()
    if name in PAGES:
        return PAGES[name]
    if target.is_dir():
        return _uri(_listing(target))
    return name.removeprefix("docs/") if name.startswith("docs/") else _source(target)


def _source(path: Path) -> str:
    """A text is a text in the site: a Markdown file of an example is no page of it."""
    name = path.relative_to(ROOT).as_posix()
    return f"source/{name}.txt" if name.endswith(".md") else f"source/{name}"


def _listing(folder: Path) -> Path:
    return min(path for path in folder.iterdir() if path.is_file())


def _linked() -> set[Path]:
    """The files outside of the docs that pages link to."""
    found = set()
    pages = [*(ROOT / "docs").rglob("*.md"), *(ROOT / name for name in PAGES)]
    for page in pages:
        for match in LINK.finditer(page.read_text("utf-8")):
            target = Path(normpath(page.parent / match[1]))
            if target.is_dir():
                target = _listing(target)
            inside = target.is_relative_to(ROOT) and not target.is_relative_to(ROOT / "docs")
            if target.is_file() and inside and target.name not in PAGES:
                found.add(target)
    return found
