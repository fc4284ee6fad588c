"""Verbs: their forms and objects, and the verbs joined to them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.english.frames import frame_of
from kg.english.lexicon import INTRANSITIVE, PARTICLES, SAY, STATES
from kg.english.verbs import DONE_TO, LAW, TRANSITIVE
from kg.parse.mends.tree import FINITE, SUBJECTS, hang, is_below
from kg.parse.tokens import TIMES, Token

#: Clauses that a verb joined to them may be above.
BELOW = ("advcl", "relcl")


def mend_conjuncts(tokens: Sequence[Token]) -> None:
    """ "brews its own beer and hosts live music": a noun has no object, so it is a verb, and goes
    with the verb before it."""
    for token in tokens:
        noun = token.head
        if noun.tag == "NNS" and noun.dep == "conj" and governs(noun, token, tokens):
            _join(noun, token)


def _join(noun: Token, object: Token) -> None:
    verb = noun.head
    while verb.pos not in ("VERB", "AUX") and verb.head is not verb:
        verb = verb.head
    if verb.tag == "VBZ" and verb.i < noun.i:
        noun.pos, noun.tag, object.dep = "VERB", "VBZ", "dobj"
        hang(noun, verb)


def governs(noun: Token, token: Token, tokens: Sequence[Token]) -> bool:
    """Whether what hangs on a noun is an object: said to be, or a noun right behind it."""
    if token.dep == "dobj":
        return True
    between = tokens[noun.i + 1 : token.i]
    close = token.i > noun.i and all(is_below(t, token) for t in between)
    return token.dep == "conj" and token.pos == "NOUN" and close


def mend_joined(tokens: Sequence[Token]) -> None:
    """ "Orbis designs and builds boats": a plural that a verb is joined to is a verb as well."""
    for verb in tokens:
        first = verb.head
        if verb.dep != "conj" or verb.tag != "VBZ" or first.tag != "NNS" or first.dep != "ROOT":
            continue
        before = tokens[first.i - 1] if first.i else first
        named = before.dep == "compound" and before.head is first and before.pos == "PROPN"
        subject = any(t.head is verb and t.dep in ("nsubj", "nsubjpass") for t in tokens)
        if named and not subject and all(t.dep == "cc" for t in tokens[first.i + 1 : verb.i]):
            first.pos, first.tag = "VERB", "VBZ"
            before.dep = "nsubj"
            for other in tokens[: before.i]:
                if other.head is first:
                    hang(other, before)


def mend_bases(tokens: Sequence[Token]) -> None:
    """ "to found a bank", "did not found it": behind "to", "did" and "will" stands the bare form,
    and the lemma of "found" there is "found"."""
    for token in tokens:
        verb = token.head
        modal = token.tag == "MD" and token.lower not in ("'d", "’d")  # "he'd seen it" had
        leads = token.lower == "to" or modal or token.lemma.lower() == "do"
        if token.dep != "aux" or not leads or token.i > verb.i or verb.tag not in ("VBD", "VBN"):
            continue
        others = [t for t in tokens if t.head is verb and t.dep in ("aux", "auxpass")]
        if all(t.lemma.lower() not in ("have", "be") for t in others):
            verb.tag, verb.lemma = "VB", verb.lower


def mend_particles(tokens: Sequence[Token]) -> None:
    """ "sent it back to Rome", "put together": such a word behind a verb is part of it."""
    for token in tokens:
        verb = token.head
        if token.lower not in PARTICLES or verb.pos != "VERB" or verb.i > token.i:
            continue
        alone = token.dep == "prep" and all(t.head is not token for t in tokens)
        if token.dep != "advmod" and not (alone and token.lower == "behind"):
            continue
        objects = [t for t in tokens if t.head is verb and t.dep == "dobj"]
        between = tokens[verb.i + 1 : token.i]
        if all(any(is_below(t, o) for o in objects) for t in between):
            token.dep = "prt"
            for below in tokens[token.i + 1 :]:
                if below.head is token and below.dep == "prep":
                    hang(below, verb)


def mend_colons(tokens: Sequence[Token]) -> None:
    """ "It comprises: a housing; and a seal": what follows a verb and a colon is its object."""
    for token in tokens:
        verb = token.head
        if token.dep != "parataxis" or token.pos not in ("NOUN", "PROPN") or verb.pos != "VERB":
            continue
        own = [t for t in tokens[verb.i + 1 : token.i] if t.text == ":"]
        told = any(t.head is verb and t.dep in ("dobj", "ccomp") for t in tokens)
        clause = any(t.head is token and t.dep in ("nsubj", "cop") for t in tokens)
        if own and own[0].i == verb.i + 1 and not told and not clause:
            token.dep = "dobj"


def mend_states(tokens: Sequence[Token]) -> None:
    """ "A rake is missing from the barn": it misses nothing, it is missing."""
    for state in (t for t in tokens if t.lower in STATES):
        below = [t for t in tokens if t.head is state and t is not state]
        if any(t.dep in ("dobj", "xcomp", "ccomp") for t in below):
            continue
        linking = [t for t in below if t.dep == "aux" and t.lemma == "be" and t.i < state.i]
        if linking:
            _put_above(linking[-1], state, below)
        elif state.head.lemma != "be" or state.dep not in ("ccomp", "xcomp", "acomp"):
            continue
        state.dep, state.pos, state.tag, state.lemma = "acomp", "ADJ", "JJ", state.lower


def _put_above(verb: Token, state: Token, below: Sequence[Token]) -> None:
    """Make a form of "be" the head of what hung on the word behind it, but for what is behind."""
    verb.dep = state.dep
    hang(verb, verb if state.head is state else state.head)
    for token in below:
        if token is not verb and (token.i < state.i or token.dep not in ("prep", "advmod")):
            hang(token, verb)
    hang(state, verb)


def mend_reduced(tokens: Sequence[Token]) -> None:
    """ "It meets in the Corn Hall, designed by Ann and completed in 1847": what has no tense is
    not joined to what has one, but to the participle before it."""
    for verb in tokens:
        above = verb.head
        past = verb.tag == "VBD" and above.tag in ("VBZ", "VBP")
        past = past and verb.lemma.lower() not in INTRANSITIVE  # "leads a party ... and resigned"
        bare = verb.tag == "VBN" and above.tag in ("VBZ", "VBP", "VBD")
        if verb.dep != "conj" or not (past or bare):
            continue
        taken = (*SUBJECTS, "aux", "auxpass", *(("dobj",) if past else ()))
        own = [t for t in tokens if t.head is verb and t.dep in taken]
        helped = any(t.head is above and t.dep in ("aux", "auxpass") for t in tokens)
        link = next((t for t in reversed(tokens[: verb.i]) if t.dep == "cc"), None)
        if own or helped or above.lemma == "be" or link is None or link.head is not above:
            continue
        first = [t for t in tokens[above.i : link.i] if t.dep == "acl" and t.tag == "VBN"]
        if first and tokens[link.i - 1].text != ",":
            hang(verb, first[-1])
            hang(link, first[-1])
            verb.tag = "VBN"


def mend_higher(tokens: Sequence[Token]) -> None:
    """ "It was stopped when the level rose, and has not been restarted": behind a comma, in another
    tense, it is joined to the main verb."""
    for verb in tokens:
        inner, main = verb.head, verb.head.head
        while inner.dep == "relcl" and main.pos not in ("VERB", "AUX") and main.head is not main:
            main = main.head
        if verb.dep != "conj" or inner.dep not in BELOW or not main.i < inner.i < verb.i:
            continue
        helps = [t for t in tokens if t.head is verb and t.dep in ("aux", "auxpass", *SUBJECTS)]
        inside = [t for t in tokens if t.head is inner and t.dep in ("aux", "auxpass")]
        link = next((t for t in reversed(tokens[: verb.i]) if t.dep == "cc"), None)
        both = verb.tag == main.tag == "VBN" and inner.lemma == "be"  # "was received, and accepted"
        if not (helps or both) or inside or any(t.dep in SUBJECTS for t in helps) or link is None:
            continue
        if link.head is inner and tokens[link.i - 1].text == ",":
            hang(verb, main)
            hang(link, main)


def mend_backshifted(tokens: Sequence[Token]) -> None:
    """ "The clerk said it had been ordered but the firm had sent another": what is told in the same
    past is said, too."""
    for verb in tokens:
        said = verb.head
        if verb.dep != "conj" or said.dep != "ROOT" or said.lemma.lower() not in SAY:
            continue
        told = [t for t in tokens[said.i : verb.i] if t.head is said and t.dep == "ccomp"]
        if told and all(_looks_far_back(t, tokens) for t in (told[-1], verb)):
            own = [t for t in tokens if t.head is verb and t.dep in SUBJECTS]
            link = next((t for t in reversed(tokens[: verb.i]) if t.dep == "cc"), None)
            if own and link is not None and link.head is said:
                hang(verb, told[-1])
                hang(link, told[-1])


def _looks_far_back(verb: Token, tokens: Sequence[Token]) -> bool:
    return any(t.head is verb and t.dep == "aux" and t.lower == "had" for t in tokens)


def mend_receivers(tokens: Sequence[Token]) -> None:
    """ "brought him fame": of two objects side by side the first receives the other."""
    for first in tokens:
        verb = first.head
        if first.dep != "dobj" or first.tag != "PRP" or first.i != verb.i + 1:
            continue
        objects = [t for t in tokens if t.head is verb and t.dep == "dobj"]
        if len(objects) == 2:
            first.dep = "dative"


def mend_bare_objects(tokens: Sequence[Token]) -> None:
    """ "runs Forno Lind in Leith": a name right behind a verb is no time."""
    for name in tokens:
        verb = name.head
        named = name.pos == "PROPN" and name.entity not in ("", "DATE", "TIME")
        if name.dep != "npadvmod" or not named or verb.pos != "VERB" or verb.i > name.i:
            continue
        first = min(t.i for t in tokens if is_below(t, name))
        told = any(t.head is verb and t.dep in ("dobj", "attr", "ccomp") for t in tokens)
        if first == verb.i + 1 and not told and verb.tag != "VBN":
            name.dep = "dobj"


def mend_found_so(tokens: Sequence[Token]) -> None:
    """ "found her abrupt", "made her angry": nobody's abrupt is found, she is."""
    for owner, told in pairwise(tokens):
        verb = told.head
        whole = told.dep == "dobj" and told.tag == "JJ" and verb.lemma.lower() in FINDING
        if owner.tag == "PRP$" and owner.head is told and whole and verb.i == owner.i - 1:
            owner.tag, told.dep = "PRP", "oprd"
            hang(owner, verb, "dobj")


