"""Subjects, names and what stands beside them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kg.english.lemmas import Lemmas
from kg.english.lexicon import ORGANIZATION_NOUNS, PLACE_NOUNS, is_role
from kg.english.nouns import is_deed, is_kin, is_person
from kg.parse.mends.tree import SUBJECTS, hang, is_below
from kg.parse.tokens import Token, is_somebody

QUOTES = frozenset('"“”«»')


def mend_behind(tokens: Sequence[Token]) -> None:
    """ "the maker Orbis": a compound stands in front of its noun."""
    for token in tokens:
        behind = token.dep == "compound" and token.i > token.head.i
        if behind and token.pos == "PROPN" and token.head.pos == "NOUN":
            token.dep = "appos"


def mend_subjects(tokens: Sequence[Token]) -> None:
    """ "Born in Dundee, the daughter of a baker, she ...": of two subjects side by side, the one
    beside the verb is it, and the other says who she is."""
    before: dict[int, Token] = {}
    for token in tokens:
        if token.dep not in ("nsubj", "nsubjpass") or token.i > token.head.i:
            continue
        if (outside := _outside(token, tokens)) is not None:
            hang(outside, token.head, token.dep)
            hang(token, outside, "dep")  # "The museum (Mon-Fri) lies ..."
            continue
        first = before.setdefault(token.head.i, token)
        if first is token or first.pos != "NOUN":
            continue
        last = max(t.i for t in tokens[first.i : token.i] if is_below(t, first))
        between = [t.text for t in tokens[last + 1 : token.i] if not is_below(t, token)]
        if between == [","] and token.tag in ("PRP", "NNP", "NNPS"):
            hang(first, token, "appos")
            before[token.head.i] = token
        elif not between and token.pos == "PROPN":
            hang(token, first, "appos")  # "its freighter Koit ran aground"


def mend_beside(tokens: Sequence[Token]) -> None:
    """ "the striker Per Lund from the Danish side Orbis": Orbis is the side, and no striker."""
    for name in tokens:
        first = name
        while (
            first.i and tokens[first.i - 1].head is name and tokens[first.i - 1].dep == "compound"
        ):
            first = tokens[first.i - 1]
        noun = tokens[first.i - 1] if first.i else name
        far = name.dep == "appos" and name.pos == "PROPN" and name.head.i < noun.i
        if far and noun.pos == "NOUN" and noun.dep == "pobj" and is_below(noun, name.head):
            hang(name, noun)


def mend_in_front(tokens: Sequence[Token]) -> None:
    """ "The son of a miller, Per Lund was born at Graz": Per is the son, and no miller."""
    for name in tokens[:-1]:
        parent, behind = name.head, tokens[name.i + 1]
        kin = parent.head.head
        apposed = name.dep == "appos" and name.pos == "PROPN" and parent.dep == "pobj"
        opens = parent.head.lower == "of" and kin.dep in SUBJECTS and is_kin(kin.lemma.lower())
        told = behind.pos in ("VERB", "AUX") and kin.head in (behind, behind.head)
        if apposed and opens and told:
            hang(name, kin)


def mend_parted_of(tokens: Sequence[Token]) -> None:
    """ "welcomed the signing on 29 May of a treaty": on that day it was signed."""
    for of in tokens:
        noun = of.head
        if of.lower != "of" or of.dep != "prep" or noun.dep != "dobj" or of.i - noun.i < 3:
            continue
        for prep in tokens[noun.i + 1 : of.i]:
            if prep.dep == "prep" and prep.head is noun.head:
                hang(prep, noun)


def mend_both(tokens: Sequence[Token]) -> None:
    """ "Talks between Orbis and the union that owns it broke down": between those two."""
    for noun in tokens:
        link = next((t for t in tokens[: noun.i] if t.head is noun and t.dep == "cc"), None)
        if link is None or noun.dep not in SUBJECTS or not link.i:
            continue
        first = tokens[link.i - 1]
        own = [t for t in tokens[: link.i] if t.head is noun.head and t.dep in SUBJECTS]
        between = first.dep == "pobj" and first.head.lower == "between"
        if between and any(first.head.head is subject for subject in own):
            hang(noun, first, "conj")
            hang(link, first, "cc")


def mend_managing(tokens: Sequence[Token]) -> None:
    """ "Ida Berg, currently Managing Director": she manages nobody, and is one."""
    for managing, post in pairwise(tokens):
        if managing.lower != "managing" or managing.dep == "compound" or managing.tag != "VBG":
            continue
        if managing.head is post:
            managing.pos, managing.tag, managing.dep = "NOUN", "NN", "compound"
        elif post.head is managing and is_role(post.lemma.lower()) and post.dep == "dobj":
            above, dep = managing.head, managing.dep
            for token in tokens:
                if token.head is managing and token is not post:
                    hang(token, post)
            hang(post, above, "appos" if dep in ("acl", "advcl") else dep)
            managing.pos, managing.tag = "NOUN", "NN"
            hang(managing, post, "compound")


def mend_areas(tokens: Sequence[Token]) -> None:
    """ "Ida Berg, Head of Sales, Southern Europe, left": that is where she is head, and not who."""
    for area in tokens:
        post = area.head
        placed = area.dep == "appos" and area.entity in ("GPE", "LOC", "FAC")
        held = post.dep == "appos" and post.head.entity == "PERSON" and post.head.i < post.i
        if placed and held and is_role(post.lemma.lower()):
            area.dep = "dep"


def mend_by(tokens: Sequence[Token]) -> None:
    """ "was found by a cleaner behind a radiator": there it was found; "was told by Ida of the
    leak": of that it was told."""
    for prep in tokens:
        who = prep.head
        by = who.head
        agent = who.dep == "pobj" and by.dep == "agent" and who.pos == "NOUN"
        if prep.dep != "prep" or not agent or prep.i < who.i or who.entity not in ("", "PERSON"):
            continue
        told = prep.lower == "of" and by.head.lemma.lower() in TOLD_OF
        if told or prep.lower in SOMEWHERE:
            hang(prep, by.head)


