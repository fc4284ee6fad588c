"""How likely a claim is right, and how likely it tells a reader something: two numbers a claim.

A small model, learnt from claims that people judged by reading (`training/judge.py`): what the
reading model is sure of, what the parts of the claim look like, how the clause is built and how it
is stated go in; out come `confidence`, the chance that the claim is not wrong, and `worth`, the
chance that one that is not wrong is informative. NumPy does the sums.

The weights are in `kg/data/judge.npz`: names of the features, their means and scales, and for each
number a layer of hidden units and one that sums them. They are the same on every machine.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kg import lexicon
from kg.analyze import Sentence
from kg.claims.arguments import Reader
from kg.claims.clause import Reading
from kg.mentions import Reference
from kg.model import Argument, Claim
from kg.tokens import Token

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
#: Decimals of both numbers.
DECIMALS = 2


class _Model(NamedTuple):
    names: tuple[str, ...]
    mean: Floats
    scale: Floats
    layers: dict[str, tuple[Floats, Floats, Floats, float]]


def judge(claims: Iterable[Claim], sentences: Sequence[Sentence], reader: Reader) -> list[Claim]:
    """The claims with `confidence` and `worth`, in their order; needs `reader.readings`."""
    given = list(claims)
    by_start = {sentence.start: sentence for sentence in sentences}
    model = _model()
    if model is None or not given:
        return given
    rows = np.array([
        _row(model.names, features(c, reader.readings.get(c.id), by_start[c.sentence.start], reader))
        for c in given
    ])  # fmt: skip
    scaled = (rows - model.mean) / model.scale
    confidence, worth = (_chances(scaled, *model.layers[name]) for name in ("right", "worth"))
    return [
        replace(claim, confidence=float(c), worth=float(w))
        for claim, c, w in zip(given, confidence, worth, strict=True)
    ]


def features(
    claim: Claim, reading: Reading | None, sentence: Sentence, reader: Reader
) -> dict[str, float]:
    """What the model sees of a claim, by name; what is not named is 0.

    `reading` is what the claim was read from; None for what no parse gave ("Name: Varo").
    """
    seen: dict[str, float] = {"bias": 1.0}
    _of_claim(claim, seen)
    _of_sentence(sentence, seen)
    if reading is None:
        seen["unparsed"] = 1.0
        return seen
    _of_reading(reading, sentence, seen)
    for side, head, argument in (
        ("subject", reading.subject, claim.subject), ("object", reading.object, claim.object),
    ):  # fmt: skip
        if argument is not None:
            _of_argument(side, argument, head, reader, seen)
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


def _of_sentence(sentence: Sentence, seen: dict[str, float]) -> None:
    tokens = sentence.tokens
    seen["length"] = np.log1p(len(tokens)) - 3
    seen["verbs"] = sum(t.pos in ("VERB", "AUX") for t in tokens) / 5
    seen["marks"] = sum(t.text in (",", ";", "(", ":", "–", "—") for t in tokens) / 4
    seen["quoted"] = float(any(t.text in ("“", "”", '"', "``", "''") for t in tokens))
    seen["opens low"] = float(sentence.text[:1].islower())
    seen["ends"] = float(sentence.text.rstrip()[-1:] in (".", "!", "”", '"', "?"))
    seen["heading"] = float(sentence.kind == "heading")
    heads = [t.head_chance for t in tokens]
    seen["sentence heads"] = _odds(float(np.mean(heads)))
    seen["unsure heads"] = min(sum(chance < 0.7 for chance in heads), 5) / 3


def _of_reading(reading: Reading, sentence: Sentence, seen: dict[str, float]) -> None:
    used = [t for t in (reading.subject, reading.object, reading.verb, *reading.words) if t]
    heads = [t.head_chance for t in used]
    seen["least head"] = _odds(min(heads, default=1.0))
    seen["all heads"] = _odds(float(np.prod(heads)))
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
        seen[f"{side} far"] = np.log1p(len(between))
        seen[f"{side} marks"] = min(sum(t.pos == "PUNCT" for t in between), 3) / 2
        seen[f"{side} verbs"] = min(sum(t.pos == "VERB" for t in between), 3) / 2
        seen[f"{side} not below"] = float(head.head is not verb and head.head.head is not verb)
        seen[f"{side} odd side"] = float((head.i > verb.i) == (side == "subject"))
    seen["first verb"] = float(verb.dep == "ROOT")


def _of_argument(
    side: str, argument: Argument, head: Token | None, reader: Reader, seen: dict[str, float]
) -> None:
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
        return
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


def _of_reference(
    side: str, reference: Reference, argument: Argument, head: Token, seen: dict[str, float]
) -> None:
    seen[f"{side} {reference.kind}"] = 1.0
    _one(seen, f"{side} type", reference.type or "Concept", TYPES)
    own = " ".join(argument.span.text.split()).casefold()
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
    chance = min(max(chance, 0.02), 0.98)
    return float(np.log(chance / (1 - chance))) - 3.89


# The model


def _row(names: Sequence[str], seen: Mapping[str, float]) -> list[float]:
    return [seen.get(name, 0.0) for name in names]


def _chances(rows: Floats, inner: Floats, shift: Floats, outer: Floats, bias: float) -> Floats:
    """The chances of rows of features: one layer of hidden units, then a logistic one."""
    hidden = np.tanh(rows @ inner + shift)
    logits = hidden @ outer + bias
    chances: Floats = np.round(1 / (1 + np.exp(-logits)), DECIMALS)
    return chances


@lru_cache(maxsize=1)
def _model() -> _Model | None:
    path = resources.files("kg") / "data" / "judge.npz"
    if not path.is_file():
        return None
    with path.open("rb") as file, np.load(file) as kept:
        layers = {
            name: (kept[f"{name}_inner"], kept[f"{name}_shift"], kept[f"{name}_outer"],
                   float(kept[f"{name}_bias"])) for name in ("right", "worth")
        }  # fmt: skip
        return _Model(tuple(kept["names"].tolist()), kept["mean"], kept["scale"], layers)
