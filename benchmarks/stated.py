"""How things are stated: sentences with their answers, and how many of them are found.

    python benchmarks/stated.py                     the figures
    python benchmarks/stated.py --errors            and every disagreement
    python benchmarks/stated.py --errors news       those of one genre

The sentences were made up for this purpose, one file a genre in `benchmarks/stated/`. Blocks are
separated by blank lines: `date:` of the document if it has one, the text at the margin (its lines
are joined by a space), then one claim a line, indented. `#` starts a comment.

    date: 2024-05-08
    "We never signed that contract," Ortega told reporters on Monday.
      We | signed/sign | that contract | not; says Ortega

A claim is subject, main verb (`word` or `word/lemma`), object or `-`, and what is not the
default: `not`, the modality, `says` whose words it is (`/` between two names of one source),
`when` the words of the time, `=` and its EDTF value or `unresolved`. All words are quoted from
the text. Only the claims that matter are marked; further ones are neither right nor wrong.

What the marks mean:

*Subject, object.* The words of the sentence, so a pronoun stays one. With a by-agent the passive
is turned active; without one the patient is the subject. Not marked is what only the writer, the
reader or nobody does ("I", "we" and "you" outside quotes): nothing in the text names them.

*Polarity* is the truth of the claim itself, whatever says so: "failed to deliver" is (deliver,
not), "denied that X did Y" is (do, not, says), as are "refused to", "unable to", "prevented X
from", "no longer", "neither", "hardly"; "do not think that" denies what is thought. "Unless" is a
condition and denies nothing.

*Modality*: what the outermost word that weakens says, because nothing inside it is more certain.

| modality      | words                                                                       |
|---------------|-----------------------------------------------------------------------------|
| `planned`     | will, plan, intend, decide, pledge, promise, offer, threaten, agree to,     |
|               | be to, be going to, be scheduled                                            |
| `desired`     | want, wish, hope, would like, seek, try; urge, beg, ask, advise (someone)   |
| `required`    | must, shall (of duties), should, have to, need to, be obliged, order        |
| `possible`    | may, might, can, could, able, allow, perhaps, probably, allegedly, suspect, |
|               | think, believe, fear, suggest (of evidence)                                 |
| `conditional` | both halves of an if-, unless- or should-sentence; "would" of what is not   |
| `question`    | what is asked, also in "asked whether"; goes before all others              |

"Will not", "cannot" and "may not" are `not` and what the modal says. "Would" in the words of
someone about the future is `planned`. Doing what one managed to do, and not doing what one failed,
refused or was unable to do, is actual. A confession or confirmation ("admitted that") is actual
and names its source; a verb of knowing ("regretted that", "know") is actual and names none.

*Source*: whoever the sentence says said, wrote, showed, asked or thinks it, person or paper, with
a that-clause or quoted words. Not who wants, promises or orders an action with an infinitive
("urged residents to save water"). Quotes keep their speaker over several sentences. Of two people
who say it together either will do.

*Time* is when the claim holds, not when it was said. "Since", "until", "by" and "before" make an
interval that is open. The value counts from the date of the document, and from nothing else. How
long something lasts and how often it happens are no times.

How it is scored: each marked claim is paired with the best claim made of its item that has its
verb and shares a word of its subject and of its object. `matched` is the share that finds one.
Every other figure comes twice, over the matched claims and (`_all`) over all of them, an unmatched
one counting as missed: F1 of `not`, F1 of each modality averaged, F1 of the source, where a wrong
name is both missed and spurious, and the share of times with exactly the right value. `time_f1`
also counts the dates given to claims that have none.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import statistics
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.model import Argument, Claim, Document, Modality, Polarity

FOLDER = Path(__file__).resolve().parent / "stated"
UNRESOLVED = "unresolved"
#: Those of `kg.model`, in their order.
MODALITIES: tuple[Modality, ...] = (
    "actual", "possible", "planned", "desired", "required", "conditional", "question",
)  # fmt: skip
#: Words that two phrases may share without being about the same thing.
EMPTY = frozenset(
    "a an the of to in on at for and or by with from his her its their our my".split()
)
#: What follows the head of a noun phrase.
AFTER_HEAD = re.compile(r",| (?:of|for|at|in|from|on|with|like|who|which|that|et) ")
WORD = re.compile(r"\w+(?:[-'’]\w+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A claim as marked. `sources` are names of one source, empty for none; `verb` is the word."""

    subject: str
    verb: str
    lemma: str
    object: str | None
    polarity: Polarity = "positive"
    modality: Modality = "actual"
    sources: tuple[str, ...] = ()
    time_words: str | None = None
    time: str | None = None

    @property
    def quotes(self) -> tuple[str, ...]:
        """Everything that must stand in the text."""
        parts = (self.subject, self.verb, self.object, *self.sources, self.time_words)
        return tuple(part for part in parts if part is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A sentence or a few, with its claims; `line` is the number of its first line."""

    genre: str
    line: int
    text: str
    date: str | None
    answers: tuple[Answer, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """A marked claim and the claim that answers it, None if there is none."""

    item: Item
    answer: Answer
    claim: Claim | None


# Reading


def read_items(folder: Path = FOLDER) -> tuple[Item, ...]:
    """All items, by genre and line.

    Raises ValueError with file and line where the format is not kept or a mark is no quote.
    """
    return tuple(
        item
        for file in sorted(folder.glob("*.txt"))
        for item in parse(file.read_text(encoding="utf-8"), genre=file.stem)
    )


def parse(text: str, *, genre: str) -> Iterator[Item]:
    """The items of one file."""
    block: list[tuple[int, str]] = []
    for number, line in enumerate([*text.splitlines(), ""], 1):
        if line.strip() and not line.startswith("#"):
            block.append((number, line))
        elif block:
            yield _item(block, genre)
            block = []


def _item(block: list[tuple[int, str]], genre: str) -> Item:
    lines = [(n, line) for n, line in block if line[0] != " " and not line.startswith("date: ")]
    dates = [line.removeprefix("date: ") for _, line in block if line.startswith("date: ")]
    if not lines:
        raise ValueError(f"{genre}.txt:{block[0][0]}: a block has no text; write it at the margin")
    text = " ".join(line for _, line in lines)
    answers = []
    for number, line in block:
        if line[0] == " ":
            try:
                answers.append(_quoting(text, parse_answer(line)))
            except ValueError as problem:
                raise ValueError(f"{genre}.txt:{number}: {problem}") from problem
    return Item(
        genre=genre,
        line=lines[0][0],
        text=text,
        date=dates[0] if dates else None,
        answers=tuple(answers),
    )


def _quoting(text: str, answer: Answer) -> Answer:
    for quote in answer.quotes:
        if not re.search(rf"(?<!\w){re.escape(quote)}(?!\w)", text):
            raise ValueError(f"{quote!r} is no quote from {text!r}")
    return answer


def parse_answer(line: str) -> Answer:
    """One claim from its line."""
    columns = [part.strip() for part in line.split(" | ")]
    if len(columns) not in (3, 4):
        raise ValueError(f"{line.strip()!r} has {len(columns)} columns, not 3 or 4")
    subject, verb, obj, *marks = columns
    word, _, lemma = verb.partition("/")
    found: dict[str, str] = {}
    for mark in marks[0].split("; ") if marks else []:
        name, value = _mark(mark)
        if name in found:
            raise ValueError(f"{line.strip()!r} has two marks for {name}")
        found[name] = value
    words, _, value = found.get("when", "").partition(" = ")
    return Answer(
        subject=subject,
        verb=word,
        lemma=lemma or word,
        object=None if obj == "-" else obj,
        polarity="negative" if "not" in found else "positive",
        modality=next((m for m in MODALITIES if m == found.get("modality")), "actual"),
        sources=tuple(found["says"].split(" / ")) if "says" in found else (),
        time_words=words or None,
        time=value or None,
    )


def _mark(mark: str) -> tuple[str, str]:
    if mark == "not":
        return "not", mark
    if mark in MODALITIES and mark != "actual":
        return "modality", mark
    name, _, value = mark.partition(" ")
    if value and (name == "says" or (name == "when" and " = " in value)):
        return name, value
    raise ValueError(f"{mark!r} is no mark; write not, a modality, says WHO or when WORDS = VALUE")


# Pairing


def pair(item: Item, claims: Sequence[Claim]) -> list[Pair]:
    """Each marked claim of an item with the claim that answers it best."""
    pairs = []
    for answer in item.answers:
        ranked = [(rank, claim) for claim in claims if (rank := _rank(item, answer, claim))]
        ranked.sort(key=lambda r: (*(-n for n in r[0]), r[1].predicate.spans[0].start, r[1].id))
        pairs.append(Pair(item=item, answer=answer, claim=ranked[0][1] if ranked else None))
    return pairs


def _rank(item: Item, answer: Answer, claim: Claim) -> tuple[int, ...]:
    """How well a claim fits, best highest; () if verb, subject or object differ.

    How it is stated plays no part, or errors would go unseen.
    """
    verbs = set(claim.predicate.lemma.lower().split())
    if not {answer.lemma.lower(), answer.verb.lower()} & verbs:
        return ()
    subject = len(words(answer.subject) & _words_of(claim.subject))
    if not subject:
        return ()
    said = any(
        span.start <= found.start() < span.end
        for span in claim.predicate.spans
        for found in re.finditer(rf"\b{re.escape(answer.verb)}\b", item.text)
    )
    if answer.object is None:
        return (int(said), int(claim.object is None), subject)
    wanted, direct = words(answer.object), _words_of(claim.object)
    further = verbs.union(*(_words_of(q.argument) for q in claim.qualifiers))
    if not wanted & (direct | further):
        return ()
    return (int(said), len(wanted & direct), len(wanted & further), subject)


def _words_of(argument: Argument | None) -> set[str]:
    return words(f"{argument.label} {argument.span.text}") if argument else set()


def words(phrase: str) -> set[str]:
    """The words of a phrase that tell what it is about, in small letters without 's."""
    found = {re.sub(r"['’]s?$", "", word.lower()) for word in WORD.findall(phrase)}
    return found - EMPTY or found


def head(phrase: str) -> str:
    """The word that a noun phrase is about, by its place.

    >>> head("a spokesman for the ministry"), head("Transport Minister Lena Hoekstra")
    ('spokesman', 'hoekstra')
    """
    *_, last = WORD.findall(AFTER_HEAD.split(f"{phrase} ")[0]) or [phrase]
    return re.sub(r"['’]s?$", "", last.lower())


# Scoring


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """What F1 is made of."""

    right: int
    found: int
    wanted: int

    @property
    def f1(self) -> float:
        total = self.found + self.wanted
        return 2 * self.right / total if total else 1.0


def source_fits(answer: Answer, claim: Claim) -> bool:
    """Both name no source, or the claim's source has the head of the answer's."""
    if claim.source is None or not answer.sources:
        return claim.source is None and not answer.sources
    said = words(f"{claim.source.label} {claim.source.span.text}")
    return any(head(name) in said for name in answer.sources)


def time_of(claim: Claim) -> str | None:
    """The date of a claim, `unresolved`, or None; how long it lasts is no date."""
    if claim.time is not None:
        value = claim.time.value
        return UNRESOLVED if value is None else None if value.startswith("P") else value
    if claim.object is not None and re.match(r"xsd:(g|date)|edtf", claim.object.datatype or ""):
        return claim.object.literal
    return None


def polarity_count(pairs: Iterable[Pair]) -> Count:
    """Of the class `negative`."""
    rows = [(p.answer.polarity, p.claim.polarity if p.claim else None) for p in pairs]
    return _count(rows, "negative")


def modality_counts(pairs: Sequence[Pair]) -> dict[Modality, Count]:
    rows = [(p.answer.modality, p.claim.modality if p.claim else None) for p in pairs]
    return {modality: _count(rows, modality) for modality in MODALITIES}


def _count(rows: Iterable[tuple[str, str | None]], name: str) -> Count:
    rows = list(rows)
    return Count(
        right=sum(wanted == found == name for wanted, found in rows),
        found=sum(found == name for _, found in rows),
        wanted=sum(wanted == name for wanted, _ in rows),
    )


def source_count(pairs: Iterable[Pair]) -> Count:
    rows = [(p.answer, p.claim) for p in pairs]
    return Count(
        right=sum(bool(a.sources) and c is not None and source_fits(a, c) for a, c in rows),
        found=sum(c is not None and c.source is not None for _, c in rows),
        wanted=sum(bool(a.sources) for a, _ in rows),
    )


def time_count(pairs: Iterable[Pair]) -> Count:
    """Spurious are the dates, not the vague words, of claims that have no time."""
    rows = [(p.answer.time, time_of(p.claim) if p.claim else None) for p in pairs]
    return Count(
        right=sum(wanted is not None and wanted == found for wanted, found in rows),
        found=sum(bool(found) and bool(wanted or found != UNRESOLVED) for wanted, found in rows),
        wanted=sum(wanted is not None for wanted, _ in rows),
    )


def figures(pairs: Sequence[Pair]) -> dict[str, float]:
    """Every figure by name; see the top of this file."""
    matched = [p for p in pairs if p.claim is not None]
    result = {"matched": len(matched) / len(pairs) if pairs else 0.0}
    for rows, suffix in ((matched, ""), (pairs, "_all")):
        modalities = [count for count in modality_counts(rows).values() if count.wanted]
        time = time_count(rows)
        result |= {
            f"polarity_f1{suffix}": polarity_count(rows).f1,
            f"modality_f1{suffix}": statistics.mean(c.f1 for c in modalities) if rows else 0.0,
            f"source_f1{suffix}": source_count(rows).f1,
            f"time{suffix}": time.right / time.wanted if time.wanted else 1.0,
            f"time_f1{suffix}": time.f1,
        }
    return result


# Running


def measure(items: Sequence[Item], *, workers: int = 1) -> list[Pair]:
    """Read each item as a document of its own and pair its claims."""
    from kg.build import assemble, make_records
    from kg.model import Settings
    from kg.record.claims.caution import OPEN
    from kg.record.claims.hidden import CONDITION

    documents = [_document(item) for item in items]
    settings = Settings(min_confidence=0, min_worth=0)
    records = make_records(documents, settings, workers=workers)
    pairs: list[Pair] = []
    for item, record in zip(items, records, strict=True):
        claims = assemble([record], settings).claims
        # Whom a pronoun stands for plays no part in how something is stated.
        pairs += pair(
            item,
            [
                c
                for c in claims
                if c.shown or c.hidden_because == CONDITION or c.hidden_because.endswith(OPEN)
            ],
        )
    return pairs


def _document(item: Item) -> Document:
    from kg.model import Document

    name = f"{item.genre}-{item.line:04}"
    digest = hashlib.sha256(item.text.encode()).hexdigest()
    return Document(id=name, source=name, text=item.text, date=item.date, sha256=digest)


def disagreements(pairs: Sequence[Pair]) -> Iterator[str]:
    """Every claim that is missing or stated otherwise, a few lines each."""
    for p in pairs:
        wrong = differences(p.answer, p.claim)
        if wrong:
            date = f" ({p.item.date})" if p.item.date else ""
            yield f"{p.item.genre}.txt:{p.item.line}{date}: {p.item.text}"
            yield f"    wanted  {show_answer(p.answer)}"
            yield f"    found   {show_claim(p.claim) if p.claim else '-'}"
            yield f"    wrong   {', '.join(wrong)}"


def differences(answer: Answer, claim: Claim | None) -> list[str]:
    """The names of what differs."""
    if claim is None:
        return ["unmatched"]
    found = time_of(claim)
    checks = {
        "polarity": answer.polarity == claim.polarity,
        "modality": answer.modality == claim.modality,
        "source": source_fits(answer, claim),
        "time": answer.time == found or (answer.time is None and found == UNRESOLVED),
    }
    return [name for name, fits in checks.items() if not fits]


def show_answer(answer: Answer) -> str:
    marks: list[str] = [answer.polarity, answer.modality]
    marks += [f"says {' / '.join(answer.sources)}"] if answer.sources else []
    marks += [f"when {answer.time}"] if answer.time else []
    return f"{answer.subject} | {answer.lemma} | {answer.object or '-'} | {'; '.join(marks)}"


def show_claim(claim: Claim) -> str:
    marks: list[str] = [claim.polarity, claim.modality]
    marks += [f"says {claim.source.label}"] if claim.source else []
    marks += [f"when {time}"] if (time := time_of(claim)) else []
    end = claim.object.label if claim.object else "-"
    return f"{claim.subject.label} | {claim.predicate.lemma} | {end} | {'; '.join(marks)}"


def summary(pairs: Sequence[Pair]) -> Iterator[str]:
    """The figures, then each modality and each genre."""
    for name, value in figures(pairs).items():
        yield f"{name:<20}{value:>9.4f}"
    matched = [p for p in pairs if p.claim is not None]
    yield "modality            wanted    right    found       F1  (of matched claims)"
    for modality, c in modality_counts(matched).items():
        yield f"  {modality:<16}{c.wanted:>8}{c.right:>9}{c.found:>9}{c.f1:>9.3f}"
    yield "genre               claims  matched  correct in all"
    for genre in sorted({p.item.genre for p in pairs}):
        rows = [p for p in pairs if p.item.genre == genre]
        found = sum(p.claim is not None for p in rows)
        right = sum(not differences(p.answer, p.claim) for p in rows)
        yield f"  {genre:<16}{len(rows):>8}{found:>9}{right:>9}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure how well it is told how things are said.")
    parser.add_argument("genres", nargs="*", metavar="GENRE", help="all of them by default")
    parser.add_argument("--errors", action="store_true", help="print every disagreement")
    parser.add_argument("--workers", type=int, default=1, help="processes that read the items")
    options = parser.parse_args(arguments)
    items = read_items()
    genres = sorted({item.genre for item in items})
    unknown = sorted(set(options.genres) - set(genres))
    if unknown:
        parser.error(f"unknown genre {unknown[0]!r}; choose from {', '.join(genres)}")
    chosen = [i for i in items if not options.genres or i.genre in options.genres]
    pairs = measure(chosen, workers=options.workers)
    lines = [*disagreements(pairs), ""] if options.errors else []
    print("\n".join([*lines, *summary(pairs)]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
