"""Who is not who, and what a text itself says of who is who: roles, speakers, aliases, terms."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import pytest

from kg.build import assemble
from kg.model import Build, Document, Record, Settings
from kg.parse.analyze import analyze
from kg.record.coref import decode, find_scored, join_names_and_roles, resolve_references
from kg.record.coref.joins import told_apart
from kg.record.coref.terms import expands
from kg.record.coref.trust import SURE
from kg.record.mentions import find_references
from kg.record.names import in_order
from kg.record.quotes import find_quotes
from kg.resolve.posts import exclude

if TYPE_CHECKING:
    from spacy.language import Language

Read = Callable[..., Record]


def keys(record: Record, words: str) -> set[str]:
    """The entities whose mentions have these words, in any case, articles aside."""
    wanted = words.casefold()
    texts = [(m.span.text.casefold().removeprefix("the "), m.entity) for m in record.mentions]
    found = {entity for text, entity in texts if text == wanted}
    assert found, f"no mention {words!r} among {sorted(texts)}"
    return found


def built(record: Read, *texts: str) -> Build:
    return assemble([record(text, id=f"{n}.txt") for n, text in enumerate(texts)], Settings())


TWO = [
    # Two roles are two people, and a role is nobody's because he stands near
    ("Nurse Olga Brandt met the surgeon. The anaesthetist was late.", "Olga Brandt",
     "anaesthetist"),
    ("The minister resigned. The spokesman gave no reason.", "minister", "spokesman"),
    ("Inspector Hobbs questioned Jan Weller. The lawyer objected.", "Hobbs", "lawyer"),
    ("A farmer found the plane. The pilot had died.", "a farmer", "pilot"),
    ("The union sued the mill. The court dismissed the suit. The company appealed.", "court",
     "company"),
    # Whom somebody speaks of, he is not
    ("Tom Reiner claimed that the inspector took bribes.", "Tom Reiner", "inspector"),
    ('Carla Dunn resigned. "The chairman misled the board," she wrote.', "Carla Dunn",
     "chairman"),
    ('"She never paid the workers," said Mara Voll.', "Mara Voll", "she"),
    # What is done to, for or about somebody is done by another
    ("Anton greeted Felix. Boris handed the keys to him.", "Boris", "him"),
    ("Clara travelled to Genoa with her.", "Clara", "her"),
    ("Orla wanted to sing for her.", "Orla", "her"),
    ("Gerda fears that Hilde will testify against her.", "Hilde", "her"),
    ("Jonas asked Emil to drive him home.", "Emil", "him"),
    ("Kaltin merged with Broda and later split from it.", "Kaltin", "it"),
    ("Karl talked to Emil about him.", "Emil", "him"),
    ("Lena Frost died in May. Emil Koch painted a portrait of her.", "Emil Koch", "her"),
    # Nobody is his own brother, friend or part
    ("Jonas Pell, the brother of Judge Pell, sold the farm.", "Jonas Pell", "Pell"),
    ("The award went to Bruno Keller, Ostrow's friend from Riga.", "Bruno Keller", "Ostrow"),
    # More than one is not one, and a crop is no "they"
    ("Kaltin Institute of Music opened. Both institutes were praised.", "Kaltin Institute of Music",
     "both institutes"),
    ("Sailors brought barley from the south. They built three towns.", "barley", "they"),
    # A name that grows in front is that of another thing
    ("Dolma is a dish. Aleppo Dolma is hot.", "Dolma", "Aleppo Dolma"),
    # An apposition is the nearer one's
    ("Mrs. Hobart was succeeded by the treasurer, Mrs. L. Finch.", "Hobart", "treasurer"),
    ("Captain Flint was rescued by the pilot, Captain Jo Marsh.", "Flint", "pilot"),
    ("Prof. Lange was introduced by the dean, Prof. Eva Stern.", "Lange", "Eva Stern"),
    # Who is called is not who is spoken of
    ('"Wait, Ulla, he took the keys," Sven shouted.', "Ulla", "he"),
    ('"Nurse, she fainted in the hall," said Peter. The nurse ran.', "nurse", "she"),
    ('"Your Honor, she left the house at nine," said Frank Dole.', "Honor", "she"),
    ('"Mr. Speaker, he has broken the rules," shouted Lena Marsh.', "Speaker", "he"),
    ('"He is gone, Karl," said Ida.', "Karl", "he"),
    # "She" is somebody
    ("A tumour was not found. He has no fever.", "a tumour", "he"),
    ("An infection is unlikely. She denies chest pain.", "an infection", "she"),
    # What is told apart by a number, a letter, a side
    ("Ward A treats burns. Ward B treats fractures.", "Ward A", "Ward B"),
    ("The east gate was locked. The west gate stood open.", "east gate", "west gate"),
    ("The left kidney failed. The right kidney works.", "left kidney", "right kidney"),
    ("Unit 3 was sold. Unit 4 was leased.", "Unit 3", "Unit 4"),
    ("The 2015 Energy Act raised taxes. The 2018 Energy Act lowered taxes.", "2015 Energy Act",
     "2018 Energy Act"),
    ("The West Bank was closed. The Bank raised rates.", "West Bank", "Bank"),
    ("The Marlow Accord was signed. Marlow Accord II was signed later.", "Marlow Accord",
     "Marlow Accord II"),
    # Whose it is, from where somebody speaks
    ("Our party voted in May. They feared that their party would split.", "our party",
     "their party"),
    # Another is another, and what was before is not this
    ("A study found no change. Another study found some.", "a study", "another study"),
    ("A previous storm killed thousands. Is the town ready for this storm?", "a previous storm",
     "this storm"),
    ("Holm led a study of noise in 2015. This study is about rain, and in this study we count"
     " drops.", "a study", "this study"),
    # Two people are no name of one
    ("The book by Holm & Berg was read. Berg moved to Oslo.", "Holm & Berg", "Berg"),
    # Who is spoken to does not speak
    ("Senator Holt, Mr. Kern, and my fellow citizens:\n\nThis is a solemn day. I thank the town.",
     "Kern", "I"),
    ("Madam Chair, the vote was fair. I was there when it was taken.", "Madam Chair", "I"),
    ("Ada,\n\nI have the keys.\n\nTom\n\nTom,\n\nI will come at two.\n\nAda\n", "Ada", "Tom"),
    # "The company" may be either
    ("Ferrox AG and Sulfo AG compete. The company was founded in 1901.", "Ferrox AG", "company"),
    ("Karl called Ida. Ida laughed.", "Karl", "Ida"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "one", "other"), TWO)
def test_two_are_not_taken_for_one(record: Read, text: str, one: str, other: str) -> None:
    found = record(text)
    assert not keys(found, one) & keys(found, other)


ONE = [
    # Roles with evidence
    ("Elsa Brandt became a pilot in 1931. The pilot crossed the Alps twice.", "Elsa Brandt",
     "pilot"),
    ("The airline hired Jonas Falk as a pilot. The pilot started in June.", "Jonas Falk",
     "pilot"),
    ("Lukas Thorn, a beekeeper from Graz, won. The beekeeper gave the money away.",
     "Lukas Thorn", "beekeeper"),
    # Whom a text means in spite of the grammar of others
    ("Lena Frost died in May. Emil Koch painted a portrait of her.", "Lena Frost", "her"),
    ("Vortex bought Nimbus in 2004 and closed it in 2009.", "Nimbus", "it"),
    # Aliases
    ("The rapper Dario Klein, better known as Zeph, lives in Bonn. Zeph sold a house.",
     "Dario Klein", "Zeph"),
    ("Altura Ltd, formerly Bexley Mining Ltd, digs coal. Bexley Mining Ltd was founded in 1951.",
     "Altura Ltd", "Bexley Mining Ltd"),
    ("The painter Jan Vogt, nicknamed Turp, moved to Delft. Turp painted ships.", "Jan Vogt",
     "Turp"),
    ("Linnea Gren is better known as Lilo. Lilo plays the harp.", "Linnea Gren", "Lilo"),
    # Terms
    ('Brantwood Timber LLC (the "Seller") owns a mill. The Seller employs forty people.',
     "Brantwood Timber LLC", "Seller"),
    ("Quillon Inc. (“Quillon” or the “Issuer”) makes glass. The Issuer paid a dividend.",
     "Quillon Inc.", "Issuer"),
    ('Fenwick Bank AG (hereinafter the "Lender") lent money to Rosa Shipping SA (hereinafter the'
     ' "Borrower"). The Borrower repaid the Lender.', "Rosa Shipping SA", "Borrower"),
    ('The Marlow Treaty of 1988 (the "Treaty") forbids whaling. The Treaty was signed in Oslo.',
     "Marlow Treaty", "Treaty"),
    ('Volga Cement JSC, a company in Kazan (the "Borrower"), took a loan. The Borrower repaid it.',
     "Volga Cement JSC", "Borrower"),
    ("Acute island lung disease (AILD) was found in 1990. Doctors treat AILD with salt.",
     "Acute island lung disease", "AILD"),
    # Offices and letters
    ("Dear Ada,\n\nYou left the keys here. I have them.\n\nTom\n", "Tom", "I"),
    ("Dear Ada,\n\nYou left the keys here. I have them.\n\nTom\n", "Ada", "you"),
    ("Madam Speaker, the vote was fair. Madam Speaker, it was short.", "Madam Speaker",
     "Madam Speaker"),
    ("The northern gate fell in May. The north gate was rebuilt.", "northern gate", "north gate"),
    ("The U.S sent ships. The United States left.", "U.S", "United States"),
    # What a text is about
    ("The Silent Orchard premiered in Venice in 1987. Bruno Salk directed the film.",
     "Silent Orchard", "film"),
    ("Kestrel Run is a puzzle game. The game was made in Gdansk by Ovo Soft.", "Kestrel Run",
     "game"),
    ("Corvex Inc. was founded by Nils Aho, who had run the bakery Tuuli. The company sells"
     " valves.", "Corvex Inc.", "company"),
    ("Marsby Cove lies east of Tolland. Its church was built in 1790. The town has a mill.",
     "Marsby Cove", "town"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "one", "other"), ONE)
def test_what_the_text_makes_one_is_one(record: Read, text: str, one: str, other: str) -> None:
    found = record(text)
    assert keys(found, one) == keys(found, other)


def test_a_pronoun_is_no_argument_of_its_own_verb_but_may_say_where(record: Read) -> None:
    beside = record("Astrid took her daughter with her.")
    assert len(keys(beside, "Astrid") | keys(beside, "her")) == 1


def test_husband_and_wife_of_one_surname_are_two(record: Read) -> None:
    found = record("Mr. Vole asked the manager, Mrs. Vole, for a loan.")
    assert len(keys(found, "Vole")) == 2


LABELS = [
    ("Norland Group, previously known as Fisk Brothers, sells tea. Fisk Brothers opened in 1902."
     " Fisk Brothers moved in 1911.", "Norland Group"),
    ("Omnia Foods changed its name to Verda in 2015. Verda sells soup.", "Verda"),
    ("Helen Tarrant (née Foss) was born in Hull. Helen Foss studied law.", "Helen Tarrant"),
    ("Eleanor Whitby founded a school in 1971. In 1990 Mrs. E. Whitby closed the school. E."
     " Whitby died in 1999.", "Eleanor Whitby"),
    ('The Marlow Treaty of 1988 (the "Treaty") forbids whaling. The Treaty was signed in Oslo.'
     " The Treaty expired.", "Marlow Treaty"),
    ("Acute island lung disease (AILD) was found in 1990. Doctors treat AILD with salt.",
     "acute island lung disease"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "label"), LABELS)
def test_a_thing_is_labelled_by_its_full_and_present_name(
    record: Read, text: str, label: str
) -> None:
    labels = {entity.label for entity in built(record, text).entities}
    assert label in labels


APART = [
    ("Chen Yu, the head of research at Sarnia Paper, resigned in 2019. Chen Yu had run the"
     " laboratory of Sarnia Paper since 2011.",
     "Chen Yu, the head of research at Moreau Optics, won a prize in 2020. Chen Yu joined Moreau"
     " Optics in 2016.", "Chen Yu"),
    ("The bridge in Alta reopened. Lars Dahl, the mayor of Alta, thanked the workers.",
     "The school in Bodo burned. Lars Dahl, the mayor of Bodo, visited the site.", "Lars Dahl"),
    ("Harbin mayor Zhao Lei opened the bridge.", "Xiamen mayor Zhao Lei closed the port.",
     "Zhao Lei"),
    ("Liu Min works for Harlan Motors. Liu Min designed the engine.",
     "Liu Min works for Costa Textiles. Liu Min found the error.", "Liu Min"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other", "name"), APART)
def test_one_office_at_two_places_is_held_by_two(
    record: Read, one: str, other: str, name: str
) -> None:
    entities = [e for e in built(record, one, other).entities if e.label == name]
    assert len(entities) == 2


def test_who_holds_one_office_at_several_places_may_hold_it_at_more(record: Read) -> None:
    one = (("director", "alta museum"), ("director", "rena museum"))
    none: tuple[frozenset[str], frozenset[str]] = (frozenset(), frozenset())
    why, certain = exclude(one, [("director", "oslo museum")], near=none)
    assert why and not certain
    assert exclude(one[:1], [("director", "oslo museum")], near=none)[1]


def test_an_office_is_held_where_its_name_says_and_not_where_that_lies(record: Read) -> None:
    found = built(
        record,
        "Lars Dahl, the mayor of Alta in Finnmark, opened the bridge.",
        "Lars Dahl, the mayor of Vadso in Finnmark, closed the school.",
    )
    assert len([e for e in found.entities if e.label == "Lars Dahl"]) == 2


def test_you_is_nobody_who_only_is_spoken_of(record: Read) -> None:
    found = record(
        "Judge: Who did the work?\n\nTom Reed: I did, for Matt Cole.\n\nMatt Cole: He did some of"
        " it.\n\nJudge: Stan Vole is an attorney. And you know him, and you wrote to him.\n\n"
        "Matt Cole: Yes.\n"
    )
    assert not keys(found, "you") & keys(found, "Stan Vole")


def test_he_is_nobody_because_a_label_names_him(nlp: Language) -> None:
    text = "Judge: Go on.\n\nTom Reed: Then he left.\n\nJudge: When?\n\nTom Reed: In May.\n"
    sentences = analyze(Document(id="d", source="d", text=text, sha256="0"), nlp)
    chains = join_names_and_roles(find_references(sentences), sentences, find_quotes(sentences))
    table, (antecedents, anaphors), _ = find_scored(chains, sentences, find_quotes(sentences))
    (he,) = [n for n, node in enumerate(table.nodes) if node.head.text == "he"]
    before = [table.nodes[i].sentence.kind for i in antecedents[anaphors == he]]
    assert "speaker" not in before


@pytest.mark.parametrize(
    ("second", "one"),
    [("Orland Bau GmbH", False), ("Orland Limited", True), ("Orland", True)],
)
def test_two_legal_forms_are_two_firms_however_alike(nlp: Language, second: str, one: bool) -> None:
    text = f"Orland Ltd built the mill. {second} paid for it."
    sentences = analyze(Document(id="d", source="d", text=text, sha256="0"), nlp)
    chains = join_names_and_roles(find_references(sentences), sentences, find_quotes(sentences))
    table, pairs, (likely, nothing) = find_scored(chains, sentences, find_quotes(sentences))
    clusters = decode(table, pairs, (np.full_like(likely, 9), np.full_like(nothing, -9)))
    names = [[n for n in c if n.reference and n.reference.kind == "name"] for c in clusters]
    assert any(len(found) > 1 for found in names) == one


def test_a_family_name_before_a_given_one_is_somebody_and_before_a_state_a_town(
    record: Read,
) -> None:
    def types(text: str) -> dict[str, str]:
        return {m.span.text: m.type for m in record(text).mentions if m.kind == "name"}

    assert types("Offices: Richmond, Virginia").get("Richmond") == "Place"
    assert types("Authors: Vole, Virginia; Kolb, Anna")["Vole, Virginia"] == "Person"


def test_a_title_that_opens_a_sentence_is_no_part_of_the_name(record: Read) -> None:
    names = {m.span.text for m in record("King Harald opened the bridge.").mentions
             if m.kind == "name"}  # fmt: skip
    assert names == {"Harald"}


def test_a_name_behind_a_comma_is_turned_and_a_rank_is_not() -> None:
    assert in_order("Beethoven, Ludwig van") == "Ludwig van Beethoven"
    assert in_order("Kolb, Prof. Anna") == "Prof. Anna Kolb"
    for whole in ("Diana, Princess of Wales", "Anne, Crown Princess", "Ken Griffey, Jr."):
        assert in_order(whole) == whole


def test_who_is_guessed_to_speak_is_weighed(nlp: Language) -> None:
    text = (
        'Mara Voll said: "I was never there on that day at all." Ida Lund left the room. "I was'
        ' not asked about it by anyone."'
    )
    sentences = analyze(Document(id="d", source="d", text=text, sha256="0"), nlp)
    references, quotes = find_references(sentences), find_quotes(sentences)
    assert [q.guessed for q in quotes] == [False, True]
    resolve_references(references, sentences, quotes)
    first, second = [r.trust for r in references if r.label == "I"]
    assert first == SURE > second


def test_for_example_is_no_example(record: Read) -> None:
    found = record("Some birds, for example, build no nests. Two examples show it.")
    assert "example" not in {m.span.text for m in found.mentions}


def test_an_office_is_no_name_across_documents(record: Read) -> None:
    found = built(record, "Madam Speaker, the vote was fair.", "Madam Speaker, it was late.")
    assert len([e for e in found.entities if e.label == "Madam Speaker"]) == 2


def test_a_short_form_joins_only_if_nothing_else_fits(record: Read) -> None:
    found = record(
        "The Marlow Accord II and Marlow Accord III were signed. The Accord was praised."
    )
    assert not keys(found, "Accord") & (
        keys(found, "Marlow Accord II") | keys(found, "Marlow Accord III")
    )
    build = built(
        record, "The Marlow Accord was signed. Marlow Accord III was signed. The Accord holds."
    )
    assert len([e for e in build.entities if "Accord" in e.label]) == 3


def test_one_office_at_one_place_is_held_by_one(record: Read) -> None:
    found = built(
        record,
        "Inga Moe, the treasurer of Fjord Bank, resigned. Moe joined Fjord Bank in 1999.",
        "Inga Moe, treasurer of Fjord Bank, was praised by the board of Fjord Bank.",
    )
    assert len([e for e in found.entities if e.label == "Inga Moe"]) == 1


def test_a_nickname_in_one_document_is_known_in_another(record: Read) -> None:
    found = built(
        record,
        'Walter "Skip" Benton joined the fire service in 1979. Benton served in Dover.',
        "Skip Benton led the fire service in Dover in 1992.",
    )
    (benton,) = [e for e in found.entities if "Benton" in e.label]
    assert len({m.document for m in benton.mentions}) == 2


def test_an_abbreviation_is_expanded_by_the_words_right_before_it() -> None:
    assert expands("WHO", "the World Health Organization".split()) == "World Health Organization"
    assert expands("CRF", "of chronic renal failure".split()) == "chronic renal failure"
    assert expands("UN", "the World Health Organization".split()) is None


def test_numbers_letters_and_parts_tell_names_apart() -> None:
    assert told_apart("2021 audit plan".split()) == ("2021",)
    assert told_apart("ward b".split()) == ("b",)
    assert told_apart("world war ii".split()) == ("ii",)
    assert told_apart("west bank".split()) == ("west",)
    assert told_apart("anna berg".split()) == ()


def test_a_name_of_capitals_is_written_as_elsewhere(record: Callable[..., Record]) -> None:
    text = "ADA LUND RESIGNS\n\nAda Lund left Orbis in May. Her deputy stayed.\n\nADA LUND\n"
    made = assemble([record(text)], Settings(min_confidence=0, min_worth=0))
    labels = {entity.label for entity in made.entities}
    assert {"Ada Lund", "Ada Lund's deputy"} <= labels
    assert not any("ADA" in label for label in labels)
