"""The documents of a graph, one by one: what each gave, and what could not be read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kg.corpus.store import finished_build
from kg.english.foreign import NOT_ENGLISH
from kg.model import Build
from kg.restore import restore


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One document: how many sentences it has, how many of them are not English, its claims.

    `shown` are the claims that the graph shows; `source` is the path of its file from the folder
    where the build was started, or `-`. `kg.upkeep.remove` takes `id`, and in that folder `source`
    too, unless it is `-`.
    """

    id: str
    source: str
    title: str | None
    date: str | None
    sentences: int
    foreign: int
    claims: int
    shown: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """The documents by id, and one line for each thing that the last build could not read."""

    documents: tuple[Row, ...]
    failed: tuple[str, ...] = ()


def documents(output: Path) -> Listing:
    """List what a graph was built from.

    Raises:
        DamageError: `output` is no folder that `kg build` wrote, or a file of it is damaged.
        ExportError, StoreError: as `kg.folder.lines.read_manifest`.
    """
    last = finished_build(output)
    return Listing(documents=_rows(restore(output)), failed=last.failed if last else ())


def _rows(build: Build) -> tuple[Row, ...]:
    sentences = {(claim.document, claim.sentence.start) for claim in build.claims}
    sentences |= {(document, span.start) for document, span, _ in build.missed}
    count = Counter(document for document, _ in sentences)
    foreign = Counter(document for document, _, why in build.missed if why == NOT_ENGLISH)
    claims = Counter(claim.document for claim in build.claims)
    shown = Counter(claim.document for claim in build.claims if claim.shown)
    return tuple(
        Row(
            id=document.id,
            source=document.source,
            title=document.title,
            date=document.date,
            sentences=count[document.id],
            foreign=foreign[document.id],
            claims=claims[document.id],
            shown=shown[document.id],
        )
        for document in sorted(build.documents, key=lambda document: document.id)
    )
