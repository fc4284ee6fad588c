"""Pronouns to what they stand for.

Hard constraints first (number, gender, kind of thing, binding), then a log-linear ranker over the
candidates that remain, with "nothing in the text" as one of them; after Denis and Baldridge, "A
ranking approach to pronoun resolution", IJCAI 2007. Its weights are in `kg/data/pronouns.json`,
trained by `benchmarks/train_pronouns.py`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib import resources

from kg.analyze import Token
from kg.coref.chains import Chains
from kg.coref.nominals import inside_other
from kg.lexicon import ORGANIZATION_NOUNS, is_role
from kg.mentions import Reference
from kg.quotes import Quote, quote_at

#: Sentences looked back for an antecedent, and how many candidates are weighed at most.
WINDOW = 4
MOST = 40
#: A choice less likely than this is not made.
SURE = 0.4

FIRST_SINGULAR = set("i me my mine myself".split())
HE = set("he him his himself".split())
SHE = set("she her hers herself".split())
IT = set("it its itself".split())
THEY = set("they them their theirs themselves".split())
THIRD = HE | SHE | IT | THEY
REFLEXIVE = set("himself herself itself themselves myself".split())
ROLES = {
    "nsubj": "subject", "nsubjpass": "subject", "dobj": "object", "attr": "object",
    "pobj": "oblique", "dative": "oblique", "poss": "owner",
    "compound": "inside", "amod": "inside", "nmod": "inside",
}  # fmt: skip


def join_pronouns(chains: Chains, quotes: list[Quote]) -> None:
    """Join each pronoun to its antecedent's chain, in text order; abstain where unsure."""
    by_head = {id(r.head): r for r in chains.references}
    for pronoun in chains.references:
        if pronoun.kind != "pronoun":
            continue
        found = None
        if pronoun.head.lower in FIRST_SINGULAR:
            found = _speaker(pronoun, quotes, by_head)
        elif pronoun.head.lower in THIRD:
            found = _choose(pronoun, list(candidates(pronoun, chains, quotes)), chains)
        if found is not None:
            chains.join(found, pronoun, "pronoun")


def _speaker(
    pronoun: Reference, quotes: list[Quote], by_head: dict[int, Reference]
) -> Reference | None:
    quote = quote_at(quotes, pronoun.first.start)
    if quote is None or quote.speaker is None:
        return None
    return by_head.get(id(quote.speaker))


def _choose(pronoun: Reference, found: list[Reference], chains: Chains) -> Reference | None:
    """The likeliest candidate, if it is likelier than none and likely enough."""
    if not found:
        return None
    weights = _weights()
    scores = [sum(weights.get(f, 0.0) for f in nothing(pronoun))]
    scores += [
        sum(weights.get(f, 0.0) for f in features(c, rank, pronoun, chains))
        for rank, c in enumerate(found)
    ]
    top = max(scores)
    total = sum(math.exp(score - top) for score in scores)
    best = scores.index(top)
    return found[best - 1] if best and 1 / total >= SURE else None


@lru_cache(maxsize=1)
def _weights() -> dict[str, float]:
    text = (resources.files("kg") / "data" / "pronouns.json").read_text("utf-8")
    weights: dict[str, float] = json.loads(text)["weights"]
    return weights


# Candidates


def candidates(pronoun: Reference, chains: Chains, quotes: list[Quote]) -> Iterator[Reference]:
    """What a pronoun could stand for, nearest first: the last mention of each chain before it."""
    seen: set[int] = set()
    quote = quote_at(quotes, pronoun.first.start)
    for candidate in reversed(chains.references[: pronoun.order]):
        if pronoun.sentence.index - candidate.sentence.index > WINDOW or len(seen) >= MOST:
            return
        # A heading stands above the text, not in it.
        if candidate.sentence.kind == "heading" and pronoun.sentence.kind != "heading":
            continue
        if candidate.kind == "pronoun" and len(chains.members(candidate)) == 1:
            continue
        root = chains.root(candidate)
        fits = _agrees(candidate, pronoun.head.lower, chains)
        if root in seen or not fits or _bound(candidate, pronoun):
            continue
        # "Norwegian" in "the Norwegian explorer" names a country but talks of the explorer.
        if inside_other(candidate) and pronoun.head.dep != "poss":
            continue
        if quote is not None and quote_at(quotes, candidate.first.start) not in (None, quote):
            continue
        seen.add(root)
        yield candidate


def _agrees(candidate: Reference, word: str, chains: Chains) -> bool:
    type = chains.type_of(candidate)
    lemma = candidate.head.lemma.lower()
    # "Smith & Sons" and "the United States" are one each.
    one = candidate.kind == "name" and type in ("Organization", "Country", "Place", "Product")
    plural = not one and candidate.head.tag in ("NNS", "NNPS")
    plural = plural or any(c.i > candidate.last.i for c in candidate.head.having("conj"))
    if candidate.kind == "pronoun":
        plural = candidate.head.lower in THEY
    role = candidate.kind == "nominal" and not type and is_role(lemma)
    if word in HE | SHE:
        person = type == "Person" or role or candidate.head.lower in HE | SHE
        gender = chains.gender(candidate)
        return person and not plural and gender in ("", "m" if word in HE else "f")
    if word in IT:
        human = type == "Person" or role or candidate.head.lower in HE | SHE
        return not plural and not human
    group = type in ("Organization", "Country", "Group") or lemma in ORGANIZATION_NOUNS
    return plural or group or lemma in ("people", "police", "staff", "crew", "pair", "couple")


