"""The reader that asks a language model: recorded answers over real sockets, and what goes wrong.

The documents and answers are in `tests/llm`, see the README there; `llm_server` replays them.
"""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import document_of, line_of
from llm_server import FAULTY, GENUINE, RECORDINGS, Replayed, completion, recorded, serving, slow

from kg.ask.verify import verify
from kg.build import OUTPUTS
from kg.corpus.shards import Reading, in_threads
from kg.corpus.store import Sources, fingerprint
from kg.errors import OntologyError, ReaderError, ReadError, RecordError, StoreError
from kg.model import Build, Claim, Record, Settings
from kg.ontology import EntityClass, Ontology, Relation
from kg.parse.analyze import analyze, load_pipeline
from kg.readers import Choice, Given, forget_readers, llm, reader_of
from kg.readers.llm import LanguageModelReader, grounding, in_order, prompt
from kg.readers.llm.answers import mended, read_answer
from kg.readers.llm.find import Text
from kg.readers.llm.parts import parts_of
from kg.readers.llm.server import KEY, checked_endpoint, checked_key
from kg.upkeep import decide, remove, status, update

SETTINGS = Settings(reader="llm", reader_options=(("model", "replay"),), date="2024-05-20")


@pytest.fixture(autouse=True)
def no_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(KEY, raising=False)


def make(
    folder: Path,
    output: Path,
    address: str,
    *,
    settings: Settings = SETTINGS,
    failed: list[ReadError] | None = None,
    at_once: int = 4,
    **how: str,
) -> Build | None:
    """A build, as the command line makes it; each call has limits and figures of its own."""
    forget_readers()
    given = {"endpoint": address, "backoff": "0.01", "at_once": str(at_once), **how}
    reading = Reading(run=in_threads(at_once), how=tuple(sorted(given.items())), at_once=at_once)
    sources = Sources(inputs=(str(folder),))
    errors: list[ReadError] = [] if failed is None else failed
    made = update(sources, output, settings=settings, reading=reading, failed=errors)
    assert failed is not None or not errors, errors
    return made


def documents(folder: Path, *names: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name in names:
        shutil.copy(RECORDINGS / f"{name}.txt", folder)
    return folder


def outputs(folder: Path) -> dict[str, bytes]:
    there = (name for name in OUTPUTS if (folder / name).exists())
    return {name: (folder / name).read_bytes() for name in there}


def lines_of(build: Build | None, document: str) -> list[str]:
    assert build is not None
    claims = sorted(build.claims, key=lambda c: (c.sentence.start, c.subject.span.start, c.id))
    return [line_of(c) for c in claims if c.document == f"{document}.txt"]


# The recorded documents


@pytest.fixture(scope="module")
def all_of_them(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Build, Path, Replayed]]:
    """One build of all documents with genuine answers, and the server that answered."""
    folder = tmp_path_factory.mktemp("llm")
    with serving() as server:
        made = make(documents(folder / "in", *GENUINE), folder / "out", server.address)
    assert made is not None
    yield made, folder, server


def test_nearly_all_that_a_capable_model_says_is_borne_out(
    all_of_them: tuple[Build, Path, Replayed],
) -> None:
    made, folder, server = all_of_them
    told = sum(len(read_answer(recorded(_text(name))).claims) for name in GENUINE)  # type: ignore[union-attr]
    assert (len(server.asked), told) == (len(GENUINE), 176)
    assert len(made.claims) == 167
    assert made.left_out == (
        (grounding.NO_NAME, 6),  # "the yard" for "there": such a claim has its own words only
        (grounding.NOTHING, 5),  # "two of them", "one", "there", "our own", "it"
        (grounding.NO_SOURCE, 1),  # ":" of a conversation
        (grounding.NOBODY, 3),  # "he", whom the mail does not name; "We" of somebody quoted
    )
    assert {c.reader for c in made.claims} == {"llm"}
    assert verify(folder / "out").problems == ()
    manifest = json.loads((folder / "out" / "manifest.json").read_text("utf-8"))
    assert manifest["reader"]["left_out"] == dict(made.left_out)
    assert manifest["reader"]["options"] == {"model": "replay"}


def _text(name: str) -> str:
    return (RECORDINGS / f"{name}.txt").read_text("utf-8")


def test_claims_are_stated_as_the_text_states_them(
    all_of_them: tuple[Build, Path, Replayed],
) -> None:
    made = all_of_them[0]
    bridge = lines_of(made, "bridge")
    for line in (
        "Velden | open | Marga Bridge",
        "Velden | charge | toll (not, planned, says Ilse Tann)",
        "Roorda & Daughters | monitor | cables (planned, says Piet Roorda)",
        "Roorda & Daughters | build | footbridge (possible)",
        "Velden | ignore | warnings about eastern pier (not, says Ilse Tann)",
    ):
        assert line in bridge
    painter = lines_of(made, "painter")
    assert "Agnes Holloway | study under | Emil Strand" in painter  # "She studied"
    assert "Tarnby Museum | buy | Ferrymen" in painter  # "was bought by the Tarnby Museum"
    assert "Agnes Holloway | marry | - (not)" in painter
    contract = lines_of(made, "contract")
    assert "Mireille Caron | keep | animals (not, required)" in contract
    assert "Mireille Caron | damage | kiln (conditional)" in contract
    assert "government | promise | money (question)" in lines_of(made, "harbour")
    assert "Aho | be driver of | Halden Valves" in lines_of(made, "mail")


def test_times_are_read_from_the_words_by_kg(all_of_them: tuple[Build, Path, Replayed]) -> None:
    times = {
        (c.predicate.lemma, c.time.span.text.split()[-1]): c.time.value
        for c in all_of_them[0].claims
        if c.time is not None
    }
    assert times["open", "Saturday"] == "2024-05-18"
    assert times["found", "1910"] == "1910"
    assert times["meet", "Monday"] == "2024-05-13"  # of the day of the mail
    assert times["cause", "Earlier"] is None


def test_a_claim_says_how_its_quote_was_found(all_of_them: tuple[Build, Path, Replayed]) -> None:
    for claim in all_of_them[0].claims:
        rules = [step.rule for step in claim.steps]
        assert rules == ["llm", "quoted exactly"]
        quote = claim.steps[1].span
        assert quote.start < claim.sentence.end
        assert claim.sentence.start < quote.end
        answer = read_answer(recorded(_text(claim.document.removesuffix(".txt"))))
        assert answer is not None
        assert quote.text in {one.quote for one in answer.claims}


