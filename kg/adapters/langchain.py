"""A build as graph documents and a retriever of LangChain (the extra `langchain`)."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from kg.errors import ExportError, extra
from kg.export.graphrag import titles_of
from kg.export.propertygraph import relationship_type
from kg.graph.evidence import evidence_of
from kg.graph.evidence import stated as how
from kg.model import Build, Fact
from kg.retrieve import Index

if TYPE_CHECKING:
    from langchain_community.graphs.graph_document import GraphDocument
    from langchain_core.retrievers import BaseRetriever


def graph_documents(build: Build) -> list[GraphDocument]:
    """One per document: the entities that it mentions, and the facts that it states.

    A relationship that is not asserted has its status in front (`PLANNED_MEET`); each has the quote
    and its place. They go into any graph that has `add_graph_documents`.

    Raises ExportError if LangChain is not installed.

    Example::

        Neo4jGraph().add_graph_documents(graph_documents(restore(Path("output"))))
    """
    graphs = _imported("langchain_community.graphs.graph_document")
    documents = _imported("langchain_core.documents")
    titles, about = titles_of(build), build.graph.nodes
    nodes = {
        iri: graphs.Node(
            id=iri, type=str(about[iri]["type"]), properties={"id": iri, "name": title}
        )
        for iri, title in titles.items()
    }
    evidence = evidence_of(build)
    stated: dict[str, list[tuple[Fact, Any]]] = defaultdict(list)
    for fact in build.facts:
        if fact.object is not None:
            best = {claim.document: claim for claim in reversed(evidence(fact))}
            for document, claim in sorted(best.items()):
                stated[document].append((fact, claim))
    return [
        graphs.GraphDocument(
            nodes=[nodes[iri] for iri in titles if document.id in about[iri]["documents"]],
            relationships=[
                graphs.Relationship(
                    source=nodes[fact.subject],
                    target=nodes[str(fact.object)],
                    type=relationship_type(fact),
                    properties={
                        "status": fact.status,
                        "stated": how(claim) or "as a fact",
                        "quote": claim.sentence.text,
                        "start": claim.sentence.start,
                        "end": claim.sentence.end,
                    },
                )
                for fact, claim in stated[document.id]
            ],
            source=documents.Document(
                page_content=document.text,
                metadata={"id": document.id, "title": document.title, "source": document.source},
            ),
        )
        for document in build.documents
    ]


def retriever(build: Build, limit: int = 10) -> BaseRetriever:
    """A retriever whose documents are sentences, with document, place and score in their metadata.

    Raises ExportError if LangChain is not installed.
    """
    retrievers = _imported("langchain_core.retrievers")
    documents, index = _imported("langchain_core.documents"), Index(build)

    class Retriever(retrievers.BaseRetriever):  # type: ignore[misc,name-defined]
        def _get_relevant_documents(self, query: str, *, run_manager: Any) -> list[Any]:
            return [
                documents.Document(
                    page_content=quote.sentence.span.text,
                    metadata={
                        "document": quote.sentence.document,
                        "start": quote.sentence.span.start,
                        "end": quote.sentence.span.end,
                        "score": quote.score,
                    },
                )
                for quote in index.search(query, limit=limit)
            ]

    return Retriever()


def _imported(module: str) -> Any:
    from importlib import import_module

    try:
        return import_module(module)
    except ImportError as error:
        raise ExportError(f"this needs LangChain; install it with: {extra('langchain')}") from error


__all__ = ["graph_documents", "retriever"]
