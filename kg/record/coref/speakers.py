"""Who speaks and who is spoken to: "I" and "you" in quotes, transcripts and texts of one voice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from kg.parse.analyze import Sentence
from kg.parse.tokens import Token
from kg.record.coref.called import is_salutation, is_signature
from kg.record.coref.chains import Chains
from kg.record.mentions import Reference
from kg.record.quotes import Quote, quote_at

FIRST_SINGULAR = frozenset("i me my myself".split())
SECOND = frozenset("you your yourself yourselves".split())
#: A text with a larger share of paragraphs that end in a question has several voices.
ASKING = 0.1
#: Tokens of a greeting or a signature at most.
LONGEST = 4
#: In an interview those who ask say "I" this much more seldom than those who answer.
SELDOM = 5
#: What a heading calls the words of whom it names: "Witness statement of Anna Kolb".
OWN_WORDS = frozenset(
    "statement affidavit deposition testimony declaration evidence diary memoir memoirs confession"
    " recollections".split()
)
#: What stands alone before the name of who has written a text.
SIGNED = frozenset("signed signature deponent declarant".split())
#: How somebody says who he is, before the name.
I_AM = (("i", ","), ("i", "am"), ("i", "'m"), ("i", "’m"), ("my", "name", "is"))


def join_speakers(chains: Chains, sentences: list[Sentence], quotes: list[Quote]) -> None:
    """Join "I" in a quote or a turn to its speaker, "you" in a turn that asks to who answers."""
    by_head = {id(r.head): r for r in chains.references}
    answers = _answers(quotes, sentences)
    for pronoun in _pronouns(chains):
        quote = quote_at(quotes, pronoun.first.start)
        if quote is None:
            continue
        if quote.listener is not None and pronoun.head.lower in SECOND:
            continue  # `kg.record.coref.parties` knows
        if pronoun.head.lower in FIRST_SINGULAR:
            speaker, rule = quote.speaker, "likely speaker" if quote.guessed else "speaker"
        else:
            speaker, rule = answers.get(id(quote.cue)), "who answers"
        known = by_head.get(id(speaker))
        if known is not None:
            chains.join(known, pronoun, rule)


def join_voice(chains: Chains, sentences: list[Sentence], quotes: list[Quote]) -> None:
    """Outside quotes, "I" is whoever writes and "you" whoever reads, if the text has one voice.

    In an interview whose paragraphs do not say who speaks, "you" of those that ask is "I" of the
    others. Where the text names who says "I" ("I, Anna Kolb, ...", "Statement of Anna Kolb"), it
    is that person, whatever else the text has; of several each from there on.
    """
    turns = any(sentence.kind == "speaker" for sentence in sentences)
    if not turns and len(_join_letters(chains, sentences, quotes)) > 1:
        return  # each has its own "I"
    free = [p for p in _pronouns(chains) if quote_at(quotes, p.first.start) is None]
    first = [p for p in free if p.head.lower in FIRST_SINGULAR]
    if names := [r for r in chains.references if _says_who(r, sentences, quotes)]:
        _join_named(chains, first, names)
        first = []
    if turns:
        return
    last = {sentence.block: sentence for sentence in sentences if sentence.kind != "heading"}
    asking = {block for block, sentence in last.items() if sentence.tokens[-1].text == "?"}
    second = [p for p in free if p.head.lower in SECOND]
    if len(asking) <= ASKING * len(last):
        _join(chains, first, "writer")
        _join(chains, second, "reader")
        return
    answering = [p for p in first if p.sentence.block not in asking]
    if SELDOM * (len(first) - len(answering)) <= len(answering):
        asked = [p for p in second if p.sentence.block in asking]
        _join(chains, sorted([*answering, *asked], key=lambda p: p.order), "who answers")


def _join_letters(chains: Chains, sentences: list[Sentence], quotes: list[Quote]) -> set[int]:
    """Join "I" of a letter to who signs it and "you" to who is greeted; gives the chains of those.

    A letter begins with "Ada," and ends with "Tom".
    """
    names: dict[int, list[Reference]] = {}
    for reference in chains.references:
        if reference.kind == "name" and reference.type in ("Person", ""):
            names.setdefault(reference.sentence.index, []).append(reference)
    alone = {index: found[0] for index, found in names.items() if len(found) == 1}
    letters: list[tuple[int, int]] = []  # the sentences of the greeting and of the signature
    start = -1
    for sentence in sentences:
        short = len(sentence.tokens) <= LONGEST and sentence.index in alone
        if short and sentence.tokens[-1].text == "," and is_salutation(sentence):
            start = sentence.index
            letters.append((start, start))
        elif short and start >= 0 and is_signature(sentence):
            letters[-1] = (start, sentence.index)
            start = -1
    for pronoun in _pronouns(chains):
        at = pronoun.sentence.index
        here = next(((a, b) for a, b in letters if a < at < b), None)
        if here is not None and quote_at(quotes, pronoun.first.start) is None:
            writes = pronoun.head.lower in FIRST_SINGULAR
            person = alone[here[1] if writes else here[0]]
            chains.join(person, pronoun, "writer" if writes else "reader")
    return {chains.root(alone[start]) for start, _ in letters}


def _says_who(name: Reference, sentences: list[Sentence], quotes: list[Quote]) -> bool:
    """Whether a name tells who says "I" around it: "I, Anna Kolb, ...", "Signed: Anna Kolb"."""
    person = name.kind == "name" and name.type in ("Person", "")
    if not person or quote_at(quotes, name.first.start) is not None:
        return False
    tokens = name.sentence.tokens
    before = [token.lower for token in tokens[: name.first.i] if token.text != ":"]
    after = tokens[name.last.i + 1 : name.last.i + 2]
    if any(tuple(before[-len(words) :]) == words for words in I_AM):
        return not after or after[0].tag != "POS"
    if name.sentence.kind == "heading":
        return len(before) > 1 and before[-2] in OWN_WORDS and before[-1] in ("of", "by")
    if before == ["name"]:
        said = (t.lower for s in sentences if s.kind == "heading" for t in s.tokens)
        return not OWN_WORDS.isdisjoint(said)
    return not SIGNED.isdisjoint(before[:1]) and before[1:] in ([], [","], ["by"])


def _join_named(chains: Chains, pronouns: Iterable[Reference], names: list[Reference]) -> None:
    """Join each "I" of nobody known to whom a text names, of several to the last before it."""
    one = len({chains.root(name) for name in names}) == 1
    for pronoun in pronouns:
        before = [n for n in names if one or n.sentence.index <= pronoun.sentence.index]
        if before and not any(m.kind == "name" for m in chains.members(pronoun)):
            chains.join(before[-1], pronoun, "writer")


def _pronouns(chains: Chains) -> Iterator[Reference]:
    for reference in chains.references:
        if reference.kind == "pronoun" and reference.head.lower in FIRST_SINGULAR | SECOND:
            yield reference


def _join(chains: Chains, same: Iterable[Reference], rule: str) -> None:
    for one, other in pairwise(same):
        chains.join(one, other, rule)


def _answers(quotes: list[Quote], sentences: list[Sentence]) -> dict[int, Token | None]:
    """Of each turn that ends in a question, by the id of its cue: the speaker of the next one."""
    marks = {id(s.tokens[-1]) for s in sentences if s.kind == "speaker"}
    turns = {id(quote.cue): quote for quote in quotes if id(quote.cue) in marks}
    ends = {sentence.end: sentence.tokens[-1].text for sentence in sentences}
    return {
        id(turn.cue): following.speaker
        for turn, following in pairwise(turns.values())
        if ends.get(turn.end) == "?"
    }
