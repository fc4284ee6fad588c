"""Names and titles that are one thing by their looks, found before a sentence is parsed.

"She wrote *Never Let Me Go*" says that she wrote something, and denies nothing. So the words of a
title, of a case ("Roe v. Wade") or of a product ("Boeing 747-8") are one atom to the parser.

Precision comes first: a false atom destroys a clause, a missed one leaves things as they were.
Titles are written with capitals, all but the short words between. That is evidence enough within
quotes or italics; words that stand bare need more, such as a noun or a verb that a title goes
with, or that they are a title elsewhere in the document. Words that are not capitalised like a
title are one only right behind such a noun, in quotes. Runs of plain names are left alone.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.english.lexicon import COMPANY_FORMS
from kg.english.money import CURRENCIES


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True)
class Atom:
    """Tokens that are one thing: half-open indexes, and "title", "case", "product" or "taxon"."""

    first: int
    end: int
    kind: str


#: What a title in capitals leaves small: the articles, conjunctions and short prepositions, and the
#: particles of names. A closed class.
ARTICLES = _words("the a an")
CONJUNCTIONS = _words("and or & nor but")
PREPOSITIONS = _words(
    "of in on at by to for from with into onto over off up upon out as per via than through"
    " under about without between within before after during against among"
)
PARTICLES = _words("de la le les el los las du des di da do van von der den del et y l' d' ex o'")
SMALL = ARTICLES | CONJUNCTIONS | PREPOSITIONS | PARTICLES | _words("so yet if n' vs v vs. v.")
#: Parts of words that a tokeniser cuts off.
CLITICS = _words("'s n't 're 'm 'll 've 'd n' ' na ta")
#: Words that no name is made of: within a sentence, a capital on one of these is a title's. A
#: closed class too, less those that are names or honours as well (Will, May, Her, An).
TELLING = _words(
    "Me You He She We They Them Us It Its Their What Why How When Where Who Whose Is Are Was Were"
    " Has Had Does Did Could Would Should Must Not Never If Because Than This That These Those"
    " In On At To For From With Into Until While"
)
#: What works with titles are called. A noun of this kind in front is the best evidence there is.
WORKS = _words(
    "novel novella book film movie song album single track ballad play musical opera poem essay"
    " article paper memoir autobiography biography documentary series sitcom show episode trilogy"
    " comedy drama thriller composition story painting video"
)
WORKS |= {re.sub("y$", "ie", word) + "s" for word in WORKS - {"series"}}
#: What is done to a work, as its name is then the object.
MADE = _words(
    "wrote written writes writing co-wrote authored directed directs directing published recorded"
    " composed painted read produced adapted translated filmed released"
)
#: What introduces a title and nothing else; "called" introduces other names too.
NAMED = _words("titled entitled")
CALLED = NAMED | _words("called named")
#: What an actor does in a work.
ACTED = _words("starred starring appeared featured acted")
#: All that tells of a title somewhere near.
CUES = WORKS | MADE | CALLED | ACTED
#: Verbs that introduce what is said, and what is written on a sign.
SAYING = _words(
    "said says say saying told tells asked asks replied added shouted shouting shouts cried yelled"
    " chanted chanting chant declared answered warned insisted reading reads announced whispered"
    " exclaimed screamed tweeted thought"
)
#: Behind a title, what leads to the noun that tells its kind: "X is a novel", "X, her first novel".
LEADS = _words("is was a an the his her their its another")
#: Before "v.", who brings the charge: then what follows "and" is one more who stands accused.
CROWN = _words("R Regina Rex State States People Commonwealth Queen King Crown")
#: What lawyers open the citation of a case with.
SIGNALS = _words("see cf cf. compare accord contra")
#: Months go with numbers and make no product.
MONTHS = _words(
    "January February March April May June July August September October November December"
    " Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct. Nov. Dec. Jan Feb Mar Apr Jun Jul Aug"
    " Sep Sept Oct Nov Dec"
)
#: What may follow a number that counts nothing.
UNCOUNTED = SMALL | _words("is was are were has had have will can could would which that who 's")

#: Tokens: of the longest title, of one whose words are not capitalised, of a side of a case, and
#: how far a noun or a verb may stand from the title that it tells of; how far small letters may
#: stand from it that no headline would have.
LONGEST, LONGEST_PLAIN, LONGEST_SIDE, NEAR, WIDE = 24, 16, 8, 9, 30

OPENING, CLOSING = ("“", "«", "„", "``"), ("”", "»", "''")
INSIDE = frozenset(",:;-–—/!?.()") | {"...", "…", "'"}
ENDS = frozenset(".!?") | {"...", "…"}
_CODE = re.compile(r"[A-Z]{0,3}\d{1,4}[A-Za-z]{0,3}")
_COUNT = re.compile(r"\d{1,4}")
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")

Span = tuple[int, int]


def find_atoms(
    words: Sequence[str],
    spaces: Sequence[bool],
    *,
    italic: Sequence[bool] | None = None,
    titles: Sequence[Sequence[str]] = (),
) -> list[Atom]:
    """The atoms of one block, in order; none overlap, the longest win, quotes are outside.

    `words` are the tokens of the block without white space, `spaces[i]` whether a space follows
    word i, and `italic[i]` whether it was set in italics or otherwise emphasised; None if that is
    unknown. `titles` are known from elsewhere in the document (see `titles_of`).

    Raises ValueError if the sequences differ in length.

    >>> words = "She wrote Never Let Me Go in 2005 .".split()
    >>> find_atoms(words, [True] * 7 + [False] * 2)
    [Atom(first=2, end=6, kind='title')]
    """
    if not len(words) == len(spaces) == len(words if italic is None else italic):
        raise ValueError(f"{len(words)} words need as many spaces and italics; pass one per word")
    text = _Text(words, spaces, italic)
    found = [*_titles(text), *_cases(text), *_products(text)]
    known = [*titles, *(words[a.first : a.end] for a in found if a.kind != "case")]
    found += [*_versions(text), *_statutes(text), *_taxa(text)]
    return _longest([*found, *_again(text, known)])


def titles_of(
    blocks: Iterable[tuple[Sequence[str], Sequence[bool], Sequence[bool] | None]],
    *,
    headings: Iterable[Sequence[str]] = (),
) -> list[list[str]]:
    """The titles and products of a document that are known where they stand bare, in order.

    `blocks` are the words, spaces and italics of each block; `headings` the words of headings and
    of the document's own title. Only what a parser would split is returned, and of the headings
    none that may be no more than names put together ("Smith and Jones", "Parks in Berlin").

    >>> words = ["He", "read", '"', "Poor", "Cow", '"', "and", '"', "Up", "the", "Hill", '"']
    >>> titles_of([(words, [True, True, False, True, False] * 2 + [True, False], None)])
    [['Up', 'the', 'Hill']]
    """
    found: dict[tuple[str, ...], None] = {}
    for heading in headings:
        if _splits(heading) and not _describes(heading):
            found[tuple(heading)] = None
    for words, spaces, italic in blocks:
        for atom in find_atoms(words, spaces, italic=italic):
            title = tuple(words[atom.first : atom.end])
            if atom.kind not in ("case", "taxon") and _splits(title):
                found[title] = None
    return [list(title) for title in found]


def _describes(heading: Sequence[str]) -> bool:
    """Whether a heading may be names that a conjunction or a place holds together."""
    small = {word for word in heading if word.lower() in SMALL}
    places = _words("in at from for near")
    if not small or heading[0].lower() in ARTICLES or not TELLING.isdisjoint(heading[1:]):
        return False
    return small <= CONJUNCTIONS or not small.isdisjoint(places)


def _longest(atoms: list[Atom]) -> list[Atom]:
    """Of atoms that overlap the longest, of equally long ones the first."""
    taken: set[int] = set()
    kept = []
    for atom in sorted(set(atoms), key=lambda a: (a.first - a.end, a.first, a.kind)):
        inside = range(atom.first, atom.end)
        if taken.isdisjoint(inside):
            taken.update(inside)
            kept.append(atom)
    return sorted(kept, key=lambda a: a.first)


class _Text:
    """The tokens of a block, and where sentences may begin."""

    def __init__(
        self, words: Sequence[str], spaces: Sequence[bool], italic: Sequence[bool] | None
    ) -> None:
        self.words = [word.replace("’", "'").replace("‘", "'") for word in words]
        self.raw = words
        self.lower = [word.lower() for word in self.words]
        self.spaces = spaces
        self.italic = italic
        self.capital = [_is_capital(word) for word in self.words]
        self.starts = [0, *(i for i in range(1, len(words)) if self._starts(i))]

    def __len__(self) -> int:
        return len(self.words)

    def _starts(self, i: int) -> bool:
        """Whether a sentence may begin at a token, as far as marks tell."""
        before = self.words[i - 1]
        if before in ('"', "'", ")", *CLOSING) and i > 1 and self.words[i - 2] in ENDS:
            return self.capital[i] or self.words[i] in ('"', "'", *OPENING)
        if before in ENDS or before in (":", ";", "•", "*"):
            return True
        return before.endswith(".") and self.capital[i] and self.lower[i] in UNCOUNTED

    def sentence(self, i: int) -> Span:
        """The sentence around a token."""
        at = bisect_right(self.starts, i)
        return self.starts[at - 1], self.starts[at] if at < len(self.starts) else len(self)

    def word(self, i: int) -> str:
        """A word in small letters, "" beyond the ends."""
        return self.lower[i] if 0 <= i < len(self.lower) else ""

    def is_capital(self, i: int) -> bool:
        return 0 <= i < len(self.capital) and self.capital[i]

    def slants(self, i: int) -> bool:
        """Whether a word stands in italics."""
        return self.italic is not None and self.italic[i]

    def opens(self, i: int) -> bool:
        """Whether a sentence or a quotation begins at a token."""
        first, _ = self.sentence(i)
        return i == first or self.words[i - 1] in ('"', "'", "(", "-", "–", "—", *OPENING)


def _is_capital(word: str) -> bool:
    """Whether a word has a capital, maybe after small letters ("iPhone"), or is the word "I"."""
    return word[:1].isalpha() and any(c.isupper() for c in word[:3])


def _is_title(words: Sequence[str]) -> bool:
    """Whether words are written like a title: capitals on all, but on the small ones between.

    >>> _is_title("The Lord of the Rings".split()), _is_title("The lord of the Rings".split())
    (True, False)
    """
    last = len(words) - 1
    while last > 0 and (words[last] in CLITICS or words[last] in INSIDE):
        last -= 1
    if not 0 <= last < LONGEST or not any(w[:1].isupper() and w[1:].islower() for w in words):
        return False
    if not all(_is_capital(words[i]) or words[i][:1].isdigit() for i in (0, last)):
        return False
    return all(_fits(words[i - 1] if i else "", words[i]) for i in range(len(words)))


def _fits(before: str, word: str) -> bool:
    """Whether a word may stand in a title, behind another."""
    if _is_capital(word) or word[:1].isdigit() or word in INSIDE:
        return True
    return word in SMALL or word in CLITICS or (before == "-" and word.isalpha())


def _splits(words: Sequence[str]) -> bool:
    """Whether words look like a title or a product that a parser would take apart."""
    straight = [word.replace("’", "'") for word in words]
    if sum(word[:1].isalnum() for word in straight) < 2 or not _is_title(straight):
        return False
    return any(
        word in SMALL or word in CLITICS or word in TELLING or word[:1].isdigit()
        for word in straight[1:]
    )


# Titles


@dataclass(frozen=True, slots=True)
class _Candidate:
    """What may be a title: its tokens, its tokens with the quotes, the marks that set it off
    ("quotes", "italics" or none), and the sign that the quotation ends with."""

    first: int
    end: int
    outer: Span
    marks: str
    ending: str = ""


def _titles(text: _Text) -> Iterator[Atom]:
    marked = [*_quoted(text), *_italics(text)]
    inside = {i for c in marked for i in range(*c.outer) if _is_title(text.words[c.first : c.end])}
    bare = [c for c in _bare(text) if inside.isdisjoint((c.first, c.end - 1))]
    candidates = sorted([*marked, *bare], key=lambda c: (c.first, c.end))
    kept = [_supported(text, c) for c in candidates]
    for order in (list(pairwise(range(len(kept)))), [*pairwise(range(len(kept) - 1, -1, -1))]):
        for known, other in order:
            if kept[known] and not kept[other]:
                kept[other] = _listed(text, candidates[known], candidates[other])
    named = {_wording(text, it) for it, keep in zip(candidates, kept, strict=True) if keep}
    for it, keep in zip(candidates, kept, strict=True):
        if keep or (it.marks and _wording(text, it) in named):
            yield Atom(it.first, it.end, "title")


def _wording(text: _Text, it: _Candidate) -> tuple[str, ...]:
    return tuple(text.words[it.first : it.end])


def _supported(text: _Text, it: _Candidate) -> bool:
    return _bare_supported(text, it) if not it.marks else _marked_supported(text, it)


def _marked_supported(text: _Text, it: _Candidate) -> bool:
    words = text.words[it.first : it.end]
    before = _before(text, it.outer[0])
    if not _is_title(words):
        return it.marks == "quotes" and before == NOUN and _is_plain(words, it.ending)
    cue = max(before, _behind(text, it.outer[1]))
    if cue >= BESIDE:
        return True
    ended = it.ending in ENDS or words[-1] in ENDS
    if it.marks == "quotes":
        if _is_speech(text, it) or _is_nickname(text, it):
            return False
        if not cue and (not _splits(words) or text.word(it.outer[0] - 1) in ("a", "an")):
            return False
    if cue and not ended:
        return True
    several = sum(word[:1].isalpha() for word in words) > 1 and not _is_two_names(words)
    return several and not ended and _in_small_letters(text, it)


def _is_plain(words: Sequence[str], ending: str) -> bool:
    """Whether words in quotes, right behind "the article", can be its title without capitals."""
    if not 1 < len(words) <= LONGEST_PLAIN or not _is_capital(words[0]):
        return False
    return not any(word in ENDS or word in ('"', *OPENING, *CLOSING) for word in words[:-1])


def _is_two_names(words: Sequence[str]) -> bool:
    """Whether words are names, of two words or more, with "and" between: "Anna Berg and Ola Holm".

    >>> _is_two_names("Pride and Prejudice".split())
    False
    """
    at = next((i for i, word in enumerate(words) if word in CONJUNCTIONS), 0)
    sides = (words[:at], words[at + 1 :])
    return at > 0 and all(len(side) > 1 and all(map(_is_name, side)) for side in sides)


def _is_name(word: str) -> bool:
    return _is_capital(word) and word.lower() not in SMALL and word not in TELLING


def _is_speech(text: _Text, it: _Candidate) -> bool:
    """Whether somebody says it: a verb of saying before it or, after a comma, behind."""
    first, end = it.outer
    start, _ = text.sentence(max(first - 1, 0))
    mark = text.word(first - 1)
    if mark == ":" or mark in SAYING:
        return True
    if not SAYING.isdisjoint(text.lower[max(start, first - NEAR) : first]):
        return True
    comma = it.ending == "," or text.word(end) == ","
    return comma and not SAYING.isdisjoint(text.lower[end : end + 4])


def _is_nickname(text: _Text, it: _Candidate) -> bool:
    """'Dwayne "The Rock" Johnson'."""
    first, end = it.outer
    return text.is_capital(first - 1) and text.is_capital(end) and not text.opens(first - 1)


def _in_small_letters(text: _Text, it: _Candidate) -> bool:
    """Whether the sentence around has words that a headline would capitalise."""
    first, end = it.outer
    start, stop = text.sentence(max(first - 1, 0))[0], text.sentence(it.first)[1]
    around = [
        *text.words[max(start, first - WIDE) : first],
        *text.words[end : min(stop, end + WIDE)],
    ]
    return any(word.islower() and word not in SMALL and word not in CLITICS for word in around)


#: How good the evidence around a candidate is, from none to a noun that it stands right behind.
NOTHING, SOMEWHERE, BESIDE, NOUN = range(4)


def _before(text: _Text, i: int, within: bool = False) -> int:
    """The evidence in front of a token where a candidate begins; `within` its quotation, if any."""
    start, _ = text.sentence(max(i - 1, 0))
    if i <= start:
        return NOTHING
    last = i - 1
    if _is_work(text, last) or text.word(last) in NAMED:
        return NOUN
    if text.word(last) in (",", ":") and _is_work(text, last - 1):
        return BESIDE
    if text.word(last) in MADE or _is_owner(text, last):
        return BESIDE
    if text.word(last) == "in" and text.word(last - 1) in ACTED:
        return BESIDE
    near = text.words[max(start, i - NEAR) : i]
    if within and '"' in near:
        near = near[len(near) - near[::-1].index('"') :]
    return NOTHING if CUES.isdisjoint(near) else SOMEWHERE


def _is_work(text: _Text, i: int) -> bool:
    """Whether a token is a noun for works ("novel", "novels"), in small letters."""
    return 0 <= i < len(text) and text.words[i] in WORKS


def _is_owner(text: _Text, i: int) -> bool:
    """Whether a token ends a name in the genitive: Ishiguro's, the Beatles'."""
    if text.word(i) == "'s":
        return text.is_capital(i - 1)
    return text.word(i) == "'" and text.is_capital(i - 1) and text.word(i - 1).endswith("s")


def _behind(text: _Text, i: int) -> int:
    """The evidence behind the end of a candidate."""
    if _year_end(text, i):
        return BESIDE
    if _is_work(text, i):
        return SOMEWHERE
    if text.word(i) == "by" and text.is_capital(i + 1):
        return SOMEWHERE
    at = i + (text.word(i) == ",")
    if text.word(at) in LEADS:
        for j in range(at + 1, at + NEAR):
            if _is_work(text, j):
                return SOMEWHERE
            if not text.word(j)[:1].isalnum() and text.word(j) != "-":
                break
    return NOTHING


def _year_end(text: _Text, i: int) -> int:
    """Where brackets around one year end, such as "(1939)" or "(1939 film)"; 0 if none do."""
    if text.word(i) != "(":
        return 0
    for j in range(i + 1, min(i + 6, len(text))):
        if text.words[j] == ")":
            years = [word for word in text.words[i + 1 : j] if _YEAR.fullmatch(word)]
            return j + 1 if len(years) == 1 and "-" not in text.words[i:j] else 0
    return 0


def _listed(text: _Text, known: _Candidate, other: _Candidate) -> bool:
    """Whether a candidate stands in a list beside one that is a title."""
    first, second = sorted((known, other), key=lambda c: c.first)
    i, end = first.outer[1], second.outer[0]
    if end - i > NEAR or (i >= end and first.ending != ","):
        return False
    while i < end:
        i = _year_end(text, i) or (
            i + 1 if text.word(i) in (",", ";", "and", "or", "&") else end + 1
        )
    if i != end:
        return False
    words = text.words[other.first : other.end]
    if other.marks:
        return _is_title(words) and words[-1] not in ENDS
    likely = words[0].lower() in ARTICLES or _before(text, known.first) == NOUN
    return _is_telling(text, other) or (not known.marks and likely and _splits(words))


# Titles that stand bare


def _bare(text: _Text) -> Iterator[_Candidate]:
    """Runs of capitals and the small words between that may be titles without marks."""
    i = 0
    while i < len(text):
        if not text.capital[i]:
            i += 1
            continue
        owned = _before(text, i) == NOUN and not text.word(i - 1).endswith("s")
        end = _run_end(text, i, owned)
        if end - i > 1:
            first = i
            if text.opens(i) and text.lower[i] in PREPOSITIONS:
                first += 1  # "In Never Let Me Go, ..."
            if end - first > 1 and text.capital[first]:
                yield _Candidate(first, end, (first, end), "")
        i = end


def _run_end(text: _Text, i: int, owned: bool) -> int:
    """Where a run ends that begins at a token; `owned`: a noun for works stands before it.

    A small word may begin what follows the title, so most end the run: "wrote Emma for the Globe".
    """
    end = i + 1
    while end < len(text) and end - i < LONGEST:
        if text.italic is not None and text.italic[end] != text.italic[i]:
            break
        after = _over_small(text, i, end, owned)
        if after >= len(text) or not text.capital[after]:
            break
        end = after + 1
    return end


def _over_small(text: _Text, first: int, i: int, owned: bool) -> int:
    """The token behind the small words at a token, if they belong to the run; else beyond the end.

    `first` is where the run begins.
    """
    j = i
    while j < len(text) and j - i < 4 and (text.words[j] in SMALL or text.words[j] in CLITICS):
        j += 1
    small = text.words[i:j]
    content = [w for w in text.words[first:i] if w.lower() not in ARTICLES]
    articled = text.lower[first] in ARTICLES
    if not small or small == ["n't"] or (small == ["'s"] and (owned or articled)):
        return j
    if small[0] == "of" and len(small) < 3:
        return j
    telling = any(w in TELLING for w in content) or text.lower[i - 1] in PREPOSITIONS
    if small[0] in ARTICLES and telling and not text.opens(i - 1):
        return j
    if small == ["and"] and owned and len(content) == 1 and i - first == 1:
        return j if not text.is_capital(j + 1) else len(text)
    through = small[0] in ("with", "to", "over", "into", "under") or (
        small[0] in ("in", "on") and (articled or (owned and telling))
    )
    short = len(content) == 1 or (owned and telling)
    if through and short and len(small) == 2 and small[1] in ARTICLES:
        return j
    return len(text)


def _bare_supported(text: _Text, it: _Candidate) -> bool:
    before, behind = _before(text, it.first, within=True), _behind(text, it.end)
    if behind < BESIDE and not _in_small_letters(text, it):
        return False
    words = text.words[it.first : it.end]
    if _is_telling(text, it):
        return max(before, behind) > NOTHING
    if not _splits(words) or text.words[it.first - 1 : it.first] == [","]:
        return False
    if before == NOUN or (before == BESIDE and not _is_owner(text, it.first - 1)):
        return True
    linked = any(word in PREPOSITIONS and word != "of" for word in words)
    return linked and behind == BESIDE


def _is_telling(text: _Text, it: _Candidate) -> bool:
    """Whether a word of the run that has a capital has it from nothing but a title."""
    opens = text.opens(it.first) and _before(text, it.first) < BESIDE
    if opens and text.words[it.first] in TELLING - _words("He She We They You It"):
        return False
    words = text.words[it.first + opens : it.end]
    if sum(word[:1].isalpha() for word in text.words[it.first : it.end]) < 3:
        return False
    return any(w in TELLING for w in words) or any(
        w == "n't" and _is_capital(after) for w, after in pairwise(words)
    )


# Marks


def _italics(text: _Text) -> Iterator[_Candidate]:
    """Runs in italics that are not whole sentences, without the marks at their ends."""
    if text.italic is None:
        return
    i = 0
    while i < len(text):
        end = i
        while end < len(text) and text.italic[end]:
            end += 1
        if end > i:
            found = _trimmed(text, i, end, "italics")
            if found and (i, end) != text.sentence(i):
                yield replace(found, outer=_with_quotes(text, i, end))
        i = max(end, i + 1)


def _with_quotes(text: _Text, first: int, end: int) -> Span:
    """A span with the quotes that stand right around it."""
    if text.word(first - 1) in ('"', "'", *OPENING) and text.word(end) in ('"', "'", *CLOSING):
        return first - 1, end + 1
    return first, end


def _trimmed(text: _Text, first: int, end: int, marks: str) -> _Candidate | None:
    """A candidate without the quotes, commas and stops at its ends; a "?" is kept."""
    outer, ending = (first, end), ""
    while first < end and text.words[first] in ('"', "'", *OPENING, *CLOSING, ",", "("):
        first += 1
    while first < end and text.words[end - 1] in ('"', "'", *OPENING, *CLOSING, ",", ".", ";", ":"):
        end -= 1
        ending = text.words[end] if text.words[end] in ",.;:" else ending
    if not first < end <= first + LONGEST:
        return None
    return _Candidate(first, end, outer, marks, ending)


def _quoted(text: _Text) -> Iterator[_Candidate]:
    for first, end in [*_pairs(text, '"'), *_pairs(text, "'")]:
        if found := _trimmed(text, first + 1, end, "quotes"):
            yield replace(found, outer=(first, end + 1))


def _pairs(text: _Text, mark: str) -> Iterator[Span]:
    """Opening and closing quotes that belong together, of double or of single ones."""
    opened = -1
    for i in range(len(text)):
        side = _side(text, i, mark)
        if side == "either":
            side = "close" if opened >= 0 else "open"
        if text.raw[i] == "“" and opened >= 0 and text.raw[opened] == "„":
            side = "close"
        if side == "open":
            opened = i
        elif side == "close" and opened >= 0:
            if mark == "'" and _is_genitive(text, i):
                continue
            if i > opened + 1:
                yield opened, i
            opened = -1


def _side(text: _Text, i: int, mark: str) -> str:
    """Whether a token is an opening or a closing quote, "either" or "" for neither.

    Straight quotes tell by the spaces around them.
    """
    raw = text.raw[i]
    if mark == '"' and (raw in OPENING or raw in CLOSING):
        return "open" if raw in OPENING else "close"
    if mark == "'" and raw in ("‘", "‹", "›"):
        return "close" if raw == "›" else "open"
    if text.words[i] != mark:
        return ""
    before = i == 0 or text.spaces[i - 1] or text.words[i - 1] in ("(", "[", "—", "–", "-", '"')
    after = i + 1 == len(text) or text.spaces[i] or not text.words[i + 1][:1].isalnum()
    if before and not after:
        return "open" if raw != "’" else ""
    if after and not before:
        return "close"
    if i and not text.spaces[i - 1] and after:
        return "close"
    return "either" if mark == '"' else ""


def _is_genitive(text: _Text, i: int) -> bool:
    """Whether a single quote is an apostrophe within quotes: 'The Beatles' Anthology'."""
    if not (text.word(i - 1).endswith("s") and text.is_capital(i + 1)):
        return False
    for j in range(i + 1, min(i + NEAR, len(text))):
        if text.words[j] == "'" or text.words[j] in ENDS:
            return _side(text, j, "'") == "close"
    return False


