"""Joining quotes into statements: the variants of one utterance across articles and outlets.

Links between quotes are what is stored. A statement is a connected component of links and its id the smallest
id of its members, so that neither the order of arrival nor a deletion and a second arrival changes anything.

At ingest, within ``store.writing()``::

    quotes = tuple(replace(quote, keys=keys_of(quote)) for quote in quotes)
    linked = link(quotes, store.candidates(every key))
    ids = statements_touched(linked, candidates) and those of the article's earlier quotes
    united = unite(linked, [member for member in store.members(ids) if member.article_id != article.id])
    store.put(Change(article, united.quotes, successors, united.restated))

For a deletion the same with no quotes: ``unite((), remaining members).restated``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.models import Quote, digest
from service.pipeline.variants import content_words_of, same_utterance

MOST_KEYS = 64
KEY_LENGTH = 12
WINDOW = 2
"""Content words that may make a key together: neighbours, and those with one word between."""

_COMMON = """
prime minist foreign presid govern countri pakistan russia russian ukrain usa unit american spokesman
spokesperson spokeswoman secretari depart general offici peopl year new last week european union nation
white hous former senat trump clinton obama china india think believ know go get make take time want
"""
COMMON = frozenset(_COMMON.split())
"""Stems so frequent in news that two of them say nothing about a statement."""


@dataclass(frozen=True, slots=True)
class United:
    """Quotes with their statement ids, and what changes for quotes of other articles (quote id -> statement
    id).
    """

    quotes: tuple[Quote, ...]
    restated: Mapping[str, str]


def keys_of(quote: Quote) -> tuple[str, ...]:
    """What variants of a quote are looked up by: hashes of pairs of near content words, at most 64.

    Two reports of one utterance that share 70% of the shorter one's words share pairs of neighbours too. Of a
    long quote the pairs with the smallest hashes are kept, so that two long ones keep the same (bottom-k
    sketches, Cohen and Kaplan, PODC 2007). Sorted; a quote of one content word has none.
    """
    words = content_words_of(quote.text)
    pairs = {
        tuple(sorted((words[at], words[at + step])))
        for step in range(1, WINDOW + 1)
        for at in range(len(words) - step)
    }
    telling = {pair for pair in pairs if pair[0] != pair[1] and not COMMON.issuperset(pair)}
    return tuple(sorted(digest(*pair)[:KEY_LENGTH] for pair in telling)[:MOST_KEYS])


def link(quotes: Sequence[Quote], candidates: Iterable[Quote] = ()) -> tuple[Quote, ...]:
    """The quotes with their links: to variants among themselves and among ``candidates`` of other
    articles.
    """
    new = {quote.id for quote in quotes}
    articles = {quote.article_id for quote in quotes}
    others = [c for c in candidates if c.id not in new and c.article_id not in articles]
    by_key: dict[str, list[Quote]] = {}
    for quote in (*quotes, *others):
        for key in (*quote.keys, f"article:{quote.article_id}"):
            by_key.setdefault(key, []).append(quote)
    linked = []
    for quote in quotes:
        near = {
            other.id: other
            for key in (*quote.keys, f"article:{quote.article_id}")
            for other in by_key[key]
            if other.id != quote.id
        }
        links = sorted(identifier for identifier, other in near.items() if same_utterance(quote, other))
        linked.append(replace(quote, links=tuple(links)))
    return tuple(linked)


def statements_touched(linked: Sequence[Quote], candidates: Iterable[Quote]) -> tuple[str, ...]:
    """The ids of the statements that ``linked`` quotes join, whose members :func:`unite` must see."""
    wanted = {identifier for quote in linked for identifier in quote.links}
    return tuple(sorted({c.statement_id or c.id for c in candidates if c.id in wanted}))


def unite(quotes: Sequence[Quote], others: Iterable[Quote] = ()) -> United:
    """The connected components over ``quotes`` and ``others``, all other members of the statements concerned.

    A link holds in both directions, whichever side stores it; one to a quote that is not there is ignored.
    """
    own = {quote.id for quote in quotes}
    outside = [other for other in others if other.id not in own]
    root = {quote.id: quote.id for quote in (*quotes, *outside)}

    def find(identifier: str) -> str:
        while root[identifier] != identifier:
            root[identifier] = root[root[identifier]]
            identifier = root[identifier]
        return identifier

    for quote in (*quotes, *outside):
        for other in quote.links:
            if other in root:
                low, high = sorted((find(quote.id), find(other)))
                root[high] = low
    return United(
        quotes=tuple(replace(quote, statement_id=find(quote.id)) for quote in quotes),
        restated={o.id: find(o.id) for o in outside if find(o.id) != (o.statement_id or o.id)},
    )
