"""The key that writes carry."""

from __future__ import annotations

from dataclasses import replace

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.pipeline import Knowledge
from service.settings import Settings, read_settings
from service.store import Store
from tests.conftest import KEY

BEARER = {"Authorization": f"Bearer {KEY}"}
ARTICLE = {
    "text": "The Foreign Minister said on Friday that talks with the neighbours of the country would go on."
}


@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer wrong",
        f"bearer {KEY}x",
        f"Basic {KEY}",
        KEY,
        "Bearer é",
        "Basic eA==",
    ],
)
def test_a_write_without_the_key_is_401(client: FlaskClient, authorization: str | None) -> None:
    headers = {"Authorization": authorization} if authorization is not None else {}
    for response in (
        client.post("/v1/articles", json=ARTICLE, headers=headers),
        client.delete("/v1/articles/x", headers=headers),
    ):
        assert response.status_code == 401
        assert response.content_type == "application/problem+json"
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
    assert client.get("/v1/articles").json["page"]["total"] == 0


@pytest.mark.parametrize(
    "key", ["sixteen-or-more.", "aB3-._~+/z0123456789", "YWJjZGVmZ2hpamts+/==", "abcdefghijklmno="]
)
def test_every_key_that_the_settings_take_can_be_sent(
    settings: Settings, store: Store, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    monkeypatch.setenv("ONRECORD_API_KEY", key)
    client = create_app(replace(settings, api_key=read_settings().api_key), store, knowledge).test_client()
    assert client.delete("/v1/articles/x", headers={"Authorization": f"Bearer {key}"}).status_code == 404
    assert client.delete("/v1/articles/x", headers={"Authorization": f"Bearer {key}x"}).status_code == 401


def test_a_server_without_a_key_takes_no_writes(
    settings: Settings, store: Store, knowledge: Knowledge
) -> None:
    client = create_app(replace(settings, api_key=None), store, knowledge).test_client()
    assert client.post("/v1/articles", json=ARTICLE, headers=BEARER).status_code == 403
    assert client.delete("/v1/articles/x", headers=BEARER).status_code == 403
    assert client.post("/v1/extract", json=ARTICLE).status_code == 200
