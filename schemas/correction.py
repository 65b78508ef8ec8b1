"""Corrections: what a person says of a quote in place of the analysis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, ValidationError, fields, missing, post_load, validate, validates_schema

from schemas.answer import list_of, string
from schemas.fields import FlagField
from schemas.plain import PlainSchema
from schemas.speaker import SpeakerSchema
from schemas.stance import StanceSchema
from schemas.strict import Strict
from service.models import SIDES, CorrectedStance
from service.words import no_text

LONGEST_NAME = 200
LONGEST_REASON = 2000
MOST_STANCES = 100


def _worded(about: str, most: int, *, required: bool = False) -> fields.String:
    return fields.String(
        required=required,
        load_default=missing if required else None,
        validate=[
            validate.Length(min=1, max=most),
            validate.Regexp(r"(?s).*\S", error="No word in it."),
            _without_the_unseen,
        ],
        metadata={"description": about},
    )


def _without_the_unseen(text: str) -> None:
    if told := no_text(text, by_hand=True):
        raise ValidationError(told)


class JudgedStanceSchema(PlainSchema):
    """A side in a person's judgment."""

    topic = string("Id of the topic.")
    stance = string("The side; null where the quote does not address the topic.", null=True, one_of=SIDES)


class MadeCorrectionSchema(PlainSchema):
    """Who corrected what of a quote, and why."""

    by = string("Who says so; of several, the last.")
    reason = string("Why, in their words.")
    at = fields.AwareDateTime(metadata={"description": "When it was made, or last added to."})
    speaker = fields.Nested(
        SpeakerSchema, allow_none=True, metadata={"description": "Who speaks; null where that was left open."}
    )
    stances = fields.List(
        fields.Nested(JudgedStanceSchema), metadata={"description": "Sides; other topics are left open."}
    )
    withdrawn = fields.Boolean(metadata={"description": "Whether the quote was taken back."})


class AnalysisOwnSchema(PlainSchema):
    """What the analysis alone says of the quote."""

    speaker = fields.Nested(SpeakerSchema)
    stances = fields.List(fields.Nested(StanceSchema))


class CorrectionSchema(Schema):
    """A correction with the quote that it is of."""

    quote_id = string("Id of the quote; that of its successor, once a newer analysis replaced it.")
    article_id = string("Id of its article.")
    correction = fields.Nested(MadeCorrectionSchema)
    orphaned = fields.Boolean(
        metadata={"description": "Whether the last analysis no longer finds the quote, nor a successor."}
    )
    analysis = fields.Nested(
        AnalysisOwnSchema,
        allow_none=True,
        metadata={"description": "To what the quote goes back without the correction."},
    )
    links = fields.Dict(keys=fields.String(), values=fields.String())


CorrectionList = list_of(CorrectionSchema, "CorrectionList")


class StanceInputSchema(Strict):
    """A side on a topic, or none."""

    topic = fields.String(
        required=True,
        validate=validate.Length(min=1, max=LONGEST_NAME),
        metadata={"description": "Id of the topic."},
    )
    stance = fields.String(
        required=True,
        allow_none=True,
        validate=validate.OneOf(SIDES),
        metadata={"description": "The side; null where the quote does not address the topic."},
    )


class CorrectionInputSchema(Strict):
    """Who corrects a quote, why, and what: the speaker, stances, or that it is none."""

    by = _worded("Who says so.", LONGEST_NAME, required=True)
    reason = _worded("Why.", LONGEST_REASON, required=True)
    speaker = _worded("Who speaks: the id of a speaker, or a name.", LONGEST_NAME)
    stances = fields.List(
        fields.Nested(StanceInputSchema),
        load_default=list,
        validate=validate.Length(max=MOST_STANCES),
        metadata={"description": "Sides on topics; those that are not named stay as they are."},
    )
    withdrawn = FlagField("Whether the quote is taken back.")

    @validates_schema
    def _says_something(self, data: Mapping[str, Any], **_: Any) -> None:
        changes = data.get("speaker") is not None or bool(data.get("stances"))
        if data.get("withdrawn") and changes:
            raise ValidationError("A withdrawn quote has no other speaker and no stances.", "withdrawn")
        if not data.get("withdrawn") and not changes:
            raise ValidationError("Give speaker, stances, or withdrawn: true.", "speaker")
        topics = [stance.get("topic") for stance in data.get("stances", ())]
        if len(set(topics)) < len(topics):
            raise ValidationError("A topic is there twice.", "stances")

    @post_load
    def _to_words(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        stances = tuple(CorrectedStance(**stance) for stance in data.pop("stances"))
        return {**data, "stances": stances, "withdrawn": bool(data["withdrawn"])}
