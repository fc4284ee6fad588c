"""Named questions and their answers, each with how it is stated, by whom, and in which words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from kg.ask import query as queries
from kg.ask.place import Place, place_of
from kg.ask.query import Answer as Found
from kg.ask.query import Term
from kg.ask.sentences import sentence, tells
from kg.ask.show import find_entity
from kg.ask.table import DATES, PROOF, Question, arguments, question_of, written
from kg.ask.tellable import without_rejected
from kg.english.times.period import period
from kg.errors import QueryError
from kg.graph.wording import worded
from kg.model import Build, Claim, Document, Status
from kg.resolve.facts import BEST_FIRST, MODALITY_STATUS
from kg.restore import restore

#: How a query asks for claims that are shown, and how for those that are kept back.
_SHOWN, _HIDDEN = "kg:shown true", "kg:shown false"
#: Statuses of what is a fact, be it only as somebody says.
FACTS: tuple[Status, ...] = ("asserted", "reported")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer: what was asked for by column, and its proof.

    `source` is who says so, None for the document itself. `sentence` says all of it in plain
    English, `words` the relation alone, with its denial ("did not meet"). `claim` and `fact` are
    ids, None where there is none; `place` says where in the document the quote stands. What
    `repeats` is said by the sentence of another answer, too ("met in Oslo" beside "met Kim").
    """

    cells: tuple[tuple[str, str], ...]
    status: Status
    source: str | None
    quote: str
    document: str
    place: Place
    sentence: str
    words: str = ""
    repeats: bool = False
    claim: str | None = None
    fact: str | None = None

    @property
    def is_fact(self) -> bool:
        """Whether a text states it as so, or says who does: no denial, plan or guess."""
        return self.status in FACTS


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """All answers to a question. `sparql` is the query that found them.

    Of a question for facts, `facts` are those and `statements` what is denied, planned or only
    possible; of a question for statements (who denies what) `facts` is empty. `kept_back` counts
    the claims that would answer, too, and are not shown; None where nobody knows, because the
    question is for typed facts alone or there was no time to count.
    """

    question: Question
    arguments: tuple[tuple[str, str], ...]
    sparql: str
    columns: tuple[str, ...]
    rows: tuple[Answer, ...]
    kept_back: int | None = None

    @property
    def facts(self) -> tuple[Answer, ...]:
        statements = self.question.statements
        return () if statements else tuple(row for row in self.rows if row.is_fact)

    @property
    def statements(self) -> tuple[Answer, ...]:
        wanted = self.question.statements
        return tuple(row for row in self.rows if wanted or not row.is_fact)

    @property
    def ending(self) -> str:
        """What is said below the answers: "2 claims kept back"; empty where there is no more."""
        found = [] if self.rows else ["nothing found"]
        if self.kept_back:
            count = "1 claim" if self.kept_back == 1 else f"{self.kept_back:,} claims"
            found.append(f"{count} kept back: kg show NAME --all lists them")
        elif found and self.kept_back is not None:
            found.append("kg show NAME lists what else is known")
        return "; ".join(found)


def ask(output: Path, name: str, given: Sequence[str] = (), *, engine: str = "auto") -> Answers:
    """Answer the question of a name over an output folder.

    `given` is what follows the name: `["about", "Orbis Bank"]`. Answers come sorted by what they
    say; each sentence counts once.

    Raises:
        QueryError: no such question or entity, a wrong date, or arguments that do not fit.
        DamageError, ExportError, StoreError: as `kg.restore.restore`.
    """
    question = question_of(name)
    terms = arguments(question, given)  # what is wrong here is said before anything is read
    build = restore(output)
    sparql, said = sparql_of(question, terms, build)
    run = queries.asking(output, engine=engine)
    return answers_of(question, run, build=build, sparql=sparql, said=said)


def sparql_of(
    question: Question, given: Mapping[str, str], build: Build
) -> tuple[str, dict[str, str]]:
    """The query with its arguments in it, and what they were found to be."""
    terms: dict[str, str] = {}
    said: dict[str, str] = {}
    for name, words in given.items():
        if name in DATES:
            terms |= dict(_dates(name, words))
            said[name] = words
        else:
            entity = find_entity(build, words)
            terms[name], said[name] = f"<{entity.iri}>", entity.label
    if terms.get("FROM", "") > terms.get("TO", "~"):
        raise QueryError(f"{given['TO']} is before {given['FROM']}; give the earlier date first")
    return written(question, terms), said


def _dates(name: str, words: str) -> Iterator[tuple[str, str]]:
    """First and last day of a date, as far as an argument asks for them."""
    first, last = period(words)
    if first is None or last is None:
        raise QueryError(f"{words!r} is no date; write 2019, 2019-09 or 2019-09-18")
    if name in ("FROM", "WHEN"):
        yield "FROM", f'"{first.isoformat()}"^^xsd:date'
    if name in ("TO", "WHEN"):
        yield "TO", f'"{last.isoformat()}"^^xsd:date'


