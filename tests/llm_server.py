"""A chat completions server on this machine that replays recorded answers, and fails as told."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

RECORDINGS = Path(__file__).parent / "llm"
#: The documents with genuine answers, and those whose answers were made faulty.
GENUINE = (
    "abstract bridge chess contract court earnings ferry fever harbour hostile island league mail"
    " memo minutes painter release storm talk".split()
)
FAULTY = "fenced garbage invented misplaced refusal truncated".split()

#: Request → (status, headers, body); None stands for "as recorded".
Fault = Callable[[int, dict[str, Any]], tuple[int, dict[str, str], bytes] | None]
#: What a server answers that is asked for its models.
LISTED = json.dumps({"data": [{"id": "replay"}, {"id": "other"}]}).encode()


class Replayed:
    """What a server was asked, and how it answers: `answer` gives the content for a user message.

    `fault` may answer instead, given the number of the request, from 1.
    """

    def __init__(self, answer: Callable[[str], str], fault: Fault) -> None:
        self.answer = answer
        self.fault = fault
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.tokens = 100, 20
        self.address = ""
        self.lock = threading.Lock()


def recorded(message: str) -> str:
    """The recorded answer about the document in a message."""
    for path in sorted(RECORDINGS.glob("*.txt")):
        if path.read_text("utf-8").strip() in message:
            return path.with_suffix(".json").read_text("utf-8")
    return json.dumps({"entities": [], "claims": []})


def no_fault(number: int, asked: dict[str, Any]) -> None:
    return None


def completion(content: str, *, finish: str = "stop", tokens: tuple[int, int] = (100, 20)) -> bytes:
    choice = {"index": 0, "message": {"role": "assistant", "content": content},
              "finish_reason": finish}  # fmt: skip
    usage = {"prompt_tokens": tokens[0], "completion_tokens": tokens[1]}
    return json.dumps({"id": "x", "choices": [choice], "usage": usage}).encode()


@contextmanager
def serving(
    answer: Callable[[str], str] = recorded,
    fault: Fault = no_fault,
    models: tuple[int, dict[str, str], bytes] = (200, {}, LISTED),
) -> Iterator[Replayed]:
    """A server that runs as long as the block; `address` is what `--endpoint` needs."""
    replayed = Replayed(answer, fault)

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *args: Any) -> None:
            pass

        def do_GET(self) -> None:
            self._send(*models)

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            with replayed.lock:
                replayed.asked.append(asked)
                replayed.headers.append(dict(self.headers))
                number = len(replayed.asked)
            made = replayed.fault(number, asked)
            if made is None:
                content = replayed.answer(asked["messages"][-1]["content"])
                finish = "length" if "cut short" in asked["messages"][-1]["content"] else "stop"
                made = 200, {}, completion(content, finish=finish, tokens=replayed.tokens)
            self._send(*made)

        def _send(self, status: int, headers: dict[str, str], body: bytes) -> None:
            if status == 0:  # hang up
                self.close_connection = True
                return
            try:
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)
            except OSError:
                pass  # whoever asked did not wait

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    replayed.address = f"http://127.0.0.1:{server.server_address[1]}/v1"
    try:
        yield replayed
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


def slow(seconds: float) -> Fault:
    def fault(number: int, asked: dict[str, Any]) -> None:
        time.sleep(seconds)

    return fault
