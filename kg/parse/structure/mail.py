"""Mails in a text: who wrote which part of it to whom and when, also of what it quotes.

    From: Ada Moen <ada@example.org>            the header fields of a message, also in German
    To: Tom Reed
    Sent: Monday, 4 March 2024 09:12
    Subject: The boiler

    On 3 Mar 2024 at 17:02, Tom Reed wrote:     the line above a quoted message
    > The boiler is cold.

A message is what stands below its header, up to the next one; what is quoted with ">" below
"wrote:" ends where the marks end, and the message around it goes on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import islice
from typing import NamedTuple

from kg.parse.structure.block import Stretch
from kg.read.dates import written_date

#: What a header calls its fields.
_LABELS = {
    "from": "sender", "von": "sender", "sender": "sender", "absender": "sender",
    "to": "to", "an": "to", "recipient": "to", "recipients": "to",
    "cc": "cc", "kopie": "cc", "copy": "cc",
    "date": "date", "sent": "date", "datum": "date", "gesendet": "date", "received": "",
    "subject": "subject", "betreff": "subject", "re": "subject", "bcc": "", "reply-to": "",
    "importance": "", "attachments": "", "anlagen": "", "wichtigkeit": "", "priority": "",
    "mime-version": "", "content-type": "", "message-id": "", "in-reply-to": "", "references": "",
    "content-transfer-encoding": "", "return-path": "", "organization": "", "user-agent": "",
    "newsgroups": "", "followup-to": "", "lines": "", "path": "", "xref": "",
}  # fmt: skip
_QUOTE = re.compile(r"[ \t]*(?:>[ \t]?)*")
_FIELD = re.compile(
    r"(?P<open>[*_]{0,2})(?P<label>[A-Za-z][A-Za-z-]{1,24})[ \t]*(?P<close>[*_]{0,2}):"
    r"[*_]{0,2}[ \t]*"
)
_INNER = re.compile(
    r"(?<=\s)(?P<label>From|Sent|To|Cc|Date|Subject|Von|An|Gesendet|Betreff|Datum):\s"
)
_ADDRESS = re.compile(r"(?<![\w.+'-])[\w.+'-]+@[\w-]+(?:\.[\w-]+)*")
_NAMES = r"[^\s<>:,;\"][^<>:;\n]{0,60}?"
_SENT = (
    r"(?P<date>[^<>\n]{6,60}?\d(?:\s?[AaPp]\.?[Mm]\b\.?)?(?:\s(?:[A-Z]{3,4}\b|UTC|GMT)?(?:[+-]\d\d:?\d\d)?"
    r"(?=[\s,]))?(?:\s\([A-Z]{2,5}\))?)"
)
_MAILED = r"(?:\s*[<\[(][^<>\[\]()\n]{3,80}[>\])])?"
#: "On 3 Mar 2024 at 17:02, Tom Reed <tom@example.org> wrote:"
_WROTE = (
    re.compile(rf"On {_SENT},?\s+(?P<name>\"?[^\W\d_]{_NAMES}\"?)"
               rf"{_MAILED}\s+wrote:$"),
    re.compile(rf"Am (?P<date>[^<>\n]{{6,60}}?) schrieb (?P<name>{_NAMES}){_MAILED}\s*:$"),
    re.compile(rf"(?P<name>{_NAMES}){_MAILED} wrote on (?P<date>[^<>\n]{{6,50}}):$"),
    re.compile(rf"(?P<date>\d{{4}}-\d\d-\d\d \d\d:\d\d)[^<>\n]{{0,12}} (?P<name>[^\W\d]{_NAMES})"
               r"\s*<[^<>\n]*>:$"),
    # newsgroups tell no date; what is quoted must follow
    re.compile(rf"(?P<name>\"?[^\W\d_]{_NAMES}\"?){_MAILED} (?:wrote|writes):$"),
)  # fmt: skip
#: What every mail has somewhere.
_TRACE = re.compile(r"(?i:from|von|sender|absender)[*_]{0,2}\s{0,3}:|\bwrote\b|\bschrieb\b|>:")
#: Lines that part one message from another and say nothing.
_PARTING = re.compile(
    r"(?:[-_=*]{2,}\s*)?(?:Original Message|Original message|Forwarded message|Forwarded Message|"
    r"Ursprüngliche Nachricht|Weitergeleitete Nachricht|Forwarded by .{3,60}|Original Appointment)"
    r"(?:\s*[-_=*]{2,})?$|(?:Begin forwarded message|Anfang der weitergeleiteten Nachricht):?$"
    r"|_{8,}$"
)
_GREETING = re.compile(
    r"(?:(?i:hi|hello|hey|dear|good (?:morning|afternoon|evening|day)|morning|hallo|greetings|"
    r"liebe[rs]?|sehr geehrte[rs]?|guten (?:tag|morgen))\b[^.?!:;]{0,50}[,!:–—-]*|"
    r"[A-Z][\w'-]+(?: [A-Z][\w'-]+)?(?:[,!:–—][,!:–—-]*)?)$"
)
_BARE_GREETING = re.compile(r"(?i:hi|hello|hey|dear)\b")
_CLOSING = re.compile(
    r"(?i:(?:(?:many|kind|best|warm|warmest|kindest|with best|with kind)\s+)?"
    r"(?:thanks|thank you|regards|wishes|cheers|best|sincerely|yours|greetings)"
    r"(?: (?:and|a lot|again|in advance|so much|sincerely|truly|faithfully|ever|regards|best"
    r"|kind|from \w+))*(?:, (?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w.'-]+)?)?"
    r"|all the best|take care|see you(?: \w+)?|(?:talk|speak) soon"
    r"|mit freundlichen grüßen|viele grüße|mfg|lg|br|kr|vg"
    r"|sent from my .{2,40}|get outlook for .{2,20})[,.!]?$"
)
#: "Dear Ms Reed": who is greeted; a name alone, as who signs.
_GREETED = re.compile(
    r"(?:Hi|Hello|Hey|Dear|Hallo|Liebe[rs]?|Good (?:morning|afternoon|evening))\s+"
    r"(?:(?:Mr|Mrs|Ms|Dr|Prof)\.?\s+)?(?P<name>[A-Z][\w'-]+(?: [A-Z][\w'-]+)?)\s*[,!:.–-]?$"
)
_SIGNED = re.compile(r"(?:Dr\.? )?[A-Z][\w'-]*\.?(?: [A-Z][\w'-]*\.?){0,3}")
_DASHES = re.compile(r"--\s*$")
_SIGNATURE_LINES, _SIGNATURE_WIDTH = 9, 70
_NOBODY = frozenset(
    "undisclosed recipients|undisclosed-recipients|undisclosed recipients:|me|you|all|everyone|"
    "mailto".split("|")
)
_SPLIT_BY_MAIL = re.compile(r"(?<=[>)\]])\s*,\s*")
#: When a mail was sent, to the minute; a journey has a day.
_TIMED = re.compile(r"(?<!\d)\d{1,2}:\d{2}(?!\d)")
_SUBJECT = re.compile(r"(?:(?i:re|fw|fwd|aw|wg|antw)(?:\[\d+\])?:\s*)+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message in a text; all stretches are places in that text.

    `receivers` are those of To and `copied` those of Cc, each with the label that says so behind
    it; `sent` is the ISO date of `dated`. `bodies` are the parts of its text, `quoted` says that
    another message has it inside. `silent` is what holds no sentence: greeting and signature.
    """

    header: Stretch
    sender: Stretch | None = None
    label: Stretch | None = None
    receivers: tuple[tuple[Stretch, Stretch], ...] = ()
    copied: tuple[tuple[Stretch, Stretch], ...] = ()
    subject: Stretch | None = None
    dated: Stretch | None = None
    sent: str | None = None
    quoted: bool = False
    bodies: tuple[Stretch, ...] = ()
    silent: tuple[Stretch, ...] = ()


