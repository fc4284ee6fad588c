"""YAML → plain values, within bounds: no aliases, no tags, nothing nested for ever."""

from __future__ import annotations

from typing import Any

from kg.errors import OntologyError
from kg.ontology.labels import one_line

#: The longest YAML, in characters, and how deeply it may nest.
LONGEST, DEPTH = 4_000_000, 24


def read_yaml(text: str) -> Any:
    """What a YAML file holds: dicts, lists, strings, numbers, truth values and None.

    Raises OntologyError for what is no YAML, for several documents, anchors and tags, and for
    names that stand twice.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError
    from ruamel.yaml.events import AliasEvent, NodeEvent

    if len(text) > LONGEST:
        raise OntologyError(f"has more than {LONGEST:,} characters of YAML; keep what you need")
    try:
        depth = 0
        for event in YAML(typ="safe", pure=True).parse(text):
            if isinstance(event, AliasEvent) or (
                isinstance(event, NodeEvent) and event.anchor is not None
            ):
                raise OntologyError(
                    f"line {event.start_mark.line + 1}: has an anchor or alias (& or *); write out "
                    "what it stands for"
                )
            depth += _STEPS.get(type(event).__name__, 0)
            if depth > DEPTH:
                raise OntologyError(f"nests more than {DEPTH} levels deep; keep it flat")
        return YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError, RecursionError) as error:
        said = one_line(str(error))[:200] or type(error).__name__
        raise OntologyError(f"cannot be read as YAML: {said}") from error


_STEPS = {
    "MappingStartEvent": 1, "SequenceStartEvent": 1, "MappingEndEvent": -1, "SequenceEndEvent": -1,
}  # fmt: skip
