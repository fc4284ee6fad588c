"""Who somebody is: appositions, titles, offices and where they are held, kin.

"The Chilean novelist Inés Vidal", "UNESCO head Pia Lund", "Ola's sister-in-law".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kg.english.lexicon import (
    ADDRESS,
    HONOURS,
    KEPT_TITLES,
    NO_COUNTRY_HAS,
    NO_TRADES,
    OFFICES,
    POSSIBLE_WORDS,
    is_office,
    is_role,
)
from kg.english.nouns import PART_NOUNS, is_kin, is_person, is_relational
from kg.model import Argument, Qualifier
from kg.parse.analyze import Sentence
from kg.parse.tokens import Token
from kg.record.claims.arguments import Arguments
from kg.record.claims.ends import holds
from kg.record.claims.heads import after_comma, antecedent, conjuncts, prepositional
from kg.record.claims.hidden import ANYBODY
from kg.record.claims.nominal.made import Nominal, has_name, plain, time_of
from kg.record.claims.rules import rule
from kg.record.claims.stated import Stated, of_noun, weaken
from kg.record.mentions import Reference, is_picked, nominal
from kg.record.phrases import is_single, opening, phrase, words_of

#: spaCy's labels of what is a thing of its own before a role ("the Oslo mayor").
NAMED = frozenset(("PERSON", "ORG", "GPE", "LOC", "NORP"))
#: Verbs that say who somebody is.
IDENTIFYING = frozenset(("be", "become", "remain"))
#: How many words behind a role are a part of it ("head of international operations").
LONGEST_OFFICE = 6


@rule(
    "explained",
    "The drug contains adenosine, a neurotransmitter.",
    "adenosine | be | neurotransmitter",
)
def explained(reference: Reference, reader: Arguments, stated: Stated) -> Iterator[Nominal]:
    """ "adenosine, a neurotransmitter": an indefinite phrase beside a common noun says what it is.

    Not in lists, where parsers see appositions too, nor behind an "of", where it may be about
    either noun.
    """
    if reference.head.head.lower == "of":
        return
    for beside in reference.head.having("appos"):
        other = reader.by_head.get(id(beside))
        if other is None or other.kind != "nominal" or beside.having("conj"):
            continue
        if any(t.text == ":" for t in reference.sentence.tokens[reference.last.i : beside.i]):
            continue  # "Night lighting: a three-year experiment" is a title
        stated = of_noun(beside, stated)  # "a car, possibly a taxi"
        same = (beside.tag in ("NNS", "NNPS")) == (reference.head.tag in ("NNS", "NNPS"))
        if same and other.first.lower in ("a", "an"):
            yield Nominal(
                head=beside, subject=reader.of_reference(reference), object=reader.concept(other),
                words=(beside,), lemma="be", rule="apposition", stated=stated,
            )  # fmt: skip


@rule("one-of", "Jan Hoek, one of the two pilots, survived.", "Jan Hoek | be | one of two pilots")
def one_of_several(name: Reference, reader: Arguments, stated: Stated) -> Iterator[Nominal]:
    """ "Jan Hoek, one of the two pilots", "one of the two pilots, Jan Hoek"."""
    inside = {t.i for t in name.tokens}
    beside = [t for t in name.head.having("appos") if t.having("prep")]
    ones = [t for t in beside if t.lower == "one" or is_picked(t)]
    apart = name.head.i not in inside
    ones += [name.head] if apart and (name.head.lower == "one" or is_picked(name.head)) else []
    for one in ones:
        what, holder = nominal(name.sentence, one), reader.of_reference(name)
        if what.kind == "nominal":
            yield Nominal(
                head=one, subject=holder, object=reader.concept(what),
                words=(one,), lemma="be", rule="apposition", stated=stated,
            )  # fmt: skip
            yield from _of_several(holder, one, reader, stated)


def _of_several(
    holder: Argument, one: Token, reader: Arguments, stated: Stated
) -> Iterator[Nominal]:
    """ "one of Anna's sons", "the fourth of six children of Otto Lind": whose son, whose child."""
    for prep in one.having("prep"):
        for kin in prep.having("pobj") if prep.lower == "of" else ():
            plural = kin.tag == "NNS" and is_relational(kin.lemma.lower())
            if plural and not is_single(kin):
                told = list(held_at(holder, kin, reader, stated))
                yield from told
                yield from _other_parents(one, told, reader)


def _other_parents(one: Token, told: list[Nominal], reader: Arguments) -> Iterator[Nominal]:
    """ "the fourth of six children of Otto Lind, a judge, and [Vera Lind]": no person is joined to
    a number, as parsers have it behind such an apposition."""
    names = [reader.by_head.get(id(t)) for t in one.having("conj")]
    for claim in told[-1:]:
        for name in names if is_kin(claim.head.lemma.lower()) else ():
            if name is not None and name.kind == "name" and name.type == "Person":
                yield replace(claim, object=reader.of_reference(name))


@rule("picked", "Max is one of the sons of Anna Lind.", "Max | be son of | Anna Lind")
def picked(sentence: Sentence, reader: Arguments, standing: dict[int, Stated]) -> Iterator[Nominal]:
    """ "Max is one of Anna's sons", "she is the youngest of three daughters of Otto Lind"."""
    for one in sentence.tokens:
        verb = one.head
        if one.dep not in ("attr", "acomp") or verb.lemma not in IDENTIFYING or not plain(verb):
            continue
        if one.pos == "NUM" or one.entity == "ORDINAL" or one.tag == "JJS":
            for subject in verb.having("nsubj"):
                who = reader.by_head.get(id(subject))
                if who is not None and not subject.having("conj"):
                    stated = standing.get(one.i, Stated())
                    yield from _of_several(reader.of_reference(who), one, reader, stated)


@rule(
    "apposition",
    "Petra Lind, a former mayor, sold the house.",
    "Petra Lind | be | former mayor",
)
def role(name: Reference, what: Reference, reader: Arguments, stated: Stated) -> Iterator[Nominal]:
    """ "Kim, the leader of the party": what somebody is, and of what.

    "His daughter Mia" says nothing but whose daughter she is.
    """
    if _unfit(name, what):
        return
    holder = reader.of_reference(name)
    stated = of_noun(what.head, stated)
    lemma = what.head.lemma.lower()
    bare = what.label.lower() in (lemma, what.head.lower)
    if not (bare and (is_kin(lemma) or lemma in PART_NOUNS)):
        yield Nominal(
            head=what.head, subject=holder, object=reader.concept(what), words=(what.head,),
            lemma="be", rule="apposition", stated=stated, qualifiers=_beside(what, reader),
        )  # fmt: skip
    yield from held_at(holder, what.head, reader, stated, any_noun=True)
    yield from _had(holder, what, reader, stated)


def posts_beside(what: Reference, reader: Arguments) -> Iterator[Reference]:
    """ "co-founder and [chief executive] of Orbis": what somebody is as well."""
    for token in what.head.having("conj"):
        other = reader.by_head.get(id(token))
        post = is_role(token.lemma.lower()) and not token.having("det", "poss")
        if post and other is not None and other.kind == "nominal":
            yield other


def _beside(what: Reference, reader: Arguments) -> tuple[Qualifier, ...]:
    """ "a specialist in the recovery of cobalt": in what."""
    adjuncts = (
        adjunct for prep in what.head.having("prep")
        if prep.i > what.last.i and prep.lower not in ("of", "as") and not after_comma(prep)
        for adjunct in prepositional(prep)
    )  # fmt: skip
    found = ((a, reader.argument(what.sentence, a.object)) for a in adjuncts)
    return tuple(
        Qualifier(role=" ".join(t.lower for t in adjunct.words), argument=argument)
        for adjunct, argument in found
        if argument is not None and not holds(what.label, adjunct.object, argument)
    )  # fmt: skip


def _unfit(name: Reference, what: Reference) -> bool:
    """ "a habit (Rost Foundation, 2013)" gives a source; a person is no agency and no habit."""
    tokens = name.sentence.tokens
    before, after = tokens[max(name.first.i - 1, 0)], tokens[name.last.i + 1 : name.last.i + 2]
    if before.text == "(" and what.head.i < before.i and after and after[0].text != ")":
        return True
    if any(t.text == ":" for t in tokens[name.last.i : what.head.i]):
        return True  # "Night lighting: a three-year experiment" is a title
    whom = _of_whom(what.head).lemma.lower()
    if name.type != "Person" and is_person(whom) and whom not in NO_TRADES:
        return name.type in ("Organization", "Place", "Country")  # no school is "one of the girls"
    several = bool(name.head.having("conj")) or any(t.text == "&" for t in name.tokens)
    if name.type == "Person" and what.head.tag == "NNS" and not several:
        return True  # "her daughter, Joanna, two grandsons and ..."
    kind = what.head.phrase.type if what.head.phrase is not None else "person"
    if name.type == "Organization" and is_role(what.head.lemma.lower()) and kind == "person":
        return True  # "The Managing Director, Orbis Ltd" is an address
    if name.type == "Organization" and kind in ("abstract", "event", "time"):
        return not is_relational(what.head.lemma.lower())
    if name.type in ("Place", "Country") and kind == "event":
        return True  # "presented at the annual meeting, Copenhagen, 6 June"
    person = kind == "person" or is_person(what.head.lemma.lower())
    return name.type == "Person" and not person and not is_relational(what.head.lemma.lower())


def _of_whom(noun: Token) -> Token:
    """The students of "one of nineteen students"; else the noun itself."""
    wholes = [t for p in noun.having("prep") if p.lower == "of" for t in p.having("pobj")]
    return wholes[0] if wholes and noun.lower == "one" else noun


def _had(holder: Argument, what: Reference, reader: Arguments, stated: Stated) -> Iterator[Nominal]:
    """ "Erik has a brother, Lars": whose brother Lars is."""
    head, verb = what.head, what.head.head
    if head.dep != "dobj" or verb.lemma != "have" or not plain(verb):
        return
    for token in verb.having("nsubj") if is_relational(head.lemma.lower()) else ():
        owner = reader.by_head.get(id(token))
        if owner is not None and owner.entity != holder.entity:
            yield Nominal(
                head=head, subject=holder, object=reader.of_reference(owner), words=(head,),
                lemma=f"be {_office(head, owner, [])} of", rule="role-of", stated=stated,
            )  # fmt: skip


@rule("title", "Former boxer Nick Bray runs a gym.", "Nick Bray | be | former boxer")
def titles(name: Reference, reader: Arguments, stated: Stated) -> Iterator[Nominal]:
    """Role nouns right before a name ("foreign ministry spokesman Lu Kang")."""
    if name.type not in ("Person", "") or is_office(name.label):
        return  # "the Vice Chancellor"
    if name.label.lower() in KEPT_TITLES:
        return  # "Madam Deputy Speaker" is nobody's name
    for title in name.head.having("compound", "nmod", "amod"):
        adjective = title.pos == "ADJ" and title.dep != "compound"
        if title.i >= name.first.i or adjective or not _is_title(title, name):
            continue
        after = name.sentence.tokens[title.i + 1]
        if after.i < name.first.i and is_role(after.lemma.lower()) and after.head is name.head:
            continue  # the "Major" of "Major General"
        before = [t for t in name.head.having("compound", "amod", "nmod") if t.i < title.i]
        run = [*(t for t in before if t.pos != "DET"), title]
        parts = [t for b in run for t in b.subtree() if t.i <= title.i and t.pos != "DET"]
        first = min(parts, key=lambda t: t.i)
        joined = max(
            [t.i for t in name.sentence.tokens[first.i : title.i] if t.pos == "CCONJ"] or [-1]
        )
        said = name.sentence.tokens[max(first.i, joined + 1) : title.i + 1]
        concept = Reference(
            name.sentence, title, first=first, last=title, kind="nominal",
            label=_title_label(said),
        )  # fmt: skip
        holder = reader.of_reference(name)
        for word in said:
            if word.lower in POSSIBLE_WORDS:
                stated = weaken(stated, "possible", word)  # "accused murderer Lang"
        # "Sister Ines" is a nun, "his sister Ines" is kin; "Sir Ambrose" is called so
        if title.lower in ADDRESS | HONOURS:
            continue
        if not is_kin(title.lemma.lower()) or (title.i and title.text.istitle()):
            yield Nominal(
                head=title, subject=holder, object=reader.concept(concept),
                words=(title,), lemma="be", rule="title", stated=stated,
            )  # fmt: skip
        yield from held_at(holder, title, reader, stated, also=before)
        yield from _more_titles(holder, title, name, reader, stated)


def _title_label(said: list[Token]) -> str:
    """ "Saxophonist Bo Kern": a lone role has its capital from opening the sentence.

    "The writers Ann Fox and Tom Lee": each is a writer.
    """
    text = words_of(said)
    if said[-1].tag in ("NNS", "NNPS"):
        text = text[: len(text) - len(said[-1].text)] + said[-1].lemma
    alone = said[0].i == 0 and len(said) == 1 and is_role(said[0].lower) and said[0].text.istitle()
    return text[0].lower() + text[1:] if alone else opening(text, said[0])


def _more_titles(
    holder: Argument, title: Token, name: Reference, reader: Arguments, stated: Stated
) -> Iterator[Nominal]:
    """ "author and activist Lea Brand" is both."""
    for other in title.having("conj"):
        if title.i < other.i < name.first.i and is_person(other.lemma.lower()):
            concept = Reference(
                name.sentence, other, first=other, last=other, kind="nominal", label=other.text
            )
            yield Nominal(
                head=other, subject=holder, object=reader.concept(concept), words=(other,),
                lemma="be", rule="title", stated=stated,
            )  # fmt: skip


def _is_title(title: Token, name: Reference) -> bool:
    """ "spokesman" anywhere before a name; "boxer" right before the name of a person."""
    lemma = title.lemma.lower()
    if is_role(lemma):
        return True
    last = max([title.i, *(t.i for t in title.having("conj"))])
    near = last == name.first.i - 1 and name.type == "Person"
    return near and is_person(lemma) and (title.tag == "NN" or not title.entity)


@rule("role-of", "The firm's lawyer, Tom Lee, left.", "Tom Lee | be lawyer of | firm")
def held_at(
    holder: Argument,
    role: Token,
    reader: Arguments,
    stated: Stated,
    *,
    also: list[Token] | None = None,
    any_noun: bool = False,
    before_only: bool = False,
) -> Iterator[Nominal]:
    """Where a role is held: "Japan's", "of North Korea", "US", "Chinese" before or behind it.

    So with kin and parts: "Omar's sister-in-law", "a suburb of Graz".
    """
    lemma = role.lemma.lower()
    if lemma in ANYBODY or not (any_noun or is_person(lemma) or is_relational(lemma)):
        return  # "the first person of Asian heritage to hold it" is nobody's person
    inside = [t for t in (*role.children, *(also or ())) if t.i < role.i]
    # "Chinese foreign ministry spokesman": the country may sit one step further down.
    inside += [c for t in inside if t.dep in ("compound", "amod") for c in t.children]
    places = [t for t in inside if t.dep in ("poss", "compound", "amod", "nmod")]
    whole = reader.by_head.get(id(role))
    end = whole.last.i if whole is not None else role.i
    behind = [
        t for prep in (*role.having("prep"), *_shared(role)) if prep.lower == "of" and prep.i > end
        for p in prep.having("pobj") for t in _related(role, p)
    ]  # fmt: skip
    for token in places if before_only else (*places, *behind):
        meant = _whose(role, token)
        reference = _called(reader.by_head.get(id(meant)), reader)
        if reference is None or reference.entity == holder.entity:
            continue
        if reference.kind == "nominal" and token.dep not in ("poss", "pobj"):
            continue
        if reference.kind == "nominal" and token in behind and _is_past_name(role, token):
            continue  # "said coach Rick Dale of the disallowed goal"
        # "the Norwegian explorer" is from there, "the Norwegian minister" holds office there.
        if token.dep in ("amod", "compound", "nmod") and not _rules(role, reference):
            continue
        if token.tag == "JJ" and _is_half(token):
            continue  # "the Baltic German general" is none of Germany
        yield Nominal(
            head=role, subject=holder, object=reader.of_reference(reference),
            words=tuple(_of_words(role, token)),
            lemma=f"be {_office(role, reference, also or [])} of", rule="role-of", stated=stated,
        )  # fmt: skip


def _is_past_name(role: Token, whose: Token) -> bool:
    """Whether a name stands between a role and its "of": "coach Rick Dale of ..."."""
    of = whose.head
    between = role.head if role.dep in ("compound", "nmod") else role
    return role.i < between.i < of.i and between.pos == "PROPN"


def _is_half(people: Token) -> bool:
    """Whether a people's name is told apart by a word before it: "Baltic German"."""
    before = [t for t in (*people.head.children, *people.children) if t.i == people.i - 1]
    return any(t.text[:1].isupper() and t.i > 0 for t in before)


