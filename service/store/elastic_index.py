"""The indices of the Elasticsearch store: mappings and settings as data, their names, and how they are made.

Quotes and articles live in indices whose names carry the schema and the moment they were made, each behind an
alias; nothing but an alias is ever read or written. What is small and changes in place (the topics, where
quotes went, the lock, the generation) is in one state index that keeps its name.
"""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from elasticsearch import BadRequestError, ConflictError, Elasticsearch

from service.errors import StoreMismatch

SCHEMA = 2
"""Raised with every change of these mappings; ``reindex`` brings an older index up to it."""

STATE_SCHEMA = 1

Properties = dict[str, Any]

KEYWORD = {"type": "keyword"}
# Kept in _source, never searched: no index to pay for, and no limit on the length of a value.
KEPT = {"type": "keyword", "index": False, "doc_values": False}
KEPT_OBJECT = {"type": "object", "enabled": False}
DAY = {"type": "date", "format": "strict_date"}

ANALYSIS: dict[str, Any] = {
    "analyzer": {
        # Near to FTS5's "porter unicode61 remove_diacritics 2". Stop words stay, so that phrases work.
        "words": {
            "type": "custom",
            "tokenizer": "standard",
            "filter": ["lowercase", "asciifolding", "porter_stem"],
        }
    }
}
STATE_SETTINGS: dict[str, Any] = {"number_of_shards": 1, "auto_expand_replicas": "0-1"}

_OUTLET = {"properties": {"id": KEYWORD, "name": KEYWORD, "source": KEPT}}
_PUBLISHED = {"properties": {"day": DAY, "precision": KEPT, "source": KEPT}}

# What filters and orders need beside the document itself; see elastic_document.
_DERIVED: Properties = {
    "last_day": DAY,
    "newest": KEYWORD,
    "oldest": KEYWORD,
}

QUOTES: Properties = {
    "id": KEYWORD,
    "article_id": KEYWORD,
    "text": {"type": "text", "analyzer": "words"},
    "spans": KEPT_OBJECT,
    "type": KEYWORD,
    "speaker": {
        "properties": {
            "kind": KEYWORD,
            "id": KEYWORD,
            "name": KEYWORD,
            "stated": KEPT,
            "description": KEPT,
            "role": KEYWORD,
            "affiliation": KEYWORD,
            "country": KEYWORD,
            "represents_state": {"type": "boolean"},
            "mention": KEPT_OBJECT,
            "resolved_by": KEPT,
            "names": KEYWORD,
        }
    },
    "attitude": KEYWORD,
    "cue": KEPT_OBJECT,
    "context": KEPT_OBJECT,
    "reported_by": KEPT,
    # Nested: in plain objects topic A with the stance on topic B would match.
    "stances": {
        "type": "nested",
        "properties": {
            "topic": KEYWORD,
            "stance": KEYWORD,
            "confidence": {"type": "double"},
            "evidence": KEPT_OBJECT,
            "holder": KEYWORD,
        },
    },
    "keys": KEYWORD,
    "links": KEPT,
    "statement_id": KEYWORD,
    "confidence": {"type": "double"},
    "model": KEPT,
    "outlet": _OUTLET,
    "headline": KEPT,
    "published": _PUBLISHED,
    "language": KEPT,
    "url": KEPT,
    "correction": KEPT_OBJECT,
    "derived": {
        "properties": {
            **_DERIVED,
            "year": KEYWORD,
            "role_words": KEYWORD,
            "affiliation_words": KEYWORD,
            "name_words": KEYWORD,
        }
    },
}

ARTICLES: Properties = {
    "id": KEYWORD,
    "text": KEPT_OBJECT,
    "content_hash": KEPT,
    "outlet": _OUTLET,
    "headline": KEPT,
    "authors": KEPT,
    "published": _PUBLISHED,
    "url": KEPT,
    "language": KEPT,
    "regions": KEPT_OBJECT,
    "source_name": KEPT,
    "analysis_version": KEPT,
    "ingested_at": KEPT,
    "derived": {"properties": _DERIVED},
}

STATE: Properties = {
    "kind": KEYWORD,
    # Of a correction: its quote, the quote's article, and when it was made, as ISO 8601 in UTC.
    "id": KEYWORD,
    "article_id": KEYWORD,
    "at": KEYWORD,
    "document": KEPT_OBJECT,
}


