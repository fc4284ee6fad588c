"""GraphML and node-link JSON of the graph, for Gephi, yEd, igraph and networkx.

Both hold every node, every edge (parallel ones too, told apart by fact id) and every attribute of
`Build.graph`, and are written in sorted order. The text is written directly: networkx's GraphML
writer refuses lists and leaves an empty file behind. GraphML has no lists, so they are JSON there.

    networkx.read_graphml("graph.graphml", force_multigraph=True)
    networkx.node_link_graph(json.load(open("graph.json")), edges="links")

Formats: http://graphml.graphdrawing.org/specification.html and `networkx.node_link_data`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from kg.errors import ExportError
from kg.export.files import encodable, write_text
from kg.export.lines import one_line_json
from kg.model import Build

_Node = tuple[str, Mapping[str, Any]]
_Edge = tuple[str, str, str, Mapping[str, Any]]

_SPECIAL = re.compile("[^\x20!#-%'-;=?-~\xa0-\u2027\u202a-\ud7ff]")

# XML 1.0 cannot hold these even as references, so they are left out.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

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


def write_graphml(build: Build, path: Path) -> None:
    """Write the graph to `path` as GraphML. Raises ExportError if the file cannot be written."""
    write_text(path, generate_graphml(build))


def write_json(build: Build, path: Path) -> None:
    """Write the graph to `path` as node-link JSON. Raises ExportError like `write_graphml`."""
    write_text(path, generate_json(build))


def generate_json(build: Build) -> Iterator[str]:
    """Yield the graph as node-link JSON, one node or edge a line.

    Raises ExportError if an attribute is something that JSON cannot hold.
    """
    yield '{"directed": true, "multigraph": true, "graph": {},\n"nodes": [\n'
    yield ",\n".join(_dumped({"id": node, **data}) for node, data in _nodes(build))
    yield '\n],\n"links": [\n'
    yield ",\n".join(
        _dumped({"source": source, "target": target, "key": key, **data})
        for source, target, key, data in _edges(build)
    )
    yield "\n]}\n"


def generate_graphml(build: Build) -> Iterator[str]:
    """Yield the graph as GraphML; what XML 1.0 forbids (control characters) is left out.

    Raises ExportError if an attribute is something that JSON cannot hold.
    """
    nodes, edges = list(_nodes(build)), list(_edges(build))
    of_nodes = _kinds(data for _, data in nodes)
    of_edges = _kinds(data for *_, data in edges)
    yield _OPENING
    yield from _keys("node", of_nodes)
    yield from _keys("edge", of_edges)
    yield '  <graph edgedefault="directed">\n'
    for node, data in nodes:
        yield f'    <node id="{_xml(node)}">\n{_data("n", data, of_nodes)}    </node>\n'
    for source, target, key, data in edges:
        ends = f'id="{_xml(key)}" source="{_xml(source)}" target="{_xml(target)}"'
        yield f"    <edge {ends}>\n{_data('e', data, of_edges)}    </edge>\n"
    yield "  </graph>\n</graphml>\n"


def _nodes(build: Build) -> Iterator[_Node]:
    yield from sorted(build.graph.nodes.items(), key=lambda node: node[0])


def _edges(build: Build) -> Iterator[_Edge]:
    yield from sorted(build.graph.edges(keys=True, data=True), key=lambda edge: edge[:3])


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
        about = f'for="{domain}" attr.name="{_xml(name)}" attr.type="{kind}"'
        yield f'  <key id="{domain[0]}_{_xml(name)}" {about}/>\n'


def _data(domain: str, data: Mapping[str, Any], kinds: Mapping[str, str]) -> str:
    return "".join(
        f'      <data key="{domain}_{_xml(name)}">{_text(data[name])}</data>\n'
        for name in kinds
        if data.get(name) is not None
    )


def _text(value: object) -> str:
    return _xml(value if isinstance(value, str) else _dumped(value))


def _xml(text: str) -> str:
    if not _SPECIAL.search(text):
        return text
    return _FORBIDDEN.sub("", encodable(text)).translate(_REFERENCES)


def _dumped(value: object) -> str:
    try:
        return one_line_json(value)
    except (TypeError, ValueError) as error:
        raise ExportError(
            f"the graph carries {value!r}, which JSON cannot hold ({error}); "
            "use text, numbers, true, false or lists of them as attributes"
        ) from error
