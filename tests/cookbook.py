"""The graph that docs/sparql.md asks: three short documents about a harbour and their claims."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import Any

from builds import build_of, document_of, entity_iri, relation

from kg.model import (
    Argument,
    Build,
    Claim,
    Document,
    Entity,
    Mention,
    Qualifier,
    Software,
    Source,
    Span,
    Time,
)

TEXTS = {
    "news/harbour.txt": (
        "2021-03-15",
        "Harbour deal",
        "Mara Lindqvist met Tom Okoro in Bergen on Monday. Lindqvist heads the port authority. "
        "The port authority will not sell the old quay, Okoro said. Northwind plans to buy the "
        "old quay.",
    ),
    "news/council.txt": (
        "2021-04-02",
        "Council minutes",
        "Tom Okoro met Ida Berg in April 2021. Ida Berg was mayor of Bergen from 2011 to 2015. "
        "Tom Okoro has been mayor of Bergen since 2019. According to Ida Berg, the port authority "
        "sold the old quay in 2020.",
    ),
    "letters/northwind.md": (
        None,
        None,
        "Northwind employs Jonas Vik. Vik may join the port authority last week. Tom Okoro is "
        "mayor of Bergen. Northwind belongs to Fjord Holding. Fjord Holding belongs to the Vik "
        "family.",
    ),
}
#: Label → type, alias, link.
KNOWN: dict[str, tuple[str, str | None, str | None]] = {
    "Bergen": ("Place", None, "http://www.wikidata.org/entity/Q26793"),
    "Fjord Holding": ("Organization", None, None),
    "Ida Berg": ("Person", None, None),
    "Jonas Vik": ("Person", "Vik", None),
    "Mara Lindqvist": ("Person", "Lindqvist", None),
    "Northwind": ("Organization", None, None),
    "Tom Okoro": ("Person", "Okoro", None),
    "Vik family": ("Group", None, None),
    "old quay": ("Concept", None, None),
    "port authority": ("Organization", None, None),
}


def cookbook_build() -> Build:
    documents = {
        id_: document_of(text, id=id_, source=id_, title=title, date=date)
        for id_, (date, title, text) in TEXTS.items()
    }
    build = build_of(
        tuple(documents.values()), tuple(_entities(documents)), tuple(_claims(documents))
    )
    made = Software(kg="0.1.0", spacy="3.8.18", model="en_core_web_md", model_version="3.7.1")
    return replace(build, software=made)


def _claims(documents: dict[str, Document]) -> list[Claim]:
    harbour, council, northwind = documents.values()
    return [
        _claim(
            harbour, "Mara Lindqvist|met|Tom Okoro in Bergen on Monday.", "meet",
            "Mara Lindqvist", "Tom Okoro", place="Bergen", time=("on Monday", "2021-03-15"),
            qualifiers={"in": "Bergen"},
        ),
        _claim(
            harbour, "Mara Lindqvist|met Tom Okoro in|Bergen on Monday.", "meet in",
            "Mara Lindqvist", "Bergen", hidden_because="says what another claim says",
        ),
        _claim(
            harbour, "Lindqvist|heads|the port authority.", "head", "Mara Lindqvist",
            "port authority",
        ),
        _claim(
            harbour, "The port authority will not|sell|the old quay, Okoro said.", "sell",
            "port authority", "old quay", polarity="negative", cues=("not",),
            source=("Tom Okoro", "Okoro", "said"),
        ),
        _claim(
            harbour, "Northwind plans to|buy|the old quay.", "buy", "Northwind", "old quay",
            modality="planned", cues=("plans",),
        ),
        _claim(
            council, "Tom Okoro|met|Ida Berg in April 2021.", "meet", "Tom Okoro", "Ida Berg",
            time=("April 2021", "2021-04"),
        ),
        _claim(
            council, "Ida Berg|was mayor of|Bergen from 2011 to 2015.", "be mayor of", "Ida Berg",
            "Bergen", time=("from 2011 to 2015", "2011/2015"),
        ),
        _claim(
            council, "Tom Okoro|has been mayor of|Bergen since 2019.", "be mayor of", "Tom Okoro",
            "Bergen", time=("2019", "2019/.."),
        ),
        _claim(
            council, "According to Ida Berg, the port authority|sold|the old quay in 2020.", "sell",
            "port authority", "old quay", time=("2020", "2020"),
            source=("Ida Berg", "Ida Berg", "According to"),
        ),
        _claim(northwind, "Northwind|employs|Jonas Vik.", "employ", "Northwind", "Jonas Vik"),
        _claim(
            northwind, "Vik may|join|the port authority last week.", "join", "Jonas Vik",
            "port authority", modality="possible", cues=("may",), time=("last week", None),
        ),
        _claim(
            northwind, "Tom Okoro|is mayor of|Bergen.", "be mayor of", "Tom Okoro", "Bergen",
            confidence=0.92,
        ),
        _claim(
            northwind, "Northwind|belongs to|Fjord Holding.", "belong to", "Northwind",
            "Fjord Holding",
        ),
        _claim(
            northwind, "Fjord Holding|belongs to|the Vik family.", "belong to", "Fjord Holding",
            "Vik family",
        ),
    ]  # fmt: skip


def _claim(document: Document, marked: str, lemma: str, *ends: str, **how: Any) -> Claim:
    """A claim of the sentence `marked`, in which the predicate stands between bars."""
    before, word, _ = marked.split("|")
    text = marked.replace("|", " ")
    start = document.text.index(text)
    sentence = Span(start=start, end=start + len(text), text=text)
    verb = start + len(before) + 1

    def span(words: str) -> Span:
        at = document.text.index(words, start)
        return Span(start=at, end=at + len(words), text=words)

    def about(label: str) -> Argument:
        alias = KNOWN[label][1]
        words = label if label in text else alias or label
        return Argument(span=span(words), label=label, entity=entity_iri(label))

    subject, object_ = map(about, ends)
    said, time, place = how.pop("source", None), how.pop("time", None), how.pop("place", None)
    source = said and Source(
        span=span(said[1]), label=said[0], cue=span(said[2]), entity=entity_iri(said[0])
    )
    qualifiers = how.pop("qualifiers", {})
    return Claim(
        id=hashlib.sha256(f"{document.id} {marked}".encode()).hexdigest()[:16],
        document=document.id,
        sentence=sentence,
        subject=subject,
        predicate=relation(lemma, Span(start=verb, end=verb + len(word), text=word)),
        object=object_,
        source=source,
        time=time and Time(span=span(time[0]), value=time[1]),
        place=place and about(place),
        qualifiers=tuple(Qualifier(role=r, argument=about(v)) for r, v in qualifiers.items()),
        cues=tuple(span(cue) for cue in how.pop("cues", ())),
        **{"confidence": 0.8, "rule": "svo", **how},
    )


def _entities(documents: dict[str, Document]) -> list[Entity]:
    return [
        Entity(
            iri=entity_iri(label),
            label=label,
            type=type_,
            kind="concept" if type_ == "Concept" else "named",
            aliases=(alias,) if alias else (),
            links=(link,) if link else (),
            mentions=tuple(
                Mention(
                    document=document.id,
                    span=Span(start=at, end=at + len(label), text=label),
                    kind="name",
                    type=type_,
                    entity=entity_iri(label),
                )
                for document in documents.values()
                if (at := document.text.find(label)) >= 0
            ),
        )
        for label, (type_, alias, link) in KNOWN.items()
    ]
