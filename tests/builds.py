"""Builds to export: a small one written by hand, a large one, and any build at all.

The texts of `any_build` are awkward on purpose: quotes, backslashes, line ends, control characters,
emoji, right-to-left marks, markup, half surrogate pairs.
"""

from __future__ import annotations

import hashlib
import string
from typing import Any

from hypothesis import strategies as st

from kg.graph.multigraph import build_graph, visible
from kg.iri import relation_slug, slug
from kg.model import (
    TYPES,
    Argument,
    Build,
    Claim,
    Document,
    Entity,
    Mention,
    Predicate,
    Qualifier,
    Settings,
    Source,
    Span,
    Step,
    Time,
)
from kg.ontology.short import own
from kg.relate import relate
from kg.resolve import entities_of, facts_of

BASE = Settings().base_iri


def document_of(text: str, **fields: Any) -> Document:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    given = {"id": "news/talks", "source": "news/talks.txt", **fields}
    return Document(text=text, sha256=digest, **given)


def span_of(document: Document, quote: str) -> Span:
    start = document.text.index(quote)
    return Span(start=start, end=start + len(quote), text=quote)


def entity_iri(label: str, base: str = BASE) -> str:
    return f"{base}entity/{slug(label)}"


def relation(lemma: str, *spans: Span, base: str = BASE) -> Predicate:
    return Predicate(lemma=lemma, spans=spans, iri=f"{base}relation/{relation_slug(lemma)}")


def build_of(
    documents: tuple[Document, ...],
    entities: tuple[Entity, ...],
    claims: tuple[Claim, ...],
    settings: Settings | None = None,
) -> Build:
    """Put a Build together as `kg.build` does, from entities and claims that are known."""
    facts = facts_of(claims, {document.id: document.sha256 for document in documents})
    ontology = own((settings or Settings()).vocab)
    shown = {iri for claim in claims if claim.shown for iri in entities_of(claim)}
    return Build(
        documents=tuple(sorted(documents, key=lambda document: document.id)),
        entities=tuple(sorted(entities, key=lambda entity: entity.iri)),
        claims=tuple(sorted(claims, key=lambda claim: claim.id)),
        facts=facts,
        typed=relate(claims, entities, ontology=ontology),
        ontology=ontology,
        graph=build_graph(visible(entities, shown), facts),
        settings=settings or Settings(),
    )


# ------------------------------------------------------------------ a small build, by hand

TEXT = (
    "Shinzo Abe met Mike Pompeo in Tokyo on Monday. Abe pledged to visit Pompeo. "
    'US troops will not withdraw from Japan, said Lu Kang. Abe took office in "December 2012".'
)


def small_build() -> Build:
    """Two parallel edges, a plan, a denial, a date, a qualifier, a source, no object, a loop.

    The last claim is kept back, and only it speaks of the office.
    """
    document = document_of(TEXT, title='Talks "in" Tokyo', date="2018-06-14")
    return build_of((document,), _small_entities(document), _small_claims(document))


def _small_entities(document: Document) -> tuple[Entity, ...]:
    known = [
        ("Shinzo Abe", "Person", "named", ("Abe",), ("http://www.wikidata.org/entity/Q132345",)),
        ("Mike Pompeo", "Person", "named", ("Pompeo",), ()),
        ("Tokyo", "Place", "named", (), ()),
        ("US troops", "Group", "concept", (), ()),
        ("Japan", "Country", "named", (), ()),
        ("Lu Kang", "Person", "named", (), ()),
        ("office", "Concept", "concept", (), ()),
    ]
    return tuple(
        Entity(
            iri=entity_iri(label),
            label=label,
            type=type_,
            kind="concept" if kind == "concept" else "named",
            aliases=aliases,
            links=links,
            mentions=(
                Mention(
                    document=document.id,
                    span=span_of(document, label),
                    kind="nominal" if kind == "concept" else "name",
                    type=type_,
                    entity=entity_iri(label),
                ),
            ),
        )
        for label, type_, kind, aliases, links in known
    )


