"""Datelines and speakers: cut off where they are, left alone where they only look alike."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from conftest import document_of, line_of

from kg.build import assemble
from kg.model import Record, Settings
from kg.parse.analyze import analyze
from kg.parse.structure import find_blocks
from kg.record.quotes import find_quotes, quote_at

if TYPE_CHECKING:
    from spacy.language import Language

STORY = "Japan’s foreign minister, Anna Berg, met Ivan Petrov."


def blocks(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in find_blocks(document_of(text))]


@pytest.mark.parametrize(
    "dateline",
    [
        "VIENNA —",
        "VIENNA, May 6 (Coast Wire) —",
        "NEW YORK, Sept. 12, 2023 --",
        "ST. JOHN'S, Newfoundland (CW) -",
        "OSLO | 7 May 2024 –",
        "Vienna (CW) –",
        "Port Harbour, Maine (Coast Wire) --",
        "(Vienna) –",
        "GRAZ, Styria, and OSLO — May 6, 2024 —",
        "LINZ, Austria – May 6, 2024 –",
        "(New Delhi, 6 May 2024) —",
        "Linz, Austria, 6 May 2024 –",
        "Graz, May 6, 2024 —",
        "Port Harbour, Maine, USA, May 6, 2024 (Coast Wire) -",
    ],
)
def test_a_dateline_is_no_part_of_the_sentence(
    dateline: str, record: Callable[..., Record]
) -> None:
    text = f"{dateline} {STORY}"
    straight = STORY.replace("’", "'")
    assert blocks(text) == [("boilerplate", dateline), ("paragraph", straight)]
    made = record(text)
    assert {text[c.sentence.start : c.sentence.end] for c in made.claims} == {STORY}
    assert "Anna Berg" in {claim.subject.label for claim in made.claims}


@pytest.mark.parametrize(
    "text",
    [
        "Anna Berg — the minister — met Petrov.",
        "NATO — the alliance — decided nothing.",
        "Vienna is a city. TOKYO - the capital of Japan - is larger.",
        "The US-Japan treaty holds.",
        "A 7-May deadline passed.",
        "Berg (of the ministry) left.",
    ],
)
def test_dashes_and_brackets_in_a_sentence_are_no_dateline(text: str) -> None:
    assert blocks(text) == [("paragraph", text)]


def test_the_day_of_a_dateline_is_today_below_it(record: Callable[..., Record]) -> None:
    text = (
        "Orbis opened a mill today.\n\n"
        "Linz, Austria, 6 May 2024 – Orbis, the maker of ferries, today opened a yard.\n\n"
        "It closed an inn yesterday.\n\n"
        "GRAZ, 3 June 2024 -- Orbis opened a shop today."
    )
    days = {c.object.label: c.time.value for c in record(text).claims if c.object and c.time}
    assert days == {"mill": None, "yard": "2024-05-06", "inn": "2024-05-05", "shop": "2024-06-03"}
    dated = {c.time.value for c in record(text, date="2024-07-01").claims if c.time}
    assert dated == {"2024-07-01", "2024-06-30"}


TRANSCRIPT = """\
CHAIRMAN LEE: The committee met in May.

MS. BERG: My company bought the harbour. We
did not pay the tax.

Q: Who signed the contract?

A. Ivan Petrov signed it.

[00:12:45] Anna de Berg: Nordholm paid.

Anna Berg (00:13:02): The mayor knew nothing.

>> REPORTER: Did the mayor know?
"""


def test_speakers_of_a_transcript_stand_apart(record: Callable[..., Record]) -> None:
    found = blocks(TRANSCRIPT)
    assert [text for kind, text in found if kind == "speaker"] == [
        "CHAIRMAN LEE:",
        "MS. BERG:",
        "Q:",
        "A.",
        "[00:12:45] Anna de Berg:",
        "Anna Berg (00:13:02):",
        "REPORTER:",
    ]
    assert ("paragraph", "My company bought the harbour. We did not pay the tax.") in found
    made = record(TRANSCRIPT)
    assert not {c.source.label for c in made.claims if c.source} & {"Q", "A", "Q.", "A."}
    assert "Ivan Petrov | sign | " in " ; ".join(map(line_of, made.claims))
    assert not any("| a" in line_of(claim) for claim in made.claims)


def test_a_magazine_that_asks_may_have_an_ampersand(record: Callable[..., Record]) -> None:
    text = (
        "C&G: The mill is old.\n\nKessler: Orbis bought the mill.\n\n"
        "C&G: Otto Falk left the firm.\n\nKessler: Ida Bo runs the mill.\n"
    )
    said = {line_of(c): c.source.label for c in record(text).claims if c.source}
    assert said["Ida Bo | run | mill (says Kessler)"] == "Kessler"
    assert not any("Falk" in line and by == "Kessler" for line, by in said.items())


HEARING = """Hearing of the Housing Committee

Present: Lucia Grant, Anna Berg, Tom Hale

SENATOR GRANT: When did you buy the site?

MS. BERG: I signed the contract in 2015. The harbour was safe.

DR. HALE (by phone): I sent Ms. Berg a letter. "I will sue Nordholm," I told Lucia Grant.

THE COURT: Nordholm must pay the tax.

# Afterwards

Anna Berg left Oslo.
"""


def test_a_turn_is_what_its_speaker_says(record: Callable[..., Record]) -> None:
    found = {line_of(claim) for claim in assemble([record(HEARING)], Settings()).claims}
    assert {
        "Anna Berg | sign | contract (says Anna Berg)",
        "harbour | be | safe (says Anna Berg)",
        "Tom Hale | send | letter (says Tom Hale)",
        "Tom Hale | sue | Nordholm (planned, says Tom Hale)",
        "Nordholm | pay | tax (required, says COURT)",
        "Anna Berg | leave | Oslo",
    } <= found


def test_quotes_of_a_transcript_are_in_order_and_do_not_overlap(nlp: Language) -> None:
    sentences = analyze(document_of(HEARING), nlp)
    quotes = find_quotes(sentences)
    assert len(quotes) == 6  # four turns, one of them around a quote
    assert all(a.end <= b.start for a, b in pairwise(quotes))
    for token in (t for sentence in sentences for t in sentence.tokens):
        around = [q for q in quotes if q.start <= token.start < q.end]
        assert [quote_at(quotes, token.start)] == (around or [None])


def test_one_label_makes_no_transcript() -> None:
    text = "The result: nobody came.\n\nNote: The mayor left."
    assert [kind for kind, _ in blocks(text)] == ["paragraph", "paragraph"]
