"""What HTTP needs beyond the data: validators, caching, links and redirects."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import fields
from functools import cache, wraps
from importlib.metadata import version
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

from flask import Response, jsonify, request

from service.api.canonical import canonical
from service.api.parts import recent, store
from service.cursor import encode_cursor
from service.models import digest
from service.query import ArticleQuery, CorrectionQuery, EntityQuery, Page, QuoteQuery

View = TypeVar("View", bound=Callable[..., Any])


@cache
def release() -> str:
    """The version of On Record that runs."""
    return version("onrecord")


def validated(view: View) -> View:
    """Give what ``view`` answers an ETag, and answer 304 without calling it where the client has that.

    The tag is made of the store's generation, the release, the format and the canonical query, not of the
    answer. It is weak, because a proxy may compress, and because the generation may be a moment older than
    the data, never newer: such an answer carries the tag of the one before, which the next request finds
    stale. ``*`` is compared with nothing: it asks whether there is such a thing, which ``view`` alone knows.
    """

    @wraps(view)
    def answer(*arguments: Any, **path: Any) -> Any:
        asked = [canonical(item) for item in arguments if isinstance(item, Mapping)]
        spelled = json.dumps([asked, path], sort_keys=True, ensure_ascii=False)
        sent = request.if_none_match
        compared = bool(sent) and not sent.star_tag
        generation = store().generation() if compared else recent().generation()
        tag = digest(generation, release(), "json", request.path, spelled)
        headers = {"ETag": f'W/"{tag}"', "Cache-Control": "no-cache"}
        if compared and sent.contains_weak(tag):
            return Response(status=304, headers=headers)
        return view(*arguments, **path), headers

    return answer  # type: ignore[return-value]  # the same arguments; flask-smorest takes the headers


def compared(view: View) -> View:
    """Answer 304 where what ``view`` answers carries an ETag that the client has."""

    @wraps(view)
    def answer(*arguments: Any, **path: Any) -> Any:
        found = view(*arguments, **path)
        if isinstance(found, Response):
            return found
        answered, given = found
        headers = {**given, "Cache-Control": "no-cache"}
        sent = request.if_none_match
        if not sent.star_tag and sent.contains_weak(given["ETag"].strip('"')):
            return Response(status=304, headers=headers)
        return answered, headers

    return answer  # type: ignore[return-value]  # the same arguments


def link(path: str, parameters: Mapping[str, Any] | None = None) -> str:
    """``path`` with a canonical query. Relative, so that it holds behind any proxy (RFC 3986, 4.2)."""
    pairs = {
        name: ",".join(value) if isinstance(value, list) else _spelled(value)
        for name, value in (parameters or {}).items()
        if value not in (None, [], "")
    }
    return f"{quote(path)}?{urlencode(pairs, quote_via=quote, safe=',:!')}" if pairs else quote(path)


def listing(
    data: list[Any],
    *,
    size: int,
    total: int,
    next_cursor: str | None,
    query: Mapping[str, Any],
    asked: Mapping[str, Any],
    path: str | None = None,
) -> dict[str, Any]:
    """The envelope of a list. ``query`` is what is echoed, ``asked`` what the links are made of.

    Neither tells of the cursor, which is in ``links``. ``path`` is the route that the links point to, by
    default the one that answers.
    """
    path = path or request.path
    query, asked = _without_cursor(query), _without_cursor(asked)
    onward = link(path, {**asked, "cursor": next_cursor}) if next_cursor else None
    return {
        "data": data,
        "page": {"size": size, "total": total, "next": next_cursor},
        "facets": {},
        "query": query,
        "links": {"self": link(path, asked), "next": onward},
    }


def page_listing(
    page: Page[Any],
    query: QuoteQuery | ArticleQuery | EntityQuery | CorrectionQuery,
    *,
    asked: Mapping[str, Any],
    echo: Mapping[str, Any] | None = None,
    path: str | None = None,
) -> dict[str, Any]:
    """The envelope of a page that the store gave for ``query``; what is echoed is ``asked`` unless told."""
    return listing(
        list(page.items),
        size=query.limit,
        total=page.total,
        next_cursor=encode_cursor(page.next, query.fingerprint()) if page.next else None,
        query=asked if echo is None else echo,
        asked=asked,
        path=path,
    )


def fields_of(found: Any) -> dict[str, Any]:
    """The fields of what a store gave by name, to which an answer adds its own."""
    return {field.name: getattr(found, field.name) for field in fields(found)}


def moved(identifier: str, location: str) -> Response:
    """308 to where something is now, the query string included; the body says its new id."""
    response = jsonify({"id": identifier})
    response.status_code = 308
    asked = request.query_string.decode("ascii", "ignore")
    response.location = f"{location}?{asked}" if asked else location
    return response


def _without_cursor(asked: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in asked.items() if name != "cursor"}


def _spelled(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
