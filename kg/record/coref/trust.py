"""How sure it is whom a pronoun or "the company" stands for, as a chance that holds.

`Reference.chance` is what the ranker says of one link. Whether the name that an edge then shows is
right also hangs on the links between: "he" may go back to a "he" that was taken for the wrong man,
or to a name five sentences up with two others on the way. A logistic regression over these, learnt
on GUM (`training/trust.py`, by networks that had not seen the document), gives `Reference.trust`.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING

import numpy as np

from kg.english.lexicon import SAY
from kg.english.nouns import is_kin
from kg.parse.tokens import Token, is_somebody
from kg.record.coref.attributes import PRONOUNS
from kg.record.coref.chains import Chains, sex_of
from kg.record.mentions import Reference
from kg.record.quotes import CLOSING, EITHER, OPENING

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

#: The least trust with which an edge is made.
LEAST = 0.8
#: What a phrase begins with that points back at what the text has named.
DEFINITE = frozenset("the this that these those".split())
#: Sentences looked back for what else a phrase could stand for.
NEAR = 2
SUBJECTS = ("nsubj", "nsubjpass")
#: So many of a chain are looked back over for its last name.
FAR = 200
#: No link is surer; none to somebody who speaks about others is, where one of them fits as well.
SURE, UNSURE = 0.99, 0.5
#: In texts with many people "he" is more often wrong than in those that the weights are from: of
#: 183 such links behind edges of 54 texts that nobody had tuned to, .77 were right where .94 were
#: expected, some of them by kinds of errors that are mended now. In log-odds; .9 becomes .8.
CROWDED, PERSONAL = 0.8, ("he", "she", "i")
#: Who is named for what they say about others: a lawyer of her client, a spokesman of his firm.
SPEAKS_FOR_OTHERS = frozenset(
    "lawyer attorney counsel barrister solicitor prosecutor advocate defender spokesman spokeswoman"
    " spokesperson judge magistrate coroner detective inspector sergeant constable investigator"
    " reporter journalist biographer historian kc qc sc justice recorder sheriff".split()
)
#: What a firm or a country has as well, of the nouns of kin.
FIRMS_HAVE = frozenset(
    "partner rival ally enemy successor predecessor namesake neighbour neighbor friend heir".split()
)
SPEAKING_FOR = frozenset("defend prosecute represent mitigate".split())


def kind_of(reference: Reference) -> str:
    """The kind of a phrase that stands for another: a pronoun's group, "the"; "" for others."""
    if reference.kind == "pronoun":
        return PRONOUNS.get(reference.head.lower, "other")
    definite = reference.kind == "nominal" and reference.first.lower in DEFINITE
    return "the" if definite else ""


def first_named(reference: Reference, chains: Chains) -> Reference:
    """The mention after which what a phrase means is called: its first name, else first noun.

    The phrase itself where no mention names it.
    """
    others = [m for m in chains.members(reference) if m.kind != "pronoun"]
    return min(others, key=lambda m: (m.kind != "name", m.order), default=reference)


def named_by(reference: Reference, chains: Chains) -> list[Reference]:
    """What an edge calls a phrase by: the mention that its entity is named after.

    Several where it stands for several things together; none where it is that mention itself, or
    no other is known.
    """
    if parts := chains.parts(reference):
        return parts
    first = first_named(reference, chains)
    if first is reference or (reference.kind != "pronoun" and _is_own(first.label, reference)):
        return []
    return [first]


def _is_own(label: str, reference: Reference) -> bool:
    """Whether a label only says again, or in more words, what a phrase says ("the mill")."""
    own = {t.lower for t in (*reference.tokens, *reference.head.subtree())}
    own |= set(reference.label.casefold().split())
    return set(label.casefold().split()) <= own


