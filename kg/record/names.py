"""Sentences → the names in them, as runs of tokens with a type.

Three ways to be a name: the recogniser of the pipeline says so; a run of proper nouns that it left
out; or the words are a name elsewhere in the document ("the Scientology officials").
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import takewhile

from kg.english.given import first_names
from kg.english.lexicon import (
    ADDRESS,
    COMPANY_FORMS,
    DEPUTIES,
    HONOURS,
    LIFE_WORDS,
    NOBILITY,
    ROLES,
    TITLES,
    is_post,
    is_role,
)
from kg.english.nouns import WORK_NOUNS, is_deed
from kg.english.sides import GENERATIONS, NUMERALS
from kg.link import bundled
from kg.parse.analyze import Sentence
from kg.parse.tokens import AMOUNTS, TIMES, Token
from kg.record.phrases import number_behind

#: spaCy's entity labels (OntoNotes 5) → our types. Labels of amounts and times are not here.
TYPE_OF = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
    "NORP": "Group",
    "EVENT": "Event",
    "WORK_OF_ART": "CreativeWork",
    "PRODUCT": "Product",
    "LAW": "Law",
    "LANGUAGE": "Language",
}

#: The tokens of a name and its type, "" where nothing tells it.
Name = tuple[list[Token], str]


#: Roman numerals as names have them: "Tarn II".
NUMERALS_WRITTEN = frozenset(word.upper() for word in NUMERALS)


def find_names(sentences: list[Sentence]) -> list[list[Name]]:
    """The names of each sentence, in text order."""
    common = {t.lower for s in sentences for t in s.tokens if t.pos == "NOUN" and t.i}
    listed = any(run for sentence in sentences for run in _inverted(sentence))
    found = [list(_names(sentence, common, listed=listed)) for sentence in sentences]
    for sentence, names in zip(sentences, found, strict=True):
        names[:] = _whole_firms(sentence, _whole_titles(sentence, names))
        names[:] = [name for name in names if not _is_office(sentence, name)]
        names[:] = _from_somewhere(sentence, names)
    known = _Known(sentences, found)
    addressed = {
        "".join(token.text[0] for token in person_of(s)).upper()
        for s in sentences if s.kind == "address" and len(s.tokens) > 1
    }  # fmt: skip
    for sentence, names in zip(sentences, found, strict=True):
        names += _in_brackets(sentence, names)
        names += known.again(sentence, names)
        names += _initials(sentence, names, addressed)
        names.sort(key=lambda name: name[0][0].i)
    return found


def _from_somewhere(sentence: Sentence, names: list[Name]) -> list[Name]:
    """ "Anselm of Brenthem" is one name: who has no other is called by a place."""
    tokens, taken = sentence.tokens, set[int]()
    whole: list[Name] = []
    for run, type in names:
        behind = tokens[run[-1].i + 1 : run[-1].i + 4]
        before = tokens[run[0].i - 1].lower if run[0].i else ""
        given = run[0].lower in first_names() or is_role(before)
        named = type == "Person" and len(run) == 1 and given
        placed = len(behind) > 1 and behind[0].lower == "of" and behind[1].pos == "PROPN"
        single = len(behind) < 3 or behind[2].pos != "PROPN"
        firm = placed and behind[1].entity in ("ORG", "PRODUCT", "DATE")
        if named and placed and single and not firm and behind[1].text.istitle():
            run = [*run, *behind[:2]]
            taken.add(behind[1].i)
        whole.append((run, type))
    return [(run, type) for run, type in whole if run[0].i not in taken]


def _is_office(sentence: Sentence, name: Name) -> bool:
    """ "her cousin Rodric, [Duke] of Ambry": what he is, and nobody else."""
    (token, *more), type = name
    behind = sentence.tokens[token.i + 1 : token.i + 2]
    of = bool(behind) and behind[0].lower == "of"
    what = is_role(token.lower) or token.lower in NOBILITY
    return of and what and not more and type == "Person" and token.dep == "appos"


def _whole_titles(sentence: Sentence, names: list[Name]) -> list[Name]:
    """Titles with the article in front and the part behind a colon that recognisers leave out.

    "The Radio Detective", "Origin: Spirits of the Past".
    """
    whole: list[Name] = []
    for run, type in names:
        if owned := _owned_title(sentence, run):
            whole.append((owned, "CreativeWork"))
            continue
        if type != "CreativeWork" or not run[0].i:
            whole.append((run, type))
            continue
        before = sentence.tokens[run[0].i - 1]
        first, kind = whole[-1] if whole else ([before], "Person")
        if before.text == ":" and first[-1].i == before.i - 1 and kind in TITLED:
            whole[-1] = ([*first, before, *run], type)
        elif before.text in ("The", "A", "An") and not _is_deed(run):
            whole.append(([before, *run], type))
        else:
            whole.append((run, type))
    return whole


def _whole_firms(sentence: Sentence, names: list[Name]) -> list[Name]:
    """ "the Hebridean & Ulster", "Kerrigan & Sons": what "&" joins is one, and nobody; two people
    with a given name each ("Ada Lund & Otto Kern") stay two."""
    whole: list[Name] = []
    for run, type in names:
        mark = sentence.tokens[run[0].i - 1] if run[0].i else run[0]
        first, kind = whole[-1] if whole else ([], "")
        people = kind == type == "Person" and min(len(first), len(run)) > 1
        at = first[0].i if first else 0
        the = at and sentence.tokens[at - 1].lower == "the"  # "the Hebridean & Ulster"
        people = people or (not the and bool({kind, type} & {"Place", "Country", "Group"}))
        if mark.text == "&" and first and first[-1].i == mark.i - 1 and not people:
            whole[-1] = ([*first, mark, *run], "Organization")
        else:
            joined = type == "Person" and any(token.text == "&" for token in run)
            whole.append((run, "Organization" if joined else type))
    return whole


def _owned_title(sentence: Sentence, run: list[Token]) -> list[Token]:
    """ "her cookbook, Yesterday's Bread": the owner is part of the title; none of other names."""
    head, at = head_of(run), run[0].i
    if head.dep != "appos" or head.head.lemma.lower() not in WORK_NOUNS or at < 2:
        return []
    owner, mark = sentence.tokens[at - 2 : at]
    owned = mark.tag == "POS" and owner.head is head and owner.text[0].isupper()
    return [owner, mark, *run] if owned and owner.entity != "PERSON" else []


#: What the first half of a title with a colon is taken for.
TITLED = ("CreativeWork", "Product", "")


def _is_deed(run: list[Token]) -> bool:
    """ "The Marlow Treaty" is a treaty, and its article is none of a title."""
    return is_deed(run[-1].lemma.lower())


def _initials(sentence: Sentence, names: list[Name], listed: set[str]) -> Iterator[Name]:
    """ "AN will write": in minutes the initials of who was listed, whatever word they look like."""
    covered = {token.i for run, _ in names for token in run} if listed else set()
    for token in sentence.tokens if listed else ():
        if token.text in listed and token.dep in ARGUMENTS and token.i not in covered:
            yield [token], "Person"


#: Where initials stand for somebody.
ARGUMENTS = ("nsubj", "nsubjpass", "dobj", "dative", "pobj", "agent", "conj", "poss")


def _in_brackets(sentence: Sentence, names: list[Name]) -> Iterator[Name]:
    """The short form behind a name, whatever word it looks like: "World Health Organization
    (WHO)"."""
    covered = {token.i for run, _ in names for token in run}
    for run, type in list(names):
        behind = sentence.tokens[run[-1].i + 1 : run[-1].i + 4]
        if len(behind) < 3 or behind[0].text != "(" or behind[2].text != ")":
            continue
        letters = [token.text[0] for token in run if token.text[0].isupper()]
        short = behind[1]
        if short.i not in covered and len(letters) > 1 and list(short.text) == letters:
            yield [short], type


