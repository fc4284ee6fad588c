"""What the page asks for → decisions: each order is checked where it comes in.

An order names entities by IRI, claims and documents by id, as the page has them. The decision that
is written names them by handles that last (`kg.ask.handles`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Literal

import msgspec

from kg.ask.handles import (
    document_handles,
    entity_target,
    lasting_target,
    of_case,
    rejections_of,
    rule_claim,
    text_targets,
)
from kg.ask.queue import Case
from kg.decisions import (
    Decision,
    DecisionKind,
    Decisions,
    Target,
    add_decision,
    read_all,
    remove_decision,
)
from kg.english.hyphens import one_line
from kg.errors import DecisionError
from kg.model import TYPES, Build, Claim, Entity
from kg.resolve.rulings import claim_target

#: Characters that a label, a name or a note may have.
LONGEST = 2000


class Order(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="do"):
    """One thing to do, and why."""

    note: str = ""


class Merge(Order, frozen=True, kw_only=True, tag="merge"):
    """Two entities are one; it keeps the IRI of the first."""

    entities: tuple[str, str]


class Split(Order, frozen=True, kw_only=True, tag="split"):
    """One entity is two: by two documents that mean each one, or by two of its names."""

    entity: str
    documents: tuple[str, str] | None = None
    names: tuple[str, str] | None = None
    document: str = ""


class Rename(Order, frozen=True, kw_only=True, tag="rename"):
    entity: str
    to: str


class Retype(Order, frozen=True, kw_only=True, tag="retype"):
    entity: str
    to: str


class Drop(Order, frozen=True, kw_only=True, tag="drop"):
    entity: str


class Reject(Order, frozen=True, kw_only=True, tag="reject"):
    claim: str


class Confirm(Order, frozen=True, kw_only=True, tag="confirm"):
    claim: str
    by: str


class Remark(Order, frozen=True, kw_only=True, tag="note"):
    """A note on one of these; an empty one takes the note away.

    `decision` is the note that is changed, as `name_of` names it; without one it is a new note.
    """

    text: str
    decision: str = ""
    entity: str = ""
    claim: str = ""
    document: str = ""


class Answer(Order, frozen=True, kw_only=True, tag="answer"):
    """An answer to a case of the review queue."""

    case: str
    answer: Literal["same", "different", "wrong"]


class TakeBack(Order, frozen=True, kw_only=True, tag="take back"):
    """A decision goes; it is named as `name_of` names it."""

    decision: str


AnyOrder = Merge | Split | Rename | Retype | Drop | Reject | Confirm | Remark | Answer | TakeBack


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A request of a page: what it shows, who works there, what is to be done (None: undo)."""

    version: str
    by: str = ""
    order: AnyOrder | None = None


_DECODER = msgspec.json.Decoder(Asked)


def asked(body: bytes) -> Asked:
    """Read a request. Raises DecisionError if it is none, or has texts without end."""
    try:
        found = _DECODER.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise DecisionError(f"this is no order: {error}; load the page again") from error
    for name, value in _texts(found):
        if len(value) > LONGEST:
            raise DecisionError(f"{name} is longer than {LONGEST:,} characters; make it shorter")
    return found


def _texts(found: Asked) -> list[tuple[str, str]]:
    fields = {} if found.order is None else msgspec.structs.asdict(found.order)
    given = [("by", found.by), *fields.items()]
    return [(name, value) for name, value in given if isinstance(value, str)]


def carry_out(order: AnyOrder, file: Path, build: Build, cases: Callable[[], list[Case]]) -> None:
    """Write what an order decides into the file; `build` is the graph that the page shows.

    Nothing is written where the file says so already. Raises DecisionError for what is not there.
    """
    if isinstance(order, Reject | Confirm):
        claim = _claim(build, order.claim)
        kind: DecisionKind = "reject" if isinstance(order, Reject) else "assert"
        by = order.by.strip() if isinstance(order, Confirm) else ""
        if kind == "assert" and not by:
            raise DecisionError("say who confirms it; give a name")
        rule_claim(file, build, claim, kind=kind, to=by, note=order.note.strip())
    elif isinstance(order, TakeBack):
        remove_decision(file, _named(order.decision, file))
    elif isinstance(order, Remark) and not order.text.strip():
        remove_decision(file, _noting(build, order, file, text="-"))
    elif isinstance(order, Remark):
        add_decision(file, _noting(build, order, file, text=_line(order.text)))
    else:
        for decision in _decisions(order, build, cases, read_all(file)):
            add_decision(file, decision)


