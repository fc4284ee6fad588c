"""How likely a claim is right, and how likely it tells a reader something: two numbers a claim.

A small model, learnt from claims that people judged by reading (`training/judge.py`): what the
reading model is sure of, what the parts of the claim look like, how the clause is built and how it
is stated go in, and what the encoder makes of subject, verb and object; out come `confidence`, the
chance that the claim is not wrong, and `worth`, the chance that one that is not wrong is
informative. NumPy does the sums: three logistic regressions, the first of which (whether another
parser would have made the claim too) is a feature of the other two.

The weights are in `kg/data/judge.npz`, see `training/judge.py`. They fit the reading model that
they were learnt with: with another one every claim has the shares of the training data.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np

from kg.english import lexicon
from kg.model import Argument, Claim
from kg.parse.analyze import Sentence
from kg.parse.tokens import Token
from kg.record.claims.arguments import Arguments
from kg.record.claims.clause import Reading
from kg.record.coref.trust import odds_of
from kg.record.mentions import Reference

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: What a feature is one of; everything else is "other".
RULES = (
    "svo", "svp", "svop", "svc", "svc-of", "passive", "passive-svp", "sv", "say", "svoo", "svo-of",
    "noun-prep", "noun-of", "possessive", "apposition", "example", "role-of", "title", "life",
)  # fmt: skip
KINDS = (
    "main", "conjunct", "relative", "infinitive", "gerund", "complement", "adverbial",
    "participle", "small", "nominal",
)  # fmt: skip
MODALITIES = ("possible", "planned", "desired", "required", "conditional", "question")
PREPOSITIONS = ("in", "of", "to", "for", "with", "at", "from", "on", "as", "by", "into")
VERBS = ("be", "have", "include", "make", "become")
TYPES = ("Person", "Organization", "Place", "Country", "Event", "CreativeWork", "Concept")
PHRASES = ("person", "organization", "place", "object", "event", "abstract", "time", "substance")
#: Kinds of what a verb may take (GUM's entity types; pronouns for people are people).
KINDS_OF = (
    "person", "organization", "place", "object", "event", "abstract", "time", "substance", "animal",
    "plant",
)  # fmt: skip
PEOPLE = frozenset(("he", "she", "i", "you", "we", "who", "him", "her", "me", "us"))
#: Decimals of both numbers.
DECIMALS = 2
#: Features further than this many deviations from their mean count as this far.
FAR = 5.0


#: Features of sentences and arguments, by what tells them apart.
Known = dict[tuple[object, ...], dict[str, float]]


class Weights(NamedTuple):
    """One logistic regression: of the features, of the vectors [3, width], of `tree`, the bias."""

    features: Floats
    vectors: Floats
    tree: float
    bias: float


class Model(NamedTuple):
    """Weights of features by `names` and of the encoder's vectors of subject, verb and object.

    `mean` and `scale` [features] bring the features to one size, `center` [3, width] is the mean of
    the vectors. `weights` has `tree`, whose log odds go into the others, `right` and `worth`.
    """

    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    center: Floats
    weights: dict[str, Weights]


def judge(
    claims: Iterable[Claim],
    readings: Mapping[str, Reading],
    sentences: Sequence[Sentence],
    reader: Arguments,
) -> list[Claim]:
    """The claims with `confidence` and `worth`, in their order; `readings` are `find_claims`'s."""
    given = list(claims)
    model = load()
    if not given or model is None:
        return given
    starts = [sentence.start for sentence in sentences]
    rows, vectors = [], []
    known: Known = {}
    for claim in given:
        reading, sentence = readings.get(claim.id), sentence_of(claim, sentences, starts)
        rows.append(features(claim, reading, sentence, reader, known))
        vectors.append(vectors_of(reading, sentence, model.center.shape[1]))
    confidence, worth = chances(model, rows, np.array(vectors))
    return [
        replace(claim, confidence=float(c), worth=float(w))
        for claim, c, w in zip(given, confidence, worth, strict=True)
    ]


def sentence_of(claim: Claim, sentences: Sequence[Sentence], starts: Sequence[int]) -> Sentence:
    """The sentence in which a claim begins; of a line that is none, the one before, else the next.

    `starts` are where the sentences begin, in text order.
    """
    return sentences[max(bisect_right(starts, claim.sentence.start) - 1, 0)]


