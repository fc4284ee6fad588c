"""Loading into an RDF store by the SPARQL 1.1 Graph Store HTTP Protocol.

The graph is sent as N-Triples, which every store reads. Sent again it is the same: RDF is a set and
kg writes no blank nodes. `replace` puts it in the place of the whole target graph.

Source: https://www.w3.org/TR/sparql11-http-rdf-update/.
"""

from __future__ import annotations

import base64
import tempfile
import urllib.error
import urllib.request
from pathlib import Path
from urllib.parse import quote

from kg.errors import LoadError
from kg.export.rdf import FORMATS
from kg.load.target import Loaded, Progress, Target
from kg.model import Build

#: Seconds without any answer after which a load is given up.
PATIENCE = 600


def load(build: Build, target: Target, progress: Progress) -> Loaded:
    """Send all triples in one request, to the named graph `database` or the default graph."""
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        path = Path(folder) / "graph.nt"
        FORMATS["ntriples"](build, path)
        size = path.stat().st_size
        with path.open("rb") as file:
            rows = sum(1 for _ in file)
            file.seek(0)
            request = urllib.request.Request(
                f"{target.bare}?{_graph(target)}",
                data=file,
                method="PUT" if target.replace else "POST",
                headers={
                    "Content-Type": "application/n-triples",
                    "Content-Length": str(size),
                    **_authorization(target),
                },
            )
            _send(request, target)
    progress(rows, rows)
    return Loaded(rows=rows)


def _graph(target: Target) -> str:
    return f"graph={quote(target.database, safe='')}" if target.database else "default"


def _authorization(target: Target) -> dict[str, str]:
    if target.credentials is None:
        return {}
    token = base64.b64encode(":".join(target.credentials).encode("utf-8")).decode("ascii")
    return {"Authorization": f"Basic {token}"}


def _send(request: urllib.request.Request, target: Target) -> None:
    try:
        with urllib.request.urlopen(request, timeout=PATIENCE):
            pass
    except urllib.error.HTTPError as error:
        said = " ".join(error.read(300).decode("utf-8", "replace").split())
        raise LoadError(
            f"{target.bare} answers {error.code} {error.reason}: {said}; the address must be that "
            "of its Graph Store protocol (http://HOST/store, http://HOST/DATASET/data)"
        ) from error
    except OSError as error:
        raise LoadError(f"cannot reach {target.bare}: {error}; is the server running?") from error
