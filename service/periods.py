"""Calendar periods: which one a day is in, and the row of them without gaps that a timeline shows."""

from __future__ import annotations

import datetime as dt

from service.errors import BadRequest
from service.query import Interval

MAX_PERIODS = 10_000
"""What a timeline may have at most: 27 years of days."""


def period_start(day: dt.date, interval: Interval) -> dt.date:
    """The first day of the period that ``day`` is in; weeks begin on Monday (ISO 8601)."""
    match interval:
        case "day":
            return day
        case "week":
            # The week of 0001-01-01, a Monday, is the first that there is.
            return day - dt.timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "quarter":
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case "year":
            return day.replace(month=1, day=1)


def next_period(start: dt.date, interval: Interval) -> dt.date:
    """The first day of the period after the one that begins at ``start``.

    Raises OverflowError after the last that there is.
    """
    days = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}[interval]
    return period_start(start + dt.timedelta(days=days), interval)


def periods(first: dt.date, last: dt.date, interval: Interval, most: int = MAX_PERIODS) -> list[dt.date]:
    """The first days of all periods from the one of ``first`` to the one of ``last``.

    Raises BadRequest where they are more than ``most``.
    """
    starts, stop = [period_start(first, interval)], period_start(last, interval)
    while starts[-1] < stop:
        if len(starts) == most:
            raise BadRequest(
                f"There would be more than {most} periods: take a longer interval or closer bounds.",
                {"interval": [f"More than {most} periods between {first} and {last}."]},
            )
        starts.append(next_period(starts[-1], interval))
    return starts
