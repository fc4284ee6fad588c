"""The desk: decisions made on the page are written, the graph is joined anew, the page redraws.

    order → decisions.yaml → graph in memory → data of the page      while the page waits
                             files of the folder                     behind it (`kg.serve.behind`)

The records of all documents stay in memory, so nothing is read again. A page says which version it
shows; who comes second is told who was first, and nothing is written. The version follows from what
`decisions.yaml` and the folder hold, so an edit by other means makes pages stale in the same way.
"""

from __future__ import annotations

import gc
import hashlib
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import filelock

from kg.build import assemble
from kg.collector import collecting_rarely
from kg.corpus.kept import StoredRecords
from kg.corpus.store import Finished, fingerprint, finished_build, open_store
from kg.decisions import Decision, Decisions, put_back, read_all, read_hashed
from kg.errors import BusyError, DecisionError, StaleError, StoreError
from kg.export.html import Page, encoded
from kg.files import write_bytes
from kg.folder.swap import finish_swap
from kg.model import Build, Claim, Mention, Ontology, Record
from kg.queue import Case, review_cases
from kg.resolve import Memory
from kg.serve.behind import Behind
from kg.serve.orders import AnyOrder, Asked, carry_out, case_id, name_of
from kg.upkeep import ontology_of

#: Seconds for which an order, and reading the folder, waits until another kg has done with it.
WAIT, LOADING = 20.0, 180.0
#: Steps that can be undone.
STEPS = 200
#: Open cases that the page lists.
CASES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One change of the file: what stood there before and after, and what was done, in words."""

    before: bytes | None
    after: bytes | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The graph that a file of decisions gives, and that file: its bytes, and its hash as a build.

    `notes` are for people; `version` is the same wherever decisions, documents and settings are.
    """

    build: Build
    decisions: Decisions
    notes: Decisions
    data: bytes | None
    hashed: str
    version: str


