"""Builds for the page's tests: a hand-made story, generated large graphs, hostile text."""

from __future__ import annotations

import hashlib
import random
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from kg.iri import VOCABULARY, slug
from kg.model import (
    Argument,
    Build,
    Claim,
    Document,
    Entity,
    Fact,
    Mention,
    Predicate,
    Settings,
    Source,
    Span,
    Status,
    Time,
)

SETTINGS = Settings()


@dataclass
class Story:
    """Sentences and what they say, written down one after the other, then made into a build."""

    title: str
    types: Mapping[str, str]
    aliases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    links: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    said: list[dict[str, Any]] = field(default_factory=list)

    def say(self, sentence: str, *claims: tuple[str, str, str], **how: Any) -> None:
        """Add a sentence; each claim is three quotes of it, `quote=Label` where they differ.

        An object label that has no type is a literal; an empty object is none.
        """
        self.said.append({"sentence": sentence, "claims": claims, **how})

    def build(self, **settings: Any) -> Build:
        name = settings.pop("id", "story")
        text = self.title + "\n\n" + "\n".join(said["sentence"] for said in self.said) + "\n"
        document = _document(name, text, self.title, settings.pop("date", "2024-03-18"))
        claims: list[Claim] = []
        start = len(self.title) + 2
        for said in self.said:
            claims += self._claims(document, start, said)
            start += len(said["sentence"]) + 1
        entities = [self._entity(label, document, claims) for label in sorted(self.types)]
        return assemble([document], entities, claims)

    def _claims(self, document: Document, start: int, said: dict[str, Any]) -> Iterable[Claim]:
        sentence = Span(start=start, end=start + len(said["sentence"]), text=said["sentence"])
        for subject, predicate, object_ in said["claims"]:
            quote, _, lemma = predicate.partition("=")
            spans = tuple(_find(sentence, part) for part in quote.split("+"))
            lemma = lemma or quote
            fields: dict[str, Any] = {
                "document": document.id,
                "sentence": sentence,
                "subject": self._argument(sentence, subject),
                "predicate": Predicate(lemma=lemma, spans=spans, iri=_relation(lemma)),
                "object": self._argument(sentence, object_) if object_ else None,
                "polarity": said.get("polarity", "positive"),
                "modality": said.get("modality", "actual"),
                "source": self._source(sentence, said.get("source")),
                "time": _time(sentence, said.get("time")),
                "cues": tuple(_find(sentence, cue) for cue in said.get("cues", ())),
                "confidence": said.get("confidence", 0.9),
                "rule": said.get("rule", "verb"),
            }
            yield Claim(id=_digest(repr(sorted(fields.items()))), **fields)

    def _argument(self, sentence: Span, quoted: str) -> Argument:
        quote, _, label = (quoted, "", "") if quoted in self.types else quoted.partition("=")
        label = label or quote
        span = _find(sentence, quote)
        if label in self.types:
            return Argument(span=span, label=label, entity=iri(label))
        return Argument(span=span, label=label, literal=label, datatype="xsd:string")

    def _source(self, sentence: Span, quoted: tuple[str, str] | None) -> Source | None:
        if quoted is None:
            return None
        quote, _, label = quoted[0].partition("=")
        label = label or quote
        entity = iri(label) if label in self.types else None
        cue = _find(sentence, quoted[1])
        return Source(span=_find(sentence, quote), label=label, cue=cue, entity=entity)

    def _entity(self, label: str, document: Document, claims: Sequence[Claim]) -> Entity:
        kind = "concept" if self.types[label] == "Concept" else "named"
        ends = [a for c in claims for a in (c.subject, c.object) if a and a.entity == iri(label)]
        spans = sorted({(a.span.start, a.span.end, a.span.text) for a in ends})
        mentions = tuple(
            Mention(
                document=document.id,
                span=Span(start=start, end=end, text=text),
                kind="name",
                type=self.types[label],
                entity=iri(label),
            )
            for start, end, text in spans
        )
        return Entity(
            iri=iri(label),
            label=label,
            type=self.types[label],
            kind=kind,  # type: ignore[arg-type]
            aliases=self.aliases.get(label, ()),
            links=self.links.get(label, ()),
            mentions=mentions,
        )


