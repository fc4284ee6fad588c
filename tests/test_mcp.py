"""kg mcp, asked by the client of the official SDK over standard input and over HTTP."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import anyio
import commands
import pytest

from kg.errors import DamageError, KgError, QueryError
from kg.mcp import Desk
from kg.mcp.desk import LONGEST_QUOTE, MOST_ITEMS, STRETCH
from kg.mcp.server import _sendable
from kg.model import Build
from kg.retrieve import Index

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from mcp.client import Client
    from mcp.client.stdio import StdioServerParameters, stdio_client

OLD = {
    "osaka.txt": "Shinzo Abe met Mike Pompeo in Osaka. Abe said that Pompeo will visit Tokyo.",
    "tokyo.txt": "Mike Pompeo praised Naoko Ono. Naoko Ono founded Acme Corporation.",
}
NEW = {**OLD, "kyoto.txt": "Naoko Ono did not sue Shinzo Abe. " + "Abe met Naoko Ono. " * 70}
EVERY = ("--min-confidence", "0", "--min-worth", "0")
TOOLS = {
    "search", "entity", "entities", "relations", "path", "claims", "changed", "quote",
    "communities",
}  # fmt: skip


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A graph, and an earlier one."""
    found = []
    for name, texts in (("new", NEW), ("old", OLD)):
        folder = tmp_path_factory.mktemp(name)
        (folder / "in").mkdir()
        for file, text in texts.items():
            (folder / "in" / file).write_text(text, encoding="utf-8")
        commands.answer("build", "in", "-o", "out", *EVERY, folder=folder)
        found.append(folder / "out")
    return found[0], found[1]


@pytest.fixture(scope="module")
def desk(folders: tuple[Path, Path]) -> Desk:
    return Desk(*folders)


def statements(value: Any) -> Iterator[dict[str, Any]]:
    """Everything in an answer that has a quote."""
    if isinstance(value, dict):
        if "quote" in value and "start" in value:
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for part in value:
            yield from statements(part)


def test_every_statement_quotes_its_document(desk: Desk) -> None:
    answers = [
        desk.search("Whom did Abe meet?"),
        desk.entity("Shinzo Abe"),
        desk.relations("Shinzo Abe"),
        desk.path("Shinzo Abe", "Acme Corporation"),
        desk.claims("Shinzo Abe", "by"),
        desk.communities(),
    ]
    for answer in answers:
        quoted = list(statements(answer))
        assert quoted
        for one in quoted:
            assert NEW[one["document"]][one["start"] : one["end"]] == one["quote"]


def test_search_puts_the_sentence_that_answers_first(desk: Desk) -> None:
    found = desk.search("Which firm was started by Ono?")
    assert found["items"][0]["quote"] == "Naoko Ono founded Acme Corporation."
    assert "Naoko Ono" in found["items"][0]["entities"]
    said = found["items"][0]["statements"][0]
    assert (said["subject"], said["object"]) == ("Naoko Ono", "Acme Corporation")


def test_what_is_no_plain_fact_says_so(desk: Desk) -> None:
    facts = desk.relations("Naoko Ono", "Shinzo Abe", limit=MOST_ITEMS)["facts"]["items"]
    assert {"negative"} <= {fact["status"] for fact in facts}
    [denied] = [fact for fact in facts if fact["status"] == "negative"]
    assert denied["stated"].startswith("not")
    by = desk.claims("Shinzo Abe", "by")["claims"]["items"]
    assert any("says Shinzo Abe" in one["stated"] and "planned" in one["stated"] for one in by)


def test_a_path_has_a_quote_for_each_step(desk: Desk) -> None:
    steps = desk.path("Shinzo Abe", "Acme Corporation")["steps"]["items"]
    assert steps[-1]["object"] == "Acme Corporation"
    assert len(steps) == 2


def test_long_lists_are_cut_and_say_so(desk: Desk) -> None:
    claims = desk.claims("Shinzo Abe", limit=10_000)["claims"]
    assert len(claims["items"]) == MOST_ITEMS
    assert claims["found"] == MOST_ITEMS + claims["left_out"] > 70
    more = desk.claims("Shinzo Abe", limit=3, skip=2)
    assert more["skipped"] == 2
    assert more["claims"]["items"][0] == claims["items"][2]
    assert len(desk.search("Abe", limit=2)["items"]) == 2
    assert len(desk.entity("Shinzo Abe", limit=0)["claims"]["items"]) == 1


