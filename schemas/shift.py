"""Shifts: positions before and after."""

from __future__ import annotations

from marshmallow import fields

from schemas.answer import LinksSchema, ListSchema, day, string, tally
from schemas.stance import EvidenceQuoteSchema, GroupSchema, GroupsPageSchema, LeftOutSchema, SidesSchema
from service.shifts import NO_SHIFT


def _number(about: str) -> fields.Float:
    return fields.Float(allow_none=True, metadata={"description": about})


class PartSchema(SidesSchema):
    """The statements of a group on one side of a day, by when they were first printed."""

    position = fields.Float(
        metadata={
            "description": "From 0, all against, to 1, all in favor; neutral counts half. (1 + net) / 2."
        }
    )
    first = day("Day of the earliest.")
    last = day("Day of the latest.")
    evidence = fields.List(fields.Nested(EvidenceQuoteSchema))
    link = string(
        "The quotes printed on this side of the day. One that is dated to a month or a year counts at its "
        "first day; where the day is in the midst of that, the link of `after` leads to it too. Null where a "
        "name of the group is too long for a filter.",
        null=True,
    )


class ShiftSchema(SidesSchema, GroupSchema):
    """A group before and after. The counts are those of all its statements."""

    verdict = string(
        "A shift needs five statements with a decided side before and after, a difference of 0.2 and a "
        "corrected posterior of 0.95.",
        one_of=("shift", "no detectable change"),
    )
    reason = string("Why no change is detectable; null for a shift.", null=True, one_of=NO_SHIFT)
    at = fields.Date(
        allow_none=True,
        metadata={
            "description": "The first day of after: the one asked for, or of the month that tells most; null "
            "where there are too few statements."
        },
    )
    difference = _number("Position after less position before: above 0 is towards favor.")
    posterior = _number("Probability that the position moved that way (Beta with Jeffreys' prior).")
    looks = tally("How many days were tried.")
    corrected_posterior = _number("The posterior with its doubt multiplied by the looks.")
    undated = tally("Statements without a date: on neither side.")
    before = fields.Nested(PartSchema, allow_none=True)
    after = fields.Nested(PartSchema, allow_none=True)


class ShiftListSchema(ListSchema):
    """Shifts first, then the groups without a detectable change."""

    data = fields.List(fields.Nested(ShiftSchema))
    page = fields.Nested(GroupsPageSchema)
    left_out = fields.Nested(LeftOutSchema)
    links = fields.Nested(LinksSchema)
