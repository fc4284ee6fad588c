"""Markdown → blocks: syntax removed, every character still in its place.

markdown-it-py finds the structure, following CommonMark with tables and strikethrough. It keeps
the lines of each block but not the place of each character, so two things are added here: a line's
content is found again in its original line, and every inline rule reports the characters that it
read, so that marks can be told from text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from string import punctuation
from typing import TYPE_CHECKING, Any, NamedTuple

from kg.parse.structure.block import Block, BlockKind, Stretch, drop_empty, make_block

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline
    from markdown_it.token import Token

    Rule = Callable[[StateInline, bool], bool]

_LINE = re.compile(r"\r\n?|\n")
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<(script|style|svg|head)\b.*?(?:</\1\s*>|\Z)"
    r"|<[/!?]?[A-Za-z][^<>]*>|<\?.{0,1000}?\?>",
    re.DOTALL | re.IGNORECASE,
)
_BLOCK_TAG = re.compile(
    r"</?(?:p|div|br|hr|h[1-6]|ul|ol|li|dl|dt|dd|table|t[rdh]|thead|tbody|summary|details|section|"
    r"article|aside|header|footer|nav|blockquote|pre|center|figure|figcaption|form|option)\b",
    re.IGNORECASE,
)
_BREAK_TAG = re.compile(r"</?(?:br|hr|p|div|li)\b", re.IGNORECASE)
#: Without any of these a line is text alone: no rule of inline syntax begins otherwise.
_INLINE = re.compile(r"[\\`*_~\[\]<>&!]|  \n")
_NOTE = re.compile(r"\[\^[^\]\s]{1,60}\]:?|(?P<box>\[[ xX]\])(?=\s)")
#: What a kind of container makes of the paragraphs in it; the innermost that is named here wins.
_CONTAINERS: dict[str, BlockKind] = {
    "blockquote_open": "quote",
    "list_item_open": "item",
    "heading_open": "heading",
    "td_open": "cell",
    "th_open": "cell",
}


class _Piece(NamedTuple):
    """What an inline rule read, `[start, end)` of a block's content, and made: text, a break."""

    start: int
    end: int
    rule: str
    token: Token | None  # an emphasis mark's: it keeps its content when it marks nothing


_Place = tuple[int, int, int]  # start and end in a block's content, start in the document


class _Placed(NamedTuple):
    """The content of a block as markdown-it gives it, and where its stretches stand."""

    content: str
    places: list[_Place]


class _Source(NamedTuple):
    """The document's lines, as markdown-it counts them: `starts[i]` is where line i begins."""

    text: str
    starts: list[int]
    lines: list[str]


def markdown_blocks(text: str, *, start: int = 0) -> list[Block]:
    """The blocks of the Markdown `text[start:]`, in order.

    Link texts and the content of code marks stay, images, tags, comments and link targets go; a
    code block is one block of kind `code`. A hard line break ends a block.
    """
    source = _source(text, start)
    blocks: list[Block | None] = []
    containers: list[Token] = []
    rows = _Rows()
    references: dict[str, Any] = {}
    for token in _parser().parse("\n".join(source.lines), references):
        if token.nesting == 1:
            containers.append(token)
        elif token.nesting == -1:
            containers.pop()
        elif token.type == "inline":
            kind = _kind(containers)
            placed = (rows.find if kind == "cell" else _contents)(token, source)
            if placed is None:  # rather the syntax in the text than a wrong place
                blocks.append(make_block(kind, text, [_extent(token, source)]))
            else:
                blocks.extend(_inline_blocks(kind, placed, text, references))
        elif token.type == "html_block":
            blocks.extend(_html_blocks(_extent(token, source), text))
        elif token.type in ("fence", "code_block"):
            blocks.append(_code_block(token, source))
    return drop_empty(blocks)


def _source(text: str, start: int) -> _Source:
    body = text[start:] if start else text
    starts, lines, at = [], [], 0
    for end in _LINE.finditer(body):
        starts.append(start + at)
        lines.append(body[at : end.start()])
        at = end.end()
    starts.append(start + at)
    lines.append(body[at:])
    return _Source(text, starts, lines)


def _kind(containers: Sequence[Token]) -> BlockKind:
    return next(
        (_CONTAINERS[token.type] for token in reversed(containers) if token.type in _CONTAINERS),
        "paragraph",
    )


