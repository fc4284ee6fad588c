"""Tables and lists of fields in a text: which thing a row or a list is about, and what of it.

    | Plant | Manager | Opened |      Name: Lund Works
    |-------|---------|--------|      Employees: 310
    | Lund  | Ada Moen| 1998   |      Parent company: Moen Group

A table counts only with a header of words whose first column names things; a list of fields only
where its first line names the thing, or the heading above does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.english.lexicon import is_post
from kg.parse.structure.block import Stretch
from kg.parse.structure.chat import Line, lines_of

#: First columns that only count the rows, so that the second one names the things.
_COUNTS = frozenset("no no. nr nr. # id rank pos pos. position row index code".split())
#: First columns of rows that are about no thing: about a time, a step.
_NO_THINGS = frozenset(
    "date year month day time week quarter period from to step action when key value property "
    "field parameter option flag variable metric measure item description total q question note"
    .split()
)  # fmt: skip
#: What a field that names the thing is called.
_NAMING = frozenset(
    "name full name company organisation organization title product model customer client supplier "
    "vendor person employee project city country institution employer firm school university "
    "author artist building plant site vessel ship station species band film book team club "
    "company name product name project name trade name legal name".split()
) | {"full name", "company name", "product name", "project name", "trade name", "legal name"}
#: What the heads of columns and fields say of a thing; roles ("manager") are known anyway.
_RELATIONS = frozenset(
    "capital currency population area language languages religion headquarters hq seat industry "
    "sector employees staff workforce revenue turnover sales profit founded established "
    "incorporated opened closed built completed launched released published born died birthplace "
    "birth death nationality citizenship occupation profession job position role rank department "
    "division unit employer company firm school university college spouse wife husband partner "
    "children father mother parents parent subsidiary subsidiaries supplier suppliers customer "
    "customers client clients manufacturer maker producer brand model price cost fee salary weight "
    "height length width depth colour color material size capacity power speed range engine fuel "
    "year type category class genre author authors artist publisher label album writer composer "
    "translator coach captain stadium league club team country city town village region state "
    "province county district location place site address venue river elevation species genus "
    "family habitat diet party constituency term religion members membership budget sponsor host "
    "owner owners operator founder founders architect designer inventor built nationality age "
    "gender degree subject course grade shareholder shareholders stake leader mayor ceo cfo cto "
    "coo chairman chairperson chair contact representative agent vendor product products service "
    "services crew flag port tonnage origin destination route website discovered invented".split()
)
#: Heads of columns that say nothing of a thing.
_REMARKS = frozenset(
    "where how what why when who which notes note comment comments remark remarks measure "
    "measures figure figures value values example examples description details detail link links "
    "source sources reference references see page pages id no number index status result results "
    "today now before after yes max min mean median total sum avg average count".split()
)
_WORDS = re.compile(r"[A-Za-z][a-z]+(?: [A-Za-z]?[a-z]+){0,3}$")
_NOTHING = frozenset("- – — n/a na none unknown ? tbd tba nil . .. ... x yes no true false".split())
_HEADER = re.compile(r"[^\W\d_][^|\t;:?!]{0,38}$")
_RULE = re.compile(r"(?=[\s|:+=-]*?--)[\s|:+=-]+$")
_BAR, _TAB, _GAP = re.compile(r"\|"), re.compile(r"\t"), re.compile(r"\s{2,}")
#: One value of a line of them, by what stands between them.
_FIELDS = {
    mark: re.compile(rf'(?:\s*"(?P<quoted>[^"]*)"\s*|(?P<plain>[^{mark}]*))(?:{mark}|$)')
    for mark in ",;"
}
_LINKED = re.compile(r"[^\]\[]*(?=\]\()")
_MARKUP = re.compile(r"[*_`~\[\]]+")
_KEY = re.compile(
    r"(?:[-*•]\s+)?[*_]{0,2}(?P<key>[A-Z][^\W\d_]*(?:[ /-][^\W\d_]+){0,3})[ \t]*[*_]{0,2}"
    r"(?:\s\([^()\n]{1,20}\))?:[*_]{0,2}[ \t]+(?=\S)"
)
#: Keys of lists that are about no thing.
_NO_KEYS = frozenset(
    "from to cc bcc subject date sent re note notes nb caption credit figure fig table tip warning "
    "important example update correction action todo present apologies absent attendees "
    "participants agenda ingredients method summary abstract step question answer q a ps".split()
)
#: Keys whose values tell nothing of a thing.
_CONTACT = frozenset(
    "image images photo photos picture photograph source sources keywords tags by http https url "
    "e-mail email mail tel phone telephone fax mobile website web page pages address".split()
)
#: What the columns of a list of tasks are called.
_TASKS = frozenset("action|actions|task|tasks|todo|to do|to-do|action item|what".split("|"))
_OWNERS = frozenset("owner|who|responsible|assignee|assigned to|lead|person".split("|"))
_DUE = frozenset("due|deadline|by|by when|when|due date|date".split("|"))
Splitter = Callable[[Line], "list[Stretch] | None"]
_LONGEST_VALUE = 90


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """One cell or field of a thing: what the header calls it, and its value, perhaps several."""

    header: Stretch
    values: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """What a row or a list of fields tells of one thing; `kind` names the rule.

    `lines` is where it stands, `parts` are all cells that hold words, `header` that of its table.
    """

    kind: str
    thing: Stretch
    cells: tuple[Cell, ...]
    lines: Stretch
    parts: tuple[Stretch, ...]
    header: Stretch | None = None


@lru_cache(maxsize=4)
def find_rows(text: str) -> tuple[Row, ...]:
    """The rows of all tables and the lists of fields of a text, in order."""
    lines = lines_of(text)
    found: list[Row] = []
    at = 0
    while at < len(lines):
        if not lines[at][2]:
            at += 1
            continue
        end = at
        while end < len(lines) and lines[end][2]:
            end += 1
        rows = list(_table(text, lines[at:end])) or list(_fields(text, lines, at, end))
        found += rows
        at = end
    return tuple(found)


# Tables


def _table(text: str, group: Sequence[Line]) -> Iterator[Row]:
    for first in range(min(2, len(group) - 1)):
        for split in (_bars, _tabs, _gaps, _commas):
            header = split(group[first])
            if header is None:
                continue
            if owner := _owner(text, header):
                yield from _tasks(text, group, first, split, owner)
                return
            if not _is_header(text, header):
                continue
            ruled = first + 1 < len(group) and bool(_RULE.match(group[first + 1][2]))
            if not ruled and not _is_known(text, header, parted=split in (_bars, _tabs)):
                continue
            below = [line for line in group[first + 1 :] if not _RULE.match(line[2])]
            rows = [(line, split(line)) for line in below]
            if split is _gaps:
                rows = [(line, _aligned(line, header, group[first])) for line in below]
            good = [(line, cells) for line, cells in rows if cells and len(cells) == len(header)]
            least = 2 if split in (_gaps, _commas) else 1
            if len(good) < max(least, len(rows) - 1):
                continue
            made = [row for line, cells in good if (row := _row(text, header, line, cells))]
            if made and _has_names(text, made):
                above = group[first]
                yield from (replace(row, header=(above[0], above[1])) for row in made)
                return


def _owner(text: str, header: Sequence[Stretch]) -> int:
    """Which column of a list of tasks says whose each is; 0 if this is none."""
    names = [_plain(text, cell) for cell in header]
    owners = [n for n, name in enumerate(names) if n and name in _OWNERS]
    return owners[0] if owners and names[0] in _TASKS else 0


def _tasks(
    text: str, group: Sequence[Line], first: int, split: Splitter, owner: int
) -> Iterator[Row]:
    """The rows of a list of tasks: the thing is who is to do it, the only cell the task."""
    header = split(group[first]) or []
    for line in group[first + 1 :]:
        cells = split(line)
        if _RULE.match(line[2]) or cells is None or len(cells) != len(header):
            continue
        task, who = _bare(text, cells[0]), _bare(text, cells[owner])
        if _tells(text, task) and _tells(text, who):
            dues = [c for n, c in enumerate(cells) if _plain(text, header[n]) in _DUE]
            told = [Cell(header=header[0], values=(task,))]
            told += [Cell(header=header[0], values=(_bare(text, due),)) for due in dues[:1]]
            yield Row(
                kind="task", thing=who, cells=tuple(told), lines=(line[0], line[1]),
                parts=(task, who), header=(group[first][0], group[first][1]),
            )  # fmt: skip


def _is_header(text: str, cells: Sequence[Stretch]) -> bool:
    """Two or more different labels of words, the first of which names things."""
    names = [_plain(text, cell) for cell in cells]
    if len(names) < 2 or len(set(names)) < len(names) or names[0] in _NO_THINGS:
        return False
    if names[0] in _COUNTS:
        names = names[1:]
    if len(names) < 2 or names[0] in _NO_THINGS:
        return False
    return all(_HEADER.match(name) and len(name.split()) <= 4 for name in names)


def _is_known(text: str, header: Sequence[Stretch], *, parted: bool) -> bool:
    """Whether words say that this row is a header, without a line below it that shows it."""
    names = [_plain(text, cell) for cell in header]
    names = names[1:] if names[0] in _COUNTS else names
    told = sum(_is_relation(name) for name in names[1:])
    strong = names[0] in _NAMING or parted
    return 2 * told >= len(names) - 1 if strong else told == len(names) - 1


def _is_relation(name: str) -> bool:
    last = name.partition("(")[0].split()[-1:] or [""]
    return name in _RELATIONS or last[0] in _RELATIONS or is_post(last[0]) or name.endswith(" by")


def _says(text: str, header: Stretch) -> bool:
    """Whether the head of a column says something of a thing: it is made of plain words."""
    shown = " ".join(_MARKUP.sub("", text[slice(*header)]).split())
    bare = shown.partition("(")[0].rstrip()
    remark = bare.casefold().split()[-1:] or [""]
    if remark[0] in _CONTACT:
        return False
    return _is_relation(bare.casefold()) or (
        bool(_WORDS.match(bare)) and remark[0] not in _REMARKS and bare.casefold() not in _REMARKS
    )


def _plain(text: str, stretch: Stretch) -> str:
    return " ".join(_MARKUP.sub("", text[slice(*stretch)]).split()).casefold()


def _row(text: str, header: Sequence[Stretch], line: Line, cells: Sequence[Stretch]) -> Row | None:
    first = 1 if _plain(text, header[0]) in _COUNTS else 0
    thing = _bare(text, cells[first])
    if not _tells(text, thing) or not any(c.isalpha() for c in text[slice(*thing)]):
        return None
    told = tuple(
        Cell(header=_bare(text, name), values=_values(text, cell))
        for name, cell in zip(header[first + 1 :], cells[first + 1 :], strict=True)
        if _tells(text, _bare(text, cell)) and _says(text, name)
    )
    known = {value for cell in told for value in cell.values} | {thing}
    others = [c for c in cells if not any(c[0] <= value[0] < max(c[1], 1) for value in known)]
    parts = tuple(sorted([*known, *(c for c in others if c[0] < c[1])]))
    return Row(kind="table-row", thing=thing, cells=told, lines=(line[0], line[1]), parts=parts)


def _has_names(text: str, rows: Sequence[Row]) -> bool:
    """Whether the first column is one of names: capitals, and no thing twice."""
    things = [text[slice(*row.thing)] for row in rows]
    return (
        all(t[:1].isupper() or t[:1].isdigit() for t in things)
        and len(set(things)) > len(things) // 2
    )


def _bare(text: str, stretch: Stretch) -> Stretch:
    """A cell without the marks of Markdown and white space around."""
    start, end = stretch
    while start < end and (text[start] in "*_`~[" or text[start].isspace()):
        start += 1
    while start < end and (text[end - 1] in "*_`~" or text[end - 1].isspace()):
        end -= 1
    link = _LINKED.match(text, start, end)
    return (start, link.end()) if link and text[start - 1 : start] == "[" else (start, end)


def _tells(text: str, stretch: Stretch) -> bool:
    value = text[slice(*stretch)].casefold()
    return bool(value) and value not in _NOTHING and any(c.isalnum() for c in value)


def _values(text: str, stretch: Stretch) -> tuple[Stretch, ...]:
    """The values of a cell: parted by semicolons, or by commas between full names."""
    start, end = _bare(text, stretch)
    value = text[start:end]
    parts = [(m.start(), m.end()) for m in re.finditer(r"[^;]+", value)]
    if len(parts) == 1:
        names = [(m.start(), m.end()) for m in re.finditer(r"[^,]+", value)]
        full = all(re.fullmatch(r"\s*[A-Z][\w.'-]*(?: [A-Z][\w.'-]*)+\s*", value[a:b])
                   for a, b in names)  # fmt: skip
        parts = names if full else parts
    return tuple(_bare(text, (start + a, start + b)) for a, b in parts if value[a:b].strip())


def _bars(line: Line) -> list[Stretch] | None:
    return _split(line, _BAR, framed=True) if line[2].count("|") else None


def _tabs(line: Line) -> list[Stretch] | None:
    return _split(line, _TAB) if "\t" in line[2] else None


def _gaps(line: Line) -> list[Stretch] | None:
    return _split(line, _GAP) if _GAP.search(line[2]) else None


def _commas(line: Line) -> list[Stretch] | None:
    mark = ";" if line[2].count(";") >= max(1, line[2].count(",")) else ","
    if line[2].count(mark) < 2 or line[2].endswith("."):
        return None
    start, _, text = line
    cells, at = [], 0
    for found in _FIELDS[mark].finditer(text):
        if found.start() < at or (at == len(text) and found.start() == at and text[-1:] != mark):
            break
        group = "quoted" if found["quoted"] is not None else "plain"
        begin, end = found.span(group)
        if group == "plain":
            begin += len(found[group]) - len(found[group].lstrip())
            end = begin + len(found[group].strip())
        cells.append((start + begin, start + end))
        at = found.end()
    return cells if len(cells) > 2 else None


def _split(line: Line, mark: re.Pattern[str], *, framed: bool = False) -> list[Stretch]:
    start, _, text = line
    cells, at = [], 0
    for found in [*mark.finditer(text), None]:
        end = found.start() if found else len(text)
        inner = text[at:end]
        bare = inner.strip().strip('"') if not framed else inner.strip()
        begin = start + at + (inner.find(bare) if bare else 0)
        cells.append((begin, begin + len(bare)))
        at = found.end() if found else end
    if framed and text[0] == "|":
        cells = cells[1:]
    if framed and text[-1] == "|":
        cells = cells[:-1]
    return cells


def _aligned(line: Line, header: Sequence[Stretch], first: Line) -> list[Stretch] | None:
    cells = _gaps(line)
    return cells if cells is not None and len(cells) == len(header) else None


# Fields


def _fields(text: str, lines: Sequence[Line], at: int, end: int) -> Iterator[Row]:
    """A list of "Key: value" lines, if it says what it is about."""
    group = list(lines[at:end])
    title = None
    if group and not _KEY.match(group[0][2]) and len(group) > 2:
        title, group = group[0], group[1:]
    keyed = [_KEY.match(line[2]) for line in group]
    if len(group) < 2 or not all(keyed):
        return
    values = [line[2][k.end() :] for line, k in zip(group, keyed, strict=True) if k]
    keys = [" ".join(k["key"].split()).casefold() for k in keyed if k]
    if len(set(keys)) < len(keys) or any(key in _NO_KEYS for key in keys):
        return
    told = sum(map(_ends, values))
    if any(len(value) > _LONGEST_VALUE for value in values) or 2 * told > len(values):
        return
    named = keys[0] in _NAMING
    if not named and not any(map(_is_relation, keys)):
        return
    if title is None and not named:
        title = _above(lines, at)
    thing = _field_value(text, group[0], keyed[0]) if named else _title(text, title)
    if thing is None or not _tells(text, thing):
        return
    cells = tuple(
        Cell(
            header=(line[0] + k.start("key"), line[0] + k.end("key")),
            values=_values(text, _field_value(text, line, k)),
        )
        for line, k in list(zip(group, keyed, strict=True))[1 if named else 0 :]
        if k is not None
        and _tells(text, _field_value(text, line, k))
        and _says(text, (line[0] + k.start("key"), line[0] + k.end("key")))
    )
    if cells:
        yield Row(
            kind="key-value", thing=thing, cells=cells, lines=(group[0][0], group[-1][1]),
            parts=tuple(dict.fromkeys([thing, *(v for cell in cells for v in cell.values)])),
        )  # fmt: skip


def _ends(value: str) -> bool:
    return bool(re.search(r"[a-z]{3}[.?!]$", value)) and len(value.split()) > 3


def _field_value(text: str, line: Line, key: re.Match[str] | None) -> Stretch:
    return _bare(text, (line[0] + (key.end() if key else 0), line[1]))


def _above(lines: Sequence[Line], at: int) -> Line | None:
    """The line that stands alone above a list, if one does."""
    place = next((n for n in range(at - 1, -1, -1) if lines[n][2]), -1)
    if place < 0:
        return None
    alone = place == 0 or not lines[place - 1][2]
    return lines[place] if alone else None


def _title(text: str, line: Line | None) -> Stretch | None:
    """A line that is a name and nothing else."""
    if line is None:
        return None
    mark = re.match(r"#{1,6}\s+", line[2])
    start, end = _bare(text, (line[0] + (mark.end() if mark else 0), line[1]))
    words = text[start:end].split()
    small = [w for w in words if not w[:1].isupper() and w not in ("of", "and", "the", "de", "van")]
    good = 0 < len(words) <= 6 and not small and text[end - 1] not in ".:;,?!"
    return (start, end) if good else None