#: What somebody is told or robbed "of".
TOLD_OF = frozenset("notify inform warn remind tell assure accuse convict acquit rob strip".split())
#: Where something is done, rather than who does it.
SOMEWHERE = frozenset("behind beneath under below above beside inside outside during".split())


def mend_dated(tokens: Sequence[Token]) -> None:
    """ "fell after the death of the king in 1853": he died then, and the fall came after.

    "from 61 in 2015 to 14": so many they were then.
    """
    objects = {t.head.i: t for t in reversed(tokens) if t.dep == "pobj"}
    preps = [t for t in tokens if t.dep == "prep" and t.head.pos == "VERB" and t.i in objects]
    for before, prep in pairwise(preps):
        noun, verb = objects[before.i], prep.head
        apart = not is_below(tokens[prep.i - 1], before)
        if before.head is not verb or apart or objects[prep.i].entity != "DATE":
            continue
        owned = any(t.head is noun and (t.dep == "poss" or t.lower == "of") for t in tokens)
        event = before.lower in ("after", "before", "following") and owned
        to = any(t.lower == "to" and t.head is verb and t.i > prep.i for t in preps)
        bare = before.lower == "from" and noun.pos == "NUM" and to
        if (event and is_deed(noun.lemma.lower())) or bare:
            hang(prep, noun)


#: Lemmas of what is a verb, whatever it was taken for.
LEMMAS = Lemmas({})


def mend_spent(tokens: Sequence[Token]) -> None:
    """ "spent years drilling wells": the years were spent, and not the drilling."""
    for time, doing in pairwise(tokens):
        verb = time.head
        spent = verb.lemma in ("spend", "waste") and time.dep == "dobj"
        if spent and doing.head is verb and doing.dep == "dobj" and doing.lower.endswith("ing"):
            doing.tag, doing.pos, doing.dep = "VBG", "VERB", "advcl"
            doing.lemma = LEMMAS.of(doing.lower, "VBG")


#: What is written of what was held.
REPORTS = frozenset("minutes minute notes note record transcript report summary agenda".split())


