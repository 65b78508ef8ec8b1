"""Stance summaries: who is for and against what, counted by statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from schemas.arguments import StanceArguments
from schemas.stance import StanceListSchema
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
from service.cursor import count
from service.models import digest
from service.summary import Cell, GroupKey, summarise

stances = Resource("stances", __name__, "Where they stand, summed up.")


@stances.reads("/stances", StanceListSchema, arguments=StanceArguments)
def list_stances(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Statements by side, grouped.

    Each statement counts once however often it was printed. Opinions that a speaker attributes to somebody
    else are not theirs and are left out, and so are those of speakers of whom nothing is known ("one
    source"); by country only those count who speak for their state. An outlet's cell is the voices that it
    carries, not its own stance.
    """
    reading, topics = read_opinions(arguments)
    group_by: Sequence[GroupKey] = arguments["group_by"]
    summary = summarise(
        opinions_of(reading, topics),
        group_by,
        interval=arguments["interval"],
        evidence=arguments["evidence"],
    )
    fingerprint = digest(reading.query.fingerprint(), group_by)[:12]
    cells, cursor = ranked_page(
        summary.cells,
        lambda cell: (cell.sides.n, cell.ids),
        limit=arguments["limit"],
        cursor=arguments["cursor"],
        fingerprint=fingerprint,
        rank=count,
    )
    answer = listing(
        _answers(cells, reading, topics),
        size=arguments["limit"],
        total=len(summary.cells),
        next_cursor=cursor,
        query=reading.echo,
        asked=reading.asked,
    )
    answer["page"]["total_groups"] = len(summary.cells)
    return {**answer, "left_out": summary.left_out}


def _answers(cells: Sequence[Cell], reading: Reading, topics: Mapping[str, str]) -> list[dict[str, Any]]:
    """Cells as they are served: named, with the words of their evidence and a link to their quotes."""
    quotes = quotes_behind(opinion for cell in cells for opinion in cell.evidence)
    return [
        {
            "group": {key: named(key, id_, name, topics) for key, (id_, name) in cell.group.items()},
            **sides_answer(cell.sides),
            "shares": cell.sides.shares,
            "net": cell.sides.net,
            "articles": cell.articles,
            "outlets": cell.outlets,
            "speakers": cell.speakers,
            "first": cell.first,
            "last": cell.last,
            "undated": cell.undated,
            "timeline": None
            if cell.timeline is None
            else [{"start": period.start, **sides_answer(period.sides)} for period in cell.timeline],
            "evidence": [evidence_answer(opinion, quotes) for opinion in cell.evidence],
            "links": {"quotes": quotes_link(reading, cell.group)},
        }
        for cell in cells
    ]
