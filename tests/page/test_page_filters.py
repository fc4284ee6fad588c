"""Filters in the browser: each lets through what it says, and SPARQL finds the same facts."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import page_build
import pyoxigraph
import pytest
from page_browser import Page

from kg.export.html import write_page
from kg.export.rdf import write_turtle
from kg.model import Build

Written = Callable[[str], Path]
Triple = tuple[str, str, str | None]


@pytest.fixture(scope="module")
def real(examples: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of the example texts: 280 entities, three documents, fifty dated facts."""
    folder = tmp_path_factory.mktemp("real")
    write_page(examples, folder / "graph.html")
    write_turtle(examples, folder / "graph.ttl")
    return folder / "graph.html"


@pytest.fixture(scope="module")
def store(real: Path) -> pyoxigraph.Store:
    made = pyoxigraph.Store()
    made.load(path=str(real.with_suffix(".ttl")), format=pyoxigraph.RdfFormat.TURTLE)
    return made


def _shown(page: Page, build: Build) -> set[Triple]:
    facts = {f.id: f for f in build.facts}
    kept = (facts[i.partition("-")[0]] for i in page.tab.evaluate("kgPage.facts()"))
    return {(f.subject, f.predicate, f.object if f.object else f.literal) for f in kept}


def _found(store: pyoxigraph.Store, query: str) -> set[Triple]:
    def text(term: Any) -> str | None:
        return None if term is None else str(term.value)

    rows: Any = store.query(query)
    return {(text(r["subject"]), text(r["relation"]), text(r["object"])) for r in rows}  # type: ignore[misc]


@pytest.mark.parametrize(
    "address",
    [
        "all-types=1",
        "hide-type=Concept",
        "only-type=Person&only-type=Country",
        "hide-status=asserted",
        "only-status=negative",
        "only-relation=meet&only-relation=be",
        "hide-relation=be",
        "only-document=heat-pumps.txt",
        "confidence=95",
        "from=1940&to=2012",
        "from=2012-12&to=2012-12&undated=1",
        "degree=4",
        "focus=1&of=Japan",
        "hide-type=Concept&confidence=60&hide-status=negative&degree=2",
    ],
)
def test_copied_sparql_finds_the_facts_that_are_shown(
    page: Page, real: Path, store: pyoxigraph.Store, examples: Build, address: str
) -> None:
    page.open(real, "#" + address)
    shown = _shown(page, examples)
    assert shown and (len(shown) < len(examples.facts)) == (address != "all-types=1")
    assert _found(store, page.tab.evaluate("kgPage.sparql()")) == shown


def test_the_page_opens_with_what_has_a_name(page: Page, real: Path, examples: Build) -> None:
    page.open(real)
    about = examples.graph.nodes
    named = {iri for iri in about if about[iri]["type"] != "Concept"}
    assert page.tab.evaluate("kgPage.shown().of") == len(named) < len(about)
    assert page.tab.locator("#reset").is_disabled()
    page.tab.get_by_text("show concepts").click()
    page.settle()
    assert page.tab.evaluate("kgPage.shown().of") == len(about)
    page.open(real, page.tab.evaluate("location.hash"))
    assert page.tab.evaluate("kgPage.shown().of") == len(about)
    page.tab.locator("#reset").click()
    page.settle()
    assert page.tab.evaluate("kgPage.shown().of") == len(named)
    assert page.tab.evaluate("location.hash") in ("", "#")


def test_a_concept_that_is_picked_or_linked_to_is_there(
    page: Page, real: Path, examples: Build
) -> None:
    about = examples.graph.nodes
    concept = max((i for i in about if about[i]["type"] == "Concept"),
                  key=lambda i: (about[i]["importance"], i))  # fmt: skip
    page.open(real, "#node=" + concept.rsplit("/", 1)[1])
    assert page.tab.evaluate("kgPage.shown().of") == len(about)
    page.open(real)
    page.tab.locator("#search").fill(about[concept]["label"])
    page.tab.keyboard.press("Enter")
    page.settle()
    assert page.text("#panel h2") == [about[concept]["label"]]
    assert page.tab.evaluate("kgPage.shown().of") == len(about)


