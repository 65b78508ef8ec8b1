"""Articles, quotes and topics as plain JSON documents and back: the one form in which every store keeps them.

A document has a key for each field of the data class, ``null`` included; dates are ISO 8601 and tuples are
lists. Reading ignores keys that are not fields (an engine may add its own beside them) and gives a field that
an older document lacks its default.
"""

from __future__ import annotations

import datetime as dt
import types
import typing
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, TypeVar, cast

from service.errors import BadArticle
from service.models import Article, Quote, Topic
from service.store.base import Change

T = TypeVar("T")
Document = dict[str, Any]

LONGEST_VALUE = 8_000
"""Characters of a value that is filtered by: Elasticsearch takes 32,766 bytes, four a character at most."""


def article_document(article: Article) -> Document:
    """The article, its text included."""
    return _encode_fields(article)


def quote_document(quote: Quote) -> Document:
    """The quote with everything denormalised into it."""
    return _encode_fields(quote)


def topic_document(topic: Topic) -> Document:
    """The topic with its cues and examples."""
    return _encode_fields(topic)


def article_from(document: Mapping[str, Any]) -> Article:
    """The article of a document; one that was stored without its text gets the empty string."""
    return _decode_fields(Article, {"text": "", **document})


def quote_from(document: Mapping[str, Any]) -> Quote:
    """The quote of a document."""
    return _decode_fields(Quote, document)


def topic_from(document: Mapping[str, Any]) -> Topic:
    """The topic of a document."""
    return _decode_fields(Topic, document)


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


def _encode_fields(value: Any) -> Document:
    return {name: _encode(getattr(value, name)) for name in _names(cast("Hashable", type(value)))}


def _encode(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_encode(item) for item in value]
    if isinstance(value, dt.date):  # a datetime is one too
        return value.isoformat()
    if is_dataclass(value):
        return _encode_fields(value)
    return value


def _decode_fields(kind: type[T], document: Mapping[str, Any]) -> T:
    return kind(
        **{name: decode(document[name]) for name, decode in _plan(cast("Hashable", kind)) if name in document}
    )


@cache
def _names(kind: Hashable) -> tuple[str, ...]:
    return tuple(f.name for f in fields(cast("Any", kind)))


@cache
def _plan(kind: Hashable) -> tuple[tuple[str, Callable[[Any], Any]], ...]:
    """For each field of a data class, what turns its JSON value into the field's type."""
    hints = typing.get_type_hints(kind)
    return tuple((name, _decoder(hints[name])) for name in _names(kind))


def _decoder(hint: Any) -> Callable[[Any], Any]:
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        (some,) = (argument for argument in arguments if argument is not types.NoneType)
        decode = _decoder(some)
        return lambda value: None if value is None else decode(value)
    if origin is tuple:
        decode = _decoder(arguments[0])
        return lambda value: tuple(decode(item) for item in value)
    if is_dataclass(hint):
        return lambda value: _decode_fields(cast("type[Any]", hint), value)
    if hint is dt.datetime or hint is dt.date:
        return cast("Callable[[Any], Any]", hint.fromisoformat)
    return lambda value: value
