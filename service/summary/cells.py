"""The cells of a summary: the statements of each group counted, with evidence and a timeline."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from service.periods import period_start, periods
from service.query import Interval, Opinion
from service.summary.gathering import Gathering, GroupKey, LeftOut, Reports, count_sides, gather, worth
from service.summary.sides import Sides

MOST_PERIODS = 1_000
"""In the timelines of a summary, of which each cell has one: 83 years of months."""


@dataclass(frozen=True, slots=True)
class Period:
    """The statements first printed in one period."""

    start: dt.date
    sides: Sides


@dataclass(frozen=True, slots=True)
class Cell:
    """The statements of one group; ``group`` maps each key asked for to (id, name)."""

    group: dict[GroupKey, tuple[str, str]]
    sides: Sides
    articles: int
    outlets: int
    speakers: int
    first: dt.date | None
    last: dt.date | None
    undated: int
    evidence: tuple[Opinion, ...]
    timeline: tuple[Period, ...] | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The group's ids, which identify the cell among those of one summary."""
        return tuple(id_ for id_, _ in self.group.values())


@dataclass(frozen=True, slots=True)
class Summary:
    """All cells, the largest first, then by id."""

    cells: tuple[Cell, ...]
    left_out: LeftOut


def summarise(
    opinions: Iterable[Opinion],
    group_by: Sequence[GroupKey],
    *,
    interval: Interval | None = None,
    evidence: int = 0,
) -> Summary:
    """The opinions counted by one or two keys, as :func:`gather` takes them.

    ``evidence`` is the number of opinions kept with each cell, each of another statement.
    """
    gathered, left_out = gather(opinions, group_by)
    starts = _starts(gathered, interval) if interval is not None else None
    cells = [_finish(group, evidence, interval, starts) for group in gathered]
    cells.sort(key=lambda cell: (-cell.sides.n, cell.ids))
    return Summary(tuple(cells), left_out)


def _finish(
    cell: Gathering, evidence: int, interval: Interval | None, starts: Sequence[dt.date] | None
) -> Cell:
    shown = sorted(cell.evidence.values(), key=worth, reverse=True)[:evidence]
    return Cell(
        group=cell.group,
        sides=count_sides(cell.statements.values()),
        articles=len(cell.articles),
        outlets=len(cell.outlets),
        speakers=len(cell.speakers),
        first=cell.first,
        last=cell.last,
        undated=sum(statement.first is None for statement in cell.statements.values()),
        evidence=tuple(shown),
        timeline=None if interval is None or starts is None else _timeline(cell, interval, starts),
    )


def _starts(cells: Iterable[Gathering], interval: Interval) -> list[dt.date]:
    """The periods of all timelines: the same for every cell, so that they can be laid side by side."""
    days = [s.first for cell in cells for s in cell.statements.values() if s.first is not None]
    return periods(min(days), max(days), interval, MOST_PERIODS) if days else []


def _timeline(cell: Gathering, interval: Interval, starts: Sequence[dt.date]) -> tuple[Period, ...]:
    """The cell's statements by the period in which they were first printed."""
    by_start: dict[dt.date, list[Reports]] = {start: [] for start in starts}
    for statement in cell.statements.values():
        if statement.first is not None:
            by_start[period_start(statement.first, interval)].append(statement)
    return tuple(Period(start, count_sides(statements)) for start, statements in by_start.items())
