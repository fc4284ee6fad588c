"""Common nouns that mean somebody named: appositions, "the city of X", "the prime minister"."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.english.lexicon import is_role
from kg.english.nouns import is_kin, is_person
from kg.parse.analyze import Sentence
from kg.parse.tokens import Token, is_somebody
from kg.record.coref.chains import Chains
from kg.record.coref.types import LAST
from kg.record.mentions import Reference
from kg.record.names import is_office

#: "The city of X" is X; "the capital of X" is not.
NAMED_PLACES = set("city town village island state province county kingdom republic".split())

#: What is a share of a thing is not the thing.
SHARES = {"part", "portion", "half", "quarter", "rest", "share"}


def find_appositions(
    references: Iterable[Reference], sentences: list[Sentence]
) -> Iterable[tuple[Reference, Reference]]:
    """Pairs (name, nominal) that the sentence sets side by side.

    By the parse (`appos`) and, since parsers lose these often, by form: a definite phrase with a
    role noun, a comma, a person's name ("the US secretary of state, Mike Pompeo,").
    """
    by_head = {id(r.head): r for r in references}
    worded = {s.index for s in sentences if any(t.pos in ("VERB", "AUX") for t in s.tokens)}
    for reference in references:
        # Captions and lists set things side by side that are not the same.
        if reference.kind == "pronoun":
            continue
        if reference.sentence.index not in worded and not _introduces(reference):
            continue
        for child in reference.head.having("appos"):
            other = _named_last(by_head.get(id(child)), by_head)
            # "Lind and Varo, a judge": the last of those joined is one.
            joined = [t for t in reference.head.having("conj") if t.i < child.i]
            host = by_head.get(id(joined[-1])) if joined else reference
            if other is None or host is None or _nearer(host, other) or _is_played_by(child):
                continue
            if pair := _name_and_nominal(host, other):
                yield pair
        if reference.kind == "nominal":
            yield from ((name, reference) for name in _told(reference.head, by_head))
            for beside in reference.head.having("appos"):
                # "the buyer, a clergyman named Otto Lind"
                yield from ((name, reference) for name in _told(beside, by_head))
        if reference.kind == "name" and reference.type in ("Person", ""):
            role = _role_before(reference, by_head)
            if role is not None:
                yield reference, role


def _is_played_by(name: Token) -> bool:
    """ "a surveyor, Robert Ames (Hale), is sent": the surveyor is Ames, whoever Hale is."""
    earlier = [t for t in name.head.having("appos") if t.i < name.i and t.pos == "PROPN"]
    opens = any(t.text == "(" and t.i < name.i for t in name.having("punct"))
    return opens and name.pos == "PROPN" and bool(earlier)


def _told(noun: Token, by_head: dict[int, Reference]) -> Iterator[Reference]:
    """The name behind "a clergyman named Otto Lind"."""
    for verb in noun.having("acl"):
        for told in verb.having("oprd", "attr") if verb.lower in ("named", "called") else ():
            name = by_head.get(id(told))
            if name is not None and name.kind == "name":
                yield name


def _named_last(beside: Reference | None, by_head: dict[int, Reference]) -> Reference | None:
    """ "its largest customer, the Danish chain Kolding": the name right behind the second noun."""
    if beside is None or beside.kind != "nominal":
        return beside
    names = (by_head.get(id(t)) for t in beside.head.having("appos"))
    close = (n for n in names if n is not None and n.kind == "name")
    return next((n for n in close if n.first.i == beside.head.i + 1), beside)


def _nearer(host: Reference, other: Reference) -> bool:
    """ "Kim, grandson of Lee, founder of Acme": whether Kim or Lee founded it is open."""
    tokens, at = host.sentence.tokens, other.first.i - 2
    if at <= host.last.i or tokens[at + 1].text != ",":
        return False
    return tokens[at].entity == "PERSON" and tokens[at] not in host.tokens


def _introduces(role: Reference) -> bool:
    """ "Our administrator, Bill Nelson." is no caption: whose holder somebody is, it says."""
    head = role.head
    ends = role.sentence.tokens[-1].text in (".", "!", "?", "—", "–")
    return ends and is_role(head.lemma.lower()) and bool(head.having("poss", "det", "compound"))


def _name_and_nominal(a: Reference, b: Reference) -> tuple[Reference, Reference] | None:
    offices = [r for r in (a, b) if r.kind == "nominal" or is_office(r.tokens)]
    if len(offices) != 1 or "pronoun" in (a.kind, b.kind):
        return None
    nominal = offices[0]
    name = b if nominal is a else a
    tokens = name.sentence.tokens
    front, end = tokens[max(name.first.i - 1, 0)], tokens[name.last.i + 1 : name.last.i + 2]
    if front.text == "(" and (not end or end[0].text != ")"):
        return None  # "the museum (Graz, 6 rooms)": more than a name stands in the brackets
    plural = nominal.head.tag in ("NNS", "NNPS")
    lemma = nominal.head.lemma.lower()
    near = tokens[max(name.first.i - 2, 0)]
    town = near.lemma.lower() in NAMED_PLACES or near.lower == "capital"
    if nominal is a and near is not nominal.head and town:
        return None  # "a prison in the capital, Orsk": the capital is called so
    own = any(t.pos == "PROPN" for t in nominal.head.having("compound"))
    if own and nominal is a and name.type in ("Place", "Country"):
        return None  # "the Palmyra mine, New Hampshire": there it is
    if is_kin(lemma) and name.type not in ("Person", ""):
        return None
    if lemma in SHARES or (name.type == "Place" and is_role(lemma)):
        return None  # "Karvos, part of Poland", "born in Oslo, the son of a baker"
    if nominal is a and _is_of_parent(nominal.head, name):
        return None
    called = nominal is a and name.first.i == nominal.head.i + 1  # "the poet Ada Lund and Bo Vik"
    listed = b.head.dep == "appos" and bool(b.head.having("conj")) and not called
    listed = listed and not (nominal is b and _are_posts(b))
    bare = name is a and name.type == "Person" and is_somebody(nominal.head)
    bare = bare and nominal.first is nominal.head and nominal.head.tag == "NN"  # "Ada Holt, cook"
    if plural or listed or not (bare or _determined(nominal)):
        return None
    # "the sculptor Amelia Peabody", "the claimant, Denise Harlow": nothing else stands between
    between = name.sentence.tokens[nominal.head.i + 1 : name.first.i]
    beside = nominal.head.i < name.first.i and all(
        t.text == "," or t.head is name.head for t in between
    )
    if name.type == "Person" and not (beside or bare) and not is_person(lemma):
        return None
    return name, nominal


def _are_posts(roles: Reference) -> bool:
    """ "Ada Holt, co-founder and chief executive of Orbis,": both are hers; the comma closes it."""
    joined = roles.head.having("conj")
    posts = all(is_role(t.lemma.lower().removeprefix("co-")) for t in (roles.head, *joined))
    last = max(t.i for t in roles.head.subtree() if t.pos != "PUNCT")
    behind = roles.sentence.tokens[last + 1 : last + 2]
    closed = not behind or behind[0].pos == "PUNCT"
    return posts and closed and not any(t.having("det", "poss") for t in joined)


def _is_of_parent(kin: Token, name: Reference) -> bool:
    """ "The son of a miller, Otto Lind": Lind is the miller, unless he is the subject."""
    comma = name.first.i - 1
    if comma < 2 or name.sentence.tokens[comma].text != "," or not is_kin(kin.lemma.lower()):
        return False
    parent = name.sentence.tokens[comma - 1]
    of_kin = parent.dep == "pobj" and parent.head.lower == "of" and parent.head.head is kin
    subject = {kin.dep, name.head.dep} & {"nsubj", "nsubjpass"}
    return of_kin and not subject


def _determined(nominal: Reference) -> bool:
    """ "a physicist", "the capital", "Maja's grandson", "leader of the party"."""
    definite = nominal.first.pos == "DET" or bool(nominal.head.having("det", "poss"))
    return definite or is_role(nominal.head.lemma.lower())


def _role_before(name: Reference, by_head: dict[int, Reference]) -> Reference | None:
    tokens = name.sentence.tokens
    at = name.first.i - 1
    if at < 1 or tokens[at].text != "," or _is_fronted(name, at) or name.head.dep == "poss":
        return None
    for token in reversed(tokens[max(0, at - 12) : at]):
        role = by_head.get(id(token))
        if role is None or role.kind != "nominal" or not is_role(token.lemma.lower()):
            continue
        if token.tag in ("NNS", "NNPS") or _is_held(token, by_head):
            return None
        nearer = name.head.head
        if name.head.dep == "appos" and token.i < nearer.i < at and is_somebody(nearer):
            return None  # "his wife, Ada, and their baby, Ida": the nearer noun has the name
        if _is_of_parent(token, name):
            return None
        reach = max(t.i for t in token.subtree() if t.i < at)
        closed = tokens[name.last.i + 1 : name.last.i + 2]
        known = {"the", "his", "her", "its", "their"}
        if closed and closed[0].text == ",":
            known |= {"a", "an"}  # "a spokeswoman for the firm, Ida Bo, said"
        definite = any(t.lower in known or t.tag == "POS" for t in role.tokens)
        return (
            role if definite and (reach == at - 1 or _only_of(tokens[token.i + 1 : at])) else None
        )
    return None


def _is_held(role: Token, by_head: dict[int, Reference]) -> bool:
    """ "Ida Bo, the minister, who came after her predecessor, Otto Lind, fell ill": it is Bo's."""
    holder = by_head.get(id(role.head)) if role.dep == "appos" else None
    return holder is not None and holder.kind == "name"


