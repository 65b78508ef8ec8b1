"""From a QuoteQuery to Elasticsearch's JSON: filters, order and aggregations, dictionaries in and out.

Nothing here knows a client. ``filter`` and ``must_not`` do not score; only words of a search by relevance do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from service.errors import BadCursor
from service.query import ArticleQuery, Choice, FacetName, Interval, QuoteQuery, in_full
from service.store.elastic_document import NO_DAY_NEWEST, NO_DAY_OLDEST
from service.store.folding import distinct_words
from service.store.highlighting import CLOSING, OPENING
from service.store.stances import StanceFilter, asks_for_stances, stance_filter
from service.words import TextQuery

Json = dict[str, Any]

FIELDS = {
    "speaker": "speaker.id",
    "country": "speaker.country",
    "outlet": "outlet.id",
    "type": "type",
    "kind": "speaker.kind",
    "attitude": "attitude",
    "article": "article_id",
    "statement": "statement_id",
}
"""The fields of filters that ask for equality."""

VALUES: dict[FacetName, str] = {
    "outlet": "outlet.id",
    "speaker": "speaker.id",
    "country": "speaker.country",
    "affiliation": "speaker.affiliation",
    "topic": "stances.topic",
    "stance": "stances.stance",
    "type": "type",
    "kind": "speaker.kind",
    "attitude": "attitude",
    "year": "derived.year",
}
"""The fields of facets."""

NAMES: dict[FacetName, str] = {"outlet": "outlet.name", "speaker": "speaker.name"}
"""The fields that name a facet's values for people."""

OF_STANCES = frozenset(("topic", "stance"))
"""The facets whose values are stances', of which a quote may have several."""

MOST_VALUES = 10_000
"""The most values of topics, names or outlets that are gathered whole; all are few in kind."""

# What the index allows at most: a longer text is marked up to there and does not fail the search.
MAX_ANALYZED_OFFSET = 1_000_000


@dataclass(frozen=True, slots=True)
class Order:
    """An order by a field and then id; ``last`` is what the field holds where there is no value."""

    field: str
    way: str
    id_way: str
    last: str | None = None

    @property
    def sort(self) -> list[Json]:
        """For ``sort``."""
        return [{self.field: {"order": self.way}}, {"id": {"order": self.id_way}}]

    def search_after(self, after: tuple[str | float | None, ...]) -> list[str | float]:
        """For ``search_after``. Raises BadCursor where the position is one of another order."""
        key, identity = after
        key = self.last if key is None else key
        wanted = (int, float) if self.last is None else (str,)
        if not isinstance(key, wanted) or not isinstance(identity, str):
            raise BadCursor("The cursor is not one that this service gave.", {"cursor": ["Not a cursor."]})
        return [key, identity]

    def position(self, sort: Sequence[Any]) -> tuple[str | float | None, ...]:
        """The position of a hit, from its ``sort``."""
        key, identity = sort
        return (None if key == self.last else key, identity)


NEWEST_FIRST = Order("derived.newest", "desc", "desc", NO_DAY_NEWEST)
OLDEST_FIRST = Order("derived.oldest", "asc", "asc", NO_DAY_OLDEST)
BEST_FIRST = Order("_score", "desc", "asc")


def quote_order(query: QuoteQuery) -> Order:
    """The order of the quotes."""
    if query.by_relevance:
        return BEST_FIRST
    return OLDEST_FIRST if query.sort == "published" else NEWEST_FIRST


def article_order(query: ArticleQuery) -> Order:
    """The order of the articles."""
    return OLDEST_FIRST if query.sort == "published" else NEWEST_FIRST


def quote_query(query: QuoteQuery, without: str | None = None) -> Json:
    """What a quote must fulfil; ``without`` names a facet whose own filter is left out."""
    must: list[Json] = []
    filters: list[Json] = []
    must_not: list[Json] = []
    for name, field in FIELDS.items():
        if name != without:
            _add_choice(filters, must_not, field, getattr(query, name))
    for name in ("role", "affiliation"):
        if name != without:
            _add_wording(filters, must_not, name, getattr(query, name))
    if query.represents_state is not None:
        filters.append({"term": {"speaker.represents_state": query.represents_state}})
    if query.resolved is not None:
        known = [{"exists": {"field": f"speaker.{name}"}} for name in ("id", "country", "affiliation")]
        (filters if query.resolved else must_not).append(boolean(should=known))
    filters.extend(_period(query.since, query.until, query.undated))
    if query.min_confidence is not None and not asks_for_stances(query):
        filters.append({"range": {"confidence": {"gte": query.min_confidence}}})
    _add_stances(filters, must_not, stance_filter(query, without))
    if query.text:
        (must if query.by_relevance else filters).extend(_phrases(query.text.wanted))
        must_not.extend(_phrases(query.text.unwanted))
    return boolean(must=must, filter=filters, must_not=must_not)


def article_query(query: ArticleQuery) -> Json:
    """What an article must fulfil."""
    filters: list[Json] = []
    must_not: list[Json] = []
    _add_choice(filters, must_not, "outlet.id", query.outlet)
    filters.extend(_period(query.since, query.until, query.undated))
    return boolean(filter=filters, must_not=must_not)


def boolean(**clauses: list[Json]) -> Json:
    """A ``bool`` query of those kinds of clauses that there are."""
    return {"bool": {kind: found for kind, found in clauses.items() if found}}


def admitted(stances: StanceFilter, *also: Json) -> Json:
    """What a nested stance must fulfil to be one that the filter speaks of."""
    filters: list[Json] = list(also)
    must_not: list[Json] = []
    _add_choice(filters, must_not, "stances.topic", stances.topic)
    _add_choice(filters, must_not, "stances.stance", stances.side)
    if stances.min_confidence is not None:
        filters.append({"range": {"stances.confidence": {"gte": stances.min_confidence}}})
    if stances.own:
        must_not.append({"exists": {"field": "stances.holder"}})
    return boolean(filter=filters, must_not=must_not)


