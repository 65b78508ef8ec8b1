"""Opinions by what they have in common, each statement's reports together, and which of them are left out."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from service.models import Side
from service.query import Opinion
from service.summary.sides import Sides, side_of

GroupKey = Literal["speaker", "country", "outlet", "topic", "affiliation"]
GROUPS: tuple[GroupKey, ...] = ("speaker", "country", "outlet", "topic", "affiliation")


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Opinions that match and are in no cell, by reason."""

    other_holder: int = 0  # the opinion is not the speaker's own
    unresolved: int = 0  # neither who speaks is known nor for which country or body
    no_state: int = 0  # by country, and the speaker does not speak for a state
    no_group: int = 0  # what to group by is not known


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


def worth(opinion: Opinion) -> tuple[bool, float, str]:
    """What makes an opinion good evidence: a decided side, then confidence; the id makes it a total order."""
    return opinion.stance != "unsure", opinion.confidence, opinion.quote_id


def count_sides(statements: Iterable[Reports]) -> Sides:
    """Statements by the side that each has over its reports."""
    found = Counter(side_of(statement.sides) for statement in statements)
    return Sides(found["favor"], found["against"], found["neutral"], found["unsure"])


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
