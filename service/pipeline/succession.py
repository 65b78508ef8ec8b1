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
    words = {} if same_text else {quote.id: _words_of(quote) for quote in (*before, *after)}

    def overlap(old: Quote, new: Quote) -> int:
        return _shared_characters(old, new) if same_text else _shared_words(words[old.id], words[new.id])

    found: dict[str, str | None] = {}
    for old in before:
        if old.id not in kept:
            most, best = 0, None
            for new in after:
                shared = overlap(old, new)
                if shared > most:
                    most, best = shared, new.id
            found[old.id] = best
    return found


def _shared_characters(one: Quote, other: Quote) -> int:
    return sum(max(0, min(a.end, b.end) - max(a.start, b.start)) for a in one.spans for b in other.spans)


def _words_of(quote: Quote) -> tuple[Counter[str], int]:
    """How often it has each word, and how many words it has."""
    words = quote.text.casefold().split()
    return Counter(words), len(words)


def _shared_words(one: tuple[Counter[str], int], other: tuple[Counter[str], int]) -> int:
    (few, size), (many, other_size) = sorted((one, other), key=lambda counted: len(counted[0]))
    shared = sum(min(count, many[word]) for word, count in few.items() if word in many)
    return shared if shared >= LEAST_SHARE * min(size, other_size) else 0
