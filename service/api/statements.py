"""Statements: one utterance over all its reports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Response, url_for

from schemas.arguments import VariantArguments
from schemas.statement import OtherReportList, StatementSchema
from service.api.canonical import canonical
from service.api.current import current_quote
from service.api.endpoint import Resource
from service.api.http import fields_of, link, listing, moved
from service.api.opinions import propositions
from service.api.parts import store
from service.cursor import day, decode_cursor, encode_cursor
from service.differences import differences
from service.models import Quote, digest
from service.statement import UNDATED, print_key, statement_of

statements = Resource("statements", __name__, "What was said, once for all its reports.")

MOST_VARIANTS = 200


@statements.reads("/statements/<statement_id>", StatementSchema, problems=(308, 404, 410))
def one_statement(statement_id: str) -> dict[str, Any] | Response:
    """One statement with its reports across articles and outlets, and whose wording is preferred.

    The id of any report answers 308 to the statement that it belongs to now; 410 where that report was
    removed, a newer analysis does not find it, or a person took it back.
    """
    reports = store().members([statement_id])
    if not reports:
        now = current_quote(statement_id, "statement").statement_id
        return moved(now, url_for("statements.one_statement", statement_id=now))
    found, followed = statement_of(reports), propositions()
    return {
        **fields_of(found),
        "stances": [stance for stance in found.stances if stance.topic in followed],
        "variants": found.variants[:MOST_VARIANTS],
        "reports": len(found.variants),
        "links": {"quotes": link("/v1/quotes", {"statement": [found.id], "attitude": ["any"]})},
    }


@statements.reads(
    "/quotes/<quote_id>/variants", OtherReportList, arguments=VariantArguments, problems=(308, 404, 410)
)
def quote_variants(arguments: Mapping[str, Any], quote_id: str) -> dict[str, Any] | Response:
    """The other reports of the same statement, by date, with the words in which they differ from this one."""
    quote = current_quote(quote_id)
    if quote.id != quote_id:
        return moved(quote.id, url_for("statements.quote_variants", quote_id=quote.id))
    found = statement_of(store().members([quote.statement_id]) or [quote])
    wordings = {variant.quote.id: variant.wording for variant in found.variants}
    others = [variant.quote for variant in found.variants if variant.quote.id != quote_id]
    page, cursor = _page(others, arguments, digest("variants", quote_id)[:12])
    asked = canonical(arguments)
    answer = listing(
        [
            {
                "quote": other,
                "wording": wordings[other.id],
                "differences": differences(quote.text, other.text),
            }
            for other in page
        ],
        size=arguments["limit"],
        total=len(others),
        next_cursor=cursor,
        query=asked,
        asked=asked,
    )
    return {**answer, "statement_id": quote.statement_id}


def _page(
    reports: list[Quote], arguments: Mapping[str, Any], fingerprint: str
) -> tuple[list[Quote], str | None]:
    """The reports after the cursor's, and the next cursor."""
    if arguments["cursor"]:
        printed, identity = decode_cursor(arguments["cursor"], fingerprint, day)
        reports = [quote for quote in reports if print_key(quote) > (printed or UNDATED, identity)]
    shown = reports[: arguments["limit"]]
    more = len(reports) > len(shown)
    return shown, encode_cursor(_place(shown[-1]), fingerprint) if more else None


def _place(quote: Quote) -> tuple[str | None, str]:
    return quote.published.day.isoformat() if quote.published else None, quote.id
