"""How a clause is stated: polarity, modality, source, and the words that say so."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kg import lexicon
from kg.model import Modality, Polarity
from kg.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The standing of a clause; `source` and `source_cue` are head tokens ("Kang", "said")."""

    polarity: Polarity = "positive"
    modality: Modality = "actual"
    source: Token | None = None
    source_cue: Token | None = None
    cues: tuple[Token, ...] = ()


ASSERTED = Stated()


def presupposed(stated: Stated) -> Stated:
    """What a noun phrase takes for granted, whatever its clause wants: only the source stays."""
    return Stated(source=stated.source, source_cue=stated.source_cue)


def weaken(stated: Stated, modality: Modality, *cues: Token) -> Stated:
    """Put a clause under a modality; what is already weaker than fact keeps its own."""
    if stated.modality != "actual":
        modality = stated.modality
    return replace(stated, modality=modality, cues=(*stated.cues, *cues))


def negate(stated: Stated, *cues: Token) -> Stated:
    flipped: Polarity = "positive" if stated.polarity == "negative" else "negative"
    return replace(stated, polarity=flipped, cues=(*stated.cues, *cues))


def attribute(stated: Stated, source: Token, cue: Token) -> Stated:
    return replace(stated, source=source, source_cue=cue)


def own(verb: Token, outer: Stated) -> Stated:
    """The standing of a clause: what it stands under, and its own "not", "will", "perhaps"."""
    stated = outer
    if any(_asks(child, verb) for child in verb.children):
        # "has not decided whether it will": the deciding is denied, what is open is not
        stated = replace(stated, polarity="positive")
    if verb.dep == "ROOT" and verb.tag == "VB" and verb.having("nsubj", "nsubjpass"):
        for to in verb.having("aux"):
            if to.tag == "TO":  # a headline: "Bridge to close"
                stated = weaken(stated, "planned", to)
    for clause in verb.having("advcl"):
        if cues := condition(clause):
            stated = weaken(stated, "conditional", *cues)
    if verb.dep == "advcl" and (cues := condition(verb)):
        stated = weaken(stated, "conditional", *cues)
    for child in verb.children:
        if _not_only(child, verb):
            continue
        word = child.lower
        if (
            child.dep == "neg"
            or (child.dep == "advmod" and word in lexicon.NEGATIVE_WORDS)
            or (child.dep == "preconj" and word == "neither")
        ):
            stated = negate(stated, child)
        elif child.dep == "aux" and child.i < verb.i:
            stated = _modal(stated, child, verb)
        elif child.dep == "advmod" and word in lexicon.POSSIBLE_WORDS:
            stated = weaken(stated, "possible", child)
        elif _asks(child, verb):
            stated = weaken(stated, "question", child)
        elif (child.dep == "mark" and word in lexicon.CONDITIONALS) or (
            child.dep == "advmod" and word == "only" and _only_when(verb)
        ):
            stated = weaken(stated, "conditional", child)
        elif word == "longer" and any(c.lower == "no" for c in child.children):
            stated = negate(stated, child)
    return _determiners(verb, stated)


def _asks(mark: Token, verb: Token) -> bool:
    """ "whether it rains", "asked if it rains"."""
    if mark.dep != "mark":
        return False
    return mark.lower == "whether" or (mark.lower == "if" and verb.dep in ("ccomp", "pcomp"))


def _not_only(child: Token, verb: Token) -> bool:
    """ "is not only useful but also cheap" denies nothing."""
    words = (*child.children, *verb.children, *(c for v in verb.children for c in v.children))
    after = [t for t in words if t.i == child.i + 1]
    return child.lower in ("not", "n't", "n’t") and any(
        t.lower in ("only", "just", "merely", "simply") for t in after
    )


def condition(clause: Token) -> list[Token]:
    """The words that make an adverbial clause a condition: "if", or "Had" in front."""
    marks = [m for m in clause.having("mark") if m.lower in lexicon.CONDITIONALS]
    subject = clause.having("nsubj", "nsubjpass")
    fronted = [a for a in clause.having("aux", "auxpass") if a.lower in ("should", "had", "were")]
    if subject and fronted and fronted[0].i < subject[0].subtree()[0].i:
        marks.append(fronted[0])
    return marks


