"""What kind of thing a name names: the recogniser's guess, and what the text itself says of it.

Each name of a chain votes as the recogniser typed it. Words inside the name ("Clark Lake",
"University of Leeds"), titles before it, first names, and what the text calls it ("Foix, a town",
"the film Ran", "Leeds is a city") weigh more, since a name finder guesses from looks.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.english.lexicon import ORGANIZATION_NOUNS, PLACE_NOUNS, TITLES, is_role
from kg.parse.tokens import Token
from kg.record.coref.chains import Chains, first_names
from kg.record.coref.joins import CASES
from kg.record.mentions import Reference

#: How much a vote weighs beside one mention as the recogniser typed it.
CALLED, INSIDE, TITLE, FIRST_NAME, STANDS = 3.0, 4.0, 4.0, 1.5, 1.5
#: What the noun phrases of kg's own pipeline are, where their type says it, and what that weighs.
OF_PHRASE = {"person": "Person", "place": "Place", "organization": "Organization", "event": "Event"}
PHRASE = 1.5
#: What only somebody does, and prepositions that only places follow.
LIVE = frozenset("bear die marry divorce wed retire".split())
WHERE = frozenset("in near outside throughout across".split())


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that end a name and say what it names.
LAST = {
    "Place": _words(
        "river creek lake lakes bay sea ocean gulf strait channel island islands isle isles mount"
        " mountain mountains hill hills range peak glacier volcano valley canyon desert forest"
        " plateau peninsula cape coast beach basin delta falls waterfall county province prefecture"
        " voivodeship governorate oblast district region territory municipality township village"
        " town city borough parish suburb street avenue road lane boulevard highway route autobahn"
        " square plaza park gardens bridge tunnel canal dam airport port harbor harbour station"
        " terminal castle palace tower cathedral basilica abbey mosque temple monument memorial"
        " cemetery stadium arena hall theater theatre building house mansion hotel ruins empire"
        " kingdom republic federation emirate sultanate duchy"
    ),
    "Organization": _words(
        "inc inc. corp corp. corporation ltd ltd. limited llc plc gmbh ag asa oyj co co. company"
        " companies"
        " group holdings industries enterprises motors airlines airways records pictures studios"
        " entertainment press publishing bank university college institute academy school"
        " conservatory hospital clinic foundation trust association society union federation"
        " confederation league alliance coalition party movement front committee commission council"
        " congress parliament senate assembly ministry department agency authority bureau office"
        " court police army navy corps regiment division brigade battalion squadron church club"
        " fc f.c. afc united rovers wanderers athletic orchestra band choir ensemble quartet"
        " network radio television laboratories systems technologies software partners associates"
    ),
    "Event": _words(
        "war wars battle siege revolution uprising rebellion revolt massacre crisis olympics"
        " paralympics games championship championships tournament cup festival expo exposition"
        " conference summit election elections referendum census earthquake hurricane eruption"
        " riots protests marathon prix award awards crusade"
    ),
    "Law": _words("act treaty constitution amendment convention accord accords agreement charter"
                  " statute protocol decree ordinance bill code"),
    "CreativeWork": _words("symphony sonata concerto opera trilogy saga bible"),
}  # fmt: skip
#: Words that begin a name, most of them before "of", and say what it names.
FIRST = {
    "Place": _words("lake mount river cape isle gulf bay strait city town village county province"
                    " republic kingdom empire duchy principality"),
    "Organization": _words("university bank ministry department church order society association"
                           " institute college house chamber council"),
    "Event": _words("battle siege operation feast"),
    "Law": _words("treaty peace convention declaration"),
    "Product": _words("ss hms mv rms uss rv hmcs hmas hmnzs usns"),
}  # fmt: skip
#: "Lake Garda", where the others need an "of" behind them ("Bank of Japan").
WITHOUT_OF = _words("lake mount river cape operation") | FIRST["Product"]
#: What a text calls a thing, for the types that `kg.english.lexicon` has no nouns of.
NOUNS = {
    "Event": _words(
        "war battle siege festival tournament championship championships conference summit election"
        " competition event ceremony campaign revolution uprising earthquake hurricane race game"
        " match award prize holiday mission expedition regatta pandemic epidemic"
    ),
    "CreativeWork": _words(
        "film movie novel book album song single poem play opera series sitcom show episode"
        " painting sculpture magazine newspaper journal soundtrack ep anthem musical comic manga"
        " anime documentary ballet symphony story memoir essay hymn"
    ),
    "Product": _words(
        "car aircraft airplane plane helicopter ship vessel ferry tanker freighter yacht boat"
        " submarine spacecraft spaceship satellite probe rover warship frigate destroyer battleship"
        " schooner trawler lifeboat console phone smartphone software app browser"
        " computer rifle missile rocket locomotive engine drug device game videogame"
    ),
    "Law": _words("law act treaty constitution statute decree lawsuit"),
    "Language": _words("language dialect"),
}
PLACES = PLACE_NOUNS | _words(
    "river lake mountain hill street bay sea suburb municipality commune settlement hamlet borough"
    " peninsula glacier valley park station airport bridge building castle neighborhood"
    " neighbourhood parish township castle stadium continent supercontinent"
)
#: What is a firm, or somebody: "the publisher Mikhail Orlov".
EITHER = _words("publisher maker manufacturer retailer broadcaster builder brewer distributor")
ORGANIZATIONS = ORGANIZATION_NOUNS | _words("duo trio quartet choir orchestra congregation militia")
TYPED = ("Person", "Organization", "Place", "Event", "CreativeWork", "Product", "Law", "Language")


def settle_types(chains: Chains) -> None:
    """Give all names of a chain the type that weighs most; countries and peoples keep theirs."""
    done: set[int] = set()
    for reference in chains.references:
        root = chains.root(reference)
        if reference.kind != "name" or root in done:
            continue
        done.add(root)
        names = [m for m in chains.members(reference) if m.kind == "name"]
        if any(n.country is not None or n.type in ("Country", "Group", "Language") for n in names):
            continue
        votes: dict[str, float] = {}
        for name in names:
            for type, weight in _votes(name):
                votes[type] = votes.get(type, 0.0) + weight
        if votes:
            best = min(votes, key=lambda type: (-votes[type], TYPED.index(type)))
            for name in names:
                name.type = best


def _votes(name: Reference) -> Iterator[tuple[str, float]]:
    if name.type in TYPED:
        yield name.type, 1.0
    phrase = name.head.phrase
    if phrase is not None and phrase.type in OF_PHRASE:
        yield OF_PHRASE[phrase.type], PHRASE * phrase.chance
    words = name.label.lower().replace("’", "'").split()
    inside = "Law" if CASES & {word.rstrip(".") for word in words[1:-1]} else _inside(words)
    if inside:
        yield inside, INSIDE
    before = name.sentence.tokens[name.first.i - 1] if name.first.i else None
    if words[0] in TITLES or (before is not None and before.lower in TITLES):
        yield "Person", TITLE
    elif inside is None and len(words) in (2, 3) and _given(words[0]):
        yield "Person", FIRST_NAME
    for noun in _called(name):
        type = type_of_noun(noun.lemma.lower())
        if noun.lemma.lower() in EITHER and name.type == "Person":
            type = "Person"
        if type:
            yield type, CALLED
    yield from _standing(name)


def _given(word: str) -> bool:
    """Whether a word opens a person's name: a given name, or an initial."""
    return word in first_names() or (len(word) == 2 and word[0].isalpha() and word[1] == ".")