@dataclass(slots=True)
class Shares:
    """Seconds that the parts of an answer take, by name."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        start = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0.0) + time.perf_counter() - start


class Desk:
    """One output folder that is open for corrections.

    Raises:
        StoreError: the folder has no records, or kg or its model are another version.
        DecisionError: `decisions.yaml` is wrong.
    """

    _records: tuple[Record, ...]
    _finished: Finished
    _built: tuple[int, int, int] | None
    _memory: Memory
    _ontology: Ontology
    _now: Joined

    def __init__(self, output: Path) -> None:
        self.output, self._file = output, output / "decisions.yaml"
        self._turn = threading.RLock()
        self._steps: list[Step] = []
        self._last = ""
        self._page = Page()
        self._open: tuple[str, list[Case]] | None = None
        self._load()
        self.behind = Behind(output, self._turn, self._up_to_date)
        if self._finished.decisions != self._now.hashed:
            self.behind.wanted()

    def close(self) -> None:
        """Wait until the files say what was decided."""
        self.behind.close()

    def leave(self) -> None:
        """End at once: the files follow when the desk is opened again, or the graph built."""
        self.behind.leave()

    # What pages ask for

    def html(self) -> str:
        """The page that corrects."""
        with self._turn:
            self._look()
            return self._page.html(self._now.build, self._about())

    def data(self) -> bytes:
        """What the page draws, as JSON."""
        with self._turn:
            self._look()
            return self._data({}, texts=True)

    def state(self) -> dict[str, Any]:
        """Whether a page is up to date, in a few bytes."""
        with self._turn:
            self._look()
            return {"version": self._now.version, "last": self._last, **self.behind.state()}

    def cases(self) -> list[dict[str, Any]]:
        """The open cases of the review queue with both sentences, the most pressing first."""
        with self._turn:
            self._look()
            return [_case(case) for case in self._cases()[:CASES]]

    def decisions(self) -> list[dict[str, str]]:
        """All that is decided, as the file has it, the last of each kind first."""
        with self._turn:
            self._look()
            found = [
                {"id": name_of(d), "kind": d.kind, "words": words_of(d), "note": d.note}
                for d in (*self._now.decisions, *self._now.notes)
            ]
        return found[::-1]

    # What pages change

    def decide(self, asked: Asked, shares: Shares) -> bytes:
        """Carry out an order, or undo the last step; the new data of the page.

        Raises:
            StaleError: the page shows another version than there is; nothing is changed.
            DecisionError: it cannot be done, or would have no effect; nothing is changed.
            BusyError: another kg is writing the folder.
        """
        with self._turn, collecting_rarely(), shares.of("all"):
            with shares.of("reading"):
                self._look()
            if asked.version != self._now.version:
                raise StaleError(self._last or "the folder was built again")
            old = self._now.build
            with self._alone():
                self._change(asked, shares)
            self.behind.wanted()
            with shares.of("page"):
                return self._data(_heirs(old, self._now.build), texts=False)

    def _change(self, asked: Asked, shares: Shares) -> None:
        before, by = self._now, asked.by.strip()
        with put_back(self._file) as edited:
            with shares.of("writing"):
                words = self._undo() if asked.order is None else self._edit(asked.order)
                edited()
            if _bytes(self._file) == before.data:
                raise DecisionError("nothing is changed: this is decided already")
            with shares.of("joining"):
                joined = self._joined()
            idle = [line for line in joined.build.unmatched if line not in before.build.unmatched]
            if idle and asked.order is not None:
                raise DecisionError(f"nothing is changed, for it would do nothing: {idle[0]}")
        self._now = joined
        if asked.order is None:
            self._steps.pop()
        else:
            step = Step(before=before.data, after=joined.data, words=words)
            self._steps = [*self._steps, step][-STEPS:]
        self._last = f"{by or 'Somebody'} at {time.strftime('%H:%M:%S')}: {words}"

    def _edit(self, order: AnyOrder) -> str:
        """Change the file; what was done, in words."""
        before = read_all(self._file)
        carry_out(order, self._file, self._now.build, self._cases)
        after = read_all(self._file)
        made = [words_of(d) for d in after if d not in before]
        gone = [f"took back: {words_of(d)}" for d in before if d not in after]
        return "; ".join((made or gone)[:3])

    def _undo(self) -> str:
        """Put back what stood in the file before the last step, to the byte."""
        if not self._steps:
            raise DecisionError("there is nothing to undo")
        step = self._steps[-1]
        if _bytes(self._file) != step.after:
            self._steps.clear()
            raise DecisionError(
                "decisions.yaml was changed by other means since; take decisions back in their list"
            )
        if step.before is None:
            self._file.unlink()
        else:
            write_bytes(self._file.resolve(), step.before)
        return f"undid: {step.words}"

    # The graph

    def _look(self) -> None:
        """Take in what others have done with the folder. Raises StoreError, DecisionError."""
        built = _stamp(self.output / ".kg" / "build.json")
        if built != self._built:
            finished = finished_build(self.output)
            if finished is None or _made_of(finished) != _made_of(self._finished):
                self._load()
                self._last = f"the folder was built again at {time.strftime('%H:%M:%S')}"
                return
            self._finished, self._built = finished, built
        if _bytes(self._file) != self._now.data:
            self._now = self._joined()
            self._last = f"decisions.yaml was changed by other means, {time.strftime('%H:%M:%S')}"
            self.behind.wanted()

    def _load(self) -> None:
        """Read all records of the folder; raises StoreError where kg is another version."""
        with open_store(self.output, create=False, wait=LOADING) as store:
            finish_swap(self.output)
            built = _stamp(self.output / ".kg" / "build.json")
            finished = finished_build(self.output)
            if finished is None:
                raise StoreError(
                    f"{self.output} has no records of a build; run kg build -o {self.output} first"
                )
            if finished.fingerprint != fingerprint(finished.reader):
                raise StoreError(
                    f"{self.output} was built by another version of kg or its model; run kg build "
                    "again"
                )
            records = tuple(StoredRecords(store, finished.entries))
        self._records = records
        self._finished, self._built, self._memory = finished, built, Memory()
        self._ontology = ontology_of(finished, self.output)
        self._now = self._joined()
        gc.freeze()  # it stays for good; looking for cycles there would take seconds

    def _joined(self) -> Joined:
        """The graph that the decisions say, as they stand in the file."""
        data = _bytes(self._file)
        everything = read_all(self._file)
        decisions = tuple(d for d in everything if d.kind != "note")
        told = repr((data, _made_of(self._finished)))
        return Joined(
            build=assemble(
                self._records,
                self._finished.settings,
                decisions,
                ontology=self._ontology,
                memory=self._memory,
            ),
            decisions=decisions,
            notes=tuple(d for d in everything if d.kind == "note"),
            data=data,
            hashed=read_hashed(self._file)[1],
            version=hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        )

    def _cases(self) -> list[Case]:
        if self._open is None or self._open[0] != self._now.version:
            self._open = self._now.version, review_cases(self._now.build, self._now.decisions)
        return self._open[1]

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Nobody else changes the folder meanwhile. Raises BusyError where somebody does."""
        if self.behind.holds:  # our own process keeps the others out until it is told to end
            yield
            return
        lock = filelock.FileLock(self.output / ".kg" / "lock", timeout=WAIT)
        try:
            lock.acquire()
        except filelock.Timeout as error:
            raise BusyError("another kg is writing the folder; try again in a moment") from error
        try:
            yield
        finally:
            lock.release()

    def _up_to_date(self) -> bool:
        """Whether the files say what is decided; asked when they have been written."""
        finished = finished_build(self.output)
        return finished is not None and finished.decisions == read_hashed(self._file)[1]

    # The data

    def _data(self, heirs: Mapping[str, str], *, texts: bool) -> bytes:
        made = self._page.data(self._now.build, self._about(), texts=texts)
        return encoded(
            {"nodes": made.nodes, "edges": made.edges, "rest": made.rest, "heirs": heirs}
        )

    def _about(self) -> dict[str, Any]:
        return {
            "version": self._now.version,
            "undo": self._steps[-1].words if self._steps else "",
            "last": self._last,
            "unmatched": list(self._now.build.unmatched),
            **_decided(self._now.build),
            "notes": list(_notes(self._now.build, self._now.notes)),
        }


