"""Loading into an RDF store by the SPARQL 1.1 Graph Store HTTP Protocol.

The graph is sent as N-Triples, which every store reads. Sent again it is the same: RDF is a set and
kg writes no blank nodes. Then the store is asked for the graph, and the load counts only if it
gives the triples back: any page may answer 200. `replace` puts the graph in the place of the whole
target graph, once that is seen to hold nothing but triples as kg writes them.

No redirect is followed: user and password go to the address given and nowhere else.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from __future__ import annotations

import base64
import re
import tempfile
import urllib.request
from collections.abc import Container, Iterable, Iterator
from contextlib import closing, suppress
from http.client import HTTPException, HTTPResponse
from itertools import islice
from pathlib import Path
from typing import IO
from urllib.parse import quote

from kg.errors import LoadError
from kg.export.rdf import FORMATS
from kg.export.rdf.written import Written
from kg.load.target import Loaded, Progress, Target, without_secrets
from kg.model import Build

#: Seconds without any answer after which a load is given up.
PATIENCE = 600

#: What a store may answer to a graph that it has taken (the protocol, 5.3 to 5.5).
_TAKEN = (200, 201, 204)

#: Triples that are looked for in what the store gives back; all of them are counted.
_SAMPLE = 1000

_MEDIA_TYPE = "application/n-triples"


def load(build: Build, target: Target, progress: Progress) -> Loaded:
    """Send all triples in one request, to the named graph `database` or the default graph.

    Raises LoadError if the store cannot be reached, does not take the graph or does not give it
    back, and before anything is sent if `replace` would remove triples of somebody else.
    """
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        path = Path(folder) / "graph.nt"
        FORMATS["ntriples"](build, path, "claims")
        with path.open("rb") as file:
            rows = sum(1 for _ in file)
        if target.replace:
            _check_ours(target, build)
        with path.open("rb") as file:
            _send(target, file, path.stat().st_size)
        with path.open("rb") as file:
            _check_there(target, rows, _sample(file, rows))
    progress(rows, rows)
    return Loaded(rows=rows)


def _send(target: Target, file: IO[bytes], size: int) -> None:
    headers = {"Content-Type": _MEDIA_TYPE, "Content-Length": str(size)}
    with closing(_ask(target, "PUT" if target.replace else "POST", headers, file)) as reply:
        _check_status(target, reply, _TAKEN)


def _check_there(target: Target, rows: int, sample: set[str]) -> None:
    """Ask for the graph: it must have as many triples, and those of `sample` among them."""
    count = 0
    for count, line in enumerate(_triples(target), 1):
        sample.discard(_plain(line))
        if count >= rows and not sample:
            return
    if count < rows or sample:
        raise LoadError(
            f"{target.shown} took the graph and does not give it back: it shows {count:,} triples, "
            f"{rows:,} were sent; {_ADDRESS}"
        )


def _check_ours(target: Target, build: Build) -> None:
    """Raise LoadError if the target graph has a triple that no load of kg can have left.

    Nor has any load left a graph that does not say of itself what it is.
    """
    written, there, described = Written.of(build), False, False
    for line in _triples(target):
        found = _ABOUT.match(_plain(line))
        if found is None or not written.has(*found.groups()):
            raise _not_ours(target, build)
        there, described = True, described or found[1] == written.dataset
    if there and not described:
        raise _not_ours(target, build)


#: Subject and predicate of a triple; a blank node is no subject of ours.
_ABOUT = re.compile(r"<([^>]*)>\s*<([^>]*)>")


def _not_ours(target: Target, build: Build) -> LoadError:
    where = f"the graph {target.database}" if target.database else "the default graph"
    return LoadError(
        f"{where} at {target.shown} holds triples that no load of kg under "
        f"{build.settings.base_iri} with this ontology or kg's own wrote, and --replace would "
        "remove them; name a graph of its own with --database IRI"
    )


def _sample(lines: Iterable[bytes], rows: int) -> set[str]:
    """At most `_SAMPLE` triples, those whose object a store gives back as it was sent.

    Numbers and dates are not among them: some stores write 0.0 as 0.
    """
    step = rows // _SAMPLE + 1
    return {_plain(line) for line in islice(lines, 0, None, step) if b"^^<" not in line}


def _plain(line: bytes) -> str:
    """A triple of N-Triples such that the ways to write it look alike."""
    text = re.sub(r"(?<!\s)\s*\.\s*$", "", line.decode("utf-8", "replace"))
    return _ESCAPE.sub(_unescaped, text.removesuffix(_STRING))


_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_STRING = "^^<http://www.w3.org/2001/XMLSchema#string>"


def _unescaped(match: re.Match[str]) -> str:
    short, long, letter = match.groups()
    if letter:
        return {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}.get(letter, letter)
    number = int(short or long, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


# HTTP


class _AsItIs(urllib.request.HTTPErrorProcessor):
    """Hands on every answer, redirects too, which are not followed."""

    def http_response(self, _: object, response: HTTPResponse) -> HTTPResponse:
        return response

    https_response = http_response  # type: ignore[assignment]


_ADDRESS = (
    "the address must be that of its Graph Store protocol (http://HOST/store, "
    "http://HOST/DATASET/data)"
)


def _triples(target: Target) -> Iterator[bytes]:
    """The lines of the target graph as N-Triples; none where there is no such graph yet."""
    with closing(_ask(target, "GET", {"Accept": _MEDIA_TYPE}, None)) as reply:
        if reply.status == 404:
            return
        _check_status(target, reply, (200,))
        found = reply.headers.get_content_type()
        if found not in (_MEDIA_TYPE, "text/plain"):
            raise LoadError(
                f"{target.shown} shows {found} and no graph as {_MEDIA_TYPE}, so that nothing "
                f"proves what it holds; {_ADDRESS}"
            )
        try:
            for line in reply:
                if line.strip() and not line.lstrip().startswith(b"#"):
                    yield line.strip()
        except (OSError, HTTPException) as error:
            raise LoadError(
                f"{target.shown} breaks off while it shows the graph: {error}; try again"
            ) from error


def _ask(
    target: Target, method: str, headers: dict[str, str], body: IO[bytes] | None
) -> HTTPResponse:
    try:
        request = urllib.request.Request(
            _url(target), data=body, method=method, headers={**headers, **_authorization(target)}
        )
        opener = urllib.request.build_opener(_AsItIs)
        reply: HTTPResponse = opener.open(request, timeout=PATIENCE)
        return reply
    except (OSError, HTTPException, ValueError) as error:
        raise LoadError(f"cannot reach {target.shown}: {error}; is the server running?") from error


def _check_status(target: Target, reply: HTTPResponse, allowed: Container[int]) -> None:
    """Raise LoadError for any answer that is not `allowed`."""
    if reply.status in allowed:
        return
    said = f"{target.shown} answers {reply.status} {reply.reason}"
    if 300 <= reply.status < 400:
        place = without_secrets(reply.headers.get("Location", "nowhere"))
        raise LoadError(
            f"{said} and sends on to {place!r}; kg does not follow, for a password would go along: "
            "give the address of the store itself"
        )
    if reply.status == 401:
        raise LoadError(f"{said}: wrong user or password; give them with --user and KG_PASSWORD")
    text = ""
    with suppress(OSError, HTTPException):
        text = " ".join(reply.read(300).decode("utf-8", "replace").split())
    raise LoadError(f"{said}: {text}; {_ADDRESS}")


def _url(target: Target) -> str:
    graph = f"graph={quote(target.database, safe='')}" if target.database else "default"
    address = quote(target.bare.partition("#")[0], safe="%/:=&?~#+!$,;'@()*[]")
    return f"{address}{'&' if '?' in address else '?'}{graph}"


def _authorization(target: Target) -> dict[str, str]:
    if target.credentials is None:
        return {}
    token = base64.b64encode(":".join(target.credentials).encode("utf-8")).decode("ascii")
    return {"Authorization": f"Basic {token}"}
