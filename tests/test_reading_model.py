"""kg's own reading model: what it promises whatever its weights, and what any good weights read.

In the examples the answer stands in the text: `*the main verb*`, `_its subject_`, `[name|LABEL]`.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
import spacy
from conftest import EXAMPLES, document_of
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from kg.errors import PipelineError
from kg.model import Record
from kg.parse.analyze import UNPARSED, Sentence, analyze, load_pipeline
from kg.parse.reading import FOLDER
from kg.parse.reading.reader import TreeReader, Words
from kg.parse.structure import find_blocks
from kg.parse.tokens import Token
from kg.record.make import make_record

Analyse = Callable[[str], list[Sentence]]


@pytest.fixture(scope="module")
def analyse(nlp: Language) -> Analyse:
    return lambda text: analyze(document_of(text), nlp)


TEXTS = [
    (EXAMPLES / "abe-pompeo.txt").read_text("utf-8"),
    (EXAMPLES / "heat-pumps.txt").read_text("utf-8"),
    "She wrote Never Let Me Go. It was published in London in 2005, and critics praised it.",
    "# Agenda\n\n- Budget\n- Dates\n\nThe board met on Monday. Anna Berg chaired the meeting.",
    "Bo said he would leave\n\nAnn did not agree",
    "Rain 😀 fell in Québec; “nobody” saw it – not even the well-known Mr. O’Neil.",
]


def encoded(text: str, nlp: Language) -> bytes:
    record = make_record(document_of(text), nlp)
    assert isinstance(record, Record)
    return msgspec.json.encode(record)


# The same bytes


def test_a_document_read_twice_gives_the_same_record(nlp: Language) -> None:
    assert [encoded(text, nlp) for text in TEXTS] == [encoded(text, nlp) for text in TEXTS]


@pytest.mark.parametrize("text", TEXTS)
def test_documents_read_before_do_not_matter(nlp: Language, text: str) -> None:
    alone = encoded(text, nlp)
    for other in reversed(TEXTS):
        encoded(other, nlp)
        assert encoded(text, nlp) == alone


READ = """
import hashlib, json, sys
import msgspec
from kg.parse.analyze import load_pipeline
from kg.model import Document
from kg.record.make import make_record

nlp = load_pipeline("kg_en")
for text in json.load(sys.stdin):
    sha256 = hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()
    document = Document(id="d", source="d", text=text, sha256=sha256, media_type="text/plain")
    print(hashlib.sha256(msgspec.json.encode(make_record(document, nlp))).hexdigest())
