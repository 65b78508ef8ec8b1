"""Parameters: how their values are told apart, and how many there may be."""

from __future__ import annotations

import time

import pytest
from marshmallow import ValidationError

from schemas.arguments import ArticleArguments, QuoteArguments, QuoteSearchBody
from schemas.fields import MAX_TOTAL, ChoiceField
from service.query import Choice


def read(value: object) -> Choice:
    found = ChoiceField("About.", quotable=True).deserialize(value)
    assert isinstance(found, Choice)
    return found


@pytest.mark.parametrize(
    ("value", "wanted"),
    [
        ("a,b", ("a", "b")),
        ('"a,b",c', ('"a,b"', "c")),
        ('a,"b,c",d,"e"', ('"b,c"', '"e"', "a", "d")),
        (["a,b", '"c,d"'], ('"c,d"', "a", "b")),
        ('a",b', ('a"', "b")),
        ('"a,b",c",d', ('"a,b"', 'c"', "d")),
    ],
)
def test_a_comma_between_quotation_marks_does_not_split(value: object, wanted: tuple[str, ...]) -> None:
    assert read(value).any_of == wanted


@pytest.mark.parametrize("mark", ['"', ",", '",', 'a",'])
def test_long_values_are_refused_at_once(mark: str) -> None:
    started = time.perf_counter()
    for size in (MAX_TOTAL, MAX_TOTAL + 1, 10 * MAX_TOTAL):
        with pytest.raises(ValidationError):
            read((mark * size)[:size])
    assert time.perf_counter() - started < 1


def test_repetition_does_not_get_around_the_limit_of_length() -> None:
    with pytest.raises(ValidationError, match="8000 characters"):
        read(["a" * 199] * 50)


@pytest.mark.parametrize("schema", [QuoteArguments, QuoteSearchBody, ArticleArguments])
@pytest.mark.parametrize("parameter", ["speaker", "outlet"])
def test_one_request_names_at_most_twenty(schema: type[QuoteArguments], parameter: str) -> None:
    if parameter not in schema().fields:
        return
    assert schema().load({parameter: [f"n{number}" for number in range(20)]})
    with pytest.raises(ValidationError) as caught:
        schema().load({parameter: [f"n{number}" for number in range(21)]})
    assert caught.value.messages_dict == {parameter: ["At most 20 values."]}
