"""Common nouns that mean somebody named: appositions, "the prime minister", "the city of X"."""

from __future__ import annotations

from collections.abc import Iterable

from kg.analyze import Sentence, Token
from kg.coref.chains import Chains
from kg.coref.names import name_parts
from kg.lexicon import is_role
from kg.mentions import Reference

#: Sentences looked back for a definite nominal's antecedent.
NOMINAL_WINDOW = 8

#: "The city of X" is X; "the capital of X" is not.
NAMED_PLACES = set("city town village island state province county kingdom republic".split())


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
        if reference.kind == "pronoun" or reference.sentence.index not in worded:
            continue
        for child in reference.head.having("appos"):
            other = by_head.get(id(child))
            if other is not None and (pair := _name_and_nominal(reference, other)):
                yield pair
        if reference.kind == "name" and reference.type in ("Person", ""):
            role = _role_before(reference, by_head)
            if role is not None:
                yield reference, role


def _name_and_nominal(a: Reference, b: Reference) -> tuple[Reference, Reference] | None:
    if a.kind == "name" and b.kind == "nominal":
        name, nominal = a, b
    elif a.kind == "nominal" and b.kind == "name":
        name, nominal = b, a
    else:
        return None
    plural = nominal.head.tag in ("NNS", "NNPS")
    listed = b.head.dep == "appos" and bool(b.head.having("conj"))
    if plural or listed or not _determined(nominal):
        return None
    if name.type == "Person" and not is_role(nominal.head.lemma.lower()):
        return None
    return name, nominal


def _determined(nominal: Reference) -> bool:
    """ "a physicist", "the capital", "Maja's grandson", "leader of the party"."""
    definite = nominal.first.pos == "DET" or bool(nominal.head.having("det", "poss"))
    return definite or is_role(nominal.head.lemma.lower())


def _role_before(name: Reference, by_head: dict[int, Reference]) -> Reference | None:
    tokens = name.sentence.tokens
    at = name.first.i - 1
    if at < 1 or tokens[at].text != ",":
        return None
    for token in reversed(tokens[max(0, at - 12) : at]):
        role = by_head.get(id(token))
        if role is None or role.kind != "nominal" or not is_role(token.lemma.lower()):
            continue
        if token.tag in ("NNS", "NNPS"):
            return None
        reach = max(t.i for t in token.subtree() if t.i < at)
        definite = any(t.lower in ("the", "his", "her", "its", "their") or t.tag == "POS"
                       for t in role.tokens)  # fmt: skip
        return (
            role if definite and (reach == at - 1 or _only_of(tokens[token.i + 1 : at])) else None
        )
    return None


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


# Definite nominals


def join_nominals(chains: Chains) -> None:
    """ "the prime minister" to who was so called, "the company" to the nearest company."""
    roles: dict[str, list[Reference]] = {}
    for reference in chains.references:
        if reference.kind == "name":
            for title in reference.head.having("compound", "nmod", "amod"):
                if is_role(title.lemma.lower()) and title.i < reference.first.i:
                    roles.setdefault(title.lemma.lower(), []).append(reference)
        if reference.kind != "nominal":
            continue
        lemma = reference.head.lemma.lower()
        if len(chains.members(reference)) == 1 and _anaphoric(reference):
            found = _antecedent(reference, lemma, roles, chains)
            if found is not None:
                chains.join(found, reference, "definite nominal")
        if len(chains.members(reference)) > 1 and is_role(lemma):
            roles.setdefault(lemma, []).append(reference)


def _anaphoric(reference: Reference) -> bool:
    """Definite, singular, and with nothing behind it that says which one."""
    first, head = reference.first, reference.head
    if first.lower not in ("the", "this", "that") or head.tag in ("NNS", "NNPS"):
        return False
    # "the party's leader" is not "the party"
    return not head.having("prep", "relcl", "acl", "appos") and not any(
        child.dep == "poss" for child in head.children
    )


def _antecedent(
    reference: Reference, lemma: str, roles: dict[str, list[Reference]], chains: Chains
) -> Reference | None:
    if is_role(lemma):
        known = roles.get(lemma, [])
        whole = {chains.root(r) for r in known}
        return known[-1] if len(whole) == 1 else None
    words = {t.lower for t in reference.tokens if t.pos in ("NOUN", "PROPN", "ADJ")}
    near = [
        r
        for r in chains.references[: reference.order]
        if r.kind == "name" and reference.sentence.index - r.sentence.index <= NOMINAL_WINDOW
    ]
    named = [r for r in near if lemma in name_parts(r.label) and words <= set(name_parts(r.label))]
    if named:
        return named[-1]
    if len(words) > 1:
        return None
    wanted = _wanted(lemma)
    fits = [r for r in near if chains.type_of(r) in wanted and not inside_other(r)]
    subjects = [r for r in fits if r.head.dep in ("nsubj", "nsubjpass")]
    return next(reversed(subjects or fits), None)


def _wanted(lemma: str) -> tuple[str, ...]:
    if lemma in ("country", "nation"):
        return ("Country",)
    if lemma in ("company", "firm", "organization", "organisation", "agency", "manufacturer"):
        return ("Organization",)
    if lemma in ("city", "town", "village", "island"):
        return ("Place",)
    return ()


def inside_other(reference: Reference) -> bool:
    """ "Japanese" in "Japanese officials" names a country but talks about officials."""
    return reference.head.dep in ("amod", "compound", "nmod")
