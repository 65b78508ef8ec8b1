"""What the embedded store lists: pages of quotes and articles, exports, and single quotes."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice

from service.models import Article, Corrected, Correction, Quote
from service.query import ArticleQuery, CorrectionQuery, Found, Moved, Page, QuoteQuery
from service.store.document import article_from, corrected_from, quote_from
from service.store.highlighting import CLOSING, OPENING, marked_html
from service.store.keys import MOST_SHARED, by_key, telling
from service.store.sqlite_counts import facet
from service.store.sqlite_query import (
    BEST_FIRST,
    NEWEST_FIRST,
    OLDEST_FIRST,
    Conditions,
    Value,
    article_conditions,
    match_expression,
    quote_conditions,
    quote_order,
)

BATCH = 500
"""How many documents an export reads at a time."""


def search(connection: sqlite3.Connection, query: QuoteQuery) -> Page[Quote]:
    """One page of quotes with the exact total, the facets and the highlights asked for."""
    where, order = quote_conditions(query), quote_order(query)
    counted = "DISTINCT q.statement_id" if query.collapse else "*"
    (total,) = connection.execute(
        f"SELECT COUNT({counted}) FROM quote q WHERE {where.sql}",
        where.values,
    ).fetchone()
    # Documents are read for the page alone: sorting would carry them all along.
    sql, values = _ordered(query)
    rows = connection.execute(f"{sql} LIMIT ?", [*values, query.limit + 1]).fetchall()
    page = rows[: query.limit]
    found = _by_row(connection, [row for row, _, _ in page])
    return Page(
        items=tuple(found[row] for row, _, _ in page),
        total=total,
        next=order.position(page[-1][2], page[-1][1]) if len(rows) > query.limit else None,
        facets={name: facet(connection, query, name) for name in query.facets},
        highlights=_highlights(connection, query, found) if query.highlight else {},
    )


def scan(connection: sqlite3.Connection, query: QuoteQuery) -> Iterator[Quote]:
    """Every matching quote in the query's order; the caller keeps the view consistent."""
    sql, values = _ordered(query, everything=True)
    rows = connection.execute(sql, values)
    while batch := [row for row, _, _ in islice(rows, BATCH)]:
        found = _by_row(connection, batch)
        yield from (found[row] for row in batch)


def quotes(
    connection: sqlite3.Connection, condition: str, value: Value, order: str = "id"
) -> tuple[Quote, ...]:
    """The quotes that fulfil a condition of ours with one parameter."""
    rows = connection.execute(
        f"SELECT document FROM quote JOIN quote_body USING (row) WHERE {condition} ORDER BY {order}",
        (value,),
    )
    return tuple(quote_from(json.loads(document)) for (document,) in rows)


def candidates(connection: sqlite3.Connection, keys: Sequence[str]) -> dict[str, tuple[Quote, ...]]:
    """The quotes that have each of the keys, by id; none of them where they are more than MOST_SHARED."""
    # Counting stops where it is known to be too many.
    counting = f"""
        SELECT value,
            (SELECT COUNT(*) FROM (SELECT 1 FROM quote_key WHERE key = value LIMIT {MOST_SHARED + 1}))
        FROM json_each(?)
    """
    counts = {key: count for key, count in connection.execute(counting, (json.dumps(list(keys)),)) if count}
    condition = "row IN (SELECT quote FROM quote_key WHERE key IN (SELECT value FROM json_each(?)))"
    return by_key(quotes(connection, condition, json.dumps(telling(counts))), counts)


def quote(connection: sqlite3.Connection, quote_id: str) -> Found:
    """A quote; the last of its successors, however often it was replaced; None where it never was."""
    if found := quotes(connection, "id = ?", quote_id):
        return found[0]
    if made := _withdrawn(connection, quote_id):
        return Moved(None, made)
    seen: set[str] = set()
    successor: str | None = quote_id
    while successor is not None and successor not in seen:
        seen.add(successor)
        row = connection.execute("SELECT successor FROM moved WHERE id = ?", (successor,)).fetchone()
        if row is None:
            return _end_of_chain(connection, quote_id, successor)
        successor = row[0]
        if successor is not None and _withdrawn(connection, successor):
            return Moved(successor)
    return Moved(None)


def articles(connection: sqlite3.Connection, query: ArticleQuery) -> Page[Article]:
    """One page of articles, without their text."""
    where = article_conditions(query)
    order = OLDEST_FIRST if query.sort == "published" else NEWEST_FIRST
    (total,) = connection.execute(
        f"SELECT COUNT(*) FROM article WHERE {where.sql}",
        where.values,
    ).fetchone()
    where.extend(order.beyond(query.after))
    rows = connection.execute(
        f"SELECT document, id, {order.key} FROM article WHERE {where.sql} ORDER BY {order.sql} LIMIT ?",
        [*where.values, query.limit + 1],
    ).fetchall()
    page = rows[: query.limit]
    return Page(
        items=tuple(article_from(json.loads(document)) for document, _, _ in page),
        total=total,
        next=order.position(page[-1][2], page[-1][1]) if len(rows) > query.limit else None,
    )


