"""A difference as text, as JSON and as a page that stands alone."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict
from html import escape
from itertools import groupby

from kg.ask.diff import Difference, EntityLine, FactLine

_SIGNS = {"added": "+", "removed": "-", "restated": "~", "reworded": "≈"}
_STYLE = """
body { font: 16px/1.45 system-ui, sans-serif; margin: 2rem auto; max-width: 62rem; padding: 0 1rem }
h2 { margin: 2rem 0 .5rem } ul { list-style: none; padding: 0 }
li { border-left: .3rem solid #999; margin: .4rem 0; padding: .2rem .7rem }
.added { border-color: #1a7f37 } .removed { border-color: #c62828 }
.restated, .retyped, .changed { border-color: #b26a00 }
q { color: #555 } .kind { color: #555; font-size: .85em } b { font-weight: 600 }
@media (prefers-color-scheme: dark) {
  body { background: #111; color: #eee } q, .kind { color: #aaa }
}
"""


def as_json(difference: Difference) -> str:
    return json.dumps(asdict(difference), ensure_ascii=False, indent=2)


def as_text(difference: Difference) -> str:
    """Lines that read like a diff; facts that are only worded otherwise are counted."""
    if difference.empty:
        return "no difference"
    lines = [f"facts of {who}: {count:,}" for who, count in difference.readers.items()]
    for kind, ids in difference.documents.items():
        lines += [f"document {kind}: {id}" for id in ids]
    for kind, entities in difference.entities.items():
        lines += [f"{_SIGNS.get(kind, '*')} {_entity(kind, line)}" for line in entities]
    for kind, facts in difference.facts.items():
        if kind == "reworded":
            lines += [f"≈ {len(facts):,} facts stated in other words"] if facts else []
            continue
        for (document, quote), told in groupby(facts, key=lambda f: (f.document, f.quote)):
            lines += [f"{_SIGNS[kind]} {_fact(line)}" for line in told]
            lines.append(f"      {document}: “{quote}”")
    return "\n".join(lines)


def as_html(difference: Difference, *, title: str) -> str:
    """One page without scripts and without anything from elsewhere."""
    body = "".join(_sections(difference)) or "<p>No difference.</p>"
    return (
        "<!doctype html>\n<html lang=en><head><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>\n"
        f"<body><h1>{escape(title)}</h1>\n{body}</body></html>\n"
    )


def _sections(difference: Difference) -> Iterator[str]:
    documents = [
        _item(kind, f"<b>{escape(id)}</b>")
        for kind, ids in difference.documents.items()
        for id in ids
    ]
    entities = [
        _item(kind, escape(_entity(kind, line)))
        for kind, found in difference.entities.items()
        for line in found
    ]
    facts = [
        _item(
            kind, f"{'<br>'.join(escape(_fact(line)) for line in told)}{_quoted(document, quote)}"
        )
        for kind, lines in difference.facts.items()
        for (document, quote), told in groupby(lines, key=lambda f: (f.document, f.quote))
    ]
    for name, items in (("Documents", documents), ("Facts", facts), ("Entities", entities)):
        if items:
            yield f"<h2>{name}</h2>\n<ul>\n{''.join(items)}</ul>\n"


def _item(kind: str, html: str) -> str:
    return f'<li class="{kind}"><span class=kind>{kind}</span> {html}</li>\n'


def _quoted(document: str, quote: str) -> str:
    return f"<br><q>{escape(quote)}</q> {escape(document)}"


def _entity(kind: str, line: EntityLine) -> str:
    if kind in ("added", "removed"):
        return f"{line.label} ({line.type})"
    if kind == "retyped":
        return f"{line.label} is {line.now[0]}, was {line.was[0]}"
    if kind == "renamed":
        return f"{line.was[0]} is now {line.now[0]}"
    return f"{', '.join(line.was)} {kind} into {', '.join(line.now)}"


def _fact(line: FactLine) -> str:
    said = " | ".join(part for part in (line.subject, line.predicate, line.object) if part)
    return f"{said}: {'; '.join(line.changes) or line.how}"
