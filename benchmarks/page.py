"""The page beside pyvis' own page on the same graphs: size, time to draw, frames, memory; layout.

    python benchmarks/page.py                 both pages, 50 to 50,000 entities, as a table
    python benchmarks/page.py --layout        seconds that the layout takes, and whether it repeats
    python benchmarks/page.py --sizes 50 500  some sizes only

Chromium of the system, headless, without a GPU, is driven by playwright. "Drawn" is the first
picture of the graph, "interactive" the first moment from which the page answers within 150 ms for
half a second, both from the opening of the file. Frames are counted while the mouse drags the
drawing. The heap is measured after a collection. pyvis gets `--limit` seconds for its physics.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))

import page_build

from kg.export.html import write_page
from kg.export.html.data import page_data
from kg.model import Build

SIZES = (50, 500, 2_000, 10_000, 50_000)
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]

#: Notes in the page when shapes are first filled and when its main thread has time again, and says
#: so on the console, because a page that is busy cannot be asked.
WATCH = """
(() => {
  let [fills, drawn, last, free] = [0, null, performance.now(), null];
  const fill = CanvasRenderingContext2D.prototype.fill;
  CanvasRenderingContext2D.prototype.fill = function (...given) {
    if (++fills === 20) {
      drawn = free = performance.now();
      console.log(`drawn ${drawn}`);
    }
    return fill.apply(this, given);
  };
  const timer = setInterval(() => {
    const now = performance.now();
    if (drawn !== null && now - last > 150) free = now;
    last = now;
    if (drawn === null || now - free < 500) return;
    clearInterval(timer);
    console.log(`interactive ${free}`);
  }, 50);
})()
"""
FRAMES = """
(() => {
  const from = performance.now();
  window.frames_ = { count: 0, from };
  const next = () => { window.frames_.count++; requestAnimationFrame(next); };
  requestAnimationFrame(next);
})()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Bytes, seconds, frames per second and bytes of heap; None for what never came."""

    size: int
    written: float
    drawn: float | None
    interactive: float | None
    frames: float | None
    heap: float | None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--limit", type=float, default=45, help="seconds for one page to draw")
    parser.add_argument("--layout", action="store_true", help="time the layout only")
    arguments = parser.parse_args()
    if arguments.layout:
        for size in arguments.sizes:
            print(layout_line(size), flush=True)
        return
    print("| entities | facts | page | file | Python | drawn | interactive | dragging | heap |")
    print("|---|---|---|---|---|---|---|---|---|")
    for size in arguments.sizes:
        for line in compared(size, arguments.limit):
            print(line, flush=True)


def layout_line(size: int) -> str:
    """CPU seconds for all data of the page, and whether another process gives the same bytes."""
    build = page_build.generated(size, 2 * size)
    start = time.process_time()
    data = page_data(build)
    seconds = time.process_time() - start
    here = hashlib.sha256(repr(data.nodes).encode()).hexdigest()
    code = (
        "import hashlib, sys; sys.path.insert(0, 'tests'); import page_build;"
        "from kg.export.html.data import page_data;"
        f"data = page_data(page_build.generated({size}, {2 * size}));"
        "print(hashlib.sha256(repr(data.nodes).encode()).hexdigest())"
    )
    environment = {**os.environ, "PYTHONHASHSEED": "12345"}
    there = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment,
        cwd=Path(__file__).parent.parent,
    ).stdout.strip()  # fmt: skip
    same = "same bytes" if here == there else "DIFFERENT BYTES"
    return f"{size:,} entities, {2 * size:,} facts: {seconds:.1f} s CPU, {same} in another process"


def compared(size: int, limit: float) -> Iterator[str]:
    build = page_build.generated(size, 2 * size)
    makers: dict[str, Callable[[Build, Path], None]] = {"kg": write_page, "pyvis": write_pyvis}
    for name, write in makers.items():
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / f"{name}.html"
            start = time.process_time()
            write(build, path)
            written = time.process_time() - start
            yield row(size, len(build.facts), name, in_browser(path, written, limit))


def write_pyvis(build: Build, path: Path) -> None:
    """pyvis as its documentation shows it, with its scripts inside the file."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for iri, about in build.graph.nodes(data=True):
        network.add_node(iri, label=about["label"], title=about["type"])
    for subject, object_, about in build.graph.edges(data=True):
        network.add_edge(subject, object_, title=about["label"])
    path.write_text(network.generate_html(), encoding="utf-8")


def in_browser(path: Path, written: float, limit: float) -> Measured:
    from playwright.sync_api import Error, sync_playwright

    browser = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=browser, args=FLAGS, offline=True,
            viewport={"width": 1400, "height": 900},
        )  # fmt: skip
        tab = context.new_page()
        tab.add_init_script(WATCH)
        drawn = interactive = frames = heap = None
        said: dict[str, float] = {}
        tab.on("console", lambda message: listen(message.text, said))
        try:
            tab.goto(path.as_uri(), wait_until="commit")
            end = time.monotonic() + limit
            while "interactive" not in said and time.monotonic() < end:
                tab.wait_for_timeout(200)
            drawn, interactive = said.get("drawn"), said.get("interactive")
            if drawn is not None:
                frames, heap = dragged(tab), heap_of(context, tab)
        except Error as error:  # a page that does not come in time is a result too
            print(f"  {path.name}: {error.message.splitlines()[0]}", file=sys.stderr)
        finally:
            context.close()
    seconds = [None if value is None else value / 1000 for value in (drawn, interactive)]
    return Measured(
        size=path.stat().st_size, written=written, drawn=seconds[0], interactive=seconds[1],
        frames=frames, heap=heap,
    )  # fmt: skip


def listen(text: str, said: dict[str, float]) -> None:
    word, _, milliseconds = text.partition(" ")
    if word in ("drawn", "interactive"):
        said[word] = float(milliseconds)


def dragged(tab: Any) -> float:
    """Frames per second while the mouse drags the drawing to and fro for two seconds."""
    box = tab.locator("canvas").first.bounding_box()
    x, y = box["x"] + box["width"] * 0.06, box["y"] + box["height"] * 0.5
    tab.mouse.move(x, y)
    tab.mouse.down()
    tab.evaluate(FRAMES)
    end, step = time.monotonic() + 2, 0
    while time.monotonic() < end:
        step += 1
        tab.mouse.move(x + 100 + 80 * (step % 20) / 20, y + 3 * (step % 40))
    frames: float = tab.evaluate("frames_.count * 1000 / (performance.now() - frames_.from)")
    tab.mouse.up()
    return frames


def heap_of(context: Any, tab: Any) -> float:
    session = context.new_cdp_session(tab)
    session.send("HeapProfiler.collectGarbage")
    session.send("Performance.enable")
    metrics = session.send("Performance.getMetrics")["metrics"]
    return float(next(m["value"] for m in metrics if m["name"] == "JSHeapUsedSize"))


def row(size: int, facts: int, name: str, found: Measured) -> str:
    def seconds(value: float | None) -> str:
        return "not in time" if value is None else f"{value:.1f} s"

    frames = "-" if found.frames is None else f"{found.frames:.0f} fps"
    heap = "-" if found.heap is None else f"{found.heap / 1e6:.0f} MB"
    cells = (
        f"{size:,}", f"{facts:,}", name, f"{found.size / 1e6:.1f} MB", f"{found.written:.1f} s",
        seconds(found.drawn), seconds(found.interactive), frames, heap,
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
