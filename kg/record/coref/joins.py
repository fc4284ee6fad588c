"""Names that mean the same: equal names, acronyms, parts of a full name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from kg.english.lexicon import ADDRESS, COMPANY_FORMS, KEPT_TITLES, ORGANIZATION_NOUNS, TITLES
from kg.english.namesakes import is_other
from kg.english.nouns import WORK_NOUNS, is_kin, is_relational
from kg.english.sides import DIRECTIONS, NUMERALS
from kg.parse.tokens import Token
from kg.record.coref.chains import Chains, sex_of
from kg.record.mentions import Reference

#: Where the name of an acting person stands.
AGENT_DEPS = ("nsubj", "poss")

#: What stands between the parties of a case: Texas is not "Washington v. Texas".
CASES = {"v", "vs"}
#: What stands between two people: "Dole & Berg" is neither.
JOINED = {"&", "and"}
#: So many sentences say whom a text is about.
OPENING = 2
#: What a company's name may end in and go without.
COMPANY_ENDINGS = {form.casefold().replace(".", "") for form in COMPANY_FORMS} | {
    "company", "group", "holdings"
}  # fmt: skip


def join_names(chains: Chains) -> None:
    names = [r for r in chains.references if r.kind == "name"]
    by_key: dict[str, Reference] = {}
    couples, shared = _couples(names), _shared(names)
    for name in names:
        key = f"country:{name.country.code}" if name.country else f"name:{name_key(name.label)}"
        if name_key(name.label) in couples:
            key += f":{_sex(name)}"
        elif _is_namesake(name) or _is_maiden(name):
            key += f":{name.order}"
        elif name_key(name.label) in shared:
            key += f":{_address(name)}"  # "Dr Holt", of a text with a Mr Otto Holt as well
        if key in by_key and is_other_of(name):
            continue
        if key in by_key:
            chains.join(by_key[key], name, "same name")
        else:
            by_key[key] = name
    _join_nicknames(chains, names)
    _join_acronyms(chains, names)
    _join_defined(chains, names)
    _join_variants(chains, names)


def is_other_of(name: Reference) -> bool:
    """Whether the words before a full name say that it is another's: "another Anna Berg"."""
    whole = len(name_parts(name.label)) > 1 and name.type in ("Person", "")
    if not whole or name.head.dep in ("compound", "nmod", "amod"):
        return False  # "another Stephen King novel"
    return is_other(name.sentence.text[: name.first.start - name.sentence.start])


def _couples(names: list[Reference]) -> set[str]:
    """The names that a Mr and a Mrs bear."""
    sexes: dict[str, set[str]] = {}
    for name in names:
        sexes.setdefault(name_key(name.label), set()).add(_sex(name))
    return {key for key, found in sexes.items() if {"m", "f"} <= found}


def _shared(names: list[Reference]) -> set[str]:
    """The family names of several whom a text calls by different words of address."""
    called: dict[str, dict[str, set[str]]] = {}
    for name in names:
        *first, last = name_parts(name.label)
        if first and _address(name):
            called.setdefault(last, {}).setdefault(_address(name), set()).add(first[0])
    return {last for last, found in called.items()
            if len(found) > 1 and len(set.union(*found.values())) > 1}  # fmt: skip


def _sex(name: Reference) -> str:
    """ "m" or "f" as the title says it, "" without one."""
    at = name.first.i
    words = {name.first.lower, *(t.lower for t in name.sentence.tokens[max(0, at - 1) : at])}
    return "m" if words & {"mr", "mr.", "sir", "lord"} else "f" if words & MRS else ""


def _of_other_sex(name: Reference, parts: list[str], other: Reference, whole: list[str]) -> bool:
    """ "Mr Holt" is not Ada Holt; "Mr. Li" may be Li Wei, of whom Li is no given name."""
    one = _sex(name) if len(parts) == 1 else sex_of(name)
    return {one, sex_of(other) if whole[-1] == parts[-1] else _sex(other)} == {"m", "f"}


def _address(name: Reference) -> str:
    """The word of address of a name, "" without one: "mr", "dr"."""
    before = name.sentence.tokens[max(0, name.first.i - 1) : name.first.i]
    words = (t.lower.rstrip(".") for t in (name.first, *before))
    return next((word for word in words if word in ADDRESS), "")


MRS = frozenset("mrs mrs. ms ms. miss lady dame".split())


@lru_cache(maxsize=4096)
def name_key(label: str) -> str:
    """Fold a name for comparison: no article, title, possessive, dots or case.

    >>> name_key("The U.S. Navy"), name_key("Mr. Abe")
    ('us navy', 'abe')
    """
    words = label.replace("’", "'").replace("- ", "-").casefold().split()
    words = [word.removesuffix("'s") for word in words]
    while len(words) > 1 and (words[0] == "the" or words[0] in TITLES or words[0] in KEPT_TITLES):
        words.pop(0)
    return " ".join(words).replace(".", "") or label


