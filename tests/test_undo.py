"""What a document was taken to say can be undone: chains parted, mentions moved, claims ruled on.

The texts put a person and her firm into one chain, or a pronoun with the wrong man, by hand: what
coreference makes of them is no part of these promises.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.ask.handles import lasting_target
from kg.ask.queue import likeness, review_cases
from kg.build import assemble
from kg.cli import app
from kg.corpus.shards import Reading
from kg.corpus.store import Sources
from kg.decisions import (
    NOBODY,
    Decision,
    Target,
    add_decision,
    read_decisions,
    remove_decision,
)
from kg.errors import StoreError
from kg.folder.layout import claim_fields
from kg.model import Build, Claim, Entity, Record, Settings
from kg.resolve.rulings import claim_target
from kg.restore import restore
from kg.upkeep import built_with, update

WILL = (
    "Anna Pike met Henrik Vos in Oslo. Pike & Rowntree drafted the contract. "
    "Pike praised the harbour. She visited Bergen. Tom Hale sold the boat."
)
NOTE = "Pike & Rowntree hired Mary Stone. Anna Pike lives in Bergen."


@pytest.fixture(scope="module")
def records(record: Callable[..., Record]) -> dict[str, Record]:
    """Two documents in which Anna Pike and Pike & Rowntree are one."""
    return {name: joined(record(text, id=name)) for name, text in
            (("will.txt", WILL), ("note.txt", NOTE))}  # fmt: skip


def joined(record: Record) -> Record:
    """The record with everything that is called Pike, and "She", under one key."""
    ours = [m for m in record.mentions if "Pike" in m.span.text or m.span.text == "She"]
    key = next(m.entity for m in ours if m.span.text == "Anna Pike")
    old = {m.entity for m in ours}

    def under(value: object) -> object:
        return replace(value, entity=key) if getattr(value, "entity", None) in old else value

    claims = (replace(c, subject=under(c.subject), object=under(c.object)) for c in record.claims)
    mentions = (under(m) for m in record.mentions)
    return replace(record, mentions=tuple(mentions), claims=tuple(claims))


def put(*decisions: Decision, records: Mapping[str, Record]) -> Build:
    return assemble(list(records.values()), Settings(), decisions)


def called(build: Build, label: str) -> Entity:
    (entity,) = [e for e in build.entities if e.label == label]
    return entity


def words(entity: Entity) -> set[tuple[str, str]]:
    return {(m.document, m.span.text) for m in entity.mentions}


def says(build: Build, lemma: str) -> Claim:
    return next(c for c in build.claims if c.predicate.lemma == lemma)


def parting(document: str = "") -> Decision:
    names = ("Anna Pike", "Pike & Rowntree")
    targets = tuple(Target(text=name, document=document) for name in names)
    return Decision(kind="different", targets=targets)


# Parting what one document took for one


def test_one_documents_entity_is_parted_by_its_words(records: dict[str, Record]) -> None:
    before, after = put(records=records), put(parting(), records=records)
    assert {w for _, w in words(called(before, "Pike & Rowntree"))} >= {"Anna Pike", "She"}
    person, firm = called(after, "Anna Pike"), called(after, "Pike & Rowntree")
    assert {w for _, w in words(person)} == {"Anna Pike", "Pike", "She"}
    assert {w for _, w in words(firm)} == {"Pike & Rowntree"}
    assert after.unmatched == ()


def test_claims_follow_the_words_that_were_parted(records: dict[str, Record]) -> None:
    after = put(parting(), records=records)
    person, firm = called(after, "Anna Pike").iri, called(after, "Pike & Rowntree").iri
    assert [says(after, lemma).subject.entity for lemma in ("meet", "praise", "visit")] == [
        person
    ] * 3
    assert [says(after, lemma).subject.entity for lemma in ("draft", "hire")] == [firm] * 2
    assert says(after, "visit").subject.label == "Anna Pike"
    assert says(after, "meet").id == says(put(records=records), "meet").id


def test_a_document_may_be_parted_alone(records: dict[str, Record]) -> None:
    parts = parting("will.txt")
    after = put(parts, records={"will.txt": records["will.txt"]})
    assert words(called(after, "Pike & Rowntree")) == {("will.txt", "Pike & Rowntree")}
    gone = put(parts, records={"note.txt": records["note.txt"]})
    assert "there is no document will.txt" in gone.unmatched[0]


def test_parting_survives_an_edit_and_a_new_name(
    records: dict[str, Record], record: Callable[..., Record]
) -> None:
    edited = joined(record("It rained all day. " + WILL, id="new.txt"))
    after = put(parting(), records={**records, "new.txt": edited})
    assert {d for d, _ in words(called(after, "Pike & Rowntree"))} == {
        "will.txt", "note.txt", "new.txt"
    }  # fmt: skip
    hashed = records["will.txt"].document.sha256[:12]
    parts = parting("will.txt")
    kept = replace(parts, targets=tuple(replace(t, sha256=hashed) for t in parts.targets))
    moved = put(kept, records={"moved.txt": moved_to(records["will.txt"], "moved.txt")})
    assert called(moved, "Anna Pike") and moved.unmatched == ()


def test_a_parting_that_is_taken_back_gives_what_was(
    records: dict[str, Record], tmp_path: Path
) -> None:
    file = tmp_path / "decisions.yaml"
    assert add_decision(file, Decision(kind="drop", targets=(Target(entity="Tom Hale"),)))
    before, kept = put(*read_decisions(file), records=records), file.read_bytes()
    assert add_decision(file, parting())
    parted = put(*read_decisions(file), records=records)
    assert parted.entities != before.entities
    assert remove_decision(file, parting())
    assert file.read_bytes() == kept
    turned = dict(reversed(records.items()))
    for made in (records, turned):
        again = put(*read_decisions(file), records=made)
        assert (again.entities, again.claims, again.facts) == (
            before.entities, before.claims, before.facts
        )  # fmt: skip
    assert put(records=records).entities == put(records=turned).entities
    assert put(parting(), records=records).entities == put(parting(), records=turned).entities


def moved_to(record: Record, name: str) -> Record:
    return replace(
        record,
        document=replace(record.document, id=name, source=name),
        mentions=tuple(replace(m, document=name) for m in record.mentions),
        claims=tuple(replace(c, document=name) for c in record.claims),
    )


def test_names_that_nothing_bears_are_reported(records: dict[str, Record]) -> None:
    parts = Decision(kind="different", targets=(Target(text="Anna Pike"), Target(text="Foss")))
    after = put(parts, records=records)
    assert "nothing there is called 'Foss'" in after.unmatched[0]
    assert after.entities == put(records=records).entities


# One mention


def moving(text: str, sentence: str, to: str) -> Decision:
    target = Target(text=text, sentence=sentence, document="will.txt")
    return Decision(kind="mention", targets=(target,), to=to)


def test_a_mention_can_be_somebody_else_of_its_document(records: dict[str, Record]) -> None:
    after = put(moving("She", "She visited Bergen.", "Tom Hale"), records=records)
    assert ("will.txt", "She") in words(called(after, "Tom Hale"))
    assert says(after, "visit").subject.label == "Tom Hale"
    assert says(after, "praise").subject.label == "Pike & Rowntree"


def test_a_mention_can_be_somebody_whom_only_another_document_names(
    records: dict[str, Record],
) -> None:
    after = put(moving("She", "She visited Bergen.", "Mary Stone"), records=records)
    stone = called(after, "Mary Stone")
    assert words(stone) == {("note.txt", "Mary Stone"), ("will.txt", "She")}
    assert says(after, "visit").subject.entity == stone.iri
    assert after.unmatched == ()


def test_a_mention_that_is_nobody_leaves_its_sentence_open(records: dict[str, Record]) -> None:
    after = put(moving("She", "She visited Bergen.", NOBODY), records=records)
    assert not any(c.predicate.lemma == "visit" for c in after.claims)
    told = {span.text: why for _, span, why in after.missed}
    assert told["She visited Bergen."] == "a decision leaves open whom or what it speaks of"


def test_what_is_called_by_one_mention_alone_is_nothing_without_it(
    record: Callable[..., Record],
) -> None:
    text = WILL.replace("Pike & Rowntree", "Pike Brands")
    made = {"will.txt": record(text, id="will.txt")}
    assert words(called(put(records=made), "Pike")) == {("will.txt", "Pike"), ("will.txt", "She")}
    for to in (NOBODY, "Tom Hale"):
        after = put(moving("Pike", "Pike praised the harbour.", to), records=made)
        assert not [e for e in after.entities if e.label == "Pike"]
        assert not [c for c in after.claims if c.predicate.lemma == "visit"]
        told = {span.text: why for _, span, why in after.missed}
        assert told["She visited Bergen."] == "a decision leaves open whom or what it speaks of"


def test_a_common_noun_stays_when_its_only_name_goes(record: Callable[..., Record]) -> None:
    made = record(
        "Oslo Brands hired Mary Stone. The firm sold a boat. It lies in Bergen.", id="will.txt"
    )
    firm = next(m for m in made.mentions if m.span.text == "The firm")
    named = next(m for m in made.mentions if m.span.text == "Oslo Brands")
    assert firm.entity == named.entity
    after = put(
        moving("Oslo Brands", "Oslo Brands hired Mary Stone.", NOBODY), records={"will.txt": made}
    )
    assert ("will.txt", "The firm") in words(called(after, "firm"))
    assert says(after, "sell").subject.label == "firm"


def test_a_mention_that_is_gone_is_reported(records: dict[str, Record]) -> None:
    after = put(moving("He", "He visited Bergen.", NOBODY), records=records)
    assert "no such words in that sentence" in after.unmatched[0]
    unknown = put(moving("She", "She visited Bergen.", "Nils Moe"), records=records)
    assert "nothing is called so" in unknown.unmatched[0]


# One claim


def ruling(kind: str, claim: Claim, build: Build, **more: str) -> Decision:
    document = next(d for d in build.documents if d.id == claim.document)
    target = claim_target(claim, document)
    return Decision(kind=kind, targets=(target,), **more)  # type: ignore[arg-type]


def test_a_rejected_claim_stays_and_makes_no_edge(records: dict[str, Record]) -> None:
    before = put(records=records)
    wrong = says(before, "sell")
    after = put(ruling("reject", wrong, before, note="it was let"), records=records)
    kept = says(after, "sell")
    assert (kept.id, kept.shown, kept.hidden_because) == (wrong.id, False, "rejected: it was let")
    assert not any(wrong.id in fact.claims for fact in after.facts)
    assert not any(data["label"] == "sell" for *_, data in after.graph.edges(data=True))
    assert {wrong.id} == {id for fact in before.facts for id in fact.claims} - {
        id for fact in after.facts for id in fact.claims
    }
    turned = dict(reversed(records.items()))
    assert put(records=turned).facts == before.facts
    again = put(ruling("reject", wrong, before, note="it was let"), records=turned)
    assert (again.claims, again.facts) == (after.claims, after.facts)


def test_an_asserted_claim_is_shown_and_names_who_confirms_it(records: dict[str, Record]) -> None:
    hidden = Settings(min_confidence=1.0, min_worth=1.0)
    before = assemble(list(records.values()), hidden)
    doubted = says(before, "sell")
    assert not doubted.shown
    yes = ruling("assert", doubted, before, to="Ines Roth")
    after = assemble(list(records.values()), hidden, (yes,))
    claim = says(after, "sell")
    assert (claim.shown, claim.confidence, claim.worth) == (True, 1.0, 1.0)
    assert claim_fields(claim)["confirmed_by"] == "Ines Roth"
    assert any(claim.id in fact.claims and fact.confidence == 1.0 for fact in after.facts)


def test_a_ruling_finds_its_claim_in_an_edited_and_in_a_renamed_document(
    records: dict[str, Record], record: Callable[..., Record]
) -> None:
    before = put(records=records)
    wrong = says(before, "sell")
    no = ruling("reject", wrong, before)
    edited = joined(record("It rained all day. " + WILL, id="will.txt"))
    after = put(no, records={**records, "will.txt": edited})
    assert says(after, "sell").id != wrong.id
    assert says(after, "sell").hidden_because == "rejected"
    moved = joined(record(WILL, id="moved.txt"))
    assert says(put(no, records={"moved.txt": moved}), "sell").hidden_because == "rejected"
    rewritten = joined(record(WILL.replace("sold", "kept"), id="will.txt"))
    gone = put(no, records={**records, "will.txt": rewritten})
    assert "makes no such claim any more" in gone.unmatched[0]
    assert "no document will.txt" in put(no, records={"note.txt": records["note.txt"]}).unmatched[0]


def test_a_rejection_goes_before_an_assertion(records: dict[str, Record]) -> None:
    before = put(records=records)
    no, yes = (ruling(kind, says(before, "sell"), before, **more) for kind, more in
               (("reject", {}), ("assert", {"to": "Ines Roth"})))  # fmt: skip
    for decisions in ((no, yes), (yes, no)):
        assert not says(put(*decisions, records=records), "sell").shown


# Merging takes the better label and type


@pytest.mark.parametrize("turned", [False, True])
def test_a_merge_takes_the_fuller_name_whatever_the_order(
    record: Callable[..., Record], turned: bool
) -> None:
    texts = {"a.txt": "A. Kolb praised Peru.", "b.txt": "Anna Kolb sells bees in Lima."}
    made = {name: record(text, id=name) for name, text in texts.items()}
    pair = (Target(entity="A. Kolb"), Target(entity="Anna Kolb"))
    same = Decision(kind="same", targets=pair[::-1] if turned else pair)
    entity = called(put(same, records=made), "Anna Kolb")
    assert entity.type == "Person"
    assert {d for d, _ in words(entity)} == {"a.txt", "b.txt"}


# What to look at first


def asked(build: Build, *decisions: Decision) -> list[tuple[str, set[str]]]:
    return [
        (case.kind, {case.first.label, case.second.label})
        for case in review_cases(build, decisions)
    ]


def test_two_full_names_of_one_document_are_asked_about_until_somebody_decides(
    records: dict[str, Record],
) -> None:
    build = put(records=records)
    pair = ("merge", {"Anna Pike", "Pike & Rowntree"})
    assert asked(build).count(pair) == 2, "once for each document"
    assert pair not in asked(build, parting())
    assert pair not in asked(put(parting(), records=records))


def test_accusing_claims_are_asked_about_once_a_clause(record: Callable[..., Record]) -> None:
    one = record("Nils Moe robbed the bank in Bergen. Nils Moe met Ida Foss.", id="a.txt")
    build = assemble([one], Settings())
    (case,) = [c for c in review_cases(build) if c.kind == "accusing"]
    assert (case.label, case.edges) == ("Nils Moe", 3)
    rob = [c for c in build.claims if c.predicate.lemma.startswith("rob") and c.shown]
    assert case.claim in {c.id for c in rob}
    yes = [ruling("assert", claim, build, to="Ines Roth") for claim in rob]
    assert not [c for c in review_cases(assemble([one], Settings(), tuple(yes)))
                if c.kind == "accusing"]  # fmt: skip


@pytest.mark.parametrize(
    ("a", "b", "type", "why"),
    [
        ("A. Kolb", "Anna Kolb", "Person", "initials"),
        ("Kolb", "Anna Kolb", "Person", "short for"),
        ("Daniel Foss", "Danielle Foss", "Person", ""),
        ("Tarn Foods", "Tarn Foods Ltd", "Organization", "legal form"),
        ("NHB", "Northern Harbour Board", "Organization", "initials"),
        ("Varnholm", "Varnhom", "Place", "slip of the pen"),
        ("Harbour Report 2019", "Harbour Report 2020", "CreativeWork", ""),
        ("Ward A", "Ward B", "Place", ""),
    ],
)
def test_likely_duplicates_say_how_they_are_alike(a: str, b: str, type: str, why: str) -> None:
    one, other = (Entity(iri=n, label=n, type=type, kind="named") for n in (a, b))
    found = likeness(one, other)
    assert (why in found) if why else not found


def test_what_most_edges_hang_on_comes_first(
    records: dict[str, Record], record: Callable[..., Record]
) -> None:
    text = "Nils Moe robbed the bank in Bergen. Nils Moe met Ida Foss."
    more = {"a.txt": record(text, id="a.txt"), **records}
    edges = [case.edges for case in review_cases(put(records=more))]
    assert len(set(edges)) > 1
    assert edges == sorted(edges, reverse=True)


# The commands


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An output folder made of one document, with its records."""
    where = tmp_path_factory.mktemp("undo")
    (where / "will.txt").write_text(WILL, encoding="utf-8")
    sources = Sources(inputs=(str(where / "will.txt"),))
    update(sources, where / "g", settings=Settings(), reading=Reading(), failed=[])
    return where / "g"


