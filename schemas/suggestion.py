"""Names as somebody types them."""

from __future__ import annotations

from marshmallow import Schema

from schemas.answer import list_of, string, tally


class SuggestionSchema(Schema):
    """A speaker, an outlet or a topic that fits what was typed so far."""

    type = string("What it is.", one_of=("speaker", "outlet", "topic"))
    id = string("Id, as the filter of that name takes it.")
    name = string("Name, or a topic's proposition.")
    quotes = tally("Quotes that it would give; null for topics.", null=True)
    link = string("The quotes.")


SuggestionList = list_of(SuggestionSchema, "SuggestionList")
