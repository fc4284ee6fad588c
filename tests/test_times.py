"""Temporal expressions. In the tables the answer stands in the text: `[words|value]`.

The value is EDTF or a duration; `?` is an unresolved point, `P?` an unresolved duration, `set` a
recurrence. Nothing outside brackets may be found.
"""

from __future__ import annotations

import re
import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.english.times import datatype, find_times

MARKED = re.compile(r"\[([^|\[\]]+)\|(\[[^\]]*\]|[^\]]*)\]")
Row = tuple[str, str | None, str]


def unmark(marked: str) -> tuple[str, list[Row]]:
    """The plain text of a marked sentence and the expressions it promises."""
    expected = []
    for words, value in MARKED.findall(marked):
        kind = "set" if value == "set" else "duration" if value[0] == "P" else "point"
        expected.append((words, None if value in ("?", "P?", "set") else value, kind))
    return MARKED.sub(r"\1", marked), expected


def found(text: str, anchor: str | None = None) -> list[Row]:
    return [(text[t.start : t.end], t.value, t.kind) for t in find_times(text, anchor=anchor)]


def rows(table: str) -> list[str]:
    return [line.replace("\\n", "\n") for line in table.strip().splitlines()]


ABSOLUTE = rows("""
They landed on [the morning of 6 December 1741|1741-12-06].
It burned before [the late evening of 3 May 1990|../1990-05-03].
The talks opened on [10 October 2019|2019-10-10] in Geneva.
On [October 10, 2019|2019-10-10], the talks opened.
She resigned on [Oct. 10th, 2019|2019-10-10].
She resigned on [Oct. 10 , 2019|2019-10-10] , he said .
The [10th of October 2019|2019-10-10] was cold.
It ended on the [tenth of October 1990|1990-10-10], peacefully.
It ended on [10 october 2019|2019-10-10], in lower case.
It ended on [10 may 2019|2019-05-10], in lower case.
MINUTES OF [10 OCTOBER 2019|2019-10-10]
Signed at Vienna on [15 May, 1955|1955-05-15].
They met on [Thursday, 10 October 2019|2019-10-10].
They met on [Thursday the 10th of October 2019|2019-10-10].
They met on [Thursday, October 10, 2019|2019-10-10].
They met on [Sun 5 May 2019|2019-05-05] at the church.
They met on [10\u00a0October\u00a02019|2019-10-10].
They met on [10\\nOctober 2019|2019-10-10].
They met in [October|?]\\n\\n2019 people came.
Dated [10/10/2019|2019-10-10], unsigned.
Dated [13/02/2019|2019-02-13], unsigned.
Dated [02/13/2019|2019-02-13], unsigned.
Dated [03/04/2019|?], unsigned.
Dated [13.02.2019|2019-02-13], unsigned.
Dated [2019-10-10|2019-10-10], unsigned.
Dated [2019/10/05|2019-10-05], unsigned.
Dated [10-Oct-2019|2019-10-10], unsigned.
Logged at [2020-05-05T15:00:00Z|2020-05-05T15:00:00Z] by the server.
Logged at [2020-05-05 15:00|2020-05-05T15:00:00] by the server.
Logged at [2020-05-05T15:00:30.25+0200|2020-05-05T15:00:30+02:00] by the server.
There is no [30 February 2019|?] in any year.
There is no [29 February 2019|?] in that list.
There was a [29 February 2020|2020-02-29] in that list.
There is no [2019-02-30|?] either.
There is no [31/04/2019|?] either.
It began in [December 2012|2012-12].
It began in [Dec. 2012|2012-12].
It began in [December of 2012|2012-12].
It began in [december 2012|2012-12].
It began in [early May 2010|2010-05].
It began in [mid-March 2010|2010-03].
It began at the end of [May 2010|2010-05].
Beatrice died on [8 June 1290|1290-06-08], aged 24.
""")

