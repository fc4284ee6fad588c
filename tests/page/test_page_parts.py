"""Which part of a graph its page shows, and data that is too large to stand in it as text."""

from __future__ import annotations

import base64
import gzip
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import page_build
import pytest
from commands import answer, kg
from hypothesis import given
from hypothesis import strategies as st
from page_browser import Page

from kg.errors import ExportError
from kg.export import html
from kg.export.html.choice import chosen_part, entity_named
from kg.export.html.data import page_data
from kg.export.html.periods import period
from kg.model import Build
from kg.restore import restore

ROOT = Path(__file__).parent.parent.parent


def choosing(build: Build, **settings: Any) -> Build:
    return replace(build, settings=replace(build.settings, **settings))


def test_page_shows_everything_unless_told_otherwise() -> None:
    build = page_build.story()
    part = chosen_part(build)
    assert part.iris == tuple(e.iri for e in build.entities) and part.facts == build.facts
    assert part.left_out == ()


def test_top_keeps_the_most_important_entities_and_the_facts_between_them() -> None:
    build = choosing(page_build.story(), html_top=5)
    part = chosen_part(build)
    importance = {n: build.graph.nodes[n]["importance"] for n in build.graph}
    assert len(part.iris) == 5
    assert min(importance[i] for i in part.iris) >= max(
        value for iri, value in importance.items() if iri not in part.iris
    )
    assert {f.id for f in part.facts} == {
        f.id for f in build.facts if {f.subject, f.object or f.subject} <= set(part.iris)
    }
    assert part.left_out == ("the 5 most important entities",)
    assert page_data(build).rest["part"] == {
        "entities": 23, "facts": 32, "leftOut": ["the 5 most important entities"],
        "unknown": "",
    }  # fmt: skip


def test_concepts_lead_the_overview_only_where_the_texts_are_about_them() -> None:
    build = page_build.story()
    cuts, emissions = page_build.iri("job cuts"), page_build.iri("shipping emissions")
    build.graph.nodes[cuts]["importance"], build.graph.nodes[emissions]["importance"] = 0.04, 0.9
    leads = {node["label"]: node["leads"] for node in page_data(build).nodes}
    assert (leads["job cuts"], leads["shipping emissions"], leads["Oslo"]) == (0, 1, 1)


def test_around_keeps_what_lies_within_two_steps() -> None:
    part = chosen_part(choosing(page_build.story(), html_around="chile"))
    labels = {iri.rsplit("/", 1)[1] for iri in part.iris}
    assert labels == {"Chile", "Valparaíso", "Tomás_Herrera"}
    assert part.left_out == ("within 2 steps of Chile",)


def test_min_confidence_leaves_out_weak_facts_and_whom_only_they_joined() -> None:
    build = page_build.story()
    part = chosen_part(choosing(build, html_min_confidence=0.7))
    assert {f.id for f in part.facts} == {f.id for f in build.facts if f.confidence >= 0.7}
    assert len(part.facts) < len(build.facts)
    assert part.left_out == ("facts of at least 70% confidence",)


def test_an_entity_is_found_by_iri_name_and_other_name() -> None:
    build = page_build.story()
    there = page_build.iri("Ingrid Solheim")
    for name in (there, "ingrid  solheim", "Ms Solheim"):
        assert entity_named(build, name) == there
    with pytest.raises(ExportError, match="no entity is called 'Estonja'; did you mean Estonia"):
        entity_named(build, "Estonja")


