"""docs/first-case.md and docs/ask.md: every command runs, every shown result is real."""

from __future__ import annotations

import re
import shlex
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from commands import answer

from kg.ask import ask

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "first-case.md").read_text("utf-8")
BLOCKS = re.findall(r"```(sh|console|text)\n((?:.*\n)*?)```", PAGE)


@dataclass(frozen=True)
class Done:
    """A command of the page: what it printed, what the page shows of it (nothing is None)."""

    command: str
    printed: str
    shown: str | None


def commands() -> Iterator[tuple[str, str | None]]:
    for kind, body in BLOCKS:
        if kind == "console":
            command, _, shown = body.partition("\n")
            yield command.removeprefix("$ "), shown
        elif kind == "sh":
            yield from ((line, None) for line in body.splitlines())


@pytest.fixture(scope="module")
def case(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[Done]]:
    """The walk, command by command, in a folder that has the documents."""
    folder = tmp_path_factory.mktemp("case")
    for name in ("case", "case-later"):
        shutil.copytree(ROOT / "examples" / name, folder / "examples" / name)
    return folder, [Done(command, run(command, folder), shown) for command, shown in commands()]


def run(command: str, folder: Path) -> str:
    """What a line of the page prints; a copy is made without a shell, `kg` is this checkout's."""
    program, *rest = command.split(" ")
    if program == "cp":
        shutil.copytree(folder / rest[-2], folder / rest[-1])
        return ""
    assert program == "kg", command
    return answer(*shlex.split(command)[1:], folder=folder)


def printed(case: tuple[Path, list[Done]], beginning: str) -> str:
    return next(done.printed for done in case[1] if done.command.startswith(beginning))


def test_every_shown_result_is_real(case: tuple[Path, list[Done]]) -> None:
    shown = [done for done in case[1] if done.shown is not None]
    assert len(shown) >= 6
    for done in shown:
        assert done.printed == done.shown, done.command


def test_the_walk_reads_corrects_asks_and_adds(case: tuple[Path, list[Done]]) -> None:
    assert "13 documents," in printed(case, "kg build examples/case ")
    assert "4 not English" in printed(case, "kg documents")
    assert "14 documents," in printed(case, "kg build examples/case-later")
    assert "Kestrel Shipping intends to buy the north quay.  (planned)" in (
        printed(case, "kg ask what-is-planned")
    )
    assert "Kestrel Shipping bought the north quay" in printed(case, "kg ask what-happened")
    assert "SELECT ?who" in printed(case, "kg ask who-denies-what")


def test_what_was_decided_holds_after_a_document_is_added(case: tuple[Path, list[Done]]) -> None:
    folder, _ = case
    text = (folder / "case" / "decisions.yaml").read_text("utf-8")
    assert "Olaf Reve" in text
    assert "Calder Survey Ltd" not in text
    fathers = ask(folder / "case", "who-is", ["Olaf Reve in herald_2022-08-21.txt"])
    assert not any("harbour master" in row.sentence for row in fathers.rows)
    authority = ask(folder / "case", "related-to", ["Tarnholm Port Authority"])
    assert authority.rows
    assert not any("bankrupt." in row.sentence for row in authority.rows)


def test_denials_and_plans_of_the_case_are_no_facts(case: tuple[Path, list[Done]]) -> None:
    output = case[0] / "before"
    paid = ask(output, "who-paid-whom")
    assert ("Prinn Dredging", "Blue Heron Trust", "180,000 euros", "2021-06-11") in {
        tuple(value for _, value in row.cells) for row in paid.facts
    }
    assert [row.sentence for row in paid.statements] == [
        "According to Henrik Dahlmann, Tarnholm Port Authority did not pay the Blue Heron Trust."
    ]
    assert not ask(output, "what-is-planned").facts


def test_the_briefs_of_the_case_are_verified_and_whole(case: tuple[Path, list[Done]]) -> None:
    folder, _ = case
    page = (folder / "brief.html").read_text("utf-8")
    assert "all verified." in page
    for words in (
        "files of kinds that kg cannot read: .dwg (1).", "sentences that are not English",
        "Prinn Dredging was founded in 1998. But: Prinn Dredging was founded in 2004.",
        "intends to buy the north quay", "chairman of Prinn Dredging",
    ):  # fmt: skip
        assert words in page, words
    assert (folder / "brief.docx").read_bytes().startswith(b"PK")


def test_the_excerpt_is_of_the_brief(case: tuple[Path, list[Done]]) -> None:
    [excerpt] = [body for kind, body in BLOCKS if kind == "text"]
    lines = (case[0] / "prinn.md").read_text("utf-8").splitlines()
    assert excerpt.strip()
    assert [line for line in excerpt.splitlines() if line and line not in lines] == []


def test_the_page_of_questions_lists_them_as_the_command_does(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "ask.md").read_text("utf-8")
    [(command, shown)] = re.findall(r"```console\n\$ (.+)\n((?:.*\n)*?)```", page)
    assert run(command, tmp_path) == shown


def test_a_changed_source_is_named_in_the_next_brief(case: tuple[Path, list[Done]]) -> None:
    folder, _ = case
    mail = folder / "examples" / "case" / "mail.eml"
    before = mail.read_bytes()
    try:
        mail.write_bytes(before.replace(b"Your brother Karl", b"Somebody"))
        told = run("kg brief before -o changed.md", folder)
    finally:
        mail.write_bytes(before)
    assert "(mail.eml)" in told
    assert "verified" in told
    text = (folder / "changed.md").read_text("utf-8")
    assert re.search(r"Your brother Karl Dahlmann.*source changed since", text)