YEARS = rows("""
It began in [1952|1952].
It began in the year [1952|1952].
The Treaty of [1952|1952] ended it.
During [1952|1952], rents rose.
By then it was [late 1952|1952].
In [early 2019|2019] it stopped.
The firm, founded [1952|1952], is small.
Byron (born [1788|1788]) wrote it.
Byron ([1788–1824|1788/1824]) wrote it.
The report ([2012|2012]) says so.
Others agree (Smith et al., [2012|2012]; Jones, [2014|2014]).
The [2008|2008] financial crisis hit Spain.
Oxford University Press, [1952|1952].
[1952|1952] was a good year.
Editions appeared in [1952|1952], [1960|1960] and [1971|1971].
It was rebuilt in [1952|1952] or [1953|1953].
Forecasts for [2025|2025], however, differ.
The [1990s|199X] were calm.
The [1940s–50s|194X/195X] were calm.
Sales to [September 30, 2019|2019-09-30] rose.
The [14 July 1789|1789-07-14] storming.
See (Brown [2011|2011]; Green et al. [2012|2012]).
The Companies Act [2006|2006] and the World Cup [2022|2022] in Qatar.
Sales fell in [H1 2019|2019-40].
A survey of 1709 schoolchildren found it.
It was not until [1990|1990] that it fell.
On the [16th day of December 2019|2019-12-16] they met.
The [1990’s|199X] were calm.
The [1990 's|199X] were calm .
Grunge came in the [90s|199X].
Grunge came in the [’90s|199X].
Grunge came in the [nineties|199X].
Jazz came in the [20s|?].
It was sold in the [mid-1990s|199X].
It was sold in the [early 1990s|199X].
It was sold in the [mid- to late 1990s|199X].
Steam spread in the [1800s|18XX].
Steam spread in the [19th century|18XX].
Steam spread in the [late nineteenth century|18XX].
A [nineteenth-century|18XX] novel.
A [mid-19th-century|18XX] novel.
In the [twenty-first century|20XX] all changed.
In the [17th|16XX] and [18th centuries|17XX] all changed.
Sparta rose in the [5th century BC|-04XX].
Caesar died in [44 BC|-0043].
Caesar died in [44 B.C.|-0043], in Rome.
Caesar died on [15 March 44 BC|-0043-03-15].
It was [1 BCE|0000] there.
Pompeii fell in [AD 79|0079].
Pompeii fell in [79 CE|0079].
Farming is known from [12,000 BC|Y-11999].
He reigned [27 BC|-0026].
They ruled Egypt [305–30 BC|-0304/-0029].
Built circa [1850|1850~] of brick.
Built c. [1850|1850~] of brick.
Built about [1850|1850~], of brick.
Built around [March 1850|1850-03~], of brick.
Work began in [spring 2019|2019-21].
Work began in the [summer of 1969|1969-22].
Work began in [autumn 2019|2019-23] and [fall 2020|2020-23].
The [winter of 1944–45|1944/1945] was hungry.
Sales fell in [Q3 2018|2018-35].
Sales fell in the [third quarter of 2018|2018-35].
Sales fell in the [first half of 2018|2018-40].
Sales fell in [fiscal 2018|?].
On [Christmas 2010|2010-12-25] it snowed.
On [Christmas Eve 2010|2010-12-24] it snowed.
On [New Year’s Day 2011|2011-01-01] it snowed.
The [Easter 1916|1916-04-23] Rising.
On [Good Friday 2019|2019-04-19] it rained.
On [Thanksgiving 2010|?] it rained.
""")