#: What makes or finds somebody so.
FINDING = frozenset("find make think consider call keep leave render deem".split())


def mend_to_do(tokens: Sequence[Token]) -> None:
    """ "The mayor is Ann Lund, the first to hold the office": she is it, and holds it."""
    for linking in tokens:
        verb = linking.head
        if linking.lemma != "be" or linking.dep != "nsubj" or verb.dep != "ROOT":
            continue
        before = tokens[verb.i - 1]
        nouns = [t for t in tokens[linking.i : verb.i] if t.dep in ("appos", "attr")]
        if verb.tag == "VB" and before.lower == "to" and nouns:
            hang(linking, linking, "ROOT")
            hang(verb, nouns[-1], "acl")


def mend_said_with(tokens: Sequence[Token]) -> None:
    """ "announced with regret that she was leaving": that is what she announced."""
    for mark in tokens:
        told = mark.head
        noun = told.head
        with_, verb = noun.head, noun.head.head
        hung = told.dep in ("acl", "ccomp", "relcl") and noun.dep == "pobj"
        said = verb.lemma.lower() in SAY and verb.pos == "VERB"
        if (mark.dep, mark.lower, with_.lower) != ("mark", "that", "with") or not (hung and said):
            continue
        if all(t.dep not in ("ccomp", "dobj") for t in tokens if t.head is verb):
            hang(told, verb, "ccomp")