def _is_fronted(name: Reference, comma: int) -> bool:
    """ "Instead of hitting the officer, Kim ran": the comma closes what stands in front."""
    verb = name.head.head
    if name.head.dep not in ("nsubj", "nsubjpass"):
        return False
    return any(
        part.i < comma and part.subtree()[-1].i == comma - 1
        for part in verb.having("prep", "advcl", "npadvmod")
    )


def _only_of(between: list[Token]) -> bool:
    """What stands between the role and the comma is a complement ("of state for Asia")."""
    return all(t.pos in ("ADP", "NOUN", "PROPN", "ADJ", "DET", "CCONJ") for t in between)


def join_places(chains: Chains) -> None:
    """ "The city of Zurich" is Zurich."""
    by_head = {id(r.head): r for r in chains.references if r.kind == "name"}
    for reference in chains.references:
        if reference.kind != "nominal" or reference.head.lemma.lower() not in NAMED_PLACES:
            continue
        for prep in reference.head.having("prep"):
            for target in prep.having("pobj"):
                name = by_head.get(id(target))
                near = prep.lower == "of" and prep.i == reference.head.i + 1
                if near and name is not None and name.type in ("Place", "Country"):
                    chains.join(name, reference, "place of that name")


# Roles


def join_roles(chains: Chains) -> None:
    """ "The prime minister" to the one person that the document calls so.

    A heading leaves articles out and speaks of what follows it: "Prime minister's vow".
    """
    known = list(_held(chains))
    for reference in chains.references:
        lemma = reference.head.lemma.lower()
        if reference.kind != "nominal" or not is_role(lemma) or not _anaphoric(reference):
            continue
        if len(chains.members(reference)) > 1:
            continue
        words = _said(reference.tokens)
        heading = reference.sentence.kind == "heading"
        fits = [
            holder for holder, said in known
            if words <= said and (holder.order < reference.order or heading)
        ]  # fmt: skip
        if len({chains.root(holder) for holder in fits}) == 1:
            chains.join(fits[-1], reference, "role")


