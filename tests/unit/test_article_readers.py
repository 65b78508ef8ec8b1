"""One article, described in a file or in the body of a request: the two readers agree."""

from typing import Any

import pytest
from marshmallow import ValidationError

from schemas.article import ArticleInputSchema
from service.errors import BadArticle
from service.models import RawArticle
from service.pipeline.metadata import LONGEST, METADATA, MOST_AUTHORS, article_of


def from_file(given: dict[str, Any]) -> RawArticle | None:
    try:
        return article_of("request", given)
    except BadArticle:
        return None


def from_request(given: dict[str, Any]) -> RawArticle | None:
    try:
        read = ArticleInputSchema().load(given)
    except ValidationError:
        return None
    assert isinstance(read, RawArticle)
    return read


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"authors": ["Ann", "Bo"]},
        {"authors": []},
        {"inferred": ["outlet", "published"]},
        {"inferred": []},
        dict.fromkeys((*METADATA, "inferred")),
        {"html": None},
        {"outlet": "Dawn", "published": "2022-03", "language": "en", "url": "https://x.test/1"},
        {"authors": ["A" * LONGEST["authors"]] * MOST_AUTHORS},
        *({field: "x" * LONGEST[field]} for field in METADATA if field != "authors"),
    ],
)
def test_what_a_file_may_say_a_request_may_say_too(fields: dict[str, Any]) -> None:
    given = {"text": "It rained.", **fields}
    read = from_file(given)
    assert read is not None
    assert from_request(given) == read


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"text": None},
        {"text": "x", "html": "<p>x</p>"},
        {"text": 1},
        {"text": "x", "authors": [1]},
        {"text": "x", "authors": {"name": "Ann"}},
        {"text": "x", "authors": ["A" * (LONGEST["authors"] + 1)]},
        {"text": "x", "authors": ["A"] * (MOST_AUTHORS + 1)},
        {"text": "x", "published": 2022},
        {"text": "x", "inferred": "outlet"},
        {"text": "x", "inferred": ["text"]},
        {"text": "x", "outlets": "x"},
        *({"text": "x", field: "x" * (LONGEST[field] + 1)} for field in METADATA if field != "authors"),
    ],
)
def test_what_is_refused_of_a_file_is_refused_of_a_request(given: dict[str, Any]) -> None:
    assert from_file(given) is None
    assert from_request(given) is None


@pytest.mark.parametrize(
    ("sloppy", "meant"),
    [
        ({"authors": "Ann"}, {"authors": ["Ann"]}),
        ({"authors": ["", "Ann"]}, {"authors": ["Ann"]}),
        ({"headline": "", "html": ""}, {}),
        ({"name": "a.txt", "reason": "Not English."}, {}),
    ],
)
def test_a_file_alone_may_be_sloppy_where_it_is_plain_what_is_meant(
    sloppy: dict[str, Any], meant: dict[str, Any]
) -> None:
    text = {"text": "It rained."}
    assert from_file(text | sloppy) == from_request(text | meant)
    assert from_request(text | sloppy) is None
