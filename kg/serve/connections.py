"""The connections: how many there may be, how long each may last, how much may come in.

A client that is slow on purpose holds one thread for a limited time, and there are not many; a
request that makes no sense is answered with 400 and leaves no traceback.
"""

from __future__ import annotations

import io
import logging
import re
import socket
import threading
import time
from typing import Any

from werkzeug.serving import BaseWSGIServer, ThreadedWSGIServer, WSGIRequestHandler

from kg.errors import KgError
from kg.serve.app import Service

logger = logging.getLogger(__name__)

#: Connections at a time; one more is told to come back.
CONNECTIONS = 64
#: Seconds in which a client must have said all that it wants.
ASKING = 30.0
#: Seconds in which a client must have taken all of an answer.
TAKING = 600.0
#: Bytes of one request, headers and body together.
REQUEST = 1024 * 1024

#: What opens the desk, in an address.
_TOKEN = re.compile(r"\btoken=[^&\s'\"]*")

_BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nRetry-After: 5\r\n"
    b"Connection: close\r\n\r\ntoo many connections; try again\n"
)


class _Incoming(io.RawIOBase):
    """What a client sends, up to `REQUEST` bytes and until a time that does not move."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._end = time.monotonic() + ASKING
        self._left = REQUEST

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Raises TimeoutError when the time is over, and ConnectionError at too many bytes."""
        if self._left <= 0:
            raise ConnectionAbortedError(f"more than {REQUEST:,} bytes")
        _let_last(self._connection, self._end)
        count = self._connection.recv_into(memoryview(buffer)[: self._left])
        self._left -= count
        return count


class _Outgoing(io.RawIOBase):
    """What a client is sent, until a time that does not move."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self._end: float | None = None

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self._end = self._end or time.monotonic() + TAKING
        _let_last(self._connection, self._end)
        self._connection.sendall(data)
        return len(data)


def _let_last(connection: socket.socket, end: float) -> None:
    left = end - time.monotonic()
    if left <= 0:
        raise TimeoutError("the client is too slow")
    connection.settimeout(left)


class _Handler(WSGIRequestHandler):
    """One connection: one request, for werkzeug keeps none alive."""

    def setup(self) -> None:
        super().setup()
        self.rfile = io.BufferedReader(_Incoming(self.connection))
        self.wfile = _Outgoing(self.connection)  # type: ignore[assignment]

    def run_wsgi(self) -> None:
        try:
            super().run_wsgi()
        except ValueError as error:  # an address that is none
            self.send_error(400, explain=str(error))

    def log_request(self, code: object = "-", size: object = "-") -> None:
        self.log("info", "%r %s", self.requestline, code)

    def log(self, type: str, message: str, *args: object) -> None:
        """Without what opens the desk: whoever reads the log may not correct."""
        said = message % args if args else message
        logger.info("%s", _TOKEN.sub("token=…", said))

    def version_string(self) -> str:
        return "kg"


class _Server(ThreadedWSGIServer):
    def __init__(self, port: int, service: Service, number: int) -> None:
        self._free = threading.BoundedSemaphore(CONNECTIONS)
        super().__init__("127.0.0.1", port, service, handler=_Handler, fd=number)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
            return
        request.settimeout(1)
        try:
            request.sendall(_BUSY)
        except OSError:
            logger.info("a client is gone before it could be told to come back")
        self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        logger.info("a connection of %s broke off", client_address, exc_info=True)


def listen(service: Service, port: int) -> BaseWSGIServer:
    """Bind 127.0.0.1; `port` 0 takes a free one. Raises KgError if the port cannot be had."""
    taken = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind(("127.0.0.1", port))
        taken.listen()
    except OSError as error:
        taken.close()
        raise KgError(
            f"cannot listen on port {port}: {error.strerror}; choose another with --port"
        ) from error
    return _Server(port, service, taken.detach())
