"""Decisions of every kind, in any order, right or wrong: a graph or one clear line, never a crash.

The texts have a man named once who is spoken of again ("Pike ... She"), a country with its
adjective, common nouns, and two documents that share names.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from kg.build import assemble
from kg.cli import app
from kg.corpus.shards import Reading
from kg.corpus.store import Sources
from kg.decisions import NOBODY, Decision, Target
from kg.errors import KgError
from kg.model import TYPES, Build, Record, Settings
from kg.resolve import entities_of
from kg.resolve.rulings import claim_target
from kg.restore import restore
from kg.upkeep import update

TEXTS = {
    "will.txt": "Anna Pike met Henrik Vos in Oslo. Pike Brands drafted the contract. "
    "Pike praised the harbour. She visited Bergen. Tom Hale sold the boat.",
    "note.txt": "Japan praised Mary Stone. It hired a clerk. The clerk said that Tom Hale left. "
    "The Japanese court fined Pike Brands. The firm appealed.",
}
SENTENCES = sorted({f"{part.rstrip('.')}." for text in TEXTS.values() for part in text.split(". ")})
WORDS = (
    "Anna Pike", "Pike", "Pike Brands", "She", "she", "Tom Hale", "Japan", "It", "Japanese",
    "the clerk", "a clerk", "the firm", "the contract", "harbour", "boat", "Mary Stone", "Oslo",
)  # fmt: skip
NAMES = (*WORDS, "Nils Moe", NOBODY, "Captain Hale", "https://kg.example/entity/Tom_Hale", "?94")
PREDICATES = ("praise", "sell", "meet in", "say", "fly")
DOCUMENTS = ("", "", "will.txt", "note.txt", "gone.txt")


@pytest.fixture(scope="module")
def records(record: Callable[..., Record]) -> tuple[Record, ...]:
    return tuple(record(text, id=name) for name, text in sorted(TEXTS.items()))


@pytest.fixture(scope="module")
def undecided(records: tuple[Record, ...]) -> Build:
    return assemble(records, Settings())


@st.composite
def decisions(draw: st.DrawFn, claims: tuple[Target, ...]) -> Decision:
    """One decision of any kind about anything, as a file may hold it."""
    word, document = draw(st.sampled_from(WORDS)), draw(st.sampled_from(DOCUMENTS))
    entities = st.builds(Target, entity=st.sampled_from(NAMES), document=st.sampled_from(DOCUMENTS))
    texts = st.builds(Target, text=st.sampled_from(WORDS), document=st.just(document))
    relations = st.builds(Target, predicate=st.sampled_from(PREDICATES))
    said = Target(
        text=word, sentence=draw(st.sampled_from(SENTENCES)), document=document or "will.txt"
    )
    one, several = entities | relations, st.one_of(
        *(st.lists(kind, min_size=2, max_size=3, unique=True).map(tuple)
          for kind in (entities, texts, relations, entities | texts | relations))
    )  # fmt: skip
    called, types = st.sampled_from(NAMES), st.sampled_from(TYPES)
    ruled = st.sampled_from(claims)
    kinds = {
        "same": (several, st.just("")),
        "different": (several, st.just("")),
        "rename": (one.map(lambda t: (t,)), called),
        "retype": (one.map(lambda t: (t,)), types),
        "drop": (one.map(lambda t: (t,)), st.just("")),
        "mention": (st.just((said,)), called),
        "reject": (ruled.map(lambda t: (t,)), st.just("")),
        "assert": (ruled.map(lambda t: (t,)), st.just("Ines Roth")),
    }
    kind = draw(st.sampled_from(sorted(kinds)))
    targets, to = kinds[kind]
    return Decision(kind=kind, targets=draw(targets), to=draw(to))  # type: ignore[arg-type]


def ruled(build: Build) -> tuple[Target, ...]:
    documents = {document.id: document for document in build.documents}
    return tuple(claim_target(claim, documents[claim.document]) for claim in build.claims)


@settings(max_examples=150)
@given(data=st.data())
def test_any_decisions_end_in_a_graph_whose_every_entity_is_mentioned(
    records: tuple[Record, ...], undecided: Build, data: st.DataObject
) -> None:
    made = data.draw(st.lists(decisions(ruled(undecided)), max_size=6).map(tuple))
    build = assemble(records, Settings(), made)
    assert all(entity.mentions and entity.label for entity in build.entities)
    known = {entity.iri for entity in build.entities}
    assert all(entities_of(claim) <= known for claim in build.claims)
    assert {d.id for d in build.documents} == set(TEXTS)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    where = tmp_path_factory.mktemp("any")
    for name, text in TEXTS.items():
        (where / name).write_text(text, encoding="utf-8")
    sources = Sources(inputs=tuple(str(where / name) for name in TEXTS))
    update(sources, where / "g", settings=Settings(), reading=Reading(), failed=[])
    return where / "g"


COMMANDS = st.one_of(
    st.tuples(st.sampled_from(("merge", "split")), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("rename"), st.sampled_from(NAMES), st.sampled_from(NAMES)),
    st.tuples(st.just("retype"), st.sampled_from(NAMES), st.sampled_from((*TYPES, "Ship"))),
    st.tuples(st.just("drop"), st.sampled_from(NAMES)),
    st.tuples(
        st.just("mention"), st.sampled_from(WORDS), st.sampled_from(SENTENCES),
        st.sampled_from(NAMES),
    ),
    st.tuples(st.just("reject"), st.sampled_from("0123456789abcdef")),
)  # fmt: skip


@settings(max_examples=6)
@given(commands=st.lists(COMMANDS, min_size=1, max_size=5))
@example(
    commands=[
        ("mention", "Pike", "Pike praised the harbour.", NOBODY),
        ("mention", "Japan", "Japan praised Mary Stone.", NOBODY),
        ("merge", "Tom Hale", "Mary Stone"),
        ("mention", "Tom Hale", "Tom Hale sold the boat.", "boat"),
    ]
)
def test_any_commands_end_in_a_folder_or_in_one_line(
    folder: Path, commands: list[tuple[str, ...]]
) -> None:
    with tempfile.TemporaryDirectory() as name:
        copy = shutil.copytree(folder, Path(name) / "g")
        for command in commands:
            result = CliRunner().invoke(app, [*command, "-o", str(copy)])
            assert isinstance(result.exception, SystemExit | KgError | None), command
            assert "\n" not in str(result.exception), command
        assert all(entity.mentions for entity in restore(copy).entities)
