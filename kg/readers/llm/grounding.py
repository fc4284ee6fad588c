"""What a model told → claims of a record: only what the text says, where it says it.

Quote, subject, object, the words of the relation and the source are looked for in the text; what
is not there is left out and counted by reason. Who a pronoun or a short name means, the model may
say, but only by a name that the text has. Times are read by kg from the words, never taken over.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from kg.english.foreign import NOT_ENGLISH
from kg.model import (
    TYPES,
    Argument,
    Claim,
    Mention,
    MentionKind,
    Predicate,
    Source,
    Span,
    Step,
    Time,
)
from kg.ontology import Ontology
from kg.ontology.labels import base_form
from kg.parse.analyze import Sentence
from kg.parse.tokens import Token
from kg.readers.llm.answers import Answer, Named, Phrase, Told
from kg.readers.llm.find import Text, fold
from kg.readers.llm.parts import Part
from kg.record.claims import claim_id
from kg.record.claims.clause import Clause
from kg.record.claims.clauses import find_clauses
from kg.record.claims.stated import ASSERTED, Stated, own
from kg.record.keys import COUNTRY, NAME, UNRESOLVED, is_named, is_open
from kg.record.make import Understood, mentions_of, spread
from kg.record.mentions import EMPTY, PERSONAL

RULE = "llm"
#: Why something that was told is left out.
NO_FORM = "not of the form asked for"
NO_QUOTE = "its quote is not in the text"
LONG_QUOTE = "its quote is longer than three sentences"
NO_SUBJECT = "its subject is not in the quoted sentence"
NO_OBJECT = "its object is not in the quoted sentence"
NO_WORDS = "the words of its relation are not in the quoted sentence"
NO_SOURCE = "its source is not in the text"
NOBODY = "its subject stands for nothing that the text names"
TURNED = "its subject is what it is done to"
IDLE = "its subject is not who does it"
ITSELF = "it relates a thing to itself"
NOTHING = "its object stands for nothing that the text names"
NO_TIME = "a time that is not in the quoted sentence"
NO_NAME = "a name that is not in the text"
#: Why a claim is kept back that has its words in the text.
DENIED = "the sentence denies what the model takes for stated"

#: Chances that were set, not learnt (docs/readers.md): of what is told in the words of the text, of
#: whom the model says that words mean, and of that where kg takes them for somebody else.
STATED, MEANT, DISPUTED = 0.93, 0.92, 0.5
#: What words cost that are not copied exactly.
NEARLY = 0.98
#: Chance from which kg's own coreference is somebody else's word against the model's.
SURE = 0.8
#: Words that lead from what somebody is to whose: "be driver of".
LINKS = frozenset("of at for in to".split())
#: Sentences that a quote may run over.
MOST_SENTENCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounded:
    """Claims that the text bears out, the mentions that they add, and what was left out.

    `silent` says of sentences, by their start, why a claim about them was left out.
    """

    claims: tuple[Claim, ...]
    mentions: tuple[Mention, ...]
    left_out: Counter[str]
    silent: dict[int, str]


class _LeftOutError(Exception):
    """Why a claim is left out."""


def ground(
    answers: Iterable[tuple[Part, Answer]], known: Understood, *, ontology: Ontology | None = None
) -> Grounded:
    """Hold the answers about the parts of a document against its text."""
    grounder = _Grounder(known, ontology)
    for part, answer in answers:
        grounder.take(part, answer)
    claims = sorted(grounder.claims.values(), key=lambda c: (c.sentence.start, c.subject.span.start,
                                                             c.id))  # fmt: skip
    return Grounded(
        claims=tuple(claims),
        mentions=grounder.mentions(),
        left_out=grounder.left_out,
        silent=grounder.silent,
    )


class _Grounder:
    def __init__(self, known: Understood, ontology: Ontology | None) -> None:
        self.known = known
        self.reader = known.reader
        self.text = Text(known.document.text)
        self.claims: dict[object, Claim] = {}
        self.added: dict[tuple[int, int, str], Mention] = {}
        self.left_out: Counter[str] = Counter()
        self.silent: dict[int, str] = {}
        self.starts = [sentence.start for sentence in known.sentences]
        offered = ontology.relations if ontology is not None else ()
        self.relations = {fold(one.label): base_form(one.label) for one in offered}
        self._by_name = _names(known)
        self._labels = _labels(known)
        self._clauses: dict[int, dict[int, Clause]] = {}
        self._types: dict[str, str] = {}
        self._called: dict[str, str] = {}

    def take(self, part: Part, answer: Answer) -> None:
        if answer.malformed:
            self.left_out[NO_FORM] += answer.malformed
        self._called = {}
        for entity in answer.entities:
            self._note(entity)
        for told in answer.claims:
            try:
                for claim in self._claims(part, told):
                    self.claims.setdefault(_said(claim), claim)
            except _LeftOutError as why:
                self.left_out[str(why)] += 1

    def mentions(self) -> tuple[Mention, ...]:
        """All mentions of the document; the model's types where kg has none for a name."""
        found = {(m.span.start, m.span.end, m.entity): m for m in mentions_of(self.known)}
        found |= {key: m for key, m in self.added.items() if key not in found}
        return tuple(self._typed(found[key]) for key in sorted(found))

    def _typed(self, mention: Mention) -> Mention:
        type = self._types.get(fold(mention.span.text), "")
        if type and mention.kind == "name" and mention.type == "Concept":
            return replace(mention, type=type)
        return mention

    def _note(self, entity: Named) -> None:
        """What the model calls a thing, for names that the text has."""
        for words in (entity.name, *entity.mentions):
            self._called.setdefault(fold(words), entity.name)
            if entity.type in TYPES and entity.type not in ("Concept", "Country"):
                self._types.setdefault(fold(words), entity.type)

    # One claim

    def _claims(self, part: Part, told: Told) -> Iterator[Claim]:
        quote, exact, sentences = self._quoted(part, told)
        sentence, words, ends = self._sentence(quote, sentences, told)
        try:
            yield from self._made(told, sentence, words, ends, quote=quote, exact=exact)
        except _LeftOutError as why:
            self.silent.setdefault(sentence.start, str(why))
            raise

    def _quoted(self, part: Part, told: Told) -> tuple[Span, bool, list[Sentence]]:
        """Where the quote stands, and the sentences that it runs over."""
        found, exact = self.text.find(told.quote, part.start, part.end)
        best: tuple[Span, bool, list[Sentence]] | None = None
        for span in found:
            over = self._over(span)
            if len(over) > MOST_SENTENCES:
                raise _LeftOutError(LONG_QUOTE)
            if over and best is None:
                best = span, exact, over
            if over and self._holds(over, told):
                return span, exact, over
        if best is None:
            raise _LeftOutError(NO_QUOTE)
        return best

    def _over(self, span: Span) -> list[Sentence]:
        """The sentences that some words run over."""
        first = max(bisect_right(self.starts, span.start) - 1, 0)
        last = bisect_left(self.starts, span.end)
        return [s for s in self.known.sentences[first:last] if span.start < s.end]

    def _holds(self, sentences: list[Sentence], told: Told) -> bool:
        """Whether some sentence has subject and relation; a quote may stand in two places."""
        needed = [told.subject.text, told.predicate]
        return any(
            all(self.text.find(words, s.start, s.end)[0] for words in needed) for s in sentences
        )

    def _sentence(
        self, quote: Span, sentences: list[Sentence], told: Told
    ) -> tuple[Sentence, Span, tuple[Span, Span | None]]:
        """The one sentence that says it all: the words of relation, subject and object in it."""
        reason = NO_WORDS
        for sentence in sentences:
            words = self.text.find(told.predicate, sentence.start, sentence.end)[0]
            subjects = self.text.find(told.subject.text, sentence.start, sentence.end)[0]
            objects: list[Span] | None = None
            if told.object is not None:
                objects = self.text.find(told.object.text, sentence.start, sentence.end)[0]
            if not words:
                continue
            if not subjects or objects == []:
                reason = NO_OBJECT if subjects else NO_SUBJECT
                continue
            if sentence.foreign:
                raise _LeftOutError(NOT_ENGLISH)
            inside = [s for s in words if quote.start <= s.start < quote.end] or words
            word = min(inside, key=lambda w: _distance(w, subjects[0]))
            subject = min(subjects, key=lambda s: _distance(s, word))
            end = None
            if objects is not None:
                others = [o for o in objects if o != subject]
                if not others:
                    reason = NO_OBJECT
                    continue
                end = min(others, key=lambda o: _distance(o, word))
            return sentence, word, (subject, end)
        raise _LeftOutError(reason)

    def _made(
        self,
        told: Told,
        sentence: Sentence,
        words: Span,
        ends: tuple[Span, Span | None],
        *,
        quote: Span,
        exact: bool,
    ) -> Iterator[Claim]:
        source = self._source(told.source, sentence, quote)
        subjects = self._arguments(sentence, ends[0], told.subject)
        subjects = [s for s in subjects if s.entity is not None and not is_open(s.entity)]
        if not subjects:
            raise _LeftOutError(NOBODY)
        objects: list[Argument | None] = [None]
        if told.object is not None and ends[1] is not None:
            found = self._arguments(sentence, ends[1], told.object)
            objects = [o for o in found if not is_open(o.entity)]
            if not objects:
                raise _LeftOutError(NOTHING)
        time = self._time(told, sentence)
        tokens = [t for t in sentence.tokens if t.start < words.end and words.start < t.end]
        verb = next((t for t in tokens if _states(t)), None)
        clause = self._clause(sentence, verb)
        label = self.relations.get(fold(told.relation))
        if label is None:
            _check_roles(verb, clause, ends)
        swap = label is None and _is_turned(clause, ends)
        lemma = label or _lemma(tokens, told, clause, active=_does(clause, ends[0]) or swap)
        stated = self._standing(verb, clause)
        source = source or self._stated_source(sentence, stated)
        modality = told.modality
        if modality == "actual" and stated.modality != "actual":
            modality = stated.modality
        hidden = ""
        if stated.polarity == "negative" and told.polarity == "positive":
            hidden = DENIED
        elif modality == "actual" and source is None:
            hidden = stated.open  # what no rule of kg's takes for stated
        found_how = "quoted exactly" if exact else "quoted nearly"
        for subject in subjects:
            for object in objects:
                if object is not None and object.entity == subject.entity:
                    object = self._said_of_it(sentence, object)
                turned = swap and object is not None and object.entity is not None
                parts = (object, subject) if turned and object is not None else (subject, object)
                claim = Claim(
                    id="",
                    document=self.known.document.id,
                    sentence=self.text.span(sentence.start, sentence.end),
                    subject=parts[0],
                    predicate=Predicate(lemma=lemma, spans=(words,)),
                    object=parts[1],
                    polarity="negative" if told.polarity == "negative" else "positive",
                    modality=modality,  # type: ignore[arg-type]
                    source=source,
                    time=time,
                    cues=tuple(self.text.span(t.start, t.end) for t in stated.cues),
                    confidence=_confidence(exact, (subject, object)),
                    rule=RULE,
                    steps=(Step(rule=RULE, span=words), Step(rule=found_how, span=quote)),
                    hidden_because=hidden,
                    reader=RULE,
                )
                yield from spread(replace(claim, id=claim_id(claim)), self.known.groups)

    # Subject and object

    def _arguments(self, sentence: Sentence, span: Span, told: Phrase) -> list[Argument]:
        """What words stand for: one thing, or several that are joined by "and"."""
        made = []
        for head in self._heads(sentence, span):
            argument = self.reader.argument(sentence, head)
            if argument is None or not _overlap(argument.span, span):
                continue
            if argument.literal is None or fold(argument.literal) not in EMPTY:  # "one"
                made.append(argument)
        if not made:
            return [self._own(span, told)]
        if len(made) > 1:
            return made
        return [self._meant(made[0], told)]

    def _heads(self, sentence: Sentence, span: Span) -> list[Token]:
        """The token that heads some words, and those that are joined to it within them."""
        inside = [t for t in sentence.tokens if t.start < span.end and span.start < t.end]
        known = set(map(id, inside))
        tops = [t for t in inside if (t.head is t or id(t.head) not in known) and t.pos != "PUNCT"]
        if not tops:
            return []
        whole = [t for t in tops if id(t) in self.reader.by_head] or tops
        heads = [_within(whole[0], known)]
        reference = self.reader.by_head.get(id(heads[0]))
        covered = set(map(id, reference.tokens)) if reference is not None else set()
        for token in inside:
            joined = token.dep == "conj" and any(token.head is head for head in heads)
            if joined and id(token) not in covered and id(token) in self.reader.by_head:
                heads.append(token)
        return heads

    def _meant(self, argument: Argument, told: Phrase) -> Argument:
        """The argument, of whom the model says that it is meant, if the text has that name."""
        name = self._name_for(told)
        if argument.entity is None or not name:
            return argument
        if fold(name) == fold(argument.label):  # both say so
            sure = argument.chance is None or argument.chance >= MEANT
            return argument if sure else replace(argument, chance=MEANT)
        key = self._by_name.get(fold(name))
        if key is None:
            if fold(name) != fold(told.text):
                self.left_out[NO_NAME] += 1
            return argument
        label = self._labels.get(key, name)
        if key == argument.entity:
            return replace(argument, label=label, chance=max(argument.chance or 1.0, MEANT))
        if is_named(argument.entity):
            own_words = self._by_name.get(fold(argument.span.text))
            if own_words == argument.entity and not _short_for(argument.span.text, name):
                return argument  # the words are a name themselves, and another one
            sure = argument.chance is None or argument.chance >= SURE
            chance = DISPUTED if sure and own_words is None else MEANT
            return replace(argument, entity=key, label=label, chance=chance)
        return replace(argument, entity=key, label=label, chance=MEANT)

    def _name_for(self, told: Phrase) -> str:
        """The name that the model gives: with the words, else in its list of entities."""
        if told.name and fold(told.name) != fold(told.text):
            return told.name
        return self._called.get(fold(told.text), told.name)

    def _own(self, span: Span, told: Phrase) -> Argument:
        """Words in which kg sees no thing: a thing with a name all the same, or a literal."""
        label = " ".join(span.text.split())
        name = self._name_for(told)
        if fold(label) in EMPTY | PERSONAL:
            raise _LeftOutError(NOTHING)
        key = self._by_name.get(fold(name)) or self._by_name.get(fold(label))
        if key is None and (fold(label) in self._called and any(c.isupper() for c in label)):
            first = next(self.text.exactly(span.text, 0, len(self.text.text)), span)
            key = f"{NAME}{first.start}-{first.end}"
            self._by_name[fold(label)] = key
            self._labels[key] = label
        if key is None:
            return _words(span)
        kind: MentionKind = "name" if is_named(key) else "nominal"
        type = self._types.get(fold(label), "Concept")
        if key[0] == COUNTRY:
            type = "Country"
        self.added[(span.start, span.end, key)] = Mention(
            document=self.known.document.id, span=span, kind=kind, type=type, entity=key
        )
        return Argument(span=span, label=self._labels.get(key, label), entity=key)

    def _said_of_it(self, sentence: Sentence, argument: Argument) -> Argument:
        """ "Ortega is the mayor of Lima": what is said of a thing, not the thing once more.

        Raises _LeftOutError where that is the thing by its name.
        """
        for head in self._heads(sentence, argument.span):
            reference = self.reader.by_head.get(id(head))
            if reference is not None and reference.kind == "nominal":
                return self.reader.concept(reference)
        raise _LeftOutError(ITSELF)

    # What else is told

    def _source(self, told: Phrase | None, sentence: Sentence, quote: Span) -> Source | None:
        """Who says so, in the sentence or the quote around it; without them, no claim."""
        if told is None:
            return None
        start, end = min(sentence.start, quote.start), max(sentence.end, quote.end)
        spans = self.text.find(told.text, start, end)[0]
        cues = self.text.find(told.cue, start, end)[0] if told.cue else []
        if not spans or not cues:
            raise _LeftOutError(NO_SOURCE)
        span = min(spans, key=lambda s: _distance(s, cues[0]))
        place = next((s for s in self.known.sentences if s.start <= span.start < s.end), sentence)
        argument = self._arguments(place, span, told)[0]
        if is_open(argument.entity):
            argument = _words(span)
        cue = min(cues, key=lambda c: _distance(c, span))
        return Source(span=argument.span, label=argument.label, cue=cue, entity=argument.entity)

    def _clause(self, sentence: Sentence, verb: Token | None) -> Clause | None:
        """The clause of a verb, as kg's own rules find it."""
        if sentence.index not in self._clauses:
            clauses = find_clauses(sentence, self.known.quotes)
            self._clauses[sentence.index] = {id(clause.verb): clause for clause in clauses}
        return self._clauses[sentence.index].get(id(verb))

    def _standing(self, verb: Token | None, clause: Clause | None) -> Stated:
        """How kg's own rules read the clause of a verb: the model may not make more of it."""
        if verb is None:
            return ASSERTED
        return clause.stated if clause is not None else own(verb, ASSERTED)

    def _stated_source(self, sentence: Sentence, stated: Stated) -> Source | None:
        """Who says so by kg's rules, where the model names nobody."""
        by, cue = stated.source, stated.source_cue
        if by is None or cue is None or not any(token is by for token in sentence.tokens):
            return None
        argument = self.reader.argument(sentence, by)
        if argument is None or (argument.entity or UNRESOLVED)[0] == UNRESOLVED:
            return None
        words = self.text.span(cue.start, cue.end)
        return Source(span=argument.span, label=argument.label, cue=words, entity=argument.entity)

    def _time(self, told: Told, sentence: Sentence) -> Time | None:
        """When it holds, as kg reads the words that the model points to."""
        if not told.time:
            return None
        found = self.text.find(told.time, sentence.start, sentence.end)[0]
        if not found:
            self.left_out[NO_TIME] += 1
            return None
        for time in self.reader.times(sentence):
            if time.kind == "point" and time.start < found[0].end and found[0].start < time.end:
                return Time(span=self.text.span(time.start, time.end), value=time.value)
        return Time(span=found[0])


