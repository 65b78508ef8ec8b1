"""Topics: the propositions that quotes take sides on."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields, validate

from schemas.answer import list_of, string
from schemas.stance import SidesSchema
from schemas.strict import Strict
from service.models import SIDES
from service.pipeline.topics import FEWEST_WORDS, ID, LENGTHS, LONGEST_EXAMPLE, MOST_EXAMPLES, MOST_PHRASES


class CuesSchema(Schema):
    """Explicit phrases, each matched over a quote and its cue by words, with `|`, `*` and `...N` for gaps."""

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


def _phrases(about: str, key: str | None = None) -> fields.List[Any]:
    return fields.List(
        fields.String(),
        allow_none=True,
        data_key=key,
        validate=validate.Length(max=MOST_PHRASES),
        metadata={"description": about},
    )


def _told(field: str, about: str) -> fields.String:
    return fields.String(
        allow_none=field != "proposition",
        required=field == "proposition",
        validate=validate.Length(min=1, max=LENGTHS[field]),
        metadata={"description": about},
    )


class CuesInputSchema(Strict):
    """Phrases that decide by themselves."""

    favor = _phrases("Whoever says so is in favor.")
    against = _phrases("Whoever says so is against.")
    neutral = _phrases("Whoever says so withholds a side.")
    exclude_ = _phrases("What touches these is not about the topic.", key="exclude")


class ExampleInputSchema(Strict):
    """A labelled quote."""

    text = fields.String(required=True, validate=validate.Length(min=1, max=LONGEST_EXAMPLE))
    stance = fields.String(required=True, allow_none=True, validate=validate.OneOf(SIDES))


class TopicInputSchema(Strict):
    """A topic as it is sent in: its proposition, and whatever else there is.

    For the OpenAPI alone: :func:`service.pipeline.topics.topic_of` judges it, as it does a file's.
    """

    id = fields.String(
        allow_none=True,
        validate=validate.Regexp(f"^{ID}$"),
        metadata={"description": "Its id; made of the proposition where none is given."},
    )
    proposition = _told(
        "proposition",
        f"A sentence that somebody can be for or against: {FEWEST_WORDS} words or more, and no question.",
    )
    negation = _told("negation", "The opposite proposition, a sentence likewise.")
    description = _told("description", "What belongs to it and what does not.")
    targets = _phrases('What is judged; with "-" before it, to speak against it is to favor the topic.')
    cues = fields.Nested(CuesInputSchema, allow_none=True)
    examples = fields.List(
        fields.Nested(ExampleInputSchema), allow_none=True, validate=validate.Length(max=MOST_EXAMPLES)
    )