# Nobody is asked twice


def test_answers_make_the_same_bytes_with_the_server_switched_off(
    all_of_them: tuple[Build, Path, Replayed], tmp_path: Path
) -> None:
    _, folder, server = all_of_them
    before, asked = outputs(folder / "out"), len(server.asked)
    assert make(folder / "in", folder / "out", server.address) is not None  # from the records
    assert outputs(folder / "out") == before
    shutil.copytree(folder / "out", tmp_path / "out")
    shutil.rmtree(tmp_path / "out" / ".kg" / "records")
    (tmp_path / "out" / ".kg" / "build.json").unlink()
    (tmp_path / "out" / ".kg" / "records").mkdir()
    made = make(folder / "in", tmp_path / "out", server.address)  # from the answers
    assert made is not None
    assert outputs(tmp_path / "out") == before
    assert len(server.asked) == asked


def test_the_number_of_threads_changes_nothing(
    all_of_them: tuple[Build, Path, Replayed], tmp_path: Path
) -> None:
    _, folder, _ = all_of_them
    with serving() as server:
        make(folder / "in", tmp_path / "out", server.address, at_once=1)
    assert outputs(tmp_path / "out") == outputs(folder / "out")


def test_of_a_changed_document_one_question_is_asked(tmp_path: Path) -> None:
    folder = documents(tmp_path / "in", "chess", "storm")
    with serving() as server:
        make(folder, tmp_path / "out", server.address)
        assert len(server.asked) == 2
        changed = _text("chess").replace("41 moves", "42 moves")
        (folder / "chess.txt").write_text(changed, "utf-8")
        (folder / "storm.txt").rename(folder / "quill.txt")
        server.answer = lambda message: recorded(message.replace("42 moves", "41 moves"))
        made = make(folder, tmp_path / "out", server.address)
        assert len(server.asked) == 3
        assert "42 moves" in server.asked[2]["messages"][-1]["content"]
    assert lines_of(made, "chess")
    assert lines_of(made, "quill")


def test_what_is_removed_leaves_no_answer_behind(tmp_path: Path) -> None:
    folder = documents(tmp_path / "in", "chess", "storm")
    with serving() as server:
        make(folder, tmp_path / "out", server.address)
    kept = tmp_path / "out" / ".kg" / "answers" / "llm"
    assert len(list(kept.glob("*/*.json"))) == 2
    remove(["storm.txt"], tmp_path / "out")
    (left,) = kept.glob("*/*.json")
    assert "Adeyemi" in left.read_text("utf-8")
    assert not any(b"Quill" in p.read_bytes() for p in tmp_path.joinpath("out").rglob("*.json*"))


def test_an_answer_that_was_cut_short_on_the_disk_is_asked_for_again(tmp_path: Path) -> None:
    folder = documents(tmp_path / "in", "chess")
    with serving() as server:
        make(folder, tmp_path / "out", server.address)
        before = outputs(tmp_path / "out")
        (kept,) = (tmp_path / "out" / ".kg" / "answers" / "llm").glob("*/*.json")
        kept.write_bytes(kept.read_bytes()[:-5])
        shutil.rmtree(tmp_path / "out" / ".kg" / "records")
        (tmp_path / "out" / ".kg" / "records").mkdir()
        make(folder, tmp_path / "out", server.address)
        assert len(server.asked) == 2
    assert outputs(tmp_path / "out") == before


def test_a_build_stops_before_its_limit_and_goes_on_later(tmp_path: Path) -> None:
    folder = documents(tmp_path / "in", "chess", "harbour", "storm")
    failed: list[ReadError] = []
    with serving() as server:
        server.tokens = 1500, 300
        made = make(
            folder, tmp_path / "out", server.address, failed=failed, at_once=1, max_tokens="2000"
        )
        assert made is not None
        assert 0 < len(made.documents) < 3
        assert len(failed) == 3 - len(made.documents)
        assert "waits: --max-tokens 2,000 is reached; what is answered is kept" in str(failed[0])
        assert "run the same command again" in str(failed[0])
        asked = len(server.asked)
        assert asked == len(made.documents)
        whole = make(folder, tmp_path / "out", server.address)
        assert len(server.asked) == 3
    with serving() as server:
        make(folder, tmp_path / "clean", server.address)
    assert whole is not None
    assert outputs(tmp_path / "out") == outputs(tmp_path / "clean")


def test_what_is_answered_of_a_document_that_waits_is_kept(tmp_path: Path) -> None:
    folder = documents(tmp_path / "in", "chess")
    sections = [f"# Section {n}\n\n" + f"Kim sold the mill number {n}. " * 8 for n in range(3)]
    (folder / "mills.md").write_text("\n\n".join(sections), "utf-8")
    options = (("model", "replay"), ("overlap", "0"), ("size", "400"))
    settings = replace(SETTINGS, reader_options=options)
    failed: list[ReadError] = []
    with serving() as server:
        server.tokens = 1_000, 0
        make(
            folder, tmp_path / "out", server.address, settings=settings, failed=failed, at_once=1,
            max_tokens="3800",
        )  # fmt: skip
        assert [str(error).split()[0] for error in failed] == ["mills.md"]
        asked = len(server.asked)
        assert asked > 1
        decide(tmp_path / "out", lambda file: file.write_text("", "utf-8"))  # writes it again
        made = make(folder, tmp_path / "out", server.address, settings=settings)
        assert len(server.asked) == 4
    assert made is not None
    assert len(made.documents) == 2


def test_a_cost_is_a_limit_too(tmp_path: Path) -> None:
    folder = documents(tmp_path / "in", "chess", "storm")
    failed: list[ReadError] = []
    with serving() as server:
        prices = {"price": "1000,3000", "max_cost": "0.16"}  # an answer costs 0.1 + 0.06
        make(folder, tmp_path / "out", server.address, failed=failed, at_once=1, **prices)
        assert len(server.asked) == 0
        prices["max_cost"] = "3"
        failed.clear()
        make(folder, tmp_path / "out", server.address, failed=failed, at_once=1, **prices)
    assert len(server.asked) == 2
    given = Given(options={"model": "m"}, how={"max_cost": "1"})
    with pytest.raises(ReaderError, match="--max-cost needs the prices of a million tokens"):
        LanguageModelReader(given)


