"""The stores that every promise is tested on."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count

import pytest
from elasticsearch import Elasticsearch
from elasticsearch.helpers import bulk, scan
from flask import Flask
from flask.testing import FlaskClient

from service.ingest import Ingester
from service.ingest.ingester import Analysed
from service.models import Quote
from service.store import Change, Store, open_store
from service.store.elastic import ElasticStore
from tests.contract.corrected import ARTICLE, BEARER, LAVROV, OTHER, PEACE, WAR
from tests.factories import TOPICS, a_corpus, a_quote


def remove_everything(store: ElasticStore) -> None:
    """Empty the indices behind a store's aliases, whatever they hold, the generation aside."""
    client, names = store._clients.mine(), store._names
    aliases = f"{names.quotes},{names.articles},{names.state}"
    client.indices.refresh(index=aliases)
    hits = scan(client, index=aliases, _source=False)
    removals = [
        {"_op_type": "delete", "_index": hit["_index"], "_id": hit["_id"]}
        for hit in hits
        if hit["_id"] != "generation"
    ]
    bulk(client, removals, refresh=True)


@dataclass(frozen=True)
class Library:
    """A store that is filled once and only read, with what is in it."""

    store: Store
    changes: list[Change]
    quotes: list[Quote]


@pytest.fixture(params=["sqlite", "elasticsearch"], scope="session")
def engine(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="session")
def new_store(
    engine: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Store]]:
    """Opens stores that were never used."""
    if engine == "sqlite":
        yield lambda: open_store(f"sqlite:///{tmp_path_factory.mktemp('store') / 'store.db'}")
        return
    node = request.getfixturevalue("elasticsearch_node")
    prefix = f"contract-{secrets.token_hex(4)}"
    numbers = count()
    yield lambda: open_store(f"{node.url}/{prefix}-{next(numbers)}")
    with Elasticsearch(node.url) as client:
        indices = client.indices.get_alias(index=f"{prefix}-*").body
        for index in indices:
            client.indices.delete(index=index)


@pytest.fixture(scope="session")
def emptied(engine: str, new_store: Callable[[], Store]) -> Callable[[], Store]:
    """Gives an empty store: with Elasticsearch the same again and again, for indices take seconds to make."""
    if engine == "sqlite":
        return new_store
    used = new_store()
    assert isinstance(used, ElasticStore)

    def empty() -> Store:
        used.check()
        remove_everything(used)
        return used

    return empty


@pytest.fixture
def store(emptied: Callable[[], Store]) -> Iterator[Store]:
    """An empty store."""
    opened = emptied()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def library(new_store: Callable[[], Store]) -> Iterator[Library]:
    """A store with a corpus of generated articles."""
    opened = new_store()
    changes = a_corpus(articles=70)
    opened.put_topics(TOPICS)
    for change in changes:
        opened.put(change)
    yield Library(opened, changes, [quote for change in changes for quote in change.quotes])
    opened.close()


@pytest.fixture
def ingester(app: Flask) -> Ingester:
    """That of the app, with two articles stored."""
    made: Ingester = app.extensions["onrecord"].ingester
    made.put(Analysed(ARTICLE, (PEACE, WAR)))
    made.put(Analysed(OTHER, (a_quote(OTHER, "We want talks", speaker=LAVROV, keys=("talks",)),)))
    return made


@pytest.fixture
def writer(client: FlaskClient, ingester: Ingester) -> FlaskClient:
    """A client with the key, over those articles."""
    client.environ_base["HTTP_AUTHORIZATION"] = BEARER["Authorization"]
    return client
