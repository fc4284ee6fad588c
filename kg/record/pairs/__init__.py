"""Which stretches of a sentence may stand in a relation, as vectors that know no ontology yet.

    references, times, numbers → candidates → pairs → one short vector per pair (kept in the record)

`kg.relate.score` asks the vectors about the relations of an ontology.
"""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from kg.english import lexicon
from kg.model import Argument, Pair, Span
from kg.record.pairs import network
from kg.record.pairs.candidates import Candidate, find_candidates
from kg.record.pairs.features import pair_arrays, sentence_arrays

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.parse.analyze import Sentence
    from kg.parse.tokens import Token
    from kg.record.claims.arguments import Arguments
    from kg.record.mentions import Reference

__all__ = ["find_pairs", "pairs_of", "unpacked"]

#: Kinds of candidates that may be a subject.
SUBJECTS = frozenset(("name", "nominal", "pronoun", "title"))
#: What stands in no relation that is worth its price: common nouns with each other.
SKIPPED = frozenset((("nominal", "nominal"), ("nominal", "title"), ("nominal", "part")))
#: Pairs of one sentence that are looked at, and that are kept; chance of those kept.
MOST_SEEN, MOST_KEPT, LEAST = 600, 16, 0.08
#: Tokens of a sentence that is looked at: a longer one is a table or a list.
LONGEST = 160


def find_pairs(
    sentences: Sequence[Sentence], references: Sequence[Reference], reader: Arguments
) -> Iterator[Pair]:
    """The pairs of a document in text order; none for pipelines that the network does not know."""
    of: dict[int, list[Reference]] = {}
    for reference in references:
        of.setdefault(reference.sentence.index, []).append(reference)
    for sentence in sentences:
        vectors = sentence.vectors
        if vectors is None or vectors.model != network.TRAINED_ON or sentence.foreign:
            continue
        if 1 < len(sentence.tokens) <= LONGEST:
            found = of.get(sentence.index, [])
            yield from _of_sentence(sentence, found, reader)


def _of_sentence(
    sentence: Sentence, references: Sequence[Reference], reader: Arguments
) -> Iterator[Pair]:
    candidates = find_candidates(sentence, references, reader.times(sentence))
    pairs = pairs_of(candidates)
    if not pairs or sentence.vectors is None:
        return
    rows = sentence_arrays(sentence.tokens, candidates)
    columns = pair_arrays([token.head.i for token in sentence.tokens], rows, pairs)
    given = np.concatenate([np.array(pairs, dtype=np.int32), columns], axis=1)
    context, words = network.token_vectors(sentence.vectors, [t.row for t in sentence.tokens])
    x = network.read_sentence(context, words)
    vectors, odds = network.pair_vectors(x, words, rows, given)
    chances = 1 / (1 + np.exp(-odds.astype(np.float64)))
    best = sorted(range(len(pairs)), key=lambda n: (-round(float(chances[n]), 4), pairs[n]))
    kept = sorted(n for n in best[:MOST_KEPT] if chances[n] >= LEAST)
    ends = Ends(references, reader)
    quote = Span(start=sentence.start, end=sentence.end, text=sentence.text)
    for n in kept:
        i, j = pairs[n]
        subject, object = ends.thing(candidates[i]), ends.any(candidates[j])
        if subject is None or (subject.entity == object.entity and subject.entity is not None):
            continue
        yield Pair(
            sentence=quote, subject=subject, object=object, vector=packed(vectors[n]),
            caution=_caution(candidates[i].head, candidates[j].head),
        )  # fmt: skip


def pairs_of(candidates: Sequence[Candidate]) -> list[tuple[int, int]]:
    """The pairs that may stand in a relation: numbers of subjects and objects.

    What a thing is called twice stands in none with itself, nor does a phrase with its own parts.
    """
    found = []
    for i, a in enumerate(candidates):
        if a.kind not in SUBJECTS:
            continue
        for j, b in enumerate(candidates):
            part = b.kind == "part" and a.first.i <= b.first.i and b.last.i <= a.last.i
            told = (a.kind, b.kind) not in SKIPPED
            if i != j and told and not part and not _same(a, b):
                found.append((i, j))
    return found[:MOST_SEEN]


def _same(a: Candidate, b: Candidate) -> bool:
    one, other = a.reference, b.reference
    return one is not None and other is not None and one.entity == other.entity


class Ends:
    """Candidates → arguments: what a stretch of a sentence stands for."""

    def __init__(self, references: Sequence[Reference], reader: Arguments) -> None:
        self._references = references
        self._reader = reader

    def thing(self, one: Candidate) -> Argument | None:
        """A subject: a mention, or a stretch with the name in it that it is the whole of."""
        span = self._reader.span(one.first.start, one.last.end)
        reference = one.reference
        if reference is not None:
            return Argument(
                span=span, label=reference.label, entity=reference.entity,
                chance=reference.trust if reference.trust < 1 else None,
            )  # fmt: skip
        inside = [r for r in self._references
                  if one.first.i <= r.first.i and r.last.i <= one.last.i and r.kind != "pronoun"
                  and r.country is None]  # fmt: skip
        best = max(inside, key=lambda r: (r.kind == "name", r.last.i - r.first.i, -r.first.i),
                   default=None)  # fmt: skip
        if best is None:
            return None
        return Argument(span=span, label=one.label, entity=best.entity)

    def any(self, one: Candidate) -> Argument:
        """An object: a thing or a value."""
        span = self._reader.span(one.first.start, one.last.end)
        if one.kind in ("time", "number"):
            return self._reader.value(one.time, span)
        found = self.thing(one) if one.kind in SUBJECTS else None
        if found is not None:
            return found
        return Argument(span=span, label=one.label, literal=one.label, datatype="xsd:string")


def _caution(*heads: Token) -> str:
    """The word that denies or hedges what is said of some words: "not", "may", "if", "plans"."""
    above: list[Token] = []
    for token in heads:
        while token.head is not token:
            token = token.head
            above.append(token)
        above.append(token)
    for token in above:
        word = token.lemma.lower()
        if word in HEDGES:
            return token.text
        for child in token.children:
            if child.dep == "neg" or child.tag == "MD" or child.lower in CUES:
                return child.text
    return ""


#: What hedges a clause from within, and verbs and nouns under which nothing is a fact.
CUES = frozenset(("if", "unless", "whether", "never", "allegedly", "reportedly", "nearly", "almost",
                  *lexicon.NEGATIVE_WORDS, *lexicon.NEGATIVE_DETERMINERS))  # fmt: skip
HEDGES = frozenset(
    "plan hope want wish intend propose consider refuse deny fail allege claim rumor rumour seek"
    " offer attempt try aim expect promise decline doubt suspect believe".split()
)


def packed(vector: NDArray[np.float32]) -> str:
    """A vector within [-1, 1] as signed bytes in base64."""
    return base64.b64encode(np.rint(vector * 127).astype(np.int8).tobytes()).decode("ascii")


def unpacked(vectors: Sequence[str]) -> NDArray[np.float32]:
    """The rows that `packed` has packed."""
    if not vectors:
        return np.zeros((0, 0), dtype=np.float32)
    rows = [np.frombuffer(base64.b64decode(text), dtype=np.int8) for text in vectors]
    return (np.stack(rows) / np.float32(127)).astype(np.float32)
