"""Claims as plain English sentences, said as the text says them and never more strongly.

| claim | sentence |
|---|---|
| Mara Lindt, meet, Otto Falk; in Oslo, 2021-03 | Mara Lindt met Otto Falk in Oslo in March 2021. |
| the same, says Ida Brandt | According to Ida Brandt, Mara Lindt met Otto Falk in Oslo. |
| the same, denied by Mara Lindt | Mara Lindt denied that she met Otto Falk in Oslo. |
| Orbis Bank, pay, Otto Falk; planned | Orbis Bank plans to pay Otto Falk. |
| Otto Falk, say, Otto Falk would not resign | Otto Falk said that Otto Falk would not resign. |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from kg.ask.conditions import condition_of, is_opening
from kg.ask.dates import dated, end_of, when_told
from kg.ask.money import is_money, is_sum
from kg.english.lexicon import PREPOSITIONS
from kg.graph.wording import stated_plainly, worded
from kg.model import Argument, Claim, Span
from kg.relate.kinds import DATES

#: Words before what is somebody's own, and of these what only the speaker's own words can say.
_OWN = frozenset("his her its their".split())
_SPEAKERS = frozenset("my our your".split())
#: Words that say which one: a phrase keeps them, for without them it is about another thing.
_DETERMINERS = _OWN | _SPEAKERS | frozenset("this that these those".split())
#: Words that stand for what is called something else.
_PRONOUNS = _DETERMINERS | frozenset("i we you he she it they me us him them here there".split())
_ARTICLES = frozenset(("the", "a", "an"))
#: Words that open a phrase in front of a clause.
_OPENING = PREPOSITIONS | _DETERMINERS | _ARTICLES
_ARTICLE = re.compile(r"\b(?:the|an?) ", re.IGNORECASE)
_DENYING = frozenset("denied denies deny denying".split())
#: Words before a verb that are none of its own.
_HELPING = frozenset(
    "be been being is are was were am has have had do does did not never can could may might must"
    " shall should will would to".split()
)
#: Blanks in a literal from which on it is more than a name or an amount.
_CLAUSE = 3
#: Words before what somebody says, as the text has them.
_THAT = frozenset("that whether if".split())
#: Roles of participants that the sentence does not name in so many words, or names elsewhere.
_UNSAID = frozenset(("object", "subject in full", "object in full"))


def sentence(claim: Claim, mates: Iterable[Claim] = (), *, timed: bool = True) -> str:
    """What a claim says, with its source, denial, modality and condition.

    `mates` are claims of the same clause, from which an amount of money is taken. Without `timed`
    the time is left out, for one that stands elsewhere.
    """
    mates = list(mates)
    claim = next((mate for mate in mates if _has_article(mate, claim)), claim)
    source, subject = claim.source, _end(claim.subject, claim)
    if source is None:
        return _ended(_conditional(claim, subject, mates, timed=timed))
    who = _with_article(source.span, source.label, claim)
    denied = claim.polarity == "negative" and claim.modality == "actual"
    if not denied or source.cue.text.lower() not in _DENYING:
        return _ended(f"According to {who}, {_conditional(claim, subject, mates, timed=timed)}")
    if source.entity is not None and source.entity == claim.subject.entity:
        subject = _own_word(claim.subject, claim)
    said = _clause(claim, (subject, stated_plainly(claim)), mates, timed=timed)
    return _ended(f"{who} denied that {said}")


def _conditional(claim: Claim, subject: str, mates: Sequence[Claim], *, timed: bool) -> str:
    """A clause with the condition that it stands on, or as the condition that it is."""
    found = condition_of(claim)
    if found is None:
        return _clause(claim, (subject, worded(claim)), mates, timed=timed)
    words, place = found
    if place == "itself":
        stated = worded(replace(claim, modality="actual"))
        said = _clause(claim, (subject, stated), mates, timed=timed)
        return f"only as a condition: {words} {said}"
    said = _clause(claim, (subject, worded(claim)), mates, timed=timed)
    if not words:
        return f"only on a condition: {said}"
    return f"{words}, {said}" if place == "front" else f"{said} {words}"


class _Part(NamedTuple):
    """What a clause has beside subject, relation and object, with its place in the text."""

    at: int
    words: str
    role: str


def _clause(claim: Claim, said: tuple[str, str], mates: Sequence[Claim], *, timed: bool) -> str:
    """Subject and relation with all that the clause has: "in 2020, Orbis Bank sold the mill".

    What the text puts in front of the clause, or before the verb or the preposition of the object,
    stays there.
    """
    subject, relation = said
    parts = sorted([*_participants(claim), *(_when(claim) if timed else ())])
    spans = claim.predicate.spans or (claim.subject.span,)
    first, last = min(claim.subject.span.start, spans[0].start), spans[-1]
    front = [p for p in parts if p.at < first]
    adverbs = [p for p in parts if p.role == "manner" and first < p.at < _verb_at(claim)]
    inner = range(spans[0].end, last.start if _splits(claim) else 0)
    between = [p for p in parts if p not in adverbs and p.at in inner]
    told = [p for p in parts if p.at > last.end and _is_said_behind(claim, p.at)]
    behind = [p for p in parts if p not in (*front, *adverbs, *between, *told)]
    opened = "".join(f"{_lower(p.words)}, " for p in front)
    relation = _related(claim, relation, adverbs, between)
    amount = "" if is_money(_left_out(claim)) else _amount(claim, mates)
    said_of = [*_words(told), _object(claim), amount, *_words(behind)]
    return " ".join([f"{opened}{subject}", relation, *said_of])


def _is_said_behind(claim: Claim, at: int) -> bool:
    """Whether the clause that somebody says begins behind a place: "told Kim that it leaks"."""
    return claim.rule == "say" and claim.object is not None and at < claim.object.span.start


def _words(parts: Iterable[_Part]) -> list[str]:
    return [part.words for part in parts]


def _splits(claim: Claim) -> bool:
    """Whether the last word of a relation is a preposition: "sell to", "be sold in"."""
    return claim.predicate.lemma.rpartition(" ")[2] in PREPOSITIONS and " " in claim.predicate.lemma


def _verb_at(claim: Claim) -> int:
    """Where the verb itself begins, behind "has", "may", "did not"."""
    spans = claim.predicate.spans
    return next((s.start for s in spans if not _HELPING.issuperset(s.text.lower().split())), 0)


def _related(
    claim: Claim, relation: str, adverbs: Sequence[_Part], between: Sequence[_Part]
) -> str:
    """ "quickly sold the mill to", where the relation alone is "sold to"."""
    rest = claim.predicate.lemma.partition(" ")[2]
    if not rest or not relation.endswith(f" {rest}"):
        return " ".join([_with_adverbs(claim, relation, adverbs), *_words(between)])
    verb, (middle, _, last) = relation.removesuffix(rest).strip(), rest.rpartition(" ")
    whole = _left_out(claim)
    if whole:
        stem = middle.rpartition(" ")[2][:4]  # "have reservation about": of the object itself
        own = any(word.startswith(stem) for word in whole.split())
        middle = whole.partition(f" {last} ")[0] if own else f"{middle} {whole}"
    if claim.predicate.lemma.startswith("be "):
        verb = f"{verb} {' '.join(_words(adverbs))}"
    else:
        verb = _with_adverbs(claim, verb, adverbs)
    return " ".join(part for part in (verb, middle, *_words(between), last) if part)


def _with_adverbs(claim: Claim, verb: str, adverbs: Sequence[_Part]) -> str:
    """ "did not knowingly pay" or "knowingly did not pay", as the text has it."""
    helping, _, last = verb.rpartition(" ")
    denied = [cue.start for cue in claim.cues] if claim.polarity == "negative" else []
    before = [a for a in adverbs if denied and a.at < max(denied)]
    inside = [a for a in adverbs if a not in before]
    return " ".join([*_words(before), helping, *_words(inside), last]).strip()


def _lower(words: str) -> str:
    """A phrase as it stands inside a sentence; a name keeps its capital."""
    first = words.split(" ", 1)[0]
    return words[:1].lower() + words[1:] if first.lower() in _OPENING else words


def _object(claim: Claim) -> str:
    if claim.object is None:
        return ""
    full = next((q.argument for q in claim.qualifiers if q.role == "object in full"), None)
    if full is not None:
        return f"{_before(full.span, claim)} {full.label}".strip()
    if claim.predicate.lemma == "be" and claim.object.entity:
        words = _whole(claim.object, claim)
    else:
        words = _end(claim.object, claim)
    return _reported(claim, claim.object, words)


def _left_out(claim: Claim) -> str:
    """The object of the verb where the claim relates its subject to something else."""
    found = (_end(q.argument, claim) for q in claim.qualifiers if q.role == "object")
    return next(found, "")


def _has_article(mate: Claim, claim: Claim) -> bool:
    """Whether a claim says "is the mayor of Graz" where another says "is mayor of", "Graz"."""
    roles = [q.argument.label for q in claim.qualifiers if q.role == "object"]
    same = (mate.predicate.lemma, mate.subject.span) == ("be", claim.subject.span)
    return same and mate.object is not None and mate.object.label in roles


def _ended(words: str) -> str:
    text = " ".join(words.split())
    return _upper(text) + ("" if text.endswith((".", "!", "?")) else ".")


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _own_word(argument: Argument, claim: Claim) -> str:
    """ "she" where the sentence says so of who speaks; else the name."""
    word = argument.span.text.lower()
    return word if word in ("he", "she", "it", "they") else _end(argument, claim)


def _end(argument: Argument, claim: Claim) -> str:
    """How one end of a claim is called: by name, or in the words of the text.

    "The mill" keeps its article, also where that stands before the words, and "its licence" its
    pronoun where the sentence is about the owner.
    """
    if argument.entity is None:
        return _value(argument)
    words, label = " ".join(argument.span.text.split()), argument.label
    first, _, nouns = words.partition(" ")
    first = first.lower()
    if first in _OWN and argument is claim.object and label.startswith(claim.subject.label):
        return words
    if first == "no" and nouns and claim.polarity == "negative":
        return f"any {nouns}"  # "declared no interest": did not declare any
    if first in _DETERMINERS and nouns.casefold() == label.casefold():
        return f"“{first} {nouns}”" if first in _SPEAKERS else f"{first} {nouns}"
    if argument.chance is None and first not in _PRONOUNS and label[:1].islower():
        nouns = _ARTICLE.sub("", words, count=1) if first in _ARTICLES else words
        if nouns[:1].islower():  # a common noun: what the text says of it, whole
            article = first if first in _ARTICLES else _before(argument.span, claim)
            return f"{article} {nouns}".lstrip()
    return _with_article(argument.span, label, claim)


def _with_article(span: Span, label: str, claim: Claim) -> str:
    """A label with the article that the sentence has in it, or before it."""
    words = " ".join(span.text.split())
    first = words.split(" ", 1)[0].lower()
    bare = _ARTICLE.sub("", words).casefold()
    if first in _ARTICLES and bare == label.casefold():
        return f"{first}{words[len(first) :]}"
    if first in _ARTICLES and bare.startswith(f"{label.casefold()} "):
        return f"{first} {label}"
    article = _before(span, claim)
    return f"{article} {words}" if article and bare == label.casefold() else label


def _whole(argument: Argument, claim: Claim) -> str:
    """A label in the words of the sentence, with the articles inside: "owner of the mill"."""
    start = max(0, argument.span.start - claim.sentence.start)
    wanted, words = argument.label.split(), list[str]()
    for word in claim.sentence.text[start:].split():
        if wanted and word.rstrip(",.;:") == wanted[0]:
            words.append(wanted.pop(0))
        elif words and wanted and word in _ARTICLES:
            words.append(word)
        elif words:
            break
    return argument.label if wanted else " ".join(words)


def _before(span: Span, claim: Claim) -> str:
    """The article that stands before words in their sentence."""
    before = claim.sentence.text[: max(0, span.start - claim.sentence.start)].split()[-1:]
    return before[0].lower() if before and before[0].lower() in _ARTICLES else ""


def called(argument: Argument, claim: Claim) -> str:
    """What a thing is called, in the words of the text, without the article before it."""
    words = _whole(argument, claim) if argument.label[:1].islower() else _end(argument, claim)
    return _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words


def _value(argument: Argument) -> str:
    """A literal in its own words; a date that these do not give is added."""
    words = " ".join(argument.label.split())
    return dated(words, argument.literal or "") if argument.datatype in DATES else words


def _reported(claim: Claim, argument: Argument, words: str) -> str:
    """A clause in quotes where the text has these very words, else "that Otto would resign"."""
    if argument.datatype != "xsd:string" or is_money(words):
        return words
    if words == " ".join(argument.span.text.split()):
        return f"“{words}”" if words.count(" ") >= _CLAUSE else words
    return f"{_that(argument, claim)} {_lower(words)}" if claim.rule == "say" else words


def _that(argument: Argument, claim: Claim) -> str:
    """The word that leads to what somebody says: "whether" of "knows whether it leaks"."""
    before = claim.sentence.text[: max(0, argument.span.start - claim.sentence.start)].split()[-1:]
    return before[0].lower() if before and before[0].lower() in _THAT else "that"


def _participants(claim: Claim) -> Iterator[_Part]:
    """Who and what else takes part, where and how; each with its place in the text."""
    for qualifier in claim.qualifiers:
        if is_opening(qualifier.role):
            continue  # `condition_of` has told it
        if qualifier.role in _UNSAID or _inside(qualifier.argument.span, claim.object):
            continue
        if _in_time(qualifier.argument.span, claim):
            continue
        span, words = qualifier.argument.span, _end(qualifier.argument, claim)
        bare = qualifier.role in ("manner", "purpose") or _is_said_behind(claim, span.start)
        before = "" if bare else f"{qualifier.role} "
        if words.lower().startswith(before.lower()):
            before = ""  # the words of a clause have it: "to sell the mill"
        yield _Part(span.start, f"{before}{words}", qualifier.role)
    spans = [q.argument.span for q in claim.qualifiers] + (
        [claim.object.span] if claim.object else []
    )
    if claim.place is not None and claim.place.span not in spans:
        yield _Part(claim.place.span.start, f"in {claim.place.label}", "in")


def _inside(span: Span, argument: Argument | None) -> bool:
    """Whether words stand within those of an argument."""
    if argument is None:
        return False
    return argument.span.start <= span.start and span.end <= argument.span.end


def _when(claim: Claim) -> Iterator[_Part]:
    time = claim.time
    if time is None or (claim.object is not None and _overlap(claim.object, time.span.start)):
        return
    yield _Part(time.span.start, when_told(claim), "time")


def _in_time(span: Span, claim: Claim) -> bool:
    """Whether the time of a claim is told in these words, too."""
    return claim.time is not None and claim.time.span.start <= span.start < end_of(claim)


def _overlap(argument: Argument, at: int) -> bool:
    return argument.span.start <= at < argument.span.end


def _amount(claim: Claim, mates: Iterable[Claim]) -> str:
    """The money that the same clause names beside a recipient: "9 million euros"."""
    if claim.object is None or claim.object.entity is None:
        return ""
    found = [
        mate.object.label
        for mate in mates
        if mate.object is not None
        and (mate.predicate.lemma, mate.polarity, mate.modality)
        == (claim.predicate.lemma, claim.polarity, claim.modality)
        and is_sum(mate.object, mate)
    ]
    return min(found, default="")


def told_best(claims: Sequence[Claim]) -> list[Claim]:
    """Of claims of one clause that share a subject, those that are worth a sentence of their own.

    A claim of which another has everything as a participant ("sold to Lang" beside "sold the boat
    to Lang"), or as the amount it names, needs none.
    """
    kept = []
    for claim in claims:
        others = [c for c in claims if c is not claim and c.event and c.event == claim.event]
        if not any(tells(other, claim) for other in others):
            kept.append(claim)
    return kept


def tells(other: Claim, claim: Claim) -> bool:
    """Whether the sentence of another claim says what this one says."""
    same = (other.subject.span, other.polarity, other.modality, other.source) == (
        claim.subject.span, claim.polarity, claim.modality, claim.source
    )  # fmt: skip
    if not same or other.object is None or claim.object is None:
        return False
    if _has_article(other, claim):
        return True
    if _verb(other) != _verb(claim):
        return False
    if _amount(other, [claim]):
        return True
    if not _covers(other, claim):
        return False
    both = _covers(claim, other)  # then the one that leads to a thing stays
    return not both or (claim.object.entity is None, claim.id) > (
        other.object.entity is None,
        other.id,
    )


def _verb(claim: Claim) -> str:
    words = claim.predicate.lemma.split(" ")
    return " ".join(words[:2]) if words[0] == "be" else words[0]


def _covers(other: Claim, claim: Claim) -> bool:
    """Whether a claim has the object of another as a participant, its place or its time."""
    if claim.object is None:
        return False
    spans = [q.argument.span for q in other.qualifiers if q.role not in _UNSAID]
    spans += [other.place.span] if other.place is not None else []
    if claim.object.span in spans:
        return True
    return other.time is not None and _overlap(claim.object, other.time.span.start)
