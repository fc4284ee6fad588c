"""Small files of every binary format, made from their specifications by code."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence


def zipped(members: dict[str, str | bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return data.getvalue()


# PDF.

#: Where a text stands: x, y from the top, its size, the text, bold or not.
Placed = tuple[float, float, float, str] | tuple[float, float, float, str, bool]
HEIGHT = 792


def pdf(pages: Sequence[Sequence[Placed]], *, title: str = "", rotate: int = 0) -> bytes:
    """A PDF of US letter pages with Helvetica text at the places named, in that order."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%s] /Count %d >>"
        % (b" ".join(b"%d 0 R" % (6 + 2 * n) for n in range(len(pages))), len(pages)),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding >>",
        b"<< /Title (%s) /CreationDate (D:19990101000000Z) >>" % _escaped(title),
    ]
    for number, page in enumerate(pages):
        content = b"\n".join(_shown(placed) for placed in page)
        objects.append(
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 %d] /Rotate %d /Contents %d 0 R "
            b"/Resources << /Font << /F0 3 0 R /F1 4 0 R >> >> >>"
            % (HEIGHT, rotate, 7 + 2 * number)
        )
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
    return _assembled(objects)


def _shown(placed: Placed) -> bytes:
    x, y, size, text, *bold = placed
    font = b"/F1" if bold and bold[0] else b"/F0"
    return b"BT %s %g Tf 1 0 0 1 %g %g Tm (%s) Tj ET" % (
        font, size, x, HEIGHT - y, _escaped(text),
    )  # fmt: skip


def _escaped(text: str) -> bytes:
    data = text.encode("cp1252")
    return data.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _assembled(objects: Sequence[bytes]) -> bytes:
    data, offsets = b"%PDF-1.7\n", []
    for number, content in enumerate(objects, start=1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(data)
    data += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    data += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    return data + b"trailer << /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        start,
    )


def column(text: str, *, x: float, y: float, width: int = 40, size: float = 10) -> list[Placed]:
    """Text wrapped after `width` characters, one line below the other."""
    lines: list[str] = [""]
    for word in text.split():
        if len(lines[-1]) + len(word) >= width:
            lines.append("")
        lines[-1] += (" " if lines[-1] else "") + word
    return [(x, y + 1.2 * size * n, size, line) for n, line in enumerate(lines)]


# Word.

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = """<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-\
officedocument.wordprocessingml.document.main+xml"/></Types>"""


def docx(body: str, *, notes: str = "", title: str = "", before: str = "") -> bytes:
    """A Word document; `body` and `notes` are WordprocessingML, `before` stands at its start."""
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/></w:style>'
        for id, name in (("Title", "Title"), ("H1", "heading 1"), ("H2", "heading 2"),
                         ("Quote", "Quote"))
    )  # fmt: skip
    levels = "".join(f'<w:lvl w:ilvl="{n}"><w:numFmt w:val="bullet"/></w:lvl>' for n in range(3))
    return zipped(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": f'<Relationships xmlns="{_RELS}"><Relationship Id="r1" '
            f'Type="{_OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>',
            "word/_rels/document.xml.rels": f'<Relationships xmlns="{_RELS}">'
            f'<Relationship Id="r1" Type="{_OFFICE}/styles" Target="styles.xml"/>'
            f'<Relationship Id="r2" Type="{_OFFICE}/numbering" Target="numbering.xml"/>'
            f'<Relationship Id="r3" Type="{_OFFICE}/footnotes" Target="footnotes.xml"/>'
            "</Relationships>",
            "word/styles.xml": f"<w:styles {_W}>{styles}</w:styles>",
            "word/numbering.xml": f'<w:numbering {_W}><w:abstractNum w:abstractNumId="1">{levels}'
            '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>',
            "word/footnotes.xml": f"<w:footnotes {_W}>{notes}</w:footnotes>",
            "word/document.xml": f"{before}<w:document {_W}><w:body>{body}</w:body></w:document>",
            "docProps/core.xml": '<p xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{title}</dc:title></p>",
        }
    )


