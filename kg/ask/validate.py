"""Check an RDF file against the shapes that ship with kg, and name every node that is wrong.

The shapes are SHACL (https://www.w3.org/TR/shacl/); pySHACL, the extra `shacl`, runs them. They
hold for every RDF format that kg writes, and with any base IRI and vocabulary.

pySHACL looks at one node after the other, and parses a query again for each. So that a graph is
checked in time that grows as it does, property shapes get the targets of the shapes that they are
of, and Oxigraph, where it is installed, answers each query once for all nodes. What is found is
the same: a test holds that.

Nothing but the file is read: no context that it names, no document type, no ontology it imports.
"""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib import resources
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.ask.query import graph_of
from kg.errors import QueryError, extra
from kg.export.rdf.minting import Names
from kg.export.rdf.terms import PREFIXES
from kg.export.rdf.typed import value_of
from kg.iri import VOCABULARY, split_iri
from kg.model import Build
from kg.ontology import triples
from kg.ontology.choice import ontology_of, relations_of
from kg.ontology.files import Shapes
from kg.relate.entailed import domain_and_range, entailed

if TYPE_CHECKING:
    from rdflib import Graph
    from rdflib.term import Node

#: Endings of what Oxigraph reads as Turtle, N-Triples among it.
_TURTLE = (".ttl", ".nt")


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Problem:
    """One thing that is wrong: `node` is what has it, `path` the property, both as short as can be.

    `node` is the file itself where it cannot be read at all.
    """

    node: str
    path: str
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was checked (`claims`, `entities`, `spans`, counted), and the problems, sorted."""

    file: str
    claims: int
    entities: int
    spans: int
    problems: tuple[Problem, ...]


def validate(output: Path) -> Report:
    """Check `graph.ttl` of an output folder, or one RDF file.

    Raises QueryError if there is no such file, its format is unknown or pySHACL is missing.
    """
    path = graph_of(output)
    if not path.is_file():
        raise QueryError(f"no graph at {path}; write one with: kg build INPUT -o {path.parent}")
    if path.suffix not in triples.FORMATS:
        raise QueryError(
            f"cannot tell the format of {path.name}; name an RDF file that ends in "
            f"{', '.join(triples.FORMATS)} (RDF 1.2 cannot be checked)"
        )
    if not find_spec("pyshacl"):
        raise QueryError(f"checking shapes needs pySHACL; get it with: {extra('shacl')}")
    with _quiet():
        return _report(path)


def _report(path: Path) -> Report:
    graph, problem = _read(path)
    if problem is not None:
        return Report(file=str(path), claims=0, entities=0, spans=0, problems=(problem,))
    vocabulary = _vocabulary(graph)
    problems = {*_blank(graph), *_misshapen(path, graph, vocabulary or VOCABULARY)}
    if vocabulary is None:  # shapes say nothing about a file without anything that they are for
        told = "is no graph of kg: it does not say how it was made"
        problems.add(Problem(node=str(path), path="", message=told))
    return Report(file=str(path), problems=tuple(sorted(problems)), **_counts(graph))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What shapes of the user's find in the typed facts of a build.

    `things` counts those that some shape is for, `problems` are sorted.
    """

    things: int
    problems: tuple[Problem, ...]


