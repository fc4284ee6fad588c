"""Documents → a finished graph: the way through the house, in order.

    read → records (one per document, in parallel) → resolve → graph → exports

`build` returns everything in memory, `write_outputs` puts it into a folder.
"""

from __future__ import annotations

import hashlib
import json
import logging
import multiprocessing
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from importlib import metadata
from pathlib import Path

from kg.analyze import load_pipeline
from kg.decisions import TEMPLATE, Decisions
from kg.errors import ExportError, ReadError
from kg.graph import build_graph
from kg.model import Build, Document, Record, Settings, Software
from kg.read import ReadOptions, read_inputs
from kg.record import make_record
from kg.resolve import resolve_records

logger = logging.getLogger(__name__)

#: Wraps an iterable to show how far it has come; gets the total number of characters.
Progress = Callable[[Iterable[Record], Sequence[Document]], Iterable[Record]]


def build(
    inputs: Sequence[str | Path],
    *,
    settings: Settings | None = None,
    decisions: Decisions = (),
    workers: int = 1,
    progress: Progress | None = None,
    failed: list[ReadError] | None = None,
) -> Build:
    """Read files or folders and build their knowledge graph in memory.

    `decisions` are what `kg.decisions.read_decisions` reads from a file.
    `workers` processes share the documents; the result does not depend on their number.
    `progress` may wrap the stream of records. With a list in `failed`, inputs that cannot be
    read are collected there and the others are built; without one the first is raised.

    Raises:
        ReadError: an input cannot be read and `failed` is None.
        PipelineError: the spaCy pipeline of the settings cannot be loaded.

    Example (run by the tests as examples/graph_in_python.py)::

        result = build(["examples/abe-pompeo.txt"])
        result.graph.nodes["https://kg.example/entity/Japan"]["type"]  # "Country"
    """
    settings = settings or Settings()
    documents = read_documents(inputs, date=settings.date, failed=failed)
    records: Iterable[Record] = make_records(documents, settings, workers=workers)
    if progress is not None:
        records = progress(records, documents)
    return assemble(list(records), settings, decisions)


def read_documents(
    inputs: Sequence[str | Path],
    *,
    date: str | None = None,
    lines: bool = False,
    options: ReadOptions | None = None,
    failed: list[ReadError] | None = None,
) -> list[Document]:
    """Read all inputs; see `build` for `failed`."""
    documents = []
    names = [str(name) for name in inputs]
    for item in read_inputs(names, date=date, lines=lines, options=options):
        if isinstance(item, Document):
            documents.append(item)
        elif failed is None:
            raise item
        else:
            failed.append(item)
    return documents


