"""Analysed articles into the store, several at once, with patience for a store that is away for a while."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from service.errors import StoreMismatch, StoreReadOnly, StoreUnavailable
from service.ingest.ingester import Analysed, Ingester, Outcome
from service.ingest.workers import reason_of

MOST_CHARACTERS = 2_000_000
"""Characters of articles in one batch: what a store holds in memory and sends at once."""

LONGEST_WAIT = 1.0
"""Seconds that an analysed article may wait for others, looked at as each next result comes: so a kill costs
no more than that and the time which one result takes."""

FIRST_PAUSE, LONGEST_PAUSE = 0.5, 5.0

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Batches:
    """Stores articles through ``ingester``, ``size`` at once.

    A store that can't be written is tried again for ``patience`` seconds; after that the batch is rejected,
    and so is each one after it whose only try fails, until one succeeds. ``stopped`` ends the waiting.
    """

    ingester: Ingester
    size: int
    force: bool
    patience: float
    stopped: Callable[[], bool]
    _patient: bool = field(default=True, init=False)

    def of(self, results: Iterable[T]) -> Iterator[list[T]]:
        """Results in their order, cut where what is analysed among them makes a batch."""
        batch: list[T] = []
        ids: set[str] = set()
        characters, since = 0, 0.0
        for result in results:
            if isinstance(result, Analysed):
                article = result.article
                if article.id in ids or characters + len(article.text) > MOST_CHARACTERS:
                    yield batch
                    batch, ids, characters = [], set(), 0
                since = since if ids else time.monotonic()
                ids.add(article.id)
                characters += len(article.text)
            batch.append(result)
            if not ids or len(ids) >= self.size or self.stopped() or time.monotonic() - since > LONGEST_WAIT:
                yield batch
                batch, ids, characters = [], set(), 0
        if batch:
            yield batch

    def store(self, articles: Sequence[Analysed]) -> list[Outcome]:
        """What became of each article. Raises StoreMismatch or StoreReadOnly, which no patience mends."""
        if not articles:
            return []
        try:
            return self._put_patiently(articles)
        except (StoreMismatch, StoreReadOnly):
            raise
        except StoreUnavailable as error:
            return [_rejected(new, error.detail) for new in articles]
        except Exception as error:
            if len(articles) > 1:
                # One of them can't be stored: the others can.
                return [outcome for new in articles for outcome in self.store([new])]
            return [_rejected(articles[0], reason_of(error))]

    def _put_patiently(self, articles: Sequence[Analysed]) -> list[Outcome]:
        until = time.monotonic() + (self.patience if self._patient else 0.0)
        pause = FIRST_PAUSE
        while True:
            try:
                outcomes = self.ingester.put(*articles, force=self.force)
            except StoreReadOnly:
                raise
            except StoreUnavailable as error:
                if time.monotonic() + pause > until or self.stopped():
                    self._patient = False
                    raise
                log.warning("%s Trying again.", error.detail)
                time.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
            else:
                self._patient = True
                return outcomes


def _rejected(new: Analysed, reason: str) -> Outcome:
    return Outcome("rejected", new.article.source_name or new.article.id, reason=reason)
