"""What a document is about comes first, in the graph, in `kg show` and in lists of key entities."""

from __future__ import annotations

import lzma
import random
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from builds import any_build, build_of, document_of, entity_iri, span_of
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.ask.show import card, find_entities, find_entity
from kg.ask.stats import statistics
from kg.build import assemble, make_records, write_outputs
from kg.errors import QueryError
from kg.graph.importance import KEY, importance, is_key
from kg.model import Build, Entity, Fact, Mention, Settings, Span

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "benchmarks"))

import salience


def entity(label: str, *places: tuple[str, int], kind: str = "named") -> Entity:
    """An entity mentioned in these documents at these offsets."""
    iri = entity_iri(label)
    return Entity(
        iri=iri,
        label=label,
        type="Place" if kind == "named" else "Concept",
        kind=kind,  # type: ignore[arg-type]
        mentions=tuple(
            Mention(document=name, span=Span(start=at, end=at + len(label), text=label),
                    kind="name" if kind == "named" else "concept", type="Place", entity=iri)
            for name, at in places
        ),
    )  # fmt: skip


def ranked(entities: Sequence[Entity], facts: Sequence[Fact] = ()) -> list[str]:
    found = importance(entities, facts)
    return [e.label for e in sorted(entities, key=lambda e: (-found[e.iri], e.iri))]


# The law


@settings(deadline=None, max_examples=30)
@given(any_build(), st.randoms())
def test_the_order_of_entities_mentions_and_facts_is_no_matter(
    build: Build, order: random.Random
) -> None:
    entities, facts = list(build.entities), list(build.facts)
    before = importance(entities, facts)
    order.shuffle(entities)
    order.shuffle(facts)
    turned = [replace(e, mentions=e.mentions[::-1]) for e in entities]
    assert importance(turned, facts) == before
    assert before.keys() == {e.iri for e in entities}
    assert all(0 <= value <= max(len(build.documents), 1) for value in before.values())


def test_more_mentions_an_earlier_one_and_a_wider_spread_each_count() -> None:
    end = entity("Elm Hall", ("a", 9000))
    seldom, often = entity("Norwick", ("a", 500)), entity("Vardo", ("a", 500), ("a", 510))
    assert ranked([seldom, often, end])[0] == "Vardo"
    late, early = entity("Norwick", ("a", 5000)), entity("Vardo", ("a", 50))
    assert ranked([late, early, end]) == ["Vardo", "Norwick", "Elm Hall"]
    heaped = entity("Norwick", ("a", 50), ("a", 60), ("a", 70))
    spread = entity("Vardo", ("a", 50), ("a", 3000), ("a", 7000))
    assert ranked([heaped, spread, end])[0] == "Vardo"


def test_what_one_document_is_about_outweighs_what_many_mention_in_passing() -> None:
    passing = entity("time", *((f"d{n}", 4000) for n in range(20)), kind="concept")
    about = entity("Norwick", *(("d0", at) for at in range(0, 5000, 250)))
    ends = entity("Elm Hall", *((f"d{n}", 5000) for n in range(20)))
    assert ranked([passing, about, ends])[0] == "Norwick"


def test_a_new_document_leaves_the_importance_of_what_it_does_not_mention() -> None:
    old = [entity("Norwick", ("a", 0), ("a", 80)), entity("Vardo", ("a", 40))]
    more = [*old, entity("Elm Hall", ("b", 3), ("b", 90))]
    before, after = importance(old, ()), importance(more, ())
    assert {iri: after[iri] for iri in before} == before


def test_nothing_is_as_important_as_an_entity_without_mentions_is() -> None:
    assert importance([], ()) == {}
    assert importance([entity("Norwick")], ()) == {entity_iri("Norwick"): 0.0}


# Key entities


def test_a_common_noun_is_a_key_entity_only_where_half_of_the_summaries_would_name_it() -> None:
    assert is_key("named", 0.0, 3)
    assert not is_key("concept", KEY**2 - 0.01, 1)
    assert is_key("concept", KEY**2, 1)
    assert not is_key("concept", KEY**2, 2)


#: A town that the text is about, beside words that only hold a text together.
TOWN = """\
Norwick is a harbour town in Vardland. Norwick was founded by Ada Thorne in 1642.

Norwick sells salted fish to Holm Traders. For example, Holm Traders bought a ship in Norwick.
The addition of a pier changed the way of life. Ada Thorne built the pier.

Norwick has a school. The conclusion of the council pleased Ada Thorne. Norwick celebrates its
founder every year.
"""


