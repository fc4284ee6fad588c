"""`kg load` believes no page that says yes, sends a password nowhere else, replaces its own."""

from __future__ import annotations

import hashlib
import json
import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import resources
from pathlib import Path

import ladybug
import pytest
from builds import build_of, small_build
from typer.testing import CliRunner

from kg.build import write_outputs
from kg.cli import app
from kg.errors import LoadError
from kg.export.rdf import FORMATS
from kg.export.rdf.relations import alignments
from kg.export.rdf.written import PREDICATES
from kg.load import Target, load
from kg.model import Build
from kg.ontology.short import read_short
from kg.relate import relate

SECRET = "s3cret"


# ------------------------------------------------------------------------------------ HTTP


Answer = Callable[[BaseHTTPRequestHandler, bytes], tuple[int, dict[str, str], bytes]]


@contextmanager
def answering(answer: Answer) -> Iterator[tuple[str, list[str]]]:
    """A server of this machine, and what it has been asked: methods, paths, passwords."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            known = " with password" if "Authorization" in self.headers else ""
            asked.append(f"{self.command} {self.path}{known}")
            status, headers, text = answer(self, body)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(text)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(text)

        do_POST = do_PUT = do_GET  # noqa: N815

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=[0.01])
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}", asked
        finally:
            server.shutdown()
            thread.join()


def with_password(url: str, path: str = "/store") -> Target:
    return Target(uri=url.replace("//", f"//me:{SECRET}@") + path)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed_and_no_password_goes_along(status: int) -> None:
    with answering(lambda request, body: (204, {}, b"")) as (other, asked_there):
        elsewhere = other.replace("//", "//you:pass@") + "/store"
        with (
            answering(lambda request, body: (status, {"Location": elsewhere}, b"")) as (url, asked),
            pytest.raises(LoadError, match=f"answers {status} .*sends on to") as caught,
        ):
            load(small_build(), with_password(url))
    assert asked == ["POST /store?default with password"]
    assert asked_there == []
    assert other.partition("//")[2] in str(caught.value)
    assert "pass@" not in str(caught.value)


HTML = {"Content-Type": "text/html"}
TRIPLES = {"Content-Type": "application/n-triples"}
SOME = b"<https://kg.example/build> <x:a> <x:b> .\n" * 400


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda request, body: (200, HTML, b"<h1>Welcome</h1>"), "shows text/html and no graph"),
        (lambda request, body: (202, {}, b"later"), "answers 202 Accepted: later"),
        (lambda request, body: (204, TRIPLES, b""), "answers 204"),
        (lambda request, body: (200, TRIPLES, b""), "shows 0 triples, 428 were sent"),
        (lambda request, body: (200, TRIPLES, SOME), "shows 400 triples, 428 were sent"),
        (lambda request, body: (404, HTML, b"nothing here"), "answers 404 Not Found: nothing here"),
        (lambda request, body: (401, HTML, b""), "wrong user or password; give them with --user"),
        (lambda request, body: (500, HTML, b"out\nof order"), "500 .*: out of order; the address"),
    ],
)
def test_only_a_store_that_gives_the_graph_back_has_it(answer: Answer, words: str) -> None:
    with answering(answer) as (url, _), pytest.raises(LoadError, match=words) as caught:
        load(small_build(), with_password(url))
    assert SECRET not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_store_that_breaks_off_is_not_believed() -> None:
    def answer(request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        return 200, {**TRIPLES, "Content-Length": "1000000"}, b"<x:a> <x:b> <x:c> .\n"

    def closing(request: BaseHTTPRequestHandler, body: bytes) -> tuple[int, dict[str, str], bytes]:
        request.close_connection = True
        return answer(request, body)

    with answering(closing) as (url, _), pytest.raises(LoadError, match=r"breaks off|shows 1 trip"):
        load(small_build(), with_password(url))


class GraphStore:
    """The Graph Store protocol, as far as a load needs it."""

    def __init__(self) -> None:
        self.graphs: dict[str, list[bytes]] = {}

    def __call__(
        self, request: BaseHTTPRequestHandler, body: bytes
    ) -> tuple[int, dict[str, str], bytes]:
        there = self.graphs.get(request.path)
        if request.command == "GET":
            return (404, {}, b"") if there is None else (200, TRIPLES, b"".join(there))
        kept = (there or []) if request.command == "POST" else []
        self.graphs[request.path] = sorted({*kept, *body.splitlines(keepends=True)})
        return (201 if there is None else 204), {}, b""


def test_replacing_a_graph_of_kg_takes_the_place_of_nothing_else(tmp_path: Path) -> None:
    store, build = GraphStore(), small_build()
    FORMATS["ntriples"](build, tmp_path / "a.nt")
    wanted = sorted((tmp_path / "a.nt").read_bytes().splitlines(keepends=True))
    with answering(store) as (url, asked):
        for _ in range(2):
            load(build, Target(uri=f"{url}/store", replace=True))
        assert store.graphs["/store?default"] == wanted
        load(build_of((), (), ()), Target(uri=f"{url}/store?key=1", replace=True))
        load(build_of((), (), ()), Target(uri=f"{url}/store", replace=True))
        assert len(store.graphs["/store?default"]) < len(wanted)
        for mine in (b"<x:me> <x:owns> <x:this> .\n",
                     b"<https://kg.example/other/entity/A> <x:a> <x:b> .\n",
                     b"<https://kg.example/entity/Japan> <x:mine> <x:b> .\n"):  # fmt: skip
            before = store.graphs["/store?default"] = [*wanted, mine]
            with pytest.raises(LoadError, match="--replace would remove them; name a graph of"):
                load(build, Target(uri=f"{url}/store", replace=True))
            assert store.graphs["/store?default"] == before
        load(build, Target(uri=f"{url}/store", database="x:new", replace=True))
    assert "PUT /store?key=1&default" in asked
    assert store.graphs["/store?graph=x%3Anew"] == wanted


VISITS = """
prefixes: {x: https://x.example/}
classes:
  x:Being: {label: being}
  x:Guest: {label: guest, types: [Person], parents: [x:Being]}
relations:
  x:knows: {domain: x:Guest}
  x:visits: {domain: x:Guest, range: x:Guest, parents: [x:knows], inverse: x:visitedBy,
             stated_by: [meet]}
"""


def visits() -> Build:
    """A small build with an ontology of somebody's own."""
    build, ontology = small_build(), read_short(VISITS, name="visits.yaml")
    typed = relate(build.claims, build.entities, ontology=ontology)
    assert {fact.predicate for fact in typed} == {"https://x.example/visits"}
    return replace(build, ontology=ontology, typed=typed)


def test_a_graph_of_an_ontology_of_ones_own_is_replaced_as_often_as_you_like() -> None:
    store = GraphStore()
    with answering(store) as (url, _):
        target = Target(uri=f"{url}/store", replace=True)
        for build in (small_build(), visits(), visits(), visits()):
            load(build, target)
        there = store.graphs["/store?default"]
        assert any(line.startswith(b"<https://x.example/Guest> ") for line in there)
        with pytest.raises(LoadError, match="with this ontology or kg's own"):
            load(small_build(), target)
        assert store.graphs["/store?default"] == there


LABEL = b"<http://www.w3.org/2000/01/rdf-schema#label>"
OTHERS = [
    b"<https://schema.org/Hotel> " + LABEL + b' "hotel" .\n',
    b"<https://kg.example/vocab#Hotel> " + LABEL + b' "hotel" .\n',
    b"<https://schema.org/Person> <http://www.w3.org/2000/01/rdf-schema#seeAlso> <x:a> .\n",
    b'<https://kg.example/entity/Tokyo> <https://schema.org/telephone> "1" .\n',
    b'<https://kg.example/entity/Tokyo> <http://www.w3.org/2004/02/skos/core#note> "my own" .\n',
    b"_:note " + LABEL + b' "my own" .\n',
]


@pytest.mark.parametrize("line", OTHERS, ids=range(len(OTHERS)))
def test_terms_of_a_vocabulary_count_one_by_one(line: bytes) -> None:
    store = GraphStore()
    with answering(store) as (url, _):
        target = Target(uri=f"{url}/store", replace=True)
        load(small_build(), target)
        store.graphs["/store?default"].append(line)
        with pytest.raises(LoadError, match="--replace would remove them"):
            load(small_build(), target)
        assert line in store.graphs["/store?default"]


def test_a_vocabulary_is_no_graph_of_ours_even_where_all_of_its_terms_are() -> None:
    store = GraphStore()
    before = [b"<https://schema.org/Person> " + LABEL + b' "Person" .\n']
    store.graphs["/store?default"] = list(before)
    with answering(store) as (url, _):
        with pytest.raises(LoadError, match="--replace would remove them"):
            load(small_build(), Target(uri=f"{url}/store", replace=True))
        assert store.graphs["/store?default"] == before


RDF = sorted(f.name for f in resources.files("kg.export.rdf").iterdir() if f.name.endswith(".py"))


@pytest.mark.parametrize("name", RDF)
def test_all_that_a_graph_says_things_with_is_known_to_be_ours(name: str) -> None:
    source = (resources.files("kg.export.rdf") / name).read_text("utf-8")
    said = set(re.findall(r'\(\s*(?:term\()?"([a-z]+:\w+)"\)?,', source))
    foreign = {name for name in said if not name.startswith("kg:")}
    things = {name for name in foreign if name.partition(":")[2][0].isupper()}
    assert foreign - things - {"xsd:date", "xsd:integer"} <= set(PREDICATES)


def test_what_links_a_relation_to_other_vocabularies_is_known_to_be_ours() -> None:
    links = {link for found in alignments().values() for link, _ in found}
    assert "skos:closeMatch" in links
    assert {link for link in links if not link.startswith("kg:")} <= set(PREDICATES)


# ------------------------------------------------------------------------------- addresses


ODD = [
    "blot://me:s3cret@db.example:7687",
    "me:s3cret@db.example",
    "bolt:/me:s3cret@db.example",
    "bolt://me:s3cret/x@db.example:7687",
    "bolt://me:s3cret#x@db.example",
    "bolt://me:s3cret@[::1",
    "bolt://me:s3cret@db.example:port",
    "bolt://me:s3cret@:7687",
    "bolt://me:s3cret@127.0.0.1:1",
    "http://me:s3cret@127.0.0.1:99999999/store",
    "http://me:s3cret@127.0.0.1:1/store",
    "http://me:s3cret@127.0.0.1:1/store\r\nX: y",
    "http://me:s3cret@127.0.0.1:1/a b",
    "http://me:s3cret@a..b/store",
    "http://me:s3cret@" + "a" * 300 + "/store",
    "http://127.0.0.1:1/store?token=s3cret",
    "http://me:s3cret@\ud800/store",
    "falkordb://me:s3cret@127.0.0.1:1/g",
    "redis://me:s3cret@[127.0.0.1/g",
    "://s3cret@x",
    "",
]


@pytest.mark.parametrize("uri", ODD, ids=range(len(ODD)))
def test_an_odd_address_is_one_line_without_its_password(uri: str) -> None:
    target = Target(uri=uri, password=SECRET)
    with pytest.raises(LoadError) as caught:
        load(build_of((), (), ()), target)
    said = " ".join(map(str, [caught.value, target, caught.value.__cause__]))
    assert SECRET not in said
    assert "\n" not in str(caught.value)
    assert SECRET not in repr(target)


def test_the_command_shows_no_password_when_all_is_well(tmp_path: Path) -> None:
    write_outputs(small_build(), tmp_path / "out")
    with answering(GraphStore()) as (url, asked):
        uri = with_password(url).uri
        for option in ([], ["--json"]):
            done = CliRunner().invoke(app, ["load", str(tmp_path / "out"), "--to", uri, *option])
            assert done.exit_code == 0, done.output
            assert SECRET not in done.output
    assert json.loads(done.stdout)["database"] == url.replace("//", "//***@") + "/store"
    assert all("with password" in line for line in asked)


# --------------------------------------------------------------------------------- Ladybug


def into(path: Path, *, replace: bool = True) -> None:
    load(small_build(), Target(uri=f"ladybug:{path}", replace=replace))


def content_of(folder: Path) -> dict[str, str]:
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


@pytest.mark.parametrize("replacing", [True, False])
@pytest.mark.parametrize("kind", ["folder", "empty folder", "text", "empty", "database", "here"])
def test_what_is_no_database_of_ours_is_never_replaced(
    kind: str, replacing: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "it's mine"
    if "folder" in kind:
        path.mkdir()
    if kind == "folder":
        (path / "letter.txt").write_text("dear")
    elif kind in ("text", "empty"):
        path.write_text("dear" if kind == "text" else "")
    elif kind == "database":
        with ladybug.Database(str(path)) as database, ladybug.Connection(database) as connection:
            connection.execute("CREATE NODE TABLE Mine (id STRING PRIMARY KEY)")
    monkeypatch.chdir(tmp_path)
    before = content_of(tmp_path)
    with pytest.raises(LoadError, match="stays as it is; name another file") as caught:
        into(Path() if kind == "here" else path, replace=replacing)
    assert "--replace" not in str(caught.value)
    assert content_of(tmp_path) == before
    assert tmp_path.is_dir()


def test_a_database_of_ours_is_replaced_until_somebody_writes_into_it(tmp_path: Path) -> None:
    path = tmp_path / "it's a graph.lbug"
    into(path)
    with pytest.raises(LoadError, match="exists; add --replace"):
        into(path, replace=False)
    with ladybug.Database(str(path)) as database, ladybug.Connection(database) as connection:
        connection.execute("MATCH (n:Entity) RETURN count(*)")  # looking changes its bytes
    into(path)
    with ladybug.Database(str(path)) as database, ladybug.Connection(database) as connection:
        connection.execute("CREATE (:Entity {iri: 'urn:mine'})")
        with pytest.raises(LoadError, match=r"graph\.lbug\.wal says that .* is in use"):
            into(path)
    before = content_of(tmp_path)
    with pytest.raises(LoadError, match="no database as kg load left it"):
        into(path)
    assert content_of(tmp_path) == before


def test_an_empty_graph_in_a_database_is_replaced_too(tmp_path: Path) -> None:
    load(build_of((), (), ()), Target(uri=f"ladybug:{tmp_path / 'a'}"))
    into(tmp_path / "a")
    assert [path.name for path in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize("name", ["x" * 300, "nul\0", "loop/a"])
def test_a_database_that_cannot_be_is_one_clear_line(name: str, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(LoadError, match=r"cannot write .*; choose another place"):
        into(tmp_path / name)
