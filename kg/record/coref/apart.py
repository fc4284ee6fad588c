"""Pairs of phrases that grammar keeps apart: arguments of one verb, who speaks and to whom.

Principle B of binding (Chomsky, Lectures on Government and Binding, 1981): what a verb is done to,
for, with or about is not who does it unless a "himself" says so ("Matt wrote to him"). The subject
may stand at a verb above ("Matt wanted to write to him", "Matt called and wrote to him").
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.english.lexicon import OBJECT_CONTROL
from kg.parse.tokens import Token
from kg.record.coref.attributes import CLASS, TYPE, Table, label_of
from kg.record.coref.called import is_addressee, is_greeting, is_salutation, is_signature
from kg.record.coref.joins import called, is_other_of, name_key, name_parts, owned_by, told_apart
from kg.record.coref.kinds import GENERIC
from kg.record.coref.nodes import Node

SUBJECTS = ("nsubj", "nsubjpass")
#: Sentences, and names, looked back for what else "the company" could be.
NEAR, MOST = 2, 20
#: Where something is put, seen or taken may well be with who does it: "She laid it beside her".
AROUND = frozenset(
    "with beside behind around near above below under over before after on upon along off past"
    " about in inside within at round toward towards between among from".split()
)
#: Of verbs without an object these say where as well ("He looked around him").
WHERE = frozenset("beside behind around near above below under over before after past".split())
#: What is said to one about another is about another.
TOWARDS = frozenset("to with about against for from of".split())
#: Nouns that show or tell of somebody: "a portrait of her" is of another than who paints it.
PICTURES = ("of", "about", "on")
THIRD = frozenset(CLASS[name] for name in ("he", "she", "it", "they"))
FIRST = frozenset(CLASS[name] for name in ("i", "we"))


def apart(table: Table) -> list[set[int]]:
    """Of each node those that it cannot be."""
    found: list[set[int]] = [set() for _ in table.nodes]
    pairs = [
        *_arguments(table), *_owned(table), *_spoken(table), *_open(table), *_short(table),
        *_namesakes(table), *_sources(table),
    ]  # fmt: skip
    for a, b in pairs:
        if a != b:
            found[a].add(b)
            found[b].add(a)
    return found


def _arguments(table: Table) -> Iterator[tuple[int, int]]:
    """Pairs of nodes that take part in what one verb says."""
    at = {id(node.head): n for n, node in enumerate(table.nodes)
          if not node.members and not node.spare}  # fmt: skip
    for n, node in enumerate(table.nodes):
        if node.members or node.spare or node.head.lower.endswith(("self", "selves")):
            continue
        for other in _beside(node.head):
            if (m := at.get(id(other))) is not None:
                yield n, m


def _owned(table: Table) -> Iterator[tuple[int, int]]:
    """ "Peter Varo, the brother of Judge Varo", "Nkrumah, Robeson's friend": nobody is his own.

    Nor is "he" the miller, or Ida, of "The son of a miller and of Ida Lund, he left".
    """
    at = {id(node.head): n for n, node in enumerate(table.nodes)
          if not node.members and not node.spare}  # fmt: skip
    for n, node in enumerate(table.nodes):
        of_pronoun = node.head.dep == "appos" and node.head.head.pos == "PRON"
        if of_pronoun and not node.spare and (m := at.get(id(node.head.head))) is not None:
            yield n, m
            parents = (at.get(id(t)) for t in _wholes(node.head))
            yield from ((m, parent) for parent in parents if parent is not None)
        noun = owned_by(node.head) if not (node.members or node.spare) else None
        if noun is None or any(t.lower == "own" for t in noun.having("amod")):
            continue
        for other in (noun, *called(noun)):
            if (m := at.get(id(other))) is not None:
                yield n, m


def _wholes(noun: Token) -> Iterator[Token]:
    """Whose, or of what, a noun is: what stands behind its "of", and what is joined with that."""
    preps = [p for p in noun.having("prep") if p.lower == "of"]
    waiting = [*preps, *(c for p in preps for c in p.having("conj"))]
    while waiting:
        token = waiting.pop()
        found = token.having("pobj", "conj")
        yield from (t for t in found if t.pos != "ADP")
        waiting += found


def _beside(head: Token) -> Iterator[Token]:
    """The heads of the phrases that a phrase behind a verb is apart from."""
    while head.dep == "conj" and head.head is not head and head.head.pos not in ("VERB", "AUX"):
        head = head.head
    if head.dep in ("dobj", "dative") and head.pos != "ADP":
        yield from subjects_of(head.head)
        return
    if head.dep != "pobj":
        return
    prep = head.head
    above = prep.head
    if prep.dep in ("prep", "agent", "dative") and above.pos in ("VERB", "AUX"):
        objects = above.having("dobj")
        if prep.dep == "prep" and prep.lower in (AROUND if objects or _relative(above) else WHERE):
            return
        yield from subjects_of(above)
        yield from objects
        if prep.lower in TOWARDS:
            for other in above.having("prep", "dative"):
                if other is not prep and other.lower in TOWARDS:
                    yield from other.having("pobj")
    elif prep.dep == "prep" and prep.lower in PICTURES and above.dep in ("dobj", "pobj"):
        yield from _of_picture(above)


def _relative(verb: Token) -> bool:
    """Whether its object may stand before: "the book that she used to carry with her"."""
    while verb.dep in ("xcomp", "conj") and verb.head is not verb:
        verb = verb.head
    return verb.dep == "relcl"


def _of_picture(noun: Token) -> Iterator[Token]:
    """Who makes what tells of somebody: Kim of "Kim wrote a book about her"."""
    verb = noun.head if noun.dep == "dobj" else noun.head.head
    if not noun.having("poss") and verb.pos == "VERB" and noun.dep == "dobj":
        yield from subjects_of(verb)


def subjects_of(verb: Token) -> list[Token]:
    """Who does what a verb says, over "and" and "to": at most one phrase's heads."""
    for _ in range(6):
        found = verb.having(*SUBJECTS)
        if found:
            relative = found[0].tag in ("WDT", "WP") and verb.dep == "relcl"
            return [verb.head] if relative else found
        if verb.dep == "conj" and verb.head.pos in ("VERB", "AUX"):
            verb = verb.head
        elif verb.dep == "xcomp":
            above = verb.head
            objects = above.having("dobj") if above.lemma in OBJECT_CONTROL else []
            if objects:
                return objects
            verb = above
        elif verb.dep in ("acl", "relcl"):
            return [verb.head] if verb.tag == "VBG" else []
        elif verb.dep == "advcl" and verb.tag in ("VBN", "VBG") and not verb.having("mark"):
            verb = verb.head  # "Born to Otto Lind, he": who is born does what follows
        else:
            return []
    return []


