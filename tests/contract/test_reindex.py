"""A reindex of the Elasticsearch store: nobody notices it but for writers that wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

import pytest
from elastic_transport import ConnectionError as Unreachable

from service.errors import StoreMismatch
from service.query import ArticleQuery, Choice, QuoteQuery
from service.store import elastic_index, elastic_reindex, open_store
from service.store.elastic import ElasticStore
from service.store.elastic_index import indices_behind
from tests.contract.conftest import remove_everything
from tests.elasticsearch_node.plugin import RunningNode
from tests.factories import TOPICS, a_change, a_corpus

EVERYTHING = QuoteQuery(attitude=Choice(), limit=200)


@pytest.fixture(scope="module")
def used(elasticsearch_node: RunningNode) -> Iterator[ElasticStore]:
    store = open_store(f"{elasticsearch_node.url}/reindexed")
    assert isinstance(store, ElasticStore)
    yield store
    client, names = store._clients.mine(), store._names
    for index in indices_behind(client, names).values():
        client.indices.delete(index=index)
    store.close()


@pytest.fixture
def store(used: ElasticStore) -> ElasticStore:
    """A store of some articles and topics."""
    used.check()
    remove_everything(used)
    used.put_topics(TOPICS)
    for change in a_corpus(articles=12, seed=21):
        used.put(change)
    return used


def indices(store: ElasticStore) -> dict[str, str]:
    return indices_behind(store._clients.mine(), store._names)


def all_indices(store: ElasticStore) -> set[str]:
    return set(store._clients.mine().indices.get(index=f"{store._names.prefix}-*").body)


def test_a_reindex_keeps_everything_in_new_indices_and_removes_the_old(store: ElasticStore) -> None:
    quotes, before = list(store.scan(EVERYTHING)), indices(store)
    articles, generation = store.articles(ArticleQuery(limit=200)), store.generation()
    store.reindex()
    assert list(store.scan(EVERYTHING)) == quotes
    assert store.articles(ArticleQuery(limit=200)) == articles
    assert store.topics() == tuple(sorted(TOPICS, key=lambda topic: topic.id))
    assert store.generation() != generation
    after = indices(store)
    assert after[store._names.quotes] != before[store._names.quotes]
    assert after[store._names.articles] != before[store._names.articles]
    assert all_indices(store) == set(after.values())
    store.put(a_change("after", "We want peace"))
    assert store.search(EVERYTHING).total == len(quotes) + 1


def test_a_reindex_lays_the_indices_out_as_is_set_now(store: ElasticStore) -> None:
    wider = ElasticStore(replace(store._address, shards=3, replicas=0))
    wider.reindex()
    for index in indices(store).values():
        if "-state-" not in index:
            found = store._clients.mine().indices.get_settings(index=index)[index]["settings"]["index"]
            assert (found["number_of_shards"], found["number_of_replicas"]) == ("3", "0")
    assert store.search(EVERYTHING).total > 0
    wider.close()


def test_reads_and_writes_go_on_around_a_reindex_and_nothing_is_lost_or_brought_back(
    store: ElasticStore,
) -> None:
    doomed = [a_change(f"doomed {n}", "They want war") for n in range(4)]
    for change in doomed:
        store.put(change)
    total = store.search(EVERYTHING).total
    written = [a_change(f"written {n}", "We want peace") for n in range(4)]
    over, failures, seen = threading.Event(), [], []

    def read() -> None:
        while not over.is_set():
            seen.append(store.search(EVERYTHING).total)

    def write() -> None:
        for new, old in zip(written, doomed, strict=True):
            store.put(new)
            store.delete(old.article.id, {})

    def noting(work):  # type: ignore[no-untyped-def]
        def run() -> None:
            try:
                work()
            except BaseException as error:
                failures.append(error)
                raise

        return run

    reader, writer = threading.Thread(target=noting(read)), threading.Thread(target=noting(write))
    reader.start()
    writer.start()
    store.reindex()
    writer.join()
    over.set()
    reader.join()
    assert failures == []
    assert seen
    assert min(seen) >= total
    found = {quote.id for quote in store.scan(EVERYTHING)}
    assert all(change.quotes[0].id in found for change in written)
    assert not any(change.quotes[0].id in found for change in doomed)
    assert len(found) == total


def test_a_writer_waits_for_a_reindex_and_says_so(
    store: ElasticStore, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.store.elastic_lock.SAY_SO_SECONDS", 0.05)
    other = ElasticStore(store._address)  # another process, as far as the lock knows
    done: list[bool] = []
    writer = threading.Thread(target=lambda: done.append(other.put(a_change("late", "We want")) is None))
    with store._lock.held("reindex"):
        writer.start()
        writer.join(1.5)
        assert done == []
        assert store.search(EVERYTHING).total > 0
    writer.join(30)
    assert done == [True]
    assert "Waiting for a reindex to end" in caplog.text
    other.close()


def test_a_reindex_that_fails_leaves_the_old_indices_and_no_new_ones(
    store: ElasticStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    quotes, before = list(store.scan(EVERYTHING)), all_indices(store)

    def fail(*_: object) -> None:
        raise Unreachable("gone")

    monkeypatch.setattr(elastic_reindex, "article_from", fail)
    with suppress(Exception):
        store.reindex()
    assert all_indices(store) == before
    assert list(store.scan(EVERYTHING)) == quotes


def test_what_a_killed_reindex_left_is_removed_by_the_next(store: ElasticStore) -> None:
    store._clients.mine().indices.create(index=store._names.new_index(store._names.quotes))
    store.reindex()
    assert all_indices(store) == set(indices(store).values())


def test_an_export_that_began_before_a_reindex_ends_well(store: ElasticStore) -> None:
    expected = list(store.scan(EVERYTHING))
    scan = store.scan(EVERYTHING)
    seen = [next(scan)]
    reindexing = threading.Thread(target=store.reindex)
    reindexing.start()
    reindexing.join(4)
    seen.extend(scan)
    reindexing.join(60)
    assert seen == expected


def test_indices_of_an_earlier_release_ask_for_a_reindex_and_get_it(
    store: ElasticStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    quotes = list(store.scan(EVERYTHING))
    monkeypatch.setattr(elastic_index, "SCHEMA", elastic_index.SCHEMA + 1)
    newer = ElasticStore(store._address)
    with pytest.raises(StoreMismatch, match="onrecord reindex"):
        newer.search(EVERYTHING)
    newer.reindex()
    assert list(newer.scan(EVERYTHING)) == quotes
    newer.close()
    monkeypatch.undo()
    older = ElasticStore(store._address)
    with pytest.raises(StoreMismatch, match="later release"):
        older.check()
    older.close()
    monkeypatch.setattr(elastic_index, "SCHEMA", elastic_index.SCHEMA)
    store.reindex()
    store.check()


def test_a_store_without_one_of_its_indices_says_so_and_makes_no_empty_one(store: ElasticStore) -> None:
    names, client = store._names, store._clients.mine()
    behind = indices(store)[names.articles]
    client.indices.delete_alias(index=behind, name=names.articles)
    fresh = ElasticStore(store._address)
    with pytest.raises(StoreMismatch, match="no alias"):
        fresh.search(EVERYTHING)
    with pytest.raises(StoreMismatch):
        store.check()
    with pytest.raises(StoreMismatch, match="lost an index"):
        store.articles(ArticleQuery())
    client.indices.put_alias(index=behind, name=names.articles)
    fresh.check()
    fresh.close()
