"""Speakers: in one quote, and over all their quotes."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.answer import day, list_of, string, tally
from schemas.plain import PlainSchema
from schemas.stance import SidesSchema
from service.models import SPEAKER_KINDS


class PassageSchema(PlainSchema):
    """A stretch of an article."""

    start = tally("First code point in the article's text.")
    end = tally("One past the last code point.")
    text = string("The words themselves.")


class SpeakerSchema(PlainSchema):
    """Who says it, as of the article's date."""

    id = string("Id, the same in every article; null where the speaker is not named.", null=True)
    name = string("Canonical name.", null=True)
    stated = string("The fullest form in this article.", null=True)
    kind = string("What kind of speaker.", one_of=SPEAKER_KINDS)
    description = string("How an unnamed speaker is described.", null=True)
    role = string("Their role on that date.", null=True)
    affiliation = string("The body they belong to.", null=True)
    country = string("ISO 3166-1 alpha-2 code, or EU.", null=True)
    represents_state = fields.Boolean(metadata={"description": "Whether they speak for that country."})
    mention = fields.Nested(PassageSchema, allow_none=True)
    resolved_by = string("How the name was decided.", null=True)


class RoleSchema(Schema):
    """A role in which a speaker was quoted."""

    role = string("The role.", null=True)
    affiliation = string("The body.", null=True)
    country = string("ISO 3166-1 alpha-2 code, or EU.", null=True)
    first = day("First day on which they were quoted in it.")
    last = day("Last day.")
    quotes = tally("Quotes in it.")


class SpeakerEntrySchema(Schema):
    """A speaker over all their quotes."""

    id = string("Id.")
    name = string("Canonical name.")
    names = fields.List(fields.String(), metadata={"description": "Every name they are found by."})
    kind = string("What kind of speaker.", one_of=SPEAKER_KINDS)
    quotes = tally("Their quotes.")
    articles = tally("Articles that quote them; of more than 10,000 on Elasticsearch an estimate.")
    first = day("Day of the earliest quote.")
    last = day("Day of the latest quote.")


class OfTopicSchema(Schema):
    """Something about a topic."""

    topic = string("Id of the topic.")


class TopicSidesSchema(SidesSchema, OfTopicSchema):
    """Statements on one topic by side."""

    link = string("The quotes.")


class SpeakerDetailSchema(SpeakerEntrySchema):
    """A speaker with the roles they were quoted in and their stance on each topic."""

    roles = fields.List(fields.Nested(RoleSchema))
    stances = fields.List(fields.Nested(TopicSidesSchema))
    links = fields.Dict(keys=fields.String(), values=fields.String())


SpeakerList = list_of(SpeakerEntrySchema, "SpeakerList")
