"""A finished graph for programs that speak the Model Context Protocol: read only, with proof.

`Desk` answers; `kg.mcp.server` puts its answers on the wire with the official SDK (the extra
`mcp`), over standard input and output or HTTP on this machine.
"""

from kg.mcp.desk import Desk

__all__ = ["Desk"]
