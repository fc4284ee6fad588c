"""The JSON of Text2KGBench (https://github.com/cenguix/Text2KGBench): concepts and relations.

    {"title": "Film Ontology", "id": "film",
     "concepts": [{"qid": "Q5", "label": "human"}],
     "relations": [{"pid": "P57", "label": "director", "domain": "Q11424", "range": "Q5"}]}

Domain and range are the identifier or the label of a concept, or empty for any; a range may also be
the name of a datatype. Identifiers of Wikidata become its IRIs, others ones of the ontology's own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from kg.errors import OntologyError
from kg.iri import is_absolute, slug
from kg.ontology import EntityClass, Ontology, Relation
from kg.ontology.datatypes import datatype_of_label, datatype_of_range
from kg.ontology.labels import label_of_iri
from kg.ontology.made import ontology_of
from kg.ontology.triples import BASE

#: Where Wikidata has its classes, and its properties as they stand between two things.
WIKIDATA = {
    "Q": "http://www.wikidata.org/entity/",
    "P": "http://www.wikidata.org/prop/direct/",
}
_NUMBER = re.compile(r"[PQ][1-9][0-9]*")


def is_text2kgbench(value: object) -> bool:
    """Whether JSON is laid out so."""
    return isinstance(value, dict) and isinstance(value.get("relations"), list)


def ontology_of_json(value: Mapping[str, Any], *, title: str) -> Ontology:
    """The ontology that JSON holds; `title` is for one that has none.

    Raises OntologyError if a field is missing or of another kind, or as `ontology_of`.
    """
    name = _text(value, "id") or _text(value, "title") or title
    space = f"{BASE}{slug(name)}#"
    concepts = {_iri(space, _text(c, "qid", "id")): c for c in _rows(value, "concepts")}
    by_label = {_text(c, "label"): iri for iri, c in concepts.items() if _text(c, "label")}
    classes = [_class(iri, concept) for iri, concept in concepts.items()]
    relations = []
    for row in _rows(value, "relations"):
        relation = _relation(row, space, by_label, {c.iri: c.label for c in classes})
        relations.append(relation)
    return ontology_of(classes, relations, title=_text(value, "title") or title)


def _class(iri: str, concept: Mapping[str, Any]) -> EntityClass:
    label = _text(concept, "label")
    return EntityClass(iri=iri, label=label or label_of_iri(iri), description=_described(concept))


def _relation(
    row: Mapping[str, Any], space: str, by_label: Mapping[str, str], labels: Mapping[str, str]
) -> Relation:
    iri = _iri(space, _text(row, "pid", "id") or _text(row, "label"))
    label = _text(row, "label") or label_of_iri(iri)
    domain, ranges = (_side(row, side, space, by_label) for side in ("domain", "range"))
    said = labels.get(ranges) or _text(row, "range")
    datatype = datatype_of_range(said) if said else datatype_of_label(label)
    return Relation(
        iri=iri,
        label=label,
        description=_described(row),
        domain=(domain,) if domain else (),
        range=(ranges,) if ranges and not datatype else (),
        datatype=datatype,
    )


def _side(row: Mapping[str, Any], side: str, space: str, by_label: Mapping[str, str]) -> str:
    name = _text(row, side)
    return by_label.get(name) or (_iri(space, name) if name else "")


def _iri(space: str, name: str) -> str:
    if not name:
        raise OntologyError("a concept or relation has neither an identifier nor a label")
    if _NUMBER.fullmatch(name):
        return f"{WIKIDATA[name[0]]}{name}"
    return name if "://" in name and is_absolute(name) else f"{space}{slug(name)}"


def _described(row: Mapping[str, Any]) -> str:
    return _text(row, "description") or _text(row, "definition")


def _rows(value: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    rows = value.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise OntologyError(f"{name!r} must be a list of objects such as {_EXAMPLES[name]}")
    return rows


_EXAMPLES = {
    "concepts": '{"qid": "Q5", "label": "human"}',
    "relations": '{"pid": "P57", "label": "director", "domain": "Q11424", "range": "Q5"}',
}


def _text(row: Mapping[str, Any], *names: str) -> str:
    """The first of some fields that holds a text."""
    for name in names:
        value = row.get(name)
        if value is not None and not isinstance(value, str):
            raise OntologyError(f"{name!r} must be a text, not {type(value).__name__}")
        if value and value.strip():
            return value.strip()
    return ""
