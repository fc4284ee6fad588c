"""What stands with a noun: its owner, and what prepositions behind it lead to.

Most of this tells nothing ("the jury on Tuesday"), so only what says who took part in a deed,
where a place or an institution is, whose work or kin or part something is.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.english.lexicon import ORGANIZATION_NOUNS, PARTITIVES, PLACE_NOUNS, is_office, is_role
from kg.english.nouns import WORK_NOUNS, is_deed, is_relational
from kg.model import Argument
from kg.parse.analyze import Sentence
from kg.parse.tokens import Token
from kg.record.claims.arguments import Arguments
from kg.record.claims.heads import is_complex, prepositional
from kg.record.claims.nominal.made import Nominal, has_name
from kg.record.claims.nominal.roles import tells_whose
from kg.record.claims.rules import rule
from kg.record.claims.stated import Stated, of_noun
from kg.record.keys import is_named
from kg.record.mentions import Reference

#: What can be owned, by the type of its phrase.
OWNED = frozenset("person organization place object animal plant substance".split())
#: What stands somewhere, by the type of its phrase.
STANDING = frozenset(("place", "organization", "object"))
#: What everybody has.
BODY = frozenset(
    "skin head hand eye face heart hair body mouth leg arm foot finger voice mind brain blood"
    " stomach shoulder neck ear nose tooth tongue lip knee back chest throat life soul".split()
)
#: Prepositions that name who and what takes part in a deed, and when it was.
OF_DEEDS = frozenset("by between with to from against over of for into on in at".split())
OF_PLACES = frozenset("in at near on outside".split())
OF_WORKS = frozenset("by from about".split())
BELONGING = frozenset(("of", "from", "at", "with"))


@rule("possessive", "The company's lawyer resigned.", "company | have | company's lawyer; hidden")
def owned(
    sentence: Sentence, reference: Reference, reader: Arguments, stated: Stated
) -> Iterator[Nominal]:
    """ "China's acquisition of technology": who has it, and what it is of."""
    head = reference.head
    stated = of_noun(head, stated)
    for owner in head.having("poss"):
        whose = reader.by_head.get(id(owner))
        if whose is None or reader.time_at(sentence, owner) is not None:
            continue
        subject = reader.of_reference(whose)
        yield from _noun_of(sentence, head, subject, reader, stated)
        if _has(reference, whose, subject) and not tells_whose(reference, reader):
            yield Nominal(
                head=head, subject=subject, object=reader.of_reference(reference),
                words=tuple(owner.having("case")) or (owner,), lemma="have",
                rule="possessive", stated=stated,
            )  # fmt: skip


def _has(thing: Reference, owner: Reference, subject: Argument) -> bool:
    """Whether an owner tells something: "Anna's father", "the team's coach", "Acme's mill".

    What is done or felt is not had ("Kim's visit", "her pride"), and whose "our" is nobody knows.
    """
    head, lemma = thing.head, thing.head.lemma.lower()
    if owner.head.lower in ("my", "our", "your", "one", "whose"):
        return False
    if is_relational(lemma):
        return True
    named = is_named(subject.entity)
    if not named or is_deed(lemma) or lemma in BODY or head.tag in ("NNS", "NNPS"):
        return False
    kind = head.phrase.type if head.phrase is not None else ""
    return lemma in WORK_NOUNS or kind in OWNED


@rule("noun-of", "Kim's visit to Beijing angered Seoul.", "Kim | visit to | Beijing")
def _noun_of(
    sentence: Sentence, head: Token, subject: Argument, reader: Arguments, stated: Stated
) -> Iterator[Nominal]:
    """ "China's acquisition of technology": (China, acquisition of, technology)."""
    lemma = head.lemma.lower()
    if lemma in PARTITIVES or is_role(lemma) or not is_deed(lemma):
        return
    for prep in head.having("prep"):
        for target in prep.having("pobj"):
            found = reader.argument(sentence, target)
            if found is None or found.entity is None or not (has_name(subject) or has_name(found)):
                continue
            yield Nominal(
                head=head, subject=subject, object=found, words=(head, prep),
                lemma=f"{lemma} {prep.lower}", rule="noun-of", stated=stated,
            )  # fmt: skip


@rule("noun-prep", "The museum in Vienna closed.", "museum in Vienna | in | Vienna; hidden")
def find_behind(
    sentence: Sentence,
    references: list[Reference],
    reader: Arguments,
    standing: dict[int, Stated],
    told: set[tuple[int, int]],
) -> Iterator[Nominal]:
    """ "the invention of the press by Gutenberg", "the museum in Vienna": noun, preposition, name.

    `told` holds (preposition, start of its noun) of what other claims have told already.
    """
    for reference in references:
        stated = standing.get(reference.head.i, Stated())
        if reference.kind == "name":
            yield from _affiliated(reference, reader, stated)
        if reference.kind != "nominal" or is_role(reference.head.lemma.lower()):
            continue
        head = reference.head
        if head.head.dep == "prep" and is_complex(head):
            continue  # "in addition to", "in response to"
        for prep in head.having("prep"):
            if prep.i <= reference.last.i or not _tells(head, prep) or stated.open:
                continue
            if any(t.pos in ("VERB", "AUX", "PUNCT") for t in sentence.tokens[head.i : prep.i]):
                continue  # "flights into Oslo leave from a port in Rome"
            if prep.lower == "of" and " of " in reference.label:
                continue
            for adjunct in prepositional(prep):
                found = reader.argument(sentence, adjunct.object)
                if found is None or (prep.i, found.span.start) in told:
                    continue
                if found.span.start <= prep.start:
                    continue  # "between June and May" is a time as a whole
                if has_name(found) or (is_deed(head.lemma.lower()) and _is_date(found)):
                    yield Nominal(
                        head=head, subject=reader.of_reference(reference), object=found,
                        words=adjunct.words, rule="noun-prep", stated=stated,
                        lemma=" ".join(t.lower for t in adjunct.words),
                    )  # fmt: skip


def _tells(head: Token, prep: Token) -> bool:
    """Whether what a preposition leads to says something about a noun."""
    lemma, word = head.lemma.lower(), prep.lower
    if lemma in PARTITIVES:
        return False
    kind = head.phrase.type if head.phrase is not None else ""
    if is_deed(lemma) or kind == "event":
        # "signed the treaty in Lisbon" tells where it was signed
        return word in OF_DEEDS and not (head.dep == "dobj" and word in OF_PLACES)
    if lemma in PLACE_NOUNS | ORGANIZATION_NOUNS or kind in STANDING:
        # "plans for a mill in Peru": where it is not yet, if ever
        definite = any(t.lower in ("the", "this", "that") for t in head.having("det"))
        return word in OF_PLACES and (definite or head.dep in ("nsubj", "nsubjpass"))
    return lemma in WORK_NOUNS and word in OF_WORKS


def _is_date(argument: Argument) -> bool:
    return argument.datatype is not None and argument.datatype not in (
        "xsd:string", "xsd:integer", "xsd:decimal", "xsd:duration",
    )  # fmt: skip


@rule("affiliation", "Emil Roth of Lund University resigned.", "Emil Roth | of | Lund University")
def _affiliated(name: Reference, reader: Arguments, stated: Stated) -> Iterator[Nominal]:
    """ "Ingrid Berg of Umeå University", "Anna Holm from Oslo": where a person belongs."""
    if name.type != "Person" or is_office(name.label):
        return
    for prep in name.head.having("prep"):
        for target in prep.having("pobj") if prep.lower in BELONGING else ():
            place = reader.by_head.get(id(target))
            if place is None or place.kind != "name":
                continue
            near = prep.lower == "from" and prep.i == name.last.i + 1
            if place.type == "Organization" or (near and place.type in ("Place", "Country")):
                yield Nominal(
                    head=name.head, subject=reader.of_reference(name),
                    object=reader.of_reference(place), words=(prep,), lemma=prep.lower,
                    rule="noun-prep", stated=stated,
                )  # fmt: skip
