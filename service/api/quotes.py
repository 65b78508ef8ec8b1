"""Quotes: the list with its filters and facets, one quote, and counts over time."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from flask import Response, jsonify, url_for

from schemas.answer import ListSchema
from schemas.arguments import QuoteArguments, QuoteSearchBody, TimelineArguments
from schemas.quote import QUOTE_FIELDS, QuoteList, QuoteSchema, TimelineSchema
from service.api.current import current_quote
from service.api.endpoint import Resource
from service.api.http import listing, moved, page_listing
from service.api.interpret import read_page, read_quotes
from service.api.parts import recent, store
from service.models import Quote

quotes = Resource("quotes", __name__, "Who said what, and where it was printed.")

_AROUND = ("page", "facets", "query", "links")


@quotes.reads("/quotes", QuoteList, arguments=QuoteArguments)
def list_quotes(arguments: Mapping[str, Any]) -> Response:
    """Quotes that meet every filter.

    A list parameter takes commas and repetition; `!` before a value excludes it. Dates are `YYYY`, `YYYY-MM`
    or `YYYY-MM-DD`, and bounds are inclusive.
    """
    return _found(arguments, "/v1/quotes")


@quotes.takes("/quotes/search", QuoteList, body=QuoteSearchBody, problems=(400, 413, 415))
def search_quotes(arguments: Mapping[str, Any]) -> Response:
    """The same for queries that are too long for an address.

    Lists are JSON arrays whose items are whole values, commas included. `links.next` is null: send the same
    body with `cursor` set to `page.next`.
    """
    return _found(arguments, None)


@quotes.reads("/quotes/timeline", TimelineSchema, arguments=TimelineArguments)
def quote_timeline(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Counts by period, periods without a quote included.

    A date known to the month or the year counts at its first day.
    """
    reading = read_quotes(arguments, store(), recent().topics)
    found = store().timeline(reading.query, arguments["interval"], arguments["split"])
    size = len(found.buckets)
    answer = listing(
        list(found.buckets), size=size, total=size, next_cursor=None, query=reading.echo, asked=reading.asked
    )
    names = [{"id": id_, "name": name} for id_, name in sorted(found.names.items())]
    return {**answer, "undated": found.undated, "names": names}


@quotes.reads("/quotes/<quote_id>", QuoteSchema, problems=(308, 404, 410))
def one_quote(quote_id: str) -> Quote | Response:
    """One quote.

    308 to its successor where a newer analysis replaced it, 410 where nothing took its place or a person
    withdrew it.
    """
    quote = current_quote(quote_id)
    if quote.id != quote_id:
        return moved(quote.id, url_for("quotes.one_quote", quote_id=quote.id))
    return quote


def _found(arguments: Mapping[str, Any], path: str | None) -> Response:
    """One page; ``path`` is the route that links point to, None where there is none with an address."""
    reading = read_quotes(arguments, store(), recent().topics)
    query = read_page(reading, arguments)
    page = store().search(query)
    answer = page_listing(page, query, echo=reading.echo, asked=reading.asked, path=path)
    answer["facets"] = page.facets
    dumped = _schema(frozenset(arguments["fields_"] or QUOTE_FIELDS)).dump(answer)
    if query.highlight:
        for quote in dumped["data"]:
            quote["highlight"] = page.highlights[quote["id"]]
    if path is None:
        dumped["links"] = {"self": "/v1/quotes/search", "next": None}
    return jsonify(dumped)


@lru_cache(maxsize=64)
def _schema(wanted: frozenset[str]) -> ListSchema:
    """The schema of a list of quotes with these fields, kept: marshmallow takes milliseconds to make one."""
    named = (f"data.{name}" for name in QUOTE_FIELDS if name in wanted or name == "id")
    return QuoteList(only=(*named, *_AROUND))
