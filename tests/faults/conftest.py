"""Stores on an Elasticsearch that tests disturb."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from service.query import Choice, QuoteQuery
from service.store import open_store
from service.store.elastic import ElasticStore
from service.store.elastic_index import indices_behind
from tests.elasticsearch_node.plugin import RunningNode

EVERYTHING = QuoteQuery(attitude=Choice(), limit=200)


def elastic_store(url: str, prefix: str = "faults", **secrets: str) -> ElasticStore:
    store = open_store(f"{url}/{prefix}", **secrets)
    assert isinstance(store, ElasticStore)
    return store


@pytest.fixture
def shared(elasticsearch_node: RunningNode) -> Iterator[ElasticStore]:
    """A new store on the node that other tests use too."""
    store = elastic_store(elasticsearch_node.url, f"faults-{time.time_ns()}")
    store.check()
    yield store
    client = store._clients.mine()
    for index in indices_behind(client, store._names).values():
        client.indices.delete(index=index)
    store.close()
