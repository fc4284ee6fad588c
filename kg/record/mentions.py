"""Sentences → References: everything in a document that refers to something.

A `Reference` is a mention at work: it still knows its tokens, so that coreference and claims can
ask the parse about it. `kg.record.make` fills in `entity` after coreference; `as_mention` makes the
frozen `Mention`.

Three kinds: names ("Shinzo Abe", and "Japanese", which names Japan), nominals ("the supreme
leader") and pronouns. Amounts and times are no references; they become literals of claims.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.english.given import first_names
from kg.english.lexicon import PARTITIVES
from kg.english.namesakes import FAMILY_NOUNS, SIBLING_NOUNS
from kg.link import Country, find_country, find_people
from kg.model import Mention, MentionKind, Span
from kg.parse.analyze import Sentence
from kg.parse.tokens import TIMES, Token
from kg.record.names import find_names, head_of, in_order
from kg.record.phrases import (
    LONGEST,
    complement_label,
    is_gerund_subject,
    label_of,
    phrase,
    tidy,
    words_of,
)

PERSONAL = set(
    "i me my myself you your yourself he him his himself she her herself it its"
    " itself we us our ourselves they them their themselves".split()
)
#: Words that point without naming ("this", "some", "who"): never an argument by themselves.
EMPTY = set(
    "this that these those there which who whom whose what it one ones some any all none both each"
    " other others another such same own everything something anything nothing everyone someone"
    " anyone everybody somebody anybody nobody whatever whoever more most many much few several"
    " less either neither".split()
)
#: How many words a title has from its "of" on.
MOST_TITLED = 8
#: Where a word that only points is an argument ("this was agreed").
POINTING = ("nsubj", "nsubjpass", "dobj", "pobj", "dative")


class Reference:
    """A mention at work.

    `first`..`last` are the tokens of the phrase (inclusive), `head` its head. `label` is what to
    call the thing when nothing better is known, `type` what the words themselves say ("" when
    they do not). `country` is set where a name or people word is in the gazetteer. `entity` is
    filled in by `kg.record.make`. `chance` is how likely what it was taken to refer to is right,
    `rival` the chance of the next best; both are set by `kg.record.coref` for what was chosen among
    several. `trust` is how likely the name is right that an edge shows instead of it
    (`kg.record.coref.trust`), 1 for what is called by itself.
    """

    __slots__ = (
        "chance",
        "country",
        "entity",
        "first",
        "head",
        "kind",
        "label",
        "last",
        "order",
        "rival",
        "sentence",
        "trust",
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
        self.chance, self.rival, self.trust = 1.0, 0.0, 1.0
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
    for sentence, runs in zip(sentences, find_names(sentences), strict=True):
        if sentence.foreign:
            continue  # what is read in it means nothing
        runs = [(run, type) for run, type in runs if not _of_family(sentence, run)]
        titles = [title for run, type in runs if (title := _title_of(sentence, run, type))]
        told = {title.head.i for title in titles}
        names = [_name(sentence, run, type) for run, type in runs if head_of(run).i not in told]
        names += [_standing_for(one, name) for name in names if (one := _one_called(name))]
        heads = {name.head.i for name in names} | told
        inside = {token.i for name in names for token in name.tokens}
        others = [*titles, *_others(sentence, heads, inside)]
        found += sorted([*names, *others], key=lambda r: (r.first.i, -r.last.i))
    for order, reference in enumerate(found):
        reference.order = order
    _recall(found)
    return found


def _recall(references: list[Reference]) -> None:
    """ "The director of the museum ... The director": the short form is called like the whole one.

    Only a definite noun that stands alone, and only where it can mean but one of those before.
    """
    whole: dict[str, set[str]] = {}
    for reference in references:
        head, label = reference.head, reference.label
        if reference.kind != "nominal" or head.tag not in ("NN", "NNP"):
            continue
        if label != head.text:
            if label.startswith(f"{head.text} of "):
                whole.setdefault(head.lower, set()).add(label)
        elif reference.first.lower in ("the", "this", "that") and not head.having("prep", "relcl"):
            known = whole.get(head.lower, set())
            reference.label = next(iter(known)) if len(known) == 1 else label


# Names


def _of_family(sentence: Sentence, run: list[Token]) -> bool:
    """Whether a surname stands for a family alone: "the Kolb family", "the Kolb brothers"."""
    at = run[-1].i + 1
    if len(run) > 1 or at == len(sentence.tokens):
        return False
    noun = sentence.tokens[at]
    siblings = noun.tag == "NNS" and noun.lemma.lower() in SIBLING_NOUNS
    return siblings or noun.lemma.lower() in FAMILY_NOUNS


def _title_of(sentence: Sentence, run: list[Token], type: str) -> Reference | None:
    """ "a Fellow [of the Royal Society]", "Product [of the Year]": what a capital and "of" call.

    That somebody becomes one makes nobody the society: it is a noun, not the society's name.
    """
    head = run[0]
    called = type not in ("", "Person") or head.lower in first_names()
    if len(run) > 1 or called or head.dep not in ("attr", "oprd", "dobj", "pobj"):
        return None
    behind = next((p for p in head.having("prep") if p.i == head.i + 1 and p.lower == "of"), None)
    part = behind.subtree() if behind is not None else []
    whole = bool(part) and part[-1].i - head.i == len(part) <= MOST_TITLED
    if not whole or not part[-1].text[:1].isupper() or not all(map(_in_title, part)):
        return None
    label = words_of([head, *part])
    return Reference(sentence, head, first=head, last=part[-1], kind="nominal", label=label)


def _in_title(token: Token) -> bool:
    return token.text[:1].isupper() or token.lower in ("the", "and", "of", "for")


def _name(sentence: Sentence, run: list[Token], type: str) -> Reference:
    label = words_of(run)
    if (sentence.kind == "address" or type == "Person") and label.count(", ") == 1:
        label = in_order(label)  # "Reed, Tom"
    head = head_of(run)
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


def _one_called(name: Reference) -> Token | None:
    """The "one" of "one of the founders, Eva Munk, left": with one name behind it, it is that.

    So is "the eldest of the sisters, Eva Munk".
    """
    upper, alone = name.head.head, not name.head.having("conj")
    if name.head.dep != "appos" or not alone:
        return None
    if upper.dep == "appos" and upper.tag == "NN":
        upper = upper.head  # "one of his pupils, the composer Ada Bo"
    if upper.dep == "pobj" and upper.entity in ("ORG", "GPE") and name.type == "Person":
        upper = upper.head.head  # "one of the founders of Acme, Eva Munk"
    if upper.dep == "pobj" and upper.head.lower == "of" and upper.tag in ("NNS", "NNPS"):
        upper = upper.head.head
    behind = [p for p in upper.having("prep") if p.lower == "of" and p.i == upper.i + 1]
    plural = any(t.tag in ("NNS", "NNPS") for p in behind for t in p.having("pobj"))
    single = upper.lower == "one" and plural
    picked = single or (is_picked(upper) and bool(behind) and name.type == "Person")
    return upper if picked and upper.i < name.first.i else None


def is_picked(token: Token) -> bool:
    """ "the last of the line", "the eldest of three": an adjective that picks one of several."""
    definite = any(t.lower == "the" for t in token.having("det"))
    return definite and token.tag in ("JJ", "JJS") and token.dep not in ("amod", "acomp")


def _standing_for(head: Token, name: Reference) -> Reference:
    """A name once more, in the place of the phrase that it is the name of."""
    return Reference(
        name.sentence, head, first=name.first, last=name.last, kind="name", label=name.label,
        type=name.type, country=name.country,
    )  # fmt: skip


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
    if token.entity in TIMES | {"PERCENT", "MONEY", "ORDINAL"} or _is_said_so(token):
        return False
    if token.dep in ("compound", "npadvmod", "quantmod", "nmod"):
        return False
    if is_gerund_subject(token):
        return True  # "building a rocket" is what the sentence is about
    if token.pos in ("NOUN", "PROPN"):
        return True
    # "the poor", "using spies": adjectives and gerunds in the place of a noun.
    noun_place = token.dep in ("nsubj", "nsubjpass", "dobj", "pobj")
    return noun_place and (
        (token.pos == "ADJ" and bool(token.having("det")))
        or (token.tag == "VBG" and not token.having("dobj", "nsubj"))
    )


def _is_said_so(token: Token) -> bool:
    """ "For example" means no example."""
    said = token.lower in ("example", "instance") and token.head.lower == "for"
    return said and token.dep == "pobj" and not token.children


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
    label = label_of(run, head)
    if kind == "nominal" and (run[-1] is head or head.i < run[-1].i):
        label += complement_label(
            sentence, run[-1], LONGEST - len(label.split()), picked=head.lower == "one"
        )
    label = tidy(label)
    if head.lower == "none" and label.lower().startswith("none of "):
        label = label[len("none of ") :]  # that it is none, the claim says
    return Reference(sentence, head, first=run[0], last=run[-1], kind=kind, label=label)
