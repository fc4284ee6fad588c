"""Sentences → Claims: what a document states, and how it states it.

`find_claims` is the stage; `clauses` walks the verbs (`below_verbs`, `in_phrases`, `sources`),
`links` says what a clause below a word stands under (by the table of `kg.english.frames`),
`stated` what a clause says of itself, `participants` who takes part (`heads`: which tokens those
are), `nominal` what noun phrases say, `lines` what lines say that are no clauses, `arguments` what
a phrase stands for (`ends`: those of one sentence), `setting` when and where, `roles` who else
takes part, `reported` what is said in its words, `predicate` what verb and noun say together,
`standing` what noun phrases stand under; `statements` makes the claims, `hidden` says which make no
edge, and `caution` hides what may harm the wrong one.
Every rule stands in `rules.RULES` with its name, an example and what it makes of it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg.english.lexicon import BIDDING
from kg.model import Claim
from kg.parse.analyze import Sentence
from kg.record.claims.arguments import Arguments
from kg.record.claims.caution import careful
from kg.record.claims.clause import Reading
from kg.record.claims.hidden import CONDITION
from kg.record.claims.ids import claim_id
from kg.record.claims.lines import find_line_claims
from kg.record.claims.statements import Statements
from kg.record.mentions import Reference
from kg.record.quotes import Quote

#: Rules whose predicate no words of the sentence state: grammar implies it.
IMPLIED = frozenset(
    {"apposition", "title", "role-of", "possessive", "noun-of", "noun-prep", "example", "life"}
)
#: So many words in front of a list may open a condition.
OPENING = 8
#: Why the terms below "would agree to the following:" make no edges.
PROPOSED = "the line above the list only proposes it"
HEDGED = frozenset("would could may might should".split())
WISHING = frozenset("offer suggest want wish seek".split())
#: Rules whose surface order is object, predicate, subject ("Seoul was left by Kim").
REVERSED = frozenset({"passive"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The claims of a document in text order, each once; `readings` has what each was read from, by
    its id, `lost` by the index of a sentence why words of it make no claim."""

    claims: list[Claim]
    readings: dict[str, Reading]
    lost: dict[int, list[str]]


def find_claims(
    sentences: list[Sentence],
    references: list[Reference],
    quotes: list[Quote],
    reader: Arguments,
) -> Found:
    """All that a document claims."""
    found = _read(sentences, references, quotes, reader)
    claims = careful(found.claims, found.readings, references)
    return replace(found, claims=[*claims, *find_line_claims(sentences, references, reader)])


def _read(
    sentences: list[Sentence],
    references: list[Reference],
    quotes: list[Quote],
    reader: Arguments,
) -> Found:
    """The claims of sentences, one sentence after the other."""
    whole = Found(claims=[], readings={}, lost={})
    by_sentence: dict[int, list[Reference]] = {}
    for reference in references:
        by_sentence.setdefault(reference.sentence.index, []).append(reference)
    above: Sentence | None = None
    for sentence in sentences:
        above = above if sentence.kind == "item" else sentence
        listed = above if sentence.kind == "item" else None
        below = _why_open(listed) if listed is not None else ""
        seen: set[object] = set()
        made = Statements(sentence, reader)
        found: list[Claim] = []
        for claim in made.claims(by_sentence.get(sentence.index, []), quotes):
            if (said := _said(claim)) not in seen:
                seen.add(said)
                whole.readings[claim.id] = made.read[claim.id]
                found.append(claim)
        if below:
            found = [replace(claim, hidden_because=below) for claim in found]
        whole.claims.extend(found)
        if made.lost:
            whole.lost[sentence.index] = made.lost
    return whole


def _why_open(lead: Sentence) -> str:
    """Why what is listed below a sentence is not told; empty where it is.

    "may end it if the other party:" has its condition below, "would agree to these terms:" and
    "proposes that:" what is not agreed yet.
    """
    end = lead.tokens[-OPENING:]
    if end[-1].text != ":":
        return ""
    opened = next((n for n, t in enumerate(end) if t.lower in ("if", "unless")), None)
    if opened is not None and not any(t.pos in ("VERB", "AUX") for t in end[opened:]):
        return CONDITION
    root = next((t for t in lead.tokens if t.head is t), end[-1])
    hedged = any(t.lower in HEDGED for t in root.having("aux"))
    return PROPOSED if hedged or root.lemma.lower() in BIDDING | WISHING else ""


def _said(claim: Claim) -> object:
    """What a claim says: a sentence says it once, whichever rule read it first."""
    end = claim.object
    return (
        claim.subject.entity, claim.subject.literal, claim.predicate.lemma, claim.polarity,
        claim.modality, claim.source and claim.source.span.start,
        end and (end.entity, end.literal),
    )  # fmt: skip


def surface(claim: Claim) -> tuple[str, str, str]:
    """Subject, predicate and object as the sentence words and orders them.

    A passive comes back passive: ("the talks", "were led by", "Kim"). Without an object the third
    is empty.
    """
    end = claim.object.span.text if claim.object is not None else ""
    if claim.rule in REVERSED:
        return end, claim.predicate.text, claim.subject.span.text
    return claim.subject.span.text, claim.predicate.text, end


__all__ = ["IMPLIED", "Found", "claim_id", "find_claims", "surface"]
