"""From a QuoteQuery to SQL: conditions on ``quote q``, and the order of its rows.

Every value is a parameter; only names of columns from this module are written into SQL.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from service.query import ArticleQuery, Choice, QuoteQuery, in_full
from service.store.folding import distinct_words
from service.store.stances import StanceFilter, asks_for_stances, stance_filter
from service.words import TextQuery

Value = str | int | float | None

COLUMNS = {
    "speaker": "speaker_id",
    "country": "country",
    "outlet": "outlet_id",
    "type": "type",
    "kind": "kind",
    "attitude": "attitude",
    "article": "article_id",
    "statement": "statement_id",
}
"""The columns of filters that ask for equality."""


@dataclass(slots=True)
class Conditions:
    """A conjunction of SQL conditions with the values of their parameters."""

    clauses: list[str] = field(default_factory=list)
    values: list[Value] = field(default_factory=list)

    def add(self, clause: str, *values: Value) -> None:
        """Ask for ``clause`` too."""
        self.clauses.append(clause)
        self.values.extend(values)

    def extend(self, other: Conditions) -> None:
        """Ask for all of ``other`` too."""
        self.add(other.sql, *other.values)

    @property
    def sql(self) -> str:
        """The conjunction, fit for WHERE and for brackets."""
        return " AND ".join(self.clauses) or "1"


@dataclass(frozen=True, slots=True)
class Order:
    """An order by ``key`` and then id, both one way, so that one row value comparison continues it."""

    key: str
    descending: bool
    last: str = ""  # what the key column holds where there is no value

    @property
    def sql(self) -> str:
        """For ORDER BY."""
        way = "DESC" if self.descending else "ASC"
        return f"{self.key} {way}, id {way}"

    def beyond(self, after: tuple[str | float | None, ...] | None) -> Conditions:
        """The rows that follow the position ``after``, a (key, id) with None where there is no value."""
        found = Conditions()
        if after is not None:
            key, identity = after
            found.add(
                f"({self.key}, id) {'<' if self.descending else '>'} (?, ?)",
                self.last if key is None else key,
                identity,
            )
        return found

    def position(self, key: str | float, identity: str) -> tuple[str | float | None, ...]:
        """The position of a row: what ``beyond`` takes."""
        return (None if key == self.last else key, identity)


NEWEST_FIRST = Order("newest", descending=True, last="")
OLDEST_FIRST = Order("oldest", descending=False, last="~")
BEST_FIRST = Order("score", descending=False)  # bm25 is the better the smaller it is


def quote_order(query: QuoteQuery) -> Order:
    """The order of the quotes."""
    if query.by_relevance:
        return BEST_FIRST
    return OLDEST_FIRST if query.sort == "published" else NEWEST_FIRST


def quote_conditions(query: QuoteQuery, without: str | None = None) -> Conditions:
    """What ``quote q`` must fulfil; ``without`` names a facet whose own filter is left out."""
    found = Conditions()
    for name, column in COLUMNS.items():
        if name != without:
            _add_choice(found, f"q.{column}", getattr(query, name))
    for name in ("role", "affiliation"):
        if name != without:
            _add_wording(found, name, getattr(query, name))
    if query.represents_state is not None:
        found.add("q.represents_state = ?", query.represents_state)
    if query.resolved is not None:
        found.add("(COALESCE(q.speaker_id, q.country, q.affiliation) IS NOT NULL) = ?", query.resolved)
    _add_period(found, "q.", query.since, query.until, query.undated)
    if query.min_confidence is not None and not asks_for_stances(query):
        found.add("q.confidence >= ?", query.min_confidence)
    _add_stances(found, stance_filter(query, without))
    _add_text(found, query.text)
    return found


def article_conditions(query: ArticleQuery) -> Conditions:
    """What a row of ``article`` must fulfil."""
    found = Conditions()
    _add_choice(found, "outlet_id", query.outlet)
    _add_period(found, "", query.since, query.until, query.undated)
    return found


def admitted(stances: StanceFilter) -> Conditions:
    """What ``stance s`` must fulfil to be one that the filter speaks of."""
    found = Conditions()
    _add_choice(found, "s.topic", stances.topic)
    _add_choice(found, "s.side", stances.side)
    if stances.min_confidence is not None:
        found.add("s.confidence >= ?", stances.min_confidence)
    if stances.own:
        found.add("s.holder IS NULL")
    return found


def match_expression(text: TextQuery | None) -> str:
    """What must be found, in FTS5's language: each word and phrase quoted, so that none is an operator."""
    return " AND ".join(map(_quoted, text.wanted if text else ()))


