"""What a text calls a name decides what known thing it can be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.build import assemble
from kg.link import Surroundings, bundled, choose
from kg.model import Entity, Record, Settings
from kg.resolve.meant import fits_text
from kg.resolve.profiles import collect_profiles

Read = Callable[..., Record]


def entity(record: Read, text: str, label: str) -> Entity:
    build = assemble([record(text, id="a.txt")], Settings())
    (found,) = (e for e in build.entities if e.label == label)
    return found


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("They crossed the Missouri near Omaha. The Missouri was in flood.", "Missouri"),
        ("Ferries cross Osaka Bay at night. Osaka Bay is deep.", "Osaka Bay"),
        ("Her father was French.", "French"),
        ("The album Nashville sold well. The album was recorded in a barn.", "Nashville"),
    ],
)
def test_what_is_called_otherwise_is_not_linked(record: Read, text: str, label: str) -> None:
    build = assemble([record(text, id="a.txt")], Settings())
    links = [e.links + e.close for e in build.entities if e.label == label]
    assert not any(links), links


def test_a_province_is_not_the_city_in_it() -> None:
    city = choose(["Buenos Aires"], "Place", Surroundings())
    assert city is not None
    assert city.kind == "city"
    province = choose(["Buenos Aires"], "Place", Surroundings(), called={"province"})
    assert province is None  # there are two of that name


def test_the_city_or_the_state_is_only_close(record: Read) -> None:
    found = entity(record, "He moved to New York.", "New York")
    assert not found.links
    assert "http://www.wikidata.org/entity/Q60" in found.close


def test_what_is_close_joins_nothing_by_its_link(record: Read) -> None:
    texts = {"a.txt": "He moved to New York.", "b.txt": "She left New York."}
    build = assemble([record(text, id=name) for name, text in texts.items()], Settings())
    assert [m.rule for m in build.merges] == ["same uncommon name"]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("They film Nashville at night. They film Nashville for money.", "Nashville"),
        ("They like to park in Nashville. Some park Nashville.", "Nashville"),
    ],
)
def test_a_verb_is_nothing_that_a_name_is_called(record: Read, text: str, label: str) -> None:
    found = entity(record, text, label)
    assert found.links == ("https://sws.geonames.org/4644585/",)


@pytest.mark.parametrize(
    "text",
    [
        "The album Nashville sold well.",
        "Their first album Nashville sold well.",
        "They travelled along the river Nashville.",
    ],
)
def test_a_noun_before_a_name_says_what_it_is(record: Read, text: str) -> None:
    found = entity(record, text, "Nashville")
    assert not found.links + found.close


@pytest.mark.parametrize(("name", "fits"), [("Columbia", False), ("Bronx", True)])
def test_an_article_belongs_to_a_whole_name(record: Read, name: str, fits: bool) -> None:
    found = record(f"The {name} was in flood. They crossed the {name}.", id="a.txt")
    (profile,) = [p for p in collect_profiles([found]) if name in p.names]
    entry = next(e for e in bundled().find(name) if e.kind == "city")
    assert fits_text(entry, profile, found) == fits


def test_a_small_capital_is_linked_where_its_country_is_named(record: Read) -> None:
    found = entity(record, "Belmopan is quiet. Belize is small.", "Belmopan")
    assert found.links == ("https://sws.geonames.org/3582672/",)


def test_a_short_name_in_capitals_is_linked(record: Read) -> None:
    build = assemble([record("They met in OSLO and PERU.", id="a.txt")], Settings())
    links = {e.label: e.links[:1] for e in build.entities}
    assert links["OSLO"] == ("http://www.wikidata.org/entity/Q585",)
    assert links["Peru"] == ("http://www.wikidata.org/entity/Q419",)


def test_organisations_are_linked_only_where_the_text_takes_them_for_such() -> None:
    mit = choose(["MIT"], "Organization", Surroundings())
    assert mit is not None
    assert mit.links == ("http://www.wikidata.org/entity/Q49108",)
    assert choose(["Apple"], "Organization", Surroundings()) is not None
    assert choose(["Apple"], "Concept", Surroundings()) is None
    assert choose(["MIT"], "Person", Surroundings()) is None


def test_no_organisation_has_the_name_of_a_place_or_two_entries() -> None:
    found = [e for entries in bundled().by_label.values() for e in entries if e.kind == "by name"]
    assert len(found) > 5000
    assert len({e.links for e in found}) == len(found)
    assert all(e.type == "Organization" for e in found)
