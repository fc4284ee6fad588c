"""Where sentences end: not at a full stop that belongs to an abbreviation."""

from __future__ import annotations

import pytest

from kg.model import Document, Settings
from kg.parse.analyze import analyze, load_pipeline


@pytest.mark.parametrize(
    "sentences",
    [
        ["Earlier work was done by Hu et al. (2012), who found no change.", "We did not."],
        ["This was shown by Hu et al.", "We found more."],
        ["The pump is shown in Fig. 3 on the left.", "It is old."],
        ["The match of Chile vs. Brazil was lost.", "Anna left."],
    ],
)
def test_an_abbreviation_ends_no_sentence(sentences: list[str]) -> None:
    text = " ".join(sentences)
    document = Document(id="a.txt", source="", text=text, sha256="")
    found = analyze(document, load_pipeline(Settings().model))
    assert [text[s.start : s.end] for s in found] == sentences
