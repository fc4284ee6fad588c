"""Pairs of mentions → what they state of the relations of an ontology, known to the model or not.

A relation is turned into a vector by its label, aliases, description and the labels of its domain
and range; the model's vector of a pair says how well both go together. A relation that is called
like one of `kg/data/properties.tsv` is scored as that one too, which the model was trained on.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from kg.ontology import Ontology, Relation
from kg.parse.reading.encode import Embeddings
from kg.record.pairs import unpacked
from kg.record.pairs.network import gelu, load, times

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kg.model import Argument, Pair, Span

    Floats = NDArray[np.float32]

#: Words that say nothing of a relation.
SMALL = frozenset("the a an of or and to in is which that who by for on from with has was".split())
#: How much what a relation is called counts beside the known one of that name.
OWN = 0.3
#: How much of the chance of its part a whole title needs to be taken in its place.
WHOLE = 0.8
WORD = re.compile(r"[a-z]+|[0-9]+")
#: Where words of a name run together: "birthPlace".
INNER = re.compile(r"(?<=[a-z])(?=[A-Z0-9])")


@dataclass(frozen=True, slots=True)
class Known:
    """A relation of the training data: its label, and the number of its vector."""

    number: int
    label: str


@dataclass(frozen=True, slots=True)
class Scored:
    """That a pair states a relation with some chance."""

    pair: Pair
    relation: Relation
    chance: float


class Scorer:
    """Scores pairs against the relations of one ontology."""

    def __init__(self, ontology: Ontology, folder: Path) -> None:
        self.relations = ontology.relations
        labels = {found.iri: found.label for found in ontology.classes}
        w, embeddings = load(), Embeddings(folder)
        rows = [_inputs(relation, labels, embeddings) for relation in ontology.relations]
        self._vectors, self._bias = relation_vectors(np.stack(rows)) if rows else _nothing()
        for at, relation in enumerate(ontology.relations):
            near = [known.number for known in called(relation)]
            if near:
                best = max(near, key=lambda n: (_cosine(w["known_w"][n], self._vectors[at]), -n))
                self._vectors[at] = OWN * self._vectors[at] + (1 - OWN) * w["known_w"][best]
                self._bias[at] = OWN * self._bias[at] + (1 - OWN) * w["known_b"][best]
        self._columns = (self._vectors.T / 4).astype(np.float32)

    def chances(self, pairs: Sequence[Pair]) -> NDArray[np.float64]:
        """The calibrated chance of each pair and relation."""
        if not pairs or not len(self._vectors):
            return np.zeros((len(pairs), len(self.relations)))
        odds = times(unpacked([pair.vector for pair in pairs]), self._columns) + self._bias
        slope, shift = load()["platt"][:2].tolist()
        found: NDArray[np.float64] = 1 / (1 + np.exp(-(slope * odds.astype(np.float64) + shift)))
        return found


def relation_vectors(inputs: Floats) -> tuple[Floats, Floats]:
    """Rows of `_inputs` → the vectors that those of pairs are compared with, and what is added."""
    w = load()
    hidden = gelu(times(inputs, w["r1_w"]) + w["r1_b"])
    label, alias, _, domain, range = np.split(inputs, 5, axis=1)
    made = [times(hidden, w["r2_w"]) + w["r2_b"]]
    lexical = ((label + np.float32(0.5) * alias, "lx_w"), (domain, "ly_w"), (range, "ly_w"))
    for factor, (given, name) in zip(w["gam"], lexical, strict=True):
        made.append(factor * np.tanh(times(given, w[name])))
    bias = (times(hidden, w["rb_w"]) + w["rb_b"])[:, 0]
    return np.concatenate(made, axis=1), bias


def _nothing() -> tuple[Floats, Floats]:
    return np.zeros((0, 0), dtype=np.float32), np.zeros(0, dtype=np.float32)


def _inputs(relation: Relation, labels: Mapping[str, str], embeddings: Embeddings) -> Floats:
    """What the network is told of a relation: the mean vectors of five texts."""
    aliases = [text_vector(alias, embeddings) for alias in relation.aliases]
    ends = [" ".join(filter(None, (labels.get(iri, "") for iri in side)))
            for side in (relation.domain, relation.range)]  # fmt: skip
    nothing = text_vector("", embeddings)
    return np.concatenate(
        [text_vector(relation.label, embeddings),
         np.mean(aliases, axis=0, dtype=np.float32) if aliases else nothing,
         text_vector(relation.description, embeddings),
         *(text_vector(end, embeddings) for end in ends)]
    )  # fmt: skip


def text_vector(text: str, embeddings: Embeddings) -> Floats:
    """The mean of the vectors of the words of a text that say something; zeros without any."""
    words = split(text)
    told = [word for word in words if word not in SMALL] or words
    scale = load()["scale"][0]
    if not told:
        return np.zeros(load()["lx_w"].shape[0], dtype=np.float32)
    rows = [embeddings.of(word) * scale for word in told]
    mean: Floats = np.mean(rows, axis=0, dtype=np.float32)
    return mean


def split(text: str) -> list[str]:
    """The words of a label, whichever way they are joined.

    >>> split("birthPlace"), split("IUCN_status")
    (['birth', 'place'], ['iucn', 'status'])
    """
    return WORD.findall(INNER.sub(" ", text).lower())


def called(relation: Relation) -> list[Known]:
    """The known relations of this label, or else of this alias."""
    by_label, by_name = known_relations()
    name = " ".join(split(relation.label))
    return by_label.get(name) or by_name.get(name, [])


@lru_cache(maxsize=1)
def known_relations() -> tuple[dict[str, list[Known]], dict[str, list[Known]]]:
    """The relations that the model was trained on, by label and by all that they are called."""
    by_label: dict[str, list[Known]] = {}
    by_name: dict[str, list[Known]] = {}
    text = (resources.files("kg") / "data" / "properties.tsv").read_text("utf-8")
    for number, line in enumerate(text.splitlines()):
        _, label, aliases, *_ = line.split("\t")
        known = Known(number, label)
        names = [" ".join(split(name)) for name in (label, *filter(None, aliases.split(";")))]
        by_label.setdefault(names[0], []).append(known)
        for name in dict.fromkeys(names):
            by_name.setdefault(name, []).append(known)
    return by_label, by_name


def _cosine(a: Floats, b: Floats) -> float:
    return float(a @ b / max(float(np.linalg.norm(a) * np.linalg.norm(b)), 1e-6))


def best_of(
    found: Iterable[Scored], *, share: float = 0.0, mentions: bool = False
) -> Iterator[Scored]:
    """Of what overlaps in one sentence under one relation, the most likely.

    What has less than a `share` of the best one's chance under that relation is left out too. With
    `mentions`, two mentions of one thing do not stand for each other.
    """
    kept: dict[tuple[int, str], list[Scored]] = {}
    ranked = sorted(found, key=lambda s: (-s.chance, s.pair.subject.span.start,
                                          s.pair.object.span.start, s.pair.object.span.end,
                                          s.pair.subject.span.end))  # fmt: skip
    for one in ranked:
        before = kept.setdefault((one.pair.sentence.start, one.relation.iri), [])
        weak = bool(before) and one.chance < share * before[0].chance
        if not weak and not any(_rivals(one.pair, other.pair, mentions) for other in before):
            before.append(one)
            yield one


def in_whole(found: Iterable[Scored]) -> Iterator[Scored]:
    """All but what is said of a part of a title, where the whole is about as likely.

    "The Long Way Home" is no "Long Way Home", "Heron: The Return" is no "Heron".
    """
    groups: dict[tuple[int, str], list[Scored]] = {}
    for one in found:
        groups.setdefault((one.pair.sentence.start, one.relation.iri), []).append(one)
    for group in groups.values():
        yield from (one for one in group if not any(_is_whole(other, one) for other in group))


def _is_whole(whole: Scored, part: Scored) -> bool:
    ends = ((whole.pair.subject.span, part.pair.subject.span),
            (whole.pair.object.span, part.pair.object.span))  # fmt: skip
    return (
        whole.chance >= WHOLE * part.chance
        and any(a != b for a, b in ends)
        and all(a == b or _completes(a, b) for a, b in ends)
    )


def _completes(title: Span, part: Span) -> bool:
    """Whether a title is a part of it with an article in front, or with what a colon divides."""
    if not (title.start <= part.start and part.end <= title.end):
        return False
    before = title.text[: part.start - title.start].strip()
    after = title.text[part.end - title.start :].strip()
    if after:
        return not before and after.startswith(":")
    return before in ("The", "A", "An") or before.endswith(":")


def _rivals(one: Pair, other: Pair, mentions: bool) -> bool:
    """Whether two pairs tell the same thing in other words: both ends overlap or are one thing."""
    sides = ((one.subject, other.subject), (one.object, other.object))
    return all(overlap(a.span, b.span) or (not mentions and _same(a, b)) for a, b in sides)


def _same(one: Argument, other: Argument) -> bool:
    return one.entity is not None and one.entity == other.entity


def overlap(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