def _join_nicknames(chains: Chains, names: list[Reference]) -> None:
    """ "Bob Dole" and "Robert Dole" to 'Robert "Bob" Dole', found as one name or as three."""
    forms: dict[str, Reference] = {}
    for name in names:
        if name.type in ("Person", ""):
            forms |= dict.fromkeys(nickname_forms(name.label), name)
    for first, nick, last in zip(names, names[1:], names[2:], strict=False):
        quoted = OPEN.fullmatch(_between(first, nick)) and SHUT.fullmatch(_between(nick, last))
        if quoted and first.type == "Person":
            chains.join(first, nick, "nickname")
            chains.join(first, last, "nickname")
            forms |= dict.fromkeys(
                _forms(first=first.label, nick=nick.label, last=last.label), first
            )
    for name in names:
        if (full := forms.get(name_key(name.label))) is not None and name.type in ("Person", ""):
            chains.join(full, name, "nickname")


#: A name with a nickname in quotes: 'Robert "Bob" Dole', "Maria (“Mia”) Svensson".
NICKNAME = re.compile(
    r"""(?P<first>[^"“”‘’']+?)(?<!\s)\s*\(?["“‘'](?P<nick>\w[\w .-]*)["”’']\)?\s+(?P<last>\w.*)"""
)
#: What stands between the parts where they were found as names of their own.
OPEN, SHUT = re.compile(r"""\(?["“‘']"""), re.compile(r"""["”’']\)?""")


def _forms(*, first: str, nick: str, last: str) -> set[str]:
    """What somebody may be called, as keys: with the first name, or with the nickname."""
    return {name_key(f"{first} {last}"), name_key(f"{nick} {last}")}


def nickname_forms(label: str) -> set[str]:
    """What else a name with a nickname in it is said as, folded.

    >>> sorted(nickname_forms('Robert "Bob" Dole')), nickname_forms("Bob Dole")
    (['bob dole', 'robert dole'], set())
    """
    found = NICKNAME.fullmatch(label)
    return _forms(**found.groupdict()) if found else set()


def _between(a: Reference, b: Reference) -> str:
    """The tokens between two names of a sentence, "-" where they are not side by side."""
    if a.sentence is not b.sentence or not 0 < b.first.i - a.last.i <= 3:
        return "-"
    return "".join(t.text for t in a.sentence.tokens[a.last.i + 1 : b.first.i])


def _join_acronyms(chains: Chains, names: list[Reference]) -> None:
    long = {_initials(n.label): n for n in reversed(names) if len(n.label.split()) > 1}
    for name in names:
        short = name.label.replace(".", "")
        if 2 <= len(short) <= 6 and short.isupper() and short in long and not name.country:
            other = long[short]
            if not other.country and "Person" not in (name.type, other.type):
                chains.join(other, name, "acronym")
            elif other.type != "Person" and _defined(other, name):
                chains.join(other, name, "acronym in parentheses")


def _join_defined(chains: Chains, names: list[Reference]) -> None:
    """ "Larkfield Systems Ltd ("the Supplier")": a contract says whom it calls so.

    Behind an address it is who has it: "Orbis Limited of 4 Quay Street, Alta (the "Company")".
    """
    first: dict[int, Reference] = {}
    for name in names:
        first.setdefault(name.sentence.index, name)
    for long, short in pairwise(names):
        long_end = long.last.end
        if has_address(first[short.sentence.index], long):
            long = first[short.sentence.index]
        if long.sentence is short.sentence:
            text, start = long.sentence.text, long.sentence.start
            between = text[long_end - start : short.first.start - start]
            behind = text[short.last.end - start :]
            if DEFINES.fullmatch(between) and DEFINED.match(behind):
                chains.join(long, short, "defined in parentheses")


#: What stands between a name and the term that stands for it, and behind that.
DEFINES = re.compile(
    r"""\s*(?:,\s*)?[(\[]\s*(?:(?:hereinafter|hereafter|together|collectively|or|also)\b[^"“”()]{0,40})?"""
    r"""["“‘']\s*(?:the\s+)?""", re.IGNORECASE
)  # fmt: skip
DEFINED = re.compile(r"""\s*,?["”’'][^()]{0,40}[)\]]""")


#: A party of a contract opens its paragraph, behind "(1)" at most.
PARTY = 4


