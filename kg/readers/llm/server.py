"""One question to an OpenAI-compatible server: what can go wrong on the way, and what it costs.

`POST ENDPOINT/chat/completions`, by the standard library. Whoever is asked sees the text of the
document, so nothing is followed elsewhere: no redirects. The key comes from the environment, goes
into one header, and into no file and no message.
"""

from __future__ import annotations

import contextlib
import http.client
import json
import os
import re
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Any
from urllib.parse import urlsplit

from kg.errors import ReaderError, RecordError

#: The variable of the environment with the key.
KEY = "KG_LLM_KEY"
#: Where Ollama listens.
LOCAL = "http://127.0.0.1:11434/v1"
#: Bytes of an answer; a longer one is none of ours.
LONGEST_ANSWER = 16 * 2**20
#: Times that a question is asked that finds nobody who answers, or who has no time now.
TRIES = 6
#: Seconds that a server may ask to wait; a longer while is an error, with what is left to wait.
PATIENCE = 120.0
#: Seconds before the second try; twice as many before each that follows.
BACKOFF = 1.0
#: Characters of a token, where a server does not count.
PER_TOKEN = 4
#: Where a server lists its models.
MODELS = "/models"
#: How an answer is held to its form, best first; each server is asked once for what it takes.
FORMS = ("json_schema", "json_object", "")
#: Tokens, or money, beyond which a server has miscounted.
MOST_COUNTED = 10**12
#: Parameters that newer models do not take, or under another name; their servers say so.
NEWER = ("max_tokens", "temperature")