def _modal(stated: Stated, aux: Token, verb: Token) -> Stated:
    word = aux.lower
    if word in lexicon.PLANNED_MODALS:
        return weaken(stated, "planned", aux)
    if word in ("would", "'d", "’d"):
        if word != "would" and aux.lemma == "have":
            return stated
        if verb.lemma in ("like", "love", "prefer", "wish"):
            return stated  # a polite wish
        # In reported speech "would" is the future seen from the past.
        past = stated.source_cue is not None and stated.source_cue.tag in ("VBD", "VBN")
        return weaken(stated, "planned" if past else "conditional", aux)
    if word in lexicon.POSSIBLE_MODALS or word == "ca":
        return weaken(stated, "possible", aux)
    if word in lexicon.REQUIRED_MODALS:
        return weaken(stated, "required", aux)
    return stated


def _only_when(verb: Token) -> bool:
    return any(
        c.dep == "advcl" and any(m.lower in ("when", "if", "after") for m in c.children)
        for c in verb.children
    )


def _determiners(verb: Token, stated: Stated) -> Stated:
    """ "No one came", "it has no plan": a negative determiner denies the clause."""
    for child in verb.having("nsubj", "nsubjpass", "dobj", "attr"):
        if child.lower in ("nobody", "nothing", "none", "neither", "no-one"):
            return negate(stated, child)
        for det in child.having("det", "neg", "preconj", "cc", "advmod"):
            if det.lower in lexicon.NEGATIVE_DETERMINERS | lexicon.BARELY:
                return negate(stated, det)
            if any(c.lower in lexicon.BARELY for c in det.children):
                return negate(stated, det)
        for adjective in child.having("amod"):
            if adjective.lower in ("possible", "potential", "alleged", "likely"):
                stated = weaken(stated, "possible", adjective)
    return stated


def under_verb(
    verb: Token, stated: Stated, *, clause: Token, infinitive: bool, speaker: Token | None
) -> Stated:
    """The standing of the clause below a verb ("pledged to ...", "said that ...").

    `stated` is the verb's own standing, `clause` the verb of the clause below, `speaker` its
    subject, `infinitive` tells "to go" and "going" from "that he went".
    """
    lemma = verb.lemma.lower()
    below = stated
    if lemma in lexicon.FACTIVE and not infinitive:
        below = presupposed(below)  # what should be recognised is so
    if lemma in lexicon.KNOW and not infinitive:
        # Who finds out vouches for it, but does not take the word from who is speaking.
        able = speaker is not None and below.source is None and _can_speak(speaker)
        return attribute(below, speaker, verb) if speaker is not None and able else below
    # "did not say that", "will say that": the saying is denied or future, the thing said open.
    raising = lemma in lexicon.RAISING  # "do not think that it works": they think it does not
    if stated.polarity == "negative" and not infinitive and lemma in lexicon.SAY and not raising:
        below = replace(stated, polarity="positive", modality="possible")
    if lemma in lexicon.DENY:
        below = negate(below, verb)
    if lemma in lexicon.SAY | lexicon.DOUBT | lexicon.DENY or (
        not infinitive and lemma in lexicon.PLAN | lexicon.DESIRE | lexicon.REQUIRE
    ):
        # In "We insist that ...", quoted, it is the speaker of the quote who says so.
        quoted = below.source is not None and speaker is not None and speaker.lower in ("i", "we")
        able = speaker is not None and (lemma in lexicon.ALOUD or _can_speak(speaker))
        if speaker is not None and able and not infinitive and not quoted:
            below = attribute(below, speaker, verb)
        if infinitive and lemma in lexicon.SAY and verb.having("auxpass"):
            return weaken(below, "possible", verb)  # "is said to own": hearsay
        if lemma in lexicon.PLAN and not infinitive and _indicative(clause):
            # "agreed that it works" is said so, "proposed that it works" supposed
            return weaken(below, "possible", verb) if lemma in lexicon.SUPPOSE else below
        weak = lexicon.PLAN | lexicon.DESIRE | lexicon.DOUBT | lexicon.REQUIRE
        if not infinitive and lemma not in weak:
            return below
    return _family(verb, lemma, below, infinitive=infinitive)


def _indicative(verb: Token) -> bool:
    """Whether a clause tells what is or was, and not what should be or will."""
    first = min([verb, *verb.having("aux", "auxpass")], key=lambda t: t.i)
    return first.tag in ("VBZ", "VBD", "VBP")