"""


def read_elsewhere(texts: Sequence[str], seed: int) -> list[str]:
    """Digests of the records that another process makes."""
    done = subprocess.run(
        [sys.executable, "-c", READ], input=json.dumps(texts), text=True, capture_output=True,
        check=True, env=os.environ | {"PYTHONHASHSEED": str(seed)},
    )  # fmt: skip
    return done.stdout.split()


def test_processes_with_other_hash_seeds_and_another_order_give_the_same_records(
    nlp: Language,
) -> None:
    here = [hashlib.sha256(encoded(text, nlp)).hexdigest() for text in TEXTS]
    assert read_elsewhere(TEXTS, 1) == here
    assert read_elsewhere(TEXTS[::-1], 2) == here[::-1]


# Borders, trees, offsets


def check(text: str, sentences: Sequence[Sentence]) -> None:
    """Every character of a parsed block is in one token; sentences are trees within a block."""
    blocks = [b for b in find_blocks(document_of(text)) if b.kind not in UNPARSED and b.text]
    places = [(t.start, t.end) for s in sentences for t in s.tokens]
    assert places == sorted(places)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))
    inside = {i for start, end in places for i in range(start, end)}
    for block in blocks:
        offsets = block.offsets or range(block.start, block.end)
        kept = [at for at, c in zip(offsets, block.text, strict=True) if not c.isspace()]
        assert inside.issuperset(kept)
    for sentence in sentences:
        block = blocks[sentence.block]
        assert block.start <= sentence.start < sentence.end <= block.end
        check_sentence(sentence)


def check_sentence(sentence: Sentence) -> None:
    tokens = sentence.tokens
    assert [t.i for t in tokens] == list(range(len(tokens)))
    assert len(sentence.root.subtree()) == len(tokens)
    assert sum(t.head is t for t in tokens) == 1
    for token in tokens:
        assert all(child.head is token for child in token.children)
        for chance in (token.head_chance, token.label_chance, token.name_chance):
            assert 0 <= chance <= 1
        if token.phrase is not None:
            check_phrase(token, sentence)


def check_phrase(head: Token, sentence: Sentence) -> None:
    phrase = head.phrase
    assert phrase is not None
    assert sentence.start <= phrase.first.start <= head.start
    assert head.end <= phrase.last.end <= sentence.end
    assert 0 <= phrase.chance <= 1
    assert phrase.type


ODD = {
    "a paragraph of 4,000 words without a full stop": "the cat saw a dog and some man " * 500,
    "a word of 50,000 characters": "x" * 50_000,
    "50,000 full stops": "." * 50_000,
    "one-word list items": "- one\n" * 3000,
    "short sentences": "Anna met Bo. " * 500,
    "words in capitals": "The Old Man " * 500,
    "emoji": "😀👩\u200d🔬🇫🇷" * 500,
    "white space": " \n\t\u00a0\u2003" * 2000,
    "line ends": "\n" * 20_000,
    "control characters": "Ann\x00met\x01Bo\x1b[0m in\x7f Rome\x85.\x1c\x1d ok " * 100,
    "bytes that are no text": "\ufffd\ufffeAnn\ufeff \ufffdmet Bo. " * 100,
    "right-to-left text": "ראש הממשלה נפגש עם השרים. التقى الوزير \u202eabc\u202c في مصر. " * 100,
    "Chinese": "总理会见了外交部长。他们讨论了贸易。" * 100,
    "combining marks": "Que\u0301bec is z\u0335\u0321\u0349a\u0344l\u0352go. " * 200,
    "HTML": "<p class='x'>Ann &amp; Bo <b>met</b></p><script>f(a<b)</script>\n" * 100,
    "SPARQL": 'SELECT ?s WHERE { ?s <http://a.example/b> "c"@en . FILTER(?s > 3) }\n' * 100,
    "brackets": "( [ { ( Ann met Bo. ) } ] ) " * 100,
    "a table": "a|b|c\n1|2|3\n" * 300,
    "quotes": "\"'“‘ ’”'\" said Ann. " * 100,
}  # fmt: skip


@pytest.mark.parametrize("name", ODD)
def test_any_text_is_read_with_every_character_in_one_token(analyse: Analyse, name: str) -> None:
    check(ODD[name], analyse(ODD[name]))


@pytest.mark.parametrize("name", ODD)
def test_any_text_is_read_by_the_component_with_every_token_in_one_tree(
    nlp: Language, name: str
) -> None:
    text = ODD[name][:5000]
    doc = nlp(text)
    assert doc.text == text
    assert [t.i for sent in doc.sents for t in sent] == list(range(len(doc)))
    for sent in doc.sents:
        assert {t.i for t in sent.root.subtree} == {t.i for t in sent}
    if any(not t.is_space for t in doc):
        tables = {**doc.user_data["kg_ud"], **doc.user_data["kg_certainty"]}
        assert {len(column) for column in tables.values()} == {len(doc)}
        assert len(doc.tensor) == len(doc)


def seconds(run: Callable[[], object]) -> float:
    """Of this process's own time, so that others on the machine hardly count."""
    started = time.process_time()
    run()
    return time.process_time() - started


