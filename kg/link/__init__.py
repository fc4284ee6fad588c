"""Names → known things: the bundled gazetteer, and the user's own.

An unlinked name is better than a wrong link: names that several things share are linked only where
the document says which one it means.
"""

from kg.link.countries import Country, countries, find_country, find_people
from kg.link.gazetteer import Entry, bundled
from kg.link.own import OwnEntry, OwnGazetteer
from kg.link.places import Surroundings, choose

__all__ = [
    "Country",
    "Entry",
    "OwnEntry",
    "OwnGazetteer",
    "Surroundings",
    "bundled",
    "choose",
    "countries",
    "find_country",
    "find_people",
]
