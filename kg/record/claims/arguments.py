"""Head tokens → Arguments: entity or literal, with the words that stand for it."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from functools import partial
from itertools import dropwhile, pairwise

from kg.english.lexicon import OWNING
from kg.english.times import TimeExpression, datatype, find_times
from kg.link import bundled
from kg.link.countries import find_country
from kg.model import Argument, Document, Mention, Span, Time
from kg.parse.analyze import Sentence
from kg.parse.structure.layout import find_layout
from kg.parse.structure.openings import find_datelines
from kg.parse.tokens import TIMES, Token
from kg.record.claims.heads import COUNTED_ON
from kg.record.mentions import Reference, picks
from kg.record.phrases import MOST_WORDS, UNIT_CLOSING, is_bound, phrase, words_of

#: Kinds of known places that something is based in.
SETTLED = ("city", "subdivision")
DAY = re.compile(r"\d{4}-\d\d(-\d\d)?")
YEAR = re.compile(r"\d{4}")
WEEKDAYS = set("mon tue wed thu fri sat sun".split())
MONTHS = set("jan feb mar apr may jun jul aug sep oct nov dec".split())
NUMBER = re.compile(r"[+-]?\d{1,3}(?:,\d{3})*(?:\.\d+)?|[+-]?\d+(?:\.\d+)?")
#: What in front of an adjective narrows it.
NARROWING = ("advmod", "amod", "compound", "nmod", "npadvmod")
#: What lasts some time is told in so many words at most: "two hours [of chest pain]".
LONGEST_LASTING = 6
#: Clauses inside a phrase.
CLAUSES = {"relcl", "advcl"}
#: Entity labels whose phrases are amounts, not things.
AMOUNT = {"MONEY", "PERCENT", "QUANTITY", "CARDINAL"}


class Arguments:
    """Turns the tokens of one document into spans and arguments.

    `concepts` and `places` are what it was asked for that no reference names, for the mentions.
    """

    def __init__(self, document: Document, references: list[Reference]) -> None:
        self.document = document
        self.text = document.text
        self.by_head = {id(r.head): r for r in references}
        self.concepts: dict[str, list[Reference]] = {}
        #: Places that are named inside a word ("London-based"), by their span.
        self.places: dict[tuple[int, int], Mention] = {}
        self._layout = find_layout(document.text)
        self._times: dict[int, list[TimeExpression]] = {}

    def span(self, start: int, end: int) -> Span:
        return Span(start=start, end=end, text=self.text[start:end])

    def words(self, tokens: list[Token]) -> tuple[Span, ...]:
        """Tokens as spans in the order given; neighbours become one."""
        spans: list[list[int]] = []
        before: Token | None = None
        for token in tokens:
            if before is not None and token.i == before.i + 1:
                spans[-1][1] = token.end
            else:
                spans.append([token.start, token.end])
            before = token
        return tuple(self.span(start, end) for start, end in spans)

    # Times

    def times(self, sentence: Sentence) -> list[TimeExpression]:
        """The temporal expressions of a sentence, with document offsets."""
        known = self._times.get(sentence.index)
        if known is None:
            known = self._times[sentence.index] = [
                TimeExpression(
                    start=t.start + sentence.start,
                    end=t.end + sentence.start,
                    value=t.value,
                    kind=t.kind,
                )
                for t in find_times(
                    _readable(sentence),
                    anchor=self.today(sentence.start),
                    ahead=partial(_lies_ahead, sentence),
                )
            ]
        return known

    def today(self, at: int) -> str | None:
        """The day that is "today" at a place: that of the mail or the minutes, of the document,
        else that of the dateline above."""
        above = [day for start, day in find_datelines(self.text) if start <= at]
        return self._layout.dated(at) or self.document.date or (above[-1] if above else None)

    def time_at(self, sentence: Sentence, token: Token) -> TimeExpression | None:
        """The temporal expression that covers a token."""
        return next((t for t in self.times(sentence) if t.start <= token.start < t.end), None)

    def time(self, sentence: Sentence, token: Token) -> Time | None:
        """When a token's phrase says something holds: points in time, not durations."""
        found = self.time_at(sentence, token)
        if found is None or found.kind != "point":
            return None
        return Time(span=self.span(found.start, found.end), value=found.value)

    def ahead(self, time: Time) -> Time:
        """A month without a year or a weekday, of what is still to come, is the next one.

        "hopes to finish in May", said in March 2022, is 2022-05, and so is "by Friday" ahead.
        """
        value, today = time.value, self.today(time.span.start)
        if value is None or today is None:
            return time
        open_end = "../" if value.startswith("../") else ""  # "by May"
        point = value.removeprefix(open_end)
        words = [word[:3].casefold() for word in time.span.text.split()]
        if not DAY.fullmatch(point) or YEAR.search(time.span.text) or point >= today[: len(point)]:
            return time
        if any(word in MONTHS for word in words):
            return replace(time, value=f"{open_end}{int(point[:4]) + 1}{point[4:]}")
        if len(words) == 1 and words[0] in WEEKDAYS and len(point) == 10:
            later = datetime.date.fromisoformat(point) + datetime.timedelta(days=7)
            return replace(time, value=f"{open_end}{later.isoformat()}")
        return time

    def is_ahead(self, time: Time, *, dated: bool = False) -> bool:
        """Whether a time lies behind the day of the text: "tomorrow", a later date.

        `dated` counts any day that the text names without a year, "on Friday", "on the 19th".
        """
        words = time.span.text.casefold().split()
        told = self.document.text[: time.span.start].rstrip().casefold().endswith("the")
        if words[0] == "tomorrow" or (words[0] in ("next", "coming") and not told):
            return True  # but not "the next spring", of what has been
        today = self.today(time.span.start)
        if time.value is None or today is None or not DAY.fullmatch(time.value):
            return dated and time.value is None and words[0] not in ("yesterday", "last")
        return time.value > today[: len(time.value)] and len(time.value) <= len(today)

    # Arguments

    def argument(self, sentence: Sentence, head: Token) -> Argument | None:
        """The argument a head token stands for; None where it stands for nothing by itself."""
        if head.text.isdigit() and head.i and sentence.tokens[head.i - 1].text == "[":
            return None  # the number of a reference
        time = self.time_at(sentence, head)
        if time is not None and head.pos not in ("VERB", "AUX"):
            stretched = self._both(sentence, head, time) or self._stretched(sentence, head, time)
            return self._lasting(head, time) or stretched or self._time_literal(time)
        if self._is_amount(head):
            return self._amount(sentence, head)
        reference = self.by_head.get(id(head))
        if head.pos == "PRON" and head.lower in OWNING and head.dep != "poss":
            return None  # "Kim sold his": what is his, and not he
        if reference is not None:
            torn = reference.kind == "nominal" and any(
                t.pos == "AUX" and t.i < head.i for t in reference.tokens
            )
            return None if torn else self.of_reference(reference)
        if head.entity == "DATE" and head.pos in ("NOUN", "PROPN", "NUM"):
            return self._amount(sentence, head)  # "the Middle Ages": on no calendar
        if head.pos == "ADJ" or head.tag == "VBN" or (head.pos == "ADV" and head.dep == "acomp"):
            return self._quality(sentence, head)
        return None

    def of_reference(self, reference: Reference) -> Argument:
        tokens = reference.tokens
        if reference.kind == "name":
            whole = phrase(reference.sentence, reference.head)
            first = min(reference.first.i, whole[0].i)
            last = max(reference.last.i, whole[-1].i)
            tokens = reference.sentence.tokens[first : last + 1]
        end = tokens[-1].end
        if reference.kind == "nominal":
            end = max(end, _end(reference).end)
        return Argument(
            span=self.span(tokens[0].start, end),
            label=reference.label,
            entity=reference.entity,
            chance=reference.trust if reference.trust < 1 else None,
        )

    def concept(self, reference: Reference) -> Argument:
        """What a phrase means by itself ("prime minister"), whoever it refers to here."""
        key = f"~{concept_key(reference)}"
        if reference.kind != "name":
            self.concepts.setdefault(key, []).append(reference)
        else:
            key = reference.entity
        return Argument(
            span=self.span(reference.first.start, reference.last.end),
            label=reference.label,
            entity=key,
        )

    def place(self, start: int, end: int) -> Argument | None:
        """A place that a part of a word names: one of the text, or one that is known."""
        span = self.span(start, end)
        same = (r for r in self.by_head.values() if r.kind == "name" and r.label == span.text)
        named = next((r for r in same if r.type in ("Place", "Country")), None)
        country = find_country(span.text)
        if named is not None:
            key, type = named.entity, named.type
        elif country is not None:
            key, type = f"@{country.code}", "Country"
        elif any(entry.kind in SETTLED for entry in bundled().find(span.text)):
            key, type = f"#{start}-{end}", "Place"
        else:
            return None
        self.places[start, end] = Mention(
            document=self.document.id, span=span, kind="name", type=type, entity=key
        )
        return Argument(span=span, label=span.text, entity=key)

    def value(self, time: TimeExpression | None, span: Span) -> Argument:
        """The literal of a time expression, or of the number or amount in a span."""
        return self._time_literal(time) if time is not None else _number(span)

    def _time_literal(self, time: TimeExpression) -> Argument:
        span = self.span(time.start, time.end)
        value = time.value if time.kind != "set" else None
        return Argument(
            span=span,
            label=" ".join(span.text.split()),
            literal=value or " ".join(span.text.split()),
            datatype=datatype(value) if value else "xsd:string",
        )

    def _in_words(self, start: int, end: int) -> Argument:
        """The literal of a time as its words say it, on no calendar."""
        span = self.span(start, end)
        text = " ".join(span.text.split())
        return Argument(span=span, label=text, literal=text, datatype="xsd:string")

    def _lasting(self, head: Token, time: TimeExpression) -> Argument | None:
        """ "two hours of chest pain": how long of what, as words."""
        of = [p for p in head.having("prep") if p.lower == "of" and p.having("pobj")]
        part = of[0].subtree() if of and time.kind == "duration" else []
        whole = bool(part) and part[-1].i - part[0].i + 1 == len(part)
        if not whole or len(part) > LONGEST_LASTING or part[-1].pos == "PUNCT":
            return None
        return self._in_words(time.start, part[-1].end)

    def _both(self, sentence: Sentence, head: Token, time: TimeExpression) -> Argument | None:
        """ "between [November and March]": neither says it alone."""
        others = head.having("conj") if is_bound(head) else []
        upper = self.time_at(sentence, others[0]) if others else None
        if upper is None or upper.start < time.end:
            return None
        return self._in_words(time.start, upper.end)

    def _stretched(self, sentence: Sentence, head: Token, time: TimeExpression) -> Argument | None:
        """ "nearly four hours", "22 hours a day": no more and no less than the words say."""
        if time.kind != "duration" or not head.having("nummod"):
            return None
        run = list(dropwhile(lambda t: t.pos in ("DET", "PUNCT", "PRON"), phrase(sentence, head)))
        if not run or run[0].start > time.start or run[-1].end < time.end:
            return None
        if (run[0].start, run[-1].end) == (time.start, time.end):
            return None
        return self._in_words(run[0].start, run[-1].end)

    def _is_amount(self, head: Token) -> bool:
        if picks(head) and id(head) in self.by_head:
            return False
        if head.entity in AMOUNT and head.pos in ("NUM", "SYM"):
            return True
        if head.entity in ("MONEY", "PERCENT", "QUANTITY"):
            return True
        return head.pos == "NUM" and head.entity not in ("DATE", "TIME")

    def _amount(self, sentence: Sentence, head: Token) -> Argument:
        run = phrase(sentence, head)
        while head.entity in TIMES and run[-1].i + 1 < len(sentence.tokens):
            after = sentence.tokens[run[-1].i + 1]
            if after.entity != head.entity or after.begins:
                break
            run = [*run, after]  # "the age of 17"
        if run[-1].lower in COUNTED_ON:
            run = [*run, *_counted_on(sentence, run[-1])]
        behind = sentence.tokens[run[-1].i + 1 : run[-1].i + 3]
        if [t.lower for t in behind] == ["per", "cent"]:
            run = [*run, *behind]
        run = [*run, *_share_of(sentence, run)]
        while len(run) > 1 and run[-1].pos == "CCONJ":
            run = run[:-1]
        closing = UNIT_CLOSING.search(words_of(run)) is not None  # "3.1 µmol/L."
        return _number(self.span(run[0].start, run[-1].end - closing))

    def _quality(self, sentence: Sentence, head: Token) -> Argument:
        """ "very pale green", "2 metres long": an adjective with what narrows it in front."""
        before = [c for c in head.having(*NARROWING) if c.i < head.i]
        first = min([head.i, *(c.subtree()[0].i for c in before)])
        run = sentence.tokens[first : head.i + 1]
        return self._in_words(run[0].start, run[-1].end)


