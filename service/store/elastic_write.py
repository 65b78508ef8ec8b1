"""How a change gets into Elasticsearch whole, though there are no transactions.

The caller holds the writers' lock. A change is first written down as the journal, then carried out, the
article last, then the journal is removed. Whoever takes the lock next finishes what a journal says, so that a
writer that was killed half way leaves no half change behind. Every step may be done twice.
See docs/decisions/0002-stores.md.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from elasticsearch import Elasticsearch, NotFoundError
from elasticsearch.helpers import streaming_bulk

from service.errors import OnRecordError, StoreUnavailable
from service.models import Topic
from service.store.base import Change
from service.store.document import Document, article_from, quote_from, topic_document
from service.store.elastic_connection import WRITE_SECONDS, api_error, translated
from service.store.elastic_document import indexed_article, indexed_quote
from service.store.elastic_index import Names
from service.store.elastic_search import all_hits

Action = dict[str, Any]

log = logging.getLogger(__name__)


class Writer:
    """Carries out changes. ``name`` is what messages call the server."""

    def __init__(self, client: Elasticsearch, names: Names, name: str) -> None:
        self._client = client.options(request_timeout=WRITE_SECONDS)
        self._names = names
        self._name = name
        self._unfinished = False  # whether what is carried out was begun before

    def put(self, change: Change) -> None:
        """Store an article and its quotes in place of what was there of it."""
        self._carry_out(
            {
                "article": indexed_article(change.article),
                "quotes": [indexed_quote(quote) for quote in change.quotes],
                "successors": dict(change.successors),
                "restated": dict(change.restated),
            }
        )

    def delete(self, article_id: str, restated: Mapping[str, str]) -> None:
        """Remove an article and its quotes."""
        self._carry_out({"deleted": article_id, "restated": dict(restated)})

    def put_topics(self, topics: Sequence[Topic]) -> None:
        """Add topics, each in place of one of the same id."""
        self.bulk(self._to_state(f"topic:{topic.id}", "topic", topic_document(topic)) for topic in topics)
        self._client.indices.refresh(index=self._names.state)
        self.raise_generation()

    def raise_generation(self) -> None:
        """Say that the contents changed."""
        self.bulk([self._raised_generation()])

    def finish_journal(self) -> None:
        """Finish a change that its writer began and could not finish."""
        try:
            journal = self._client.get(index=self._names.state, id="journal")
        except NotFoundError:
            return
        log.warning("Finishing a change that another writer began.")
        change = journal["_source"]["document"]
        # What is in a journal was made by that writer's release: what it is found by is made anew.
        if "article" in change:
            change["article"] = indexed_article(article_from(change["article"]))
            change["quotes"] = [indexed_quote(quote_from(quote)) for quote in change["quotes"]]
        self._unfinished = True
        self._apply_and_forget(change)
        self._unfinished = False

    def bulk(self, actions: Iterable[Action], *, to_alias: bool = True) -> None:
        """Send writes in bulk and read every result. A typo in an alias makes no index.

        Raises StoreUnavailable where the server is still too busy after several tries, and what
        ``api_error`` says of the first write that was refused.
        """
        for done, result in streaming_bulk(
            self._client,
            actions,
            chunk_size=500,
            max_chunk_bytes=10 * 1024 * 1024,
            max_retries=5,
            initial_backoff=0.5,
            max_backoff=8,
            raise_on_error=False,
            require_alias=to_alias,
        ):
            ((operation, answer),) = result.items()
            # What was to go is gone: a change that is carried out again finds it so.
            if not done and not (operation in {"delete", "update"} and answer["status"] == 404):
                raise api_error(self._name, answer["status"], answer)

    def _carry_out(self, change: Document) -> None:
        self._client.index(
            index=self._names.state,
            id="journal",
            document={"kind": "journal", "document": change},
            require_alias=True,
        )
        self._apply_and_forget(change)

    def _apply_and_forget(self, change: Document) -> None:
        try:
            with translated(self._name):
                self._apply(change)
        except StoreUnavailable:
            # It will be possible later: the journal stays for the next writer.
            raise
        except OnRecordError:
            # It never will be, and must not stop everybody else.
            self.bulk([self._delete(self._names.state, "journal")])
            raise

    def _apply(self, change: Document) -> None:
        if "deleted" in change:
            stored = self._stored(change["deleted"])
            self.bulk([*self._moved(dict.fromkeys(stored)), *self._restated(change["restated"])])
            self.bulk(self._delete(self._names.quotes, key) for key in stored)
            self.bulk([self._delete(self._names.articles, change["deleted"])])
        else:
            self._apply_article(change)
        # Every later read sees the writes, and only then is the generation raised.
        self._client.indices.refresh(index=f"{self._names.quotes},{self._names.articles}")
        self.bulk([self._raised_generation(), self._delete(self._names.state, "journal")])

    def _apply_article(self, change: Document) -> None:
        article, successors = change["article"], change["successors"]
        wanted = {quote["id"]: quote for quote in change["quotes"]}
        stored = self._stored(article["id"])
        stale = stored.keys() - wanted.keys()
        gone = {key: successors.get(key) for key in stale | (successors.keys() - wanted.keys())}
        changed = [quote for key, quote in wanted.items() if stored.get(key) != quote]
        self.bulk(
            [
                *(self._index(self._names.quotes, quote) for quote in changed),
                *self._moved(gone),
                *self._restated(change["restated"]),
            ]
        )
        self.bulk(self._delete(self._names.quotes, key) for key in stale)
        # Until this is there the article counts as not analysed, and the same ingest brings it again.
        self.bulk([self._index(self._names.articles, article)])

    def _stored(self, article_id: str) -> dict[str, Document]:
        """The article's quotes as they are now."""
        if not self._client.exists(index=self._names.articles, id=article_id) and not self._unfinished:
            return {}
        # Those of a write that failed just before included.
        self._client.indices.refresh(index=self._names.quotes)
        found = all_hits(self._client, self._names.quotes, {"term": {"article_id": article_id}})
        return {hit["_id"]: hit["_source"] for hit in found}

    def _moved(self, moved: Mapping[str, str | None]) -> list[Action]:
        return [
            self._to_state(f"moved:{key}", "moved", {"successor": successor})
            for key, successor in moved.items()
        ]

    def _restated(self, restated: Mapping[str, str]) -> list[Action]:
        return [
            {
                "_op_type": "update",
                "_index": self._names.quotes,
                "_id": key,
                "doc": {"statement_id": statement},
            }
            for key, statement in restated.items()
        ]

    def _raised_generation(self) -> Action:
        """The document is written anew; its version, which counts the writes, is the generation."""
        return {
            "_op_type": "update",
            "_index": self._names.state,
            "_id": "generation",
            "doc": {"kind": "generation"},
            "detect_noop": False,
        }

    def _to_state(self, key: str, kind: str, document: Document) -> Action:
        return {
            "_index": self._names.state,
            "_id": key,
            "_source": {"kind": kind, "document": document},
        }

    def _index(self, alias: str, document: Document) -> Action:
        return {"_index": alias, "_id": document["id"], "_source": document}

    def _delete(self, alias: str, key: str) -> Action:
        return {"_op_type": "delete", "_index": alias, "_id": key}


def generation(client: Elasticsearch, names: Names) -> str:
    """How often the store was changed, behind a mark that another store of that name would not have."""
    found = client.get(index=names.state, id="generation")
    return f"{found['_source']['document']['birth']}-{found['_version']}"
