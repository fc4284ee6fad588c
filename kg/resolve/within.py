"""Names of one document that are one thing by their form: short for a longer name, or its letters.

    Movimento 5 Stelle (M5S)                        letters and numbers
    LKAB (Luossavaara-Kiirunavaara Aktiebolag)      a bracket that writes out
    Angleton Independent School District, the Angleton ISD
    the Supreme Court of Pakistan, the Supreme Court
    the Harbour Trust, the Trust
    the City of Norwich, Norwich

Only where one name of the document fits, and only things: two people may share any part of a name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from kg.record.coref.joins import told_apart
from kg.record.coref.types import FIRST, LAST
from kg.resolve.spellings import folded
from kg.resolve.work import Work

#: Nouns that stand alone for a longer name that they are the noun of: "the Commission".
NOUNS = frozenset().union(
    *(table.get(type, frozenset()) for table in (FIRST, LAST) for type in ("Organization", "Law"))
) - frozenset(
    "order house inc corp ltd co group bill code congress parliament senate office army navy police"
    " band press records".split()
)
SETTLEMENTS = frozenset("city town village".split())
SMALL = frozenset("of the and for in on to a an at by de la du des del di and & und".split())
#: What no such noun is short for.
PLACES = frozenset(("Place", "Country"))
#: Whose "City of" is another thing.
UNLIKE = frozenset(("london", "westminster"))


def join_within(work: Work) -> None:
    """Join the names of each document that are short for another of it."""
    by_document: dict[str, list[int]] = {}
    for at, seen in work.by.seen.items():
        if not seen.person and work.by.profiles[at].names:
            by_document.setdefault(work.by.profiles[at].document, []).append(at)
    for numbers in by_document.values():
        names = {at: sorted(work.by.profiles[at].names) for at in numbers}
        keys: dict[str, set[int]] = {}
        for at, found in names.items():
            for name in found:
                keys.setdefault(folded(name), set()).add(work.groups.root(at))
        for at, found in sorted(names.items()):
            for name in found:
                _join(work, at, name, keys)


def _join(work: Work, at: int, name: str, keys: Mapping[str, set[int]]) -> None:
    """Join a name to the one thing that it can be short for, if by any rule there is no other."""
    fitting = [(rule, key) for rule, longer in _longer(name, sorted(keys)) for key in longer]
    groups = {work.groups.root(b) for _, key in fitting for b in keys[key]}
    if work.groups.root(at) in groups or len(groups) != 1:
        return
    (other,) = groups
    one, two = work.whole(at), work.whole(other)
    if one is None or two is None or not one.may_be(two):
        return
    rule, longer = max(fitting, key=lambda fit: len(fit[1]))
    if folded(name) in NOUNS and two.kinds <= PLACES:
        return  # "the Bank" is not the West Bank
    if not any(c.isdigit() for c in name) and _numbers(work, at) != _numbers(work, other):
        return  # "IE" is not Internet Explorer 6
    work.join(other, at, rule, reasons=(f"{name} is short for {longer.title()}",))


def _numbers(work: Work, at: int) -> set[tuple[str, ...]]:
    """What tells the names of a group from their like: numbers, letters, directions."""
    members = work.groups.members(at)
    names = {name for i in members for name in work.by.profiles[i].names}
    return {told_apart(folded(name).split()) for name in names} - {()}


def _longer(name: str, keys: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """The names that one is short for, by rule."""
    key = folded(name)
    words = key.split()
    last = name.split()[-1]
    if len(last) > 1 and last.isupper() and last.isalnum():
        rule = "acronym" if len(words) == 1 else "acronym of its last words"
        yield rule, [k for k in keys if k != key and abbreviates(key, k)]
    if len(words) > 1:
        yield "short name", [k for k in keys if k.startswith(f"{key} of ")]
    elif key in NOUNS and name.istitle() and " " not in name:
        yield "short name", [k for k in keys if k != key and _noun(k) == key]
    if len(words) > 2 and words[0] in SETTLEMENTS and words[1] == "of":
        rest = " ".join(words[2:])
        yield "the town of that name", [k for k in keys if k == rest and k not in UNLIKE]


def _noun(key: str) -> str:
    """The noun that a name is: "bank" of "bank of england", "accord" of "basel accord ii"."""
    words = key.split()
    if len(words) < 2:
        return ""
    if "of" in words[1:]:
        return words[words.index("of") - 1]
    return words[-2] if words[-1] in told_apart(words) else words[-1]


def abbreviates(short: str, long: str) -> bool:
    """Whether the last word of a folded name is the letters of the last words of another.

    >>> abbreviates("m5s", "movimento 5 stelle"), abbreviates("who", "world bank")
    (True, False)
    >>> abbreviates("angleton isd", "angleton independent school district")
    True
    """
    *before, letters = short.split()
    words = long.split()
    if words[: len(before)] != before or len(words) - len(before) < 2:
        return False
    rest = words[len(before) :]
    return letters in (_letters(rest), _letters(w for w in rest if w not in SMALL))


def _letters(words: Iterable[str]) -> str:
    return "".join(word[0] for word in words)
