"""Which quote of a new analysis takes the place of one that it no longer finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

from service.models import Quote

Overlaps = Callable[[Quote], list[int]]
"""How much a quote has in common with each of the new ones."""

LEAST_SHARE = 0.5
"""Of the shorter quote's words, where the text changed and offsets can't be compared."""


def successors(before: Sequence[Quote], after: Sequence[Quote], *, same_text: bool) -> dict[str, str | None]:
    """Each id of ``before`` that is not in ``after``, to the new quote's that it overlaps most, or to None.

    Overlap is counted in characters of the article where its text is the same, else in words of the quotes.
    Of equal ones the first in the text is taken.
    """
    kept = {quote.id for quote in after}
    overlaps = _shared_characters(after) if same_text else _shared_words(after)
    found: dict[str, str | None] = {}
    for old in before:
        if old.id not in kept:
            shared = overlaps(old)
            most = max(shared, default=0)
            found[old.id] = after[shared.index(most)].id if most > 0 else None
    return found


def _shared_characters(after: Sequence[Quote]) -> Overlaps:
    def overlap(one: Quote, other: Quote) -> int:
        return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.spans for b in other.spans)

    return lambda old: [overlap(old, new) for new in after]


def _shared_words(after: Sequence[Quote]) -> Overlaps:
    """Counted over an index of the words, so that a quote is compared with those alone that share some."""
    sizes: list[int] = []
    places: dict[str, list[tuple[int, int]]] = {}  # word -> the quotes that have it, and how often
    for at, quote in enumerate(after):
        counts = Counter(quote.text.casefold().split())
        sizes.append(counts.total())
        for word, count in counts.items():
            places.setdefault(word, []).append((at, count))

    def overlaps(old: Quote) -> list[int]:
        counts = Counter(old.text.casefold().split())
        shared = [0] * len(after)
        for word, count in counts.items():
            for at, there in places.get(word, ()):
                shared[at] += min(count, there)
        size = counts.total()
        return [n if n >= LEAST_SHARE * min(size, sizes[at]) else 0 for at, n in enumerate(shared)]

    return overlaps