INTERVALS = rows("""
She lived there from [1962|1962/..] until her death.
She ran it from [May 2012|2012-05/..] to the present.
She moved from [1962|1962] models to new ones.
He led it [from 2006 to 2008|2006/2008].
He led it [from 2006 until 2008|2006/2008].
He led it [2006-2008|2006/2008].
He led it in [2006 – 2008|2006/2008].
He led it [between 2006 and 2008|2006/2008].
He led it [between March and May 2010|2010-03/2010-05].
He led it [from November to March 2010|2009-11/2010-03].
He led it [from 5 May to 10 June 2010|2010-05-05/2010-06-10].
He led it [from May 5, 2010 to June 10, 2011|2010-05-05/2011-06-10].
He led it in [March–May 2010|2010-03/2010-05].
He led it on [10–12 May 2019|2019-05-10/2019-05-12].
He led it on [May 10-12, 2019|2019-05-10/2019-05-12].
He led it [between 10 and 12 May 2019|2019-05-10/2019-05-12].
He led it on [10 and 12 May 2019|{2019-05-10,2019-05-12}].
He led it on [10 or 12 May 2019|[2019-05-10,2019-05-12]].
He led it in [March 2010|2010-03] and [May 2010|2010-05].
He led it in [March|2010-03] and [May 2010|2010-05].
He led it [1890–95|1890/1895].
He led it in [1939/40|1939/1940].
He led it in [2018-11|2018-11].
He led it in [2010-12|?].
He led it [from the 1970s to the 1990s|197X/199X].
He led it [from spring 2010 to autumn 2011|2010/2011].
He led it [from Q1 2018 to Q3 2018|2018-01/2018-09].
He led it since [2010|2010/..].
He led it since [early 2010|2010/..].
He led it since [May 2010|2010-05/..].
He led it since at least [2010|2010/..].
He led it since about [2010|2010~/..].
He led it since the [1990s|199X/..].
He led it since [spring 2019|2019/..].
He led it until [2015|../2015].
He led it until [5 May 2015|../2015-05-05].
It will close by [2030|../2030].
It was unknown before [1900|../1900].
It was rare prior to [1900|../1900].
It spread after [1900|1900/..].
It spread from [1900|1900/..] onwards.
It spread [from 1900 to the present|1900/..].
It spread, [2010–present|2010/..].
In [pre-1990|../1990] Europe.
""")

CLOCKS = rows("""
It began at [3 p.m. on 5 May 2020|2020-05-05T15:00:00].
It began at [3:30pm on May 5, 2020|2020-05-05T15:30:00].
It began on [5 May 2020 at 15:30|2020-05-05T15:30:00].
It began on [5 May 2020 at 15:30 UTC|2020-05-05T15:30:00Z].
It began at [12:05 a.m. on 5 May 2020|2020-05-05T00:05:00].
It began at [noon on 5 May 2020|2020-05-05T12:00:00].
It began at [midnight on 5 May 2020|2020-05-05].
It began at [midnight|?].
It began at [9 a.m.|?], as planned.
It began at [14:30|?], as planned.
""")

DURATIONS = rows("""
They talked for [five hours|PT5H].
They talked for [five hours|PT5H] before agreeing.
They talked for [two weeks|P14D].
A [six-day|P6D] war and a [three-year|P3Y] plan.
A [three - year|P3Y] plan .
The [25-year|P25Y]-old student.
A [90-minute|PT90M] film.
It took [two and a half years|P2Y6M].
It took [2.5 hours|PT2H30M].
It took [half an hour|PT30M].
It took [a half-century|P50Y].
It took [a quarter-century|P25Y].
It took [a year and a half|P1Y6M].
It lasted [two years and three months|P2Y3M].
It lasted [1 hour 30 minutes|PT1H30M].
It lasted [a decade|P10Y], or over [a century|P100Y].
It lasted [two hundred and fifty years|P250Y].
It lasted [10,000 years|P10000Y].
It lasted [several years|P?].
It lasted [two or three weeks|P?].
In [recent years|P?] it fell.
They meet [every Monday|set].
They meet [twice a week|set].
They meet [every two years|set].
They meet [annually|set] or [daily|set].
It costs five dollars [per day|set].
The shop shuts on [Sundays|set].
""")

UNANCHORED = rows("""
They met on [Monday|?].
They met [last month|?].
They met [yesterday|?].
They met in [September|?].
They met on [10 October|?].
They met on [Oct. 10|?].
They met [two weeks ago|?].
They meet [next year|?].
They meet [later this year|?].
He left [the day before|?].
""")