def _shared(role: Token) -> list[Token]:
    """ "co-founder and chief executive of Orbis": the "of" is that of both."""
    if any(p.lower == "of" for p in role.having("prep")):
        return []
    joined = [t for t in role.having("conj") if is_role(t.lemma.lower()) and t.i > role.i]
    bare = [t for t in joined if not t.having("det", "poss")]
    return [p for t in bare[:1] for p in t.having("prep")]


def _whose(role: Token, owner: Token) -> Token:
    """ "Al Fox, [whose] brother Bo is a priest": whom the clause is about."""
    verb = role
    while owner.lower == "whose" and verb.dep != "relcl" and verb.head is not verb:
        verb = verb.head
    return antecedent(verb) if verb.dep == "relcl" and owner.lower == "whose" else owner


def _called(what: Reference | None, reader: Arguments) -> Reference | None:
    """ "widow of the banker Otto Lind": a name right behind a role is who that is."""
    if what is None or what.kind != "nominal" or not is_person(what.head.lemma.lower()):
        return what
    behind = what.sentence.tokens[what.last.i + 1 : what.last.i + 5]
    found = (reader.by_head.get(id(token)) for token in behind)
    names = (r for r in found if r is not None and r.kind == "name" and r.type == "Person")
    return next((name for name in names if name.first is behind[0]), what)


