"""The Elasticsearch store: for more quotes, readers and writers than one machine holds.

It needs Elasticsearch 9 and keeps to what the smallest distribution has. Single documents are read as they
are now; searches see what was refreshed, which every write waits for.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from elasticsearch import Elasticsearch, NotFoundError

from service.errors import BadArticle, BadRequest, StoreUnavailable
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
from service.store import (
    elastic_corrections,
    elastic_counts,
    elastic_entities,
    elastic_lists,
    elastic_topics,
)
from service.store.base import Change
from service.store.document import require_storable
from service.store.elastic_connection import WRITE_SECONDS, Address, Clients, translated
from service.store.elastic_index import (
    Names,
    create_missing,
    create_state,
    indices_behind,
    require_current,
    settings,
)
from service.store.elastic_lock import Lock
from service.store.elastic_reindex import reindex
from service.store.elastic_write import Writer, generation


class ElasticStore:
    """The :class:`~service.store.base.Store` at ``address``; the first use makes its indices."""

    def __init__(self, address: Address, patience: float | None = None) -> None:
        self._address = address
        self._names = Names(address.prefix)
        self._layout = settings(address.shards, address.replicas)
        self._clients = Clients(address)
        self._lock = Lock(self._clients.mine, self._names.state, patience)
        self._ready = False
        self._setting_up = threading.Lock()

    def check(self) -> None:
        """Raise StoreUnavailable or StoreMismatch where the store can't answer a query now."""
        with self._asking() as client:
            require_current(indices_behind(client, self._names), self._names)
            aliases = f"{self._names.quotes},{self._names.articles},{self._names.state}"
            health = client.cluster.health(index=aliases, timeout="1s")
            if health["status"] == "red":
                raise StoreUnavailable(
                    f"{self._address.name} has lost shards of this store (red): see to the cluster's health."
                )

    def close(self) -> None:
        """Close this process's client."""
        self._clients.close()

    def generation(self) -> str:
        """A value that differs after every change of the contents."""
        with self._asking() as client:
            return generation(client, self._names)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """One writer at a time, over all machines. A reindex is waited for."""
        with self._asking() as client, self._lock.held("write") as taken:
            if taken:
                self._writer(client).finish_journal()
            yield

    def put(self, *changes: Change) -> None:
        """Store articles and their quotes in place of what was there of them, with one refresh.

        Readers may see some of it a moment before the rest; what a killed writer left half done is finished
        by the next one.
        """
        require_storable(changes)
        with self.writing():
            try:
                with self._asking() as client:
                    self._writer(client).put(changes)
            except BadRequest as error:
                raise BadArticle(
                    "The article holds half a surrogate pair, which is no character: encode it anew."
                ) from error

    def delete(
        self, article_id: str, restated: Mapping[str, str], corrections: Sequence[Corrected] = ()
    ) -> bool:
        """Remove an article and its quotes; whether it was there."""
        with self.writing(), self._asking() as client:
            if self.article(article_id) is None:
                return False
            self._writer(client).delete(article_id, restated, corrections)
        return True

    def article(self, article_id: str) -> Article | None:
        """One article with its text, or None."""
        with self._asking() as client:
            return elastic_lists.article(client, self._names, article_id)

    def articles(self, query: ArticleQuery) -> Page[Article]:
        """Articles, without their text."""
        with self._asking() as client:
            return elastic_lists.articles(client, self._names, query)

    def analysed(self, article_ids: Sequence[str]) -> dict[str, tuple[str, str | None]]:
        """(content_hash, analysis_version) of those of the articles that are there."""
        with self._asking() as client:
            return elastic_lists.analysed(client, self._names, article_ids)

    def quotes_of(self, article_id: str) -> tuple[Quote, ...]:
        """All quotes of one article in the order of the text."""
        with self._asking() as client:
            found = elastic_lists.quotes_with(client, self._names, "article_id", [article_id])
        return tuple(sorted(found, key=lambda quote: (quote.start, quote.id)))

    def quote(self, quote_id: str) -> Found:
        """A quote, where it went, or None."""
        with self._asking() as client:
            return elastic_lists.quote(client, self._names, quote_id)

    def quotes(self, quote_ids: Sequence[str]) -> tuple[Quote, ...]:
        """Those of the quotes that are there, by id."""
        with self._asking() as client:
            return elastic_lists.quotes_with(client, self._names, "id", quote_ids)

    def search(self, query: QuoteQuery) -> Page[Quote]:
        """One page of quotes with its total, facets and highlights."""
        with self._asking() as client:
            return elastic_lists.quotes(client, self._names, query)

    def scan(self, query: QuoteQuery) -> Iterator[Quote]:
        """Every matching quote in the query's order, as the store was at the first."""
        with self._asking() as client:
            yield from elastic_lists.scan(client, self._names, query)

    def timeline(self, query: QuoteQuery, interval: Interval, split: FacetName | None = None) -> Timeline:
        """Counts by period, zero periods included."""
        with self._asking() as client:
            return elastic_counts.timeline(client, self._names, query, interval, split)

    def opinions(self, query: QuoteQuery) -> Iterator[Opinion]:
        """The stances of matching quotes that the query's own filters admit, by quote id and topic."""
        with self._asking() as client:
            yield from elastic_counts.opinions(client, self._names, query)

    def candidates(self, keys: Sequence[str]) -> dict[str, tuple[Quote, ...]]:
        """The quotes that have each of the keys, by id."""
        with self._asking() as client:
            return elastic_lists.candidates(client, self._names, keys)

    def members(self, statement_ids: Sequence[str]) -> tuple[Quote, ...]:
        """All quotes of these statements, by id."""
        with self._asking() as client:
            return elastic_lists.quotes_with(client, self._names, "statement_id", statement_ids)

    def correction(self, quote_id: str) -> Corrected | None:
        """The correction of a quote, or None."""
        with self._asking() as client:
            return elastic_corrections.correction(client, self._names, quote_id)

    def corrections_of(self, article_ids: Sequence[str]) -> tuple[Corrected, ...]:
        """The corrections of quotes of these articles, by quote id."""
        with self._asking() as client:
            return elastic_corrections.corrections_of(client, self._names, article_ids)

    def corrections(self, query: CorrectionQuery) -> Page[Corrected]:
        """Corrections, the newest first."""
        with self._asking() as client:
            return elastic_corrections.corrections(client, self._names, query)

    def delete_correction(self, quote_id: str) -> None:
        """Remove an orphaned correction."""
        with self.writing(), self._asking() as client:
            self._writer(client).delete_correction(quote_id)

    def speakers(self, query: EntityQuery) -> Page[SpeakerEntry]:
        """Speakers with their counts, most quoted first."""
        with self._asking() as client:
            return elastic_entities.speakers(client, self._names, query)

    def speaker(self, speaker_id: str) -> SpeakerEntry | None:
        """One speaker with the roles they were quoted in."""
        with self._asking() as client:
            return elastic_entities.speaker(client, self._names, speaker_id)

    def outlets(self, query: EntityQuery) -> Page[OutletEntry]:
        """Outlets with their counts, most articles first."""
        with self._asking() as client:
            return elastic_entities.outlets(client, self._names, query)

    def outlet(self, outlet_id: str) -> OutletEntry | None:
        """One outlet, or None."""
        with self._asking() as client:
            return elastic_entities.outlet(client, self._names, outlet_id)

    def topics(self) -> tuple[Topic, ...]:
        """All topics, by id."""
        with self._asking() as client:
            return elastic_topics.topics(client, self._names)

    def had_topics(self) -> bool:
        """Whether there are topics, or were some that were removed."""
        with self._asking() as client:
            return elastic_topics.had_topics(client, self._names)

    def put_topics(self, topics: Sequence[Topic]) -> None:
        """Add topics, each in place of one of the same id."""
        with self.writing(), self._asking() as client:
            self._writer(client).put_topics(topics)

    def delete_topic(self, topic_id: str) -> bool:
        """Remove a topic; whether it was there."""
        with self.writing(), self._asking() as client:
            if all(topic.id != topic_id for topic in self.topics()):
                return False
            self._writer(client).delete_topic(topic_id)
        return True

    def reindex(self) -> None:
        """Build the indices anew, in this release's schema, while reads go on and writes wait."""
        with translated(self._address.name):
            client = self._clients.mine()
            with self._lock.held("reindex"):
                reindex(client, self._names, self._writer(client), self._lock.require, layout=self._layout)
        self._ready = False

    def _writer(self, client: Elasticsearch) -> Writer:
        return Writer(client, self._names, self._address.name, self._lock.require)

    @contextmanager
    def _asking(self) -> Iterator[Elasticsearch]:
        """The client, once the indices are known to be there and of this release."""
        with translated(self._address.name):
            client = self._clients.mine()
            if not self._ready:
                self._set_up(client)
            yield client

    def _set_up(self, client: Elasticsearch) -> None:
        """Make the indices where this store was never used, and require those of a used one."""
        with self._setting_up:
            if self._ready:
                return
            client = client.options(request_timeout=WRITE_SECONDS)
            present = indices_behind(client, self._names)
            if self._names.state not in present or not self._was_set_up(client):
                create_state(client, self._names)
                with self._lock.held("set-up"):
                    create_missing(client, self._names, self._layout)
                present = indices_behind(client, self._names)
            require_current(present, self._names)
            self._ready = True

    def _was_set_up(self, client: Elasticsearch) -> bool:
        try:
            generation(client, self._names)
        except NotFoundError:
            return False
        return True
