"""What a program may ask of a finished graph, and the answers: plain dicts, never long.

Each list is cut at `limit` and says so: `found` is how many there are, `left_out` how many are not
in the answer. Each statement has its quote, document and place (code points, half-open), so that
whoever reads the answer can check it. Nothing is ever written.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from threading import RLock
from typing import Any, Literal

from kg.ask.diff import compare
from kg.ask.show import find_entities, find_entity, steps_between
from kg.errors import QueryError
from kg.export.vectors import read_vectors
from kg.files import read_bytes
from kg.folder.ours import MANIFEST
from kg.graph.communities import communities
from kg.graph.evidence import evidence_of, stated, surest
from kg.graph.wording import worded
from kg.model import Build, Claim, Entity, Fact, Span, TypedFact
from kg.restore import restore
from kg.retrieve import Index

#: Items of a list in an answer where nothing is said, and at most.
USUAL, MOST_ITEMS = 10, 50
#: Characters of a quote at most, and of a stretch of a document.
LONGEST_QUOTE = 1_000
STRETCH = 4_000
#: Bytes of a manifest.
_LARGE = 1 << 29

Json = dict[str, Any]


class Desk:
    """Answers about the graph in a folder; one that is built anew is read anew.

    It may be asked from several threads: each question is answered from one graph. `before` is an
    earlier folder, for what has changed since.

    Raises DamageError if a folder holds no graph.

    Example::

        Desk(Path("output")).entity("Shinzo Abe")["claims"][0]["quote"]
    """

    def __init__(self, output: Path, before: Path | None = None) -> None:
        self._output, self._before = output, before
        self._lock = RLock()
        self._mark = b""
        self._index: Index | None = None
        self._build = self._read()

    def _read(self) -> Build:
        """The build of the folder, restored again where its manifest is another one."""
        with self._lock:
            data = b""
            with suppress(OSError):  # `restore` says what is wrong
                data = read_bytes(self._output / MANIFEST, _LARGE)
            mark = hashlib.sha256(data).digest()
            if mark != self._mark:
                self._build, self._index, self._mark = restore(self._output), None, mark
            return self._build

    def _indexed(self) -> tuple[Build, Index]:
        """The build of the folder, and its sentences ready to be asked."""
        with self._lock:
            build = self._read()
            if self._index is None:
                kept = read_vectors(self._output / "exports" / "vectors")
                self._index = Index(build, vectors=kept)
            return build, self._index

    # Questions

    def search(self, question: str, limit: int = USUAL) -> Json:
        """Sentences that answer a question or tell about words, the best first."""
        if not question.strip():
            raise QueryError("the question is empty; ask for words, names or a whole sentence")
        build, index = self._indexed()
        limit = _checked(limit)
        with self._lock:  # the reading model is for one thread at a time
            found = index.search(question, limit=limit)
        claims = {claim.id: claim for claim in build.claims if claim.shown}
        labels = {entity.iri: entity.label for entity in build.entities}
        items = [
            {
                "score": quote.score,
                **_place(quote.sentence.document, quote.sentence.span),
                "entities": [labels[iri] for iri in quote.sentence.entities[:USUAL]],
                "statements": [_statement(claims[id]) for id in quote.sentence.claims
                               if id in claims][:USUAL],
            }
            for quote in found
        ]  # fmt: skip
        return {"question": question, "entities": [_named(e) for e in index.named(question)][
            :USUAL], "items": items, "limit": limit}  # fmt: skip

    def entity(self, name: str, limit: int = USUAL) -> Json:
        """The card of an entity: type, names, links, where it is mentioned, what is said of it."""
        build = self._read()
        entity = find_entity(build, name)
        counts: dict[str, int] = {}
        for mention in entity.mentions:
            counts[mention.document] = counts.get(mention.document, 0) + 1
        documents = [{"document": d, "mentions": n} for d, n in sorted(counts.items())]
        about = [c for c in build.claims if c.shown and entity.iri in _ends(c)]
        return {
            **_named(entity),
            "aliases": list(entity.aliases)[:MOST_ITEMS],
            "links": list(entity.links)[:MOST_ITEMS],
            "importance": build.graph.nodes.get(entity.iri, {}).get("importance", 0.0),
            "documents": _bounded(documents, limit),
            "claims": _bounded([_statement(c) for c in sorted(about, key=surest)], limit),
        }

    def relations(
        self, name: str, other: str | None = None, predicate: str | None = None, limit: int = USUAL
    ) -> Json:
        """The facts about an entity, to `other` only or of one `predicate` only if given."""
        build = self._read()
        entity = find_entity(build, name)
        partner = find_entity(build, other) if other else None
        evidence = evidence_of(build)
        found = [
            fact for fact in build.facts
            if entity.iri in (fact.subject, fact.object)
            and (partner is None or partner.iri in (fact.subject, fact.object))
            and (predicate is None or fact.label == predicate)
        ]  # fmt: skip
        found.sort(key=lambda f: (not f.asserted, -f.support, -f.confidence, f.id))
        about = build.graph.nodes
        rows = [
            {**_relation(fact, evidence(fact)[0]), "subject": about[fact.subject]["label"]}
            for fact in found
        ]
        typed = [
            _typed(fact) for fact in build.typed
            if entity.iri in (fact.subject, fact.object)
            and (partner is None or partner.iri in (fact.subject, fact.object))
            and (predicate is None or predicate in (fact.label, fact.predicate))
        ]  # fmt: skip
        return {
            "entity": _named(entity),
            "facts": _bounded(rows, limit),
            "typed": _bounded(typed, limit),
        }

    def path(self, start: str, end: str) -> Json:
        """The shortest way between two entities over what the documents state."""
        build = self._read()
        steps = [
            {**_statement(claim), "status": fact.status, "support": fact.support}
            for fact, claim in steps_between(build, start, end)
        ]
        return {"steps": _bounded(steps, MOST_ITEMS)}

    def claims(
        self, name: str, role: Literal["about", "by"] = "about", limit: int = USUAL, skip: int = 0
    ) -> Json:
        """The claims about an entity, or those that it is the source of ("by"); all of them.

        What makes no fact says why in `kept_back`.
        """
        build = self._read()
        entity = find_entity(build, name)
        if role == "by":
            found = [c for c in build.claims if c.source and c.source.entity == entity.iri]
        else:
            found = [c for c in build.claims if entity.iri in _ends(c)]
        found.sort(key=lambda c: (c.document, c.sentence.start, c.id))
        rows = [_statement(claim) for claim in found[max(skip, 0) :]]
        return {
            "entity": _named(entity),
            "role": role,
            "skipped": min(max(skip, 0), len(found)),
            "claims": _bounded(rows, limit),
        }

    def changed(self, limit: int = USUAL) -> Json:
        """What is new, gone or stated otherwise since the earlier folder."""
        if self._before is None:
            raise QueryError(
                "there is no earlier graph to compare with; start kg mcp with --before"
            )
        difference = compare(restore(self._before), self._read())
        return {
            "documents": {k: _bounded(list(v), limit) for k, v in difference.documents.items()},
            "entities": {
                k: _bounded([asdict(e) for e in v], limit) for k, v in difference.entities.items()
            },
            "facts": {
                k: _bounded([_shorter(asdict(f)) for f in v], limit)
                for k, v in difference.facts.items()
            },
        }

    def quote(self, document: str, start: int, end: int, around: int = 0) -> Json:
        """The text of a document from `start` to `end`, and so many characters `around` it."""
        build = self._read()
        text = next((d for d in build.documents if d.id == document), None)
        if text is None:
            raise QueryError(
                f"no document has the id {document!r}; the answers of the other tools name them"
            )
        if not 0 <= start < end <= len(text.text):
            raise QueryError(
                f"no place [{start}, {end}) in {document}, which has {len(text.text)} characters"
            )
        wished = max(0, start - max(around, 0)), min(len(text.text), end + max(around, 0))
        margin = max(0, STRETCH - (end - start)) // 2  # a long way around must not lose the place
        first, last = max(wished[0], start - margin), min(wished[1], end + margin, start + STRETCH)
        cut = {"cut": True} if last < end else {}
        return {
            "document": document,
            "title": text.title,
            "date": text.date,
            "source": text.url or text.source,
            "quote": text.text[start : min(end, last)],
            **cut,
            "text": text.text[first:last],
            "text_start": first,
            "text_end": last,
            "left_out": wished[1] - wished[0] - (last - first),
        }

    def communities(self, limit: int = USUAL) -> Json:
        """What the graph is about: groups of entities, each with its most telling sentences."""
        build = self._read()
        labels = {entity.iri: entity.label for entity in build.entities}
        found = communities(build)
        rows = [
            {
                "name": community.name,
                "size": len(community.entities),
                "entities": [labels[iri] for iri in community.entities[:USUAL]],
                "sentences": [_place(t.document, t.sentence) for t in community.sentences],
            }
            for community in found[: _checked(limit)]
        ]
        return {"communities": {**_bounded(rows, limit), "found": len(found),
                                "left_out": len(found) - len(rows)}}  # fmt: skip

    def named(self, name: str, limit: int = USUAL) -> Json:
        """The entities of a name, the most important first."""
        build = self._read()
        return {"entities": _bounded([_named(e) for e in find_entities(build, name)], limit)}


def _checked(limit: int) -> int:
    return max(1, min(limit, MOST_ITEMS))


def _bounded(items: Sequence[Any], limit: int) -> Json:
    """The first items, and how many more there are."""
    shown = list(items[: _checked(limit)])
    return {"items": shown, "found": len(items), "left_out": len(items) - len(shown)}


def _named(entity: Entity) -> Json:
    return {"iri": entity.iri, "label": entity.label, "type": entity.type}


def _place(document: str, span: Span) -> Json:
    """Where words stand, and the words; of long ones the first."""
    text = span.text[:LONGEST_QUOTE]
    cut = {"cut": True} if len(text) < len(span.text) else {}
    return {"document": document, "start": span.start, "end": span.end, "quote": text, **cut}


def _statement(claim: Claim) -> Json:
    """A claim with its sentence; `spans` are its parts within the document.

    The id is empty of what only the relation model sees (`kg.graph.evidence`).
    """
    parts = {
        "subject": claim.subject.span,
        **({"object": claim.object.span} if claim.object else {}),
    }
    return {
        "claim": claim.id,
        "subject": claim.subject.label,
        "predicate": worded(claim),
        "object": claim.object.label if claim.object else None,
        "stated": stated(claim) or "as a fact",
        "time": claim.time.value if claim.time else None,
        "confidence": claim.confidence,
        **({} if claim.shown else {"kept_back": claim.hidden_because}),
        **_place(claim.document, claim.sentence),
        "spans": {name: [span.start, span.end] for name, span in parts.items()},
    }


def _relation(fact: Fact, best: Claim) -> Json:
    return {
        "fact": fact.id,
        "status": fact.status,
        "support": fact.support,
        "subject_iri": fact.subject,
        "object_iri": fact.object,
        "claims": len(fact.claims),
        **_statement(best),
    }


def _typed(fact: TypedFact) -> Json:
    """A fact of the ontology, with the first sentence that states it."""
    first = fact.evidence[0] if fact.evidence else None
    return {
        "fact": fact.id,
        "subject": fact.subject_label,
        "predicate": fact.label,
        "predicate_iri": fact.predicate,
        "object": fact.object_label,
        "status": fact.status,
        "times": list(fact.times),
        "confidence": fact.confidence,
        "claims": len(fact.claims),
        **(_place(first.document, first.sentence) if first else {}),
    }


def _ends(claim: Claim) -> Iterable[str | None]:
    yield claim.subject.entity
    if claim.object is not None:
        yield claim.object.entity
    yield from (qualifier.argument.entity for qualifier in claim.qualifiers)


def _shorter(line: Json) -> Json:
    return {**line, "quote": line["quote"][:LONGEST_QUOTE]}


__all__ = ["LONGEST_QUOTE", "MOST_ITEMS", "STRETCH", "USUAL", "Desk"]
