"""Links of names against the Wikidata ids of GUM: precision, and recall by gold type.

    python benchmarks/links.py [--errors] [--files dev,train]
    python benchmarks/links.py --reading 200        # links with their words, for a reader

Counted are names that the reader finds and whose span is that of a gold mention (articles and
possessive marks aside) of an entity with a Wikidata id. A link with a Wikidata id is right when the
ids are equal. A link that has only a GeoNames id is right when the title of the gold article is the
entry's name or another name of it, alone or followed by the name of what it lies in ("Cambridge,
Massachusetts"). Precision and recall count each entity of each document once. Adjectives of
nationality ("Japanese" for Japan) are no names of the country in GUM and are left out. The known
organisations were taken from GUM train among others, so their recall is that of `dev` alone.

`--reading` prints that many links of GUM and of Re-DocRED, half of each, chosen by a hash: each
entity once, countries left out, its kind, its link, "~" where it is only close, and its sentence.
"""

from __future__ import annotations

import argparse
import json
import sys
import unicodedata
import urllib.parse
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.link import Entry, bundled, find_people
from kg.link.places import same_place
from kg.model import Document, Settings
from kg.parse.analyze import load_pipeline
from kg.record.make import make_record
from kg.resolve.linking import link_profiles
from kg.resolve.profiles import collect_profiles

if TYPE_CHECKING:
    from spacy.language import Language

GUM = Path(__file__).resolve().parents[2] / "shared" / "data" / "gum"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--errors", action="store_true", help="print every wrong link")
    parser.add_argument("--files", default="dev,train")
    parser.add_argument("--data", type=Path, default=GUM)
    parser.add_argument("--reading", type=int, default=0)
    options = parser.parse_args()
    if options.reading:
        print("\n".join(for_readers(options.data.parent, options.reading)))
        return
    print(
        json.dumps(measure(options.data, options.files.split(","), errors=options.errors), indent=2)
    )


def measure(data: Path, files: list[str], *, errors: bool = False) -> dict[str, Any]:
    """Precision over entities that got a link, recall over those of which a name was found."""
    nlp = load_pipeline(Settings().model)
    judged: dict[tuple[str, int], list[bool]] = {}
    types: dict[tuple[str, int], str] = {}
    for line in _lines(data, files):
        gold = dict(_gold_spans(line))
        text = line["text"]
        document = Document(
            id=line["doc"], source="", text=text, sha256=sha256(text.encode()).hexdigest()
        )
        record = make_record(document, nlp)
        profiles = collect_profiles([record])
        link_profiles([record], profiles)
        for profile in profiles:
            for mention in profile.mentions:
                span = (mention.span.start, mention.span.end)
                if mention.kind != "name" or span not in gold or find_people(mention.span.text):
                    continue
                entity = gold[span]
                key = (line["doc"], entity["id"])
                types[key] = entity["type"]
                entry = profile.entry
                if entry is None:
                    if errors and entity["type"] == "place":
                        print("no link", repr(mention.span.text), entity["wiki"], file=sys.stderr)
                    continue
                judged.setdefault(key, []).append(_right(entry, entity))
                if errors and not judged[key][-1]:
                    print(
                        line["doc"],
                        repr(mention.span.text),
                        entry.label,
                        entry.kind,
                        entry.links[0],
                        "gold",
                        entity["wiki"],
                        entity["wikidata"],
                        file=sys.stderr,
                    )
    votes = [right for all in judged.values() for right in all]
    right = {key for key, all in judged.items() if all.count(True) * 2 > len(all)}
    total = Counter(types.values())
    hit = Counter(types[key] for key in right)
    return {
        "entities": len(types),
        "linked": len(judged),
        "precision": round(len(right) / len(judged), 3),
        "precision_by_mention": round(votes.count(True) / len(votes), 3),
        "recall": {t: round(hit[t] / total[t], 3) for t in sorted(total)},
        "of_type": dict(sorted(total.items())),
    }


def for_readers(data: Path, number: int) -> Iterator[str]:
    """So many links with what stands around them, half from GUM, half from Re-DocRED."""
    nlp = load_pipeline(Settings().model)
    texts = {
        "gum": [(line["doc"], line["text"]) for line in _lines(data / "gum", ["dev", "train"])]
    }
    texts["redocred"] = [
        (f"redocred-{n}", " ".join(" ".join(sentence) for sentence in line["sents"]))
        for n, line in enumerate(_lines(data / "redocred", ["train"]))
    ]
    for found in texts.values():
        found.sort(key=lambda item: sha256(f"reading {item[0]}".encode()).hexdigest())
        left = number // 2
        for name, text in found:
            if left <= 0:
                break
            lines = list(_linked(name, text, nlp))[: min(left, 8)]
            yield from lines
            left -= len(lines)


def _linked(name: str, text: str, nlp: Language) -> Iterator[str]:
    digest = sha256(text.encode()).hexdigest()
    record = make_record(Document(id=name, source="", text=text, sha256=digest), nlp)
    profiles = collect_profiles([record])
    link_profiles([record], profiles)
    for profile in profiles:
        entry = profile.entry
        if entry is None or entry.kind == "country":
            continue
        mention = next(m for m in profile.mentions if m.kind == "name")
        start, end = mention.span.start, mention.span.end
        before, behind = text[max(0, start - 90) : start], text[end : end + 70]
        words = " ".join(f"{before}[[{text[start:end]}]]{behind}".split())
        known = f"{entry.label} ({f'{entry.kind} {entry.within}'.strip()}) {entry.links[0]}"
        yield f"{name} | {'~' if profile.close else '='} {known} | {words}"


def _lines(data: Path, files: list[str]) -> Iterator[dict[str, Any]]:
    for name in files:
        for line in (data / f"{name}.jsonl").read_text("utf-8").splitlines():
            yield json.loads(line)


def _gold_spans(line: dict[str, Any]) -> Iterator[tuple[tuple[int, int], dict[str, Any]]]:
    for entity in line["entities"]:
        if not entity["wikidata"]:
            continue
        for first, end in entity["mentions"]:
            words = [line["tokens"][i] for i in range(first, end)]
            text = line["text"]
            while len(words) > 1 and text[words[0][0] : words[0][1]].lower() in ("the", "a", "an"):
                words.pop(0)
            while len(words) > 1 and text[words[-1][0] : words[-1][1]] in ("'s", "’s", "'", "’"):
                words.pop()
            yield (words[0][0], words[-1][1]), entity


def _right(entry: Entry, entity: dict[str, Any]) -> bool:
    ids = [link.rpartition("/")[2] for link in entry.links if "wikidata" in link]
    if ids:
        return entity["wikidata"] in ids
    title = _plain(urllib.parse.unquote(entity["wiki"]).replace("_", " "))
    bare, _, kind = title.partition(" (")
    if kind.rstrip(")") in ("state", "region", "province") and entry.kind == "subdivision":
        title = bare
    if any(e == entry or same_place(e, entry) for e in bundled().find(title)):
        return True  # Makkah, of which Mecca is another name
    return title in {
        _plain(entry.label),
        *(_plain(f"{entry.label}, {n}") for n in _containers(entry)),
    }


def _containers(entry: Entry) -> Iterator[str]:
    for entries in bundled().by_label.values():
        for other in entries:
            if other.kind == "subdivision" and other.within == entry.within:
                yield other.label
    if entry.country in bundled().by_country:
        yield bundled().by_country[entry.country].label


def _plain(name: str) -> str:
    marks = unicodedata.normalize("NFD", name.casefold())
    return "".join(c for c in marks if not unicodedata.combining(c))


if __name__ == "__main__":
    main()
