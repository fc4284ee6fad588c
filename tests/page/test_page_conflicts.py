"""What does not go together stands on cards and lines with the sentences of both sides."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import page_build
import pytest
from page_browser import Page, missing

from kg.build import build
from kg.export.html import write_page
from kg.model import Build, Settings

AXE = Path(__file__).parent / "js/node_modules/axe-core/axe.min.js"
TEXTS = {
    "bank.txt": "Emil Karsten was born in Graz in 1852. Emil Karsten owns Orbis Bank. He died in "
    "1849. Emil Karsten does not own Orbis Bank.\n",
    "church.txt": "Emil Karsten was born in Linz. Emil Karsten owns Orbis Bank. Ida Foss met Emil "
    "Karsten in Graz.\n",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("conflicts")


@pytest.fixture(scope="module")
def karsten(folder: Path) -> Build:
    """As it is built, but that nobody can be born at two places."""
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    made = build([folder / name for name in TEXTS], settings=Settings(min_worth=0))
    assert made.ontology is not None
    relations = tuple(
        replace(relation, functional=True) if relation.label == "birth place" else relation
        for relation in made.ontology.relations
    )
    return replace(made, ontology=replace(made.ontology, relations=relations))


@pytest.fixture(scope="module")
def written(folder: Path, karsten: Build) -> Path:
    write_page(karsten, folder / "page.html")
    return folder / "page.html"


def test_a_card_quotes_both_sides_of_each_conflict(page: Page, written: Path) -> None:
    page.open(written, "#node=Emil_Karsten")
    assert sorted(page.text("[data-conflict] .reasons")) == [
        "Emil Karsten: over before it began",
        "Emil Karsten: stated and denied",
        "Emil Karsten: two values where one can be",
    ]
    denied = page.tab.locator("[data-conflict]", has_text="stated and denied")
    assert sorted(denied.locator("blockquote").all_text_contents()) == [
        "Emil Karsten does not own Orbis Bank.",
        "Emil Karsten owns Orbis Bank.",
        "Emil Karsten owns Orbis Bank.",
    ]
    assert denied.locator(".m-object").first.text_content() == "Orbis Bank"
    times = page.tab.locator("[data-conflict]", has_text="before it began")
    assert "birth date 1852" in "".join(times.locator(".says").all_text_contents())
    times.get_by_text("Show in document").first.click()
    page.settle()
    assert page.text("#panel .kind") == ["Document"]
    page.open(written, "#node=Orbis_Bank")
    assert page.text("[data-conflict] .reasons") == ["Emil Karsten: stated and denied"]
    page.open(written, "#node=Ida_Foss")
    assert page.text("[data-conflict]") == []


def test_a_line_says_what_it_does_not_go_together_with(page: Page, written: Path) -> None:
    page.open(written, "#between=Emil_Karsten&between=Graz")
    note = page.tab.locator("#panel details.against")
    assert note.locator("summary").text_content() == "Does not go together with birth place Linz"
    note.locator("summary").click()
    quotes = note.locator("blockquote").all_text_contents()
    assert sorted(quotes) == [
        "Emil Karsten was born in Graz in 1852.", "Emil Karsten was born in Linz."
    ]  # fmt: skip
    assert note.locator("blockquote").first.is_visible()
    page.open(written, "#between=Emil_Karsten&between=Orbis_Bank")
    assert page.text("#panel .against summary") == [
        "Does not go together with owns Orbis Bank (negated)",
        "Does not go together with owns Orbis Bank",
    ]  # fmt: skip


def test_only_what_conflicts_is_a_filter_with_an_address(page: Page, written: Path) -> None:
    page.open(written)
    page.tab.locator("#show-conflicts").click()
    page.settle()
    assert page.tab.locator("#conflicting").is_checked()
    assert page.tab.url.endswith("#conflicting=1")
    shown = {spot["key"] for spot in page.tab.evaluate("kgPage.spots()")}
    assert shown == {"Emil_Karsten", "Orbis_Bank", "Graz", "Linz"}
    facts = set(page.tab.evaluate("kgPage.facts()"))
    page.tab.locator("#reset").click()
    page.settle()
    assert facts < set(page.tab.evaluate("kgPage.facts()"))
    assert page.tab.evaluate("location.hash") == ""
    page.open(written, "#conflicting=1")
    assert set(page.tab.evaluate("kgPage.facts()")) == facts


def test_the_query_of_the_filter_finds_the_same_facts(
    page: Page, written: Path, karsten: Build, tmp_path: Path
) -> None:
    from kg.export.rdf import write_turtle

    page.open(written, "#conflicting=1")
    write_turtle(karsten, tmp_path / "graph.ttl")
    found = rows_of(tmp_path / "graph.ttl", page.tab.evaluate("kgPage.sparql()"))
    assert found == len(page.tab.evaluate("kgPage.facts()"))


def rows_of(graph: Path, query: str) -> int:
    import rdflib

    return len(list(rdflib.Graph().parse(graph, format="turtle").query(query)))


@pytest.mark.parametrize("hash", ["node=Emil_Karsten", "between=Emil_Karsten&between=Graz"])
def test_axe_finds_nothing_serious_in_conflicts(page: Page, written: Path, hash: str) -> None:
    if not AXE.is_file():
        missing("axe-core", "it with `npm ci --prefix tests/page/js`")
    page.open(written, f"#conflicting=1&{hash}")
    page.tab.locator("#export summary").click()
    for note in page.tab.locator("#panel details.against summary").all():
        note.click()
    page.tab.evaluate(AXE.read_text("utf-8") + "; undefined")
    found = page.tab.evaluate(
        "axe.run({resultTypes: ['violations']}).then(r => r.violations"
        ".filter(v => ['serious', 'critical'].includes(v.impact))"
        ".map(v => [v.id, v.nodes.map(n => n.html).slice(0, 3)]))"
    )
    assert found == []


def test_a_page_without_conflicts_speaks_of_none(page: Page, tmp_path: Path) -> None:
    write_page(page_build.story(), tmp_path / "page.html")
    page.open(tmp_path / "page.html", "#conflicting=1")
    assert page.tab.locator("#conflicting, #show-conflicts").count() == 0
    assert len(page.tab.evaluate("kgPage.facts()")) == 32


@pytest.fixture
def alone(karsten: Build, tmp_path: Path) -> Path:
    """A page of Emil Karsten alone, without a fact that its conflicts could stand with."""
    facts = tuple(fact for fact in karsten.facts if fact.object is not None)
    part = replace(karsten, facts=facts, settings=replace(karsten.settings, html_top=1))
    write_page(part, tmp_path / "a.html")
    return tmp_path / "a.html"


def test_a_part_of_a_graph_quotes_what_speaks_against_what_it_has(page: Page, alone: Path) -> None:
    page.open(alone, "#node=Emil_Karsten")
    assert page.tab.locator("[data-conflict]").count() == 3
    assert "owns Orbis Bank" in page.text(".conflicts .says")
    page.tab.get_by_label("Close details").click()
    page.tab.locator("#overview").click()
    page.tab.locator("#show-conflicts").click()
    page.settle()
    assert page.text("#panel h2") == ["Emil Karsten"]


def test_what_conflicts_is_no_filter_where_no_line_does(page: Page, alone: Path) -> None:
    page.open(alone, "#conflicting=1")
    assert [spot["key"] for spot in page.tab.evaluate("kgPage.spots()")] == ["Emil_Karsten"]
    assert page.tab.locator("#conflicting").count() == 0
