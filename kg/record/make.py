"""Document → Record: everything that can be read out of one document alone."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.collector import collecting_rarely
from kg.english.foreign import NOT_ENGLISH
from kg.model import Argument, Claim, Document, Mention, Record, Span
from kg.parse.analyze import Sentence, analyze
from kg.parse.structure.layout import find_layout
from kg.record.claims import claim_id, find_claims
from kg.record.claims.arguments import Arguments
from kg.record.coref import resolve_references
from kg.record.entities import entity_keys
from kg.record.judge import judge
from kg.record.keys import GROUP, is_open
from kg.record.mentions import Reference, find_references
from kg.record.owned import antecedent_label, own_labels
from kg.record.pairs import find_pairs
from kg.record.quotes import Quote, find_quotes

if TYPE_CHECKING:
    from spacy.language import Language


def make_record(document: Document, nlp: Language, *, pairs: bool = False) -> Record:
    """Read one document: a pure function of the document, the pipeline and `pairs`.

    With `pairs` the record has what the relation model sees of each pair of mentions
    (`kg.record.pairs`).
    """
    with collecting_rarely():
        return record_of(document, analyze(document, nlp), pairs=pairs)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """Who and what a document speaks of, before anything is claimed.

    `references` know their entities; `groups` has the parts of those that stand for several things
    together, by their entity.
    """

    document: Document
    sentences: list[Sentence]
    references: list[Reference]
    quotes: list[Quote]
    groups: dict[str, list[Reference]]
    reader: Arguments


def understand(document: Document, sentences: list[Sentence]) -> Understood:
    """Find what an analysed document mentions, and which mentions are of one thing."""
    references = find_references(sentences)
    quotes = find_quotes(sentences, find_layout(document.text).messages)
    chains = resolve_references(references, sentences, quotes)
    groups: dict[str, list[Reference]] = {}
    own_labels(references, chains)
    keys = entity_keys(references, chains)
    for reference in references:
        reference.entity = keys[chains.root(reference)]
        if reference.kind == "pronoun":
            reference.label = antecedent_label(reference, chains)
        if parts := chains.parts(reference):
            reference.entity = f"{GROUP}{reference.first.start}"
            groups[reference.entity] = parts
    return Understood(
        document=document, sentences=sentences, references=references, quotes=quotes,
        groups=groups, reader=Arguments(document, references),
    )  # fmt: skip


def record_of(document: Document, sentences: list[Sentence], *, pairs: bool = False) -> Record:
    """What an analysed document says; see `make_record` for `pairs`."""
    known = understand(document, sentences)
    references, quotes, reader, groups = known.references, known.quotes, known.reader, known.groups
    foreign = {sentence.start for sentence in sentences if sentence.foreign}
    found = find_claims(sentences, references, quotes, reader)
    english = [claim for claim in found.claims if claim.sentence.start not in foreign]
    judged = judge(english, found.readings, sentences, reader)
    claims = tuple(part for claim in judged for part in spread(claim, groups))
    return Record(
        document=document,
        mentions=mentions_of(known),
        claims=claims,
        missed=tuple(_missed(sentences, claims, found.lost)),
        pairs=tuple(find_pairs(sentences, references, reader)) if pairs else (),
    )


def mentions_of(known: Understood) -> tuple[Mention, ...]:
    """The mentions of a document, each once, in text order."""
    document = known.document
    mentions = [m for r in known.references for m in _mentions(r, known.groups, document)]
    for key, role_references in known.reader.concepts.items():
        mentions += [_again(r, key, document) for r in role_references if r.entity != key]
    mentions += known.reader.places.values()
    return tuple(_unique(mentions))


def _mentions(
    reference: Reference, groups: dict[str, list[Reference]], document: Document
) -> list[Mention]:
    """The mention of a reference, or one for each thing that it stands for."""
    made = reference.as_mention(document.id, document.text)
    return [
        replace(made, entity=part.entity, type=part.type or "Concept")
        for part in groups.get(made.entity, (reference,))
    ]


def spread(claim: Claim, groups: dict[str, list[Reference]]) -> Iterator[Claim]:
    """A claim about several things together as one claim about each."""
    said = [claim.subject, claim.object, claim.place, *(q.argument for q in claim.qualifiers)]
    keys = {argument.entity for argument in said if argument is not None}
    if claim.source is not None:
        keys.add(claim.source.entity)
    if not keys & groups.keys():
        yield claim
        return

    def each(argument: Argument | None) -> list[Argument | None]:
        if argument is None or argument.entity not in groups:
            return [argument]
        parts = groups[argument.entity]
        return [replace(argument, entity=part.entity, label=part.label) for part in parts]

    source = claim.source
    if source is not None and source.entity in groups:
        source = replace(source, entity=None)
    qualifiers = tuple(
        replace(q, argument=one) for q in claim.qualifiers for one in each(q.argument) if one
    )
    place = each(claim.place)[0]
    for subject in each(claim.subject):
        for object in each(claim.object):
            same = object is not None and subject is not None and subject.entity == object.entity
            if subject is None or (same and subject.entity is not None):
                continue
            made = replace(claim, subject=subject, object=object, source=source,
                           qualifiers=qualifiers, place=place)  # fmt: skip
            yield replace(made, id=claim_id(made))


def _again(reference: Reference, key: str, document: Document) -> Mention:
    mention = reference.as_mention(document.id, document.text)
    return Mention(
        document=mention.document, span=mention.span, kind="nominal", type="Concept", entity=key
    )


def _unique(mentions: list[Mention]) -> list[Mention]:
    seen = {(m.span.start, m.span.end, m.entity): m for m in mentions}
    return [seen[key] for key in sorted(seen)]


def _missed(
    sentences: list[Sentence], claims: tuple[Claim, ...], why_lost: Mapping[int, list[str]]
) -> list[tuple[Span, str]]:
    """The sentences that give no edge, each with the reason."""
    done = {claim.sentence.start for claim in claims if claim.shown and not _open(claim)}
    waiting = {claim.sentence.start for claim in claims} - done
    found = []
    for sentence in sentences:
        if sentence.start not in done and sentence.kind not in ("speaker", "address"):
            span = Span(start=sentence.start, end=sentence.end, text=sentence.text)
            lost = why_lost.get(sentence.index, [])
            hidden = [c.hidden_because for c in claims if c.sentence.start == sentence.start]
            why = next(filter(None, hidden), "") if sentence.start in waiting else ""
            if not why:
                why = OPEN if sentence.start in waiting else _reason(sentence, lost)
            found.append((span, why))
    return found


#: Why a sentence gives no edge although it makes a claim.
OPEN = "a pronoun whose antecedent is unclear"


def _open(claim: Claim) -> bool:
    """Whether a claim is about somebody or something unknown."""
    keys = [claim.subject.entity, claim.object.entity if claim.object else None]
    return any(is_open(key) for key in keys)


def _reason(sentence: Sentence, lost: list[str]) -> str:
    if sentence.foreign:
        return NOT_ENGLISH
    told = [why for why in lost if why != "no subject"]
    if told:
        return told[0]
    if not any(token.pos in ("VERB", "AUX") for token in sentence.tokens):
        return "no verb"
    if not any(token.dep in ("nsubj", "nsubjpass") for token in sentence.tokens):
        return "no subject"
    return "no rule applies"
