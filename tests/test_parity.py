"""Every format of `kg export` carries the same entities, facts, claims, qualifiers and evidence.

Those that draw the network leave out what is kept back, and nothing else. Each is read back by a
reader that is not of this project (`readers.py`; pyoxigraph for RDF), counted, and held against the
build itself.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pyoxigraph
import pytest
import readers
from builds import small_build
from engines import falkordb
from graphs import Content

from kg.export.formats import FORMATS, export
from kg.export.propertygraph import Columns, property_graph
from kg.export.rdf.terms import CLASSES, prefixes_of
from kg.graph.multigraph import visible
from kg.model import Argument, Build, Claim, Span
from kg.resolve import entities_of


@dataclass(frozen=True, kw_only=True)
class Inventory:
    """What must be the same everywhere.

    entities: IRI → label and classes; facts: subject, predicate, object → asserted, support,
    number of claims; claims: id → what it says and how; qualifiers with how often each; evidence:
    claim id → how many spans, by role.
    """

    entities: dict[str, Any]
    facts: dict[tuple[Any, ...], Any]
    claims: dict[str, Any]
    qualifiers: Counter[tuple[Any, ...]]
    evidence: dict[str, Any]


# ------------------------------------------------------------------ the build itself


def of_build(build: Build) -> Inventory:
    return Inventory(
        entities={
            e.iri: (e.label, sorted({e.type} | ({"Concept"} if e.kind == "concept" else set())))
            for e in build.entities
        },
        facts={
            (f.subject, f.predicate, f.object or f.literal): (f.asserted, f.support, len(f.claims))
            for f in build.facts
        },
        claims={c.id: _said(c) for c in build.claims},
        qualifiers=Counter(
            (c.id, q.role, q.argument.entity or q.argument.literal)
            for c in build.claims
            for q in c.qualifiers
        ),
        evidence={c.id: _spans(c) for c in build.claims},
    )


def _said(claim: Claim) -> tuple[Any, ...]:
    return (
        claim.document,
        claim.sentence.text,
        claim.polarity,
        claim.modality,
        claim.source.label if claim.source else None,
        claim.time.value if claim.time else None,
        _value(claim.place),
        round(claim.confidence, 6),
        claim.rule,
        tuple(sorted(claim.rules)),
        claim.reader,
        round(claim.worth, 6),
        claim.event or None,
        claim.shown,
        claim.hidden_because or None,
        claim.confirmed_by or None,
    )


def _value(argument: Argument | None) -> str | None:
    return (argument.entity or argument.literal) if argument else None


def _spans(claim: Claim) -> dict[str, int]:
    source, time = claim.source, claim.time
    found: dict[str, Iterable[Span | None]] = {
        "sentence": [claim.sentence],
        "subject": [claim.subject.span],
        "predicate": claim.predicate.spans,
        "object": [claim.object.span if claim.object else None],
        "cue": claim.cues,
        "source": [source.span if source else None],
        "source_cue": [source.cue if source else None],
        "time": [time.span if time else None],
        "place": [claim.place.span if claim.place else None],
        "value": [q.argument.span for q in claim.qualifiers],
    }
    return counted({role: {(s.start, s.end) for s in spans if s} for role, spans in found.items()})


def counted(spans: Mapping[str, Iterable[Any]]) -> dict[str, int]:
    """How many different spans there are of each role; roles without any are left out."""
    return {role: len(set(found)) for role, found in spans.items() if found}


# ------------------------------------------------------------------ property graphs


def of_property_graph(found: Content) -> Inventory:
    nodes, relationships = found
    by_label: dict[str, dict[str, Any]] = defaultdict(dict)
    for iri, (labels, values) in nodes.items():
        (first,) = {"Entity", "Document", "Fact", "Claim", "Qualifier"} & set(labels)
        by_label[first][iri] = values
    ends: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for type_, start, end, _ in relationships.values():
        ends[type_][start].append(end)
    claims = by_label["Claim"]
    return Inventory(
        entities={
            iri: (values["label"], sorted(set(nodes[iri][0]) - {"Entity"}))
            for iri, values in by_label["Entity"].items()
        },
        facts={
            (
                *ends["HAS_SUBJECT"][iri],
                values["predicate"],
                only(ends["HAS_OBJECT"][iri]) or values.get("literal"),
            ): (
                values["asserted"],
                values["support"],
                sum(iri in stated for stated in ends["STATES"].values()),
            )
            for iri, values in by_label["Fact"].items()
        },
        claims={
            values["id"]: (
                by_label["Document"][only(ends["STATED_IN"][iri])]["id"],
                values["sentence_text"],
                values["polarity"],
                values["modality"],
                values.get("source"),
                values.get("time"),
                only(ends["HAS_PLACE"][iri]) or values.get("place_literal"),
                round(values["confidence"], 6),
                values["rule"],
                tuple(sorted(values["rules"])),
                values["reader"],
                round(values["worth"], 6),
                values.get("event"),
                values["shown"],
                values.get("hidden_because"),
                values.get("confirmed_by"),
            )
            for iri, values in claims.items()
        },
        qualifiers=Counter(
            (
                values["id"],
                by_label["Qualifier"][part]["role"],
                only(ends["HAS_VALUE"][part]) or by_label["Qualifier"][part].get("value_literal"),
            )
            for iri, values in claims.items()
            for part in ends["HAS_QUALIFIER"][iri]
        ),
        evidence={
            values["id"]: _columns(
                values, [by_label["Qualifier"][part] for part in ends["HAS_QUALIFIER"][iri]]
            )
            for iri, values in claims.items()
        },
    )


def only(found: list[str]) -> Any:
    assert len(found) <= 1
    return found[0] if found else None


def _columns(values: dict[str, Any], qualifiers: list[dict[str, Any]]) -> dict[str, int]:
    single = ("sentence", "subject", "object", "source", "source_cue", "time", "place")
    found: dict[str, list[Any]] = {
        role: [(values[f"{role}_start"], values[f"{role}_end"])]
        for role in single
        if f"{role}_start" in values
    }
    for role in ("predicate", "cue"):
        starts, stops = values.get(f"{role}_starts", []), values.get(f"{role}_ends", [])
        found[role] = list(zip(starts, stops, strict=True))
    found["value"] = [(part["value_start"], part["value_end"]) for part in qualifiers]
    return counted(found)


def columns_of(build: Build) -> dict[str, str]:
    kinds: dict[str, str] = {}
    graph = property_graph(build)
    tables: list[Columns] = [table.columns for table in graph.nodes]
    tables += [table.columns for table in graph.relationships]
    for columns in tables:
        kinds |= columns
    return kinds


def with_lists(found: Content, kinds: dict[str, str]) -> Content:
    """Read the JSON that lists are where a format has none."""
    for rows in found:
        for row in rows.values():
            for name, value in row[-1].items():
                if kinds[name].endswith("[]"):
                    row[-1][name] = json.loads(value)
    return found


# ------------------------------------------------------------------ networks


def of_network(
    nodes: Mapping[str, dict[str, Any]], edges: Iterable[tuple[str, str, dict[str, Any]]]
) -> Inventory:
    facts = [(start, end, data) for start, end, data in edges]
    for iri, data in nodes.items():
        facts += [(iri, fact["literal"], fact) for fact in data["facts"]]
    claims = {claim["id"]: claim for _, _, data in facts for claim in data["evidence"]}
    return Inventory(
        entities={
            iri: (
                data["label"],
                sorted({data["type"]} | ({"Concept"} if data["kind"] == "concept" else set())),
            )
            for iri, data in nodes.items()
        },
        facts={
            (start, data["predicate"], end): (
                data["asserted"],
                data["support"],
                len(data["evidence"]),
            )
            for start, end, data in facts
        },
        claims={id_: _said_in_json(claim) for id_, claim in claims.items()},
        qualifiers=Counter(
            (id_, part["role"], part.get("entity") or part.get("literal"))
            for id_, claim in claims.items()
            for part in claim["qualifiers"]
        ),
        evidence={id_: _spans_in_json(claim) for id_, claim in claims.items()},
    )


def _said_in_json(claim: dict[str, Any]) -> tuple[Any, ...]:
    place = claim["place"] or {}
    return (
        claim["document"],
        claim["sentence"]["text"],
        claim["polarity"],
        claim["modality"],
        (claim["source"] or {}).get("label"),
        (claim["time"] or {}).get("value"),
        place.get("entity") or place.get("literal"),
        round(claim["confidence"], 6),
        claim["rule"],
        tuple(sorted(claim["rules"])),
        claim["reader"],
        round(claim["worth"], 6),
        claim["event"],
        claim["shown"],
        claim["hidden_because"],
        claim["confirmed_by"],
    )


def _spans_in_json(claim: dict[str, Any]) -> dict[str, int]:
    def ends(*parts: dict[str, Any] | None) -> list[tuple[int, int]]:
        return [(part["start"], part["end"]) for part in parts if part]

    roles = ("sentence", "subject", "object", "source", "time", "place")
    return counted(
        {role: ends(claim[role]) for role in roles}
        | {
            "predicate": [tuple(span) for span in claim["predicate"]["spans"]],
            "cue": ends(*claim["cues"]),
            "source_cue": ends((claim["source"] or {}).get("cue")),
            "value": ends(*claim["qualifiers"]),
        }
    )


def _parsed(data: dict[str, Any]) -> dict[str, Any]:
    lists = ("facts", "evidence")
    return {k: json.loads(v) if k in lists and isinstance(v, str) else v for k, v in data.items()}


def node_link(path: Path) -> Inventory:
    graph = nx.node_link_graph(json.loads(path.read_text("utf-8")), edges="links")
    return of_network(dict(graph.nodes(data=True)), graph.edges(data=True))


def graphml(path: Path) -> Inventory:
    graph = nx.read_graphml(path, force_multigraph=True)
    nodes = {node: _parsed(data) for node, data in graph.nodes(data=True)}
    return of_network(nodes, [(s, o, _parsed(data)) for s, o, data in graph.edges(data=True)])


def cytoscape(path: Path) -> Inventory:
    elements = json.loads(path.read_text("utf-8"))["elements"]
    nodes = {node["data"]["id"]: node["data"] for node in elements["nodes"]}
    edges = [edge["data"] for edge in elements["edges"]]
    return of_network(nodes, [(e["source"], e["target"], e) for e in edges])


def gexf(path: Path) -> Inventory:
    types = {"long": int, "double": float, "boolean": lambda text: text == "true", "string": str}
    root = ElementTree.parse(path).getroot()
    kinds = {
        (group.get("class"), a.get("id")): types[a.get("type") or ""]
        for group in root.iterfind(".//{*}attributes")
        for a in group
    }

    def data(element: Any, domain: str) -> dict[str, Any]:
        values = element.iterfind(".//{*}attvalue")
        return _parsed({v.get("for"): kinds[domain, v.get("for")](v.get("value")) for v in values})

    nodes = {str(n.get("id")): data(n, "node") for n in root.iterfind(".//{*}node")}
    edges = [
        (str(e.get("source")), str(e.get("target")), data(e, "edge"))
        for e in root.iterfind(".//{*}edge")
    ]
    return of_network(nodes, edges)


# ------------------------------------------------------------------ RDF, by pyoxigraph


def of_rdf(path: Path, format: pyoxigraph.RdfFormat, build: Build) -> Inventory:
    """Property → subject → objects as texts, whatever the graph."""
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in pyoxigraph.parse(path=str(path), format=format):
        if isinstance(quad.object, pyoxigraph.Triple):
            continue
        found[quad.predicate.value][quad.subject.value].add(quad.object.value)
    prefixes = prefixes_of(build.settings)

    def get(name: str, subject: str) -> list[str]:
        prefix, _, local = name.partition(":")
        return sorted(found[prefixes[prefix] + local][subject])

    def one(name: str, subject: str) -> Any:
        return only(get(name, subject))

    types = {prefixes[v.partition(":")[0]] + v.partition(":")[2]: k for k, v in CLASSES.items()}
    isa = found[prefixes["rdf"] + "type"]
    statements = {s for s, kinds in isa.items() if prefixes["rdf"] + "Statement" in kinds}
    ids = {s: s.removeprefix(prefixes["claim"]) for s in statements}
    facts: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for s in statements:
        said = one("rdf:subject", s), one("rdf:predicate", s), one("rdf:object", s)
        if one("kg:shown", s) == "true" and said[0].startswith(prefixes["ent"]):
            facts[said].append(s)

    def fact(key: tuple[Any, ...], stated: list[str]) -> tuple[bool, int, int]:
        texts = {one("schema:sha256", one("prov:wasDerivedFrom", s)) for s in stated}
        asserted = key[2] in found[key[1]][key[0]]
        if key[2] is None:  # nothing that a plain triple could say
            hows = {(one("kg:polarity", s), one("kg:modality", s)) for s in stated}
            asserted = ("positive", "actual") in hows
        return asserted, len(texts), len(stated)

    def evidence(s: str) -> dict[str, list[str]]:
        roles = {
            "subject": "subjectSpan", "predicate": "predicateSpan", "object": "objectSpan",
            "cue": "cueSpan", "source": "sourceSpan", "source_cue": "sourceCueSpan",
            "time": "timeSpan", "place": "placeSpan", "sentence": "sentence",
        }  # fmt: skip
        spans = {role: get(f"kg:{name}", s) for role, name in roles.items()}
        parts = get("kg:qualifier", s)
        return {**spans, "value": [v for part in parts for v in get("kg:valueSpan", part)]}

    return Inventory(
        entities={
            e: (one("rdfs:label", e), sorted(types[kind] for kind in kinds))
            for e, kinds in isa.items()
            if kinds <= set(types) and e.startswith(prefixes["ent"])
        },
        facts={key: fact(key, stated) for key, stated in facts.items()},
        claims={
            ids[s]: (
                one("dcterms:identifier", one("prov:wasDerivedFrom", s)),
                one("oa:exact", one("kg:sentence", s)),
                one("kg:polarity", s),
                one("kg:modality", s),
                one("kg:sourceLabel", s),
                one("kg:time", s),
                one("kg:place", s),
                round(float(one("kg:confidence", s)), 6),
                one("kg:rule", s),
                tuple(get("kg:appliedRule", s)),
                one("kg:reader", s),
                round(float(one("kg:worth", s)), 6),
                (one("kg:event", s) or "").removeprefix(prefixes["event"]) or None,
                one("kg:shown", s) == "true",
                one("kg:hiddenBecause", s),
                one("kg:confirmedBy", s),
            )
            for s in statements
        },
        qualifiers=Counter(
            (ids[s], one("kg:role", part), one("rdf:value", part))
            for s in statements
            for part in get("kg:qualifier", s)
        ),
        evidence={ids[s]: counted(evidence(s)) for s in statements},
    )


# ------------------------------------------------------------------ all of them


def _kglite(path: Path, build: Build) -> Inventory:
    return of_property_graph(readers.kglite_script(path))


RDF = {
    "jsonld": pyoxigraph.RdfFormat.JSON_LD,
    "nquads": pyoxigraph.RdfFormat.N_QUADS,
    "ntriples": pyoxigraph.RdfFormat.N_TRIPLES,
    "rdfxml": pyoxigraph.RdfFormat.RDF_XML,
    "trig": pyoxigraph.RdfFormat.TRIG,
    "turtle": pyoxigraph.RdfFormat.TURTLE,
    "turtle12": pyoxigraph.RdfFormat.TURTLE,
}
READERS: dict[str, Callable[[Path, Build], Inventory]] = {
    "csv": lambda path, build: of_property_graph(readers.plain_csv(path, columns_of(build))),
    "cypher": _kglite,
    "cytoscape": lambda path, build: cytoscape(path),
    "gexf": lambda path, build: gexf(path),
    "graphml": lambda path, build: graphml(path),
    "json": lambda path, build: node_link(path),
    "ladybug": lambda path, build: of_property_graph(readers.ladybug_folder(path)),
    "neo4j-admin": lambda path, build: of_property_graph(readers.neo4j_admin(path)),
    "neptune": lambda path, build: of_property_graph(
        with_lists(readers.neptune(path), columns_of(build))
    ),
    "parquet": lambda path, build: of_property_graph(readers.parquet(path)),
    **{
        name: lambda path, build, format=format: of_rdf(path, format, build)  # type: ignore[misc]
        for name, format in RDF.items()
    },
}


#: Formats for retrieval: a choice of what is stated, in the layout of others.
RETRIEVAL = {"graphrag", "vectors"}
#: Formats for looking at the network.
NETWORKS = ("cytoscape", "gexf", "graphml", "json")


def shown(build: Build) -> Build:
    """A build without what is kept back."""
    claims = tuple(claim for claim in build.claims if claim.shown)
    said = {iri for claim in claims for iri in entities_of(claim)}
    return replace(build, claims=claims, entities=tuple(visible(build.entities, said)))


def test_every_export_of_one_build_carries_the_same(examples: Build, tmp_path: Path) -> None:
    for build in (examples, small_build()):
        whole, drawn = of_build(build), of_build(shown(build))
        assert len(whole.claims) == len(build.claims) > len(drawn.claims) == build.shown
        for name in sorted(FORMATS.keys() - RETRIEVAL):
            path = tmp_path / str(len(build.claims)) / name / FORMATS[name].name
            export(build, name, path)
            if name == "falkordb":
                with falkordb(tmp_path) as client:
                    found = of_property_graph(
                        readers.falkordb_bulk(path, client, str(len(build.claims)))
                    )
            else:
                assert name in READERS, f"{name}: read it back in READERS, or name it in RETRIEVAL"
                found = READERS[name](path, build)
            check(found, drawn if name in NETWORKS else whole, name)


def check(found: Inventory, wanted: Inventory, name: str) -> None:
    for part in ("entities", "facts", "claims", "qualifiers", "evidence"):
        assert getattr(found, part) == getattr(wanted, part), f"{name}: {part}"


@pytest.mark.parametrize("part", ["entities", "facts", "claims", "qualifiers", "evidence"])
def test_the_parity_check_notices_one_that_is_missing(part: str) -> None:
    wanted, found = of_build(small_build()), of_build(small_build())
    getattr(found, part).popitem()
    with pytest.raises(AssertionError, match=part):
        check(found, wanted, "none")
