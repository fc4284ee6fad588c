"""What is known of each node before any two are compared, as columns of numbers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from kg.english.lexicon import ORGANIZATION_NOUNS, PEOPLE_NOUNS, PLACE_NOUNS, is_role
from kg.model import TYPES
from kg.parse.tokens import AMOUNTS, TIMES, Token
from kg.record.coref.chains import Chains
from kg.record.coref.joins import name_key
from kg.record.coref.nodes import Node
from kg.record.coref.parties import party_facts
from kg.record.names import TYPE_OF
from kg.record.quotes import Quote

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Ints = NDArray[np.int32]
    Floats = NDArray[np.float32]

#: Pronouns by what they can stand for.
PRONOUNS = {
    word: name
    for name, words in {
        "i": "i me my myself",
        "you": "you your yourself yourselves u",
        "we": "we us our ours ourselves 's ’s",
        "he": "he him his himself",
        "she": "she her hers herself",
        "it": "it its itself",
        "they": "they them their theirs themselves em",
        "this": "this",
        "that": "that",
        "these": "these those",
        "here": "here there",
    }.items()
    for word in words.split()
}
#: What kind of phrase a node is, for comparing two.
CLASSES = (
    "i you we he she it they this that these here pointer"
    " Person Organization Country Place Group thing untyped"
    " role-the role-this role-owned role-a roles"
    " noun-the noun-this noun-owned noun-a noun-bare nouns-the nouns-this nouns-owned nouns"
    " group amount event"
).split()
CLASS = {name: n for n, name in enumerate(CLASSES)}
ROLES = (
    "nsubj nsubjpass dobj pobj poss attr dative conj appos compound amod nmod ROOT npadvmod oprd"
    " ccomp other"
).split()
ROLE = {name: n for n, name in enumerate(ROLES)}
ARTICLES = "bare the this a owned each no number other".split()
ARTICLE = {name: n for n, name in enumerate(ARTICLES)}
DETERMINERS = {
    "the": "the", "this": "this", "that": "this", "these": "this", "those": "this", "such": "this",
    "a": "a", "an": "a", "another": "a", "no": "no", "neither": "no", "any": "each",
    "some": "each", "every": "each", "each": "each", "all": "each", "both": "the",
}  # fmt: skip
TYPE = {name: n for n, name in enumerate(("", *TYPES))}
#: How many features `_shape` has.
SHAPES = 50
#: Words a phrase shares with another without being about the same.
STOP = set("the a an of and in to for on at by with from 's ’s ' ’ this that these those".split())
WORDS = 8
UNKNOWN, ONE, MANY = 0, 1, 2


class Table:
    """The nodes of a document and their columns, all of the length of `nodes`."""

    def __init__(self, nodes: Sequence[Node], chains: Chains, quotes: list[Quote]) -> None:
        self.nodes = nodes
        self.size = len(nodes)
        self._ids: dict[object, int] = {}
        self._known: dict[int, tuple[str, int]] = {}
        self._reaches: dict[int, tuple[int, int]] = {}
        # Paragraphs that end in a question, as an interviewer's do.
        self._asking = {n.sentence.block for n in nodes if n.sentence.tokens[-1].text == "?"}
        rows = [self._row(node, chains) for node in nodes]
        columns = np.array(rows, dtype=np.int32).reshape(len(rows), len(COLUMNS)).T
        self.column = {name: columns[n] for n, name in enumerate(COLUMNS)}
        self._chain_at = {
            id(node.head): int(chain) for node, chain in zip(nodes, self["chain"], strict=True)
        }
        self.words = self._words(nodes)
        headings = self["heading"].tolist()
        above: dict[int, tuple[bool, ...]] = {}
        shapes = [_shape(n, heading, above) for n, heading in zip(nodes, headings, strict=True)]
        self.shape = np.array(shapes, dtype=np.float32).reshape(len(nodes), SHAPES)
        self._quotes(quotes)
        self.parties = party_facts(list(nodes), quotes, self["chain"].tolist())
        self.described = self._described()

    def _described(self) -> NDArray[np.int64]:
        """Keys chain << 20 | head noun of what the text calls a thing ("York is [a city]")."""
        subjects = {
            int(g): int(c)
            for g, c, role in zip(self["governor"], self["chain"], self["role"], strict=True)
            if role in (ROLE["nsubj"], ROLE["nsubjpass"])
        }
        keys = set()
        for n, node in enumerate(self.nodes):
            if node.head.dep in ("attr", "oprd"):
                chain = subjects.get(int(self["governor"][n]))
            elif node.head.dep == "appos":
                chain = self._chain_at.get(id(node.head.head))
            else:
                continue
            if chain is not None:
                keys.add((chain << 20) + int(self["head"][n]))
        return np.array(sorted(keys), dtype=np.int64)

    def __getitem__(self, name: str) -> Ints:
        column: Ints = self.column[name]
        return column

    def id(self, key: object) -> int:
        """A number for a word or another key; 0 is none."""
        return self._ids.setdefault(key, len(self._ids) + 1) if key else 0

    def _row(self, node: Node, chains: Chains) -> tuple[int, ...]:
        head, sentence, reference = node.head, node.sentence, node.reference
        tokens = sentence.tokens
        governor = governor_of(head)
        low, high = self._reach(head)
        verb_low, verb_high = self._reach(governor) if governor is not None else (0, 0)
        root = chains.root(reference) if reference is not None else -1 - node.order
        if root not in self._known:
            self._known[root] = (
                (chains.type_of(reference), gender_of(node, chains)) if reference else ("", 0)
            )
        type, gender = self._known[root]
        country = reference.country.code if reference and reference.country else ""
        label = label_of(node)
        article = article_of(node)
        kind = class_of(node, type, article)
        named = CLASS["Person"] <= CLASS[kind] <= CLASS["untyped"]
        key = name_key(label) if named else ""
        return (
            node.order, sentence.index, sentence.block, head.row,
            tokens[node.first].row, tokens[node.last].row, tokens[low].row, tokens[high].row,
            governor.row if governor is not None else -1 - node.order,
            tokens[verb_low].row, tokens[verb_high].row if governor is not None else -1,
            CLASS[kind], ROLE.get(head.dep, ROLE["other"]), ARTICLE[article],
            number_of(node, type), 0 if node.members else gender, animacy_of(node, kind, type),
            TYPE[type], self.id(("head", head.lemma.lower())),
            self.id(("text", " ".join([t.lower for t in node.tokens]))), self.id(("label", label)),
            self.id(("key", key)) if key else 0, self.id(("country", country)) if country else 0,
            root, _initials_id(self, node, label), head.row,
            governor.row if governor is not None else -1, sentence.kind == "heading",
            self.id(("verb", governor.lemma)) if governor is not None else 0,
            sentence.block in self._asking,
        )  # fmt: skip

    def _reach(self, token: Token) -> tuple[int, int]:
        """`_reach` once for each token: verbs have several phrases."""
        found = self._reaches.get(id(token))
        if found is None:
            found = self._reaches[id(token)] = _reach(token)
        return found

    def _words(self, nodes: Iterable[Node]) -> Ints:
        """Content words of each node, its head first, up to WORDS, 0 where there are fewer."""
        rows = []
        for node in nodes:
            head = node.head
            found = [head.lower]
            if node.first != node.last:
                low = max(node.first, head.i - 6)
                for token in node.sentence.tokens[low : min(node.last, head.i + 4) + 1]:
                    if token is not head and token.pos not in SKIPPED and token.lower not in STOP:
                        found.append(token.lower)
            ids = [self.id(("word", word)) for word in found[:WORDS]]
            rows.append(ids + [0] * (WORDS - len(ids)))
        return np.array(rows, dtype=np.int32).reshape(self.size, WORDS)

    def _quotes(self, quotes: list[Quote]) -> None:
        """Number of the quote around each node (0 none), its speaker's chain, who speaks where."""
        starts = np.array([q.start for q in quotes], dtype=np.int64)
        heads = {id(node.head): n for n, node in enumerate(self.nodes)}
        inside = np.zeros(self.size, dtype=np.int32)
        speaker = np.full(self.size, -(10**6), dtype=np.int32)
        for n, node in enumerate(self.nodes):
            at = int(np.searchsorted(starts, node.head.start, side="right")) - 1 if quotes else -1
            if at >= 0 and node.head.start < quotes[at].end:
                inside[n] = at + 1
                said = quotes[at].speaker
                if said is not None and id(said) in heads:
                    speaker[n] = self["chain"][heads[id(said)]]
        self.column["quote"], self.column["speaker"] = inside, speaker


