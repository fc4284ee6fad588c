"""The scores of reading: worked examples of trees, treebanks, mentions and certainties."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.tokens import Doc

BENCHMARKS = Path(__file__).resolve().parent.parent / "benchmarks"
sys.path.insert(0, str(BENCHMARKS))


def load() -> Any:
    """The benchmark under a name of its own: the tests have a module `reading`, too."""
    spec = importlib.util.spec_from_file_location("reading_scores", BENCHMARKS / "reading.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


scorer = load()

CONLLU = """\
# newdoc id = one
# global.Entity = GRP-etype-infstat
# newpar
# text = Mike Pompeo’s aide didn’t go.
1\tMike\tMike\tPROPN\tNNP\t_\t4\tnmod:poss\t_\tEntity=(1-person-new(2-person-new
2-3\tPompeo’s\t_\t_\t_\t_\t_\t_\t_\t_
2\tPompeo\tPompeo\tPROPN\tNNP\t_\t1\tflat\t_\t_
3\t's\t's\tPART\tPOS\t_\t1\tcase\t_\tEntity=2)
4\taide\taide\tNOUN\tNN\t_\t7\tnsubj\t_\tEntity=1)
5-6\tdidn’t\t_\t_\t_\t_\t_\t_\t_\t_
5\tdid\tdo\tAUX\tVBD\t_\t7\taux\t_\t_
6\tn’t\tnot\tPART\tRB\t_\t7\tadvmod\t_\t_
7\tgo\tgo\tVERB\tVB\t_\t0\troot\t_\tSpaceAfter=No
7.1\tgone\tgo\tVERB\tVB\t_\t_\t_\t7:conj\t_
8\t.\t.\tPUNCT\t.\t_\t7\tpunct\t_\t_

# text = She left.
1\tShe\tshe\tPRON\tPRP\t_\t2\tnsubj\t_\tEntity=(3-person-new)
2\tleft\tleave\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

# newpar
# text = Yes
1\tYes\tyes\tINTJ\tUH\t_\t0\troot\t_\t_
"""


def words(*rows: str) -> list[Any]:
    """Words of one sentence written as "form tag head relation"; heads count from 1, 0 is a root.

    The tag stands for the word class in both senses.
    """
    result, at = [], 0
    for n, row in enumerate(rows):
        form, tag, head, relation = row.split()
        result.append(
            scorer.Word(
                start=at,
                end=at + len(form),
                lemma=form.lower(),
                upos=tag,
                xpos=tag,
                head=int(head) - 1 if head != "0" else n,
                relation=relation,
            )
        )
        at += len(form) + 1
    return result


def paragraph(*rows: str, **more: object) -> Any:
    made = words(*rows)
    return scorer.Paragraph(
        document="one",
        text=" ".join(row.split()[0] for row in rows),
        words=tuple(made),
        sentences=((0, len(made)),),
        **more,
    )


def converted(*rows: str) -> list[int]:
    """Content heads of a tree with spaCy's labels, counted from 1, 0 for a root."""
    made = words(*rows)
    tree = scorer.Tree(heads=[w.head for w in made], relations=[w.relation for w in made])
    heads = scorer.content_heads(tree, [w.xpos for w in made], [w.lemma for w in made])
    return [0 if head == n else head + 1 for n, head in enumerate(heads)]


def counts(gold: Any, heads: Sequence[int]) -> dict[str, tuple[float, float]]:
    """(right, all) of each row; the heads count from 1, 0 is a root."""
    places = [head - 1 if head else n for n, head in enumerate(heads)]
    found = scorer.score_content(gold, places)
    return {row: (c.right_gold, c.gold) for row, c in found.items() if c.gold}


def test_paragraphs_of_a_treebank_have_the_written_text() -> None:
    first, second = scorer.parse_conllu(CONLLU)
    assert first.text == "Mike Pompeo’s aide didn’t go. She left."
    assert [first.text[w.start : w.end] for w in first.words] == [
        *("Mike", "Pompeo", "’s", "aide", "did", "n’t", "go", ".", "She", "left", "."),
    ]
    assert first.sentences == ((0, 8), (8, 11))
    assert [word.head for word in first.words] == [3, 0, 0, 6, 6, 6, 6, 6, 9, 9, 9]
    assert first.mentions == {(0, 3): "person", (0, 4): "person", (8, 9): "person"}
    assert (second.text, second.document, second.mentions) == ("Yes", "one", {})


def test_a_treebank_without_mentions_says_so() -> None:
    bare = CONLLU.replace("# global.Entity = GRP-etype-infstat\n", "")
    assert next(scorer.parse_conllu(bare)).mentions is None


