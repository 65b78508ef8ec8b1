"""The calendar's periods."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import BadRequest
from service.periods import next_period, period_start, periods
from service.query import INTERVALS, Interval

near = st.dates(dt.date(1990, 1, 1), dt.date(2030, 12, 31))


@given(near, st.sampled_from(INTERVALS))
def test_a_day_is_in_the_period_that_starts_last_before_it(day: dt.date, interval: Interval) -> None:
    start = period_start(day, interval)
    assert start <= day < next_period(start, interval)
    assert period_start(start, interval) == start


@given(near, near, st.sampled_from(("week", "month", "quarter", "year")))
def test_a_row_of_periods_has_no_gap(one: dt.date, other: dt.date, interval: Interval) -> None:
    row = periods(min(one, other), max(one, other), interval)
    assert row[0] <= min(one, other)
    assert row[-1] == period_start(max(one, other), interval)
    assert all(next_period(before, interval) == after for before, after in pairwise(row))


def test_more_periods_than_allowed_are_refused() -> None:
    first = dt.date(2022, 1, 1)
    assert len(periods(first, dt.date(2022, 1, 10), "day", 10)) == 10
    with pytest.raises(BadRequest, match="longer interval"):
        periods(first, dt.date(2022, 1, 11), "day", 10)


@pytest.mark.parametrize("interval", ["month", "quarter", "year"])
def test_the_end_of_the_calendar_is_reached(interval: Interval) -> None:
    row = periods(dt.date(9990, 1, 1), dt.date.max, interval)
    assert row[-1] == period_start(dt.date.max, interval)
