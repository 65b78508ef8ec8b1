"""What is refused, and that every refusal is a problem as RFC 9457 has it."""

from __future__ import annotations

import base64
import json
from typing import Any, NoReturn

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.errors import StoreUnavailable
from service.query import QuoteQuery
from tests.api.conftest import Served

READS = [
    "/v1/quotes",
    "/v1/quotes/timeline",
    "/v1/quotes/x",
    "/v1/stances",
    "/v1/articles",
    "/v1/articles/x",
    "/v1/speakers",
    "/v1/speakers/x",
    "/v1/outlets",
    "/v1/outlets/x",
    "/v1/topics",
    "/v1/topics/x",
    "/v1/suggest",
]


def assert_problem(response: Any, status: int) -> dict[str, Any]:
    assert response.status_code == status, response.get_data(as_text=True)
    assert response.content_type == "application/problem+json"
    problem: dict[str, Any] = json.loads(response.get_data())
    assert set(problem) - {"errors"} == {"type", "title", "status", "detail", "instance"}
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    return problem


@pytest.mark.parametrize("repeated", ["q=a&q=b", "limit=5&limit=6", "from=2022&from=2023"])
def test_a_single_value_that_is_given_twice_is_refused(served: Served, repeated: str) -> None:
    problem = assert_problem(served.client.get(f"/v1/quotes?{repeated}"), 422)
    assert list(problem["errors"]) == [repeated.partition("=")[0]]


@pytest.mark.parametrize("path", READS)
def test_an_unknown_parameter_is_refused_and_the_valid_ones_are_named(served: Served, path: str) -> None:
    response = served.client.get(f"{path}?speeker=qureshi")
    problem = assert_problem(response, 422)
    [told] = problem["errors"]["speeker"]
    if "x" not in path.split("/") and path != "/v1/topics":
        assert "Use one of: " in told
    if path == "/v1/quotes":
        assert " speaker," in told
        assert " from," in told
        assert " fields," in told


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("stance", "for"),
        ("stance", ""),
        ("stance", "favor,"),
        ("stance", "!"),
        ("type", "Direct"),
        ("kind", "robot"),
        ("attitude", "!any,assertion,x"),
        ("sort", "date"),
        ("sort", "relevance"),
        ("limit", "0"),
        ("limit", "201"),
        ("limit", "ten"),
        ("limit", "1_0"),
        ("limit", "1.5"),
        ("limit", "9" * 5000),
        ("limit", ""),
        ("cursor", ""),
        ("cursor", "AAAA"),
        ("cursor", "é"),
        ("cursor", "W1tbW1tbW1tb" * 40),
        ("from", "2022-13"),
        ("from", "2022-02-30"),
        ("from", "0000"),
        ("from", "22"),
        ("from", "2022-3-1"),
        ("from", "２０２２"),
        ("to", "yesterday"),
        ("to", "2022-00"),
        ("undated", "yes"),
        ("min_confidence", "1.1"),
        ("min_confidence", "-0.1"),
        ("min_confidence", "nan"),
        ("min_confidence", "inf"),
        ("min_confidence", "."),
        ("highlight", "1"),
        ("fields", "text,secret"),
        ("facets", "text"),
        ("q", ""),
        ("q", "?!"),
        ("q", "x" * 1001),
        ("role", "-"),
        ("role", "minister,!-"),
        ("affiliation", "?!"),
        ("speaker", "x" * 201),
        ("speaker", ",".join("ab" for _ in range(101))),
        ("topic", "nothing"),
        ("country", "nowhere"),
    ],
)
def test_a_bad_value_is_refused_by_its_parameter(served: Served, parameter: str, value: str) -> None:
    assert set(served.refused("/v1/quotes", **{parameter: value})) == {parameter}


def test_every_bad_parameter_is_named_at_once(served: Served) -> None:
    wrong = {"limit": "0", "stance": "for", "typo": "x", "from": "x"}
    assert set(served.refused("/v1/quotes", **wrong)) == set(wrong)


def test_from_after_to_is_refused(served: Served) -> None:
    assert set(served.refused("/v1/quotes", **{"from": "2023", "to": "2022"})) == {"from"}


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        (b"{", "application/json", 400),
        (b"", "application/json", 400),
        (b"\xff", "application/json", 400),
        (b'{"q": "\\ud800"}', "application/json", 400),
        (b"[" * 100_000, "application/json", 400),
        (b'{"limit": NaN}', "application/json", 400),
        (b'{"limit": -Infinity}', "application/json", 400),
        (b'{"limit": 1e999}', "application/json", 400),
        (b'{"limit": ' + b"9" * 5000 + b"}", "application/json", 400),
        (b"{}", "text/plain", 415),
        (b"q=peace", "application/x-www-form-urlencoded", 415),
        (b"{}", "", 415),
        (b"[]", "application/json", 422),
        (b'"peace"', "application/json", 422),
        (b"null", "application/json", 422),
        (b'{"typo": 1}', "application/json", 422),
        (b'{"q": 1}', "application/json", 422),
        (b'{"q": null}', "application/json", 422),
        (b'{"limit": true}', "application/json", 422),
        (b'{"speaker": [1]}', "application/json", 422),
        (b'{"speaker": []}', "application/json", 422),
        (b'{"speaker": {"a": "b"}}', "application/json", 422),
        (b'{"highlight": "yes"}', "application/json", 422),
    ],
)
def test_a_bad_body_is_a_problem(served: Served, body: bytes, content_type: str, status: int) -> None:
    response = served.client.post("/v1/quotes/search", data=body, content_type=content_type)
    assert_problem(response, status)