# What goes wrong on the way


def ask(address: str, name: str = "chess", **how: str) -> Record:
    given = {"endpoint": address, "backoff": "0.01", **how}
    reader = LanguageModelReader(Given(options={"model": "replay"}, how=given))
    return reader.read(document_of(_text(name), id=f"{name}.txt", date="2024-05-20"))


Answer = tuple[int, dict[str, str], bytes]


def first(*answers: Answer) -> Callable[[int, dict[str, Any]], Answer | None]:
    """These answers to the first requests, then the recorded ones."""
    return lambda number, asked: answers[number - 1] if number <= len(answers) else None


BUSY: Answer = (429, {"Retry-After": "0"}, b'{"error": {"message": "slow down"}}')


def test_a_busy_server_is_asked_again(caplog: pytest.LogCaptureFixture) -> None:
    faults = (
        BUSY, (500, {}, b"oops"), (503, {"Retry-After": "soon"}, b""), (0, {}, b""),
        (200, {}, b"<html>"),
    )  # fmt: skip
    with serving(fault=first(*faults)) as server:
        made = ask(server.address)
        assert len(server.asked) == 6
    assert len(made.claims) == 6


def test_a_server_that_stays_busy_is_one_line() -> None:
    with serving(fault=lambda number, asked: BUSY) as server:
        with pytest.raises(ReaderError, match=r"answers 429 again and again \(slow down\)"):
            ask(server.address)
        assert len(server.asked) == 6


def test_a_server_is_waited_for_as_long_as_it_says() -> None:
    with serving(fault=first((429, {"Retry-After": "0.4"}, b""))) as server:
        begun = time.monotonic()
        ask(server.address)
        assert time.monotonic() - begun >= 0.4
    later: Answer = (429, {"Retry-After": "Fri, 31 Dec 2100 23:59:59 GMT"}, b"")
    with serving(fault=first(later)) as server, pytest.raises(ReaderError, match="asks to wait"):
        ask(server.address)


def test_a_server_that_takes_too_long_is_one_line() -> None:
    with (
        serving(fault=slow(0.5)) as server,
        pytest.raises(ReaderError, match=r"takes longer than 0.05 seconds to answer; raise"),
    ):
        ask(server.address, timeout="0.05")


def test_where_no_server_answers_it_is_said_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as closed:
        address = f"http://127.0.0.1:{closed.getsockname()[1]}/v1"
    begun = time.monotonic()
    with pytest.raises(ReaderError, match=r"no server answers at .*start it, or give another"):
        ask(address, backoff="60")
    assert time.monotonic() - begun < 30


@pytest.mark.parametrize(
    ("answer", "line"),
    [
        ((404, {}, b'{"error": {"message": "no"}}'), "no model 'replay'|--llm-model can be"),
        ((401, {}, b'{"error": "who?"}'), "asks for a key: set KG_LLM_KEY (who?)"),
        ((402, {}, b"{}"), "wants to be paid first"),
        ((307, {"Location": "http://192.0.2.1/v1"}, b""), "leads to 'http://192.0.2.1/v1'"),
        ((200, {}, b'{"choices": []}'), "answers with no chat completion"),
    ],
)
def test_what_no_try_can_mend_is_said_at_once(answer: Answer, line: str) -> None:
    with serving(fault=lambda number, asked: answer) as server:
        with pytest.raises(ReaderError) as error:
            ask(server.address)
        assert any(part in str(error.value) for part in line.split("|"))
        assert "\n" not in str(error.value)
        assert len(server.asked) == 1


def test_an_unknown_model_is_told_with_those_that_there_are() -> None:
    missing: Answer = (404, {}, b'{"error": {"message": "model not found"}}')
    reader = LanguageModelReader(Given(options={"model": "gpt-9"}))
    with serving(fault=first(missing)) as server:
        reader._how["endpoint"] = server.address
        with pytest.raises(ReaderError, match="no model 'gpt-9'; --llm-model can be other, replay"):
            reader.read(document_of(_text("chess")))


def test_a_server_that_lists_no_models_is_asked_for_them_once() -> None:
    missing: Answer = (404, {}, b'{"error": {"message": "no such path"}}')
    with serving(fault=lambda number, asked: missing, models=missing) as server:
        with pytest.raises(ReaderError, match=r"has no model 'replay', or is no OpenAI-compatible"):
            ask(server.address)
        assert len(server.asked) == 1


@pytest.mark.parametrize("key", ["sk-secret\nX: y", "sk-se cret", "sk-sécret", "sk-\x00"])
def test_a_key_that_fits_into_no_header_is_one_line_that_does_not_repeat_it(
    key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ReaderError, match="the key in KG_LLM_KEY has a character") as error:
        checked_key(key)
    assert "sk-" not in str(error.value)
    if "\0" not in key:
        monkeypatch.setenv(KEY, key)
        with serving() as server:
            with pytest.raises(ReaderError, match="set it again"):
                ask(server.address)
            assert server.asked == []


def test_a_key_at_the_end_of_a_long_message_is_masked_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(KEY, "sk-very-secret\n")
    long: Answer = (401, {}, json.dumps({"error": "x" * 292 + " sk-very-secret"}).encode())
    with serving(fault=first(long)) as server, pytest.raises(ReaderError) as error:
        ask(server.address)
    assert "sk-" not in str(error.value)


@pytest.mark.parametrize(
    "usage",
    [[1], "many", 7, {"prompt_tokens": -1, "completion_tokens": True, "cost": float("inf")},
     {"prompt_tokens": 10**400, "cost": float("nan")}, {"prompt_tokens": "9", "cost": True}],
)  # fmt: skip
def test_what_a_server_miscounts_is_estimated(usage: Any) -> None:
    body = json.loads(completion(recorded(_text("chess"))))
    answer: Answer = (200, {}, json.dumps({**body, "usage": usage}).encode())
    with serving(fault=first(answer)) as server:
        given = {"endpoint": server.address, "price": "1,1"}
        reader = LanguageModelReader(Given(options={"model": "replay"}, how=given))
        assert len(reader.read(document_of(_text("chess"))).claims) == 6
    sent, got = reader.spent.tokens
    assert 500 < sent < 5_000
    assert 100 < got < 5_000
    assert reader.spent.cost == pytest.approx((sent + got) / 1e6)
    assert reader.spent._held == 0


