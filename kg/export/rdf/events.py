"""Events: one node per clause, with who does what to whom, for the profile "events".

All claims of one clause share its event (`kg.record.claims.statements`); the node says once what
they say in parts: "The council sold the boathouse to Ingrid Dahl in March 2019" is three claims and
one sale. Only claims that are shown have a say, and an event without any has no node.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from kg.english.lexicon import PREPOSITIONS
from kg.export.rdf.minting import Names
from kg.export.rdf.terms import Block, Lines, Literal, Term
from kg.model import Argument, Claim
from kg.relate.classes import coarse
from kg.relate.passives import is_passive

#: What an argument is in RDF: the IRI of an entity, or a literal.
Value = Callable[[Argument, Names], str | Literal]


def describe_events(
    claims: Iterable[Claim], names: Names, *, section: str, graph: str | None, value: Value
) -> Iterator[Block]:
    """Yield a block per event of the claims of one document, in the order of its text."""
    found: dict[str, list[Claim]] = {}
    for claim in claims:
        if claim.event and claim.shown:
            found.setdefault(claim.event, []).append(claim)
    for event, group in found.items():
        lines = [line for line in _lines(group, names, value) if line[1]]
        yield Block(section, names.event(event), lines, graph)


def _lines(claims: list[Claim], names: Names, value: Value) -> Lines:
    term, main = names.expand, min(claims, key=_plainness)
    agents, affected = _roles(claims)
    times = {claim.time.value for claim in claims if claim.time is not None and claim.time.value}
    sources = {claim.source.entity for claim in claims if claim.source is not None}
    said = {claim.source.label for claim in claims if claim.source is not None}
    spans = [(c.document, span) for c in claims for span in (c.sentence, *c.predicate.spans)]
    parts = [names.claim(c.id) + f":{n}" for c in claims for n in range(1, len(c.qualifiers) + 1)]

    def values(arguments: Iterable[Argument | None]) -> list[Term]:
        made = {value(argument, names) for argument in arguments if argument is not None}
        return sorted(made, key=str)

    return [
        (term("rdf:type"), [term("kg:Event")]),
        (term("rdfs:label"), [Literal(main.predicate.lemma)]),
        (term("kg:kind"), [Literal(coarse(main.predicate.lemma).name)]),
        (term("kg:agent"), values(agents)),
        (term("kg:affected"), values(affected)),
        (term("kg:place"), values(claim.place for claim in claims)),
        (term("kg:time"), [names.time(time) for time in sorted(times)]),
        (term("kg:qualifier"), sorted(parts)),
        (term("kg:polarity"), [Literal(main.polarity)]),
        (term("kg:modality"), [Literal(main.modality)]),
        (term("kg:source"), sorted(iri for iri in sources if iri is not None)),
        (term("kg:sourceLabel"), [Literal(label) for label in sorted(said)]),
        (term("prov:wasDerivedFrom"), [names.document(main.document)]),
        (term("kg:evidence"), sorted({names.span(*span) for span in spans})),
    ]


def _plainness(claim: Claim) -> tuple[bool, int, str]:
    """The claim that says most plainly what happens: with an object and no preposition."""
    words = claim.predicate.lemma.split()
    return claim.object is None or words[-1] in PREPOSITIONS, len(words), claim.id


def _roles(claims: Iterable[Claim]) -> tuple[list[Argument], list[Argument]]:
    """Who does it, and to whom it is done."""
    agents: list[Argument] = []
    affected: list[Argument] = []
    for claim in claims:
        lemma = claim.predicate.lemma
        passive, last = is_passive(lemma), lemma.split()[-1]
        (affected if passive else agents).append(claim.subject)
        if claim.object is None:
            continue
        if passive and last == "by" and claim.object.entity is not None:
            agents.append(claim.object)
        elif not passive and last not in PREPOSITIONS:
            affected.append(claim.object)
    return agents, affected
