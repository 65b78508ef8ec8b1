"""When Elasticsearch fails nothing is lost for good, and every failure is said."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from elasticsearch import ConflictError

from service.errors import StoreError, StoreUnavailable
from service.query import ArticleQuery, EntityQuery, Moved
from service.store import Change, elastic_lock, elastic_write
from service.store.elastic import ElasticStore
from service.store.elastic_index import indices_behind
from service.store.elastic_journal import delete, journal_of_deletion
from service.store.elastic_write import Writer
from tests.elasticsearch_node.plugin import StartElasticsearch
from tests.factories import a_change, a_corpus, a_quote
from tests.faults.conftest import EVERYTHING, elastic_store


def everything_in(store: ElasticStore) -> tuple[object, ...]:
    """All that can be read of a store, its generation aside."""
    listed = store.articles(ArticleQuery(limit=200))
    articles = [store.article(article.id) for article in listed.items]
    return (articles, listed.total, list(store.scan(EVERYTHING)), store.speakers(EntityQuery(limit=200)))


def ingest(
    store: ElasticStore, changes: list[Change], done: Callable[[], object] = lambda: None
) -> list[Change]:
    """Store what is not there yet, as an ingest does, saying so of each; gives what could not be stored."""
    rejected = []
    for change in changes:
        try:
            if change.article.id not in store.analysed([change.article.id]):
                store.put(change)
            done()
        except StoreError:
            rejected.append(change)
    return rejected


def test_a_node_killed_during_an_ingest_costs_nothing_once_the_ingest_is_run_again(
    start_elasticsearch: StartElasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_lock, "EXPIRY_SECONDS", 3.0)
    changes = a_corpus(articles=60, seed=31)
    node = start_elasticsearch()
    disturbed = elastic_store(node.url, "disturbed")
    rejected: list[Change] = []
    stored = threading.Semaphore(0)
    first = threading.Thread(target=lambda: rejected.extend(ingest(disturbed, changes, stored.release)))
    first.start()
    for _ in range(10):
        assert stored.acquire(timeout=60)
    time.sleep(0.05)
    node.kill()
    first.join(120)
    assert not first.is_alive()
    assert 0 < len(rejected) <= 50
    node.start()
    assert ingest(disturbed, changes) == []
    undisturbed = elastic_store(node.url, "undisturbed")
    assert ingest(undisturbed, changes) == []
    assert everything_in(disturbed) == everything_in(undisturbed)
    disturbed.close()
    undisturbed.close()


def test_a_stopped_node_is_said_to_be_out_of_reach_within_a_bound(
    start_elasticsearch: StartElasticsearch,
) -> None:
    node = start_elasticsearch()
    store = elastic_store(node.url)
    store.put(a_change("a", "We want peace"))
    node.stop()
    for failing in (
        store.check,
        store.generation,
        lambda: store.search(EVERYTHING),
        lambda: list(store.scan(EVERYTHING)),
        lambda: store.put(a_change("b", "They want war")),
    ):
        began = time.monotonic()
        with pytest.raises(StoreUnavailable, match="can't be reached"):
            failing()
        assert time.monotonic() - began < 15
    store.close()


class Killed(BaseException):
    """Stands for the end of a process at that moment."""


def killed_at(monkeypatch: pytest.MonkeyPatch, moment: int) -> None:
    """Let the writer die before its bulk request of that number."""
    bulk, made = Writer.bulk, iter(range(100))

    def dying(self: Writer, actions: object, **options: bool) -> None:
        if next(made) == moment:
            raise Killed
        bulk(self, actions, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(Writer, "bulk", dying)


@pytest.mark.parametrize("moment", [0, 1, 2, 3])
def test_a_writer_killed_at_any_step_leaves_a_change_that_the_next_one_finishes(
    shared: ElasticStore, moment: int
) -> None:
    old, other = a_change("a", "We want", "They want war"), a_change("b", "We want")
    shared.put(old)
    shared.put(other)
    new = (a_quote(old.article, "We want peace"), old.quotes[1])
    change = Change(old.article, new, {old.quotes[0].id: new[0].id}, {other.quotes[0].id: "0" * 32})
    with pytest.MonkeyPatch.context() as patch:
        killed_at(patch, moment)
        with pytest.raises(Killed):
            shared.put(change)
    shared.put(a_change("c", "Something else"))
    assert {quote.id for quote in shared.quotes_of(old.article.id)} == {quote.id for quote in new}
    assert shared.quote(old.quotes[0].id) == Moved(new[0].id)
    assert [quote.id for quote in shared.members(["0" * 32])] == [other.quotes[0].id]
    assert shared.search(EVERYTHING).total == 4


def test_indices_that_are_read_only_refuse_a_write_whole_and_are_read(shared: ElasticStore) -> None:
    kept = a_change("a", "We want peace")
    shared.put(kept)
    client = shared._clients.mine()
    indices = ",".join(indices_behind(client, shared._names).values())
    block = "index.blocks.read_only_allow_delete"
    client.indices.put_settings(index=indices, settings={block: True})
    with pytest.raises(StoreUnavailable, match="read-only"):
        shared.put(a_change("b", "They want war"))
    assert shared.search(EVERYTHING).items == kept.quotes
    client.indices.put_settings(index=indices, settings={block: None})
    shared.put(a_change("b", "They want war"))
    assert shared.search(EVERYTHING).total == 2


def test_a_change_that_the_index_refuses_is_taken_back_whole_and_stops_nobody(shared: ElasticStore) -> None:
    old, other = a_change("a", "We want", "They want war"), a_change("other", "We want")
    shared.put(old, other)
    before = everything_in(shared)
    kept, bad = a_quote(old.article, "We want peace"), a_quote(old.article, "No", 50, keys=("k" * 40_000,))
    change = Change(old.article, (kept, bad), {old.quotes[0].id: kept.id}, {other.quotes[0].id: "0" * 32})
    with pytest.raises(StoreError, match="Elasticsearch at"):
        shared.put(change, a_change("with it", "Something else"))
    assert everything_in(shared) == before
    assert shared.quote(old.quotes[0].id) == old.quotes[0]
    shared.put(a_change("good", "They want war"))
    assert shared.article(a_change("good").article.id) is not None


def test_a_journal_of_another_writer_is_neither_overwritten_nor_removed(shared: ElasticStore) -> None:
    client, names = shared._clients.mine(), shared._names
    writer = shared._writer(client)
    place = {"if_seq_no": 0, "if_primary_term": 1}
    with shared.writing():
        journal = {"kind": "journal", "document": journal_of_deletion(client, names, "0" * 32, {}, ())}
        client.index(index=names.state, id="journal", document=journal)
        with pytest.raises(ConflictError):
            writer._write_down({})
        with pytest.raises(StoreUnavailable, match="took over"):
            writer.bulk([{**delete(names.state, "journal"), **place}])
        assert client.exists(index=names.state, id="journal")
        shared.put(a_change("a", "We want peace"))
    assert not client.exists(index=names.state, id="journal")
    assert shared.search(EVERYTHING).total == 1


def test_a_store_that_lost_a_shard_is_not_ready(shared: ElasticStore) -> None:
    client = shared._clients.mine()
    index = indices_behind(client, shared._names)[shared._names.articles]
    nowhere = "index.routing.allocation.require._name"
    client.indices.close(index=index)
    client.indices.put_settings(index=index, settings={nowhere: "no such node"})
    client.indices.open(index=index, wait_for_active_shards=0)
    with pytest.raises(StoreUnavailable, match="lost shards"):
        shared.check()
    client.indices.put_settings(index=index, settings={nowhere: None})
    client.cluster.health(index=index, wait_for_status="yellow", timeout="30s")
    shared.check()


def test_a_server_with_too_much_to_do_refuses_a_write_whole_and_says_so(
    start_elasticsearch: StartElasticsearch, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_write, "BUSY_TRIES", 1)
    node = start_elasticsearch(settings={"indexing_pressure.memory.limit": "64kb"})
    store = elastic_store(node.url)
    small, large = a_change("small", "We want peace"), a_change("large", "They want war " * 10_000)
    with pytest.raises(StoreUnavailable, match="too much to do"):
        store.put(large)
    store.put(small)
    assert store.search(EVERYTHING).items == small.quotes
    assert store.article(large.article.id) is None
    store.close()


def test_a_password_lets_in_and_a_wrong_one_or_an_unknown_certificate_does_not(
    start_elasticsearch: StartElasticsearch,
) -> None:
    node = start_elasticsearch(secure=True)
    assert node.credentials is not None
    user, password, ca = node.credentials.username, node.credentials.password, str(node.credentials.ca)
    address = node.url.removeprefix("https://")
    for store in (
        elastic_store(f"https://{user}:{password}@{address}", ca=ca),
        elastic_store(f"https://{user}@{address}", ca=ca, password=password),
    ):
        store.put(a_change("a", "We want peace"))
        assert store.search(EVERYTHING).total == 1
        store.close()
    for url, secrets, words in (
        (f"https://{user}:wrong@{address}", {"ca": ca}, "refuses the name, password"),
        (f"https://{address}", {"ca": ca, "api_key": "d3Jvbmc6d3Jvbmc="}, "refuses the name, password"),
        (f"https://{user}:{password}@{address}", {}, "ONRECORD_STORE_CA"),
    ):
        store = elastic_store(url, **secrets)
        with pytest.raises(StoreUnavailable, match=words) as caught:
            store.check()
        assert password not in str(caught.value)
        store.close()
