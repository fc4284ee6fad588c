"""Sentences with vectors, for search by meaning: Parquet, and how to load it into databases.

`sentences.parquet` has a row per sentence that was read: `iri` (that of the span in the RDF),
`document`, `start`, `end` (code points, half-open), `text`, `entities` and `claims` (the keys that
the other exports have) and `vector`, 384 numbers of length 1, so that their product is the cosine.
`context.parquet` has the vectors of sentences with the one before, and of those that only point at
what they are about with its name in front ("Ruth Abel: She paints"); `kg.retrieve` looks at both.
`ladybug.cypher` and `neo4j.cypher` make the nodes `Sentence` and an index over their vectors.
"""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

from kg.errors import ExportError
from kg.export.files import Cleaner, encodable, write_text
from kg.export.parquet import write_typed
from kg.export.rdf.minting import Names
from kg.model import Build
from kg.retrieve.sentences import in_context, pointing, sentences_of
from kg.retrieve.vectors import WIDTH, made_by, sentence_vectors

#: The file of rows, and that of sentences with what they are to be understood by in front.
SENTENCES, CONTEXT = "sentences.parquet", "context.parquet"

_MADE_BY = b"kg.vectors"

LADYBUG = f"""\
CREATE NODE TABLE Sentence(
    iri STRING PRIMARY KEY, document STRING, start INT64, `end` INT64, text STRING,
    entities STRING[], claims STRING[], vector FLOAT[{WIDTH}]);
COPY Sentence FROM '{SENTENCES}';
"""
#: Needs the extension `vector`, which Ladybug fetches once from the network.
LADYBUG_INDEX = """\
INSTALL vector;
LOAD vector;
CALL CREATE_VECTOR_INDEX('Sentence', 'sentence_vector', 'vector', metric := 'cosine');
"""
NEO4J = f"""\
// $rows are the rows of {SENTENCES} as maps, a few thousand at a time:
//   rows = pyarrow.parquet.read_table("{SENTENCES}").to_pylist()
//   driver.execute_query(statement, rows=rows[:2000])
CREATE CONSTRAINT sentence_iri IF NOT EXISTS FOR (s:Sentence) REQUIRE s.iri IS UNIQUE;
CREATE VECTOR INDEX sentence_vector IF NOT EXISTS FOR (s:Sentence) ON (s.vector)
OPTIONS {{indexConfig: {{`vector.dimensions`: {WIDTH}, `vector.similarity_function`: 'cosine'}}}};
UNWIND $rows AS row
MERGE (s:Sentence {{iri: row.iri}})
SET s.document = row.document, s.start = row.start, s.end = row.end, s.text = row.text
WITH s, row
CALL db.create.setNodeVectorProperty(s, 'vector', row.vector)
WITH s, row
UNWIND row.entities AS entity
MATCH (e:Entity {{iri: entity}})
MERGE (s)-[:MENTIONS]->(e);
// CALL db.index.vector.queryNodes('sentence_vector', 10, $vector) YIELD node, score
"""


def write_vectors(build: Build, folder: Path) -> None:
    """Write `sentences.parquet` and the statements that load it.

    Raises ExportError if a file cannot be written or pyarrow is not installed.
    """
    clean = Cleaner("Parquet")
    write_typed(rows_of(build, clean), folder / SENTENCES, schema=_schema)
    write_typed(_in_context(build), folder / CONTEXT, schema=_context_schema)
    write_text(folder / "ladybug.cypher", [LADYBUG])
    write_text(folder / "ladybug-index.cypher", [LADYBUG_INDEX])
    write_text(folder / "neo4j.cypher", [NEO4J])
    clean.warn()


def read_vectors(folder: Path) -> dict[str, list[float]]:
    """The vectors of an earlier export by the text of their sentence.

    Empty where there is no export, where another model made it, or pyarrow is not installed. A
    vector depends on nothing but its text, so those of one build may be used for another.

    Raises ExportError if the file is damaged.
    """
    found: dict[str, list[float]] = {}
    for name in (SENTENCES, CONTEXT):
        found |= _read(folder / name)
    return found


def _read(path: Path) -> dict[str, list[float]]:
    if not path.is_file():
        return {}
    try:
        from pyarrow import ArrowException, parquet
    except ImportError:
        return {}
    try:
        table = parquet.read_table(path, columns=["text", "vector"])
    except (OSError, ArrowException, KeyError) as error:
        raise ExportError(
            f"cannot read {path}: {' '.join(str(error).split())[:120]}; write it again with "
            "kg export --to vectors"
        ) from error
    mark = (table.schema.metadata or {}).get(_MADE_BY)
    width = getattr(table.schema.field("vector").type, "list_size", 0)
    if mark != made_by().encode() or width != WIDTH:
        return {}
    return dict(zip(table["text"].to_pylist(), table["vector"].to_pylist(), strict=True))


def _in_context(build: Build) -> list[dict[str, Any]]:
    sentences = sentences_of(build)
    texts = sorted({*pointing(build, sentences).values(), *in_context(sentences)})
    texts = [text for text in texts if encodable(text) == text]
    vectors = sentence_vectors(texts)
    return [{"text": t, "vector": v.tolist()} for t, v in zip(texts, vectors, strict=True)]


def rows_of(build: Build, clean: Cleaner) -> list[dict[str, Any]]:
    """The rows of `sentences.parquet`, by document and place."""
    names, sentences = Names(build), sentences_of(build)
    vectors = sentence_vectors(sentence.span.text for sentence in sentences)
    return [
        {
            "iri": names.span(sentence.document, sentence.span),
            "document": clean(sentence.document),
            "start": sentence.span.start,
            "end": sentence.span.end,
            "text": clean(sentence.span.text),
            "entities": list(sentence.entities),
            "claims": [names.claim(claim) for claim in sentence.claims],
            "vector": vector.tolist(),
        }
        for sentence, vector in zip(sentences, vectors, strict=True)
    ]


def _schema(pyarrow: ModuleType) -> Any:
    text = pyarrow.string()
    columns = pyarrow.schema(
        [
            ("iri", text), ("document", text), ("start", pyarrow.int64()),
            ("end", pyarrow.int64()), ("text", text), ("entities", pyarrow.list_(text)),
            ("claims", pyarrow.list_(text)), ("vector", pyarrow.list_(pyarrow.float32(), WIDTH)),
        ]
    )  # fmt: skip
    return columns.with_metadata({_MADE_BY: made_by()})


def _context_schema(pyarrow: ModuleType) -> Any:
    columns = [("text", pyarrow.string()), ("vector", pyarrow.list_(pyarrow.float32(), WIDTH))]
    return pyarrow.schema(columns).with_metadata({_MADE_BY: made_by()})


__all__ = ["LADYBUG", "SENTENCES", "read_vectors", "write_vectors"]
