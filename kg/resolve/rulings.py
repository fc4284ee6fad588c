"""What decisions make of single claims: one that is rejected makes no edge, one asserted does.

A claim is found by its id, and where the document was edited by its words: the sentence and what
stands there for subject, predicate and object.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.decisions import Decision, Decisions, Target
from kg.model import Claim, Document
from kg.resolve.facts import without_ends
from kg.resolve.revising import fits, one_sentence

#: The kind of decision that goes before its contrary, and what a claim says because of it.
REJECT, REJECTED = "reject", "rejected"


def claim_target(claim: Claim, document: Document) -> Target:
    """The handles of a claim that last: its id, its words, its document and the text's hash."""
    return Target(
        claim=claim.id,
        sentence=one_sentence(claim.sentence.text),
        subject=one_sentence(claim.subject.span.text),
        predicate=one_sentence(claim.predicate.text),
        object="" if claim.object is None else one_sentence(claim.object.span.text),
        document=document.id,
        sha256=document.sha256[:12],
    )


def find_ruled(target: Target, claims: Sequence[Claim]) -> list[Claim]:
    """The claims of a document that a target means: of its id, else of its words."""
    if target.claim:
        exact = [claim for claim in claims if claim.id.startswith(target.claim)]
        if exact:
            return exact
    return [claim for claim in claims if target.subject and _words_fit(target, claim)]


def _words_fit(target: Target, claim: Claim) -> bool:
    words = claim_target(claim, _NOWHERE)
    return (words.sentence, words.subject, words.predicate, words.object) == (
        target.sentence, target.subject, target.predicate, target.object
    )  # fmt: skip


_NOWHERE = Document(id="", source="", text="", sha256="")


class Rulings:
    """Applies decisions to the claims of one document after another.

    `unmatched` says, when all have passed, which decisions fit no claim or several, and why.
    """

    def __init__(self, decisions: Decisions) -> None:
        self._rulings = [d for d in decisions if d.kind in ("reject", "assert")]
        self._found: dict[Decision, int] = {}

    def apply(self, document: Document, claims: Iterable[Claim]) -> Iterator[Claim]:
        """The claims of a document in their order, as the decisions have them."""
        mine = [d for d in self._rulings if fits(d.targets[0], document)]
        if not mine:
            yield from claims
            return
        given = list(claims)
        ruled: dict[str, Decision] = {}
        for decision in mine:
            found = find_ruled(decision.targets[0], given)
            self._found[decision] = max(self._found.get(decision, 0), len(found))
            for claim in found if len(found) == 1 else ():
                if claim.id not in ruled or decision.kind == REJECT:
                    ruled[claim.id] = decision
        for claim in given:
            yield rule(claim, ruled[claim.id]) if claim.id in ruled else claim

    @property
    def unmatched(self) -> list[str]:
        """The decisions without effect, each with the reason."""
        lines = []
        for decision in self._rulings:
            found = self._found.get(decision)
            if found is None:
                lines.append(f"{decision}: there is no document {decision.targets[0].document}")
            elif not found:
                lines.append(f"{decision}: the document makes no such claim any more")
            elif found > 1:
                lines.append(f"{decision}: {found} claims have these words; decide by its new id")
        return lines


def rule(claim: Claim, decision: Decision) -> Claim:
    """A claim that is rejected, or confirmed by somebody.

    What is confirmed is shown if it relates two things; it is what the text says, negated or
    planned as before.
    """
    if decision.kind == REJECT:
        why = f"{REJECTED}: {decision.note}" if decision.note else REJECTED
        return replace(claim, hidden_because=why)
    why = without_ends(claim)
    return replace(claim, confidence=1.0, worth=1.0, hidden_because=why, confirmed_by=decision.to)
