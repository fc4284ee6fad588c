"""Nothing phones home, nothing is skipped in silence: in this process and in each it starts."""

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


def test_spacy_loads_no_torch() -> None:
    code = "import spacy, sys; print('torch' in sys.modules, 'thinc' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "True"]


def run_apart(folder: Path, test: str, **environment: str) -> tuple[int, str]:
    """Exit code and output of a run, in a process of pytest-xdist, of tests that are `test`."""
    folder.joinpath("test_it.py").write_text(f"import pytest, socket\n{test}\n", "utf-8")
    here = os.pathsep.join([str(Path(__file__).parent), os.environ["PYTHONPATH"]])
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-p", "strict", "-n", "1", "-rA", str(folder)],
        capture_output=True, text=True, check=False, cwd=folder,
        env={**os.environ, "PYTHONPATH": here, **environment},
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


def test_a_refused_socket_fails_a_run_whose_tests_all_pass(tmp_path: Path) -> None:
    asks = """
def test_it():
    with pytest.raises(OSError):
        socket.getaddrinfo("example.org", 443)
"""
    code, output = run_apart(tmp_path, asks)
    assert "1 passed" in output, output
    assert "The network was asked for:\nsocket.getaddrinfo example.org" in output
    assert code == 1


@pytest.mark.parametrize(
    ("test", "outcome"),
    [
        ("def test_it():\n    pytest.skip('no browser')", "1 failed"),
        ("pytest.importorskip('no_such_package')", "1 error"),
    ],
)
def test_a_skip_fails_where_everything_must_be_there(
    tmp_path: Path, test: str, outcome: str
) -> None:
    code, output = run_apart(tmp_path, test, KG_REQUIRE_ALL="1")
    assert outcome in output, output
    assert "skipped, but KG_REQUIRE_ALL=1: test_it.py" in output
    assert code != 0
