"""What a brief says: which claims of a graph go into which section, in which order."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice, takewhile
from pathlib import Path

from kg.ask.brief.gaps import gaps
from kg.ask.brief.model import Brief, Check, Line, Notes, Section
from kg.ask.dates import date_of, in_words, when_told
from kg.ask.money import GIVEN, WHOM, is_sum
from kg.ask.sentences import called, sentence, tells, told_best
from kg.ask.show import find_entity
from kg.ask.tellable import told_claims
from kg.ask.verify import texts_now
from kg.corpus.shards import Reading
from kg.corpus.store import finished_build
from kg.english.times.period import period
from kg.files import sha256_of
from kg.folder.ours import MANIFEST
from kg.graph.wording import is_over
from kg.model import Build, Claim, Entity, Evidence, Relation, Status, TypedFact
from kg.ontology.choice import relations_of
from kg.relate.conflicts import conflicts_of
from kg.relate.denials import Limits, contradicts, limits_of
from kg.relate.entailed import is_plain
from kg.resolve.facts import BEST_FIRST, entities_of, status_of
from kg.restore import restore

#: Lines of a section and entities of a kind, where nothing else is said.
MOST, WHO = 60, 15
#: The kinds of entities that are told who they are, and their types.
KINDS = (
    ("People", ("Person",)),
    ("Organisations", ("Organization", "Group")),
    ("Places", ("Place", "Country")),
)
#: Relations that another section tells.
_ELSEWHERE = ("jobTitle", "said")
#: Sections of what is not stated as a fact, best first; BEST_FIRST without facts.
_STATED: tuple[tuple[Status, str], ...] = (
    ("negative", "Denied"), ("planned", "Planned"), ("required", "Required"),
    ("possible", "Only possible"), ("desired", "Wished"), ("conditional", "On a condition"),
    ("question", "Asked"),
)  # fmt: skip
_ARTICLE = re.compile(r"\b(?:the|an?) ")
#: How a line says that it is not stated as a fact.
TAGS = {status: title.lower() for status, title in _STATED}
#: Verbs by which money comes to the subject.
_GOT = frozenset("receive accept collect obtain get borrow".split())


def brief(
    output: Path,
    names: Sequence[str] = (),
    *,
    title: str = "",
    everything: bool = False,
    reading: Reading | None = None,
) -> Brief:
    """What a graph says, or what it says of the entities named (as `kg show` finds them).

    Long sections are cut, and say so, unless `everything` is asked for. The sources are opened
    once, by the processes of `reading` (here, where it is left out), to check each quote.

    Raises:
        QueryError: a name fits none or several entities.
        DamageError, ExportError, StoreError: as `kg.restore.restore`.
    """
    build = restore(output)
    about = [find_entity(build, name) for name in names]
    made = brief_of(
        build, about, texts=texts_now(build, output, reading=reading), title=title,
        mark=sha256_of(output / MANIFEST)[:12], everything=everything,
    )  # fmt: skip
    return replace(made, sections=(*made.sections, *gaps(build, finished_build(output))))


def brief_of(
    build: Build,
    about: Sequence[Entity] = (),
    *,
    texts: Mapping[str, str | None],
    title: str = "",
    mark: str = "",
    everything: bool = False,
) -> Brief:
    """The same of a build in memory, without gaps; `texts` are its sources as they are now.

    `mark` stands for the build; see `Notes` for the texts.
    """
    notes = Notes(build.documents, texts)
    scope = _Scope(build, {entity.iri for entity in about}, most=None if everything else MOST)
    sections = [section for make in _SECTIONS for section in make(scope, notes)]
    *others, last = [entity.label for entity in about] or [""]
    named = f"{', '.join(others)} and {last}" if others else last
    return Brief(
        title=title or (f"Brief: {named}" if named else "Brief"),
        stamp=_stamp([(note.check, note.document) for note in notes.made]),
        sections=(_covered(build, mark), *_kept(sections)),
        notes=tuple(notes.made),
    )


def _kept(sections: Sequence[Section]) -> Iterator[Section]:
    """Sections with something in them, and the headings above them."""
    for number, section in enumerate(sections):
        if section.lines or _below(section, sections[number + 1 :]):
            yield section


def _below(section: Section, later: Sequence[Section]) -> bool:
    """Whether a section under this one has lines."""
    below = takewhile(lambda other: other.level > section.level, later)
    return any(other.lines for other in below)


def _stamp(checks: Sequence[tuple[Check, str]]) -> str:
    """ "12 quotes were compared with their sources: all verified."."""
    if not checks:
        return "Nothing is quoted, so nothing was compared with a source."
    count = Counter(check for check, _ in checks)
    what = f"{len(checks):,} quotes were compared with their sources as they are now"
    if count["verified"] == len(checks):
        return f"{what}: all verified."
    parts = [f"{count['verified']:,} verified"]
    for check, words in (
        ("source changed", "no longer stand where they stood, because the source has changed"),
        ("source gone", "could not be looked up, because the source is gone"),
        ("not opened", "came from standard input"),
    ):
        names = sorted({document for found, document in checks if found == check})
        if names:
            parts.append(f"{count[check]:,} {words} ({', '.join(names)})")  # type: ignore[index]
    return f"{what}: {'; '.join(parts)}."


@dataclass(frozen=True)
class _Scope:
    """The claims that a brief is about. `only` are IRIs, one of which a claim must refer to."""

    build: Build
    only: set[str]
    most: int | None

    def speaks_of(self, iris: Iterable[str | None]) -> bool:
        return not self.only or not self.only.isdisjoint(iris)

    @cached_property
    def relations(self) -> dict[str, Relation]:
        return relations_of(self.build)

    @cached_property
    def claims(self) -> list[Claim]:
        """What is told of, in the order of the texts."""
        found = (c for c in told_claims(self.build) if self.speaks_of(entities_of(c)))
        return sorted(found, key=_place)

    @cached_property
    def by_id(self) -> dict[str, Claim]:
        return {claim.id: claim for claim in self.claims}

    def behind(self, *facts: TypedFact) -> list[Claim]:
        """The claims that state some facts, of those that are told, in the order of the texts."""
        ids = {id for fact in facts for id in fact.claims if id in self.by_id}
        return sorted((self.by_id[id] for id in ids), key=_place)

    def may_tell(self, fact: TypedFact) -> bool:
        """Whether a fact is plain, or one of the claims that state it is told."""
        return is_plain(fact, self.relations) or any(id in self.by_id for id in fact.claims)

    @cached_property
    def clauses(self) -> dict[str, list[Claim]]:
        found: dict[str, list[Claim]] = defaultdict(list)
        for claim in self.claims:
            if claim.event:
                found[claim.event].append(claim)
        return found

    @cached_property
    def teller(self) -> dict[str, Claim]:
        """By claim, the one whose sentence says it: itself, or another of its clause."""
        found = {}
        for claim in self.claims:
            best = told_best(self.clauses.get(claim.event, [claim]))
            others = (other for other in best if tells(other, claim))
            found[claim.id] = claim if claim in best else next(others, claim)
        return found

    @cached_property
    def told(self) -> list[Claim]:
        """The claims with a sentence of their own."""
        return [claim for claim in self.claims if self.teller[claim.id] is claim]

    @cached_property
    def weight(self) -> Mapping[str, float]:
        """The importance of each entity, by IRI."""
        nodes = self.build.graph.nodes
        return {iri: float(nodes[iri].get("importance", 0.0)) for iri in nodes}

    def importance(self, claim: Claim) -> float:
        """How important what a claim relates is."""
        ends = (claim.subject.entity, claim.object.entity if claim.object else None)
        return sum(self.weight.get(iri, 0.0) for iri in ends if iri)

    def say(self, claim: Claim, *, timed: bool = True) -> str:
        return sentence(claim, self.clauses.get(claim.event, ()), timed=timed)


def _place(claim: Claim) -> tuple[str, int, int, str]:
    spans = claim.predicate.spans or (claim.subject.span,)
    return claim.document, claim.sentence.start, spans[0].start, claim.id


# Lines


def _lines(
    scope: _Scope, claims: Iterable[Claim], notes: Notes, make: Callable[[Claim], Line]
) -> tuple[Line, ...]:
    """One line for each thing said, with a note for each sentence that says it.

    Of too many, those about the most important things stay, in their order.
    """
    found: dict[Line, list[Claim]] = {}
    for claim in claims:
        found.setdefault(make(claim), []).append(claim)
    lines, left = list(found), 0
    if scope.most is not None and len(lines) > scope.most:
        ranked = sorted(lines, key=lambda line: -max(map(scope.importance, found[line])))
        kept = {id(line) for line in ranked[: scope.most]}
        left = len(lines) - len(kept)
        lines = [line for line in lines if id(line) in kept]
    done = [_noted(line, found[line], notes) for line in lines]
    if left:
        done.append(Line(text=f"And {left:,} more in the graph; kg brief --all tells them."))
    return tuple(done)


def _noted(line: Line, claims: Iterable[Claim], notes: Notes) -> Line:
    numbers = dict.fromkeys(notes.of(claim.document, claim.sentence) for claim in claims)
    return replace(line, notes=tuple(numbers))


def _tag(claim: Claim) -> str:
    return TAGS.get(status_of(claim), "")


# What it covers


def _covered(build: Build, mark: str) -> Section:
    dates = sorted(document.date for document in build.documents if document.date)
    undated = sum(not document.date for document in build.documents)
    lines = []
    for document in sorted(build.documents, key=lambda d: (d.date or "9999", d.id)):
        title = f" “{document.title}”" if document.title else ""
        lines.append(Line(lead=document.date or "no date", text=f"{document.id}{title}"))
    between = ""
    if dates:
        first, last = in_words(dates[0][:10]) or dates[0], in_words(dates[-1][:10]) or dates[-1]
        between = f" of {first}" if first == last else f" from {first} to {last}"
    kept = f", and {undated:,} without a date" if undated and dates else ""
    software = f" by kg {build.software.kg}" if build.software else ""
    count = len(build.documents)
    what = f"{count:,} document{'s'[: count != 1]}{between}{kept}."
    how = f"The graph was built{software}{f'; its fingerprint is {mark}' if mark else ''}."
    return Section(title="What this covers", intro=f"{what} {how}", lines=tuple(lines))


# Who is who


def _who(scope: _Scope, notes: Notes) -> Iterator[Section]:
    yield Section(title="Who is who")
    said: dict[str, list[Claim]] = defaultdict(list)
    for claim in scope.build.claims:
        if claim.shown and claim.subject.entity and _is_role(claim):
            said[claim.subject.entity].append(claim)
    for kind, types in KINDS:
        entities = [e for e in _named(scope) if e.type in types]
        limit = None if scope.most is None else WHO
        lines = tuple(_whois(scope, e, said[e.iri], notes) for e in entities[:limit])
        if len(entities) > len(lines):
            more = f"And {len(entities) - len(lines):,} more; kg brief --all tells them."
            lines += (Line(text=more),)
        yield Section(title=kind, level=3, lines=lines)


def _named(scope: _Scope) -> list[Entity]:
    """What has a name: of the whole graph, or the entities asked for and what is said with them."""
    near = {iri for claim in scope.claims for iri in entities_of(claim)} if scope.only else None
    found = [
        entity
        for entity in scope.build.entities
        if entity.kind == "named" and (near is None or entity.iri in near | scope.only)
    ]
    weight = scope.weight
    return sorted(
        found, key=lambda e: (e.iri not in scope.only, -weight.get(e.iri, 0.0), e.label, e.iri)
    )


def _is_role(claim: Claim) -> bool:
    """ "is a lawyer", "is mayor of Graz"; no denial, no plan, nothing that an adjective says."""
    lemma = claim.predicate.lemma
    if not claim.actual or claim.object is None or claim.object.entity is None:
        return False
    return lemma == "be" or (lemma.startswith("be ") and lemma.endswith((" of", " at", " for")))


def _whois(scope: _Scope, entity: Entity, claims: Sequence[Claim], notes: Notes) -> Line:
    parts: dict[str, list[int]] = {}
    for claim in sorted(claims, key=_place):
        number = notes.of(claim.document, claim.sentence)
        parts.setdefault(_role(claim), []).append(number)
    short = [role for role in parts if any(_says_more(other, role) for other in parts)]
    roles = {role: numbers for role, numbers in parts.items() if role not in short}
    documents = len({mention.document for mention in entity.mentions})
    also = f"also called {', '.join(entity.aliases)}" if entity.aliases else ""
    where = f"named in {documents:,} document{'s'[: documents != 1]}"
    text = "; ".join(part for part in (*roles, also, where) if part)
    numbers = dict.fromkeys(number for found in parts.values() for number in found)
    return Line(lead=entity.label, text=f"{text}.", notes=tuple(numbers))


def _says_more(other: str, role: str) -> bool:
    """Whether another role has all words of this one, articles aside."""
    more, less = (_ARTICLE.sub("", words) for words in (other, role))
    longer = more.startswith((f"{less} ", f"{less},"))
    return longer or (more == less and len(other) > len(role))


def _role(claim: Claim) -> str:
    """ "director of Orbis Bank since 2020", "was mayor", "according to Ida Brandt a spy"."""
    label = called(claim.object, claim) if claim.object else ""
    lemma = claim.predicate.lemma
    words = label if lemma == "be" else f"{lemma.removeprefix('be ')} {label}"
    source = f"according to {claim.source.label} " if claim.source else ""
    over = "was " if is_over(claim) else ""
    return f"{source}{over}{words} {when_told(claim)}".strip()


# Relations


def _relations(scope: _Scope, notes: Notes) -> Iterator[Section]:
    """What is stated as a fact, by the kind of relation; then what no kind fits."""
    yield Section(title="Relations", intro="What the texts state as a fact, or say who does.")
    facts: dict[str, list[TypedFact]] = defaultdict(list)
    for fact in scope.build.typed:
        name = fact.predicate.rpartition("#")[2].rpartition("/")[2]
        if (
            is_plain(fact, scope.relations)
            and name not in _ELSEWHERE
            and scope.speaks_of((fact.subject, fact.object))
        ):
            facts[fact.label].append(fact)
    told: set[str] = set()
    for label in sorted(facts, key=lambda label: (-len(facts[label]), label)):
        lines = _fact_lines(scope, facts[label], notes, told)
        yield Section(title=f"{label[:1].upper()}{label[1:]}", level=3, lines=lines)
    rest = [c for c in scope.told if c.shown and c.actual and c.id not in told and not _is_role(c)]
    lines = _lines(scope, rest, notes, lambda claim: Line(text=scope.say(claim)))
    yield Section(title="Other statements", level=3, lines=lines)


def _fact_lines(
    scope: _Scope, facts: Sequence[TypedFact], notes: Notes, told: set[str]
) -> tuple[Line, ...]:
    """What one relation is stated by; claims in `told` were told under another one."""
    claims = [scope.teller[c.id] for c in scope.behind(*facts) if c.actual]
    new = [claim for claim in dict.fromkeys(claims) if claim.id not in told]
    told |= {claim.id for claim in new}
    lines = _lines(scope, new, notes, lambda claim: Line(text=scope.say(claim)))
    alone = [fact for fact in facts if not fact.claims]
    return lines + tuple(_from_pair(fact, notes) for fact in alone)


def _from_pair(fact: TypedFact, notes: Notes) -> Line:
    """A fact that no claim states: both names and the relation, and the sentence as its proof."""
    found: Iterable[Evidence] = fact.evidence
    numbers = dict.fromkeys(notes.of(e.document, e.sentence) for e in found)
    text = f"{fact.subject_label}, {fact.label}: {fact.literal or fact.object_label}."
    return Line(text=text, notes=tuple(numbers))


# Chronology and money


def _chronology(scope: _Scope, notes: Notes) -> Iterator[Section]:
    dated = [claim for claim in scope.told if claim.time and _day(claim)]
    dated.sort(key=lambda claim: (*_day(claim), _place(claim)))
    lines = _lines(
        scope, dated, notes,
        lambda c: Line(lead=date_of(c), text=scope.say(c, timed=False), tag=_tag(c)),
    )  # fmt: skip
    yield Section(title="Chronology", lines=lines)


def _day(claim: Claim) -> tuple[str, ...]:
    """First and last day of a claim's time, for sorting; empty where nobody knows."""
    first, last = period(claim.time.value or "") if claim.time else (None, None)
    if first is None and last is None:
        return ()
    return (first or last).isoformat(), (last.isoformat() if last else "9999")  # type: ignore[union-attr]