def grows_evenly(analyse: Analyse, text: str) -> bool:
    short, long = [], []
    for _ in range(12):
        short.append(seconds(lambda: analyse(text[: len(text) // 4])))
        long.append(seconds(lambda: analyse(text)))
        if min(long) <= 6 * min(short) + 0.02:
            return True
    return False


@pytest.mark.parametrize("name", ODD)
def test_four_times_the_text_takes_at_most_six_times_as_long(analyse: Analyse, name: str) -> None:
    assert grows_evenly(analyse, ODD[name])


@pytest.mark.parametrize(
    "text",
    [
        "c/" * 1000,
        "well-" * 300,
        "((([[[" * 100 + "Ann met Bo" + "]]])))" * 100,
        "Ann, Bo, " * 150,
        "1 2 3 " * 200,
        "the cat saw a dog and some man " * 75,
    ],
    ids=["path", "hyphens", "brackets", "list", "numbers", "no full stop"],
)
def test_no_words_take_ten_times_as_long_as_those_of_short_sentences(
    analyse: Analyse, nlp: Language, text: str
) -> None:
    plain = "Anna met Bo in Rome. " * (len(nlp.make_doc(text)) // 6)
    least = min(seconds(lambda: analyse(plain)) for _ in range(2))
    assert seconds(lambda: analyse(text)) < 10 * least


def test_a_sentence_never_spans_two_blocks(analyse: Analyse) -> None:
    items = [f"item {n} of the" for n in range(50)]
    found = analyse("\n".join(f"- {item}" for item in items))
    assert [s.text for s in found if s.text in items] == items
    text = "The report says that\n\nrates and wages rose\n\nin the north of the country"
    assert [s.block for s in analyse(text)] == [0, 1, 2]


BORDER = st.sampled_from([None, None, None, True, False])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("Anna met Bo . and she left".split()), BORDER),
                min_size=1, max_size=40))  # fmt: skip
def test_borders_that_are_set_beforehand_are_kept(
    nlp: Language, rows: list[tuple[str, bool | None]]
) -> None:
    doc = Doc(nlp.vocab, words=[word for word, _ in rows])
    for token, (_, border) in list(zip(doc, rows, strict=True))[1:]:
        token.is_sent_start = border
    (read,) = nlp.pipe([doc])
    for token, (_, border) in list(zip(read, rows, strict=True))[1:]:
        assert border is None or bool(token.is_sent_start) == border


def test_no_sentence_begins_behind_an_abbreviation(analyse: Analyse) -> None:
    sentences = analyse("The study by Lund et al. in Oslo found that Berg vs. Kim was no match.")
    assert len(sentences) == 1


def test_blocks_without_words_get_empty_readings() -> None:
    reader = TreeReader(FOLDER)
    empty = Words(words=[], spaces=[], borders=[])
    full = Words(words=["Ann", "left", "."], spaces=[True, False, False], borders=[None] * 3)
    readings = reader.read([empty, full, empty])
    assert [len(r.heads) for r in readings] == [0, 3, 0]
    assert reader.read([]) == []
    assert reader.read([empty])[0].heads == []


# Certainties, phrases, trees


@pytest.mark.parametrize("text", TEXTS)
def test_sentences_are_trees_with_certainties_and_phrases(analyse: Analyse, text: str) -> None:
    sentences = analyse(text)
    assert sentences
    check(text, sentences)


def test_texts_have_noun_phrases_with_types_and_some_doubts(analyse: Analyse) -> None:
    tokens = [t for text in TEXTS for s in analyse(text) for t in s.tokens]
    assert len({t.phrase.type for t in tokens if t.phrase}) > 3
    assert any(t.head_chance < 0.9 for t in tokens)
    assert any(t.name_chance < 0.9 for t in tokens)


PIECES = st.sampled_from(
    "Anna Berg met the board . , and - ( ) “ ” v. Roe Never Let Me Go in 1999 's n't well -known"
    " 😀 \n\n \t which said that # | http://a.b/c $5 % of of".split(" ")
) | st.text(max_size=8)  # fmt: skip


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture],
          deadline=None)  # fmt: skip
