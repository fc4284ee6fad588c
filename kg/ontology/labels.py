"""Labels of classes and relations: names split into words, the best of several languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from urllib.parse import unquote

from kg.iri import split_iri

#: The longest label, in characters, and where a description is cut.
LONGEST_LABEL, LONGEST_DESCRIPTION = 300, 2_000

#: Where one word of a name ends and the next begins: `birthPlace`, `ISOCode`, `birth_place`.
_CUT = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-\s]+")
#: A label that is only a name: without a space, of several parts.
_NAME = re.compile(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*_?")
#: An identifier says nothing in words: `P57`, `Q5`, `0000123`, `GO_0008150`.
_NUMBERED = re.compile(r"[A-Za-z]{0,8}[_\-]?[0-9]+")


def words_of(name: str) -> str:
    """A name of a program, in words; abbreviations keep their capitals.

    >>> words_of("birthPlace"), words_of("LCCN_number"), words_of("ISBNCode"), words_of("1stPart")
    ('birth place', 'LCCN number', 'ISBN code', '1st part')
    """
    words = [word for word in _CUT.split(name) if word]
    return " ".join(w if len(w) > 1 and w.isupper() else w.lower() for w in words)


def readable(label: str) -> str:
    """A label as written, on one line; one that is only a name is split into words.

    >>> readable("worksFor"), readable("Works  for"), readable("Person"), readable("ComicsHero")
    ('works for', 'Works for', 'Person', 'comics hero')
    """
    line = one_line(label)
    several = "_" in line or _CUT.search(line) is not None
    return words_of(line) if several and _NAME.fullmatch(line) else line


def one_line(text: str) -> str:
    """Text without control characters and format characters, white space collapsed."""
    seen = "".join(" " if unicodedata.category(c) in _UNSEEN else c for c in text)
    return " ".join(seen.split())


_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def described(text: str) -> str:
    """A description, on one line, cut where it is very long."""
    line = one_line(text[: 4 * LONGEST_DESCRIPTION])
    return line if len(line) <= LONGEST_DESCRIPTION else f"{line[:LONGEST_DESCRIPTION]}…"


def label_of_iri(iri: str) -> str:
    """The words of the last step of an IRI; empty where that is an identifier.

    >>> label_of_iri("https://schema.org/worksFor"), label_of_iri("http://www.wikidata.org/entity/P57")
    ('works for', '')
    """
    space, name = split_iri(iri)
    if not name:
        name = space.rstrip("/#").rpartition("/")[2]
    name = one_line(unquote(name.rpartition(":")[2]))
    numbered = _NUMBERED.fullmatch(name) or not any(c.isalpha() for c in name)
    return "" if numbered else words_of(name)


def best_first(labels: Iterable[tuple[str, str]]) -> list[str]:
    """Texts in English first, then those that name no language; others only where nothing else is.

    Each text has its language tag, or an empty one. Texts of one kind are sorted.

    >>> best_first([("Firma", "de"), ("company", "en"), ("firm", "en-GB")])
    ['company', 'firm']
    """
    found: dict[int, set[str]] = {}
    for text, language in labels:
        tag = language.lower().partition("-")[0]
        if text.strip():
            found.setdefault(0 if tag == "en" else 1 if not tag else 2, set()).add(text)
    good = [text for rank in (0, 1) for text in sorted(found.get(rank, ()))]
    return list(dict.fromkeys(good)) or sorted(found.get(2, ()))


def head_noun(label: str) -> str:
    """The noun that a label is about, in lower case and as one.

    >>> head_noun("date of birth"), head_noun("film production companies"), head_noun("director")
    ('date', 'company', 'director')
    """
    words = re.split(r"[^\w']+", label.lower().replace("’", "'"))
    words = [word for word in words if word]
    for n, word in enumerate(words):
        if n and word in _BEHIND:
            words = words[:n]
            break
    return singular(words[-1]) if words else ""


#: What stands behind a head noun.
_BEHIND = frozenset("of in at on for by from to with which that who as or and".split())


def singular(noun: str) -> str:
    """A noun of one thing, by its ending.

    >>> [singular(n) for n in ("cities", "churches", "members", "glass", "species", "ties")]
    ['city', 'church', 'member', 'glass', 'species', 'tie']
    """
    if noun in _SAME or noun.endswith(("ss", "us", "is")) or len(noun) < 4:
        return noun
    if noun.endswith("ies") and len(noun) > 4:
        return f"{noun[:-3]}y"
    if noun.endswith(("ches", "shes", "xes", "sses")):
        return noun[:-2]
    return noun.removesuffix("s") if noun.endswith("s") else noun


def base_form(label: str) -> str:
    """A relation as claims call it: its first word without the ending of "she works".

    >>> [base_form(label) for label in ("Works for", "carries", "is part of", "has part", "boss")]
    ['work for', 'carry', 'be part of', 'have part', 'boss']
    """
    first, _, rest = " ".join(label.lower().split()).partition(" ")
    return f"{_BASE.get(first) or singular(first)} {rest}".rstrip()


_BASE = {"is": "be", "are": "be", "was": "be", "has": "have", "does": "do", "goes": "go"}
_SAME = frozenset("species series headquarters people news politics physics".split())
