"""Shifts: who moved on what, with the quotes on both sides."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from schemas.arguments import ShiftArguments
from schemas.shift import ShiftListSchema
from service.api.endpoint import Resource
from service.api.http import listing
from service.api.interpret import Reading
from service.api.opinions import (
    evidence_answer,
    named,
    opinions_of,
    quotes_behind,
    quotes_link,
    read_opinions,
    sides_answer,
)
from service.api.ranked import ranked_page
from service.cursor import score
from service.models import Quote, digest
from service.shifts import Part, Shift, find_shifts

shifts = Resource("shifts", __name__, "Who moved on what.")


@shifts.reads("/stances/shifts", ShiftListSchema, arguments=ShiftArguments)
def list_shifts(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Positions before a day and from it on, shifts first.

    Statements are counted as summaries count them, each at the day of its first print. Without `at` every
    month in which a group says something new is tried; the best is given, and its doubt is multiplied by the
    number of months. Each group is judged by itself: of many groups, a few shifts are chance.
    More than 10,000 groups are refused: narrow them by a filter.
    """
    reading, topics = read_opinions(arguments)
    group_by, at = arguments["group_by"], arguments["at"]
    found = find_shifts(opinions_of(reading, topics), group_by, at=at, evidence=arguments["evidence"])
    fingerprint = digest(reading.query.fingerprint(), "shifts", group_by, at)[:12]
    shown, cursor = ranked_page(
        found.groups,
        lambda group: (group.rank, group.ids),
        limit=arguments["limit"],
        cursor=arguments["cursor"],
        fingerprint=fingerprint,
        rank=score,
    )
    answer = listing(
        _answers(shown, reading, topics),
        size=arguments["limit"],
        total=len(found.groups),
        next_cursor=cursor,
        query=reading.echo,
        asked=reading.asked,
    )
    answer["page"]["total_groups"] = len(found.groups)
    return {**answer, "left_out": found.left_out}


def _answers(groups: Sequence[Shift], reading: Reading, topics: Mapping[str, str]) -> list[dict[str, Any]]:
    parts = [part for group in groups for part in (group.before, group.after) if part]
    quotes = quotes_behind(opinion for part in parts for opinion in part.evidence)
    return [
        {
            "group": {key: named(key, id_, name, topics) for key, (id_, name) in group.group.items()},
            **sides_answer(group.sides),
            "verdict": "no detectable change" if group.reason else "shift",
            "reason": group.reason,
            "at": group.at,
            "difference": group.difference,
            "posterior": group.posterior,
            "looks": group.looks,
            "corrected_posterior": group.corrected,
            "undated": group.undated,
            "before": _part(group.before, quotes, _link(reading, group, before=True)),
            "after": _part(group.after, quotes, _link(reading, group, before=False)),
        }
        for group in groups
    ]


def _part(part: Part | None, quotes: Mapping[str, Quote], address: str | None) -> dict[str, Any] | None:
    if part is None:
        return None
    return {
        **sides_answer(part.sides),
        "position": part.position,
        "first": part.first,
        "last": part.last,
        "evidence": [evidence_answer(opinion, quotes) for opinion in part.evidence],
        "link": address,
    }


def _link(reading: Reading, group: Shift, *, before: bool) -> str | None:
    """The address of the quotes on one side of the day, within the bounds that were asked for."""
    if group.at is None:
        return None
    query = reading.query
    if before:
        last = group.at - dt.timedelta(days=1)
        bound = {"to": min(query.until or last, last).isoformat()}
    else:
        bound = {"from": max(query.since or group.at, group.at).isoformat()}
    return quotes_link(reading, group.group, undated=None, **bound)
