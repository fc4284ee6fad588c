"""Coreference and entity types: how well `kg` tells who is who inside a document.

    python benchmarks/coreference.py                    GUM dev and Re-DocRED train, from raw text
    python benchmarks/coreference.py --data FOLDER      where the folders gum/ and redocred/ are
    python benchmarks/coreference.py --table            also which gold type met which of ours

The scorer knows nothing of `kg`; only the functions that run it import it. Coreference scores are
MUC, B-cubed, CEAF-e and their mean, the CoNLL F1.

A *mention* is anything hashable that names a place in a text (here `(first, last)` in tokens), a
*cluster* a set of mentions that refer to one thing. Every function takes the gold clusters and the
found ones of one document; the `Count`s of several documents add up before they are divided, as
the reference scorer does (Pradhan et al., "Scoring coreference partitions of predicted mentions",
ACL 2014). A mention on one side only counts against the other, as there.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from scipy.optimize import linear_sum_assignment

if TYPE_CHECKING:
    from kg.model import Document
    from kg.parse.analyze import Sentence

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
#: Published for OntoGUM's test part, all its genres (Zhu et al., ACL 2021).
PEERS = {"dcoref": {"conll_f1": 0.397}, "SpanBERT": {"conll_f1": 0.646}}
FILES = ("gum/dev.jsonl", "redocred/train.jsonl")
#: Passages of Re-DocRED, by the last digit of their number: the others train the reading model.
MEASURED = (3, 6, 9)

Span = tuple[int, int]
Cluster = AbstractSet[Hashable]
Clusters = Sequence[Cluster]


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Numerators and denominators of recall (over gold) and precision (over what was found)."""

    right_gold: float = 0.0
    gold: float = 0.0
    right_found: float = 0.0
    found: float = 0.0

    def __add__(self, other: Count) -> Count:
        return Count(
            right_gold=self.right_gold + other.right_gold,
            gold=self.gold + other.gold,
            right_found=self.right_found + other.right_found,
            found=self.found + other.found,
        )

    @property
    def recall(self) -> float:
        return self.right_gold / self.gold if self.gold else 0.0

    @property
    def precision(self) -> float:
        return self.right_found / self.found if self.found else 0.0

    @property
    def f1(self) -> float:
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


def mentions(gold: Clusters, found: Clusters) -> Count:
    """Mentions found at exactly the right place, whatever cluster they are in."""
    ours = {m for cluster in found for m in cluster}
    theirs = {m for cluster in gold for m in cluster}
    both = len(ours & theirs)
    return Count(right_gold=both, gold=len(theirs), right_found=both, found=len(ours))


def muc(gold: Clusters, found: Clusters) -> Count:
    """Links that a spanning tree of each cluster needs (Vilain et al., MUC-6, 1995)."""
    right_gold, total_gold = _links(gold, found)
    right_found, total_found = _links(found, gold)
    return Count(right_gold=right_gold, gold=total_gold, right_found=right_found, found=total_found)


def _links(clusters: Clusters, others: Clusters) -> tuple[int, int]:
    """Links of the clusters that the others keep, and all links."""
    of = _cluster_of(others)
    kept = total = 0
    for cluster in clusters:
        parts = {of[m] for m in cluster if m in of}
        alone = sum(m not in of for m in cluster)
        kept += len(cluster) - len(parts) - alone
        total += len(cluster) - 1
    return kept, total


def b_cubed(gold: Clusters, found: Clusters) -> Count:
    """Overlap of the two clusters of each mention (Bagga and Baldwin, LREC 1998)."""
    return Count(
        right_gold=_overlaps(gold, found),
        gold=sum(len(cluster) for cluster in gold),
        right_found=_overlaps(found, gold),
        found=sum(len(cluster) for cluster in found),
    )


def _overlaps(clusters: Clusters, others: Clusters) -> float:
    of = _cluster_of(others)
    total = 0.0
    for cluster in clusters:
        shared: dict[int, int] = {}
        for mention in cluster:
            if mention in of:
                shared[of[mention]] = shared.get(of[mention], 0) + 1
        total += sum(count * count for count in shared.values()) / len(cluster)
    return total


def ceaf_e(gold: Clusters, found: Clusters) -> Count:
    """Clusters aligned one to one so that they overlap most (Luo, HLT 2005, phi 4)."""
    alike = np.zeros((len(gold), len(found)))
    of = _cluster_of(found)
    for row, cluster in enumerate(gold):
        for mention in cluster:
            if mention in of:
                alike[row, of[mention]] += 1
    for row, column in zip(*alike.nonzero(), strict=True):
        alike[row, column] *= 2 / (len(gold[row]) + len(found[column]))
    best = float(alike[linear_sum_assignment(-alike)].sum()) if alike.size else 0.0
    return Count(right_gold=best, gold=len(gold), right_found=best, found=len(found))