def _extent(token: Token, source: _Source) -> Stretch:
    """The lines of a block, markers of the lists and quotes around it included."""
    first, last = token.map or (0, 0)
    last = min(last, len(source.lines))
    return source.starts[first], source.starts[last - 1] + len(source.lines[last - 1])


def _code_block(token: Token, source: _Source) -> Block | None:
    """The lines of a code block without its fence."""
    first, last = token.map or (0, 0)
    last = min(last, len(source.lines))
    if token.type == "fence":
        first += 1
        closed = last > first and re.fullmatch(r"[\s>]*[`~]{3,}\s*", source.lines[last - 1])
        last -= bool(closed)
    if last <= first:
        return None
    end = source.starts[last - 1] + len(source.lines[last - 1])
    return make_block("code", source.text, [(source.starts[first], end)])


# Inline content.


def _inline_blocks(
    kind: BlockKind, placed: _Placed, text: str, references: dict[str, Any]
) -> Iterator[Block | None]:
    """The blocks of one paragraph, heading or cell: one, or more where hard breaks divide it."""
    for spans in _visible_spans(placed.content, references):
        yield make_block(kind, text, _originals(spans, placed.places))


def _originals(spans: Sequence[Stretch], places: Sequence[_Place]) -> list[Stretch]:
    """The same spans in the document. Both are in order."""
    found: list[Stretch] = []
    at = 0
    for start, end in spans:
        while at < len(places) and places[at][1] <= start:
            at += 1
        number = at
        while number < len(places) and places[number][0] < end:
            begin, stop, original = places[number]
            first, last = max(begin, start), min(stop, end)
            found.append((original + first - begin, original + last - begin))
            number += 1
    return found


def _contents(token: Token, source: _Source) -> _Placed | None:
    """The content of a paragraph or heading: each of its lines ends a line of the document."""
    first = (token.map or (0, 0))[0]
    places: list[_Place] = []
    at = 0
    for number, line in enumerate(token.content.split("\n"), start=first):
        bare = line.strip()
        column = _column(bare, source.lines[number])
        if column is None:
            return None
        begin, stop = at + line.find(bare), at + len(line)
        places.append((begin, begin + len(bare), source.starts[number] + column))
        end = source.starts[number] + len(source.lines[number])
        if stop < len(token.content):
            places.append((stop, stop + 1, end))  # the line break
        at = stop + 1
    return _Placed(token.content, places)


def _column(bare: str, original: str) -> int | None:
    """Where the content of a line begins: only markers stand before it, or "#" around it."""
    trimmed = original.rstrip()
    if trimmed.endswith(bare):
        return len(trimmed) - len(bare)
    found = original.find(bare, original.find("#") + 1) if "#" in original else -1
    return found if found >= 0 else None


class _Rows:
    """Finds table cells again, one after the other along their row."""

    def __init__(self) -> None:
        self._row, self._at = -1, 0

    def find(self, token: Token, source: _Source) -> _Placed | None:
        """Where the content of the next cell stands."""
        row = (token.map or (0, 0))[0]
        line, start = source.lines[row], source.starts[row]
        if row != self._row:
            framed = line.lstrip("> \t").startswith("|")
            self._row, self._at = row, line.find("|") if framed else 0
        if "|" not in token.content:
            begin = line.find(token.content, self._at)
            if begin < 0:
                return None
            self._at = begin + len(token.content)
            return _Placed(token.content, [(0, len(token.content), start + begin)])
        # A bar inside a cell is written with a backslash, which the content has lost.
        pattern = "".join(r"\\?\|" if c == "|" else re.escape(c) for c in token.content)
        found = re.compile(pattern).search(line, self._at)
        if found is None:
            return None
        self._at = found.end()
        bars = [m.start() for m in re.finditer(r"(?<=\\)\|", found[0])]
        places: list[_Place] = []
        begin = 0
        for skipped, bar in enumerate([*bars, len(found[0]) + 1]):
            stop = bar - 1  # a stretch ends before the backslash, the next one begins at the bar
            places.append((begin - skipped, stop - skipped, start + found.start() + begin))
            begin = bar
        return _Placed(token.content, places)


def _visible_spans(content: str, references: dict[str, Any]) -> Iterator[list[Stretch]]:
    """The stretches of a block's content that a reader sees, one list for each hard-broken line."""
    if not _INLINE.search(content):
        yield [(0, len(content))]
        return
    spans: list[Stretch] = []
    for piece in _pieces(content, references):
        shown = _shown(piece, content)
        if shown is None:
            yield spans
            spans = []
        elif shown[0] < shown[1]:
            spans.append(shown)
    yield spans


