"""Figures about a build, read from its output folder."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import QueryError


def statistics(output: Path) -> dict[str, Any]:
    """Counts of documents, entities by type, and claims by how they are stated and by rule.

    Claims are those that are shown; "kept back" and "because" count the others.
    """
    manifest = json.loads(_open(output, "manifest.json"))
    everything = [json.loads(line) for line in _open(output, "claims.jsonl").splitlines()]
    claims = [c for c in everything if not c.get("hidden_because")]
    entities = [json.loads(line) for line in _open(output, "entities.jsonl").splitlines()]
    missed = list(missed_sentences(output))
    read = {(s["document"], s["start"]) for s in missed}
    read |= {(c["document"], c["sentence"]["start"]) for c in everything}
    return {
        "documents": manifest["counts"]["documents"],
        "sentences": len(read),
        "with claims": len({(c["document"], c["sentence"]["start"]) for c in claims}),
        "entities": len(entities),
        "types": _counts(e["type"] for e in entities),
        "facts": manifest["counts"]["facts"],
        "claims": len(claims),
        "polarity": _counts(c["polarity"] for c in claims),
        "modality": _counts(c["modality"] for c in claims),
        "with source": sum(c["source"] is not None for c in claims),
        "with time": sum(c["time"] is not None for c in claims),
        "rules": _counts(c["rule"] for c in claims),
        "kept back": len(everything) - len(claims),
        "because": _counts(_reason(c) for c in everything if c.get("hidden_because")),
    }


def _reason(claim: dict[str, Any]) -> str:
    """Why a claim is kept back, without its own figure: "confidence is below 0.5"."""
    return re.sub(r" [0-9.]+ is below ", " is below ", claim["hidden_because"])


def missed_sentences(output: Path) -> Iterator[dict[str, Any]]:
    """The sentences that yielded no claim: document, start, end, text, reason."""
    for line in _open(output, "missed.jsonl").splitlines():
        yield json.loads(line)


def _open(output: Path, name: str) -> str:
    try:
        return (output / name).read_text("utf-8")
    except OSError as error:
        raise QueryError(f"no {name} in {output}; run kg build -o {output} first") from error


def _counts(values: Any) -> dict[str, int]:
    counter = Counter(values)
    return {name: counter[name] for name in sorted(counter, key=lambda n: (-counter[n], n))}
