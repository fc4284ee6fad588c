"""GraphML, GEXF, node-link JSON, Cytoscape JSON: entities as nodes and facts as edges.

`graph.graphml` and `graph.json` of an output folder hold every node, every edge (parallel ones too,
told apart by fact id) and every attribute of `Build.graph`. What `kg export` writes holds all that
is shown of the build: an edge has its claims in full as `evidence`, a node has `facts`, those about
it that are no edges because their object is a literal or missing, each with its `evidence`.

Everything is written in sorted order. The text is written directly: networkx's GraphML and GEXF
writers refuse lists and leave an empty file behind. XML formats have no lists: they are JSON there.

    networkx.read_graphml("graph.graphml", force_multigraph=True)
    networkx.node_link_graph(json.load(open("graph.json")), edges="links")

Formats: http://graphml.graphdrawing.org/specification.html, https://gexf.net/,
`networkx.node_link_data`, https://js.cytoscape.org/#notation/elements-json.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Any

from kg.errors import ExportError
from kg.export.files import Cleaner, encodable, write_text
from kg.export.propertygraph import PropertyGraph, Value
from kg.folder.layout import claim_fields, one_line_json
from kg.model import Build

Clean = Callable[[str], str]
_Node = tuple[str, Mapping[str, Any]]
_Edge = tuple[str, str, str, Mapping[str, Any]]
Generate = Callable[["Network", Clean], Iterator[str]]

_SPECIAL = re.compile("[^\x20!#-%'-;=?-~\xa0-\u2027\u202a-\ud7ff]")

# XML 1.0 cannot hold these even as references.
_FORBIDDEN = "[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]"
_FORBIDDEN_IN_XML = re.compile(_FORBIDDEN)

# Line ends and tabs as references, or XML readers turn them into other white space.
_REFERENCES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"}
    | {"\t": "&#9;", "\n": "&#10;", "\r": "&#13;", "\x85": "&#133;", "\u2028": "&#8232;"}
)

_KINDS: Mapping[type, str] = {bool: "boolean", int: "long", float: "double"}

_OPENING = """\
<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""