@given(st.lists(PIECES, max_size=60).map(" ".join))
def test_any_words_in_any_order_make_trees(nlp: Language, text: str) -> None:
    check(text, analyze(document_of(text), nlp))


# What any good weights read


SENTENCES = """
_[Moe|PERSON]_ *discusses* her background, views on the budget, plan to cut it.
_[Moe|PERSON]_ *discusses* her childhood, her views on the war, and a plan to end it.
The _dialect_ spoken on the island is *known* by two names.
The _treaty_ signed in [Vienna|GPE] was *rejected* by the parliament.
The _letters_ found in the attic were *sold* to a museum.
The _paintings_ stolen from the gallery have been *found*.
The _company_ that [Ann Miller|PERSON] founded in 1999 *makes* small engines.
_[Microsoft|ORG]_ *acquired* the company from [Google|ORG] in 2015.
[Angela _Merkel_|PERSON] *met* [Barack Obama|PERSON] in [Berlin|GPE].
In 1969, [Neil _Armstrong_|PERSON] *walked* on the surface.
[Toni _Morrison_|PERSON] was *awarded* a prize in 1993.
_[Ann|PERSON]_ *said* that [Bob|PERSON] had left.
To win the race, _[Maria|PERSON]_ *trained* every day.
The old _bridge_ across the river *collapsed*.
Did the _minister_ *resign*?
The _man_ who lives next door *teaches* physics in [Paris|GPE].
_It_ *rained*, and the match was cancelled.
_[Paris|GPE]_ *is* the capital of [France|GPE].
"""
KINDS = ("PERSON", "ORG", "GPE")


def names_of(tokens: Sequence[Token], kinds: Sequence[str]) -> list[tuple[str, str]]:
    """The names of some kinds, with their labels."""
    found: list[tuple[list[str], str]] = []
    for token in tokens:
        if token.begins:
            found.append(([token.text], token.entity))
        elif token.entity:
            found[-1][0].append(token.text)
    return [(" ".join(words), label) for words, label in found if label in kinds]


@pytest.mark.parametrize("marked", SENTENCES.strip().splitlines())
def test_main_verb_subject_and_names_are_those_marked(analyse: Analyse, marked: str) -> None:
    names = [(n.replace("_", ""), k) for n, k in re.findall(r"\[([^|\]]+)\|(\w+)\]_?", marked)]
    plain = re.sub(r"\|\w+\]|\[", "", marked)
    verb = re.findall(r"\*(\w+)\*", plain)
    subject = re.findall(r"_(\w+)_", plain)
    (sentence,) = analyse(re.sub(r"[*_]", "", plain))
    assert [sentence.root.text] == verb
    subjects = sentence.root.having("nsubj", "nsubjpass", "csubj")
    assert [token.text for token in subjects] == subject
    assert names_of(sentence.tokens, KINDS) == names


TITLES = """
She *wrote* {Never Let Me Go}.
{Roe v. Wade} was *decided* in 1973.
The court *cited* {Brown v. Board of Education}.
{Marbury v. Madison} *established* judicial review.
He *directed* {Gone with the Wind} in Hollywood.
"""


@pytest.mark.parametrize("marked", TITLES.strip().splitlines())
def test_a_title_is_one_thing_that_stands_beside_the_main_verb(
    analyse: Analyse, marked: str
) -> None:
    (title,), (verb,) = re.findall(r"\{(.+)\}", marked), re.findall(r"\*(\w+)\*", marked)
    (sentence,) = analyse(re.sub(r"[*{}]", "", marked))
    first = next(t for t in sentence.tokens if title.startswith(t.text))
    words = [t for t in sentence.tokens if 0 <= t.start - first.start < len(title)]
    assert sentence.root.text == verb
    assert title in [name for name, _ in names_of(sentence.tokens, {t.entity for t in words})]
    (top,) = [t for t in words if t.head not in words]
    assert top.head is sentence.root
    assert top.dep in ("nsubj", "nsubjpass", "dobj")