def w_p(text: str, *, style: str = "", level: int = -1) -> str:
    """A paragraph; `text` may hold runs of its own."""
    marks = f'<w:pStyle w:val="{style}"/>' if style else ""
    if level >= 0:
        marks += f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>'
    runs = text if text.startswith("<") else w_r(text)
    return f"<w:p><w:pPr>{marks}</w:pPr>{runs}</w:p>"


def w_r(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def w_table(rows: Sequence[Sequence[str]]) -> str:
    cells = ("".join(f"<w:tc>{w_p(cell)}</w:tc>" for cell in row) for row in rows)
    return f"<w:tbl>{''.join(f'<w:tr>{row}</w:tr>' for row in cells)}</w:tbl>"


# OpenDocument and EPUB.

_ODF = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (("office", "office"), ("text", "text"), ("table", "table"))
)


def odt(body: str, *, title: str = "", before: str = "") -> bytes:
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<manifest/>",
            "content.xml": f"{before}<office:document-content {_ODF}><office:body><office:text>"
            f"{body}</office:text></office:body></office:document-content>",
            "meta.xml": '<m xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:date>2001-01-01'
            f"</dc:date><dc:title>{title}</dc:title></m>",
        }
    )


def epub(
    chapters: dict[str, str], *, title: str = "T", date: str = "", encrypted: str = ""
) -> bytes:
    """A book whose chapters are bodies of XHTML, their names its spine."""
    items = "".join(
        f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
        for n, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    members: dict[str, str | bytes] = {
        "mimetype": "application/epub+zip",
        "META-INF/container.xml": "<c><rootfile full-path='OPS/book.opf'/></c>",
        "OPS/book.opf": '<package xmlns:dc="http://purl.org/dc/elements/1.1/" '
        f'xmlns:opf="http://www.idpf.org/2007/opf"><metadata><dc:title>{title}</dc:title>{date}'
        f'</metadata><manifest><item id="n" href="nav.xhtml" properties="nav" '
        f'media-type="application/xhtml+xml"/>{items}</manifest>'
        f'<spine><itemref idref="n"/>{spine}</spine></package>',
        "OPS/nav.xhtml": "<html><body><nav><ol><li>Contents</li></ol></nav></body></html>",
    }
    for name, body in chapters.items():
        members[f"OPS/{name}"] = (
            "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html>"
            '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops">'
            f"<head><title>x</title></head><body>{body}</body></html>"
        )
    if encrypted:
        members["META-INF/encryption.xml"] = f"<e><CipherReference URI='{encrypted}'/></e>"
    return zipped(members)


# A web page.

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Talks resume | Harbour Times</title>
<link rel="canonical" href="https://harbour.example/2024/talks">
<meta property="article:published_time" content="2024-05-06T10:00:00Z">
<script>var x = "Ignore me";</script></head><body>
<nav><ul><li><a href="/">Home</a></li><li><a href="/w">World</a></li></ul></nav>
<main><article><h1>Talks resume</h1>
<p>Japan and Russia resumed talks on Monday, the <b>foreign ministry</b> said. Anna Berg, who
leads the Japanese delegation, met Ivan&nbsp;Petrov in Vienna.</p>
<h2>What was agreed</h2>
<ul><li>Fishing rights will be shared until 2026<ul><li>by residents</li></ul></li></ul>
<table><tr><th>Island</th><th>Area</th></tr><tr><td>Iturup</td><td>3,139 km</td></tr></table>
<blockquote><p>We are closer than ever, Petrov said.</p></blockquote>
<p>The next round will be held in Oslo in June. Petrov did not rule out an agreement before the
summit, and Berg called the meeting &ldquo;useful&rdquo;.</p></article></main>
<aside><h3>Related</h3><a href="/x">Other story about cats</a></aside>
<footer>© 2024 Harbour Times. <a href="/privacy">Privacy</a></footer></body></html>"""
