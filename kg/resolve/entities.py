"""Groups of profiles → entities: what each is called, its type, its IRI."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

from kg.english.lexicon import DEPUTIES, is_post
from kg.iri import slug
from kg.link import Entry, bundled, countries
from kg.model import Entity, Mention
from kg.record.coref.joins import name_key
from kg.record.coref.terms import expands
from kg.record.keys import CONCEPT, COUNTRY
from kg.resolve.profiles import KIND_ORDER, Profile, Sentences


class Group:
    """The profiles of one entity, seen together."""

    def __init__(self, profiles: Sequence[Profile]) -> None:
        self.profiles = profiles
        self.kind = min((p.kind for p in profiles), key=KIND_ORDER.__getitem__)
        self.key = min(p.key for p in profiles if p.kind == self.kind)
        self.names = _summed([p.names for p in profiles])
        self.labels = _summed([p.labels for p in profiles])
        self.types = _summed([p.types for p in profiles])
        self.entry = self._entry()
        self.type = self._type()
        self.label = self._label()

    @property
    def mentions(self) -> list[Mention]:
        """All mentions by document and place."""
        found = (m for p in self.profiles for m in p.mentions)
        return sorted(found, key=lambda m: (m.document, m.span.start, m.span.end))

    def _entry(self) -> Entry | None:
        """The known thing that most of its documents mean; one that is only close goes behind."""
        entries = Counter([(p.close, p.entry) for p in self.profiles if p.entry is not None])
        best = min(entries, key=lambda e: (e[0], -entries[e], e[1].links), default=None)
        return best[1] if best is not None else None

    @property
    def is_close(self) -> bool:
        """Whether no document makes clear that it is the known thing, and not one close to it."""
        linked = [p for p in self.profiles if p.entry is not None and p.entry == self.entry]
        return bool(linked) and all(p.close for p in linked)

    @property
    def metonym(self) -> str | None:
        """The country of a capital that acts as only governments do, as an IRI elsewhere."""
        if self.entry is None or not self.entry.capital:
            return None
        country = bundled().by_country[self.entry.capital]
        return country.links[0] if any(p.governs for p in self.profiles) else None

    def _type(self) -> str:
        if self.entry is not None:
            return self.entry.type
        return type_of(self.kind, names=self.names, labels=self.labels, types=self.types)

    def _label(self) -> str:
        if self.kind == COUNTRY:
            return next(c.label for c in countries() if c.code == self.key[1:])
        if self.names:
            best = best_name(present(self.profiles, self.names), person=self.type == "Person")
            return _written_out(best, self.labels)
        labels = self.labels or Counter(m.span.text for m in self.mentions)
        return min(labels, key=lambda text: (-labels[text], text[0].isupper(), len(text), text))


def present(profiles: Iterable[Profile], names: Counter[str]) -> Counter[str]:
    """The names without those that a text calls former, if others are left."""
    former = frozenset().union(*(p.former for p in profiles))
    if not former:
        return names
    return Counter({name: n for name, n in names.items() if name not in former}) or names


def _written_out(name: str, labels: Counter[str]) -> str:
    """The common noun phrase that an abbreviation stands for, if claims call it by that."""
    if " " in name or not name.replace(".", "").isupper():
        return name
    whole = (text for text in labels if len(text) > len(name) and text[0].islower())
    fitting = [text for text in whole if expands(name, text.split()) == text]
    return min(fitting, key=lambda text: (-labels[text], text), default=name)


def type_of(kind: str, *, names: Counter[str], labels: Counter[str], types: Counter[str]) -> str:
    """The type that most mentions have; a named thing that is called by a role is a person."""
    if kind == COUNTRY:
        return "Country"
    if not types:
        return "Person" if names and any(is_post(w.lower()) for w in labels) else "Concept"
    return min(types, key=lambda t: (-types[t], t))


def _summed(counters: Sequence[Counter[str]]) -> Counter[str]:
    if len(counters) == 1:
        return counters[0]
    total: Counter[str] = Counter()
    for counter in counters:
        total.update(counter)
    return total


def best_name(names: Counter[str], *, person: bool) -> str:
    """The fullest name of a person, the commonest unabbreviated name of anything else.

    A title makes no name fuller: "Grace Liu" goes before "Ms Liu". "The Customer" of a contract
    goes behind the name that it stands for, as "the Treaty" does behind "the Marlow Treaty".
    """
    longer = [words for name in names if len(words := name_key(name).split()) > 1]

    def rank(name: str) -> tuple[int | str, ...]:
        alone = len(name.split()) == 1
        short = name.replace(".", "").isupper() and alone
        if person:
            # "Ms Liu" goes before "Liu"; "Vice President" is nobody's name.
            words = 2 * len(name_key(name).split()) - alone
            if all(is_post(word) or word in DEPUTIES for word in name.lower().split()):
                words = 0
            full = sum(len(word) > 1 for word in name_key(name).split())  # no initials
            loud = name.isupper()  # "ADA LUND" of a heading is written Ada Lund elsewhere
            return (-min(full, 2) if words else 0, -words, loud, -names[name], len(name), name)
        stands_for = alone and bool(longer) and not any(name_key(name) == w[0] for w in longer)
        return (short, stands_for, -names[name], -len(name), name)

    return min(names, key=rank)


def fuller_label(groups: Sequence[Group], met: Sequence[int], *, first: int) -> str:
    """What to call several groups that a decision made one, `met` by number: the fullest name.

    A name goes before a common noun, one written out before an abbreviation or initials, more words
    before fewer; of equals the label of `first` stays.
    """

    def rank(at: int) -> tuple[int | bool | str, ...]:
        label = groups[at].label
        words = name_key(label).split()
        short = " " not in label and label.replace(".", "").isupper()
        full = sum(len(word) > 1 for word in words)
        return (KIND_ORDER[groups[at].kind], short, -full, -len(words), at != first, label)

    return groups[min(met, key=rank)].label


def make_entity(group: Group, *, iri: str, label: str, type: str) -> Entity:
    """The entity of a group, under the label and type that decisions may have changed."""
    known = {*group.names} if label == group.label else {*group.names, group.label}
    links = tuple(sorted(group.entry.links)) if group.entry is not None else ()
    return Entity(
        iri=iri,
        label=label,
        type=type,
        kind="named" if group.names else "concept",
        aliases=tuple(sorted(known - {label})),
        links=() if group.is_close else links,
        close=links if group.is_close else (),
        mentions=tuple(replace(m, entity=iri) for m in group.mentions),
        metonym=group.metonym,
    )


# IRIs


def mint(
    groups: Sequence[Group], sentences: Sentences, *, base: str, taken: Iterable[str] = ()
) -> list[str]:
    """One IRI for each group: from the label, and a hash of the contents where several share it.

    The plain form goes to a country before a named thing before a concept, and among these to the
    one that most documents speak of. Names of documents play no part, so renaming a file renames
    no entity.
    """
    by_slug: dict[str, list[int]] = {}
    for at, group in enumerate(groups):
        by_slug.setdefault(slug(group.label), []).append(at)
    used = set(taken)
    iris = [""] * len(groups)
    for name in sorted(by_slug):
        plain = f"{base}entity/{name}"
        sharing = by_slug[name]
        if len(sharing) == 1 and plain not in used:
            used.add(plain)
            iris[sharing[0]] = plain
            continue
        for anchor, at in _by_weight(sharing, groups, sentences):
            iri, salt = plain, 0
            while iri in used:
                digest = hashlib.sha256(
                    f"{anchor}{salt or ''}".encode("utf-8", "surrogatepass")
                ).hexdigest()
                iri, salt = f"{plain}-{digest[:8]}", salt + 1
            used.add(iri)
            iris[at] = iri
    return iris


def _by_weight(
    sharing: Iterable[int], groups: Sequence[Group], sentences: Sentences
) -> list[tuple[str, int]]:
    ranked = []
    for at in sharing:
        group, anchor = groups[at], _anchor(groups[at], sentences)
        weight = -len({p.document for p in group.profiles})
        first = group.profiles[0]
        ranked.append((KIND_ORDER[group.kind], weight, anchor, first.document, first.key, at))
    return [(row[2], row[-1]) for row in sorted(ranked)]


def _anchor(group: Group, sentences: Sentences) -> str:
    """What tells a group from others of its label: its key, or the sentences that mention it."""
    if group.kind in (COUNTRY, CONCEPT):
        return group.key
    firsts = []
    for profile in group.profiles:
        first = min(profile.mentions, key=lambda m: (m.kind != "name", m.span.start))
        sentence = sentences.of(first)
        firsts.append(f"{sentence.text}\n{first.span.start - sentence.start}\n{first.span.text}")
    return min(hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest() for text in firsts)
