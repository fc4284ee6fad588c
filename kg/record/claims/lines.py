"""Lines that are no clauses → Claims: mails, minutes, tables, fields, bylines, lists.

Where a line stands says what it means (`kg.parse.structure.layout`): who wrote to whom in the
header of a mail, who was there in minutes and who is to do what, what a column or a field is
called, who wrote what stands below a title, what a list holds below a sentence that ends in a
colon.

Each argument is what the sentence of its block refers to; what refers to nothing is a literal.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from kg.english.given import first_names
from kg.english.times import datatype, find_times
from kg.model import Argument, Claim, Modality, Polarity, Predicate, Qualifier, Span, Time
from kg.parse.analyze import Sentence
from kg.parse.structure.block import Stretch
from kg.parse.structure.chat import Action, Minutes
from kg.parse.structure.layout import Layout, find_layout
from kg.parse.structure.mail import Message, subject_of
from kg.parse.structure.tables import Row
from kg.parse.tokens import Token
from kg.record.claims.arguments import NUMBER, Arguments
from kg.record.claims.heads import conjuncts, prepositional
from kg.record.claims.ids import claim_id
from kg.record.claims.rules import rule
from kg.record.mentions import Reference

#: Headers that are said better with a verb; what else a header says is its own predicate.
SAID = {
    "founded": "be founded in", "established": "be established in", "born": "be born in",
    "died": "die in", "opened": "open in", "based in": "be based in", "built": "be built in",
    "released": "be released in", "published": "be published in", "located in": "be located in",
    "joined": "join in", "date of birth": "be born in", "place of birth": "be born in",
    "birthplace": "be born in", "birth date": "be born in", "date of death": "die in",
    "launched": "be launched in", "incorporated": "be incorporated in", "owner": "be owned by",
    "owned by": "be owned by", "founded by": "be founded by", "founder": "be founded by",
    "works for": "work for", "reports to": "report to",
}  # fmt: skip
_TOKENS = 12  # a value of more words is a remark
FAR = 200  # characters from the label of an action to it, as far as both are one line
OBJECTS = ("dobj",)


def find_line_claims(
    sentences: Sequence[Sentence], references: Sequence[Reference], reader: Arguments
) -> Iterator[Claim]:
    """The claims of a document's lines, in no order; each has the name of its rule."""
    lines = Lines(sentences, references, reader)
    layout = find_layout(reader.document.text)
    yield from lines.mails(layout.messages)
    yield from lines.attendance(layout.minutes)
    yield from lines.actions(layout.minutes, layout.rows)
    yield from lines.table(layout.rows)
    yield from lines.fields(layout.rows)
    yield from lines.bylines(layout)
    yield from lines.lists()


