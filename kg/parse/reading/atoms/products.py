"""Products, versions, statutes and species."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.english.money import CURRENCIES
from kg.parse.reading.atoms.text import Atom, Text
from kg.parse.reading.atoms.words import (
    CODE,
    COUNT,
    MONTHS,
    SMALL,
    TELLING,
    UNCOUNTED,
    YEAR,
    word_set,
)


def find_products(text: Text) -> Iterator[Atom]:
    """Names with the number of a model: "a Boeing 747-8", "the iPhone 15 Pro".

    Not if the number may count what follows ("Boeing 500 workers"), or be a date or a score.
    """
    for i in range(len(text) - 1):
        if not text.capital[i] or not COUNT.fullmatch(text.words[i + 1]) or not text.spaces[i]:
            continue
        end = _code_end(text, i + 1)
        if _is_model(text, i, end):
            yield Atom(i, _suffix_end(text, end), "product")


def _code_end(text: Text, i: int) -> int:
    """The end of a number and the codes that hyphens hang on it ("747-8")."""
    end = i + 1
    while (
        end + 1 < len(text)
        and text.words[end] == "-"
        and not (text.spaces[end - 1] or text.spaces[end])
        and CODE.fullmatch(text.words[end + 1])
    ):
        end += 2
    return end


def _is_model(text: Text, i: int, end: int) -> bool:
    word, number = text.words[i], text.words[i + 1]
    if word in MONTHS or word.endswith(".") or YEAR.fullmatch(number) or len(word) < 2:
        return False
    if text.lower[i] in UNCOUNTED or word.isupper() or _goes_on(text, end):
        return False
    article = text.word(i - 1) in ("a", "an")
    mixed = any(c.isupper() for c in word[1:]) and not word.startswith(("Mc", "Mac"))
    if end > i + 2:
        return article or mixed or (len(number) == 3 and not word.endswith("s"))
    return article or (mixed and len(number) < 3 and not _counts(text, end))


def _goes_on(text: Text, end: int) -> bool:
    """Whether what follows a number makes it a longer one, a score or a share."""
    after = text.word(end)
    if after == "," and not text.spaces[end]:
        return True
    return after in ("%", ":", "-", "–", "/", "percent", "per") or after[:1].isdigit()


def _counts(text: Text, end: int) -> bool:
    """Whether a number may count the word that follows."""
    return end < len(text) and text.words[end].islower() and text.words[end] not in UNCOUNTED


def _suffix_end(text: Text, end: int) -> int:
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
_MEASURES = word_set(
    "% percent per cent m bn million billion trillion thousand hundred point points km"
    " kilometres kilometers miles metres meters cm mm feet inches kg g grams tonnes tons"
    " litres liters hectares acres hours hour minutes seconds days weeks months years degrees"
    " dollars euros pounds yen mg ml times kilograms gigawatts megawatts mw gw kwh"
)


_NUMBERED = word_set(
    "section sections article chapter table figure fig. fig paragraph part rule appendix"
    " clause annex item step page line equation eq. no. number magnitude about around only"
    " nearly almost over under roughly some just than between chapters verse matthew mark luke"
    " john genesis exodus psalm romans acts group grade level score rating gpa ph at by of to"
    " from in on for with until since before after the a an this that another every each all"
    " approximately average total sales revenue profit turnover volume i it he she we they you"
)


def find_versions(text: Text) -> Iterator[Atom]:
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


def _measures(text: Text, i: int, end: int) -> bool:
    """Whether the number at a token may be an amount, a date or a share."""
    after = text.word(end)
    if after in _MEASURES or (after == "-" and not text.spaces[end - 1]):
        return True
    certain = _CERTAIN.fullmatch(text.words[i]) or end > i + 1
    plural = after.endswith("s") and not after.endswith("ss") and text.words[end].islower()
    first = text.opens(i - 1) and text.lower[i - 1] in SMALL
    return not certain and (first or (plural and after not in VERBS_OF_SOFTWARE))


#: What is said of a version, and is no plural.
VERBS_OF_SOFTWARE = word_set(
    "adds allows beats breaks brings changes comes contains crashes deprecates drops enables ends"
    " exposes fails fixes gets has improves includes introduces is keeps lacks loads makes moves"
    " needs offers patches provides removes renames replaces requires resolves runs ships shows"
    " solves starts stops supersedes supports takes uses was works"
)


def _name_start(text: Text, i: int) -> int:
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


def find_statutes(text: Text) -> Iterator[Atom]:
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
_RANKS = word_set("var. subsp. ssp. pv. bv. cv. f. subvar. sp. forma var subsp ssp pv bv cv")


_EPITHET = re.compile(r"[a-z]{2,}(?:us|a|um|is|i|ae|ens|ans|es|ax|ix|or|ense|oides)")


_STRAIN = re.compile(r"[A-Z]{1,4}-?\d{1,5}[A-Za-z]?|[A-Z]{2,4}|O\d+|ATCC|DSM")


#: English words that look like epithets.
_NO_EPITHET = word_set(
    "is was this his its a area data media agenda idea era via extra plus thus bus focus"
    " bonus virus status census campus basis crisis analysis series does goes says makes takes"
    " gives comes uses sometimes for or nor minor major prior editor author doctor factor has"
    " as us these those times others species i alumni various serious album forum maximum"
    " minimum museum"
)


def find_taxa(text: Text) -> Iterator[Atom]:
    """Organisms: "Prunus domestica var. insititia", "E. coli K-12"."""
    i = 0
    while i + 1 < len(text):
        end = _taxon_end(text, i) if text.capital[i] else 0
        if end:
            yield Atom(i, end, "taxon")
        i = max(end, i + 1)


def _taxon_end(text: Text, i: int) -> int:
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
