"""What the store held a moment ago: its generation, for the tags of answers, and its topics, for the filters.

Asking a store for them takes a tenth to a third of a page. So they are kept for a second, and no longer than
a write through this process.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Collection
from typing import Generic, TypeVar

from service.models import Topic
from service.store import Store

SECONDS = 1.0
"""How long a value may be used after it was read."""

T = TypeVar("T")


class Recent:
    """The generation and the topics of ``store``, at most a second old."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._generation = _Kept(store.generation, clock)
        self._topics = _Kept(store.topics, clock)

    def forget(self) -> None:
        """Read all anew next time: this process may have written."""
        self._generation.forget()
        self._topics.forget()

    def generation(self) -> str:
        """The generation for the tag of an answer that is made after this.

        One that is a moment too old makes a tag that fits no later generation: whoever sends it back is
        answered in full. To compare a tag that was sent, ask the store itself.
        """
        return self._generation.value()

    def topics(self, asked: Collection[str]) -> tuple[Topic, ...]:
        """The topics, read anew where one of the ids that are ``asked`` for is not among those kept.

        So a topic that another process added is found at once; one that it removed is for a second more.
        """
        known = self._topics.value()
        if not {topic.id for topic in known}.issuperset(asked):
            self._topics.forget()
            known = self._topics.value()
        return known


class _Kept(Generic[T]):
    """What ``read`` gave, at most a second ago."""

    def __init__(self, read: Callable[[], T], clock: Callable[[], float]) -> None:
        self._read = read
        self._clock = clock
        # A value and when it was read, put in place whole: threads share it.
        self._kept: tuple[T, float] | None = None

    def forget(self) -> None:
        self._kept = None

    def value(self) -> T:
        kept = self._kept
        if kept is None or self._clock() - kept[1] > SECONDS:
            kept = self._kept = (self._read(), self._clock())
        return kept[0]
