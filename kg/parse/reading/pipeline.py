"""kg's own pipeline for English: spaCy's tokenizer and `Doc`, one component that reads.

`load()` gives a spaCy `Language`; `nlp.pipe(texts)` reads all texts of one call together, as the
blocks of one document. A `Doc` gets spaCy's English labels (`kg.parse.reading.labels`), its names,
and in `user_data` what spaCy has no place for:

- `kg_ud`: the tree in Universal Dependencies: `heads`, `relations`, `upos`, a value per token;
- `kg_certainty`: probabilities of heads, labels and names: `arc`, `label`, `name`;
- `kg_mentions`: noun phrases: first token, behind the last, head, GUM's type, probability.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy import attrs
from spacy.language import Language

from kg.parse.reading import FOLDER
from kg.parse.reading.labels import convert
from kg.parse.reading.reader import Reading, TreeReader, Words, load_reader

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Distances to heads are signed; the table of a `Doc` is not.
WRAP = 2**64
#: Where a `Doc` may say which of its tokens are one name: first, behind the last, label.
ATOMS = "kg_atoms"
#: Where it may say what some of its tokens are to be read as: index, word.
FORMS = "kg_forms"
#: What a `Doc` is told about each token.
COLUMNS = (attrs.HEAD, attrs.DEP, attrs.TAG, attrs.POS, attrs.LEMMA, attrs.ENT_IOB,
           attrs.ENT_TYPE)  # fmt: skip


def load(folder: Path = FOLDER) -> Language:
    """The pipeline over the weights in a folder, as a spaCy `Language`.

    Raises FileNotFoundError if a file of the model is not there.

    >>> [token.dep_ for token in load()("Anna slept.")]
    ['nsubj', 'ROOT', 'punct']
    """
    import spacy

    nlp = spacy.blank("en")
    nlp.add_pipe("kg_reader", config={"folder": str(folder)})
    nlp.meta.update(json.loads((folder / "meta.json").read_text("utf-8")))
    return nlp


@Language.factory("kg_reader", assigns=["token.head", "token.dep", "token.tag", "doc.ents"])
def make_component(nlp: Language, name: str, folder: str) -> Component:
    return Component(load_reader(Path(folder)))


class Component:
    """The reading model as a component of a spaCy pipeline."""

    def __init__(self, reader: TreeReader) -> None:
        self.reader = reader

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 0) -> Iterator[Doc]:
        """Read all of the stream as the blocks of one document."""
        docs = list(stream)
        kept = [[t.i for t in doc if not t.is_space] for doc in docs]
        blocks = [_words(doc, rows) for doc, rows in zip(docs, kept, strict=True)]
        for doc, rows, block, reading in zip(docs, kept, blocks, self.reader.read(blocks),
                                             strict=True):  # fmt: skip
            if rows:
                self._annotate(doc, rows, block, reading)
            yield doc

    def _annotate(self, doc: Doc, rows: Sequence[int], block: Words, reading: Reading) -> None:
        table = _Table(doc, rows, reading)
        for first, end in _sentences(reading.begins):
            table.add(block, first, end)
        doc.from_array(list(COLUMNS), table.array())
        doc.tensor = table.spread(np.concatenate(reading.vectors))
        doc.user_data |= {
            "kg_ud": table.universal(),
            "kg_certainty": table.certainty(),
            "kg_mentions": [(rows[a], rows[z - 1] + 1, rows[h], type, sure)
                            for a, z, h, type, sure in reading.phrases],
        }  # fmt: skip


def _words(doc: Doc, rows: Sequence[int]) -> Words:
    tokens = [doc[i] for i in rows]
    spaces = [bool(t.whitespace_) or (t.i + 1 < len(doc) and doc[t.i + 1].is_space) for t in tokens]
    atoms, forms = doc.user_data.get(ATOMS, ()), doc.user_data.get(FORMS, {})
    place = {row: i for i, row in enumerate(rows)}
    return Words(
        words=[forms.get(t.i, t.text) for t in tokens] if forms else [t.text for t in tokens],
        spaces=spaces,
        borders=[t.is_sent_start for t in tokens],
        atoms=[(place[a], place[z - 1] + 1, label) for a, z, label in atoms
               if a in place and z - 1 in place],
    )  # fmt: skip


def _sentences(begins: Sequence[bool]) -> Iterator[tuple[int, int]]:
    starts = [i for i, first in enumerate(begins) if first]
    return zip(starts, [*starts[1:], len(begins)], strict=True)


class _Table:
    """The columns of a `Doc`, filled sentence by sentence; white space hangs on what is before."""

    def __init__(self, doc: Doc, rows: Sequence[int], reading: Reading) -> None:
        self.doc, self.rows, self.reading = doc, rows, reading
        self._add: Callable[[str], int] = doc.vocab.strings.add
        blank = [0, 0, self._add("_SP"), self._add("SPACE"), 0, 2, 0]
        self._values = np.array([blank] * len(doc), dtype=np.uint64)
        self._near = _nearest(len(doc), rows)
        for i, near in enumerate(self._near):
            self._values[i, 0] = (near - i) % WRAP

    def add(self, block: Words, first: int, end: int) -> None:
        """One sentence in spaCy's labels."""
        reading, part = self.reading, slice(first, end)
        made = convert(
            block.words[part],
            [head - first for head in reading.heads[part]],
            reading.relations[part],
            reading.upos[part],
            reading.tags[part],
            reading.lemmas[part],
        )
        for at, row in enumerate(self.rows[part]):
            name = reading.names[first + at]
            if name[0] == "I":  # white space within a name belongs to it
                self._values[self.rows[first + at - 1] + 1 : row, 5] = 1
                self._values[self.rows[first + at - 1] + 1 : row, 6] = self._add(name[2:])
            self._values[row] = [
                (self.rows[first + made.heads[at]] - row) % WRAP,
                self._add(made.labels[at]),
                self._add(made.tags[at]),
                self._add(made.pos[at]),
                self._add(reading.lemmas[first + at]),
                {"B": 3, "I": 1}.get(name[0], 2),
                self._add(name[2:]) if name != "O" else 0,
            ]

    def array(self) -> Any:
        return self._values

    def spread(self, rows: Any) -> Any:
        """Rows of words as rows of tokens."""
        place = {row: i for i, row in enumerate(self.rows)}
        return rows[[place[near] for near in self._near]]

    def universal(self) -> dict[str, list[Any]]:
        place = {row: i for i, row in enumerate(self.rows)}
        words = [place.get(i) for i in range(len(self.doc))]
        reading, rows = self.reading, self.rows
        return {
            "heads": [self._near[i] if w is None else rows[reading.heads[w]]
                      for i, w in enumerate(words)],
            "relations": ["dep" if w is None else reading.relations[w] for w in words],
            "upos": ["SPACE" if w is None else reading.upos[w] for w in words],
        }  # fmt: skip

    def certainty(self) -> dict[str, list[float]]:
        reading = self.reading
        columns = {"arc": reading.head_probability, "label": reading.relation_probability,
                   "name": reading.name_probability}  # fmt: skip
        place = {row: i for i, row in enumerate(self.rows)}
        return {
            name: [values[place[i]] if i in place else 1.0 for i in range(len(self.doc))]
            for name, values in columns.items()
        }


def _nearest(length: int, rows: Sequence[int]) -> list[int]:
    """For each token itself, or the word before white space (behind it at the start)."""
    kept = set(rows)
    near, found = rows[0], []
    for i in range(length):
        near = i if i in kept else near
        found.append(near)
    return found
