"""Clauses, and what they hang on."""

from __future__ import annotations

from collections.abc import Sequence

from kg.english import wordnet
from kg.english.lexicon import CONDITION_OPENINGS, CONDITIONALS, DENY, NO_TRADES, SAY
from kg.english.nouns import is_deed, is_person
from kg.parse.mends.tree import FINITE, SUBJECTS, hang, is_below
from kg.parse.tokens import Token, is_somebody

#: What opens a condition: "if it rains", "had it rained".
CONDITIONED = CONDITIONALS | {"had", "were", "should"}
#: Clauses within others.
INNER = ("ccomp", "advcl", "relcl", "acl")
FIRST_OF_OPENINGS = frozenset(opening[0] for opening in CONDITION_OPENINGS)


def mend_conditions(tokens: Sequence[Token]) -> None:
    """ "As long as he pays, she stays", "on condition that he pays": the words in front of "he" are
    one subordinator, like "if", and what he does hangs on what she does."""
    words = [t.lower for t in tokens]
    for i in (i for i, word in enumerate(words) if word in FIRST_OF_OPENINGS):
        opening = next((o for o in CONDITION_OPENINGS if tuple(words[i : i + len(o)]) == o), None)
        if opening is None or i + len(opening) + 1 >= len(tokens):
            continue
        opened = tokens[i : i + len(opening)]
        rest = tokens[i + len(opening) :]
        clause = _clause_of(opened, rest)
        main = opened[0].head
        while main in opened and main.head is not main:
            main = main.head
        if main is clause:
            main = clause.head
        outside = clause is not None and main not in opened and not is_below(main, clause)
        if clause is None or not outside or clause.tag not in ("VBZ", "VBP", "VB", "VBN", "VBG"):
            continue
        hang(clause, main, "advcl")
        for word in opened:
            hang(word, clause, "mark")


def _clause_of(opened: Sequence[Token], rest: Sequence[Token]) -> Token | None:
    """The verb whose clause begins right behind some words and has a subject of its own."""
    first = rest[0]
    verb = first
    while verb.pos not in ("VERB", "AUX") and verb.head is not verb and verb.head.i > first.i:
        verb = verb.head
    if verb.dep in ("aux", "auxpass"):
        verb = verb.head
    deps = {t.dep for t in rest if t.head is verb and t.i < verb.i}
    fits = verb.dep in ("advcl", "acl", "relcl", "ccomp", "pcomp", "dep") and verb not in opened
    return verb if fits and deps & {"nsubj", "nsubjpass", "expl"} else None


def mend_set_off(tokens: Sequence[Token]) -> None:
    """ "The derivation from a word, proposed by Ann, ...": behind a comma it is of the whole."""
    for verb in tokens:
        noun = verb.head
        if verb.dep != "acl" or verb.tag != "VBN":
            continue
        first = min((t.i for t in tokens[noun.i : verb.i + 1] if is_below(t, verb)), default=verb.i)
        if first < 1 or tokens[first - 1].text != ",":
            continue
        beside = tokens[first - 2] if first > 1 else verb
        if verb.lower == "born" and beside.entity == "PERSON" and noun.entity != "PERSON":
            hang(verb, beside)  # "the mill of Anna Holt, born in Leeds"
            continue
        if beside.dep == "conj" and beside.head is noun:
            hang(verb, beside)  # "a street and the Holt Prize, awarded since 1984, ..."
            continue
        while noun.dep == "pobj" and noun.head.dep == "prep":
            upper = noun.head.head
            named = noun.entity in ("PERSON", "ORG")  # "a life of Anna Holt, born in Leeds"
            if upper.pos != "NOUN" or upper.i > noun.i or upper is noun or named:
                break
            noun = upper
        hang(verb, noun)