def test_confidence_starts_where_the_build_starts(page: Page, tmp_path: Path) -> None:
    write_page(page_build.story(), tmp_path / "all.html")
    page.open(tmp_path / "all.html")
    least = page_build.SETTINGS.min_confidence
    slider = page.tab.locator("#least")
    assert slider.get_attribute("aria-valuetext") == f"{least * 100:.0f} %"
    before = page.tab.evaluate("kgPage.facts().length")
    assert slider.input_value() == "0" and "confidence" not in page.tab.evaluate("location.hash")
    slider.focus()
    page.tab.keyboard.press("End")
    page.settle()
    assert page.tab.evaluate("kgPage.facts().length") < before
    assert "confidence=100" in page.tab.evaluate("location.hash")


def test_sparql_is_put_on_the_clipboard_or_shown(page: Page, real: Path) -> None:
    page.open(real)
    page.tab.locator("#copy-sparql").click()
    page.settle()
    shown = page.tab.locator("#copy-text").input_value()
    copied = page.text("#hint") == ["SPARQL query copied."]
    assert copied or shown == page.tab.evaluate("kgPage.sparql()")


def test_period_comes_from_the_strip_and_from_the_boxes(page: Page, real: Path) -> None:
    page.open(real, "#all-types=1")
    box = page.tab.locator("#bars").bounding_box()
    page.tab.mouse.move(box["x"] + box["width"] * 0.9, box["y"] + 10)
    assert "dated fact" in page.text("#period")[0]
    page.tab.mouse.down()
    page.tab.mouse.move(box["x"] + box["width"] - 2, box["y"] + 10, steps=4)
    page.tab.mouse.up()
    page.settle()
    kept = page.tab.evaluate("kgPage.facts()")
    assert "from=20" in page.tab.evaluate("location.hash")
    page.open(real, page.tab.evaluate("location.hash"))
    assert page.tab.evaluate("kgPage.facts()") == kept
    page.tab.locator("#all-times").click()
    all_days = page.tab.evaluate("kgPage.facts()")
    for box, text in (("#period-from", "1902"), ("#period-to", "1902")):
        page.tab.locator(box).fill(text)
        page.tab.keyboard.press("Enter")
        page.settle()
    build_days = page.tab.evaluate("kgPage.facts()")
    assert 0 < len(build_days) < len(all_days) / 4
    page.tab.locator("#period-to").fill("soon")
    page.tab.keyboard.press("Enter")
    page.settle()
    assert "is no date" in page.text("#hint")[0]


def test_a_time_can_be_typed_from_one_box_to_the_next(page: Page, real: Path) -> None:
    page.open(real)
    page.tab.locator("#period-from").click()
    page.tab.keyboard.type("1940")
    page.tab.keyboard.press("Tab")
    page.settle()
    page.tab.keyboard.type("2012")
    page.tab.keyboard.press("Enter")
    page.settle()
    values = [page.tab.locator(f"#period-{end}").input_value() for end in ("from", "to")]
    assert values == ["1940-01-01", "2012-12-31"]


def test_values_that_the_filters_leave_nothing_of_come_last(page: Page, real: Path) -> None:
    page.open(real, "#only-document=heat-pumps.txt")
    page.tab.get_by_text("Show all").first.click()
    rows = page.tab.locator('li[data-facet="relation"] .count').all_text_contents()
    counts = [int(text.replace(",", "")) for text in rows]
    nothing = counts.index(0)
    assert nothing > 20 and not any(counts[nothing:]) and all(counts[:nothing])


def test_degree_hides_what_has_fewer_facts(page: Page, real: Path, examples: Build) -> None:
    page.open(real, "#degree=5")
    counts: dict[str, int] = dict.fromkeys(examples.graph, 0)
    for fact in examples.facts:
        for end in {fact.subject, fact.object or fact.subject}:
            counts[end] += 1
    kept = [iri for iri, count in counts.items() if count >= 5]
    assert page.tab.evaluate("kgPage.shown().of") == len(kept)
    page.tab.locator("#degree").focus()
    page.tab.keyboard.press("Home")
    assert page.tab.evaluate("kgPage.shown().of") == len(counts)


