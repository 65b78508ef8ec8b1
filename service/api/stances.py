"""Stance summaries: who is for and against what, counted by statements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from schemas.arguments import StanceArguments
from schemas.stance import StanceListSchema
from service import countries
from service.api.endpoint import Resource
from service.api.http import link, listing
from service.api.interpret import Reading, read_quotes
from service.api.parts import recent, store
from service.api.ranked import ranked_page
from service.cursor import count
from service.models import SIDES, Quote, Side, digest
from service.query import Choice, Opinion, QuoteQuery
from service.summary import Cell, GroupKey, Sides, summarise

stances = Resource("stances", __name__, "Where they stand, summed up.")

_NOT_FILTERS = ("group_by", "at", "interval", "evidence", "limit", "cursor")


@stances.reads("/stances", StanceListSchema, arguments=StanceArguments)
def list_stances(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Statements by side, grouped.

    Each statement counts once however often it was printed. Opinions that a speaker attributes to somebody
    else are not theirs and are left out, and so are those of speakers of whom nothing is known ("one
    source"); by country only those count who speak for their state. An outlet's cell is the voices that it
    carries, not its own stance.
    """
    reading = read_quotes(arguments, store(), recent().topics)
    group_by: Sequence[GroupKey] = arguments["group_by"]
    topics = propositions()
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


def propositions() -> dict[str, str]:
    """The proposition of each topic that there is, by id."""
    return {topic.id: topic.proposition for topic in store().topics()}


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


def sides_answer(sides: Sides) -> dict[str, int]:
    """Counts by side."""
    return {
        "n": sides.n,
        "favor": sides.favor,
        "against": sides.against,
        "neutral": sides.neutral,
        "unsure": sides.unsure,
    }


def quotes_link(reading: Reading, group: Mapping[GroupKey, tuple[str, str]], **bounds: Any) -> str:
    """The address of exactly the quotes that a cell counts: the filters, the group, and what is left out.

    ``bounds`` are filters in place of those that were asked for.
    """
    asked = {**reading.asked, **bounds}
    filters = {name: value for name, value in asked.items() if name not in _NOT_FILTERS}
    if (sides := _sides(reading.query)) is not None:
        filters["stance"] = list(sides)
    for key, (id_, _) in group.items():
        filters[key] = [id_]
    if "topic" in group:
        # A quote has one speaker, outlet, country and affiliation, but may address other topics too.
        unwanted = [topic for topic in asked.get("topic", ()) if topic.startswith("!")]
        filters["topic"] = [*filters["topic"], *unwanted]
    if "affiliation" in group:
        filters["affiliation"] = [f'"{group["affiliation"][0]}"']  # the whole of it, not its words
    if "country" in group:
        filters["represents_state"] = True
    return link("/v1/quotes", {**filters, "resolved": True, "own": True})


def opinions_of(reading: Reading, topics: Collection[str]) -> Iterable[Opinion]:
    """The opinions that a summary counts: the filters on stances speak of each of them."""
    sides = _sides(reading.query)
    if sides == ():
        return ()
    query = reading.query if sides is None else replace(reading.query, stance=Choice(any_of=sides))
    return opinions_on(topics, query)


def opinions_on(topics: Collection[str], query: QuoteQuery) -> Iterator[Opinion]:
    """The opinions on ``topics``, which are the ones that there are.

    Stances on one that was removed stay with their quotes until they are decided again, but a summary of them
    could only lead to quotes that can't be asked for.
    """
    return (opinion for opinion in store().opinions(query) if opinion.topic in topics)


def _sides(query: QuoteQuery) -> tuple[Side, ...] | None:
    """The sides to ask for in place of those asked for; none may be left. None where they say it already.

    ``stance=!favor`` is every other side of an opinion, where it would be quotes without any in favor; and
    ``min_confidence`` is the stance's, which it would not be without a topic or a side.
    """
    asked = query.topic.any_of or query.stance.any_of
    if not query.stance.none_of and (asked or query.min_confidence is None):
        return None
    wanted = query.stance.any_of or SIDES
    return tuple(side for side in SIDES if side in wanted and side not in query.stance.none_of)


def named(key: GroupKey, id_: str, name: str, topics: Mapping[str, str]) -> dict[str, str]:
    """The id and the name of what a cell is grouped by."""
    if key == "topic":
        name = topics.get(id_, id_)
    if key == "country":
        country = countries.find(id_)
        name = country.name if country else id_
    return {"id": id_, "name": name}


def quotes_behind(opinions: Iterable[Opinion]) -> dict[str, Quote]:
    """The quotes of opinions, by id; one that a write took away meanwhile is missing."""
    ids = sorted({opinion.quote_id for opinion in opinions})
    return {quote.id: quote for quote in store().quotes(ids)} if ids else {}


def evidence_answer(opinion: Opinion, quotes: Mapping[str, Quote]) -> dict[str, Any]:
    """An opinion with the words of its quote; they are null where that is missing."""
    quote = quotes.get(opinion.quote_id)
    return {
        "id": opinion.quote_id,
        "text": quote.text if quote else None,
        "stance": opinion.stance,
        "topic": opinion.topic,
        "speaker": opinion.speaker_name,
        "outlet": opinion.outlet_name,
        "published": str(quote.published) if quote and quote.published else None,
        "link": link(f"/v1/quotes/{opinion.quote_id}"),
    }
