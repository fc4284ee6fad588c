"""The desk's side of HTTP: who may correct, what is asked in which way, what goes back.

Only the page that knows the token may ask. The token stands in the address that `kg serve --edit`
prints, and goes into a header of every request, which a page of another site cannot set. A change
must come as JSON and, where a browser says from where, from this service. No other site is ever
allowed in (CORS): what it asks for beforehand is refused.
"""

from __future__ import annotations

import hmac
import json
import logging

from werkzeug.exceptions import (
    Conflict,
    Forbidden,
    HTTPException,
    MethodNotAllowed,
    NotFound,
    ServiceUnavailable,
    UnprocessableEntity,
    UnsupportedMediaType,
)
from werkzeug.wrappers import Request, Response

from kg.errors import BusyError, KgError, StaleError, StoreError
from kg.serve.desk import Desk, Shares
from kg.serve.orders import asked

logger = logging.getLogger(__name__)

#: The header of a request that has the token; the page itself has it in its address.
TOKEN = "X-KG-Token"


class Corrections:
    """Answers what lies below `/desk`."""

    def __init__(self, desk: Desk, token: str) -> None:
        self._desk, self._token = desk, token

    def respond(self, request: Request) -> Response:
        """Raises HTTPException for whoever may not ask, and for what cannot be done."""
        self._check(request)
        try:
            return self._answer(request)
        except KgError as error:
            return _refusal(error)

    def _check(self, request: Request) -> None:
        opening = request.path in ("/desk", "/desk/")
        given = request.args.get("token", "") if opening else request.headers.get(TOKEN, "")
        if not hmac.compare_digest(given.encode(), self._token.encode()):
            raise Forbidden("open the address that kg serve --edit printed; its token is missing")
        site = request.headers.get("Sec-Fetch-Site", "none" if opening else "same-origin")
        if site not in (("none", "same-origin") if opening else ("same-origin",)):
            raise Forbidden("pages of other sites may not ask")
        origin = request.headers.get("Origin")
        if origin is not None and origin != request.host_url.rstrip("/"):
            raise Forbidden("pages of other sites may not ask")

    def _answer(self, request: Request) -> Response:
        what = request.path.removeprefix("/desk").strip("/")
        if what == "decide":
            return self._decide(request)
        if request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(["GET", "HEAD"])
        if not what:
            return _page(self._desk.html())
        if what == "data":
            return _json(self._desk.data())
        if what in ("state", "cases", "decisions"):
            return _json(json.dumps(getattr(self._desk, what)()).encode())
        raise NotFound("there is /desk, and below it state, data, cases, decisions and decide")

    def _decide(self, request: Request) -> Response:
        if request.method != "POST":
            raise MethodNotAllowed(["POST"])
        if request.mimetype != "application/json":
            raise UnsupportedMediaType("post application/json")
        shares = Shares()
        response = _json(self._desk.decide(asked(request.get_data()), shares))
        parts = (f"{name};dur={seconds * 1000:.0f}" for name, seconds in shares.seconds.items())
        response.headers["Server-Timing"] = ", ".join(parts)
        logger.info("decided: %s", response.headers["Server-Timing"])
        return response


_STATUS: tuple[tuple[type[KgError], type[HTTPException]], ...] = (
    (StaleError, Conflict),
    (BusyError, ServiceUnavailable),
    (StoreError, ServiceUnavailable),
    (KgError, UnprocessableEntity),
)


def _refusal(error: KgError) -> Response:
    """Why nothing was changed, as JSON that the page shows."""
    kind = next(made for raised, made in _STATUS if isinstance(error, raised))
    response = _json(json.dumps({"error": str(error)}).encode())
    response.status_code = kind.code or 500
    return response


def _json(data: bytes) -> Response:
    return Response(data, mimetype="application/json")


def _page(text: str) -> Response:
    headers = {"Content-Security-Policy": "frame-ancestors 'none'", "X-Frame-Options": "DENY"}
    return Response(text, 200, headers, mimetype="text/html")
