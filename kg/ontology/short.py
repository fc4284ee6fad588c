"""Ontologies in a short YAML: kg's own, and those that users write by hand.

    title: bakeries
    prefixes: {ex: https://example.org/}
    classes:
      ex:Bakery: {label: bakery, types: [Organization]}
    relations:
      ex:bakes: {label: bakes, domain: ex:Bakery, stated_by: [bake, "be baker of"]}
      schema:worksFor:            # a name of schema.org is enough

A name without a prefix of the file is one of its own namespace (`iri`). In `stated_by`, a word in
capitals that `words` explains stands for each of its words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from importlib import resources
from typing import Any

from kg.decisions.text import values
from kg.errors import DecisionError, OntologyError
from kg.iri import VOCABULARY, is_absolute
from kg.model import TYPES, Build
from kg.ontology import EntityClass, Ontology, Relation
from kg.ontology.datatypes import ORDER, datatype_of_name
from kg.ontology.labels import label_of_iri
from kg.ontology.stated import pattern

#: Prefixes that need no declaration.
PREFIXES = {
    "schema": "https://schema.org/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "wd": "http://www.wikidata.org/entity/",
    "wdt": "http://www.wikidata.org/prop/direct/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dbo": "http://dbpedia.org/ontology/",
    "dcterms": "http://purl.org/dc/terms/",
}
#: The fields of a class and of a relation in a file.
_CLASS = frozenset(("label", "description", "aliases", "parents", "types", "nouns"))
_RELATION = frozenset((
    "label", "description", "aliases", "domain", "range", "datatype", "inverse", "symmetric",
    "transitive", "functional", "parents", "matches", "examples", "stated_by", "unit",
))  # fmt: skip
_TOP = frozenset(("title", "iri", "prefixes", "words", "classes", "relations"))
#: How many patterns one line may stand for.
_MOST = 2_000


@lru_cache(maxsize=8)
def own(vocabulary: str = VOCABULARY) -> Ontology:
    """kg's own ontology; the terms that no other vocabulary has are in `vocabulary`."""
    text = (resources.files("kg") / "data" / "ontology.yaml").read_text("utf-8")
    return read_short(text, name="ontology.yaml", prefixes={"kg": vocabulary})


def ontology_of(build: Build) -> Ontology:
    """The ontology that the typed facts of a build are of."""
    return build.ontology if build.ontology is not None else own(build.settings.vocab)


def relations_of(ontology: Ontology) -> dict[str, Relation]:
    """The relations of an ontology by their IRI."""
    return {relation.iri: relation for relation in ontology.relations}


def read_short(text: str, *, name: str, prefixes: Mapping[str, str] | None = None) -> Ontology:
    """The ontology that a short YAML describes; `name` is for messages.

    Raises:
        OntologyError: it is no YAML, a field is unknown, a prefix is, or there are no relations.

    >>> text = "relations: {schema:worksFor: {domain: schema:Person}}"
    >>> read_short(text, name="jobs.yaml").relations[0].label
    'works for'
    """
    try:
        read = values(text, name)
    except DecisionError as error:
        raise OntologyError(str(error)) from error
    if not isinstance(read, dict) or not read.get("relations"):
        raise OntologyError(f"{name} has no relations; write them below `relations:`")
    _refuse_unknown(read, _TOP, where=name)
    given = _mapping(read.get("prefixes"), name)
    spaces = {**PREFIXES, **(prefixes or {}), **{p: _text(given, p, name) for p in given}}
    reader = _Reader(name, spaces, home=_text(read, "iri", name), words=_words(read, name))
    made = {reader.iri(key): _mapping(value, f"{name}: {key}") for key, value in
            _mapping(read["relations"], name).items()}  # fmt: skip
    classes = {reader.iri(key): _mapping(value, f"{name}: {key}") for key, value in
               _mapping(read.get("classes"), name).items()}  # fmt: skip
    return Ontology(
        title=_text(read, "title", name) or name,
        iri=_text(read, "iri", name),
        classes=tuple(reader.entity_class(iri, classes[iri]) for iri in sorted(classes)),
        relations=tuple(reader.relation(iri, made[iri]) for iri in sorted(made)),
    )