# Known from elsewhere


def _again(text: _Text, titles: Iterable[Sequence[str]]) -> Iterator[Atom]:
    """Where known titles stand, letter by letter; not where one is all there is, as a heading."""
    lengths: dict[str, set[int]] = {}
    known: set[tuple[str, ...]] = set()
    for title in titles:
        if len(title) <= LONGEST and _splits(title):
            words = tuple(word.replace("’", "'") for word in title)
            known.add(words)
            lengths.setdefault(words[0], set()).add(len(words))
    for i, word in enumerate(text.words if known else ()):
        for length in lengths.get(word, ()):
            found = tuple(text.words[i : i + length])
            if found in known and _has_more(text, i, i + length):
                kind = "product" if _is_product(found) else "title"
                yield Atom(i, i + length, kind)


def _has_more(text: _Text, first: int, end: int) -> bool:
    """Whether the block has other words than these."""
    around = (*text.words[max(0, first - 3) : first], *text.words[end : end + 3])
    return any(word[:1].isalnum() for word in around)


def _is_product(words: Sequence[str]) -> bool:
    """Whether words that are a known atom are a product: a name, a number, no small word."""
    return any(w[0].isdigit() for w in words[1:]) and not any(w.lower() in SMALL for w in words)


# Cases and products


def _cases(text: _Text) -> Iterator[Atom]:
    """Cases by their parties: "Roe v. Wade", "In re Gault".

    With "vs." only if a year or a noun says so: two teams play as well.
    """
    for i in range(1, len(text) - 1):
        party = i + 1 + (text.words[i + 1] == "the")
        if not text.is_capital(party):
            continue
        if text.words[i] in ("v.", "v", "vs.", "vs"):
            first, end = _left_party(text, i), _right_party(text, party)
            if first < i and (text.words[i][:2] != "vs" or _is_case(text, first, end)):
                yield Atom(first, end, "case")
        elif (text.lower[i - 1], text.words[i]) in (("in", "re"), ("ex", "parte")):
            yield Atom(i - 1, _right_party(text, party), "case")