TOPICS_REMOVED = "topics-removed"
"""The document of the state that says that there were topics."""


@dataclass(frozen=True, slots=True)
class Names:
    """The names of a store's aliases and indices, all under one prefix."""

    prefix: str

    @property
    def quotes(self) -> str:
        """The alias of the quotes."""
        return f"{self.prefix}-quotes"

    @property
    def articles(self) -> str:
        """The alias of the articles."""
        return f"{self.prefix}-articles"

    @property
    def state(self) -> str:
        """The alias of everything else."""
        return f"{self.prefix}-state"

    @property
    def state_index(self) -> str:
        """The index of the state: of a fixed name, so that only one process can make it."""
        return f"{self.prefix}-state-v{STATE_SCHEMA}"

    def new_index(self, alias: str) -> str:
        """A name for a new index behind ``alias``."""
        now = dt.datetime.now(dt.UTC)
        return f"{alias}-v{SCHEMA}-{now:%Y%m%dt%H%M%S}-{secrets.token_hex(2)}"


def settings(shards: int, replicas: int | None) -> dict[str, Any]:
    """The settings of an index of quotes or articles.

    Without a number of ``replicas`` there is a copy as soon as there is a second node, and none on a single
    one, where it would leave the index yellow.
    """
    copies = {"auto_expand_replicas": "0-1"} if replicas is None else {"number_of_replicas": replicas}
    return {"number_of_shards": shards, **copies, "analysis": ANALYSIS}


def mappings(properties: Properties) -> dict[str, Any]:
    """A mapping that refuses fields it doesn't name: what another release writes is an error, not lost."""
    return {"dynamic": "strict", "properties": properties}


def properties_of(names: Names, alias: str) -> Properties:
    """What the index behind an alias of quotes or articles holds."""
    return QUOTES if alias == names.quotes else ARTICLES


def create_state(client: Elasticsearch, names: Names) -> None:
    """Make the state index behind its alias, where no other process was quicker."""
    try:
        client.indices.create(
            index=names.state_index,
            mappings=mappings(STATE),
            settings=STATE_SETTINGS,
            aliases={names.state: {}},
        )
    except BadRequestError as error:
        if error.error != "resource_already_exists_exception":
            raise


def create_missing(client: Elasticsearch, names: Names, layout: dict[str, Any]) -> None:
    """Make the indices of quotes and articles with these settings, then the mark that all is there.

    The caller holds the lock.
    """
    present = indices_behind(client, names)
    for alias in (names.quotes, names.articles):
        if alias not in present:
            client.indices.create(
                index=names.new_index(alias),
                mappings=mappings(properties_of(names, alias)),
                settings=layout,
                aliases={alias: {}},
            )
    try:
        client.create(
            index=names.state,
            id="generation",
            document={"kind": "generation", "document": {"birth": secrets.token_hex(4)}},
            refresh="wait_for",
            require_alias=True,
        )
    except ConflictError:
        # Another process made the mark; there is only ever one.
        return


def indices_behind(client: Elasticsearch, names: Names) -> dict[str, str]:
    """The index behind each of the store's aliases that are there."""
    wanted = (names.quotes, names.articles, names.state)
    found = client.indices.get_alias(name=f"{names.prefix}-*", ignore_unavailable=True).body
    return {alias: index for index, about in found.items() for alias in about["aliases"] if alias in wanted}


def schema_of(index: str) -> int:
    """The schema that an index's name carries."""
    version = index.rsplit("-v", 1)[-1].split("-", 1)[0]
    return int(version) if version.isdigit() else 0


def require_current(present: dict[str, str], names: Names) -> None:
    """Raise StoreMismatch where an alias is missing or an index is not of this release's schema."""
    for alias in (names.quotes, names.articles, names.state):
        if alias not in present:
            raise StoreMismatch(
                f"Elasticsearch has no alias {alias}: put a snapshot back, or name another prefix in "
                "ONRECORD_STORE and ingest again."
            )
    for alias in (names.quotes, names.articles):
        found = schema_of(present[alias])
        if found > SCHEMA:
            raise StoreMismatch(
                f"{present[alias]} was made by a later release (schema {found}, this one knows {SCHEMA}): "
                "update On Record."
            )
        if found < SCHEMA:
            raise StoreMismatch(
                f"{present[alias]} was made by an earlier release (schema {found}, this one needs {SCHEMA}): "
                "run `onrecord reindex`."
            )
