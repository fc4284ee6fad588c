"""Direct speech: where it stands and who speaks, also when it runs over several sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.analyze import Sentence
from kg.lexicon import SPEAK
from kg.tokens import Token

OPENING = "“«„"
CLOSING = "”»"
EITHER = '"'
#: A shorter quote is a quoted term ("if necessary"), not speech, unless a verb of saying governs.
SPEECH_TOKENS = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Quote:
    """Quoted speech: document offsets of the inside, the speaker's head token, the verb."""

    start: int
    end: int
    speaker: Token | None
    cue: Token | None


def find_quotes(sentences: list[Sentence]) -> list[Quote]:
    """All quoted speech of a document, in text order.

    The speaker is the subject of a verb of saying that stands outside the quote, in its own
    sentence or, within the same block, in the sentence before or after; a further quote of the
    block without one goes to the speaker before it.
    """
    found: list[Quote] = []
    for block in _blocks(sentences):
        speaker: Token | None = None
        cue: Token | None = None
        spans = list(_spans([token for sentence in block for token in sentence.tokens]))
        for start, end in spans:
            near = [s for s in block if s.start <= end and s.end >= start]
            said = _speaker(near, spans)
            if said is None:
                said = _speaker(_around(block, near), spans) if speaker is None else None
            if said is not None:
                speaker, cue = said
            found.append(Quote(start=start, end=end, speaker=speaker, cue=cue))
    return found


def quote_at(quotes: Iterable[Quote], position: int) -> Quote | None:
    """The quote around an offset, if any."""
    return next((q for q in quotes if q.start <= position < q.end), None)


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
    for token in tokens:
        mark = token.text[0] if len(token.text) <= 2 else ""
        count += 1
        if opened is None and (mark in OPENING + EITHER or token.text == "``") and mark:
            opened, count = token, 0
        elif opened is not None and ((mark and mark in CLOSING + EITHER) or token.text == "''"):
            if count > SPEECH_TOKENS:
                yield opened.end, token.start
            opened = None
    if opened is not None and count > SPEECH_TOKENS:
        yield opened.end, tokens[-1].end


def _speaker(sentences: list[Sentence], spans: list[tuple[int, int]]) -> tuple[Token, Token] | None:
    for sentence in sentences:
        for token in sentence.tokens:
            if token.lemma in SPEAK and token.pos == "VERB" and not _within(token, spans):
                for child in token.having("nsubj"):
                    if not _within(child, spans):
                        return child, token
    return None


def _within(token: Token, spans: list[tuple[int, int]]) -> bool:
    return any(start <= token.start < end for start, end in spans)