def _is_case(text: _Text, first: int, end: int) -> bool:
    around = (text.word(first - 1), text.word(first - 2), text.word(end))
    return bool(_year_end(text, end)) or not {"case", "ruling", "decision"}.isdisjoint(around)


def _left_party(text: _Text, i: int) -> int:
    """Where the name before "v." begins; what only opens the sentence is no part of it."""
    first = i
    while i - first < LONGEST_SIDE and not (first < i and text.opens(first)):
        j = first - 1
        if text.word(j) == "," and text.words[first] in COMPANY_FORMS:
            j -= 1
        while j > 0 and first - j < 4 and text.words[j] in ("of", "the", "&"):
            j -= 1
        if not text.is_capital(j) or text.slants(j) != text.slants(i):
            break
        first = j
    if i - first > 1 and text.opens(first):
        word = text.lower[first]
        closed = word in SMALL or text.words[first] in TELLING or word in SIGNALS
        if closed or (word.endswith("ing") and len(word) > 5):
            first += 1 + (text.words[first + 1] in ("the", "of", "."))
    return first


def _right_party(text: _Text, i: int) -> int:
    """Where the name behind "v." ends; its first word is given."""
    end = i + 1
    while end < len(text) and end - i < LONGEST_SIDE:
        j = end
        while j < len(text) and text.words[j] in ("of", "the", "&") and j - end < 3:
            j += 1
        if text.words[end] == "," and not COMPANY_FORMS.isdisjoint(text.words[end + 1 : end + 2]):
            j += 1
        if not text.is_capital(j) or text.slants(j) != text.slants(i):
            break
        end = j + 1
    return end + 2 if _is_joined(text, i, end) else end