def _bound(candidate: Reference, pronoun: Reference) -> bool:
    """Binding: "Abe met him": not both arguments of one verb; nor a phrase and a part of it."""
    if candidate.sentence is not pronoun.sentence:
        return False
    head, other = pronoun.head, candidate.head
    if head in candidate.tokens or _above(other, head):
        return True
    if head.lower in REFLEXIVE or head.dep == "poss":
        return False
    return _governor(head) is _governor(other)


def _above(upper: Token, lower: Token) -> bool:
    """Whether `upper` governs `lower` without a clause in between (i-within-i)."""
    while lower.head is not lower and lower.dep not in ("relcl", "acl", "advcl", "ccomp"):
        lower = lower.head
        if lower is upper:
            return True
    return False


def _governor(token: Token) -> Token | None:
    """The verb a phrase belongs to, across a preposition and a conjunction."""
    while token.dep in ("conj", "pobj", "prep", "agent", "dative") and token.head is not token:
        token = token.head
    return token.head if token.head is not token else None


# Features: names only, each present or not


def features(candidate: Reference, rank: int, pronoun: Reference, chains: Chains) -> Iterable[str]:
    """What speaks for or against a candidate; `rank` counts candidates nearer to the pronoun."""
    group = _group(pronoun.head.lower)
    distance = pronoun.sentence.index - candidate.sentence.index
    role, own = _role(candidate.head), _role(pronoun.head)
    members = [m for m in chains.members(candidate) if m.order < pronoun.order]
    near = "same" if distance == 0 else "last" if distance == 1 else "far"
    words = pronoun.order - candidate.order
    found = [
        f"distance {distance}",
        f"rank {min(rank, 4)}",
        f"role {role} {near}",
        f"roles {role} {own} {near}",
        f"kind {candidate.kind} {near}",
        f"type {chains.type_of(candidate) or 'none'}",
        f"size {_bucket(len(members), (1, 2, 4, 8, 16))}",
        f"words {_bucket(words, (2, 4, 8, 16))}",
        f"share {_bucket(10 * len(members) // max(1, pronoun.order), (0, 1, 2, 4))}",
    ]
    if candidate.kind == "nominal":
        article = candidate.first.lower if candidate.first.pos in ("DET", "PRON") else "bare"
        found.append(f"article {article}")
    if any(m.head.lower == pronoun.head.lower for m in members[-3:]):
        found.append("so called before")
    if members and members[0].sentence.index <= 1:
        found.append("named at the start")
    found += _structure(candidate, pronoun, chains)
    return [f"{group} {name}" for name in found]


def _structure(candidate: Reference, pronoun: Reference, chains: Chains) -> Iterator[str]:
    if chains.gender(candidate):
        yield "gender known"
    if candidate.sentence.block != pronoun.sentence.block:
        yield "other paragraph"
    if candidate.sentence is not pronoun.sentence:
        return
    if _modifies(pronoun.head, candidate.head):
        yield "relative clause on it"
    if pronoun.head.dep == "poss":
        if candidate.head.dep == "poss" and candidate.head.head in _conjoined(pronoun.head.head):
            yield "conjoined owner"
        if _governor(pronoun.head.head) is _governor(candidate.head):
            yield f"owner in the clause of {_role(candidate.head)}"
    verb = _governor(candidate.head)
    steps = None if verb is None else _steps(pronoun.head, verb)
    if steps is not None and _role(candidate.head) == "subject":
        yield f"subject of clause {min(steps, 3)} above"
        if pronoun.head.dep == "poss":
            yield f"subject of clause {min(steps, 3)} above the owned"


def nothing(pronoun: Reference) -> Iterable[str]:
    """What speaks for a pronoun that stands for nothing in the text ("it is clear that")."""
    head, verb = pronoun.head, pronoun.head.head
    found = [f"nothing {pronoun.head.lower}", f"nothing {head.dep}"]
    if head.dep in ("nsubj", "nsubjpass", "expl"):
        clause = [c.dep for c in verb.having("ccomp", "xcomp", "csubj", "advcl", "acomp", "attr")]
        found += [f"nothing {head.dep} {dep}" for dep in clause]
        found.append(f"nothing verb {verb.lemma.lower() if head.lower == 'it' else ''}")
        inner = [c for a in verb.having("acomp", "attr") for c in a.having("ccomp", "xcomp")]
        if inner:
            found.append("nothing clause below")
    if head.dep == "pobj" and verb.head.pos in ("NUM", "DET", "PRON"):
        found.append("nothing of them")
    return found


def _group(word: str) -> str:
    return "person" if word in HE | SHE else "it" if word in IT else "they"


def _role(token: Token) -> str:
    first = token
    while first.dep in ("conj", "appos") and first.head.pos not in ("VERB", "AUX"):
        first = first.head
    return ROLES.get(first.dep, "other")


def _bucket(value: int, limits: tuple[int, ...]) -> str:
    return next((f"to {limit}" for limit in limits if value <= limit), "more")


def _steps(token: Token, verb: Token) -> int | None:
    """How many verbs stand between a token and a verb above it; None if it is not above."""
    count = 0
    while token.head is not token:
        token = token.head
        if token is verb:
            return count
        count += token.pos in ("VERB", "AUX")
    return None


def _modifies(token: Token, noun: Token) -> bool:
    """Whether a token stands in a relative clause on a noun ("gas, which raises [its] ...")."""
    while token.head is not token:
        if token.dep == "relcl":
            return token.head is noun
        token = token.head
    return False


def _conjoined(token: Token) -> list[Token]:
    """The phrases that a phrase is conjoined to, up to the first."""
    found = []
    # In "its build-up, its sale and its use" parsers take the first for an apposition.
    while token.dep in ("conj", "appos"):
        token = token.head
        found.append(token)
    return found
