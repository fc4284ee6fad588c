"""Turns of a chat or a transcript, line by line, and what minutes list.

The form of a line says what it is:

    [10:31] Ada: The pump is here.          Teams, Zoom, a transcript
    12/03/2024, 10:31 - Ada: Thanks!        WhatsApp
    Ada Moen  10:31 AM                      Slack: what she says stands below
    10:31:05 From Tom Reed to Everyone: Hi  the chat of Zoom
    Present: A. Moen (chair), Tom Reed      minutes: who was there
    ACTION: Tom Reed to call the plumber    minutes: who is to do what
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate, islice, pairwise

from kg.english import wordnet
from kg.english.lexicon import is_role
from kg.english.times import find_times
from kg.parse.structure.block import Stretch
from kg.read.dates import written_date

_CLOCK = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[.,]\d+)?(?:\s?[AaPp]\.?[Mm]\.?)?"
_DAY = (
    r"(?:\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|(?:[A-Z][a-z]{2,8} )?\d{1,2}(?:st|nd|rd|th)?|"
    r"[A-Z][a-z]+day)"
)
_STAMP = rf"[\[(]?(?:{_DAY},?\s+(?:at )?)?{_CLOCK}[\])]?(?:\s*(?:-->|-)\s*{_CLOCK})?"
_NAME = r"(?:[^\W\d_a-z][\w'’.-]*|(?:de|da|van|von|der|den|la|al|bin)(?= ))"
_NAMES = rf"{_NAME}(?:(?: ?& ?|[ ]){_NAME}){{0,3}}"
#: A speaker may be nobody but a number: "Speaker 2".
_VOICE = rf"(?:{_NAMES}|(?:Speaker|Person|Participant|Interviewee|Caller|Voice) \d{{1,2}})"
_NOTE = r"(?:\s?[(\[][^()\[\]\n]{1,30}[)\]])?"
#: A turn and what it says on one line.
_SAID = tuple(
    re.compile(shape)
    for shape in (
        rf"{_STAMP}\s*(?:[-–:]\s*)?From\s+(?P<name>{_VOICE})\s+[Tt]o\s+[^:\n]{{2,40}}:\s*(?=\S)",
        rf"From\s+(?P<name>{_VOICE})\s+[Tt]o\s+[^:\n]{{2,40}}:\s*(?:{_CLOCK}\s+)?(?=\S)",
        rf"(?:{_STAMP}\s*(?:[-–:]\s*)?)?<(?P<name>[^\s<>]{{2,24}})>\s+(?=\S)",
        rf"(?:(?P<stamp>{_STAMP})\s*(?:[-–|]\s*)?)?(?:>>\s?)?[*_]{{0,2}}(?P<name>{_VOICE})"
        rf"{_NOTE}[*_]{{0,2}}(?:\s+{_STAMP})?\s?:[*_]{{0,2}}[ \t]+(?=\S)",
    )
)
#: A line that says only who speaks and when; the words stand below it.
_ABOVE = re.compile(
    rf"(?P<name>{_VOICE})(?:\s*[,|•·-]\s+|\s+|\s*[\[(]\s*)(?:(?:Today|Yesterday) at )?"
    rf"{_STAMP}[\])]?:?$"
)
#: Labels that are no speakers, in lower case.
NO_SPEAKERS = frozenset(
    "action actions action item note notes image images photo photos photograph picture source "
    "sources from to cc bcc date sent subject re present apologies absent attendees participants "
    "attending minutes agenda next meeting time place venue location name title company "
    "author authors published updated tel phone fax email e-mail mail web website http https "
    "address price total amount number table figure fig example todo warning important tip step "
    "chapter section part decision decisions decided resolved outcome summary background topic "
    "approved deferred agreed noted received accepted rejected proposed seconded carried completed "
    "result results status owner due deadline type category tags key ps p.s "
    "regrets purpose objective caption credit update correction ingredients serves address "
    "employees headquarters founded parent parent company ceo industry capital population area "
    "language currency country city department position role birthplace born died".split()
) | {"action item", "next meeting", "parent company"}  # fmt: skip
_TURNS = 3
_STAMPED = re.compile(r"(?<!\d)(\d{1,2})[/.](\d{1,2})[/.](\d{4}|\d\d)(?!\d)")
_FINAL = re.compile(r"[.?!…]['\")\]]*$")

#: What minutes have somewhere.
_TRACE = re.compile(
    r"(?i:present|attend|apologies|participants|action|next steps|follow-?up|to[- ]?do|\bAP\d)"
)
_PRESENT = re.compile(
    r"(?P<label>(?i:(?:members |also )?(?:present|attendees|attendance|attending|participants|"
    r"attended(?: by)?|in attendance)))(?: \([^()\n]{1,30}\))?[ \t]*[:–—][ \t]*"
)
_ABSENT = re.compile(
    r"(?P<label>(?i:apologies(?: for absence)?(?: received)?(?: from)?|absent|regrets|not present|"
    r"excused))[ \t]*[:–—][ \t]*"
)
_OFFICE = re.compile(
    r"(?i:in the )?(?P<label>(?i:chair|chairperson|chairman|chairwoman|secretary|facilitator|"
    r"moderator|minute[- ]?taker|note[- ]?taker))[ \t]*:[ \t]*"
)
_PERSON = re.compile(
    rf"(?:(?:Mr|Mrs|Ms|Dr|Prof|Sir|Cllr|Cllrs|Councillors|Messrs)\.? )?(?P<name>{_NAMES})"
    r"(?P<mark>\s*[(\[](?P<role>[^()\[\]\n]{1,40})[)\]])?$"
)
_ACTION = re.compile(
    r"(?:[-*•]\s+|\d+[.)]\s+)?(?P<label>(?:ACTIONS?|Actions?|AP|Action [Ii]tem|ACTION ITEM|TODO|"
    r"To[- ][Dd]o|TO DO)(?:\s?#?\d+)?)"
    r"\s?(?:[:–—-]\s*|[(\[](?=[^()\[\]\n]+[)\]]))"
    rf"(?P<who>{_NAMES}(?:(?:,| and| &) {_NAMES}){{0,2}})"
    r"(?:\s+(?:to|will|shall|must|should|is to|are to)\s+|[)\]]?\s*[:–—]\s*(?:to\s+)?"
    r"|[)\]]\s+(?:to\s+)?)"
    r"(?P<task>[^\W\d_][^\n]{3,300})$"
)
#: An action that ends in who is to do it: "ACTION: Call the plumber (Tom Reed)".
_ACTION_BEHIND = re.compile(
    r"(?:[-*•]\s+|\d+[.)]\s+)?(?P<label>ACTIONS?|Actions?|AP|Action [Ii]tem|ACTION ITEM|TODO)"
    r"(?:\s?#?\d+)?\s?[:–—-]\s*(?P<task>[^\W\d_][^()\[\]\n]{3,300}?)\s*[(\[](?P<who>"
    rf"{_NAMES})[)\]]\.?$"
)
#: The heading of a list of actions, and one of them: "Tom Reed: call the plumber".
_ACTIONS = re.compile(
    r"(?:#{1,6}\s+|[*_]{1,2}|\d+[.)]\s+)?(?P<label>(?i:action (?:items?|points?|list)|actions|"
    r"next steps|to[- ]?dos?|follow[- ]?ups?))[*_]{0,2}\s*:?[*_]{0,2}$"
)
_ACTION_BELOW = re.compile(
    rf"(?:[-*•]\s+(?:\[[ xX]\]\s+)?|\d+[.)]\s+)?"
    rf"(?P<who>{_NAMES}(?:(?:,| and| &) {_NAMES}){{0,2}})"
    r"(?:\s*[:–—]\s*(?:to\s+|will\s+)?|\s+-\s+(?:to\s+)?|\s+(?:to|will|shall|must)\s+)"
    r"(?P<task>[^\W\d_][^\n]{3,300})$"
)
#: "TR to call the plumber.": a line of minutes that is no sentence.
_TO_DO = re.compile(
    rf"(?:[-*•]\s+|\d+[.)]\s+)?(?P<who>{_NAMES})\s+(?P<label>to)\s+(?P<task>[a-z][^\n]{{3,300}})$"
)
_AND = re.compile(r",\s*(?:and\s+)?|(?<!\s)\s+(?:and|&)\s+")
_LISTED = re.compile(
    r"(?:(?<!\s)\s+)?(?:;\s*|,\s*(?:and\s+)?)|(?<!\s)\s+(?:and|&)\s+"  # each run of blanks once
)
_NEXT = re.compile(r"(?i:\b(?:next|previous|last) )")
_MEETING = re.compile(
    r"(?i:minutes|meeting|protocol|agenda|notes|review|committee|board|council|session|assembly|"
    r"workshop|retro|stand-?up|sync|call)"
)

#: What a record of a meeting is called in front of the meeting.
_MINUTES_OF = re.compile(
    r"(?i:(?:draft |approved |confirmed |final )?(?:meeting )?(?:minutes|notes|records?|protocol)"
    r"(?: (?:of|from|for)|\s?[:–—-])\s+(?:the |an? )?)(?=\w)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Who speaks, what the turn says on its first lines, and its ISO date if one is stamped."""

    name: Stretch
    label: Stretch
    body: Stretch
    sent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Attendee:
    """Somebody whom minutes list; `label` is the word that says how ("Present")."""

    name: Stretch
    label: Stretch
    present: bool
    role: Stretch | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Who is to do what."""

    who: tuple[Stretch, ...]
    task: Stretch
    label: Stretch


@dataclass(frozen=True, slots=True, kw_only=True)
class Minutes:
    """What minutes list; `line` are whole lines that are read here, `meeting` is their heading."""

    attendees: tuple[Attendee, ...] = ()
    actions: tuple[Action, ...] = ()
    lines: tuple[Stretch, ...] = ()
    meeting: Stretch | None = None
    dated: Stretch | None = None
    held: str | None = None


Line = tuple[int, int, str]


def lines_of(text: str) -> list[Line]:
    """The lines of a text without white space around: start, end, text."""
    found, at = [], 0
    for raw in text.splitlines(keepends=True):
        bare = raw.strip()
        start = at + (raw.find(bare) if bare else 0)
        found.append((start, start + len(bare), bare))
        at += len(raw)
    return found


# Turns


@lru_cache(maxsize=4)
def find_turns(text: str) -> tuple[Turn, ...]:
    """The turns of a chat or a transcript whose lines say who speaks; none in another text.

    Paragraphs that begin with a speaker, blank lines between, are left to
    `kg.parse.structure.openings`.
    """
    lines = lines_of(text)
    marked = [_turn(lines, at) for at in range(len(lines))]
    found = [turn for turn in marked if turn is not None]
    if len(found) < _TURNS or not _is_chat(text, lines, marked):
        return ()
    days = _days([text[slice(*turn.label)] for turn in found])
    return tuple(replace(turn, sent=day) for turn, day in zip(found, days, strict=True))


def _days(labels: Sequence[str]) -> list[str | None]:
    """The days in the stamps of turns; one that can only be a day tells the order of the others."""
    stamps = [_STAMPED.search(label) for label in labels]
    first = any(stamp and int(stamp[1]) > 12 for stamp in stamps)
    second = any(stamp and int(stamp[2]) > 12 for stamp in stamps)
    found: list[str | None] = []
    for label, stamp in zip(labels, stamps, strict=True):
        if stamp and first != second:
            day, month = (stamp[1], stamp[2]) if first else (stamp[2], stamp[1])
            label = f"{int(day):02}.{int(month):02}.{stamp[3]}"
        found.append(written_date(label))
    return found


def _turn(lines: Sequence[Line], at: int) -> Turn | None:
    start, end, line = lines[at]
    if not line or line[-1:] == ":":
        return None
    for shape in _SAID:
        found = shape.match(line)
        if found and _speaks(found["name"]):
            name = (start + found.start("name"), start + found.end("name"))
            body = (start + found.end(), _last(lines, at, end))
            return Turn(name=name, label=(start, start + found.end()), body=body)
    above = _ABOVE.match(line)
    if above and _speaks(above["name"]) and at + 1 < len(lines) and lines[at + 1][2]:
        name = (start + above.start("name"), start + above.end("name"))
        return Turn(name=name, label=(start, end),
                    body=(lines[at + 1][0], _last(lines, at + 1, lines[at + 1][1])))  # fmt: skip
    return None


def _speaks(name: str) -> bool:
    folded = name.casefold().strip(".")
    words = folded.split()
    return folded not in NO_SPEAKERS and words[0] not in NO_SPEAKERS and len(folded) > 1


def _last(lines: Sequence[Line], at: int, end: int) -> int:
    """The end of the lines that go on with a turn."""
    while (at := at + 1) < len(lines):
        line = lines[at][2]
        if not line or any(shape.match(line) for shape in _SAID) or _ABOVE.match(line):
            break
        end = lines[at][1]
    return end


def _is_chat(text: str, lines: Sequence[Line], marked: Sequence[Turn | None]) -> bool:
    """Whether speakers take turns: not a list of fields, and not paragraphs of a transcript."""
    turns = [turn for turn in marked if turn is not None]
    names = [text[slice(*turn.name)] for turn in turns]
    stamped = sum(text[turn.label[0]] in "[(<" or turn.label[1] - turn.label[0] > 8 + len(name)
                  for turn, name in zip(turns, names, strict=True))  # fmt: skip
    close = sum(one is not None and other is not None for one, other in pairwise(marked))
    if not close and 2 * stamped < len(turns):
        return False
    spoken = sum(bool(_FINAL.search(text[slice(*turn.body)])) for turn in turns)
    repeated = len(names) - len(set(names))
    filled = sum(1 for line in lines if line[2])
    if 2 * len(turns) < filled / 3:
        return False  # a few labels in a longer text
    return (repeated >= 1 and (2 * spoken >= len(turns) or 2 * stamped >= len(turns))) or (
        repeated >= 2 and len(set(names)) <= len(names) / 2 and 3 * spoken >= len(turns)
    )


# Minutes


@lru_cache(maxsize=4)
def find_minutes(text: str) -> Minutes:
    """Who was present, who is to do what; empty in a text that is no minutes."""
    if not _TRACE.search(text):
        return Minutes()
    lines = lines_of(text)
    attendees, listing = _all_attendees(lines)
    found = list(_actions(lines, _callings(text, attendees)))
    actions = [action for action, _ in found]
    taken: list[Stretch] = [*listing, *(stretch for _, stretch in found)]
    listed = {action.label for action in actions}
    taken += [(start, end) for start, end, line in lines
              if (m := _ACTIONS.match(line)) and (start + m.start("label"),
                                                  start + m.end("label")) in listed]  # fmt: skip
    meeting = _meeting(lines) if attendees else None
    front = [line for line in lines[:10] if attendees and not _NEXT.search(line[2])]
    dated = next((line for line in front if written_date(line[2])), None)
    return Minutes(
        attendees=tuple(attendees), actions=tuple(actions), lines=tuple(sorted(taken)),
        meeting=meeting, dated=dated[:2] if dated else None,
        held=written_date(dated[2]) if dated else None,
    )  # fmt: skip


def _all_attendees(lines: Sequence[Line]) -> tuple[list[Attendee], list[Stretch]]:
    """All who are listed, and the lines that do; none if nobody was there."""
    attendees: list[Attendee] = []
    listing: list[Stretch] = []
    for at in range(len(lines)):
        people, used = _attendees(lines, at)
        attendees += people
        listing += used
    there = any(one.present and one.role != one.label for one in attendees)
    return (attendees, listing) if there else ([], [])


def _callings(text: str, attendees: Sequence[Attendee]) -> frozenset[str]:
    """What minutes may call those who are listed: whole names, their parts, initials."""
    names = [text[slice(*attendee.name)].split() for attendee in attendees]
    parts = {part for name in names for part in name if len(part) > 2}
    initials = {"".join(part[0] for part in name) for name in names if len(name) > 1}
    return frozenset({*map(" ".join, names), *parts, *initials})


def _actions(lines: Sequence[Line], people: frozenset[str]) -> Iterator[tuple[Action, Stretch]]:
    """The actions of a text, each with its line; of `people` one may go without a label."""
    heading: Stretch | None = None
    blank = False
    for line in lines:
        start, end, text = line
        bare = _TO_DO.match(text)
        if found := _action(line):
            yield found, (start, end)
        elif bare and bare["who"] in people:
            label = (start + bare.start("label"), start + bare.end("label"))
            yield _of_match(bare, start, label), (start, end)
        elif title := _ACTIONS.match(text):
            heading = (start + title.start("label"), start + title.end("label"))
        elif heading is not None and text:
            below = _ACTION_BELOW.match(text)
            if below is not None and (not blank or below["who"].casefold() not in NO_SPEAKERS):
                yield _of_match(below, start, heading), (start, end)
            else:
                heading = None
        blank = not text


def _meeting(lines: Sequence[Line]) -> Stretch | None:
    """The line in front that says which meeting it was."""
    for start, end, line in [line for line in lines if line[2]][:4]:
        named = _MEETING.search(line) and not _NEXT.search(line)
        if named and len(line) < 120 and not _FINAL.search(line):
            mark = re.match(r"#{1,6}\s+|\*{1,2}", line)
            begin = mark.end() if mark else 0
            return (start + begin + _opening(line[begin:]), end)
    return None


def _opening(title: str) -> int:
    """How long the words are that make minutes of a meeting: "Minutes of the [Works Board]".

    None of "Minutes of 3 May": that is no meeting.
    """
    found = _MINUTES_OF.match(title)
    if found is None or any(t.start == found.end() for t in find_times(title)):
        return 0
    return found.end()


def _attendees(lines: Sequence[Line], at: int) -> tuple[list[Attendee], list[Stretch]]:
    """Those listed on a line "Present: ..." or below it, one a line."""
    start, end, line = lines[at]
    bare = line.strip("*_# ")
    shift = line.find(bare) if bare else 0
    for shape, present in ((_PRESENT, True), (_ABSENT, False), (_OFFICE, True)):
        found = shape.match(bare) or (shape.match(f"{bare}:") if bare else None)
        if found is None:
            continue
        begin = start + shift
        label = (begin + found.start("label"), begin + found.end("label"))
        value = (min(begin + found.end(), end), end)
        rest = line[value[0] - start :].strip("*_ ")
        if rest:
            value = (start + line.find(rest, value[0] - start), end)
            value = (value[0], value[0] + len(rest))
            people = list(_people(rest, value[0], label, present))
            if shape is _OFFICE:
                people = [_with_role(p, label) for p in people][:1]
            return (people, [(start, end)]) if people else ([], [])
        if shape is not _OFFICE:
            return _listed(lines, at, label, present)
    return [], []


def _with_role(attendee: Attendee, label: Stretch) -> Attendee:
    return Attendee(name=attendee.name, label=label, present=True, role=attendee.role or label)


def _listed(
    lines: Sequence[Line], at: int, label: Stretch, present: bool
) -> tuple[list[Attendee], list[Stretch]]:
    people: list[Attendee] = []
    used = [(lines[at][0], lines[at][1])]
    for start, end, line in islice(lines, at + 1, None):
        if _PRESENT.fullmatch(f"{line}:") or _ABSENT.fullmatch(f"{line}:"):
            break  # the next list
        mark = re.match(r"(?:[-*•]|\d{1,2}[.)])\s+", line)
        begin = mark.end() if mark else 0
        found = list(_people(line[begin:], start + begin, label, present)) if line else []
        if len(found) != 1:
            break
        people += found
        used.append((start, end))
    return (people, used) if people else ([], [])


def _people(value: str, start: int, label: Stretch, present: bool) -> Iterator[Attendee]:
    """The people of a list; nothing unless every part is one."""
    parts: list[tuple[int, str]] = []
    at = 0
    value = value.rstrip(". ")
    depths = list(accumulate(((c == "(") - (c == ")") for c in value), initial=0))
    cuts = [m.span() for m in _LISTED.finditer(value) if not depths[m.start()]]
    if firm := [(a, z) for a, z in cuts if ";" in value[a:z]]:
        cuts = firm  # "Ada Lund, Treasurer; Bo Vik, Clerk"
    for begin, end in [*cuts, (len(value), len(value))]:
        parts.append((at, value[at:begin]))
        at = end
    split = [(offset, *part.partition(",")) for offset, part in parts if part.strip()]
    if firm and all(not office or _is_office(office) for _, _, _, office in split):
        for offset, who, _, office in split:
            yield from _with_office(who, office, start + offset, label, present)
        return
    if firm:  # "Mayor Ada Lund (chair); Councillors Bo Vik, Per Dahl"
        groups = [list(_people(p, start + o, label, present)) for o, p in parts if p.strip()]
        yield from (one for group in groups for one in group if all(groups))
        return
    found = [(offset, _PERSON.match(part)) for offset, part in parts if part.strip()]
    if not found or any(person is None for _, person in found):
        return
    for offset, person in found:
        if person is None or person["name"].casefold() in ("none", "all", "n/a"):
            continue
        role = None
        if person["role"] and _is_office(person["role"]):
            role = (start + offset + person.start("role"), start + offset + person.end("role"))
        name = (start + offset + person.start("name"), start + offset + person.end("name"))
        yield Attendee(name=name, label=label, present=present, role=role)


def _is_office(words: str) -> bool:
    """Whether somebody can be it: "Recording Secretary", "Head of Repairs", not "by phone"."""
    if "," in words or re.search(r"\b[A-Z]\.", words):
        return False  # "A. Szabo, B. Lindqvist": people
    noun = re.split(" (?:of|for|to|at) ", words.strip().casefold())[0].split()[-1:]
    return any(is_role(word) or word in wordnet.words("person") for word in noun)


def _with_office(
    who: str, role: str, start: int, label: Stretch, present: bool
) -> Iterator[Attendee]:
    """ "Ada Lund, Recording Secretary": somebody of a list and the office behind the comma."""
    person = _PERSON.match(who)
    if person is None:
        return
    name = (start + person.start("name"), start + person.end("name"))
    begin = start + len(who) + 1 + len(role) - len(role.lstrip())
    office = (begin, begin + len(role.strip())) if role.strip() else None
    yield Attendee(name=name, label=label, present=present, role=office)


def _action(line: Line) -> Action | None:
    start, _, text = line
    found = _ACTION.match(text) or _ACTION_BEHIND.match(text)
    if found is None:
        return None
    label = (start + found.start("label"), start + found.end("label"))
    return _of_match(found, start, label)


def _of_match(found: re.Match[str], start: int, label: Stretch) -> Action:
    text = found.string
    who, at = [], start + found.start("who")
    for part in _AND.split(found["who"]):
        begin = start + text.find(part, at - start)
        who.append((begin, begin + len(part)))
        at = begin + len(part)
    return Action(
        who=tuple(who),
        task=(start + found.start("task"), start + found.end("task")),
        label=label,
    )
