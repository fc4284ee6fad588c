"""The page /ask: a form for each question with a name, and its answers with their proof."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from markupsafe import Markup

from kg.ask import Answers, Question, questions
from kg.ask.named import answers_of, sparql_of
from kg.ask.table import arguments, question_of
from kg.errors import BusyError, KgError
from kg.files import stamp_of
from kg.folder.ours import MANIFEST
from kg.model import Build
from kg.restore import restore
from kg.serve.form import SHOWN, environment, query_link, style
from kg.serve.pool import Pool

#: What is asked for in a field.
_FIELDS = {
    "WHO": "who", "WHOM": "whom or what", "WHAT": "what or whom",
    "FROM": "from (2019-03)", "TO": "to", "WHEN": "when (2019)",
}  # fmt: skip


class NamedQuestions:
    """Answers named questions about an output folder; the graph is asked by `pool`.

    Entities are looked up in the folder's files, which are read at the first question and again
    when the folder was built anew.
    """

    def __init__(self, output: Path, pool: Pool) -> None:
        self._output, self._pool = output, pool
        self._turn = threading.Lock()
        self._read: tuple[object, Build] | None = None

    def page(self, given: Mapping[str, str]) -> tuple[str, int]:
        """The page for what the form sent, and its HTTP status."""
        name, found, error, status = given.get("name", ""), None, "", 200
        try:
            question = question_of(name) if name else None
            words = list(_words(question, given)) if question else []
            if question is not None and (words or not any(p.needed for p in question.parts)):
                found = self._ask(question, words)
        except KgError as problem:
            question = next((q for q in questions() if q.name == name), None)
            error, status = str(problem), 503 if isinstance(problem, BusyError) else 400
        return _page(question, given, found, error), status

    def _ask(self, question: Question, words: list[str]) -> Answers:
        terms, build = arguments(question, words), self._build()
        sparql, said = sparql_of(question, terms, build)
        return answers_of(question, self._pool.ask, build=build, sparql=sparql, said=said)

    def _build(self) -> Build:
        """What the folder holds, read once for each time that it was built."""
        with self._turn:
            mark = stamp_of(self._output / MANIFEST)
            if self._read is None or mark != self._read[0]:
                self._read = mark, restore(self._output)
            return self._read[1]


def _words(question: Question, given: Mapping[str, str]) -> Iterator[str]:
    """What the fields say, as it would follow the name on a command line; empty ones left out."""
    for part in question.parts:
        fields = {word: given.get(word, "").strip() for word in part.words if word.isupper()}
        if any(fields.values()):
            yield from (fields.get(word, word) for word in part.words)


def _page(
    question: Question | None, given: Mapping[str, str], found: Answers | None, error: str
) -> str:
    fields = [word for part in question.parts for word in part.words] if question else []
    rows = [row for row in found.rows if not row.repeats] if found else []
    facts = [row for row in rows if found is not None and row in found.facts]
    return environment().get_template("form.ask.html.j2").render(
        questions=questions(),
        question=question,
        fields=[
            {"name": name, "label": _FIELDS[name], "value": given.get(name, "")}
            for name in fields
            if name in _FIELDS
        ],
        asked=found is not None,
        ending=found.ending if found else "",
        groups=list(_groups(found, facts, rows)),
        error=error,
        link=query_link(found.sparql) if found else "",
        style=Markup(style()),
    )  # fmt: skip


def _groups(found: Answers | None, facts: list[Any], rows: list[Any]) -> Iterator[dict[str, Any]]:
    """Answers under their headings: facts, then what is not stated as one."""
    if found is None:
        return
    others = [row for row in rows if row not in facts]
    if facts:
        yield {"title": "", "rows": facts[:SHOWN], "left": max(0, len(facts) - SHOWN)}
    if others:
        title = "" if found.question.statements else "Not stated as facts"
        yield {"title": title, "rows": others[:SHOWN], "left": max(0, len(others) - SHOWN)}
