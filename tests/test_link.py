"""Names → known things: right where it is clear, nothing where it is not."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.build import assemble
from kg.link import Surroundings as Around
from kg.link import bundled, choose, countries
from kg.model import Build, Record, Settings

NOTHING = Around()


def linked(
    *names: str, type: str = "Place", attached: tuple[str, ...] = (), around: Around = NOTHING
) -> str:
    """The last part of the first link, or nothing."""
    entry = choose(names, type, around, attached=attached)
    return entry.links[0].rstrip("/").rpartition("/")[2] if entry else ""


def test_every_country_has_a_code_and_a_wikidata_id() -> None:
    known = bundled().by_country
    for country in countries():
        entry = known[country.code]
        assert entry.label == country.label
        assert entry.links[0].startswith("http://www.wikidata.org/entity/Q")
    assert len({e.links[0] for e in known.values()}) == len(known)


def test_well_known_names_are_linked() -> None:
    assert linked("Paris") == "Q90"
    assert linked("Kiev") == linked("Kyiv") == "Q1899"
    assert linked("Europe") == "Q46"
    assert linked("the Mediterranean") == "Q4918"
    assert linked("UN", type="Organization") == "Q1065"
    assert linked("World Health Organization", type="Organization") == "Q7817"
    assert linked("Puerto Rico") == "Q1183"
    assert linked("Bavaria") == "Q980"


def test_ambiguous_names_stay_unlinked_without_context() -> None:
    for name in ("Georgia", "Washington", "Congo", "Springfield", "San José"):
        assert linked(name) == "", name


def test_the_document_says_which_one() -> None:
    tbilisi = bundled().find("Tbilisi")[0]
    assert linked("Georgia", around=Around(cities=frozenset({tbilisi}))) == "Q230"
    assert linked("Georgia", around=Around(countries=frozenset({"US"}))) == "Q1428"
    assert linked("Paris", attached=("Texas",)) == "4717560"
    assert linked("Athens", attached=("Georgia",)) != linked("Athens", attached=("Greece",))


def test_what_words_mean_otherwise_is_no_place() -> None:
    assert linked("Paris", type="Person") == ""
    assert linked("who", type="Organization") == ""
    assert linked("White House") == ""


@pytest.fixture(scope="module")
def build(record: Callable[..., Record]) -> Build:
    texts = {
        "a.txt": "Beijing accused Tokyo of lying. The mayor of Paris, Texas met Anna Berg.",
        "b.txt": "Anna Berg flew to Paris in France. The French capital was full.",
    }
    return assemble([record(text, id=name) for name, text in texts.items()], Settings())


def test_a_capital_that_acts_as_a_government_is_marked_and_not_merged(build: Build) -> None:
    by_label = {e.label: e for e in build.entities}
    assert by_label["Beijing"].metonym == "http://www.wikidata.org/entity/Q148"
    assert by_label["Beijing"].type == "Place"
    assert by_label["Tokyo"].metonym is None


def test_links_come_out_of_a_build(build: Build) -> None:
    paris = [e.links for e in build.entities if e.label == "Paris"]
    assert any("http://www.wikidata.org/entity/Q90" in links for links in paris)
