"""Which entity types the things of a class may have: by its IRI, the classes above, its label.

A class that nobody knows says nothing: no types are any type. A wrong type would keep right facts
out, so a noun that may name several kinds of thing has all their types.
"""

from __future__ import annotations

from collections.abc import Mapping

from kg.english.lexicon import is_role
from kg.english.nouns import BUILDING_NOUNS, is_kin
from kg.ontology import EntityClass
from kg.ontology.labels import head_noun, words_of
from kg.record.coref.types import NOUNS, ORGANIZATIONS, PLACES

_Types = tuple[str, ...]

_PERSON: _Types = ("Person",)
_AGENT: _Types = ("Person", "Organization", "Country", "Group")
_ORGANIZATION: _Types = ("Organization",)
_PLACE: _Types = ("Place", "Country")
_COUNTRY: _Types = ("Country", "Place")
_INSTITUTION: _Types = ("Organization", "Place")
_WORK: _Types = ("CreativeWork", "Product")
_PRODUCT: _Types = ("Product", "CreativeWork")
_IDEA: _Types = ("Concept",)

#: Namespaces whose names mean what they say. A class of theirs is looked up by its name alone.
KNOWN = (
    "https://schema.org/", "http://schema.org/", "http://dbpedia.org/ontology/",
    "http://xmlns.com/foaf/0.1/", "http://www.w3.org/ns/org#", "http://www.w3.org/ns/prov#",
    "http://www.w3.org/2004/02/skos/core#", "http://purl.org/dc/terms/",
    "http://purl.org/vocab/bio/0.1/", "http://rdf.muninn-project.org/ontologies/organization#",
)  # fmt: skip

#: Classes whose head noun says nothing, or too much.
_NAMES: dict[str, _Types] = {
    "Agent": _AGENT,
    "Person": _PERSON,
    "Patient": _PERSON,
    "Corporation": _ORGANIZATION,
    "CollegeOrUniversity": _INSTITUTION,
    "LocalBusiness": _INSTITUTION,
    "NGO": _ORGANIZATION,
    "Broadcaster": _ORGANIZATION,
    "OrganizationalUnit": _ORGANIZATION,
    "FormalOrganization": _ORGANIZATION,
    "GovernmentOrganization": ("Organization", "Country"),
    "PerformingGroup": _ORGANIZATION,
    "MusicGroup": ("Organization", "Person"),
    "AdministrativeArea": _PLACE,
    "PopulatedPlace": _PLACE,
    "Landform": ("Place",),
    "BodyOfWater": ("Place",),
    "CivicStructure": _INSTITUTION,
    "ArchitecturalStructure": _INSTITUTION,
    "Work": _WORK,
    "CreativeWork": _WORK,
    "MediaObject": _WORK,
    "Document": ("CreativeWork", "Law"),
    "Periodical": ("CreativeWork", "Organization"),
    "Legislation": ("Law",),
    "EthnicGroup": ("Group",),
    "Brand": ("Product", "Organization"),
    "Thing": (),
    "Intangible": (),
    "Concept": (),
}

