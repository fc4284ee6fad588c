"""Documents → a finished graph: the way through the house, in order.

    read → records (one per document, in parallel) → resolve → graph → exports

`build` returns everything in memory, `write_outputs` puts it into a folder; `kg.upkeep` keeps the
records beside that folder, so that only what changed is read again.
"""

from __future__ import annotations

import json
import logging
import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from importlib import metadata
from pathlib import Path

from kg.collector import collecting_rarely
from kg.corpus.extracts import elsewhere
from kg.corpus.kept import StoredRecords, in_any_order
from kg.corpus.shards import Progress, Reading, read_missing, run_here
from kg.corpus.store import Entry, Held, key_maker
from kg.corpus.workers import in_processes
from kg.decisions import TEMPLATE, Decisions
from kg.errors import DISTRIBUTION, NoTextError, ReadError, RecordError
from kg.files import sha256_of, write_bytes
from kg.folder.marks import signed
from kg.folder.ours import DECISIONS, MANIFEST
from kg.folder.swap import replacing
from kg.graph.multigraph import build_graph, visible
from kg.model import Build, Document, Entity, Fact, Ontology, Record, Settings, Software, TypedFact
from kg.ontology.choice import chosen
from kg.parse.reading import find_model
from kg.read import ReadOptions, read_inputs
from kg.readers import Choice, reader_of
from kg.relate import Told, relate
from kg.relate.only import ends_of, facts_of_typed
from kg.resolve import Keep, Memory, Resolved, in_memory, resolve_records, unread

logger = logging.getLogger(__name__)


def build(
    inputs: Sequence[str | Path],
    *,
    settings: Settings | None = None,
    decisions: Decisions = (),
    workers: int | None = 1,
    progress: Progress | None = None,
    failed: list[ReadError] | None = None,
) -> Build:
    """Read files or folders and build their knowledge graph in memory.

    `decisions` are what `kg.decisions.read_decisions` reads from a file.
    `workers` processes share the documents: 1 means this process alone, None as many as pay; the
    result does not depend on their number. Only other processes can be held to the limits of time
    and memory for one document (`kg.corpus.shards.Reading`); with 1, a file made to do harm costs
    what it costs, past what the readers refuse. `progress` may wrap the steps. With a list
    in `failed`, inputs that cannot be read are collected there and the others are built; without
    one the first is raised.

    Raises:
        ReadError: an input cannot be read and `failed` is None.
        PipelineError: the spaCy pipeline of the settings cannot be loaded.
        OntologyError: the ontology of the settings cannot be read.

    Example (run by the tests as examples/graph_in_python.py)::

        result = build(["examples/abe-pompeo.txt"])
        result.graph.nodes["https://kg.example/entity/Japan"]["type"]  # "Country"
    """
    settings = settings or Settings()
    ontology = chosen(settings)
    how = reading_with(workers, progress=progress)
    documents = read_documents(inputs, date=settings.date, failed=failed, reading=how)
    records = make_records(documents, settings, reading=how, failed=failed)
    return assemble(records, settings, decisions, ontology=ontology)


def reading_with(workers: int | None, *, progress: Progress | None = None) -> Reading:
    """How documents are read by so many processes; see `build` for the options."""
    return Reading(run=run_here if workers == 1 else in_processes(workers), progress=progress)


def read_documents(
    inputs: Sequence[str | Path],
    *,
    date: str | None = None,
    lines: bool = False,
    options: ReadOptions | None = None,
    failed: list[ReadError] | None = None,
    reading: Reading | None = None,
) -> list[Document]:
    """Read all inputs, in the processes of `reading`; see `build` for `failed`.

    A table without a field of texts has failed only where nothing else is read.
    """
    documents = []
    textless: list[ReadError] = []
    names = [str(name) for name in inputs]
    extract = None if reading is None or reading.run is run_here else elsewhere(reading)
    for item in read_inputs(names, date=date, lines=lines, options=options, extract=extract):
        if isinstance(item, Document):
            documents.append(item)
        elif isinstance(item, NoTextError):
            textless.append(item)
        elif failed is None:
            raise item
        else:
            failed.append(item)
    for item in textless if documents else ():
        logger.warning("%s", item)
    if textless and not documents:
        if failed is None:
            raise textless[0]
        failed += textless
    return documents


