"""How long a correction takes at the desk, from the click to the new drawing, and what takes it.

    python benchmarks/desk.py OUTPUT [--times 5]

OUTPUT is a folder that `kg build` wrote; a copy of it is corrected. Chromium of the system,
headless, opens the page that `kg serve --edit` serves; the most important person is merged with the
next one, and that is undone, so many times. Printed are medians in seconds: the whole as the page
sees it (click to the frame that shows the new graph) and its parts, those of the service from its
`Server-Timing` header (`reading` what others did, `writing` decisions.yaml, `joining` the graph,
`page` its data), then the way to the browser and the drawing. Every wait is wall-clock time of this
machine with whatever else runs on it.
"""

from __future__ import annotations

import argparse
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SHARES = ("reading", "writing", "joining", "page")
#: Seconds for one correction.
LIMIT = 120_000
LAST = """() => {
  const made = performance.getEntriesByType("resource").filter(e => e.name.endsWith("/decide"));
  return Object.fromEntries(made.at(-1).serverTiming.map(e => [e.name, e.duration]));
}"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("output", type=Path)
    parser.add_argument("--times", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "output"
        shutil.copytree(arguments.output, copy)
        command = [sys.executable, "-m", "kg", "serve", str(copy), "--port", "0", "--edit"]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        try:
            assert process.stdout is not None
            process.stdout.readline()
            address = re.search(r"http://\S+", process.stdout.readline())
            assert address
            report(measured(address[0], arguments.times))
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait()


def measured(address: str, times: int) -> list[dict[str, float]]:
    """Seconds of each correction and of its parts."""
    from playwright.sync_api import sync_playwright

    path = next(p for p in ("chromium", "chromium-browser", "google-chrome") if shutil.which(p))
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which(path), args=FLAGS)
        tab = browser.new_page(viewport={"width": 1400, "height": 900})
        tab.goto(address)
        tab.wait_for_selector("html[data-ready]", state="attached", timeout=LIMIT)
        print(tab.inner_text("#counts"))
        found = []
        for _ in range(times):
            merge(tab)
            found.append(_took(tab))
            tab.locator('[data-act="undo"]').click()
            until(tab, "document.querySelector('[data-act=undo]').disabled")
            until(tab, "!document.getElementById('desk').textContent.includes('Saving')")
            found.append(_took(tab))
        browser.close()
    return found


def until(tab: Any, condition: str) -> None:
    """Wait for a condition; the page's policy lets no driver evaluate one there."""
    while not tab.evaluate(condition):
        tab.wait_for_timeout(20)


def merge(tab: Any) -> None:
    if tab.get_attribute("#overview", "aria-pressed") == "false":
        tab.locator("#overview").click()
    tab.locator("#panel .firsts .node-link").first.click()
    tab.locator('#panel [data-act="merge"]').click()
    other = "dialog.correcting input[name=other]"
    for letter in "aeiosrt":
        tab.locator(other).fill(letter)
        if tab.locator("dialog.correcting input[name=hit]").count():
            break
    tab.locator("dialog.correcting button[type=submit]").click()
    tab.wait_for_selector("dialog.correcting", state="detached", timeout=LIMIT)


def _took(tab: Any) -> dict[str, float]:
    until(tab, "kgDesk.took().all")
    parts, took = tab.evaluate(LAST), tab.evaluate("kgDesk.took()")
    made = {name: parts.get(name, 0.0) / 1000 for name in SHARES}
    made["way"] = took["answer"] / 1000 - sum(made.values())
    return {**made, "drawing": took["redraw"] / 1000, "all": took["all"] / 1000}


def report(found: list[dict[str, float]]) -> None:
    for name in found[0]:
        values = [one[name] for one in found]
        print(f"{name:8} {statistics.median(values):6.2f} s   (largest {max(values):.2f})")


if __name__ == "__main__":
    main()