def mend_founded(tokens: Sequence[Token]) -> None:
    """ "a maker of soap founded in 1851": nobody founds soap, but who makes it."""
    for verb in tokens:
        thing = verb.head
        if verb.dep != "acl" or verb.lemma.lower() not in FOUNDING or thing.pos != "NOUN":
            continue
        while thing.dep == "conj":
            thing = thing.head
        maker = thing.head.head
        mere = thing.dep == "pobj" and thing.head.lower == "of" and not is_somebody(thing)
        makes = maker.pos == "NOUN" and maker.lemma.lower() in NO_TRADES | wordnet.words("trade")
        if mere and makes and thing.entity == "":
            hang(verb, maker)


#: What is done to firms and the like, and to nothing that they make.
FOUNDING = frozenset("found base headquarter incorporate".split())


def mend_closed(tokens: Sequence[Token]) -> None:
    """ "It keeps the fee, which is £5 a day, until May": what stands behind the comma that closes
    a clause about a noun is told of the verb that the noun is the object of."""
    for prep in tokens:
        verb = prep.head
        noun = verb.head
        if noun.dep == "pobj" and noun.head.dep == "prep" and noun.head.head.pos == "VERB":
            above = noun.head.head  # "sold it to Orbis, which had lost a bid, for £5m"
        else:
            above = noun.head
        if prep.dep != "prep" or verb.dep != "relcl" or noun.dep not in ("dobj", "attr", "pobj"):
            continue
        last = max(t.i for t in tokens if is_below(t, prep))
        opens = min(t.i for t in tokens if is_below(t, verb))
        set_off = opens and tokens[opens - 1].text == "," and tokens[prep.i - 1].text == ","
        ends = all(t.pos == "PUNCT" and t.text != "," for t in tokens[last + 1 : last + 2])
        alike = [t for t in tokens if t.head is verb and t.lower == prep.lower]
        if set_off and ends and prep.i > verb.i and alike == [prep]:
            hang(prep, above)


def mend_put_beside(tokens: Sequence[Token]) -> None:
    """ "The villa, she said, was let": without "that" it is no clause about the villa."""
    for said in tokens:
        noun, subject = said.head, tokens[said.i - 1] if said.i else said
        if said.dep != "relcl" or said.lemma.lower() not in SAY or subject.dep != "nsubj":
            continue
        below = [t for t in tokens if is_below(t, said)]
        first, last = below[0], below[-1]
        set_off = first.i and tokens[first.i - 1].text == "," and last is said
        closed = last.i + 1 < len(tokens) and tokens[last.i + 1].text == ","
        if subject.head is said and set_off and closed and noun.dep in SUBJECTS:
            hang(said, noun.head, "parataxis")


def mend_relatives(tokens: Sequence[Token]) -> None:
    """ "a feud with Anna Holt, who had asked": a feud is nobody, so it is Anna who had."""
    for who in tokens[1:]:
        verb = who.head
        noun, before = verb.head, tokens[who.i - 1]
        if who.lower != "who" or who.dep not in SUBJECTS or verb.dep != "relcl":
            continue
        beside = tokens[before.i - 1] if before.text == "," and before.i else before
        person = beside.entity == "PERSON" or is_person(beside.lemma.lower())
        apart = beside is not noun and is_below(beside, noun) and not is_below(verb, beside)
        other = noun.pos == "NOUN" and noun.tag in ("NN", "NNS") and not is_somebody(noun)
        if person and apart and other and noun.entity == "":
            hang(verb, beside)
        elif noun.pos == "NOUN" and not is_person(noun.lemma.lower()) and noun.dep == "pobj":
            above = noun.head.head  # "patients with gout who cannot walk"
            if above.pos == "NOUN" and is_person(above.lemma.lower()) and noun.entity == "":
                hang(verb, above)


def mend_whose(tokens: Sequence[Token]) -> None:
    """ "The report, the findings of which were sealed, blamed Ann": the findings were sealed."""
    for which in tokens:
        of = which.head
        part = of.head
        if which.lower not in ("which", "whom") or of.lower != "of" or part.pos != "NOUN":
            continue
        told = (t for t in tokens[which.i + 1 :] if t.dep == "relcl" and t.head.i < part.i)
        verb = next((t for t in told if is_below(t, part.head)), None)
        below = [t for t in tokens if verb is not None and t.head is verb]
        if verb is None or part.head is verb or any(t.dep in SUBJECTS for t in below):
            continue
        passive = any(t.dep == "auxpass" for t in below)
        hang(part, verb, "nsubjpass" if passive else "nsubj")


