"""Joining quotes into statements: the variants of one utterance across articles and outlets.

Links between quotes are what is stored. A statement is a connected component of links and its id the smallest
id of its members, so that neither the order of arrival nor a deletion and a second arrival changes anything.

At ingest the quotes of an article are given their keys and linked among themselves; then, within
``store.writing()``::

    candidates = store.candidates(every key)
    linked = link_to(quotes, candidates)
    ids = statements_touched(linked, all candidates) and those of the article's earlier quotes
    united = unite(linked, [member for member in store.members(ids) if member.article_id != article.id])
    store.put(Change(article, united.quotes, successors, united.restated))

For a deletion the same with no quotes: ``unite((), remaining members).restated``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from service.models import Quote, digest
from service.pipeline.variants import same_utterance
from service.pipeline.wording import Wording, wording_of

MOST_KEYS = 64
KEY_LENGTH = 12
Pair = tuple[str, str]
WINDOW = 2
"""Content words that may make a key together: neighbours, and those with one word between."""


@dataclass(frozen=True, slots=True)
class United:
    """Quotes with their statement ids, and what changes for quotes of other articles (quote id -> statement
    id).
    """

    quotes: tuple[Quote, ...]
    restated: Mapping[str, str]


def keys_of(quote: Quote) -> tuple[str, ...]:
    """What variants of a quote are looked up by: hashes of pairs of near content words, at most 64.

    Two reports of one utterance that share 70% of the shorter one's words share pairs of neighbours too. Two
    words with capitals are a name ("Prime Minister"), which tells who is spoken of and not what is said: such
    a pair is a key only where a quote has no other. Of a long quote the pairs with the smallest hashes are
    kept, so that two long ones keep the same (bottom-k sketches, Cohen and Kaplan, PODC 2007). Sorted; a
    quote of one content word has none.
    """
    pairs = _near_pairs(wording_of(quote.text))
    telling = {pair for pair, name in pairs.items() if not name} or pairs.keys()
    return tuple(sorted(digest(*pair)[:KEY_LENGTH] for pair in telling)[:MOST_KEYS])


def _near_pairs(wording: Wording) -> dict[Pair, bool]:
    """The pairs of different content words that stand near each other, and whether each is a name."""
    pairs: dict[Pair, bool] = {}
    for step in range(1, WINDOW + 1):
        for at in range(len(wording.words) - step):
            one, other = sorted((wording.words[at], wording.words[at + step]))
            if one != other:
                name = wording.names[at] and wording.names[at + step]
                pairs[one, other] = name and pairs.get((one, other), True)
    return pairs


def link(quotes: Sequence[Quote]) -> tuple[Quote, ...]:
    """The quotes of one article with their links to variants among themselves.

    Those that share a pair of near words are compared, and those of which one holds the other.
    """
    by_pair: dict[Pair, list[int]] = {}
    near: list[set[int]] = []
    for at, quote in enumerate(quotes):
        pairs = _near_pairs(wording_of(quote.text))
        near.append({earlier for pair in pairs for earlier in by_pair.get(pair, ())})
        for pair in pairs:
            by_pair.setdefault(pair, []).append(at)
    open_ones: list[int] = []
    for at in sorted(range(len(quotes)), key=lambda each: (quotes[each].start, -quotes[each].end)):
        open_ones = [earlier for earlier in open_ones if quotes[earlier].end > quotes[at].start]
        for earlier in open_ones:
            near[max(at, earlier)].add(min(at, earlier))
        open_ones.append(at)
    links: list[set[str]] = [set(quote.links) for quote in quotes]
    for at, others in enumerate(near):
        for other in others:
            if same_utterance(quotes[at], quotes[other]):
                links[at].add(quotes[other].id)
                links[other].add(quotes[at].id)
    return tuple(replace(quote, links=tuple(sorted(own))) for quote, own in zip(quotes, links, strict=True))


def link_to(quotes: Sequence[Quote], others: Mapping[str, Sequence[Quote]]) -> tuple[Quote, ...]:
    """The quotes with the links they have and those to variants among ``others``, which are there by key.

    Quotes of the same articles are passed over: :func:`link` has linked them.
    """
    articles = {quote.article_id for quote in quotes}
    linked = []
    for quote in quotes:
        near = {other.id: other for key in quote.keys for other in others.get(key, ())}
        found = {
            identifier
            for identifier, other in near.items()
            if other.article_id not in articles and same_utterance(quote, other)
        }
        linked.append(replace(quote, links=tuple(sorted(found.union(quote.links)))))
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
