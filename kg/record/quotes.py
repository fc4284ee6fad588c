"""Direct speech: where it stands and who speaks, also when it runs over several sentences.

In quotes, in the turns of a transcript, which begin with the name of who speaks, or in mails.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.english.lexicon import SPEAK
from kg.parse.analyze import Sentence
from kg.parse.structure.mail import Message
from kg.parse.tokens import Token
from kg.record.names import head_of, person_of, speaker_of

OPENING = "“«„"
CLOSING = "”»"
EITHER = '"'
#: A shorter quote is a quoted term ("if necessary"), not speech, unless a verb of saying governs.
SPEECH_TOKENS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Quoted speech: document offsets of the inside, the speaker's head token, the verb.

    `listener` is who is spoken to, where that is one and known; `written` says that it is the text
    of a mail. Without a `cue` nothing is attributed: the document itself says so. `guessed` says
    that no word beside the quote names the speaker: the paragraph spoke of them before.
    """

    start: int
    end: int
    speaker: Token | None
    cue: Token | None
    listener: Token | None = None
    written: bool = False
    guessed: bool = False


def find_quotes(sentences: list[Sentence], messages: Sequence[Message] = ()) -> list[Quote]:
    """All quoted speech of a document, in text order.

    The speaker is the subject of a verb of saying that stands outside the quote, in its own
    sentence or, within the same block, in the sentence before or after; a further quote of the
    block without one goes to the speaker before it. A turn of a transcript is as many quotes as the
    quotes inside leave parts of it, and so is the text of a message.
    """
    found = _in_marks(sentences)
    turns = [*_addressed(list(_turns(sentences)), sentences), *_mails(sentences, messages)]
    found += [part for turn in turns for part in _around_quotes(turn, found)]
    return sorted(found, key=lambda quote: quote.start)


def _turns(sentences: list[Sentence]) -> Iterator[Quote]:
    """What follows each name of a speaker, up to the next or to a heading."""
    start, end = -1, -1
    label: Sentence | None = None
    for sentence in [*sentences, None]:
        if sentence is None or sentence.kind in ("speaker", "heading", "boilerplate"):
            if label is not None and start >= 0:
                speaker = _of_label(label)
                yield Quote(start=start, end=end, speaker=speaker, cue=label.tokens[-1])
            start, label = -1, sentence
            if sentence is not None and sentence.kind != "speaker":
                label = None
        elif start < 0:
            start, end = sentence.start, sentence.end
        else:
            end = sentence.end


def _addressed(turns: list[Quote], sentences: list[Sentence]) -> Iterator[Quote]:
    """The turns, with who is spoken to: of two who talk the other, else who is called by name."""
    heads = {id(turn.speaker): turn.speaker for turn in turns if turn.speaker is not None}
    labels = {
        id(head): " ".join(t.lower for t in speaker_of(s))
        for s in sentences if s.kind == "speaker"
        for head in [_of_label(s)] if head is not None
    }  # fmt: skip
    first: dict[str, Token] = {}
    for key, head in heads.items():
        first.setdefault(labels.get(key, head.lower if head else ""), head)
    for turn in turns:
        own = labels.get(id(turn.speaker), "")
        others = [head for name, head in first.items() if name != own]
        said = [t for s in sentences if turn.start <= s.start < turn.end for t in s.tokens]
        called = [h for h in others if len(first) > 2 and _called(h, said)]
        known = others if len(first) == 2 and turn.speaker is not None else called
        yield replace(turn, listener=known[0] if len(known) == 1 else None)


def _called(head: Token, said: list[Token]) -> bool:
    """ "Ada, can you ...", "..., Ada?": a name set off by commas at an end."""
    for number, token in enumerate(said):
        if token.lower != head.lower and not (head.lower.startswith(token.lower) and
                                              len(token.text) > 2):  # fmt: skip
            continue
        after = said[number + 1].text if number + 1 < len(said) else "."
        before = said[number - 1].text if number else "."
        if after in (",", "?", "!", ".", "-") and before in (",", ".", "!", "?") and (
            after == "," or before == ","
        ):  # fmt: skip
            return True
    return False


def _mails(sentences: list[Sentence], messages: Sequence[Message]) -> Iterator[Quote]:
    """The texts of messages; what one inside another says is attributed to its sender."""
    at = {s.start: s for s in sentences if s.kind == "address"}
    for number, message in enumerate(messages):
        label = at.get(message.sender[0]) if message.sender else None
        speaker = head_of(person_of(label)) if label is not None else None
        for start, end in message.bodies:
            yield Quote(
                start=start, end=end, speaker=speaker, cue=speaker if message.quoted else None,
                listener=_receiver(at, messages, number), written=True,
            )  # fmt: skip


def _receiver(at: dict[int, Sentence], messages: Sequence[Message], number: int) -> Token | None:
    """Who alone receives a message; of one that is answered, who answers."""
    message = messages[number]
    people = [person[0] for person, _ in message.receivers]
    if not people and message.quoted and number and messages[number - 1].sender:
        before, sender = messages[number - 1], message.sender
        names = {_key(at, person[0]) for person, _ in before.receivers}
        if before.sender and sender and _key(at, sender[0]) in names:
            people = [before.sender[0]]
    label = at.get(people[0]) if len(people) == 1 else None
    return head_of(person_of(label)) if label is not None else None


def _key(at: dict[int, Sentence], start: int) -> str:
    return " ".join(t.lower for t in at[start].tokens) if start in at else ""


