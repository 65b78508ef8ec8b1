"""The JSON that Elasticsearch is asked with, without a server."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest

from service.errors import BadCursor
from service.query import ArticleQuery, Choice, QuoteQuery
from service.store.elastic_query import (
    BEST_FIRST,
    NEWEST_FIRST,
    OLDEST_FIRST,
    article_query,
    facet_aggregation,
    having,
    highlighted,
    histogram,
    named,
    quote_order,
    quote_query,
)
from service.words import TextQuery

EVERYTHING = QuoteQuery(attitude=Choice())


def test_a_query_without_filters_matches_everything() -> None:
    assert quote_query(EVERYTHING) == {"bool": {}}
    assert article_query(ArticleQuery()) == {"bool": {}}


def test_filters_do_not_score() -> None:
    assert quote_query(QuoteQuery(speaker=Choice(("a", "b")), country=Choice(none_of=("PK",)))) == {
        "bool": {
            "filter": [{"terms": {"speaker.id": ["a", "b"]}}, {"terms": {"attitude": ["assertion"]}}],
            "must_not": [{"terms": {"speaker.country": ["PK"]}}],
        }
    }


def test_topic_stance_and_confidence_are_asked_of_one_nested_stance() -> None:
    query = QuoteQuery(
        attitude=Choice(), topic=Choice(("x",)), stance=Choice(("favor",)), min_confidence=0.5, own=True
    )
    assert quote_query(query) == {
        "bool": {
            "filter": [
                {
                    "nested": {
                        "path": "stances",
                        "query": {
                            "bool": {
                                "filter": [
                                    {"terms": {"stances.topic": ["x"]}},
                                    {"terms": {"stances.stance": ["favor"]}},
                                    {"range": {"stances.confidence": {"gte": 0.5}}},
                                ],
                                "must_not": [{"exists": {"field": "stances.holder"}}],
                            }
                        },
                    }
                }
            ]
        }
    }


def test_confidence_alone_is_the_attributions() -> None:
    query = QuoteQuery(attitude=Choice(), min_confidence=0.5)
    assert quote_query(query) == {"bool": {"filter": [{"range": {"confidence": {"gte": 0.5}}}]}}


def test_an_excluded_side_is_excluded_on_the_wanted_topics() -> None:
    query = QuoteQuery(attitude=Choice(), topic=Choice(("x",)), stance=Choice(none_of=("favor",)))
    (unwanted,) = quote_query(query)["bool"]["must_not"]
    assert unwanted["nested"]["query"]["bool"]["filter"] == [
        {"terms": {"stances.stance": ["favor"]}},
        {"terms": {"stances.topic": ["x"]}},
    ]


def test_a_period_matches_bounds_that_it_overlaps() -> None:
    query = QuoteQuery(attitude=Choice(), since=dt.date(2022, 3, 1), until=dt.date(2022, 3, 31))
    within = [
        {"range": {"derived.last_day": {"gte": "2022-03-01"}}},
        {"range": {"published.day": {"lte": "2022-03-31"}}},
    ]
    assert quote_query(query) == {"bool": {"filter": within}}
    undated = QuoteQuery(attitude=Choice(), since=query.since, until=query.until, undated=True)
    (either,) = quote_query(undated)["bool"]["filter"]
    assert either["bool"]["should"] == [
        {"bool": {"must_not": [{"exists": {"field": "published.day"}}]}},
        {"bool": {"filter": within}},
    ]


def test_every_word_and_phrase_is_a_phrase_so_that_none_is_an_operator() -> None:
    text = TextQuery(words=("peace*", "!!"), phrases=(("we", "OR"),), without_words=("-war",))
    assert quote_query(QuoteQuery(attitude=Choice(), text=text)) == {
        "bool": {
            "filter": [{"match_phrase": {"text": "peace*"}}, {"match_phrase": {"text": "we OR"}}],
            "must_not": [{"match_phrase": {"text": "-war"}}],
        }
    }


def test_words_score_only_in_a_search_by_relevance() -> None:
    query = QuoteQuery(text=TextQuery(words=("peace",)), sort="relevance")
    assert quote_query(query)["bool"]["must"] == [{"match_phrase": {"text": "peace"}}]
    assert quote_order(query) is BEST_FIRST
    assert quote_order(QuoteQuery(sort="relevance")) is NEWEST_FIRST


def test_a_speaker_is_resolved_by_an_id_a_country_or_an_affiliation() -> None:
    known = {
        "bool": {
            "should": [
                {"exists": {"field": "speaker.id"}},
                {"exists": {"field": "speaker.country"}},
                {"exists": {"field": "speaker.affiliation"}},
            ]
        }
    }
    whole = QuoteQuery(attitude=Choice())
    assert quote_query(replace(whole, resolved=True)) == {"bool": {"filter": [known]}}
    assert quote_query(replace(whole, resolved=False)) == {"bool": {"must_not": [known]}}


def test_words_of_a_role_are_all_in_one_of_the_given_roles() -> None:
    (either,) = quote_query(QuoteQuery(attitude=Choice(), role=Choice(("Foreign Minister", "FM"))))["bool"][
        "filter"
    ]
    first, second = either["bool"]["should"]
    assert first["bool"]["filter"] == [
        {"exists": {"field": "speaker.role"}},
        {"term": {"derived.role_words": "foreign"}},
        {"term": {"derived.role_words": "minister"}},
    ]
    assert second["bool"]["filter"][1:] == [{"term": {"derived.role_words": "fm"}}]


def test_a_facet_leaves_out_its_own_filter_alone() -> None:
    query = QuoteQuery(attitude=Choice(), outlet=Choice(("dawn.com",)), country=Choice(("PK",)))
    assert quote_query(query, without="outlet") == {
        "bool": {"filter": [{"terms": {"speaker.country": ["PK"]}}]}
    }


def test_a_facet_of_stances_counts_quotes_and_not_stances() -> None:
    query = QuoteQuery(topic=Choice(("x",)), stance=Choice(("favor",)))
    within = facet_aggregation(query, "topic", topics=("y", "x"))["aggs"]["admitted"]
    there, sided = {"terms": {"stances.topic": ["x", "y"]}}, {"terms": {"stances.stance": ["favor"]}}
    assert within["filter"] == {"bool": {"filter": [there, sided]}}
    assert within["aggs"]["values"]["aggs"] == {"quotes": {"reverse_nested": {}}}


def test_the_values_of_a_split_keep_the_querys_own_filter() -> None:
    found = facet_aggregation(QuoteQuery(stance=Choice(("favor",))), "stance", own=True)
    sided = {"terms": {"stances.stance": ["favor"]}}
    assert found["aggs"]["admitted"]["filter"] == {"bool": {"filter": [sided]}}
    counted = having(QuoteQuery(attitude=Choice()), "country", "PK")
    assert counted["bool"]["filter"][1] == {"term": {"speaker.country": "PK"}}


def test_a_plain_facet_breaks_ties_by_value_and_asks_every_shard_for_more() -> None:
    terms = facet_aggregation(QuoteQuery(facet_size=5), "outlet")["terms"]
    assert terms["order"] == [{"_count": "desc"}, {"_key": "asc"}]
    assert terms["size"] == 5
    assert terms["shard_size"] > 1000


def test_a_histogram_has_calendar_periods() -> None:
    assert histogram("quarter")["date_histogram"]["calendar_interval"] == "quarter"


def test_a_highlight_covers_the_whole_text_and_survives_a_long_one() -> None:
    found = highlighted(TextQuery(words=("peace",), without_words=("war",)))
    assert found["number_of_fragments"] == 0
    assert found["max_analyzed_offset"] <= 1_000_000
    assert found["highlight_query"] == {"bool": {"must": [{"match_phrase": {"text": "peace"}}]}}


def test_while_a_name_is_typed_its_last_word_is_a_beginning() -> None:
    assert named(("shah", "qur"), prefix=True) == {
        "bool": {
            "filter": [
                {"prefix": {"derived.name_words": {"value": "qur"}}},
                {"term": {"derived.name_words": "shah"}},
            ]
        }
    }


@pytest.mark.parametrize("order", [NEWEST_FIRST, OLDEST_FIRST])
def test_a_position_without_a_date_goes_there_and_back(order: object) -> None:
    assert isinstance(order, type(NEWEST_FIRST))
    after = order.search_after((None, "id"))
    assert order.position(after) == (None, "id")
    assert order.position(order.search_after(("2022-03-01", "id"))) == ("2022-03-01", "id")


def test_a_position_of_another_order_is_refused() -> None:
    for order, after in ((NEWEST_FIRST, (1.5, "id")), (BEST_FIRST, ("2022", "id")), (BEST_FIRST, (1.5, 2))):
        with pytest.raises(BadCursor):
            order.search_after(after)  # type: ignore[arg-type]
