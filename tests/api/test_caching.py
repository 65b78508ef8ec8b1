"""Validators: what has not changed is not looked up and not sent again."""

from __future__ import annotations

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from service.store import Store
from tests.api.conftest import Served
from tests.factories import a_change

LISTS = ["/v1/quotes", "/v1/stances", "/v1/articles", "/v1/speakers", "/v1/outlets", "/v1/topics"]


@pytest.mark.parametrize("path", [*LISTS, "/v1/quotes/timeline", "/v1/suggest?q=a"])
def test_what_has_not_changed_is_a_304_without_a_body(served: Served, path: str) -> None:
    first = served.client.get(path)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    again = served.client.get(path, headers={"If-None-Match": tag})
    assert (again.status_code, again.get_data()) == (304, b"")
    assert again.headers["ETag"] == tag
    stale = served.client.get(path, headers={"If-None-Match": '"something-else"'})
    assert stale.status_code == 200
    assert stale.get_data() == first.get_data()


def test_a_star_is_no_tag_and_what_is_not_there_is_a_404(served: Served) -> None:
    anything = {"If-None-Match": "*"}
    assert served.client.get("/v1/quotes/nope", headers=anything).status_code == 404
    whole = served.client.get("/v1/quotes")
    again = served.client.get("/v1/quotes", headers=anything)
    assert (again.status_code, again.get_data()) == (200, whole.get_data())


def test_the_same_query_in_another_spelling_has_the_same_tag(served: Served) -> None:
    spellings = (
        "/v1/quotes?type=direct,mixed&from=2022",
        "/v1/quotes?from=2022-01-01&type=mixed&type=direct&limit=25",
        "/v1/quotes?type=mixed,direct,direct&from=2022-01&sort=-published",
    )
    assert len({served.client.get(path).headers["ETag"] for path in spellings}) == 1


def test_other_queries_and_other_pages_have_other_tags(served: Served) -> None:
    cursor = served.get("/v1/quotes", limit=1)["page"]["next"]
    paths = (
        "/v1/quotes",
        "/v1/quotes?limit=1",
        f"/v1/quotes?limit=1&cursor={cursor}",
        "/v1/quotes?q=peace",
        "/v1/quotes?q=-peace",
        "/v1/quotes?fields=id",
        "/v1/quotes?represents_state=false",
        "/v1/quotes?represents_state=true",
        "/v1/articles",
    )
    assert len({served.client.get(path).headers["ETag"] for path in paths}) == len(paths)


def test_a_write_makes_every_tag_stale(client: FlaskClient, store: Store) -> None:
    tags = {path: client.get(path).headers["ETag"] for path in LISTS}
    store.put(a_change("a", "We want peace"))
    for path, tag in tags.items():
        assert client.get(path, headers={"If-None-Match": tag}).status_code == 200


def test_a_304_costs_no_search(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    client = app.test_client()
    path = "/v1/quotes?speaker=qureshi&facets=outlet"
    tag = client.get(path).headers["ETag"]

    def searched(*_: Any) -> None:
        raise AssertionError("the store was searched")

    for name in ("search", "speakers", "speaker", "topics", "outlets"):
        monkeypatch.setattr(app.extensions["onrecord"].store, name, searched)
    assert client.get(path, headers={"If-None-Match": tag}).status_code == 304


def test_errors_are_not_kept_and_have_no_tag(served: Served) -> None:
    response = served.client.get("/v1/quotes?limit=0")
    assert "ETag" not in response.headers
    assert response.headers["Cache-Control"] == "no-store"


def test_head_answers_like_get_without_the_body(served: Served) -> None:
    got, head = served.client.get("/v1/quotes"), served.client.head("/v1/quotes")
    assert head.get_data() == b""
    assert head.headers["ETag"] == got.headers["ETag"]
    assert head.headers["Content-Length"] == got.headers["Content-Length"]