def mend_governing(tokens: Sequence[Token]) -> None:
    """ "The film stars Judith Amory.": a noun has no object, and a sentence has a verb."""
    for word in tokens[1:-1]:
        noun, name = tokens[word.i - 1], word.head
        if word.tag != "NNS" or noun.dep != "compound" or noun.tag not in ("NN", "NNP"):
            continue
        objects = [t for t in tokens[word.i :] if t.head is word and t.dep == "dobj"]
        if word.dep == "ROOT" and objects and noun.head is word:
            _make_verb(word, noun, tokens)
        elif word.dep == "compound" and name.dep == "ROOT" and name.entity == "PERSON":
            ends = tokens[-1].text == "." and not any(t.tag in (*FINITE, "MD") for t in tokens)
            article = any(t.head in (noun, word, name) and t.lower == "the" for t in tokens[:2])
            if ends and article and tokens[word.i + 1].entity == "PERSON":
                hang(word, word, "ROOT")
                hang(name, word, "dobj")
                for other in tokens:
                    behind = other.i > name.i and other.dep in ("prep", "punct")
                    if other.head is name and (other.i < word.i or behind):
                        hang(other, word)
                _make_verb(word, noun, tokens)


def _make_verb(word: Token, noun: Token, tokens: Sequence[Token]) -> None:
    """Make a plural a verb, the noun in front of it its subject."""
    word.pos, word.tag, word.lemma = "VERB", "VBZ", word.lower.removesuffix("s")
    for other in tokens[: noun.i]:
        if other.head is word and other.dep in ("det", "amod", "poss", "nummod", "compound"):
            hang(other, noun)
    hang(noun, word, "nsubj")