#: By role: label and value of each field of a header.
Fields = dict[str, list[tuple[Stretch, Stretch]]]


class _Line(NamedTuple):
    """A line: where its text begins behind the marks of quoting and ends, and their number."""

    start: int
    end: int
    depth: int
    text: str


@dataclass(slots=True)
class _Open:
    """A message that is being read; `depth` is how deep it is quoted, `closes` that it can end."""

    found: Message
    depth: int
    closes: bool
    lines: list[_Line] = field(default_factory=list)


@lru_cache(maxsize=4)
def find_messages(text: str) -> tuple[Message, ...]:
    """The messages of a text, in the order of their headers; none in a text that is no mail."""
    if not _TRACE.search(text) and not _BARE_GREETING.match(text.lstrip()):
        return ()
    lines = list(_lines(text))
    opened: list[_Open] = []
    waiting: list[_Open] = []
    outer: list[_Line] = []
    at = 0
    while at < len(lines):
        line = lines[at]
        while waiting and waiting[-1].closes and line.text and line.depth < waiting[-1].depth:
            waiting.pop()
        begun = _header(text, lines, at) or _wrote(text, lines, at)
        if begun is None:
            said = not waiting or line.depth <= waiting[-1].depth  # deeper is of nobody known
            if said and not _PARTING.match(line.text):
                (waiting[-1].lines if waiting else outer).append(line)
            at += 1
            continue
        found, at, closes, depth = begun
        if not closes:
            waiting.clear()
        opened.append(_Open(found, depth, closes))
        waiting.append(opened[-1])
    headers = [one.found.header for one in opened]
    outer = [line for line in outer if line.text and not line.depth]
    around = len(outer) > 1 or any(len(line.text.split()) > 3 for line in outer)
    messages = [_finished(text, one, headers, bool(n) or around) for n, one in enumerate(opened)]
    if around:
        messages = [*_letter(text, outer, messages), *messages]
    return tuple(messages)


