"""Sentences with vectors: what is alike lies near, files load into a real database."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pyarrow.parquet
import pytest

from kg.export.formats import export
from kg.export.vectors import LADYBUG, SENTENCES, read_vectors
from kg.model import Build
from kg.retrieve import Index
from kg.retrieve.sentences import sentences_of
from kg.retrieve.vectors import WIDTH, sentence_vectors


@pytest.fixture(scope="module")
def folder(article: Build, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("vectors") / "vectors"
    export(article, "vectors", path)
    return path


@pytest.mark.parametrize(
    ("text", "alike", "other"),
    [
        ("The physician treated a child.", "A doctor healed a kid.", "Cars need petrol."),
        ("How old is the bridge?", "The bridge was built in 1890.", "She sings in a choir."),
        ("The firm sacked workers.", "The company fired employees.", "Snow fell at night."),
    ],
)
def test_sentences_that_say_alike_lie_near_each_other(text: str, alike: str, other: str) -> None:
    one, two, three = sentence_vectors([text, alike, other])
    assert one @ two > one @ three + 0.1


def test_a_vector_is_of_length_one_and_depends_on_its_sentence_alone() -> None:
    texts = ["Anna slept.", "It rained in Kyoto, and Anna slept.", "..., !", "", "Anna slept."]
    found = sentence_vectors(texts)
    assert found.shape == (5, WIDTH)
    assert np.allclose(np.linalg.norm(found[[0, 1, 4]], axis=1), 1, atol=1e-3)
    assert not found[3].any()
    assert (found[0] == sentence_vectors(texts[:1])[0]).all()
    assert (found[0] == found[4]).all()
    assert sentence_vectors([]).shape == (0, WIDTH)


def test_every_sentence_has_a_row_with_its_place(folder: Path, article: Build) -> None:
    rows = pyarrow.parquet.read_table(folder / SENTENCES).to_pylist()
    texts = {document.id: document.text for document in article.documents}
    assert len(rows) == len(sentences_of(article))
    assert len({row["iri"] for row in rows}) == len(rows)
    for row in rows:
        assert texts[row["document"]][row["start"] : row["end"]] == row["text"]
        assert len(row["vector"]) == WIDTH
    stated = {claim.sentence.text for claim in article.claims}
    assert {row["text"] for row in rows if row["claims"]} == stated


def test_what_was_written_is_read_again_by_its_text(folder: Path) -> None:
    kept = read_vectors(folder)
    assert kept
    text = min(kept)
    assert np.array_equal(np.array(kept[text], dtype=np.float32), sentence_vectors([text])[0])
    assert read_vectors(folder / "nothing") == {}


def test_all_that_retrieval_needs_is_kept(
    folder: Path, article: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    wanted: list[str] = []

    def encode(texts: list[str]) -> np.ndarray:
        wanted.extend(texts)
        return sentence_vectors(texts)

    Index(article, vectors=read_vectors(folder), encode=encode)
    assert wanted in ([], ["word"], ["word"] * 3)


def test_a_vector_is_nearly_that_of_the_original() -> None:
    minilm = pytest.importorskip("benchmarks.minilm")
    try:
        encoder = minilm.Encoder()
    except minilm.MissingModelError:
        pytest.skip("the original is not installed")
    texts = ["Who wrote the novel?", "Ms. Varga's office declined to say, in May 2019, how much."]
    original = encoder(texts)
    for text, row in zip(texts, sentence_vectors(texts), strict=True):
        assert row @ original[text] > 0.97


def test_ladybug_loads_the_rows_and_finds_what_is_near(folder: Path, tmp_path: Path) -> None:
    import ladybug

    question = sentence_vectors(["Whom does Abe want to meet?"])[0].tolist()
    with (
        ladybug.Database(str(tmp_path / "news.lbug")) as database,
        ladybug.Connection(database) as connection,
    ):
        for statement in LADYBUG.replace(SENTENCES, str(folder / SENTENCES)).split(";\n"):
            if statement.strip():
                connection.execute(statement)
        found = connection.execute(
            "MATCH (s:Sentence) RETURN s.text, "
            f"array_cosine_similarity(s.vector, CAST($v, 'FLOAT[{WIDTH}]')) AS near "
            "ORDER BY near DESC LIMIT 3",
            {"v": question},
        ).get_all()
    rows = pyarrow.parquet.read_table(folder / SENTENCES).to_pylist()
    scores = {row["text"]: float(np.dot(row["vector"], question)) for row in rows}
    best = max(scores, key=lambda text: scores[text])
    assert found[0][0] == best
    assert found[0][1] == pytest.approx(scores[best], abs=1e-3)
