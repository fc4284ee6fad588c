"""What surrounds a profile in its document: the evidence for and against its being another's."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.english.lexicon import TITLES, is_post
from kg.english.namesakes import has_namesake, several_bear
from kg.english.sides import GENERATIONS
from kg.model import Mention, Record
from kg.record.coref import name_key
from kg.record.keys import COUNTRY, NAME
from kg.resolve.posts import Post, posts_of
from kg.resolve.profiles import Profile

#: Characters to either side of a mention that count as its surroundings.
WINDOW = 1_500
#: Characters to either side of a name that may say whose it is not.
BESIDE = 80
#: Features of one profile at most; a name in a thousand sentences needs no more to be known by.
MOST = 400

_WORD = re.compile(r"[^\W\d_]{3,}")
_EMPTY = frozenset(
    "the and our his her its their this that these those some any all other such own same very"
    " former new old first last next own more most many much few several one two three from with"
    " for who which young late senior junior early current longtime then fellow".split()
)
_LIFE = re.compile(
    r"\s*\((?P<word>born |b\. )?(?:[^()]{0,20} )?(?P<born>\d{4})"
    r"(?:\s*[-–—]\s*(?:[^()]{0,20} )?(?P<died>\d{4}))?\)"
)
_GENERATION = re.compile(
    r",?\s+(Jr|Sr|Junior|Senior|II|III|IV|the Elder|the Younger)\b\.?", re.IGNORECASE
)
#: Between a name and what it is: "Anna Berg, the chemist", "the chemist Anna Berg".
_BESIDE = re.compile(r"\s*(?:,\s*)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Features of one profile.

    `names` are folded names and country codes (`@JP`) near it, `words` the nouns near it, `roles`
    what it is called ("chemist"), `posts` its offices and where they are held. `born` and `died`
    are years. `generation` is "jr", "sr", "iii". `namesake` is whether the text says that another
    bears the name.
    """

    names: frozenset[str] = frozenset()
    words: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset()
    posts: frozenset[Post] = frozenset()
    born: str = ""
    died: str = ""
    generation: str = ""
    namesake: bool = False


def contexts_of(record: Record, profiles: Sequence[Profile]) -> dict[str, Context]:
    """The contexts of one document's named profiles, by key."""
    named = [p for p in profiles if p.kind in (NAME, COUNTRY)]
    names = sorted(
        (m.span.start, part)
        for p in named for part in _parts(_feature(p)) for m in p.mentions if m.kind == "name"
    )  # fmt: skip
    nominals = [m for m in record.mentions if m.kind == "nominal"]
    words = sorted((m.span.start, w) for m in nominals for w in words_of(_lower(m.span.text)))
    beside = {m.span.start: m for m in nominals} | {m.span.end: m for m in nominals}
    born, died = _years(record)
    places = [(m, _feature(p)) for p in named for m in p.mentions if m.kind == "name"]
    places.sort(key=lambda place: (place[0].span.start, place[0].span.end, place[1]))
    near = _Near(record=record, names=names, words=words, beside=beside, born=born, died=died,
                 places=places, shared=_shared(named))  # fmt: skip
    return {p.key: _context(p, near) for p in named if p.kind == NAME}


def _shared(named: Iterable[Profile]) -> frozenset[str]:
    """The full names that two people of the document bear."""
    bearers = Counter(
        key for p in named if p.types.get("Person") for key in set(map(name_key, p.names))
    )
    return frozenset(key for key, count in bearers.items() if count > 1 and " " in key)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Near:
    """What a document has, by place: names and words with where they start."""

    record: Record
    names: list[tuple[int, str]]
    words: list[tuple[int, str]]
    beside: dict[int, Mention]
    born: dict[str, str]
    died: dict[str, str]
    places: list[tuple[Mention, str]]
    shared: frozenset[str]


def _feature(profile: Profile) -> str:
    return profile.key if profile.kind == COUNTRY else name_key(max(profile.names, key=_fullest))


def _parts(feature: str) -> list[str]:
    """A name, and of "University of Leeds, Cloth Hall" both parts as well."""
    return [feature, *feature.split(", ")] if ", " in feature else [feature]


def _fullest(name: str) -> tuple[int, str]:
    return len(name), name


def words_of(text: str) -> Iterable[str]:
    """The nouns of a phrase, folded, plural taken for singular."""
    for word in _WORD.findall(text.casefold()):
        if word in _EMPTY:
            continue
        yield sys.intern(word[:-1] if word.endswith("s") and not word.endswith("ss") else word)


def _lower(text: str) -> str:
    """Without the words that have a capital: "the Google app" speaks of an app."""
    return " ".join(word for word in text.split() if word[0].islower())


