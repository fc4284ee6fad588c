"""Shared by the tests: one loaded pipeline, one build of each example, claims as short lines."""

from __future__ import annotations

import hashlib
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
import strict
from page_browser import browser, page, written  # noqa: F401  fixtures for all tests
from strict import (  # noqa: F401  hooks for all tests
    is_worker,
    pytest_make_collect_report,
    pytest_runtest_makereport,
    pytest_sessionfinish,
)

from kg.model import Build, Claim, Document, Record

if TYPE_CHECKING:
    from spacy.language import Language

EXAMPLES = Path(__file__).parent.parent / "examples"


#: Where tests run in several processes, these files start first, so that none is left alone at
#: the end; two that start processes of their own are not next to each other.
SLOW_FILES = (
    "test_cluster", "test_upkeep_laws", "test_desk", "test_reading_model", "test_serve",
    "test_query", "test_workers", "test_training",
)  # fmt: skip


def pytest_configure(config: pytest.Config) -> None:
    for library in ("OMP", "OPENBLAS", "MKL"):
        os.environ.setdefault(f"{library}_NUM_THREADS", "1")
    strict.pytest_configure(config)
    # No example fails for being slow on a busy machine; tests of how long something takes measure
    # it themselves, against another run or by far.
    hypothesis.settings.register_profile("kg", deadline=None)
    hypothesis.settings.load_profile("kg")
    # Importing these for the first time warns about their own dependencies, not about us.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyvis.network  # noqa: F401
        import spacy  # noqa: F401


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if is_worker(config):
        items.sort(key=lambda item: (*SLOW_FILES, item.path.stem).index(item.path.stem))


@pytest.fixture(scope="session")
def nlp() -> Language:
    from kg.parse.analyze import load_pipeline

    return load_pipeline("kg_en")


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Path]:
    """Write `content` to a file below an empty current folder."""
    monkeypatch.chdir(tmp_path)

    def write(name: str, content: str | bytes = "Abe met Pompeo.") -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    return write


def document_of(
    text: str, *, id: str = "d", date: str | None = None, media_type: str = "text/plain"
) -> Document:
    digest = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    return Document(id=id, source=id, text=text, date=date, sha256=digest, media_type=media_type)


@pytest.fixture(scope="session")
def record(nlp: Language) -> Callable[..., Record]:
    """Text → Record."""
    from kg.record.make import make_record

    def read(text: str, **options: str) -> Record:
        return make_record(document_of(text, **options), nlp)

    return read


@pytest.fixture(scope="session")
def article() -> Build:
    """The build of the example article."""
    from kg.build import build

    return build([EXAMPLES / "abe-pompeo.txt"])


@pytest.fixture(scope="session")
def examples() -> Build:
    """One build of all example texts."""
    from kg.build import build

    return build([EXAMPLES])


def line_of(claim: Claim) -> str:
    """A claim in one line: labels, then what is not the default."""
    parts = [claim.subject.label, claim.predicate.lemma]
    parts.append(claim.object.label if claim.object else "-")
    marks = []
    if claim.polarity == "negative":
        marks.append("not")
    if claim.modality != "actual":
        marks.append(claim.modality)
    if claim.source is not None:
        marks.append(f"says {claim.source.label}")
    return " | ".join(parts) + (f" ({', '.join(marks)})" if marks else "")
