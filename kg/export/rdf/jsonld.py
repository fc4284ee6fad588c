"""JSON-LD 1.1: one node a line, with its context inside and in a file beside it.

https://www.w3.org/TR/json-ld11/. The context holds the prefixes and the types of the values that
always have the same one, so that programs which know JSON alone find plain strings.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.errors import ExportError
from kg.export.files import encodable, write_text
from kg.export.rdf.describe import describe
from kg.export.rdf.minting import Names, Profile
from kg.export.rdf.strings import checked
from kg.export.rdf.terms import PREFIXES, Block, Term, Triple
from kg.folder.layout import one_line_json
from kg.folder.marks import opened, signed
from kg.iri import split_iri
from kg.model import Build

_TYPE = f"{PREFIXES['rdf']}type"
#: Properties whose values are always IRIs, or always of one datatype.
_IRIS = (
    "rdf:predicate", "prov:wasDerivedFrom", "prov:used", "prov:wasGeneratedBy",
    "prov:wasAssociatedWith", "schema:mentions", "owl:sameAs", "oa:hasSource", "dcterms:source",
    "skos:closeMatch",
    "kg:metonymOf", "dcterms:license", "void:vocabulary", "kg:source", "kg:qualifier", "kg:event",
    "kg:sentence", "kg:subjectSpan", "kg:predicateSpan", "kg:objectSpan", "kg:cueSpan",
    "kg:sourceSpan", "kg:sourceCueSpan", "kg:timeSpan", "kg:placeSpan", "kg:valueSpan",
    "kg:evidence", "kg:subject", "kg:relation", "kg:conflictsWith",
)  # fmt: skip
_TYPED = {
    "oa:start": "xsd:integer", "oa:end": "xsd:integer", "void:entities": "xsd:integer",
    "kg:confidence": "xsd:decimal", "kg:minConfidence": "xsd:decimal", "kg:worth": "xsd:decimal",
    "kg:minWorth": "xsd:decimal", "kg:shown": "xsd:boolean", "kg:earliest": "xsd:date",
    "kg:latest": "xsd:date", "kg:factConfidence": "xsd:decimal", "kg:asserted": "xsd:boolean",
}  # fmt: skip


#: The file beside the graph that other documents may take their context from.
CONTEXT = "context.jsonld"


def write_jsonld(build: Build, path: Path, profile: Profile = "claims") -> None:
    """Write `build` to `path` as JSON-LD, and its context to `context.jsonld` beside it.

    Raises ExportError if somebody else's `context.jsonld` is there, or a file cannot be written.
    """
    context = path.with_name(CONTEXT)
    if context != path:
        check_context(context)
        # What else a context file says is nothing to JSON-LD.
        mark = signed({"@context": context_of(Names(build)), "kind": "context"})
        write_text(context, [mark])
    write_text(path, generate_jsonld(build, profile))


def check_context(path: Path) -> None:
    """Raise ExportError if there is a file at `path` that an export to JSON-LD did not write."""
    if path.is_symlink() or path.exists():
        if path.is_file() and opened(path.read_bytes(), kind="context") is not None:
            return
        raise ExportError(
            f"{path} is not from an export and would be overwritten; "
            "move it away, or name another folder with -o"
        )


def context_of(names: Names) -> dict[str, Any]:
    """The `@context`: prefixes, then the properties whose values have one type."""
    coerced = {name: {"@type": "@id"} for name in _IRIS}
    coerced |= {name: {"@type": datatype} for name, datatype in _TYPED.items()}
    prefixes = {prefix: checked(space) for prefix, space in names.prefixes.items()}
    return {"@version": 1.1, **prefixes, **coerced}


def generate_jsonld(build: Build, profile: Profile = "claims") -> Iterator[str]:
    """Yield `build` as one JSON-LD document."""
    names = Names(build)
    writer = _Writer(names)
    yield f'{{\n"@context": {one_line_json(context_of(names))},\n"@graph": ['
    before = "\n"
    for block in describe(build, names, profile=profile):
        yield before + one_line_json(writer.node(block))
        before = ",\n"
    yield "\n]\n}\n"


class _Writer:
    def __init__(self, names: Names) -> None:
        self._prefixes = names.prefixes
        self._prefix_of = {space: prefix for prefix, space in names.prefixes.items()}
        self._coerced = {
            names.expand(name): names.expand(kind)
            for name, kind in {**dict.fromkeys(_IRIS, "@id"), **_TYPED}.items()
        }

    def node(self, block: Block) -> dict[str, Any]:
        node: dict[str, Any] = {"@id": self._iri(block.subject)}
        for predicate, terms in block.lines:
            if predicate == _TYPE:
                node["@type"] = [self._iri(str(term)) for term in terms]
                continue
            kind = self._coerced.get(predicate)
            values = [self._value(term, kind) for term in terms]
            node[self._iri(predicate)] = values[0] if len(values) == 1 else values
        return node

    def _value(self, term: Term, kind: str | None) -> Any:
        if isinstance(term, str):
            iri = self._iri(term)
            return iri if kind == "@id" else {"@id": iri}
        if isinstance(term, Triple):
            raise ExportError("JSON-LD 1.1 has no triple terms; write turtle12 instead")
        value, datatype = term
        text = encodable(value)
        if datatype == kind:  # None and None: a plain string
            return text
        return {"@value": text, "@type": self._iri(datatype)} if datatype else {"@value": text}

    def _iri(self, iri: str) -> str:
        space, local = split_iri(iri)
        prefix = self._prefix_of.get(space)
        checked(iri)
        if prefix is not None and not local.startswith("//"):
            return f"{prefix}:{local}"
        if iri.partition(":")[0] in self._prefixes:
            raise ExportError(f"JSON-LD would read {iri!r} as a prefixed name; use another scheme")
        return iri
