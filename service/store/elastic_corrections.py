"""What people corrected, in the state index of the Elasticsearch store."""

from __future__ import annotations

from collections.abc import Sequence

from elasticsearch import Elasticsearch

from service.models import Corrected
from service.query import CorrectionQuery, Page
from service.store.document import corrected_from
from service.store.elastic_index import Names
from service.store.elastic_query import Json
from service.store.elastic_search import all_hits_with, search, source_of

NEWEST_FIRST: list[Json] = [{"at": {"order": "desc"}}, {"id": {"order": "desc"}}]


def correction(client: Elasticsearch, names: Names, quote_id: str) -> Corrected | None:
    """The correction of a quote, as it is now, or None."""
    source = source_of(client, names.state, f"correction:{quote_id}")
    return corrected_from(source["document"]) if source else None


def corrections_of(client: Elasticsearch, names: Names, article_ids: Sequence[str]) -> tuple[Corrected, ...]:
    """The corrections of quotes of these articles, by quote id."""
    hits = all_hits_with(client, names.state, "article_id", article_ids)
    found = {hit["_id"]: corrected_from(hit["_source"]["document"]) for hit in hits}
    return tuple(found[key] for key in sorted(found))


def corrections(client: Elasticsearch, names: Names, query: CorrectionQuery) -> Page[Corrected]:
    """One page of corrections, the newest first."""
    body: Json = {"query": {"term": {"kind": "correction"}}, "sort": NEWEST_FIRST, "track_total_hits": True}
    if query.after is not None:
        body["search_after"] = list(query.after)
    found = search(client, names.state, size=query.limit + 1, **body)["hits"]
    hits = found["hits"][: query.limit]
    more = len(found["hits"]) > query.limit
    return Page(
        items=tuple(corrected_from(hit["_source"]["document"]) for hit in hits),
        total=found["total"]["value"],
        next=tuple(hits[-1]["sort"]) if more else None,
    )
