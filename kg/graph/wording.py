"""Relations in English, for people: "was prime minister of", "did not meet", "plans to visit".

The data keep the lemma ("be prime minister of"), which queries and IRIs are made of. These words
stand only where a person reads: on the page, and in what `kg show` and `kg path` print. They are
taken from the claim's own words where these have them ("is building"); where they have none, a
verb is put into the past, since a document tells what was so when it was written.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from kg.english.lemmas import PARTICIPLES, VERBS
from kg.english.lexicon import is_role
from kg.english.nouns import is_kin
from kg.model import Claim

#: Past tenses that no rule makes; the first form that the table of lemmas has for a verb.
_PAST = {base: form for form, base in reversed(VERBS.items())} | {"be": "was", "go": "went"}
_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")
_IS, _WAS = ("is", "are", "am"), ("was", "were")
_HAS = ("has", "have", "had")
_DO = {"does": "does", "do": "do"}
#: Words that themselves say how far something is so, as they stand before a verb.
_MODALS = frozenset("can cannot could may might must shall should will would".split())
_BE = frozenset((*_IS, *_WAS, "be", "been", "being"))
#: What somebody does who means to do something: base, present and past.
_WILLING = frozenset(
    "agree agrees agreed aim aims aimed decide decides decided hope hopes hoped intend intends"
    " intended offer offers offered plan plans planned pledge pledges pledged promise promises"
    " promised seek seeks sought threaten threatens threatened vow vows vowed want wants wanted"
    " wish wishes wished".split()
)
#: Before a verb in its base form, where the sentence has no such word.
_OPEN = {
    "possible": "may", "planned": "is to", "desired": "is hoped to", "required": "must",
    "conditional": "would",
}  # fmt: skip
#: Verbs of more than one syllable whose last consonant is doubled.
_DOUBLED = tuple(
    "admit allot commit compel control defer deter emit equip excel expel infer incur occur omit"
    " patrol permit prefer propel rebel refer regret repel submit transfer transmit".split()
)
_VOWELS = "aeiou"
#: Rules whose lemma starts with no verb unless it is "be": "in", "relationship with"; and the words
#: of an ontology, which are left as they are (`kg.graph.evidence`).
_NO_VERB = frozenset(("noun-of", "noun-prep", "relation"))
#: What ends the noun that tells what somebody is: "secretary of state".
_HEAD = re.compile(r",|\s(?:of|for|in|to|at|on|from|with|who|which|that)\s")
#: Of what these narrow there is one: "largest fund", "first mayor".
_ONE_ONLY = re.compile(
    r"(?:best|biggest|closest|eldest|fastest|first|greatest|highest|largest|last|latest|longest|main"
    r"|most|newest|oldest|only|richest|second|smallest|tallest|third|youngest)\s"
)
#: Frames of what somebody is charged with: it lies in the past ("accused of stealing").
_CHARGED = frozenset(
    ("accuse of-ing: possible", "arrest for-ing: possible", "convict of-ing: possible")
)
#: What stands before an office that somebody has no more.
_OVER = frozenset("then once formerly previously".split())
#: Rules that read an office or a trade beside a name; it is one of its kind.
_OFFICES = frozenset("apposition title".split())
#: Rules that read a noun: its form says nothing about a tense.
_NOMINAL = frozenset(
    "action apposition example list-item noun-of noun-prep possessive role-of title".split()
)


def worded(claim: Claim) -> str:
    """The relation of `claim` in English, with its denial and its modality.

    >>> from kg.model import Argument, Predicate, Span
    >>> at = lambda text: Span(start=0, end=len(text), text=text)
    >>> met = Predicate(lemma="meet", spans=(at("meet"),))
    >>> kim = Argument(span=at("Kim"), label="Kim", entity="#0-3")
    >>> claim = Claim(id="1", document="a", sentence=at("Kim did not meet Lee."), subject=kim,
    ...               predicate=met, object=None, polarity="negative", modality="actual",
    ...               confidence=1.0, rule="svo")
    >>> worded(claim)
    'did not meet'
    """
    verb, _, rest = claim.predicate.lemma.partition(" ")
    if not _is_verb(claim, verb):
        return claim.predicate.lemma
    article = _article(claim) if claim.predicate.lemma == "be" else ""
    return " ".join(part for part in (_said(claim, verb, rest), rest, article) if part)


def _is_verb(claim: Claim, word: str) -> bool:
    return _WORD.fullmatch(word) is not None and (word == "be" or claim.rule not in _NO_VERB)


def _said(claim: Claim, verb: str, rest: str) -> str:
    """The verb with what stands before it: "met", "is not", "may meet"."""
    words, several = _words(claim.predicate.text), _several(claim)
    if claim.modality == "question":
        asked = replace(claim, modality="possible" if _modal(claim) else "actual")
        return f"perhaps {_said(asked, verb, rest)}"
    if claim.modality != "actual":
        return _open(claim, verb, several=several)
    if claim.polarity == "negative":
        return _denied(verb, words, several=several)
    if verb == "be":
        return _copula(words) or (_WAS if _ends(rest) or is_over(claim) else _IS)[several]
    if claim.rule in _NOMINAL:
        return ("have" if several else "has") if verb == "have" else past(verb)
    return _stated(verb, words, several=several)


def stated_plainly(claim: Claim) -> str:
    """The relation alone, as if it were stated as a fact: "met" of a plan to meet.

    No article follows "is", since the words stand for many claims.
    """
    verb, _, rest = claim.predicate.lemma.partition(" ")
    if not _is_verb(claim, verb):
        return claim.predicate.lemma
    said = _said(claim, verb, rest) if claim.actual else past(verb)
    return f"{said} {rest}".rstrip()


def most_said(counts: Mapping[str, int]) -> str:
    """The words that most claims have, of equally many the first in the alphabet.

    So the order of the claims does not matter.

    >>> most_said({"met": 2, "meets": 1}), most_said({"trades": 1, "traded": 1})
    ('met', 'traded')
    """
    return min(counts, key=lambda words: (-counts[words], words))


def past(verb: str, words: Iterable[str] = ()) -> str:
    """The past tense of a verb; of its spellings the one that stands in `words`.

    >>> [past(verb) for verb in ("meet", "stop", "carry", "refer", "visit", "hope", "overthrow")]
    ['met', 'stopped', 'carried', 'referred', 'visited', 'hoped', 'overthrew']
    >>> past("cancel", ["cancelled"])
    'cancelled'
    """
    if verb in _PAST:
        return _PAST[verb]
    own = (w for w in words if w.endswith("ed") and w.startswith(verb[:-1]) and len(w) > len(verb))
    return next(own, None) or _regular(verb)


def _regular(verb: str) -> str:
    if verb.endswith("e"):
        return verb + "d"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ied"
    short = re.fullmatch(r"(?:[^aeiou]*|qu)[aeiou][^aeiouwxy]", verb) is not None
    return verb + (verb[-1] if short or verb in _DOUBLED else "") + "ed"


def _participle(verb: str, words: Iterable[str] = ()) -> str:
    """The participle of a verb; of its forms the one that stands in `words`."""
    words, known = list(words), PARTICIPLES.get(verb, ())
    return next((w for w in words if w in known), None) or [*known, past(verb, words)][0]


def _third(verb: str) -> str:
    """ "go" → "goes", "carry" → "carries", "have" → "has"."""
    if verb == "have":
        return "has"
    if verb.endswith("y") and verb[-2:-1] not in _VOWELS:
        return verb[:-1] + "ies"
    return verb + ("es" if verb.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


def _words(text: str) -> list[str]:
    text = text.lower().replace("’", "'").replace("n't", "")
    return _WORD.findall(text.replace("'re", " are").replace("'ve", " have"))


def _ends(rest: str) -> bool:
    """Whether what somebody "is" may have ended: an office, or what was done to somebody."""
    first, *more = rest.split() or [""]
    if first.endswith("ed") or first in VERBS:
        return True
    words = _HEAD.split(f"{rest} ")[0].split() if more else []
    return bool(words) and is_role(words[-1]) and not is_kin(words[-1])


def is_over(claim: Claim) -> bool:
    """Whether the text says that what somebody "is" has ended: "was mayor", "then mayor"."""
    words = _words(claim.predicate.text)
    if {*_WAS, "had"} & {*words}:
        return True
    start = min(s.start for s in (claim.predicate.spans or (claim.subject.span,)))
    named = claim.object.span.text if claim.object is not None else ""
    before = claim.sentence.text[: max(0, start - claim.sentence.start)]
    return not _OVER.isdisjoint((*named.lower().split()[:1], *before.lower().split()[-1:]))


def _several(claim: Claim) -> bool:
    """Whether the subject is certainly several: "they", or a common noun in the plural."""
    span = claim.subject.span.text
    if span.lower() in ("they", "we", "these", "those"):
        return True
    if span == claim.sentence.text[: len(span)] and claim.subject.label[:1].islower():
        span = claim.subject.label  # "Detectives" has its capital from opening the sentence
    head = _HEAD.split(span)[0].split()[-1:] or [""]
    return head[0].islower() and head[0].endswith("s") and not head[0].endswith(("ss", "us", "is"))


def _stated(verb: str, words: list[str], *, several: bool) -> str:
    """The tense that the words have: "is building", "has built", "builds", else "built"."""
    running = _running(verb, words)
    if running:
        return running
    done = _perfect(verb, words)
    if done:
        has = "had" if "had" in words[: words.index(done)] else ("have" if several else "has")
        return f"{has} {done}"
    helping = {*_HAS, *_WAS, "did"} - ({"has", "have"} if verb == "have" else set())
    if past(verb) in words or helping & {*words}:
        return past(verb, words)
    if {"is", "are"} & {*words}:  # "there are": the verb itself is not said
        return _third(verb) if "is" in words else verb
    present = (w for w in words if w in (_third(verb), verb))
    return next(present, None) or past(verb, words)


def _perfect(verb: str, words: list[str]) -> str | None:
    """ "built" of "has not built": the participle behind a form of "have"."""
    for at, word in enumerate(words):
        behind = [w for w in words[at + 1 :] if w not in ("not", "never", "been")]
        if word in _HAS and behind[:1] == [_participle(verb, behind[:1])]:
            return behind[0]
    return None


def _copula(words: list[str]) -> str | None:
    """The form of "be" that the words have: "is", "were", "has been"."""
    has = next((w for w in words if w in _HAS), None)
    if has and "been" in words:
        return f"{has} been"
    found = next((w for w in words if w in (*_IS, *_WAS)), None)
    return "is" if found == "am" else found  # "I am the manager" is told of somebody


def _running(verb: str, words: list[str]) -> str | None:
    """ "is building", "has been building": a form in -ing right behind its own "be"."""
    stem = verb[:-1] if verb.endswith("e") else verb
    for at, word in enumerate(words):
        if word.endswith("ing") and word.startswith(stem) and at:
            before = words[at - 1]
            if before in (*_IS, *_WAS, "be"):
                return f"{before} {word}"
            if before == "been" and at > 1 and words[at - 2] in _HAS:
                return f"{words[at - 2]} been {word}"
    return None


def _denied(verb: str, words: list[str], *, several: bool) -> str:
    if verb == "be":
        first, _, more = (_copula(words) or _WAS[several]).partition(" ")
        return f"{first} not {more}".rstrip()
    running = _running(verb, words)
    if running:
        first, _, more = running.partition(" ")
        return f"{first} not {more}"
    if _perfect(verb, words):
        has, done = _stated(verb, words, several=several).split(" ", 1)
        return f"{has} not {done}"
    do = next((w for w in words if w in _DO), None)
    if do is None and not {*_HAS, *_WAS, "did"} & {*words}:
        do = "does" if _third(verb) in words else None
    return f"{do or 'did'} not {verb}"


def _open(claim: Claim, verb: str, *, several: bool) -> str:
    """ "may meet", "will not visit", "plans to visit": with the sentence's own word, if any."""
    before, _, to = (_willing(claim) or _modal(claim) or _OPEN[claim.modality]).partition(" ")
    before = {"cannot": "can", "is": "are" if several else "is"}.get(before, before)
    denied = "not" if claim.polarity == "negative" else ""
    return " ".join(part for part in (before, denied, to, _bare(claim, verb)) if part)