COLUMNS = (
    "order sentence block position first last low high governor verb_low verb_high class role"
    " article number gender animacy type head text label key country chain initials row verb_row"
    " heading verb asks"
).split()
SKIPPED = {"DET", "PUNCT", "ADP", "CCONJ", "PRON", "PART", "SCONJ", "AUX"}


def label_of(node: Node) -> str:
    """The words from the first that is no article to the head, lower case."""
    reference = node.reference
    if reference is not None and reference.kind == "name":
        return reference.label.lower()
    tokens = node.sentence.tokens[node.first : node.head.i + 1]
    return " ".join([t.lower for t in tokens if t.pos not in ("DET", "PUNCT") or t is node.head])


ACROSS = frozenset("conj pobj prep agent dative".split())


def governor_of(token: Token) -> Token | None:
    """The verb a phrase belongs to, across a preposition and a conjunction.

    "gave it to him" is across "to", "gave him" is not.
    """
    while token.dep in ACROSS and token.head is not token:
        if token.dep == "dative" and token.pos != "ADP":
            break
        token = token.head
    return token.head if token.head is not token else None


def _reach(token: Token) -> tuple[int, int]:
    """First and last token of everything that a token governs."""
    low = high = token
    while low.children and low.children[0].i < low.i:
        low = low.children[0]
    while high.children and high.children[-1].i > high.i:
        high = high.children[-1]
    return low.i, high.i


