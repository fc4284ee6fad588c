"""Two things of one name: what speaks for their being one, and what against."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from kg.link import Entry, bundled
from kg.link.places import same_place
from kg.resolve.background import Weights
from kg.resolve.context import Context
from kg.resolve.posts import exclude

#: Roles that one person seldom combines; a role of no field says nothing.
FIELDS = {
    "sport": "player footballer athlete coach goalkeeper striker guard forward midfielder defender"
    " pitcher quarterback batsman bowler boxer cyclist runner sprinter swimmer golfer wrestler"
    " skater racer champion captain referee",
    "learning": "professor scientist physicist chemist biologist mathematician philosopher"
    " historian economist statistician engineer researcher scholar linguist psychologist astronomer"
    " geologist botanist lecturer anthropologist archaeologist sociologist",
    "arts": "actor actress singer musician composer guitarist drummer bassist pianist painter"
    " sculptor novelist poet author writer playwright director dancer comedian photographer rapper"
    " violinist artist illustrator",
    "public life": "president minister senator governor mayor chancellor premier congressman"
    " congresswoman politician ambassador diplomat lawmaker legislator king queen prince princess"
    " emperor secretary councillor",
    "business": "founder businessman businesswoman ceo executive entrepreneur banker investor"
    " industrialist merchant owner",
    "church": "bishop archbishop pope priest cardinal monk nun pastor rabbi imam saint",
    "law": "judge lawyer attorney prosecutor justice solicitor barrister",
    "medicine": "doctor surgeon nurse physician dentist psychiatrist",
    "arms": "general colonel captain admiral soldier sergeant lieutenant pilot officer",
    "trade": "farmer plumber carpenter baker butcher chef cook gardener driver blacksmith",
    "crime": "murderer killer robber thief gangster suspect",
}
FIELD_OF = {role: field for field, roles in FIELDS.items() for role in roles.split()}
#: Fields that do go together in one life.
TOGETHER = frozenset(
    frozenset(pair.split("+"))
    for pair in (
        "public life+business", "public life+law", "public life+arms", "public life+arts",
        "learning+medicine", "learning+public life", "learning+business", "learning+arts",
        "arts+business", "sport+business", "business+law", "learning+church", "learning+law",
    )
)  # fmt: skip
#: Types that one word seldom means at once; all others go together (a "Toyota", a "Harvard").
FAMILIES = {"Person": "person", "Language": "language", "Event": "event"}
#: Types of a club and of the town that it is called like.
CLUB_AND_TOWN = {frozenset(("Place",)), frozenset(("Organization",))}
#: Shared nouns count up to this much: the topic of two texts is not yet their subject.
MOST_WORDS = 2.5
#: How alike the nouns around two names must be (cosine) to count for the whole of that.
LIKE = 0.12


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What is known of one or several profiles that may be one thing.

    `key` is the folded name, `kinds` the types that most mentions of each profile have.
    """

    key: str
    kinds: frozenset[str]
    person: bool
    families: frozenset[str]
    context: Context
    entry: Entry | None
    documents: frozenset[str]

    def joined(self, others: Sequence[Seen]) -> Seen:
        """All together; what only one can have is the first's that has it."""
        all = [self, *others]
        contexts = [seen.context for seen in all]
        context = Context(
            names=frozenset().union(*(c.names for c in contexts)),
            words=frozenset().union(*(c.words for c in contexts)),
            roles=frozenset().union(*(c.roles for c in contexts)),
            posts=frozenset().union(*(c.posts for c in contexts)),
            born=next((c.born for c in contexts if c.born), ""),
            died=next((c.died for c in contexts if c.died), ""),
            generation=next((c.generation for c in contexts if c.generation), ""),
            namesake=any(c.namesake for c in contexts),
        )
        return replace(
            self,
            kinds=frozenset().union(*(s.kinds for s in all)),
            person=any(s.person for s in all),
            families=frozenset().union(*(s.families for s in all)),
            context=context,
            entry=next((s.entry for s in all if s.entry is not None), None),
            documents=frozenset().union(*(s.documents for s in all)),
        )

    def may_be(self, other: Seen) -> bool:
        """Whether the types of the two go together."""
        return not self.families or not other.families or bool(self.families & other.families)

    def bare(self) -> Seen:
        """Without what grows with the number of profiles."""
        none = frozenset[str]()
        context = replace(self.context, names=none, words=none, roles=none, posts=frozenset())
        return replace(self, context=context, documents=none)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """`score` sums what is shared; `against` are reasons that rule out (`never`) or warn.

    `either` is where a text says that two bear the name and nothing says which of them is meant.
    """

    score: float
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    never: bool = False
    either: bool = False


