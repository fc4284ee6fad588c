"""How kg reads English: its own model, and the labels that the rules know.

`find_model` says where a pipeline lies without loading anything heavy.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path

from kg.errors import PipelineError

#: The pipeline that comes with kg, and its folder.
OWN, FOLDER = "kg_en", Path(__file__).parents[2] / "data" / "kg_en"
#: The file by which the folder of such a pipeline is known.
NETWORK = "reader.onnx"


def find_model(name: str) -> Path:
    """The folder of a pipeline: kg's own, an installed spaCy package, or a folder.

    Raises:
        PipelineError: there is none of that name.

    >>> find_model("kg_en").name
    'kg_en'
    """
    if name == OWN:
        return FOLDER
    spec = importlib.util.find_spec(name) if name.isidentifier() else None
    folder = Path(name) if spec is None or spec.origin is None else Path(spec.origin).parent
    if (folder / "meta.json").is_file():
        return folder
    raise PipelineError(f"no spaCy pipeline {name!r}; install it with pip, or leave out --model")
