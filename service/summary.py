"""Stances summed up: from opinions to cells that count each statement once.

A cell is the statements that have one or two things in common. Its shares are over the statements that
address the topic (favor, against, neutral) and come with Wilson's score interval (E. B. Wilson, JASA 22,
1927), which stays within 0 and 1 and behaves at small counts. Nothing here knows a store or HTTP.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from math import sqrt
from typing import Literal

from service.models import Side
from service.periods import period_start, periods
from service.query import Interval, Opinion

GroupKey = Literal["speaker", "country", "outlet", "topic", "affiliation"]
GROUPS: tuple[GroupKey, ...] = ("speaker", "country", "outlet", "topic", "affiliation")
DECIDED: tuple[Side, ...] = ("favor", "against", "neutral")

ENOUGH = 5
"""Statements from which on a cell has shares: below, an interval says no more than that we do not know."""

MOST_PERIODS = 1_000
"""In the timelines of a summary, of which each cell has one: 83 years of months."""

Z95 = 1.959963984540054
"""The 97.5% quantile of the normal distribution."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Statements by side."""

    favor: int = 0
    against: int = 0
    neutral: int = 0
    unsure: int = 0

    @property
    def n(self) -> int:
        """All of them."""
        return self.addressed + self.unsure

    @property
    def addressed(self) -> int:
        """Those whose side is decided: the denominator of every share."""
        return self.favor + self.against + self.neutral

    @property
    def net(self) -> float | None:
        """(favor - against) / addressed, from ENOUGH statements on."""
        if self.n < ENOUGH or not self.addressed:
            return None
        return (self.favor - self.against) / self.addressed

    @property
    def shares(self) -> dict[Side, Share] | None:
        """The share of each decided side, from ENOUGH statements on."""
        if self.n < ENOUGH or not self.addressed:
            return None
        return {side: share(getattr(self, side), self.addressed) for side in DECIDED}


@dataclass(frozen=True, slots=True)
class Share:
    """A share and its 95% interval."""

    share: float
    low: float
    high: float


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
class LeftOut:
    """Opinions that match and are in no cell, by reason."""

    other_holder: int = 0  # the opinion is not the speaker's own
    unresolved: int = 0  # neither who speaks is known nor for which country or body
    no_state: int = 0  # by country, and the speaker does not speak for a state
    no_group: int = 0  # what to group by is not known


@dataclass(frozen=True, slots=True)
class Summary:
    """All cells, the largest first, then by id."""

    cells: tuple[Cell, ...]
    left_out: LeftOut


@dataclass(slots=True)
class Reports:
    """The reports of one statement within a group."""

    sides: Counter[Side] = field(default_factory=Counter)
    first: dt.date | None = None


@dataclass(slots=True)
class Gathering:
    """The opinions of one group, by statement; ``evidence`` is the best of each statement."""

    group: dict[GroupKey, tuple[str, str]]
    statements: dict[str, Reports] = field(default_factory=dict)
    articles: set[str] = field(default_factory=set)
    outlets: set[str] = field(default_factory=set)
    speakers: set[str] = field(default_factory=set)
    last: dt.date | None = None
    evidence: dict[str, Opinion] = field(default_factory=dict)

    def add(self, opinion: Opinion) -> None:
        """Count an opinion too."""
        statement = self.statements.setdefault(opinion.statement_id, Reports())
        statement.sides[opinion.stance] += 1
        self.articles.add(opinion.article_id)
        if opinion.outlet_id is not None:
            self.outlets.add(opinion.outlet_id)
        if opinion.speaker_id is not None:
            self.speakers.add(opinion.speaker_id)
        if opinion.published is not None:
            statement.first = min(statement.first or opinion.published, opinion.published)
            self.last = max(self.last or opinion.published, opinion.published)
        best = self.evidence.get(opinion.statement_id)
        if best is None or worth(opinion) > worth(best):
            self.evidence[opinion.statement_id] = opinion

    @property
    def first(self) -> dt.date | None:
        """When the earliest was printed."""
        return min((s.first for s in self.statements.values() if s.first), default=None)


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


def gather(opinions: Iterable[Opinion], group_by: Sequence[GroupKey]) -> tuple[list[Gathering], LeftOut]:
    """The opinions by group, and how many are in none.

    Left out are opinions whose holder is not the speaker, those of unresolved speakers, those whose group is
    not known, and, by country, those of speakers who do not speak for a state.
    """
    groups: dict[tuple[str, ...], Gathering] = {}
    other_holder = unresolved = no_state = no_group = 0
    for opinion in opinions:
        group = {key: _group(opinion, key) for key in group_by}
        known = {key: found for key, found in group.items() if found is not None}
        if opinion.holder is not None:
            other_holder += 1
        elif not opinion.resolved:
            unresolved += 1
        elif len(known) < len(group_by):
            no_group += 1
        elif "country" in group and not opinion.represents_state:
            no_state += 1
        else:
            ids = tuple(id_ for id_, _ in known.values())
            groups.setdefault(ids, Gathering(known)).add(opinion)
    return list(groups.values()), LeftOut(other_holder, unresolved, no_state, no_group)


def side_of(sides: Counter[Side]) -> Side:
    """The side of a statement whose reports are ``sides``: the commonest decided one; a tie is unsure."""
    decided = [(count, side) for side, count in sides.items() if side != "unsure"]
    most = max((count for count, _ in decided), default=0)
    leading = [side for count, side in decided if count == most]
    return leading[0] if len(leading) == 1 else "unsure"


def share(part: int, whole: int) -> Share:
    """``part`` of ``whole`` with Wilson's 95% interval; ``whole`` is at least 1."""
    p = part / whole
    z2 = Z95 * Z95
    centre = (p + z2 / (2 * whole)) / (1 + z2 / whole)
    half = Z95 * sqrt(p * (1 - p) / whole + z2 / (4 * whole * whole)) / (1 + z2 / whole)
    # At the ends the formula gives 0 and 1 but for the last bit.
    low = 0.0 if part == 0 else max(0.0, centre - half)
    high = 1.0 if part == whole else min(1.0, centre + half)
    return Share(p, low, high)


def _group(opinion: Opinion, key: GroupKey) -> tuple[str, str] | None:
    """(id, name) of what the opinion is grouped by, or None where that is not known."""
    if key == "topic":
        return opinion.topic, opinion.topic
    if key == "speaker":
        return _named(opinion.speaker_id, opinion.speaker_name)
    if key == "outlet":
        return _named(opinion.outlet_id, opinion.outlet_name)
    if key == "country":
        return _named(opinion.country, None)
    return _named(opinion.affiliation, None)


def _named(id_: str | None, name: str | None) -> tuple[str, str] | None:
    return None if id_ is None else (id_, name or id_)


def worth(opinion: Opinion) -> tuple[bool, float, str]:
    """What makes an opinion good evidence: a decided side, then confidence; the id makes it a total order."""
    return opinion.stance != "unsure", opinion.confidence, opinion.quote_id


def count_sides(statements: Iterable[Reports]) -> Sides:
    """Statements by the side that each has over its reports."""
    found = Counter(side_of(statement.sides) for statement in statements)
    return Sides(found["favor"], found["against"], found["neutral"], found["unsure"])


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