def test_the_key_goes_into_one_header_and_nowhere_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(KEY, "sk-very-secret")
    folder = documents(tmp_path / "in", "chess")
    with serving() as server:
        make(folder, tmp_path / "out", server.address)
        assert server.headers[0]["Authorization"] == "Bearer sk-very-secret"
    for path in (p for p in (tmp_path / "out").rglob("*") if p.is_file()):
        data = path.read_bytes()
        assert b"sk-very-secret" not in data
        assert server.address.encode() not in data
    says: Answer = (401, {}, b'{"error": {"message": "wrong key sk-very-secret"}}')
    with serving(fault=first(says)) as server:
        with pytest.raises(ReaderError, match="does not take the key in KG_LLM_KEY") as error:
            ask(server.address)
        assert "(wrong key ***)" in str(error.value)


def test_a_server_without_schemas_is_asked_in_words() -> None:
    def fault(number: int, asked: dict[str, Any]) -> Answer | None:
        form = asked.get("response_format", {}).get("type", "")
        return (400, {}, b'{"error": "response_format"}') if form else None

    with serving(fault=fault) as server:
        assert len(ask(server.address).claims) == 6
        forms = [r.get("response_format", {}).get("type") for r in server.asked]
        assert forms == ["json_schema", "json_object", None]
        schema = server.asked[0]["response_format"]["json_schema"]
    assert schema["strict"] is True
    claim = schema["schema"]["properties"]["claims"]["items"]
    assert claim["required"] == list(claim["properties"])
    assert claim["additionalProperties"] is False


def test_a_model_that_takes_other_parameters_is_asked_with_those() -> None:
    def fault(number: int, asked: dict[str, Any]) -> Answer | None:
        for name in ("max_tokens", "temperature"):
            if name in asked:
                said = {"error": {"message": f"Unsupported parameter: {name}", "code": "x"}}
                return 400, {}, json.dumps(said).encode()
        return None

    with serving(fault=fault) as server:
        assert len(ask(server.address).claims) == 6
        last = server.asked[-1]
    assert len(server.asked) == 3
    assert last["max_completion_tokens"] == 4096
    assert last["response_format"]["type"] == "json_schema"


def test_a_document_that_the_server_refuses_is_left_out_alone(tmp_path: Path) -> None:
    def fault(number: int, asked: dict[str, Any]) -> Answer | None:
        long = "Storm Quill" in asked["messages"][-1]["content"]
        return (400, {}, b'{"error": {"message": "context length"}}') if long else None

    failed: list[ReadError] = []
    with serving(fault=fault) as server:
        folder = documents(tmp_path / "in", "chess", "storm")
        made = make(folder, tmp_path / "out", server.address, failed=failed)
    assert made is not None
    assert [d.id for d in made.documents] == ["chess.txt"]
    assert [str(e) for e in failed] == [
        "storm.txt is left out: it was refused by the server: context length"
    ]


def test_an_interrupted_build_goes_on_where_it_was(tmp_path: Path) -> None:
    def fault(number: int, asked: dict[str, Any]) -> Answer | None:
        return (402, {}, b"{}") if number > 1 else None

    folder = documents(tmp_path / "in", "chess", "storm")
    with serving(fault=fault) as server, pytest.raises(ReaderError, match="wants to be paid"):
        make(folder, tmp_path / "out", server.address, at_once=1)
    assert not (tmp_path / "out" / "manifest.json").exists()
    with serving() as server:
        make(folder, tmp_path / "out", server.address)
        assert len(server.asked) == 1
        assert status(tmp_path / "out").current


@pytest.mark.parametrize(
    "address", ["", "127.0.0.1:80", "ftp://x/v1", "http://", "http://x/v1?key=1", "http://x:y/"]
)
def test_what_is_no_address_is_refused(address: str) -> None:
    with pytest.raises(ReaderError, match=r"must look like http://127\.0\.0\.1:11434/v1"):
        checked_endpoint(address)


def test_an_address_with_a_password_is_refused_without_repeating_it() -> None:
    with pytest.raises(ReaderError, match="put the key into KG_LLM_KEY instead") as error:
        checked_endpoint("https://me:secret@example.org/v1")
    assert "secret" not in str(error.value)


# Answers that are not as asked


def read(name: str, answer: str | None = None) -> Record:
    """The record of a recorded document, from its answer or from another one."""
    content = (lambda message: answer) if answer is not None else recorded
    with serving(content) as server:  # type: ignore[arg-type]
        return ask(server.address, name)


INN = ["Orla Keane | buy | Gull Inn", "Finn | run | kitchen"]


def test_talk_fences_and_commas_do_no_harm() -> None:
    made = read("fenced")
    assert [line_of(c) for c in made.claims] == INN
    assert made.left_out == ()


def test_an_answer_that_is_cut_short_gives_what_is_whole() -> None:
    made = read("truncated")
    assert [line_of(c) for c in made.claims] == INN[:1]
    assert made.left_out == (("an answer that is cut short", 1),)


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("refusal", "an answer that declines"),
        ("garbage", "an answer that is no JSON of the form asked for"),
    ],
)
def test_no_answer_is_no_claim_and_says_so_of_each_sentence(name: str, why: str) -> None:
    with serving() as server:
        made = ask(server.address, name)
        assert len(server.asked) == 3
    assert made.claims == ()
    assert made.left_out == ((why, 1),)
    assert [reason for _, reason in made.missed] == [why] * 3


def test_what_is_invented_is_left_out_and_counted() -> None:
    made = read("invented")
    assert [line_of(c) for c in made.claims] == INN[1:]
    assert dict(made.left_out) == {
        grounding.NO_QUOTE: 1, grounding.NO_SUBJECT: 1, grounding.NO_OBJECT: 2,
        grounding.NO_WORDS: 1, grounding.NO_SOURCE: 1, grounding.NO_NAME: 1, grounding.NO_TIME: 1,
    }  # fmt: skip
    assert made.claims[0].time is None
    everything = json.dumps(
        [line_of(c) for c in made.claims] + [m.span.text for m in made.mentions]
    )
    for word in ("Marriott", "Galway", "Thatcher", "Guardian", "renovate", "2019"):
        assert word not in everything


