"""A brief: what a graph says, in plain sentences, each with a footnote that proves it.

    from kg.ask.brief import brief, write_brief
    write_brief(brief(Path("output"), ["Mara Lindt"]), Path("lindt.html"))

What it says is made of claims alone, with their source, and never said more strongly than they are.
Every footnote is compared with its source as that is now.
"""

from kg.ask.brief.contents import brief
from kg.ask.brief.model import Brief, Line, Note, Section
from kg.ask.brief.pages import as_html, as_markdown, check_suffix, write_brief

__all__ = [
    "Brief", "Line", "Note", "Section", "as_html", "as_markdown", "brief", "check_suffix",
    "write_brief",
]  # fmt: skip
