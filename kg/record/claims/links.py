"""A clause below a word → what it stands under, by the table of frames.

`below` finds the link in which a clause hangs on its governor (a verb, adjective or noun), looks
the pair up in `kg.english.frames` and applies what it says: the standing, who does it, and who
says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kg.english import lexicon
from kg.english.frames import SPOKEN, Doer, Frame, Outcome, Part, frame_of, unknown
from kg.parse.tokens import Token
from kg.record.claims.rules import reading
from kg.record.claims.stated import Stated, attribute, noted, under, weaken

_attributed = reading(
    "attribution", "Ruth Abel said that the mill lost the letters.",
    "mill | lose | letters; says Ruth Abel",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Governor:
    """What a clause hangs on, and who takes part in it.

    `stated` is the standing of the governor's own clause. `subjects`, `objects` and `agents` are
    head tokens; of a passive, `subjects` are those it is done to.
    """

    word: Token
    part: Part
    stated: Stated
    subjects: Sequence[Token] = ()
    objects: Sequence[Token] = ()
    agents: Sequence[Token] = ()
    passive: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """What the lower clause stands under, and who does it if it has no subject of its own."""

    stated: Stated
    doers: list[Token]
    doer: Doer


def below(governor: Governor, link: str, verb: Token | None = None) -> Below:
    """What a clause in this link below this governor stands under; `verb` is that of the clause."""
    asked = link
    frame, link = _look_up(governor, link)
    if frame is not None:
        outcome = _outcome(frame, governor.stated)
    elif asked == "np-to" and governor.passive:
        outcome = "abstain"  # "was left to rot": no aim of what it is done to
    else:
        outcome = unknown(governor.part, link)
    if outcome == "holds" and _is_false(governor.word):
        outcome = "doubted"  # "falsely claimed that"
    looms = outcome == "planned" and governor.word.lemma.lower() in lexicon.LOOMING
    if looms and not any(can_speak(s) for s in governor.subjects):
        outcome = "possible"  # what "threatens to collapse" has no plan
    stated = governor.stated
    if frame is not None and frame.said != frame.denied and stated.polarity == "negative":
        stated = replace(stated, polarity="positive")  # the denial ends at the governor
    perfect = verb is not None and any(t.lemma == "have" for t in verb.having("aux"))
    stated = under(stated, frame, outcome, governor.word, perfect=perfect)
    says = frame.says if frame is not None else link in SPOKEN
    # "Quint's conclusion that it melts": so Quint says; "the conclusion that it melts": it does
    says = says or (governor.part == "noun" and outcome == "holds" and _is_owned(governor.word))
    silent = governor.stated.polarity == "negative"
    thinks = outcome == "doubted"  # who does not think that it is so thinks that it is not
    if says and not (silent and not thinks and frame is not None and frame.said != frame.denied):
        stated = _said(governor, frame, stated, link)  # who did not admit it does not say so
    doer = _doer(frame, governor, link)
    return Below(stated=stated, doers=_doers(doer, governor), doer=doer)


def _is_owned(noun: Token) -> bool:
    return any(can_speak(owner) for owner in noun.having("poss"))


def _is_false(word: Token) -> bool:
    return any(t.lower in lexicon.FALSELY for t in word.having("advmod", "amod"))


def link_of(verb: Token, *, passive: bool, objects: Sequence[Token], prep: str = "") -> str:
    """The form in which a clause hangs on its governor: "that", "to", "np-to", "of-ing" ..."""
    if prep:
        return f"{prep}-ing"
    whose = "np-" if passive or objects or verb.having("nsubj") else ""
    if is_infinitive(verb):
        return f"{whose}to"
    if _is_bid(verb):
        return "should"
    if is_finite(verb):
        return "that"
    if verb.having("mark") and verb.having("nsubj", "nsubjpass"):
        return "should" if verb.tag == "VB" else "that"
    if verb.tag == "VBG":
        return f"{whose}ing"
    if verb.tag == "VBN":
        return "np-to" if whose else "ing"
    return f"{whose}bare"


def _is_bid(verb: Token) -> bool:
    """ "insists that the group hold a reserve": one of whom a bare form is told shall do it."""
    bids = verb.head.lemma.lower() in lexicon.BIDDING
    that = bids and any(m.lower == "that" for m in verb.having("mark"))
    first = min([verb, *verb.having("aux", "auxpass")], key=lambda t: t.i)
    bare = first.tag in ("VB", "VBP") and first.lower not in (
        "am",
        "are",
        "have",
        "do",
        "'re",
        "’re",
    )
    single = [s for s in verb.having("nsubj", "nsubjpass") if s.tag in ("NN", "NNP")]
    return that and bare and bool(single) and not single[0].having("conj")


def is_infinitive(verb: Token) -> bool:
    to = [c.dep for c in verb.children if c.lower == "to"]
    return "aux" in to or ("mark" in to and verb.tag == "VB")


def is_finite(verb: Token) -> bool:
    """Whether a verb is in a tense: "went", "has gone", "will go"."""
    first = min([verb, *verb.having("aux", "auxpass")], key=lambda t: t.i)
    return first.tag in ("VBZ", "VBD", "VBP", "MD")


def _look_up(governor: Governor, link: str) -> tuple[Frame | None, str]:
    """The frame of a pair; without one for "np-to" that of "to" (a promise to somebody)."""
    lemma, word = governor.word.lemma.lower(), governor.word.lower
    tried = [link, *([link.removeprefix("np-")] if link.startswith("np-") else [])]
    pairs: list[tuple[Part, str]] = [(governor.part, lemma)]
    if word in ("going", "gonna") and governor.word.having("aux"):
        pairs = [("adjective", word)]  # "is going to sell", not "went to sell"
    if governor.part != "verb" or governor.passive:
        pairs += [(governor.part, word), ("adjective", word)]  # "is obliged to"
    for form in tried:
        for part, name in pairs:
            frame = frame_of(part, name, form)
            if frame is not None:
                return frame, form
    return None, tried[-1]


def knows(governor: Governor, link: str) -> bool:
    """Whether a frame tells what becomes of a clause in this link below this governor."""
    return _look_up(governor, link)[0] is not None


def _outcome(frame: Frame, stated: Stated) -> Outcome:
    return frame.denied if stated.polarity == "negative" else frame.said


def _said(governor: Governor, frame: Frame | None, stated: Stated, link: str) -> Stated:
    """Name who says so, if that can speak; what nobody is named for is hearsay."""
    if not _attributed():
        return stated
    if governor.part == "noun":
        owners = governor.word.having("poss")
        if owners:
            return attribute(stated, owners[0], governor.word)
        return weaken(stated, "possible", governor.word)  # "reports that": nobody's
    if governor.passive and link.split("-")[0] in ("that", "to", "should", "small", "as"):
        if governor.agents:
            return attribute(stated, governor.agents[0], governor.word)
        hearsay = frame is None or governor.word.lemma.lower() in lexicon.HEARSAY
        return weaken(stated, "possible", governor.word) if hearsay else stated
    if governor.word.lemma.lower() in lexicon.HEARD:
        return weaken(stated, "possible", governor.word)  # who hears it does not say it
    speakers = governor.agents if governor.passive else governor.subjects
    for speaker in speakers[:1]:
        quoted = stated.source is not None and speaker.lower in ("i", "we")
        aloud = governor.word.lemma.lower() in lexicon.ALOUD
        able = aloud or can_speak(speaker)
        says = governor.word.lemma.lower() in lexicon.SAY
        firm = says and speaker.lower == "it" and not governor.passive  # "it said that"
        if able and not quoted and (firm or speaker.lower not in lexicon.SPEECHLESS):
            return noted(attribute(stated, speaker, governor.word), "attribution", governor.word)
    return stated


def can_speak(token: Token) -> bool:
    """People, organisations, pronouns and texts state things; a finding or a test does not."""
    lemma = token.lemma.lower()
    if lemma in lexicon.SPEECHLESS:
        return False
    kind = token.phrase.type if token.phrase is not None else ""
    return (
        token.pos in ("PRON", "PROPN")
        or bool(token.entity)
        or kind in ("person", "organization")
        or lexicon.is_role(lemma)
        or lemma in lexicon.TEXT_NOUNS | lexicon.ORGANIZATION_NOUNS | lexicon.PEOPLE_NOUNS
    )


def _doer(frame: Frame | None, governor: Governor, link: str) -> Doer:
    if frame is None:
        return "nobody" if governor.passive and link in ("ing", "bare") else "subject"
    return frame.doer


def _doers(doer: Doer, governor: Governor) -> list[Token]:
    if doer == "nobody":
        return []
    if doer == "object" and not governor.passive:
        return list(governor.objects)
    if doer == "agent" and governor.passive:
        return list(governor.agents)
    return list(governor.subjects)
