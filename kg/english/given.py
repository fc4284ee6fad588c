"""Given names, and whose they are."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib import resources


@lru_cache(maxsize=1)
def first_names() -> dict[str, str]:
    """Lower-case first names that are nearly always a man's ("m") or a woman's ("f").

    >>> first_names()["anna"]
    'f'
    """
    names = json.loads((resources.files("kg") / "data" / "first_names.json").read_text("utf-8"))
    lists = [names["countries"], names["census"]]
    return {name: sex for one in lists for sex in ("m", "f") for name in one[sex].split()}
