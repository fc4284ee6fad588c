"""Communities: who belongs together, under a name, with sentences that tell why."""

from __future__ import annotations

import json
from pathlib import Path

import networkx as nx
import pytest
from commands import answer

from kg.build import build
from kg.graph.communities import SMALLEST, communities, divided
from kg.model import Build, Settings

#: Two groups of people, who know nothing of each other.
TEXTS = {
    "mill.txt": "Anna Berg married Karl Holm. Karl Holm met Ruth Abel. Ruth Abel praised Anna Berg."
    " Anna Berg thanked Ruth Abel. Karl Holm visited Anna Berg.",
    "court.txt": "Peter Stone sued Lena Fox. Lena Fox met Omar Reed. Omar Reed defended Lena Fox.",
}


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("two")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return build([folder], settings=Settings(min_confidence=0, min_worth=0))


def test_who_is_related_is_in_one_community_and_strangers_are_in_two(two: Build) -> None:
    labels = [
        {two.graph.nodes[iri]["label"] for iri in found.entities} for found in communities(two)
    ]
    assert {"Anna Berg", "Karl Holm", "Ruth Abel"} in labels
    assert {"Peter Stone", "Lena Fox", "Omar Reed"} in labels


def test_a_community_is_called_after_its_most_important_members(two: Build) -> None:
    for found in communities(two):
        first = two.graph.nodes[found.entities[0]]
        assert first["label"] in found.name
        weights = [two.graph.nodes[iri]["importance"] for iri in found.entities]
        assert weights == sorted(weights, reverse=True)


def test_its_sentences_are_quotes_that_state_its_facts(examples: Build) -> None:
    texts = {document.id: document.text for document in examples.documents}
    claims = {claim.id: claim for claim in examples.claims}
    found = communities(examples)
    assert len(found) > 1
    for community in found:
        assert len(community.entities) >= SMALLEST
        assert community.sentences
        inside = {id for f in examples.facts if f.id in community.facts for id in f.claims}
        for told in community.sentences:
            span = told.sentence
            assert texts[told.document][span.start : span.end] == span.text
            assert {*told.claims} <= inside
            assert all(claims[id].shown for id in told.claims)


def test_every_fact_of_a_community_relates_two_of_its_members(examples: Build) -> None:
    facts = {fact.id: fact for fact in examples.facts}
    seen: set[str] = set()
    for community in communities(examples):
        assert seen.isdisjoint(community.entities)
        seen.update(community.entities)
        for id in community.facts:
            assert {facts[id].subject, facts[id].object} <= {*community.entities}


def test_a_group_that_only_others_hold_together_is_divided() -> None:
    graph = nx.Graph([(0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5), (2, 3)])
    nx.set_edge_attributes(graph, 1.0, "weight")
    assert divided(graph, range(6)) == [[0, 1, 2], [3, 4, 5]]


def test_the_command_lists_them(two: Build, tmp_path: Path) -> None:
    for name, text in TEXTS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")

    def kg(*arguments: str) -> str:
        return answer(*arguments, folder=tmp_path)

    kg("build", *TEXTS, "-o", "out", "--min-confidence", "0", "--min-worth", "0")
    rows = json.loads(kg("communities", "out", "--json"))
    assert [row["name"] for row in rows] == [found.name for found in communities(two)]
    assert rows[0]["sentences"][0]["text"] in TEXTS[rows[0]["sentences"][0]["document"]]
    text = kg("communities", "out", "-n", "1")
    assert rows[0]["name"] in text
    assert "and 1 more; -n 2 lists them" in text
