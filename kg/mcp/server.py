"""The answers of a `Desk` as tools of the Model Context Protocol, by its official SDK.

https://modelcontextprotocol.io; every tool only reads, and what is wrong with a call is one line.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Literal

from kg.errors import KgError
from kg.export.files import encodable
from kg.mcp.desk import USUAL, Desk

if TYPE_CHECKING:
    from mcp.server.mcpserver import MCPServer

HOST = "127.0.0.1"
INSTRUCTIONS = (
    "A knowledge graph made of documents. Every statement in an answer has the sentence that it "
    "was read in, the document and the place in it: quote these when you use it. A statement that "
    "is not stated as a fact (planned, denied, said by somebody) says so in `stated`. Lists are "
    "cut: `left_out` says how many items are missing; ask with a larger `limit` (50 at most)."
)

Json = dict[str, Any]


def make_server(desk: Desk) -> MCPServer[Any]:
    """All tools of a desk. Raises ImportError where the SDK is not installed."""
    from mcp.server.mcpserver import MCPServer
    from mcp.types import ToolAnnotations

    server: MCPServer[Any] = MCPServer("kg", instructions=INSTRUCTIONS, log_level="WARNING")
    for tool in _tools(desk):
        server.add_tool(
            _in_one_line(tool),
            annotations=ToolAnnotations(
                read_only_hint=True, destructive_hint=False, idempotent_hint=True,
                open_world_hint=False,
            ),
        )  # fmt: skip
    return server


def _tools(desk: Desk) -> tuple[Callable[..., Json], ...]:
    def search(question: str, limit: int = USUAL) -> Json:
        """Find sentences of the documents that answer a question or tell about given words, the
        best first, with the statements that each makes and the entities it mentions."""
        return desk.search(question, limit)

    def entity(name: str, limit: int = USUAL) -> Json:
        """Show the card of an entity (a label, an alias, an IRI, or "NAME in DOCUMENT"): type,
        other names, links, documents, and what is said of it, surest first."""
        return desk.entity(name, limit)

    def entities(name: str, limit: int = USUAL) -> Json:
        """List the entities that have a name, the most important first."""
        return desk.named(name, limit)

    def relations(
        name: str, other: str | None = None, predicate: str | None = None, limit: int = USUAL
    ) -> Json:
        """List the facts about an entity, each with a sentence that states it, and those among
        them that are relations of the ontology (`typed`); to another entity only, or of one
        predicate ("meet", "be president of") only, if given."""
        return desk.relations(name, other, predicate, limit)

    def path(start: str, end: str) -> Json:
        """Show the shortest way between two entities over facts, a sentence for each step."""
        return desk.path(start, end)

    def claims(
        name: str, role: Literal["about", "by"] = "about", limit: int = USUAL, skip: int = 0
    ) -> Json:
        """List all claims about an entity, or those that it makes itself (role "by"), in the order
        of the documents; `skip` leaves out the first ones."""
        return desk.claims(name, role, limit, skip)

    def changed(limit: int = USUAL) -> Json:
        """List what has changed since the earlier graph: documents, entities, facts."""
        return desk.changed(limit)

    def quote(document: str, start: int, end: int, around: int = 0) -> Json:
        """Quote a document from one place to another (code points), with text around it."""
        return desk.quote(document, start, end, around)

    def communities(limit: int = USUAL) -> Json:
        """List what the documents are about: groups of entities with telling sentences."""
        return desk.communities(limit)

    return search, entity, entities, relations, path, claims, changed, quote, communities


def _in_one_line(tool: Callable[..., Json]) -> Callable[..., Json]:
    """What kg raises on purpose becomes the text of a tool's error; half characters are none."""
    from mcp.server.mcpserver.exceptions import ToolError

    @wraps(tool)
    def answer(*arguments: Any, **named: Any) -> Json:
        try:
            made: Json = _sendable(tool(*arguments, **named))
        except KgError as error:
            raise ToolError(" ".join(encodable(str(error)).split())) from error
        return made

    return answer


def _sendable(value: Any) -> Any:
    """An answer without lone halves of surrogate pairs, which no JSON can carry."""
    if isinstance(value, dict):
        return {name: _sendable(part) for name, part in value.items()}
    if isinstance(value, list):
        return [_sendable(part) for part in value]
    return encodable(value) if isinstance(value, str) else value


def serve_stdio(desk: Desk) -> None:
    """Answer on standard input and output until they are closed."""
    make_server(desk).run("stdio")


def serve_http(desk: Desk, port: int, ready: Callable[[str], None]) -> None:
    """Answer at http://127.0.0.1:PORT/mcp until interrupted; 0 takes a free port.

    `ready` is told the address. Raises OSError if the port is taken.
    """
    import uvicorn

    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen()  # whoever reads the address may come at once
        address = f"http://{HOST}:{listening.getsockname()[1]}/mcp"
        app = make_server(desk).streamable_http_app(host=HOST)
        ready(address)
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run(sockets=[listening])


__all__ = ["make_server", "serve_http", "serve_stdio"]