def check_facts(build: Build, given: Shapes) -> Checked:
    """Check the plain typed facts of a build, and what follows from them, against SHACL shapes.

    A thing has the class that is the domain or range of a relation that it takes part in, where
    that is one class; and it has its label. Raises QueryError if pySHACL is missing.
    """
    if not find_spec("pyshacl"):
        raise QueryError(f"checking shapes needs pySHACL; get it with: {extra('shacl')}")
    with _quiet():
        graph, shapes = _typed_graph(build), given.graph
        graph += _below(shapes)
        problems = sorted(set(_results(graph, shapes)))
        return Checked(things=len(_targets(graph, shapes)), problems=tuple(problems))


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib and pySHACL from logging what comes as a problem or an error anyway."""
    terms, shapes = logging.getLogger("rdflib.term"), logging.getLogger("pyshacl-validate")
    before = terms.level, shapes.disabled
    terms.setLevel(logging.CRITICAL)
    shapes.disabled = True
    try:
        yield
    finally:
        terms.setLevel(before[0])
        shapes.disabled = before[1]


def _typed_graph(build: Build) -> Graph:
    """What the plain typed facts of a build say, and what follows from them."""
    from rdflib import RDF, RDFS, Graph, Literal, URIRef

    graph, names = Graph(bind_namespaces="none"), Names(build)
    relations = relations_of(build)
    for fact in build.typed:
        for subject, iri, object in entailed(fact, relations):
            value = value_of(fact, names) if object is None else object
            graph.add((URIRef(subject), URIRef(iri), _term(value)))
            classes_of = domain_and_range(iri, relations)
            for end, classes in zip((subject, object), classes_of, strict=True):
                if end is not None and len(classes) == 1:
                    graph.add((URIRef(end), RDF.type, URIRef(classes[0])))
    told = graph.all_nodes()
    for entity in build.entities:
        if (thing := URIRef(entity.iri)) in told:
            graph.add((thing, RDFS.label, Literal(entity.label)))
    for found in ontology_of(build).classes:
        for parent in found.parents:
            graph.add((URIRef(found.iri), RDFS.subClassOf, URIRef(parent)))
    return graph


def _term(value: str | tuple[str, str | None]) -> Node:
    from rdflib import Literal, URIRef

    if isinstance(value, str):
        return URIRef(value)
    return Literal(value[0], datatype=URIRef(value[1] or f"{PREFIXES['xsd']}string"))


def _below(shapes: Graph) -> Graph:
    """Which classes are below which: a shape for firms is one for bakeries."""
    from rdflib import RDFS, Graph

    graph = Graph(bind_namespaces="none")
    for triple in shapes.triples((None, RDFS.subClassOf, None)):
        graph.add(triple)
    return graph


def _targets(graph: Graph, shapes: Graph) -> set[Node]:
    """The things of a graph that some shape is for."""
    from rdflib import OWL, RDF, RDFS, SH

    classes = set(shapes.objects(None, SH.targetClass))
    for kind in (SH.NodeShape, SH.PropertyShape):
        for shape in shapes.subjects(RDF.type, kind):
            if (shape, RDF.type, RDFS.Class) in shapes or (shape, RDF.type, OWL.Class) in shapes:
                classes.add(shape)
    below = {c for top in classes for c in graph.transitive_subjects(RDFS.subClassOf, top)}
    found = {thing for kind in below for thing in graph.subjects(RDF.type, kind)}
    for predicate in shapes.objects(None, SH.targetSubjectsOf):
        found |= set(graph.subjects(predicate))
    for predicate in shapes.objects(None, SH.targetObjectsOf):
        found |= set(graph.objects(None, predicate))
    return found


def _read(path: Path) -> tuple[Graph, Problem | None]:
    from rdflib import Graph

    try:
        if path.suffix in _TURTLE and find_spec("pyoxigraph"):
            return _parsed(path), None
        base = path.absolute().as_uri()
        return triples.graph_of(path.read_bytes(), triples.FORMATS[path.suffix], base=base), None
    except MemoryError:
        raise
    except Exception as error:  # every parser of rdflib raises something else
        message = " ".join(str(error).split())[:200] or type(error).__name__
        problem = Problem(node=str(path), path="", message=f"cannot be read: {message}")
        return Graph(bind_namespaces="none"), problem


def _parsed(path: Path) -> Graph:
    """The triples of a Turtle file, read by Oxigraph. Raises SyntaxError or OSError."""
    import pyoxigraph
    from rdflib import Graph

    graph = Graph(bind_namespaces="none")
    parser = pyoxigraph.parse(
        path.read_bytes(), format=pyoxigraph.RdfFormat.TURTLE, base_iri=path.absolute().as_uri()
    )
    node = cache(_node)  # the same terms come again and again
    for triple in parser:
        graph.add((node(triple.subject), node(triple.predicate), node(triple.object)))
    for prefix, space in parser.prefixes.items():
        graph.bind(prefix, space)
    return graph


def _node(term: Any) -> Node:
    """A term of Oxigraph as one of rdflib. Raises ValueError at a triple term of RDF 1.2."""
    import pyoxigraph
    from rdflib import BNode, Literal, URIRef

    if isinstance(term, pyoxigraph.NamedNode):
        return URIRef(term.value)
    if isinstance(term, pyoxigraph.BlankNode):
        return BNode(term.value)
    if not isinstance(term, pyoxigraph.Literal):
        raise ValueError("it has a triple in a triple, which is RDF 1.2 and cannot be checked")
    if term.language or term.datatype.value == f"{PREFIXES['xsd']}string":
        return Literal(term.value, lang=term.language)
    return Literal(term.value, datatype=URIRef(term.datatype.value))


def _vocabulary(graph: Graph) -> str | None:
    """The namespace of kg's terms in this graph, whose build has a `kg:minConfidence`."""
    for predicate in sorted(map(str, set(graph.predicates()))):
        space, name = split_iri(predicate)
        if name == "minConfidence":
            return space
    return None