#: The anchor is Tuesday, 15 October 2019.
ANCHORED = rows("""
They met on [Monday|2019-10-14].
They met on [Tuesday|2019-10-15].
They met on [Wednesday|2019-10-09].
They will meet on [Wednesday|2019-10-16].
On [Wednesday|2019-10-16], they will meet.
He said on [Monday|2019-10-14] that they will meet on [Friday|2019-10-18].
They met on [Monday morning|2019-10-14].
They met [last Monday|2019-10-14], not [last Tuesday|2019-10-08].
They meet [next Monday|2019-10-21].
They meet [this Friday|2019-10-18].
They met [yesterday|2019-10-14].
They meet [today|2019-10-15] and [tomorrow|2019-10-16].
They met [last night|2019-10-14].
They met [the day before yesterday|2019-10-13].
They met [the day before|2019-10-14].
They met [last week|2019-10-07/2019-10-13].
They met [this weekend|2019-10-19/2019-10-20].
They met [last month|2019-09].
They met [last year|2018].
They meet [next year|2020].
They meet [later this year|2019].
They meet [later this month|2019-10].
They met in [September|2019-09].
They met in [November|2018-11].
They will meet in [November|2019-11].
They meet in [March next year|2020-03].
They met [last September|2019-09] and [last December|2018-12].
They met on [10 October|2019-10-10].
They met on [December 10|2018-12-10].
They will meet on [10 December|2019-12-10].
They met on [December 10 last year|2018-12-10].
They met [two weeks ago|2019-10-01~].
They met [three days ago|2019-10-12].
It takes [between two and three weeks|P?], they said.
They met [three years ago|2016].
They met [two months ago|2019-08].
They met [a year ago|2018].
They met [several years ago|?].
They met [half a century ago|?].
They met [minutes ago|?].
They met in [2010|2010], most of them in [May|?].
They met from [Monday through Friday|?].
They meet on the first Monday of [each month|set].
They are good friends to this day.
Our edict of the [12th of October|?] last, declares it.
They met [millions of years ago|?].
They met on [Christmas Day|2018-12-25] there.
They met at [3 p.m. on Monday|2019-10-14T15:00:00].
They met on [Monday at 3 p.m.|2019-10-14T15:00:00].
They have met since [Monday|2019-10-14/..].
They have met since [last year|2018/..].
They will meet by [Friday|../2019-10-18].
They met [from Monday to Tuesday|2019-10-14/2019-10-15].
In [2010|2010] he came; [the following year|2011] he left.
On [5 May 2010|2010-05-05] he came; [two days later|2010-05-07] he left.
In [May 2010|2010-05] he came and left [the next month|2010-06].
[the following year|?] he left.
In the [21st century|20XX] they meet.
Since the start of [this century|20XX/..] they meet.
""")

NOTHING = rows("""
The war had 1952 people in it.
It costs $1952 in all.
See No. 1952 for more.
World War II was long.
He may leave in a march of 50 men.
They march on and may 10 people follow.
Theresa May said that March was wrong.
The Sun and the Mail reported it.
The sun sat in the sky.
A total of 1952 were sold.
Room 1952 is closed.
Sales rose by 1952 units.
In 1952 cases it failed.
The box holds 1500-2000 words.
Flight 1952 is late.
See pp. 1023–1045 for more.
The tail is 1952 km long.
He won 3:2 in the end.
He is in his twenties.
He is in his 90s.
Black Friday sales rose.
A second chance, a minute detail.
It is 5 light years away.
He read the Daily Mail.
See http://example.org/2019/10/05/page.html for more.
Version 1.2.2019.3 is out.
Call 555-1952-2008 now.
20th Century Fox made it.
He paid 5 million a year.
In Christmas Island, crabs walk.
The fall of Rome, the spring of water.
He was second to none; the third man.
A quarter of them left.
Psalm 1952: nothing.
Chapter 12 May be skipped.
The final score was 20-19.
He has one day to shine.
""")


