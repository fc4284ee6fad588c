"""GraphML and node-link JSON read back in networkx as the graph they were written from."""

from __future__ import annotations

import io
import json
import re
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from pathlib import Path
from time import process_time
from typing import Any

import networkx as nx
import pytest
from builds import any_build, build_of, large_build, small_build
from hypothesis import given, settings

from kg.errors import ExportError
from kg.export.networks import generate_graphml, generate_json, network, write_graphml, write_json
from kg.model import Build

Generate = Callable[..., Iterator[str]]


def from_json(build: Build) -> nx.MultiDiGraph[str]:
    return nx.node_link_graph(json.loads("".join(generate_json(network(build)))), edges="links")


def from_graphml(build: Build) -> nx.MultiDiGraph[str]:
    text = "".join(generate_graphml(network(build)))
    return nx.read_graphml(io.BytesIO(text.encode()), force_multigraph=True)


def nodes(graph: nx.MultiDiGraph[str]) -> dict[str, dict[str, Any]]:
    return dict(graph.nodes(data=True))


def edges(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str, str], dict[str, Any]]:
    return {(u, v, key): data for u, v, key, data in graph.edges(keys=True, data=True)}


def as_graphml_holds_it(data: dict[str, Any]) -> dict[str, Any]:
    """Lists as JSON, U+FFFD for control characters; networkx takes an empty text for none."""
    said = {
        name: json.dumps(value) if isinstance(value, list) else value
        for name, value in data.items()
    }
    clean = {name: without_forbidden(value) for name, value in said.items()}
    return {name: value for name, value in clean.items() if value != ""}


