"""Which sentences are English, told by their small words and by those around them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence

#: Why a sentence gives no claim, in `missed.jsonl`.
NOT_ENGLISH = "not English"


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that every English sentence has some of, and that no language below has.
ENGLISH = _words(
    "the of and to that with by from this these those they their its his she he which who"
    " whom what were been being has had have would could should must might because while when"
    " where there about between through against under over after before than then also only"
    " other some any each every more most such into onto during without within upon said says"
    " not it be are you your our we us my him or if but both how why can may shall did does"
    " per via new two three four five six seven eight nine ten first last year years one out"
    " up down off since until"
)
#: Small words of other languages, without those that are English words too.
FOREIGN = {
    "German": _words(
        "der das den dem des ein eine einen einem einer eines und oder aber auch nicht ist"
        " sind war waren wird werden wurde wurden hat haben hatte hatten sich mit von vom zum"
        " zur bei beim nach aus auf für über unter durch gegen ohne um bis seit vor zwischen"
        " im am dass daß wenn weil als wie noch nur schon sehr mehr kein keine keinen er sie"
        " wir ihr ihre ihren sein seine seinen dieser diese dieses diesem jahr jahre jahren"
        " montag dienstag mittwoch donnerstag freitag samstag sonntag gestern heute morgen"
        " neue neuen neuer firma unternehmen stadt kann muss soll sollen können gab gibt habe"
        " die zu ins ans laut rund etwa millionen milliarden prozent ab januar februar märz"
        " mai juni juli oktober dezember"
    ),
    "French": _words(
        "le la les un une du des et ou mais est sont était étaient été sera seront ont avait"
        " avaient dans sur avec pour par sans sous chez entre vers depuis pendant que qui quoi"
        " dont où ce cet cette ces il elle ils elles nous vous leur leurs son sa ses se ne pas"
        " plus au aux de en à y aussi très selon après avant contre comme tout tous toute"
        " toutes même année années ans lundi mardi mercredi jeudi vendredi samedi dimanche"
        " hier aujourd demain société ville banque janvier février mars avril juin juillet"
        " août septembre octobre novembre décembre millions l d qu n s c j fait peut doit"
    ),
    "Spanish": _words(
        "el la los las un una unos unas del al y o pero es son fue fueron era eran ha han"
        " había será en con por para sin sobre entre hasta desde hacia que quien cuyo donde"
        " cuando como se su sus lo le les no más muy también según después antes contra este"
        " esta estos estas ese esa año años lunes martes miércoles jueves viernes sábado"
        " domingo ayer hoy mañana empresa ciudad de banco enero febrero marzo abril mayo junio"
        " julio agosto septiembre octubre noviembre diciembre millones está están tiene"
    ),
    "Italian": _words(
        "il lo la gli le un una uno del dello della dei degli delle al allo alla ai agli alle"
        " dal dalla nel nella nei nelle sul sulla e ed ma è sono era erano stato stata stati"
        " ha hanno aveva di da con per tra fra che chi cui dove quando come si suo sua suoi"
        " sue non più molto anche secondo dopo prima contro questo questa questi anno anni"
        " lunedì martedì mercoledì giovedì venerdì sabato domenica ieri oggi domani società"
        " città banca gennaio febbraio marzo aprile maggio giugno luglio settembre ottobre"
        " novembre dicembre milioni l d dell all nell"
    ),
    "Portuguese": _words(
        "o os um uma uns umas do da dos das ao aos à às e ou mas é são foi foram era eram tem"
        " têm tinha em no na nos nas com por pelo pela para sem sobre entre até desde que quem"
        " onde quando como se seu sua seus suas não mais muito também segundo depois antes"
        " contra este esta ano anos segunda terça quarta quinta sexta ontem hoje amanhã"
        " empresa cidade banco janeiro fevereiro março abril maio junho julho setembro outubro"
        " novembro dezembro milhões de está"
    ),
    "Dutch": _words(
        "de het een en of maar ook niet zijn werd werden wordt worden heeft hebben had van"
        " met voor naar bij uit aan op over tegen zonder tot sinds tussen dat die deze dit wie"
        " waar als dan nog zich hij zij ze wij hun haar geen meer zeer volgens na jaar jaren"
        " maandag dinsdag woensdag donderdag vrijdag zaterdag zondag gisteren vandaag morgen"
        " bedrijf stad januari februari maart mei juni juli augustus oktober miljoen kan moet"
        " zal te om in is door er"
    ),
    "Scandinavian": _words(
        "och att det som en ett den de är var har hade inte med av på till från för om vid"
        " efter under mellan utan mot men eller också sig sin sitt sina han hon vi ni deras år"
        " igår idag og ikke er af blev bliver fra til ved mellem uden jeg hun sit deres ble"
        " etter uten ikkje mandag tirsdag onsdag torsdag fredag måndag tisdag bolaget"
        " selskapet selskabet kan skal ska vil miljoner millioner kronor kroner"
    ),
    "Polish": _words(
        "w we z ze na do od po za przez dla bez pod nad przed o u i oraz ale lub nie jest są"
        " był była było byli były będzie został została ma mają się że który która które"
        " którzy gdzie kiedy jak tylko także już jego jej ich ten ta te tego tej rok roku lat"
        " wczoraj dziś jutro firma miasto milionów"
    ),
}
#: Of these, what English writes as well, with another meaning.
ALIKE = _words(
    "in is an am a as at but do for he her his me men met on no or over so to was war will"
    " hat den man door om er of had dat die son est plus tout main sans pour pendant comment"
    " sale fin era once van pod nad jest ma rock mars ten ta i o u y e n s c j d l se han fur"
    " us"
) - _words("die do")
#: Small words of English that are words elsewhere too; two of them are hardly.
OFTEN = _words("a an he for at as but is will")
#: What follows "I" at the beginning of a sentence, where it is no article of Italian.
AFTER_I = _words(
    "am was have had think do did will would can could know want like see agree m ve ll d"
)
#: Words and phrases with accents, or of small words, that English has taken over.
LOANS = re.compile(
    r"\b(?:de facto|de jure|de rigueur|[aà] la carte|[aà] la|en route|en masse|en bloc|al dente"
    r"|du jour|vis-[aà]-vis|par excellence|coups? d['’]\w+|coup de \w+|joie de vivre"
    r"|raison d['’]\w+|carte blanche|caf[eé]s?|r[eé]sum[eé]s?|na[iï]ve\w*|fa[cç]ades?"
    r"|fianc[eé]e?s?|clich[eé]\w*|prot[eé]g[eé]\w*|d[eé]cor|[eé]lites?|d[eé]j[aà] vu"
    r"|[eé]migr[eé]\w*|expos[eé]s?|communiqu[eé]s?|attach[eé]s?|crèches?|touch[eé]|pass[eé]"
    r"|jalape[nñ]os?|pi[nñ]ata|co[oö]p\w+|entr[eé]es?|soir[eé]es?|souffl[eé]s?)\b",
    re.IGNORECASE,
)
#: Addresses on the web and of mail are in no language.
ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+|[^\s@]{1,64}@\S+")
NOT = re.compile(r"n ?['’]t\b")
_TOKEN = re.compile(r"[^\W\d_]+")
SMALL_WORDS = frozenset().union(*FOREIGN.values())
#: Fewer words tell nothing.
LEAST = 3


def foreign_sentences(texts: Sequence[str], blocks: Sequence[int]) -> list[bool]:
    """Which sentences of a document are surely in another language than English.

    `blocks` has the number of the block that each sentence stands in. A sentence that tells little
    by itself ("Flughafen Nord", "Kim left.") is of the language of those around it: between two
    English sentences a stretch in which one is surely foreign, and most tell so, is foreign.

    >>> foreign_sentences(["Der Rat tagte am Montag.", "Flughafen Nord", "He left."], [0, 0, 1])
    [True, True, False]

    Small words tell, where they are no part of a name:

    >>> foreign_sentences(["El Al flew to La Paz.", "Maria de la Cruz won."], [0, 0])
    [False, False]
    """
    words = [_words_of(text) for text in texts]
    told = [_told(part) for part in words]
    foreign = [language == _SURE for language in told]
    for start, end in _stretches(told):
        weight = sum(len(words[i]) * (1 if told[i] < 0 else -1) for i in range(start, end))
        if weight > 0 and any(foreign[start:end]):
            start, end = _without_edges(start, end, told, blocks)
            foreign[start:end] = [True] * (end - start)
    return foreign


#: What a sentence tells of its language.
_ENGLISH, _NOTHING, _LEANING, _SURE = 1, 0, -1, -2


def _stretches(told: Sequence[int]) -> Iterator[tuple[int, int]]:
    """The longest stretches without a sentence that tells that it is English."""
    start = 0
    for end, language in enumerate([*told, _ENGLISH]):
        if language == _ENGLISH:
            if start < end:
                yield start, end
            start = end + 1


def _without_edges(
    start: int, end: int, told: Sequence[int], blocks: Sequence[int]
) -> tuple[int, int]:
    """A stretch without blocks that tell nothing next to English: theirs may be that one."""
    other = {blocks[i] for i in range(start, end) if told[i] < 0}
    while start > 0 and blocks[start] not in other:
        start += 1
    while end < len(told) and blocks[end - 1] not in other:
        end -= 1
    return start, end


def _words_of(text: str) -> list[str]:
    return _TOKEN.findall(NOT.sub(" not ", LOANS.sub(" ", ADDRESS.sub(" ", text))))


def _told(words: list[str]) -> int:
    """What a sentence tells of its language."""
    if _is_other_script(words):
        return _SURE
    lower = [word.lower() for word in words]
    english = sum(_is_english(words, i) for i in range(len(words)))
    if english * 4 >= len(words):
        return _ENGLISH if english else _NOTHING
    counted = [word for i, word in enumerate(lower) if _counts(words, i)]
    accented = {word for word in counted if not word.isascii() and word not in SMALL_WORDS}
    best = max(_evidence(counted, small, accented) for small in FOREIGN.values())
    if len(words) >= LEAST and (
        (best >= 2 and best > 2 * english and 5 * best >= len(words))
        or (not english and len(accented) >= LEAST and 3 * len(accented) >= len(words))
    ):
        return _SURE
    if english or len(OFTEN & set(lower)) > 1:
        return _ENGLISH
    return _LEANING if accented or (SMALL_WORDS - ALIKE) & set(counted) else _NOTHING


def _is_english(words: list[str], i: int) -> bool:
    """Whether a word is a small one of English, no part of a title, nor the "I" of Italian."""
    word = words[i]
    if word == "I":
        return i > 0 or (len(words) > 1 and words[1] in AFTER_I)
    return (i == 0 or word.islower()) and word.lower() in ENGLISH


def _evidence(words: list[str], small: frozenset[str], accented: set[str]) -> int:
    """How many words are of a language: small ones of two kinds, or one and a word with accents."""
    found = [word for word in words if word in small and word not in ALIKE]
    kinds = len(set(found)) + bool(found) * len(accented)
    return len(found) + len(accented) if kinds > 1 else 0


def _counts(words: list[str], i: int) -> bool:
    """Whether a word is no part of a name: not between capitals, nor with one within a sentence."""
    if words[i][0].isupper():
        return i == 0 or words[i].lower() in CALENDAR
    if not i:
        return True
    last = next((j for j in range(i - 1, -1, -1) if words[j].lower() not in PARTICLES), 0)
    following = next((j for j in range(i, len(words)) if words[j].lower() not in PARTICLES), i)
    within = words[last][0].isupper() and words[following][0].isupper() and following > i
    return not within


#: Small words that stand in names: "Ludwig Mies van der Rohe", "Juan de la Cruz".
PARTICLES = _words(
    "de la le les el los las du des di da do dos das van der den del della y e von zu"
)
#: Nouns with a capital in German that are no names.
CALENDAR = _words(
    "jahr jahre jahren montag dienstag mittwoch donnerstag freitag samstag sonntag firma"
    " unternehmen stadt millionen milliarden prozent januar februar märz mai juni juli oktober"
    " dezember"
)


def _is_other_script(words: list[str]) -> bool:
    """Whether most letters are not Latin ones; formulas have a few Greek letters."""
    letters = "".join(words)
    if letters.isascii() or len(letters) < LEAST:
        return False
    other = sum(not unicodedata.name(c, "LATIN").startswith("LATIN") for c in letters)
    return 2 * other > len(letters)
