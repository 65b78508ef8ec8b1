"""The envelope of every list, and the small pieces that several answers share."""

from __future__ import annotations

from typing import Any

from marshmallow import Schema, fields

from service.models import PublicationDate


class PeriodField(fields.Field[PublicationDate]):
    """A publication date as long as it is known: ``2022``, ``2022-03`` or ``2022-03-02``."""

    def __init__(self, about: str) -> None:
        described = {"type": "string", "description": about, "example": "2022-03-02"}
        super().__init__(allow_none=True, metadata=described)

    def _serialize(self, value: PublicationDate | None, attr: str | None, obj: Any, **_: Any) -> str | None:
        return None if value is None else str(value)


def string(about: str, *, null: bool = False, one_of: tuple[str, ...] = ()) -> fields.String:
    """A string of an answer."""
    closed = {"enum": [*one_of, None] if null else list(one_of)} if one_of else {}
    return fields.String(allow_none=null, metadata={"description": about, **closed})


def tally(about: str, *, null: bool = False) -> fields.Integer:
    """A count of an answer."""
    return fields.Integer(allow_none=null, metadata={"description": about, "minimum": 0})


def day(about: str) -> fields.Date:
    """A day that may be unknown."""
    return fields.Date(allow_none=True, metadata={"description": about})


class NamedSchema(Schema):
    """Something that has an id and a name."""

    id = string("Its id, as the filters take it.")
    name = string("Its name for people.", null=True)


class PageSchema(Schema):
    """Where a list stands."""

    size = tally("How many are given at most.")
    total = tally(
        "How many there are in all, exactly; of more than 50,000 statements that `collapse` counts, an "
        "estimate on Elasticsearch."
    )
    next = string("The cursor of the next page; null on the last.", null=True)


class LinksSchema(Schema):
    """Where to go on."""

    self = string("This list.")
    next = string("The next page; null on the last.", null=True)


class FacetValueSchema(NamedSchema):
    """One value of a facet."""

    count = tally("Quotes that have it, under the other filters.")


class FacetSchema(Schema):
    """The commonest values of a field."""

    values = fields.List(fields.Nested(FacetValueSchema))
    other_count = tally("Quotes of the values that are not listed.")


class ListSchema(Schema):
    """What every list answers; each says what its ``data`` are."""

    data = fields.List(fields.Raw())
    page = fields.Nested(PageSchema)
    facets = fields.Dict(
        keys=fields.String(), values=fields.Nested(FacetSchema), metadata={"description": "Those asked for."}
    )
    query = fields.Dict(
        keys=fields.String(),
        metadata={
            "description": "The query as it was understood, in one spelling. `speakers` and `outlets` say "
            "whom and what each name stood for."
        },
    )
    links = fields.Nested(LinksSchema)


def list_of(item: type[Schema] | Schema, name: str) -> type[ListSchema]:
    """The schema of a list of ``item``, called ``name`` in the OpenAPI."""
    found = type(name, (ListSchema,), {"data": fields.List(fields.Nested(item)), "__doc__": name})
    assert issubclass(found, ListSchema)  # noqa: S101  for the type checker
    return found
