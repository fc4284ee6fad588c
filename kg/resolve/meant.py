"""What a document calls a name, and whether a known thing can be that.

"The White Nile" is no province, "Osaka Bay" is not Osaka, and what a text calls an album is no
city of that name. A link that only something else speaks for is no identity: it is close.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from kg.english.hyphens import one_line
from kg.link import Entry, bundled
from kg.link.gazetteer import fold
from kg.link.places import REGIONS, TOWNS, same_place
from kg.model import Mention, Record
from kg.record.coref.types import type_of_noun
from kg.resolve.profiles import Profile

#: Of places that people made or drew, what they are not: nouns of nature and of ways.
NATURE = frozenset(
    "river lake sea ocean bay gulf strait creek stream canal mountain mount hill range peak volcano"
    " glacier valley desert forest park dam bridge airport station road street highway canyon"
    " reservoir waterfall planet moon star crater constituency division electorate airfield cave"
    " beach cape reef plateau".split()
)
#: Bodies that are called like a place and are none.
BODIES = frozenset(
    "company firm team club band newspaper magazine airline party startup starship spaceship"
    " spacecraft".split()
)
#: Of waters and mountains, what they are not.
SETTLED = frozenset("city town village state province country county district republic".split())
#: Types of things that no place or organisation is.
OTHER = {
    "Place": frozenset(("Person", "Event", "CreativeWork", "Product", "Language")),
    "Country": frozenset(("Person", "Event", "CreativeWork", "Product", "Language")),
    "Organization": frozenset(("Person", "Event", "CreativeWork", "Product", "Language")),
}
#: A noun that says what the name behind it is: "the river Kunene", "the islands of Zealand". What
#: stands before it tells it from a verb: "they film Lisbon", "to land in Lisbon".
_BEFORE = re.compile(
    r"(?:\b(?:the|an?|this|that|these|those|its|his|her|our|their|my|your)|['’]s?)"
    r" (?:[\w-]{2,20}(?<!s) )?(?P<noun>[a-z]{3,20}?)s?(?P<of> of)?(?: the)? $"
    r"|\b(?:of|in|on|at|near|from|by|along|across|over|around|through|between)"
    r" (?P<bare>[a-z]{3,20}?)s?(?P<of_bare> of)?(?: the)? $"
)
#: Of these the noun before "of" says what the name is: not so "the streets of London".
OF = (
    frozenset("island lake bay gulf strait sea river mount peninsula kingdom reservoir".split())
    | REGIONS
    | TOWNS
)
_ARTICLE = re.compile(r"\b[Tt]he $")
#: What somebody is who is called like a language: "her mother was English".
_PEOPLE = re.compile(r"\b(?:was|were|is|are|be|being|an?|born|half|part) $")
#: What ends a noun phrase behind a name: "the Kunene flows", but not "the Texas legislature".
_ENDS = re.compile(
    r"\s*(?:[^\w\s'’(-]|$)|\s+(?:and|or|in|at|near|is|was|are|were|flows?|flowed|rises|joins|joined"
    r"|enters|to|from|of|with|has|had|by|on|which|that|where|becoming|becomes|became|runs|ran"
    r"|basin|as|but|for|into|prior|between|through|below|above)\b"
)
#: What may follow the name of a language.
_SPOKEN = re.compile(
    r"\s*(?:[^\w\s-]|$)|-|\s+(?:and|or|is|was|as|in|with|for|from|to|but|which|language|well|at|on"
    r"|than|by|of|speakers?|speaking|grammar|words?|translations?|names?|versions?|lessons?"
    r"|vocabulary|literature|dialects?|alphabet|texts?|lyrics|the|it|they|he|she)\b"
)
#: Words that a longer name may have and mean the same: "Cayo District", "New York City".
SAME = frozenset(
    "city town state province district county region republic of the prefecture governorate"
    " department canton island municipality metropolitan area greater inc ltd corp company co"
    " corporation plc ag group limited incorporated oblast voivodeship".split()
)


def fits_text(entry: Entry, profile: Profile, record: Record) -> bool:
    """Whether what a document says of a name allows the known thing."""
    text = record.document.text
    names = [m for m in profile.mentions if m.kind == "name"]
    if entry.kind == "language":
        return all(_is_spoken(m, text) for m in names)
    if entry.kind in ("city", "subdivision") and _with_article(entry, names, text):
        return False
    return not _in_longer(entry, profile.names) and not _called_other(entry, profile, record)


def _is_spoken(name: Mention, text: str) -> bool:
    before = text[max(0, name.span.start - 40) : name.span.start]
    somebody = _PEOPLE.search(before) is not None and "language" not in before
    return _SPOKEN.match(text, name.span.end) is not None and not somebody


def is_close(entry: Entry, profile: Profile, record: Record) -> bool:
    """Whether a known thing may only be close: the island of that name, the state or the city."""
    nouns = set(nouns_of(profile, record))
    if entry.kind in ("city", "subdivision") and nouns & {"island", "peninsula", "kingdom"}:
        return True
    labels = {fold(name) for name in profile.names}
    if fold(entry.label) not in labels and any(
        fold(other.label) in labels and same_place(other, entry)
        for name in profile.names for other in bundled().find(name)
    ):  # fmt: skip
        return True  # "New York", the state or the city
    types = profile.types
    expected = ("Place", "Country") if entry.type in ("Place", "Country") else (entry.type,)
    return bool(types) and not any(types[type] * 2 > types.total() for type in expected)


def nouns_of(profile: Profile, record: Record) -> Iterator[str]:
    """What the text calls a thing: nouns of its chain, before its name, behind its "is"."""
    text = record.document.text
    for mention in profile.mentions:
        if mention.kind == "nominal":
            yield _head(mention.span.text)
        elif mention.kind == "name":
            before = _BEFORE.search(text, max(0, mention.span.start - 60), mention.span.start)
            if before is None:
                continue
            noun = before["noun"] or before["bare"]
            if not (before["of"] or before["of_bare"]) or noun in OF:
                yield noun
    for claim in record.claims:
        is_called = claim.subject.entity == profile.key and claim.predicate.lemma == "be"
        if is_called and claim.object is not None and claim.actual:
            yield _head(claim.object.label)


_CUT = re.compile(r" (?:of|in|at|on|for|with|that|which|from|to|near|between|by)\b")


def _head(phrase: str) -> str:
    """The noun of a phrase, one for several."""
    words = _CUT.split(one_line(phrase).casefold(), maxsplit=1)[0].split()
    last = words[-1].strip(",.") if words else ""
    return last[:-1] if last.endswith("s") and not last.endswith("ss") else last


def _with_article(entry: Entry, names: Iterable[Mention], text: str) -> bool:
    """ "The Kunene" is a river; "the Bronx" is called so."""
    if entry.label.startswith(("The ", "the ")) or fold(entry.label) in ARTICLED:
        return False
    found = (m for m in names if _ARTICLE.search(text, max(0, m.span.start - 4), m.span.start))
    return any(_ENDS.match(text, m.span.end) for m in found)


#: Cities and parts of countries that bear an article and have none in the gazetteer, folded.
ARTICLED = frozenset(
    "hague;bronx;algarve;crimea;saarland;free state;northern territory;district of columbia"
    ";aosta valley;western cape;eastern cape;northern cape;tyrol;punjab;vatican;basque country"
    ";marche;azores;canary islands;balearic islands;isle of wight".split(";")
)


def _in_longer(entry: Entry, names: Iterable[str]) -> bool:
    """Whether the name is but a part of another of its chain, as Osaka is of "Osaka Bay"."""
    known = list(names)
    own = [name for name in known if entry in bundled().find(name)]
    for name in known:
        words = set(re.split("[ ,]+", name.casefold()))
        if name in own or ", " in name:
            continue
        for part in own:
            rest = words - set(part.casefold().split())
            if len(rest) < len(words) and rest and not rest <= SAME:
                return True
    return False


def _called_other(entry: Entry, profile: Profile, record: Record) -> bool:
    """Whether the text calls the name what the known thing is not."""
    nouns = set(nouns_of(profile, record))
    settled = entry.kind in ("city", "subdivision", "country", "territory")
    if settled and nouns & (NATURE | BODIES):
        return True
    if entry.type == "Place" and not settled and nouns & SETTLED and entry.kind != "region":
        return True
    others = {type_of_noun(noun) for noun in nouns if noun != "place"}
    return bool(others & OTHER.get(entry.type, frozenset()))
