"""Strings that make a pattern work hard, from its own repeated parts; and all patterns of `kg`."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
import signal
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import FrameType, ModuleType
from typing import Any

import kg

METHODS = frozenset("match fullmatch search sub subn split findall finditer".split())
#: Characters of all sorts, to find what a class of characters takes.
PALETTE = " a\n1A-_.,;:<>()[]{}\"'*`#|=~+/\\@$%&!?\tzé…–“”’«»•㐀\r\v\x85\xa0\u2028"
SUFFIXES = ("\x00", "\n", "")
#: A repeat with a larger limit counts as endless.
ENDLESS = 200


@dataclass(frozen=True)
class Use:
    """A pattern and the ways in which the source applies it."""

    name: str
    pattern: re.Pattern[Any]
    methods: frozenset[str]


@cache
def modules() -> list[tuple[ModuleType, ast.Module]]:
    """All modules of the package, each with its source as a tree."""
    names = (info.name for info in pkgutil.walk_packages(kg.__path__, "kg."))
    found = [importlib.import_module(name) for name in names if not name.endswith("__main__")]
    return [(one, ast.parse(Path(one.__file__ or "").read_text("utf-8"))) for one in found]


@cache
def uses() -> list[Use]:
    """Every pattern that the package compiles when it is imported or writes into a call.

    Patterns of a namespace are found by object, in containers and records too; the calls give the
    methods. A literal inside a function is evaluated in the module's namespace.
    """
    found: dict[tuple[Any, int], _Found] = {}
    for module, tree in modules():
        names = {
            name: list(_patterns(value, depth=3))
            for name, value in vars(module).items()
            if not name.startswith("__")
        }
        called = _called(tree, names)
        loose = called.get("", set())
        for name, patterns in names.items():
            single = isinstance(getattr(module, name), re.Pattern)
            for pattern in patterns:
                methods = called.get(name, set()) if single else loose
                _note(found, f"{module.__name__}:{name}", pattern, methods)
        for line, pattern, method in _inline(tree, module):
            _note(found, f"{module.__name__}:{line}", pattern, {method} - {"compile"})
    return [
        Use(one.name, one.pattern, frozenset(one.methods) or frozenset({"search"}))
        for one in found.values()
    ]


@dataclass
class _Found:
    name: str
    pattern: re.Pattern[Any]
    methods: set[str] = field(default_factory=set)


def _note(found: dict[Any, _Found], name: str, pattern: re.Pattern[Any], how: set[str]) -> None:
    key = (pattern.pattern, pattern.flags)
    found.setdefault(key, _Found(name, pattern)).methods.update(how)


def _patterns(value: Any, *, depth: int) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif depth and isinstance(value, Mapping):
        for pair in value.items():
            yield from _patterns(pair, depth=depth - 1)
    elif depth and isinstance(value, list | tuple | set | frozenset):
        for one in value:
            yield from _patterns(one, depth=depth)
    elif depth and is_dataclass(value) and not isinstance(value, type):
        for one in fields(value):
            yield from _patterns(getattr(value, one.name, None), depth=depth - 1)
    elif depth and hasattr(value, "__closure__") and value.__closure__:
        for cell in value.__closure__:
            yield from _patterns(cell.cell_contents, depth=depth - 1)


def _called(tree: ast.AST, names: Mapping[str, object]) -> dict[str, set[str]]:
    """The methods by the name that they are called on; "" for what is no name of the module."""
    called: dict[str, set[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in METHODS:
            holder = node.value
            name = holder.id if isinstance(holder, ast.Name) else ""
            if name != "re":
                called.setdefault(name if name in names else "", set()).add(node.attr)
    return called


def _inline(tree: ast.AST, module: ModuleType) -> Iterator[tuple[int, re.Pattern[Any], str]]:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if not isinstance(node.func.value, ast.Name) or node.func.value.id != "re":
            continue
        if node.func.attr not in METHODS | {"compile"} or not node.args:
            continue
        try:
            source = _value(node.args[0], module)
        except NameError:
            continue  # made from what a function was given
        if isinstance(source, re.Pattern):
            continue
        position = {"sub": 4, "subn": 4, "split": 3, "compile": 1}.get(node.func.attr, 2)
        flags = [k.value for k in node.keywords if k.arg == "flags"] + node.args[position:]
        pattern = re.compile(source, _value(flags[0], module) if flags else 0)
        yield node.lineno, pattern, node.func.attr


def _value(node: ast.expr, module: ModuleType) -> Any:
    return eval(compile(ast.Expression(node), "<pattern>", "eval"), vars(module))


def unseen() -> set[str]:
    """Places that make a pattern from what a function was given, as `module:function`."""
    found = set()
    for module, tree in modules():
        for function in ast.walk(tree):
            if not isinstance(function, ast.FunctionDef):
                continue
            for node in ast.walk(function):
                if (
                    isinstance(node, ast.Call)
                    and isinstance(node.func, ast.Attribute)
                    and isinstance(node.func.value, ast.Name)
                    and node.func.value.id == "re"
                    and node.func.attr in METHODS | {"compile"}
                    and node.args
                ):
                    try:
                        _value(node.args[0], module)
                    except NameError:
                        found.add(f"{module.__name__}:{function.name}")
    return found


# -- strings ---------------------------------------------------------------------------------


def attacks(pattern: re.Pattern[Any], size: int) -> Iterator[Any]:
    """Strings of about `size` characters, each a repeated part of the pattern over and over."""
    text = isinstance(pattern.pattern, str)
    tree = parser.parse(pattern.pattern, pattern.flags & ~re.DEBUG)
    seen = set()
    for before, body in _repeats(tree, "", {}, pattern.flags):
        for unit in _units(before, body, pattern.flags):
            for head in (before, ""):
                for suffix in SUFFIXES:
                    key = (head, unit, suffix)
                    if key not in seen:
                        seen.add(key)
                        pumped = head + unit * max(1, size // len(unit)) + suffix
                        yield pumped if text else pumped.encode("utf-8")


def _units(before: str, body: Any, flags: int) -> list[str]:
    """What to repeat: what the body takes, one sort of character at a time, and with the lead."""
    inner = _sample(body, {}, flags)
    units = {inner, before + inner, inner + "\n", inner + " ", before, before + " "}
    for op, value in body:
        for branch in value[1] if op is sre.BRANCH else _branches(op, value):
            units.add(_sample(branch, {}, flags))
            units.add(_sample(branch, {}, flags) + " ")
    one = _class(body, flags)
    if one is not None:
        taken = [char for char in PALETTE if one.match(char)]
        units.update(taken[:6])
        units.update(before + char for char in taken[:2])
    else:
        for _, part in _repeats(body, "", {}, flags, least=4):
            taken_by = _class(part, flags)
            units.add(_sample(part, {}, flags))
            if taken_by is not None:
                units.update([char for char in PALETTE if taken_by.match(char)][:4])
    return sorted(unit for unit in units if unit)


def _branches(op: Any, value: Any) -> list[Any]:
    """The branches of a group that holds nothing else."""
    inside = value[3] if op is sre.SUBPATTERN else ()
    return [branch for op, value in inside if op is sre.BRANCH for branch in value[1]]


def _class(body: Any, flags: int) -> re.Pattern[str] | None:
    """A pattern for one character, where a body is no more than that."""
    if len(body) != 1 or body[0][0] not in (sre.IN, sre.ANY, sre.LITERAL, sre.NOT_LITERAL):
        return None
    state = parser.State()
    state.flags = flags & ~re.DEBUG
    single = parser.SubPattern(state, list(body))
    return _compiled(single)


def _compiled(single: Any) -> re.Pattern[str]:
    from re import _compiler  # type: ignore[attr-defined]

    return _compiler.compile(single, single.state.flags)  # type: ignore[no-any-return]


def _repeats(
    tree: Any, before: str, groups: dict[int, str], flags: int, *, least: int = ENDLESS
) -> Iterator[tuple[str, Any]]:
    """Each repeated part with what matches all that stands before it."""
    for op, value in tree:
        if op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            if value[1] == sre.MAXREPEAT or value[1] >= least:
                yield before, value[2]
            yield from _repeats(value[2], before, groups, flags, least=least)
        elif op is sre.SUBPATTERN:
            yield from _repeats(value[3], before, groups, flags, least=least)
        elif op is sre.BRANCH:
            for branch in value[1]:
                yield from _repeats(branch, before, dict(groups), flags, least=least)
        elif op is sre.ATOMIC_GROUP:
            yield from _repeats(value, before, groups, flags, least=least)
        elif op in (sre.ASSERT, sre.ASSERT_NOT):
            if value[0] > 0:
                yield from _repeats(value[1], before, groups, flags, least=least)
            continue
        before += _sample([(op, value)], groups, flags)


def _sample(tree: Any, groups: dict[int, str], flags: int) -> str:
    """A short string that a part of a pattern takes; what stands around it is not looked at."""
    text = ""
    for op, value in tree:
        if op is sre.LITERAL:
            text += chr(value)
        elif op in (sre.IN, sre.ANY, sre.NOT_LITERAL):
            single = _class([(op, value)], flags)
            assert single is not None
            wide = "aA1 " + PALETTE + "".join(map(chr, range(0x21, 0x2FF)))
            text += next((char for char in wide if single.match(char)), "\u2014")
        elif op in (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT):
            text += _sample(value[2], groups, flags) * max(value[0], min(1, value[1]))
        elif op is sre.SUBPATTERN:
            inside = _sample(value[3], groups, flags)
            if value[0] is not None:
                groups[value[0]] = inside
            text += inside
        elif op is sre.BRANCH:
            text += _sample(value[1][0], groups, flags)
        elif op is sre.ATOMIC_GROUP:
            text += _sample(value, groups, flags)
        elif op is sre.GROUPREF:
            text += groups.get(value, "")
        elif op is sre.GROUPREF_EXISTS:
            text += _sample(value[1], groups, flags)
    return text


# -- time ------------------------------------------------------------------------------------


class TooLongError(Exception):
    """A pattern took longer than it may."""


def apply(pattern: re.Pattern[Any], method: str, text: Any) -> None:
    """Apply a pattern to a text in the way of one method, whatever comes out."""
    if method in ("match", "fullmatch"):
        getattr(pattern, method)(text)
    else:
        for _ in pattern.finditer(text):
            pass


def seconds(work: Callable[[], None], *, limit: float) -> float:
    """The processor time of a call; infinite where it is over `limit` seconds."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, min(limit, 60))
    start = time.thread_time()
    try:
        work()
        return time.thread_time() - start
    except TooLongError:
        return float("inf")
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
