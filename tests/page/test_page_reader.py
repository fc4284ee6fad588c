"""The reader beside the drawing: what is chosen there is in view here, and the other way round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import page_build

from kg.export.html import write_page
from kg.model import Build, Mention, Merge, Span, Witness

if TYPE_CHECKING:
    from page_browser import Page

Written = Callable[[str], Path]
HERE = "#reader .sentence.here"
#: Whether an element can be seen in the text of the reader.
IN_VIEW = """element => {
  const [a, b] = [element, document.getElementById("reader-text")]
    .map(e => e.getBoundingClientRect());
  return a.top >= b.top && a.bottom <= b.bottom;
}"""


def _mentions(build: Build) -> int:
    """How many mentions do not lie within another."""
    spans = sorted((m.span.start, -m.span.end) for e in build.entities for m in e.mentions)
    count = last = 0
    for start, end in spans:
        if start >= last:
            count, last = count + 1, -end
    return count


def test_the_reader_marks_every_entity_of_the_text(page: Page, written: Written) -> None:
    page.open(written("story"))
    page.tab.locator("#read").click()
    page.settle()
    build = page_build.story()
    text = build.documents[0].text
    links = page.tab.locator("#reader a.of-node")
    assert links.count() == _mentions(build)
    assert page.tab.locator("#reader .block").count() > 0
    shown = page.tab.evaluate(
        "[...document.querySelectorAll('#reader .block')].map(block => { const copy = "
        "block.cloneNode(true); copy.querySelectorAll('.claims, .of-sentence')"
        ".forEach(e => e.remove()); return copy.textContent; }).join('')"
    )
    assert shown == text
    links.filter(has_text="Tomás Herrera").first.click()
    page.settle()
    assert page.text("#panel h2") == ["Tomás Herrera"]
    assert set(page.text("#reader a.chosen")) == {"Tomás Herrera", "Herrera"}
    assert "read=story" in page.tab.url and "node=Tom" in page.tab.url


def test_a_chosen_line_has_its_sentence_in_view_and_marked(page: Page, written: Written) -> None:
    page.open(written("story"), "#read=story", size=(1400, 500))
    page.tab.evaluate("location.hash = '#read=story&between=Nordlys_Energy&between=Lars_Holm'")
    page.settle()
    here = page.tab.locator(HERE)
    assert here.count() == 2
    assert here.first.evaluate(IN_VIEW)
    assert "According to" in here.first.text_content()
    assert page.text(f"{HERE} .m-source") == ["the Harbour Workers' Union"]


def test_a_claim_of_a_sentence_chooses_its_line(page: Page, written: Written) -> None:
    page.open(written("story"), "#read=story")
    sentence = page.tab.locator("#reader .sentence", has_text="2.1 billion kroner").first
    sentence.locator(".claims").click()
    claims = page.text("#reader .of-claim")
    assert any("Nordlys Energy bought Halvard Shipping" in claim for claim in claims)
    page.tab.locator("#reader .of-claim", has_text="bought Halvard Shipping").first.click()
    page.settle()
    assert page.text("#panel h2") == ["Nordlys Energy – Halvard Shipping"]
    pressed = page.tab.locator("#reader .of-claim[aria-pressed=true]")
    assert "bought" in pressed.first.text_content()
    shown = page.tab.evaluate("kgPage.facts()")
    assert page.tab.locator("#panel .fact").first.get_attribute("data-fact") in shown


def test_the_reader_is_worked_by_keys(page: Page, written: Written) -> None:
    page.open(written("story"))
    page.tab.locator("#read").focus()
    page.tab.keyboard.press("Enter")
    page.settle()
    assert page.tab.evaluate("document.activeElement.id") == "reader-document"
    page.tab.locator("#reader .claims").first.focus()
    page.tab.keyboard.press("Enter")
    page.settle()
    assert page.tab.evaluate("document.activeElement.getAttribute('aria-expanded')") == "true"
    page.tab.locator("#reader a.of-node").first.focus()
    page.tab.keyboard.press("Enter")
    page.settle()
    first = page.text("#reader a.of-node")[0]
    assert page.text("#panel h2") == [first]
    page.tab.get_by_label("Close the reader").focus()
    page.tab.keyboard.press("Enter")
    assert page.tab.evaluate("document.activeElement.id") == "read"
    assert page.tab.locator("#filters").is_visible()


def test_markup_in_texts_and_names_stays_text_in_the_reader(page: Page, written: Written) -> None:
    build = page_build.hostile()
    page.open(written("hostile"))
    page.tab.locator("#read").click()
    page.settle()
    assert page.tab.locator("#reader script, #reader img, #reader iframe").count() == 0
    first = build.documents[0].text.split("\n")[0]
    assert first in "".join(page.text("#reader .block"))


def test_offsets_hold_beyond_the_basic_plane(page: Page, written: Written) -> None:
    page.open(written("emoji"))
    page.tab.locator("#read").click()
    page.settle()
    build = page_build.emoji()
    said = {m.span.text for e in build.entities for m in e.mentions}
    shown = set(page.text("#reader a.of-node"))
    assert shown and shown <= said


def test_why_one_shows_both_sentences(page: Page, tmp_path: Path) -> None:
    build = page_build.story()
    entity = next(e for e in build.entities if len(e.mentions) > 1)
    claims = [c for c in build.claims if entity.iri in (c.subject.entity,)]
    sentences = sorted({(c.sentence.start, c.sentence.end, c.sentence.text) for c in claims})
    first, last = sentences[0], sentences[-1]
    merge = Merge(
        entity=entity.iri,
        rule="same <b>name</b>",
        reasons=("both are <i>of</i> Oslo",),
        first=_witness(entity.mentions[0], entity.label, first),
        second=_witness(entity.mentions[-1], entity.label, last),
    )
    write_page(replace(build, merges=(merge,)), tmp_path / "page.html")
    key = entity.iri.rpartition("/")[2]
    page.open(tmp_path / "page.html", f"#node={key}")
    page.tab.locator(".why-one summary").click()
    page.settle()
    assert page.text(".why-one blockquote") == [first[2], last[2]]
    assert page.text(".why-one .reasons") == ["same <b>name</b>: both are <i>of</i> Oslo"]


def _witness(mention: Mention, label: str, sentence: tuple[int, int, str]) -> Witness:
    start, end, text = sentence
    return Witness(label=label, mention=mention, sentence=Span(start=start, end=end, text=text))


def test_roles_stand_on_the_card_by_time(page: Page, tmp_path: Path) -> None:
    told = page_build.Story(
        title="Roles", types={"Ada Moe": "Person", "minister": "Concept", "mayor": "Concept"}
    )
    told.say("Ada Moe was mayor in 2015.", ("Ada Moe", "was=be", "mayor"), time="2015=2015")
    told.say("Ada Moe was minister in 2011.", ("Ada Moe", "was=be", "minister"), time="2011=2011")
    told.say(
        "Ada Moe may be a minister.", ("Ada Moe", "may be=be", "minister"), modality="possible"
    )
    build: Any = told.build()
    write_page(build, tmp_path / "page.html")
    page.open(tmp_path / "page.html", "#node=Ada_Moe")
    assert page.text(".roles li") == ["minister2011", "mayor2015"]