def answers_of(
    question: Question,
    run: Callable[[str], Found],
    *,
    build: Build,
    sparql: str,
    said: Mapping[str, str],
) -> Answers:
    """The answers of a query: each statement of a sentence once, that of a claim first.

    `run` answers SPARQL. What claims that are rejected say is no answer.
    """
    found = run(sparql)
    columns = tuple(name for name in found.columns if name not in PROOF)
    known = _Known.of(found, build)
    kept: dict[Any, Answer] = {}
    for row in sorted(found.rows, key=lambda row: row[-1] is not None):  # by fact: a claim first
        cells = {name: _text(cell) for name, cell in zip(found.columns, row, strict=True)}
        answer = _answer(columns, cells, known)
        kept.setdefault(_key(answer, question), answer)
    return Answers(
        question=question,
        arguments=tuple(said.items()),
        sparql=sparql,
        columns=columns,
        rows=tuple(sorted(_marked(kept.values(), known), key=_order)),
        kept_back=_kept_back(sparql, run, found, build),
    )


def _claims_of(found: Found) -> set[str]:
    """The ids of the claims in the rows of a query."""
    at = found.columns.index("claim")
    return {_text(row[at]).rpartition("/")[2] for row in found.rows}


def _kept_back(sparql: str, run: Callable[[str], Found], found: Found, build: Build) -> int | None:
    """How many claims that are not shown would answer, beside those behind an answer.

    None for a query that asks for no claims, or where they cannot be counted now: the answers
    stand all the same.
    """
    other = sparql.replace(_SHOWN, _HIDDEN)
    if other == sparql:
        return None
    try:
        hidden = run(other)
    except QueryError:
        return None
    ids = _claims_of(hidden) - _claims_of(found)
    return sum(claim.id in ids and not claim.shown for claim in build.claims)


@dataclass(frozen=True, slots=True)
class _Known:
    """What answers are made of: the claims of the rows and their clauses, and all documents."""

    claims: Mapping[str, Claim]
    clauses: Mapping[str, Sequence[Claim]]
    documents: Mapping[str, Document]

    @classmethod
    def of(cls, found: Found, build: Build) -> _Known:
        ids = _claims_of(found)
        found_claims = [claim for claim in build.claims if claim.id in ids]
        clauses: dict[str, list[Claim]] = {c.event: [] for c in found_claims if c.event}
        mates = [c for c in build.claims if c.id in ids or c.event in clauses]
        claims = {}
        for claim in without_rejected(mates, mates):
            if claim.id in ids:
                claims[claim.id] = claim
            if claim.event in clauses:
                clauses[claim.event].append(claim)
        return cls(claims, clauses, {document.id: document for document in build.documents})


def _marked(rows: Iterable[Answer], known: _Known) -> Iterator[Answer]:
    """The rows, those marked whose claim another row tells."""
    rows = list(rows)
    events: dict[str, list[Claim]] = {}
    for claim in (known.claims[row.claim] for row in rows if row.claim):
        events.setdefault(claim.event or claim.id, []).append(claim)
    for row in rows:
        mine = known.claims.get(row.claim or "")
        mates = events.get(mine.event or mine.id, []) if mine is not None else []
        yield replace(row, repeats=mine is not None and any(tells(m, mine) for m in mates))


def _text(cell: Term | None) -> str:
    return "" if cell is None else cell.value


def _answer(columns: Sequence[str], cells: Mapping[str, str], known: _Known) -> Answer:
    claim = known.claims.get(cells["claim"].rpartition("/")[2])
    document = known.documents.get(cells["document"])
    said = (
        " | ".join(cells[name] for name in columns if cells[name])  # no claim: only what was found
        if claim is None
        else sentence(claim, known.clauses.get(claim.event, ()))
    )
    return Answer(
        cells=tuple((name, " ".join(cells[name].split())) for name in columns),
        status=_status(cells),
        source=cells["source"] or None,
        quote=cells["quote"],
        document=cells["document"],
        place=place_of(document, int(cells["start"]), int(cells["end"])),
        sentence=said,
        words=worded(claim) if claim is not None else "",
        claim=claim.id if claim is not None else None,
        fact=cells["fact"].rpartition("/")[2] or None,
    )


def _status(cells: Mapping[str, str]) -> Status:
    """How it is stated: by the claim, and never better than the typed fact that it is behind."""
    found = [status for status in BEST_FIRST if status == cells["status"]]
    if cells["polarity"] == "negative":
        found.append("negative")
    elif cells["modality"] not in ("", "actual"):
        found.append(MODALITY_STATUS[cells["modality"]])
    elif cells["polarity"]:
        found.append("reported" if cells["source"] else "asserted")
    return max(found, key=BEST_FIRST.index)


def _key(answer: Answer, question: Question) -> Any:
    """What makes two rows one answer."""
    values = [value for _, value in answer.cells]
    said: Any = frozenset(values[:2]) if question.symmetric else tuple(values[:2])
    return said, tuple(values[2:]), answer.status, answer.document, answer.place.start


def _order(answer: Answer) -> tuple[Any, ...]:
    values = tuple(value for _, value in answer.cells)
    return values, answer.document, answer.place.start, answer.claim or ""


def fields(answers: Answers) -> dict[str, Any]:
    """Answers as plain values, ready for JSON."""
    return {
        "question": answers.question.name,
        "arguments": dict(answers.arguments),
        "facts": [_fields(row) for row in answers.facts],
        "statements" if answers.question.statements else "not facts": [
            _fields(row) for row in answers.statements
        ],
        "kept back": answers.kept_back,
    }


def _fields(row: Answer) -> dict[str, Any]:
    return {
        **dict(row.cells),
        "status": row.status,
        "source": row.source,
        "sentence": row.sentence,
        "words": row.words,
        "quote": " ".join(row.quote.split()),
        "document": row.document,
        "place": row.place.text,
        "start": row.place.start,
        "end": row.place.end,
        "claim": row.claim,
        "fact": row.fact,
    }
