"""Pronouns to what they stand for."""

from __future__ import annotations

from collections.abc import Iterable

from kg.analyze import Token
from kg.coref.chains import Chains
from kg.coref.nominals import inside_other
from kg.lexicon import COUNTRY_NOUNS, ORGANIZATION_NOUNS, PLACE_NOUNS, is_role
from kg.mentions import Reference
from kg.quotes import Quote, quote_at

#: Sentences looked back for a pronoun's antecedent.
PRONOUN_WINDOW = 3

FIRST_SINGULAR = set("i me my mine myself".split())
HE = set("he him his himself".split())
SHE = set("she her hers herself".split())
IT = set("it its itself".split())
THEY = set("they them their theirs themselves".split())
REFLEXIVE = set("himself herself itself themselves myself".split())


def join_pronouns(chains: Chains, quotes: list[Quote]) -> None:
    by_head = {id(r.head): r for r in chains.references}
    for pronoun in chains.references:
        if pronoun.kind != "pronoun":
            continue
        word = pronoun.head.lower
        if word in FIRST_SINGULAR:
            found = _speaker(pronoun, quotes, by_head)
        elif word in HE | SHE | IT | THEY and not _idle(pronoun.head):
            found = _best(pronoun, word, chains, quotes)
        else:
            found = None
        if found is not None:
            chains.join(found, pronoun, "pronoun")


def _speaker(
    pronoun: Reference, quotes: list[Quote], by_head: dict[int, Reference]
) -> Reference | None:
    quote = quote_at(quotes, pronoun.first.start)
    if quote is None or quote.speaker is None:
        return None
    return by_head.get(id(quote.speaker))


def _idle(token: Token) -> bool:
    """ "It rained", "it is clear that", "two of them": refers to nothing that can be told."""
    if token.dep == "pobj" and token.head.head.pos in ("NUM", "DET", "PRON"):
        return True
    if token.lower != "it" or token.dep not in ("nsubj", "expl", "nsubjpass"):
        return token.dep == "expl"
    verb = token.head
    weather = verb.lemma in ("rain", "snow", "seem", "appear", "happen", "turn")
    clause = bool(verb.having("ccomp", "xcomp", "csubj")) and bool(
        verb.having("acomp", "attr") or verb.lemma == "take"
    )
    inner = any(
        c.having("ccomp", "xcomp") or _for_to(c) for c in [verb, *verb.having("acomp", "attr")]
    )
    return weather or clause or (verb.lemma == "be" and inner)


def _for_to(token: Token) -> bool:
    """ "appropriate for Anna to leave": what "it" stands for comes later."""
    return any(t.lower == "to" for c in token.having("advcl") for t in c.having("aux"))


def _best(pronoun: Reference, word: str, chains: Chains, quotes: list[Quote]) -> Reference | None:
    scored: list[tuple[float, int, Reference]] = []
    for candidate in _candidates(pronoun, chains):
        if not _agrees(candidate, word, chains) or _bound(candidate, pronoun, chains):
            continue
        if quote_at(quotes, pronoun.first.start) != quote_at(quotes, candidate.first.start):
            continue
        scored.append((_salience(candidate, pronoun, chains), candidate.order, candidate))
    if not scored:
        return None
    return max(scored, key=lambda row: row[:2])[2]


def _candidates(pronoun: Reference, chains: Chains) -> Iterable[Reference]:
    for candidate in reversed(chains.references[: pronoun.order]):
        distance = pronoun.sentence.index - candidate.sentence.index
        if distance > (1 if pronoun.head.lower in THEY else PRONOUN_WINDOW):
            return
        # A heading stands above the text, not in it.
        if candidate.sentence.kind == "heading" and pronoun.sentence.kind != "heading":
            continue
        # "Norwegian" in "the Norwegian explorer" names a country but talks of the explorer.
        if inside_other(candidate) and pronoun.head.dep != "poss":
            continue
        if candidate.kind != "pronoun" or len(chains.members(candidate)) > 1:
            yield candidate


def _agrees(candidate: Reference, word: str, chains: Chains) -> bool:
    type = chains.type_of(candidate)
    lemma = candidate.head.lemma.lower()
    # "Smith & Sons" and "the United States" are one each.
    one = candidate.kind == "name" and type in ("Organization", "Country", "Place", "Product")
    plural = not one and candidate.head.tag in ("NNS", "NNPS")
    plural = plural or any(c.i > candidate.last.i for c in candidate.head.having("conj"))
    nominal = candidate.kind == "nominal"
    if word in HE | SHE:
        person = type == "Person" or (nominal and not type and is_role(lemma))
        gender = chains.gender(candidate)
        return person and not plural and gender in ("", "m" if word in HE else "f")
    if word in IT:
        return not plural and type != "Person" and not (nominal and not type and is_role(lemma))
    subject = candidate.head.dep in ("nsubj", "nsubjpass")
    group = subject and (
        type in ("Organization", "Country", "Group") or lemma in ORGANIZATION_NOUNS
    )
    return plural or group or lemma in ("people", "police", "staff", "crew", "pair", "couple")


def _bound(candidate: Reference, pronoun: Reference, chains: Chains) -> bool:
    """Binding: "Abe met him": not both arguments of one verb; nor a phrase and a part of it."""
    head, other = pronoun.head, candidate.head
    same = candidate.sentence is pronoun.sentence
    if same and (head in candidate.tokens or _above(other, head)):
        return True
    if head.lower in REFLEXIVE or head.dep == "poss":
        return False
    return same and _governor(head) is _governor(other)


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


def _salience(candidate: Reference, pronoun: Reference, chains: Chains) -> float:
    """Higher is likelier: near, subject, named, often mentioned, same grammatical role."""
    distance = pronoun.sentence.index - candidate.sentence.index
    score = -2.0 * distance
    dep = _first_conjunct(candidate.head).dep
    if dep in ("nsubj", "nsubjpass"):
        score += 3.0 if distance else 2.5
    elif dep in ("dobj", "attr"):
        score += 1.0
    elif dep == "poss":
        score -= 1.0
    elif dep in ("amod", "compound", "nmod"):
        score -= 3.0
    if candidate.kind == "name":
        score += 2.0 if pronoun.head.lower in HE | SHE else 1.0
    # "China's expansion and its build-up": conjoined phrases share their owner.
    if pronoun.head.dep == dep == "poss" and candidate.head.head in _conjoined(pronoun.head.head):
        score += 6.0
    if candidate.kind == "pronoun" and candidate.head.lower[:2] == pronoun.head.lower[:2]:
        score += 1.0
    score += min(len(chains.members(candidate)), 8) * 0.3
    place = chains.type_of(candidate) in ("Place", "Country") and dep == "pobj"
    if pronoun.head.lower in IT and place:
        score -= 2.0
    if _modifies(pronoun.head, candidate.head):
        score += 2.0
    if pronoun.head.lower in IT and candidate.head.lemma in COUNTRY_NOUNS | PLACE_NOUNS:
        score += 0.2
    return score


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


def _first_conjunct(token: Token) -> Token:
    while token.dep == "conj" and token.head.pos not in ("VERB", "AUX"):
        token = token.head
    return token