def partings(text: str) -> list[Stretch]:
    """The lines that say that a message was forwarded."""
    return [(line.start, line.end) for line in _lines(text) if _PARTING.match(line.text)]


def subject_of(text: str, stretch: Stretch) -> Stretch:
    """A subject without "Re:" and "Fwd:"."""
    mark = _SUBJECT.match(text, *stretch)
    return (mark.end(), stretch[1]) if mark and mark.end() < stretch[1] else stretch


def _lines(text: str) -> Iterator[_Line]:
    at = 0
    for raw in text.splitlines(keepends=True):
        mark = _QUOTE.match(raw)
        skip = mark.end() if mark else 0
        bare = raw[skip:].strip()
        start = at + skip + (raw[skip:].find(bare) if bare else 0)
        yield _Line(start, start + len(bare), raw[:skip].count(">"), bare)
        at += len(raw)


# Headers


#: How many lines a header has at most.
LONGEST_HEADER = 100


def _header(text: str, lines: Sequence[_Line], at: int) -> tuple[Message, int, bool, int] | None:
    """The message whose header begins at a line, the line behind it, whether its quoting ends."""
    first = _FIELD.match(lines[at].text)
    if first is None or first["label"].lower() not in _LABELS:
        return None
    fields: Fields = {}
    end, last = at, at - 1
    most = min(len(lines), at + LONGEST_HEADER)
    while end < most and lines[end].depth == lines[at].depth:
        line = lines[end]
        found = list(_fields_of(line))
        if "sender" in fields and any(role == "sender" for role, _, _ in found):
            break  # the next header
        new = [role for role, _, _ in found if role not in fields]
        folded = text[line.start - 1 : line.start] in (" ", "\t")  # the line before goes on
        if found and (last == end - 1 or any(new)):  # pages set blank lines between the fields
            for role, label, value in found:
                if role and value[0] < value[1]:
                    fields.setdefault(role, []).append((label, value))
        elif line.text and not (folded and last == end - 1):
            break
        last = end if line.text else last
        end += 1
    end = last + 1
    if not _is_header(text, fields):
        return None
    message = _message(text, fields, (lines[at].start, lines[end - 1].end))
    return message, end, lines[at].depth > 0, lines[at].depth


def _fields_of(line: _Line) -> Iterator[tuple[str, Stretch, Stretch]]:
    """The fields on a line, each its role, label and value; a page may have put all on one."""
    first = _FIELD.match(line.text)
    role = _LABELS.get(first["label"].lower()) if first else None
    if first is None or (role is None and not first["label"].lower().startswith("x-")):
        return
    found = [first, *_INNER.finditer(line.text, first.end())]
    found = found if len(found) > 2 else [first]
    ends = [*(match.start() for match in found[1:]), len(line.text)]
    for match, end in zip(found, ends, strict=True):
        label = (line.start + match.start("label"), line.start + match.end("label"))
        value = (line.start + match.end(), line.start + len(line.text[:end].rstrip()))
        yield _LABELS.get(match["label"].lower()) or "", label, value