def _number(span: Span) -> Argument:
    """The literal that a number or an amount stands for."""
    text = " ".join(span.text.split())
    if NUMBER.fullmatch(text):
        kind = "xsd:decimal" if "." in text else "xsd:integer"
        return Argument(span=span, label=text, literal=text.replace(",", ""), datatype=kind)
    return Argument(span=span, label=text, literal=text, datatype="xsd:string")


def _readable(sentence: Sentence) -> str:
    """The text of a sentence, blanks where it has what is no part of it, as marks of notes are.

    "In 2008,14 the bank failed" is about 2008. As long as the text itself.
    """
    text, first = sentence.text, sentence.start
    for before, after in pairwise(sentence.tokens):
        gap = text[before.end - first : after.start - first]
        if gap.strip():
            blank = " " * len(gap)
            text = f"{text[: before.end - first]}{blank}{text[after.start - first :]}"
    return text


#: Verbs that help to say what is to come, what has been, and what is open.
COMING = frozenset("will 'll wo shall".split())
GONE = frozenset("have has had 've having was were been did".split())
OPEN = frozenset("would could might may 'd".split())
#: What news tell in the present of what has been: "says on Friday".
TELLING = frozenset("say tell report write add note".split())


def _lies_ahead(sentence: Sentence, at: int) -> bool | None:
    """Whether a verb says that what stands at a place of a sentence is still to come.

    "Anna delivers it on Friday", "wants to go in May": yes; "went on Friday": no. None where no
    verb or one of saying governs it, or a heading has no tense: its present is what has been.
    """
    place = at + sentence.start
    token = next((t for t in sentence.tokens if t.start <= place < t.end), None)
    while token is not None and token.pos not in ("VERB", "AUX") and token.head is not token:
        if token.lower == "since":
            return False
        token = token.head
    if token is None or token.pos not in ("VERB", "AUX") or token.lemma in TELLING:
        return None
    helps = {child.lower for child in token.having("aux", "auxpass")}
    if token.dep == "xcomp" and any(t.lower == "had" for t in token.head.having("aux")):
        return None  # "had promised to start in May": it may be over
    if helps & COMING:
        return True
    if token.tag == "VBD" or helps & GONE or (token.tag == "VBN" and not helps):
        return False
    if helps & OPEN or (token.tag == "VBG" and not helps):
        return None
    return None if token.tag == "VBZ" and sentence.tokens[-1].text not in STOPS else True