def test_a_sentence_of_a_paragraph_stands_alone() -> None:
    first = next(scorer.parse_conllu(CONLLU))
    _, second = scorer.units(first, "sentence")
    assert second.text == "She left."
    assert [second.text[w.start : w.end] for w in second.words] == ["She", "left", "."]
    assert second.heads == [1, 1, 1]


def test_names_are_the_proper_runs_of_mentions() -> None:
    gold = paragraph(
        "President PROPN 2 nmod:desc", "Bush PROPN 6 nsubj", "of ADP 5 case", "the DET 5 det",
        "Moon PROPN 2 nmod", "saw VERB 0 root", "the DET 8 det", "Bank PROPN 6 obj",
        "of ADP 10 case", "England PROPN 8 nmod", "and CCONJ 12 cc", "President PROPN 8 conj",
        mentions={(0, 5): "person", (3, 5): "place", (6, 10): "organization", (9, 10): "place",
                  (11, 12): "person"},
    )  # fmt: skip
    names = {gold.text[slice(*span)]: kind for span, kind in scorer.names_of(gold).items()}
    assert names == {"Bush": "person", "Moon": "place", "Bank of England": "organization"}


def test_compound_and_hyphened_parts_belong_to_a_name() -> None:
    made = words(
        "the DET 5 det", "Coca PROPN 4 compound", "- HYPH 4 punct", "Cola PROPN 5 compound",
        "Company PROPN 0 root", "building NOUN 5 dep",
    )  # fmt: skip
    assert scorer.name_around(made, 4, of=True) == (1, 5)


def test_nodes_hold_function_words_and_names() -> None:
    made = words(
        "Bush PROPN 5 nsubj", "Jr. PROPN 1 flat", "is AUX 5 cop", "in ADP 5 case",
        "York PROPN 0 root", "City PROPN 5 compound",
    )  # fmt: skip
    assert scorer.nodes(made) == [0, 0, 4, 4, 4, 4]


def test_a_preposition_above_its_noun_is_no_error() -> None:
    gold = paragraph("He PRON 2 nsubj", "lives VERB 0 root", "in ADP 4 case", "Paris PROPN 2 obl")
    right = counts(gold, [2, 0, 2, 3])
    assert right["content heads"] == (3, 3)
    assert right["head of obl"] == (1, 1)
    wrong = counts(gold, [2, 0, 1, 3])
    assert wrong["content heads"] == (2, 3)
    assert wrong["head of obl"] == (0, 1)


def test_a_copula_above_its_predicate_is_no_error() -> None:
    gold = paragraph("She PRON 4 nsubj", "is AUX 4 cop", "a DET 4 det", "judge NOUN 0 root")
    assert counts(gold, [2, 0, 4, 2])["content heads"] == (2, 2)
    assert counts(gold, [2, 0, 4, 2])["predicate"] == (1, 1)
    assert counts(gold, [0, 1, 4, 2])["predicate"] == (0, 1)
    assert counts(gold, [0, 1, 4, 2])["content heads"] == (0, 2)


def test_names_may_be_headed_at_either_end() -> None:
    gold = paragraph(
        "Ann PROPN 3 nsubj", "Lee PROPN 1 flat", "met VERB 0 root", "New PROPN 5 compound",
        "York PROPN 3 obj",
    )  # fmt: skip
    assert counts(gold, [2, 3, 0, 3, 4])["content heads"] == (4, 4)
    # "New" away from its name is wrong, though the name itself hangs rightly.
    assert counts(gold, [2, 3, 0, 3, 3])["content heads"] == (3, 4)


def test_punctuation_and_loose_parts_are_no_content_words() -> None:
    gold = paragraph(
        "Well INTJ 3 discourse", "he PRON 3 nsubj", "left VERB 0 root", ", PUNCT 5 punct",
        "thanks NOUN 3 parataxis", "often ADV 3 advmod",
    )  # fmt: skip
    assert counts(gold, [2, 3, 0, 1, 1, 1])["content heads"] == (2, 3)


