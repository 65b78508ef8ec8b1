"""What is dumped by attribute is what marshmallow makes of the same values, key for key and in order."""

import json
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from schemas.quote import QUOTE_FIELDS, QuoteList, QuoteSchema
from service.models import Context, Passage, PublicationDate, Quote
from tests.factories import a_corpus, a_quote, a_stance, an_article


def as_mapping(value: Any) -> Any:
    """The same in dicts, which go through marshmallow itself."""
    if isinstance(value, PublicationDate):
        return value
    if is_dataclass(value):
        return {field.name: as_mapping(getattr(value, field.name)) for field in fields(value)}
    return [as_mapping(item) for item in value] if isinstance(value, tuple) else value


def quotes() -> list[Quote]:
    """Quotes with and without everything that may be missing."""
    full = a_quote(
        an_article("full"),
        cue=Passage(3, 7, "said"),
        context=Context("before", "after"),
        reported_by=("state television",),
        stances=(a_stance(confidence=1),),
        confidence=1,
        url="https://dawn.com/1",
    )
    return [full, *(quote for change in a_corpus(40) for quote in change.quotes)]


def test_a_quote_is_dumped_as_marshmallow_dumps_it() -> None:
    schema = QuoteSchema()
    for quote in quotes():
        assert json.dumps(schema.dump(quote)) == json.dumps(schema.dump(as_mapping(quote)))


def test_many_quotes_are_dumped_in_their_order() -> None:
    assert QuoteSchema(many=True).dump(quotes()) == [QuoteSchema().dump(quote) for quote in quotes()]


@pytest.mark.parametrize(
    "only", [("id", "text"), ("speaker", "published", "published_precision"), QUOTE_FIELDS]
)
def test_only_the_fields_that_are_asked_for_are_dumped(only: tuple[str, ...]) -> None:
    schema = QuoteList(only=[f"data.{name}" for name in only])
    dumped = schema.dump({"data": quotes()})["data"]
    assert dumped == schema.dump({"data": [as_mapping(quote) for quote in quotes()]})["data"]
    assert all(set(quote) == set(only) for quote in dumped)
