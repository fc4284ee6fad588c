"""What a text is about, called by a bare common noun: "the film", "the company", "the town".

The noun means the one thing that sentences have been about (their subject) and that can be of its
kind: what premiered may be a film, what was founded a company. Who made it, and who is named in a
relative clause or a by-phrase, is not what the text is about. Where two things fit, none is taken.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.english.lexicon import COMPANY_FORMS
from kg.parse.tokens import Token, is_somebody
from kg.record.coref.chains import Chains, first_names
from kg.record.coref.kinds import BODIES
from kg.record.coref.types import FIRST
from kg.record.mentions import Reference

#: Sentences looked back; further back only to the one thing in the whole text that fits.
WINDOW = 3
#: So many sentences, a heading among them, say what a text is about.
OPENING = 2


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sort:
    """Things of one sort: what they are called, their types, what is done by or to them.

    `types` fit by themselves; with one of `verbs` a thing of any type in `loose` fits. `never` are
    words of names that are of another sort, `ends` words that tell the sort.
    """

    nouns: frozenset[str]
    types: frozenset[str]
    verbs: frozenset[str]
    loose: frozenset[str] = frozenset()
    ends: frozenset[str] = frozenset()
    never: frozenset[str] = frozenset()


WORK = frozenset({"CreativeWork", "Product", "Event", "Law", "Organization", "Place", "Group", ""})
SORTS = (
    Sort(
        nouns=_words("film movie documentary"), types=frozenset(),
        verbs=_words("premiere premier direct screen shoot film star dub"), loose=WORK,
    ),
    Sort(
        nouns=_words("play opera musical ballet show series sitcom"), types=frozenset(),
        verbs=_words("premiere premier stage perform air broadcast"), loose=WORK,
    ),
    Sort(
        nouns=_words("book novel memoir biography"), types=frozenset(),
        verbs=_words("publish write translate print reprint serialise serialize"), loose=WORK,
    ),
    Sort(
        nouns=_words("album song single ep"), types=frozenset(),
        verbs=_words("record release chart sing"), loose=WORK,
    ),
    Sort(
        nouns=_words("game videogame"), types=frozenset(),
        verbs=_words("release develop play"), loose=WORK,
    ),
    Sort(
        nouns=_words("town village city hamlet settlement municipality"),
        types=frozenset({"Place"}), verbs=_words("lie locate situate"),
        loose=frozenset({"", "Organization", "Person"}),
        never=_words("lake river mount mountain sea ocean mountains island isle station airport"
                     " university street road castle bridge church park valley forest"),
    ),
    Sort(
        nouns=_words("company firm corporation manufacturer startup"),
        types=frozenset({"Organization"}), verbs=frozenset(),
        ends=frozenset(form.casefold() for form in COMPANY_FORMS)
        | _words("pharma biotech holdings group industries motors airlines airways systems labs"
                 " software technologies partners brothers foods energy steel"),
        never=BODIES | _words("college institute academy department club fc museum hospital"
                              " orchestra association foundation authority"),
    ),
)  # fmt: skip
OF = {noun: sort for sort in SORTS for noun in sort.nouns}
#: What a thing of these sorts does by itself; whoever directs or publishes is another.
BY_ITSELF = _words("premiere premier air star chart lie")
SUBJECTS = ("nsubj", "nsubjpass")


def join_topics(chains: Chains) -> None:
    """Join "the film" to the one thing that the text is about and that may be a film."""
    for reference in chains.references:
        sort = _sort(reference)
        if sort is None or any(m.kind == "name" for m in chains.members(reference)):
            continue
        before = [
            name for name in chains.references[: reference.order]
            if name.kind == "name" and _is_topic(name) and _fits(name, sort, reference, chains)
        ]  # fmt: skip
        here = reference.sentence.index
        near = [name for name in before if here - name.sentence.index <= WINDOW]
        chosen = near or before
        roots = {chains.root(name) for name in chosen}
        if len(roots) == 1 and not _rival(chosen[-1], reference, sort, chains):
            chains.join(chosen[-1], reference, "topic")


#: Ships, by what stands in front of their names and by what a text says that they are.
PREFIXES = FIRST["Product"]
SHIPS = _words(
    "ship steamship steamer vessel boat ferry yacht schooner frigate destroyer submarine tanker"
    " freighter liner trawler barque brig brigantine sloop cutter cruiser corvette battleship"
    " minesweeper icebreaker tug tugboat lifeboat clipper galleon paddle-steamer motorship"
)
HER = _words("she her hers herself")


def join_ship(chains: Chains) -> None:
    """Join "she" to the ship that a text is about, where no woman is spoken of near."""
    opening = (r for r in chains.references if r.sentence.index <= OPENING and r.kind == "name")
    about = next((r for r in opening if _is_ship(r, chains)), None)
    if about is None:
        return
    women: set[int] = set()
    for reference in chains.references:
        if _may_be_woman(reference, chains):
            women.add(reference.sentence.index)
        if reference.head.lower in HER and reference.order > about.order:
            at = reference.sentence.index
            if not women & set(range(at - WINDOW, at + 1)):
                chains.join(about, reference, "topic")


def _may_be_woman(reference: Reference, chains: Chains) -> bool:
    if reference.kind == "nominal":
        return is_somebody(reference.head) and chains.gender(reference) != "m"
    return reference.kind == "name" and chains.gender(reference) == "f"


def _is_ship(name: Reference, chains: Chains) -> bool:
    members = [m for m in chains.members(name) if m.kind == "name"]
    said = {noun for m in members for noun in _said(m)}
    joined = {t.lemma.lower() for m in members for t in _joined_to(m)}
    return bool((said | joined) & SHIPS) or any(
        m.first.lower in PREFIXES and m.first.text.isupper() for m in members
    )


def _joined_to(name: Reference) -> list[Token]:
    """The second half of "was a passenger and cargo steamship"."""
    verb = name.head.head
    told = verb.having("attr") if name.head.dep == "nsubj" and verb.lemma == "be" else []
    return [t for a in told for t in a.having("conj")]


def _sort(reference: Reference) -> Sort | None:
    words = [t.lower for t in reference.tokens]
    head = reference.head
    plain = len(words) == 2 and words[0] in ("the", "this") and head.tag == "NN"
    if reference.kind != "nominal" or not plain:
        return None
    if head.having("prep", "relcl", "acl", "appos") or head.dep in ("appos", "attr", "compound"):
        return None
    return OF.get(head.lemma.lower())


def _is_topic(name: Reference) -> bool:
    """Whether a sentence is about it: the subject of its main clause."""
    if name.sentence.kind == "heading":
        return name.head.dep == "ROOT"
    before = name.head.dep == "agent" and name.head.i < name.head.head.i  # a slip of the parser
    return (name.head.dep in SUBJECTS or before) and _in_main(name)


def _in_main(name: Reference) -> bool:
    """Whether it takes part in what the main clause says, also behind "and"."""
    token = name.head
    while token.dep == "conj" and token.head is not token:
        token = token.head
    verb = token.head
    while verb.dep == "conj" and verb.head is not verb:
        verb = verb.head
    return verb.dep == "ROOT"


def _fits(name: Reference, sort: Sort, reference: Reference, chains: Chains) -> bool:
    """Whether something named may be of a sort."""
    members = [m for m in chains.members(name) if m.kind == "name"]
    said = {noun for m in members for noun in _said(m)} | {
        m.head.lemma.lower() for m in chains.members(name) if m.kind == "nominal"
    }
    noun = reference.head.lemma.lower()
    if said:
        return noun in said or bool(said & sort.nouns)
    words = {word for m in members for word in m.label.casefold().replace(",", "").split()}
    if words & sort.never:
        return False
    type = chains.type_of(name)
    if type in sort.types or words & sort.ends:
        return True
    called = any(m.first.lower in first_names() for m in members)
    if type == "Person" and called and not any(m.head.having("det") for m in members):
        return False  # "Anna Holt" is no film, "Paper Thaw" and "The Anna Code" may be one
    loose = type in sort.loose or type == "Person"
    return loose and any(v in sort.verbs for m in members for v in _verbs(m.head))


def _said(name: Reference) -> Iterable[str]:
    """The nouns that a copula says: "Ostara is a novel"."""
    verb = name.head.head
    if name.head.dep == "nsubj" and verb.lemma == "be" and not verb.having("neg"):
        return [t.lemma.lower() for t in verb.having("attr") if t.pos == "NOUN"]
    return []


def _verbs(head: Token) -> list[str]:
    """What is done to something, and what it does without anybody's help."""
    verb = head.head
    if head.dep not in (*SUBJECTS, "dobj"):
        return []
    verbs = [verb, *(v for v in verb.having("conj") if not v.having(*SUBJECTS))]
    return [v.lemma for v in verbs
            if head.dep == "dobj" or v.having("auxpass") or v.lemma in BY_ITSELF]  # fmt: skip


def _rival(topic: Reference, reference: Reference, sort: Sort, chains: Chains) -> bool:
    """Whether something else of the sort is as much spoken of: what the topic's verb is done to,
    or what follows it with "and"."""
    first, last = topic.sentence.index, reference.sentence.index
    for name in chains.references[: reference.order]:
        if name.kind != "name" or not first <= name.sentence.index <= last:
            continue
        if chains.same(name, topic) or name.head.dep not in ("dobj", "conj", *SUBJECTS):
            continue
        if not _in_main(name):
            continue
        type = chains.type_of(name)
        if type in sort.types or (not sort.types and type == "CreativeWork"):
            return True
    nominals = (r for r in chains.references[: reference.order] if r.kind == "nominal")
    return any(
        r.sentence.index > first and r.head.lemma == reference.head.lemma
        and r.first.lower in ("a", "an") for r in nominals
    )  # fmt: skip