def has_address(party: Reference, last: Reference) -> bool:
    """Whether a name opens a paragraph and an address ends in another: "Orbis Limited, 4 Quay
    Street, Alta"."""
    if party is last or party.first.i > PARTY:
        return False
    between = party.sentence.tokens[party.last.i + 1 : last.first.i]
    if any(t.text in ("(", "[") for t in between):
        return False  # "Orbis Limited (the "Lender") and Kern Limited, 4 Quay Street, Alta"
    pairs = pairwise(between)
    numbered = any(b.text[0].isdigit() and a.lower in ("at", "of") for a, b in pairs)
    return numbered and any(t.text == "," for t in between)


def _initials(label: str) -> str:
    return "".join(word[0] for word in label.replace("-", " ").split() if word[0].isupper())


def _defined(long: Reference, short: Reference) -> bool:
    """ "World Health Organization (WHO)": the short form in parentheses right behind."""
    between = short.first.start - long.last.end
    return 0 < between <= 3 and short.sentence is long.sentence


def _join_variants(chains: Chains, names: list[Reference]) -> None:
    """Surnames and first names to the full name before them, "Acme" to "Acme Corporation"."""
    full = [(n, whole) for n in names if len(whole := name_parts(n.label)) > 1
            and not (n.type == "Person" and JOINED & set(whole))]  # fmt: skip
    ends = {word for _, whole in full for word in (whole[0], whole[-1])}
    alone = {parts[0] for n in names if len(parts := name_parts(n.label)) == 1}
    # Whom a text names first it is about, and it calls nobody else by the bare family name.
    first = next((n for n in names if n.type == "Person" and n.sentence.index < OPENING), None)
    for name in names:
        parts = name_parts(name.label)
        if name.country or (parts[0] not in ends and parts[-1] not in ends):
            continue
        if _is_work(name) or _is_namesake(name) or _is_maiden(name):
            continue  # "the album Elvis" is not Elvis Presley
        if name.type == "Place" and len(parts) == 1 and name.head.dep not in AGENT_DEPS:
            continue
        fits = [
            other
            for other, whole in full
            if len(whole) > len(parts)
            and not (CASES & set(whole))
            and not is_own(name, other)
            and not _of_other_sex(name, parts, other, whole)
            and not (other.order < name.order and _is_new(name))
            and not (other.type == "Person" and _is_firm(name))
            and (whole[0] == parts[0] or whole[-1] == parts[-1])
            and _variant(parts, other, chains.type_of(other), name)
        ]
        alike = [o for o in fits if o.order < name.order and _address(o) == _address(name) != ""]
        fits = alike or fits  # "Mr Holt", of a text about Dr Ada Holt and Mr Otto Holt
        if any(chains.same(name, other) for other in fits):
            continue  # "Berg" is Anna Berg by now, and would make Peter Berg one with her
        if len(parts) == 1 and fits and _is_of_two_kinds(name, fits, full, chains):
            continue  # "Holt", of a text about Ada Holt and Holt Brands
        roots = {chains.root(other) for other in fits}
        before = [other for other in fits if other.order < name.order]
        if len(roots) == 1:
            chains.join(fits[0], name, "part of a name")
        elif before and name.type in ("Person", ""):
            # Who is called by the first name is not the one called by the family's.
            others = [o for o in before if name_parts(o.label)[0] not in alone]
            one = len({chains.root(other) for other in others}) == 1
            # A text that begins with two of a name is about both.
            beside = {chains.root(o) for o in before if first and o.sentence is first.sentence}
            about = first if len(beside) < 2 else None
            topic = [o for o in before if about is not None and chains.same(o, about)]
            # Else it may be either: "Berg", of a text about Anna Berg and Peter Berg.
            if chosen := others if one else topic:
                chains.join(chosen[-1], name, "part of the nearest name")


def _is_of_two_kinds(
    name: Reference, fits: list[Reference], full: list[tuple[Reference, list[str]]], chains: Chains
) -> bool:
    """Whether a bare name may be a person, or the firm that begins with that person's name.

    A word of address tells: "Mr Holt"; so does a text that has named the person, not yet the firm.
    """
    word = name_parts(name.label)
    people = [other for other in fits if chains.type_of(other) == "Person"]
    told = any(other.order < name.order for other in people)
    firms = [
        other for other, whole in full
        if whole[: len(word)] == word and other.type == "Organization"
        and not JOINED & set(whole)  # nobody calls "Pike & Rowntree" Pike
        and (other.order < name.order or not told)
    ]  # fmt: skip
    at = name.first.i - 1
    called = {name.first.lower, *([name.sentence.tokens[at].lower] if at >= 0 else [])}
    return bool(firms and people) and not called & ADDRESS


def _is_work(name: Reference) -> bool:
    """Whether the word before a name says that it is a book, a film or the like."""
    before = name.sentence.tokens[name.first.i - 1] if name.first.i else None
    return before is not None and before.tag == "NN" and before.lemma.lower() in WORK_NOUNS


