"""Claims as plain English sentences, said as the text says them and never more strongly.

| claim | sentence |
|---|---|
| Mara Lindt, meet, Otto Falk; in Oslo, 2021-03 | Mara Lindt met Otto Falk in Oslo in March 2021. |
| the same, says Ida Brandt | According to Ida Brandt, Mara Lindt met Otto Falk in Oslo. |
| the same, denied by Mara Lindt | Mara Lindt denied that she met Otto Falk in Oslo. |
| Orbis Bank, pay, Otto Falk; planned | Orbis Bank plans to pay Otto Falk. |
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.ask.money import is_money
from kg.model import Argument, Claim, Span
from kg.wording import stated_plainly, worded

_DATED = re.compile(r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?(?:T.*)?", re.ASCII)
_MONTHS = (
    "January February March April May June July August September October November December"
).split()
#: Words before what is the subject's own.
_OWN = frozenset("his her its their".split())
#: Words that begin a phrase that says of whom only beside others.
_STANDING = _OWN | frozenset(
    "my our your i we you he she it they me us him them this that these those here there".split()
)
_ARTICLES = frozenset(("the", "a", "an"))
_ARTICLE = re.compile(r"\b(?:the|an?) ", re.IGNORECASE)
_DENYING = frozenset("denied denies deny denying".split())
#: Blanks in a literal from which on it is more than a name or an amount.
_CLAUSE = 3
#: Roles of participants that the sentence does not name in so many words, or names elsewhere.
_UNSAID = frozenset(("object", "subject in full", "object in full"))


def sentence(claim: Claim, mates: Iterable[Claim] = (), *, timed: bool = True) -> str:
    """What a claim says, with its source, denial and modality.

    `mates` are claims of the same clause, from which an amount of money is taken. Without `timed`
    the time is left out, for one that stands elsewhere.
    """
    mates = list(mates)
    claim = next((mate for mate in mates if _has_article(mate, claim)), claim)
    said = _rest(claim, mates, timed=timed)
    source, subject = claim.source, _end(claim.subject, claim)
    if source is None:
        return _ended(f"{subject} {worded(claim)} {said}")
    who = _with_article(source.span, source.label, claim)
    denied = claim.polarity == "negative" and claim.modality == "actual"
    if not denied or source.cue.text.lower() not in _DENYING:
        return _ended(f"According to {who}, {subject} {worded(claim)} {said}")
    if source.entity is not None and source.entity == claim.subject.entity:
        subject = _own_word(claim.subject, claim)
    return _ended(f"{who} denied that {subject} {stated_plainly(claim)} {said}")


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
    first = words.split(" ", 1)[0].lower()
    if first in _OWN and argument is claim.object and label.startswith(claim.subject.label):
        return words
    if argument.chance is None and first not in _STANDING and label[:1].islower():
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


def _before(span: Span, claim: Claim) -> str:
    """The article that stands before words in their sentence."""
    before = claim.sentence.text[: max(0, span.start - claim.sentence.start)].split()[-1:]
    return before[0].lower() if before and before[0].lower() in _ARTICLES else ""


def called(argument: Argument, claim: Claim) -> str:
    """What a thing is called, in the words of the text, without the article before it."""
    words = _end(argument, claim)
    return _ARTICLE.sub("", words, count=1) if _ARTICLE.match(words) else words


def _value(argument: Argument) -> str:
    """A literal in its own words; a date that these do not give is added."""
    words, value = " ".join(argument.label.split()), argument.literal or ""
    if _DATED.match(value) and value[:4] not in words:
        told = in_words(value)
        return f"{words} ({told})" if told else words
    return words


def _rest(claim: Claim, mates: Iterable[Claim], *, timed: bool) -> str:
    """Everything behind the verb, in the order of the text."""
    full = {q.role: q.argument.label for q in claim.qualifiers}
    parts: list[str] = []
    if claim.object is not None:
        plain = claim.predicate.lemma == "be"
        object = claim.object.label if plain and claim.object.entity else _end(claim.object, claim)
        parts.append(full.get("object in full") or _quoted(claim.object, object))
    amount = _amount(claim, mates)
    if amount:
        parts.append(amount)
    left_out = full.get("object", "")
    said_already = {*left_out.lower().split()} <= {*claim.predicate.text.lower().split()}
    if left_out and claim.object and claim.object.label not in left_out and not said_already:
        parts.append(f"({left_out})")
    behind = [*_participants(claim), *(_when(claim) if timed else ())]
    return " ".join([*parts, *(words for _, words in sorted(behind))])


def _quoted(argument: Argument, words: str) -> str:
    """A clause in the words of somebody, in quotes."""
    clause = argument.datatype == "xsd:string" and words.count(" ") >= _CLAUSE
    return f"“{words}”" if clause and not is_money(words) else words


def _participants(claim: Claim) -> Iterator[tuple[int, str]]:
    """Who and what else takes part, where and how; each with its place in the text."""
    for qualifier in claim.qualifiers:
        if qualifier.role in _UNSAID or _inside(qualifier.argument.span, claim.object):
            continue
        span, words = qualifier.argument.span, _end(qualifier.argument, claim)
        before = "" if qualifier.role in ("manner", "purpose") else f"{qualifier.role} "
        if words.lower().startswith(before.lower()):
            before = ""  # the words of a clause have it: "to sell the mill"
        yield span.start, f"{before}{words}"
    spans = [q.argument.span for q in claim.qualifiers] + (
        [claim.object.span] if claim.object else []
    )
    if claim.place is not None and claim.place.span not in spans:
        yield claim.place.span.start, f"in {claim.place.label}"


def _inside(span: Span, argument: Argument | None) -> bool:
    """Whether words stand within those of an argument."""
    if argument is None:
        return False
    return argument.span.start <= span.start and span.end <= argument.span.end


def _when(claim: Claim) -> Iterator[tuple[int, str]]:
    time = claim.time
    if time is None or (claim.object is not None and _overlap(claim.object, time.span.start)):
        return
    words = time_phrase(time.value) if time.value else ""
    yield time.span.start, words or f"(“{' '.join(time.span.text.split())}”)"


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
        and mate.object.literal is not None
        and (mate.predicate.lemma, mate.polarity, mate.modality)
        == (claim.predicate.lemma, claim.polarity, claim.modality)
        and is_money(mate.object.label)
    ]
    return min(found, default="")


def time_phrase(value: str) -> str:
    """An EDTF value behind a verb; empty for what has no short form.

    >>> [time_phrase(value) for value in ("2021-03-03", "2021-03", "2016/..", "2011/2015")]
    ['on 3 March 2021', 'in March 2021', 'since 2016', 'from 2011 to 2015']
    """
    begin, slash, end = value.partition("/")
    first, last = in_words(begin), in_words(end)
    if not slash:
        return f"{'on' if len(begin) > 7 else 'in'} {first}" if first else ""
    if first and last:
        return f"from {first} to {last}"
    if first and end == "..":
        return f"since {first}"
    return f"until {last}" if last and begin == ".." else ""


def in_words(value: str) -> str:
    """A date as people write it; empty for what is none.

    >>> in_words("2021-03-03"), in_words("2021-03"), in_words("2021"), in_words("2021~")
    ('3 March 2021', 'March 2021', '2021', '')
    """
    found = _DATED.fullmatch(value)
    if found is None:
        return ""
    year, month, day = found.groups()
    if month and not 1 <= int(month) <= 12:  # EDTF writes seasons in place of a month
        return ""
    name = _MONTHS[int(month) - 1] if month else ""
    return " ".join(part for part in (day and str(int(day)), name, year) if part)


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