def with_stance(query: Json, stance: Json) -> Json:
    """A quote that fulfils ``query`` and has a stance that fulfils ``stance``."""
    return boolean(filter=[query, _nested(stance)])


def highlighted(text: TextQuery) -> Json:
    """For ``highlight``: the words to find, marked in the whole text."""
    return {
        "fields": {"text": {}},
        "number_of_fragments": 0,
        "pre_tags": [OPENING],
        "post_tags": [CLOSING],
        "max_analyzed_offset": MAX_ANALYZED_OFFSET,
        "highlight_query": boolean(must=_phrases(text.wanted)),
    }


def facet_aggregation(
    query: QuoteQuery, name: FacetName, *, topics: Collection[str] = (), own: bool = False
) -> Json:
    """The commonest values of a facet; of topics and sides all, each with its number of quotes.

    ``topics`` are those that there are, and with ``own`` only those values that the query's own filter on
    that facet admits.
    """
    values: Json = {"field": VALUES[name], "order": [{"_count": "desc"}, {"_key": "asc"}]}
    if name not in OF_STANCES:
        # Every shard gives more than is shown, or values that are common only over all shards would be lost.
        values |= {"size": query.facet_size, "shard_size": query.facet_size * 10 + 1000}
        named = {"aggs": {"name": least(NAMES[name])}} if name in NAMES else {}
        return {"terms": values, **named}
    followed = [{"terms": {VALUES[name]: sorted(topics)}}] if name == "topic" else []
    stance = admitted(stance_filter(query, without=None if own else name), *followed)
    counted = {"terms": {**values, "size": MOST_VALUES}, "aggs": {"quotes": {"reverse_nested": {}}}}
    return {
        "nested": {"path": "stances"},
        "aggs": {"admitted": {"filter": stance, "aggs": {"values": counted}}},
    }


def histogram(interval: Interval) -> Json:
    """Quotes by period; periods without any are filled in afterwards."""
    return {
        "date_histogram": {
            "field": "published.day",
            "calendar_interval": interval,
            "format": "yyyy-MM-dd",
            "min_doc_count": 1,
        }
    }


def having(query: QuoteQuery, name: FacetName, value: str) -> Json:
    """The query for quotes that a timeline's split counts under ``value``."""
    is_value = {"term": {VALUES[name]: value}}
    if name in OF_STANCES:
        return with_stance(quote_query(query), admitted(stance_filter(query), is_value))
    return boolean(filter=[quote_query(query), is_value])


def least(field: str) -> Json:
    """The smallest value of a field of names: where spellings differ, every engine takes this one."""
    return {"terms": {"field": field, "size": 1, "order": {"_key": "asc"}}}


def named(words: Iterable[str], *, prefix: bool) -> Json:
    """Quotes of speakers whose names together hold all folded words; whether one name does is seen later."""
    wanted = list(words)
    filters: list[Json] = []
    if prefix and wanted:
        filters.append({"prefix": {"derived.name_words": {"value": wanted.pop()}}})
    filters.extend({"term": {"derived.name_words": word}} for word in wanted)
    return boolean(filter=filters)


def _add_choice(filters: list[Json], must_not: list[Json], field: str, choice: Choice) -> None:
    if choice.any_of:
        filters.append({"terms": {field: list(choice.any_of)}})
    if choice.none_of:
        must_not.append({"terms": {field: list(choice.none_of)}})


def _add_wording(filters: list[Json], must_not: list[Json], name: str, choice: Choice) -> None:
    if choice.any_of:
        filters.append(boolean(should=[_holding(name, value) for value in choice.any_of]))
    must_not.extend(_holding(name, value) for value in choice.none_of)


def _holding(name: str, value: str) -> Json:
    """That a role or an affiliation is there and holds all words of ``value``, or is it in full."""
    if (whole := in_full(value)) is not None:
        return {"term": {f"speaker.{name}": whole}}
    words = [{"term": {f"derived.{name}_words": word}} for word in distinct_words([value])]
    if not words:
        return {"match_none": {}}  # no word is in none, rather than in each
    return boolean(filter=[{"exists": {"field": f"speaker.{name}"}}, *words])


def _period(since: dt.date | None, until: dt.date | None, undated: bool) -> list[Json]:
    within: list[Json] = []
    if since is not None:
        within.append({"range": {"derived.last_day": {"gte": since.isoformat()}}})
    if until is not None:
        within.append({"range": {"published.day": {"lte": until.isoformat()}}})
    if within and undated:
        unknown = boolean(must_not=[{"exists": {"field": "published.day"}}])
        return [boolean(should=[unknown, boolean(filter=within)])]
    return within


def _add_stances(filters: list[Json], must_not: list[Json], stances: StanceFilter) -> None:
    if stances.wanted:
        filters.append(_nested(admitted(stances)))
    if stances.topic.none_of:
        must_not.append(_nested({"terms": {"stances.topic": list(stances.topic.none_of)}}))
    if stances.side.none_of:
        unwanted = [{"terms": {"stances.stance": list(stances.side.none_of)}}]
        if stances.topic.any_of:
            unwanted.append({"terms": {"stances.topic": list(stances.topic.any_of)}})
        must_not.append(_nested(boolean(filter=unwanted)))


def _nested(query: Json) -> Json:
    return {"nested": {"path": "stances", "query": query}}


def _phrases(strings: Iterable[str]) -> list[Json]:
    """Each word or phrase as a phrase: one word may be several tokens, and none is an operator."""
    return [{"match_phrase": {"text": string}} for string in strings]
