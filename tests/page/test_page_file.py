"""The HTML page as a file: what stands in it, and where its data is put on the drawing."""

from __future__ import annotations

import json
import re
from html import unescape
from html.parser import HTMLParser
from importlib import resources
from itertools import pairwise
from pathlib import Path
from typing import Any

import page_build
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import ExportError
from kg.export.html import generate_page, write_page
from kg.export.html.data import page_data
from kg.export.html.layout import lay_out
from kg.model import Build


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


def _whole(rest: dict[str, Any]) -> list[str]:
    """The ids of facts, each once, however many ways it is stated in."""
    return list(dict.fromkeys(id.partition("-")[0] for id in rest["facts"]["id"]))


def test_page_holds_every_entity_fact_and_claim() -> None:
    build = page_build.story()
    html = generate_page(build)
    rest, nodes, edges = _blob(html, "rest"), _blob(html, "nodes"), _blob(html, "edges")
    assert [node["label"] for node in nodes] == [e.label for e in build.entities]
    assert _whole(rest) == [fact.id for fact in build.facts]
    assert sorted(rest["claims"]["id"]) == [claim.id for claim in build.claims]
    drawn = {fact for edge in edges for fact in edge["facts"]}
    assert drawn == {i for i, end in enumerate(rest["facts"]["object"]) if end is not None}
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
            # Only a page that is served, which no file is, asks the service that it comes from.
            allowed = ["fetch("] if file.name == "orders.js" else []
            assert re.findall(banned, source) == allowed, file.name


def test_a_file_has_nothing_of_the_desk() -> None:
    html = generate_page(page_build.story())
    assert "fetch(" not in html and "connect-src" not in html and "X-KG-Token" not in html


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
    assert _whole(rest) == kept


def test_differently_stated_facts_of_one_pair_are_drawn_apart() -> None:
    data = page_data(page_build.story())
    label = {node["label"]: node["id"] for node in data.nodes}
    pair = sorted((label["Nordlys Energy"], label["Lars Holm"]))
    lines = [e for e in data.edges if sorted((e["from"], e["to"])) == pair]
    assert [line["stroke"] for line in lines] == [1, 3]
    assert len({line["smooth"]["type"] for line in lines}) == 2


def test_what_is_said_and_denied_has_two_lines_each_with_its_own_sentence_and_confidence() -> None:
    story = page_build.Story("A meeting", {"Ann": "Person", "Ben": "Person", "Cal": "Person"})
    story.say("Ann met Ben, said Cal.", ("Ann", "met=meet", "Ben"), source=("Cal", "said"),
              confidence=0.8)  # fmt: skip
    story.say("Ann never met Ben.", ("Ann", "met=meet", "Ben"), polarity="negative",
              cues=("never",), confidence=0.95)  # fmt: skip
    build = story.build()
    data = page_data(build)
    facts, claims = data.rest["facts"], data.rest["claims"]
    text = build.documents[0].text
    lines = {
        data.rest["statuses"][status]: (
            [text[slice(*claims["sentence"][row])] for row in rows], confidence, support,
            data.rest["words"][words],
        )
        for status, rows, confidence, support, words in zip(
            facts["status"], facts["claims"], facts["confidence"], facts["support"],
            facts["words"], strict=True,
        )
    }  # fmt: skip
    assert lines == {
        "reported": (["Ann met Ben, said Cal."], 0.8, 1, "met"),
        "negative": (["Ann never met Ben."], 0.95, 1, "did not meet"),
    }
    assert [edge["stroke"] for edge in data.edges] == [1, 3]
    assert facts["id"] == [build.facts[0].id, build.facts[0].id + "-negative"]


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


def _box(spots: list[tuple[int, int]]) -> tuple[int, int, int, int]:
    x, y = [spot[0] for spot in spots], [spot[1] for spot in spots]
    return min(x), min(y), max(x), max(y)