def bytes_of(folder: Path) -> dict[str, bytes]:
    found = (p for p in sorted(folder.rglob("*")) if p.is_file() and ".kg" not in p.parts)
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in found}


def run(*arguments: str) -> str:
    result = CliRunner().invoke(app, list(arguments))
    assert result.exit_code == 0, result.output or result.exception
    return result.output


def test_every_command_is_undone_to_the_byte(folder: Path) -> None:
    before = bytes_of(folder)
    claim = says(restore(folder), "sell")
    for command in (
        ["reject", claim.id[:8], "--note", "it was let"],
        ["assert", claim.id[:8], "--by", "Ines Roth"],
        ["mention", "Pike", "praised the harbour", "nobody"],
        ["split", "Anna Pike", "Pike & Rowntree", "--in", "will.txt"],
        ["retype", "Tom Hale", "Organization", "--note", "a firm"],
    ):
        assert "decided: " in run(*command, "-o", str(folder))
        assert len(read_decisions(folder / "decisions.yaml")) == 1
        assert bytes_of(folder) != before
        plain = [part for part in command if part not in ("--by", "Ines Roth")]
        assert "taken back: " in run(*plain, "-o", str(folder), "--undo")
        assert bytes_of(folder) == before


def test_a_sentence_may_be_typed_with_the_marks_of_a_keyboard(tmp_path: Path) -> None:
    text = "Ida’s boat sank – “at once”. She sold it."
    (tmp_path / "boat.txt").write_text(text, encoding="utf-8")
    output = ("-o", str(tmp_path / "graph"))
    run("build", str(tmp_path / "boat.txt"), *output)
    said = run("mention", "Ida's boat", 'Ida\'s boat sank - "at once".', "nobody", *output)
    assert said.startswith("decided: ")
    assert run("mention", "Ida's boat", "Ida's boat sank", "nobody", *output, "--undo").startswith(
        "taken back: "
    )


