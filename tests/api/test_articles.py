"""Articles in and out, and who may do that."""

from __future__ import annotations

import json
from io import BytesIO
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from structlog.testing import capture_logs
from werkzeug.test import TestResponse

from service.app import create_app
from service.errors import StoreUnavailable
from service.pipeline import Knowledge
from service.settings import Settings
from service.store import Store
from tests.conftest import KEY

BEARER = {"Authorization": f"Bearer {KEY}"}
TEXT = (
    'Foreign Minister Shah Mahmood Qureshi said on Friday that talks would go on. "We want peace '
    'in the whole region and we will work for it," Mr Qureshi told reporters after the meeting. The minister '
    "left for Moscow in the evening, where he was to meet his counterpart and other officials of the country."
)
ARTICLE = {
    "text": TEXT,
    "url": "https://news.example/peace",
    "outlet": "The Example",
    "published": "2022-03-04",
}


@pytest.fixture
def writer(client: FlaskClient) -> FlaskClient:
    """A client that carries the key."""
    client.environ_base["HTTP_AUTHORIZATION"] = BEARER["Authorization"]
    return client


def lines_of(response: TestResponse) -> list[dict[str, Any]]:
    return [json.loads(line) for line in response.get_data().splitlines()]


def post_lines(client: FlaskClient, *lines: object) -> TestResponse:
    body = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    return client.post("/v1/articles", data=body, content_type="application/x-ndjson")


def test_an_article_is_created_once_and_then_unchanged(writer: FlaskClient) -> None:
    first = writer.post("/v1/articles", json=ARTICLE)
    assert (first.status_code, first.json["status"]) == (201, "created")
    assert first.json["quotes"] > 0
    generation = writer.get("/v1/quotes").headers["ETag"]
    again = writer.post("/v1/articles", json=ARTICLE)
    assert (again.status_code, again.json["status"]) == (200, "unchanged")
    assert again.location == first.location == f"/v1/articles/{first.json['article_id']}"
    assert writer.get("/v1/quotes").headers["ETag"] == generation
    assert writer.get(first.location).json["text"] == TEXT


def test_what_was_stored_is_found(writer: FlaskClient) -> None:
    stored = writer.post("/v1/articles", json=ARTICLE).json
    answer = writer.get(
        "/v1/quotes", query_string={"q": '"peace in the whole region"', "attitude": "any"}
    ).json
    [quote] = answer["data"]
    assert quote["article_id"] == stored["article_id"]
    assert quote["published"] == "2022-03-04"
    assert quote["outlet"]["name"] == "The Example"
    for span in quote["spans"]:
        assert TEXT[span["start"] : span["end"]] in quote["text"]


@pytest.mark.parametrize("path", ["/v1/articles", "/v1/extract"])
def test_an_article_of_the_future_is_refused_by_the_clock(writer: FlaskClient, path: str) -> None:
    answer = writer.post(path, json={**ARTICLE, "published": "3022-02-03"})
    assert answer.status_code == 422
    assert "3022-02-03 is in the future" in answer.json["detail"]
    assert writer.get("/v1/articles").json["page"]["total"] == 0


def test_a_newer_text_of_the_same_address_takes_the_place_of_the_older(writer: FlaskClient) -> None:
    first = writer.post("/v1/articles", json=ARTICLE).json
    newer = writer.post("/v1/articles", json={**ARTICLE, "text": TEXT.replace("region", "world")})
    assert (newer.status_code, newer.json["status"]) == (200, "updated")
    assert newer.json["article_id"] == first["article_id"]
    assert writer.get("/v1/articles").json["page"]["total"] == 1


def test_a_removed_article_and_its_quotes_are_gone(writer: FlaskClient) -> None:
    article = writer.post("/v1/articles", json=ARTICLE).json["article_id"]
    [quote, *_] = writer.get(f"/v1/articles/{article}").json["quotes"]
    assert writer.delete(f"/v1/articles/{article}").status_code == 204
    assert writer.delete(f"/v1/articles/{article}").status_code == 404
    assert writer.get(f"/v1/articles/{article}").status_code == 404
    assert writer.get(f"/v1/quotes/{quote['id']}").status_code == 410


def test_many_articles_are_answered_line_by_line_and_bad_ones_do_not_stop_the_rest(
    writer: FlaskClient,
) -> None:
    other = {**ARTICLE, "url": "https://news.example/other"}
    response = post_lines(
        writer, ARTICLE, b"{not json", b"", {"text": TEXT, "typo": 1}, {"text": ""}, {}, other, ARTICLE
    )
    assert response.status_code == 200
    assert response.mimetype == "application/x-ndjson"
    told = {line["line"]: line for line in lines_of(response)}
    assert {number: line["status"] for number, line in told.items()} == {
        1: "created", 7: "created", 8: "unchanged",
        2: "rejected", 4: "rejected", 5: "rejected", 6: "rejected",
    }  # fmt: skip
    assert all(told[number]["reason"] for number in (2, 4, 5, 6))
    assert "typo" in told[4]["reason"]


