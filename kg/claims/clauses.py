"""Parse → Clauses: every verb with its subject found, its arguments sorted, its standing known.

Clause types after Quirk et al. and ClausIE (Del Corro and Gemulla, WWW 2013). The walk goes from
each root down. It hands three things to the clauses below: the subject they lack, the standing
they are under, and the governing words that belong to what they say ("has pledged to").
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from kg import lexicon
from kg.analyze import Sentence
from kg.claims.heads import (
    RELATIVE,
    VERBAL,
    Adjunct,
    antecedent,
    bearers,
    conjuncts,
    is_expletive,
    is_relative,
    modified,
    prepositional,
    singled_out,
)
from kg.claims.stated import (
    ASSERTED,
    Stated,
    attribute,
    condition,
    negate,
    own,
    presupposed,
    under_adjective,
    under_claim,
    under_noun,
    under_quality,
    under_verb,
    weaken,
)
from kg.quotes import Quote, quote_at
from kg.tokens import Token

NOUNS = {"NOUN", "PROPN"}
#: Nouns whose gerund need not take place ("the risk of losing").
UNREAL = (
    lexicon.PLAN_NOUNS | lexicon.DESIRE_NOUNS | lexicon.ALLOW_NOUNS | lexicon.REQUIRE_NOUNS
    | lexicon.REFUSE_NOUNS
)  # fmt: skip
#: Verb forms that are part of a noun phrase ("interacting elements").
INSIDE = {"amod", "compound", "nmod", "aux", "auxpass", "nsubj", "nsubjpass", "dobj", "pobj"}
#: Prepositions whose gerund does not take place.
OPEN_MARKS = {"when", "once", "until", "till", "before", "if", "unless", "after", "as"}
EXCLUDING = {"without", "instead", "than", "rather"}


@dataclass(slots=True, kw_only=True)
class Clause:
    """One verb and what belongs to it. Tokens are heads; conjoined heads are already listed.

    `words` are the tokens of the predicate in text order; `lemma` is its dictionary form without
    negation and modality; `outer` is the standing the clause is under, `stated` its own.
    """

    verb: Token
    words: list[Token]
    lemma: str
    outer: Stated
    stated: Stated
    passive: bool = False
    subjects: list[Token] = field(default_factory=list)
    agents: list[Token] = field(default_factory=list)
    objects: list[Token] = field(default_factory=list)
    receivers: list[Token] = field(default_factory=list)
    complements: list[Token] = field(default_factory=list)
    adjuncts: list[Adjunct] = field(default_factory=list)
    times: list[Token] = field(default_factory=list)
    embeds: bool = False
    kind: str = "main"


def find_clauses(sentence: Sentence, quotes: list[Quote]) -> list[Clause]:
    """All clauses of a sentence, each verb once, in the order of the walk."""
    found: list[Clause] = []
    seen: set[int] = set()
    question = sentence.tokens[-1].text == "?" or "?" in sentence.text[-3:]
    for token in sentence.tokens:
        if token.head is token:
            start = weaken(ASSERTED, "question", sentence.tokens[-1]) if question else ASSERTED
            start = _quoted(token, start, quotes)
            found += _walk(token, start, subjects=[], before=[], seen=seen, quotes=quotes)
    return found


def _quoted(token: Token, stated: Stated, quotes: list[Quote]) -> Stated:
    quote = quote_at(quotes, token.start)
    if quote is None or stated.source is not None or quote.speaker is None or quote.cue is None:
        return stated
    return attribute(stated, quote.speaker, quote.cue)


def _walk(
    token: Token,
    outer: Stated,
    *,
    subjects: list[Token],
    before: list[Token],
    seen: set[int],
    quotes: list[Quote],
    kind: str = "main",
    like: Clause | None = None,
) -> Iterator[Clause]:
    """The clause of a token, if it is verbal, and all clauses below it."""
    if token.i in seen:
        return
    seen.add(token.i)
    if token.pos not in VERBAL:
        yield from _below_noun(token, outer, seen=seen, quotes=quotes)
        return
    if not any(c.isalpha() for c in token.text):
        return
    outer = _quoted(token, _according(token, outer), quotes)
    clause = _clause(token, outer, subjects, before, kind, like)
    yield clause
    yield from _small(clause)
    for noun in token.having("dobj", "attr", "acomp", "oprd"):
        yield from _through_noun(noun, clause, seen=seen, quotes=quotes)
    for child in token.children:
        below = _step(child, clause)
        if below is not None:
            stated, inherited, words, name = below
            yield from _walk(
                child, stated, subjects=inherited, before=words, kind=name,
                like=clause if name == "conjunct" else None, seen=seen, quotes=quotes,
            )  # fmt: skip
        else:
            yield from _below_noun(child, clause.outer, seen=seen, quotes=quotes, clause=clause)


def _through_noun(
    noun: Token, clause: Clause, *, seen: set[int], quotes: list[Quote]
) -> Iterator[Clause]:
    """Gerunds on an object or adjective: "plays a role in [fostering] trust"."""
    for prep in noun.having("prep"):
        for verb in prep.having("pcomp") if prep.lower != "than" else ():
            if verb.pos not in VERBAL or verb.i in seen or prep.i < noun.i:
                continue
            lemma = noun.lemma.lower()
            vague = lemma in UNREAL or prep.lower in EXCLUDING
            stated = under_noun(noun, clause.stated) if vague else clause.stated
            first = min([t.i for t in noun.children if t.dep == "amod"] + [noun.i])
            between = [t for t in noun.children if first <= t.i < noun.i and t.dep == "amod"]
            yield from _walk(
                verb,
                stated,
                subjects=clause.subjects,
                before=[*clause.words, *between, noun, prep],
                seen=seen,
                quotes=quotes,
                kind="gerund",
            )


def _small(clause: Clause) -> Iterator[Clause]:
    """ "made information accessible": what the object becomes is a clause without a verb."""
    for child in clause.verb.having("ccomp", "oprd", "xcomp"):
        subjects = child.having("nsubj")
        if child.pos == "ADJ" and subjects and not child.having("aux", "cop", "mark"):
            clause.objects = [t for s in subjects for t in conjuncts(s)]
            clause.embeds = False
            yield Clause(
                verb=child,
                words=[clause.verb],
                lemma="be",
                outer=clause.outer,
                stated=clause.stated,
                subjects=list(clause.objects),
                complements=[child],
                kind="small",
            )
            clause.words = [*clause.words, child]
            clause.lemma = f"{clause.lemma} {child.lemma.lower()}"


def _below_noun(
    token: Token,
    outer: Stated,
    *,
    seen: set[int],
    quotes: list[Quote],
    clause: Clause | None = None,
) -> Iterator[Clause]:
    """Clauses inside a phrase: relative and participial clauses, gerunds, infinitives."""
    seen.add(token.i)
    subjects = clause.subjects if clause is not None and not clause.verb.having("expl") else []
    for child in token.children:
        if child.i in seen:
            continue
        verbal = child.pos in VERBAL
        if verbal and child.dep == "relcl" and not _bare_infinitive(child):
            given = presupposed(outer)
            yield from _walk(
                child, given, subjects=[], before=[], seen=seen, quotes=quotes, kind="relative"
            )
        elif verbal and child.dep in ("acl", "relcl", "advcl") and token.pos in NOUNS:
            yield from _modifier(token, child, outer, seen=seen, quotes=quotes, clause=clause)
        elif verbal and child.dep in ("pcomp", "advcl", "xcomp", "ccomp"):
            stated, words = _gerund(token, child, outer, clause)
            kept = clause is not None and _keeps_from(token, clause)
            comes = clause is not None and clause.lemma in lexicon.COMING
            if token.lower == "than" or (token.lower == "from" and comes):
                subjects = []  # "needs less energy than making it", "comes from making it"
            yield from _walk(
                child,
                stated,
                subjects=clause.objects if clause and kept else subjects,
                before=words,
                seen=seen,
                quotes=quotes,
                kind="gerund" if child.dep == "pcomp" else "infinitive",
            )
        elif verbal and child.dep not in INSIDE:
            yield from _walk(child, outer, subjects=[], before=[], seen=seen, quotes=quotes)
        else:
            yield from _below_noun(child, outer, seen=seen, quotes=quotes)


def _modifier(
    noun: Token,
    verb: Token,
    outer: Stated,
    *,
    seen: set[int],
    quotes: list[Quote],
    clause: Clause | None,
) -> Iterator[Clause]:
    """Participles and infinitives behind a noun ("bases leased by X", "efforts to restart Y")."""
    before: list[Token] = []
    if _is_infinitive(verb) and singled_out(noun):
        stated, kind, subjects = presupposed(outer), "infinitive", bearers(noun)
    elif _is_infinitive(verb):
        stated, kind = under_noun(noun, outer), "infinitive"
        subjects = _for_whom(noun, verb) or noun.having("poss")
        if (
            not subjects
            and clause is not None
            and noun.dep == "dobj"
            and not lexicon.is_role(noun.lemma.lower())
        ):
            # "has the power to break", "took steps to cut": who has or takes it is who acts
            stated, subjects = under_noun(noun, clause.stated), clause.subjects
            to = [t for t in verb.children if t.lower == "to"]
            before = [*clause.words, *(t for t in noun.children if t.i < noun.i), noun, *to]
    elif verb.having("mark"):
        stated, kind, subjects = under_claim(noun, presupposed(outer)), "complement", []
    else:
        stated, kind, subjects = presupposed(outer), "participle", bearers(modified(noun, verb))
    yield from _walk(
        verb, stated, subjects=subjects, before=before, seen=seen, quotes=quotes, kind=kind
    )


def _bare_infinitive(verb: Token) -> bool:
    """ "the first woman [to fly]", not "the day [on which to fly]"."""
    return _is_infinitive(verb) and not any(t.tag in ("WDT", "WP", "WRB") for t in verb.subtree())


def _for_whom(noun: Token, verb: Token) -> list[Token]:
    """ "a chance for Kim to win": who is meant to do it."""
    behind = [p for p in noun.having("prep") if p.lower == "for" and p.i < verb.i]
    return [t for p in behind for o in p.having("pobj") for t in conjuncts(o)]


def _gerund(
    token: Token, verb: Token, outer: Stated, clause: Clause | None
) -> tuple[Stated, list[Token]]:
    if token.pos == "ADJ":
        base = clause.stated if clause is not None else outer
        words = [*clause.words, token] if clause is not None else [token]
        return under_adjective(token, base), words + [t for t in verb.children if t.lower == "to"]
    if token.lower in EXCLUDING or (clause is not None and _keeps_from(token, clause)):
        return negate(outer, token), []
    if clause is not None and clause.stated.modality != "actual":
        return replace(outer, modality=clause.stated.modality), []
    return outer, []


def _apart(child: Token, verb: Token) -> bool:
    """Two sentences joined by a semicolon, which parsers put one below the other."""
    first, last = sorted((child.i, verb.i))
    return any(t.text == ";" and first < t.i < last for t in (*verb.children, *child.children))


def _keeps_from(prep: Token, clause: Clause) -> bool:
    """ "prevented the river from flooding": who is kept from something does not do it."""
    return prep.lower == "from" and clause.verb.lemma in lexicon.REFUSE | {"keep", "save", "stop"}


def _step(child: Token, clause: Clause) -> tuple[Stated, list[Token], list[Token], str] | None:
    """What a verb below a verb stands under: standing, subjects, words before it, kind."""
    verb = clause.verb
    if child.pos not in VERBAL or child.dep in INSIDE:
        return None
    if child.dep == "conj":
        return _conjunct(child, clause)
    participle = child.tag == "VBG" and not child.having("aux")
    infinitive = child.dep == "xcomp" or _is_infinitive(child) or participle
    if child.dep in ("ccomp", "parataxis") and _apart(child, verb):
        return clause.outer, [], [], "main"
    if child.dep in ("xcomp", "ccomp"):
        speaker = clause.subjects[0] if clause.subjects else None
        if clause.passive and verb.lemma in lexicon.SAY | lexicon.DOUBT:
            speaker = clause.agents[0] if clause.agents else None
        asked = [m for m in child.having("mark") if m.lower in ("whether", "if")]
        base = weaken(clause.stated, "question", *asked) if asked else clause.stated
        direct = any(mark.text == "?" for mark in child.having("punct"))
        if child.dep == "ccomp" and not infinitive and not direct and _is_question(child):
            return presupposed(clause.stated), [], [], "complement"  # "did not say why it left"
        if not infinitive and verb.lemma == "be":
            base = under_quality(verb, base)
        stated = under_verb(verb, base, clause=child, infinitive=infinitive, speaker=speaker)
        if direct:  # "“Does it leak?” she asks"
            stated = weaken(base, "question", verb)
            stated = attribute(stated, speaker, verb) if speaker is not None else stated
        if _for_anyone(child, clause):
            return stated, clause.subjects, _governing(clause, child, among=True), "infinitive"
        if not infinitive or _has_subject(child):
            return stated, clause.subjects, [], "complement"
        return stated, _controller(clause), _governing(clause, child), "infinitive"
    if child.dep in ("csubj", "csubjpass"):
        return clause.outer, [], [], "gerund"
    if child.dep in ("advcl", "parataxis", "dep", "intj"):
        return _adverbial(child, clause)
    return clause.outer, [], [], "main"


def _is_question(verb: Token) -> bool:
    """Whether a "why" or "who" opens a clause, and not a "when" clause inside it."""
    above = first = verb.subtree()[0]
    while above is not verb and above.pos not in VERBAL:
        above = above.head
    return first.tag in ("WRB", "WP", "WDT", "WP$") and above is verb


def _for_anyone(child: Token, clause: Clause) -> bool:
    """ "allows us to record", "helps you sleep": whoever "us" is, recording is what is enabled."""
    enabling = clause.verb.lemma.lower() in lexicon.ALLOW | {"help"}
    whom = child.having("nsubj") or clause.verb.having("dobj", "dative")
    return enabling and bool(whom) and all(t.lower in lexicon.GENERIC for t in whom)


def _governing(clause: Clause, child: Token, *, among: bool = False) -> list[Token]:
    """The words of the upper verb that read on in the lower one, if they stand before it.

    With `among`, also whom they name ("allows us to").
    """
    if among:
        whom = child.having("nsubj") or clause.verb.having("dobj", "dative")
        return [*clause.words, *whom, *(t for t in child.children if t.lower == "to")]
    if clause.objects and not clause.passive:
        return []
    to = [t for t in child.children if t.dep == "aux" and t.lower == "to"]
    return [t for t in clause.words if t.i < child.i] + to


def _controller(clause: Clause) -> list[Token]:
    if clause.objects and clause.verb.lemma in lexicon.OBJECT_CONTROL and not clause.passive:
        return clause.objects
    timed = any(t.entity in ("DATE", "TIME") for t in (*clause.objects, *clause.times))
    if clause.verb.lemma == "take" and timed:
        return []  # "took three years to build": by whom is open
    return clause.subjects


def _conjunct(child: Token, clause: Clause) -> tuple[Stated, list[Token], list[Token], str]:
    if _has_subject(child):
        return clause.outer, [], [], "main"
    stated = clause.outer
    own_aux = any(c.dep == "aux" and c.lower != "to" for c in child.children)
    if not own_aux and child.tag in ("VB", "VBN", clause.verb.tag):
        stated = replace(stated, modality=clause.stated.modality, cues=clause.stated.cues)
        if clause.stated.polarity != clause.outer.polarity and any(
            c.lower in ("or", "nor") for c in clause.verb.having("cc")
        ):
            stated = replace(stated, polarity=clause.stated.polarity)
    return stated, clause.subjects, [], "conjunct"


def _adverbial(child: Token, clause: Clause) -> tuple[Stated, list[Token], list[Token], str]:
    marks = [c for c in child.children if c.dep in ("mark", "advmod") and c.i < child.i]
    stated = clause.outer
    if condition(child):
        return stated, clause.subjects, [], "adverbial"
    modality = clause.stated.modality
    # "while", "because", "although" introduce what is so, whatever the main clause plans.
    open_ended = not marks or any(m.lower in OPEN_MARKS for m in marks)
    if modality != "actual" and open_ended:
        stated = replace(stated, modality=modality, cues=clause.stated.cues)
    if child.dep == "advcl" and _is_infinitive(child) and not marks:
        stated = weaken(stated, "planned", *[c for c in child.children if c.lower == "to"])
        moved = clause.verb.lemma in lexicon.SEND and not clause.passive
        return stated, clause.objects if moved else clause.subjects, [], "adverbial"
    return stated, clause.subjects, [], "adverbial"


def _is_infinitive(verb: Token) -> bool:
    return any(c.dep == "aux" and c.lower == "to" for c in verb.children)


def _has_subject(verb: Token) -> bool:
    return bool(verb.having("nsubj", "nsubjpass", "expl", "csubj"))


def _according(verb: Token, outer: Stated) -> Stated:
    """ "according to a senior official", "in the words of Kim"."""
    for prep in verb.having("prep"):
        if prep.lower == "according":
            for to in prep.having("prep"):
                for source in to.having("pobj"):
                    return attribute(outer, source, prep)
        for words in prep.having("pobj"):
            if prep.lower == "in" and words.lower in ("words", "view", "opinion"):
                for of in words.having("prep"):
                    for source in of.having("pobj"):
                        return attribute(outer, source, words)
    return outer


# One clause


def _clause(
    verb: Token,
    outer: Stated,
    inherited: list[Token],
    before: list[Token],
    kind: str,
    like: Clause | None,
) -> Clause:
    stated = own(verb, outer)
    clause = Clause(verb=verb, words=[], lemma="", outer=outer, stated=stated, kind=kind)
    clause.passive = _is_passive(verb, kind, like)
    anyone = [t for t in verb.having("nsubj") if t in before]
    clause.subjects = list(inherited) if anyone else _subjects(verb, inherited)
    for child in verb.children:
        _sort(child, clause)
    if like is not None and not clause.objects and not clause.passive:
        clause.objects = [t for t in like.objects if t.i > verb.i]  # "write and edit articles"
    if kind == "relative":
        _relative(clause)
    clause.words = _words(clause, before, like)
    clause.lemma = _lemma(clause)
    return clause


def _is_passive(verb: Token, kind: str, like: Clause | None) -> bool:
    if verb.having("auxpass", "nsubjpass"):
        return True
    if kind == "participle":
        return verb.tag == "VBN"
    # "Seized with fear, he ran": he was seized.
    if kind == "adverbial" and verb.tag == "VBN" and not verb.having("aux", "dobj"):
        return True
    no_aux = not verb.having("aux", "nsubj", "dobj")
    return like is not None and like.passive and verb.tag == "VBN" and no_aux


def _subjects(verb: Token, inherited: list[Token]) -> list[Token]:
    mine = [t for s in verb.having("nsubj", "nsubjpass") for t in conjuncts(s)]
    if any(is_relative(t) for t in mine) and verb.dep == "relcl":
        noun = antecedent(verb)
        return conjuncts(noun) if _plural_verb(verb) else bearers(noun)
    if is_expletive(mine, verb):
        return []
    if mine:
        return [t for t in mine if not is_relative(t) or t.lower == "that"]
    if verb.having("expl"):
        return [t for a in verb.having("attr") for t in conjuncts(a)]
    if verb.having("csubj", "csubjpass"):
        first = verb.having("csubj", "csubjpass")
        return [t for s in first for t in (s, *s.having("conj")) if t.tag == "VBG"]
    return [] if verb.dep == "relcl" and not _is_infinitive(verb) else list(inherited)


def _plural_verb(verb: Token) -> bool:
    first = min([verb, *verb.having("aux", "auxpass")], key=lambda t: t.i)
    return first.lower in ("are", "were", "have") or first.tag == "VBP"


def _sort(child: Token, clause: Clause) -> None:
    """Put a child of the verb where it belongs in the clause."""
    dep = child.dep
    if dep == "dobj" and not _set_off(child):
        clause.objects += conjuncts(child)
    elif dep == "dative" and child.pos != "ADP":
        clause.receivers += conjuncts(child)
    elif dep in ("attr", "acomp", "oprd"):
        if not clause.verb.having("expl"):
            clause.complements += [
                t for t in conjuncts(child) if t.pos not in VERBAL or t.tag == "VBN"
            ]
    elif dep == "agent" or (dep == "prep" and child.lower == "by" and clause.passive):
        heads = [t for p in child.having("pobj") for t in conjuncts(p)]
        clause.agents += [t for t in heads if t.entity not in ("DATE", "TIME")]
    elif dep in ("prep", "dative") and not (_range(child, clause.verb) or _absolute(child)):
        clause.adjuncts += prepositional(child)
    elif dep == "advmod" and child.i > clause.verb.i:
        # "dates back to", "moved away from"
        for prep in child.having("prep"):
            if prep.i == child.i + 1:
                clause.adjuncts += prepositional(prep, (child,))
    elif dep == "npadvmod":
        clause.times.append(child)
    elif dep in ("ccomp", "xcomp") and child.pos in VERBAL:
        clause.embeds = True
    elif dep in ("xcomp", "ccomp") and child.pos == "ADJ" and not child.having("nsubj"):
        clause.complements.append(child)


def _range(prep: Token, verb: Token) -> bool:
    """ "From cities to villages, people ...": a range in front says what is covered, no way."""
    pair = {"from", "to"} if prep.i < verb.i else set()
    subjects = verb.having("nsubj", "nsubjpass")
    before = [p for p in verb.having("prep") if subjects and p.i < subjects[0].i]
    timed = all(o.entity in ("DATE", "TIME") for p in before for o in p.having("pobj"))
    fronted = {p.lower for p in before} | {q.lower for p in before for q in p.having("prep")}
    return prep.lower in pair and prep in before and pair <= fronted and not timed


def _absolute(prep: Token) -> bool:
    """ "with firms building rockets" is a clause of its own, no companion."""
    return prep.lower == "with" and any(
        verb.tag in ("VBG", "VBN") and verb.i == noun.subtree()[-1].i - (len(verb.subtree()) - 1)
        and not noun.having("det") for noun in prep.having("pobj") for verb in noun.having("acl")
    )  # fmt: skip


def _set_off(child: Token) -> bool:
    """An object behind a comma is an afterthought ("hinted at it, a move that ...")."""
    first = child.subtree()[0]
    verb = child.head
    before = [t for t in verb.children if verb.i < t.i < first.i]
    return bool(before) and before[-1].text == "," and len(before) > 1


def _relative(clause: Clause) -> None:
    """Give a relative clause its antecedent where the pronoun, or the gap, stands."""
    noun = antecedent(clause.verb)
    clause.objects = [noun if is_relative(t) else t for t in clause.objects]
    clause.adjuncts = [
        replace(a, object=noun) if is_relative(a.object) else a for a in clause.adjuncts
    ]
    pronouns = {t.lower for t in clause.verb.subtree()[:2]} & (RELATIVE | {"where", "when", "why"})
    if "whose" in pronouns:
        return  # its place is taken: "a pub whose prices doubled"
    if noun.lemma.lower() in lexicon.WAY_NOUNS and not pronouns & {"that", "which"}:
        return  # "the way they work": they work in that way
    if "where" in pronouns and noun.entity not in ("PERSON", "DATE", "TIME"):
        where = [t for t in clause.verb.subtree() if t.lower == "where"]
        clause.adjuncts.append(Adjunct(words=(where[0],), object=noun))
        return
    used = noun in (*clause.subjects, *clause.objects, *(a.object for a in clause.adjuncts))
    used = used or any(is_relative(t) for t in clause.verb.having("nsubj", "nsubjpass"))
    gap = not (clause.objects or clause.complements or clause.passive or clause.embeds)
    if not used and gap and clause.subjects and not pronouns & {"where", "when", "why"}:
        stranded = [c for c in clause.verb.having("prep") if not c.children]
        if stranded:
            clause.adjuncts.append(Adjunct(words=(stranded[0],), object=noun))
        else:
            clause.objects = [noun]


def _words(clause: Clause, before: list[Token], like: Clause | None) -> list[Token]:
    verb = clause.verb
    own_words = [verb, *(
        c for c in verb.children
        if (c.dep in ("aux", "auxpass", "neg") and c.i < verb.i and c.lower != "to")
        or c.dep == "prt"
        or (c.dep == "neg" and c.head.lemma == "be")
    )]  # fmt: skip
    if clause.passive and like is not None and not verb.having("auxpass"):
        own_words += like.verb.having("aux", "auxpass")
    unique = {t.i: t for t in [*before, *own_words]}
    return [unique[i] for i in sorted(unique)]


def _lemma(clause: Clause) -> str:
    """Lemma with particle; phases stay ("begin build"), modality and negation do not."""
    verb = clause.verb
    lemma = verb.lemma.lower()
    if clause.passive:
        lemma = f"be {verb.lower}"
    if verb.having("expl"):
        lemma = "exist"
    particles = [c.lower for c in verb.having("prt")]
    particles += [c.lower for c in verb.having("advmod") if c.lower in lexicon.AGROUND]
    upper = verb.head
    phase = (
        verb.dep == "xcomp"
        and upper.lemma.lower() in lexicon.PHASE
        and upper.lemma.lower() in ("begin", "start", "continue", "help", "resume")
    )
    above = upper is not verb and any(t is upper for t in clause.words)
    enabled = above and upper.lemma.lower() in lexicon.ALLOW and not upper.having("auxpass")
    return " ".join([*([upper.lemma.lower()] if phase or enabled else []), lemma, *particles])