def class_of(node: Node, type: str, article: str) -> str:
    reference = node.reference
    word = node.head.lower
    if node.members:
        return "group"
    if reference is None and node.head.pos in ("VERB", "AUX") and node.first == node.last:
        return "event"
    if word in PRONOUNS and node.first == node.last and node.head.pos not in ("NOUN", "PROPN"):
        return PRONOUNS[word]
    if reference is None:
        if node.head.pos == "PROPN" and node.head.entity not in AMOUNTS | TIMES:
            type = TYPE_OF.get(node.head.entity, "")
            return type if type in CLASS else "thing" if type else "untyped"
        amount = node.head.entity or node.head.pos == "NUM"
        return "amount" if amount else _noun_class(node, article, person=False)
    if reference.kind == "name":
        return type if type in CLASS else "thing" if type else "untyped"
    if reference.kind == "pronoun":
        return "pointer"
    person = type == "Person" or is_role(node.head.lemma.lower())
    return _noun_class(node, article, person=person)


def _noun_class(node: Node, article: str, *, person: bool) -> str:
    many = node.head.tag in ("NNS", "NNPS")
    how = article if article in ("the", "this", "owned", "a") else "bare"
    if person:
        return "roles" if many else "role-" + ("a" if how == "bare" else how)
    if many:
        return "nouns" if how in ("bare", "a") else f"nouns-{how}"
    return f"noun-{how}"


def article_of(node: Node) -> str:
    first = node.sentence.tokens[node.first]
    if first.lower in DETERMINERS and first is not node.head:
        return DETERMINERS[first.lower]
    if first.tag in ("PRP$", "WP$") or node.head.having("poss"):
        return "owned"
    if first.pos == "NUM":
        return "number"
    return "bare" if first.pos in ("NOUN", "PROPN", "ADJ") else "other"


def number_of(node: Node, type: str) -> int:
    word = node.head.lower
    if node.members or word in MANY_WORDS:
        return MANY
    if word in ONE_WORDS:
        return ONE
    if node.reference is not None and node.reference.kind == "name":
        many = node.head.tag in ("NNS", "NNPS")
        if type in ("Group", "") and many:
            return MANY
        # "the Pittsburgh Pirates" are they, "the United Nations" it
        return UNKNOWN if type in ("Group", "") or (many and type == "Organization") else ONE
    return MANY if node.head.tag in ("NNS", "NNPS") else ONE if node.head.tag[:2] == "NN" else 0


MANY_WORDS = {w for w, c in PRONOUNS.items() if c in ("we", "they", "these")} | {"people", "police"}
ONE_WORDS = {w for w, c in PRONOUNS.items() if c in ("i", "he", "she", "it", "this", "that")}


def gender_of(node: Node, chains: Chains) -> int:
    word = PRONOUNS.get(node.head.lower)
    if word in ("he", "she"):
        return 1 if word == "he" else 2
    if node.reference is None or node.members:
        return 0
    known = chains.gender(node.reference)
    return {"m": 1, "f": 2}.get(known, 0)


