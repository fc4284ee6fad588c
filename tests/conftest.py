"""Shared by the tests: one loaded pipeline, one build of each example, claims as short lines."""

from __future__ import annotations

import hashlib
import os
import runpy
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from page_browser import browser, page, written  # noqa: F401  fixtures for all tests

from kg.model import Build, Claim, Document, Record

if TYPE_CHECKING:
    from spacy.language import Language

EXAMPLES = Path(__file__).parent.parent / "examples"


GUARD = Path(__file__).parent / "guard"


def pytest_configure() -> None:
    guard_network()
    # Importing these for the first time warns about their own dependencies, not about us.
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pyvis.network  # noqa: F401
        import spacy  # noqa: F401


def guard_network() -> None:
    """Refuse sockets to other machines here and in every process started; see `tests/guard`."""
    os.environ["KG_REFUSED"] = tempfile.mkstemp(prefix="kg-refused-")[1]
    before = os.environ.get("PYTHONPATH")
    os.environ["PYTHONPATH"] = os.pathsep.join([str(GUARD)] + ([before] if before else []))
    runpy.run_path(str(GUARD / "sitecustomize.py"))


def pytest_sessionfinish(session: pytest.Session) -> None:
    refused = Path(os.environ["KG_REFUSED"])
    lines = refused.read_text("utf-8")
    refused.unlink()
    if lines:
        sys.stderr.write(f"\nThe network was asked for:\n{lines}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """Where everything must be there (continuous integration), a skipped test is a failed one."""
    report = yield
    if report.skipped and os.environ.get("KG_REQUIRE_ALL") == "1":
        report.outcome = "failed"
        report.longrepr = f"skipped, but KG_REQUIRE_ALL=1: {item.nodeid}: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def nlp() -> Language:
    from kg.analyze import load_pipeline

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
    from kg.record import make_record

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
