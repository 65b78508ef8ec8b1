"""The keys that variants of a quote are looked up by, and which of them are too common to tell anything."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from service.models import Quote

MOST_SHARED = 500
"""How many stored quotes may have a key before it counts as a stock phrase."""


def telling(counts: Mapping[str, int]) -> list[str]:
    """The keys that no more than MOST_SHARED quotes have, of counts by key."""
    return [key for key, count in counts.items() if count <= MOST_SHARED]


def by_key(quotes: Iterable[Quote], counts: Mapping[str, int]) -> dict[str, tuple[Quote, ...]]:
    """``quotes``, which have the telling keys among ``counts``, by each; a stock phrase has none of them."""
    found: dict[str, list[Quote]] = {key: [] for key in counts}
    wanted = set(telling(counts))
    for quote in quotes:
        for key in wanted.intersection(quote.keys):
            found[key].append(quote)
    return {key: tuple(having) for key, having in found.items()}
