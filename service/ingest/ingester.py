"""Storing one article and what it changes elsewhere."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import Literal

from service.ingest.workers import Failed, attempt
from service.models import Article, Quote, RawArticle
from service.pipeline import Knowledge, article_in, quotes_in
from service.pipeline.group import by_key, link_to, statements_touched, unite
from service.pipeline.succession import successors
from service.store import Change, Store

Status = Literal["created", "updated", "unchanged", "rejected"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article. ``reason`` is set where it was rejected, ``quotes`` how many are stored."""

    status: Status
    name: str
    article_id: str | None = None
    quotes: int = 0
    reason: str | None = None


class Ingester:
    """Stores articles, analysed with ``knowledge``; its topics are for a store that has none yet."""

    def __init__(self, store: Store, knowledge: Knowledge) -> None:
        self._store = store
        self._seeds = knowledge
        self._known = knowledge
        self._seeded = False

    def seed(self) -> None:
        """Give a store without topics those of the seeds; done once, by whoever starts or writes first."""
        if self._seeded:
            return
        if not self._store.topics():
            with self._store.writing():
                if not self._store.topics():
                    self._store.put_topics(self._seeds.topics)
        self._seeded = True

    def knowledge(self) -> Knowledge:
        """What articles are analysed with now: the topics are the store's, the seeds' while it has none."""
        topics = self._store.topics() or self._seeds.topics
        if topics != self._known.topics:
            self._known = self._seeds.with_topics(topics)
        return self._known

    def add(self, raw: RawArticle, *, force: bool = False, knowledge: Knowledge | None = None) -> Outcome:
        """Analyse and store one article; the same article again changes nothing unless ``force`` is set.

        What can't be taken is rejected with the reason, a fault of ours in its analysis too. Who adds many
        asks for :meth:`knowledge` once and hands it over.
        """
        knowledge = knowledge or self.knowledge()
        article = attempt(article_in, raw, knowledge)
        if isinstance(article, Failed):
            return Outcome("rejected", raw.name, reason=article.reason)
        if not force and self.holds(article):
            return self._unchanged(article)
        quotes = attempt(quotes_in, article, knowledge)
        if isinstance(quotes, Failed):
            return Outcome("rejected", raw.name, reason=quotes.reason)
        return self.put(article, quotes, force=force)

    def holds(self, article: Article) -> bool:
        """Whether the store has this very article, analysed as it would be now."""
        stored = self._store.analysed([article.id]).get(article.id)
        return stored == (article.content_hash, article.analysis_version)

    def put(self, article: Article, quotes: tuple[Quote, ...], *, force: bool = False) -> Outcome:
        """Store an analysed article, all of it or nothing, its quotes joined to those of other articles."""
        self.seed()
        with self._store.writing():
            if not force and self.holds(article):
                return self._unchanged(article)
            before = self._store.article(article.id)
            earlier = self._store.quotes_of(article.id) if before else ()
            grouped, restated = self._group(article.id, quotes, earlier)
            change = Change(
                article=replace(article, ingested_at=dt.datetime.now(dt.UTC)),
                quotes=grouped,
                successors=successors(
                    earlier, grouped, same_text=before is not None and before.text == article.text
                ),
                restated=restated,
            )
            self._store.put(change)
        status: Status = "updated" if before else "created"
        return Outcome(status, article.source_name or article.id, article.id, len(grouped))

    def remove(self, article_id: str) -> bool:
        """Delete an article and its quotes; whether it was there."""
        with self._store.writing():
            _, restated = self._group(article_id, (), self._store.quotes_of(article_id))
            return self._store.delete(article_id, restated)

    def _group(
        self, article_id: str, quotes: tuple[Quote, ...], earlier: tuple[Quote, ...]
    ) -> tuple[tuple[Quote, ...], dict[str, str]]:
        """The quotes in their statements, and the new statement ids of quotes of other articles."""
        keys = sorted({key for quote in quotes for key in quote.keys})
        candidates = [
            quote
            for quote in (self._store.candidates(keys) if keys else ())
            if quote.article_id != article_id
        ]
        linked = link_to(quotes, by_key(candidates))
        statements = {quote.statement_id for quote in earlier} | set(statements_touched(linked, candidates))
        members = self._store.members(sorted(statements)) if statements else ()
        united = unite(linked, [quote for quote in members if quote.article_id != article_id])
        return united.quotes, dict(united.restated)

    def _unchanged(self, article: Article) -> Outcome:
        return Outcome("unchanged", article.source_name or article.id, article.id)
