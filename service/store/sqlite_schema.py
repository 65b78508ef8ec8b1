"""The tables of the embedded store, how they came about, and whether a file is one of ours.

``PRAGMA application_id`` says that a file is On Record's and ``PRAGMA user_version`` how many steps of
``MIGRATIONS`` it has seen. A step that was released is never edited: a change of schema is a new step.
"""

from __future__ import annotations

import secrets
import sqlite3

from service.errors import StoreMismatch

APPLICATION_ID = 0x4F6E5265  # "OnRe"

_FIRST = """
CREATE TABLE state (name TEXT PRIMARY KEY, value) WITHOUT ROWID;

CREATE TABLE article (
    id TEXT PRIMARY KEY,
    content_hash TEXT NOT NULL,
    analysis_version TEXT,
    outlet_id TEXT,
    outlet_name TEXT,
    last_day TEXT,             -- of the period in which it was published
    newest TEXT NOT NULL,      -- that period's first day; '' where unknown: sorts last from the newest on
    oldest TEXT NOT NULL,      -- the same; '~' where unknown: sorts last from the oldest on
    document TEXT NOT NULL,    -- everything but the text
    text TEXT NOT NULL
);
CREATE INDEX article_newest ON article (newest, id);
CREATE INDEX article_oldest ON article (oldest, id);
CREATE INDEX article_outlet ON article (outlet_id, newest, id, outlet_name);

CREATE TABLE quote (
    row INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES article (id) ON DELETE CASCADE,
    statement_id TEXT NOT NULL,
    start INTEGER NOT NULL,
    type TEXT NOT NULL,
    attitude TEXT NOT NULL,
    confidence REAL NOT NULL,
    kind TEXT NOT NULL,
    speaker_id TEXT,
    speaker_name TEXT,
    role TEXT,
    affiliation TEXT,
    country TEXT,
    represents_state INTEGER NOT NULL,
    outlet_id TEXT,
    outlet_name TEXT,
    last_day TEXT,
    newest TEXT NOT NULL,
    oldest TEXT NOT NULL
);
-- Nearly every query is of one attitude: behind it, these give lists, facets and totals in their own order
-- without a look at the table.
CREATE INDEX quote_newest ON quote (attitude, newest, id, last_day);
CREATE INDEX quote_oldest ON quote (attitude, oldest, id);
CREATE INDEX quote_outlet ON quote (attitude, outlet_id, newest, id, outlet_name);
CREATE INDEX quote_said_by ON quote (attitude, speaker_id, newest, id, speaker_name);
CREATE INDEX quote_country ON quote (attitude, country, newest, id);
CREATE INDEX quote_affiliation ON quote (attitude, affiliation, newest, id);
CREATE INDEX quote_role ON quote (attitude, role, newest, id);
CREATE INDEX quote_speaker ON quote (speaker_id, newest, article_id, kind, country, speaker_name);
CREATE INDEX quote_article ON quote (article_id, start);
CREATE INDEX quote_statement ON quote (statement_id);
CREATE INDEX quote_of_outlet ON quote (outlet_id);

-- What is served of a quote, apart from what is counted: filters and facets walk over small rows.
CREATE TABLE quote_body (
    row INTEGER PRIMARY KEY REFERENCES quote (row) ON DELETE CASCADE,
    text TEXT NOT NULL,
    document TEXT NOT NULL
);

-- The sides that quotes take, in the order of Quote.stances.
CREATE TABLE stance (
    quote INTEGER NOT NULL REFERENCES quote (row) ON DELETE CASCADE,
    place INTEGER NOT NULL,
    topic TEXT NOT NULL,
    side TEXT NOT NULL,
    confidence REAL NOT NULL,
    holder TEXT,
    PRIMARY KEY (quote, place)
) WITHOUT ROWID;
CREATE INDEX stance_topic ON stance (topic, side, quote, confidence);

CREATE TABLE quote_key (
    key TEXT NOT NULL,
    quote INTEGER NOT NULL REFERENCES quote (row) ON DELETE CASCADE,
    PRIMARY KEY (key, quote)
) WITHOUT ROWID;
CREATE INDEX quote_key_quote ON quote_key (quote);

CREATE VIRTUAL TABLE quote_text USING fts5 (
    text, content='quote_body', content_rowid='row', tokenize='porter unicode61 remove_diacritics 2'
);
CREATE TRIGGER quote_added AFTER INSERT ON quote_body BEGIN
    INSERT INTO quote_text (rowid, text) VALUES (new.row, new.text);
END;
CREATE TRIGGER quote_removed AFTER DELETE ON quote_body BEGIN
    INSERT INTO quote_text (quote_text, rowid, text) VALUES ('delete', old.row, old.text);
END;

-- Every role, affiliation and outlet's name that was ever stored, once, with its folded words
-- (' foreign minister '): far fewer than quotes, so that looking for words in them is quick.
-- One out of use does no harm.
CREATE TABLE wording (
    field TEXT NOT NULL,
    value TEXT NOT NULL,
    words TEXT NOT NULL,
    PRIMARY KEY (field, value)
) WITHOUT ROWID;

-- The names that speakers are found by, with the number of quotes that say so: a name goes with the last.
CREATE TABLE speaker_name (
    speaker_id TEXT NOT NULL,
    name TEXT NOT NULL,
    words TEXT NOT NULL,
    quotes INTEGER NOT NULL,
    PRIMARY KEY (speaker_id, name)
) WITHOUT ROWID;

-- Quotes that are no longer there, and what took their place.
CREATE TABLE moved (id TEXT PRIMARY KEY, successor TEXT) WITHOUT ROWID;

CREATE TABLE topic (id TEXT PRIMARY KEY, document TEXT NOT NULL) WITHOUT ROWID;
"""

