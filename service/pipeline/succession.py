"""Which quote of a new analysis takes the place of one that it no longer finds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from service.models import Quote

LEAST_SHARE = 0.5
"""Of the shorter quote's words, where the text changed and offsets can't be compared."""


def successors(before: Sequence[Quote], after: Sequence[Quote], *, same_text: bool) -> dict[str, str | None]:
    """Each id of ``before`` that is not in ``after``, to the new quote's that it overlaps most, or to None.

    Overlap is counted in characters of the article where its text is the same, else in words of the quotes.
    Of equal ones the first in the text is taken.
    """
    kept = {quote.id for quote in after}
    overlap = _shared_characters if same_text else _shared_words
    found: dict[str, str | None] = {}
    for old in before:
        if old.id not in kept:
            best = max(after, key=lambda new: overlap(old, new), default=None)
            found[old.id] = best.id if best is not None and overlap(old, best) > 0 else None
    return found


def _shared_characters(one: Quote, other: Quote) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.spans for b in other.spans)


def _shared_words(one: Quote, other: Quote) -> int:
    first, second = Counter(one.text.casefold().split()), Counter(other.text.casefold().split())
    shared = (first & second).total()
    return shared if shared >= LEAST_SHARE * min(first.total(), second.total()) else 0