def _states(token: Token) -> bool:
    """Whether a token is a verb that states something: "withdraw" of "will not withdraw"."""
    return token.pos in ("VERB", "AUX") and token.dep not in ("aux", "auxpass")


def _lemma(tokens: list[Token], told: Told, clause: Clause | None, *, active: bool) -> str:
    """What a relation is called, by its words in the text.

    `active` says that a passive is told of who does it: "were led by" is "lead", not "be led".
    """
    passive = _is_passive(clause)
    voice = [t for t in tokens if passive and (t.dep == "auxpass" or (active and t.lower == "by"))]
    kept = [t for t in tokens if not _helps(t) and t not in voice]
    if passive and not active:
        return " ".join(["be", *(t.lower if t.tag == "VBN" else _base(t) for t in kept)])
    made = " ".join(map(_base, kept)) or "be"
    known = {word for t in tokens if t not in voice for word in (t.lower, t.lemma.lower())}
    if not any(map(_states, tokens)):
        known.add("be")
        if any(t.pos == "NOUN" for t in kept):  # "their driver, Mr Aho"
            known |= LINKS
            made = f"be {made}"
    said = fold(told.lemma).split()
    return " ".join(said) if said and known.issuperset(said) else made


# Who does it, and to whom


def _check_roles(verb: Token | None, clause: Clause | None, ends: tuple[Span, Span | None]) -> None:
    """Raises _LeftOutError where a model gives things other parts than the sentence does.

    "The mill" does nothing in "Acme sold the mill", nor does "Lima" in "Kim was shot in Lima".
    """
    if verb is not None and not verb.having("auxpass") and _named(verb.having("dobj"), ends[0]):
        raise _LeftOutError(TURNED)
    if clause is None or not _is_passive(clause) or _does(clause, ends[0]):
        return
    if _named(clause.subjects, ends[1]) or _named((a.object for a in clause.adjuncts), ends[0]):
        raise _LeftOutError(IDLE)


