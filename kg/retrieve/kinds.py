"""What kind of answer a question wants, and which sentences have one of that kind.

"Who" wants somebody, "when" a time, "where" a place, "how many" a number, "why" a reason. What a
sentence has, the graph mostly knows: the types of the entities that it mentions, the times and the
numbers of its claims.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence

from kg.model import Build, Claim
from kg.retrieve.lexical import is_loud
from kg.retrieve.sentences import Sentence

#: What in a question asks for which kind.
_ASKED = {
    "somebody": r"who|whose|whom",
    "time": r"when|(?:what|which) (?:year|day|month|century|date|decade)|how (?:long|soon|old)",
    "place": r"where|(?:what|which) (?:city|country|place|state|town|region)",
    "number": r"how (?:many|much|far|high|tall|deep|large|big|heavy|old|often|long)"
    r"|what (?:share|percentage|price|number)",
    "reason": r"why|what (?:causes|caused|makes|made)",
}
_WANTED = {kind: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for kind, words in _ASKED.items()}
#: What a sentence says itself, where no claim and no entity does.
_SAID = {
    "time": re.compile(r"\b(?:1\d{3}|20\d\d|centur(?:y|ies)|years?|days?|months?|ancient)\b"),
    "number": re.compile(
        r"\d|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozens?|hundreds?|thousands?"
        r"|millions?|billions?|half|percent|few|several)\b",
        re.IGNORECASE,
    ),
    "reason": re.compile(
        r"\b(?:because|due to|since|therefore|thus|hence|so that|in order|as a result|reasons?"
        r"|caus(?:e|es|ed|ing)|lead(?:s|ing)? to|led to|result(?:s|ed|ing)?|allow(?:s|ed|ing)?"
        r"|enabl(?:e|es|ed|ing)|mak(?:e|es|ing)|help(?:s|ed|ing)?|contribut(?:e|es|ed|ing))\b",
        re.IGNORECASE,
    ),
}
#: Types of entities that are an answer where they have a name.
_TYPES = {
    "somebody": frozenset(("Person", "Organization", "Group")),
    "place": frozenset(("Place", "Country")),
}
_NUMBERS = ("xsd:integer", "xsd:decimal", "xsd:double")


def wanted(question: str) -> list[str]:
    """The kinds of answer that a question wants; a word in capitals is a name and asks nothing.

    >>> wanted("Who built the mill, and when?"), wanted("What does the WHO say?")
    (['somebody', 'time'], [])
    """
    loud = is_loud(question)
    return [
        kind for kind, words in _WANTED.items()
        if any(loud or not asking[0].isupper() for asking in words.finditer(question))
    ]  # fmt: skip


def kinds_of(build: Build, sentences: Sequence[Sentence]) -> list[set[str]]:
    """The kinds of answer that each sentence has."""
    types = {e.iri: e.type for e in build.entities if e.kind == "named"}
    claims: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in build.claims:
        claims[claim.document, claim.sentence.start].append(claim)
    found = []
    for sentence in sentences:
        there = {types.get(iri, "") for iri in sentence.entities}
        kinds = {kind for kind, some in _TYPES.items() if some & there}
        kinds |= {kind for kind, words in _SAID.items() if words.search(sentence.span.text)}
        found.append(kinds | _stated(claims[sentence.document, sentence.span.start]))
    return found


def _stated(claims: Iterable[Claim]) -> set[str]:
    """What the claims of a sentence have."""
    found = set()
    for claim in claims:
        if claim.time is not None:
            found.add("time")
        if claim.object is not None and claim.object.datatype in _NUMBERS:
            found.add("number")
    return found


__all__ = ["kinds_of", "wanted"]