class _Reader:
    """Makes classes and relations of the fields of one file."""

    def __init__(
        self, name: str, spaces: Mapping[str, str], *, home: str, words: Mapping[str, list[str]]
    ) -> None:
        self._name, self._spaces, self._home, self._words = name, spaces, home, words

    def iri(self, name: str) -> str:
        """The IRI of a name with a prefix, of the file's own, or of one in full."""
        prefix, colon, local = name.partition(":")
        if colon and prefix in self._spaces:
            return self._spaces[prefix] + local
        iri = name if colon else self._home + name
        if is_absolute(iri) and ("://" in iri or iri.startswith("urn:")):
            return iri
        known = ", ".join(sorted(self._spaces))
        raise OntologyError(
            f"{self._name}: {name!r} has no prefix that is known ({known}); declare it below "
            "`prefixes:`, or give the file an `iri:`"
        )

    def entity_class(self, iri: str, fields: dict[str, Any]) -> EntityClass:
        where = f"{self._name}: {iri}"
        _refuse_unknown(fields, _CLASS, where=where)
        types = _listed(fields.get("types"))
        for type_ in types:
            if type_ not in TYPES:
                raise OntologyError(
                    f"{self._name}: type {type_!r} of {iri}; allowed are {', '.join(TYPES)}"
                )
        return EntityClass(
            iri=iri,
            label=_text(fields, "label", where) or label_of_iri(iri),
            description=_text(fields, "description", where),
            aliases=tuple(_listed(fields.get("aliases"))),
            parents=self._iris(fields.get("parents")),
            types=tuple(types),
            nouns=tuple(_listed(fields.get("nouns"))),
        )

    def relation(self, iri: str, fields: dict[str, Any]) -> Relation:
        where = f"{self._name}: {iri}"
        _refuse_unknown(fields, _RELATION, where=where)
        inverse = _text(fields, "inverse", where)
        return Relation(
            iri=iri,
            label=_text(fields, "label", where) or label_of_iri(iri),
            description=_text(fields, "description", where),
            aliases=tuple(_listed(fields.get("aliases"))),
            domain=self._iris(fields.get("domain")),
            range=self._iris(fields.get("range")),
            datatype=_datatype(fields, where),
            inverse=self.iri(inverse) if inverse else "",
            symmetric=_truth(fields, "symmetric", where),
            transitive=_truth(fields, "transitive", where),
            functional=_truth(fields, "functional", where),
            parents=self._iris(fields.get("parents")),
            matches=self._iris(fields.get("matches")),
            examples=tuple(_listed(fields.get("examples"))),
            stated_by=tuple(dict.fromkeys(self._patterns(fields.get("stated_by"), where))),
            unit=_text(fields, "unit", where),
        )

    def _iris(self, value: object) -> tuple[str, ...]:
        return tuple(self.iri(name) for name in _listed(value))

    def _patterns(self, value: object, where: str) -> Iterator[str]:
        """The patterns with every word in capitals written out. Raises OntologyError."""
        for text in _listed(value):
            found = [text]
            for word, others in self._words.items():
                cut = re.compile(rf"\b{re.escape(word)}\b")
                found = [
                    cut.sub(other.replace("\\", ""), one)
                    for one in found
                    for other in (others if cut.search(one) else [""])
                ]
                if len(found) > _MOST:
                    raise OntologyError(f"{self._name}: {text!r} stands for too many patterns")
            for one in found:
                _check_pattern(one, where)
            yield from found


def _words(read: Mapping[str, Any], name: str) -> dict[str, list[str]]:
    return {word: _listed(found) for word, found in _mapping(read.get("words"), name).items()}


def _mapping(value: object, where: str) -> dict[str, Any]:
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise OntologyError(f"{where}: {str(value)[:60]!r} must be fields such as `label: author`")
    return value


def _listed(value: object) -> list[str]:
    """One value, or a list of them."""
    found = value if isinstance(value, list) else [] if value is None else [value]
    for item in found:
        if not isinstance(item, str):
            raise OntologyError(f"{str(item)[:60]!r} must be a text")
    return [str(item) for item in found]


def _text(fields: Mapping[str, Any], name: str, where: str) -> str:
    """A field with one value; empty where there is none."""
    value = fields.get(name)
    if value is not None and not isinstance(value, str):
        raise OntologyError(f"{where}: {name} must be one text, not {str(value)[:40]!r}")
    return value or ""


def _truth(fields: Mapping[str, Any], name: str, where: str) -> bool:
    said = _text(fields, name, where)
    if said.lower() not in ("", "true", "false"):
        raise OntologyError(f"{where}: {name} must be true or false, not {said[:40]!r}")
    return said.lower() == "true"


def _datatype(fields: Mapping[str, Any], where: str) -> str:
    said = _text(fields, "datatype", where)
    found = datatype_of_name(said)
    if said and not found:
        raise OntologyError(
            f"{where}: datatype {said[:40]!r} is not known; allowed are {', '.join(ORDER)}"
        )
    return found


def _check_pattern(text: str, where: str) -> None:
    try:
        pattern(text)
    except OntologyError as error:
        raise OntologyError(f"{where}: {error}") from error


def _refuse_unknown(fields: Iterable[str], known: frozenset[str], *, where: str) -> None:
    for field in fields:
        if field not in known:
            raise OntologyError(
                f"{where}: {field[:60]!r} is no field; allowed are {', '.join(sorted(known))}"
            )
