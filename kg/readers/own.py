"""kg's own reader: the reading model, and rules over what it makes of each sentence."""

from __future__ import annotations

import hashlib
import json
import platform
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from kg.errors import DISTRIBUTION
from kg.model import Document, Record
from kg.parse.analyze import load_pipeline
from kg.parse.reading import OWN, find_model
from kg.readers import PAIRS, PIPELINE, PIPELINE_LOCK, Given, refuse_options
from kg.record.make import make_record

#: The modules that decide what a record holds; a test compares them with what `kg.record.make`
#: imports.
READING = (
    "collector", "controls", "data", "english", "errors", "files", "folder", "iri", "link",
    "model", "parse", "read", "record",
)  # fmt: skip
#: The libraries whose version may change a parse.
LIBRARIES = ("spacy", "thinc", "numpy", "blis", "onnxruntime")


class OwnReader:
    """The reader `kg`; its options are the pipeline, and whether it reads pairs of mentions."""

    name = "kg"

    def __init__(self, given: Given) -> None:
        refuse_options(given, (), reader=self.name)
        self.pipeline = given.options.get(PIPELINE, OWN)
        self.pairs = PAIRS in given.options
        self.version = metadata.version(DISTRIBUTION)

    @property
    def fingerprint(self) -> str:
        return fingerprint_of(self.pipeline) + (f"+{PAIRS}" if self.pairs else "")

    def read(self, document: Document) -> Record:
        with PIPELINE_LOCK:
            return make_record(document, load_pipeline(self.pipeline), pairs=self.pairs)


@lru_cache(maxsize=4)
def fingerprint_of(pipeline: str) -> str:
    """A hash of the code that reads documents, of the model and of the libraries below it.

    Raises:
        PipelineError: there is no such model.
    """
    model_folder = find_model(pipeline)
    files = {
        f"model/{p.relative_to(model_folder).as_posix()}": p
        for p in model_folder.rglob("*")
        if p.is_file() and p.suffix != ".pyc"
    }
    parts: dict[str, str] = {name: metadata.version(name) for name in LIBRARIES}
    parts["python"] = ".".join(platform.python_version_tuple()[:2])
    parts["machine"] = platform.machine()
    parts |= code_hashes()
    for name, path in files.items():
        parts[name] = hashlib.sha256(path.read_bytes()).hexdigest()
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()


@lru_cache(maxsize=2)
def code_hashes(modules: tuple[str, ...] = READING) -> dict[str, str]:
    """The hash of every file of some modules: those that read documents."""
    package = Path(__file__).parent.parent
    sources = [p for p in package.rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    names = {p.relative_to(package): p for p in sources}
    return {
        f"kg/{name.as_posix()}": hashlib.sha256(path.read_bytes()).hexdigest()
        for name, path in names.items()
        if name.with_suffix("").parts[0] in modules
    }
