"""The words of a query: what they mean, and what a cursor of theirs belongs to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from service.query import ArticleQuery, Choice, EntityQuery, QuoteQuery
from service.words import TextQuery


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
        {"resolved": False},
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
