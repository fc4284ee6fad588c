"""The table of named questions: one `.rq` file each, with its help and its arguments at the top.

    # help: Who met whom, where and when.
    # takes: [WHO]
    # example: who-met-whom "Mara Lindt"
    # symmetric: yes          (who met whom is whom met who)
    # statements: yes         (what is asked for are denials, plans, sayings: all in one list)

`takes` lists what may follow the name: `WHO`, `WHOM` and `WHAT` are found as `kg show` finds an
entity, `FROM`, `TO` and `WHEN` are dates; words in lower case are said as they stand; what is in
brackets may be left out. In the query `$WHO` stands for the entity. A line that begins with `#WHO`
counts only where one is given. `#+columns`, `#+statement`, `#+fact` and the like stand for what
questions share (`SHARED`).

What may be there or not is asked for by OPTIONAL, and alternatives hold one group of triples each:
rdflib joins groups of groups only after it has found all there is for both.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from kg.ask.money import GIVEN, MONEY, PAYING, TAKEN, WHOM
from kg.errors import QueryError

#: What stands behind every answer: how it is stated, by whom, in which words, where.
PROOF = (
    "status", "polarity", "modality", "source", "quote", "document", "start", "end",
    "claim", "fact",
)  # fmt: skip


def _relations(lemmas: Iterable[str]) -> str:
    """ "rel:pay, rel:pay_to", as IN takes it."""
    return ", ".join(f"rel:{lemma.replace(' ', '_')}" for lemma in lemmas)


#: Parts of queries, by name: all about a claim; the claims behind a typed fact, or itself where
#: there are none (no guess that makes no plain triple, and nothing kept back but behind one); how
#: either is stated, by whom and in which words; an amount of money, and the words for one; by which
#: relations money goes to somebody; by which where an amount stands beside them, to whoever is
#: behind "to", and to their object.
SHARED = {
    "columns": " ".join(f"?{name}" for name in PROOF),
    "statement": """\
?claim rdf:subject ?a ; rdf:predicate ?p ;
       kg:polarity ?polarity ; kg:modality ?modality ; kg:sentence ?span .
?p rdfs:label ?relation .
OPTIONAL { ?claim rdf:object ?b . OPTIONAL { ?b rdfs:label ?nameB } }
OPTIONAL { ?a rdfs:label ?nameA }
BIND (COALESCE(?nameA, STR(?a)) AS ?subject)
BIND (COALESCE(?nameB, STR(?b)) AS ?object)
OPTIONAL { ?claim kg:sourceLabel ?source }
OPTIONAL { ?span oa:exact ?quote ; oa:start ?start ; oa:end ?end ;
                 oa:hasSource/dcterms:identifier ?document }""",
    "fact": """\
?fact kg:status ?status ; kg:asserted ?plain .
FILTER (?plain || ?status NOT IN ("asserted", "reported"))
OPTIONAL { ?fact prov:wasDerivedFrom ?behind . ?behind kg:shown ?seen }
FILTER (?plain || (BOUND(?seen) && ?seen))
BIND (COALESCE(?behind, ?fact) AS ?claim)""",
    "proof": """\
OPTIONAL { ?claim kg:polarity ?polarity ; kg:modality ?modality ; kg:sentence ?sentence }
OPTIONAL { ?claim kg:sourceLabel ?source }
OPTIONAL {
  ?claim kg:evidence ?words .
  FILTER NOT EXISTS { ?words oa:prefix ?before }
  FILTER NOT EXISTS { ?words oa:suffix ?after }
}
BIND (COALESCE(?sentence, ?words) AS ?span)
OPTIONAL { ?span oa:exact ?quote ; oa:start ?start ; oa:end ?end ;
                 oa:hasSource/dcterms:identifier ?document }""",
    # No weight of goods ("500 pounds of flour"), and nothing that is rejected.
    "sum": """\
