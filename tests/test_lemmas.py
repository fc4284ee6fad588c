"""Lemmas: a table of words with their tags, and what holds for all words.

A row of the table is `word/TAG lemma`.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.english.lemmas import BE, Lemmas
from kg.parse.reading import FOLDER

WORDS = (FOLDER / "vocab.txt").read_text("utf-8").splitlines()
RANKS = {word: rank for rank, word in enumerate(WORDS)}
LEMMAS = Lemmas(RANKS)

IRREGULAR_VERBS = """
was/VBD be, were/VBD be, is/VBZ be, am/VBP be, are/VBP be, been/VBN be, being/VBG be, 'm/VBP be,
're/VBP be, 's/VBZ be, had/VBD have, has/VBZ have, having/VBG have, 've/VBP have, did/VBD do,
does/VBZ do, done/VBN do, doing/VBG do, went/VBD go, gone/VBN go, goes/VBZ go, took/VBD take,
taken/VBN take, taking/VBG take, wrote/VBD write, written/VBN write, writing/VBG write,
stole/VBD steal, stolen/VBN steal, bought/VBD buy, brought/VBN bring, caught/VBD catch,
fought/VBD fight, sought/VBN seek, taught/VBN teach, thought/VBD think, built/VBN build,
held/VBD hold, left/VBD leave, led/VBD lead, fed/VBN feed, bled/VBD bleed, met/VBD meet,
said/VBD say, paid/VBN pay, laid/VBD lay, made/VBN make, sold/VBN sell, told/VBD tell,
lost/VBN lose, won/VBD win, sat/VBD sit, ran/VBD run, begun/VBN begin, rang/VBD ring, sung/VBN sing,
drank/VBD drink, swam/VBD swim, flew/VBD fly, flown/VBN fly, grew/VBD grow, known/VBN know,
threw/VBD throw, drawn/VBN draw, ate/VBD eat, fallen/VBN fall, given/VBN give, driven/VBN drive,
chosen/VBN choose, froze/VBD freeze, spoke/VBD speak, woke/VBD wake, broken/VBN break,
bore/VBD bear,
torn/VBN tear, worn/VBN wear, swore/VBD swear, kept/VBD keep, slept/VBD sleep, felt/VBD feel,
dealt/VBN deal, meant/VBD mean, sent/VBN send, spent/VBN spend, lent/VBD lend, put/VBD put,
cut/VBN cut, set/VBD set, shut/VBN shut, hit/VBD hit, cost/VBD cost, spread/VBD spread,
read/VBD read, struck/VBD strike, hung/VBD hang, dug/VBD dig, stuck/VBN stick, shot/VBN shoot,
lit/VBD light, slid/VBD slide, hidden/VBN hide, bitten/VBN bite, found/VBN find, wound/VBD wind,
became/VBD become, overcame/VBD overcome, understood/VBD understand, withdrew/VBD withdraw,
rewrote/VBD rewrite, rebuilt/VBN rebuild, undergone/VBN undergo, dying/VBG die, lay/VBP lay,
overthrown/VBN overthrow, forgave/VBD forgive, arose/VBD arise, sank/VBD sink, shrunk/VBN shrink
"""
REGULAR_VERBS = """
walked/VBD walk, walks/VBZ walk, walking/VBG walk, hoped/VBD hope, hoping/VBG hope, hopped/VBD hop,
planned/VBN plan, planning/VBG plan, planed/VBD plane, stopped/VBD stop, stopping/VBG stop,
studied/VBD study, studies/VBZ study, studying/VBG study, carried/VBN carry, tried/VBD try,
tries/VBZ try, played/VBD play, plays/VBZ play, stayed/VBD stay, used/VBN use, using/VBG use,
uses/VBZ use, caused/VBN cause, causing/VBG cause, moved/VBD move, moves/VBZ move, moving/VBG move,
named/VBN name, acquired/VBD acquire, acquiring/VBG acquire, agreed/VBD agree, agreeing/VBG agree,
agrees/VBZ agree, freed/VBN free, seeing/VBG see, created/VBN create, creating/VBG create,
located/VBN locate, founded/VBN found, announced/VBD announce, announces/VBZ announce,
produced/VBN produce, reduces/VBZ reduce, visited/VBD visit, visiting/VBG visit, opened/VBD open,
opening/VBG open, offered/VBN offer, offering/VBG offer, referred/VBN refer, preferred/VBD prefer,
occurred/VBD occur, occurring/VBG occur, admitted/VBD admit, permitted/VBN permit,
committed/VBN commit, controlled/VBN control, controlling/VBG control, called/VBN call,
calling/VBG call, killed/VBN kill, filled/VBD fill, passed/VBD pass, passes/VBZ pass,
passing/VBG pass, crossed/VBD cross, discusses/VBZ discuss, discussing/VBG discuss, added/VBD add,
adding/VBG add, watches/VBZ watch, watched/VBD watch, teaches/VBZ teach, reaching/VBG reach,
pushes/VBZ push, fixes/VBZ fix, fixed/VBN fix, buzzes/VBZ buzz, changed/VBN change,
changing/VBG change, charges/VBZ charge, judged/VBN judge, managed/VBD manage, challenged/VBN
challenge, merged/VBD merge, forced/VBN force, danced/VBD dance, increased/VBD increase,
released/VBN release, releases/VBZ release, raised/VBD raise, raises/VBZ raise, closed/VBN close,
closing/VBG close, chooses/VBZ choose, promises/VBZ promise, handled/VBN handle, settled/VBD settle,
enabling/VBG enable, believed/VBD believe, received/VBN receive, solved/VBN solve, argued/VBD argue,
continued/VBD continue, continuing/VBG continue, issued/VBN issue, valued/VBN value,
requires/VBZ require, shared/VBN share, compared/VBN compare, prepared/VBD prepare,
appeared/VBD appear, appearing/VBG appear, cleared/VBD clear, joined/VBD join, joining/VBG join,
needed/VBD need, looked/VBD look, helping/VBG help, started/VBD start, wanted/VBD want,
developed/VBN develop, considered/VBN consider, remembered/VBD remember, followed/VBN follow,
following/VBG follow, showed/VBD show, viewed/VBN view, mixed/VBN mix, taxing/VBG tax,
bringing/VBG bring, singing/VBG sing, running/VBG run, cutting/VBG cut, beginning/VBG begin,
sitting/VBG sit, getting/VBG get, letting/VBG let, winning/VBG win, coming/VBG come,
becoming/VBG become, making/VBG make, giving/VBG give, leaving/VBG leave, living/VBG live,
lying/VBG lie, tied/VBN tie, died/VBD die, skied/VBD ski, echoes/VBZ echo, echoed/VBD echo,
focused/VBN focus, focuses/VBZ focus, Walked/VBD walk, STOPPED/VBD stop, decided/VBN decide,
invited/VBN invite, competed/VBD compete, completed/VBN complete, noted/VBD note, voted/VBD vote,
united/VBN unite, invested/VBN invest, hated/VBD hate, arrived/VBD arrive, survives/VBZ survive,
led/VBN lead, denied/VBD deny, relies/VBZ rely, applied/VBN apply, applying/VBG apply
"""
NOUNS = """
cities/NNS city, countries/NNS country, boys/NNS boy, days/NNS day, keys/NNS key, movies/NNS movie,
boxes/NNS box, churches/NNS church, dishes/NNS dish, classes/NNS class, glasses/NNS glass,
buses/NNS bus, houses/NNS house, horses/NNS horse, causes/NNS cause, cases/NNS case, bases/NNS base,
prizes/NNS prize, sizes/NNS size, heroes/NNS hero, potatoes/NNS potato, photos/NNS photo,
shoes/NNS shoe, judges/NNS judge, pages/NNS page, prices/NNS price, voices/NNS voice,
policies/NNS policy, companies/NNS company, series/NNS series, species/NNS species, men/NNS man,
women/NNS woman, policemen/NNS policeman, children/NNS child, grandchildren/NNS grandchild,
feet/NNS foot, teeth/NNS tooth, geese/NNS goose, mice/NNS mouse, knives/NNS knife, lives/NNS life,
wolves/NNS wolf, leaves/NNS leaf, halves/NNS half, thieves/NNS thief, roofs/NNS roof,
analyses/NNS analysis, crises/NNS crisis, criteria/NNS criterion, phenomena/NNS phenomenon,
bacteria/NNS bacterium, alumni/NNS alumnus, indices/NNS index, people/NNS people, data/NNS data,
news/NN news, politics/NNS politics, headquarters/NNS headquarters, gas/NN gas, bus/NN bus,
analysis/NN analysis, process/NN process, 1990s/NNS 1990s, Cities/NNS city, matches/NNS match,
addresses/NNS address, businesses/NNS business, viruses/NNS virus, taxes/NNS tax, ties/NNS tie,
pies/NNS pie, axes/NNS axis, oxen/NNS ox, aircraft/NNS aircraft, views/NNS view, laws/NNS law,
machines/NNS machine, lines/NNS line, tables/NNS table, articles/NNS article, games/NNS game,
exercises/NNS exercise, purposes/NNS purpose, expenses/NNS expense, licenses/NNS license,
responses/NNS response, diseases/NNS disease, clauses/NNS clause, roses/NNS rose
"""
DEGREES = """
better/JJR good, best/JJS good, worse/JJR bad, worst/JJS bad, better/RBR well, best/RBS well,
further/JJR far, larger/JJR large, largest/JJS large, bigger/JJR big, biggest/JJS big,
happier/JJR happy, earliest/JJS early, earlier/RBR early, smaller/JJR small, tallest/JJS tall,
older/JJR old, oldest/JJS old, younger/JJR young, newest/JJS new, later/RBR late, higher/JJR high,
strongest/JJS strong, wider/JJR wide, nicest/JJS nice, simpler/JJR simple, freer/JJR free,
hottest/JJS hot, thinner/JJR thin, faster/RBR fast, more/JJR more, most/RBS most, less/RBR less
"""
SHORT = """
n't/RB not, n’t/RB not, ca/MD can, wo/MD will, 'll/MD will, ’ll/MD will, 'd/MD would, 've/VBP have,
’ve/VB have, ’re/VBP be, ’s/VBZ be, 's/POS 's, can/MD can, could/MD could, would/MD would,
me/PRP I, I/PRP I, him/PRP he, them/PRP they, us/PRP we, whom/WP who, her/PRP$ her,
their/PRP$ their, The/DT the, Not/RB not
"""
NAMES = """
Olympics/NNPS Olympics, Moscow/NNP Moscow, Netherlands/NNPS Netherlands, IBM/NNP IBM,
Williams/NNP Williams, Hastings/NNP Hastings, McDonald/NNP McDonald, Beatles/NNPS Beatles
"""


def rows(table: str) -> list[tuple[str, str, str]]:
    """Word, tag and lemma of each row."""
    found = []
    for row in " ".join(table.split()).split(", "):
        word, lemma = row.split(" ")
        found.append((*word.rsplit("/", 1), lemma))
    return found


TABLES = [IRREGULAR_VERBS, REGULAR_VERBS, NOUNS, DEGREES, SHORT, NAMES]


@pytest.mark.parametrize(("word", "tag", "lemma"), [r for table in TABLES for r in rows(table)])
def test_words_have_the_lemma_that_a_dictionary_lists(word: str, tag: str, lemma: str) -> None:
    assert LEMMAS.of(word, tag) == lemma


PLAIN = [word for word in WORDS if word.isalpha() and word not in BE]
ANY_TAG = st.sampled_from(
    "NN NNS NNP NNPS VB VBD VBG VBN VBP VBZ MD JJ JJR JJS RB RBR RBS PRP PRP$ IN POS . XX".split()
)
ANY_WORD = st.sampled_from(WORDS) | st.text(max_size=20)
BASE = {"V": "VB", "N": "NN", "J": "JJ", "R": "RB"}


@pytest.mark.parametrize("tag", ["VB", "NN", "JJ", "RB", "CD"])
def test_a_base_form_is_its_own_lemma(tag: str) -> None:
    pronouns = {"i", "me", "him", "us", "them", "whom"}
    changed = [w for w in PLAIN if LEMMAS.of(w, tag) != w and w not in pronouns]
    assert changed == []


@given(ANY_WORD, ANY_TAG)
def test_the_lemma_of_a_lemma_is_itself(word: str, tag: str) -> None:
    lemma = LEMMAS.of(word, tag)
    assert LEMMAS.of(lemma, BASE.get(tag[0], tag) if tag not in ("NNP", "NNPS") else tag) == lemma


@given(ANY_WORD.filter(bool), ANY_TAG)
def test_no_word_loses_all_its_letters(word: str, tag: str) -> None:
    assert LEMMAS.of(word, tag)


@given(ANY_WORD, ANY_TAG)
def test_capitals_change_no_lemma_but_that_of_a_name(word: str, tag: str) -> None:
    lemmas = {LEMMAS.of(w, tag) for w in (word.lower(), word.lower().capitalize())}
    if tag in ("NNP", "NNPS"):
        assert LEMMAS.of(word, tag) == word
    elif word.isascii():
        assert len(lemmas) == 1


@given(st.lists(st.tuples(ANY_WORD, ANY_TAG), max_size=20))
def test_words_asked_for_before_do_not_matter(before: list[tuple[str, str]]) -> None:
    used, fresh = Lemmas(RANKS), Lemmas(RANKS)
    for word, tag in before:
        used.of(word, tag)
    for word, tag in reversed(before):
        assert used.of(word, tag) == fresh.of(word, tag)


@pytest.mark.parametrize(
    ("word", "tag", "lemma"),
    [
        ("frobbed", "VBD", "frob"),
        ("frobbing", "VBG", "frob"),
        ("blorgles", "NNS", "blorgle"),
        ("zorkmids", "NNS", "zorkmid"),
        ("grelches", "VBZ", "grelch"),
        ("quibbified", "VBD", "quibbify"),
        ("snarvier", "JJR", "snarvy"),
        ("tweeking", "VBG", "tweek"),
        ("deglorized", "VBN", "deglorize"),
        ("X-rays", "NNS", "x-ray"),
        ("ed", "VBD", "ed"),
        ("ing", "VBG", "ing"),
        ("s", "NNS", "s"),
        ("es", "VBZ", "es"),
        ("er", "JJR", "er"),
        ("", "NNS", ""),
        ("!", "VBZ", "!"),
        ("日本", "NNS", "日本"),
        ("😀s", "NNS", "😀s"),
    ],
)
def test_words_that_no_list_has_lose_regular_endings_only(word: str, tag: str, lemma: str) -> None:
    assert LEMMAS.of(word, tag) == lemma
