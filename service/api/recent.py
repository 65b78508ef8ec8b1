"""The store's generation as it was a moment ago, for the tags of answers.

Asking a store for it takes a tenth to a third of a page. So it is kept for a second, and no longer than a
write through this process.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from service.store import Store

SECONDS = 1.0
"""How long a value may be used after it was read."""


class Recent:
    """The generation of ``store``, at most a second old."""

    def __init__(self, store: Store, clock: Callable[[], float] = time.monotonic) -> None:
        self._store = store
        self._clock = clock
        # A value and when it was read, put in place whole: threads share it.
        self._generation: tuple[str, float] | None = None

    def forget(self) -> None:
        """Read it anew next time: this process may have written."""
        self._generation = None

    def generation(self) -> str:
        """The generation for the tag of an answer that is made after this.

        One that is a moment too old makes a tag that fits no later generation: whoever sends it back is
        answered in full. To compare a tag that was sent, ask the store itself.
        """
        kept = self._generation
        if kept is None or self._clock() - kept[1] > SECONDS:
            kept = self._generation = (self._store.generation(), self._clock())
        return kept[0]
