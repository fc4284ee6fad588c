"""Document → Record: everything that can be read out of one document alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from kg.analyze import Sentence, analyze
from kg.claims import claim_id, find_claims
from kg.claims.arguments import Reader, concept_key
from kg.claims.nominal.lists import GROUP
from kg.collector import collecting_rarely
from kg.coref import Chains, resolve_references
from kg.coref.contradictions import OWNERS, contradict
from kg.coref.trust import LEAST, first_named
from kg.english.foreign import NOT_ENGLISH
from kg.judge import judge
from kg.lexicon import TITLES, is_role
from kg.mentions import Reference, find_references
from kg.model import Argument, Claim, Document, Mention, Record, Span
from kg.pairs import find_pairs
from kg.quotes import Quote, find_quotes
from kg.structure.layout import find_layout

if TYPE_CHECKING:
    from spacy.language import Language

#: First characters of document-local entity keys; see `entity_key`.
COUNTRY, NAME, CONCEPT, LOCAL, UNRESOLVED = "@#~=?"
#: A label of more words is not made longer by whose it is, nor by an owner of more.
MOST_OWNED, MOST_OWNING = 8, 3
#: What opens a phrase for something that the text knows, and for something new.
DEFINITE = frozenset("the this that".split())
OURS = frozenset("my our your".split())
FRESH = frozenset("a an another".split())


def make_record(document: Document, nlp: Language, *, pairs: bool = False) -> Record:
    """Read one document: a pure function of the document, the pipeline and `pairs`.

    With `pairs` the record has what the relation model sees of each pair of mentions (`kg.pairs`).
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
    reader: Reader


def understand(document: Document, sentences: list[Sentence]) -> Understood:
    """Find what an analysed document mentions, and which mentions are of one thing."""
    references = find_references(sentences)
    quotes = find_quotes(sentences, find_layout(document.text).messages)
    chains = resolve_references(references, sentences, quotes)
    groups: dict[str, list[Reference]] = {}
    _own_labels(references, chains)
    keys = entity_keys(references, chains)
    for reference in references:
        reference.entity = keys[chains.root(reference)]
        if reference.kind == "pronoun":
            reference.label = _antecedent_label(reference, chains)
        if parts := chains.parts(reference):
            reference.entity = f"{GROUP}{reference.first.start}"
            groups[reference.entity] = parts
    return Understood(
        document=document, sentences=sentences, references=references, quotes=quotes,
        groups=groups, reader=Reader(document, references),
    )  # fmt: skip


