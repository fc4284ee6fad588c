"""Whether the object of a relation is a thing or a value, and which datatype the value has."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kg.ontology.labels import head_noun, words_of

XSD = "http://www.w3.org/2001/XMLSchema#"

#: Datatypes that kg writes, best first where a range allows several.
ORDER = (
    "xsd:date", "xsd:gYear", "xsd:integer", "xsd:decimal", "xsd:duration", "xsd:boolean",
    "xsd:anyURI", "xsd:string",
)  # fmt: skip

#: What ontologies call datatypes, in lower case, whatever their namespace.
_NAMES = {
    "xsd:date": "date datetime datetimestamp dateortime calendar_date point_in_time timestamp"
    " gyearmonth gmonthday time edtf",
    "xsd:gYear": "year gyear",
    "xsd:integer": "integer int long short byte nonnegativeinteger positiveinteger unsignedint"
    " unsignedlong unsignedshort unsignedbyte nonpositiveinteger negativeinteger",
    "xsd:decimal": "decimal float double number numeric quantity percentage real rational"
    " quantitativevalue monetaryamount xpathnumber",
    "xsd:duration": "duration daytimeduration yearmonthduration",
    "xsd:boolean": "boolean bool",
    "xsd:anyURI": "anyuri uri url uriorcurie curie iri",
    "xsd:string": "string text literal langstring normalizedstring token plainliteral xmlliteral"
    " html ncname nmtoken name_string language_tag identifier_string pronounceabletext",
}
_BY_NAME = {
    name.replace("_", " "): type for type, names in _NAMES.items() for name in names.split()
}

#: Head nouns of relations whose objects are values ("date of birth", "population", "cost").
_BY_NOUN = {
    noun: type
    for type, nouns in {
        "xsd:date": "date day inception birthdate birthday deathdate timestamp",
        "xsd:gYear": "year",
        "xsd:integer": "count population attendance",
        "xsd:decimal": "number area length height width depth weight mass speed velocity size"
        " elevation altitude diameter radius circumference distance density temperature volume"
        " capacity amount quantity percentage rate ratio age cost price budget revenue income"
        " profit turnover gdp salary wage score latitude longitude magnitude power voltage"
        " frequency wavelength duration runtime mileage",
        "xsd:string": "code abbreviation acronym nickname motto slogan identifier isbn issn doi"
        " title name address email url website phone telephone postcode",
    }.items()
    for noun in nouns.split()
}  # fmt: skip
#: "start time" is a date, "response time" none.
_TIMES = frozenset(
    "start end begin finish opening closing launch landing departure arrival".split()
)
#: A value of these is a code and no amount: "ISBN number", "phone number", "postal code".
_CODES = frozenset(
    "phone telephone fax isbn issn doi oclc lccn serial registration reference model account"
    " licence license passport room flight tax id identification catalog catalogue part".split()
)
_SLASH = re.compile(r"[/,]")


def datatype_of_name(name: str) -> str:
    """The datatype that a word of a range means; empty for what may be a thing.

    >>> datatype_of_name("Date"), datatype_of_name("xsd:gYear"), datatype_of_name("calendar date")
    ('xsd:date', 'xsd:gYear', 'xsd:date')
    >>> datatype_of_name("Company")
    ''
    """
    local = name.rpartition("#")[2].rpartition("/")[2].rpartition(":")[2]
    return _BY_NAME.get(local.lower(), "") or _BY_NAME.get(words_of(local).lower(), "")


def datatype_of_iri(iri: str) -> str:
    """The datatype of a range that stands there as an IRI; a type of XSD without a name of ours is
    a string.
    """
    if iri.startswith(XSD):
        return datatype_of_name(iri) or "xsd:string"
    return datatype_of_name(iri)


def datatype_of_range(label: str) -> str:
    """The datatype that the label of a range means, where it is no class of things.

    >>> datatype_of_range("release date"), datatype_of_range("Standard Book Number")
    ('xsd:date', 'xsd:string')
    >>> datatype_of_range("film title"), datatype_of_range("country")
    ('', '')
    """
    named = datatype_of_name(label)
    if named or head_noun(words_of(label)) not in ("date", "year", "number", "identifier", "code"):
        return named
    return datatype_of_label(label)


def datatype_of_label(label: str) -> str:
    """The datatype that the label of a relation without a range promises; empty for a thing.

    >>> datatype_of_label("date of birth"), datatype_of_label("number of employees")
    ('xsd:date', 'xsd:decimal')
    >>> datatype_of_label("ISBN number"), datatype_of_label("director")
    ('xsd:string', '')
    >>> datatype_of_label("start time")
    'xsd:date'
    """
    words = words_of(label).lower().split()
    noun = head_noun(_SLASH.sub(" ", " ".join(words)))
    if noun == "time" and _TIMES & set(words):
        return "xsd:date"
    if noun in ("number", "code") and _CODES & set(words):
        return "xsd:string"
    if noun == "number" and "number of" not in " ".join(words):
        return "xsd:string" if len(words) > 1 else "xsd:decimal"
    return _BY_NOUN.get(noun, "")


def best_datatype(types: Iterable[str]) -> str:
    """The one of several that says most; empty for none."""
    found = {type for type in types if type}
    return min(found, key=lambda t: (ORDER.index(t) if t in ORDER else len(ORDER), t), default="")
