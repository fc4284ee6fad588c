"""What whole texts tell, as lines to read beside each: so a change shows what it does.

    python tests/told.py            # write the lines anew; read the difference before committing it

The texts are whole ones in `files/told`, and what the comments of the code give as examples, all
of one room together. Beside `files/told/NAME.txt` lies `NAME.told`: who and what it speaks of with
all mentions, and each claim, `+` for one that makes an edge and `-` for one that does not, with the
reason. In `all.told` stands what only all texts together tell. How sure the models are of each
claim, which may differ in the last digit between machines, lies in `sure.json`.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tokenize
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from kg.english.lemmas import ONLY_PAST, VERBS
from kg.model import Argument, Build, Claim, Document, Record

if TYPE_CHECKING:
    from spacy.language import Language

ROOT = Path(__file__).parent.parent
FOLDER = Path(__file__).parent / "files" / "told"
TEXTS = sorted(FOLDER.glob("*.txt"))
ALL, SURE = FOLDER / "all.told", FOLDER / "sure.json"
#: The rooms whose comments have examples of what they read.
ROOMS = ("record", "english", "parse/mends")
MODULES = sorted(path for room in ROOMS for path in (ROOT / "kg" / room).rglob("*.py"))
#: A fragment of at least three words in a comment, on one line or on two.
QUOTED = re.compile(r'"([A-Z0-9“]?[^"\n]+ [^"\n]+(?:\n +)?[^"\n]* [^"\n]+)"')


def examples_of(module: Path) -> str:
    """What the comments and docstrings of a module quote, a paragraph each."""
    source = module.read_text("utf-8")
    comments = []
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT or token.string.startswith('"""'):
            comments.append(re.sub(r"\n *#:? ?", "\n    ", token.string.strip('#"') + '"'))
    found = [" ".join(x.split()) for c in comments for x in QUOTED.findall(" " + c)]
    found = [one for one in found if "..." not in one and "`" not in one]
    whole = [f"Ada Lund {one.rstrip('.')}." for one in found if is_predicate(one)]
    return "\n\n".join(dict.fromkeys([*found, *whole]))


def is_predicate(fragment: str) -> bool:
    """ "sold the mill": what somebody does."""
    word = fragment.split()[0]
    known = word in ONLY_PAST or word in HELPING or word.removesuffix("s") in VERBS
    return word.islower() and (known or word.endswith("ed"))


#: What a predicate begins with that has a helping verb.
HELPING = frozenset(
    "is was are were has had have did does will would may might must should".split()
)


def kept_for(path: Path) -> Path:
    """Where the lines of a text lie, or of the examples of a module."""
    if path.suffix == ".txt":
        return path.with_suffix(".told")
    name = path.relative_to(ROOT / "kg").with_suffix("").as_posix().replace("/", ".")
    return FOLDER / "examples" / f"{name}.told"


def record_of(path: Path, nlp: Language) -> Record:
    """The record of a text."""
    from kg.record.make import make_record

    text = path.read_text("utf-8") if path.suffix == ".txt" else examples_of(path)
    digest = hashlib.sha256(text.encode()).hexdigest()
    document = Document(id=path.name, source=path.name, text=text, sha256=digest)
    return make_record(document, nlp, pairs=path.suffix == ".txt")


def told(record: Record) -> Iterator[str]:
    """The lines of one text."""
    mentions: dict[str, list[str]] = {}
    called: dict[str, str] = {}
    for mention in record.mentions:
        words = " ".join(mention.span.text.split())
        said = f"{words} [{mention.type}]" if mention.type else words
        mentions.setdefault(mention.entity, []).append(said)
        if mention.entity[0] in "#?":  # not by where it stands, which any change above it shifts
            called.setdefault(mention.entity, f"{mention.entity[0]}{words}")
    for entity, all_said in mentions.items():
        if len(all_said) > 1 or entity[0] in "@#":
            yield f"= {called.get(entity, entity)}: " + "; ".join(all_said)
    for claim in record.claims:
        yield line_of(claim, called)
    seen = Counter((pair.sentence.start, pair.caution) for pair in record.pairs)
    for (start, caution), count in sorted(seen.items()):
        yield f"% {count} pairs at {start}{caution and ': ' + caution}"
    for span, reason in record.missed:
        yield f"? {' '.join(span.text.split())[:60]}: {reason}"


