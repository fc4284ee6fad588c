"""The service answers curl, SPARQLWrapper and a browser, only reads, and survives any question."""

from __future__ import annotations

import errno
import json
import multiprocessing
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
import rdflib
from cookbook import cookbook_build
from pytest import TempPathFactory
from SPARQLWrapper import CSV, JSON, POST, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from kg.ask.query import ENGINES, format_json, query
from kg.errors import BusyError
from kg.export.html import write_page
from kg.export.rdf import write_turtle
from kg.serve import Limits, Pool, Service, connections, listen

# SPARQLWrapper makes a graph of a class that rdflib would like to be rid of.
pytestmark = pytest.mark.filterwarnings("ignore:(Conjunctive|Dataset):DeprecationWarning")

MEETINGS = "SELECT ?who ?whom { ?who rel:meet ?whom }"
ENT = "https://kg.example/entity/"
#: Would take for ever: every triple with every other, four times.
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n2 ?o }"


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    headers: Message
    text: str


def ask(url: str, *, body: bytes | None = None, method: str | None = None, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, headers=named, method=method)
    try:
        with urllib.request.urlopen(request, timeout=60) as reply:
            return Reply(reply.status, reply.headers, reply.read().decode("utf-8"))
    except urllib.error.HTTPError as error:
        with error:
            return Reply(error.code, error.headers, error.read().decode("utf-8"))


