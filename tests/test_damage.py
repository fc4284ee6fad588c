"""Damaged, foreign and full: whatever lies in an output folder, a command says so in one line."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from test_restore import sign_again

from kg.ask.show import why
from kg.ask.verify import verify
from kg.cli import main
from kg.corpus.shards import Reading
from kg.corpus.store import Sources, open_store
from kg.decisions import Decision, Target, add_decision, read_decisions
from kg.errors import KgError, QueryError, StoreError
from kg.folder.marks import signed
from kg.link import OwnGazetteer
from kg.model import TYPES, Settings
from kg.restore import restore
from kg.upkeep import decide, update

TEXTS = {
    "bulls.txt": "Michael Jordan, the basketball player, led the Chicago Bulls to a title in 1996.",
    "berkeley.txt": "Michael Jordan is a professor at Berkeley. Jordan met Shinzo Abe in Osaka.",
    "osaka.txt": "Shinzo Abe spoke in Osaka. Prime Minister Shinzo Abe visited Kyiv. Well, well.",
    "kiev.txt": "Kiev was under fire. Anna Berg praised Acme Corporation.",
}
#: Commands that read an output folder, without the folder.
COMMANDS = {
    "show": ("show", "Shinzo Abe", "-o"),
    "why": ("why", "Kiev", "Kyiv", "-o"),
    "path": ("path", "Michael Jordan in berkeley.txt", "Kyiv", "-o"),
    "review": ("review", "--json", "-o"),
    "stats": ("stats",),
    "missed": ("stats", "--missed"),
    "query": ("query", "SELECT (count(*) AS ?n) { ?s ?p ?o }"),
    "documents": ("documents",),
    "rename": ("rename", "Shinzo Abe", "Abe, S.", "-o"),
    "remove": ("remove", "osaka.txt"),
}
#: The one file of records.
KEPT = ".kg/records/*.zip"
#: The files of a folder, and commands that read each of them.
READ_BY = {
    "manifest.json": ("show", "stats"),
    "documents.jsonl": ("why", "documents"),
    "entities.jsonl": ("show", "stats"),
    "claims.jsonl": ("path", "stats"),
    "missed.jsonl": ("missed", "documents"),
    "merges.jsonl": ("why",),
    "review.jsonl": ("review",),
    "graph.ttl": ("query",),
    "decisions.yaml": ("rename",),
    ".kg/build.json": ("remove",),
    KEPT: ("rename",),
}
DEEP = "[" * 20_000


def another(path: Path) -> None:
    """The same file of another graph."""
    old = path.read_bytes()
    new = old.replace(b"Shinzo Abe", b"Shinji Ito").replace(b"kiev.txt", b"kyiv.txt")
    path.write_bytes(new if new != old else old + old)


DAMAGES: dict[str, Callable[[Path], object]] = {
    "cut short": lambda path: path.write_bytes(path.read_bytes()[: path.stat().st_size // 2]),
    "another's": another,
    "null": lambda path: path.write_text("null\n"),
    "deep": lambda path: path.write_text(DEEP),
    "wrong type": lambda path: path.write_text('{"id": 1, "settings": [], "iri": {"a": []}}\n'),
    "binary": lambda path: path.write_bytes(bytes(range(256)) * 9),
    "empty": lambda path: path.write_bytes(b""),
    "folder": lambda path: (path.unlink(), path.mkdir()),
    "pipe": lambda path: (path.unlink(), os.mkfifo(path)),
    "gone": lambda path: path.unlink(),
}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("damage")
    (folder / "in").mkdir()
    for name, text in TEXTS.items():
        (folder / "in" / name).write_text(text, encoding="utf-8")
    sources = Sources(inputs=(str(folder / "in"),))
    settings = Settings(min_confidence=0, min_worth=0)
    result = update(sources, folder / "out", settings=settings, reading=Reading(), failed=[])
    assert result is not None
    assert result.review
    return folder / "out"


@pytest.fixture
def out(built: Path, tmp_path: Path) -> Path:
    """A copy to damage."""
    return Path(shutil.copytree(built, tmp_path / "out"))


Ran = tuple[int, str, str]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """Run a command as the entry point does; exit code, standard output, standard error."""

    def run(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["kg", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        code = ended.value.code
        return (code if isinstance(code, int) else 0, *capsys.readouterr())

    return run


def arguments_of(command: str, out: Path) -> tuple[str, ...]:
    name, *rest = COMMANDS[command]
    if rest[-1:] == ["-o"]:
        return (name, *rest, str(out))
    return (name, str(out), *rest)


@pytest.fixture
def answers(built: Path, run: Callable[..., Ran], kept: dict[str, str]) -> dict[str, str]:
    """What commands that change nothing print of the folder as it was built."""
    for command in COMMANDS.keys() - {"rename", "remove"} - kept.keys():
        code, said, complaint = run(*arguments_of(command, built))
        assert (code, complaint) == (0, ""), command
        kept[command] = plain(said, built)
    return kept


@pytest.fixture(scope="module")
def kept() -> dict[str, str]:
    return {}


def plain(text: str, out: Path) -> str:
    return text.replace(str(out), "OUT")


@pytest.mark.parametrize("damage", DAMAGES)
@pytest.mark.parametrize("name", READ_BY)
def test_a_damaged_file_is_one_line_or_does_no_harm(
    name: str, damage: str, built: Path, out: Path, run: Callable[..., Ran], answers: dict[str, str]
) -> None:
    (path,) = out.glob(name)
    DAMAGES[damage](path)
    decided = out / "decisions.yaml"
    before = decided.read_bytes() if decided.is_file() else b""
    found = verify_finds(out, path)
    for command in READ_BY[name]:
        code, said, complaint = run(*arguments_of(command, out))
        assert "Traceback" not in complaint
        assert "a fault of kg" not in complaint
        assert code in (0, 1), complaint
        if code == 1:
            assert len(complaint.splitlines()) == 1, complaint
            assert complaint.startswith("kg: ")
            assert not before or decided.read_bytes() == before
        elif command in answers:
            assert plain(said, out) == answers[command]
    # Decisions may be anything; a folder may come without its notes; a shard may be longer.
    harmless = {("decisions.yaml", damage), (".kg/build.json", "gone"), (KEPT, "another's")}
    assert found or (name, damage) in harmless, "verify is silent"


def verify_finds(out: Path, path: Path) -> bool:
    try:
        subjects = {Path(problem.subject).name for problem in verify(out).problems}
        return bool(subjects & {path.name, "osaka.txt"})  # its record is lost
    except KgError as error:
        return path.name in str(error) or "no build" in str(error)


# Decisions


def drop(predicate: str) -> Decision:
    return Decision(kind="drop", targets=(Target(predicate=predicate),))


def test_decisions_at_the_same_time_are_all_kept(out: Path) -> None:
    predicates = ["meet", "praise", "visit", "speak", "be", "lead"]

    def one(predicate: str) -> str:
        decide(out, lambda file: add_decision(file, drop(predicate)), wait=60)
        return predicate

    with ThreadPoolExecutor(len(predicates)) as pool:
        decided = list(pool.map(one, predicates))
    kept = {decision.targets[0].predicate for decision in read_decisions(out / "decisions.yaml")}
    assert kept == set(decided) == set(predicates)
    lemmas = {claim.predicate.lemma for claim in restore(out).claims}
    assert not lemmas & set(predicates)


def test_who_cannot_wait_any_longer_is_refused_and_nothing_is_written(
    out: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.cli.deciding.WAIT", 0.05)
    before = (out / "decisions.yaml").read_bytes()
    with open_store(out):
        code, said, complaint = run("rename", "Anna Berg", "Berg", "-o", str(out))
    assert (code, said) == (1, "")
    assert complaint.startswith("kg: nothing is decided: another kg is writing")
    assert len(complaint.splitlines()) == 1
    assert (out / "decisions.yaml").read_bytes() == before


def test_a_decision_without_records_is_refused(out: Path, run: Callable[..., Ran]) -> None:
    shutil.rmtree(out / ".kg")
    before = (out / "decisions.yaml").read_bytes()
    code, _, complaint = run("merge", "Anna Berg", "Shinzo Abe", "-o", str(out))
    assert code == 1
    assert "nothing is decided" in complaint
    assert "run kg build" in complaint
    assert (out / "decisions.yaml").read_bytes() == before


def test_a_graph_that_cannot_be_made_leaves_the_decisions_as_they_were(out: Path) -> None:
    before = (out / "decisions.yaml").read_bytes()
    (shard,) = (out / ".kg" / "records").glob("*.zip")
    shard.write_bytes(b"PK")
    with pytest.raises(StoreError, match="run kg build again"):
        decide(out, lambda file: add_decision(file, drop("meet")))
    assert (out / "decisions.yaml").read_bytes() == before


def test_a_decision_that_is_there_but_not_in_the_graph_is_applied(out: Path) -> None:
    """As after a kill between the two."""
    add_decision(out / "decisions.yaml", drop("meet"))
    assert decide(out, lambda file: add_decision(file, drop("meet"))) is not None
    assert "meet" not in {claim.predicate.lemma for claim in restore(out).claims}
    assert decide(out, lambda file: add_decision(file, drop("meet"))) is None


# What verify looks at


def test_verify_sees_forged_words_of_open_cases(out: Path) -> None:
    lines = (out / "review.jsonl").read_text("utf-8").splitlines()
    case = json.loads(lines[0])
    case["first"]["sentence"]["text"] = "X" * len(case["first"]["sentence"]["text"])
    forged = [json.dumps(case), *lines[1:], ""]
    (out / "review.jsonl").write_text("\n".join(forged), "utf-8")
    sign_again(out)
    assert {problem.kind for problem in verify(out).problems} == {"quote"}


def test_verify_names_what_is_kept_and_what_is_listed(out: Path) -> None:
    extracts = out / ".kg" / "extracts"
    extracts.mkdir(exist_ok=True)
    (extracts / "0123.jsonl").write_text('"no checksum"\n', "utf-8")
    (shard,) = (out / ".kg" / "records").glob("*.zip")
    shard.write_bytes(shard.read_bytes()[:-30])
    with (out / "decisions.yaml").open("a", encoding="utf-8") as file:
        file.write("drop:\n  - Peru\n")
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    del manifest["outputs"]["review.jsonl"]
    manifest["outputs"]["../../etc/passwd"] = "0" * 64
    (out / "manifest.json").write_text(signed(manifest), "utf-8", newline="\n")
    found = {(problem.kind, problem.subject) for problem in verify(out).problems}
    assert {
        ("kept", ".kg/extracts/0123.jsonl"),
        ("kept", f".kg/records/{shard.name}"),
        ("decisions", "decisions.yaml"),
        ("file unlisted", "review.jsonl"),
        ("file foreign", "../../etc/passwd"),
    } <= found


# Code that a folder names


def test_a_module_that_a_manifest_names_is_not_imported(
    out: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "lib" / "kg_evil_pipeline"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("raise SystemExit('it ran')\n")
    (package / "meta.json").write_text("{}")
    monkeypatch.syspath_prepend(str(tmp_path / "lib"))
    manifest = json.loads((out / "manifest.json").read_text("utf-8"))
    manifest["pipeline"]["name"] = "kg_evil_pipeline"
    (out / "manifest.json").write_text(signed(manifest), "utf-8", newline="\n")
    with pytest.raises(QueryError, match="name it with --model"):
        why(restore(out), "Michael Jordan in berkeley.txt", "Jordan")
    assert "kg_evil_pipeline" not in sys.modules


# The gazetteer of the user's own


@pytest.fixture
def names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A gazetteer, with a cache of its own under an awkward name."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "a # b ? 100%41"))
    file = tmp_path / "names.csv"
    file.write_text("label,iri\nAnna Berg,https://example.org/berg\n", "utf-8")
    return file


def links_of(file: Path, name: str = "Anna Berg") -> list[str]:
    return [entry.iri for entry in OwnGazetteer([file], types=TYPES).find(name)]


@pytest.mark.parametrize("damage", ["cut short", "binary", "empty", "folder", "pipe", "others"])
def test_a_damaged_cache_of_names_is_made_again(names: Path, damage: str, tmp_path: Path) -> None:
    assert links_of(names) == ["https://example.org/berg"]
    (cached,) = tmp_path.glob("a */kg/*.sqlite")
    if damage == "others":  # whole, but anybody could have written it
        table = sqlite3.connect(cached)
        table.execute("UPDATE names SET iri = 'https://evil.example/'")
        table.commit()
        table.close()
        cached.chmod(0o666)
    else:
        DAMAGES[damage](cached)
    assert links_of(names) == ["https://example.org/berg"]


def test_names_need_no_cache_that_can_be_written(
    names: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(names))  # a file
    planted = tmp_path / "temporary"
    planted.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(planted))
    assert links_of(names) == ["https://example.org/berg"]
    assert list(planted.iterdir()) == [], "nothing of a name that others can guess"


# The terminal's end of it


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
def test_a_full_disk_behind_standard_output_is_one_line(
    built: Path, run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch
) -> None:
    with Path("/dev/full").open("w") as full:
        monkeypatch.setattr(sys, "stdout", full)
        code, _, complaint = run("stats", str(built))
        monkeypatch.undo()
    assert code == 1
    assert complaint.startswith("kg: No space left on device")
    assert len(complaint.splitlines()) == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ("show", "x", "-o", "a" * 300),
        ("build", "a" * 300, "-o", "none"),
        ("build", "http://[", "-o", "none"),
        ("build", "x.txt", "-o", "b" * 300),
        ("diff", "http://[", "none"),
        ("status", "a" * 300),
        ("verify", "a" * 300),
        ("query", "a" * 300, "ASK {}"),
        ("query", "/dev/zero", "ASK {}"),
        ("query", "none", "-f", "/dev/zero"),
        ("load", "none", "--to", "http://["),
        ("merge", "a", "b", "-o", "a" * 300),
        ("build", "x.txt", "-o", "none", "--model", "this"),
    ],
    ids=lambda arguments: " ".join(arguments)[:40],
)
def test_odd_arguments_are_one_line(
    arguments: tuple[str, ...],
    run: Callable[..., Ran],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "x.txt").write_text("Abe met Pompeo.", "utf-8")
    code, said, complaint = run(*arguments)
    assert (code, said) == (1, "")
    assert complaint.startswith("kg: ")
    assert "a fault of kg" not in complaint
    assert len(complaint.splitlines()) == 1
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x.txt"]


def test_what_nobody_foresaw_is_one_line_and_a_traceback_on_request(
    run: Callable[..., Ran], monkeypatch: pytest.MonkeyPatch, built: Path
) -> None:
    def broken(output: Path) -> None:
        raise IndexError("list index out of range")

    monkeypatch.setattr("kg.ask.stats.statistics", broken)
    code, _, complaint = run("stats", str(built))
    assert code == 1
    assert complaint.startswith("kg: IndexError: list index out of range; this is a fault of kg")
    assert len(complaint.splitlines()) == 1
    monkeypatch.setenv("KG_DEBUG", "1")
    assert "Traceback" in run("stats", str(built))[2]
