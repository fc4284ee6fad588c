"""Commands that read documents: build, extract."""

from __future__ import annotations

import dataclasses
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import (
    DEFAULTS,
    app,
    complain,
    complain_all,
    counts,
    echo,
    foreign_line,
    settings_of,
    shortened,
    summary,
)
from kg.cli.options import (
    Add,
    AsJson,
    BaseIri,
    Date,
    DateField,
    Endpoint,
    EngineName,
    Exclude,
    Gazetteer,
    HtmlAround,
    HtmlMinConfidence,
    HtmlTop,
    IdField,
    Inputs,
    LeastConfidence,
    LeastWorth,
    License,
    LlmModel,
    LlmPrice,
    MaxCost,
    MaxMemory,
    MaxSeconds,
    MaxTokens,
    MinConfidence,
    MinWorth,
    Model,
    OnlyOntology,
    OntologyFile,
    OutputOption,
    ReaderName,
    ReaderOption,
    Replace,
    ShapesFile,
    TextField,
    Title,
    Vocab,
    Workers,
)
from kg.cli.readers import how_read, parted, reader_options, say_what_was_asked
from kg.controls import spelled
from kg.english.foreign import NOT_ENGLISH
from kg.errors import OntologyError, QueryError, ReadError
from kg.model import Claim, Record, Settings

if TYPE_CHECKING:
    from kg.corpus.inputs import Others
    from kg.corpus.shards import Engine, Reading, Step
    from kg.corpus.store import Sources
    from kg.model import Build
    from kg.ontology.files import Shapes
    from kg.read import ReadOptions


@app.command(
    epilog="Examples:  kg build article.txt   |   kg build reports/ -o graph/   |   "
    "cat minutes.txt | kg build - --date 2024-05-06   |   "
    "kg build reports/ --html-top 500   |   "
    "kg build notes.csv --text-field body   |   kg build papers/ --exclude 'drafts/'   |   "
    "kg build more/ -o graph/ --add   |   kg build reports/ --ontology people.ttl"
)
def build(
    context: typer.Context,
    inputs: Inputs,
    output: OutputOption = Path("output"),
    model: Model = DEFAULTS.model,
    date: Date = None,
    base_iri: BaseIri = DEFAULTS.base_iri,
    vocab: Vocab = DEFAULTS.vocab,
    license: License = None,
    gazetteer: Gazetteer = None,
    ontology: OntologyFile = None,
    only_ontology: OnlyOntology = False,
    shapes: ShapesFile = None,
    min_confidence: MinConfidence = DEFAULTS.min_confidence,
    min_worth: MinWorth = DEFAULTS.min_worth,
    workers: Workers = None,
    text_field: TextField = None,
    id_field: IdField = None,
    date_field: DateField = None,
    exclude: Exclude = None,
    engine: EngineName = "local",
    max_seconds: MaxSeconds = 900,
    max_memory: MaxMemory = 2048,
    title: Title = None,
    html_top: HtmlTop = None,
    html_around: HtmlAround = None,
    html_min_confidence: HtmlMinConfidence = 0.0,
    reader: ReaderName = DEFAULTS.reader,
    reader_option: ReaderOption = None,
    endpoint: Endpoint = None,
    llm_model: LlmModel = None,
    llm_price: LlmPrice = None,
    max_tokens: MaxTokens = None,
    max_cost: MaxCost = None,
    add: Add = False,
    replace: Replace = False,
    as_json: AsJson = False,
) -> None:
    """Read documents and write their knowledge graph into a folder.

    On a folder that an earlier build of the same inputs has written, only new and changed documents
    are read; the result is that of a clean build. An interrupted build goes on where it was. The
    graph of other inputs is replaced only with --replace; --add keeps its inputs and its settings.
    Files that kg did not write stay.
    """
    from kg.corpus.shards import Reading
    from kg.corpus.store import Sources
    from kg.ontology.choice import chosen

    told, how = parted(reader, reader_options(reader_option, llm_model))
    settings = settings_of(
        model=model,
        reader=reader,
        reader_options=tuple(sorted(told.items())),
        date=date,
        base_iri=base_iri,
        vocab=vocab,
        license=license,
        gazetteers=tuple(path.as_posix() for path in gazetteer or ()),
        ontology=None if ontology is None else ontology.as_posix(),
        only_ontology=only_ontology,
        min_confidence=min_confidence,
        min_worth=min_worth,
        title=_title(title),
        html_top=html_top,
        html_around=html_around,
        html_min_confidence=html_min_confidence,
    )
    options = _read_options(
        text_field=text_field, id_field=id_field, date_field=date_field, exclude=exclude
    )
    if add and replace:
        raise typer.BadParameter("choose one of --add and --replace")
    if add:
        settings, options = _of_the_graph(context, output, settings, options)
    if ontology is not None:
        chosen(settings)  # what is wrong with it is said before anything is read
    checked = _shapes(shapes or ontology, asked=shapes is not None)
    sources = Sources(inputs=_named(inputs), options=options)
    local = _engine("local", workers)
    reading = Reading(
        run=local if engine == "local" else _engine(engine, workers),
        files=local,  # other machines may not see the inputs
        seconds=max_seconds,
        memory=max_memory,
        progress=_progress,
        at_once=workers or 4,
    )
    reading = how_read(
        settings, reading, how, endpoint=endpoint, price=llm_price, max_tokens=max_tokens,
        max_cost=max_cost,
    )  # fmt: skip
    others: Others = "add" if add else "replace" if replace else "refuse"
    result, failed = _update(sources, output, settings=settings, reading=reading, others=others)
    say_what_was_asked(settings, reading, output, result)
    complain_all(failed, more=f"kg status {output} --json lists them all")
    if result is not None:
        _tell(result, output, shapes=checked, as_json=as_json)
    if failed:
        raise typer.Exit(1)


