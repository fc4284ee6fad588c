"""A small folder with a graph to correct, and the desk over it on a port of its own."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.build import reading_with
from kg.corpus.store import Sources
from kg.model import Settings
from kg.serve import Pool, Service, listen
from kg.serve.corrections import TOKEN, Corrections
from kg.serve.desk import Desk
from kg.upkeep import update

#: Two men called Otto Kolb, a firm under two spellings, and a claim that accuses.
TEXTS = {
    "council.txt": "Anna Pike met Otto Kolb in Harwick on 3 May 2019. Anna Pike is the mayor of "
    "Harwick. Otto Kolb praised Anna Pike. She visited Norway in 2018. "
    "Anna Pike owns Marlow Shipping Company.\n",
    "harbour.txt": "Marlaw Shipping Company bought the Selby Yard. Otto Kolb is a captain. "
    "Otto Kolb founded the Selby Yard in 1998.\n",
    "court.txt": "Rolf Tate robbed the Harwick Bank. Rolf Tate visited Norway. "
    "Harwick Bank employed Rolf Tate.\n",
}
ENTITY = "https://kg.example/entity/"


def make_folder(folder: Path) -> Path:
    """Build the texts; returns the output folder."""
    inputs = folder / "texts"
    inputs.mkdir()
    for name, text in TEXTS.items():
        (inputs / name).write_text(text, encoding="utf-8")
    rebuild(folder / "output", inputs)
    return folder / "output"


def rebuild(output: Path, inputs: Path, **settings: Any) -> None:
    failed: list[Any] = []
    sources = Sources(inputs=(str(inputs),))
    update(sources, output, settings=Settings(min_confidence=0, min_worth=0, **settings),
           reading=reading_with(1), failed=failed, others="replace")  # fmt: skip
    assert failed == []


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    status: int
    headers: Any
    body: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The desk of a folder at an address; `desk` is the object behind it."""

    url: str
    token: str
    output: Path
    desk: Desk

    @property
    def page(self) -> str:
        return f"{self.url}/desk?token={self.token}"

    def ask(self, path: str, *, body: Any = None, method: str | None = None, **more: str) -> Reply:
        headers = {TOKEN: self.token, **{n.replace("_", "-"): v for n, v in more.items()}}
        if body is not None:
            headers.setdefault("Content-Type", "application/json")
        data = None if body is None else json.dumps(body).encode()
        return ask(self.url + path, data, method=method, headers=headers)

    def order(self, order: Any, *, version: str | None = None, by: str = "") -> Reply:
        version = self.version if version is None else version
        return self.ask("/desk/decide", body={"version": version, "by": by, "order": order})

    @property
    def version(self) -> str:
        return str(self.ask("/desk/state").body["version"])

    @property
    def decisions(self) -> str:
        """The file without its comments."""
        lines = (self.output / "decisions.yaml").read_text("utf-8").splitlines()
        return "\n".join(line for line in lines if line and not line.startswith("#"))


def ask(url: str, data: bytes | None, *, method: str | None, headers: dict[str, str]) -> Reply:
    request = urllib.request.Request(url, data=data, headers=headers, method=method)
    try:
        with urllib.request.urlopen(request, timeout=120) as reply:
            return _reply(reply.status, reply)
    except urllib.error.HTTPError as error:
        with error:
            return _reply(error.code, error)


def _reply(status: int, reply: Any) -> Reply:
    text = reply.read().decode("utf-8")
    is_json = reply.headers.get_content_type() == "application/json"
    return Reply(status=status, headers=reply.headers, body=json.loads(text) if is_json else text)


@contextmanager
def served(output: Path, pool: Pool, *, write: bool = False) -> Iterator[Served]:
    """The desk of a folder; in the end its files are written, or left for another time."""
    desk = Desk(output)
    server = listen(Service(output, pool, Corrections(desk, "secret")), 0)
    thread = threading.Thread(target=server.serve_forever, args=[0.01])
    thread.start()
    try:
        url = f"http://127.0.0.1:{server.port}"
        yield Served(url=url, token="secret", output=output, desk=desk)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        if write:
            desk.close()
        else:
            desk.leave()


def outputs_of(folder: Path) -> dict[str, bytes]:
    """All files of an output folder, its hidden part and the decisions aside.

    Who is killed while writing leaves a neighbour of the file, which nothing reads.
    """
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".kg" not in path.parts and path.name != "decisions.yaml"
        and path.suffix != ".part"
    }  # fmt: skip