def mend_of_which(tokens: Sequence[Token]) -> None:
    """ "as a result of which it closed": it closed as a result of that."""
    for noun, of, which in zip(tokens, tokens[1:], tokens[2:], strict=False):
        prep, verb = noun.head, of.head
        told = of.lower == "of" and which.lower in ("which", "whom") and which.head is of
        told = told and noun.dep == "pobj" and verb.dep == "relcl" and verb.i > which.i
        led = prep.dep == "prep" and prep.i < noun.i
        if told and led and verb.head is noun:
            # "a review chaired by Ida, in the course of which they met": in that of the review
            host = prep.head.head if prep.head.dep in ("acl", "relcl") else prep.head
            if host.pos == "NOUN" and host.i < prep.i:
                hang(verb, host)
                hang(of, noun)
                hang(prep, verb)
        elif told and led and not is_below(verb, prep):
            hang(prep, verb)


def mend_among(tokens: Sequence[Token]) -> None:
    """ "Among those born there are the composer Bo and the cyclist Ida": they are among those."""
    for be in tokens[1:]:
        noun = be.head
        opens = tokens[0].lower in ("among", "amongst") and be.lemma == "be"
        if not opens or noun.dep != "ROOT" or noun is be or noun.i < be.i or noun.pos == "VERB":
            continue
        hang(be, be, "ROOT")
        hang(noun, be, "nsubj")
        for token in tokens:
            if token.head is noun and (token.i < be.i or token.pos == "PUNCT"):
                hang(token, be)


def mend_nor(tokens: Sequence[Token]) -> None:
    """ "Nor was the effect reduced by age.": the helping verb stands before its subject."""
    if len(tokens) < 4 or tokens[0].lower not in ("nor", "neither"):
        return
    be, verb = tokens[1], next((t for t in tokens if t.tag == "VBN" and t.dep == "acl"), None)
    if be.lemma != "be" or verb is None:
        return
    noun = verb.head
    if not (be.dep == "ROOT" and noun.head is be) and not (be.head is verb and noun.dep == "ROOT"):
        return
    verb.pos = "VERB"
    hang(verb, verb, "ROOT")
    for token in tokens:
        behind = token.head is noun and (token.i > verb.i or token.i < be.i)
        if (token.head is be or behind) and token not in (be, verb):
            hang(token, verb)
    hang(noun, verb, "nsubjpass")
    hang(be, verb, "auxpass")
    hang(tokens[0], verb, "cc")


def mend_only_if(tokens: Sequence[Token]) -> None:
    """ "They will lend it, but only if it stays dry": that it stays dry is no second statement."""
    for mark in tokens:
        verb = mark.head
        said = mark.dep == "mark" and mark.lower in ("if", "unless") and verb.dep == "conj"
        if said and verb.head.dep != "advcl":
            verb.dep = "advcl"


def mend_contents(tokens: Sequence[Token]) -> None:
    """ "the hypothesis that warming costs mass": what is said there is no clause about the noun's
    own part in it, since the clause has a subject beside "that"."""
    for verb in tokens:
        marks = [t for t in tokens[: verb.i] if t.head is verb and t.dep == "mark"]
        own = any(t.head is verb and t.dep in SUBJECTS for t in tokens[: verb.i])
        if verb.dep == "relcl" and own and marks and marks[0].lower == "that":
            verb.dep = "acl"


def mend_said_in(tokens: Sequence[Token]) -> None:
    """ "said in a statement that it had paid": what stands behind "that" is what was said."""
    for verb in tokens:
        noun, prep = verb.head, verb.head.head
        said = prep.head
        if verb.dep not in ("acl", "relcl", "ccomp") or noun.dep != "pobj" or prep.dep != "prep":
            continue
        marks = [t for t in tokens[: verb.i] if t.head is verb and t.dep == "mark"]
        told = any(t.head is said and t.dep in ("ccomp", "dobj") for t in tokens)
        stated = prep.lower in SPEAKING and said.lemma.lower() in SAY and prep.i > said.i
        opened = bool(marks) and marks[0].lower == "that"
        if stated and opened and not told and noun.lemma.lower() not in HELD:
            hang(verb, said, "ccomp")


