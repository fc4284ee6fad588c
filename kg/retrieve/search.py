"""Sentences for a question: by what they say, by their words, by what the graph knows.

A sentence is ranked by a weighted sum of what speaks for it:

- *meaning*: the cosine of its vector and the question's (`kg.retrieve.vectors`), or that of the
  sentence with the names of what it only points at ("she", "the company") in front; in standard
  deviations from the mean of all sentences;
- *words*: the share of what the question's words say that it covers, with those names, by words
  that mean alike too (`kg.retrieve.words`);
- *topic*: what the best sentences of its document say (*meaning*), in standard deviations;
- *document*: how well the words of its document fit (BM25), as a share of the best;
- *context*: the cosine of the question's vector and that of the sentence with the one before it, in
  standard deviations;
- *states*: whether it states anything: claims were read in it, and it is no question itself;
- *kind*: whether it has the kind of answer that the question wants (`kg.retrieve.kinds`);
- *graph*: whether it mentions who and what the question names, or what facts relate to them.

The weights are fitted on the development half of `benchmarks/retrieval` (`retrieval.py --fit`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import chain, islice, pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from kg.model import Build, Entity
from kg.retrieve.kinds import kinds_of, wanted
from kg.retrieve.lexical import Lexicon, stems, words_of
from kg.retrieve.sentences import Sentence, in_context, pointing, sentences_of
from kg.retrieve.vectors import sentence_vectors
from kg.retrieve.words import Vocabulary

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: Texts → their vectors, a row of length 1 for each.
Encode = Callable[[Sequence[str]], Any]
#: What each part counts.
WEIGHTS: Mapping[str, float] = {
    "meaning": 1.2, "words": 0.4, "topic": 0.7, "document": 0.7, "context": 0.4, "states": 0.9,
    "kind": 1.0, "graph": 0.1,
}  # fmt: skip
#: What a sentence loses for each better one of its document.
AGAIN = 0.3
#: So many of a document's best sentences say how well it fits.
BEST = 3
#: Words of the longest name that is looked for in a question.
WORDS_OF_NAME = 6
#: What is one fact away from what the question names counts `STEP`; more than `ENOUGH` of both
#: together adds nothing.
STEP, ENOUGH = 0.3, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """A sentence that was found; the higher the `score`, the better it answers this question."""

    sentence: Sentence
    score: float


def retrieve(
    build: Build,
    question: str,
    *,
    limit: int = 10,
    vectors: Mapping[str, Sequence[float]] | None = None,
) -> tuple[Quote, ...]:
    """The sentences of a build that answer a question best, the best first.

    For many questions make one `Index`.

    Example::

        for quote in retrieve(restore(Path("output")), "Who met whom?", limit=3):
            print(quote.sentence.document, quote.sentence.span.text)
    """
    return Index(build, vectors=vectors).search(question, limit=limit)


class Index:
    """The sentences of a build, ready to be asked.

    `vectors` are those of sentences by their text, where they were kept (`kg export --to vectors`);
    the others are made now, some milliseconds each. `encode` makes them, texts in and rows of
    length 1 out: any encoder of sentences may take the place of kg's own.
    """

    def __init__(
        self,
        build: Build,
        *,
        vectors: Mapping[str, Sequence[float]] | None = None,
        encode: Encode = sentence_vectors,
    ) -> None:
        self._encode = encode
        self.sentences = sentences_of(build)
        self._entities = {entity.iri: entity for entity in build.entities}
        self._names = _names(build)
        self._near = _near(build)
        texts = [stems(sentence.span.text) for sentence in self.sentences]
        lexicon = Lexicon(map(Counter, texts))
        self._vocabulary = Vocabulary(map(self._words, self.sentences), lexicon)
        named = pointing(build, self.sentences)
        self._pointing = np.array(sorted(named), dtype=np.int64)
        self._vectors = self._table([s.span.text for s in self.sentences], vectors or {})
        self._named_vectors = self._table([named[i] for i in sorted(named)], vectors or {})
        self._documents = _stretches(self.sentences)
        self._context_vectors = self._table(in_context(self.sentences), vectors or {})
        self._states = np.array([_states(sentence) for sentence in self.sentences], dtype=float)
        self._kinds = kinds_of(build, self.sentences)
        self._topics = Lexicon(Counter(chain(*texts[a:z])) for a, z in self._documents)

    def search(self, question: str, *, limit: int = 10) -> tuple[Quote, ...]:
        """The sentences that answer a question best, the best first; ties by document and place."""
        found = islice(self.ranked(self.scores(question)), max(limit, 0))
        return tuple(Quote(sentence=self.sentences[n], score=score) for n, score in found)

    def ranked(self, scores: Floats) -> Iterator[tuple[int, float]]:
        """The numbers of sentences, the best first, each with its score.

        A sentence counts `AGAIN` less for each better one of its document: another document is more
        likely to say something else.
        """
        waiting: list[tuple[float, int, int, NDArray[np.int64]]] = []
        for first, end in self._documents:
            order = np.argsort(-scores[first:end], kind="stable")
            heappush(waiting, (-float(scores[first + order[0]]), first, 0, order))
        while waiting:
            below, first, rank, order = heappop(waiting)
            yield int(first + order[rank]), -below
            if rank + 1 < len(order):
                score = round(float(scores[first + order[rank + 1]]) - AGAIN * (rank + 1), 6)
                heappush(waiting, (-score, first, rank + 1, order))

    def named(self, question: str) -> list[Entity]:
        """The entities whose names stand in a question, the longest names first."""
        return [self._entities[iri] for iri, _ in self._named(question)]

    def scores(self, question: str) -> Floats:
        """How well each of `sentences` answers the question."""
        total = np.zeros(len(self.sentences))
        for name, part in self.parts(question).items():
            total += WEIGHTS[name] * part
        return np.round(total, 6)

    def parts(self, question: str) -> dict[str, Floats]:
        """What speaks for each sentence, part by part, see above."""
        asked = np.asarray(self._encode([question]), dtype=np.float64)[0]
        near = np.round(self._vectors @ asked, 5)
        by_name = np.round(self._named_vectors @ asked, 5)
        near[self._pointing] = np.maximum(near[self._pointing], by_name)
        meaning = _standard(near)
        return {
            "meaning": meaning,
            "words": self._vocabulary.covered(question),
            "topic": _standard(self._best(meaning)),
            "document": self._fitting(question),
            "context": _standard(np.round(self._context_vectors @ asked, 5)),
            "states": self._states,
            "kind": self._of_kind(question),
            "graph": self._walked(question),
        }

    def _table(self, texts: Sequence[str], kept: Mapping[str, Sequence[float]]) -> Floats:
        missing = sorted({text for text in texts if text not in kept})
        made = dict(zip(missing, np.asarray(self._encode(missing)).tolist(), strict=True))
        width = np.asarray(self._encode(["word"])).shape[1]
        rows = [kept.get(text, made.get(text)) for text in texts]
        return np.array(rows, dtype=np.float64) if rows else np.zeros((0, width))

    def _words(self, sentence: Sentence) -> Iterator[str]:
        yield from words_of(sentence.span.text)
        for iri in sentence.entities:
            yield from words_of(self._entities[iri].label)

    def _best(self, scores: Floats) -> Floats:
        """The mean of the best sentences of its document, for each sentence."""
        found = np.zeros(len(scores))
        for first, end in self._documents:
            count = min(BEST, max(1, (end - first) // 4))  # a short document is about few things
            found[first:end] = np.sort(scores[first:end])[-count:].mean()
        return found

    def _fitting(self, question: str) -> Floats:
        """How well the words of its document fit the question, for each sentence, in [0, 1]."""
        found = np.zeros(len(self.sentences))
        scores = self._topics.scores(stems(question))
        best = float(scores.max(initial=0.0)) or 1.0
        for (first, end), score in zip(self._documents, (scores / best).tolist(), strict=True):
            found[first:end] = score
        return found

    def _of_kind(self, question: str) -> Floats:
        """1 for each sentence that has an answer of some kind that the question wants."""
        kinds = set(wanted(question))
        return np.array([bool(kinds & there) for there in self._kinds], dtype=float)

    def _walked(self, question: str) -> Floats:
        """What the question names, and what is one fact from it, in each sentence, in [0, 1]."""
        weight: dict[str, float] = {}
        for iri, length in self._named(question):
            if self._entities[iri].kind != "named":
                continue  # the words say that already
            weight[iri] = max(weight.get(iri, 0.0), float(length))
            for other in self._near[iri]:
                weight[other] = max(weight.get(other, 0.0), STEP)
        found = [sum(weight.get(iri, 0.0) for iri in s.entities) for s in self.sentences]
        bounded: Floats = np.minimum(np.array(found, dtype=float), ENOUGH) / ENOUGH
        return bounded

    def _named(self, question: str) -> list[tuple[str, int]]:
        """IRIs and how many words of the question name them; no name within a longer one."""
        words = stems(question)
        found: dict[str, int] = {}
        taken: set[int] = set()
        for length in range(min(WORDS_OF_NAME, len(words)), 0, -1):
            for first in range(len(words) - length + 1):
                places = set(range(first, first + length))
                iris = self._names.get(tuple(words[first : first + length]), ())
                if iris and not places & taken:
                    taken |= places
                    found.update((iri, length) for iri in iris if iri not in found)
        return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def _names(build: Build) -> dict[tuple[str, ...], list[str]]:
    """The entities of the graph by the stems of their labels and aliases."""
    found: dict[tuple[str, ...], list[str]] = defaultdict(list)
    for entity in build.entities:
        if entity.iri in build.graph.nodes:
            for name in sorted({entity.label, *entity.aliases}):
                key = tuple(stems(name))
                if key and entity.iri not in found[key]:
                    found[key].append(entity.iri)
    return dict(found)


def _near(build: Build) -> dict[str, list[str]]:
    """What asserted facts relate to each entity."""
    found: dict[str, set[str]] = defaultdict(set)
    for fact in build.facts:
        if fact.asserted and fact.object is not None:
            found[fact.subject].add(fact.object)
            found[fact.object].add(fact.subject)
    return defaultdict(list, {iri: sorted(others) for iri, others in found.items()})


def _stretches(sentences: Sequence[Sentence]) -> list[tuple[int, int]]:
    """First and behind the last sentence of each document."""
    starts = [i for i, s in enumerate(sentences)
              if i == 0 or s.document != sentences[i - 1].document]  # fmt: skip
    return list(pairwise([*starts, len(sentences)]))


def _states(sentence: Sentence) -> bool:
    """Whether a sentence can be an answer: it states something, and does not ask itself."""
    return bool(sentence.claims) and not sentence.span.text.rstrip().endswith("?")


def _standard(values: Floats) -> Floats:
    """In standard deviations from the mean; all the same are all 0."""
    if not len(values):
        return values
    spread = float(values.std())
    standard: Floats = (values - values.mean()) / spread if spread > 1e-9 else np.zeros(len(values))
    return standard


__all__ = ["WEIGHTS", "Encode", "Index", "Quote", "retrieve"]