def mend_nearer(tokens: Sequence[Token]) -> None:
    """ "asked for a scan, which was made at noon and showed a bleed": without a comma, what is
    joined belongs to the clause that it stands behind."""
    for verb in tokens:
        main = verb.head
        if verb.dep != "conj" or verb.tag not in FINITE or main.tag not in FINITE:
            continue
        link = next(
            (t for t in reversed(tokens[: verb.i]) if t.head is main and t.dep == "cc"), None
        )
        own = any(t.head is verb and t.dep in SUBJECTS for t in tokens)
        if link is None or own or link.i < 2 or tokens[link.i - 1].text == ",":
            continue
        for inner in tokens[main.i : link.i]:
            if inner.dep != "relcl" or not is_below(inner.head, main) or inner.head is main:
                continue
            below = [t for t in tokens if is_below(t, inner)]
            which = below[0].tag in ("WDT", "WP") and below[0].dep in SUBJECTS
            ends, set_off = below[-1].i == link.i - 1, tokens[below[0].i - 1].text == ","
            between = tokens[link.i + 1 : verb.i]
            if which and ends and set_off and all(t.head is verb for t in between):
                hang(verb, inner)
                hang(link, inner)
                break


def mend_deeds(tokens: Sequence[Token]) -> None:
    """ "accused the owners of burning it": they are accused of that, and are no owners of it."""
    for of in tokens[1:-1]:
        noun, deed = of.head, tokens[of.i + 1]
        verb = noun.head
        told = of.lower in ("of", "for", "with") and deed.tag == "VBG" and deed.head is of
        if told and noun.dep == "dobj" and frame_of("verb", verb.lemma.lower(), f"{of.lower}-ing"):
            hang(of, verb)


def mend_found_when(tokens: Sequence[Token]) -> None:
    """ "was found abandoned at noon": that is when it was found."""
    for state in tokens[1:]:
        found = state.head
        if state.dep not in ("xcomp", "oprd", "acomp") or found.lemma.lower() not in FOUND:
            continue
        if state.tag not in ("VBN", "JJ") or tokens[state.i - 1] is not found:
            continue
        for time in tokens[state.i :]:
            dated = time.entity in TIMES or time.text[0].isdigit()
            if time.dep == "pobj" and time.head.head is state and dated:
                hang(time.head, found)


#: Who does so sees something as it is by then.
FOUND = frozenset("find discover see".split())


def mend_doing(tokens: Sequence[Token]) -> None:
    """ "has ruled out becoming chair": that is what is ruled out, and not how."""
    for verb, particle, doing in zip(tokens, tokens[1:], tokens[2:], strict=False):
        bare = particle.head is verb and particle.dep == "prt" and doing.tag == "VBG"
        taken = any(t.head is verb and t.dep in ("dobj", "xcomp", "ccomp") for t in tokens)
        if bare and doing.head is verb and doing.dep == "advcl" and not taken:
            doing.dep = "xcomp"