def _money(scope: _Scope, notes: Notes) -> Iterator[Section]:
    """Clauses that name an amount of money."""
    found = [claim for claim in scope.claims if _sum(claim)]
    found.sort(key=lambda claim: (_day(claim) or ("9999", "9999"), _place(claim)))

    def line(claim: Claim) -> Line:
        main = _main(scope, claim)
        payer, payee = _parties(scope, main, scope.clauses.get(claim.event, [claim]))
        cells = (date_of(claim), payer, payee, _sum(claim))
        return Line(text=scope.say(main), cells=cells, tag=_tag(claim))

    yield Section(
        title="Money", columns=("When", "From", "To", "Amount", "What is said"),
        lines=_lines(scope, found, notes, line),
    )  # fmt: skip


def _sum(claim: Claim) -> str:
    ends = [claim.object] if claim.object is not None else []
    ends += [q.argument for q in claim.qualifiers]
    return next((end.label for end in ends if is_sum(end, claim)), "")


def _main(scope: _Scope, claim: Claim) -> Claim:
    """The claim of the same clause whose sentence says most."""
    mates = scope.clauses.get(claim.event, [claim])
    best = [m for m in told_best(mates) if m.subject.span == claim.subject.span]
    named = [m for m in best if m.object is not None and m.object.entity is not None]
    return claim if claim in best else [*named, *best, claim][0]