def record_of(document: Document, sentences: list[Sentence], *, pairs: bool = False) -> Record:
    """What an analysed document says; see `make_record` for `pairs`."""
    known = understand(document, sentences)
    references, quotes, reader, groups = known.references, known.quotes, known.reader, known.groups
    foreign = {sentence.start for sentence in sentences if sentence.foreign}
    found = [
        claim for claim in find_claims(sentences, references, quotes, reader)
        if claim.sentence.start not in foreign
    ]  # fmt: skip
    found = judge(found, sentences, reader)
    claims = tuple(part for claim in found for part in spread(claim, groups))
    return Record(
        document=document,
        mentions=mentions_of(known),
        claims=claims,
        missed=tuple(_missed(sentences, claims, reader)),
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
    if not _is_local(first):
        return CONCEPT + concept_key(first)
    several = "several " if first.head.tag in ("NNS", "NNPS") else ""  # "our things", "this thing"
    return LOCAL + several + concept_key(first)


def entity_keys(references: list[Reference], chains: Chains) -> dict[int, str]:
    """The key of each chain, by its root.

    Two things that the text tells apart are not one because it calls both "the report": the second
    has a mark behind its key.
    """
    keys: dict[int, str] = {}
    same: dict[str, list[list[int]]] = {}  # chains of one key, those that may be one together
    for reference in references:
        root = chains.root(reference)
        if root in keys:
            continue
        key = entity_key(reference, chains)
        if key[0] == CONCEPT and _opening(root, chains) == "another":
            key = LOCAL + key[1:]
        if key[0] in (LOCAL, CONCEPT):
            parts = same.setdefault(key, [])
            fitting = (part for part in parts if not any(_are_two(a, root, chains) for a in part))
            part = next(fitting, None)
            if part is None:
                part = []
                parts.append(part)
            part.append(root)
            if mark := "'" * parts.index(part):
                key = LOCAL + key[1:] + mark  # a concept that is two is no concept
        keys[root] = key
    return keys


def _opening(root: int, chains: Chains) -> str:
    """The word with which a chain begins."""
    return min(chains.members(chains.references[root]), key=lambda m: m.order).first.lower


def _are_two(a: int, b: int, chains: Chains) -> bool:
    """Whether the text tells two chains apart, or introduces the second as another."""
    opening, several = _opening(b, chains), len(chains.members(chains.references[b])) > 1
    fresh = opening == "another" or (opening in FRESH and several)
    return fresh or contradict(chains.told.get(a, {}), chains.told.get(b, {}))


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


def _own_labels(references: list[Reference], chains: Chains) -> None:
    """ "His teachers" are "Frank Oda's teachers", "his condition" "victim's condition": whose they
    are tells them from others.

    Only where the owner is sure enough, and what is owned has no name.
    """
    by_head = {id(r.head): r for r in references}
    for reference in references:
        if reference.kind != "nominal":
            continue
        if chains.hero and [t.lower for t in reference.tokens] == ["the", "family"]:
            # "When he was six the family left": in a life it is the hero's
            reference.label = f"{_said_aloud(chains.hero[0], chains)}'s family"
        for owner in reference.head.having("poss"):
            pronoun = by_head.get(id(owner))
            if pronoun is None or pronoun.kind != "pronoun" or owner.i > reference.head.i:
                continue
            named = first_named(pronoun, chains)
            short = named.kind == "nominal" and len(named.label.split()) <= MOST_OWNING
            short = short and named.sentence is not reference.sentence  # "the firm pays its debts"
            if pronoun.trust < LEAST or not (named.kind == "name" or short):
                continue
            if chains.parts(pronoun) or {"'", "’"} & set(named.label if short else ""):
                continue
            if len(reference.label.split()) > MOST_OWNED:
                continue
            name = _said_aloud(named, chains)
            if name.casefold() not in reference.label.casefold():
                mark = "'" if name.endswith("s") and reference.head.tag == "NNS" else "'s"
                reference.label = f"{name}{mark} {reference.label}"
                reference.trust = min(reference.trust, pronoun.trust)


def _said_aloud(name: Reference, chains: Chains) -> str:
    """ "ADA LUND" of a heading as the text writes it elsewhere: "Ada Lund"."""
    alike = (m.label for m in chains.members(name) if m.label.casefold() == name.label.casefold())
    return next((label for label in alike if not label.isupper()), name.label)


def _antecedent_label(pronoun: Reference, chains: Chains) -> str:
    """What a pronoun stands for is called, or the pronoun itself where that is unknown."""
    return first_named(pronoun, chains).label


def _is_local(reference: Reference) -> bool:
    """ "The company", "a senior official": who that is, another document cannot know."""
    head = reference.head
    if reference.first is not head and reference.first.lower in TITLES:
        return True  # "Mr. Chairman"
    single = head.tag not in ("NNS", "NNPS")
    first = reference.first.lower
    owned = first in OURS or (first in OWNERS and not single)
    if owned and not {"'", "’"} & set(reference.label):
        return True  # "our member", "their members", but not "Ada's members"
    owner, mark, _ = reference.label.partition("'")
    if first in OWNERS and mark and owner.islower():
        return True  # "victim's condition": which victim, only this document knows
    definite = first in DEFINITE or first in OWNERS
    named = definite or first in FRESH
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
    sentences: list[Sentence], claims: tuple[Claim, ...], reader: Reader
) -> list[tuple[Span, str]]:
    """The sentences that give no edge, each with the reason."""
    done = {claim.sentence.start for claim in claims if claim.shown and not _open(claim)}
    waiting = {claim.sentence.start for claim in claims} - done
    found = []
    for sentence in sentences:
        if sentence.start not in done and sentence.kind not in ("speaker", "address"):
            span = Span(start=sentence.start, end=sentence.end, text=sentence.text)
            lost = reader.lost.get(sentence.index, [])
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
    return any(key is not None and key[0] == UNRESOLVED for key in keys)


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
