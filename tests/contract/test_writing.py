"""One writer at a time, and what others see of it."""

from __future__ import annotations

import threading
from contextlib import suppress
from dataclasses import replace

import pytest

from service.errors import BadArticle, StoreUnavailable
from service.query import QuoteQuery
from service.store import Store, keys, sqlite_lists
from service.store.document import LONGEST_VALUE
from service.store.elastic import ElasticStore
from service.store.sqlite import SQLiteStore
from tests.factories import QURESHI, a_change


def test_a_change_can_be_put_within_writing(store: Store) -> None:
    with store.writing():
        store.put(a_change("a", "We want peace"))
        assert store.search(QuoteQuery()).total == 1
    assert store.search(QuoteQuery()).total == 1


def test_writing_can_be_nested(store: Store) -> None:
    with store.writing(), store.writing():
        store.put(a_change("a", "We want peace"))
    with store.writing():
        store.put(a_change("b", "They want war"))
    assert store.search(QuoteQuery()).total == 2


def test_two_writers_take_turns(store: Store) -> None:
    """Each reads a number of quotes and adds one: had they overlapped, both would have read the same."""

    def add(name: str) -> None:
        for _ in range(4):
            with store.writing():
                seen = store.search(QuoteQuery()).total
                store.put(a_change(f"{name} saw {seen}", "We want peace"))
                counts.append(seen)

    counts: list[int] = []
    threads = [threading.Thread(target=add, args=(name,)) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert counts == list(range(8))


def test_a_writer_with_patience_gives_up_on_another_and_may_try_again(store: Store) -> None:
    impatient: Store
    if isinstance(store, ElasticStore):
        impatient = ElasticStore(store._address, patience=0.3)
    else:
        assert isinstance(store, SQLiteStore)
        impatient = SQLiteStore(store._connections._path, patience=0.3)
    told: list[str] = []

    def give_up() -> None:
        with pytest.raises(StoreUnavailable) as caught:
            impatient.put(a_change("b", "They want war"))
        told.append(caught.value.detail)

    impatient.topics()
    with store.writing():
        store.put(a_change("a", "We want peace"))
        # Two threads of one process wait for each other too.
        threads = [threading.Thread(target=give_up) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(15)
        assert ["try again in a moment" in detail for detail in told] == [True, True]
        assert impatient.quotes([]) == ()
    impatient.put(a_change("b", "They want war"))
    assert store.search(QuoteQuery()).total == 2
    impatient.close()


def test_what_was_put_stays_when_the_block_fails_afterwards(store: Store) -> None:
    with suppress(ZeroDivisionError), store.writing():
        store.put(a_change("a", "We want peace"))
        raise ZeroDivisionError
    assert store.search(QuoteQuery()).total == 1
    with store.writing():
        store.put(a_change("b", "They want war"))


def test_reads_go_on_while_somebody_writes(store: Store) -> None:
    store.put(a_change("a", "We want peace"))
    seen: list[int] = []
    with store.writing():
        reader = threading.Thread(target=lambda: seen.append(store.search(QuoteQuery()).total))
        reader.start()
        reader.join(20)
    assert seen == [1]


def test_a_closed_store_opens_again(store: Store) -> None:
    store.put(a_change("a", "We want peace"))
    store.close()
    store.close()
    assert store.search(QuoteQuery()).total == 1


def test_several_changes_are_put_at_once_and_are_one_change_of_the_store(store: Store) -> None:
    store.put(a_change("a", "We want"))
    changes = [a_change("a", "We want peace"), a_change("b", "They want war"), a_change("c")]
    store.put(*changes)
    expected = {quote.id for change in changes for quote in change.quotes}
    assert {quote.id for quote in store.scan(QuoteQuery())} == expected
    assert len(store.analysed([change.article.id for change in changes])) == 3


def test_of_several_changes_all_are_stored_or_none(store: Store) -> None:
    long_name = a_change("long", "We want", speaker=replace(QURESHI, role="r" * (LONGEST_VALUE + 1)))
    before = store.generation()
    with pytest.raises(BadArticle, match="role of a speaker is longer"):
        store.put(a_change("a", "We want peace"), long_name)
    assert store.search(QuoteQuery()).total == 0
    assert store.generation() == before


def test_values_as_long_as_they_may_be_are_kept(store: Store) -> None:
    longest = "€" * LONGEST_VALUE
    store.put(a_change("a", "We want peace", speaker=replace(QURESHI, affiliation=longest)))
    assert store.search(QuoteQuery()).items[0].speaker.affiliation == longest


def test_a_key_that_too_many_quotes_have_finds_none_of_them(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (keys, sqlite_lists):
        monkeypatch.setattr(module, "MOST_SHARED", 2)
    changes = [a_change(name, "We want", keys=("rare", name)) for name in ("a", "b")]
    store.put(*changes, *(a_change(f"stock {n}", "No comment", keys=("stock",)) for n in range(3)))
    rare = tuple(sorted((change.quotes[0] for change in changes), key=lambda quote: quote.id))
    assert store.candidates(["stock", "rare", "none"]) == {"stock": (), "rare": rare}