_CORRECTIONS = """
-- What people corrected: it outlives the quotes that it is of. ``at`` is ISO 8601 in UTC, the newest last.
CREATE TABLE correction (
    quote_id TEXT PRIMARY KEY,
    article_id TEXT NOT NULL,
    at TEXT NOT NULL,
    document TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX correction_article ON correction (article_id);
CREATE INDEX correction_at ON correction (at, quote_id);
"""

MIGRATIONS: tuple[str, ...] = (_FIRST, _CORRECTIONS)


def prepare(connection: sqlite3.Connection, name: str) -> None:
    """Bring the file behind ``connection`` to this release's schema; ``name`` is what messages call it.

    Does nothing, and takes no lock, where it is there already. Raises StoreMismatch where the file is
    another program's or a later release's, and sqlite3.Error where it can't be read or written.
    """
    if _version(connection, name) == len(MIGRATIONS):
        return
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("BEGIN IMMEDIATE")
    try:
        # Another process may have done it while this one waited for the lock.
        for step in MIGRATIONS[_version(connection, name) :]:
            for statement in _statements(step):
                connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {len(MIGRATIONS)}")
        connection.execute("INSERT OR IGNORE INTO state VALUES ('birth', ?)", (secrets.token_hex(4),))
        connection.execute("INSERT OR IGNORE INTO state VALUES ('generation', 0)")
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _version(connection: sqlite3.Connection, name: str) -> int:
    """How many migrations the file has seen; 0 where it is empty."""
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (tables,) = connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()
    if application != APPLICATION_ID and (application or version or tables):
        raise StoreMismatch(f"{name} is a database of another program: name another file in ONRECORD_STORE.")
    if version > len(MIGRATIONS):
        raise StoreMismatch(
            f"{name} was written by a later release (schema {version}, this one knows {len(MIGRATIONS)}): "
            "update On Record, or name another file in ONRECORD_STORE."
        )
    return int(version)


def _statements(script: str) -> list[str]:
    """The statements of a script; ``executescript`` would commit the transaction that they belong in."""
    statements, pending = [], ""
    for line in script.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            statements.append(pending)
            pending = ""
    return statements
