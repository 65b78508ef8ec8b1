"""Stances again, on the topics as they are now: nothing is extracted again.

Articles are read one by one and classified outside of the store's lock, in as many processes as are wanted.
They are written in small batches under it, so that ingests go on in between. Ids, speakers and statements
stay; what changes are the stances and the version that says on which topics they were decided.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

from service.ingest import corrections
from service.ingest.ingester import Analysed, Outcome
from service.ingest.walk import every_article
from service.ingest.workers import Failed, Settled, Workers
from service.models import Article, Quote
from service.pipeline import Knowledge
from service.pipeline.classify import classify
from service.store import Change, Store

BATCH = 20
"""Articles written in one turn."""


@dataclass(frozen=True, slots=True)
class _Decided:
    """An article as it was read, and its quotes with their stances anew."""

    read: Analysed
    quotes: tuple[Quote, ...]


def reclassify(store: Store, knowledge: Knowledge, workers: int = 1) -> Iterator[Outcome]:
    """Decide every quote's stances on the topics of ``knowledge`` and store those that differ.

    The outcome of each article is ``updated``, with the number of quotes whose stances differ, ``unchanged``,
    or ``rejected`` where it met a fault of ours and keeps its stances. An article whose version says that
    this was done is left alone, whichever release extracted it, so that a run that was stopped goes on where
    it was. Raises StoreError where
    the store fails: each article is then wholly the old or the new one.
    """
    with Workers(workers, knowledge) as pool:
        results = pool.each(_decide, _outdated(store, knowledge))
        while batch := list(islice(results, BATCH)):
            decided = [result for result in batch if isinstance(result, _Decided)]
            yield from _store(store, decided, knowledge) if decided else ()
            for result in batch:
                if isinstance(result, Failed):
                    article = result.item.article
                    name = article.source_name or article.id
                    yield Outcome("rejected", name, article.id, reason=result.reason)
                elif isinstance(result, Settled):
                    yield result.result  # type: ignore[misc]  # only outcomes are settled here


def _outdated(store: Store, knowledge: Knowledge) -> Iterator[Analysed | Settled[object]]:
    for listed in every_article(store):
        done = listed.analysis_version == knowledge.reclassified(listed.analysis_version)
        article = None if done else store.article(listed.id)
        if article is None:
            yield Settled(_unchanged(listed))
        else:
            own = corrections.analysed(store.quotes_of(article.id), store.corrections_of([article.id]))
            yield Analysed(article, own)


def _decide(read: Analysed, knowledge: Knowledge) -> _Decided:
    return _Decided(read, classify(read.article, read.quotes, knowledge.topics))


def _store(store: Store, batch: list[_Decided], knowledge: Knowledge) -> list[Outcome]:
    outcomes: list[Outcome] = []
    changes: list[Change] = []
    with store.writing():
        for decided in batch:
            outcome, change = _change(store, decided, knowledge)
            outcomes.append(outcome)
            changes += [change] if change else []
        if changes:
            store.put(*changes)
    return outcomes


def _change(store: Store, decided: _Decided, knowledge: Knowledge) -> tuple[Outcome, Change | None]:
    """What to write of an article as it is now, under the lock; None where nothing differs."""
    article = store.article(decided.read.article.id)
    if article is None:
        return _unchanged(decided.read.article), None
    before, made = store.quotes_of(article.id), store.corrections_of([article.id])
    own, anew = corrections.analysed(before, made), decided.quotes
    if Analysed(article, own) != decided.read:
        # Somebody wrote since it was read: so few that deciding again under the lock holds nobody up.
        anew = classify(article, own, knowledge.topics)
    after, differing = corrections.reclassified(anew, made)
    version = knowledge.reclassified(article.analysis_version)
    changed = sum(old != new for old, new in zip(before, after, strict=True))
    if not (changed or differing) and version == article.analysis_version:
        return _unchanged(article), None
    change = Change(
        replace(article, analysis_version=version),
        after,
        corrections=differing.corrections,
        uncorrected=differing.uncorrected,
    )
    return Outcome("updated", article.source_name or article.id, article.id, changed), change


def _unchanged(article: Article) -> Outcome:
    return Outcome("unchanged", article.source_name or article.id, article.id)
