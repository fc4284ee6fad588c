"""Words that tell what a run of capitals is."""

from __future__ import annotations

import re


def word_set(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: What a title in capitals leaves small: the articles, conjunctions and short prepositions, and the
#: particles of names. A closed class.
ARTICLES = word_set("the a an")


CONJUNCTIONS = word_set("and or & nor but")


PREPOSITIONS = word_set(
    "of in on at by to for from with into onto over off up upon out as per via than through"
    " under about without between within before after during against among"
)


PARTICLES = word_set("de la le les el los las du des di da do van von der den del et y l' d' ex o'")


SMALL = ARTICLES | CONJUNCTIONS | PREPOSITIONS | PARTICLES | word_set("so yet if n' vs v vs. v.")


#: Parts of words that a tokeniser cuts off.
CLITICS = word_set("'s n't 're 'm 'll 've 'd n' ' na ta")


#: Words that no name is made of: within a sentence, a capital on one of these is a title's. A
#: closed class too, less those that are names or honours as well (Will, May, Her, An).
TELLING = word_set(
    "Me You He She We They Them Us It Its Their What Why How When Where Who Whose Is Are Was Were"
    " Has Had Does Did Could Would Should Must Not Never If Because Than This That These Those"
    " In On At To For From With Into Until While"
)


#: What works with titles are called. A noun of this kind in front is the best evidence there is.
WORKS = word_set(
    "novel novella book film movie song album single track ballad play musical opera poem essay"
    " article paper memoir autobiography biography documentary series sitcom show episode trilogy"
    " comedy drama thriller composition story painting video"
)


WORKS |= {re.sub("y$", "ie", word) + "s" for word in WORKS - {"series"}}


#: What is done to a work, as its name is then the object.
MADE = word_set(
    "wrote written writes writing co-wrote authored directed directs directing published recorded"
    " composed painted read produced adapted translated filmed released"
)


#: What introduces a title and nothing else; "called" introduces other names too.
NAMED = word_set("titled entitled")


CALLED = NAMED | word_set("called named")


#: What an actor does in a work.
ACTED = word_set("starred starring appeared featured acted")


#: All that tells of a title somewhere near.
CUES = WORKS | MADE | CALLED | ACTED


#: Verbs that introduce what is said, and what is written on a sign.
SAYING = word_set(
    "said says say saying told tells asked asks replied added shouted shouting shouts cried yelled"
    " chanted chanting chant declared answered warned insisted reading reads announced whispered"
    " exclaimed screamed tweeted thought"
)


#: Behind a title, what leads to the noun that tells its kind: "X is a novel", "X, her first novel".
LEADS = word_set("is was a an the his her their its another")


#: Before "v.", who brings the charge: then what follows "and" is one more who stands accused.
CROWN = word_set("R Regina Rex State States People Commonwealth Queen King Crown")


#: What lawyers open the citation of a case with.
SIGNALS = word_set("see cf cf. compare accord contra")


#: Months go with numbers and make no product.
MONTHS = word_set(
    "January February March April May June July August September October November December"
    " Jan. Feb. Mar. Apr. Jun. Jul. Aug. Sep. Sept. Oct. Nov. Dec. Jan Feb Mar Apr Jun Jul Aug"
    " Sep Sept Oct Nov Dec"
)


#: What may follow a number that counts nothing.
UNCOUNTED = SMALL | word_set("is was are were has had have will can could would which that who 's")


#: Tokens: of the longest title, of one whose words are not capitalised, of a side of a case, and
#: how far a noun or a verb may stand from the title that it tells of; how far small letters may
#: stand from it that no headline would have.
LONGEST, LONGEST_PLAIN, LONGEST_SIDE, NEAR, WIDE = 24, 16, 8, 9, 30


OPENING, CLOSING = ("“", "«", "„", "``"), ("”", "»", "''")


INSIDE = frozenset(",:;-–—/!?.()") | {"...", "…", "'"}


ENDS = frozenset(".!?") | {"...", "…"}


CODE = re.compile(r"[A-Z]{0,3}\d{1,4}[A-Za-z]{0,3}")


COUNT = re.compile(r"\d{1,4}")


YEAR = re.compile(r"1[5-9]\d\d|20\d\d")


Span = tuple[int, int]
