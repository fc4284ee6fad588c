"""Train the relation model: which relation of any ontology holds between two mentions.

    python -m training.relations read DATA WORK       texts → vectors and labels, once
    python -m training.relations train WORK --out MODEL.pt --epochs 3 [--hold fold]
    python -m training.relations train WORK --out MODEL.pt --epochs 2 --init OLDER.pt --rate 0.0012
    python -m training.relations export MODEL.pt kg/data/relations.npz [--platt SLOPE SHIFT]

It learns on the frozen vectors of the reading model. A relation is told to it by its label or an
alias, description, domain and range, drawn anew all the time, so that relations work that it never
saw; known ones have a learnt vector besides, left out in half of the steps. Data:
`training.passages`; the known relations with their other names: `kg/data/properties.tsv`.

`--hold fold` leaves out fold 3 of KnowledgeNet, a fifth of Re-DocRED and a fifth of Text2KGBench to
measure on; `--hold 1+4` leaves out those of Text2KGBench's Wikidata ontologies. Seed 7, one thread.
"""

from __future__ import annotations

import argparse
import hashlib
import pickle
import random
import re
import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
import torch.nn.functional as F

from kg.model import Document
from kg.parse.analyze import Sentence, analyze, load_pipeline
from kg.parse.reading import FOLDER
from kg.parse.reading.encode import Embeddings
from kg.parse.structure.layout import find_layout
from kg.record.claims.arguments import Arguments
from kg.record.coref import resolve_references
from kg.record.entities import entity_key
from kg.record.mentions import find_references
from kg.record.pairs import pairs_of
from kg.record.pairs.candidates import Candidate, find_candidates
from kg.record.pairs.features import pair_arrays, sentence_arrays
from kg.record.quotes import find_quotes
from kg.relate.score import SMALL, split
from training.passages import Passage, Triple, read_passages
from training.relation_network import Network, export

SOURCES = ("wikidata", "knowledgenet", "redocred", "fewrel")
PROPERTIES = FOLDER.parent / "properties.tsv"
#: How much it counts that a pair does not stand in a relation that nobody looked for.
WEAK = {"wikidata": 0.03, "knowledgenet": 0.02, "redocred": 0.1, "fewrel": 0.0}
#: That it stands in none at all.
NONE = {"wikidata": 0.3, "knowledgenet": 0.2, "redocred": 1.0, "fewrel": 0.0}
NEGATIVES, BATCH = 36, 24
DAY = re.compile(r"(\d{1,2}) ([A-Z][a-z]{2})[a-z]* (\d{4})")
MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()


@dataclass(slots=True, kw_only=True)
class Item:
    """One sentence: its words' vectors, its candidates and pairs, and what is true of them.

    `true` are pairs with a relation, `open` pairs of which nobody knows, `half` relations that are
    stated of one end which was found: they are open for that end.
    """

    source: str
    group: str
    id: str
    asked: frozenset[str]
    context: np.ndarray
    words: list[str]
    heads: list[int]
    rows: np.ndarray
    pairs: list[tuple[int, int]]
    true: list[tuple[int, int, str]] = field(default_factory=list)
    open: set[tuple[int, int]] = field(default_factory=set)
    half: list[tuple[str, tuple[int, ...], tuple[int, ...]]] = field(default_factory=list)


# Reading


def read(data: Path, work: Path) -> None:
    """Read all texts once; `items.pkl` has what training needs."""
    nlp = load_pipeline("kg_en")
    items = [item for passage in read_passages(data, SOURCES) for item in _items(passage, nlp)]
    work.mkdir(parents=True, exist_ok=True)
    (work / "items.pkl").write_bytes(pickle.dumps(items))


def _items(passage: Passage, nlp: object) -> Iterator[Item]:
    sha256 = hashlib.sha256(passage.text.encode()).hexdigest()
    document = Document(id=passage.id, source=passage.id, text=passage.text, sha256=sha256)
    sentences = analyze(document, nlp)  # type: ignore[arg-type]
    references = find_references(sentences)
    quotes = find_quotes(sentences, find_layout(document.text).messages)
    chains = resolve_references(references, sentences, quotes)
    names: dict[str, str] = {}
    for one in references:
        one.entity = entity_key(one, chains)
        if one.kind == "name":
            names.setdefault(one.entity, one.label)
        if one.country is not None:
            names[one.entity] = one.country.label
    reader = Arguments(document, references)
    for sentence in sentences:
        here = [r for r in references if r.sentence is sentence]
        found = [] if sentence.foreign else find_candidates(sentence, here, reader.times(sentence))
        pairs = pairs_of(found)
        if pairs and sentence.vectors is not None:
            item = Item(
                source=passage.source, group=passage.group, id=passage.id,
                asked=frozenset(passage.asked), pairs=pairs,
                words=[t.lower for t in sentence.tokens],
                context=sentence.vectors.context[[t.row for t in sentence.tokens]].astype(
                    np.float16
                ),
                heads=[t.head.i for t in sentence.tokens],
                rows=sentence_arrays(sentence.tokens, found),
            )  # fmt: skip
            _label(item, passage, found, sentence, names)
            yield item


