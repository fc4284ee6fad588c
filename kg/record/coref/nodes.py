"""The phrases that coreference is about, as wide as they go.

A `Reference` is the compact phrase that names a thing ("the two former athletes"); a `Node` is the
whole noun phrase with what follows its head ("the two former athletes from Seoul that Abe met"), as
OntoNotes draws mentions. There are more nodes than references: coordinations ("Abe and Pompeo"),
dates, amounts and bare "this" can be what a pronoun stands for, though no entity comes of them.
"""

from __future__ import annotations

from kg.english.lexicon import TITLES, is_role
from kg.parse.analyze import Sentence
from kg.parse.tokens import Token
from kg.record.mentions import EMPTY, PERSONAL, Reference

#: What a phrase does not begin with, and does not end in.
NOT_FIRST = {"PUNCT", "CCONJ", "ADP", "SPACE"}
CLOSING = {")", "]", "”", '"', "."}
POINTING = set("this that these those it".split())
PLACES = {"here", "there"}
#: Tags of pronouns that are a phrase by themselves, whatever the parse hangs on them.
PERSONAL_TAGS = {"PRP", "PRP$"}
#: Where a name stands, even if its tag is no noun's.
ARGUMENTS = {"nsubj", "nsubjpass", "dobj", "pobj"}
#: "Let's" has "us" in it.
LETS = {"'s", "’s"}


class Node:
    """A phrase: its head, the tokens `first`..`last` of its sentence, its reference if any.

    `members` are the nodes of a coordination's parts; `order` is the place in text order; a `spare`
    node is another extent of a phrase that has a node already, or a name inside a name.
    """

    __slots__ = ("first", "head", "last", "members", "order", "reference", "sentence", "spare")

    def __init__(
        self, sentence: Sentence, head: Token, *, first: int, last: int, reference: Reference | None
    ) -> None:
        self.sentence = sentence
        self.head = head
        self.first = first
        self.last = last
        self.reference = reference
        self.members: list[Node] = []
        self.order = 0
        self.spare = False

    @property
    def start(self) -> int:
        return self.sentence.tokens[self.first].start

    @property
    def end(self) -> int:
        return self.sentence.tokens[self.last].end

    @property
    def tokens(self) -> list[Token]:
        return self.sentence.tokens[self.first : self.last + 1]

    def __repr__(self) -> str:
        return f"<{' '.join(t.text for t in self.tokens)!r}>"


def find_nodes(references: list[Reference], sentences: list[Sentence]) -> list[Node]:
    """All nodes of a document: by start, the wider first."""
    by_head = {id(r.head): r for r in references}
    found: list[Node] = []
    spare: list[Node] = []
    for sentence in sentences:
        edges = _edges(sentence)
        at: dict[tuple[int, int], Node] = {}
        heads: dict[int, Node] = {}
        for token in sentence.tokens:
            reference = by_head.get(id(token))
            if reference is None and not _nameable(token):
                continue
            parts = [c for c in token.children if c.dep == "conj" and _nounlike(c)]
            first, last = _extent(sentence, token, edges, whole=False)
            node = at.get((first, last))
            if node is None:
                node = Node(sentence, token, first=first, last=last, reference=reference)
                at[first, last] = node
            heads[token.i] = node
            if parts and token.dep != "conj":
                first, last = _extent(sentence, token, edges, whole=True)
                if (first, last) not in at:
                    group = Node(sentence, token, first=first, last=last, reference=None)
                    at[first, last] = group
                    heads[-1 - token.i] = group
        _fill_groups(heads, sentence)
        found += at.values()
        spare += _spare(sentence, at, heads)
    found += _repeated(spare, found)
    found += _events(sentences, found)
    found.sort(key=lambda n: (n.sentence.index, n.first, -n.last))
    for order, node in enumerate(found):
        node.order = order
    return found


def _spare(
    sentence: Sentence, at: dict[tuple[int, int], Node], heads: dict[int, Node]
) -> list[Node]:
    """Other extents that phrases may have: names inside names, phrases without what follows."""
    made = []
    for token in sentence.tokens:
        inside = token.dep in ("compound", "nmod") and token.pos in ("PROPN", "NOUN")
        inside = inside or (token.dep == "amod" and len(token.text) > 2 and token.text.isupper())
        inside = (
            inside
            and token.text[:1].isupper()
            and token.lower not in TITLES
            and not is_role(token.lower)
        )
        first = _run(token) if inside else token.i
        if inside and (first, token.i) not in at:
            made.append(Node(sentence, token, first=first, last=token.i, reference=None))
    for i, node in heads.items():
        if i >= 0 and node.last > i:
            last = i + 1 if sentence.tokens[i + 1].tag == "POS" else i
            wide = last > node.first or node.head.pos == "PROPN"
            if (node.first, last) not in at and last < node.last and wide:
                made.append(Node(sentence, node.head, first=node.first, last=last,
                                 reference=node.reference))  # fmt: skip
    return made


