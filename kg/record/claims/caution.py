"""What may be said of the wrong one makes no edge, least of all what harms.

"He", "it" and "the firm" make one where it is sure enough whom they stand for
(`kg.record.coref.trust`). Of harm more is asked: "Tate met Ross. He later murdered a clerk" is told
of neither.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kg.english.lexicon import DEATH, NOBILITY, THIRD, is_role
from kg.english.nouns import is_kin
from kg.english.verbs import HARM, LAW
from kg.model import Argument, Claim, Qualifier
from kg.parse.tokens import Token, is_somebody
from kg.record.claims.clause import Reading
from kg.record.claims.rules import reading
from kg.record.coref.kinds import VAGUE, generic_type
from kg.record.coref.trust import DEFINITE, LEAST
from kg.record.keys import is_named, is_open
from kg.record.mentions import Reference
from kg.record.phrases import words_of

#: Why a claim of harm makes no edge.
UNSURE = "it harms, and whom the pronoun stands for is not sure enough"
#: Why what somebody says is not told of whom it may be about.
REPORTED = "whom or what a pronoun in it stands for is not sure enough"
#: Why an edge about "such a sale" is not made.
SUCH = "of what kind it is, another sentence says"
#: Kin that say something of somebody without whose they are.
ANYBODYS = frozenset(
    "child children parent mother father widow widower heir twin ancestor descendant ally rival"
    " grandmother grandfather grandparent bride groom successor predecessor enemy partner".split()
)
#: How the reasons of this room end.
OPEN = "stands for is not sure enough"

#: Pronouns that stand for people.
PEOPLE = frozenset("i me you we us he him she her they them his their our my your".split())
#: Where what a pronoun stands for may be.
SET = frozenset("nsubj nsubjpass dobj pobj conj appos".split())
#: What points back at what was said.
POINTING = frozenset("this that these those".split())
#: What tells a noun from others of its kind: "the Danish company", "the firm that sold it".
NARROWING = frozenset("amod compound nmod nummod poss prep relcl acl appos".split())
#: How many sentences back somebody else makes a pronoun unsure, and whom it means may be named.
NEAR, FAR = 2, 5

_careful = reading(
    "caution", "Ada Tate met Eva Ross. She robbed a bank.", "never: Ada Tate | rob | bank"
)

_open_ends = reading("open-ends", "Its hardness is great.", "hardness | be | great; hidden")


def careful(
    claims: Iterable[Claim], readings: Mapping[str, Reading], references: Sequence[Reference]
) -> list[Claim]:
    """The claims of a document; those that may be about another one are hidden.

    That is where the chance of what a phrase stands for is below `LEAST`; and of what harms, where
    a pronoun stands for who does it or whom it is done to, or for whose they are, and somebody
    else is named in its sentence or the two before, or it is not in the five before.
    """
    known = _Known(references)
    return [_one(claim, readings.get(claim.id), known) for claim in claims]


@dataclass(slots=True)
class _Known:
    """The references of a document by head, and who and what is named where."""

    references: Sequence[Reference]
    by_head: dict[int, Reference] = field(default_factory=dict)
    people: dict[int, set[str]] = field(default_factory=dict)
    named: dict[int, set[str]] = field(default_factory=dict)
    first: dict[str, Reference] = field(default_factory=dict)
    types: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for reference in self.references:
            at = reference.sentence.index
            self.by_head[id(reference.head)] = reference
            self.first.setdefault(reference.entity, reference)
            if reference.kind != "pronoun":
                self.named.setdefault(at, set()).add(reference.entity)
            if reference.kind == "name":
                self.types.setdefault(reference.type, reference.order)
                if reference.type == "Person":
                    self.people.setdefault(at, set()).add(reference.entity)


def _one(claim: Claim, read: Reading | None, known: _Known) -> Claim:
    if not claim.shown:
        return claim
    for end in (claim.subject, claim.object):
        if end is not None and ((end.chance is not None and end.chance < LEAST) or _is_writer(end)):
            return replace(claim, hidden_because=unsure(end))
    claim = replace(claim, qualifiers=tuple(q for q in claim.qualifiers if not _is_open(q)))
    for end in (claim.subject, claim.object if claim.predicate.lemma == "be" else None):
        named = end is not None and end.entity is not None and end.entity[:1] in ("@", "#")
        if end is not None and not named and _is_whose(end):
            return replace(claim, hidden_because=_because_whose(end.label))
    if read is None:
        return claim
    for head in (read.subject, read.object):
        if head is not None and _is_such(head):
            return replace(claim, hidden_because=SUCH)
    beside = read.verb is None and claim.predicate.lemma == "be"  # "Ann Lund, his deputy,"
    told = read.object if claim.predicate.lemma == "be" else None  # "Ann Lund is his deputy"
    for open in (_open_owner(read.subject, known, of_name=not beside),
                 _open_owner(told, known, of_name=False),
                 _far_owner(read.object, known), _pointing(read.object, known),
                 _open_noun(read.subject, known), _open_noun(read.object, known)):  # fmt: skip
        if open:
            return replace(claim, hidden_because=_because(open))
    if read.verb is None or claim.polarity != "positive":
        return claim
    harms = read.verb.pos == "VERB" and read.verb.lemma.lower() in HARM | DEATH | LAW
    if not harms or not _careful():
        return claim
    ends = [t for t in (read.subject, read.object) if t is not None]
    heads = [*ends, *(owner for end in ends for owner in end.having("poss"))]
    for who in (known.by_head.get(id(head)) for head in heads):
        if who is not None and who.kind == "pronoun" and not _is_sure(who, known):
            return replace(claim, hidden_because=UNSURE)
    return claim


def _is_open(qualifier: Qualifier) -> bool:
    """ "for his part in it": what "it" stands for is not sure enough to be told."""
    told = qualifier.argument
    word = told.span.text.casefold()
    if _is_writer(told):
        return True
    if word == "us" and is_named(told.entity):
        return True  # "cancelled on us": on whoever writes, and on whom else?
    return word in THIRD and told.chance is not None and told.chance < LEAST


def _is_writer(end: Argument) -> bool:
    """ "I" and "me" of whom a text says no name, taken for somebody in it: "the waitress"."""
    word = end.span.text.casefold()
    nameless = end.entity is not None and not (is_named(end.entity) or is_open(end.entity))
    return word in ("i", "me", "myself") and end.label.casefold() != word and nameless


def _is_whose(end: Argument) -> bool:
    """ "another brother", "junior colleague", of whom a label does not say whose.

    "A colleague" and "two brothers" may be anybody's.
    """
    *before, last = end.label.casefold().split() or [""]
    if {"of", "to"} & set(before) or any("'" in word or "’" in word for word in before):
        return False
    anybody = end.span.text.casefold().startswith(("a ", "an ")) and len(before) == 0
    return end.label.islower() and is_kin(last) and last not in ANYBODYS and not anybody


def _because_whose(label: str) -> str:
    return f"whose “{label.split()[-1]}” it is, is not said"


def _is_such(head: Token) -> bool:
    """ "no such interest", "such a sale": it was said before of what kind."""
    such = [t for t in head.having("amod", "det", "predet") if t.lower == "such"]
    return any(not t.children for t in such) and not any(
        p.lower == "as" for p in head.having("prep", "advcl", "acl")
    )


def _open_owner(head: Token | None, known: _Known, *, of_name: bool) -> str:
    """The "its" of "Its hardness is 3" where it is not sure what it stands for.

    `of_name` says that it does not matter where what is owned has a name: "His deputy, Ann, left".
    """
    for owner in head.having("poss") if head is not None and _open_ends() else ():
        who, whole = known.by_head.get(id(owner)), known.by_head.get(id(head))
        if who is None or who.kind != "pronoun" or owner.lower == "our":
            continue
        named = whole is not None and whole.entity[:1] in ("@", "#")
        if not (named and of_name) and (who.trust < LEAST or is_open(who.entity)):
            return owner.text
    return ""


def _far_owner(head: Token | None, known: _Known) -> str:
    """The "its" of "they objected to its cost", where nothing in the sentence can be meant."""
    owner = _open_owner(head, known, of_name=True) if head is not None else ""
    if not owner or head is None or owner.casefold() not in THIRD:
        return ""
    here = known.by_head.get(id(head))
    tags = ("NNS", "NNPS", "NNP") if owner.casefold() == "their" else ("NN", "NNP")
    person = owner.casefold() in ("his", "her")
    before = here is not None and any(
        t.i < here.first.i and t.tag in tags and t.dep in SET
        and (not person or t.entity == "PERSON" or is_somebody(t))
        for t in here.sentence.tokens
    )  # fmt: skip
    return "" if before else owner


def _pointing(head: Token | None, known: _Known) -> str:
    """The words of "that account", where no noun before says what it is."""
    who = known.by_head.get(id(head)) if head is not None else None
    if who is None or who.kind != "nominal" or head is None or head.pos != "NOUN":
        return ""
    points = who.first.lower in POINTING and known.first.get(who.entity, who) is who
    narrowed = [t for t in head.children if t.dep in NARROWING and t.lower not in VAGUE]
    return words_of(who.tokens) if points and who.sentence.index and not narrowed else ""


def _open_noun(head: Token | None, known: _Known) -> str:
    """The words of "the firm", of a text that has named firms and does not say which it is."""
    who = known.by_head.get(id(head)) if head is not None and _open_ends() else None
    if who is not None and _is_called(who):
        return words_of([*who.head.having("det"), *who.tokens])
    if who is None or who.kind != "nominal" or who.entity[:1] in ("@", "#"):
        return ""
    epithet = _is_epithet(who.head)
    narrowed = [
        t for t in who.head.children
        if t.dep in NARROWING and t.lower not in VAGUE and not (epithet and t.dep == "amod")
    ]  # fmt: skip
    if who.first.lower not in DEFINITE or narrowed:
        return ""
    introduced = known.first.get(who.entity, who)
    if introduced.first.lower not in DEFINITE:
        return ""  # "a firm ... the firm"
    noble = who.head.lemma.lower() in NOBILITY  # "the duke", of a text that names people
    type = "Person" if epithet or noble else generic_type(who.head.lemma.lower())
    named = [known.types[t] for t in (type, "") if t in known.types]
    return words_of(who.tokens) if type and any(order < who.order for order in named) else ""


def _is_epithet(head: Token) -> bool:
    """ "the 33-year-old centre", "the Spaniard": somebody named, called otherwise."""
    aged = any(t.lower.endswith("-year-old") for t in head.having("amod", "compound"))
    return aged or (head.entity == "NORP" and head.tag in ("NN", "NNP"))


def _is_called(who: Reference) -> bool:
    """ "the Spaniard", taken for a name: people's names have no article."""
    the = any(t.lower == "the" for t in who.head.having("det"))
    only = len(who.tokens) == 1 and who.head.tag == "NNP" and not who.head.having("prep", "relcl")
    own = who.label.casefold() == who.head.lower and not is_role(who.head.lower)  # "the Chair"
    return the and only and own and who.kind == "name" and who.type == "Person"


def unsure(end: Argument) -> str:
    """Why a claim makes no edge of which one end may be another.

    >>> from kg.model import Span
    >>> unsure(Argument(span=Span(start=0, end=2, text="He"), label="Per Lang", entity="#9-17"))
    'whom “he” stands for is not sure enough'
    """
    if end.literal is not None:
        return REPORTED
    return _because(" ".join(end.span.text.split()))


def _because(words: str) -> str:
    first, *rest = words.split(" ")
    first = first if first == "I" else first.lower()
    whom = "whom" if first.lower() in PEOPLE else "what"
    return f"{whom} “{' '.join((first, *rest))}” {OPEN}"


def _is_sure(who: Reference, known: _Known) -> bool:
    """Whether what a pronoun stands for is said near it, and nobody else is named nearer."""
    at, none = who.sentence.index, set[str]()
    near = none.union(*(known.people.get(at - back, none) for back in range(NEAR + 1)))
    far = none.union(*(known.named.get(at - back, none) for back in range(FAR + 1)))
    return not near - {who.entity} and who.entity in far
