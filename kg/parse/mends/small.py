"""Numbers, shades, signs and references: what stands between words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from kg.english.lexicon import SHADES, TIMES_OVER
from kg.parse.mends.tree import SUBJECTS, hang, is_below
from kg.parse.tokens import TIMES, Token, is_somebody

#: A year, as references give it: "2015a".
YEAR = re.compile(r"(1[89]|20)\d\d[a-z]?")


def mend_citations(tokens: Sequence[Token]) -> None:
    """ "carbon (Schuur et al., 2015)", "Hu et al. (2012)": a reference in brackets is no part of
    the sentence, whatever the parser makes of it, and its year is no time."""
    for i, token in enumerate(tokens):
        if token.text not in ("(", "["):
            continue
        close = next((t.i for t in tokens[i + 1 :] if t.text in (")", "]")), i)
        inside = tokens[i + 1 : close]
        years = [t for t in inside if YEAR.fullmatch(t.text)]
        others = any(b.lower == "al" and a.lower == "et" for a, b in pairwise(inside))
        behind = len(inside) == 1 and "al" in [t.lower for t in tokens[max(0, i - 2) : i]]
        if years and (others or behind):
            for part in inside:
                if not i < part.head.i < close:
                    part.dep = "dep"
            for year in years:
                year.entity = ""


def mend_shades(tokens: Sequence[Token]) -> None:
    """ "turned bright red": of two adjectives side by side the first narrows the second."""
    told = ("acomp", "oprd", "attr", "xcomp")
    for first, second in pairwise(tokens):
        narrows = (first.tag == "JJ" and first.dep in told) or first.lower in SHADES
        beside = first.head is second.head and second.tag == "JJ" and second.dep in told
        if narrows and beside and all(t.head is not first for t in tokens):
            hang(first, second, "amod")


def mend_signs(tokens: Sequence[Token]) -> None:
    """ "charged at 30 x €15": the sign between two numbers is no preposition."""
    for sign in tokens[1:]:
        times = sign.lower in ("x", "×") and sign.dep == "prep" and sign.head is not sign
        right = next((t for t in tokens if t.head is sign and t.pos == "NUM"), None)
        left = tokens[sign.i - 1]
        if not times or right is None or left.pos != "NUM":
            continue
        if sign.head is left:
            hang(right, (right if left.head is left else left.head), left.dep)
        elif not is_below(sign, left):
            hang(right, sign.head, "pobj" if sign.head.pos == "ADP" else "dobj")
        else:
            continue
        hang(left, right, "nummod")
        hang(sign, right, "quantmod")


def mend_measures(tokens: Sequence[Token]) -> None:
    """ "a capacity of 6 gigawatts", "a loan of up to £6m", "between 2 and 3 metres long"."""
    for word, after in pairwise(tokens):
        if word.dep != "prep" or word.head is word:
            continue
        below = [t for t in tokens if t.head is word]
        if word.lower == "of" and not below:
            _lead_to_measure(word, after)
        elif word.lower == "between" and not below and after.pos == "NUM":
            hang(word, after, "quantmod")
        elif word.lower == "to" and word.head.pos == "ADP" and tokens[word.i - 1].lower == "up":
            for number in (t for t in below if t.pos == "NUM" and t.dep == "pobj"):
                hang(number, word.head)
                hang(word, number, "quantmod")


def _lead_to_measure(of: Token, after: Token) -> None:
    """Hang what stands right behind a bare "of" on it."""
    while after.dep in ("nummod", "quantmod", "compound") and after.i < after.head.i:
        after = after.head
    beside = after.head in (of.head, of.head.head) and after.i > of.i
    beside = beside and not is_below(of, after)
    if beside and after.dep in ("npadvmod", "dep", "punct", "pobj") and after.pos == "NOUN":
        hang(after, of, "pobj")


def mend_bracketed(tokens: Sequence[Token]) -> None:
    """ "Ada Lund (born in Oslo, Norway) was a painter": Norway is no painter.

    What stands in brackets says something of what is before them, not of what comes behind.
    """
    opened: Token | None = None
    for token in tokens:
        if token.text == "(":
            opened = token
        if token.text == ")" and opened is not None and opened.i:
            for inside in tokens[opened.i + 1 : token.i]:
                if inside.head.i > token.i and inside.dep in ("appos", "conj", "compound", "nmod"):
                    hang(inside, tokens[opened.i - 1], "dep")
            opened = None


def mend_rates(tokens: Sequence[Token]) -> None:
    """ "offered 212 crowns a share", "£8 a head": a share is no second thing that is offered."""
    for amount, article, each in zip(tokens, tokens[1:], tokens[2:], strict=False):
        counted = amount.pos == "NUM" or any(
            t.dep == "nummod" and t.head is amount for t in tokens[max(amount.i - 4, 0) : amount.i]
        )
        once = article.lower in ("a", "an") and article.head is each and each.tag == "NN"
        if counted and once and each.head is amount.head and each.dep in ("dobj", "dep", "appos"):
            for behind in (t for t in tokens[each.i :] if t.head is each and t.dep == "prep"):
                hang(behind, amount.head)
            hang(each, amount, "npadvmod")


def mend_earlier(tokens: Sequence[Token]) -> None:
    """ "fell to 73 from 79 a week earlier": then it was 79, and not when it fell."""
    for number, a, time, word in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        then = word.lower in THEN and time.head is word and a.head in (time, word)
        counted = number.pos == "NUM" and number.dep == "pobj" and number.head.lower == "from"
        if then and counted and word.dep == "advmod":
            hang(word, number)


#: What tells from when on a time is counted.
THEN = frozenset("earlier before ago previously".split())


def mend_worse(tokens: Sequence[Token]) -> None:
    """ "It stood at £11m, £2m worse than planned": how much worse, and not at what it stood."""
    for amount in tokens:
        worse = tokens[amount.i + 1] if amount.i + 1 < len(tokens) else amount
        first = amount.head
        bare = amount.dep == "conj" and amount.pos == "NUM" and first.pos == "NUM"
        linked = any(t.head is first and t.dep == "cc" for t in tokens[first.i : amount.i])
        if bare and not linked and worse.tag in ("JJR", "RBR"):
            hang(worse, first, "dep")
            hang(amount, worse, "npadvmod")


def mend_percent(tokens: Sequence[Token]) -> None:
    """ "holds just under 4 per cent of it": under how much, and nothing is under a "per"."""
    for number, per, cent in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if per.lower != "per" or cent.lower != "cent" or number.pos != "NUM":
            continue
        below, other = (per, cent) if per.dep == "pobj" else (cent, per)
        under = below.head
        if below.dep == "pobj" and under.dep == "prep" and under.i < number.i:
            if other is per and per.head is not cent:
                hang(cent, per.head, per.dep)
            hang(per, cent, "nmod")
            hang(number, cent, "nummod")
            hang(under, number, "quantmod")


def mend_plus(tokens: Sequence[Token]) -> None:
    """ "It costs £8,750 plus VAT": the tax is a part of what it costs."""
    for tax in tokens:
        amount = tax.head
        plus = tokens[tax.i - 1] if tax.i else tax
        told = tax.dep == "conj" and amount.pos == "NUM" and tax.pos in ("NOUN", "PROPN")
        if told and plus.lower in ("plus", "+") and amount.i == plus.i - 1:
            hang(tax, amount, "npadvmod")
            hang(plus, tax, "quantmod")


def mend_paid(tokens: Sequence[Token]) -> None:
    """ "paid Tarn Advisory £28,000": a name is no part of the sum, it is who gets it."""
    for amount in tokens:
        sign = next((t for t in tokens if t.dep == "quantmod" and t.head is amount), None)
        if amount.pos != "NUM" or amount.dep != "dobj" or sign is None or sign.tag != "$":
            continue
        name = [t for t in tokens[: sign.i] if t.head is amount and t.pos == "PROPN"]
        if name and name[-1].i == sign.i - 1 and all(t.dep == "compound" for t in name):
            hang(name[-1], amount.head, "dative")
            for word in name[:-1]:
                hang(word, name[-1])


def mend_compared(tokens: Sequence[Token]) -> None:
    """ "a population of 18,932, up from 17,405 in 2011": the year is that of the number it is
    compared with."""
    for number in tokens:
        prep = number.head
        lead = tokens[prep.i - 1].lower if prep.i else ""
        if number.pos != "NUM" or prep.dep != "prep" or (lead, prep.lower) not in COMPARED:
            continue
        behind = tokens[number.i + 1] if number.i + 1 < len(tokens) else number
        if behind.dep == "prep" and behind.lower in ("in", "at", "on") and behind.head.i <= prep.i:
            hang(behind, number)


#: What leads to the number that another is compared with.
COMPARED = frozenset(
    (
        ("up", "from"),
        ("down", "from"),
        ("compared", "with"),
        ("compared", "to"),
    )
)


def mend_contrary(tokens: Sequence[Token]) -> None:
    """ "Contrary to our hopes, it failed": nothing failed to our hopes."""
    for word, to in pairwise(tokens):
        beside = to.lower == "to" and to.dep == "prep" and word.head is to.head
        if word.lower == "contrary" and beside and word.dep in ("advmod", "prep"):
            hang(to, word)
            word.dep = "advmod"


def mend_years(tokens: Sequence[Token]) -> None:
    """ "In 1674 King Frederik fled": the year is no part of who did."""
    for word, year in pairwise(tokens):
        noun = year.head
        while noun.dep in ("compound", "nummod") and noun.head is not noun:
            noun = noun.head
        within = word.head is year and word.pos == "ADP" and year.dep == "nummod"
        if within and noun.dep in ("nsubj", "nsubjpass") and year.pos == "NUM":
            hang(word, noun.head, "prep")
            hang(year, word, "pobj")


def mend_slashes(tokens: Sequence[Token]) -> None:
    """ "2 cells/mm³": what stands behind the stroke is no other thing, but what they are counted
    in."""
    for stroke in tokens[1:-1]:
        noun, unit = tokens[stroke.i - 1], tokens[stroke.i + 1]
        close = stroke.text == "/" and noun.end == stroke.start and stroke.end == unit.start
        counted = any(t.head is noun and t.pos == "NUM" for t in tokens)
        if close and counted and unit.dep == "conj" and unit.head is noun:
            unit.dep = "dep"


def mend_then(tokens: Sequence[Token]) -> None:
    """ "its then director": the word narrows who it was, as "former" does."""
    for then in tokens[1:]:
        noun, before = then.head, tokens[then.i - 1]
        inside = before.head is noun and before.dep in ("poss", "det", "case")
        if then.lower == "then" and then.dep == "advmod" and noun.pos == "NOUN" and inside:
            then.dep, then.pos, then.tag = "amod", "ADJ", "JJ"


def mend_nots(tokens: Sequence[Token]) -> None:
    """ "If it cannot, Orbis will": the "not" is that of the "can" in front of it."""
    for helping, word in pairwise(tokens):
        whole = helping.pos == "AUX" and helping.dep not in ("aux", "auxpass", "cop")
        if whole and word.lower in ("not", "n't", "n’t") and word.head is not helping:
            hang(word, helping, "neg")


def mend_parts(tokens: Sequence[Token]) -> None:
    """ "made 412 stops, 287 of them for Acme": for Acme were those 287."""
    for of, them, behind in zip(tokens, tokens[1:], tokens[2:], strict=False):
        number = of.head
        part = of.lower == "of" and them.lower in ("them", "which", "whom") and them.head is of
        if part and behind.dep == "prep" and number.i == of.i - 1 and number.dep == "appos":
            hang(behind, number)


def mend_times_over(tokens: Sequence[Token]) -> None:
    """ "twice the captain left": that is how often he left, and no twice as large a captain."""
    for often in tokens[:-2]:
        noun = often.head
        over = often.lower in TIMES_OVER and often.dep in ("advmod", "predet")
        if over and noun.dep in SUBJECTS and is_somebody(noun) and tokens[often.i + 1].pos == "DET":
            hang(often, noun.head, "advmod")


def mend_last_of_list(tokens: Sequence[Token]) -> None:
    """ "The effects were headache and redness at the site": what stands behind the last of a list
    is told of the last."""
    for prep in tokens[1:]:
        be, last = prep.head, tokens[prep.i - 1]
        listed = last.dep == "conj" and last.pos == "NOUN" and last.entity == ""
        first = last
        while first.dep == "conj" and first.head is not first:
            first = first.head
        dated = any(t.head is prep and t.entity in TIMES for t in tokens)
        several = be is first and last.head is not first  # "headache, pain and redness at the site"
        of_be = prep.dep == "prep" and first.head.lemma == "be" and (be is first.head or several)
        if of_be and first.dep == "attr" and listed and not dated:
            hang(prep, last)


def mend_between(tokens: Sequence[Token]) -> None:
    """ "Between two and four eggs are laid": that is how many, and not between what."""
    for between in tokens[:-4]:
        low, and_, high, noun = tokens[between.i + 1 : between.i + 5]
        numbers = low.pos == high.pos == "NUM" and and_.lower in ("and", "to")
        counted = noun.pos == "NOUN" and noun.tag == "NNS" and noun.dep in SUBJECTS
        if between.lower != "between" or not (numbers and counted) or high.head is noun:
            continue
        if between.dep == "prep" and between.head is noun.head:
            hang(high, noun, "nummod")
            for token in (between, low, and_):
                hang(token, high, "quantmod")


def mend_years_ended(tokens: Sequence[Token]) -> None:
    """ "the report for the year ended 31 March": ended is the year."""
    for year, ended in pairwise(tokens):
        verbal = ended.lower in ("ended", "ending") and ended.pos == "VERB"
        if year.lower not in PERIODS or not verbal or is_below(ended, year):
            continue
        dated = any(t.head is ended and t.entity == "DATE" for t in tokens[ended.i + 1 :])
        top = next((t for t in tokens[: year.i] if t.head is ended and t.dep in SUBJECTS), None)
        beside = year.head is ended and year.dep in SUBJECTS and top is not year
        if dated and top is not None and beside:
            hang(year, top, "appos")  # "Annual report, year ended 31 March"
        if dated and top is not None and is_below(year, top):
            above = ended.head
            passive = any(t.head is above and t.dep == "auxpass" for t in tokens)
            subject = "nsubjpass" if passive else "nsubj"
            hang(top, top if above is ended else above, "ROOT" if above is ended else subject)
            hang(ended, year, "acl")


#: What accounts are of.
PERIODS = frozenset("year years period quarter month months week weeks half season".split())


def mend_numbered(tokens: Sequence[Token]) -> None:
    """ "Chapters 3 and 4 tell how": those are two numbers, and no chapter and a number."""
    for first, link, second in zip(tokens, tokens[1:], tokens[2:], strict=False):
        noun = second.head
        row = second.dep == "conj" and noun.tag in ("NNS", "NNPS") and noun.i == first.i - 1
        bare = second.pos == "NUM" and not any(t.head is second for t in tokens)
        numbered = first.head is noun and first.dep == "nummod" and link.dep == "cc"
        if row and bare and numbered:
            hang(second, first)
            hang(link, first)


def mend_from_to(tokens: Sequence[Token]) -> None:
    """ "19 mm from snout to vent": what is at the other end is no verb."""
    for noun, to, end in zip(tokens, tokens[1:], tokens[2:], strict=False):
        leads = noun.head
        bare = end.tag == "VB" and to.tag == "TO" and to.head is end
        alone = not any(t.head is end and t is not to for t in tokens)
        if bare and alone and leads.lower == "from" and noun.dep == "pobj":
            end.tag, end.pos = "NN", "NOUN"
            to.tag, to.pos = "IN", "ADP"
            hang(to, leads.head, "prep")
            hang(end, to, "pobj")


def mend_of_them(tokens: Sequence[Token]) -> None:
    """ "made 412 appearances, 287 of them for Orbis": so many of them, and not all."""
    for number, of, them, prep in zip(tokens, tokens[1:], tokens[2:], tokens[3:], strict=False):
        parted = of.lower == "of" and them.lower in ("them", "these", "those", "which", "whom")
        set_off = number.i and tokens[number.i - 1].text == ","
        above = prep.dep == "prep" and prep.head.pos == "VERB" and prep.head.i < number.i
        if parted and set_off and above and of.head is number and number.pos in COUNTING:
            hang(prep, number)


#: What counts some of several: "two of them", "several of which".
COUNTING = ("NUM", "ADJ", "DET", "PRON")


def mend_in_public(tokens: Sequence[Token]) -> None:
    """ "was held in public": no quality, but where or how."""
    for in_, word in pairwise(tokens):
        if in_.lower == "in" and word.lower in KEPT_IN and word.head is in_ and word.dep != "pobj":
            word.pos, word.tag = "NOUN", "NN"
            hang(word, in_, "pobj")


#: What stands alone behind "in" and is a noun there.
KEPT_IN = frozenset("public private secret camera confidence full".split())


def mend_apart(tokens: Sequence[Token]) -> None:
    """ "was plain apart from a scar": nothing is apart."""
    for apart, from_ in pairwise(tokens):
        beside = apart.lower in ("apart", "aside") and from_.lower == "from" and from_.head is apart
        if beside and apart.dep in ("advmod", "prt"):
            apart.dep = "prep"


def mend_semicolons(tokens: Sequence[Token]) -> None:
    """ "It lost half; in Lund, where it fell, the rest took weeks": in Lund that took weeks."""
    for mark, prep in pairwise(tokens):
        verb = prep.head
        if mark.text != ";" or prep.dep != "prep" or verb.i > mark.i:
            continue
        told = (t for t in tokens[prep.i :] if t.dep in SUBJECTS and not is_below(t, prep))
        subject = next(told, None)
        if subject is not None and subject.head.i > subject.i and subject.head is not verb:
            hang(prep, subject.head)


def mend_absolute(tokens: Sequence[Token]) -> None:
    """ "Ada leads Ida, with Per a second back": that is how Per is, and not with whom Ada leads."""
    for with_ in tokens[1:]:
        set_off = with_.lower == "with" and with_.dep == "prep" and tokens[with_.i - 1].text == ","
        for noun in (t for t in tokens[with_.i :] if set_off and t.head is with_):
            told = [t for t in tokens[noun.i + 1 :] if t.head is noun and t.dep in SAID_OF]
            if noun.dep == "pobj" and told:
                with_.dep = "dep"


#: What is said of a noun by what stands bare behind it.
SAID_OF = ("acl", "amod", "advmod", "npadvmod")


def mend_below(tokens: Sequence[Token]) -> None:
    """ "It is 94.8%, slightly below last year": below what, stands behind the word."""
    for word in tokens[2:-2]:
        verb, before = word.head, tokens[word.i - 1]
        if before.dep == "advmod" and before.head is word:
            before = tokens[before.i - 1]
        time = next((t for t in tokens[word.i + 1 : word.i + 4] if t.dep == "npadvmod"), None)
        bare = word.dep == "advmod" and word.lower in ("below", "above", "under", "over")
        if not bare or time is None or before.text != "," or is_below(time, word):
            continue
        if verb.pos in ("VERB", "AUX"):
            word.dep = "prep"
            hang(time, word, "pobj")
