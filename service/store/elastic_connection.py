"""The client of the Elasticsearch store: one a process, opened after a fork, and what its errors mean."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import msgspec
from elastic_transport import ConnectionError as Unreachable
from elastic_transport import ConnectionTimeout, TlsError, TransportError
from elasticsearch import ApiError, Elasticsearch, JsonSerializer, SerializationError, UnsupportedProductError
from elasticsearch.serializer import NdjsonSerializer

from service.errors import BadRequest, SettingsError, StoreError, StoreMismatch, StoreUnavailable

REQUEST_SECONDS = 10.0
"""How long an answer may take before the store counts as unavailable."""

WRITE_SECONDS = 60.0
"""The same of a write or a change of indices, which a busy cluster may be slow to take."""

SEARCH_TIMEOUT = "8s"
"""How long a shard may search, less than the above, so that the engine's own word arrives in time."""

PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}")


@dataclass(frozen=True, slots=True)
class Address:
    """Where a store is, how to be let in, and over how many shards and copies new indices go.

    Secrets are not in the repr. Without ``replicas`` their number follows that of the nodes.
    """

    scheme: str
    host: str
    port: int
    prefix: str
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    api_key: str | None = field(default=None, repr=False)
    ca: str | None = None
    shards: int = 1
    replicas: int | None = None

    @property
    def name(self) -> str:
        """What messages call the server: never with a secret."""
        return f"Elasticsearch at {self.host}:{self.port}"


def address_of(url: str, *, ca: str | None, api_key: str | None, password: str | None) -> Address:
    """The address in ``http[s]://[user:pass@]host:9200/prefix`` with what is given beside it.

    Raises SettingsError where the URL has no host, no prefix or one that can't begin the name of an index,
    and where the file of the certificate authority is not there.
    """
    parts = urlsplit(url)
    prefix = parts.path.strip("/")
    try:
        port = parts.port or 9200
    except ValueError:
        port = 0
    if not parts.hostname or not port or not PREFIX.fullmatch(prefix):
        raise SettingsError(
            "ONRECORD_STORE is not the address of an Elasticsearch store.",
            {
                "ONRECORD_STORE": [
                    "Use http[s]://[user:pass@]host:9200/prefix; the prefix is of a-z, 0-9, - and _."
                ]
            },
        )
    if ca is not None and not Path(ca).is_file():
        raise SettingsError(
            "The store's certificate authority is missing.", {"ONRECORD_STORE_CA": ["No such file."]}
        )
    user = unquote(parts.username) if parts.username else None
    secret = unquote(parts.password) if parts.password else password
    if secret and user is None:
        user = "elastic"
    return Address(parts.scheme, parts.hostname, port, prefix, user, secret, api_key, ca)


class StrictJson(JsonSerializer):
    """JSON of whole characters, read fast: the client's own would send half surrogate pairs."""

    def json_dumps(self, data: Any) -> bytes:
        """The bytes to send. Raises UnicodeError where a string holds half a surrogate pair."""
        sent: bytes = super().json_dumps(data)
        sent.decode("utf-8")
        return sent

    def json_loads(self, data: str | bytes) -> Any:
        """The value. Raises ValueError where it is not JSON."""
        try:
            return msgspec.json.decode(data)
        except msgspec.DecodeError as error:
            raise ValueError(str(error)) from error


class StrictLines(StrictJson, NdjsonSerializer):
    """The same, a document a line."""