def _label(
    item: Item, passage: Passage, found: Sequence[Candidate], sentence: Sentence,
    names: dict[str, str],
) -> None:  # fmt: skip
    called = [_calls(one, passage.text, names) for one in found]
    for triple in passage.triples:
        if not triple.subjects:
            first = [n for n, calls in enumerate(called) if calls & _names(triple.subject)]
            second = [n for n, calls in enumerate(called) if calls & _names(triple.object)]
            if not first or not second:
                item.half.append((triple.relation, tuple(first), tuple(second)))
        else:
            first, second = (_placed(found, side) for side in (triple.subjects, triple.objects))
        pairs = [(i, j) for i in first for j in second if i != j]
        if _stated(triple, sentence):
            item.true += [(i, j, triple.relation) for i, j in pairs]
        else:
            item.open.update(pairs)


def _stated(triple: Triple, sentence: Sentence) -> bool:
    there = (a < sentence.end and sentence.start < z for a, z in triple.evidence)
    return not triple.evidence or any(there)


def _calls(one: Candidate, text: str, names: dict[str, str]) -> set[str]:
    found = {_plain(text[one.first.start : one.last.end]), _plain(one.label)}
    if one.reference is not None:
        found.add(_plain(names.get(one.reference.entity, one.label)))
    if one.time is not None and one.time.value:
        found.add(one.time.value)
    return found


def _names(label: str) -> set[str]:
    """A label of the data, and the day or year that it is."""
    day = DAY.fullmatch(label)
    if day is None:
        return {_plain(label)}
    month = MONTHS.index(day[2]) + 1
    new_year = (int(day[1]), month) == (1, 1)  # how Wikidata writes a bare year
    return {_plain(label), day[3] if new_year else f"{day[3]}-{month:02}-{int(day[1]):02}"}


def _plain(text: str) -> str:
    return re.sub(r"[^0-9a-z]", "", unicodedata.normalize("NFKD", text.casefold()))


def _placed(found: Sequence[Candidate], places: Sequence[tuple[int, int]]) -> list[int]:
    """The candidates that fit a place best, and those of the same entity."""
    hit: set[int] = set()
    for a, z in places:
        fits = [_alike((c.first.start, c.last.end), (a, z)) for c in found]
        best = max(fits, default=0.0)
        hit |= {n for n, fit in enumerate(fits) if fit >= 0.5 and fit == best}
    keys = {r.entity for n in hit if (r := found[n].reference) is not None}
    return [n for n, c in enumerate(found)
            if n in hit or (c.reference is not None and c.reference.entity in keys)]  # fmt: skip


def _alike(a: tuple[int, int], b: tuple[int, int]) -> float:
    shared = min(a[1], b[1]) - max(a[0], b[0])
    return max(shared, 0) / (max(a[1], b[1]) - min(a[0], b[0]))


# Training


class Relations:
    """The known relations, and texts that stand for them."""

    def __init__(self) -> None:
        lines = [line.split("\t") for line in PROPERTIES.read_text("utf-8").splitlines()]
        self.names = [line[0] for line in lines]
        self.texts = [
            (line[1], tuple(filter(None, line[2].split(";"))), *line[3:]) for line in lines
        ]
        labels = {line[1]: line[0] for line in lines}
        self.number = {name: n for n, name in enumerate(self.names)}
        self.number |= {label: self.number[name] for label, name in labels.items()}
        self._embeddings = Embeddings(FOLDER)
        self._known: dict[str, np.ndarray] = {}
        self._words: dict[str, np.ndarray] = {}
        self.scale = 1.0

    def vector(self, text: str) -> np.ndarray:
        if text not in self._known:
            words = split(text)
            told = [w for w in words if w not in SMALL] or words
            rows = [self._embeddings.of(w) * self.scale for w in told]
            self._known[text] = np.mean(rows, axis=0) if rows else np.zeros(384, np.float32)
        return self._known[text]

    def vector_of_word(self, word: str) -> np.ndarray:
        if word not in self._words:
            self._words[word] = self._embeddings.of(word) * self.scale
        return self._words[word]

    def forget(self) -> None:
        """Forget vectors of another scale."""
        self._known.clear()
        self._words.clear()

    def mean(self, texts: Sequence[str]) -> np.ndarray:
        return np.mean([self.vector(t) for t in texts], axis=0) if texts else self.vector("")

    def matrix(self, rng: random.Random | None) -> torch.Tensor:
        """The five texts of every relation: all of them, or a draw."""
        rows = []
        for label, aliases, domain, range, description in self.texts:
            others: Sequence[str] = aliases
            if rng is not None:
                label = label if rng.random() < 0.5 or not aliases else rng.choice(aliases)
                some = rng.random() < 0.4
                others = [a for a in aliases if a != label and some and rng.random() < 0.5]
                description = description if rng.random() < 0.3 else ""
                domain = domain if rng.random() < 0.85 else ""
                range = range if rng.random() < 0.85 else ""
            rows.append([self.vector(label), self.mean(others), self.vector(description),
                         self.vector(domain), self.vector(range)])  # fmt: skip
        return torch.from_numpy(np.array(rows, dtype=np.float32).reshape(len(rows), -1))