def _tell(result: Build, output: Path, *, shapes: Shapes | None, as_json: bool) -> None:
    """Say what a build is, and what in it is not as the shapes demand."""
    _say_what_is_not_read(output)
    _report(result, output, as_json=as_json)
    if result.settings.ontology is not None and not as_json:
        _report_ontology(result, output)
    if shapes is not None:
        _check(result, output, shapes)


@app.command(
    epilog="Examples:  kg extract article.txt --format tsv   |   "
    "kg extract --lines sentences.txt --format tsv"
)
def extract(
    inputs: Inputs,
    format: Annotated[str, typer.Option(help="jsonl or tsv.")] = "jsonl",
    lines: Annotated[bool, typer.Option("--lines", help="Every line is a document.")] = False,
    model: Model = DEFAULTS.model,
    date: Date = None,
    min_confidence: LeastConfidence = None,
    min_worth: LeastWorth = None,
    workers: Workers = None,
    text_field: TextField = None,
    id_field: IdField = None,
    date_field: DateField = None,
    exclude: Exclude = None,
) -> None:
    """Print the claims of documents, without building a graph.

    tsv has the columns document, sentence number, subject, predicate, object, in the words of the
    text; claims without an object, and those that grammar implies without a word for the relation
    (possessions, titles, appositions), are only in jsonl. Both have the claims that a graph keeps
    back too; jsonl says which and why, tsv leaves out what is below --min-confidence or --min-worth
    where they are given.
    """
    from kg.build import make_records, read_documents
    from kg.corpus.shards import Reading

    if format not in ("jsonl", "tsv"):
        raise typer.BadParameter(f"unknown format {format!r}; choose jsonl or tsv")
    least = (0.0, 0.0) if format == "tsv" else (DEFAULTS.min_confidence, DEFAULTS.min_worth)
    settings = settings_of(
        model=model,
        date=date,
        min_confidence=least[0] if min_confidence is None else min_confidence,
        min_worth=least[1] if min_worth is None else min_worth,
    )
    options = _read_options(
        text_field=text_field, id_field=id_field, date_field=date_field, exclude=exclude
    )
    failed: list[ReadError] = []
    reading = Reading(run=_engine("local", workers), progress=_progress)
    documents = read_documents(
        _named(inputs), date=date, lines=lines, options=options, failed=failed, reading=reading
    )
    records = make_records(documents, settings, failed=failed, reading=reading)
    write = _tsv if format == "tsv" else _jsonl
    foreign: Counter[str] = Counter()
    for record in records:
        for row in write(record, settings):
            sys.stdout.write(spelled(row) + "\n")
        foreign[record.document.id] += sum(why == NOT_ENGLISH for _, why in record.missed)
    complain_all(failed, more="give fewer inputs to see them")
    if foreign := +foreign:
        echo(f"kg: not read: {foreign_line(sorted(foreign.items()))}", err=True)
    if failed:
        raise typer.Exit(1)


