"""Relations as declared properties, with what is known of them in other vocabularies."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from functools import cache
from importlib import resources
from itertools import chain

from kg.corpus.kept import in_any_order
from kg.export.rdf.minting import Names
from kg.export.rdf.terms import Block, Lines, Literal
from kg.iri import relation_slug
from kg.model import Build
from kg.relate.tree import above

_SECTION = "Relations"


def describe_relations(build: Build, names: Names) -> Iterator[Block]:
    """Yield one block per relation: its label, and the links of `kg/data/relations.csv`.

    A link to another relation is left out where the build does not use that relation.
    """
    labels: dict[str, str] = {}
    typed = {fact.predicate for fact in build.typed}  # with --only-ontology there are no others
    facts = ((f.predicate, f.label) for f in build.facts if f.predicate not in typed)
    claims = ((c.predicate.iri, c.predicate.lemma) for c in in_any_order(build.claims))
    for iri, label in chain(facts, claims):
        labels[iri] = min(labels.get(iri, label), label)
    term = cache(names.expand)
    for iri, label in sorted(labels.items()):
        links: dict[str, list[str]] = {}
        for link, target in alignments().get(label, ()):
            other = _target(target, names)
            if not target.startswith("rel:") or other in labels:
                links.setdefault(term(link), []).append(other)
        links.pop(term("rdf:type"), None)  # what has values and things for objects is neither kind
        higher = names.prefixes["rel"] + relation_slug(above(label)) if above(label) else ""
        lines: Lines = [
            (term("rdf:type"), [term("kg:Relation")]),
            (term("rdfs:label"), [Literal(label)]),
        ]
        lines += [(term("skos:broader"), [higher])] if higher in labels else []
        lines += [(link, sorted(others)) for link, others in sorted(links.items())]
        yield Block(_SECTION, iri, lines)


def _target(target: str, names: Names) -> str:
    if target.startswith("rel:"):
        return names.prefixes["rel"] + relation_slug(target.removeprefix("rel:"))
    return names.expand(target)


@cache
def alignments() -> dict[str, list[tuple[str, str]]]:
    """The reviewed table: lemma → (link, target) pairs, prefixed names; `rel:` names a lemma."""
    text = resources.files("kg").joinpath("data/relations.csv").read_text("utf-8")
    found: dict[str, list[tuple[str, str]]] = {}
    for row in csv.DictReader(text.splitlines()):
        found.setdefault(row["relation"], []).append((row["link"], row["target"]))
    return found
