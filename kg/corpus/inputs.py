"""Whether a build is given what the graph in its folder was built from, and what holds if not.

the same inputs      the graph is brought up to date
others, nothing said refused: the documents of the graph would be lost without a word
others, "add"        those of the graph and the new ones
others, "replace"    the new ones
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Literal

from kg.corpus.store import Entry, Finished, Sources, Store, fingerprint, key_maker
from kg.errors import ExportError
from kg.folder.ours import manifest_of
from kg.model import Document
from kg.readers import Choice

#: What to do where a folder holds the graph of other inputs.
Others = Literal["refuse", "add", "replace"]

WAYS_OUT = "replace the graph with --replace, or choose another folder with -o"


def combined(sources: Sources, last: Finished | None, output: Path, others: Others) -> Sources:
    """What to read: the inputs given, and those of the graph where these are added to it.

    The text that the graph has from standard input cannot be read again and is not among them.

    Raises:
        ExportError: the graph is of other inputs and nothing is said about it, or its inputs are
            not there to be read again.
    """
    if last is None or others == "replace":
        return sources
    old = last.sources.inputs
    if others == "refuse":
        if _same(sources.inputs, last):
            return sources
        raise ExportError(
            f"{output} holds the graph of other inputs ({_some(map(near, old))}); add yours to it "
            f"with --add, {WAYS_OUT}"
        )
    if "-" in old and "-" in sources.inputs:
        raise ExportError(
            f"{output} holds a text from standard input already; give the new one as a file, "
            f"{WAYS_OUT}"
        )
    gone = sorted(name for name in old if name != "-" and not os.path.lexists(name))
    if gone:
        raise ExportError(
            f"{near(gone[0])} is an input of {output} and is gone; bring it back, or build "
            "what there is with --replace"
        )
    there = {_real(name) for name in old}
    new = (name for name in sources.inputs if _real(name) not in there)
    return replace(sources, inputs=(*(near(name) for name in old if name != "-"), *new))


def from_stdin(
    last: Finished | None, store: Store, output: Path, reader: Choice
) -> tuple[tuple[Entry, ...], dict[str, Document]]:
    """What a graph has from standard input, and by key the texts of it that have to be read again.

    That is where the reader makes other records than the last build's did: the text is in those.

    Raises:
        ExportError: it would have to be read again.
    """
    entries = last.entries if last is not None else ()
    kept = tuple(entry for entry in entries if entry.document.source == "-")
    if last is not None and kept:
        same = last.fingerprint == fingerprint(last.reader)
        if not same or not all(entry.key in store for entry in kept):
            raise ExportError(
                f"{output} holds a text from standard input, which this version of kg has to read "
                "again; give all texts as files, with --replace"
            )
    if last is None or reader == last.reader:
        return kept, {}
    key = key_maker(reader)
    texts = [record.document for record in store.load(kept)]
    entries = tuple(Entry.of(document, key(document)) for document in texts)
    found = zip(entries, texts, strict=True)
    return entries, {entry.key: text for entry, text in found if entry.key not in store}


def check_kept(entries: Iterable[Entry], last: Finished | None, output: Path) -> None:
    """See that no document is lost that could not be had again.

    This is so for a text from standard input, and for all documents where nothing is known of the
    inputs of a graph.

    Raises:
        ExportError: one is not among `entries`, neither by its name nor by its text.
    """
    entries = tuple(entries)
    texts = {entry.document.sha256 for entry in entries}
    if last is not None:
        if {e.document.sha256 for e in last.entries if e.document.source == "-"} <= texts:
            return
        raise ExportError(
            f"{output} holds the graph of another text from standard input; add this one, as a "
            f"file, with --add, {WAYS_OUT}"
        )
    there = texts | {entry.document.id for entry in entries}
    inputs = (manifest_of(output) or {}).get("inputs", ())
    lost = [d["id"] for d in inputs if not {d["id"], d["sha256"]} & there]
    if lost:
        raise ExportError(
            f"{output} holds a graph with other documents ({_some(lost)}) and no note of where "
            f"they came from; give them too, {WAYS_OUT}"
        )


def _same(given: Collection[str], last: Finished) -> bool:
    """Are these the inputs of the last build, be it that all was moved elsewhere since?"""
    old = last.sources.inputs
    if set(map(_real, given)) == set(map(_real, old)):
        return True
    moved = {_from(last.folder, name) for name in old} == {_from(str(Path.cwd()), n) for n in given}
    return moved and not any(os.path.lexists(name) for name in old)


def _real(name: str) -> str:
    return name if name == "-" else os.path.realpath(name)


def _from(folder: str, name: str) -> str:
    """The way from a folder to an input."""
    try:
        return name if name == "-" else os.path.relpath(name, folder)
    except ValueError:  # another drive
        return name


def near(name: str) -> str:
    """An input as one would name it from here: relative where it lies below this folder."""
    way = _from(str(Path.cwd()), name)
    return name if way.startswith("..") else way


def _some(names: Iterable[str]) -> str:
    first, *more = names
    return f"{first} and {len(more):,} more" if more else first