def test_offsets_are_not_believed_and_case_does_no_harm() -> None:
    made = read("misplaced")
    assert [line_of(c) for c in made.claims] == INN
    assert made.left_out == ((grounding.NO_FORM, 2),)
    assert [c.steps[1].rule for c in made.claims] == ["quoted nearly"] * 2
    exact = read("fenced").claims
    assert all(a.confidence < b.confidence for a, b in zip(made.claims, exact, strict=True))


def test_a_document_that_gives_orders_spoils_no_other(tmp_path: Path) -> None:
    obeyed = (RECORDINGS / "obeyed.json").read_text("utf-8")

    def answer(message: str) -> str:
        return obeyed if "Dunmore Water Board" in message else recorded(message)

    with serving() as server:
        alone = make(documents(tmp_path / "one", "bridge"), tmp_path / "a", server.address)
    with serving(answer) as server:
        folder = documents(tmp_path / "two", "bridge", "hostile")
        both = make(folder, tmp_path / "b", server.address)
        messages = [r["messages"][-1]["content"] for r in server.asked]
    assert lines_of(both, "bridge") == lines_of(alone, "bridge")
    # Told to say it of two things: one is not in its text as quoted, one is only an order there.
    assert lines_of(both, "hostile") == ["Gerald Tyne | own | Brisa Terminals"]
    assert both is not None
    assert dict(both.left_out)[grounding.NO_QUOTE] == 2
    # Each question has one document in it, and the lines around it are not to be guessed.
    assert not any("Dunmore" in m and "Velden" in m for m in messages)
    for message in messages:
        opening = next(line for line in message.splitlines() if line.startswith("BEGIN "))
        end = opening.replace("BEGIN", "END")
        assert message.count(end) == 1
        assert message.endswith(end)


def test_what_a_model_obeys_less_is_read_as_any_text(
    all_of_them: tuple[Build, Path, Replayed],
) -> None:
    assert lines_of(all_of_them[0], "hostile") == [
        "Dunmore Water Board | test | well",
        "Dunmore Water Board | find | lead",
        "Gerald Tyne | inform | county",
        "Dunmore Water Board | repair | filter (planned)",
    ]


# Single claims


def told(text: str, subject: str, words: str, object: str | None, **fields: Any) -> dict[str, Any]:
    ends = {"subject": {"text": subject, "name": fields.pop("subject_name", subject)}}
    name = fields.pop("object_name", object)
    ends["object"] = {"text": object, "name": name} if object else None  # type: ignore[assignment]
    return {"quote": text, **ends, "predicate": {"text": words, "lemma": ""}, **fields}


def grounded(
    text: str, *claims: dict[str, Any], ontology: Ontology | None = None, **entities: list[str]
) -> tuple[list[Claim], dict[str, int]]:
    """What is left of claims that a model made about a text."""
    from kg.record.make import understand

    document = document_of(text, date="2024-05-20")
    sentences = analyze(document, load_pipeline("kg_en"))
    known = understand(document, sentences)
    named = [{"name": k, "type": "Person", "mentions": v} for k, v in entities.items()]
    answer = read_answer(json.dumps({"entities": named, "claims": claims}))
    assert answer is not None
    (part,) = parts_of(sentences, text)
    found = grounding.ground([(part, answer)], known, ontology=ontology)
    return list(found.claims), dict(found.left_out)


def test_a_model_may_not_turn_a_denial_round() -> None:
    text = "Kim did not sell the mill."
    (claim,), _ = grounded(text, told(text, "Kim", "sell", "the mill"))
    assert claim.hidden_because == grounding.DENIED
    (claim,), _ = grounded(text, told(text, "Kim", "sell", "the mill", polarity="negative"))
    assert claim.shown


def test_a_model_may_not_make_a_fact_of_what_is_possible_or_said_by_somebody() -> None:
    text = "Kim may sell the mill."
    (claim,), _ = grounded(text, told(text, "Kim", "may sell", "the mill"))
    assert claim.modality == "possible"
    text = "Lena Ortega said that Kim sold the mill."
    (claim,), _ = grounded(text, told(text, "Kim", "sold", "the mill"))
    assert claim.source is not None
    assert (claim.source.label, claim.source.cue.text) == ("Lena Ortega", "said")


def test_who_does_it_is_the_subject() -> None:
    text = "The talks were led by Kim."
    one, _ = grounded(text, told(text, "The talks", "were led by", "Kim"))
    two, _ = grounded(text, told(text, "Kim", "were led by", "The talks"))
    assert [line_of(c) for c in (*one, *two)] == ["Kim | lead | talks"] * 2
    text = "Acme sold the mill to Bora Bank."
    made, left_out = grounded(text, told(text, "the mill", "sold", "Bora Bank"))
    assert (made, left_out) == ([], {grounding.TURNED: 1})


def test_who_does_it_does_it_wherever_the_sentence_says_by_whom() -> None:
    for words in ("are sold", "are sold in the yard by"):
        text = "Eggs are sold in the yard by Hill Farm."
        said = told(text, "Hill Farm", words, "Eggs")
        said["predicate"]["lemma"] = "sell"
        (claim,), _ = grounded(text, said)
        assert line_of(claim).startswith("Hill Farm | sell")
        assert claim.object is not None
        assert claim.object.label == "eggs"
    text = "Eggs are sold in Lima."
    (claim,), _ = grounded(text, told(text, "Eggs", "are sold in", "Lima"))
    assert line_of(claim) == "eggs | be sold in | Lima"


