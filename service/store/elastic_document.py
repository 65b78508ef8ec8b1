"""Quotes and articles as Elasticsearch keeps them: the document of every store with fields to find it by.

Those fields stand under ``derived``, apart from what is served, and are made anew by every write and reindex.
"""

from __future__ import annotations

from typing import Any

from service.models import Article, PublicationDate, Quote
from service.store.document import Document, article_document, quote_document
from service.store.folding import distinct_words, names_of

NO_DAY_NEWEST = ""
NO_DAY_OLDEST = "~"
"""What stands for an unknown date in an order from the newest, or the oldest, on: both come last."""


def indexed_quote(quote: Quote) -> Document:
    """A quote with what it is filtered, ordered and found by."""
    speaker = quote.speaker
    return {
        **quote_document(quote),
        "derived": {
            **_period(quote.published),
            "year": quote.published.day.isoformat()[:4] if quote.published else None,
            "role_words": list(distinct_words([speaker.role or ""])),
            "affiliation_words": list(distinct_words([speaker.affiliation or ""])),
            "name_words": list(distinct_words(names_of(speaker))),
        },
    }


def indexed_article(article: Article) -> Document:
    """An article with what it is filtered and ordered by."""
    return {**article_document(article), "derived": _period(article.published)}


def _period(published: PublicationDate | None) -> dict[str, Any]:
    if published is None:
        return {"last_day": None, "newest": NO_DAY_NEWEST, "oldest": NO_DAY_OLDEST}
    first = published.day.isoformat()
    return {"last_day": published.last_day.isoformat(), "newest": first, "oldest": first}
