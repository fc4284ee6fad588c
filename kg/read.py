"""Inputs → Documents: files, folders and standard input, decoded and never altered.

    inputs  →  found files, one per real file, each with an id  →  bytes  →  text  →  Document

Ids come from the set of inputs alone, so the order of the arguments changes nothing. A bad input
gives one `ReadError` in its place and the others are still read.
"""

from __future__ import annotations

import codecs
import hashlib
import logging
import os
import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date as Date
from pathlib import Path

from kg.errors import ReadError
from kg.model import Document

logger = logging.getLogger(__name__)

MARKDOWN = frozenset({".md", ".markdown"})
#: What a folder is searched for; a file that is named explicitly may have any suffix.
SUFFIXES = MARKDOWN | {".txt", ""}

_BOMS = (  # the UTF-32 mark begins with the UTF-16 one, so it is looked for first
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OFFICE = "unpack it, or save the document as plain text"
_SIGNATURES = (
    (b"%PDF-", "a PDF file", "convert it first, for example with pdftotext"),
    (b"PK\x03\x04", "a ZIP archive or an office document", _OFFICE),
    (b"\xd0\xcf\x11\xe0", "an old office document", "save it as plain text first"),
    (b"{\\rtf", "an RTF document", "save it as plain text first"),
    (b"\x89PNG", "a PNG image", "run text recognition (OCR) on it first"),
    (b"\xff\xd8\xff", "a JPEG image", "run text recognition (OCR) on it first"),
    (b"GIF8", "a GIF image", "run text recognition (OCR) on it first"),
    (b"\x1f\x8b", "a gzip archive", "unpack it first, for example with gunzip"),
    (b"7z\xbc\xaf", "a 7z archive", "unpack it first"),
    (b"Rar!", "a RAR archive", "unpack it first"),
)
_CONTROLS = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1b")) + b"\x7f"
#: Code pages preferred among those that fit equally well.
_USUAL = ("cp1252", "cp1251", "cp1250")
_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Input:
    """One thing to read: `parts` is its absolute path in steps, `depth` how many make the id."""

    path: Path | None
    parts: tuple[str, ...]
    depth: int

    @property
    def id(self) -> str:
        return "/".join(self.parts[-self.depth :])

    def deeper(self) -> _Input:
        depth = min(self.depth + 1, len(self.parts))
        return _Input(path=self.path, parts=self.parts, depth=depth)


def read_inputs(
    inputs: Sequence[str], *, date: str | None = None, lines: bool = False
) -> Iterator[Document | ReadError]:
    """Read files, folders and standard input (`-`), sorted by document id.

    A folder is searched for `.txt`, `.md`, `.markdown` and suffix-less files, hidden ones left
    out; a file named explicitly may have any suffix. The same file given twice is one document.
    An input that cannot be read yields a `ReadError`, not raised, so that the others still come:

        for item in read_inputs(["news/", "extra.md"]):
            if isinstance(item, ReadError): ...

    `date` (ISO 8601 day, month or year) stands in where neither front matter nor the file name
    has one. With `lines`, every line is a document of its own, `name:000123`, the empty too.

    Raises ValueError if `date` is no ISO 8601 date.
    """
    checked = None if date is None else check_date(date)
    return _read(inputs, date=checked, lines=lines)


def check_date(value: str) -> str:
    """Return `value` if it is `2019-09-18`, `2019-09` or `2019`; raise ValueError otherwise."""
    if _iso_date(value) != value:
        raise ValueError(f"{value!r} is no date; write 2019-09-18, 2019-09 or 2019")
    return value


def decode(data: bytes, *, name: str) -> tuple[str, str]:
    """Turn bytes into text; returns `(text, encoding)` with `data.decode(encoding) == text`.

    A byte order mark decides; then UTF-8; any other encoding is detected and logged. A UTF-8 or
    UTF-16 mark is no part of the text. Line ends stay as they are.

    Raises ReadError if the bytes are no text, or in no encoding that can be told.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _decode_marked(data, encoding=encoding, name=name), encoding
    _refuse_binary(data, name=name)
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = _detect(data, name=name)
        logger.info("%s is not UTF-8; read as %s", name, encoding)
        return data.decode(encoding), encoding


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """Read a leading `---` (YAML) or `+++` (TOML) block: its plain fields, and where it ends.

    Only `key: value` lines at the margin count, keys in lower case, quotes around values removed.
    Without such a block the answer is `({}, 0)`.

    >>> front_matter("---\\ntitle: 'On Peace'\\n---\\nText")
    ({'title': 'On Peace'}, 26)
    """
    found = _FRONT_MATTER.match(text)
    if found is None or not all(map(_META.match, _LINE_END.split(found["fields"]))):
        return {}, 0
    fields = _FIELD.findall(found["fields"])
    if not fields:
        return {}, 0
    return {key.lower(): _unquote(value) for key, value in fields}, found.end()


_FRONT_MATTER = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|\r|\n)"
    r"(?P<fields>(?:(?!(?P=fence))[^\r\n]*(?:\r\n|\r|\n)){1,200}?)"
    r"(?P=fence)[ \t]*(?:\r\n|\r|\n|\Z)"
)
_META = re.compile(r"$|\s|#|- |[\w-]+[ \t]*[:=]|[\]})]")  # so that prose between rules is none
_FIELD = re.compile(r"^([A-Za-z][\w-]*)[ \t]*[:=][ \t]*([^\r\n]*?)[ \t]*\r?$", re.MULTILINE)


def _unquote(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


# Finding what to read.


def _read(
    inputs: Sequence[str], *, date: str | None, lines: bool
) -> Iterator[Document | ReadError]:
    found: list[_Input] = []
    failed: dict[str, ReadError] = {}
    for name in inputs:
        try:
            found.extend(_find(name))
        except ReadError as error:
            failed[str(error)] = error
    yield from (failed[message] for message in sorted(failed))
    for item in sorted(_distinct(found), key=lambda item: item.id):
        try:
            yield from _documents(item, date=date, lines=lines)
        except ReadError as error:
            yield error


def _find(name: str) -> list[_Input]:
    """All files that one argument stands for."""
    if name == "-":
        return [_Input(path=None, parts=("stdin",), depth=1)]
    path = Path(name)
    if not path.exists():
        raise ReadError(f"no such file or folder: {_shown(path)}; check the path")
    if not path.is_dir():
        return [_input(path, depth=1)]
    base = len(Path(os.path.abspath(path)).parts)
    found = [_input(file) for file in _walk(path)]
    if not found:
        known = " ".join(sorted(SUFFIXES - {""}))
        raise ReadError(f"no text in folder {_shown(path)}; it reads {known}, or name a file")
    return [_Input(path=f.path, parts=f.parts, depth=len(f.parts) - base) for f in found]


def _input(path: Path, *, depth: int = 1) -> _Input:
    parts = tuple(_printable(part) for part in Path(os.path.abspath(path)).parts)
    return _Input(path=path, parts=parts, depth=depth)


def _walk(folder: Path) -> Iterator[Path]:
    """Readable files below a folder; links to folders are not followed, so no loop can occur."""

    def fail(error: OSError) -> None:
        raise ReadError(_problem(Path(error.filename or folder), error)) from error

    for root, folders, files in os.walk(folder, onerror=fail):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in (n for n in folders if os.path.islink(os.path.join(root, n))):
            logger.warning("%s links to a folder; not followed", _shown(Path(root, name)))
        for name in sorted(files):
            if name.startswith("."):
                continue
            if Path(name).suffix.lower() in SUFFIXES:
                yield Path(root, name)
            else:
                logger.info("%s skipped: its suffix is not read", _shown(Path(root, name)))


def _distinct(found: Iterable[_Input]) -> list[_Input]:
    """One input per real file, with ids that differ: clashing ids grow by their parent folder."""
    files: dict[str, _Input] = {}
    for item in found:
        key = "-" if item.path is None else os.path.realpath(item.path)
        known = files.setdefault(key, item)
        files[key] = min(known, item, key=lambda i: (-i.depth, i.id, i.parts))
    items = list(files.values())
    while True:
        count = Counter(item.id for item in items)
        grown = [item if count[item.id] == 1 else item.deeper() for item in items]
        if grown == items:
            return items
        items = grown


# Reading one of them.


def _documents(item: _Input, *, date: str | None, lines: bool) -> Iterator[Document]:
    name = "standard input" if item.path is None else _shown(item.path)
    text, encoding = decode(_load(item.path), name=name)
    source = "-" if item.path is None else _source(item.path)
    if not text.strip():
        logger.warning("%s holds no text", name)
    if not lines:
        yield _document(item, text, source=source, encoding=encoding, date=date)
        return
    dated = _name_date(item.parts[-1]) or date
    for number, line in enumerate(_split_lines(text), start=1):
        yield Document(
            id=f"{item.id}:{number:06}",
            source=source,
            text=line,
            date=dated,
            sha256=_sha256(line),
            encoding=encoding,
        )


def _document(item: _Input, text: str, *, source: str, encoding: str, date: str | None) -> Document:
    file = Path(item.parts[-1])
    markdown = file.suffix.lower() in MARKDOWN
    fields, body = front_matter(text)
    stem = None if item.path is None else file.stem
    return Document(
        id=item.id,
        source=source,
        text=text,
        title=fields.get("title") or _title(text, start=body, markdown=markdown) or stem,
        date=_field_date(fields, source=source) or _name_date(file.name) or date,
        sha256=_sha256(text),
        encoding=encoding,
        media_type="text/markdown" if markdown else "text/plain",
    )


def _load(path: Path | None) -> bytes:
    if path is None:
        return sys.stdin.buffer.read()
    try:
        return path.read_bytes()
    except OSError as error:
        raise ReadError(_problem(path, error)) from error


def _problem(path: Path, error: OSError) -> str:
    reason = (error.strerror or type(error).__name__).lower()
    return f"cannot read {_shown(path)}: {reason}; check the file and its permissions"


def _source(path: Path) -> str:
    """The path from the current folder, with `/` between its steps on every system."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # another drive: there is no relative path
        relative = os.path.abspath(path)
    return _printable(Path(relative).as_posix())


def _shown(path: Path) -> str:
    return _printable(path.as_posix())


def _printable(name: str) -> str:
    """Bytes of a file name that are no UTF-8 become `\\xff`: no lone surrogate gets in."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _split_lines(text: str) -> list[str]:
    """Lines as `open` counts them; Unicode separators stay inside a line."""
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]


# Decoding.


def _decode_marked(data: bytes, *, encoding: str, name: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"{name} says it is {encoding} but byte {error.start} is not; save it as UTF-8"
        ) from error
    if "\0" in text:
        raise ReadError(f"{name} is a binary file, not text; give the text as UTF-8")
    return text


def _refuse_binary(data: bytes, *, name: str) -> None:
    for signature, kind, advice in _SIGNATURES:
        if data.startswith(signature):
            raise ReadError(f"{name} is {kind}, not text; {advice}")
    controls = len(data) - len(data.translate(None, _CONTROLS))
    if b"\0" in data or controls > len(data) // 10:
        raise ReadError(f"{name} is a binary file, not text; give the text as UTF-8")


def _detect(data: bytes, *, name: str) -> str:
    from charset_normalizer import from_bytes  # only the rare file needs it

    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        raise ReadError(f"cannot tell the encoding of {name}; save it as UTF-8")
    # Sister code pages read short texts alike; the commonest one is the better guess.
    rivals = {
        name
        for match in matches
        if match.chaos <= best.chaos and match.coherence >= best.coherence - 0.1
        for name in (match.encoding, *match.could_be_from_charset)
    }
    return next((usual for usual in _USUAL if usual in rivals), best.encoding)


# Title and date.

_MD_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t]+(?P<atx>[^\r\n]*?)[ \t]*#*[ \t]*\r?$"
    r"|^ {0,3}(?P<setext>[^\s>#\-*+`|<][^\r\n]*?)[ \t]*\r?\n {0,3}(?:=+|-{2,})[ \t]*\r?$",
    re.MULTILINE,
)
_MD_MARKS = (
    (re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])?"), ""),
    (re.compile(r"\[([^\]]*)\](?:\([^)]*\)|\[[^\]]*\])"), r"\1"),
    (re.compile(r"<[^>]*>|`|\*+|~~|\\(?=[^\w\s])"), ""),
    (re.compile(r"(?<!\w)_+|_+(?!\w)"), ""),
)
_MD_FENCE = re.compile(r"(?ms)^ {0,3}(```+|~~~+)[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)")
_HEADLINE = re.compile(r"\s*(?P<line>[^\r\n]{1,150}?)(?:[ \t]*(?:\r\n|\r(?!\n)|\n)){2}")
_DAY = re.compile(r"(?<!\d)(\d{4})([-_]?)(\d{2})\2(\d{2})(?!\d)")


def _title(text: str, *, start: int, markdown: bool) -> str | None:
    head = text[start : start + 20_000]  # a title further down is no title
    if markdown:
        found = _MD_HEADING.search(_MD_FENCE.sub("", head))
        if found:
            return _one_line(_strip_marks(found["atx"] or found["setext"] or "")) or None
    line = _HEADLINE.match(head)
    if line is None or re.search(r"[.,;:]['\"”’)\]]*$", line["line"]):
        return None
    shown = _strip_marks(line["line"]) if markdown else line["line"]
    return _one_line(shown) if re.search(r"\w", shown) else None


def _strip_marks(text: str) -> str:
    for pattern, kept in _MD_MARKS:
        text = pattern.sub(kept, text)
    return text


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _field_date(fields: dict[str, str], *, source: str) -> str | None:
    value = fields.get("date")
    if not value:
        return None
    date = _iso_date(re.split(r"[T\s]", value, maxsplit=1)[0].replace("/", "-"))
    if date is None:
        logger.warning("%s: date %r is not ISO 8601 (2019-09-18); left out", source, value)
    return date


def _name_date(name: str) -> str | None:
    for year, _, month, day in _DAY.findall(name):
        date = _iso_date(f"{year}-{month}-{day}")
        if date and "1000" <= year <= "2999":
            return date
    return None


def _iso_date(value: str) -> str | None:
    """`value` if it is a real day, month or year in ISO 8601 extended form."""
    if not re.fullmatch(r"\d{4}(?:-\d{2}){0,2}", value, re.ASCII):
        return None
    try:
        Date.fromisoformat(value + "-01" * (2 - value.count("-")))
    except ValueError:
        return None
    return value