#: Classes of Wikidata that ontologies name by number: label and types.
WIKIDATA: dict[str, tuple[str, _Types]] = {
    "Q5": ("human", _PERSON),
    "Q215627": ("person", _PERSON),
    "Q15632617": ("fictional human", _PERSON),
    "Q95074": ("fictional character", _PERSON),
    "Q43229": ("organization", _ORGANIZATION),
    "Q4830453": ("business", _ORGANIZATION),
    "Q783794": ("company", _ORGANIZATION),
    "Q6881511": ("enterprise", _ORGANIZATION),
    "Q7278": ("political party", _ORGANIZATION),
    "Q327333": ("government agency", _ORGANIZATION),
    "Q7188": ("government", ("Organization", "Country")),
    "Q3918": ("university", _INSTITUTION),
    "Q3914": ("school", _INSTITUTION),
    "Q16917": ("hospital", _INSTITUTION),
    "Q33506": ("museum", _INSTITUTION),
    "Q847017": ("sports club", _ORGANIZATION),
    "Q12973014": ("sports team", _ORGANIZATION),
    "Q476028": ("association football club", _ORGANIZATION),
    "Q623109": ("sports league", ("Organization", "Event")),
    "Q215380": ("musical group", ("Organization", "Person")),
    "Q18127": ("record label", _ORGANIZATION),
    "Q2085381": ("publisher", ("Organization", "Person")),
    "Q6256": ("country", _COUNTRY),
    "Q3624078": ("sovereign state", _COUNTRY),
    "Q515": ("city", ("Place",)),
    "Q486972": ("human settlement", ("Place",)),
    "Q532": ("village", ("Place",)),
    "Q56061": ("administrative territorial entity", _PLACE),
    "Q2221906": ("geographic location", _PLACE),
    "Q82794": ("geographic region", _PLACE),
    "Q618123": ("geographical feature", _PLACE),
    "Q41176": ("building", _INSTITUTION),
    "Q1248784": ("airport", _INSTITUTION),
    "Q4022": ("river", ("Place",)),
    "Q23397": ("lake", ("Place",)),
    "Q8502": ("mountain", ("Place",)),
    "Q11424": ("film", _WORK),
    "Q5398426": ("television series", _WORK),
    "Q571": ("book", _WORK),
    "Q7725634": ("literary work", _WORK),
    "Q47461344": ("written work", _WORK),
    "Q17537576": ("creative work", _WORK),
    "Q2188189": ("musical work", _WORK),
    "Q7366": ("song", _WORK),
    "Q482994": ("album", _WORK),
    "Q3305213": ("painting", _WORK),
    "Q5633421": ("scientific journal", ("CreativeWork", "Organization")),
    "Q7397": ("software", _WORK),
    "Q7889": ("video game", _WORK),
    "Q2424752": ("product", _PRODUCT),
    "Q1190554": ("occurrence", ("Event",)),
    "Q1656682": ("event", ("Event",)),
    "Q198": ("war", ("Event",)),
    "Q178561": ("battle", ("Event",)),
    "Q40231": ("public election", ("Event",)),
    "Q34770": ("language", ("Language", "Group")),
    "Q41710": ("ethnic group", ("Group",)),
    "Q131569": ("treaty", ("Law",)),
    "Q7748": ("law", ("Law",)),
    "Q23764314": ("sports location", _INSTITUTION),
    "Q500834": ("tournament", ("Event",)),
}

#: Nouns of several types, and of types that `kg.english.lexicon` and `kg.record.coref` have no
#: nouns of.
_WORDS: dict[_Types, str] = {
    _AGENT: "agent stakeholder participant owner sponsor contractor employer donor shareholder"
    " investor supplier manufacturer producer seller buyer customer client partner creator",
    _PERSON: "person human people individual character monarch sovereign politician athlete"
    " sportsperson astronaut writer singer dancer painter footballer swimmer boxer runner rider"
    " player banker lecturer researcher photographer programmer filmmaker songwriter rapper"
    " wrestler golfer cricketer skater skier gymnast laureate leader teacher composer commander",
    ("Person", "Organization"): "artist performer publisher developer author designer distributor"
    " broadcaster operator architect director",
    ("Organization", "Country"): "government administration",
    _COUNTRY: "country nation empire kingdom republic",
    _PLACE: "place location region territory state province district county settlement venue"
    " continent municipality birthplace residence locality",
    _INSTITUTION: "university college school academy hospital museum library theater theatre"
    " airport hotel restaurant church cathedral mosque temple stadium arena building campus"
    " factory observatory prison institution institute shop store bank ministry court laboratory"
    " monastery headquarters",
    _ORGANIZATION: "corporation organisation organization company firm subsidiary squad regiment"
    " army navy consortium syndicate cooperative team club band orchestra agency committee",
    ("Organization", "Event"): "league",
    ("CreativeWork", "Organization"): "newspaper magazine journal periodical newsletter website",
    ("CreativeWork", "Law"): "document",
    _WORK: "work artwork software program application app dataset videogame video recording"
    " soundtrack publication manuscript article book film movie song album",
    _PRODUCT: "product vehicle weapon aircraft ship car spacecraft rocket smartphone food dish"
    " beverage",
    ("Event",): "event incident conflict war battle election ceremony disaster conference"
    " tournament competition championship festival olympics earthquake hurricane",
    ("Law",): "law statute treaty legislation directive ordinance constitution",
    ("Language", "Group"): "language dialect",
    ("Group", "Country"): "nationality demonym citizenship",
    ("Group",): "ethnicity tribe",
    ("Group", "Concept", "Organization"): "religion denomination",
    ("Concept", "Person"): "occupation profession",
    _IDEA: "genre ideology philosophy",
}
_BY_NOUN = {noun: types for types, nouns in _WORDS.items() for noun in nouns.split()}
#: Of the nouns of other rooms, what may name something else where no text stands around it: a star
#: is an actor or a sun, a network of broadcasters or computers.
_UNCLEAR = frozenset(
    "field table gate base center centre room home capital world plant office market label network"
    " group association union party studio court bureau authority enterprise business race award"
    " prize game holiday campaign match engine device drug act single play show series episode"
    " comic story model star host anchor member rival ally successor predecessor victim fan"
    " general major justice chair head native patient chief agent expert principal counsel hero"
    " spy heir saint witness volunteer delegate deputy representative post station port site area"
    " land division house hall garden location zone border camp".split()
)
#: What a noun says together with the word before it.
_PAIRS: dict[str, _Types] = {
    "ethnic group": ("Group",),
    "ethnic groups": ("Group",),
    "celestial body": (),
    "astronomical object": (),
    "musical group": ("Organization", "Person"),
    "music group": ("Organization", "Person"),
    "body of water": ("Place",),
    "head of state": _PERSON,
    "head of government": _PERSON,
    "mountain range": ("Place",),
    "written work": _WORK,
    "academic discipline": _IDEA,
    "record label": _ORGANIZATION,
    "video game": _WORK,
    "living thing": (),
    "programming language": (),
    "markup language": (),
    "query language": (),
    "political party": _ORGANIZATION,
    "legal person": _AGENT,
    "legal entity": _AGENT,
    "working group": _ORGANIZATION,
    "space mission": ("Event",),
    "geographical feature": _PLACE,
    "geographic feature": _PLACE,
}