def _parties(scope: _Scope, claim: Claim, mates: Sequence[Claim]) -> tuple[str, str]:
    """Who gave money to whom, as far as the verb says so: "paid Ann", "paid a million to Ann"."""
    verb = claim.predicate.lemma.split(" ")[0]
    same = [m for m in mates if m.predicate.lemma.split(" ")[0] == verb]
    ends = {q.role: q.argument.label for mate in same for q in mate.qualifiers}
    if verb in GIVEN:
        to = (m.object.label for m in same if m.predicate.lemma == f"{verb} to" and m.object)
        paid = (m.object.label for m in same if _is_payee(scope, m, verb) and m.object)
        return claim.subject.label, ends.get("to", "") or next(to, "") or next(paid, "")
    if verb in _GOT:
        return ends.get("from", ""), claim.subject.label
    return "", ""


def _is_payee(scope: _Scope, claim: Claim, verb: str) -> bool:
    """Whether the object of a verb that may have its payee there has a name: "paid Ann".

    In "paid the bill" it is what was paid.
    """
    there = claim.object.entity if claim.object is not None else None
    nodes = scope.build.graph.nodes
    named = there is not None and there in nodes and nodes[there]["kind"] != "concept"
    return named and verb in WHOM and claim.predicate.lemma == verb


