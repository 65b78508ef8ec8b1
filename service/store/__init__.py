"""Where articles and quotes are kept: one protocol, an embedded store and Elasticsearch."""

from service.errors import SettingsError
from service.store.base import Change, Store
from service.store.sqlite import SQLiteStore

__all__ = ["Change", "Store", "open_store"]


def open_store(url: str) -> Store:
    """The store at ``url``: ``sqlite:///relative.db`` or ``sqlite:////absolute.db``.

    Nothing is opened yet; the first use does. Raises SettingsError where the URL names no store we know.
    """
    if url.startswith("sqlite:///"):
        return SQLiteStore(url.removeprefix("sqlite:///"))
    scheme = url.split("://", 1)[0]
    raise SettingsError(
        f"ONRECORD_STORE names no store that On Record knows: {scheme}://...",
        {"ONRECORD_STORE": ["Use sqlite:///PATH."]},
    )