def _blank(graph: Graph) -> Iterator[Problem]:
    from rdflib import BNode

    names = _Names(graph)
    for triple in graph:
        if BNode in map(type, triple):
            shown = [names.short(node) for node in triple]
            yield Problem(
                node=shown[0], path=shown[1], message=f"blank node (object {shown[2]}); use an IRI"
            )


def _misshapen(path: Path, graph: Graph, vocabulary: str) -> Iterator[Problem]:
    from rdflib import SH, Graph

    text = resources.files("kg.export.rdf").joinpath("shapes.ttl").read_text("utf-8")
    shapes = Graph().parse(data=text.replace(VOCABULARY, vocabulary), format="turtle")
    if find_spec("pyoxigraph"):
        yield from _answered(_stored(path, graph), shapes, graph)
        shapes.remove((None, SH.sparql, None))
    yield from _results(graph, _flat(shapes))


def _flat(shapes: Graph) -> Graph:
    """The same shapes, property shapes with targets of their own: pySHACL runs each once for all.

    Properties of a shape that another one names stay where they are.
    """
    from rdflib import SH

    for shape, part in list(shapes.subject_objects(SH.property)):
        targets = list(_targets_of(shape, shapes))
        if targets and not any(shapes.subjects(SH.node, shape)):
            shapes.remove((shape, SH.property, part))
            for predicate, target in targets:
                shapes.add((part, predicate, target))
    return shapes


def _targets_of(shape: Node, shapes: Graph) -> Iterator[tuple[Node, Node]]:
    from rdflib import SH

    for predicate in (SH.targetClass, SH.targetSubjectsOf, SH.targetObjectsOf):
        for target in shapes.objects(shape, predicate):
            yield predicate, target


def _stored(path: Path, graph: Graph) -> Any:
    """The graph in a store of Oxigraph: from its file, which is faster, where that is Turtle."""
    import pyoxigraph

    store = pyoxigraph.Store()
    if path.suffix in _TURTLE:
        base, turtle = path.absolute().as_uri(), pyoxigraph.RdfFormat.TURTLE
        store.bulk_load(path=str(path), format=turtle, base_iri=base)
    else:
        lines = graph.serialize(format="nt", encoding="utf-8")
        store.bulk_load(lines, format=pyoxigraph.RdfFormat.N_TRIPLES)
    return store


def _answered(store: Any, shapes: Graph, graph: Graph) -> Iterator[Problem]:
    """What the queries of shapes find, each asked once, by Oxigraph."""
    from rdflib import SH

    for shape, constraint in shapes.subject_objects(SH.sparql):
        message = str(shapes.value(constraint, SH.message))
        for predicate, target in _targets_of(shape, shapes):
            query = _of_all(str(shapes.value(constraint, SH.select)), predicate, target)
            found = store.query(query, prefixes=_declared(constraint, shapes))
            yield from _problems(found, message, graph)


#: What is a node with a target, as a pattern of SPARQL.
_TARGETS = {
    "targetClass": "$this rdf:type/rdfs:subClassOf* {target} .",
    "targetSubjectsOf": "{{ SELECT DISTINCT $this {{ $this {target} ?any }} }}",
    "targetObjectsOf": "{{ SELECT DISTINCT $this {{ ?any {target} $this }} }}",
}


def _of_all(select: str, predicate: Node, target: Node) -> str:
    """A query about `$this`, asked about every node with a target."""
    pattern = _TARGETS[split_iri(str(predicate))[1]].format(target=target.n3())
    return select.replace("WHERE {", f"WHERE {{ {pattern}", 1)


def _declared(constraint: Node, shapes: Graph) -> dict[str, str]:
    """The prefixes that a query may use."""
    from rdflib import SH

    return {
        str(shapes.value(prefix, SH.prefix)): str(shapes.value(prefix, SH.namespace))
        for ontology in shapes.objects(constraint, SH.prefixes)
        for prefix in shapes.objects(ontology, SH.declare)
    }


def _problems(solutions: Any, message: str, graph: Graph) -> Iterator[Problem]:
    """A problem for each solution, which fills the blanks of the message."""
    variables, names = [variable.value for variable in solutions.variables], _Names(graph)
    for solution in solutions:
        found = {name: _node(term) for name, term in zip(variables, solution, strict=True)}
        words = message
        for name, node in found.items():
            words = words.replace(f"{{?{name}}}", str(node)).replace(f"{{${name}}}", str(node))
        focus = found["this"]
        told = _told(words, found.get("value", focus), focus, names)
        yield Problem(node=names.short(focus), path="", message=told)