# What is not so, or not sure


def _stated(scope: _Scope, notes: Notes) -> Iterator[Section]:
    found: dict[Status, list[Claim]] = defaultdict(list)
    for claim in scope.told:
        found[status_of(claim)].append(claim)
    if any(found[status] for status, _ in _STATED):
        yield Section(
            title="Not stated as facts",
            intro="Denials, plans and possibilities, with who says so where the text does.",
        )
    for status, title in _STATED:
        lines = _lines(scope, found[status], notes, lambda claim: Line(text=scope.say(claim)))
        yield Section(title=title, level=3, lines=lines)


def _contradictions(scope: _Scope, notes: Notes) -> Iterator[Section]:
    """What cannot both be so; each two statements once, whatever finds them."""
    lines, told = [], set[str]()
    for found in conflicts_of(scope.build):
        sides = (found.first, found.second)
        if scope.speaks_of((found.first.subject, found.first.object, found.second.object)) and all(
            scope.may_tell(fact) for fact in sides
        ):
            told |= {*found.first.claims, *found.second.claims}
            lines.append(_against(scope, *sides, notes))
    lines += [_both(scope, *pair, notes) for pair in _disputed(scope) if pair[0].id not in told]
    merged: dict[str, dict[int, None]] = {}
    for line in lines:
        merged.setdefault(line.text, {}).update(dict.fromkeys(line.notes))
    once = (Line(text=text, notes=tuple(numbers)) for text, numbers in merged.items())
    yield Section(title="Contradictions", lines=tuple(once))


