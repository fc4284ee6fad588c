"""What the graph of the example article must hold, and must not."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import line_of

from kg.ask.query import query
from kg.build import write_outputs
from kg.model import Build, Claim

PEOPLE = (
    "Shinzo Abe", "Mike Pompeo", "Kim Jong-un", "Kim Ju-sik", "Yun Sung-joo",
    "Linda Thomas-Greenfield", "Lu Kang", "Genri Fukuyama",
)  # fmt: skip
COUNTRIES = ("Japan", "United States", "North Korea", "South Korea", "China")


@pytest.fixture(scope="module")
def output(article: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("article")
    write_outputs(article, folder)
    return folder


def lines(build: Build) -> set[str]:
    return {line_of(claim) for claim in build.claims}


def claims_saying(build: Build, start: str) -> list[Claim]:
    return [c for c in build.claims if line_of(c).startswith(start)]


@pytest.mark.parametrize("label", PEOPLE)
def test_each_person_is_one_entity(article: Build, label: str) -> None:
    last = label.split()[-1]
    found = [e for e in article.entities if label in (e.label, *e.aliases) or last == e.label]
    assert [(e.label, e.type) for e in found] == [(label, "Person")]


@pytest.mark.parametrize("label", COUNTRIES)
def test_each_country_is_one_entity(article: Build, label: str) -> None:
    found = [e for e in article.entities if label in (e.label, *e.aliases)]
    assert [(e.label, e.type) for e in found] == [(label, "Country")]


def test_other_names_of_the_united_states_are_its_aliases(article: Build) -> None:
    [states] = [e for e in article.entities if e.label == "United States"]
    assert {"US", "America"} <= set(states.aliases)


def test_no_pronoun_date_or_boilerplate_is_a_node(article: Build) -> None:
    labels = {data["label"].lower() for _, data in article.graph.nodes(data=True)}
    assert not labels & {"he", "she", "it", "they", "we", "i", "you", "who", "which", "this"}
    assert not labels & {"monday", "december 2012", "september", "last month", "1952"}
    assert not {label for label in labels if "read more" in label or "comment" in label}


def test_naive_query_finds_who_met_whom(output: Path) -> None:
    answer = query(output, "SELECT ?who ?whom WHERE { ?who rel:meet ?whom }")
    found = {tuple(c.value.rsplit("/", 1)[-1] for c in row if c) for row in answer.rows}
    assert ("Shinzo_Abe", "Kim_Jong-un") in found


def test_offices_are_held_by_their_holders(article: Build) -> None:
    assert {
        "Shinzo Abe | be prime minister of | Japan",
        "Mike Pompeo | be secretary of state of | United States",
        "Kim Jong-un | be supreme leader of | North Korea",
        "Genri Fukuyama | be leader of | Democratic party",
        "Lu Kang | be spokesman of | China",
        "Mike Pompeo | lead | US delegation",
    } <= lines(article)


def test_troops_do_not_withdraw(article: Build) -> None:
    [claim] = claims_saying(article, "US troops | withdraw from")
    assert (claim.polarity, claim.source and claim.source.label) == ("negative", "United States")
    assert not any(f.asserted for f in article.facts if "withdraw" in f.label)


@pytest.mark.parametrize(
    "start",
    [
        "Shinzo Abe | intensify",
        "Shinzo Abe | renew",
        "Japan's next election | be held",
        "Shinzo Abe | seek",
        "Pyongyang | give up",
        "United States | send",
        "Shinzo Abe | expand",
    ],
)
def test_what_is_only_intended_is_not_asserted(article: Build, start: str) -> None:
    found = claims_saying(article, start)
    assert found
    assert not any(claim.actual for claim in found)


def test_no_plain_edge_says_that_the_program_was_dismantled(article: Build) -> None:
    for claim in article.claims:
        if claim.predicate.lemma.startswith("dismantle"):
            assert not claim.actual


def test_meeting_carries_its_place_and_its_unresolved_day(article: Build) -> None:
    [claim] = claims_saying(article, "Shinzo Abe | meet | Mike Pompeo (says")
    assert claim.place is not None
    assert claim.place.span.text == "his Tokyo residence"
    assert claim.time is not None
    assert (claim.time.value, claim.time.span.text) == (None, "Monday")


def test_december_2012_is_normalised(article: Build) -> None:
    [claim] = claims_saying(article, "Shinzo Abe | become | prime minister")
    assert claim.time is not None
    assert claim.time.value == "2012-12"