def test_who_was_renamed_is_meant_by_each_name_and_decided_about_once(folder: Path) -> None:
    before, file = bytes_of(folder), folder / "decisions.yaml"
    where = ("-o", str(folder))
    run("rename", "Tom Hale", "Thomas Hale", *where)
    run("rename", "Thomas Hale", "Captain Hale", *where)
    (decision,) = read_decisions(file)
    assert (decision.targets, decision.to) == ((Target(entity="Tom Hale"),), "Captain Hale")
    retype = ("retype", "Captain Hale", "Organization", *where)
    mention = ("mention", "She", "visited Bergen", "Captain Hale", *where)
    run(*retype)
    run(*mention)
    made = {d.kind: d for d in read_decisions(file)}
    assert made["retype"].targets == (Target(entity="Tom Hale"),)
    assert made["mention"].to == "Tom Hale"
    run(*mention, "--undo")
    run(*retype, "--undo")
    run("rename", "Thomas Hale", "Captain Hale", *where, "--undo")
    assert bytes_of(folder) == before


def test_an_undo_takes_back_what_its_own_command_wrote(folder: Path) -> None:
    before, where = bytes_of(folder), ("-o", str(folder))
    for made, other in (
        (("rename", "Tom Hale", "Thomas Hale"), ("rename", "Tom Hale", "Captain Hale")),
        (("rename", "Tom Hale", "Thomas Hale"), ("rename", "Anna Pike", "Thomas Hale")),
        (("retype", "Tom Hale", "Organization"), ("retype", "Tom Hale", "Place")),
        (("mention", "Pike", "praised the harbour", "nobody"),
         ("mention", "Pike", "praised the harbour", "Tom Hale")),
    ):  # fmt: skip
        run(*made, *where)
        decided = bytes_of(folder)
        refused = CliRunner().invoke(app, [*other, *where, "--undo"])
        assert refused.exit_code == 1, other
        assert bytes_of(folder) == decided
        run(*made, *where, "--undo")
    assert bytes_of(folder) == before