def mend_headlines(tokens: Sequence[Token]) -> None:
    """ "Dairy firm fined £142,000", "Man charged over theft": a headline tells of whom it was asked
    and who was charged, and not who did it."""
    for verb in tokens:
        below = [t for t in tokens if t.head is verb]
        told = [t for t in below if t.dep in ("dobj", "dative", "ccomp", "xcomp")]
        if verb.tag != "VBD" or any(t.dep in ("aux", "auxpass") for t in below):
            continue
        asked = verb.lemma.lower() == "fine" and len(told) == 1 and told[0].entity == "MONEY"
        done = verb.lemma.lower() in LAW | DONE_TO | TRANSITIVE and not told
        behind = tokens[verb.i + 1 :][:1]
        aimed = any(t.head is verb and t.lower in AIMING for t in behind)
        if asked or (done and not aimed and verb.dep == "ROOT" and tokens[-1].pos != "PUNCT"):
            verb.tag = "VBN"
            for token in below:
                if token.dep == "nsubj":
                    token.dep = "nsubjpass"


#: What stands between a deed and what it is aimed at: "Troops fired on crowd".
AIMING = frozenset("at on into".split())


def mend_all_but(tokens: Sequence[Token]) -> None:
    """ "have all but disappeared": nearly all of "disappeared" is "disappear", and "all but" is
    how nearly."""
    for all_, but, verb in zip(tokens, tokens[1:], tokens[2:], strict=False):
        have = all_.head
        close = all_.lower == "all" and but.lower == "but" and verb.tag in ("VBN", "VBD")
        if not close or have.lemma not in ("have", "be") or verb.head not in (all_, but, have):
            continue
        verb.pos = "VERB"
        hang(verb, verb if have.head is have else have.head, have.dep)
        for token in tokens:
            if token.head is have and token is not have:
                hang(token, verb)
        hang(have, verb, "aux" if have.lemma == "have" else "auxpass")
        hang(all_, verb, "advmod")
        hang(but, all_, "cc")


def mend_due(tokens: Sequence[Token]) -> None:
    """ "which was due to start in May": it was due, and the start hangs on that."""
    for be, due, to, verb in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        told = be.lemma == "be" and due.lower in DUE and to.lower == "to" and verb.tag == "VB"
        if not told or be.dep != "relcl" or verb.dep != "relcl" or verb.head is not be.head:
            continue
        for token in tokens[: be.i]:
            if token.head is verb and token.dep in SUBJECTS:
                hang(token, be)
        hang(due, be, "acomp")
        hang(verb, due, "xcomp")
        hang(to, verb, "aux")


#: What somebody is to do something.
DUE = frozenset("due set likely unlikely able unable ready free bound sure certain".split())


def mend_aged(tokens: Sequence[Token]) -> None:
    """ "died on Sunday aged 91": nobody dies an aged, and no Sunday is aged."""
    for aged, years in pairwise(tokens):
        verb = aged.head if aged.head.pos == "VERB" else aged.head.head.head
        if aged.lower != "aged" or years.pos != "NUM" or verb.pos != "VERB":
            continue
        if aged.dep in ("dobj", "attr", "acomp", "acl", "amod") and aged.i > verb.i:
            hang(aged, verb, "advcl")
            hang(years, aged, "npadvmod")


def mend_counted(tokens: Sequence[Token]) -> None:
    """ "lost 1,100 killed and wounded": those are who was lost, and not what was done next."""
    for number, verb in pairwise(tokens):
        beside = verb.dep in ("advcl", "conj") and verb.head is number.head
        if verb.tag == "VBN" and beside and number.pos == "NUM" and number.dep == "dobj":
            hang(verb, number, "acl")


def mend_perfect(tokens: Sequence[Token]) -> None:
    """ "might have prolonged life": behind "might have" stands what might have been done."""
    for have, verb in pairwise(tokens):
        noun = verb.head
        modal = any(t.head is have and t.dep == "aux" and t.tag == "MD" for t in tokens[: have.i])
        inside = verb.tag == "VBN" and verb.dep == "amod" and noun.head is have
        if have.lemma.lower() != "have" or not modal or not inside or noun.dep != "dobj":
            continue
        verb.pos = "VERB"
        hang(verb, verb if have.head is have else have.head, have.dep)
        for other in tokens:
            if other.head is have and other is not have:
                hang(other, verb)
        hang(have, verb, "aux")