class Lines:
    """The sentences of a document by where they begin, and what they refer to."""

    def __init__(
        self, sentences: Sequence[Sentence], references: Sequence[Reference], reader: Arguments
    ) -> None:
        self.sentences = sentences
        self.reader = reader
        self.starts = {sentence.start: sentence for sentence in sentences}
        self.within: dict[int, list[Reference]] = {}
        for reference in references:
            self.within.setdefault(reference.sentence.index, []).append(reference)

    # Mails

    @rule(
        "mail",
        "From: Ada Moen <ada@moen.example>\nTo: Tom Reed\nSubject: Kiln\n\nIt is cold.",
        "about: Kiln",
    )
    def mails(self, messages: Sequence[Message]) -> Iterator[Claim]:
        """Who wrote to whom, who was only copied in ("Cc"), when and about what."""
        for message in messages:
            sender = self._person(message.sender)
            if sender is None or message.label is None:
                continue
            time = self._time(message.dated, message.sent)
            about = self._subject(message)
            told = [("write to", *one) for one in message.receivers]
            told += [("copy in", *one) for one in message.copied]
            for lemma, person, label in told:
                if (receiver := self._person(person)) is not None:
                    if receiver.entity == sender.entity:
                        continue
                    yield self._claim(
                        message.header, sender, lemma, [label], receiver, rule="mail",
                        time=time, qualifiers=about,
                    )  # fmt: skip

    def _subject(self, message: Message) -> tuple[Qualifier, ...]:
        if message.subject is None:
            return ()
        return (Qualifier(role="about", argument=self._text(
            subject_of(self.reader.text, message.subject))),)  # fmt: skip

    # Minutes

    @rule(
        "attendance",
        "Minutes of the Works Board\n\nPresent: Ada Moen, Tom Reed\n\nIt was cold.",
        "Tom Reed | attend | Works Board",
    )
    def attendance(self, minutes: Minutes) -> Iterator[Claim]:
        """Who was there, or was not, and in which office."""
        meeting = self._text(minutes.meeting) if minutes.meeting else None
        time = None
        if minutes.dated is not None:
            time = self._first_time(minutes.dated)
        there: set[str | None] = set()
        for one in minutes.attendees:
            person = self._person(one.name)
            if person is None:
                continue
            extent = (one.label[0], max(one.name[1], one.role[1] if one.role else 0))
            if person.entity not in there:
                there.add(person.entity)
                yield self._claim(
                    extent, person, "attend", [one.label], meeting, rule="attendance", time=time,
                    polarity="positive" if one.present else "negative",
                    cues=() if one.present else (self._span(one.label),),
                )  # fmt: skip
            office = self._office(one.role) if one.role else None
            if office is not None and one.role is not None:
                yield self._claim(extent, person, "be", [one.role], office, rule="attendance")

    @rule(
        "action",
        "ACTION: Tom Reed to call the plumber",
        "Tom Reed | call | plumber; required",
    )
    def actions(self, minutes: Minutes, rows: Sequence[Row]) -> Iterator[Claim]:
        """Who is to do what, on lines of their own or in a table of tasks."""
        for action in minutes.actions:
            yield from self._action(action)
        for row in rows:
            if row.kind == "task":
                task, *due = (cell.values[0] for cell in row.cells)
                action = Action(who=(row.thing,), task=task, label=row.cells[0].header)
                yield from self._action(action, due=self._first_time(due[0]) if due else None)

    def _office(self, role: Stretch) -> Argument:
        sentence = self.starts.get(role[0])
        found = self._reference(sentence) if sentence is not None else None
        if found is not None and found.kind == "nominal":
            concept = self.reader.concept(found)
            return replace(concept, label=concept.label.lower())  # "Business Manager"
        said = self._text(role)
        return replace(said, label=said.label.lower(), literal=said.label.lower())

    def _action(self, action: Action, due: Time | None = None) -> Iterator[Claim]:
        """ "Tom Reed to call the plumber": what he is to do is the clause without a subject."""
        sentence = self.starts.get(action.task[0])
        if sentence is None:
            return
        people = [p for who in action.who if (p := self._person(who)) is not None]
        verbs = [v for v in conjuncts(sentence.root) if v.pos == "VERB" and not v.having("nsubj")]
        if not verbs and sentence.root.i == 0:
            verbs = [sentence.root]  # "quote" is a verb here, whatever its tag
        near = [action.label] if action.label[0] > sentence.start - FAR else []
        near += [*action.who, (sentence.start, sentence.end)]
        extent = (min(start for start, _ in near), max(end for _, end in near))
        cue = (self._span(action.label),)
        for person in people:
            for verb in verbs:
                yield from self._task(extent, person, sentence, verb, cue, due)

    def _task(
        self, extent: Stretch, person: Argument, sentence: Sentence, verb: Token,
        cues: tuple[Span, ...],
        due: Time | None = None,
    ) -> Iterator[Claim]:  # fmt: skip
        particles = verb.having("prt")
        lemma = " ".join([verb.lemma.lower(), *(p.lower for p in particles)])
        words = [(verb.start, verb.end), *((p.start, p.end) for p in particles)]
        adjuncts = [a for p in verb.having("prep") for a in prepositional(p)]
        told = [(a, found) for a in adjuncts
                if (found := self.reader.argument(sentence, a.object)) is not None]  # fmt: skip
        heads = [a.object for a in adjuncts] + verb.having("npadvmod", "advmod")
        for noun in verb.having(*OBJECTS):  # "three quotes by 31 May": a time is of the verb
            heads += [o for p in noun.having("prep") for o in p.having("pobj")]
        times = [t for h in heads if (t := self.reader.time(sentence, h)) is not None]
        time = times[0] if times else due
        time = self.reader.ahead(time) if time is not None else None
        qualifiers = tuple(
            Qualifier(role=" ".join(t.lower for t in a.words), argument=found) for a, found in told
        )
        objects = [o for head in verb.having(*OBJECTS) for o in conjuncts(head)]
        made = False
        for head in objects:
            if (found := self.reader.argument(sentence, head)) is not None:
                made = True
                yield self._claim(
                    extent, person, lemma, words, found, rule="action", modality="required",
                    time=time, qualifiers=qualifiers, cues=cues,
                )  # fmt: skip
        for adjunct, found in told:
            if made or self.reader.time_at(sentence, adjunct.object) is not None:
                continue
            longer = f"{lemma} {' '.join(t.lower for t in adjunct.words)}"
            spans = [*words, *((t.start, t.end) for t in adjunct.words)]
            made = True
            yield self._claim(
                extent, person, longer, spans, found, rule="action", modality="required",
                time=time, cues=cues,
            )  # fmt: skip
        if not made and not objects:
            yield self._claim(
                extent, person, lemma, words, None, rule="action", modality="required",
                time=time, cues=cues,
            )  # fmt: skip

    # Tables and fields

    @rule(
        "table-row",
        "| Mill | Manager |\n|------|---------|\n| Orme Mill | Ada Moen |",
        "Orme Mill | manager | Ada Moen",
    )
    def table(self, rows: Sequence[Row]) -> Iterator[Claim]:
        """What each row of a table says of its thing."""
        yield from self._told(row for row in rows if row.kind == "table-row")

    @rule(
        "key-value",
        "Company: Orme Mill\nManager: Ada Moen",
        "Orme Mill | manager | Ada Moen",
    )
    def fields(self, rows: Sequence[Row]) -> Iterator[Claim]:
        """What a list of fields says of what its first line or its title names."""
        yield from self._told(row for row in rows if row.kind == "key-value")

    def _told(self, rows: Iterable[Row]) -> Iterator[Claim]:
        for row in rows:
            thing = self._thing(row.thing)
            if thing is None:
                continue
            for cell in row.cells:
                lemma = _predicate(self.reader.text[slice(*cell.header)])
                for value in cell.values:
                    extent = (min(row.thing[0], value[0]), max(row.thing[1], value[1]))
                    if row.kind == "key-value":
                        extent = (min(extent[0], cell.header[0]), extent[1])
                    for found in self._values(value, placed=lemma.endswith(" in")):
                        if found.entity is None or found.entity != thing.entity:
                            yield self._claim(
                                extent, thing, lemma, [cell.header], found, rule=row.kind
                            )

    def _thing(self, stretch: Stretch) -> Argument | None:
        """What a row is about: an entity that the whole cell names."""
        sentence = self._whole(stretch)
        if sentence is None or len(sentence.tokens) > _TOKENS:
            return None
        if sentence.kind != "name" and any(t.pos in ("VERB", "AUX") for t in sentence.tokens):
            return None
        found = self._reference(sentence)
        return self.reader.of_reference(found) if found is not None else None

    def _values(self, stretch: Stretch, *, placed: bool) -> Iterator[Argument]:
        """The value of a cell; of "4 March 1971 in Graz", below "Born", the day and the place."""
        sentence = self._whole(stretch)
        times = self.reader.times(sentence) if sentence is not None and placed else []
        if sentence is not None and times and times[0].value and times[0].end < sentence.end:
            value, span = times[0].value, self.reader.span(times[0].start, times[0].end)
            yield Argument(span=span, label=" ".join(span.text.split()), literal=value,
                           datatype=datatype(value))  # fmt: skip
            for reference in self.within.get(sentence.index, []):
                if reference.kind == "name" and reference.type in ("Place", "Country"):
                    yield self.reader.of_reference(reference)
                    return
        elif (found := self._value(stretch)) is not None:
            yield found

    def _value(self, stretch: Stretch) -> Argument | None:
        """A cell as a number, a date, what it refers to, else as its words; none for a remark."""
        text = " ".join(self.reader.text[slice(*stretch)].split())
        if NUMBER.fullmatch(text):
            times = find_times(text) if re.fullmatch(r"1[5-9]\d\d|20\d\d", text) else []
            kind = "xsd:decimal" if "." in text else "xsd:integer"
            if times:
                kind = "xsd:gYear"
            return Argument(span=self._span(stretch), label=text, literal=text.replace(",", ""),
                            datatype=kind)  # fmt: skip
        sentence = self._whole(stretch)
        if sentence is None or len(sentence.tokens) > _TOKENS:
            return None
        times = self.reader.times(sentence)
        if times and times[0].value and times[0].start == sentence.start \
                and times[0].end == sentence.end:  # fmt: skip
            value = times[0].value
            return Argument(span=self._span(stretch), label=text, literal=value,
                            datatype=datatype(value))  # fmt: skip
        found = self._reference(sentence)
        if found is not None and not any(t.pos in ("VERB", "AUX") for t in sentence.tokens):
            return self.reader.of_reference(found)
        return self._text(stretch)

    def _whole(self, stretch: Stretch) -> Sentence | None:
        """The only sentence of a block, which must end where the stretch does."""
        sentence = self.starts.get(stretch[0])
        close = sentence is not None and sentence.end >= stretch[1] - 1
        return sentence if close else None

    # Bylines

    @rule(
        "byline",
        "Orme Mill closes\n\nBy Ada Moen\n\nIt was cold.",
        "Ada Moen | write | Orme Mill closes",
    )
    def bylines(self, layout: Layout) -> Iterator[Claim]:
        """Who wrote what stands below a title."""
        for byline in layout.bylines:
            title = self._text(byline.title)
            time = self._time(byline.dated, byline.sent)
            for name in byline.names:
                author = self._person(name)
                first = name == byline.names[0]
                if author is not None and (first or _is_given(author.label)):
                    yield self._claim(
                        (byline.title[0], name[1]), author, "write", [byline.label], title,
                        rule="byline", time=time,
                    )  # fmt: skip

    # Lists below a sentence

    @rule(
        "list-item",
        "The pump has:\n- a steel housing\n- a seal",
        "pump | have | seal",
    )
    def lists(self) -> Iterator[Claim]:
        """The items below "The pump has:" are what it has."""
        for before, after in pairwise(self.sentences):
            if before.tokens[-1].text != ":" or after.kind != "item" or before.kind == "item":
                continue
            items = []
            for sentence in self.sentences[after.index :]:
                if sentence.kind != "item":
                    break
                if (found := self._item(sentence)) is not None:
                    items.append((sentence, found))
            below = [s for s in self.sentences[after.index :] if s.kind == "item"]
            if items and not any(_is_clause(sentence) for sentence in below[: len(items) + 1]):
                yield from self._listed(before, items)

    def _item(self, sentence: Sentence) -> Argument | None:
        """What an item names, if it is a noun phrase and no sentence."""
        root = sentence.root
        if root.pos not in ("NOUN", "PROPN") or any(
            t.dep in ("nsubj", "nsubjpass") and t.head is root for t in sentence.tokens
        ):
            return None
        return self.reader.argument(sentence, root)

    def _listed(
        self, intro: Sentence, items: Sequence[tuple[Sentence, Argument]]
    ) -> Iterator[Claim]:
        verb = intro.root
        if verb.pos not in ("VERB", "AUX") or verb.having("neg") or verb.having("aux"):
            return
        subjects = [a for s in verb.having("nsubj") if (a := self.reader.argument(intro, s))]
        objects = verb.having("dobj", "attr")
        lemma, words = verb.lemma.lower(), [(verb.start, verb.end)]
        preps = [p for p in verb.having("prep") if p.i > verb.i and not p.having("pobj")]
        last = intro.tokens[-2] if len(intro.tokens) > 1 else verb
        if objects and not _stands_for(objects[-1], intro):
            return
        if lemma == "be" or (not objects and last is not verb and last not in preps):
            return
        if objects and lemma in ("have", "include") and objects[-1].pos == "NOUN":
            lemma = f"have {objects[-1].lemma.lower()}"
            words.append((objects[-1].start, objects[-1].end))
        if preps:  # "consists of:"
            lemma = f"{lemma} {preps[0].lower}"
            words.append((preps[0].start, preps[0].end))
        for sentence, item in items:
            for subject in subjects:
                if subject.entity is not None and subject.entity != item.entity:
                    yield self._claim(
                        (intro.start, sentence.end), subject, lemma, words, item, rule="list-item"
                    )

    # Arguments

    def _person(self, stretch: Stretch | None) -> Argument | None:
        sentence = self.starts.get(stretch[0]) if stretch is not None else None
        found = self._reference(sentence) if sentence is not None else None
        return self.reader.of_reference(found) if found is not None else None

    def _reference(self, sentence: Sentence) -> Reference | None:
        """What a short line refers to: the name that covers it, else what its head does."""
        found = self.within.get(sentence.index, [])
        names = [r for r in found if r.kind == "name"]
        if names and names[0].first.i <= 1:
            return max(names[:1], key=lambda r: r.last.i)
        root = [r for r in found if r.head is sentence.root and r.kind != "pronoun"]
        return root[0] if root else None

    def _text(self, stretch: Stretch) -> Argument:
        span = self._span(stretch)
        text = " ".join(span.text.split())
        return Argument(span=span, label=text, literal=text, datatype="xsd:string")

    def _time(self, stretch: Stretch | None, value: str | None) -> Time | None:
        if stretch is None or value is None:
            return None
        return Time(span=self._span(stretch), value=value)

    def _first_time(self, stretch: Stretch) -> Time | None:
        anchor = self.reader.today(stretch[0])
        found = find_times(self.reader.text[slice(*stretch)], anchor=anchor)
        points = [t for t in found if t.kind == "point" and t.value]
        if not points:
            return None
        start, end = stretch[0] + points[0].start, stretch[0] + points[0].end
        return Time(span=self._span((start, end)), value=points[0].value)

    def _span(self, stretch: Stretch) -> Span:
        return self.reader.span(*stretch)

    def _claim(
        self,
        extent: Stretch,
        subject: Argument,
        lemma: str,
        words: Sequence[Stretch],
        object: Argument | None,
        *,
        rule: str,
        time: Time | None = None,
        polarity: Polarity = "positive",
        modality: Modality = "actual",
        qualifiers: tuple[Qualifier, ...] = (),
        cues: tuple[Span, ...] = (),
    ) -> Claim:
        claim = Claim(
            id="",
            document=self.reader.document.id,
            sentence=self._span(extent),
            subject=subject,
            predicate=Predicate(lemma=lemma, spans=tuple(self._span(_bare(self.reader.text, w))
                                                         for w in words)),
            object=object,
            polarity=polarity,
            modality=modality,
            time=time,
            qualifiers=qualifiers,
            cues=cues,
            confidence=0.5,
            rule=rule,
        )  # fmt: skip
        return replace(claim, id=claim_id(claim))


