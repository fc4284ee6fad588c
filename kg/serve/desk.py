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
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import filelock

from kg.ask.queue import Case, review_cases
from kg.build import assemble
from kg.collector import collecting_rarely
from kg.corpus.kept import StoredRecords
from kg.corpus.store import Finished, Store, fingerprint, finished_build
from kg.decisions import Decision, Decisions, file_bytes, put_back, read_all, read_hashed
from kg.errors import BusyError, DecisionError, StaleError, StoreError
from kg.export.html import Page, encoded
from kg.files import Stamp, stamp_of, write_bytes
from kg.folder.ours import check_ours
from kg.folder.swap import finish_swap
from kg.model import TYPES, Build, Claim, Mention, Ontology, Record
from kg.resolve import Memory
from kg.serve.behind import Behind
from kg.serve.orders import AnyOrder, Asked, carry_out, case_id, name_of
from kg.upkeep import is_other_ontology, ontology_of

#: Seconds for which an order, and reading the folder, waits until another kg has done with it.
WAIT, LOADING = 20.0, 180.0
#: Seconds after which who waits looks again at who has the folder.
GLANCE = 0.2
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
class Loaded:
    """What a folder holds but for decisions, and the stamps by which a change of it is seen."""

    records: tuple[Record, ...]
    finished: Finished
    built: Stamp | None
    ontology: Ontology
    ontology_stamp: Stamp | None
    memory: Memory = field(default_factory=Memory)


