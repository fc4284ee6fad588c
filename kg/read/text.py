"""Plain text and Markdown, kept exactly as they are; title and date from what they state."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.read.dates import stated_date
from kg.read.decode import decode
from kg.read.file import Extract, File, ReadOptions, one_line

LINE_END = re.compile(r"\r\n|\r|\n")

_FRONT_MATTER = re.compile(
    r"(?P<fence>---|\+\+\+)[ \t]*(?:\r\n|\r|\n)"
    r"(?P<fields>(?>(?!(?P=fence))[^\r\n]*(?:\r\n|\r|\n)){1,200}?)"
    r"(?P=fence)[ \t]*(?:\r\n|\r|\n|\Z)"
)
_META = re.compile(r"$|\s|#|- |[\w-]+[ \t]*[:=]|[\]})]")  # so that prose between rules is none
_FIELD = re.compile(r"^([A-Za-z][\w-]*)[ \t]*[:=]([^\r\n]*)\r?$", re.MULTILINE)

_MD_HEADING = re.compile(
    r"^ {0,3}#{1,6}[ \t](?P<atx>[^\r\n]*)\r?$"
    r"|^ {0,3}(?P<setext>[^\s>#\-*+`|<][^\r\n]*)\r?\n {0,3}(?:=+|-{2,})[ \t]*\r?$",
    re.MULTILINE,
)
_MD_MARKS = (
    (re.compile(r"!\[[^\]]{0,500}\](?:\([^)]{0,500}\)|\[[^\]]{0,500}\])?"), ""),
    (re.compile(r"\[([^\]]{0,500})\](?:\([^)]{0,500}\)|\[[^\]]{0,500}\])"), r"\1"),
    (re.compile(r"<[^<>]*>|`|\*+|~~|\\(?=[^\w\s])"), ""),
    (re.compile(r"(?<!\w)_+|(?<!_)_++(?!\w)"), ""),
)
_MD_FENCE = re.compile(r"(?ms)^ {0,3}(```++|~~~++)[^\n]*\n.*?(?:^ {0,3}\1[`~]*[ \t]*$|\Z)")
_HEADLINE = re.compile(r"\s*+(?P<line>[^\r\n]{1,150}?)(?<![ \t])(?:[ \t]*(?:\r\n|\r(?!\n)|\n)){2}")


def read_text(file: File, options: ReadOptions) -> Iterator[Extract]:
    """Plain text."""
    yield _extract(file, markdown=False)


def read_markdown(file: File, options: ReadOptions) -> Iterator[Extract]:
    """Markdown, its syntax kept."""
    yield _extract(file, markdown=True)


def _extract(file: File, *, markdown: bool) -> Extract:
    text, encoding = decode(file.load(), name=file.name)
    fields, body = front_matter(text)
    return Extract(
        text=text,
        media_type="text/markdown" if markdown else "text/plain",
        encoding=encoding,
        title=fields.get("title") or find_title(text, start=body, markdown=markdown),
        date=stated_date(fields.get("date"), name=file.name),
    )


def front_matter(text: str) -> tuple[dict[str, str], int]:
    """Read a leading `---` (YAML) or `+++` (TOML) block: its plain fields, and where it ends.

    Only `key: value` lines at the margin count, keys in lower case, quotes around values removed.
    Without such a block the answer is `({}, 0)`.

    >>> front_matter("---\\ntitle: 'On Peace'\\n---\\nText")
    ({'title': 'On Peace'}, 26)
    """
    found = _FRONT_MATTER.match(text)
    if found is None or not all(map(_META.match, LINE_END.split(found["fields"]))):
        return {}, 0
    fields = _FIELD.findall(found["fields"])
    if not fields:
        return {}, 0
    return {key.lower(): _unquote(value.strip(" \t")) for key, value in fields}, found.end()


def _unquote(value: str) -> str:
    quoted = len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'"
    return value[1:-1] if quoted else value


def find_title(text: str, *, start: int = 0, markdown: bool = False) -> str | None:
    """The first Markdown heading, or a first line that stands alone and ends no sentence."""
    head = text[start : start + 20_000]  # a title further down is no title
    if markdown:
        found = _MD_HEADING.search(_MD_FENCE.sub("", head))
        if found:
            atx = (found["atx"] or "").rstrip(" \t").rstrip("#")
            return one_line(_strip_marks(atx or found["setext"] or "")) or None
    line = _HEADLINE.match(head)
    if line is None or re.search(r"[.,;:]['\"”’)\]]*$", line["line"]):
        return None
    shown = _strip_marks(line["line"]) if markdown else line["line"]
    return one_line(shown) if re.search(r"\w", shown) else None


def _strip_marks(text: str) -> str:
    for pattern, kept in _MD_MARKS:
        text = pattern.sub(kept, text)
    return text


def split_lines(text: str) -> list[str]:
    """Lines as `open` counts them; Unicode separators stay inside a line."""
    lines = LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]
