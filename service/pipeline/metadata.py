"""What is said of an article beside its text: the names of the fields, and reading them from JSON and YAML.

The names and the limits are alike in ``.json``, ``.jsonl``, ``articles.yaml`` and rejects; the body of an
HTTP request is read by :mod:`schemas.article`, which has the same. Files, which people write by hand and
other programs export, are read more kindly in three things: an empty string is nothing, one author needs no
list, and what rejects say beside the fields is passed over.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from typing import Any

from service.errors import BadArticle
from service.models import RawArticle

BODIES = ("text", "html")
METADATA = ("url", "headline", "outlet", "published", "authors", "language")
LONGEST = {"url": 2000, "headline": 1000, "outlet": 200, "published": 40, "authors": 200, "language": 20}
"""Characters of each; of authors each one's name."""
MOST_AUTHORS = 50
FIELDS = (*BODIES, *METADATA, "inferred")
NOTES = ("name", "reason")
"""What a line of rejects says beside the fields: passed over, so that mended rejects can be read again."""


def article_of(name: str, given: object) -> RawArticle:
    """The article that a JSON object describes.

    Raises BadArticle where it is no object, has a field that there is not, one of the wrong kind, or not
    either text or html.
    """
    if not isinstance(given, Mapping):
        raise BadArticle("Not a JSON object.")
    _check_names(given, (*FIELDS, *NOTES), shown=FIELDS)
    bodies: dict[str, Any] = {field: text for field in BODIES if (text := _string(field, given.get(field)))}
    if not bodies:
        raise BadArticle("Neither text nor html.")
    if len(bodies) > 1:
        raise BadArticle("Give either text or html, not both.")
    return RawArticle(name, **bodies, **metadata_of(given))


def entry_of(given: object) -> dict[str, Any]:
    """The fields that ``articles.yaml`` says of one file. Raises BadArticle as :func:`article_of` does."""
    if given is None:
        return {}
    if not isinstance(given, Mapping):
        raise BadArticle("must map fields to values.")
    _check_names(given, (*METADATA, "inferred"))
    published = given.get("published")
    if isinstance(published, dt.date | int):  # YAML reads 2022-03-05 and 2022 so
        text = published.isoformat() if isinstance(published, dt.date) else str(published)
        given = {**given, "published": text}
    return metadata_of(given)


def metadata_of(given: Mapping[str, object]) -> dict[str, Any]:
    """The metadata that are there, as fields of a RawArticle. Raises BadArticle that names the field."""
    found: dict[str, Any] = {}
    for field in METADATA:
        value = _authors(given.get(field)) if field == "authors" else _string(field, given.get(field))
        if value:
            found[field] = value
    inferred = given.get("inferred") or []
    if not isinstance(inferred, list) or not all(name in METADATA for name in inferred):
        raise BadArticle(f"inferred: must be a list of {', '.join(METADATA)}.")
    if inferred:
        found["inferred"] = frozenset(inferred)
    return found


def given_of(article: RawArticle) -> dict[str, Any]:
    """The fields that an article came with, as JSON has them: what :func:`article_of` reads again.

    What holds only where the article says nothing (``--outlet``) is left out: it did not come with it.
    """
    row = {
        field: value
        for field in (*BODIES, *METADATA)
        if field not in article.fallback and (value := getattr(article, field))
    }
    inferred = [field for field in METADATA if field in article.inferred]
    return row | ({"inferred": inferred} if inferred else {})


def _check_names(
    given: Mapping[object, object], known: Collection[str], shown: Collection[str] | None = None
) -> None:
    unknown = sorted(str(name) for name in given if name not in known)
    if unknown:
        raise BadArticle(f"{', '.join(unknown)}: unknown; there are {', '.join(shown or known)}.")


def _string(field: str, value: object) -> str:
    """A string, empty where there is none."""
    if value is not None and not isinstance(value, str):
        raise BadArticle(f"{field}: must be a string.")
    most = LONGEST.get(field)
    if value and most and len(value) > most:
        raise BadArticle(f"{field}: longer than {most} characters.")
    return value or ""


def _authors(value: object) -> tuple[str, ...]:
    authors = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(authors, list) or not all(isinstance(author, str) for author in authors):
        raise BadArticle("authors: must be a list of strings.")
    found = tuple(author for author in (_string("authors", author) for author in authors) if author)
    if len(found) > MOST_AUTHORS:
        raise BadArticle(f"authors: more than {MOST_AUTHORS}.")
    return found
