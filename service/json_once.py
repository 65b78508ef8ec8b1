"""JSON from outside, in which a key must mean one thing.

RFC 8259 leaves open what an object means that has a key twice. ``json`` takes the last value in silence: who
wrote both would never learn which one counts.
"""

from __future__ import annotations

import json
from typing import Any


class RepeatedKey(ValueError):
    """An object has a key twice; ``str(error)`` is a sentence that names it."""

    def __init__(self, key: str) -> None:
        # Escapes can spell half a surrogate pair, which no message could carry.
        shown = key.encode("utf-8", "backslashreplace").decode("utf-8")
        super().__init__(f"The key “{shown}” is there twice in one object.")


def read_once(text: str) -> Any:
    """The value in ``text``. Raises RepeatedKey, or what ``json.loads`` does."""
    return json.loads(text, object_pairs_hook=_object)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        seen: set[str] = set()
        for key, _ in pairs:
            if key in seen:
                raise RepeatedKey(key)
            seen.add(key)
    return found