def one_of(column: str, values: tuple[str, ...]) -> Conditions:
    """That ``column`` holds one of ``values``, of which there may be thousands."""
    found = Conditions()
    if len(values) == 1:
        found.add(f"{column} = ?", values[0])
    else:
        found.add(f"{column} IN (SELECT value FROM json_each(?))", json.dumps(values, ensure_ascii=False))
    return found


def holding_all(column: str, words: Iterable[str], *, prefix: bool = False) -> Conditions:
    """That a column of folded words (' foreign minister ') holds every one of ``words``.

    With ``prefix`` the last one is only the beginning of a word.
    """
    found = Conditions()
    folded = distinct_words(words)
    for place, word in enumerate(folded, start=1):
        ending = "" if prefix and place == len(folded) else " "
        # Folded words have neither % nor _.
        found.add(f"{column} LIKE ?", f"% {word}{ending}%")
    return found


def _add_choice(found: Conditions, column: str, choice: Choice) -> None:
    if choice.any_of:
        found.extend(one_of(column, choice.any_of))
    if choice.none_of:
        unwanted = one_of(column, choice.none_of)
        found.add(f"({column} IS NULL OR NOT {unwanted.sql})", *unwanted.values)


def _add_wording(found: Conditions, name: str, choice: Choice) -> None:
    if choice.any_of:
        wanted = _wordings(name, choice.any_of)
        found.add(f"q.{name} IN ({wanted.sql})", *wanted.values)
    if choice.none_of:
        unwanted = _wordings(name, choice.none_of)
        found.add(f"(q.{name} IS NULL OR q.{name} NOT IN ({unwanted.sql}))", *unwanted.values)


def _wordings(name: str, values: tuple[str, ...]) -> Conditions:
    """A SELECT of the roles or affiliations that hold all words of one of ``values``, or are one in full."""
    found = Conditions()
    for value in values:
        whole = in_full(value)
        if whole is not None:
            found.add("value = ?", whole)
        elif words := distinct_words((value,)):
            found.extend(holding_all("words", words))
        else:
            found.add("0")  # no word is in none, rather than in each
    alternatives = " OR ".join(f"({clause})" for clause in found.clauses)
    return Conditions(
        [f"SELECT value FROM wording WHERE field = ? AND ({alternatives})"], [name, *found.values]
    )


def _add_period(
    found: Conditions, table: str, since: dt.date | None, until: dt.date | None, undated: bool
) -> None:
    if since is None and until is None:
        return
    within = Conditions()
    if since is not None:
        # The first bound is implied by the second, no period being longer than a year: it lets an index help.
        within.add(f"{table}newest >= ?", since.replace(month=1, day=1).isoformat())
        within.add(f"{table}last_day >= ?", since.isoformat())
    if until is not None:
        within.add(f"{table}newest <= ?", until.isoformat())
        within.add(f"{table}newest <> ''")
    if undated:
        found.add(f"({table}newest = '' OR ({within.sql}))", *within.values)
    else:
        found.extend(within)


def _add_stances(found: Conditions, stances: StanceFilter) -> None:
    if stances.wanted:
        wanted = admitted(stances)
        found.add(f"q.row IN (SELECT s.quote FROM stance s WHERE {wanted.sql})", *wanted.values)
    if stances.topic.none_of:
        _add_absence(found, one_of("s.topic", stances.topic.none_of))
    if stances.side.none_of:
        unwanted = one_of("s.side", stances.side.none_of)
        if stances.topic.any_of:
            unwanted.extend(one_of("s.topic", stances.topic.any_of))
        _add_absence(found, unwanted)


def _add_absence(found: Conditions, unwanted: Conditions) -> None:
    found.add(
        f"NOT EXISTS (SELECT 1 FROM stance s WHERE s.quote = q.row AND {unwanted.sql})", *unwanted.values
    )


def _add_text(found: Conditions, text: TextQuery | None) -> None:
    if wanted := match_expression(text):
        found.add("q.row IN (SELECT rowid FROM quote_text WHERE quote_text MATCH ?)", wanted)
    if unwanted := " OR ".join(map(_quoted, text.unwanted if text else ())):
        found.add("q.row NOT IN (SELECT rowid FROM quote_text WHERE quote_text MATCH ?)", unwanted)


def _quoted(string: str) -> str:
    """A word or phrase as an FTS5 string, in which nothing is an operator."""
    return '"' + string.replace('"', '""').replace("\0", " ") + '"'