def test_a_body_that_is_no_object_is_told_so(client: FlaskClient) -> None:
    for body in ("[]", "null", "3"):
        answer = client.post("/v1/quotes/search", data=body, content_type="application/json")
        assert (answer.status_code, answer.json["detail"]) == (422, "The body must be a JSON object.")


@pytest.mark.parametrize(
    ("body", "key"),
    [
        ('{"q": "peace", "q": "war"}', "q"),
        ('{"q": "peace", "q": "peace"}', "q"),
        ('{"quer\\u0079": [{"é": 1, "\\u00e9": 2}]}', "é"),
        ('{"\\ud800": 1, "\\ud800": 2}', "\\ud800"),
    ],
)
def test_a_key_that_a_body_has_twice_is_named(served: Served, body: str, key: str) -> None:
    response = served.client.post("/v1/quotes/search", data=body, content_type="application/json")
    assert assert_problem(response, 400)["detail"] == f"The key “{key}” is there twice in one object."


def test_parameters_beside_a_body_are_refused(served: Served) -> None:
    response = served.client.post("/v1/quotes/search?q=peace", json={})
    assert set(assert_problem(response, 422)["errors"]) == {"q"}


def test_a_route_that_is_not_there_is_a_problem(served: Served) -> None:
    for path in ("/v1", "/v2/quotes", "/v1/quotes/", "/v1/quotes/a/b", "/docs/../app.py", "/docs/x.js"):
        assert_problem(served.client.get(path), 404)


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(served: Served) -> None:
    response = served.client.put("/v1/quotes")
    assert_problem(response, 405)
    assert {"GET", "HEAD"} <= set(response.headers["Allow"].split(", "))


def test_a_body_over_the_limit_is_a_problem(served: Served) -> None:
    response = served.client.post(
        "/v1/quotes/search", data=b" " * (17 * 1024 * 1024), content_type="application/json"
    )
    assert_problem(response, 413)


def test_a_store_that_is_away_is_a_problem_that_says_when_to_come_back(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_: object) -> None:
        raise StoreUnavailable("The store can't be reached.")

    store = app.extensions["onrecord"].store
    for name in ("generation", "check", "search"):
        monkeypatch.setattr(store, name, away)
    client = app.test_client()
    for path in ("/v1/quotes", "/readyz"):
        response = client.get(path)
        assert_problem(response, 503)
        assert int(response.headers["Retry-After"]) > 0
    assert client.get("/healthz").status_code == 200


def test_a_bug_of_ours_is_a_problem_that_tells_nothing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_query: QuoteQuery) -> NoReturn:
        raise ValueError("a secret of the inside")

    monkeypatch.setattr(app.extensions["onrecord"].store, "search", broken)
    app.testing = False
    response = app.test_client().get("/v1/quotes")
    assert "secret" not in json.dumps(assert_problem(response, 500))


def test_quoted_text_is_never_guessed_to_be_a_page(client: FlaskClient) -> None:
    for path in ("/", "/v1/quotes", "/v1/nothing", "/docs"):
        assert client.get(path).headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("key", [10**20, -(10**30), 10**300, float("nan"), float("inf"), "abc", True, []])
@pytest.mark.parametrize(
    "path",
    [
        "/v1/quotes",
        "/v1/quotes?sort=relevance&q=peace",
        "/v1/articles",
        "/v1/speakers",
        "/v1/outlets",
        "/v1/stances?group_by=speaker,topic",
    ],
)
def test_a_forged_cursor_is_refused_and_never_reaches_a_store(served: Served, path: str, key: object) -> None:
    address = f"{path}{'&' if '?' in path else '?'}limit=1"
    cursor = served.get(address)["page"]["next"]
    made_for, *_ = json.loads(base64.urlsafe_b64decode(cursor + "=="))
    forged = base64.urlsafe_b64encode(json.dumps([made_for, key, "x"]).encode()).decode().rstrip("=")
    assert set(served.refused(f"{address}&cursor={forged}")) == {"cursor"}