def is_held(item: Item, hold: str) -> bool:
    if hold == "fold":
        return (
            (item.source == "wikidata" and zlib.crc32(item.id.encode()) % 5 == 0)
            or (item.source == "knowledgenet" and item.group == "3")
            or (item.source == "redocred" and item.group == "4")
        )
    return item.source == "wikidata" and item.group.split("_")[0] in hold.split("+")


def targets(
    item: Item, pairs: Sequence[tuple[int, int]], relations: Relations, asked: dict[str, set[int]]
) -> tuple[np.ndarray, ...]:
    """What is true of pairs and relations and how much it counts; whether any relation holds."""
    true = np.zeros((len(pairs), len(relations.names)), np.float32)
    weight = np.full_like(true, WEAK[item.source])
    at = {pair: n for n, pair in enumerate(pairs)}
    known = relations.number
    told = {known[r] for _, _, r in item.true if r in known}
    if item.source == "wikidata":
        weight[:, sorted(asked[item.group])] = 0.375
        weight[:, sorted(told)] = 1.5
    elif item.source == "knowledgenet":
        weight[:, [known[r] for r in sorted(item.asked)]] = 1
    elif item.source == "redocred":
        weight[:, sorted(asked["redocred"])] = 0.7
    any_true = np.zeros(len(pairs), np.float32)
    any_weight = np.full(len(pairs), NONE[item.source], np.float32)
    for i, j, relation in item.true:
        if (i, j) in at and relation in known:
            n, k = at[i, j], known[relation]
            true[n, k] = any_true[n] = any_weight[n] = 1
            weight[n, k] = max(weight[n, k], 1)
    for relation, first, second in item.half:
        for (i, j), n in at.items():
            if relation in known and (not first or i in first) and (not second or j in second):
                weight[n, known[relation]] *= true[n, known[relation]]
    return true, weight, any_true, any_weight