class _Known:
    """The names of a document, to find them where the parse hides them.

    A word that the document also writes small is no name by itself. A person's last name is known
    with the whole one.
    """

    def __init__(self, sentences: list[Sentence], found: list[list[Name]]) -> None:
        small = {t.text for s in sentences for t in s.tokens if t.text.islower()}
        votes: dict[tuple[str, ...], Counter[str]] = {}
        for run, type in (name for names in found for name in names):
            words = tuple(token.text for token in run)
            if type and not words[-1].isdigit():
                votes.setdefault(words, Counter())[type] += 1
                if type == "Person" and len(words) > 1 and words[-1] not in NUMERALS_WRITTEN:
                    votes.setdefault(words[-1:], Counter())[type] += 1
        self.types: dict[tuple[str, ...], str] = {}
        self.longest: dict[str, int] = {}
        for words, types in votes.items():
            if len(words[-1]) > 1 and any(word.lower() not in small for word in words):
                self.types[words] = max(types, key=lambda type: types[type])
                self.longest[words[0]] = max(self.longest.get(words[0], 0), len(words))

    def again(self, sentence: Sentence, names: list[Name]) -> Iterator[Name]:
        """What is known as a name and was not found as one in this sentence."""
        covered = {token.i for run, _ in names for token in run}
        if not any(t.text in self.longest and t.i not in covered for t in sentence.tokens):
            return
        free = [t.i not in covered and t.entity not in AMOUNTS | TIMES for t in sentence.tokens]
        i = 0
        while i < len(free):
            run = self._at(sentence.tokens, i, free)
            if run:
                found, type = _whole(sentence, run, self.types[tuple(token.text for token in run)])
                run = found if found[-1].i < len(free) and free[found[-1].i] else run
                yield run, type
            i += max(len(run), 1)

    def _at(self, tokens: list[Token], i: int, free: list[bool]) -> list[Token]:
        """The longest name that begins at a token."""
        for length in range(self.longest.get(tokens[i].text, 0), 0, -1):
            run = tokens[i : i + length]
            named = tuple(token.text for token in run) in self.types
            ends = run[-1].pos in ("NOUN", "PROPN") or run[-1].text in NUMERALS_WRITTEN
            if named and all(free[i : i + length]) and ends:
                return run
        return []


