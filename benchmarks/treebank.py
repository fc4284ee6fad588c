"""Treebanks in CoNLL-U: their sentences as `kg` reads them, their trees in place of parsed ones.

A treebank gives words, trees and tags made by people. What `kg` finds in them, beside what it
finds in the same text parsed by itself, tells errors of the parser from errors of the rules.

Format: universaldependencies.org/format.html; files may be packed with xz.
"""

from __future__ import annotations

import lzma
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from spacy.tokens import Doc

from kg.parse import analyze
from kg.parse.analyze import Sentence
from kg.parse.reading.pipeline import Component
from kg.parse.reading.reader import Reading, TreeReader, Words
from kg.parse.structure import Block

if TYPE_CHECKING:
    from spacy.language import Language


@dataclass(frozen=True, slots=True, kw_only=True)
class TreebankSentence:
    """One sentence of a treebank; `heads` are indices, the word itself at the root.

    `spaces` says of each word whether a space follows it in the sentence, and `start` where the
    sentence begins in the text of its document (see `text_of`).
    """

    words: tuple[str, ...]
    spaces: tuple[bool, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]
    upos: tuple[str, ...]
    tags: tuple[str, ...]
    lemmas: tuple[str, ...]
    starts_paragraph: bool
    start: int

    @property
    def text(self) -> str:
        """The sentence as it was written, without a space behind it."""
        pairs = zip(self.words, self.spaces, strict=True)
        return "".join(word + " " * space for word, space in pairs).rstrip(" ")


def read_conllu(path: Path) -> list[list[TreebankSentence]]:
    """The documents of a treebank, each the list of its sentences.

    Empty nodes are left out, and words written as one ("don't") have no space between them.
    """
    opened = lzma.open if path.suffix == ".xz" else open
    with opened(path, "rt", encoding="utf-8") as lines:
        documents: list[list[TreebankSentence]] = []
        for notes, rows in _sentences(lines):
            if not documents or any(note.startswith("# newdoc") for note in notes):
                documents.append([])
            opens = not documents[-1] or any(note.startswith("# newpar") for note in notes)
            start = _next(documents[-1], opens)
            documents[-1].append(_sentence(rows, opens=opens, start=start))
    return documents


def text_of(document: Sequence[TreebankSentence]) -> str:
    """The raw text: a space between sentences, an empty line between paragraphs."""
    text = ""
    for sentence in document:
        text += " " * (sentence.start - len(text)) if not sentence.starts_paragraph else ""
        text += "\n" * (sentence.start - len(text)) + sentence.text
    return text


def _sentences(lines: Iterator[str]) -> Iterator[tuple[list[str], list[list[str]]]]:
    """Comment lines and rows of each sentence."""
    notes: list[str] = []
    rows: list[list[str]] = []
    for line in lines:
        line = line.rstrip("\n")
        if line.startswith("#"):
            notes.append(line)
        elif line:
            rows.append(line.split("\t"))
        elif rows:
            yield notes, rows
            notes, rows = [], []
    if rows:
        yield notes, rows


def _next(before: list[TreebankSentence], opens: bool) -> int:
    if not before:
        return 0
    return before[-1].start + len(before[-1].text) + (2 if opens else 1)


def _sentence(rows: list[list[str]], *, opens: bool, start: int) -> TreebankSentence:
    words = [row for row in rows if row[0].isdigit()]
    heads = [int(row[6]) - 1 for row in words]
    return TreebankSentence(
        words=tuple(row[1] for row in words),
        spaces=tuple(_spaces(rows)),
        heads=tuple(i if head < 0 else head for i, head in enumerate(heads)),
        relations=tuple(row[7] for row in words),
        upos=tuple(row[3] for row in words),
        tags=tuple(row[4] for row in words),
        lemmas=tuple(row[2] for row in words),
        starts_paragraph=opens,
        start=start,
    )


def _spaces(rows: list[list[str]]) -> Iterator[bool]:
    """Whether a space follows; within a range of words ("1-2") none does but after the last."""
    last, after = 0, True
    for row in rows:
        space = "SpaceAfter=No" not in row[9].split("|")
        if "-" in row[0]:
            last, after = int(row[0].partition("-")[2]), space
        elif row[0].isdigit():
            inside = int(row[0]) <= last
            yield (after if int(row[0]) == last else False) if inside else space


def blocks_of(
    document: Sequence[TreebankSentence],
) -> Iterator[tuple[Block, list[TreebankSentence]]]:
    """The paragraphs of a document, each with its sentences."""
    text = text_of(document)
    starts = [i for i, s in enumerate(document) if s.starts_paragraph or not i]
    for first, end in zip(starts, [*starts[1:], len(document)], strict=True):
        part = list(document[first:end])
        start, stop = part[0].start, part[-1].start + len(part[-1].text)
        yield (
            Block(kind="paragraph", text=text[start:stop], offsets=None, start=start, end=stop),
            part,
        )


def doc_of(part: Sequence[TreebankSentence], nlp: Language) -> Doc:
    """A paragraph as words for a pipeline, its sentences given."""
    words = [word for s in part for word in s.words]
    spaces = [space for s in part for space in (*s.spaces[:-1], True)]
    doc = Doc(nlp.vocab, words=words, spaces=spaces)
    starts = {sum(len(s.words) for s in part[:i]) for i in range(len(part))}
    for i, word in enumerate(doc):
        word.is_sent_start = i in starts
    return doc


def sentences_read(
    document: Sequence[TreebankSentence], nlp: Language, *, gold: bool
) -> tuple[str, list[Sentence]]:
    """The text of a document and its sentences, the words and their borders given.

    With `gold` the trees, tags and lemmas are the treebank's as well, and only names, phrases and
    vectors are those of kg's own pipeline.
    """
    blocks, parts = zip(*blocks_of(document), strict=True)
    docs = [doc_of(part, nlp) for part in parts]
    component = nlp.get_pipe("kg_reader")
    if gold:
        component = Component(GoldReader(component.reader, parts))
    text = text_of(document)
    return text, analyze.sentences_of(text, blocks, component.pipe(docs), nlp)


class GoldReader:
    """kg's reading model with the trees of a treebank in the place of its own."""

    def __init__(self, reader: TreeReader, parts: Sequence[Sequence[TreebankSentence]]) -> None:
        self.reader, self.parts = reader, parts

    def read(self, blocks: Sequence[Words]) -> list[Reading]:
        found = self.reader.read(blocks)
        for reading, part in zip(found, self.parts, strict=True):
            self._replace(reading, part)
        return found

    def _replace(self, reading: Reading, part: Sequence[TreebankSentence]) -> None:
        reading.heads, at = [], 0
        for sentence in part:
            reading.heads += [head + at for head in sentence.heads]
            at += len(sentence.words)
        for name in ("relations", "upos", "tags"):
            setattr(reading, name, [value for s in part for value in getattr(s, name)])
        reading.lemmas = [
            self.reader.lemmas.of(word, tag)
            for s in part
            for word, tag in zip(s.words, s.tags, strict=True)
        ]