def iri(label: str) -> str:
    return SETTINGS.base_iri + "entity/" + slug(label)


def _relation(lemma: str) -> str:
    return VOCABULARY + slug(lemma)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _document(name: str, text: str, title: str | None, date: str | None) -> Document:
    sha256 = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return Document(id=name, source=name + ".txt", text=text, title=title, date=date, sha256=sha256)


def _find(sentence: Span, quote: str) -> Span:
    start = sentence.start + sentence.text.index(quote)
    return Span(start=start, end=start + len(quote), text=quote)


def _time(sentence: Span, quoted: str | None) -> Time | None:
    if quoted is None:
        return None
    quote, _, value = quoted.partition("=")
    return Time(span=_find(sentence, quote), value=value or None)


def _status(claims: Sequence[Claim]) -> Status:
    for claim in claims:
        if claim.actual and claim.source is None:
            return "asserted"
    if any(claim.actual for claim in claims):
        return "reported"
    modalities = [c.modality for c in claims if c.polarity == "positive"]
    return modalities[0] if modalities else "negative"  # type: ignore[return-value]


def assemble(
    documents: Sequence[Document], entities: Sequence[Entity], claims: Sequence[Claim]
) -> Build:
    """Group claims into facts and draw the graph, as a real build does."""
    groups: dict[tuple[str, str, str, str], list[Claim]] = defaultdict(list)
    for claim in claims:
        end = claim.object
        key = (end.entity or "", end.literal or "") if end else ("", "")
        groups[claim.subject.entity or "", claim.predicate.iri, *key].append(claim)
    facts = [_fact(key, group) for key, group in sorted(groups.items())]
    return Build(
        documents=tuple(documents),
        entities=tuple(sorted(entities, key=lambda entity: entity.iri)),
        claims=tuple(sorted(claims, key=lambda claim: claim.id)),
        facts=tuple(sorted(facts, key=lambda fact: fact.id)),
        graph=_graph(entities, facts),
        settings=SETTINGS,
    )


def _fact(key: tuple[str, str, str, str], group: Sequence[Claim]) -> Fact:
    subject, predicate, object_, literal = key
    status = _status(group)
    return Fact(
        id=_digest(repr(key)),
        subject=subject,
        predicate=predicate,
        label=group[0].predicate.lemma,
        object=object_ or None,
        literal=literal or None,
        datatype="xsd:string" if literal else None,
        claims=tuple(sorted(claim.id for claim in group)),
        asserted=any(claim.actual for claim in group),
        status=status,
        support=len({claim.document for claim in group}),
        confidence=max(claim.confidence for claim in group),
    )


def _graph(entities: Sequence[Entity], facts: Sequence[Fact]) -> nx.MultiDiGraph[str]:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    weight: dict[str, float] = defaultdict(lambda: 1.0)
    for fact in facts:
        for end in (fact.subject, fact.object):
            if end is not None:
                weight[end] += 1
    total = sum(weight[entity.iri] for entity in entities) or 1.0
    for entity in entities:
        graph.add_node(
            entity.iri,
            label=entity.label,
            type=entity.type,
            kind=entity.kind,
            aliases=list(entity.aliases),
            links=list(entity.links),
            documents=sorted({mention.document for mention in entity.mentions}),
            mentions=len(entity.mentions),
            importance=weight[entity.iri] / total,
        )
    for fact in facts:
        if fact.object is not None:
            graph.add_edge(
                fact.subject,
                fact.object,
                key=fact.id,
                predicate=fact.predicate,
                label=fact.label,
                asserted=fact.asserted,
                status=fact.status,
                support=fact.support,
                confidence=fact.confidence,
                claims=list(fact.claims),
            )
    return graph


