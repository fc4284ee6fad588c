"""Commands that rule on one claim or one mention: reject, assert, mention."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app
from kg.cli.deciding import Note, Undo, apply
from kg.cli.showing import Folder, load
from kg.errors import DecisionError, QueryError

if TYPE_CHECKING:
    from kg.decisions import Decision, DecisionKind, Target
    from kg.model import Build

ClaimId = Annotated[str, typer.Argument(help="Id of a claim, or its first characters (4 or more).")]


@app.command(
    epilog='Examples:  kg reject 2f3ffa8d --note "the clerk misread it"   |   '
    "kg reject 2f3ffa8d --undo"
)
def reject(
    claim: ClaimId, output: Folder = Path("output"), undo: Undo = False, note: Note = ""
) -> None:
    """Call a claim wrong: it makes no edge any more; claims.jsonl keeps it as rejected."""
    _rule("reject", claim, output, note=note, undo=undo)


@app.command(
    "assert",
    epilog='Examples:  kg assert 91c0e5aa --by "Ines Roth"   |   kg assert 91c0e5aa --undo',
)
def assert_claim(
    claim: ClaimId,
    by: Annotated[str, typer.Option("--by", help="The name of who confirms it.")] = "",
    output: Folder = Path("output"),
    undo: Undo = False,
    note: Note = "",
) -> None:
    """Confirm that a text says a claim: it is shown, with confidence 1 and your name."""
    if not undo and not by.strip():
        raise typer.BadParameter("say who confirms it: --by NAME")
    _rule("assert", claim, output, to=by.strip(), note=note, undo=undo)


@app.command(
    epilog='Examples:  kg mention He "He left the firm" "Anna Pike" --in will.txt   |   '
    'kg mention He "He left the firm" nobody --in will.txt --undo'
)
def mention(
    text: Annotated[str, typer.Argument(help="The words of the mention.")],
    sentence: Annotated[str, typer.Argument(help="Its sentence, or a part of it.")],
    entity: Annotated[str, typer.Argument(help="Whom or what it stands for, or: nobody.")],
    inside: Annotated[str, typer.Option("--in", help="The document that says it.")] = "",
    output: Folder = Path("output"),
    undo: Undo = False,
    note: Note = "",
) -> None:
    """Say what the words of one sentence stand for: an entity, or nobody known."""
    from kg.decisions import Decision, add_decision

    def edit(file: Path) -> list[Decision]:
        if undo:
            return _take_back_mention(file, text, sentence, inside, _words(output, entity, file))
        build = load(output)
        target = _mention(build, text, sentence, inside)
        made = Decision(kind="mention", targets=(target,), to=_whom(build, entity, file), note=note)
        return [made] if add_decision(file, made) else []

    said = "taken back" if undo else "decided"
    apply(output, edit, say=lambda made: f"{said}: {'; '.join(map(str, made))}")


# Claims


def _rule(
    kind: DecisionKind, name: str, output: Path, *, to: str = "", note: str, undo: bool
) -> None:
    def edit(file: Path) -> list[Decision]:
        from kg.ask.handles import rule_claim
        from kg.ask.show import find_claim

        build = load(output)
        if undo:
            return _take_back_claim(kind, name, file, build)
        return rule_claim(file, build, find_claim(build, name), kind=kind, to=to, note=note)

    said = "taken back" if undo else "decided"
    apply(output, edit, say=lambda made: f"{said}: {'; '.join(map(str, made))}")


def _take_back_claim(kind: DecisionKind, name: str, file: Path, build: Build) -> list[Decision]:
    from kg.ask.handles import ruled_on
    from kg.ask.show import SHORTEST, find_claim
    from kg.decisions import read_decisions, remove_decision

    try:
        found = ruled_on(file, find_claim(build, name), build)
    except QueryError:  # its document may be gone, or say it no more
        found = [d for d in read_decisions(file) if d.targets[0].claim.startswith(name)]
        found = [d for d in found if d.kind == kind]
        if len(name) < SHORTEST or len({d.targets[0].claim for d in found}) > 1:
            raise
    found = [d for d in found if d.kind == kind]
    for decision in found:
        remove_decision(file, decision)
    if not found:
        raise DecisionError(f"{file} has no such decision about the claim {name}")
    return found


# Mentions


def _mention(build: Build, text: str, sentence: str, inside: str) -> Target:
    """The handles of a mention that last. Raises DecisionError with what to do next."""
    from kg.ask.handles import document_handles
    from kg.decisions import Target
    from kg.resolve.revising import as_typed

    if inside:
        document_handles(build, inside)
    wanted, words = as_typed(sentence), as_typed(text)
    said = {(c.document, " ".join(c.sentence.text.split())) for c in build.claims}
    said |= {(document, " ".join(span.text.split())) for document, span, _ in build.missed}
    found = sorted(
        (document, whole)
        for document, whole in said
        if wanted in as_typed(whole) and words in as_typed(whole) and inside in ("", document)
    )
    exact = [pair for pair in found if as_typed(pair[1]) == wanted]
    found = exact or found
    if not found:
        where = inside or "any document"
        raise DecisionError(
            f"no sentence of {where} has {wanted!r} and {text!r}; copy it from there"
        )
    if len(found) > 1:
        raise DecisionError(
            f"{len(found)} sentences have {wanted!r}; give the whole sentence, and --in DOCUMENT"
        )
    document, whole = found[0]
    return Target(text=text, sentence=whole, **document_handles(build, document))


def _whom(build: Build, entity: str, file: Path) -> str:
    """How a decision calls an entity: by its label, or by its IRI where that may not last."""
    from kg.ask.handles import lasting_target
    from kg.ask.show import find_entity
    from kg.decisions import NOBODY, Target, read_decisions

    if entity == NOBODY:
        return NOBODY
    found = find_entity(build, entity)
    target = lasting_target(build, found, read_decisions(file))
    return target.entity if target == Target(entity=target.entity) else found.iri


def _words(output: Path, entity: str, file: Path) -> set[str]:
    """How a decision may call an entity, also one that is no longer there."""
    try:
        return {entity, _whom(load(output), entity, file)}
    except QueryError:
        return {entity}


def _take_back_mention(
    file: Path, text: str, sentence: str, inside: str, whom: set[str]
) -> list[Decision]:
    from kg.decisions import read_decisions, remove_decision
    from kg.resolve.revising import as_typed

    wanted, words = as_typed(sentence), as_typed(text)
    found = [
        d
        for d in read_decisions(file)
        if d.kind == "mention"
        and as_typed(d.targets[0].text) == words
        and d.to in whom
        and wanted in as_typed(d.targets[0].sentence)
        and inside in ("", d.targets[0].document)
    ]
    for decision in found:
        remove_decision(file, decision)
    if not found:
        raise DecisionError(f"{file} has no such decision about {text!r} in that sentence")
    return found
