"""Short sentences and headlines whose verb reads like a noun are read again."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.model import Document
from kg.parse.analyze import analyze


def governed(text: str, nlp: Language) -> tuple[str, str, list[str]]:
    """The verb of a sentence, its subject with all of its name, and the head of its object."""
    (sentence,) = analyze(Document(id="a.txt", source="", text=text, sha256=""), nlp)
    root = sentence.root
    subjects = [" ".join(t.text for t in s.subtree()) for s in root.having("nsubj")]
    return root.lemma, subjects[0] if subjects else "", [o.text for o in root.having("dobj")]


@pytest.mark.parametrize(
    ("text", "verb", "subject", "object"),
    [
        ("Dorset Bank funds Kiva.", "fund", "Dorset Bank", "Kiva"),
        ("Ines Moreno chairs Solera Foods.", "chair", "Ines Moreno", "Foods"),
        ("Brightwater supplies filters to Danone.", "supply", "Brightwater", "filters"),
        ("Nimbus Labs patents sensors.", "patent", "Nimbus Labs", "sensors"),
        ("EGFR phosphorylates STAT3.", "phosphorylate", "EGFR", "STAT3"),
        ("Minister Backs Plan to Close Harbour", "back", "Minister", "Plan"),
        ("Kestrel Sues Maple Bank Over Unpaid Fees", "sue", "Kestrel", "Bank"),
        ("Union Plans Strike at Port of Galway", "plan", "Union", "Strike"),
        ("Hartwell Trust Funds Malaria Vaccine Trial", "fund", "Hartwell Trust", "Trial"),
        ("Nora Falk Heads New Ministry", "head", "Nora Falk", "Ministry"),
    ],
)
def test_a_verb_that_reads_like_a_noun_is_found(
    nlp: Language, text: str, verb: str, subject: str, object: str
) -> None:
    found = governed(text, nlp)
    assert (found[0], found[1]) == (verb, subject)
    assert object in found[2]


@pytest.mark.parametrize(
    "text",
    [
        "Human Rights Groups in Peru",
        "Company Profiles and Reports",
        "Fenwick Hotels Annual Results 2020",
        "Kestrel Group Reports Archive",
        "European Union Fines Policy",
        "Carnegie Awards Ceremony",
        "Two hundred workers.",
    ],
)
def test_a_heading_without_a_verb_stays_one(nlp: Language, text: str) -> None:
    (sentence,) = analyze(Document(id="a.txt", source="", text=text, sha256=""), nlp)
    assert not [token for token in sentence.tokens if token.pos == "VERB"]


def test_the_words_stay_those_of_the_text(nlp: Language) -> None:
    text = "Quill Partners Names Dora Lind Finance Director"
    (sentence,) = analyze(Document(id="a.txt", source="", text=text, sha256=""), nlp)
    assert [token.text for token in sentence.tokens] == text.split()
    assert sentence.root.text == "Names"
    assert all(text[t.start : t.end] == t.text for t in sentence.tokens)
    assert len({t.row for t in sentence.tokens}) == len(sentence.tokens)
    assert sentence.vectors is not None
    assert len(sentence.vectors.context) == len(sentence.tokens)