def _related(role: Token, first: Token) -> list[Token]:
    """ "the son of Otto and Vera Lind" is a child of both; a board of A and B is one thing."""
    return conjuncts(first) if is_kin(role.lemma.lower()) else [first]


def _rules(role: Token, place: Reference) -> bool:
    """Whether what stands before a role is where it is held: a country, or "NASA engineer"."""
    lemma = role.lemma.lower()
    governs = place.type == "Organization" or lemma not in NO_COUNTRY_HAS
    if (lemma in OFFICES or lemma.rpartition("-")[2] in OFFICES) and governs:
        return place.country is not None or place.type in ("Organization", "Place")
    return place.type == "Organization" and is_person(lemma)


def _of_words(role: Token, token: Token) -> list[Token]:
    preps = (*role.having("prep"), *_shared(role))
    return [role, *(p for p in preps if token in p.having("pobj"))]


#: "Ada Lund, previously mayor of Graz": whoever holds an office only once has it no longer.
ONCE = frozenset("previously formerly once lately latterly then".split())


def _office(role: Token, place: Reference, also: list[Token]) -> str:
    """The name of an office without the place it is held at ("prime minister")."""
    at = {id(t) for t in place.tokens}
    told = (
        t for t in (*also, *role.children)
        if t.i < role.i and (t.dep in ("compound", "amod") or t.lower in ONCE)
        and all(inner.dep == "compound" for inner in t.subtree() if inner is not t)
    )  # fmt: skip
    before = [
        t for outer in told for t in outer.subtree()  # "area enforcement manager"
        if id(t) not in at and t.entity not in NAMED and t.pos != "PUNCT"
        and not t.lower.endswith(("-old", "-based"))
    ]  # fmt: skip
    tokens = place.sentence.tokens
    behind = list(tokens[role.i + 1 : phrase(place.sentence, role)[-1].i + 1])
    if place.first.i < role.i and not behind:  # "Acme's head of sales" is no head of Acme
        behind = _complement_of(role)
    return " ".join([*(t.lower for t in before), role.lemma.lower(), *(t.lower for t in behind)])


