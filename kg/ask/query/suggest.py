"""What a query that found nothing may have meant: relations like those that it names."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator, Mapping

from kg.ask.query.answers import Answer
from kg.ask.query.engines import Engine
from kg.ask.query.questions import read_question, without_comments
from kg.export.rdf.terms import own_terms

#: Prefixes whose names may be relations.
_PREFIXES = ("rel", "schema", "kg")
_NAME = re.compile(r"(?<![\w:<])(rel|schema|kg):([a-z][\w%.-]*)")
#: Terms of schema.org that every graph has and that are no relations of its ontology.
_OTHERS = frozenset("mentions url sha256 softwareVersion domainIncludes rangeIncludes".split())
_RELATIONS = """\
SELECT ?relation ?label WHERE {
  { ?relation a kg:Relation } UNION { ?relation a kg:TypedRelation }
  ?relation rdfs:label ?label
}"""
#: How alike two names must be, from 0 to 1, and how many are named.
_ALIKE, _MOST = 0.6, 3


def hints(sparql: str, graph: Engine) -> Iterator[str]:
    """One line for each relation that a query names and the graph does not have."""
    named = dict.fromkeys(_NAME.findall(without_comments(sparql)))
    asked = [(prefix, name.rstrip(".")) for prefix, name in named]
    asked = [(prefix, name) for prefix, name in asked if not _is_term(prefix, name)]
    if not asked:
        return
    known = _known(graph.answer(read_question(_RELATIONS)), graph.prefixes)
    for prefix, name in asked:
        if f"{prefix}:{name}" not in known:
            near = ", ".join(_near(f"{prefix}:{name}", known))
            rest = f"; did you mean {near}?" if near else "; kg relations lists what there is"
            yield f"no relation {prefix}:{name} in this graph{rest}"


def _is_term(prefix: str, name: str) -> bool:
    """Whether a name is one of kg's vocabulary, or of every graph."""
    return (prefix == "schema" and name in _OTHERS) or (prefix == "kg" and name in own_terms())


def _known(answer: Answer, prefixes: Mapping[str, object]) -> dict[str, str]:
    """The relations of a graph as prefixed names, each with its label."""
    spaces = [(prefix, str(prefixes[prefix])) for prefix in _PREFIXES if prefix in prefixes]
    known = {}
    for relation, label in answer.rows:
        if relation is None or label is None:
            continue
        for prefix, space in spaces:
            if relation.value.startswith(space):
                known[f"{prefix}:{relation.value[len(space) :]}"] = label.value
    return known


def _near(name: str, known: Mapping[str, str]) -> list[str]:
    """Relations whose names or labels are like a name, the likest first; typed ones of equals."""
    words = _words(name.partition(":")[2])
    scores = []
    for other, label in known.items():
        score = max(_likeness(words, said) for said in (_words(other.partition(":")[2]), label))
        if score >= _ALIKE:
            scores.append((-score, other.startswith("rel:"), other))
    return [other for _, _, other in sorted(scores)[:_MOST]]


def _likeness(one: str, other: str) -> float:
    shared = set(_stems(one)) & set(_stems(other))
    if shared and len(shared) == min(len(_stems(one)), len(_stems(other))):
        return 1.0 - abs(len(one) - len(other)) / 100
    return difflib.SequenceMatcher(None, one, other).ratio()


def _stems(words: str) -> list[str]:
    return [word.removesuffix("s")[:5] for word in words.split() if word not in ("be", "of")]


def _words(name: str) -> str:
    """ "worksFor", "work_for"."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return " ".join(re.split(r"[_\s-]+", spaced)).lower().strip()