@pytest.fixture(scope="module")
def town() -> Build:
    kept = Settings(min_confidence=0, min_worth=0)
    document = document_of(TOWN)
    return assemble(make_records([document], kept), kept)


def test_a_text_leads_with_what_it_is_about(town: Build, tmp_path: Path) -> None:
    write_outputs(town, tmp_path)
    keys = list(statistics(tmp_path)["key entities"])
    assert keys[:2] == ["Norwick", "Ada Thorne"]
    assert not {"example", "addition", "conclusion", "way", "way of life"} & set(keys)
    concepts = {e.label for e in town.entities if e.kind == "concept"}
    assert concepts & {"addition of pier", "conclusion of council", "pier", "conclusion"}


def test_show_and_its_hints_name_the_most_important_first() -> None:
    document = document_of("Holm. " * 40)

    def bearer(tail: str, *places: int) -> Entity:
        found = entity("Holm", *((document.id, at) for at in places))
        return replace(found, iri=found.iri + tail)

    minor, major = bearer("_1", 200), bearer("_2", 0, 60, 120)
    build = build_of((document,), (minor, major), ())
    assert [e.iri for e in find_entities(build, "Holm")] == [major.iri, minor.iri]
    assert card(build, major)["importance"] > card(build, minor)["importance"] > 0
    with pytest.raises(QueryError, match=f"give one of the IRIs: {major.iri} .*{minor.iri}"):
        find_entity(build, "Holm")


# The measure


GUM = """\
# newdoc id = made_up
# meta::salientEntities = 1 (5*), 3 (2)
# newpar
# newpar_block = head (1 s)
# text = The Norwick pier
1\tThe\t_\t_\t_\t_\t_\t_\t_\tEntity=(1-object-new-nnnnn-cf1-3-coref
2\tNorwick\t_\t_\t_\t_\t_\t_\t_\tEntity=(2-place-new-nnnnn-cf2-1-sgl)
3\tpier\t_\t_\t_\t_\t_\t_\t_\tEntity=1)

# newpar
# text = It can't hold ships.
1\tIt\t_\t_\t_\t_\t_\t_\t_\tEntity=(1-object-giv:act-nnnnn-cf1-1-ana)
2-3\tcan't\t_\t_\t_\t_\t_\t_\t_\t_
2\tca\t_\t_\t_\t_\t_\t_\t_\t_
3\tn't\t_\t_\t_\t_\t_\t_\t_\t_
4\thold\t_\t_\t_\t_\t_\t_\t_\t_
5\tships\t_\t_\t_\t_\t_\t_\t_\tEntity=(3-object-new-nnnnn-cf2-1-sgl)|SpaceAfter=No
6\t.\t_\t_\t_\t_\t_\t_\t_\t_
"""


@pytest.fixture
def graded(tmp_path: Path) -> salience.Graded:
    file = tmp_path / "made_up.conllu.xz"
    file.write_bytes(lzma.compress(GUM.encode()))
    [found] = salience.read_graded(file)
    return found


def test_graded_texts_are_read_with_every_mention_in_its_place(graded: salience.Graded) -> None:
    assert graded.text == "The Norwick pier\n\nIt can't hold ships.\n"
    assert graded.grades == {1: 5, 3: 2}
    assert [(p.entity, graded.text[slice(*p.span)], graded.text[slice(*p.head)])
            for p in graded.phrases] == [
        (2, "Norwick", "Norwick"), (1, "The Norwick pier", "pier"), (1, "It", "It"),
        (3, "ships", "ships"),
    ]  # fmt: skip


def test_a_mention_stands_for_the_phrase_whose_head_it_holds(graded: salience.Graded) -> None:
    document = document_of(graded.text)

    def found(label: str) -> dict[str, int]:
        spot = span_of(document, label)
        return salience.gold_of(graded, [entity(label, (document.id, spot.start))])

    assert found("Norwick") == {entity_iri("Norwick"): 2}
    assert found("Norwick pier") == {entity_iri("Norwick pier"): 1}
    assert found("hold") == {}


def test_a_grade_is_given_once_and_the_best_order_scores_one() -> None:
    gold, grades = {"a": 1, "b": 1, "c": 2, "d": 3}, {1: 5, 2: 3}
    assert salience.gains(["b", "a", "x", "d", "c"], gold, grades) == [5, 0, 0, 0, 3]
    assert salience.ndcg([5, 3, 0, 0]) == 1.0 > salience.ndcg([5, 0, 0, 3]) > 0
    assert salience.ndcg([0, 5], top=1) == 0.0
    assert salience.average_precision([5, 0, 0, 3]) == pytest.approx((1 + 2 / 4) / 2)