_LOOPBACK = re.compile(r"localhost|127\.\d+\.\d+\.\d+|::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered. `cut` says that the answer was longer than it could be."""

    content: str
    cut: bool
    refused: bool = False


@dataclass(slots=True)
class Spent:
    """Tokens that were asked and answered, and what they cost, over all threads; and the limits.

    `prices` are those of a million tokens of questions and of answers.
    """

    most_tokens: int | None = None
    most_cost: float | None = None
    prices: tuple[float, float] | None = None
    asked: int = 0
    tokens: tuple[int, int] = (0, 0)
    cost: float = 0.0
    _held: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def hold(self, tokens: int) -> None:
        """Set tokens of a question aside. Raises RecordError where a limit would be passed."""
        with self._lock:
            total = sum(self.tokens) + self._held + tokens
            if self.most_tokens is not None and total > self.most_tokens:
                raise _stopped(f"--max-tokens {self.most_tokens:,}")
            price = self.prices[0] if self.prices else 0.0
            cost = self.cost + (self._held + tokens) * price / 1e6
            if self.most_cost is not None and cost >= self.most_cost:
                raise _stopped(f"--max-cost {self.most_cost:g}")
            self._held += tokens

    def settle(self, held: int, usage: object, answer: str) -> None:
        """Count what a question took in the place of what was set aside for it.

        `usage` is what the server says of it, whatever that is.
        """
        told = usage if isinstance(usage, Mapping) else {}
        sent = _count(told.get("prompt_tokens"), held)
        got = _count(told.get("completion_tokens"), len(answer) // PER_TOKEN)
        cost = told.get("cost")
        with self._lock:
            self._held -= held
            self.asked += 1
            self.tokens = (self.tokens[0] + sent, self.tokens[1] + got)
            if isinstance(cost, int | float) and _counts(cost):
                self.cost += cost
            elif self.prices is not None:
                self.cost += (sent * self.prices[0] + got * self.prices[1]) / 1e6

    def let_go(self, held: int) -> None:
        """Nothing came of a question."""
        with self._lock:
            self._held -= held

    @property
    def report(self) -> str:
        """ "asked 12 times: 34,000 tokens, 5,000 answered, cost 0.01"."""
        if not self.asked:
            return "asked nobody: all answers are kept"
        cost = f", cost {self.cost:.4g}" if self.cost else ""
        times = "once" if self.asked == 1 else f"{self.asked:,} times"
        return f"asked {times}: {self.tokens[0]:,} tokens, {self.tokens[1]:,} answered{cost}"


def _stopped(limit: str) -> RecordError:
    return RecordError(
        f"waits: {limit} is reached; what is answered is kept, run the same command again to go on"
    )


def _count(value: object, otherwise: int) -> int:
    return value if isinstance(value, int) and _counts(value) else otherwise


def _counts(value: float) -> bool:
    """Whether a server can mean that: no NaN, no infinity, nothing below 0."""
    return not isinstance(value, bool) and 0 <= value < MOST_COUNTED


class Server:
    """An endpoint and a model; `ask` may be called from any thread.

    Raises ReaderError for an address that is none, and a key that is none.
    """

    def __init__(
        self,
        endpoint: str,
        model: str,
        *,
        spent: Spent,
        timeout: float = 300.0,
        backoff: float = BACKOFF,
    ) -> None:
        self.endpoint = checked_endpoint(endpoint)
        self.model = model
        self.spent = spent
        self.timeout = timeout
        self.backoff = backoff
        self._key = checked_key(os.environ.get(KEY, ""))
        self._form = 0
        self._without: frozenset[str] = frozenset()
        self._answered = False
        self._opener = _opener(self.endpoint)

    def ask(self, messages: list[Any], *, schema: Mapping[str, Any], most: int) -> Reply:
        """Ask one question, `most` tokens of answer at most.

        Raises:
            RecordError: the server cannot answer this one, or a limit of the user is reached.
            ReaderError: it answers none.
        """
        held = sum(len(m["content"]) for m in messages) // PER_TOKEN
        self.spent.hold(held)
        try:
            body = self._completed(messages, schema, most)
            reply = _reply(body)
        except BaseException:
            self.spent.let_go(held)
            raise
        self.spent.settle(held, body.get("usage"), reply.content)
        return reply

    def _completed(
        self, messages: list[Any], schema: Mapping[str, Any], most: int
    ) -> dict[str, Any]:
        """The body of the answer, by the best form and the parameters that the server takes."""
        form, without = self._form, set(self._without)
        while True:
            limit = "max_completion_tokens" if "max_tokens" in without else "max_tokens"
            asked = {
                "model": self.model,
                "messages": messages,
                limit: most,
                **({} if "temperature" in without else {"temperature": 0}),
                **_format(FORMS[form], schema),
            }
            try:
                body = self._sent("/chat/completions", asked)
            except _RefusedError as refused:
                named = {name for name in NEWER if name in str(refused)} - without
                if named:
                    without |= named
                elif form + 1 < len(FORMS):
                    form += 1
                else:
                    raise RecordError(f"was refused by the server: {refused}") from refused
                continue
            self._form, self._without = max(form, self._form), frozenset(without)
            return body

    def _sent(self, path: str, asked: Mapping[str, Any] | None) -> dict[str, Any]:
        """The JSON that the server sends back, after as many tries as it takes."""
        wait = self.backoff
        for left in range(TRIES - 1, -1, -1):
            try:
                return self._once(path, asked)
            except _BusyError as busy:
                if not left or (busy.first and not self._answered):
                    raise ReaderError(busy.line) from busy
                pause = busy.wait if busy.wait is not None else wait
                if pause > PATIENCE:
                    raise ReaderError(
                        f"{self.endpoint} asks to wait {pause:,.0f} seconds; run the same command "
                        "again then: what is answered is kept"
                    ) from busy
                time.sleep(pause)
                wait *= 2
        raise AssertionError("unreachable")

    def _once(self, path: str, asked: Mapping[str, Any] | None) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        data = None if asked is None else json.dumps(asked).encode("ascii")
        request = urllib.request.Request(self.endpoint + path, data, headers)
        until = time.monotonic() + self.timeout
        try:
            with self._opener.open(request, timeout=self.timeout) as response:
                text = self._body(response, until)
        except urllib.error.HTTPError as error:
            with error:
                raise self._what(error, path) from None
        except TimeoutError as error:
            raise self._slow() from error
        except urllib.error.URLError as error:
            if isinstance(error.reason, TimeoutError):
                raise self._slow() from error
            raise self._nobody(str(error.reason)) from error
        except (OSError, http.client.HTTPException) as error:
            raise _BusyError(
                f"{self.endpoint} breaks off ({type(error).__name__}); look at the server, then "
                "run the same command again"
            ) from error
        try:
            body = json.loads(text)
        except (ValueError, RecursionError):
            body = None
        if not isinstance(body, dict):
            raise _BusyError(
                f"{self.endpoint} answers with what is no JSON; give the address of an "
                "OpenAI-compatible server, which often ends in /v1"
            )
        self._answered = True
        return body

    def _body(self, response: Any, until: float) -> bytes:
        """All of an answer, however slowly it comes, until the time is up."""
        parts, size = [], 0
        while part := response.read1(65_536):
            parts.append(part)
            size += len(part)
            if size > LONGEST_ANSWER:
                raise RecordError(f"is answered with more than {LONGEST_ANSWER // 2**20} MiB")
            if time.monotonic() > until:
                raise TimeoutError
        return b"".join(parts)

    # What went wrong, in one line

    def _nobody(self, reason: str) -> _BusyError:
        line = (
            f"no server answers at {self.endpoint} ({self._masked(reason)}); start it, or give "
            "another address with --endpoint"
        )
        return _BusyError(line, first=True)

    def _slow(self) -> _BusyError:
        return _BusyError(
            f"{self.endpoint} takes longer than {self.timeout:g} seconds to answer; raise "
            "--reader-option timeout=SECONDS, or choose a faster model"
        )

    def _what(self, error: urllib.error.HTTPError, path: str) -> Exception:
        """The error for a status; what the server says goes into it, the key never."""
        told = self._masked(_message(error))
        code = error.code
        if 300 <= code < 400:
            to = self._masked(str(error.headers.get("Location", "")))
            return ReaderError(f"{self.endpoint} leads to {to!r}; give that with --endpoint")
        if code in (401, 403):
            has = f"does not take the key in {KEY}" if self._key else f"asks for a key: set {KEY}"
            return ReaderError(f"{self.endpoint} {has} ({told})")
        if code == 404 and path != MODELS:  # a server that lists no models says that by 404 too
            return ReaderError(self._unknown_model(told))
        if code == 402 or "insufficient_quota" in told:
            return ReaderError(f"{self.endpoint} wants to be paid first ({told})")
        if code in (408, 409, 425, 429) or code >= 500:
            line = f"{self.endpoint} answers {code} again and again ({told}); try again later"
            return _BusyError(line, wait=_retry_after(error.headers.get("Retry-After")))
        return _RefusedError(told)

    def _unknown_model(self, told: str) -> str:
        try:
            listed = self._once(MODELS, None).get("data")
        except (ReaderError, RecordError, _BusyError, _RefusedError):
            listed = None
        items = listed if isinstance(listed, list) else []
        names = sorted(str(m["id"]) for m in items if isinstance(m, dict) and "id" in m)
        if not names or self.model in names:
            return (
                f"{self.endpoint} has no model {self.model!r}, or is no OpenAI-compatible server "
                f"({told}); check --llm-model and --endpoint"
            )
        some = self._masked(", ".join(names[:8]) + (", ..." if names[8:] else ""))
        return f"{self.endpoint} has no model {self.model!r}; --llm-model can be {some}"

    def _masked(self, text: str) -> str:
        if self._key:  # before anything is cut: half a key is still a secret
            text = text.replace(self._key, "***")
        return " ".join(text.split())[:300]


class _BusyError(Exception):
    """Nobody answers now; `line` is what to say if it stays so, `wait` what the server asks."""

    def __init__(self, line: str, *, wait: float | None = None, first: bool = False) -> None:
        super().__init__(line)
        self.line, self.wait, self.first = line, wait, first


class _RefusedError(Exception):
    """The server does not take this question."""


def checked_endpoint(endpoint: str) -> str:
    """The address without what does not belong to it.

    >>> checked_endpoint("http://127.0.0.1:8080/v1/chat/completions")
    'http://127.0.0.1:8080/v1'

    Raises ReaderError for what is no address of a server, and for one with a password in it.
    """
    found = endpoint.strip().rstrip("/").removesuffix("/chat/completions").rstrip("/")
    with contextlib.suppress(ValueError):
        parts = urlsplit(found)
        if parts.username or parts.password:
            raise ReaderError(f"--endpoint has a password in it; put the key into {KEY} instead")
        _ = parts.port  # raises ValueError for what is no number
        named = parts.scheme in ("http", "https") and parts.hostname
        if named and not (parts.query or parts.fragment) and found.isascii():
            return found
    raise ReaderError(f"--endpoint {endpoint!r} must look like {LOCAL}")


def checked_key(key: str) -> str:
    """The key without the white space around it; it is never repeated.

    Raises ReaderError for what fits into no header: a line end, a character that is not ASCII.
    """
    found = key.strip()
    if not all("!" <= char <= "~" for char in found):
        raise ReaderError(f"the key in {KEY} has a character that no key has; set it again")
    return found


class _Nowhere(urllib.request.HTTPRedirectHandler):
    """Redirects are errors: the text and the key are for the address that the user gave."""

    def redirect_request(self, *args: Any, **more: Any) -> None:
        return None


def _opener(endpoint: str) -> urllib.request.OpenerDirector:
    host = urlsplit(endpoint).hostname or ""
    handlers: list[urllib.request.BaseHandler] = [_Nowhere()]
    if _LOOPBACK.fullmatch(host):
        handlers.append(urllib.request.ProxyHandler({}))  # no proxy leads to this machine
    return urllib.request.build_opener(*handlers)


def _format(form: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    if form == "json_schema":
        held = {"name": "reading", "strict": True, "schema": schema}
        return {"response_format": {"type": form, "json_schema": held}}
    return {"response_format": {"type": form}} if form else {}


def _reply(body: Mapping[str, Any]) -> Reply:
    """What a chat completion says. Raises ReaderError for what is none."""
    try:
        choice = body["choices"][0]
        message = choice["message"]
        content, refusal = message.get("content"), message.get("refusal")
        finish = choice.get("finish_reason")
    except (KeyError, IndexError, TypeError, AttributeError):
        raise ReaderError(
            "the server answers with no chat completion; give the address of an OpenAI-compatible "
            "one with --endpoint"
        ) from None
    return Reply(
        content=content if isinstance(content, str) else "",
        cut=finish == "length",
        refused=bool(refusal) or finish == "content_filter",
    )


def _message(error: urllib.error.HTTPError) -> str:
    """What a server says about an error, in its words."""
    try:
        text = error.read(20_000).decode("utf-8", "replace")
    except (OSError, http.client.HTTPException):
        text = ""
    try:
        told = json.loads(text)
        found = told["error"] if isinstance(told, dict) else told
        if isinstance(found, dict):
            found = f"{found.get('message', '')} {found.get('code') or ''}"
        return str(found).strip() or str(error.reason)
    except (ValueError, KeyError, RecursionError):
        return f"{error.code} {error.reason}"


def _retry_after(value: str | None) -> float | None:
    """Seconds of a Retry-After header, which has a number or a date (RFC 9110, 10.2.3)."""
    if value is None:
        return None
    if re.fullmatch(r"\d{1,9}(?:\.\d{1,9})?", value.strip()):
        return float(value)
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (ValueError, TypeError, OverflowError):
        return None