def _modal(claim: Claim) -> str | None:
    """The sentence's own word before the verb: "may", "will"."""
    own = (word for cue in claim.cues for word in _words(cue.text))
    return next((word for word in own if word in _MODALS), None)


def _bare(claim: Claim, verb: str) -> str:
    """What stands behind "may": "meet", "be meeting", "have met".

    Without such a word in the sentence, what is told of the past stays there: "perhaps Kim met Lee"
    is "may have met".
    """
    words = _words(claim.predicate.text)
    running = _running(verb, words)
    if running:
        first, _, more = running.partition(" ")
        return f"{'have' if first in _HAS else 'be'} {more}"
    told = _is_past(verb, words) or not _CHARGED.isdisjoint(claim.rules)
    behind = claim.modality == "possible" and not _modal(claim) and told
    if verb == "be":
        done = "been" if "been" in words or (behind and _is_past(verb, words)) else None
    else:
        done = _perfect(verb, words) or (_participle(verb, words) if behind else None)
    return f"have {done}" if done else verb


def _is_past(verb: str, words: list[str]) -> bool:
    """Whether the verb itself is in the past: "met", "did meet"; not "was said to be"."""
    own = _WAS if verb == "be" else ("did", past(verb, words))
    return words[:1] != ["to"] and "to" not in words[:-1] and not {*own}.isdisjoint(words)