# The files


def test_a_folder_of_the_same_kind_reads_the_same(nlp: Language, tmp_path: Path) -> None:
    folder = shutil.copytree(FOLDER, tmp_path / "model")
    assert encoded(TEXTS[3], load_pipeline(str(folder))) == encoded(TEXTS[3], nlp)


def test_a_pipeline_of_another_language_is_refused_in_one_line(tmp_path: Path) -> None:
    german = spacy.blank("de")
    for pipe in ("tagger", "parser", "ner"):
        german.add_pipe(pipe)
    german.to_disk(tmp_path / "german")
    with pytest.raises(PipelineError) as caught:
        load_pipeline(str(tmp_path / "german"))
    (line,) = str(caught.value).splitlines()
    assert "reads 'de', and kg only English" in line
    assert str(tmp_path / "german") in line


def test_a_pipeline_without_a_parser_is_refused_in_one_line(tmp_path: Path) -> None:
    english = spacy.blank("en")
    english.add_pipe("ner")
    english.to_disk(tmp_path / "english")
    with pytest.raises(PipelineError) as caught:
        load_pipeline(str(tmp_path / "english"))
    (line,) = str(caught.value).splitlines()
    assert "has no tagger, parser" in line


@pytest.mark.parametrize("name", ["kg_de", "no/such/folder", "", "kg_en\n"])
def test_a_pipeline_that_is_not_there_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(PipelineError) as caught:
        load_pipeline(name)
    assert len(str(caught.value).splitlines()) == 1


def test_the_card_says_how_of_what_and_when_the_weights_were_made() -> None:
    card = json.loads((FOLDER / "meta.json").read_text("utf-8"))
    assert card["lang"] == "en"
    assert "CC BY-SA" in card["license"]
    assert all(source["name"] and source["license"] for source in card["sources"])
    run = card["trained"]
    assert run["command"].startswith("python -m training.train ")
    assert f"--seed {run['seed']}" in run["command"]
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", run["date"])
    assert all(re.fullmatch("[0-9a-f]{64}", digest) for digest in run["corpus_sha256"].values())
    scores = card["scores_while_training"]
    assert all(0 < scores[part]["las"] <= 1 for part in ("gum-dev", "ewt-dev"))


def test_the_files_of_the_model_take_at_most_thirty_megabytes() -> None:
    sizes = {path.name: path.stat().st_size for path in FOLDER.rglob("*")}
    assert sizes.pop("sentences.onnx") <= 12_000_000  # for `kg retrieve`, which reads sentences
    assert sum(sizes.values()) <= 30_000_000


@pytest.mark.parametrize(
    "text",
    [
        "Anna  Maria\tBerg met the United \n States ambassador in New   York on 5 \n May 2012.",
        "He praised Anna Berg's Never Let Me Go  Berg and The Bank of  New York Never Let Me Go.",
        'John "Jack"  Reed and Marta “Mimi” Kowalska Never Let Me Go.',
    ],
)
def test_names_with_white_space_and_titles_inside_are_whole_or_none(
    nlp: Language, text: str
) -> None:
    for doc in nlp.pipe([text, text * 40]):
        assert all(ent.text.strip() for ent in doc.ents)  # raises where a name has no beginning


def test_inside_a_title_there_is_no_doubt_about_heads(analyse: Analyse) -> None:
    tokens = analyse("Moe wrote Never Let Me Go in 2005.")[0].tokens
    inside = tokens[3:6]
    assert [t.text for t in inside] == ["Let", "Me", "Go"]
    within = [t for t in tokens[2:6] if t.head in tokens[2:6]]
    assert len(within) == 3
    assert all(t.label_chance == 1.0 for t in inside)
