"""How a change gets into Elasticsearch whole, though there are no transactions.

The caller holds the writers' lock. A change is first written down as the journal, then carried out, the
articles last, then the journal is removed. Whoever takes the lock next finishes what a journal says, so that
a writer that was killed half way leaves no half change behind; one that the index refuses is taken back.
See docs/decisions/0002-stores.md.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from elasticsearch import ConflictError, Elasticsearch, NotFoundError
from elasticsearch.helpers import streaming_bulk

from service.errors import OnRecordError, StoreUnavailable
from service.models import Corrected, Topic
from service.store.base import Change
from service.store.document import Document, topic_document
from service.store.elastic_connection import WRITE_SECONDS, api_error, translated
from service.store.elastic_index import TOPICS_REMOVED, Names
from service.store.elastic_journal import (
    Action,
    backward,
    delete,
    forward,
    in_this_release,
    journal_of_changes,
    journal_of_deletion,
    to_state,
)
from service.store.elastic_lock import LOST

BUSY_TRIES, FIRST_BUSY_SECONDS, LONGEST_BUSY_SECONDS = 5, 0.5, 8
"""How often a write that the server is too busy for is sent again, and the pauses before that."""

log = logging.getLogger(__name__)


class Writer:
    """Carries out changes. ``name`` is what messages call the server.

    ``require_lock`` raises where the caller's lock was lost; it is asked before every request that writes.
    """

    def __init__(
        self, client: Elasticsearch, names: Names, name: str, require_lock: Callable[[], None]
    ) -> None:
        self._client = client.options(request_timeout=WRITE_SECONDS)
        self._names = names
        self._name = name
        self._require_lock = require_lock

    def put(self, changes: Sequence[Change]) -> None:
        """Store articles and their quotes in place of what was there of them."""
        self._carry_out(lambda: journal_of_changes(self._client, self._names, changes))

    def delete(self, article_id: str, restated: Mapping[str, str], corrections: Sequence[Corrected]) -> None:
        """Remove an article and its quotes."""
        self._carry_out(
            lambda: journal_of_deletion(self._client, self._names, article_id, restated, corrections)
        )

    def put_topics(self, topics: Sequence[Topic]) -> None:
        """Add topics, each in place of one of the same id."""
        self._write_state(
            to_state(self._names, f"topic:{topic.id}", "topic", topic_document(topic)) for topic in topics
        )

    def delete_topic(self, topic_id: str) -> None:
        """Remove a topic, and remember that the store had some."""
        self._write_state(
            [
                to_state(self._names, TOPICS_REMOVED, TOPICS_REMOVED, {}),
                delete(self._names.state, f"topic:{topic_id}"),
            ]
        )

    def delete_correction(self, quote_id: str) -> None:
        """Remove a correction that no quote knows of."""
        self._write_state([delete(self._names.state, f"correction:{quote_id}")])

    def _write_state(self, actions: Iterable[Action]) -> None:
        self.bulk(actions)
        self._client.indices.refresh(index=self._names.state)
        self.raise_generation()

    def raise_generation(self) -> None:
        """Say that the contents changed."""
        self.bulk([self._raised_generation()])

    def finish_journal(self) -> None:
        """Finish a change that its writer began and could not finish."""
        try:
            found = self._client.get(index=self._names.state, id="journal")
        except NotFoundError:
            return
        log.warning("Finishing a change that another writer began.")
        # Its writer may have written since the last refresh.
        self._refresh()
        self._apply(in_this_release(found["_source"]["document"]), (found["_seq_no"], found["_primary_term"]))

    def bulk(self, actions: Iterable[Action], *, to_alias: bool = True) -> None:
        """Send writes in bulk and read every result. A typo in an alias makes no index.

        Raises StoreUnavailable where the server is still too busy after several tries or the lock was lost,
        and what ``api_error`` says of the first write that was refused.
        """
        for done, result in streaming_bulk(
            self._client,
            self._while_locked(actions),
            chunk_size=500,
            max_chunk_bytes=10 * 1024 * 1024,
            max_retries=BUSY_TRIES,
            initial_backoff=FIRST_BUSY_SECONDS,
            max_backoff=LONGEST_BUSY_SECONDS,
            raise_on_error=False,
            require_alias=to_alias,
        ):
            ((operation, answer),) = result.items()
            if done or (operation in {"delete", "update"} and answer["status"] == 404):
                # What was to go is gone: a change that is carried out again finds it so.
                continue
            if operation == "delete" and answer["status"] == 409:
                # Only the journal is removed under a condition: this one is another writer's.
                raise StoreUnavailable(LOST)
            raise api_error(self._name, answer["status"], answer)

    def _while_locked(self, actions: Iterable[Action]) -> Iterator[Action]:
        """The actions, as long as the lock is held: a request's are taken just before it is sent."""
        for action in actions:
            self._require_lock()
            yield action

    def _carry_out(self, journal_now: Callable[[], Document]) -> None:
        """Write a journal down and do what it says; ``journal_now`` makes it from what is there."""
        journal = journal_now()
        try:
            place = self._write_down(journal)
        except ConflictError:
            # A change before this one, within the same turn, could not be finished just then.
            self.finish_journal()
            journal = journal_now()
            place = self._write_down(journal)
        self._apply(journal, place)

    def _write_down(self, journal: Document) -> tuple[int, int]:
        """Where the journal stands; never in place of another one."""
        self._require_lock()
        made = self._client.create(
            index=self._names.state,
            id="journal",
            document={"kind": "journal", "document": journal},
            require_alias=True,
        )
        return made["_seq_no"], made["_primary_term"]

    def _apply(self, journal: Document, place: tuple[int, int]) -> None:
        """Do what the journal at ``place`` says; where the index refuses that for good, undo it."""
        try:
            with translated(self._name):
                for step in forward(self._names, journal):
                    self.bulk(step)
                self._end(journal, place)
        except StoreUnavailable:
            # It will be possible later: the journal stays for the next writer.
            raise
        except OnRecordError:
            # It never will be, and must neither stop everybody else nor stay half done.
            self._refresh()
            self.bulk(backward(self._names, journal))
            self._end(journal, place)
            raise

    def _end(self, journal: Document, place: tuple[int, int]) -> None:
        # Every later read sees the writes, and only then is the generation raised.
        self._refresh()
        if journal["corrections"] or journal["uncorrected"]:
            self._client.indices.refresh(index=self._names.state)
        self.bulk(
            [
                self._raised_generation(),
                {
                    **delete(self._names.state, "journal"),
                    "if_seq_no": place[0],
                    "if_primary_term": place[1],
                },
            ]
        )

    def _refresh(self) -> None:
        self._client.indices.refresh(index=f"{self._names.quotes},{self._names.articles}")

    def _raised_generation(self) -> Action:
        """The document is written anew; its version, which counts the writes, is the generation."""
        return {
            "_op_type": "update",
            "_index": self._names.state,
            "_id": "generation",
            "doc": {"kind": "generation"},
            "detect_noop": False,
        }


def generation(client: Elasticsearch, names: Names) -> str:
    """How often the store was changed, behind a mark that another store of that name would not have."""
    found = client.get(index=names.state, id="generation")
    return f"{found['_source']['document']['birth']}-{found['_version']}"
