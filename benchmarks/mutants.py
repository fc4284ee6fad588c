"""How much the tests notice: faults put into the code one by one, and which of them no test sees.

    pip install cosmic-ray
    python benchmarks/mutants.py [--rooms english record resolve] [--limit 200] [--seed 7]

A fault is one operator of Cosmic Ray at one place ("and" for "or", a condition turned round, a loop
that never runs, a number off by one). So many are drawn by lot from all places of the rooms; each
is put into a copy of the project, and the tests of its room run until one fails. What survives is
printed as a diff, with the share of survivors and its 95 % interval (Wilson 1927).
"""

from __future__ import annotations

import argparse
import difflib
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from pathlib import Path

from cosmic_ray.ast import ast_nodes, get_ast
from cosmic_ray.mutating import mutate_code
from cosmic_ray.plugins import get_operator

ROOT = Path(__file__).parent.parent
#: Operators whose faults mean something in code that asks and chooses more than it computes.
OPERATORS = (
    "AddNot", "ReplaceAndWithOr", "ReplaceOrWithAnd", "ReplaceUnaryOperator_Delete_Not",
    "ReplaceComparisonOperator_Eq_NotEq", "ReplaceComparisonOperator_NotEq_Eq",
    "ReplaceComparisonOperator_Lt_LtE", "ReplaceComparisonOperator_LtE_Lt",
    "ReplaceComparisonOperator_Gt_GtE", "ReplaceComparisonOperator_GtE_Gt",
    "ReplaceComparisonOperator_Is_IsNot", "ReplaceComparisonOperator_IsNot_Is",
    "ReplaceBinaryOperator_Add_Sub", "ReplaceBinaryOperator_Sub_Add",
    "ReplaceBreakWithContinue", "ReplaceContinueWithBreak", "ZeroIterationForLoop",
    "NumberReplacer",
)  # fmt: skip
#: The files of tests that test what a text says and who is who, those that notice most first.
TESTS = (
    "told", "claims", "rules", "coreference", "mends", "times", "period", "trust", "layout",
    "lines", "nominals", "spellings", "identity", "resolve", "meant", "decisions",
    "any_decisions", "undo", "judge", "events", "labels", "whole_labels", "words", "lemmas",
    "wording", "foreign", "classes", "cuts", "sentences", "stated_set", "hyphens", "openings",
    "shown", "importance", "pairs", "notes", "link", "structure", "pdf", "furniture", "article",
    "readers", "relate",
)  # fmt: skip
#: Those of one room that go first.
FIRST = {"resolve": ("resolve", "identity", "spellings", "meant", "undo", "any_decisions")}


@dataclass(frozen=True, slots=True)
class Fault:
    """One operator at one place: the `occurrence`-th of a file, from 0."""

    path: str
    operator: str
    occurrence: int

    def put(self, code: str) -> str:
        """The code with the fault in it."""
        made = mutate_code(code, get_operator(f"core/{self.operator}")(), self.occurrence)
        return code if made is None else str(made)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--rooms", nargs="+", default=["english", "record", "resolve"])
    parser.add_argument("--limit", type=int, default=200)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument(
        "--skip", type=int, default=0, help="of the faults drawn, go on behind these"
    )
    options = parser.parse_args()
    places = [fault for room in options.rooms for fault in faults(room)]
    drawn = random.Random(options.seed).sample(places, min(options.limit, len(places)))
    print(f"{len(places):,} places, {len(drawn)} drawn", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        copy = copied(Path(folder))
        for room in options.rooms:
            if fails(room, copy):
                sys.exit(f"the tests of {room} fail without any fault; mend that first")
        survivors = sum(not is_noticed(fault, copy) for fault in drawn[options.skip :])
    tried = len(drawn) - options.skip
    low, high = interval(survivors, tried)
    print(f"{survivors} of {tried} survived: {survivors / tried:.3f} ({low:.3f} to {high:.3f})")


def faults(room: str) -> Iterator[Fault]:
    """All faults that could be put into a room, in the order of its files."""
    for path in sorted((ROOT / "kg" / room).rglob("*.py")):
        tree = get_ast(path.read_text("utf-8"))
        nodes = list(ast_nodes(tree))
        for name in OPERATORS:
            operator = get_operator(f"core/{name}")()
            count = sum(len(list(operator.mutation_positions(node))) for node in nodes)
            for number in range(count):
                yield Fault(path.relative_to(ROOT).as_posix(), name, number)


def copied(folder: Path) -> Path:
    """What git knows of the project, in a folder of its own."""
    copy = folder / "project"
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    for name in filter(None, names.stdout.split("\0")):
        target = copy / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / name, target)
    return copy


def is_noticed(fault: Fault, copy: Path) -> bool:
    """Whether a test of the room fails with the fault; prints what it is where none does."""
    file = copy / fault.path
    code = file.read_text("utf-8")
    changed = fault.put(code)
    started = time.monotonic()
    file.write_text(changed, "utf-8")
    try:
        noticed = fails(fault.path.split("/")[1], copy)
    finally:
        file.write_text(code, "utf-8")
    took = time.monotonic() - started
    print(f"{'noticed' if noticed else 'SURVIVED'} {fault} ({took:.0f} s)", flush=True)
    if not noticed:
        lines = (text.splitlines(keepends=True) for text in (code, changed))
        print("".join(difflib.unified_diff(*lines, fault.path, fault.path, n=2)), flush=True)
    return noticed


def fails(room: str, copy: Path, *, limit: float = 300) -> bool:
    """Whether the tests fail, or have no end."""
    first = FIRST.get(room, ())
    names = [*first, *(name for name in TESTS if name not in first)]
    files = [f"tests/test_{name}.py" for name in names]
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *files]
    here = {**os.environ, "PYTHONPATH": str(copy), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(command, cwd=copy, env=here, capture_output=True, timeout=limit)
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def interval(found: int, tried: int) -> Sequence[float]:
    """Between what the share lies, with 95 % confidence."""
    z, share = 1.96, found / tried
    middle = share + z * z / (2 * tried)
    reach = z * sqrt(share * (1 - share) / tried + z * z / (4 * tried * tried))
    return [(middle - reach) / (1 + z * z / tried), (middle + reach) / (1 + z * z / tried)]


if __name__ == "__main__":
    main()