def _heirs(old: Build, new: Build) -> dict[str, str]:
    """Entities that are there no more, each with the one that its first mention now means."""
    there = {entity.iri for entity in new.entities}
    gone = [entity for entity in old.entities if entity.iri not in there and entity.mentions]
    wanted = {_place(entity.mentions[0]): entity.iri for entity in gone}
    if not wanted:
        return {}
    return {
        wanted[_place(mention)]: entity.iri
        for entity in new.entities
        for mention in entity.mentions
        if _place(mention) in wanted
    }


def _place(mention: Mention) -> tuple[str, int, int]:
    return mention.document, mention.span.start, mention.span.end


def words_of(decision: Decision) -> str:
    """A decision as a person says it."""
    named = [str(target) for target in decision.targets]
    both = " and ".join(named)
    said = {
        "same": f"{both} are one",
        "different": f"{both} are two",
        "rename": f"{both} is called {decision.to}",
        "retype": f"{both} is of type {decision.to}",
        "drop": f"{both} is left out",
        "mention": f"{both} is {decision.to}",
        "reject": f"{both} is wrong",
        "assert": f"{both} is confirmed by {decision.to}",
        "note": f"note on {both}: {decision.to}",
    }
    return said[decision.kind]


def _decided(build: Build) -> dict[str, Any]:
    """The claims that somebody has ruled on, which the page marks."""
    confirmed = {c.id: c.confirmed_by for c in build.claims if c.confirmed_by}
    rejected = [_rejected(c) for c in build.claims if c.hidden_because.startswith("rejected")]
    return {"confirmed": confirmed, "rejected": rejected}


def _rejected(claim: Claim) -> dict[str, Any]:
    said = [claim.subject.label, claim.predicate.lemma, claim.object.label if claim.object else ""]
    return {
        "id": claim.id, "words": " ".join(filter(None, said)), "why": claim.hidden_because,
        "document": claim.document, "sentence": " ".join(claim.sentence.text.split()),
        "entities": [a.entity for a in (claim.subject, claim.object) if a and a.entity],
    }  # fmt: skip


def _notes(build: Build, notes: Decisions) -> Iterator[dict[str, str]]:
    """Each note with what it is about, as the page has it; what is gone is left out."""
    by_label: dict[str, str] = {}
    for entity in build.entities:
        by_label.setdefault(entity.label, entity.iri)
    for entity in build.entities:  # one that was renamed
        for alias in entity.aliases:
            by_label.setdefault(alias, entity.iri)
    iris = {entity.iri for entity in build.entities}
    documents = {document.id for document in build.documents}
    for note in notes:
        target = note.targets[0]
        if target.claim:
            yield {"claim": target.claim, "text": note.to}
        elif target.entity or target.iri:
            iri = target.iri if target.iri in iris else by_label.get(target.entity, "")
            if iri:
                yield {"entity": iri, "text": note.to}
        elif target.document in documents:
            yield {"document": target.document, "text": note.to}


def _case(case: Case) -> dict[str, Any]:
    sides = [
        {
            "label": side.label,
            "entity": side.mention.entity,
            "document": side.mention.document,
            "sentence": side.sentence.text,
            "start": side.mention.span.start - side.sentence.start,
            "end": side.mention.span.end - side.sentence.start,
        }
        for side in (case.first, case.second)
    ]
    return {
        "id": case_id(case), "kind": case.kind, "label": case.label, "edges": case.edges,
        "reasons": list(case.reasons), "against": list(case.against), "claim": case.claim,
        "sides": sides[:1] if case.claim else sides,
    }  # fmt: skip


def _made_of(finished: Finished) -> tuple[Any, ...]:
    """What a graph is made of, decisions aside."""
    entries = [(entry.document.id, entry.key) for entry in finished.entries]
    return entries, finished.settings, finished.fingerprint


def _stamp(path: Path) -> tuple[int, int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _bytes(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise DecisionError(f"cannot read {path}: {error.strerror}") from error