def _of_label(label: Sentence) -> Token | None:
    """The name in a label, or the noun of "THE COURT:"; none for "Q:"."""
    if run := speaker_of(label):
        return head_of(run)
    nouns = [t for t in label.tokens if t.pos in ("NOUN", "PROPN") and len(t.text.strip(".")) > 1]
    return nouns[-1] if nouns else None


def _around_quotes(turn: Quote, quotes: list[Quote]) -> Iterator[Quote]:
    start = turn.start
    for quote in quotes:
        if turn.start <= quote.start < turn.end:
            if start < quote.start:
                yield replace(turn, start=start, end=quote.start)
            start = quote.end
    if start < turn.end:
        yield replace(turn, start=start)


def _in_marks(sentences: list[Sentence]) -> list[Quote]:
    found: list[Quote] = []
    for block in _blocks(sentences):
        speaker: Token | None = None
        cue: Token | None = None
        spans = list(_spans([token for sentence in block for token in sentence.tokens]))
        for start, end in spans:
            near = [s for s in block if s.start <= end and s.end >= start]
            said = _speaker(near, spans)
            guessed = said is None
            if said is None and _is_quoted_in(near, spans):
                found.append(Quote(start=start, end=end, speaker=None, cue=None))
                continue
            if said is None:
                said = _speaker(_around(block, near), spans) if speaker is None else None
            if said is not None:
                speaker, cue = said
            found.append(Quote(start=start, end=end, speaker=speaker, cue=cue, guessed=guessed))
    return found


def quote_at(quotes: Sequence[Quote], position: int) -> Quote | None:
    """The quote around an offset, if any; quotes are in text order and do not overlap."""
    before = bisect_right(quotes, position, key=lambda quote: quote.start)
    quote = quotes[before - 1] if before else None
    return quote if quote is not None and position < quote.end else None


def _blocks(sentences: list[Sentence]) -> list[list[Sentence]]:
    blocks: dict[int, list[Sentence]] = {}
    for sentence in sentences:
        blocks.setdefault(sentence.block, []).append(sentence)
    return list(blocks.values())


def _around(block: list[Sentence], near: list[Sentence]) -> list[Sentence]:
    if not near:
        return []
    first, last = near[0].index, near[-1].index
    return [s for s in block if s.index in (first - 1, last + 1)]


def _spans(tokens: list[Token]) -> Iterable[tuple[int, int]]:
    """Insides of double quotes; a quote left open runs to the end of its block."""
    opened: Token | None = None
    count = 0
    for number, token in enumerate(tokens):
        mark = _mark(token)
        count += 1
        after = tokens[number + 1] if number + 1 < len(tokens) else None
        ends = mark == EITHER and _ends(token, after)
        if (
            opened is None
            and (mark in OPENING + EITHER or token.text == "``")
            and mark
            and not ends
        ):
            opened, count = token, 0
        elif opened is not None and ((mark and mark in CLOSING + EITHER) or token.text == "''"):
            if count > SPEECH_TOKENS:
                yield opened.end, token.start
            opened = None
    if opened is not None and count > SPEECH_TOKENS:
        yield opened.end, tokens[-1].end


def _mark(token: Token) -> str:
    """The quotation mark that a token is or ends in (`?"`), empty where there is none."""
    if len(token.text) > 2:
        return ""
    ends = (token.text[0], token.text[-1])
    return next((mark for mark in ends if mark in OPENING + CLOSING + EITHER), "")


def _is_quoted_in(sentences: list[Sentence], spans: list[tuple[int, int]]) -> bool:
    """Whether what is quoted is a part of somebody else's sentence: 'The single "Go on" sold well'.

    Nobody speaks there whom a sentence before or after names.
    """
    return any(
        bool(token.having("nsubj", "nsubjpass"))
        and token.pos in ("VERB", "AUX")
        and not _within(token, spans)
        for sentence in sentences for token in sentence.tokens
    )  # fmt: skip


def _ends(mark: Token, after: Token | None) -> bool:
    """Whether a straight mark can only close: a comma or full stop stands right behind it."""
    return after is not None and after.start == mark.end and after.text in (",", ".", ";")


def _speaker(sentences: list[Sentence], spans: list[tuple[int, int]]) -> tuple[Token, Token] | None:
    for sentence in sentences:
        if (introduced := _introduced(sentence, spans)) is not None:
            return introduced
        for token in sentence.tokens:
            speaks = token.lemma in SPEAK and token.pos == "VERB" and not _moves(token)
            if speaks and not _within(token, spans):
                for child in token.having("nsubj"):
                    if not _within(child, spans):
                        return child, token
    return None


def _moves(verb: Token) -> bool:
    """ "went to Leeds": no word of saying there, as in "went on"."""
    return verb.lemma == "go" and bool(verb.having("prep", "advmod"))


def _introduced(sentence: Sentence, spans: list[tuple[int, int]]) -> tuple[Token, Token] | None:
    """Who stands before a colon and a quote: 'Ola Berg disagrees: "A town ..."'."""
    starts = {start for start, _ in spans}
    for colon, mark in pairwise(sentence.tokens):
        if colon.text != ":" or mark.end not in starts or _within(colon, spans):
            continue
        verbs = [t for t in sentence.tokens[: colon.i] if t.pos == "VERB" and t.having("nsubj")]
        if verbs:
            verb = max(verbs, key=lambda t: len(t.subtree()))
            return verb.having("nsubj")[0], verb
    return None


def _within(token: Token, spans: list[tuple[int, int]]) -> bool:
    return any(start <= token.start < end for start, end in spans)