def vectors_of(reading: Reading | None, sentence: Sentence, width: int) -> Floats:
    """What the encoder makes of subject, verb and object, [3, width]; zero where there is none."""
    found = np.zeros((3, width))
    vectors = sentence.vectors
    if reading is None or vectors is None or vectors.context.shape[1] != width:
        return found
    verb = reading.verb or next(iter(reading.words), None)
    for place, token in enumerate((reading.subject, verb, reading.object)):
        if token is not None:
            found[place] = vectors.context[token.row]
    return found


def features(
    claim: Claim,
    reading: Reading | None,
    sentence: Sentence,
    reader: Arguments,
    known: Known | None = None,
) -> dict[str, float]:
    """What the model sees of a claim, by name; what is not named is 0.

    `reading` is what the claim was read from; None for what no parse gave ("Name: Varo"). `known`
    keeps what claims have in common, their sentences and arguments, from one call to the next.
    """
    known = {} if known is None else known
    if (sentence.index,) not in known:
        known[sentence.index,] = of_sentence(sentence)
    seen = dict(known[sentence.index,])
    _of_claim(claim, seen)
    if reading is None:
        seen["unparsed"] = 1.0
        return seen
    _of_reading(reading, sentence, seen)
    for side, head, argument in (
        ("subject", reading.subject, claim.subject), ("object", reading.object, claim.object),
    ):  # fmt: skip
        if argument is not None:
            key = (sentence.index, side, head and head.i, argument.label, argument.entity)
            if key not in known:
                known[key] = _of_argument(side, argument, head, reader)
            seen.update(known[key])
    return seen


def _of_claim(claim: Claim, seen: dict[str, float]) -> None:
    lemma = claim.predicate.lemma.split()
    _one(seen, "rule", claim.rule, RULES)
    _one(seen, "verb", lemma[0], VERBS)
    _one(seen, "prep", lemma[-1], PREPOSITIONS)
    _one(seen, "modality", claim.modality, MODALITIES)
    seen["lemma words"] = float(len(lemma))
    seen["negative"] = float(claim.polarity == "negative")
    seen["source"] = float(claim.source is not None)
    seen["time"] = float(claim.time is not None and claim.time.value is not None)
    seen["place"] = float(claim.place is not None)
    seen["qualifiers"] = min(len(claim.qualifiers), 4) / 2
    seen["literal roles"] = float(any(q.argument.literal for q in claim.qualifiers))
    seen["frames"] = min(len(claim.steps) - 1, 4) / 2
    seen["no object"] = float(claim.object is None)


def of_sentence(sentence: Sentence) -> dict[str, float]:
    """What all claims of a sentence have in common."""
    tokens, seen = sentence.tokens, dict[str, float]()
    seen["length"] = math.log1p(len(tokens)) - 3
    seen["verbs"] = sum(t.pos in ("VERB", "AUX") for t in tokens) / 5
    seen["marks"] = sum(t.text in (",", ";", "(", ":", "–", "—") for t in tokens) / 4
    seen["quoted"] = float(any(t.text in ("“", "”", '"', "``", "''") for t in tokens))
    seen["opens low"] = float(sentence.text[:1].islower())
    seen["ends"] = float(sentence.text.rstrip()[-1:] in (".", "!", "”", '"', "?"))
    seen["heading"] = float(sentence.kind == "heading")
    heads = [t.head_chance for t in tokens]
    seen["sentence heads"] = _odds(sum(heads) / len(heads))
    seen["unsure heads"] = min(sum(chance < 0.7 for chance in heads), 5) / 3
    return seen


