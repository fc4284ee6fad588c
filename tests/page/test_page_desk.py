"""The desk in a browser: corrections by mouse and by keyboard end in the file and on the page."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from desks import ENTITY, Served, make_folder, rebuild, served
from page_browser import missing

from kg.decisions import Decision, Target, add_decision, read_all
from kg.serve import Limits, Pool

AXE = Path(__file__).parent / "js/node_modules/axe-core/axe.min.js"
DIALOG = "dialog.correcting"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def pool(built: Path) -> Iterator[Pool]:
    made = Pool(built / "graph.ttl", engine="rdflib", limits=Limits(), workers=1)
    yield made
    made.close()


@pytest.fixture
def desk(built: Path, tmp_path: Path, pool: Pool) -> Iterator[Served]:
    shutil.copytree(built.parent, tmp_path / "case")
    with served(tmp_path / "case" / "output", pool) as made:
        yield made


class Tab:
    """A tab on the desk, and what it said or asked for that it should not."""

    def __init__(self, tab: Any, desk: Served) -> None:
        self.tab, self.desk = tab, desk
        self.faults: list[str] = []
        tab.on("console", self._console)
        tab.on("pageerror", lambda error: self.faults.append(f"error: {error}"))
        tab.on("dialog", lambda dialog: (self.faults.append("dialog"), dialog.dismiss()))
        tab.on("request", self._request)

    def _console(self, message: Any) -> None:
        if "409 (CONFLICT)" not in message.text and "422 (UNPROC" not in message.text:
            self.faults.append(f"console: {message.text}")

    def _request(self, request: Any) -> None:
        if not request.url.startswith((self.desk.url, "blob:")):
            self.faults.append(f"request: {request.url[:100]}")

    def open(self, hash: str = "") -> None:
        self.tab.set_viewport_size({"width": 1400, "height": 900})
        self.tab.emulate_media(reduced_motion="reduce")
        self.tab.goto(self.desk.page + hash)
        self.tab.wait_for_selector("html[data-ready]", state="attached", timeout=30_000)
        self.tab.wait_for_timeout(200)

    def act(self, name: str) -> None:
        self.tab.locator(f'[data-act="{name}"]').first.click()

    def send(self) -> None:
        """Press the button of the dialog and wait until it has gone."""
        self.tab.locator(f"{DIALOG} button[type=submit]").click()
        self.gone()

    def gone(self) -> None:
        self.tab.wait_for_selector(DIALOG, state="detached", timeout=30_000)

    def until(self, condition: str, seconds: float = 30) -> None:
        """Wait until a condition of the page holds; its policy lets no driver evaluate it there."""
        end = time.monotonic() + seconds
        while not self.tab.evaluate(condition):
            assert time.monotonic() < end, condition
            self.tab.wait_for_timeout(50)

    def saved(self) -> None:
        """Wait until nothing is being saved."""
        self.until("!document.getElementById('desk').textContent.includes('Saving')")

    def text(self, selector: str) -> list[str]:
        return [str(text) for text in self.tab.locator(selector).all_text_contents()]

    @property
    def kinds(self) -> list[str]:
        return [d.kind for d in read_all(self.desk.output / "decisions.yaml")]


@pytest.fixture
def tabs(browser: Any, desk: Served) -> Iterator[Callable[[], Tab]]:
    made: list[Tab] = []

    def new() -> Tab:
        made.append(Tab(browser.new_page(), desk))
        return made[-1]

    browser.set_offline(False)
    yield new
    for tab in made:
        tab.tab.close()
    browser.set_offline(True)
    assert [tab.faults for tab in made if tab.faults] == []


@pytest.fixture
def tab(tabs: Callable[[], Tab]) -> Tab:
    return tabs()


def test_a_merge_by_mouse_keeps_the_view(tab: Tab) -> None:
    tab.open("#node=Marlow_Shipping_Company")
    tab.tab.locator("#zoom-in").click()
    tab.tab.wait_for_timeout(200)
    look = (
        "[kgPage.shown().scale, kgPage.node('Otto_Kolb'), kgPage.node('Marlow_Shipping_Company')]"
    )
    before = tab.tab.evaluate(look)
    tab.act("merge")
    tab.tab.locator(f"{DIALOG} input[name=other]").fill("Marlaw")
    assert "Selby Yard" in tab.text(f"{DIALOG} .hit blockquote")[0]
    tab.tab.locator(f"{DIALOG} input[name=note]").fill("one firm")
    tab.send()
    tab.tab.wait_for_timeout(200)
    after = tab.tab.evaluate(look)
    assert after[0] == before[0]
    for old, new in zip(before[1:], after[1:], strict=True):
        assert (old["x"], old["y"]) == pytest.approx((new["x"], new["y"]), abs=0.5)
    assert "Selby Yard" in "".join(tab.text("#panel li[data-fact]"))
    assert "node=Marlow_Shipping_Company" in tab.tab.url
    assert tab.tab.evaluate("document.activeElement.dataset.act") == "merge"
    assert (
        "same:\n  - [{entity: Marlow Shipping Company}, {entity: Marlaw Shipping Company}"
        in tab.desk.decisions
    )
    tab.act("undo")
    tab.saved()
    assert "Selby Yard" not in "".join(tab.text("#panel li[data-fact]"))
    assert tab.desk.decisions == ""
    assert tab.tab.locator('[data-act="undo"]').is_disabled()


def test_every_correction_by_keyboard_ends_in_the_file(tab: Tab) -> None:
    tab.open("#node=Otto_Kolb")
    keys = tab.tab.keyboard

    def press(name: str, *typed: str) -> None:
        tab.tab.locator(f'#panel [data-act^="{name}"]').first.focus()
        keys.press("Enter")
        tab.tab.wait_for_selector(DIALOG)
        for one in typed:
            keys.press(one) if one == "Tab" else keys.type(one)
        keys.press("Enter")
        tab.gone()
        tab.tab.wait_for_timeout(100)

    press("rename", "Captain Kolb")
    assert tab.text("#panel h2") == ["Captain Kolb"]
    press("retype", "Org", "Tab")
    assert "Organization" in tab.text("#panel .chip")[0]
    press("confirm", "Ines Roth")
    assert tab.text("#panel .claim .chip") == ["Confirmed by Ines Roth"]
    facts = tab.tab.locator("#panel li[data-fact]").count()
    press("reject")
    assert tab.text("#panel .rejected summary") == ["Rejected (1)"]
    assert tab.tab.locator("#panel li[data-fact]").count() < facts
    tab.tab.locator('#panel [data-act="note"]').first.focus()
    keys.press("Enter")
    keys.type("a sailor")
    keys.press("Tab")
    keys.press("Tab")
    keys.press("Enter")
    tab.gone()
    assert tab.text("#panel .remark") == ["Note: a sailor"]
    tab.tab.locator('#panel [data-act="split"]').first.focus()
    keys.press("Enter")
    tab.tab.locator(f"{DIALOG} button[type=submit]").focus()
    keys.press("Enter")
    tab.gone()
    assert sorted(tab.kinds) == ["different", "note", "reject", "rename", "retype"]
    tab.tab.locator('#panel [data-act="merge"]').first.focus()
    keys.press("Enter")
    tab.tab.locator(f"{DIALOG} input[name=other]").focus()
    keys.press("Control+a")
    keys.type("Rolf Tate")
    keys.press("Enter")
    tab.gone()
    assert "same" in tab.kinds
    keys.press("Escape")
    tab.tab.locator("#canvas").focus()
    keys.press("Control+z")
    tab.until("!document.querySelector('[data-act=undo]').textContent.includes('Rolf')")
    assert "same" not in tab.kinds


def test_the_corrections_are_a_few_stops_from_the_top(tab: Tab) -> None:
    tab.open("#node=Marlow_Shipping_Company")
    here = "document.activeElement.dataset.act"
    for key in ("Tab", "Tab", "Enter"):
        tab.tab.keyboard.press(key)
    assert tab.tab.evaluate(here) == "merge"
    tab.tab.keyboard.press("Tab")
    tab.tab.keyboard.press("Tab")
    assert tab.tab.evaluate(here) == "rename"
    tab.tab.get_by_label("Close details").click()
    tab.tab.locator("#skip-correct").focus()
    tab.tab.keyboard.press("Enter")
    assert tab.tab.evaluate(here) == "queue"


def test_the_queue_shows_both_sentences_and_goes_on(tab: Tab) -> None:
    tab.open()
    tab.act("queue")
    tab.tab.wait_for_selector(f"{DIALOG} .side")
    total = len(tab.desk.ask("/desk/cases").body)
    while "Shipping" not in "".join(tab.text(f"{DIALOG} .side h3")):
        tab.tab.get_by_role("button", name="Later").click()
    assert len(tab.text(f"{DIALOG} .side blockquote")) == 2
    marked = sorted(tab.text(f"{DIALOG} .side mark"))
    assert marked == ["Marlaw Shipping Company", "Marlow Shipping Company"]
    tab.tab.locator('[data-answer="different"]').click()
    tab.until(f"!document.getElementById('queue-title').textContent.endsWith(' of {total}')")
    tab.tab.keyboard.press("Escape")
    assert tab.kinds == ["different"]
    tab.act("decisions")
    tab.tab.wait_for_selector(f"{DIALOG} .decided li")
    tab.tab.get_by_role("button", name="Take back").click()
    tab.until("!document.querySelector('.decided li')")
    assert tab.kinds == []


def test_of_two_tabs_the_second_is_told_and_keeps_what_was_typed(
    tabs: Callable[[], Tab],
) -> None:
    one, two = tabs(), tabs()
    for tab in (one, two):
        tab.tab.add_init_script("localStorage.setItem('kg-by', 'Ines')")
        tab.open("#node=Anna_Pike")
    two.act("rename")
    two.tab.locator(f"{DIALOG} input[name=label]").fill("Mayor Pike")
    one.act("retype")
    one.tab.locator(f"{DIALOG} select").select_option("Group")
    one.send()
    # The page has taken in what the first one did, and says so all the same.
    two.until("document.getElementById('status').textContent.includes('Somebody else')")
    two.tab.locator(f"{DIALOG} button[type=submit]").click()
    two.until("document.querySelector('dialog.correcting .problem').textContent")
    assert "Ines at" in two.text(f"{DIALOG} .problem")[0]
    assert two.tab.locator(f"{DIALOG} input[name=label]").input_value() == "Mayor Pike"
    assert two.kinds == ["retype"]
    two.send()
    assert sorted(two.kinds) == ["rename", "retype"]
    assert two.text("#panel h2") == ["Mayor Pike"]
    one.until("document.querySelector('#panel h2').textContent === 'Mayor Pike'")


def test_an_answer_to_a_case_is_sent_once(tab: Tab) -> None:
    tab.open()
    tab.act("queue")
    tab.tab.wait_for_selector(f"{DIALOG} .side")
    while "Shipping" not in "".join(tab.text(f"{DIALOG} .side h3")):
        tab.tab.get_by_role("button", name="Later").click()
    sent: list[str] = []
    tab.tab.on("request", lambda request: sent.append(request.url.rpartition("/")[2]))
    tab.tab.locator('[data-answer="different"]').evaluate("one => (one.click(), one.click())")
    tab.until("document.querySelectorAll('dialog.correcting button:disabled').length < 4")
    assert sent.count("decide") == 1 and tab.text(f"{DIALOG} .problem") == [""]
    tab.tab.keyboard.press("Escape")
    tab.act("decisions")
    tab.tab.wait_for_selector(f"{DIALOG} .decided li")
    tab.tab.get_by_role("button", name="Take back").evaluate("one => (one.click(), one.click())")
    tab.until("!document.querySelector('.decided li')")
    assert sent.count("decide") == 2 and tab.text(f"{DIALOG} .problem") == [""]
    assert tab.kinds == []


def test_a_note_stands_with_its_own_entity_alone(tab: Tab) -> None:
    split = {"do": "split", "entity": ENTITY + "Otto_Kolb",
             "documents": ["council.txt", "harbour.txt"]}  # fmt: skip
    nodes = tab.desk.order(split).body["nodes"]
    one, other = sorted((n["key"] for n in nodes if n["label"] == "Otto Kolb"), key=len)
    assert other.startswith(one)
    assert tab.desk.order({"do": "note", "entity": ENTITY + one, "text": "a sailor"}).status == 200
    tab.open(f"#node={other}")
    assert tab.text("#panel .remark") == []
    tab.open(f"#node={one}")
    tab.tab.reload()
    tab.tab.wait_for_selector("html[data-ready]", state="attached")
    assert tab.text("#panel .remark") == ["Note: a sailor"]


def test_what_a_search_found_follows_the_graph(tab: Tab) -> None:
    tab.open()
    tab.tab.locator("#search").fill("Shipping")
    assert len(tab.text("#hits li:not(.sentence)")) == 2
    order = {"do": "merge", "entities": [ENTITY + "Marlow_Shipping_Company",
                                         ENTITY + "Marlaw_Shipping_Company"]}  # fmt: skip
    assert tab.desk.order(order).status == 200
    tab.until("document.querySelectorAll('#hits li:not(.sentence)').length === 1")
    tab.tab.keyboard.press("Enter")
    tab.until("document.querySelector('#panel h2')?.textContent.includes('Shipping')")
    assert "node=Marlow_Shipping_Company" in tab.tab.url


def test_a_link_for_others_does_not_open_the_desk(tab: Tab) -> None:
    tab.open("#node=Anna_Pike")
    tab.tab.evaluate(
        "navigator.clipboard.writeText = text => (window.copied = text, Promise.resolve())"
    )
    tab.tab.locator("#link").click()
    assert tab.tab.evaluate("window.copied") == f"{tab.desk.url}/graph.html#node=Anna_Pike"
    tab.tab.locator("#panel button", has_text="Copy link").click()
    assert "token" not in tab.tab.evaluate("window.copied")


def test_a_page_left_open_takes_in_a_new_build_and_other_edits(tab: Tab) -> None:
    tab.open("#node=Otto_Kolb")
    inputs = tab.desk.output.parent / "texts"
    (inputs / "new.txt").write_text("Otto Kolb married Mona Reed.\n", encoding="utf-8")
    rebuild(tab.desk.output, inputs)
    tab.until("document.querySelector('#counts').textContent.includes('4 documents')")
    assert tab.text("#panel h2") == ["Otto Kolb"]
    assert "Mona Reed" in "".join(tab.text("#panel"))
    drop = Decision(kind="rename", to="Captain Kolb", targets=(Target(entity="Otto Kolb"),))
    add_decision(tab.desk.output / "decisions.yaml", drop)
    tab.until("document.querySelector('#panel h2').textContent === 'Captain Kolb'")


def test_markup_in_names_and_notes_stays_text(tab: Tab) -> None:
    tab.open("#node=Anna_Pike")
    evil = "<img src=x onerror=document.title=1><b>Pike</b>"
    tab.act("rename")
    tab.tab.locator(f"{DIALOG} input[name=label]").fill(evil)
    tab.send()
    assert tab.text("#panel h2") == [evil]
    tab.act("note")
    tab.tab.locator(f"{DIALOG} textarea").fill(evil)
    tab.send()
    assert tab.text("#panel .remark") == ["Note: " + evil]
    for opened in ("merge", "decisions", "queue"):
        tab.act(opened)
        tab.tab.wait_for_timeout(300)
        assert tab.tab.locator("dialog img, dialog b").count() == 0
        tab.tab.keyboard.press("Escape")
    assert tab.tab.locator("#panel img, #desk img, #panel h2 b").count() == 0
    assert tab.tab.title() != "1"


@pytest.mark.parametrize("opened", ["", "merge", "split", "queue", "decisions"])
def test_axe_finds_nothing_serious_at_the_desk(tab: Tab, opened: str) -> None:
    if not AXE.is_file():
        missing("axe-core", "it with `npm ci --prefix tests/page/js`")
    tab.open("#node=Otto_Kolb&read=harbour.txt")
    if opened:
        tab.act(opened)
        tab.tab.wait_for_timeout(300)
    tab.tab.evaluate(AXE.read_text("utf-8") + "; undefined")
    found: Any = tab.tab.evaluate(
        "axe.run({resultTypes: ['violations']}).then(r => r.violations"
        ".filter(v => ['serious', 'critical'].includes(v.impact))"
        ".map(v => [v.id, v.nodes.map(n => n.html).slice(0, 3)]))"
    )
    assert found == []


def test_a_correction_leaves_the_reader_where_it_was(tab: Tab) -> None:
    tab.open("#node=Otto_Kolb&read=harbour.txt")
    tab.act("rename")
    tab.tab.locator(f"{DIALOG} input[name=label]").fill("Captain Kolb")
    tab.send()
    assert "Selby Yard" in "".join(tab.text("#reader .block"))
    assert tab.tab.locator("#reader a.chosen").count() == 2
    assert tab.tab.evaluate("document.getElementById('reader-document').value") == "2"
    assert ENTITY + "Otto_Kolb" not in tab.desk.decisions
