"""From what an engine counted to the row of buckets that a timeline shows, zero ones included."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from service.periods import period_start, periods
from service.query import Bucket, Interval, QuoteQuery


def filled(
    counts: Mapping[dt.date, int],
    splits: Mapping[dt.date, Mapping[str, int]],
    interval: Interval,
    query: QuoteQuery,
) -> tuple[Bucket, ...]:
    """The buckets of a timeline; ``counts`` and ``splits`` go by first days of periods.

    They reach from the earlier of ``query.since`` and the first period found to the later of ``query.until``
    and the last one found; where nothing was found that needs both bounds. Raises BadRequest where they are
    too many.
    """
    bounds = [bound for bound in (query.since, query.until) if bound is not None]
    if not counts and len(bounds) < 2:
        return ()
    ends = [*counts, *bounds]
    return tuple(
        Bucket(start, counts.get(start, 0), dict(splits.get(start, {})))
        for start in periods(min(ends), max(ends), interval)
    )


def summed(counts: Iterable[tuple[dt.date, int]], interval: Interval) -> dict[dt.date, int]:
    """Counts by day rolled up to counts by period."""
    found: dict[dt.date, int] = {}
    for day, count in counts:
        start = period_start(day, interval)
        found[start] = found.get(start, 0) + count
    return found
