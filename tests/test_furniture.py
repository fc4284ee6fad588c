"""What a page puts between the lines of a sentence is no part of it."""

from __future__ import annotations

import pytest

from kg.model import Document
from kg.parse.structure import find_blocks


def paragraphs(text: str) -> list[str]:
    document = Document(id="a.txt", source="", text=text, sha256="")
    return [block.text for block in find_blocks(document)]


@pytest.mark.parametrize(
    "between",
    [
        "\n\n          22\n\n     THE MERIDIAN POST\n\n",
        "\n\nTHE MERIDIAN POST\n\n",
        "\nPage 3 of 12\nAnnual Report\n",
        "\n- 7 -\nANNUAL REPORT 2019\n",
        "\n\n\f18 | Harvest Review\n\n",
    ],
)
def test_a_sentence_runs_through_the_end_of_a_page(between: str) -> None:
    text = f"The farmers planted maize and sold it to the{between}miller who owns the silo.\n"
    whole = "The farmers planted maize and sold it to the miller who owns the silo."
    assert paragraphs(text) == [whole]


def test_a_word_may_be_broken_at_the_end_of_a_page() -> None:
    text = "The council met the archi-\n\n   12\n\ntect of the bridge in May.\n"
    assert paragraphs(text) == ["The council met the architect of the bridge in May."]


def test_what_has_ended_is_not_joined_and_nothing_is_lost() -> None:
    text = "The dogs ran.\n\n14\n\nTHE HUNT\n\nHe left early and came back.\n"
    assert paragraphs(text) == ["The dogs ran.", "14", "THE HUNT", "He left early and came back."]