def make_records(
    documents: Sequence[Document], settings: Settings, *, workers: int = 1
) -> Iterator[Record]:
    """One record per document, in the order of the documents."""
    if workers <= 1 or len(documents) < 2:
        nlp = load_pipeline(settings.model)
        yield from (make_record(document, nlp) for document in documents)
        return
    load_pipeline(settings.model)  # a missing pipeline is reported here, once
    context = multiprocessing.get_context("spawn")
    tasks = [(document, settings.model) for document in documents]
    size = max(1, min(16, len(documents) // (workers * 4)))
    with ProcessPoolExecutor(max_workers=workers, mp_context=context) as pool:
        yield from pool.map(_record_in_worker, tasks, chunksize=size)


def _record_in_worker(task: tuple[Document, str]) -> Record:
    document, model = task
    return make_record(document, load_pipeline(model))


def assemble(records: Sequence[Record], settings: Settings, decisions: Decisions = ()) -> Build:
    """Everything across documents: a pure function of the set of records, decisions, settings."""
    ordered = sorted(records, key=lambda r: r.document.id)
    resolved = resolve_records(ordered, settings, decisions)
    return Build(
        documents=tuple(r.document for r in ordered),
        entities=resolved.entities,
        claims=resolved.claims,
        facts=resolved.facts,
        graph=build_graph(resolved.entities, resolved.facts),
        settings=settings,
        missed=tuple((r.document.id, span, why) for r in ordered for span, why in r.missed),
        merges=resolved.merges,
        review=resolved.review,
        unmatched=resolved.unmatched,
        software=software_of(settings),
    )


def software_of(settings: Settings) -> Software:
    """The versions in use. Raises PipelineError if the pipeline cannot be loaded."""
    meta = load_pipeline(settings.model).meta
    return Software(
        kg=metadata.version("kg"),
        spacy=metadata.version("spacy"),
        model=f"{meta['lang']}_{meta['name']}",
        model_version=meta["version"],
    )


# Outputs


def write_outputs(result: Build, output: Path) -> list[Path]:
    """Write every file of the output folder; returns their paths, sorted.

    Files are written beside the folder first and moved in when all are complete, so that an
    existing folder is never left half new. `decisions.yaml` and files of other names stay.

    Raises:
        ExportError: the folder cannot be written.
    """
    try:
        output.parent.mkdir(parents=True, exist_ok=True)
        if output.exists() and not output.is_dir():
            raise ExportError(f"{output} is a file; choose another folder with -o")
        with tempfile.TemporaryDirectory(dir=output.parent, prefix=f".{output.name}-") as name:
            fresh = Path(name)
            _write_all(result, fresh)
            return _move(fresh, output)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(
            f"cannot write {output}: {reason}; choose another folder with -o"
        ) from error


def _write_all(result: Build, folder: Path) -> None:
    from kg.export.html import write_page
    from kg.export.lines import (
        escaped,
        write_claims,
        write_documents,
        write_entities,
        write_missed,
    )
    from kg.export.networks import write_graphml, write_json
    from kg.export.rdf import write_turtle
    from kg.export.tables import write_tables

    write_turtle(result, folder / "graph.ttl")
    write_graphml(result, folder / "graph.graphml")
    write_json(result, folder / "graph.json")
    write_claims(result, folder / "claims.jsonl")
    write_entities(result, folder / "entities.jsonl")
    write_documents(result, folder / "documents.jsonl")
    write_missed(result, folder / "missed.jsonl")
    write_tables(result, folder / "tables")
    write_page(result, folder / "graph.html")
    manifest = json.dumps(_manifest(result, folder), indent=2, ensure_ascii=False, sort_keys=True)
    (folder / "manifest.json").write_text(escaped(manifest) + "\n", encoding="utf-8", newline="\n")


def _move(fresh: Path, output: Path) -> list[Path]:
    output.mkdir(exist_ok=True)
    written = []
    files = sorted(path for path in fresh.rglob("*") if path.is_file())
    # The manifest comes last: it describes files that are all in place.
    for path in sorted(files, key=lambda p: p.name == "manifest.json"):
        target = output / path.relative_to(fresh)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.replace(target)
        written.append(target)
    decisions = output / "decisions.yaml"
    if not decisions.exists():
        decisions.write_text(TEMPLATE, encoding="utf-8", newline="\n")
        written.append(decisions)
    shutil.rmtree(fresh, ignore_errors=True)
    return sorted(written)


def _manifest(result: Build, folder: Path) -> dict[str, object]:
    settings = result.settings
    software = result.software or software_of(settings)
    return {
        "kg": software.kg,
        "pipeline": {
            "name": settings.model,
            "model": software.model,
            "version": software.model_version,
            "spacy": software.spacy,
        },
        "settings": {
            "base_iri": settings.base_iri,
            "vocab": settings.vocab,
            "license": settings.license,
            "date": settings.date,
            "min_confidence": settings.min_confidence,
        },
        "inputs": [
            {"id": d.id, "encoding": d.encoding, "date": d.date, "sha256": d.sha256}
            for d in result.documents
        ],
        "outputs": {
            path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
            for path in sorted(folder.rglob("*"))
            if path.is_file()
        },
        "counts": {
            "documents": len(result.documents),
            "entities": len(result.entities),
            "claims": len(result.claims),
            "facts": len(result.facts),
        },
    }