def _context(profile: Profile, near: _Near) -> Context:
    own = {name_key(name) for name in profile.names}
    near_names, near_words = set[str](), set[str]()
    roles = {w for label in _called(profile, near.record) for w in words_of(label)}
    born, died = near.born.get(profile.key, ""), near.died.get(profile.key, "")
    generation, namesake = "", not own.isdisjoint(near.shared)
    text = near.record.document.text
    for mention in profile.mentions:
        start, end = mention.span.start, mention.span.end
        near_names |= _around(near.names, start)
        near_words |= _around(near.words, start)
        if mention.kind == "name":
            roles |= _roles_beside(mention, near.beside, text)
            namesake = namesake or _has_namesake(profile, mention, text)
            if found := _GENERATION.match(text, end):
                generation = found[1].casefold()
            life = _LIFE.match(text, end)
            if life and (life["word"] or life["died"]):  # "(1996)" alone dates something else
                born, died = born or life["born"], died or life["died"] or ""
        if len(near_words) > MOST:
            break
    parts = {part for name in own for part in name.split()}
    return Context(
        names=frozenset(n for n in near_names if not set(n.split()) <= parts),
        words=frozenset(near_words - parts),
        roles=frozenset(roles - parts),
        posts=_posts(profile, near),
        born=born,
        died=died,
        generation=generation or _in_name(own),
        namesake=namesake,
    )


def _has_namesake(profile: Profile, mention: Mention, text: str) -> bool:
    """Whether the text says at a full name of a person that another bears it."""
    name, start, end = mention.span.text, mention.span.start, mention.span.end
    if " " not in name or mention.type != "Person":
        return False
    before, behind = text[max(0, start - BESIDE) : start], text[end : end + BESIDE]
    return has_namesake(name, behind) or several_bear(name, before + name + behind[:2])


def _posts(profile: Profile, near: _Near) -> frozenset[Post]:
    """The offices of a person; of a name in many sentences the first are enough."""
    mine = [m for m in profile.mentions if m.kind == "name"]
    if not profile.types.get("Person") or len(mine) > MOST:
        return frozenset()
    return posts_of(near.record, mine, near.places)


def _in_name(names: Iterable[str]) -> str:
    for name in sorted(names):
        last = name.split()[-1].strip(".") if name else ""
        if last in GENERATIONS:
            return last
    return ""


def _around(features: list[tuple[int, str]], start: int) -> set[str]:
    low = bisect_left(features, (start - WINDOW, ""))
    high = bisect_left(features, (start + WINDOW, ""))
    return {feature for _, feature in features[low:high]}


def _called(profile: Profile, record: Record) -> Iterable[str]:
    """What its chain and the claims call it."""
    for mention in profile.mentions:
        if mention.kind == "nominal":
            yield mention.span.text
    for claim in record.claims:
        called = claim.object is not None and claim.predicate.lemma == "be"
        if called and claim.actual and claim.subject.entity == profile.key:
            yield claim.object.label if claim.object is not None else ""


def _roles_beside(mention: Mention, beside: dict[int, Mention], text: str) -> set[str]:
    """ "the former guard, Anna Berg" and "Anna Berg, a chemist"; also titles before the name."""
    found = set()
    for gap in range(3):
        after, before = beside.get(mention.span.end + gap), beside.get(mention.span.start - gap)
        for other, between in (
            (after, text[mention.span.end : mention.span.end + gap]),
            (before, text[mention.span.start - gap : mention.span.start]),
        ):
            if other is not None and gap and _BESIDE.fullmatch(between):
                words = list(words_of(other.span.text))
                if any(is_post(word) for word in words):
                    found |= set(words)
    title = text[max(0, mention.span.start - 20) : mention.span.start].split()
    if title and title[-1].casefold() in TITLES and is_post(title[-1].casefold()):
        found.add(title[-1].casefold())
    return found


def _years(record: Record) -> tuple[dict[str, str], dict[str, str]]:
    """Years of birth and death that claims state, by entity key."""
    born: dict[str, str] = {}
    died: dict[str, str] = {}
    for claim in record.claims:
        verbs = claim.predicate.lemma.split() or [""]
        if claim.actual and claim.subject.entity and claim.time and claim.time.value:
            year = claim.time.value[:4]
            if "born" in verbs or verbs[0] == "bear":
                born.setdefault(claim.subject.entity, year)
            elif verbs[0] == "die":
                died.setdefault(claim.subject.entity, year)
    return born, died


def features_of(context: Context) -> set[str]:
    """All features by name, as they are counted over documents."""
    names = (f"n:{name}" for name in context.names)
    words = (f"w:{word}" for word in context.words)
    return {*names, *words, *(f"r:{role}" for role in context.roles)}