def _can_speak(token: Token) -> bool:
    """People, organisations, pronouns and texts state things; a finding or a test does not."""
    lemma = token.lemma.lower()
    return (
        token.pos in ("PRON", "PROPN")
        or bool(token.entity)
        or lexicon.is_role(lemma)
        or lemma in lexicon.TEXT_NOUNS | lexicon.ORGANIZATION_NOUNS | lexicon.PEOPLE_NOUNS
    )


def _family(verb: Token, lemma: str, below: Stated, *, infinitive: bool) -> Stated:
    if lemma in lexicon.REFUSE and infinitive:
        return negate(below, verb)
    families: tuple[tuple[frozenset[str], Modality], ...] = (
        (lexicon.DOUBT, "possible"),
        (lexicon.ALLOW, "possible"),
        (lexicon.REQUIRE, "required"),
        (lexicon.PLAN, "planned"),
        (lexicon.DESIRE, "desired"),
    )
    for family, modality in families:
        if lemma in family:
            return weaken(below, modality, verb)
    if infinitive and (lemma == "be" or (lemma == "go" and verb.tag == "VBG")):
        return weaken(below, "planned", verb)  # "is to open", "is going to open"
    if not infinitive or lemma in lexicon.PHASE | lexicon.SAY | {"be", "do"}:
        return below
    if verb.tag == "VBN" and lemma in ("find", "know", "show", "see"):
        return below
    # An infinitive under any other verb names an aim, not an outcome.
    return weaken(below, "planned", verb)


def under_quality(verb: Token, stated: Stated) -> Stated:
    """The standing of what "it is [likely] that ..." says."""
    for adjective in verb.having("acomp"):
        word = adjective.lower
        if word in lexicon.CERTAIN and stated.polarity == "negative":
            return weaken(replace(stated, polarity="positive"), "possible", adjective)
        for (modality, polarity), words in lexicon.THAT_ADJECTIVES.items():
            if word in words:
                found = negate(stated, adjective) if polarity == "negative" else stated
                if modality == "actual":
                    return found
                return weaken(found, modality, adjective)  # type: ignore[arg-type]
    return stated


def under_adjective(adjective: Token, stated: Stated) -> Stated:
    """The standing of an infinitive below an adjective ("willing to work")."""
    lemma = adjective.lemma.lower()
    for modality, words in lexicon.ADJECTIVES.items():
        if lemma in words:
            if modality == "negative":
                return negate(stated, adjective)
            return weaken(stated, modality, adjective)  # type: ignore[arg-type]
    return weaken(stated, "possible", adjective)


def under_noun(noun: Token, stated: Stated) -> Stated:
    """The standing of an infinitive below a noun ("his pledge to intensify ...")."""
    lemma = noun.lemma.lower()
    families: tuple[tuple[frozenset[str], Modality], ...] = (
        (lexicon.PLAN_NOUNS, "planned"),
        (lexicon.DESIRE_NOUNS, "desired"),
        (lexicon.ALLOW_NOUNS, "possible"),
        (lexicon.REQUIRE_NOUNS, "required"),
    )
    for family, modality in families:
        if lemma in family:
            return weaken(stated, modality, noun)
    if lemma in lexicon.REFUSE_NOUNS:
        return negate(stated, noun)
    return weaken(stated, "planned", noun)


def under_claim(noun: Token, stated: Stated) -> Stated:
    """The standing of a that-clause on a noun ("the prosecutor's claim that ...").

    "No evidence that it works" leaves open whether it does, and says that nothing shows it.
    """
    lemma = noun.lemma.lower()
    for det in noun.having("det"):
        if det.lower in lexicon.NEGATIVE_DETERMINERS:
            positive = replace(stated, polarity="positive")
            return negate(weaken(positive, "possible"), det)
    for owner in noun.having("poss"):
        if lemma in lexicon.CLAIM_NOUNS | lexicon.OPINION_NOUNS:
            stated = attribute(stated, owner, noun)
    if lemma in lexicon.OPINION_NOUNS:
        return weaken(stated, "possible", noun)
    return stated


def of_noun(noun: Token, stated: Stated) -> Stated:
    """The standing of what a noun phrase itself says ("China's alleged expansion")."""
    for child in noun.having("amod", "det"):
        word = child.lower
        if word in lexicon.POSSIBLE_WORDS:
            stated = weaken(stated, "possible", child)
        elif word in lexicon.PLANNED_WORDS or word == "next":
            stated = weaken(stated, "planned", child)
        elif word in lexicon.NEGATIVE_DETERMINERS:
            stated = negate(stated, child)
    return stated
