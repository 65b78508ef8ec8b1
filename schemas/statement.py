"""Statements: the reports of one utterance, and how their words differ."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.answer import ListSchema, day, string, tally
from schemas.outlet import OutletSchema
from schemas.quote import QuoteSchema
from schemas.speaker import SpeakerSchema
from service.differences import OPERATIONS
from service.models import SIDES
from service.statement import FAITHFULNESS


class VariantSchema(Schema):
    """One report of a statement."""

    quote = fields.Nested(QuoteSchema)
    wording = string(
        "Beside the preferred report: the `same` words; `part`, fewer or more of them in one run; "
        "`reworded`, in other words but not between quotation marks; `altered`, other words between them.",
        one_of=FAITHFULNESS,
    )


class ReportedStanceSchema(Schema):
    """What the reports of a statement say on one topic."""

    topic = string("Id of the topic.")
    holder = string("Whose opinion it is, where it is not the speaker's own.", null=True)
    stance = string("The side of most reports, as summaries count it; unsure where they tie.", one_of=SIDES)
    reports = fields.Dict(
        keys=fields.String(), values=fields.Integer(), metadata={"description": "Reports by side."}
    )


class StatementSchema(Schema):
    """An utterance, with everywhere it was printed."""

    id = string("Id: the smallest of its reports' ids, so it may change when a report is added or removed.")
    preferred = fields.Nested(
        QuoteSchema,
        metadata={
            "description": "The report whose wording is preferred: of an outlet that is named, between "
            "quotation marks, the fullest, the earliest."
        },
    )
    reports = tally("Its reports.")
    articles = tally("Articles that print it.")
    first = day("Day of the earliest.")
    last = day("Day of the latest.")
    outlets = fields.List(fields.Nested(OutletSchema))
    speakers = fields.List(
        fields.Nested(SpeakerSchema),
        metadata={
            "description": "Who is named as its speaker; several where reports name an office or a body."
        },
    )
    stances = fields.List(fields.Nested(ReportedStanceSchema))
    variants = fields.List(
        fields.Nested(VariantSchema),
        metadata={"description": "Its reports by date, the first 200; `links.quotes` lists all."},
    )
    links = fields.Dict(keys=fields.String(), values=fields.String())


class DifferenceSchema(Schema):
    """A stretch of two texts, compared word by word."""

    op = string("What became of it.", one_of=OPERATIONS)
    before = string("As the quote that was asked for has it.")
    after = string("As this report has it.")


class OtherReportSchema(VariantSchema):
    """Another report of the same statement, and how its words differ from the quote that was asked for."""

    differences = fields.List(
        fields.Nested(DifferenceSchema),
        metadata={"description": "In order: the `before` give the one text, the `after` the other."},
    )


class OtherReportList(ListSchema):
    """The other reports of a statement."""

    data = fields.List(fields.Nested(OtherReportSchema))
    statement_id = string("The statement.")