@pytest.mark.parametrize("marked", [*ABSOLUTE, *YEARS, *INTERVALS, *CLOCKS, *DURATIONS])
def test_absolute_times_are_found_and_normalised(marked: str) -> None:
    text, expected = unmark(marked)
    assert found(text) == expected


@pytest.mark.parametrize("marked", UNANCHORED)
def test_relative_times_stay_unresolved_without_an_anchor(marked: str) -> None:
    text, expected = unmark(marked)
    assert found(text) == expected


@pytest.mark.parametrize("marked", ANCHORED)
def test_relative_times_resolve_against_the_anchor(marked: str) -> None:
    text, expected = unmark(marked)
    assert found(text, "2019-10-15") == expected


@pytest.mark.parametrize("text", NOTHING)
def test_words_and_numbers_that_only_look_like_times_are_left(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "anchor", "value"),
    [("They met last May.", "2019", None), ("They met last May.", "2019-10", "2019-05"),
     ("They met last May.", "2019-05", "2018-05"), ("They met next May.", "2019-05", "2020-05"),
     ("They met next May.", "2019-04", "2019-05"), ("They met last week.", "2019-10", None)],
)  # fmt: skip
def test_a_month_is_counted_from_an_anchor_that_has_one(
    text: str, anchor: str, value: str | None
) -> None:
    assert [value] == [time.value for time in find_times(text, anchor=anchor)]


@pytest.mark.parametrize(
    ("words", "value"),
    [("a hundred years", "P100Y"), ("two thousand years", "P2000Y"),
     ("three million years", "P3000000Y"), ("4 billion years", "P4000000000Y"),
     ("1,200 years", "P1200Y"), ("2.5 million years", "P2500000Y"), ("ninety days", "P90D"),
     ("forty-one days", "P41D"), ("thirteen weeks", "P91D")],
)  # fmt: skip
def test_numbers_are_read_in_words_and_figures(words: str, value: str) -> None:
    assert [value] == [time.value for time in find_times(f"It took {words}.")]


@pytest.mark.parametrize(
    ("text", "value"),
    [("He lived 1890-95 in Rome.", "1890/1895"), ("It closed in 2018-11.", "2018-11"),
     ("The season 1998/99 was wet.", "1998/1999"), ("It sold 1890-95 copies.", None),
     ("See pages 1890-95 of it.", None)],
)  # fmt: skip
def test_short_years_are_intervals_months_or_no_years(text: str, value: str | None) -> None:
    assert [t.value for t in find_times(text) if t.value] == ([value] if value else [])


def test_an_anchor_too_coarse_leaves_finer_times_unresolved() -> None:
    text = "On Monday, in September, last month and last year."
    expected = {
        "2019-10-15": ["2019-10-14", "2019-09", "2019-09", "2018"],
        "2019-10": [None, "2019-09", "2019-09", "2018"],
        "2019": [None, None, None, "2018"],
    }
    for anchor, values in expected.items():
        assert [value for _, value, _ in found(text, anchor)] == values


@pytest.mark.parametrize("anchor", ["yesterday", "", "2019-13", "2019-02-29", "0000", "15/10/2019"])
def test_an_anchor_that_is_no_date_is_refused(anchor: str) -> None:
    with pytest.raises(ValueError, match="is not an ISO date"):
        find_times("on Monday", anchor=anchor)


