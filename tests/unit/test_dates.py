import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import BadArticle
from service.pipeline.dates import printed_dates, supplied_date


@pytest.mark.parametrize(
    ("text", "day", "precision"),
    [
        ("Updated 05 March 2022", dt.date(2022, 3, 5), "day"),
        ("Jane Roe October 07, 2022", dt.date(2022, 10, 7), "day"),
        ("Fri 7th Oct. 2022, 10.14 GMT", dt.date(2022, 10, 7), "day"),
        ("Published in Dawn, March 5th, 2022", dt.date(2022, 3, 5), "day"),
        ("2022-03-04T23:30:00Z", dt.date(2022, 3, 4), "day"),
        ("31/12/2021", dt.date(2021, 12, 31), "day"),
        ("12/31/2021", dt.date(2021, 12, 31), "day"),
        ("03/03/2022", dt.date(2022, 3, 3), "day"),
        ("Sept. 5, 2016", dt.date(2016, 9, 5), "day"),
        ("May 2022", dt.date(2022, 5, 1), "month"),
    ],
)
def test_a_date_is_read_as_pages_print_it(text: str, day: dt.date, precision: str) -> None:
    (found,) = printed_dates(text)
    assert (found.day, found.precision) == (day, precision)


@pytest.mark.parametrize(
    "text", ["03/04/2022", "31 June 2022", "2022", "March", "version 1.2.2022.1", "maybe 22"]
)
def test_what_is_no_date_or_two_is_none(text: str) -> None:
    assert printed_dates(text) == ()


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("2022", "2022"),
        ("2022-02", "2022-02"),
        (" 2022-02-28 ", "2022-02-28"),
        ("2022-03-04T23:30:00-05:00", "2022-03-04"),
        ("2022-03-04T01:00:00Z", "2022-03-04"),
        ("2022-03-04t01:00:00.123456789z", "2022-03-04"),
        ("2022-03-04 01:00:00", "2022-03-04"),
        ("2016-12-31T23:59:60Z", "2016-12-31"),
        ("2022-03-04T01:00+0500", "2022-03-04"),
    ],
)
def test_a_supplied_date_keeps_its_precision_and_its_own_day(value: str, shown: str) -> None:
    assert str(supplied_date(value)) == shown


def test_every_period_has_a_last_day_the_calendar_s_last_too() -> None:
    for value, last in (
        ("2024-02", dt.date(2024, 2, 29)),
        ("2022-02", dt.date(2022, 2, 28)),
        ("9999-12", dt.date.max),
        ("9999", dt.date.max),
    ):
        assert supplied_date(value).last_day == last


@pytest.mark.parametrize(
    "value",
    [
        "", "yesterday", "2022-13", "2022-02-30", "22-02-01", "2022/02/01", "2022-W10-3", "20220305",
        "2022-03-05T10", "2022-03-05T25:00:00Z", "2022-03-05T100000", "2022-03-05x10:00:00", "٢٠٢٢",
    ],
)  # fmt: skip
def test_a_bad_supplied_date_is_refused_with_the_forms(value: str) -> None:
    with pytest.raises(BadArticle, match="YYYY-MM-DD"):
        supplied_date(value)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_reads_back(day: dt.date) -> None:
    assert supplied_date(day.isoformat()).day == day
    assert [found.day for found in printed_dates(f"on {day:%d %B %Y}.")] == [day]
    assert [found.day for found in printed_dates(f"({day:%b} {day.day}, {day.year})")] == [day]
