"""`claims.jsonl`, `entities.jsonl`, `documents.jsonl` and the others: one JSON object a line.

What stands on a line, `kg.folder.layout` says.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from kg.corpus.kept import by_id
from kg.export.files import write_text
from kg.folder.layout import (
    case_fields,
    claim_fields,
    entity_fields,
    fact_fields,
    merge_fields,
    missed_fields,
    one_line_json,
)
from kg.model import Build


def write_claims(build: Build, path: Path) -> None:
    """Write the claims to `path`. Raises ExportError if the file cannot be written."""
    write_text(path, generate_claims(build))


def write_entities(build: Build, path: Path) -> None:
    """Write the entities to `path`. Raises ExportError if the file cannot be written."""
    write_text(path, generate_entities(build))


def write_facts(build: Build, path: Path) -> None:
    """Write the typed facts to `path`. Raises ExportError if the file cannot be written."""
    write_text(path, generate_facts(build))


def write_ontology(build: Build, path: Path) -> None:
    """Write the ontology of a build on one line. Raises ExportError if it cannot be written."""
    if build.ontology is not None:
        write_text(path, [one_line_json(asdict(build.ontology)) + "\n"])


def write_documents(build: Build, path: Path) -> None:
    """Write the documents to `path`. Raises ExportError if the file cannot be written."""
    write_text(path, generate_documents(build))


def write_missed(build: Build, path: Path) -> None:
    """Write `missed.jsonl`, as `generate_missed` makes it."""
    write_text(path, generate_missed(build))


def write_merges(build: Build, path: Path) -> None:
    """Write `merges.jsonl`, as `generate_merges` makes it."""
    write_text(path, generate_merges(build))


def write_review(build: Build, path: Path) -> None:
    """Write `review.jsonl`, as `generate_review` makes it."""
    write_text(path, generate_review(build))


def generate_claims(build: Build) -> Iterator[str]:
    """Yield one line of JSON per claim, sorted by id."""
    pages = {document.id: document.pages for document in build.documents if document.pages}
    for claim in by_id(build.claims):
        yield one_line_json(claim_fields(claim, pages.get(claim.document, ()))) + "\n"


def generate_entities(build: Build) -> Iterator[str]:
    """Yield one line of JSON per entity, sorted by IRI; what is not in the graph weighs nothing."""
    nodes = build.graph.nodes
    for entity in sorted(build.entities, key=lambda entity: entity.iri):
        weight = nodes[entity.iri]["importance"] if entity.iri in nodes else 0.0
        yield one_line_json(entity_fields(entity, weight)) + "\n"


def generate_facts(build: Build) -> Iterator[str]:
    """Yield one line of JSON per typed fact, sorted by id."""
    for fact in sorted(build.typed, key=lambda fact: fact.id):
        yield one_line_json(fact_fields(fact)) + "\n"


def generate_documents(build: Build) -> Iterator[str]:
    """Yield one line of JSON per document, its text exactly as read included, sorted by id."""
    for document in sorted(build.documents, key=lambda document: document.id):
        yield one_line_json(asdict(document)) + "\n"


def generate_missed(build: Build) -> Iterator[str]:
    """One line per sentence that yielded no claim: document, start, end, text, reason."""
    for missed in build.missed:
        yield one_line_json(missed_fields(missed)) + "\n"


def generate_merges(build: Build) -> Iterator[str]:
    """One line per merge: entity, rule, reasons, and on both sides a mention with its sentence."""
    for merge in build.merges:
        yield one_line_json(merge_fields(merge)) + "\n"


def generate_review(build: Build) -> Iterator[str]:
    """One line per open case of identity: label, reasons for and against, both sides."""
    for case in build.review:
        yield one_line_json(case_fields(case)) + "\n"
