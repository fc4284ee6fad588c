"""`kg diff` says what a person who knows both texts would say."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from test_build import kg

from kg.ask.diff import Difference, FactLine, compare
from kg.ask.diff.render import as_html, as_text
from kg.build import assemble, build, write_outputs
from kg.model import Build, Record, Settings


@pytest.fixture
def graph(record: Callable[..., Record]) -> Callable[..., Build]:
    """Texts by document id → Build."""

    def make(**texts: str) -> Build:
        return assemble([record(text, id=name) for name, text in texts.items()], Settings())

    return make


def lines(facts: tuple[FactLine, ...]) -> list[str]:
    return [f"{f.subject} {f.predicate} {f.object}: {'; '.join(f.changes)}" for f in facts]


def test_an_article_compared_with_itself_does_not_differ(article: Build) -> None:
    assert compare(article, article).empty
    assert as_text(compare(article, article)) == "no difference"


def test_denied_planned_attributed_and_dated_facts_are_restated(
    graph: Callable[..., Build],
) -> None:
    old = graph(
        a="Anna Berg met Kim. Bo Lund left Peru. Carl Moss bought Acme. Di Ray moved to Rome."
    )
    new = graph(
        a="Anna Berg did not meet Kim. Bo Lund plans to leave Peru. Kim said that Carl Moss bought "
        "Acme. Di Ray moved to Rome in 2019."
    )
    found = lines(compare(old, new).facts["restated"])
    assert "Anna Berg meet Kim: stated → denied" in found
    assert "Bo Lund leave Peru: stated → planned" in found
    assert "Carl Moss buy Acme: says nobody → Kim" in found
    assert "Di Ray move to Rome: when: not said → 2019" in found


def test_a_new_document_adds_its_facts_and_supports_known_ones(graph: Callable[..., Build]) -> None:
    old = graph(a="Anna Berg met Kim.")
    found = compare(old, graph(a="Anna Berg met Kim.", b="Anna Berg met Kim. Kim left Peru."))
    assert found.documents["added"] == ("b",)
    assert lines(found.facts["added"]) == ["Kim leave Peru: "]
    assert lines(found.facts["restated"]) == ["Anna Berg meet Kim: in 1 → 2 documents"]
    assert [e.label for e in found.entities["added"]] == ["Peru"]


def test_the_way_back_is_the_mirror_image(graph: Callable[..., Build]) -> None:
    a = graph(a="Anna Berg met Kim. Kim left Peru.")
    b = graph(a="Anna Berg met Kim. Kim did not leave Peru.", b="Zoe Sand won.")
    there, back = compare(a, b), compare(b, a)
    assert [e.label for e in there.entities["added"]] == [e.label for e in back.entities["removed"]]
    assert [f.subject for f in there.facts["added"]] == [f.subject for f in back.facts["removed"]]
    assert len(there.facts["restated"]) == len(back.facts["restated"]) == 1


def test_other_words_for_the_same_facts_are_not_news(graph: Callable[..., Build]) -> None:
    old = graph(a="Anna Berg met Kim.")
    found = compare(old, graph(a="Yesterday was cold. Kim was met by Anna Berg, of all people."))
    assert found.facts["added"] == found.facts["removed"] == ()
    assert lines(found.facts["reworded"]) == ["Anna Berg meet Kim: "]


def test_merged_and_split_entities_are_one_line_each(graph: Callable[..., Build]) -> None:
    texts = {
        "a": "Anna Berg met Kim. Berg Industries sued Acme.",
        "b": "Bexley hired Bo.",
    }
    apart = graph(**texts)
    together = merge(apart, "Acme", "Bexley")
    found = compare(apart, together)
    (line,) = found.entities["merged"]
    assert set(line.was) == {"Acme", "Bexley"}
    assert found.facts["added"] == found.facts["removed"] == ()
    found = compare(together, apart)
    (line,) = found.entities["split"]
    assert set(line.now) == {"Acme", "Bexley"}
    assert found.facts["added"] == found.facts["removed"] == ()


def merge(build: Build, first: str, second: str) -> Build:
    """The build with the second entity made part of the first."""
    from dataclasses import replace

    from kg.resolve import facts_of

    by_label = {e.label: e for e in build.entities}
    one, two = by_label[first], by_label[second]
    moved = tuple(replace(m, entity=one.iri) for m in two.mentions)
    whole = replace(one, mentions=(*one.mentions, *moved))

    def place(argument):  # type: ignore[no-untyped-def]
        if argument is not None and argument.entity == two.iri:
            return replace(argument, entity=one.iri, label=one.label)
        return argument

    claims = tuple(
        replace(c, subject=place(c.subject), object=place(c.object)) for c in build.claims
    )
    texts = {d.id: d.sha256 for d in build.documents}
    entities = tuple(whole if e is one else e for e in build.entities if e is not two)
    return replace(build, entities=entities, claims=claims, facts=facts_of(claims, texts))


def test_all_three_formats_say_the_same(tmp_path: Path) -> None:
    for name, text in {
        "old": "Anna Berg met Kim.",
        "new": "Anna Berg met <b>Kim</b> & O'Neill.",
    }.items():
        file = tmp_path / name / "a.txt"
        file.parent.mkdir()
        file.write_text(text, "utf-8")
        write_outputs(build([file]), tmp_path / name / "out")
    folders = [str(tmp_path / name / "out") for name in ("old", "new")]
    text = kg("diff", *folders)
    assert (text.returncode, text.stderr) == (0, "")
    assert "document changed: a.txt" in text.stdout
    data = json.loads(kg("diff", *folders, "--format", "json").stdout)
    assert data["documents"]["changed"] == ["a.txt"]
    page = kg("diff", *folders, "--format", "html").stdout
    assert page.startswith("<!doctype html>")
    assert "<b>Kim" not in page
    assert "http" not in page.replace(str(tmp_path), "")
    assert as_html(Difference(), title="x").count("No difference") == 1
    for fact in data["facts"]["added"]:
        assert fact["quote"] in text.stdout
    assert kg("diff", *folders, "--format", "pdf").returncode == 2
