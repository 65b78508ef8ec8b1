"""Topics: the propositions that quotes take sides on."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.answer import list_of, string
from schemas.stance import SidesSchema
from service.models import SIDES


class CuesSchema(Schema):
    """Explicit phrases, each a regular expression over a quote and its cue."""

    favor = fields.List(fields.String())
    against = fields.List(fields.String())
    neutral = fields.List(fields.String())
    exclude_ = fields.List(fields.String(), data_key="exclude", attribute="exclude")


class ExampleSchema(Schema):
    """A labelled quote."""

    text = string("The quote.")
    stance = string("Its side; null where it does not address the topic.", null=True, one_of=SIDES)


class TopicSchema(Schema):
    """A topic."""

    id = string("Id.")
    proposition = string("What one is in favor of or against.")
    negation = string("The opposite proposition.", null=True)
    description = string("What belongs to it and what does not.", null=True)
    targets = fields.List(fields.String(), metadata={"description": "What it speaks of."})
    cues = fields.Nested(CuesSchema)
    examples = fields.List(fields.Nested(ExampleSchema))


class TopicDetailSchema(TopicSchema):
    """A topic with the statements that address it."""

    stances = fields.Nested(SidesSchema)
    links = fields.Dict(keys=fields.String(), values=fields.String())


TopicList = list_of(TopicSchema, "TopicList")
