"""A write over HTTP beside one that does not end."""

from __future__ import annotations

import pytest

from service import app as wiring
from service.app import create_app
from service.pipeline import Knowledge
from service.settings import Settings
from service.store import Store
from tests.conftest import KEY


def test_a_request_that_would_wait_for_another_writer_too_long_is_told_when_to_come_back(
    settings: Settings, store: Store, knowledge: Knowledge, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(wiring, "PATIENCE", 0.1)
    client = create_app(settings, knowledge=knowledge).test_client()
    topic = {"proposition": "The harbour tunnel should be built."}
    headers = {"Authorization": f"Bearer {KEY}"}
    with store.writing():
        refused = client.post("/v1/topics", json=topic, headers=headers)
        assert (refused.status_code, refused.json["title"]) == (503, "Store unavailable")
        assert int(refused.headers["Retry-After"]) > 0
        assert client.get("/v1/topics").status_code == 200
    assert client.post("/v1/topics", json=topic, headers=headers).status_code == 201