def mend_held(tokens: Sequence[Token]) -> None:
    """ "Minutes of the meeting held on Monday": the meeting was held, and not the minutes."""
    for verb in tokens:
        if verb.lower != "held":
            continue
        for noun in tokens[: verb.i]:
            of = next((t for t in tokens[noun.i :] if t.head is noun and t.lower == "of"), None)
            told = noun.dep in SUBJECTS and noun.head is verb and noun.lower in REPORTS
            told = told or (verb.head is noun and noun.lower in REPORTS)
            event = next((t for t in tokens if of is not None and t.head is of), None)
            if not told or event is None or event.dep != "pobj":
                continue
            if verb.head is noun:
                hang(verb, event)
            elif not any(t.head is verb and t.dep == "auxpass" for t in tokens):
                hang(noun, noun if verb.head is verb else verb.head, verb.dep)
                hang(verb, event, "acl")


def mend_set_between(tokens: Sequence[Token]) -> None:
    """ "A mill, for decades the largest, shut": for so long it was the largest."""
    for comma, prep in pairwise(tokens):
        verb = prep.head
        if comma.text != "," or prep.dep != "prep" or verb.i < prep.i or not comma.i:
            continue
        noun = next((t for t in tokens[prep.i :] if t.dep in ("appos", *SUBJECTS)), None)
        told = noun is not None and noun.i < verb.i and noun.head in (verb, tokens[comma.i - 1])
        first = tokens[comma.i - 1]
        if told and noun is not None and first.dep in SUBJECTS and first.head is verb:
            hang(noun, first, "appos")
            hang(prep, noun)


def mend_of_nobody(tokens: Sequence[Token]) -> None:
    """ "He was born at Graz, the son of a miller": no town is a son, and he is."""
    for somebody in tokens:
        place = somebody.head
        verb = place.head.head if place.dep == "pobj" else place.head
        if somebody.dep != "appos" or place.entity not in NOBODIES or verb.pos != "VERB":
            continue
        one = somebody.lower == "one" and any(
            is_person(t.lemma.lower()) for t in tokens if is_below(t, somebody) and t.dep == "pobj"
        )
        subject = next((t for t in tokens if t.head is verb and t.dep in SUBJECTS), None)
        if subject is not None and (one or is_kin(somebody.lemma.lower())):
            hang(somebody, subject)


#: What the recogniser calls what is nobody.
NOBODIES = ("GPE", "LOC", "FAC", "ORG")


def mend_behind_colons(tokens: Sequence[Token]) -> None:
    """ "It was formed from two firms: Orbis, a maker of soap, and ...": a verb that has its subject
    has no second one behind a colon, which names what stands before."""
    for colon, name in pairwise(tokens[1:]):
        noun = tokens[colon.i - 1]
        while name.dep == "compound" and name.head.i > name.i:
            name = name.head
        verb = name.head
        told = any(t.head is verb and t.dep in SUBJECTS for t in tokens[: colon.i])
        if colon.text != ":" or noun.pos != "NOUN" or name.dep not in SUBJECTS or not told:
            continue
        if name.i > verb.i and not is_below(noun, name):
            hang(name, noun, "appos")
            for token in tokens[name.i + 1 : name.i + 5]:
                if token.dep == "appos" and token.head is noun and tokens[name.i + 1].text == ",":
                    hang(token, name)


def _outside(token: Token, tokens: Sequence[Token]) -> Token | None:
    """The noun in front of the brackets that hold what a parser takes for a subject."""
    before = [t for t in tokens[: token.i] if t.text in ("(", "[", ")", "]")]
    closed = any(t.text in (")", "]") for t in tokens[token.i : token.head.i])
    if not before or before[-1].text not in ("(", "[") or not closed or not before[-1].i:
        return None
    noun = tokens[before[-1].i - 1]
    apart = not is_below(noun, token) and not is_below(token.head, noun)
    return noun if noun.pos in ("NOUN", "PROPN") and apart else None


def mend_roles(tokens: Sequence[Token]) -> None:
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
            hang(name, role.head, role.dep)
            hang(role, name, "compound")


def _continues(token: Token) -> bool:
    return token.entity == "PERSON" and not token.begins


def _are_roles(before: Sequence[Token]) -> bool:
    """ "actress and singer": role nouns, joined, the last one right in front of the name."""
    nouns = [t for t in before if t.text != "," and t.pos != "CCONJ" and t.tag != "JJ"]
    roles = [t for t in before if is_person(t.lemma.lower()) and t.tag != "NNS"]
    joined = any(t.pos == "CCONJ" for t in before)
    return joined and before[-1] in roles and all(t in roles for t in nouns)


