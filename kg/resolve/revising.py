"""Records → records in which mentions stand for what decisions say: before who is who is asked.

Coreference joins the mentions of one document into chains. A decision parts a chain by its words
(`different` with `text`) or moves one mention (`mention`). Both are replayed on the record of the
document, and everything behind it sees the record as if it had been read so.

    Anna Pike … she … Pike & Rowntree … the firm      one chain, as it was read
    Anna Pike … she  |  Pike & Rowntree … the firm    parted by [Anna Pike, Pike & Rowntree]
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from kg.decisions import NOBODY, Decision, Decisions, Target
from kg.english.hyphens import one_line
from kg.link import countries
from kg.model import Argument, Document, Mention, Record, Source, Span
from kg.record.coref.joins import name_key
from kg.record.keys import COUNTRY, LOCAL, NAME, UNRESOLVED, is_named, is_open
from kg.record.make import OPEN
from kg.resolve.repetition import is_about_nobody

#: Why a sentence gives no edge whose claims a decision took from all that are known.
LEFT_OPEN = "a decision leaves open whom or what it speaks of"
#: Words for people, and for things: which side of a parted chain they can stand for.
PEOPLE = frozenset("he him his himself she her hers herself who whom whose".split())
THINGS = frozenset("it its itself which".split())

#: Start and end of a mention.
_Extent = tuple[int, int]


def same_words(text: str) -> str:
    """What two mentions of the same words have in common: no article, case or possessive."""
    return name_key(one_line(text))


def fits(target: Target, document: Document) -> bool:
    """Whether a target is about a document: by its id, by the hash of its text, or about all."""
    if not target.document and not target.sha256:
        return True
    known = bool(target.sha256) and document.sha256.startswith(target.sha256)
    return known or document.id == target.document


def one_sentence(text: str) -> str:
    """A sentence as decisions have it: on one line, with single spaces."""
    return " ".join(text.split())


#: Quotation marks and dashes as a keyboard has them.
_TYPED = str.maketrans("’‘“”–—", "''\"\"--")


def as_typed(text: str) -> str:
    """A sentence for comparison: whoever types it has other quotation marks than the text.

    >>> as_typed("It’s   gone") == as_typed("It's gone")
    True
    """
    return one_sentence(text).translate(_TYPED)


class Revised:
    """The records of another iterable, each as the decisions have it; may be gone through again.

    `done` has the mention decisions that changed a record, after a first pass.
    """

    def __init__(self, records: Iterable[Record], decisions: Decisions) -> None:
        self._records = records
        self._parts = [d for d in decisions if d.kind == "different" and by_text(d)]
        self._moves = [d for d in decisions if d.kind == "mention"]
        self.done: set[Decision] = set()

    def __iter__(self) -> Iterator[Record]:
        if not self._parts and not self._moves:
            yield from self._records
            return
        for record in self._records:
            yield self._revised(record)

    def _revised(self, record: Record) -> Record:
        for decision in self._parts:
            if all(fits(target, record.document) for target in decision.targets):
                words = [same_words(target.text) for target in decision.targets]
                record = part_chains(record, words)
        for decision in self._moves:
            (target,) = decision.targets
            if fits(target, record.document):
                moved = move_mention(record, target, decision.to)
                if moved is not None:
                    self.done.add(decision)
                    record = moved
        return record


def by_text(decision: Decision) -> bool:
    return all(target.text for target in decision.targets)


# Parting a chain


def part_chains(record: Record, words: Sequence[str]) -> Record:
    """The record with every chain parted that has mentions of two of `words` (`same_words`).

    The mentions of the same words go together, other names with what they are short for; pronouns
    and common nouns with the part of their kind (a person, a thing), and of two such with the one
    whose name stands before them. Claims follow the mentions that their words are.
    """
    chains: dict[str, list[Mention]] = {}
    for mention in sorted(record.mentions, key=_place):
        if not is_open(mention.entity):
            chains.setdefault(mention.entity, []).append(mention)
    moved: dict[tuple[str, _Extent], str] = {}
    taken = set(chains)
    for key, chain in chains.items():
        sides = _sides(chain, words)
        parts = sorted(set(sides))
        if len(parts) < 2:
            continue
        keeps = _keeper(key, chain, sides)
        for part in parts:
            own = [m for m, side in zip(chain, sides, strict=True) if side == part]
            new = key if part == keeps else _fresh(own, taken)
            taken.add(new)
            moved |= {(key, _extent(m)): new for m in own}
    return _rekeyed(record, moved) if moved else record


def _sides(chain: Sequence[Mention], words: Sequence[str]) -> list[int]:
    """For each mention of a chain the number of the words that it goes with; all 0 if it is one."""
    said = [same_words(m.span.text) for m in chain]
    exact = [words.index(s) if s in words else None for s in said]
    if len({side for side in exact if side is not None}) < 2:
        return [0] * len(chain)
    sides = list(exact)
    for at, mention in enumerate(chain):
        if sides[at] is None and mention.kind == "name":
            sides[at] = _short_for(said[at], words, {s for s in exact if s is not None})
    kinds = _kinds(chain, sides)
    sizes = {side: sides.count(side) for side in set(sides) if side is not None}
    larger = min(sizes, key=lambda side: (-sizes[side], side))
    made: list[int] = []
    for at, mention in enumerate(chain):
        side = sides[at]
        made.append(_side_of(mention, sides[:at], kinds, larger) if side is None else side)
    return made


def _short_for(said: str, words: Sequence[str], there: Iterable[int]) -> int | None:
    """The words that a name is a part of, or that are a part of it; None where it is unclear.

    "Pike" is short for "Anna Pike", of which it is the surname, and not for "Pike & Rowntree".
    """
    own = said.split()
    fitting = [side for side in there if _part_of(own, words[side].split())]
    ending = [side for side in fitting if words[side].split()[-1] == own[-1]]
    found = ending if len(fitting) > 1 else fitting
    return found[0] if len(found) == 1 else None


def _part_of(one: Sequence[str], other: Sequence[str]) -> bool:
    return set(one) <= set(other) or set(other) <= set(one)


def _kinds(chain: Sequence[Mention], sides: Sequence[int | None]) -> dict[int, bool | None]:
    """For each side whether it is a person; None where its mentions do not say."""
    kinds: dict[int, bool | None] = {}
    for side in {s for s in sides if s is not None}:
        types = [m.type for m, s in zip(chain, sides, strict=True) if s == side]
        known = [type == "Person" for type in types if type != "Concept"]
        kinds[side] = None if not known else sum(known) * 2 > len(known)
    if len(set(kinds.values())) == 1:  # the chain had one type: what the words look like decides
        firm = {side: _like_a_firm(chain, sides, side) for side in kinds}
        if len(set(firm.values())) == 2:
            return {side: not found for side, found in firm.items()}
    return kinds


_FIRM = re.compile(
    r"&|\b(?:and|inc|ltd|llc|llp|corp|corporation|company|group|gmbh|plc|bank|university|council"
    r"|association|partners|solicitors|institute|agency|ministry|club|school|hospital)\b",
    re.IGNORECASE,
)


def _like_a_firm(chain: Sequence[Mention], sides: Sequence[int | None], side: int) -> bool:
    said = (m.span.text for m, s in zip(chain, sides, strict=True) if s == side)
    return any(_FIRM.search(text) for text in said)


def _side_of(
    mention: Mention, before: Sequence[int | None], kinds: Mapping[int, bool | None], larger: int
) -> int:
    word = mention.span.text.casefold()
    person = True if word in PEOPLE else False if word in THINGS else None
    if person is None and mention.kind == "nominal" and mention.type != "Concept":
        person = mention.type == "Person"
    fitting = [side for side, kind in kinds.items() if person is not None and kind is person]
    if len(fitting) == 1:
        return fitting[0]
    near = [side for side in before if side is not None]
    return near[-1] if near else larger


def _keeper(key: str, chain: Sequence[Mention], sides: Sequence[int]) -> int:
    """The part that keeps the key: the country itself, else the one whose name the key is of."""
    if key[0] == COUNTRY:
        known = {
            same_words(name)
            for country in countries() if country.code == key[1:]
            for name in (country.label, *country.aliases, *country.demonyms)
        }  # fmt: skip
        for mention, side in zip(chain, sides, strict=True):
            if same_words(mention.span.text) in known:
                return side
    return min(zip(chain, sides, strict=True), key=lambda pair: _telling(pair[0]))[1]


def _fresh(own: Sequence[Mention], taken: Iterable[str]) -> str:
    """A key for some mentions, as `kg.record.make.entity_key` makes them, that none has yet."""
    first = min(own, key=_telling)
    key = f"{NAME}{first.span.start}-{first.span.end}"
    if first.kind != "name":
        key = f"{LOCAL}{same_words(first.span.text)}"
    while key in taken:
        key += "'"
    return key


# Moving one mention


def move_mention(record: Record, target: Target, to: str) -> Record | None:
    """The record in which a mention stands for the entity called `to` there, or for nobody.

    What the document calls otherwise becomes a thing of its own, which `kg.resolve.deciding` joins
    with the entity. What was called by this mention alone is nothing any more: a common noun for
    it is a thing of this document, its pronouns stand for nobody. None where the document has no
    such mention.
    """
    wanted, sentence = same_words(target.text), as_typed(target.sentence)
    found = [
        m for span in _sentences_of(record) if as_typed(span.text) == sentence
        for m in record.mentions
        if span.start <= m.span.start and m.span.end <= span.end
        and same_words(m.span.text) == wanted
    ]  # fmt: skip
    if not found:
        return None
    new = _key_of(record, found, to)
    moved = {(m.entity, _extent(m)): new or f"{UNRESOLVED}{m.span.start}" for m in found}
    record = _rekeyed(record, moved)
    left = _left(record, {m.entity for m in found})
    return _told(
        _rekeyed(record, left), {m.span.start for m in found} | {start for _, (start, _) in left}
    )


def _left(record: Record, keys: Iterable[str]) -> dict[tuple[str, _Extent], str]:
    """New keys for what is left of chains that have lost all that they can be known by."""
    taken = {m.entity for m in record.mentions}
    left: dict[tuple[str, _Extent], str] = {}
    for key in sorted(keys):
        known_by = ("name",) if is_named(key) else ("name", "nominal")
        rest = sorted((m for m in record.mentions if m.entity == key), key=_telling)
        if not rest or is_open(key) or rest[0].kind in known_by:
            continue
        nobody = rest[0].kind == "pronoun"
        new = f"{UNRESOLVED}{rest[0].span.start}" if nobody else _fresh(rest, taken)
        taken.add(new)
        left |= {(key, _extent(m)): new for m in rest}
    return left


def _key_of(record: Record, found: Sequence[Mention], to: str) -> str:
    """The key of what a document calls so; a new one where it does not; empty for nobody."""
    if to == NOBODY:
        return ""
    wanted, own = same_words(to), {_extent(m) for m in found}
    called = sorted(
        (m.kind != "name", _place(m), m.entity) for m in record.mentions
        if same_words(m.span.text) == wanted and not is_open(m.entity)
        and m.kind != "pronoun" and _extent(m) not in own
    )  # fmt: skip
    return called[0][2] if called else _fresh(found, {m.entity for m in record.mentions})


def _sentences_of(record: Record) -> list[Span]:
    spans = {c.sentence.start: c.sentence for c in record.claims}
    spans |= {span.start: span for span, _ in record.missed}
    return [spans[start] for start in sorted(spans)]


def _told(record: Record, places: Set[int]) -> Record:
    """With what is missed as it is now: a sentence whose claims are all about somebody unknown.

    `places` are where the mentions that were moved start.
    """
    missed = {span.start: (span, why) for span, why in record.missed}
    for span in _sentences_of(record):
        if not any(span.start <= place < span.end for place in places):
            continue
        claims = [c for c in record.claims if c.sentence.start == span.start]
        known = any(c.shown and not is_about_nobody(c) for c in claims)
        if known and missed.get(span.start, (span, ""))[1] == OPEN:
            del missed[span.start]
        elif claims and not known:
            missed.setdefault(span.start, (span, LEFT_OPEN))
    return replace(record, missed=tuple(missed[start] for start in sorted(missed)))


# Mentions and claims under other keys


def _rekeyed(record: Record, moved: Mapping[tuple[str, _Extent], str]) -> Record:
    """The record with other keys for some mentions, and for the claims whose words these are."""
    mentions = tuple(
        replace(m, entity=moved.get((m.entity, _extent(m)), m.entity)) for m in record.mentions
    )
    labels = _labels(mentions)
    by_key: dict[str, list[_Extent]] = {}
    for key, extent in moved:
        by_key.setdefault(key, []).append(extent)

    def place(key: str | None, span: Span, label: str) -> tuple[str | None, str]:
        extent = _nearest(span, by_key.get(key or "", ()))
        new = moved.get((key or "", extent)) if extent is not None else None
        if new is None or new == key:
            return key, label
        own = label if same_words(label) == same_words(span.text) else labels.get(new, span.text)
        return new, own

    def argument(old: Argument) -> Argument:
        entity, label = place(old.entity, old.span, old.label)
        return replace(old, entity=entity, label=label)

    def source(old: Source) -> Source:
        entity, label = place(old.entity, old.span, old.label)
        return replace(old, entity=entity, label=label)

    claims = tuple(
        replace(
            c, subject=argument(c.subject), object=c.object and argument(c.object),
            place=c.place and argument(c.place), source=c.source and source(c.source),
            qualifiers=tuple(replace(q, argument=argument(q.argument)) for q in c.qualifiers),
        )
        for c in record.claims
    )  # fmt: skip
    return replace(record, mentions=mentions, claims=claims)


def _nearest(span: Span, extents: Iterable[_Extent]) -> _Extent | None:
    """The extent that shares most with a span; None where none does."""

    def shared(extent: _Extent) -> tuple[int, int]:
        both = min(span.end, extent[1]) - max(span.start, extent[0])
        return both, -abs(span.start - extent[0]) - abs(span.end - extent[1])

    best = max(extents, key=lambda extent: (shared(extent), extent), default=None)
    return best if best is not None and shared(best)[0] > 0 else None


def _labels(mentions: Sequence[Mention]) -> dict[str, str]:
    """What each key is called first: by a name, else by a common noun."""
    labels: dict[str, str] = {}
    for mention in sorted(mentions, key=_telling):
        labels.setdefault(mention.entity, one_line(mention.span.text))
    return labels


def _extent(mention: Mention) -> _Extent:
    return mention.span.start, mention.span.end


def _telling(mention: Mention) -> tuple[int, tuple[int, int, str]]:
    """Names first, then common nouns, then pronouns; the earlier before the later."""
    return ("name", "nominal", "pronoun").index(mention.kind), _place(mention)


def _place(mention: Mention) -> tuple[int, int, str]:
    return mention.span.start, mention.span.end, mention.entity