def make_records(
    documents: Sequence[Document],
    settings: Settings,
    *,
    workers: int | None = 1,
    progress: Progress | None = None,
    failed: list[ReadError] | None = None,
    reading: Reading | None = None,
) -> Iterator[Record]:
    """One record per document, in the order of the documents; see `build` for the options.

    `reading` stands for `workers` and `progress`; its processes are ended in the end.
    """
    how = reading or reading_with(workers, progress=progress)
    store, reader = Held(), Choice.of(settings)
    key = key_maker(reader)
    entries = [Entry.of(document, key(document)) for document in documents]
    texts = {entry.key: d for entry, d in zip(entries, documents, strict=True)}
    reasons: dict[str, str] = {}
    waiting = deque(entries)
    for step in read_missing(texts, store, reader=reader, how=how):
        reasons |= step.failed
        while waiting and (waiting[0].key in store or waiting[0].key in reasons):
            entry = waiting.popleft()
            if entry.key in store:
                yield store.load(entry)
    how.close()
    report_failed(entries, reasons, failed)


def report_failed(
    entries: Iterable[Entry], reasons: Mapping[str, str], failed: list[ReadError] | None
) -> None:
    """Name every document that could not be read to its end; see `build` for `failed`."""
    for entry in entries:
        if entry.key in reasons:
            error = RecordError(f"{entry.document.id} is left out: it {reasons[entry.key]}")
            if failed is None:
                raise error
            failed.append(error)


def assemble(
    records: Iterable[Record],
    settings: Settings,
    decisions: Decisions = (),
    *,
    keep: Keep = in_memory,
    ontology: Ontology | None = None,
    memory: Memory | None = None,
) -> Build:
    """Everything across documents: a pure function of the set of records, decisions, settings.

    Records are collected and sorted, save those that come sorted and can be gone through again
    (`kg.corpus.kept.StoredRecords`). `keep` takes the claims of the graph. `ontology` stands for
    what is in the file of the settings; `memory` is for who does it again and again with the same
    records and settings.

    Raises OntologyError if that cannot be read.
    """
    ontology = ontology or chosen(settings)
    if not isinstance(records, StoredRecords):
        records = sorted(records, key=lambda r: r.document.id)
    with collecting_rarely():
        told = None if settings.ontology is None else Told(ontology, settings)
        resolved = resolve_records(
            records,
            settings,
            decisions,
            keep=keep,
            memory=memory,
            read=unread if told is None else told.read,
        )
        typed = relate(
            in_any_order(resolved.claims),
            resolved.entities,
            ontology=ontology,
            least=settings.min_confidence,
            told=told,
        )
        facts, entities = _of_graph(resolved, typed, settings, ontology)
        graph = build_graph(entities, facts)
    return Build(
        documents=resolved.documents,
        entities=resolved.entities,
        claims=resolved.claims,
        facts=facts,
        typed=typed,
        ontology=ontology,
        graph=graph,
        settings=settings,
        missed=resolved.missed,
        merges=resolved.merges,
        review=resolved.review,
        unmatched=resolved.unmatched,
        software=software_of(settings, ontology=ontology.sha256),
        left_out=_left_out(records, settings),
    )


def _left_out(records: Iterable[Record], settings: Settings) -> tuple[tuple[str, int], ...]:
    """What the reader does not believe of what it was told, summed; kg's own is told nothing."""
    if settings.reader == "kg":
        return ()
    total: Counter[str] = Counter()
    for record in records:
        total.update(dict(record.left_out))
    return tuple(sorted(total.items()))


def _of_graph(
    resolved: Resolved, typed: tuple[TypedFact, ...], settings: Settings, ontology: Ontology
) -> tuple[tuple[Fact, ...], Iterable[Entity]]:
    """The facts that make edges, and the entities that are nodes."""
    if not settings.only_ontology:
        return resolved.facts, visible(resolved.entities, resolved.shown)
    facts = facts_of_typed(typed, {d.id: d.sha256 for d in resolved.documents}, ontology)
    return facts, ends_of(resolved.entities, facts)


def software_of(settings: Settings, *, ontology: str = "") -> Software:
    """The versions in use; `ontology` is the hash of the user's, where it is known.

    Raises PipelineError if there is no such pipeline.
    """
    choice = Choice.of(settings, sha256=ontology)
    meta = json.loads((find_model(settings.model) / "meta.json").read_text("utf-8"))
    return Software(
        kg=metadata.version(DISTRIBUTION),
        spacy=metadata.version("spacy"),
        model=f"{meta['lang']}_{meta['name']}",
        model_version=meta["version"],
        reader="" if settings.reader == "kg" else reader_of(choice).version,
    )


