"""The HTML page in a browser: what it shows and does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import page_build
import pytest

from kg.export.html.by_status import apart
from kg.export.html.data import page_data

if TYPE_CHECKING:
    from page_browser import Page

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
    assert page.text("#counts") == ["23 entities · 32 facts · 1 document"]


def _cover(a: list[float], b: list[float]) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _covered(spots: list[dict[str, Any]]) -> float:
    """The share of shapes whose middle half is under another shape."""
    hidden = 0
    for index, a in enumerate(spots):
        near = (b for other, b in enumerate(spots) if other != index)
        hidden += any((a["x"] - b["x"]) ** 2 + (a["y"] - b["y"]) ** 2 < b["r"] ** 2 for b in near)
    return hidden / max(1, len(spots))


def test_first_view_of_five_hundred_entities_is_legible(page: Page, written: Written) -> None:
    page.open(written("crowd"))
    shown, spots = page.tab.evaluate("kgPage.shown()"), page.tab.evaluate("kgPage.spots()")
    assert shown["nodes"] == len(spots) == 500
    assert 60 <= len(shown["labels"]) <= 140
    boxes = [label["box"] for label in shown["labels"]]
    wider = [[left - 3.5, top, right + 3.5, bottom] for left, top, right, bottom in boxes]
    assert [1 for i, a in enumerate(wider) for b in boxes[:i] if _cover(a, b)] == []
    assert _covered(spots) <= 0.03
    assert min(spot["r"] for spot in spots) >= 3
    box = page.tab.locator("#canvas").bounding_box()
    across = max(s["x"] for s in spots) - min(s["x"] for s in spots)
    down = max(s["y"] for s in spots) - min(s["y"] for s in spots)
    assert across > 0.7 * box["width"] and down > 0.7 * box["height"]


def test_drawing_uses_the_height_of_a_phone(page: Page, written: Written) -> None:
    page.open(written("crowd"), size=(390, 844))
    spots = page.tab.evaluate("kgPage.spots()")
    box = page.tab.locator("#canvas").bounding_box()
    assert max(s["y"] for s in spots) - min(s["y"] for s in spots) > 0.75 * box["height"]


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
    assert page.text("#panel .fact .status") == ["Said by a source", "Negated"]
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
    facts = [f for f in apart(build) if me in (f.subject, f.object)]
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
    assert page.text("#panel h2") == ["What is in this graph"]
    page.tab.keyboard.press("Escape")
    assert not page.tab.locator("#panel").is_visible()


def test_filters_hide_count_and_reset(page: Page, written: Written) -> None:
    page.open(written("story"))
    build = page_build.story()
    page.tab.locator('[data-facet="type"][data-value="Person"] input').uncheck()
    persons = [e for e in build.entities if e.type == "Person"]
    iris = {e.iri for e in persons}
    open_facts = [f for f in apart(build) if not {f.subject, f.object} & iris]
    counts = page.text("#counts")[0]
    assert counts == f"{23 - len(persons)} of 23 entities · {len(open_facts)} of 32 facts"
    page.tab.locator("#reset").click()
    row = page.tab.locator('[data-facet="status"][data-value="negative"]')
    negative = [f for f in apart(build) if f.status == "negative"]
    assert row.locator(".count").text_content() == str(len(negative))
    row.hover()
    row.locator(".only").click()
    assert f"{len(negative)} of 32 facts" in page.text("#counts")[0]
    assert page.tab.evaluate("kgPage.shown().edges") == len(negative)
    page.tab.locator('[data-view="facts"]').click()
    assert page.tab.locator("tbody tr").count() == len(negative)


def test_confidence_filter_follows_the_data(page: Page, written: Written) -> None:
    page.open(written("story"), "#confidence=80")
    kept = [f for f in apart(page_build.story()) if f.confidence >= 0.8]
    assert f"{len(kept)} of 32 facts" in page.text("#counts")[0]


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


def test_every_card_leads_back_and_a_cold_link_leads_nowhere(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Oslo")
    assert page.tab.get_by_label("Back to what").count() == 0
    page.tab.locator('#panel [data-node="Norway"]').first.click()
    page.tab.locator("#panel .show").first.click()
    assert page.text("#panel .kind") == ["Document"]
    page.tab.get_by_label("Back to what").click()
    page.settle()
    assert page.text("#panel h2") == ["Norway"]
    page.tab.get_by_label("Back to what").click()
    page.settle()
    assert page.text("#panel h2") == ["Oslo"]
    assert page.tab.get_by_label("Back to what").count() == 0


def test_a_link_to_the_view_is_copied_or_shown(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Oslo&color=community")
    page.tab.get_by_label("Copy a link to this view").click()
    page.settle()
    shown = page.tab.locator("#copy-text").input_value()
    address = page.tab.evaluate("location.href")
    assert page.text("#status") == ["Link copied."] or shown == address


def test_unknown_permalink_is_reported_not_an_error(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Nobody&between=a&between=b&focus=9&document=x&hide-type=%FF")
    assert "Not in this graph: Nobody" in page.text("#hint")[0]


def test_path_between_two_picked_entities_shows_its_sentences(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Chile")
    page.tab.get_by_text("Path to …").click()
    page.tab.keyboard.type("Oslo")
    page.tab.keyboard.press("Enter")
    page.settle()
    walked = page.text("#panel .trail .node-link")
    assert walked == [
        "Chile", "Valparaíso", "Tomás Herrera", "Halvard Shipping", "Nordlys Energy", "Oslo",
    ]  # fmt: skip
    assert "Valparaíso is a port in Chile." in page.text("#panel blockquote")


def test_no_path_leads_over_a_plan_or_a_denial(page: Page, written: Written) -> None:
    page.open(written("story"), "#path=Nordlys_Energy&path=Tallinn")
    assert "No chain of stated facts" in page.text("#panel")[0]
    page.open(written("story"), "#path=Nordlys_Energy&path=Oslo&hide-type=Place")
    assert "With these filters no chain" in page.text("#panel")[0]
    page.tab.locator("#all-facts").click()
    page.settle()
    assert page.text("#panel .trail .node-link") == ["Nordlys Energy", "Oslo"]
    page.open(written("story"), "#node=Oslo")
    page.tab.get_by_text("Path to …").click()
    page.tab.keyboard.press("Escape")
    assert "pick the other end" not in "".join(page.text("#notes"))


def test_relations_read_as_english(page: Page, written: Written) -> None:
    page.open(written("story"), "#between=Nordlys_Energy&between=Lars_Holm")
    assert page.text("#panel .relation") == ["promised", "did not inform"]
    page.open(written("story"), "#view=facts")
    cells = page.text("#tables td:nth-child(2)")
    assert any(cell.startswith("may fit") for cell in cells)
    assert not any(cell.startswith("be ") for cell in cells)
    assert "plans to build with" in page.text("#tables")[0]
    listed = page.text('[data-facet="relation"] .words')
    assert "bought" in listed and "is capital of" in listed and "buy" not in listed
    page.open(written("story"), "#only-relation=buy")
    bought = [f for f in apart(page_build.story()) if f.label == "buy"]
    assert page.tab.evaluate("kgPage.facts()") == [f.id for f in bought]
    assert [f.status for f in bought] == ["asserted", "reported"]


def test_search_finds_the_text_of_documents_and_forgives_a_typo(
    page: Page, written: Written
) -> None:
    page.open(written("story"))
    page.tab.locator("#search").fill("kroner")
    assert "document" in page.text("#hits")[0]
    page.tab.locator("#hits li").last.click()
    page.settle()
    assert page.text("#panel .text mark") == ["kroner"]
    page.open(written("story"), page.tab.evaluate("location.hash"))
    assert page.text("#panel .text mark") == ["kroner"]
    page.tab.locator("#search").fill("solhiem")
    assert "Ingrid Solheim" in page.text("#hits")[0]
    page.tab.locator("#search").fill("kronner")
    assert "kroner" in page.text("#hits")[0]


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
    page.tab.evaluate("localStorage.removeItem('kg-theme')")


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
    assert 300 < shown["nodes"] <= 800 < shown["of"]
    assert f"The {shown['nodes']} most important of {shown['of']:,}" in page.text("#notes")[0]
    assert 10 <= len(shown["labels"]) <= 140
    assert _covered(page.tab.evaluate("kgPage.spots()")) <= 0.01
    boxes = [label["box"] for label in shown["labels"]]
    assert [1 for i, a in enumerate(boxes) for b in boxes[:i] if _cover(a, b)] == []
    for _ in range(6):
        page.tab.locator("#zoom-in").click()
    page.settle()
    assert page.tab.evaluate("kgPage.shown().of") < shown["of"]