#: What leads to where or when something is said: "in evidence", "at the hearing", "on oath".
SPEAKING = frozenset("in at on during before to after".split())
#: Nouns with what is held behind "that", wherever they stand: "said in the belief that it was so".
HELD = frozenset("belief hope knowledge fear expectation assumption event case ground".split())


def mend_said_apart(tokens: Sequence[Token]) -> None:
    """ "It was no accident; Ida said in May that it was planned": that it was none, nobody said."""
    for mark in tokens[1:-1]:
        said = mark.head
        told = (t for t in tokens[: mark.i] if t.head is said and t.dep == "ccomp")
        for verb in told if mark.text == ";" and mark.i < said.i else ():
            subject = any(t.head is said and t.dep in SUBJECTS for t in tokens[mark.i : said.i])
            that = any(t.lower == "that" and t.dep == "mark" for t in tokens[said.i :])
            if subject and that:
                verb.dep = "parataxis"


def mend_opened(tokens: Sequence[Token]) -> None:
    """ "Passed over in favour of a man, she left": what has no subject opens what has one."""
    for verb in tokens:
        first = verb.head
        if verb.dep != "conj" or first.dep != "ROOT" or first.tag not in ("VBN", "VBG"):
            continue
        own = [
            t for t in tokens if t.head is first and t.dep in (*SUBJECTS, "aux", "auxpass", "cc")
        ]
        subjects = [t for t in tokens[first.i : verb.i] if t.head is verb and t.dep in SUBJECTS]
        if own or not subjects or verb.tag not in FINITE:
            continue
        start = min(t.i for t in tokens if is_below(t, subjects[0]))
        if tokens[start - 1].text == ",":
            hang(verb, verb, "ROOT")
            hang(first, verb, "advcl")


def mend_agreement(tokens: Sequence[Token]) -> None:
    """ "Orbis says that claims are checked and denies delays": "denies" is said of one, as "says"
    is, and not of the claims."""
    for verb in tokens:
        inner = verb.head
        main = inner.head
        if verb.dep != "conj" or verb.tag != "VBZ" or inner.dep not in INNER or main.tag != "VBZ":
            continue
        below = [t for t in tokens if t.head is inner and t.i < verb.i]
        several = inner.tag == "VBP" or any(t.tag == "VBP" for t in below if "aux" in t.dep)
        own = any(t.head is verb and t.dep in (*SUBJECTS, "expl") for t in tokens)
        links = [t for t in below if t.dep == "cc"]
        if several and not own and links and main.i < inner.i:
            hang(verb, main)
            hang(links[-1], main)


def mend_put_between(tokens: Sequence[Token]) -> None:
    """ "at Lund and, from 1889, at Paris": what stands between the commas goes with the second."""
    for link in tokens:
        if link.dep != "cc" or link.i + 2 >= len(tokens) or tokens[link.i + 1].text != ",":
            continue
        between = tokens[link.i + 2]
        close = next((t.i for t in tokens[between.i :] if t.text == ","), 0)
        second = tokens[close + 1] if 0 < close < len(tokens) - 1 else between
        if between.pos != "ADP" or second.pos != "ADP" or second is between:
            continue
        first = next((t for t in reversed(tokens[: link.i])
                      if t.dep in ("prep", "agent") and t.lower == second.lower), None)  # fmt: skip
        end = next((t for t in tokens[second.i + 1 :] if t.pos in ("NOUN", "PROPN", "NUM")
                    and not (t.dep == "compound" and t.head.i > t.i)), None)  # fmt: skip
        if first is None or end is None or any(is_below(first, t) for t in (second, between)):
            continue
        hang(second, first.head, first.dep)
        if end.head is not second:
            hang(end, second, "pobj")
        for word in tokens[second.i + 1 : end.i]:
            if word.head is second and word.tag in ("VBG", "VBN"):
                hang(word, end, "amod")  # "by failing sight"
        hang(between, end, "prep")


