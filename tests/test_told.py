"""Whole texts tell what they told: whoever changes what is read sees all that it changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from told import (
    ALL,
    MODULES,
    SURE,
    TEXTS,
    kept_for,
    record_of,
    sure,
    together,
    told,
    told_together,
)

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.mark.parametrize("path", TEXTS, ids=lambda path: path.stem)
def test_a_text_tells_what_it_told(path: Path, nlp: Language) -> None:
    kept = kept_for(path).read_text("utf-8").splitlines()
    record = record_of(path, nlp)
    assert list(told(record)) == kept, "if that is right: python tests/told.py"
    for now, before in zip(sure(record), json.loads(SURE.read_text())[path.stem], strict=True):
        assert now == pytest.approx(before, abs=0.011), "if that is right: python tests/told.py"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: kept_for(path).stem)
def test_the_examples_of_a_room_tell_what_they_told(path: Path, nlp: Language) -> None:
    file = kept_for(path)
    kept = file.read_text("utf-8").splitlines() if file.exists() else []
    assert list(told(record_of(path, nlp))) == kept, "if that is right: python tests/told.py"


def test_all_texts_together_tell_what_they_told() -> None:
    kept = ALL.read_text("utf-8").splitlines()
    assert list(told_together(together())) == kept, "if that is right: python tests/told.py"