def test_a_review_takes_its_folder_with_and_without_an_option(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # where there is no folder "output"
    assert run("review", "-o", str(folder)) == "no open cases\n"
    assert run("review", str(folder)) == "no open cases\n"
    refused = CliRunner().invoke(app, ["review", str(folder), "-o", "case"])
    assert refused.exit_code == 2
    assert "the folder is given twice" in " ".join(refused.output.split())


@pytest.mark.parametrize(
    ("made", "other"),
    [
        (("merge", "Pike", "Tom Hale"), ("merge", "Pike", "Anna Pike")),
        (("merge", "Tom Hale", "pike"), ("merge", "Pike", "Henrik Vos")),
        (("retype", "Pike", "Organization"), ("retype", "Tom Hale", "Organization")),
        (("drop", "Pike"), ("drop", "Tom Hale")),
        (("rename", "Pike", "Lady Pike"), ("rename", "Henrik Vos", "Lady Pike")),
    ],
)
def test_an_undo_finds_what_was_decided_by_another_name(
    folder: Path, made: tuple[str, ...], other: tuple[str, ...]
) -> None:
    before, where = bytes_of(folder), ("-o", str(folder))
    assert "Pike" in called(restore(folder), "Anna Pike").aliases
    run(*made, *where)
    decided = bytes_of(folder)
    refused = CliRunner().invoke(app, [*other, *where, "--undo"])
    assert refused.exit_code == 1
    assert bytes_of(folder) == decided
    assert "Anna Pike" in run(*made, *where, "--undo")
    assert bytes_of(folder) == before


def test_an_undo_makes_one_graph_however_much_is_decided(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, where = bytes_of(folder), ("-o", str(folder))
    run("merge", "Tom Hale", "Pike", *where)
    run("merge", "Henrik Vos", "pike", *where)
    run("merge", "Oslo", "Bergen", *where)
    decided, made = bytes_of(folder), list[Decision]()

    def counting(output: Path, decisions: tuple[Decision, ...], *, wait: float) -> Build:
        made.append(decisions)
        return built_with(output, decisions, wait=wait)

    monkeypatch.setattr("kg.upkeep.built_with", counting)
    refused = CliRunner().invoke(app, ["merge", "Oslo", "Pike", *where, "--undo"])
    assert (refused.exit_code, made) == (1, [()])
    assert bytes_of(folder) == decided
    assert "Henrik Vos" in run("merge", "Henrik Vos", "pike", *where, "--undo")
    assert "Tom Hale" in run("merge", "Tom Hale", "Pike", *where, "--undo")
    run("merge", "Bergen", "Oslo", *where, "--undo")
    assert len(made) == 3
    assert bytes_of(folder) == before


def test_no_graph_is_made_of_what_another_version_has_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert called(built_with(folder, ()), "Tom Hale")
    monkeypatch.setattr("kg.upkeep.fingerprint", lambda reader: "another")
    with pytest.raises(StoreError, match="another version"):
        built_with(folder, ())


def test_a_rename_of_something_else_names_nobody(folder: Path) -> None:
    gone = Decision(kind="rename", targets=(Target(entity="Nils Gone"),), to="Tom Hale")
    build = restore(folder)
    [hale] = [entity for entity in build.entities if entity.label == "Tom Hale"]
    assert lasting_target(build, hale, [gone]) == Target(entity="Tom Hale")


def test_the_files_say_what_was_ruled(folder: Path) -> None:
    before = bytes_of(folder)
    claim = says(restore(folder), "sell").id
    run("assert", claim, "--by", "Ines Roth", "-o", str(folder))
    assert 'kg:confirmedBy "Ines Roth"' in (folder / "graph.ttl").read_text("utf-8")
    assert "confirmed by Ines Roth" in run("why", claim, "-o", str(folder))
    run("reject", claim, "--note", "it was let", "-o", str(folder))
    assert [d.kind for d in read_decisions(folder / "decisions.yaml")] == ["reject"]
    lines = map(json.loads, (folder / "claims.jsonl").read_text("utf-8").splitlines())
    line = next(line for line in lines if line["id"] == claim)
    assert (line["shown"], line["hidden_because"]) == (False, "rejected: it was let")
    run("reject", claim, "-o", str(folder), "--undo")
    assert bytes_of(folder) == before


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["reject", "ffffffff"], "no claim has the id"),
        (["split", "Anna Pike", "Foss", "--in", "will.txt"], "does not say 'Foss'"),
        (["split", "Anna Pike", "Foss", "--in", "none.txt"], "no document 'none.txt'"),
        (["mention", "He", "praised", "nobody"], "no sentence of any document"),
        (["mention", "Pike", "Pike", "nobody"], "give the whole sentence"),
        (["mention", "She", "visited Bergen", "nobody", "--undo"], "no such decision"),
    ],
)
def test_what_cannot_be_decided_is_said_in_one_line(
    command: list[str], said: str, folder: Path
) -> None:
    result = CliRunner().invoke(app, [*command, "-o", str(folder)])
    assert result.exit_code == 1
    assert said in str(result.exception)
    assert "\n" not in str(result.exception)
