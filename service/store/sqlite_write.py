"""How articles, quotes and topics get into the embedded store's tables and out of them.

Every function works within the transaction of its caller.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from service.models import Article, Corrected, PublicationDate, Quote, Topic
from service.store.base import Change
from service.store.document import (
    Document,
    article_document,
    corrected_document,
    quote_document,
    quote_from,
    topic_document,
)
from service.store.folding import folded_words, names_of

_ARTICLE = """
INSERT INTO article
    (id, content_hash, analysis_version, outlet_id, outlet_name, last_day, newest, oldest, document, text)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (id) DO UPDATE SET
    content_hash = excluded.content_hash, analysis_version = excluded.analysis_version,
    outlet_id = excluded.outlet_id, outlet_name = excluded.outlet_name,
    last_day = excluded.last_day, newest = excluded.newest, oldest = excluded.oldest,
    document = excluded.document, text = excluded.text
"""

_QUOTE = """
INSERT INTO quote
    (id, article_id, statement_id, start, type, attitude, confidence, kind, speaker_id, speaker_name, role,
     affiliation, country, represents_state, outlet_id, outlet_name, last_day, newest, oldest)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""


def put_article(connection: sqlite3.Connection, change: Change) -> None:
    """Store an article and its quotes in place of what was there of it; quotes that did not change stay."""
    _put_text(connection, change.article)
    stored = _documents_of(connection, change.article.id)
    wanted = {quote.id: compact(quote_document(quote)) for quote in change.quotes}
    _remove(connection, [document for key, document in stored.items() if wanted.get(key) != document])
    for quote in change.quotes:
        if stored.get(quote.id) != wanted[quote.id]:
            _insert(connection, quote, wanted[quote.id])
    connection.executemany("DELETE FROM moved WHERE id = ?", [(key,) for key in wanted])
    gone = (stored.keys() | change.successors.keys()) - wanted.keys()
    _remember(connection, {key: change.successors.get(key) for key in gone})
    restate(connection, change.restated)
    delete_corrections(connection, change.uncorrected)
    put_corrections(connection, change.corrections)


def delete_article(connection: sqlite3.Connection, article_id: str) -> None:
    """Remove an article and its quotes, and remember that these are gone."""
    stored = _documents_of(connection, article_id)
    _remove(connection, stored.values())
    _remember(connection, dict.fromkeys(stored))
    connection.execute("DELETE FROM article WHERE id = ?", (article_id,))


def restate(connection: sqlite3.Connection, restated: Mapping[str, str]) -> None:
    """Give quotes their new statement ids."""
    new = [(statement, key) for key, statement in restated.items()]
    connection.executemany("UPDATE quote SET statement_id = ? WHERE id = ?", new)
    connection.executemany(
        "UPDATE quote_body SET document = json_set(document, '$.statement_id', ?)"
        " WHERE row = (SELECT row FROM quote WHERE id = ?)",
        new,
    )


def put_corrections(connection: sqlite3.Connection, corrections: Sequence[Corrected]) -> None:
    """Add corrections, each in place of one of the same quote."""
    connection.executemany(
        "INSERT OR REPLACE INTO correction VALUES (?, ?, ?, ?)",
        [
            (one.quote_id, one.article_id, one.correction.at.isoformat(), compact(corrected_document(one)))
            for one in corrections
        ],
    )


def delete_corrections(connection: sqlite3.Connection, quote_ids: Iterable[str]) -> None:
    """Remove the corrections of quotes."""
    connection.executemany("DELETE FROM correction WHERE quote_id = ?", [(key,) for key in quote_ids])


def put_topics(connection: sqlite3.Connection, topics: Sequence[Topic]) -> None:
    """Add topics, each in place of one of the same id."""
    connection.executemany(
        "INSERT INTO topic VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET document = excluded.document",
        [(topic.id, compact(topic_document(topic))) for topic in topics],
    )


def delete_topic(connection: sqlite3.Connection, topic_id: str) -> None:
    """Remove a topic, and remember that the store had some."""
    connection.execute("DELETE FROM topic WHERE id = ?", (topic_id,))
    connection.execute("INSERT OR IGNORE INTO state VALUES ('topics removed', 1)")


