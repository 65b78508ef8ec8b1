"""Topics: the propositions that quotes take sides on."""

from __future__ import annotations

from typing import Any

from flask import Response, request, url_for

from schemas.topic import TopicDetailSchema, TopicInputSchema, TopicList, TopicSchema
from service.api.endpoint import Resource
from service.api.http import fields_of, link, listing
from service.api.interpret import Reading
from service.api.opinions import quotes_link, sides_answer
from service.api.parser import json_body
from service.api.parts import ingester, store
from service.errors import NotFound
from service.ingest.topics import add_topic as add
from service.models import Topic
from service.query import Choice, QuoteQuery
from service.summary import Sides, summarise

topics = Resource("topics", __name__, "The propositions that quotes take sides on.")

_BODY = {"required": True, "content": {"application/json": {"schema": TopicInputSchema}}}


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
    query = QuoteQuery(topic=Choice(any_of=(topic_id,)))
    cells = summarise(store().opinions(query), ["topic"]).cells
    chosen = {"topic": [topic_id]}
    return {
        **fields_of(found),
        "stances": sides_answer(cells[0].sides if cells else Sides()),
        "links": {
            "quotes": quotes_link(Reading(query), {"topic": (topic_id, found.proposition)}),
            "speakers": link("/v1/stances", {**chosen, "group_by": ["speaker"]}),
            "countries": link("/v1/stances", {**chosen, "group_by": ["country"]}),
        },
    }


@topics.takes(
    "/topics",
    TopicSchema,
    status=201,
    keyed=True,
    also={200: "It was there already: as it is, or now replaced."},
    problems=(400, 413, 415),
    documented={"requestBody": _BODY},
)
def add_topic() -> tuple[Topic, int, dict[str, str]]:
    """Follow a topic, given by its proposition and whatever else there is.

    It can be filtered by at once, and what is ingested from now on takes sides on it; quotes that are stored
    already do after `onrecord reclassify`. One that gives the id of a topic takes its place.
    """
    ingester().seed()
    topic, status = add(store(), json_body(request))
    location = url_for("topics.one_topic", topic_id=topic.id)
    return topic, 201 if status == "created" else 200, {"Location": location}


@topics.takes("/topics/<topic_id>", None, method="DELETE", status=204, keyed=True, problems=(404,))
def remove_topic(topic_id: str) -> Response:
    """Stop following a topic.

    Stances on it stay with their quotes until `onrecord reclassify`, but nothing counts them. A store
    whose last topic is removed follows none.
    """
    if not store().delete_topic(topic_id):
        raise NotFound("There is no such topic.")
    return Response(status=204)
