"""Arguments in one spelling: what an answer echoes, what an ETag and every link are made of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from schemas.search_text import format_text
from service.query import Choice
from service.words import TextQuery

_NAMES = {"since": "from", "until": "to", "fields_": "fields"}


def canonical(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """Loaded arguments as JSON, by the parameters' names; what has neither value nor default is left out."""
    spelled = {_NAMES.get(name, name): _spelled(value) for name, value in arguments.items()}
    return {name: value for name, value in spelled.items() if value is not None and value != []}


def _spelled(value: Any) -> Any:
    if isinstance(value, Choice):
        return [*value.any_of, *(f"!{item}" for item in value.none_of)]
    if isinstance(value, TextQuery):
        return format_text(value)
    if isinstance(value, dt.date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
