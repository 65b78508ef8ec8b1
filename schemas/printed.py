"""What an article has and hands down to its quotes: where and when it was printed."""

from __future__ import annotations

from marshmallow import fields

from schemas.answer import PeriodField, string
from schemas.outlet import OutletSchema
from schemas.plain import PlainSchema
from service.models import PRECISIONS, PROVENANCES


class PrintedSchema(PlainSchema):
    """Where and when something was printed, with its id in front."""

    id = string("Id.")
    outlet = fields.Nested(OutletSchema, allow_none=True)
    headline = string("Headline of the article.", null=True)
    url = string("Address of the article.", null=True)
    language = string("Language of the article.", null=True)
    published = PeriodField("When it was printed, as precisely as that is known.")
    published_precision = fields.String(
        attribute="published.precision",
        dump_default=None,
        allow_none=True,
        metadata={"enum": [*PRECISIONS, None], "description": "How long that period is."},
    )
    published_source = fields.String(
        attribute="published.source",
        dump_default=None,
        allow_none=True,
        metadata={"enum": [*PROVENANCES, None], "description": "Where the date comes from."},
    )
