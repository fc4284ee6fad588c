"""The engine of many machines: Ray tasks, with the signature of the local one.

Ray runs a shard at least once, on whatever machine has a processor free; the contract of
`kg.corpus.shards` does the rest. Every machine needs the same kg, the same model and the same view
of the output folder (docs/scaling.md).
"""

from __future__ import annotations

import os
import platform
import socket
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Any

from kg.corpus.shards import Outcome, Shard, Written
from kg.corpus.store import fingerprint
from kg.corpus.workers import in_processes
from kg.errors import EngineError, extra

#: Times that Ray runs a shard again whose machine or process was lost.
RETRIES = 1
#: Shards handed out per processor: enough to keep it busy, few enough to be lost.
AHEAD = 3


def on_ray(function: Callable[[Shard], Written], shards: Iterable[Shard]) -> Iterator[Outcome]:
    """An engine of Ray tasks, on the cluster of `RAY_ADDRESS` or on a local one that it starts.

    A session of Ray that the program has opened is used and left open. Input files are read by
    processes of this machine: others may not see them.

    Raises:
        EngineError: Ray is not installed or not reachable, or a machine has another kg or model.
    """
    shards = list(shards)
    if any(shard.files for shard in shards):
        yield from in_processes()(function, shards)
        return
    ray = connect()
    own = not ray.is_initialized()
    if own:
        _start(ray)
    try:
        yield from _run(ray, function, iter(shards))
    finally:
        if own:
            ray.shutdown()


def _run(
    ray: Any, function: Callable[[Shard], Written], waiting: Iterator[Shard]
) -> Iterator[Outcome]:
    task = ray.remote(num_cpus=1, max_retries=RETRIES)(_checked)
    ahead = AHEAD * max(1, int(ray.cluster_resources().get("CPU", 1)))
    live: dict[Any, Shard] = {}
    try:
        while True:
            for shard in islice(waiting, ahead - len(live)):
                live[task.remote(function, shard, fingerprint(shard.reader))] = shard
            if not live:
                return
            (done,), _ = ray.wait(list(live), num_returns=1)
            yield _outcome(ray, done, live.pop(done))
    finally:
        for reference in live:  # after an error, or where nobody wants the rest
            ray.cancel(reference, force=True)


def _outcome(ray: Any, done: Any, shard: Shard) -> Outcome:
    try:
        return Outcome(shard=shard, written=ray.get(done))
    except ray.exceptions.RayTaskError as error:
        raise error.as_instanceof_cause() from None
    except ray.exceptions.RayError as error:
        return Outcome(shard=shard, died=type(error).__name__)


def _checked(function: Callable[[Shard], Written], shard: Shard, expected: str) -> Written:
    """Run where the task has come to: records of another version must not get in."""
    if fingerprint(shard.reader) != expected:
        raise EngineError(
            f"{platform.node()} has another version of kg, its model, Python or a library; "
            "use one image for all machines"
        )
    return function(shard)


def connect() -> Any:
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing phones home
    # A head node reports even that its statistics are off; to nobody, then.
    os.environ.setdefault("RAY_USAGE_STATS_REPORT_URL", "http://127.0.0.1:9/")
    os.environ.setdefault("RAY_IGNORE_UNHANDLED_ERRORS", "1")  # the first one is raised
    try:
        import ray
    except ImportError as error:
        raise EngineError(f"--engine ray needs Ray; install it with: {extra('ray')}") from error
    return ray


def _start(ray: Any) -> None:
    address = os.environ.get("RAY_ADDRESS", "local")
    host, _, port = address.removeprefix("ray://").partition(":")
    if port.isdigit():
        _knock(host, int(port), address)
    local = {
        "include_dashboard": False,
        "object_store_memory": 200_000_000,
        "_node_ip_address": "127.0.0.1",  # nobody else gets in
    }
    try:
        ray.init(
            address=address, log_to_driver=False, logging_level="ERROR",
            **(local if address == "local" else {}),
        )  # fmt: skip
    except (ConnectionError, RuntimeError, ValueError) as error:
        raise _no_cluster(address, error) from error


def _knock(host: str, port: int, address: str) -> None:
    """Ray itself would wait for minutes for a cluster that is not there."""
    try:
        socket.create_connection((host, port), timeout=10).close()
    except OSError as error:
        raise _no_cluster(address, error) from error


def _no_cluster(address: str, error: Exception) -> EngineError:
    return EngineError(
        f"no Ray cluster at {address!r} ({error}); set RAY_ADDRESS to one that runs, or unset it "
        "for one on this machine"
    )
