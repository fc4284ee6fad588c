"""Turtle: asserted facts as plain triples, every claim as a statement node with its evidence.

The text is written directly, one sorted block per subject and no blank nodes, because a general
serialiser takes twenty times as long; the tests hold it equal, triple by triple, to a graph that
is put together with rdflib and read back by two parsers. Terms: `vocabulary.ttl`; what a graph
must look like: `shapes.ttl`; both beside this file. Follows RDF 1.1 Turtle
(https://www.w3.org/TR/turtle/), the Web Annotation vocabulary for spans and EDTF for times.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from hashlib import sha256
from pathlib import Path

from kg.errors import ExportError
from kg.export.files import write_text
from kg.iri import VOCABULARY, slug
from kg.model import Argument, Build, Claim, Document, Entity, Fact, Settings, Span

#: Prefixes that do not depend on the build, in the order in which they are written.
PREFIXES: Mapping[str, str] = {
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": "http://purl.org/dc/terms/",
    "schema": "https://schema.org/",
    "oa": "http://www.w3.org/ns/oa#",
    "edtf": "http://id.loc.gov/datatypes/edtf/",
    "kg": VOCABULARY,
}

#: The class of each entity type.
CLASSES: Mapping[str, str] = {
    "Person": "schema:Person",
    "Organization": "schema:Organization",
    "Country": "schema:Country",
    "Place": "schema:Place",
    "Event": "schema:Event",
    "CreativeWork": "schema:CreativeWork",
    "Product": "schema:Product",
    "Law": "schema:Legislation",
    "Language": "schema:Language",
    "Group": "kg:Group",
    "Concept": "skos:Concept",
}

_HEADER = """\
# Facts are plain triples between entities (ent:). Every claim behind them, and every claim that is
# denied, planned, possible or asked, is a statement (claim:) whose kg:sentence quotes its document.
"""

# Turtle's PN_CHARS_BASE, PN_CHARS and PN_LOCAL, without backslash escapes.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHAR = f"{_BASE}0-9_\\-\u00b7\u0300-\u036f\u203f\u2040"
_HEX = "%[0-9A-Fa-f]{2}"
_LOCAL = re.compile(f"(?:[{_BASE}0-9_:]|{_HEX})(?:(?:[{_CHAR}.:]|{_HEX})*(?:[{_CHAR}:]|{_HEX}))?")

# An absolute IRI, RFC 3987: nothing that must be percent-encoded, no `%` that encodes nothing.
_IRI = re.compile(
    "[A-Za-z][A-Za-z0-9+.-]*:"
    f'(?:[^\\x00-\\x20<>"{{}}|\\\\^`%\\x7f-\\x9f\ud800-\uf8ff\ufff0-\uffff]|{_HEX})*'
)

# Escaped although Turtle would allow some of them raw: nothing in a string may look like a line
# end to any reader, nor act on a terminal. Half surrogate pairs cannot be written at all.
_SPECIAL = re.compile('[\\x00-\\x1f"\\\\\\x7f-\\x9f\u2028\u2029\ufeff\ud800-\udfff]')
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}

_DATE = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)

_Lines = list[tuple[str, Sequence[str]]]


def write_turtle(build: Build, path: Path) -> None:
    """Write `build` to `path` as Turtle. Raises ExportError as `generate_turtle` does."""
    write_text(path, generate_turtle(build))


def generate_turtle(build: Build) -> Iterator[str]:
    """Yield `build` as Turtle, block by block: documents, relations, entities, claims, spans.

    Raises ExportError if an IRI, a datatype or an entity type is not one that RDF can hold.
    """
    names = _Names(build.settings, build.documents)
    yield from names.header()
    yield "# Documents\n\n"
    yield from _documents(build, names)
    yield "# Relations\n\n"
    yield from _relations(build, names)
    yield "# Entities and the facts asserted about them\n\n"
    yield from _entities(build, names)
    yield "# Claims\n\n"
    for claim in sorted(build.claims, key=lambda claim: claim.id):
        yield from _claim(claim, names)
    yield "# Spans: what the documents say, word for word\n\n"
    yield from _spans(build, names)


class _Names:
    """Writes IRIs the short way where Turtle can, and mints those of documents, claims, spans."""

    def __init__(self, settings: Settings, documents: Iterable[Document]) -> None:
        base = settings.base_iri
        self.prefixes = {
            **PREFIXES,
            "ent": f"{base}entity/",
            "rel": f"{base}relation/",
            "claim": f"{base}claim/",
            "doc": f"{base}document/",
            "span": f"{base}span/",
        }
        self._prefix_of = {space: prefix for prefix, space in self.prefixes.items()}
        self._written: dict[str, str] = {}
        self._slugs = _distinct_slugs(sorted({document.id for document in documents}))
        self._documents: dict[str, str] = {}
        self._stems: dict[str, tuple[str, str]] = {}

    def header(self) -> Iterator[str]:
        for prefix, space in self.prefixes.items():
            yield f"@prefix {prefix}: <{_checked(space)}> .\n"
        yield f"\n{_HEADER}\n"

    def iri(self, value: str) -> str:
        written = self._written.get(value)
        if written is None:
            written = self._written[value] = self._write(value)
        return written

    def _write(self, value: str) -> str:
        cut = max(value.rfind("/"), value.rfind("#")) + 1
        prefix, local = self._prefix_of.get(value[:cut]), value[cut:]
        if prefix is not None and _LOCAL.fullmatch(local):
            return f"{prefix}:{local}"
        return f"<{_checked(value)}>"

    def document(self, document: str) -> str:
        if document not in self._documents:
            self._documents[document] = self._write(self.prefixes["doc"] + self._slug(document))
        return self._documents[document]

    def claim(self, claim: str, part: str = "") -> str:
        name = claim if claim.isascii() and claim.isalnum() else slug(claim)
        return self._write(f"{self.prefixes['claim']}{name}{part}")

    def span(self, document: str, span: Span) -> str:
        if document not in self._stems:
            # The offsets never change how the IRI is written, so it is worked out once.
            stem, _, close = self._write(f"{self._span_space(document)}0-0").rpartition("0-0")
            self._stems[document] = stem, close
        stem, close = self._stems[document]
        return f"{stem}{span.start}-{span.end}{close}"

    def _span_space(self, document: str) -> str:
        return f"{self.prefixes['span']}{self._slug(document)}:"

    def _slug(self, document: str) -> str:
        return self._slugs.get(document) or slug(document)

    def literal(self, value: str, datatype: str | None) -> str:
        if datatype is None or datatype == "xsd:string":
            return quoted(value)
        prefix, _, local = datatype.partition(":")
        full = self.prefixes[prefix] + local if prefix in self.prefixes else datatype
        return f"{quoted(value)}^^{self.iri(full)}"

    def argument(self, argument: Argument) -> str:
        if argument.literal is not None:
            return self.literal(argument.literal, argument.datatype)
        return self.iri(argument.entity or "")


def _distinct_slugs(ids: Iterable[str]) -> dict[str, str]:
    """Give each id a slug of its own; those that share one get a hash of the id behind it.

    >>> _distinct_slugs(["a b", "c"])
    {'a b': 'a_b', 'c': 'c'}
    """
    by_slug: dict[str, list[str]] = {}
    for id_ in ids:
        by_slug.setdefault(slug(id_), []).append(id_)
    return {
        id_: name if len(same) == 1 else f"{name}-{_digest(id_)}"
        for name, same in by_slug.items()
        for id_ in same
    }


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _checked(iri: str) -> str:
    if not _IRI.fullmatch(iri):
        raise ExportError(
            f'{iri!r} is no absolute IRI (letters and a colon first, no blanks or <>"{{}}|\\^`); '
            "correct the base IRI or the link that it comes from"
        )
    return iri


def quoted(text: str) -> str:
    """Write `text` as a Turtle string on one line; half surrogate pairs become U+FFFD.

    >>> print(quoted('say "no"'))
    "say \\"no\\""
    """
    return f'"{_SPECIAL.sub(_escape, text)}"'


def _escape(match: re.Match[str]) -> str:
    char = match[0]
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"
    return _ESCAPES.get(char) or f"\\u{ord(char):04X}"


def _time(value: str) -> str:
    """Write an EDTF value with the narrowest datatype that holds it."""
    match = _DATE.fullmatch(value)
    if match is None:
        return f"{quoted(value)}^^edtf:EDTF"
    year, month, day = match.groups()
    try:
        date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        return f"{quoted(value)}^^edtf:EDTF"
    kind = "date" if day else "gYearMonth" if month else "gYear"
    return f'"{value}"^^xsd:{kind}'


def _decimal(value: float) -> str:
    """Write a number as xsd:decimal: no exponent, always a point.

    >>> _decimal(1.0), _decimal(1e-7)
    ('1.0', '0.0000001')
    """
    text = format(Decimal(repr(float(value))), "f")
    return text if "." in text else f"{text}.0"


def _block(subject: str, lines: _Lines) -> str:
    """Write one subject with its predicates and objects; predicates without objects are left out.

    >>> _block("ent:A", [("a", ["schema:Person"]), ("rel:meet", [])])
    'ent:A a schema:Person .\\n\\n'
    """
    written = [f"{predicate} {_listed(objects)}" for predicate, objects in lines if objects]
    return subject + " " + " ;\n    ".join(written) + " .\n\n"


def _listed(objects: Sequence[str]) -> str:
    if len(objects) == 1:
        return objects[0]
    line = ", ".join(objects)
    return line if len(line) <= 80 else ",\n        ".join(objects)


def _documents(build: Build, names: _Names) -> Iterator[str]:
    mentions: dict[str, set[str]] = {}
    for entity in build.entities:
        for mention in entity.mentions:
            mentions.setdefault(mention.document, set()).add(names.iri(entity.iri))
    for document in sorted(build.documents, key=lambda document: document.id):
        lines: _Lines = [
            ("a", ["schema:DigitalDocument", "prov:Entity"]),
            ("rdfs:label", [quoted(document.title or document.id)]),
            ("dcterms:title", [quoted(document.title)] if document.title else []),
            ("dcterms:date", [_time(document.date)] if document.date else []),
            ("dcterms:identifier", [quoted(document.id)]),
            ("dcterms:format", [quoted(document.media_type)]),
            ("schema:sha256", [quoted(document.sha256)]),
            ("kg:readFrom", [quoted(document.source)]),
            ("schema:url", [names.iri(document.url)] if document.url else []),
            ("schema:mentions", sorted(mentions.get(document.id, ()))),
        ]
        yield _block(names.document(document.id), lines)


def _relations(build: Build, names: _Names) -> Iterator[str]:
    labels: dict[str, str] = {}
    said = [(fact.predicate, fact.label) for fact in build.facts]
    said += [(claim.predicate.iri, claim.predicate.lemma) for claim in build.claims]
    for iri, label in said:
        labels[iri] = min(labels.get(iri, label), label)
    for iri, label in sorted(labels.items()):
        yield _block(names.iri(iri), [("a", ["rdf:Property"]), ("rdfs:label", [quoted(label)])])


def _entities(build: Build, names: _Names) -> Iterator[str]:
    entities = {entity.iri: entity for entity in build.entities}
    facts: dict[str, list[Fact]] = {}
    for fact in build.facts:
        if fact.asserted and (fact.object is not None or fact.literal is not None):
            facts.setdefault(fact.subject, []).append(fact)
    for iri in sorted(entities.keys() | facts.keys()):
        lines = _description(entities[iri], names) if iri in entities else []
        yield _block(names.iri(iri), lines + _triples(facts.get(iri, ()), names))


def _description(entity: Entity, names: _Names) -> _Lines:
    if entity.type not in CLASSES:
        raise ExportError(
            f"entity {entity.label!r} has type {entity.type!r}, allowed are {', '.join(CLASSES)}; "
            "retype it"
        )
    classes = {CLASSES[entity.type]} | ({"skos:Concept"} if entity.kind == "concept" else set())
    return [
        ("a", sorted(classes)),
        ("rdfs:label", [quoted(entity.label)]),
        ("skos:altLabel", sorted({quoted(alias) for alias in entity.aliases})),
        ("owl:sameAs", sorted({names.iri(link) for link in entity.links})),
    ]


def _triples(facts: Iterable[Fact], names: _Names) -> _Lines:
    objects: dict[str, set[str]] = {}
    for fact in facts:
        if fact.object is not None:
            term = names.iri(fact.object)
        else:
            term = names.literal(fact.literal or "", fact.datatype)
        objects.setdefault(names.iri(fact.predicate), set()).add(term)
    return [(predicate, sorted(terms)) for predicate, terms in sorted(objects.items())]


def _claim(claim: Claim, names: _Names) -> Iterator[str]:
    node = names.claim(claim.id)
    parts = [
        (names.claim(claim.id, f":{number}"), qualifier)
        for number, qualifier in enumerate(claim.qualifiers, 1)
    ]
    lines: _Lines = [
        ("a", ["rdf:Statement"]),
        ("rdf:subject", [names.argument(claim.subject)]),
        ("rdf:predicate", [names.iri(claim.predicate.iri)]),
        ("rdf:object", [names.argument(claim.object)] if claim.object else []),
        ("kg:polarity", [quoted(claim.polarity)]),
        ("kg:modality", [quoted(claim.modality)]),
        *_attribution(claim, names),
        *_when_and_where(claim, names),
        ("kg:qualifier", [part for part, _ in parts]),
        ("kg:confidence", [_decimal(claim.confidence)]),
        ("kg:rule", [quoted(claim.rule)]),
        ("prov:wasDerivedFrom", [names.document(claim.document)]),
        *_evidence(claim, names),
    ]
    yield _block(node, lines)
    for part, qualifier in parts:
        about: _Lines = [
            ("a", ["kg:Qualifier"]),
            ("kg:role", [quoted(qualifier.role)]),
            ("rdf:value", [names.argument(qualifier.argument)]),
            ("kg:valueSpan", [names.span(claim.document, qualifier.argument.span)]),
        ]
        yield _block(part, about)


def _attribution(claim: Claim, names: _Names) -> _Lines:
    source = claim.source
    if source is None:
        return []
    return [
        ("kg:source", [names.iri(source.entity)] if source.entity else []),
        ("kg:sourceLabel", [quoted(source.label)]),
    ]


def _when_and_where(claim: Claim, names: _Names) -> _Lines:
    time, place = claim.time, claim.place
    return [
        ("kg:time", [_time(time.value)] if time and time.value else []),
        ("kg:timeLabel", [quoted(time.span.text)] if time else []),
        ("kg:place", [names.argument(place)] if place else []),
    ]


def _evidence(claim: Claim, names: _Names) -> _Lines:
    return [
        (f"kg:{name}", [*dict.fromkeys(names.span(claim.document, span) for span in spans)])
        for name, spans in _said(claim)
        if spans
    ]


def _said(claim: Claim) -> list[tuple[str, tuple[Span, ...]]]:
    """List where `claim` says what: the property that points at it, and the spans."""
    source, time, place = claim.source, claim.time, claim.place
    return [
        ("sentence", (claim.sentence,)),
        ("subjectSpan", (claim.subject.span,)),
        ("predicateSpan", claim.predicate.spans),
        ("objectSpan", (claim.object.span,) if claim.object else ()),
        ("cueSpan", claim.cues),
        ("sourceSpan", (source.span,) if source else ()),
        ("sourceCueSpan", (source.cue,) if source else ()),
        ("timeSpan", (time.span,) if time else ()),
        ("placeSpan", (place.span,) if place else ()),
    ]


def _spans(build: Build, names: _Names) -> Iterator[str]:
    found = {
        (claim.document, span.start, span.end): span
        for claim in build.claims
        for span in _spans_of(claim)
    }
    for document, start, end in sorted(found):
        span = found[document, start, end]
        yield (
            f"{names.span(document, span)} a oa:TextPositionSelector, oa:TextQuoteSelector ;\n"
            f"    oa:hasSource {names.document(document)} ; oa:start {start} ; oa:end {end} ;\n"
            f"    oa:exact {quoted(span.text)} .\n\n"
        )


def _spans_of(claim: Claim) -> Iterator[Span]:
    for _, spans in _said(claim):
        yield from spans
    for qualifier in claim.qualifiers:
        yield qualifier.argument.span
