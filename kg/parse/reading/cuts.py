"""Where words begin and end, where spaCy's tokenizer has it otherwise than the rules need it.

The tokenizer knows abbreviations and units by their looks alone. So it takes the full stop for a
part of "3M.", and the brackets of "copper(II)" for those of a sentence. What is cut or joined here
is told by its neighbours: a word has no space in it, and a sentence ends before a capital.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from kg.english.money import CURRENCIES

#: A token: first character, behind the last.
Span = tuple[int, int]

#: Words before a letter that numbers them: behind "vitamin K." a sentence may begin.
LETTERED = frozenset(
    "appendix block category class exhibit factor figure form grade group hepatitis influenza"
    " option part phase plan point protein room schedule section series set site stage team tier"
    " type unit variant vitamin ward wing zone".split()
)
_BRACKETED = re.compile(
    r"[\w\])'′]-?\(([^\s()]*)\)|\[[^\s\[\]]+\]\d*[+-]|\([\dRSEZ,+'′±-]+\)-(?=\w)"
)
#: "poly(ethylene)": prefixes of chemistry before brackets.
_REPEATED = re.compile(r"(?:poly|oligo|bis|tris|tetrakis)\(", re.IGNORECASE)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d[a-z]?(?:[-–]\d+)?")
_EDGES = ".,;:!?\"'"
_CLOSED = {")": "(", "]": "["}
OPENED = {"(": ")", "[": "]"}
#: A capital, maybe behind a quote or a bracket, or the end: what may follow a sentence.
_BEGINNING = re.compile(r"[\"')\]]*(?:\s+[\"'(\[]*[A-Z0-9]|\s*\Z)")
#: Two genes or ions at once: "IL-6/STAT3", "Na+/K+-ATPase".
_GENE = r"[A-Z](?=[\w-]*(?:\d|[a-z][A-Z]|alpha|beta|gamma|kappa|delta|\+))[\w+-]*"
_PAIRED = re.compile(rf"{_GENE}(?:/{_GENE})+")
#: Places in a molecule: "2,4-dinitrophenol"; no "1,200-seat".
_LOCANTS = re.compile(r"\d{1,2}['′]?(?:,\d{1,2}['′]?)+-[A-Za-z][\w,'′-]*")
#: "S.p.A.", "e.V.": letters with dots, some of them small.
_DOTTED = re.compile(r"(?=[A-Z]?\.?[a-z]\.)(?:[A-Za-z]\.){2,4}(?![\w.])(?<=[A-Zl]\.)")
#: Legal forms with a stroke in them.
_FORMS = ("A/S", "I/S", "K/S", "P/S")
_JOINING = re.compile(r"/|\d,\d")
#: What stands before the name of a variety, or of somebody, with its dot: "var. italica".
_RANKED = re.compile(
    r"(?:var|subsp|ssp|subvar|pv|bv|cv)\.\s+[a-z]|(?:Hon|Rt|Cllrs?|Revd|Messrs|Ofc|Det|Insp|Supt|Cpl|Cmdr)\.\s+[A-Z]"
)
#: Numbers with a letter that makes a name of them: "3M", "5G", "4K"; "$3M" is an amount.
_LETTERED = re.compile(r"(?:3M|[2-6]G|[48]K|[23]D)(?![\w%])")
_CODED = re.compile(rf"({'|'.join(sorted(CURRENCIES))})\d")


def cut(text: str, tokens: Sequence[Span]) -> list[Span]:
    """The words of a text, given those of a tokenizer, in order; white space is kept as it is.

    >>> text = "The firm 3M. Copper(II) melts."
    >>> [text[a:z] for a, z in cut(text, [(0, 3), (4, 8), (9, 12), (13, 22), (22, 23), (24, 30)])]
    ['The', 'firm', '3M', '.', 'Copper(II)', 'melts.']
    """
    found: list[Span] = []
    for _, group in groupby(_numbered(tokens), key=lambda entry: entry[0]):
        run = [span for _, span in group]
        before = text[found[-1][0] : found[-1][1]].lower() if found else ""
        found += _parted(text, _joined(text, run), before)
    return found


def _numbered(tokens: Sequence[Span]) -> Iterator[tuple[int, Span]]:
    """Each token with the number of the stretch without white space in which it stands."""
    number, last = 0, -1
    for span in tokens:
        number += span[0] != last
        last = span[1]
        yield number, span


def _joined(text: str, run: list[Span]) -> list[Span]:
    """ "3M", "Bis(1,10-phenanthroline)copper(II)": brackets within a word are no marks between
    words, and not every letter behind a number is a unit."""
    first, end = run[0][0], run[-1][1]
    named = _LETTERED.match(text, first)
    if named and len(run) > 1 and run[0][1] - first == 1 and run[1][1] == named.end():
        return [(first, named.end()), *run[2:]]
    if len(run) > 1 and text[end - 1] == "." and _RANKED.match(text, run[-2][0]):
        return [*run[:-2], (run[-2][0], end)]
    dotted = _DOTTED.match(text, first) if len(run) > 1 else None
    if dotted and any(z == dotted.end() for _, z in run):
        return [(first, dotted.end()), *(span for span in run if span[0] >= dotted.end())]
    bracketed = len(run) > 1 and _BRACKETED.search(text, first, end)
    if not bracketed and not (len(run) > 1 and _JOINING.search(text, first, end)):
        return run
    first, end = _core(text, first, end)
    core = text[first:end]
    whole = _PAIRED.fullmatch(core) or _LOCANTS.fullmatch(core) or core in _FORMS
    if not (_is_word(core) if bracketed else whole):
        return run
    before = [(a, min(z, first)) for a, z in run if a < first]
    behind = [(max(a, end), z) for a, z in run if z > end]
    return [*before, (first, end), *behind]


def _core(text: str, first: int, end: int) -> Span:
    """A stretch without the marks around it, brackets that have no other half among them."""
    while first < end:
        word = text[first:end]
        last = word[-1]
        if last in _EDGES or (last in _CLOSED and word.count(last) > word.count(_CLOSED[last])):
            end -= 1
        elif word[0] in "\"'" or (word[0] in OPENED and (_whole(word) or _is_open(word))):
            first += 1
        else:
            break
    return first, end


def _is_open(word: str) -> bool:
    """Whether a first bracket has no other half."""
    return word.count(word[0]) > word.count(OPENED[word[0]])


def _whole(word: str) -> bool:
    """Whether the first bracket is closed by the last character: "(see)", and not "(S)-x"."""
    depth = 0
    for at, c in enumerate(word):
        depth += (c in "([") - (c in ")]")
        if depth == 0:
            return at == len(word) - 1
    return False


def _is_word(core: str) -> bool:
    """Whether brackets in a stretch are parts of a word: none open, and what is in them short, or
    the word goes on behind."""
    if any(core.count(a) != core.count(b) for a, b in ("()", "[]")) or "://" in core:
        return False
    found = list(_BRACKETED.finditer(core))
    for match in found:
        inside = match[1]
        if inside is not None and match.end() == len(core):
            short = len(inside) <= 3 or any(c.isdigit() for c in inside) or not inside.strip("IVX")
            repeated = _REPEATED.match(core) is not None
            if not (short or repeated) or not inside or _YEAR.fullmatch(inside):
                return False
        elif inside is not None and not core[match.end()].isalnum() and core[match.end()] != "-":
            return False
    return bool(found)


def _parted(text: str, run: Sequence[Span], before: str) -> Iterator[Span]:
    """The tokens of one stretch; `before` is the word in front of it, in small letters."""
    for a, z in run:
        coded = _CODED.match(text, a, z)
        if coded:  # "EUR310m"
            yield a, coded.end(1)
            a = coded.end(1)
        if z - a > 1 and text[z - 1] == "." and _is_stop(text, a, z - 1, before):
            yield a, z - 1
            yield z - 1, z
        else:
            yield a, z


def _is_stop(text: str, a: int, z: int, before: str) -> bool:
    """Whether the dot behind `text[a:z]` ends a sentence rather than an abbreviation."""
    word = text[a:z]
    if "." in word or not _BEGINNING.match(text, z + 1):
        return False
    if len(word) == 1 and word.isupper() and not text[a - 1 : a].strip():
        return before in LETTERED  # "hepatitis B.", and not "J. Smith"
    unit = word.isalpha() and text[a - 1 : a].isdigit()
    inner = any(c.isupper() for c in word[1:]) and any(c.islower() for c in word)
    coded = any(c.isdigit() for c in word) and any(c.isalpha() for c in word)
    hyphen = text[a - 1 : a] == "-" and len(word) > 1
    return unit or coded or (inner and word[0].isalpha()) or (hyphen and inner)