def _named(inputs: Iterable[str]) -> tuple[str, ...]:
    """Inputs under the names that kg has for them: standard input has another one in `/dev`."""
    return tuple("-" if name == "/dev/stdin" else name for name in inputs)


def _read_options(
    *,
    text_field: str | None,
    id_field: str | None,
    date_field: str | None,
    exclude: list[str] | None,
) -> ReadOptions:
    from kg.read import ReadOptions

    return ReadOptions(
        text_field=text_field,
        id_field=id_field,
        date_field=date_field,
        exclude=tuple(exclude or ()),
    )


def _title(given: str | None) -> str | None:
    """A title on one line. Raises typer.BadParameter if it is empty."""
    title = None if given is None else " ".join(given.split())
    if title == "":
        raise typer.BadParameter("the title is empty; write one, or leave --title out")
    if title and not title.isprintable():  # bytes that are no UTF-8 too
        raise typer.BadParameter(f"the title {title!r} is no plain text; write it in UTF-8")
    return title


#: What says how documents are read, and so holds for all of a graph.
_HOW = (
    "model",
    "reader",
    "reader_options",
    "date",
    "text_field",
    "id_field",
    "date_field",
    "exclude",
)


#: Options that are called otherwise in the settings.
_FIELDS = {
    "gazetteer": "gazetteers", "reader_option": "reader_options", "llm_model": "reader_options",
}  # fmt: skip


def _of_the_graph(
    context: typer.Context, output: Path, settings: Settings, options: ReadOptions
) -> tuple[Settings, ReadOptions]:
    """What the graph was built with, but for what the command line says of the outputs.

    Raises typer.BadParameter if it says something else of how documents are read.
    """
    from kg.corpus.store import finished_build
    from kg.upkeep import settings_here

    last = finished_build(output)
    if last is None:
        return settings, options
    given = {
        _FIELDS.get(name, name)
        for name in context.params
        if getattr(context.get_parameter_source(name), "name", "DEFAULT") != "DEFAULT"
    }
    for name in given & set(_HOW):
        now, was = (options, last.sources.options), (settings, last.settings)
        new, old = (getattr(v, name) for v in (now if hasattr(options, name) else was))
        if new != old:
            raise typer.BadParameter(
                f"--{name.replace('_', '-')} holds for all documents, and those of {output} were "
                f"built with {old or 'none'}; leave it out, or build all inputs with --replace"
            )
    said = {field.name: getattr(settings, field.name) for field in dataclasses.fields(Settings)}
    changed = {name: value for name, value in said.items() if name in given}
    return dataclasses.replace(settings_here(last), **changed), last.sources.options


def _update(
    sources: Sources, output: Path, *, settings: Settings, reading: Reading, others: Others
) -> tuple[Build | None, list[ReadError]]:
    """The build, None where nothing could be read, and what could not be read."""
    from kg.upkeep import update

    failed: list[ReadError] = []
    try:
        result = update(
            sources, output, settings=settings, reading=reading, failed=failed, others=others
        )
    except KeyboardInterrupt:
        echo("kg: interrupted; what is read so far is kept: run it again to go on", err=True)
        raise typer.Exit(130) from None
    return result, failed


def _engine(name: str, workers: int | None) -> Engine:
    if name == "local":
        from kg.corpus.workers import in_processes

        return in_processes(workers)
    if name != "ray":
        raise typer.BadParameter(f"unknown engine {name!r}; choose local or ray")
    from kg.corpus.cluster import on_ray

    return on_ray


def _progress(steps: Iterable[Step], total: int) -> Iterator[Step]:
    """Show how far reading has come, by characters, where stderr is a terminal."""
    from tqdm import tqdm

    failed = 0
    with tqdm(
        total=total, unit="char", unit_scale=True, disable=None, desc="reading", leave=False
    ) as bar:
        for step in steps:
            yield step
            bar.update(step.characters)
            failed += len(step.failed)
            if failed:
                bar.set_postfix_str(f"{failed} failed")


