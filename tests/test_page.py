"""The HTML page: what stands in the file, and what a browser does with it.

The browser is Chromium from the system, driven by playwright. Without them these tests are
skipped, or fail where `KG_REQUIRE_ALL=1` says that everything must be there.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from html import unescape
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import page_build
import pytest

from kg.errors import ExportError
from kg.export.html import generate_page, write_page
from kg.export.html.data import page_data
from kg.export.html.layout import lay_out
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


def _blob(html: str, name: str) -> Any:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>', html, re.S)
    assert found is not None
    return json.loads(found[1])


# ---- The file ------------------------------------------------------------------------------------


def test_page_has_the_same_bytes_twice(tmp_path: Path) -> None:
    first, second = tmp_path / "a.html", tmp_path / "b.html"
    write_page(page_build.story(), first)
    write_page(page_build.story(), second)
    assert first.read_bytes() == second.read_bytes()


def test_page_holds_every_entity_fact_and_claim() -> None:
    build = page_build.story()
    html = generate_page(build)
    rest, nodes, edges = _blob(html, "rest"), _blob(html, "nodes"), _blob(html, "edges")
    assert [node["label"] for node in nodes] == [e.label for e in build.entities]
    assert rest["facts"]["id"] == [fact.id for fact in build.facts]
    assert sorted(rest["claims"]["id"]) == [claim.id for claim in build.claims]
    drawn = {fact for edge in edges for fact in edge["facts"]}
    assert drawn == {i for i, fact in enumerate(build.facts) if fact.object is not None}
    assert rest["documents"][0]["text"] == build.documents[0].text


def test_page_refers_to_nothing_outside_itself() -> None:
    html = generate_page(page_build.story())
    outside = html.split("<body>")[1].split("<script>")[0]
    outside = re.sub(r"<script type=.*?</script>", "", outside, flags=re.S)
    assert not re.search(r"""(src|href)\s*=\s*["']?(https?:)?//""", outside)
    policy = unescape(re.search(r'Security-Policy" content="([^"]*)"', html)[1])  # type: ignore[index]
    assert policy.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy and "http" not in policy and "connect-src" not in policy


def test_page_starts_in_standards_mode_with_language_and_encoding() -> None:
    html = generate_page(page_build.story())
    assert html.startswith('<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">')
    assert "<title>Nordlys buys Halvard Shipping" in html


def test_page_keeps_the_licence_of_vis_network() -> None:
    html = generate_page(page_build.empty())
    assert "@copyright (c) 2011-2017 Almende B.V" in html
    assert "vis.js is dual licensed under both" in html
    library = resources.files("pyvis") / "templates/lib/vis-9.1.2/vis-network.min.js"
    assert "</script" not in library.read_text(encoding="utf-8")


