"""Speakers: people and bodies over all their quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from schemas.arguments import SpeakerArguments
from schemas.speaker import SpeakerDetailSchema, SpeakerList
from service.api.canonical import canonical
from service.api.endpoint import Resource
from service.api.http import fields_of, link, page_listing
from service.api.interpret import Reading, read_entities
from service.api.opinions import opinions_on, propositions, quotes_link, sides_answer
from service.api.parts import store
from service.errors import NotFound
from service.query import Choice, QuoteQuery
from service.summary import summarise

speakers = Resource("speakers", __name__, "People and bodies who are quoted.")


@speakers.reads("/speakers", SpeakerList, arguments=SpeakerArguments)
def list_speakers(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Speakers with their counts, most quoted first."""
    query = read_entities(arguments)
    return page_listing(store().speakers(query), query, asked=canonical(arguments))


@speakers.reads("/speakers/<speaker_id>", SpeakerDetailSchema, problems=(404,))
def one_speaker(speaker_id: str) -> dict[str, Any]:
    """One speaker: names, roles with their dates, counts, and the stance on each topic."""
    found = store().speaker(speaker_id)
    if found is None:
        raise NotFound("Nobody of that id is quoted.")
    query = QuoteQuery(speaker=Choice(any_of=(speaker_id,)))
    cells = summarise(opinions_on(propositions(), query), ["speaker", "topic"]).cells
    return {
        **fields_of(found),
        "stances": [
            {
                "topic": cell.group["topic"][0],
                **sides_answer(cell.sides),
                "link": quotes_link(Reading(query), cell.group),
            }
            for cell in cells
        ],
        "links": {"quotes": link("/v1/quotes", {"speaker": [speaker_id], "attitude": ["any"]})},
    }