def _willing(claim: Claim) -> str | None:
    """ "wants to", "pledged to": what the subject itself is set on, where the sentence says so.

    Not "Kim wants Lee to go", where another one wants, and not "is planned to".
    """
    if claim.modality not in ("planned", "desired"):
        return None
    start = claim.sentence.start
    for cue in claim.cues:
        before = claim.sentence.text[: cue.start - start].split()[-1:]
        behind = claim.sentence.text[cue.end - start :].split()[:1]
        ends = claim.subject.span.end <= cue.start
        if cue.text.lower() in _WILLING and ends and not _BE & {*before} and behind == ["to"]:
            return f"{cue.text.lower()} to"
    return None


def _article(claim: Claim) -> str:
    """What stands before what somebody is: the sentence's own article, else that of an office."""
    if claim.object is None:
        return ""
    span, label = claim.object.span, claim.object.label
    before = claim.sentence.text[: max(0, span.start - claim.sentence.start)]
    found = re.match(r"(an?|the)\s+(\S+)", span.text) or re.search(r"\b(an?|the)\s+()$", before)
    first = label.split()[:1]
    if found and first in ([found[2]], span.text.split()[:1]):
        return found[1]
    head = _HEAD.split(label)[0].split()[-1:]
    if claim.rule not in _OFFICES or not head or not head[0].islower() or head[0].endswith("s"):
        return ""
    if re.match(r"\S+(?:'s?|’s?)\s", label):
        return ""  # "Japan's prime minister"
    if _ONE_ONLY.match(label):
        return "the"
    return "an" if label[0].lower() in _VOWELS else "a"
