"""The page beside pyvis' own page on the same graphs: size, speed, CPU, memory; layout.

    python benchmarks/page.py                 both pages, 50 to 50,000 entities, and the layout
    python benchmarks/page.py --layout        seconds that the layout takes, and whether it repeats
    python benchmarks/page.py --sizes 50 500  some sizes only

Chromium of the system, headless, without a GPU, is driven by playwright. "Drawn" is the first
picture of the graph, "interactive" the first moment from which the page answers within 150 ms for
half a second, both from the opening of the file. Frames are counted while the mouse drags the
drawing; "redraw" is the time of the page's main thread for each of them, "at rest" that of a
second in which nobody touches the page, both from the browser's own count. The heap is measured
after a collection. A page gets `--limit` seconds to draw, half of that above 500 entities, where
pyvis' physics never end; a page that hangs for longer is ended. All takes about six minutes.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
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
#: Counts frames, and how often the drawing is cleared to be drawn anew, while `frames_.on`.
FRAMES = """
(() => {
  const frames = (window.frames_ = { count: 0, redraws: 0, from: performance.now(), on: true });
  const next = () => { frames.count++; if (frames.on) requestAnimationFrame(next); };
  requestAnimationFrame(next);
  const clear = CanvasRenderingContext2D.prototype.clearRect;
  CanvasRenderingContext2D.prototype.clearRect = function (...given) {
    if (frames.on && this.canvas.closest(".vis-network")) frames.redraws++;
    return clear.apply(this, given);
  };
})()
"""
#: Seconds beyond its limit after which the browser of a page is ended.
GRACE = 45


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Seconds, frames a second, milliseconds and bytes of heap; None for what never came."""

    drawn: float | None = None
    interactive: float | None = None
    frames: float | None = None
    redraw: float | None = None
    rest: float | None = None
    heap: float | None = None


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N")
    parser.add_argument("--limit", type=float, default=60, help="seconds for one page to draw")
    parser.add_argument("--layout", action="store_true", help="time the layout only")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.one:
        print(json.dumps(asdict(in_browser(arguments.one, arguments.limit))))
        return
    if not arguments.layout:
        heads = ("entities", "facts", "page", "file", "Python", "drawn", "interactive", "dragging")
        print("| " + " | ".join((*heads, "redraw", "at rest", "heap")) + " |")
        print("|---" * 11 + "|")
        for size in arguments.sizes:
            for line in compared(size, arguments.limit if size <= 500 else arguments.limit / 2):
                print(line, flush=True)
        print()
    for size in arguments.sizes:
        if arguments.layout or size >= 2_000:
            print("Layout: " + layout_line(size), flush=True)


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
            found = apart(path, limit)
            yield row((size, len(build.facts)), name, (path.stat().st_size, written), found, limit)


def apart(path: Path, limit: float) -> Measured:
    """What another process measures, so that a page that hangs can be ended with its browser."""
    command = [sys.executable, __file__, "--one", str(path), "--limit", str(limit)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, start_new_session=True)
    try:
        said, _ = process.communicate(timeout=limit + GRACE)
        return Measured(**json.loads(said)) if process.returncode == 0 else Measured()
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return Measured()


def write_pyvis(build: Build, path: Path) -> None:
    """pyvis as its documentation shows it, with its scripts inside the file."""
    from pyvis.network import Network

    network = Network(directed=True, cdn_resources="in_line")
    for iri, about in build.graph.nodes(data=True):
        network.add_node(iri, label=about["label"], title=about["type"])
    for subject, object_, about in build.graph.edges(data=True):
        network.add_edge(subject, object_, title=about["label"])
    path.write_text(network.generate_html(), encoding="utf-8")


def in_browser(path: Path, limit: float) -> Measured:
    from playwright.sync_api import Error, sync_playwright

    browser = shutil.which("chromium") or shutil.which("google-chrome")
    said: dict[str, float] = {}
    moving: dict[str, float] = {}
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as profile:
        context = playwright.chromium.launch_persistent_context(
            profile, executable_path=browser, args=FLAGS, offline=True,
            viewport={"width": 1400, "height": 900},
        )  # fmt: skip
        tab = context.new_page()
        tab.add_init_script(WATCH)
        tab.on("console", lambda message: listen(message.text, said))
        try:
            tab.goto(path.as_uri(), wait_until="commit", timeout=limit * 1000)
            end = time.monotonic() + limit
            while "interactive" not in said and time.monotonic() < end:
                tab.wait_for_timeout(200)
            if "interactive" in said:
                moving = touched(context, tab)
        except Error as error:  # a page that does not come in time is a result too
            print(f"  {path.name}: {error.message.splitlines()[0]}", file=sys.stderr)
        finally:
            context.close()
    return Measured(**{word: at / 1000 for word, at in said.items()}, **moving)


def touched(context: Any, tab: Any) -> dict[str, float]:
    """What a page costs that is dragged for two seconds, and then left alone for two."""
    session = context.new_cdp_session(tab)
    session.send("Performance.enable")
    start = metric(session, "TaskDuration")
    frames, redraws = dragged(tab)
    busy = metric(session, "TaskDuration") - start
    tab.wait_for_timeout(1000)
    start = metric(session, "TaskDuration")
    time.sleep(2)
    rest = metric(session, "TaskDuration") - start
    session.send("HeapProfiler.collectGarbage")
    return {
        "frames": frames, "redraw": 1000 * busy / max(1, redraws), "rest": 1000 * rest / 2,
        "heap": metric(session, "JSHeapUsedSize"),
    }  # fmt: skip


def metric(session: Any, name: str) -> float:
    found = session.send("Performance.getMetrics")["metrics"]
    return float(next(one["value"] for one in found if one["name"] == name))


def listen(text: str, said: dict[str, float]) -> None:
    word, _, milliseconds = text.partition(" ")
    if word in ("drawn", "interactive"):
        said[word] = float(milliseconds)


def dragged(tab: Any) -> tuple[float, int]:
    """Frames a second, and redraws, while the mouse drags the drawing for two seconds."""
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
    redraws: int = tab.evaluate("(frames_.on = false, frames_.redraws)")
    tab.mouse.up()
    return frames, redraws


def row(
    size: tuple[int, int], name: str, file: tuple[int, float], found: Measured, limit: float
) -> str:
    def cell(value: float | None, form: str, missing: str = "-") -> str:
        return missing if value is None else form.format(value)

    cells = (
        *(f"{count:,}" for count in size), name, f"{file[0] / 1e6:.1f} MB", f"{file[1]:.1f} s",
        cell(found.drawn, "{:.1f} s", f"not in {limit:.0f} s"),
        cell(found.interactive, "{:.1f} s", f"not in {limit:.0f} s"),
        cell(found.frames, "{:.0f} fps"), cell(found.redraw, "{:.0f} ms"),
        cell(found.rest, "{:.0f} ms/s"), cell(found.heap and found.heap / 1e6, "{:.0f} MB"),
    )  # fmt: skip
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
