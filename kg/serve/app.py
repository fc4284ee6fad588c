"""The HTTP side: what is asked in which way, and what goes back in which form."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

from werkzeug.datastructures import MIMEAccept
from werkzeug.exceptions import (
    BadRequest,
    Forbidden,
    HTTPException,
    MethodNotAllowed,
    NotAcceptable,
    NotFound,
    RequestEntityTooLarge,
    ServiceUnavailable,
    UnsupportedMediaType,
)
from werkzeug.wrappers import Request, Response

from kg.ask.query import FORMATS, Answer
from kg.ask.query.formats import in_rdf
from kg.errors import BusyError, QueryError
from kg.serve.form import description, page, style_hash
from kg.serve.pool import Pool
from kg.serve.questions import NamedQuestions

if TYPE_CHECKING:
    from wsgiref.types import StartResponse

    from kg.serve.corrections import Corrections

#: Media types of tables and of triples, the one for `*/*` first, and who writes them.
TABLES: Mapping[str, Callable[[Answer], str]] = {
    "application/sparql-results+json": FORMATS["json"],
    "application/sparql-results+xml": FORMATS["xml"],
    "text/csv": FORMATS["csv"],
    "text/tab-separated-values": FORMATS["tsv"],
    "application/json": FORMATS["json"],
    "application/xml": FORMATS["xml"],
}
TRIPLES: Mapping[str, Callable[[Answer], str]] = {
    "text/turtle": FORMATS["ntriples"],
    "application/n-triples": FORMATS["ntriples"],
    "application/rdf+xml": lambda answer: in_rdf(answer, "xml"),
    "application/ld+json": lambda answer: in_rdf(answer, "json-ld"),
}
#: What the `format` parameter may say instead of an Accept header.
NAMES = {
    "json": "application/sparql-results+json, application/ld+json",
    "xml": "application/sparql-results+xml, application/rdf+xml",
    "csv": "text/csv, text/turtle",
    "tsv": "text/tab-separated-values, text/turtle",
    "turtle": "text/turtle, application/sparql-results+json",
    "html": "text/html",
}

_HOSTS = ("127.0.0.1", "localhost", "[::1]")
_FILES = {"/graph.html": "text/html", "/graph.ttl": "text/turtle"}


class _Request(Request):
    max_form_parts = 20


class Service:
    """The WSGI application for one output folder; with a `desk`, for its corrections too."""

    def __init__(self, output: Path, pool: Pool, desk: Corrections | None = None) -> None:
        self._output, self._pool, self._desk = output, pool, desk
        self._questions = NamedQuestions(output, pool)

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        request = _Request(environ)
        request.max_content_length = request.max_form_memory_size = self._pool.limits.size
        try:
            response = self._respond(request)
        except HTTPException as error:
            response = _plain(error)
        response.headers.update(HEADERS)
        return response(environ, start_response)

    def _respond(self, request: _Request) -> Response:
        _check_sender(request)
        if request.path == "/sparql":
            return self._sparql(request)
        if self._desk is not None and (request.path + "/").startswith("/desk/"):
            return self._desk.respond(request)
        if request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(["GET", "HEAD"])
        if request.path == "/":
            return _html(page(query=request.args.get("query", ""), answer=None, error=None))
        if request.path == "/ask":
            return _html(*self._questions.page(request.args))
        if request.path in _FILES:
            return self._file(request.path)
        raise NotFound("there is / and /ask, /sparql, /graph.html, /graph.ttl")

    def _file(self, path: str) -> Response:
        file = self._output / path[1:]
        try:
            if not file.is_file():
                raise NotFound(f"the output folder has no {path[1:]}")
            opened = file.open("rb")
        except OSError as error:
            raise NotFound(f"{path[1:]} cannot be read: {error.strerror}") from error
        return Response(opened, mimetype=_FILES[path], direct_passthrough=True)

    def _sparql(self, request: _Request) -> Response:
        sparql = _query_of(request)
        accept = _accept_of(request)
        html = accept.best_match([*TABLES, *TRIPLES, "text/html"]) == "text/html"
        if sparql is None:
            if html:
                return _html(page(query="", answer=None, error=None))
            return Response(description(request.base_url), mimetype="text/turtle")
        if len(sparql.encode()) > self._pool.limits.size:
            raise RequestEntityTooLarge(f"a query may have {self._pool.limits.size:,} bytes")
        try:
            answer = self._pool.ask(sparql)
        except QueryError as error:
            status = 503 if isinstance(error, BusyError) else 400
            if html:
                return _html(page(query=sparql, answer=None, error=str(error)), status)
            kind = ServiceUnavailable if status == 503 else BadRequest
            raise kind(str(error)) from error
        return _html(page(query=sparql, answer=answer, error=None)) if html else _as(answer, accept)


def _check_sender(request: _Request) -> None:
    """Only this machine, and no page of another site that its browser has open.

    A name that another site lets point at 127.0.0.1 is in the Host header.
    """
    host = request.host.rpartition(":")[0] if request.host[-1:].isdigit() else request.host
    if (host or request.host) not in _HOSTS:
        raise Forbidden(f"ask for {' or '.join(_HOSTS)}, not for {request.host!r}")
    site, mode = (request.headers.get(f"Sec-Fetch-{name}") for name in ("Site", "Mode"))
    if site in ("cross-site", "same-site") and mode != "navigate":
        raise Forbidden("pages of other sites may not ask")


def _query_of(request: _Request) -> str | None:
    if request.method in ("GET", "HEAD"):
        given, sparql = request.args, None
    elif request.method != "POST":
        raise MethodNotAllowed(["GET", "HEAD", "POST"])
    elif request.mimetype == "application/x-www-form-urlencoded":
        given, sparql = request.form, None
    elif request.mimetype == "application/sparql-query":
        given, sparql = request.args, _text_of(request)
    elif request.mimetype == "application/sparql-update":
        raise Forbidden("this endpoint is read only; it takes no updates")
    else:
        raise UnsupportedMediaType("post application/sparql-query, or a form with query=...")
    if "update" in given or "using-graph-uri" in given:
        raise Forbidden("this endpoint is read only; it takes no updates")
    if "default-graph-uri" in given or "named-graph-uri" in given:
        raise BadRequest("there is one graph here; leave default-graph-uri and named-graph-uri out")
    queries = given.getlist("query") if sparql is None else [sparql]
    if len(queries) > 1 or (not queries and request.method == "POST"):
        raise BadRequest("give one query, as query=...")
    return queries[0] if queries else None


def _text_of(request: _Request) -> str:
    try:
        return request.get_data().decode("utf-8")
    except UnicodeDecodeError as error:
        raise BadRequest("the query is not UTF-8") from error


def _accept_of(request: _Request) -> MIMEAccept:
    format = request.values.get("format")
    if format is None:
        return request.accept_mimetypes or MIMEAccept([("*/*", 1)])
    if format not in NAMES:
        raise BadRequest(f"unknown format {format!r}; choose {', '.join(NAMES)}")
    return MIMEAccept([(kind, 1) for kind in NAMES[format].split(", ")])


def _as(answer: Answer, accept: MIMEAccept) -> Response:
    kinds = TRIPLES if answer.triples else TABLES
    kind = accept.best_match(list(kinds))
    if kind is None:
        raise NotAcceptable(f"this answer can be {', '.join(kinds)}")
    try:
        text = kinds[kind](answer)
    except QueryError as error:
        raise BadRequest(str(error)) from error
    return Response(text, content_type=f"{kind}; charset=utf-8")


def _html(text: str, status: int = 200) -> Response:
    policy = (
        f"default-src 'none'; style-src {style_hash()}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )
    headers = {"Content-Security-Policy": policy}
    return Response(text, status, headers, mimetype="text/html")


def _plain(error: HTTPException) -> Response:
    response = Response(f"{error.description}\n", error.code, mimetype="text/plain")
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        response.allow.update(error.valid_methods)
    return response


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