def _small_claims(document: Document) -> tuple[Claim, ...]:
    def about(quote: str, label: str | None = None) -> Argument:
        label = label or quote
        return Argument(span=span_of(document, quote), label=label, entity=entity_iri(label))

    def claim(id_: str, sentence: str, lemma: str, word: str, **fields: Any) -> Claim:
        return Claim(
            id=id_,
            document=document.id,
            sentence=span_of(document, sentence),
            predicate=relation(lemma, span_of(document, word)),
            **{"confidence": 0.875, "rule": "verb", "object": None, **fields},
        )

    abe, pompeo = about("Abe pledged"[:3], "Shinzo Abe"), about("Pompeo", "Mike Pompeo")
    meeting = "Shinzo Abe met Mike Pompeo in Tokyo on Monday."
    return (
        claim(
            "c1",
            meeting,
            "meet",
            "met",
            subject=about("Shinzo Abe"),
            object=about("Mike Pompeo"),
            place=about("Tokyo"),
            time=Time(span=span_of(document, "on Monday")),
            qualifiers=(Qualifier(role="in", argument=about("Tokyo")),),
            event="e1",
            worth=0.75,
            steps=(
                Step(rule="verb", span=span_of(document, "met")),
                Step(rule="place", span=span_of(document, "in Tokyo")),
            ),
        ),
        claim("c2", meeting, "greet", "met", subject=abe, object=pompeo),
        claim(
            "c3",
            "Abe pledged to visit Pompeo.",
            "visit",
            "visit",
            subject=abe,
            object=pompeo,
            modality="planned",
            cues=(span_of(document, "pledged"),),
        ),
        claim(
            "c4",
            "US troops will not withdraw from Japan, said Lu Kang.",
            "withdraw from",
            "withdraw",
            subject=about("US troops"),
            object=about("Japan"),
            polarity="negative",
            cues=(span_of(document, "not"),),
            source=Source(
                span=span_of(document, "Lu Kang"),
                label="Lu Kang",
                cue=span_of(document, "said"),
                entity=entity_iri("Lu Kang"),
            ),
        ),
        claim(
            "c5",
            'Abe took office in "December 2012".',
            "take office in",
            "took",
            subject=abe,
            object=Argument(
                span=span_of(document, "December 2012"),
                label="December 2012",
                literal="2012-12",
                datatype="xsd:gYearMonth",
            ),
            time=Time(span=span_of(document, "December 2012"), value="2012-12"),
        ),
        claim("c6", meeting, "speak", "met", subject=abe),
        claim("c7", meeting, "praise", "met", subject=abe, object=abe, event="e1"),
        claim(
            "c8",
            'Abe took office in "December 2012".',
            "take",
            "took",
            subject=abe,
            object=about("office"),
            confidence=0.31,
            hidden_because="confidence 0.31 is below 0.5",
        ),
    )


# ------------------------------------------------------------------ a large one, to take the time


def large_build(documents: int = 100, claims: int = 50) -> Build:
    """A corpus of `documents` documents with `claims` claims each, every sentence its own text."""
    made = [_large_document(number, claims) for number in range(documents)]
    labels = [f"Name {number:04}" for number in range(documents * 30)]
    entities = tuple(
        Entity(iri=entity_iri(label), label=label, type=TYPES[i % len(TYPES)], kind="named")
        for i, label in enumerate(labels)
    )
    said = (claim for document in made for claim in _large_claims(document, labels, claims))
    return build_of(tuple(made), entities, tuple(said))


def _large_document(number: int, claims: int) -> Document:
    sentences = (f"Subject{n:06} relates to object{n:06}, they say." for n in range(claims))
    text = " ".join(sentences)
    return document_of(text, id=f"doc-{number:04}", source=f"doc-{number:04}.txt")


def _large_claims(document: Document, labels: list[str], count: int) -> list[Claim]:
    step = len("Subject000000 relates to object000000, they say. ")
    offset = int(document.id[-4:]) * count

    def span(start: int, end: int) -> Span:
        return Span(start=start, end=end, text=document.text[start:end])

    def argument(start: int, name: str) -> Argument:
        return Argument(span=span(start, start + 13), label=name, entity=entity_iri(name))

    def claim(number: int) -> Claim:
        start, turn = number * step, offset + number
        return Claim(
            id=hashlib.sha256(f"{document.id} {number}".encode()).hexdigest()[:16],
            document=document.id,
            sentence=span(start, start + step - 1),
            subject=argument(start, labels[turn % len(labels)]),
            predicate=relation(f"relate to {turn % 97}", span(start + 14, start + 21)),
            object=argument(start + 25, labels[turn * 7 % len(labels)]),
            confidence=0.9,
            rule="verb",
        )

    return [claim(number) for number in range(count)]


# ------------------------------------------------------------------ any build

AWKWARD = (
    string.ascii_letters
    + string.digits
    + " \t\r\n\x00\x1b\x7f\x85\xa0\u2028\u2029\ufeff\u200f\ufffe\ud800"
    + "\"'\\`<>&{}[]|^%#/:;,.~-_()*+=?!@$éßÅ中日年م²½٣e\u0301\U0001f600\U000e0041"
)

texts = st.text(st.sampled_from(AWKWARD) | st.characters(exclude_categories=["Cs"]), max_size=12)
labels = st.text(st.sampled_from(AWKWARD), min_size=1, max_size=8)
times = st.sampled_from(
    ["2012", "2012-12", "2012-12-26", "2012-02-30", "2012-13", "0000", "2012~", "2012/2014", "201X"]
)
literals = st.one_of(
    st.tuples(
        times.filter(lambda value: len(value) == 7 and value < "2012-13"), st.just("xsd:gYearMonth")
    ),
    st.tuples(st.integers().map(str), st.just("xsd:integer")),
    st.tuples(times, st.just("edtf:EDTF")),
    st.tuples(texts, st.just("xsd:string")),
)


