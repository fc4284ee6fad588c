"""An output folder kept exactly up to date: only what changed is read, the rest comes from records.

    update   inputs → new and changed documents are read → the outputs of a clean build
    remove   without these documents → the outputs of a clean build of the others
    decide   the decisions as they are now → the outputs of a clean build
    status   what `update` would do

The graph is made anew from the records each time, so no history can show in it.
"""

from __future__ import annotations

import difflib
import logging
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from kg.build import OUTPUTS, assemble, report_failed, write_outputs
from kg.corpus.extracts import Extracts, forget_extracts
from kg.corpus.inputs import Others, check_kept, combined, from_stdin, near
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
from kg.decisions import Decisions, put_back, read_hashed
from kg.english.foreign import NOT_ENGLISH
from kg.errors import NoTextError, ReadError, StoreError
from kg.folder.ours import cannot_write, check_ours
from kg.folder.swap import finish_swap
from kg.model import Build, Claim, Document, Ontology, Settings, Span
from kg.ontology.choice import chosen
from kg.ontology.files import hash_of
from kg.read import check_date, extracts_of, read_source, sources_of
from kg.read.file import printable
from kg.readers import Choice
from kg.restore import kept_ontology

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """How the inputs differ from the last build: document ids, sorted.

    `renamed` pairs the old id with the new one of the same text. `failed` has one line for all that
    cannot be read, or made the last build leave a document out; `notes` for what is left out on
    purpose or empty. `unread` counts files that no reader is for, by suffix, and `foreign` the
    sentences of each document that are not English. `decided` is true where `decisions.yaml` is
    another one, `ontology` where the file of the user's ontology is; `all_again` says why every
    document will be read again, or is empty.
    """

    new: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    unchanged: int = 0
    failed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    unread: tuple[tuple[str, int], ...] = ()
    foreign: tuple[tuple[str, int], ...] = ()
    decided: bool = False
    ontology: bool = False
    all_again: str = ""

    @property
    def current(self) -> bool:
        return not (
            self.new
            or self.changed
            or self.gone
            or self.renamed
            or self.decided
            or self.ontology
            or self.all_again
        )


@dataclass(slots=True)
class _Found:
    """The documents of the inputs: all of them as entries, the text only of those to read."""

    extracts: Extracts
    entries: list[Entry] = field(default_factory=list)
    missing: dict[str, Document] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    unread: tuple[tuple[str, int], ...] = ()


def update(
    sources: Sources,
    output: Path,
    *,
    settings: Settings,
    reading: Reading,
    failed: list[ReadError],
    others: Others = "refuse",
) -> Build | None:
    """Make `output` what a clean build of the sources gives; reads only what is new or changed.

    What cannot be read is collected in `failed`, and the others are built. Records are kept as
    they are made, so a run that was interrupted is continued by the next one. Returns None, and
    leaves the output alone, where no document could be read. `others` says what holds where
    `output` has the graph of other inputs (`kg.corpus.inputs`); before anything is read, that and
    files in the way that are not kg's are looked for, and nothing is changed.

    Raises:
        StoreError: another build of the same folder is running, or there is no room for records.
        DecisionError: `decisions.yaml` is wrong.
        OntologyError: the ontology of the settings cannot be read.
        ExportError: the outputs cannot be written, or what is there is not to be replaced.
    """
    check_ours(output, OUTPUTS)
    decisions, hashed = _decisions(output)  # before the long part, to fail early
    settings, ontology = _go_on(settings, output) if others == "add" else (settings, None)
    ontology = ontology or chosen(settings)
    reader = Choice.of(settings, sha256=ontology.sha256)
    with open_store(output) as store:
        finish_swap(output)
        last = finished_build(output)
        sources = combined(sources, last, output, others)
        before = last if others == "add" else None
        kept, again = from_stdin(before, store, output, reader)
        found = _find(sources, store, settings, reader, failed=failed, how=reading)
        found.entries += kept
        found.missing |= again
        if others != "replace":
            check_kept(found.entries, last, output)
        reasons: dict[str, str] = {}
        for step in read_missing(found.missing, store, reader=reader, how=reading):
            reasons |= step.failed
        reading.close()
        dropped: list[ReadError] = []
        report_failed(found.entries, reasons, dropped)
        failed += dropped
        entries = [entry for entry in found.entries if entry.key not in reasons]
        if not entries:
            return None
        inputs = (*map(_absolute, sources.inputs), *("-" for _ in kept[:1]))
        decisions, hashed = _decisions(output)  # as they are now
        finished = Finished(
            folder=str(Path.cwd()),
            sources=replace(sources, inputs=inputs),
            settings=settings,
            fingerprint=fingerprint(reader),
            decisions=hashed,
            entries=tuple(entries),
            failed=tuple(map(str, failed)),
            dropped=_by_document(found.entries, reasons, dropped),
            notes=tuple(sorted(found.notes)),
            unread=found.unread,
            ontology=ontology.sha256,
            waiting=_texts(entry for entry in found.entries if entry.key in reasons),
        )
        result = _write(finished, decisions, store, output, ontology)
        found.extracts.keep()
        return result


