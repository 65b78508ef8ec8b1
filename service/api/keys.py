"""The key that writes carry: ``Authorization: Bearer KEY`` (RFC 6750)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hmac import compare_digest
from typing import Any, TypeVar

from flask import request

from service.api.parts import parts
from service.errors import Forbidden, Unauthorized

View = TypeVar("View", bound=Callable[..., Any])


def needs_key(view: View) -> View:
    """Call ``view`` for those who have the key alone. Raises Unauthorized, or Forbidden where none is set."""

    @wraps(view)
    def guarded(*arguments: Any, **path: Any) -> Any:
        check_key()
        return view(*arguments, **path)

    return guarded  # type: ignore[return-value]  # the same arguments and answer


def check_key() -> None:
    """Raise where the request may not write."""
    key = parts().settings.api_key
    if key is None:
        raise Forbidden("This server has no ONRECORD_API_KEY set and so takes no writes.")
    given = request.authorization
    if given is None or given.type != "bearer" or not given.token:
        raise Unauthorized("A write needs the key, as Authorization: Bearer KEY.")
    # In constant time, so that how long the answer takes does not tell how much of a guess was right.
    if not compare_digest(given.token.encode(), key.encode()):
        raise Unauthorized("That is not the key.")