def test_scripts_never_turn_text_into_markup_or_code() -> None:
    folder = resources.files("kg.export.html")
    for file in folder.iterdir():
        if file.name.endswith(".js"):
            source = file.read_text(encoding="utf-8")
            banned = r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\("
            banned += r"|new Function|fetch\(|XMLHttpRequest|WebSocket|sendBeacon|importScripts"
            assert not re.findall(banned, source), file.name


def test_data_cannot_leave_its_script_block() -> None:
    html = generate_page(page_build.hostile())
    seen: list[str] = []
    parser = HTMLParser()
    parser.handle_starttag = lambda tag, _: seen.append(tag)  # type: ignore[method-assign]
    parser.feed(html)
    plain = HTMLParser()
    usual: list[str] = []
    plain.handle_starttag = lambda tag, _: usual.append(tag)  # type: ignore[method-assign]
    plain.feed(generate_page(page_build.story()))
    assert seen == usual and seen.count("script") == 6
    assert _blob(html, "rest")["title"] == page_build.HOSTILE[2]


def test_half_surrogates_become_replacement_characters_and_keep_offsets(tmp_path: Path) -> None:
    build = page_build.hostile()
    write_page(build, tmp_path / "page.html")
    html = (tmp_path / "page.html").read_text(encoding="utf-8")
    assert len(_blob(html, "rest")["documents"][0]["text"]) == len(build.documents[0].text)


def test_unwritable_path_is_an_export_error_that_names_it(tmp_path: Path) -> None:
    with pytest.raises(ExportError, match="no-such-folder"):
        write_page(page_build.empty(), tmp_path / "no-such-folder" / "graph.html")


def test_facts_outside_the_graph_are_left_out() -> None:
    build = page_build.story()
    part = build.graph.copy()
    part.remove_node(page_build.iri("Nordlys Energy"))
    smaller = Build(
        documents=build.documents, entities=build.entities, claims=build.claims,
        facts=build.facts, graph=part, settings=build.settings,
    )  # fmt: skip
    rest = page_data(smaller).rest
    gone = page_build.iri("Nordlys Energy")
    kept = [f.id for f in build.facts if gone not in (f.subject, f.object)]
    assert rest["facts"]["id"] == kept


def test_differently_stated_facts_of_one_pair_are_drawn_apart() -> None:
    data = page_data(page_build.story())
    label = {node["label"]: node["id"] for node in data.nodes}
    pair = sorted((label["Nordlys Energy"], label["Lars Holm"]))
    lines = [e for e in data.edges if sorted((e["from"], e["to"])) == pair]
    assert [line["stroke"] for line in lines] == [1, 3]
    assert len({line["smooth"]["type"] for line in lines}) == 2


# ---- The layout ----------------------------------------------------------------------------------


def test_layout_of_a_small_graph_overlaps_no_label() -> None:
    widths = [110.0] * 40
    pairs = [(0, i, 1.0) for i in range(1, 20)] + [(i, i + 20, 1.0) for i in range(20)]
    spots = lay_out(widths, pairs).positions
    near = [
        (a, b) for i, a in enumerate(spots) for b in spots[:i]
        if abs(a[0] - b[0]) < 100 and abs(a[1] - b[1]) < 40
    ]  # fmt: skip
    assert near == []


def test_layout_keeps_communities_together() -> None:
    groups = [range(start, start + 60) for start in (0, 60, 120, 180)]
    pairs = [(g[0], b, 1.0) for g in groups for b in g[1:]]
    pairs += [(g[i], g[i + 1], 1.0) for g in groups for i in range(59)]
    pairs += [(0, 60, 1.0), (60, 120, 1.0), (120, 180, 1.0)]
    layout = lay_out([60.0] * 240, pairs)
    assert len(layout.groups) >= 4
    for (x, y, reach), (u, v, other) in pairwise(layout.groups):
        assert ((x - u) ** 2 + (y - v) ** 2) ** 0.5 > 0.8 * (reach + other) - 60


def test_layout_of_a_huge_star_stacks_no_nodes() -> None:
    layout = lay_out([80.0] * 5001, [(0, i, 1.0) for i in range(1, 5001)])
    assert len(set(layout.positions)) == 5001
    x, y = layout.positions[0]
    left, right = min(p[0] for p in layout.positions), max(p[0] for p in layout.positions)
    assert abs(x - (left + right) / 2) < 100 and abs(y) < 100


def test_layout_of_nothing_and_of_one_node() -> None:
    assert lay_out([], []).positions == ()
    assert lay_out([50.0], [(0, 0, 1.0)]).positions == ((0, 0),)


def test_page_of_two_thousand_nodes_takes_seconds_not_minutes() -> None:
    build = page_build.generated(2000, 4000)
    start = time.process_time()
    html = generate_page(build)
    assert time.process_time() - start < 6
    assert len(_blob(html, "nodes")) == 2000


# ---- The browser ---------------------------------------------------------------------------------


def _missing(what: str, install: str) -> Any:
    message = f"{what} is missing; install {install} to run the page in a browser"
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

    def open(self, path: Path, hash: str = "", size: tuple[int, int] = (1400, 900)) -> None:
        self.opened = path.as_uri()
        self.tab.set_viewport_size({"width": size[0], "height": size[1]})
        self.tab.emulate_media(reduced_motion="reduce", color_scheme="light")
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


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _missing("playwright", "the Python package playwright")
    path = next((found for name in BROWSERS if (found := shutil.which(name))), None)
    if path is None:
        _missing("Chromium", "the system package chromium")
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


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    folder = tmp_path_factory.mktemp("pages")
    makers: dict[str, Callable[[], Build]] = {
        "story": page_build.story, "emoji": page_build.emoji, "hostile": page_build.hostile,
        "empty": page_build.empty, "single": page_build.single,
        "large": lambda: page_build.generated(2000, 4000),
        "star": lambda: page_build.generated(1201, 1200, pairs=[(0, i) for i in range(1, 1201)]),
    }  # fmt: skip

    def write(name: str) -> Path:
        path = folder / f"{name}.html"
        if not path.exists():
            write_page(makers[name](), path)
        return path

    return write


Written = Callable[[str], Path]


def test_page_opens_with_every_label_and_no_request(page: Page, written: Written) -> None:
    page.open(written("story"))
    shown = page.tab.evaluate("kgPage.shown()")
    assert shown["nodes"] == 23
    assert {label["key"] for label in shown["labels"]} >= {"Nordlys_Energy", "Ingrid_Solheim"}
    boxes = [label["box"] for label in shown["labels"]]
    assert len(boxes) == 23
    assert [1 for i, a in enumerate(boxes) for b in boxes[:i] if _cover(a, b)] == []
    assert page.tab.evaluate("document.compatMode") == "CSS1Compat"
    assert page.text("#counts") == ["23 entities · 31 facts · 1 document"]


def _cover(a: list[float], b: list[float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def test_policy_stops_script_that_gets_into_the_page(page: Page, written: Written) -> None:
    page.open(written("story"))
    page.tab.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<img src=x: onerror=window.broken=1>')"
    )
    page.settle()
    assert page.tab.evaluate("window.broken") is None
    assert any("Content Security Policy" in fault for fault in page.faults)
    page.faults.clear()


def test_edge_click_shows_its_sentence_with_the_exact_words(page: Page, written: Written) -> None:
    page.open(written("story"))
    page.click_edge("Nordlys_Energy", "Halvard_Shipping")
    quotes = page.text("#panel blockquote")
    assert "Nordlys Energy bought Halvard Shipping on Monday for 2.1 billion kroner." in quotes
    claim = next(c for c in page_build.story().claims if c.time and c.time.value is None)
    assert page.marks(claim.id, "subject") == "Nordlys Energy"
    assert page.marks(claim.id, "relation") == "bought"
    assert page.marks(claim.id, "object") == "Halvard Shipping"
    assert page.marks(claim.id, "time") == "on Monday"


def test_edge_card_says_negation_and_source_in_words(page: Page, written: Written) -> None:
    page.open(written("story"), "#between=Nordlys_Energy&between=Lars_Holm")
    assert page.text("#panel .fact .status") == ["Reported by a source", "Negated"]
    around = page.text("#panel .around")
    assert "Harbour Workers' Union (“According to”)" in around[0]
    assert "negated" in around[1] and "the document itself" in around[1]
    assert page.text("#panel .fact:nth-of-type(2) .m-cue") == ["not"]


def test_node_click_shows_card_with_aliases_literals_and_documents(
    page: Page, written: Written
) -> None:
    page.open(written("story"))
    page.click_node("Ingrid_Solheim")
    assert page.text("#panel h2") == ["Ingrid Solheim"]
    assert page.text("#panel .aliases") == ["Also called Solheim, Ms Solheim"]
    build = page_build.story()
    me = page_build.iri("Ingrid Solheim")
    facts = [f for f in build.facts if me in (f.subject, f.object)]
    assert page.tab.locator("#panel li[data-fact]").count() == len(facts)
    assert page.text("#panel .literal") == ["54 years"]
    assert "Nordlys buys Halvard Shipping" in page.text("#panel .documents")[0]
    assert page.tab.locator("#panel blockquote").first.is_visible()
    page.open(written("story"), "#node=Lars_Holm")
    assert any("(no object)" in line for line in page.text("#panel .line"))


def test_show_in_document_opens_the_text_at_the_sentence(page: Page, written: Written) -> None:
    page.open(written("story"), "#between=Nordlys_Energy&between=Lars_Holm")
    page.tab.locator("#panel .show").last.click()
    page.settle()
    assert page.text("#here") == ["Nordlys did not inform Lars Holm of the purchase."]
    assert page.text("#panel .text") == [page_build.story().documents[0].text]
    assert page.tab.evaluate(
        "(() => { const a = document.getElementById('here').getBoundingClientRect();"
        "const b = document.getElementById('panel').getBoundingClientRect();"
        "return a.top >= b.top && a.bottom <= b.bottom; })()"
    )


def test_search_by_alias_without_accents_and_with_keys_only(page: Page, written: Written) -> None:
    page.open(written("story"))
    page.tab.keyboard.press("/")
    page.tab.keyboard.type("zoe")
    assert "Zoë Okafor" in page.text("#hits li")[0]
    page.tab.keyboard.press("Enter")
    page.settle()
    assert page.text("#panel h2") == ["Zoë Okafor"]
    page.tab.keyboard.press("/")
    page.tab.keyboard.type("hwu")
    page.tab.keyboard.press("ArrowDown")
    page.tab.keyboard.press("ArrowUp")
    page.tab.keyboard.press("Enter")
    page.settle()
    assert page.text("#panel h2") == ["Harbour Workers' Union"]
    page.tab.keyboard.press("/")
    page.tab.keyboard.type("2.1 billion")
    page.tab.keyboard.press("Enter")
    page.settle()
    assert any("2.1 billion" in quote for quote in page.text("#panel blockquote"))
    page.tab.keyboard.press("Escape")
    assert not page.tab.locator("#panel").is_visible()


def test_filters_hide_count_and_reset(page: Page, written: Written) -> None:
    page.open(written("story"))
    build = page_build.story()
    page.tab.locator('[data-facet="type"][data-value="Person"] input').uncheck()
    persons = [e for e in build.entities if e.type == "Person"]
    iris = {e.iri for e in persons}
    open_facts = [f for f in build.facts if not {f.subject, f.object} & iris]
    counts = page.text("#counts")[0]
    assert counts == f"{23 - len(persons)} of 23 entities · {len(open_facts)} of 31 facts"
    page.tab.locator("#reset").click()
    row = page.tab.locator('[data-facet="status"][data-value="negative"]')
    negative = [f for f in build.facts if f.status == "negative"]
    assert row.locator(".count").text_content() == str(len(negative))
    row.hover()
    row.locator(".only").click()
    assert f"{len(negative)} of 31 facts" in page.text("#counts")[0]
    assert page.tab.evaluate("kgPage.shown().edges") == len(negative)
    page.tab.locator('[data-view="facts"]').click()
    assert page.tab.locator("tbody tr").count() == len(negative)


def test_confidence_filter_follows_the_data(page: Page, written: Written) -> None:
    page.open(written("story"), "#confidence=80")
    kept = [f for f in page_build.story().facts if f.confidence >= 0.8]
    assert f"{len(kept)} of 31 facts" in page.text("#counts")[0]


def test_permalink_restores_entity_filter_focus_and_view(page: Page, written: Written) -> None:
    page.open(written("story"))
    page.click_node("Nordlys_Energy")
    page.tab.locator('[data-facet="type"][data-value="Place"] input').uncheck()
    page.tab.locator(".actions .segments button").first.click()
    page.settle()
    address = page.tab.evaluate("location.hash")
    before = (page.text("#counts"), page.text("#panel h2"), page.text("#notes"))
    page.tab.goto("about:blank")
    page.faults.clear()
    page.open(written("story"), address)
    assert (page.text("#counts"), page.text("#panel h2"), page.text("#notes")) == before
    assert "Within 1 step of Nordlys Energy" in before[2][0]


def test_back_returns_to_what_was_looked_at_before(page: Page, written: Written) -> None:
    page.open(written("story"))
    page.click_node("Oslo")
    page.tab.locator('#panel [data-node="Norway"]').first.click()
    assert page.text("#panel h2") == ["Norway"]
    page.tab.go_back()
    page.settle()
    assert page.text("#panel h2") == ["Oslo"]


def test_unknown_permalink_is_reported_not_an_error(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Nobody&between=a&between=b&focus=9&document=x&hide-type=%FF")
    assert "Not in this graph: Nobody" in page.text("#hint")[0]


def test_path_between_two_picked_entities_shows_its_sentences(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Chile")
    page.tab.get_by_text("Path to …").click()
    page.tab.keyboard.press("/")
    page.tab.keyboard.type("Tallinn")
    page.tab.keyboard.press("Enter")
    page.settle()
    walked = page.text("#panel .trail .node-link")
    assert walked == [
        "Chile", "Valparaíso", "Tomás Herrera", "Halvard Shipping", "Nordlys Energy",
        "Baltic Port Authority", "Tallinn",
    ]  # fmt: skip
    assert "Valparaíso is a port in Chile." in page.text("#panel blockquote")


def test_arrow_keys_walk_the_graph_and_say_so(page: Page, written: Written) -> None:
    page.open(written("story"))
    page.tab.locator("#canvas").focus()
    page.tab.keyboard.press("ArrowDown")
    first = page.text("#panel h2")
    page.tab.keyboard.press("ArrowDown")
    assert page.text("#panel h2") != first
    assert page.text("#panel h2")[0] in page.text("#status")[0]


def test_self_relation_is_drawn_and_clickable(page: Page, written: Written) -> None:
    page.open(written("story"))
    page.click_edge("Halvard_Shipping", "Halvard_Shipping")
    assert page.text("#panel blockquote") == ["Halvard split Halvard into two firms."]


def test_tables_sort_and_save_as_csv(page: Page, written: Written) -> None:
    page.open(written("hostile"), "#view=entities")
    page.tab.locator("th button").first.click()
    assert page.tab.locator("th").first.get_attribute("aria-sort") == "ascending"
    with page.tab.expect_download() as download:
        page.tab.get_by_text("Save as CSV").click()
    saved = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "'=HYPERLINK(1)" in saved
    assert len(page_build.HOSTILE) + 1 == saved.count("\n") - saved.count("\x00\n")


def test_picture_is_saved_at_double_resolution(page: Page, written: Written) -> None:
    page.open(written("story"))
    with page.tab.expect_download() as download:
        page.tab.locator("#picture").click()
    data = Path(download.value.path()).read_bytes()
    width = int.from_bytes(data[16:20], "big")
    assert data.startswith(b"\x89PNG") and len(data) > 20_000
    assert width == 2 * int(page.tab.locator("#canvas").bounding_box()["width"])


def test_hostile_text_runs_nothing_anywhere(page: Page, written: Written) -> None:
    page.open(written("hostile"))
    keys = [node["key"] for node in page_data(page_build.hostile()).nodes]
    assert page.tab.evaluate("kgPage.shown().nodes") == len(page_build.HOSTILE)
    for key in keys[:4] + keys[-1:]:
        page.tab.evaluate("key => { location.hash = new URLSearchParams({node: key}); }", key)
        page.settle()
        assert page.tab.locator("#panel h2").count() == 1
    page.tab.locator("#panel .show").first.click()
    page.settle()
    for view in ("facts", "entities", "graph"):
        page.tab.locator(f'[data-view="{view}"]').click()
    page.tab.keyboard.press("/")
    page.tab.keyboard.type("<img")
    page.settle()
    assert page.tab.evaluate("window.broken") is None
    assert page.tab.locator("img").count() == 0
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert page.tab.evaluate(wide) is False


def test_only_web_addresses_become_links(page: Page, written: Written) -> None:
    page.open(written("hostile"), "#node=__proto__")
    links = page.tab.locator("#panel .links a")
    assert [link.get_attribute("href") for link in links.all()] == ["https://example.org/%3Cx%3E"]
    assert links.first.get_attribute("rel") == "noopener noreferrer"


def test_offsets_count_code_points_through_emoji_and_accents(page: Page, written: Written) -> None:
    page.open(written("emoji"))
    build = page_build.emoji()
    (claim,) = build.claims
    page.click_edge(*(entity.iri.rsplit("/", 1)[1] for entity in build.entities))
    assert page.text("#panel blockquote") == [claim.sentence.text]
    assert page.marks(claim.id, "subject") == claim.subject.span.text == "Zoe\u0301 🚀 Lin"
    assert page.marks(claim.id, "relation") == "joined"
    assert page.marks(claim.id, "object") == "𝔸cme"
    page.tab.locator("#panel .show").click()
    assert page.text("#here") == [claim.sentence.text]


def test_phone_width_has_no_sideways_scroll_and_room_to_draw(page: Page, written: Written) -> None:
    page.open(written("story"), size=(390, 844))
    wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
    assert page.tab.evaluate(wide) is False
    assert page.tab.locator("#canvas").bounding_box()["height"] >= 300
    page.tab.locator("#open-filters").click()
    assert page.tab.locator("#filters").is_visible()
    page.tab.keyboard.press("Escape")
    page.click_node("Oslo")
    assert page.text("#panel h2") == ["Oslo"]
    assert page.tab.evaluate(wide) is False


def test_dark_switch_changes_the_ground_and_is_kept(page: Page, written: Written) -> None:
    page.open(written("story"))
    ground = "getComputedStyle(document.querySelector('main')).backgroundColor"
    light = page.tab.evaluate(ground)
    page.tab.locator("#theme").click()
    assert page.tab.evaluate(ground) != light
    page.open(written("story"))
    assert page.tab.evaluate("document.documentElement.dataset.theme") == "dark"
    page.tab.locator("#theme").click()


@pytest.mark.parametrize("name", ["empty", "single"])
def test_tiny_graphs_open_with_a_readable_page(page: Page, written: Written, name: str) -> None:
    page.open(written(name))
    notes = page.text("#notes")[0]
    assert ("No entities were found" in notes) == (name == "empty")
    for view in ("entities", "facts", "graph"):
        page.tab.locator(f'[data-view="{view}"]').click()
    assert page.tab.evaluate("kgPage.shown().nodes") == (1 if name == "single" else 0)


@pytest.mark.parametrize("name", ["large", "star"])
def test_large_graphs_are_drawn_like_a_map(page: Page, written: Written, name: str) -> None:
    page.open(written(name))
    shown = page.tab.evaluate("kgPage.shown()")
    assert shown["nodes"] == 800 < shown["of"]
    assert "Showing the 800 most important" in page.text("#notes")[0]
    assert 10 <= len(shown["labels"]) <= 140
    boxes = [label["box"] for label in shown["labels"]]
    assert [1 for i, a in enumerate(boxes) for b in boxes[:i] if _cover(a, b)] == []
    for _ in range(6):
        page.tab.locator("#zoom-in").click()
    page.settle()
    assert page.tab.evaluate("kgPage.shown().of") < shown["of"]
