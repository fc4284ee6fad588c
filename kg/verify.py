"""Proof: the sources are opened again and every span is compared with what stands there."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from pathlib import Path
from typing import Literal

from kg.build import manifest_text
from kg.corpus.store import Finished, Sources, finished_build
from kg.corpus.swap import MANIFEST, finish_swap
from kg.errors import ReadError
from kg.files import sha256_of
from kg.model import Build, Document, Span
from kg.read import read_inputs
from kg.restore import restore

#: What is wrong: a source is gone or its text is another one; a span does not quote its document;
#: a file of the output is gone or not as kg wrote it.
Kind = Literal["source gone", "source changed", "quote", "file gone", "file changed"]


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


def verify(output: Path) -> Verdict:
    """Check that an output folder is as kg wrote it and that its sources still say it.

    Sources are looked for where the last build found them; for a folder that came without its
    records, by their paths from the current folder.

    Raises:
        ReadError: the folder holds no build.
    """
    finish_swap(output)
    files, problems = _check_files(output)
    try:
        build = restore(output)
    except (ReadError, ValueError):
        if not problems:
            raise
        return Verdict(documents=0, spans=0, files=files, problems=_sorted(problems))
    spans: dict[str, list[Span]] = {document.id: [] for document in build.documents}
    for name, span in _quotes(build):
        if name in spans:
            spans[name].append(span)
        else:
            problems.append(Problem(kind="quote", subject=name, reason="no such document"))
    last = finished_build(output)
    texts = _read_again(build, last)
    folder = Path(last.folder) if last is not None else Path.cwd()
    for document in build.documents:
        text = document.text if document.source == "-" else texts.get(_place(document, folder))
        problems += _check_document(document, text, spans[document.id])
    return Verdict(
        documents=len(build.documents),
        spans=sum(map(len, spans.values())),
        files=files,
        problems=_sorted(problems),
        unread=tuple(document.id for document in build.documents if document.source == "-"),
    )


def _check_files(output: Path) -> tuple[int, list[Problem]]:
    """How many files the manifest lists, and those that are not as it says."""
    path = output / MANIFEST
    try:
        text = path.read_bytes().decode("utf-8")
        manifest = json.loads(text)
        listed = dict(manifest["outputs"])
        intact = text == manifest_text(manifest)
    except FileNotFoundError as error:
        raise ReadError(f"no build in {output}; run kg build -o {output} first") from error
    except (ValueError, KeyError, TypeError):
        listed, intact = {}, False
    problems = [] if intact else [_altered(MANIFEST)]
    for name, sha256 in listed.items():
        file = output / name
        if not file.is_file():
            problems.append(Problem(kind="file gone", subject=name, reason="build it again"))
        elif sha256_of(file) != sha256:
            problems.append(_altered(name))
    return len(listed) + 1, problems


def _altered(name: str) -> Problem:
    reason = "not as kg wrote it; build it again"
    return Problem(kind="file changed", subject=name, reason=reason)


def _read_again(build: Build, last: Finished | None) -> dict[tuple[str, str], str]:
    """The texts of the sources as they are now, by where they stand."""
    if last is None:
        names = sorted({d.source for d in build.documents if d.source != "-"})
        sources, date = Sources(inputs=tuple(names)), build.settings.date
    else:
        names = [name for name in last.sources.inputs if name != "-"]
        sources, date = replace(last.sources, inputs=tuple(names)), last.settings.date
    found = read_inputs(sources.inputs, date=date, options=sources.options)
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
        yield from ((claim.document, span) for span in _spans(claim))
    for entity in build.entities:
        yield from ((mention.document, mention.span) for mention in entity.mentions)
    yield from ((document, span) for document, span, _ in build.missed)


def _spans(value: object) -> Iterator[Span]:
    """Every span inside a value of `kg.model`, however deep."""
    if isinstance(value, Span):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _spans(item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _spans(getattr(value, field.name))


def _sorted(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted(problems, key=lambda p: (p.kind, p.subject, p.reason)))
