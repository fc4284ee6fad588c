"""Classes and relations as a file has them → an `Ontology` that can be built with.

Every reader ends here: what stands twice is joined, classes that are only named get an entry, every
class gets its types, and what cannot be used is refused in one line.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from kg.errors import OntologyError
from kg.iri import is_absolute
from kg.ontology import EntityClass, Ontology, Relation
from kg.ontology.kinds import WIKIDATA, types_of
from kg.ontology.labels import (
    LONGEST_LABEL,
    described,
    label_of_iri,
    one_line,
    readable,
)

_Noun = TypeVar("_Noun", EntityClass, Relation)

#: More classes and relations than any ontology that texts can be read with.
MOST = 50_000


def ontology_of(
    classes: Iterable[EntityClass],
    relations: Iterable[Relation],
    *,
    title: str,
    iri: str = "",
) -> Ontology:
    """What was read, checked and completed.

    Raises OntologyError if there are no relations or too many, a label is missing or much too long,
    an IRI is none, or parents go round in a circle.
    """
    found = _joined(map(_clean, classes), _same_class)
    joined = _joined(map(_clean, relations), _same_relation)
    if not found and not joined:
        raise OntologyError("it has no classes and no relations")
    if not joined:
        raise OntologyError("it has classes, but no relations that facts could be made of")
    if len(found) + len(joined) > MOST:
        raise OntologyError(f"it has more than {MOST:,} classes and relations; keep those you need")
    named = [_within(relation, found) for relation in joined.values()]
    _check_circles(found, "classes")
    _check_circles({r.iri: r for r in named}, "relations")
    with_types = (replace(c, types=c.types or types_of(c, found)) for c in found.values())
    return Ontology(
        title=one_line(title)[:LONGEST_LABEL],
        iri=iri if is_absolute(iri) else "",
        classes=tuple(sorted(with_types, key=lambda c: c.iri)),
        relations=tuple(sorted(_with_inverses(named), key=lambda r: r.iri)),
    )


def _clean(noun: _Noun) -> _Noun:
    """The same with a label that can be read. Raises OntologyError."""
    what = "class" if isinstance(noun, EntityClass) else "relation"
    if not is_absolute(noun.iri):
        raise OntologyError(f"{what} {one_line(noun.iri)[:80]!r} is no absolute IRI")
    label = readable(noun.label[: LONGEST_LABEL * 4]) or label_of_iri(noun.iri)
    if not label and isinstance(noun, EntityClass):
        label = WIKIDATA.get(noun.iri.rpartition("/")[2], ("",))[0]
    if not label and isinstance(noun, Relation):
        raise OntologyError(f"relation {noun.iri} has no label; give it an rdfs:label")
    if len(noun.label) > LONGEST_LABEL:
        raise OntologyError(
            f"the label of {noun.iri} has {len(noun.label):,} characters; {LONGEST_LABEL} are "
            "allowed"
        )
    return replace(
        noun,
        label=label,
        description=described(noun.description),
        aliases=_others(noun.aliases, label),
        parents=_sorted(set(noun.parents) - {noun.iri}),
    )


def _others(aliases: Iterable[str], label: str) -> tuple[str, ...]:
    found = {readable(a) for a in aliases if len(a) <= LONGEST_LABEL}
    return _sorted(found - {"", label})


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))


def _joined(nouns: Iterable[_Noun], join: Callable[[_Noun, _Noun], _Noun]) -> dict[str, _Noun]:
    found: dict[str, _Noun] = {}
    for noun in nouns:
        found[noun.iri] = join(found[noun.iri], noun) if noun.iri in found else noun
    return found


def _same_class(first: EntityClass, second: EntityClass) -> EntityClass:
    return replace(
        first,
        label=first.label or second.label,
        description=first.description or second.description,
        aliases=_others((*first.aliases, *second.aliases, second.label), first.label),
        parents=_sorted((*first.parents, *second.parents)),
        types=_sorted((*first.types, *second.types)),
    )


def _same_relation(first: Relation, second: Relation) -> Relation:
    """A relation of two entries holds where one of them says so."""
    things = first.range or second.range or first.datatype != second.datatype
    return replace(
        first,
        domain=_either(first.domain, second.domain),
        range=_either(first.range, second.range),
        description=first.description or second.description,
        aliases=_others((*first.aliases, *second.aliases, second.label), first.label),
        datatype="" if things else first.datatype,
        inverse=first.inverse or second.inverse,
        symmetric=first.symmetric or second.symmetric,
        transitive=first.transitive or second.transitive,
        functional=first.functional and second.functional,
        parents=_sorted((*first.parents, *second.parents)),
        matches=_sorted((*first.matches, *second.matches)),
        examples=tuple(dict.fromkeys((*first.examples, *second.examples))),
    )


def _either(first: tuple[str, ...], second: tuple[str, ...]) -> tuple[str, ...]:
    """Classes of one side of two entries; none is any, and then any will do."""
    return _sorted((*first, *second)) if first and second else ()


def _within(relation: Relation, classes: dict[str, EntityClass]) -> Relation:
    """The relation with classes that are there: one that is only named is added to `classes`."""
    return replace(
        relation,
        domain=_there(relation.domain, classes),
        range=() if relation.datatype else _there(relation.range, classes),
        matches=_sorted(iri for iri in relation.matches if is_absolute(iri)),
        examples=tuple(described(text) for text in relation.examples),
    )


def _there(named: tuple[str, ...], classes: dict[str, EntityClass]) -> tuple[str, ...]:
    """The classes of a domain or range; none where one of them has no label anywhere.

    Such a class says nothing, and so does not keep anything out.
    """
    for iri in named:
        if iri not in classes and is_absolute(iri):
            classes[iri] = _clean(EntityClass(iri=iri, label=""))
    unknown = [iri for iri in named if iri not in classes or not classes[iri].label]
    for iri in unknown:
        classes.pop(iri, None)
    return () if unknown else _sorted(named)


def _with_inverses(relations: Sequence[Relation]) -> list[Relation]:
    """An inverse holds both ways; one that is no relation here says nothing."""
    there = {relation.iri for relation in relations}
    back = {r.inverse: r.iri for r in reversed(relations) if r.inverse in there}
    known = ((r, r.inverse if r.inverse in there else back.get(r.iri, "")) for r in relations)
    return [
        replace(
            r,
            inverse="" if inverse == r.iri else inverse,
            symmetric=r.symmetric or inverse == r.iri,
        )
        for r, inverse in known
    ]


def _check_circles(nouns: Mapping[str, EntityClass] | Mapping[str, Relation], what: str) -> None:
    """Raises OntologyError if something is above itself."""
    done: set[str] = set()
    for start in sorted(nouns):
        way: list[str] = []
        stack: list[tuple[str, bool]] = [(start, False)]
        while stack:
            iri, leaving = stack.pop()
            if leaving:
                way.pop()
                done.add(iri)
            elif iri in way:
                circle = " < ".join([*way[way.index(iri) :], iri])
                raise OntologyError(f"{what} are above themselves: {circle}; take one step out")
            elif iri in nouns and iri not in done:
                way.append(iri)
                stack.append((iri, True))
                stack += [(parent, False) for parent in sorted(nouns[iri].parents, reverse=True)]