def test_a_missing_centre_shows_everything_and_says_so(
    page: Page, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    build = choosing(page_build.story(), html_around="Chille")
    html.write_page(build, tmp_path / "all.html")
    assert caplog.messages == [
        "no entity is called 'Chille'; did you mean Chile; graph.html shows the whole graph"
    ]
    page.open(tmp_path / "all.html")
    assert page.tab.evaluate("kgPage.shown().nodes") == 23
    assert "no entity is called 'Chille'" in page.text("#notes")[0]


def test_too_many_entities_are_cut_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.export.html.choice.MOST_ENTITIES", 10)
    part = chosen_part(page_build.story())
    assert len(part.iris) == 10 and part.left_out == ("the 10 most important entities",)


def test_entities_with_too_many_claims_between_them_are_cut(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    build = page_build.story()
    monkeypatch.setattr("kg.export.html.choice.MOST_CLAIMS", 12)
    part = chosen_part(build)
    assert 0 < sum(len(fact.claims) for fact in part.facts) <= 12
    assert part.left_out == (f"the {len(part.iris)} most important entities",)
    about = build.graph.nodes
    least = min(about[iri]["importance"] for iri in part.iris)
    assert all(about[iri]["importance"] <= least for iri in set(about) - set(part.iris))
    more = chosen_part(choosing(build, html_top=len(part.iris) + 1))
    assert more.iris == part.iris  # the next one would have too many


def test_page_says_which_part_it_shows(page: Page, tmp_path: Path) -> None:
    html.write_page(choosing(page_build.story(), html_top=6), tmp_path / "part.html")
    page.open(tmp_path / "part.html")
    assert "A part of the graph: 6 of 23 entities (the 6 most important" in page.text("#notes")[0]
    assert "This page shows 6 entities" in page.text("#panel .part")[0]
    assert "VALUES ?subject" in page.tab.evaluate("kgPage.sparql()")


def test_large_data_is_compressed_and_opens(
    page: Page, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plain = page_data(page_build.story()).rest
    monkeypatch.setattr(html, "PACKED", 10_000)
    first = html.generate_page(page_build.story())
    assert first == html.generate_page(page_build.story())
    packed = re.search(r'id="rest">([A-Za-z0-9+/=]+)</script>', first)
    assert packed is not None
    assert json.loads(gzip.decompress(base64.b64decode(packed[1]))) == plain
    (tmp_path / "packed.html").write_text(first, encoding="utf-8")
    page.open(tmp_path / "packed.html", "#node=Oslo")
    assert page.text("#counts") == ["23 entities · 32 facts · 1 document"]
    assert page.text("#panel h2") == ["Oslo"]


@pytest.mark.parametrize(
    ("value", "days"),
    [
        ("1970", (0, 364)), ("1970-02", (31, 58)), ("1970-02-03T10:00:00", (33, 33)),
        ("1970~", (0, 364)), ("197X", (0, 3651)), ("1970-21", (59, 150)), ("1970-24", (334, 423)),
        ("1970-34", (90, 180)), ("1970-41", (181, 364)), ("1970/1971-01", (0, 395)),
        ("1970/..", (0, 364)), ("../1970", (0, 364)), ("-0043", (-735233, -734869)),
        ("P5D", None), ("T10:00", None), ("1970-13", None), ("soon", None), (None, None),
    ],
)  # fmt: skip
def test_period_of_a_time(value: str | None, days: tuple[int, int] | None) -> None:
    assert period(value) == days


@given(st.dates())
def test_period_of_a_day_is_that_day(day: Any) -> None:
    number = day.toordinal() - 719163
    assert period(day.isoformat()) == (number, number)
    assert period(f"{day.isoformat()}/{day.isoformat()}") == (number, number)


def test_command_line_chooses_what_the_page_shows(tmp_path: Path) -> None:
    command = ["build", str(ROOT / "examples/abe-pompeo.txt"), "-o", str(tmp_path)]
    chosen = ["--html-top", "9", "--html-around", "Japan", "--html-min-confidence", "0.05"]
    for extra in (chosen, []):
        answer(*command, *extra)
        settings = json.loads((tmp_path / "manifest.json").read_text("utf-8"))["settings"]
        given = (settings["html_top"], settings["html_around"], settings["html_min_confidence"])
        assert given == ((9, "Japan", 0.05) if extra else (None, None, 0.0))
        data = re.search(r'id="nodes">(.*?)</script>', (tmp_path / "graph.html").read_text("utf-8"))
        assert data is not None and (len(json.loads(data[1])) == 9) == bool(extra)


def test_the_title_is_kept_in_the_manifest_and_by_upkeep(tmp_path: Path) -> None:
    out = str(tmp_path / "out")
    (tmp_path / "a.txt").write_text("Anna Pike met Otto Kolb in Oslo.\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("Otto Kolb visited Norway.\n", encoding="utf-8")
    for title in ("", " ", "a\udcffb"):
        refused = kg("build", str(tmp_path / "a.txt"), "--title", title, "-o", out)
        assert refused.returncode == 2 and "title" in refused.stderr
    for command in (
        ["build", str(tmp_path / "a.txt"), "--title", " The  harbour\nfiles "],
        ["build", str(tmp_path / "b.txt"), "--add"],
        ["retype", "Otto Kolb", "Organization"],
    ):
        answer(*command, "-o", out)
        manifest = json.loads((tmp_path / "out" / "manifest.json").read_text("utf-8"))
        assert manifest["settings"]["title"] == "The harbour files"
        html = (tmp_path / "out" / "graph.html").read_text("utf-8")
        assert "<title>The harbour files · knowledge graph</title>" in html
        assert restore(tmp_path / "out").settings.title == "The harbour files"