def _run(token: Token) -> int:
    """Where the name that ends in `token` begins: "United States" in "United States Congress"."""
    first = token.i
    for child in reversed(token.children):
        if child.i != first - 1 or child.dep != "compound" or child.children:
            break
        first = child.i
    return first


def _repeated(spare: list[Node], found: list[Node]) -> list[Node]:
    """Of the other extents, those whose words the text uses elsewhere as a whole phrase.

    "Scientology" in "the Scientology ship" counts where "Scientology" also stands alone or in
    another phrase; "the International Brotherhood" does not, if "of Magicians" always follows.
    """
    wholes = {_words(node.tokens) for node in found}
    wholes |= {words.removeprefix("the ") for words in wholes}
    around: dict[str, set[str]] = {}
    for node in spare:
        node.spare = True
        around.setdefault(_words(node.tokens), set()).add(_words(_host(node)))
    return [
        node for node in spare
        if (text := _words(node.tokens)) in wholes or len(around[text]) > 1
    ]  # fmt: skip


def _words(tokens: list[Token]) -> str:
    return " ".join(t.lower for t in tokens if t.tag != "POS")


def _host(spare: Node) -> list[Token]:
    """The phrase around a name, or what follows a phrase that is cut short."""
    if spare.first == spare.last and spare.head.dep in ("compound", "nmod"):
        top = spare.head.head
        return [*(c for c in top.children if c.i < top.i and c.pos == "PROPN"), top]
    return spare.sentence.tokens[spare.first : spare.last + 3]


def _events(sentences: list[Sentence], found: list[Node]) -> list[Node]:
    """Verbs that "this" or "that" in their sentence or the next may mean."""
    pointing = {n.sentence.index for n in found if n.head.lower in ("this", "that")}
    made = []
    for sentence in sentences:
        if sentence.index in pointing or sentence.index + 1 in pointing:
            made += [
                Node(sentence, token, first=token.i, last=token.i, reference=None)
                for token in sentence.tokens
                if token.pos in ("VERB", "AUX") and token.dep in CLAUSES
            ]
    return made


#: What the verb of a clause is to the clause above.
CLAUSES = {"ROOT", "ccomp", "advcl", "conj", "relcl", "xcomp", "pcomp", "csubj"}


def _fill_groups(heads: dict[int, Node], sentence: Sentence) -> None:
    """The parts of a coordination stand behind its head, so they are known only at the end."""
    for key, group in heads.items():
        if key < 0:
            chain, token = [], sentence.tokens[-1 - key]
            waiting = [token]
            while waiting:
                part = waiting.pop(0)
                if part.i in heads:
                    chain.append(heads[part.i])
                waiting += part.having("conj")
            group.members = chain


def _nounlike(token: Token) -> bool:
    return token.pos in ("NOUN", "PROPN", "PRON", "NUM")


def _nameable(token: Token) -> bool:
    """Whether a token that is no reference may still be what a pronoun stands for."""
    if token.lower in POINTING or token.lower in PERSONAL:
        return token.pos in ("PRON", "DET") and token.dep not in ("det", "mark", "expl")
    if token.lower in LETS:
        return (token.head.lemma.lower() == "let" and token.dep == "nsubj") or token.pos == "PRON"
    if token.lower in PLACES:
        return token.pos in ("ADV", "PRON") and token.dep in ("advmod", "pobj", "pcomp")
    if token.lower == "one" and token.tag == "PRP":
        return True
    if token.lower in EMPTY or token.dep in ("compound", "nummod", "quantmod", "nmod", "amod"):
        return False
    if token.pos in ("NOUN", "PROPN"):
        return True
    if token.dep in ARGUMENTS:
        named = (token.text != token.lower and token.i > 0) or any(
            c.isupper() for c in token.text[1:]
        )
        return token.pos == "NUM" or (named and token.pos not in ("PRON", "DET", "VERB", "AUX"))
    return False


