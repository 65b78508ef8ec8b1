"""Quotes as they are served."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.answer import NamedSchema, list_of, string, tally
from schemas.correction import MadeCorrectionSchema
from schemas.plain import PlainSchema
from schemas.printed import PrintedSchema
from schemas.speaker import PassageSchema, SpeakerSchema
from schemas.stance import StanceSchema
from service.models import ATTITUDES, QUOTE_TYPES


class SpanSchema(PlainSchema):
    """Code points of the article's text."""

    start = tally("First code point.")
    end = tally("One past the last code point.")


class ContextSchema(PlainSchema):
    """The running text on both sides."""

    before = string("Before the quote.")
    after = string("After the quote.")


class QuoteSchema(PrintedSchema):
    """One attribution: who says what, where it was printed and which side it takes."""

    id = string("Id: the same quote of the same article always has it.")
    article_id = string("Id of the article.")
    text = string("The words, without outer quotation marks; several spans are joined by ` … `.")
    spans = fields.List(fields.Nested(SpanSchema))
    type = string("How it is reported.", one_of=QUOTE_TYPES)
    attitude = string("What the speaker does with it.", one_of=ATTITUDES)
    cue = fields.Nested(PassageSchema, allow_none=True)
    context = fields.Nested(ContextSchema)
    speaker = fields.Nested(SpeakerSchema)
    reported_by = fields.List(
        fields.String(), metadata={"description": "Who relays it, outermost first; the speaker is innermost."}
    )
    stances = fields.List(fields.Nested(StanceSchema))
    statement_id = string("The statement that this is a report of.")
    confidence = fields.Float(metadata={"description": "Of the attribution, from 0 to 1."})
    model = string("Which version of the analysis said so.")
    correction = fields.Nested(
        MadeCorrectionSchema,
        allow_none=True,
        metadata={"description": "What a person changed of it: speaker and stances are the corrected ones."},
    )


QUOTE_FIELDS: tuple[str, ...] = tuple(QuoteSchema().fields)


class FoundQuoteSchema(QuoteSchema):
    """A quote in a list: `fields` may leave some out, `highlight` adds the marked text."""

    highlight = fields.String(
        metadata={
            "description": "The text, HTML-escaped, with the words of `q` in `<mark>`, where asked for."
        }
    )


QuoteList = list_of(FoundQuoteSchema, "QuoteList")


class BucketSchema(Schema):
    """The quotes of one period."""

    start = fields.Date(metadata={"description": "First day of the period."})
    count = tally("Quotes.")
    split = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "By value of `split`."}
    )


TimelineListBase = list_of(BucketSchema, "TimelineListBase")


class TimelineSchema(TimelineListBase):  # type: ignore[misc, valid-type]  # made by list_of
    """Counts by period, gaps filled with zero."""

    undated = tally("Quotes that match and have no date: in no period.")
    names = fields.List(fields.Nested(NamedSchema), metadata={"description": "Names of the split's values."})
