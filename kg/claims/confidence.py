"""The measured precision of each rule."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def _table() -> dict[str, float]:
    text = (resources.files("kg") / "data" / "confidence.json").read_text("utf-8")
    table: dict[str, float] = json.loads(text)["rules"]
    return table


def confidence_of(rule: str) -> float:
    """Precision in [0, 1] measured for a rule; a rule never measured has the table's lowest."""
    table = _table()
    return table.get(rule, min(table.values()))
