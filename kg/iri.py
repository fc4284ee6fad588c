"""IRIs: readable, stable, valid for every label. The one place that percent-encodes."""

import unicodedata
from urllib.parse import quote

#: The project's own terms; fixed, so that queries work whatever the base IRI of the data.
VOCABULARY = "https://kg.example/vocab#"


def slug(label: str) -> str:
    """Turn a label into the last step of an IRI.

    White space becomes `_`; letters, digits, marks and `-._~` of any script stay as they are
    (RFC 3987 allows them), everything else is percent-encoded as UTF-8. Equal labels under NFC
    give equal slugs. A label with nothing in it gives `_`.

    >>> slug("Shinzo Abe"), slug("O'Neill-Smith"), slug("São Paulo")
    ('Shinzo_Abe', 'O%27Neill-Smith', 'São_Paulo')
    """
    joined = "_".join(unicodedata.normalize("NFC", label).split())
    return "".join(c if _stays(c) else quote(c, safe="", errors="replace") for c in joined) or "_"


def _stays(char: str) -> bool:
    if char.isascii():
        return char.isalnum() or char in "-._~"
    return ord(char) < 0xE0000 and unicodedata.category(char)[0] in "LMN"
