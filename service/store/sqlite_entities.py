"""Speakers and outlets, gathered from the quotes and articles of the embedded store."""

from __future__ import annotations

import datetime as dt
import json
import sqlite3
from dataclasses import replace
from typing import Any

from service.models import SpeakerKind
from service.query import EntityQuery, OutletEntry, Page, RoleHeld, SpeakerEntry
from service.store.folding import distinct_words
from service.store.sqlite_query import Conditions, Value, holding_all, one_of

_SPEAKERS = """
SELECT speaker_id AS id, MIN(speaker_name) AS name, MIN(kind) AS kind, COUNT(*) AS quotes,
       COUNT(DISTINCT article_id) AS articles,
       MIN(NULLIF(newest, '')) AS first, MAX(NULLIF(newest, '')) AS last
FROM quote WHERE {where} GROUP BY speaker_id
"""
_OUTLETS = """
SELECT outlet_id AS id, MIN(outlet_name) AS name,
       (SELECT COUNT(*) FROM quote q WHERE q.outlet_id = article.outlet_id) AS quotes, COUNT(*) AS articles,
       MIN(NULLIF(newest, '')) AS first, MAX(NULLIF(newest, '')) AS last
FROM article WHERE {where} GROUP BY outlet_id
"""
_ROLES = """
SELECT role, affiliation, country, MIN(NULLIF(newest, '')) AS first, MAX(NULLIF(newest, '')), COUNT(*)
FROM quote WHERE speaker_id = ? GROUP BY role, affiliation, country
ORDER BY first IS NULL, first, role, affiliation, country
"""


def speakers(connection: sqlite3.Connection, query: EntityQuery) -> Page[SpeakerEntry]:
    """Speakers one of whose names holds all words, most quoted first."""
    where = _speaker_conditions(query)
    grouped = _SPEAKERS.format(where=where.sql)
    rows, total = _page(connection, grouped, where.values, "quotes", query)
    names = _names(connection, [row[0] for row in rows])
    found = tuple(_speaker(row, names.get(row[0], ())) for row in rows[: query.limit])
    after = (found[-1].quotes, found[-1].id) if len(rows) > query.limit else None
    return Page(found, total, after)


def speaker(connection: sqlite3.Connection, speaker_id: str) -> SpeakerEntry | None:
    """One speaker with the roles they were quoted in, earliest first."""
    row = connection.execute(_SPEAKERS.format(where="speaker_id = ?"), (speaker_id,)).fetchone()
    if row is None:
        return None
    roles = tuple(
        RoleHeld(role, affiliation, country, _day(first), _day(last), quotes)
        for role, affiliation, country, first, last, quotes in connection.execute(_ROLES, (speaker_id,))
    )
    names = _names(connection, [speaker_id]).get(speaker_id, ())
    return replace(_speaker(row, names), roles=roles)


def outlets(connection: sqlite3.Connection, query: EntityQuery) -> Page[OutletEntry]:
    """Outlets whose name holds all words, most articles first."""
    where = Conditions(["outlet_id IS NOT NULL"])
    if distinct_words(query.words):
        named = holding_all("words", query.words, prefix=query.prefix)
        where.add(
            "outlet_id IN (SELECT outlet_id FROM article WHERE outlet_name IN"
            f" (SELECT value FROM wording WHERE field = 'outlet' AND {named.sql}))",
            *named.values,
        )
    grouped = _OUTLETS.format(where=where.sql)
    rows, total = _page(connection, grouped, where.values, "articles", query)
    found = tuple(_outlet(row) for row in rows[: query.limit])
    after = (found[-1].articles, found[-1].id) if len(rows) > query.limit else None
    return Page(found, total, after)


def outlet(connection: sqlite3.Connection, outlet_id: str) -> OutletEntry | None:
    """One outlet."""
    row = connection.execute(_OUTLETS.format(where="outlet_id = ?"), (outlet_id,)).fetchone()
    return _outlet(row) if row else None


def _page(
    connection: sqlite3.Connection, grouped: str, values: list[Value], count: str, query: EntityQuery
) -> tuple[list[Any], int]:
    """The rows of a page, one more where there is a next one, and the number of all."""
    (total,) = connection.execute(f"SELECT COUNT(*) FROM ({grouped})", values).fetchone()
    beyond = Conditions()
    if query.after is not None:
        quotes, identity = query.after
        beyond.add(f"({count} < ? OR ({count} = ? AND id > ?))", quotes, quotes, identity)
    rows = connection.execute(
        f"SELECT * FROM ({grouped}) WHERE {beyond.sql} ORDER BY {count} DESC, id LIMIT ?",
        [*values, *beyond.values, query.limit + 1],
    ).fetchall()
    return rows, total


def _speaker_conditions(query: EntityQuery) -> Conditions:
    """Speakers are judged whole: one is wanted if any of their quotes has the kind or country, and not if one
    has what is excluded.
    """
    where = Conditions(["speaker_id IS NOT NULL"])
    if distinct_words(query.words):
        named = holding_all("words", query.words, prefix=query.prefix)
        where.add(f"speaker_id IN (SELECT speaker_id FROM speaker_name WHERE {named.sql})", *named.values)
    for column, choice in (("kind", query.kind), ("country", query.country)):
        for values, negation in ((choice.any_of, ""), (choice.none_of, "NOT")):
            if values:
                those = one_of(column, values)
                those.add("speaker_id IS NOT NULL")
                where.add(
                    f"speaker_id {negation} IN (SELECT speaker_id FROM quote WHERE {those.sql})",
                    *those.values,
                )
    return where


def _names(connection: sqlite3.Connection, speaker_ids: list[str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for key, name in connection.execute(
        "SELECT speaker_id, name FROM speaker_name"
        " WHERE speaker_id IN (SELECT value FROM json_each(?)) ORDER BY speaker_id, name",
        (json.dumps(speaker_ids),),
    ):
        found[key] = (*found.get(key, ()), name)
    return found


def _speaker(
    row: tuple[str, str | None, SpeakerKind, int, int, str | None, str | None], names: tuple[str, ...]
) -> SpeakerEntry:
    key, name, kind, quotes, articles, first, last = row
    canonical = name if name is not None else key
    others = tuple(other for other in names if other != canonical)
    return SpeakerEntry(key, canonical, (canonical, *others), kind, quotes, articles, _day(first), _day(last))


def _outlet(row: tuple[str, str, int, int, str | None, str | None]) -> OutletEntry:
    key, name, quotes, articles, first, last = row
    return OutletEntry(key, name, quotes, articles, _day(first), _day(last))


def _day(stored: str | None) -> dt.date | None:
    return dt.date.fromisoformat(stored) if stored else None
