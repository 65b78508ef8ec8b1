"""Stances: of one quote, and summed up over many."""

from __future__ import annotations

from marshmallow import Schema, fields

from schemas.answer import LinksSchema, ListSchema, NamedSchema, PageSchema, day, string, tally
from schemas.plain import PlainSchema
from service.models import SIDES


class EvidenceSchema(PlainSchema):
    """What decided a stance."""

    start = tally("First code point in the article's text.")
    end = tally("One past the last code point.")
    text = string("The words themselves.")
    decided_by = string("The rule or the model that decided.")


class StanceSchema(PlainSchema):
    """The side that a quote takes on a topic's proposition."""

    topic = string("Id of the topic.")
    stance = string("The side; neutral withholds it, unsure means that the system abstains.", one_of=SIDES)
    confidence = fields.Float(metadata={"description": "From 0 to 1."})
    evidence = fields.Nested(EvidenceSchema)
    holder = string("Whose opinion it is, where it is not the speaker's own.", null=True)


class ShareSchema(Schema):
    """A share of the statements that address the topic, with its 95% interval (Wilson)."""

    share = fields.Float()
    low = fields.Float()
    high = fields.Float()


class SidesSchema(Schema):
    """Statements by side."""

    n = tally("Statements, each counted once however often it was printed.")
    favor = tally("In favor.")
    against = tally("Against.")
    neutral = tally("Addressed, with the side withheld.")
    unsure = tally("The system abstains, or the reports of the statement contradict each other.")


class StartSchema(Schema):
    """Where a period begins."""

    start = fields.Date(metadata={"description": "First day of the period."})


class PeriodSchema(SidesSchema, StartSchema):
    """The statements of one period; zero periods are there too."""


class EvidenceQuoteSchema(Schema):
    """A quote behind a cell."""

    id = string("Id of the quote.")
    text = string("The quote.", null=True)
    stance = string("The side it takes.", one_of=SIDES)
    topic = string("The topic on which it does.")
    speaker = string("Who says it.", null=True)
    outlet = string("Where it was printed.", null=True)
    published = string("When it was printed.", null=True)
    link = string("The whole quote.")


class CellLinksSchema(Schema):
    """Where the numbers of a cell come from."""

    quotes = string(
        "Exactly the quotes behind the numbers; null where a name of the group is too long for a filter.",
        null=True,
    )


class GroupSchema(Schema):
    """What the statements of a cell have in common."""

    group = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(NamedSchema),
        metadata={"description": "The keys asked for in `group_by`, each with its id and its name."},
    )


class CellSchema(SidesSchema, GroupSchema):
    """A summary cell: the statements of one group."""

    articles = tally("Articles that print them.")
    outlets = tally("Outlets that carry them.")
    speakers = tally("Named speakers who make them.")
    shares = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(ShareSchema),
        allow_none=True,
        metadata={"description": "favor, against, neutral over those three; null under five statements."},
    )
    net = fields.Float(
        allow_none=True,
        metadata={
            "description": "(favor - against) / (favor + against + neutral); null under five statements."
        },
    )
    first = day("Day of the earliest.")
    last = day("Day of the latest.")
    undated = tally("Statements without a date: in no period of the timeline.")
    timeline = fields.List(
        fields.Nested(PeriodSchema),
        allow_none=True,
        metadata={"description": "By period where an interval is asked for, else null."},
    )
    evidence = fields.List(fields.Nested(EvidenceQuoteSchema))
    links = fields.Nested(CellLinksSchema)


class GroupsPageSchema(PageSchema):
    """Where a list of groups stands."""

    total_groups = tally("The same as total: how many groups there are.")


class LeftOutSchema(Schema):
    """Stances that match and are in no cell."""

    other_holder = tally("The opinion is not the speaker's own.")
    unresolved = tally("Neither who speaks is known nor for which country or body.")
    no_state = tally("Grouped by country: the speaker does not speak for a state.")
    no_group = tally("The speaker, country, outlet or affiliation to group by is not known.")


class StanceListSchema(ListSchema):
    """Summaries, largest group first."""

    data = fields.List(fields.Nested(CellSchema))
    page = fields.Nested(GroupsPageSchema)
    left_out = fields.Nested(LeftOutSchema)
    links = fields.Nested(LinksSchema)
