"""A clause: one verb and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.parse.tokens import Token
from kg.record.claims.heads import Adjunct
from kg.record.claims.stated import Stated


@dataclass(slots=True, kw_only=True)
class Clause:
    """One verb and what belongs to it. Tokens are heads; conjoined heads are already listed.

    `words` are the tokens of the predicate in text order; `lemma` is its dictionary form without
    negation and modality; `outer` is the standing the clause is under, `stated` its own.
    `told` are what a small clause says of the object, `aims` infinitives that say
    what for, `manner` adverbs that say how.
    `contrary` are tokens whose standing is the other one: "not a city but a [town]". `paired`
    joins subjects and objects one by one ("respectively"); `reflexive` says that they do it to
    themselves.
    """

    verb: Token
    words: list[Token]
    lemma: str
    outer: Stated
    stated: Stated
    passive: bool = False
    subjects: list[Token] = field(default_factory=list)
    agents: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    receivers: list[Token] = field(default_factory=list)
    complements: list[Token] = field(default_factory=list)
    adjuncts: list[Adjunct] = field(default_factory=list)
    times: list[Token] = field(default_factory=list)
    told: list[Token] = field(default_factory=list)
    aims: list[Token] = field(default_factory=list)
    manner: list[Token] = field(default_factory=list)
    contrary: set[int] = field(default_factory=set)
    paired: bool = False
    reflexive: bool = False
    embeds: bool = False
    kind: str = "main"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a claim was read from: the heads of its parts and the words between them.

    `subject` and `object` are head tokens (None for what has none), `words` those of the
    predicate; `verb` is the clause's, None for what a noun phrase says; `kind` is the clause's.
    """

    subject: Token | None
    object: Token | None
    verb: Token | None
    words: tuple[Token, ...]
    kind: str
