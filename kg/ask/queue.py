"""What a person should look at first: doubtful cases of a graph, ranked by the edges behind them.

| kind      | the question                                    | example                       |
|-----------|-------------------------------------------------|-------------------------------|
| name      | are two of one name one? (`review.jsonl`)       | "Michael Jordan" in two texts |
| duplicate | are two of similar names one?                   | "A. Kolb" and "Anna Kolb"     |
| merge     | was a document right to take two names for one? | "Anna Pike", "Pike & Rowntree"|
| accusing  | does the text say that somebody did harm?       | "Tate robbed the bank"        |
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations
from typing import Literal

from kg.decisions import Decisions
from kg.english.hyphens import one_line
from kg.english.verbs import HARM
from kg.model import Build, Claim, Entity, Mention, Span, Witness
from kg.record.coref.joins import COMPANY_ENDINGS, name_key
from kg.resolve.background import background
from kg.resolve.spellings import skeleton, variant

CaseKind = Literal["accusing", "merge", "duplicate", "name"]
#: Of equally many edges, what does most damage goes first.
KINDS: tuple[CaseKind, ...] = ("accusing", "merge", "duplicate", "name")
#: Above so many entities that share a part of their names, none of them are compared.
MOST = 60
#: How alike two words are, at least, of which one may be a slip of the pen; and how long.
ALIKE, LEAST = 0.8, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One question. `edges` hang on its answer: those of the smaller of two, of one accused.

    `reasons` speak for one thing, `against` for two; of an accusing claim, whose id is `claim`,
    `first` is who it accuses and `second` what it is done to, and `reasons` say what.
    """

    kind: CaseKind
    label: str
    first: Witness
    second: Witness
    reasons: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    edges: int
    claim: str = ""


def review_cases(build: Build, decisions: Decisions = ()) -> list[Case]:
    """All cases that no decision answers, those on which most edges hang first."""
    degree = _degrees(build)
    decided = {
        frozenset(_fold(t.entity or t.text) for t in d.targets)
        for d in decisions
        if d.kind in ("same", "different")
    }
    cases = [*_open(build, degree), *_accusing(build, degree)]
    found = [*_duplicates(build, degree), *_merges(build, degree)]
    cases += [c for c in found if frozenset(map(_fold, _names(c))) not in decided]
    return sorted(cases, key=lambda c: (-c.edges, KINDS.index(c.kind), c.label, _place(c)))


def _place(case: Case) -> tuple[str, int, str, int]:
    first, second = case.first.mention, case.second.mention
    return first.document, first.span.start, second.document, second.span.start


def _names(case: Case) -> tuple[str, str]:
    return case.first.label, case.second.label


def _fold(name: str) -> str:
    return " ".join(name.split()).casefold()


def _degrees(build: Build) -> Counter[str]:
    degree: Counter[str] = Counter()
    for fact in build.facts:
        degree.update(iri for iri in (fact.subject, fact.object) if iri is not None)
    return degree


def _open(build: Build, degree: Counter[str]) -> Iterator[Case]:
    for case in build.review:
        sides = (case.first.mention.entity, case.second.mention.entity)
        yield Case(
            kind="name", label=case.label, reasons=case.reasons, against=case.against,
            first=case.first, second=case.second, edges=min(degree[iri] for iri in sides),
        )  # fmt: skip


# Accusing claims


def _accusing(build: Build, degree: Counter[str]) -> Iterator[Case]:
    known = {e.iri: e for e in build.entities if e.kind == "named"}
    told: set[tuple[object, ...]] = set()
    for claim in build.claims:
        who = known.get(claim.subject.entity or "")
        if who is None or who.type not in ("Person", "Organization") or not accuses(claim):
            continue
        if clause_of(claim) not in told:
            told.add(clause_of(claim))
            yield _accusation(claim, who, degree)


def accuses(claim: Claim) -> bool:
    """Whether an edge says that its subject did harm, and nobody has confirmed it."""
    open_still = claim.shown and not claim.confirmed_by and claim.polarity == "positive"
    return open_still and claim.predicate.lemma.split()[0] in HARM


def clause_of(claim: Claim) -> tuple[object, ...]:
    """What claims have in common that one verb of one sentence makes of one subject."""
    verb = claim.predicate.lemma.split()[0]
    return claim.document, claim.sentence.start, claim.subject.entity, verb


def _accusation(claim: Claim, who: Entity, degree: Counter[str]) -> Case:
    end = claim.object or claim.subject
    whom = claim.object.label if claim.object else ""
    said = " ".join(filter(None, (who.label, claim.predicate.lemma, whom)))
    sides = [
        Witness(
            label=argument.label,
            mention=Mention(
                document=claim.document, span=argument.span, kind="name", type=who.type,
                entity=argument.entity or who.iri,
            ),
            sentence=claim.sentence,
        )
        for argument in (claim.subject, end)
    ]  # fmt: skip
    return Case(
        kind="accusing", label=who.label, claim=claim.id, edges=degree[who.iri],
        first=sides[0], second=sides[1], reasons=(said,),
    )  # fmt: skip


# Likely duplicates