def _is_header(text: str, fields: Fields) -> bool:
    """A sender and what only mails have: "From: Oslo, To: Bergen" is a journey."""
    if "sender" not in fields or len(fields) < 2:
        return False
    values = [value for found in fields.values() for _, value in found]
    mailed = any(_ADDRESS.search(text, *value) for value in values)
    day = fields.get("date", [None])[0]
    sent = "to" in fields and day is not None and _TIMED.search(text, *day[1]) is not None
    return mailed or sent or ("subject" in fields and ("to" in fields or "date" in fields))


def _message(text: str, fields: Fields, header: Stretch) -> Message:
    label, value = fields["sender"][0]
    senders = _people(text, value)
    date = fields.get("date", [None])[0]
    subject = fields.get("subject", [None])[0]
    return Message(
        header=header,
        sender=senders[0] if senders else None,
        label=label,
        receivers=tuple((p, said) for said, v in fields.get("to", ()) for p in _people(text, v)),
        copied=tuple((p, said) for said, v in fields.get("cc", ()) for p in _people(text, v)),
        subject=subject[1] if subject else None,
        dated=date[1] if date else None,
        sent=written_date(text[slice(*date[1])]) if date else None,
    )


def _wrote(text: str, lines: Sequence[_Line], at: int) -> tuple[Message, int, bool, int] | None:
    """The message below "On ... Tom Reed wrote:", which may run over two lines."""
    if not lines[at].text or not re.match(r"On |Am |\d{4}-|[^\W\d_]", lines[at].text):
        return None
    for count in (1, 2, 3):
        part = lines[at : at + count]
        if len(part) < count or not part[-1].text or part[-1].depth != part[0].depth:
            return None
        if part[-1].text.endswith(":"):
            break
    else:
        return None
    start, end = part[0].start, part[-1].end
    said = re.sub(r"(?:(?<!\s)\s+)?[\r\n][>\s]*", lambda m: " " * len(m[0]), text[start:end])
    match = next((m for shape in _WROTE if (m := shape.match(said))), None)
    if match is None:
        return None
    date = match.groupdict().get("date")
    behind = next((line for line in islice(lines, at + count, None) if line.text), None)
    closes = behind is not None and behind.depth > lines[at].depth
    mailed = date is not None and ("@" in said or re.search(r"\d:\d\d", date))
    if not closes and not mailed:
        return None  # "On 3 May 1898, Chekhov wrote:" is no mail
    people = _people(text, (start + match.start("name"), start + match.end("name")))
    message = Message(
        header=(start, end),
        sender=people[0] if people else None,
        label=(start + (said.rfind("wrote") if "wrote" in said else match.start("name")),
               start + (said.rfind("wrote") + 5 if "wrote" in said else match.end("name"))),
        dated=(start + match.start("date"), start + match.end("date")) if date else None,
        sent=written_date(date) if date else None,
    )  # fmt: skip
    depth = behind.depth if closes and behind is not None else lines[at].depth
    return message, at + count, closes or lines[at].depth > 0, depth


def _people(text: str, value: Stretch) -> list[Stretch]:
    """The people of a field, each by name, else by address."""
    start, end = value
    found = []
    for a, b in _divided(text[start:end]):
        one = text[start + a : start + b]
        address = re.search(r"[<\[(]?(?:mailto:)?" + _ADDRESS.pattern, one)
        name = one[: address.start()] if address else one
        name = re.split(r"[<\[(*]", name, maxsplit=1)[0]
        bare = name.strip(" \t\"',;\r\n")
        if bare.casefold() in _NOBODY:
            continue
        if sum(c.isalpha() for c in bare) > 1:
            begin = start + a + one.find(bare)
            found.append((begin, begin + len(bare)))
        elif address and (plain := _ADDRESS.search(one)):
            found.append((start + a + plain.start(), start + a + plain.end()))
    return found


def _divided(value: str) -> Iterator[Stretch]:
    """The parts of a list of people: by semicolons, by commas behind an address, by commas."""
    if ";" in value:
        cuts = [(m.start(), m.end()) for m in re.finditer(r"(?:(?<!\s)\s+)?;\s*", value)]
    elif "<" in value or "[" in value:
        cuts = [(m.start(), m.end()) for m in _SPLIT_BY_MAIL.finditer(value)]
    else:
        cuts = [(m.start(), m.end()) for m in re.finditer(r"(?:(?<!\s)\s+)?,\s*", value)]
        single = all(" " not in part.strip() for part in value.split(","))
        if len(cuts) == 1 and single and "@" not in value:
            cuts = []  # "Reed, Tom"
    at = 0
    for start, end in [*cuts, (len(value), len(value))]:
        if value[at:start].strip():
            yield at, start
        at = end