def _complement_of(role: Token) -> list[Token]:
    """ "of international operations" behind a role."""
    for prep in role.having("prep"):
        part = prep.subtree()
        whole = prep.i == role.i + 1 and part[-1].i - prep.i + 1 == len(part)
        if prep.lower == "of" and whole and len(part) <= LONGEST_OFFICE:
            return [t for t in part if t.dep != "det"]
    return []


@rule("identified", "Lena's husband is Viktor.", "Viktor | be husband of | Lena")
def identified(reference: Reference, reader: Arguments, stated: Stated) -> Iterator[Nominal]:
    """ "Lena's husband is Viktor": he is her husband, though the clause is about the husband."""
    head, verb = reference.head, reference.head.head
    if verb.lemma not in IDENTIFYING or not is_relational(head.lemma.lower()) or not plain(verb):
        return
    if head.dep != "nsubj" or head.having("conj"):
        return
    holders = [t for a in verb.having("attr") for t in conjuncts(a)]
    known = [reader.by_head.get(id(t)) for t in holders]
    if not all(r is not None and has_name(reader.of_reference(r)) for r in known):
        return  # "Lena's husband is a nurse"
    time = time_of(verb, reference, reader)
    for token in holders:
        holder = reader.by_head.get(id(token))
        if holder is not None:
            for told in held_at(reader.of_reference(holder), head, reader, stated):
                yield replace(told, time=time)


def tells_whose(reference: Reference, reader: Arguments) -> bool:
    """Whether the clause of a noun says who it is: that he has a wife then adds nothing."""
    verb = reference.head.head
    return (
        reference.head.dep in ("attr", "nsubj")
        and verb.lemma in IDENTIFYING
        and bool(verb.having("attr"))
    )
