"""BenchIE: open information extraction scored fact by fact (Gashteovski et al. 2022).

The gold standard lists, for every sentence, the facts it states; each fact is a *synset*: all
surface forms `subject --> predicate --> object` that say it, tokens in `[ ]` may be left out. An
extraction counts when all three slots equal those of one surface form, token by token, upper and
lower case alike. Precision is the share of extractions that match a synset, recall the share of
synsets that an extraction matches, F1 their harmonic mean.

    python benchmarks/benchie.py FILE.tsv              figures
    python benchmarks/benchie.py FILE.tsv --show 12    sentence 12, match by match
    python benchmarks/benchie.py FILE.tsv --errors     every extraction that matches nothing

FILE holds one extraction a line: sentence number, subject, predicate, object, tab-separated.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

DATA = Path(__file__).resolve().parent.parent.parent / "shared" / "data"
SENTENCE = re.compile(r"sent_id:(\d+)\s+(.*)")
SYNSET = re.compile(r"\d+\s*-->\s*Cluster")
TOKEN = re.compile(r"\[[^\]]*\]|[^\s\[\]]+")

#: One slot of a surface form: groups of tokens, each with whether it may be left out.
Slot = tuple[tuple[bool, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One way to say a fact, as written and as three slots."""

    text: str
    slots: tuple[Slot, Slot, Slot]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of the gold standard with its facts, each the tuple of its forms."""

    number: int
    text: str
    synsets: tuple[tuple[Form, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """One line of a system's output."""

    sentence: int
    slots: tuple[str, str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Counts behind the figures; `extracted` counts repeated extractions each time."""

    matched: int
    extracted: int
    found: int
    synsets: int

    @property
    def precision(self) -> float:
        return self.matched / self.extracted if self.extracted else 0.0

    @property
    def recall(self) -> float:
        return self.found / self.synsets if self.synsets else 0.0

    @property
    def f1(self) -> float:
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def parse_slot(text: str) -> Slot:
    """Token groups of one slot, lower-cased, optional ones marked.

    >>> parse_slot("[the] Prime Minister")
    ((True, ('the',)), (False, ('prime',)), (False, ('minister',)))
    """
    parts = TOKEN.findall(text.lower())
    return tuple((part[0] == "[", tuple(part.strip("[]").split())) for part in parts)


def parse_form(line: str) -> Form:
    """A surface form; raises ValueError unless it has three slots."""
    slots = [parse_slot(part) for part in line.split("-->")]
    if len(slots) != 3:
        raise ValueError(f"surface form {line!r} has {len(slots)} slots; needs 3 around '-->'")
    return Form(text=line.strip(), slots=(slots[0], slots[1], slots[2]))


def read_gold(path: Path) -> tuple[Sentence, ...]:
    """All sentences of a gold file, in its order."""
    sentences: list[tuple[int, str, list[list[Form]]]] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        if head := SENTENCE.match(line):
            sentences.append((int(head[1]), head[2].strip(), []))
        elif SYNSET.match(line):
            sentences[-1][2].append([])
        elif line.strip():
            sentences[-1][2][-1].append(parse_form(line))
    return tuple(
        Sentence(number=number, text=text, synsets=tuple(map(tuple, synsets)))
        for number, text, synsets in sentences
    )


def read_extractions(path: Path) -> tuple[Extraction, ...]:
    """Extractions of a tab-separated file; columns after the fourth are ignored."""
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line)
    return tuple(extraction(int(row[0]), row[1:4]) for row in rows)


def extraction(number: int, slots: Sequence[str]) -> Extraction:
    """An extraction from sentence `number`; absent slots are empty."""
    subject, predicate, obj = (*slots, "", "", "")[:3]
    return Extraction(sentence=number, slots=(subject, predicate, obj))


def slot_matches(slot: Slot, tokens: Sequence[str]) -> bool:
    """Whether lower-cased tokens equal the slot with some of its optional groups left out.

    >>> slot_matches(parse_slot("[the] bars [of a cell]"), ["bars"])
    True
    """
    ends = {0}
    for optional, group in slot:
        reached = {end + len(group) for end in ends if fits(tokens, end, group)}
        ends = reached | ends if optional else reached
    return len(tokens) in ends


def fits(tokens: Sequence[str], start: int, group: Sequence[str]) -> bool:
    return tuple(tokens[start : start + len(group)]) == tuple(group)


def form_matches(form: Form, found: Extraction) -> bool:
    """Subject to subject, predicate to predicate, object to object."""
    pairs = zip(form.slots, found.slots, strict=True)
    return all(slot_matches(slot, text.lower().split()) for slot, text in pairs)


def cut_differently(form: Form, found: Extraction) -> bool:
    """Same words in the same order as the form, but divided into other slots."""
    words = " ".join(found.slots).lower().split()
    return slot_matches(form.slots[0] + form.slots[1] + form.slots[2], words)


def synsets_of(sentence: Sentence, found: Extraction) -> tuple[int, ...]:
    """Positions of the synsets that the extraction matches."""
    return tuple(
        position
        for position, forms in enumerate(sentence.synsets)
        if any(form_matches(form, found) for form in forms)
    )


def by_sentence(extractions: Iterable[Extraction]) -> dict[int, list[Extraction]]:
    groups: dict[int, list[Extraction]] = {}
    for found in extractions:
        groups.setdefault(found.sentence, []).append(found)
    return groups


def score(gold: Iterable[Sentence], extractions: Iterable[Extraction]) -> Score:
    """Counts over all gold sentences; extractions from other sentences are ignored."""
    groups = by_sentence(extractions)
    totals: Counter[str] = Counter()
    for sentence in gold:
        hits = [synsets_of(sentence, found) for found in groups.get(sentence.number, [])]
        totals["matched"] += sum(map(bool, hits))
        totals["extracted"] += len(hits)
        totals["found"] += len({position for hit in hits for position in hit})
        totals["synsets"] += len(sentence.synsets)
    return Score(
        matched=totals["matched"],
        extracted=totals["extracted"],
        found=totals["found"],
        synsets=totals["synsets"],
    )


def figures(result: Score) -> Mapping[str, float]:
    """Precision, recall and F1."""
    return {"precision": result.precision, "recall": result.recall, "f1": result.f1}


def nearest(sentence: Sentence, found: Extraction) -> str:
    """The surface form that shares most words with the extraction, and whether only slots differ.

    Words are compared slot by slot, so of two forms with the same words the better cut wins.
    """
    forms = [form for synset in sentence.synsets for form in synset]
    if not forms:
        return "no fact in this sentence"
    shifted = [form for form in forms if cut_differently(form, found)]
    best = max(shifted or forms, key=lambda form: _overlap(form, found))
    return f"{'same words, other slots' if shifted else 'nearest'}: {best.text}"


def _overlap(form: Form, found: Extraction) -> float:
    shared, total = 0, 0
    for slot, text in zip(form.slots, found.slots, strict=True):
        words = Counter(text.lower().split())
        wanted = Counter(word for _, group in slot for word in group)
        needed = Counter(word for optional, group in slot if not optional for word in group)
        shared += (words & wanted).total()
        total += (words | needed).total()
    return shared / total


def show(sentence: Sentence, extractions: Sequence[Extraction]) -> Iterator[str]:
    """Lines that say which extraction matches which synset, and what is missed."""
    yield f"{sentence.number}  {sentence.text}"
    unfound = set(range(len(sentence.synsets)))
    for found in extractions:
        hits = synsets_of(sentence, found)
        unfound -= set(hits)
        mark = ",".join(str(hit + 1) for hit in hits) or "-"
        yield f"  [{mark:>3}] {' --> '.join(found.slots)}"
        if not hits:
            yield f"        {nearest(sentence, found)}"
    for position in sorted(unfound):
        yield f"  not found, synset {position + 1}:"
        yield from (f"        {form.text}" for form in sentence.synsets[position][:4])


def errors(gold: Iterable[Sentence], extractions: Iterable[Extraction]) -> Iterator[str]:
    """All extractions that match no synset, sentence by sentence, with the nearest form."""
    groups = by_sentence(extractions)
    for sentence in gold:
        wrong = [f for f in groups.get(sentence.number, []) if not synsets_of(sentence, f)]
        if wrong:
            yield f"{sentence.number}  {sentence.text}"
        for found in wrong:
            yield f"  {' --> '.join(found.slots)}"
            yield f"        {nearest(sentence, found)}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description="Score extractions against BenchIE.")
    parser.add_argument("file", type=Path, help="number, subject, predicate, object; tabs")
    parser.add_argument("--gold", type=Path, default=DATA / "benchie" / "gold_dev.txt")
    parser.add_argument("--show", type=int, metavar="N", nargs="+", help="sentences to explain")
    parser.add_argument("--errors", action="store_true", help="list what matches no synset")
    options = parser.parse_args(arguments)
    for path in (options.gold, options.file):
        if not path.is_file():
            parser.error(f"no file {str(path)!r}; give the path of an existing file")
    gold, extractions = read_gold(options.gold), read_extractions(options.file)
    lines: list[str] = []
    if options.show:
        groups = by_sentence(extractions)
        chosen = [sentence for sentence in gold if sentence.number in options.show]
        lines += [line for s in chosen for line in show(s, groups.get(s.number, []))]
    if options.errors:
        lines += errors(gold, extractions)
    result = score(gold, extractions)
    lines.append("  ".join(f"{name} {value:.4f}" for name, value in figures(result).items()))
    print("\n".join(lines))


if __name__ == "__main__":
    main()
