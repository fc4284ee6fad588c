"""How decisions name what they are about: handles that last, taken from a finished graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from kg.ask.queue import Case, accuses, clause_of
from kg.decisions import (
    Decision,
    DecisionKind,
    Target,
    add_decision,
    read_decisions,
    remove_decision,
)
from kg.english.hyphens import one_line
from kg.errors import DecisionError
from kg.model import Build, Claim, Entity
from kg.resolve.revising import fits
from kg.resolve.rulings import claim_target, find_ruled


def entity_target(build: Build, entity: Entity, document: str = "", *, label: str = "") -> Target:
    """The handles that last: the label alone where one entity bears it, else all there are."""
    label = label or entity.label
    bearers = [e for e in build.entities if label in (e.label, *e.aliases)]
    handles: dict[str, Any] = {"entity": label}
    said = {" ".join(m.span.text.split()) for m in entity.mentions}
    if len(bearers) > 1 or label not in said:  # a name that a decision gave says nothing
        handles["iri"] = entity.iri
        document = document or min(m.document for m in entity.mentions)
    if document:
        handles |= document_handles(build, document)
    return Target(**handles)


def lasting_target(build: Build, entity: Entity, decided: Iterable[Decision]) -> Target:
    """The handles of an entity; of one that was renamed those by which it was, for they last.

    So a second rename takes the place of the first: "Anna Pike" that is called "Mayor Pike" and
    then "Lady Pike" is one decision about Anna Pike. A rename of something else, which no text of
    this entity says, gives it no handles.
    """
    alone = sum(other.label == entity.label for other in build.entities) == 1
    said = {" ".join(m.span.text.split()) for m in entity.mentions}
    for decision in reversed(tuple(decided)) if alone else ():
        (target, *_) = decision.targets
        meant = target.iri == entity.iri or {target.entity, target.text} & said
        if decision.kind == "rename" and decision.to == entity.label and meant:
            return target
    return entity_target(build, entity)


def document_handles(build: Build, document: str) -> dict[str, str]:
    """The id of a document and the first digits of the hash of its text. Raises DecisionError."""
    texts = {d.id: d.sha256 for d in build.documents}
    if document not in texts:
        raise DecisionError(f"no document {document!r}; kg documents lists them")
    return {"document": document, "sha256": texts[document][:12]}


def text_targets(build: Build, names: tuple[str, ...], inside: str = "") -> tuple[Target, ...]:
    """The words of two names, in one document or wherever they stand."""
    handles = document_handles(build, inside) if inside else {}
    said = {
        _folded(one_line(m.span.text))
        for e in build.entities
        for m in e.mentions
        if m.document == inside or not inside
    }
    for name in names:
        if _folded(name) not in said:
            where = f"{inside} does not" if inside else "no document does"
            raise DecisionError(
                f"{where} say {name!r}; give the names as the text has them, kg show lists them"
            )
    return tuple(Target(text=name, **handles) for name in names)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold().removeprefix("the ")


def of_case(build: Build, case: Case, *, same: bool) -> Decision:
    """The answer to a case that asks for one or two. Raises DecisionError where it is outdated."""
    if case.kind == "merge":
        names = (case.first.label, case.second.label)
        targets = text_targets(build, names, case.first.mention.document)
        return Decision(kind="same" if same else "different", targets=targets)
    known = {e.iri: e for e in build.entities}
    found = []
    for witness in (case.first, case.second):
        if witness.mention.entity not in known:
            raise DecisionError(
                f"{case.label} is an open case of what is no entity; build the graph again"
            )
        entity = known[witness.mention.entity]
        document = witness.mention.document if case.kind == "name" else ""
        found.append(entity_target(build, entity, document, label=witness.label))
    return Decision(kind="same" if same else "different", targets=tuple(found))


def rejections_of(build: Build, case: Case) -> Iterator[Decision]:
    """The rejection of every claim that accuses somebody of this one thing."""
    clause = clause_of(next(c for c in build.claims if c.id == case.claim))
    texts = {d.id: d for d in build.documents}
    for claim in build.claims:
        if clause_of(claim) == clause and accuses(claim):
            target = claim_target(claim, texts[claim.document])
            yield Decision(kind="reject", targets=(target,))


def ruled_on(file: Path, claim: Claim, build: Build) -> list[Decision]:
    """What is decided about a claim, also from before its document was edited."""
    document = next(d for d in build.documents if d.id == claim.document)
    return [
        d
        for d in read_decisions(file)
        if d.kind in ("reject", "assert")
        and fits(d.targets[0], document)
        and find_ruled(d.targets[0], [claim])
    ]


def rule_claim(
    file: Path, build: Build, claim: Claim, *, kind: DecisionKind, to: str = "", note: str = ""
) -> list[Decision]:
    """Write what is decided about a claim in place of all that was before; the new decision.

    Empty, and the file as it was, where that stands there already.
    """
    document = next(d for d in build.documents if d.id == claim.document)
    made = Decision(kind=kind, targets=(claim_target(claim, document),), to=to, note=note)
    if made in read_decisions(file):
        return []
    for old in ruled_on(file, claim, build):
        remove_decision(file, old)
    return [made] if add_decision(file, made) else []
