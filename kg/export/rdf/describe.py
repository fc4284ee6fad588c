"""Build → blocks of triples: the one place that says which triples a build is.

Order: the dataset, documents, relations, entities with the facts asserted about them, typed facts,
then document by document the claims, in the order of its text, and the spans they quote. Every list
is sorted, nothing depends on the order of the build's tuples.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache

from kg.corpus.kept import by_document
from kg.english.times.period import period
from kg.errors import ExportError
from kg.export.rdf.about import describe_dataset
from kg.export.rdf.events import describe_events
from kg.export.rdf.minting import Names, Profile
from kg.export.rdf.relations import describe_relations
from kg.export.rdf.terms import CLASSES, Block, Lines, Literal, Term, Triple
from kg.export.rdf.typed import (
    describe_typed_facts,
    describe_typed_relations,
    evidence_by_document,
    spans_of,
    typed_triples,
)
from kg.iri import is_absolute
from kg.model import Argument, Build, Claim, Document, Entity, Evidence, Fact, Source, Span

#: How much of a sentence is quoted before and after a span, in code points.
CONTEXT = 32

_SECTIONS = {
    "documents": "Documents",
    "entities": "Entities and the facts asserted about them",
    "facts": "Facts that {} asserts",
    "claims": "Claims of {}",
    "events": "Events of {}",
    "spans": "Spans: what {} says, word for word",
}


def describe(
    build: Build,
    names: Names,
    *,
    profile: Profile = "claims",
    graphs: bool = False,
    triple_terms: bool = False,
) -> Iterator[Block]:
    """Yield all blocks of `build`, as much as `profile` says there is.

    With `graphs`, what a document says is in the named graph with that document's IRI: its
    claims, their spans, and once more the facts that it asserts. With `triple_terms`, claims
    also `rdf:reifies` what they say (RDF 1.2).

    Raises ExportError if an IRI, a datatype or an entity type is not one that RDF can hold.
    """
    term = cache(names.expand)
    yield from describe_dataset(build, names)
    yield from _documents(build, names, term)
    yield from describe_typed_relations(build, names)
    yield from describe_relations(build, names)
    yield from _entities(build, names, term)
    if profile == "facts":
        return
    yield from describe_typed_facts(build, names)
    quoted = evidence_by_document(build)
    for document, found in by_document(build.claims):
        claims = sorted(found, key=_place)
        graph = names.document(document) if graphs else None
        if graphs:
            yield from _asserted(document, claims, graph, names)
        yield from _claims(
            claims,
            names,
            term,
            section=_SECTIONS["claims"].format(document),
            graph=graph,
            triple_terms=triple_terms,
        )
        if profile == "events":
            section = _SECTIONS["events"].format(document)
            yield from describe_events(claims, names, section=section, graph=graph, value=_value)
        proof = quoted.pop(document, ())
        yield from _spans(document, claims, proof, names=names, term=term, graph=graph)
    for document, proof in sorted(quoted.items()):
        graph = names.document(document) if graphs else None
        yield from _spans(document, [], proof, names=names, term=term, graph=graph)


def _place(claim: Claim) -> tuple[int, int, str]:
    return claim.sentence.start, claim.sentence.end, claim.id


# Documents and entities

_Expand = Callable[[str], str]


def _lines(*lines: tuple[str, Iterable[Term]]) -> Lines:
    """Leave out predicates that have no object."""
    return [(predicate, kept) for predicate, objects in lines if (kept := list(objects))]


def _texts(*texts: str | None) -> list[Literal]:
    return [Literal(text) for text in texts if text]


def _documents(build: Build, names: Names, term: _Expand) -> Iterator[Block]:
    mentioned: dict[str, set[str]] = {}
    for entity in build.entities:
        for mention in entity.mentions:
            mentioned.setdefault(mention.document, set()).add(entity.iri)
    for document in sorted(build.documents, key=lambda document: document.id):
        lines = _document_lines(document, names, term)
        lines += _lines((term("schema:mentions"), sorted(mentioned.get(document.id, ()))))
        yield Block(_SECTIONS["documents"], names.document(document.id), lines)


def _document_lines(document: Document, names: Names, term: _Expand) -> Lines:
    return _lines(
        (term("rdf:type"), [term("schema:DigitalDocument"), term("prov:Entity")]),
        (term("rdfs:label"), [Literal(document.title or document.id)]),
        (term("dcterms:title"), _texts(document.title)),
        (term("dcterms:date"), [names.time(document.date)] if document.date else []),
        (term("dcterms:identifier"), [Literal(document.id)]),
        (term("dcterms:format"), [Literal(document.media_type)]),
        (term("schema:sha256"), [Literal(document.sha256)]),
        (term("kg:readFrom"), [Literal(document.source)]),
        (term("schema:url"), [_url(document.url)] if document.url else []),
    )


def _url(url: str) -> str | Literal:
    """A page may state any text as its address."""
    return url if is_absolute(url) else Literal(url)


def _entities(build: Build, names: Names, term: _Expand) -> Iterator[Block]:
    entities = {entity.iri: entity for entity in build.entities}
    facts: dict[str, list[Fact]] = {}
    for fact in build.facts:
        if fact.asserted and (fact.object is not None or fact.literal is not None):
            facts.setdefault(fact.subject, []).append(fact)
    typed = typed_triples(build, names)
    for iri in sorted(entities.keys() | facts.keys() | typed.keys()):
        lines = _entity_lines(entities[iri], names, term) if iri in entities else []
        lines += _fact_lines(typed.get(iri, ()))
        lines += _fact_lines(
            (fact.predicate, _object(fact.object, fact.literal, fact.datatype, names))
            for fact in facts.get(iri, ())
        )
        yield Block(_SECTIONS["entities"], iri, lines)


def _entity_lines(entity: Entity, names: Names, term: _Expand) -> Lines:
    if entity.type not in CLASSES:
        raise ExportError(
            f"entity {entity.label!r} has type {entity.type!r}, allowed are {', '.join(CLASSES)}; "
            "retype it"
        )
    classes = {CLASSES[entity.type]} | ({"skos:Concept"} if entity.kind == "concept" else set())
    return _lines(
        (term("rdf:type"), [term(name) for name in sorted(classes)]),
        (term("rdfs:label"), [Literal(entity.label)]),
        (term("skos:altLabel"), map(Literal, sorted(set(entity.aliases)))),
        (term("owl:sameAs"), sorted(set(entity.links))),
        (term("skos:closeMatch"), sorted(set(entity.close))),
        (term("kg:metonymOf"), [entity.metonym] if entity.metonym else []),
    )


def _fact_lines(facts: Iterable[tuple[str, str | Literal]]) -> Lines:
    objects: dict[str, set[str | Literal]] = {}
    for predicate, object_ in facts:
        objects.setdefault(predicate, set()).add(object_)
    return [(name, sorted(found, key=_sorting)) for name, found in sorted(objects.items())]


def _sorting(term: Term) -> tuple[str, ...]:
    return (term,) if isinstance(term, str) else (term[0], str(term[1]))


def _asserted(
    document: str, claims: Iterable[Claim], graph: str | None, names: Names
) -> Iterator[Block]:
    facts: dict[str, list[tuple[str, str | Literal]]] = {}
    for claim in claims:
        asserted = claim.shown and claim.actual and not names.only_ontology
        if asserted and claim.object is not None and claim.subject.entity is not None:
            fact = claim.predicate.iri, _value(claim.object, names)
            facts.setdefault(claim.subject.entity, []).append(fact)
    for subject, said in sorted(facts.items()):
        yield Block(_SECTIONS["facts"].format(document), subject, _fact_lines(said), graph)


def _value(argument: Argument, names: Names) -> str | Literal:
    return _object(argument.entity, argument.literal, argument.datatype, names)


def _object(
    entity: str | None, literal: str | None, datatype: str | None, names: Names
) -> str | Literal:
    if entity is not None:
        return entity
    kind = None if datatype in (None, "xsd:string") else names.expand(datatype)
    return Literal(literal or "", kind)


# Claims


def _claims(
    claims: Iterable[Claim],
    names: Names,
    term: _Expand,
    *,
    section: str,
    graph: str | None,
    triple_terms: bool,
) -> Iterator[Block]:
    sentence = None
    for claim in claims:
        note = claim.sentence.text if claim.sentence != sentence else None
        sentence = claim.sentence
        node = names.claim(claim.id)
        lines = _claim_lines(claim, node, names, term)
        if triple_terms and claim.object is not None and claim.subject.entity is not None:
            said = Triple(claim.subject.entity, claim.predicate.iri, _value(claim.object, names))
            lines.insert(1, (term("rdf:reifies"), [said]))
        yield Block(section, node, lines, graph, note)
        for number, qualifier in enumerate(claim.qualifiers, 1):
            span = names.span(claim.document, qualifier.argument.span)
            about: Lines = [
                (term("rdf:type"), [term("kg:Qualifier")]),
                (term("kg:role"), [Literal(qualifier.role)]),
                (term("rdf:value"), [_value(qualifier.argument, names)]),
                (term("kg:valueSpan"), [span]),
            ]
            yield Block(section, f"{node}:{number}", about, graph)


#: Why no claim has a plain triple of its own where only the ontology's facts make the graph.
_ONLY = "the graph has the facts of the ontology only"


def _claim_lines(claim: Claim, node: str, names: Names, term: _Expand) -> Lines:
    time, place, source = claim.time, claim.place, claim.source
    hidden = claim.hidden_because or (_ONLY if names.only_ontology else "")
    parts = [f"{node}:{number}" for number in range(1, len(claim.qualifiers) + 1)]
    lines: Lines = [
        (term("rdf:type"), [term("rdf:Statement")]),
        (term("rdf:subject"), [_value(claim.subject, names)]),
        (term("rdf:predicate"), [claim.predicate.iri]),
        (term("rdf:object"), [_value(claim.object, names)] if claim.object else []),
        (term("kg:polarity"), [Literal(claim.polarity)]),
        (term("kg:modality"), [Literal(claim.modality)]),
        *_source_lines(source, term),
        *(_time_lines(time.value, time.span.text, names, term) if time else ()),
        (term("kg:place"), [_value(place, names)] if place else []),
        (term("kg:qualifier"), parts),
        (term("kg:confidence"), [names.decimal(claim.confidence)]),
        (term("kg:rule"), [Literal(claim.rule)]),
        (term("kg:appliedRule"), list(map(Literal, sorted(claim.rules)))),
        (term("kg:worth"), [names.decimal(claim.worth)]),
        (term("kg:event"), [names.event(claim.event)] if claim.event else []),
        (term("kg:shown"), [Literal(str(not hidden).lower(), term("xsd:boolean"))]),
        (term("kg:hiddenBecause"), _texts(hidden)),
        (term("kg:confirmedBy"), _texts(claim.confirmed_by)),
        (term("kg:reader"), [Literal(claim.reader)]),
        (term("prov:wasDerivedFrom"), [names.document(claim.document)]),
        *_evidence(claim, names, term),
    ]
    return [line for line in lines if line[1]]


def _source_lines(source: Source | None, term: _Expand) -> Lines:
    if source is None:
        return []
    return [
        (term("kg:source"), [source.entity] if source.entity else []),
        (term("kg:sourceLabel"), [Literal(source.label)]),
    ]


def _time_lines(value: str | None, words: str, names: Names, term: _Expand) -> Lines:
    begin, end = period(value) if value else (None, None)
    date = term("xsd:date")
    return [
        (term("kg:time"), [names.time(value)] if value else []),
        (term("kg:earliest"), [Literal(begin.isoformat(), date)] if begin else []),
        (term("kg:latest"), [Literal(end.isoformat(), date)] if end else []),
        (term("kg:timeLabel"), [Literal(words)]),
    ]


# Spans


def _evidence(claim: Claim, names: Names, term: _Expand) -> Lines:
    return [
        (term(name), list(dict.fromkeys(names.span(claim.document, span) for span in spans)))
        for name, spans in _said(claim)
        if spans
    ]


def _said(claim: Claim) -> list[tuple[str, tuple[Span, ...]]]:
    """List where `claim` says what: the property that points at it, and the spans."""
    source, time, place = claim.source, claim.time, claim.place
    return [
        ("kg:sentence", (claim.sentence,)),
        ("kg:subjectSpan", (claim.subject.span,)),
        ("kg:predicateSpan", claim.predicate.spans),
        ("kg:objectSpan", (claim.object.span,) if claim.object else ()),
        ("kg:cueSpan", claim.cues),
        ("kg:sourceSpan", (source.span,) if source else ()),
        ("kg:sourceCueSpan", (source.cue,) if source else ()),
        ("kg:timeSpan", (time.span,) if time else ()),
        ("kg:placeSpan", (place.span,) if place else ()),
    ]


def _spans(
    document: str,
    claims: Iterable[Claim],
    proof: Iterable[Evidence],
    *,
    names: Names,
    term: _Expand,
    graph: str | None,
) -> Iterator[Block]:
    found: dict[tuple[int, int], tuple[Span, Span]] = {}
    for claim in claims:
        for span in _spans_of(claim):
            found.setdefault((span.start, span.end), (span, claim.sentence))
    for evidence in proof:
        for span in spans_of(evidence):
            found.setdefault((span.start, span.end), (span, evidence.sentence))
    section = _SECTIONS["spans"].format(document)
    integer, source = term("xsd:integer"), names.document(document)
    selectors = [term("oa:TextPositionSelector"), term("oa:TextQuoteSelector")]
    for place in sorted(found):
        span, sentence = found[place]
        before, after = _context(span, sentence)
        lines = _lines(
            (term("rdf:type"), selectors),
            (term("oa:hasSource"), [source]),
            (term("oa:start"), [Literal(str(span.start), integer)]),
            (term("oa:end"), [Literal(str(span.end), integer)]),
            (term("oa:exact"), [Literal(span.text)]),
            (term("oa:prefix"), _texts(before)),
            (term("oa:suffix"), _texts(after)),
        )
        yield Block(section, names.span(document, span), lines, graph)


def _spans_of(claim: Claim) -> Iterator[Span]:
    for _, spans in _said(claim):
        yield from spans
    for qualifier in claim.qualifiers:
        yield qualifier.argument.span


def _context(span: Span, sentence: Span) -> tuple[str, str]:
    """The words of the sentence before and after a span in it, none for a span elsewhere."""
    start, end = span.start - sentence.start, span.end - sentence.start
    if start < 0 or span.end > sentence.end:
        return "", ""
    text = sentence.text
    return text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT]
