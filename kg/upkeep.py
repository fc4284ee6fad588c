"""An output folder kept exactly up to date: only what changed is read, the rest comes from records.

    update   inputs → new and changed documents are read → the outputs of a clean build
    remove   without these documents → the outputs of a clean build of the others
    decide   the decisions as they are now → the outputs of a clean build
    status   what `update` would do

The graph is made anew from the records each time, so no history can show in it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.build import assemble, report_failed, write_outputs
from kg.corpus.extracts import Extracts, forget_extracts
from kg.corpus.kept import KeptClaims, StoredRecords
from kg.corpus.shards import Reading, read_missing
from kg.corpus.store import (
    Entry,
    Finished,
    Sources,
    Store,
    encode,
    fingerprint,
    finished_build,
    key_maker,
    open_store,
)
from kg.corpus.swap import finish_swap
from kg.decisions import Decisions, read_decisions
from kg.errors import ReadError, StoreError
from kg.model import Build, Claim, Document, Settings
from kg.read import check_date, extracts_of, read_source, sources_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the inputs differ from the last build: document ids, sorted.

    `renamed` pairs the old id with the new one of the same text. `failed` are the last build's
    complaints. `decided` is true where `decisions.yaml` is another one; `all_again` says why every
    document will be read again, or is empty.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    unchanged: int = 0
    failed: tuple[str, ...] = ()
    decided: bool = False
    all_again: str = ""

    @property
    def current(self) -> bool:
        return not (
            self.new or self.changed or self.gone or self.renamed or self.decided or self.all_again
        )


@dataclass(slots=True)
class _Found:
    """The documents of the inputs: all of them as entries, the text only of those to read."""

    extracts: Extracts
    entries: list[Entry] = field(default_factory=list)
    missing: dict[str, Document] = field(default_factory=dict)


def update(
    sources: Sources,
    output: Path,
    *,
    settings: Settings,
    reading: Reading,
    failed: list[ReadError],
) -> Build | None:
    """Make `output` what a clean build of the sources gives; reads only what is new or changed.

    What cannot be read is collected in `failed`, and the others are built. Records are kept as
    they are made, so a run that was interrupted is continued by the next one. Returns None, and
    leaves the output alone, where no document could be read.

    Raises:
        StoreError: another build of the same folder is running, or there is no room for records.
        DecisionError: `decisions.yaml` is wrong.
        ExportError: the outputs cannot be written.
    """
    decisions, hashed = _decisions(output)  # before the long part, to fail early
    with open_store(output) as store:
        finish_swap(output)
        found = _find(sources, store, settings, failed, reading)
        reasons: dict[str, str] = {}
        for step in read_missing(found.missing, store, model=settings.model, how=reading):
            reasons |= step.failed
        report_failed(found.entries, reasons, failed)
        entries = [entry for entry in found.entries if entry.key not in reasons]
        if not entries:
            return None
        finished = Finished(
            folder=str(Path.cwd()),
            sources=replace(sources, inputs=tuple(map(_absolute, sources.inputs))),
            settings=settings,
            fingerprint=fingerprint(settings.model),
            decisions=hashed,
            entries=tuple(entries),
            failed=tuple(str(error) for error in failed),
        )
        result = _write(finished, decisions, store, output)
        found.extracts.keep()
        return result


def remove(documents: Iterable[str], output: Path) -> Build:
    """Make `output` what a clean build without these documents gives; their records go too.

    Raises:
        StoreError: there is no such document or no build with records, or kg or its model are
            no longer those of the build.
    """
    with open_store(output, create=False) as store:
        finish_swap(output)
        finished = _last(output)
        if finished.fingerprint != fingerprint(finished.settings.model):
            raise StoreError(
                f"{output} was built by another version of kg or its model; run kg build again, "
                "without the documents to remove"
            )
        names = set(documents)
        unknown = sorted(names - {entry.document.id for entry in finished.entries})
        if unknown:
            raise StoreError(
                f"no document {unknown[0]!r} in {output}; its manifest.json lists their ids"
            )
        kept = tuple(entry for entry in finished.entries if entry.document.id not in names)
        if not all(entry.key in store for entry in kept):
            raise StoreError(
                f"some records in {output}/.kg are lost; run kg build again, without the documents "
                "to remove"
            )
        decisions, hashed = _decisions(output)
        finished = replace(finished, entries=kept, decisions=hashed)
        result = _write(finished, decisions, store, output)
        forget_extracts(store.folder, {document.sha256 for document in finished.documents})
        return result


def decide(output: Path) -> Build:
    """Make `output` what its decisions say, from the records of the last build.

    Raises:
        StoreError: there is no build with records, or kg or its model are no longer those of the
            build.
        DecisionError: `decisions.yaml` is wrong.
    """
    decisions, hashed = _decisions(output)
    with open_store(output, create=False) as store:
        finish_swap(output)
        finished = _last(output)
        if finished.fingerprint != fingerprint(finished.settings.model):
            raise StoreError(
                f"{output} was built by another version of kg or its model; run kg build again"
            )
        return _write(replace(finished, decisions=hashed), decisions, store, output)


def status(output: Path, *, reading: Reading | None = None) -> Status:
    """What `update` with the inputs of the last build would find; `reading` is for new files.

    Raises:
        StoreError: there is no build with records.
    """
    with open_store(output, create=False) as store:
        finish_swap(output)
        last = _last(output)
        failed: list[ReadError] = []
        again = tuple(name for name in last.sources.inputs if name != "-")
        again_from = replace(last.sources, inputs=again)
        how = reading or Reading()
        found = _find(again_from, store, last.settings, failed, how)
    old = {document.id: document.sha256 for document in last.documents}
    new = {entry.document.id: entry.document.sha256 for entry in found.entries}
    new |= {d.id: d.sha256 for d in last.documents if d.source == "-"}  # it cannot be read again
    reasons = {line for line in last.failed if line not in map(str, failed)}
    renamed = _renamed(old, new)
    came, went = {b for _, b in renamed}, {a for a, _ in renamed}
    same_pipeline = last.fingerprint == fingerprint(last.settings.model)
    return Status(
        new=tuple(sorted(new.keys() - old.keys() - came)),
        changed=tuple(sorted(id for id in new.keys() & old.keys() if new[id] != old[id])),
        gone=tuple(sorted(old.keys() - new.keys() - went)),
        renamed=renamed,
        unchanged=sum(old.get(id) == sha256 for id, sha256 in new.items()),
        failed=tuple(sorted({*map(str, failed), *reasons})),
        decided=_decisions(output)[1] != last.decisions,
        all_again="" if same_pipeline else "kg, its model or a library is another version",
    )


def _renamed(old: dict[str, str], new: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Ids that are gone, each with the new id of the same text."""
    by_text: dict[str, list[str]] = {}
    for id in sorted(new.keys() - old.keys(), reverse=True):
        by_text.setdefault(new[id], []).append(id)
    gone = sorted(old.keys() - new.keys())
    return tuple((id, by_text[old[id]].pop()) for id in gone if by_text.get(old[id]))