def weigh(chains: Chains) -> None:
    """Set `trust` of each phrase that is called by another."""
    weights = load()
    if weights is None:
        return
    text, sure = Text(chains), _speaking(chains) | chains.called
    for reference in chains.references:
        if reference.order in sure:
            reference.trust = SURE
        elif kind_of(reference) and named_by(reference, chains):
            seen = features(reference, text)
            odds = sum(weights.get(name, 0.0) * value for name, value in seen.items())
            odds -= CROWDED if kind_of(reference) in PERSONAL else 0.0
            reference.trust = min(round(1 / (1 + math.exp(-odds)), 2), SURE)
            if text.may_be_spoken_of(reference):
                reference.trust = min(reference.trust, UNSURE)


def _speaking(chains: Chains) -> set[int]:
    """Where "I" is who the text names as the speaker: in a quote, a turn or a message."""
    named = {m.order for m in chains.references if m.kind == "name"}
    return {b for a, b, rule in chains.merges if rule == "speaker" and a in named}


class Text:
    """What is known of the chains of a document once they are made."""

    def __init__(self, chains: Chains) -> None:
        self.chains = chains
        self.members: dict[int, list[Reference]] = {}
        for reference in chains.references:
            self.members.setdefault(chains.root(reference), []).append(reference)
        self.most = max(map(len, self.members.values()), default=1)
        self._types: dict[int, str] = {}
        #: The chain of the ship that is "she" in this text.
        self.ship = next(
            (chains.root(chains.references[b]) for _, b, rule in chains.merges
             if rule == "topic" and PRONOUNS.get(chains.references[b].head.lower) == "she"), None
        )  # fmt: skip
        self.by_head = {id(r.head): r for r in chains.references}

    def type_of(self, reference: Reference) -> str:
        """The type of a phrase's chain; empty where nothing says it."""
        root = self.chains.root(reference)
        if root not in self._types:
            self._types[root] = self.chains.type_of(reference)
        return self._types[root]

    def before(self, reference: Reference) -> tuple[list[Reference], int]:
        """The chain of a phrase in text order, and how many of it stand before the phrase."""
        members = self.members[self.chains.root(reference)]
        return members, bisect_left(members, reference.order, key=lambda m: m.order)

    def may_be_spoken_of(self, pronoun: Reference) -> bool:
        """Whether "she" may be whom a lawyer speaks of, and not the lawyer that it was taken for.

        So where somebody else who fits is named before, and at least as often.
        """
        kind = PRONOUNS.get(pronoun.head.lower)
        owned = pronoun.head.head if pronoun.head.dep == "poss" else None
        kin = owned is not None and is_kin(owned.lemma.lower()) and owned.lemma not in FIRMS_HAVE
        if kin and self.type_of(pronoun) in ("Place", "Country", "Organization"):
            return True  # "their cousin", of the brothers before a court
        if kind not in ("he", "she", "it"):
            return False
        own = self.chains.root(pronoun)
        if kind == "she" and self.ship not in (None, own):
            return True  # "launched by Lady Holt, she sailed": a ship, or the lady
        if self._is_of_speaker(pronoun):
            return True
        if kind == "it":
            return False
        asides = (self._is_passed_over, self._is_of_beside, self._is_aside, self._is_of_a_life,
                  self._is_named_in_quote)  # fmt: skip
        if any(is_doubtful(pronoun) for is_doubtful in asides):
            return True
        if self.type_of(pronoun) in ("Place", "Country", "Organization"):
            return True  # "moved from Oldenburg with her husband": no town has one
        names = [m for m in self.members[own] if m.kind == "name"]
        sex = "m" if PRONOUNS[pronoun.head.lower] == "he" else "f"
        if names and not any(map(sex_of, names)) and self._known_nearer(pronoun, sex):
            return True
        if not any(_speaks_for_others(m) for m in self.members[own] if m.kind != "pronoun"):
            return False
        for root, members in self.members.items():
            named = [m for m in members if m.kind == "name" and m.type == "Person"]
            before = [m for m in named if m.order < pronoun.order]
            fits = root != own and before and self.chains.gender(before[0]) in ("", sex)
            if fits and len(named) >= len(names):
                return True
        return False

    def _is_of_speaker(self, pronoun: Reference) -> bool:
        """ "The judge said she accepted it": she may be who speaks, whoever it was taken for."""
        whose = pronoun.head.dep == "poss"  # "the lawyer said his client had sold it"
        noun = pronoun.head.head if whose else pronoun.head
        verb, said = noun.head, noun.head.head
        if noun.dep not in SUBJECTS or verb.dep != "ccomp" or said.lemma.lower() not in SAY:
            return False
        if whose and not _speaks_for_others_by(said):
            return False
        who = said.dep == "relcl" and any(t.tag == "WP" for t in said.having("nsubj"))
        speakers = [said.head] if who else said.having("nsubj")
        speakers = [t for t in speakers if t.pos in ("PROPN", "NOUN")]
        fits = (self.by_head.get(id(token)) for token in speakers)
        own = self.chains.root(pronoun)
        if PRONOUNS[pronoun.head.lower] == "it":  # "Acme said it was sold"
            told = (r for r in fits if r is not None and self.chains.root(r) != own)
            return any(self.type_of(r) == "Organization" for r in told)
        sex = "m" if PRONOUNS[pronoun.head.lower] == "he" else "f"
        if not whose and self._is_of_two(said, own, sex):
            return True
        # Who is named, and whose name tells nothing, is less likely than whose name fits.
        known = bool(self.chains.gender(pronoun))
        return any(
            r is not None and self.chains.root(r) != own
            and (self.chains.gender(r) or ("?" if known and r.kind == "name" else sex)) == sex
            for r in fits
        )  # fmt: skip

    def _is_of_two(self, said: Token, own: int, sex: str) -> bool:
        """ "Ada told Ida that she had lost": either may have."""
        told = [self.by_head.get(id(t)) for t in said.having("dobj", "dative")]
        two = [*told, *(self.by_head.get(id(t)) for t in said.having("nsubj"))]
        people = [
            r for r in two if r is not None and self.type_of(r) == "Person"
            and (r.kind == "name" or PRONOUNS.get(r.head.lower) in ("he", "she"))
        ]  # fmt: skip
        others = (r for r in people if self.chains.root(r) != own)
        heard = any(r in told for r in people)
        return heard and any(self.chains.gender(r) in ("", sex) for r in others)

    def _is_passed_over(self, pronoun: Reference) -> bool:
        """ "Otto Falk, who led it until he was replaced": he is not somebody named long before.

        Where somebody who fits is named before the pronoun in its own sentence, and whom it was
        taken for is not spoken of there, unless they are bound apart: "Otto Falk met him".
        """
        own, sentence = self.chains.root(pronoun), pronoun.sentence
        sex = "m" if PRONOUNS[pronoun.head.lower] == "he" else "f"
        passed = False
        for other in reversed(self.chains.references[: pronoun.order]):
            if other.sentence is not sentence:
                return passed
            if self.chains.root(other) == own:
                return False
            named = other.kind == "name" and other.type == "Person"
            bound = other.head.dep in SUBJECTS and other.head.head in _above(pronoun.head)
            if named and not bound and self.chains.gender(other) in ("", sex):
                passed = True
        return passed

    def _is_named_in_quote(self, pronoun: Reference) -> bool:
        """ "“Per wanted to play,” he said": who says so does not call himself by his name."""
        own, said = self.chains.root(pronoun), pronoun.head.head
        if pronoun.head.dep not in SUBJECTS or said.lemma.lower() not in SAY:
            return False
        tokens, opened = pronoun.sentence.tokens[: pronoun.first.i], False
        inside: set[int] = set()
        for token in tokens:
            if token.text in (*OPENING, *EITHER, *CLOSING, "``", "''"):
                opened = token.text in OPENING or token.text == "``" or not opened
            elif opened:
                inside.add(id(token))
        return any(m.kind == "name" and id(m.head) in inside for m in self.members[own])

    def _is_of_a_life(self, pronoun: Reference) -> bool:
        """ "An older brother, Per, played too. He was born ...": of a life, it may be its hero.

        Where whom the pronoun was taken for is only told of as kin, or in passing: by no name that
        is a subject.
        """
        hero = self.chains.hero[0] if self.chains.hero else None
        own, at = self.chains.root(pronoun), pronoun.sentence.index
        if hero is None or self.chains.root(hero) == own:
            return False
        sex = "m" if PRONOUNS[pronoun.head.lower] == "he" else "f"
        before = [m for m in self.members[own] if m.order < pronoun.order and m.kind != "pronoun"]
        apart = bool(before) and all(m.sentence.index < at for m in before)
        kin = all(_as_kin(m) or is_kin(m.head.lemma.lower()) for m in before)
        passing = not any(m.head.dep in SUBJECTS for m in before)
        return apart and (kin or passing) and self.chains.gender(hero) in ("", sex)

    def _is_aside(self, pronoun: Reference) -> bool:
        """ "She was born to Otto and his wife, Ida. She studied law": whom a text only names as
        somebody's kin it does not go on about, where it is about somebody else who fits."""
        own, sex = self.chains.root(pronoun), PRONOUNS[pronoun.head.lower]
        named = [m for m in self.members[own] if m.kind != "pronoun" and m.order < pronoun.order]
        if not named or any(m.head.dep in SUBJECTS for m in named) or not any(map(_as_kin, named)):
            return False
        first = min(m.order for m in named)
        return any(
            r.order < first and r.kind == "name" and r.type == "Person" and r.head.dep in SUBJECTS
            and self.chains.gender(r) in ("", "m" if sex == "he" else "f")
            and self.chains.root(r) != own
            for r in self.chains.references[:first]
        )  # fmt: skip

    def _is_of_beside(self, pronoun: Reference) -> bool:
        """ "The son of the Reverend Otto Lind and his wife": whose wife she may be, whoever was
        taken for him."""
        noun = pronoun.head.head
        beside = self.by_head.get(id(noun.head)) if noun.dep == "conj" else None
        if pronoun.head.dep != "poss" or beside is None or beside.kind == "pronoun":
            return False
        sex = "m" if PRONOUNS[pronoun.head.lower] == "he" else "f"
        if beside.kind == "nominal":  # "the son of a miller, Per Lind, and his wife"
            somebody = is_somebody(beside.head) and beside.head.tag == "NN"
            somebody = somebody and not self.chains.same(beside, pronoun)
            return somebody and self.chains.gender(beside) in ("", sex)
        fits = beside.type == "Person" and self.chains.gender(beside) in ("", sex)
        return fits and not self.chains.same(beside, pronoun)

    def _known_nearer(self, pronoun: Reference, sex: str) -> bool:
        """Whether somebody whose name tells the sex is named close before, of that sex."""
        own, at = self.chains.root(pronoun), pronoun.sentence.index
        for other in reversed(self.chains.references[: pronoun.order]):
            if at - other.sentence.index > NEAR:
                return False
            whole = other.first is not other.last  # whatever it is taken for, it is called so
            named = other.kind == "name" and (other.type == "Person" or whole)
            if named and self.chains.root(other) != own and sex_of(other) == sex:
                return True
        return False

    def is_topic(self, reference: Reference) -> bool:
        """Whether the text speaks of nothing more often."""
        return len(self.members[self.chains.root(reference)]) >= self.most