def _cluster_of(clusters: Clusters) -> dict[Hashable, int]:
    return {mention: n for n, cluster in enumerate(clusters) for mention in cluster}


METRICS: Mapping[str, Callable[[Clusters, Clusters], Count]] = {
    "mentions": mentions,
    "muc": muc,
    "b_cubed": b_cubed,
    "ceaf_e": ceaf_e,
}


def score(documents: Iterable[tuple[Clusters, Clusters]]) -> dict[str, Count]:
    """Every metric over pairs (gold clusters, found clusters), one pair a document."""
    pairs = list(documents)
    return {
        name: sum((metric(gold, found) for gold, found in pairs), Count())
        for name, metric in METRICS.items()
    }


def conll(counts: Mapping[str, Count]) -> float:
    """The mean F1 of MUC, B-cubed and CEAF-e."""
    return (counts["muc"].f1 + counts["b_cubed"].f1 + counts["ceaf_e"].f1) / 3


# Annotated documents


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A text with gold clusters and gold entity types; all spans in characters, half-open.

    `types` holds one gold type for each mention that has one; `named` are the mentions that are
    names of something.
    """

    id: str
    text: str
    clusters: tuple[frozenset[Span], ...]
    types: Mapping[Span, str]
    named: frozenset[Span]


def read_gum(path: Path) -> list[Annotated]:
    """GUM documents (JSON lines): OntoGUM clusters, entity types of GUM."""
    return [_gum(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def _gum(item: Mapping[str, Any]) -> Annotated:
    tokens = item["tokens"]

    def span(first: int, last: int) -> Span:
        return tokens[first][0], tokens[last - 1][1]

    types = {span(*place): entity["type"] for entity in item["entities"]
             for place in entity["mentions"]}  # fmt: skip
    linked = [span(*place) for entity in item["entities"] if entity["wiki"]
              for place in entity["mentions"]]  # fmt: skip
    return Annotated(
        id=item["doc"],
        text=item["text"],
        clusters=tuple(frozenset(span(*m) for m in c) for c in item["coref_clusters"]),
        types=types,
        named=frozenset(s for s in linked if is_name(item["text"], bare(item["text"], s))),
    )


def read_redocred(path: Path) -> list[Annotated]:
    """Re-DocRED passages (JSON lines): entities with their mentions; times and numbers left out."""
    return [_redocred(json.loads(line)) for line in path.read_text("utf-8").splitlines()]


def _redocred(item: Mapping[str, Any]) -> Annotated:
    text, places = written(item["sents"])
    clusters, types = [], {}
    for entity in item["vertexSet"]:
        spans = set()
        for mention in entity:
            if mention["type"] not in ("TIME", "NUM"):
                first, last = mention["pos"]
                words = places[mention["sent_id"]][first:last]
                spans.add((words[0][0], words[-1][1]))
                types[words[0][0], words[-1][1]] = mention["type"]
        if spans:
            clusters.append(frozenset(spans))
    return Annotated(
        id=item["title"], text=text, clusters=tuple(clusters), types=types, named=frozenset(types)
    )


def written(sentences: Sequence[Sequence[str]]) -> tuple[str, list[list[Span]]]:
    """Tokens as a person would write them, and where each token stands.

    >>> written([["Abe", "(", "65", ")", "met", "Kim", "'s", "aide", "."]])[0]
    "Abe (65) met Kim's aide."
    """
    text, places, opened = "", [], False
    for sentence in sentences:
        row = []
        for n, token in enumerate(sentence):
            before = sentence[n - 1] if n else ""
            opens = token == '"' and not opened
            tight = (token in CLOSERS and not opens) or token.startswith(("'s", "n't"))
            tight = tight or before in ("(", "[", "$") or (before == '"' and opened)
            if token == '"':
                opened = not opened
            text += "" if tight or not text else " "
            row.append((len(text), len(text) + len(token)))
            text += token
        places.append(row)
    return text, places


CLOSERS = frozenset({".", ",", ";", ":", ")", "]", "?", "!", "%", "'", '"'})


def bare(text: str, span: Span) -> Span:
    """A span without the article before it and the possessive mark behind it."""
    start, end = span
    if found := re.match(r"(?:the|a|an)\s+", text[start:end], re.IGNORECASE):
        start += found.end()
    if found := re.search(r"\s*['’]s?$", text[start:end]):
        end = start + found.start()
    return start, end


def is_name(text: str, span: Span) -> bool:
    """Whether a mention looks like a name: capitals at both ends, and no pronoun."""
    words = text[slice(*span)].split()
    return bool(words) and words[0].lower() not in PRONOUNS and all(
        words[at][:1].isupper() for at in (0, -1)
    )  # fmt: skip


PRONOUNS = frozenset("i you he she it we they his her its our their my your this that".split())


# Scores


def has_name(cluster: Iterable[Span], text: str) -> bool:
    """Whether a mention has a capital that does not only open a sentence (nor is "I")."""
    for start, end in cluster:
        for word in re.finditer(r"\w[\w.'’-]*", text[start:end]):
            at = start + word.start()
            before = text[:at].rstrip(" \"'“‘([")
            opening = not before or before[-1] in ".!?:\n" or "\n" in text[len(before) : at]
            if word[0][0].isupper() and not opening and word[0].split("'")[0] != "I":
                return True
    return False


def plural(clusters: Iterable[AbstractSet[Span]]) -> list[AbstractSet[Span]]:
    """The clusters of more than one mention: OntoNotes annotates no others."""
    return [cluster for cluster in clusters if len(cluster) > 1]


def matched(gold: Annotated, ours: Mapping[Span, str]) -> tuple[list[set[Span]], list[set[Span]]]:
    """Gold and own clusters over the mentions that both have, articles aside."""
    where = {bare(gold.text, span): key for span, key in ours.items()}
    groups: dict[str, set[Span]] = {}
    kept = []
    for cluster in gold.clusters:
        both = {b for span in cluster if (b := bare(gold.text, span)) in where}
        if both:
            kept.append(both)
        for span in both:
            groups.setdefault(where[span], set()).add(span)
    return kept, list(groups.values())


#: Gold types and the types of `kg.model` that they allow. GUM's "object" and "abstract" have no
#: counterpart and allow several; nor has our "Group": a people or a faith ("European", "Catholics")
#: is a person in GUM, a place or an organization in Re-DocRED.
ALLOWED: Mapping[str, frozenset[str]] = {
    "person": frozenset({"Person", "Group"}),
    "place": frozenset({"Place", "Country"}),
    "organization": frozenset({"Organization"}),
    "event": frozenset({"Event"}),
    "object": frozenset({"Product", "CreativeWork", "Concept"}),
    "abstract": frozenset({"CreativeWork", "Law", "Language", "Concept", "Product"}),
    "animal": frozenset({"Concept"}),
    "plant": frozenset({"Concept"}),
    "substance": frozenset({"Product", "Concept"}),
    "time": frozenset(),
    "PER": frozenset({"Person"}),
    "LOC": frozenset({"Place", "Country", "Group"}),
    "ORG": frozenset({"Organization", "Group"}),
    "MISC": frozenset({"Event", "CreativeWork", "Product", "Law", "Language", "Group", "Concept"}),
}


def count_types(
    gold: Annotated, ours: Mapping[Span, str]
) -> tuple[Count, Counter[tuple[str, str]]]:
    """Types of names against gold, and how often each gold type met each of ours ("-": not found).

    Recall is over the gold names, those inside another left out; precision over our names that
    stand where gold has a mention. A name stands at a mention of the same extent or else of the
    same start ("Basel" at "Basel, in Switzerland"), articles aside.
    """
    where = {bare(gold.text, span): type for span, type in ours.items()}
    types = {bare(gold.text, span): type for span, type in gold.types.items()}
    named = outermost({bare(gold.text, span) for span in gold.named})
    starts = {start: (start, end) for start, end in sorted(where)}
    at = {span: span if span in where else starts.get(span[0]) for span in named}
    at |= {span: span for span in where.keys() & types.keys()}
    table: Counter[tuple[str, str]] = Counter()
    right = set()
    for span, place in at.items():
        found = where[place] if place is not None else "-"
        table[types[span], found] += 1
        if found in ALLOWED[types[span]]:
            right.add(span)
    met = {place for place in at.values() if place is not None}
    return Count(
        right_gold=len(right & named), gold=len(named),
        right_found=len({at[span] for span in right}), found=len(met),
    ), table  # fmt: skip


def outermost(spans: AbstractSet[Span]) -> set[Span]:
    """The spans that lie in no other one."""
    kept: set[Span] = set()
    last = -1
    for start, end in sorted(spans, key=lambda span: (span[0], -span[1])):
        if end > last:
            kept.add((start, end))
            last = end
    return kept


# What kg finds


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What `kg` reads out of one text: clusters of whole phrases as OntoNotes draws them, and of
    each name its entity within the document and its type."""

    clusters: tuple[frozenset[Span], ...]
    entities: Mapping[Span, str]
    types: Mapping[Span, str]