def mend_said_between(tokens: Sequence[Token]) -> None:
    """ "If it rains, Ann said, the match is off": the condition is that of what is said."""
    for told in tokens:
        said = told.head
        marked = any(t.head is told and t.dep == "mark" for t in tokens)
        if told.dep != "ccomp" or told.i < said.i or said.dep != "ROOT" or marked:
            continue
        start = min(t.i for t in tokens if is_below(t, told))
        for clause in tokens[: said.i]:
            opened = any(t.head is clause and t.lower in CONDITIONED for t in tokens[: clause.i])
            beside = clause.dep == "advcl" and clause.head is said
            if opened and beside and tokens[start - 1].text == ",":
                hang(clause, told)


def mend_put_in(tokens: Sequence[Token]) -> None:
    """ "If, as Ann said, it rains": the "if" is that of the rain."""
    for mark in tokens:
        said = mark.head
        if mark.dep != "mark" or mark.lower not in CONDITIONALS or said.dep != "advcl":
            continue
        other = [t for t in tokens[mark.i : said.i] if t.head is said and t.lower == "as"]
        rest = [t for t in tokens[said.i + 1 :] if t.dep == "advcl" and t.head is said.head]
        if other and rest and tokens[other[0].i - 1].text == ",":
            hang(mark, rest[0])


def mend_related(tokens: Sequence[Token]) -> None:
    """ "the cuts Orbis announced in May": what a noun, a name and such a form say is who did it."""
    for verb in tokens:
        name = tokens[verb.i - 1] if verb.i else verb
        if verb.dep == "acl" and verb.tag == "VBN" and name.head is verb and name.dep == "nsubj":
            verb.dep, verb.tag = "relcl", "VBD"
        close = verb.head in (name, name.head)
        if verb.dep != "acl" or verb.tag != "VBN" or not close or name.pos != "PROPN":
            continue
        first = name.i
        while first and tokens[first - 1].head is name and tokens[first - 1].dep == "compound":
            first -= 1
        noun = tokens[first - 1] if first else name
        beside = (name.dep == "appos" and name.head is noun) or noun.head is name
        if noun.pos != "NOUN" or not beside or not is_deed(noun.lemma.lower()):
            continue  # "the ship Koit built in 1912" is Koit
        if noun.head is name:
            hang(noun, name.head, name.dep)
            for other in tokens[: noun.i]:
                if other.head is name:
                    hang(other, noun)
        verb.tag = "VBD"
        hang(verb, noun, "relcl")
        hang(name, verb, "nsubj")


def mend_said_if(tokens: Sequence[Token]) -> None:
    """ "If we fail, Orbis have said they might help": they have said it either way."""
    for clause in tokens:
        said = clause.head
        opened = any(t.head is clause and t.lower in CONDITIONALS for t in tokens[: clause.i])
        before = clause.dep == "advcl" and clause.i < said.i
        if not (before and opened) or said.lemma.lower() not in SAY:
            continue
        helps = [t for t in tokens if t.head is said and t.dep == "aux"]
        done = said.tag in ("VBD", "VBN") and not any(t.tag == "MD" for t in helps)
        told = [t for t in tokens[said.i :] if t.head is said and t.dep == "ccomp"]
        if done and told:
            hang(clause, told[0])


def mend_told_and_did(tokens: Sequence[Token]) -> None:
    """ "said that he is ill, and left the room": who said it left; so where another tense goes on.

    "Said there were no plans, but declined to go on": nor does "there" decline.
    """
    for verb in tokens:
        told, link = verb.head, [t for t in tokens if t.head is verb.head and t.dep == "cc"]
        if verb.dep != "conj" or told.dep != "ccomp" or told.i > verb.i or told.head.i > told.i:
            continue
        says = told.head
        link = [cc for cc in link if told.i < cc.i < verb.i and tokens[cc.i - 1].text == ","]
        if says is told or not link:
            continue
        own = any(t.head is verb and t.dep in SUBJECTS for t in tokens)
        there = any(t.head is told and t.dep == "expl" for t in tokens)
        times = [_tense(v, tokens) for v in (says, told, verb)]
        apart = times[1] != times[2] and "" not in times and (own or times[0] == times[2])
        if apart or (there and not own):
            hang(verb, says, "conj")
            for cc in link:
                hang(cc, says, "cc")