def test_a_fault_of_ours_fails_its_line_alone_and_is_logged(
    app: Flask, writer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingester = app.extensions["onrecord"].ingester
    whole = ingester.add

    def faulty(raw: Any, **options: Any) -> Any:
        if raw.url.endswith("second"):
            raise ZeroDivisionError("secrets of ours")
        return whole(raw, **options)

    monkeypatch.setattr(ingester, "add", faulty)
    articles = [{**ARTICLE, "url": f"https://news.example/{name}"} for name in ("first", "second", "third")]
    with capture_logs() as logged:
        response = post_lines(writer, *articles)
        told = lines_of(response)
    assert [line["status"] for line in told] == ["created", "failed", "created"]
    assert "secrets" not in told[1]["reason"]
    assert [(entry["event"], entry["line"]) for entry in logged] == [("ndjson line failed", 2)]


def test_should_the_store_break_off_the_last_line_says_so(
    app: Flask, writer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = app.extensions["onrecord"].store
    whole = store.put

    def full(change: Any) -> None:
        if change.article.url.endswith("second"):
            raise StoreUnavailable("The disk is full.")
        whole(change)

    monkeypatch.setattr(store, "put", full)
    articles = [{**ARTICLE, "url": f"https://news.example/{name}"} for name in ("first", "second", "third")]
    told = lines_of(post_lines(writer, *articles))
    assert [line["status"] for line in told] == ["created", "failed"]
    assert told[-1]["reason"] == "The disk is full."


def test_many_articles_are_answered_503_where_the_store_is_away_before_the_first(
    app: Flask, writer: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise StoreUnavailable("The store is away.")

    monkeypatch.setattr(app.extensions["onrecord"].store, "topics", away)
    response = post_lines(writer, ARTICLE)
    assert (response.status_code, response.json["detail"]) == (503, "The store is away.")


@pytest.mark.parametrize(
    ("article", "field"),
    [
        ({}, "text"),
        ({"text": TEXT, "html": "<p>x</p>"}, "text"),
        ({"text": 1}, "text"),
        ({"text": TEXT, "authors": "Ann"}, "authors"),
        ({"text": TEXT, "authors": [1]}, "authors.0"),
        ({"text": TEXT, "inferred": ["text"]}, "inferred.0"),
        ({"text": TEXT, "outlets": "x"}, "outlets"),
        ({"text": TEXT, "outlet": ""}, "outlet"),
        ({"text": TEXT, "headline": "x" * 2000}, "headline"),
    ],
)
@pytest.mark.parametrize("path", ["/v1/articles", "/v1/extract"])
def test_a_bad_article_is_refused_by_its_field(
    writer: FlaskClient, path: str, article: dict[str, Any], field: str
) -> None:
    response = writer.post(path, json=article)
    assert response.status_code == 422
    assert field in response.json["errors"]


@pytest.mark.parametrize(
    "article",
    [
        {"text": ""},
        {"text": " \n "},
        {"text": "x" * 600_000},
        {"text": TEXT, "language": "de"},
        {"text": TEXT, "published": "soon"},
        {"text": "Der Minister sagte, dass die Gespräche weitergehen und man Frieden wolle. " * 6},
    ],
)
@pytest.mark.parametrize("path", ["/v1/articles", "/v1/extract"])
def test_an_article_that_cannot_be_taken_is_refused_with_its_reason(
    writer: FlaskClient, path: str, article: dict[str, Any]
) -> None:
    response = writer.post(path, json=article)
    assert response.status_code == 422
    assert response.json["detail"]
    assert writer.get("/v1/articles").json["page"]["total"] == 0


def test_other_kinds_of_bodies_are_415(writer: FlaskClient) -> None:
    for content_type in ("text/plain", "multipart/form-data", ""):
        response = writer.post("/v1/articles", data=TEXT, content_type=content_type)
        assert response.status_code == 415


@pytest.mark.parametrize("content_type", ["application/json", "application/x-ndjson"])
def test_a_body_over_the_limit_is_413(writer: FlaskClient, content_type: str) -> None:
    body = b'{"text": "' + b"x" * (16 * 1024 * 1024) + b'"}'
    assert writer.post("/v1/articles", data=body, content_type=content_type).status_code == 413


@pytest.mark.parametrize("content_type", ["application/json", "application/x-ndjson"])
def test_a_body_over_the_limit_that_does_not_tell_its_length_is_413(
    writer: FlaskClient, content_type: str
) -> None:
    response = writer.post(
        "/v1/articles",
        input_stream=BytesIO(b" " * (17 * 1024 * 1024)),
        content_type=content_type,
        environ_overrides={"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"},
    )
    assert response.status_code == 413


def test_extract_writes_nothing_even_where_the_store_could_not_be_seeded_at_the_start(
    settings: Settings, store: Store, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    def read_only(_topics: Any) -> None:
        raise StoreUnavailable("The store is read-only.")

    monkeypatch.setattr(store, "put_topics", read_only)
    client = create_app(settings, store, knowledge).test_client()
    before = store.generation()
    answer = client.post("/v1/extract", json=ARTICLE)
    assert answer.status_code == 200
    assert answer.json["quotes"]
    assert (store.topics(), store.generation()) == ((), before)


def test_a_new_store_has_the_topics_of_the_seeds_once_the_app_is_made(
    client: FlaskClient, knowledge: Knowledge
) -> None:
    told = {topic["id"] for topic in client.get("/v1/topics").json["data"]}
    assert told == {topic.id for topic in knowledge.topics}


def test_extract_tells_what_it_finds_and_keeps_nothing(client: FlaskClient) -> None:
    response = client.post("/v1/extract", json=ARTICLE)
    assert response.status_code == 200
    found = response.json
    assert found["quotes"]
    for quote in found["quotes"]:
        for span in quote["spans"]:
            assert found["article"]["text"][span["start"] : span["end"]] in quote["text"]
    assert "<mark" in found["marked"]
    assert client.get("/v1/articles").json["page"]["total"] == 0
    assert client.get("/v1/quotes?attitude=any").json["page"]["total"] == 0