def read_with_kg(documents: Iterable[Annotated]) -> Iterator[tuple[Annotated, Found]]:
    """Each document with what `kg` finds in its raw text, at the settings of a build."""
    import hashlib

    from kg.model import Document, Settings
    from kg.parse.analyze import analyze, load_pipeline

    nlp = load_pipeline(Settings().model)
    for gold in documents:
        digest = hashlib.sha256(gold.text.encode()).hexdigest()
        document = Document(id=gold.id, source=gold.id, text=gold.text, sha256=digest)
        yield gold, found_in(document, analyze(document, nlp))


def found_in(document: Document, sentences: list[Sentence]) -> Found:
    from kg.record.coref import find_chains, without_appositions
    from kg.record.make import record_of
    from kg.record.mentions import find_references
    from kg.record.quotes import find_quotes

    quotes = find_quotes(sentences)
    _, clusters = find_chains(find_references(sentences), sentences, quotes)
    whole = ({(n.start, n.end) for n in without_appositions(cluster)} for cluster in clusters)
    names = [m for m in record_of(document, sentences).mentions if m.kind == "name"]
    return Found(
        clusters=tuple(frozenset(cluster) for cluster in plural(whole)),
        entities={(m.span.start, m.span.end): m.entity for m in names},
        types={(m.span.start, m.span.end): m.type for m in names},
    )


