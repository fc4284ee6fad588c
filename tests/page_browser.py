"""A real browser for the page's tests, and the pages it opens: fixtures that `conftest` hands on.

The browser is Chromium from the system, driven by playwright. Without them these tests are
skipped, or fail where `KG_REQUIRE_ALL=1` says that everything must be there.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import page_build
import pytest

from kg.export.html import write_page
from kg.model import Build

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


def missing(what: str, install: str) -> Any:
    """Skip the test, or fail it where everything must be there."""
    message = f"{what} is missing; install {install} to run this test"
    if os.environ.get("KG_REQUIRE_ALL") == "1":
        pytest.fail(message)
    pytest.skip(message)


class Page:
    """A page in the browser, and everything it said, asked for or ran that it should not."""

    def __init__(self, tab: Any) -> None:
        self.tab = tab
        self.faults: list[str] = []
        tab.on("console", lambda message: self.faults.append(f"console: {message.text}"))
        tab.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        tab.on("dialog", lambda dialog: (self.faults.append("dialog"), dialog.dismiss()))
        tab.on("request", self._request)
        self.opened = ""

    def _request(self, request: Any) -> None:
        if request.url.split("#")[0] != self.opened and not request.url.startswith("blob:"):
            self.faults.append(f"request: {request.url[:100]}")

    def open(
        self,
        path: Path,
        hash: str = "",
        size: tuple[int, int] = (1400, 900),
        scheme: str = "light",
    ) -> None:
        self.opened = path.as_uri()
        self.tab.set_viewport_size({"width": size[0], "height": size[1]})
        self.tab.emulate_media(reduced_motion="reduce", color_scheme=scheme)
        self.tab.goto(self.opened + hash)
        self.tab.wait_for_selector("html[data-ready]", state="attached", timeout=30_000)
        self.settle()

    def settle(self) -> None:
        self.tab.wait_for_timeout(200)

    def click_node(self, key: str) -> None:
        self._click("node", key)

    def click_edge(self, a: str, b: str) -> None:
        self._click("edge", a, b)

    def _click(self, what: str, *keys: str) -> None:
        spot = self.tab.evaluate(f"keys => kgPage.{what}(...keys)", list(keys))
        box = self.tab.locator("#canvas").bounding_box()
        self.tab.mouse.click(box["x"] + spot["x"], box["y"] + spot["y"])
        self.settle()

    def text(self, selector: str) -> list[str]:
        return [str(text) for text in self.tab.locator(selector).all_text_contents()]

    def marks(self, claim: str, role: str) -> str:
        return "".join(self.text(f'[data-claim="{claim}"] blockquote .m-{role}'))


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        missing("playwright", "the Python package playwright")
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        missing("Chromium", "the system package chromium")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=path, args=FLAGS, offline=True, accept_downloads=True
        )
        yield context
        context.close()


@pytest.fixture
def page(browser: Any) -> Iterator[Page]:
    tab = browser.new_page()
    made = Page(tab)
    yield made
    tab.close()
    assert made.faults == []


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("pages")
    makers: dict[str, Callable[[], Build]] = {
        "story": page_build.story, "emoji": page_build.emoji, "hostile": page_build.hostile,
        "awkward": page_build.awkward,
        "empty": page_build.empty, "single": page_build.single,
        "large": lambda: page_build.generated(2000, 4000),
        "crowd": lambda: page_build.generated(500, 1000),
        "star": lambda: page_build.generated(1201, 1200, pairs=[(0, i) for i in range(1, 1201)]),
    }  # fmt: skip

    def write(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            write_page(makers[name](), path)
        return path

    return write