def story() -> Build:
    """A news story about people, firms and countries: every way of stating, loops, literals."""
    told = Story(
        title="Nordlys buys Halvard Shipping",
        types={
            "Ingrid Solheim": "Person", "Tomás Herrera": "Person", "Mei Tanaka": "Person",
            "Lars Holm": "Person", "Zoë Okafor": "Person", "Nordlys Energy": "Organization",
            "Halvard Shipping": "Organization", "Baltic Port Authority": "Organization",
            "Harbour Workers' Union": "Organization", "Norway": "Country", "Chile": "Country",
            "Japan": "Country", "Estonia": "Country", "Oslo": "Place", "Tallinn": "Place",
            "Valparaíso": "Place", "Green Seas Summit": "Event", "Clean Fuel Act": "Law",
            "ammonia engine": "Product", "North Wind": "CreativeWork",
            "shipping emissions": "Concept", "job cuts": "Concept", "Dock crews": "Group",
        },
        aliases={
            "Ingrid Solheim": ("Solheim", "Ms Solheim"),
            "Nordlys Energy": ("Nordlys", "the Oslo utility"),
            "Halvard Shipping": ("Halvard",),
            "Harbour Workers' Union": ("HWU",),
        },
        links={"Norway": ("https://www.wikidata.org/wiki/Q20",)},
    )  # fmt: skip
    _tell(told)
    return told.build()


def _tell(told: Story) -> None:
    say = told.say
    say(
        "Nordlys Energy bought Halvard Shipping on Monday for 2.1 billion kroner.",
        ("Nordlys Energy", "bought=buy", "Halvard Shipping"),
        time="on Monday",
    )
    say(
        "Ingrid Solheim, who leads Nordlys Energy, signed the contract in Oslo.",
        ("Ingrid Solheim", "leads=lead", "Nordlys Energy"),
        ("Ingrid Solheim", "signed+in=sign in", "Oslo"),
    )
    say(
        "Nordlys is based in Oslo, the capital of Norway.",
        ("Nordlys=Nordlys Energy", "based in=be based in", "Oslo"),
        ("Oslo", "capital of=be capital of", "Norway"),
        rule="apposition",
    )
    say(
        "Tomás Herrera founded Halvard Shipping in Valparaíso in 1998.",
        ("Tomás Herrera", "founded=found", "Halvard Shipping"),
        ("Tomás Herrera", "founded+in=found in", "Valparaíso"),
        time="in 1998=1998",
    )
    say("Valparaíso is a port in Chile.", ("Valparaíso", "in=be in", "Chile"), confidence=0.97)
    say(
        "Herrera will not stay at Halvard, Solheim said.",
        ("Herrera=Tomás Herrera", "stay at=stay at", "Halvard=Halvard Shipping"),
        polarity="negative",
        cues=("not",),
        source=("Solheim=Ingrid Solheim", "said"),
    )
    say(
        "Nordlys plans to build a terminal with the Baltic Port Authority in Tallinn.",
        ("Nordlys=Nordlys Energy", "build+with=build with", "Baltic Port Authority"),
        modality="planned",
        cues=("plans",),
    )
    say(
        "The Baltic Port Authority runs the harbour of Tallinn.",
        ("Baltic Port Authority", "runs=run", "Tallinn"),
    )
    say("Tallinn is the capital of Estonia.", ("Tallinn", "capital of=be capital of", "Estonia"))
    say(
        "Lars Holm, a spokesman for the Harbour Workers' Union, rejected job cuts.",
        ("Lars Holm", "spokesman for=speak for", "Harbour Workers' Union"),
        ("Lars Holm", "rejected=reject", "job cuts"),
    )
    say(
        "According to the Harbour Workers' Union, Nordlys promised Lars Holm a seat on its board.",
        ("Nordlys=Nordlys Energy", "promised=promise", "Lars Holm"),
        source=("the Harbour Workers' Union=Harbour Workers' Union", "According to"),
        confidence=0.71,
    )
    say(
        "HWU represents Dock crews in Tallinn.",
        ("HWU=Harbour Workers' Union", "represents=represent", "Dock crews"),
    )
    say(
        "Mei Tanaka of Japan designed the ammonia engine.",
        ("Mei Tanaka", "of=be from", "Japan"),
        ("Mei Tanaka", "designed=design", "ammonia engine"),
    )
    say(
        "Halvard may fit the ammonia engine to the North Wind.",
        ("Halvard=Halvard Shipping", "fit=fit", "ammonia engine"),
        modality="possible",
        cues=("may",),
        confidence=0.66,
    )
    say("Halvard owns the North Wind.", ("Halvard=Halvard Shipping", "owns=own", "North Wind"))
    say(
        "The ammonia engine cuts shipping emissions by 80 percent.",
        ("ammonia engine", "cuts=cut", "shipping emissions"),
    )
    say(
        "Zoë Okafor interviewed Solheim at the Green Seas Summit.",
        ("Zoë Okafor", "interviewed=interview", "Solheim=Ingrid Solheim"),
        ("Solheim=Ingrid Solheim", "at=speak at", "Green Seas Summit"),
    )
    say(
        "Norway must pass the Clean Fuel Act, Okafor wrote.",
        ("Norway", "pass=pass", "Clean Fuel Act"),
        modality="required",
        cues=("must",),
        source=("Okafor=Zoë Okafor", "wrote"),
    )
    say(
        "The Clean Fuel Act limits shipping emissions.",
        ("Clean Fuel Act", "limits=limit", "shipping emissions"),
    )
    say(
        "Tanaka praised Solheim, and Solheim thanked Tanaka.",
        ("Tanaka=Mei Tanaka", "praised=praise", "Solheim=Ingrid Solheim"),
        ("Solheim=Ingrid Solheim", "thanked=thank", "Tanaka=Mei Tanaka"),
    )
    say(
        "Nordlys did not inform Lars Holm of the purchase.",
        ("Nordlys=Nordlys Energy", "inform=inform", "Lars Holm"),
        polarity="negative",
        cues=("not",),
    )
    say(
        "Halvard split Halvard into two firms.",
        ("Halvard=Halvard Shipping", "split=split", "Halvard=Halvard Shipping"),
    )
    say("Solheim is 54 years old.", ("Solheim=Ingrid Solheim", "is=be aged", "54 years"))
    say("Holm resigned.", ("Holm=Lars Holm", "resigned=resign", ""))
    say(
        "Nordlys bought Halvard to enter Chile, Okafor wrote.",
        ("Nordlys=Nordlys Energy", "bought=buy", "Halvard=Halvard Shipping"),
        source=("Okafor=Zoë Okafor", "wrote"),
    )