def _does(clause: Clause | None, subject: Span) -> bool:
    """Whether words say who does what a passive says: "the shop" of "sold in Lima by the shop"."""
    return clause is not None and _is_passive(clause) and _named(_agents(clause), subject)


def _is_passive(clause: Clause | None) -> bool:
    """Whether it is done to the subject; a participle with an object ("shortened flights") may be
    a verb that was misread."""
    if clause is None or not clause.passive:
        return False
    return bool(clause.verb.having("auxpass") or clause.agents or not clause.objects)


def _agents(clause: Clause) -> list[Token]:
    """By whom, also where "by" was read with a phrase before it: "in the yard by the shop"."""
    below = [t for by in clause.verb.subtree() if by.lower == "by" for t in by.having("pobj")]
    return clause.agents or below


def _is_turned(clause: Clause | None, ends: tuple[Span, Span | None]) -> bool:
    """Whether the model names first to whom it is done: "the talks", "were led by", "Kim"."""
    if clause is None or ends[1] is None or not _named(clause.subjects, ends[0]):
        return False
    return _does(clause, ends[1])


def _named(heads: Iterable[Token], span: Span | None) -> bool:
    """Whether some words are one of these things, by its head or by its other name."""
    names = [t for head in heads for t in (head, *head.having("appos"))]
    return span is not None and any(span.start <= t.start < span.end for t in names)