# Outputs

#: The files of an output folder, but for `decisions.yaml`, which is the user's.
OUTPUTS = (
    "graph.ttl", "graph.graphml", "graph.json", "claims.jsonl", "facts.jsonl", "ontology.json",
    "entities.jsonl", "documents.jsonl", "missed.jsonl", "merges.jsonl", "review.jsonl",
    "tables/nodes.csv", "tables/relationships.csv", "graph.html", MANIFEST,
)  # fmt: skip


#: Of these, what a build writes only with an ontology of the user's.
WITH_ONTOLOGY = "ontology.json"


def write_outputs(result: Build, output: Path, *, note: bytes | None = None) -> list[Path]:
    """Write every file of the output folder; returns their paths, sorted.

    The new files take the place of the old ones when all are complete (`kg.folder.swap`), so that
    an existing folder is never left half new. `decisions.yaml` and files of other names stay.
    `note` becomes `.kg/build.json`, which `kg.upkeep` reads.

    Raises:
        ExportError: the folder cannot be written, or holds a file of such a name that kg did not
            write (`kg.folder.ours`).
    """
    with collecting_rarely(), replacing(output, OUTPUTS) as folder:
        _write_all(result, folder)
        if not os.path.lexists(output / DECISIONS):
            (folder / DECISIONS).write_text(TEMPLATE, encoding="utf-8", newline="\n")
        written = [p.relative_to(folder) for p in sorted(folder.rglob("*")) if p.is_file()]
        if note is not None:
            write_bytes(folder / ".kg" / "build.json", note)
    return [output / path for path in written]


def _write_all(result: Build, folder: Path) -> None:
    from kg.export.html import write_page
    from kg.export.lines import (
        write_claims,
        write_documents,
        write_entities,
        write_facts,
        write_merges,
        write_missed,
        write_ontology,
        write_review,
    )
    from kg.export.networks import write_graphml, write_json
    from kg.export.rdf import write_turtle
    from kg.export.tables import write_tables

    write_turtle(result, folder / "graph.ttl")
    write_graphml(result, folder / "graph.graphml")
    write_json(result, folder / "graph.json")
    write_claims(result, folder / "claims.jsonl")
    write_facts(result, folder / "facts.jsonl")
    if result.settings.ontology is not None:
        write_ontology(result, folder / WITH_ONTOLOGY)
    write_entities(result, folder / "entities.jsonl")
    write_documents(result, folder / "documents.jsonl")
    write_missed(result, folder / "missed.jsonl")
    write_merges(result, folder / "merges.jsonl")
    write_review(result, folder / "review.jsonl")
    write_tables(result, folder / "tables")
    write_page(result, folder / "graph.html")
    manifest = signed(_manifest(result, folder))
    (folder / MANIFEST).write_text(manifest, encoding="utf-8", newline="\n")


def _manifest(result: Build, folder: Path) -> dict[str, object]:
    settings = result.settings
    software = result.software or software_of(settings)
    return {
        "kind": "graph",
        "kg": software.kg,
        "pipeline": {
            "name": settings.model,
            "model": software.model,
            "version": software.model_version,
            "spacy": software.spacy,
        },
        "reader": {
            "name": settings.reader,
            "version": software.reader or software.kg,
            "options": dict(settings.reader_options),
            "left_out": dict(result.left_out),
        },
        "settings": {
            "base_iri": settings.base_iri,
            "vocab": settings.vocab,
            "license": settings.license,
            "gazetteers": list(settings.gazetteers),
            "ontology": settings.ontology,
            "ontology_sha256": result.ontology.sha256 if result.ontology is not None else "",
            "only_ontology": settings.only_ontology,
            "date": settings.date,
            "min_confidence": settings.min_confidence,
            "min_worth": settings.min_worth,
            "title": settings.title,
            "html_top": settings.html_top,
            "html_around": settings.html_around,
            "html_min_confidence": settings.html_min_confidence,
        },
        "inputs": [
            {"id": d.id, "encoding": d.encoding, "date": d.date, "sha256": d.sha256}
            for d in result.documents
        ],
        "outputs": {
            path.relative_to(folder).as_posix(): sha256_of(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
        "unmatched": list(result.unmatched),
        "counts": {
            "documents": len(result.documents),
            "entities": len(result.entities),
            "claims": len(result.claims),
            "shown": result.shown,
            "facts": len(result.facts),
            "typed": len(result.typed),
        },
    }