def chain_figures(pairs: Sequence[tuple[Annotated, Found]]) -> dict[str, float]:
    """CoNLL F1 of all chains, and of those that contain a name on either side."""
    both = [(plural(gold.clusters), found.clusters) for gold, found in pairs]
    named = [
        tuple([c for c in side if has_name(c, gold.text)] for side in (ours, theirs))
        for (gold, _), (ours, theirs) in zip(pairs, both, strict=True)
    ]
    counts = score(both)
    figures = {f"{name}_f1": counts[name].f1 for name in METRICS}
    return {"conll_f1": conll(counts), **figures, "conll_f1_named": conll(score(named))}


def entity_figures(pairs: Iterable[tuple[Annotated, Found]]) -> Count:
    """B-cubed of the entities of names, over the mentions that both sides have."""
    return sum((b_cubed(*matched(gold, found.entities)) for gold, found in pairs), Count())


def type_figures(
    pairs: Iterable[tuple[Annotated, Found]],
) -> tuple[Count, Counter[tuple[str, str]]]:
    total, table = Count(), Counter[tuple[str, str]]()
    for gold, found in pairs:
        count, part = count_types(gold, found.types)
        total, table = total + count, table + part
    return total, table


def lines_of_table(table: Mapping[tuple[str, str], int]) -> Iterator[str]:
    """The confusion table: a row per gold type, a column per type of ours, "-" for not found."""
    columns = sorted({ours for _, ours in table})
    yield f"{'':<14}" + "".join(f"{name[:11]:>12}" for name in columns)
    for row in sorted({gold for gold, _ in table}):
        yield f"{row:<14}" + "".join(f"{table.get((row, name), 0):>12}" for name in columns)


def measure(data: Path, *, table: bool = False) -> dict[str, float]:
    """All figures; prints the tables if asked to. `data` holds gum/dev.jsonl and
    redocred/train.jsonl."""
    gum = list(read_with_kg(read_gum(data / "gum" / "dev.jsonl")))
    figures = {f"gum_{name}": value for name, value in chain_figures(gum).items()}
    unseen = read_redocred(data / "redocred" / "train.jsonl")
    passages = list(read_with_kg(p for n, p in enumerate(unseen) if n % 10 in MEASURED))
    figures["redocred_b_cubed_f1"] = entity_figures(passages).f1
    for name, pairs in (("gum", gum), ("redocred", passages)):
        count, met = type_figures(pairs)
        figures[f"{name}_types_f1"] = count.f1
        if table:
            print(f"types, {name}", *lines_of_table(met), sep="\n")
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure coreference and entity types.")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with gum/ and redocred/")
    parser.add_argument("--table", action="store_true", help="print which types were confused")
    options = parser.parse_args(arguments)
    for file in FILES:
        if not (options.data / file).is_file():
            print(f"no {file} in {options.data}; give the folder of the data with --data",
                  file=sys.stderr)  # fmt: skip
            return 1
    for name, value in measure(options.data, table=options.table).items():
        print(f"{name:<24}{value:>9.4f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