def _counted_on(sentence: Sentence, last: Token) -> list[Token]:
    """ "three hundred [and sixty-five]"."""
    behind = sentence.tokens[last.i + 1 : last.i + 3]
    joined = len(behind) == 2 and behind[0].lower == "and" and behind[1].pos == "NUM"
    return behind if joined else []


#: What ends a sentence that is no heading.
STOPS = frozenset(".!?;:\"')")


def _share_of(sentence: Sentence, run: list[Token]) -> list[Token]:
    """ "68% [of all fresh water]": a share is of something."""
    if run[-1].text != "%" and run[-1].lower not in ("percent", "cent"):
        return []
    following = sentence.tokens[run[-1].i + 1 :]
    if not following or following[0].lower != "of":
        return []
    for whole in following[0].having("pobj"):
        part = phrase(sentence, whole)
        if part[0].i == following[0].i + 1 and len(part) <= MOST_WORDS:
            return sentence.tokens[following[0].i : part[-1].i + 1]
    return []


def _end(reference: Reference) -> Token:
    """Where an argument's words end: "the explosion [of 1849 in the mine]" says which is meant.

    Phrases with clauses inside are left out; what they say is a claim of its own.
    """
    last = reference.last
    for prep in reference.head.having("prep"):
        part = prep.subtree()
        whole = part[-1].i - prep.i + 1 == len(part) and prep.i == last.i + 1
        if not whole or any(t.dep in CLAUSES or t.text == ";" for t in part):
            break
        last = part[-1]
    return last


def concept_key(reference: Reference) -> str:
    """Phrases with one key are one concept: the label, lower case, its head as lemma.

    "The foreign ministries" and "foreign ministry" have the key "foreign ministry".
    """
    label = reference.label.replace("’", "'")
    head = reference.head
    first, of, rest = label.partition(" of ")
    if head.lemma and first.endswith(head.text):
        label = first[: len(first) - len(head.text)] + head.lemma + of + rest
    return " ".join(label.casefold().split())
