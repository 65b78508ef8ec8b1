"""What the embedded store counts: facets, timelines, and the opinions that summaries are made of."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Iterator
from dataclasses import fields

from service import countries
from service.periods import period_start
from service.query import Facet, FacetName, FacetValue, Interval, Opinion, QuoteQuery, Timeline
from service.store.sqlite_query import admitted, quote_conditions
from service.store.stances import stance_filter
from service.store.timelines import filled, summed

_VALUES = {
    "outlet": "q.outlet_id",
    "speaker": "q.speaker_id",
    "country": "q.country",
    "affiliation": "q.affiliation",
    "topic": "s.topic",
    "stance": "s.side",
    "type": "q.type",
    "kind": "q.kind",
    "attitude": "q.attitude",
    "year": "NULLIF(SUBSTR(q.newest, 1, 4), '')",
}
_NAMES = {
    "outlet": "MIN(q.outlet_name)",
    "speaker": "MIN(q.speaker_name)",
    "topic": "(SELECT json_extract(t.document, '$.proposition') FROM topic t WHERE t.id = s.topic)",
}
_OPINION = tuple(f.name for f in fields(Opinion))
# "+" keeps SQLite from walking the index of the ids and looking up every row.
_OPINIONS = """
SELECT q.id, q.statement_id, q.article_id, q.outlet_id, q.outlet_name, q.speaker_id, q.speaker_name,
       q.affiliation, q.country, q.represents_state, q.newest, s.topic, s.side, s.confidence, s.holder
FROM quote q JOIN stance s ON s.quote = q.row
WHERE {where} ORDER BY +q.id, s.topic, s.place
"""


def facet(connection: sqlite3.Connection, query: QuoteQuery, name: FacetName) -> Facet:
    """The commonest values of ``name`` under the query's other filters, ties by id."""
    source, values = _values_of(query, name, without=name)
    rows = connection.execute(
        f"""
        SELECT value, count, name, SUM(count) OVER () FROM (
            SELECT {_VALUES[name]} AS value, {_count(name)} AS count,
                   {_NAMES.get(name, "NULL")} AS name
            {source} GROUP BY value HAVING value IS NOT NULL
        ) ORDER BY count DESC, value LIMIT ?
        """,
        [*values, query.facet_size],
    ).fetchall()
    shown = tuple(FacetValue(value, _name(name, value, stored), count) for value, count, stored, _ in rows)
    return Facet(shown, other_count=rows[0][3] - sum(value.count for value in shown) if rows else 0)


def timeline(
    connection: sqlite3.Connection, query: QuoteQuery, interval: Interval, split: FacetName | None
) -> Timeline:
    """Quotes by period; with ``split`` also by the ``query.facet_size`` commonest values of that facet."""
    where = quote_conditions(query)
    by_day = dict(
        connection.execute(
            f"SELECT q.newest, COUNT(*) FROM quote q WHERE {where.sql} GROUP BY q.newest",
            where.values,
        ).fetchall()
    )
    undated = by_day.pop("", 0)
    counts = summed(((dt.date.fromisoformat(day), count) for day, count in by_day.items()), interval)
    names, splits = _split(connection, query, interval, split) if split else ({}, {})
    return Timeline(interval, split, filled(counts, splits, interval, query), undated, names)


def opinions(connection: sqlite3.Connection, query: QuoteQuery) -> Iterator[Opinion]:
    """The stances of matching quotes that the query's own filters admit, by quote id and topic."""
    where = quote_conditions(query)
    where.extend(admitted(stance_filter(query)))
    for row in connection.execute(_OPINIONS.format(where=where.sql), where.values):
        known = dict(zip(_OPINION, row, strict=True))
        known["published"] = dt.date.fromisoformat(known["published"]) if known["published"] else None
        known["represents_state"] = bool(known["represents_state"])
        yield Opinion(**known)


def _split(
    connection: sqlite3.Connection, query: QuoteQuery, interval: Interval, split: FacetName
) -> tuple[dict[str, str], dict[dt.date, dict[str, int]]]:
    """The names of the values of a split, and their counts by period."""
    source, values = _values_of(query, split)
    column = _VALUES[split]
    rows = connection.execute(
        f"""
        SELECT {column} AS value, q.newest, {_count(split)}, {_NAMES.get(split, "NULL")}
        {source} GROUP BY value, q.newest HAVING value IS NOT NULL
        """,
        values,
    ).fetchall()
    totals: dict[str, int] = {}
    for value, _, count, _ in rows:
        totals[value] = totals.get(value, 0) + count
    kept = sorted(totals, key=lambda value: (-totals[value], value))[: query.facet_size]
    names = dict.fromkeys(kept, "")
    splits: dict[dt.date, dict[str, int]] = {}
    for value, day, count, stored in rows:
        if value not in names:
            continue
        name = _name(split, value, stored)
        names[value] = min(names[value], name) if names[value] else name
        if day:
            period = splits.setdefault(period_start(dt.date.fromisoformat(day), interval), {})
            period[value] = period.get(value, 0) + count
    return names, splits


def _values_of(query: QuoteQuery, name: FacetName, without: str | None = None) -> tuple[str, list[object]]:
    """FROM and WHERE for the values of ``name``, with the admitted stances where these are counted."""
    where = quote_conditions(query, without)
    tables = "quote q"
    if name in {"topic", "stance"}:
        tables = "quote q JOIN stance s ON s.quote = q.row"
        where.extend(admitted(stance_filter(query, without)))
    if name == "topic":
        where.add("s.topic IN (SELECT id FROM topic)")
    return f"FROM {tables} WHERE {where.sql}", list(where.values)


def _count(name: FacetName) -> str:
    """A quote may have several stances of one value, and still counts once in it."""
    return "COUNT(DISTINCT q.row)" if name in {"topic", "stance"} else "COUNT(*)"


def _name(facet_name: FacetName, value: str, stored: str | None) -> str:
    """What people call a value: the stored name, a country's, else the value itself."""
    if facet_name == "country":
        country = countries.find(value)
        return country.name if country else value
    return stored or value
