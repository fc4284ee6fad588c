"""What two phrases say of themselves that cannot both hold of one thing.

Facts are keys with values; phrases that give one key two values are two things: a man and a woman,
two countries, figure 2 and figure 3, John Smith and Adam Smith. A cluster knows what its phrases
know.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.english.lexicon import ORGANIZATION_NOUNS, PARTITIVES, PEOPLE_NOUNS
from kg.english.sides import sides_of
from kg.link import find_country
from kg.parse.tokens import THINGLIKE
from kg.record.coref.attributes import CLASS, CLASSES, Table
from kg.record.coref.joins import JOINED, SHORT, inside_of, name_key, name_parts, told_apart
from kg.record.coref.kinds import being_of, is_firm
from kg.record.coref.nodes import Node
from kg.record.coref.types import FIRST

Facts = dict[tuple[object, ...], object]

#: What joins two names to one.
DASH = re.compile(r"[–—/]")
#: "It" is nobody, and a person is no "it".
BEING = dict.fromkeys(("i", "you", "he", "she", "Person"), "person") | {"it": "thing"}
#: Phrases without an article, which name a kind: "laughter" is not "shared laughter".
KINDS = {CLASS["noun-bare"], CLASS["nouns"]}
#: Words before a noun that mean more than one, and pronouns that do.
SEVERAL = frozenset("both these those several many few all".split())
THEY = frozenset("they them their theirs".split())
#: One person: no family and no crew is "she".
ONE = frozenset("he him his himself she her hers herself".split())
#: "They" may be one person; these never are.
WE = frozenset("we us our ours ourselves".split())
#: In one paragraph, or one quote in it, "I" is neither "you" nor "he".
VOICE = {
    CLASS["i"]: "speaker",
    CLASS["you"]: "another",
    CLASS["he"]: "another",
    CLASS["she"]: "another",
}
#: What is said of others than the one that a text speaks of.
OTHERS = frozenset("previous earlier prior preceding past former other next".split())
#: What a paper is, and what it cites are others of.
TEXTS = frozenset("study paper article survey review thesis experiment trial work report".split())
#: Nouns of several people together.
GROUPS = ORGANIZATION_NOUNS | frozenset(
    "family couple household crew staff crowd audience jury squad army police public panel board"
    " government administration cabinet delegation parliament senate congress regime".split()
)
#: Nor is "we" "they".
US = (CLASS["we"], CLASS["they"])
#: Whose something is, from where somebody speaks.
OWNERS = {
    word: person
    for person, words in enumerate(("my our", "your", "his her its their"))
    for word in words.split()
}
#: Types of which one name names one.
SINGLE = ("Person", "Organization", "Country", "Place")


def facts_of(table: Table) -> list[Facts]:
    """What is known of each node."""
    gender, country = table["gender"].tolist(), table["country"].tolist()
    kinds, quotes = table["class"].tolist(), table["quote"].tolist()
    own = any(_is_own_text(node) for node in table.nodes)
    found: list[Facts] = []
    for n, node in enumerate(table.nodes):
        facts: Facts = {**table.parties[n]}
        if gender[n]:
            facts["gender",] = gender[n]
        if country[n]:
            facts["country",] = country[n]
        if kind := BEING.get(CLASSES[kinds[n]]) or _being(node):
            facts["being",] = kind
        if not node.members:
            if kinds[n] in VOICE:
                facts["voice", node.sentence.block, quotes[n]] = VOICE[kinds[n]]
            if kinds[n] in US:
                facts["us", node.sentence.block, quotes[n]] = kinds[n] == CLASS["we"]
            if kinds[n] in KINDS and not node.spare:
                facts["kind", node.head.lemma] = _modifiers(node)
            facts.update(_counted(node))
            facts.update(_belonging(node))
            facts.update(_in_order(node))
            facts.update(_owned(node, quotes[n]))
            facts.update(_text(node) if own else ())
            facts.update(_named(node))
            facts.update(_firm(node))
        found.append(facts)
    return found


def _being(node: Node) -> str:
    """What a common noun means: "he" is no clot, no idea and no firm."""
    nominal = node.reference is not None and node.reference.kind == "nominal"
    return being_of(node) if nominal and not node.members and not node.spare else ""


def _modifiers(node: Node) -> tuple[str, ...]:
    before = node.sentence.tokens[node.first : node.head.i]
    return tuple(t.lower for t in before if t.head is node.head and t.dep in MODIFIERS)


MODIFIERS = ("amod", "compound", "nmod")


def _counted(node: Node) -> Iterator[tuple[tuple[object, ...], object]]:
    """Of a noun: its number, whether it is one or several; "two firms" are no single one."""
    head = node.head
    number = [t.lower for t in head.children if t.dep == "nummod" or t.entity == "ORDINAL"]
    if number:
        yield ("number", head.lemma), " ".join(number)
    behind = [t.lower for t in head.having("nummod") if t.i == head.i + 1]
    if behind:
        yield ("numbered", head.lower), tuple(behind)  # as names have it: "Unit 4"
    for axis, sides in sides_of([t.lower for t in head.children if t.i < head.i]).items():
        yield ("side", axis, head.lower), sides  # the north tower, the South Tower
    counted = head.having("nummod", "det", "predet", "amod") if head.tag == "NNS" else []
    if any((t.dep == "nummod" and t.lower not in ("one", "1")) or t.lower in SEVERAL
           for t in counted):  # fmt: skip
        yield ("count",), "many"
    if head.tag == "NN" and head.lemma.lower() in GROUPS and not node.spare:
        yield ("alone",), False
    if head.tag in ("NN", "NNS") and not node.spare:
        yield ("form", head.lemma.lower()), head.tag  # "a shirt" is none of "these shirts"
    if head.tag == "NN" and _is_mass(node):
        yield ("plural",), False
    elif head.lower in THEY:
        yield ("plural",), True
    elif head.lower in ONE:
        yield ("alone",), True
    elif head.lower in WE:
        yield ("several",), True


def _in_order(node: Node) -> Iterator[tuple[tuple[object, ...], object]]:
    """ "A previous storm" is not "this storm", nor "the next summit" a named one."""
    words = [t.lower for t in node.head.having("amod") if t.lower in OTHERS]
    first = node.sentence.tokens[node.first].lower
    named = node.reference is not None and node.reference.kind == "name"
    if words or named or (first == "this" and node.head.tag == "NN"):
        yield ("order", node.head.lemma.lower()), words[0] if words else "this"


def _belonging(node: Node) -> Iterator[tuple[tuple[object, ...], object]]:
    """ "The mayor of Alta" is not the mayor of Rena: whose or where a thing is, by its noun."""
    for preposition in node.head.having("prep"):
        for owner in preposition.having("pobj"):
            if preposition.lower == "of" and owner.pos == "PROPN" and node.head.pos != "VERB":
                words = [t.lower for t in owner.having("compound") if t.i < owner.i]
                country = find_country(" ".join([*words, owner.text]))
                whole = country.code if country else " ".join([*words, owner.lower])
                yield ("of", node.head.lemma.lower()), whole


def _text(node: Node) -> Iterator[tuple[tuple[object, ...], object]]:
    """In a paper: "this study" is the paper itself, "a study" and "six studies" are others."""
    head, first = node.head, node.sentence.tokens[node.first].lower
    if head.lemma.lower() not in TEXTS or node.spare:
        return
    if first in ("this", "our") or _is_own_text(node):
        yield ("text",), "this"
    elif first not in ("the", "it") and head.dep not in ("attr", "appos"):
        yield ("text",), "another"


def _is_own_text(node: Node) -> bool:
    """Whether a phrase shows that a text speaks of itself: "our study", "in this paper, we"."""
    tokens, first = node.sentence.tokens, node.sentence.tokens[node.first].lower
    if node.head.lemma.lower() not in TEXTS or node.head.tag != "NN":
        return False
    present = any(t.lower in ("present", "current") for t in node.head.having("amod"))
    said = first == "this" and any(t.lower in WE for t in tokens)
    return first == "our" or (present and first in ("the", "this")) or said


def _owned(node: Node, quote: int) -> Iterator[tuple[tuple[object, ...], object]]:
    """ "Our oath" is not "their oath" where one voice speaks of both."""
    for owner in node.head.having("poss"):
        if owner.lower in OWNERS and not node.spare:
            yield ("owned", node.head.lemma.lower(), quote), OWNERS[owner.lower]


def _is_mass(node: Node) -> bool:
    """Whether a singular noun names what is never "they": no people, no body of people."""
    head = node.head
    nominal = node.reference is not None and node.reference.kind == "nominal"
    kind = head.phrase.type if head.phrase is not None else ""
    lemma = head.lemma.lower()
    body = lemma in PARTITIVES or lemma in ORGANIZATION_NOUNS or lemma in PEOPLE_NOUNS
    return nominal and kind in THINGLIKE and not body


def _named(node: Node) -> Iterator[tuple[tuple[object, ...], object]]:
    """Of a name: that it is one; of a full one of a person, the first name by the last.

    An initial says too little.
    """
    reference = node.reference
    if reference is None or reference.kind != "name":
        return
    if node.head.tag == "NNP" and reference.type in SINGLE:
        yield ("count",), "one"
        if reference.type == "Person":
            yield ("several",), bool(JOINED & set(name_parts(reference.label)))
    parts = name_parts(reference.label)
    halves = [half for half in DASH.split(name_key(reference.label)) if half]
    for half in halves:  # "the Alta–Rena deal" is neither Alta nor Rena
        yield ("half", half), len(halves) > 1
    if apart := told_apart(parts):
        yield ("numbered", *(part for part in parts if part not in apart)), apart
    if reference.type == "Place":
        yield ("place", *parts), "itself"
        if parts[0] not in FIRST["Place"]:  # "New York" is not York, the River Exe is the Exe
            yield from ((("place", *parts[n:]), "in a name") for n in range(1, len(parts)))
    elif reference.type == "Organization":  # "Halden FK" is not the town of Halden
        yield from ((("place", *parts[:n]), "in a name") for n in range(1, len(parts)))
    if reference.type == "Organization" and (short := inside_of(reference.label)):
        yield ("short", short), "in a name"  # "Jovem PRN" is not the PRN
    elif SHORT.fullmatch(reference.label):
        yield ("short", reference.label), "itself"
    first, *rest = parts
    if reference.type == "Person" and rest and len(first) > 1:
        yield ("person", rest[-1]), first


def _firm(node: Node) -> Iterator[tuple[tuple[object, ...], object]]:
    """ "The company" is no union and no council, whatever else it may be."""
    reference = node.reference
    if reference is not None and not node.spare and (known := is_firm(reference)) is not None:
        yield ("firm",), known


def contradict(a: Facts, b: Facts) -> bool:
    few, many = (a, b) if len(a) < len(b) else (b, a)
    return any(many.get(key, value) != value for key, value in few.items())
