"""Cursors: the place in a list where a page ended, as a word that goes into a URL.

A place is the last row's (sort key, id). What comes back may be forged, so that each list says which keys it
has (:func:`day`, :func:`moment`, :func:`score`, :func:`count`) and a store never meets another.
"""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
import re
from collections.abc import Callable
from typing import TypeVar

from service.errors import BadCursor

Key = TypeVar("Key", str | None, float, int)

MOST = 2**53
"""Beyond every count and every score, and still a number that JSON and both stores hold exactly."""

_ALPHABET = re.compile(r"[A-Za-z0-9_-]+", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def encode_cursor(position: tuple[str | float | None, ...], fingerprint: str) -> str:
    """A cursor for URLs (base64url without padding, RFC 4648 section 5) that continues after ``position``."""
    raw = json.dumps([fingerprint, *position], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def decode_cursor(cursor: str, fingerprint: str, read_key: Callable[[object], Key]) -> tuple[Key, str]:
    """The position in ``cursor``, its key read by the list's own ``read_key``.

    Raises BadCursor where it was not made by :func:`encode_cursor`, holds no such position, or was made for
    another query.
    """
    try:
        if not _ALPHABET.fullmatch(cursor):
            raise ValueError("not base64url")
        found = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        if not isinstance(found, list):
            raise ValueError("not a list")
        made_for, key, identity = found
        place = read_key(key), _identity(identity)
    except (binascii.Error, ValueError, RecursionError) as error:
        raise BadCursor(
            "The cursor is not one that this service gave.", {"cursor": ["Not a cursor."]}
        ) from error
    if made_for != fingerprint:
        raise BadCursor(
            "The cursor belongs to another query: follow links.next, or start again without a cursor.",
            {"cursor": ["Made for other filters or another order."]},
        )
    return place


def day(found: object) -> str | None:
    """The key of a list by date: ``YYYY-MM-DD``, None where the row has no date. Raises ValueError."""
    if found is None:
        return None
    if not isinstance(found, str) or not _DAY.fullmatch(found):
        raise ValueError("not a day")
    return dt.date.fromisoformat(found).isoformat()


def moment(found: object) -> str | None:
    """The key of a list by the moment of a change: ISO 8601 as we write it. Raises ValueError."""
    if not isinstance(found, str) or dt.datetime.fromisoformat(found).isoformat() != found:
        raise ValueError("not a moment")
    return found


def score(found: object) -> float:
    """The key of a list by relevance: a finite number. Raises ValueError."""
    # Whole numbers of any length come out of JSON: compared before they are made a float.
    if isinstance(found, bool) or not isinstance(found, int | float) or not -MOST <= found <= MOST:
        raise ValueError("not a score")
    return float(found)


def count(found: object) -> int:
    """The key of a list by how much there is: a whole number from 0. Raises ValueError."""
    if isinstance(found, bool) or not isinstance(found, int) or not 0 <= found <= MOST:
        raise ValueError("not a count")
    return found


def _identity(found: object) -> str:
    """An id. Raises ValueError for none, and for half a surrogate pair, which no store can look for."""
    if not isinstance(found, str):
        raise ValueError("not an id")
    found.encode()
    return found