def _above(pronoun: Token) -> list[Token]:
    """The verb that a pronoun is an object of, and what it hangs on up to there."""
    found = [pronoun.head]
    while found[-1].pos not in ("VERB", "AUX") and found[-1].head is not found[-1]:
        found.append(found[-1].head)
    return [] if pronoun.dep in (*SUBJECTS, "poss") else found


def features(reference: Reference, text: Text) -> dict[str, float]:
    """What tells how sure a link is, by name; what is not named is 0."""
    kind, named = kind_of(reference), named_by(reference, text.chains)[0]
    members, at = text.before(reference)
    link = odds_of(reference.chance)
    seen = {"one": 1.0, f"kind {kind}": 1.0, "link": link, f"link {kind}": link}
    seen[f"type {text.type_of(reference) or 'none'}"] = 1.0
    seen[f"{kind} named"] = seen["name"] = float(named.kind == "name")
    seen["rule"] = float(reference.chance == 1.0)
    seen["rival"] = reference.rival
    seen |= _between(reference, members[max(at - FAR, 0) : at])
    seen["group"] = float(bool(text.chains.parts(reference)))
    seen["behind"] = float(named.order > reference.order)
    seen["topic"] = float(text.is_topic(named))
    seen["often"] = math.log1p(at)
    seen["others"] = min(_others(reference, text), 4) / 2
    seen["subject"] = float(reference.head.dep in SUBJECTS)
    seen["owner"] = float(reference.head.dep == "poss")
    return seen