def _spoken(table: Table) -> Iterator[tuple[int, int]]:
    """ "He" and "the judge" of a quote are neither who speaks nor who is spoken to."""
    quotes, chains = table["quote"].tolist(), table["chain"].tolist()
    speakers = table["speaker"].tolist()
    first: dict[int, int] = {}  # one of a chain stands for all, as they are one from the start
    of_lemma: dict[str, list[int]] = {}
    inside: dict[tuple[bool, int], list[int]] = {}
    speaking: dict[tuple[bool, int], set[int]] = {}
    called: list[int] = []
    greeted: list[int] = []
    signed = {c for c, node in zip(chains, table.nodes, strict=True) if is_signature(node.sentence)}
    for n, node in enumerate(table.nodes):
        if node.members or node.spare:
            continue
        first.setdefault(chains[n], n)
        if _is_nominal(node):
            of_lemma.setdefault(node.head.lemma.lower(), []).append(n)
        if is_addressee(node.head, node.sentence.tokens, quoted=quotes[n] > 0):
            called.append(n)
        elif table["class"][n] == CLASS["Person"] and is_salutation(node.sentence):
            greeted.append(n)
        elif _is_nominal(node) or table["class"][n] in THIRD:
            inside.setdefault(_speech(table, n, quotes[n]), []).append(n)
        elif table["class"][n] in FIRST:
            speaking.setdefault((quotes[n] > 0, quotes[n]), set()).add(n)
            speaking.setdefault((False, -1 - node.sentence.index), set()).add(n)
    for n in (m for nodes in inside.values() for m in nodes):
        if quotes[n] and speakers[n] in first:
            yield n, first[speakers[n]]
    for n in called:
        # "Nurse, she fell!" The nurse ran.
        same = [n, *of_lemma.get(table.nodes[n].head.lemma.lower(), ())]
        for other in inside.get(_speech(table, n, quotes[n]), ()):
            yield from ((one, other) for one in same)
        # "I thank you, Madam Chair": nobody calls himself.
        there = speaking.get((False, -1 - table.nodes[n].sentence.index), set())
        if chains[n] not in signed:
            there = there | speaking.get((quotes[n] > 0, quotes[n]), set())
        yield from ((n, other) for other in sorted(there))
        if quotes[n] and speakers[n] in first:
            yield n, first[speakers[n]]
    ends = [node.sentence.index for node in table.nodes if is_signature(node.sentence)]
    for n in greeted:
        start = table.nodes[n].sentence.index
        end = next((at for at in ends if at > start), None)
        letter = range(start, end if end is not None else start)
        there = speaking.get((quotes[n] > 0, quotes[n]), set())
        for other in sorted(there):
            if chains[n] not in signed or table.nodes[other].sentence.index in letter:
                yield n, other
        if is_greeting(table.nodes[n].sentence):
            # "Dear Dr Holt, ... He takes no drugs": a letter calls whom it is to "you"
            last = end if end is not None else len(table.nodes)
            for other in (m for nodes in inside.values() for m in nodes):
                here = start < table.nodes[other].sentence.index <= last
                if here and table["class"][other] in THIRD:
                    yield n, other