def _is_joined(text: _Text, i: int, end: int) -> bool:
    """Whether the "and" at `end` goes on with who stands accused: "R v. Dudley and Stephens"."""
    if text.word(end) != "and" or not text.is_capital(end + 1) or text.is_capital(end + 2):
        return False
    charged = text.words[i - 2] in CROWN or bool(_year_end(text, end + 2))
    return charged and text.word(end + 2) not in ("v.", "v")


def _products(text: _Text) -> Iterator[Atom]:
    """Names with the number of a model: "a Boeing 747-8", "the iPhone 15 Pro".

    Not if the number may count what follows ("Boeing 500 workers"), or be a date or a score.
    """
    for i in range(len(text) - 1):
        if not text.capital[i] or not _COUNT.fullmatch(text.words[i + 1]) or not text.spaces[i]:
            continue
        end = _code_end(text, i + 1)
        if _is_model(text, i, end):
            yield Atom(i, _suffix_end(text, end), "product")


def _code_end(text: _Text, i: int) -> int:
    """The end of a number and the codes that hyphens hang on it ("747-8")."""
    end = i + 1
    while (
        end + 1 < len(text)
        and text.words[end] == "-"
        and not (text.spaces[end - 1] or text.spaces[end])
        and _CODE.fullmatch(text.words[end + 1])
    ):
        end += 2
    return end


