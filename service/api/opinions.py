"""Opinions as the answers that count them tell of them: which count, by what names, and from which quotes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from schemas.fields import MAX_LENGTH
from service import countries
from service.api.http import link
from service.api.interpret import Reading, read_quotes
from service.api.parts import store
from service.models import SIDES, Quote, Side
from service.query import Choice, Opinion, QuoteQuery, quoted_in_full
from service.summary import GroupKey, Sides

_NOT_FILTERS = ("group_by", "at", "interval", "evidence", "limit", "cursor")


def read_opinions(arguments: Mapping[str, Any]) -> tuple[Reading, dict[str, str]]:
    """The quotes' filters, and the propositions of all topics by id: the store is asked for these once."""
    topics = store().topics()
    reading = read_quotes(arguments, store(), lambda _: topics)
    return reading, {topic.id: topic.proposition for topic in topics}


def propositions() -> dict[str, str]:
    """The proposition of each topic that there is, by id."""
    return {topic.id: topic.proposition for topic in store().topics()}


def sides_answer(sides: Sides) -> dict[str, int]:
    """Counts by side."""
    return {
        "n": sides.n,
        "favor": sides.favor,
        "against": sides.against,
        "neutral": sides.neutral,
        "unsure": sides.unsure,
    }


def quotes_link(reading: Reading, group: Mapping[GroupKey, tuple[str, str]], **bounds: Any) -> str | None:
    """The address of exactly the quotes that a cell counts: the filters, the group, and what is left out.

    ``bounds`` are filters in place of those that were asked for. None where the group has a value that is too
    long for a filter.
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
        filters["affiliation"] = [quoted_in_full(group["affiliation"][0])]  # the whole of it, not its words
    if "country" in group:
        filters["represents_state"] = True
    if any(len(value) > MAX_LENGTH for key in group for value in filters[key]):
        return None
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