@pytest.mark.parametrize(
    ("rows", "heads"),
    [
        (("A NN 0 ROOT", "B NN 1 conj", "and CC 2 cc", "C NN 2 conj"), [0, 1, 2, 1]),
        (("wash VB 0 ROOT", "and CC 1 cc", "dry VB 1 conj", "it PRP 3 dobj"), [0, 1, 1, 1]),
        (("sat VB 0 ROOT", "down RP 1 prt", "and CC 1 cc", "ate VB 1 conj", "it PRP 4 dobj"),
         [0, 1, 1, 1, 4]),
        (("May NNP 0 ROOT", "8 CD 1 nummod", ", , 1 punct", "2009 CD 1 nummod"), [2, 0, 2, 2]),
        (("May NNP 0 ROOT", "2009 CD 1 nummod"), [0, 1]),
        (("4 CD 2 nummod", "p.m. NN 0 ROOT"), [0, 1]),
        (("pay VB 0 ROOT", "$ $ 3 nmod", "5 CD 1 dobj"), [0, 1, 2]),
        (("made VBD 0 ROOT", "him PRP 3 nsubj", "go VB 1 ccomp"), [0, 1, 1]),
        (("said VBD 0 ROOT", "he PRP 3 nsubj", "goes VBZ 1 ccomp"), [0, 3, 1]),
        (("did VBD 0 ROOT", "what WP 4 dobj", "he PRP 4 nsubj", "could MD 1 ccomp"), [0, 1, 4, 2]),
        (("ask VBP 0 ROOT", "what WP 4 dobj", "he PRP 4 nsubj", "did VBD 1 ccomp"),
         [0, 4, 4, 1]),
        (("rained VBD 3 ccomp", "we PRP 3 nsubj", "left VBD 0 ROOT"), [0, 3, 1]),
        (("rained VBD 3 ccomp", "he PRP 3 nsubj", "say VBD 0 ROOT"), [3, 3, 0]),
    ],
)  # fmt: skip
def test_content_heads_of_labels_of_spacy(rows: tuple[str, ...], heads: list[int]) -> None:
    assert converted(*rows)[: len(heads)] == heads


def found(gold: Any, **changes: object) -> Any:
    """A reading that is right in everything but what is changed."""
    tree = scorer.Tree(
        heads=gold.heads,
        relations=[w.relation for w in gold.words],
        upos=[w.upos for w in gold.words],
    )
    known: dict[str, object] = {
        "spans": [(w.start, w.end) for w in gold.words],
        "tree": tree,
        "tags": [w.xpos for w in gold.words],
        "lemmas": [w.lemma.upper() for w in gold.words],
        "sentences": [gold.characters(span) for span in gold.sentences],
        "names": {},
        "mentions": {gold.characters(s): kind for s, kind in (gold.mentions or {}).items()},
        "ud": tree,
    }
    return scorer.Reading(**{**known, **changes})


TREE = (
    "She PRON 2 nsubj:pass",
    "was AUX 3 aux:pass",
    "seen VERB 0 root",
    "in ADP 5 case",
    "May PROPN 3 obl",
)


def test_what_is_right_scores_one() -> None:
    gold = paragraph(*TREE, mentions={(0, 1): "person", (4, 5): "time"})
    rows = scorer.score_given(gold, found(gold)) | scorer.score_raw(gold, found(gold))
    assert {row: count.f1 for row, count in rows.items() if count.gold and count.f1 != 1} == {}
    assert {"given words: LAS", "given words: UPOS, UD", "raw text: mentions, typed"} <= set(rows)


def test_attachment_counts_heads_then_relations_then_subtypes() -> None:
    gold = paragraph(*TREE)
    ud = scorer.Tree(
        heads=[2, 2, 2, 2, 2], relations=["nsubj", "aux:pass", "root", "case", "nmod"], upos=[]
    )
    rows = scorer.score_tree(gold, found(gold, ud=ud))
    assert rows["UAS"].f1 == pytest.approx(3 / 5)  # "She" and "in" hang wrongly
    assert rows["LAS"].f1 == pytest.approx(2 / 5)
    ud = scorer.Tree(heads=gold.heads, relations=["nsubj", "aux", "root", "case", "obl"], upos=[])
    rows = scorer.score_tree(gold, found(gold, ud=ud))
    assert rows["LAS"].f1 == 1
    assert rows["LAS with subtypes"].f1 == pytest.approx(3 / 5)


def test_attachment_of_other_tokens_is_of_the_words_of_each_side() -> None:
    gold = paragraph(*TREE)
    spans = [(0, 3), (4, 7), (8, 12), (13, 19)]  # "in May" as one token
    ud = scorer.Tree(heads=[2, 2, 2, 2], relations=["nsubj", "aux", "root", "obl"], upos=[])
    uas = scorer.score_tree(gold, found(gold, spans=spans, ud=ud))["UAS"]
    assert (uas.recall, uas.precision) == (pytest.approx(2 / 5), pytest.approx(2 / 4))
    assert scorer.score_tree(gold, found(gold, ud=None)) == {}


def test_borders_and_tags_from_raw_text() -> None:
    gold = paragraph(*TREE)
    cut = found(gold, sentences=[(0, 12), (13, 19)], tags=["PRON", "AUX", "VERB", "ADP", "NOUN"])
    rows = scorer.score_raw(gold, cut)
    assert rows["raw text: sentences"].f1 == 0
    assert rows["raw text: sentence starts"].f1 == pytest.approx(2 / 3)
    assert rows["raw text: XPOS"].f1 == pytest.approx(4 / 5)


