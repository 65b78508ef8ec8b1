"""Who moved on what: the statements of a group before a day against those from it on.

A position is a number from 0, all against, to 1, all in favor; what withholds its side counts half, so that
it is (1 + net) / 2. On each side of the day it has a Beta distribution over Jeffreys' prior (H. Jeffreys,
Proc. R. Soc. A 186, 1946): Beta(1/2 + favor + neutral/2, 1/2 + against + neutral/2). The posterior of a shift
is the probability that the position after lies beyond the one before.

Where no day is given, every month in which the group says something new is tried and the best is taken. That
is to have looked many times, so the chance of being wrong is multiplied by the number of looks (Bonferroni).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from service.errors import BadRequest
from service.periods import period_start
from service.query import Opinion
from service.summary import ENOUGH, Gathering, GroupKey, LeftOut, Reports, Sides, count_sides, gather, worth

LEAST_DIFFERENCE = 0.2
LEAST_POSTERIOR = 0.95

MOST_GROUPS = 10_000
"""Each is judged before the first can be given, for the list begins with the surest."""

NoShift = Literal["too few statements", "difference under 0.2", "posterior under 0.95"]
NO_SHIFT: tuple[NoShift, ...] = ("too few statements", "difference under 0.2", "posterior under 0.95")

_POINTS = 8192
# x = sin(t)^2 makes Jeffreys' prior even, and every density over it smooth up to its ends.
_T = (np.arange(_POINTS) + 0.5) * (np.pi / 2 / _POINTS)
_LOG_SIN, _LOG_COS = np.log(np.sin(_T)), np.log(np.cos(_T))


@dataclass(frozen=True, slots=True)
class Part:
    """The statements of a group on one side of a day, by when they were first printed."""

    sides: Sides
    first: dt.date
    last: dt.date
    evidence: tuple[Opinion, ...]

    @property
    def position(self) -> float:
        """From 0, all against, to 1, all in favor."""
        return position(self.sides)


@dataclass(frozen=True, slots=True)
class Shift:
    """A group before and from ``at`` on. ``reason`` says why there is no detectable change; None is a shift.

    Where no day has enough statements on both sides there are neither parts nor a day. ``posterior`` is the
    probability as it is, ``corrected`` what is left of it after ``looks``.
    """

    group: dict[GroupKey, tuple[str, str]]
    sides: Sides
    undated: int
    reason: NoShift | None
    at: dt.date | None = None
    before: Part | None = None
    after: Part | None = None
    looks: int = 0
    posterior: float | None = None
    corrected: float | None = None

    @property
    def ids(self) -> tuple[str, ...]:
        """The group's ids."""
        return tuple(id_ for id_, _ in self.group.values())

    @property
    def difference(self) -> float | None:
        """How far the position moved: above 0 towards favor."""
        return self.after.position - self.before.position if self.before and self.after else None

    @property
    def rank(self) -> float:
        """What the list is ordered by: shifts first, then the surest; those of too few statements last, the
        largest first. Of equals the ids decide.
        """
        if self.corrected is None:
            return -1 / (1 + self.sides.n)
        return self.corrected + (self.reason is None)


@dataclass(frozen=True, slots=True)
class Shifts:
    """All groups, shifts first."""

    groups: tuple[Shift, ...]
    left_out: LeftOut


@dataclass(frozen=True, slots=True)
class _Dated:
    """A statement with the day of its first print."""

    day: dt.date
    reports: Reports
    best: Opinion


@dataclass(frozen=True, slots=True)
class _Split:
    """The sides before a day and from it on, and how surely the position moved the way it did."""

    at: dt.date
    before: Sides
    after: Sides
    posterior: float

    @property
    def far(self) -> bool:
        """Whether the position moved far enough."""
        # What is 0.2 on paper may be a little less in binary.
        return abs(position(self.after) - position(self.before)) >= LEAST_DIFFERENCE - 1e-9


