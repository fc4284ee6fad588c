"""Heads of noun phrases → what claims are about, in one sentence."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.english.lexicon import PLACE_NOUNS
from kg.model import Argument
from kg.parse.analyze import Sentence
from kg.parse.tokens import Token
from kg.record.claims.arguments import Arguments
from kg.record.claims.heads import Adjunct, prepositional
from kg.record.claims.hidden import POINTERS
from kg.record.claims.stated import denying
from kg.record.mentions import Reference
from kg.record.phrases import phrase, shared_of

#: A phrase of more words does not stand for "the first".
LONGEST_FILLED = 12


class Ends:
    """What the words of one sentence stand for; each head is looked at once."""

    def __init__(self, sentence: Sentence, reader: Arguments) -> None:
        self.sentence = sentence
        self.reader = reader
        self._known: dict[int, Argument | None] = {}

    def argument(self, head: Token) -> Argument | None:
        """What a head stands for; None where it names nothing."""
        if head.i not in self._known:
            self._known[head.i] = self.reader.argument(self.sentence, head)
        return self._known[head.i]

    def filled(self, head: Token, found: Argument) -> Argument:
        """ "The first" with what it is the first of: "first to drill into a glacier"."""
        part = [t for t in head.subtree() if t.i >= head.i]
        longer = is_whole(part) and 1 < len(part) <= LONGEST_FILLED
        if found.label.casefold() not in POINTERS or not longer or part[1].pos == "PUNCT":
            return found
        while part[-1].pos == "PUNCT":
            part.pop()
        return self.literal(part)

    def literal(self, part: Sequence[Token]) -> Argument:
        """Words as they stand."""
        span = self.reader.span(part[0].start, part[-1].end)
        text = " ".join(span.text.split())
        return Argument(span=span, label=text, literal=text, datatype="xsd:string")

    def led(self, noun: Token) -> Iterator[tuple[Token, Adjunct, Argument]]:
        """The prepositions behind a noun's compact phrase, each with what it leads to."""
        end = phrase(self.sentence, noun)[-1].i
        shared = shared_of(self.sentence, noun)
        for prep in dict.fromkeys([*noun.having("prep"), *([shared] if shared else [])]):
            for adjunct in prepositional(prep) if prep.i > end else ():
                target = self.argument(adjunct.object)
                if target is not None and denying(adjunct.object) is None:
                    yield prep, adjunct, target

    def within(self, argument: Argument, head: Token) -> list[Token]:
        """The words of an argument up to its head's phrase, without its complement."""
        span, end = argument.span, phrase(self.sentence, head)[-1].end
        return [t for t in self.sentence.tokens if span.start <= t.start < min(span.end, end)]


def holds(label: str, head: Token, argument: Argument) -> bool:
    """Whether a label says already what a noun of it leads to: "loan of £3m", "£3m"."""
    words = label.casefold().split()
    return head.lower in words or words[-len(argument.label.split()) :] == [
        word.casefold() for word in argument.label.split()
    ]


def start(argument: Argument) -> int:
    """Where it starts in the text."""
    return argument.span.start


def compound(head: Token) -> str:
    """A noun's dictionary form with the nouns it is compounded with ("heat pump").

    What compares stays as it is: "larger than Bergen".
    """
    nouns = [c.lower for c in head.having("compound") if c.i < head.i and c.pos == "NOUN"]
    compares = head.tag in ("JJR", "JJS", "RBR", "RBS")
    return " ".join([*nouns, head.lower if compares else head.lemma.lower()])


def reflexive(subject: Argument, object: Argument) -> bool:
    """Whether both are one thing of the text."""
    return subject.entity is not None and subject.entity == object.entity


def is_place(reference: Reference) -> bool:
    """Whether something happens in it: a place by its type or its noun."""
    if reference.type in ("Place", "Country"):
        return True
    return reference.head.lemma.lower() in PLACE_NOUNS


def points_back(noun: Token) -> bool:
    """ "that date", "such interest": which one, is said before."""
    words = {t.lower for t in noun.having("det", "amod", "predet")} & {"this", "that", "such"}
    return bool(words) and noun.pos == "NOUN" and not noun.having("relcl", "acl")


def is_whole(part: Sequence[Token]) -> bool:
    """Whether words stand beside each other, without a gap."""
    return bool(part) and part[-1].i - part[0].i + 1 == len(part)
