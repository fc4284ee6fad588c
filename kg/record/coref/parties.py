"""Who takes part in a mail or a chat: "you" is who listens, "we" of a mail who wrote it.

And "he" is neither of the two: "Tom: I sent it to him", said to Ada, is about a third.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from kg.record.coref.called import is_addressee
from kg.record.coref.chains import Chains
from kg.record.mentions import Reference
from kg.record.quotes import Quote, quote_at

if TYPE_CHECKING:
    from kg.record.coref.nodes import Node

#: What the writer of a mail says of those he writes for; "our" is left alone, it says too little.
WE = frozenset("we us ourselves".split())
ME = frozenset("i me my myself".split())
YOU = frozenset("you your yourself yourselves".split())
THIRD = frozenset("he him his himself she her hers herself".split())

Facts = dict[tuple[object, ...], object]


def join_parties(chains: Chains, quotes: list[Quote]) -> None:
    """Join "you" to who is spoken to, where a quote knows, and "we" of a mail to who writes."""
    by_head = {id(r.head): r for r in chains.references}
    for pronoun in chains.references:
        word = pronoun.head.lower
        if pronoun.kind != "pronoun" or word not in WE | YOU:
            continue
        quote = quote_at(quotes, pronoun.first.start)
        if quote is None:
            continue
        person = quote.listener if word in YOU else quote.speaker if quote.written else None
        known = by_head.get(id(person))
        if known is not None:
            chains.join(known, pronoun, "reader" if word in YOU else "writer")


def join_initials(chains: Chains) -> None:
    """ "AN" in minutes is the one A. Novak who was there, if only one has these initials."""
    people: dict[str, list[Reference]] = {}
    for name in chains.references:
        listed = name.kind == "name" and name.sentence.kind in ("address", "speaker")
        words = re.findall(r"[^\W\d_]+", name.label)
        if listed and len(words) > 1 and not name.label.isupper():
            people.setdefault("".join(word[0] for word in words).upper(), []).append(name)
    if not people:
        return
    for name in chains.references:
        short = name.label.replace(".", "")
        same = people.get(short, []) if name.kind == "name" and short.isupper() else []
        if same and all(chains.same(same[0], other) for other in same):
            chains.join(same[0], name, "initials")


def party_facts(nodes: list[Node], quotes: list[Quote], chains: list[int]) -> list[Facts]:
    """Of each node: in which quotes it speaks or listens, and in which it is a third person.

    `chains` has the chain of each.
    """
    found = _present(nodes, quotes, chains)
    heads = {id(node.head): n for n, node in enumerate(nodes) if not node.members}
    known = {q.start for q in quotes if q.listener is not None}
    for quote in quotes:
        for person in (quote.speaker, quote.listener):
            if quote.start in known and person is not None and id(person) in heads:
                found[heads[id(person)]]["party", quote.start] = "takes part"
    open_ended = {id(q.cue) for q in quotes if q.listener is None} & _labels(nodes)
    unknown = {q.start for q in quotes if q.written and q.speaker is None}
    for n, node in enumerate(nodes):
        if unknown and node.sentence.kind == "address":
            found[n]["writer",] = "known"
        if open_ended and node.sentence.kind == "speaker":
            found[n]["addressee",] = "speaks"
        inside = quote_at(quotes, node.head.start)
        if inside is not None and id(inside.cue) in open_ended and node.head.lower in YOU:
            found[n]["addressee",] = "one of several"
        if node.head.lower in THIRD and inside is not None and inside.start in known:
            found[n]["party", inside.start] = "a third"
        if node.head.lower in ME and inside is not None and inside.start in unknown:
            found[n]["writer",] = "unknown"
    return found


def _present(nodes: list[Node], quotes: list[Quote], chains: list[int]) -> list[Facts]:
    """Of each node whether it takes part in a talk: whoever only is spoken of is not "you".

    "You're his nephew", said where a Stu Roberts is spoken of who has no turn.
    """
    found: list[Facts] = [{} for _ in nodes]
    turns = {id(q.cue) for q in quotes} & _labels(nodes)
    if not turns:
        return found
    there = {chain for chain, node in zip(chains, nodes, strict=True)
             if node.sentence.kind == "speaker" or _is_called(node)}  # fmt: skip
    for n, node in enumerate(nodes):
        inside = quote_at(quotes, node.head.start)
        if node.head.lower in ME | YOU and inside is not None and id(inside.cue) in turns:
            found[n]["present",] = True
        elif _is_person(node) and chains[n] not in there:
            found[n]["present",] = False
    return found


def _is_person(node: Node) -> bool:
    reference = node.reference
    return reference is not None and reference.kind == "name" and reference.type == "Person"


def _is_called(node: Node) -> bool:
    """Whether somebody is spoken to: "Thank you, Mr. Holt." """
    return not node.members and is_addressee(node.head, node.sentence.tokens, quoted=True)


def _labels(nodes: list[Node]) -> set[int]:
    """The last tokens of the labels of turns, by id: what attributes a turn to its speaker."""
    return {id(n.sentence.tokens[-1]) for n in nodes if n.sentence.kind == "speaker"}
