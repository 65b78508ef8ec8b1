"""The writers' lock in Elasticsearch: who holds it keeps it, who lost it writes nothing."""

from __future__ import annotations

import threading
import time

import pytest

from service.errors import StoreUnavailable
from service.store import elastic_lock
from service.store.elastic import ElasticStore
from tests.factories import a_change
from tests.faults.conftest import EVERYTHING


def test_a_dead_writers_lock_is_taken_over(shared: ElasticStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic_lock, "EXPIRY_SECONDS", 4.0)
    monkeypatch.setattr(elastic_lock, "RENEWAL_SECONDS", 0.3)
    shared._clients.mine().create(
        index=shared._names.state,
        id="lock",
        document={"kind": "lock", "document": {"owner": "dead", "purpose": "write"}},
    )
    shared.put(a_change("a", "We want peace"))
    assert shared.search(EVERYTHING).total == 1


def test_a_long_writer_keeps_its_lock(shared: ElasticStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(elastic_lock, "RENEWAL_SECONDS", 0.2)
    monkeypatch.setattr(elastic_lock, "EXPIRY_SECONDS", 1.5)
    other = ElasticStore(shared._address)
    order: list[str] = []

    def write() -> None:
        with other.writing():
            order.append("second")

    waiting = threading.Thread(target=write)
    with shared.writing():
        waiting.start()
        time.sleep(3)
        order.append("first")
    waiting.join(30)
    assert order == ["first", "second"]
    other.close()


def test_a_renewal_whose_answer_was_lost_costs_nobody_the_lock(
    shared: ElasticStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_lock, "RENEWAL_SECONDS", 0.1)
    with shared.writing():
        # What the server has then is what the holder sent, and not at the place that it knows of.
        ours = shared._lock._here.holding._document()
        shared._clients.mine().index(index=shared._names.state, id="lock", document=ours)
        time.sleep(0.5)
        shared.put(a_change("a", "We want peace"))
    assert shared.search(EVERYTHING).total == 1


def test_a_writer_that_lost_its_lock_writes_nothing(
    shared: ElasticStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_lock, "RENEWAL_SECONDS", 0.1)
    client, names = shared._clients.mine(), shared._names
    with shared.writing():
        client.delete(index=names.state, id="lock")
        time.sleep(0.5)
        with pytest.raises(StoreUnavailable, match="took over"):
            shared.put(a_change("a", "We want peace"))
    assert shared.search(EVERYTHING).total == 0


def test_a_writer_that_was_stopped_for_longer_than_the_lock_lives_writes_nothing(
    shared: ElasticStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(elastic_lock, "RENEWAL_SECONDS", 1000.0)
    with shared.writing():
        monkeypatch.setattr(elastic_lock, "EXPIRY_SECONDS", 0.0)  # as if that long had passed
        with pytest.raises(StoreUnavailable, match="took over"):
            shared.put(a_change("a", "We want peace"))
        monkeypatch.setattr(elastic_lock, "EXPIRY_SECONDS", 20.0)
        # The thread that renews sleeps on: it is told to end, not waited for.
        shared._lock._here.holding._done.set()
    assert shared.search(EVERYTHING).total == 0
