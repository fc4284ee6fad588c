"""The reader `llm`: a language model is asked what a document states, and only proof passes.

    sentences (kg's own) → parts → one question each → answers → held against the text → Record

kg finds sentences, names, who is meant by them, and dates, as its own reader does; so the entities
of both readers are the same. The model says which statements the sentences make. Any server with
the interface of OpenAI's chat completions will do: Ollama, llama.cpp, vLLM, or a hosted one.

`prompt` is what is asked, `server` the way there and back, `kept` the answers of before, `answers`
reads what came back, `grounding` holds it against the text.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from importlib import metadata
from pathlib import Path
from threading import BoundedSemaphore, Lock, Thread
from typing import Any, TypeVar

from kg.english.foreign import NOT_ENGLISH
from kg.errors import DISTRIBUTION, ReaderError
from kg.model import Document, Record, Span
from kg.ontology import Ontology
from kg.ontology.files import hash_of, read_ontology
from kg.parse.analyze import analyze, load_pipeline
from kg.parse.reading import OWN
from kg.readers import (
    ONTOLOGY,
    ONTOLOGY_HASH,
    PIPELINE,
    PIPELINE_LOCK,
    Given,
    refuse_options,
)
from kg.readers.llm import prompt
from kg.readers.llm.answers import Answer, read_answer
from kg.readers.llm.grounding import Grounded, ground
from kg.readers.llm.kept import find_reply, keep_reply, request_key
from kg.readers.llm.parts import OVERLAP, SIZE, Part, parts_of
from kg.readers.llm.server import LOCAL, Reply, Server, Spent
from kg.readers.own import code_hashes, fingerprint_of
from kg.record.make import Understood, understand

#: Options that records depend on, and those that only say how it is done.
OPTIONS = ("model", "size", "overlap", "answer")
HOW = ("endpoint", "timeout", "at_once", "max_tokens", "max_cost", "price", "backoff")
#: Tokens of one answer at most.
ANSWER = 4096
#: Times that a question is asked until an answer can be read.
TRIES = 3

#: Why sentences of a part have no claims, and what is counted of answers.
NO_JSON = "an answer that is no JSON of the form asked for"
REFUSED = "an answer that declines"
CUT = "an answer that is cut short"
#: Why a sentence has no claim.
SILENT = "the language model claims nothing of it"

_Item = TypeVar("_Item")
_Made = TypeVar("_Made")


class LanguageModelReader:
    """A reader that asks a language model; see docs/readers.md for its options."""

    name = "llm"
    #: It is called from several threads: nearly all of its time goes into waiting.
    waits = True

    def __init__(self, given: Given) -> None:
        options, how = given.options, given.how
        refuse_options(given, OPTIONS, reader=self.name)
        self.model = options.get("model", "")
        if not self.model:
            raise ReaderError("reader 'llm' needs a model: name one with --llm-model")
        self.version = metadata.version(DISTRIBUTION)
        self.pipeline = options.get(PIPELINE, OWN)
        self.size = int(_number(options, "size", SIZE))
        self.overlap = int(_number(options, "overlap", OVERLAP))
        self.most = int(_number(options, "answer", ANSWER))
        self._options = dict(options)
        self.folder = given.folder
        self.at_once = max(1, int(_number(how, "at_once", 4)))
        self.spent = Spent(
            most_tokens=int(_number(how, "max_tokens", 0)) if "max_tokens" in how else None,
            most_cost=_number(how, "max_cost", 0.0) if "max_cost" in how else None,
            prices=_prices(how),
        )
        if self.spent.most_cost is not None and self.spent.prices is None:
            raise ReaderError(
                "--max-cost needs the prices of a million tokens: --llm-price QUESTION,ANSWER"
            )
        self._how = dict(how)
        self._making = Lock()
        self._server: Server | None = None
        self._asking = BoundedSemaphore(self.at_once)

    @property
    def fingerprint(self) -> str:
        parts = [
            fingerprint_of(self.pipeline), code_hashes(("readers", "ontology")),
            self.model, self.size, self.overlap, self.most, prompt.VERSION, prompt.messages(""),
            prompt.schema(), _ontology_hash(self._options),
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()

    @property
    def report(self) -> str:
        """What was asked and what it took, in a line."""
        return self.spent.report

    @property
    def server(self) -> Server:
        """Made when the first question is asked: a build of kept answers needs none."""
        with self._making:
            if self._server is None:
                self._server = Server(
                    self._how.get("endpoint", LOCAL),
                    self.model,
                    spent=self.spent,
                    timeout=_number(self._how, "timeout", 300.0),
                    backoff=_number(self._how, "backoff", 1.0),
                )
            return self._server

    @cached_property
    def ontology(self) -> Ontology | None:
        """The user's, read when the first document is. Raises OntologyError, ReaderError."""
        if ONTOLOGY not in self._options:
            return None
        found = read_ontology(self._options[ONTOLOGY])
        if found.sha256 != _ontology_hash(self._options):
            raise ReaderError(
                f"{self._options[ONTOLOGY]} was changed while documents were read; run the same "
                "command again"
            )
        return found

    @cached_property
    def _schema(self) -> dict[str, Any]:
        return prompt.schema(self.ontology)

    def read(self, document: Document) -> Record:
        """Ask about each part of a document, as far as no answer is kept.

        Raises RecordError, ReaderError as `Server.ask`.
        """
        with PIPELINE_LOCK:
            sentences = analyze(document, load_pipeline(self.pipeline))
            known = understand(document, sentences)
        parts = parts_of(sentences, document.text, size=self.size, overlap=self.overlap)
        replies = in_order(lambda part: self._reply(document, part), parts, threads=self.at_once)
        answers, counted, unread = [], Counter[str](), []
        for part, reply in zip(parts, replies, strict=True):
            answer, trouble = _answer(reply)
            if trouble:
                counted[trouble] += 1
            if answer is None:
                unread.append((part, trouble))
            else:
                answers.append((part, answer))
        with PIPELINE_LOCK:
            found = ground(answers, known, ontology=self.ontology)
        return _record(known, found, counted + found.left_out, unread)

    def _reply(self, document: Document, part: Part) -> Reply:
        """The answer about a part: a kept one, or what the model says now."""
        text = document.text
        asked = prompt.messages(
            text[part.start : part.end],
            before=text[part.before : part.start],
            ontology=self.ontology,
        )
        asked[0]["content"] += "\n\n" + prompt.shape_in_words(self.ontology)
        key = request_key(prompt.VERSION, self.model, self.most, self._schema, asked)
        reply = find_reply(self.folder, document.sha256, key)
        if reply is not None:
            return reply
        for _ in range(TRIES):
            with self._asking:
                reply = self.server.ask(asked, schema=self._schema, most=self.most)
            if _answer(reply)[0] is not None:
                break
        assert reply is not None
        keep_reply(self.folder, document.sha256, key, reply)
        return reply


