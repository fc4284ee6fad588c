"""The words of a sentence, and the noun phrases that they head."""

from __future__ import annotations

from typing import NamedTuple

from kg.english.nouns import is_person

#: spaCy's entity labels (OntoNotes 5) of what is no thing but a literal.
AMOUNTS = frozenset({"MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"})
TIMES = frozenset({"DATE", "TIME"})
#: Types of phrases (GUM's) of what is no being and no body of beings: it wants nothing, and one
#: of it is no "they".
THINGLIKE = frozenset(("object", "event", "abstract", "plant", "substance", "time"))


class Phrase(NamedTuple):
    """A noun phrase as kg's own pipeline sees it, on the token that heads it.

    `first` to `last`, both within; `type` is GUM's ("person", "abstract" ...; Zeldes 2017);
    `chance` is how likely the head heads a phrase of that type. A token that became part of a
    hyphenated word says so by `Token.joined`.
    """

    first: Token
    last: Token
    type: str
    chance: float


class Token:
    """One token of a sentence: word, analysis, place in the document, place in the tree.

    `i` counts from 0 within the sentence; `head` is the token itself at the root; `children` are
    in text order; `entity` is the spaCy entity label, and `begins` marks an entity's first token.
    `head_chance`, `label_chance` and `name_chance` say how likely the head, the dependency label
    and the entity label are right, 1 where the pipeline does not tell; `phrase` is the noun phrase
    that the token heads, where the pipeline finds phrases. Tokens compare by identity.
    """

    __slots__ = (
        "begins",
        "children",
        "dep",
        "end",
        "entity",
        "head",
        "head_chance",
        "i",
        "joined",
        "label_chance",
        "lemma",
        "lower",
        "name_chance",
        "phrase",
        "pos",
        "row",
        "start",
        "tag",
        "text",
    )

    head: Token

    def __init__(self, i: int, text: str, start: int, end: int) -> None:
        self.i = i
        self.text = text
        self.lower = text.lower()
        self.start = start
        self.end = end
        self.children: list[Token] = []
        self.lemma = self.tag = self.pos = self.dep = self.entity = ""
        self.begins = False
        self.joined: Token | None = None  # the hyphenated word that this token became part of
        self.row = 0  # its row in `Sentence.vectors`
        self.head_chance = self.label_chance = self.name_chance = 1.0
        self.phrase: Phrase | None = None

    def __repr__(self) -> str:
        return f"{self.text}/{self.tag}/{self.dep}"

    def having(self, *deps: str) -> list[Token]:
        """The children with one of these dependency labels, in text order."""
        children = self.children
        return [child for child in children if child.dep in deps] if children else []

    def subtree(self) -> list[Token]:
        """The token and everything below it, in text order."""
        found, waiting = [], [self]
        while waiting:
            token = waiting.pop()
            found.append(token)
            waiting.extend(token.children)
        return sorted(found, key=lambda token: token.i)


def is_somebody(noun: Token) -> bool:
    """Whether a common noun means a person, by the word or by what the pipeline takes it for."""
    seen = noun.phrase is not None and noun.phrase.type == "person"
    return is_person(noun.lemma.lower()) or (seen and noun.pos == "NOUN")