def _against(scope: _Scope, one: TypedFact, other: TypedFact, notes: Notes) -> Line:
    texts, numbers = [], []
    for fact in sorted(
        (one, other), key=lambda f: (BEST_FIRST.index(f.status), f.literal or "", f.id)
    ):
        claims = scope.behind(fact)
        texts.append(scope.say(claims[0]) if claims else _from_pair(fact, notes).text)
        numbers += [notes.of(e.document, e.sentence) for e in fact.evidence]
    return Line(text=" But: ".join(texts), notes=tuple(dict.fromkeys(numbers)))


def _disputed(scope: _Scope) -> Iterator[tuple[Claim, Claim]]:
    """Claims that say something is so, each with the first that says it is not."""
    denied: dict[tuple[str | None, ...], list[tuple[Claim, Limits]]] = defaultdict(list)
    for claim in scope.told:
        if claim.polarity == "negative" and claim.modality == "actual":
            denied[_said(claim)].append((claim, limits_of(claim, ())))
    for claim in scope.told:
        against = denied.get(_said(claim), ()) if claim.actual else ()
        limited = (claim, limits_of(claim, ())) if against else None
        if limited is not None:
            found = (denial[0] for denial in against if contradicts(denial, limited))
            yield from ((claim, denial) for denial in islice(found, 1))


def _said(claim: Claim) -> tuple[str | None, ...]:
    end = claim.object
    return (
        claim.subject.entity, claim.predicate.iri,
        end.entity if end else None, end.literal if end else None,
    )  # fmt: skip


def _both(scope: _Scope, claim: Claim, denial: Claim, notes: Notes) -> Line:
    numbers = [notes.of(c.document, c.sentence) for c in (claim, denial)]
    text = f"{scope.say(claim)} But: {scope.say(denial)}"
    return Line(text=text, notes=tuple(dict.fromkeys(numbers)))


_SECTIONS = (_who, _relations, _chronology, _money, _stated, _contradictions)
