"""Ray, for real: the bytes of a local build, whatever dies on the way.

One local cluster of two processors for most tests, three nodes for the one that loses a node.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import psutil
import pytest
from conftest import EXAMPLES
from test_build import contents, kg

from kg.corpus.cluster import connect, on_ray
from kg.corpus.shards import Engine, Outcome, Reading, Shard, Step, Written, read_shard, run_here
from kg.corpus.store import Sources
from kg.errors import EngineError, ReadError
from kg.model import Settings
from kg.upkeep import update

ray = pytest.importorskip("ray")

NAMES = "Anna Berg,Kim Lund,Bo Sand,Zoe Ray,Carl Moss,Ida Holm,Per Dahl".split(",")
PLACES = "Peru,Rome,Japan,Oslo,Berlin".split(",")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """208 small documents, all different, in `in`; their local build in `local`."""
    folder = tmp_path_factory.mktemp("cluster")
    (folder / "in").mkdir()
    for n in range(208):
        one, two, place = NAMES[n % 7], NAMES[n % 6 + 1], PLACES[n % 5]
        text = f"{one} met {two} in {place}. {two} did not sign treaty {n}. Acme hired {one}."
        (folder / "in" / f"{n:03}.txt").write_text(text, "utf-8")
    failed = build(folder, "local", run_here)
    assert failed == []
    return folder


@pytest.fixture(scope="module")
def cluster() -> Iterator[None]:
    connect()  # turns statistics off
    ray.init(
        address="local", num_cpus=2, include_dashboard=False, log_to_driver=False,
        object_store_memory=100_000_000, _node_ip_address="127.0.0.1",
    )  # fmt: skip
    yield
    ray.shutdown()


def build(
    folder: Path,
    name: str,
    run: Engine,
    *,
    progress: Callable[[Iterable[Step], int], Iterable[Step]] | None = None,
) -> list[str]:
    """Build `in` into a folder of this name; returns what failed."""
    failed: list[ReadError] = []
    # Four or five documents in a shard, so that there are more than forty of them.
    reading = Reading(run=run, shard=400, progress=progress)
    sources = Sources(inputs=(str(folder / "in"),))
    update(sources, folder / name, settings=Settings(), reading=reading, failed=failed)
    return [str(error) for error in failed]


def ray_workers() -> list[psutil.Process]:
    found = []
    for process in psutil.process_iter(["name", "cmdline"]):
        if process.info["name"].startswith("ray::_checked"):
            found.append(process)
    return found


def test_ray_gives_the_bytes_of_a_local_build(corpus: Path, cluster: None) -> None:
    assert build(corpus, "ray", on_ray) == []
    assert contents(corpus / "ray") == contents(corpus / "local")


def test_workers_that_are_killed_cost_nothing_but_time(corpus: Path, cluster: None) -> None:
    killed: dict[int, int] = {}

    def kill_half_way(steps: Iterable[Step], total: int) -> Iterator[Step]:
        for number, step in enumerate(steps):
            # Twice, where the last time is ten steps back: none may be at work at a given step.
            if len(killed) < 2 and number >= max(killed, default=0) + 10:
                for process in ray_workers():
                    process.kill()
                    killed[number] = process.pid
            yield step

    assert build(corpus, "killed", on_ray, progress=kill_half_way) == []
    assert len(killed) == 2
    assert contents(corpus / "killed") == contents(corpus / "local")


def test_a_poison_document_costs_only_itself(corpus: Path, cluster: None) -> None:
    def poisoned(shard: Shard) -> Written:
        if any("treaty 77." in document.text for _, document in shard.documents):
            os.kill(os.getpid(), signal.SIGSEGV)
        return read_shard(shard)

    def run(function: Callable[[Shard], Written], shards: Iterable[Shard]) -> Iterator[Outcome]:
        return on_ray(poisoned if function is read_shard else function, shards)

    (line,) = build(corpus, "poisoned", run)
    assert line.startswith("077.txt is left out: it ended the process that read it")
    (corpus / "in" / "077.txt").rename(corpus / "077.txt")
    try:
        assert build(corpus, "without", run_here) == []
    finally:
        (corpus / "077.txt").rename(corpus / "in" / "077.txt")
    assert contents(corpus / "poisoned") == contents(corpus / "without")


def test_what_a_dead_driver_has_left_is_taken_over(corpus: Path, cluster: None) -> None:
    code = (
        "import sys; sys.path.insert(0, sys.argv[1]); import test_cluster as t; "
        "from pathlib import Path; t.build(Path(sys.argv[2]), 'resumed', t.on_ray)"
    )
    # In a session of its own: what is left of its cluster ends its whole process group later.
    driver = subprocess.Popen(
        [sys.executable, "-c", code, str(Path(__file__).parent), str(corpus)],
        start_new_session=True,
    )
    records = corpus / "resumed" / ".kg" / "records"
    deadline = time.monotonic() + 100
    while len(list(records.glob("*.zip"))) < 10 and time.monotonic() < deadline:
        assert driver.poll() is None
        time.sleep(0.05)
    driver.kill()
    driver.wait()
    kept = len(list(records.glob("*.zip")))
    assert 10 <= kept < 40
    characters: list[int] = []

    def count(steps: Iterable[Step], total: int) -> Iterable[Step]:
        characters.append(total)
        return steps

    assert build(corpus, "resumed", on_ray, progress=count) == []
    whole = sum(path.stat().st_size for path in (corpus / "in").iterdir())
    # Files are taken apart first; what has to be read again of them comes last.
    assert 0 < characters[-1] < whole * 0.85
    assert contents(corpus / "resumed") == contents(corpus / "local")


def test_a_machine_with_another_version_is_refused(
    corpus: Path, cluster: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.corpus.cluster.fingerprint", lambda model: "another")
    with pytest.raises(EngineError, match="another version of kg"):
        build(corpus, "mixed", on_ray)


def test_a_cluster_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    code = "import os; os.environ['RAY_ADDRESS'] = '127.0.0.1:1'; import kg.cli; kg.cli.main()"
    command = ["build", str(EXAMPLES / "heat-pumps.txt"), "-o", str(tmp_path / "o")]
    done = subprocess.run(
        [sys.executable, "-c", code, *command, "--engine", "ray"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.splitlines()[-1].startswith("kg: no Ray cluster at '127.0.0.1:1'")
    assert kg("build", "-", "--engine", "slurm", stdin=b"").returncode == 2


def test_a_node_that_is_killed_loses_nothing(corpus: Path) -> None:
    """Three nodes; the process of one is killed with SIGKILL, its workers with it."""
    from ray.cluster_utils import Cluster

    connect()
    ray.shutdown()
    quick = {
        "health_check_initial_delay_ms": 0,
        "health_check_period_ms": 500,
        "health_check_timeout_ms": 500,
        "health_check_failure_threshold": 3,
    }
    machines = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 1, "_system_config": quick}
    )
    try:
        nodes = [machines.add_node(num_cpus=1) for _ in range(2)]
        passes: list[int] = []
        ray.init(address=machines.address, log_to_driver=False)
        machines.wait_for_nodes()

        def kill_a_node(steps: Iterable[Step], total: int) -> Iterator[Step]:
            passes.append(total)  # files are taken apart here, then Ray reads them
            for number, step in enumerate(steps):
                if number == 12 and len(passes) == 2:
                    machines.remove_node(nodes[0], allow_graceful=False)
                yield step

        assert build(corpus, "node", on_ray, progress=kill_a_node) == []
        assert len(passes) == 2
    finally:
        ray.shutdown()
        machines.shutdown()
    assert contents(corpus / "node") == contents(corpus / "local")
