"""One writer at a time over all machines: a lock document that only one process can make.

Its holder renews it while it works. A waiter that sees it unchanged for ``EXPIRY_SECONDS`` of its own clock
takes it over: the holder is dead, and clocks of different machines are never compared. The holder counts the
same seconds from before it asked for its last renewal, so that by its own clock it stops first.
"""

from __future__ import annotations

import logging
import math
import os
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Literal

from elastic_transport import TransportError
from elasticsearch import ApiError, ConflictError, Elasticsearch, NotFoundError

from service.errors import StoreUnavailable

Purpose = Literal["write", "reindex", "set-up"]

EXPIRY_SECONDS = 20.0
RENEWAL_SECONDS = 5.0
REQUEST_SECONDS = 5.0
"""How long one request about the lock may take: several fit before it expires."""

FIRST_WAIT, LONGEST_WAIT = 0.01, 0.5
SAY_SO_SECONDS = 2.0
BUSY = "The store can't be written before {} ends: try again in a moment."
LOST = "Another process took over the store's lock: repeat what failed."

log = logging.getLogger(__name__)


class Lock:
    """The lock in the index ``index``; ``client`` gives the process's client. Reentrant within a thread.

    ``patience`` is how many seconds to wait for another holder; None is as long as it shows signs of life.
    """

    def __init__(
        self, client: Callable[[], Elasticsearch], index: str, patience: float | None = None
    ) -> None:
        self._client = client
        self._index = index
        self._patience = patience
        self._name = secrets.token_hex(8)
        self._here = threading.local()
        # Threads of one process wait here, rather than asking the server all the time.
        self._process = threading.Lock()

    @contextmanager
    def held(self, purpose: Purpose) -> Iterator[bool]:
        """Hold the lock; gives whether it was just taken, rather than held by this thread already.

        Waits as long as another holder shows signs of life. Raises StoreUnavailable where that is longer than
        the patience. A holder that lost the lock, having been stopped for too long, gets StoreUnavailable
        from :meth:`require`.
        """
        if getattr(self._here, "holding", None) is not None:
            yield False
            return
        until = math.inf if self._patience is None else time.monotonic() + self._patience
        if not self._process.acquire(timeout=-1 if self._patience is None else self._patience):
            raise StoreUnavailable(BUSY.format("another writer"))
        try:
            # A forked child has the name of its parent, and is somebody else.
            holding = _Holding(self._client(), self._index, purpose, f"{self._name}-{os.getpid()}")
            holding.acquire(until)
            self._here.holding = holding
            try:
                yield True
            finally:
                self._here.holding = None
                holding.release()
        finally:
            self._process.release()

    def require(self) -> None:
        """Raise StoreUnavailable where this thread's lock was lost, or may have been: no request is made."""
        holding: _Holding | None = getattr(self._here, "holding", None)
        if holding is None or not holding.sure():
            raise StoreUnavailable(LOST)


class _Holding:
    """One turn with the lock."""

    def __init__(self, client: Elasticsearch, index: str, purpose: Purpose, owner: str) -> None:
        self._client = client.options(request_timeout=REQUEST_SECONDS)
        self._index = index
        self._purpose = purpose
        self._owner = owner
        self._place: tuple[int, int] = (0, 0)  # the document's sequence number and term
        self._lost = False
        self._sure_since = 0.0  # when the last request was begun that made or renewed the lock
        self._done = threading.Event()
        self._renewal: threading.Thread | None = None

    def sure(self) -> bool:
        """Whether nobody else can have taken the lock yet; a process that was stopped for long is not."""
        return not self._lost and time.monotonic() - self._sure_since < EXPIRY_SECONDS

    def acquire(self, until: float) -> None:
        """Make the lock document, waiting for the one that is there to go or to be given up.

        Raises StoreUnavailable where that is not before ``until``, by the clock of :func:`time.monotonic`.
        """
        pause, began, said = FIRST_WAIT, time.monotonic(), False
        seen: tuple[int, int] | None = None
        seen_since = began
        while not self._make():
            found = self._look()
            if found is None:
                continue
            place, purpose, owner = found
            if owner == self._owner:
                # Of an earlier turn here, whose end did not reach the server: nobody else holds it.
                self._remove(place)
                continue
            if place != seen:
                seen, seen_since = place, time.monotonic()
            elif time.monotonic() - seen_since > EXPIRY_SECONDS:
                log.warning("The last writer ended without giving its lock back: taking over.")
                self._remove(place)
                continue
            if not said and time.monotonic() - began > SAY_SO_SECONDS:
                said = True
                log.warning("Waiting for %s to end before writing.", _DOING[purpose])
            if time.monotonic() + pause > until:
                raise StoreUnavailable(BUSY.format(_DOING[purpose]))
            time.sleep(pause)
            pause = min(pause * 1.5, LONGEST_WAIT)
        self._renewal = threading.Thread(target=self._renew, name="store-lock", daemon=True)
        self._renewal.start()

    def release(self) -> None:
        """Give the lock back; where the server can't be reached, it will expire."""
        self._done.set()
        if self._renewal is not None:
            self._renewal.join()
        with suppress(ApiError, TransportError):
            self._remove(self._place)

    def _make(self) -> bool:
        began = time.monotonic()
        try:
            made = self._client.create(
                index=self._index, id="lock", document=self._document(), require_alias=True
            )
        except ConflictError:
            return False
        self._place, self._sure_since = (made["_seq_no"], made["_primary_term"]), began
        return True

    def _look(self) -> tuple[tuple[int, int], Purpose, str] | None:
        """Where the present lock document stands, what it is for and whose; None where there is none."""
        try:
            found = self._client.get(index=self._index, id="lock")
        except NotFoundError:
            return None
        about = found["_source"]["document"]
        return (found["_seq_no"], found["_primary_term"]), about["purpose"], about["owner"]

    def _remove(self, place: tuple[int, int]) -> None:
        with suppress(ConflictError, NotFoundError):
            self._client.delete(index=self._index, id="lock", if_seq_no=place[0], if_primary_term=place[1])

    def _renew(self) -> None:
        while not self._done.wait(RENEWAL_SECONDS):
            try:
                self._lost = not self._renewed()
            except (ApiError, TransportError):
                # The server is away or slow: the next try is soon, and require() counts the time.
                continue
            if self._lost:
                return

    def _renewed(self) -> bool:
        """Renew the lock; False where it is not ours any more."""
        try:
            self._write()
        except ConflictError:
            # Another took over, or an earlier renewal did reach the server and its answer did not reach us.
            found = self._look()
            if found is None or found[2] != self._owner:
                return False
            self._place = found[0]
            self._write()
        return True

    def _write(self) -> None:
        """Write the document anew over the one that we know of."""
        began = time.monotonic()
        made = self._client.index(
            index=self._index,
            id="lock",
            document=self._document(),
            if_seq_no=self._place[0],
            if_primary_term=self._place[1],
        )
        self._place, self._sure_since = (made["_seq_no"], made["_primary_term"]), began

    def _document(self) -> dict[str, object]:
        return {"kind": "lock", "document": {"owner": self._owner, "purpose": self._purpose}}


_DOING: dict[Purpose, str] = {
    "write": "another writer",
    "reindex": "a reindex",
    "set-up": "another process that makes the indices",
}
