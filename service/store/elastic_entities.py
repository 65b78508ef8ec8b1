"""Speakers and outlets, gathered from the quotes and articles in Elasticsearch.

Which speakers there are and how often they are quoted is walked through exactly; the rest is asked for those
on the page alone. The articles of a speaker with more than EXACT_ARTICLES of them are an estimate.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from elasticsearch import Elasticsearch

from service.query import EntityQuery, OutletEntry, Page, RoleHeld, SpeakerEntry
from service.store.elastic_index import Names
from service.store.elastic_query import MOST_VALUES, Json, least, named
from service.store.elastic_search import chunks, groups, search
from service.store.folding import distinct_words, holds_words

EXACT_ARTICLES = 10_000

FIRST_AND_LAST: Json = {
    "first": {"min": {"field": "published.day", "format": "yyyy-MM-dd"}},
    "last": {"max": {"field": "published.day", "format": "yyyy-MM-dd"}},
}
SPEAKER: Json = {
    "name": least("speaker.name"),
    "names": {"terms": {"field": "speaker.names", "size": MOST_VALUES}},
    "kind": least("speaker.kind"),
    "articles": {"cardinality": {"field": "article_id", "precision_threshold": EXACT_ARTICLES}},
    **FIRST_AND_LAST,
}
EVERYTHING: Json = {"match_all": {}}


def speakers(client: Elasticsearch, names: Names, query: EntityQuery) -> Page[SpeakerEntry]:
    """Speakers one of whose names holds all words, most quoted first."""
    counts = _quotes_by_speaker(client, names, query)
    page, after = _cut(counts, query)
    entries = _entries(client, names, page)
    return Page(tuple(entries[key] for key in page if key in entries), len(counts), after)


def speaker(client: Elasticsearch, names: Names, speaker_id: str) -> SpeakerEntry | None:
    """One speaker with the roles they were quoted in, earliest first."""
    return _entries(client, names, [speaker_id], roles=True).get(speaker_id)


def outlets(client: Elasticsearch, names: Names, query: EntityQuery) -> Page[OutletEntry]:
    """Outlets whose name holds all words, most articles first."""
    words = distinct_words(query.words)
    found = {
        entry.id: entry
        for entry, spellings in _outlets(client, names, EVERYTHING)
        if any(holds_words(name, words, prefix=query.prefix) for name in spellings)
    }
    page, after = _cut({key: entry.articles for key, entry in found.items()}, query)
    return Page(tuple(found[key] for key in page), len(found), after)


def outlet(client: Elasticsearch, names: Names, outlet_id: str) -> OutletEntry | None:
    """One outlet."""
    found = [entry for entry, _ in _outlets(client, names, {"term": {"outlet.id": outlet_id}})]
    return found[0] if found else None


def _cut(
    counts: dict[str, int], query: EntityQuery
) -> tuple[list[str], tuple[str | float | None, ...] | None]:
    """The ids on the page, the highest count first, and the position of the last where there are more."""
    ordered = sorted((-count, key) for key, count in counts.items())
    if query.after is not None:
        count, identity = query.after
        ordered = [place for place in ordered if place > (-float(count or 0), str(identity))]
    page = [key for _, key in ordered[: query.limit]]
    return page, (counts[page[-1]], page[-1]) if len(ordered) > query.limit else None


def _quotes_by_speaker(client: Elasticsearch, names: Names, query: EntityQuery) -> dict[str, int]:
    """How often each wanted speaker is quoted.

    Speakers are judged whole: one is wanted if any of their quotes has the kind or country, and not if one
    has what is excluded.
    """
    wanted: list[set[str]] = []
    unwanted: set[str] = set()
    if words := distinct_words(query.words):
        wanted.append(_named(client, names, words, prefix=query.prefix))
    for field, choice in (("speaker.kind", query.kind), ("speaker.country", query.country)):
        if choice.any_of:
            wanted.append(_having(client, names, field, choice.any_of))
        if choice.none_of:
            unwanted |= _having(client, names, field, choice.none_of)
    among = sorted(set.intersection(*wanted) - unwanted) if wanted else None
    parts = [EVERYTHING] if among is None else [_among(chunk) for chunk in chunks(among)]
    counts = {
        bucket["key"]["id"]: bucket["doc_count"]
        for part in parts
        for bucket in groups(client, names.quotes, part, {"id": "speaker.id"})
    }
    return {key: count for key, count in counts.items() if key not in unwanted}


def _named(client: Elasticsearch, names: Names, words: tuple[str, ...], *, prefix: bool) -> set[str]:
    """The speakers one of whose names holds all words."""
    spelled = {"names": SPEAKER["names"], "name": SPEAKER["name"]}
    buckets = groups(client, names.quotes, named(words, prefix=prefix), {"id": "speaker.id"}, spelled)
    return {
        bucket["key"]["id"]
        for bucket in buckets
        if any(holds_words(name, words, prefix=prefix) for name in _spellings(bucket))
    }


def _having(client: Elasticsearch, names: Names, field: str, values: Iterable[str]) -> set[str]:
    buckets = groups(client, names.quotes, {"terms": {field: list(values)}}, {"id": "speaker.id"})
    return {bucket["key"]["id"] for bucket in buckets}


def _among(speaker_ids: Sequence[str]) -> Json:
    return {"terms": {"speaker.id": list(speaker_ids)}}


def _entries(
    client: Elasticsearch, names: Names, speaker_ids: list[str], *, roles: bool = False
) -> dict[str, SpeakerEntry]:
    if not speaker_ids:
        return {}
    wanted = _among(speaker_ids)
    by_speaker = {"terms": {"field": "speaker.id", "size": len(speaker_ids)}, "aggs": SPEAKER}
    answer = search(
        client, names.quotes, query=wanted, size=0, track_total_hits=False, aggs={"speakers": by_speaker}
    )
    return {
        bucket["key"]: _speaker(bucket, _roles(client, names, wanted) if roles else ())
        for bucket in answer["aggregations"]["speakers"]["buckets"]
    }


def _speaker(bucket: dict[str, Any], roles: tuple[RoleHeld, ...]) -> SpeakerEntry:
    spellings = _spellings(bucket)
    name = _least(bucket["name"]) or bucket["key"]
    return SpeakerEntry(
        id=bucket["key"],
        name=name,
        names=(name, *sorted(spellings - {name})),
        kind=bucket["kind"]["buckets"][0]["key"],
        quotes=bucket["doc_count"],
        articles=bucket["articles"]["value"],
        first=_day(bucket["first"]),
        last=_day(bucket["last"]),
        roles=roles,
    )


def _roles(client: Elasticsearch, names: Names, of_speaker: Json) -> tuple[RoleHeld, ...]:
    sources = {name: f"speaker.{name}" for name in ("role", "affiliation", "country")}
    found = [
        RoleHeld(
            **bucket["key"],
            first=_day(bucket["first"]),
            last=_day(bucket["last"]),
            quotes=bucket["doc_count"],
        )
        for bucket in groups(client, names.quotes, of_speaker, sources, FIRST_AND_LAST)
    ]
    return tuple(sorted(found, key=_earliest_first))


def _earliest_first(held: RoleHeld) -> tuple[object, ...]:
    texts = ((text is not None, text or "") for text in (held.role, held.affiliation, held.country))
    return (held.first is None, held.first or dt.date.min, *texts)


def _outlets(client: Elasticsearch, names: Names, query: Json) -> list[tuple[OutletEntry, set[str]]]:
    """Outlets with all spellings of their names."""
    spelled = {"names": {"terms": {"field": "outlet.name", "size": MOST_VALUES}}, **FIRST_AND_LAST}
    quoted = groups(client, names.quotes, query, {"id": "outlet.id"})
    quotes = {bucket["key"]["id"]: bucket["doc_count"] for bucket in quoted}
    found = []
    for bucket in groups(client, names.articles, query, {"id": "outlet.id"}, spelled):
        key, spellings = bucket["key"]["id"], {name["key"] for name in bucket["names"]["buckets"]}
        entry = OutletEntry(
            id=key,
            name=min(spellings),
            quotes=quotes.get(key, 0),
            articles=bucket["doc_count"],
            first=_day(bucket["first"]),
            last=_day(bucket["last"]),
        )
        found.append((entry, spellings))
    return found


def _spellings(bucket: dict[str, Any]) -> set[str]:
    return {name["key"] for field in ("name", "names") for name in bucket[field]["buckets"]}


def _least(answer: dict[str, Any]) -> str | None:
    return answer["buckets"][0]["key"] if answer["buckets"] else None


def _day(answer: dict[str, Any]) -> dt.date | None:
    return dt.date.fromisoformat(answer["value_as_string"]) if answer["value"] is not None else None
