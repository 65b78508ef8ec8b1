"""A store's answers as plain Python over a list of quotes, written from QuoteQuery's description alone."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

import snowballstemmer

from service.models import PublicationDate, Quote, Stance
from service.query import Choice, QuoteQuery, in_full
from service.words import TextQuery

_porter = snowballstemmer.stemmer("porter")


def matching(quotes: Iterable[Quote], query: QuoteQuery) -> list[Quote]:
    """The quotes that the query's filters let through, in the order of a list sorted by date."""
    found = [quote for quote in quotes if _matches(quote, query)]
    descending = query.sort != "published"
    by_id = sorted(found, key=lambda quote: quote.id, reverse=descending)
    dated = sorted((q for q in by_id if q.published), key=_day, reverse=descending)
    return dated + [q for q in by_id if not q.published]


def collapsed(quotes: Iterable[Quote]) -> list[Quote]:
    """The first of each statement."""
    first: dict[str, Quote] = {}
    for quote in quotes:
        first.setdefault(quote.statement_id, quote)
    return list(first.values())


def facet_counts(quotes: Iterable[Quote], query: QuoteQuery, name: str) -> Counter[str]:
    """How many quotes have each value of a facet under the query's other filters."""
    floor = query.min_confidence if query.topic.any_of or query.stance.any_of else None
    others = query
    if name in {"topic", "stance"}:
        if floor is not None:
            others = replace(query, min_confidence=None)
        others = replace(others, **{name: Choice()})
    elif name != "year":
        others = replace(query, **{name: Choice()})
    counts: Counter[str] = Counter()
    for quote in matching(quotes, others):
        if name in {"topic", "stance"}:
            spoken_of = admitted(quote, others, floor)
            counts.update({getattr(stance, name) for stance in spoken_of})
        else:
            counts.update(_values(quote, name))
    return counts


def admitted(quote: Quote, query: QuoteQuery, floor: float | None) -> list[Stance]:
    """The stances of a quote that the query speaks of; ``floor`` is what their confidence must reach."""
    return [
        stance
        for stance in quote.stances
        if _chosen(query.topic, stance.topic)
        and _chosen(query.stance, stance.stance)
        and (floor is None or stance.confidence >= floor)
        and not (query.own and stance.holder is not None)
    ]


def split_values(quote: Quote, query: QuoteQuery, name: str) -> set[str]:
    """The values that a timeline split by ``name`` counts the quote in."""
    if name in {"topic", "stance"}:
        return {getattr(stance, name) for stance in admitted(quote, query, stance_floor(query))}
    return _values(quote, name)


def stance_floor(query: QuoteQuery) -> float | None:
    """The least confidence of a stance, where ``min_confidence`` speaks of stances."""
    return query.min_confidence if query.topic.any_of or query.stance.any_of else None


def stems(text: str) -> list[str]:
    """The words of a text as both engines should compare them."""
    return _porter.stemWords(words(text))


def words(text: str) -> list[str]:
    """The words of a text without case and diacritics."""
    plain = unicodedata.normalize("NFD", text)
    return re.findall(r"\w+", "".join(c for c in plain if not unicodedata.combining(c)).lower())


def _matches(quote: Quote, query: QuoteQuery) -> bool:
    speaker = quote.speaker
    return (
        _chosen(query.speaker, speaker.id)
        and _chosen(query.country, speaker.country)
        and _chosen(query.outlet, quote.outlet.id if quote.outlet else None)
        and _chosen(query.type, quote.type)
        and _chosen(query.kind, speaker.kind)
        and _chosen(query.attitude, quote.attitude)
        and _chosen(query.article, quote.article_id)
        and _chosen(query.statement, quote.statement_id)
        and _worded(query.role, speaker.role)
        and _worded(query.affiliation, speaker.affiliation)
        and query.represents_state in {None, speaker.represents_state}
        and query.resolved in {None, bool(speaker.id or speaker.country or speaker.affiliation)}
        and _dated(query, quote.published)
        and _sided(query, quote)
        and _said(query.text, quote.text)
    )


def _chosen(choice: Choice, value: str | None) -> bool:
    return (not choice.any_of or value in choice.any_of) and value not in choice.none_of


def _worded(choice: Choice, value: str | None) -> bool:
    def holds(wanted: str) -> bool:
        if in_full(wanted) is not None:
            return value == in_full(wanted)
        return value is not None and set(words(wanted)) <= set(words(value))

    return (not choice.any_of or any(map(holds, choice.any_of))) and not any(map(holds, choice.none_of))


def _dated(query: QuoteQuery, published: PublicationDate | None) -> bool:
    if query.since is None and query.until is None:
        return True
    if published is None:
        return query.undated
    after = query.since is None or published.last_day >= query.since
    return after and (query.until is None or published.day <= query.until)


def _sided(query: QuoteQuery, quote: Quote) -> bool:
    floor = stance_floor(query)
    if query.min_confidence is not None and floor is None and quote.confidence < query.min_confidence:
        return False
    wanted = replace(query, topic=Choice(query.topic.any_of), stance=Choice(query.stance.any_of))
    asks = bool(query.topic.any_of or query.stance.any_of or query.own)
    if asks and not admitted(quote, wanted, floor):
        return False
    return not any(
        stance.topic in query.topic.none_of
        or (
            stance.stance in query.stance.none_of
            and (not query.topic.any_of or stance.topic in query.topic.any_of)
        )
        for stance in quote.stances
    )


def _said(text: TextQuery | None, said: str) -> bool:
    if text is None:
        return True
    there = stems(said)

    def phrase(tokens: Iterable[str]) -> bool:
        wanted = [stem for token in tokens for stem in stems(token)]
        return any(there[n : n + len(wanted)] == wanted for n in range(len(there)))

    return (
        all(phrase([word]) for word in text.words)
        and all(map(phrase, text.phrases))
        and not any(phrase([word]) for word in text.without_words)
        and not any(map(phrase, text.without_phrases))
    )


def _values(quote: Quote, name: str) -> set[str]:
    speaker = quote.speaker
    value = {
        "outlet": quote.outlet.id if quote.outlet else None,
        "speaker": speaker.id,
        "country": speaker.country,
        "affiliation": speaker.affiliation,
        "type": quote.type,
        "kind": speaker.kind,
        "attitude": quote.attitude,
        "year": str(quote.published.day.year) if quote.published else None,
    }[name]
    return set() if value is None else {value}


def _day(quote: Quote) -> dt.date:
    assert quote.published is not None
    return quote.published.day