def _duplicates(build: Build, degree: Counter[str]) -> Iterator[Case]:
    named = [e for e in build.entities if e.kind == "named" and e.mentions]
    blocks: dict[str, list[int]] = defaultdict(list)
    for at, entity in enumerate(named):
        for key in _keys(entity.label):
            blocks[key].append(at)
    asked = {frozenset((c.first.mention.entity, c.second.mention.entity)) for c in build.review}
    pairs = {p for block in blocks.values() if len(block) <= MOST for p in combinations(block, 2)}
    sentences = _sentences(build)
    for a, b in sorted(pairs):
        one, other = named[a], named[b]
        why = likeness(one, other)
        if why and frozenset((one.iri, other.iri)) not in asked:
            yield Case(
                kind="duplicate", label=max(one.label, other.label, key=lambda n: (len(n), n)),
                first=_witness(one, one.label, sentences),
                second=_witness(other, other.label, sentences),
                reasons=(why,), against=("nothing else says that they are one",),
                edges=min(degree[one.iri], degree[other.iri]),
            )  # fmt: skip


def _keys(label: str) -> set[str]:
    """Under which parts of its name an entity is compared with others."""
    words = name_key(label).split()
    keys = {words[-1], " ".join(sorted(words)), _firm(words), _initials(label)}
    keys |= {f"{n} {' '.join(words[:n] + words[n + 1 :])}" for n in range(len(words)) if words[1:]}
    keys |= {"|".join(map(skeleton, words)), words[0][:4] if len(words) == 1 else ""}
    return keys - {""}


def _firm(words: Sequence[str]) -> str:
    """The name of a company without its legal form."""
    kept = [word.strip(",") for word in words if word.strip(",.") not in COMPANY_ENDINGS]
    return " ".join(kept)


def _initials(label: str) -> str:
    words = [word for word in label.split() if word[0].isupper()]
    if len(words) == 1 and label.replace(".", "").isupper():
        return label.replace(".", "").casefold()
    return "".join(word[0] for word in words).casefold() if len(words) > 2 else ""


def likeness(one: Entity, other: Entity) -> str:
    """How two names can be one thing's, in a few words; empty where they are not alike.

    Names that differ in a figure are two, and so are things of two types.
    """
    if one.type != other.type or _figures(one.label) != _figures(other.label):
        return ""
    a, b = name_key(one.label), name_key(other.label)
    if one.type == "Person":
        short, long = sorted((a.split(), b.split()), key=len)
        if len(short) == 1 and len(long) > 1 and short[0] in (long[0], long[-1]):
            return "one name is short for the other"
        how = variant(a, b)
        if how or {short[0], long[0]} <= background().given:
            return how  # "Daniel" and "Danielle" are two
    elif _firm(a.split()) == _firm(b.split()) and a != b:
        return "one name is the other with a legal form"
    elif (" " in a) != (" " in b) and _initials(one.label) == _initials(other.label) != "":
        return "one name is the initials of the other"
    return "perhaps a slip of the pen" if a != b and _slip(a.split(), b.split()) else ""


def _figures(name: str) -> list[str]:
    return [word for word in name.split() if any(c.isdigit() for c in word) or len(word) == 1]


def _slip(one: Sequence[str], other: Sequence[str]) -> bool:
    if len(one) != len(other):
        return False
    unlike = [(x, y) for x, y in zip(one, other, strict=True) if x != y]
    if len(unlike) != 1 or min(map(len, unlike[0])) < LEAST:
        return False
    x, y = unlike[0]
    return x[0] == y[0] and SequenceMatcher(None, x, y).ratio() >= ALIKE


# Doubtful merges


def _merges(build: Build, degree: Counter[str]) -> Iterator[Case]:
    """Two full names that a document takes for one, neither of which is the other's."""
    sentences = _sentences(build)
    for entity in build.entities:
        by_document: dict[str, dict[str, Mention]] = defaultdict(dict)
        for m in entity.mentions:
            if m.kind == "name" and " " in m.span.text:
                by_document[m.document].setdefault(name_key(one_line(m.span.text)), m)
        for names in by_document.values():
            pair = next(
                (p for p in combinations(names.items(), 2) if _strange(p[0][0], p[1][0])), None
            )
            if pair is not None:
                sides = [_side(mention, sentences) for _, mention in pair]
                yield Case(
                    kind="merge", label=entity.label, first=sides[0], second=sides[1],
                    reasons=("the document takes both for one",),
                    against=("neither name is a form of the other",), edges=degree[entity.iri],
                )  # fmt: skip


def _strange(a: str, b: str) -> bool:
    one, other = set(a.split()), set(b.split())
    if one <= other or other <= one or variant(a, b):
        return False
    return not _slip(a.split(), b.split()) and _firm(a.split()) != _firm(b.split())


# Witnesses

_Sentences = dict[str, list[Span]]


def _sentences(build: Build) -> _Sentences:
    found: dict[str, dict[int, Span]] = defaultdict(dict)
    for claim in build.claims:
        found[claim.document][claim.sentence.start] = claim.sentence
    for document, span, _ in build.missed:
        found[document].setdefault(span.start, span)
    return {document: list(spans.values()) for document, spans in found.items()}


def _witness(entity: Entity, label: str, sentences: _Sentences) -> Witness:
    order = ("name", "nominal", "pronoun")
    mentions: Iterable[Mention] = entity.mentions
    first = min(mentions, key=lambda m: (one_line(m.span.text) != label, order.index(m.kind)))
    made = _side(first, sentences)
    return Witness(label=label, mention=made.mention, sentence=made.sentence)


def _side(mention: Mention, sentences: _Sentences) -> Witness:
    around = [
        span
        for span in sentences.get(mention.document, ())
        if span.start <= mention.span.start and mention.span.end <= span.end
    ]
    sentence = around[0] if around else mention.span
    return Witness(label=one_line(mention.span.text), mention=mention, sentence=sentence)
