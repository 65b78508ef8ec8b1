"""Articles, quotes and topics as plain JSON documents and back: the one form in which every store keeps them.

A document has a key for each field of the data class, ``null`` included; dates are ISO 8601. Reading ignores
keys that are not fields (an engine may add its own beside them) and gives a field that an older document
lacks its default.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from service.errors import BadArticle
from service.models import Article, Corrected, Quote, Topic
from service.store.base import Change

Document = dict[str, Any]

LONGEST_VALUE = 8_000
"""Characters of a value that is filtered by: Elasticsearch takes 32,766 bytes, four a character at most."""


def article_document(article: Article) -> Document:
    """The article, its text included."""
    return _document(article)


def quote_document(quote: Quote) -> Document:
    """The quote with everything denormalised into it."""
    return _document(quote)


def topic_document(topic: Topic) -> Document:
    """The topic with its cues and examples."""
    return _document(topic)


def corrected_document(corrected: Corrected) -> Document:
    """The correction with the quote that it is of."""
    return _document(corrected)


def article_from(document: Mapping[str, Any]) -> Article:
    """The article of a document; one that was stored without its text gets the empty string."""
    return msgspec.convert({"text": "", **document}, Article)


def quote_from(document: Mapping[str, Any]) -> Quote:
    """The quote of a document."""
    return msgspec.convert(document, Quote)


def topic_from(document: Mapping[str, Any]) -> Topic:
    """The topic of a document."""
    return msgspec.convert(document, Topic)


def corrected_from(document: Mapping[str, Any]) -> Corrected:
    """The correction of a document."""
    return msgspec.convert(document, Corrected)


def _document(value: Article | Quote | Topic | Corrected) -> Document:
    document: Document = msgspec.to_builtins(value)
    return document


def require_storable(changes: Iterable[Change]) -> None:
    """Raise BadArticle where a value that is filtered by is longer than every engine can index."""
    for change in changes:
        outlet = change.article.outlet
        for what, value in (
            *((("outlet's id", outlet.id), ("outlet's name", outlet.name)) if outlet else ()),
            *(found for quote in change.quotes for found in _filtered(quote)),
        ):
            if value is not None and len(value) > LONGEST_VALUE:
                raise BadArticle(f"The {what} is longer than {LONGEST_VALUE:,} characters.")


def _filtered(quote: Quote) -> Iterator[tuple[str, str | None]]:
    speaker = quote.speaker
    yield from (("id of a speaker", speaker.id), ("name of a speaker", speaker.name))
    yield from (("name of a speaker", name) for name in speaker.names)
    yield from (("role of a speaker", speaker.role), ("affiliation of a speaker", speaker.affiliation))
    yield from (("holder of a stance", stance.holder) for stance in quote.stances)