def emoji() -> Build:
    """Astral characters and combining marks before, inside and after what is marked."""
    told = Story(title="👩‍🚀 News", types={"Zoe\u0301 🚀 Lin": "Person", "𝔸cme": "Organization"})
    told.say("🎉🎉 Yesterday Zoe\u0301 🚀 Lin joyfully 😀 joined 𝔸cme 🏢 again.",
             ("Zoe\u0301 🚀 Lin", "joined=join", "𝔸cme"))  # fmt: skip
    return told.build()


HOSTILE = (
    "<script>window.broken=1</script>",
    "<img src=x onerror=window.broken=1>",
    "</script><script>window.broken=1</script>",
    "<!--<script>",
    "javascript:window.broken=1",
    "\u202eright to left\u2066 never ended",
    "N" * 10_000,
    "{{ 7*7 }} {% raw %} ${window.broken=1}",
    "=HYPERLINK(1)",
    "nul\x00 and half \ud83d pair \u2028 line",
    "__proto__",
)


def hostile() -> Build:
    """Names, relations, types, links and titles that try to run or to break something."""
    types = {name: "Person" if index % 2 else "</style><script>window.broken=1</script>"
             for index, name in enumerate(HOSTILE)}  # fmt: skip
    aliases = dict.fromkeys(HOSTILE, HOSTILE[:3])
    links = ("javascript:window.broken=1", "https://example.org/<x>", "data:text/html,x")
    told = Story(
        title=HOSTILE[2], types=types, aliases=aliases, links=dict.fromkeys(HOSTILE, links)
    )
    for first, second in zip(HOSTILE, (*HOSTILE[1:], HOSTILE[0]), strict=True):
        told.say(f"{first} likes {second} “<img src=x onerror=window.broken=1>” .",
                 (first, "likes=<b onclick=window.broken=1>like</b>", second))  # fmt: skip
    return told.build(id="<svg onload=window.broken=1>")