def rebuild(connection: sqlite3.Connection) -> None:
    """Make the index of the texts anew from the stored texts, and statistics of all tables."""
    connection.execute("INSERT INTO quote_text (quote_text) VALUES ('rebuild')")
    connection.execute("ANALYZE")


def compact(document: Document) -> str:
    """A document as text, the same for the same document."""
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"))


def _put_text(connection: sqlite3.Connection, article: Article) -> None:
    document = article_document(article)
    text = document.pop("text")
    outlet = article.outlet
    connection.execute(
        _ARTICLE,
        (
            *(article.id, article.content_hash, article.analysis_version),
            *((outlet.id, outlet.name) if outlet else (None, None)),
            *_days(article.published),
            compact(document),
            text,
        ),
    )
    _put_wordings(connection, outlet=outlet.name if outlet else None)


def _documents_of(connection: sqlite3.Connection, article_id: str) -> dict[str, str]:
    return dict(
        connection.execute(
            "SELECT id, document FROM quote JOIN quote_body USING (row) WHERE article_id = ?", (article_id,)
        )
    )


def _insert(connection: sqlite3.Connection, quote: Quote, document: str) -> None:
    speaker, outlet = quote.speaker, quote.outlet
    row = connection.execute(
        _QUOTE,
        (
            *(quote.id, quote.article_id, quote.statement_id, quote.start),
            *(quote.type, quote.attitude, quote.confidence),
            *(speaker.kind, speaker.id, speaker.name, speaker.role),
            *(speaker.affiliation, speaker.country, speaker.represents_state),
            *((outlet.id, outlet.name) if outlet else (None, None)),
            *_days(quote.published),
        ),
    ).lastrowid
    connection.execute("INSERT INTO quote_body VALUES (?, ?, ?)", (row, quote.text, document))
    connection.executemany(
        "INSERT INTO stance VALUES (?, ?, ?, ?, ?, ?)",
        [
            (row, place, stance.topic, stance.stance, stance.confidence, stance.holder)
            for place, stance in enumerate(quote.stances)
        ],
    )
    connection.executemany(
        "INSERT OR IGNORE INTO quote_key VALUES (?, ?)", [(key, row) for key in quote.keys]
    )
    _put_wordings(connection, role=speaker.role, affiliation=speaker.affiliation)
    connection.executemany(
        "INSERT INTO speaker_name VALUES (?, ?, ?, 1) ON CONFLICT DO UPDATE SET quotes = quotes + 1",
        [(speaker.id, name, _padded_words(name)) for name in names_of(speaker)],
    )


def _put_wordings(connection: sqlite3.Connection, **values: str | None) -> None:
    connection.executemany(
        "INSERT OR IGNORE INTO wording VALUES (?, ?, ?)",
        [(name, value, _padded_words(value)) for name, value in values.items() if value is not None],
    )


def _remove(connection: sqlite3.Connection, documents: Iterable[str]) -> None:
    for quote in (quote_from(json.loads(document)) for document in documents):
        connection.executemany(
            "UPDATE speaker_name SET quotes = quotes - 1 WHERE speaker_id = ? AND name = ?",
            [(quote.speaker.id, name) for name in names_of(quote.speaker)],
        )
        connection.execute(
            "DELETE FROM speaker_name WHERE speaker_id = ? AND quotes = 0", (quote.speaker.id,)
        )
        connection.execute("DELETE FROM quote WHERE id = ?", (quote.id,))


def _remember(connection: sqlite3.Connection, moved: Mapping[str, str | None]) -> None:
    connection.executemany(
        "INSERT INTO moved VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET successor = excluded.successor",
        moved.items(),
    )


def _padded_words(text: str) -> str:
    """The folded words of a text as ``holding_all`` looks for them: ' foreign minister '."""
    return f" {' '.join(folded_words(text))} "


def _days(published: PublicationDate | None) -> tuple[str | None, str, str]:
    """The columns last_day, newest and oldest."""
    if published is None:
        return None, "", "~"
    first = published.day.isoformat()
    return published.last_day.isoformat(), first, first
