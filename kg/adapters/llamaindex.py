"""A build as a property graph store and a retriever of LlamaIndex (the extra `llamaindex`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kg.errors import ExportError, extra
from kg.export.graphrag import titles_of
from kg.export.propertygraph import relationship_type
from kg.graph.evidence import evidence_of, stated
from kg.model import Build
from kg.retrieve import Index

if TYPE_CHECKING:
    from llama_index.core.base.base_retriever import BaseRetriever
    from llama_index.core.graph_stores import SimplePropertyGraphStore


def property_graph_store(build: Build) -> SimplePropertyGraphStore:
    """The entities as nodes, by a name that no other has, and the facts between them as relations.

    A relation that is not asserted has its status in front (`PLANNED_MEET`); each has the quote,
    document and place of a sentence that states it.

    Raises ExportError if LlamaIndex is not installed.

    Example::

        store = property_graph_store(restore(Path("output")))
        store.get_triplets(entity_names=["Shinzo Abe"])
    """
    stores, types = _imported("graph_stores"), _imported("graph_stores.types")
    titles, store = titles_of(build), stores.SimplePropertyGraphStore()
    about, evidence = build.graph.nodes, evidence_of(build)
    nodes = {
        iri: types.EntityNode(
            name=title,
            label=str(about[iri]["type"]),
            properties={"iri": iri, "documents": list(about[iri]["documents"])},
        )
        for iri, title in titles.items()
    }
    store.upsert_nodes(list(nodes.values()))
    relations = []
    for fact in build.facts:
        if fact.object is None:
            continue
        claim = evidence(fact)[0]
        relations.append(
            types.Relation(
                label=relationship_type(fact),
                source_id=nodes[fact.subject].id,
                target_id=nodes[fact.object].id,
                properties={
                    "status": fact.status,
                    "stated": stated(claim) or "as a fact",
                    "support": fact.support,
                    "document": claim.document,
                    "start": claim.sentence.start,
                    "end": claim.sentence.end,
                    "quote": claim.sentence.text,
                },
            )
        )
    store.upsert_relations(relations)
    return store


def retriever(build: Build, limit: int = 10) -> BaseRetriever:
    """A retriever whose nodes are sentences, with document and place in their metadata.

    Raises ExportError if LlamaIndex is not installed.
    """
    base, schema, index = _imported("base.base_retriever"), _imported("schema"), Index(build)

    class Retriever(base.BaseRetriever):  # type: ignore[misc,name-defined]
        def _retrieve(self, query_bundle: Any) -> list[Any]:
            return [
                schema.NodeWithScore(
                    node=schema.TextNode(
                        id_=f"{quote.sentence.document}:{quote.sentence.span.start}",
                        text=quote.sentence.span.text,
                        metadata={
                            "document": quote.sentence.document,
                            "start": quote.sentence.span.start,
                            "end": quote.sentence.span.end,
                        },
                    ),
                    score=quote.score,
                )
                for quote in index.search(query_bundle.query_str, limit=limit)
            ]

    return Retriever()


def _imported(module: str) -> Any:
    from importlib import import_module

    try:
        return import_module(f"llama_index.core.{module}")
    except ImportError as error:
        raise ExportError(
            f"this needs llama-index-core; install it with: {extra('llamaindex')}"
        ) from error


__all__ = ["property_graph_store", "retriever"]