AWKWARD = (
    'The "Sea, Wind & Sun" Fund', "Line\nbreak", "carriage\r\nreturn", "semi;colon",
    'ends with a quote"', "comma, comma", "=SUM(A1)", "tab\there",
)  # fmt: skip


def awkward() -> Build:
    """Names that a careless CSV file would tear apart."""
    told = Story(title="Awkward names", types=dict.fromkeys(AWKWARD, "Organization"))
    for first, second in zip(AWKWARD, (*AWKWARD[1:], AWKWARD[0]), strict=True):
        told.say(f"{first} joins {second} .", (first, "joins=join", second))
    return told.build()


def empty() -> Build:
    return assemble([_document("blank", "Nothing is said here.\n", None, None)], [], [])


def single() -> Build:
    told = Story(title="One", types={"Ada": "Person"})
    told.say("Ada sleeps.", ("Ada", "sleeps=sleep", ""))
    return told.build()


_KINDS = ("Person", "Organization", "Country", "Place", "Event", "Product", "Concept")
_VERBS = ("meet", "own", "lead", "visit", "buy", "praise", "join", "found", "criticise", "employ")


def generated(
    nodes: int, edges: int, *, groups: int = 0, pairs: Iterable[tuple[int, int]] | None = None
) -> Build:
    """A graph of any size with communities and hubs, or with the given pairs as edges."""
    rng = random.Random(11)
    groups = groups or max(1, nodes // 45)
    names = [
        f"{rng.choice('BDFGKLMNPRST')}{rng.choice('aeiou')}{rng.choice('lmnrst')}"
        f"{rng.choice(('a', 'en', 'io', 'ard', 'eth'))} {index}"
        for index in range(nodes)
    ]
    chosen = list(pairs) if pairs is not None else _pairs(rng, nodes, edges, groups)
    lines, claims, start = [], [], 0
    hows = ("actual",) * 8 + ("planned", "possible")
    for number, (a, b) in enumerate(chosen):
        verb = _VERBS[rng.randrange(len(_VERBS))]
        text = f"{names[a]} {verb} {names[b]}."
        sentence = Span(start=start, end=start + len(text), text=text)
        how = hows[number % len(hows)]
        claims.append(_plain(sentence, names[a], verb, names[b], how, number))
        lines.append(text)
        start += len(text) + 1
    document = _document("made", "\n".join(lines) + "\n", "A generated graph", None)
    entities = [
        Entity(iri=iri(name), label=name, type=_KINDS[index % 7],
               kind="concept" if index % 7 == 6 else "named")
        for index, name in enumerate(names)
    ]  # fmt: skip
    return assemble([document], entities, claims)


def _pairs(rng: random.Random, nodes: int, edges: int, groups: int) -> list[tuple[int, int]]:
    found = []
    for b in range(1, nodes):
        inside = b >= groups and rng.random() < 0.93
        a = b % groups + groups * int((b // groups) * rng.random() ** 3) if inside else b - 1
        found.append((min(a, b - 1) if a == b else a, b))
    while len(found) < edges:
        b = rng.randrange(nodes)
        a = (rng.randrange(nodes) // groups) * groups + b % groups
        if rng.random() < 0.08:
            a = rng.randrange(nodes)
        if a < nodes and a != b:
            found.append((a, b))
    return found[:edges]


def _plain(sentence: Span, a: str, verb: str, b: str, how: str, number: int) -> Claim:
    second = sentence.start + len(a) + 1
    spans = (Span(start=second, end=second + len(verb), text=verb),)
    first = Span(start=sentence.start, end=sentence.start + len(a), text=a)
    third = Span(start=sentence.end - 1 - len(b), end=sentence.end - 1, text=b)
    return Claim(
        id=f"{number:08x}",
        document="made",
        sentence=sentence,
        subject=Argument(span=first, label=a, entity=iri(a)),
        predicate=Predicate(lemma=verb, spans=spans, iri=_relation(verb)),
        object=Argument(span=third, label=b, entity=iri(b)),
        polarity="negative" if number % 17 == 0 else "positive",
        modality=how,  # type: ignore[arg-type]
        confidence=0.6 + (number % 40) / 100,
        rule="verb",
    )
