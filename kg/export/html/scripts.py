"""The page's scripts: modules that import each other, put together as the one script of the page.

A page that opens from a file can load no module: to a browser each file is a stranger to every
other. So what the modules say at their top is moved into one scope: their import statements go, and
the word `export` before what they declare. That is right only while no two of them declare the same
name, each imports what another one exports, none imports itself on a detour, and they are written
in the few forms that are known here; anything else is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from kg.errors import ExportError

__all__ = ["joined"]

#: `import { a, b } from "./file.js";` with the blank line behind the last of them.
_IMPORT = re.compile(
    r'^import (?:\{([\w\s,]+)\} from )?"\./([\w-]+)\.js";\n(?:\n(?!import\b))?', re.M
)
#: What is declared at the top of a module, one name at a time: `export const NAME =`.
_DECLARED = re.compile(
    r"^(export )?(?:(?:async )?function\*? (\w+)\(|class (\w+) |(?:const|let) (\w+)(?: =|;))", re.M
)
_EXPORT = re.compile(r"^export (?=(?:async )?function\b|class\b|const\b|let\b)", re.M)
#: Forms that would mean something else in one scope, or nothing.
_UNKNOWN = re.compile(
    r"^(?:import|export|var)\b.*|\bimport\s*[.(].*|^(?:const|let)\s+(?!\w+(?: =|;)).*", re.M
)


@dataclass(frozen=True, slots=True)
class _Module:
    """A file of the page's scripts, and what its top says; `text` goes into the page."""

    name: str
    imports: tuple[tuple[str, tuple[str, ...]], ...]
    exports: frozenset[str]
    declared: tuple[str, ...]
    text: str


def joined(entry: str, read: Callable[[str], str]) -> str:
    """The module `entry` and all that it imports as one script; `read` gives the source of a name.

    Each stands behind what it imports, as a browser that loads modules would run them. Raises
    ExportError for modules that cannot share a scope, and for what one imports and nobody exports.
    """
    modules: dict[str, _Module] = {}
    _add(entry, modules, read=read, open_=())
    owners: dict[str, str] = {}
    for one in modules.values():
        for name in one.declared:
            owner = owners.setdefault(name, one.name)
            if owner != one.name:
                raise ExportError(f"{owner}.js and {one.name}.js both declare {name}; rename one")
    return "\n".join(one.text for one in modules.values())


def _add(
    name: str, modules: dict[str, _Module], *, read: Callable[[str], str], open_: tuple[str, ...]
) -> None:
    """Put a module behind what it imports; `open_` are those that are waiting for it."""
    if name in open_:
        ring = " -> ".join(f"{one}.js" for one in (*open_[open_.index(name) :], name))
        raise ExportError(f"the page's scripts import each other in a ring: {ring}")
    if name in modules:
        return
    module = _module(name, read(name))
    for source, names in module.imports:
        _add(source, modules, read=read, open_=(*open_, name))
        for one in names:
            if one not in modules[source].exports:
                raise ExportError(f"{source}.js exports no {one}, which {name}.js imports")
    modules[name] = module


def _module(name: str, source: str) -> _Module:
    found = list(_DECLARED.finditer(source))
    bare = _EXPORT.sub("", _IMPORT.sub("", source))
    unknown = _UNKNOWN.search(bare)
    if unknown:
        raise ExportError(f"{name}.js has {unknown[0]!r}, which no page can hold; write it plainly")
    return _Module(
        name=name,
        imports=tuple((one[2], _names(one[1] or "")) for one in _IMPORT.finditer(source)),
        exports=frozenset(_name(one) for one in found if one[1]),
        declared=tuple(map(_name, found)),
        text=bare,
    )


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def _name(found: re.Match[str]) -> str:
    return found[2] or found[3] or found[4]