def mend_titles(tokens: Sequence[Token]) -> None:
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
        hang(title, verb, "nsubj")


def mend_parted(tokens: Sequence[Token]) -> None:
    """ "Born in Dundee, the daughter of a baker, Anna ran": the daughter is who ran."""
    for token in tokens:
        born = token.head
        if token.dep != "parataxis" or token.tag != "NN" or born.tag not in ("VBN", "VBG"):
            continue
        verb = born.head
        subject = next((t for t in tokens if t.dep == "nsubj" and t.head is verb), None)
        named = subject is not None and subject.tag in ("PRP", "NNP", "NNPS")
        if born.dep == "advcl" and subject is not None and named and token.i < subject.i:
            hang(token, subject, "appos")


def mend_parties(tokens: Sequence[Token]) -> None:
    """ "between Orbis, a firm with mills in Graz, and Tarn, a charity": two are needed, so the last
    name behind a comma and an "and" is the other one, however far it stands."""
    for first in tokens:
        joined = any(t.head is first and t.dep == "conj" for t in tokens)
        single = first.dep == "pobj" and first.pos == "PROPN" and not joined
        if not single or first.head.lower != "between":
            continue
        for second in reversed(tokens[first.i + 1 :]):
            if second.dep == "conj" and second.pos == "PROPN" and is_below(second, first):
                start = min(t.i for t in tokens if is_below(t, second))
                comma, link = tokens[start - 2 : start]
                if (comma.text, link.lower) == (",", "and"):
                    for token in (comma, link, second):
                        hang(token, first)
                    break


def mend_last(tokens: Sequence[Token]) -> None:
    """ "Orbis and Tarn, a charity": behind the "and" of a list nothing more is joined, so what has
    an article there says what the last name is."""
    for name, comma in pairwise(tokens):
        linked = [t for t in tokens[: name.i] if t.dep == "cc" and t.head is name.head]
        if name.pos != "PROPN" or name.dep != "conj" or comma.text != "," or not linked:
            continue
        for noun in (t for t in tokens[comma.i + 1 :] if t.head is name and t.dep == "conj"):
            first = min(t.i for t in tokens if is_below(t, noun))
            article = tokens[first].lower in ("a", "an") and first == comma.i + 1
            if article and all(t.head is not name or t.dep != "cc" for t in tokens):
                noun.dep = "appos"


def mend_beside_places(tokens: Sequence[Token]) -> None:
    """ "a chef from Lisbon, Rui Teles": no row of places has a person, so it is the chef."""
    for name in tokens:
        place = name.head
        noun = place.head.head
        listed = any(t.head is place and t.dep == "cc" for t in tokens)
        joined = name.dep == "conj" and place.dep == "pobj" and not listed
        if not joined or place.entity != "GPE" or name.entity not in ("PERSON", "ORG"):
            continue
        if noun.pos == "NOUN" and is_somebody(noun) and noun.tag == "NN":
            hang(name, noun, "appos")


def mend_late_subjects(tokens: Sequence[Token]) -> None:
    """ "Ada was born in Rome, the daughter of Otto, a baker, and his wife": what stands behind the
    verb is not joined to the subject before it."""
    for late in tokens:
        subject = late.head
        verb = subject.head
        if late.dep != "conj" or subject.dep not in SUBJECTS or not subject.i < verb.i < late.i:
            continue
        if verb.pos not in ("VERB", "AUX") or late.pos not in ("NOUN", "PROPN"):
            continue
        start = min(t.i for t in tokens if is_below(t, late))
        links = [t for t in tokens[verb.i : start] if t.head is subject and t.dep == "cc"]
        before = tokens[links[-1].i - 1] if links else verb
        if before.text == ",":
            before = tokens[before.i - 1]
        while before.dep in ("appos", "compound") and before.i > verb.i:
            before = before.head
        if before.pos in ("NOUN", "PROPN") and before.i > verb.i and not is_below(before, late):
            hang(late, before)
            hang(links[-1], before)


