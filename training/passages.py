"""Texts that say which relations they state: what the relation model learns from.

| set | what is stated |
|---|---|
| KnowledgeNet (Mesquita et al., EMNLP 2019) | 15 relations of a passage, by places |
| Re-DocRED (Tan et al., EMNLP 2022) | 96 relations of a Wikipedia passage, between entities |
| Text2KGBench (Mihindukulasooriya et al., ISWC 2023) | triples of a sentence, by labels |
| FewRel (Han et al., EMNLP 2018) | one relation of a sentence, by places |
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Passage", "Triple", "detokenized", "read_passages"]

#: KnowledgeNet's names of relations → Wikidata's properties.
KNOWLEDGENET = {
    "DATE_OF_BIRTH": "P569", "DATE_OF_DEATH": "P570", "PLACE_OF_RESIDENCE": "P551",
    "PLACE_OF_BIRTH": "P19", "NATIONALITY": "P27", "EMPLOYEE_OR_MEMBER_OF": "P108",
    "EDUCATED_AT": "P69", "POLITICAL_AFFILIATION": "P102", "CHILD_OF": "P8810",
    "SPOUSE": "P26", "DATE_FOUNDED": "P571", "HEADQUARTERS": "P159", "SUBSIDIARY_OF": "P749",
    "FOUNDED_BY": "P112", "CEO": "P169",
}  # fmt: skip

#: Places of mentions in a text, half-open.
Places = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Triple:
    """A relation that a passage states, between mentions or, without places, between labels.

    `evidence` are the sentences that together state it; empty where nobody has said which.
    """

    relation: str
    subject: str
    object: str
    subjects: Places = ()
    objects: Places = ()
    evidence: Places = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A text and what it states. `asked` are the relations that its annotators looked for."""

    id: str
    source: str
    group: str
    text: str
    triples: tuple[Triple, ...]
    asked: tuple[str, ...] = ()


def read_passages(folder: Path, sources: Sequence[str]) -> Iterator[Passage]:
    """The passages of some sets, in the order of their files."""
    readers = {"wikidata": _text2kg, "knowledgenet": _knowledgenet, "redocred": _redocred,
               "fewrel": _fewrel}  # fmt: skip
    for source in sources:
        yield from readers[source](folder, source)


def _lines(path: Path) -> Iterator[dict]:
    for line in path.read_text("utf-8").split("\n"):
        if line.strip():
            yield json.loads(line)


def _text2kg(folder: Path, source: str) -> Iterator[Passage]:
    found: dict[tuple[str, str], list[dict]] = {}
    for row in _lines(folder / "text2kgbench" / "wikidata_tekgen_train.jsonl"):
        found.setdefault((row["ontology"], row["sent"]), []).append(row)
    for (ontology, text), rows in found.items():
        told = [(r["sub_label"], r["rel_label"].strip(), r["obj_label"]) for r in rows]
        yield Passage(
            id=rows[0]["id"], source=source, group=ontology, text=text,
            triples=tuple(
                Triple(relation=r, subject=s, object=o) for s, r, o in dict.fromkeys(told)
            ),
        )  # fmt: skip


def _knowledgenet(folder: Path, source: str) -> Iterator[Passage]:
    found: dict[tuple[str, int, int], list[dict]] = {}
    for name in ("facts", "negatives"):
        for row in _lines(folder / source / f"{name}.jsonl"):
            found.setdefault((row["doc"], row["start"], row["end"]), []).append(row)
    for (doc, start, end), rows in found.items():
        yield Passage(
            id=f"{doc}-{start}-{end}", source=source, group=str(rows[0]["fold"]),
            text=rows[0]["text"], asked=tuple(sorted({KNOWLEDGENET[r["property"]] for r in rows})),
            triples=tuple(
                Triple(relation=KNOWLEDGENET[r["property"]], subject=r["subject"][2],
                       object=r["object"][2], subjects=(tuple(r["subject"][:2]),),
                       objects=(tuple(r["object"][:2]),))
                for r in rows if "subject" in r
            ),
        )  # fmt: skip


def _redocred(folder: Path, source: str) -> Iterator[Passage]:
    for number, row in enumerate(_lines(folder / source / "train.jsonl")):
        words = [word for sentence in row["sents"] for word in sentence]
        text, places = detokenized(words)
        starts = [0]
        for sentence in row["sents"]:
            starts.append(starts[-1] + len(sentence))
        entities = []
        for mentions in row["vertexSet"]:
            spans = [(starts[m["sent_id"]] + m["pos"][0], starts[m["sent_id"]] + m["pos"][1])
                     for m in mentions]  # fmt: skip
            entities.append(tuple(sorted({(places[a][0], places[z - 1][1]) for a, z in spans})))
        yield Passage(
            id=row["title"], source=source, group=str(number % 5), text=text,
            triples=tuple(
                Triple(relation=one["r"], subject=row["vertexSet"][one["h"]][0]["name"],
                       object=row["vertexSet"][one["t"]][0]["name"],
                       subjects=entities[one["h"]], objects=entities[one["t"]],
                       evidence=tuple((places[starts[i]][0], places[starts[i + 1] - 1][1])
                                      for i in sorted(one["evidence"])))
                for one in row["labels"]
            ),
        )  # fmt: skip


#: Sentences of each relation of FewRel that are read.
FEWREL = 200


def _fewrel(folder: Path, source: str) -> Iterator[Passage]:
    seen: dict[str, int] = {}
    for number, row in enumerate(_lines(folder / source / "val_wiki.jsonl")):
        relation = row["relation"]
        seen[relation] = seen.get(relation, 0) + 1
        if seen[relation] > FEWREL:
            continue
        text, places = detokenized(row["tokens"])
        ends = [tuple((places[run[0]][0], places[run[-1]][1]) for run in row[side][2])
                for side in ("head", "tail")]  # fmt: skip
        triple = Triple(relation=relation, subject=row["head"][0], object=row["tail"][0],
                        subjects=ends[0], objects=ends[1])  # fmt: skip
        yield Passage(id=str(number), source=source, group=relation, text=text, triples=(triple,))


#: Words that stand close to the one before, and behind.
CLOSES = frozenset(", . ; : ! ? ) ] % 's n't 'm 're 've 'll 'd ’s".split())
OPENS = frozenset("( [ $ £ €".split())


def detokenized(words: Sequence[str]) -> tuple[str, list[tuple[int, int]]]:
    """A text of its words, spaced as it is usually written, and where each word is in it.

    >>> detokenized(["Ada", "(", "1815", ")", "wrote", "."])[0]
    'Ada (1815) wrote.'
    """
    text, places, quoted, glue = "", [], False, True
    for at, word in enumerate(words):
        close = word in CLOSES or (word == '"' and quoted)
        hyphen = word in ("-", "–") and 0 < at < len(words) - 1 and word == "-"
        if not (close or glue or hyphen):
            text += " "
        places.append((len(text), len(text) + len(word)))
        text += word
        glue = word in OPENS or hyphen or (word == '"' and not quoted)
        if word == '"':
            quoted = not quoted
    return text, places