def correction(connection: sqlite3.Connection, quote_id: str) -> Corrected | None:
    """The correction of a quote, or None."""
    row = connection.execute("SELECT document FROM correction WHERE quote_id = ?", (quote_id,)).fetchone()
    return corrected_from(json.loads(row[0])) if row else None


def corrections_of(connection: sqlite3.Connection, article_ids: Sequence[str]) -> tuple[Corrected, ...]:
    """The corrections of quotes of these articles, by quote id."""
    rows = connection.execute(
        "SELECT document FROM correction WHERE article_id IN (SELECT value FROM json_each(?))"
        " ORDER BY quote_id",
        (json.dumps(list(article_ids)),),
    )
    return tuple(corrected_from(json.loads(document)) for (document,) in rows)


def corrections(connection: sqlite3.Connection, query: CorrectionQuery) -> Page[Corrected]:
    """One page of corrections, the newest first."""
    (total,) = connection.execute("SELECT COUNT(*) FROM correction").fetchone()
    rows = connection.execute(
        "SELECT document, at, quote_id FROM correction WHERE ? IS NULL OR (at, quote_id) < (?, ?)"
        " ORDER BY at DESC, quote_id DESC LIMIT ?",
        ((query.after or (None,))[0], *(query.after or (None, None)), query.limit + 1),
    ).fetchall()
    page = rows[: query.limit]
    return Page(
        items=tuple(corrected_from(json.loads(document)) for document, _, _ in page),
        total=total,
        next=(page[-1][1], page[-1][2]) if len(rows) > query.limit else None,
    )


def _withdrawn(connection: sqlite3.Connection, quote_id: str) -> Correction | None:
    """The correction by which a quote was withdrawn, if it was: it stands there in the quote's place."""
    made = correction(connection, quote_id)
    return made.correction if made and made.correction.withdrawn else None


def _end_of_chain(connection: sqlite3.Connection, asked: str, reached: str) -> Found:
    if reached == asked:
        return None
    there = connection.execute("SELECT 1 FROM quote WHERE id = ?", (reached,)).fetchone()
    return Moved(reached if there else None)


def _ordered(query: QuoteQuery, *, everything: bool = False) -> tuple[str, list[Value]]:
    """A SELECT of (row, id, sort key) in the query's order, from its cursor on unless ``everything``."""
    order = quote_order(query)
    beyond = Conditions() if everything else order.beyond(query.after)
    if order is BEST_FIRST and query.text:
        # What must be found is asked for once, where the score is made.
        where = quote_conditions(replace(query, text=replace(query.text, words=(), phrases=())))
        where.add("quote_text MATCH ?", match_expression(query.text))
        source, key = "quote_text JOIN quote q ON q.row = quote_text.rowid", "bm25(quote_text)"
    else:
        where = quote_conditions(query)
        source, key = "quote q", f"q.{order.key}"
    rows = f"SELECT q.row, q.id, {key} AS {order.key}, q.statement_id FROM {source} WHERE {where.sql}"
    values = where.values
    if query.collapse and order is BEST_FIRST:
        # Every match is scored and sorted anyway.
        first = f"ROW_NUMBER() OVER (PARTITION BY statement_id ORDER BY {order.sql})"
        rows = f"SELECT * FROM (SELECT *, {first} AS place FROM ({rows})) WHERE place = 1"
    elif query.collapse:
        # An index gives the order, and most statements have one report: only rows of the page are looked at.
        before = f"(q.{order.key}, q.id) {'>' if order.descending else '<'} (r.{order.key}, r.id)"
        earlier = f"SELECT 1 FROM quote q WHERE q.statement_id = r.statement_id AND {before} AND {where.sql}"
        rows = f"SELECT r.* FROM ({rows}) r WHERE NOT EXISTS ({earlier})"
        values = values * 2
    sql = f"SELECT row, id, {order.key} FROM ({rows}) WHERE {beyond.sql} ORDER BY {order.sql}"
    return sql, [*values, *beyond.values]


def _by_row(connection: sqlite3.Connection, rows: list[int]) -> dict[int, Quote]:
    return {
        row: quote_from(json.loads(document))
        for row, document in connection.execute(
            "SELECT row, document FROM quote_body WHERE row IN (SELECT value FROM json_each(?))",
            (json.dumps(rows),),
        )
    }


def _highlights(connection: sqlite3.Connection, query: QuoteQuery, found: dict[int, Quote]) -> dict[str, str]:
    marked = {quote.id: marked_html(quote.text) for quote in found.values()}
    if expression := match_expression(query.text):
        for row, text in connection.execute(
            "SELECT rowid, highlight(quote_text, 0, ?, ?) FROM quote_text"
            " WHERE quote_text MATCH ? AND rowid IN (SELECT value FROM json_each(?))",
            (OPENING, CLOSING, expression, json.dumps(list(found))),
        ):
            marked[found[row].id] = marked_html(text)
    return marked
