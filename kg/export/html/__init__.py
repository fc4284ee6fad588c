"""The interactive page: a build as one HTML file that opens anywhere and asks nobody for anything.

pyvis carries the data (its node and edge lists, its options, its render call) and vis-network
draws; the template, the styles and the scripts are this package's own. The page's security rests
on three things: Jinja escapes every value, data travels as JSON inside a script block that no
text can close, and a Content-Security-Policy names the hashes of the only scripts that may run
and forbids every request.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import re
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from kg.errors import ExportError
from kg.export.html.data import PageData, page_data
from kg.export.html.places import Places
from kg.export.html.scripts import joined
from kg.model import Build

__all__ = ["Page", "encoded", "generate_page", "write_page"]

_VIS = "templates/lib/vis-9.1.2/vis-network.min.js"
_SURROGATES = re.compile("[\ud800-\udfff]")
#: Comments on lines of their own, for readers of the source; the page goes without them.
_COMMENT = re.compile(r"^[ \t]*(?://[^\n]*|/\*.*?\*/)\n", re.MULTILINE | re.DOTALL)
_ESCAPE = re.compile("[<>&'\u2028\u2029]")
_JSON: dict[str, Any] = {"ensure_ascii": False, "separators": (",", ":"), "allow_nan": False}

#: Stands for the size of the page in bytes until that is known; the first such digits in the file.
_NO_SIZE = "0" * 12

#: A block of data with more characters than this is compressed: a page of 10,000 entities becomes
#: less than half as large and opens sooner, while small pages stay readable.
PACKED = 1_000_000

#: Options for vis-network: nothing moves by itself, and the page's own code selects and labels.
_OPTIONS: dict[str, Any] = {
    "autoResize": True,
    "layout": {"improvedLayout": False, "randomSeed": 7},
    "physics": {"enabled": False},
    "interaction": {
        "hover": False,
        "keyboard": False,
        "multiselect": False,
        "selectConnectedEdges": False,
        "hoverConnectedEdges": False,
        "zoomSpeed": 0.7,
    },
    "nodes": {"shape": "custom", "chosen": False},
    "edges": {"chosen": False, "smooth": False, "color": {"inherit": False}},
}


class Page:
    """A page that is drawn again and again: entities stay where they were."""

    def __init__(self) -> None:
        self._places = Places()

    def data(self, build: Build, desk: dict[str, Any], *, texts: bool) -> PageData:
        """What the page draws of a build; without `texts` for one that has those already."""
        made = page_data(build, places=self._places, desk=desk)
        for document in made.rest["documents"] if not texts else ():
            document["text"] = None
        return made

    def html(self, build: Build, desk: dict[str, Any]) -> str:
        """The page, which may ask the service that it comes from and nobody else."""
        return _sized(_render(page_data(build, places=self._places, desk=desk), served=True))


def encoded(value: object) -> bytes:
    """Data of a page as JSON; half of a surrogate pair becomes U+FFFD as on the page."""
    try:
        return msgspec.json.encode(value)
    except UnicodeEncodeError:
        return _SURROGATES.sub("\ufffd", json.dumps(value, **_JSON)).encode("utf-8")


def generate_page(build: Build) -> str:
    """Return the page for `build` as HTML text; equal builds give equal text.

    Half of a surrogate pair cannot be written as UTF-8 and becomes U+FFFD, which keeps offsets.
    """
    return _sized(_render(page_data(build)))


def _sized(page: str) -> str:
    text = _SURROGATES.sub("\ufffd", page)
    # The page states its own size: as many digits as stood in for it, so that it stays true.
    size = f"{len(text.encode('utf-8')):0{len(_NO_SIZE)}}"
    return text.replace(_NO_SIZE, size, 1)


def write_page(build: Build, path: Path) -> None:
    """Write the page for `build` to `path` as UTF-8.

    Raises ExportError if the file cannot be written.
    """
    content = generate_page(build).encode("utf-8")
    try:
        path.write_bytes(content)
    except OSError as error:
        reason = error.strerror or str(error)
        raise ExportError(
            f"cannot write the page to {path}: {reason}; choose a folder you may write to"
        ) from error


def _render(data: PageData, *, served: bool = False) -> str:
    from pyvis.network import Network  # pulls in IPython: a quarter of a second

    network = Network(directed=True, heading=data.title, cdn_resources="in_line")
    network.nodes, network.edges, network.options = data.nodes, data.edges, _OPTIONS
    network.templateEnv, network.path = _environment(served=served), "page.html.j2"
    network.templateEnv.globals.update(rest=data.rest, size=_NO_SIZE)
    network.templateEnv.filters["blob"] = _blob
    return str(network.generate_html())


def _blob(value: object) -> Markup:
    """Data for a script block: JSON that cannot end the block, compressed when it is large.

    Compressed data is base64 of gzip without a time stamp; the page tells the two apart by the
    first character.
    """
    text = json.dumps(value, **_JSON)
    if len(text) > PACKED:
        packed = gzip.compress(_SURROGATES.sub("\ufffd", text).encode("utf-8"), 6, mtime=0)
        return Markup(base64.b64encode(packed).decode("ascii"))
    return Markup(_ESCAPE.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def _environment(*, served: bool) -> Environment:
    """A fresh environment: autoescape on, compact JSON, the page's own parts as globals."""
    environment = Environment(
        loader=PackageLoader("kg.export.html", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["fromjson"] = json.loads  # pyvis hands its options over as text
    entry, styles = ("served", ("page.css", "desk.css")) if served else ("main", ("page.css",))
    vis, script, style = _library(), _script(entry), _joined(styles)
    environment.globals.update(
        vis=Markup(vis),
        script=Markup(script),
        style=Markup(style),
        policy=_policy(scripts=(vis, script), style=style, served=served),
    )
    return environment


def _policy(scripts: tuple[str, ...], style: str, *, served: bool) -> str:
    """The Content-Security-Policy: these scripts, this style, and not one request.

    A page that is served may ask the service that it comes from.
    """
    run = " ".join(_hash(script) for script in scripts)
    ask = "connect-src 'self'; " if served else ""
    return (
        f"default-src 'none'; script-src {run}; style-src {_hash(style)}; {ask}"
        "img-src data: blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"


@cache
def _script(entry: str) -> str:
    return _bare(joined(entry, lambda name: _source(f"{name}.js")))


@cache
def _joined(names: tuple[str, ...]) -> str:
    return _bare("\n".join(map(_source, names)))


def _source(name: str) -> str:
    file = resources.files(__name__).joinpath(name)
    return file.read_text(encoding="utf-8").replace("\r\n", "\n")


def _bare(text: str) -> str:
    return _closed(_COMMENT.sub("", "\n" + text))


@cache
def _library() -> str:
    """vis-network as pyvis ships it, with the licence notice it starts with."""
    file = resources.files("pyvis").joinpath(_VIS)
    if not file.is_file():
        raise ExportError(f"pyvis has no {_VIS}; install pyvis 0.3.2, the version this page uses")
    return _closed(file.read_text(encoding="utf-8").replace("\r\n", "\n"))


def _closed(source: str) -> str:
    """Refuse a script or style that would end its own element."""
    found = re.search(r"</(script|style)|<!--", source, re.IGNORECASE)
    if found:
        raise ExportError(f"a script of the page holds {found[0]!r}; write it in two parts")
    return source
