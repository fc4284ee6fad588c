"""What a language model answers → values: read tolerantly, believed in nothing.

Models that are held to a schema answer with JSON; others put it between fences, talk before and
after it, leave commas behind the last item, or stop in the middle. What is there is taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.readers.llm.prompt import MODALITIES, POLARITIES

#: Places where the JSON of an answer may begin that are tried.
TRIES = 8
#: What stands before what a model thinks aloud, where its server leaves it, and behind it.
THINKS, THOUGHT = "<think>", "</think>"
#: Nesting beyond which nothing is an answer of ours.
DEEPEST = 30
#: Items of one list in an answer that are looked at.
MOST_ITEMS = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """Words of the text, and what the thing is called that they stand for; either may be empty."""

    text: str
    name: str = ""
    cue: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One claim as the model told it; nothing of it has been looked for in the text."""

    quote: str
    subject: Phrase
    predicate: str
    lemma: str
    relation: str
    object: Phrase | None
    polarity: str
    modality: str
    source: Phrase | None
    time: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """One entity as the model told it."""

    name: str
    type: str
    mentions: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """An answer that could be read; `malformed` counts claims that are not of the form asked."""

    entities: tuple[Named, ...] = ()
    claims: tuple[Told, ...] = ()
    malformed: int = 0


def read_answer(content: str) -> Answer | None:
    """What an answer says; None where there is no JSON of the form asked in it.

    >>> read_answer('Sure: ```json {"entities": [], "claims": [],} ```')
    Answer(entities=(), claims=(), malformed=0)
    >>> read_answer("I cannot help with that.") is None
    True
    """
    value = _object_in(content)
    if value is None:
        return None
    claims = [_told(item) for item in _list(value.get("claims"))]
    return Answer(
        entities=tuple(_named(value.get("entities"))),
        claims=tuple(claim for claim in claims if claim is not None),
        malformed=sum(claim is None for claim in claims),
    )


def _object_in(content: str) -> dict[str, Any] | None:
    """The first JSON object with claims in an answer, behind what a model thinks aloud.

    The mark behind that may also stand in what the model quotes.
    """
    if content.lstrip().startswith(THINKS) and THOUGHT not in content:
        return None  # it never came to an answer
    behind = content.partition(THOUGHT)[2], content.rpartition(THOUGHT)[2], content
    found = (_first_object(text) for text in dict.fromkeys(behind))
    return next((value for value in found if value is not None), None)


def _first_object(content: str) -> dict[str, Any] | None:
    """The first JSON object with claims; one that is followed by the end of a thought is a draft
    in it."""
    at = -1
    for _ in range(TRIES):
        at = content.find("{", at + 1)
        if at < 0:
            return None
        value, text = _parsed(content[at:])
        final = content.count(THOUGHT, at) == text.count(THOUGHT)
        if final and isinstance(value, dict) and isinstance(value.get("claims"), list):
            return value
    return None


def _parsed(content: str) -> tuple[Any, str]:
    """The JSON value that a text begins with, and its text, mended where it does not end well."""
    try:
        value, end = json.JSONDecoder().raw_decode(content)
        return value, content[:end]
    except (ValueError, RecursionError):
        text = mended(content)
    try:
        return json.loads(text), text
    except (ValueError, RecursionError):
        return None, text


def mended(text: str) -> str:
    """JSON without commas behind last items; where it stops in the middle, cut and closed.

    One pass over the text, which begins with a bracket.

    >>> mended('{"claims": [{"a": 1,}, {"b": "cut sho')
    '{"claims": [{"a": 1}]}'
    """
    made: list[str] = []
    closers: list[str] = []
    #: Where the text can be cut, and what closes it then: in a list, behind whole items.
    cut: tuple[int, str] | None = None
    quoted = escaped = False
    for char in text:
        if quoted:
            made.append(char)
            quoted = escaped or char != '"'
            escaped = char == "\\" and not escaped
            continue
        if char in "}]":
            if not closers or closers[-1] != char or len(closers) > DEEPEST:
                break
            _drop_comma(made)
            closers.pop()
            made.append(char)
            if not closers:
                return "".join(made)
            if closers[-1] == "]":
                cut = len(made), "".join(reversed(closers))
            continue
        if char in "{[":
            closers.append("}" if char == "{" else "]")
        quoted = char == '"'
        made.append(char)
        if char == "[":
            cut = len(made), "".join(reversed(closers))
    if cut is None:
        return "".join(made)
    return "".join(made[: cut[0]]) + cut[1]


def _drop_comma(made: list[str]) -> None:
    """Take away a comma that stands last, and the white space behind it."""
    kept = len(made)
    while kept and made[kept - 1].isspace():
        kept -= 1
    if kept and made[kept - 1] == ",":
        del made[kept - 1 :]


# Parts of an answer


def _told(item: object) -> Told | None:
    """A claim; None where something that it needs is missing or of another kind."""
    if not isinstance(item, dict):
        return None
    subject, predicate = _phrase(item.get("subject")), item.get("predicate")
    if isinstance(predicate, str):
        predicate = {"text": predicate}
    if subject is None or not isinstance(predicate, dict):
        return None
    quote, words = _text(item.get("quote")), _text(predicate.get("text"))
    polarity = _text(item.get("polarity")) or "positive"
    modality = _text(item.get("modality")) or "actual"
    object, source = _phrase(item.get("object")), _phrase(item.get("source"))
    lost = any(
        made is None and not _absent(item.get(name))
        for name, made in (("object", object), ("source", source))
    )
    if not quote or not words or lost or polarity not in POLARITIES or modality not in MODALITIES:
        return None
    return Told(
        quote=quote,
        subject=subject,
        predicate=words,
        lemma=_text(predicate.get("lemma")),
        relation=_text(predicate.get("relation")),
        object=object,
        polarity=polarity,
        modality=modality,
        source=source,
        time=_text(item.get("time")),
    )


def _phrase(value: object) -> Phrase | None:
    if isinstance(value, str):
        value = {"text": value}
    if not isinstance(value, dict) or not _text(value.get("text")):
        return None
    return Phrase(
        text=_text(value.get("text")), name=_text(value.get("name")), cue=_text(value.get("cue"))
    )


def _absent(value: object) -> bool:
    """Whether a model says that there is none, be it by empty words."""
    if isinstance(value, dict):
        return value.get("text") in (None, "")
    return value in (None, "")


def _named(value: object) -> Iterator[Named]:
    for item in _list(value):
        if isinstance(item, dict) and _text(item.get("name")):
            mentions = tuple(filter(None, map(_text, _list(item.get("mentions")))))
            yield Named(name=_text(item["name"]), type=_text(item.get("type")), mentions=mentions)


def _list(value: object) -> list[Any]:
    return value[:MOST_ITEMS] if isinstance(value, list) else []


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
