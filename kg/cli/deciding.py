"""Commands that write decisions and apply them: merge, split, rename, retype, drop, review."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from contextlib import suppress
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.app import app, echo, shortened
from kg.cli.showing import SHORT, Folder, Json, Name, load
from kg.errors import DecisionError, QueryError, StoreError

if TYPE_CHECKING:
    from kg.ask.queue import Case
    from kg.decisions import Decision, DecisionKind, Decisions, Target
    from kg.model import Build

Predicate = Annotated[
    bool, typer.Option("--predicate", help="The names are predicates, not entities.")
]
Undo = Annotated[bool, typer.Option("--undo", help="Take this decision back.")]
Note = Annotated[str, typer.Option("--note", help="Why; it is kept beside the decision.")]


@app.command(
    epilog='Examples:  kg merge "Shinzo Abe" "Abe Shinzo"   |   '
    'kg merge meet "confer with" --predicate   |   kg merge "Shinzo Abe" "Abe Shinzo" --undo'
)
def merge(
    a: Name, b: Name, output: Folder = Path("output"), predicate: Predicate = False,
    undo: Undo = False, note: Note = "",
) -> None:  # fmt: skip
    """Make two entities one, for good; it keeps the fuller name and the IRI of the first."""
    _decide("same", (a, b), output, predicate=predicate, undo=undo, note=note)


@app.command(
    epilog='Examples:  kg split "Michael Jordan" nba.txt lab.txt   |   '
    'kg split "Abe Shinzo" "Shinzo Abe"   |   kg split "Anna Pike" "Pike & Rowntree" --in will.txt'
)
def split(
    a: Name,
    b: Annotated[str, typer.Argument(help="The other entity, or a document that means A.")],
    c: Annotated[
        str | None, typer.Argument(help="A document that means another, if B is a document.")
    ] = None,
    inside: Annotated[
        str, typer.Option("--in", help="Part the two names in this document alone.")
    ] = "",
    output: Folder = Path("output"),
    undo: Undo = False,
    note: Note = "",
) -> None:
    """Keep apart what two names, or one name in two documents, stand for.

    Two names that a document takes for one thing are parted by its words: pronouns and common
    nouns go with the name of their kind, or the one before them.
    """
    if inside and c is not None:
        raise typer.BadParameter("--in goes with two names, not with two documents")
    names = (a, b) if c is None else (f"{a} in {b}", f"{a} in {c}")
    if inside and undo:
        names = (f"{a} in {inside}", f"{b} in {inside}")
    _decide("different", names, output, undo=undo, note=note, inside=inside)


@app.command(epilog='Example:  kg rename "Abe Shinzo" "Shinzo Abe"')
def rename(
    entity: Name,
    to: Annotated[str, typer.Argument(help="What to call it from now on.")],
    output: Folder = Path("output"),
    predicate: Predicate = False,
    undo: Undo = False,
    note: Note = "",
) -> None:
    """Call an entity or predicate something else; the IRI of an entity stays."""
    if not to.strip():
        raise typer.BadParameter("the new name is empty; give one")
    _decide("rename", (entity,), output, to=to, predicate=predicate, undo=undo, note=note)


@app.command(epilog="Example:  kg retype Toyota Organization")
def retype(
    entity: Name,
    to: Annotated[str, typer.Argument(help="Person, Organization, Country, Place, Event, ...")],
    output: Folder = Path("output"),
    undo: Undo = False,
    note: Note = "",
) -> None:
    """Give an entity another type."""
    from kg.model import TYPES

    if to not in TYPES:
        raise typer.BadParameter(f"unknown type {to!r}; choose {', '.join(TYPES)}")
    _decide("retype", (entity,), output, to=to, undo=undo, note=note)


@app.command(epilog='Examples:  kg drop "Read more"   |   kg drop have --predicate')
def drop(
    entity: Name, output: Folder = Path("output"), predicate: Predicate = False,
    undo: Undo = False, note: Note = "",
) -> None:  # fmt: skip
    """Leave an entity or predicate out of the graph, with all claims about it."""
    _decide("drop", (entity,), output, predicate=predicate, undo=undo, note=note)


@app.command(epilog="Examples:  kg review   |   kg review graph/ --json")
def review(
    graph: Annotated[
        Path | None, typer.Argument(metavar="[OUTPUT]", help="Folder, as with -o.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Folder that kg build wrote. [output]")
    ] = None,
    as_json: Json = False,
) -> None:
    """Go through the doubtful cases and decide them; those with most edges behind them come first.

    Names that may be one thing or two, two names that a document took for one, claims that somebody
    did harm. What is answered is applied at the end, also after q, the end of input or Ctrl-C.
    """
    from kg.ask.queue import review_cases
    from kg.decisions import add_decision, read_decisions

    if graph is not None and output is not None:
        raise typer.BadParameter(f"the folder is given twice: {graph} and -o {output}; give one")
    output = graph or output or Path("output")
    build = load(output)
    cases = review_cases(build, read_decisions(output / "decisions.yaml"))
    if as_json:
        rows = [_row(case) for case in cases]
        echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    if not cases:
        echo("no open cases")
        return
    made = list(_answers(build, cases))
    if not made:
        echo("nothing decided")
        return

    def edit(file: Path) -> list[Decision]:
        # One that somebody else has decided in the meantime is no change, and no error.
        return [decision for decision in made if add_decision(file, decision)]

    apply(output, edit, say=lambda _: f"{len(made)} decided")


def _row(case: Case) -> dict[str, Any]:
    from kg.folder.layout import sides

    row = {"label": case.label, "reasons": list(case.reasons), "against": list(case.against)}
    claim = {"claim": case.claim} if case.claim else {}
    return {**row, **sides(case), "kind": case.kind, "edges": case.edges, **claim}


def _answers(build: Build, cases: Sequence[Case]) -> Iterator[Decision]:
    """What a person decides, case by case, until they have enough of it."""
    from kg.ask.handles import of_case, rejections_of

    for number, case in enumerate(cases, 1):
        _print_case(case, f"{number} of {len(cases)}")
        answer = _ask(ACCUSING if case.kind == "accusing" else IDENTITY)
        if answer == "q":
            return
        if answer == "w":
            yield from rejections_of(build, case)
        elif answer in ("s", "d"):
            try:
                yield of_case(build, case, same=answer == "s")
            except DecisionError as error:  # what has been answered so far is not lost
                echo(f"  not decided: {error}")


#: What can be answered, by the kind of question.
IDENTITY = "[s]ame, [d]ifferent, [l]ater, [q]uit? "
ACCUSING = "[w]rong, [l]ater, [q]uit? "


def _ask(question: str) -> str:
    """One letter; without a terminal the answers come from standard input, "q" at its end."""
    allowed = {part[0] for part in question.split("[")[1:]}
    while True:
        sys.stdout.write(question)
        sys.stdout.flush()
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            return "q"
        answer = line.strip().lower()[:1] if line else "q"
        if answer in allowed:
            return answer


def _print_case(case: Case, number: str) -> None:
    edges = "1 edge" if case.edges == 1 else f"{case.edges:,} edges"
    echo(f"\n{case.label} ({number}; {edges})")
    witnesses = (case.first,) if case.claim else (case.first, case.second)
    for witness in witnesses:
        sentence = " ".join(witness.sentence.text.split())
        echo(f"  {witness.mention.document}: “{sentence}”")
    if case.claim:
        echo(f"  it harms: {'; '.join(case.reasons)} [{case.claim}]")
        echo(f"  right?    kg assert {case.claim[:SHORT]} --by NAME says so for good")
        return
    if case.kind != "name":
        echo(f"  names:    {case.first.label} | {case.second.label}")
    echo(f"  for one:  {'; '.join(case.reasons) or 'nothing but the name'}")
    echo(f"  for two:  {'; '.join(case.against)}")


def _decide(
    kind: DecisionKind,
    names: tuple[str, ...],
    output: Path,
    *,
    to: str = "",
    predicate: bool = False,
    undo: bool = False,
    note: str = "",
    inside: str = "",
) -> None:
    old = _made(kind, names, output, to=to, predicate=predicate) if undo else []

    def edit(file: Path) -> list[Decision]:
        from kg.decisions import Decision, add_decision, read_decisions, remove_decision

        if undo:
            return [decision for decision in old if remove_decision(file, decision)]
        known = read_decisions(file)
        targets = _targets(kind, names, load(output), known, predicate=predicate, inside=inside)
        decision = Decision(kind=kind, targets=targets, to=to, note=note)
        return [decision] if add_decision(file, decision) else []

    said = "taken back" if undo else "decided"
    apply(output, edit, say=lambda made: f"{said}: {'; '.join(map(str, made))}")


def _made(
    kind: DecisionKind, names: tuple[str, ...], output: Path, *, to: str, predicate: bool
) -> list[Decision]:
    """What the command without --undo has written: of this kind, these names and this word."""
    from kg.decisions import read_decisions

    file = output / "decisions.yaml"
    decided = read_decisions(file)
    mine = [d for d in decided if d.kind == kind and d.to == to]
    found = [d for d in mine if _means(d, names, decided)]
    if not found and kind == "rename" and len(mine) == 1 and not _is_known(output, names[0]):
        found = mine  # it had another new name before
    if not found and not predicate:
        found = list(islice(_resolved(mine, names, decided, output), 1))
    if not found:
        raise DecisionError(f"{file} has no such decision about {' and '.join(names)}")
    return found


def _resolved(
    mine: Sequence[Decision], names: tuple[str, ...], decided: Decisions, output: Path
) -> Iterator[Decision]:
    """The decisions that mean what the names do in the graph without any of `mine`, the last first.

    So "Hannah Osei", who was called "Councillor Hannah Osei" when she was merged, is found.
    """
    from kg.upkeep import built_with

    if not mine:
        return
    others = tuple(d for d in decided if d not in mine)
    before = built_with(output, others, wait=WAIT)
    if mine[0].kind == "different":
        with suppress(DecisionError, QueryError):  # without it no such command could be given
            wanted = set(_targets("different", names, before, others, predicate=False, inside=""))
            yield from (d for d in reversed(mine) if set(d.targets) == wanted)
        return
    named = [_entities(before, name) for name in names]
    meant = [[_entities(before, _handle(t)) for t in d.targets] for d in mine]
    for at in reversed(range(len(mine))):
        merged = meant[:at] + meant[at + 1 :] if mine[at].kind == "same" else []
        if _each_once(named, meant[at], merged):
            yield mine[at]


def _handle(target: Target) -> str:
    """What a target is found by in a finished graph."""
    name = target.iri or target.entity or target.text
    return f"{name} in {target.document}" if target.document and not target.iri else name


def _entities(build: Build, name: str) -> frozenset[str]:
    from kg.ask.show import find_entities

    return frozenset(e.iri for e in find_entities(build, name))


def _each_once(
    named: Sequence[Set[str]], meant: Sequence[Set[str]], merged: Iterable[Sequence[Set[str]]]
) -> bool:
    """Whether names and targets lead to the same things, each to one, once others are merged."""
    one: dict[str, str] = {}

    def root(iri: str) -> str:
        while iri in one:
            iri = one[iri]
        return iri

    for targets in merged:
        roots = {root(iri) for found in targets for iri in found}
        kept = min(roots, default="")
        one |= dict.fromkeys(roots - {kept}, kept)
    sides = [[{root(iri) for iri in found} for found in side] for side in (named, meant)]
    if any(len(roots) != 1 for side in sides for roots in side):
        return False
    first, second = (set().union(*side) for side in sides)
    return first == second and len(first) == len(named)


def _is_known(output: Path, name: str) -> bool:
    """Whether something in the graph bears a name."""
    return any(name in (e.label, e.iri, *e.aliases) for e in load(output).entities)


def _targets(
    kind: DecisionKind,
    names: tuple[str, ...],
    build: Build,
    known: Decisions,
    *,
    predicate: bool,
    inside: str,
) -> tuple[Target, ...]:
    """What a decision is about: of two names of one thing, the words themselves."""
    from kg.ask.handles import text_targets

    if predicate:
        targets = tuple(_predicate(build, name) for name in names)
    elif inside:
        return text_targets(build, names, inside)
    else:
        targets = tuple(_named(build, name, known) for name in names)
    alike = len(set(targets)) < len(targets)
    if alike and kind == "different" and len({*map(str.casefold, names)}) == len(names):
        return text_targets(build, names)
    if alike and kind in ("same", "different"):
        raise DecisionError(f"both names stand for {targets[0]}; nothing to decide")
    return targets


def _means(decision: Decision, names: tuple[str, ...], decided: Decisions) -> bool:
    """Whether a decision is about these names, in any order, as the file writes them.

    What a target was renamed to is one of its names.
    """
    renamed = {d.targets[0]: d.to for d in decided if d.kind == "rename"}
    told = [
        {str(t), t.entity, t.iri, t.text, t.predicate, renamed.get(t, "")} - {""}
        for t in decision.targets
    ]
    return len(told) == len(names) and (
        all(n in t for n, t in zip(names, told, strict=True))
        or all(n in t for n, t in zip(names[::-1], told, strict=True))
    )


def _predicate(build: Build, name: str) -> Target:
    from kg.decisions import Target

    if not any(c.predicate.lemma == name for c in build.claims):
        raise DecisionError(f"no claim has the predicate {name!r}; kg stats lists what there is")
    return Target(predicate=name)


def _named(build: Build, name: str, known: Decisions) -> Target:
    from kg.ask.handles import entity_target, lasting_target
    from kg.ask.show import find_entity

    head, inside, tail = name.rpartition(" in ")
    document = tail if inside and any(d.id == tail for d in build.documents) else ""
    found = find_entity(build, name)
    if document:
        return entity_target(build, found, document, label=head)
    return lasting_target(build, found, known)


#: Seconds for which a command waits until another one has done with the same folder.
WAIT = 60.0


def apply(
    output: Path,
    edit: Callable[[Path], list[Decision]],
    *,
    say: Callable[[list[Decision]], str],
) -> None:
    """Change the decisions and make the graph what they say: both, or neither.

    `edit` gets the file and returns what it changed there.
    """
    from kg.upkeep import decide

    changed: list[Decision] = []

    def noting(file: Path) -> bool:
        changed.extend(edit(file))
        return bool(changed)

    try:
        result = decide(output, noting, wait=WAIT)
    except StoreError as error:
        raise StoreError(f"nothing is decided: {error}") from error
    echo(say(changed) if changed else "decided before")
    if result is None:
        return
    idle = f"kg: {output / 'decisions.yaml'}: no effect: "
    for line in shortened(result.unmatched, prefix=idle, more=f"see {output / 'manifest.json'}"):
        echo(line, err=True)
    echo(f"{output}: {len(result.entities):,} entities, {len(result.facts):,} facts")
    if any(line.startswith(f"{d}: ") for line in result.unmatched for d in changed):
        raise typer.Exit(1)  # the graph does not say what was asked for
