"""A build of awkward text: every label, name, quote and literal is something a format may break."""

from __future__ import annotations

from typing import Any

from builds import build_of, document_of, entity_iri, relation

from kg.iri import slug
from kg.model import (
    Argument,
    Build,
    Claim,
    Document,
    Entity,
    Mention,
    Qualifier,
    Source,
    Span,
    Time,
)

#: One text each: quotes of all kinds, escapes, line ends, blanks, null look-alikes, other scripts,
#: directions, emoji, markup, formulas, queries, what a database would take for syntax.
TEXTS = [
    *("O'Neill-Smith", 'say "no"', "back\\slash\\", "a\\nb", "line\nbreak", "CR\r\nLF", "lone\rCR"),
    *("tab\there", " blanks ", "\\N", "NULL", "null", "NaN", "true", "007", "1e5", "2012-12-26"),
    *("a;b|c,d", "[1, 2]", "{x: 1}", "$x {y}", "`tick`", "<b>&amp;", "=1+1", "%20", "#", "--"),
    *("DROP TABLE x; //", "MATCH (n) DETACH DELETE n", "\u200fשלום\u202e", "العربية", "日本語"),
    *(
        "\U0001f600\u200d\U0001f600",
        "e\u0301\u0327",
        "\ufeffBOM",
        "\u2028\u2029",
        "\x85\xa0\x1b\x1f",
    ),
    "nul\x00byte",
]
#: Relations whose relationship types are reserved words, or names of labels and columns.
RELATIONS = ["in", "order by", "claim", "entity", "end", "start", "id", "has object", "日本", "²"]


def awkward_build(texts: list[str] = TEXTS) -> Build:
    """Every text as entity, alias, quote, role, source and literal; loops, parallel edges."""
    source = 'awk\'ward "text"\\.txt'
    document = document_of("".join(texts), id=source, source=source, title="", date="2024-02-29")
    entities = [_entity(document, texts, number) for number in range(len(texts))]
    claims = [
        claim
        for number in range(len(texts))
        for claim in _claims(document, texts, [entity.iri for entity in entities], number)
    ]
    return build_of((document,), tuple(entities), tuple(claims))


def _span(document: Document, texts: list[str], number: int) -> Span:
    start = sum(map(len, texts[:number]))
    return Span(start=start, end=start + len(texts[number]), text=texts[number])


def _entity(document: Document, texts: list[str], number: int) -> Entity:
    iri = f"{entity_iri(texts[number])}-{number}"
    mention = Mention(
        document=document.id,
        span=_span(document, texts, number),
        kind="name",
        type="Person",
        entity=iri,
    )
    return Entity(
        iri=iri,
        label=texts[number],
        type=["Person", "Group", "Concept"][number % 3],
        kind="concept" if number % 2 else "named",
        aliases=tuple(texts[number : number + number % 3]),
        links=(f"http://www.wikidata.org/entity/Q{number}",) if number % 2 else (),
        mentions=(mention,),
    )


def _claims(document: Document, texts: list[str], iris: list[str], number: int) -> list[Claim]:
    other = (number * 7 + 1) % len(texts)
    span, further = _span(document, texts, number), _span(document, texts, other)
    subject = Argument(span=span, label=texts[number], entity=iris[number])
    object_ = Argument(span=further, label=texts[other], entity=iris[other])
    literal = Argument(
        span=further, label=texts[other], literal=texts[other], datatype="xsd:string"
    )
    time = Time(span=further, value=["2012-12", None, "2012-12-26/2013", "2012~"][number % 4])
    source = Source(span=span, label=texts[other], cue=further, entity=[iris[0], None][number % 2])
    lemma = RELATIONS[number % len(RELATIONS)]

    def claim(part: str, **fields: Any) -> Claim:
        return Claim(
            **{
                "id": f"{number:04x}{part}",
                "document": document.id,
                "sentence": span,
                "subject": subject,
                "predicate": relation(lemma, span, further),
                "object": object_,
                "confidence": number / 64,
                "rule": "verb",
                **fields,
            }
        )

    return [
        claim("a", qualifiers=(Qualifier(role=texts[other], argument=literal),), time=time),
        claim(
            "b", predicate=relation(f"{lemma} {slug(texts[other])}"), source=source, place=object_
        ),
        claim("c", object=subject, polarity="negative", cues=(span, further)),
        claim("d", object=literal, modality="planned", time=time),
        claim("e", object=None, qualifiers=(Qualifier(role="to", argument=object_),) * 2),
    ]
