"""IRIs: readable, stable, valid for every label. The one place that percent-encodes."""

import unicodedata
from collections.abc import Iterable
from hashlib import sha256
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


def distinct_slugs(ids: Iterable[str]) -> dict[str, str]:
    """Give each id a slug of its own; those that share one get a hash of the id behind it.

    >>> distinct_slugs(["a b", "c"])
    {'a b': 'a_b', 'c': 'c'}
    """
    by_slug: dict[str, list[str]] = {}
    for id_ in ids:
        by_slug.setdefault(slug(id_), []).append(id_)
    return {
        id_: name if len(same) == 1 else f"{name}-{_digest(id_)}"
        for name, same in by_slug.items()
        for id_ in same
    }


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]


def _stays(char: str) -> bool:
    if char.isascii():
        return char.isalnum() or char in "-._~"
    return ord(char) < 0xE0000 and unicodedata.category(char)[0] in "LMN"