def _names(sentence: Sentence, common: set[str], *, listed: bool) -> Iterator[Name]:
    """The names of a sentence.

    `common` are the common nouns of the document, lower case, `listed` says whether it lists people
    by their family names.
    """
    covered: set[int] = set()
    if sentence.kind == "speaker":
        run = speaker_of(sentence)
        if run:
            yield run, "Person"
        return
    if sentence.kind == "name":
        yield person_of(sentence), _stated_type(sentence)
        return
    if sentence.kind == "address":
        run, labels = person_of(sentence), {token.entity for token in sentence.tokens}
        if _is_name(run) or "@" in sentence.text:  # not "all staff"
            yield run, "Organization" if labels == {"ORG"} else "Person"
        return
    for run in _inverted(sentence, known=not listed):
        covered.update(token.i for token in run)
        yield run, "Person"
    title: list[Token] = []
    for run in _entity_runs(sentence.tokens):
        label = run[0].entity
        if run[0].i in covered:
            continue
        if label in AMOUNTS or label in TIMES:
            covered.update(token.i for token in run)
            continue
        trimmed = _trim(run, title=label == "WORK_OF_ART" and not _is_deed(run))
        if label == "PERSON" and is_office(trimmed) and _is_held(sentence, trimmed):
            title = trimmed  # "the President": nobody's name
            continue
        if label == "PERSON" and title and trimmed and title[-1].i + 1 == trimmed[0].i:
            trimmed = [*title, *trimmed]  # "Justice Holt"
        if trimmed and label in TYPE_OF and _is_name(trimmed) and not _is_common(trimmed):
            if label in ("PERSON", "WORK_OF_ART"):
                trimmed = [*_first_part(sentence, trimmed, covered), *trimmed]
            trimmed = [*trimmed, *_last_part(sentence, trimmed)]
            if label == "PERSON":
                trimmed = _with_nickname(sentence, trimmed)
            trimmed, type = _whole(sentence, trimmed, TYPE_OF[label])
            covered.update(token.i for token in trimmed)
            yield trimmed, type
    for run in _proper_runs(sentence, covered):
        head = head_of(run)
        # "Prime" in "Prime minister" is a capital, not a name.
        if is_office(run) or _is_common(run):
            continue
        if head.dep == "compound" and head.head.pos == "PROPN" and is_post(head.lower):
            continue  # "Vice President Harris", "Congresswoman Lee"
        run, type = _whole(sentence, run, "")
        if len(run) == 1 and run[0].i == 0 and run[0].lower in common:
            continue  # a capital that only opens the sentence
        if len(run) > 1 or head.dep != "compound" or head.head.pos == "PROPN":
            yield run, type


def is_office(tokens: list[Token]) -> bool:
    """Whether a name is but an office or a title: "President", "Prime Minister"."""
    return bool(tokens) and all(map(_is_title, tokens))