def _of_reading(reading: Reading, sentence: Sentence, seen: dict[str, float]) -> None:
    used = [t for t in (reading.subject, reading.object, reading.verb, *reading.words) if t]
    heads = [t.head_chance for t in used]
    seen["least head"] = _odds(min(heads, default=1.0))
    seen["all heads"] = _odds(math.prod(heads))
    seen["least label"] = _odds(min((t.label_chance for t in used), default=1.0))
    _one(seen, "kind", reading.kind, KINDS)
    verb = reading.verb
    if verb is None:
        return
    seen["verb head"] = _odds(verb.head_chance)
    seen["verb label"] = _odds(verb.label_chance)
    for side, head in (("subject", reading.subject), ("object", reading.object)):
        if head is None:
            continue
        first, last = sorted((head.i, verb.i))
        between = sentence.tokens[first + 1 : last]
        seen[f"{side} far"] = math.log1p(len(between))
        seen[f"{side} marks"] = min(sum(t.pos == "PUNCT" for t in between), 3) / 2
        seen[f"{side} verbs"] = min(sum(t.pos == "VERB" for t in between), 3) / 2
        seen[f"{side} not below"] = float(head.head is not verb and head.head.head is not verb)
        seen[f"{side} odd side"] = float((head.i > verb.i) == (side == "subject"))
    seen["first verb"] = float(verb.dep == "ROOT")
    _of_fit(reading, passive=bool(verb.having("auxpass")), seen=seen)


def _of_fit(reading: Reading, *, passive: bool, seen: dict[str, float]) -> None:
    """Whether the verb takes such subjects and objects, as log ratios (`training.preferences`)."""
    verbs, ratios = preferences()
    row = verbs.get(reading.verb.lemma.lower()) if reading.verb is not None else None
    if row is None:
        seen["no fit"] = 1.0
        return
    whom = [(reading.subject, 1 if passive else 0)]
    if reading.object is not None and reading.object.dep in ("dobj", "conj", "nsubjpass"):
        whom.append((reading.object, 1))
    fits = []
    for name, (head, place) in zip(("subject", "object"), whom, strict=False):
        kind = kind_of(head) if head is not None else ""
        if kind:
            fit = float(ratios[row, place, KINDS_OF.index(kind)])
            fits.append(fit)
            seen[f"{name} fit"] = fit
            seen[f"{name} misfit"] = min(fit, 0.0)
    seen["worst fit"] = min(fits, default=0.0)


def kind_of(head: Token) -> str:
    """The kind of thing a token heads a phrase of; empty where the model sees no phrase."""
    if head.lower in PEOPLE:
        return "person"
    kind = head.phrase.type if head.phrase is not None else ""
    return kind if kind in KINDS_OF else ""


@lru_cache(maxsize=1)
def preferences() -> tuple[dict[str, int], Floats]:
    """Verb → its row, and the log ratios [verbs, subject or object, kinds]."""
    path = resources.files("kg") / "data" / "preferences.npz"
    if not path.is_file():
        return {}, np.zeros((0, 2, len(KINDS_OF)))
    with path.open("rb") as file, np.load(file) as kept:
        return {str(v): i for i, v in enumerate(kept["verbs"])}, kept["ratios"].astype(np.float64)


def _of_argument(
    side: str, argument: Argument, head: Token | None, reader: Arguments
) -> dict[str, float]:
    seen: dict[str, float] = {}
    words = argument.label.split()
    seen[f"{side} words"] = min(len(words), 12) / 4
    seen[f"{side} one word"] = float(len(words) == 1)
    seen[f"{side} capital"] = float(argument.label[:1].isupper())
    seen[f"{side} number"] = float(any(c.isdigit() for c in argument.label))
    seen[f"{side} of"] = float(" of " in argument.label)
    seen[f"{side} mark"] = float(any(c in argument.label for c in '"“”()[],;:/'))
    seen[f"{side} short"] = float(len(argument.label) <= 3)
    seen[f"{side} all capitals"] = float(argument.label.isupper())
    if argument.literal is not None:
        dated = argument.datatype not in ("xsd:string", "xsd:integer", "xsd:decimal")
        seen[f"{side} date" if dated else f"{side} literal"] = 1.0
    if argument.entity is not None:
        seen[f"{side} key {argument.entity[0]}"] = 1.0
    if head is None:
        return seen
    seen[f"{side} head"] = _odds(head.head_chance)
    seen[f"{side} label"] = _odds(head.label_chance)
    seen[f"{side} joined"] = float(head.dep == "conj")
    seen[f"{side} name chance"] = _odds(head.name_chance) if head.entity else 0.0
    if head.phrase is not None:
        _one(seen, f"{side} is", head.phrase.type, PHRASES)
        seen[f"{side} phrase"] = _odds(head.phrase.chance)
    reference = reader.by_head.get(id(head))
    if reference is not None:
        _of_reference(side, reference, argument, head, seen)
    return seen


