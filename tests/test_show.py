"""show, why, path and the commands that decide, as users run them on a real output folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

import commands
import pytest
from test_build import contents, kg

from kg.ask.show import why
from kg.build import build, write_outputs
from kg.decisions import read_decisions
from kg.readers import PIPELINE_LOCK
from kg.restore import restore

TEXTS = {
    "bulls.txt": "Michael Jordan, the basketball player, led the Chicago Bulls to a title in 1996.",
    "hornets.txt": "Michael Jordan left the Chicago Bulls. The basketball player bought a team.",
    "berkeley.txt": "Michael Jordan is a professor at Berkeley. Jordan met Shinzo Abe in Osaka.",
    "osaka.txt": "Shinzo Abe spoke in Osaka. Prime Minister Shinzo Abe visited Kyiv.",
    "kiev.txt": "Kiev was under fire. Anna Berg praised Acme Corporation.",
}
#: What is shown here does not depend on figures.
EVERY = ("--min-confidence", "0", "--min-worth", "0")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("show")
    (folder / "in").mkdir()
    for name, text in TEXTS.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    done = kg("build", str(folder / "in"), "-o", str(folder / "out"), *EVERY)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Iterator[Path]:
    """The output, to decide about: afterwards, all is as it was before."""
    shutil.copytree(built, tmp_path / "before")
    yield built / "out"
    shutil.rmtree(built)
    shutil.copytree(tmp_path / "before", built)


def test_a_card_has_names_links_claims_by_date_and_documents(built: Path) -> None:
    out = str(built / "out")
    shown = kg("show", "Kyiv", "-o", out)
    assert shown.returncode == 0, shown.stderr
    assert "http://www.wikidata.org/entity/Q1899" in shown.stdout
    assert "aliases  K" in shown.stdout
    card = json.loads(kg("show", "Shinzo Abe", "-o", out, "--json").stdout)
    assert card["type"] == "Person"
    assert [d["document"] for d in card["documents"]] == ["berkeley.txt", "osaka.txt"]
    assert any(c["predicate"] == "visit" for c in card["claims"])
    bulls = json.loads(kg("show", "Michael Jordan in bulls.txt", "-o", out, "--json").stdout)
    dates = [c["date"] for c in bulls["claims"]]
    assert "1996" in dates
    assert dates == sorted(dates, key=lambda d: (d is None, d))
    assert bulls["open_cases"]


def test_a_document_is_read_again_when_no_other_thread_reads(built: Path) -> None:
    made, names = restore(built / "out"), ("Michael Jordan in berkeley.txt", "Jordan")
    found = why(made, *names)
    with ThreadPoolExecutor(1) as threads:
        with PIPELINE_LOCK:
            asked = threads.submit(why, made, *names)
            assert not wait([asked], timeout=2).done
        assert asked.result(timeout=60) == found
    assert (found["same"], found["document"]) == (True, "berkeley.txt")
    assert [step["sides"][1]["label"] for step in found["steps"]] == ["Jordan"]


def test_a_name_that_several_bear_lists_them_and_one_that_none_bears_guesses(built: Path) -> None:
    several = kg("show", "Michael Jordan", "-o", str(built / "out"))
    assert several.returncode == 1
    assert several.stderr.count("entity/Michael_Jordan") == 2
    none = kg("show", "Shinzo", "-o", str(built / "out"))
    assert none.returncode == 1
    assert "did you mean Shinzo Abe?" in none.stderr


def test_why_gives_rule_reasons_and_sentences(built: Path) -> None:
    out = str(built / "out")
    same = kg("why", "Kiev", "Kyiv", "-o", out).stdout
    assert "same link" in same
    assert "Kiev was under fire." in same
    parts = ("Michael Jordan in bulls.txt", "Michael Jordan in hornets.txt")
    assert "Chicago Bulls" in kg("why", *parts, "-o", out).stdout
    apart = kg("why", parts[0], "Michael Jordan in berkeley.txt", "-o", out).stdout
    assert "are two" in apart
    assert "for two:" in apart
    assert "professor" in apart


def test_path_quotes_what_joins_two_entities(built: Path) -> None:
    way = kg("path", "Michael Jordan in berkeley.txt", "Kyiv", "-o", str(built / "out"))
    assert way.returncode == 0, way.stderr
    assert "met → Shinzo Abe" in way.stdout
    assert "osaka.txt: " in way.stdout
    none = kg("path", "Anna Berg", "Kyiv", "-o", str(built / "out"))
    assert none.returncode == 1
    assert "no facts join Anna Berg and Ky" in none.stderr or "no facts join" in none.stderr


def test_merge_is_applied_at_once_survives_a_rebuild_and_undoing_restores_the_bytes(
    out: Path,
) -> None:
    before = contents(out)
    done = kg("merge", "Anna Berg", "Acme Corporation", "-o", str(out))
    assert done.returncode == 0, done.stderr
    merged = contents(out)
    assert b'"Acme Corporation", "type"' not in merged["entities.jsonl"]
    again = kg("build", str(out.parent / "in"), "-o", str(out), *EVERY)
    assert again.returncode == 0, again.stderr
    rebuilt = contents(out)
    assert rebuilt["entities.jsonl"] == merged["entities.jsonl"]
    assert rebuilt["graph.ttl"] == merged["graph.ttl"]
    undone = kg("merge", "Acme Corporation", "Anna Berg", "-o", str(out), "--undo")
    assert undone.returncode == 0, undone.stderr
    after = contents(out)
    differing = {name for name in before if before[name] != after[name]}
    assert differing <= {"decisions.yaml"} | {n for n in differing if n.startswith(".")}


def test_decisions_survive_an_edited_and_a_renamed_file(out: Path) -> None:
    texts = out.parent / "in"
    jordans = ("Michael Jordan", "bulls.txt", "hornets.txt")
    for arguments in (
        ("split", *jordans),
        ("rename", "Shinzo Abe", "Abe Shinzo"),
        ("retype", "Acme Corporation", "Event"),
        ("merge", "Michael Jordan in berkeley.txt", "Michael Jordan in hornets.txt"),
    ):
        done = kg(*arguments, "-o", str(out))
        assert done.returncode == 0, done.stderr
        assert done.stderr == ""
    (texts / "bulls.txt").rename(texts / "finals.txt")
    with (texts / "hornets.txt").open("a", encoding="utf-8") as file:
        file.write(" It rained.")
    done = kg("build", str(texts), "-o", str(out), *EVERY)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    entities = [json.loads(x) for x in (out / "entities.jsonl").read_text("utf-8").splitlines()]
    jordan = sorted(
        sorted({m["document"] for m in e["mentions"]})
        for e in entities
        if e["label"] == "Michael Jordan"
    )
    assert jordan == [["berkeley.txt", "hornets.txt"], ["finals.txt"]]
    by_label = {e["label"]: e for e in entities}
    assert by_label["Abe Shinzo"]["iri"].endswith("/Shinzo_Abe")
    assert by_label["Acme Corporation"]["type"] == "Event"


def test_review_asks_and_writes_what_is_answered(out: Path) -> None:
    listed = json.loads(kg("review", "-o", str(out), "--json").stdout)
    assert [case["label"] for case in listed] == ["Michael Jordan"]
    done = kg("review", "-o", str(out), stdin=b"what?\nd\n")
    assert done.returncode == 0, done.stderr
    assert "for two:" in done.stdout
    (decision,) = read_decisions(out / "decisions.yaml")
    assert decision.kind == "different"
    assert kg("review", "-o", str(out)).stdout == "no open cases\n"


def test_wrong_names_leave_everything_as_it_is(out: Path) -> None:
    before = contents(out)
    for arguments, said in (
        (("merge", "Anna Berg", "Nobody"), "no entity is called 'Nobody'"),
        (("merge", "Anna Berg", "Anna Berg"), "nothing to decide"),
        (("drop", "fly", "--predicate"), "no claim has the predicate"),
        (("drop", "Anna Berg", "--undo"), "no such decision"),
    ):
        done = kg(*arguments, "-o", str(out))
        assert done.returncode == 1
        assert said in done.stderr
        assert len(done.stderr.splitlines()) == 1
    assert contents(out) == before


def test_why_tells_the_links_inside_one_document(tmp_path: Path) -> None:
    text = (
        "Mike Pompeo, the US secretary of state, landed in Tokyo. Shinzo Abe met Pompeo."
        "\n\nThe secretary left on Monday.\n\nShinzo Abe spoke in Osaka. He praised the army.\n"
    )
    (tmp_path / "visit.txt").write_text(text, encoding="utf-8")
    out = str(tmp_path / "out")
    done = kg("build", str(tmp_path / "visit.txt"), "-o", out, *EVERY)
    assert done.returncode == 0, done.stderr
    role = kg("why", "Mike Pompeo", "the US secretary of state", "-o", out).stdout
    assert "“Mike Pompeo” = “the US secretary of state”, apposition" in role
    assert role.count("landed in Tokyo") == 1
    found = json.loads(kg("why", "Pompeo", "The secretary", "-o", out, "--json").stdout)
    assert found["same"]
    assert [step["rule"] for step in found["steps"]] == ["part of a name", "apposition", "role"]
    sides = [side for step in found["steps"] for side in step["sides"]]
    assert all(side["label"] in side["sentence"] for side in sides)
    assert sides[-1]["sentence"] == "The secretary left on Monday."
    pronoun = kg("why", "Shinzo Abe", "He in visit.txt", "-o", out).stdout
    assert "coreference" in pronoun
    assert "the ranker's choice among" in pronoun
    unknown = kg("why", "Shinzo Abe", "the table", "-o", out)
    assert unknown.returncode == 1
    assert "no entity is called 'the table'" in unknown.stderr


@pytest.mark.parametrize(
    ("given", "other"),
    [
        (["show", "Kim", "-o", "out"], ["show", "Kim", "out"]),
        (["show", "-o", "out", "Kim"], ["show", "out", "Kim"]),
        (["stats", "out"], ["stats", "-o", "out"]),
        (["stats", "out"], ["stats", "--output=out"]),
        (["query", "out", "ASK {}"], ["query", "ASK {}", "-o", "out"]),
        (["query", "out", "ASK {}"], ["query", "ASK {}", "out"]),
        (["documents", "out", "--json"], ["documents", "--json", "-o", "out"]),
    ],
)
def test_any_command_takes_its_folder_either_way(
    given: list[str], other: list[str], tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_text("Kim met Ada Lund in Graz.", "utf-8")
    write_outputs(build([tmp_path / "a.txt"]), tmp_path / "out")
    first = commands.kg(*given, folder=tmp_path)
    second = commands.kg(*other, folder=tmp_path)
    assert first.returncode == 0, first.stderr
    assert (second.returncode, second.stdout) == (0, first.stdout), second.stderr
