"""``articles.yaml``: what a folder's articles do not say themselves.

It maps a file's name to fields of DESIGN section 4, and ``inferred`` lists those that nobody stated::

    000_example.txt:
      outlet: Arab News
      published: 2022-03-05
      inferred: [outlet]

It is looked for beside the file, then one folder up (``seeds/articles.yaml`` speaks of ``seeds/articles/``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import yaml

from service.errors import BadArticle
from service.models import RawArticle

SIDECAR = "articles.yaml"
FIELDS = ("url", "headline", "outlet", "published", "authors", "language")


@dataclass(frozen=True, slots=True)
class _Entry:
    fields: Mapping[str, str | tuple[str, ...]]
    inferred: frozenset[str]


class Sidecars:
    """The ``articles.yaml`` of every folder met so far, each read once."""

    def __init__(self) -> None:
        self._read: dict[Path, dict[str, _Entry]] = {}

    def fill(self, article: RawArticle, path: str) -> RawArticle:
        """``article`` with what its folder's file adds. Raises BadArticle where that file makes no sense."""
        where = Path(path)
        for folder in (where.parent, where.parent / ".."):
            entry = self._entries(folder).get(where.name)
            if entry is not None:
                missing = {
                    field: value for field, value in entry.fields.items() if not getattr(article, field)
                }
                return replace(article, **missing, inferred=entry.inferred & missing.keys())  # type: ignore[arg-type]
        return article

    def _entries(self, folder: Path) -> dict[str, _Entry]:
        file = folder.resolve() / SIDECAR
        if file not in self._read:
            self._read[file] = _parse(file) if file.is_file() else {}
        return self._read[file]


def _parse(file: Path) -> dict[str, _Entry]:
    try:
        document = yaml.safe_load(file.read_text(encoding="utf-8")) or {}
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise BadArticle(f"{file.name} beside it is not YAML: {error}") from error
    if not isinstance(document, dict):
        raise BadArticle(f"{file.name} beside it must map file names to fields.")
    return {Path(str(name)).name: _entry(f"{file.name}, {name}", given) for name, given in document.items()}


def _entry(place: str, given: object) -> _Entry:
    if given is None:
        return _Entry({}, frozenset())
    if not isinstance(given, dict):
        raise BadArticle(f"{place}: must map fields to values.")
    unknown = sorted(str(key) for key in given.keys() - {*FIELDS, "inferred"})
    if unknown:
        raise BadArticle(f"{place}: unknown {', '.join(unknown)}; known are {', '.join(FIELDS)}, inferred.")
    inferred = given.get("inferred") or []
    if not isinstance(inferred, list) or not set(inferred) <= set(FIELDS):
        raise BadArticle(f"{place}: inferred must be a list of {', '.join(FIELDS)}.")
    fields = {field: _value(place, field, given[field]) for field in FIELDS if given.get(field) is not None}
    return _Entry(fields, frozenset(inferred))


def _value(place: str, field: str, value: object) -> str | tuple[str, ...]:
    if field == "authors":
        if not isinstance(value, list) or not all(isinstance(author, str) for author in value):
            raise BadArticle(f"{place}: authors must be a list of strings.")
        return tuple(value)
    if isinstance(value, dt.date | int) and field == "published":  # YAML reads 2022-03-05 and 2022 so
        return value.isoformat() if isinstance(value, dt.date) else str(value)
    if not isinstance(value, str):
        raise BadArticle(f"{place}: {field} must be a string.")
    return value
