"""LinkML schemas (https://linkml.io/linkml-model/latest/docs/specification/) → classes, relations.

Classes with `is_a`, `mixins`, `slots`, `attributes` and `slot_usage`; slots with `range`,
`inverse`, `multivalued` and so on. Imports are not read: a class that is only named has no slots.
Identifiers, and the slots of a class that only holds the lists of a file (`tree_root`), state
nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kg.errors import OntologyError
from kg.iri import is_absolute, slug
from kg.ontology import EntityClass, Ontology, Relation
from kg.ontology.datatypes import datatype_of_iri, datatype_of_name
from kg.ontology.labels import words_of
from kg.ontology.made import ontology_of
from kg.ontology.triples import BASE

_Fields = Mapping[str, Any]


def is_linkml(value: object) -> bool:
    """Whether YAML is a schema of LinkML: it has an id and a name, and classes or slots."""
    if not isinstance(value, dict) or "relations" in value:
        return False
    return ("classes" in value or "slots" in value) and bool({"id", "name"} & value.keys())


def ontology_of_schema(value: _Fields, *, title: str) -> Ontology:
    """The ontology of a schema; `title` is for one that has none.

    Raises OntologyError if a field is of another kind, a prefix is unknown, or as `ontology_of`.
    """
    schema = _Schema(value)
    name = _text(value, "title") or words_of(_text(value, "name")) or title
    return ontology_of(schema.classes(), schema.relations(), title=name, iri=_text(value, "id"))


class _Schema:
    """Looks names of one schema up."""

    def __init__(self, value: _Fields) -> None:
        self._prefixes = dict(_prefixes(value))
        self._classes = _named(value, "classes")
        self._slots = _named(value, "slots")
        self._types = _named(value, "types")
        self._home = self._space(value)
        self._default = _text(value, "default_range")

    def _space(self, value: _Fields) -> str:
        """What names without an IRI of their own begin with."""
        default = _text(value, "default_prefix")
        if default in self._prefixes:
            return self._prefixes[default]
        id = default if "://" in default else _text(value, "id")
        if not is_absolute(id):
            return BASE
        return id if id.endswith(("/", "#")) else f"{id}/"

    def _iri(self, name: str, where: str) -> str:
        """The IRI of a CURIE. Raises OntologyError if its prefix is unknown."""
        prefix, colon, local = name.partition(":")
        if colon and prefix in self._prefixes:
            return self._prefixes[prefix] + local
        if colon and local.startswith("//") and is_absolute(name):
            return name
        raise OntologyError(
            f"{where}: the prefix of {name[:80]!r} is not known; declare it below prefixes"
        )

    def _class_iri(self, name: str) -> str:
        uri = _text(self._classes.get(name, {}), "class_uri")
        return self._iri(uri, f"class {name}") if uri else f"{self._home}{slug(name)}"

    def _slot_iri(self, name: str, slot: _Fields) -> str:
        uri = _text(slot, "slot_uri")
        return self._iri(uri, f"slot {name}") if uri else f"{self._home}{slug(name)}"

    def classes(self) -> Iterator[EntityClass]:
        for name, fields in self._classes.items():
            if fields.get("tree_root") is True:
                continue
            above = (*_texts(fields, "is_a"), *_texts(fields, "mixins"))
            yield EntityClass(
                iri=self._class_iri(name),
                label=_text(fields, "title") or words_of(name),
                description=_text(fields, "description"),
                aliases=_texts(fields, "aliases"),
                parents=tuple(self._class_iri(parent) for parent in above),
            )

    def relations(self) -> Iterator[Relation]:
        owners = self._owners()
        for name, slots in owners.items():
            for owner, slot in slots:
                yield self._relation(name, slot, owner)
        for name, slot in self._slots.items():
            if name not in owners and not _is_identifier(slot):
                yield self._relation(name, slot, _text(slot, "domain"))

    def _owners(self) -> dict[str, list[tuple[str, _Fields]]]:
        """Every slot of a class, with the class and what holds of the slot there."""
        found: dict[str, list[tuple[str, _Fields]]] = {}
        for owner, fields in self._classes.items():
            own = {name: self._slots.get(name, {}) for name in _texts(fields, "slots")}
            usage = _named(fields, "slot_usage")
            own |= {name: self._slots.get(name, {}) for name in usage}
            own |= _named(fields, "attributes")
            for name, slot in own.items():
                used = {**slot, **usage.get(name, {})}
                held = found.setdefault(name, [])
                if not _is_identifier(used) and fields.get("tree_root") is not True:
                    held.append((owner, used))
        return found

    def _relation(self, name: str, slot: _Fields, owner: str) -> Relation:
        things, datatype = self._range(slot)
        inverse = _text(slot, "inverse")
        above = _texts(slot, "is_a") + _texts(slot, "mixins")
        return Relation(
            iri=self._slot_iri(name, slot),
            label=_text(slot, "title") or words_of(name),
            description=_text(slot, "description"),
            aliases=_texts(slot, "aliases"),
            domain=(self._class_iri(owner),) if owner else (),
            range=things,
            datatype=datatype,
            inverse=self._slot_iri(inverse, self._slots.get(inverse, {})) if inverse else "",
            symmetric=slot.get("symmetric") is True,
            transitive=slot.get("transitive") is True,
            functional=slot.get("multivalued") is not True,
            parents=tuple(self._slot_iri(n, self._slots.get(n, {})) for n in above),
            matches=self._matches(name, slot),
            examples=tuple(_examples(slot)),
        )

    def _range(self, slot: _Fields) -> tuple[tuple[str, ...], str]:
        names = [_text(part, "range") for part in _parts(slot, "any_of")]
        names = [name for name in names if name] or [_text(slot, "range") or self._default]
        things = tuple(self._class_iri(name) for name in names if name in self._classes)
        if things:
            return things, ""
        return (), next(filter(None, map(self._datatype, names)), "xsd:string")

    def _datatype(self, name: str) -> str:
        """The datatype of a type of LinkML or of the schema; a string for what it names else."""
        uri = _text(self._types.get(name, {}), "uri")
        above = _text(self._types.get(name, {}), "typeof")
        if uri:
            return datatype_of_iri(uri)
        return datatype_of_name(above or name)

    def _matches(self, name: str, slot: _Fields) -> tuple[str, ...]:
        curies = (*_texts(slot, "exact_mappings"), *_texts(slot, "close_mappings"))
        return tuple(self._iri(curie, f"slot {name}") for curie in curies)


def _is_identifier(slot: _Fields) -> bool:
    return slot.get("identifier") is True or slot.get("key") is True


def _examples(slot: _Fields) -> Iterator[str]:
    for example in _parts(slot, "examples"):
        text = _text(example, "description") or str(example.get("value") or "")
        if " " in text.strip():
            yield text


def _prefixes(value: _Fields) -> Iterator[tuple[str, str]]:
    for prefix, space in _mapping(value, "prefixes").items():
        if isinstance(space, dict):
            space = space.get("prefix_reference", "")
        yield str(prefix), str(space)


def _named(value: _Fields, name: str) -> dict[str, dict[str, Any]]:
    """Fields by name; a name alone has none."""
    found = {}
    for key, fields in _mapping(value, name).items():
        if fields is not None and not isinstance(fields, dict):
            raise OntologyError(f"{name}: {str(key)[:80]!r} must have fields, not a value")
        found[str(key)] = fields or {}
    return found


def _mapping(value: _Fields, name: str) -> Mapping[Any, Any]:
    found = value.get(name) or {}
    if not isinstance(found, dict):
        raise OntologyError(f"{name!r} must be a mapping from names to fields")
    return found


def _parts(value: _Fields, name: str) -> list[_Fields]:
    found = value.get(name) or []
    parts = found if isinstance(found, list) else [found]
    return [part for part in parts if isinstance(part, dict)]


def _texts(value: _Fields, name: str) -> tuple[str, ...]:
    """One text or a list of them."""
    found = value.get(name) or []
    texts = found if isinstance(found, list) else [found]
    return tuple(_checked(text, name) for text in texts)


def _text(value: _Fields, name: str) -> str:
    found = value.get(name)
    return "" if found is None else _checked(found, name).strip()


def _checked(text: object, name: str) -> str:
    if isinstance(text, (dict, list)):
        raise OntologyError(f"{name!r} must be a text, not {str(text)[:40]!r}")
    return str(text)
