"""Topics: the propositions that quotes take sides on."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

from schemas.topic import TopicDetailSchema, TopicList
from service.api.endpoint import Resource
from service.api.http import link, listing
from service.api.parts import store
from service.api.stances import sides_answer
from service.errors import NotFound
from service.query import Choice, QuoteQuery
from service.summary import Sides, summarise

topics = Resource("topics", __name__, "The propositions that quotes take sides on.")


@topics.reads("/topics", TopicList)
def list_topics() -> dict[str, Any]:
    """All topics."""
    found = list(store().topics())
    return listing(found, size=len(found), total=len(found), next_cursor=None, query={}, asked={})


@topics.reads("/topics/<topic_id>", TopicDetailSchema, problems=(404,))
def one_topic(topic_id: str) -> dict[str, Any]:
    """One topic, and the statements that address it by side."""
    found = next((topic for topic in store().topics() if topic.id == topic_id), None)
    if found is None:
        raise NotFound("There is no such topic.")
    cells = summarise(store().opinions(QuoteQuery(topic=Choice(any_of=(topic_id,)))), ["topic"]).cells
    chosen = {"topic": [topic_id]}
    return {
        **{field.name: getattr(found, field.name) for field in fields(found)},
        "stances": sides_answer(cells[0].sides if cells else Sides()),
        "links": {
            "quotes": link("/v1/quotes", {**chosen, "own": True}),
            "speakers": link("/v1/stances", {**chosen, "group_by": ["speaker"]}),
            "countries": link("/v1/stances", {**chosen, "group_by": ["country"]}),
        },
    }