def _standing(name: Reference) -> Iterator[tuple[str, float]]:
    """What the place of a name in its sentence says."""
    tokens, head = name.sentence.tokens, name.head
    behind = [t.lower for t in tokens[name.last.i + 1 : name.last.i + 3]]
    verb = head.head.lemma.lower()
    if behind in (["(", "born"], ["(", "b."], ["(", "née"], [",", "née"]):
        yield "Person", TITLE
    elif head.dep in ("nsubj", "nsubjpass") and verb in LIVE:
        yield "Person", STANDS
    if name.first.i and tokens[name.first.i - 1].lower in WHERE and head.dep == "pobj":
        yield "Place", STANDS if name.type in ("Person", "Place", "") else 0.5
    after = tokens[name.last.i + 2] if name.last.i + 2 < len(tokens) else None
    if behind[:1] == [","] and after is not None and after.entity == "GPE":
        listed = after.dep == "conj" or bool(head.having("conj"))
        if not listed and name.type in ("Person", "Place", ""):
            yield "Place", STANDS


def _inside(words: list[str]) -> str | None:
    """What the words of a name say: "lake garda" and "clark lake" are places."""
    if len(words) < 2:
        return None
    for type, first in FIRST.items():
        if words[0] in first and (words[1] == "of" or words[0] in WITHOUT_OF):
            return type
    if "of" in words[1:]:  # not of "Of Mice and Men"
        words = words[: words.index("of", 1)]
    return next((type for type, last in LAST.items() if words[-1] in last), None)


def _called(name: Reference) -> Iterator[Token]:
    """The nouns that the text calls a name by."""
    head = name.head
    yield from (child for child in head.having("appos") if child.pos == "NOUN")
    if head.dep == "appos" and head.head.pos == "NOUN":
        yield head.head
    if head.dep == "nsubj" and head.head.lemma == "be":
        yield from (c for c in head.head.having("attr") if c.pos == "NOUN")
    # "the film Titanic", "singer Kylie Minogue"
    for child in head.having("compound", "nmod"):
        if child.pos == "NOUN" and child.i < name.first.i:
            yield child
    of = head.head
    if head.dep == "pobj" and of.lower == "of" and of.head.lemma.lower() in NAMED:
        yield of.head


#: "The town of Foix" is a town.
NAMED = frozenset("city town village island province county kingdom republic district".split())


def type_of_noun(lemma: str) -> str | None:
    """The type of what a common noun names."""
    if is_role(lemma):
        return "Person"
    if lemma in PLACES:
        return "Place"
    if lemma in ORGANIZATIONS:
        return "Organization"
    return next((type for type, nouns in NOUNS.items() if lemma in nouns), None)
