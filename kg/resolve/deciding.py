"""Decisions → what they mean for the profiles at hand."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from itertools import takewhile

from kg.decisions import NOBODY, Decision, Target
from kg.model import Mention
from kg.resolve.entities import Group
from kg.resolve.facts import Predicates
from kg.resolve.profiles import Profile, Sentences
from kg.resolve.revising import as_typed, same_words


@dataclass(slots=True)
class Applied:
    """Decisions as profile numbers: `same` and `different` list the members of each target.

    `labels`, `types` and `dropped` go by one profile of the entity. `unmatched` are decisions that
    fit nothing, or more than one thing, each with the reason.
    """

    same: list[list[list[int]]] = field(default_factory=list)
    different: list[list[list[int]]] = field(default_factory=list)
    labels: dict[int, str] = field(default_factory=dict)
    types: dict[int, str] = field(default_factory=dict)
    dropped: list[int] = field(default_factory=list)
    unmatched: list[str] = field(default_factory=list)


class _NoMatchError(Exception):
    """Why a target fits nothing."""


class Matcher:
    """Finds what targets mean among the automatic groups, before any decision."""

    def __init__(
        self,
        profiles: Sequence[Profile],
        groups: Sequence[Sequence[int]],
        *,
        seen: Sequence[Group],
        iris: Sequence[str],
        sentences: Sentences,
    ) -> None:
        self.profiles = profiles
        self.groups = groups
        self.sentences = sentences
        self.sha256 = sentences.sha256
        self.hashes = sorted((h, document) for document, h in self.sha256.items())
        self.by_iri = {iri: at for at, iri in enumerate(iris)}
        self.labels: dict[str, list[int]] = {}
        self.names: dict[str, list[int]] = {}
        for at, group in enumerate(seen):
            self.labels.setdefault(fold(group.label), []).append(at)
            for name in {fold(n) for n in group.names} - {fold(group.label)}:
                self.names.setdefault(name, []).append(at)

    def find(self, target: Target) -> list[int]:
        """The profiles of a target; with a document only what that one says.

        Raises _NoMatchError with the reason.
        """
        documents = self._documents(target)
        if target.text:
            return self._saying(target, documents)
        by_iri = self.by_iri.get(target.iri)
        named = self._named(target, documents)
        if by_iri is not None:
            at = by_iri
            there = self._within(at, documents)
            if documents and not there and len(named) == 1:
                raise _NoMatchError(
                    "its IRI and its document now name two things; write one of the two"
                )
        elif len(named) == 1:
            at = named[0]
        elif named:
            raise _NoMatchError(f"{len(named)} entities are called so; add a document or the IRI")
        else:
            raise _NoMatchError("nothing is called so")
        return self._within(at, documents) or list(self.groups[at])

    def _saying(self, target: Target, documents: frozenset[str]) -> list[int]:
        """The profiles that are called exactly so; with a sentence, those of its mention."""
        wanted, sentence = same_words(target.text), as_typed(target.sentence)

        def said(mention: Mention) -> bool:
            if same_words(mention.span.text) != wanted:
                return False
            return not sentence or as_typed(self.sentences.of(mention).text) == sentence

        anywhere = not (target.document or target.sha256)
        found = [
            at for at, profile in enumerate(self.profiles)
            if (anywhere or profile.document in documents) and any(map(said, profile.mentions))
        ]  # fmt: skip
        if not found and not anywhere and not documents:
            raise _NoMatchError(f"there is no document {target.document or target.sha256}")
        if not found:
            raise _NoMatchError(f"nothing there is called {target.text!r}")
        return found

    def _documents(self, target: Target) -> frozenset[str]:
        if target.document in self.sha256:
            return frozenset({target.document})
        if target.sha256:
            places = range(bisect_left(self.hashes, (target.sha256,)), len(self.hashes))
            following = (self.hashes[at] for at in places)
            same = takewhile(lambda pair: pair[0].startswith(target.sha256), following)
            return frozenset(document for _, document in same)
        return frozenset()

    def _named(self, target: Target, documents: frozenset[str]) -> list[int]:
        name = fold(target.entity)
        if not name:
            return []
        exact, other = self.labels.get(name, []), self.names.get(name, [])
        if target.document or target.sha256:
            if not documents and not target.iri:
                raise _NoMatchError(f"there is no document {target.document or target.sha256}")
            exact = [at for at in exact if self._within(at, documents)]
            other = [at for at in other if self._within(at, documents)]
        return exact or other

    def _within(self, at: int, documents: frozenset[str]) -> list[int]:
        return [i for i in self.groups[at] if self.profiles[i].document in documents]


def fold(name: str) -> str:
    """Case and spacing aside."""
    return " ".join(name.split()).casefold()


def apply_decisions(
    decisions: Sequence[Decision], matcher: Matcher, *, moved: Set[Decision]
) -> Applied:
    """Translate what is about entities; `predicates_of` and `kg.resolve.rulings` do the rest.

    `moved` are the decisions on mentions that have changed a record.
    """
    applied = Applied()
    for decision in decisions:
        if decision.kind == "mention":
            _apply_mention(decision, matcher, applied, moved=decision in moved)
            continue
        if decision.kind in ("reject", "assert") or _about_predicates(decision):
            continue
        try:
            found = [matcher.find(target) for target in decision.targets]
        except _NoMatchError as reason:
            applied.unmatched.append(f"{decision}: {reason}")
            continue
        if decision.kind == "same":
            applied.same.append(found)
        elif decision.kind == "different":
            if any(set(a) & set(b) for n, a in enumerate(found) for b in found[:n]):
                applied.unmatched.append(f"{decision}: the two are the same words in one document")
            else:
                applied.different.append(found)
        elif decision.kind == "rename":
            applied.labels[found[0][0]] = decision.to
        elif decision.kind == "retype":
            applied.types[found[0][0]] = decision.to
        else:
            applied.dropped.append(found[0][0])
    return applied


def _about_predicates(decision: Decision) -> bool:
    return any(target.predicate for target in decision.targets)


def _apply_mention(decision: Decision, matcher: Matcher, applied: Applied, *, moved: bool) -> None:
    """Join what a mention became with the entity that it is, unless its document has done so."""
    if not moved:
        applied.unmatched.append(f"{decision}: its document has no such words in that sentence")
        return
    if decision.to == NOBODY:
        return
    named = Target(entity=decision.to)
    if "://" in decision.to:
        named = Target(iri=decision.to)
    try:
        own = matcher.find(decision.targets[0])
        if any(same_words(decision.to) in map(same_words, matcher.profiles[i].names) for i in own):
            return
        applied.same.append([matcher.find(named), own])
    except _NoMatchError as reason:
        applied.unmatched.append(f"{decision}: {reason}")


def predicates_of(
    decisions: Sequence[Decision], known: frozenset[str]
) -> tuple[Predicates, list[str]]:
    """What becomes of predicates, and the decisions about predicates that no claim has."""
    names: dict[str, str] = {}
    dropped: set[str] = set()
    unmatched = []
    for decision in decisions:
        lemmas = [target.predicate for target in decision.targets if target.predicate]
        if not lemmas or decision.kind in ("reject", "assert"):
            continue
        missing = [lemma for lemma in lemmas if lemma not in known]
        if len(lemmas) < len(decision.targets) or decision.kind not in ("same", "rename", "drop"):
            unmatched.append(f"{decision}: predicates can be the same, renamed or dropped")
        elif missing:
            unmatched.append(f"{decision}: no claim has the predicate {missing[0]!r}")
        elif decision.kind == "drop":
            dropped.add(lemmas[0])
        else:
            first, *rest = [decision.to, *lemmas] if decision.to else lemmas
            names |= dict.fromkeys(rest, first)
    whole = {lemma: _follow(lemma, names) for lemma in names}
    return Predicates(names=whole, dropped=frozenset(dropped)), unmatched


def _follow(lemma: str, names: Mapping[str, str]) -> str:
    seen = {lemma}
    while lemma in names and names[lemma] not in seen:
        lemma = names[lemma]
        seen.add(lemma)
    return lemma