def _is_nominal(node: Node) -> bool:
    return node.reference is not None and node.reference.kind == "nominal"


def _speech(table: Table, n: int, quote: int) -> tuple[bool, int]:
    """The quote that a node stands in, or else its sentence."""
    return quote > 0, quote or table.nodes[n].sentence.index


def _open(table: Table) -> Iterator[tuple[int, int]]:
    """ "The company" and each of several companies named shortly before: it may be any of them."""
    chains, sentences = table["chain"].tolist(), table["sentence"].tolist()
    types = table["type"].tolist()
    named: list[int] = []
    for n, node in enumerate(table.nodes):
        reference = node.reference
        if reference is None or node.members or node.spare:
            continue
        if reference.kind == "name":
            named.append(n)
            continue
        lemma = node.head.lemma.lower()
        type = next((type for type, nouns in GENERIC.items() if lemma in nouns), "Person")
        if reference.kind == "nominal" and type != "Person":
            near = [m for m in named[-MOST:] if sentences[n] - sentences[m] <= NEAR
                    and types[m] == TYPE[type]]  # fmt: skip
            if any(lemma in label_of(table.nodes[m]).split() for m in near):
                continue  # "Coron Island ... the island"
            if len({chains[m] for m in near} - {chains[n]}) > 1:
                yield from ((n, m) for m in near if chains[m] != chains[n])


def _namesakes(table: Table) -> Iterator[tuple[int, int]]:
    """ "Another Anna Berg" and every Anna Berg of other chains."""
    chains = table["chain"].tolist()
    bearers: dict[str, list[int]] = {}
    others: list[int] = []
    for n, node in enumerate(table.nodes):
        reference = node.reference
        if reference is None or reference.kind != "name" or node.members or node.spare:
            continue
        bearers.setdefault(name_key(reference.label), []).append(n)
        others += [n] if is_other_of(reference) else []
    for n in others:
        reference = table.nodes[n].reference
        same = bearers[name_key(reference.label)] if reference is not None else ()
        yield from ((n, m) for m in same if chains[m] != chains[n])


def _sources(table: Table) -> Iterator[tuple[int, int]]:
    """ "According to a person there, the mayor left": the mayor is another; "he" may not be."""
    at = {id(node.head): n for n, node in enumerate(table.nodes)
          if not node.members and not node.spare}  # fmt: skip
    for n, node in enumerate(table.nodes):
        to = node.head.head
        if node.head.dep != "pobj" or to.head.lower != "according" or n not in at.values():
            continue
        for subject in subjects_of(to.head.head):
            if (m := at.get(id(subject))) is not None and subject.pos != "PRON":
                yield n, m


def _short(table: Table) -> Iterator[tuple[int, int]]:
    """ "The Accord" and each of several accords with longer names: it may be short for any."""
    chains = table["chain"].tolist()
    parts = {
        n: name_parts(node.reference.label)
        for n, node in enumerate(table.nodes)
        if node.reference is not None and node.reference.kind == "name"
        and not (node.members or node.spare)
    }  # fmt: skip
    initials = {n: words for n, words in parts.items() if len(words[0]) == 1}
    parts = {n: words for n, words in parts.items() if len(words[0]) > 1}  # "M. Hale" is any M.
    begin: dict[tuple[str, ...], list[int]] = {}
    end: dict[tuple[str, ...], list[int]] = {}
    for n, words in parts.items():
        marks = told_apart(words)
        bare = [word for word in words if word not in marks]
        for cut in range(1, len(words)):
            begin.setdefault(tuple(words[:cut]), []).append(n)
        for cut in range(0 if marks else 1, len(bare)):
            end.setdefault(tuple(bare[cut:]), []).append(n)
    for n, words in parts.items():
        # "Holt" is short for Ada Holt and for Holt Brands.
        longer = [*begin.get(tuple(words), ()), *end.get(tuple(words), ())]
        known = {parts[m][0][0] for m in longer}
        # ... and for S. Holt, who is no Ada.
        longer += [m for m, w in initials.items() if known and w[1:] == words and w[0] not in known]
        if len({chains[m] for m in longer} | {chains[n]}) > 2:
            yield from ((n, m) for m in longer if chains[m] != chains[n])
