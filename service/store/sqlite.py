"""The embedded store: one SQLite file, nothing to install, safe for many processes on one machine.

Quotes' texts are indexed by FTS5; everything that is filtered, sorted or counted by is a column; what is
served is the document beside them.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TypeVar

from service.errors import BadArticle, StoreUnavailable
from service.models import Article, Corrected, Quote, Topic
from service.query import (
    ArticleQuery,
    CorrectionQuery,
    EntityQuery,
    FacetName,
    Found,
    Interval,
    Opinion,
    OutletEntry,
    Page,
    QuoteQuery,
    SpeakerEntry,
    Timeline,
)
from service.store import sqlite_counts, sqlite_entities, sqlite_lists, sqlite_write
from service.store.base import Change
from service.store.document import article_from, require_storable, topic_from
from service.store.sqlite_connection import Connections, translated

T = TypeVar("T")


class SQLiteStore:
    """The :class:`~service.store.base.Store` in the SQLite file at ``path``, which the first use makes.

    A thread has a connection of its own, and so has every scan.
    """

    def __init__(self, path: str, patience: float | None = None) -> None:
        self._connections = Connections(path, patience)

    def check(self) -> None:
        """Raise StoreUnavailable or StoreMismatch where the file can't answer a query now; makes none."""
        if not self._connections.there:
            name = self._connections.name
            if self._connections.folder_there:
                raise StoreUnavailable(
                    f"{name} is not there: an ingest by a user who may write there makes it."
                )
            raise StoreUnavailable(f"{name} is not there: its folder must exist, then an ingest makes it.")
        self.generation()

    def close(self) -> None:
        """Close this process's connections."""
        with self._translated():
            self._connections.close()

    def generation(self) -> str:
        """The number of changes so far, behind a mark that another file at the same place would not have."""
        with self._reading() as connection:
            rows = connection.execute(
                "SELECT value FROM state WHERE name IN ('birth', 'generation') ORDER BY name"
            )
            return "-".join(str(value) for (value,) in rows)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time; what is put within is seen by others when the outermost block ends."""
        with self._translated(), self._connections.exclusive():
            yield

    def reindex(self) -> None:
        """Build the index of the texts anew and gather what the query planner goes by."""
        with self._changing() as connection:
            sqlite_write.rebuild(connection)

    def put(self, *changes: Change) -> None:
        """Store articles and their quotes in place of what was there of them: all of it or nothing."""
        require_storable(changes)
        with self._changing() as connection:
            for change in changes:
                sqlite_write.put_article(connection, change)

    def delete(
        self, article_id: str, restated: Mapping[str, str], corrections: Sequence[Corrected] = ()
    ) -> bool:
        """Remove an article and its quotes; whether it was there."""
        with self.writing():
            if self.article(article_id) is None:
                return False
            with self._changing() as connection:
                sqlite_write.delete_article(connection, article_id)
                sqlite_write.restate(connection, restated)
                sqlite_write.put_corrections(connection, corrections)
        return True

    def article(self, article_id: str) -> Article | None:
        """One article with its text, or None."""
        with self._reading() as connection:
            row = connection.execute(
                "SELECT document, text FROM article WHERE id = ?", (article_id,)
            ).fetchone()
        return article_from({**json.loads(row[0]), "text": row[1]}) if row else None

    def articles(self, query: ArticleQuery) -> Page[Article]:
        """Articles, without their text."""
        return self._snapshot(sqlite_lists.articles, query)

    def analysed(self, article_ids: Sequence[str]) -> dict[str, tuple[str, str | None]]:
        """(content_hash, analysis_version) of those of the articles that are there."""
        with self._reading() as connection:
            return {
                key: (content_hash, version)
                for key, content_hash, version in connection.execute(
                    "SELECT id, content_hash, analysis_version FROM article"
                    " WHERE id IN (SELECT value FROM json_each(?))",
                    (json.dumps(list(article_ids)),),
                )
            }

    def quotes_of(self, article_id: str) -> tuple[Quote, ...]:
        """All quotes of one article in the order of the text."""
        with self._reading() as connection:
            return sqlite_lists.quotes(connection, "article_id = ?", article_id, order="start, id")

    def quote(self, quote_id: str) -> Found:
        """A quote, where it went, or None."""
        return self._snapshot(sqlite_lists.quote, quote_id)

    def quotes(self, quote_ids: Sequence[str]) -> tuple[Quote, ...]:
        """Those of the quotes that are there, by id."""
        with self._reading() as connection:
            return sqlite_lists.quotes(
                connection, "id IN (SELECT value FROM json_each(?))", json.dumps(list(quote_ids))
            )

    def search(self, query: QuoteQuery) -> Page[Quote]:
        """One page of quotes with its total, facets and highlights, all of one moment."""
        return self._snapshot(sqlite_lists.search, query)

    def scan(self, query: QuoteQuery) -> Iterator[Quote]:
        """Every matching quote in the query's order, as the store was at the first."""
        with self._translated(), self._connections.snapshot() as connection:
            yield from sqlite_lists.scan(connection, query)

    def timeline(self, query: QuoteQuery, interval: Interval, split: FacetName | None = None) -> Timeline:
        """Counts by period, zero periods included."""
        return self._snapshot(sqlite_counts.timeline, query, interval, split)

    def opinions(self, query: QuoteQuery) -> Iterator[Opinion]:
        """The stances of matching quotes that the query's own filters admit, by quote id and topic."""
        with self._translated(), self._connections.snapshot() as connection:
            yield from sqlite_counts.opinions(connection, query)

    def candidates(self, keys: Sequence[str]) -> dict[str, tuple[Quote, ...]]:
        """The quotes that have each of the keys, by id."""
        with self._reading() as connection:
            return sqlite_lists.candidates(connection, keys)

    def members(self, statement_ids: Sequence[str]) -> tuple[Quote, ...]:
        """All quotes of these statements, by id."""
        with self._reading() as connection:
            return sqlite_lists.quotes(
                connection,
                "statement_id IN (SELECT value FROM json_each(?))",
                json.dumps(list(statement_ids)),
            )

    def correction(self, quote_id: str) -> Corrected | None:
        """The correction of a quote, or None."""
        with self._reading() as connection:
            return sqlite_lists.correction(connection, quote_id)

    def corrections_of(self, article_ids: Sequence[str]) -> tuple[Corrected, ...]:
        """The corrections of quotes of these articles, by quote id."""
        with self._reading() as connection:
            return sqlite_lists.corrections_of(connection, article_ids)

    def corrections(self, query: CorrectionQuery) -> Page[Corrected]:
        """Corrections, the newest first."""
        return self._snapshot(sqlite_lists.corrections, query)

    def delete_correction(self, quote_id: str) -> None:
        """Remove an orphaned correction."""
        with self._changing() as connection:
            sqlite_write.delete_corrections(connection, [quote_id])

    def speakers(self, query: EntityQuery) -> Page[SpeakerEntry]:
        """Speakers with their counts, most quoted first."""
        return self._snapshot(sqlite_entities.speakers, query)

    def speaker(self, speaker_id: str) -> SpeakerEntry | None:
        """One speaker with the roles they were quoted in."""
        return self._snapshot(sqlite_entities.speaker, speaker_id)

    def outlets(self, query: EntityQuery) -> Page[OutletEntry]:
        """Outlets with their counts, most articles first."""
        return self._snapshot(sqlite_entities.outlets, query)

    def outlet(self, outlet_id: str) -> OutletEntry | None:
        """One outlet, or None."""
        return self._snapshot(sqlite_entities.outlet, outlet_id)

    def topics(self) -> tuple[Topic, ...]:
        """All topics, by id."""
        with self._reading() as connection:
            rows = connection.execute("SELECT document FROM topic ORDER BY id")
            return tuple(topic_from(json.loads(document)) for (document,) in rows)

    def had_topics(self) -> bool:
        """Whether there are topics, or were some that were removed."""
        with self._reading() as connection:
            (found,) = connection.execute(
                "SELECT EXISTS (SELECT 1 FROM topic)"
                " OR EXISTS (SELECT 1 FROM state WHERE name = 'topics removed')"
            ).fetchone()
            return bool(found)

    def put_topics(self, topics: Sequence[Topic]) -> None:
        """Add topics, each in place of one of the same id."""
        with self._changing() as connection:
            sqlite_write.put_topics(connection, topics)

    def delete_topic(self, topic_id: str) -> bool:
        """Remove a topic; whether it was there."""
        with self.writing():
            if all(topic.id != topic_id for topic in self.topics()):
                return False
            with self._changing() as connection:
                sqlite_write.delete_topic(connection, topic_id)
        return True

    @contextmanager
    def _translated(self) -> Iterator[None]:
        with translated(self._connections.name):
            yield

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        """For one statement."""
        with self._translated():
            yield self._connections.mine()

    def _snapshot(self, read: Callable[..., T], *arguments: object) -> T:
        """What ``read`` makes of several statements that see the same moment."""
        with self._translated(), self._connections.reading() as connection:
            return read(connection, *arguments)

    @contextmanager
    def _changing(self) -> Iterator[sqlite3.Connection]:
        with self._translated(), self._connections.change() as connection:
            try:
                yield connection
            except UnicodeEncodeError as error:
                raise BadArticle(
                    "The article holds half a surrogate pair, which is no character: encode it anew."
                ) from error