def _is_model(text: _Text, i: int, end: int) -> bool:
    word, number = text.words[i], text.words[i + 1]
    if word in MONTHS or word.endswith(".") or _YEAR.fullmatch(number) or len(word) < 2:
        return False
    if text.lower[i] in UNCOUNTED or word.isupper() or _goes_on(text, end):
        return False
    article = text.word(i - 1) in ("a", "an")
    mixed = any(c.isupper() for c in word[1:]) and not word.startswith(("Mc", "Mac"))
    if end > i + 2:
        return article or mixed or (len(number) == 3 and not word.endswith("s"))
    return article or (mixed and len(number) < 3 and not _counts(text, end))


def _goes_on(text: _Text, end: int) -> bool:
    """Whether what follows a number makes it a longer one, a score or a share."""
    after = text.word(end)
    if after == "," and not text.spaces[end]:
        return True
    return after in ("%", ":", "-", "–", "/", "percent", "per") or after[:1].isdigit()


def _counts(text: _Text, end: int) -> bool:
    """Whether a number may count the word that follows."""
    return end < len(text) and text.words[end].islower() and text.words[end] not in UNCOUNTED


def _suffix_end(text: _Text, end: int) -> int:
    """The end with the names of variants, which are short: "Pro", "Max"."""
    after = end
    while after < len(text) and after - end < 2 and text.capital[after] and text.spaces[after - 1]:
        if len(text.words[after]) > 5 or text.words[after] in MONTHS | TELLING:
            break
        after += 1
    return after if not text.is_capital(after) else end