def _results(graph: Graph, shapes: Graph) -> Iterator[Problem]:
    """What pySHACL finds, each with the node that is wrong."""
    import pyshacl
    from rdflib import SH, Graph

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of shapes that name each other, which is fine
            _, results, _ = pyshacl.validate(graph, shacl_graph=shapes, do_owl_imports=False)
    except MemoryError:
        raise
    except Exception as error:  # whatever a query, a pattern or a list in the shapes leads to
        raise _unfit(str(error) or type(error).__name__) from error
    if not isinstance(results, Graph):
        raise _unfit(str(results))
    names = _Names(graph)
    for result in results.subjects(predicate=SH.focusNode):
        path = results.value(result, SH.resultPath)
        yield Problem(
            node=names.short(results.value(result, SH.focusNode)),
            path=names.short(path) if path is not None else "",
            message=_message(results, result, shapes, names),
        )


def _unfit(said: str) -> QueryError:
    said = _BLANK_NAME.sub("[]", " ".join(said.split()))[:200]
    return QueryError(f"the shapes cannot be checked: {said}; mend them")


#: What pySHACL calls a blank node, another name each time.
_BLANK_NAME = re.compile(r"'?\bn[0-9a-f]{32}b[0-9]+\b'?")


#: What the commonest constraints find, in words for people; pySHACL words the others.
_WORDS = {
    "OrConstraintComponent": "{value} has none of the datatypes or shapes allowed",
    "ClassConstraintComponent": "{value} is not in the graph, or is something else",
    "NodeConstraintComponent": "{value} is not in the graph, or is not as it must be",
    "DatatypeConstraintComponent": "{value} has the wrong datatype, or is none of its values",
}


def _message(results: Graph, result: Node, shapes: Graph, names: _Names) -> str:
    """What the shape says itself, or else words for what it constrains."""
    from rdflib import SH

    value = results.value(result, SH.value)
    shown = names.short(value) if value is not None else ""
    _, component = split_iri(str(results.value(result, SH.sourceConstraintComponent)))
    shape = results.value(result, SH.sourceShape)
    if shapes.value(shape, SH.message) is None:
        least, most = (str(shapes.value(shape, p)) for p in (SH.minCount, SH.maxCount))
        if component.startswith("MinCount"):
            return "is missing" if least == "1" else f"is there less than {_times(least)}"
        if component.startswith("MaxCount"):
            return f"is there more than {_times(most)}"
        if component in _WORDS:
            return _WORDS[component].format(value=shown)
    message = str(results.value(result, SH.resultMessage) or "")
    return _told(message, value, results.value(result, SH.focusNode), names)


def _times(count: str) -> str:
    return "once" if count == "1" else f"{count} times"


def _told(message: str, value: Node | None, focus: Node | None, names: _Names) -> str:
    """A message in one line, IRIs shortened, that says which value is wrong."""
    shown = names.short(value) if value is not None else ""
    message = " ".join(message.split())
    for prefix, space in names.spaces:
        message = message.replace(space, f"{prefix}:")
    told = not shown or shown in message or value == focus
    return message if told else f"{shown}: {message}"


class _Names:
    """Terms as short as the prefixes of a graph, and the usual ones, allow."""

    def __init__(self, graph: Graph) -> None:
        self.spaces = [(prefix, str(space)) for prefix, space in graph.namespaces()]
        self._known = {space: prefix for prefix, space in (*self.spaces, *PREFIXES.items())}

    def short(self, node: Node | None) -> str:
        from rdflib import BNode, Literal, URIRef

        if isinstance(node, BNode):
            return "[]"  # its name changes from one reading to the next
        if isinstance(node, Literal) and node.datatype is not None:
            return f"{Literal(str(node)).n3()}^^{self.short(node.datatype)}"
        if not isinstance(node, URIRef):
            return node.n3() if node is not None else ""
        space, name = split_iri(str(node))
        known = self._known.get(space)
        return f"{known}:{name}" if known is not None and name else f"<{node}>"


def _counts(graph: Graph) -> dict[str, int]:
    from rdflib import RDF, URIRef

    def count(nodes: Iterable[Node]) -> int:
        return len(set(nodes))

    return {
        "claims": count(graph.subjects(RDF.type, RDF.Statement)),
        "entities": count(graph.objects(None, URIRef(f"{PREFIXES['schema']}mentions"))),
        "spans": count(graph.subjects(RDF.type, URIRef(f"{PREFIXES['oa']}TextPositionSelector"))),
    }