@st.composite
def any_build(draw: st.DrawFn, max_claims: int = 6) -> Build:
    """Any build: consistent (spans quote their documents, IRIs are minted), otherwise awkward."""
    base = draw(st.sampled_from([BASE, "http://example.org/a#", "urn:kg:"]))
    documents = draw(
        st.lists(_any_document(), min_size=1, max_size=3, unique_by=lambda d: slug(d.id))
    )
    names = draw(st.lists(labels, min_size=1, max_size=5, unique_by=slug))
    iris = [entity_iri(name, base) for name in names]
    entities = [draw(_any_entity(iri, names[i], documents)) for i, iri in enumerate(iris)]
    count = draw(st.integers(0, max_claims))
    claims = [draw(_any_claim(f"{i:08x}", base, documents, iris)) for i in range(count)]
    return build_of(
        tuple(documents), tuple(entities), tuple(claims), settings=Settings(base_iri=base)
    )


@st.composite
def _any_document(draw: st.DrawFn) -> Document:
    return document_of(
        draw(st.text(st.sampled_from(AWKWARD), min_size=1, max_size=30)),
        id=draw(labels),
        source=draw(texts),
        title=draw(st.none() | texts),
        date=draw(st.none() | st.just("2019-09-18")),
    )


@st.composite
def _any_span(draw: st.DrawFn, document: Document) -> Span:
    start = draw(st.integers(0, len(document.text)))
    end = draw(st.integers(start, len(document.text)))
    return Span(start=start, end=end, text=document.text[start:end])


@st.composite
def _any_entity(draw: st.DrawFn, iri: str, label: str, documents: list[Document]) -> Entity:
    document = draw(st.sampled_from(documents))
    mention = Mention(
        document=document.id,
        span=draw(_any_span(document)),
        kind=draw(st.sampled_from(["name", "nominal", "pronoun"])),
        type="Person",
        entity=iri,
    )
    links = st.sampled_from(["http://www.wikidata.org/entity/Q1", "https://example.org/%20?a=b#c"])
    return Entity(
        iri=iri,
        label=label,
        type=draw(st.sampled_from(TYPES)),
        kind=draw(st.sampled_from(["named", "concept"])),
        aliases=tuple(draw(st.lists(texts, max_size=2))),
        links=tuple(draw(st.lists(links, max_size=2, unique=True))),
        close=tuple(draw(st.lists(links, max_size=1))),
        mentions=(mention,),
        metonym=draw(st.none() | links),
    )


@st.composite
def _any_argument(draw: st.DrawFn, document: Document, iris: list[str]) -> Argument:
    span = draw(_any_span(document))
    if draw(st.booleans()):
        return Argument(span=span, label=draw(texts), entity=draw(st.sampled_from(iris)))
    literal, datatype = draw(literals)
    return Argument(span=span, label=draw(texts), literal=literal, datatype=datatype)


@st.composite
def _any_claim(
    draw: st.DrawFn, id_: str, base: str, documents: list[Document], iris: list[str]
) -> Claim:
    document = draw(st.sampled_from(documents))
    spans, arguments = _any_span(document), _any_argument(document, iris)
    subject = Argument(span=draw(spans), label="x", entity=draw(st.sampled_from(iris)))
    source = st.builds(
        Source, span=spans, label=texts, cue=spans, entity=st.none() | st.sampled_from(iris)
    )
    return Claim(
        id=id_,
        document=document.id,
        sentence=draw(spans),
        subject=draw(st.just(subject) | arguments),
        predicate=relation(draw(labels), *draw(st.lists(spans, max_size=2)), base=base),
        object=draw(st.none() | arguments),
        polarity=draw(st.sampled_from(["positive", "negative"])),
        modality=draw(st.sampled_from(["actual", "planned", "question"])),
        source=draw(st.none() | source),
        time=draw(st.none() | st.builds(Time, span=spans, value=st.none() | times)),
        place=draw(st.none() | arguments),
        qualifiers=tuple(
            draw(st.lists(st.builds(Qualifier, role=labels, argument=arguments), max_size=2))
        ),
        cues=tuple(draw(st.lists(spans, max_size=2))),
        confidence=draw(st.integers(0, 10_000)) / 10_000,
        worth=draw(st.integers(0, 10_000)) / 10_000,
        rule=draw(texts),
        event=draw(st.just("") | labels),
        steps=tuple(draw(st.lists(st.builds(Step, rule=texts, span=spans), max_size=2))),
        hidden_because=draw(st.just("") | texts),
        confirmed_by=draw(st.just("") | texts),
    )