def _of_reference(
    side: str, reference: Reference, argument: Argument, head: Token, seen: dict[str, float]
) -> None:
    seen[f"{side} {reference.kind}"] = 1.0
    _one(seen, f"{side} type", reference.type or "Concept", TYPES)
    own = " ".join(argument.span.text.split()).casefold()
    seen[f"{side} link"] = _odds(reference.chance)
    seen[f"{side} rival"] = reference.rival
    seen[f"{side} resolved"] = float(argument.label.casefold() not in own)
    first = reference.first.lower
    seen[f"{side} definite"] = float(first in ("the", "this", "that", "these", "those"))
    seen[f"{side} bare definite"] = seen[f"{side} definite"] * (len(argument.label.split()) == 1)
    seen[f"{side} owned"] = float(reference.first.tag == "PRP$")
    seen[f"{side} hollow"] = float(head.lemma.lower() in lexicon.PARTITIVES)
    seen[f"{side} gerund"] = float(head.tag == "VBG")
    seen[f"{side} adjective"] = float(head.pos in ("ADJ", "ADV"))
    seen[f"{side} clause behind"] = float(bool(head.having("relcl", "acl")))
    seen[f"{side} prep behind"] = float(bool(head.having("prep")))


def _one(seen: dict[str, float], name: str, value: str, known: Sequence[str]) -> None:
    seen[f"{name}={value if value in known else 'other'}"] = 1.0


def _odds(chance: float) -> float:
    """Log odds of a chance, within ±4 and shifted so that certainty is 0."""
    return odds_of(chance) - 3.89


# The model


def scaled(
    names: Sequence[str], mean: Floats, scale: Floats, seen: Sequence[Mapping[str, float]]
) -> Floats:
    """Features as rows, each about one in size, none further than `FAR` from its mean."""
    place = {name: i for i, name in enumerate(names)}
    rows = np.zeros((len(seen), len(place)))
    for i, row in enumerate(seen):
        for name, value in row.items():
            at = place.get(name)
            if at is not None:
                rows[i, at] = value
    result: Floats = np.clip((rows - mean) / scale, -FAR, FAR)
    return result


def moved(vectors: Floats, center: Floats) -> Floats:
    """Vectors [claims, 3, width] without their mean; what is not there stays zero."""
    result: Floats = (vectors - center) * np.any(vectors, axis=2, keepdims=True)
    return result


def chances(
    model: Model, seen: Sequence[Mapping[str, float]], vectors: Floats
) -> tuple[Floats, Floats]:
    """Confidence and worth of claims, rounded."""
    odds = log_odds(model, seen, vectors)
    right, worth = (np.round(1 / (1 + np.exp(-odds[n])), DECIMALS) for n in ("right", "worth"))
    return right, worth


def log_odds(
    model: Model, seen: Sequence[Mapping[str, float]], vectors: Floats
) -> dict[str, Floats]:
    """Log odds of each output, for claims with these features and vectors [claims, 3, width]."""
    rows = scaled(model.names, model.mean, model.scale, seen)
    around = moved(vectors, model.center)
    tree = np.zeros(len(rows))
    odds: dict[str, Floats] = {}
    for name in ("tree", "right", "worth"):
        weights = model.weights[name]
        told = np.einsum("cpw,pw->c", around, weights.vectors)
        odds[name] = rows @ weights.features + told + tree * weights.tree + weights.bias
        tree = odds["tree"]
    return odds


@lru_cache(maxsize=1)
def load() -> Model | None:
    """The weights; None where there are none yet, while they are being learnt."""
    path = resources.files("kg") / "data" / "judge.npz"
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return weights_in(file)


def weights_in(file: IO[bytes]) -> Model:
    """The weights that a file holds, as `training.judge` writes it."""
    with np.load(file) as kept:
        arrays = {name: kept[name].astype(np.float64) for name in kept.files if name != "names"}
        names = tuple(str(name) for name in kept["names"])
    weights = {
        name: Weights(
            arrays[f"{name}_features"],
            arrays[f"{name}_vectors"],
            float(arrays[f"{name}_rest"][0]),
            float(arrays[f"{name}_rest"][1]),
        )
        for name in ("tree", "right", "worth")
    }
    return Model(names, arrays["mean"], arrays["scale"], arrays["center"], weights)
