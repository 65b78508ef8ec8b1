"""Connections to the embedded store: one a thread, opened after a fork, and what their errors mean.

SQLite forbids to carry a connection over a fork, so one that a parent opened is left alone, neither used nor
closed, and the child opens its own.
"""

from __future__ import annotations

import os
import sqlite3
import threading
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from service.errors import BadRequest, StoreError, StoreMismatch, StoreReadOnly, StoreUnavailable
from service.store.sqlite_file import Opened, open_file

WAIT_SECONDS = 30.0
"""How long a write waits for that of another process, unless told."""


class Connections:
    """The connections of one process to one file.

    ``patience`` is how many seconds a write waits for that of another process, in place of WAIT_SECONDS.
    """

    def __init__(self, path: str, patience: float | None = None) -> None:
        self._path = path
        self._patience = patience
        self._pid = os.getpid()
        self._local = threading.local()
        self._opened: list[tuple[weakref.ref[threading.Thread], Opened]] = []
        self._epoch = 0  # raised when those that are opened are closed, or left to the parent
        self._inherited: list[object] = []
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """What messages call the file: its name without the folders, which are nobody's business."""
        return Path(self._path).name

    @property
    def there(self) -> bool:
        """Whether the file exists, which connecting would see to."""
        return os.path.exists(self._path)

    @property
    def folder_there(self) -> bool:
        """Whether the folder of the file exists."""
        return os.path.isdir(os.path.dirname(os.path.abspath(self._path)))

    def mine(self) -> sqlite3.Connection:
        """This thread's connection, in autocommit mode, to a file with this release's schema."""
        self._notice_fork()
        found: Opened | None = getattr(self._local, "opened", None)
        if found is None or self._local.epoch != self._epoch or self._outdated(found):
            fresh = self._open()
            with self._lock:
                self._close_those_out_of_use(found)
                self._opened.append((weakref.ref(threading.current_thread()), fresh))
                self._local.epoch = self._epoch
            self._local.opened = found = fresh
            self._local.depth = 0
        return found.connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """This thread's connection for several statements that see the same moment."""
        connection = self.mine()
        if connection.in_transaction:
            yield connection
            return
        connection.execute("BEGIN")
        try:
            yield connection
        finally:
            connection.execute("ROLLBACK")

    @contextmanager
    def snapshot(self) -> Iterator[sqlite3.Connection]:
        """A connection of its own that sees the store as it is now, whatever is written meanwhile."""
        connection = self._open().connection
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            connection.close()

    @contextmanager
    def exclusive(self) -> Iterator[sqlite3.Connection]:
        """Hold the write lock. Blocks within blocks join the outermost one.

        Changes of :meth:`change` within it stay when the block fails later on: each was complete.
        """
        connection = self.mine()
        if self._local.depth:
            yield connection
            return
        connection.execute("BEGIN IMMEDIATE")
        self._local.depth = 1
        try:
            yield connection
        finally:
            self._local.depth = 0
            try:
                if connection.in_transaction:
                    connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    @contextmanager
    def change(self) -> Iterator[sqlite3.Connection]:
        """Write everything in the block or nothing of it, and raise the generation with it."""
        with self.exclusive() as connection:
            connection.execute("SAVEPOINT change")
            try:
                yield connection
                connection.execute("UPDATE state SET value = value + 1 WHERE name = 'generation'")
                connection.execute("RELEASE change")
            except BaseException:
                # A full disk makes SQLite roll back by itself; then there is no savepoint any more.
                if connection.in_transaction:
                    connection.execute("ROLLBACK TO change")
                    connection.execute("RELEASE change")
                raise

    def close(self) -> None:
        """Close every connection that this process has opened; a later use opens new ones."""
        self._notice_fork()
        with self._lock:
            for _, opened in self._opened:
                opened.connection.close()
            self._opened = []
            self._epoch += 1

    def _notice_fork(self) -> None:
        if self._pid != os.getpid():
            # Kept, because the end of the last reference would close them.
            self._inherited.append(self._opened)
            self._opened = []
            self._epoch += 1
            self._lock = threading.Lock()
            self._pid = os.getpid()

    def _close_those_out_of_use(self, replaced: Opened | None) -> None:
        """The one that is ``replaced``, and those of threads that ended."""
        for thread, opened in list(self._opened):
            owner = thread()
            if opened is replaced or owner is None or not owner.is_alive():
                opened.connection.close()
                self._opened.remove((thread, opened))

    @staticmethod
    def _outdated(opened: Opened) -> bool:
        """Several statements that see the same moment go on seeing it."""
        return not opened.connection.in_transaction and opened.outdated

    def _open(self) -> Opened:
        return open_file(self._path, WAIT_SECONDS if self._patience is None else self._patience)


_UNAVAILABLE = {
    sqlite3.SQLITE_FULL: "The disk that holds {name} is full: free some space, then repeat what failed.",
    sqlite3.SQLITE_BUSY: "Another process has been writing to {name} for too long: try again in a moment.",
    sqlite3.SQLITE_LOCKED: "Another process has been writing to {name} for too long: try again in a moment.",
    sqlite3.SQLITE_CANTOPEN: "{name} can't be opened: its folder must exist and this user may write there.",
    sqlite3.SQLITE_PERM: "{name} can't be opened: see that this user may read and write it.",
    sqlite3.SQLITE_IOERR: "The disk that holds {name} fails or is full: see to it, then repeat what failed.",
}
_MISMATCH = {
    sqlite3.SQLITE_NOTADB: "{name} is not a database: name another file in ONRECORD_STORE.",
    sqlite3.SQLITE_CORRUPT: "{name} is damaged: put a copy of it back, or remove it and ingest again.",
}


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn what SQLite raises within into one of our StoreErrors, each saying what to do."""
    try:
        yield
    except UnicodeEncodeError as error:
        raise BadRequest("A value holds half a surrogate pair, which is no character.") from error
    except sqlite3.Error as error:
        # The low byte is the primary code, the rest says more about it.
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        if code == sqlite3.SQLITE_READONLY:
            raise StoreReadOnly(
                f"{name} can't be written: let this user write the file and its folder."
            ) from error
        if code in _UNAVAILABLE:
            raise StoreUnavailable(_UNAVAILABLE[code].format(name=name)) from error
        if code in _MISMATCH:
            raise StoreMismatch(_MISMATCH[code].format(name=name)) from error
        raise StoreError(f"{name} could not be used: {error}.") from error