def animacy_of(node: Node, kind: str, type: str) -> int:
    """1 somebody, 2 something, 0 unknown."""
    if kind in ("i", "you", "we", "he", "she") or kind.startswith("role") or type == "Person":
        return 1
    if kind in ("it", "this", "that", "here", "amount", "thing"):
        return 2
    if type in ("Organization", "Country", "Place"):
        return 2
    lemma = node.head.lemma.lower()
    if lemma in ORGANIZATION_NOUNS or lemma in PLACE_NOUNS:
        return 2
    return 1 if lemma in PEOPLE_NOUNS else 0


def _initials_id(table: Table, node: Node, label: str) -> int:
    """One number for "World Health Organization" and "WHO"."""
    if node.reference is None or node.reference.kind != "name":
        return 0
    text = node.reference.label
    words = [w for w in text.replace("-", " ").split() if w[:1].isupper()]
    if len(words) > 1:
        return table.id(("initials", "".join(w[0] for w in words)))
    bare = text.replace(".", "")
    return table.id(("initials", bare)) if bare.isupper() and 2 <= len(bare) <= 6 else 0


def _shape(node: Node, heading: int, above: dict[int, tuple[bool, ...]]) -> tuple[float, ...]:
    """Features of one node: does it stand for something said before? `above` is kept in between."""
    head, verb, tokens = node.head, node.head.head, node.sentence.tokens
    under = above.get(id(verb))
    if under is None:
        under = above[id(verb)] = _below(verb)
    if head.children:
        deps = {child.dep for child in head.children}
        having = tuple([dep in deps for dep in OF_HEAD])
    else:
        having = NO_CHILD
    lemma, entity, lower = head.lemma.lower(), head.entity, head.lower
    return (
        node.first == node.last, min(head.i - node.first, 6) / 6, min(node.last - head.i, 12) / 12,
        *having, *under, node.first == 0, min(node.sentence.index, 10) / 10, heading,
        head.tag == "PRP$", lower.endswith(("self", "selves")), entity in TIMES,
        entity in AMOUNTS, entity != "", tokens[-1].text == "?",
        head.text[:1].isupper(), is_role(lemma), lemma in ORGANIZATION_NOUNS, lemma in PLACE_NOUNS,
        head.pos == "PROPN", head.pos == "NUM", lower in ("there", "those", "that"),
        *_within(node),
    )  # fmt: skip


def _within(node: Node) -> tuple[float, ...]:
    """Whether a node looks like a part of a longer name, or is one beside a common noun."""
    head, tokens, first, last = node.head, node.sentence.tokens, node.first, node.last
    start = first + (tokens[first].pos == "DET" and first < last)
    end = last - (tokens[last].tag == "POS" and first < last)
    entity, begins = tokens[start].entity, tokens[start].begins
    beyond = tokens[end + 1] if end + 1 < len(tokens) else None
    inside = entity != "" and tokens[end].entity == entity
    longer = inside and beyond is not None and beyond.entity == entity and not beyond.begins
    of = head.dep == "pobj" and head.head.lower == "of"
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    return (
        node.spare, inside and begins and not longer, longer, entity != "" and not begins,
        of and head.head.head.pos == "PROPN", of,
        *((after.pos == "PROPN", after.pos == "NOUN", after.text in AFTER) if after else NONE),
        *((before.pos == "PROPN", before.pos == "NOUN", before.text in BEFORE) if before else NONE),
    )  # fmt: skip


#: What opens a quote or a bracket before a phrase, and what sets it off from what follows.
BEFORE, AFTER = frozenset("\"“‘'("), frozenset("(,")
NONE = (False, False, False)


def _below(verb: Token) -> tuple[bool, ...]:
    """What the word above a node is, and has below it."""
    deps, pos = {child.dep for child in verb.children}, verb.pos
    of = [dep in deps for dep in OF_VERB]
    return (*of, pos == "VERB", pos == "AUX", pos in ("NOUN", "PROPN"), verb.lemma == "be")


#: Relations that a head has below it, and that the word above it has.
OF_HEAD = "relcl acl prep appos amod compound nummod poss".split()
OF_VERB = "ccomp xcomp csubj acomp attr advcl expl".split()
NO_CHILD = (False,) * len(OF_HEAD)
