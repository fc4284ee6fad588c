"""The text of `decisions.yaml` → plain values: strings, None, lists and dicts of them.

A file as kg writes it, one entry a line, is read and edited line by line: fast however long it is,
and every other line stays as the user wrote it. Any other YAML goes to a parser, within bounds.
Scalars are what stands there: `No`, `1e3` and `2019-01-01` are names like any other.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from kg.errors import DecisionError
from kg.folder.marks import escaped

if TYPE_CHECKING:
    from ruamel.yaml.events import Event

#: The longest file, in bytes, and the longest that is not one entry a line, in characters.
LONGEST, LONGEST_OTHER = 64_000_000, 250_000
#: How deeply an entry may nest: a section has a list of lists of mappings.
DEPTH = 6

_BAD = "\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff"
_FIRST = rf"[^ \-?:,\[\]{{}}#&*!|>'\"%@`{_BAD}]"
_SECTION = re.compile(r"([a-z]+):(?: +(?:#.*)?)?")
_ENTRY = re.compile(r"( *)- +(?=[^ ])")
#: A scalar without quotes, alone on its line, and in brackets.
_ALONE = re.compile(rf"{_FIRST}(?:[^:#{_BAD}]|:(?=[^ {_BAD}])|(?<! )#)*")
_INSIDE = re.compile(rf"{_FIRST}(?:[^:#,\[\]{{}}{_BAD}]|:(?=[^ ,\[\]{{}}{_BAD}])|(?<! )#)*")
_DOUBLE = re.compile(rf'"(?:[^"\\{_BAD}]|\\["\\/bfnrtu])*"')
_SINGLE = re.compile(rf"'(?:[^'{_BAD}]|'')*'")
_KEY = re.compile(r"([a-z][a-z0-9]*): +")
_END = re.compile(r" *(?: #.*)?")
#: Characters that JSON writes as they are, and YAML does not read.
_UNSEEN = re.compile("[\x7f-\x9f]")
#: What YAML takes for nothing where it stands without quotes.
NOTHING = frozenset({"", "~", "null", "Null", "NULL"})
#: Names that some reader of YAML takes for something else: they are written with quotes.
_ELSE = re.compile(r"(?i:true|false|yes|no|on|off|y|n|null|~)|[0-9.+=<].*")


class NotPlainError(Exception):
    """A line is not laid out as kg writes it."""


@dataclass(frozen=True, slots=True)
class Plain:
    """A file of one entry a line: the number of the line of each entry, by section."""

    lines: list[str]
    sections: dict[str, list[tuple[Any, int]]] = field(default_factory=dict)
    starts: dict[str, int] = field(default_factory=dict)

    def values(self) -> dict[str, Any]:
        return {kind: [value for value, _ in found] for kind, found in self.sections.items()}

    def edited(self, gone: Iterable[tuple[str, int]], kind: str, entry: str) -> str:
        """The text without some entries, by section and place in it, and with one more."""
        dropped = {self.sections[section][at][1] for section, at in gone}
        for section, line in self.starts.items():  # what is left without an entry goes too
            own = {number for _, number in self.sections[section]}
            bare = self.lines[line].strip() == f"{section}:" and section != kind
            if own and own <= dropped and bare:
                dropped.add(line)
        lines: list[str | None] = [None if n in dropped else s for n, s in enumerate(self.lines)]
        if entry and kind in self.starts:
            last = max((n for _, n in self.sections[kind]), default=self.starts[kind])
            indent = _ENTRY.match(self.lines[last])
            blanks = indent[1] if indent is not None else "  "
            lines.insert(last + 1, f"{blanks}- {entry}")
        elif entry:
            while lines and not lines[-1]:
                lines.pop()
            lines += [f"{kind}:", f"  - {entry}", ""]
        return "\n".join(line for line in lines if line is not None)


def plain(text: str) -> Plain | None:
    """The file, if it is laid out as kg writes it: sections at the margin, one entry a line."""
    found = Plain(text.split("\n"))
    try:
        _sections(found)
    except NotPlainError:
        return None
    return found


def _sections(found: Plain) -> None:
    kind, indent = "", -1
    for number, raw in enumerate(found.lines):
        line = raw.removesuffix("\r")
        bare = line.lstrip(" ")
        if not bare or bare.startswith("#"):
            continue
        section = _SECTION.fullmatch(line)
        if section is not None and section[1] not in found.starts:
            kind, indent = section[1], -1
            found.starts[kind], found.sections[kind] = number, []
            continue
        entry = _ENTRY.match(line)
        if entry is None or not kind or indent not in (-1, len(entry[1])):
            raise NotPlainError
        indent = len(entry[1])
        found.sections[kind].append((_whole(line, entry.end()), number))


def _whole(line: str, at: int) -> Any:
    """The value that takes all of a line from `at` on, but for a comment."""
    value, at = _value(line, at, _ALONE, nested=2)
    if not _END.fullmatch(line, at):
        raise NotPlainError
    return value


def _value(line: str, at: int, scalar: re.Pattern[str], *, nested: int) -> tuple[Any, int]:
    start = line[at : at + 1]
    if start == "[" and nested == 2:
        return _list(line, at + 1)
    if start == "{" and nested:
        return _mapping(line, at + 1)
    if start == '"' and (quoted := _DOUBLE.match(line, at)):
        return _unescaped(quoted[0]), quoted.end()
    if start == "'" and (quoted := _SINGLE.match(line, at)):
        return quoted[0][1:-1].replace("''", "'"), quoted.end()
    words = scalar.match(line, at)
    if words is None:
        raise NotPlainError
    text = words[0].rstrip(" ")
    return (None if text in NOTHING else text), at + len(text)


def _unescaped(quoted: str) -> Any:
    try:
        return json.loads(quoted)
    except ValueError as error:
        raise NotPlainError from error


def _list(line: str, at: int) -> tuple[list[Any], int]:
    values: list[Any] = []
    while True:
        value, at = _value(line, _blanks(line, at), _INSIDE, nested=1)
        values.append(value)
        at, last = _next(line, at, "]")
        if last:
            return values, at


def _mapping(line: str, at: int) -> tuple[dict[str, Any], int]:
    values: dict[str, Any] = {}
    while True:
        key = _KEY.match(line, _blanks(line, at))
        if key is None or key[1] in values:
            raise NotPlainError
        values[key[1]], at = _value(line, key.end(), _INSIDE, nested=0)
        at, last = _next(line, at, "}")
        if last:
            return values, at


def _blanks(line: str, at: int) -> int:
    while line[at : at + 1] == " ":
        at += 1
    return at


def _next(line: str, at: int, end: str) -> tuple[int, bool]:
    """Past a comma or the end of brackets; which of both it was."""
    at = _blanks(line, at)
    if line[at : at + 1] not in (",", end):
        raise NotPlainError
    return at + 1, line[at] == end


def quoted(text: str) -> str:
    """A string as it stands in brackets: with quotes where anybody could take it for else.

    >>> quoted("Shinzo Abe"), quoted("No"), quoted("a, b")
    ('Shinzo Abe', '"No"', '"a, b"')
    """
    safe = _INSIDE.fullmatch(text) and text == text.strip() and not _ELSE.fullmatch(text)
    if safe:
        return text
    whole = escaped(json.dumps(text, ensure_ascii=False))
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", whole)


# Any other YAML


def values(text: str, name: str) -> Any:
    """What any YAML holds; `name` is for messages.

    Raises:
        DecisionError: it is no YAML, too long, or has what no decision needs: aliases, tags,
            several documents, deep nesting.
    """
    if len(text) > LONGEST_OTHER:
        raise DecisionError(
            f"{name}: more than {LONGEST_OTHER:,} characters must be one decision a line, such as "
            "`  - {entity: Toyota, to: Organization}`; a line is not"
        )
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError

    try:
        events = YAML(typ="safe", pure=True).parse(text)
        return _document(_checked(events, name))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _wrong(name, mark, error.problem or error.context or "no YAML") from error
    except DecisionError:
        raise
    except Exception as error:  # the parser was not made for what nobody writes
        raise _wrong(name, None, str(error) or type(error).__name__) from error


def _wrong(name: str, mark: Any, problem: str) -> DecisionError:
    line = f" line {mark.line + 1}" if mark is not None else ""
    said = " ".join(problem.split())[:120]
    return DecisionError(f"{name}{line}: {said}; mend it or restore an older copy")


def _checked(events: Iterable[Event], name: str) -> Iterator[Event]:
    from ruamel.yaml import events as kinds

    depth = documents = 0
    for event in events:
        if isinstance(event, kinds.AliasEvent) or getattr(event, "anchor", None) is not None:
            raise _wrong(name, event.start_mark, "anchors and aliases (&, *) are not read here")
        documents += isinstance(event, kinds.DocumentStartEvent)
        if documents > 1:
            raise _wrong(name, event.start_mark, "a second document (---) begins")
        if isinstance(event, kinds.ScalarEvent | kinds.CollectionStartEvent) and event.tag:
            raise _wrong(name, event.start_mark, f"tags ({event.tag}) are not read here")
        depth += isinstance(event, kinds.CollectionStartEvent)
        depth -= isinstance(event, kinds.CollectionEndEvent)
        if depth > DEPTH:
            raise _wrong(name, event.start_mark, "nested too deeply for a decision")
        if isinstance(
            event, kinds.ScalarEvent | kinds.CollectionStartEvent | kinds.CollectionEndEvent
        ):
            yield event


def _document(events: Iterator[Event]) -> Any:
    first = next(events, None)
    value = None if first is None else _composed(first, events)
    for _ in events:  # what comes behind is looked at too
        pass
    return value


def _composed(event: Event, events: Iterator[Event]) -> Any:
    """The value that begins with an event; `DEPTH` bounds the recursion."""
    from ruamel.yaml import events as kinds
    from ruamel.yaml.error import MarkedYAMLError

    if isinstance(event, kinds.ScalarEvent):
        bare = event.style in (None, "") and event.value in NOTHING
        return None if bare else str(event.value)
    if isinstance(event, kinds.SequenceStartEvent):
        return list(_until(kinds.SequenceEndEvent, events))
    mapping: dict[str, Any] = {}
    parts = _until(kinds.MappingEndEvent, events)
    for key in parts:
        if not isinstance(key, str):
            raise MarkedYAMLError(None, None, "a key that is no word", event.start_mark)
        if key in mapping:
            raise MarkedYAMLError(None, None, f"duplicate key {key[:60]!r}", event.start_mark)
        mapping[key] = next(parts)
    return mapping


def _until(end: type[Event], events: Iterator[Event]) -> Iterator[Any]:
    for event in events:
        if isinstance(event, end):
            return
        yield _composed(event, events)
