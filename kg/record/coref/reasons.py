"""Why two mentions of one document are one: the links between them, each with what speaks for it.

Nothing of this is kept with a build: one document is read again when somebody asks. Links that
rules made are told by the rule; those of the ranker by the strongest antecedent in the same
cluster, its chance, and what the two phrases have in common.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from kg.parse.analyze import Sentence
from kg.parse.structure.mail import Message
from kg.record.coref import RANKER, find_scored, join_names_and_roles, resolve_references
from kg.record.coref.attributes import CLASS, MANY, ROLE, Table
from kg.record.coref.clusters import decode
from kg.record.coref.nodes import Node
from kg.record.mentions import find_references
from kg.record.quotes import find_quotes

#: What the rules say in words.
RULES = {
    "same name": "the same name",
    "acronym": "the initials of the longer name",
    "acronym in parentheses": "the short form stands in parentheses behind the name",
    "defined in parentheses": "the parentheses behind the name say that it is called so",
    "alias": "the text says that both are names of it",
    "part of a name": "part of the only longer name that fits",
    "part of the nearest name": "part of the nearest longer name that fits",
    "nickname": "the name with its nickname in quotes",
    "apposition": "set beside each other",
    "place of that name": "the place that is called so",
    "role": "the only one in the text with this role",
    "called so": "the only one that the text calls so",
    "topic": "the only one of its kind that the text is about",
    "initials": "the initials of somebody whom the text lists",
    "speaker": "who speaks the quoted words",
    "likely speaker": "who speaks beside the quoted words",
    "who answers": "who is asked, and answers",
    "writer": "who writes the text",
    "reader": "who reads the text",
    "owner": "owns the thing that stands beside",
    "only one of its kind": "the only one of its kind named in these sentences",
    "only one in the headings": "the only one of its kind that the headings name",
}
#: The rule of links that the ranker made.
COREFERENCE = "coreference"
#: What the ranker says in words: its chance is one of all candidates and of none of them.
LIKELY = "the ranker's choice among {count} earlier phrases, chance {chance:.0%}"

Extent = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two phrases of a document that coreference joined: their extents, their sentences, why."""

    first: Extent
    second: Extent
    sentences: tuple[str, str]
    rule: str
    reasons: tuple[str, ...]


def find_links(sentences: list[Sentence], messages: Sequence[Message] = ()) -> list[Link]:
    """Every link that coreference makes in a document, in the order in which it makes them.

    `messages` are the mails that the document holds (`kg.parse.structure.layout`).
    """
    references, quotes = find_references(sentences), find_quotes(sentences, messages)
    chains = resolve_references(references, sentences, quotes)
    links = [
        Link(
            first=(references[a].first.start, references[a].last.end),
            second=(references[b].first.start, references[b].last.end),
            sentences=(references[a].sentence.text, references[b].sentence.text),
            rule=rule,
            reasons=(RULES.get(rule, rule),),
        )
        for a, b, rule in chains.merges
        if rule != RANKER
    ]
    return [*links, *_ranked(sentences, messages)]


def _ranked(sentences: list[Sentence], messages: Sequence[Message]) -> Iterator[Link]:
    references, quotes = find_references(sentences), find_quotes(sentences, messages)
    chains = join_names_and_roles(references, sentences, quotes)
    table, pairs, scores = find_scored(chains, sentences, quotes)
    of = {id(node): n for n, cluster in enumerate(decode(table, pairs, scores)) for node in cluster}
    antecedents, anaphors = pairs
    for j, node in enumerate(table.nodes):
        low, high = np.searchsorted(anaphors, [j, j + 1])
        mine = of.get(id(node))
        inside = [n for n in range(low, high) if of.get(id(table.nodes[antecedents[n]])) == mine]
        if mine is None or not inside:
            continue
        best = max(inside, key=lambda n: float(scores[0][n]))
        a, b = table.nodes[antecedents[best]].reference, node.reference
        if a is not None and b is not None and chains.same(a, b):
            continue  # a rule has said so
        row = np.append(scores[0][low:high], scores[1][j])
        power = np.exp(row - row.max())
        chance = float(power[best - low] / power.sum())
        i = int(antecedents[best])
        yield Link(
            first=_extent(table.nodes[i]), second=_extent(node),
            sentences=(table.nodes[i].sentence.text, node.sentence.text), rule=COREFERENCE,
            reasons=(*_common(table, i, j),
                     LIKELY.format(count=high - low, chance=chance)),
        )  # fmt: skip


def _extent(node: Node) -> Extent:
    """Of the reference, so that links meet there; of the phrase where there is none."""
    if node.reference is not None and not node.members:
        return node.reference.first.start, node.reference.last.end
    return node.start, node.end


def _common(table: Table, i: int, j: int) -> Iterator[str]:
    """What two phrases have in common, in words."""
    one, other = table.nodes[i], table.nodes[j]
    same = {name: table[name][i] == table[name][j] > 0 for name in ("head", "gender", "country")}
    pronoun = table["class"][j] < CLASS["Person"]
    if table["text"][i] == table["text"][j]:
        yield "the same words"
    elif same["head"] and not pronoun:
        yield f"both say “{other.head.text}”"
    if same["country"]:
        yield "the same country"
    if same["gender"]:
        yield "both a man" if table["gender"][j] == 1 else "both a woman"
    if pronoun and table["number"][i] == table["number"][j] == MANY:
        yield "both more than one"
    if pronoun and table["role"][i] in (ROLE["nsubj"], ROLE["nsubjpass"]):
        yield "the subject before it"
    back = other.sentence.index - one.sentence.index
    yield (
        "in the same sentence"
        if back == 0
        else ("in the sentence before" if back == 1 else f"{back} sentences before")
    )


def way(links: Sequence[Link], starts: Sequence[Extent], ends: Sequence[Extent]) -> list[Link]:
    """The fewest links from one of some mentions to one of others; [] where there is no way.

    A way that rules alone have made is surer than a shorter one by the ranker.
    """
    ruled = [link for link in links if link.rule != COREFERENCE]
    return _shortest(ruled, starts, ends) or _shortest(links, starts, ends)


def _shortest(
    links: Sequence[Link], starts: Sequence[Extent], ends: Sequence[Extent]
) -> list[Link]:
    near: dict[Extent, list[tuple[Extent, Link]]] = {}
    for link in links:
        near.setdefault(link.first, []).append((link.second, link))
        near.setdefault(link.second, []).append((link.first, link))
    wanted = set(ends)
    waiting: list[tuple[Extent, list[Link]]] = [(start, []) for start in sorted(starts)]
    seen = {extent for extent, _ in waiting}
    for extent, found in waiting:
        if extent in wanted:
            return found
        for other, link in near.get(extent, ()):
            if other not in seen:
                seen.add(other)
                waiting.append((other, [*found, link]))
    return []
