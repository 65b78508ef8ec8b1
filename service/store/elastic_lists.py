"""What the Elasticsearch store lists: pages of quotes and articles, exports, and single documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from service.models import Article, Correction, Quote
from service.query import ArticleQuery, Found, Moved, Page, QuoteQuery
from service.store.document import article_from, quote_from
from service.store.elastic_corrections import correction
from service.store.elastic_counts import facets_of
from service.store.elastic_index import Names
from service.store.elastic_query import (
    BEST_FIRST,
    Json,
    Order,
    article_order,
    article_query,
    highlighted,
    quote_order,
    quote_query,
)
from service.store.elastic_search import (
    all_hits_with,
    chunks,
    frozen_hits,
    search,
    search_many,
    source_of,
)
from service.store.elastic_statements import among, count_statements, first_reports
from service.store.highlighting import marked_html
from service.store.keys import by_key, telling


def quotes(client: Elasticsearch, names: Names, query: QuoteQuery) -> Page[Quote]:
    """One page of quotes with the facets, the highlights and the total, of collapsed statements as they are
    counted by :func:`count_statements`.
    """
    order = quote_order(query)
    # Copies of a shard score a little differently: a walk along the cursors stays with the same ones.
    preference = {"preference": query.fingerprint()} if order is BEST_FIRST else {}
    body = {**_page(quote_query(query), order, query.limit, query.after), **preference}
    if query.collapse:
        ids = first_reports(client, names.quotes, query, query.limit + 1, preference)
        body["query"] = among(query, {"ids": {"values": ids}})
    if query.highlight and query.text and query.text.wanted:
        body["highlight"] = highlighted(query.text)
    found = search(client, names.quotes, **body)["hits"]
    hits = found["hits"][: query.limit]
    return Page(
        items=tuple(quote_from(hit["_source"]) for hit in hits),
        total=count_statements(client, names.quotes, query) if query.collapse else found["total"]["value"],
        next=_next(found["hits"], order, query.limit),
        facets=facets_of(client, names, query),
        highlights={hit["_id"]: _marked(hit) for hit in hits} if query.highlight else {},
    )


def articles(client: Elasticsearch, names: Names, query: ArticleQuery) -> Page[Article]:
    """One page of articles, without their text."""
    order = article_order(query)
    body = _page(article_query(query), order, query.limit, query.after)
    found = search(client, names.articles, source={"excludes": ["text"]}, **body)["hits"]
    return Page(
        items=tuple(article_from(hit["_source"]) for hit in found["hits"][: query.limit]),
        total=found["total"]["value"],
        next=_next(found["hits"], order, query.limit),
    )


def scan(client: Elasticsearch, names: Names, query: QuoteQuery) -> Iterator[Quote]:
    """Every matching quote in the query's order, as the index was at the first."""
    seen: set[str] = set()
    for hit in frozen_hits(client, names.quotes, quote_query(query), quote_order(query).sort):
        quote = quote_from(hit["_source"])
        if query.collapse is None:
            yield quote
        elif quote.statement_id not in seen:
            seen.add(quote.statement_id)
            yield quote


def quotes_with(client: Elasticsearch, names: Names, field: str, values: Sequence[str]) -> tuple[Quote, ...]:
    """All quotes that have one of ``values`` in ``field``, by id."""
    found = {hit["_id"]: hit["_source"] for hit in all_hits_with(client, names.quotes, field, values)}
    return tuple(quote_from(found[key]) for key in sorted(found))


def candidates(client: Elasticsearch, names: Names, keys: Sequence[str]) -> dict[str, tuple[Quote, ...]]:
    """The quotes that have each of the keys, by id; none of them where they are more than MOST_SHARED."""
    bodies = [_counting_keys(chunk) for chunk in chunks(keys)]
    answers = search_many(client, names.quotes, bodies)
    counts = {
        bucket["key"]: bucket["doc_count"]
        for answer in answers
        for bucket in answer["aggregations"]["keys"]["buckets"]
    }
    return by_key(quotes_with(client, names, "keys", telling(counts)), counts)


def _counting_keys(keys: Sequence[str]) -> Json:
    # By the values of what matches: ordinals of all keys would be made anew after every write.
    counts = {"field": "keys", "include": list(keys), "size": len(keys), "execution_hint": "map"}
    return {
        "query": {"terms": {"keys": list(keys)}},
        "size": 0,
        "track_total_hits": False,
        "aggs": {"keys": {"terms": counts}},
    }


def quote(client: Elasticsearch, names: Names, quote_id: str) -> Found:
    """A quote; the last of its successors, however often it was replaced; None where it never was."""
    if source := source_of(client, names.quotes, quote_id):
        return quote_from(source)
    if made := _withdrawn(client, names, quote_id):
        return Moved(None, made)
    seen: set[str] = set()
    successor: str | None = quote_id
    while successor is not None and successor not in seen:
        seen.add(successor)
        moved = source_of(client, names.state, f"moved:{successor}")
        if moved is None:
            there = client.exists(index=names.quotes, id=successor)
            return Moved(successor if there else None) if len(seen) > 1 else None
        successor = moved["document"]["successor"]
        if successor is not None and (
            client.exists(index=names.quotes, id=successor) or _withdrawn(client, names, successor)
        ):
            return Moved(successor)
    return Moved(None)


def _withdrawn(client: Elasticsearch, names: Names, quote_id: str) -> Correction | None:
    """The correction by which a quote was withdrawn, if it was: it stands there in the quote's place."""
    made = correction(client, names, quote_id)
    return made.correction if made and made.correction.withdrawn else None


def article(client: Elasticsearch, names: Names, article_id: str) -> Article | None:
    """One article with its text, or None."""
    source = source_of(client, names.articles, article_id)
    return article_from(source) if source else None


def analysed(
    client: Elasticsearch, names: Names, article_ids: Sequence[str]
) -> dict[str, tuple[str, str | None]]:
    """(content_hash, analysis_version) of those of the articles that are there."""
    if not article_ids:
        return {}
    wanted = ["content_hash", "analysis_version"]
    answer = client.mget(index=names.articles, ids=list(article_ids), source_includes=wanted)
    return {
        found["_id"]: (found["_source"]["content_hash"], found["_source"]["analysis_version"])
        for found in answer["docs"]
        if found.get("found")
    }


def _page(query: Json, order: Order, limit: int, after: tuple[str | float | None, ...] | None) -> Json:
    """A search for a page and one row more, which says whether there is a next page."""
    body: Json = {"query": query, "sort": order.sort, "size": limit + 1, "track_total_hits": True}
    if after is not None:
        body["search_after"] = order.search_after(after)
    return body


def _next(hits: list[dict[str, Any]], order: Order, limit: int) -> tuple[str | float | None, ...] | None:
    return order.position(hits[limit - 1]["sort"]) if len(hits) > limit else None


def _marked(hit: dict[str, Any]) -> str:
    marked: str = hit.get("highlight", {}).get("text", [hit["_source"]["text"]])[0]
    return marked_html(marked)