def _shown(piece: _Piece, content: str) -> Stretch | None:
    """What is seen of a piece; None is a hard line break."""
    start, end, rule, token = piece
    raw = content[start:end]
    if rule in ("emphasis", "strikethrough"):
        return (start, end) if token is not None and token.content else (end, end)
    if rule == "escape":
        if raw[1] == "\n":
            return None
        return (start + 1 if raw[1] in punctuation else start, end)
    if rule == "newline":
        # The two spaces before a hard break belong to the text before it.
        return None if content[max(0, start - 2) : start] == "  " else (start, end)
    if rule == "backticks":
        marks = len(raw) - len(raw.lstrip("`"))
        return (start, end) if marks == len(raw) else (start + marks, end - marks)
    if rule == "autolink":
        return start + 1, end - 1
    if rule == "entity":
        return (start, start + 1) if raw in ("&amp;", "&") else (start, end)
    if rule == "html_inline":
        return None if _BREAK_TAG.match(raw) else (end, end)
    return (end, end) if rule in ("image", "note") else (start, end)


def _pieces(content: str, references: dict[str, Any]) -> list[_Piece]:
    """Which rule read which characters of a block's content, in order."""
    found: list[_Piece] = []
    _parser().inline.parse(content, _parser(), {**references, "pieces": found}, [])
    return sorted(found, key=lambda piece: piece.start)


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    """A parser of blocks; its inline rules, run apart, report what they read."""
    from markdown_it import MarkdownIt  # only Markdown documents need it

    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    parser.core.ruler.enableOnly(["normalize", "block"])
    inline = parser.inline
    inline.ruler.before("link", "note", _note)
    inline.ruler.push("rest", _take_one)
    for name in inline.ruler.get_all_rules():
        rule = next(rule for rule in inline.ruler.__rules__ if rule.name == name)
        inline.ruler.at(name, _reporting(name, rule.fn))
    # Joining text tokens would take away the tokens that emphasis marks are known by.
    inline.ruler2.disable("fragments_join")
    return parser


def _note(state: StateInline, silent: bool) -> bool:
    """The mark of a footnote or, at the start, the box of a task: read, and not shown."""
    found = _NOTE.match(state.src, state.pos)
    if found is None or (found["box"] and state.pos > 0):
        return False
    state.pos = found.end()
    return True


def _take_one(state: StateInline, silent: bool) -> bool:
    """What no rule wants is text."""
    if not silent:
        state.pending += state.src[state.pos]
    state.pos += 1
    return True


def _reporting(name: str, rule: Rule) -> Rule:
    """The same rule, entering into `env["pieces"]` what it reads."""

    def report(state: StateInline, silent: bool) -> bool:
        pieces: list[_Piece] | None = state.env.get("pieces")
        if silent or pieces is None:
            return rule(state, silent)
        start = state.pos
        if name == "image":  # its description is parsed as text of its own; it is not shown
            state.env["pieces"] = None
        done = rule(state, silent)
        state.env["pieces"] = pieces
        if done:
            pieces.extend(_reported(name, state, start))
        return done

    return report


def _reported(name: str, state: StateInline, start: int) -> Iterator[_Piece]:
    """The pieces of one rule's work: a mark each for emphasis, nothing for a link's brackets."""
    if name == "link":
        return
    if name not in ("emphasis", "strikethrough"):
        yield _Piece(start, state.pos, name, None)
        return
    at = state.pos
    for token in reversed(state.tokens):  # the marks, after text that was still pending
        if at <= start:
            return
        yield _Piece(at - len(token.content), at, name, token)
        at -= len(token.content)


# HTML blocks.


def _html_blocks(extent: Stretch, text: str) -> Iterator[Block | None]:
    """The text between the tags of an HTML block; tags of blocks divide it."""
    spans: list[Stretch] = []
    at, end = extent
    for tag in _TAG.finditer(text, at, end):
        spans.append((at, tag.start()))
        at = tag.end()
        if _BLOCK_TAG.match(tag[0]):
            yield make_block("paragraph", text, spans)
            spans = []
    spans.append((at, end))
    yield make_block("paragraph", text, spans)