def sampled(item: Item, rng: random.Random) -> list[tuple[int, int]]:
    """The true pairs and some others, half of which share an end with them."""
    true = {(i, j) for i, j, _ in item.true}
    others = [p for p in item.pairs if p not in true and p not in item.open]
    rng.shuffle(others)
    ends = {end for pair in true for end in pair}
    near = [p for p in others if not ends.isdisjoint(p)][: NEGATIVES // 2]
    rest = [p for p in others if p not in set(near)][: NEGATIVES - len(near)]
    return [*[p for p in item.pairs if p in true], *near, *rest]


def batch_of(
    items: Sequence[Item], pairs: Sequence[Sequence[tuple[int, int]]], relations: Relations
) -> dict[str, torch.Tensor]:
    size = max(len(item.words) for item in items)
    rows, most = max(len(i.rows) for i in items), max(map(len, pairs))
    made = {
        "context": np.zeros((len(items), size, 384), np.float32),
        "words": np.zeros((len(items), size, 384), np.float32),
        "there": np.zeros((len(items), size), bool),
        "rows": np.zeros((len(items), rows, items[0].rows.shape[1]), np.int64),
        "pairs": np.zeros((len(items), most, 5), np.int64),
        "real": np.zeros((len(items), most), bool),
    }
    for n, (item, some) in enumerate(zip(items, pairs, strict=True)):
        made["context"][n, : len(item.words)] = item.context / np.float32(4)
        made["words"][n, : len(item.words)] = [relations.vector_of_word(w) for w in item.words]
        made["there"][n, : len(item.words)] = True
        made["rows"][n, : len(item.rows)] = item.rows
        if some:
            made["pairs"][n, : len(some), :2] = some
            made["pairs"][n, : len(some), 2:] = pair_arrays(item.heads, item.rows, some)
        made["real"][n, : len(some)] = True
    return {name: torch.from_numpy(value) for name, value in made.items()}


def train(work: Path, out: Path, *, epochs: int, rate: float, hold: str, init: Path | None) -> None:
    """Train on everything but what is held out; `out` is written after each epoch."""
    torch.manual_seed(7)
    torch.set_num_threads(1)
    rng, relations = random.Random(7), Relations()
    every: list[Item] = pickle.loads((work / "items.pkl").read_bytes())
    older = torch.load(init, weights_only=True) if init is not None else None
    words = sorted({word for item in every for word in item.words})
    relations.scale = (
        older["scale"]
        if older
        else float(1 / np.std([relations.vector_of_word(word) for word in words]))
    )
    relations.forget()
    items = [item for item in every if not is_held(item, hold)]
    asked: dict[str, set[int]] = {}
    for item in items:
        group = item.group if item.source == "wikidata" else item.source
        told = {relations.number[r] for _, _, r in item.true if r in relations.number}
        asked.setdefault(group, set()).update(told)
    network = Network(len(relations.names))
    if older:
        network.load_state_dict(older["network"])
    learnt = [p for name, p in network.named_parameters() if name.startswith("res")]
    others = [p for name, p in network.named_parameters() if not name.startswith("res")]
    optimizer = torch.optim.AdamW(
        [{"params": others, "weight_decay": 0.02}, {"params": learnt, "weight_decay": 0.1}], lr=rate
    )
    order = sorted(range(len(items)), key=lambda n: (len(items[n].words), n))
    batches = [order[at : at + BATCH] for at in range(0, len(order), BATCH)]
    plan = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, rate, total_steps=epochs * len(batches) + 5, pct_start=0.1
    )
    ids, step = torch.arange(len(relations.names)), 0
    for _ in range(epochs):
        network.train()
        rng.shuffle(batches)
        for batch in batches:
            chosen = [(items[n], sampled(items[n], rng)) for n in batch]
            chosen = [(item, pairs) for item, pairs in chosen if pairs]
            if step % 4 == 0:
                texts = relations.matrix(rng)
            step += 1
            told = [targets(item, pairs, relations, asked) for item, pairs in chosen]
            true, weight, any_true, any_weight = (
                torch.from_numpy(np.concatenate(part)) for part in zip(*told, strict=True)
            )
            given = batch_of([i for i, _ in chosen], [p for _, p in chosen], relations)
            vectors, some = network(given)
            keep = (torch.rand(len(ids)) < 0.5).float()
            columns, bias = network.relations(texts, ids, keep)
            odds = vectors[given["real"]] @ columns.T / 4 + bias
            loss = _loss(odds, true, weight) + 0.3 * _loss(
                some[given["real"]], any_true, any_weight
            )
            loss = loss / len(chosen) + 1e-4 * network.res.weight.pow(2).sum()
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
            optimizer.step()
            plan.step()
        torch.save({"network": network.state_dict(), "scale": relations.scale}, out)


def _loss(odds: torch.Tensor, true: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
    return F.binary_cross_entropy_with_logits(odds, true, weight=weight, reduction="sum")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    commands = parser.add_subparsers(dest="command", required=True)
    reading = commands.add_parser("read")
    reading.add_argument("data", type=Path)
    reading.add_argument("work", type=Path)
    training = commands.add_parser("train")
    training.add_argument("work", type=Path)
    training.add_argument("--out", type=Path, required=True)
    training.add_argument("--init", type=Path)
    training.add_argument("--epochs", type=int, default=3)
    training.add_argument("--rate", type=float, default=0.0015)
    training.add_argument("--hold", default="none")
    exporting = commands.add_parser("export")
    exporting.add_argument("model", type=Path)
    exporting.add_argument("out", type=Path)
    exporting.add_argument("--platt", type=float, nargs=2, default=(1.0, 0.0))
    options = parser.parse_args()
    if options.command == "read":
        read(options.data, options.work)
    elif options.command == "train":
        train(options.work, options.out, epochs=options.epochs, rate=options.rate,
              hold=options.hold, init=options.init)  # fmt: skip
    else:
        write(options.model, options.out, (options.platt[0], options.platt[1]))


def write(model: Path, out: Path, platt: tuple[float, float]) -> None:
    """The weights of a model as kg reads them, with the vectors of the known relations."""
    stored, relations = torch.load(model, weights_only=True), Relations()
    relations.scale = stored["scale"]
    network = Network(len(relations.names))
    network.load_state_dict(stored["network"])
    network.eval()
    ids = torch.arange(len(relations.names))
    with torch.no_grad():
        known = network.relations(relations.matrix(None), ids, torch.ones(len(ids)))
    export(network, out, known=known, scale=relations.scale, platt=platt)


if __name__ == "__main__":
    main()