def test_layout_packs_small_components_around_and_single_nodes_below() -> None:
    """A main part of 60, 50 pairs, 40 alone: little room is lost, and no part lies on another."""
    pairs = [(i // 2, i, 1.0) for i in range(1, 60)]
    pairs += [(60 + 2 * i, 61 + 2 * i, 1.0) for i in range(50)]
    spots = lay_out([44.0] * 200, pairs).positions
    main, single = _box(list(spots[:60])), _box(list(spots[160:]))
    assert single[1] > max(y for _, y in spots[:160])
    left, top, right, bottom = _box(list(spots))
    assert 0.7 < (right - left) / (bottom - top) < 2.6
    beside = [spots[i] for i in range(60, 160)]
    inside = [s for s in beside if main[0] < s[0] < main[2] and main[1] < s[1] < main[3]]
    assert len(inside) < 40
    assert any(s[1] < main[1] for s in beside) and any(s[1] > main[3] for s in beside)
    assert len(set(spots)) == 200
    rows = {y for _, y in spots[160:]}
    assert len(rows) <= 4


@given(st.lists(st.integers(1, 12), min_size=1, max_size=12), st.integers(44, 190))
@settings(max_examples=60, deadline=None)
def test_layout_sets_no_component_on_another(sizes: list[int], width: int) -> None:
    """However many there are and however large, and again alike."""
    home = [part for part, size in enumerate(sizes) for _ in range(size)]
    pairs = [(i - 1, i, 1.0) for i in range(1, len(home)) if home[i] == home[i - 1]]
    spots = lay_out([float(width)] * len(home), pairs).positions
    near = [
        (a, b) for a in range(len(home)) for b in range(a)
        if home[a] != home[b]
        and abs(spots[a][0] - spots[b][0]) < width - 2 and abs(spots[a][1] - spots[b][1]) < 44
    ]  # fmt: skip
    assert near == []
    assert lay_out([float(width)] * len(home), pairs).positions == spots


def test_layout_of_nothing_and_of_one_node() -> None:
    assert lay_out([], []).positions == ()
    assert lay_out([50.0], [(0, 0, 1.0)]).positions == ((0, 0),)


def test_page_of_a_large_graph_holds_every_entity_once() -> None:
    nodes = _blob(generate_page(page_build.generated(2000, 4000)), "nodes")
    assert len({node["key"] for node in nodes}) == len(nodes) == 2000


def test_page_itself_is_small() -> None:
    assert len(generate_page(page_build.empty()).encode()) < 0.65 * 2**20


def _themes() -> list[dict[str, str]]:
    css = (resources.files("kg.export.html") / "page.css").read_text("utf-8")
    blocks = re.findall(r":root[^{]*\{(.*?)\}", css, re.S)[:2]
    return [dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6});", block)) for block in blocks]


def _luminance(color: str) -> float:
    digits = color[1:] if len(color) == 7 else "".join(d * 2 for d in color[1:])
    parts = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _contrast(a: str, b: str) -> float:
    low, high = sorted((_luminance(a), _luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
def test_colours_stand_out_from_the_ground(theme: int) -> None:
    """WCAG 2.1: 3:1 for shapes and lines, 4.5:1 for text."""
    colors = _themes()[theme]
    shapes = [f"c{i}" for i in range(11)]
    lines = ["line", "line-reported", "line-open", "line-negative"]
    weak = [name for name in shapes + lines if _contrast(colors[name], colors["ground"]) < 3]
    weak += [name for name in ("ink", "soft", "accent")
             if _contrast(colors[name], colors["surface"]) < 4.5]  # fmt: skip
    assert weak == []


def test_a_community_that_holds_together_only_through_others_is_divided(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Louvain may return such groups, as it does for the essays of a large corpus."""
    import networkx as nx

    from kg.graph.communities import divided

    path = nx.path_graph(6)
    nx.set_edge_attributes(path, 1.0, "weight")
    found = [{0, 1, 4, 5}, {2, 3}]
    monkeypatch.setattr(nx.community, "louvain_communities", lambda *_, **__: found)
    assert divided(path, range(6)) == [[0, 1], [2, 3], [4, 5]]
