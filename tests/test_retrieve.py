"""Questions find the sentences that answer them, whoever they call what they ask for."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from builds import small_build
from commands import answer

from kg.build import build
from kg.model import Build, Settings
from kg.retrieve import Index, retrieve, search, sentences_of
from kg.retrieve.kinds import kinds_of, wanted
from kg.retrieve.lexical import Lexicon, stems
from kg.retrieve.search import AGAIN, WEIGHTS
from kg.retrieve.sentences import in_context

ROOT = Path(__file__).parent.parent
TEXTS = {
    "mill.txt": "The old mill stands by the river. Ruth Abel bought it in 1994. She paints"
    " landscapes there. Her brother Karl Abel repairs clocks.",
    "zoo.txt": "The zoo of Norwich keeps three lions. A keeper feeds them at noon. Visitors pay ten"
    " pounds. The lions were born in Kenya.",
    "law.txt": "Parliament passed a law on noise. Pubs must close at midnight. The minister Owen"
    " Hart defended it.",
}
#: A question, and words of the sentence that answers it; few are those of the question.
ASKED = [
    ("What does an animal attendant give the big cats, and when?", "feeds them at noon"),
    ("How much is a ticket?", "ten pounds"),
    ("In which country did the beasts of Norwich come into the world?", "born in Kenya"),
    ("At what hour do bars have to shut?", "close at midnight"),
    ("Which pictures does Ruth Abel make?", "paints landscapes"),
    ("Who mends watches?", "repairs clocks"),
    ("When was the mill purchased?", "bought it in 1994"),
]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Build:
    folder = tmp_path_factory.mktemp("town")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return build([folder], settings=Settings(min_confidence=0, min_worth=0))


@pytest.fixture(scope="module")
def index(town: Build) -> Index:
    return Index(town)


@pytest.mark.parametrize(("question", "answer"), ASKED, ids=[answer for _, answer in ASKED])
def test_a_question_in_other_words_finds_its_sentence(
    question: str, answer: str, index: Index
) -> None:
    found = [quote.sentence.span.text for quote in index.search(question, limit=2)]
    assert any(answer in text for text in found), found


def test_every_sentence_is_there_once_and_quotes_its_document(town: Build) -> None:
    found = sentences_of(town)
    assert len(found) == 11
    assert [(s.document, s.span.start) for s in found] == sorted(
        (s.document, s.span.start) for s in found
    )
    for sentence in found:
        span = sentence.span
        assert TEXTS[sentence.document][span.start : span.end] == span.text


def test_a_sentence_knows_whom_it_only_points_at(town: Build, index: Index) -> None:
    [ruth] = [e.iri for e in town.entities if e.label == "Ruth Abel"]
    [paints] = [s for s in sentences_of(town) if "paints" in s.span.text]
    assert ruth in paints.entities
    number = index.sentences.index(paints)
    assert index.parts("Ruth Abel")["words"][number] > 0
    assert index.parts("Ruth Abel")["graph"][number] > 0


def test_scores_fall_and_the_limit_holds(index: Index) -> None:
    found = index.search("lions", limit=4)
    assert len(found) == 4
    scores = [quote.score for quote in found]
    assert scores == sorted(scores, reverse=True)
    assert index.search("lions", limit=0) == ()
    assert len(index.search("lions", limit=99)) == 11


def test_what_is_asked_does_not_depend_on_the_order_of_the_build(town: Build) -> None:
    turned = replace(
        town,
        claims=tuple(reversed(town.claims)),
        entities=tuple(reversed(town.entities)),
        facts=tuple(reversed(town.facts)),
        missed=tuple(reversed(town.missed)),
    )
    for question, _ in ASKED[:3]:
        assert retrieve(turned, question) == retrieve(town, question)


def test_vectors_that_were_kept_are_used(town: Build) -> None:
    texts = [sentence.span.text for sentence in sentences_of(town)]
    wanted = Index(town)._vectors
    kept = dict(zip(texts, wanted.tolist(), strict=True))
    assert np.array_equal(Index(town, vectors=kept)._vectors, wanted)
    kept[texts[0]] = [0.0] * wanted.shape[1]
    assert not Index(town, vectors=kept)._vectors[0].any()


def test_names_in_a_question_are_found_the_longest_first(index: Index) -> None:
    labels = [entity.label for entity in index.named("Did Karl Abel go from Norwich to Kenya?")]
    assert labels[0] == "Karl Abel"
    assert "Ruth Abel" not in labels
    assert {"Norwich", "Kenya"} <= {*labels}


@pytest.mark.parametrize("question", ["", "?", "the of and", "\ud800", "x" * 5000])
def test_any_text_may_be_asked(question: str, index: Index) -> None:
    assert len(index.search(question, limit=3)) == 3


def test_an_empty_build_answers_nothing() -> None:
    empty = replace(small_build(), documents=(), entities=(), claims=(), facts=(), missed=())
    empty.graph.clear()
    assert retrieve(empty, "Who?") == ()


@pytest.mark.parametrize(
    ("question", "kinds"),
    [
        ("Who bought it?", ["somebody"]), ("Whose mill is it?", ["somebody"]),
        ("In which year was it sold, and where?", ["time", "place"]),
        ("How long has it stood?", ["time", "number"]), ("How many lions are there?", ["number"]),
        ("Why do they close?", ["reason"]), ("What is a keeper?", []), ("the lions", []),
        ("What does the WHO advise?", []), ("WHO BOUGHT THE OLD MILL?", ["somebody"]),
        ("Whom does the WHO advise?", ["somebody"]), ("HOW many lions are there?", ["number"]),
    ],
)  # fmt: skip
def test_a_question_wants_a_kind_of_answer(question: str, kinds: list[str]) -> None:
    assert wanted(question) == kinds


def test_a_sentence_has_kinds_of_answers_by_its_words_and_by_the_graph(town: Build) -> None:
    found = sentences_of(town)
    kinds = {s.span.text: k for s, k in zip(found, kinds_of(town, found), strict=True)}
    assert kinds["Ruth Abel bought it in 1994."] >= {"somebody", "time"}
    assert kinds["She paints landscapes there."] >= {"somebody"}  # as coreference has it
    assert kinds["Visitors pay ten pounds."] == {"number"}
    assert "place" in kinds["The lions were born in Kenya."]
    assert kinds["Pubs must close at midnight."].isdisjoint({"somebody", "place", "reason"})


def test_headings_and_questions_state_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "# The old mill\n\nWho bought the old mill?\n\nRuth Abel bought the old mill.\n", "utf-8"
    )
    found = Index(build([tmp_path], settings=Settings(min_confidence=0, min_worth=0)))
    states = dict(zip(found.sentences, found.parts("mill")["states"].tolist(), strict=True))
    assert {s.span.text.split()[0]: states[s] for s in states} == {"The": 0, "Who": 0, "Ruth": 1}


def test_a_second_sentence_of_a_document_counts_less(index: Index) -> None:
    scores = np.zeros(len(index.sentences))
    ranked = [(index.sentences[n].document, score) for n, score in index.ranked(scores)]
    assert [document for document, _ in ranked[:3]] == ["law.txt", "mill.txt", "zoo.txt"]
    assert [score for _, score in ranked[:4]] == [0.0, 0.0, 0.0, -AGAIN]
    assert len({n for n, _ in index.ranked(scores)}) == len(index.sentences)


def test_a_sentence_is_read_with_the_one_before(index: Index) -> None:
    texts = in_context(index.sentences)
    by_text = {s.span.text: text for s, text in zip(index.sentences, texts, strict=True)}
    assert (
        by_text["The zoo of Norwich keeps three lions."] == "The zoo of Norwich keeps three lions."
    )
    together = "The zoo of Norwich keeps three lions. A keeper feeds them at noon."
    assert by_text["A keeper feeds them at noon."] == together


def test_names_in_capitals_are_words(tmp_path: Path) -> None:
    assert stems("Let us ask the US and WHO about it.") == ["let", "ask", "us", "who"]
    assert stems("WHO IS WITH US?") == []
    (tmp_path / "a.txt").write_text(
        "The US left the pact in May. Owen Hart told us of it. The WHO praised Owen Hart.", "utf-8"
    )
    index = Index(build([tmp_path], settings=Settings(min_confidence=0, min_worth=0)))
    assert index.search("What has the US done?", limit=1)[0].sentence.span.start == 0
    assert [e.label for e in index.named("Why did the US leave?")] == ["United States"]
    assert index.named("Why did he leave us?") == []
    parts = index.parts("the US")
    assert parts["words"][0] > parts["words"][1]


def test_rare_words_weigh_more() -> None:
    lexicon = Lexicon([{"river": 1.0, "boat": 1.0}, {"river": 1.0, "mill": 1.0}, {"river": 1.0}])
    assert lexicon.says("mill") > lexicon.says("river") > 0
    assert lexicon.scores(["mill", "river"]).argmax() == 1
    assert stems("Boats' owners were rowing") == ["boat", "owner", "row"]


def test_the_command_prints_quotes_with_their_place(tmp_path: Path) -> None:
    def kg(*arguments: str) -> str:
        return answer(*arguments, folder=tmp_path)

    (tmp_path / "zoo.txt").write_text(TEXTS["zoo.txt"], encoding="utf-8")
    kg("build", "zoo.txt", "-o", "out", "--min-confidence", "0", "--min-worth", "0")
    before = kg("retrieve", "out", "How much is a ticket?", "-n", "2", "--json")
    rows = json.loads(before)
    assert len(rows) == 2
    assert "Visitors pay ten pounds." in {row["text"] for row in rows}
    for row in rows:
        assert TEXTS["zoo.txt"][row["start"] : row["end"]] == row["text"]
    kg("export", "out", "--to", "vectors")
    assert json.loads(kg("retrieve", "out", "How much is a ticket?", "-n", "2", "--json")) == rows
    assert "“Visitors pay ten pounds.”" in kg("retrieve", "out", "How much is a ticket?")


# ------------------------------------------------------------------ what is measured


def test_the_questions_are_as_the_page_says() -> None:
    lines = (ROOT / "benchmarks" / "retrieval" / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    assert len(questions) == len({one["question"] for one in questions}) == 150
    assert sum(one["part"] == "develop" for one in questions) == 75
    several = [q for q in questions if len({place["document"] for place in q["gold"]}) > 1]
    assert len(several) == 30
    assert all(place["start"] < place["end"] for one in questions for place in one["gold"])


def test_weights_are_fitted_to_one_part_and_measured_on_another() -> None:
    script = ROOT / "benchmarks" / "retrieval.py"
    done = subprocess.run(
        [sys.executable, str(script), "DATA", "--fit", "--part", "report"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 2
    assert "--part: not allowed with argument --fit" in done.stderr


def test_the_page_names_what_there_is() -> None:
    page = (ROOT / "docs" / "retrieval.md").read_text("utf-8")
    for module in re.findall(r"`(kg(?:\.\w+)+)", page):
        parts = module.split(".")
        assert any(
            (ROOT / "/".join(parts[:n])).with_suffix(".py").is_file()
            or (ROOT / "/".join(parts[:n])).is_dir()
            for n in range(len(parts), 1, -1)
        ), module


def test_every_part_of_a_score_has_its_weight_and_is_explained(index: Index) -> None:
    parts = index.parts("Who bought the mill?")
    assert parts.keys() == WEIGHTS.keys()
    assert all(weight > 0 for weight in WEIGHTS.values())
    told = search.__doc__ or ""
    assert all(f"- *{name}*: " in told for name in WEIGHTS)
    total = sum(WEIGHTS[name] * part for name, part in parts.items())
    assert np.allclose(index.scores("Who bought the mill?"), total, atol=1e-5)
