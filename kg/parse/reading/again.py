"""Sentences that were read without a verb, read again with a clear one in the place of a doubtful.

"Tarn LLP funds Alba Group", "Foss Sues Alba": a short sentence of names gives a reader little
to tell a verb in -s from a plural by, and in a headline not even its small letter. So where no verb
was found, and a word that may be one stands between two noun phrases, the sentence is read with a
verb there that is nothing else, and with small letters on what is no name. If that makes a subject
and an object of its neighbours, it is how the sentence is meant.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from kg.english.verbs import ACTS, APPOINTING, THINGS, WORKINGS

if TYPE_CHECKING:
    from kg.parse.reading.reader import Reading, Words

#: Longer sentences tell by themselves; what stands before the verb is a name or a short phrase.
LONGEST, LONGEST_SUBJECT = 24, 9
FINITE = frozenset(("VBZ", "VBD", "VBP", "MD"))
NOUNS = frozenset(("NN", "NNS", "NNP", "NNPS"))
ENDS = frozenset(".!?")
#: What may stand in a noun phrase besides nouns and adjectives; what begins no object.
WITHIN = frozenset(("&", "and", "of", "the", "a", "an", "'s", "'", "-", "de", "van", "von", "."))
NO_OBJECT = frozenset(
    "of and or & but for in on at by to with from as than vs v v. per is are was were has have had"
    " will who which that".split()
)
#: What behind a noun begins the next phrase, so that the noun was a verb.
OPENERS = frozenset(
    "a an the its his her their new first second third former more two three four five six seven"
    " eight nine ten eleven twelve dozens hundreds thousands all another rival".split()
)


class Unit:
    """Words of a block that are one sentence, or a heading without a stop: half-open indexes."""

    __slots__ = ("block", "end", "first", "reading", "stopped")

    def __init__(self, block: Words, reading: Reading, first: int, end: int) -> None:
        self.block, self.reading, self.first, self.end = block, reading, first, end
        self.stopped = block.words[end - 1] in ENDS

    @property
    def words(self) -> Sequence[str]:
        return self.block.words[self.first : self.end]


def verbless(block: Words, reading: Reading) -> Iterator[Unit]:
    """The short sentences of a block that have no verb to govern them."""
    length = len(block.words)
    if not length:
        return
    whole = 2 < length <= LONGEST and ENDS.isdisjoint(block.words)
    starts = [0] if whole else [i for i, begins in enumerate(reading.begins) if begins]
    for first, end in zip(starts, [*starts[1:], length], strict=True):
        if 2 < end - first <= LONGEST and _lacks_verb(reading, first, end):
            yield Unit(block, reading, first, end)


def _lacks_verb(reading: Reading, first: int, end: int) -> bool:
    """Whether no root is a verb, or only one with words before it and no subject among them."""
    for i in range(first, end):
        if reading.heads[i] != i:
            continue
        below = [j for j in range(first, end) if reading.heads[j] == i and j != i]
        relations = {reading.relations[j].split(":")[0] for j in below if j < i}
        tag = reading.tags[i]
        if tag == "VBZ" and i > first and not relations & SUBJECTS:
            continue
        if tag[:2] == "VB" or any(reading.tags[j] in FINITE for j in below if j < i):
            return False
    return True


SUBJECTS = frozenset(("nsubj", "csubj", "expl"))


def doubtful(unit: Unit) -> list[int]:
    """The words that may be the verb, the likeliest first."""
    found = [i for i in range(unit.first + 1, unit.end - 1) if _may_be_verb(unit, i)]
    return sorted(found, key=lambda i: (unit.block.words[i].lower() in THINGS, i))[:2]


def _may_be_verb(unit: Unit, i: int) -> bool:
    words, tags = unit.block.words, unit.reading.tags
    word, before, after = words[i], words[i - 1], words[i + 1]
    lower = word.lower()
    if not (lower in ACTS or lower in THINGS or lower in WORKINGS) or not _is_subject(unit, i):
        return False
    if before.lower() in NO_OBJECT or not (tags[i - 1] in NOUNS or _is_thing(unit, i - 1)):
        return False
    if after.lower() in NO_OBJECT or not (after[0].isalnum() or after in OPENING):
        return False
    lone = i + 2 == unit.end and unit.reading.names[i + 1] == "O" and tags[i + 1] != "NNS"
    if lone and word[0].isupper():
        return False  # "Union Fines Policy"
    if lower not in THINGS:
        return True
    opens = after.lower() in OPENERS or (after.isdigit() and len(after) != 4)
    return opens or (word.islower() and (unit.stopped or after[0].isupper()) and before != lower)


def _is_thing(unit: Unit, i: int) -> bool:
    """ "p53", "NF-kB", "dinitrophenol", "signalling": what has another tag, and is a thing too."""
    word, tag = unit.block.words[i], unit.reading.tags[i]
    letters = any(c.isalpha() for c in word)
    coded = letters and (not word.islower() or any(c.isdigit() for c in word))
    return coded or (tag in ("CD", "FW") and word.isalpha()) or (tag == "VBG" and i > unit.first)


OPENING = ('"', "$", "€", "£", "'")


def _is_subject(unit: Unit, i: int) -> bool:
    """Whether what stands before a word is one noun phrase."""
    words, tags = unit.block.words[unit.first : i], unit.reading.tags[unit.first : i]
    if len(words) > LONGEST_SUBJECT:
        return False
    return all(
        word.lower() in WITHIN or tag in NOUNS or tag[:2] == "JJ" or tag in ALLOWED
        or word[0].isupper() or word == "/"
        for word, tag in zip(words, tags, strict=True)
    )  # fmt: skip


#: Tags of what may stand in a noun phrase, besides nouns and adjectives.
ALLOWED = frozenset(("CD", "DT", "PRP$", "FW", "VBG", "SYM", "HYPH", "LS"))


def stand_ins(unit: Unit, verb: int) -> Iterator[list[str]]:
    """The words of a unit with a clear verb at `verb`, and no capitals behind it but on names."""
    reading, words = unit.reading, list(unit.words)
    titled = unit.block.words[verb][0].isupper()
    for i in range(verb + 1 if titled else unit.end, unit.end):
        named = reading.tags[i] in ("NNP", "NNPS") and reading.names[i] != "O"
        if not named and words[i - unit.first].istitle():
            words[i - unit.first] = words[i - unit.first].lower()
    appoints = unit.block.words[verb].lower() in APPOINTING
    for clear in ("appoints",) if appoints else CLEAR:
        yield [*words[: verb - unit.first], clear, *words[verb - unit.first + 1 :]]


#: What nobody takes for a noun.
CLEAR = ("rejects", "acquires")


def makes_sense(reading: Reading, verb: int) -> bool:
    """Whether a reading has one sentence, governed by the verb, with a subject right before it and
    an object behind."""
    if sum(reading.begins) != 1 or reading.heads[verb] != verb or reading.tags[verb] != "VBZ":
        return False
    children = [i for i, head in enumerate(reading.heads) if head == verb and i != verb]
    subjects = [i for i in children if reading.relations[i] == "nsubj" and i < verb]
    objects = [i for i in children if reading.relations[i] in ("obj", "iobj") and i > verb]
    names = all(reading.upos[i] == "PROPN" for i in subjects) or len(subjects) == 1
    return names and bool(objects) and any(_below(reading, verb - 1, i) for i in subjects)


def _below(reading: Reading, i: int, top: int) -> bool:
    while i != top and reading.heads[i] != i:
        i = reading.heads[i]
    return i == top


#: What a reading holds as a value for each word.
COLUMNS = ("begins", "heads", "relations", "upos", "tags", "lemmas", "names", "head_probability",
           "relation_probability", "name_probability")  # fmt: skip


def splice(unit: Unit, made: Reading, verb: int, lemma: str) -> None:
    """Put the new reading of a unit in the place of the old one."""
    old, first, end = unit.reading, unit.first, unit.end
    at = verb - first
    made.lemmas[at] = lemma
    made.names[at] = "O"
    for column in COLUMNS:
        values = getattr(made, column)
        if column == "heads":
            values = [head + first for head in values]
        getattr(old, column)[first:end] = values
    kept = [phrase for phrase in old.phrases if not first <= phrase[2] < end]
    kept += [(a + first, z + first, head + first, type, sure)
             for a, z, head, type, sure in made.phrases if head != at]  # fmt: skip
    old.phrases[:] = sorted(kept, key=lambda phrase: phrase[2])
    _put_vectors(old, made, first, end)


def _put_vectors(old: Reading, made: Reading, first: int, end: int) -> None:
    """Vectors are kept sentence by sentence: replace those of the words of a unit."""
    at, kept = 0, []
    for rows in old.vectors:
        if at == first:
            kept += made.vectors
        if not first <= at < end:
            kept.append(rows)
        at += len(rows)
    old.vectors[:] = kept
