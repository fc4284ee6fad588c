"""Proof: the sources are opened again and every span is compared with what stands there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from kg.build import OUTPUTS, WITH_ONTOLOGY
from kg.corpus.extracts import damaged_extracts, elsewhere
from kg.corpus.shards import Reading
from kg.corpus.store import Finished, Sources, damaged_records, finished_build
from kg.decisions import read_hashed
from kg.errors import DecisionError, ReadError
from kg.files import read_bytes, sha256_of
from kg.folder.lines import LONGEST
from kg.folder.marks import is_plain, opened_before, signed
from kg.folder.ours import HIDDEN, MANIFEST
from kg.folder.swap import settle
from kg.model import Build, Document, Merge, OpenCase, Span
from kg.read import read_inputs
from kg.readers import spans_of
from kg.restore import restore

_DECISIONS = "decisions.yaml"

#: What is wrong. Of sources: one is gone or its text is another one. Of what the graph says: a span
#: does not quote its document. Of the files of the output: one is gone, not as kg wrote it, cannot
#: be read, is not in the manifest, or is in it and none of kg's. Of what is kept beside them: a
#: record is lost, a file damaged. Of the decisions: they cannot be read, or the graph does not know
#: them yet.
Kind = Literal[
    "source gone", "source changed", "quote", "file gone", "file changed", "file unread",
    "file unlisted", "file foreign", "kept", "decisions",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Something that does not hold; `subject` is a document id or a file of the output."""

    kind: Kind
    subject: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What was checked, and every problem found, sorted. `unread` came from standard input."""

    documents: int
    spans: int
    files: int
    problems: tuple[Problem, ...]
    unread: tuple[str, ...] = ()


def verify(output: Path, *, reading: Reading | None = None) -> Verdict:
    """Check that an output folder is as kg wrote it and that its sources still say it.

    Sources are looked for where the last build found them; for a folder that came without its
    records, by their paths from the current folder. They are read by the processes and within the
    limits of `reading`, which is closed then; left out, here and without limits.

    Raises:
        ReadError: the folder holds no build.
        ExportError, StoreError: as `kg.folder.swap.settle`.
    """
    if not os.path.isdir(output):  # noqa: PTH112  a name that is too long is none, and no error
        raise _no_build(output)
    settle(output)
    files, problems = _check_files(output)
    last = finished_build(output)
    problems += [*_check_kept(output, last), *_check_decisions(output, last)]
    try:
        build = restore(output)
    except ReadError:
        if not problems:
            raise
        return Verdict(documents=0, spans=0, files=files, problems=_sorted(problems))
    if last is not None and _texts(last.documents) != _texts(build.documents):
        reason = "of another build than the graph; run kg build again"
        problems.append(Problem(kind="kept", subject=f"{HIDDEN}/build.json", reason=reason))
    spans: dict[str, list[Span]] = {document.id: [] for document in build.documents}
    for name, span in _quotes(build):
        if name in spans:
            spans[name].append(span)
        else:
            problems.append(Problem(kind="quote", subject=name, reason="no such document"))
    texts = texts_now(build, output, reading=reading)
    for document in build.documents:
        text = texts.get(document.id, document.text)
        problems += _check_document(document, text, spans[document.id])
    return Verdict(
        documents=len(build.documents),
        spans=sum(map(len, spans.values())),
        files=files,
        problems=_sorted(problems),
        unread=tuple(document.id for document in build.documents if document.source == "-"),
    )


def texts_now(
    build: Build, output: Path, *, reading: Reading | None = None
) -> dict[str, str | None]:
    """The texts of the sources as they are now, by document id; None for one that is gone.

    What came from standard input is not there. Sources are looked for and read as `verify` does.
    """
    last = finished_build(output)
    texts = _read_again(build, last, reading)
    if reading is not None:
        reading.close()
    folder = Path(last.folder) if last is not None else Path.cwd()
    return {
        document.id: texts.get(_place(document, folder))
        for document in build.documents
        if document.source != "-"
    }


def _check_files(output: Path) -> tuple[int, list[Problem]]:
    """How many files the manifest lists, and those that are not as it says."""
    try:
        text = read_bytes(output / MANIFEST, LONGEST).decode("utf-8")
        manifest = json.loads(text)
        listed = {str(name): sha256 for name, sha256 in manifest["outputs"].items()}
        intact = text == signed(manifest) or opened_before(text) is not None
    except (FileNotFoundError, NotADirectoryError) as error:
        raise _no_build(output) from error
    except OSError as error:
        return 1, [_unread(MANIFEST, error)]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        listed, intact = {}, False
    problems = [] if intact else [_altered(MANIFEST)]
    for name, sha256 in listed.items():
        problems += _check_file(output, name, sha256)
    if intact:
        own = set() if manifest["settings"].get("ontology") else {WITH_ONTOLOGY}
        for name in sorted({*OUTPUTS} - {*listed, MANIFEST} - own):
            reason = f"{MANIFEST} does not list it; build it again"
            problems.append(Problem(kind="file unlisted", subject=name, reason=reason))
    return len(listed) + 1, problems


def _no_build(output: Path) -> ReadError:
    return ReadError(f"no build in {output}; run kg build -o {output} first")


def _check_file(output: Path, name: str, sha256: object) -> Iterator[Problem]:
    if name not in OUTPUTS:
        reason = f"{MANIFEST} lists it, and kg writes no such file; it is not looked at"
        yield Problem(kind="file foreign", subject=name, reason=reason)
        return
    try:
        if not is_plain(output, name):
            yield _altered(name, "a link, and kg writes none; build it again")
        elif sha256_of(output / name) != sha256:
            yield _altered(name)
    except (FileNotFoundError, NotADirectoryError):
        yield Problem(kind="file gone", subject=name, reason="build it again")
    except OSError as error:
        yield _unread(name, error)


def _check_kept(output: Path, last: Finished | None) -> Iterator[Problem]:
    """What is kept for the next build: records, extracts, and the note of the last one."""
    if last is None:
        note = f"{HIDDEN}/build.json"
        if os.path.lexists(output / note):
            yield Problem(kind="kept", subject=note, reason="damaged; run kg build again")
        return
    for name, reason in damaged_records(output, last.entries):
        yield Problem(kind="kept", subject=name, reason=reason)
    for name in damaged_extracts(output):
        yield Problem(kind="kept", subject=name, reason="damaged; kg build reads its file again")


def _check_decisions(output: Path, last: Finished | None) -> Iterator[Problem]:
    try:
        _, hashed = read_hashed(output / _DECISIONS)
    except DecisionError as error:
        yield Problem(kind="decisions", subject=_DECISIONS, reason=str(error))
        return
    if last is not None and hashed != last.decisions:
        reason = "changed since the last build; run kg build again"
        yield Problem(kind="decisions", subject=_DECISIONS, reason=reason)


def _texts(documents: Iterable[Document]) -> set[tuple[str, str]]:
    return {(document.id, document.sha256) for document in documents}


def _altered(name: str, reason: str = "not as kg wrote it; build it again") -> Problem:
    return Problem(kind="file changed", subject=name, reason=reason)


def _unread(name: str, error: OSError) -> Problem:
    reason = f"cannot be read: {error.strerror or error}"
    return Problem(kind="file unread", subject=name, reason=reason)


def _read_again(
    build: Build, last: Finished | None, reading: Reading | None
) -> dict[tuple[str, str], str]:
    """The texts of the sources as they are now, by where they stand."""
    if last is None:
        names = sorted({d.source for d in build.documents if d.source != "-"})
        sources, date = Sources(inputs=tuple(names)), build.settings.date
    else:
        names = [name for name in last.sources.inputs if name != "-"]
        sources, date = replace(last.sources, inputs=tuple(names)), last.settings.date
    extract = None if reading is None else elsewhere(reading)
    found = read_inputs(
        sources.inputs, date=date, options=sources.options, extract=extract, notes=[]
    )
    here = Path.cwd()
    return {_place(item, here): item.text for item in found if isinstance(item, Document)}


def _place(document: Document, folder: Path) -> tuple[str, str]:
    """Where a document stands: its file, from the folder its build was started in, and the part."""
    return os.path.normpath(folder / document.source), document.part


def _check_document(document: Document, text: str | None, spans: list[Span]) -> Iterator[Problem]:
    if text is None:
        reason = f"cannot read {document.source} again"
        yield Problem(kind="source gone", subject=document.id, reason=reason)
        return
    wrong = [span for span in spans if text[span.start : span.end] != span.text]
    if hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() != document.sha256:
        reason = f"{len(wrong):,} of {len(spans):,} quotes no longer stand where they stood"
        yield Problem(kind="source changed", subject=document.id, reason=reason)
    elif wrong:
        shown = f"{wrong[0].text[:60]!r} at {wrong[0].start}"
        reason = f"{len(wrong):,} of {len(spans):,} are not in it, such as {shown}"
        yield Problem(kind="quote", subject=document.id, reason=reason)


def _quotes(build: Build) -> Iterator[tuple[str, Span]]:
    """Every span of a build, with the id of its document."""
    for claim in build.claims:
        yield from ((claim.document, span) for span in spans_of(claim))
    for found in (found for fact in build.typed for found in fact.evidence):
        yield from ((found.document, span) for span in spans_of(found))
    for entity in build.entities:
        yield from ((mention.document, mention.span) for mention in entity.mentions)
    yield from ((document, span) for document, span, _ in build.missed)
    pairs: tuple[Merge | OpenCase, ...] = (*build.merges, *build.review)
    for side in (side for pair in pairs for side in (pair.first, pair.second)):
        yield side.mention.document, side.mention.span
        yield side.mention.document, side.sentence


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (p.kind, p.subject, p.reason)))
