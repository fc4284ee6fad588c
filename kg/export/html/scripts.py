"""The page's scripts: modules that import each other, put together as the one script of the page.

A page that opens from a file can load no module: to a browser each file is a stranger to every
other. So what the modules say at their top is moved into one scope: their import statements go, and
the word `export` before what they declare. That is right only while no two of them declare the same
name and each imports what another one exports, and while they are written in the few forms that are
known here; anything else is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kg.errors import ExportError

__all__ = ["Module", "in_one_scope", "module"]

#: `import { a, b } from "./file.js";` with the blank line behind the last of them.
_IMPORT = re.compile(r'^import (?:\{([\w\s,]+)\} from )?"\./([\w-]+)\.js";\n(?:\n(?!import\b))?', re.M)
#: What is declared at the top of a module, one name at a time: `export const NAME =`.
_DECLARED = re.compile(
    r"^(export )?(?:(?:async )?function\*? (\w+)\(|class (\w+) |(?:const|let) (\w+)(?: =|;))", re.M
)
_EXPORT = re.compile(r"^export (?=(?:async )?function\b|class\b|const\b|let\b)", re.M)
#: Forms that would mean something else in one scope, or nothing.
_UNKNOWN = re.compile(r"^(?:import|export|var)\b.*|\bimport\s*[.(].*|^(?:const|let) [^\w].*", re.M)


@dataclass(frozen=True, slots=True)
class Module:
    """A file of the page's scripts, and what its top says; `text` goes into the page."""

    name: str
    imports: tuple[tuple[str, tuple[str, ...]], ...]
    exports: frozenset[str]
    declared: tuple[str, ...]
    text: str


def module(name: str, source: str) -> Module:
    """Read one module. Raises ExportError for a form of import or export that is not known here."""
    found = list(_DECLARED.finditer(source))
    bare = _EXPORT.sub("", _IMPORT.sub("", source))
    unknown = _UNKNOWN.search(bare)
    if unknown:
        raise ExportError(f"{name}.js has {unknown[0]!r}, which no page can hold; write it plainly")
    return Module(
        name=name,
        imports=tuple((one[2], _names(one[1] or "")) for one in _IMPORT.finditer(source)),
        exports=frozenset(_name(one) for one in found if one[1]),
        declared=tuple(map(_name, found)),
        text=bare,
    )


def in_one_scope(modules: Iterable[Module]) -> str:
    """The modules as one script, in this order.

    Raises ExportError if one imports what is not there, or if two declare the same name.
    """
    known = {one.name: one for one in modules}
    for one in known.values():
        _check(one, known)
    owners: dict[str, str] = {}
    for one in known.values():
        for name in one.declared:
            owner = owners.setdefault(name, one.name)
            if owner != one.name:
                raise ExportError(f"{owner}.js and {one.name}.js both declare {name}; rename one")
    return "\n".join(one.text for one in known.values())


def _check(one: Module, known: Mapping[str, Module]) -> None:
    for source, names in one.imports:
        if source not in known:
            raise ExportError(f"{one.name}.js imports {source}.js, which the page has not")
        for name in names:
            if name not in known[source].exports:
                raise ExportError(f"{source}.js exports no {name}, which {one.name}.js imports")


def _names(listed: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in listed.split(",") if name.strip())


def _name(found: re.Match[str]) -> str:
    return found[2] or found[3] or found[4]
