"""Chains of mentions → the entity that each is within its document: its key."""

from __future__ import annotations

from kg.english.lexicon import TITLES, is_role
from kg.record.claims.arguments import concept_key
from kg.record.coref import Chains
from kg.record.coref.contradictions import OWNERS, contradict
from kg.record.keys import CONCEPT, COUNTRY, LOCAL, NAME, UNRESOLVED
from kg.record.mentions import Reference

#: What opens a phrase for something that the text knows, and for something new.
DEFINITE = frozenset("the this that".split())
OURS = frozenset("my our your".split())
FRESH = frozenset("a an another".split())


def entity_key(reference: Reference, chains: Chains) -> str:
    """The key of a reference's entity within its document.

    Its kinds are those of `kg.record.keys`.
    """
    members = chains.members(reference)
    names = [m for m in members if m.kind == "name"]
    for name in names:
        if name.country is not None:
            return COUNTRY + name.country.code
    if names:
        first = min(names, key=lambda n: n.order)
        return f"{NAME}{first.first.start}-{first.last.end}"
    nominals = [m for m in members if m.kind == "nominal"]
    if not nominals:
        return f"{UNRESOLVED}{min(m.first.start for m in members)}"
    first = min(nominals, key=lambda n: n.order)
    if not _is_local(first):
        return CONCEPT + concept_key(first)
    several = "several " if first.head.tag in ("NNS", "NNPS") else ""  # "our things", "this thing"
    return LOCAL + several + concept_key(first)


def entity_keys(references: list[Reference], chains: Chains) -> dict[int, str]:
    """The key of each chain, by its root.

    Two things that the text tells apart are not one because it calls both "the report": the second
    has a mark behind its key.
    """
    keys: dict[int, str] = {}
    same: dict[str, list[list[int]]] = {}  # chains of one key, those that may be one together
    for reference in references:
        root = chains.root(reference)
        if root in keys:
            continue
        key = entity_key(reference, chains)
        if key[0] == CONCEPT and _opening(root, chains) == "another":
            key = LOCAL + key[1:]
        if key[0] in (LOCAL, CONCEPT):
            parts = same.setdefault(key, [])
            fitting = (part for part in parts if not any(_are_two(a, root, chains) for a in part))
            part = next(fitting, None)
            if part is None:
                part = []
                parts.append(part)
            part.append(root)
            if mark := "'" * parts.index(part):
                key = LOCAL + key[1:] + mark  # a concept that is two is no concept
        keys[root] = key
    return keys


def _opening(root: int, chains: Chains) -> str:
    """The word with which a chain begins."""
    return min(chains.members(chains.references[root]), key=lambda m: m.order).first.lower


def _are_two(a: int, b: int, chains: Chains) -> bool:
    """Whether the text tells two chains apart, or introduces the second as another."""
    opening, several = _opening(b, chains), len(chains.members(chains.references[b])) > 1
    fresh = opening == "another" or (opening in FRESH and several)
    return fresh or contradict(chains.told.get(a, {}), chains.told.get(b, {}))


def _is_local(reference: Reference) -> bool:
    """ "The company", "a senior official": who that is, another document cannot know."""
    head = reference.head
    if reference.first is not head and reference.first.lower in TITLES:
        return True  # "Mr. Chairman"
    single = head.tag not in ("NNS", "NNPS")
    first = reference.first.lower
    owned = first in OURS or (first in OWNERS and not single)
    if owned and not {"'", "’"} & set(reference.label):
        return True  # "our member", "their members", but not "Ada's members"
    owner, mark, _ = reference.label.partition("'")
    if first in OWNERS and mark and owner.islower():
        return True  # "victim's condition": which victim, only this document knows
    definite = first in DEFINITE or first in OWNERS
    named = definite or first in FRESH
    return single and (
        (named and is_role(head.lemma.lower())) or (definite and " " not in reference.label)
    )
