"""The words of a query: cursors that survive URLs, belong to one query, and say so."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.errors import BadCursor
from service.query import (
    ArticleQuery,
    Choice,
    EntityQuery,
    QuoteQuery,
    TextQuery,
    decode_cursor,
    encode_cursor,
)

keys = st.one_of(st.none(), st.text(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False))


def as_cursor(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@given(key=keys, identity=st.text())
def test_a_cursor_gives_back_the_position_it_was_made_of(key: object, identity: str) -> None:
    cursor = encode_cursor((key, identity), "fingerprint")  # type: ignore[arg-type]
    assert decode_cursor(cursor, "fingerprint") == (key, identity)


@given(key=keys, identity=st.text())
def test_a_cursor_needs_no_escaping_in_a_url(key: object, identity: str) -> None:
    cursor = encode_cursor((key, identity), "fingerprint")  # type: ignore[arg-type]
    assert re.fullmatch(r"[A-Za-z0-9_-]+", cursor)


def test_a_cursor_of_another_query_is_refused_with_what_to_do() -> None:
    cursor = encode_cursor(("2022-03-01", "id"), QuoteQuery().fingerprint())
    with pytest.raises(BadCursor, match=r"links\.next") as caught:
        decode_cursor(cursor, QuoteQuery(sort="published").fingerprint())
    assert "cursor" in caught.value.errors


@given(cursor=st.text())
def test_whatever_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(cursor, "fingerprint")


@pytest.mark.parametrize(
    "value",
    [{}, [], ["fingerprint"], ["fingerprint", 1], ["fingerprint", 1, "a", "b"], ["fingerprint", [], "a"],
     ["fingerprint", True, "a"], ["fingerprint", {"a": 1}, "a"], "fingerprint", None, 7],
)  # fmt: skip
def test_a_cursor_of_another_shape_is_refused(value: object) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(as_cursor(value), "fingerprint")


def test_a_cursor_that_was_cut_is_refused() -> None:
    cursor = encode_cursor(("2022-03-01", "0" * 32), "fingerprint")
    for length in range(len(cursor)):
        with pytest.raises(BadCursor):
            decode_cursor(cursor[:length], "fingerprint")


@pytest.mark.parametrize(
    "other",
    [
        {"text": TextQuery(words=("peace",))},
        {"speaker": Choice(("a",))},
        {"speaker": Choice(none_of=("a",))},
        {"since": dt.date(2022, 1, 1)},
        {"undated": True},
        {"min_confidence": 0.5},
        {"sort": "published"},
        {"own": True},
        {"represents_state": False},
    ],
)
def test_other_filters_have_another_fingerprint(other: dict[str, object]) -> None:
    assert replace(QuoteQuery(), **other).fingerprint() != QuoteQuery().fingerprint()  # type: ignore[arg-type]


def test_the_page_and_what_comes_with_it_leave_the_fingerprint() -> None:
    query = QuoteQuery(limit=7, after=("a", "b"), facets=("topic",), facet_size=3, highlight=True)
    assert query.fingerprint() == QuoteQuery().fingerprint()
    assert ArticleQuery(limit=7, after=("a", "b")).fingerprint() == ArticleQuery().fingerprint()
    assert EntityQuery(limit=7, after=(1, "b")).fingerprint() == EntityQuery().fingerprint()


def test_a_choice_and_a_text_query_are_true_when_they_ask_for_something() -> None:
    assert not Choice()
    assert Choice(("a",))
    assert Choice(none_of=("a",))
    assert not TextQuery()
    assert TextQuery(without_words=("a",))
