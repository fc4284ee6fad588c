"""What can go wrong, as one tree.

    KgError
    ├── ReadError       an input is missing, binary or undecodable
    │   ├── RecordError a document was found but could not be read to its end
    │   └── DamageError a file of an output folder is missing, or not as kg wrote it
    ├── PipelineError   the spaCy pipeline is missing or lacks a component
    ├── ReaderError     a reader is not installed, or what it asks does not answer
    ├── OntologyError   the user's ontology cannot be read, or there is nothing to use in it
    ├── DecisionError   decisions.yaml is wrong, or a name in a decision fits nothing
    │   └── StaleError  somebody else has decided since what is decided here was shown
    ├── EngineError     the processes or machines that read documents cannot be used
    ├── StoreError      the records kept beside an output cannot be used
    ├── QueryError      the SPARQL text is wrong, or there is nothing to query
    │   └── BusyError   a query to a service takes too long or too much; another one may do
    ├── ExportError     an output cannot be written
    └── LoadError       a database cannot be loaded

Every message names the value, what is allowed and the next step, on one line. Wrong arguments
from Python raise `ValueError` as everywhere else.
"""

#: What a package index and `pip` call this program; the package and the command are `kg`, a name
#: that belongs to another project there.
DISTRIBUTION = "kg-with-proof"


def extra(name: str) -> str:
    """The command that adds the libraries of an extra of `pyproject.toml` to what is installed.

    pip takes the copy that is installed, from a checkout too, and fetches only what it lacks.

    >>> extra("pdf")
    "pip install 'kg-with-proof[pdf]'"
    """
    return f"pip install '{DISTRIBUTION}[{name}]'"


class KgError(Exception):
    """Base of everything `kg` raises on purpose; the command line prints it as one line."""


class ReadError(KgError):
    """An input cannot be turned into a document."""


class NoTextError(ReadError):
    """A table or a file of JSON lines has no field of texts: it holds no document."""


class RecordError(ReadError):
    """A document fails, is too large, takes too long, or kills the process that reads it."""


class DamageError(ReadError):
    """A file of an output folder is missing, or not as kg wrote it."""


class EngineError(KgError):
    """The processes or machines that read documents cannot be used."""


class StoreError(KgError):
    """The records kept beside an output cannot be used."""


class PipelineError(KgError):
    """The spaCy pipeline cannot be loaded or used."""


class ReaderError(KgError):
    """A reader of documents is not there, or cannot read any of them."""


class OntologyError(KgError):
    """An ontology cannot be read, or has nothing to build with."""


class DecisionError(KgError):
    """A decision cannot be read, or names what is not there."""


class StaleError(DecisionError):
    """A decision is about a graph that is another one by now; the message says who was first."""


class QueryError(KgError):
    """A query cannot be answered."""


class BusyError(QueryError):
    """A query takes more time or memory than the service gives, or all its processes are taken."""


class ExportError(KgError):
    """An output cannot be written."""


class LoadError(KgError):
    """A database cannot be reached, or refuses a graph."""
