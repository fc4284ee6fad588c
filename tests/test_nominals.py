"""What noun phrases claim: titles, kin, lives, places, lists, owners, and what they do not.

Each case is a sentence and all claims that its noun phrases must give, none more.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest
from conftest import line_of

from kg.build import assemble
from kg.model import Claim, Record, Settings

NOMINAL = {
    "apposition", "title", "role-of", "life", "possessive", "example", "noun-prep", "noun-of",
}  # fmt: skip

CASES = """
UNESCO head Pia Lund opened the fair.
  Pia Lund | be | UNESCO head
  Pia Lund | be head of | UNESCO
Norwegian Prime Minister Odd Lie flew to Rome.
  Odd Lie | be | Norwegian Prime Minister
  Odd Lie | be prime minister of | Norway
Google engineer Maya Roy wrote the paper.
  Maya Roy | be | Google engineer
  Maya Roy | be engineer of | Google
Former boxer Nick Bray runs a gym.
  Nick Bray | be | former boxer
Singer-songwriter Lola Finch toured Europe.
  Lola Finch | be | singer-songwriter
The Chilean novelist Inés Vidal won the prize.
  Inés Vidal | be | Chilean novelist
Petra Lind, daughter of the composer Anders Lind, sold the house.
  Petra Lind | be | daughter of composer Anders Lind
  Petra Lind | be daughter of | Anders Lind
  Anders Lind | be | composer
The eldest of the sisters, Marta Holm, founded the school.
  Marta Holm | be | eldest of sisters
The French founder Jean Roux cast the bell.
  Jean Roux | be | French founder
The Oslo manager Anna Holt left.
  Anna Holt | be | Oslo manager
Orbis' head of international operations, Anna Holt, left.
  Anna Holt | be | Orbis' head of international operations
  Anna Holt | be head of international operations of | Orbis
  Anna Holt | be head of | international operations
A spokeswoman for the firm, Ida Bo, resigned.
  Ida Bo | be | spokeswoman for firm
One of Anna's sons, Max, became a pilot.
  Max | be | one of Anna's sons
  Max | be son of | Anna
  Anna | have | Anna's sons
Jan Hoek, one of the two pilots, survived.
  Jan Hoek | be | one of two pilots
Rita is Omar's sister-in-law.
  Rita | be sister-in-law of | Omar
Rita is not Omar's sister.
  Rita | be sister of | Omar (not)
Rita may be Omar's sister.
  Rita | be sister of | Omar (possible)
Lena became Viktor's second wife in 1980.
  Lena | be second wife of | Viktor
Oskar's teacher was Pia Holm.
  Pia Holm | be teacher of | Oskar
The capital of Peru is Lima.
  Lima | be capital of | Peru
Erik has a brother, Lars.
  Lars | be brother of | Erik
Bo is the youngest of three children of Otto Lind and Vera Moe.
  Bo | be child of | Otto Lind
  Bo | be child of | Vera Moe
Emil Karsten (1852-1911) was a Danish geologist.
  Emil Karsten | be born in | 1852
  Emil Karsten | die in | 1911
The portrait shows Jonas Wick (12 May 1801 – 3 June 1869), a banker.
  Jonas Wick | be born on | 12 May 1801
  Jonas Wick | die on | 3 June 1869
  Jonas Wick | be | banker
Ole Vik (Oslo, 3 May 1801 – Graz, 4 June 1869) was a painter.
  Ole Vik | be born on | 3 May 1801
  Ole Vik | be born in | Oslo
  Ole Vik | die on | 4 June 1869
  Ole Vik | die in | Graz
Ole Vik (born 3 May 1941, Oslo) is a painter.
  Ole Vik | be born on | 3 May 1941
  Ole Vik | be born in | Oslo
Ida Falk (b. 1920; d. 1999) was a poet.
  Ida Falk | be born in | 1920
  Ida Falk | die in | 1999
The estate passed to Rosa Dahl (née Winter).
  Rosa Dahl | be born as | Winter
President Hugo Paz (1994-2002) fled to Peru.
  Hugo Paz | be | president
The film Nordlys (1962) was shot in Peru.
  Nordlys | be | film
Anna Holm (34) joined Acme.
World War II (1939-1945) destroyed the city.
The statue stands in the Halvor Museum in Tulsa, Oklahoma.
  Halvor Museum | in | Tulsa
  Tulsa | in | Oklahoma
