"""Commands that show what a graph holds: show, why, path, relations, conflicts."""

from __future__ import annotations

import json
import shutil
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.app import DEFAULTS, app, echo

if TYPE_CHECKING:
    from kg.model import Build, Claim

Folder = Annotated[Path, typer.Option("-o", "--output", help="Folder that kg build wrote.")]
Name = Annotated[str, typer.Argument(help='Label, alias, IRI, or "LABEL in DOCUMENT".')]
Json = Annotated[bool, typer.Option("--json", help="Print as JSON.")]

#: Claims on a card before "and N more".
SHOWN = 25
#: So many characters of a claim's id are printed; `kg why` takes them.
SHORT = 8


def load(output: Path) -> Build:
    from kg.restore import restore

    return restore(output)


@app.command(epilog='Examples:  kg show "Shinzo Abe"   |   kg show Japan -o graph/ --json')
def show(
    entity: Name,
    output: Folder = Path("output"),
    all_claims: Annotated[
        bool, typer.Option("--all", help="Every claim, however many, and those kept back.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Print what the graph knows of an entity: names, links, roles, claims by date, documents."""
    from kg.ask import show as showing

    build = load(output)
    found = showing.card(build, showing.find_entity(build, entity))
    if as_json:
        echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in _card(found, everything=all_claims):
        echo(line)


@app.command(
    epilog='Examples:  kg why Abe "Shinzo Abe"   |   '
    'kg why "Michael Jordan in nba.txt" "Michael Jordan in lab.txt" -o graph/   |   '
    "kg why 2f3ffa8d"
)
def why(
    a: Annotated[str, typer.Argument(help='Id of a claim; or label, alias, IRI, "LABEL in DOC".')],
    b: Annotated[str | None, typer.Argument(help="The other name.")] = None,
    output: Folder = Path("output"),
    model: Annotated[
        str, typer.Option(help="The pipeline of the build, if it was none of kg's.")
    ] = DEFAULTS.model,
    as_json: Json = False,
) -> None:
    """Say why two names are one entity or two; of a claim, which rules read which words.

    The id of a claim stands in claims.jsonl and behind each claim that kg show prints; its first
    characters will do.
    """
    from kg.ask import show as showing

    build = load(output)
    if b is None:
        _why_claim(build, showing.find_claim(build, a), as_json=as_json)
        return
    found = showing.why(build, a, b, model=model)
    if as_json:
        echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in _same(found, a, b) if found["same"] else _apart(found, a, b):
        echo(line)


@app.command(epilog='Example:  kg path "Shinzo Abe" China -o graph/')
def path(a: Name, b: Name, output: Folder = Path("output"), as_json: Json = False) -> None:
    """Print the shortest way between two entities over what the documents state."""
    from kg.ask import show as showing

    steps = showing.path(load(output), a, b)
    if as_json:
        echo(json.dumps(steps, ensure_ascii=False, indent=2))
        return
    for step in steps:
        echo(f"{step['subject']} — {step['words']} → {step['object']}{_aside(step)}")
        for line in quoted(step["document"], step["sentence"]):
            echo(line)


@app.command(epilog="Examples:  kg relations   |   kg relations -o graph/ --json")
def relations(
    output: Folder = Path("output"),
    all_relations: Annotated[
        bool, typer.Option("--all", help="Every open relation, however many.")
    ] = False,
    as_json: Json = False,
) -> None:
    """List the relations of a graph: typed ones, then the words of the texts as a tree."""
    from kg.relate import listing

    build = load(output)
    typed, opened = listing.typed_relations(build), listing.open_relations(build)
    classes = listing.coarse_relations(build)
    if as_json:
        rows = {"typed": typed, "classes": classes, "open": opened}
        echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    echo(f"typed relations ({len(typed)})")
    for row in typed:
        echo(_relation(row))
    echo(f"relations in the words of the texts ({len(opened)} verbs and nouns)")
    said = ", ".join(f"{row['class']} {row['facts']}" for row in classes)
    echo(f"  in {len(classes)} classes: {said}")
    for row in opened if all_relations else opened[:SHOWN]:
        for line in _branch(row, 1):
            echo(line)
    if len(opened) > SHOWN and not all_relations:
        echo(f"  and {len(opened) - SHOWN} more; --all shows them")


@app.command(epilog="Examples:  kg conflicts   |   kg conflicts -o graph/ --json")
def conflicts(output: Folder = Path("output"), as_json: Json = False) -> None:
    """List what cannot both be so: two birth dates, something asserted and denied, wrong times."""
    from kg.relate import listing

    rows = listing.conflict_rows(load(output))
    if as_json:
        echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        for line in _conflict(row):
            echo(line)
    if not rows:
        echo("no conflicts between typed facts")


def _relation(row: dict[str, Any]) -> str:
    other = f" and {row['other']} not asserted" if row["other"] else ""
    return f"  {row['label']:<22} {row['facts']:>5}{other}  {_cut(row['example'])}  <{row['iri']}>"


def _cut(text: str, most: int = 60) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


def _branch(row: dict[str, Any], depth: int) -> Iterator[str]:
    example = f"  {_cut(row['example'])}" if row.get("example") else ""
    yield f"{'  ' * depth}{row['lemma']:<{max(24 - 2 * depth, 1)}} {row['all']:>5}{example}"
    for below in row["below"]:
        yield from _branch(below, depth + 1)


def _conflict(row: dict[str, Any]) -> Iterator[str]:
    yield f"{row['subject']}: {row['kind']}"
    for side in row["sides"]:
        status = f" ({side['status']})" if side["status"] != "asserted" else ""
        yield from wrapped(f"{side['relation']} {side['object']}{status}", "  ", "    ")
        for quote in side["quotes"]:
            yield from quoted(quote["document"], quote["sentence"])


def _card(found: dict[str, Any], *, everything: bool) -> Iterator[str]:
    code = f"  {found['code']}" if found["code"] else ""
    yield f"{found['label']}  [{found['type']}]{code}"
    yield f"  {found['iri']}"
    rows = {
        "aliases": ", ".join(found["aliases"]),
        "links": "  ".join(found["links"]),
        "metonym": found["metonym"] and f"stands for the government of {found['metonym']}",
        "roles": ", ".join(found["roles"]),
    }
    for name, value in rows.items():
        if value:
            yield from wrapped(f"{name:<8} {value}", "  ", " " * 11)
    if found["claims"]:
        yield f"claims ({len(found['claims'])})"
    shown = len(found["claims"]) if everything else SHOWN
    for claim in found["claims"][:shown]:
        yield from wrapped(f"{claim['date'] or '':<11}{_said(claim)}", "  ", " " * 13)
    if len(found["claims"]) > shown:
        yield f"  and {len(found['claims']) - shown} more; --all shows them"
    yield from _kept_back(found["kept_back"], everything=everything)
    yield "documents"
    for row in found["documents"]:
        times = "time" if row["mentions"] == 1 else "times"
        yield f"  {row['date'] or '':<11}{row['document']}, {row['mentions']} {times}"
    for case in found["open_cases"]:
        yield f"not decided: {case['iri']} in {case['other']}? {'; '.join(case['against'])}"


def _kept_back(claims: list[dict[str, Any]], *, everything: bool) -> Iterator[str]:
    if claims and not everything:
        yield f"kept back ({len(claims)}); --all shows them"
    elif claims:
        yield f"kept back ({len(claims)})"
        for claim in claims:
            yield from wrapped(f"{_said(claim)}: {claim['because']}", "  ", "    ")


def _said(claim: dict[str, Any]) -> str:
    """ "Anna Berg will meet Kim  (planned) [2f3ffa8d]"."""
    line = f"{claim['subject']} {claim['words']} {claim['object'] or ''}".rstrip()
    return line + _aside(claim)


def _aside(claim: dict[str, Any]) -> str:
    stated = f"  ({claim['stated']})" if claim["stated"] else ""
    return f"{stated} [{claim['id'][:SHORT]}]" if claim["id"] else stated


def _why_claim(build: Build, claim: Claim, *, as_json: bool) -> None:
    from kg.ask import show as showing
    from kg.folder.layout import claim_fields

    others = showing.same_event(build, claim)
    if as_json:
        pages = next((d.pages for d in build.documents if d.id == claim.document), ())
        found = {**claim_fields(claim, pages), "same_event": others}
        echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for line in _claim(claim, others):
        echo(line)


def _claim(claim: Claim, others: list[dict[str, Any]]) -> Iterator[str]:
    from kg.graph.wording import worded

    end = claim.object.label if claim.object else ""
    yield f"{claim.subject.label} {worded(claim)} {end}".rstrip() + f" [{claim.id}]"
    yield from quoted(claim.document, " ".join(claim.sentence.text.split()))
    yield "shown" if claim.shown else f"kept back: {claim.hidden_because}"
    if claim.confirmed_by:
        yield f"confirmed by {claim.confirmed_by}"
    for name, value in _figures(claim):
        yield from wrapped(f"{name:<11} {value}", "  ", " " * 14)
    yield "rules" if claim.steps else f"rule {claim.rule}"
    for step in claim.steps:
        words = " ".join(step.span.text.split())
        yield from wrapped(f"{step.rule:<15} “{words}”", "  ", " " * 18)
    if others:
        yield "the same clause says"
    for other in others:
        because = f": kept back, {other['because']}" if other["because"] else ""
        yield from wrapped(f"{_said(other)}{because}", "  ", "    ")


def _figures(claim: Claim) -> Iterator[tuple[str, str]]:
    """How a claim is stated, name by name; what it does not say is left out."""
    for end in (claim.subject, claim.object):
        if end is not None and end.chance is not None:
            words = " ".join(end.span.text.split())
            yield "stands for", f"“{words}” is {end.label} (chance {end.chance:.2f})"
    yield "polarity", claim.polarity
    cues = ", ".join(f"“{cue.text}”" for cue in claim.cues)
    yield "modality", f"{claim.modality}{f' ({cues})' if cues else ''}"
    if claim.source is not None:
        yield "source", f"{claim.source.label} (“{claim.source.cue.text}”)"
    if claim.time is not None:
        yield "time", f"{claim.time.value or 'unresolved'} (“{claim.time.span.text}”)"
    if claim.place is not None:
        yield "place", claim.place.label
    for qualifier in claim.qualifiers:
        yield qualifier.role, qualifier.argument.label
    yield "confidence", f"{claim.confidence:.2f}"
    yield "worth", f"{claim.worth:.2f}"


def _same(found: dict[str, Any], a: str, b: str) -> Iterator[str]:
    yield f"{a} and {b} are one: {found['label']} <{found['iri']}>"
    if found["document"] is not None:
        yield f"{found['document']} uses both names for it"
    for step in found["steps"]:
        reasons = "; ".join(step["reasons"])
        two = " = ".join(f"“{side['label']}”" for side in step["sides"]) + ", "
        yield from wrapped(
            f"{two if found['document'] else ''}{step['rule']}{': ' + reasons if reasons else ''}",
            "", "  ",
        )  # fmt: skip
        for document, sentence in dict.fromkeys(
            (side["document"], side["sentence"]) for side in step["sides"]
        ):
            yield from quoted(document, sentence)
    if not found["steps"] and found["document"] is None:
        linked = f", both are {' and '.join(found['links'])}" if found["links"] else ""
        yield f"the same words or one chain of a document{linked}"


def _apart(found: dict[str, Any], a: str, b: str) -> Iterator[str]:
    yield f"{a} and {b} are two: {', '.join(found['first'])} and {', '.join(found['second'])}"
    for case in found["cases"]:
        yield f"for one:  {'; '.join(case['reasons']) or 'nothing but the name'}"
        yield f"for two:  {'; '.join(case['against'])}"
        for side in case["sides"]:
            yield from quoted(side["document"], side["sentence"])
    yield f'kg merge "{a}" "{b}" makes them one' if not found["cases"] else "kg review decides it"


def quoted(document: str, sentence: str) -> Iterator[str]:
    yield from wrapped(f"{document}: “{sentence}”", "    ", "      ")


def wrapped(text: str, first: str, rest: str) -> list[str]:
    width = min(shutil.get_terminal_size().columns, 100)
    return textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=rest, break_long_words=False,
        break_on_hyphens=False,
    )  # fmt: skip
