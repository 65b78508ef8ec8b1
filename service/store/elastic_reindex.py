"""Building the indices anew behind their aliases, with no moment without answers.

Every document is read from one point in time, made anew in this release's form and written to a new index.
One call moves both aliases. Writers wait for the lock all the while, so nothing is lost or brought back.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterator

from elasticsearch import Elasticsearch

from service.errors import StoreError
from service.store.document import article_from, quote_from
from service.store.elastic_connection import WRITE_SECONDS
from service.store.elastic_document import indexed_article, indexed_quote
from service.store.elastic_index import STATE, Names, indices_behind, mappings, properties_of
from service.store.elastic_journal import Action
from service.store.elastic_query import Json
from service.store.elastic_search import BY_ID, frozen_hits
from service.store.elastic_write import Writer

DRAIN_SECONDS = 300.0
"""How long an export that still reads the old index is waited for before it is removed."""

# A search that took the old name before the swap has reached its shards by then.
GRACE_SECONDS = 1.0

log = logging.getLogger(__name__)


def reindex(
    client: Elasticsearch, names: Names, writer: Writer, require_lock: Callable[[], None], *, layout: Json
) -> None:
    """Build both indices anew and put them in the place of the old ones.

    ``layout`` is their settings. The caller holds the lock. On any failure the new indices are removed and
    the old ones stay as they are.
    """
    client = client.options(request_timeout=WRITE_SECONDS)
    # It keeps its name: fields that it lacks are added to it, and its documents stay.
    client.indices.put_mapping(index=names.state, properties=STATE)
    writer.finish_journal()
    old = indices_behind(client, names)
    _remove_leftovers(client, names, set(old.values()))
    new = {alias: names.new_index(alias) for alias in (names.quotes, names.articles) if alias in old}
    swapped = False
    try:
        for alias, index in new.items():
            _build(client, names, writer, alias, index, layout=layout)
        require_lock()
        client.indices.update_aliases(
            actions=[
                action
                for alias, index in new.items()
                for action in (
                    {"remove": {"index": old[alias], "alias": alias, "must_exist": True}},
                    {"add": {"index": index, "alias": alias}},
                )
            ]
        )
        swapped = True
    finally:
        if not swapped:
            _remove(client, list(new.values()))
    writer.raise_generation()
    _drain(client, [old[alias] for alias in new])
    _remove(client, [old[alias] for alias in new])


def _build(
    client: Elasticsearch, names: Names, writer: Writer, alias: str, index: str, *, layout: Json
) -> None:
    """Fill a new index from the one behind ``alias`` and make it ready to be searched."""
    client.indices.create(
        index=index,
        mappings=mappings(properties_of(names, alias)),
        # Nobody reads it yet: one refresh at the end is enough.
        settings={**layout, "refresh_interval": "-1"},
    )
    renewed = _renewed_quotes if alias == names.quotes else _renewed_articles
    writer.bulk(renewed(client, alias, index), to_alias=False)
    client.indices.put_settings(index=index, settings={"refresh_interval": None})
    client.indices.refresh(index=index)
    before, after = (client.count(index=name)["count"] for name in (alias, index))
    if before != after:
        raise StoreError(f"The new index {index} has {after} documents where {alias} has {before}.")
    log.info("Built %s with %s documents.", index, after)


def _renewed_quotes(client: Elasticsearch, alias: str, index: str) -> Iterator[Action]:
    everything: Json = {"match_all": {}}
    for hit in frozen_hits(client, alias, everything, BY_ID):
        yield {"_index": index, "_id": hit["_id"], "_source": indexed_quote(quote_from(hit["_source"]))}


def _renewed_articles(client: Elasticsearch, alias: str, index: str) -> Iterator[Action]:
    everything: Json = {"match_all": {}}
    for hit in frozen_hits(client, alias, everything, BY_ID):
        yield {"_index": index, "_id": hit["_id"], "_source": indexed_article(article_from(hit["_source"]))}


def _drain(client: Elasticsearch, indices: list[str]) -> None:
    """Wait until nobody reads the old indices any more, exports over a point in time included."""
    time.sleep(GRACE_SECONDS)
    until = time.monotonic() + DRAIN_SECONDS
    while time.monotonic() < until:
        search = client.indices.stats(index=",".join(indices), metric="search")["_all"]["total"]["search"]
        if not search["open_contexts"] and not search["query_current"]:
            return
        time.sleep(0.5)


def _remove_leftovers(client: Elasticsearch, names: Names, in_use: set[str]) -> None:
    """Remove what a reindex that was killed left behind no alias."""
    found = client.indices.get_alias(index=f"{names.quotes}-v*,{names.articles}-v*").body
    _remove(client, [index for index, about in found.items() if not about["aliases"] and index not in in_use])


def _remove(client: Elasticsearch, indices: list[str]) -> None:
    if indices:
        client.indices.delete(index=",".join(indices), ignore_unavailable=True)
