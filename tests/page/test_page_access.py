"""The page for everyone: keyboard, contrast, motion, print, odd graphs."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import page_build
import pytest
from page_browser import Page, missing

from kg.export.html import write_page
from kg.export.html.data import page_data
from kg.model import Build, Software

Written = Callable[[str], Path]
AXE = Path(__file__).parent / "js/node_modules/axe-core/axe.min.js"
WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "address",
    ["", "#node=Nordlys_Energy&color=community", "#between=Lars_Holm&between=Nordlys_Energy",
     "#view=facts&hide-type=Person&degree=2", "#view=entities",
     "#read=story&between=Lars_Holm&between=Nordlys_Energy"],
)  # fmt: skip
def test_axe_finds_no_serious_violation(
    page: Page, written: Written, scheme: str, address: str
) -> None:
    if not AXE.is_file():
        missing("axe-core", "it with `npm ci --prefix tests/page/js`")
    page.open(written("story"), address, scheme=scheme)
    # The page's policy forbids foreign scripts in the page itself, not in the driver's own world.
    page.tab.evaluate(AXE.read_text("utf-8") + "; undefined")
    found: Any = page.tab.evaluate(
        "axe.run({resultTypes: ['violations']}).then(r => r.violations"
        ".filter(v => ['serious', 'critical'].includes(v.impact))"
        ".map(v => [v.id, v.nodes.map(n => n.html).slice(0, 3)]))"
    )
    assert found == []


def test_dark_follows_the_system_until_it_is_switched(page: Page, written: Written) -> None:
    page.open(written("story"), scheme="dark")
    theme = "document.documentElement.dataset.theme"
    assert page.tab.evaluate(theme) == "dark"
    page.tab.emulate_media(color_scheme="light")
    page.settle()
    assert page.tab.evaluate(theme) == "light"


def test_page_works_where_nothing_can_be_remembered(page: Page, written: Written) -> None:
    page.tab.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new Error('none'); }})"
    )
    page.open(written("story"))
    page.tab.locator("#theme").click()
    assert page.tab.evaluate("document.documentElement.dataset.theme") == "dark"


def test_tab_goes_round_and_every_stop_is_visible(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Chile")
    seen: list[str] = []
    for _ in range(220):
        page.tab.keyboard.press("Tab")
        here: Any = page.tab.evaluate(
            "(() => { const e = document.activeElement; const s = getComputedStyle(e);"
            "return [e.id || (e === document.body ? 'BODY' : e.textContent), s.outlineStyle]; })()"
        )
        if here[0] in ("BODY", "skip") and seen:
            break
        if here[0] != "hits":
            assert here[1] != "none", here
        seen.append(here[0])
    for stop in ("search", "theme", "zoom-in", "canvas", "least"):
        assert stop in seen


def test_the_keyboard_stays_in_the_panel(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Oslo")
    page.tab.locator('#panel [data-node="Norway"]').first.focus()
    page.tab.keyboard.press("Enter")
    focused = "[document.activeElement.tagName, document.activeElement.textContent]"
    assert page.tab.evaluate(focused) == ["H2", "Norway"]
    page.tab.get_by_role("button", name="2", exact=True).focus()
    page.tab.keyboard.press("Enter")
    assert page.tab.evaluate(focused) == ["BUTTON", "2"]
    page.tab.get_by_label("Close details").focus()
    page.tab.keyboard.press("Enter")
    assert page.tab.evaluate("document.activeElement.id") == "canvas"


def test_help_opens_and_closes_by_keys(page: Page, written: Written) -> None:
    page.open(written("story"))
    page.tab.keyboard.press("?")
    assert page.tab.locator("#keys").is_visible()
    page.tab.keyboard.press("Escape")
    assert not page.tab.locator("#keys").is_visible()


def test_nothing_moves_by_itself_where_motion_is_reduced(page: Page, written: Written) -> None:
    page.open(written("crowd"))
    page.tab.evaluate("location.hash = '#node=Poteth_2'")
    page.tab.locator("#zoom-in").click()
    page.tab.wait_for_timeout(60)  # a frame or two; a movement would take five times as long
    first = page.tab.evaluate("kgPage.node('Poteth_2')")
    page.settle()
    assert page.tab.evaluate("kgPage.node('Poteth_2')") == first


def test_closing_a_card_leaves_no_trace_on_the_drawing(page: Page, written: Written) -> None:
    page.open(written("crowd"))
    page.tab.locator("#overview").click()
    page.settle()
    before = page.tab.evaluate("kgPage.shown()")
    page.tab.evaluate("location.hash = '#node=Poteth_2'")
    page.settle()
    assert len(page.tab.evaluate("kgPage.shown().labels")) != len(before["labels"])
    page.tab.keyboard.press("Escape")
    page.settle()
    after = page.tab.evaluate("kgPage.shown()")
    assert [one["key"] for one in after["labels"]] == [one["key"] for one in before["labels"]]


def test_saved_table_holds_the_rows_that_are_shown(page: Page, written: Written) -> None:
    page.open(written("story"), "#view=facts&hide-type=Person")
    with page.tab.expect_download() as download:
        page.tab.get_by_text("Save as CSV").click()
    text = Path(download.value.path()).read_text(encoding="utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert {row["fact"] for row in rows} == set(page.tab.evaluate("kgPage.facts()"))
    assert rows[0]["subject_iri"].startswith("https://kg.example/entity/")


@pytest.mark.parametrize("view", ["facts", "entities"])
def test_saved_table_has_a_row_for_each_line_of_the_view(
    page: Page, written: Written, view: str
) -> None:
    """Names with quotes, commas and line breaks stay one row; the cells are those on screen."""
    page.open(written("awkward"), f"#view={view}", size=(1700, 900))
    with page.tab.expect_download() as download:
        page.tab.get_by_text("Save as CSV").click()
    text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
    header, *rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == page.tab.locator("tbody tr").count() == len(page_build.AWKWARD)
    assert text.count("\n") > len(rows) + 1
    heads = [head.strip(" ↑↓") for head in page.text("thead th")]
    shown = [heads.index(head) for head in header if head in ("Entity", "Subject", "Object")]
    for line, row in zip(page.tab.locator("tbody tr").all(), rows, strict=True):
        for column in shown:
            cell = row[header.index(heads[column])].removeprefix("'")
            assert line.locator("td").nth(column).text_content() == cell


@pytest.mark.parametrize("view", ["facts", "entities"])
def test_tables_never_scroll_sideways(page: Page, written: Written, view: str) -> None:
    """Columns give way instead, but never the word that says how a fact is stated."""
    page.open(written("story"), f"#view={view}")
    wide = "(e => e.scrollWidth > e.clientWidth)(document.querySelector('.scroll'))"
    for width in (1200, 1000, 821, 390):
        page.tab.set_viewport_size({"width": width, "height": 800})
        assert (page.tab.evaluate(wide), page.tab.evaluate(WIDE)) == (False, False), width
        negated = page.tab.locator("tr", has_text="inform").locator(
            "text=/negated/i >> visible=true"
        )
        assert negated.count() == (1 if view == "facts" else 0)


def test_page_states_its_size_and_how_it_was_made(page: Page, tmp_path: Path) -> None:
    software = Software(kg="0.9", spacy="3.8", model="en_core_web_md", model_version="3.7.1")
    build = replace(page_build.story(), software=software)
    write_page(build, tmp_path / "page.html")
    page.open(tmp_path / "page.html")
    size = (tmp_path / "page.html").stat().st_size
    assert page.tab.locator("meta[name=size]").get_attribute("content") == f"{size:012}"
    about = page.text(".about dd")
    assert about[0].startswith(f"{size / 1000:.0f} kB in one file, ")
    assert about[2] == f"23 entities, 32 facts, {len(build.claims)} claims"
    assert about[3] == "kg 0.9, spaCy 3.8, en_core_web_md 3.7.1"
    assert build.settings.base_iri in about


def test_a_page_at_rest_draws_nothing(page: Page, written: Written) -> None:
    """Neither frames nor timers: an open page costs nothing until somebody touches it."""
    page.tab.add_init_script(
        "window.work = 0;"
        "for (const name of ['requestAnimationFrame', 'setTimeout', 'setInterval']) {"
        "const real = window[name];"
        "window[name] = (act, ...rest) =>"
        "real((...given) => (window.work++, act(...given)), ...rest); }"
        "const fill = CanvasRenderingContext2D.prototype.fill;"
        "CanvasRenderingContext2D.prototype.fill = function (...given) {"
        "window.work++; return fill.apply(this, given); };"
    )
    page.open(written("crowd"))
    page.tab.wait_for_timeout(300)
    before = page.tab.evaluate("window.work")
    page.tab.wait_for_timeout(700)
    assert before > 500 and page.tab.evaluate("window.work") == before


def test_targets_are_large_enough_for_fingers(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Oslo", size=(390, 844))
    sizes: Any = page.tab.evaluate(
        "[...document.querySelectorAll('button, input[type=range]')].map(e => [e.textContent, "
        "e.getBoundingClientRect()]).filter(([, r]) => r.width > 0 && r.height > 0)"
        ".map(([t, r]) => [t, r.height])"
    )
    assert [one for one in sizes if one[1] < 24] == []


def _odd(name: str) -> Build:
    if name == "pairs":
        pairs = [(2 * i, 2 * i + 1) for i in range(1000)]
        return page_build.generated(2000, 1000, pairs=pairs)
    if name == "long":
        words = " ".join(["A very long name that never ends"] * 10)
        labels = [f"{words} {i}" for i in range(201)]
        types = {label: f"Type{i % 40}" for i, label in enumerate(labels)}
        told = page_build.Story(title=words, types=types)
        for first, second in pairwise(labels):
            number = second.rsplit(" ", 1)[1]
            told.say(f"{first} joins{number} {second}.",
                     (first, f"joins{number}=join {number} {words[:60]}", second))  # fmt: skip
        return told.build()
    return page_build.generated(5001, 5000, pairs=[(0, i) for i in range(1, 5001)])


@pytest.fixture(scope="module", params=["pairs", "long", "leaves"])
def odd(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Build, Path]:
    """An odd graph and its page."""
    build, path = _odd(request.param), tmp_path_factory.mktemp("odd") / "odd.html"
    write_page(build, path)
    return build, path


@pytest.mark.parametrize("size", [(1400, 900), (390, 844)])
def test_odd_graphs_open_and_can_be_read(
    page: Page, odd: tuple[Build, Path], size: tuple[int, int]
) -> None:
    build, path = odd
    page.open(path, size=size)
    shown = page.tab.evaluate("kgPage.shown()")
    assert 0 < shown["nodes"] <= 800 and shown["labels"]
    assert page.tab.evaluate(WIDE) is False
    key = page_data(build).nodes[0]["key"]
    page.tab.evaluate("key => { location.hash = new URLSearchParams({node: key}); }", key)
    page.settle()
    assert page.tab.locator("#panel h2").is_visible()
    assert page.tab.evaluate(WIDE) is False
    page.tab.locator('[data-view="facts"]').click()
    assert page.tab.locator("tbody tr").count() == min(100, len(build.facts))
