"""The first bytes of a file: what it is, whatever its name says."""

from __future__ import annotations

import re

_OCR = "run text recognition (OCR) on it first"
_UNPACK = "unpack it first"
_SAVE = "save the page itself, as .html or .mhtml"
#: First bytes, the suffix of the format if it is read here, its name, what to do otherwise.
_SIGNATURES: tuple[tuple[bytes, str | None, str, str], ...] = (
    (b"%PDF-", ".pdf", "a PDF file", ""),
    (b"PK\x03\x04", ".zip", "a ZIP archive", ""),
    (b"PK\x05\x06", ".zip", "an empty ZIP archive", ""),
    (b"\x1f\x8b", ".gz", "a gzip archive", ""),
    (b"\xd0\xcf\x11\xe0", None, "an old or encrypted office document", "save it as .docx"),
    (b"{\\rtf", None, "an RTF document", "save it as .docx or plain text"),
    (b"\x89PNG", None, "a PNG image", _OCR),
    (b"\xff\xd8\xff", None, "a JPEG image", _OCR),
    (b"GIF8", None, "a GIF image", _OCR),
    (b"II*\0", None, "a TIFF image", _OCR),
    (b"MM\0*", None, "a TIFF image", _OCR),
    (b"7z\xbc\xaf", None, "a 7z archive", _UNPACK),
    (b"Rar!", None, "a RAR archive", _UNPACK),
    (b"BZh", None, "a bzip2 archive", _UNPACK),
    (b"\xfd7zXZ", None, "an xz archive", _UNPACK),
    (b"(\xb5/\xfd", None, "a Zstandard archive", _UNPACK),
    (b"\x7fELF", None, "a program", "name a text file"),
    (b"MZ\x90", None, "a program", "name a text file"),
    (b"SQLite format 3", None, "an SQLite database", "export its texts as CSV"),
    (b"[InternetShortcut]", None, "an address alone", _SAVE),
    (b"bplist00", None, "a property list", _SAVE),
    (b"PAR1", None, "a Parquet file", "export its texts as CSV or JSON lines"),
)
_HTML = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?>(?><!--.*?-->)\s*)*<(?:!doctype\s+html|html)\b",
    re.I | re.S,
)
_XML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<\?xml\s")
_ADDRESS = re.compile(rb"\s*<\?xml[^>]*>(?>.*?<plist).*<key>URL</key>", re.S)
#: How many first bytes `sniff` needs.
HEAD = 2_000


def sniff(head: bytes) -> tuple[str | None, str, str] | None:
    """Tell a format from the first bytes: its suffix if it is read here, its name, what to do.

    None for text, which nothing marks.

    >>> sniff(b"%PDF-1.7 ...")
    ('.pdf', 'a PDF file', '')
    """
    for signature, suffix, kind, advice in _SIGNATURES:
        if head.startswith(signature):
            return suffix, kind, advice
    if head[257:262] == b"ustar":
        return None, "a tar archive", _UNPACK
    if _HTML.match(head):
        return ".html", "an HTML page", ""
    if _ADDRESS.match(head):
        return None, "an address alone", _SAVE
    if _XML.match(head):
        return None, "an XML file", "convert it to HTML or plain text"
    return None
