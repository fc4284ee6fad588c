"""A build in LlamaIndex and LangChain, asked there through their own interfaces."""

from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from kg.adapters import langchain, llamaindex
from kg.errors import ExportError
from kg.model import Build

# What these frameworks warn of is theirs.
pytestmark = pytest.mark.filterwarnings("ignore")


def test_llamaindex_finds_triplets_with_their_quotes(article: Build) -> None:
    store = llamaindex.property_graph_store(article)
    found = store.get_triplets(entity_names=["Shinzo Abe"])
    assert found
    texts = {document.id: document.text for document in article.documents}
    assert len(store.graph.relations) > 0
    for _, relation, _ in found:
        said = relation.properties
        assert texts[said["document"]][said["start"] : said["end"]] == said["quote"]
    for _, relation, _ in store.graph.get_triplets():
        status = relation.properties["status"]
        plain = status in ("asserted", "reported")
        assert plain or relation.label.startswith(f"{status.upper()}_")


def test_llamaindex_walks_from_an_entity(article: Build) -> None:
    store = llamaindex.property_graph_store(article)
    [abe] = store.get(properties={"iri": iri_of(article, "Shinzo Abe")})
    near = store.get_rel_map([abe], depth=1)
    assert near
    assert all("Shinzo Abe" in (subject.id, object_.id) for subject, _, object_ in near)


def test_llamaindex_retriever_answers_with_sentences(article: Build) -> None:
    found = llamaindex.retriever(article, limit=3).retrieve("Whom did Pompeo meet?")
    assert len(found) == 3
    check_quotes([(n.node.metadata, n.node.get_content()) for n in found], article)
    assert found[0].score is not None


def test_langchain_has_one_graph_document_per_document(examples: Build) -> None:
    documents = langchain.graph_documents(examples)
    assert [d.source.metadata["id"] for d in documents] == [d.id for d in examples.documents]
    for document in documents:
        ids = {node.id for node in document.nodes}
        for relation in document.relationships:
            assert {relation.source.id, relation.target.id} <= ids
            said = relation.properties
            text = document.source.page_content
            assert text[said["start"] : said["end"]] == said["quote"]
            status = f"{said['status'].upper()}_"
            assert said["status"] in ("asserted", "reported") or relation.type.startswith(status)
    relations = sum(len(d.relationships) for d in documents)
    assert relations >= sum(fact.object is not None for fact in examples.facts)


def test_langchain_retriever_answers_with_sentences(article: Build) -> None:
    found = langchain.retriever(article, limit=3).invoke("Whom did Pompeo meet?")
    assert len(found) == 3
    check_quotes([(d.metadata, d.page_content) for d in found], article)
    scores = [d.metadata["score"] for d in found]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize(
    ("package", "extra", "use"),
    [
        ("llama_index.core.graph_stores", "llamaindex", llamaindex.property_graph_store),
        ("langchain_community.graphs.graph_document", "langchain", langchain.graph_documents),
    ],
)
def test_a_missing_framework_is_named_with_what_to_install(
    package: str, extra: str, use: Any, article: Build, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ExportError, match=rf"pip install 'kg-with-proof\[{extra}\]'"):
        use(article)


def test_nothing_of_all_this_is_loaded_before_it_is_asked_for() -> None:
    code = (
        "import sys, kg, kg.cli, kg.export.formats, kg.adapters.langchain, kg.mcp.server;"
        "print({'mcp', 'uvicorn', 'llama_index', 'langchain_core', 'pyarrow'} & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"


def iri_of(build: Build, label: str) -> str:
    [iri] = [iri for iri, data in build.graph.nodes.items() if data["label"] == label]
    return iri


def check_quotes(found: list[tuple[dict[str, Any], str]], build: Build) -> None:
    texts = {document.id: document.text for document in build.documents}
    for place, text in found:
        assert texts[place["document"]][place["start"] : place["end"]] == text