def _is_firm(name: Reference) -> bool:
    """Whether the word before a name says that it is a firm: "the engineering group Brand"."""
    before = name.sentence.tokens[name.first.i - 1] if name.first.i else None
    return before is not None and before.lower in ORGANIZATION_NOUNS


#: In front of the family name that somebody was born with.
MAIDEN = ("née", "nee", "né")


def _is_maiden(name: Reference) -> bool:
    """ "Ada Holt (née Lind)": her father's name as well."""
    return name.first.i > 0 and name.sentence.tokens[name.first.i - 1].lower in MAIDEN


def _is_namesake(name: Reference) -> bool:
    """ "built by his grandson, also William", "another William": of the same name, and not he."""
    before = name.sentence.tokens[name.first.i - 1] if name.first.i else None
    beside = before is not None and before.lower == "also" and name.head.dep == "appos"
    return beside or any(t.lower == "another" for t in name.head.having("det"))


def _is_new(name: Reference) -> bool:
    """ "had two daughters, Louisa and Grace", "a son, Max": nobody told of before."""
    head = name.head
    while head.dep == "conj" and head.head is not head:
        head = head.head
    kin = head.head if head.dep == "appos" else head
    if name.first is not name.last or not is_kin(kin.lemma.lower()):
        return False
    articles = {t.lower for t in kin.having("det")}
    return bool(kin.having("nummod")) or bool(articles & {"a", "an", "another"})


def is_own(name: Reference, other: Reference) -> bool:
    """Whether a text makes one the kin, friend or part of the other."""
    noun = owned_by(name.head)
    return noun is not None and any(token in other.tokens for token in called(noun))


def owned_by(head: Token) -> Token | None:
    """The noun whose owner, kin or whole a phrase names."""
    if head.dep == "poss":
        return head.head
    prep = head.head
    if head.dep == "pobj" and prep.lower == "of" and is_relational(prep.head.lemma.lower()):
        return prep.head
    return None


def called(noun: Token) -> Iterator[Token]:
    """Whom a noun says what they are: what it stands beside, the subject of its "is"."""
    if noun.dep == "appos":
        yield noun.head
    yield from noun.having("appos")
    if noun.dep == "attr" and noun.head.lemma == "be":
        yield from noun.head.having("nsubj")


def name_parts(label: str) -> list[str]:
    return name_key(label).split()


def _variant(parts: list[str], other: Reference, type: str, name: Reference) -> bool:
    whole = name_parts(other.label)
    if told_apart(whole) != told_apart(parts):
        return False  # "Ward" is not "Ward B"
    if len(whole) > len(parts) and inside_of(other.label) == name.label:
        return False  # "PRN" is no "Jovem PRN"
    if type == "Person" and name.type == "Place":
        # "Paris laughed" in a text about Valeska Paris
        return other.order < name.order and parts == whole[-1:]
    if type == "Person" and name.type in ("Person", "Organization", ""):
        ends = [whole[0], whole[-1]]  # "George Bush" and "George W. Bush"
        return parts in (whole[-len(parts) :], whole[: len(parts)], ends)
    if type in ("Organization", "") and name.type in ("Organization", "", "Person"):
        # companies bear the names of people
        rest = whole[len(parts) :]
        return parts == whole[: len(parts)] and all(word in COMPANY_ENDINGS for word in rest)
    return False


def inside_of(label: str) -> str:
    """The short form in capitals that a name has inside: whose part, or what sort of it, it is.

    >>> inside_of("UN Security Council"), inside_of("IBM Corporation"), inside_of("ORBIS BANK")
    ('UN', '', '')
    """
    words = label.split()
    shorts = [word for word in words if SHORT.fullmatch(word)]
    rest = [word for word in words if word not in shorts]
    more = [word for word in rest if word.casefold().rstrip(".") not in COMPANY_ENDINGS]
    return shorts[0] if len(shorts) == 1 and more else ""


def told_apart(parts: list[str]) -> tuple[str, ...]:
    """What tells a name from its like: numbers and years, the letter or part it ends in, the side
    that it begins with.

    >>> told_apart("basel accord ii".split()), told_apart("west bank".split())
    (('ii',), ('west',))
    """
    numbers = (part for part in parts if part[0].isdigit())
    first, last = (parts[0], parts[-1]) if len(parts) > 1 else ("", "")
    ends = [last] if last and not last[0].isdigit() and (len(last) == 1 or last in PARTS) else []
    return (*([first] if first in DIRECTIONS else ()), *numbers, *ends)


#: A short form: "PRN".
SHORT = re.compile(r"[A-Z]{2,6}")
#: Numbers and directions that a name ends in.
PARTS = NUMERALS.union(DIRECTIONS)