#: "3.12", "4.2.1", "v2.17", with what hyphens hang on it; of one dot, or of more.
_VERSION = re.compile(r"v?\d{1,4}(?:\.\d{1,5}){1,4}(?:[a-z]{1,5}\d{0,3})?")
_CERTAIN = re.compile(r"v\d.*|\d+\.\d+\.\d.*|[^a-z\n]*[a-z].*")
#: What a decimal number behind a capital counts, and the words that number parts of a text.
_MEASURES = _words(
    "% percent per cent m bn million billion trillion thousand hundred point points km"
    " kilometres kilometers miles metres meters cm mm feet inches kg g grams tonnes tons"
    " litres liters hectares acres hours hour minutes seconds days weeks months years degrees"
    " dollars euros pounds yen mg ml times kilograms gigawatts megawatts mw gw kwh"
)
_NUMBERED = _words(
    "section sections article chapter table figure fig. fig paragraph part rule appendix"
    " clause annex item step page line equation eq. no. number magnitude about around only"
    " nearly almost over under roughly some just than between chapters verse matthew mark luke"
    " john genesis exodus psalm romans acts group grade level score rating gpa ph at by of to"
    " from in on for with until since before after the a an this that another every each all"
    " approximately average total sales revenue profit turnover volume i it he she we they you"
)


