"""Articles: as they are sent in, and as they are served."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, ValidationError, fields, post_load, validate, validates_schema

from schemas.answer import list_of, string, tally
from schemas.printed import PrintedSchema
from schemas.quote import QuoteSchema
from schemas.strict import Strict
from service.models import RawArticle
from service.pipeline.metadata import LONGEST, METADATA, MOST_AUTHORS


def _given(field: str, about: str, **described: Any) -> fields.String:
    return fields.String(
        load_default=None,
        allow_none=True,
        validate=validate.Length(min=1, max=LONGEST[field]),
        metadata={"description": about, **described},
    )


class ArticleInputSchema(Strict):
    """An article to analyse: its text or its HTML, and what is known of it."""

    text = fields.String(
        load_default=None,
        allow_none=True,
        metadata={"description": "Plain text; offsets refer to it as it is."},
    )
    html = fields.String(
        load_default=None, allow_none=True, metadata={"description": "A page; its article is extracted."}
    )
    url = _given("url", "Its address: two articles of one address are one.")
    headline = _given("headline", "Its headline.")
    outlet = _given("outlet", "Name of the outlet.")
    published = _given(
        "published", "YYYY, YYYY-MM, YYYY-MM-DD or an RFC 3339 time, not in the future.", example="2022-03-02"
    )
    authors = fields.List(
        fields.String(validate=validate.Length(min=1, max=LONGEST["authors"])),
        load_default=None,
        allow_none=True,
        validate=validate.Length(max=MOST_AUTHORS),
        metadata={"description": "Its authors."},
    )
    language = _given("language", "Its language as an ISO 639-1 code; only English is taken.")
    inferred = fields.List(
        fields.String(validate=validate.OneOf(METADATA)),
        load_default=None,
        allow_none=True,
        metadata={"description": "Which of the fields here were inferred, not known."},
    )

    @validates_schema
    def _has_one_body(self, data: dict[str, Any], **_: Any) -> None:
        if (data.get("text") is None) == (data.get("html") is None):
            raise ValidationError("Give either text or html.", "text")

    @post_load
    def _to_raw(self, data: dict[str, Any], **_: Any) -> RawArticle:
        authors, inferred = tuple(data.pop("authors") or ()), frozenset(data.pop("inferred") or ())
        return RawArticle(name="request", authors=authors, inferred=inferred, **data)


class RegionSchema(Schema):
    """A stretch that is not running text."""

    start = tally("First code point.")
    end = tally("One past the last code point.")
    kind = string("What it is.")


class ArticleSchema(PrintedSchema):
    """An article without its text."""

    authors = fields.List(fields.String())
    content_hash = string("Digest of what was analysed.")
    analysis_version = string("Version of the analysis.", null=True)
    ingested_at = fields.AwareDateTime(allow_none=True, metadata={"description": "When it was stored."})


class ArticleTextSchema(ArticleSchema):
    """An article with its text."""

    text = string("The text that all offsets refer to.")
    regions = fields.List(fields.Nested(RegionSchema))


class ArticleDetailSchema(ArticleTextSchema):
    """An article with its text and its quotes marked."""

    quotes = fields.List(fields.Nested(QuoteSchema))
    marked = string(
        'The text, HTML-escaped, each quote in `<mark data-quotes="ID ...">`; nested quotes share a mark.'
    )


class AnalysisSchema(Schema):
    """What an analysis finds; nothing of it is kept."""

    article = fields.Nested(ArticleTextSchema)
    quotes = fields.List(fields.Nested(QuoteSchema))
    marked = string('The text, HTML-escaped, each quote in `<mark data-quotes="ID ...">`.')


class OutcomeSchema(Schema):
    """What became of one article."""

    line = fields.Integer(metadata={"description": "Line of the NDJSON body, from 1."})
    status = string("What was done.", one_of=("created", "updated", "unchanged", "rejected", "failed"))
    article_id = string("Id of the article; null where it was rejected.", null=True)
    quotes = tally("Quotes stored now; 0 where nothing changed.")
    reason = string("Why it was rejected or has failed.", null=True)


ArticleList = list_of(ArticleSchema, "ArticleList")