FILTER (isLiteral(?amount) && REGEX(STR(?amount), "[0-9]") && REGEX(STR(?amount), #+money, "i"))
FILTER (!REGEX(STR(?amount), "^[^a-z]*pounds?$", "i")
        || NOT EXISTS { ?part kg:qualifier/kg:role "of" })
FILTER NOT EXISTS { ?part kg:hiddenBecause ?why FILTER (STRSTARTS(?why, "rejected")) }""",
    "money": '"' + MONEY.replace("\\", "\\\\") + '"',
    "paying": _relations((*(v for v in WHOM if v in PAYING), *(f"{v} to" for v in PAYING))),
    "given": _relations(GIVEN),
    "taken": _relations(TAKEN),
    "handing": _relations(v for v in WHOM if v not in PAYING),
}
_HEAD = re.compile(r"# (help|takes|example|symmetric|statements): (.+)")
_PART = re.compile(r"\[([^][]+)\]|([^][\s]+)")
_MARKED = re.compile(r"( *)#([A-Z]+) (.*)")
_SHARED = re.compile(r"#\+([a-z]+)")
#: Arguments that are dates; all others are entities.
DATES = ("FROM", "TO", "WHEN")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that may follow the name of a question: its words, arguments in capitals."""

    words: tuple[str, ...]
    needed: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A question with a name. `sparql` is the query as the file has it."""

    name: str
    help: str
    parts: tuple[Part, ...]
    example: str
    symmetric: bool
    statements: bool
    sparql: str

    @property
    def usage(self) -> str:
        """ "who-says-what [WHO] [about WHAT]"."""
        said = (" ".join(p.words) if p.needed else f"[{' '.join(p.words)}]" for p in self.parts)
        return " ".join((self.name, *said))


@cache
def questions() -> tuple[Question, ...]:
    """All named questions, by name.

    >>> [question.name for question in questions()][:2]
    ['owns-what', 'related-to']
    """
    folder = resources.files("kg.ask").joinpath("questions")
    files = sorted((f for f in folder.iterdir() if f.name.endswith(".rq")), key=lambda f: f.name)
    return tuple(_read(f.name.removesuffix(".rq"), f.read_text("utf-8")) for f in files)


def question_of(name: str) -> Question:
    """The question of a name. Raises QueryError that says which ones are like it."""
    known = {question.name: question for question in questions()}
    if name not in known:
        near = difflib.get_close_matches(name.lower(), known, n=3, cutoff=0.5)
        hint = f"; did you mean {', '.join(near)}?" if near else "; kg ask lists them"
        raise QueryError(f"no question is called {name!r}{hint}")
    return known[name]


def _read(name: str, text: str) -> Question:
    head: dict[str, str] = {}
    lines: list[str] = []
    for line in text.splitlines():
        found = _HEAD.fullmatch(line)
        if found and not lines:
            head[found[1]] = found[2]
        else:
            lines.append(line)
    return Question(
        name=name,
        help=head["help"],
        parts=tuple(_parts(head.get("takes", ""))),
        example=head["example"],
        symmetric=head.get("symmetric") == "yes",
        statements=head.get("statements") == "yes",
        sparql="\n".join(lines) + "\n",
    )


def _parts(takes: str) -> Iterator[Part]:
    for found in _PART.finditer(takes):
        yield Part(words=tuple((found[1] or found[2]).split()), needed=found[1] is None)


def arguments(question: Question, given: Sequence[str]) -> dict[str, str]:
    """What is given for each argument: {"WHAT": "Orbis Bank"} of ["about", "Orbis Bank"].

    Parts with a word in front may come in any order; that word is no name there.

    Raises:
        QueryError: something is missing or left over; the message shows the usage.
    """
    words, found = list(given), dict[str, str]()
    rest = sorted(question.parts, key=lambda part: part.words[0].isupper())
    while words:
        part = next((p for p in rest if _fits(p, words)), None)
        if part is None:
            raise _wrong(question, f"{words[0]!r} does not fit")
        rest.remove(part)
        for name, said in zip(part.words, words, strict=False):
            if name.isupper():
                found[name] = said
        words = words[len(part.words) :]
    if {"FROM", "WHEN"} <= found.keys():
        raise _wrong(question, "two times are given")
    missing = next((p for p in rest if p.needed), None)
    if missing is not None:
        raise _wrong(question, f"{' '.join(missing.words)} is missing")
    return found


def _fits(part: Part, words: Sequence[str]) -> bool:
    """Whether the next words are what a part says; its own words stand as they are."""
    enough = len(words) >= len(part.words)
    return enough and all(
        name.isupper() or name == said.lower()
        for name, said in zip(part.words, words, strict=False)
    )


def _wrong(question: Question, reason: str) -> QueryError:
    return QueryError(f"{reason}; kg ask {question.usage}, for example: kg ask {question.example}")


def written(question: Question, terms: Mapping[str, str]) -> str:
    """The query with terms of SPARQL for its arguments, as an endpoint can be asked it."""
    lines = []
    for line in question.sparql.splitlines():
        marked = _MARKED.fullmatch(line)
        if marked:
            if marked[2] not in terms:
                continue
            line = marked[1] + marked[3]
        indent = " " * (len(line) - len(line.lstrip()))
        while _SHARED.search(line):
            line = _SHARED.sub(lambda found: SHARED[found[1]], line)
        lines += [line.replace("\n", f"\n{indent}")]
    text = "\n".join(lines) + "\n"
    return re.sub(r"\$([A-Z]+)\b", lambda found: terms.get(found[1], found[0]), text)
