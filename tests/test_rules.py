"""Every rule and every frame does what its example says, and without it nothing else does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest
from conftest import line_of

from kg.english import frames
from kg.english.frames import FRAMES, Frame
from kg.model import Claim, Record
from kg.record.claims import rules


def said_by(claim: Claim) -> str:
    """A claim as examples write it: "Kim | meet | Ortega; not; planned; says Lang; hidden"."""
    line = line_of(claim)
    if claim.rule == "say":
        line = line.replace(f"| {claim.object.label if claim.object else ''}", "| “…”")
    head, _, marks = line.partition(" (") if line.endswith(")") else (line, "", "")
    parts = [head, *marks.removesuffix(")").split(", ")] if marks else [line]
    return "; ".join(parts if claim.shown else [*parts, "hidden"])


def lines_of(text: str, record: Callable[..., Record]) -> set[str]:
    claims = record(text).claims
    roles = {f"{q.role}: {q.argument.label}" for c in claims for q in c.qualifiers}
    return {said_by(c) for c in claims} | roles


@contextmanager
def without(name: str, off: set[str]) -> Iterator[None]:
    off.add(name)
    try:
        yield
    finally:
        off.discard(name)


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_a_frame_gives_what_its_example_says(frame: Frame, record: Callable[..., Record]) -> None:
    assert frame.gives in lines_of(frame.example, record)


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_without_its_frame_an_example_gives_something_else(
    frame: Frame, record: Callable[..., Record]
) -> None:
    with without(frame.name, frames.OFF):
        for claim in record(frame.example).claims:
            assert frame.name not in claim.rules
        same = frame.gives in lines_of(frame.example, record)
    assert not same or frames.unknown(frame.part, frame.links[0]) == frame.said


def test_no_word_has_two_frames_for_one_link() -> None:
    assert list(frames.doubles()) == []


@pytest.mark.parametrize("name", sorted(rules.RULES))
def test_a_rule_gives_what_its_example_says_and_nothing_else_does(
    name: str, record: Callable[..., Record]
) -> None:
    rule = rules.RULES[name]
    line = rule.gives.removeprefix("never: ")
    kept_out = line != rule.gives
    assert (line in lines_of(rule.example, record)) != kept_out
    with without(name, rules.OFF):
        assert (line in lines_of(rule.example, record)) == kept_out


@pytest.mark.parametrize("frame", FRAMES, ids=lambda frame: frame.name)
def test_a_claim_names_the_frame_that_it_stands_under(
    frame: Frame, record: Callable[..., Record]
) -> None:
    made = [c for c in record(frame.example).claims if said_by(c) == frame.gives]
    assert any(frame.name in claim.rules for claim in made)