def _say_what_is_not_read(output: Path) -> None:
    """Nothing is left out in silence, though it makes no build fail."""
    from kg.corpus.store import finished_build
    from kg.read import listed

    found = finished_build(output)
    if found is None:
        return
    for line in shortened(found.notes, prefix="kg: ", more=f"kg status {output} --json has all"):
        echo(line, err=True)
    if found.unread:
        echo(f"kg: not read: {listed(found.unread)}", err=True)
    if found.foreign:
        echo(f"kg: not read: {foreign_line(found.foreign)}", err=True)


def _report(result: Build, output: Path, *, as_json: bool) -> None:
    idle = f"kg: {output / 'decisions.yaml'}: no effect: "
    for line in shortened(result.unmatched, prefix=idle, more=f"see {output / 'manifest.json'}"):
        echo(line, err=True)
    if as_json:
        echo(json.dumps({"output": str(output), **counts(result)}))
        return
    echo(f"{summary(result)}\nopen {output / 'graph.html'}")


def _report_ontology(result: Build, output: Path) -> None:
    """Which relations found something and which nothing, and what fits none of them."""
    from kg.relate.coverage import coverage_of

    if result.ontology is None:
        return
    found = coverage_of(result, result.ontology)
    relations = len(found.facts) + len(found.nothing)
    echo(f"{len(result.typed):,} typed facts of {len(found.facts)} of {relations} relations")
    if found.nothing:
        echo(f"no facts of: {_some(found.nothing)}")
    if found.unfit:
        said = [f"{lemma} ({count:,})" for lemma, count in found.unfit]
        echo(f"no relation for: {_some(said)}; kg stats {output} has more")


def _some(names: Sequence[str]) -> str:
    """The first of many names, on one line."""
    rest = f" and {len(names) - _FEW:,} more" if len(names) > _FEW else ""
    return ", ".join(names[:_FEW]) + rest


_FEW = 8


def _shapes(file: Path | None, *, asked: bool) -> Shapes | None:
    """The shapes of a file; None for an ontology without any.

    Raises OntologyError, if the file is named for its shapes and has none, too.
    """
    from kg.ontology.files import read_shapes

    found = None if file is None else read_shapes(file)
    if found is None and asked:
        raise OntologyError(f"{file} has no SHACL shapes; check --shapes")
    return found


def _check(result: Build, output: Path, shapes: Shapes) -> None:
    """Say in one line what the user's shapes find."""
    from kg.ask.validate import check_facts

    try:
        checked = check_facts(result, shapes)
    except QueryError as error:
        complain(error)
        return
    count = len(checked.problems)
    found = f"{count:,} problem{'s'[: count != 1]}" if count else "no problem"
    more = f"; kg validate {output} --shapes {shapes.file} lists them" if count else ""
    echo(f"shapes of {shapes.file}: {found}, {checked.things:,} things checked{more}", err=True)


def _tsv(record: Record, settings: Settings) -> Iterator[str]:
    from kg.record.claims import IMPLIED, surface
    from kg.resolve.facts import below

    numbers = {start: n for n, start in enumerate(_sentence_starts(record), 1)}
    for claim in record.claims:
        unsaid = claim.object is None or claim.rule in IMPLIED
        if unsaid or below(claim, settings):
            continue
        parts = [" ".join(part.split()) for part in surface(claim)]
        yield "\t".join([record.document.id, str(numbers[claim.sentence.start]), *parts])


def _sentence_starts(record: Record) -> list[int]:
    starts = {c.sentence.start for c in record.claims} | {span.start for span, _ in record.missed}
    return sorted(starts)


def _jsonl(record: Record, settings: Settings) -> Iterator[str]:
    from kg.build import assemble
    from kg.folder.layout import claim_fields

    claims: list[Claim] = sorted(
        assemble([record], settings).claims, key=lambda c: (c.sentence.start, c.id)
    )
    for claim in claims:
        yield json.dumps(claim_fields(claim, record.document.pages), ensure_ascii=False)