def _is_held(sentence: Sentence, office: list[Token]) -> bool:
    """Whether the word for an office means it: "the King", not "Mr King" or "King of Norway"."""
    tokens, first, last = sentence.tokens, office[0].i, office[-1].i
    before = tokens[first - 1] if first else None
    if any(t.lower in ADDRESS for t in (*office, *([before] if before else []))):
        return False
    behind = tokens[last + 1 : last + 2]
    placed = bool(behind) and behind[0].lower == "of"
    known = before is not None and (before.dep in ("det", "poss") or before.tag == "POS")
    return not placed and (known or len(office) > 1)


def _first_part(sentence: Sentence, run: list[Token], covered: set[int]) -> list[Token]:
    """What the recogniser left out before a name: the "Duke" of "Duke Albrecht", the "She" of the
    title "He Sings the Blues"."""
    first = last = run[0].i
    opening = sentence.tokens[0]
    named = opening.lower in first_names() and len(opening.text) > 3  # "In" is a name elsewhere
    if first == 1 and named and opening.text.istitle():
        verb = opening.tag.startswith(("VB", "MD", "PRP", "DT"))  # "Will Vogt come?"
        return [] if verb or _is_title(opening) or opening.i in covered else [opening]
    while first > 0:
        before = sentence.tokens[first - 1]
        named = before.tag == "NNP" and before.text[0].isupper() and not before.entity
        within = before.dep == "compound" and before.head in run
        if not named or not within or before.i in covered or _is_title(before):
            break
        first -= 1
    return sentence.tokens[first:last]


def _last_part(sentence: Sentence, run: list[Token]) -> list[Token]:
    """What the recogniser left out behind a name: the "Morning" of the charity Clear Morning."""
    found: list[Token] = []
    last = run[-1]
    for token in sentence.tokens[last.i + 1 :]:
        named = token.tag in ("NNP", "NNPS") and token.text[0].isupper() and not token.entity
        if not named or last.dep != "compound" or last.head is not token or _is_title(token):
            break
        found.append(token)
        last = token
    return found


def _inverted(sentence: Sentence, *, known: bool = True) -> list[list[Token]]:
    """The people of a list by family name: "Kolb, Anna; Bohl, Tim".

    `known` asks for given names that kg knows; in a list that has such another may be any.
    """
    tokens, first = sentence.tokens, first_names()
    found: list[list[Token]] = []
    if (run := _entry_of(sentence)) is not None:
        return [run]
    for at in range(len(tokens) - 2):
        last, comma, given = tokens[at : at + 3]
        if comma.text != "," or (known and given.lower not in first):
            continue
        before = tokens[at - 1].text if at else ";"
        after = tokens[at + 3].text if at + 3 < len(tokens) else ";"
        proper = last.tag == given.tag == "NNP" and last.text.istitle() and given.text.istitle()
        if proper and before in LISTED and after in LISTED:
            found.append([last, comma, given])
    # Nobody is "Anna, Tom" or "Richmond, Virginia", unless somebody beside can be nothing else.
    return found if any(map(_is_listed, found)) else []


def _entry_of(sentence: Sentence) -> list[Token] | None:
    """ "Lindqvere, Augustus Thorne (1819 - 1861), surveyor": how a book of lives names somebody."""
    run = list(takewhile(lambda t: t.text != "(", sentence.tokens[:6]))
    if len(run) < 3 or len(run) > 5 or run[1].text != ",":
        return None
    behind = sentence.tokens[len(run) + 1 : len(run) + 3]
    dated = any(t.text[0].isdigit() or t.lower in LIFE_WORDS for t in behind)
    named = all(t.tag == "NNP" and t.text.istitle() for t in (run[0], *run[2:]))
    return run if dated and named and run[2].lower in first_names() else None


def _is_listed(run: list[Token]) -> bool:
    """Whether "Kolb, Anna" is a family name and a given one, and these can be nothing else."""
    last, given = run[0], run[-1]
    regional = any(e.kind in REGIONAL for e in bundled().find(given.text))
    return last.lower not in first_names() and not regional


REGIONAL = ("country", "territory", "subdivision")


def in_order(name: str) -> str:
    """A person's name the way it is said; one with a "Jr." or the like stays as it is.

    >>> in_order("Kolb, Anna"), in_order("Ken Griffey, Jr.")
    ('Anna Kolb', 'Ken Griffey, Jr.')
    >>> in_order("Ottilie, Duchess of Harlow")
    'Ottilie, Duchess of Harlow'
    """
    last, comma, first = name.partition(", ")
    if not comma or "," in first or _is_rank(first):
        return name
    return f"{first} {last}"