def test_a_long_list_of_values_can_be_searched(page: Page, real: Path) -> None:
    page.open(real)
    page.tab.locator('[data-find="relation"]').fill("leader")
    listed = page.text('[data-facet="relation"] .words')
    assert listed and all("leader" in words for words in listed)
    page.tab.keyboard.type("zzz")
    assert page.text('[data-facet="relation"] .words') == []


def test_focus_shows_the_entities_within_its_steps(page: Page, written: Written) -> None:
    build = page_build.story()
    near = {page_build.iri("Oslo")}
    for steps in (1, 2, 3):
        for fact in [f for f in build.facts if f.object and {f.subject, f.object} & near]:
            near = near | {fact.subject, fact.object}
        reached = {page_build.iri("Oslo")}
        for _ in range(steps):
            reached |= {e for f in build.facts if f.object and {f.subject, f.object} & reached
                        for e in (f.subject, f.object)}  # fmt: skip
        page.open(written("story"), f"#focus={steps}&of=Oslo")
        assert page.tab.evaluate("kgPage.shown().nodes") == len(reached)


def test_expand_adds_the_neighbours_of_an_entity(page: Page, written: Written) -> None:
    page.open(written("story"), "#focus=1&of=Chile&node=Valpara%C3%ADso")
    assert page.tab.evaluate("kgPage.shown().nodes") == 2
    page.tab.get_by_text("Expand", exact=True).click()
    page.settle()
    assert page.tab.evaluate("kgPage.shown().nodes") == 3
    assert "1 entity expanded" in page.text("#notes")[0]
    page.open(written("story"), page.tab.evaluate("location.hash"))
    assert page.tab.evaluate("kgPage.shown().nodes") == 3


def test_the_overview_starts_with_what_is_important(page: Page, written: Written) -> None:
    page.open(written("story"))
    assert page.text(".firsts .node-link")[:3] == [
        "Halvard Shipping", "Ingrid Solheim", "Nordlys Energy",
    ]  # fmt: skip
    page.tab.locator("[data-start]").first.click()
    page.settle()
    assert page.tab.locator("#panel blockquote").count() >= 1
    page.tab.locator("#overview").click()
    page.tab.locator("#overview").click()
    assert not page.tab.locator("#panel").is_visible()


def test_the_trail_leads_back(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Oslo")
    assert page.tab.locator(".visited").count() == 0
    page.tab.locator('#panel [data-node="Norway"]').first.click()
    page.tab.locator('#panel [data-node="Clean_Fuel_Act"]').first.click()
    assert page.text(".visited")[0] == "Oslo › Norway › Clean Fuel Act"
    page.tab.locator('[data-visited="Oslo"]').click()
    assert page.text("#panel h2") == ["Oslo"]


def test_communities_are_named_on_the_drawing_and_in_the_legend(
    page: Page, written: Written
) -> None:
    page.open(written("crowd"), "#color=community")
    named = page.tab.evaluate("kgPage.shown().captions.length")
    listed = page.text(".communities .label")
    assert named >= 8 and len(listed) >= 10 and len(set(listed)) == len(listed)
    scale = page.tab.evaluate("kgPage.shown().scale")
    page.tab.locator(".communities button").first.click()
    page.settle()
    assert page.tab.evaluate("kgPage.shown().scale") > 1.5 * scale
    assert page.tab.locator("#map").is_visible()


def test_the_small_map_moves_the_window(page: Page, written: Written) -> None:
    page.open(written("crowd"))
    assert not page.tab.locator("#map").is_visible()
    for _ in range(6):
        page.tab.locator("#zoom-in").click()
    page.settle()
    before = page.tab.evaluate("kgPage.node(Object.keys({Poteth_2: 1})[0])")
    page.tab.locator("#map").click(position={"x": 20, "y": 20})
    page.settle()
    after = page.tab.evaluate("kgPage.node('Poteth_2')")
    assert abs(after["x"] - before["x"]) + abs(after["y"] - before["y"]) > 100
