"""IRIs: readable, stable, valid for every label. The one place that percent-encodes and checks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from hashlib import sha256
from ipaddress import IPv6Address
from urllib.parse import quote

#: The project's own terms, unless the settings name another place for them.
VOCABULARY = "https://kg.example/vocab#"

_HEX = "%[0-9A-Fa-f]{2}"

# An absolute IRI, RFC 3987: nothing that must be percent-encoded, no `%` that encodes nothing.
_ABSOLUTE = re.compile(
    "[A-Za-z][A-Za-z0-9+.-]*:"
    f'(?:[^\\x00-\\x20<>"{{}}|\\\\^`%\\x7f-\\x9f\ud800-\uf8ff\ufff0-\uffff]|{_HEX})*'
)

# One whose host is a number of IPv6: the number.
_NUMBERED = re.compile(
    r"[^:/?#\[\]]+://(?:[^/?#\[\]@]*@)?\[([0-9A-Fa-f:.]+)\](?::[0-9]*)?(?:[/?#][^\[\]]*)?"
)

# Turtle's PN_CHARS_BASE, PN_CHARS and PN_LOCAL, without backslash escapes.
_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHAR = f"{_BASE}0-9_\\-\u00b7\u0300-\u036f\u203f\u2040"
_LOCAL = re.compile(f"(?:[{_BASE}0-9_:]|{_HEX})(?:(?:[{_CHAR}.:]|{_HEX})*(?:[{_CHAR}:]|{_HEX}))?")

# The longest tail that RDF/XML can use for a property: an XML name without colons, of letters that
# were in XML from its first edition on, because widespread parsers know no others.
_LETTERS = "A-Za-zÀ-ÖØ-öø-ÿА-яぁ-ゔ一-龥가-힣_"
_XML_LETTER = re.compile(f"[{_LETTERS}]")
_XML_BACKWARDS = re.compile(f"[{_LETTERS}0-9.-]*")


@lru_cache(maxsize=65_536)
def slug(label: str) -> str:
    """Turn a label into the last step of an IRI.

    White space becomes `_`; letters, digits, marks and `-._~` of any script stay as they are
    (RFC 3987 allows them), everything else is percent-encoded as UTF-8. Equal labels under NFC
    give equal slugs. A label with nothing in it gives `_`; `.` and `..` are encoded, because
    they mean a folder wherever they are the last step.

    >>> slug("Shinzo Abe"), slug("O'Neill-Smith"), slug("São Paulo"), slug("..")
    ('Shinzo_Abe', 'O%27Neill-Smith', 'São_Paulo', '%2E%2E')
    """
    joined = "_".join(unicodedata.normalize("NFC", label).split())
    if joined in (".", ".."):
        return joined.replace(".", "%2E")
    return "".join(c if _stays(c) else quote(c, safe="", errors="replace") for c in joined) or "_"


def relation_slug(lemma: str) -> str:
    """Turn a predicate's lemma into the last step of its IRI: a slug that ends in an XML name.

    RDF/XML writes properties as XML elements, so "grow by 5%" gets a `_` behind it.

    >>> relation_slug("agree with"), relation_slug("grow by %")
    ('agree_with', 'grow_by_%25_')
    """
    name = slug(lemma)
    return f"{name}_" if _xml_tail(name) is None else name


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


def is_absolute(iri: str) -> bool:
    """Whether `iri` is an absolute IRI that every RDF format can hold as it is (RFC 3987).

    >>> is_absolute("http://[::1]/a"), is_absolute("http://example.org/?a[]=1")
    (True, False)
    """
    return _ABSOLUTE.fullmatch(iri) is not None and _brackets_fit(iri)


def _brackets_fit(iri: str) -> bool:
    """Brackets stand only around the number of a host."""
    if "[" not in iri and "]" not in iri:
        return True
    found = _NUMBERED.fullmatch(iri)
    try:
        return found is not None and bool(IPv6Address(found[1]))
    except ValueError:
        return False


def split_iri(iri: str) -> tuple[str, str]:
    """Cut behind the last `/` or `#`: namespace and local name, which may be empty."""
    cut = max(iri.rfind("/"), iri.rfind("#")) + 1
    return iri[:cut], iri[cut:]


def is_local_name(name: str) -> bool:
    """Whether `name` may follow a prefix in Turtle and SPARQL as it stands."""
    return _LOCAL.fullmatch(name) is not None


def split_xml_name(iri: str) -> tuple[str, str] | None:
    """Cut `iri` before its longest tail that is an XML name; None where there is none.

    >>> split_xml_name("https://kg.example/relation/O%27Neill")
    ('https://kg.example/relation/O%27', 'Neill')
    """
    space, local = split_iri(iri)
    start = _xml_tail(local)
    return None if start is None else (space + local[:start], local[start:])


def _xml_tail(name: str) -> int | None:
    """Where the longest end of a name begins that is a name of XML; None without one."""
    behind = _XML_BACKWARDS.match(name[::-1])
    found = _XML_LETTER.search(name, len(name) - behind.end()) if behind else None
    return found.start() if found else None


def _stays(char: str) -> bool:
    if char.isascii():
        return char.isalnum() or char in "-._~"
    return ord(char) < 0xE0000 and unicodedata.category(char)[0] in "LMN"


def _digest(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
