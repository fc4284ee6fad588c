"""Pictures and paper: what the window shows, with title and legend; facts with their words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import page_build
import pytest
from page_browser import Page

from kg.export.html import write_page
from kg.export.html.data import page_data

SVG = "{http://www.w3.org/2000/svg}"
Written = Callable[[str], Path]


def saved(page: Page, id: str) -> bytes:
    page.tab.locator("#export summary").click()
    with page.tab.expect_download() as download:
        page.tab.locator(f"#{id}").click()
    return Path(download.value.path()).read_bytes()


def words(picture: bytes) -> list[str]:
    return [str(text.text) for text in ET.fromstring(picture).iter(SVG + "text")]


def test_a_png_has_the_drawing_at_double_resolution_with_title_and_legend(
    page: Page, written: Written
) -> None:
    page.open(written("story"))
    data = saved(page, "picture")
    width, height = (int.from_bytes(data[at : at + 4], "big") for at in (16, 20))
    assert data.startswith(b"\x89PNG") and len(data) > 20_000
    box: Any = page.tab.locator("#canvas").bounding_box()
    assert width == 2 * int(box["width"])
    assert 2 * box["height"] + 150 < height < 2 * box["height"] + 400
    assert not page.tab.locator("#export .items").is_visible()


def test_an_svg_has_what_the_window_shows(page: Page, written: Written) -> None:
    page.open(written("story"))
    picture = saved(page, "picture-svg")
    found = words(picture)
    data = page_data(page_build.story())
    assert found[-1] == "Negated"
    assert {data.title, page.text("#counts")[0], *data.rest["types"]} <= set(found)
    shown: Any = page.tab.evaluate("kgPage.shown()")
    labels = {n["key"]: n["label"] for n in data.nodes}
    assert {labels[one["key"]] for one in shown["labels"]} <= set(found)
    assert {"leads", "rejected", "spoke at"} <= set(found)
    fills = re.findall(r'fill="(#\w+)"', picture.decode())
    assert fills.count("#2563d9") == 6  # five persons, and that of the legend
    lines = [edge["stroke"] for edge in data.edges]
    dashes = re.findall(r'stroke-dasharray="([^"]+)"', picture.decode())
    assert len(dashes) == sum(stroke > 0 for stroke in lines) + len({*lines} - {0})
    assert saved(page, "picture-svg") == picture


def test_an_svg_shows_what_is_chosen_filtered_and_coloured(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Oslo&only-type=Place&only-type=Country&color=community")
    picture = saved(page, "picture-svg").decode()
    assert "Nordlys Energy" not in picture and "Organization" not in picture
    assert 'opacity="0.16"' in picture
    assert page.text("#counts")[0] in picture


def test_a_picture_from_a_table_is_one_of_the_drawing(page: Page, written: Written) -> None:
    page.open(written("story"), "#view=facts")
    assert "Ingrid Solheim" in words(saved(page, "picture-svg"))
    assert page.tab.locator("#stage").is_visible()


def test_hostile_text_stays_text_in_an_svg(page: Page, written: Written) -> None:
    page.open(written("hostile"))
    root = ET.fromstring(saved(page, "picture-svg"))
    tags = {element.tag.removeprefix(SVG) for element in root.iter()}
    assert tags == {"svg", "title", "clipPath", "rect", "g", "path", "text"}
    names = {name for element in root.iter() for name in element.attrib}
    assert not any(name.startswith("on") or "href" in name for name in names)


def test_the_menu_is_worked_by_keys(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Oslo")
    items = page.tab.locator("#export .items")
    page.tab.locator("#export summary").focus()
    page.tab.keyboard.press("Enter")
    assert items.is_visible()
    page.tab.keyboard.press("Tab")
    assert page.tab.evaluate("document.activeElement.id") == "picture"
    page.tab.keyboard.press("Escape")
    assert not items.is_visible()
    assert page.tab.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert page.text("#panel h2") == ["Oslo"]
    page.tab.keyboard.press("Enter")
    page.tab.locator("#canvas").click(position={"x": 5, "y": 5})
    assert not items.is_visible()


def test_paper_has_the_drawing_and_each_fact_with_its_words(page: Page, written: Written) -> None:
    page.open(written("story"), "#only-relation=buy&only-relation=own", scheme="dark")
    shown = page.tab.evaluate("kgPage.facts()")
    assert 0 < len(shown) < 31
    page.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.tab.emulate_media(media="print", color_scheme="dark")
    assert page.tab.locator("#sheet > svg").is_visible()
    assert not page.tab.locator("header.bar, #body").first.is_visible()
    printed = page.tab.locator("#sheet li")
    ids = [printed.nth(n).get_attribute("data-printed") for n in range(printed.count())]
    assert sorted(ids) == sorted(shown)
    assert "Nordlys Energy bought Halvard Shipping on Monday" in "".join(page.text("#sheet li"))
    assert "Nordlys buys Halvard Shipping" in page.text("#sheet svg text")
    ground = page.tab.locator("#sheet svg g path").first.get_attribute("fill")
    assert ground == "#fbfcfe"  # paper is light
    page.tab.evaluate("dispatchEvent(new Event('afterprint'))")
    page.tab.emulate_media(media="screen", color_scheme="dark")
    assert page.tab.evaluate("document.documentElement.dataset.theme") == "dark"
    assert page.tab.locator("#sheet *").count() == 0


def test_paper_has_the_facts_of_what_is_chosen(page: Page, written: Written) -> None:
    page.open(written("story"), "#node=Oslo")
    pdf = page.tab.pdf()
    assert pdf.startswith(b"%PDF") and len(pdf) > 20_000
    page.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.text("#sheet h2") == ["3 facts: Oslo"]
    assert all("Oslo" in fact for fact in page.text("#sheet li > p strong"))
    assert len(page.text("#sheet li")) == 3


def test_the_button_prints_the_drawing(page: Page, written: Written) -> None:
    page.open(written("story"), "#view=entities")
    page.tab.evaluate("window.print = () => dispatchEvent(new Event('beforeprint'))")
    page.tab.locator("#export summary").click()
    page.tab.locator("#print").click()
    assert page.text("#sheet h2") == ["32 facts"]
    assert "Ingrid Solheim" in page.text("#sheet svg text")


def test_paper_of_a_large_graph_has_an_end(page: Page, written: Written) -> None:
    page.open(written("large"))
    page.tab.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert page.tab.locator("#sheet li").count() == 500
    assert "The first 500 of them" in "".join(page.text("#sheet > p"))


@pytest.mark.parametrize("title", ["Harbour files", "<b>Fisch & Söhne</b> </script>"])
def test_a_title_of_the_users_own_stands_everywhere(page: Page, tmp_path: Path, title: str) -> None:
    build = page_build.story()
    build = replace(build, settings=replace(build.settings, title=title))
    write_page(build, tmp_path / "page.html")
    page.open(tmp_path / "page.html")
    assert page.text("h1") == [title]
    assert page.tab.title() == f"{title} · knowledge graph"
    picture = saved(page, "picture-svg")
    assert title in words(picture)