Tom Lee (Canada) beat Jan Novak (Poland).
  Tom Lee | from | Canada
  Jan Novak | from | Poland
They visited Paris, Rome and Bonn.
The trio has three members: Ada Holt, Ben Crane and Cyd Moor.
  trio | have member | Ada Holt
  trio | have member | Ben Crane
  trio | have member | Cyd Moor
The set includes four tools: a saw, a drill, a file and a knife.
  set | include | saw
  set | include | drill
  set | include | file
  set | include | knife
Fruits such as apples and pears contain sugar.
  fruits | include | apples
  fruits | include | pears
Anna's two brothers, Max and Tom, live in Bonn.
  Anna | have brother | Max
  Anna | have brother | Tom
The jury on Tuesday acquitted Anna Holm.
The quality of the water in the lake improved.
The use of force against protesters was condemned.
The company's profits rose.
The town's pride suffered.
The museum in Vienna closed.
  museum in Vienna | in | Vienna
The invention of the telegraph by Morse changed trade.
  invention of telegraph | by | Morse
The meeting between Kim and Trump was short.
  meeting between Kim and Trump | between | Kim
  meeting between Kim and Trump | between | Trump
Kim's visit to Beijing angered Seoul.
  Kim | visit to | Beijing
The company's lawyer resigned.
  company | have | company's lawyer
Emil Roth of Lund University resigned.
  Emil Roth | of | Lund University
"""


def cases() -> list[tuple[str, list[str]]]:
    found: list[tuple[str, list[str]]] = []
    for line in CASES.strip().splitlines():
        if line.startswith("  "):
            found[-1][1].append(line.strip())
        else:
            found.append((line, []))
    return found


@pytest.fixture(scope="module")
def claims(record: Callable[..., Record]) -> Callable[..., list[Claim]]:
    def read(text: str, **options: str) -> list[Claim]:
        return list(assemble([record(text, **options)], Settings()).claims)

    return read


@pytest.mark.parametrize(("text", "expected"), cases(), ids=lambda value: str(value)[:40])
def test_noun_phrases_claim_exactly_this(
    text: str, expected: list[str], claims: Callable[..., list[Claim]]
) -> None:
    found = [line_of(c) for c in claims(text) if c.rule in NOMINAL]
    assert sorted(found) == sorted(expected)


def test_a_life_has_times(claims: Callable[..., list[Claim]]) -> None:
    found = claims("Jan Hoek (c. 1590 – 3 June 1650) built the church.")
    times = {c.predicate.lemma: c.time.value for c in found if c.rule == "life" and c.time}
    assert times == {"be born in": "1590~", "die on": "1650-06-03"}


def test_one_of_several_with_a_name_behind_it_is_who_acts(
    claims: Callable[..., list[Claim]],
) -> None:
    found = [line_of(c) for c in claims("One of the two pilots, Jan Hoek, survived.")]
    assert "Jan Hoek | survive | -" in found
    assert "Jan Hoek | be | one of two pilots" in found


def test_whose_husband_he_is_has_the_time_of_the_clause(
    claims: Callable[..., list[Claim]],
) -> None:
    found = claims("In 1990 Lena's husband was Viktor Moe.")
    [claim] = [c for c in found if c.rule == "role-of"]
    assert line_of(claim) == "Viktor Moe | be husband of | Lena"
    assert claim.time is not None
    assert claim.time.value == "1990"


def test_a_question_or_a_condition_makes_nobody_kin(claims: Callable[..., list[Claim]]) -> None:
    for text in ("Is Lena's husband Viktor?", "If Lena's husband is Viktor, he inherits."):
        assert not [c for c in claims(text) if c.predicate.lemma == "be husband of" and c.actual]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("The bill covers: schools; hospitals; and roads.", "bill | cover | roads"),
        ("“We Are the Tide” opened in Lyon.", "We Are the Tide | be opened in | Lyon"),
        ("“He Sings the Blues” won the prize.", "He Sings the Blues | win | prize"),
    ],
)
def test_a_list_or_a_title_beside_a_verb_takes_part_in_it(
    text: str, line: str, claims: Callable[..., list[Claim]]
) -> None:
    found = [line_of(c) for c in claims(text)]
    assert line in found or line.replace("be opened", "open") in found