def mend_posts(tokens: Sequence[Token]) -> None:
    """ "Ada Lund, co-founder and chief executive of Orbis, left": a post without an article right
    behind a name is no second person."""
    for post in tokens:
        name = post.head
        if post.dep != "conj" or name.pos != "PROPN" or post.tag != "NN" or post.i < name.i + 2:
            continue
        first = min(t.i for t in tokens if is_below(t, post))
        own = [t for t in tokens[first : post.i] if t.head is post]
        bare = not any(t.dep in ("det", "poss", "nummod") for t in own)
        near = tokens[first - 1].text == "," and tokens[first - 2] is name
        if bare and near and is_role(post.lemma.lower().removeprefix("co-")):
            for other in tokens[post.i :]:
                if other.head is post and other.dep == "conj" and other.pos == "PROPN":
                    hang(other, name)  # "Ada Lund, chairman, and Bo Vik left"
            hang(post, name, "appos")


def mend_called(tokens: Sequence[Token]) -> None:
    """ "thanked the poet Ada Lund and the chemist Bo Vik": the chemist was thanked as well."""
    for other in tokens:
        name, noun = other.head, other.head.head
        called = name.dep == "appos" and noun.tag == "NN" and name.pos == "PROPN"
        if other.dep != "conj" or not called or other.tag != "NN" or noun.i > name.i:
            continue
        between = tokens[noun.i + 1 : name.i]
        article = any(t.dep == "det" and t.head is other for t in tokens[name.i : other.i])
        if article and all(t.head is name for t in between):
            for link in tokens[name.i + 1 : other.i]:
                if link.dep == "cc" and link.head is name:
                    hang(link, noun)
            hang(other, noun)


def mend_listed(tokens: Sequence[Token]) -> None:
    """ "Three quotations were obtained: Orbis (£5), Tarn (£6)": a firm is no quotation, so what is
    listed behind the colon is not what was obtained."""
    for late in tokens:
        verb = late.head
        if late.dep not in SUBJECTS or late.i < verb.i or late.pos != "PROPN":
            continue
        first = next((t for t in tokens[: verb.i] if t.dep in SUBJECTS and t.head is verb), None)
        colon = any(t.text == ":" for t in tokens[verb.i : late.i])
        named = first is not None and first.lemma.lower() in PLACE_NOUNS | ORGANIZATION_NOUNS
        if first is not None and colon and not named and not is_somebody(first):
            late.dep = "dep"


def mend_beside_kin(tokens: Sequence[Token]) -> None:
    """ "Leopold, who had the help of his father-in-law, the king, left": the king is whom the words
    beside him name."""
    for told in tokens:
        noun = told.head
        if told.dep != "appos" or not is_person(told.lemma.lower()):
            continue
        first = min(t.i for t in tokens if is_below(t, told))
        near = tokens[first - 2] if first > 1 and tokens[first - 1].text == "," else noun
        clause = near
        while clause.head is not clause and clause.dep != "relcl":
            clause = clause.head
        inside = clause.dep == "relcl" and clause.head is noun and is_below(near, clause)
        person = (
            near.entity == "PERSON" or is_person(near.lemma.lower()) or is_kin(near.lemma.lower())
        )
        if inside and person and near.pos in ("NOUN", "PROPN") and near.dep != "compound":
            hang(told, near)


def mend_of_whole(tokens: Sequence[Token]) -> None:
    """ "was taken by a miller's daughter, a story first told in 1702": nobody is a story."""
    for told in tokens:
        lemma, beside = told.lemma.lower(), told.head.lemma.lower()
        somebody = is_somebody(told.head) or told.head.entity == "PERSON"
        thought = lemma in THOUGHT and beside not in TOLD | THOUGHT and told.head.entity == ""
        if told.dep == "appos" and ((lemma in TOLD and somebody) or thought):
            told.dep = "dep"


#: What is thought: no thing is one, what a sentence says is.
THOUGHT = frozenset(
    "assumption view belief notion suspicion conclusion opinion impression suggestion claim"
    " allegation accusation conjecture hypothesis".split()
)
#: What a whole sentence may be called behind a comma.
TOLD = frozenset(
    "story claim fact move decision step act event allegation charge view belief feat record result"
    " figure mistake accusation verdict outcome practice habit".split()
)