def remove(documents: Iterable[str], output: Path) -> Build:
    """Make `output` what a clean build without these documents gives; their records go too.

    A document is named by its id, or by the path of its file, which stands for all that is in it.

    Raises:
        StoreError: there is no such document or no build with records, or kg or its model are
            no longer those of the build.
    """
    with open_store(output, create=False) as store:
        finish_swap(output)
        finished = _last(output)
        if finished.fingerprint != fingerprint(finished.reader):
            raise StoreError(
                f"{output} was built by another version of kg or its model; run kg build again, "
                "without the documents to remove"
            )
        gone = {id for name in documents for id in _ids(name, finished, output)}
        kept = tuple(entry for entry in finished.entries if entry.document.id not in gone)
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


def decide(
    output: Path, edit: Callable[[Path], object] | None = None, *, wait: float = 0
) -> Build | None:
    """Make `output` what its decisions say, from the records of the last build.

    `edit` changes `decisions.yaml`, whose path it is given, while nobody else can; if it fails, or
    the graph cannot be made, the file is what it was before. None where it changes nothing and
    the graph is up to date. `wait` is for how many seconds another process may be at the folder.

    Raises:
        StoreError: there is no build with records, or kg or its model are no longer those of the
            build, or another process takes too long.
        DecisionError: `decisions.yaml` is wrong.

    Example::

        decide(Path("output"), lambda file: add_decision(file, decision), wait=60)
    """
    with open_store(output, create=False, wait=wait) as store:
        return decide_in(store, output, edit)


def decide_in(
    store: Store, output: Path, edit: Callable[[Path], object] | None = None
) -> Build | None:
    """As `decide`, for who has the store of the folder open already and keeps it open."""
    finish_swap(output)
    finished = _readable(output)
    file = output / "decisions.yaml"
    with put_back(file) as edited:
        changed = edit is None or edit(file)
        edited()
        decisions, hashed = read_hashed(file)
        if not changed and hashed == finished.decisions:
            return None
        return _write(replace(finished, decisions=hashed), decisions, store, output)


def built_with(output: Path, decisions: Decisions, *, wait: float = 0) -> Build:
    """The graph that other decisions would make of the last build; nothing of it is written.

    Raises StoreError as `decide`, OntologyError if its ontology cannot be used.

    Example::

        built_with(Path("output"), [d for d in decided if d != decision], wait=60)
    """
    with open_store(output, create=False, wait=wait) as store:
        finish_swap(output)
        last = _readable(output)
        records = StoredRecords(store, last.entries)
        return assemble(records, last.settings, decisions, ontology=ontology_of(last, output))