#: What a model told of a passive (subject, relation, object), and what is made of it.
ROLES = {
    "Bo Lee was shot in Lima by Ann Kim.": {
        ("Ann Kim", "was shot", "Bo Lee"): "Ann Kim | shoot | Bo Lee",
        ("Bo Lee", "was shot in", "Lima"): "Bo Lee | be shot in | Lima",
        ("Lima", "was shot in", "Bo Lee"): None,
        ("Lima", "was shot", "Bo Lee"): None,
    },
    "Ann Kim was awarded the medal in Lima.": {
        ("Ann Kim", "was awarded", "the medal"): "Ann Kim | be awarded | medal",
        ("the medal", "was awarded", "Ann Kim"): None,
        ("Lima", "was awarded", "Ann Kim"): None,
        ("Lima", "was awarded", "the medal"): None,
    },
    "The mill was sold to Ann Kim and painted by Bo Lee.": {
        ("Ann Kim", "was sold to", "The mill"): None,
        ("Bo Lee", "painted by", "The mill"): "Bo Lee | paint | mill",
        ("The mill", "painted by", "Bo Lee"): "Bo Lee | paint | mill",
    },
    "Bo Lee, who was shot in Lima, met Ann Kim.": {
        ("Lima", "was shot in", "Bo Lee"): None,
        ("Bo Lee", "was shot in", "Lima"): "Bo Lee | be shot in | Lima",
    },
    "The mill, owned by Ann Kim and Bo Lee, burned.": {
        ("Bo Lee", "owned by", "The mill"): "Bo Lee | own | mill",
    },
}


@pytest.mark.parametrize("text", ROLES)
def test_in_a_passive_only_he_does_it_by_whom_it_is_done(text: str) -> None:
    for (subject, words, object), line in ROLES[text].items():
        made, left_out = grounded(text, told(text, subject, words, object))
        assert [line_of(c) for c in made] == ([line] if line else [])
        assert left_out == ({} if line else {grounding.IDLE: 1})


def test_a_passive_is_told_of_who_does_it_in_the_active() -> None:
    text = "Bo Lee was shot by Ann Kim."
    said = told(text, "Ann Kim", "was shot by", "Bo Lee")
    for lemma in ("shoot", "be shot by", ""):
        said["predicate"]["lemma"] = lemma
        (claim,), _ = grounded(text, said)
        assert line_of(claim) == "Ann Kim | shoot | Bo Lee"


def test_things_that_are_joined_are_claims_of_their_own() -> None:
    text = "Ann Lee and Bob Ray own a shop."
    made, _ = grounded(text, told(text, "Ann Lee and Bob Ray", "own", "a shop"))
    assert [line_of(c) for c in made] == ["Ann Lee | own | shop", "Bob Ray | own | shop"]


def test_a_name_that_the_text_does_not_have_names_nothing() -> None:
    text = "The president met Kim."
    said = told(text, "The president", "met", "Kim", subject_name="Barack Obama")
    (claim,), left_out = grounded(text, said)
    assert (line_of(claim), left_out) == ("president | meet | Kim", {grounding.NO_NAME: 1})


def test_a_pronoun_is_whom_the_model_means_by_a_name_of_the_text() -> None:
    text = "Vera Hahn founded the firm. The board thanked her."
    said = told("The board thanked her.", "The board", "thanked", "her", object_name="Vera Hahn")
    (claim,), _ = grounded(text, said)
    assert claim.object is not None
    assert (claim.object.label, claim.object.span.text) == ("Vera Hahn", "her")
    assert claim.object.chance is not None
    text = "They left Rome."
    made, left_out = grounded(text, told(text, "They", "left", "Rome", subject_name="The Beatles"))
    assert (made, left_out[grounding.NOBODY]) == ([], 1)


def test_what_is_said_of_a_thing_is_not_the_thing_itself() -> None:
    text = "The talks were led by Kim Lee, the mayor of Lima."
    (claim,), _ = grounded(text, told(text, "Kim Lee", ",", "the mayor of Lima"))
    assert line_of(claim) == "Kim Lee | be | mayor of Lima"
    assert claim.object is not None
    assert claim.object.entity == "~mayor of lima"
    text = "Kim shaved Kim."
    made, left_out = grounded(text, told(text, "Kim", "shaved", "Kim"))
    assert made == []
    assert sum(left_out.values()) == 1


def test_a_quote_of_everything_proves_nothing() -> None:
    names = ("Kim Lee", "Ann Ray", "Bob Orr", "Eva Munk", "Tom Pell")
    text = " ".join(f"{name} left the town of Lima." for name in names)
    made, left_out = grounded(text, told(text, "Kim Lee", "left", "the town"))
    assert (made, left_out) == ([], {grounding.LONG_QUOTE: 1})
    two = "Ann Ray left the town of Lima. Bob Orr left the town of Lima."
    made, left_out = grounded(text, told(two, "Kim Lee", "left", "the town"))
    assert (made, left_out) == ([], {grounding.NO_SUBJECT: 1})


def test_the_same_words_are_found_in_the_place_that_has_the_rest() -> None:
    text = "Kim won. Ann Lee won the cup. Kim won."
    (claim,), _ = grounded(text, told("won", "Ann Lee", "won", "the cup"))
    assert claim.sentence.text == "Ann Lee won the cup."


def test_the_relations_of_an_ontology_are_offered_and_taken() -> None:
    ontology = Ontology(
        title="people",
        classes=(EntityClass(iri="x:Person", label="person"),),
        relations=(
            Relation(iri="x:spouse", label="spouse", description="married to",
                     domain=("x:Person",), range=("x:Person",)),
            Relation(iri="x:born", label="born on", domain=("x:Person",), datatype="xsd:date"),
        ),
    )  # fmt: skip
    system = prompt.messages("text", ontology=ontology)[0]["content"]
    assert '- "spouse" (person → person): married to\n- "born on" (person → xsd:date)' in system
    claims = prompt.schema(ontology)["properties"]["claims"]["items"]["properties"]
    assert "relation" in claims["predicate"]["properties"]
    text = "Ann Lee married Bob Ray."
    said = told(text, "Ann Lee", "married", "Bob Ray")
    said["predicate"]["relation"] = "Spouse"
    (claim,), _ = grounded(text, said, ontology=ontology)
    assert (claim.predicate.lemma, claim.predicate.text) == ("spouse", "married")
    said["predicate"]["relation"] = "killer of"  # not one that was offered
    (claim,), _ = grounded(text, said, ontology=ontology)
    assert claim.predicate.lemma == "marry"


