"""What the Elasticsearch store counts: facets, timelines, and the opinions that summaries are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

from elasticsearch import Elasticsearch

from service import countries
from service.models import Evidence, Stance
from service.query import Facet, FacetName, FacetValue, Interval, Opinion, QuoteQuery, Timeline
from service.store.elastic_index import Names
from service.store.elastic_query import (
    OF_STANCES,
    Json,
    admitted,
    facet_aggregation,
    having,
    histogram,
    quote_query,
    with_stance,
)
from service.store.elastic_search import BY_ID, frozen_hits, search_many
from service.store.elastic_topics import topics
from service.store.stances import stance_filter
from service.store.timelines import filled

UNDATED = {"missing": {"field": "published.day"}}

NO_EVIDENCE = Evidence(0, 0, "", "")
OF_OPINIONS = [
    *("statement_id", "article_id", "outlet", "published"),
    *(f"speaker.{name}" for name in ("id", "name", "affiliation", "country", "represents_state")),
    *(f"stances.{name}" for name in ("topic", "stance", "confidence", "holder")),
]
"""What a summary needs of a quote: a tenth of its document."""


def facets_of(client: Elasticsearch, names: Names, query: QuoteQuery) -> dict[str, Facet]:
    """The query's facets, each under the filters of the others."""
    propositions = _propositions(client, names) if "topic" in query.facets else {}
    bodies = [
        _counting(
            quote_query(query, without=name), {"values": facet_aggregation(query, name, topics=propositions)}
        )
        for name in query.facets
    ]
    answers = search_many(client, names.quotes, bodies)
    return {
        name: _facet(name, answer["aggregations"]["values"], query.facet_size, propositions)
        for name, answer in zip(query.facets, answers, strict=True)
    }


def timeline(
    client: Elasticsearch, names: Names, query: QuoteQuery, interval: Interval, split: FacetName | None
) -> Timeline:
    """Quotes by period; with ``split`` also by the ``query.facet_size`` commonest values of that facet."""
    values = _commonest(client, names, query, split) if split else ()
    periods = {"periods": histogram(interval)}
    whole = _counting(quote_query(query), {**periods, "undated": UNDATED})
    parts = [_counting(having(query, split, value.id), periods) for value in values] if split else []
    first, *others = (answer["aggregations"] for answer in search_many(client, names.quotes, [whole, *parts]))
    splits: dict[dt.date, dict[str, int]] = {}
    for value, answer in zip(values, others, strict=True):
        for start, count in _periods(answer).items():
            splits.setdefault(start, {})[value.id] = count
    return Timeline(
        interval,
        split,
        filled(_periods(first), splits, interval, query),
        first["undated"]["doc_count"],
        {value.id: value.name for value in values},
    )


def opinions(client: Elasticsearch, names: Names, query: QuoteQuery) -> Iterator[Opinion]:
    """The stances of matching quotes that the query's own filters admit, by quote id and topic."""
    stances = stance_filter(query)
    matching = with_stance(quote_query(query), admitted(stances))
    for hit in frozen_hits(client, names.quotes, matching, BY_ID, OF_OPINIONS):
        quote = hit["_source"]
        for stance in sorted(quote["stances"], key=lambda stance: str(stance["topic"])):
            if stances.admits(Stance(**stance, evidence=NO_EVIDENCE)):
                yield _opinion(hit["_id"], quote, stance)


def _counting(query: Json, aggregations: Json) -> Json:
    return {"query": query, "size": 0, "track_total_hits": False, "aggs": aggregations}


def _commonest(
    client: Elasticsearch, names: Names, query: QuoteQuery, split: FacetName
) -> tuple[FacetValue, ...]:
    """The values of a split: those of the facet, were the query's own filter on it not left out."""
    propositions = _propositions(client, names) if split == "topic" else {}
    values = facet_aggregation(query, split, topics=propositions, own=True)
    (answer,) = search_many(client, names.quotes, [_counting(quote_query(query), {"values": values})])
    return _facet(split, answer["aggregations"]["values"], query.facet_size, propositions).values


def _facet(name: FacetName, answer: dict[str, Any], size: int, propositions: Mapping[str, str]) -> Facet:
    if name in OF_STANCES:
        buckets = answer["admitted"]["values"]["buckets"]
        counts = {bucket["key"]: bucket["quotes"]["doc_count"] for bucket in buckets}
        ordered = sorted(counts, key=lambda value: (-counts[value], value))
        shown = tuple(
            FacetValue(value, propositions.get(value, value), counts[value]) for value in ordered[:size]
        )
        return Facet(shown, sum(counts[value] for value in ordered[size:]))
    shown = tuple(
        FacetValue(bucket["key"], _name(name, bucket), bucket["doc_count"]) for bucket in answer["buckets"]
    )
    return Facet(shown, answer["sum_other_doc_count"])


def _name(name: FacetName, bucket: dict[str, Any]) -> str:
    """What people call a value: the stored name, a country's, else the value itself."""
    value: str = bucket["key"]
    if name == "country":
        country = countries.find(value)
        return country.name if country else value
    named = bucket.get("name", {}).get("buckets")
    return named[0]["key"] if named else value


def _propositions(client: Elasticsearch, names: Names) -> dict[str, str]:
    return {topic.id: topic.proposition for topic in topics(client, names)}


def _periods(answer: dict[str, Any]) -> dict[dt.date, int]:
    buckets = answer["periods"]["buckets"]
    return {dt.date.fromisoformat(bucket["key_as_string"]): bucket["doc_count"] for bucket in buckets}


def _opinion(quote_id: str, quote: Mapping[str, Any], stance: Mapping[str, Any]) -> Opinion:
    speaker, outlet, published = quote["speaker"], quote["outlet"] or {}, quote["published"]
    return Opinion(
        quote_id=quote_id,
        statement_id=quote["statement_id"],
        article_id=quote["article_id"],
        outlet_id=outlet.get("id"),
        outlet_name=outlet.get("name"),
        speaker_id=speaker["id"],
        speaker_name=speaker["name"],
        affiliation=speaker["affiliation"],
        country=speaker["country"],
        represents_state=speaker["represents_state"],
        published=dt.date.fromisoformat(published["day"]) if published else None,
        topic=stance["topic"],
        stance=stance["stance"],
        confidence=stance["confidence"],
        holder=stance["holder"],
    )
