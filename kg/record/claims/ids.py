"""The id of a claim: a hash of where it stands and what it says."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from kg.model import Claim


def claim_id(claim: Claim) -> str:
    """A hash of where the claim stands and what it says; the same on every machine."""
    return hash_of([
        claim.document, claim.sentence.start, claim.subject.span.start, claim.subject.span.end,
        claim.predicate.lemma, [(s.start, s.end) for s in claim.predicate.spans],
        claim.object and (claim.object.span.start, claim.object.span.end, claim.object.literal),
        claim.subject.entity, claim.object and claim.object.entity,
        claim.polarity, claim.modality, claim.rule,
        *([claim.reader] if claim.reader != "kg" else []),
    ])  # fmt: skip


def hash_of(parts: Sequence[object]) -> str:
    """Sixteen digits, the same on every machine."""
    text = json.dumps(parts, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:16]
