"""A corpus that is stored once and read by many tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from flask.testing import FlaskClient

from service.app import create_app
from service.pipeline import Knowledge
from service.settings import Settings
from service.store import Change, open_store
from tests.conftest import KEY
from tests.factories import TOPICS, a_corpus


@dataclass(frozen=True)
class Served:
    """A filled service: its client, and what it was filled with."""

    client: FlaskClient
    changes: list[Change]

    def get(self, path: str, **parameters: Any) -> Any:
        """The JSON of a 200."""
        response = self.client.get(path, query_string=parameters or None)
        assert response.status_code == 200, response.get_data(as_text=True)
        return response.json

    def refused(self, path: str, **parameters: Any) -> dict[str, list[str]]:
        """The errors by field of a 422."""
        response = self.client.get(path, query_string=parameters or None)
        assert response.status_code == 422, response.get_data(as_text=True)
        assert response.content_type == "application/problem+json"
        found: dict[str, list[str]] = response.json["errors"]
        return found


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory, knowledge: Knowledge) -> Iterator[Served]:
    settings = Settings(store=f"sqlite:///{tmp_path_factory.mktemp('served')}/store.db", api_key=KEY)
    store = open_store(settings.store)
    store.put_topics(TOPICS)
    changes = a_corpus(articles=60)
    for change in changes:
        store.put(change)
    app = create_app(settings, store, knowledge)
    app.testing = True
    yield Served(app.test_client(), changes)
    store.close()
