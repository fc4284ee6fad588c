"""Nothing phones home: the guard of `tests/guard` sees every socket, here and in processes."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.fixture
def noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """What is refused on purpose here must not fail the run."""
    path = tmp_path / "refused"
    monkeypatch.setenv("KG_REFUSED", str(path))
    return path


def test_no_socket_reaches_another_machine(noted: Path) -> None:
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("192.0.2.77", 80), timeout=1)
    with pytest.raises(ConnectionRefusedError):
        socket.getaddrinfo("example.org", 443)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as one, pytest.raises(ConnectionError):
        one.sendto(b"x", ("192.0.2.77", 53))
    assert len(noted.read_text("utf-8").splitlines()) == 3


def test_nor_does_one_of_a_process_that_a_test_starts(noted: Path) -> None:
    code = "import urllib.request as u; u.urlopen('http://192.0.2.77/', timeout=1)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "tests reach no network" in done.stderr
    assert noted.read_text("utf-8").startswith("socket.")


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection(server.getsockname(), timeout=5).close()


def test_every_process_has_the_guard() -> None:
    code = "import sys; print(sys.modules['sitecustomize'].__file__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert Path(done.stdout.strip()).parent == Path(__file__).parent / "guard"
    assert os.environ["KG_REFUSED"]
