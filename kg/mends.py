"""Repairs of slips that parsers make, before anything else reads the tree.

A repair holds where the parse contradicts itself or English ("hosts live music" is no noun phrase),
whatever the text is about. What it leaves is a tree again: `tests/test_mends.py` holds that.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.english.nouns import is_deed, is_person
from kg.lexicon import CONDITION_OPENINGS, CONDITIONALS, PARTICLES, SAY, SHADES, STATES
from kg.tokens import Token, is_somebody

FIRST_OF_OPENINGS = frozenset(opening[0] for opening in CONDITION_OPENINGS)
QUOTES = frozenset('"“”«»')
SUBJECTS = ("nsubj", "nsubjpass")
#: Clauses that a verb joined to them may be above.
BELOW = ("advcl", "relcl")
#: A year, as references give it: "2015a".
YEAR = re.compile(r"(1[89]|20)\d\d[a-z]?")


def mend(tokens: Sequence[Token]) -> None:
    """Repair the parse of a sentence whose tokens know their heads but not yet their children."""
    for token in tokens:
        behind = token.dep == "compound" and token.i > token.head.i
        if behind and token.pos == "PROPN" and token.head.pos == "NOUN":
            token.dep = "appos"  # "the maker Orbis": a compound stands in front of its noun
    for token in tokens:
        if (
            token.head.tag == "NNS"
            and token.head.dep == "conj"
            and _governs(token.head, token, tokens)
        ):
            _mend_conjunct(token.head, token)
    _mend_subjects(tokens)
    _mend_particles(tokens)
    _mend_joined(tokens)
    _mend_parted(tokens)
    _mend_bases(tokens)
    _mend_roles(tokens)
    _mend_titles(tokens)
    _mend_colons(tokens)
    _mend_citations(tokens)
    _mend_conditions(tokens)
    _mend_related(tokens)
    _mend_set_off(tokens)
    _mend_states(tokens)
    _mend_shades(tokens)
    _mend_signs(tokens)
    _mend_measures(tokens)
    _mend_closed(tokens)
    _mend_parties(tokens)
    _mend_last(tokens)
    _mend_reduced(tokens)
    _mend_higher(tokens)
    _mend_backshifted(tokens)
    _mend_receivers(tokens)
    _mend_beside_places(tokens)
    _mend_late_subjects(tokens)
    _mend_said_between(tokens)
    _mend_put_in(tokens)
    _mend_bare_objects(tokens)


def _mend_subjects(tokens: Sequence[Token]) -> None:
    """ "Born in Dundee, the daughter of a baker, she ...": of two subjects side by side, the one
    beside the verb is it, and the other says who she is."""
    before: dict[int, Token] = {}
    for token in tokens:
        if token.dep not in ("nsubj", "nsubjpass") or token.i > token.head.i:
            continue
        if (outside := _outside(token, tokens)) is not None:
            outside.head, outside.dep = token.head, token.dep
            token.head, token.dep = outside, "dep"  # "The museum (Mon-Fri) lies ..."
            continue
        first = before.setdefault(token.head.i, token)
        if first is token or first.pos != "NOUN":
            continue
        last = max(t.i for t in tokens[first.i : token.i] if _below(t, first))
        between = [t.text for t in tokens[last + 1 : token.i] if not _below(t, token)]
        if between == [","] and token.tag in ("PRP", "NNP", "NNPS"):
            first.head, first.dep = token, "appos"
            before[token.head.i] = token
        elif not between and token.pos == "PROPN":
            token.head, token.dep = first, "appos"  # "its freighter Koit ran aground"


def _outside(token: Token, tokens: Sequence[Token]) -> Token | None:
    """The noun in front of the brackets that hold what a parser takes for a subject."""
    before = [t for t in tokens[: token.i] if t.text in ("(", "[", ")", "]")]
    closed = any(t.text in (")", "]") for t in tokens[token.i : token.head.i])
    if not before or before[-1].text not in ("(", "[") or not closed or not before[-1].i:
        return None
    noun = tokens[before[-1].i - 1]
    apart = not _below(noun, token) and not _below(token.head, noun)
    return noun if noun.pos in ("NOUN", "PROPN") and apart else None


def _mend_roles(tokens: Sequence[Token]) -> None:
    """ "Actress and singer Nora Till died": bare roles in front of a name say who it is."""
    for first in tokens:
        if not first.begins or first.entity != "PERSON" or not first.i:
            continue
        name = first
        while name.i + 1 < len(tokens) and _continues(tokens[name.i + 1]):
            name = tokens[name.i + 1]
        role = name.head
        while role.dep == "conj" and role.head.i < role.i:
            role = role.head
        before = tokens[role.i : first.i]
        if name.dep not in ("conj", "appos") or not before or not _are_roles(before):
            continue
        bare = not any(t.head is role and t.dep in ("det", "poss") for t in tokens)
        if bare and role.head is not role and role.dep in ("nsubj", "nsubjpass", "dobj", "pobj"):
            name.head, name.dep = role.head, role.dep
            role.head, role.dep = name, "compound"


def _continues(token: Token) -> bool:
    return token.entity == "PERSON" and not token.begins


def _are_roles(before: Sequence[Token]) -> bool:
    """ "actress and singer": role nouns, joined, the last one right in front of the name."""
    nouns = [t for t in before if t.text != "," and t.pos != "CCONJ" and t.tag != "JJ"]
    roles = [t for t in before if is_person(t.lemma.lower()) and t.tag != "NNS"]
    joined = any(t.pos == "CCONJ" for t in before)
    return joined and before[-1] in roles and all(t in roles for t in nouns)


def _mend_titles(tokens: Sequence[Token]) -> None:
    """ "“We Are the Tide” opened in Lyon": a title that opens a sentence before a verb without a
    subject is it."""
    if not tokens or tokens[0].text not in QUOTES:
        return
    close = next((t.i for t in tokens[2:14] if t.text in QUOTES), 0)
    if not close or close + 1 >= len(tokens):
        return
    verb, title = tokens[close + 1], tokens[close - 1]
    subjects = ("nsubj", "nsubjpass", "csubj", "csubjpass")
    named = title.pos == "PROPN" and title.entity == "WORK_OF_ART"
    if not named or verb.dep != "ROOT" or verb.tag not in ("VBD", "VBZ", "VBP"):
        return
    if not any(t.head is verb and t.dep in subjects for t in tokens):
        title.head, title.dep = verb, "nsubj"


def _mend_colons(tokens: Sequence[Token]) -> None:
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


def _mend_bases(tokens: Sequence[Token]) -> None:
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


def _mend_particles(tokens: Sequence[Token]) -> None:
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
        if all(any(_below(t, o) for o in objects) for t in between):
            token.dep = "prt"
            for below in tokens[token.i + 1 :]:
                if below.head is token and below.dep == "prep":
                    below.head = verb


def _mend_parted(tokens: Sequence[Token]) -> None:
    """ "Born in Dundee, the daughter of a baker, Anna ran": the daughter is who ran."""
    for token in tokens:
        born = token.head
        if token.dep != "parataxis" or token.tag != "NN" or born.tag not in ("VBN", "VBG"):
            continue
        verb = born.head
        subject = next((t for t in tokens if t.dep == "nsubj" and t.head is verb), None)
        named = subject is not None and subject.tag in ("PRP", "NNP", "NNPS")
        if born.dep == "advcl" and subject is not None and named and token.i < subject.i:
            token.head, token.dep = subject, "appos"


def _below(token: Token, head: Token) -> bool:
    while token is not head and token.head is not token:
        token = token.head
    return token is head


def _governs(noun: Token, token: Token, tokens: Sequence[Token]) -> bool:
    """Whether what hangs on a noun is an object: said to be, or a noun right behind it."""
    if token.dep == "dobj":
        return True
    between = tokens[noun.i + 1 : token.i]
    close = token.i > noun.i and all(_below(t, token) for t in between)
    return token.dep == "conj" and token.pos == "NOUN" and close


def _mend_conjunct(noun: Token, object: Token) -> None:
    """ "brews its own beer and hosts live music": a noun has no object, so it is a verb, and goes
    with the verb before it."""
    verb = noun.head
    while verb.pos not in ("VERB", "AUX") and verb.head is not verb:
        verb = verb.head
    if verb.tag == "VBZ" and verb.i < noun.i:
        noun.head, noun.pos, noun.tag, object.dep = verb, "VERB", "VBZ", "dobj"


def _mend_joined(tokens: Sequence[Token]) -> None:
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
                    other.head = before


def _mend_citations(tokens: Sequence[Token]) -> None:
    """ "carbon (Schuur et al., 2015)", "Hu et al. (2012)": a reference in brackets is no part of
    the sentence, whatever the parser makes of it, and its year is no time."""
    for i, token in enumerate(tokens):
        if token.text not in ("(", "["):
            continue
        close = next((t.i for t in tokens[i + 1 :] if t.text in (")", "]")), i)
        inside = tokens[i + 1 : close]
        years = [t for t in inside if YEAR.fullmatch(t.text)]
        others = any(b.lower == "al" and a.lower == "et" for a, b in pairwise(inside))
        behind = len(inside) == 1 and "al" in [t.lower for t in tokens[max(0, i - 2) : i]]
        if years and (others or behind):
            for part in inside:
                if not i < part.head.i < close:
                    part.dep = "dep"
            for year in years:
                year.entity = ""


def _mend_conditions(tokens: Sequence[Token]) -> None:
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
        outside = clause is not None and main not in opened and not _below(main, clause)
        if clause is None or not outside or clause.tag not in ("VBZ", "VBP", "VB", "VBN", "VBG"):
            continue
        clause.head, clause.dep = main, "advcl"
        for word in opened:
            word.head, word.dep = clause, "mark"


def _mend_set_off(tokens: Sequence[Token]) -> None:
    """ "The derivation from a word, proposed by Ann, ...": behind a comma it is of the whole."""
    for verb in tokens:
        noun = verb.head
        if verb.dep != "acl" or verb.tag != "VBN":
            continue
        first = min((t.i for t in tokens[noun.i : verb.i + 1] if _below(t, verb)), default=verb.i)
        if first < 1 or tokens[first - 1].text != ",":
            continue
        beside = tokens[first - 2] if first > 1 else verb
        if verb.lower == "born" and beside.entity == "PERSON" and noun.entity != "PERSON":
            verb.head = beside  # "the mill of Anna Holt, born in Leeds"
            continue
        while noun.dep == "pobj" and noun.head.dep == "prep":
            upper = noun.head.head
            named = noun.entity in ("PERSON", "ORG")  # "a life of Anna Holt, born in Leeds"
            if upper.pos != "NOUN" or upper.i > noun.i or upper is noun or named:
                break
            noun = upper
        verb.head = noun


def _mend_states(tokens: Sequence[Token]) -> None:
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
    verb.head = verb if state.head is state else state.head
    for token in below:
        if token is not verb and (token.i < state.i or token.dep not in ("prep", "advmod")):
            token.head = verb
    state.head = verb


def _mend_shades(tokens: Sequence[Token]) -> None:
    """ "turned bright red": of two adjectives side by side the first narrows the second."""
    told = ("acomp", "oprd", "attr", "xcomp")
    for first, second in pairwise(tokens):
        narrows = (first.tag == "JJ" and first.dep in told) or first.lower in SHADES
        beside = first.head is second.head and second.tag == "JJ" and second.dep in told
        if narrows and beside and all(t.head is not first for t in tokens):
            first.head, first.dep = second, "amod"


def _mend_signs(tokens: Sequence[Token]) -> None:
    """ "charged at 30 x €15": the sign between two numbers is no preposition."""
    for sign in tokens[1:]:
        times = sign.lower in ("x", "×") and sign.dep == "prep" and sign.head is not sign
        right = next((t for t in tokens if t.head is sign and t.pos == "NUM"), None)
        left = tokens[sign.i - 1]
        if not times or right is None or left.pos != "NUM":
            continue
        if sign.head is left:
            right.head, right.dep = (right if left.head is left else left.head), left.dep
        elif not _below(sign, left):
            right.head, right.dep = sign.head, "pobj" if sign.head.pos == "ADP" else "dobj"
        else:
            continue
        left.head, left.dep = right, "nummod"
        sign.head, sign.dep = right, "quantmod"


def _mend_measures(tokens: Sequence[Token]) -> None:
    """ "a capacity of 6 gigawatts", "a loan of up to £6m", "between 2 and 3 metres long"."""
    for word, after in pairwise(tokens):
        if word.dep != "prep" or word.head is word:
            continue
        below = [t for t in tokens if t.head is word]
        if word.lower == "of" and not below:
            _lead_to_measure(word, after)
        elif word.lower == "between" and not below and after.pos == "NUM":
            word.head, word.dep = after, "quantmod"
        elif word.lower == "to" and word.head.pos == "ADP" and tokens[word.i - 1].lower == "up":
            for number in (t for t in below if t.pos == "NUM" and t.dep == "pobj"):
                number.head = word.head
                word.head, word.dep = number, "quantmod"


def _lead_to_measure(of: Token, after: Token) -> None:
    """Hang what stands right behind a bare "of" on it."""
    while after.dep in ("nummod", "quantmod", "compound") and after.i < after.head.i:
        after = after.head
    beside = after.head in (of.head, of.head.head) and after.i > of.i
    if beside and after.dep in ("npadvmod", "dep", "punct", "pobj") and after.pos == "NOUN":
        after.head, after.dep = of, "pobj"


def _mend_closed(tokens: Sequence[Token]) -> None:
    """ "It keeps the fee, which is £5 a day, until May": what stands behind the comma that closes
    a clause about a noun is told of the verb that the noun is the object of."""
    for prep in tokens:
        verb = prep.head
        noun = verb.head
        if prep.dep != "prep" or verb.dep != "relcl" or noun.dep not in ("dobj", "attr"):
            continue
        last = max(t.i for t in tokens if _below(t, prep))
        opens = min(t.i for t in tokens if _below(t, verb))
        set_off = opens and tokens[opens - 1].text == "," and tokens[prep.i - 1].text == ","
        ends = all(t.pos == "PUNCT" and t.text != "," for t in tokens[last + 1 : last + 2])
        alike = [t for t in tokens if t.head is verb and t.lower == prep.lower]
        if set_off and ends and prep.i > verb.i and alike == [prep]:
            prep.head = noun.head


def _mend_parties(tokens: Sequence[Token]) -> None:
    """ "between Orbis, a firm with mills in Graz, and Tarn, a charity": two are needed, so the last
    name behind a comma and an "and" is the other one, however far it stands."""
    for first in tokens:
        joined = any(t.head is first and t.dep == "conj" for t in tokens)
        single = first.dep == "pobj" and first.pos == "PROPN" and not joined
        if not single or first.head.lower != "between":
            continue
        for second in reversed(tokens[first.i + 1 :]):
            if second.dep == "conj" and second.pos == "PROPN" and _below(second, first):
                start = min(t.i for t in tokens if _below(t, second))
                comma, link = tokens[start - 2 : start]
                if (comma.text, link.lower) == (",", "and"):
                    for token in (comma, link, second):
                        token.head = first
                    break


def _mend_last(tokens: Sequence[Token]) -> None:
    """ "Orbis and Tarn, a charity": behind the "and" of a list nothing more is joined, so what has
    an article there says what the last name is."""
    for name, comma in pairwise(tokens):
        linked = [t for t in tokens[: name.i] if t.dep == "cc" and t.head is name.head]
        if name.pos != "PROPN" or name.dep != "conj" or comma.text != "," or not linked:
            continue
        for noun in (t for t in tokens[comma.i + 1 :] if t.head is name and t.dep == "conj"):
            first = min(t.i for t in tokens if _below(t, noun))
            article = tokens[first].lower in ("a", "an") and first == comma.i + 1
            if article and all(t.head is not name or t.dep != "cc" for t in tokens):
                noun.dep = "appos"


def _mend_reduced(tokens: Sequence[Token]) -> None:
    """ "It meets in the Corn Hall, designed by Ann and completed in 1847": what has no tense is
    not joined to what has one, but to the participle before it."""
    for verb in tokens:
        above = verb.head
        past = verb.tag == "VBD" and above.tag in ("VBZ", "VBP")
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
            verb.head = link.head = first[-1]
            verb.tag = "VBN"


def _mend_higher(tokens: Sequence[Token]) -> None:
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
            verb.head = link.head = main


def _mend_backshifted(tokens: Sequence[Token]) -> None:
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
                verb.head = link.head = told[-1]


def _looks_far_back(verb: Token, tokens: Sequence[Token]) -> bool:
    return any(t.head is verb and t.dep == "aux" and t.lower == "had" for t in tokens)


def _mend_receivers(tokens: Sequence[Token]) -> None:
    """ "brought him fame": of two objects side by side the first receives the other."""
    for first in tokens:
        verb = first.head
        objects = [t for t in tokens if t.head is verb and t.dep == "dobj"]
        if (
            len(objects) == 2
            and first is objects[0]
            and first.tag == "PRP"
            and first.i == verb.i + 1
        ):
            first.dep = "dative"


def _mend_beside_places(tokens: Sequence[Token]) -> None:
    """ "a chef from Lisbon, Rui Teles": no row of places has a person, so it is the chef."""
    for name in tokens:
        place = name.head
        noun = place.head.head
        listed = any(t.head is place and t.dep == "cc" for t in tokens)
        joined = name.dep == "conj" and place.dep == "pobj" and not listed
        if not joined or place.entity != "GPE" or name.entity not in ("PERSON", "ORG"):
            continue
        if noun.pos == "NOUN" and is_somebody(noun) and noun.tag == "NN":
            name.head, name.dep = noun, "appos"


def _mend_late_subjects(tokens: Sequence[Token]) -> None:
    """ "Ada was born in Rome, the daughter of Otto, a baker, and his wife": what stands behind the
    verb is not joined to the subject before it."""
    for late in tokens:
        subject = late.head
        verb = subject.head
        if late.dep != "conj" or subject.dep not in SUBJECTS or not subject.i < verb.i < late.i:
            continue
        if verb.pos not in ("VERB", "AUX") or late.pos not in ("NOUN", "PROPN"):
            continue
        start = min(t.i for t in tokens if _below(t, late))
        links = [t for t in tokens[verb.i : start] if t.head is subject and t.dep == "cc"]
        before = tokens[links[-1].i - 1] if links else verb
        if before.text == ",":
            before = tokens[before.i - 1]
        while before.dep in ("appos", "compound") and before.i > verb.i:
            before = before.head
        if before.pos in ("NOUN", "PROPN") and before.i > verb.i and not _below(before, late):
            late.head = links[-1].head = before


def _mend_said_between(tokens: Sequence[Token]) -> None:
    """ "If it rains, Ann said, the match is off": the condition is that of what is said."""
    for told in tokens:
        said = told.head
        marked = any(t.head is told and t.dep == "mark" for t in tokens)
        if told.dep != "ccomp" or told.i < said.i or said.dep != "ROOT" or marked:
            continue
        start = min(t.i for t in tokens if _below(t, told))
        for clause in tokens[: said.i]:
            if clause.dep == "advcl" and clause.head is said and tokens[start - 1].text == ",":
                clause.head = told


def _mend_put_in(tokens: Sequence[Token]) -> None:
    """ "If, as Ann said, it rains": the "if" is that of the rain."""
    for mark in tokens:
        said = mark.head
        if mark.dep != "mark" or mark.lower not in CONDITIONALS or said.dep != "advcl":
            continue
        other = [t for t in tokens[mark.i : said.i] if t.head is said and t.lower == "as"]
        rest = [t for t in tokens[said.i + 1 :] if t.dep == "advcl" and t.head is said.head]
        if other and rest and tokens[other[0].i - 1].text == ",":
            mark.head = rest[0]


def _mend_bare_objects(tokens: Sequence[Token]) -> None:
    """ "runs Forno Lind in Leith": a name right behind a verb is no time."""
    for name in tokens:
        verb = name.head
        named = name.pos == "PROPN" and name.entity not in ("", "DATE", "TIME")
        if name.dep != "npadvmod" or not named or verb.pos != "VERB" or verb.i > name.i:
            continue
        first = min(t.i for t in tokens if _below(t, name))
        told = any(t.head is verb and t.dep in ("dobj", "attr", "ccomp") for t in tokens)
        if first == verb.i + 1 and not told and verb.tag != "VBN":
            name.dep = "dobj"


def _mend_related(tokens: Sequence[Token]) -> None:
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
            noun.head, noun.dep = name.head, name.dep
            for other in tokens[: noun.i]:
                other.head = noun if other.head is name else other.head
        verb.head, verb.dep, verb.tag = noun, "relcl", "VBD"
        name.head, name.dep = verb, "nsubj"


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