# Bodies


def _finished(text: str, one: _Open, headers: Sequence[Stretch], quoted: bool) -> Message:
    lines = [line for line in one.lines if line.text]
    silent = [(line.start, line.end) for line in _silent(text, lines, one.found.sender)]
    spoken = [line for line in lines if (line.start, line.end) not in set(silent)]
    bodies = tuple(_joined(spoken, [start for start, _ in headers]))
    return replace(one.found, quoted=quoted, silent=tuple(silent), bodies=bodies)


def _letter(text: str, lines: Sequence[_Line], inner: Sequence[Message]) -> Iterator[Message]:
    """The message without a header, around others or alone: who signs it wrote it, to who is
    greeted. Unsigned, it is by the one who got the message that it quotes."""
    first = inner[0] if inner else None
    greeted = _GREETED.match(lines[0].text)
    silent = _silent(text, lines, None)
    signed = _signed(lines, silent)
    if first is None and not (greeted and signed and signed in silent):
        return
    sender = (signed.start, signed.end) if signed else None
    if sender is None and first is not None and len(first.receivers) == 1:
        sender = first.receivers[0][0]
    silent = list(dict.fromkeys([*silent, signed] if signed else silent))
    reader = None
    if greeted:
        reader = (lines[0].start + greeted.start("name"), lines[0].start + greeted.end("name"))
    elif first is not None and first.sender and _is_answered(text, first):
        reader = first.sender
    spoken = [line for line in lines if line not in silent]
    yield Message(
        header=(0, 0), sender=sender, silent=tuple((line.start, line.end) for line in silent),
        bodies=tuple(_joined(spoken, [message.header[0] for message in inner])),
        receivers=((reader, reader),) if reader else (),
    )  # fmt: skip


def _signed(lines: Sequence[_Line], silent: Sequence[_Line]) -> _Line | None:
    """The name below a text: behind a closing, or its last line."""
    behind = [line for at, line in enumerate(silent) if at and _CLOSING.match(silent[at - 1].text)]
    last = [lines[-1]] if len(lines) > 1 else []
    return next((line for line in [*behind, *last] if _SIGNED.fullmatch(line.text)), None)


def _is_answered(text: str, message: Message) -> bool:
    """Whether the text around a message answers it, rather than hands it on."""
    wrote = message.label is not None and text[slice(*message.label)] == "wrote"
    return wrote or "riginal" in text[: message.header[0]][-60:]


def _joined(lines: Sequence[_Line], headers: Sequence[int]) -> Iterator[Stretch]:
    """Lines as stretches, one up to each header of another message in between."""
    parts: list[list[int]] = []
    for line in lines:
        if parts and not any(parts[-1][1] <= header < line.start for header in headers):
            parts[-1][1] = line.end
        else:
            parts.append([line.start, line.end])
    return ((start, end) for start, end in parts)


def _silent(text: str, lines: Sequence[_Line], sender: Stretch | None) -> list[_Line]:
    """The greeting and the signature of a message."""
    found: list[_Line] = []
    if lines and _GREETING.match(lines[0].text) and not lines[0].text.endswith("."):
        bare = _BARE_GREETING.match(lines[0].text) or lines[0].text[-1] in ",!:–—-"
        found += lines[:1] if bare or (len(lines) > 1 and not lines[0].text.isupper()) else []
    names = set(re.findall(r"\w+", text[slice(*sender)].casefold())) if sender else set()
    for at in range(max(len(found), len(lines) - 2 * _SIGNATURE_LINES), len(lines)):
        rest = lines[at:]
        if _DASHES.match(lines[at].text):
            return [*found, *rest]
        short = len(rest) <= _SIGNATURE_LINES and all(
            len(r.text) <= _SIGNATURE_WIDTH and not re.search(r"[a-z]{3}[.?!]$", r.text)
            for r in rest[1:]
        )
        words = re.findall(r"\w+", lines[at].text.casefold())
        initials = {word[0] for word in names}
        named = 0 < len(words) <= 4 and bool(names & set(words)) and at > 0
        named = named and lines[at].text[-1] not in ".?!:" and set(words) <= names | initials
        letter = len(rest) == 1 and at > 0 and len(words) == 1 and words[0] in initials
        named = named or letter
        if short and (_CLOSING.match(lines[at].text) or named):
            return [*found, *rest]
    return found
