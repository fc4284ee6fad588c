"""Relations in English: each case is a sentence in which `[` `]` mark subject, relation, object."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.english.frames import FRAMES
from kg.english.lemmas import VERBS, Lemmas
from kg.graph.wording import _CHARGED, most_said, past, stated_plainly, worded
from kg.model import Argument, Claim, Predicate, Span


def marked(text: str, lemma: str, **how: Any) -> Claim:
    """The claim of a sentence with three marks, or two and no object: "[Kim] [met] [Lee]."."""
    plain = re.sub(r"[\[\]]", "", text)
    ends = [
        (m.start() - 2 * n, m.end() - 2 * n - 2)
        for n, m in enumerate(re.finditer(r"\[.*?\]", text))
    ]
    subject, relation, *object_ = [Span(start=a, end=b, text=plain[a:b]) for a, b in ends]
    label = how.pop("label", None)
    cues = [re.search(rf"\b{cue}\b", plain) for cue in how.pop("cues", ())]
    return Claim(
        id="1", document="a", sentence=Span(start=0, end=len(plain), text=plain),
        subject=Argument(span=subject, label=subject.text, entity="s"),
        predicate=Predicate(lemma=lemma, spans=(relation,), iri="r"),
        object=Argument(span=object_[0], label=label or object_[0].text, entity="o")
        if object_ else None,
        cues=tuple(Span(start=c.start(), end=c.end(), text=c[0]) for c in cues if c),
        confidence=1.0, rule=how.pop("rule", "svo"), **how,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "lemma", "words", "how"),
    [
        ("[Ada Moen] [met] [Lund].", "meet", "met", {}),
        ("[Ada Moen] [has met] [Lund].", "meet", "has met", {}),
        ("[Ada Moen] [had spoken to] [Lund].", "speak to", "had spoken to", {}),
        ("[The mill] [has been sold by] [Ada Moen].", "sell", "has sold", {}),
        ("[Ada Moen], then [head] of [Moss], left.", "be seat of", "was seat of",
         {"rule": "role-of"}),
        ("[Ada Moen] [meets] [Lund].", "meet", "meets", {}),
        ("[Mills] [grind] [rye].", "grind", "grind", {}),
        ("[Ada Moen] [is building] [a mill].", "build", "is building", {}),
        ("[Ada Moen] [has been hinting at] [a sale].", "hint at", "has been hinting at", {}),
        ("After [joining] [the union], [Ada]", "x", "x", {"rule": "noun-of"}),
        ("[The dam] [was opened in] [May].", "be opened in", "was opened in", {}),
        ("[letters] [found in] [Bergen].", "be found in", "were found in", {}),
        ("[Lund] [has been mayor of] [Moss].", "be mayor of", "has been mayor of", {}),
        ("[Lund], [mayor] of [Moss], left.", "be mayor of", "was mayor of", {"rule": "role-of"}),
        ("[Lund], [capital] of [Skane].", "be capital of", "is capital of", {"rule": "role-of"}),
        ("[Ada Moen]['s] [mill] burned.", "have", "has", {"rule": "possessive"}),
        ("[a mill] [for] [rye].", "for", "for", {"rule": "noun-prep"}),
        ("[Moss] [has] [a fair].", "have", "has", {}),
        ("[Moss] [has had] [a fair].", "have", "has had", {}),
        ("[Moss] [cancelled] [the fair].", "cancel", "cancelled", {}),
    ],
)  # fmt: skip
def test_what_is_stated_has_the_tense_of_its_sentence(
    text: str, lemma: str, words: str, how: dict[str, Any]
) -> None:
    assert worded(marked(text, lemma, **how)) == words


@pytest.mark.parametrize(
    ("text", "words", "how"),
    [
        ("[Ada Moen] [is] a [miller].", "is a", {}),
        ("[Moss] [is] [an old town].", "is an", {"label": "old town"}),
        ("[Ada Moen] [is] the [owner].", "is the", {}),
        ("[miller] [Ada Moen] [miller].", "is a", {"rule": "title"}),
        ("[Ada Moen], [x] [acting head of unit], left.", "is an", {"rule": "apposition"}),
        ("[Ada Moen], [x] [Moss's miller], left.", "is", {"rule": "apposition"}),
        ("[Ada Moen], [x] [oldest miller], left.", "is the", {"rule": "apposition"}),
        ("[Ada Moen], [x] [President], left.", "is", {"rule": "apposition"}),
        ("[Ada Moen], [x] [then miller], left.", "was a",
         {"rule": "apposition", "label": "miller"}),
        ("[Mills] [are] [old].", "are", {}),
        ("[I] [am] the [miller].", "is the", {}),
        ("[Ada Moen], [x] [sister of Bo], left.", "is a", {"rule": "apposition"}),
        ("[Ada Moen] [is] not a [miller].", "is not a", {"polarity": "negative"}),
    ],
)  # fmt: skip
def test_what_somebody_is_has_the_article_of_its_sentence(
    text: str, words: str, how: dict[str, Any]
) -> None:
    assert worded(marked(text, "be", **how)) == words


@pytest.mark.parametrize(
    ("text", "lemma", "words", "how"),
    [
        ("[Ada Moen] did not [meet] [Lund].", "meet", "did not meet", {}),
        ("[Ada Moen] [does not sell] [rye].", "sell", "does not sell", {}),
        ("[The fair] [was] not [held].", "be held", "was not held", {}),
        ("[Ada Moen] [is selling] not [rye].", "sell", "is not selling", {}),
        ("[Ada Moen] [has not sold] [rye].", "sell", "has not sold", {}),
    ],
)  # fmt: skip
def test_what_is_denied_says_not(text: str, lemma: str, words: str, how: dict[str, Any]) -> None:
    assert worded(marked(text, lemma, polarity="negative", **how)) == words


@pytest.mark.parametrize(
    ("text", "lemma", "modality", "words"),
    [
        ("[Ada Moen] may [meet] [Lund].", "meet", "possible", "may meet"),
        ("[Ada Moen] could [meet] [Lund].", "meet", "possible", "could meet"),
        ("[Ada Moen] [may have met] [Lund].", "meet", "possible", "may have met"),
        ("[Ada Moen] [may be meeting] [Lund].", "meet", "possible", "may be meeting"),
        ("[the mill] [could have been sold to] [Lund].", "be sold to", "possible",
         "could have been sold to"),
        ("[Ada Moen] [should have met] [Lund].", "meet", "possible", "should have met"),
        ("[Ada Moen] [is said to have met] [Lund].", "meet", "possible", "may have met"),
        ("[Ada Moen] [is said to be] [miller].", "be", "possible", "may be"),
        ("Perhaps [Ada Moen] [met] [Lund].", "meet", "possible", "may have met"),
        ("Perhaps [Ada Moen] [bore] [Lund].", "bear", "possible", "may have borne"),
        ("Perhaps [Ada Moen] [struck] [Lund].", "strike", "possible", "may have struck"),
        ("[Ada Moen] [may have stricken] [Lund].", "strike", "possible", "may have stricken"),
        ("[Ada Moen] plans to [meet] [Lund].", "meet", "planned", "plans to meet"),
        ("[Ada Moen] will [meet] [Lund].", "meet", "planned", "will meet"),
        ("[Ada Moen] vowed to [meet] [Lund].", "meet", "planned", "vowed to meet"),
        ("[Ada Moen] is to [meet] [Lund].", "meet", "planned", "is to meet"),
        ("They want [Ada Moen] to [meet] [Lund].", "meet", "desired", "is hoped to meet"),
        ("[mills] set to [be sold to] [Lund].", "be sold to", "planned", "are to be sold to"),
        ("[Ada Moen] had to [meet] [Lund].", "meet", "required", "must meet"),
        ("[Ada Moen] should [meet] [Lund].", "meet", "required", "should meet"),
        ("[Ada Moen] hopes to [meet] [Lund].", "meet", "desired", "hopes to meet"),
        ("If so, [Ada Moen] [met] [Lund].", "meet", "conditional", "would meet"),
    ],
)  # fmt: skip
def test_what_is_open_has_the_word_that_leaves_it_open(
    text: str, lemma: str, modality: Any, words: str
) -> None:
    cues = (
        "may",
        "could",
        "Perhaps",
        "plans",
        "will",
        "vowed",
        "had",
        "should",
        "hopes",
        "want",
        "If",
    )
    claim = marked(text, lemma, modality=modality, cues=cues)
    assert worded(claim) == words
    denied = marked(text, lemma, modality=modality, cues=cues, polarity="negative")
    first, *more = words.split()
    assert worded(denied) == " ".join((first, "not", *more))
    assert stated_plainly(claim) == f"{past(lemma.split()[0])} {lemma.partition(' ')[2]}".rstrip()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[Ada Moen] [did meet] [Lund]?", "perhaps met"),
        ("[Ada Moen] [has met] [Lund]?", "perhaps has met"),
        ("[Ada Moen] [will meet] [Lund]?", "perhaps will meet"),
    ],
)
def test_what_is_asked_has_its_tense_and_is_no_statement(text: str, words: str) -> None:
    assert worded(marked(text, "meet", modality="question", cues=("will",))) == words


def test_what_somebody_is_charged_with_lies_in_the_past() -> None:
    claim = marked("[Ada Moen] is accused of [stealing] [rye].", "steal", modality="possible")
    assert worded(replace(claim, rule="accuse of-ing: possible")) == "may have stolen"
    assert {frame.name for frame in FRAMES} >= _CHARGED


def test_a_relation_that_is_no_word_stays_as_it_is() -> None:
    for lemma in ("<b>like</b>", "worksFor", "7 of", "-"):
        assert worded(marked("[Kim] [x] [Lee]", lemma)) == lemma


@given(st.sampled_from(sorted(set(VERBS.values()) - {"be", "can", "will", "would"})))
def test_the_past_of_an_irregular_verb_leads_back_to_it(verb: str) -> None:
    assert Lemmas({}).of(past(verb), "VBD") == verb


def test_most_said_ignores_order() -> None:
    assert most_said({"trades": 1, "traded": 1}) == most_said({"traded": 1, "trades": 1})
