"""Cursors survive URLs, belong to one query, and hold nothing that a store could stumble over."""

from __future__ import annotations

import base64
import datetime as dt
import json
import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cursor import MOST, count, day, decode_cursor, encode_cursor, score
from service.errors import BadCursor
from service.query import QuoteQuery

READERS = (day, score, count)
positions = st.one_of(
    st.tuples(st.just(day), st.one_of(st.none(), st.dates().map(dt.date.isoformat))),
    st.tuples(st.just(score), st.floats(-MOST, MOST)),
    st.tuples(st.just(count), st.integers(0, MOST)),
)
Read = Callable[[object], object]


def as_cursor(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


@given(position=positions, identity=st.text())
def test_a_cursor_gives_back_the_position_it_was_made_of(
    position: tuple[Read, object], identity: str
) -> None:
    read_key, key = position
    cursor = encode_cursor((key, identity), "fingerprint")  # type: ignore[arg-type]
    assert re.fullmatch(r"[A-Za-z0-9_-]+", cursor)  # no escaping in a URL
    assert decode_cursor(cursor, "fingerprint", read_key) == (key, identity)  # type: ignore[type-var]


def test_a_cursor_of_another_query_is_refused_with_what_to_do() -> None:
    cursor = encode_cursor(("2022-03-01", "id"), QuoteQuery().fingerprint())
    with pytest.raises(BadCursor, match=r"links\.next") as caught:
        decode_cursor(cursor, QuoteQuery(sort="published").fingerprint(), day)
    assert "cursor" in caught.value.errors


@given(cursor=st.text())
def test_whatever_is_no_cursor_is_refused(cursor: str) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(cursor, "fingerprint", day)


@pytest.mark.parametrize("read_key", READERS)
@pytest.mark.parametrize(
    "value",
    [{}, [], ["fingerprint"], ["fingerprint", 1], ["fingerprint", 1, "a", "b"], ["fingerprint", [], "a"],
     ["fingerprint", True, "a"], ["fingerprint", {"a": 1}, "a"], "fingerprint", None, 7, "abc",
     ["fingerprint", float("nan"), "a"], ["fingerprint", float("inf"), "a"], ["fingerprint", 10**20, "a"],
     ["fingerprint", 10**400, "a"], ["fingerprint", -(10**30), "a"], ["fingerprint", "abc", "a"],
     ["fingerprint", "2022-13-01", "a"], ["fingerprint", "20220301", "a"], ["fingerprint", 1, 1],
     ["fingerprint", 1, None], ["fingerprint", None, None], ["fingerprint", 1, "\ud800"],
     ["fingerprint", "2022-03-01", "\ud800"], [None, 1, "a"]],
)  # fmt: skip
def test_a_cursor_of_another_shape_is_refused(read_key: Read, value: object) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(as_cursor(value), "fingerprint", read_key)  # type: ignore[type-var]


@pytest.mark.parametrize(
    ("read_key", "key"),
    [(day, 1), (day, 1.5), (score, None), (score, "2022-03-01"), (count, 1.5), (count, -1)],
)
def test_the_key_of_another_order_is_refused(read_key: Read, key: object) -> None:
    with pytest.raises(BadCursor):
        decode_cursor(as_cursor(["fingerprint", key, "a"]), "fingerprint", read_key)  # type: ignore[type-var]


@pytest.mark.parametrize("junk", ["!!", "**", "=", "==", "+", "/", "\n", " "])
def test_what_is_not_of_the_alphabet_is_refused(junk: str) -> None:
    cursor = encode_cursor(("2022-03-01", "id"), "fingerprint")
    for spoilt in (junk + cursor, cursor + junk, cursor[:8] + junk + cursor[8:]):
        with pytest.raises(BadCursor):
            decode_cursor(spoilt, "fingerprint", day)


def test_a_cursor_that_was_cut_is_refused() -> None:
    cursor = encode_cursor(("2022-03-01", "0" * 32), "fingerprint")
    for length in range(len(cursor)):
        with pytest.raises(BadCursor):
            decode_cursor(cursor[:length], "fingerprint", day)
