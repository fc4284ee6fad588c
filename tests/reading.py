"""Reading files in tests: what becomes a document, what is refused, how it is cut into blocks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.errors import ReadError
from kg.model import Document
from kg.parse.structure import find_blocks
from kg.read import ReadOptions, read_inputs

#: The fixture `write`: writes content to a file below an empty current folder.
Write = Callable[..., Path]


def read(*inputs: str, **options: object) -> list[Document]:
    """The documents of inputs that can all be read, the same whenever they are read."""
    given = ReadOptions(**options)  # type: ignore[arg-type]
    items = list(read_inputs(inputs, options=given))
    assert [str(item) for item in items if isinstance(item, ReadError)] == []
    assert items == list(read_inputs(inputs[::-1], options=given))
    return [item for item in items if isinstance(item, Document)]


def outcome(*inputs: str, **options: object) -> list[str]:
    """Ids of what is read and the messages of what is not, in order."""
    given = ReadOptions(**options)  # type: ignore[arg-type]
    found = [
        item.id if isinstance(item, Document) else str(item)
        for item in read_inputs(inputs, options=given)
    ]
    assert not any("\n" in line for line in found)
    return found


def blocks(document: Document) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in find_blocks(document)]
