"""Office documents and books: `.docx`, `.odt`, `.epub`, all of them archives of XML.

mammoth (https://github.com/mwilliamson/python-mammoth) turns `.docx` into HTML with its headings,
lists, tables and notes, without deleted text; ODF and EPUB state theirs in their own elements. No
member is parsed that declares entities, the way to bombs and to foreign files.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from kg.errors import ReadError
from kg.read.blocks import Part, find_title, written
from kg.read.dates import iso_date
from kg.read.file import Extract, File, ReadOptions, needs, one_line, storable
from kg.read.trees import HTML, Element, find_parts, is_note_mark, tag_of, without
from kg.read.unpack import LONGEST_TREE, MOST_XML_NODES, check_tree, load_member, open_zip
from kg.read.web import parse_html

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ODT = "application/vnd.oasis.opendocument.text"
EPUB = "application/epub+zip"

_STYLES = """
p[style-name='Title'] => h1:fresh
p[style-name='Subtitle'] => h2:fresh
p[style-name='Quote'] => blockquote > p:fresh
p[style-name='Intense Quote'] => blockquote > p:fresh
"""
#: The part that an archive is known by, and what it is.
_PARTS = {"word/document.xml": ".docx", "META-INF/container.xml": ".epub"}
_OTHERS = {
    "ppt/presentation.xml": "a presentation; save it as PDF",
    "xl/workbook.xml": "a workbook; save the sheet that holds the texts as CSV",
}
#: What the elements of OpenDocument text are, ODF 1.3 part 3 section 5.
_ODF: dict[str, str] = {
    "h": "heading",
    **dict.fromkeys(("p", "text", "section", "text-box", "body"), "block"),
    "list": "list",
    **dict.fromkeys(("list-item", "list-header"), "item"),
    "table": "table",
    "table-row": "row",
    "table-cell": "cell",
    "line-break": "break",
    **dict.fromkeys(("s", "tab"), "space"),
    **dict.fromkeys(("tracked-changes", "annotation", "note", "table-of-content"), "skip"),
    **dict.fromkeys(("alphabetical-index", "sequence-decls", "title", "desc"), "skip"),
}
_EVENT = "{http://www.idpf.org/2007/opf}event"


def read_docx(file: File, options: ReadOptions) -> Iterator[Extract]:
    """A Word document: its body with footnotes and endnotes at the end; no headers or comments."""
    with _opened(file) as archive:
        names = set(archive.namelist())
        if "[Content_Types].xml" not in names:
            raise ReadError(f"{file.name} is no Word document but another archive; name it .zip")
        checked = _checked(archive, file)
        stated = _stated(archive, "docProps/core.xml", file)
    page = _html_of(checked, file).encode("utf-8", "replace")
    tree = parse_html(page, name=file.name, charset="utf-8")
    without(tree, is_note_mark)
    yield _extract(find_parts(tree, HTML), DOCX, stated.get("title"))


def read_odt(file: File, options: ReadOptions) -> Iterator[Extract]:
    """An OpenDocument text with its notes at the end; no comments, deleted text or indexes."""
    with _opened(file) as archive:
        if "content.xml" not in archive.namelist():
            raise ReadError(f"{file.name} is no OpenDocument text; check what it is")
        if b"encryption-data" in _bytes(archive, "META-INF/manifest.xml", file):
            raise ReadError(f"{file.name} is encrypted; save it without a password first")
        root = _xml(archive, "content.xml", file)
        stated = _stated(archive, "meta.xml", file)
    body = next((e for e in root.iter() if tag_of(e) == "body"), root)
    parts = find_parts(body, _ODF, level_of=_outline)
    notes = [find_parts(e, _ODF) for e in body.iter() if tag_of(e) == "note-body"]
    yield _extract([*parts, *(part for note in notes for part in note)], ODT, stated.get("title"))


def read_epub(file: File, options: ReadOptions) -> Iterator[Extract]:
    """A book, chapter after chapter in the order of its spine; tables of contents left out."""
    with _opened(file) as archive:
        container = _xml(archive, "META-INF/container.xml", file)
        paths = [e.get("full-path") for e in container.iter() if tag_of(e) == "rootfile"]
        if not paths or not paths[0]:
            raise ReadError(f"{file.name} names no package in its container; get the file again")
        package = _xml(archive, paths[0], file)
        # A chapter stands in the spine once, EPUB 3.3 section 5.6.2.
        chapters = list(dict.fromkeys(_spine(package, posixpath.dirname(paths[0]))))
        _refuse_locked(archive, chapters, file)
        _refuse_bulk(archive, chapters, file)
        parts = [part for path in chapters for part in _chapter(archive, path, file)]
    stated = {tag_of(e): one_line(e.text or "") for e in package.iter() if tag_of(e) == "title"}
    yield _extract(parts, EPUB, None, title=stated.get("title"), date=_published(package))


def _extract(
    parts: list[Part],
    media_type: str,
    stated: str | None,
    *,
    title: str | None = None,
    date: str | None = None,
) -> Extract:
    return Extract(
        text=storable(written(parts)[0]),
        media_type=media_type,
        title=title or find_title(parts, stated=stated),
        date=date,
    )


# Archives of XML.


@contextmanager
def _opened(file: File) -> Iterator[zipfile.ZipFile]:
    with file.open() as stream, open_zip(stream, name=file.name) as archive:
        yield archive


def _bytes(archive: zipfile.ZipFile, name: str, file: File) -> bytes:
    if name not in archive.namelist():
        raise ReadError(f"{file.name} lacks its part {name}; get the file again")
    return load_member(archive, name, file.name)


def _xml(archive: zipfile.ZipFile, name: str, file: File) -> Element:
    """The root of an XML member. Raises ReadError where it declares a document type."""
    try:
        from defusedxml import ElementTree
        from defusedxml.common import DefusedXmlException
    except ImportError as error:
        raise needs("defusedxml", "office", name=file.name) from error
    data = _bytes(archive, name, file)
    check_tree(data, name=f"{file.name}/{name}", most=MOST_XML_NODES)
    try:
        return ElementTree.parse(BytesIO(data)).getroot()
    except DefusedXmlException as error:
        raise ReadError(
            f"{file.name}: its part {name} declares entities, as a file made to do harm would; "
            "save the text from a program you trust"
        ) from error
    except (ElementTree.ParseError, ValueError, LookupError) as error:
        reason = one_line(str(error))
        raise ReadError(f"{file.name}: its part {name} is broken ({reason}); save it again") from (
            error
        )


def _stated(archive: zipfile.ZipFile, name: str, file: File) -> dict[str, str]:
    """The properties of a document, by their local names."""
    if name not in archive.namelist():
        return {}
    return {tag_of(e): one_line(e.text or "") for e in _xml(archive, name, file).iter()}


# Word.


def _checked(archive: zipfile.ZipFile, file: File) -> BytesIO:
    """The same archive with nothing but its XML, which is safe to parse.

    What is what in a Word document, it says itself, under any names: so a library that reads it
    may only see what was checked. Raises ReadError as `_xml` does, and where there is too much.
    """
    left = LONGEST_TREE
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as copy:
        for name in sorted(n for n in set(archive.namelist()) if n.endswith((".xml", ".rels"))):
            _xml(archive, name, file)
            data = _bytes(archive, name, file)
            left -= len(data)
            if left < 0:
                raise ReadError(
                    f"{file.name} has more than {LONGEST_TREE // 1_000_000} MB of text and marks; "
                    "split it"
                )
            copy.writestr(name, data)
    return written


def _html_of(checked: BytesIO, file: File) -> str:
    try:
        import mammoth
    except ImportError as error:
        raise needs("mammoth", "office", name=file.name) from error
    try:
        result = mammoth.convert_to_html(
            checked,
            style_map=_STYLES,
            convert_image=mammoth.images.img_element(lambda image: {}),
        )
    except OSError as error:
        raise ReadError(f"{file.name} names no main part that is XML; save it anew") from error
    return str(result.value)


def _outline(element: Element) -> int:
    levels = [v for k, v in element.attrib.items() if k.endswith("outline-level") and v.isdigit()]
    return int(levels[0]) if levels else 1


# Books.


def _spine(package: Element, folder: str) -> Iterator[str]:
    """The members that hold the text, in reading order."""
    items = {e.get("id"): e for e in package.iter() if tag_of(e) == "item"}
    for reference in (e for e in package.iter() if tag_of(e) == "itemref"):
        item = items.get(reference.get("idref"))
        if item is None or "nav" in (item.get("properties") or "").split():
            continue
        if "html" in (item.get("media-type") or ""):
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))


def _chapter(archive: zipfile.ZipFile, path: str, file: File) -> list[Part]:
    data = _bytes(archive, path, file)
    if not data.strip():
        return []
    tree = parse_html(data, name=f"{file.name}/{path}", charset=_declared(data))
    without(tree, is_note_mark)
    return find_parts(tree, HTML)


def _declared(data: bytes) -> str:
    """The encoding of an XML file, UTF-8 unless it says otherwise."""
    found = re.match(rb"""(?:\xef\xbb\xbf)?\s*<\?xml[^>]*encoding=["']([\w-]+)["']""", data)
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    return found[1].decode("ascii") if found else "utf-8"


def _refuse_locked(archive: zipfile.ZipFile, chapters: list[str], file: File) -> None:
    """Fonts may be obfuscated; where chapters are encrypted there is nothing to read."""
    if "META-INF/encryption.xml" not in archive.namelist():
        return
    root = _xml(archive, "META-INF/encryption.xml", file)
    locked = {unquote(e.get("URI") or "") for e in root.iter() if tag_of(e) == "cipherreference"}
    if locked & set(chapters):
        raise ReadError(f"{file.name} is encrypted (DRM); give a copy without it")


def _refuse_bulk(archive: zipfile.ZipFile, chapters: list[str], file: File) -> None:
    """The longest books have some ten million characters."""
    there = set(archive.namelist())
    size = sum(archive.getinfo(name).file_size for name in chapters if name in there)
    if size > LONGEST_TREE:
        raise ReadError(
            f"{file.name} unpacks to more than {LONGEST_TREE // 1_000_000} MB of chapters; split it"
        )


def _published(package: Any) -> str | None:
    """The day of publication that the package states; that of its last change is none."""
    dates = [e for e in package.iter() if tag_of(e) == "date"]
    dates = [e for e in dates if e.get(_EVENT) in (None, "publication", "original-publication")]
    days = (iso_date(re.split(r"[T\s]", (e.text or "").strip(), maxsplit=1)[0]) for e in dates)
    return next((day for day in days if day), None)


def office_suffix(file: File) -> str | None:
    """The suffix of an archive that is an office document or a book, None for any other.

    Raises ReadError for the documents of other programs.
    """
    try:
        with _opened(file) as archive:
            names = set(archive.namelist())
    except ReadError:
        return None
    for part, suffix in _PARTS.items():
        if part in names:
            return suffix
    for part, advice in _OTHERS.items():
        if part in names:
            raise ReadError(f"{file.name} is {advice}")
    return ".odt" if {"content.xml", "mimetype"} <= names else None