def test_an_anchor_may_carry_a_time_of_day() -> None:
    assert found("yesterday", "2019-10-15T08:00:00Z") == [("yesterday", "2019-10-14", "point")]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2019-10-10", "xsd:date"),
        ("2012-12", "xsd:gYearMonth"),
        ("1952", "xsd:gYear"),
        ("0079", "xsd:gYear"),
        ("2020-05-05T15:00:00", "xsd:dateTime"),
        ("2020-05-05T15:00:00+02:00", "xsd:dateTime"),
        ("P2Y6M", "xsd:duration"),
        ("PT48H", "xsd:duration"),
        ("2019-21", "edtf:EDTF"),
        ("2018-35", "edtf:EDTF"),
        ("199X", "edtf:EDTF"),
        ("1850~", "edtf:EDTF"),
        ("2006/2008", "edtf:EDTF"),
        ("../2015", "edtf:EDTF"),
        ("-0043", "edtf:EDTF"),
        ("0000", "edtf:EDTF"),
        ("Y-11999", "edtf:EDTF"),
    ],
)
def test_datatype_names_the_narrowest_type(value: str, expected: str) -> None:
    assert datatype(value) == expected


# --- Laws ---------------------------------------------------------------------------------------

#: What may come out: EDTF of 2019, levels 0 to 2 as far as used here, and xsd:duration.
_YEAR = r"-?[0-9]{4}"
_SINGLE = rf"{_YEAR}(-(0[1-9]|1[0-2])(-[0-3][0-9])?)?~?|-?[0-9]{{3}}X|-?[0-9]{{2}}XX"
_GRAMMAR = re.compile(
    rf"({_SINGLE}|Y-?[1-9][0-9]{{4,}}|{_YEAR}-(2[1-4]|3[3-6]|4[01])"
    rf"|{_YEAR}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9](Z|[+-][0-9]{{2}}:[0-9]{{2}})?"
    rf"|({_SINGLE})/({_SINGLE}|\.\.)|\.\./({_SINGLE})|\{{{_YEAR}[-0-9]+,{_YEAR}[-0-9]+\}}"
    rf"|\[{_YEAR}[-0-9]+,{_YEAR}[-0-9]+\]"
    r"|P(?=[0-9T])([0-9]+Y)?([0-9]+M)?([0-9]+D)?(T(?=[0-9])([0-9]+H)?([0-9]+M)?([0-9]+S)?)?)"
)
_WORDS = st.sampled_from([
    "in", "on", "at", "since", "until", "by", "from", "to", "between", "and", "or", "the", "a",
    "of", "for", "about", "circa", "early", "mid-", "late", "10", "5", "31", "10th", "May",
    "March", "march", "October", "Oct.", "Monday", "Sunday", "1952", "2019", "44", "BC", "AD",
    "1990s", "90s", "'90s", "19th", "century", "spring", "fall", "Q3", "first", "third", "quarter",
    "half", "year", "years", "days", "two", "hundred", "ago", "later", "last", "next", "this",
    "week", "month", "yesterday", "day", "before", "midnight", "3", "p.m.", "15:30", "13/02/2019",
    "2019-10-10", "00", "’s", "2010-12", "1890–95", "–", "-", ",", ".", "(", ")", "every", "twice",
    "Christmas", "Easter", "2010", "million", "people", "99999",
])  # fmt: skip
_TEXTS = st.one_of(
    st.text(),
    st.lists(_WORDS, max_size=14).map(" ".join),
    st.lists(_WORDS, max_size=8).map("".join),
)
_ANCHORS = st.one_of(st.none(), st.dates().map(str), st.dates().map(lambda day: str(day)[:7]),
                     st.dates().map(lambda day: str(day)[:4]))  # fmt: skip


@given(_TEXTS, _ANCHORS)
def test_any_text_gives_sorted_spans_with_valid_values(text: str, anchor: str | None) -> None:
    times = find_times(text, anchor=anchor)
    ends = [0, *(t.end for t in times)]
    for item, done in zip(times, ends, strict=False):
        assert done <= item.start < item.end <= len(text)
        assert text[item.start : item.end].strip() == text[item.start : item.end]
        assert item.value is None or _GRAMMAR.fullmatch(item.value), item
        assert item.kind != "set" or item.value is None
        assert item.value is None or (item.kind == "duration") == item.value.startswith("P")
    assert times == find_times(text, anchor=anchor)


