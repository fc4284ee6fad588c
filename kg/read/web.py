"""Web pages (`.html`, `.mhtml`): the main text without menus, its address, title and date.

trafilatura finds the main text (https://trafilatura.readthedocs.io); where it finds none, all text
of the body is taken. Metadata is read here: only what the page itself states, nothing estimated.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Sequence, Set
from copy import deepcopy
from email.message import EmailMessage
from typing import Any

from kg.errors import ReadError
from kg.read.blocks import Part, written
from kg.read.dates import iso_date
from kg.read.file import Extract, File, ReadOptions, needs, one_line, storable, web_address
from kg.read.mail import parse_message
from kg.read.trees import HTML, Element, find_linked_parts, is_note_mark, without
from kg.read.unpack import LONGEST_TREE, check_tree

logger = logging.getLogger(__name__)

#: Names of meta elements that hold the day of publication, best first.
_DATES = (
    "article:published_time", "citation_publication_date", "citation_date", "datepublished",
    "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dcterms.created", "date",
    "pubdate", "publishdate", "publish-date", "publication_date", "parsely-pub-date",
    "sailthru.date", "og:published_time",
)  # fmt: skip
_SAVED = re.compile(r"\bsaved from url=\(\d+\)(\S+)|^[^\S\n]*url:\s*(\S+)", re.MULTILINE)
_FURNITURE = ("footer", "aside", "menu", "dialog")


def read_html(file: File, options: ReadOptions) -> Iterator[Extract]:
    """The main text of a page."""
    yield extract_page(file.load(LONGEST_TREE), name=file.name)


def read_mhtml(file: File, options: ReadOptions) -> Iterator[Extract]:
    """The page in a web archive as browsers save it, RFC 2557."""
    message = parse_message(file.load(), name=file.name)
    pages = [part for part in message.walk() if part.get_content_type() == "text/html"]
    if not pages or not isinstance(pages[0], EmailMessage):
        raise ReadError(f"{file.name} holds no web page; save the page again")
    data = pages[0].get_payload(decode=True)
    if not isinstance(data, bytes):
        raise ReadError(f"{file.name} holds no web page that can be decoded; save it again")
    stated = message.get("snapshot-content-location") or pages[0].get("content-location")
    charset = pages[0].get_content_charset()
    yield extract_page(data, name=file.name, url=str(stated or ""), charset=charset)


def extract_page(
    data: bytes, *, name: str, url: str | None = None, charset: str | None = None
) -> Extract:
    """The main text of an HTML page and what it states about itself.

    Raises ReadError if the library for it is not installed or the page has no elements.
    """
    tree = parse_html(data, name=name, charset=charset)
    stated = _metas(tree)
    without(tree, _is_no_text)
    text, _ = written(_main_parts(tree, name=name))
    return Extract(
        text=storable(text),
        media_type="text/html",
        title=_title(tree, stated),
        date=_date(tree, stated),
        url=_canonical(tree, stated) or web_address(url) or _saved_from(tree),
    )


def parse_html(data: bytes, *, name: str, charset: str | None = None) -> Element:
    """The element tree of a page in whatever encoding it says. Raises ReadError."""
    try:
        from lxml import etree, html
    except ImportError as error:
        raise needs("lxml", "html", name=name) from error
    check_tree(data, name=name)
    parser = html.HTMLParser(encoding=charset or _charset(data), remove_pis=True)
    try:
        tree = html.document_fromstring(data, parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError, LookupError) as error:
        raise ReadError(f"{name} is no HTML page ({one_line(str(error))}); check it") from error
    return tree


_META_CHARSET = re.compile(rb"""<meta[^<>]+charset\s*=\s*(?:["']\s*)?([\w-]+)""", re.I)


def _charset(data: bytes) -> str | None:
    """The encoding by its mark or UTF-8 where the bytes are; None leaves it to the page."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    if _META_CHARSET.search(data[:4_000]) and not data.startswith(b"\xef\xbb\xbf"):
        return None
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"  # what browsers take a page for that does not say, HTML standard 13.2.3
    return "utf-8"


# The main text.


def _is_no_text(element: Element) -> bool:
    """Signs of notes, anchors of headings, and the "[edit]" that MediaWiki sets beside them."""
    return is_note_mark(element) or "mw-editsection" in (element.get("class") or "").split()


#: Characters from which on a block is surely the one that trafilatura found, not a like word.
_SURE = 40
#: How far from its neighbours a block is looked for, in characters.
_NEAR = 50_000
#: A block with more of its text in links leads elsewhere, unless it was found to be main text.
_LINKED = 0.5


def _main_parts(tree: Element, *, name: str) -> list[Part]:
    """The blocks of the page that belong to what trafilatura finds to be its main text.

    The blocks are those of the page, because trafilatura loses headings, items and spaces where
    it falls back on its simpler ways. All blocks are taken where it finds nothing.
    """
    try:
        from trafilatura import bare_extraction
    except ImportError as error:
        raise needs("trafilatura", "html", name=name) from error
    logging.getLogger("trafilatura").setLevel(logging.ERROR)  # it warns of every page without text
    parts = _all_parts(tree)
    found = bare_extraction(
        deepcopy(tree), include_comments=False, include_tables=True, with_metadata=False
    )
    body = getattr(found, "body", None)
    main = _squeezed("".join(body.itertext())) if body is not None else ""
    texts = [_squeezed(part.text) for part, _ in parts]
    inside = list(_found(texts, main))
    sure = [n for n, text in enumerate(texts) if inside[n] and len(text) >= _SURE]
    if not sure:
        return [part for part, linked in parts if linked < _LINKED] or [part for part, _ in parts]
    first, last = _adjoining(texts, main, sure[0], sure[-1])
    kept = {n for n in range(_title_above(parts, first), first) if parts[n][0].kind == "heading"}
    for n in range(first, last + 1):
        part, linked = parts[n]
        menu = part.kind == "item" and linked >= _LINKED and len(texts[n]) < _SURE
        if (inside[n] and not menu) or (part.kind != "paragraph" and linked < _LINKED):
            kept.add(n)
    begin, *rest = sorted(kept)
    return [parts[n][0] for n in (begin, *(n for n in rest if not _is_empty(n, parts, kept)))]


def _found(texts: Sequence[str], main: str) -> Iterator[bool]:
    """Does each text stand in `main`, near where the one before it was found?"""
    at = 0
    for text in texts:
        place = main.find(text, max(0, at - _NEAR), at + _NEAR) if text else -1
        yield place >= 0
        if place >= 0 and len(text) >= _SURE:
            at = place + len(text)


def _adjoining(texts: Sequence[str], main: str, first: int, last: int) -> tuple[int, int]:
    """The first and the last block of the main text, short ones at its ends included.

    They stand in `main` right before and behind those that are long enough to be sure of.
    """
    begin = main.find(texts[first])
    while first > 0 and texts[first - 1] and main.endswith(texts[first - 1], 0, begin):
        first -= 1
        begin -= len(texts[first])
    end = main.rfind(texts[last]) + len(texts[last])
    while last + 1 < len(texts) and texts[last + 1] and main.startswith(texts[last + 1], end):
        last += 1
        end += len(texts[last])
    return first, last


def _squeezed(text: str) -> str:
    return "".join(text.split())


def _title_above(parts: Sequence[tuple[Part, float]], first: int) -> int:
    """Headings right above the main text, and the short lines between, belong to it."""
    for n in range(first - 1, max(-1, first - 6), -1):
        if parts[n][0].kind == "heading" and parts[n][0].level == 1:
            return n
    while first and parts[first - 1][0].kind == "heading":
        first -= 1
    return first


def _is_empty(n: int, parts: Sequence[tuple[Part, float]], kept: Set[int]) -> bool:
    """Is this a heading whose section was left out, "Related articles" say?"""
    return parts[n][0].kind == "heading" and n + 1 not in kept


def _all_parts(tree: Element) -> list[tuple[Part, float]]:
    body = tree.find("body")
    roles = {**HTML, **dict.fromkeys(_FURNITURE, "skip")}
    return find_linked_parts(body if body is not None else tree, roles)


# What a page states about itself.


def _metas(tree: Element) -> dict[str, str]:
    """The first content of each meta element, by its name in lower case."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        content = one_line(meta.get("content") or "")
        if name and content:
            found.setdefault(name.strip().lower(), content)
    return found


def _title(tree: Element, stated: dict[str, str]) -> str | None:
    headings = [one_line(h.text_content()) for h in tree.iter("h1")]
    single = headings[0] if len(headings) == 1 else ""
    title = tree.find(".//title")
    written_out = one_line(title.text_content()) if title is not None else ""
    found = stated.get("og:title") or stated.get("citation_title") or single or written_out
    return storable(found) or None


def _date(tree: Element, stated: dict[str, str]) -> str | None:
    times = tree.xpath("//*[@itemprop='datePublished'] | //time[@pubdate]")
    marked = [t.get("datetime") or t.get("content") or t.text_content() for t in times]
    candidates = [*(stated.get(name) for name in _DATES), *_linked_dates(tree), *marked]
    return next((day for day in map(_day, candidates) if day), None)


def _day(value: Any) -> str | None:
    """The day at the beginning of an ISO 8601 time; other ways of writing dates are not guessed."""
    if not isinstance(value, str):
        return None
    return iso_date(re.split(r"[T\s]", value.strip(), maxsplit=1)[0].replace("/", "-"))


def _linked_dates(tree: Element) -> Iterator[Any]:
    """`datePublished` of the page's own JSON-LD, of articles before anything else."""
    found: list[tuple[bool, Any]] = []
    for script in tree.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                waiting = [json.loads(script.text or "")]
            except (ValueError, RecursionError):
                continue  # broken JSON-LD is common and says nothing about the text
            while waiting:
                item = waiting.pop(0)
                if isinstance(item, list):
                    waiting.extend(item)
                elif isinstance(item, dict):
                    article = re.search("Article|Posting|Report", str(item.get("@type")))
                    found.append((article is None, item.get("datePublished")))
                    waiting.append(item.get("@graph"))
    yield from (date for _, date in sorted(found, key=lambda pair: pair[0]))


def _canonical(tree: Element, stated: dict[str, str]) -> str | None:
    links = [
        link.get("href")
        for link in tree.iter("link")
        if "canonical" in (link.get("rel") or "").lower().split()
    ]
    return web_address(links[0] if links else None) or web_address(stated.get("og:url"))


def _saved_from(tree: Element) -> str | None:
    """The address that a browser wrote into a comment when it saved the page."""
    for comment in tree.xpath("//comment()")[:20]:
        found = _SAVED.search(comment.text or "")
        if found:
            return web_address(found[1] or found[2])
    return None