def _versions(text: _Text) -> Iterator[Atom]:
    """Software by name and number: "Python 3.12", "Log4j 2.17.1-rc2"; no amounts or chapters."""
    for i in range(1, len(text)):
        if not _VERSION.fullmatch(text.words[i]) or not text.spaces[i - 1]:
            continue
        name = text.words[i - 1]
        if not text.capital[i - 1] or name[-1] == "." or text.lower[i - 1] in _NUMBERED:
            continue
        if name in MONTHS or name in CURRENCIES:
            continue
        end = i + 1
        while end + 1 < len(text) and text.words[end] == "-" and not text.spaces[end - 1]:
            if text.spaces[end] or not text.words[end + 1][:1].isalnum():
                break
            end += 2
        if not _measures(text, i, end):
            yield Atom(_name_start(text, i), end, "product")


def _measures(text: _Text, i: int, end: int) -> bool:
    """Whether the number at a token may be an amount, a date or a share."""
    after = text.word(end)
    if after in _MEASURES or (after == "-" and not text.spaces[end - 1]):
        return True
    certain = _CERTAIN.fullmatch(text.words[i]) or end > i + 1
    plural = after.endswith("s") and not after.endswith("ss") and text.words[end].islower()
    first = text.opens(i - 1) and text.lower[i - 1] in SMALL
    return not certain and (first or (plural and after not in VERBS_OF_SOFTWARE))


