"""The triples of a build, put together a second time with rdflib, to compare every format with."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import rdflib
from rdflib import DCAT, VOID, Literal, URIRef
from rdflib.namespace import DCTERMS, OWL, PROV, RDF, RDFS, SKOS, XSD

from kg.export.rdf.terms import CLASSES, PREFIXES
from kg.iri import VOCABULARY, slug
from kg.model import Argument, Build, Claim, Settings, Span, TypedFact
from kg.ontology import Relation
from kg.ontology.short import own

KG = rdflib.Namespace(VOCABULARY)
OA = rdflib.Namespace(PREFIXES["oa"])
SCHEMA = rdflib.Namespace(PREFIXES["schema"])
EDTF = URIRef("http://id.loc.gov/datatypes/edtf/EDTF")
REL, ENT = (rdflib.Namespace(f"{Settings().base_iri}{name}/") for name in ("relation", "entity"))
SPACES = {**PREFIXES, "kg": VOCABULARY}
TABLE = Path(__file__).parent.parent / "kg" / "data" / "relations.csv"

Triple = tuple[rdflib.term.Node, rdflib.term.Node, rdflib.term.Node]


def written_otherwise(build: Build) -> rdflib.Graph:
    graph = rdflib.Graph(bind_namespaces="none")
    for triple in expected(build):
        graph.add(triple)
    return graph


def expected(build: Build) -> Iterator[Triple]:
    yield from expected_dataset(build)
    yield from expected_documents(build)
    yield from expected_entities(build)
    yield from expected_typed(build)
    spans: dict[tuple[str, int, int], Span] = {}
    for claim in sorted(build.claims, key=lambda c: (c.sentence.start, c.sentence.end, c.id)):
        yield from expected_claim(build, claim)
        for span in spans_of(claim):
            spans.setdefault((claim.document, span.start, span.end), claim.sentence)
    yield from expected_context(build, spans)


def spans_of(claim: Claim) -> Iterator[Span]:
    """Every span a claim carries."""
    arguments = [claim.subject, claim.object, claim.place, *(q.argument for q in claim.qualifiers)]
    yield from (argument.span for argument in arguments if argument)
    yield from (claim.sentence, *claim.predicate.spans, *claim.cues)
    if claim.source:
        yield from (claim.source.span, claim.source.cue)
    if claim.time:
        yield claim.time.span


def expected_dataset(build: Build) -> Iterator[Triple]:
    base, settings = build.settings.base_iri, build.settings
    dataset, activity = URIRef(f"{base}dataset"), URIRef(f"{base}build")
    count = len(build.documents)
    for class_ in (DCAT.Dataset, VOID.Dataset, PROV.Entity):
        yield dataset, RDF.type, class_
    title = (
        "Knowledge graph of 1 document" if count == 1 else f"Knowledge graph of {count} documents"
    )
    yield dataset, DCTERMS.title, Literal(title)
    if settings.license:
        yield dataset, DCTERMS.license, URIRef("http://spdx.org/licenses/" + settings.license)
    yield dataset, PROV.wasGeneratedBy, activity
    yield dataset, VOID.entities, Literal(len(build.entities))
    yield dataset, VOID.uriSpace, Literal(base)
    for name in ("skos", "prov", "dcterms", "schema", "oa"):
        yield dataset, VOID.vocabulary, URIRef(PREFIXES[name].rstrip("#"))
    yield dataset, VOID.vocabulary, URIRef(settings.vocab.rstrip("#"))
    yield activity, RDF.type, PROV.Activity
    if settings.date:
        yield activity, KG.assumedDate, time_literal(settings.date)
    yield activity, KG.minConfidence, decimal_literal(settings.min_confidence)
    yield activity, KG.minWorth, decimal_literal(settings.min_worth)
    for document in build.documents:
        yield dataset, DCTERMS.source, mint(build, "document", slug(document.id))
        yield activity, PROV.used, mint(build, "document", slug(document.id))
    yield from expected_software(build, activity)


def expected_software(build: Build, activity: URIRef) -> Iterator[Triple]:
    software = build.software
    if software is None:
        return
    for name, version, link, class_ in (
        ("kg", software.kg, PROV.wasAssociatedWith, PROV.SoftwareAgent),
        ("spacy", software.spacy, PROV.wasAssociatedWith, PROV.SoftwareAgent),
        (software.model, software.model_version, PROV.used, PROV.Entity),
    ):
        node = URIRef(f"{build.settings.base_iri}software/{name}-{version}")
        yield activity, link, node
        yield node, RDF.type, class_
        yield node, RDF.type, SCHEMA.SoftwareApplication
        yield node, RDFS.label, Literal(f"{name} {version}")
        yield node, SCHEMA.softwareVersion, Literal(version)


def expected_documents(build: Build) -> Iterator[Triple]:
    for document in build.documents:
        node = mint(build, "document", slug(document.id))
        yield node, RDF.type, SCHEMA.DigitalDocument
        yield node, RDF.type, PROV.Entity
        yield node, RDFS.label, text_literal(document.title or document.id)
        if document.title:
            yield node, DCTERMS.title, text_literal(document.title)
        if document.date:
            yield node, DCTERMS.date, time_literal(document.date)
        yield node, DCTERMS.identifier, text_literal(document.id)
        yield node, DCTERMS["format"], text_literal(document.media_type)
        yield node, SCHEMA.sha256, text_literal(document.sha256)
        yield node, KG.readFrom, text_literal(document.source)
        if document.url:
            yield node, SCHEMA.url, URIRef(document.url)


def expected_entities(build: Build) -> Iterator[Triple]:
    for entity in build.entities:
        node = URIRef(entity.iri)
        prefix, _, name = CLASSES[entity.type].partition(":")
        yield node, RDF.type, URIRef(SPACES[prefix] + name)
        if entity.kind == "concept":
            yield node, RDF.type, SKOS.Concept
        yield node, RDFS.label, text_literal(entity.label)
        for alias in entity.aliases:
            yield node, SKOS.altLabel, text_literal(alias)
        for link in entity.links:
            yield node, OWL.sameAs, URIRef(link)
        for link in entity.close:
            yield node, SKOS.closeMatch, URIRef(link)
        if entity.metonym:
            yield node, KG.metonymOf, URIRef(entity.metonym)
        for mention in entity.mentions:
            yield mint(build, "document", slug(mention.document)), SCHEMA.mentions, node
    lemmas: dict[str, str] = {}
    for claim in build.claims:
        iri, lemma = claim.predicate.iri, claim.predicate.lemma
        lemmas[iri] = min(lemma, lemmas.get(iri, lemma))
    for iri, lemma in lemmas.items():
        yield URIRef(iri), RDF.type, KG.Relation
        if " " in lemma:
            yield from expected_above(URIRef(iri), lemma, lemmas, build)
        yield URIRef(iri), RDFS.label, text_literal(lemma)
        yield from expected_links(URIRef(iri), lemma, lemmas, build)


def expected_above(
    node: URIRef, lemma: str, lemmas: dict[str, str], build: Build
) -> Iterator[Triple]:
    """A verb with its preposition is below the verb; the builds here have no longer phrases."""
    verb, *rest = lemma.split(" ")
    higher = mint(build, "relation", slug(verb))
    if len(rest) == 1 and str(higher) in lemmas and rest[0] in ("from", "in", "on", "to", "with"):
        yield node, SKOS.broader, higher


def expected_typed(build: Build) -> Iterator[Triple]:
    """Typed facts of relations that have nothing above them, as the builds here have."""
    known = {relation.iri: relation for relation in own(build.settings.vocab).relations}
    for fact in build.typed:
        node = mint(build, "fact", fact.id)
        object = term_of(fact)
        relation = known[fact.predicate]
        assert not relation.parents
        yield from expected_relation(relation)
        if fact.asserted:
            yield URIRef(fact.subject), URIRef(fact.predicate), object
            if relation.symmetric:
                yield object, URIRef(fact.predicate), URIRef(fact.subject)
        yield node, RDF.type, KG.TypedFact
        yield node, KG.subject, URIRef(fact.subject)
        yield node, KG.relation, URIRef(fact.predicate)
        yield node, KG.object, object
        yield node, KG.status, Literal(fact.status)
        yield node, KG.asserted, Literal(fact.status in ("asserted", "reported"))
        yield node, KG.factConfidence, decimal_literal(fact.confidence)
        for time in fact.times:
            yield node, KG.validTime, time_literal(time)
        for claim in fact.claims:
            yield node, PROV.wasDerivedFrom, mint(build, "claim", claim)
        for found in fact.evidence:
            for span in (found.sentence, found.subject, found.object):
                name = f"{slug(found.document)}:{span.start}-{span.end}"
                yield node, KG.evidence, mint(build, "span", name)


def term_of(fact: TypedFact) -> rdflib.term.Node:
    return URIRef(fact.object) if fact.object else text_literal(fact.literal or "")


def expected_relation(relation: Relation) -> Iterator[Triple]:
    node = URIRef(relation.iri)
    yield node, RDF.type, KG.TypedRelation
    yield node, RDF.type, OWL.DatatypeProperty if relation.datatype else OWL.ObjectProperty
    if relation.symmetric:
        yield node, RDF.type, OWL.SymmetricProperty
    yield node, RDFS.label, Literal(relation.label)
    yield node, RDFS.comment, Literal(relation.description)
    for alias in relation.aliases:
        yield node, SKOS.altLabel, Literal(alias)
    for match in relation.matches:
        yield node, SKOS.closeMatch, URIRef(match)
    for end, classes in (("domain", relation.domain), ("range", relation.range)):
        for class_ in classes:  # the builds here have relations between several kinds
            plain = [class_] in ([str(SCHEMA.Person)], [str(SCHEMA.CreativeWork)])
            name = RDFS[end] if plain and len(classes) == 1 else SCHEMA[f"{end}Includes"]
            yield node, name, URIRef(class_)
            yield from expected_class(class_)


def expected_class(iri: str) -> Iterator[Triple]:
    [found] = [found for found in own().classes if found.iri == iri]
    yield URIRef(iri), RDF.type, OWL.Class
    yield URIRef(iri), RDFS.label, Literal(found.label)
    for parent in found.parents:
        yield URIRef(iri), RDFS.subClassOf, URIRef(parent)


def expected_links(
    node: URIRef, lemma: str, lemmas: dict[str, str], build: Build
) -> Iterator[Triple]:
    with TABLE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            (prefix, link), (space, name) = row["link"].split(":"), row["target"].split(":")
            if space == "rel":
                other = mint(build, "relation", slug(name))
            else:
                other = URIRef(SPACES[space] + name)
            if row["relation"] == lemma and (space != "rel" or str(other) in lemmas):
                yield node, URIRef(SPACES[prefix] + link), other


def expected_claim(build: Build, claim: Claim) -> Iterator[Triple]:
    node = mint(build, "claim", claim.id)
    yield node, RDF.type, RDF.Statement
    yield node, RDF.subject, term(claim.subject)
    yield node, RDF.predicate, URIRef(claim.predicate.iri)
    if claim.object:
        yield node, RDF.object, term(claim.object)
        if claim.shown and claim.actual and claim.subject.entity:
            yield URIRef(claim.subject.entity), URIRef(claim.predicate.iri), term(claim.object)
    yield node, KG.polarity, Literal(claim.polarity)
    yield node, KG.modality, Literal(claim.modality)
    yield node, KG.confidence, decimal_literal(claim.confidence)
    yield node, KG.rule, text_literal(claim.rule)
    yield node, KG.appliedRule, text_literal(claim.rule)
    for step in claim.steps:
        yield node, KG.appliedRule, text_literal(step.rule)
    yield node, KG.worth, decimal_literal(claim.worth)
    yield node, KG.shown, Literal(not claim.hidden_because)
    if claim.hidden_because:
        yield node, KG.hiddenBecause, text_literal(claim.hidden_because)
    if claim.confirmed_by:
        yield node, KG.confirmedBy, text_literal(claim.confirmed_by)
    if claim.event:
        yield node, KG.event, mint(build, "event", slug(claim.event))
    yield node, PROV.wasDerivedFrom, mint(build, "document", slug(claim.document))
    if claim.source:
        yield node, KG.sourceLabel, text_literal(claim.source.label)
        if claim.source.entity:
            yield node, KG.source, URIRef(claim.source.entity)
    if claim.time:
        yield node, KG.timeLabel, text_literal(claim.time.span.text)
        if claim.time.value:
            yield node, KG.time, time_literal(claim.time.value)
            yield from expected_period(node, claim.time.value)
    if claim.place:
        yield node, KG.place, term(claim.place)
    yield from expected_evidence(build, claim, node)


#: The first and last day of the times that `builds` makes.
PERIODS = {
    "2012": ("2012-01-01", "2012-12-31"), "2012-12": ("2012-12-01", "2012-12-31"),
    "2012-12-26": ("2012-12-26", "2012-12-26"), "2012~": ("2012-01-01", "2012-12-31"),
    "2012/2014": ("2012-01-01", "2014-12-31"), "201X": ("2010-01-01", "2019-12-31"),
}  # fmt: skip


def expected_period(node: URIRef, value: str) -> Iterator[Triple]:
    for predicate, day in zip((KG.earliest, KG.latest), PERIODS.get(value, ()), strict=False):
        yield node, predicate, Literal(day, datatype=XSD.date)


def expected_evidence(build: Build, claim: Claim, node: URIRef) -> Iterator[Triple]:
    said = [(KG.sentence, claim.sentence), (KG.subjectSpan, claim.subject.span)]
    said += [(KG.predicateSpan, span) for span in claim.predicate.spans]
    said += [(KG.objectSpan, claim.object.span)] if claim.object else []
    said += [(KG.cueSpan, span) for span in claim.cues]
    said += [(KG.timeSpan, claim.time.span)] if claim.time else []
    said += [(KG.placeSpan, claim.place.span)] if claim.place else []
    if claim.source:
        said += [(KG.sourceSpan, claim.source.span), (KG.sourceCueSpan, claim.source.cue)]
    for predicate, span in said:
        yield node, predicate, span_node(build, claim, span)
        yield from expected_span(build, claim, span)
    for number, qualifier in enumerate(claim.qualifiers, 1):
        part, span = URIRef(f"{node}:{number}"), qualifier.argument.span
        yield node, KG.qualifier, part
        yield part, RDF.type, KG.Qualifier
        yield part, KG.role, text_literal(qualifier.role)
        yield part, RDF.value, term(qualifier.argument)
        yield part, KG.valueSpan, span_node(build, claim, span)
        yield from expected_span(build, claim, span)


def expected_span(build: Build, claim: Claim, span: Span) -> Iterator[Triple]:
    node = span_node(build, claim, span)
    yield node, RDF.type, OA.TextPositionSelector
    yield node, RDF.type, OA.TextQuoteSelector
    yield node, OA.hasSource, mint(build, "document", slug(claim.document))
    yield node, OA.start, Literal(span.start)
    yield node, OA.end, Literal(span.end)
    yield node, OA.exact, text_literal(span.text)


def expected_context(build: Build, spans: dict[tuple[str, int, int], Span]) -> Iterator[Triple]:
    """The words around each span, from the text of its document itself."""
    texts = {document.id: document.text for document in build.documents}
    for (document, start, end), sentence in spans.items():
        node = mint(build, "span", f"{slug(document)}:{start}-{end}")
        before = texts[document][max(sentence.start, start - 32) : start]
        after = texts[document][end : min(sentence.end, end + 32)]
        if sentence.start <= start and end <= sentence.end:
            if before:
                yield node, OA.prefix, text_literal(before)
            if after:
                yield node, OA.suffix, text_literal(after)


def span_node(build: Build, claim: Claim, span: Span) -> URIRef:
    return mint(build, "span", f"{slug(claim.document)}:{span.start}-{span.end}")


def mint(build: Build, kind: str, name: str) -> URIRef:
    return URIRef(f"{build.settings.base_iri}{kind}/{name}")


def term(argument: Argument) -> rdflib.term.Node:
    if argument.entity is not None:
        return URIRef(argument.entity)
    assert argument.literal is not None
    assert argument.datatype is not None
    if argument.datatype == "xsd:string":
        return text_literal(argument.literal)
    prefix, _, name = argument.datatype.partition(":")
    return Literal(argument.literal, datatype=URIRef(SPACES[prefix] + name))


def text_literal(text: str) -> Literal:
    return Literal("".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text))


def time_literal(value: str) -> Literal:
    for length, datatype in ((4, XSD.gYear), (7, XSD.gYearMonth), (10, XSD.date)):
        if len(value) == length and re.fullmatch(r"[\d-]+", value):
            try:
                date.fromisoformat(value + "-01-01"[length - 4 :][: 10 - length])
            except ValueError:
                break
            return Literal(value, datatype=datatype)
    return Literal(value, datatype=EDTF)


def decimal_literal(value: float) -> Literal:
    return Literal(plain_decimal(value), datatype=XSD.decimal)


def plain_decimal(value: float) -> str:
    """The shortest decimal that is `value` exactly as Python prints it, without an exponent."""
    for digits in range(1, 400):
        text = f"{value:.{digits}f}"
        if float(text) == value:
            return text
    raise AssertionError(value)