def test_names_count_by_place_and_by_meaning_of_the_label() -> None:
    text = "the Hague met German Ann Lee's son Bo"
    gold = {(4, 9): "LOC", (21, 28): "PER", (35, 37): "PER"}
    labels = {(0, 9): "GPE", (14, 20): "NORP", (21, 30): "ORG", (31, 34): "DATE"}
    rows = scorer.score_names(gold, labels, text=text, labels=scorer.REDOCRED_LABELS)
    # Found are "Hague" and "Ann Lee"; "German" and the date are no faults.
    names, typed = rows["names"], rows["names, typed"]
    assert (names.right_gold, names.gold, names.found) == (2, 3, 2)
    assert (typed.right_gold, typed.gold, typed.found) == (1, 3, 2)


def test_calibration_of_a_worked_example() -> None:
    pairs = [(0.95, True), (0.95, False), (0.55, True), (1.0, True)]
    result = scorer.calibration(pairs)
    assert result["mean probability"] == pytest.approx(3.45 / 4)
    assert result["right"] == 0.75
    # Bin of 0.9 to 1: 2.9 said, 2 right; bin of 0.5 to 0.6: 0.55 said, 1 right.
    assert result["calibration error"] == pytest.approx((0.9 + 0.45) / 4)


def test_counts_of_texts_add_up() -> None:
    total = scorer.added(
        [{"a": scorer.share(1, 2)}, {"a": scorer.share(3, 3), "b": scorer.Count()}]
    )
    assert (total["a"].f1, total["b"].f1) == (pytest.approx(0.8), 0.0)


def test_a_reading_leaves_out_white_space() -> None:
    doc = Doc(
        spacy.blank("en").vocab,
        words=["\n", "Ann", "Lee", "left"],
        spaces=[False, True, True, False],
        heads=[3, 2, 3, 3],
        deps=["dep", "compound", "nsubj", "ROOT"],
        pos=["SPACE", "PROPN", "PROPN", "VERB"],
        tags=["_SP", "NNP", "NNP", "VBD"],
        lemmas=["\n", "Ann", "Lee", "leave"],
        ents=["O", "B-PERSON", "I-PERSON", "O"],
    )
    plain = scorer.reading(doc)
    assert plain.spans == [(1, 4), (5, 8), (9, 13)]
    assert plain.tree.heads == [1, 2, 2]
    assert plain.sentences == [(1, 13)]
    assert plain.names == {(1, 8): "PERSON"}
    assert plain.mentions == {(1, 8): "person"}
    assert (plain.ud, plain.certainty) == (None, None)
    doc.user_data["kg_ud"] = {
        "heads": [3, 3, 1, 3],
        "relations": ["dep", "nsubj", "flat", "root"],
        "upos": ["SYM", "PROPN", "PROPN", "VERB"],
    }
    doc.user_data["kg_mentions"] = [(1, 3, 1, "animal", 0.9)]
    doc.user_data["kg_certainty"] = {"arc": [0.1, 0.2, 0.3, 0.4], "label": [0.5, 0.6, 0.7, 0.8]}
    own = scorer.reading(doc)
    assert own.ud == scorer.Tree(
        heads=[2, 0, 2], relations=["nsubj", "flat", "root"], upos=["PROPN", "PROPN", "VERB"]
    )
    assert own.mentions == {(1, 8): "animal"}
    assert own.certainty == ([0.2, 0.3, 0.4], [0.6, 0.7, 0.8])


def test_certainties_stand_beside_what_is_right() -> None:
    gold = paragraph("She PRON 2 nsubj", "left VERB 0 root")
    ud = scorer.Tree(heads=[1, 1], relations=["obj", "root"], upos=[])
    sure = ([0.9, 0.8], [0.6, 0.7])
    assert list(scorer.certainties(gold, found(gold, ud=ud, certainty=sure))) == [
        ("arcs", 0.9, True), ("labels", 0.6, False), ("arcs", 0.8, True), ("labels", 0.7, True),
    ]  # fmt: skip


def test_the_table_has_a_dash_where_a_pipeline_says_nothing() -> None:
    figures = {
        "one": {("", "speed"): 5141.2, ("gum", "XPOS"): 0.5},
        "two": {("gum", "UAS"): 0.25, ("gum", "XPOS"): 1.0, ("", "speed"): 20.0},
    }
    assert list(scorer.table(figures)) == [
        "| data | measure | one | two |",
        "|---|---|---:|---:|",
        "| gum | UAS | - | 0.2500 |",
        "| gum | XPOS | 0.5000 | 1.0000 |",
        "| all | speed | 5,141 | 20 |",
    ]
    assert scorer.as_json(figures)["two"]["gum"] == {"UAS": 0.25, "XPOS": 1.0}