def _held(chains: Chains) -> Iterable[tuple[Reference, frozenset[str]]]:
    """Who holds which role, as titles and appositions say: the words of the role."""
    for reference in chains.references:
        if reference.kind == "name" and reference.type in ("Person", ""):
            titles = [t for t in reference.head.children if t.i < reference.first.i]
            if any(is_role(t.lemma.lower()) for t in titles if t.dep in TITLED):
                yield reference, _said([t for title in titles for t in title.subtree()])
        named = any(m.kind == "name" for m in chains.members(reference))
        office = reference.kind == "nominal" or is_office(reference.tokens)
        if office and named and is_role(reference.head.lemma.lower()):
            yield reference, _said(reference.head.subtree())


#: What a title is to the name behind it.
TITLED = ("compound", "nmod", "amod")


def _said(tokens: Iterable[Token]) -> frozenset[str]:
    return frozenset(t.lemma.lower() for t in tokens if t.pos in ("NOUN", "PROPN", "ADJ"))


def join_called(chains: Chains) -> None:
    """ "The city" to the only thing with a name that the text has called a city by then."""
    known: dict[str, list[tuple[Reference, frozenset[str]]]] = {}
    by_head = {id(r.head): r for r in chains.references if r.kind != "pronoun"}
    for reference in chains.references:
        if reference.kind == "nominal" and _anaphoric(reference):
            fits = [
                one for one, said in known.get(reference.head.lemma.lower(), ())
                if _said(reference.tokens) <= said and one.order < reference.order
            ]  # fmt: skip
            if len({chains.root(one) for one in fits}) == 1 and not _has_name(reference, chains):
                chains.join(fits[0], reference, "called so")
        if reference.kind == "name" and (noun := _own_noun(reference, chains)):
            known.setdefault(noun, []).append((reference, frozenset({noun})))
        one = _said_to_be(reference, by_head)
        if one is None and reference.kind == "nominal" and _has_name(reference, chains):
            one = reference
        if one is not None and _has_name(one, chains):
            said = _said(reference.head.subtree())
            known.setdefault(reference.head.lemma.lower(), []).append((one, said))