def _decisions(output: Path) -> tuple[Decisions, str]:
    """What the user decided, and a hash of the file: of nothing where there is none."""
    path = output / "decisions.yaml"
    decisions = read_decisions(path)
    text = path.read_bytes() if decisions else b""
    return decisions, hashlib.sha256(text).hexdigest()


def _absolute(name: str) -> str:
    return name if name == "-" else str(Path(name).absolute())


def _find(
    sources: Sources, store: Store, settings: Settings, failed: list[ReadError], how: Reading
) -> _Found:
    key = key_maker(settings.model)
    date = None if settings.date is None else check_date(settings.date)
    files, missing = sources_of(sources.inputs, sources.options)
    failed += missing
    found = _Found(extracts=Extracts(store.folder, sources.options))
    found.extracts.make(files, how)
    for source in files:
        extracts = found.extracts.of(source) or extracts_of(source, sources.options)
        for item in read_source(source, extracts, date=date):
            if not isinstance(item, Document):
                failed.append(item)
                continue
            entry = Entry.of(item, key(item))
            found.entries.append(entry)
            if entry.key not in store:
                found.missing.setdefault(entry.key, item)
    return found


def _last(output: Path) -> Finished:
    finished = finished_build(output)
    if finished is None:
        raise StoreError(f"{output} has no records of a build; run kg build -o {output} first")
    return finished


def _write(finished: Finished, decisions: Decisions, store: Store, output: Path) -> Build:
    def keep(claims: Iterable[Claim]) -> KeptClaims:
        return KeptClaims(claims, folder=store.folder)

    records = StoredRecords(store, finished.entries)
    result = assemble(records, finished.settings, decisions, keep=keep)
    write_outputs(result, output, note=encode(finished))
    store.keep({entry.key for entry in finished.entries})
    return result
