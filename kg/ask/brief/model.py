"""What a brief is made of, whatever it is written as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from kg.ask.place import Place
from kg.model import Document, Span

#: What comparing a quote with its source gave. "not opened" came from standard input.
Check = Literal["verified", "source changed", "source gone", "not opened"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """A footnote: the sentence that states something, where it stands, whether it still does."""

    number: int
    document: str
    title: str
    date: str
    place: Place
    quote: str
    check: Check


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A sentence with the numbers of its notes. `lead` is a name or a date that stands before it.

    In a section with columns, `cells` are those before the sentence. `tag` says how it is stated,
    where that is not as a fact: "planned".
    """

    text: str
    notes: tuple[int, ...] = ()
    lead: str = ""
    tag: str = ""
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with its lines; of `level` 2 under the title, 3 under a section."""

    title: str
    lines: tuple[Line, ...] = ()
    level: int = 2
    intro: str = ""
    columns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """A brief as values. `stamp` says what comparing the quotes with their sources gave."""

    title: str
    stamp: str
    sections: tuple[Section, ...]
    notes: tuple[Note, ...]

    @property
    def verified(self) -> bool:
        """Whether there are quotes, and every one was found in its source."""
        return bool(self.notes) and all(note.check == "verified" for note in self.notes)


class Notes:
    """The footnotes, numbered in the order in which they are first asked for.

    `texts` are the sources as they are now, by document id: None for one that is gone. Documents
    that are not in it were not opened.
    """

    def __init__(self, documents: Iterable[Document], texts: Mapping[str, str | None]) -> None:
        self._documents = {document.id: document for document in documents}
        self._texts = texts
        self._numbers: dict[tuple[str, int, int], int] = {}
        self.made: list[Note] = []

    def of(self, document: str, span: Span) -> int:
        """The number of the note that quotes a sentence."""
        from kg.ask.place import place_of

        key = document, span.start, span.end
        if key not in self._numbers:
            found = self._documents[document]
            self._numbers[key] = len(self.made) + 1
            self.made.append(
                Note(
                    number=len(self.made) + 1, document=document, title=found.title or "",
                    date=found.date or "", place=place_of(found, span.start, span.end),
                    quote=span.text, check=self._check(document, span),
                )
            )  # fmt: skip
        return self._numbers[key]

    def _check(self, document: str, span: Span) -> Check:
        if document not in self._texts:
            return "not opened"
        text = self._texts[document]
        if text is None:
            return "source gone"
        return "verified" if text[span.start : span.end] == span.text else "source changed"
