"""Who is who across documents: nothing merged that is two, reasons for all that is one."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.build import assemble
from kg.decisions import Decision, Target
from kg.model import Build, Record, Settings
from kg.resolve.background import Weights
from kg.resolve.context import Context
from kg.resolve.evidence import Seen, compare
from kg.resolve.groups import Groups
from kg.resolve.spellings import spelling_keys, variant

sys.path.insert(0, str(Path(__file__).parent.parent / "benchmarks"))
import crossdocument

PAIRS = st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=40)


@given(pairs=PAIRS)
def test_groups_are_connected_components(pairs: list[tuple[int, int]]) -> None:
    groups = Groups(20)
    graph: nx.Graph[int] = nx.Graph()
    graph.add_nodes_from(range(20))
    for a, b in pairs:
        groups.join(a, b)
        graph.add_edge(a, b)
    expected = sorted(sorted(c) for c in nx.connected_components(graph))
    assert sorted(groups.all()) == expected
    assert all(sorted(groups.members(i)) == next(c for c in expected if i in c) for i in range(20))


@given(apart=PAIRS, pairs=PAIRS)
def test_groups_never_join_what_is_kept_apart(
    apart: list[tuple[int, int]], pairs: list[tuple[int, int]]
) -> None:
    groups = Groups(20)
    kept = [(a, b) for a, b in apart if a != b and groups.part(a, b)]
    for a, b in pairs:
        before = groups.root(a) != groups.root(b) and not groups.apart(a, b)
        assert groups.join(a, b) == before
    assert all(groups.root(a) != groups.root(b) and groups.apart(a, b) for a, b in kept)


def test_the_made_up_set_has_no_false_merge_and_one_outcome_in_any_order() -> None:
    figures = crossdocument.measure(crossdocument.DOCUMENTS, crossdocument.HELD, shuffles=10)
    assert figures["documents"] >= 120
    assert figures["false_merges"] == 0
    assert figures["found"] >= 0.93
    assert figures["orders"] == 1


TEXTS = {
    "bulls.txt": "Michael Jordan, the basketball player, led the Chicago Bulls to a title.",
    "hornets.txt": "Michael Jordan left the Chicago Bulls. The basketball player bought a team.",
    "berkeley.txt": "Michael Jordan is a professor at Berkeley. He studies machine learning.",
    "osaka.txt": "Shinzo Abe spoke in Osaka about pensions.",
    "tokyo.txt": "Shinzo Abe opened a museum of trains.",
}


@pytest.fixture(scope="module")
def build(record: Callable[..., Record]) -> Build:
    return assemble([record(text, id=name) for name, text in TEXTS.items()], Settings())


def documents_of(build: Build, label: str) -> list[set[str]]:
    found = [{m.document for m in e.mentions} for e in build.entities if e.label == label]
    return sorted(found, key=lambda d: sorted(d))


def test_a_common_name_joins_only_what_its_surroundings_join(build: Build) -> None:
    assert documents_of(build, "Michael Jordan") == [{"berkeley.txt"}, {"bulls.txt", "hornets.txt"}]


def test_an_uncommon_name_is_one_person(build: Build) -> None:
    assert documents_of(build, "Shinzo Abe") == [{"osaka.txt", "tokyo.txt"}]


def test_what_stays_apart_is_listed_for_review_with_both_sentences(build: Build) -> None:
    (case,) = [c for c in build.review if c.label == "Michael Jordan"]
    assert {case.first.mention.document, case.second.mention.document} == {
        "bulls.txt",
        "berkeley.txt",
    }
    assert case.against
    for witness in (case.first, case.second):
        assert witness.mention.span.text in witness.sentence.text
        assert witness.mention.entity in {e.iri for e in build.entities}


def test_every_merge_says_its_rule_and_reasons_and_they_join_the_entity(build: Build) -> None:
    named = {e.iri: e for e in build.entities if e.kind == "named" and e.type != "Country"}
    for iri, entity in named.items():
        graph: nx.Graph[str] = nx.Graph()
        graph.add_nodes_from({m.document for m in entity.mentions})
        for merge in build.merges:
            if merge.entity == iri:
                graph.add_edge(merge.first.mention.document, merge.second.mention.document)
        assert nx.is_connected(graph), entity.label
    (jordan,) = [m for m in build.merges if m.first.label == "Michael Jordan"]
    assert jordan.rule == "same name, same surroundings"
    assert any("Chicago Bulls" in reason for reason in jordan.reasons)


def test_a_decision_closes_the_case(record: Callable[..., Record]) -> None:
    records = [record(text, id=name) for name, text in TEXTS.items()]
    targets = tuple(
        Target(entity="Michael Jordan", document=name) for name in ("bulls.txt", "berkeley.txt")
    )
    same = assemble(records, Settings(), (Decision(kind="same", targets=targets),))
    assert len(documents_of(same, "Michael Jordan")) == 1
    assert same.review == ()
    apart = assemble(records, Settings(), (Decision(kind="different", targets=targets),))
    assert len(documents_of(apart, "Michael Jordan")) == 2
    assert apart.review == ()


def test_a_name_that_a_decision_joined_with_a_noun_still_has_its_longer_form(
    record: Callable[..., Record],
) -> None:
    read = record(
        "The City of Norwich raised taxes. They live in Norwich. The keeper paints boats.", id="a"
    )
    targets = (Target(text="keeper"), Target(text="Norwich"))
    build = assemble([read], Settings(), (Decision(kind="same", targets=targets),))
    (norwich,) = [e for e in build.entities if "Norwich" in {m.span.text for m in e.mentions}]
    assert {"The keeper", "City of Norwich"} <= {m.span.text for m in norwich.mentions}


def test_what_is_known_of_a_group_does_not_depend_on_which_is_first() -> None:
    def seen(kind: str) -> Seen:
        return Seen(
            key="vole", kinds=frozenset((kind,)), person=False, families=frozenset(("thing",)),
            context=Context(), entry=None, documents=frozenset(),
        )  # fmt: skip

    town, club = seen("Place"), seen("Organization")
    assert town.joined([club]).kinds == club.joined([town]).kinds
    weights = Weights([])
    assert compare(town, club, weights).against
    assert not compare(town, town.joined([club]), weights).against
    assert not compare(town, club.joined([town]), weights).against


WORDS = st.sampled_from(
    "john jon j bill william smith smyth abe shinzo gaddafi qadhafi moammar muammar f".split()
)


@given(a=st.lists(WORDS, min_size=2, max_size=3), b=st.lists(WORDS, min_size=2, max_size=3))
def test_names_that_can_be_one_are_filed_under_one_key(a: list[str], b: list[str]) -> None:
    one, other = " ".join(a), " ".join(b)
    if variant(one, other):
        assert spelling_keys(one)[1] & spelling_keys(other)[0]
        assert variant(other, one) == variant(one, other)


# Namesakes and families

NAMESAKES = (
    "Daniel Roe of Harwick, not to be confused with Daniel Roe the surveyor, bought the mill.",
    "Daniel Roe met Ruth Lee. The other Daniel Roe, a surveyor, was away.",
    "Daniel Roe, no relation to Daniel Roe the surveyor, bought the mill.",
    "Daniel Roe (no relation to the surveyor Daniel Roe) bought the mill.",
    "Daniel Roe bought the mill. Another Daniel Roe measured it.",
    "Daniel Roe bought the mill. He is not the Daniel Roe who measured the yard.",
)
BEARERS = (
    "Daniel Roe, a namesake of the surveyor, bought the mill.",
    "Two men called Daniel Roe live in Harwick. Daniel Roe bought the mill.",
    "There are two Daniel Roes in Harwick. Daniel Roe bought the mill.",
)
ELSEWHERE = {
    "yard.txt": "Daniel Roe, a surveyor, measured the yard. Roe works in Leith.",
    "boat.txt": "Daniel Roe sold the boat. Mr Roe lives in Bergen.",
}


def roes(record: Callable[..., Record], text: str) -> tuple[Build, list[set[str]]]:
    """The build of a text and two others, and the documents of each Daniel Roe."""
    texts = {"told.txt": text, **ELSEWHERE}
    build = assemble([record(t, id=name) for name, t in sorted(texts.items())], Settings())
    found = [e for e in build.entities if e.label == "Daniel Roe"]
    return build, sorted(({m.document for m in e.mentions} for e in found), key=sorted)


@pytest.mark.parametrize("text", [*NAMESAKES, *BEARERS])
def test_whom_a_text_calls_two_are_not_made_one(record: Callable[..., Record], text: str) -> None:
    build, found = roes(record, text)
    assert found.count({"told.txt"}) >= (1 if text in BEARERS else 2)
    assert {"yard.txt"} in found and {"boat.txt"} in found
    assert [case for case in build.review if case.label == "Daniel Roe"]


@pytest.mark.parametrize(
    "text",
    [
        "Daniel Roe bought the mill.",
        "Daniel Roe, no relation to Peter Kolb, bought the mill.",
        "Daniel Roe bought another mill. Two men met Daniel Roe.",
        "Daniel Roe bought the mill. Another Daniel Roe novel sold well.",
    ],
)
def test_a_name_of_one_is_one_over_documents(record: Callable[..., Record], text: str) -> None:
    assert roes(record, text)[1] == [{"told.txt", *ELSEWHERE}]


@pytest.mark.parametrize(
    "family",
    ["The Kolb family owns the mill.", "The Kolbs own the mill.", "The Kolb brothers left.",
     "Kolb family land lies in Harwick.", "The Kolb household moved."],
)  # fmt: skip
def test_a_family_is_nobody_of_it(record: Callable[..., Record], family: str) -> None:
    texts = {"a.txt": f"Anna Kolb met Ruth Lee. {family}", "b.txt": family}
    build = assemble([record(text, id=name) for name, text in texts.items()], Settings())
    (anna,) = [e for e in build.entities if e.label == "Anna Kolb"]
    assert {(m.document, m.span.text) for m in anna.mentions} == {("a.txt", "Anna Kolb")}
    assert not [e for e in build.entities if e.type == "Person" and "Kolb" in e.aliases]
