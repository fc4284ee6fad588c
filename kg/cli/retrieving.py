"""Commands that find sentences for a question, and hand the graph to programs that ask: retrieve,
communities, mcp."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.app import app, echo
from kg.cli.options import AsJson, Output
from kg.errors import LoadError, extra

if TYPE_CHECKING:
    from kg.graph.communities import Community
    from kg.model import Build

Limit = Annotated[int, typer.Option("-n", "--limit", min=1, help="So many at most.")]

#: Entities of a community that are named, and so many of its sentences are printed.
NAMED, TOLD = 8, 2


@app.command(
    epilog='Examples:  kg retrieve output "Who wants to meet whom?"   |   '
    'kg retrieve output "North Korea" -n 3 --json'
)
def retrieve(
    output: Output,
    question: Annotated[str, typer.Argument(help="A question, or words.")],
    limit: Limit = 10,
    as_json: AsJson = False,
) -> None:
    """Find the sentences that answer a question, with the entities and claims in them.

    After kg export OUTPUT --to vectors a large graph answers at once.
    """
    from kg.export.vectors import read_vectors
    from kg.restore import restore
    from kg.retrieve import retrieve as find

    build = restore(output)
    kept = read_vectors(output / "exports" / "vectors")
    quotes = find(build, question, limit=limit, vectors=kept)
    found = [_quote(build, quote) for quote in quotes]
    if as_json:
        echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for number, row in enumerate(found, 1):
        echo(f"{number:>2}  {row['document']} {row['start']}-{row['end']}")
        echo(f"    “{' '.join(row['text'].split())}”")
        for claim in row["claims"]:
            echo(f"      {claim['words']} [{claim['id'][:8]}]")


def _quote(build: Build, quote: Any) -> dict[str, Any]:
    from kg.graph.evidence import stated
    from kg.graph.wording import worded

    labels = {iri: data["label"] for iri, data in build.graph.nodes.items()}
    claims = {claim.id: claim for claim in build.claims if claim.shown}
    sentence = quote.sentence
    rows = []
    for claim in (claims[id] for id in sentence.claims if id in claims):
        object_ = claim.object.label if claim.object else ""
        how = f"({stated(claim)})" if stated(claim) else ""
        parts = (claim.subject.label, worded(claim), object_, how)
        rows.append({"id": claim.id, "words": " ".join(part for part in parts if part)})
    return {
        "document": sentence.document,
        "start": sentence.span.start,
        "end": sentence.span.end,
        "text": sentence.span.text,
        "score": quote.score,
        "entities": [
            {"iri": iri, "label": labels[iri]} for iri in sentence.entities if iri in labels
        ],
        "claims": rows,
    }


@app.command(epilog="Examples:  kg communities output   |   kg communities output -n 5 --json")
def communities(output: Output, limit: Limit = 20, as_json: AsJson = False) -> None:
    """List what the documents are about: entities that hang together, with telling sentences."""
    from kg.graph.communities import communities as find
    from kg.restore import restore

    build = restore(output)
    found = find(build)
    if as_json:
        rows = [_community(build, community) for community in found[:limit]]
        echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for community in found[:limit]:
        for line in _lines(build, community):
            echo(line)
    if len(found) > limit:
        echo(f"and {len(found) - limit:,} more; -n {len(found)} lists them")


def _lines(build: Build, community: Community) -> Iterator[str]:
    size = len(community.entities)
    yield f"{community.name}  ({size} entities, {len(community.facts)} facts)"
    labels = [str(build.graph.nodes[iri]["label"]) for iri in community.entities[:NAMED]]
    more = f" and {size - NAMED} more" if size > NAMED else ""
    yield f"  {', '.join(labels)}{more}"
    for told in community.sentences[:TOLD]:
        yield f"  “{' '.join(told.sentence.text.split())}” {told.document}"


def _community(build: Build, community: Community) -> dict[str, Any]:
    about = build.graph.nodes
    return {
        "number": community.number,
        "name": community.name,
        "entities": [{"iri": iri, "label": about[iri]["label"]} for iri in community.entities],
        "facts": list(community.facts),
        "sentences": [
            {
                "document": told.document,
                "start": told.sentence.start,
                "end": told.sentence.end,
                "text": told.sentence.text,
                "claims": list(told.claims),
            }
            for told in community.sentences
        ],
    }


@app.command(
    epilog="Examples:  kg mcp output   |   kg mcp output --before last-week   |   "
    "kg mcp output --http --port 8766"
)
def mcp(
    output: Output,
    before: Annotated[
        Path | None, typer.Option(help="An earlier folder, to say what has changed since.")
    ] = None,
    http: Annotated[
        bool, typer.Option("--http", help="Listen on this machine instead of standard input.")
    ] = False,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8766,
) -> None:
    """Answer programs that speak the Model Context Protocol: assistants, editors.

    They may search, look up entities, relations, paths and claims, and read the quotes behind
    them; nothing is ever written. Needs the extra mcp.
    """
    from kg.mcp import Desk

    desk = Desk(output, before)
    try:
        from kg.mcp.server import make_server, serve_http, serve_stdio

        make_server(desk)
    except ImportError as error:
        raise LoadError(f"kg mcp needs the package mcp; install it with: {extra('mcp')}") from error
    if not http:
        serve_stdio(desk)
        return
    try:
        serve_http(desk, port, lambda address: echo(f"{address}  (Ctrl-C ends it)"))
    except OSError as error:
        raise LoadError(
            f"cannot listen on port {port}: {error.strerror or error}; name another with --port"
        ) from error
