"""``articles.yaml``: what a folder's articles do not say themselves.

It maps a file's name to the fields of :mod:`service.pipeline.metadata`, and ``inferred`` lists those that
nobody stated::

    000_example.txt:
      outlet: Arab News
      published: 2022-03-05
      inferred: [outlet]

It is looked for beside the file, then one folder up (``seeds/articles.yaml`` speaks of ``seeds/articles/``).
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from service.errors import BadArticle
from service.models import RawArticle
from service.pipeline.metadata import METADATA, entry_of
from service.pipeline.yaml_once import NotYaml, reading

SIDECAR = "articles.yaml"


class Sidecars:
    """The ``articles.yaml`` of every folder met so far, each read once."""

    def __init__(self) -> None:
        self._read: dict[Path, dict[str, dict[str, Any]]] = {}

    def fill(self, article: RawArticle, path: str) -> RawArticle:
        """``article`` with what its folder's file adds. Raises BadArticle where that file makes no sense."""
        where = Path(path)
        for folder in (where.parent, where.parent / ".."):
            entry = self._entries(folder).get(where.name)
            if entry is not None:
                missing = {
                    name: entry[name] for name in METADATA if name in entry and not getattr(article, name)
                }
                inferred = article.inferred | (entry.get("inferred", frozenset()) & missing.keys())
                return replace(article, **missing, inferred=inferred)
        return article

    def _entries(self, folder: Path) -> dict[str, dict[str, Any]]:
        file = folder.resolve() / SIDECAR
        if file not in self._read:
            self._read[file] = _parse(file) if file.is_file() else {}
        return self._read[file]


def _parse(file: Path) -> dict[str, dict[str, Any]]:
    try:
        with reading(file.read_text(encoding="utf-8")) as loader:
            document = loader.get_single_data() or {}
    except (NotYaml, UnicodeDecodeError) as error:
        raise BadArticle(f"{file.name} beside it is not YAML: {error}") from error
    if not isinstance(document, dict):
        raise BadArticle(f"{file.name} beside it must map file names to fields.")
    entries: dict[str, dict[str, Any]] = {}
    for name, given in document.items():
        try:
            entries[Path(str(name)).name] = entry_of(given)
        except BadArticle as error:
            raise BadArticle(f"{file.name}, {name}: {error.detail}") from error
    return entries
