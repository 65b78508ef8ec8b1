"""One writer at a time over all machines: a lock document that only one process can make.

Its holder renews it while it works. A waiter that sees it unchanged for ``EXPIRY_SECONDS`` of its own clock
takes it over: the holder is dead, and clocks of different machines are never compared.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Literal

from elastic_transport import TransportError
from elasticsearch import ApiError, ConflictError, Elasticsearch, NotFoundError

from service.errors import StoreUnavailable
from service.store.elastic_connection import WRITE_SECONDS

Purpose = Literal["write", "reindex", "set-up"]

EXPIRY_SECONDS = 20.0
RENEWAL_SECONDS = 5.0
FIRST_WAIT, LONGEST_WAIT = 0.01, 0.5
SAY_SO_SECONDS = 2.0

log = logging.getLogger(__name__)


class Lock:
    """The lock in the index ``index``; ``client`` gives the process's client. Reentrant within a thread."""

    def __init__(self, client: Callable[[], Elasticsearch], index: str) -> None:
        self._client = client
        self._index = index
        self._here = threading.local()
        # Threads of one process wait here, rather than asking the server all the time.
        self._process = threading.Lock()

    @contextmanager
    def held(self, purpose: Purpose) -> Iterator[bool]:
        """Hold the lock; gives whether it was just taken, rather than held by this thread already.

        Waits as long as another holder shows signs of life. A holder that lost the lock, having been
        stopped for too long, gets StoreUnavailable from :meth:`require`.
        """
        if getattr(self._here, "holding", None) is not None:
            yield False
            return
        with self._process:
            holding = _Holding(self._client(), self._index, purpose)
            holding.acquire()
            self._here.holding = holding
            try:
                yield True
            finally:
                self._here.holding = None
                holding.release()

    def require(self) -> None:
        """Raise StoreUnavailable where this thread's lock was lost meanwhile."""
        holding: _Holding | None = getattr(self._here, "holding", None)
        if holding is None or holding.lost.is_set():
            raise StoreUnavailable("Another process took over the store's lock: repeat what failed.")


class _Holding:
    """One turn with the lock."""

    def __init__(self, client: Elasticsearch, index: str, purpose: Purpose) -> None:
        self.lost = threading.Event()
        self._client = client.options(request_timeout=WRITE_SECONDS)
        self._index = index
        self._purpose = purpose
        self._owner = secrets.token_hex(8)
        self._place: tuple[int, int] = (0, 0)  # the document's sequence number and term
        self._done = threading.Event()
        self._renewal: threading.Thread | None = None

    def acquire(self) -> None:
        """Make the lock document, waiting for the one that is there to go or to be given up."""
        pause, began, said = FIRST_WAIT, time.monotonic(), False
        seen: tuple[int, int] | None = None
        seen_since = began
        while not self._make():
            found = self._look()
            if found is None:
                continue
            place, purpose = found
            if place != seen:
                seen, seen_since = place, time.monotonic()
            elif time.monotonic() - seen_since > EXPIRY_SECONDS:
                log.warning("The last writer ended without giving its lock back: taking over.")
                self._remove(place)
                continue
            if not said and time.monotonic() - began > SAY_SO_SECONDS:
                said = True
                log.warning("Waiting for %s to end before writing.", _DOING[purpose])
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
        try:
            made = self._client.create(
                index=self._index, id="lock", document=self._document(), require_alias=True
            )
        except ConflictError:
            return False
        self._place = (made["_seq_no"], made["_primary_term"])
        return True

    def _look(self) -> tuple[tuple[int, int], Purpose] | None:
        """Where the present lock document stands and what it is for; None where there is none any more."""
        try:
            found = self._client.get(index=self._index, id="lock")
        except NotFoundError:
            return None
        return (found["_seq_no"], found["_primary_term"]), found["_source"]["document"]["purpose"]

    def _remove(self, place: tuple[int, int]) -> None:
        with suppress(ConflictError, NotFoundError):
            self._client.delete(index=self._index, id="lock", if_seq_no=place[0], if_primary_term=place[1])

    def _renew(self) -> None:
        last = time.monotonic()
        while not self._done.wait(RENEWAL_SECONDS):
            try:
                made = self._client.index(
                    index=self._index,
                    id="lock",
                    document=self._document(),
                    if_seq_no=self._place[0],
                    if_primary_term=self._place[1],
                )
            except (ConflictError, NotFoundError):
                self.lost.set()
                return
            except (ApiError, TransportError):
                # The server is away: nobody else can take the lock before it is back.
                if time.monotonic() - last > EXPIRY_SECONDS:
                    self.lost.set()
                    return
                continue
            self._place, last = (made["_seq_no"], made["_primary_term"]), time.monotonic()

    def _document(self) -> dict[str, object]:
        return {"kind": "lock", "document": {"owner": self._owner, "purpose": self._purpose}}


_DOING: dict[Purpose, str] = {
    "write": "another writer",
    "reindex": "a reindex",
    "set-up": "another process that makes the indices",
}