def test_what_has_changed_since_the_earlier_graph(desk: Desk, folders: tuple[Path, Path]) -> None:
    changed = desk.changed()
    assert changed["documents"]["added"]["items"] == ["kyoto.txt"]
    added = changed["facts"]["added"]["items"]
    assert ("Shinzo Abe", "meet", "Naoko Ono") in {
        (fact["subject"], fact["predicate"], fact["object"]) for fact in added
    }
    with pytest.raises(QueryError, match="--before"):
        Desk(folders[0]).changed()


def test_a_place_is_quoted_with_what_stands_around_it(desk: Desk) -> None:
    found = desk.quote("osaka.txt", 0, 10, around=4)
    assert found["quote"] == "Shinzo Abe"
    assert found["text"] == OLD["osaka.txt"][:14]
    whole = desk.quote("kyoto.txt", 0, len(NEW["kyoto.txt"]))
    assert whole["text"] == NEW["kyoto.txt"][: whole["text_end"]]
    for start, end in ((5, 5), (-1, 3), (0, 10**9)):
        with pytest.raises(QueryError, match="no place"):
            desk.quote("osaka.txt", start, end)


def test_a_place_is_in_the_text_around_it_however_much_is_asked_for(desk: Desk) -> None:
    text = NEW["kyoto.txt"]
    start = text.rindex("Abe met") - 6
    found = desk.quote("kyoto.txt", start, start + 7, around=10**6)
    assert found["text_start"] <= start < start + 7 <= found["text_end"]
    assert found["quote"] == text[start : start + 7]
    assert found["text"] == text[found["text_start"] : found["text_end"]]
    long = replace(desk._build.documents[0], id="long.txt", text="word " * 3_000, sha256="0")
    copy = Desk(desk._output)
    copy._build = replace(copy._build, documents=(long,))
    found = copy.quote("long.txt", 9_000, 9_004, around=14_000)
    assert found["quote"] == "word"
    assert found["text_start"] < 9_000 < 9_004 < found["text_end"]
    assert len(found["text"]) <= STRETCH
    assert found["left_out"] == 15_000 - len(found["text"])
    found = copy.quote("long.txt", 5_000, 15_000, around=10)
    assert len(found["quote"]) == len(found["text"]) == STRETCH
    assert (found["left_out"], found["cut"]) == (10_010 - STRETCH, True)