@dataclass(frozen=True, slots=True, kw_only=True)
class Joined:
    """The graph that a file of decisions gives, and the bytes of that file.

    `notes` are for people; `version` is the same wherever decisions, documents, settings and the
    ontology are.
    """

    build: Build
    decisions: Decisions
    notes: Decisions
    data: bytes | None
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

    _loaded: Loaded
    _now: Joined

    def __init__(self, output: Path) -> None:
        self.output, self._file = output, output / "decisions.yaml"
        self._turn = threading.RLock()
        self._steps: list[Step] = []
        self._last = ""
        self._page = Page()
        self._open: tuple[str, list[Case]] | None = None
        self.behind = Behind(output, self._turn, self._up_to_date)
        self._load()
        old = not self._up_to_date() or is_other_ontology(self._loaded.finished, output)
        self.behind.start()
        if old:
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
            while True:
                with shares.of("reading"):
                    self._look()
                if asked.version != self._now.version:
                    raise StaleError(self._last or "the folder was built again")
                old = self._now.build
                with self._alone(WAIT):
                    if not self._is_other():  # by whoever was at the folder while this waited
                        self._change(asked, shares)
                        break
            self.behind.wanted()
            with shares.of("page"):
                return self._data(_heirs(old, self._now.build), texts=False)

    def _change(self, asked: Asked, shares: Shares) -> None:
        before, by = self._now, asked.by.strip()
        with put_back(self._file) as edited:
            with shares.of("writing"):
                made, words = self._undo() if asked.order is None else self._edit(asked.order)
                edited()
            if file_bytes(self._file) == before.data:
                raise DecisionError("nothing is changed: this is decided already")
            with shares.of("joining"):
                joined = self._joined(self._loaded, before)
            idle = _idle(made, before.build, joined.build)
            if idle:
                raise DecisionError(f"nothing is changed, for it would do nothing: {idle[0]}")
        self._now = joined
        if asked.order is None:
            self._steps.pop()
        else:
            step = Step(before=before.data, after=joined.data, words=words)
            self._steps = [*self._steps, step][-STEPS:]
        self._last = f"{by or 'Somebody'} at {time.strftime('%H:%M:%S')}: {words}"

    def _edit(self, order: AnyOrder) -> tuple[list[Decision], str]:
        """Change the file; the decisions that it did not have, and what was done, in words."""
        before = read_all(self._file)
        carry_out(order, self._file, self._now.build, self._cases)
        after = read_all(self._file)
        made = [d for d in after if d not in before]
        gone = [f"took back: {words_of(d)}" for d in before if d not in after]
        return made, "; ".join(([words_of(d) for d in made] or gone)[:3])

    def _undo(self) -> tuple[list[Decision], str]:
        """Put back what stood in the file before the last step, to the byte; as `_edit`."""
        if not self._steps:
            raise DecisionError("there is nothing to undo; take decisions back in their list")
        step = self._steps[-1]
        if file_bytes(self._file) != step.after:
            self._steps.clear()
            raise DecisionError(
                "decisions.yaml was changed by other means since; take decisions back in their list"
            )
        try:
            if step.before is None:
                self._file.unlink()
            else:
                write_bytes(self._file.resolve(), step.before)
        except OSError as error:
            raise DecisionError(
                f"cannot write {self._file}: {error.strerror or error}; make its folder writable, "
                "with space left"
            ) from error
        return [], f"undid: {step.words}"

    # The graph

    def _look(self) -> None:
        """Take in what others have done with the folder. Raises StoreError, DecisionError."""
        loaded = self._loaded
        built = stamp_of(self.output / ".kg" / "build.json")
        if built != loaded.built:
            finished = finished_build(self.output)
            if finished is None or _made_of(finished) != _made_of(loaded.finished):
                self._load()
                self._last = f"the folder was built again at {time.strftime('%H:%M:%S')}"
                return
            self._loaded = replace(loaded, finished=finished, built=built)
        if _ontology_stamp(loaded.finished) != loaded.ontology_stamp:
            self._take_ontology()
        if file_bytes(self._file) != self._now.data:
            self._now = self._joined(self._loaded, self._now)
            self._last = f"decisions.yaml was changed by other means, {time.strftime('%H:%M:%S')}"
            self.behind.wanted()

    def _is_other(self) -> bool:
        """Whether anything is not as it was when `_look` saw it."""
        return (
            stamp_of(self.output / ".kg" / "build.json") != self._loaded.built
            or _ontology_stamp(self._loaded.finished) != self._loaded.ontology_stamp
            or file_bytes(self._file) != self._now.data
        )

    def _take_ontology(self) -> None:
        """The file of the user's ontology was touched. Raises OntologyError if it is wrong now."""
        before = self._loaded
        stamp = _ontology_stamp(before.finished)
        ontology = ontology_of(before.finished, self.output)
        loaded = replace(before, ontology=ontology, ontology_stamp=stamp)
        if ontology != before.ontology:
            self._now = self._joined(loaded)
            self._last = f"the ontology was changed at {time.strftime('%H:%M:%S')}"
            self.behind.wanted()
        self._loaded = loaded

    def _load(self) -> None:
        """Take in the folder; raises StoreError where kg is another version.

        Whatever fails, the desk is as it was, and looks again the next time.
        """
        with self._store() as store:
            built = stamp_of(self.output / ".kg" / "build.json")
            finished = finished_build(self.output)
            if finished is None:
                raise _no_records(self.output)
            if finished.fingerprint != fingerprint(finished.reader):
                raise StoreError(
                    f"{self.output} was built by another version of kg or its model; run kg build "
                    "again"
                )
            records = tuple(StoredRecords(store, finished.entries))
        loaded = Loaded(
            records=records,
            finished=finished,
            built=built,
            ontology_stamp=_ontology_stamp(finished),
            ontology=ontology_of(finished, self.output),
        )
        self._now = self._joined(loaded)
        self._loaded = loaded
        gc.freeze()  # it stays for good; looking for cycles there would take seconds

    @contextmanager
    def _store(self) -> Iterator[Store]:
        """The records of the folder, while no other kg writes them. Raises StoreError."""
        if not (self.output / ".kg").is_dir():
            raise _no_records(self.output)
        check_ours(self.output, (".kg/lock", ".kg/build.json"))
        try:
            with self._alone(LOADING) as ours:
                if ours:  # else our own process is at it, which does that itself
                    finish_swap(self.output)
                yield Store(self.output / ".kg")
        except BusyError as error:
            raise StoreError(str(error)) from error

    def _joined(self, loaded: Loaded, known: Joined | None = None) -> Joined:
        """The graph that the decisions say, as they stand in the file.

        `known` is what they made of the same folder before: notes and comments change no graph.
        """
        data = file_bytes(self._file)
        everything = read_all(self._file)
        decisions = tuple(d for d in everything if d.kind != "note")
        told = repr((data, _made_of(loaded.finished), loaded.ontology.sha256))
        if known is None or known.decisions != decisions:
            build = _assembled(loaded, decisions)
        else:
            build = known.build
        return Joined(
            build=build,
            decisions=decisions,
            notes=tuple(d for d in everything if d.kind == "note"),
            data=data,
            version=hashlib.sha256(told.encode("utf-8", "surrogatepass")).hexdigest()[:16],
        )

    def _cases(self) -> list[Case]:
        if self._open is None or self._open[0] != self._now.version:
            self._open = self._now.version, review_cases(self._now.build, self._now.decisions)
        return self._open[1]

    @contextmanager
    def _alone(self, seconds: float) -> Iterator[bool]:
        """Nobody else changes the folder meanwhile; False where our own process sees to that.

        That one keeps the others out until it is told to end. Raises BusyError where somebody
        else takes longer than so many seconds, or nobody can tell.
        """
        lock = filelock.FileLock(self.output / ".kg" / "lock", timeout=GLANCE)
        end = time.monotonic() + seconds
        while not self.behind.holds and not lock.is_locked:
            try:
                lock.acquire()
            except filelock.Timeout as error:
                if time.monotonic() >= end:
                    raise BusyError(
                        f"another kg is writing {self.output}; try again in a moment"
                    ) from error
            except OSError as error:
                raise BusyError(
                    f"cannot lock {self.output}: {error.strerror or error}; make it writable, with "
                    "space left"
                ) from error
        try:
            yield lock.is_locked
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
            "types": list(TYPES),
        }


def _assembled(loaded: Loaded, decisions: Decisions) -> Build:
    return assemble(
        loaded.records,
        loaded.finished.settings,
        decisions,
        ontology=loaded.ontology,
        memory=loaded.memory,
    )


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
        target, said = note.targets[0], {"id": name_of(note), "text": note.to}
        if target.claim:
            yield {"claim": target.claim, **said}
        elif target.entity or target.iri:
            iri = target.iri if target.iri in iris else by_label.get(target.entity, "")
            if iri:
                yield {"entity": iri, **said}
        elif target.document in documents:
            yield {"document": target.document, **said}


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


def _ontology_stamp(finished: Finished) -> Stamp | None:
    """Of the file of the user's ontology; None without one."""
    return None if finished.settings.ontology is None else stamp_of(finished.ontology_file)


def _no_records(output: Path) -> StoreError:
    return StoreError(f"{output} has no records of a build; run kg build -o {output} first")


def _idle(made: Iterable[Decision], before: Build, after: Build) -> list[str]:
    """What the graph says of new decisions that do nothing; old ones are not looked at."""
    lines = Counter(after.unmatched) - Counter(before.unmatched)
    return [line for line in lines if any(line.startswith(f"{d}: ") for d in made)]