class Clients:
    """The client of this process. The threads of a process share it; a forked child makes its own."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._lock = threading.Lock()
        self._pid = 0
        self._client: Elasticsearch | None = None
        self._inherited: list[object] = []

    def mine(self) -> Elasticsearch:
        """This process's client."""
        if self._pid != os.getpid():
            # The parent's sockets are the parent's: kept, so that nothing closes them here.
            self._inherited.append(self._client)
            self._lock, self._client, self._pid = threading.Lock(), None, os.getpid()
        with self._lock:
            if self._client is None:
                self._client = self._open()
            return self._client

    def close(self) -> None:
        """Close this process's client; a later use opens a new one."""
        if self._pid == os.getpid():
            with self._lock:
                if self._client is not None:
                    self._client.close()
                self._client = None

    def _open(self) -> Elasticsearch:
        address = self.address
        options: dict[str, Any] = {}
        if address.api_key:
            options["api_key"] = address.api_key
        elif address.user:
            options["basic_auth"] = (address.user, address.password or "")
        if address.ca:
            options["ca_certs"] = address.ca
        return Elasticsearch(
            [{"scheme": address.scheme, "host": address.host, "port": address.port}],
            request_timeout=REQUEST_SECONDS,
            # A second try for a connection that the server had closed; a late answer is not asked for again.
            max_retries=1,
            retry_on_timeout=False,
            retry_on_status=(),
            serializers={
                "application/json": StrictJson(),
                "application/x-ndjson": StrictLines(),
            },
            **options,
        )


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Turn what the client raises within into one of our StoreErrors, each saying what to do.

    Their sentences are made here: the client's own may hold addresses and parts of documents.
    """
    try:
        yield
    except UnsupportedProductError as error:
        raise StoreMismatch(f"{name} is not Elasticsearch 9: On Record needs one of that version.") from error
    except ApiError as error:
        raise api_error(name, error.status_code, error.body) from error
    except UnicodeEncodeError as error:
        raise BadRequest("A value holds half a surrogate pair, which is no character.") from error
    except SerializationError as error:
        if any(isinstance(cause, UnicodeError) for cause in error.errors):
            raise BadRequest("A value holds half a surrogate pair, which is no character.") from error
        raise StoreUnavailable(f"{name} answered with something that can't be read.") from error
    except TlsError as error:
        raise StoreUnavailable(
            f"The certificate of {name} is not signed by an authority that On Record knows: set "
            "ONRECORD_STORE_CA to the file of the one that signed it."
        ) from error
    except ConnectionTimeout as error:
        raise StoreUnavailable(f"{name} took too long to answer: try again in a moment.") from error
    except Unreachable as error:
        raise StoreUnavailable(f"{name} can't be reached: see that it runs and listens there.") from error
    except TransportError as error:
        raise StoreUnavailable(f"{name} answered with something that can't be read.") from error


def api_error(name: str, status: int, body: Any) -> StoreError:
    """What an answer with an error means; the first meaning that fits."""
    types = frozenset(_types(body))
    for meaning in _MEANINGS:
        if status in meaning.statuses and (not meaning.types or types & meaning.types):
            return meaning.error(meaning.sentence.format(name=name))
    kinds = ", ".join(sorted(types)) or "no reason given"
    return StoreError(f"{name} refused a request ({status}: {kinds}).")


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What an error of one of these types, or of any, with one of these statuses means."""

    error: type[StoreError]
    sentence: str
    statuses: Collection[int]
    types: frozenset[str] = frozenset()


_ANY = range(400, 600)
_MEANINGS = (
    _Meaning(
        StoreUnavailable,
        "{name} takes no writes now: its disk is nearly full or its indices were made read-only. Free some "
        "space or lift the block, then repeat what failed.",
        _ANY,
        frozenset(("cluster_block_exception",)),
    ),
    _Meaning(
        StoreMismatch,
        "{name} has lost an index of this store: put a snapshot back, or ingest again.",
        _ANY,
        frozenset(("index_not_found_exception", "no_such_index_exception")),
    ),
    _Meaning(
        StoreMismatch,
        "{name} is of another major version: On Record needs Elasticsearch 9.",
        (400, 406),
        frozenset(("media_type_header_exception",)),
    ),
    _Meaning(
        StoreMismatch,
        "{name} has an index that this release can't write: run `onrecord reindex`.",
        (400,),
        frozenset(
            ("strict_dynamic_mapping_exception", "document_parsing_exception", "mapper_parsing_exception")
        ),
    ),
    _Meaning(
        StoreUnavailable,
        "{name} refuses the name, password or API key: see ONRECORD_STORE, ONRECORD_STORE_PASSWORD and "
        "ONRECORD_STORE_API_KEY.",
        (401,),
    ),
    _Meaning(
        StoreUnavailable, "{name} does not allow this user that: grant rights on the store's indices.", (403,)
    ),
    _Meaning(StoreUnavailable, "{name} has too much to do: try again in a moment.", (429,)),
    _Meaning(
        StoreUnavailable,
        "{name} can't read all its shards now: see to the cluster's health.",
        (502, 503, 504),
    ),
)


def _types(body: Any) -> Iterator[str]:
    """Every ``type`` of the error in an answer, those of its causes included."""
    yield from (str(found["type"]) for found in _errors(body) if "type" in found)


def _errors(body: Any) -> Iterator[Mapping[str, Any]]:
    if not isinstance(body, Mapping):
        return
    error = body.get("error", body)
    if isinstance(error, Mapping):
        yield error
        for name in ("root_cause", "failed_shards"):
            for cause in error.get(name) or ():
                yield from _errors(cause)
        for name in ("caused_by", "reason"):
            if isinstance(error.get(name), Mapping):
                yield from _errors(error[name])