@pytest.mark.parametrize("around", [0, 7, STRETCH, 10**6])
@pytest.mark.parametrize("length", [1, 4, STRETCH - 1, STRETCH])
@pytest.mark.parametrize("part", [0, 0.5, 1])
def test_what_stands_around_a_quote_is_as_much_on_both_sides(
    desk: Desk, part: float, length: int, around: int
) -> None:
    text = "".join(chr(0x100 + n) for n in range(3 * STRETCH))
    copy = Desk(desk._output)
    long = replace(desk._build.documents[0], id="long.txt", text=text)
    copy._build = replace(copy._build, documents=(long,))
    start = int((len(text) - length) * part)
    end = start + length
    found = copy.quote("long.txt", start, end, around=around)
    beside = min(around, (STRETCH - length) // 2)
    first, last = max(0, start - beside), min(len(text), end + beside)
    assert (found["text_start"], found["text_end"]) == (first, last)
    assert (found["quote"], found["text"]) == (text[start:end], text[first:last])
    assert "cut" not in found


def test_a_graph_that_is_built_anew_is_read_once_for_all_who_ask(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = Desk(folders[0])
    desk._mark, made = b"", []
    index = Index(desk._build)

    def slowly(*arguments: Any, **named: Any) -> Index:
        made.append(1)
        time.sleep(0.2)
        return index

    def again(output: Path) -> Build:
        made.append(2)
        time.sleep(0.2)
        return desk._build

    monkeypatch.setattr("kg.mcp.desk.Index", slowly)
    monkeypatch.setattr("kg.mcp.desk.restore", again)
    with ThreadPoolExecutor(4) as threads:
        answers = list(threads.map(lambda _: desk.search("Whom did Abe meet?"), range(4)))
    assert made == [2, 1]
    assert all(answer == answers[0] for answer in answers)


def test_a_folder_that_went_away_is_one_line(folders: tuple[Path, Path], tmp_path: Path) -> None:
    shutil.copytree(folders[1], tmp_path / "out")
    desk = Desk(tmp_path / "out")
    (tmp_path / "out" / "manifest.json").unlink()
    (tmp_path / "out" / "manifest.json").mkdir()
    with pytest.raises(KgError):
        desk.entity("Shinzo Abe")


def test_half_a_character_does_not_stop_an_answer() -> None:
    assert _sendable({"a": ["x\ud800", 1, None]}) == {"a": ["x\ufffd", 1, None]}


def test_a_long_quote_is_cut_and_says_so(tmp_path: Path) -> None:
    long = "Anna Berg met " + ", ".join(f"Karl Holm{n}" for n in range(400)) + "."
    (tmp_path / "long.txt").write_text(long, encoding="utf-8")
    commands.answer("build", "long.txt", "-o", "out", *EVERY, folder=tmp_path)
    for one in statements(Desk(tmp_path / "out").search("Anna Berg")):
        assert len(one["quote"]) <= LONGEST_QUOTE
        assert one.get("cut", False) == (one["end"] - one["start"] > LONGEST_QUOTE)


def test_a_folder_without_a_graph_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(DamageError, match=r"kg build INPUT -o"):
        Desk(tmp_path)


# ------------------------------------------------------------------ over the wire


async def asked(client: Client) -> None:
    """What a program does with the tools."""
    async with client:
        tools = (await client.list_tools()).tools
        assert {tool.name for tool in tools} == TOOLS
        assert all(tool.annotations and tool.annotations.read_only_hint for tool in tools)
        assert all(tool.description for tool in tools)
        found = await client.call_tool("search", {"question": "Whom did Abe meet in Osaka?"})
        assert not found.is_error
        answer = json.loads(found.content[0].text)  # type: ignore[union-attr]
        assert answer["items"][0]["document"] == "osaka.txt"
        assert answer == found.structured_content
        wrong = await client.call_tool("entity", {"name": "Nobody Atall"})
        assert wrong.is_error
        text = wrong.content[0].text  # type: ignore[union-attr]
        assert "no entity is called 'Nobody Atall'" in text
        assert "\n" not in text
        changed = await client.call_tool("changed", {})
        assert changed.structured_content["documents"]["added"]["found"] == 1  # type: ignore[index]


def command(folders: tuple[Path, Path], *more: str) -> list[str]:
    return ["-m", "kg", "mcp", str(folders[0]), "--before", str(folders[1]), *more]


def run(client: Callable[[], Client]) -> None:
    async def with_limit() -> None:
        with anyio.fail_after(120):
            await asked(client())

    # In a thread of its own: a browser of other tests may have left a loop in this one.
    with ThreadPoolExecutor(1) as threads:
        threads.submit(anyio.run, with_limit).result()


def test_over_standard_input_and_output(folders: tuple[Path, Path]) -> None:
    server = StdioServerParameters(
        command=sys.executable, args=command(folders), env=dict(os.environ)
    )
    run(lambda: Client(stdio_client(server)))


def test_over_http_on_this_machine(folders: tuple[Path, Path]) -> None:
    with serving(folders) as address:
        assert address.startswith("http://127.0.0.1:")
        run(lambda: Client(address))


@contextmanager
def serving(folders: tuple[Path, Path]) -> Iterator[str]:
    arguments = command(folders, "--http", "--port", "0")
    with subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        try:
            yield server.stdout.readline().split()[0]
        finally:
            server.terminate()


def test_the_folder_is_as_it_was(folders: tuple[Path, Path]) -> None:
    before = {p: p.read_bytes() for p in folders[0].rglob("*") if p.is_file()}
    test_over_standard_input_and_output(folders)
    assert before == {p: p.read_bytes() for p in folders[0].rglob("*") if p.is_file()}
