"""The rules that make claims, as objects: a name, an example, what it gives; each can be off.

A rule is registered where it stands in the code:

    @rule("svo", "Anna Kolb sold the yacht.", "Anna Kolb | sell | yacht")
    def _object(...) -> Iterator[Claim]: ...

A rule that is switched off yields nothing; `RULES` lists them all, and a test shows for each that
its example gives what it says, and gives it no more without the rule. The frames of
`kg.english.frames` are rules too.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What a rule is called, a sentence that it reads, and the claim that it makes of it.

    `gives` is "subject | predicate | object", then, where the claim is no plain fact, "; " and
    `not`, a modality, "says" who, `hidden`; or "role: value" for a qualifier. "never: " and a
    claim is what the rule keeps from being made.
    """

    name: str
    example: str
    gives: str


#: All rules by name, in the order of the code.
RULES: dict[str, Rule] = {}
#: Names of rules that are switched off: for tests that ask what each of them does.
OFF: set[str] = set()


def rule(
    name: str, example: str, gives: str
) -> Callable[[Callable[_P, Iterator[_T]]], Callable[_P, Iterator[_T]]]:
    """Register a generator as a rule; switched off, it yields nothing."""
    RULES[name] = Rule(name=name, example=example, gives=gives)

    def register(make: Callable[_P, Iterator[_T]]) -> Callable[_P, Iterator[_T]]:
        @functools.wraps(make)
        def made(*args: _P.args, **kwargs: _P.kwargs) -> Iterator[_T]:
            if name not in OFF:
                yield from make(*args, **kwargs)

        return made

    return register


def reading(name: str, example: str, gives: str) -> Callable[[], bool]:
    """Register a rule that is a condition in the code; call what comes back to ask if it is on.

    Example::

        _shared = reading("shared-object", "Kim built and sold the yacht.", "Kim | build | yacht")
        if _shared(): ...
    """
    RULES[name] = Rule(name=name, example=example, gives=gives)
    return lambda: name not in OFF