def _answer(reply: Reply) -> tuple[Answer | None, str]:
    """What a reply says, and what is wrong with it: neither need be there."""
    answer = read_answer(reply.content)
    if reply.cut:
        return answer, CUT
    if answer is not None:
        return answer, ""
    return None, REFUSED if reply.refused or _declines(reply.content) else NO_JSON


def _declines(content: str) -> bool:
    """Whether an answer is words and no JSON at all."""
    return bool(content.strip()) and not set(content) & set("{[")


def _record(
    known: Understood,
    found: Grounded,
    left_out: Counter[str],
    unread: Sequence[tuple[Part, str]],
) -> Record:
    done = {claim.sentence.start for claim in found.claims if claim.shown}
    missed = []
    for sentence in known.sentences:
        if sentence.start in done or sentence.kind in ("speaker", "address"):
            continue
        lost = [why for part, why in unread if part.start <= sentence.start < part.end]
        hidden = [c.hidden_because for c in found.claims if c.sentence.start == sentence.start]
        why = NOT_ENGLISH if sentence.foreign else ""
        why = why or next(iter([*lost, *hidden]), "") or found.silent.get(sentence.start, SILENT)
        span = Span(start=sentence.start, end=sentence.end, text=sentence.text)
        missed.append((span, why))
    return Record(
        document=known.document,
        mentions=found.mentions,
        claims=found.claims,
        missed=tuple(missed),
        left_out=tuple(sorted(left_out.items())),
    )


def in_order(
    function: Callable[[_Item], _Made], items: Sequence[_Item], *, threads: int
) -> list[_Made]:
    """What a function makes of items, in their order, some of them at once.

    Raises what it raised for the first of them that failed.
    """
    made: dict[int, _Made] = {}
    failed: dict[int, Exception] = {}
    waiting = iter(range(len(items)))
    lock = Lock()

    def work() -> None:
        while not failed:
            with lock:
                at = next(waiting, None)
            if at is None:
                return
            try:
                made[at] = function(items[at])
            except Exception as error:
                failed[at] = error

    if len(items) < 2 or threads == 1:
        return [function(item) for item in items]
    crew = [Thread(target=work, daemon=True) for _ in range(min(threads, len(items)))]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    if failed:
        raise failed[min(failed)]
    return [made[at] for at in range(len(items))]


def _ontology_hash(options: Mapping[str, str]) -> str:
    """What is in the file of the user's ontology; empty without one. Raises OntologyError."""
    if ONTOLOGY not in options:
        return ""
    return options.get(ONTOLOGY_HASH) or hash_of(Path(options[ONTOLOGY]))


def _number(given: Mapping[str, str], name: str, default: float) -> float:
    """A number that the user gave. Raises ReaderError for what is none, or below 0."""
    try:
        value = float(given.get(name, default))
    except ValueError:
        value = -1.0
    if not 0 <= value < 1e12:
        raise ReaderError(f"{name}={given[name]!r} of reader 'llm' must be a number from 0")
    return value


def _prices(how: Mapping[str, str]) -> tuple[float, float] | None:
    if "price" not in how:
        return None
    parts = dict(enumerate(how["price"].split(",")))
    if len(parts) != 2:
        raise ReaderError(
            f"--llm-price {how['price']!r} must be two numbers, the prices of a million tokens of "
            "questions and of answers: 0.15,0.60"
        )
    names = {"question": parts[0], "answer": parts[1]}
    return _number(names, "question", 0), _number(names, "answer", 0)
