"""An article's text as HTML with its quotes marked."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from service.models import Quote


def marked_text(text: str, quotes: Iterable[Quote]) -> str:
    """``text``, escaped, with ``<mark data-quotes="ID ...">`` around every stretch that a quote covers.

    Quotes may nest or overlap, and marks may not: the text is cut at every edge, and each piece names all the
    quotes that cover it, in the order in which they begin. Without the marks it is the text again.
    """
    edges: dict[int, list[tuple[bool, str]]] = {}
    for quote in quotes:
        for span in quote.spans:
            edges.setdefault(span.start, []).append((True, quote.id))
            edges.setdefault(span.end, []).append((False, quote.id))
    pieces: list[str] = []
    open_: list[str] = []
    last = 0
    for edge in sorted(edges):
        pieces.append(_piece(text[last:edge], open_))
        for begins, quote_id in sorted(edges[edge]):  # ends before beginnings
            if begins:
                open_.append(quote_id)
            else:
                open_.remove(quote_id)
        last = edge
    pieces.append(_piece(text[last:], open_))
    return "".join(pieces)


def _piece(text: str, quote_ids: list[str]) -> str:
    if not text or not quote_ids:
        return escape(text)
    return f'<mark data-quotes="{escape(" ".join(quote_ids))}">{escape(text)}</mark>'