def test_the_ontology_of_the_user_is_part_of_the_question(tmp_path: Path) -> None:
    file = tmp_path / "people.yaml"
    file.write_text(
        "iri: https://example.org/\nrelations:\n  spouse: {label: spouse of}\n", "utf-8"
    )
    settings = replace(SETTINGS, ontology=str(file))
    with serving() as server:
        made = make(
            documents(tmp_path / "in", "chess"), tmp_path / "out", server.address,
            settings=settings,
        )  # fmt: skip
        assert '- "spouse of"' in server.asked[0]["messages"][0]["content"]
    assert len(lines_of(made, "chess")) == 6
    one, other = (reader_of(Choice.of(s)).fingerprint for s in (SETTINGS, settings))
    assert one != other


def test_records_depend_on_what_the_ontology_says_and_not_on_where_it_lies(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "iri: https://example.org/\nrelations:\n  spouse: {label: spouse of}\n"
    one, other = (tmp_path / name for name in ("a.yaml", "b.yaml"))
    one.write_text(text, "utf-8")
    other.write_text(text, "utf-8")

    def marked(file: Path | str) -> str:
        return fingerprint(Choice.of(replace(SETTINGS, ontology=str(file))))

    first = marked(one)
    assert marked(other) == first
    monkeypatch.chdir(tmp_path)
    assert marked("a.yaml") == first
    one.write_text(text.replace("spouse of", "married to"), "utf-8")  # in the same process
    assert marked(one) != first
    one.unlink()
    with pytest.raises(OntologyError, match="cannot read ontology"):
        marked(one)


def test_upkeep_goes_on_from_elsewhere_and_without_the_file_of_the_ontology(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file, away = tmp_path / "people.yaml", tmp_path / "away"
    text = "iri: https://example.org/\nrelations:\n  spouse: {label: spouse of}\n"
    file.write_text(text, "utf-8")
    away.mkdir()
    documents(tmp_path / "in", "chess", "storm", "abstract")
    monkeypatch.chdir(tmp_path)
    with serving() as server:
        make(Path("in"), Path("out"), server.address,
             settings=replace(SETTINGS, ontology="people.yaml"))  # fmt: skip
    monkeypatch.chdir(away)
    forget_readers()
    assert status(tmp_path / "out").current
    remove(["storm.txt"], tmp_path / "out")
    file.unlink()
    forget_readers()
    made = remove(["abstract.txt"], tmp_path / "out")
    assert lines_of(made, "chess")
    assert status(tmp_path / "out").all_again == ""
    file.write_text(text.replace("spouse of", "married to"), "utf-8")
    assert status(tmp_path / "out").all_again
    with pytest.raises(StoreError, match="run kg build again"):
        remove(["chess.txt"], tmp_path / "out")


def test_each_reason_to_leave_something_out_is_on_the_page() -> None:
    page = (Path(__file__).parent.parent / "docs" / "readers.md").read_text("utf-8")
    reasons = [v for k, v in vars(grounding).items() if k.isupper() and isinstance(v, str)]
    assert len(reasons) > 12
    for reason in {*reasons, llm.NO_JSON, llm.REFUSED, llm.CUT} - {grounding.RULE}:
        assert reason in page, reason
    for option in (*llm.OPTIONS[1:], "timeout"):
        assert f"--reader-option {option}=" in page
    for option in ("endpoint", "llm-model", "llm-price", "max-tokens", "max-cost"):
        assert f"`--{option}`" in page


# Parts, words, brackets


def test_parts_end_with_sections_and_a_change_leaves_the_others_alone(tmp_path: Path) -> None:
    sections = [f"# Section {n}\n\n" + f"Kim sold the mill number {n}. " * 8 for n in range(4)]
    folder = tmp_path / "in"
    folder.mkdir()
    settings = replace(
        SETTINGS, reader_options=(("model", "replay"), ("overlap", "60"), ("size", "400"))
    )
    with serving() as server:
        (folder / "a.md").write_text("\n\n".join(sections), "utf-8")
        make(folder, tmp_path / "out", server.address, settings=settings)
        parts = [r["messages"][-1]["content"] for r in server.asked]
        assert len(parts) == 4
        assert sorted(p.count("# Section") for p in parts) == [1, 1, 1, 1]
        assert sum("BEGIN BEFORE" in p for p in parts) == 3
        sections[3] = sections[3].replace("mill", "barn")
        (folder / "a.md").write_text("\n\n".join(sections), "utf-8")
        make(folder, tmp_path / "out", server.address, settings=settings)
        assert len(server.asked) == 5
        assert "barn" in server.asked[4]["messages"][-1]["content"]


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("“Go home”", "Go  home"), ("GO HOME.", "Go  home"), ("long-time", "long–time"),
        ("he", None), ("ome", None), ("", None), ("...", None),
    ],
)  # fmt: skip
def test_words_are_found_whole_however_they_are_copied(words: str, found: str | None) -> None:
    text = "She said: “Go  home”, his long–time friend."
    spans, exact = Text(text).find(words, 0, len(text))
    assert [span.text for span in spans] == ([found] if found else [])
    assert all(text[s.start : s.end] == s.text for s in spans)
    assert not exact


@pytest.mark.parametrize("end", range(2, 60, 3))
def test_an_answer_that_stops_anywhere_is_json_again(end: int) -> None:
    whole = '{"claims": [{"a": "x, y]"}, {"b": [1, 2]}], "entities": [{"c": {}}]}'
    value = json.loads(mended(whole[:end])) if end > 12 else {}
    assert isinstance(value, dict)
    assert value.get("claims", [])[:1] in ([], [{"a": "x, y]"}])


def test_empty_words_for_what_is_not_there_are_no_fault() -> None:
    said = told("The talks failed.", "The talks", "failed", None, source={"text": "", "name": ""})
    for object in (None, "", {"text": "", "name": ""}, {"text": None}):
        answer = read_answer(json.dumps({"claims": [{**said, "object": object}]}))
        assert answer is not None
        assert (len(answer.claims), answer.malformed) == (1, 0)
        assert (answer.claims[0].object, answer.claims[0].source) == (None, None)
    answer = read_answer(json.dumps({"claims": [{**said, "object": {"text": 7}}]}))
    assert answer is not None
    assert (answer.claims, answer.malformed) == ((), 1)