def _is_rank(words: str) -> bool:
    """Whether what stands behind a comma is no given name: "Jr.", "Earl of Lorn", "Prince"."""
    whole = words.casefold().replace(".", "").split()
    last = whole[-1]
    given = (last in first_names() and last not in ROLES) or len(last) == 1  # "Prof. Anna"
    office = any(word in ROLES for word in whole) and not given
    return " ".join(whole) in BEHIND or "of" in whole[1:] or office


#: What stands behind a comma and is no given name.
BEHIND = GENERATIONS.union(
    "junior senior md phd dds esq esquire qc kc cpa rn mp obe inc ltd".split()
)
#: What stands between the people of a list.
LISTED = frozenset(";:(")


def _with_nickname(sentence: Sentence, run: list[Token]) -> list[Token]:
    """'Margaret ("Peg") Doyle' whole, of which the recogniser takes the first name alone."""
    behind = sentence.tokens[run[-1].i + 1 : run[-1].i + 7]
    words = [at for at, token in enumerate(behind) if token.text not in QUOTES]
    if len(words) < 2 or not 0 < words[0] < words[1] - 1:
        return run
    named = all(behind[at].tag == "NNP" and behind[at].text.istitle() for at in words[:2])
    quoted = any(token.text not in ("(", ")") for token in behind[: words[0]])
    return [*run, *behind[: words[1] + 1]] if named and quoted else run


#: Around a nickname.
QUOTES = frozenset(("(", ")", '"', "“", "”", "‘", "’", "'", "``", "''"))


def _is_title(token: Token) -> bool:
    """ "Mr", "Vice", "President"."""
    return token.lower in TITLES or token.lower in DEPUTIES or is_post(token.lower)


def _whole(sentence: Sentence, run: list[Token], type: str) -> Name:
    """A name with what the recogniser leaves out: a legal form ("ASA"), the 11 of "Apollo 11"."""
    run, type = _told_apart(sentence, run, type)
    after = sentence.tokens[run[-1].i + 1 : run[-1].i + 2]
    if len(run) > 1 and run[-1].text in COMPANY_FORMS:
        return run, "Organization"
    if after and after[0].text in COMPANY_FORMS and not sentence.text.isupper():
        return [*run, *after], "Organization"
    numbered = type not in ("Person", "Place") or run[-1].lower in NUMBERED_PLACES
    return [*run, *(number_behind(run[-1]) if numbered else [])], type


#: Places that numbers tell apart: "Ward 7".
NUMBERED_PLACES = frozenset(
    "ward room gate platform block district zone sector unit terminal level route building bay pier"
    " shop flat house lot plot camp station base hangar wing lane junction".split()
)


def _told_apart(sentence: Sentence, run: list[Token], type: str) -> Name:
    """A name with what tells it from its like: the year of "the 1998 Energy Plan", "Ward A"."""
    tokens, first, last = sentence.tokens, run[0].i, run[-1].i
    before = tokens[first - 1] if first else None
    behind = tokens[last + 1] if last + 1 < len(tokens) else None
    if behind is not None and len(run) == 1 and run[0].head is behind:
        letter = len(behind.text) == 1 and behind.text.isupper() and run[0].dep == "compound"
        if letter and behind.tag in ("NNP", "NN"):
            return [*run, behind], "" if type == "Person" else type
    if behind is not None and behind.head in run and behind.text in NUMERALS_WRITTEN:
        return [*run, behind], type  # "Tarn II"
    year = before is not None and before.text.isdigit() and len(before.text) == 4
    dated = year and type not in ("Person", "Place", "Country", "Group")
    inside = ("nummod", "compound", "nmod", "amod")
    within = before is not None and before.dep in inside and before.head in run
    if dated and before is not None and within:
        return [before, *run], type
    noble = before is not None and before.lower in HONOURS and before.text[0].isupper()
    if noble and before is not None and within and type in ("Organization", "Place"):
        return [before, *run], type  # "Lady Ampthill College"
    return run, type