def status(output: Path, *, reading: Reading | None = None) -> Status:
    """What `update` with the inputs of the last build would find; `reading` is for new files.

    Raises:
        StoreError: there is no build with records.
    """
    with open_store(output, create=False) as store:
        finish_swap(output)
        last = _last(output)
        failed: list[ReadError] = []
        again = tuple(near(name) for name in last.sources.inputs if name != "-")
        again_from = replace(last.sources, inputs=again)
        how = reading or Reading()
        found = _find(again_from, store, last.settings, last.reader, failed=failed, how=how)
        how.close()
    old = {document.id: document.sha256 for document in last.documents}
    new = {entry.document.id: entry.document.sha256 for entry in found.entries}
    new |= {d.id: d.sha256 for d in last.documents if d.source == "-"}  # it cannot be read again
    # What is not tried again here: reading a document to its end, and standard input.
    before = {line for id, line in last.dropped if id in new}
    before |= {line for line in last.failed if line.startswith("standard input ")}
    renamed = _renamed(old, new)
    came, went = {b for _, b in renamed}, {a for a, _ in renamed}
    same_pipeline = last.fingerprint == fingerprint(last.reader)
    return Status(
        new=tuple(sorted(new.keys() - old.keys() - came)),
        changed=tuple(sorted(id for id in new.keys() & old.keys() if new[id] != old[id])),
        gone=tuple(sorted(old.keys() - new.keys() - went)),
        renamed=renamed,
        unchanged=sum(old.get(id) == sha256 for id, sha256 in new.items()),
        failed=tuple(sorted({*map(str, failed), *before})),
        notes=tuple(sorted(found.notes)),
        unread=found.unread,
        foreign=last.foreign,
        decided=_decisions(output)[1] != last.decisions,
        ontology=is_other_ontology(last, output),
        all_again=""
        if same_pipeline
        else "kg, its reader, its model or a library is another version",
    )


def _ids(name: str, finished: Finished, output: Path) -> list[str]:
    """The documents that a name stands for. Raises StoreError if there are none."""
    ids = [document.id for document in finished.documents]
    if name in ids:
        return [name]
    path = _normal(Path.cwd(), name)
    found = [
        document.id
        for document in finished.documents
        if document.source != "-" and _normal(finished.folder, document.source) == path
    ]
    if found:
        return found
    places = {document.source for document in finished.documents}
    alike = difflib.get_close_matches(name, [*ids, *sorted(places - {*ids})], n=3, cutoff=0.5)
    ask = f"did you mean {' or '.join(map(repr, alike))}? " if alike else ""
    raise StoreError(f"no document {name!r} in {output}; {ask}kg documents {output} lists them")


def _normal(folder: str | Path, name: str) -> str:
    """A path from a folder in the one way that documents have it."""
    return printable(os.path.normpath(Path(folder) / name))


