"""Outlets: where articles were printed."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.answer import day, list_of, string, tally
from schemas.plain import PlainSchema
from service.models import PROVENANCES


class OutletSchema(PlainSchema):
    """The outlet of an article."""

    id = string("Id.")
    name = string("Name.")
    source = string("Whether the article or its giver named it, or it was inferred.", one_of=PROVENANCES)


class OutletEntrySchema(Schema):
    """An outlet over all its articles."""

    id = string("Id.")
    name = string("Name.")
    articles = tally("Its articles.")
    quotes = tally("Quotes that it carries.")
    first = day("Day of its earliest article.")
    last = day("Day of its latest article.")


class OutletDetailSchema(OutletEntrySchema):
    """An outlet with links to what it carries."""

    links = fields.Dict(keys=fields.String(), values=fields.String())


OutletList = list_of(OutletEntrySchema, "OutletList")
