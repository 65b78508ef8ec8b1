"""One row a statement in Elasticsearch: which quotes are the first of theirs, and how many those are.

``collapse`` keeps the first hit of each statement, but takes ``search_after`` only in an order by the field
that it collapses: what is one row on this page could come again on the next. So hits are walked without it,
and of each batch those are kept that a second, collapsed search names as the first of their statement among
all that match: no page needs to know of the pages before.
"""

from __future__ import annotations

from typing import Any

from elasticsearch import Elasticsearch

from service.query import QuoteQuery
from service.store.elastic_query import Json, boolean, quote_order, quote_query
from service.store.elastic_search import BATCH, search

EXACT_STATEMENTS = 50_000
"""Up to this many statements are counted one by one; beyond, their number is an estimate."""

MOST_PRECISE = 40_000
"""The highest threshold that ``cardinality`` takes: its estimates are then off by some 1%."""


def first_reports(
    client: Elasticsearch, index: str, query: QuoteQuery, size: int, preference: Json
) -> list[str]:
    """The ids of the first ``size`` quotes after the query's place that are the first of their statement."""
    order, matching = quote_order(query), quote_query(query)
    place = {"search_after": order.search_after(query.after)} if query.after is not None else {}
    found: list[str] = []
    # A statement that was printed everywhere fills whole batches: the next one is larger.
    batch = min(size, BATCH)
    while True:
        wanted: Json = {"query": matching, "sort": order.sort, "size": batch, "source": ["statement_id"]}
        hits = search(client, index, **wanted, **place, **preference, track_total_hits=False)["hits"]["hits"]
        first = _first_among(client, index, query, hits, preference)
        found += [hit["_id"] for hit in hits if hit["_id"] in first]
        if len(found) >= size or len(hits) < batch:
            return found[:size]
        place = {"search_after": hits[-1]["sort"]}
        batch = min(2 * batch, BATCH)


def count_statements(client: Elasticsearch, index: str, query: QuoteQuery) -> int:
    """How many statements the matching quotes are reports of; beyond EXACT_STATEMENTS an estimate."""
    # By the values of what matches: ordinals of all statements would be made anew after every write.
    one_by_one = {"field": "statement_id", "size": EXACT_STATEMENTS, "execution_hint": "map"}
    counts = {
        "statements": {"terms": one_by_one},
        "number": {"stats_bucket": {"buckets_path": "statements>_count"}},
        "estimate": {"cardinality": {"field": "statement_id", "precision_threshold": MOST_PRECISE}},
    }
    answer = search(
        client,
        index,
        query=quote_query(query),
        size=0,
        track_total_hits=False,
        aggs=counts,
        # The statements themselves stay where they are.
        filter_path="timed_out,aggregations.statements.sum_other_doc_count,aggregations.*.count,aggregations.*.value",
    )
    found: dict[str, Any] = answer["aggregations"]
    whole = found["statements"]["sum_other_doc_count"] == 0
    return int(found["number"]["count"] if whole else found["estimate"]["value"])


def among(query: QuoteQuery, condition: Json) -> Json:
    """The quotes that match and fulfil ``condition``, scored as without it."""
    return boolean(must=[quote_query(query)], filter=[condition])


def _first_among(
    client: Elasticsearch, index: str, query: QuoteQuery, hits: list[dict[str, Any]], preference: Json
) -> set[str]:
    """The ids of the first matching quotes of the statements that ``hits`` are reports of."""
    statements = sorted({hit["_source"]["statement_id"] for hit in hits})
    if not statements:
        return set()
    answer = search(
        client,
        index,
        query=among(query, {"terms": {"statement_id": statements}}),
        sort=quote_order(query).sort,
        collapse={"field": "statement_id"},
        size=len(statements),
        source=False,
        track_total_hits=False,
        **preference,
    )
    return {hit["_id"] for hit in answer["hits"]["hits"]}