#: What is said of a version, and is no plural.
VERBS_OF_SOFTWARE = _words(
    "adds allows beats breaks brings changes comes contains crashes deprecates drops enables ends"
    " exposes fails fixes gets has improves includes introduces is keeps lacks loads makes moves"
    " needs offers patches provides removes renames replaces requires resolves runs ships shows"
    " solves starts stops supersedes supports takes uses was works"
)


def _name_start(text: _Text, i: int) -> int:
    """Where the name before a version begins: one word, or two that are names by their looks."""
    first = i - 1
    while first > 0 and i - first < 3 and text.capital[first - 1] and text.spaces[first - 1]:
        opens = text.opens(first - 1)
        if text.lower[first - 1] in UNCOUNTED or (opens and not text.words[first - 1].istitle()):
            break
        if text.words[first - 1] in TELLING or text.words[first - 1][-1] == ".":
            break
        first -= 1
    return first


#: Reporters and codes, as lawyers write them between two numbers.
_REPORTER = re.compile(
    r"U\.S\.C\.A?\.?|U\.S\.C|C\.F\.R\.|USC|CFR|U\.S\.|S\.|Ct\.|F\.|F\.\d[a-z]{1,2}|F\.Supp\.|Supp\."
    r"|\d[a-z]{1,2}"
    r"|Stat\.|Fed\.|Reg\.|L\.Ed\.|S\.Ct\.|EWCA|UKSC|EWHC|Civ|Crim"
)


def _statutes(text: _Text) -> Iterator[Atom]:
    """Laws and decisions by their place: "42 U.S.C. § 1983", "410 U.S. 113"."""
    for i in range(len(text) - 2):
        if not text.words[i].isdigit() or not _REPORTER.fullmatch(text.words[i + 1]):
            continue
        if not text.words[i + 1][0].isupper():
            continue
        j = i + 2
        while j < len(text) and j < i + 4 and _REPORTER.fullmatch(text.words[j]):
            j += 1
        signs = j
        while j < len(text) and text.words[j] in ("§", "§§", "Sec.", "sec."):
            j += 1
        counts = j == signs and text.word(j + 1)[:1].isalpha() and text.words[i + 1] == "U.S."
        number = j < len(text) and re.fullmatch(r"§?\d[\w.()-]*", text.words[j])
        if number and not (counts and text.word(j + 1) not in UNCOUNTED):
            yield Atom(i, j + 1, "case")


#: What stands before the name of a variety, a strain or a form.
_RANKS = _words("var. subsp. ssp. pv. bv. cv. f. subvar. sp. forma var subsp ssp pv bv cv")
_EPITHET = re.compile(r"[a-z]{2,}(?:us|a|um|is|i|ae|ens|ans|es|ax|ix|or|ense|oides)")
_STRAIN = re.compile(r"[A-Z]{1,4}-?\d{1,5}[A-Za-z]?|[A-Z]{2,4}|O\d+|ATCC|DSM")
#: English words that look like epithets.
_NO_EPITHET = _words(
    "is was this his its a area data media agenda idea era via extra plus thus bus focus"
    " bonus virus status census campus basis crisis analysis series does goes says makes takes"
    " gives comes uses sometimes for or nor minor major prior editor author doctor factor has"
    " as us these those times others species i alumni various serious album forum maximum"
    " minimum museum"
)


def _taxa(text: _Text) -> Iterator[Atom]:
    """Organisms: "Prunus domestica var. insititia", "E. coli K-12"."""
    i = 0
    while i + 1 < len(text):
        end = _taxon_end(text, i) if text.capital[i] else 0
        if end:
            yield Atom(i, end, "taxon")
        i = max(end, i + 1)


def _taxon_end(text: _Text, i: int) -> int:
    """Where the name of an organism ends that begins with its genus; 0 if none does."""
    word, epithet = text.words[i], text.words[i + 1]
    short = re.fullmatch(r"[A-Z][a-z]?\.", word) is not None
    if not (short or (len(word) > 3 and word[1:].islower() and word.isalpha())):
        return 0
    if epithet in _NO_EPITHET or not (_EPITHET.fullmatch(epithet) and len(epithet) > 3):
        return 0
    end = i + 2
    ranked = False
    while end < len(text):
        dotted = text.words[end : end + 2][-1:] == ["."] and text.words[end] + "." in _RANKS
        behind = end + 2 if dotted else end + 1
        if not dotted and text.words[end] not in _RANKS:
            break
        if behind >= len(text) or not text.words[behind][:1].isalnum():
            break
        end, ranked = behind + 1, True
    if short and end < len(text) and _STRAIN.fullmatch(text.words[end]):
        end += 1
        while end + 1 < len(text) and text.words[end] == "-" and not text.spaces[end - 1]:
            end += 2
    return end if ranked or short else 0