def _tense(verb: Token, tokens: Sequence[Token]) -> str:
    """ "past" or "present" of a verb with a tense of its own; "" of another."""
    helps = [t for t in tokens if t.head is verb and t.dep in ("aux", "auxpass")]
    first = min([verb, *helps], key=lambda t: t.i)
    return {"VBD": "past", "VBZ": "present", "VBP": "present"}.get(first.tag, "")


def mend_after(tokens: Sequence[Token]) -> None:
    """ "Prices fell after heavy rains in Ghana eased fears": it is the rains that eased them."""
    for noun in tokens:
        opens = noun.head
        last = max(t.i for t in tokens if is_below(t, noun))
        verb = tokens[min(last + 1, len(tokens) - 1)]
        if noun.dep != "pobj" or opens.dep != "prep" or opens.lower not in LEADING:
            continue
        finite = verb.dep == "advcl" and verb.tag in FINITE and opens.i < noun.i < verb.i
        below = [t.dep for t in tokens if t.head is verb]
        taken = any(dep in (*SUBJECTS, "mark", "aux") for dep in below)
        if finite and not taken and "dobj" in below and not is_below(verb, noun):
            hang(noun, verb, "nsubj")
            hang(opens, verb, "mark")


#: What stands before a clause as well as before a noun.
LEADING = frozenset("after before since until till as".split())


def mend_which(tokens: Sequence[Token]) -> None:
    """ "The Widow (1962) and Orchard (1969), which won a prize": what won it stands next to it."""
    for verb in tokens:
        first = verb.head
        which = next((t for t in tokens[: verb.i] if t.head is verb and t.dep in SUBJECTS), None)
        if verb.dep != "relcl" or which is None or which.lower != "which":
            continue
        row = [t for t in tokens[first.i : which.i] if t.dep == "conj" and t.head is first]
        several = any((t.head is verb and t.tag == "VBP") or t.lower == "were"
                      for t in tokens[which.i : verb.i + 1])  # fmt: skip
        ends = row and max(t.i for t in tokens if is_below(t, row[-1])) == which.i - 2
        ends = ends and tokens[row[-1].i - 1].text != "&"  # "Holt & Lund, which sells it"
        if ends and tokens[which.i - 1].text == "," and verb.tag != "VBP" and not several:
            hang(verb, row[-1])


def mend_done(tokens: Sequence[Token]) -> None:
    """ "Repairs carried out by Ida in May revealed it": they were carried out, and revealed it."""
    for verb in tokens[1:]:
        main, noun = verb.head, tokens[verb.i - 1]
        beside = noun.head is main and noun.dep in SUBJECTS
        told = verb.dep == "ccomp" and verb.i < main.i and verb.tag in ("VBD", "VBN")
        below = [t for t in tokens if t.head is verb]
        done = any(t.dep == "agent" for t in below)
        if told and beside and done and not any(t.dep in (*SUBJECTS, "mark") for t in below):
            verb.tag = "VBN"
            hang(verb, noun, "acl")


def mend_perfect_dates(tokens: Sequence[Token]) -> None:
    """ "has been paid for the leak in May": no perfect stands with a date, so it leaked then."""
    for prep in tokens[1:]:
        verb, last = prep.head, tokens[prep.i - 1]
        dated = any(t.head is prep and t.dep == "pobj" and t.entity == "DATE" for t in tokens)
        helps = [t for t in tokens[: verb.i] if t.head is verb and t.dep == "aux"]
        perfect = [t.lower for t in helps] in (["has"], ["have"])
        if prep.dep != "prep" or prep.lower not in ("in", "on") or not (dated and perfect):
            continue
        noun = last
        while noun.head is not noun and noun.head is not verb and noun.dep != "dobj":
            if noun.dep == "pobj" and noun.pos == "NOUN":
                break
            noun = noun.head
        if noun.i > verb.i and noun.pos == "NOUN" and is_below(last, noun) and noun is not verb:
            hang(prep, noun)