def _own_noun(name: Reference, chains: Chains) -> str:
    """The noun that a name ends in: "company" of "Ebbern Navigation Company"; "" of other names."""
    words = name.label.split()
    kind = chains.type_of(name)
    last = words[-1].lower()
    telling = kind == "Organization" and last in LAST[kind]  # "the city" is seldom Kansas City
    return last if len(words) > 1 and telling and words[-1].istitle() else ""


#: What gives somebody an office.
MADE = frozenset("name appoint elect crown make hire employ recruit engage ordain".split())
WORKS = frozenset("work serve act".split())


def _said_to_be(nominal: Reference, by_head: dict[int, Reference]) -> Reference | None:
    """Whom or what a sentence says to be a thing: York of "York is a city".

    Or to become one, or to be made one: "Ada Holm was elected mayor".
    """
    if nominal.head.dep == "pobj" and nominal.head.head.lower == "as":
        return _employed(nominal.head.head, by_head)
    verb = nominal.head.head
    being = nominal.head.dep == "attr" and verb.lemma in ("be", "become", "remain")
    made = verb.lemma in MADE and nominal.head.dep in ("attr", "oprd", "dobj")
    if not (being or made) or nominal.head.tag != "NN":
        return None
    subjects = verb.having("nsubjpass" if made else "nsubj")
    modal = [a for a in verb.having("aux") if a.lemma not in ("be", "have")]
    if verb.having("neg") or modal or verb.dep == "advcl" or len(subjects) != 1:
        return None
    return by_head.get(id(subjects[0]))


def _employed(as_: Token, by_head: dict[int, Reference]) -> Reference | None:
    """Who works or is hired as something: "Ada worked as a pilot", "They hired Ada as a pilot"."""
    verb = as_.head
    if verb.having("neg") or not (verb.lemma in WORKS or verb.lemma in MADE):
        return None
    whom = verb.having("nsubj" if verb.lemma in WORKS else "dobj") or verb.having("nsubjpass")
    return by_head.get(id(whom[0])) if len(whom) == 1 else None


def _has_name(reference: Reference, chains: Chains) -> bool:
    return any(member.kind == "name" for member in chains.members(reference))


def _anaphoric(reference: Reference) -> bool:
    """Definite, singular, and with nothing behind it that says which one."""
    first, head = reference.first, reference.head
    article = first.lower in ("the", "this", "that")
    if head.tag in ("NNS", "NNPS") or not (article or reference.sentence.kind == "heading"):
        return False
    # "the party's leader" is not "the party", and "the firm, which denies it" is the firm
    tokens = reference.sentence.tokens
    which = [v for v in head.having("relcl") if tokens[v.subtree()[0].i - 1].text != ","]
    return not which and not head.having("prep", "acl", "appos", "poss")
