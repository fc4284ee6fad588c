"""Amounts of money in the words of a text, and the verbs by which it goes to somebody."""

from __future__ import annotations

import re

from kg.english.money import CURRENCIES
from kg.model import Argument, Claim
from kg.relate.quantities import UNITS

_MORE = frozenset("cents crowns francs kroner kronor marks pence pesos".split())
_NAMES = sorted(_MORE.union(UNITS["currency"]), key=lambda word: (-len(word), word))
#: What an amount of money has beside its number, as every engine reads it.
MONEY = (
    r"[$£€¥₹]|(^|[0-9 ])(" + "|".join(sorted(CURRENCIES)) + r")([0-9 ]|$)|(^|[ ])("
    + "|".join(re.escape(name) for name in _NAMES) + r")([ ]|$)"
)  # fmt: skip
#: Verbs that say by themselves that money goes from the subject to somebody, and others that do
#: where an amount stands beside them.
PAYING = tuple("pay lend donate grant repay reimburse wire remit transfer contribute".split())
GIVEN = (*PAYING, "give", "send", "award")
#: Those of them whose object may be whom the money goes to.
WHOM = tuple("pay lend grant repay reimburse wire give send award".split())
#: Verbs of whoever gets an amount "from" somebody.
TAKEN = tuple("receive get accept borrow collect obtain".split())
_MONEY = re.compile(MONEY, re.IGNORECASE)
#: A number of pounds is a weight where goods follow; with a word in it ("million") it is none.
_WEIGHT = re.compile(r"[^a-z]*pounds?", re.IGNORECASE)
_DIGIT = re.compile(r"\d")


def is_money(text: str) -> bool:
    """Whether words are an amount of money.

    >>> is_money("2.4 million euros"), is_money("$30"), is_money("30 people"), is_money("euros")
    (True, True, False, False)
    """
    return _DIGIT.search(text) is not None and _MONEY.search(text) is not None


def is_sum(argument: Argument, claim: Claim) -> bool:
    """Whether an argument is an amount of money, as its sentence uses it.

    "500 pounds of flour" are none.
    """
    if argument.literal is None or not is_money(argument.label):
        return False
    behind = claim.sentence.text[argument.span.end - claim.sentence.start :].split()[:1]
    return not (_WEIGHT.fullmatch(argument.label) and behind == ["of"])
