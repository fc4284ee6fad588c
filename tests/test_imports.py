"""The house rules that the source itself can show: layers, homes of libraries, a light start."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "kg"
#: A module imports only from earlier lines of this list, never from its own line.
LAYERS = [
    {"collector", "controls", "errors", "files", "wordnet"},
    {"folder"},
    {"hyphens", "iri", "lexicon", "times"},
    {"english"},
    {"parse"},
    {"link"},
    {"model"},
    {"decisions"},
    {"read"},
    {"structure", "tokens"},
    {"mends"},
    {"analyze"},
    {"phrases"},
    {"names"},
    {"quotes", "mentions"},
    {"coref"},
    {"claims"},
    {"judge", "pairs"},
    {"record"},
    {"ontology"},
    {"readers"},
    {"corpus"},
    {"importance", "resolve"},
    {"relate"},
    {"evidence", "graph", "query", "stats", "wording"},
    {"communities", "restore"},
    {"show", "queue"},
    {"handles", "retrieve"},
    {"export"},
    {"load"},
    {"validate"},
    {"build"},
    {"diff", "documents", "upkeep", "verify"},
    {"ask"},
    {"adapters", "mcp", "serve"},
    {"cli"},
    {"__main__", "__init__"},
]
RANK = {name: rank for rank, layer in enumerate(LAYERS) for name in layer}
HOME = {
    "spacy": {"analyze", "parse", "record"},  # record names the pipeline's type, nothing else
    "onnxruntime": {"parse"},
    "networkx": {"communities", "graph", "export", "model", "show"},  # model likewise
    "rdflib": {"query", "validate", "link", "ontology"},
    "pyshacl": {"validate"},
    "werkzeug": {"serve"},
    "pyoxigraph": {"query", "link", "validate"},
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


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write absolute imports"
            names.add(node.module or "")
    return names


@pytest.mark.parametrize("path", MODULES, ids=lambda p: p.relative_to(PACKAGE).as_posix())
def test_imports_run_one_way(path: Path) -> None:
    module = path.relative_to(PACKAGE).with_suffix("").parts[0]
    for name in imported(path):
        top, _, rest = name.partition(".")
        if top == "kg" and rest:
            other = rest.partition(".")[0]
            assert other == module or RANK[other] < RANK[module], f"{module} imports {other}"
        elif top in HOME:
            assert module in HOME[top], f"{top} belongs in {sorted(HOME[top])}, not in {module}"


def test_importing_kg_and_its_command_line_loads_nothing_heavy() -> None:
    code = (
        "import sys, kg, kg.cli;"
        "heavy = {'spacy', 'rdflib', 'pyvis', 'networkx', 'numpy', 'IPython', 'lxml'};"
        "print(heavy & set(sys.modules))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == "set()"