def mend_fronted(tokens: Sequence[Token]) -> None:
    """ "According to Ida, the key is a trace of it": who says so, of the whole clause."""
    for prep in tokens:
        told = prep.head
        verb = told.head
        if prep.dep != "prep" or told.dep not in ("attr", "acomp", "dobj") or told.i < verb.i:
            continue
        subject = next((t for t in tokens if t.head is verb and t.dep in SUBJECTS), None)
        if subject is not None and prep.i < subject.i and not is_below(prep, subject):
            hang(prep, verb)


def mend_denied_and_said(tokens: Sequence[Token]) -> None:
    """ "He denied that the result hurt and said he would stay": no result says anything."""
    for verb in tokens:
        told = verb.head
        says = told.head
        if verb.dep != "conj" or told.dep != "ccomp" or told.i > verb.i or says.i > told.i:
            continue
        who = [t for t in tokens if t.head is told and t.dep in SUBJECTS]
        own = any(t.head is verb and t.dep in (*SUBJECTS, "aux") for t in tokens)
        dumb = who and not (is_somebody(who[0]) or who[0].pos in ("PROPN", "PRON"))
        speaks = verb.lemma.lower() in SAY and any(
            t.head is verb and t.dep == "ccomp" for t in tokens
        )
        if (
            speaks
            and dumb
            and not own
            and verb.tag == says.tag
            and says.lemma.lower() in SAY | DENY
        ):
            link = [t for t in tokens[told.i : verb.i] if t.head is told and t.dep == "cc"]
            hang(verb, says, "conj")
            for cc in link[-1:]:
                hang(cc, says)


def mend_appointed(tokens: Sequence[Token]) -> None:
    """ "Appointed Minister of Fisheries by Ida in 1992, she left": a minister she was made then."""
    for post in tokens:
        main, made = post.head, tokens[post.i - 1] if post.i else post
        if post.dep not in SUBJECTS or made.tag != "VBN" or made.head is not main:
            continue
        other = [t for t in tokens[post.i + 1 : main.i] if t.head is main and t.dep in SUBJECTS]
        if made.dep != "advcl" or not other:
            continue
        close = next((t.i for t in reversed(tokens[: other[0].i]) if t.text == ","), made.i)
        hang(post, made, "oprd")
        for prep in tokens[made.i : close]:
            if prep.dep == "prep" and (
                prep.head is main or (prep.head is post and prep.lower == "by")
            ):
                hang(prep, made, "agent" if prep.lower == "by" else "prep")


def mend_unclosed(tokens: Sequence[Token]) -> None:
    """ "met Ida, a nurse with a car": where no comma closes what she is, the car is hers."""
    for told in tokens:
        host = told.head
        if told.dep != "appos" or told.pos != "NOUN" or host.i > told.i:
            continue
        below = [t.i for t in tokens if is_below(t, told)]
        first, last = min(below), max(below)
        prep = tokens[last + 1] if last + 1 < len(tokens) else told
        opened = first and tokens[first - 1].text == ","
        above = prep.head.pos in ("VERB", "AUX") and is_below(host, prep.head)
        if opened and prep.dep == "prep" and prep.lower in ("with", "of", "from") and above:
            hang(prep, told)


def mend_nearest(tokens: Sequence[Token]) -> None:
    """ "paid a firm registered in Hull in March": when, of the nearest verb before it."""
    for prep in tokens:
        dated = any(t.head is prep and t.dep == "pobj" and t.entity == "DATE" for t in tokens)
        verb = prep.head
        if prep.dep != "prep" or prep.lower not in ("in", "on") or verb.pos != "VERB" or not dated:
            continue
        for nearer in tokens[verb.i + 1 : prep.i]:
            reduced = nearer.dep == "acl" and nearer.tag == "VBN"
            if reduced and is_below(nearer, verb) and is_below(tokens[prep.i - 1], nearer):
                hang(prep, nearer)
