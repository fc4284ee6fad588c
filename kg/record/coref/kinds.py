"""What phrases call a thing: whether two may be one by the nouns that are used of them.

A role does not find its holder by standing near: "Dr. Varga greeted Eva Lind. The porter left."
tells of three. A common noun is taken for something said before only where the text has called it
so ("Ada is a nurse", "nurse Ada"), where both nouns say the same ("the lawyer", "the attorney"),
or where the noun says hardly more than a pronoun ("the man", "the company").
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from kg.english.lexicon import COMPANY_FORMS, ORGANIZATION_NOUNS, PEOPLE_NOUNS, TITLES, is_role
from kg.english.sides import SIDE
from kg.parse.tokens import Token
from kg.record.coref.attributes import Table
from kg.record.coref.nodes import Node
from kg.record.coref.types import type_of_noun
from kg.record.mentions import Reference

#: Nouns that say no more of somebody than that they are one, by the type of what they mean.
GENERIC = {
    "Person": frozenset(
        "man woman person guy boy girl lady gentleman individual kid child teenager youth"
        " youngster fellow".split()
    ),
    "Organization": frozenset("company firm organization organisation group business".split()),
    "Place": frozenset("place area region country city town village island".split()),
}
#: Nouns that say the same.
SAME = tuple(
    frozenset(line.split())
    for line in (
        "lawyer attorney counsel solicitor barrister",
        "doctor physician medic",
        "writer author novelist poet",
        "film movie picture documentary",
        "book novel volume",
        "company firm corporation business enterprise manufacturer maker startup retailer airline",
        "policeman officer cop policewoman",
        "car vehicle automobile",
        "ship vessel boat",
        "plane aircraft airplane jet",
        "illness disease condition",
        "medicine drug medication",
        "house home building",
        "accident crash collision",
        "nation country state",
        "city town",
        "spokesman spokeswoman spokesperson",
        "chairman chairwoman chairperson chair",
        "child kid boy girl son daughter baby",
        "man husband father",
        "woman wife mother",
    )
)
#: What only firms are called.
FIRMS = next(same for same in SAME if "company" in same)
#: Words that end the names of bodies that are no firms, and what these are called.
BODIES = frozenset(
    "union party council parliament senate ministry university committee commission church court"
    " army navy police federation government school congress assembly workers".split()
)
#: Nouns of people that are no roles, besides those that the reading model sees.
PEOPLE = GENERIC["Person"] | PEOPLE_NOUNS | frozenset(
    "baby infant toddler dad mom mum grandma grandpa twin orphan human folk bride groom stranger"
    " neighbor neighbour guest customer client user tenant buyer seller".split()
)  # fmt: skip
#: What a legal form says that something is.
COMPANY = "company"
#: Adjectives that pick nothing.
VAGUE = frozenset("same said own very whole entire late poor dear other".split())


#: What a title is to the name behind it, and what calls a thing a noun.
TITLED, SAID = ("compound", "nmod", "amod"), ("attr", "oprd")


@dataclass(frozen=True, slots=True)
class Kind:
    """What is known of a phrase or a cluster.

    `called` are the lemmas it is called by, `said` those and what the text says that it is,
    `types` those of its names. `marked` has nouns with the words that pick one of their like.
    """

    called: frozenset[str] = frozenset()
    said: frozenset[str] = frozenset()
    types: frozenset[str] = frozenset()
    marked: frozenset[tuple[str, frozenset[str]]] = frozenset()

    def __or__(self, other: Kind) -> Kind:
        return Kind(
            self.called | other.called,
            self.said | other.said,
            self.types | other.types,
            self.marked | other.marked,
        )


def kinds_of(table: Table) -> list[Kind]:
    """What is known of each node by itself."""
    found = [_kind(node) for node in table.nodes]
    at = {id(node.head): n for n, node in enumerate(table.nodes) if not node.members}
    for node in table.nodes:
        for noun in _said_of(node.head):
            n = at.get(id(node.head))
            if n is not None:
                found[n] |= Kind(said=frozenset({noun.lemma.lower()}))
    return found


def _kind(node: Node) -> Kind:
    reference = node.reference
    if reference is None or reference.kind == "pronoun" or node.members:
        return Kind()
    if reference.kind == "nominal":
        lemma = frozenset({node.head.lemma.lower()})
        if node.sentence.tokens[node.first].lower == "these":
            lemma = frozenset()  # "dinosaurs ... these creatures": whatever they were called
        marks = frozenset(map(_mark, node.head.having(*TITLED))) - VAGUE
        marked = frozenset({(node.head.lemma.lower(), marks)}) if marks else frozenset()
        return Kind(called=lemma, said=lemma, marked=marked)
    titles = {t.lemma.lower() for t in node.head.having(*TITLED) if is_role(t.lemma.lower())}
    before = node.sentence.tokens[max(0, reference.first.i - 1) : reference.first.i]
    titles |= {t.lemma.lower() for t in before if is_role(t.lemma.lower())}
    if reference.type != "Person":
        titles.add(node.head.lower)  # "the stone" is the Rosetta Stone
    if any(t.text in COMPANY_FORMS for t in reference.tokens[1:]):
        titles |= {COMPANY, *(t.lower for t in reference.tokens)}
    return Kind(said=frozenset(titles), types=frozenset({reference.type}))


def _mark(token: Token) -> str:
    """The word that picks a thing; "the northern gate" is the north gate."""
    return SIDE.get(token.lower, (0, token.lower))[1]


def _said_of(head: Token) -> list[Token]:
    """The nouns that a clause says its subject is or becomes: "Ada is a nurse"."""
    if head.dep not in ("nsubj", "nsubjpass") or head.head.having("neg"):
        return []
    named = [p for prep in head.head.having("prep") if prep.lower == "as"
             for p in prep.having("pobj")]  # fmt: skip
    return [t for t in [*head.head.having(*SAID), *named] if t.pos == "NOUN"]


def may_be_one(a: Kind, b: Kind) -> bool:
    """Whether nothing in the nouns keeps two clusters apart."""
    if any(x == y and m - n and n - m for x, m in a.marked for y, n in b.marked):
        return False  # "the north tower", "the south tower"
    if a.called and b.called:
        return bool(a.called & b.said or b.called & a.said) or _alike(a.called, b.called)
    if a.called or b.called:
        noun, name = (a, b) if a.called else (b, a)
        return not name.types or _fits(noun, name)
    return True


def _fits(noun: Kind, name: Kind) -> bool:
    """Whether a common noun may mean something named."""
    if noun.called & name.said or noun.types:
        return True
    if any(_alike({lemma}, name.said) for lemma in noun.called):
        return True
    if COMPANY in name.said and noun.called & ORGANIZATION_NOUNS:
        return False  # "the council" is no Orbis Ltd
    for type, nouns in GENERIC.items():
        if noun.called & nouns:
            return bool(name.types & {type, ""} or (type == "Place" and "Country" in name.types))
    if any(is_role(lemma) for lemma in noun.called):
        return False
    types = {type_of_noun(lemma) for lemma in noun.called} - {None}
    return not types or bool(types & name.types) or "" in name.types


def is_firm(reference: Reference) -> bool | None:
    """Whether a phrase says that it means a firm, or a body that is none; None if neither.

    "The company" and "Orbis Ltd" do, and so do "the union" and "Rail Workers".
    """
    lemma = reference.head.lemma.lower()
    if reference.kind == "nominal":
        return lemma in FIRMS if lemma in FIRMS | BODIES else None
    if reference.kind != "name" or reference.type == "Person":
        return None
    words = reference.label.split()
    ends = {words[-1].lower(), *(a.lower() for a, b in pairwise(words) if b == "of")}
    if any(word in COMPANY_FORMS for word in words):
        return True
    return False if ends & BODIES else None


def generic_type(lemma: str) -> str:
    """The type of what a noun only points at: "Organization" for "company"; "" for others."""
    if lemma in FIRMS:
        return "Organization"
    return next((type for type, nouns in GENERIC.items() if lemma in nouns), "")


def _alike(a: frozenset[str] | set[str], b: frozenset[str] | set[str]) -> bool:
    if any(a & same and b & same for same in SAME):
        return True
    people = GENERIC["Person"]
    return bool((a & people and _people(b)) or (b & people and _people(a)))


def _people(nouns: frozenset[str] | set[str]) -> bool:
    return any(is_role(noun) or noun in PEOPLE for noun in nouns)


def being_of(node: Node) -> str:
    """ "person" or "thing" for what a common noun means, "" where that is open."""
    head = node.head
    lemma = head.lemma.lower()
    if is_role(lemma) or lemma in PEOPLE or lemma in TITLES:
        return "" if lemma in GENERIC["Person"] or lemma in PEOPLE_NOUNS else "person"
    phrase = head.phrase
    if phrase is not None and phrase.type in ("person", "animal"):
        return ""
    return "thing" if head.pos == "NOUN" else ""
