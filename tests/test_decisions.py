"""The user's decisions: read, edited with their comments kept, replayed on every build, undone."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kg.build import assemble
from kg.decisions import (
    TEMPLATE,
    Decision,
    Target,
    add_decision,
    put_back,
    read_decisions,
    remove_decision,
)
from kg.decisions import text as text_of
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
        line[2:]
        for line in TEMPLATE.splitlines()
        if line.startswith("# ") and line[2] in "sdrman -"
    ]
    start = next(n for n, line in enumerate(shown) if line.startswith("same:"))
    file.write_text("\n".join(shown[start:]), encoding="utf-8")
    assert [d.kind for d in read_decisions(file)] == [
        "same",
        "different",
        "different",
        "rename",
        "retype",
        "drop",
        "mention",
        "reject",
        "assert",
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


def test_the_last_decision_of_a_section_takes_the_section_with_it(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(TEMPLATE, encoding="utf-8")
    pair = Decision(kind="same", targets=(target("A"), target("B")), note="one: both # say so")
    add_decision(file, pair)
    assert read_decisions(file) == (pair,)
    remove_decision(file, replace(pair, note=""))
    assert file.read_text("utf-8") == TEMPLATE


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
        ("reject:\n - a", "claim: 2f3ffa8d"),
        ("assert:\n - {claim: ab12}", "by: who says so"),
        ("mention:\n - {text: He, is: nobody}", "sentence: He left"),
        ("different:\n - [{text: ''}, b]", "a list of two or more"),
        ("mention:\n - {text: He, sentence: [a], document: a, is: b}", "sentence: He left"),
    ],
)
def test_a_wrong_file_is_one_clear_line(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(DecisionError, match=said) as raised:
        read_decisions(file)
    assert str(file) in str(raised.value)
    assert file.read_text("utf-8") == text


# Text that is odd, hostile or long


def read(tmp_path: Path, text: str) -> list[str]:
    file = tmp_path / "decisions.yaml"
    file.write_text(text, encoding="utf-8")
    return [str(decision) for decision in read_decisions(file)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &a [x, x]\nb: &b [*a, *a]\nsame: [*b, *b]", "anchors and aliases"),
        ("same: " + "[" * 50_000, "nested too deeply"),
        ("{a: " * 50_000, "nested too deeply"),
        ("same: !!python/object/apply:os.system [ls]", "tags"),
        ("drop: [a]\n---\ndrop: [b]", "second document"),
        ("same:\n\t- a", "line 2"),
        ("same:\n  - [a, b\x07]", "special characters"),
        ("rename:\n  - {entity: a, entity: b, to: c}", "line 2: duplicate key 'entity'"),
        ("rename:\n  - {entity: a, to: ' '}", "with `to`"),
        ("same:\n  - [[a], [b]]", "label or IRI"),
        ("drop:\n  - {entity: [a, b]}", "named by"),
        ("drop:\n  - {entity: ''}", "named by"),
        ("same: " + "[a, b], " * 40_000, "one decision a line"),
        ("k" * 100_000 + ": 1", "mapping values are not allowed"),
        ("? [a]\n: b", "a key that is no word"),
        ("17", "expected sections"),
    ],
    ids=lambda text: text[:20],
)
def test_odd_text_is_one_short_line(text: str, said: str, tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match=said) as raised:
        read(tmp_path, text)
    assert len(str(raised.value)) < 400 + len(str(tmp_path))
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize("data", [b"\xff\xfe\x00", bytes(range(256))])
def test_what_is_no_text_is_one_line(data: bytes, tmp_path: Path) -> None:
    (tmp_path / "decisions.yaml").write_bytes(data)
    with pytest.raises(DecisionError, match="must be UTF-8 text"):
        read_decisions(tmp_path / "decisions.yaml")


def test_names_are_what_stands_there(tmp_path: Path) -> None:
    text = "\ufeffdrop:\n  - No\n  - 2019-01-01\n  - 1e3\n  - .nan\n  - 0x10\n  - null and void\n"
    assert read(tmp_path, text) == [
        f"drop {name}" for name in ("No", "2019-01-01", "1e3", ".nan", "0x10", "null and void")
    ]
    assert read(tmp_path, "drop: [No, 2019-01-01, 1e3]") == [
        "drop No",
        "drop 2019-01-01",
        "drop 1e3",
    ]


PIECES = [
    "same:", "drop: # c", "\n", "\n  - ", "\n- ", " ", "#", " #", "a", "b c", "Kim: x", "a:b",
    "http://x/y#z", "[", "]", "{", "}", ", ", ",", "entity: ", "to: ", "'", "''", '"', "\\", "\\n",
    "null", "~", "-", "?", "&a", "*a", "!t", "|", ">", "%", "é", "\t", "\r\n", "---", "1e3", "<<: ",
]  # fmt: skip


@settings(deadline=None, max_examples=150)
@given(st.lists(st.sampled_from(PIECES), max_size=8).map("".join))
def test_lines_are_read_as_any_parser_reads_them(pieces: str) -> None:
    text = f"same:\n  - {pieces}\n"
    by_line = text_of.plain(text)
    if by_line is not None:
        found = {kind: values or None for kind, values in by_line.values().items()}
        assert text_of.values(text, "") == found


@settings(deadline=None, max_examples=60)
@given(st.lists(st.text(max_size=12).filter(lambda name: name.strip()), min_size=2, max_size=2))
@example(["A", "\x7f\x85"])
def test_any_name_is_read_as_it_was_decided(names: list[str]) -> None:
    decision = Decision(kind="rename", targets=(target(names[0]),), to=names[1])
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "decisions.yaml"
        if "://" not in names[0]:
            assert add_decision(file, decision)
            assert read_decisions(file) == (decision,)
            assert text_of.plain(file.read_text("utf-8")) is not None


def test_a_hundred_thousand_decisions_need_no_parser() -> None:
    lines = [f"  - [{{entity: Name {n}, document: a{n}.txt}}, Other {n}]" for n in range(100_000)]
    found = text_of.plain("\n".join(["# mine", "same:", *lines, ""]))
    assert found is not None
    assert len(found.sections["same"]) == 100_000
    edited = found.edited([("same", 0)], "same", "[A, B]").split("\n")
    assert edited == ["# mine", "same:", *lines[1:], "  - [A, B]", ""]


def test_any_other_layout_is_edited_too(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    file.write_text("same: [[A, B],  # one\n  [C, D]]\ndrop: [x]\n", "utf-8")
    assert remove_decision(file, Decision(kind="same", targets=(target("A"), target("B"))))
    assert add_decision(file, Decision(kind="drop", targets=(target("No"),)))
    assert [str(d) for d in read_decisions(file)] == ["same C and D", "drop x", "drop No"]


def test_what_fails_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    with pytest.raises(ValueError, match="stop"), put_back(file):
        add_decision(file, Decision(kind="drop", targets=(target("A"),)))
        raise ValueError("stop")
    assert not file.exists()
    file.write_bytes(b"drop:\r\n  - A\r\n")
    with pytest.raises(ValueError, match="stop"), put_back(file):
        remove_decision(file, Decision(kind="drop", targets=(target("A"),)))
        raise ValueError("stop")
    assert file.read_bytes() == b"drop:\r\n  - A\r\n"


def test_what_somebody_writes_after_an_edit_that_fails_is_theirs(tmp_path: Path) -> None:
    file = tmp_path / "decisions.yaml"
    with pytest.raises(ValueError, match="stop"), put_back(file) as edited:
        add_decision(file, Decision(kind="drop", targets=(target("A"),)))
        edited()
        file.write_text("drop: [theirs]\n", "utf-8")
        raise ValueError("stop")
    assert file.read_text("utf-8") == "drop: [theirs]\n"


def test_a_link_to_decisions_stays_a_link_and_who_may_read_them_too(tmp_path: Path) -> None:
    kept, file = tmp_path / "kept.yaml", tmp_path / "decisions.yaml"
    kept.write_text("drop: [A]\n", "utf-8")
    kept.chmod(0o600)
    file.symlink_to(kept)
    add_decision(file, Decision(kind="drop", targets=(target("B"),)))
    assert file.readlink() == kept
    assert [str(d) for d in read_decisions(kept)] == ["drop A", "drop B"]
    assert kept.stat().st_mode & 0o777 == 0o600