def _is_given(name: str) -> bool:
    """Whether a name begins as people's do: not the paper of "By Ada Moen, Orme Evening Post"."""
    first = name.split()[0].casefold()
    return first in first_names() or len(first.rstrip(".")) == 1


def _is_clause(sentence: Sentence) -> bool:
    return bool(sentence.root.having("nsubj", "nsubjpass"))


def _bare(text: str, stretch: Stretch) -> Stretch:
    start, end = stretch
    while end > start + 1 and text[end - 1].isspace():
        end -= 1
    return start, end


def _predicate(header: str) -> str:
    """A header as a predicate: small letters, no unit in brackets."""
    plain = re.sub(r"[*_`]+|(?:(?<!\s)\s+)?\([^()]*\)", "", header)
    return SAID.get(" ".join(plain.split()).casefold(), " ".join(plain.split()).casefold())


def _stands_for(noun: Token, sentence: Sentence) -> bool:
    """ "three members:", "the following parts:": a noun at the end that the items stand for."""
    last = sentence.tokens[-2] if len(sentence.tokens) > 1 else noun
    behind = noun.subtree()[-1].i >= last.i
    plural = noun.tag in ("NNS", "NNPS") or noun.lower == "following"
    return plural and behind


__all__ = ["find_line_claims"]
