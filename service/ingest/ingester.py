"""Storing articles and what they change elsewhere."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from service.errors import BadArticle
from service.ingest import corrections
from service.ingest.candidates import Candidates
from service.models import Article, Corrected, Quote, RawArticle
from service.pipeline import Knowledge, article_in, quotes_in
from service.pipeline.group import link_to, statements_touched, unite
from service.pipeline.succession import successors
from service.store import Change, Store

Status = Literal["created", "updated", "unchanged", "rejected"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one article.

    ``quotes`` is how many of its quotes were stored, less those that people withdrew; after a
    reclassification how many have other stances. ``reason`` is set where the article was rejected.
    """

    status: Status
    name: str
    article_id: str | None = None
    quotes: int = 0
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Analysed:
    """An article with its quotes, not yet joined to those of others, or as they are stored."""

    article: Article
    quotes: tuple[Quote, ...]


class Ingester:
    """Stores articles, analysed with ``knowledge``; its topics are for a store that never had any."""

    def __init__(self, store: Store, knowledge: Knowledge) -> None:
        self._store = store
        self._seeds = knowledge
        self._known = knowledge
        self._seeded = False

    def seed(self) -> None:
        """Give a new store the topics of the seeds; done once, by whoever starts or writes first.

        A store whose topics were all removed is meant to have none.
        """
        if self._seeded:
            return
        if not self._store.had_topics():
            with self._store.writing():
                if not self._store.had_topics():
                    self._store.put_topics(self._seeds.topics)
        self._seeded = True

    def knowledge(self) -> Knowledge:
        """What articles are analysed with now: the topics are the store's, the seeds' while it is new."""
        topics = self._store.topics()
        if not topics and not self._store.had_topics():
            topics = self._seeds.topics
        if topics != self._known.topics:
            self._known = self._seeds.with_topics(topics)
        return self._known

    def add(self, raw: RawArticle, *, force: bool = False, knowledge: Knowledge | None = None) -> Outcome:
        """Analyse and store one article; the same article again changes nothing unless ``force`` is set.

        What can't be taken is rejected with the reason. Who adds many asks for :meth:`knowledge` once and
        hands it over.
        """
        knowledge = knowledge or self.knowledge()
        try:
            article = article_in(raw, knowledge)
            if not force and self.held([article]):
                return self._unchanged(article)
            quotes = quotes_in(article, knowledge)
        except BadArticle as error:
            return Outcome("rejected", raw.name, reason=error.detail)
        (outcome,) = self.put(Analysed(article, quotes), force=force)
        return outcome

    def held(self, articles: Sequence[Article]) -> set[str]:
        """The ids of those of the articles that the store has as they are, analysed as they would be now."""
        stored = self._store.analysed([article.id for article in articles])
        return {a.id for a in articles if stored.get(a.id) == (a.content_hash, a.analysis_version)}

    def put(self, *analysed: Analysed, force: bool = False) -> list[Outcome]:
        """Store analysed articles, all of it or nothing, and join their quotes to those of other articles.

        No article may come twice. The outcomes are in the order of the articles.
        """
        self.seed()
        with self._store.writing():
            held = set() if force else self.held([new.article for new in analysed])
            changed = [new for new in analysed if new.article.id not in held]
            before = self._before(changed)
            changes = self._changes(changed, before) if changed else []
            if changes:
                self._store.put(*changes)
        stored = {change.article.id: _stored(change, before) for change in changes}
        return [stored.get(new.article.id) or self._unchanged(new.article) for new in analysed]

    def remove(self, article_id: str) -> bool:
        """Delete an article and its quotes; whether it was there."""
        with self._store.writing():
            _, restated = self.group({article_id: ()}, self._store.quotes_of(article_id))
            made = corrections.orphaned(self._store.corrections_of([article_id]))
            return self._store.delete(article_id, restated, made)

    def _before(self, articles: Sequence[Analysed]) -> dict[str, Analysed]:
        """What is stored now of those of the articles that are there."""
        there = self._store.analysed([new.article.id for new in articles])
        found = ((key, self._store.article(key)) for key in there)
        return {key: Analysed(old, self._store.quotes_of(key)) for key, old in found if old is not None}

    def _changes(self, articles: Sequence[Analysed], before: Mapping[str, Analysed]) -> list[Change]:
        made: dict[str, list[Corrected]] = {}
        for one in self._store.corrections_of([new.article.id for new in articles]):
            made.setdefault(one.article_id, []).append(one)
        changes = [_change(new, before.get(new.article.id), made.get(new.article.id, ())) for new in articles]
        grouped, restated = self.group(
            {change.article.id: change.quotes for change in changes},
            [quote for old in before.values() for quote in old.quotes],
        )
        changes = [
            replace(change, quotes=tuple(q for q in grouped if q.article_id == change.article.id))
            for change in changes
        ]
        # They are of no article here: it does not matter which change brings them along.
        changes[0] = replace(changes[0], restated=restated)
        return changes

    def group(
        self, articles: Mapping[str, tuple[Quote, ...]], earlier: Sequence[Quote]
    ) -> tuple[tuple[Quote, ...], dict[str, str]]:
        """The quotes of articles in their statements, and the new statement ids of other articles' quotes.

        Each article is joined to what there is when those before it are stored and those after it are not:
        what comes of it does not depend on where a batch begins.
        """
        keys = sorted({key for quotes in articles.values() for quote in quotes for key in quote.keys})
        stored = self._store.candidates(keys) if keys else {}
        candidates = Candidates(stored)
        replaced: dict[str, list[Quote]] = {}
        for quote in earlier:
            replaced.setdefault(quote.article_id, []).append(quote)
        linked: list[Quote] = []
        for article_id, quotes in articles.items():
            joined = link_to(quotes, candidates)
            candidates.replace(replaced.get(article_id, ()), joined)
            linked.extend(joined)
        statements = {quote.statement_id for quote in earlier}
        statements.update(statements_touched(linked, chain.from_iterable(stored.values())))
        members = self._store.members(sorted(statements)) if statements else ()
        united = unite(linked, [quote for quote in members if quote.article_id not in articles])
        return united.quotes, dict(united.restated)

    def _unchanged(self, article: Article) -> Outcome:
        return Outcome("unchanged", article.source_name or article.id, article.id)


def _stored(change: Change, before: Mapping[str, Analysed]) -> Outcome:
    article = change.article
    status: Status = "updated" if article.id in before else "created"
    return Outcome(status, article.source_name or article.id, article.id, len(change.quotes))


def _change(new: Analysed, old: Analysed | None, made: Sequence[Corrected]) -> Change:
    """What storing an article changes, with what people corrected of it. Its quotes are not joined yet."""
    moved: dict[str, str | None] = {}
    if old is not None:
        earlier = corrections.analysed(old.quotes, made)
        moved = successors(earlier, new.quotes, same_text=old.article.text == new.article.text)
    after = corrections.carried(made, new.quotes, moved)
    differing = corrections.difference(made, after)
    return Change(
        replace(new.article, ingested_at=dt.datetime.now(dt.UTC)),
        corrections.served(new.quotes, after),
        moved,
        corrections=differing.corrections,
        uncorrected=differing.uncorrected,
    )
