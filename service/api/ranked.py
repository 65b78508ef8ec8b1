"""A page of a list that is made whole for each request and ranked: the largest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from service.cursor import decode_cursor, encode_cursor

T = TypeVar("T")


def ranked_page(
    items: Sequence[T],
    place: Callable[[T], tuple[float, Sequence[str]]],
    *,
    limit: int,
    cursor: str | None,
    fingerprint: str,
    rank: Callable[[Any], float],
) -> tuple[Sequence[T], str | None]:
    """The items after the cursor's, and the next cursor.

    ``place`` gives an item's rank and its group's ids, by which ``items`` are ordered, the highest rank
    first; ``rank`` reads a rank from a cursor. Raises BadRequest for the cursor of another list.
    """

    def key(item: T) -> tuple[float, str]:
        ranked, ids = place(item)
        return ranked, "\x1f".join(ids)

    if cursor:
        after, ids = decode_cursor(cursor, fingerprint, rank)
        items = [item for item in items if (-key(item)[0], key(item)[1]) > (-after, ids)]
    shown = items[:limit]
    return shown, encode_cursor(key(shown[-1]), fingerprint) if len(items) > len(shown) else None
