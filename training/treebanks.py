"""The texts that the reading model learns from, in one form.

Universal Dependencies (CoNLL-U: EWT, GUM) give sentences, tags, lemmas and trees; GUM's `Entity`
column gives all noun phrase mentions with their types (Zeldes, LREV 2017). Re-DocRED (Tan et al.,
EMNLP 2022) gives names, and no trees. What a source does not say stays `None` and is not learnt.
"""

from __future__ import annotations

import json
import lzma
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

#: First token, behind the last one, head, type of an entity: one mention of GUM.
Mention = tuple[int, int, int, str]


@dataclass(slots=True, kw_only=True)
class Sentence:
    """One annotated sentence; columns have one value a word.

    `heads` count from 0, -1 at the root. `names` are IOB2 labels, `None` where nobody knows.
    """

    words: list[str]
    spaces: list[bool]
    paragraph: bool
    heads: list[int] | None = None
    relations: list[str] | None = None
    upos: list[str] | None = None
    tags: list[str] | None = None
    lemmas: list[str] | None = None
    mentions: list[Mention] | None = None
    linked: frozenset[tuple[int, int]] = frozenset()
    names: list[str | None] = field(default_factory=list)


@dataclass(slots=True, kw_only=True)
class Text:
    """An annotated text: its sentences in order, and the treebank it comes from."""

    id: str
    source: str
    sentences: list[Sentence]


def read_conllu(path: Path) -> list[Text]:
    """The documents of a treebank file, packed (`.xz`) or not."""
    opener = lzma.open if path.suffix == ".xz" else open
    source = path.name.split("-")[0]
    texts: list[Text] = []
    with opener(path, "rt", encoding="utf-8") as file:
        opened: dict[str, tuple[int, int, str, bool]] = {}
        for block in file.read().split("\n\n"):
            lines = block.strip().splitlines()
            for line in lines:
                if line.startswith("# newdoc id = "):
                    texts.append(Text(id=line[14:].strip(), source=source, sentences=[]))
            rows = [line.split("\t") for line in lines if line[:1].isdigit()]
            if not rows:
                continue
            begins = any(line.startswith("# newpar") for line in lines)
            sentence = _sentence(rows, begins or not texts[-1].sentences)
            if source == "gum":
                _add_mentions(sentence, [row for row in rows if row[0].isdigit()], opened)
            texts[-1].sentences.append(sentence)
    return texts


def _sentence(rows: list[list[str]], begins: bool) -> Sentence:
    inside: dict[int, bool] = {}  # last word of a token of several words: whether a space follows
    glued: set[int] = set()
    for row in rows:
        if "-" in row[0]:
            first, last = map(int, row[0].split("-"))
            glued.update(range(first, last))
            inside[last] = "SpaceAfter=No" not in row[9]
    words = [row for row in rows if row[0].isdigit()]
    spaces = []
    for row in words:
        at = int(row[0])
        spaces.append(at not in glued and inside.get(at, "SpaceAfter=No" not in row[9]))
    return Sentence(
        words=[row[1] for row in words],
        spaces=spaces,
        paragraph=begins,
        heads=[int(row[6]) - 1 for row in words],
        relations=[row[7] for row in words],
        upos=[row[3] for row in words],
        tags=[row[4] for row in words],
        lemmas=[row[2] for row in words],
    )


BRACKET = re.compile(r"\([^()]+\)?|[^()]+\)")


def _add_mentions(sentence: Sentence, rows: list[list[str]], opened: dict[str, Any]) -> None:
    """Read the `Entity` column: "(3-person-..." opens a mention, "3)" closes it."""
    mentions, linked = [], set()
    waiting: dict[str, list[tuple[int, str, bool]]] = {}
    for at, row in enumerate(rows):
        field = next((f[7:] for f in row[9].split("|") if f.startswith("Entity=")), "")
        for part in BRACKET.findall(field):
            if part.startswith("("):
                fields = part.strip("()").split("-")
                waiting.setdefault(fields[0], []).append((at, fields[1], len(fields) > 7))
            if part.endswith(")"):
                key = part.strip("()").split("-")[0]
                if not waiting.get(key):
                    continue
                first, type, link = waiting[key].pop()
                if "[" in key:
                    continue  # one part of a mention that is not in one piece
                mentions.append((first, at + 1, head_within(sentence, first, at + 1), type))
                if link:
                    linked.add((first, at + 1))
    sentence.mentions = sorted(mentions)
    sentence.linked = frozenset(linked)


def head_within(sentence: Sentence, first: int, end: int) -> int:
    """The word of a span whose head lies outside it; the first such word that is no mark."""
    heads, upos = sentence.heads, sentence.upos
    assert heads is not None and upos is not None
    outer = [i for i in range(first, end) if not first <= heads[i] < end]
    return next((i for i in outer if upos[i] not in ("PUNCT", "CCONJ")), outer[0])


def read_redocred(path: Path) -> Iterator[tuple[Text, list[list[tuple[int, int, str]]]]]:
    """Passages of Re-DocRED and, for each of their sentences, the names: first, end, type."""
    for line in path.read_text("utf-8").splitlines():
        item = json.loads(line)
        names: list[list[tuple[int, int, str]]] = [[] for _ in item["sents"]]
        for entity in item["vertexSet"]:
            for mention in entity:
                first, end = mention["pos"]
                names[mention["sent_id"]].append((first, end, mention["type"]))
        sentences = [
            Sentence(words=words, spaces=_spaces(words), paragraph=not number)
            for number, words in enumerate(item["sents"])
        ]
        yield Text(id=item["title"], source="redocred", sentences=sentences), names


def _spaces(words: list[str]) -> list[bool]:
    """Where a person would write a space behind each word."""
    tight = {".", ",", ";", ":", ")", "]", "?", "!", "%", "'s", "n't", "’s"}
    after = [*words[1:], ""]
    return [b not in tight and a not in ("(", "[", "$") for a, b in zip(words, after, strict=True)]
