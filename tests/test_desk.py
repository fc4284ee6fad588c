"""The desk writes what was decided, to the byte, for nobody but its own page, whatever happens."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.client import HTTPException
from pathlib import Path
from typing import Any

import filelock
import pytest
from desks import ENTITY, TEXTS, Served, make_folder, outputs_of, rebuild, served
from pytest import MonkeyPatch, TempPathFactory

from kg.build import assemble
from kg.corpus.store import open_store
from kg.decisions import Decision, Target, add_decision, read_all, read_decisions
from kg.errors import BusyError, StoreError
from kg.model import Build
from kg.serve import Limits, Pool
from kg.serve.desk import Desk
from kg.upkeep import decide

KOLB, PIKE = ENTITY + "Otto_Kolb", ENTITY + "Anna_Pike"
FIRM, FIRM_2 = ENTITY + "Marlow_Shipping_Company", ENTITY + "Marlaw_Shipping_Company"

ONTOLOGY = """\
prefixes: {e: https://example.org/}
relations:
  e:owns: {label: owns, aliases: [own], domain: e:Person, range: e:Firm}
classes:
  e:Person: {types: [Person]}
  e:Firm: {types: [Organization]}
"""


@pytest.fixture(scope="session")
def built(tmp_path_factory: TempPathFactory) -> Path:
    return make_folder(tmp_path_factory.mktemp("desk"))


@pytest.fixture(scope="module")
def pool(built: Path) -> Iterator[Pool]:
    made = Pool(built / "graph.ttl", engine="rdflib", limits=Limits(), workers=1)
    yield made
    made.close()


@pytest.fixture
def output(built: Path, tmp_path: Path) -> Path:
    shutil.copytree(built.parent, tmp_path / "case")
    return tmp_path / "case" / "output"


@pytest.fixture
def desk(output: Path, pool: Pool) -> Iterator[Served]:
    with served(output, pool) as made:
        yield made


@pytest.fixture(scope="module")
def shared(built: Path, pool: Pool, tmp_path_factory: TempPathFactory) -> Iterator[Served]:
    """A desk at which nothing is decided."""
    folder = tmp_path_factory.mktemp("shared") / "output"
    shutil.copytree(built, folder)
    with served(folder, pool) as made:
        yield made


def node(data: Any, label: str) -> Any:
    return next((one for one in data["nodes"] if one["label"] == label), None)


def claim_of(data: Any, quote: str) -> str:
    """The id of the first claim of the sentence that has these words."""
    claims, texts = data["rest"]["claims"], [d["text"] for d in data["rest"]["documents"]]
    for id, document, (start, end) in zip(
        claims["id"], claims["document"], claims["sentence"], strict=True
    ):
        if quote in texts[document][start:end]:
            return str(id)
    raise LookupError(quote)


# Who may ask


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"X_KG_Token": ""}, 403),
        ({"X_KG_Token": "secreT"}, 403),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Sec_Fetch_Site": "same-site"}, 403),
        ({"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}, 403),
        ({"Host": "evil.example"}, 403),
        ({"Content_Type": "text/plain"}, 415),
        ({"Content_Type": "application/x-www-form-urlencoded"}, 415),
    ],
)
def test_nobody_else_may_decide(shared: Served, headers: dict[str, str], status: int) -> None:
    before = shared.decisions
    order = {"do": "drop", "entity": KOLB}
    body = {"version": shared.version, "order": order}
    reply = shared.ask("/desk/decide", body=body, **headers)
    assert reply.status == status
    assert not any(name.lower().startswith("access-control") for name in reply.headers)
    assert shared.decisions == before


def test_no_other_site_is_let_in_beforehand(shared: Served) -> None:
    reply = shared.ask(
        "/desk/decide", method="OPTIONS", Origin="http://evil.example",
        Access_Control_Request_Method="POST",
    )  # fmt: skip
    assert reply.status in (403, 405)
    assert not any(name.lower().startswith("access-control") for name in reply.headers)


def test_the_page_opens_by_its_address_alone_and_in_no_frame(shared: Served) -> None:
    good = shared.ask(f"/desk?token={shared.token}", X_KG_Token="")
    assert good.status == 200 and "connect-src &#39;self&#39;" in good.body
    assert good.headers["X-Frame-Options"] == "DENY"
    assert "frame-ancestors 'none'" in good.headers["Content-Security-Policy"]
    for path in ("/desk", "/desk?token=", "/desk?token=secreT"):
        assert shared.ask(path).status == 403
    linked = {"Sec_Fetch_Site": "cross-site", "Sec_Fetch_Mode": "navigate"}
    assert shared.ask(f"/desk?token={shared.token}", **linked).status == 403
    assert shared.ask("/desk/data?token=secret", X_KG_Token="").status == 403


@pytest.mark.parametrize(
    "body",
    [
        [], {}, {"version": "x"}, {"version": "x", "order": {"do": "burn"}},
        {"version": "x", "order": {"do": "merge", "entities": ["a"]}},
        {"version": "x", "order": {"do": "drop", "entity": "a", "more": 1}},
        {"version": "x", "order": {"do": "drop", "entity": "a", "note": "x" * 3000}},
    ],
)  # fmt: skip
def test_what_is_no_order_is_refused(shared: Served, body: Any) -> None:
    reply = shared.ask("/desk/decide", body=body)
    assert reply.status in (409, 422) and reply.body["error"]
    assert shared.decisions == ""


def test_a_folder_without_records_is_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="has no records of a build; run kg build"):
        Desk(tmp_path)


# Orders

ORDERS: dict[str, tuple[Callable[[Any], dict[str, Any]], str]] = {
    "merge": (
        lambda data: {"do": "merge", "entities": [FIRM, FIRM_2], "note": "one firm"},
        "same:\n  - [{entity: Marlow Shipping Company}, {entity: Marlaw Shipping Company}, "
        "{note: one firm}]",
    ),
    "split": (
        lambda data: {"do": "split", "entity": KOLB, "documents": ["council.txt", "harbour.txt"]},
        "different:\n  - [{entity: Otto Kolb, document: council.txt, sha256: \"HASH\"}, "
        '{entity: Otto Kolb, document: harbour.txt, sha256: "HASH"}]',
    ),
    "rename": (
        lambda data: {"do": "rename", "entity": PIKE, "to": " Mayor <b>Pike</b> "},
        "rename:\n  - {entity: Anna Pike, to: Mayor <b>Pike</b>}",
    ),
    "retype": (
        lambda data: {"do": "retype", "entity": PIKE, "to": "Organization"},
        "retype:\n  - {entity: Anna Pike, to: Organization}",
    ),
    "drop": (
        lambda data: {"do": "drop", "entity": KOLB},
        "drop:\n  - {entity: Otto Kolb}",
    ),
    "note": (
        lambda data: {"do": "note", "entity": PIKE, "text": "ask her\nagain"},
        "note:\n  - {entity: Anna Pike, says: ask her again}",
    ),
    "note on a document": (
        lambda data: {"do": "note", "document": "court.txt", "text": "a copy"},
        'note:\n  - {document: court.txt, sha256: "HASH", says: a copy}',
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_is_written_and_undone_to_the_byte(desk: Served, name: str) -> None:
    make, wanted = ORDERS[name]
    file = desk.output / "decisions.yaml"
    file.write_text("# mine\n" + file.read_text("utf-8"), encoding="utf-8")
    before, data = file.read_bytes(), desk.ask("/desk/data").body
    reply = desk.order(make(data), by="Ines")
    assert reply.status == 200, reply.body
    assert re.sub(r'sha256: "?[0-9a-f]{12}"?', 'sha256: "HASH"', desk.decisions) == wanted
    assert file.read_text("utf-8").startswith("# mine\n")
    assert reply.body["rest"]["desk"]["last"].startswith("Ines at ")
    undone = desk.order(None)
    assert undone.status == 200 and file.read_bytes() == before
    again = desk.ask("/desk/data").body
    assert [n["label"] for n in again["nodes"]] == [n["label"] for n in data["nodes"]]
    assert desk.order(None).status == 422


def test_orders_change_what_the_page_draws(desk: Served) -> None:
    data = desk.ask("/desk/data").body
    places = {n["key"]: (n["x"], n["y"]) for n in data["nodes"]}
    merged = desk.order({"do": "merge", "entities": [FIRM, FIRM_2]}).body
    assert {n["key"] for n in data["nodes"]} - {n["key"] for n in merged["nodes"]} == {
        "Marlaw_Shipping_Company"
    }
    assert merged["heirs"] == {FIRM_2: FIRM}
    kept = {n["key"]: (n["x"], n["y"]) for n in merged["nodes"]}
    assert all(places[key] == place for key, place in kept.items())
    assert all(document["text"] is None for document in merged["rest"]["documents"])
    split = {"do": "split", "entity": KOLB, "documents": ["council.txt", "harbour.txt"]}
    two = desk.order(split).body
    assert [n["label"] for n in two["nodes"]].count("Otto Kolb") == 2
    typed = desk.order({"do": "retype", "entity": PIKE, "to": "Organization"}).body
    assert typed["rest"]["types"][node(typed, "Anna Pike")["group"]] == "Organization"
    listed = desk.ask("/desk/decisions").body
    assert [one["kind"] for one in listed] == ["retype", "different", "same"]
    gone = desk.order({"do": "take back", "decision": listed[2]["id"]})
    assert len(gone.body["nodes"]) == len(typed["nodes"]) + 1 and "same" not in desk.decisions


def test_claims_are_rejected_and_confirmed(desk: Served) -> None:
    data = desk.ask("/desk/data").body
    claim = claim_of(data, "founded the Selby Yard")
    out = desk.order({"do": "reject", "claim": claim, "note": "a slip"}).body
    assert claim not in out["rest"]["claims"]["id"]
    rejected = out["rest"]["desk"]["rejected"]
    assert [one["id"] for one in rejected] == [claim] and rejected[0]["why"] == "rejected: a slip"
    assert KOLB in rejected[0]["entities"]
    back = desk.order({"do": "confirm", "claim": claim, "by": "Ines Roth"}).body
    assert back["rest"]["desk"]["confirmed"] == {claim: "Ines Roth"}
    at = back["rest"]["claims"]["id"].index(claim)
    assert back["rest"]["claims"]["confidence"][at] == 1.0
    kinds = [d.kind for d in read_decisions(desk.output / "decisions.yaml")]
    assert kinds == ["assert"]
    assert desk.order({"do": "confirm", "claim": claim, "by": " "}).status == 422


def test_the_queue_asks_with_both_sentences_and_takes_answers(desk: Served) -> None:
    cases = desk.ask("/desk/cases").body
    twins = next(c for c in cases if c["kind"] == "duplicate" and "Shipping" in c["label"])
    said = [side["sentence"][side["start"] : side["end"]] for side in twins["sides"]]
    assert sorted(said) == ["Marlaw Shipping Company", "Marlow Shipping Company"]
    reply = desk.order({"do": "answer", "case": twins["id"], "answer": "same"})
    assert reply.status == 200 and reply.body["heirs"]
    assert twins["id"] not in [case["id"] for case in desk.ask("/desk/cases").body]
    assert desk.order({"do": "answer", "case": twins["id"], "answer": "same"}).status == 422
    accusing = next(c for c in desk.ask("/desk/cases").body if c["kind"] == "accusing")
    assert desk.order({"do": "answer", "case": accusing["id"], "answer": "same"}).status == 422
    reply = desk.order({"do": "answer", "case": accusing["id"], "answer": "wrong"})
    assert reply.status == 200 and reply.body["rest"]["desk"]["rejected"]


def test_notes_come_back_and_go(desk: Served) -> None:
    data = desk.ask("/desk/data").body
    claim = claim_of(data, "founded the Selby Yard")
    desk.order({"do": "note", "entity": PIKE, "text": "<script>1</script>"})
    made = desk.order({"do": "note", "claim": claim, "text": "check the year"}).body
    notes = made["rest"]["desk"]["notes"]
    assert [{k: v for k, v in note.items() if k != "id"} for note in notes] == [
        {"entity": PIKE, "text": "<script>1</script>"},
        {"claim": claim, "text": "check the year"},
    ]
    gone = desk.order({"do": "note", "claim": claim, "text": " "}).body
    assert [one["text"] for one in gone["rest"]["desk"]["notes"]] == ["<script>1</script>"]


def test_a_note_of_the_users_own_is_changed_and_not_doubled(desk: Served) -> None:
    file = desk.output / "decisions.yaml"
    add_decision(file, Decision(kind="note", targets=(Target(iri=PIKE),), to="by hand"))
    (note,) = desk.ask("/desk/data").body["rest"]["desk"]["notes"]
    order = {"do": "note", "entity": PIKE, "decision": note["id"], "text": "by mouse"}
    made = desk.order(order).body
    assert [d.to for d in read_all(file)] == ["by mouse"]
    (note,) = made["rest"]["desk"]["notes"]
    assert desk.order(order).status == 422
    desk.order({**order, "decision": note["id"], "text": ""})
    assert read_all(file) == ()


def test_a_note_is_saved_without_making_the_graph_again(
    desk: Served, monkeypatch: MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.serve.desk.assemble", None)
    version = desk.version
    assert desk.order({"do": "note", "entity": PIKE, "text": "ask her"}).status == 200
    assert desk.version != version


def test_what_was_renamed_is_renamed_again_by_one_decision(desk: Served) -> None:
    for name in ("Mayor Pike", "Lady Pike"):
        assert desk.order({"do": "rename", "entity": PIKE, "to": name}).status == 200
    assert desk.decisions == "rename:\n  - {entity: Anna Pike, to: Lady Pike}"


def test_an_order_is_not_refused_for_what_it_does_to_another(
    desk: Served, monkeypatch: MonkeyPatch
) -> None:
    def with_another_idle(*given: Any, **more: Any) -> Build:
        build = assemble(*given, **more)
        return replace(build, unmatched=(*build.unmatched, "drop Nobody: there is none"))

    monkeypatch.setattr("kg.serve.desk.assemble", with_another_idle)
    reply = desk.order({"do": "drop", "entity": KOLB})
    assert reply.status == 200
    assert reply.body["rest"]["desk"]["unmatched"] == ["drop Nobody: there is none"]


@pytest.mark.parametrize(
    ("broken", "order", "status"),
    [
        ("kg.serve.desk.write_bytes", None, 422),
        ("filelock.FileLock.acquire", {"do": "drop", "entity": PIKE}, 503),
    ],
)
def test_a_disk_that_fails_is_said(
    desk: Served, monkeypatch: MonkeyPatch, broken: str, order: Any, status: int
) -> None:
    assert desk.order({"do": "drop", "entity": KOLB}).status == 200
    before = desk.decisions

    def fail(*given: Any, **more: Any) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(broken, fail)
    reply = desk.order(order)
    assert reply.status == status and "No space left" in reply.body["error"]
    assert desk.decisions == before


def test_an_order_without_effect_leaves_the_file_alone(desk: Served) -> None:
    order = {"do": "rename", "entity": PIKE, "to": "Mayor Pike"}
    assert desk.order(order).status == 200
    file = (desk.output / "decisions.yaml").read_bytes()
    version = desk.version
    for wrong in (
        {"do": "drop", "entity": ENTITY + "Nobody"},
        {"do": "reject", "claim": "0" * 16},
        {"do": "merge", "entities": [PIKE, PIKE]},
        {"do": "split", "entity": PIKE, "documents": ["council.txt", "court.txt"]},
        {"do": "retype", "entity": PIKE, "to": "Wizard"},
    ):
        reply = desk.order(wrong)
        assert reply.status == 422 and reply.body["error"], wrong
    assert (desk.output / "decisions.yaml").read_bytes() == file
    assert desk.version == version


# Several at once


def test_who_comes_second_is_told_who_was_first_and_loses_nothing(desk: Served) -> None:
    version = desk.version
    assert desk.order({"do": "drop", "entity": KOLB}, version=version, by="Ines").status == 200
    second = {"do": "rename", "entity": PIKE, "to": "Mayor Pike"}
    reply = desk.order(second, version=version, by="Jon")
    assert reply.status == 409
    assert "Ines at " in reply.body["error"] and "Otto Kolb is left out" in reply.body["error"]
    assert "rename" not in desk.decisions
    assert desk.order(second, by="Jon").status == 200
    assert [d.kind for d in read_all(desk.output / "decisions.yaml")] == ["drop", "rename"]


def test_many_editors_at_once_lose_nothing(desk: Served) -> None:
    def work(number: int) -> None:
        order = {"do": "note", "document": sorted(TEXTS)[number % 3], "text": f"note {number}"}
        if number >= 3:
            order = {"do": "note", "entity": [PIKE, KOLB, FIRM][number - 3], "text": "mine"}
        while desk.order(order).status == 409:
            time.sleep(0.01)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(read_all(desk.output / "decisions.yaml")) == 6


def test_an_edit_by_hand_makes_the_page_stale_and_stays(desk: Served) -> None:
    version, file = desk.version, desk.output / "decisions.yaml"
    add_decision(file, Decision(kind="drop", targets=(Target(entity="Otto Kolb"),)))
    reply = desk.order({"do": "note", "entity": PIKE, "text": "x"}, version=version)
    assert reply.status == 409 and "by other means" in reply.body["error"]
    assert desk.order({"do": "note", "entity": PIKE, "text": "x"}).status == 200
    assert [d.kind for d in read_all(file)] == ["drop", "note"]
    assert node(desk.ask("/desk/data").body, "Otto Kolb") is None


def test_a_file_that_is_broken_by_hand_is_said(desk: Served) -> None:
    file = desk.output / "decisions.yaml"
    before = file.read_bytes()
    file.write_text("same: [[", encoding="utf-8")
    reply = desk.ask("/desk/state")
    assert reply.status == 422 and "decisions.yaml" in reply.body["error"]
    file.write_bytes(before)
    assert desk.ask("/desk/state").status == 200


def test_a_page_survives_that_its_folder_is_built_again(desk: Served) -> None:
    version, inputs = desk.version, desk.output.parent / "texts"
    (inputs / "new.txt").write_text("Mona Reed visited Harwick.\n", encoding="utf-8")
    rebuild(desk.output, inputs)
    reply = desk.order({"do": "drop", "entity": KOLB}, version=version)
    assert reply.status == 409 and "built again" in reply.body["error"]
    assert node(desk.ask("/desk/data").body, "Mona Reed")
    assert desk.order({"do": "drop", "entity": KOLB}).status == 200


def test_what_somebody_decides_while_an_order_waits_is_never_undone(desk: Served) -> None:
    version, file = desk.version, desk.output / "decisions.yaml"
    replies = []
    order = {"do": "drop", "entity": KOLB}
    with filelock.FileLock(desk.output / ".kg" / "lock"):
        thread = threading.Thread(target=lambda: replies.append(desk.order(order, version=version)))
        thread.start()
        time.sleep(0.5)  # it waits for the lock
        rename = Decision(kind="rename", to="Mayor Pike", targets=(Target(entity="Anna Pike"),))
        add_decision(file, rename)
    thread.join()
    assert replies[0].status == 409 and "by other means" in replies[0].body["error"]
    assert read_all(file) == (rename,)
    assert desk.order(order).status == 200 and desk.order(None).status == 200
    assert read_all(file) == (rename,)


class Child:
    """A process that writes the files, as far as the desk asks it."""

    def __init__(self, alive: bool) -> None:
        self.is_alive = lambda: alive


def test_the_desk_does_not_wait_for_a_folder_that_its_own_process_has(output: Path) -> None:
    desk = Desk(output)
    desk.behind._process = Child(alive=True)
    with filelock.FileLock(output / ".kg" / "lock"), desk._turn:
        locked = threading.Timer(0.3, desk.behind._hear, (None, "locked"))
        locked.start()
        with desk._alone(20) as ours:
            assert not ours
        desk._load()
    desk.behind._process = None
    desk.leave()


def test_a_process_that_has_died_has_no_folder(output: Path) -> None:
    desk = Desk(output)
    desk.behind._process = Child(alive=False)
    desk.behind._hear(None, "locked")  # type: ignore[arg-type]
    with (
        filelock.FileLock(output / ".kg" / "lock"),
        pytest.raises(BusyError, match="another kg"),
        desk._alone(0.3),
    ):
        pass
    with desk._alone(0.3) as ours:
        assert ours
    desk.behind._process = None
    desk.leave()


def test_a_build_is_seen_though_the_decisions_were_broken_for_a_while(desk: Served) -> None:
    inputs, file = desk.output.parent / "texts", desk.output / "decisions.yaml"
    before = file.read_bytes()
    (inputs / "new.txt").write_text("Mona Reed visited Harwick.\n", encoding="utf-8")
    rebuild(desk.output, inputs)
    file.write_text("same: [[", encoding="utf-8")
    assert desk.ask("/desk/state").status == 422
    file.write_bytes(before)
    assert node(desk.ask("/desk/data").body, "Mona Reed")


def test_another_ontology_is_seen(output: Path, pool: Pool) -> None:
    file = output.parent / "own.yaml"
    file.write_text(ONTOLOGY, encoding="utf-8")
    rebuild(output, output.parent / "texts", ontology=str(file))
    with served(output, pool, write=True) as desk:
        typed = desk.ask("/desk/data").body["rest"]["typed"]
        assert set(typed["words"]) == {"owns"}
        version = desk.version
        file.write_text(ONTOLOGY.replace("label: owns", "label: has bought"), encoding="utf-8")
        reply = desk.order({"do": "drop", "entity": KOLB}, version=version)
        assert reply.status == 409 and "the ontology was changed" in reply.body["error"]
        assert set(desk.ask("/desk/data").body["rest"]["typed"]["words"]) == {"has bought"}
    assert '"has bought"' in (output / "facts.jsonl").read_text("utf-8")


def test_no_log_has_what_opens_the_desk(shared: Served, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", logger="kg.serve.connections")
    assert shared.ask(f"/desk?token={shared.token}&more=1").status == 200
    host, port = shared.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as line:
        line.sendall(b"GET /desk?token=secret HTTP/none\r\n\r\n")
        line.recv(1000)
    end = time.monotonic() + 10
    while len(caplog.messages) < 2 and time.monotonic() < end:
        time.sleep(0.05)
    assert "/desk?token=…&more=1" in caplog.text and "HTTP/none" in caplog.text
    assert "secret" not in caplog.text


# What is on the disk in the end


def test_the_files_are_those_that_kg_merge_writes(output: Path, pool: Pool) -> None:
    other = output.parent / "other"
    shutil.copytree(output, other)
    with served(output, pool, write=True) as desk:
        desk.order({"do": "merge", "entities": [FIRM, FIRM_2]})
        desk.order({"do": "retype", "entity": PIKE, "to": "Organization"})
        desk.order({"do": "drop", "entity": KOLB})
        desk.order(None)
        claim = claim_of(desk.ask("/desk/data").body, "founded the Selby Yard")
        desk.order({"do": "reject", "claim": claim})
    shutil.copy(output / "decisions.yaml", other / "decisions.yaml")
    decide(other)
    assert outputs_of(output) == outputs_of(other)
    assert b"entity/Marlaw" not in (output / "graph.ttl").read_bytes()


def test_nothing_is_lost_when_the_desk_is_killed(output: Path, built: Path) -> None:
    """Killed at any moment: what was answered stands in the file, and the files follow."""
    file, saved = output / "decisions.yaml", []
    for turn, wait in enumerate((0.0, 0.35, 1.6)):
        process = subprocess.Popen(
            [sys.executable, "-m", "kg", "serve", str(output), "--port", "0", "--edit",
             "--workers", "1"],
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        assert process.stdout is not None
        process.stdout.readline()
        address = re.search(r"(http://\S+)/desk\?token=(\S+)", process.stdout.readline())
        assert address
        client = Served(url=address[1], token=address[2], output=output, desk=None)  # type: ignore[arg-type]
        killer = threading.Timer(wait, process.kill)
        try:
            for number in range(40):
                order = {"do": "rename", "entity": PIKE, "to": f"Pike {turn} {number}"}
                assert client.order(order).status == 200
                saved.append(f"Pike {turn} {number}")
                if number == 0:
                    killer.start()
        except (OSError, HTTPException):
            pass  # in the middle of an answer, too
        finally:
            killer.cancel()
            process.kill()
            process.communicate()
        renamed = [d.to for d in read_decisions(file) if d.kind == "rename"]
        assert len(renamed) == 1
        assert int(renamed[0].split()[2]) >= int(saved[-1].split()[2])
    with open_store(output, wait=60):  # the process that writes may still be at it
        pass
    Desk(output).close()
    other = output.parent / "other"
    shutil.copytree(built, other)
    shutil.copy(file, other / "decisions.yaml")
    decide(other)
    assert outputs_of(output) == outputs_of(other)


def started(output: Path) -> tuple[subprocess.Popen[str], Served]:
    """`kg serve --edit` in a process group of its own, which Ctrl-C reaches as a whole."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(output), "--port", "0", "--edit",
         "--workers", "1"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True,
    )  # fmt: skip
    assert process.stdout is not None
    process.stdout.readline()
    address = re.search(r"(http://\S+)/desk\?token=(\S+)", process.stdout.readline())
    assert address
    return process, Served(url=address[1], token=address[2], output=output, desk=None)  # type: ignore[arg-type]


@pytest.mark.parametrize("wait", [0.0, 1.2])
def test_ctrl_c_writes_the_files_before_it_ends(output: Path, wait: float) -> None:
    """Also while the process that writes them is about to start."""
    process, client = started(output)
    assert client.order({"do": "rename", "entity": PIKE, "to": "Mayor Pike"}).status == 200
    time.sleep(wait)
    os.killpg(process.pid, signal.SIGINT)
    process.communicate(timeout=120)
    assert process.returncode == 0
    assert "Mayor Pike" in (output / "graph.ttl").read_text("utf-8")


def test_ctrl_c_says_that_the_files_are_not_written(output: Path) -> None:
    process, client = started(output)
    (output / "graph.ttl").unlink()
    (output / "graph.ttl").mkdir()
    (output / "graph.ttl" / "mine.txt").write_text("mine", encoding="utf-8")
    assert client.order({"do": "rename", "entity": PIKE, "to": "Mayor Pike"}).status == 200
    os.killpg(process.pid, signal.SIGINT)
    _, complaint = process.communicate(timeout=120)
    assert process.returncode == 1
    assert "the files are not written: " in complaint and "Traceback" not in complaint
    assert "Mayor Pike" in client.decisions
