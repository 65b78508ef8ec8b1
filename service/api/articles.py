"""Articles: what was printed, with the quotes in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, jsonify, request, stream_with_context, url_for
from werkzeug.exceptions import UnsupportedMediaType

from schemas.arguments import ArticleArguments
from schemas.article import ArticleDetailSchema, ArticleInputSchema, ArticleList, OutcomeSchema
from service.api.endpoint import Resource
from service.api.http import fields_of, page_listing
from service.api.interpret import read_articles
from service.api.marking import marked_text
from service.api.ndjson import NDJSON, results, told
from service.api.parser import StrictParser, whole_body
from service.api.parts import ingester, store
from service.errors import BadArticle, NotFound
from service.models import Article, Quote

articles = Resource("articles", __name__, "What was printed, with the quotes in it.")

_ONE_A_LINE = {"schema": {"type": "string", "description": "One such object a line."}}
_DOCUMENTED = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {"schema": ArticleInputSchema},
            NDJSON[0]: _ONE_A_LINE,
        },
    },
    "responses": {200: {"content": {NDJSON[0]: _ONE_A_LINE}}},
}


@articles.reads("/articles", ArticleList, arguments=ArticleArguments)
def list_articles(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Articles without their text, newest first."""
    query, echo = read_articles(arguments, store())
    asked = {name: value for name, value in echo.items() if name != "outlets"}
    return page_listing(store().articles(query), query, echo=echo, asked=asked)


@articles.reads("/articles/<article_id>", ArticleDetailSchema, problems=(404,))
def one_article(article_id: str) -> dict[str, Any]:
    """One article with its text and its quotes, marked in it."""
    found = store().article(article_id)
    if found is None:
        raise NotFound("There is no such article.")
    return _answer(found, store().quotes_of(article_id))


@articles.takes(
    "/articles",
    OutcomeSchema,
    status=201,
    keyed=True,
    also={200: "It was there already; or, for NDJSON, a line of result for each line, as they are done."},
    problems=(400, 413, 415),
    documented=_DOCUMENTED,
)
def add_articles() -> Response:
    """Analyse and store one article, or many as NDJSON.

    One is 201, or 200 where it was there already: the same article again changes nothing, and a newer text of
    the same address takes the place of the older. Many are 200 with a line for each, as they are done; a bad
    one is `rejected` with its reason, one that meets a fault of the service is `failed`, and the others go
    on. Should the store break off, the last line is `failed`: nothing after it was looked at.
    """
    if request.mimetype in NDJSON:
        # Read whole before the first result is written, so that a client may send everything before it reads.
        body = whole_body()
        # Asked for while the answer may still be a 503.
        knowledge = ingester().knowledge()
        lines = results(body, ingester(), knowledge)
        return Response(stream_with_context(lines), content_type=NDJSON[0])
    if request.mimetype != "application/json":
        raise UnsupportedMediaType(f"Send application/json for one article, {NDJSON[0]} for many.")
    raw = StrictParser().parse(ArticleInputSchema(), request, location="json")
    outcome = ingester().add(raw)
    if outcome.status == "rejected":
        raise BadArticle(outcome.reason or "")
    response = jsonify(told(outcome))
    response.status_code = 201 if outcome.status == "created" else 200
    response.location = url_for("articles.one_article", article_id=outcome.article_id)
    return response


@articles.takes("/articles/<article_id>", None, method="DELETE", status=204, keyed=True, problems=(404,))
def remove_article(article_id: str) -> Response:
    """Remove an article and its quotes, which answer 410 from then on."""
    if not ingester().remove(article_id):
        raise NotFound("There is no such article.")
    return Response(status=204)


def _answer(article: Article, quotes: tuple[Quote, ...]) -> dict[str, Any]:
    """An article with its quotes."""
    return {
        **fields_of(article),
        "quotes": quotes,
        "marked": marked_text(article.text, quotes),
    }
