"""kg export --to graphrag: the tables that GraphRAG reads, with quotes for descriptions."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest
from builds import any_build, small_build
from hypothesis import HealthCheck, given, settings

from kg.export.formats import export
from kg.export.graphrag import generate_graphrag
from kg.model import Build

#: The final columns of each table, as graphrag 3.3 lists them in `graphrag.data_model.schemas`.
FINAL = {
    "documents": "id human_readable_id title text text_unit_ids creation_date raw_data",
    "text_units": "id human_readable_id text n_tokens document_id entity_ids relationship_ids"
    " covariate_ids",
    "entities": "id human_readable_id title type description text_unit_ids frequency degree",
    "relationships": "id human_readable_id source target description weight combined_degree"
    " text_unit_ids",
    "covariates": "id human_readable_id covariate_type type description subject_id object_id"
    " status start_date end_date source_text text_unit_id",
    "communities": "id human_readable_id community level parent children title entity_ids"
    " relationship_ids text_unit_ids period size",
    "community_reports": "id human_readable_id community level parent children title summary"
    " full_content rank rating_explanation findings full_content_json period size",
}
Tables = Mapping[str, list[dict[str, Any]]]


@pytest.fixture(scope="module")
def tables(examples: Build, tmp_path_factory: pytest.TempPathFactory) -> Tables:
    folder = tmp_path_factory.mktemp("graphrag") / "tables"
    export(examples, "graphrag", folder)
    return {name: read(folder / f"{name}.parquet") for name in FINAL}


def read(path: Path) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = pyarrow.parquet.read_table(path).to_pylist()
    return rows


def test_every_table_has_the_columns_of_graphrag_in_their_order(
    examples: Build, tmp_path: Path
) -> None:
    export(examples, "graphrag", tmp_path / "g")
    for name, columns in FINAL.items():
        found = pyarrow.parquet.read_schema(tmp_path / "g" / f"{name}.parquet").names
        assert found[: len(columns.split())] == columns.split()
        assert found[len(columns.split()) :] == (["document_ids"] if name == "text_units" else [])


def test_every_id_that_a_table_names_is_in_the_other(tables: Tables) -> None:
    ids = {name: {row["id"] for row in rows} for name, rows in tables.items()}
    titles = [row["title"] for row in tables["entities"]]
    assert len(titles) == len({*titles})
    for row in tables["relationships"]:
        assert {row["source"], row["target"]} <= {*titles}
        assert {*row["text_unit_ids"]} <= ids["text_units"]
        assert row["weight"] >= 1
    for row in tables["text_units"]:
        assert row["document_id"] in ids["documents"]
        assert {*row["entity_ids"]} <= ids["entities"]
        assert {*row["relationship_ids"]} <= ids["relationships"]
        assert {*row["covariate_ids"]} <= ids["covariates"]
    for row in tables["communities"]:
        assert {*row["entity_ids"]} <= ids["entities"]
        assert {*row["relationship_ids"]} <= ids["relationships"]
        assert row["size"] == len(row["entity_ids"])
    numbers = [row["community"] for row in tables["communities"]]
    assert numbers == [row["community"] for row in tables["community_reports"]] != []


def test_text_units_are_stretches_of_their_documents_and_hold_every_claim(
    tables: Tables, examples: Build
) -> None:
    texts = {row["id"]: row["text"] for row in tables["documents"]}
    units = {row["id"]: row for row in tables["text_units"]}
    for row in units.values():
        assert row["text"] in texts[row["document_id"]]
        assert row["n_tokens"] == len(row["text"].split())
    assert {row["id"] for row in tables["covariates"]} == {c.id for c in examples.claims if c.shown}
    for row in tables["covariates"]:
        assert row["source_text"] in units[row["text_unit_id"]]["text"]


def test_what_is_not_asserted_is_no_relationship_but_a_covariate(
    tables: Tables, examples: Build
) -> None:
    titles = {row["id"]: row["title"] for row in tables["entities"]}
    pairs = {(row["source"], row["target"]) for row in tables["relationships"]}
    asserted = {
        (titles[f.subject], titles[f.object]) for f in examples.facts if f.asserted and f.object
    }
    assert pairs == asserted
    status = {row["id"]: row["status"] for row in tables["covariates"]}
    for claim in examples.claims:
        if claim.shown:
            fact = claim.actual and claim.source is None
            assert (status[claim.id] == "TRUE") == fact
    assert {"TRUE", "SUSPECTED"} <= {*status.values()}


def test_descriptions_and_reports_are_quotes(tables: Tables, examples: Build) -> None:
    sentences = {" ".join(claim.sentence.text.split()) for claim in examples.claims}
    described = 0
    for row in [*tables["entities"], *tables["relationships"]]:
        for line in row["description"].splitlines():
            if "“" in line:
                assert any(f"“{sentence}”" in line for sentence in sentences)
                described += 1
    assert described > 50
    for row in tables["community_reports"]:
        assert json.loads(row["full_content_json"])["findings"] == row["findings"]
        for finding in row["findings"]:
            assert finding["explanation"] in row["full_content"]


def test_entities_of_one_name_are_told_apart() -> None:
    build = small_build()
    labels = [data["label"] for _, data in build.graph.nodes(data=True)]
    titles = [row["title"] for row in generate_graphrag(build)["entities"]]
    assert len({*titles}) == len(labels)


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(any_build())
def test_any_build_can_be_written_and_twice_the_same(build: Build) -> None:
    once = generate_graphrag(build)
    assert once == generate_graphrag(build)
    for rows in once.values():
        assert [row["human_readable_id"] for row in rows] == list(range(len(rows)))