def line_of(claim: Claim, called: Mapping[str, str]) -> str:
    """A claim with all that is said of it, but for numbers."""

    def ended(argument: Argument) -> str:
        key = argument.entity or str(argument.datatype)
        return f"{argument.label} <{called.get(key, key)}>"

    parts = [ended(claim.subject), claim.predicate.lemma]
    parts.append(ended(claim.object) if claim.object else "-")
    parts += [] if claim.polarity == "positive" else ["not"]
    parts += [] if claim.modality == "actual" else [claim.modality]
    parts += [f"says {claim.source.label}"] if claim.source else []
    parts += [f"when {claim.time.value} “{claim.time.span.text}”"] if claim.time else []
    parts += [f"where {claim.place.label}"] if claim.place else []
    parts += [f"{q.role}: {ended(q.argument)}" for q in claim.qualifiers]
    parts += [f"cues {' '.join(cue.text for cue in claim.cues)}"] if claim.cues else []
    parts.append(f"words {claim.predicate.text}: {claim.subject.span.text}")
    parts.append(f"rules {' '.join(claim.rules)}")
    why = "" if claim.shown else f" — {claim.hidden_because}"
    return f"{'+' if claim.shown else '-'} " + " | ".join(" ".join(p.split()) for p in parts) + why


def sure(record: Record) -> list[tuple[float, float]]:
    """The confidence and the worth of each claim, in the order of the lines."""
    return [(claim.confidence, claim.worth) for claim in record.claims]


def told_together(build: Build) -> Iterator[str]:
    """The lines of all together: entities of several texts or names, typed facts, joins."""
    for entity in build.entities:
        documents = sorted({mention.document for mention in entity.mentions})
        if len(documents) > 1 or entity.aliases or entity.links:
            names = f" also {', '.join(entity.aliases)}" if entity.aliases else ""
            links = f" is {' '.join(entity.links)}" if entity.links else ""
            yield f"= {entity.label} [{entity.type}]{names}{links}: {' '.join(documents)}"
    for fact in build.typed:
        yield f"* {fact.subject_label} | {fact.predicate} | {fact.object_label} | {fact.status}"
    for merge in build.merges:
        sides = (merge.first, merge.second)
        called = " and ".join(f"{s.mention.span.text} in {s.mention.document}" for s in sides)
        yield f"~ {merge.rule}: {called}: {'; '.join(merge.reasons)}"
    for case in build.review:
        yield f"? {case.label}: {'; '.join(case.reasons)} against {'; '.join(case.against)}"


def together() -> Build:
    from kg.build import build

    return build([str(path) for path in TEXTS])


def main() -> None:
    from kg.parse.analyze import load_pipeline

    nlp = load_pipeline("kg_en")
    how_sure = {}
    for path in [*TEXTS, *MODULES]:
        record = record_of(path, nlp)
        lines = list(told(record))
        if path in TEXTS:
            how_sure[path.stem] = sure(record)
        kept_for(path).parent.mkdir(exist_ok=True)
        if lines:
            kept_for(path).write_text("\n".join(lines) + "\n", "utf-8")
    rows = (f"{json.dumps(name)}: {json.dumps(pairs)}" for name, pairs in how_sure.items())
    SURE.write_text("{\n" + ",\n".join(rows) + "\n}\n", "utf-8")
    ALL.write_text("\n".join(told_together(together())) + "\n", "utf-8")


if __name__ == "__main__":
    main()
