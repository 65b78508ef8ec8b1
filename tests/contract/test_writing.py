"""One writer at a time, and what others see of it."""

from __future__ import annotations

import threading
from contextlib import suppress

from service.query import QuoteQuery
from service.store import Store
from tests.factories import a_change


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
