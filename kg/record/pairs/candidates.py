"""What a relation may hold between: names, noun phrases, parts of them, pronouns, dates, numbers.

A reader of "an American science fiction film" may ask for the genre ("science fiction", "science
fiction film") as well as for the thing, so what stands before a noun is offered by itself too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.parse.tokens import AMOUNTS, TIMES, Token
from kg.record.phrases import ARTICLES, words_of

if TYPE_CHECKING:
    from kg.english.times import TimeExpression
    from kg.parse.analyze import Sentence
    from kg.record.mentions import Reference

#: Kinds of candidates, in the order of their numbers.
KINDS = ("name", "nominal", "pronoun", "time", "number", "title", "part")
#: Candidates of one sentence at most, the first of the most telling kinds.
MOST = 48
#: Words in front of a noun that are offered with it and by themselves.
MODIFIERS = frozenset(("NOUN", "PROPN", "ADJ", "NUM", "VERB"))
#: Parts of one noun phrase at most.
MOST_PARTS = 10
#: Words of a title or of a phrase with "of" at most.
MOST_WORDS = 14


@dataclass(slots=True, kw_only=True)
class Candidate:
    """A stretch of a sentence: its first, last and governing token.

    `reference` is the mention it is, None for values and parts. `time` is the value of a date.
    """

    first: Token
    last: Token
    head: Token
    kind: str
    type: str = ""
    label: str
    reference: Reference | None = None
    time: TimeExpression | None = None


def find_candidates(
    sentence: Sentence, references: Sequence[Reference], times: Iterable[TimeExpression]
) -> list[Candidate]:
    """The candidates of one sentence in text order, each stretch once.

    `references` are those of the sentence, `times` its temporal expressions with document offsets.
    """
    found: dict[tuple[int, int], Candidate] = {}
    for one in _every(sentence, references, times):
        found.setdefault((one.first.i, one.last.i), one)
    kept = sorted(found.values(), key=lambda c: (KINDS.index(c.kind), c.first.i, c.last.i))[:MOST]
    return sorted(kept, key=lambda c: (c.first.i, c.last.i))


def _every(
    sentence: Sentence, references: Sequence[Reference], times: Iterable[TimeExpression]
) -> Iterator[Candidate]:
    for kind in ("name", "nominal", "pronoun"):
        for one in references:
            if one.kind == kind and not (kind == "pronoun" and one.head.lower in POINTERS):
                yield _mention(one)
    yield from _times(sentence, times)
    yield from _numbers(sentence)
    yield from _titles(sentence, references)
    for one in references:
        if one.kind == "nominal":
            yield from _parts(one.tokens, one.head)
            yield from _with_complement(sentence, one)
        elif one.kind == "name" and one.type != "Person":
            yield from _name_parts(one.tokens)


#: Pronouns that point at what was said rather than at a thing.
POINTERS = frozenset("this that these those there what which some any all both each it's".split())


def _mention(one: Reference) -> Candidate:
    run = one.tokens
    if one.kind == "nominal":
        while len(run) > 1 and run[0] is not one.head and _leads(run[0]):
            run = run[1:]
    return Candidate(
        first=run[0], last=run[-1], head=one.head, kind=one.kind, type=one.type,
        label=one.label, reference=one,
    )  # fmt: skip


def _leads(token: Token) -> bool:
    return token.lower in ARTICLES or token.tag in ("PRP$", "DT", "PDT") or token.pos == "PUNCT"


def _times(sentence: Sentence, times: Iterable[TimeExpression]) -> Iterator[Candidate]:
    taken: set[int] = set()
    for time in times:
        run = [t for t in sentence.tokens if time.start <= t.start and t.end <= time.end]
        if run and time.kind != "set":
            taken.update(t.i for t in run)
            yield _value(run, "time", time)
    for run in runs_of(sentence.tokens, TIMES):
        if not taken & {t.i for t in run}:
            yield _value(run, "time", None)


def _numbers(sentence: Sentence) -> Iterator[Candidate]:
    for run in runs_of(sentence.tokens, AMOUNTS):
        yield _value(run, "number", None)
    for token in sentence.tokens:
        if token.pos == "NUM" and token.entity not in TIMES and token.text[:1].isdigit():
            yield _value([token], "number", None)


def _value(run: list[Token], kind: str, time: TimeExpression | None) -> Candidate:
    inside = {t.i for t in run}
    head = next((t for t in run if t.head.i not in inside or t.head is t), run[-1])
    return Candidate(
        first=run[0], last=run[-1], head=head, kind=kind, type="", label=words_of(run), time=time
    )


def runs_of(tokens: Sequence[Token], labels: frozenset[str]) -> Iterator[list[Token]]:
    """The stretches with one of these entity labels."""
    run: list[Token] = []
    for token in tokens:
        if run and (token.begins or token.entity != run[0].entity):
            yield run
            run = []
        if token.entity in labels:
            run.append(token)
    if run:
        yield run


def _titles(sentence: Sentence, references: Sequence[Reference]) -> Iterator[Candidate]:
    """What a sentence opens with, up to its verb or a bracket, and names with their "The".

    Titles of works are made of any words ("The Terrors of Ice and Darkness tells ..."), and which
    of these stretches is one the network learns to tell.
    """
    tokens = sentence.tokens
    first = next((t.i for t in tokens if t.text[:1].isalnum()), len(tokens))
    ends, root = [], next((t.i for t in tokens if t.head is t), 0)
    for token in tokens[first + 1 : first + MOST_WORDS + 1]:
        stop = token.pos in ("VERB", "AUX") or token.text in STOPS or token.i == root
        if stop and token.i not in ends:
            ends.append(token.i)
        if token.i == root or token.text in WALLS:
            break
    if first < len(tokens) and not tokens[first].text[:1].islower():
        for end in ends[:3]:
            while end > first and not tokens[end - 1].text[-1:].isalnum():
                end -= 1
            if end > first:
                yield _span(tokens[first:end], "title")
                if tokens[first].lower == "the" and end > first + 1:
                    yield _span(tokens[first + 1 : end], "title")
    for run in _capitals(tokens):
        yield _span(run, "title")
    for one in references:
        before = tokens[one.first.i - 1] if one.first.i else None
        if one.kind == "name" and before is not None and before.text == "The":
            yield _span([before, *one.tokens], "title")


def _capitals(tokens: Sequence[Token]) -> Iterator[list[Token]]:
    """Words with capitals and the small ones between them: "The Return of the King"."""
    at = 0
    while at < len(tokens):
        if not _capital(tokens[at]):
            at += 1
            continue
        end = last = at
        while end < len(tokens) and end - at < MOST_WORDS:
            if _capital(tokens[end]):
                last = end
            elif tokens[end].lower not in JOINS or end - last > 2:
                break
            end += 1
        if last > at and any(t.lower in JOINS for t in tokens[at:last]):
            yield from _readings(tokens[at : last + 1])
        at = last + 1


def _readings(run: Sequence[Token]) -> Iterator[list[Token]]:
    """A title, the same without the year in front, and what stands before and behind a preposition.

    "the 1987 Prize of the City for Best Score at the Festival": which of them it is called the
    network learns to tell.
    """
    start = next((n for n, t in enumerate(run) if t.text[:1].isalpha()), 0)
    cuts = [n for n, t in enumerate(run) if n > start and t.lower in LINKS and _capital(run[n - 1])]
    for end in [len(run), *cuts[::-1][:MOST_CUTS]]:
        for first in dict.fromkeys((0, start)):
            yield list(run[first:end])
    for cut in cuts[::-1][:MOST_CUTS]:
        if cut + 2 < len(run) and _capital(run[cut + 1]):
            yield list(run[cut + 1 :])


def _capital(token: Token) -> bool:
    return token.text[:1].isupper() or token.text[:1].isdigit()


#: Small words and marks within titles and names.
JOINS = frozenset(
    "of the and or for in on at to a an with from by 's ’s : & - – ' ’ vs. de la di du del".split()
)
#: Here a title may end or begin though capitals go on.
LINKS = frozenset("for in on at to with from by 's ’s".split())
#: So many of them are tried.
MOST_CUTS = 3
#: What a title at the head of a sentence ends before.
STOPS = frozenset(("(", "[", ",", ":", ";", "–", "—", '"', "”"))
#: And what it never goes beyond.
WALLS = frozenset(("(", "[", ";", '"', "”"))


def _span(run: list[Token], kind: str) -> Candidate:
    inside = {t.i for t in run}
    head = next((t for t in run if t.head.i not in inside or t.head is t), run[-1])
    return Candidate(first=run[0], last=run[-1], head=head, kind=kind, label=words_of(run))


def _name_parts(run: list[Token]) -> Iterator[Candidate]:
    """ "English Premier League" holds "Premier League", "Vulpes vulpes" the genus."""
    if len(run) > 1:
        yield _span(run[1:], "part")
        yield _span(run[:1], "part")


def _with_complement(sentence: Sentence, one: Reference) -> Iterator[Candidate]:
    """ "(third) president of Kosovo": a noun with its "of"."""
    for prep in one.head.having("prep"):
        part = prep.subtree()
        whole = part[-1].i - prep.i + 1 == len(part) and prep.i == one.head.i + 1
        if whole and len(part) <= MOST_WORDS // 2 and prep.lower in ("of", "for", "to"):
            yield _span(sentence.tokens[one.head.i : part[-1].i + 1], "part")


def _parts(run: Sequence[Token], head: Token) -> Iterator[Candidate]:
    """What a noun phrase holds: "film", "fiction film", "science fiction", "science"."""
    before: list[Token] = []
    for token in reversed([t for t in run if t.i < head.i]):
        if token.pos not in MODIFIERS or token.entity in SAID:
            break
        before.insert(0, token)
    spans = [(head.i, head.i), *((t.i, head.i) for t in reversed(before))]
    for size in (2, 1, 3):
        spans += [(a.i, a.i + size - 1) for a in before if a.i + size - 1 < head.i]
    start = run[0].i
    for a, z in list(dict.fromkeys(spans))[:MOST_PARTS]:
        yield _span(list(run[a - start : z - start + 1]), "part")


#: Labels of words that are offered by themselves anyway.
SAID = frozenset((*TIMES, *AMOUNTS, "NORP", "GPE", "PERSON"))
