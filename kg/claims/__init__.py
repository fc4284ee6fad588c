"""Sentences → Claims: what a document states, and how it states it.

`find_claims` is the stage; `clauses` finds the verbs and their arguments (`heads`: which tokens
those are), `stated` their polarity, modality and source, `nominal` what noun phrases say,
`arguments` what a phrase stands for, and `statements` makes the claims. The rules, by the name
that each claim carries in `rule`:

| rule          | text                                | claim                                      |
|---------------|-------------------------------------|--------------------------------------------|
| `svo`         | Abe met Pompeo                      | (Abe, meet, Pompeo)                        |
| `svp`         | Kim arrived in Seoul                | (Kim, arrive in, Seoul)                    |
| `svop`        | Abe met Pompeo in Tokyo             | (Abe, meet in, Tokyo)                      |
| `svoo`        | Kim gave Abe a book                 | (Kim, give, book; to Abe)                  |
| `svc`         | Abe became prime minister           | (Abe, become, prime minister)              |
| `svc-of`      | Kim is leader of the party          | (Kim, be leader of, party)                 |
| `nested`      | it led to demands for safety        | (it, lead to demand for, safety)           |
| `svo-of`      | Kim has doubts about the plan       | (Kim, have doubt about, plan)              |
| `passive`     | the talks were led by Kim           | (Kim, lead, talks)                         |
| `passive-svp` | it was founded in 1851              | (it, be founded in, 1851)                  |
| `sv`          | US troops will not withdraw         | (US troops, withdraw, -)                   |
| `say`         | Kim said that talks had failed      | (Kim, say, "talks had failed")             |

and those of `nominal`.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.analyze import Sentence
from kg.claims.arguments import Reader
from kg.claims.statements import Statements, claim_id
from kg.mentions import Reference
from kg.model import Claim
from kg.quotes import Quote

#: Rules whose predicate no words of the sentence state: grammar implies it.
IMPLIED = frozenset(
    {"apposition", "title", "role-of", "possessive", "noun-of", "noun-prep", "example"}
)
#: Rules whose surface order is object, predicate, subject ("Seoul was left by Kim").
REVERSED = frozenset({"passive"})


def find_claims(
    sentences: list[Sentence],
    references: list[Reference],
    quotes: list[Quote],
    reader: Reader,
) -> Iterator[Claim]:
    """All claims of a document in text order, each once."""
    by_sentence: dict[int, list[Reference]] = {}
    for reference in references:
        by_sentence.setdefault(reference.sentence.index, []).append(reference)
    for sentence in sentences:
        seen: set[str] = set()
        made = Statements(sentence, reader)
        for claim in made.claims(by_sentence.get(sentence.index, []), quotes):
            if claim.id not in seen:
                seen.add(claim.id)
                yield claim


def surface(claim: Claim) -> tuple[str, str, str]:
    """Subject, predicate and object as the sentence words and orders them.

    A passive comes back passive: ("the talks", "were led by", "Kim"). Without an object the third
    is empty.
    """
    end = claim.object.span.text if claim.object is not None else ""
    if claim.rule in REVERSED:
        return end, claim.predicate.text, claim.subject.span.text
    return claim.subject.span.text, claim.predicate.text, end


__all__ = ["IMPLIED", "claim_id", "find_claims", "surface"]