@contextmanager
def serving(output: Path, *options: str) -> Iterator[str]:
    """`kg serve` in a process of its own, ended by its own id."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kg", "serve", str(output), "--port", "0", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+", line)
        assert address, line
        yield address[0]
    finally:
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=30)
    assert process.returncode == 0


@pytest.fixture(scope="module")
def output(tmp_path_factory: TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("output")
    write_turtle(cookbook_build(), folder / "graph.ttl")
    write_page(cookbook_build(), folder / "graph.html")
    (folder / "secret.txt").write_text("secret")
    return folder


@pytest.fixture(scope="module")
def address(output: Path) -> Iterator[str]:
    with serving(output, "--timeout", "5", "--max-rows", "2000") as found:
        yield found


def sparql(address: str, text: str, **headers: str) -> Reply:
    return ask(f"{address}/sparql?query={quote(text)}", **headers)


# ------------------------------------------------------------------------------------- clients


def test_curl_gets_the_answer_that_kg_query_gives(address: str, output: Path) -> None:
    done = subprocess.run(
        ["curl", "-sS", f"{address}/sparql", "--data-urlencode", f"query={MEETINGS}"],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    assert done.stdout == format_json(query(output, MEETINGS))


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_asks_in_every_form(address: str, method: str) -> None:
    endpoint = SPARQLWrapper(f"{address}/sparql", returnFormat=JSON)
    endpoint.setMethod(method)
    endpoint.setQuery(MEETINGS)
    found: Any = endpoint.queryAndConvert()
    assert {row["who"]["value"] for row in found["results"]["bindings"]} == {
        f"{ENT}Mara_Lindqvist", f"{ENT}Tom_Okoro",
    }  # fmt: skip
    endpoint.setQuery("ASK { ent:Tom_Okoro rel:be_mayor_of ent:Bergen }")
    assert endpoint.queryAndConvert()["boolean"] is True  # type: ignore[index,call-overload]
    endpoint.setReturnFormat(XML)
    endpoint.setQuery("DESCRIBE ent:Bergen")
    described: Any = endpoint.queryAndConvert()
    assert isinstance(described, rdflib.Graph)
    assert (rdflib.URIRef(f"{ENT}Bergen"), rdflib.RDFS.label, rdflib.Literal("Bergen")) in described
    endpoint.setReturnFormat(CSV)
    endpoint.setQuery(MEETINGS)
    assert endpoint.queryAndConvert().startswith(b"who,whom\n")  # type: ignore[union-attr]
    endpoint.setQuery("SELECT * { ?s ?p }")
    with pytest.raises(QueryBadFormed, match="cannot read on from"):
        endpoint.query()


def test_a_browser_asks_reads_and_follows(address: str, browser: Any) -> None:
    tab = browser.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text))
    browser.set_offline(False)
    try:
        tab.goto(address)
        tab.click("text=What is denied, and by whom")
        tab.click("button")
        tab.wait_for_selector("table")
        assert tab.locator("td").all_text_contents() == [
            "ent:port_authority", "rel:sell", "ent:old_quay", "Tom Okoro",
        ]  # fmt: skip
        tab.click("td a >> nth=2")
        tab.wait_for_selector("text=old quay")
        tab.fill("textarea", "SELECT * { ?s ?p ")
        tab.click("button")
        assert "cannot read on from" in tab.inner_text("[role=alert]")
        assert tab.input_value("textarea") == "SELECT * { ?s ?p "
        tab.click("text=Look at the graph")
        tab.wait_for_selector("html[data-ready]", state="attached", timeout=30_000)
    finally:
        browser.set_offline(True)
        tab.close()
    assert [line for line in said if "400" not in line] == []


# ------------------------------------------------------------------------------------ protocol


@pytest.mark.parametrize(
    ("accept", "question", "kind", "start"),
    [
        ("*/*", MEETINGS, "application/sparql-results+json", "{"),
        ("application/sparql-results+xml", MEETINGS, "application/sparql-results+xml", "<?xml"),
        ("text/csv", MEETINGS, "text/csv", "who,whom\n"),
        ("text/tab-separated-values", MEETINGS, "text/tab-separated-values", "?who\t?whom\n"),
        ("text/turtle, */*;q=0.1", "ASK {}", "application/sparql-results+json", "{"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", MEETINGS, "text/html", "<!doctype html>"),
        ("*/*", "DESCRIBE ent:Bergen", "text/turtle", f"<{ENT}Bergen> <http"),
        ("application/n-triples", "DESCRIBE ent:Bergen", "application/n-triples", "<https"),
        ("application/rdf+xml", "DESCRIBE ent:Bergen", "application/rdf+xml", "<?xml"),
        ("application/ld+json", "DESCRIBE ent:Bergen", "application/ld+json", "["),
    ],
)
def test_the_answer_has_the_media_type_asked_for(
    address: str, accept: str, question: str, kind: str, start: str
) -> None:
    reply = sparql(address, question, Accept=accept)
    assert (reply.status, reply.headers.get_content_type()) == (200, kind)
    assert reply.text.startswith(start)


def test_each_way_to_ask_gives_the_same_answer(address: str) -> None:
    url = f"{address}/sparql"
    form = urlencode({"query": MEETINGS}).encode()
    replies = [
        sparql(address, MEETINGS),
        ask(url, body=form, Content_Type="application/x-www-form-urlencoded"),
        ask(url, body=MEETINGS.encode(), Content_Type="application/sparql-query"),
        ask(f"{url}?{urlencode({'query': MEETINGS, 'format': 'json'})}", Accept="text/csv"),
    ]
    assert {(reply.status, reply.text) for reply in replies} == {(200, replies[0].text)}
    assert len(json.loads(replies[0].text)["results"]["bindings"]) == 2


def test_without_a_query_it_describes_itself(address: str) -> None:
    reply = ask(f"{address}/sparql")
    graph = rdflib.Graph().parse(data=reply.text, format="turtle")
    service = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")
    assert (None, service.endpoint, rdflib.URIRef(f"{address}/sparql")) in graph


def test_the_page_and_the_turtle_are_there_and_no_other_file(address: str, output: Path) -> None:
    assert ask(f"{address}/graph.html").text == (output / "graph.html").read_text("utf-8")
    assert ask(f"{address}/graph.ttl").text == (output / "graph.ttl").read_text("utf-8")
    for path in ("secret.txt", "../secret.txt", "%2e%2e/graph.ttl", "/etc/passwd", "sparql/x"):
        assert ask(f"{address}/{path}").status == 404
    assert ask(f"{address}/", method="HEAD").text == ""


# -------------------------------------------------------------------------------- what it refuses


@pytest.mark.parametrize(
    ("question", "status", "words"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", 400, "SERVICE would ask another"),
        ("SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }", 400, "FROM would read another file"),
        ("LOAD <file:///etc/passwd>", 400, "LOAD would change the graph"),
        ("INSERT DATA { <a:b> <a:c> <a:d> }", 400, "INSERT would change the graph"),
        ("DROP ALL", 400, "DROP would change the graph"),
        ("SELECT", 400, "cannot read on from"),
        ("", 400, "the query is empty"),
        ("SELECT * { ?a ?b ?c . ?d ?e ?f }", 400, "more than 2,000 rows; ask for fewer with LIMIT"),
        ("CONSTRUCT { ?a ?b ?f } { ?a ?b ?c . ?d ?e ?f }", 400, "more than 2,000 rows"),
        ("SELECT * { ?s ?p ?o } # " + "x" * 60_000, 413, "a query may have 65,536 bytes"),
        (SLOW, 503, "no answer within 5 seconds"),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else str(value),
)
def test_what_it_refuses_is_said_in_one_line(
    address: str, question: str, status: int, words: str
) -> None:
    if status == 413:
        question += "y" * 6_000
        form = urlencode({"query": question}).encode()
        reply = ask(
            f"{address}/sparql", body=form, Content_Type="application/x-www-form-urlencoded"
        )
    else:
        reply = sparql(address, question)
    assert reply.status == status
    assert reply.text.count("\n") == 1
    assert status == 413 or words in reply.text
    assert sparql(address, "ASK {}").status == 200  # and goes on


def test_updates_and_other_graphs_are_refused(address: str) -> None:
    url, update = f"{address}/sparql", b"CLEAR ALL"
    form = {"Content_Type": "application/x-www-form-urlencoded"}
    assert ask(url, body=update, Content_Type="application/sparql-update").status == 403
    assert ask(url, body=b"update=CLEAR%20ALL", **form).status == 403
    assert ask(url, body=b"x=1", **form).status == 400
    assert ask(url, body=b"<x/>", Content_Type="text/xml").status == 415
    assert ask(f"{url}?query=ASK%7B%7D&query=ASK%7B%7D").status == 400
    assert ask(f"{url}?query=ASK%7B%7D&default-graph-uri=file:///etc/passwd").status == 400
    assert ask(f"{url}?query=ASK%7B%7D&format=pdf").status == 400
    assert sparql(address, MEETINGS, Accept="image/png").status == 406
    reply = ask(url, method="PUT", body=b"x")
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD, POST")


def test_other_sites_cannot_ask(address: str) -> None:
    """Neither by a name of theirs that leads here, nor from a page that is open in the browser."""
    url = f"{address}/sparql?query=ASK%7B%7D"
    assert ask(url, Host="evil.example").status == 403
    assert ask(url, Host=f"localhost:{address.rpartition(':')[2]}").status == 200
    assert ask(url, Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="no-cors").status == 403
    reply = ask(url, Origin="https://evil.example")
    assert "Access-Control-Allow-Origin" not in reply.headers


def test_slow_questions_do_not_keep_others_waiting_for_ever(output: Path) -> None:
    with serving(output, "--timeout", "2", "--workers", "1") as address:
        start = time.monotonic()
        assert sparql(address, SLOW).status == 503
        assert sparql(address, "ASK {}").status in (200, 503)  # a new process may be starting
        while sparql(address, "ASK {}").status != 200:
            assert time.monotonic() - start < 60
            time.sleep(0.2)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="memory is limited on Linux alone")
@pytest.mark.parametrize("engine", ENGINES)
def test_a_question_that_eats_memory_is_ended(output: Path, engine: str) -> None:
    eater = "SELECT ?c { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i ?f ?c LIMIT 1"
    options = ("--timeout", "60", "--max-memory", "64", "--engine", engine)
    with serving(output, *options) as address:
        reply = sparql(address, eater)
        assert (reply.status, "more than 64 MiB of memory" in reply.text) == (503, True)
        assert sparql(address, "ASK {}").status == 200


def test_a_graph_that_is_built_again_is_read_again(tmp_path: Path) -> None:
    build = cookbook_build()
    write_turtle(build, tmp_path / "graph.ttl")
    with serving(tmp_path, "--workers", "1", "--engine", "rdflib") as address:
        assert '"boolean": true' in sparql(address, "ASK { ?a rel:meet ?b }").text
        text = (tmp_path / "graph.ttl").read_text("utf-8").replace("rel:meet", "rel:see")
        (tmp_path / "graph.ttl").write_text(text, "utf-8")
        assert '"boolean": false' in sparql(address, "ASK { ?a rel:meet ?b }").text


# ---------------------------------------------------------------------- processes and connections


def test_a_process_that_dies_idle_is_replaced_and_questions_go_on(output: Path) -> None:
    before = {process.pid for process in multiprocessing.active_children()}
    pool = Pool(output / "graph.ttl", engine="rdflib", limits=Limits(seconds=60), workers=1)
    try:
        pool.wait()
        for _ in range(2):
            (process,) = [p for p in multiprocessing.active_children() if p.pid not in before]
            assert process.pid is not None
            os.kill(process.pid, signal.SIGKILL)
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # dead, and nobody knows
            assert pool.ask("ASK { ?a rel:meet ?b }").boolean
            assert pool.ask("ASK { ?a rel:meet ?b }").boolean
    finally:
        pool.close()


def test_a_place_without_a_process_gets_one_when_it_can(
    output: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(*_: object) -> None:
        raise OSError(errno.EAGAIN, "no more processes")

    with monkeypatch.context() as patched:
        pool = Pool(output / "graph.ttl", engine="rdflib", limits=Limits(seconds=60), workers=1)
        patched.setattr(multiprocessing.context.SpawnProcess, "start", none)
        pool.close()  # nobody is left
        pool._closed = False
        with pytest.raises(BusyError, match="no process can be started: no more processes"):
            pool.ask("ASK {}")
    try:
        assert pool.ask("ASK { ?a rel:meet ?b }").boolean
    finally:
        pool.close()


@pytest.fixture
def port(output: Path) -> Iterator[int]:
    """A service in this process that answers no questions."""
    pool = Pool(output / "graph.ttl", engine="rdflib", limits=Limits(), workers=0)
    server = listen(Service(output, pool), 0)
    running = threading.Thread(target=server.serve_forever, args=[0.01], daemon=True)
    running.start()
    yield server.port
    server.shutdown()
    running.join(10)


def said(client: socket.socket) -> bytes:
    """All that the service says until it ends the connection."""
    client.settimeout(10)
    parts = []
    with suppress(ConnectionError):
        while part := client.recv(65536):
            parts.append(part)
    return b"".join(parts)


def test_a_client_that_trickles_is_let_go(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "ASKING", 0.5)
    start = time.monotonic()
    with socket.create_connection(("127.0.0.1", port)) as client, suppress(ConnectionError):
        client.settimeout(0.05)
        while time.monotonic() - start < 10:
            client.sendall(b"G")  # each in time, all of them too late
            with suppress(TimeoutError):
                if not client.recv(1):
                    break
    assert 0.4 < time.monotonic() - start < 8


def test_a_client_that_takes_nothing_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "TAKING", 0.2)
    ours, theirs = socket.socketpair()
    with ours, theirs, pytest.raises(TimeoutError):
        outgoing = connections._Outgoing(ours)
        for _ in range(1000):
            outgoing.write(b"x" * 1_000_000)


def test_more_connections_than_there_may_be_are_told_to_come_back(
    output: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.setattr(connections, "CONNECTIONS", 2)
    port = request.getfixturevalue("port")
    idle = [socket.create_connection(("127.0.0.1", port)) for _ in range(2)]
    try:
        time.sleep(0.2)
        with socket.create_connection(("127.0.0.1", port)) as client:
            reply = said(client)
        assert reply.startswith(b"HTTP/1.1 503 ")
        assert reply.endswith(b"too many connections; try again\n")
    finally:
        for client in idle:
            client.close()
    end = time.monotonic() + 10
    while ask(f"http://127.0.0.1:{port}/").status != 200:
        assert time.monotonic() < end


def test_a_request_without_end_is_cut_off(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "REQUEST", 10_000)
    with socket.create_connection(("127.0.0.1", port)) as client:
        with suppress(ConnectionError):
            client.sendall(b"GET / HTTP/1.1\r\n" + b"X: ".ljust(1000, b"x") + b"\r\n")
            for _ in range(50):
                client.sendall(b"Y: ".ljust(1000, b"y") + b"\r\n")
        assert said(client) == b""
    assert ask(f"http://127.0.0.1:{port}/").status == 200


@pytest.mark.parametrize(
    "line",
    [
        "GET http://[::1 HTTP/1.1",
        "GET http://a:b:c/ HTTP/1.1",
        "GET //[ HTTP/1.1",
        "GET http://\u2100/ HTTP/1.1",
        "GET /%00%ff HTTP/1.1",
        "nonsense",
    ],
)
def test_an_odd_address_is_answered_and_leaves_no_traceback(
    line: str, port: int, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_connection(("127.0.0.1", port)) as client:
        client.sendall(line.encode() + b"\r\nHost: localhost\r\n\r\n")
        reply = said(client)
    assert re.match(rb"HTTP/1.1 (400|403|404) |<!DOCTYPE HTML>.*400", reply, re.DOTALL)
    assert "Traceback" not in capfd.readouterr().err + caplog.text


# ------------------------------------------------------------------------------------- starting


def failed(*arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", "kg", "serve", *arguments],
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    return done.stderr.splitlines()[-1]


def test_a_missing_graph_or_a_taken_port_is_one_clear_error(output: Path, tmp_path: Path) -> None:
    assert "write one with: kg build INPUT" in failed(str(tmp_path), "--port", "0")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        assert "choose another with --port" in failed(str(output), "--port", port)
    (tmp_path / "graph.ttl").write_text("nonsense")
    assert "is not Turtle as kg writes it" in failed(str(tmp_path), "--port", "0")
