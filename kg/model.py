"""The nouns of the project: frozen values, no behaviour beyond checks.

A *document* holds *mentions*; mentions refer to *entities*; a *claim* is one statement that one
sentence makes about entities; a *fact* is all claims with one subject, predicate and object. A
*record* is everything read out of one document alone.

All offsets are Unicode code points into `Document.text`, half-open `[start, end)`, and everything
that carries offsets carries the quoted text too, so that `document.text[start:end] == text` can be
checked by anyone. Inside a record, `entity` fields hold keys that are local to the document; after
`kg.resolve` they hold entity IRIs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kg.iri import VOCABULARY

if TYPE_CHECKING:
    import networkx as nx

MentionKind = Literal["name", "nominal", "pronoun"]
EntityKind = Literal["named", "concept"]
Polarity = Literal["positive", "negative"]
Modality = Literal[
    "actual", "possible", "planned", "desired", "required", "conditional", "question"
]

#: How a fact is stated by the best of its claims, best first. "reported": as fact, but only by a
#: source that the text names; the modalities follow, "negative" last.
Status = Literal[
    "asserted",
    "reported",
    "planned",
    "required",
    "possible",
    "desired",
    "conditional",
    "question",
    "negative",
]

#: Entity types, most of them classes of schema.org; "Concept" is skos:Concept.
TYPES = (
    "Person",
    "Organization",
    "Country",
    "Place",
    "Event",
    "CreativeWork",
    "Product",
    "Law",
    "Language",
    "Group",
    "Concept",
)


#: What a claim needs to be shown where the user asks for nothing else; 0 shows every claim.
MIN_CONFIDENCE = 0.84
MIN_WORTH = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the user chose; with the documents it determines every byte of the output.

    `model` is an installed spaCy pipeline; `reader` reads the documents, with `reader_options`
    sorted by name (`kg.readers`). `base_iri` ends in `/` or `#`, `date` stands in for
    documents that carry none. Claims whose confidence or worth is below `min_confidence` or
    `min_worth`, both in [0, 1], make no edges; `claims.jsonl` has them all the same. `vocab` is the
    namespace of kg's own terms in RDF; `license`, an IRI or an SPDX identifier (`CC-BY-4.0`), says
    under which terms the graph may be used. `gazetteers` are files of the user's own names for
    things, CSV or SKOS Turtle, see `kg.link.own`. `ontology` is a file of the user's own relations;
    None stands for kg's own, see `kg.ontology`. With `only_ontology` the edges of the graph are the
    typed facts and nothing else; the open claims behind them are kept all the same.

    `title` is what `graph.html` is called. The last three choose what it shows of a large graph;
    the other outputs always hold everything. `html_top` keeps that many entities, the most
    important ones; `html_around` (a name or an IRI) keeps what lies within two facts of one entity;
    `html_min_confidence` leaves out weaker facts.
    """

    model: str = "kg_en"
    reader: str = "kg"
    reader_options: tuple[tuple[str, str], ...] = ()
    base_iri: str = "https://kg.example/"
    vocab: str = VOCABULARY
    license: str | None = None
    gazetteers: tuple[str, ...] = ()
    ontology: str | None = None
    only_ontology: bool = False
    date: str | None = None
    min_confidence: float = MIN_CONFIDENCE
    min_worth: float = MIN_WORTH
    title: str | None = None
    html_top: int | None = None
    html_around: str | None = None
    html_min_confidence: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One text exactly as read.

    `id` is derived from the source path relative to the input, so it is stable when the folder
    moves; `date` is an ISO 8601 date (`2019-09-18`) or None; `sha256` is that of the UTF-8 text.

    `source` is the file to open again, `part` the place in it where it holds several documents
    (`/chapter.txt`, `:000012`, the end of the id) and `url` the address that it states as its own.
    `media_type` is that of the file: the text of a PDF is what was extracted from it. `pages` are
    the offsets at which its pages begin, page 1 first; empty without pages.
    """

    id: str
    source: str
    text: str
    title: str | None = None
    date: str | None = None
    sha256: str
    encoding: str = "utf-8"
    media_type: str = "text/plain"
    part: str = ""
    url: str | None = None
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A quoted stretch of a document: `document.text[start:end] == text`."""

    start: int
    end: int
    text: str

    def __post_init__(self) -> None:
        if not 0 <= self.start <= self.end or self.end - self.start != len(self.text):
            raise ValueError(f"span [{self.start}, {self.end}) does not fit {self.text!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A stretch of a document that refers to an entity."""

    document: str
    span: Span
    kind: MentionKind
    type: str
    entity: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Argument:
    """What a claim relates: an entity, or a literal with its datatype, never both.

    `span` is where the sentence says it ("he"), `label` what it is called ("Shinzo Abe"). For a
    literal, `literal` is the lexical form (`2012-12`) and `datatype` a prefixed name
    (`xsd:gYearMonth`). Where the words only stand for what the label names ("he", "the company"),
    `chance` in [0, 1] is how likely that is right; None for what is called by its own words.
    """

    span: Span
    label: str
    entity: str | None = None
    literal: str | None = None
    datatype: str | None = None
    chance: float | None = None

    def __post_init__(self) -> None:
        if (self.entity is None) == (self.literal is None):
            raise ValueError(f"argument {self.label!r} needs an entity or a literal, not both")
        if (self.literal is None) != (self.datatype is None):
            raise ValueError(f"argument {self.label!r}: a literal and its datatype go together")


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicate:
    """The relation of a claim.

    `lemma` is what queries use: lemmas, passive turned active, particles and prepositions kept,
    negation and modality left out ("agree to allow" is `allow`, planned). `spans` are the words
    that say it, in reading order (verb, object, preposition); `text` joins them by single spaces.
    """

    lemma: str
    spans: tuple[Span, ...]
    iri: str = ""

    @property
    def text(self) -> str:
        return " ".join(span.text for span in self.spans)


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says so, where the sentence attributes it; `cue` is the word that attributes."""

    span: Span
    label: str
    cue: Span
    entity: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Time:
    """When it holds: `value` is an EDTF / ISO 8601 form (`2012-12`), None while unresolved."""

    span: Span
    value: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Qualifier:
    """A further participant of a claim; `role` is a preposition or a grammatical role."""

    role: str
    argument: Argument


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A rule that had a part in a claim, and the words that it read there."""

    rule: str
    span: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """One statement that one sentence makes, and how it makes it.

    `source` is None when the document itself asserts the claim. `cues` are the words behind
    polarity and modality ("not", "pledged"). `event` is the same for all claims of one clause and
    for no others; empty for what no clause says. `rule` names what produced the claim and `steps`
    are all the rules that had a part in it, that one first.

    `confidence` in [0, 1] is how likely the claim is right, `worth` in [0, 1] how likely it tells
    a reader something; see `kg.record.judge`. `hidden_because` says in a few words why the claim
    makes no edge; empty for one that is shown. `confirmed_by` names who asserted it by a decision;
    such a claim has the confidence and worth 1. `reader` is the name of the reader that made it.
    `id` is a hash of what the claim says and where.
    """

    id: str
    document: str
    sentence: Span
    subject: Argument
    predicate: Predicate
    object: Argument | None
    polarity: Polarity = "positive"
    modality: Modality = "actual"
    source: Source | None = None
    time: Time | None = None
    place: Argument | None = None
    qualifiers: tuple[Qualifier, ...] = ()
    cues: tuple[Span, ...] = ()
    confidence: float
    worth: float = 1.0
    rule: str
    event: str = ""
    steps: tuple[Step, ...] = ()
    hidden_because: str = ""
    confirmed_by: str = ""
    reader: str = "kg"

    @property
    def shown(self) -> bool:
        """Whether the claim makes an edge."""
        return not self.hidden_because

    @property
    def rules(self) -> tuple[str, ...]:
        """The names of all rules that had a part in the claim, `rule` first, each once."""
        return tuple(dict.fromkeys((self.rule, *(step.rule for step in self.steps))))

    @property
    def actual(self) -> bool:
        """Stated as true: positive and actual (perhaps by a source that it names)."""
        return self.polarity == "positive" and self.modality == "actual"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What mentions refer to. `links` are IRIs of the same thing elsewhere (`owl:sameAs`), `close`
    those of what may only be close to it (`skos:closeMatch`): "New York", the city or the state.

    `metonym` is the IRI (elsewhere, like a link) of the country whose government the name stands
    for in some sentences ("Beijing viewed ..."): the entity is the city all the same.
    """

    iri: str
    label: str
    type: str
    kind: EntityKind
    aliases: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    close: tuple[str, ...] = ()
    mentions: tuple[Mention, ...] = ()
    metonym: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Witness:
    """One of two things compared: what it is called, a mention of it and that one's sentence."""

    label: str
    mention: Mention
    sentence: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two that were taken for one entity, by which rule, and what speaks for it in words.

    `entity` is the IRI they share now. The merges of an entity join all its parts like a tree.
    """

    entity: str
    rule: str
    reasons: tuple[str, ...]
    first: Witness
    second: Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCase:
    """Two entities of one name that stay apart until the user decides.

    `reasons` speak for one thing, `against` for two; the mentions' `entity` are the two IRIs.
    """

    label: str
    reasons: tuple[str, ...]
    against: tuple[str, ...]
    first: Witness
    second: Witness


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """All shown claims with one subject, predicate and object.

    `subject` and `predicate` are IRIs; the object is an IRI (`object`), a literal (`literal` with
    `datatype`) or absent (all three None). `claims` are claim ids, sorted; `support` counts the
    documents behind them that differ in text; `asserted` is true when at least one claim is
    positive and actual; `status` says how its best claim is stated.
    """

    id: str
    subject: str
    predicate: str
    label: str
    object: str | None = None
    literal: str | None = None
    datatype: str | None = None
    claims: tuple[str, ...]
    asserted: bool
    status: Status
    support: int
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """Two stretches of a sentence between which some relation may hold, one way round.

    `vector` is what the relation model makes of them, signed bytes in base64: no ontology is known
    yet. `caution` is the word that denies or hedges what the sentence says of them; empty for a
    plain statement.
    """

    sentence: Span
    subject: Argument
    object: Argument
    vector: str
    caution: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """Where a document states a typed fact: the sentence, and in it both ends."""

    document: str
    sentence: Span
    subject: Span
    object: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedFact:
    """A fact whose predicate is a relation of an ontology, with ends that fit it.

    `subject` and `predicate` are IRIs with their labels; the object is an IRI (`object`) or a
    literal (`literal` with `datatype`, a prefixed name; `unit` is what a number counts or
    measures). What is denied is a fact of its own, of the status "negative"; else `status` says how
    the best of its claims is stated. `confidence` in [0, 1] is the chance that it is right. `times`
    are EDTF values of when it holds, as far as the claims say. `claims` are ids, sorted.
    """

    id: str
    subject: str
    subject_label: str
    predicate: str
    label: str
    object: str | None = None
    literal: str | None = None
    datatype: str | None = None
    unit: str = ""
    object_label: str
    status: Status
    confidence: float
    times: tuple[str, ...] = ()
    claims: tuple[str, ...]
    evidence: tuple[Evidence, ...]

    @property
    def asserted(self) -> bool:
        """Stated as so by a document, or by a source that it names."""
        return self.status in ("asserted", "reported")

    @property
    def likely(self) -> bool:
        """Stated by a claim, or likely enough by the relation model alone."""
        return bool(self.claims) or self.confidence >= LIKELY


#: The chance from which what the relation model alone says makes an edge and a plain triple.
LIKELY = 0.7


@dataclass(frozen=True, slots=True, kw_only=True)
class EntityClass:
    """A class of things.

    `types` are the entity types of `kg.model.TYPES` whose things may be of this class: a film is a
    CreativeWork. `parents` are IRIs of classes above this one. Where there are `nouns`, a thing is
    only of this class if its name has one of them for its head ("Nobel Prize in Physics").
    """

    iri: str
    label: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    parents: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    nouns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Relation:
    """A relation between two things, or between a thing and a value.

    `domain` and `range` are IRIs of classes, one of which must fit; empty for any. `datatype` is a
    prefixed name (`xsd:date`, `xsd:decimal`, `xsd:string`) where the object is a value, and empty
    where it is a thing. `inverse` is the IRI of the relation that says the same the other way
    round. A `functional` relation has at most one object at a time. `matches` are IRIs of
    properties elsewhere that mean the same (Wikidata's, say), `examples` sentences that state it.
    `stated_by` are patterns of claims (`kg.relate.patterns`); without any, label and aliases are
    looked for. `unit` is what a number counts or measures: "person", "currency", "length".
    """

    iri: str
    label: str
    description: str = ""
    aliases: tuple[str, ...] = ()
    domain: tuple[str, ...] = ()
    range: tuple[str, ...] = ()
    datatype: str = ""
    inverse: str = ""
    symmetric: bool = False
    transitive: bool = False
    functional: bool = False
    parents: tuple[str, ...] = ()
    matches: tuple[str, ...] = ()
    examples: tuple[str, ...] = ()
    stated_by: tuple[str, ...] = ()
    unit: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ontology:
    """Classes and relations, each sorted by IRI. `iri` may be empty.

    `sha256` is that of the file it was read from, empty for kg's own.
    """

    title: str
    iri: str = ""
    classes: tuple[EntityClass, ...] = ()
    relations: tuple[Relation, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """Everything read out of one document: a pure function of its text and the pipeline.

    `missed` are the sentences that yielded no claim, each with the reason in a few words.
    `left_out` counts, by reason, what the reader was told and does not believe.
    `pairs` are what typed facts may be made of beside the claims.
    """

    document: Document
    mentions: tuple[Mention, ...]
    claims: tuple[Claim, ...]
    missed: tuple[tuple[Span, str], ...] = ()
    left_out: tuple[tuple[str, int], ...] = ()
    pairs: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Software:
    """The versions that made a build: of kg, of spaCy, of the `model` it read with, of the reader.

    `reader` is empty for the reader that comes with kg.
    """

    kg: str
    spacy: str
    model: str
    model_version: str
    reader: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Build:
    """A finished knowledge graph and everything it was made from, each tuple sorted by id or IRI.

    `claims` are a tuple, or of a large build on disk a sequence that decodes them one by one
    (`kg.corpus.kept`): go through it rather than make a list of it. `shown` counts those that make
    facts; the others say in `hidden_because` why they do not.

    `graph` is a `networkx.MultiDiGraph`: node key = entity IRI, edge key = fact id. Its nodes are
    the entities that have a name or that a shown claim refers to. Node attributes: `label type kind
    aliases links documents mentions importance` (lists of str, `mentions` a count, `importance`
    at least 0, see `kg.graph.importance`). Edge attributes: `predicate label asserted status
    support confidence claims`. Facts without an object entity are no edges.

    `typed` are the facts whose predicates are relations of `ontology`, which is that of the
    settings; with `Settings.only_ontology` the `facts` are those, and nothing else.
    `merges` say why mentions of several documents are one entity, `review` are the open cases of
    identity, `unmatched` the decisions that fit nothing, each with the reason. `software` is None
    where nobody knows what made the build. `left_out` counts what the reader was told and does not
    believe, by reason.
    """

    documents: tuple[Document, ...]
    entities: tuple[Entity, ...]
    claims: Sequence[Claim]
    facts: tuple[Fact, ...]
    graph: nx.MultiDiGraph[str]
    settings: Settings
    typed: tuple[TypedFact, ...] = ()
    ontology: Ontology | None = None
    missed: tuple[tuple[str, Span, str], ...] = ()
    merges: tuple[Merge, ...] = ()
    review: tuple[OpenCase, ...] = ()
    unmatched: tuple[str, ...] = ()
    software: Software | None = None
    left_out: tuple[tuple[str, int], ...] = ()

    @property
    def shown(self) -> int:
        """How many claims are shown: each is behind one fact, or several typed ones."""
        if self.settings.only_ontology:
            return len({claim for fact in self.facts for claim in fact.claims})
        return sum(len(fact.claims) for fact in self.facts)
