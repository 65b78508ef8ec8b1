"""How Elasticsearch is asked: every search gives up in time and takes no answer that lacks a shard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError

from service.errors import StoreUnavailable
from service.store.elastic_connection import SEARCH_TIMEOUT, api_error
from service.store.elastic_query import Json

BATCH = 1000
KEEP_ALIVE = "5m"
"""How long an export may pause between two batches."""

BY_ID: list[Json] = [{"id": {"order": "asc"}}]


def search(client: Elasticsearch, index: str | None, **body: Any) -> dict[str, Any]:
    """One search; ``index`` is None where the body holds a point in time."""
    if index is not None:
        body |= {"index": index, "allow_partial_search_results": False}
    answer: dict[str, Any] = client.search(timeout=SEARCH_TIMEOUT, **body).body
    _require_whole(answer)
    return answer


def source_of(client: Elasticsearch, index: str, key: str) -> dict[str, Any] | None:
    """A document as it is now, or None."""
    try:
        found: dict[str, Any] = client.get(index=index, id=key)["_source"]
    except NotFoundError as error:
        # An index that is missing is another matter.
        if "found" in error.body:
            return None
        raise
    return found


def all_hits_with(
    client: Elasticsearch, index: str, field: str, values: Sequence[str]
) -> Iterator[dict[str, Any]]:
    """Every hit that has one of ``values`` in ``field``, as many as there are; one with several may come
    again.
    """
    for chunk in chunks(values):
        yield from _all_hits(client, index, {"terms": {field: list(chunk)}})


def chunks(values: Sequence[str]) -> Iterator[Sequence[str]]:
    """The values in parts that one request may name: an index takes some 65,000 at most."""
    return (values[start : start + BATCH] for start in range(0, len(values), BATCH))


def _all_hits(client: Elasticsearch, index: str, query: Json) -> Iterator[dict[str, Any]]:
    """Every hit of a query by id."""
    after: list[Any] | None = None
    while True:
        body: Json = {"query": query, "sort": BY_ID, "size": BATCH, "track_total_hits": False}
        hits = search(client, index, **body, **({"search_after": after} if after else {}))["hits"]["hits"]
        yield from hits
        if len(hits) < BATCH:
            return
        after = hits[-1]["sort"]


def frozen_hits(
    client: Elasticsearch, index: str, query: Json, sort: list[Json], source: Any = True
) -> Iterator[dict[str, Any]]:
    """Every hit of a query in order, as the index is now, whatever is written meanwhile."""
    wanted: Json = {"query": query, "sort": sort, "size": BATCH, "track_total_hits": False, "source": source}
    # One search sees one moment: only for more than it may give is a moment to be kept.
    few = search(client, index, **wanted)["hits"]["hits"]
    if len(few) < BATCH:
        yield from few
        return
    moment = client.open_point_in_time(index=index, keep_alive=KEEP_ALIVE)["id"]
    after: list[Any] | None = None
    try:
        while True:
            answer = search(
                client,
                None,
                pit={"id": moment, "keep_alive": KEEP_ALIVE},
                **wanted,
                **({"search_after": after} if after else {}),
            )
            moment = answer["pit_id"]
            hits = answer["hits"]["hits"]
            yield from hits
            if len(hits) < BATCH:
                return
            after = hits[-1]["sort"]
    finally:
        client.options(ignore_status=404).close_point_in_time(id=moment)


def search_many(client: Elasticsearch, index: str, bodies: list[Json]) -> list[dict[str, Any]]:
    """Several searches in one request, their answers in order."""
    header = {"index": index, "allow_partial_search_results": False}
    searches = [part for body in bodies for part in (header, {**body, "timeout": SEARCH_TIMEOUT})]
    answers: list[dict[str, Any]] = client.msearch(searches=searches).body["responses"] if bodies else []
    for answer in answers:
        if "error" in answer:
            raise api_error("Elasticsearch", answer["status"], answer)
        _require_whole(answer)
    return answers


def groups(
    client: Elasticsearch, index: str, query: Json, sources: dict[str, str], aggregations: Json | None = None
) -> Iterator[dict[str, Any]]:
    """Every combination of values of the fields in ``sources`` (name -> field), each exactly once.

    A single field's absence makes no group; with several fields each may be absent. ``aggregations`` are
    made in each group.
    """
    several = len(sources) > 1
    composite: Json = {
        "size": BATCH,
        "sources": [
            {name: {"terms": {"field": field, **({"missing_bucket": True} if several else {})}}}
            for name, field in sources.items()
        ],
    }
    while True:
        wanted = {"groups": {"composite": composite, **({"aggs": aggregations} if aggregations else {})}}
        answer = search(client, index, query=query, size=0, track_total_hits=False, aggs=wanted)
        found = answer["aggregations"]["groups"]
        yield from found["buckets"]
        if "after_key" not in found:
            return
        composite["after"] = found["after_key"]


def _require_whole(answer: dict[str, Any]) -> None:
    if answer["timed_out"]:
        raise StoreUnavailable("Elasticsearch took too long to search: try again, or ask for less.")
