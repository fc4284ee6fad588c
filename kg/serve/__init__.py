"""A finished graph on 127.0.0.1: its page, a form for questions, a SPARQL 1.1 Protocol endpoint.

Read only, but for the desk (`kg.serve.desk`), which is opened by `--edit` alone. Questions are
answered in processes of their own, which are ended when a question takes too long or too much
memory, so that no question can take the service down. Nothing but the graph is read: see
`kg.ask.query`. Follows https://www.w3.org/TR/sparql11-protocol/.
"""

from __future__ import annotations

from kg.serve.app import Service
from kg.serve.connections import listen
from kg.serve.pool import Limits, Pool

__all__ = ["Limits", "Pool", "Service", "listen"]
