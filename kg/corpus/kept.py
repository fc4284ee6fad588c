"""Records and claims that stay on the disk: sequences that decode one at a time when asked.

A graph is made in two passes over `StoredRecords`; what the second one states goes into
`KeptClaims`, from which every output is written in turn. So memory holds entities, facts and
where the claims are, but no claim.
"""

from __future__ import annotations

import tempfile
import weakref
from array import array
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from itertools import groupby
from pathlib import Path
from typing import overload
from zipfile import ZipFile

import msgspec

from kg.corpus.store import Entry, Store
from kg.model import Claim, Record

_CLAIM = msgspec.msgpack.Decoder(Claim)

#: Shard files that are open at once.
OPEN = 32


class StoredRecords:
    """The records of `entries`, sorted by document id, read from the store on each iteration.

    Raises StoreError while iterating as `Store.record` does.
    """

    def __init__(self, store: Store, entries: Iterable[Entry]) -> None:
        self._store = store
        self._entries = sorted(entries, key=lambda entry: entry.document.id)

    def __iter__(self) -> Iterator[Record]:
        with ExitStack() as stack:
            files: OrderedDict[str, ZipFile] = OrderedDict()
            for entry in self._entries:
                name = self._store.file_of(entry.key)
                if name not in files:
                    files[name] = stack.enter_context(self._store.open(name))
                files.move_to_end(name)
                if len(files) > OPEN:
                    files.popitem(last=False)[1].close()
                yield self._store.record(entry, files[name])


class KeptClaims(Sequence[Claim]):
    """Claims in a nameless file of `folder`, which is gone when nobody refers to them any more.

    As a sequence they are sorted by id. They are written in the order they come in, those of one
    document together. Raises OSError where there is no room.

    Example::

        claims = KeptClaims(made, folder=Path("output/.kg"))
        claims[0].id <= claims[1].id
    """

    def __init__(self, claims: Iterable[Claim], *, folder: Path) -> None:
        self._file = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115
        self._ends = array("q", [0])
        weakref.finalize(self, self._file.close)
        try:
            ids = list(self._written(claims))
            self._file.flush()
        except BaseException:
            with suppress(OSError):  # where there is no room, closing fails again
                self._file.close()
            raise
        self._order = array("q", sorted(range(len(ids)), key=ids.__getitem__))

    def _written(self, claims: Iterable[Claim]) -> Iterator[str]:
        """Write the claims; returns their ids."""
        encoder = msgspec.msgpack.Encoder()
        for claim in claims:
            data = encoder.encode(claim)
            self._file.write(data)
            self._ends.append(self._ends[-1] + len(data))
            yield claim.id

    def __len__(self) -> int:
        return len(self._order)

    @overload
    def __getitem__(self, index: int) -> Claim: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Claim, ...]: ...
    def __getitem__(self, index: int | slice) -> Claim | tuple[Claim, ...]:
        if isinstance(index, slice):
            return tuple(map(self._at, self._order[index]))
        return self._at(self._order[index])

    def __iter__(self) -> Iterator[Claim]:
        return map(self._at, self._order)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, KeptClaims | tuple):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]

    def as_written(self) -> Iterator[Claim]:
        """All of them in the order in which they came, which is the fastest."""
        return map(self._at, range(len(self)))

    def _at(self, number: int) -> Claim:
        start, end = self._ends[number], self._ends[number + 1]
        self._file.seek(start)
        return _CLAIM.decode(self._file.read(end - start))


def in_any_order(claims: Sequence[Claim]) -> Iterable[Claim]:
    """Claims in the order that costs least."""
    return claims.as_written() if isinstance(claims, KeptClaims) else claims


def by_id(claims: Sequence[Claim]) -> Iterable[Claim]:
    """Claims sorted by id."""
    return claims if isinstance(claims, KeptClaims) else sorted(claims, key=lambda c: c.id)


def by_document(claims: Sequence[Claim]) -> Iterator[tuple[str, list[Claim]]]:
    """The claims of each document, in no order of their own, sorted by document id."""
    written = in_any_order(claims)
    if not isinstance(claims, KeptClaims):
        written = sorted(written, key=lambda c: c.document)
    for document, found in groupby(written, key=lambda c: c.document):
        yield document, list(found)
