"""Document → Record: everything that can be read out of one document alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.analyze import Sentence, analyze
from kg.claims import find_claims
from kg.claims.arguments import Reader, concept_key
from kg.coref import Chains, resolve_references
from kg.lexicon import is_role
from kg.mentions import Reference, find_references
from kg.model import Claim, Document, Mention, Record, Span
from kg.quotes import find_quotes

if TYPE_CHECKING:
    from spacy.language import Language

#: First characters of document-local entity keys; see `entity_key`.
COUNTRY, NAME, CONCEPT, LOCAL, UNRESOLVED = "@#~=?"


def make_record(document: Document, nlp: Language) -> Record:
    """Read one document: a pure function of the document and the pipeline."""
    sentences = analyze(document, nlp)
    references = find_references(sentences)
    quotes = find_quotes(sentences)
    chains = resolve_references(references, sentences, quotes)
    for reference in references:
        reference.entity = entity_key(reference, chains)
        if reference.kind == "pronoun":
            reference.label = _antecedent_label(reference, chains)
    reader = Reader(document, references)
    claims = tuple(find_claims(sentences, references, quotes, reader))
    mentions = [r.as_mention(document.id, document.text) for r in references]
    for key, role_references in reader.concepts.items():
        mentions += [_again(r, key, document) for r in role_references if r.entity != key]
    return Record(
        document=document,
        mentions=tuple(_unique(mentions)),
        claims=claims,
        missed=tuple(_missed(sentences, claims, document)),
    )


def entity_key(reference: Reference, chains: Chains) -> str:
    """The key of a reference's entity within its document.

    `@JP` a country of the gazetteer, `#120-126` a named thing by its first mention, `~trade` a
    concept, `=official` something this document alone speaks of, `?88` a pronoun left unresolved.
    Only `@` and `~` keys mean the same in every document.
    """
    members = chains.members(reference)
    names = [m for m in members if m.kind == "name"]
    for name in names:
        if name.country is not None:
            return COUNTRY + name.country.code
    if names:
        first = min(names, key=lambda n: n.order)
        return f"{NAME}{first.first.start}-{first.last.end}"
    nominals = [m for m in members if m.kind == "nominal"]
    if not nominals:
        return f"{UNRESOLVED}{min(m.first.start for m in members)}"
    first = min(nominals, key=lambda n: n.order)
    return (LOCAL if _is_local(first) else CONCEPT) + concept_key(first)


def _antecedent_label(pronoun: Reference, chains: Chains) -> str:
    """What a pronoun stands for is called, or the pronoun itself where that is unknown."""
    others = [m for m in chains.members(pronoun) if m.kind != "pronoun"]
    first = min(others, key=lambda m: (m.kind != "name", m.order), default=pronoun)
    return first.label


def _is_local(reference: Reference) -> bool:
    """ "The company", "a senior official": who that is, another document cannot know."""
    head = reference.head
    single = head.tag not in ("NNS", "NNPS")
    definite = reference.first.lower in ("the", "this", "that", "his", "her", "its", "their")
    named = definite or reference.first.lower in ("a", "an")
    return single and (
        (named and is_role(head.lemma.lower())) or (definite and " " not in reference.label)
    )


def _again(reference: Reference, key: str, document: Document) -> Mention:
    mention = reference.as_mention(document.id, document.text)
    return Mention(
        document=mention.document, span=mention.span, kind="nominal", type="Concept", entity=key
    )


def _unique(mentions: list[Mention]) -> list[Mention]:
    seen = {(m.span.start, m.span.end, m.entity): m for m in mentions}
    return [seen[key] for key in sorted(seen)]


def _missed(
    sentences: list[Sentence], claims: tuple[Claim, ...], document: Document
) -> list[tuple[Span, str]]:
    """The sentences without a claim, each with the reason."""
    done = {claim.sentence.start for claim in claims}
    found = []
    for sentence in sentences:
        if sentence.start not in done:
            span = Span(start=sentence.start, end=sentence.end, text=sentence.text)
            found.append((span, _reason(sentence)))
    return found


def _reason(sentence: Sentence) -> str:
    if not any(token.pos in ("VERB", "AUX") for token in sentence.tokens):
        return "no verb"
    if not any(token.dep in ("nsubj", "nsubjpass") for token in sentence.tokens):
        return "no subject"
    return "no rule applies"
