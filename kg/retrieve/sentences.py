"""The sentences of a build: where each stands, what it mentions, what it states."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.model import Build, Mention, Span
from kg.retrieve.lexical import stems

#: Names that are put in front of a sentence at most, and words of such a name.
MOST_NAMES, WORDS_IN_FRONT = 2, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """One sentence that was read. `entities` are the IRIs of what it mentions, by whatever words,
    `claims` the ids of the claims that it makes, all sorted."""

    document: str
    span: Span
    entities: tuple[str, ...] = ()
    claims: tuple[str, ...] = ()


def sentences_of(build: Build) -> tuple[Sentence, ...]:
    """Every sentence that was read, by document and place; what holds no running text has none.

    Example::

        for sentence in sentences_of(restore(Path("output"))):
            print(sentence.document, sentence.span.text)
    """
    spans: dict[str, dict[tuple[int, int], Span]] = defaultdict(dict)
    claims: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for claim in build.claims:
        span = claim.sentence
        spans[claim.document][span.start, span.end] = span
        claims[claim.document, span.start, span.end].append(claim.id)
    for document, span, _ in build.missed:
        spans[document][span.start, span.end] = span
    mentions = _mentions(build)
    return tuple(
        Sentence(
            document=document,
            span=span,
            entities=tuple(sorted({m.entity for m in _within(mentions[document], span)})),
            claims=tuple(sorted(claims[document, span.start, span.end])),
        )
        for document in sorted(spans)
        for _, span in sorted(spans[document].items())
    )


def pointing(build: Build, sentences: Iterable[Sentence]) -> dict[int, str]:
    """The sentences that only point at what they are about, with its name in front, by number.

    "She paints" is "Ruth Abel: She paints", as coreference has it; at most `MOST_NAMES` names of
    things of which the sentence says no word.
    """
    labels = {entity.iri: entity.label for entity in build.entities}
    found = {}
    for number, sentence in enumerate(sentences):
        said = set(stems(sentence.span.text))
        names = []
        for iri in sentence.entities:
            words = stems(labels[iri])
            if words and len(words) <= WORDS_IN_FRONT and said.isdisjoint(words):
                names.append(labels[iri])
        if names:
            found[number] = f"{', '.join(names[:MOST_NAMES])}: {sentence.span.text}"
    return found


def in_context(sentences: Sequence[Sentence]) -> list[str]:
    """Each sentence with the one before it in its document, which says what it is about."""
    texts = [sentence.span.text for sentence in sentences]
    return [
        f"{texts[n - 1]} {text}" if n and sentences[n - 1].document == sentence.document else text
        for n, (sentence, text) in enumerate(zip(sentences, texts, strict=True))
    ]


def _mentions(build: Build) -> dict[str, list[Mention]]:
    """The mentions of each document, by where they begin."""
    found: dict[str, list[Mention]] = defaultdict(list)
    for entity in build.entities:
        for mention in entity.mentions:
            found[mention.document].append(mention)
    for mentions in found.values():
        mentions.sort(key=lambda m: (m.span.start, m.span.end, m.entity))
    return found


def _within(mentions: list[Mention], span: Span) -> Iterator[Mention]:
    first = bisect_left(mentions, span.start, key=lambda m: m.span.start)
    for mention in mentions[first:]:
        if mention.span.start >= span.end:
            return
        yield mention


__all__ = ["Sentence", "in_context", "pointing", "sentences_of"]