def test_what_a_model_thinks_aloud_is_no_part_of_its_answer() -> None:
    draft, last = ({"claims": [told(t, "Kim", "won", None)]} for t in ("Kim won", "Kim won."))
    quoting = {"claims": [told("Kim wrote </think> again.", "Kim", "wrote", "</think>")]}
    for content, quote in (
        (f"<think>{json.dumps(draft)}</think>{json.dumps(last)}", "Kim won."),
        (f"So: {json.dumps(draft)} is short.</think>\n{json.dumps(last)}", "Kim won."),
        (json.dumps(quoting), "Kim wrote </think> again."),
        (f"<think>Hm.</think>{json.dumps(quoting)}", "Kim wrote </think> again."),
        (f"<think>He says {{</think>}} twice.</think>{json.dumps(last)}", "Kim won."),
    ):
        answer = read_answer(content)
        assert answer is not None
        assert [claim.quote for claim in answer.claims] == [quote]
    assert read_answer("<think>Nothing.</think>") is None


def test_a_draft_within_a_thought_is_no_answer() -> None:
    draft, last = ({"claims": [told(t, "Kim", "won", None)]} for t in ("Kim won", "Kim won."))
    loose = json.dumps(draft).replace("]}", ",]}")
    for drafted in (json.dumps(draft), loose):
        for content in (
            f"<think>Say {drafted}</think>I cannot tell.",
            f"<think>Say {drafted}</think>",
            f"Say {drafted} perhaps.</think>\nI cannot tell.",
            f"<think>Say {drafted}, or",
            f"\n<think>Say {drafted[:-2]}",
        ):
            assert read_answer(content) is None
        answer = read_answer(f"<think>A </think> or {drafted}?</think>{json.dumps(last)}")
        assert answer is not None
        assert [claim.quote for claim in answer.claims] == ["Kim won."]


def test_brackets_without_end_are_no_answer() -> None:
    for text in ("[" * 100_000, '{"claims": ' * 50_000, "{" * 50 + "}" * 50):
        begun = time.monotonic()
        answer = read_answer(text)
        assert answer is None or answer.claims == ()
        assert time.monotonic() - begun < 5


def test_what_is_made_at_once_comes_in_order_and_fails_as_the_first() -> None:
    assert in_order(lambda n: n * n, range(20), threads=4) == [n * n for n in range(20)]

    def fails(number: int) -> int:
        raise RecordError(str(number))

    with pytest.raises(RecordError, match="0"):
        in_order(fails, range(5), threads=1)


def test_faulty_answers_are_all_read_by_some_test() -> None:
    known = {path.stem for path in RECORDINGS.glob("*.txt")}
    assert known == {*GENUINE, *FAULTY}
    source = Path(__file__).read_text("utf-8")
    assert all(f'"{name}"' in source for name in FAULTY)


# Beside kg's own reader


def test_a_fact_that_both_readers_state_has_claims_of_both(tmp_path: Path) -> None:
    settings = replace(SETTINGS, reader="kg+llm")
    folder = documents(tmp_path / "in", "chess")
    with serving() as server:
        made = make(folder, tmp_path / "out", server.address, settings=settings)
        assert len(server.asked) == 1
        make(folder, tmp_path / "alone", server.address)
    assert made is not None
    readers = {c.id: c.reader for c in made.claims}
    by = {
        (f.label, made.graph.nodes[f.subject]["label"]): {readers[id] for id in f.claims}
        for f in made.facts
    }
    assert by["coach", "Yusuf Adeyemi"] == {"kg", "llm"}
    assert sum(found == {"kg", "llm"} for found in by.values()) >= 2
    assert verify(tmp_path / "out").problems == ()
    kept = [p.parent.parent.name for p in (tmp_path / "out/.kg/answers").glob("*/*/*.json")]
    assert kept == ["llm"]


# The command line, and a default install


def kg(*arguments: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        capture_output=True, text=True, check=False, cwd=cwd,
    )  # fmt: skip


def test_the_command_says_what_was_asked_and_left_out(tmp_path: Path) -> None:
    documents(tmp_path / "in", "invented")
    with serving() as server:
        command = (
            "build", "in", "--reader", "llm", "--llm-model", "replay", "--endpoint",
            server.address, "--llm-price", "1,2", "--max-cost", "1",
        )  # fmt: skip
        done = kg(*command, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    told, left = done.stderr.splitlines()
    assert told == "kg: llm: asked once: 100 tokens, 20 answered, cost 0.00014"
    assert left.startswith("kg: llm: 8 left out: 2 its object is not in the quoted sentence, 1 ")
    assert "1 claims (1 shown" in done.stdout
    again = kg(*command, cwd=tmp_path)  # the server is gone
    assert again.returncode == 0
    assert again.stderr.splitlines()[0] == "kg: llm: asked nobody: all answers are kept"
    more = kg("build", "in", "--add", "--reader", "kg", cwd=tmp_path)
    assert more.returncode == 2
    assert "--reader holds for all documents" in " ".join(more.stderr.split())


def test_a_default_install_asks_nobody_and_loads_nothing_that_could() -> None:
    code = (
        "import sys, kg, kg.cli;"
        "from typer.testing import CliRunner;"
        "from kg.cli.app import app;"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0;"
        "web = {'http.client', 'urllib.request', 'httpx', 'requests', 'openai', 'aiohttp'};"
        "print(sorted(web & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_build_by_kgs_own_reader_loads_no_language_model_reader(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Kim sold the mill.", "utf-8")
    code = (
        "import sys;"
        "from kg.build import build, write_outputs;"
        "from pathlib import Path;"
        "write_outputs(build(['a.txt']), Path('out'));"
        "print(sorted(m for m in sys.modules if m.startswith('kg.readers')))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path
    )
    assert done.stdout.strip() == "['kg.readers', 'kg.readers.own']"


def test_the_reader_is_made_without_a_server(monkeypatch: pytest.MonkeyPatch) -> None:
    choice = Choice.of(SETTINGS)
    assert reader_of(choice).fingerprint == reader_of(choice).fingerprint
    other = replace(SETTINGS, reader_options=(("model", "else"),))
    assert reader_of(choice).fingerprint != reader_of(Choice.of(other)).fingerprint
    assert completion("x").startswith(b"{")
