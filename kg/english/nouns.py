"""Nouns by what they are: kin, deeds, works, parts; and the words that only decorate a noun."""

from __future__ import annotations

from kg.english import wordnet
from kg.english.lexicon import ORGANIZATION_NOUNS, PLACE_NOUNS, TEXT_NOUNS, is_role


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What people are to each other; with "-in-law", "step-", "half-", "grand-", "great-" in `is_kin`.
KIN_NOUNS = _words(
    "father mother parent son daughter child brother sister sibling twin husband wife spouse"
    " fiance fiancee fiancé fiancée uncle aunt cousin nephew niece grandfather grandmother"
    " grandparent grandson granddaughter grandchild stepfather stepmother stepson stepdaughter"
    " widow widower heir ancestor descendant relative partner girlfriend boyfriend lover friend"
    " ally rival enemy colleague neighbour neighbor successor predecessor namesake godfather"
    " godmother godson goddaughter bride groom roommate classmate teammate bandmate"
)
#: What people are to each other at work; these say something of one alone, too ("a lawyer").
WORK_KIN = _words(
    "boss mentor protege protégé disciple pupil student teacher tutor guardian employer employee"
    " assistant deputy secretary coach manager agent lawyer biographer bodyguard"
)
#: What belongs to something by its sense, besides kin and offices.
PART_NOUNS = _words(
    "member part branch subsidiary division department unit wing headquarters capital suburb"
    " district owner founder author creator inventor maker designer successor sequel prequel"
    " remake namesake rival ally parent affiliate chapter edition version brand"
)
#: What stands somewhere, besides the places and organizations of the lexicon.
BUILDING_NOUNS = _words(
    "clinic library gallery academy abbey monastery cemetery zoo mall opera inn lab observatory"
    " brewery winery mill mine dam works archive archives chapel basilica priory convent fort"
    " castle villa manor estate ranch farm kindergarten conservatory seminary polytechnic arboretum"
    " aquarium planetarium auditorium pavilion lighthouse mosque synagogue shrine memorial monument"
)
#: What somebody makes.
WORK_NOUNS = _words(
    "book novel poem play film movie album song single opera symphony painting sculpture essay"
    " memoir autobiography biography diary series show game invention discovery theory design"
    " photograph portrait work masterpiece novella trilogy documentary cookbook handbook textbook"
    " anthology pamphlet"
)
#: What somebody does: behind these "to", "from", "with" and "by" name who takes part.
DEED_NOUNS = _words(
    "visit trip journey return attack assault raid response reply answer appeal call complaint"
    " sale purchase takeover acquisition transfer move march gift loan lawsuit suit war battle"
    " fight clash strike protest campaign claim demand request offer bid vote trade deal talk"
    " meeting negotiation treaty agreement accord pact contract alliance merger marriage divorce"
    " friendship feud rivalry dispute conflict quarrel cooperation link tie relation contact"
    " letter message speech address lecture speech tribute murder killing death birth arrest trial"
    " escape flight departure arrival landing launch rise fall collapse siege conquest defeat"
    " victory win loss discovery invention creation release export import study review analysis"
    " interview report translation adaptation performance recording portrait book novel poem play"
    " film song album painting work research use control support love hatred interest share"
    " investment access approach contribution damage change increase decrease drop reduction"
    " influence impact effect ban tax sanction law decision ruling verdict exit entry"
)
DEED_ENDINGS = ("tion", "sion", "ment", "ance", "ence", "ship", "ing", "isal", "oval", "usal")
#: Of these endings, what nobody does.
NO_DEEDS = _words(
    "station nation section portion fraction million ambition tradition generation population"
    " mission institution corporation organization organisation foundation condition position"
    " moment cement element apartment department government parliament document instrument garment"
    " compartment ship building thing ring king wing spring string morning evening ceiling wedding"
    " being clothing science audience conference sentence province silence substance distance"
    " circumstance instance ambulance entrance balance appliance township"
)

#: Before an adjective or number these say what the writer thinks of it.
EVALUATIVE = _words(
    "very really quite extremely surprisingly remarkably incredibly unusually particularly"
    " especially rather fairly truly so too absolutely amazingly astonishingly admittedly arguably"
    " undoubtedly notably strikingly unbelievably wonderfully terribly awfully pretty"
)
#: In front of a phrase these weigh it and say nothing about it.
FOCUS = _words(
    "even just also merely simply perhaps especially particularly mainly e.g. i.e. say namely"
    " possibly probably maybe indeed actually still already both either not"
)
#: How much of a kind is meant; "various factors" and "all factors" are factors.
SOME_OF = _words("some several many most certain half enough every each all both another")

#: Endings of what people are, besides those of `kg.english.lexicon.is_role` ("boxer", "laureate").
PERSON_ENDINGS = ("er", "or", "eer", "ian", "ant", "ent", "ee", "star", "laureate", "mate")
#: Of what the dictionary takes for persons and of what it lacks, what is none.
NO_PERSONS = _words("best-seller character master-paper student-union employee-union user-group")


def is_kin(lemma: str) -> bool:
    """ "brother", "sister-in-law", "half-brother", "great-uncle"."""
    first, _, last = lemma.removesuffix("-in-law").rpartition("-")
    return last in KIN_NOUNS and first in (
        "",
        "half",
        "step",
        "great",
        "grand",
        "ex",
        "co",
        "foster",
    )


def is_person(lemma: str) -> bool:
    """Whether a noun before a name says who that is ("boxer", "singer-songwriter", "MP")."""
    last = lemma.rpartition("-")[2]
    if is_role(last) or is_kin(lemma):
        return True
    if last in NO_PERSONS | ORGANIZATION_NOUNS | PLACE_NOUNS | TEXT_NOUNS:
        return False
    if last in wordnet.words("person"):
        return True
    if last in wordnet.words("thing"):
        return False
    return len(last) > 4 and last.endswith(PERSON_ENDINGS)


def is_relational(lemma: str) -> bool:
    """Whether a noun only says what it is by saying of what ("brother", "member", "mayor")."""
    return is_kin(lemma) or lemma in PART_NOUNS | WORK_KIN or is_role(lemma.rpartition("-")[2])


def is_deed(lemma: str) -> bool:
    """Whether a noun is something that is done or happens ("visit", "acquisition")."""
    if lemma in DEED_NOUNS:
        return True
    return len(lemma) > 6 and lemma.endswith(DEED_ENDINGS) and lemma not in NO_DEEDS
