"""Commands that keep running: serve."""

from __future__ import annotations

import secrets
import signal
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import app, echo
from kg.cli.options import Output
from kg.errors import StoreError

if TYPE_CHECKING:
    from kg.serve.corrections import Corrections


@app.command(epilog="Examples:  kg serve output   |   kg serve output --port 0 --timeout 60")
def serve(
    output: Output,
    port: Annotated[int, typer.Option(min=0, max=65535, help="0 takes a free one.")] = 8765,
    timeout: Annotated[
        float, typer.Option(min=0.1, help="Seconds that a question may take.")
    ] = 10.0,
    max_rows: Annotated[int, typer.Option(min=1, help="Rows that an answer may have.")] = 10_000,
    max_memory: Annotated[
        int, typer.Option(min=64, help="MiB that a question may take (Linux).")
    ] = 2048,
    workers: Annotated[int, typer.Option(min=1, help="Questions answered at a time.")] = 2,
    engine: Annotated[
        str, typer.Option(help="auto, rdflib, or oxigraph: faster, needs the extra oxigraph.")
    ] = "auto",
    edit: Annotated[
        bool, typer.Option("--edit", help="Open the desk: a page on which the graph is corrected.")
    ] = False,
) -> None:
    """Open the graph to your browser and to SPARQL programs, on this machine only.

    The address shows a form for questions and the graph's page; /sparql is a SPARQL 1.1 Protocol
    endpoint that only reads. With --edit a second address, which nobody can guess, opens the desk:
    what is corrected there is written into decisions.yaml, and the files of the folder follow.
    """
    from kg.ask.query import ENGINES, graph_of
    from kg.serve import Limits, Pool, Service, listen

    if engine not in ("auto", *ENGINES):
        raise typer.BadParameter(f"unknown engine {engine!r}; choose auto, rdflib or oxigraph")
    limits = Limits(seconds=timeout, rows=max_rows, memory=max_memory)
    signal.signal(signal.SIGTERM, _interrupt)
    pool = Pool(graph_of(output), engine=engine, limits=limits, workers=workers)
    with ExitStack() as stack:
        stack.callback(pool.close)
        stack.enter_context(suppress(KeyboardInterrupt))
        echo("reading the graph ...", err=True)
        desk, token = _desk(output, stack) if edit else (None, "")
        server = listen(Service(output, pool, desk), port)
        pool.wait()
        echo(f"http://127.0.0.1:{server.port}/  (Ctrl-C ends it)")
        if edit:
            echo(f"http://127.0.0.1:{server.port}/desk?token={token}  corrects the graph")
        server.serve_forever()


def _desk(output: Path, stack: ExitStack) -> tuple[Corrections, str]:
    """The desk of a folder, and the token that opens it; its files are written in the end."""
    from kg.serve.corrections import Corrections
    from kg.serve.desk import Desk

    def close() -> None:
        echo("writing the files ...", err=True)
        try:
            desk.close()
        except KeyboardInterrupt:  # Ctrl-C once more
            desk.leave()
        failed = desk.behind.state()["failed"]
        if failed:
            raise StoreError(f"the files are not written: {failed}")

    desk, token = Desk(output), secrets.token_urlsafe(24)
    stack.callback(close)
    return Corrections(desk, token), token


def _interrupt(*_: object) -> None:
    raise KeyboardInterrupt
