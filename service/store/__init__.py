"""Where articles and quotes are kept: one protocol, an embedded store and Elasticsearch."""

from dataclasses import replace

from service.errors import SettingsError
from service.store.base import Change, Store
from service.store.elastic import ElasticStore
from service.store.elastic_connection import address_of
from service.store.keys import MOST_SHARED
from service.store.sqlite import SQLiteStore

__all__ = ["MOST_SHARED", "Change", "Store", "open_store"]


def open_store(
    url: str,
    *,
    ca: str | None = None,
    api_key: str | None = None,
    password: str | None = None,
    shards: int = 1,
    replicas: int | None = None,
    patience: float | None = None,
) -> Store:
    """The store at ``url``.

    That is ``sqlite:///relative.db``, ``sqlite:////absolute.db`` or
    ``http[s]://[user:pass@]host:9200/prefix``. The latter may be given the file of a certificate authority,
    an API key, the password of a URL that has none, and how its indices are laid out. With ``patience`` a
    write waits no more seconds than that for another writer. Nothing is opened yet; the first use does.
    Raises SettingsError where the URL names no store we know, or no file.
    """
    if url.startswith("sqlite:///"):
        return SQLiteStore(_file_of(url), patience)
    scheme = url.split("://", 1)[0]
    if scheme in {"http", "https"}:
        address = address_of(url, ca=ca, api_key=api_key, password=password)
        return ElasticStore(replace(address, shards=shards, replicas=replicas), patience)
    use = "Use sqlite:///PATH or http[s]://[user:pass@]host:9200/prefix."
    # Of what was given the scheme alone is told: the rest may hold a password.
    shown = f"{scheme}:// is none" if "://" in url else "it is no URL"
    raise SettingsError(
        f"ONRECORD_STORE names no store that On Record knows: {shown}. {use}", {"ONRECORD_STORE": [use]}
    )


def _file_of(url: str) -> str:
    """The path in a ``sqlite:///`` URL.

    Raises SettingsError for what SQLite takes for a database that each connection has to itself and that
    ends with it: articles would be stored and gone.
    """
    path = url.removeprefix("sqlite:///")
    if not path.strip() or path == ":memory:":
        raise SettingsError(
            f"ONRECORD_STORE names no file: {url}. Give one, as in sqlite:///onrecord.db.",
            {"ONRECORD_STORE": ["Use sqlite:///PATH."]},
        )
    return path