def types_of(cls: EntityClass, classes: Mapping[str, EntityClass]) -> _Types:
    """The types of `kg.model.TYPES` that things of a class may have; empty for any.

    Its IRI is asked first, then the nearest of the classes above it, by IRI in `classes`, then the
    head noun of its label.

    >>> types_of(EntityClass(iri="https://schema.org/NGO", label="NGO"), {})
    ('Organization',)
    >>> types_of(EntityClass(iri="https://example.org/A1", label="film composer"), {})
    ('Person',)
    >>> types_of(EntityClass(iri="https://example.org/A2", label="widget class"), {})
    ()
    """
    level, seen = [cls], {cls.iri}
    while level:
        found = [types for one in level for types in known_types(one.iri)]
        if found:
            return tuple(dict.fromkeys(found))
        above = [iri for one in level for iri in one.parents if iri not in seen]
        seen.update(above)
        level = [classes.get(iri) or EntityClass(iri=iri, label="") for iri in dict.fromkeys(above)]
    return types_of_label(cls.label) or _above(cls, classes)


def _above(cls: EntityClass, classes: Mapping[str, EntityClass]) -> _Types:
    """What the label of the nearest class above says."""
    seen, level = {cls.iri}, list(cls.parents)
    while level:
        found = [t for iri in level if iri in classes for t in types_of_label(classes[iri].label)]
        if found:
            return tuple(dict.fromkeys(found))
        seen.update(level)
        above = [p for iri in level if iri in classes for p in classes[iri].parents]
        level = [iri for iri in dict.fromkeys(above) if iri not in seen]
    return ()


def known_types(iri: str) -> _Types:
    """The types of a class of a well-known vocabulary; empty for another or an unclear one."""
    for space in KNOWN:
        if iri.startswith(space):
            name = iri.removeprefix(space)
            return _NAMES[name] if name in _NAMES else types_of_label(words_of(name))
    number = iri.rpartition("/")[2].rpartition("#")[2]
    return WIKIDATA[number][1] if number in WIKIDATA else ()


def types_of_label(label: str) -> _Types:
    """The types of what a noun phrase names, by its head noun; empty where that is not known.

    >>> types_of_label("sports club"), types_of_label("Public election"), types_of_label("thing")
    (('Organization',), ('Event',), ())
    """
    words = label.lower().split()
    for pair in (" ".join(words[-2:]), " ".join(words)):
        if pair in _PAIRS:
            return _PAIRS[pair]
    noun = head_noun(label)
    return _BY_NOUN[noun] if noun in _BY_NOUN else _elsewhere(noun)


def _elsewhere(noun: str) -> _Types:
    """What other rooms know of a noun."""
    if noun in _UNCLEAR:
        return ()
    if noun in BUILDING_NOUNS or noun in ORGANIZATIONS & PLACES:
        return _INSTITUTION
    for nouns, types in (
        (NOUNS["CreativeWork"], _WORK),
        (NOUNS["Product"], _PRODUCT),
        (NOUNS["Event"], ("Event",)),
        (NOUNS["Law"], ("Law",)),
        (ORGANIZATIONS, _ORGANIZATION),
        (PLACES, _PLACE),
    ):
        if noun in nouns:
            return types
    return _PERSON if is_role(noun) or is_kin(noun) else ()
