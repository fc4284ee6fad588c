"""What noun phrases say: appositions, titles, roles and possessions.

| rule         | text                                    | claim                               |
|--------------|-----------------------------------------|-------------------------------------|
| `apposition` | Kim Jong-un, the supreme leader         | (Kim Jong-un, be, supreme leader)   |
| `title`      | spokesman Lu Kang                       | (Lu Kang, be, spokesman)            |
| `role-of`    | Japan's prime minister Shinzo Abe       | (Abe, be prime minister of, Japan)  |
| `possessive` | the party's leader; China's acquisition | (party, have, leader)               |
| `example`    | weapons such as catapults               | (weapons, include, catapults)       |
| `example`    | two directors, Ann Fox and Tom Lee      | (two directors, include, Tom Lee)   |
| `noun-prep`  | concerns over climate change            | (concerns, over, climate change)    |
| `noun-prep`  | Ingrid Berg of Oslo University          | (Ingrid Berg, of, Oslo University)  |
| `noun-of`    | China's acquisition of technology       | (China, acquisition of, technology) |
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.analyze import Sentence
from kg.claims.arguments import Reader
from kg.claims.heads import conjuncts, is_complex, prepositional
from kg.claims.stated import Stated, of_noun
from kg.coref import find_appositions
from kg.lexicon import OFFICES, PARTITIVES, is_role
from kg.mentions import Reference
from kg.model import Argument
from kg.phrases import phrase
from kg.tokens import Token


@dataclass(frozen=True, slots=True, kw_only=True)
class Nominal:
    """A claim made by a noun phrase: head token, arguments, predicate words and lemma."""

    head: Token
    subject: Argument
    object: Argument
    words: tuple[Token, ...]
    lemma: str
    rule: str
    stated: Stated


def find_nominals(
    sentence: Sentence, references: list[Reference], reader: Reader, standing: dict[int, Stated]
) -> Iterator[Nominal]:
    """All claims of the noun phrases of one sentence.

    `standing` gives each token's clause standing by position, so that a phrase inside "Lu said
    that ..." is attributed to Lu.
    """
    bound = {id(role.head): name for name, role in find_appositions(references, [sentence])}
    for reference in references:
        if reference.kind == "pronoun":
            continue
        head = reference.head
        stated = standing.get(head.i, Stated())
        yield from _examples(sentence, reference, reader, stated)
        if id(head) in bound:
            yield from _role(bound[id(head)], reference, "apposition", reader, stated)
        if reference.kind == "name":
            yield from _titles(reference, reader, stated)
        elif id(head) not in bound:
            yield from _explained(reference, reader, stated)
            yield from _owned(sentence, reference, reader, of_noun(head, stated))


def _explained(reference: Reference, reader: Reader, stated: Stated) -> Iterator[Nominal]:
    """ "adenosine, a neurotransmitter": an indefinite phrase beside a common noun says what it is.

    Not in lists, where parsers see appositions too.
    """
    for beside in reference.head.having("appos"):
        other = reader.by_head.get(id(beside))
        if other is None or other.kind != "nominal" or beside.having("conj"):
            continue
        same = (beside.tag in ("NNS", "NNPS")) == (reference.head.tag in ("NNS", "NNPS"))
        if same and other.first.lower in ("a", "an"):
            yield Nominal(
                head=beside, subject=reader.of_reference(reference), object=reader.concept(other),
                words=(beside,), lemma="be", rule="apposition", stated=stated,
            )  # fmt: skip


def _role(
    name: Reference, role: Reference, rule: str, reader: Reader, stated: Stated
) -> Iterator[Nominal]:
    holder = reader.of_reference(name)
    stated = of_noun(role.head, stated)
    yield Nominal(
        head=role.head, subject=holder, object=reader.concept(role),
        words=(role.head,), lemma="be", rule=rule, stated=stated,
    )  # fmt: skip
    yield from held_at(holder, role.head, reader, stated, any_noun=True)


def _titles(name: Reference, reader: Reader, stated: Stated) -> Iterator[Nominal]:
    """Role nouns right before a name ("foreign ministry spokesman Lu Kang")."""
    for title in name.head.having("compound", "nmod", "amod"):
        if title.i >= name.first.i or not is_role(title.lemma.lower()) or title.pos == "ADJ":
            continue
        before = [t for t in name.head.having("compound", "amod", "nmod") if t.i < title.i]
        run = [*(t for t in before if t.pos != "DET"), title]
        parts = [t for b in run for t in b.subtree() if t.i <= title.i and t.pos != "DET"]
        first = min(parts, key=lambda t: t.i)
        concept = Reference(
            name.sentence, title, first=first, last=title, kind="nominal",
            label=" ".join(t.text for t in name.sentence.tokens[first.i : title.i + 1]),
        )  # fmt: skip
        holder = reader.of_reference(name)
        yield Nominal(
            head=title, subject=holder, object=reader.concept(concept),
            words=(title,), lemma="be", rule="title", stated=stated,
        )  # fmt: skip
        yield from held_at(holder, title, reader, stated, also=before)


def held_at(
    holder: Argument,
    role: Token,
    reader: Reader,
    stated: Stated,
    *,
    also: list[Token] | None = None,
    any_noun: bool = False,
    before_only: bool = False,
) -> Iterator[Nominal]:
    """Where a role is held: "Japan's", "of North Korea", "US", "Chinese" before or behind it."""
    if not any_noun and not is_role(role.lemma.lower()):
        return
    inside = [t for t in (*role.children, *(also or ())) if t.i < role.i]
    # "Chinese foreign ministry spokesman": the country may sit one step further down.
    inside += [c for t in inside if t.dep in ("compound", "amod") for c in t.children]
    places = [t for t in inside if t.dep in ("poss", "compound", "amod", "nmod")]
    whole = reader.by_head.get(id(role))
    end = whole.last.i if whole is not None else role.i
    behind = [
        p for prep in role.having("prep") if prep.lower == "of" and prep.i > end
        for p in prep.having("pobj")
    ]  # fmt: skip
    for token in places if before_only else (*places, *behind):
        reference = reader.by_head.get(id(token))
        if reference is None or reference.entity == holder.entity:
            continue
        if reference.kind == "nominal" and token.dep not in ("poss", "pobj"):
            continue
        # "the Norwegian explorer" is from there, "the Norwegian minister" holds office there.
        if token.dep in ("amod", "compound", "nmod") and not _rules(role, reference):
            continue
        yield Nominal(
            head=role, subject=holder, object=reader.of_reference(reference),
            words=tuple(_of_words(role, token)),
            lemma=f"be {_office(role, reference)} of", rule="role-of", stated=stated,
        )  # fmt: skip


def _rules(role: Token, place: Reference) -> bool:
    office = role.lemma.lower() in OFFICES
    return office and (place.country is not None or place.type in ("Organization", "Place"))


def _of_words(role: Token, token: Token) -> list[Token]:
    return [role, *(p for p in role.having("prep") if token in p.having("pobj"))]


def _office(role: Token, place: Reference) -> str:
    """The name of an office without the place it is held at ("prime minister")."""
    at = {id(t) for t in place.tokens}
    before = [
        t for t in role.children
        if t.i < role.i and t.dep in ("compound", "amod") and id(t) not in at
        and not t.children and t.pos != "PUNCT"
    ]  # fmt: skip
    tokens = place.sentence.tokens
    behind = tokens[role.i + 1 : phrase(place.sentence, role)[-1].i + 1]
    return " ".join([*(t.lower for t in before), role.lemma.lower(), *(t.lower for t in behind)])


def _owned(
    sentence: Sentence, reference: Reference, reader: Reader, stated: Stated
) -> Iterator[Nominal]:
    """ "China's acquisition of technology": who has it, and what it is of."""
    head = reference.head
    for owner in head.having("poss"):
        owner_reference = reader.by_head.get(id(owner))
        if owner_reference is None or reader.time_at(sentence, owner) is not None:
            continue
        subject = reader.of_reference(owner_reference)
        yield from _noun_of(sentence, head, subject, reader, stated)
        yield Nominal(
            head=head, subject=subject, object=reader.of_reference(reference),
            words=tuple(owner.having("case")) or (owner,), lemma="have",
            rule="possessive", stated=stated,
        )  # fmt: skip


def _examples(
    sentence: Sentence, reference: Reference, reader: Reader, stated: Stated
) -> Iterator[Nominal]:
    """ "siege weapons such as catapults", "animals, including mice", "three parts: a, b and c",
    "two directors, Mark Evans and Chloe Dubois"."""
    head = reference.head
    listed = [
        (t, adjunct.words)
        for prep in head.having("prep") if _exemplifies(prep)
        for adjunct in prepositional(prep, examples=True) for t in (adjunct.object,)
    ]  # fmt: skip
    colon = [t for t in sentence.tokens[head.i + 1 : head.i + 2] if t.text == ":"]
    if colon and head.tag in ("NNS", "NNPS"):
        first = [a for a in head.having("appos") if a.i > colon[0].i]
        listed += [(t, tuple(colon)) for a in first for t in conjuncts(a) if a.having("conj")]
    if head.tag == "NNS" and not listed:
        listed += [(t, (t,)) for a in head.having("appos") for t in _named(a, reader)]
    for token, words in listed:
        found = reader.argument(sentence, token)
        if found is not None and found.entity is not None:
            yield Nominal(
                head=head, subject=reader.of_reference(reference), object=found,
                words=words, lemma="include", rule="example", stated=stated,
            )  # fmt: skip


def _named(first: Token, reader: Reader) -> list[Token]:
    """ "two directors, Mark Evans and Chloe Dubois": several names that a plural is about."""
    found = [reader.by_head.get(id(t)) for t in conjuncts(first)]
    named = all(r is not None and r.kind == "name" for r in found)
    return conjuncts(first) if named and len(found) > 1 else []


def _exemplifies(prep: Token) -> bool:
    such = prep.lower in ("as", "like") and any(c.lower == "such" for c in prep.children)
    return such or prep.lower == "including"


def find_behind(
    sentence: Sentence,
    references: list[Reference],
    reader: Reader,
    standing: dict[int, Stated],
    told: set[tuple[int, int]],
) -> Iterator[Nominal]:
    """ "the invention of the press by Gutenberg", "concerns over waste": noun, preposition, noun.

    `told` holds (preposition, start of its noun) of what other claims have told already.
    """
    for reference in references:
        if reference.kind == "name":
            yield from _affiliated(reference, reader, standing.get(reference.head.i, Stated()))
        if reference.kind != "nominal" or is_role(reference.head.lemma.lower()):
            continue
        head = reference.head
        if head.head.dep == "prep" and is_complex(head):
            continue  # "in addition to", "in response to"
        for prep in head.having("prep"):
            if prep.i <= reference.last.i or prep.lower in ("including", "as", "than", "like"):
                continue
            if prep.lower == "of" and " of " in reference.label:
                continue
            for adjunct in prepositional(prep):
                found = reader.argument(sentence, adjunct.object)
                if found is not None and (prep.i, found.span.start) not in told:
                    yield Nominal(
                        head=head, subject=reader.of_reference(reference), object=found,
                        words=adjunct.words, rule="noun-prep",
                        stated=standing.get(head.i, Stated()),
                        lemma=" ".join(t.lower for t in adjunct.words),
                    )  # fmt: skip


def _affiliated(name: Reference, reader: Reader, stated: Stated) -> Iterator[Nominal]:
    """ "Ingrid Berg of Umeå University": where a person belongs."""
    if name.type != "Person":
        return
    for prep in name.head.having("prep"):
        for target in prep.having("pobj") if prep.lower in BELONGING else ():
            place = reader.by_head.get(id(target))
            if place is not None and place.kind == "name" and place.type == "Organization":
                yield Nominal(
                    head=name.head, subject=reader.of_reference(name),
                    object=reader.of_reference(place), words=(prep,), lemma=prep.lower,
                    rule="noun-prep", stated=stated,
                )  # fmt: skip


BELONGING = frozenset(("of", "from", "at", "with"))


def _noun_of(
    sentence: Sentence, head: Token, subject: Argument, reader: Reader, stated: Stated
) -> Iterator[Nominal]:
    if head.lemma.lower() in PARTITIVES or is_role(head.lemma.lower()):
        return
    for prep in head.having("prep"):
        for target in prep.having("pobj"):
            found = reader.argument(sentence, target)
            if found is not None and found.entity is not None:
                yield Nominal(
                    head=head, subject=subject, object=found, words=(head, prep),
                    lemma=f"{head.lemma.lower()} {prep.lower}", rule="noun-of", stated=stated,
                )  # fmt: skip
