"""An output folder → the `Build` that was written there, equal in every field.

Read are `manifest.json` (settings), `documents.jsonl`, `entities.jsonl`, `claims.jsonl`,
`missed.jsonl`, `merges.jsonl` and `review.jsonl`, all laid out by `kg.export.lines`; facts and
graph follow from them as in a build.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, TypeVar

from kg.errors import ReadError
from kg.graph import build_graph, visible
from kg.model import (
    Argument,
    Build,
    Claim,
    Document,
    Entity,
    Mention,
    Merge,
    OpenCase,
    Predicate,
    Qualifier,
    Settings,
    Software,
    Source,
    Span,
    Step,
    Time,
    Witness,
)
from kg.resolve import entities_of, facts_of

_Json = dict[str, Any]
_Made = TypeVar("_Made")


def restore(output: Path) -> Build:
    """Make the build of an output folder again.

    Raises ReadError, naming the file and line, if a file is missing or not as kg wrote it.

    Example::

        result = restore(Path("output"))
        result.graph  # as kg.build.build returned it
    """
    settings, software = _made(output)
    documents = tuple(_lines(output, "documents.jsonl", _document))
    texts = {document.id: document.text for document in documents}
    entities = tuple(_lines(output, "entities.jsonl", _entity))
    claims = tuple(_lines(output, "claims.jsonl", lambda line: _claim(line, texts)))
    missed = tuple(_lines(output, "missed.jsonl", _missed))
    shown = {iri for claim in claims if claim.shown for iri in entities_of(claim)}
    facts = facts_of(claims, {document.id: document.sha256 for document in documents})
    return Build(
        documents=documents,
        entities=entities,
        claims=claims,
        facts=facts,
        graph=build_graph(visible(entities, shown), facts),
        settings=settings,
        missed=missed,
        merges=tuple(_lines(output, "merges.jsonl", _merge)),
        review=tuple(_lines(output, "review.jsonl", _case)),
        unmatched=_unmatched(output),
        software=software,
    )


def _made(output: Path) -> tuple[Settings, Software]:
    known = {field.name for field in fields(Settings)}
    try:
        manifest = json.loads(_text(output, "manifest.json"))
        pipeline = manifest["pipeline"]
        given = {**manifest["settings"], "model": pipeline["name"]}
        software = Software(
            kg=manifest["kg"],
            spacy=pipeline["spacy"],
            model=pipeline["model"],
            model_version=pipeline["version"],
        )
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(output, "manifest.json", error) from error
    known_given = {name: _frozen(value) for name, value in given.items() if name in known}
    return Settings(**known_given), software


def _lines(output: Path, name: str, make: Callable[[_Json], _Made]) -> Iterator[_Made]:
    # Not splitlines: texts may hold other line ends than the one that ends a line of the file.
    for number, line in enumerate(_text(output, name).removesuffix("\n").split("\n"), 1):
        if not line:
            continue
        try:
            yield make(json.loads(line))
        except (ValueError, KeyError, TypeError) as error:
            raise _damaged(output, f"{name} line {number}", error) from error


def _text(output: Path, name: str) -> str:
    try:
        return (output / name).read_text("utf-8")
    except OSError as error:
        raise ReadError(
            f"no {name} in {output} to restore a graph from; write it with: "
            f"kg build INPUT -o {output}"
        ) from error
    except UnicodeDecodeError as error:
        raise _damaged(output, name, error) from error


def _damaged(output: Path, name: str, error: Exception) -> ReadError:
    reason = f"no field {error}" if isinstance(error, KeyError) else str(error)
    return ReadError(f"{output / name} is not as kg wrote it ({reason}); build it again")


def _frozen(value: Any) -> Any:
    return tuple(map(_frozen, value)) if isinstance(value, list) else value


def _document(line: _Json) -> Document:
    return Document(**{name: _frozen(value) for name, value in line.items()})


def _entity(line: _Json) -> Entity:
    mentions = tuple(
        Mention(
            document=mention["document"],
            span=_span(mention),
            kind=mention["kind"],
            type=mention["type"],
            entity=line["iri"],
        )
        for mention in line["mentions"]
    )
    return Entity(
        **{**{name: _frozen(value) for name, value in line.items()}, "mentions": mentions}
    )


def _claim(line: _Json, texts: Mapping[str, str]) -> Claim:
    return Claim(
        id=line["id"],
        document=line["document"],
        sentence=_span(line["sentence"]),
        subject=_argument(line["subject"]),
        predicate=_predicate(line["predicate"], texts[line["document"]]),
        object=_maybe(_argument, line["object"]),
        polarity=line["polarity"],
        modality=line["modality"],
        source=_maybe(_source, line["source"]),
        time=_maybe(_time, line["time"]),
        place=_maybe(_argument, line["place"]),
        qualifiers=tuple(
            Qualifier(role=qualifier["role"], argument=_argument(qualifier))
            for qualifier in line["qualifiers"]
        ),
        cues=tuple(map(_span, line["cues"])),
        confidence=line["confidence"],
        rule=line["rule"],
        **_judged(line),
    )


def _judged(line: _Json) -> _Json:
    """What claims did not say of themselves once: a folder of then has none of it."""
    steps = line.get("steps", ())
    return {
        "worth": line.get("worth", 1.0),
        "event": line.get("event") or "",
        "steps": tuple(Step(rule=step["rule"], span=_span(step)) for step in steps),
        "hidden_because": line.get("hidden_because") or "",
    }


def _maybe(make: Callable[[_Json], _Made], value: _Json | None) -> _Made | None:
    return None if value is None else make(value)


def _span(value: _Json) -> Span:
    return Span(start=value["start"], end=value["end"], text=value["text"])


def _argument(value: _Json) -> Argument:
    return Argument(
        span=_span(value),
        label=value["label"],
        entity=value.get("entity"),
        literal=value.get("literal"),
        datatype=value.get("datatype"),
    )


def _predicate(value: _Json, text: str) -> Predicate:
    spans = (Span(start=start, end=end, text=text[start:end]) for start, end in value["spans"])
    return Predicate(lemma=value["lemma"], spans=tuple(spans), iri=value["iri"])


def _source(value: _Json) -> Source:
    return Source(
        span=_span(value), label=value["label"], cue=_span(value["cue"]), entity=value["entity"]
    )


def _time(value: _Json) -> Time:
    return Time(span=_span(value), value=value["value"])


def _missed(line: _Json) -> tuple[str, Span, str]:
    return line["document"], _span(line), line["reason"]


def _merge(line: _Json) -> Merge:
    return Merge(
        entity=line["entity"],
        rule=line["rule"],
        reasons=tuple(line["reasons"]),
        first=_witness(line["first"]),
        second=_witness(line["second"]),
    )


def _case(line: _Json) -> OpenCase:
    return OpenCase(
        label=line["label"],
        reasons=tuple(line["reasons"]),
        against=tuple(line["against"]),
        first=_witness(line["first"]),
        second=_witness(line["second"]),
    )


def _witness(value: _Json) -> Witness:
    mention = Mention(
        document=value["document"],
        span=_span(value),
        kind=value["kind"],
        type=value["type"],
        entity=value["entity"],
    )
    return Witness(label=value["label"], mention=mention, sentence=_span(value["sentence"]))


def _unmatched(output: Path) -> tuple[str, ...]:
    try:
        return tuple(json.loads(_text(output, "manifest.json"))["unmatched"])
    except (ValueError, KeyError, TypeError) as error:
        raise _damaged(output, "manifest.json", error) from error
