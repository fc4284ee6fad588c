"""A brief as a Word document with real footnotes: WordprocessingML in a zip, ISO/IEC 29500.

Nothing but the standard library is needed to write one. Word numbers footnotes itself, so a quote
that two sentences rest on has a footnote at each. Entries of the zip carry no time of day.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from xml.sax.saxutils import escape

from kg.ask.brief.model import Brief, Line, Note, Section
from kg.controls import spelled

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
#: What XML has no place for; the other control characters are spelled out.
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/word/document.xml" ContentType="{_TYPE}.document.main+xml"/>'
    f'<Override PartName="/word/styles.xml" ContentType="{_TYPE}.styles+xml"/>'
    f'<Override PartName="/word/footnotes.xml" ContentType="{_TYPE}.footnotes+xml"/></Types>'
)
_ROOT = (
    f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>'
)
_PARTS = (
    f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
    f'<Relationship Id="rId2" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/></Relationships>'
)


def _style(id: str, name: str, inside: str, *, kind: str = "paragraph") -> str:
    return f'<w:style w:type="{kind}" w:styleId="{id}"><w:name w:val="{name}"/>{inside}</w:style>'


def _heading(level: int, size: int) -> str:
    return _style(
        f"Heading{level}", f"heading {level}",
        f'<w:pPr><w:keepNext/><w:spacing w:before="{320 - 40 * level}" w:after="60"/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr><w:b/><w:sz w:val="{size}"/></w:rPr>',
    )  # fmt: skip


_STYLES = (
    f'<w:styles xmlns:w="{_W}">'
    + _style("Normal", "Normal",
             '<w:pPr><w:spacing w:after="80"/></w:pPr><w:rPr><w:sz w:val="22"/></w:rPr>')
    + "".join(_heading(level, size) for level, size in ((1, 36), (2, 28), (3, 24)))
    + _style("FootnoteText", "footnote text", '<w:rPr><w:sz w:val="18"/></w:rPr>')
    + _style("FootnoteReference", "footnote reference",
             '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr>', kind="character")
    + "</w:styles>"
)  # fmt: skip
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{id}"><w:p><w:r><w:{kind}/></w:r></w:p></w:footnote>'
    for id, kind in ((-1, "separator"), (0, "continuationSeparator"))
)


def as_docx(brief: Brief) -> bytes:
    """The bytes of a `.docx`; equal briefs give equal bytes."""
    writer = _Writer(brief)
    body = "".join(writer.body())
    files = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _ROOT,
        "word/document.xml": f'<w:document xmlns:w="{_W}"><w:body>{body}</w:body></w:document>',
        "word/_rels/document.xml.rels": _PARTS,
        "word/styles.xml": _STYLES,
        "word/footnotes.xml": f'<w:footnotes xmlns:w="{_W}">{_SEPARATORS}'
        f"{''.join(writer.footnotes)}</w:footnotes>",
    }
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type, entry.create_system = zipfile.ZIP_DEFLATED, 3
            packed.writestr(entry, (_HEAD + text).encode("utf-8"))
    return made.getvalue()


class _Writer:
    """Turns sections into paragraphs; `footnotes` has one for each reference that was written."""

    def __init__(self, brief: Brief) -> None:
        self._brief = brief
        self._notes = {note.number: note for note in brief.notes}
        self.footnotes: list[str] = []

    def body(self) -> Iterator[str]:
        yield _paragraph(_run(self._brief.title), style="Heading1")
        yield _paragraph(_run(self._brief.stamp))
        for section in self._brief.sections:
            yield _paragraph(_run(section.title), style=f"Heading{section.level}")
            if section.intro.strip():
                yield _paragraph(_run(section.intro))
            if section.columns and section.lines:
                yield from self._table(section)
            else:
                yield from (_paragraph(self._line(line), item=True) for line in section.lines)

    def _table(self, section: Section) -> Iterator[str]:
        line = '<w:{0} w:val="single" w:sz="4" w:color="999999"/>'
        edges = "".join(line.format(edge) for edge in ("top", "bottom", "insideH"))
        yield f'<w:tbl><w:tblPr><w:tblW w:w="0" w:type="auto"/><w:tblBorders>{edges}</w:tblBorders>'
        yield "</w:tblPr><w:tblGrid>" + "<w:gridCol/>" * len(section.columns) + "</w:tblGrid>"
        yield _row(_run(column, bold=True) for column in section.columns)
        for told in section.lines:
            cells = told.cells or ("",) * (len(section.columns) - 1)
            yield _row([*map(_run, cells), self._line(told)])
        yield "</w:tbl>" + _paragraph("")

    def _line(self, line: Line) -> str:
        lead = _run(f"{line.lead}: ", bold=True) if line.lead else ""
        tag = _run(f" ({line.tag})", italic=True) if line.tag else ""
        return lead + _run(line.text) + tag + "".join(self._reference(n) for n in line.notes)

    def _reference(self, number: int) -> str:
        """A reference to a new footnote that says what a note says."""
        id = len(self.footnotes) + 1
        self.footnotes.append(_footnote(id, self._notes[number]))
        style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
        return f'<w:r>{style}<w:footnoteReference w:id="{id}"/></w:r>'


def _footnote(id: int, note: Note) -> str:
    from kg.ask.brief.pages import where

    style = '<w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    words = _run(f" “{' '.join(note.quote.split())}” {where(note)}")
    inside = _paragraph(f"<w:r>{style}<w:footnoteRef/></w:r>{words}", style="FootnoteText")
    return f'<w:footnote w:id="{id}">{inside}</w:footnote>'


def _paragraph(inside: str, *, style: str = "Normal", item: bool = False) -> str:
    indent = '<w:ind w:left="360" w:hanging="240"/>' if item else ""
    bullet = _run("•  ") if item else ""
    return f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{indent}</w:pPr>{bullet}{inside}</w:p>'


def _row(cells: Iterator[str] | list[str]) -> str:
    return f"<w:tr>{''.join(f'<w:tc>{_paragraph(cell)}</w:tc>' for cell in cells)}</w:tr>"


def _run(text: str, *, bold: bool = False, italic: bool = False) -> str:
    how = f"<w:rPr>{'<w:b/>' * bold}{'<w:i/>' * italic}</w:rPr>" if bold or italic else ""
    words = escape(_NOT_XML.sub("\ufffd", spelled(text)))
    return f'<w:r>{how}<w:t xml:space="preserve">{words}</w:t></w:r>'