def _within(head: Token, known: set[int]) -> Token:
    """What a preposition leads to: "in Tokyo" is Tokyo."""
    while head.pos == "ADP":
        below = [t for t in head.having("pobj") if id(t) in known]
        if not below:
            break
        head = below[0]
    return head


def _helps(token: Token) -> bool:
    """Words that say how, not what: "will not", "the"."""
    return token.dep in ("aux", "neg", "punct") or token.pos in ("PUNCT", "SPACE", "DET")


def _base(token: Token) -> str:
    return token.lemma.lower() or token.lower


def _words(span: Span) -> Argument:
    """Words as a literal."""
    label = " ".join(span.text.split())
    return Argument(span=span, label=label, literal=label, datatype="xsd:string")


def _names(known: Understood) -> dict[str, str]:
    """What the text calls things → the keys of their entities; names before descriptions."""
    found: dict[str, str] = {}
    order = sorted(known.references, key=lambda r: (r.kind != "name", r.order))
    for reference in order:
        usable = reference.kind != "pronoun" and reference.entity not in known.groups
        if usable and reference.entity[:1] not in ("", UNRESOLVED):
            words = known.document.text[reference.first.start : reference.last.end]
            for name in (words, reference.label):
                found.setdefault(fold(name), reference.entity)
    return found


