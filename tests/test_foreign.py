"""Sentences in other languages say nothing to a reader of English, and are named as such."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kg.english.foreign import foreign_sentences
from kg.model import Record


@pytest.mark.parametrize(
    "text",
    [
        "Der Aufsichtsrat ernannte Petra Kern zur Chefin.",
        "Le ministre a démissionné.",
        "La empresa despidió a 200 trabajadores el lunes.",
        "Il consiglio ha approvato il bilancio nel 2020.",
        "A empresa vendeu a fábrica em Lisboa.",
        "Het bedrijf opent een winkel in Gent.",
        "Bolaget sålde fabriken till Volvo.",
        "Firma sprzedała fabrykę w Krakowie.",
        "Правительство подало в отставку.",
        "東京は日本の首都です。",
    ],
)
def test_small_words_and_letters_tell_another_language(text: str) -> None:
    assert foreign_sentences([text], [0]) == [True]


@pytest.mark.parametrize(
    "text",
    [
        "El Al flew to La Paz.",
        "Maria de la Cruz won.",
        "Ludwig Mies van der Rohe built homes.",
        "Der Spiegel reported losses.",
        "De Beers sells diamonds in South Africa.",
        "La Liga champions Real Madrid signed Juan de los Santos.",
        "Use de facto standards a la carte.",
        "α-synuclein binds β-catenin.",
        "Sales rose.",
    ],
)
def test_foreign_names_in_english_are_english(text: str) -> None:
    assert foreign_sentences([text], [0]) == [False]


def test_a_sentence_that_is_not_english_gives_no_claim_and_says_so(
    record: Callable[..., Record],
) -> None:
    made = record("Le tribunal a rejeté la plainte. Judge Ana Vidal heard the appeal.")
    assert {claim.subject.label for claim in made.claims} == {"Ana Vidal"}
    assert [(span.text, why) for span, why in made.missed] == [
        ("Le tribunal a rejeté la plainte.", "not English")
    ]
    assert not [m for m in made.mentions if m.span.start < 32]


# Whole texts: what tells nothing by itself is of the language around it.

TEXTS = {
    "German": """Neuer Flughafen Nord

Der Stadtrat von Bonn hat am Montag den Bau eines neuen Flughafens beschlossen. Elena Brandt stimmte
dagegen. „Das ist ein Fehler“, sagte sie. Gegner planen Klagen gegen Elena Brandt.

Kosten und Zeitplan

Die Kosten werden auf 300 Millionen Euro geschätzt. Baubeginn: Frühjahr 2027. Meridian Maritime
liefert Stahl.""",
    "French": """Nouvelle usine à Lyon

Le groupe Renard a ouvert une usine à Lyon vendredi. Marie Dubois dirige le site. Réunion prévue
mardi. Selon le ministère, la production commencera en mars.""",
    "Spanish": """Nueva fábrica en Sevilla

La empresa Olmedo abrió una fábrica en Sevilla el lunes. Carmen Ruiz dirige la planta. Trabajan allí
300 personas. Los sindicatos piden garantías.""",
    "Dutch": """Nieuwe fabriek in Gent

Het bedrijf Vermeer opent maandag een fabriek in Gent. Anna de Vries leidt de vestiging. Er werken
300 mensen. Vakbonden eisen garanties.""",
    "Italian": """Nuova fabbrica a Torino

La società Bianchi ha aperto una fabbrica a Torino lunedì. Giulia Rossi dirige lo stabilimento. Ci
lavorano 300 persone. I sindacati chiedono garanzie.""",
    "Portuguese": """Nova fábrica em Porto

A empresa Silva abriu uma fábrica no Porto na segunda. Maria Costa dirige a unidade. Trabalham ali
300 pessoas. Os sindicatos pedem garantias.""",
    "Polish": """Nowa fabryka w Krakowie

Firma Nowak otworzyła w poniedziałek fabrykę w Krakowie. Anna Kowalska kieruje zakładem. Pracuje tam
300 osób. Związki żądają gwarancji.""",
    "Swedish": """Ny fabrik i Malmö

Bolaget öppnade i måndags en ny fabrik i Malmö. Anna Berg leder anläggningen. 300 personer arbetar
där.""",
    "Czech": """Vláda včera schválila nový zákon o daních. Ministryně návrh předložila. Odbory
protestují.""",
    "Russian": "Новый завод\n\nКомпания «Волга» открыла завод в Казани. Им руководит Анна Иванова.",
    "Chinese": "新工厂\n\n公司星期一在上海开设了一家新工厂。",
    "Arabic": "مصنع جديد\n\nافتتحت الشركة مصنعا جديدا في القاهرة يوم الاثنين.",
    "Greek": "Η εταιρεία άνοιξε νέο εργοστάσιο στην Αθήνα τη Δευτέρα.",
}
ENGLISH = """Elena Brandt met Kim

“Das ist ein Fehler”, she said in Bonn. Der Spiegel reported it. Sales rose. Kim stayed.

“Ne pleure pas!” was what he told her. Nothing else happened.

La Liga: Real Madrid 2, Barcelona 1

Members: Juan de la Cruz, Ludwig Mies van der Rohe, Jürgen Groß, José María Núñez, Łukasz Żak"""


def verdicts(text: str) -> dict[str, bool]:
    """Each sentence of a text whose blocks stand apart, and whether it is taken as foreign."""
    blocks = [re.split(r"(?<=[.!?])\s+", block) for block in text.split("\n\n")]
    sentences = [sentence for block in blocks for sentence in block]
    numbers = [number for number, block in enumerate(blocks) for _ in block]
    return dict(zip(sentences, foreign_sentences(sentences, numbers), strict=True))


@pytest.mark.parametrize("language", TEXTS)
def test_of_a_text_in_another_language_nothing_is_read(language: str) -> None:
    assert [text for text, foreign in verdicts(TEXTS[language]).items() if not foreign] == []


def test_foreign_names_and_quotations_in_an_english_text_are_read() -> None:
    assert [text for text, foreign in verdicts(ENGLISH).items() if foreign] == []


def test_each_part_of_a_mixed_text_is_of_its_own_language() -> None:
    found = verdicts(f"{ENGLISH}\n\n{TEXTS['German']}\n\n{TEXTS['Polish']}\n\n{ENGLISH}")
    assert [text for text, foreign in found.items() if foreign] == [
        text for name in ("German", "Polish") for text in verdicts(TEXTS[name])
    ]


def test_one_foreign_title_does_not_turn_a_list_of_names() -> None:
    text = "\n\n".join(["Anna Berg", "Bo Lund", "Kim Jong", "Der Rat tagte am Montag.", "Olga Vik"])
    assert [text for text, foreign in verdicts(text).items() if foreign] == [
        "Der Rat tagte am Montag."
    ]


def test_a_foreign_document_has_no_mentions_and_every_sentence_says_why(
    record: Callable[..., Record],
) -> None:
    made = record(TEXTS["German"])
    assert not made.mentions and not made.claims
    assert len(made.missed) > 5 and {why for _, why in made.missed} == {"not English"}
