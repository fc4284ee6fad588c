"""An EDTF value is the days that it may mean."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.english.times.period import may_meet, period

#: Seasons, quarters, thirds and halves of EDTF, each with its first and last day.
PARTS = """
2019-21 2019-03-01 2019-05-31
2019-22 2019-06-01 2019-08-31
2019-23 2019-09-01 2019-11-30
2019-24 2019-12-01 2020-02-29
2019-33 2019-01-01 2019-03-31
2019-34 2019-04-01 2019-06-30
2019-35 2019-07-01 2019-09-30
2019-36 2019-10-01 2019-12-31
2019-37 2019-01-01 2019-04-30
2019-38 2019-05-01 2019-08-31
2019-39 2019-09-01 2019-12-31
2019-40 2019-01-01 2019-06-30
2019-41 2019-07-01 2019-12-31
2019 2019-01-01 2019-12-31
2019-02 2019-02-01 2019-02-28
2020-02 2020-02-01 2020-02-29
2019-02-03 2019-02-03 2019-02-03
2019-02-03T10:00:00Z 2019-02-03 2019-02-03
201X 2010-01-01 2019-12-31
20XX 2000-01-01 2099-12-31
1850~ 1850-01-01 1850-12-31
2010/2012-05 2010-01-01 2012-05-31
2010/.. 2010-01-01 -
../2012 - 2012-12-31
2019-13 - -
2019-02-30 - -
P5D - -
-0043 - -
"""


@pytest.mark.parametrize("row", PARTS.strip().splitlines())
def test_a_value_means_these_days(row: str) -> None:
    value, first, last = row.split()
    assert [str(day or "-") for day in period(value)] == [first, last]


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [("2016/..", "2018", True), ("2016/..", "2015", False), ("../2016", "2016-12-31", True),
     ("../2016", "2017-01-01", False), ("2016", "2016-05", True), ("2016-04", "2016-05", False),
     ("1818~", "1823", True), ("1818~", "1824", False), ("1818?", "1813", True),
     ("1818", "1820", False), ("P5D", "P5D", True), ("P5D", "P6D", False), ("P5D", "2016", False)],
)  # fmt: skip
def test_values_meet_where_they_may_mean_one_day(one: str, other: str, may: bool) -> None:
    assert may_meet(one, other) is may
    assert may_meet(other, one) is may


@given(st.dates(date(1, 1, 1), date(9999, 12, 31)))
def test_a_day_is_itself_and_in_its_month_and_year(day: date) -> None:
    assert period(day.isoformat()) == (day, day)
    for value in (day.isoformat()[:7], day.isoformat()[:4]):
        first, last = period(value)
        assert first is not None and last is not None and first <= day <= last
