"""The user's decisions: read, edited with their comments kept, replayed on every build, undone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from kg.build import assemble
from kg.decisions import TEMPLATE, Decision, Target, add_decision, read_decisions, remove_decision
from kg.errors import DecisionError
from kg.model import Build, Entity, Record, Settings

TEXTS = {
    "court.txt": "Anna Berg met Kim Park in Peru. Berg praised Acme Corporation.",
    "lab.txt": "Dr. Anna Berg studies bees. Anna Berg confers with Kim Park.",
    "shop.txt": "Acme Corporation sells bees. Acme Ltd hired Lena Holm.",
}


@pytest.fixture(scope="module")
def records(record: Callable[..., Record]) -> dict[str, Record]:
    return {name: record(text, id=name) for name, text in TEXTS.items()}


def put(*decisions: Decision, records: dict[str, Record]) -> Build:
    return assemble(list(records.values()), Settings(), decisions)


def target(entity: str = "", **handles: str) -> Target:
    return Target(entity=entity, **handles)


def named(build: Build, label: str) -> list[Entity]:
    return [e for e in build.entities if e.label == label]


def test_a_merge_keeps_the_name_and_iri_of_the_first(records: dict[str, Record]) -> None:
    same = Decision(kind="same", targets=(target("Acme Ltd"), target("Acme Corporation")))
    before, after = put(records=records), put(same, records=records)
    (kept,) = named(after, "Acme Ltd")
    assert kept.iri == named(before, "Acme Ltd")[0].iri
    assert "Acme Corporation" in kept.aliases
    assert {m.document for m in kept.mentions} == {"court.txt", "shop.txt"}
    assert named(after, "Acme Corporation") == []
    assert {c.subject.label for c in after.claims if c.predicate.lemma == "sell"} == {"Acme Ltd"}


def test_a_split_parts_what_one_document_says_from_the_rest(records: dict[str, Record]) -> None:
    parts = (target("Anna Berg", document="court.txt"), target("Anna Berg", document="lab.txt"))
    after = put(Decision(kind="different", targets=parts), records=records)
    both = named(after, "Anna Berg")
    assert [{m.document for m in e.mentions} for e in both] in (
        [{"court.txt"}, {"lab.txt"}],
        [{"lab.txt"}, {"court.txt"}],
    )
    assert len({e.iri for e in both}) == 2


def test_rename_changes_the_label_and_keeps_the_iri(records: dict[str, Record]) -> None:
    decision = Decision(kind="rename", targets=(target("Kim Park"),), to="Park Kim")
    (before,), after = named(put(records=records), "Kim Park"), put(decision, records=records)
    (entity,) = named(after, "Park Kim")
    assert entity.iri == before.iri
    assert "Kim Park" in entity.aliases
    assert {c.object.label for c in after.claims if c.predicate.lemma == "meet" and c.object} == {
        "Park Kim"
    }


def test_retype_and_drop(records: dict[str, Record]) -> None:
    after = put(
        Decision(kind="retype", targets=(target("Lena Holm"),), to="Organization"),
        Decision(kind="drop", targets=(target("Peru"),)),
        Decision(kind="drop", targets=(Target(predicate="sell"),)),
        records=records,
    )
    assert named(after, "Lena Holm")[0].type == "Organization"
    assert named(after, "Peru") == []
    assert "sell" not in {c.predicate.lemma for c in after.claims}
    assert after.unmatched == ()


def test_predicates_can_be_one(records: dict[str, Record]) -> None:
    same = Decision(
        kind="same", targets=(Target(predicate="meet"), Target(predicate="confer with"))
    )
    after = put(same, records=records)
    lemmas = {f.label for f in after.facts if f.object is not None}
    assert "meet" in lemmas
    assert "confer with" not in lemmas


def test_what_fits_nothing_is_reported_with_the_reason(records: dict[str, Record]) -> None:
    gone = put(
        Decision(kind="drop", targets=(target("Nobody"),)),
        Decision(kind="rename", targets=(Target(predicate="fly"),), to="soar"),
        Decision(kind="drop", targets=(target("Anna Berg", document="none.txt"),)),
        records=records,
    )
    assert len(gone.unmatched) == 3
    assert any("Nobody" in line and "nothing is called so" in line for line in gone.unmatched)
    assert any("'fly'" in line for line in gone.unmatched)
    assert any("no document none.txt" in line for line in gone.unmatched)
    assert gone.entities == put(records=records).entities


def test_undoing_gives_back_what_was(records: dict[str, Record]) -> None:
    before = put(records=records)
    for decision in (
        Decision(kind="same", targets=(target("Acme Ltd"), target("Acme Corporation"))),
        Decision(kind="rename", targets=(target("Kim Park"),), to="Park Kim"),
    ):
        assert put(decision, records=records).entities != before.entities
    assert put(records=records).entities == before.entities


def renamed(records: dict[str, Record], old: str, new: str) -> dict[str, Record]:
    """The same text under another name, as after renaming the file."""

    def moved(value: Record) -> Record:
        mentions = tuple(replace(m, document=new) for m in value.mentions)
        claims = tuple(replace(c, document=new) for c in value.claims)
        document = replace(value.document, id=new, source=new)
        return replace(value, document=document, mentions=mentions, claims=claims)

    return {
        (new if name == old else name): (moved(value) if name == old else value)
        for name, value in records.items()
    }


def test_a_split_survives_a_renamed_and_an_edited_file(
    records: dict[str, Record], record: Callable[..., Record]
) -> None:
    def part(document: str) -> Target:
        digest = records[document].document.sha256[:12]
        return target("Anna Berg", document=document, sha256=digest)

    split = Decision(kind="different", targets=(part("court.txt"), part("lab.txt")))
    moved = put(split, records=renamed(records, "lab.txt", "archive/old.txt"))
    assert len(named(moved, "Anna Berg")) == 2
    assert moved.unmatched == ()
    edited = record(TEXTS["lab.txt"] + " It rained.", id="lab.txt")
    after = put(split, records={**records, "lab.txt": edited})
    assert len(named(after, "Anna Berg")) == 2
    assert after.unmatched == ()


# The file


def test_the_template_holds_no_decision_and_shows_ones_that_are_read(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(TEMPLATE, encoding="utf-8")
    assert read_decisions(file) == ()
    shown = [
        line[2:] for line in TEMPLATE.splitlines() if line.startswith("# ") and line[2] in "sdr -"
    ]
    start = next(n for n, line in enumerate(shown) if line.startswith("same:"))
    file.write_text("\n".join(shown[start:]), encoding="utf-8")
    assert [d.kind for d in read_decisions(file)] == [
        "same",
        "different",
        "rename",
        "retype",
        "drop",
    ]


def test_adding_keeps_comments_and_what_was_there(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(
        '# mine\nsame:\n  # they told me\n  - [Anna Berg, "A. Berg"]  # on the phone\n', "utf-8"
    )
    add_decision(file, Decision(kind="same", targets=(target("Acme"), target("Acme Ltd"))))
    add_decision(file, Decision(kind="drop", targets=(target("Read more"),)))
    text = file.read_text("utf-8")
    for kept in ("# mine", "# they told me", '- [Anna Berg, "A. Berg"]', "# on the phone"):
        assert kept in text
    assert [str(d) for d in read_decisions(file)] == [
        "same Anna Berg and A. Berg",
        "same Acme and Acme Ltd",
        "drop Read more",
    ]


def test_adding_to_the_template_and_removing_again(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    first = Decision(kind="same", targets=(target("Anna: Berg"), target("#1")))
    assert add_decision(file, first)
    assert not add_decision(file, first), "it is there already"
    assert file.read_text("utf-8").startswith(TEMPLATE)
    assert read_decisions(file) == (first,)
    assert remove_decision(file, first)
    assert read_decisions(file) == ()
    assert file.read_text("utf-8").startswith(TEMPLATE)
    assert not remove_decision(file, first)


def test_a_decision_replaces_its_contrary(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    pair = (target("A"), target("B"))
    add_decision(file, Decision(kind="same", targets=pair))
    add_decision(file, Decision(kind="different", targets=pair[::-1]))
    add_decision(file, Decision(kind="retype", targets=(target("A"),), to="Place"))
    add_decision(file, Decision(kind="retype", targets=(target("A"),), to="Event"))
    assert [str(d) for d in read_decisions(file)] == ["different B and A", "retype A to Event"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("same: [", "line"),
        ("merge:\n - [a, b]", "unknown section 'merge'"),
        ("same:\n - a", "two or more"),
        ("same: a", "must be a list"),
        ("retype:\n - {entity: a, to: Animal}", "one of the types"),
        ("rename:\n - {entity: a}", "with `to`"),
        ("drop:\n - {name: a}", "named by"),
        ("- a", "expected sections"),
        ("drop: [a]\ndrop: [b]", "duplicate"),
    ],
)
def test_a_wrong_file_is_one_clear_line(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionError, match=said) as raised:
        read_decisions(file)
    assert str(file) in str(raised.value)
    assert file.read_text("utf-8") == text
