"""Spellings of one name: marks and case, initials, order, short forms, transliterations."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache
from itertools import product

from kg.english.sides import GENERATIONS, NUMERALS
from kg.record.coref import name_key
from kg.resolve.background import background

#: Short forms of English given names, each line one name.
_SHORT = """
william bill billy will liam
robert bob bobby rob
richard dick rick richie
james jim jimmy jamie
john jack johnny
edward ed eddie ted
thomas tom tommy
michael mike mick mickey
david dave
joseph joe joey
charles charlie chuck
daniel dan danny
samuel sam sammy
benjamin ben benny
andrew andy drew
anthony tony
christopher chris
matthew matt
nicholas nick
stephen steven steve
gregory greg
kenneth ken kenny
ronald ron ronnie
donald don donnie
timothy tim
frederick fred freddie
lawrence larry
gerald gerry jerry
peter pete
patrick pat paddy
alexander alex sandy
alexandra alex sandra
elizabeth liz beth betty eliza
margaret maggie meg peggy
katherine catherine kate kathy cathy
susan sue susie
deborah debbie
jennifer jenny jen
victoria vicky
rebecca becky
barbara barb
patricia pat patty
"""
SHORT_FORMS = [frozenset(line.split()) for line in _SHORT.split("\n") if line]

_DIGRAPHS = (
    ("x", "ks"), ("tsch", "x"), ("sch", "x"), ("tch", "x"), ("sh", "x"), ("ch", "x"), ("ph", "f"),
    ("dh", "d"), ("th", "t"),
    ("kh", "k"), ("gh", "k"), ("ck", "k"), ("ts", "z"), ("tz", "z"), ("cz", "x"),
)  # fmt: skip
_CLASSES = str.maketrans({"q": "k", "c": "k", "g": "k", "w": "v", "ʿ": "", "'": "", "’": ""})
#: Letters that transliterations agree on at least, over the whole name, and how alike (0 to 1).
LEAST_LETTERS, ALIKE = 5, 0.6


@lru_cache(maxsize=200_000)
def folded(name: str, *, person: bool = False) -> str:
    """A name without what its spellings differ in: case, accents, hyphens, apostrophes, commas.

    What tells father from son is left out as well, see `kg.resolve.evidence`; a numeral is only of
    a `person`.

    >>> folded("O’Malley Freight, Inc."), folded("Al-Rashid Towing"), folded("Ken Griffey Jr.")
    ('omalley freight inc', 'al rashid towing', 'ken griffey')
    """
    key = name_key(name)
    if not key.isascii():
        marked = unicodedata.normalize("NFKD", key)
        key = "".join(c for c in marked if not unicodedata.combining(c))
    plain = key.translate(_MARKS).replace(" & ", " and ").split()
    if len(plain) > 2 and plain[-1] in GENERATIONS and (person or plain[-1] not in NUMERALS):
        plain.pop()
    return " ".join(plain) or key


_MARKS = str.maketrans({"-": " ", "‐": " ", "‑": " ", "–": " ", ",": " ", "'": "", "’": "",
                        "‘": "", "ʼ": "", "`": ""})  # fmt: skip


@lru_cache(maxsize=200_000)
def skeleton(word: str) -> str:
    """The consonants of a word by class, as transliterations keep them.

    >>> skeleton("qadhafi") == skeleton("gaddafi"), skeleton("müller") == skeleton("mueller")
    (True, True)
    """
    marked = unicodedata.normalize("NFD", word.casefold())
    plain = "".join(c for c in marked if not unicodedata.combining(c))
    for pair, one in _DIGRAPHS:
        plain = plain.replace(pair, one)
    kept = re.sub("[aeiouyjh-]", "", plain.translate(_CLASSES))
    return re.sub(r"(.)\1+", r"\1", kept)


def spelling_keys(name: str) -> tuple[set[str], set[str]]:
    """Under which keys a folded name is filed, and under which its other spellings are.

    Names that `variant` takes for one share a key, and few others do.
    """
    words = name.split()
    first, last = words[0], words[-1]
    both = {f"order {' '.join(sorted(words))}", f"{first}|{last}"}
    both |= {f"sound {'|'.join(sound)}" for sound in product(*map(_sounds, words))}
    both |= {f"short {n}|{last}" for n, forms in enumerate(SHORT_FORMS) if first in forms}
    initial = f"{first[0]}|{last}"
    if len(first) == 1:
        return {*both, f"initial {initial}"}, {*both, f"full {initial}", f"initial {initial}"}
    return {*both, f"full {initial}"}, {*both, f"initial {initial}"}


def variant(a: str, b: str) -> str:
    """How two different folded names of persons can be one, or "".

    >>> variant("john smith", "j smith"), variant("shinzo abe", "abe shinzo")
    ('initials', 'the other order')
    >>> variant("bill clinton", "william clinton"), variant("jon smith", "jane smith")
    ('short form', '')
    """
    one, other = a.split(), b.split()
    if a == b or min(len(one), len(other)) < 2:
        return ""
    if sorted(one) == sorted(other):
        return "the other order"
    if not _middles(one[1:-1], other[1:-1]):
        return ""
    first, last = (one[0], other[0]), (one[-1], other[-1])
    if last[0] == last[1]:
        if first[0] == first[1]:
            return "middle name"
        if min(len(first[0]), len(first[1])) == 1 and first[0][0] == first[1][0]:
            return "initials"
        if any(set(first) <= forms for forms in SHORT_FORMS):
            return "short form"
    return "transliteration" if _transliterated(one, other) else ""


def _sounds(word: str) -> set[str]:
    """Its skeletons: "ch" is that of "Chaikovsky", or what others write "kh" ("Michail")."""
    other = word
    for written, said in (("tsch", "sh"), ("tch", "sh"), ("sch", "sh"), ("ch", "kh")):
        other = other.replace(written, said)
    return {skeleton(word), skeleton(other)}


def _middles(one: list[str], other: list[str]) -> bool:
    return all(x[0] == y[0] and (len(x) == 1 or len(y) == 1 or x == y)
               for x, y in zip(one, other, strict=False))  # fmt: skip


def _transliterated(one: list[str], other: list[str]) -> bool:
    if len(one) != len(other):
        return False
    given = background().given
    if one[0] != other[0] and one[0] in given and other[0] in given:
        return False  # "Jon" and "Jane" are two
    bones = [_sounds(x) & _sounds(y) - {""} for x, y in zip(one, other, strict=True)]
    if not all(bones) or sum(len(min(b)) for b in bones) < LEAST_LETTERS:
        return False
    return SequenceMatcher(None, " ".join(one), " ".join(other)).ratio() >= ALIKE