def name_of(decision: Decision) -> str:
    """A short name of a decision among those of a file."""
    return hashlib.sha256(repr(decision).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def case_id(case: Case) -> str:
    """A short name of a case: what it compares, and where that stands."""
    first, second = case.first.mention, case.second.mention
    places = [(m.document, m.span.start, m.entity) for m in (first, second)]
    told = repr((case.kind, case.label, case.claim, places))
    return hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _decisions(
    order: Order, build: Build, cases: Callable[[], list[Case]], known: Decisions
) -> list[Decision]:
    note = order.note.strip()
    if isinstance(order, Answer):
        return _answered(order, build, cases(), note)
    if isinstance(order, Merge):
        one, other = (_entity(build, iri) for iri in order.entities)
        if one is other:
            raise DecisionError("these are one already; choose two")
        pair = (lasting_target(build, one, known), lasting_target(build, other, known))
        return [Decision(kind="same", targets=pair, note=note)]
    if isinstance(order, Split):
        return [Decision(kind="different", targets=_parts(build, order), note=note)]
    if isinstance(order, Retype) and order.to not in TYPES:
        raise DecisionError(f"unknown type {order.to!r}; choose {', '.join(TYPES)}")
    if isinstance(order, Rename | Retype | Drop):
        target = lasting_target(build, _entity(build, order.entity), known)
        to = "" if isinstance(order, Drop) else _line(order.to)
        kind: DecisionKind = _KIND[type(order)]
        return [Decision(kind=kind, targets=(target,), to=to, note=note)]
    raise DecisionError(f"nobody knows how to {order}")  # pragma: no cover


_KIND: dict[type[Order], DecisionKind] = {Rename: "rename", Retype: "retype", Drop: "drop"}


def _answered(order: Answer, build: Build, cases: list[Case], note: str) -> list[Decision]:
    case = next((case for case in cases if case_id(case) == order.case), None)
    if case is None:
        raise DecisionError("this case is open no more; look at the others")
    if (order.answer == "wrong") != (case.kind == "accusing"):
        raise DecisionError(
            f"{order.answer!r} is no answer to this case; choose one that it offers"
        )
    if order.answer == "wrong":
        made = list(rejections_of(build, case))
    else:
        made = [of_case(build, case, same=order.answer == "same")]
    return [replace(decision, note=note) for decision in made]


def _parts(build: Build, order: Split) -> tuple[Target, ...]:
    entity = _entity(build, order.entity)
    if order.names is not None:
        return text_targets(build, order.names, order.document)
    if order.documents is None or order.documents[0] == order.documents[1]:
        raise DecisionError("choose two documents or two names that mean different things")
    there = {m.document for m in entity.mentions}
    for document in order.documents:
        if document not in there:
            raise DecisionError(f"{document} does not mention {entity.label}; choose one that does")
    return tuple(
        entity_target(build, entity, document, label=_called(entity, document))
        for document in order.documents
    )


def _called(entity: Entity, document: str) -> str:
    """What a document calls an entity: its label if it says that, else its longest name there."""
    said = {one_line(m.span.text) for m in entity.mentions
            if m.document == document and m.kind == "name"}  # fmt: skip
    if entity.label in said or not said:
        return entity.label
    return max(said, key=lambda name: (len(name), name))


def _named(name: str, file: Path) -> Decision:
    """The decision of this name. Raises DecisionError if the file has it no more."""
    for decision in read_all(file):
        if name_of(decision) == name:
            return decision
    raise DecisionError("this decision stands there no more; the list shows those that do")


def _noting(build: Build, order: Remark, file: Path, *, text: str) -> Decision:
    """The note that an order makes: in place of the one it names, whatever that calls its thing."""
    if order.decision:
        return replace(_named(order.decision, file), to=text)
    target = _noted(build, order, read_all(file))
    return Decision(kind="note", targets=(target,), to=text)


def _noted(build: Build, order: Remark, known: Decisions) -> Target:
    given = [value for value in (order.entity, order.claim, order.document) if value]
    if len(given) != 1:
        raise DecisionError("a note is about one entity, one claim or one document; name it")
    if order.entity:
        return lasting_target(build, _entity(build, order.entity), known)
    if order.claim:
        claim = _claim(build, order.claim)
        return claim_target(claim, next(d for d in build.documents if d.id == claim.document))
    return Target(**document_handles(build, order.document))


def _entity(build: Build, iri: str) -> Entity:
    for entity in build.entities:
        if entity.iri == iri:
            return entity
    raise DecisionError(f"there is no entity {iri} any more; look at the graph as it is now")


def _claim(build: Build, id: str) -> Claim:
    for claim in build.claims:
        if claim.id == id:
            return claim
    raise DecisionError(f"there is no claim {id} any more; look at the graph as it is now")


def _line(text: str) -> str:
    """On one line. Raises DecisionError if nothing is left."""
    made = " ".join(text.split())
    if not made:
        raise DecisionError("it is empty; write something")
    return made
