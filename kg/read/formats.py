"""Which reader reads which file: by the suffix of its name, checked against its first bytes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.errors import ReadError
from kg.read.file import Extract, File, FileReader, ReadOptions
from kg.read.mail import read_mail
from kg.read.office import office_suffix, read_docx, read_epub, read_odt
from kg.read.pdf import read_pdf
from kg.read.rows import read_csv, read_json_lines
from kg.read.signatures import HEAD, sniff
from kg.read.subtitles import read_subtitles
from kg.read.text import read_markdown, read_text
from kg.read.web import read_html, read_mhtml

#: Readers by suffix, those of archives apart (`kg.read.packed`); "" is a name without one.
FORMATS: dict[str, FileReader] = {
    "": read_text,
    ".txt": read_text,
    ".md": read_markdown,
    ".markdown": read_markdown,
    ".csv": read_csv,
    ".tsv": read_csv,
    ".jsonl": read_json_lines,
    ".ndjson": read_json_lines,
    ".html": read_html,
    ".htm": read_html,
    ".xhtml": read_html,
    ".mhtml": read_mhtml,
    ".mht": read_mhtml,
    ".pdf": read_pdf,
    ".docx": read_docx,
    ".odt": read_odt,
    ".epub": read_epub,
    ".eml": read_mail,
    ".srt": read_subtitles,
    ".vtt": read_subtitles,
}
#: The suffixes whose files begin with a signature, and the suffix that `sniff` has for it.
SIGNED = {
    ".pdf": ".pdf",
    ".zip": ".zip",
    ".docx": ".zip",
    ".odt": ".zip",
    ".epub": ".zip",
    ".gz": ".gz",
}


def read_file(
    file: File, options: ReadOptions, *, readers: Mapping[str, FileReader] = FORMATS
) -> Iterable[Extract | ReadError]:
    """Read one file with the reader of its suffix; text is what no other reader is for.

    Raises ReadError if its bytes are not what its name says, or are nothing that can be read.
    """
    return reader_of(file, readers)(file, options)


def reader_of(file: File, readers: Mapping[str, FileReader]) -> FileReader:
    """The reader for a file. Raises ReadError if its name and its first bytes do not agree."""
    suffix, head = file.suffix, file.head(HEAD)
    if suffix in _NEVER_EMPTY and len(head) < HEAD and not head.strip():
        raise ReadError(f"{file.name} is empty; get the file again")
    found = sniff(head)
    signed, kind, advice = found or (None, "something else", "")
    if suffix in SIGNED:
        if signed != SIGNED[suffix]:
            raise ReadError(_mislabelled(file, kind, advice))
        return _known(suffix, readers, file)
    if found is None or (signed == ".html" and suffix in _WEB):
        return readers.get(suffix, read_text)
    if signed is None:
        raise ReadError(f"{file.name} is {kind}, not text; {advice}")
    if suffix in readers and suffix:
        raise ReadError(f"{file.name} is {kind}, not text; name it {signed} if it is to be read")
    if signed == ".zip":
        signed = office_suffix(file) or signed
    return _known(signed, readers, file)


_WEB = frozenset({".html", ".htm", ".xhtml", ".mhtml", ".mht"})
#: Suffixes whose files hold something even where there is no text; of the others an empty file is
#: an empty text.
_NEVER_EMPTY = _WEB | SIGNED.keys() | {".eml"}


def _mislabelled(file: File, kind: str, advice: str) -> str:
    next_step = advice or "check the file, or give it the suffix of what it is"
    return f"{file.name} is no {file.suffix} file but {kind}; {next_step}"


def _known(suffix: str, readers: Mapping[str, FileReader], file: File) -> FileReader:
    reader = readers.get(suffix)
    if reader is None:
        raise ReadError(f"{file.name} is an archive inside an archive; unpack the outer one first")
    return reader