def _labels(known: Understood) -> dict[str, str]:
    """What to call entities: by the longest of their names, else as they are called first."""
    found: dict[str, str] = {}
    for reference in sorted(
        known.references, key=lambda r: (r.kind != "name", -len(r.label.split()), r.order)
    ):
        if reference.kind != "pronoun":
            found.setdefault(reference.entity, reference.label)
    return found


def _short_for(short: str, name: str) -> bool:
    """Whether a name is a part of another: "Abe" of "Shinzo Abe"."""
    return set(fold(short).split()) <= set(fold(name).split())


def _distance(a: Span, b: Span) -> tuple[int, int]:
    return (max(a.start - b.end, b.start - a.end, 0), a.start)


def _overlap(a: Span, b: Span) -> bool:
    return a.start < b.end and b.start < a.end


def _confidence(exact: bool, arguments: Iterable[Argument | None]) -> float:
    chance = STATED if exact else STATED * NEARLY
    for argument in arguments:
        if argument is not None and argument.chance is not None:
            chance *= argument.chance
    return round(chance, 2)


def _said(claim: Claim) -> object:
    """What a claim says, and where: told twice, it is kept once."""
    end = claim.object
    return (
        claim.sentence.start, claim.subject.entity, claim.predicate.lemma, claim.polarity,
        claim.modality, claim.source and claim.source.span.start,
        end and (end.entity, end.literal),
    )  # fmt: skip