_STYLES = (
    "{d} {B} {Y}", "{B} {d}, {Y}", "{A}, {d} {B} {Y}", "{A}, {B} {d}, {Y}", "{b} {d}, {Y}",
    "{d} {b} {Y}", "{d}-{b}-{Y}", "{d}{th} of {B} {Y}", "{B} {d}{th}, {Y}", "{d} {B}, {Y}",
    "{iso}", "{B}\u00a0{d},\u00a0{Y}", "{d}\n{B} {Y}", "{b}. {d} , {Y}", "{d} {lower} {Y}",
)  # fmt: skip


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.sampled_from(_STYLES))
def test_a_written_date_reads_back_as_itself(day: date, style: str) -> None:
    suffix = {1: "st", 2: "nd", 3: "rd"}.get(day.day % 10 if day.day // 10 != 1 else 0, "th")
    month = f"{day:%B}"
    if month == "May":
        style = style.replace("{b}.", "{b}")
    written = style.format(d=day.day, B=month, b=month[:3], Y=day.year, A=f"{day:%A}", th=suffix,
                           iso=day.isoformat(), lower=month.lower())  # fmt: skip
    assert found(f"It ended on {written} at last.") == [(written, day.isoformat(), "point")]


@given(st.dates(date(1000, 1, 1), date(2999, 12, 31)), st.integers(1, 400))
def test_days_ago_are_counted_back_from_the_anchor(day: date, count: int) -> None:
    ((_, value, kind),) = found(f"It ended {count} days ago.", day.isoformat())
    assert kind == "point" and value is not None
    assert date.fromisoformat(value.rstrip("~")) == day - timedelta(days=count)


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)), st.integers(0, 6), st.booleans())
def test_weekdays_fall_within_a_week_of_the_anchor(day: date, weekday: int, ahead: bool) -> None:
    name = f"{date(2024, 1, 1 + weekday):%A}"
    text = f"They will meet on {name}." if ahead else f"They met on {name}."
    ((_, value, _),) = found(text, day.isoformat())
    assert value is not None
    distance = (date.fromisoformat(value) - day).days
    assert date.fromisoformat(value).weekday() == weekday
    assert 0 <= distance < 7 if ahead else -7 < distance <= 0


@given(st.integers(1000, 2098), st.integers(1, 60))
def test_year_ranges_keep_their_ends(first: int, length: int) -> None:
    last = min(first + length, 2099)
    for words in (f"from {first} to {last}", f"between {first} and {last}"):
        assert found(f"It stood {words}, then fell.") == [(words, f"{first}/{last}", "point")]


def test_repetitive_text_is_read_without_blowing_up() -> None:
    words = ["1952 ", "a", " ", "5", "in May ", "two hundred and ", "early to ", "(", "\n"]
    started = time.process_time()
    for word in words:
        find_times(word * (30_000 // len(word)))
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("The jury met at 3:15 p.m. PST on 6 May 2023.", "2023-05-06T15:15:00-08:00"),
        ("It rang at 14:00 UTC+2 on 5 May 2020.", "2020-05-05T14:00:00+02:00"),
        ("It rang at 9 a.m. ET on 5 May 2020.", "2020-05-05T09:00:00"),
        ("The permit ends on Jan. 15, '25.", "2025-01-15"),
        ("Prices fell in March '98.", "1998-03"),
        ("Send it by Fri.", "../2024-03-08"),
    ],
)
def test_zones_short_years_and_short_days_are_known(text: str, value: str) -> None:
    assert [t.value for t in find_times(text, anchor="2024-03-12")] == [value]


def test_who_knows_the_tense_decides_whether_a_day_is_to_come() -> None:
    text = "Kappel ships the parts on Monday, or in April."
    for ahead, values in ((True, ["2024-03-18", "2024-04"]), (False, ["2024-03-11", "2023-04"])):
        found = find_times(text, anchor="2024-03-12", ahead=lambda at, ahead=ahead: ahead)
        assert [t.value for t in found] == values