_GEXF = """\
<?xml version="1.0" encoding="UTF-8"?>
<gexf xmlns="http://gexf.net/1.3" version="1.3"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://gexf.net/1.3 http://gexf.net/1.3/gexf.xsd">
  <graph defaultedgetype="directed" mode="static">
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """Nodes and edges with their attributes, sorted."""

    nodes: tuple[_Node, ...]
    edges: tuple[_Edge, ...]


def network(build: Build) -> Network:
    """The graph of `build` with the attributes of `Build.graph` alone."""
    return Network(
        nodes=tuple(sorted(build.graph.nodes.items(), key=lambda node: node[0])),
        edges=tuple(sorted(build.graph.edges(keys=True, data=True), key=lambda edge: edge[:3])),
    )


def whole_network(build: Build) -> Network:
    """The graph of `build` with the claims shown: `evidence` of edges, `facts` of nodes."""
    slim = network(build)
    claims = {claim.id: claim_fields(claim) for claim in build.claims if claim.shown}
    facts: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for fact in build.facts:
        if fact.object is None:
            fields = {name: value for name, value in asdict(fact).items() if name in _STATED}
            fields["evidence"] = [claims[claim] for claim in fact.claims]
            facts[fact.subject].append(fields)
    metonyms = {e.iri: {"metonym": e.metonym} for e in build.entities if e.metonym}
    nodes = tuple(
        (node, {**data, **metonyms.get(node, {}), "facts": facts[node]})
        for node, data in slim.nodes
    )
    edges = tuple(
        (*edge, {**data, "evidence": [claims[claim] for claim in data["claims"]]})
        for *edge, data in slim.edges
    )
    return Network(nodes=nodes, edges=edges)  # type: ignore[arg-type]


_STATED = (
    *("id", "predicate", "label", "literal", "datatype"),
    *("asserted", "status", "support", "confidence"),
)


def flat_network(graph: PropertyGraph) -> Network:
    """Any property graph: labels become the attribute `labels`, types become `relation`."""
    nodes = [
        (node.iri, {"labels": list(table.labels), **_plain(node.values)})
        for table in graph.nodes
        for node in table.rows
    ]
    edges = [
        (row.start, row.end, row.id, {"relation": table.type, **_plain(row.values)})
        for table in graph.relationships
        for row in table.rows
    ]
    return Network(
        nodes=tuple(sorted(nodes, key=lambda node: node[0])),
        edges=tuple(sorted(edges, key=lambda edge: edge[:3])),
    )


def _plain(values: Mapping[str, Value]) -> dict[str, Any]:
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def write_graphml(build: Build, path: Path) -> None:
    """Write the graph to `path` as GraphML. Raises ExportError if the file cannot be written."""
    write_network(network(build), path, generate_graphml)


def write_json(build: Build, path: Path) -> None:
    """Write the graph to `path` as node-link JSON. Raises ExportError like `write_graphml`."""
    write_network(network(build), path, generate_json)


def write_network(graph: Network, path: Path, generate: Generate) -> None:
    """Write `graph` with one of the functions below; warn once of what it cannot hold.

    Raises ExportError if the file cannot be written or an attribute is nothing JSON can hold.
    """
    clean = Cleaner("XML", _FORBIDDEN)
    write_text(path, generate(graph, clean))
    clean.warn()


def generate_json(graph: Network, clean: Clean = encodable) -> Iterator[str]:
    """Yield the graph as node-link JSON, one node or edge a line."""
    yield '{"directed": true, "multigraph": true, "graph": {},\n"nodes": [\n'
    yield ",\n".join(_dumped({"id": node, **data}) for node, data in graph.nodes)
    yield '\n],\n"links": [\n'
    yield ",\n".join(
        _dumped({"source": source, "target": target, "key": key, **data})
        for source, target, key, data in graph.edges
    )
    yield "\n]}\n"


def generate_cytoscape(graph: Network, clean: Clean = encodable) -> Iterator[str]:
    """Yield the graph as Cytoscape JSON, one node or edge a line.

    What would clash with Cytoscape's own keys (`id`, `source`, `target`) cannot: no attribute of
    a node or edge is called so.
    """
    yield '{"elements": {\n"nodes": [\n'
    yield ",\n".join(_dumped({"data": {"id": node, **data}}) for node, data in graph.nodes)
    yield '\n],\n"edges": [\n'
    yield ",\n".join(
        _dumped({"data": {"id": key, "source": source, "target": target, **data}})
        for source, target, key, data in graph.edges
    )
    yield "\n]}}\n"


def generate_graphml(graph: Network, clean: Clean = encodable) -> Iterator[str]:
    """Yield the graph as GraphML; what XML 1.0 forbids (control characters) becomes U+FFFD."""
    of_nodes = _kinds(data for _, data in graph.nodes)
    of_edges = _kinds(data for *_, data in graph.edges)
    xml = _Xml(clean)
    yield _OPENING
    yield from _keys("node", of_nodes)
    yield from _keys("edge", of_edges)
    yield '  <graph edgedefault="directed">\n'
    for node, data in graph.nodes:
        yield f'    <node id="{xml(node)}">\n{_data(xml, "n", data, of_nodes)}    </node>\n'
    for source, target, key, data in graph.edges:
        ends = f'id="{xml(key)}" source="{xml(source)}" target="{xml(target)}"'
        yield f"    <edge {ends}>\n{_data(xml, 'e', data, of_edges)}    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def generate_gexf(graph: Network, clean: Clean = encodable) -> Iterator[str]:
    """Yield the graph as GEXF 1.3; every edge names its `kind`, so that parallel ones stay apart.

    A node or edge is labelled by its `label`, where it has one.
    """
    of_nodes = _kinds(data for _, data in graph.nodes)
    of_edges = _kinds(data for *_, data in graph.edges)
    xml = _Xml(clean)
    yield _GEXF
    yield from _attributes("node", of_nodes)
    yield from _attributes("edge", of_edges)
    yield "    <nodes>\n"
    for node, data in graph.nodes:
        label = xml(data.get("label") or node)
        yield f'      <node id="{xml(node)}" label="{label}">\n'
        yield f"{_values(xml, data, of_nodes)}      </node>\n"
    yield "    </nodes>\n    <edges>\n"
    for source, target, key, data in graph.edges:
        ends = f'id="{xml(key)}" source="{xml(source)}" target="{xml(target)}"'
        kind = xml(data.get("label") or data.get("relation") or "related")
        yield f'      <edge {ends} kind="{kind}" label="{kind}">\n'
        yield f"{_values(xml, data, of_edges)}      </edge>\n"
    yield "    </edges>\n  </graph>\n</gexf>\n"


def _attributes(domain: str, kinds: Mapping[str, str]) -> Iterator[str]:
    yield f'    <attributes class="{domain}" mode="static">\n'
    for name, kind in kinds.items():
        yield f'      <attribute id="{name}" title="{name}" type="{kind}"/>\n'
    yield "    </attributes>\n"


def _values(xml: _Xml, data: Mapping[str, Any], kinds: Mapping[str, str]) -> str:
    values = "".join(
        f'          <attvalue for="{name}" value="{xml(_text(data[name]))}"/>\n'
        for name in kinds
        if data.get(name) is not None
    )
    return f"        <attvalues>\n{values}        </attvalues>\n"


def _kinds(records: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Map each attribute to its GraphML type, sorted; mixed types and lists are strings."""
    found: dict[str, set[type]] = defaultdict(set)
    for record in records:
        for name, value in record.items():
            found[name].add(type(value))
    return {name: _kind(types - {type(None)}) for name, types in sorted(found.items())}


def _kind(types: set[type]) -> str:
    kinds = {_KINDS.get(type_, "string") for type_ in types}
    if kinds == {"long", "double"}:
        return "double"
    return kinds.pop() if len(kinds) == 1 else "string"


def _keys(domain: str, kinds: Mapping[str, str]) -> Iterator[str]:
    for name, kind in kinds.items():
        about = f'for="{domain}" attr.name="{name}" attr.type="{kind}"'
        yield f'  <key id="{domain[0]}_{name}" {about}/>\n'


def _data(xml: _Xml, domain: str, data: Mapping[str, Any], kinds: Mapping[str, str]) -> str:
    return "".join(
        f'      <data key="{domain}_{name}">{xml(_text(data[name]))}</data>\n'
        for name in kinds
        if data.get(name) is not None
    )


def _text(value: object) -> str:
    return value if isinstance(value, str) else _dumped(value)


class _Xml:
    """Writes texts as XML 1.0, cleaned first."""

    def __init__(self, clean: Clean) -> None:
        self._clean = clean

    def __call__(self, text: str) -> str:
        if not _SPECIAL.search(text):
            return text
        return _FORBIDDEN_IN_XML.sub("\ufffd", self._clean(text)).translate(_REFERENCES)


def _dumped(value: object) -> str:
    try:
        return one_line_json(value)
    except (TypeError, ValueError) as error:
        raise ExportError(
            f"the graph carries {value!r}, which JSON cannot hold ({error}); "
            "use text, numbers, true, false or lists of them as attributes"
        ) from error
