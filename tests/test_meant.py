"""What a text calls a name decides what known thing it can be."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.build import assemble
from kg.link import Surroundings, bundled, choose
from kg.model import Entity, Record, Settings

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
    assert province is None or province.kind == "subdivision"


def test_the_city_or_the_state_is_only_close(record: Read) -> None:
    found = entity(record, "He moved to New York.", "New York")
    assert (found.links, found.close) == ((), ("http://www.wikidata.org/entity/Q60",)) or (
        not found.links and "http://www.wikidata.org/entity/Q60" in found.close
    )


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
