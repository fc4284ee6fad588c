"""Mail (`.eml`): who wrote to whom, subject and body; attachments left out."""

from __future__ import annotations

import email
import logging
import re
from collections.abc import Iterator
from email.message import EmailMessage, Message, MIMEPart
from email.policy import EmailPolicy
from typing import Any

from kg.errors import ReadError
from kg.read.blocks import written
from kg.read.file import Extract, File, ReadOptions, one_line, storable

logger = logging.getLogger(__name__)

_FIRST = re.compile(rb"(?:From .*\r?\n)?[!-9;-~]+:")


def read_mail(file: File, options: ReadOptions) -> Iterator[Extract | ReadError]:
    """One message, RFC 5322: the fields of its header, then its text, plain where it has both.

    Of the header, From, To, Cc, Date and Subject stand in the text, as mail programs show them; of
    a message without a sender the subject alone, as a heading.
    """
    data = file.load().lstrip(b"\r\n")
    if not _FIRST.match(data):
        raise ReadError(f"{file.name} is no mail: it does not begin with header fields; check it")
    message = parse_message(data, name=file.name)
    if not isinstance(message, EmailMessage):
        raise ReadError(f"{file.name} is no mail; check the file")
    body = message.get_body(preferencelist=("plain", "html"))
    for attached in message.iter_attachments() if message.is_multipart() else ():
        logger.info("%s: attachment %s not read", file.name, attached.get_filename() or "")
    subject = _field(message, "Subject") or None
    text = "" if body is None else _content(body, file)
    header = _header(message)
    if body is not None and body.get_content_type() == "text/html":
        yield from _from_html(text, file, header, subject, _date(message))
        return
    if body is not None and body.get_param("format", "") == "flowed":
        text = _flowed(text)
    yield Extract(
        text="\n".join(header) + f"\n\n{text}" if header else text,
        media_type="message/rfc822",
        title=subject,
        date=_date(message),
    )


#: What a message may have: characters in a field of its header, lines, parts. Python's parser of
#: fields takes time and memory like the square of their length.
LONGEST_FIELD = 60_000
MOST_LINES = 2_500_000
MOST_PARTS = 10_000


class _ExcessError(Exception):
    """A message has too much of something."""


class _Policy(EmailPolicy):
    """Python's own ways with mail, but for fields that are too long."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        if sum(map(len, sourcelines)) > LONGEST_FIELD:
            name = sourcelines[0].partition(":")[0][:40]
            raise _ExcessError(f"a field {name!r} of more than {LONGEST_FIELD:,} characters")
        return super().header_source_parse(sourcelines)


def parse_message(data: bytes, *, name: str) -> Message:
    """A message and its parts, called `name` in errors. Raises ReadError if there is too much."""
    made = 0

    def factory(policy: Any) -> EmailMessage:
        nonlocal made
        made += 1
        if made > MOST_PARTS:
            raise _ExcessError(f"more than {MOST_PARTS:,} parts")
        return EmailMessage(policy)

    try:
        if data.count(b"\n") + data.count(b"\r") > 2 * MOST_LINES:
            raise _ExcessError(f"more than {MOST_LINES:,} lines")
        return email.message_from_bytes(data, policy=_Policy(message_factory=factory))
    except _ExcessError as error:
        raise ReadError(f"{name} has {error}, as a file made to do harm would; check it") from error
    except RecursionError as error:
        raise ReadError(f"{name} has parts that are nested too deeply; check it") from error


def _field(message: EmailMessage, name: str) -> str:
    """A field of the header, empty where there is none or Python's parser gives up on it."""
    try:
        return storable(one_line(str(message.get(name, "")))).replace("\0", "")
    except (ValueError, IndexError, TypeError, RecursionError):
        return ""


#: The fields of a header that are kept, in the order of RFC 5322.
KEPT = ("From", "To", "Cc", "Date", "Subject")


def _header(message: EmailMessage) -> list[str]:
    """The fields of a header as lines, or only the subject where nobody sent it."""
    fields = []
    for name in KEPT:
        if value := _field(message, name):
            fields.append((name, value))
    if "From" not in [name for name, _ in fields]:
        return [value for name, value in fields if name == "Subject"]
    return [f"{name}: {value}" for name, value in fields]


def _content(body: MIMEPart, file: File) -> str:
    try:
        text = body.get_content()
    except (LookupError, ValueError, KeyError) as error:  # an unknown or wrong charset
        reason = one_line(str(error))
        raise ReadError(
            f"{file.name}: the text cannot be decoded ({reason}); save it as text"
        ) from (error)
    return storable(str(text)).replace("\0", "")


def _date(message: EmailMessage) -> str | None:
    """The day of the Date field where it was sent."""
    try:
        moment = getattr(message.get("date"), "datetime", None)
    except (ValueError, IndexError, TypeError, RecursionError):  # it gives up on some nonsense
        return None
    return moment.date().isoformat() if moment is not None else None


def _flowed(text: str) -> str:
    """Undo the soft line breaks of `format=flowed`, RFC 3676."""
    lines: list[str] = []
    flows = False
    for raw in text.splitlines():
        depth = len(raw) - len(raw.lstrip(">"))
        line = raw[depth:].removeprefix(" ")
        before = len(lines[-1]) - len(lines[-1].lstrip(">")) if lines else -1
        if flows and depth == before:
            lines[-1] += line
        else:
            lines.append(">" * depth + (" " if depth else "") + line)
        flows = line.endswith(" ") and line != "-- "
    return "\n".join(lines)


def _from_html(
    html: str, file: File, header: list[str], subject: str | None, date: str | None
) -> Iterator[Extract]:
    """A message that is a page has all its text read: it has no menus."""
    from kg.read.trees import HTML, find_parts
    from kg.read.web import parse_html

    tree = parse_html(html.encode("utf-8", "replace"), name=file.name, charset="utf-8")
    text = written(find_parts(tree, HTML))[0]
    if header:
        text = "\n".join([*header, "", text]) if len(header) > 1 else f"# {header[0]}\n\n{text}"
    yield Extract(text=text, media_type="text/html", title=subject, date=date)
