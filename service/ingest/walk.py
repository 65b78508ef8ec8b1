"""A store read article by article, so that memory does not grow with it."""

from __future__ import annotations

from collections.abc import Iterator

from service.models import Article, Corrected, Quote
from service.query import ArticleQuery
from service.store import Store

PAGE = 200


def every_article(store: Store) -> Iterator[Article]:
    """Every article, without its text. One that is stored meanwhile may come or not."""
    query = ArticleQuery(limit=PAGE)
    while True:
        page = store.articles(query)
        yield from page.items
        if page.next is None:
            return
        query = ArticleQuery(limit=PAGE, after=page.next)


def articles_with_quotes(
    store: Store,
) -> Iterator[tuple[Article, tuple[Quote, ...], tuple[Corrected, ...]]]:
    """Every article with its text, its quotes as they are served, and what people corrected of them."""
    for listed in every_article(store):
        article = store.article(listed.id)
        if article is not None:
            yield article, store.quotes_of(article.id), store.corrections_of([article.id])
