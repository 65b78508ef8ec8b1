"""The quote behind an id, whatever became of it since."""

from __future__ import annotations

from service.api.parts import store
from service.errors import Gone, NotFound
from service.models import Quote
from service.query import Moved


def current_quote(quote_id: str, what: str = "quote") -> Quote:
    """The quote of that id, or the one that took its place.

    Raises Gone where nothing did, and NotFound, which calls it ``what``, where there never was one.
    """
    found = store().quote(quote_id)
    if isinstance(found, Moved) and found.successor is not None:
        found = store().quote(found.successor)
    if isinstance(found, Moved):
        if found.withdrawn is not None:
            raise Gone(f"Withdrawn by {found.withdrawn.by}: {found.withdrawn.reason}")
        raise Gone("A newer analysis does not find this quote, or its article was removed.")
    if found is None:
        raise NotFound(f"There is no such {what}, and there never was.")
    return found
