"""Small interpreters, each turning one part of a request into one part of a query."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from service.api.canonical import canonical
from service.api.names import KnownTopics, Names, check_topics, country_codes, name_words
from service.cursor import Key, count, day, decode_cursor, moment, score
from service.errors import BadRequest
from service.query import ArticleQuery, Choice, CorrectionQuery, EntityQuery, QuoteQuery
from service.store import Store

Arguments = Mapping[str, Any]

_AS_GIVEN = (
    "role", "affiliation", "stance", "type", "kind", "article", "statement",
    "represents_state", "resolved", "min_confidence",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading:
    """A request understood: the query, and what the answer echoes of it."""

    query: QuoteQuery
    # The arguments in one spelling; links are made of it.
    asked: dict[str, Any] = field(default_factory=dict)
    # The same, and whom the names stood for.
    echo: dict[str, Any] = field(default_factory=dict)


def read_quotes(arguments: Arguments, store: Store, topics: KnownTopics) -> Reading:
    """Which quotes, from the arguments of any route that takes the quotes' filters.

    ``topics`` gives those that there are, where one is asked for.
    """
    names = Names(store)
    query = QuoteQuery(
        text=arguments["q"],
        speaker=names.speaker_ids(arguments["speaker"]),
        country=country_codes(arguments["country"]),
        outlet=names.outlet_ids(arguments["outlet"]),
        topic=check_topics(arguments["topic"], topics),
        attitude=_attitude(arguments["attitude"]),
        own=bool(arguments["own"]),
        **_dates(arguments),
        **{name: arguments[name] for name in _AS_GIVEN},
    )
    asked = canonical(arguments)
    return Reading(query, asked, {**asked, **names.echo()})


def read_page(reading: Reading, arguments: Arguments) -> QuoteQuery:
    """The query with its order, its size, its place and what goes with each page."""
    query = replace(
        reading.query,
        sort=arguments["sort"],
        limit=arguments["limit"],
        facets=arguments["facets"],
        highlight=bool(arguments["highlight"]),
        collapse=arguments["collapse"],
    )
    if query.by_relevance:
        return replace(query, after=_place(arguments, query.fingerprint(), score))
    return replace(query, after=_place(arguments, query.fingerprint(), day))


def read_articles(arguments: Arguments, store: Store) -> tuple[ArticleQuery, dict[str, Any]]:
    """Which articles, and the echo of that."""
    names = Names(store)
    query = ArticleQuery(
        outlet=names.outlet_ids(arguments["outlet"]),
        sort=arguments["sort"],
        limit=arguments["limit"],
        **_dates(arguments),
    )
    echo = {**canonical(arguments), **names.echo()}
    return replace(query, after=_place(arguments, query.fingerprint(), day)), echo


def read_entities(arguments: Arguments) -> EntityQuery:
    """Which speakers or outlets. Raises BadRequest where ``q`` holds no word."""
    words = name_words(arguments["q"] or "")
    if arguments["q"] and not words:
        raise BadRequest("There is no word in q.", {"q": ["There is no word in it."]})
    query = EntityQuery(
        words=words,
        kind=arguments.get("kind", Choice()),
        country=country_codes(arguments.get("country", Choice())),
        limit=arguments["limit"],
    )
    return replace(query, after=_place(arguments, query.fingerprint(), count))


def read_corrections(arguments: Arguments) -> CorrectionQuery:
    """Which corrections."""
    query = CorrectionQuery(limit=arguments["limit"])
    return replace(query, after=_place(arguments, query.fingerprint(), moment))


def _place(
    arguments: Arguments, fingerprint: str, read_key: Callable[[object], Key]
) -> tuple[Key, str] | None:
    """Where to go on. Raises BadCursor for a cursor of another query."""
    cursor = arguments["cursor"]
    return decode_cursor(cursor, fingerprint, read_key) if cursor else None


def _attitude(choice: Choice) -> Choice:
    return Choice(none_of=choice.none_of) if "any" in choice.any_of else choice


def _dates(arguments: Arguments) -> dict[str, Any]:
    return {
        "since": arguments["since"],
        "until": arguments["until"],
        "undated": arguments["undated"] == "include",
    }