def _edges(sentence: Sentence) -> list[tuple[int, int]]:
    """First and last token of what each token governs."""
    tokens = sentence.tokens
    low, high = list(range(len(tokens))), list(range(len(tokens)))
    order: list[Token] = []
    waiting = [t for t in tokens if t.head is t]
    while waiting:
        token = waiting.pop()
        order.append(token)
        waiting.extend(token.children)
    for token in reversed(order):
        if token.head is not token:
            low[token.head.i] = min(low[token.head.i], low[token.i])
            high[token.head.i] = max(high[token.head.i], high[token.i])
    return list(zip(low, high, strict=True))


def _extent(
    sentence: Sentence, head: Token, edges: list[tuple[int, int]], *, whole: bool
) -> tuple[int, int]:
    """First and last token of the phrase; `whole` takes in what the head is conjoined with."""
    first, last = edges[head.i]
    if not whole:
        last = head.i
        for child in head.children:
            if child.i > head.i and child.dep not in ("conj", "cc", "punct", "preconj"):
                # what follows the conjunct belongs to the coordination
                last = max(last, edges[child.i][1])
    tokens = sentence.tokens
    if head.tag in PERSONAL_TAGS:
        return (head.i, head.i) if not whole else (first, last)
    conjuncts = [c.i for c in head.having("conj")]
    if not whole and conjuncts and last > min(conjuncts):
        last = max([head.i, *(edges[c.i][1] for c in head.children if head.i < c.i < min(conjuncts)
                              and c.dep not in ("cc", "punct"))])  # fmt: skip
    last = _balanced(tokens, head, last)
    if last == head.i:
        last = _located(tokens, head)
    first = _begun(tokens, head, first)
    if last + 1 < len(tokens) and _quoting(tokens[first : last + 1], tokens[last + 1]):
        return first, last + 1
    while last > head.i and tokens[last].pos == "PUNCT" and tokens[last].text not in CLOSING:
        last -= 1
    return first, last


def _begun(tokens: list[Token], head: Token, first: int) -> int:
    """Where a phrase begins: at no conjunction or comma, no number of a list before a name ("2
    Chaharbagh Boulevard"), no adverb before an article ("even a treatment")."""
    while first < head.i:
        token, after = tokens[first], tokens[first + 1]
        listed = first == 0 and token.pos == "NUM" and head.tag == "NNP" and token.text.isdigit()
        adverb = token.pos in ("ADV", "INTJ") and after.pos in ("DET", "PRON", "PROPN")
        if not (token.pos in NOT_FIRST or listed or adverb):
            break
        first += 1
    return first


def _quoting(tokens: list[Token], after: Token) -> bool:
    """Whether a phrase opens a quote that the token behind it closes."""
    if after.text in ("”", "’"):
        return any(t.text in ("“", "‘") for t in tokens)
    return after.text == '"' and sum(t.text == '"' for t in tokens) % 2 == 1


def _located(tokens: list[Token], head: Token) -> int:
    """Where "Preston, Victoria, Australia" ends: a place with the places it lies in."""
    last = head.i
    if head.entity not in ("GPE", "LOC", "FAC"):
        return last
    while last + 2 < len(tokens) and tokens[last + 1].text == ",":
        end = last + 2
        while end < len(tokens) and tokens[end].entity == "GPE" and tokens[end].pos == "PROPN":
            end += 1
        followed = end < len(tokens) and tokens[end].lower in ("and", "or")
        if end == last + 2 or followed or tokens[last + 2].dep == "conj":
            break
        last = end - 1
    return last


def _balanced(tokens: list[Token], head: Token, last: int) -> int:
    """Where a phrase ends that opens a bracket or a quote behind its head."""
    for i in range(head.i + 1, last + 1):
        if tokens[i].text in BRACKETS:
            # A bracket behind a name is a year, a reference, or another name of it.
            inside = tokens[i + 1].text if i < last else "1"
            if inside[0].isdigit() or (head.pos == "PROPN" and not inside.isupper()):
                return i - 1
    opened = sum(t.text in BRACKETS for t in tokens[head.i : last + 1])
    closed = sum(t.text in BRACKETS.values() for t in tokens[head.i : last + 1])
    if opened > closed and last + 1 < len(tokens) and tokens[last + 1].text in BRACKETS.values():
        return last + 1
    return last


BRACKETS = {"(": ")", "[": "]"}
