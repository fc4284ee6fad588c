"""The tense of its verb tells whether a day without a date is the next one or the last."""

from __future__ import annotations

import pytest
from conftest import document_of
from spacy.language import Language

from kg.record.make import make_record

#: A Tuesday.
TODAY = "2024-03-12"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Kappel ships the parts on Monday.", "2024-03-18"),
        ("Kappel shipped the parts on Monday.", "2024-03-11"),
        ("The vote is held on 5 November.", "2024-11-05"),
        ("The ship sank in November.", "2023-11"),
        ("The team is meeting on Wednesday.", "2024-03-13"),
        ("In 2008,14 the bank failed.", "2008"),
    ],
)
def test_the_tense_tells_which_day_is_meant(nlp: Language, text: str, value: str) -> None:
    made = make_record(document_of(text, date=TODAY), nlp)
    assert value in {claim.time.value for claim in made.claims if claim.time is not None}
