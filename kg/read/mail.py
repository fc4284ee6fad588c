"""Mail (`.eml`): subject and body; date from its header, attachments left out."""

from __future__ import annotations

import email
import email.policy
import logging
import re
from collections.abc import Iterator
from email.message import EmailMessage, MIMEPart

from kg.errors import ReadError
from kg.read.blocks import Part, written
from kg.read.file import Extract, File, ReadOptions, one_line, storable

logger = logging.getLogger(__name__)

_FIRST = re.compile(rb"(?:From .*\r?\n)?[!-9;-~]+:")


def read_mail(file: File, options: ReadOptions) -> Iterator[Extract | ReadError]:
    """One message, RFC 5322: its subject as a heading, then its text, plain where it has both."""
    data = file.load().lstrip(b"\r\n")
    if not _FIRST.match(data):
        raise ReadError(f"{file.name} is no mail: it does not begin with header fields; check it")
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage):
        raise ReadError(f"{file.name} is no mail; check the file")
    body = message.get_body(preferencelist=("plain", "html"))
    for attached in message.iter_attachments() if message.is_multipart() else ():
        logger.info("%s: attachment %s not read", file.name, attached.get_filename() or "")
    subject = one_line(str(message.get("subject", ""))) or None
    text = "" if body is None else _content(body, file)
    if body is not None and body.get_content_type() == "text/html":
        yield from _from_html(text, file, subject, _date(message))
        return
    if body is not None and body.get_param("format", "") == "flowed":
        text = _flowed(text)
    yield Extract(
        text=f"{subject}\n\n{text}" if subject else text,
        media_type="message/rfc822",
        title=subject,
        date=_date(message),
    )


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
    except (ValueError, IndexError, TypeError):  # the parser gives up on some nonsense
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


def _from_html(html: str, file: File, subject: str | None, date: str | None) -> Iterator[Extract]:
    """A message that is a page has all its text read: it has no menus."""
    from kg.read.trees import HTML, find_parts
    from kg.read.web import parse_html

    tree = parse_html(html.encode("utf-8", "replace"), name=file.name, charset="utf-8")
    parts = find_parts(tree, HTML)
    if subject:
        parts.insert(0, Part("heading", subject, 1))
    yield Extract(text=written(parts)[0], media_type="text/html", title=subject, date=date)
