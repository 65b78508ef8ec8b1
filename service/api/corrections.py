"""Corrections: a person's word on a quote, in place of the analysis'."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, request, url_for

from schemas.arguments import CorrectionArguments
from schemas.correction import CorrectionInputSchema, CorrectionList, CorrectionSchema
from service.api.canonical import canonical
from service.api.current import current_quote
from service.api.endpoint import Resource
from service.api.http import moved, page_listing
from service.api.interpret import read_corrections
from service.api.parts import ingester, store
from service.errors import NotFound, PreconditionFailed
from service.ingest.corrector import Asked, Corrector
from service.models import Corrected, digest

corrections = Resource("corrections", __name__, "What people say of quotes in place of the analysis.")

_PATH = "/quotes/<quote_id>/correction"


@corrections.reads("/corrections", CorrectionList, arguments=CorrectionArguments)
def list_corrections(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """All corrections, the newest first, orphaned ones included."""
    query = read_corrections(arguments)
    answer = page_listing(store().corrections(query), query, asked=canonical(arguments))
    return {**answer, "data": [_answer(made) for made in answer["data"]]}


@corrections.reads(_PATH, CorrectionSchema, tagged=True, problems=(308, 404, 410))
def one_correction(quote_id: str) -> tuple[dict[str, Any], dict[str, str]] | Response:
    """The correction of a quote, with an ETag that a change may carry as If-Match."""
    made = store().correction(quote_id)
    if made is None:
        return _elsewhere(quote_id)
    return _answer(made), {"ETag": _etag(made)}


@corrections.takes(
    _PATH,
    CorrectionSchema,
    body=CorrectionInputSchema,
    method="PUT",
    status=201,
    keyed=True,
    also={200: "There was a correction already: as it is, or with what is now added."},
    problems=(308, 400, 404, 410, 412, 413, 415),
)
def correct_quote(
    body: dict[str, Any], quote_id: str
) -> tuple[dict[str, Any], int, dict[str, str]] | Response:
    """Say what a quote should be: who speaks, which side is taken, or that it is no quote.

    It shows at once wherever the quote does, and outlasts new analyses: it goes over to the quote's
    successor. Where there is a correction already, what the body does not name stays as that has it, and who
    and why are of the last; to take back a part, `DELETE` it and put the rest. Without `If-Match` the last
    writer wins; with it, 412 where somebody else was quicker. `If-None-Match: *` is for the first alone.
    """
    if store().correction(quote_id) is None and current_quote(quote_id).id != quote_id:
        return _elsewhere(quote_id)
    made, new = Corrector(store(), ingester()).correct(quote_id, Asked(**body), _require)
    headers = {"ETag": _etag(made), "Location": url_for("corrections.one_correction", quote_id=quote_id)}
    return _answer(made), 201 if new else 200, headers


@corrections.takes(_PATH, None, method="DELETE", status=204, keyed=True, problems=(308, 404, 410, 412))
def undo_correction(quote_id: str) -> Response:
    """Take a correction away: the quote is again what the analysis says of it."""
    if store().correction(quote_id) is None:
        return _elsewhere(quote_id)
    Corrector(store(), ingester()).undo(quote_id, _require)
    return Response(status=204)


def _elsewhere(quote_id: str) -> Response:
    """308 to the correction of the quote that took the place of one. Raises where there is none of either."""
    now = current_quote(quote_id).id
    if now == quote_id:
        raise NotFound("This quote is not corrected.")
    return moved(now, url_for("corrections.one_correction", quote_id=now))


def _require(made: Corrected | None) -> None:
    """Raise PreconditionFailed where what is there is not what the request says that it should be."""
    if request.if_match and (made is None or _etag(made).strip('"') not in request.if_match):
        raise PreconditionFailed("The correction is not the one of If-Match: get it again, then decide.")
    if request.if_none_match.star_tag and made is not None:
        raise PreconditionFailed("There is a correction already.")


def _etag(made: Corrected) -> str:
    """What differs whenever the answer does, which tells what the analysis says too."""
    return f'"{digest(made.quote_id, made.correction, made.analysis)}"'


def _answer(made: Corrected) -> dict[str, Any]:
    return {
        "quote_id": made.quote_id,
        "article_id": made.article_id,
        "correction": made.correction,
        "orphaned": made.analysis is None,
        "analysis": made.analysis,
        "links": {
            "quote": url_for("quotes.one_quote", quote_id=made.quote_id),
            "article": url_for("articles.one_article", article_id=made.article_id),
        },
    }
