"""The ingestion job: many articles, workers, one writer, rejects, and a clean stop between batches."""

from __future__ import annotations

import signal
import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path, PurePath
from types import FrameType
from typing import TypeVar

from service.errors import BadArticle, StoreUnavailable
from service.ingest.batches import Batches
from service.ingest.ingester import Analysed, Ingester, Outcome, Status
from service.ingest.rejects import Rejects
from service.ingest.workers import Failed, Settled, Workers
from service.models import Article, RawArticle, digest
from service.pipeline import Knowledge, article_in, quotes_in
from service.pipeline.read import Read, Rejection
from service.pipeline.urls import canonical_url


@dataclass(frozen=True, slots=True)
class Shard:
    """One of ``count`` parts of a collection, ``number`` from 1, for machines that share the work."""

    number: int = 1
    count: int = 1

    def holds(self, article: Read) -> bool:
        """Whether an article is in this part: by its URL, else its file's name, alike on every machine."""
        if self.count == 1:
            return True
        key = PurePath(article.name).name
        if isinstance(article, RawArticle) and article.url:
            try:
                key = canonical_url(article.url)
            except BadArticle:
                key = article.url
        return int(digest("shard", key), 16) % self.count == self.number - 1


@dataclass(frozen=True, slots=True)
class Job:
    """How a job is done."""

    workers: int = 1
    shard: Shard = Shard()
    rejects: Path | None = None
    force: bool = False
    batch: int = 50  # articles that are looked up, or stored, at once
    patience: float = 30.0  # seconds for which a store that takes no writes is tried again


@dataclass(slots=True)
class Report:
    """What a job did: articles by what became of them, quotes stored, and the signal that stopped it."""

    articles: Counter[Status] = field(default_factory=Counter)
    quotes: int = 0
    stopped_by: int | None = None

    def __str__(self) -> str:
        counts = ", ".join(
            f"{self.articles[status]} {status}" for status in _STATUSES if self.articles[status]
        )
        total, quotes = self.articles.total(), self.quotes
        return (
            f"{total} article{'' if total == 1 else 's'}: {counts or 'none'}; "
            f"{quotes} quote{'' if quotes == 1 else 's'} stored"
        )


T = TypeVar("T")

_STATUSES: tuple[Status, ...] = ("created", "updated", "unchanged", "rejected")


@dataclass(frozen=True, slots=True)
class _Cleaned:
    raw: RawArticle
    article: Article


@dataclass(frozen=True, slots=True)
class _Analysed(Analysed):
    raw: RawArticle


@dataclass(frozen=True, slots=True)
class _Rejected:
    source: RawArticle | Rejection
    reason: str


def run(
    ingester: Ingester,
    articles: Iterable[Read],
    job: Job,
    on_outcome: Callable[[Outcome], None] | None = None,
) -> Report:
    """Analyse ``articles`` in ``job.workers`` processes and store them here, in batches.

    SIGINT and SIGTERM end it after the batch at hand; a second one ends it at once. What a store does not
    take is rejected, after some patience where it is away. Raises StoreError where it can't be used at all:
    what is stored until then is whole.
    """
    report = Report()
    batches = Batches(ingester, job.batch, job.force, job.patience, lambda: report.stopped_by is not None)
    ingester.seed()
    with (
        Rejects(job.rejects) as rejects,
        _stoppable(report),
        Workers(job.workers, ingester.knowledge()) as workers,
    ):
        results: Iterator[_Analysed | _Rejected | Outcome] = _results(ingester, articles, job, workers)
        for batch in batches.of(results):
            for outcome in _store(batches, batch, rejects):
                report.articles[outcome.status] += 1
                report.quotes += outcome.quotes
                if on_outcome is not None:
                    on_outcome(outcome)
            if report.stopped_by is not None:
                break
        rejects.finished = report.stopped_by is None
    return report


def _results(
    ingester: Ingester, articles: Iterable[Read], job: Job, workers: Workers
) -> Iterator[_Analysed | _Rejected | Outcome]:
    """Each article analysed, rejected or found to be there already, in their order."""
    wanted = (article for article in articles if job.shard.holds(article))
    raw: Iterator[RawArticle | Settled[object]] = (
        Settled(_Rejected(a, a.reason)) if isinstance(a, Rejection) else a for a in wanted
    )
    new = _leave_out_known(ingester, workers.each(_clean, raw), job)
    for result in workers.each(_analyse, new):
        if isinstance(result, Failed):
            yield _Rejected(result.item.raw, result.reason)
        elif isinstance(result, Settled):
            yield result.result  # type: ignore[misc]  # only rejections and outcomes are settled here
        else:
            yield result


def _leave_out_known(
    ingester: Ingester, cleaned: Iterable[_Cleaned | Failed[RawArticle] | Settled[object]], job: Job
) -> Iterator[_Cleaned | Settled[object]]:
    for some in _in_parts(cleaned, job.batch):
        known = _known(ingester, [found.article for found in some if isinstance(found, _Cleaned)], job)
        for found in some:
            if isinstance(found, Settled):
                yield found
            elif isinstance(found, Failed):
                yield Settled(_Rejected(found.item, found.reason))
            elif found.article.id in known and known[found.article.id] == found.article.content_hash:
                yield Settled(Outcome("unchanged", found.raw.name, found.article.id))
            else:
                yield found


def _in_parts(items: Iterable[T], size: int) -> Iterator[list[T]]:
    iterator = iter(items)
    while part := list(islice(iterator, size)):
        yield part


def _known(ingester: Ingester, articles: list[Article], job: Job) -> dict[str, str]:
    """The ids and contents of those of the articles that need no analysis."""
    if job.force or not articles:
        return {}
    try:
        held = ingester.held(articles)
    except StoreUnavailable:
        # Whether it is there is asked again where it is stored, with patience.
        return {}
    return {article.id: article.content_hash for article in articles if article.id in held}


def _clean(raw: RawArticle, knowledge: Knowledge) -> _Cleaned:
    return _Cleaned(raw, article_in(raw, knowledge))


def _analyse(cleaned: _Cleaned, knowledge: Knowledge) -> _Analysed:
    return _Analysed(cleaned.article, quotes_in(cleaned.article, knowledge), cleaned.raw)


def _store(
    batches: Batches, results: list[_Analysed | _Rejected | Outcome], rejects: Rejects
) -> Iterator[Outcome]:
    """What became of each result of a batch, in their order."""
    stored = iter(batches.store([result for result in results if isinstance(result, _Analysed)]))
    for result in results:
        if isinstance(result, Outcome):
            yield result
        elif isinstance(result, _Rejected):
            rejects.add(result.source, result.reason)
            yield Outcome("rejected", result.source.name, reason=result.reason)
        else:
            outcome = next(stored)
            if outcome.reason is not None:
                rejects.add(result.raw, outcome.reason)
            yield outcome


@contextmanager
def _stoppable(report: Report) -> Iterator[None]:
    """Note SIGINT and SIGTERM in ``report`` instead of ending at once, where this is the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def note(number: int, _frame: FrameType | None) -> None:
        report.stopped_by = number
        signal.signal(signal.SIGINT, signal.default_int_handler)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)

    earlier = {number: signal.signal(number, note) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in earlier.items():
            signal.signal(number, handler)
