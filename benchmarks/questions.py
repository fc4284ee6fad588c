"""How many answers to natural questions the first typed query finds, and how many rows are wrong.

    python benchmarks/questions.py GUM_FOLDER

The questions (`questions/questions.jsonl`) were written and answered by reading two example texts
and six documents of GUM. A question is one relation with one end given; rows that are no answer
count as wrong. GUM_FOLDER holds the texts of GUM as `GUM_*.txt`; without it only the examples are
asked.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from kg.build import build
from kg.model import Build, TypedFact
from kg.ontology.short import own

HERE = Path(__file__).parent
EXAMPLES = HERE.parent / "examples"


def main() -> None:
    """Print the share found, the share of wrong rows, and what is missing."""
    folders = [EXAMPLES, *map(Path, sys.argv[1:])]
    lines = (HERE / "questions" / "questions.jsonl").read_text("utf-8").splitlines()
    questions = [json.loads(line) for line in lines]
    right = wrong = wanted = 0
    made: dict[str, Build] = {}
    for question in questions:
        name = question["text"]
        path = next((f / name for f in folders if (f / name).is_file()), None)
        if path is None:
            continue
        if name not in made:
            made[name] = build([path])
        found = rows(made[name], question)
        answers = set(question["answers"])
        wanted += len(answers)
        right += len(found & answers)
        wrong += len(found - answers)
        if found != answers:
            print(f"{question['question']} {sorted(found)}, not {sorted(answers)}")
    print(f"answers found {right}/{wanted} = {right / wanted:.2f}, wrong rows {wrong}")


def rows(made: Build, question: dict[str, str]) -> set[str]:
    """What the first query gives: `?x RELATION END` or `END RELATION ?x`, from either end."""
    relation = question["relation"].replace("schema:", "https://schema.org/")
    relation = relation.replace("kg:", "https://kg.example/vocab#")
    symmetric = {found.iri for found in own().relations if found.symmetric}
    found = set()
    for fact in made.typed:
        if fact.predicate == relation and fact.asserted:
            found |= _row(fact, question, both=relation in symmetric)
    return found


def _row(fact: TypedFact, question: dict[str, str], *, both: bool) -> set[str]:
    end = fact.literal or fact.object_label
    sides = [(fact.subject_label, end), (end, fact.subject_label)]
    found = set()
    for begin, close in sides if both else sides[:1]:
        if begin == question.get("subject"):
            found.add(close)
        elif close == question.get("object"):
            found.add(begin)
    return found


if __name__ == "__main__":
    main()