def _renamed(old: dict[str, str], new: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Ids that are gone, each with the new id of the same text."""
    by_text: dict[str, list[str]] = {}
    for id in sorted(new.keys() - old.keys(), reverse=True):
        by_text.setdefault(new[id], []).append(id)
    gone = sorted(old.keys() - new.keys())
    return tuple((id, by_text[old[id]].pop()) for id in gone if by_text.get(old[id]))


def _decisions(output: Path) -> tuple[Decisions, str]:
    """What the user decided, and a hash of the file: of nothing where there is none."""
    return read_hashed(output / "decisions.yaml")


def _absolute(name: str) -> str:
    return name if name == "-" else str(Path(name).absolute())


def _by_document(
    entries: Iterable[Entry], reasons: Collection[str], errors: Iterable[ReadError]
) -> tuple[tuple[str, str], ...]:
    """The errors of `report_failed`, each with the id of its document."""
    ids = (entry.document.id for entry in entries if entry.key in reasons)
    return tuple(zip(ids, map(str, errors), strict=True))


def _texts(entries: Iterable[Entry]) -> tuple[str, ...]:
    return tuple(sorted({entry.document.sha256 for entry in entries}))


def _foreign(missed: Iterable[tuple[str, Span, str]]) -> tuple[tuple[str, int], ...]:
    """How many sentences of each document are not English, by document."""
    counted = Counter(document for document, _, reason in missed if reason == NOT_ENGLISH)
    return tuple(sorted(counted.items()))


def _find(
    sources: Sources,
    store: Store,
    settings: Settings,
    reader: Choice,
    *,
    failed: list[ReadError],
    how: Reading,
) -> _Found:
    key = key_maker(reader)
    date = None if settings.date is None else check_date(settings.date)
    search = sources_of(sources.inputs, sources.options)
    files = search.sources
    failed += search.failed
    found = _Found(
        extracts=Extracts(store.folder, sources.options),
        notes=list(search.notes),
        unread=search.unread,
    )
    found.extracts.make(files, how)
    textless: list[NoTextError] = []
    for source in files:
        extracts = found.extracts.of(source) or extracts_of(source, sources.options)
        for item in read_source(source, extracts, date=date, notes=found.notes):
            if isinstance(item, NoTextError):
                textless.append(item)
                continue
            if not isinstance(item, Document):
                failed.append(item)
                continue
            entry = Entry.of(item, key(item))
            found.entries.append(entry)
            if entry.key not in store:
                found.missing.setdefault(entry.key, item)
    found.extracts.close()
    if found.entries:
        found.notes += map(str, textless)
    else:
        failed += textless
    return found


def _last(output: Path) -> Finished:
    finished = finished_build(output)
    if finished is None:
        raise StoreError(f"{output} has no records of a build; run kg build -o {output} first")
    return finished


def _readable(output: Path) -> Finished:
    """The last build. Raises StoreError where this kg or its model would read otherwise."""
    last = _last(output)
    if last.fingerprint != fingerprint(last.reader):
        raise StoreError(
            f"{output} was built by another version of kg or its model; run kg build again"
        )
    return last


def ontology_of(last: Finished, output: Path) -> Ontology:
    """What the ontology of the last build is now; where its file is gone, what it was.

    Raises OntologyError if the file is there and cannot be used.
    """
    settings = last.settings
    if settings.ontology is None:
        return chosen(settings)
    file = last.ontology_file
    kept = None if file.exists() else kept_ontology(output)
    if kept is None:
        return chosen(replace(settings, ontology=str(file)))
    logger.warning("%s is gone; its copy in %s is used", file, output)
    return kept


def is_other_ontology(last: Finished, output: Path) -> bool:
    """Whether the file of the user's ontology is another one than that of the last build."""
    if last.settings.ontology is None or not last.ontology_file.exists():
        return False
    kept = kept_ontology(output)
    return kept is None or hash_of(last.ontology_file) != kept.sha256


def _go_on(settings: Settings, output: Path) -> tuple[Settings, Ontology | None]:
    """Settings that add to a build, with the ontology of that build if it is still the same file.

    That file lies where the build was started, which may not be here. Raises as `ontology_of`.
    """
    last = finished_build(output)
    if last is None or settings.ontology is None or last.settings.ontology is None:
        return settings, None
    if Path(settings.ontology).resolve() != last.ontology_file.resolve():
        return settings, None
    return settings, ontology_of(last, output)


def settings_here(last: Finished) -> Settings:
    """The settings of a build, the file of its ontology as one would name it from here."""
    if last.settings.ontology is None or Path.cwd() == Path(last.folder):
        return last.settings
    file = Path(os.path.relpath(last.ontology_file)).as_posix()
    return replace(last.settings, ontology=file)


def _write(
    finished: Finished,
    decisions: Decisions,
    store: Store,
    output: Path,
    ontology: Ontology | None = None,
) -> Build:
    """Raises ExportError if the folder cannot be written, or has no room for claims on the way.

    OntologyError where none is given, and the one of the last build cannot be read.
    """
    ontology = ontology or ontology_of(finished, output)

    def keep(claims: Iterable[Claim]) -> KeptClaims:
        return KeptClaims(claims, folder=store.folder)

    records = StoredRecords(store, finished.entries)
    try:
        result = assemble(records, finished.settings, decisions, keep=keep, ontology=ontology)
        finished = replace(finished, foreign=_foreign(result.missed))
        write_outputs(result, output, note=encode(finished))
        store.keep({entry.key for entry in finished.entries})
        # What is answered so far about a document that still waits is not asked again.
        store.forget_texts({*_texts(finished.entries), *finished.waiting})
    except OSError as error:
        raise cannot_write(output, error) from error
    return result