def find_shifts(
    opinions: Iterable[Opinion],
    group_by: Sequence[GroupKey],
    *,
    at: dt.date | None = None,
    evidence: int = 0,
) -> Shifts:
    """Each group before and after ``at``, or at the month that tells most.

    What counts is what :func:`~service.summary.summarise` counts; a statement without a date is on neither
    side. ``evidence`` is the number of opinions kept with each side, each of another statement. Raises
    BadRequest where there are more than MOST_GROUPS.
    """
    gathered, left_out = gather(opinions, group_by)
    if len(gathered) > MOST_GROUPS:
        told = f"More than {MOST_GROUPS} groups to judge: narrow them by a filter, or group by less."
        raise BadRequest(told, {"group_by": [told]})
    found = [_shift(group, at, evidence) for group in gathered]
    found.sort(key=lambda shift: (-shift.rank, shift.ids))
    return Shifts(tuple(found), left_out)


def position(sides: Sides) -> float:
    """From 0, all against, to 1, all in favor; at least one side is decided."""
    return (sides.favor + sides.neutral / 2) / sides.addressed


def posterior_of_rise(before: Sides, after: Sides) -> float:
    """The probability that the position after is above the one before."""
    earlier, later = _density(before), _density(after)
    below = np.cumsum(earlier) - earlier / 2
    return float(np.clip(np.dot(later, below), 0.0, 1.0))


def corrected(posterior: float, looks: int) -> float:
    """What is left of a posterior that is the best of so many."""
    return max(0.0, 1.0 - looks * (1.0 - posterior))


@lru_cache(maxsize=128)
def _density(sides: Sides) -> NDArray[np.float64]:
    """The posterior of a position over the points of the grid, with sum 1; not to be written into."""
    logs = (2 * sides.favor + sides.neutral) * _LOG_SIN + (2 * sides.against + sides.neutral) * _LOG_COS
    weights = np.exp(logs - logs.max())
    density: NDArray[np.float64] = weights / weights.sum()
    return density


def _shift(group: Gathering, at: dt.date | None, evidence: int) -> Shift:
    dated = [
        _Dated(reports.first, reports, group.evidence[statement])
        for statement, reports in group.statements.items()
        if reports.first is not None
    ]
    days = [at] if at is not None else sorted({period_start(each.day, "month") for each in dated})
    tried = [split for day in days if (split := _split(dated, day)) is not None]
    sides, undated = count_sides(group.statements.values()), len(group.statements) - len(dated)
    if not tried:
        return Shift(group.group, sides, undated, "too few statements")
    best = max(tried, key=lambda split: (split.far, split.posterior))
    certain = corrected(best.posterior, len(tried))
    reason: NoShift | None = None
    if not best.far:
        reason = "difference under 0.2"
    elif certain < LEAST_POSTERIOR:
        reason = "posterior under 0.95"
    return Shift(
        group.group, sides, undated, reason, best.at,
        _part([each for each in dated if each.day < best.at], best.before, evidence),
        _part([each for each in dated if each.day >= best.at], best.after, evidence),
        len(tried), best.posterior, certain,
    )  # fmt: skip


def _split(statements: Sequence[_Dated], at: dt.date) -> _Split | None:
    """The two sides of a day, where both have enough statements whose side is decided."""
    earlier = count_sides(each.reports for each in statements if each.day < at)
    later = count_sides(each.reports for each in statements if each.day >= at)
    if min(earlier.addressed, later.addressed) < ENOUGH:
        return None
    rise = posterior_of_rise(earlier, later)
    certain = rise if position(later) >= position(earlier) else 1 - rise
    return _Split(at, earlier, later, certain)


def _part(statements: Sequence[_Dated], sides: Sides, evidence: int) -> Part:
    days = [each.day for each in statements]
    shown = sorted((each.best for each in statements), key=worth, reverse=True)[:evidence]
    return Part(sides, min(days), max(days), tuple(shown))