def _speaks_for_others_by(said: Token) -> bool:
    """Whether who says something is a lawyer or the like."""
    return any(t.lemma.lower() in SPEAKS_FOR_OTHERS for t in said.having("nsubj"))


def _as_kin(name: Reference) -> bool:
    """ "his wife, Ida": named for whose kin somebody is."""
    above = name.head.head if name.head.dep == "appos" else name.head
    return is_kin(above.lemma.lower())


def _speaks_for_others(name: Reference) -> bool:
    """ "Prosecutor Imre Qo", "the judge, Ada Penn", "Defending, Ruth Lee said"."""
    head = name.head
    near = [*head.having("compound", "nmod", "appos"), *name.tokens]
    near += [head.head] if head.dep in ("appos", "compound") else []
    if any(t.lemma.lower() in SPEAKS_FOR_OTHERS for t in near):
        return True
    below = head.head.having("advcl") if head.dep in SUBJECTS else []
    return any(t.lemma.lower() in SPEAKING_FOR for t in (*below, *head.having("acl")))


def odds_of(chance: float) -> float:
    """Log odds of a chance, within ±4."""
    chance = min(max(chance, 0.02), 0.98)
    return math.log(chance / (1 - chance))


def _between(reference: Reference, before: list[Reference]) -> dict[str, float]:
    """What lies between a phrase and the nearest one that means the same, and the nearest name."""
    if not before:
        return {"first": 1.0}
    last, at = before[-1], reference.sentence.index
    firm = next((m for m in reversed(before) if m.kind != "pronoun"), None)
    weakest = 0.0
    if firm is not None:
        weakest = min((m.chance for m in before if m.order > firm.order), default=1.0)
    name_gap = at - firm.sentence.index if firm is not None else 20
    return {
        "gap": math.log1p(at - last.sentence.index),
        "far": math.log1p(name_gap),
        "weakest": odds_of(weakest),
        "through": float(last.kind == "pronoun"),
        "both subjects": float(last.head.dep in SUBJECTS and reference.head.dep in SUBJECTS),
        "from subject": float(last.head.dep in SUBJECTS),
        "same clause": float(_binds(last, reference)),
    }


def _binds(subject: Reference, owner: Reference) -> bool:
    """ "Kim sold her car": whose it is stands as the subject of the same verb."""
    if owner.head.dep != "poss" or subject.head.dep not in SUBJECTS:
        return False
    above = owner.head.head
    while above.head is not above and above.pos not in ("VERB", "AUX"):
        above = above.head
    return subject.head.head is above


def _others(reference: Reference, text: Text) -> int:
    """How many other things near it are of the kind that it could stand for."""
    own, type = text.chains.root(reference), text.type_of(reference)
    found = set()
    for other in reversed(text.chains.references[max(reference.order - FAR, 0) : reference.order]):
        if reference.sentence.index - other.sentence.index > NEAR:
            break
        if other.kind == "name" and (not type or text.type_of(other) == type):
            found.add(text.chains.root(other))
    return len(found - {own})


@lru_cache(maxsize=1)
def load() -> dict[str, float] | None:
    """The weights by name; None while they are being learnt."""
    path = resources.files("kg") / "data" / "trust.npz"
    if not path.is_file():
        return None
    with path.open("rb") as file, np.load(file) as kept:
        return {str(n): float(w) for n, w in zip(kept["names"], kept["weights"], strict=True)}