def compare(a: Seen, b: Seen, weights: Weights) -> Evidence:
    """Weigh everything for and against two things of one name being one."""
    never = impossible(a, b)
    warnings = tuple(_unlikely(a, b)) if not never else ()
    names = sorted(a.context.names & b.context.names, key=lambda n: (-weights.of(f"n:{n}"), n))
    roles = sorted(a.context.roles & b.context.roles)
    # fsum, because the order of a set must not show in the last digit
    features = [*(f"n:{n}" for n in names), *(f"r:{r}" for r in roles)]
    score = math.fsum(map(weights.of, features))
    reasons = []
    if names:
        reasons.append("both near " + ", ".join(map(_readable, names[:3])))
    if roles:
        reasons.append("both called " + ", ".join(roles[:3]))
    likeness = _likeness(a.context.words, b.context.words, weights)
    score += min(1.0, likeness / LIKE) * MOST_WORDS
    if likeness >= LIKE / 2:
        words = sorted(a.context.words & b.context.words, key=lambda w: (-weights.of(f"w:{w}"), w))
        reasons.append("both texts speak of " + ", ".join(words[:3]))
    born = bool(a.context.born) and a.context.born == b.context.born
    if born:
        score += 5
        reasons.append(f"both born {a.context.born}")
    return Evidence(
        score=score,
        reasons=tuple(reasons),
        against=never or warnings,
        never=bool(never),
        either=_namesakes(a, b) and not roles and not born,
    )


def _namesakes(a: Seen, b: Seen) -> bool:
    return a.context.namesake or b.context.namesake


def _readable(name: str) -> str:
    if not name.startswith("@"):
        return name.title()
    country = bundled().by_country.get(name[1:])
    return country.label if country is not None else name[1:]


def _likeness(a: frozenset[str], b: frozenset[str], weights: Weights) -> float:
    shared = a & b
    if not shared:
        return 0.0

    def size(words: Iterable[str]) -> float:
        return math.fsum(weights.of(f"w:{w}") ** 2 for w in words)

    return size(shared) / math.sqrt(size(a) * size(b))


def impossible(a: Seen, b: Seen) -> tuple[str, ...]:
    """Why the two cannot be one, or nothing."""
    return tuple(_impossible(a, b))


def _impossible(a: Seen, b: Seen) -> Iterable[str]:
    if a.entry and b.entry and not _linked_alike(a.entry, b.entry):
        yield f"one is {_place(a.entry)}, the other {_place(b.entry)}"
    for what in ("born", "died"):
        one, other = getattr(a.context, what), getattr(b.context, what)
        if one and other and one != other:
            yield f"one {what} {one}, the other {other}"
    one, other = _generation(a), _generation(b)
    if one and other and one != other:
        yield f"one is {one}, the other {other}"
    why, certain = _posts(a, b)
    if certain:
        yield why
    if _namesakes(a, b) and a.documents & b.documents and a.key == b.key:
        yield "one text says that they are two"
    if " " not in a.key and not a.may_be(b):
        yield f"one is {_one_of(a.families)}, the other {_one_of(b.families)}"


def _posts(a: Seen, b: Seen) -> tuple[str, bool]:
    """Why two of different documents have posts that one has not, and whether that is certain."""
    if a.documents & b.documents:
        return "", False
    near = (a.context.names, b.context.names)
    return exclude(a.context.posts, b.context.posts, near=near)


def _linked_alike(a: Entry, b: Entry) -> bool:
    return bool(set(a.links) & set(b.links)) or same_place(a, b)


def _place(entry: Entry) -> str:
    return f"{entry.label} ({entry.within or entry.kind})"


def _generation(seen: Seen) -> str:
    word = seen.context.generation
    return {"junior": "jr", "the younger": "jr", "senior": "sr", "the elder": "sr"}.get(word, word)


def _one_of(families: frozenset[str]) -> str:
    return f"a {min(families)}"


def _unlikely(a: Seen, b: Seen) -> Iterable[str]:
    """What warns: two of which one is true of few."""
    if _namesakes(a, b):
        yield "a text says that two bear this name"
    why, _ = _posts(a, b)
    if why:
        yield why
    if {a.kinds, b.kinds} == CLUB_AND_TOWN and " " not in a.key:
        yield "one is a place, the other an organization"  # a club is called like its town
    fields = [{FIELD_OF[r]: r for r in sorted(s.context.roles) if r in FIELD_OF} for s in (a, b)]
    one, other = fields
    if one and other and not set(one) & set(other):
        pairs = [(x, y) for x in sorted(one) for y in sorted(other)]
        if not any(frozenset(pair) in TOGETHER for pair in pairs):
            x, y = pairs[0]
            yield f"one is called {one[x]}, the other {other[y]}"
