"""A brief as Markdown, as one page of HTML that needs nothing else, or as a Word document."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict
from html import escape
from pathlib import Path
from typing import Any

from kg.ask.brief.model import Brief, Line, Note, Section
from kg.controls import spelled
from kg.errors import ExportError
from kg.files import write_bytes
from kg.folder.marks import escaped

_STYLE = """
:root { color-scheme: light dark }
body { font: 16px/1.5 Georgia, serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem }
h1, h2, h3, th { font-family: system-ui, sans-serif; line-height: 1.25 }
h2 { border-bottom: 1px solid #8886; margin-top: 2.2rem } h3 { margin: 1.2rem 0 .3rem }
ul { padding-left: 1.2rem } li { margin: .25rem 0 }
table { border-collapse: collapse; font-size: .95em; width: 100% }
th, td { border-bottom: 1px solid #8884; padding: .3rem .5rem .3rem 0; text-align: left;
  vertical-align: top }
sup { font-size: .72em; line-height: 0 } a { color: inherit }
.tag { border: 1px solid #8888; border-radius: .6em; font: .75em system-ui, sans-serif;
  padding: 0 .5em } .stamp { border: 1px solid; padding: .5rem .8rem }
.stamp, .notes { font-size: .9em } .notes li:target { background: #fd04 }
.bad { color: #b00020 } q { quotes: "“" "”" }
@media print {
  body { font-size: 10.5pt; margin: 0; max-width: none; padding: 0 } a { text-decoration: none }
  h2, h3 { break-after: avoid } li, tr { break-inside: avoid }
}
"""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"


#: What a brief can be written as, by the suffix of its file.
SUFFIXES = (".html", ".htm", ".md", ".markdown", ".docx")


def check_suffix(path: Path) -> None:
    """Raises ExportError where no brief can be written under this name."""
    if path.suffix.lower() not in SUFFIXES:
        raise ExportError(f"a brief can be .html, .docx or .md, not {path.name!r}; change the name")


def write_brief(brief: Brief, path: Path) -> None:
    """Write a brief as the suffix says: `.md`, `.html` or `.docx`. The same brief, the same bytes.

    Raises:
        ExportError: another suffix, or the file cannot be written.
    """
    from kg.ask.brief.word import as_docx

    check_suffix(path)
    suffix = path.suffix.lower()
    if suffix == ".docx":
        data = as_docx(brief)
    else:
        text = as_html(brief) if suffix.startswith(".htm") else as_markdown(brief)
        data = text.encode("utf-8", "replace")
    try:
        write_bytes(path, data)
    except OSError as error:
        raise ExportError(
            f"cannot write {path}: {error.strerror or error}; choose another file with -o"
        ) from error


# Markdown

_SPECIAL = re.compile(r"([\\`*_\[\]<>|#])")
#: What would begin a list inside a line of one.
_OPENING = re.compile(r"^(\d*)([-+.)](?= |$))")


def as_markdown(brief: Brief) -> str:
    """Markdown with footnotes, as Pandoc, GitHub and others read them."""
    parts = [f"# {_plain(brief.title)}", f"> {_plain(brief.stamp)}"]
    for section in brief.sections:
        parts.append(f"{'#' * section.level} {_plain(section.title)}")
        if section.intro.strip():
            parts.append(_plain(section.intro))
        if section.columns and section.lines:
            parts.append("\n".join(_table(section)))
        elif section.lines:
            parts.append("\n".join(f"- {_line(line)}" for line in section.lines))
    parts.append("\n".join(map(_footnote, brief.notes)))
    return "\n\n".join(part for part in parts if part) + "\n"


def _plain(text: str) -> str:
    """Text that no reader of Markdown takes for markup."""
    words = _SPECIAL.sub(r"\\\1", " ".join(spelled(text).split()))
    return _OPENING.sub(r"\1\\\2", words)


def _line(line: Line) -> str:
    lead = f"**{_plain(line.lead)}:** " if line.lead else ""
    tag = f" *({line.tag})*" if line.tag else ""
    return f"{lead}{_plain(line.text)}{tag}{_marks(line)}"


def _marks(line: Line) -> str:
    return "".join(f"[^{number}]" for number in line.notes)


def _table(section: Section) -> Iterator[str]:
    yield f"| {' | '.join(section.columns)} |"
    yield f"|{' --- |' * len(section.columns)}"
    for line in section.lines:
        cells = [*map(_plain, line.cells or [""] * (len(section.columns) - 1)), _line(line)]
        yield f"| {' | '.join(cells)} |"


def _footnote(note: Note) -> str:
    return f"[^{note.number}]: “{_plain(note.quote)}” {_plain(where(note))}"


def where(note: Note) -> str:
    """ "harbour.txt, 2021-03-15, line 4 (characters 12 to 80): verified."."""
    date = f", {note.date}" if note.date else ""
    place = f", {note.place.text}" if note.place.text else ""
    told = {"source changed": "source changed since"}.get(note.check, note.check)
    return (
        f"{note.document}{date}{place} (characters {note.place.start:,} to {note.place.end:,}): "
        f"{told}."
    )


# HTML


def as_html(brief: Brief) -> str:
    """One page without anything from elsewhere; what was checked is in it as JSON, too."""
    body = "".join(part for section in brief.sections for part in _section(section))
    notes = "".join(map(_note, brief.notes))
    told: dict[str, Any] = {"title": brief.title, "verified": brief.verified}
    told["notes"] = list(map(asdict, brief.notes))
    listed = escaped(json.dumps(told, ensure_ascii=False, indent=1)).replace("<", r"\u003c")
    title = _text(brief.title)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width">\n'
        f"<title>{title}</title>\n<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f'<p class="stamp{"" if brief.verified else " bad"}">{_text(brief.stamp)}</p>\n{body}'
        f'<h2>Notes</h2>\n<ol class="notes">\n{notes}</ol>\n'
        f'<script type="application/json" id="kg-brief">\n{listed}\n</script>\n'
        "</body>\n</html>\n"
    )


def _text(text: str) -> str:
    return escape(" ".join(spelled(text).split()))


def _section(section: Section) -> Iterator[str]:
    yield f"<h{section.level}>{_text(section.title)}</h{section.level}>\n"
    if section.intro.strip():
        yield f"<p>{_text(section.intro)}</p>\n"
    if section.columns and section.lines:
        yield "<table>\n<tr>" + "".join(f"<th>{_text(c)}</th>" for c in section.columns) + "</tr>\n"
        for line in section.lines:
            cells = line.cells or ("",) * (len(section.columns) - 1)
            told = "".join(f"<td>{_text(cell)}</td>" for cell in cells)
            yield f"<tr>{told}<td>{_said(line)}</td></tr>\n"
        yield "</table>\n"
    elif section.lines:
        yield "<ul>\n" + "".join(f"<li>{_said(line)}</li>\n" for line in section.lines) + "</ul>\n"


def _said(line: Line) -> str:
    lead = f"<b>{_text(line.lead)}:</b> " if line.lead else ""
    tag = f' <span class="tag">{_text(line.tag)}</span>' if line.tag else ""
    marks = ",".join(f'<a href="#n{number}">{number}</a>' for number in line.notes)
    return f"{lead}{_text(line.text)}{tag}{f'<sup>{marks}</sup>' if marks else ''}"


def _note(note: Note) -> str:
    bad = "" if note.check == "verified" else ' class="bad"'
    return (
        f'<li id="n{note.number}" data-check="{note.check}"><q>{_text(note.quote)}</q> '
        f"<span{bad}>{_text(where(note))}</span></li>\n"
    )