def speaker_of(label: Sentence) -> list[Token]:
    """Whose words follow, in a transcript: of "SEN. GRANT (chair):" the "GRANT"; none if the label
    names nobody ("THE COURT:", "Q:")."""
    run: list[Token] = []
    for token in label.tokens:
        word = token.lower.removesuffix(".")
        if not run and (word in TITLES or word in DEPUTIES or is_post(word) or not word.isalpha()):
            continue
        number = run and token is label.tokens[-1] and len(token.text) < 3  # "Speaker 2"
        if token.text in (":", "(", "[") or (token.text[0].isdigit() and not number):
            break
        run.append(token)
    letters = sum(c.isalpha() for t in run for c in t.text)
    return [] if letters < 2 or run[0].pos in ("DET", "PRON") else run


def _stated_type(name: Sentence) -> str:
    """The type that most tokens of a name have which is a cell of a table, "" if none has one."""
    votes = Counter(TYPE_OF[t.entity] for t in name.tokens if t.entity in TYPE_OF)
    return max(sorted(votes), key=lambda type: votes[type]) if votes else ""


def person_of(address: Sentence) -> list[Token]:
    """The tokens of a name that stands by itself, in the header of a mail or a list of people."""
    run = list(address.tokens)
    while len(run) > 1 and (run[0].lower in ("the", "all") or not run[0].text[0].isalnum()):
        run.pop(0)
    while len(run) > 1 and not run[-1].text[-1].isalnum() and run[-1].text[-1] != ".":
        run.pop()
    return run


def _entity_runs(tokens: list[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in tokens:
        begins = token.begins and not all(map(_is_initial, run))  # "A." and "Turing" are one
        if run and (begins or token.entity != run[-1].entity):
            yield run
            run = []
        if token.entity:
            run.append(token)
    if run:
        yield run


def _is_initial(token: Token) -> bool:
    return len(token.text) == 2 and token.text[0].isupper() and token.text[1] == "."


def _trim(run: list[Token], *, title: bool = False) -> list[Token]:
    """Without articles, possessive marks and punctuation at the ends; "The Cat Concerto" is whole.

    A `title` keeps what it begins with where that has a capital.
    """
    run = list(run)
    while run and (run[0].pos in ("DET", "PUNCT", "PRON", "ADP") or run[0].tag == "POS"):
        if title and run[0].text[0].isupper():
            break
        run.pop(0)
    if len(run) > 1 and run[0].lower in ("née", "nee", "né"):
        run.pop(0)
    while run and (
        (run[-1].pos in ("PUNCT", "CCONJ", "ADP") and run[-1].text != ".") or _mark(run[-1])
    ):
        run.pop()
    return run


def _mark(token: Token) -> bool:
    return token.tag == "POS" or token.text in ("'", "'s", "’s", "’")


def _is_name(run: list[Token]) -> bool:
    """A name has a capital, where its script has them; lower-case finds are mistakes."""
    text = "".join(token.text for token in run)
    return any(c.isupper() for c in text) or not (text.isascii() or text.islower())


def _is_common(run: list[Token]) -> bool:
    """ "Vice President", "the Chancellor": capitals of respect, and no name; "King" may be one.

    Nor is the "A" of "group A".
    """
    *before, last = run
    if not before and len(last.text) == 1:
        return any(t.pos == "NOUN" and t.i == last.i - 1 for t in last.having("compound"))
    if last.lower not in ROLES and last.lower not in TITLES:
        return False
    if before:
        return all(token.lower in DEPUTIES for token in before)
    return bool(last.having("det", "poss"))


def _proper_runs(sentence: Sentence, covered: set[int]) -> Iterator[list[Token]]:
    """Runs of proper nouns that the recogniser left out, joined by hyphens."""
    if sentence.kind == "heading":
        return
    run: list[Token] = []
    for token in sentence.tokens:
        joins = token.text == "-" and bool(run) and run[-1].end == token.start
        proper = token.tag in ("NNP", "NNPS") and token.text[0].isupper()
        if (proper or joins) and token.i not in covered:
            run.append(token)
            continue
        if trimmed := _trim(run):
            yield trimmed
        run = []
    if trimmed := _trim(run):
        yield trimmed


def head_of(run: list[Token]) -> Token:
    """The token of a run whose head lies outside it (the last such)."""
    inside = set(map(id, run))
    outer = [token for token in run if id(token.head) not in inside or token.head is token]
    nouns = [token for token in outer if token.pos in ("PROPN", "NOUN", "ADJ", "NUM")]
    return (nouns or outer or run)[-1]
