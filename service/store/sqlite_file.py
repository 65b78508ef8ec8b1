"""The file of the embedded store: how a connection to it is opened, by those who may only read it too.

With its write-ahead log SQLite wants a small file beside its own even of those who only read. Where their
folder takes none, such as on a disk that is mounted read-only, and nobody is writing, the file is read as it
stands. SQLite then looks for no change, so that this must be done here.
"""

from __future__ import annotations

import os
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from service.store.sqlite_schema import prepare

_SETTINGS = (
    "PRAGMA foreign_keys = ON",
    # With a write-ahead log nothing is ever half written; a power cut may lose the last commits, which an
    # ingest that is run again brings back.
    "PRAGMA synchronous = NORMAL",
    "PRAGMA temp_store = MEMORY",
    "PRAGMA cache_size = -32768",
)


@dataclass(frozen=True, slots=True)
class Opened:
    """A connection to the file at ``path``; ``stood`` is how that was where it is read as it stands."""

    connection: sqlite3.Connection
    path: str
    stood: tuple[int, ...] | None = None

    @property
    def outdated(self) -> bool:
        """Whether somebody wrote what this connection does not see, or is about to."""
        return self.stood is not None and self.stood != _standing(self.path)


def open_file(path: str, wait: float) -> Opened:
    """A connection in autocommit mode to a file with this release's schema, made where there is none.

    ``wait`` is how many seconds a write waits for that of another process. Raises StoreMismatch where the
    file is no store of this release, and sqlite3.Error where it can't be read.
    """
    stood = _standing(path)
    try:
        return Opened(_connected(path, path, wait), path)
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode != sqlite3.SQLITE_READONLY_DIRECTORY or stood is None:
            raise
    return Opened(
        _connected(f"{Path(path).absolute().as_uri()}?mode=ro&immutable=1", path, wait), path, stood
    )


def _connected(address: str, path: str, wait: float) -> sqlite3.Connection:
    connection = sqlite3.connect(
        address, timeout=wait, isolation_level=None, check_same_thread=False, uri=address != path
    )
    try:
        for setting in _SETTINGS:
            connection.execute(setting)
        prepare(connection, Path(path).name)
    except BaseException:
        connection.close()
        raise
    return connection


def _standing(path: str) -> tuple[int, ...] | None:
    """What differs once a file was written; None where it is not there, or a log of what is written is."""
    if os.path.exists(f"{path}-wal"):
        return None
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
