"""The house rules that the source itself can show: layers, homes of libraries, a light start."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"
#: A room imports only from earlier lines of this list, never from its own line.
LAYERS = [
    {"collector", "controls", "errors", "files", "iri"},
    {"model"},
    {"folder"},
    {"english", "link"},
    {"decisions", "read"},
    {"parse"},
    {"record"},
    {"ontology"},
    {"readers"},
    {"corpus"},
    {"resolve"},
    {"relate"},
    {"graph", "retrieve"},
    {"restore"},
    {"export"},
    {"build", "load"},
    {"upkeep"},
    {"ask"},
    {"adapters", "mcp", "serve"},
    {"cli"},
    {"__main__", "__init__"},
]
#: The same within rooms that have rooms of their own.
WITHIN = {
    "english": [
        {"foreign", "frames", "given", "hyphens", "lemmas", "money", "namesakes", "sides", "times"},
        {"verbs", "wordnet"},
        {"lexicon"},
        {"nouns"},
    ],
    "parse": [{"reading", "structure", "tokens"}, {"mends"}, {"analyze"}],
    "record": [
        {"keys", "phrases"},
        {"names"},
        {"mentions", "quotes"},
        {"coref"},
        {"owned"},
        {"claims"},
        {"entities", "judge", "pairs"},
        {"make"},
    ],
    "graph": [{"evidence", "importance", "wording"}, {"communities", "multigraph"}],
    "ask": [
        {"conditions", "dates", "diff", "documents", "money", "place", "query", "queue", "show"},
        {"stats", "tellable", "verify"},
        {"handles", "sentences", "table", "validate"},
        {"brief", "named"},
    ],
}
HOME = {
    "spacy": {"parse", "record"},  # record names the pipeline's type, nothing else
    "onnxruntime": {"parse"},
    "networkx": {"ask", "graph", "export", "model"},  # model likewise
    "rdflib": {"ask", "link", "ontology"},
    "pyshacl": {"ask"},
    "werkzeug": {"serve"},
    "pyoxigraph": {"ask", "link"},
    "pyvis": {"export"},
    "pyarrow": {"export"},
    "neo4j": {"load"},
    "falkordb": {"load"},
    "ladybug": {"load"},
    "typer": {"cli"},
    "ruamel": {"decisions", "ontology"},
    "ray": {"corpus"},
    "lxml": {"read"},
    "trafilatura": {"read"},
    "pypdfium2": {"read"},
    "mammoth": {"read"},
    "mcp": {"mcp"},
    "uvicorn": {"mcp"},
    "llama_index": {"adapters"},
    "langchain_core": {"adapters"},
    "langchain_community": {"adapters"},
    "pathspec": {"read"},
}
MODULES = sorted(PACKAGE.rglob("*.py"))


def ranks(layers: list[set[str]]) -> dict[str, int]:
    return {name: rank for rank, layer in enumerate(layers) for name in layer}


RANK = ranks(LAYERS)
RANK_WITHIN = {room: ranks(layers) for room, layers in WITHIN.items()}


def imported(path: Path) -> set[str]:
    """What a module imports: "kg.english.lexicon" also where it says `from kg.english import`."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write absolute imports"
            names.add(node.module or "")
            if node.module in {f"kg.{room}" for room in WITHIN}:
                names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    module, *inner = path.relative_to(PACKAGE).with_suffix("").parts
    for name in imported(path):
        top, _, rest = name.partition(".")
        if top == "kg" and rest:
            other, *below = rest.split(".")
            if other != module:
                assert RANK[other] < RANK[module], f"{module} imports {other}"
            elif below and module in RANK_WITHIN and inner[0] != "__init__":
                rank = RANK_WITHIN[module]
                one_way = below[0] == inner[0] or rank.get(below[0], 0) < rank[inner[0]]
                assert one_way, f"{module}.{inner[0]} imports {below[0]}"
        elif top in HOME:
            assert module in HOME[top], f"{top} belongs in {sorted(HOME[top])}, not in {module}"


def test_every_room_within_a_room_has_its_place() -> None:
    for room, layers in WITHIN.items():
        there = {path.stem for path in (PACKAGE / room).iterdir() if path.suffix == ".py"}
        there |= {path.parent.name for path in (PACKAGE / room).glob("*/__init__.py")}
        assert set().union(*layers) == there - {"__init__"}, room


def test_importing_kg_and_its_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys, kg, kg.cli;"
        "heavy = {'spacy', 'rdflib', 'pyvis', 'networkx', 'numpy', 'IPython', 'lxml'};"
        "print(heavy & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
