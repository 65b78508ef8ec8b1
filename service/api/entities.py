"""What lists of speakers and of outlets have in common."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from service.api.http import listing
from service.cursor import encode_cursor
from service.query import EntityQuery, OutletEntry, Page, SpeakerEntry


def entity_list(
    page: Page[SpeakerEntry] | Page[OutletEntry], query: EntityQuery, asked: Mapping[str, Any]
) -> dict[str, Any]:
    """The answer of a list of entries."""
    asked = {name: value for name, value in asked.items() if name != "cursor"}
    return listing(
        list(page.items),
        size=query.limit,
        total=page.total,
        next_cursor=encode_cursor(page.next, query.fingerprint()) if page.next else None,
        query=asked,
        asked=asked,
    )


def fields_of(entry: SpeakerEntry | OutletEntry) -> dict[str, Any]:
    """An entry's fields by name, to which an answer adds its own."""
    return {field.name: getattr(entry, field.name) for field in fields(entry)}