def without_forbidden(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    value = re.sub("[\ud800-\udfff]", "\ufffd", value)
    return re.sub("[^\t\n\r\x20-\ufffd\U00010000-\U0010ffff]", "\ufffd", value)


def as_read(data: dict[str, Any]) -> dict[str, Any]:
    """What networkx read, with JSON texts spelled as `json.dumps` does; `id` repeats the key."""
    read = {name: value for name, value in data.items() if name != "id"}
    for name in read.keys() & {"aliases", "links", "documents", "claims"}:
        read[name] = json.dumps(json.loads(read[name]))
    return read


@settings(deadline=None, max_examples=30)
@given(any_build())
def test_node_link_json_reads_back_as_the_same_graph(build: Build) -> None:
    read = from_json(build)
    assert nodes(read) == nodes(build.graph)
    assert edges(read) == edges(build.graph)


@settings(deadline=None, max_examples=30)
@given(any_build())
def test_graphml_reads_back_as_the_same_graph(build: Build) -> None:
    read = from_graphml(build)
    assert set(read) == set(build.graph)
    assert set(edges(read)) == set(edges(build.graph))
    for edge, data in edges(read).items():
        assert as_read(data) == as_graphml_holds_it(edges(build.graph)[edge])
    for node, data in nodes(read).items():
        wanted = nodes(build.graph)[node]
        assert without_lists(as_read(data)) == without_lists(as_graphml_holds_it(wanted))
        assert json.loads(data["links"]) == wanted["links"]


def without_lists(data: dict[str, Any]) -> dict[str, Any]:
    """Leave out lists of odd texts: their JSON escapes differ, their values are compared above."""
    return {name: data[name] for name in data if name not in {"aliases", "documents"}}


def test_parallel_edges_and_loops_keep_their_fact_ids() -> None:
    build = small_build()
    abe, pompeo = (f"https://kg.example/entity/{name}" for name in ("Shinzo_Abe", "Mike_Pompeo"))
    for read in (from_json(build), from_graphml(build)):
        labels = {data["label"] for data in read[abe][pompeo].values()}
        assert labels == {"meet", "greet", "visit"}
        assert set(read[abe][pompeo]) == set(build.graph[abe][pompeo])
        assert len(read[abe][abe]) == 1


def test_attributes_keep_their_types() -> None:
    read = from_graphml(small_build())
    asserted = {data["label"]: data["asserted"] for *_, data in read.edges(data=True)}
    assert asserted["meet"] is True
    assert asserted["visit"] is False
    (tokyo,) = (data for _, data in read.nodes(data=True) if data["label"] == "Tokyo")
    assert (type(tokyo["mentions"]), type(tokyo["importance"])) == (int, float)
    assert json.loads(tokyo["documents"]) == ["news/talks"]


def test_line_ends_and_tabs_survive_graphml() -> None:
    build = build_of((), (), ())
    build.graph.add_node("x", label="a\r\nb\tc\rd  e")
    assert from_graphml(build).nodes["x"]["label"] == "a\r\nb\tc\rd  e"


def test_markup_is_text_and_forbidden_characters_are_replaced() -> None:
    build = build_of((), (), ())
    build.graph.add_node('<x & "y">', label="<script>\x00\x0b\ufffe&amp;")
    assert from_graphml(build).nodes['<x & "y">']["label"] == "<script>\ufffd\ufffd\ufffd&amp;"


def test_an_empty_graph_is_valid_in_both_formats() -> None:
    build = build_of((), (), ())
    assert len(from_json(build)) == len(from_graphml(build)) == 0


def test_graphml_follows_the_order_its_schema_asks_for() -> None:
    root = ET.fromstring("".join(generate_graphml(network(small_build()))))
    names = [child.tag.rpartition("}")[2] for child in root]
    assert names == ["key"] * (len(names) - 1) + ["graph"]
    declared = {key.get("id") for key in root.iterfind(".//{*}key")}
    assert {data.get("key") for data in root.iterfind(".//{*}data")} <= declared


@pytest.mark.parametrize("generate", [generate_graphml, generate_json])
def test_three_thousand_nodes_take_less_than_half_a_second(generate: Generate) -> None:
    build = large_build()
    seconds = []
    for _ in range(3):
        start = process_time()  # of this process alone: the machine may be busy
        text = "".join(generate(network(build)))
        seconds.append(process_time() - start)
    assert min(seconds) < 0.5
    assert text.count("/entity/Name_") >= 3000 + 2 * 4000


@pytest.mark.parametrize("generate", [generate_graphml, generate_json])
def test_the_order_in_which_the_graph_was_made_does_not_matter(generate: Generate) -> None:
    build, other = small_build(), small_build()
    other.graph.clear()
    for node, data in sorted(build.graph.nodes(data=True), reverse=True):
        other.graph.add_node(node, **data)
    for u, v, key, data in sorted(build.graph.edges(keys=True, data=True), key=str, reverse=True):
        other.graph.add_edge(u, v, key=key, **data)
    assert "".join(generate(network(other))) == "".join(generate(network(build)))


def test_export_leaves_the_graph_as_it_was() -> None:
    build = small_build()
    before = nodes(build.graph.copy()), edges(build.graph.copy())
    "".join(generate_graphml(network(build))), "".join(generate_json(network(build)))
    assert (nodes(build.graph), edges(build.graph)) == before


@pytest.mark.parametrize("write", [write_graphml, write_json])
def test_what_json_cannot_hold_is_named_and_no_file_appears(
    write: Callable[[Build, Path], None], tmp_path: Path
) -> None:
    build = small_build()
    build.graph.add_node("x", label={1j})
    with pytest.raises(ExportError, match=r"the graph carries .*1j"):
        write(build, tmp_path / "graph")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("write", [write_graphml, write_json])
def test_written_files_are_utf8_with_lf(
    write: Callable[[Build, Path], None], tmp_path: Path
) -> None:
    write(small_build(), tmp_path / "new" / "graph")
    written = (tmp_path / "new" / "graph").read_bytes()
    assert b"\r" not in written
    assert written.endswith(b"\n")
    assert "Shinzo Abe" in written.decode("utf-8")
