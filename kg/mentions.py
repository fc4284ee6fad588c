"""Sentences → References: everything in a document that refers to something.

A `Reference` is a mention at work: it still knows its tokens, so that coreference and claims can
ask the parse about it. `kg.record` fills in `entity` after coreference; `as_mention` makes the
frozen `Mention`.

Three kinds: names ("Shinzo Abe", and "Japanese", which names Japan), nominals ("the supreme
leader") and pronouns. Amounts and times are no references; they become literals of claims.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kg.analyze import Sentence
from kg.lexicon import (
    ALLOW_NOUNS,
    DESIRE_NOUNS,
    PARTITIVES,
    PLAN_NOUNS,
    REFUSE_NOUNS,
    REQUIRE_NOUNS,
    TITLES,
    WAY_NOUNS,
    is_role,
)
from kg.link import Country, find_country, find_people
from kg.model import Mention, MentionKind, Span
from kg.tokens import Token

#: spaCy's entity labels (OntoNotes 5) → our types. Labels of amounts and times are not here.
TYPE_OF = {
    "PERSON": "Person",
    "ORG": "Organization",
    "GPE": "Place",
    "LOC": "Place",
    "FAC": "Place",
    "NORP": "Group",
    "EVENT": "Event",
    "WORK_OF_ART": "CreativeWork",
    "PRODUCT": "Product",
    "LAW": "Law",
    "LANGUAGE": "Language",
}
AMOUNTS = {"MONEY", "PERCENT", "QUANTITY", "CARDINAL", "ORDINAL"}
TIMES = {"DATE", "TIME"}

PERSONAL = set(
    "i me my mine myself you your yours yourself he him his himself she her hers herself it its"
    " itself we us our ours ourselves they them their theirs themselves".split()
)
#: Words that point without naming ("this", "some", "who"): never an argument by themselves.
EMPTY = set(
    "this that these those there which who whom whose what it one ones some any all none both each"
    " other others another such same own everything something anything nothing everyone someone"
    " anyone everybody somebody anybody nobody whatever whoever more most many much few several"
    " less either neither".split()
)
#: Where a word that only points is an argument ("this was agreed").
POINTING = ("nsubj", "nsubjpass", "dobj", "pobj", "dative")
DASHES = {"–", "—"}
#: How many words a complement may add to the label of a noun.
MOST_WORDS = 6
#: Nouns that only the clause behind them fills ("ability to fly", "way people ride").
HOLLOW = ALLOW_NOUNS | PLAN_NOUNS | DESIRE_NOUNS | REQUIRE_NOUNS | REFUSE_NOUNS | WAY_NOUNS
#: Prepositions that do not say which thing is meant.
NO_COMPLEMENT = {"including", "like", "as", "than", "such", "by", "per", "via", "during"}
#: Prepositions that behind an object mostly belong to its verb.
OF_VERBS = {"from", "with", "into", "at", "onto", "through", "after", "before", "until", "without"}
#: How many, left open: "various factors" are factors.
QUANTIFIERS = {"various", "many", "several", "numerous", "countless", "multiple", "such", "certain"}
#: What may stand left of a noun inside its phrase.
BEFORE = {
    "det", "amod", "compound", "nummod", "poss", "nmod", "predet", "quantmod", "advmod", "case",
    "punct", "npadvmod", "neg", "cc", "conj", "aux", "dep",
}  # fmt: skip


class Reference:
    """A mention at work.

    `first`..`last` are the tokens of the phrase (inclusive), `head` its head. `label` is what to
    call the thing when nothing better is known, `type` what the words themselves say ("" when
    they do not). `country` is set where a name or people word is in the gazetteer. `entity` is
    filled in by `kg.record`.
    """

    __slots__ = (
        "country",
        "entity",
        "first",
        "head",
        "kind",
        "label",
        "last",
        "order",
        "sentence",
        "type",
    )

    def __init__(
        self,
        sentence: Sentence,
        head: Token,
        *,
        first: Token,
        last: Token,
        kind: MentionKind,
        label: str,
        type: str = "",
        country: Country | None = None,
    ) -> None:
        self.sentence = sentence
        self.head = head
        self.first = first
        self.last = last
        self.kind = kind
        self.label = label
        self.type = type
        self.country = country
        self.order = 0
        self.entity = ""

    @property
    def tokens(self) -> list[Token]:
        return self.sentence.tokens[self.first.i : self.last.i + 1]

    def __repr__(self) -> str:
        return f"<{self.kind} {self.label!r} {self.type}>"

    def as_mention(self, document: str, text: str) -> Mention:
        start, end = self.first.start, self.last.end
        return Mention(
            document=document,
            span=Span(start=start, end=end, text=text[start:end]),
            kind=self.kind,
            type=self.type or "Concept",
            entity=self.entity,
        )


def find_references(sentences: list[Sentence]) -> list[Reference]:
    """All references of a document, in text order, each head token at most once per kind."""
    found: list[Reference] = []
    common = {t.lower for s in sentences for t in s.tokens if t.pos == "NOUN" and t.i}
    for sentence in sentences:
        names = list(_names(sentence, common))
        heads = {name.head.i for name in names}
        inside = {token.i for name in names for token in name.tokens}
        others = _others(sentence, heads, inside)
        found += sorted([*names, *others], key=lambda r: (r.first.i, -r.last.i))
    for order, reference in enumerate(found):
        reference.order = order
    return found


# Names


def _names(sentence: Sentence, common: set[str]) -> Iterator[Reference]:
    """The names of a sentence; `common` are the common nouns of the document, lower case."""
    covered: set[int] = set()
    for run in _entity_runs(sentence.tokens):
        label = run[0].entity
        if label in AMOUNTS or label in TIMES:
            covered.update(token.i for token in run)
            continue
        trimmed = _trim(run)
        if trimmed and label in TYPE_OF and _is_name(trimmed):
            covered.update(token.i for token in trimmed)
            yield _name(sentence, trimmed, TYPE_OF[label])
    for run in _proper_runs(sentence, covered):
        head = _head(run)
        # "Prime" in "Prime minister" is a capital, not a name.
        if all(token.lower in TITLES for token in run):
            continue
        if head.dep == "compound" and head.head.pos == "PROPN" and is_role(head.lower):
            continue  # "Vice President Harris", "Congresswoman Lee"
        if len(run) == 1 and run[0].i == 0 and run[0].lower in common:
            continue  # a capital that only opens the sentence
        if len(run) > 1 or head.dep != "compound" or head.head.pos == "PROPN":
            yield _name(sentence, run, "")


def _entity_runs(tokens: list[Token]) -> Iterator[list[Token]]:
    run: list[Token] = []
    for token in tokens:
        if run and (token.begins or token.entity != run[-1].entity):
            yield run
            run = []
        if token.entity:
            run.append(token)
    if run:
        yield run


def _trim(run: list[Token]) -> list[Token]:
    """Without articles, possessive marks and punctuation at the ends."""
    run = list(run)
    while run and (run[0].pos in ("DET", "PUNCT", "PRON", "ADP") or run[0].tag == "POS"):
        run.pop(0)
    while run and (
        (run[-1].pos in ("PUNCT", "CCONJ", "ADP") and run[-1].text != ".") or _mark(run[-1])
    ):
        run.pop()
    return run


def _mark(token: Token) -> bool:
    return token.tag == "POS" or token.text in ("'", "'s", "’s", "’")


def _is_name(run: list[Token]) -> bool:
    """A name has a capital, where its script has them; lower-case finds are mistakes."""
    text = "".join(token.text for token in run)
    return any(c.isupper() for c in text) or not (text.isascii() or text.islower())


def _proper_runs(sentence: Sentence, covered: set[int]) -> Iterator[list[Token]]:
    """Runs of proper nouns that the recogniser left out, joined by hyphens."""
    if sentence.kind == "heading":
        return
    run: list[Token] = []
    for token in sentence.tokens:
        joins = token.text == "-" and bool(run) and run[-1].end == token.start
        proper = token.tag in ("NNP", "NNPS") and token.text[0].isupper()
        if (proper or joins) and token.i not in covered:
            run.append(token)
            continue
        if trimmed := _trim(run):
            yield trimmed
        run = []
    if trimmed := _trim(run):
        yield trimmed


def _name(sentence: Sentence, run: list[Token], type: str) -> Reference:
    label = _text(run)
    head = _head(run)
    country = find_country(label)
    if country is None and type in ("Group", "Language", "", "Place"):
        country = find_people(label)
        if country is not None and head.dep not in ("amod", "compound", "nmod", "poss"):
            # "Americans" are people and "Greek", spoken, is a language.
            type = "Group" if head.tag in ("NNS", "NNPS") or head.having("det") else "Language"
            country = None
    if country is not None and type not in ("Person", "Organization"):
        type = "Country"
    else:
        country = None if type == "Person" else country
    return Reference(
        sentence, head, first=run[0], last=run[-1], kind="name", label=label, type=type,
        country=country,
    )  # fmt: skip


def _head(run: list[Token]) -> Token:
    """The token of a run whose head lies outside it (the last such)."""
    inside = set(map(id, run))
    outer = [token for token in run if id(token.head) not in inside or token.head is token]
    nouns = [token for token in outer if token.pos in ("PROPN", "NOUN", "ADJ", "NUM")]
    return (nouns or outer or run)[-1]


def _text(run: list[Token]) -> str:
    """The words of a run as one line: single spaces where the document has any white space."""
    parts = [run[0].text]
    for before, token in pairwise(run):
        parts.append((" " if token.start > before.end else "") + token.text)
    return "".join(parts)


# Nominals and pronouns


def _others(sentence: Sentence, heads: set[int], inside: set[int]) -> Iterator[Reference]:
    for token in sentence.tokens:
        if token.i in heads or (token.i in inside and token.pos == "PROPN"):
            continue
        pointing = token.lower in EMPTY and token.dep in POINTING and not is_nominal(token)
        if pointing or (token.lower in PERSONAL and token.pos in ("PRON", "DET")):
            yield Reference(
                sentence, token, first=token, last=token, kind="pronoun", label=token.text
            )
        elif is_nominal(token):
            yield nominal(sentence, token)


def is_nominal(token: Token) -> bool:
    """Whether a token heads a noun phrase of its own."""
    if len(token.text) == 1 and not token.text.isalnum():
        return False
    if token.lower in EMPTY or token.pos == "NUM":
        return picks(token)
    if token.entity in TIMES | {"PERCENT", "MONEY", "ORDINAL"}:
        return False
    if token.dep in ("compound", "npadvmod", "quantmod", "nmod"):
        return False
    if _gerund_subject(token):
        return True  # "building a rocket" is what the sentence is about
    if token.pos in ("NOUN", "PROPN"):
        return True
    # "the poor", "using spies": adjectives and gerunds in the place of a noun.
    noun_place = token.dep in ("nsubj", "nsubjpass", "dobj", "pobj")
    return noun_place and (
        (token.pos == "ADJ" and bool(token.having("det")))
        or (token.tag == "VBG" and not token.having("dobj", "nsubj"))
    )


def _gerund_subject(token: Token) -> bool:
    first = token.head if token.dep == "conj" else token
    return token.tag == "VBG" and first.tag == "VBG" and first.dep in ("csubj", "csubjpass")


def picks(token: Token) -> bool:
    """ "most of the drills", "one of the founders" name something, "most" and "one" do not."""
    if token.lower not in PARTITIVES and token.pos != "NUM":
        return False
    named = [o for p in token.having("prep") if p.lower == "of" for o in p.having("pobj")]
    return any(o.pos in ("NOUN", "PROPN", "PRON") for o in named)


def nominal(sentence: Sentence, head: Token) -> Reference:
    run = phrase(sentence, head)
    # "most of them" names no more than "them" does.
    kind: MentionKind = "pronoun" if run[-1].pos == "PRON" and run[-1] is not head else "nominal"
    label = _one_of(run, head) or label_of(run, head)
    if kind == "nominal" and (run[-1] is head or head.lower == "one"):
        label += _complement_label(sentence, run[-1], MOST_WORDS)
    return Reference(sentence, head, first=run[0], last=run[-1], kind=kind, label=label)


def _one_of(run: list[Token], head: Token) -> str:
    """ "one of the most important aspects" is an important aspect.

    Not with a superlative: "one of the largest cities" is not the largest city.
    """
    if head.lower != "one" or len(run) < 3 or run[1].lower != "of" or run[-1].tag != "NNS":
        return ""
    kept = [t for t in run[2:-1] if t.tag not in ("DT", "PRP$", "RBS")]
    if any(t.tag in ("JJS", "POS", "CC") for t in kept):
        return ""
    return _text([*kept, run[-1]])[: -len(run[-1].text)] + run[-1].lemma


def phrase(sentence: Sentence, head: Token) -> list[Token]:
    """The compact noun phrase of a head: what stands before it, without what follows it.

    "the two former athletes from Seoul" → "the two former athletes".
    """
    last = _complement_end(head)
    first = head.i
    lefts = [child for child in head.children if child.i < head.i]
    for child in reversed(lefts):
        part = child.subtree()
        if child.dep not in BEFORE or part[-1].i != first - 1 or _clausal(part):
            break
        if any(t.text in DASHES and t.i and t.start > sentence.tokens[t.i - 1].end for t in part):
            break
        first = part[0].i
    tokens = sentence.tokens
    while first < head.i and (
        tokens[first].pos in ("PUNCT", "CCONJ") and tokens[first].text != "$"
    ):
        first += 1
    return tokens[first : last + 1]


def _complement_label(sentence: Sentence, head: Token, room: int) -> str:
    """ " of forensic science": without it "the art" would be another thing.

    At most `room` words, whole phrases only. Offices are left short ("leader"): where they are
    held is a claim of its own.
    """
    if is_role(head.lemma.lower()):
        return ""
    label, end = "", head
    for _ in range(MOST_WORDS):
        prep = next((p for p in end.having("prep") if p.i == end.i + 1), None)
        if end is head and prep is None:
            prep = _shared(sentence, head)
        if prep is None or prep.lower in NO_COMPLEMENT:
            break
        if head.dep == "dobj" and end is head and prep.lower in OF_VERBS:
            break  # "learned the trade from her father": the verb's
        part, last = _complement(sentence, prep)
        if last is None or len(label.split()) + len(part.split()) > room:
            break
        label, end = label + part, last
    part = _clause_label(sentence, head, end)
    return label + part if len(label.split()) + len(part.split()) <= room else label


def _clause_label(sentence: Sentence, head: Token, end: Token) -> str:
    """ "ability [to fly]", "way [people ride bikes]": such nouns say nothing by themselves."""
    if head.lemma.lower() not in HOLLOW:
        return ""
    for verb in head.having("acl", "relcl"):
        part = verb.subtree()
        infinitive = part[0].lower == "to" and part[0] in verb.having("aux")
        bare = verb.dep == "relcl" and part[0].tag not in ("WDT", "WP", "WRB", "IN")
        if part[0].i != end.i + 1 or not (infinitive or bare):
            continue
        kept = sentence.tokens[end.i + 1 : _clause_end(verb, part[-1].i + 1)]
        if verb in kept:
            return " " + _text([t for t in kept if t.tag not in ("DT", "PRP$")])
    return ""


def _clause_end(verb: Token, end: int) -> int:
    """Where what is told beside a clause, or joined to it or to its object, begins."""
    more = [t for t in verb.children if t.dep in ("advcl", "punct", "ccomp", "cc", "conj")]
    for thing in verb.having("dobj"):
        more += thing.having("cc", "punct", "relcl", "acl")
    return min([end, *(t.subtree()[0].i for t in more if t.i > verb.i)])


def _shared(sentence: Sentence, head: Token) -> Token | None:
    """The "of" that two joined nouns have in common: "the rise and fall of Rome"."""
    tokens = sentence.tokens
    pair = [t for t in tokens[max(head.i - 2, 0) : head.i + 3] if t is head or _joined(t, head)]
    if len(pair) != 2 or pair[1].i - pair[0].i != 2 or tokens[pair[0].i + 1].dep != "cc":
        return None
    behind = [p for noun in pair for p in noun.having("prep") if p.i == pair[1].i + 1]
    return next((p for p in behind if p.lower == "of"), None)


def _joined(token: Token, head: Token) -> bool:
    return (token.dep == "conj" and token.head is head) or (
        head.dep == "conj" and head.head is token
    )


def _complement(sentence: Sentence, prep: Token) -> tuple[str, Token | None]:
    """What one preposition adds to a label, and the last token of it that others may follow."""
    for verb in prep.having("pcomp"):
        if prep.lower in ("of", "for") and verb.tag == "VBG" and verb.i == prep.i + 1:
            made = [o for o in verb.having("dobj") if o.subtree()[0].i == verb.i + 1]
            thing = " " + label_of(phrase(sentence, made[0]), made[0]) if made else ""
            return f" {prep.lower} {verb.lower}{thing}", made[0] if made else verb
    for target in prep.having("pobj"):
        if target.pos not in ("NOUN", "PROPN") or target.entity in TIMES:
            continue
        if prep.lower != "of" and (target.pos == "PROPN" or target.entity):
            continue  # "riots in Paris": what has a name has an edge of its own
        run = phrase(sentence, target)
        if run[0].i != prep.i + 1:
            continue
        text, last = f" {prep.lower} {label_of(run, target)}", run[-1]
        for other in _chain(target):
            more = phrase(sentence, other)
            between = sentence.tokens[last.i + 1 : more[0].i]
            if other.pos not in ("NOUN", "PROPN") or any(
                t.dep not in ("cc", "punct") for t in between
            ):
                return "", None
            joint = "".join(f" {t.text}" if t.dep == "cc" else t.text for t in between)
            text, last = f"{text}{joint} {label_of(more, other)}", more[-1]
        return text, last
    return "", None


def _chain(head: Token) -> Iterator[Token]:
    """What is conjoined with a noun, in text order."""
    for other in head.having("conj"):
        yield other
        yield from _chain(other)


def _complement_end(head: Token) -> int:
    """Where the phrase ends: "part [of the drills]" and "secretary [of state]" go on.

    What only measures names nothing without its "of", and an office is one term with its own.
    """
    if _gerund_subject(head):
        part = head.subtree()
        objects = [o for o in head.having("dobj", "acomp") if o.i > head.i]
        whole = part[0] is head and part[-1].i - head.i + 1 == len(part) <= MOST_WORDS
        if whole and not head.having("conj"):
            return part[-1].i
        close = [o.i for o in objects if o.i - head.i <= MOST_WORDS]
        return close[0] if close else head.i
    lemma = head.lemma.lower()
    role = is_role(lemma)
    if not role and lemma not in PARTITIVES and head.pos != "NUM":
        return head.i
    for prep in head.having("prep"):
        for target in prep.having("pobj"):
            bare = target.pos in ("NOUN", "PROPN") and not target.children and not target.entity
            near = prep.lower == "of" and prep.i == head.i + 1
            if near and (target.i == prep.i + 1 if role else True) and (bare or not role):
                part = [t for t in target.subtree() if t.i <= target.i]
                simple = part[0].i == prep.i + 1 and not _clausal(part)
                return target.i if simple else head.i
    return head.i


def _clausal(part: list[Token]) -> bool:
    return any(token.dep in ("nsubj", "relcl", "advcl", "ccomp") for token in part)


def _is_kind(owner: Token) -> bool:
    """ "teachers'", "children's": a plural noun that nothing but an article stands with."""
    return owner.tag == "NNS" and all(
        c.dep == "case" or c.lower in ("the", "a", "an") for c in owner.children
    )


def label_of(run: list[Token], head: Token) -> str:
    """What to call a noun phrase: without articles, owners, quotes and loose quantity.

    Owners of a kind stay, since they say what it is: "the teachers' union".

    A capital that only opens the sentence is taken back.
    """
    kept = list(run)
    owners = [t.i for owner in head.having("poss") if not _is_kind(owner) for t in owner.subtree()]
    while (
        len(kept) > 1
        and kept[0] is not head
        and (
            kept[0].pos in ("DET", "PRON", "PUNCT")
            or kept[0].tag in ("PRP$", "DT", "PDT", "POS")
            or kept[0].i in owners
            or kept[0].lower in QUANTIFIERS
        )
    ):
        kept.pop(0)
    text = _text([t for t in kept if t.pos != "DET" or t.i < head.i])
    opening = kept[0].i == 0 and kept[0].pos != "PROPN" and kept[0].text.istitle()
    return text[0].lower() + text[1:] if opening else text
