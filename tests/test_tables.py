"""The tables read back exactly, refer to each other, and name no denied fact like a true one."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from builds import any_build, build_of, large_build, small_build
from hypothesis import given, settings

from kg.export.tables import (
    SEPARATOR,
    generate_nodes,
    generate_relationships,
    write_tables,
)
from kg.model import Build

#: `neo4j-admin database import`: name, colon, type; or one of the fields with a meaning.
HEADER_CELL = re.compile(
    r"\w+:(ID|string|int|double|boolean|string\[\])|:(LABEL|START_ID|END_ID|TYPE)"
)


def nodes(build: Build) -> list[dict[str, str]]:
    return rows("".join(generate_nodes(build)))


def relationships(build: Build) -> list[dict[str, str]]:
    return rows("".join(generate_relationships(build)))


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def storable(text: str) -> str:
    return re.sub("[\ud800-\udfff\0]", "\ufffd", text)


@pytest.mark.parametrize("generate", [generate_nodes, generate_relationships])
def test_headers_are_typed_as_neo4j_admin_reads_them(generate: object) -> None:
    header = next(iter(generate(small_build())))  # type: ignore[operator]
    cells = header.rstrip("\n").split(",")
    assert all(HEADER_CELL.fullmatch(cell) for cell in cells)
    assert len(set(cells)) == len(cells)


def test_a_node_row_has_labels_lists_and_counts() -> None:
    (abe,) = (row for row in nodes(small_build()) if row["label:string"] == "Shinzo Abe")
    assert abe["iri:ID"] == "https://kg.example/entity/Shinzo_Abe"
    assert abe[":LABEL"].split(SEPARATOR) == ["Entity", "Person"]
    assert abe["aliases:string[]"] == "Abe"
    assert abe["mentions:int"] == "1"
    assert float(abe["importance:double"]) > 0


def test_a_concept_is_labelled_so() -> None:
    (troops,) = (row for row in nodes(small_build()) if row["label:string"] == "US troops")
    assert troops[":LABEL"].split(SEPARATOR) == ["Concept", "Entity", "Group"]


def test_relationship_types_keep_plans_and_denials_apart_from_facts() -> None:
    types = {row["label:string"]: row[":TYPE"] for row in relationships(small_build())}
    assert types == {
        "meet": "MEET",
        "greet": "GREET",
        "praise": "PRAISE",
        "visit": "PLANNED_VISIT",
        "withdraw from": "NEGATIVE_WITHDRAW_FROM",
    }


def test_a_relationship_row_carries_its_proof() -> None:
    (row,) = (row for row in relationships(small_build()) if row["label:string"] == "meet")
    assert row[":START_ID"].endswith("/Shinzo_Abe")
    assert row[":END_ID"].endswith("/Mike_Pompeo")
    assert (row["asserted:boolean"], row["status:string"]) == ("true", "asserted")
    assert row["claims:string[]"] == "c1"
    assert row["sentences:string[]"] == "Shinzo Abe met Mike Pompeo in Tokyo on Monday."


def test_what_is_kept_back_and_what_only_it_speaks_of_are_in_no_table() -> None:
    assert all("office" not in row["label:string"] for row in nodes(small_build()))
    assert all("c8" not in row["claims:string[]"] for row in relationships(small_build()))


@settings(deadline=None, max_examples=30)
@given(any_build())
def test_any_build_reads_back_exactly(build: Build) -> None:
    read = nodes(build)
    shown = [entity for entity in build.entities if entity.iri in build.graph]
    for row, entity in zip(read, shown, strict=True):
        assert row["iri:ID"] == entity.iri
        assert row["label:string"] == storable(entity.label)
        aliases = row["aliases:string[]"].split(SEPARATOR)
        wanted = [storable(alias).replace(SEPARATOR, " ") for alias in entity.aliases]
        assert aliases == (wanted or [""])
    edges = [fact for fact in build.facts if fact.object is not None]
    for row, fact in zip(relationships(build), edges, strict=True):
        assert (row[":START_ID"], row[":END_ID"]) == (fact.subject, fact.object)
        assert row["asserted:boolean"] == str(fact.asserted).lower()
        assert int(row["support:int"]) == fact.support
    iris = {row["iri:ID"] for row in read}
    assert {fact.subject for fact in edges} | {fact.object for fact in edges} <= iris


@settings(deadline=None, max_examples=30)
@given(any_build())
def test_a_relationship_type_needs_no_quotes_and_shows_what_is_not_asserted(build: Build) -> None:
    for row in relationships(build):
        assert re.fullmatch(r"\w+", row[":TYPE"])
        assert row[":TYPE"] == row[":TYPE"].upper()
        if row["asserted:boolean"] == "false":
            assert row[":TYPE"].startswith(row["status:string"].upper() + "_")


def test_an_empty_build_has_headers_alone() -> None:
    build = build_of((), (), ())
    assert not nodes(build)
    assert not relationships(build)
    assert "".join(generate_nodes(build)).count("\n") == 1


def test_written_tables_are_utf8_with_lf(tmp_path: Path) -> None:
    write_tables(small_build(), tmp_path / "tables")
    names = sorted(path.name for path in (tmp_path / "tables").iterdir())
    assert names == ["nodes.csv", "relationships.csv"]
    written = (tmp_path / "tables" / "nodes.csv").read_bytes()
    assert b"\r" not in written
    assert written.decode("utf-8").startswith("iri:ID,label:string,")


def test_a_large_build_has_a_row_for_each_node_and_edge() -> None:
    build = large_build(documents=4)
    assert len(nodes(build)) == len(build.graph)
    assert len(relationships(build)) == build.graph.number_of_edges()
